//! The texts of a site, read once: a word is cut, folded and looked up when it is met, and is from then on the place of its
//! spelling. Texts need not stay in memory.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use crate::text::is_alphanumeric;
use crate::text::mots::{composes, est_locution, mots};

/// A spelling, by its place in [`Lecture::graphies`].
pub type GraphieIx = u32;

/// What was seen of a spelling.
#[derive(Debug, Default, Clone, Copy)]
pub struct Vue {
    pub nombre: u32,
    /// Whether it stands inside a sentence.
    pub dedans: bool,
}

impl Vue {
    fn ajoute(&mut self, more: Self) {
        self.nombre += more.nombre;
        self.dedans |= more.dedans;
    }
}

/// The words of a page, one text after the other.
#[derive(Debug, Default)]
pub struct Page {
    mots: Box<[GraphieIx]>,
    /// For each text, where its words end, and what each of them counts.
    textes: Box<[(u32, u32)]>,
}

impl Page {
    /// The texts that count, each with what its words count.
    pub fn textes(&self) -> impl Iterator<Item = (&[GraphieIx], u32)> {
        let mut start = 0;
        self.textes.iter().map(move |&(end, poids)| {
            let words = &self.mots[start..end as usize];
            start = end as usize;
            (words, poids)
        })
    }
}

/// What was read.
#[derive(Debug, Default)]
pub struct Lecture {
    pub graphies: IndexMap<Box<str>, Vue>,
    /// The compound names of which a piece is tied by small words: `Boulogne-sur-Mer`.
    pub composes: BTreeSet<String>,
    pub pages: Vec<Page>,
    /// Room for the words of the page that is being read.
    tampon: Vec<GraphieIx>,
}

impl Lecture {
    /// Reads the texts of one more page, each with what its words count.
    pub fn page<'t>(&mut self, textes: impl Iterator<Item = (&'t str, u32)>) {
        let mut kept = std::mem::take(&mut self.tampon);
        let read = textes.map(|(text, poids)| {
            self.texte(text, &mut kept, poids > 0);
            (kept.len() as u32, poids)
        });
        let textes = read.collect();
        self.pages.push(Page { mots: kept.as_slice().into(), textes });
        kept.clear();
        self.tampon = kept;
    }

    /// Reads one text; words that are weighed are kept, but « place » in « mettre en place ».
    fn texte(&mut self, text: &str, kept: &mut Vec<GraphieIx>, weighed: bool) {
        let mut tied = false;
        for range in mots(text) {
            let word = &text[range.clone()];
            let ix = self.graphie(word, Vue { nombre: 1, dedans: dedans(&text[..range.start]) });
            tied |= word.contains('-');
            if weighed && !est_locution(text, &range) {
                kept.push(ix);
            }
        }
        if tied {
            self.composes.extend(composes(text).map(str::to_owned));
        }
    }

    fn graphie(&mut self, word: &str, vue: Vue) -> GraphieIx {
        let ix = self.graphies.get_index_of(word).unwrap_or_else(|| self.graphies.insert_full(word.into(), Vue::default()).0);
        self.graphies[ix].ajoute(vue);
        ix as GraphieIx
    }

    /// Adds what was read elsewhere, after it.
    pub fn joindre(&mut self, suite: Self) {
        let new: Vec<GraphieIx> = suite
            .graphies
            .into_iter()
            .map(|(word, vue)| {
                let entry = self.graphies.entry(word);
                let ix = entry.index() as GraphieIx;
                entry.or_default().ajoute(vue);
                ix
            })
            .collect();
        self.composes.extend(suite.composes);
        self.pages.extend(suite.pages.into_iter().map(|mut page| {
            page.mots.iter_mut().for_each(|ix| *ix = new[*ix as usize]);
            page
        }));
    }
}

/// Whether what stands before a word does not end a sentence or a line.
fn dedans(before: &str) -> bool {
    before.trim_end().ends_with(|c: char| is_alphanumeric(c) || matches!(c, '’' | '\'' | ',' | '-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lue(texte: &str) -> Lecture {
        let mut out = Lecture::default();
        out.page([(texte, 2), ("", 1), ("Sans poids", 0)].into_iter());
        out
    }

    #[test]
    fn what_is_read_apart_is_the_same_as_together() {
        let mots = |l: &Lecture, page: usize| -> Vec<(Vec<String>, u32)> {
            let graphie =
                |ix: &GraphieIx| l.graphies.get_index(*ix as usize).map_or_else(String::new, |(word, _)| word.to_string());
            l.pages[page].textes().map(|(words, poids)| (words.iter().map(graphie).collect(), poids)).collect()
        };
        let mut both = lue("Aller à Boulogne-sur-Mer");
        both.joindre(lue("À Boulogne, mettre en place dix places"));
        let words = |list: &[&str]| list.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>();
        let (rien, sans) = ((words(&[]), 1), (words(&[]), 0));
        assert_eq!(mots(&both, 0), [(words(&["Aller", "Boulogne", "sur-Mer"]), 2), rien.clone(), sans.clone()]);
        assert_eq!(mots(&both, 1), [(words(&["Boulogne", "mettre", "en", "dix", "places"]), 2), rien, sans]);
        assert_eq!(both.graphies["Boulogne"].nombre, 2);
        assert_eq!(both.graphies["place"].nombre, 1, "a word that says nothing there is a word all the same");
        assert!(both.graphies["place"].dedans && !both.graphies["Aller"].dedans);
        assert_eq!(both.composes.iter().collect::<Vec<_>>(), ["Boulogne-sur-Mer"]);
    }
}
