//! Budgets: the lines of a part as printed, what its children spend, and how each total comes about.

mod lignes;
mod pages;
mod totaux;

use serde::Serialize;

use crate::model::PartIx;
use crate::render::html::contexte::{Contexte, Lien, Page};
use crate::render::html::escape::escape;
use crate::render::html::prose::Ecrivain;
use crate::render::mots::budget::{self, Renvoi};

use super::figures::GraphiqueVue;
use super::tableau::{self, Tableau};

pub use pages::{document, site};
use totaux::{CalculVue, TotalVue};

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
    calculs: Vec<CalculVue>,
}

/// The budget section of a part, if it has one.
pub fn part(c: &Contexte<'_>, page: &Page, ix: PartIx) -> Option<BudgetVue> {
    let part = c.site.part(ix);
    let totals = budget::totaux(c, ix);
    if totals.is_empty() && part.content.depenses.is_none() {
        return None;
    }
    let summed = || totals.iter().filter(|t| totaux::se_calcule(t));
    let (depenses, depenses_sans_montant) = lignes::depenses(c, page, ix);
    Some(BudgetVue {
        lignes: (!part.content.budget.is_empty()).then(|| lignes::tableau(c, page, ix)),
        avertissements: avertissements(c, page, ix),
        depenses,
        depenses_sans_montant,
        enfants: enfants(c, page, ix),
        graphiques: graphiques(c, ix),
        totaux: summed().map(|t| totaux::vue(c, page, ix, t)).collect(),
        calculs: summed().map(|t| totaux::calcul(c, page, ix, t)).collect(),
    })
}

/// Which lines are counted elsewhere: one sentence for each place.
fn avertissements(c: &Contexte<'_>, page: &Page, ix: PartIx) -> Vec<String> {
    let w = Ecrivain::new(c, page, Some(ix));
    let sentence = |r: Renvoi| {
        let (avant, apres) = r.mots(c);
        format!("{}{}{}{}", escape(&r.quoi), escape(&avant), w.lien(r.tout, None), escape(&apres))
    };
    budget::renvois(c, ix).into_iter().map(sentence).collect()
}

/// One row per child with a budget, one column per exercice and nature, and the total.
fn enfants(c: &Contexte<'_>, page: &Page, ix: PartIx) -> Option<Tableau> {
    budget::enfants(c, ix).map(|t| tableau::tableau(&mut Ecrivain::new(c, page, Some(ix)), &t))
}

/// The charts of the budget of a part.
fn graphiques(c: &Contexte<'_>, ix: PartIx) -> Vec<GraphiqueVue> {
    let dessins = budget::par_financeur(c, ix).into_iter().chain(budget::par_enfant(c, ix));
    dessins.filter_map(GraphiqueVue::de).collect()
}

/// `<a href="…">Fiche n° 7 : Titre</a>`.
fn ancre(lien: &Lien) -> String {
    format!("<a href=\"{}\">{}</a>", escape(&lien.href), escape(&lien.texte))
}
