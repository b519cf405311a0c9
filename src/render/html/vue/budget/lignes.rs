//! The lines of a part as its source prints them.

use crate::compte::Role;
use crate::model::PartIx;
use crate::model::budget::{BudgetLine, SousMontant};
use crate::render::html::contexte::{Contexte, Page};
use crate::render::html::escape::escape;
use crate::render::html::prose::Ecrivain;
use crate::text::NBSP;
use crate::text::format::percent;
use crate::text::typography::french;

use super::super::actions::lecture;
use super::super::part::capitalised;
use super::super::tableau::{Case, Colonne, Ligne, Tableau};
use super::{absent, financeurs};

/// The printed lines, the totals of periods and the recapitulations set apart.
pub fn tableau(c: &Contexte<'_>, page: &Page, ix: PartIx) -> Tableau {
    let part = c.site.part(ix);
    let mut w = Ecrivain::new(c, page, Some(ix));
    let funders = financeurs(part.content.budget.iter().flat_map(|l| l.parts.iter().map(|(k, _)| k.value.clone())), c);
    let remarks: Vec<String> = part.content.budget.iter().map(|l| remarques(c, &mut w, l)).collect();
    let notes = remarks.iter().any(|r| !r.is_empty());
    let mut tableau = Tableau { legende: format!("Budget, {}", c.short(ix)), ..Tableau::default() };
    tableau.colonnes = vec![Colonne::mots("Montant"), Colonne::chiffres("Total")];
    tableau.colonnes.extend(funders.iter().map(|(_, name)| Colonne::chiffres(format!("Part {name}"))));
    if notes {
        tableau.colonnes.push(Colonne::mots("Précisions"));
    }
    let imprecise = |l: &BudgetLine| l.ecart.is_some() || l.total().is_ok_and(|t| t.pas > rust_decimal::Decimal::ONE);
    tableau.total_imprime = part.content.budget.iter().any(imprecise);
    for (e, remarks) in c.summary.comptes.of(ix).iter().zip(remarks) {
        let line = e.ligne.line(c.site);
        let unknown = || absent("non renseigné");
        let mut cellules = vec![Case::chiffre(line.total.as_ref().map_or_else(unknown, |t| escape(&lecture(&t.value))))];
        for (id, _) in &funders {
            cellules.push(Case::chiffre(line.share(id).map_or_else(unknown, |s| escape(&lecture(&s.value)))));
        }
        if notes {
            cellules.push(Case::mots(if remarks.is_empty() { absent("aucune") } else { remarks }));
        }
        let name = line.libelle.clone().unwrap_or_else(|| nom(line));
        let total = e.role != Role::Comptee;
        tableau.lignes.push(Ligne { entete: w.texte(&name), cellules, total, ..Ligne::default() });
    }
    tableau
}

fn nom(line: &BudgetLine) -> String {
    format!("{} {}", capitalised(line.nature.label()), line.exercice.value)
}

fn remarques(c: &Contexte<'_>, w: &mut Ecrivain<'_, '_>, line: &BudgetLine) -> String {
    let mut words: Vec<String> = line.note.iter().map(|n| w.ligne(&n.value)).collect();
    words.extend(line.programme.iter().map(|p| w.texte(&format!("programme {} de l’État", p.value))));
    words.extend(line.detail.iter().map(|d| sous_montant(c, w, d, "")));
    words.extend(line.dont.iter().map(|d| sous_montant(c, w, d, "dont ")));
    words.extend(line.recapitule.iter().map(|_| "total imprimé, contrôlé, non additionné".to_owned()));
    words.extend(line.hors_parite.iter().map(|h| w.texte(&format!("Hors parité : {}", h.value))));
    words.extend(line.ecart.iter().map(|e| format!("<strong class=\"ecart\">Écart</strong>{NBSP}: {}", w.ligne(&e.value))));
    words.join("<br>")
}

fn sous_montant(c: &Contexte<'_>, w: &mut Ecrivain<'_, '_>, d: &SousMontant, dont: &str) -> String {
    let mut details: Vec<String> = Vec::new();
    if let Some(funder) = &d.financeur {
        let name = c.site.registres.financeurs.entrees().iter().find(|e| e.id == funder.value).map(|e| e.nom.as_str());
        details.push(format!("part {}", name.unwrap_or(&funder.value)));
    }
    details.extend(d.pourcentage.as_ref().map(|p| percent(p.value.value)));
    details.extend(d.note.as_ref().map(|n| n.value.clone()));
    let details = if details.is_empty() { String::new() } else { format!(" ({})", details.join(", ")) };
    w.texte(&format!("{dont}{} : {}{details}", d.libelle, lecture(&d.montant.value)))
}

/// The natures of spending: a table of those that have an amount, and the words of the others.
pub fn depenses(c: &Contexte<'_>, page: &Page, ix: PartIx) -> (Option<Tableau>, Vec<String>) {
    let Some(depenses) = &c.site.part(ix).content.depenses else { return (None, Vec::new()) };
    let mut w = Ecrivain::new(c, page, Some(ix));
    let when = depenses.exercice.as_ref().map_or_else(String::new, |e| format!(" en {}", e.value));
    let mut tableau =
        Tableau { legende: french(&format!("Nature des dépenses{when}, {}", c.short(ix))).into_owned(), ..Tableau::default() };
    tableau.colonnes = vec![Colonne::mots("Dépense"), Colonne::chiffres("Montant")];
    let mut words = Vec::new();
    for d in &depenses.lignes {
        let mut entete = w.texte(&d.libelle.value);
        if let Some(note) = &d.note {
            entete.push_str(&format!("<small>{}</small>", w.ligne(&note.value)));
        }
        let Some(amount) = &d.montant else {
            words.push(entete);
            continue;
        };
        tableau.lignes.push(Ligne { entete, cellules: vec![Case::chiffre(escape(&lecture(&amount.value)))], ..Ligne::default() });
        for part in &d.dont {
            let entete = w.texte(&format!("dont {}", part.libelle));
            let cellules = vec![Case::chiffre(escape(&lecture(&part.montant.value)))];
            tableau.lignes.push(Ligne { entete, cellules, sous: true, ..Ligne::default() });
        }
    }
    ((!tableau.lignes.is_empty()).then_some(tableau), words)
}
