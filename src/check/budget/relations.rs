//! Lines against the lines they detail, repeat, or sum over years.

use std::collections::{BTreeMap, BTreeSet};

use crate::compte::{LigneRef, Role};
use crate::diagnostics::{Code, Diagnostic, Span};
use crate::model::budget::{BudgetLine, BudgetNature};
use crate::model::{Part, PartIx, Site};
use crate::text::date;
use crate::text::somme::Chiffre;

use super::super::Contexte;
use super::{Diags, Findings, compare, nom};

/// Everything found between lines, told at the line that prints the sum.
pub fn all(c: &Contexte<'_>) -> Findings {
    let mut found = details(c);
    for e in &c.comptes.ecritures {
        let line = e.ligne.line(c.site);
        let findings = match e.role {
            _ if !c.intact(e.ligne.part) => continue,
            Role::Comptee => continue,
            Role::Recapitulative(scope) => recapitulatif(c, line, scope),
            Role::Periodique => periode(c, e.ligne.part, line),
        };
        found.entry(e.ligne).or_default().extend(findings);
    }
    found
}

/// Lines that are counted in a part add up to its own lines, by exercice and nature; told at the first of these.
fn details(c: &Contexte<'_>) -> Findings {
    type Key<'a> = (PartIx, &'a str, BudgetNature);
    let mut groups: BTreeMap<Key<'_>, Vec<&BudgetLine>> = BTreeMap::new();
    for e in c.comptes.ecritures.iter().filter(|e| e.role == Role::Comptee) {
        if let Some(tout) = e.touts.first() {
            let line = e.ligne.line(c.site);
            groups.entry((*tout, &line.exercice.value, line.nature)).or_default().push(line);
        }
    }
    let mut found = Findings::new();
    for ((tout, exercice, nature), detail) in groups {
        let own = c.comptes.of(tout).iter().filter(|e| e.role == Role::Comptee).map(|e| e.ligne);
        let same = |l: &LigneRef| l.line(c.site).exercice.value == exercice && l.line(c.site).nature == nature;
        let own: Vec<LigneRef> = own.filter(same).collect();
        let Some(first) = own.first().filter(|_| c.intact(tout)) else { continue };
        let lines: Vec<&BudgetLine> = own.iter().map(|l| l.line(c.site)).collect();
        let what = format!("le {} {}", nature.label(), exercice);
        let findings = versus(c.site, Code::DetailEcart, &lines, &detail, &what, "la somme de son détail");
        found.entry(*first).or_default().extend(findings);
    }
    found
}

/// A printed recapitulation against the lines of the scope that it names.
fn recapitulatif(c: &Contexte<'_>, line: &BudgetLine, scope: PartIx) -> Vec<Diagnostic> {
    let one = c.comptes.total(scope, &line.exercice.value, line.nature);
    let totals: Vec<_> = match (one, date::years(&line.exercice.value)) {
        (Some(total), _) => vec![total],
        (None, Some((first, last))) => {
            (first..=last).filter_map(|year| c.comptes.total(scope, &year.to_string(), line.nature)).collect()
        }
        (None, None) => Vec::new(),
    };
    let id = &c.site.part(scope).id;
    let what = format!("le récapitulatif {} {}", line.nature.label(), line.exercice.value);
    let Some(_) = totals.first() else {
        let message = format!("{what} n’a rien à récapituler dans « {id} »");
        let help = "vérifiez l’exercice et la nature, ou retirez « recapitule »";
        return vec![Diagnostic::new(Code::RecapitulatifEcart, message).at(line.span).with_help(help)];
    };
    let lines: Vec<&BudgetLine> = totals.iter().flat_map(|t| &t.lignes).map(|l| l.line(c.site)).collect();
    versus(c.site, Code::RecapitulatifEcart, &[line], &lines, &what, &format!("ce que donne « {id} »"))
}

