//! Budgets on paper: the lines of a part as printed, what its children spend, who pays.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::compte::{Role, Total};
use crate::model::PartIx;
use crate::model::budget::{BudgetLine, SousMontant};
use crate::text::NBSP;
use crate::text::amount::{Lecture, Statut};
use crate::text::format::{euros, percent};
use crate::text::typography::french;

use super::contexte::{Contexte, capitalised};
use super::graphiques;
use super::riche::{Plume, absent, fort, petit, texte};
use super::tableau::{Case, Colonne, Ligne, Tableau};

/// The blocks of the budget section of a part.
pub fn blocs(c: &Contexte<'_>, plume: &Plume<'_, '_>, ix: PartIx) -> Vec<Value> {
    let part = c.site.part(ix);
    let totals = c.summary.comptes.totaux.get(&ix).map_or(&[][..], Vec::as_slice);
    if totals.is_empty() && part.content.depenses.is_none() {
        return Vec::new();
    }
    let mut blocs = avertissements(c, plume, ix);
    if !part.content.budget.is_empty() {
        blocs.extend(lignes(c, plume, ix).bloc());
    }
    blocs.extend(depenses(c, plume, ix));
    let own = totals.iter().all(|t| t.lignes.iter().all(|l| l.part == ix));
    if !own || totals.iter().any(|t| t.lignes.len() > 1) {
        blocs.extend(financement(c, ix).bloc());
        blocs.extend(totals.iter().flat_map(|t| remarques_du_total(c, t)));
    }
    blocs.extend(graphiques::par_financeur(c, ix));
    blocs.extend(enfants(c, plume, ix).and_then(Tableau::bloc));
    blocs.extend(graphiques::par_enfant(c, ix));
    blocs
}

/// Identifiers and names of funders, in the order of the register.
pub fn financeurs(ids: impl Iterator<Item = String>, c: &Contexte<'_>) -> Vec<(String, String)> {
    let ids: BTreeSet<String> = ids.collect();
    let register = c.site.registres.financeurs.entrees();
    register.iter().filter(|e| ids.contains(&e.id)).map(|e| (e.id.clone(), french(&e.nom).into_owned())).collect()
}

/// `Prévisionnel 2022`.
pub fn tete(total: &Total) -> String {
    format!("{} {}", capitalised(total.nature.label()), total.exercice)
}

/// The total of another part for the same exercice and nature.
pub fn pareil<'s>(c: &'s Contexte<'_>, ix: PartIx, total: &Total) -> Option<&'s Total> {
    c.summary.comptes.total(ix, &total.exercice, total.nature)
}

/// An amount for readers: its value, or the words of the source where it is approximate, rounded or missing.
pub fn lecture(lecture: &Lecture) -> Value {
    match lecture {
        Lecture::Connu(m) if m.approximation.is_none() && m.pas <= rust_decimal::Decimal::ONE => json!(euros(m.valeur)),
        Lecture::Connu(m) => texte(&m.imprime),
        Lecture::Absent(statut, _) => absent(statut.label()),
    }
}

/// A total in a cell, with the word that says it is partial.
fn montant(total: &Total) -> Case {
    let mut c = match total.total {
        Some(amount) => vec![json!(euros(amount))],
        None => {
            let reasons: Vec<&str> = total.manques.keys().map(|s| s.label()).collect();
            vec![absent(&if reasons.is_empty() { Statut::SansObjet.label().to_owned() } else { reasons.join(", ") })]
        }
    };
    if total.total.is_some() && total.manquants() > 0 {
        c.push(petit(vec![json!("partiel")]));
    }
    Case::nouvelle(c, true)
}

/// Which lines are counted elsewhere: one sentence for each place.
fn avertissements(c: &Contexte<'_>, plume: &Plume<'_, '_>, ix: PartIx) -> Vec<Value> {
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
        let which = if everywhere {
            "Ces montants".to_owned()
        } else {
            format!("Les montants de {}", years.into_iter().collect::<Vec<_>>().join(", "))
        };
        let lien = plume.lien(tout, vec![json!(c.label(tout))]);
        let fin = format!("{NBSP}: ils ne s’ajoutent pas aux totaux.");
        json!({ "t": "note", "c": [format!("{which} sont déjà comptés dans "), lien, fin] })
    };
    places.into_iter().map(sentence).collect()
}

