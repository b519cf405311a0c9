//! A computed total for readers: its shares, its rate, what it lacks, and the lines it sums.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::compte::{LigneRef, Manques, Total};
use crate::model::PartIx;
use crate::model::budget::BudgetLine;
use crate::render::html::contexte::{Contexte, Page};
use crate::render::html::escape::escape;
use crate::text::NBSP;
use crate::text::amount::Statut;
use crate::text::format::{euros, percent};
use crate::text::typography::french;

use super::super::part::source_courte;
use super::super::tableau::{Case, Colonne, Ligne, Tableau};
use super::{absent, ancre, financeurs, tete};

/// A computed total with its derivation.
#[derive(Debug, Serialize)]
pub struct TotalVue {
    titre: String,
    montant: String,
    /// « 1 montant manque (non communiqué) : le total est partiel. »
    partiel: Option<String>,
    taux: Option<String>,
    /// « d’exécution », or « d’engagement ».
    taux_nom: &'static str,
    /// « 2 lignes sans prévision n’entrent pas dans le taux. »
    taux_note: Option<String>,
    /// The rate as the length of a bar out of 125, cut there.
    jauge: Option<String>,
    /// The address of the page of known écarts.
    ecarts: String,
    /// « Les parts font 7 490 € de moins que le total », where the source contradicts itself.
    ecart: Option<String>,
    parts: Vec<(String, String)>,
    programmes: Vec<(String, String)>,
    calcul: Tableau,
}

/// A funder's share of a total in a cell.
pub fn part(total: &Total, id: &str) -> String {
    match (total.parts.get(id), total.parts_manquantes.get(id)) {
        (Some(amount), Some(_)) => format!("{} <small>partiel</small>", euros(*amount)),
        (Some(amount), None) => euros(*amount),
        (None, Some(missing)) => absent(&raisons(Some(missing))),
        (None, None) => absent("aucune"),
    }
}

/// Why figures are missing: « non communiqué, illisible ».
pub fn raisons(missing: Option<&Manques>) -> String {
    let reasons: Vec<&str> = missing.into_iter().flat_map(BTreeMap::keys).map(|s| s.label()).collect();
    if reasons.is_empty() { Statut::SansObjet.label().to_owned() } else { reasons.join(", ") }
}

/// A total for readers; the reason where there is none.
pub fn connu(total: &Total) -> String {
    match total.total {
        Some(amount) => euros(amount),
        None => absent(&raisons(Some(&total.manques))),
    }
}

/// The view of the total of a part.
pub fn vue(c: &Contexte<'_>, page: &Page, ix: PartIx, total: &Total) -> TotalVue {
    let funders = financeurs(total.financeurs(), c);
    let engaged = total.nature == crate::model::budget::BudgetNature::Engage;
    let share = |id: &str| {
        let missing = total.parts_manquantes.get(id);
        match total.parts.get(id) {
            Some(amount) => format!("{}{}", euros(*amount), if missing.is_some() { " (partiel)" } else { "" }),
            None => raisons(missing),
        }
    };
    TotalVue {
        titre: tete(total),
        montant: total.total.map_or_else(|| connu(total), euros),
        partiel: (total.manquants() > 0).then(|| manques(total)),
        taux: total.taux.as_ref().map(|t| percent(t.valeur)),
        taux_nom: if engaged { "d’engagement" } else { "d’exécution" },
        taux_note: total.taux.as_ref().filter(|t| t.sans_prevision > 0).map(|t| sans_prevision(t.sans_prevision)),
        jauge: total.taux.as_ref().map(|t| t.valeur.min(Decimal::from(125)).max(Decimal::ZERO).normalize().to_string()),
        ecarts: c.href(page, "/ecarts/"),
        ecart: ecart_des_parts(c, total),
        parts: funders.into_iter().map(|(id, name)| (name, share(&id))).collect(),
        programmes: total.programmes.iter().map(|(p, amount)| (format!("Programme{NBSP}{p}"), euros(*amount))).collect(),
        calcul: calcul(c, page, ix, total),
    }
}

/// How many amounts are missing, and why.
fn manques(total: &Total) -> String {
    let n = total.manquants();
    let verb = if n > 1 { "montants manquent" } else { "montant manque" };
    let reasons: Vec<String> = total
        .manques
        .iter()
        .map(|(statut, k)| if *k == n { statut.label().to_owned() } else { format!("{k}{NBSP}{}", statut.label()) })
        .collect();
    format!("{n}{NBSP}{verb} dans la source ({}){NBSP}: le total est partiel.", reasons.join(", "))
}

fn sans_prevision(n: usize) -> String {
    if n > 1 {
        format!("{n}{NBSP}lignes sans prévision n’entrent pas dans ce taux.")
    } else {
        "Une ligne sans prévision n’entre pas dans ce taux.".to_owned()
    }
}

