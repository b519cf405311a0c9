//! The index cut in small files: one for the words that begin alike.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::lexique::Lexique;
use super::postings::Postings;
use super::sigles::Sigles;
use super::vocabulaire::{FamilleIx, Vocabulaire};

/// A file that is longer than this is cut by one more letter.
const LONGUEUR: usize = 12_000;
/// Most letters that choose a file: the script needs one file to complete a word of three letters.
const LETTRES: usize = 3;

/// The files of the words, by the letters that choose them.
pub fn lots(
    vocabulaire: &Vocabulaire,
    index: &[Postings],
    sigles: &Sigles<'_>,
    lexique: &Lexique<'_>,
) -> BTreeMap<String, Value> {
    let meanings = sigles.tous();
    let neighbours = lexique.voisins(vocabulaire);
    let familles: Vec<Value> = vocabulaire
        .familles
        .iter()
        .zip(index)
        .enumerate()
        .map(|(ix, (famille, postings))| {
            let shown: Vec<&str> = famille.formes.iter().map(|(_, shown, _)| shown.as_str()).collect();
            let mut entry = vec![json!(shown.join(" ")), json!(postings.code())];
            let senses = famille.formes.iter().filter_map(|(form, ..)| meanings.get(form.as_str())).flatten();
            entry.extend(senses.map(|s| json!(crate::text::typography::french(s))));
            // What the lexicon adds is a list, so that the page tells it from a meaning.
            entry.extend(neighbours.get(&ix).filter(|n| !n.is_empty()).map(|n| json!(n)));
            Value::Array(entry)
        })
        .collect();
    let mut forms: Vec<(&str, FamilleIx)> = Vec::new();
    for (ix, famille) in vocabulaire.familles.iter().enumerate().filter(|(ix, _)| !index[*ix].code().is_empty()) {
        forms.extend(famille.formes.iter().map(|(form, ..)| (form.as_str(), ix)));
    }
    forms.sort_unstable();
    let mut out = BTreeMap::new();
    coupe(&forms, 0, &familles, &mut out);
    out
}

/// Puts forms that share their first `letters` in one file, or in one file per next letter.
fn coupe(forms: &[(&str, FamilleIx)], letters: usize, familles: &[Value], out: &mut BTreeMap<String, Value>) {
    let inside: BTreeSet<FamilleIx> = forms.iter().map(|(_, ix)| *ix).collect();
    let length: usize = inside.iter().map(|ix| familles[*ix].to_string().len()).sum();
    if letters > 0 && (length <= LONGUEUR || letters == LETTRES) {
        if let Some((form, _)) = forms.first() {
            out.insert(tete(form, letters).to_owned(), inside.iter().map(|ix| familles[*ix].clone()).collect());
        }
        return;
    }
    for run in forms.chunk_by(|a, b| tete(a.0, letters + 1) == tete(b.0, letters + 1)) {
        // A word that ends here has no next letter: its file is its own.
        let depth = if run.iter().all(|(form, _)| tete(form, letters + 1).len() <= letters) { LETTRES } else { letters + 1 };
        coupe(run, depth, familles, out);
    }
}

/// The first letters of a form: those before the comma of a number.
fn tete(form: &str, letters: usize) -> &str {
    let end = form.find(',').unwrap_or(form.len()).min(letters);
    form.get(..end).unwrap_or(form)
}

/// The words that a misspelt one may mean: one for each family of letters.
pub fn mots(vocabulaire: &Vocabulaire, index: &[Postings]) -> String {
    let found = vocabulaire.familles.iter().zip(index).filter(|(_, postings)| !postings.code().is_empty());
    let words = found.map(|(f, _)| f.principale()).filter(|w| w.chars().all(char::is_alphabetic));
    let words: BTreeSet<&str> = words.filter(|w| w.chars().count() >= 3).collect();
    words.into_iter().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_comma_of_a_number_chooses_no_file() {
        assert_eq!((tete("1,5", 3), tete("1234,5", 3), tete("as", 3), tete("asie", 3)), ("1", "123", "as", "asi"));
    }
}