/// The printed lines of a part.
fn lignes(c: &Contexte<'_>, plume: &Plume<'_, '_>, ix: PartIx) -> Tableau {
    let part = c.site.part(ix);
    let funders = financeurs(part.content.budget.iter().flat_map(|l| l.parts.iter().map(|(k, _)| k.value.clone())), c);
    let mut tableau = Tableau::nouveau(format!("Budget, {}", c.short(ix)), "Montant");
    tableau.colonnes.extend(funders.iter().map(|(_, name)| Colonne::chiffres(format!("Part {name}"))));
    tableau.colonnes.push(Colonne::chiffres("Total"));
    for e in c.summary.comptes.of(ix) {
        let line = e.ligne.line(c.site);
        let unknown = || absent("non renseigné");
        let share = |id: &String| line.share(id).map_or_else(unknown, |s| lecture(&s.value));
        let mut cellules: Vec<Case> = funders.iter().map(|(id, _)| Case::chiffre(share(id))).collect();
        cellules.push(Case::chiffre(line.total.as_ref().map_or_else(unknown, |t| lecture(&t.value))));
        let nom = line.libelle.clone().unwrap_or_else(|| format!("{} {}", capitalised(line.nature.label()), line.exercice.value));
        let mut entete = vec![texte(&nom)];
        entete.extend(precisions(c, plume, line));
        tableau.lignes.push(Ligne { entete, cellules, total: e.role != Role::Comptee, ..Ligne::default() });
    }
    tableau
}

/// What the source, or its editor, adds to a line.
fn precisions(c: &Contexte<'_>, _plume: &Plume<'_, '_>, line: &BudgetLine) -> Vec<Value> {
    let mut out: Vec<Value> = Vec::new();
    let mut say = |words: Value| out.push(petit(vec![words]));
    line.note.iter().for_each(|n| say(texte(&n.value)));
    line.programme.iter().for_each(|p| say(texte(&format!("programme {} de l’État", p.value))));
    line.detail.iter().for_each(|d| say(sous_montant(c, d, "")));
    line.dont.iter().for_each(|d| say(sous_montant(c, d, "dont ")));
    line.recapitule.iter().for_each(|_| say(texte("total imprimé, contrôlé, non additionné")));
    line.hors_parite.iter().for_each(|h| say(texte(&format!("Hors parité : {}", h.value))));
    out.extend(line.ecart.iter().map(|e| petit(vec![fort("Écart"), texte(&format!(" : {}", e.value))])));
    out
}

fn sous_montant(c: &Contexte<'_>, d: &SousMontant, dont: &str) -> Value {
    let mut details: Vec<String> = Vec::new();
    if let Some(funder) = &d.financeur {
        let name = c.site.registres.financeurs.entrees().iter().find(|e| e.id == funder.value).map(|e| e.nom.as_str());
        details.push(format!("part {}", name.unwrap_or(&funder.value)));
    }
    details.extend(d.pourcentage.as_ref().map(|p| percent(p.value.value)));
    details.extend(d.note.as_ref().map(|n| n.value.clone()));
    let details = if details.is_empty() { String::new() } else { format!(" ({})", details.join(", ")) };
    texte(&format!("{dont}{} : {}{details}", d.libelle, mots(&d.montant.value)))
}

/// An amount inside a sentence.
pub fn mots(l: &Lecture) -> String {
    match lecture(l) {
        Value::String(words) => words,
        _ => match l {
            Lecture::Absent(statut, _) => statut.label().to_owned(),
            Lecture::Connu(m) => m.imprime.clone(),
        },
    }
}

