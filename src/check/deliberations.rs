//! Deliberations: the arithmetic of a vote (CGCT, art. L3121-14 and L3121-15: absolute majority of the votes cast).

use crate::diagnostics::{Code, Diagnostic};
use crate::model::document::Vote;
use crate::model::{Part, PartIx};

use super::{Contexte, Diags, settle};

/// The figures of every vote agree with one another.
pub fn votes(c: &Contexte<'_>, ix: PartIx, part: &Part, diags: &mut Diags) {
    let site = c.site;
    if site.document(part).racine != ix {
        return;
    }
    for deliberation in &site.document(part).info.deliberations {
        let findings = deliberation.vote.as_ref().map_or_else(Vec::new, vote);
        settle(findings, deliberation.ecart.as_ref(), diags);
    }
}

fn vote(v: &Vote) -> Vec<Diagnostic> {
    let sum = |a: Option<u32>, b: Option<u32>| Some(a?.saturating_add(b?));
    let claims = [
        ("présents et procurations", sum(v.presents, v.procurations), "votants", sum(v.votants, v.non_participants.or(Some(0)))),
        ("pour et contre", sum(v.pour, v.contre), "suffrages exprimés", v.exprimes),
        ("exprimés et abstentions", sum(v.exprimes, v.abstentions), "votants", v.votants),
        (
            "présents, procurations et absents",
            sum(sum(v.presents, v.procurations), v.absents),
            "membres en exercice",
            v.en_exercice,
        ),
        ("la moitié des exprimés plus une voix", v.exprimes.map(|e| e / 2 + 1), "majorité", v.majorite),
    ];
    claims
        .into_iter()
        .filter_map(|(left, computed, right, printed)| {
            let (computed, printed) = (computed?, printed?);
            (computed != printed).then(|| {
                let verb = if left.starts_with("la ") { "fait" } else { "font" };
                let message =
                    format!("le vote se contredit : {left} {verb} {computed}, la source donne {printed} pour « {right} »");
                let mut diagnostic = Diagnostic::new(Code::VoteIncoherent, message)
                    .with_help("vérifiez la transcription ; si la source est ainsi, ajoutez « ecart » à la délibération");
                diagnostic.span = v.span;
                diagnostic
            })
        })
        .collect()
}
