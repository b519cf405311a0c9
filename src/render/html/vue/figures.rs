//! The figures of a text: its tables, drawn where their author asks.

use rust_decimal::Decimal;
use serde::Serialize;

use crate::model::content::Content;
use crate::model::indicateur::Cellule;
use crate::model::tableau::{Case as Imprime, Graphique, Rangee, Tableau as Source};
use crate::render::chart::{self, Barres, Courbes, Figure, Serie, Titre};
use crate::render::html::prose::{Ecrivain, Segment};
use crate::text::NNBSP;
use crate::text::format::number;
use crate::text::typography::french;

use super::tableau::{Case, Colonne, Ligne, Tableau};

/// A piece of a body: some text, or a figure.
#[derive(Debug, Serialize)]
pub struct Morceau {
    html: String,
    figure: Option<FigureVue>,
}

/// A table with its chart and its credits.
#[derive(Debug, Serialize)]
pub struct FigureVue {
    ancre: String,
    tableau: Tableau,
    graphique: Option<GraphiqueVue>,
    /// The chart comes first, the table unfolds.
    graphique_d_abord: bool,
    source: Option<String>,
    note: Option<String>,
    ecart: Option<String>,
}

/// A chart and the words of its colours.
#[derive(Debug, Serialize)]
pub struct GraphiqueVue {
    pub svg: String,
    pub titre: String,
    /// The series, in the order of their colours; empty where the marks are labelled.
    pub legende: Vec<String>,
}

/// The body of a part, its blocks of figures drawn.
pub fn corps(w: &mut Ecrivain<'_, '_>, content: &Content) -> Vec<Morceau> {
    let Some(corps) = &content.corps else { return Vec::new() };
    let mut tables = content.tableaux.iter();
    let segments = w.segments(&corps.value);
    let morceau = |segment: Segment, w: &mut Ecrivain<'_, '_>| match segment {
        Segment::Html(html) => Some(Morceau { html, figure: None }),
        Segment::Figure => tables.next().map(|t| Morceau { html: String::new(), figure: Some(figure(w, t)) }),
    };
    let mut morceau = morceau;
    segments.into_iter().filter_map(|s| morceau(s, w)).collect()
}

fn figure(w: &mut Ecrivain<'_, '_>, t: &Source) -> FigureVue {
    FigureVue {
        ancre: t.ancre.clone(),
        tableau: tableau(w, t),
        graphique: graphique(t),
        graphique_d_abord: t.graphique_d_abord,
        source: t.source.as_ref().map(|s| w.ligne(&s.value)),
        note: t.note.as_ref().map(|s| w.ligne(&s.value)),
        ecart: t.ecart.as_ref().map(|s| w.ligne(&s.value)),
    }
}

fn tableau(w: &mut Ecrivain<'_, '_>, t: &Source) -> Tableau {
    let mut out = Tableau { legende: french(&t.titre.value).into_owned(), total_imprime: total_imprime(t), ..Tableau::default() };
    for (i, head) in t.colonnes.iter().enumerate() {
        let unit = t.unites.get(i).filter(|u| !u.is_empty()).map_or_else(String::new, |u| format!(" ({u})"));
        // A column of figures is one where no cell is words.
        let cells = t.lignes.iter().chain(&t.total).filter_map(|l| l.cellules.get(i.checked_sub(1)?));
        let words = i == 0
            || cells.clone().any(|c| c.cellule == Cellule::Absent(crate::text::amount::Statut::Texte) && !c.imprime.is_empty());
        out.colonnes.push(Colonne { texte: french(&format!("{head}{unit}")).into_owned(), chiffres: !words });
    }
    let heads: Vec<bool> = out.colonnes.iter().skip(1).map(|c| c.chiffres).collect();
    let mut row = |r: &Rangee, total: bool| Ligne {
        entete: w.texte(&r.entete),
        cellules: r.cellules.iter().zip(&heads).map(|(c, chiffres)| Case { html: case(w, c), chiffres: *chiffres }).collect(),
        total,
        ..Ligne::default()
    };
    out.lignes = t.lignes.iter().map(|r| row(r, false)).collect();
    out.lignes.extend(t.total.as_ref().map(|r| row(r, true)));
    out
}