/// The natures of spending: a table of those that have an amount, and the words of the others.
fn depenses(c: &Contexte<'_>, _plume: &Plume<'_, '_>, ix: PartIx) -> Vec<Value> {
    let Some(depenses) = &c.site.part(ix).content.depenses else { return Vec::new() };
    let when = depenses.exercice.as_ref().map_or_else(String::new, |e| format!(" en {}", e.value));
    let mut tableau = Tableau::nouveau(french(&format!("Nature des dépenses{when}, {}", c.short(ix))), "Dépense");
    tableau.colonnes.push(Colonne::chiffres("Montant"));
    let mut sans_montant = Vec::new();
    for d in &depenses.lignes {
        let mut entete = vec![texte(&d.libelle.value)];
        entete.extend(d.note.iter().map(|n| petit(vec![texte(&n.value)])));
        let Some(amount) = &d.montant else {
            sans_montant.push(Value::Array(entete));
            continue;
        };
        tableau.lignes.push(Ligne { entete, cellules: vec![Case::chiffre(lecture(&amount.value))], ..Ligne::default() });
        for part in &d.dont {
            let entete = vec![texte(&format!("dont {}", part.libelle))];
            let cellules = vec![Case::chiffre(lecture(&part.montant.value))];
            tableau.lignes.push(Ligne { entete, cellules, sous: true, ..Ligne::default() });
        }
    }
    let title = if tableau.lignes.is_empty() { "Nature des dépenses" } else { "Autres dépenses" };
    let mut blocs: Vec<Value> = tableau.bloc().into_iter().collect();
    if !sans_montant.is_empty() {
        blocs.push(json!({ "t": "intertitre", "c": [title] }));
        blocs.push(json!({ "t": "liste", "debut": null, "items": sans_montant }));
    }
    blocs
}

/// Who pays what: one row per exercice and nature, one column per funder.
pub fn financement(c: &Contexte<'_>, ix: PartIx) -> Tableau {
    let totals = c.summary.comptes.totaux.get(&ix).map_or(&[][..], Vec::as_slice);
    let funders = financeurs(totals.iter().flat_map(|t| t.parts.keys().cloned()), c);
    let rates = totals.iter().any(|t| t.taux.is_some());
    let mut tableau = Tableau::nouveau(format!("Qui finance, par exercice, {}", c.short(ix)), "Exercice et nature");
    tableau.colonnes.extend(funders.iter().map(|(_, name)| Colonne::chiffres(format!("Part {name}"))));
    tableau.colonnes.push(Colonne::chiffres("Total"));
    if rates {
        tableau.colonnes.push(Colonne::chiffres("Taux d’exécution"));
    }
    for total in totals {
        let share = |id: &String| match (total.parts.get(id), total.parts_manquantes.contains_key(id)) {
            (Some(amount), true) => Case::nouvelle(vec![json!(euros(*amount)), petit(vec![json!("partiel")])], true),
            (Some(amount), false) => Case::chiffre(json!(euros(*amount))),
            (None, _) => Case::chiffre(absent("aucune")),
        };
        let mut cellules: Vec<Case> = funders.iter().map(|(id, _)| share(id)).collect();
        cellules.push(montant(total));
        if rates {
            cellules.push(taux(Some(total)));
        }
        tableau.lignes.push(Ligne { entete: vec![json!(tete(total))], cellules, ..Ligne::default() });
    }
    tableau
}

fn taux(total: Option<&Total>) -> Case {
    let taux = total.and_then(|t| t.taux.as_ref());
    Case::chiffre(taux.map_or_else(|| absent("sans objet"), |t| json!(percent(t.valeur))))
}

