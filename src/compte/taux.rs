//! Rates of execution: what was done, of what was planned.

use std::collections::BTreeSet;

use rust_decimal::{Decimal, RoundingStrategy};

use crate::model::budget::BudgetNature;
use crate::model::{PartIx, Site};
use crate::text::amount::Statut;

use super::ecritures::LigneRef;
use super::totaux::Total;

/// A rate of totals, never a mean of rates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taux {
    /// In percent, with two decimals.
    pub valeur: Decimal,
    /// What was done, in euros, where something was planned.
    pub fait: Decimal,
    /// What was planned, in euros.
    pub prevu: Decimal,
    /// How many lines were left out because nothing was planned for them.
    pub sans_prevision: usize,
}

/// The rate of a total. `None` where nothing was planned, or where a figure is missing.
///
/// What was planned is the prévisionnel, or the avenant of a part that has no prévisionnel in it, above it or below it. A line
/// counts on top if its part, one above or one below has something planned; else it is left out, and counted as such.
/// `counted` are the lines that count in the scope, `all` those of it that count anywhere.
pub fn of(site: &Site, total: &Total, counted: &[LigneRef], all: &[LigneRef]) -> Option<Taux> {
    let exercice = total.exercice.as_str();
    let planned = |l: &&LigneRef| l.line(site).exercice.value == exercice && l.line(site).nature == BudgetNature::Previsionnel;
    let planned_at = Parts::sorted(all.iter().filter(planned).map(|l| l.part).collect());
    let is_base = |l: &LigneRef| {
        let line = l.line(site);
        let stands_in = line.nature == BudgetNature::Avenant && !planned_at.near(site, l.part);
        line.exercice.value == exercice && (line.nature == BudgetNature::Previsionnel || stands_in)
    };
    // A document that tells nothing of this nature has nothing to be measured against: the plans of another do not dilute it.
    let tells: BTreeSet<usize> = total.lignes.iter().map(|l| site.part(l.part).document).collect();
    let base: Vec<LigneRef> =
        counted.iter().copied().filter(is_base).filter(|l| tells.contains(&site.part(l.part).document)).collect();
    let prevu = sum(site, &base)?;
    let with_base =
        Parts::sorted(base.iter().filter(|l| l.line(site).total() != Err(Statut::SansObjet)).map(|l| l.part).collect());
    let (done, without): (Vec<LigneRef>, Vec<LigneRef>) = total.lignes.iter().partition(|l| with_base.near(site, l.part));
    let fait = sum(site, &done)?;
    if done.is_empty() || prevu <= Decimal::ZERO {
        return None;
    }
    let valeur = fait.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(prevu)?;
    let valeur = valeur.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    Some(Taux { valeur, fait, prevu, sans_prevision: without.len() })
}

/// The sum of the amounts; `None` when one is missing.
fn sum(site: &Site, lines: &[LigneRef]) -> Option<Decimal> {
    let amounts = lines.iter().filter_map(|l| match l.line(site).total() {
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
        let range = site.range(ix);
        let from = self.0.partition_point(|p| p.0 < range.start);
        self.0.get(from).is_some_and(|p| p.0 < range.end)
            || site.ancestors(site.part(ix)).any(|(a, _)| self.0.binary_search(&a).is_ok())
    }
}