/// Whether the printed total of some column is not the plain sum of the figures above it.
fn total_imprime(t: &Source) -> bool {
    let Some(total) = &t.total else { return false };
    // Sub-totals are rows too: their sum is no sum of rows for who adds the table up.
    let sub = |l: &Rangee| crate::text::fold::fold(&l.entete).starts_with("sous total");
    t.ecart.is_some()
        || t.lignes.iter().any(sub)
        || total.cellules.iter().enumerate().any(|(i, c)| {
            let unit = c.cellule.chiffre().map(|(_, u)| u);
            let rows = t.lignes.iter().filter_map(|l| l.cellules.get(i)?.cellule.chiffre());
            unit.is_some_and(|unit| rows.clone().any(|(_, u)| u != unit))
                || c.cellule.chiffre().is_some_and(|(c, _)| c.valeur != rows.map(|(r, _)| r.valeur).sum::<Decimal>())
        })
}

fn case(w: &mut Ecrivain<'_, '_>, c: &Imprime) -> String {
    match &c.cellule {
        Cellule::Absent(crate::text::amount::Statut::Texte) if c.imprime.is_empty() => {
            "<span class=\"absent\">non renseigné</span>".to_owned()
        }
        Cellule::Absent(crate::text::amount::Statut::Texte) | Cellule::Nombre { .. } => w.texte(&c.imprime),
        Cellule::Absent(statut) => format!("<span class=\"absent\">{}</span>", statut.label()),
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

fn point(c: Option<&Imprime>, unit: &str) -> Option<Figure> {
    let (chiffre, own) = c?.cellule.chiffre()?;
    Some(Figure { valeur: chiffre.valeur, texte: avec_unite(chiffre.valeur, own.unwrap_or(unit)) })
}

/// `12,5 %`.
pub fn avec_unite(value: Decimal, unit: &str) -> String {
    if unit.is_empty() { number(value) } else { format!("{}{NNBSP}{unit}", number(value)) }
}

fn graphique(t: &Source) -> Option<GraphiqueVue> {
    let genre = t.graphique?;
    let columns = colonnes_comparables(t);
    let heads: Vec<String> = columns.iter().filter_map(|i| Some(french(t.colonnes.get(i + 1)?).into_owned())).collect();
    let rows: Vec<String> = t.lignes.iter().map(|l| french(&l.entete).into_owned()).collect();
    let title = french(&t.titre.value).into_owned();
    let what = if genre == Graphique::Courbes { "Courbes" } else { "Barres" };
    let titre = Titre {
        id: format!("g-{}", t.ancre),
        titre: title.clone(),
        description: format!("{what} des valeurs du tableau « {title} », qui les donne toutes."),
    };
    // Charts say figures without their unit where the column says it.
    let unit = |_: usize| "";
    let (svg, legende) = match genre {
        Graphique::Courbes => {
            let row = |l: &Rangee| columns.iter().map(|i| point(l.cellules.get(*i), unit(*i))).collect();
            let series = t.lignes.iter().zip(&rows).map(|(l, nom)| Serie { nom: nom.clone(), valeurs: row(l) }).collect();
            (chart::courbes(&Courbes { titre, categories: heads, series, objectifs: Vec::new() })?, rows)
        }
        Graphique::Barres | Graphique::Empilees => {
            let column = |i: usize| t.lignes.iter().map(|l| point(l.cellules.get(i), unit(i))).collect();
            let series = columns.iter().zip(&heads).map(|(i, nom)| Serie { nom: nom.clone(), valeurs: column(*i) }).collect();
            let empilees = genre == Graphique::Empilees;
            let legende = heads;
            (chart::barres(&Barres { titre, categories: rows, series, empilees, reference: None })?, legende)
        }
    };
    let legende = if legende.len() > 1 { legende } else { Vec::new() };
    Some(GraphiqueVue { svg, titre: title, legende })
}
