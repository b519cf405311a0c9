//! Indicators: the labelled figures of a cell against its value.

use rust_decimal::Decimal;

use crate::diagnostics::{Code, Diagnostic};
use crate::model::indicateur::{Cellule, Detail, Indicateur, Valeur};
use crate::model::{Part, PartIx, Site};
use crate::text::format::number;

use super::{Diags, settle};

/// The `detail` of a cell adds up to its value; no `dont` is larger than it.
pub fn parts(_: &Site, _: PartIx, part: &Part, diags: &mut Diags) {
    part.content.indicateurs.iter().for_each(|i| indicateur(i, diags));
}

fn indicateur(indicateur: &Indicateur, diags: &mut Diags) {
    for valeur in &indicateur.valeurs {
        settle(cell(indicateur, valeur), valeur.ecart.as_ref(), diags);
    }
    indicateur.sous_lignes.iter().for_each(|s| self::indicateur(s, diags));
}

fn cell(indicateur: &Indicateur, valeur: &Valeur) -> Vec<Diagnostic> {
    let Cellule::Nombre { valeur: whole, unite } = &valeur.cellule else { return Vec::new() };
    // Shares in percent of a count are not its parts.
    let comparable = |d: &&Detail| matches!(&d.cellule, Cellule::Nombre { unite: u, .. } if u.is_none() || u == unite || u.as_deref() != Some("%"));
    let (donts, shares): (Vec<&Detail>, Vec<&Detail>) = valeur.detail.iter().filter(comparable).partition(|d| d.dont);
    let all_known = valeur.detail.iter().filter(|d| !d.dont).count() == shares.len();
    let mut findings = Vec::new();
    let somme: Decimal = shares.iter().filter_map(|d| figure(d)).sum();
    if !shares.is_empty() && all_known && somme != *whole {
        let message = format!("« {} » vaut {} mais ses parts font {}", indicateur.nom, number(*whole), number(somme));
        findings.push(Diagnostic::new(Code::IndicateurEcart, message).at(valeur.span).with_help(HELP));
    }
    for dont in donts.iter().filter(|d| figure(d).is_some_and(|f| f > *whole)) {
        let message = format!("« dont {} » dépasse la valeur de la cellule ({})", dont.libelle, number(*whole));
        findings.push(Diagnostic::new(Code::IndicateurEcart, message).at(dont.span).with_help(HELP));
    }
    findings
}

const HELP: &str = "vérifiez la transcription ; si la source est ainsi, ajoutez « ecart » avec la raison";

fn figure(detail: &Detail) -> Option<Decimal> {
    match &detail.cellule {
        Cellule::Nombre { valeur, .. } => Some(*valeur),
        Cellule::Absent(_) => None,
    }
}
