//! Which part has which word, and how much the word counts there.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::model::{PartIx, Site};
use crate::text::mots::{mots_pleins, replie};

use super::lecture::{GraphieIx, Page};
use super::lexique::Lexique;
use super::postings::Postings;
use super::sigles::Sigles;
use super::vocabulaire::{FamilleIx, Graphie, Vocabulaire};

/// The levels of a weight go from 1 to the one before this.
const NIVEAUX: u64 = 16;
/// A word of this weight, in a part of average length, counts half of the most.
const DEMI: u64 = 12;

/// The least level of what a page is about: an entry of the lexicon named once in a long text weighs less.
const SUJET: u8 = 3;

/// For each family of words, the pages that have it; for each entry of the lexicon, those that are about it.
pub struct Poids {
    pub mots: Vec<Postings>,
    pub entrees: Vec<Postings>,
}

/// How many pages are weighed before their weights are put in the index.
const QUELQUES: usize = 256;

/// Weighs every word of every page.
pub fn index(site: &Site, pages: &[Page], vocabulaire: &Vocabulaire, sigles: &Sigles<'_>, lexique: &Lexique<'_>) -> Poids {
    let renvois = renvois(sigles, lexique, vocabulaire);
    let total: u64 = pages.par_iter().map(|page| longueur(page, vocabulaire)).sum();
    let average = (total / pages.len().max(1) as u64).max(1);
    let vides = |n: usize| vec![Postings::default(); n];
    let mut out = Poids { mots: vides(vocabulaire.familles.len()), entrees: vides(lexique.nombre()) };
    for (nth, some) in pages.chunks(QUELQUES).enumerate() {
        let first = nth * QUELQUES;
        let peser = |(i, page): (usize, &Page)| {
            let part = Some(first + i).filter(|i| *i < site.parts.len()).map(|i| PartIx(i as u32));
            let mut pesee = Pesee {
                sens: &|sigle| sigles.sens(site, part, sigle),
                vocabulaire,
                renvois: &renvois,
                expliques: BTreeSet::new(),
                comptes: Comptes::default(),
            };
            page.textes().for_each(|(words, poids)| pesee.texte(words, poids));
            (pesee.comptes.somme(), longueur(page, vocabulaire))
        };
        let weighed: Vec<(Comptes, u64)> = some.par_iter().enumerate().map(peser).collect();
        for (i, (Comptes { mots, entrees }, longueur)) in weighed.into_iter().enumerate() {
            for (index, weights, least) in [(&mut out.mots, mots, 1), (&mut out.entrees, entrees, SUJET)] {
                let levels = weights.into_iter().map(|(place, weight)| (place, niveau(u64::from(weight), longueur, average)));
                for (place, level) in levels.filter(|(_, level)| *level >= least) {
                    index[place as usize].ajoute((first + i) as u32, level);
                }
            }
        }
    }
    out
}

/// The length of a page, in words that are searched.
fn longueur(page: &Page, vocabulaire: &Vocabulaire) -> u64 {
    page.textes().flat_map(|(words, _)| words).filter(|word| vocabulaire.graphie(**word).is_some()).count() as u64
}

/// By their first word, the phrases that bring other words.
type Renvois = BTreeMap<FamilleIx, Vec<Renvoi>>;

/// Words in a row, as families, that count as if the text had others: the meaning of an acronym brings it, an expression of the
/// lexicon the others of its entry, which count half.
#[derive(Debug)]
struct Renvoi {
    mots: Vec<FamilleIx>,
    vers: Vec<FamilleIx>,
    /// The entry of the lexicon.
    entree: Option<usize>,
}

