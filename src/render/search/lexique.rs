//! The words of readers beside those of the documents, from the register of that name: « sdf », « sans domicile fixe ».

use std::collections::{BTreeMap, BTreeSet};

use crate::model::registre::Registre;
use crate::text::mots::{mots_pleins, replie};

use super::vocabulaire::{FamilleIx, Vocabulaire};

/// Expressions of which each finds the texts that have another.
#[derive(Debug, Default)]
pub struct Lexique<'a> {
    entrees: Vec<Vec<Expression<'a>>>,
}

/// How many expressions of an entry the page tells.
const DITES: usize = 4;

/// A word or a few, as written in the register.
#[derive(Debug)]
struct Expression<'a> {
    ecrite: &'a str,
    mots: Vec<FamilleIx>,
    /// Whether the texts that have these words are about the entry: « rue » says too little of « à la rue ».
    sure: bool,
}

impl<'a> Lexique<'a> {
    /// Reads the register; words that no text has join the vocabulary.
    pub fn new(registre: &'a Registre, vocabulaire: &mut Vocabulaire) -> Self {
        let mut expression = |ecrite: &'a str| {
            let mots: Vec<FamilleIx> = mots_pleins(ecrite).into_iter().map(|m| vocabulaire.apprend(m)).collect();
            let sure = mots.len() > 1 || !ecrite.contains([' ', '-']);
            Expression { ecrite, mots, sure }
        };
        let entrees = registre.entrees().iter().map(|e| {
            let all = std::iter::once(&e.nom).chain(&e.alias).map(|t| expression(t));
            all.filter(|e| !e.mots.is_empty()).collect()
        });
        Self { entrees: entrees.collect() }
    }

    /// Each expression that is sure, as families of words, with the place of its entry, and the families that the other
    /// expressions of the entry add.
    pub fn renvois(&self) -> impl Iterator<Item = (&[FamilleIx], usize, BTreeSet<FamilleIx>)> {
        self.entrees.iter().enumerate().flat_map(|(place, all)| {
            all.iter().filter(|e| e.sure).map(move |own| {
                let added = all.iter().flat_map(|e| &e.mots).filter(|m| !own.mots.contains(m));
                (own.mots.as_slice(), place, added.copied().collect())
            })
        })
    }

    /// How many entries there are.
    pub fn nombre(&self) -> usize {
        self.entrees.len()
    }

    /// The expressions of an entry that have several words, folded: who types one means the entry, not its words here and there.
    pub fn suites(&self, place: usize) -> Vec<String> {
        let all = self.entrees.get(place).into_iter().flatten().filter(|e| e.mots.len() > 1);
        all.map(|e| mots_pleins(e.ecrite).into_iter().map(replie).collect::<Vec<_>>().join(" ")).collect()
    }

    /// For each family that is an expression by itself, the first others of its entry whose words texts have.
    pub fn voisins(&self, vocabulaire: &Vocabulaire) -> BTreeMap<FamilleIx, Vec<&'a str>> {
        let mut out: BTreeMap<FamilleIx, Vec<&str>> = BTreeMap::new();
        for all in &self.entrees {
            let found = |e: &&Expression<'a>| e.sure && e.mots.iter().all(|m| vocabulaire.familles[*m].est_lue());
            for own in all {
                if let [famille] = own.mots[..] {
                    let others = all.iter().filter(found).filter(|e| e.mots != own.mots).map(|e| e.ecrite);
                    out.entry(famille).or_default().extend(others.take(DITES));
                }
            }
        }
        out
    }
}
