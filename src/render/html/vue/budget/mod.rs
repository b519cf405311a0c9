//! Budgets: the lines of a part as printed, what its children spend, and how each total comes about.

mod graphiques;
mod lignes;
mod pages;
mod totaux;

use std::collections::BTreeSet;

use serde::Serialize;

use crate::compte::{Role, Total};
use crate::model::PartIx;
use crate::render::html::contexte::{Contexte, Lien, Page};
use crate::render::html::escape::escape;
use crate::text::NBSP;
use crate::text::format::{euros, percent};
use crate::text::typography::french;

use super::figures::GraphiqueVue;
use super::part::capitalised;
use super::tableau::{Case, Colonne, Ligne, Tableau};

pub use pages::{document, site};
use totaux::TotalVue;

/// The budget section of a part.
#[derive(Debug, Serialize)]
pub struct BudgetVue {
    /// The lines of the part itself.
    lignes: Option<Tableau>,
    /// Lines counted elsewhere, explained.
    avertissements: Vec<String>,
    /// What the money is spent on.
    depenses: Option<Tableau>,
    depenses_sans_montant: Vec<String>,
    /// What the children spend.
    enfants: Option<Tableau>,
    graphiques: Vec<GraphiqueVue>,
    totaux: Vec<TotalVue>,
}

/// The budget section of a part, if it has one.
pub fn part(c: &Contexte<'_>, page: &Page, ix: PartIx) -> Option<BudgetVue> {
    let part = c.site.part(ix);
    let totals = c.summary.comptes.totaux.get(&ix);
    let (depenses, depenses_sans_montant) = lignes::depenses(c, page, ix);
    if totals.is_none() && part.content.depenses.is_none() {
        return None;
    }
    let totals = totals.map_or(&[][..], Vec::as_slice);
    Some(BudgetVue {
        lignes: (!part.content.budget.is_empty()).then(|| lignes::tableau(c, page, ix)),
        avertissements: avertissements(c, page, ix),
        depenses,
        depenses_sans_montant,
        enfants: enfants(c, page, ix),
        graphiques: graphiques::par_financeur(c, ix).into_iter().chain(graphiques::par_enfant(c, ix)).collect(),
        totaux: totals.iter().filter(|t| t.lignes.len() > 1).map(|t| totaux::vue(c, page, ix, t)).collect(),
    })
}

/// Which lines are counted elsewhere: one sentence for each place.
fn avertissements(c: &Contexte<'_>, page: &Page, ix: PartIx) -> Vec<String> {
    let own = c.summary.comptes.of(ix);
    let mut places: Vec<(PartIx, BTreeSet<&str>)> = Vec::new();
    for e in own.iter().filter(|e| e.role == Role::Comptee) {
        let Some(tout) = e.touts.first() else { continue };
        let exercice = e.ligne.line(c.site).exercice.value.as_str();
        match places.iter_mut().find(|(p, _)| p == tout) {
            Some((_, years)) => {
                years.insert(exercice);
            }
            None => places.push((*tout, BTreeSet::from([exercice]))),
        }
    }
    let everywhere = own.iter().all(|e| !e.touts.is_empty() || e.role != Role::Comptee);
    let sentence = |(tout, years): (PartIx, BTreeSet<&str>)| {
        let lien = c.lien(page, tout);
        let which = if everywhere && !years.is_empty() {
            "Ces montants".to_owned()
        } else {
            format!("Les montants de {}", escape(&years.into_iter().collect::<Vec<_>>().join(", ")))
        };
        format!(
            "{which} sont déjà comptés dans <a href=\"{}\">{}</a>{NBSP}: ils ne s’ajoutent pas aux totaux.",
            escape(&lien.href),
            escape(&lien.texte)
        )
    };
    places.into_iter().map(sentence).collect()
}

/// Identifiers and names of funders, in the order of the register.
fn financeurs(ids: impl Iterator<Item = String>, c: &Contexte<'_>) -> Vec<(String, String)> {
    let ids: BTreeSet<String> = ids.collect();
    let register = c.site.registres.financeurs.entrees();
    register.iter().filter(|e| ids.contains(&e.id)).map(|e| (e.id.clone(), french(&e.nom).into_owned())).collect()
}

/// `Prévisionnel 2022`.
fn tete(total: &Total) -> String {
    format!("{} {}", capitalised(total.nature.label()), total.exercice)
}

/// What stands where a figure does not.
fn absent(words: &str) -> String {
    format!("<span class=\"absent\">{words}</span>")
}

