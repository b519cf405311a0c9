//! Sums, with what they are made of and what they lack.

use std::collections::BTreeMap;
use std::ops::Range;

use rust_decimal::Decimal;

use crate::model::budget::{BudgetLine, BudgetNature};
use crate::model::{PartIx, Rare, Site};
use crate::text::amount::Statut;
use crate::text::somme::Chiffre;

use super::ecritures::{Ecriture, LigneRef, Role};
use super::par_nom::ParNom;
use super::taux::{self, Taux};

/// How many figures are missing, by reason. « Sans objet » is no missing figure: it is not counted here.
pub type Manques = BTreeMap<Statut, usize>;

/// What a scope adds up to for one exercice and one nature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Total {
    pub exercice: String,
    pub nature: BudgetNature,
    /// The sum of the known amounts, in euros, that of the known shares for a line without an amount; `None` when there is not
    /// one.
    pub total: Option<Decimal>,
    /// The sum of the known shares, by funder.
    pub parts: ParNom<Decimal>,
    /// The sum of what each programme of the State pays.
    pub programmes: ParNom<Decimal>,
    /// The totals that are missing: then the sum is partial.
    pub manques: Manques,
    /// The shares that are missing, by funder.
    pub parts_manquantes: ParNom<Manques>,
    /// The lines that were summed, those without an amount included, in reading order.
    pub lignes: Vec<LigneRef>,
    /// Of what was planned, for figures that tell what was done.
    pub taux: Rare<Taux>,
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
            parts: ParNom::default(),
            programmes: ParNom::default(),
            manques: Manques::new(),
            parts_manquantes: ParNom::default(),
            lignes: Vec::new(),
            taux: None,
        }
    }

    fn add(&mut self, site: &Site, ligne: &Ligne<'_>) {
        let Ligne { ligne, line, total } = *ligne;
        self.lignes.push(ligne);
        if let Some(statut) = total.err().filter(|s| *s != Statut::SansObjet) {
            *self.manques.entry(statut).or_default() += 1;
        }
        // A line whose amount is missing counts for the shares that are given: a total is never less than its own shares.
        if let Ok(amount) = total.map(|t| t.valeur).or_else(|_| line.au_moins()) {
            self.total = Some(amount + self.total.unwrap_or_default());
        }
        for (funder, share) in &line.parts {
            match share.value.connu() {
                Some(amount) => *self.parts.entry(&funder.value) += amount.valeur,
                None if share.value.statut() == Some(Statut::SansObjet) => {}
                None => {
                    let statut = share.value.statut().unwrap_or(Statut::NonCommunique);
                    *self.parts_manquantes.entry(&funder.value).entry(statut).or_default() += 1;
                }
            }
        }
        if let (Some(programme), Some(paid)) = (programme(site, ligne.part, line), line.state_share()) {
            *self.programmes.entry(programme) += paid;
        }
    }
}

/// The State's programme that pays a line: its own, else that of its part or of the nearest part above.
pub fn programme<'s>(site: &'s Site, ix: PartIx, line: &'s BudgetLine) -> Option<&'s str> {
    let part = site.part(ix);
    let own = line.programme.as_deref().or(part.content.programme.as_ref());
    own.or_else(|| site.ancestors(part).find_map(|(_, p)| p.content.programme.as_ref())).map(|p| p.value.as_str())
}

/// A line of a scope, at hand: in a large site, looking lines up again and again is what takes long.
#[derive(Clone, Copy)]
pub struct Ligne<'s> {
    pub ligne: LigneRef,
    pub line: &'s BudgetLine,
    pub total: Result<Chiffre, Statut>,
}

/// The lines of a scope for one exercice.
#[derive(Default)]
pub struct Exercice<'s> {
    /// Those that count in the scope.
    pub comptees: Vec<Ligne<'s>>,
    /// Those of the scope that count anywhere: what is printed again plans nothing more.
    pub toutes: Vec<Ligne<'s>>,
}

/// The totals of a scope, by exercice then nature.
pub fn scope(site: &Site, lines: &[Ecriture], range: &Range<u32>) -> Vec<Total> {
    let mut exercices: BTreeMap<&str, Exercice<'_>> = BTreeMap::new();
    for e in lines.iter().filter(|e| e.role == Role::Comptee) {
        let line = e.ligne.line(site);
        let exercice = exercices.entry(&line.exercice.value).or_default();
        let ligne = Ligne { ligne: e.ligne, line, total: e.total };
        exercice.toutes.push(ligne);
        if e.counts_in(range) {
            exercice.comptees.push(ligne);
        }
    }
    let mut totals = Vec::new();
    for (name, exercice) in &exercices {
        let mut natures: BTreeMap<BudgetNature, Total> = BTreeMap::new();
        for ligne in &exercice.comptees {
            let nature = ligne.line.nature;
            natures.entry(nature).or_insert_with(|| Total::empty(name, nature)).add(site, ligne);
        }
        for (nature, mut total) in natures {
            if nature.is_execution() {
                total.taux = taux::of(site, nature, exercice).map(Box::new);
            }
            totals.push(total);
        }
    }
    totals
}
