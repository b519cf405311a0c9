//! The words of a site: for each spelling its folded form, for each form the family of its stem.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use rayon::prelude::*;

use crate::text::mots::{est_sigle, est_vide, racine, replie};

use super::lecture::{GraphieIx, Vue};

/// A family of forms, by its place in [`Vocabulaire::familles`].
pub type FamilleIx = usize;

/// Every word of the site.
#[derive(Debug, Default)]
pub struct Vocabulaire {
    /// What each spelling of the texts is, in the order in which they were read; common words are nothing.
    graphies: IndexMap<Box<str>, Option<Graphie>>,
    par_forme: BTreeMap<String, FamilleIx>,
    par_racine: BTreeMap<String, FamilleIx>,
    pub familles: Vec<Famille>,
}

/// What a spelling of the texts is.
#[derive(Debug, Clone, Copy)]
pub struct Graphie {
    pub famille: FamilleIx,
    /// Whether it is an acronym.
    pub sigle: bool,
}

/// The forms that one search finds together.
#[derive(Debug, Default)]
pub struct Famille {
    /// Folded forms with the spelling to show and how often it occurs, in alphabetical order.
    pub formes: Vec<(String, String, u32)>,
}

impl Famille {
    /// Whether texts have it.
    pub fn est_lue(&self) -> bool {
        self.formes.iter().any(|(.., n)| *n > 0)
    }

    /// The spelling that occurs most.
    pub fn principale(&self) -> &str {
        let best = self.formes.iter().max_by(|a, b| a.2.cmp(&b.2).then_with(|| b.0.cmp(&a.0)));
        best.map_or("", |(_, shown, _)| shown)
    }
}

/// What was seen of a folded form.
#[derive(Debug, Default)]
struct Forme {
    /// Spellings to show, and stems, with their number.
    graphies: BTreeMap<String, u32>,
    racines: BTreeMap<String, u32>,
    ecrits: Vec<usize>,
    /// Whether a spelling is not that of a name, and whether one stands inside a sentence.
    commun: bool,
    dedans: bool,
}

impl Forme {
    /// Whether texts always write it with a capital, even inside a sentence: the stemmer knows no names, and takes Lillers
    /// for a form of Lille.
    fn est_un_nom(&self) -> bool {
        self.dedans && !self.commun
    }
}

impl Vocabulaire {
    /// Sorts the spellings of a site into families.
    pub fn new(vues: IndexMap<Box<str>, Vue>) -> Self {
        let stemmed: Vec<(String, String)> = vues.par_iter().map(|(w, _)| (replie(w), racine(w))).collect();
        let mut forms: BTreeMap<String, Forme> = BTreeMap::new();
        for (ix, ((written, vue), (form, stem))) in vues.iter().zip(stemmed).enumerate() {
            if form.is_empty() || est_vide(&form) {
                continue;
            }
            let shown = graphie(written, &form);
            let seen = forms.entry(form).or_default();
            *seen.graphies.entry(shown).or_default() += vue.nombre;
            *seen.racines.entry(stem).or_default() += vue.nombre;
            seen.ecrits.push(ix);
            seen.commun |= !written.starts_with(char::is_uppercase) || est_sigle(written);
            seen.dedans |= vue.dedans;
        }
        let graphies = vues.into_iter().map(|(written, _)| (written, None)).collect();
        let mut out = Self { graphies, ..Self::default() };
        for (form, seen) in forms {
            // A form can have two stems, by its accents or its capitals: the commoner one decides.
            let Some(mut stem) = plus_frequent(&seen.racines).cloned() else { continue };
            if seen.est_un_nom() {
                stem = format!("{}.", form.strip_suffix('s').unwrap_or(&form));
            }
            let Some(shown) = plus_frequent(&seen.graphies) else { continue };
            let next = out.familles.len();
            let famille = *out.par_racine.entry(stem).or_insert(next);
            if famille == next {
                out.familles.push(Famille::default());
            }
            let n = seen.graphies.values().sum();
            out.familles[famille].formes.push((form.clone(), shown.clone(), n));
            out.par_forme.insert(form, famille);
            for ix in seen.ecrits {
                let sigle = out.graphies.get_index(ix).is_some_and(|(written, _)| est_sigle(written));
                out.graphies[ix] = Some(Graphie { famille, sigle });
            }
        }
        out
    }

    /// The family of a word that readers use, a new one if no text has it.
    pub fn apprend(&mut self, word: &str) -> FamilleIx {
        self.famille_de(word).unwrap_or_else(|| {
            let (form, stem) = (replie(word), racine(word));
            let ix = self.familles.len();
            self.familles.push(Famille { formes: vec![(form.clone(), graphie(word, &form), 0)] });
            self.par_forme.insert(form, ix);
            self.par_racine.insert(stem, ix);
            ix
        })
    }

    /// A spelling of the texts; a common word is none.
    pub fn graphie(&self, ix: GraphieIx) -> Option<(&str, Graphie)> {
        let (written, graphie) = self.graphies.get_index(ix as usize)?;
        Some((written, (*graphie)?))
    }

    /// The family of a spelling of the texts.
    fn famille(&self, written: &str) -> Option<FamilleIx> {
        (*self.graphies.get(written)?).map(|graphie| graphie.famille)
    }

    /// The family of a folded form.
    pub fn famille_de_forme(&self, form: &str) -> Option<FamilleIx> {
        self.par_forme.get(form).copied()
    }

    /// The family of any word, in the texts or not.
    pub fn famille_de(&self, word: &str) -> Option<FamilleIx> {
        self.famille(word)
            .or_else(|| self.famille_de_forme(&replie(word)))
            .or_else(|| self.par_racine.get(&racine(word)).copied())
    }
}

/// The spelling to show for a form: an acronym in capitals, a number without its spaces, other words in lower case.
fn graphie(written: &str, form: &str) -> String {
    if form.starts_with(|c: char| c.is_ascii_digit()) {
        form.to_owned()
    } else if est_sigle(written) {
        written.replace('.', "")
    } else {
        written.to_lowercase()
    }
}

fn plus_frequent(counts: &BTreeMap<String, u32>) -> Option<&String> {
    counts.iter().max_by(|a, b| a.1.cmp(b.1).then_with(|| b.0.cmp(a.0))).map(|(k, _)| k)
}

#[cfg(test)]
mod tests {
    use super::super::lecture::Lecture;
    use super::*;

    #[test]
    fn the_forms_of_a_word_are_one_family_and_two_names_are_two() {
        let mut lecture = Lecture::default();
        lecture.page([("Une crèche à Lillers. Logements sociaux", 1), ("Le logement social, près de Lille", 1)].into_iter());
        let vocabulaire = Vocabulaire::new(lecture.graphies);
        let famille = |mot: &str| vocabulaire.famille(mot).expect("a word of the texts");
        assert_ne!(famille("Lille"), famille("Lillers"));
        assert_eq!(famille("Logements"), famille("logement"));
        assert_eq!(famille("sociaux"), famille("social"));
    }
}
