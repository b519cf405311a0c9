//! Budgets drawn: who pays what, and what was done of what was planned.

use rust_decimal::Decimal;

use crate::compte::Total;
use crate::model::PartIx;
use crate::model::budget::BudgetNature;
use crate::render::chart::{Barres, Figure, Serie, Titre, barres};
use crate::render::html::contexte::Contexte;
use crate::text::NBSP;
use crate::text::format::euros;
use crate::text::typography::french;

use super::super::figures::GraphiqueVue;
use super::super::part::capitalised;
use super::{financeurs, pareil, tete};

/// One bar per exercice and nature, made of the shares of the funders.
pub fn par_financeur(c: &Contexte<'_>, ix: PartIx) -> Option<GraphiqueVue> {
    let totals: Vec<&Total> = c.summary.comptes.totaux.get(&ix)?.iter().filter(|t| t.total.is_some()).collect();
    let funders = financeurs(totals.iter().flat_map(|t| t.parts.keys().cloned()), c);
    let shares = |t: &Total| t.parts.values().sum::<Decimal>();
    // A source that contradicts itself cannot be drawn as shares of a whole.
    let coherent =
        totals.iter().all(|t| t.total.is_some_and(|whole| shares(t) <= whole) && t.parts.values().all(|p| !p.is_sign_negative()));
    if totals.len() < 2 || funders.is_empty() || !coherent {
        return None;
    }
    let share = |t: &Total, id: &str| t.parts.get(id).map(|v| Figure { valeur: *v, texte: euros(*v) });
    let mut series: Vec<Serie> = funders
        .iter()
        .map(|(id, nom)| Serie { nom: nom.clone(), valeurs: totals.iter().map(|t| share(t, id)).collect() })
        .collect();
    let rest = |t: &&Total| {
        t.total.map(|whole| whole - shares(t)).filter(|r| visible(*r, t)).map(|r| Figure { valeur: r, texte: euros(r) })
    };
    let rests: Vec<Option<Figure>> = totals.iter().map(rest).collect();
    if rests.iter().any(Option::is_some) {
        series.push(Serie { nom: "Part non précisée".to_owned(), valeurs: rests });
    }
    let label = |t: &&Total| format!("{}{NBSP}: {}", tete(t), t.total.map_or_else(String::new, |v| dit(t, v)));
    let titre = format!("Qui finance, {}", c.short(ix));
    let legende = series.iter().map(|s| s.nom.clone()).collect();
    let b = Barres {
        titre: Titre {
            id: format!("g-financeurs-{}", ix.0),
            titre: titre.clone(),
            description:
                "Une barre par exercice et nature de montant, partagée entre les financeurs ; le tableau donne tous les montants."
                    .to_owned(),
        },
        categories: totals.iter().map(label).collect(),
        series,
        empilees: true,
        reference: None,
    };
    Some(GraphiqueVue { svg: barres(&b)?, titre, legende })
}

/// Whether what the shares leave is more than a rounding: a thousandth of the whole is not seen.
fn visible(rest: Decimal, t: &Total) -> bool {
    t.total.is_some_and(|whole| rest.checked_mul(Decimal::ONE_THOUSAND).is_none_or(|r| r > whole))
}

/// A total beside its mark, with the word that says it is partial.
fn dit(total: &Total, amount: Decimal) -> String {
    format!("{}{}", euros(amount), if total.manquants() > 0 { " (partiel)" } else { "" })
}

/// Most children that one chart compares.
const MAX_ENFANTS: usize = 24;

/// For each child, what was planned and what was done in the last exercice that has both; what was planned when nothing is told
/// of what was done.
pub fn par_enfant(c: &Contexte<'_>, ix: PartIx) -> Option<GraphiqueVue> {
    let totals = c.summary.comptes.totaux.get(&ix)?;
    let planned = |exercice: &str| totals.iter().find(|t| t.exercice == exercice && t.nature == BudgetNature::Previsionnel);
    let known = |t: &&Total| c.site.part(ix).children.iter().any(|p| pareil(c, *p, t).is_some_and(|o| o.total.is_some()));
    let done = totals.iter().rev().filter(known).find(|t| t.nature.is_execution() && planned(&t.exercice).is_some());
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
    let figure = |t: &Total, child: PartIx| {
        pareil(c, child, t).and_then(|o| Some((o, o.total?))).map(|(o, v)| Figure { valeur: v, texte: dit(o, v) })
    };
    let series = shown
        .iter()
        .map(|t| Serie { nom: t.nature.label().to_owned(), valeurs: children.iter().map(|p| figure(t, *p)).collect() });
    let what = if done.is_some() { "Prévu et fait" } else { "Prévu" };
    let titre = french(&format!("{what} en {}, {}", first.exercice, c.short(ix))).into_owned();
    let b = Barres {
        titre: Titre {
            id: format!("g-parties-{}", ix.0),
            titre: titre.clone(),
            description: "Des barres par partie, à la même échelle, à partir de zéro ; le tableau donne tous les montants."
                .to_owned(),
        },
        categories: children.iter().map(|p| etiquette(c, *p)).collect(),
        series: series.collect(),
        empilees: false,
        reference: None,
    };
    let legende = if shown.len() > 1 { shown.iter().map(|t| capitalised(t.nature.label())).collect() } else { Vec::new() };
    Some(GraphiqueVue { svg: barres(&b)?, titre, legende })
}

/// A part in few words: a long title gives way to its number.
fn etiquette(c: &Contexte<'_>, ix: PartIx) -> String {
    let label = c.label_court(ix);
    if label.chars().count() > MAX_ETIQUETTE { c.short(ix) } else { label }
}

/// Longest words of a bar, in characters.
const MAX_ETIQUETTE: usize = 68;
