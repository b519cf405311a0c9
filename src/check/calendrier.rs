//! Calendars: an end after its beginning, a duration that the budgeted years bear out.

use std::collections::BTreeSet;

use crate::diagnostics::{Code, Diagnostic};
use crate::model::{Part, PartIx};
use crate::text::date;
use crate::text::format::count;

use super::{Contexte, Diags, ECART, settle_saying};

/// A part's calendar against itself and against its budget.
pub fn durees(c: &Contexte<'_>, _: PartIx, part: &Part, diags: &mut Diags) {
    let Some(calendrier) = &part.content.calendrier else { return };
    let mut found = Vec::new();
    if let (Some(start), Some(end)) = (calendrier.debut, calendrier.fin)
        && end.last_day() < start.first_day()
    {
        let message = format!("la fin ({}) précède le début ({})", end.french(), start.french());
        found.push(Diagnostic::new(Code::CalendrierIncoherent, message).at(calendrier.span).with_help(HELP));
    }
    let dates = calendrier.debut.zip(calendrier.fin).map(|(from, to)| (from.first_day().0, to.last_day().0));
    let planned = part.content.budget.iter().filter(|l| !l.nature.is_execution() && l.recapitule.is_none());
    let years: BTreeSet<u16> = planned.filter_map(|l| date::year(&l.exercice.value)).collect();
    if let Some((duree, n)) = calendrier.duree.as_ref().and_then(|d| Some((d, whole_years(&d.value)?))) {
        // Dates that agree with the duration say that some years are still to be voted.
        let a_voter = years.len() < n && dates.is_some_and(|(from, to)| usize::from(to.saturating_sub(from)) + 1 == n);
        // A report on one year says nothing of the years before and after.
        if !years.is_empty() && years.len() != n && !a_voter && covers(c, part, n) {
            let message =
                format!("la durée est de {n} ans, mais le budget porte sur {}", count(years.len(), "exercice", "exercices"));
            found.push(Diagnostic::new(Code::CalendrierIncoherent, message).at(duree.span).with_help(HELP));
        }
    }
    settle_saying(found, calendrier.ecart.as_ref(), ECART, "les dates et la durée concordent", diags);
}

/// Whether the period of the part's document is long enough for that many years.
fn covers(c: &Contexte<'_>, part: &Part, n: usize) -> bool {
    match c.site.document(part).info.periode.as_slice() {
        [first, last] => date::year(first).zip(date::year(last)).is_some_and(|(a, b)| usize::from(b.saturating_sub(a)) + 1 >= n),
        _ => false,
    }
}

const HELP: &str = "vérifiez la transcription ; si la source est ainsi, ajoutez « ecart » au calendrier";

/// `4 ans`, `1 an`; anything longer says more than a number of years.
fn whole_years(text: &str) -> Option<usize> {
    let (n, unit) = text.trim().split_once([' ', crate::text::NBSP])?;
    matches!(unit.trim(), "an" | "ans").then(|| n.parse().ok()).flatten()
}
