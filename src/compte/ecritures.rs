//! Which budget line counts where.

use std::ops::Range;

use crate::model::budget::BudgetLine;
use crate::model::{Part, PartIx, Site};
use crate::text::amount::Statut;
use crate::text::date;
use crate::text::somme::Chiffre;

/// A budget line, by its part and its place there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LigneRef {
    pub part: PartIx,
    pub index: u32,
}

impl LigneRef {
    /// The line itself.
    pub fn line(self, site: &Site) -> &BudgetLine {
        &site.part(self.part).content.budget[self.index as usize]
    }

    /// Its name in the open data: that of its part, and its rank there.
    pub fn id(self, site: &Site) -> String {
        format!("{}:{}", site.part(self.part).id, self.index + 1)
    }
}

/// A line with what it is to the others.
#[derive(Debug)]
pub struct Ecriture {
    pub ligne: LigneRef,
    pub role: Role,
    /// Its amount, or why there is none: read once for all the totals it is in.
    pub total: Result<Chiffre, Statut>,
    /// The parts where these euros are already counted: the one it names, then the one which that one's line names…
    pub touts: Vec<PartIx>,
}

/// What a line is to the totals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// It counts, except in a scope that holds one of its `touts`.
    Comptee,
    /// It prints again the total of that scope: checked, never counted.
    Recapitulative(PartIx),
    /// It prints the total of a period whose years the part has too: checked, never counted.
    Periodique,
}

impl Ecriture {
    /// Whether the line counts in a scope: a run of parts.
    pub fn counts_in(&self, scope: &Range<u32>) -> bool {
        self.role == Role::Comptee && !self.touts.iter().any(|t| scope.contains(&t.0))
    }
}

/// All lines of a site, in reading order.
pub fn refs(site: &Site) -> Vec<LigneRef> {
    let of_part = |(part, p): (PartIx, &Part)| (0..p.content.budget.len() as u32).map(move |index| LigneRef { part, index });
    site.iter().flat_map(of_part).collect()
}

impl Ecriture {
    /// What a line is to the others. References that lead nowhere were reported; such a line counts.
    pub fn new(site: &Site, ligne: LigneRef) -> Self {
        let line = ligne.line(site);
        Self { ligne, role: role(site, ligne.part, line), total: line.total(), touts: touts(site, ligne.part, line) }
    }
}

/// The places of the lines of a run of parts.
pub fn within(all: &[Ecriture], range: &Range<u32>) -> Range<usize> {
    let before = |end: u32| all.partition_point(|e| e.ligne.part.0 < end);
    before(range.start)..before(range.end)
}

fn role(site: &Site, part: PartIx, line: &BudgetLine) -> Role {
    if let Some(target) = &line.recapitule {
        return Role::Recapitulative(recapitulated(site, part, &target.value).unwrap_or(part));
    }
    let Some((first, last)) = date::years(&line.exercice.value) else { return Role::Comptee };
    let of_a_year = |l: &BudgetLine| {
        l.nature == line.nature
            && l.recapitule.is_none()
            && date::year(&l.exercice.value).is_some_and(|year| (first..=last).contains(&year))
    };
    if site.part(part).content.budget.iter().any(of_a_year) { Role::Periodique } else { Role::Comptee }
}

/// The scope that `recapitule` names; `tout` is the part itself.
pub fn recapitulated(site: &Site, part: PartIx, target: &str) -> Option<PartIx> {
    if target == "tout" { Some(part) } else { site.lookup(part, target) }
}

fn touts(site: &Site, part: PartIx, line: &BudgetLine) -> Vec<PartIx> {
    let next = |from: PartIx, line: &BudgetLine| site.lookup(from, &line.compte_dans.as_ref()?.value);
    let mut found: Vec<PartIx> = Vec::new();
    let mut at = next(part, line);
    while let Some(tout) = at.filter(|t| !found.contains(t)) {
        found.push(tout);
        at = site.part(tout).content.budget.iter().filter(|l| l.same_kind(line)).find_map(|l| next(tout, l));
    }
    found
}
