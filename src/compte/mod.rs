//! Budget arithmetic: which line counts where, and what every scope adds up to.
//!
//! In: the resolved [`Site`]. Out: [`Comptes`], used by the rules and by the pages. Every euro counts once in a scope, every
//! total keeps the lines it sums, and what is missing is counted too.

mod citation;
mod ecritures;
mod par_nom;
mod taux;
mod totaux;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::model::{PartIx, Site};

pub use citation::Citation;
pub use ecritures::{Ecriture, LigneRef, Role, recapitulated};
pub use par_nom::ParNom;
pub use taux::Taux;
pub use totaux::{Manques, Total, programme};

/// The accounts of a site.
#[derive(Debug, Default)]
pub struct Comptes {
    /// Every budget line with its role, in reading order.
    pub ecritures: Vec<Ecriture>,
    /// For each part with budget lines in or below it, one total per exercice and nature.
    pub totaux: BTreeMap<PartIx, Vec<Total>>,
    /// All documents together.
    pub site: Vec<Total>,
}

impl Comptes {
    /// Adds everything up.
    pub fn new(site: &Site) -> Self {
        let ecritures = ecritures::all(site);
        let mut scopes = BTreeSet::new();
        for e in &ecritures {
            scopes.insert(e.ligne.part);
            scopes.extend(site.ancestors(site.part(e.ligne.part)).map(|(a, _)| a));
        }
        let scope = |range: std::ops::Range<u32>| totaux::scope(site, ecritures::within(&ecritures, &range), &range);
        let scopes: Vec<PartIx> = scopes.into_iter().collect();
        let totaux: Vec<(PartIx, Vec<Total>)> = scopes.into_par_iter().map(|ix| (ix, scope(site.range(ix)))).collect();
        let totaux: BTreeMap<PartIx, Vec<Total>> = totaux.into_iter().collect();
        // The only document of a site is the whole of it.
        let whole = match site.documents.as_slice() {
            [only] => totaux.get(&only.racine).cloned().unwrap_or_default(),
            _ => scope(0..site.parts.len() as u32),
        };
        Self { totaux, site: whole, ecritures }
    }

    /// The lines of one part, with their roles.
    pub fn of(&self, ix: PartIx) -> &[Ecriture] {
        ecritures::within(&self.ecritures, &(ix.0..ix.0 + 1))
    }

    /// The total of a scope for one exercice and one nature.
    pub fn total(&self, ix: PartIx, exercice: &str, nature: crate::model::budget::BudgetNature) -> Option<&Total> {
        self.totaux.get(&ix)?.iter().find(|t| t.exercice == exercice && t.nature == nature)
    }
}
