//! Charts on paper: the same drawings as on the site, with a size and with letters of their own.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::compte::Total;
use crate::model::PartIx;
use crate::model::budget::BudgetNature;
use crate::render::chart::{Barres, Courbes, Figure, Serie, Titre, barres, courbes};
use crate::text::NBSP;
use crate::text::format::euros;
use crate::text::typography::french;

use super::budget::{financeurs, pareil, tete};
use super::contexte::{Contexte, capitalised};

/// The place of the style sheet in a drawing: the template has it, the drawing does not.
pub const STYLE: &str = "<style/>";

/// A chart as a block: the drawing, what it says to those who do not see it, the words of its colours.
fn bloc(c: &Contexte<'_>, svg: &str, titre: &str, description: &str, legende: &[String]) -> Option<Value> {
    let (_, rest) = svg.split_once(" height=\"")?;
    let (hauteur, rest) = rest.split_once('"')?;
    let (_, dessin) = rest.split_once("</desc>")?;
    let largeur = c.largeur;
    let dessin = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {largeur} {hauteur}\" width=\"{largeur}\" height=\"{hauteur}\">{STYLE}{dessin}"
    );
    let legende = if legende.len() > 1 { legende } else { &[] };
    let alt = format!("{titre}. {description}");
    Some(json!({ "t": "graphique", "svg": dessin, "titre": titre, "alt": alt, "legende": legende }))
}

fn titre(titre: &str) -> Titre {
    Titre { id: "g".to_owned(), titre: titre.to_owned(), description: String::new() }
}

/// Bars, as a block.
pub fn en_barres(
    c: &Contexte<'_>,
    nom: &str,
    description: &str,
    categories: Vec<String>,
    series: Vec<Serie>,
    empilees: bool,
) -> Option<Value> {
    let legende: Vec<String> = series.iter().map(|s| s.nom.clone()).collect();
    let svg = barres(&Barres { titre: titre(nom), categories, series, empilees, reference: None })?;
    bloc(c, &svg, nom, description, &legende)
}

/// Lines, as a block.
pub fn en_courbes(
    c: &Contexte<'_>,
    nom: &str,
    description: &str,
    categories: Vec<String>,
    series: Vec<Serie>,
    objectifs: Vec<Option<Figure>>,
) -> Option<Value> {
    let legende: Vec<String> = series.iter().map(|s| s.nom.clone()).collect();
    let svg = courbes(&Courbes { titre: titre(nom), categories, series, objectifs })?;
    bloc(c, &svg, nom, description, &legende)
}

/// One bar per exercice and nature, made of the shares of the funders.
pub fn par_financeur(c: &Contexte<'_>, ix: PartIx) -> Option<Value> {
    let totals: Vec<&Total> = c.summary.comptes.totaux.get(&ix)?.iter().filter(|t| t.total.is_some()).collect();
    let funders = financeurs(totals.iter().flat_map(|t| t.parts.keys().cloned()), c);
    let shares = |t: &Total| t.parts.values().sum::<Decimal>();
    // A source that contradicts itself cannot be drawn as shares of a whole.
    let coherent =
        totals.iter().all(|t| t.total.is_some_and(|whole| shares(t) <= whole) && t.parts.values().all(|p| !p.is_sign_negative()));
    if totals.len() < 2 || funders.is_empty() || !coherent {
        return None;
    }
    let figure = |v: Decimal| Figure { valeur: v, texte: euros(v) };
    let share = |t: &Total, id: &str| t.parts.get(id).copied().map(figure);
    let mut series: Vec<Serie> = funders
        .iter()
        .map(|(id, nom)| Serie { nom: nom.clone(), valeurs: totals.iter().map(|t| share(t, id)).collect() })
        .collect();
    // A thousandth of the whole is not seen.
    let seen = |rest: Decimal, whole: Decimal| rest.checked_mul(Decimal::ONE_THOUSAND).is_none_or(|r| r > whole);
    let rest = |t: &&Total| t.total.map(|w| (w - shares(t), w)).filter(|(r, w)| seen(*r, *w)).map(|(r, _)| figure(r));
    let rests: Vec<Option<Figure>> = totals.iter().map(rest).collect();
    if rests.iter().any(Option::is_some) {
        series.push(Serie { nom: "Part non précisée".to_owned(), valeurs: rests });
    }
    let label = |t: &&Total| format!("{}{NBSP}: {}", tete(t), t.total.map_or_else(String::new, euros));
    let nom = format!("Qui finance, {}", c.short(ix));
    let description =
        "Une barre par exercice et nature de montant, partagée entre les financeurs ; le tableau donne tous les montants.";
    en_barres(c, &nom, &french(description), totals.iter().map(label).collect(), series, true)
}

/// Most children that one chart compares.
const MAX_ENFANTS: usize = 24;
/// Longest words of a bar, in characters.
const MAX_ETIQUETTE: usize = 68;

/// For each child, what was planned and what was done in the last exercice that has both.
pub fn par_enfant(c: &Contexte<'_>, ix: PartIx) -> Option<Value> {
    let totals = c.summary.comptes.totaux.get(&ix)?;
    let planned = |exercice: &str| totals.iter().find(|t| t.exercice == exercice && t.nature == BudgetNature::Previsionnel);
    let done = totals.iter().rev().find(|t| t.nature.is_execution() && planned(&t.exercice).is_some());
    let shown: Vec<&Total> = match done {
        Some(done) => planned(&done.exercice).into_iter().chain([done]).collect(),
        None => totals.iter().find(|t| t.nature == BudgetNature::Previsionnel).into_iter().collect(),
    };
    let first = shown.first()?;
    let children: Vec<PartIx> =
        c.site.part(ix).children.iter().copied().filter(|p| shown.iter().any(|t| pareil(c, *p, t).is_some())).collect();
    if !(2..=MAX_ENFANTS).contains(&children.len()) {
        return None;
    }
    let figure =
        |t: &Total, child: PartIx| pareil(c, child, t).and_then(|o| o.total).map(|v| Figure { valeur: v, texte: euros(v) });
    let series = shown
        .iter()
        .map(|t| Serie { nom: capitalised(t.nature.label()), valeurs: children.iter().map(|p| figure(t, *p)).collect() })
        .collect();
    let what = if done.is_some() { "Prévu et fait" } else { "Prévu" };
    let nom = french(&format!("{what} en {}, {}", first.exercice, c.short(ix))).into_owned();
    let label = |p: &PartIx| {
        let long = c.label_court(*p);
        if long.chars().count() > MAX_ETIQUETTE { c.short(*p) } else { long }
    };
    let description = "Des barres par partie, à la même échelle, à partir de zéro ; le tableau donne tous les montants.";
    en_barres(c, &nom, &french(description), children.iter().map(label).collect(), series, false)
}
