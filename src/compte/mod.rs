//! Budget arithmetic: which line counts where, and what every scope adds up to.
//!
//! In: the resolved [`Site`]. Out: [`Comptes`], used by the rules and by the pages. Every euro counts once in a scope, every
//! total keeps the lines it sums, and what is missing is counted too.

mod citation;
mod ecritures;
mod par_nom;
mod taux;
mod totaux;

use std::collections::BTreeMap;
use std::ops::Range;

use rayon::prelude::*;

use crate::model::{PartIx, Site};

pub use citation::Citation;
pub use ecritures::{Ecriture, LigneRef, Role, recapitulated};
pub use par_nom::ParNom;
pub use taux::Taux;
use totaux::{Ligne, Noms};
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
        let (ecritures, lignes): (Vec<Ecriture>, Vec<Ligne<'_>>) = ecritures::refs(site)
            .into_par_iter()
            .map_init(Noms::default, |noms, ligne| {
                let ecriture = Ecriture::new(site, ligne);
                let ligne = Ligne::new(site, &ecriture, noms);
                (ecriture, ligne)
            })
            .unzip();
        let mut est_scope = vec![false; site.parts.len()];
        for e in &ecritures {
            let mut at = Some(e.ligne.part);
            // What is above one that is known is known.
            while let Some(ix) = at.filter(|ix| !std::mem::replace(&mut est_scope[ix.0 as usize], true)) {
                at = site.part(ix).parent;
            }
        }
        let scopes: Vec<PartIx> = site.iter().map(|(ix, _)| ix).filter(|ix| est_scope[ix.0 as usize]).collect();
        let scope = |range: Range<u32>| {
            let places = ecritures::within(&ecritures, &range);
            totaux::scope(site, ecritures[places.clone()].iter().zip(&lignes[places]), &range)
        };
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
        &self.ecritures[ecritures::within(&self.ecritures, &(ix.0..ix.0 + 1))]
    }

    /// The total of a scope for one exercice and one nature.
    pub fn total(&self, ix: PartIx, exercice: &str, nature: crate::model::budget::BudgetNature) -> Option<&Total> {
        self.totaux.get(&ix)?.iter().find(|t| t.exercice == exercice && t.nature == nature)
    }
}
