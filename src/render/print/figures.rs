//! The figures of a text and of a territory: tables, drawn where their author asks.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::model::PartIx;
use crate::model::content::Content;
use crate::model::donnee::{Donnee, Mesure};
use crate::model::indicateur::Cellule;
use crate::model::registre::Entree;
use crate::model::tableau::{Case as Imprime, Graphique, Rangee, Tableau as Source};
use crate::render::chart::{Figure, Serie};
use crate::text::NNBSP;
use crate::text::amount::Statut;
use crate::text::fold::fold;
use crate::text::format::number;
use crate::text::typography::french;

use super::contexte::Contexte;
use super::graphiques;
use super::riche::{Plume, Segment, absent, fort, petit, texte};
use super::tableau::{Case, Colonne, Ligne, Tableau};

/// The body of a part, its blocks of figures in their places.
pub fn corps(c: &Contexte<'_>, plume: &Plume<'_, '_>, content: &Content) -> Vec<Value> {
    let Some(corps) = &content.corps else { return Vec::new() };
    let mut tables = content.tableaux.iter();
    let mut blocs = Vec::new();
    for segment in plume.segments(&corps.value) {
        match segment {
            Segment::Blocs(list) => blocs.extend(list),
            Segment::Figure => blocs.extend(tables.next().map(|t| figure(c, plume, t))),
        }
    }
    blocs
}

fn figure(c: &Contexte<'_>, plume: &Plume<'_, '_>, t: &Source) -> Value {
    let mut credits: Vec<Value> = Vec::new();
    credits.extend(t.note.as_ref().map(|n| Value::Array(plume.ligne(&n.value))));
    let ecart = t.ecart.as_ref().map(|e| [vec![fort("Écart"), texte(" : ")], plume.ligne(&e.value)].concat());
    credits.extend(ecart.map(Value::Array));
    let source = t.source.as_ref().map(|s| [vec![texte("Source : ")], plume.ligne(&s.value)].concat());
    credits.extend(source.map(Value::Array));
    let tableau = tableau(t).bloc();
    json!({ "t": "figure", "tableau": tableau, "graphique": graphique(c, t), "credits": credits })
}

fn tableau(t: &Source) -> Tableau {
    let head = |i: usize, words: &String| {
        let unit = t.unites.get(i).filter(|u| !u.is_empty()).map_or_else(String::new, |u| format!(" ({u})"));
        french(&format!("{words}{unit}")).into_owned()
    };
    let mut out = Tableau::nouveau(french(&t.titre.value), "");
    out.colonnes.clear();
    for (i, words) in t.colonnes.iter().enumerate() {
        // A column of figures is one where no cell is words.
        let mut cells = t.lignes.iter().chain(&t.total).filter_map(|l| l.cellules.get(i.checked_sub(1)?));
        let is_words = |c: &Imprime| c.cellule == Cellule::Absent(Statut::Texte) && !c.imprime.is_empty();
        let mots = i == 0 || cells.any(is_words);
        let texte = head(i, words);
        out.colonnes.push(if mots { Colonne::mots(texte) } else { Colonne::chiffres(texte) });
    }
    let heads: Vec<bool> = out.colonnes.iter().skip(1).map(|c| c.chiffres).collect();
    let row = |r: &Rangee, total: bool| Ligne {
        entete: vec![texte(&r.entete)],
        cellules: r.cellules.iter().zip(&heads).map(|(c, chiffres)| Case::nouvelle(vec![case(c)], *chiffres)).collect(),
        total,
        ..Ligne::default()
    };
    out.lignes = t.lignes.iter().map(|r| row(r, false)).collect();
    out.lignes.extend(t.total.as_ref().map(|r| row(r, true)));
    out
}

