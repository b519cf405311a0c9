//! Budgets added up, every euro once, every total with the lines it sums.
//!
//! A line counts in a scope unless its `compte_dans` names a part of that scope: the detail of a fiche is its own budget on
//! its own page, and is already in the fiche's budget everywhere above.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::{Decimal, RoundingStrategy};

use crate::model::budget::{BudgetLine, BudgetNature};
use crate::model::{PartIx, Site};
use crate::text::amount::{Lecture, Statut};

/// A budget line, by its part and its place there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LigneRef {
    pub part: PartIx,
    pub index: usize,
}

/// The total of a scope for one exercice and one nature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cellule {
    pub exercice: String,
    pub nature: BudgetNature,
    /// The sum of the known totals, in euros; `None` when not one of them is known.
    pub total: Option<Decimal>,
    /// The sum of the known shares, by funder.
    pub parts: BTreeMap<String, Decimal>,
    /// How many lines have no total: then the sum is partial.
    pub manquants: usize,
    /// The lines that were summed, the missing ones included.
    pub lignes: Vec<LigneRef>,
    /// For a réalisé: its percentage of the prévisionnel (an avenant stands in for a part that has no prévisionnel), with two
    /// decimals. `None` where there is nothing to divide by, or where a figure is missing.
    pub taux: Option<Decimal>,
}

impl LigneRef {
    /// The line itself.
    pub fn line(self, site: &Site) -> &BudgetLine {
        &site.part(self.part).content.budget[self.index]
    }
}

/// The budgets of every part that has some in or below it.
pub fn all(site: &Site) -> BTreeMap<PartIx, Vec<Cellule>> {
    let mut budgets = BTreeMap::new();
    let mut with_budget = BTreeSet::new();
    for (ix, part) in site.iter().filter(|(_, p)| !p.content.budget.is_empty()) {
        with_budget.insert(ix);
        with_budget.extend(site.ancestors(part).map(|(a, _)| a));
    }
    for ix in with_budget {
        budgets.insert(ix, scope(site, ix));
    }
    budgets
}

/// The budget of one part and everything below it.
pub fn scope(site: &Site, ix: PartIx) -> Vec<Cellule> {
    let mut cells: BTreeMap<(String, BudgetNature), Cellule> = BTreeMap::new();
    for ligne in counted(site, ix) {
        let line = ligne.line(site);
        let key = (line.exercice.value.clone(), line.nature);
        let cell = cells.entry(key).or_insert_with(|| Cellule::empty(&line.exercice.value, line.nature));
        cell.add(ligne, line);
    }
    let rates: Vec<((String, BudgetNature), Option<Decimal>)> = cells
        .iter()
        .filter(|(k, _)| k.1 == BudgetNature::Realise)
        .map(|(k, c)| (k.clone(), rate(c, base(site, ix, &k.0))))
        .collect();
    for (key, taux) in rates {
        if let Some(cell) = cells.get_mut(&key) {
            cell.taux = taux;
        }
    }
    cells.into_values().collect()
}

/// The lines of a scope that count in it, in reading order.
fn counted(site: &Site, scope: PartIx) -> impl Iterator<Item = LigneRef> {
    site.subtree(scope).flat_map(move |(part, p)| {
        p.content.budget.iter().enumerate().filter_map(move |(index, line)| {
            let inside = |w: PartIx| w == scope || site.ancestors(site.part(w)).any(|(a, _)| a == scope);
            (!wholes(site, part, line).into_iter().any(inside)).then_some(LigneRef { part, index })
        })
    })
}

/// The parts where a line is counted: the one it names, the one that this one's lines of the same kind name, and so on.
fn wholes(site: &Site, part: PartIx, line: &BudgetLine) -> Vec<PartIx> {
    let next = |from: PartIx, line: &BudgetLine| site.lookup(from, &line.compte_dans.as_ref()?.value);
    let mut found: Vec<PartIx> = Vec::new();
    let mut at = next(part, line);
    while let Some(whole) = at.filter(|w| !found.contains(w)) {
        found.push(whole);
        let mut same =
            site.part(whole).content.budget.iter().filter(|l| l.exercice.value == line.exercice.value && l.nature == line.nature);
        at = same.find_map(|l| next(whole, l));
    }
    found
}

/// The exact total of a line: as printed, else the sum of its shares when all are known.
pub fn total(line: &BudgetLine) -> Option<Decimal> {
    match &line.total {
        Some(total) => total.value.connu().map(|m| m.valeur),
        None if line.parts.is_empty() => None,
        None => line.parts.iter().map(|(_, share)| share.value.connu().map(|m| m.valeur)).sum(),
    }
}

/// Whether a line has a total that nobody told (« sans objet » is told).
fn is_missing(line: &BudgetLine) -> bool {
    let without_object = matches!(&line.total, Some(t) if matches!(t.value, Lecture::Absent(Statut::SansObjet, _)));
    total(line).is_none() && !without_object
}

impl Cellule {
    fn empty(exercice: &str, nature: BudgetNature) -> Self {
        Self {
            exercice: exercice.to_owned(),
            nature,
            total: None,
            parts: BTreeMap::new(),
            manquants: 0,
            lignes: Vec::new(),
            taux: None,
        }
    }

    fn add(&mut self, ligne: LigneRef, line: &BudgetLine) {
        self.total = total(line).map(|t| t + self.total.unwrap_or_default()).or(self.total);
        self.manquants += usize::from(is_missing(line));
        for (funder, share) in &line.parts {
            if let Some(amount) = share.value.connu() {
                *self.parts.entry(funder.value.clone()).or_default() += amount.valeur;
            }
        }
        self.lignes.push(ligne);
    }
}

/// What a réalisé is divided by: the prévisionnel of each part, or its avenant where it has no prévisionnel.
/// `None` when one of these figures is missing.
fn base(site: &Site, scope: PartIx, exercice: &str) -> Option<Decimal> {
    /// The totals of the prévisionnel and of the avenants of one part.
    type Planned = (Vec<Option<Decimal>>, Vec<Option<Decimal>>);
    let mut by_part: BTreeMap<PartIx, Planned> = BTreeMap::new();
    for ligne in counted(site, scope) {
        let line = ligne.line(site);
        if line.exercice.value != exercice {
            continue;
        }
        let (planned, amended) = by_part.entry(ligne.part).or_default();
        match line.nature {
            BudgetNature::Previsionnel => planned.push(total(line)),
            BudgetNature::Avenant => amended.push(total(line)),
            _ => {}
        }
    }
    by_part.into_values().flat_map(|(planned, amended)| if planned.is_empty() { amended } else { planned }).sum()
}

fn rate(cell: &Cellule, base: Option<Decimal>) -> Option<Decimal> {
    let base = base.filter(|b| *b > Decimal::ZERO && cell.manquants == 0)?;
    let rate = cell.total?.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(base)?;
    Some(rate.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero))
}
