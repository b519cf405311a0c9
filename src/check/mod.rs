//! What the sources claim, checked.
//!
//! In: the resolved [`Site`]. Out: diagnostics. One rule per function, one family per file. A contradiction that the author
//! acknowledged with `ecart:` stays in the list, marked as known; an acknowledgement without a contradiction is reported.

mod budget;
mod deliberations;
mod indicateurs;
mod liens;
mod registres;
mod somme;

use crate::diagnostics::{Code, Diagnostic, Spanned};
use crate::model::{Part, PartIx, Site};

/// Where the rules write.
type Diags = Vec<Diagnostic>;

/// A rule looks at one part of the site.
type Rule = fn(&Site, PartIx, &Part, &mut Diags);

const RULES: [Rule; 8] = [
    budget::financeurs,
    budget::lignes,
    budget::touts,
    indicateurs::parts,
    deliberations::votes,
    liens::titres,
    registres::noms_proches,
    registres::legende,
];

/// Applies every rule to every part.
pub fn run(site: &Site, diags: &mut Diags) {
    for (ix, part) in site.iter() {
        for rule in RULES {
            rule(site, ix, part, diags);
        }
    }
}

/// Files the findings about one element: acknowledged if its author says so, and the acknowledgement itself if nothing
/// was found.
fn settle(findings: Vec<Diagnostic>, ecart: Option<&Spanned<String>>, diags: &mut Diags) {
    settle_saying(findings, ecart, "les chiffres concordent", diags);
}

/// The same, with what agrees when nothing was found.
fn settle_saying(findings: Vec<Diagnostic>, ecart: Option<&Spanned<String>>, agrees: &str, diags: &mut Diags) {
    let Some(ecart) = ecart else {
        diags.extend(findings);
        return;
    };
    let mut known = false;
    for finding in findings {
        let acknowledgeable = finding.code.acknowledgeable();
        known |= acknowledgeable;
        diags.push(if acknowledgeable { finding.acknowledged(ecart.value.clone()) } else { finding });
    }
    if !known {
        diags.push(
            Diagnostic::new(Code::EcartSansObjet, format!("cet écart ne correspond à rien : {agrees}"))
                .at(ecart.span)
                .with_help("retirez « ecart », ou vérifiez la transcription"),
        );
    }
}
