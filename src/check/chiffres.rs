//! Figures that texts cite exist.

use crate::diagnostics::{Code, Diagnostic};
use crate::model::chiffre::Demande;
use crate::model::{Part, PartIx};

use super::{Contexte, Diags};

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
                Some((_, None)) => {
                    let what = if demande.taux { "taux" } else { "montant" };
                    (
                        format!("« {} » n’a pas de {what} {} {}", demande.partie, demande.nature.label(), demande.exercice),
                        "vérifiez l’exercice, la nature et le financeur sur la page du budget",
                    )
                }
                Some((_, Some(_))) => continue,
            },
        };
        diags.push(Diagnostic::new(Code::ChiffreIntrouvable, fault.0).at(cite.span).with_help(fault.1));
    }
}