/// What a total lacks.
fn remarques_du_total(c: &Contexte<'_>, total: &Total) -> Vec<Value> {
    let mut out = Vec::new();
    let n = total.manquants();
    if n > 0 {
        let verb = if n > 1 { "montants manquent" } else { "montant manque" };
        let reasons: Vec<String> = total
            .manques
            .iter()
            .map(|(statut, k)| if *k == n { statut.label().to_owned() } else { format!("{k}{NBSP}{}", statut.label()) })
            .collect();
        let head = tete(total);
        out.push(format!("{head}{NBSP}: {n}{NBSP}{verb} dans la source ({}), le total est partiel.", reasons.join(", ")));
    }
    if let Some(t) = total.taux.as_ref().filter(|t| t.sans_prevision > 0) {
        out.push(match t.sans_prevision {
            1 => format!("{}{NBSP}: une ligne sans prévision n’entre pas dans le taux.", tete(total)),
            n => format!("{}{NBSP}: {n}{NBSP}lignes sans prévision n’entrent pas dans le taux.", tete(total)),
        });
    }
    let gap: rust_decimal::Decimal = total
        .lignes
        .iter()
        .filter_map(|l| {
            let line = l.line(c.site);
            let printed = line.total.as_ref()?.value.connu()?.valeur;
            let shares: Option<rust_decimal::Decimal> =
                line.parts.iter().map(|(_, share)| share.value.connu().map(|m| m.valeur)).sum();
            (!line.parts.is_empty()).then_some(printed - shares?)
        })
        .sum();
    if !gap.is_zero() && total.lignes.iter().any(|l| l.line(c.site).ecart.is_some()) {
        let less = if gap.is_sign_positive() { "moins" } else { "plus" };
        let head = tete(total);
        out.push(format!("{head}{NBSP}: telles qu’imprimées, les parts font {} de {less} que le total.", euros(gap.abs())));
    }
    out.into_iter().map(|words| json!({ "t": "note", "c": [words] })).collect()
}

/// One row per child with a budget, one column per exercice and nature, and the total.
fn enfants(c: &Contexte<'_>, plume: &Plume<'_, '_>, ix: PartIx) -> Option<Tableau> {
    // The details of a fiche are its own budget told again: their table would count it twice.
    let own = c.summary.comptes.of(ix).iter().any(|e| e.role == Role::Comptee);
    let totals = c.summary.comptes.totaux.get(&ix).filter(|t| !own && !t.is_empty())?;
    let children = c.site.part(ix).children.iter().copied().filter(|p| c.summary.comptes.totaux.contains_key(p));
    let mut tableau = Tableau::nouveau(format!("Budget de chaque partie, {}", c.short(ix)), "Partie");
    for total in totals {
        tableau.colonnes.push(Colonne::chiffres(tete(total)));
        if total.taux.is_some() {
            tableau.colonnes.push(Colonne::chiffres(format!("Taux d’exécution {}", total.exercice)));
        }
    }
    for child in children {
        let mut entete = vec![plume.lien(child, vec![json!(c.label_court(child))])];
        entete.extend(deja_compte(c, totals, child));
        tableau.lignes.push(Ligne { entete, cellules: rangee(totals, |t| pareil(c, child, t)), ..Ligne::default() });
    }
    if tableau.lignes.is_empty() {
        return None;
    }
    let total = vec![json!("Total")];
    tableau.lignes.push(Ligne { entete: total, cellules: rangee(totals, Some), total: true, ..Ligne::default() });
    Some(tableau)
}

/// Whether some lines of a child are counted in another: then the rows do not add up to the total.
fn deja_compte(c: &Contexte<'_>, totals: &[Total], child: PartIx) -> Option<Value> {
    let elsewhere =
        |t: &&Total| pareil(c, child, t).is_some_and(|own| own.lignes.iter().any(|l| t.lignes.binary_search(l).is_err()));
    let years: BTreeSet<&str> = totals.iter().filter(elsewhere).map(|t| t.exercice.as_str()).collect();
    let years: Vec<&str> = years.into_iter().collect();
    (!years.is_empty()).then(|| petit(vec![json!(format!("{}, déjà compté ailleurs", years.join(", ")))]))
}

fn rangee<'s>(columns: &'s [Total], find: impl Fn(&'s Total) -> Option<&'s Total>) -> Vec<Case> {
    let mut out = Vec::new();
    for column in columns {
        let own = find(column);
        out.push(own.map_or_else(|| Case::chiffre(absent("aucun")), montant));
        if column.taux.is_some() {
            out.push(taux(own));
        }
    }
    out
}
