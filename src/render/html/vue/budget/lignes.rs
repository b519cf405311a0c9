//! The lines of a part as its source prints them.

use crate::model::PartIx;
use crate::model::budget::BudgetLine;
use crate::render::html::contexte::{Contexte, Page};
use crate::render::html::prose::Ecrivain;
use crate::render::mots::budget::{self, tetes_des_parts};
use crate::render::mots::pieces::{Dit, Piece};

use super::super::tableau::{self, Case, Colonne, Ligne, Tableau, absent, html};

/// The printed lines, the totals of periods and the recapitulations set apart.
pub fn tableau(c: &Contexte<'_>, page: &Page, ix: PartIx) -> Tableau {
    let mut w = Ecrivain::new(c, page, Some(ix));
    let (funders, lignes) = budget::lignes(c, ix);
    let mut remarques = |precisions: &[Piece<'_>]| {
        let words: Vec<String> = precisions.iter().map(|p| html(&mut w, std::slice::from_ref(p))).collect();
        words.join("<br>")
    };
    let remarks: Vec<String> = lignes.iter().map(|l| remarques(&l.precisions)).collect();
    let notes = remarks.iter().any(|r| !r.is_empty());
    let mut tableau = Tableau { legende: dit!(c, "Budget, {partie}", partie = c.short(ix)), ..Tableau::default() };
    tableau.colonnes = vec![Colonne::mots(dit!(c, "Montant")), Colonne::chiffres(dit!(c, "Total"))];
    tableau.colonnes.extend(tetes_des_parts(c, &funders).map(Colonne::chiffres));
    if notes {
        tableau.colonnes.push(Colonne::mots(dit!(c, "Précisions")));
    }
    let imprecise = |l: &BudgetLine| l.ecart.is_some() || l.total().is_ok_and(|t| t.pas > rust_decimal::Decimal::ONE);
    tableau.total_imprime = c.site.part(ix).content.budget.iter().any(imprecise);
    for (ligne, remarks) in lignes.iter().zip(remarks) {
        let mut cellules: Vec<Case> = [&ligne.total].into_iter().chain(&ligne.parts).map(case).collect();
        if notes {
            cellules.push(Case::mots(if remarks.is_empty() { absent(&dit!(c, "aucune")) } else { remarks }));
        }
        tableau.lignes.push(Ligne { entete: w.texte(&ligne.nom), cellules, total: ligne.recapitule, ..Ligne::default() });
    }
    tableau
}

fn case(dit: &Dit) -> Case {
    Case::chiffre(tableau::dit(dit))
}

/// The natures of spending: a table of those that have an amount, and the words of the others.
pub fn depenses(c: &Contexte<'_>, page: &Page, ix: PartIx) -> (Option<Tableau>, Vec<String>) {
    let mut w = Ecrivain::new(c, page, Some(ix));
    let depenses = budget::depenses(c, ix);
    let tableau = depenses.tableau.map(|t| tableau::tableau(&mut w, &t));
    (tableau, depenses.sans_montant.iter().map(|d| html(&mut w, d)).collect())
}
