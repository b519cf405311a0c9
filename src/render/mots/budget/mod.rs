//! Budgets in words: the lines of a part as printed, what its children spend, who pays, what is missing, what is drawn.

mod dessins;
mod lignes;

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use crate::compte::{LigneRef, Manques, Role, Taux, Total};
use crate::model::budget::BudgetNature;
use crate::model::{PartIx, Site};
use crate::text::NBSP;
use crate::text::amount::{Lecture, Statut};
use crate::text::format::{capitalised, euros, percent};
use crate::text::typography::french;

use super::Commun;
use super::pieces::{Dit, Piece, Tableau};

pub use dessins::{par_document, par_enfant, par_financeur};
pub use lignes::{Renvoi, depenses, lignes, renvois};

/// A funder: its identifier and its name.
pub type Financeur = (String, String);

// ————— One figure

/// An amount as read: its value, or the words of the source where it is approximate, rounded or missing.
pub fn lecture(lecture: &Lecture) -> Dit {
    match lecture {
        Lecture::Connu(m) if m.approximation.is_none() && m.pas <= Decimal::ONE => Dit::connu(euros(m.valeur)),
        Lecture::Connu(m) => Dit::connu(french(&m.imprime)),
        Lecture::Absent(statut, _) => Dit::absent(statut.label()),
    }
}

/// A total; the reason where there is none; « partiel » where some amounts are missing.
pub fn montant(total: &Total) -> Dit {
    match total.total {
        Some(amount) => Dit { precision: partiel(total.manquants() > 0), ..Dit::connu(euros(amount)) },
        None => Dit::absent(raisons(Some(&total.manques))),
    }
}

/// A funder's share of a total.
pub fn part(total: &Total, id: &str) -> Dit {
    match (total.parts.get(id), total.parts_manquantes.get(id)) {
        (Some(amount), missing) => Dit { precision: partiel(missing.is_some()), ..Dit::connu(euros(*amount)) },
        (None, Some(missing)) => Dit::absent(raisons(Some(missing))),
        (None, None) => Dit::absent("aucune"),
    }
}

fn partiel(yes: bool) -> Option<String> {
    yes.then(|| "partiel".to_owned())
}

/// Of what was planned, the share that was done.
pub fn taux(total: Option<&Total>) -> Dit {
    let taux = total.and_then(|t| t.taux.as_ref());
    Dit::ou(taux.map(|t| Dit::connu(percent(t.valeur))), "sans objet")
}

/// Why figures are missing: « non communiqué, illisible ».
pub fn raisons(missing: Option<&Manques>) -> String {
    let reasons: Vec<&str> = missing.into_iter().flat_map(BTreeMap::keys).map(|s| s.label()).collect();
    if reasons.is_empty() { Statut::SansObjet.label().to_owned() } else { reasons.join(", ") }
}

// ————— The words of a total

/// `Prévisionnel 2022`.
pub fn tete(total: &Total) -> String {
    format!("{} {}", capitalised(total.nature.label()), total.exercice)
}

/// The total of a part of the same exercice and nature as another.
pub fn pareil<'s>(c: &Commun<'s>, ix: PartIx, like: &Total) -> Option<&'s Total> {
    c.summary.comptes.total(ix, &like.exercice, like.nature)
}

/// The totals of a part.
pub fn totaux<'s>(c: &Commun<'s>, ix: PartIx) -> &'s [Total] {
    c.summary.comptes.totaux.get(&ix).map_or(&[], Vec::as_slice)
}

/// Funders, in the order of the register.
pub fn financeurs(site: &Site, ids: impl Iterator<Item = String>) -> Vec<Financeur> {
    let ids: BTreeSet<String> = ids.collect();
    let register = site.registres.financeurs.entrees();
    register.iter().filter(|e| ids.contains(&e.id)).map(|e| (e.id.clone(), french(&e.nom).into_owned())).collect()
}

/// The heads of the columns of funders.
pub fn tetes_des_parts(funders: &[Financeur]) -> impl Iterator<Item = String> {
    funders.iter().map(|(_, name)| format!("Part {name}"))
}

/// How many amounts are missing, and why.
pub fn manques(total: &Total) -> Option<String> {
    let n = total.manquants();
    let verb = if n > 1 { "montants manquent" } else { "montant manque" };
    let reasons: Vec<String> = total
        .manques
        .iter()
        .map(|(statut, k)| if *k == n { statut.label().to_owned() } else { format!("{k}{NBSP}{}", statut.label()) })
        .collect();
    (n > 0).then(|| format!("{n}{NBSP}{verb} dans la source ({}){NBSP}: le total est partiel.", reasons.join(", ")))
}

/// What a rate is a share of; said with its amount where it is not the prévisionnel alone.
pub fn taux_de(taux: &Taux) -> String {
    match taux.avenants {
        false => "du prévisionnel".to_owned(),
        true => format!("de {}, prévisionnel et avenants", euros(taux.prevu)),
    }
}

/// What a total holds of each programme of the State.
pub fn programmes(total: &Total) -> impl Iterator<Item = (String, String)> {
    total.programmes.iter().map(|(p, amount)| (format!("Programme{NBSP}{p}"), euros(*amount)))
}

/// How many lines the rate leaves out.
pub fn sans_prevision(total: &Total) -> Option<String> {
    match total.taux.as_ref()?.sans_prevision {
        0 => None,
        1 => Some("Une ligne sans prévision n’entre pas dans ce taux.".to_owned()),
        n => Some(format!("{n}{NBSP}lignes sans prévision n’entrent pas dans ce taux.")),
    }
}