fn case(c: &Imprime) -> Value {
    match &c.cellule {
        Cellule::Absent(Statut::Texte) if c.imprime.is_empty() => absent("non renseigné"),
        Cellule::Absent(Statut::Texte) | Cellule::Nombre { .. } => texte(&c.imprime),
        Cellule::Absent(statut) => absent(statut.label()),
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

fn point(c: Option<&Imprime>) -> Option<Figure> {
    let (chiffre, unit) = c?.cellule.chiffre()?;
    Some(Figure { valeur: chiffre.valeur, texte: avec_unite(chiffre.valeur, unit.unwrap_or("")) })
}

fn avec_unite(value: Decimal, unit: &str) -> String {
    if unit.is_empty() { number(value) } else { format!("{}{NNBSP}{unit}", number(value)) }
}

fn graphique(c: &Contexte<'_>, t: &Source) -> Option<Value> {
    let genre = t.graphique?;
    let columns = colonnes_comparables(t);
    let heads: Vec<String> = columns.iter().filter_map(|i| Some(french(t.colonnes.get(i + 1)?).into_owned())).collect();
    let rows: Vec<String> = t.lignes.iter().map(|l| french(&l.entete).into_owned()).collect();
    let titre = french(&t.titre.value).into_owned();
    let what = if genre == Graphique::Courbes { "Courbes" } else { "Barres" };
    let description = french(&format!("{what} des valeurs du tableau « {titre} », qui les donne toutes.")).into_owned();
    match genre {
        Graphique::Courbes => {
            let row = |l: &Rangee| columns.iter().map(|i| point(l.cellules.get(*i))).collect();
            let series = t.lignes.iter().zip(rows).map(|(l, nom)| Serie { nom, valeurs: row(l) }).collect();
            graphiques::en_courbes(c, &titre, &description, heads, series, Vec::new())
        }
        Graphique::Barres | Graphique::Empilees => {
            let column = |i: usize| t.lignes.iter().map(|l| point(l.cellules.get(i))).collect();
            let series = columns.iter().zip(heads).map(|(i, nom)| Serie { nom, valeurs: column(*i) }).collect();
            graphiques::en_barres(c, &titre, &description, rows, series, genre == Graphique::Empilees)
        }
    }
}

/// The figures of the territory of a part, sub-heading by sub-heading.
pub fn territoire(c: &Contexte<'_>, ix: PartIx) -> Vec<Value> {
    let mut tables: Vec<Tableau> = Vec::new();
    for d in &c.site.part(ix).content.donnees {
        let Some(entry) = c.site.registres.indicateurs.find(&d.indicateur.value) else { continue };
        let bloc = french(entry.bloc.as_deref().unwrap_or("Indicateurs")).into_owned();
        if tables.last().is_none_or(|t| t.legende != bloc) {
            let mut table = Tableau::nouveau(bloc, "Indicateur");
            table.colonnes.extend(["Valeur", "Rang imprimé", "Évolution", "Département"].map(Colonne::chiffres));
            tables.push(table);
        }
        let mut entete = vec![texte(&format!("{}{}", entry.nom, unite(entry)))];
        entete.extend(d.annee.as_ref().map(|a| petit(vec![json!(a)])));
        entete.extend(remarques(d));
        let rang = d.rang.as_ref().map_or_else(|| absent("non donné"), |r| json!(format!("{}/{}", r.value.rang, r.value.sur)));
        let mut evolution = Case::chiffre(mesure(&d.evolution));
        evolution.c.extend(d.evolution_periode.as_ref().filter(|_| d.evolution.is_some()).map(|p| petit(vec![texte(p)])));
        let cellules =
            vec![Case::chiffre(mesure(&d.valeur)), Case::chiffre(rang), evolution, Case::chiffre(mesure(&d.reference))];
        if let Some(table) = tables.last_mut() {
            table.lignes.push(Ligne { entete, cellules, ..Ligne::default() });
        }
    }
    tables.into_iter().filter_map(Tableau::bloc).collect()
}

/// « (habitants) », where the cells do not print it.
fn unite(e: &Entree) -> String {
    let unit = e.unite.as_deref().filter(|u| !matches!(*u, "%" | "‰") && !fold(&e.nom).ends_with(&fold(u)));
    unit.map_or_else(String::new, |u| format!(" ({u})"))
}

fn mesure(m: &Option<Mesure>) -> Value {
    m.as_ref().map_or_else(|| absent("non donné"), |m| texte(&m.imprime))
}

/// The share, the former perimeters, the notes.
fn remarques(d: &Donnee) -> Vec<Value> {
    let mut words: Vec<Value> = Vec::new();
    words.extend(d.part.as_ref().map(|p| texte(&format!("{} du total départemental", p.imprime))));
    for p in &d.perimetres {
        let figures: Vec<String> = [&p.valeur, &p.evolution].into_iter().flatten().map(|m| m.imprime.clone()).collect();
        words.push(texte(&format!("ancien territoire {} : {}", p.nom, figures.join(", "))));
        words.extend(p.reste.as_ref().map(|n| texte(&n.value)));
    }
    words.extend(d.note.as_ref().map(|n| texte(&n.value)));
    let mut out: Vec<Value> = words.into_iter().map(|w| petit(vec![w])).collect();
    out.extend(d.ecart.as_ref().map(|e| petit(vec![fort("Écart"), texte(&format!(" : {}", e.value))])));
    out
}
