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
use crate::text::number::Pas;
use crate::text::typography::french;

use super::Commun;
use super::pieces::{Dit, Piece, Tableau};

pub use dessins::{par_document, par_enfant, par_financeur};
pub use lignes::{Renvoi, depenses, lignes, renvois};

/// A funder: its identifier and its name.
pub type Financeur = (String, String);

// ————— One figure

/// An amount as read: its value, or the words of the source where it is approximate, rounded or missing.
pub fn lecture(c: &Commun<'_>, lecture: &Lecture) -> Dit {
    match lecture {
        Lecture::Connu(m) if !m.approximatif && m.pas <= Pas::UNITE => Dit::connu(euros(m.valeur)),
        Lecture::Connu(m) => Dit::connu(french(&m.imprime)),
        Lecture::Absent(statut, imprime) => Dit::absent(c.absence(*statut, imprime)),
    }
}

/// A total; the reason where there is none; « partiel » where some amounts are missing.
pub fn montant(c: &Commun<'_>, total: &Total) -> Dit {
    match total.total {
        Some(amount) => Dit { precision: partiel(c, total.manquants() > 0), ..Dit::connu(euros(amount)) },
        None => Dit::absent(raisons(c, Some(&total.manques))),
    }
}

/// A funder's share of a total.
pub fn part(c: &Commun<'_>, total: &Total, id: &str) -> Dit {
    match (total.parts.get(id), total.parts_manquantes.get(id)) {
        (Some(amount), missing) => Dit { precision: partiel(c, missing.is_some()), ..Dit::connu(euros(*amount)) },
        (None, Some(missing)) => Dit::absent(raisons(c, Some(missing))),
        (None, None) => Dit::absent(dit!(c, "aucune")),
    }
}

fn partiel(c: &Commun<'_>, yes: bool) -> Option<String> {
    yes.then(|| dit!(c, "partiel"))
}

/// Of what was planned, the share that was done.
pub fn taux(c: &Commun<'_>, total: Option<&Total>) -> Dit {
    let taux = total.and_then(|t| t.taux.as_ref());
    Dit::ou(taux.map(|t| Dit::connu(percent(t.valeur))), &dit!(c, "sans objet"))
}

/// Why figures are missing: « non communiqué, illisible ».
pub fn raisons(c: &Commun<'_>, missing: Option<&Manques>) -> String {
    let reasons: Vec<&str> = missing.into_iter().flat_map(BTreeMap::keys).map(|s| c.mots.dit(s.label())).collect();
    if reasons.is_empty() { c.mots.dit(Statut::SansObjet.label()).to_owned() } else { reasons.join(", ") }
}

// ————— The words of a total

