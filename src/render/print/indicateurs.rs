//! Indicators on paper: tables where they have values, lists where they are labels.

use serde_json::{Value, json};

use crate::model::PartIx;
use crate::model::indicateur::{Cellule, Colonne as Entete, ColonneNature, Detail, Indicateur, Valeur};
use crate::render::chart::{Figure, Serie};
use crate::summary::indicateurs::{self, Atteinte, Point};
use crate::text::amount::Statut;
use crate::text::format::number;
use crate::text::typography::french;
use crate::text::{NBSP, NNBSP};

use super::contexte::Contexte;
use super::graphiques;
use super::riche::{Plume, absent, petit, texte};
use super::tableau::{Case, Colonne, Ligne, Tableau};

/// Longer cells are sentences: they are set on the left.
const MAX_FIGURE: usize = 24;
/// Fewest years that make a line worth drawing, objectives included.
const MIN_POINTS: usize = 3;

/// An indicator with the one that has its values: itself, or the one it shares.
struct Rang<'i> {
    indicateur: &'i Indicateur,
    valeurs: &'i Indicateur,
    ailleurs: Option<PartIx>,
    atteinte: Option<(&'i str, Atteinte)>,
}

/// The blocks of the section of indicators.
pub fn blocs(c: &Contexte<'_>, plume: &Plume<'_, '_>, ix: PartIx) -> Vec<Value> {
    let part = c.site.part(ix);
    let rangs = part.content.indicateurs.iter().map(|indicateur| {
        let shared = c.site.shared(ix, indicateur);
        let valeurs = shared.map_or(indicateur, |(_, other)| other);
        let atteinte = indicateurs::atteinte(valeurs, c.site.sens(part, indicateur));
        Rang { indicateur, valeurs, ailleurs: shared.map(|(at, _)| at), atteinte }
    });
    let mut groupes: Vec<(&str, Vec<Rang<'_>>)> = Vec::new();
    for rang in rangs {
        let bloc = rang.indicateur.bloc.as_deref().unwrap_or("");
        match groupes.iter_mut().find(|(b, _)| *b == bloc) {
            Some((_, rows)) => rows.push(rang),
            None => groupes.push((bloc, vec![rang])),
        }
    }
    let mut out = Vec::new();
    for (bloc, rows) in groupes {
        let (tables, labels): (Vec<Rang<'_>>, Vec<Rang<'_>>) = rows.into_iter().partition(|r| has_values(r.valeurs));
        if !tables.is_empty() {
            out.extend(table(plume, bloc, &tables).bloc());
            out.extend(tables.iter().filter_map(|r| trace(c, r)));
        }
        if !labels.is_empty() {
            if !bloc.is_empty() {
                out.push(json!({ "t": "intertitre", "c": [texte(bloc)] }));
            }
            let items: Vec<Value> = labels.iter().map(|r| Value::Array(entete(plume, r.indicateur, r.ailleurs, None))).collect();
            out.push(json!({ "t": "liste", "debut": null, "items": items }));
        }
    }
    out
}

fn has_values(indicateur: &Indicateur) -> bool {
    !indicateur.valeurs.is_empty() || indicateur.sous_lignes.iter().any(has_values)
}

fn table(plume: &Plume<'_, '_>, bloc: &str, rows: &[Rang<'_>]) -> Tableau {
    let mut heads: Vec<&Entete> = Vec::new();
    rows.iter().for_each(|r| columns(r.valeurs, &mut heads));
    heads.sort_by_key(|h| (year(&h.periode), h.nature != ColonneNature::Objectif, h.nature));
    let legende =
        if bloc.is_empty() { "Valeurs des indicateurs".to_owned() } else { format!("Valeurs des indicateurs : {bloc}") };
    let mut tableau = Tableau::nouveau(french(&legende), "Indicateur");
    tableau.colonnes.extend(heads.iter().map(|h| Colonne::chiffres(french(&h.label()))));
    for r in rows {
        let entete = entete(plume, r.indicateur, r.ailleurs, r.atteinte);
        tableau.lignes.push(Ligne { entete, cellules: cases(r.valeurs, &heads), ..Ligne::default() });
        r.valeurs.sous_lignes.iter().for_each(|s| sous_ligne(plume, s, &heads, &mut tableau.lignes));
    }
    tableau.aligner();
    tableau
}

/// The head of a row: the name, what the source remarks, where the values come from, whether the objective is reached.
fn entete(plume: &Plume<'_, '_>, i: &Indicateur, ailleurs: Option<PartIx>, atteinte: Option<(&str, Atteinte)>) -> Vec<Value> {
    let mut out = vec![texte(&i.nom)];
    out.extend(i.note.iter().chain(&i.justification).map(|note| petit(vec![texte(&note.value)])));
    if let Some(at) = ailleurs {
        let lien = plume.lien(at, vec![json!(plume.contexte.label_court(at))]);
        out.push(petit(vec![json!("Indicateur partagé avec "), lien]));
    }
    let verdict = match atteinte {
        Some((periode, Atteinte::Atteint)) => Some(format!("Objectif {periode} atteint")),
        Some((periode, Atteinte::NonAtteint)) => Some(format!("Objectif {periode} non atteint")),
        Some((_, Atteinte::NonEvaluable)) | None => None,
    };
    out.extend(verdict.map(|v| petit(vec![json!({ "t": "fort", "c": [v] })])));
    out
}

fn sous_ligne(plume: &Plume<'_, '_>, i: &Indicateur, heads: &[&Entete], lignes: &mut Vec<Ligne>) {
    lignes.push(Ligne { entete: entete(plume, i, None, None), cellules: cases(i, heads), sous: true, ..Ligne::default() });
    i.sous_lignes.iter().for_each(|s| sous_ligne(plume, s, heads, lignes));
}

/// The results over the years, with the objectives as marks.
fn trace(c: &Contexte<'_>, r: &Rang<'_>) -> Option<Value> {
    let serie = indicateurs::serie(r.valeurs)?;
    if serie.annees.iter().filter(|a| a.bilan.is_some() || a.objectif.is_some()).count() < MIN_POINTS {
        return None;
    }
    let figure = |p: &Point<'_>| Figure { valeur: p.valeur, texte: french(p.imprime).into_owned() };
    let nom = french(&r.indicateur.nom).into_owned();
    let goals = serie.annees.iter().any(|a| a.objectif.is_some());
    let titre = if goals { format!("{nom} (cercles{NBSP}: objectifs)") } else { nom.clone() };
    let valeurs = serie.annees.iter().map(|a| a.bilan.as_ref().map(figure)).collect();
    graphiques::en_courbes(
        c,
        &titre,
        &french("Les résultats par année ; le tableau au-dessus donne toutes les valeurs."),
        serie.annees.iter().map(|a| a.annee.to_string()).collect(),
        vec![Serie { nom, valeurs }],
        serie.annees.iter().map(|a| a.objectif.as_ref().map(figure)).collect(),
    )
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

fn cases(i: &Indicateur, heads: &[&Entete]) -> Vec<Case> {
    let cell = |head: &&Entete| match i.valeurs.iter().find(|v| v.colonne == **head) {
        Some(valeur) => case(valeur),
        None => Case::chiffre(absent("non renseigné")),
    };
    heads.iter().map(cell).collect()
}

/// One cell: the value, then its labelled figures; the words of the source where it is words.
fn case(valeur: &Valeur) -> Case {
    let mut out: Vec<Value> = match &valeur.cellule {
        Cellule::Nombre { .. } if valeur.detail.is_empty() && !valeur.imprime.is_empty() => vec![texte(&valeur.imprime)],
        Cellule::Nombre { valeur: n, unite, .. } => vec![json!(figure(*n, unite.as_deref()))],
        Cellule::Absent(_) if !valeur.detail.is_empty() => Vec::new(),
        Cellule::Absent(Statut::Texte) => vec![texte(&valeur.imprime)],
        Cellule::Absent(statut) => vec![absent(statut.label())],
    };
    out.extend(valeur.detail.iter().map(|d| petit(vec![json!(detail(d))])));
    out.extend(valeur.note.iter().chain(&valeur.ecart).map(|note| petit(vec![texte(&note.value)])));
    let text = matches!(valeur.cellule, Cellule::Absent(Statut::Texte));
    let words = text || !valeur.detail.is_empty() || valeur.imprime.chars().count() > MAX_FIGURE;
    Case::nouvelle(out, !words)
}

fn figure(value: rust_decimal::Decimal, unite: Option<&str>) -> String {
    match unite {
        Some(unite) => format!("{}{NNBSP}{}", number(value), french(unite)),
        None => number(value),
    }
}

fn detail(d: &Detail) -> String {
    let value = match &d.cellule {
        Cellule::Nombre { valeur, unite, .. } => figure(*valeur, unite.as_deref()),
        Cellule::Absent(Statut::Texte) => french(&d.imprime).into_owned(),
        Cellule::Absent(statut) => statut.label().to_owned(),
    };
    format!("{}{}{NBSP}: {value}", if d.dont { "dont " } else { "" }, french(&d.libelle))
}
