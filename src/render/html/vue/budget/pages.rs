//! The budget pages: all documents together, then one page per document.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::compte::Total;
use crate::diagnostics::Diagnostic;
use crate::model::PartIx;
use crate::render::File;
use crate::render::html::contexte::{Contexte, Lien, Page};
use crate::render::html::escape::escape;
use crate::render::html::prose::Ecrivain;
use crate::render::mots::budget::{self, avec_budget, deja_compte, financeurs, montant, pareil, part, tete, tetes_des_parts};
use crate::render::mots::pieces::Dit;
use crate::text::typography::french;

use super::super::donnees::ADRESSE;
use super::super::figures::GraphiqueVue;
use super::super::tableau::{Case, Colonne, Ligne, Tableau, dit, tableau};
use super::totaux::{TotalVue, vue};
use super::{ancre, enfants, graphiques};

/// The budget page of the site: one entry per document.
#[derive(Debug, Serialize)]
struct SiteVue {
    /// All documents side by side, where there are several.
    ensemble: Option<Tableau>,
    graphique: Option<GraphiqueVue>,
    documents: Vec<DocumentVue>,
    sans_budget: Vec<Lien>,
}

#[derive(Debug, Serialize)]
struct DocumentVue {
    lien: Lien,
    detail: Lien,
    collectivite: Option<String>,
    tableau: Tableau,
}

/// `/budget/`.
pub fn site(c: &Contexte<'_>) -> Result<File, Diagnostic> {
    let description = dit!(c, "Les budgets de tous les documents, avec leur calcul ligne à ligne.");
    let mut page = c.page("/budget/", &dit!(c, "Budgets"), &description, Vec::new());
    page.fil = vec![c.accueil(&page)];
    page.ici = dit!(c, "Budgets");
    let mut vue = SiteVue {
        ensemble: ensemble(c),
        graphique: budget::par_document(c).and_then(GraphiqueVue::de),
        documents: Vec::new(),
        sans_budget: budget::sans_budget(c).map(|ix| c.lien(&page, ix)).collect(),
    };
    for document in &c.site.documents {
        let ix = document.racine;
        if !c.summary.comptes.totaux.contains_key(&ix) {
            continue;
        }
        vue.documents.push(DocumentVue {
            lien: c.lien(&page, ix),
            detail: Lien {
                href: c.href(&page, &format!("/budget/{}/", c.site.part(ix).id)),
                texte: french(&dit!(c, "Tout le budget : {titre}", titre = c.site.part(ix).titre_court())).into_owned(),
            },
            collectivite: document.info.collectivite.clone(),
            tableau: financement(c, &page, ix),
        });
    }
    super::super::super::page(c, "budget.html", &page, &vue)
}

/// One row per exercice and nature, one column per document; what they add up to together, where they are those of one
/// collectivité.
fn ensemble(c: &Contexte<'_>) -> Option<Tableau> {
    let totaux = &c.summary.comptes.totaux;
    let documents: Vec<PartIx> = c.site.documents.iter().map(|d| d.racine).filter(|ix| totaux.contains_key(ix)).collect();
    if documents.len() < 2 {
        return None;
    }
    let mut tableau = Tableau { legende: dit!(c, "Tous les documents, par exercice et nature"), ..Tableau::default() };
    tableau.colonnes = vec![Colonne::mots(dit!(c, "Exercice et nature"))];
    tableau.colonnes.extend(documents.iter().map(|ix| Colonne::chiffres(c.titre_court(*ix))));
    let collectivites = documents.iter().map(|ix| &c.site.document(c.site.part(*ix)).info.collectivite);
    let sum = collectivites.collect::<BTreeSet<_>>().len() == 1;
    tableau.colonnes.extend(sum.then(|| Colonne::chiffres(dit!(c, "Ensemble"))));
    for total in &c.summary.comptes.site {
        let of = |ix: &PartIx| Dit::ou(pareil(c, *ix, total).map(|t| montant(c, t)), &dit!(c, "aucun"));
        let cellules = documents.iter().map(of).chain(sum.then(|| montant(c, total))).map(|d| Case::chiffre(dit(&d))).collect();
        tableau.lignes.push(Ligne { entete: escape(&tete(c, total)), cellules, ..Ligne::default() });
    }
    Some(tableau)
}

/// Who pays what: one row per exercice and nature, one column per funder.
fn financement(c: &Contexte<'_>, page: &Page, ix: PartIx) -> Tableau {
    tableau(&mut Ecrivain::new(c, page, Some(ix)), &budget::financement(c, ix))
}

