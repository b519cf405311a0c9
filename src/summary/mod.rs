//! What the site computes from its sources, beside its budgets: backlinks, known écarts.
//!
//! In: the resolved [`Site`], its [`Comptes`] and its diagnostics. Out: one [`Summary`], shared by every page and every export.

mod ecarts;
mod evocations;
pub mod indicateurs;
mod liens;
pub mod repertoire;

use std::collections::BTreeMap;

use crate::compte::Comptes;
use crate::diagnostics::Diagnostic;
use crate::model::{PartIx, Site};

pub use ecarts::Ecart;
pub use liens::Backlink;
pub use repertoire::Repertoires;

/// Everything computed, by part.
#[derive(Debug, Default)]
pub struct Summary {
    pub comptes: Comptes,
    /// Pilots, partners, publics, external plans, with the parts that name them.
    pub repertoires: Repertoires,
    /// For each part that others name, who names it.
    pub cite_par: BTreeMap<PartIx, Vec<Backlink>>,
    /// The same for actions, by the part they are of and by their anchors.
    pub actions_citees: BTreeMap<PartIx, Vec<(String, PartIx)>>,
    /// The contradictions of the sources that authors acknowledged, by part.
    pub ecarts: BTreeMap<PartIx, Vec<Ecart>>,
}

/// Computes the summary of a site.
pub fn compute(site: &Site, comptes: Comptes, diagnostics: &[Diagnostic]) -> Summary {
    Summary {
        repertoires: repertoire::all(site),
        comptes,
        cite_par: liens::backlinks(site),
        actions_citees: liens::actions(site),
        ecarts: ecarts::by_part(site, diagnostics),
    }
}
