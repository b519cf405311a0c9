//! The indicators of a part: tables where they have values, lists where they are labels.

use serde::Serialize;

use crate::model::content::Content;
use crate::model::indicateur::{Cellule, Colonne as Entete, ColonneNature, Detail, Indicateur, Valeur};
use crate::render::html::prose::Ecrivain;
use crate::text::NNBSP;
use crate::text::format::number;
use crate::text::typography::french;

use super::tableau::{Case, Colonne, Ligne, Tableau};

/// Longer cells are sentences: they are set on the left.
const MAX_FIGURE: usize = 24;

/// The section of indicators.
#[derive(Debug, Default, Serialize)]
pub struct IndicateursVue {
    tableaux: Vec<Tableau>,
    listes: Vec<Liste>,
}

/// Indicators without values, under the heading the source gives them.
#[derive(Debug, Serialize)]
struct Liste {
    bloc: String,
    noms: Vec<String>,
}

impl IndicateursVue {
    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.tableaux.is_empty() && self.listes.is_empty()
    }
}

/// The indicators of a part, block by block.
pub fn vue(w: &mut Ecrivain<'_, '_>, content: &Content) -> IndicateursVue {
    let mut vue = IndicateursVue::default();
    for (bloc, rows) in blocks(&content.indicateurs) {
        let bloc = french(bloc).into_owned();
        let (tables, labels): (Vec<&Indicateur>, Vec<&Indicateur>) = rows.into_iter().partition(|i| has_values(i));
        if !tables.is_empty() {
            vue.tableaux.push(table(w, &bloc, &tables));
        }
        if !labels.is_empty() {
            vue.listes.push(Liste { bloc, noms: labels.iter().map(|i| w.texte(&i.nom)).collect() });
        }
    }
    vue
}

/// Runs of indicators under the same sub-heading, in the order of the source.
fn blocks(indicateurs: &[Indicateur]) -> Vec<(&str, Vec<&Indicateur>)> {
    let mut blocks: Vec<(&str, Vec<&Indicateur>)> = Vec::new();
    for indicateur in indicateurs {
        let bloc = indicateur.bloc.as_deref().unwrap_or("");
        match blocks.iter_mut().find(|(b, _)| *b == bloc) {
            Some((_, rows)) => rows.push(indicateur),
            None => blocks.push((bloc, vec![indicateur])),
        }
    }
    blocks
}

fn has_values(indicateur: &Indicateur) -> bool {
    !indicateur.valeurs.is_empty() || indicateur.sous_lignes.iter().any(has_values)
}

fn table(w: &mut Ecrivain<'_, '_>, bloc: &str, rows: &[&Indicateur]) -> Tableau {
    let mut heads: Vec<&Entete> = Vec::new();
    rows.iter().for_each(|i| columns(i, &mut heads));
    heads.sort_by_key(|h| (year(&h.periode), h.nature != ColonneNature::Objectif, h.nature));
    let mut tableau = Tableau {
        legende: if bloc.is_empty() {
            "Valeurs des indicateurs".to_owned()
        } else {
            french(&format!("Valeurs des indicateurs : {bloc}")).into_owned()
        },
        colonnes: vec![Colonne::mots("Indicateur")],
        lignes: Vec::new(),
    };
    tableau.colonnes.extend(heads.iter().map(|h| Colonne::chiffres(french(&h.label()))));
    rows.iter().for_each(|i| row(w, i, &heads, false, &mut tableau.lignes));
    align(&mut tableau);
    tableau
}

/// A column with words in it is set on the left as a whole, its head included.
fn align(tableau: &mut Tableau) {
    for (i, colonne) in tableau.colonnes.iter_mut().skip(1).enumerate() {
        colonne.chiffres = tableau.lignes.iter().all(|l| l.cellules.get(i).is_none_or(|c| c.chiffres));
        let cells = tableau.lignes.iter_mut().filter_map(|l| l.cellules.get_mut(i));
        cells.for_each(|c| c.chiffres = colonne.chiffres);
    }
}

