//! Budgets: funders known, totals equal to their parts, details equal to their whole.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::diagnostics::{Code, Diagnostic, Spanned};
use crate::model::budget::{BudgetLine, BudgetNature};
use crate::model::{Part, PartIx, Site};
use crate::source::nearest;
use crate::text::amount::{Lecture, Montant};
use crate::text::format::euros;

use super::somme::{Chiffre, Comparaison, comparer};
use super::{Diags, settle};

/// Every share belongs to a funder of the register.
pub fn financeurs(site: &Site, _: PartIx, part: &Part, diags: &mut Diags) {
    let registre = &site.registres.financeurs;
    for (key, _) in part.content.budget.iter().flat_map(|l| &l.parts) {
        if registre.entrees().iter().any(|e| e.id == key.value) {
            continue;
        }
        let help = match nearest(&key.value, registre.entrees().iter().map(|e| e.id.as_str())) {
            Some(near) => format!("vouliez-vous dire « {near} » ? Sinon ajoutez-le à content/referentiels/financeurs.yaml"),
            None => "ajoutez-le à content/referentiels/financeurs.yaml".to_owned(),
        };
        let message = format!("le financeur « {} » n’est pas au référentiel", key.value);
        diags.push(Diagnostic::new(Code::FinanceurInconnu, message).at(key.span).with_help(help));
    }
}

/// Every line of a document agrees with itself and with the lines that detail it.
///
/// Looked at once per document, and settled once per line: an `ecart` answers for all that is found about its line.
pub fn lignes(site: &Site, ix: PartIx, part: &Part, diags: &mut Diags) {
    if part.parent.is_some() {
        return;
    }
    let mut details = details(site, ix);
    for (other, p) in site.subtree(ix) {
        for (i, line) in p.content.budget.iter().enumerate() {
            let found = details.remove(&(other, i));
            settle(total(line).into_iter().chain(donts(line)).chain(found).collect(), line.ecart.as_ref(), diags);
        }
    }
}

fn total(line: &BudgetLine) -> Option<Diagnostic> {
    let total = line.total.as_ref()?;
    let printed = total.value.connu()?;
    let shares: Vec<(&Spanned<Lecture>, &Montant)> = line.parts.iter().filter_map(|(_, s)| Some((s, s.value.connu()?))).collect();
    // With a share missing, nothing can be said.
    if shares.is_empty() || shares.len() < line.parts.len() {
        return None;
    }
    let chiffres: Vec<Chiffre> = shares.iter().map(|(_, m)| chiffre(m)).collect();
    let somme: Decimal = shares.iter().map(|(_, m)| m.valeur).sum();
    let (code, difference, why) = match comparer(chiffre(printed), &chiffres) {
        Comparaison::Exacte => return None,
        Comparaison::Arrondi(d) => (Code::TotalArrondi, d, "par l’arrondi"),
        Comparaison::Ecart(d) => (Code::TotalEcart, d, "au-delà de l’arrondi"),
    };
    let message = format!(
        "le total ({}) diffère de la somme de ses parts ({}) de {}, {why}",
        euros(printed.valeur),
        euros(somme),
        euros(difference.abs())
    );
    let mut diagnostic = Diagnostic::new(code, message).at(total.span).labelled("total imprimé").with_help(HELP);
    for (share, _) in shares {
        diagnostic = diagnostic.with_label(share.span, "compté dans la somme");
    }
    Some(diagnostic)
}

const HELP: &str = "vérifiez la transcription ; si la source est ainsi, ajoutez « ecart » avec la raison";

fn donts(line: &BudgetLine) -> Vec<Diagnostic> {
    let Some(whole) = line.total.as_ref().and_then(|t| t.value.connu()) else { return Vec::new() };
    line.dont
        .iter()
        .filter_map(|(label, amount)| Some((label, amount.span, amount.value.connu()?)))
        .filter(|(_, _, m)| m.valeur > whole.valeur + whole.pas.max(m.pas))
        .map(|(label, span, m)| {
            let message = format!("« dont {label} » ({}) dépasse le total ({})", euros(m.valeur), euros(whole.valeur));
            Diagnostic::new(Code::DontSuperieur, message).at(span).with_help(HELP)
        })
        .collect()
}

