//! What the money is spent on, and what an assembly authorises.

use crate::diagnostics::{Code, Diagnostic};
use crate::model::budget::{BudgetLine, BudgetNature, Depense, Depenses, Imputation};
use crate::model::{Part, PartIx};
use crate::text::date;
use crate::text::format::euros;
use crate::text::somme::{Chiffre, Comparaison, comparer};

use super::super::{Contexte, settle};
use super::{Diags, HELP, compare};

/// The natures of spending add up to the budget of their year; no component is larger than its line.
pub fn depenses(_: &Contexte<'_>, _: PartIx, part: &Part, diags: &mut Diags) {
    let Some(depenses) = &part.content.depenses else { return };
    let mut found: Vec<Diagnostic> = depenses.lignes.iter().flat_map(composantes).collect();
    found.extend(somme(depenses, &part.content.budget));
    settle(found, depenses.ecart.as_ref(), diags);
}

fn composantes(depense: &Depense) -> Vec<Diagnostic> {
    let Some(Ok(whole)) = depense.montant.as_ref().map(|m| m.value.chiffre()) else { return Vec::new() };
    depense
        .dont
        .iter()
        .filter_map(|d| Some((d, d.montant.value.chiffre().ok()?)))
        .filter(|(_, amount)| amount.valeur > whole.valeur + whole.pas.max(amount.pas))
        .map(|(d, amount)| {
            let message = format!("« dont {} » ({}) dépasse le tout ({})", d.libelle, euros(amount.valeur), euros(whole.valeur));
            Diagnostic::new(Code::DontSuperieur, message).at(d.montant.span).with_help(HELP)
        })
        .collect()
}

/// Without a year, the sum must be the budget of one of the part's years.
fn somme(depenses: &Depenses, budget: &[BudgetLine]) -> Option<Diagnostic> {
    let amounts: Option<Vec<Chiffre>> = depenses.lignes.iter().map(|d| d.montant.as_ref()?.value.chiffre().ok()).collect();
    let sum = amounts?.into_iter().reduce(|a, b| a + b)?;
    let planned = |l: &&BudgetLine| !l.nature.is_execution() && l.nature != BudgetNature::Avance;
    let in_year = |l: &&BudgetLine| match &depenses.exercice {
        Some(exercice) => l.exercice.value == exercice.value,
        None => date::year(&l.exercice.value).is_some(),
    };
    let totals: Vec<(&BudgetLine, Chiffre)> =
        budget.iter().filter(planned).filter(in_year).filter_map(|l| Some((l, l.total().ok()?))).collect();
    // The year that fits best, the first one where none fits.
    let distance = |(_, t): &&(&BudgetLine, Chiffre)| match comparer(*t, &[sum]) {
        Comparaison::Exacte => 0,
        Comparaison::Arrondi(_) => 1,
        Comparaison::Ecart(_) => 2,
    };
    let (line, total) = totals.iter().min_by_key(distance)?;
    let what = format!("le {} {}", line.nature.label(), line.exercice.value);
    let finding = compare(Code::DepensesEcart, *total, sum, &what, "la somme des dépenses")?.at(depenses.span);
    Some(finding.with_label(line.total.as_ref().map_or(line.span, |t| t.span), "le budget"))
}

/// What is proposed fits in what is authorised and not yet committed.
pub fn imputations(c: &Contexte<'_>, ix: PartIx, part: &Part, diags: &mut Diags) {
    let document = c.site.document(part);
    if document.racine != ix {
        return;
    }
    for imputation in document.info.deliberations.iter().flat_map(|d| &d.imputations) {
        settle(autorisation(imputation).into_iter().collect(), imputation.ecart.as_ref(), diags);
    }
}

fn autorisation(i: &Imputation) -> Option<Diagnostic> {
    let known = |a: &Option<crate::diagnostics::Spanned<crate::text::amount::Lecture>>| a.as_ref()?.value.chiffre().ok();
    let (authorised, proposed) = (known(&i.autorise)?, known(&i.propose)?);
    let committed = known(&i.contracte).map_or(rust_decimal::Decimal::ZERO, |c| c.valeur);
    let over = proposed.valeur + committed - authorised.valeur;
    if over <= rust_decimal::Decimal::ZERO {
        return None;
    }
    let message = format!(
        "l’engagement proposé ({}) dépasse de {} ce que l’autorisation laisse ({})",
        euros(proposed.valeur),
        euros(over),
        euros(authorised.valeur - committed)
    );
    Some(Diagnostic::new(Code::ImputationDepassee, message).at(i.propose.as_ref().map_or(i.span, |p| p.span)).with_help(HELP))
}
