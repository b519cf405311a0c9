//! What the site computes from its sources: budgets with their derivation, backlinks, known écarts.
//!
//! In: the resolved [`Site`] and its diagnostics. Out: one [`Summary`], shared by every page and every export.

pub mod budget;
mod ecarts;
mod liens;

use std::collections::BTreeMap;

use crate::diagnostics::Diagnostic;
use crate::model::{PartIx, Site};

pub use budget::{Cellule, LigneRef};
pub use ecarts::Ecart;
pub use liens::Backlink;

/// Everything computed, by part.
#[derive(Debug, Default)]
pub struct Summary {
    /// For each part with budget lines in or below it, one cell per exercice and nature.
    pub budgets: BTreeMap<PartIx, Vec<Cellule>>,
    /// For each part that others name, who names it.
    pub cite_par: BTreeMap<PartIx, Vec<Backlink>>,
    /// The contradictions of the sources that authors acknowledged, by part.
    pub ecarts: BTreeMap<PartIx, Vec<Ecart>>,
}

/// Computes the summary of a site.
pub fn compute(site: &Site, diagnostics: &[Diagnostic]) -> Summary {
    Summary { budgets: budget::all(site), cite_par: liens::backlinks(site), ecarts: ecarts::by_part(site, diagnostics) }
}
