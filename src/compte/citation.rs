//! The figure that a text cites.

use rust_decimal::Decimal;

use crate::model::chiffre::Demande;
use crate::model::{PartIx, Site};

use super::Comptes;

/// A cited figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Citation {
    /// Euros, and whether the sum lacks some amounts.
    Montant { valeur: Decimal, partiel: bool },
    /// Percent.
    Taux(Decimal),
}

impl Comptes {
    /// The part that a citation names, and its figure; `None` where there is no such part, or no such figure.
    pub fn citation(&self, site: &Site, from: PartIx, demande: &Demande<'_>) -> Option<(PartIx, Option<Citation>)> {
        let ix = if demande.partie == "ici" { from } else { site.lookup(from, demande.partie)? };
        let figure = self.total(ix, demande.exercice, demande.nature).and_then(|total| match (demande.taux, demande.financeur) {
            (true, _) => total.taux.as_ref().map(|t| Citation::Taux(t.valeur)),
            (false, None) => total.total.map(|valeur| Citation::Montant { valeur, partiel: total.manquants() > 0 }),
            (false, Some(funder)) => total
                .parts
                .get(funder)
                .map(|valeur| Citation::Montant { valeur: *valeur, partiel: total.parts_manquantes.get(funder).is_some() }),
        });
        Some((ix, figure))
    }
}