/// How the printed shares miss the printed totals of the lines that have both.
fn ecart_des_parts(c: &Contexte<'_>, total: &Total) -> Option<String> {
    let gap = |l: &LigneRef| -> Option<Decimal> {
        let line = l.line(c.site);
        let printed = line.total.as_ref()?.value.connu()?.valeur;
        let shares: Option<Decimal> = line.parts.iter().map(|(_, share)| share.value.connu().map(|m| m.valeur)).sum();
        (!line.parts.is_empty()).then_some(printed - shares?)
    };
    let gap: Decimal = total.lignes.iter().filter_map(gap).sum();
    let less = if gap.is_sign_positive() { "moins" } else { "plus" };
    let known = total.lignes.iter().any(|l| l.line(c.site).ecart.is_some());
    (known && !gap.is_zero()).then(|| format!("Telles qu’imprimées, les parts font {} de {less} que le total.", euros(gap.abs())))
}

/// Above this many lines, a total unfolds to the subtotals of the parts below, each of which unfolds on its own page.
const MAX_LIGNES: usize = 60;

/// A group of lines that one row of a derivation sums.
struct Terme {
    entete: String,
    lignes: Vec<LigneRef>,
}

/// What a total sums: its lines, or the subtotals they come under; one column per funder, so that shares unfold too.
fn calcul(c: &Contexte<'_>, page: &Page, ix: PartIx, total: &Total) -> Tableau {
    let termes = if total.lignes.len() <= MAX_LIGNES {
        total.lignes.iter().map(|l| ligne(c, page, *l)).collect()
    } else {
        sous_totaux(c, page, ix, total)
    };
    let funders = financeurs(total.financeurs(), c);
    let mut tableau = Tableau {
        legende: french(&format!("Calcul : {}, {}", tete(total), c.label_court(ix))).into_owned(),
        ..Tableau::default()
    };
    tableau.colonnes.push(Colonne::mots("Ligne"));
    tableau.colonnes.extend(funders.iter().map(|(_, name)| Colonne::chiffres(format!("Part {name}"))));
    tableau.colonnes.push(Colonne::chiffres("Montant"));
    for terme in termes {
        let lines: Vec<&BudgetLine> = terme.lignes.iter().map(|l| l.line(c.site)).collect();
        let mut cellules: Vec<Case> = funders.iter().map(|(id, _)| Case::chiffre(somme(&lines, |l| part_de(l, id)))).collect();
        cellules.push(Case::chiffre(somme(&lines, |l| Some(l.total().map(|t| t.valeur)))));
        tableau.lignes.push(Ligne { entete: terme.entete, cellules, ..Ligne::default() });
    }
    let mut cellules: Vec<Case> = funders.iter().map(|(id, _)| Case::chiffre(part(total, id))).collect();
    cellules.push(Case::chiffre(connu(total)));
    tableau.lignes.push(Ligne { entete: "Total".to_owned(), cellules, total: true, ..Ligne::default() });
    tableau
}

/// A funder's share, where the line prints one.
fn part_de(line: &BudgetLine, funder: &str) -> Option<Result<Decimal, Statut>> {
    line.share(funder).map(|s| s.value.chiffre().map(|c| c.valeur))
}

/// The sum of what is known; why it is missing where nothing is.
fn somme(lines: &[&BudgetLine], figure: impl Fn(&BudgetLine) -> Option<Result<Decimal, Statut>>) -> String {
    let figures: Vec<Result<Decimal, Statut>> = lines.iter().filter_map(|l| figure(l)).collect();
    if figures.is_empty() {
        return absent("non renseigné");
    }
    let known: Vec<Decimal> = figures.iter().filter_map(|f| f.ok()).collect();
    match figures.iter().find_map(|f| f.err()) {
        Some(statut) if known.is_empty() => absent(statut.label()),
        _ => euros(known.iter().sum()),
    }
}

/// A line with a link to its part and its place in the source.
fn ligne(c: &Contexte<'_>, page: &Page, l: LigneRef) -> Terme {
    let mut lien = c.lien(page, l.part);
    lien.href.push_str("#budget");
    let mut entete = ancre(&lien);
    let libelle = l.line(c.site).libelle.as_ref().map(|l| french(l).into_owned());
    let source = source_courte(c.site.part(l.part));
    let words: Vec<String> = libelle.into_iter().chain(source).collect();
    if !words.is_empty() {
        entete.push_str(&format!(" <small>{}</small>", escape(&words.join(", "))));
    }
    Terme { entete, lignes: vec![l] }
}

/// The subtotals of the children, of the same lines, so that they make the total whatever is counted elsewhere.
fn sous_totaux(c: &Contexte<'_>, page: &Page, ix: PartIx, total: &Total) -> Vec<Terme> {
    let own = total.lignes.iter().filter(|l| l.part == ix).map(|l| ligne(c, page, *l));
    let below = c.site.part(ix).children.iter().filter_map(|child| {
        let range = c.site.range(*child);
        let lignes: Vec<LigneRef> = total.lignes.iter().filter(|l| range.contains(&l.part.0)).copied().collect();
        let mut lien = c.lien(page, *child);
        lien.href.push_str("#budget");
        (!lignes.is_empty()).then(|| Terme { entete: ancre(&lien), lignes })
    });
    own.chain(below).collect()
}
