//! What the sources claim, checked.
//!
//! In: the resolved [`Site`] and its [`Comptes`]. Out: diagnostics. One rule per function, one family per file. A contradiction that the author
//! acknowledged with `ecart:` stays in the list, marked as known; an acknowledgement without a contradiction is reported.

mod budget;
mod calendrier;
mod chiffres;
mod deliberations;
mod dossiers;
mod en_clair;
mod indicateurs;
mod liens;
mod registres;
mod tableaux;
mod territoires;

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::compte::Comptes;
use crate::diagnostics::{Code, Diagnostic, FileId, Severity, Spanned};
use crate::model::{Part, PartIx, Site};

/// Where the rules write.
type Diags = Vec<Diagnostic>;

/// What the rules look at.
struct Contexte<'a> {
    site: &'a Site,
    comptes: &'a Comptes,
    /// The documents that have a part which could not be read: their figures cannot be judged together.
    abimes: BTreeSet<usize>,
}

impl Contexte<'_> {
    /// Whether all parts of the document of a part could be read.
    fn intact(&self, ix: PartIx) -> bool {
        !self.abimes.contains(&self.site.part(ix).document)
    }
}

/// A rule looks at one part of the site.
type Rule = fn(&Contexte<'_>, PartIx, &Part, &mut Diags);

const RULES: [Rule; 17] = [
    budget::exercices,
    budget::doubles,
    budget::financeurs,
    budget::touts,
    budget::depenses,
    budget::imputations,
    calendrier::durees,
    chiffres::cites,
    indicateurs::parts,
    territoires::partages,
    territoires::referentiel,
    tableaux::totaux,
    deliberations::votes,
    liens::titres,
    en_clair::phrases,
    registres::legende,
    registres::numeros,
];

/// A rule that looks at the whole site at once.
type SiteRule = fn(&Contexte<'_>, &mut Diags);

const SITE_RULES: [SiteRule; 5] =
    [budget::toutes_les_lignes, territoires::comparaisons, registres::noms_proches, liens::nouveautes, dossiers::parties];

/// Applies every rule to every part.
pub fn run(site: &Site, comptes: &Comptes, diags: &mut Diags) {
    let abimes = site.parts.iter().filter(|p| p.content.illisible).map(|p| p.document).collect();
    let contexte = Contexte { site, comptes, abimes };
    let of_part = |(i, part): (usize, &Part)| {
        let mut found = Vec::new();
        for rule in RULES.iter().filter(|_| !part.content.illisible) {
            rule(&contexte, PartIx(i as u32), part, &mut found);
        }
        found
    };
    let of_site = |rule: &SiteRule| {
        let mut found = Vec::new();
        rule(&contexte, &mut found);
        found
    };
    let (parts, whole): (Vec<Diags>, Vec<Diags>) =
        rayon::join(|| site.parts.par_iter().enumerate().map(of_part).collect(), || SITE_RULES.par_iter().map(of_site).collect());
    // Where a value could not be read, nothing tells that an acknowledgement has lost its reason, or that a sum is wrong.
    let fichiers = |cause: fn(Code) -> bool| -> BTreeSet<FileId> {
        diags.iter().filter(|d| cause(d.code)).filter_map(|d| d.span).map(|s| s.file).collect()
    };
    let fautifs = fichiers(|code| code.severity() == Severity::Erreur);
    let incomplets = fichiers(|code| code == Code::TableauMalForme);
    let jugeable = |d: &Diagnostic| match d.code {
        Code::EcartSansObjet => d.span.is_none_or(|s| !fautifs.contains(&s.file)),
        Code::TableauEcart => d.span.is_none_or(|s| !incomplets.contains(&s.file)),
        _ => true,
    };
    diags.extend(parts.into_iter().chain(whole).flatten().filter(jugeable));
}

/// Files the findings about one element: acknowledged if its author says so, and the acknowledgement itself if nothing
/// was found.
fn settle(findings: Vec<Diagnostic>, ecart: Option<&Spanned<String>>, diags: &mut Diags) {
    settle_saying(findings, ecart, ECART, "les chiffres concordent", diags);
}

/// The key of an acknowledgement, and what it is called.
type Aveu = (&'static str, &'static str);

/// The acknowledgement of nearly every rule.
const ECART: Aveu = ("ecart", "cet écart");

/// The same, with the acknowledgement that the rule knows and with what agrees when nothing was found.
fn settle_saying(findings: Vec<Diagnostic>, ecart: Option<&Spanned<String>>, aveu: Aveu, agrees: &str, diags: &mut Diags) {
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
        let (key, what) = aveu;
        diags.push(
            Diagnostic::new(Code::EcartSansObjet, format!("{what} ne correspond à rien : {agrees}"))
                .at(ecart.span)
                .with_help(format!("retirez « {key} », ou vérifiez la transcription")),
        );
    }
}