/// The heads of the columns, each once, in the order they are met.
fn columns<'i>(indicateur: &'i Indicateur, heads: &mut Vec<&'i Entete>) {
    for valeur in &indicateur.valeurs {
        if !heads.contains(&&valeur.colonne) {
            heads.push(&valeur.colonne);
        }
    }
    indicateur.sous_lignes.iter().for_each(|s| columns(s, heads));
}

/// The last year that a period names: columns go with time.
fn year(periode: &str) -> u32 {
    let digits = periode.split(|c: char| !c.is_ascii_digit()).filter(|d| d.len() == 4);
    digits.filter_map(|d| d.parse().ok()).max().unwrap_or(0)
}

fn row(w: &mut Ecrivain<'_, '_>, indicateur: &Indicateur, heads: &[&Entete], sous: bool, lignes: &mut Vec<Ligne>) {
    let mut entete = w.texte(&indicateur.nom);
    for note in indicateur.note.iter().chain(&indicateur.justification) {
        entete.push_str(&format!("<small>{}</small>", w.texte(&note.value)));
    }
    let cellules = heads
        .iter()
        .map(|head| match indicateur.valeurs.iter().find(|v| v.colonne == **head) {
            Some(valeur) => case(w, valeur),
            None => Case::chiffre("<span class=\"absent\">non renseigné</span>"),
        })
        .collect();
    lignes.push(Ligne { entete, cellules, total: false, sous });
    indicateur.sous_lignes.iter().for_each(|s| row(w, s, heads, true, lignes));
}

/// One cell: the value, then its labelled figures; the words of the source where it is words.
fn case(w: &mut Ecrivain<'_, '_>, valeur: &Valeur) -> Case {
    let mut html = match &valeur.cellule {
        Cellule::Nombre { .. } if valeur.detail.is_empty() && !valeur.imprime.is_empty() => w.texte(&valeur.imprime),
        Cellule::Nombre { valeur: n, unite, .. } => figure(w, *n, unite.as_deref()),
        Cellule::Absent(_) if !valeur.detail.is_empty() => String::new(),
        Cellule::Absent(crate::text::amount::Statut::Texte) => w.texte(&valeur.imprime),
        Cellule::Absent(statut) => format!("<span class=\"absent\">{}</span>", statut.label()),
    };
    if !valeur.detail.is_empty() {
        let items: String = valeur.detail.iter().map(|d| format!("<li>{}</li>", detail(w, d))).collect();
        html = format!("{html}<ul class=\"detail\">{items}</ul>");
    }
    for note in valeur.note.iter().chain(&valeur.ecart) {
        html.push_str(&format!("<small>{}</small>", w.texte(&note.value)));
    }
    let text = matches!(valeur.cellule, Cellule::Absent(crate::text::amount::Statut::Texte));
    let words = text || !valeur.detail.is_empty() || valeur.imprime.chars().count() > MAX_FIGURE;
    if words { Case::mots(html) } else { Case::chiffre(html) }
}

fn figure(w: &mut Ecrivain<'_, '_>, value: rust_decimal::Decimal, unite: Option<&str>) -> String {
    match unite {
        Some(unite) => format!("{}{NNBSP}{}", number(value), w.texte(unite)),
        None => number(value),
    }
}

fn detail(w: &mut Ecrivain<'_, '_>, d: &Detail) -> String {
    let label = w.texte(&d.libelle);
    let value = match &d.cellule {
        Cellule::Nombre { valeur, unite, .. } => figure(w, *valeur, unite.as_deref()),
        Cellule::Absent(crate::text::amount::Statut::Texte) => w.texte(&d.imprime),
        Cellule::Absent(statut) => statut.label().to_owned(),
    };
    let dont = if d.dont { "dont " } else { "" };
    format!("<span>{dont}{label}\u{A0}:</span> <b>{value}</b>")
}