/// How the printed shares miss the printed totals of the lines that have both.
pub fn ecart_des_parts(site: &Site, total: &Total) -> Option<String> {
    let gap = |l: &LigneRef| -> Option<Decimal> {
        let line = l.line(site);
        let printed = line.total.as_ref()?.value.connu()?.valeur;
        let shares: Option<Decimal> = line.parts.iter().map(|(_, share)| share.value.connu().map(|m| m.valeur)).sum();
        (!line.parts.is_empty()).then_some(printed - shares?)
    };
    let gap: Decimal = total.lignes.iter().filter_map(gap).sum();
    let less = if gap.is_sign_positive() { "moins" } else { "plus" };
    let known = total.lignes.iter().any(|l| l.line(site).ecart.is_some());
    (known && !gap.is_zero()).then(|| format!("Telles qu’imprimées, les parts font {} de {less} que le total.", euros(gap.abs())))
}

/// « 17 505 016 € prévus en 2022 »: what was planned and what was done, in few words.
pub fn en_deux_mots(c: &Commun<'_>, ix: PartIx) -> Vec<String> {
    let totals = totaux(c, ix);
    // As in the charts: what was done under an avenant was planned by it.
    let avenants = |total: &Total| {
        let rates = totals.iter().filter(|t| t.exercice == total.exercice).filter_map(|t| t.taux.as_ref());
        rates.filter(|t| t.avenants && total.nature == BudgetNature::Previsionnel).map(|t| t.prevu).next()
    };
    let words = |total: &Total| {
        let verb = match total.nature {
            BudgetNature::Previsionnel => "prévus",
            BudgetNature::Realise => "réalisés",
            BudgetNature::Engage => "engagés",
            _ => return None,
        };
        let partial = if total.manquants() > 0 { " (partiel)" } else { "" };
        let (amount, with) = avenants(total).map_or((total.total?, ""), |whole| (whole, ", avenant compris"));
        Some(format!("{} {verb} en {}{with}{partial}", euros(amount), total.exercice))
    };
    totals.iter().filter_map(words).collect()
}

// ————— The totals in tables

/// Who pays what: one row per exercice and nature, one column per funder.
pub fn financement<'a>(c: &Commun<'a>, ix: PartIx) -> Tableau<'a> {
    let totals = totaux(c, ix);
    let funders = financeurs(c.site, totals.iter().flat_map(Total::financeurs));
    let rates = totals.iter().any(|t| t.taux.is_some());
    let mut tableau = Tableau::nouveau(format!("Qui finance, par exercice, {}", c.short(ix)), "Exercice et nature");
    tableau.chiffres(tetes_des_parts(&funders));
    tableau.chiffres(["Total"]);
    if rates {
        tableau.chiffres(["Taux d’exécution"]);
    }
    for total in totals {
        let shares = funders.iter().map(|(id, _)| part(total, id));
        let rate = rates.then(|| taux(Some(total)));
        tableau.ligne(vec![Piece::Mots(tete(total))], shares.chain([montant(total)]).chain(rate));
    }
    tableau
}

/// One row per child with a budget, one column per exercice and nature, and the total.
pub fn enfants<'a>(c: &Commun<'a>, ix: PartIx) -> Option<Tableau<'a>> {
    // The details of a fiche are its own budget told again: their table would count it twice.
    let own = c.summary.comptes.of(ix).iter().any(|e| e.role == Role::Comptee);
    let totals = totaux(c, ix);
    if own || totals.is_empty() {
        return None;
    }
    let mut tableau = Tableau::nouveau(format!("Budget de chaque partie, {}", c.short(ix)), "Partie");
    for total in totals {
        tableau.chiffres([tete(total)]);
        tableau.chiffres(total.taux.as_ref().map(|_| format!("Taux d’exécution {}", total.exercice)));
    }
    for child in avec_budget(c, ix) {
        let mut entete = vec![Piece::Lien(child, None)];
        entete.extend(deja_compte(c, totals, child).map(Piece::Incise));
        tableau.ligne(entete, rangee(totals, |t| pareil(c, child, t)));
    }
    if tableau.lignes.is_empty() {
        return None;
    }
    tableau.ligne(vec![Piece::Mots("Total".to_owned())], rangee(totals, Some)).total = true;
    Some(tableau)
}

/// The children of a part that have a budget.
pub fn avec_budget(c: &Commun<'_>, ix: PartIx) -> impl Iterator<Item = PartIx> {
    c.site.part(ix).children.iter().copied().filter(|p| c.summary.comptes.totaux.contains_key(p))
}

/// The documents that print no budget.
pub fn sans_budget<'c>(c: &'c Commun<'_>) -> impl Iterator<Item = PartIx> + 'c {
    c.site.documents.iter().map(|d| d.racine).filter(|ix| totaux(c, *ix).is_empty())
}

/// Whether some lines of a child are counted in another: then the rows do not add up to the total.
pub fn deja_compte(c: &Commun<'_>, totals: &[Total], child: PartIx) -> Option<String> {
    let elsewhere =
        |t: &&Total| pareil(c, child, t).is_some_and(|own| own.lignes.iter().any(|l| t.lignes.binary_search(l).is_err()));
    let years: BTreeSet<&str> = totals.iter().filter(elsewhere).map(|t| t.exercice.as_str()).collect();
    let years: Vec<&str> = years.into_iter().collect();
    (!years.is_empty()).then(|| format!("{}, déjà compté ailleurs", years.join(", ")))
}

fn rangee<'s>(columns: &'s [Total], find: impl Fn(&'s Total) -> Option<&'s Total>) -> Vec<Dit> {
    let mut out = Vec::new();
    for column in columns {
        let own = find(column);
        out.push(Dit::ou(own.map(montant), "aucun"));
        out.extend(column.taux.as_ref().map(|_| taux(own)));
    }
    out
}
