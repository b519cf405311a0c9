//! Indicators: the labelled figures of a cell against its value.

use crate::diagnostics::{Code, Diagnostic};
use crate::model::indicateur::{Detail, Indicateur, Valeur, is_count};
use crate::model::{Part, PartIx};
use crate::text::format::number;
use crate::text::somme::{Chiffre, Comparaison, comparer};

use super::{Contexte, Diags, settle};

/// The `detail` of a cell adds up to its value; no `dont` is larger than it.
pub fn parts(_: &Contexte<'_>, _: PartIx, part: &Part, diags: &mut Diags) {
    part.content.indicateurs.iter().for_each(|i| indicateur(i, diags));
}

fn indicateur(indicateur: &Indicateur, diags: &mut Diags) {
    for valeur in &indicateur.valeurs {
        settle(cell(indicateur, valeur), valeur.ecart.as_deref(), diags);
    }
    indicateur.sous_lignes.iter().for_each(|s| self::indicateur(s, diags));
}

fn cell(indicateur: &Indicateur, valeur: &Valeur) -> Vec<Diagnostic> {
    let Some((whole, unit)) = valeur.cellule.chiffre() else { return Vec::new() };
    // Figures of another unit (percents of a count, households of persons) are not parts of the value.
    let comparable =
        |d: &Detail| d.cellule.chiffre().filter(|(_, u)| *u == unit || u.is_none() && unit != Some("%")).map(|(c, _)| c);
    let shares: Option<Vec<Chiffre>> = valeur.detail.iter().filter(|d| !d.dont).map(comparable).collect();
    let mut findings = Vec::new();
    if let Some(shares) = shares.filter(|s| !s.is_empty()) {
        let faulty = match comparer(whole, &shares) {
            Comparaison::Exacte => false,
            // Only what was measured is rounded; what was counted adds up.
            Comparaison::Arrondi(_) => is_count(whole, unit.or(indicateur.unite.as_deref())),
            Comparaison::Ecart(_) => true,
        };
        if faulty {
            let sum = shares.iter().map(|c| c.valeur).sum();
            let message = format!("« {} » vaut {} mais ses parts font {}", indicateur.nom, number(whole.valeur), number(sum));
            findings.push(Diagnostic::new(Code::IndicateurEcart, message).at(valeur.span).with_help(HELP));
        }
    }
    let donts = valeur.detail.iter().filter(|d| d.dont).filter_map(|d| Some((d, comparable(d)?)));
    for (dont, _) in donts.filter(|(_, c)| c.valeur > whole.valeur + whole.pas) {
        let message = format!("« dont {} » dépasse la valeur de la cellule ({})", dont.libelle, number(whole.valeur));
        findings.push(Diagnostic::new(Code::IndicateurEcart, message).at(dont.span).with_help(HELP));
    }
    findings
}

const HELP: &str = "vérifiez la transcription ; si la source est ainsi, ajoutez « ecart » avec la raison";
