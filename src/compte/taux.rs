//! Rates of execution: what was done, of what was planned.

use std::collections::BTreeSet;

use rust_decimal::{Decimal, RoundingStrategy};

use crate::model::budget::BudgetNature;
use crate::model::{PartIx, Site};
use crate::text::amount::Statut;

use super::totaux::{Exercice, Ligne};

/// A rate of totals, never a mean of rates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taux {
    /// In percent, with two decimals.
    pub valeur: Decimal,
    /// What was done, in euros, where something was planned.
    pub fait: Decimal,
    /// What was planned, in euros.
    pub prevu: Decimal,
    /// Whether an avenant stands in for a prévisionnel somewhere in what was planned.
    pub avenants: bool,
    /// How many lines were left out because nothing was planned for them.
    pub sans_prevision: usize,
    /// How many planned lines have nothing to answer them: they count in what was planned.
    pub sans_suite: usize,
}

/// The rate of a nature of figures in an exercice of a scope. `None` where nothing was planned, or where a figure is missing.
///
/// What was planned is the prévisionnel, or the avenant of a part that has no prévisionnel in it, above it or below it. A line
/// counts on top if its part, one above or one below has something planned; else it is left out, and counted as such.
pub fn of(site: &Site, nature: BudgetNature, exercice: &Exercice<'_>) -> Option<Taux> {
    let of_nature = |wanted: BudgetNature| move |l: &&&Ligne<'_>| l.nature == wanted;
    let planned = exercice.toutes.iter().filter(of_nature(BudgetNature::Previsionnel));
    let planned_at = Parts::sorted(planned.map(|l| l.ligne.part).collect());
    let is_base = |l: &&&Ligne<'_>| {
        let stands_in = || l.nature == BudgetNature::Avenant && !planned_at.near(site, l.ligne.part);
        l.nature == BudgetNature::Previsionnel || stands_in()
    };
    // A document that tells nothing of this nature has nothing to be measured against: the plans of another do not dilute it.
    let told: Vec<&Ligne<'_>> = exercice.comptees.iter().filter(of_nature(nature)).copied().collect();
    let tells: BTreeSet<usize> = told.iter().map(|l| l.document).collect();
    let of_these = |l: &&&Ligne<'_>| tells.contains(&l.document);
    let base: Vec<&Ligne<'_>> = exercice.comptees.iter().filter(is_base).filter(of_these).copied().collect();
    let prevu = sum(&base)?;
    let with_base = Parts::sorted(base.iter().filter(|l| l.total != Err(Statut::SansObjet)).map(|l| l.ligne.part).collect());
    let answered = Parts::sorted(told.iter().map(|l| l.ligne.part).collect());
    let planned = base.iter().filter(|l| l.total != Err(Statut::SansObjet));
    let sans_suite = planned.filter(|l| !answered.near(site, l.ligne.part)).count();
    let (done, without): (Vec<&Ligne<'_>>, Vec<&Ligne<'_>>) = told.into_iter().partition(|l| with_base.near(site, l.ligne.part));
    let fait = sum(&done)?;
    if done.is_empty() || prevu <= Decimal::ZERO {
        return None;
    }
    let valeur = fait.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(prevu)?;
    let valeur = valeur.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    let avenants = base.iter().any(|l| l.nature == BudgetNature::Avenant && l.total.is_ok());
    Some(Taux { valeur, fait, prevu, avenants, sans_prevision: without.len(), sans_suite })
}

/// The sum of the amounts; `None` when one is missing.
fn sum(lines: &[&Ligne<'_>]) -> Option<Decimal> {
    let amounts = lines.iter().filter_map(|l| match l.total {
        Ok(amount) => Some(Some(amount.valeur)),
        Err(Statut::SansObjet) => None,
        Err(_) => Some(None),
    });
    amounts.sum()
}

/// Some parts, sorted.
struct Parts(Vec<PartIx>);

impl Parts {
    fn sorted(mut parts: Vec<PartIx>) -> Self {
        parts.sort_unstable();
        parts.dedup();
        Self(parts)
    }

    /// Whether one of them is the part, above it or below it.
    fn near(&self, site: &Site, ix: PartIx) -> bool {
        let Err(from) = self.0.binary_search(&ix) else { return true };
        let end = site.range(ix).end;
        self.0.get(from).is_some_and(|p| p.0 < end)
            || site.ancestors(site.part(ix)).any(|(a, _)| self.0.binary_search(&a).is_ok())
    }
}
