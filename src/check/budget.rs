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

/// A printed total is the sum of its printed shares, and no « dont » is larger than it.
pub fn totaux(_: &Site, _: PartIx, part: &Part, diags: &mut Diags) {
    for line in &part.content.budget {
        let findings = total(line).into_iter().chain(donts(line)).collect();
        settle(findings, line.ecart.as_ref(), diags);
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

/// The lines that are counted in a part add up to its own lines, by exercice and nature.
///
/// Seen from the whole: each part looks for the lines below the document that name it.
pub fn details(site: &Site, ix: PartIx, part: &Part, diags: &mut Diags) {
    unknown_wholes(site, ix, part, diags);
    let document = site.document(part).racine;
    type Key<'a> = (&'a str, BudgetNature);
    let mut groups: BTreeMap<Key<'_>, Vec<&BudgetLine>> = BTreeMap::new();
    for (other, p) in site.subtree(document) {
        for line in &p.content.budget {
            let whole = line.compte_dans.as_ref().and_then(|c| site.lookup(other, &c.value));
            if whole == Some(ix) {
                groups.entry((&line.exercice.value, line.nature)).or_default().push(line);
            }
        }
    }
    for ((exercice, nature), details) in groups {
        let own: Vec<&BudgetLine> = part.content.budget.iter().filter(|l| l.exercice.value == exercice && l.nature == nature).collect();
        let (Some(whole), Some(first)) = (sum(&own), own.first()) else { continue };
        let Some(detail) = sum(&details) else { continue };
        let Comparaison::Ecart(difference) = comparer(whole, &[detail]) else { continue };
        let span = first.total.as_ref().map_or(first.span, |t| t.span);
        let mut diagnostic = Diagnostic::new(
            Code::DetailEcart,
            format!(
                "le {} {exercice} ({}) diffère de la somme de son détail ({}) de {}",
                nature.label(),
                euros(whole.valeur),
                euros(detail.valeur),
                euros(difference.abs())
            ),
        )
        .at(span)
        .with_help(HELP);
        for line in details {
            diagnostic = diagnostic.with_label(line.total.as_ref().map_or(line.span, |t| t.span), "compté dans le détail");
        }
        settle(vec![diagnostic], first.ecart.as_ref(), diags);
    }
}

/// A line can only be counted in a part that has a line of its kind.
fn unknown_wholes(site: &Site, ix: PartIx, part: &Part, diags: &mut Diags) {
    for line in &part.content.budget {
        let Some(target) = &line.compte_dans else { continue };
        let found = site.lookup(ix, &target.value);
        let has_line = |p: PartIx| site.part(p).content.budget.iter().any(|l| l.exercice.value == line.exercice.value && l.nature == line.nature);
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
