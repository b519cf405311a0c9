//! Sums, with what they are made of and what they lack.

use std::collections::BTreeMap;
use std::ops::Range;

use rust_decimal::Decimal;

use crate::model::budget::{BudgetLine, BudgetNature};
use crate::model::{PartIx, Site};
use crate::text::amount::Statut;

use super::ecritures::{Ecriture, LigneRef, Role};
use super::taux::{self, Taux};

/// How many figures are missing, by reason. « Sans objet » is no missing figure: it is not counted here.
pub type Manques = BTreeMap<Statut, usize>;

/// What a scope adds up to for one exercice and one nature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Total {
    pub exercice: String,
    pub nature: BudgetNature,
    /// The sum of the known amounts, in euros; `None` when there is not one.
    pub total: Option<Decimal>,
    /// The sum of the known shares, by funder.
    pub parts: BTreeMap<String, Decimal>,
    /// The sum of what each programme of the State pays.
    pub programmes: BTreeMap<String, Decimal>,
    /// The totals that are missing: then the sum is partial.
    pub manques: Manques,
    /// The shares that are missing, by funder.
    pub parts_manquantes: BTreeMap<String, Manques>,
    /// The lines that were summed, those without an amount included, in reading order.
    pub lignes: Vec<LigneRef>,
    /// Of what was planned, for figures that tell what was done.
    pub taux: Option<Taux>,
}

impl Total {
    /// How many amounts are missing.
    pub fn manquants(&self) -> usize {
        self.manques.values().sum()
    }

    /// The funders that the lines name, their shares known or not.
    pub fn financeurs(&self) -> impl Iterator<Item = String> {
        self.parts.keys().chain(self.parts_manquantes.keys()).cloned()
    }

    fn empty(exercice: &str, nature: BudgetNature) -> Self {
        Self {
            exercice: exercice.to_owned(),
            nature,
            total: None,
            parts: BTreeMap::new(),
            programmes: BTreeMap::new(),
            manques: Manques::new(),
            parts_manquantes: BTreeMap::new(),
            lignes: Vec::new(),
            taux: None,
        }
    }

    fn add(&mut self, site: &Site, ligne: LigneRef, line: &BudgetLine) {
        self.lignes.push(ligne);
        match line.total() {
            Ok(amount) => self.total = Some(amount.valeur + self.total.unwrap_or_default()),
            Err(Statut::SansObjet) => {}
            Err(statut) => *self.manques.entry(statut).or_default() += 1,
        }
        for (funder, share) in &line.parts {
            match share.value.connu() {
                Some(amount) => *self.parts.entry(funder.value.clone()).or_default() += amount.valeur,
                None if share.value.statut() == Some(Statut::SansObjet) => {}
                None => {
                    let missing = self.parts_manquantes.entry(funder.value.clone()).or_default();
                    *missing.entry(share.value.statut().unwrap_or(Statut::NonCommunique)).or_default() += 1;
                }
            }
        }
        if let (Some(programme), Some(paid)) = (programme(site, ligne.part, line), line.state_share()) {
            *self.programmes.entry(programme.to_owned()).or_default() += paid;
        }
    }
}

/// The State's programme that pays a line: its own, else that of its part or of the nearest part above.
pub fn programme<'s>(site: &'s Site, ix: PartIx, line: &'s BudgetLine) -> Option<&'s str> {
    let part = site.part(ix);
    let own = line.programme.as_ref().or(part.content.programme.as_ref());
    own.or_else(|| site.ancestors(part).find_map(|(_, p)| p.content.programme.as_ref())).map(|p| p.value.as_str())
}

/// The totals of a scope, by exercice then nature.
pub fn scope(site: &Site, lines: &[Ecriture], range: &Range<u32>) -> Vec<Total> {
    let counted: Vec<LigneRef> = lines.iter().filter(|e| e.counts_in(range)).map(|e| e.ligne).collect();
    // What is printed again plans nothing more.
    let all: Vec<LigneRef> = lines.iter().filter(|e| e.role == Role::Comptee).map(|e| e.ligne).collect();
    let mut totals: BTreeMap<(&str, BudgetNature), Total> = BTreeMap::new();
    for ligne in &counted {
        let line = ligne.line(site);
        let key = (line.exercice.value.as_str(), line.nature);
        totals.entry(key).or_insert_with(|| Total::empty(key.0, key.1)).add(site, *ligne, line);
    }
    let mut totals: Vec<Total> = totals.into_values().collect();
    for total in totals.iter_mut().filter(|t| t.nature.is_execution()) {
        total.taux = taux::of(site, total, &counted, &all);
    }
    totals
}