/// A total in a cell, with the word that says it is partial.
fn montant(total: &Total) -> String {
    if total.total.is_some() && total.manquants() > 0 {
        format!("{} <small>partiel</small>", totaux::connu(total))
    } else {
        totaux::connu(total)
    }
}

/// The total of a part of the same exercice and nature as another.
fn pareil<'c>(c: &'c Contexte<'_>, ix: PartIx, like: &Total) -> Option<&'c Total> {
    c.summary.comptes.total(ix, &like.exercice, like.nature)
}

/// `<a href="…">Fiche n° 7 : Titre</a>`.
fn ancre(lien: &Lien) -> String {
    format!("<a href=\"{}\">{}</a>", escape(&lien.href), escape(&lien.texte))
}

/// One row per child with a budget, one column per exercice and nature, and the total.
fn enfants(c: &Contexte<'_>, page: &Page, ix: PartIx) -> Option<Tableau> {
    let part = c.site.part(ix);
    // The details of a fiche are its own budget told again: their table would count it twice.
    let own = c.summary.comptes.of(ix).iter().any(|e| e.role == Role::Comptee);
    let totals = c.summary.comptes.totaux.get(&ix).filter(|t| !own && !t.is_empty())?;
    let with_budget: Vec<PartIx> = part.children.iter().copied().filter(|p| c.summary.comptes.totaux.contains_key(p)).collect();
    if with_budget.is_empty() {
        return None;
    }
    let mut tableau = Tableau { legende: format!("Budget de chaque partie, {}", c.short(ix)), ..Tableau::default() };
    tableau.colonnes.push(Colonne::mots("Partie"));
    for total in totals {
        tableau.colonnes.push(Colonne::chiffres(tete(total)));
        if total.taux.is_some() {
            tableau.colonnes.push(Colonne::chiffres(format!("Taux d’exécution {}", total.exercice)));
        }
    }
    for child in with_budget {
        let mut entete = ancre(&c.lien(page, child));
        if let Some(words) = deja_compte(c, totals, child) {
            entete.push_str(&words);
        }
        let cellules = rangee(totals, |t| pareil(c, child, t));
        tableau.lignes.push(Ligne { entete, cellules, ..Ligne::default() });
    }
    tableau.lignes.push(Ligne { entete: "Total".to_owned(), cellules: rangee(totals, Some), total: true, ..Ligne::default() });
    Some(tableau)
}

/// Whether some lines of a child are counted in another: then the rows do not add up to the total.
fn deja_compte(c: &Contexte<'_>, totals: &[Total], child: PartIx) -> Option<String> {
    let elsewhere =
        |t: &&Total| pareil(c, child, t).is_some_and(|own| own.lignes.iter().any(|l| t.lignes.binary_search(l).is_err()));
    let years: BTreeSet<&str> = totals.iter().filter(elsewhere).map(|t| t.exercice.as_str()).collect();
    let years: Vec<&str> = years.into_iter().collect();
    (!years.is_empty()).then(|| format!(" <small>({}, déjà compté ailleurs)</small>", escape(&years.join(", "))))
}

fn rangee<'s>(columns: &'s [Total], find: impl Fn(&'s Total) -> Option<&'s Total>) -> Vec<Case> {
    let mut out = Vec::new();
    for column in columns {
        let own = find(column);
        out.push(Case::chiffre(own.map_or_else(|| absent("aucun"), montant)));
        if column.taux.is_some() {
            let taux = own.and_then(|o| o.taux.as_ref());
            out.push(Case::chiffre(taux.map_or_else(|| absent("sans objet"), |t| percent(t.valeur))));
        }
    }
    out
}

/// « 17 505 016 € prévus en 2022 » for cards: what was planned and what was done, in few words.
pub fn en_deux_mots(c: &Contexte<'_>, ix: PartIx) -> Vec<String> {
    use crate::model::budget::BudgetNature;
    let totals = c.summary.comptes.totaux.get(&ix).map_or(&[][..], Vec::as_slice);
    let words = |total: &Total| {
        let verb = match total.nature {
            BudgetNature::Previsionnel => "prévus",
            BudgetNature::Realise => "réalisés",
            BudgetNature::Engage => "engagés",
            _ => return None,
        };
        let partial = if total.manquants() > 0 { " (partiel)" } else { "" };
        Some(format!("{} {verb} en {}{partial}", euros(total.total?), total.exercice))
    };
    totals.iter().filter_map(words).collect()
}