fn chiffre(montant: &Montant) -> Chiffre {
    Chiffre { valeur: montant.valeur, pas: montant.pas }
}

/// Lines that are counted in a part add up to its own lines, by exercice and nature; a difference is told at the first of
/// these own lines.
fn details(site: &Site, document: PartIx) -> BTreeMap<(PartIx, usize), Diagnostic> {
    type Key<'a> = (PartIx, &'a str, BudgetNature);
    let mut groups: BTreeMap<Key<'_>, Vec<&BudgetLine>> = BTreeMap::new();
    for (other, p) in site.subtree(document) {
        for line in &p.content.budget {
            if let Some(whole) = line.compte_dans.as_ref().and_then(|c| site.lookup(other, &c.value)) {
                groups.entry((whole, &line.exercice.value, line.nature)).or_default().push(line);
            }
        }
    }
    let mut found = BTreeMap::new();
    for ((whole, exercice, nature), details) in groups {
        let lines = site.part(whole).content.budget.iter().enumerate();
        let own: Vec<(usize, &BudgetLine)> = lines.filter(|(_, l)| l.exercice.value == exercice && l.nature == nature).collect();
        let Some((first, _)) = own.first().copied() else { continue };
        let own: Vec<&BudgetLine> = own.into_iter().map(|(_, l)| l).collect();
        if let Some(finding) = detail(&own, &details) {
            found.insert((whole, first), finding);
        }
    }
    found
}

/// How the detail differs from its whole, if it does.
fn detail(own: &[&BudgetLine], details: &[&BudgetLine]) -> Option<Diagnostic> {
    let first = own.first()?;
    let (whole, detail) = (sum(own)?, sum(details)?);
    let Comparaison::Ecart(difference) = comparer(whole, &[detail]) else { return None };
    let message = format!(
        "le {} {} ({}) diffère de la somme de son détail ({}) de {}",
        first.nature.label(),
        first.exercice.value,
        euros(whole.valeur),
        euros(detail.valeur),
        euros(difference.abs())
    );
    let span = first.total.as_ref().map_or(first.span, |t| t.span);
    let mut diagnostic = Diagnostic::new(Code::DetailEcart, message).at(span).with_help(HELP);
    for line in details {
        diagnostic = diagnostic.with_label(line.total.as_ref().map_or(line.span, |t| t.span), "compté dans le détail");
    }
    Some(diagnostic)
}

/// A line can only be counted in a part that has a line of its kind.
pub fn touts(site: &Site, ix: PartIx, part: &Part, diags: &mut Diags) {
    for line in &part.content.budget {
        let Some(target) = &line.compte_dans else { continue };
        let found = site.lookup(ix, &target.value);
        let has_line = |p: PartIx| {
            site.part(p).content.budget.iter().any(|l| l.exercice.value == line.exercice.value && l.nature == line.nature)
        };
        let message = match found {
            None => format!("« compte_dans: {} » ne désigne aucune partie", target.value),
            Some(p) if !has_line(p) => {
                format!("« {} » n’a pas de ligne {} {}", site.part(p).id, line.nature.label(), line.exercice.value)
            }
            Some(_) => continue,
        };
        diags.push(
            Diagnostic::new(Code::CompteDansInconnu, message)
                .at(target.span)
                .with_help("visez la partie qui porte le montant global, ou retirez « compte_dans »"),
        );
    }
}

/// The sum of the totals, when every one is known.
fn sum(lines: &[&BudgetLine]) -> Option<Chiffre> {
    let totals: Option<Vec<&Montant>> = lines.iter().map(|l| l.total.as_ref()?.value.connu()).collect();
    let totals = totals.filter(|t| !t.is_empty())?;
    Some(Chiffre { valeur: totals.iter().map(|m| m.valeur).sum(), pas: totals.iter().map(|m| m.pas).sum() })
}