fn renvois(sigles: &Sigles<'_>, lexique: &Lexique<'_>, vocabulaire: &Vocabulaire) -> Renvois {
    let mut out = Renvois::new();
    for (words, place, added) in lexique.renvois() {
        let renvoi = Renvoi { mots: words.to_vec(), vers: added.into_iter().collect(), entree: Some(place) };
        out.entry(words[0]).or_default().push(renvoi);
    }
    for (sigle, meanings) in sigles.tous() {
        let Some(own) = vocabulaire.famille_de_forme(sigle) else { continue };
        for meaning in meanings {
            let words: Option<Vec<FamilleIx>> = mots_pleins(meaning).into_iter().map(|m| vocabulaire.famille_de(m)).collect();
            // One word alone means too many other things.
            if let Some(words) = words.filter(|w| w.len() > 1) {
                out.entry(words[0]).or_default().push(Renvoi { mots: words, vers: vec![own], entree: None });
            }
        }
    }
    out
}

/// What one part says, and how much: places with weights.
#[derive(Default)]
struct Comptes {
    mots: Vec<(u32, u32)>,
    /// The entries of the lexicon.
    entrees: Vec<(u32, u32)>,
}

impl Comptes {
    /// Each family and each entry once, in order.
    fn somme(mut self) -> Self {
        for list in [&mut self.mots, &mut self.entrees] {
            list.sort_unstable();
            list.dedup_by(|next, kept| {
                let same = next.0 == kept.0;
                if same {
                    kept.1 = kept.1.saturating_add(next.1);
                }
                same
            });
            list.shrink_to_fit();
        }
        self
    }
}

/// The words of one part, being weighed.
struct Pesee<'c, 'a> {
    /// What an acronym stands for in this part.
    sens: &'c dyn Fn(&str) -> Option<&'a str>,
    vocabulaire: &'c Vocabulaire,
    renvois: &'c Renvois,
    /// The acronyms whose meaning was counted: once is enough.
    expliques: BTreeSet<String>,
    comptes: Comptes,
}

impl Pesee<'_, '_> {
    fn ajoute(&mut self, famille: FamilleIx, poids: u32) {
        self.comptes.mots.push((famille as u32, poids));
    }

    /// Counts the words of a text; an acronym brings its meaning, a meaning its acronym.
    fn texte(&mut self, words: &[GraphieIx], poids: u32) {
        let vocabulaire = self.vocabulaire;
        let mut suite: Vec<FamilleIx> = Vec::with_capacity(words.len());
        for (word, Graphie { famille, sigle }) in words.iter().filter_map(|ix| vocabulaire.graphie(*ix)) {
            self.ajoute(famille, poids);
            suite.push(famille);
            if !sigle {
                continue;
            }
            let sigle = replie(word);
            if !self.expliques.contains(&sigle) {
                let meaning = (self.sens)(&sigle).map_or_else(Vec::new, mots_pleins);
                let meaning: Vec<FamilleIx> = meaning.into_iter().filter_map(|m| self.vocabulaire.famille_de(m)).collect();
                meaning.iter().for_each(|famille| self.ajoute(*famille, poids.div_ceil(2)));
                // The acronym itself was just counted.
                self.renvoie(&meaning, poids.div_ceil(2), Some(famille));
                self.expliques.insert(sigle);
            }
        }
        self.renvoie(&suite, poids, None);
    }

    /// Counts what the phrases of a run of words bring, but one family.
    fn renvoie(&mut self, suite: &[FamilleIx], poids: u32, sauf: Option<FamilleIx>) {
        let renvois = self.renvois;
        for (i, first) in suite.iter().enumerate() {
            for renvoi in renvois.get(first).into_iter().flatten().filter(|r| suite[i..].starts_with(&r.mots)) {
                let poids = renvoi.entree.map_or(poids, |entree| {
                    self.comptes.entrees.push((entree as u32, poids));
                    poids.div_ceil(2)
                });
                let others = renvoi.vers.iter().filter(|famille| Some(**famille) != sauf);
                others.for_each(|famille| self.ajoute(*famille, poids));
            }
        }
    }
}

/// A weight that grows less and less, and less in a long part (BM25 in whole numbers).
fn niveau(weight: u64, length: u64, average: u64) -> u8 {
    let long = 64 + 192 * length / average;
    let level = NIVEAUX * weight * 256 / (weight * 256 + DEMI * long);
    level.clamp(1, NIVEAUX - 1) as u8
}