/// The total of a period against its years, when the part has them all.
fn periode(c: &Contexte<'_>, part: PartIx, line: &BudgetLine) -> Vec<Diagnostic> {
    let Some((first, last)) = date::years(&line.exercice.value) else { return Vec::new() };
    let years: Vec<(u16, &BudgetLine)> = c
        .site
        .part(part)
        .content
        .budget
        .iter()
        .filter(|l| l.nature == line.nature && l.recapitule.is_none())
        .filter_map(|l| Some((date::year(&l.exercice.value)?, l)))
        .filter(|(year, _)| (first..=last).contains(year))
        .collect();
    let present: BTreeSet<u16> = years.iter().map(|(year, _)| *year).collect();
    if present.len() <= usize::from(last - first) {
        return Vec::new();
    }
    let lines: Vec<&BudgetLine> = years.into_iter().map(|(_, l)| l).collect();
    let what = format!("le total {}", line.exercice.value);
    versus(c.site, Code::PeriodeEcart, &[line], &lines, &what, "la somme de ses années")
}

/// The totals, then the shares that both sides know, of printed lines against the lines that they sum.
fn versus(site: &Site, code: Code, printed: &[&BudgetLine], summed: &[&BudgetLine], what: &str, of: &str) -> Vec<Diagnostic> {
    let Some(first) = printed.first() else { return Vec::new() };
    let totals = |lines: &[&BudgetLine]| sum(lines.iter().map(|l| l.total().map_err(Some)));
    let mut found = Vec::new();
    if let (Some(whole), Some(parts)) = (totals(printed), totals(summed)) {
        let span = first.total.as_ref().map_or(first.span, |t| t.span);
        let finding = compare(code, whole, parts, &what, of).map(|d| d.at(span));
        found.extend(finding.map(|d| labelled(d, summed, |l| l.total.as_ref().map_or(l.span, |t| t.span))));
    }
    for (key, share) in &first.parts {
        let funder = key.value.as_str();
        let shares = |lines: &[&BudgetLine]| {
            sum(lines.iter().map(|l| match l.share(funder) {
                Some(share) => share.value.chiffre().map_err(Some),
                // A line with a total and no shares may hide some of this funder's money.
                None if l.parts.is_empty() => Err(None),
                None => Err(Some(crate::text::amount::Statut::SansObjet)),
            }))
        };
        if let (Some(whole), Some(parts)) = (shares(printed), shares(summed)) {
            let what = format!("{what}, part « {} »", nom(site, funder));
            let finding = compare(code, whole, parts, &what, of).map(|d| d.at(share.span));
            found.extend(finding.map(|d| labelled(d, summed, |l| l.share(funder).map_or(l.span, |s| s.span))));
        }
    }
    found
}

/// A finding that shows the first of the figures it sums.
fn labelled(finding: Diagnostic, summed: &[&BudgetLine], place: impl Fn(&BudgetLine) -> Span) -> Diagnostic {
    summed.iter().take(MAX_LABELS).fold(finding, |d, l| d.with_label(place(l), "compté dans la somme"))
}

/// Most lines that a message shows.
const MAX_LABELS: usize = 6;

/// The sum of figures, when every one is known; « sans objet » adds nothing.
fn sum(figures: impl Iterator<Item = Result<Chiffre, Option<crate::text::amount::Statut>>>) -> Option<Chiffre> {
    let mut total: Option<Chiffre> = None;
    for figure in figures {
        match figure {
            Ok(figure) => total = Some(total.map_or(figure, |t| t + figure)),
            Err(Some(crate::text::amount::Statut::SansObjet)) => {}
            Err(_) => return None,
        }
    }
    total
}

/// A line can only be counted in a part that has a line of its kind; `recapitule` names a part.
pub fn touts(c: &Contexte<'_>, ix: PartIx, part: &Part, diags: &mut Diags) {
    for line in &part.content.budget {
        if let Some(target) = &line.recapitule
            && target.value != "tout"
            && c.site.lookup(ix, &target.value).is_none()
        {
            let message = format!("« recapitule: {} » ne désigne aucune partie", target.value);
            let help = "visez une partie du site, ou écrivez « tout » pour cette partie et celles qu’elle contient";
            diags.push(Diagnostic::new(Code::CompteDansInconnu, message).at(target.span).with_help(help));
        }
        let Some(target) = &line.compte_dans else { continue };
        let has_line = |p: PartIx| c.site.part(p).content.budget.iter().any(|l| l.same_kind(line) && l.recapitule.is_none());
        let message = match c.site.lookup(ix, &target.value) {
            None => format!("« compte_dans: {} » ne désigne aucune partie", target.value),
            Some(p) if !has_line(p) && c.intact(p) => {
                format!("« {} » n’a pas de ligne {} {}", c.site.part(p).id, line.nature.label(), line.exercice.value)
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