/// `Prévisionnel 2022`.
pub fn tete(c: &Commun<'_>, total: &Total) -> String {
    format!("{} {}", capitalised(c.mots.dit(total.nature.label())), total.exercice)
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
pub fn tetes_des_parts(c: &Commun<'_>, funders: &[Financeur]) -> impl Iterator<Item = String> {
    funders.iter().map(|(_, nom)| dit!(c, "Part {nom}", nom = nom))
}

/// How many amounts are missing, and why.
pub fn manques(c: &Commun<'_>, total: &Total) -> Option<String> {
    let n = total.manquants();
    let reasons: Vec<String> = total
        .manques
        .iter()
        .map(
            |(statut, k)| {
                if *k == n { c.mots.dit(statut.label()).to_owned() } else { format!("{k}{NBSP}{}", c.mots.dit(statut.label())) }
            },
        )
        .collect();
    let raisons = reasons.join(", ");
    match n {
        0 => None,
        1 => Some(dit!(
            c,
            "{n}\u{A0}montant manque dans la source ({raisons})\u{A0}: le total est partiel.",
            n = n,
            raisons = raisons
        )),
        n => Some(dit!(
            c,
            "{n}\u{A0}montants manquent dans la source ({raisons})\u{A0}: le total est partiel.",
            n = n,
            raisons = raisons
        )),
    }
}

/// What a rate is a share of; said with its amount where it is not the prévisionnel alone.
pub fn taux_de(c: &Commun<'_>, taux: &Taux) -> String {
    match taux.avenants {
        false => dit!(c, "du prévisionnel"),
        true => dit!(c, "de {montant}, prévisionnel et avenants", montant = euros(taux.prevu)),
    }
}

/// What a total holds of each programme of the State.
pub fn programmes(c: &Commun<'_>, total: &Total) -> impl Iterator<Item = (String, String)> {
    total.programmes.iter().map(|(p, amount)| (dit!(c, "Programme\u{A0}{programme}", programme = p), euros(*amount)))
}

/// What a rate leaves out, and what lowers it without being told.
pub fn reserves_du_taux(c: &Commun<'_>, total: &Total) -> Option<String> {
    let taux = total.taux.as_ref()?;
    let sans_prevision = match taux.sans_prevision {
        0 => None,
        1 => Some(dit!(c, "Une ligne sans prévision n’entre pas dans ce taux.")),
        n => Some(dit!(c, "{n}\u{A0}lignes sans prévision n’entrent pas dans ce taux.", n = n)),
    };
    let sans_suite = match taux.sans_suite {
        0 => None,
        1 => Some(dit!(c, "Une ligne prévue n’a pas de suite dans la source\u{A0}: elle compte dans ce taux.")),
        n => {
            Some(dit!(c, "{n}\u{A0}lignes prévues n’ont pas de suite dans la source\u{A0}: elles comptent dans ce taux.", n = n))
        }
    };
    let dites: Vec<String> = [sans_prevision, sans_suite].into_iter().flatten().collect();
    (!dites.is_empty()).then(|| dites.join(" "))
}

/// How the printed shares miss the printed totals of the lines that have both.
pub fn ecart_des_parts(c: &Commun<'_>, total: &Total) -> Option<String> {
    let gap = |l: &LigneRef| -> Option<Decimal> {
        let line = l.line(c.site);
        let printed = line.total.as_ref()?.value.connu()?.valeur;
        let shares: Option<Decimal> = line.parts.iter().map(|(_, share)| share.value.connu().map(|m| m.valeur)).sum();
        (!line.parts.is_empty()).then_some(printed - shares?)
    };
    let gap: Decimal = total.lignes.iter().filter_map(gap).sum();
    let known = total.lignes.iter().any(|l| l.line(c.site).ecart.is_some());
    let ecart = euros(gap.abs());
    (known && !gap.is_zero()).then(|| match gap.is_sign_positive() {
        true => dit!(c, "Telles qu’imprimées, les parts font {ecart} de moins que le total.", ecart = ecart),
        false => dit!(c, "Telles qu’imprimées, les parts font {ecart} de plus que le total.", ecart = ecart),
    })
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
        let (montant, compris) = avenants(total).map_or((total.total?, false), |whole| (whole, true));
        let (montant, annee) = (euros(montant), &total.exercice);
        let mut dit = match total.nature {
            BudgetNature::Previsionnel => dit!(c, "{montant} prévus en {annee}", montant = montant, annee = annee),
            BudgetNature::Realise => dit!(c, "{montant} réalisés en {annee}", montant = montant, annee = annee),
            BudgetNature::Engage => dit!(c, "{montant} engagés en {annee}", montant = montant, annee = annee),
            _ => return None,
        };
        if compris {
            dit.push_str(&dit!(c, ", avenant compris"));
        }
        if total.manquants() > 0 {
            dit.push_str(&dit!(c, " (partiel)"));
        }
        Some(dit)
    };
    totals.iter().filter_map(words).collect()
}

// ————— The totals in tables

/// Who pays what: one row per exercice and nature, one column per funder.
pub fn financement<'a>(c: &Commun<'a>, ix: PartIx) -> Tableau<'a> {
    let totals = totaux(c, ix);
    let funders = financeurs(c.site, totals.iter().flat_map(Total::financeurs));
    let rates = totals.iter().any(|t| t.taux.is_some());
    let mut tableau =
        Tableau::nouveau(dit!(c, "Qui finance, par exercice, {partie}", partie = c.short(ix)), dit!(c, "Exercice et nature"));
    tableau.chiffres(tetes_des_parts(c, &funders));
    tableau.chiffres([dit!(c, "Total")]);
    if rates {
        tableau.chiffres([dit!(c, "Taux d’exécution")]);
    }
    for total in totals {
        let shares = funders.iter().map(|(id, _)| part(c, total, id));
        let rate = rates.then(|| taux(c, Some(total)));
        tableau.ligne(vec![Piece::Mots(tete(c, total))], shares.chain([montant(c, total)]).chain(rate));
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
    let mut tableau = Tableau::nouveau(dit!(c, "Budget de chaque partie, {partie}", partie = c.short(ix)), dit!(c, "Partie"));
    for total in totals {
        tableau.chiffres([tete(c, total)]);
        tableau.chiffres(total.taux.as_ref().map(|_| dit!(c, "Taux d’exécution {annee}", annee = total.exercice)));
    }
    for child in avec_budget(c, ix) {
        let mut entete = vec![Piece::Lien(child, None)];
        entete.extend(deja_compte(c, totals, child).map(Piece::Incise));
        tableau.ligne(entete, rangee(c, totals, |t| pareil(c, child, t)));
    }
    if tableau.lignes.is_empty() {
        return None;
    }
    tableau.ligne(vec![Piece::Mots(dit!(c, "Total"))], rangee(c, totals, Some)).total = true;
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
    (!years.is_empty()).then(|| dit!(c, "{annees}, déjà compté ailleurs", annees = years.join(", ")))
}

fn rangee<'s>(c: &Commun<'_>, columns: &'s [Total], find: impl Fn(&'s Total) -> Option<&'s Total>) -> Vec<Dit> {
    let mut out = Vec::new();
    for column in columns {
        let own = find(column);
        out.push(Dit::ou(own.map(|t| montant(c, t)), &dit!(c, "aucun")));
        out.extend(column.taux.as_ref().map(|_| taux(c, own)));
    }
    out
}