/// The budget page of a document.
#[derive(Debug, Serialize)]
struct BudgetDocumentVue {
    document: Lien,
    /// Where these amounts can be had as data.
    donnees: [Lien; 2],
    collectivite: Option<String>,
    totaux: Vec<TotalVue>,
    financement: Tableau,
    graphiques: Vec<GraphiqueVue>,
    branches: Vec<Branche>,
}

/// One branch of the document: its table and its totals.
#[derive(Debug, Serialize)]
struct Branche {
    ancre: String,
    lien: Lien,
    tableau: Option<Tableau>,
    financement: Option<Tableau>,
    graphique: Option<GraphiqueVue>,
    totaux: Vec<TotalVue>,
}

/// `/budget/execution-59-2022/`.
pub fn document(c: &Contexte<'_>, ix: PartIx) -> Result<File, Diagnostic> {
    let part = c.site.part(ix);
    let titre = dit!(c, "Budget : {titre}", titre = part.titre());
    let parvis = c.mots.dit(mot!("Parvis"));
    let head = format!("{titre} | {}", c.site.document(part).info.collectivite.as_deref().unwrap_or(parvis));
    let description =
        dit!(c, "Montants par exercice, part de chaque financeur, total de chaque partie : {titre}.", titre = part.titre());
    let mut page = c.page(&format!("/budget/{}/", part.id), &head, &description, Vec::new());
    page.fil = vec![c.accueil(&page), Lien { href: c.href(&page, "/budget/"), texte: dit!(c, "Budgets") }];
    page.ici = french(part.titre_court()).into_owned();
    let totals = |ix: PartIx| -> Vec<TotalVue> { budget::totaux(c, ix).iter().map(|t| vue(c, &page, ix, t)).collect() };
    let branches = avec_budget(c, ix);
    let donnees = |ancre: &str, texte: String| Lien { href: format!("{}#{ancre}", c.href(&page, ADRESSE)), texte };
    let vue = BudgetDocumentVue {
        document: c.lien(&page, ix),
        donnees: [donnees("budget-csv", dit!(c, "les lignes de budget")), donnees("totaux-csv", dit!(c, "les totaux calculés"))],
        collectivite: c.site.document(part).info.collectivite.clone(),
        totaux: totals(ix),
        financement: financement(c, &page, ix),
        graphiques: graphiques(c, ix),
        branches: branches
            .map(|b| Branche {
                ancre: format!("partie-{}", c.site.part(b).slug()),
                lien: c.lien(&page, b),
                tableau: enfants(c, &page, b),
                financement: par_enfant(c, &page, b),
                graphique: budget::par_enfant(c, b).and_then(GraphiqueVue::de),
                totaux: totals(b),
            })
            .collect(),
    };
    super::super::super::page(c, "budget-document.html", &page, &vue)
}

/// Who pays what, child by child: the last exercice, what was done rather than what was planned.
fn par_enfant(c: &Contexte<'_>, page: &Page, ix: PartIx) -> Option<Tableau> {
    let totals = budget::totaux(c, ix);
    let total = totals.iter().rev().find(|t| t.nature.is_execution()).or_else(|| totals.last())?;
    let funders = financeurs(c.site, total.financeurs());
    let children: Vec<PartIx> = avec_budget(c, ix).collect();
    if funders.len() < 2 || children.is_empty() {
        return None;
    }
    let (montants, partie) = (tete(c, total).to_lowercase(), c.short(ix));
    let legende = dit!(c, "Qui finance chaque partie ({montants}), {partie}", montants = montants, partie = partie);
    let mut tableau = Tableau { legende, ..Tableau::default() };
    tableau.colonnes.push(Colonne::mots(dit!(c, "Partie")));
    tableau.colonnes.extend(tetes_des_parts(c, &funders).map(Colonne::chiffres));
    tableau.colonnes.push(Colonne::chiffres(dit!(c, "Total")));
    let figures = |own: Option<&Total>| {
        let shares = funders.iter().map(|(id, _)| Dit::ou(own.map(|o| part(c, o, id)), &dit!(c, "aucune")));
        // Beside its shares, a total needs no word that says it is partial.
        let whole = Dit { precision: None, ..Dit::ou(own.map(|o| montant(c, o)), &dit!(c, "aucun")) };
        shares.chain([whole]).map(|d| Case::chiffre(dit(&d))).collect()
    };
    for child in children {
        let mut entete = ancre(&c.lien(page, child));
        if let Some(words) = deja_compte(c, std::slice::from_ref(total), child) {
            entete.push_str(&format!(" <small>({})</small>", escape(&words)));
        }
        tableau.lignes.push(Ligne { entete, cellules: figures(pareil(c, child, total)), ..Ligne::default() });
    }
    tableau.lignes.push(Ligne {
        entete: escape(&dit!(c, "Total")),
        cellules: figures(Some(total)),
        total: true,
        ..Ligne::default()
    });
    Some(tableau)
}
