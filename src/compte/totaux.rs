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

    fn add(&mut self, ligne: &Ligne<'_>) {
        self.lignes.push(ligne.ligne);
        if let Some(statut) = ligne.total.err().filter(|s| *s != Statut::SansObjet) {
            *self.manques.entry(statut).or_default() += 1;
        }
        if let Some(amount) = ligne.au_moins {
            self.total = Some(amount + self.total.unwrap_or_default());
        }
        for (funder, share) in &ligne.parts {
            match share {
                Ok(amount) => *self.parts.entry(funder) += amount,
                Err(Statut::SansObjet) => {}
                Err(statut) => *self.parts_manquantes.entry(funder).entry(*statut).or_default() += 1,
            }
        }
        if let Some((programme, paid)) = ligne.programme {
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

/// What sums read of a line: every scope around it reads it again, and going for it to the model is what takes long.
pub struct Ligne<'s> {
    pub ligne: LigneRef,
    pub document: usize,
    pub nature: BudgetNature,
    pub total: Result<Chiffre, Statut>,
    exercice: &'s str,
    /// A line whose amount is missing counts for the shares that are given: a total is never less than its own shares.
    au_moins: Option<Decimal>,
    parts: Vec<(&'s str, Result<Decimal, Statut>)>,
    /// The State's programme that pays it, and how much.
    programme: Option<(&'s str, Decimal)>,
}

impl<'s> Ligne<'s> {
    pub fn new(site: &'s Site, ecriture: &Ecriture, noms: &mut Noms<'s>) -> Self {
        let Ecriture { ligne, total, .. } = *ecriture;
        let line = ligne.line(site);
        let parts = line.parts.iter().map(|(funder, share)| {
            let amount = share.value.chiffre().map(|c| c.valeur);
            (noms.le_meme(&funder.value), amount)
        });
        let parts = parts.collect();
        let paid = line.state_share().and_then(|paid| Some((programme(site, ligne.part, line)?, paid)));
        Self {
            ligne,
            document: site.part(ligne.part).document,
            nature: line.nature,
            total,
            exercice: noms.le_meme(&line.exercice.value),
            au_moins: total.map(|t| t.valeur).or_else(|_| line.au_moins()).ok(),
            parts,
            programme: paid.map(|(programme, paid)| (noms.le_meme(programme), paid)),
        }
    }
}

/// Names that come again and again: one copy of each, which stays at hand when they are compared.
#[derive(Default)]
pub struct Noms<'s>(Vec<&'s str>);

impl<'s> Noms<'s> {
    fn le_meme(&mut self, nom: &'s str) -> &'s str {
        self.0.iter().find(|known| **known == nom).copied().unwrap_or_else(|| {
            self.0.push(nom);
            nom
        })
    }
}

/// The lines of a scope for one exercice.
#[derive(Default)]
pub struct Exercice<'l> {
    /// Those that count in the scope.
    pub comptees: Vec<&'l Ligne<'l>>,
    /// Those of the scope that count anywhere: what is printed again plans nothing more.
    pub toutes: Vec<&'l Ligne<'l>>,
}

/// The totals of a scope, by exercice then nature.
pub fn scope<'l>(site: &Site, lines: impl Iterator<Item = (&'l Ecriture, &'l Ligne<'l>)>, range: &Range<u32>) -> Vec<Total> {
    let mut exercices: BTreeMap<&str, Exercice<'_>> = BTreeMap::new();
    for (ecriture, ligne) in lines.filter(|(e, _)| e.role == Role::Comptee) {
        let exercice = exercices.entry(ligne.exercice).or_default();
        exercice.toutes.push(ligne);
        if ecriture.counts_in(range) {
            exercice.comptees.push(ligne);
        }
    }
    let mut totals = Vec::new();
    for (name, exercice) in &exercices {
        let mut natures: BTreeMap<BudgetNature, Total> = BTreeMap::new();
        for ligne in &exercice.comptees {
            let nature = ligne.nature;
            natures.entry(nature).or_insert_with(|| Total::empty(name, nature)).add(ligne);
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
