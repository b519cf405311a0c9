//! Figures that texts cite exist.

use crate::diagnostics::{Code, Diagnostic};
use crate::model::chiffre::Demande;
use crate::model::{Part, PartIx};

use super::{Contexte, Diags};

/// Why a part has no such figure.
fn absent(d: &Demande<'_>) -> (String, &'static str) {
    let (part, year, nature) = (d.partie, d.exercice, d.nature.label());
    match (d.taux, d.financeur) {
        (true, _) => (
            format!("« {part} » n’a pas de taux d’exécution {year} ({nature})"),
            "un taux demande un prévisionnel et un réalisé du même exercice, sans montant manquant",
        ),
        (false, None) => {
            (format!("« {part} » n’a pas de montant {nature} {year}"), "vérifiez l’exercice et la nature sur la page du budget")
        }
        (false, Some(funder)) => (
            format!("« {part} » n’a pas de part « {funder} » du {nature} {year}"),
            "vérifiez le financeur, l’exercice et la nature sur la page du budget",
        ),
    }
}

/// Every `[[montant: …]]` and `[[taux: …]]` of a part's texts.
pub fn cites(c: &Contexte<'_>, ix: PartIx, part: &Part, diags: &mut Diags) {
    for cite in &part.content.chiffres {
        let fault = match Demande::parse(&cite.texte) {
            None => (
                format!("« {} » ne dit pas quel chiffre citer", cite.texte),
                "écrivez [[montant: partie, exercice, nature]] (et un financeur), ou [[taux: partie, exercice]] ; « ici » est la partie du texte",
            ),
            Some(demande) => match c.comptes.citation(c.site, ix, &demande) {
                None => {
                    (format!("« {} » ne désigne aucune partie", demande.partie), "une partie s’écrit comme son dossier : socle")
                }
                Some((at, None)) if c.intact(at) => absent(&demande),
                Some(_) => continue,
            },
        };
        diags.push(Diagnostic::new(Code::ChiffreIntrouvable, fault.0).at(cite.span).with_help(fault.1));
    }
}
