//! A line against itself.

use std::fmt::{self, Display};

use rust_decimal::Decimal;

use crate::diagnostics::{Code, Diagnostic, Span, Spanned};
use crate::model::budget::{BudgetLine, SousMontant};
use crate::model::{PartIx, Site};
use crate::text::amount::Lecture;
use crate::text::format::{euros, percent};
use crate::text::number::Pas;
use crate::text::somme::{Chiffre, Comparaison, comparer};

use super::{HELP, compare, nom};

/// Everything that a line contradicts by itself.
pub fn own(site: &Site, line: &BudgetLine) -> Vec<Diagnostic> {
    total(line).into_iter().chain(details(site, line)).chain(line.dont.iter().flat_map(|d| dont(line, d))).collect()
}

/// The printed total against its shares.
fn total(line: &BudgetLine) -> Option<Diagnostic> {
    let total = line.total.as_ref()?;
    let printed = total.value.chiffre().ok()?;
    let shares: Vec<(&Spanned<Lecture>, Chiffre)> =
        line.parts.iter().filter_map(|(_, s)| Some((s, s.value.chiffre().ok()?))).collect();
    // With a share missing, nothing can be said; a share « sans objet » is none.
    let missing = line.parts.iter().any(|(_, s)| s.value.statut().is_some_and(|s| s != crate::text::amount::Statut::SansObjet));
    let sum = shares.iter().map(|(_, c)| *c).reduce(|a, b| a + b).filter(|_| !missing)?;
    let what = format_args!("le total {}", montant(line));
    let finding = compare(Code::TotalEcart, printed, sum, &what, "la somme de ses parts")?;
    let finding = finding.at(total.span).labelled("total imprimé");
    Some(shares.iter().fold(finding, |f, (share, _)| f.with_label(share.span, "compté dans la somme")))
}

/// « prévisionnel 2025 »: which amounts of the part these are.
fn montant(line: &BudgetLine) -> impl Display {
    fmt::from_fn(|f| write!(f, "{} {}", line.nature.label(), line.exercice.value))
}

/// The whole that a labelled amount is part of: a funder's share, else the line.
fn whole(line: &BudgetLine, of: &SousMontant) -> Option<Chiffre> {
    match &of.financeur {
        Some(funder) => line.share(&funder.value)?.value.chiffre().ok(),
        None => line.total().ok(),
    }
}

/// The `detail` of the line, and of each funder's share, adds up to it.
fn details(site: &Site, line: &BudgetLine) -> Vec<Diagnostic> {
    let mut funders: Vec<Option<&str>> = Vec::new();
    for d in &line.detail {
        let funder = d.financeur.as_ref().map(|f| f.value.as_str());
        if !funders.contains(&funder) {
            funders.push(funder);
        }
    }
    funders.into_iter().filter_map(|funder| detail(site, line, funder)).collect()
}

fn detail(site: &Site, line: &BudgetLine, funder: Option<&str>) -> Option<Diagnostic> {
    let of_funder = |d: &&SousMontant| d.financeur.as_ref().map(|f| f.value.as_str()) == funder;
    let group: Vec<&SousMontant> = line.detail.iter().filter(of_funder).collect();
    let amounts: Option<Vec<Chiffre>> = group.iter().map(|d| d.montant.value.chiffre().ok()).collect();
    let sum = amounts?.into_iter().reduce(|a, b| a + b)?;
    let what = funder.map_or_else(|| "la ligne".to_owned(), |f| format!("la part « {} »", nom(site, f)));
    let first = group.first()?;
    let finding = compare(Code::DetailEcart, whole(line, first)?, sum, &what, "la somme de son détail")?;
    let span = match funder {
        Some(funder) => line.share(funder)?.span,
        None => line.total.as_ref().map_or(line.span, |t| t.span),
    };
    Some(group.iter().fold(finding.at(span), |f, d| f.with_label(d.montant.span, "compté dans le détail")))
}

/// A subset is not larger than its whole, and is the percentage that it says.
fn dont(line: &BudgetLine, dont: &SousMontant) -> Vec<Diagnostic> {
    let (Some(whole), Ok(amount)) = (whole(line, dont), dont.montant.value.chiffre()) else { return Vec::new() };
    let mut found = Vec::new();
    if amount.valeur > whole.valeur + whole.pas.max(amount.pas) {
        let message = format!("« dont {} » ({}) dépasse le tout ({})", dont.libelle, euros(amount.valeur), euros(whole.valeur));
        found.push(Diagnostic::new(Code::DontSuperieur, message).at(dont.montant.span).with_help(HELP));
    }
    found.extend(pourcentage(dont, amount, whole));
    found
}

fn pourcentage(dont: &SousMontant, amount: Chiffre, whole: Chiffre) -> Option<Diagnostic> {
    let printed = dont.pourcentage.as_ref()?;
    let hundredth = Decimal::new(1, 2);
    let share = |value: Decimal, rate: Decimal| value.checked_mul(rate)?.checked_mul(hundredth);
    let expected = share(whole.valeur, printed.value.value)?;
    // The percentage and the whole are both known to one unit of their last digit.
    let pas = share(whole.valeur.abs(), printed.value.step.decimal())?.checked_add(share(whole.pas, printed.value.value)?)?;
    // An exact percentage of an exact whole is only rounded once.
    let pas = if printed.value.step == Pas::UNITE { share(whole.pas, printed.value.value)? } else { pas };
    let Comparaison::Ecart(difference) = comparer(amount, &[Chiffre { valeur: expected, pas }]) else { return None };
    let message = format!(
        "« {} » ({}) n’est pas {} de {} : la différence est de {}",
        dont.libelle,
        euros(amount.valeur),
        percent(printed.value.value),
        euros(whole.valeur),
        euros(difference.abs().round_dp(2))
    );
    Some(Diagnostic::new(Code::PourcentageEcart, message).at(dont.montant.span).with_help(HELP))
}

/// Funders that pay equal shares do: `None` where the rule does not look, `Some(None)` where it holds.
pub fn parite(site: &Site, ix: PartIx, line: &BudgetLine) -> Option<Option<Diagnostic>> {
    let part = site.part(ix);
    let (rule, _) = site.inherited(part, |c| &c.parite);
    let shares: Vec<(&str, Span, Chiffre)> = rule
        .iter()
        .filter_map(|f| line.share(&f.value).map(|s| (f, s)))
        .filter_map(|(f, s)| Some((f.value.as_str(), s.span, s.value.chiffre().ok()?)))
        .collect();
    if rule.len() < 2 || shares.len() < rule.len() {
        return None;
    }
    let (first, _, base) = shares[0];
    let other = shares.iter().skip(1).find(|(_, _, c)| matches!(comparer(base, &[*c]), Comparaison::Ecart(_)));
    Some(other.map(|(funder, span, amount)| {
        let message = format!(
            "les parts « {} » ({}) et « {} » ({}) devraient être égales ({})",
            nom(site, first),
            euros(base.valeur),
            nom(site, funder),
            euros(amount.valeur),
            montant(line)
        );
        Diagnostic::new(Code::PariteEcart, message)
            .at(*span)
            .with_help("vérifiez la transcription ; si la règle ne vaut pas ici, dites pourquoi dans « hors_parite »")
    }))
}
