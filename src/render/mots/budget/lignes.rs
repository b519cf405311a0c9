//! The lines of a part as printed: what is counted elsewhere, what each amount holds, what the money is spent on.

use std::collections::BTreeSet;

use super::{Financeur, financeurs, lecture};
use crate::compte::Role;
use crate::diagnostics::Spanned;
use crate::model::PartIx;
use crate::model::budget::{BudgetLine, SousMontant};
use crate::render::mots::Commun;
use crate::render::mots::pieces::{Dit, Piece, Tableau};
use crate::text::amount::Lecture;
use crate::text::format::{capitalised, percent};
use crate::text::typography::french;

/// Lines that are counted in another part.
#[derive(Debug)]
pub struct Renvoi {
    /// « Ces montants », « Les montants de 2022, 2023 ».
    pub quoi: String,
    pub tout: PartIx,
    /// Whether that place is in another document: this one adds them up too.
    pub ailleurs: bool,
}

impl Renvoi {
    /// The words between what is counted elsewhere and the name of that place, then after that name.
    pub fn mots(&self, c: &Commun<'_>) -> (String, String) {
        let apres = if self.ailleurs {
            dit!(c, "\u{A0}: le total de tous les documents ne les compte qu’une fois.")
        } else {
            dit!(c, "\u{A0}: ils ne s’ajoutent pas aux totaux.")
        };
        (dit!(c, " sont déjà comptés dans "), apres)
    }
}

/// Which lines of a part are counted elsewhere: once for each place.
pub fn renvois(c: &Commun<'_>, ix: PartIx) -> Vec<Renvoi> {
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
    let quoi = |years: BTreeSet<&str>| match everywhere {
        true => dit!(c, "Ces montants"),
        false => dit!(c, "Les montants de {annees}", annees = years.into_iter().collect::<Vec<_>>().join(", ")),
    };
    let document = |ix: PartIx| c.site.part(ix).document;
    places.into_iter().map(|(tout, years)| Renvoi { quoi: quoi(years), tout, ailleurs: document(tout) != document(ix) }).collect()
}

/// A line as its source prints it.
#[derive(Debug)]
pub struct LigneDite<'a> {
    pub nom: String,
    pub total: Dit,
    /// One for each funder of the part.
    pub parts: Vec<Dit>,
    /// What the source, or its editor, adds.
    pub precisions: Vec<Piece<'a>>,
    /// A total of the source: the lines above are its detail.
    pub recapitule: bool,
}

/// The printed lines of a part, and the funders they name.
pub fn lignes<'a>(c: &Commun<'a>, ix: PartIx) -> (Vec<Financeur>, Vec<LigneDite<'a>>) {
    let site = c.site;
    let budget = &site.part(ix).content.budget;
    let funders = financeurs(site, budget.iter().flat_map(|l| l.parts.iter().map(|(k, _)| k.value.clone())));
    let of = |found: Option<&Spanned<Lecture>>| Dit::ou(found.map(|f| lecture(c, &f.value)), &dit!(c, "non renseigné"));
    let lignes = c.summary.comptes.of(ix).iter().map(|e| {
        let line = e.ligne.line(site);
        LigneDite {
            nom: line
                .libelle
                .clone()
                .unwrap_or_else(|| format!("{} {}", capitalised(c.mots.dit(line.nature.label())), line.exercice.value)),
            total: of(line.total.as_ref()),
            parts: funders.iter().map(|(id, _)| of(line.share(id))).collect(),
            precisions: precisions(c, line),
            recapitule: e.role != Role::Comptee,
        }
    });
    let lignes = lignes.collect();
    (funders, lignes)
}

fn precisions<'a>(c: &Commun<'_>, line: &'a BudgetLine) -> Vec<Piece<'a>> {
    let mut out: Vec<Piece<'_>> = line.note.iter().map(|n| Piece::Prose(&n.value)).collect();
    out.extend(line.programme.iter().map(|p| Piece::compose(dit!(c, "programme {programme} de l’État", programme = p.value))));
    out.extend(line.detail.iter().map(|d| Piece::compose(sous_montant(c, d))));
    out.extend(line.dont.iter().map(|d| Piece::compose(dit!(c, "dont {montant}", montant = sous_montant(c, d)))));
    out.extend(line.recapitule.iter().map(|_| Piece::Mots(dit!(c, "total imprimé, contrôlé, non additionné"))));
    out.extend(line.hors_parite.iter().map(|h| Piece::compose(dit!(c, "Hors parité : {raison}", raison = h.value))));
    out.extend(line.ecart.iter().map(|e| Piece::Ecart(&e.value)));
    out
}

fn sous_montant(c: &Commun<'_>, d: &SousMontant) -> String {
    let mut details: Vec<String> = Vec::new();
    if let Some(funder) = &d.financeur {
        let name = c.site.registres.financeurs.entrees().iter().find(|e| e.id == funder.value).map(|e| e.nom.as_str());
        details.push(dit!(c, "part {financeur}", financeur = name.unwrap_or(&funder.value)));
    }
    details.extend(d.pourcentage.as_ref().map(|p| percent(p.value.value)));
    details.extend(d.note.as_ref().map(|n| n.value.clone()));
    let details = if details.is_empty() { String::new() } else { format!(" ({})", details.join(", ")) };
    format!("{} : {}{details}", d.libelle, lecture(c, &d.montant.value).mots)
}

/// The natures of spending: a table of those that have an amount, and the words of the others.
#[derive(Debug, Default)]
pub struct Depenses<'a> {
    pub tableau: Option<Tableau<'a>>,
    pub sans_montant: Vec<Vec<Piece<'a>>>,
}

/// What the money of a part is spent on.
pub fn depenses<'a>(c: &Commun<'a>, ix: PartIx) -> Depenses<'a> {
    let site = c.site;
    let Some(depenses) = &site.part(ix).content.depenses else { return Depenses::default() };
    let partie = c.short(ix);
    let legende = match &depenses.exercice {
        Some(e) => dit!(c, "Nature des dépenses en {annee}, {partie}", annee = e.value, partie = partie),
        None => dit!(c, "Nature des dépenses, {partie}", partie = partie),
    };
    let mut tableau = Tableau::nouveau(french(&legende), dit!(c, "Dépense"));
    tableau.chiffres([dit!(c, "Montant")]);
    let mut sans_montant = Vec::new();
    for d in &depenses.lignes {
        let mut entete = vec![Piece::texte(&d.libelle.value)];
        entete.extend(d.note.iter().map(|n| Piece::Petit(vec![Piece::Prose(&n.value)])));
        let Some(amount) = &d.montant else {
            sans_montant.push(entete);
            continue;
        };
        tableau.ligne(entete, [lecture(c, &amount.value)]);
        for part in &d.dont {
            let entete = vec![Piece::compose(dit!(c, "dont {libelle}", libelle = part.libelle))];
            tableau.ligne(entete, [lecture(c, &part.montant.value)]).sous = true;
        }
    }
    Depenses { tableau: (!tableau.lignes.is_empty()).then_some(tableau), sans_montant }
}
