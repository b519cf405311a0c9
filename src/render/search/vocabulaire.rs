//! The words of a site: for each spelling its folded form, for each form the family of its stem.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use rayon::prelude::*;

use crate::text::mots::{est_sigle, est_vide, mots, racine, replie};

/// A family of forms, by its place in [`Vocabulaire::familles`].
pub type FamilleIx = usize;

/// Every word of the site.
#[derive(Debug, Default)]
pub struct Vocabulaire<'a> {
    /// The family of each spelling found; common words have none.
    par_graphie: IndexMap<&'a str, FamilleIx>,
    par_forme: BTreeMap<String, FamilleIx>,
    par_racine: BTreeMap<String, FamilleIx>,
    pub familles: Vec<Famille>,
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
struct Vue<'a> {
    /// Spellings to show, and stems, with their number.
    graphies: BTreeMap<String, u32>,
    racines: BTreeMap<String, u32>,
    ecrits: BTreeSet<&'a str>,
    /// Whether a spelling is not that of a name, and whether one stands inside a sentence.
    commun: bool,
    dedans: bool,
}

impl Vue<'_> {
    /// Whether texts always write it with a capital, even inside a sentence: the stemmer knows no names, and takes Lillers
    /// for a form of Lille.
    fn est_un_nom(&self) -> bool {
        self.dedans && !self.commun
    }
}

/// How often a spelling occurs, and whether it does inside a sentence.
type Compte = (u32, bool);

/// Whether what stands before a word does not end a sentence or a line.
fn dedans(before: &str) -> bool {
    before.trim_end().ends_with(|c: char| c.is_alphanumeric() || matches!(c, '’' | '\'' | ',' | '-'))
}

impl<'a> Vocabulaire<'a> {
    /// Reads all texts of a site.
    pub fn new(textes: &[&'a str]) -> Self {
        let add = |(n, inside): &mut Compte, (more, also): Compte| (*n, *inside) = (*n + more, *inside || also);
        let count = |mut counts: IndexMap<&'a str, Compte>, text: &&'a str| {
            for range in mots(text) {
                let inside = dedans(&text[..range.start]);
                add(counts.entry(&text[range]).or_default(), (1, inside));
            }
            counts
        };
        let both = |mut a: IndexMap<&'a str, Compte>, b: IndexMap<&'a str, Compte>| {
            for (word, seen) in b {
                add(a.entry(word).or_default(), seen);
            }
            a
        };
        let counts = textes.par_iter().with_min_len(1_000).fold(IndexMap::new, count).reduce(IndexMap::new, both);
        let mut words: Vec<(&'a str, Compte)> = counts.into_iter().collect();
        words.par_sort_unstable();
        let stemmed: Vec<(String, String)> = words.par_iter().map(|(w, _)| (replie(w), racine(w))).collect();
        let mut forms: BTreeMap<String, Vue<'a>> = BTreeMap::new();
        for ((written, (n, inside)), (form, stem)) in words.into_iter().zip(stemmed) {
            if form.is_empty() || est_vide(&form) {
                continue;
            }
            let shown = graphie(written, &form);
            let seen = forms.entry(form).or_default();
            *seen.graphies.entry(shown).or_default() += n;
            *seen.racines.entry(stem).or_default() += n;
            seen.ecrits.insert(written);
            seen.commun |= !written.starts_with(char::is_uppercase) || est_sigle(written);
            seen.dedans |= inside;
        }
        let mut out = Self::default();
        for (form, seen) in forms {
            // A form can have two stems, by its accents or its capitals: the commoner one decides.
            let Some(mut stem) = plus_frequent(&seen.racines).cloned() else { continue };
            if seen.est_un_nom() {
                stem = format!("{}.", form.strip_suffix('s').unwrap_or(&form));
            }
            let Some(shown) = plus_frequent(&seen.graphies) else { continue };
            let next = out.familles.len();
            let ix = *out.par_racine.entry(stem).or_insert(next);
            if ix == next {
                out.familles.push(Famille::default());
            }
            let n = seen.graphies.values().sum();
            out.familles[ix].formes.push((form.clone(), shown.clone(), n));
            out.par_forme.insert(form, ix);
            out.par_graphie.extend(seen.ecrits.into_iter().map(|w| (w, ix)));
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

    /// The family of a spelling of the texts.
    pub fn famille(&self, written: &str) -> Option<FamilleIx> {
        self.par_graphie.get(written).copied()
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
    use super::*;

    #[test]
    fn the_forms_of_a_word_are_one_family_and_two_names_are_two() {
        let vocabulaire = Vocabulaire::new(&["Une crèche à Lillers. Logements sociaux", "Le logement social, près de Lille"]);
        let famille = |mot: &str| vocabulaire.famille(mot).expect("a word of the texts");
        assert_ne!(famille("Lille"), famille("Lillers"));
        assert_eq!(famille("Logements"), famille("logement"));
        assert_eq!(famille("sociaux"), famille("social"));
    }
}
