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
    // Those who take no part in the vote are present, and do not vote.
    let absents_du_vote = v.non_participants.unwrap_or(0);
    let claims = [
        ("présents et procurations", sum(v.presents, v.procurations), "votants", v.votants, absents_du_vote),
        ("pour et contre", sum(v.pour, v.contre), "suffrages exprimés", v.exprimes, 0),
        ("exprimés et abstentions", sum(v.exprimes, v.abstentions), "votants", v.votants, 0),
        (
            "présents, procurations et absents",
            sum(sum(v.presents, v.procurations), v.absents),
            "membres en exercice",
            v.en_exercice,
            0,
        ),
        ("la moitié des exprimés plus une voix", v.exprimes.map(|e| e / 2 + 1), "majorité", v.majorite, 0),
    ];
    claims
        .into_iter()
        .filter_map(|(left, computed, right, printed, beside)| {
            let (computed, printed) = (computed?, printed?);
            (computed != printed.saturating_add(beside)).then(|| {
                let verb = if left.starts_with("la ") { "fait" } else { "font" };
                let mut message =
                    format!("le vote se contredit : {left} {verb} {computed}, la source donne {printed} pour « {right} »");
                if beside > 0 {
                    message.push_str(&format!(" et {beside} pour « non_participants »"));
                }
                let mut diagnostic = Diagnostic::new(Code::VoteIncoherent, message)
                    .with_help("vérifiez la transcription ; si la source est ainsi, ajoutez « ecart » à la délibération");
                diagnostic.span = v.span;
                diagnostic
            })
        })
        .collect()
}
