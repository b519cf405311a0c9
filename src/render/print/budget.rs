//! Budgets on paper: the lines of a part as printed, what its children spend, who pays.

use serde_json::{Value, json};

use crate::compte::Total;
use crate::model::PartIx;
use crate::render::mots::budget::{self, Renvoi, tete, tetes_des_parts};
use crate::render::mots::pieces::{Ligne, Piece, Tableau};
use crate::text::NBSP;

use super::contexte::Contexte;
use super::dessins;
use super::riche::{Plume, fort};
use super::tableau::bloc;

/// The blocks of the budget section of a part.
pub fn blocs(c: &Contexte<'_>, plume: &Plume<'_, '_>, ix: PartIx) -> Vec<Value> {
    let part = c.site.part(ix);
    let totals = budget::totaux(c, ix);
    if totals.is_empty() && part.content.depenses.is_none() {
        return Vec::new();
    }
    let mut blocs: Vec<Value> = budget::renvois(c, ix).iter().map(|r| renvoi(c, plume, r)).collect();
    blocs.extend(bloc(plume, &lignes(c, ix)));
    blocs.extend(depenses(c, plume, ix));
    // A part whose totals are its own lines has said them.
    let own = totals.iter().all(|t| t.lignes.iter().all(|l| l.part == ix));
    if !own || totals.iter().any(|t| t.lignes.len() > 1) {
        blocs.extend(bloc(plume, &budget::financement(c, ix)));
        blocs.extend(totals.iter().flat_map(|t| remarques(c, t)));
    }
    blocs.extend(budget::par_financeur(c, ix).and_then(|d| dessins::bloc(c, &d)));
    blocs.extend(budget::enfants(c, ix).and_then(|t| bloc(plume, &t)));
    blocs.extend(budget::par_enfant(c, ix).and_then(|d| dessins::bloc(c, &d)));
    blocs
}

/// Lines counted elsewhere.
fn renvoi(c: &Contexte<'_>, plume: &Plume<'_, '_>, r: &Renvoi) -> Value {
    let (avant, apres) = r.mots(c);
    let lien = plume.lien(r.tout, vec![json!(c.label(r.tout))]);
    json!({ "t": "note", "c": [format!("{}{avant}", r.quoi), lien, apres] })
}

/// The printed lines of a part; what is added to a line stands below its name.
fn lignes<'a>(c: &Contexte<'a>, ix: PartIx) -> Tableau<'a> {
    let (funders, lignes) = budget::lignes(c, ix);
    let mut tableau = Tableau::nouveau(dit!(c, "Budget, {partie}", partie = c.short(ix)), dit!(c, "Montant"));
    tableau.chiffres(tetes_des_parts(c, &funders));
    tableau.chiffres([dit!(c, "Total")]);
    for l in lignes {
        let mut entete = vec![Piece::compose(l.nom)];
        entete.extend(l.precisions.into_iter().map(|p| Piece::Petit(vec![p])));
        let ligne: &mut Ligne<'_> = tableau.ligne(entete, l.parts.into_iter().chain([l.total]));
        ligne.total = l.recapitule;
    }
    tableau
}

/// The natures of spending: a table of those that have an amount, and the words of the others.
fn depenses(c: &Contexte<'_>, plume: &Plume<'_, '_>, ix: PartIx) -> Vec<Value> {
    let depenses = budget::depenses(c, ix);
    let mut blocs: Vec<Value> = depenses.tableau.and_then(|t| bloc(plume, &t)).into_iter().collect();
    if !depenses.sans_montant.is_empty() {
        let titre = if blocs.is_empty() { dit!(c, "Nature des dépenses") } else { dit!(c, "Autres dépenses") };
        let items: Vec<Vec<Value>> = depenses.sans_montant.iter().map(|d| plume.pieces(d)).collect();
        blocs.push(json!({ "t": "intertitre", "c": [titre] }));
        blocs.push(json!({ "t": "liste", "debut": null, "items": items }));
    }
    blocs
}

/// What a total holds of each programme, and what it lacks.
fn remarques(c: &Contexte<'_>, total: &Total) -> Vec<Value> {
    let programmes: Vec<String> = budget::programmes(c, total).map(|(nom, montant)| format!("{nom}{NBSP}: {montant}")).collect();
    let programmes = (!programmes.is_empty()).then(|| format!("{}.", programmes.join(", ")));
    let said = [programmes, budget::manques(c, total), budget::reserves_du_taux(c, total), budget::ecart_des_parts(c, total)];
    let note = |words: String| json!({ "t": "note", "c": [fort(format!("{}.", tete(c, total))), format!(" {words}")] });
    said.into_iter().flatten().map(note).collect()
}
