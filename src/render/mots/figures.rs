//! The tables that a source prints in its texts, and the charts that their author asks for.

use rust_decimal::Decimal;

use crate::model::indicateur::Cellule;
use crate::model::tableau::{Case as Imprime, Graphique, Rangee, Tableau as Source};
use crate::render::chart::{Barres, Courbes, Figure, Serie, Titre};
use crate::text::NNBSP;
use crate::text::amount::Statut;
use crate::text::fold::fold;
use crate::text::format::number;
use crate::text::typography::french;

use super::Commun;
use super::dessins::{Dessin, Trace};
use super::pieces::{Case, Colonne, Dit, Ligne, Piece, Tableau};

/// A table as the source prints it.
pub fn tableau<'a>(c: &Commun<'_>, t: &'a Source) -> Tableau<'a> {
    let mut out = Tableau { legende: french(&t.titre.value).into_owned(), ..Tableau::default() };
    for (i, head) in t.colonnes.iter().enumerate() {
        // « Postes par an » says its unit.
        let said = |unit: &str| fold(head).split(' ').any(|word| word == fold(unit));
        let unit = t.unites.get(i).filter(|u| !u.is_empty() && !said(u)).map_or_else(String::new, |u| format!(" ({u})"));
        // A column of figures is one where no cell is words.
        let mut cells = t.lignes.iter().chain(&t.total).filter_map(|l| l.cellules.get(i.checked_sub(1)?));
        let is_words = |c: &Imprime| c.cellule == Cellule::Absent(Statut::Texte) && !c.imprime.is_empty();
        let words = i == 0 || cells.any(is_words);
        out.colonnes.push(Colonne { texte: french(&format!("{head}{unit}")).into_owned(), chiffres: !words });
    }
    let heads: Vec<bool> = out.colonnes.iter().skip(1).map(|c| c.chiffres).collect();
    let row = |r, total| rangee(c, r, &heads, total);
    out.lignes = t.lignes.iter().map(|r| row(r, false)).collect();
    out.lignes.extend(t.total.as_ref().map(|r| row(r, true)));
    out
}

fn rangee<'a>(c: &Commun<'_>, r: &'a Rangee, heads: &[bool], total: bool) -> Ligne<'a> {
    let case = |(i, chiffres): (&'a Imprime, &bool)| Case { pieces: vec![piece(c, i)], chiffres: *chiffres };
    let cellules = r.cellules.iter().zip(heads).map(case).collect();
    Ligne { entete: vec![Piece::texte(&r.entete)], cellules, total, ..Ligne::default() }
}

fn piece<'a>(c: &Commun<'_>, imprime: &'a Imprime) -> Piece<'a> {
    match &imprime.cellule {
        Cellule::Absent(Statut::Texte) if imprime.imprime.is_empty() => Piece::Dit(Dit::absent(dit!(c, "non renseigné"))),
        Cellule::Absent(Statut::Texte) | Cellule::Nombre { .. } => Piece::texte(&imprime.imprime),
        Cellule::Absent(statut) => Piece::Dit(Dit::absent(c.absence(*statut, &imprime.imprime))),
    }
}

/// The columns that hold comparable figures: numbers of one unit.
fn colonnes_comparables(t: &Source) -> Vec<usize> {
    let unit = |i: usize| t.lignes.iter().filter_map(|l| l.cellules.get(i)?.cellule.chiffre()).map(|(_, u)| u).next();
    let numeric: Vec<usize> = (0..t.colonnes.len().saturating_sub(1)).filter(|i| unit(*i).is_some()).collect();
    let Some(first) = numeric.first().and_then(|i| unit(*i)) else { return Vec::new() };
    let same = |i: usize| t.lignes.iter().filter_map(|l| l.cellules.get(i)?.cellule.chiffre()).all(|(_, u)| u == first);
    numeric.into_iter().filter(|i| same(*i)).collect()
}

/// A figure to draw; where the column says the unit, the chart does not.
fn point(c: Option<&Imprime>) -> Option<Figure> {
    let (chiffre, unit) = c?.cellule.chiffre()?;
    Some(Figure { valeur: chiffre.valeur, texte: avec_unite(chiffre.valeur, unit.unwrap_or("")) })
}

/// `12,5 %`.
fn avec_unite(value: Decimal, unit: &str) -> String {
    if unit.is_empty() { number(value) } else { format!("{}{NNBSP}{unit}", number(value)) }
}

/// The chart of a table, where its author asks for one.
pub fn dessin(c: &Commun<'_>, t: &Source) -> Option<Dessin> {
    let genre = t.graphique?;
    let columns = colonnes_comparables(t);
    let heads: Vec<String> = columns.iter().filter_map(|i| Some(french(t.colonnes.get(i + 1)?).into_owned())).collect();
    let rows: Vec<String> = t.lignes.iter().map(|l| french(&l.entete).into_owned()).collect();
    let nom = french(&t.titre.value).into_owned();
    let description = match genre {
        Graphique::Courbes => dit!(c, "Courbes des valeurs du tableau « {titre} », qui les donne toutes.", titre = nom),
        _ => dit!(c, "Barres des valeurs du tableau « {titre} », qui les donne toutes.", titre = nom),
    };
    let titre = Titre { id: format!("g-{}", t.ancre), titre: nom.clone(), description };
    let (trace, legende) = match genre {
        Graphique::Courbes => {
            let row = |l: &Rangee| columns.iter().map(|i| point(l.cellules.get(*i))).collect();
            let series = t.lignes.iter().zip(&rows).map(|(l, nom)| Serie { nom: nom.clone(), valeurs: row(l) }).collect();
            (Trace::Courbes(Courbes { titre, categories: heads, series, objectifs: Vec::new() }), rows)
        }
        Graphique::Barres | Graphique::Empilees => {
            let column = |i: usize| t.lignes.iter().map(|l| point(l.cellules.get(i))).collect();
            let series = columns.iter().zip(&heads).map(|(i, nom)| Serie { nom: nom.clone(), valeurs: column(*i) }).collect();
            let empilees = genre == Graphique::Empilees;
            (Trace::Barres(Barres { titre, categories: rows, series, empilees, reference: None }), heads)
        }
    };
    let legende = if legende.len() > 1 { legende } else { Vec::new() };
    Some(Dessin { titre: nom, legende, trace })
}
