//! Words as a reader searches for them: elisions cut, accents folded, plurals and endings dropped, numbers in one piece.
//!
//! The script of the search page cuts and folds in the same way (`tests/recherche/mots.json` holds both to it); only Rust
//! stems, because the index gives the script every form of a word.

use std::ops::Range;
use std::sync::LazyLock;

use rust_stemmers::{Algorithm, Stemmer};

use super::fold::fold;
use super::{NBSP, NNBSP, is_alphanumeric};

/// Words too common to be searched, sorted; the index tells them to the script.
pub const VIDES: &str = "ai ainsi alors apres as au aucun aussi autre autres aux avant avec avoir avons ayant \
    ca car ce ceci cela celle celles celui ces cet cette ceux chaque chez combien comme comment dans de \
    depuis des dois donc dont du elle elles en entre es est et etaient etait etant ete etre eu eux existe existent faut font \
    fut il ils je jusqu la le les leur leurs lors lorsqu lorsque lui ma mais me meme memes mes moi mon ne ni \
    nos notamment notre nous on ont ou par parce pas peut peuvent peux plus pour pourquoi puis puisqu qu \
    quand que quel quelle quelles quels qui quoi sa sais sans se selon sera seront ses si soit sommes son \
    sont sous suis sur ta tandis tes tous tout toute toutes tres un une vers veux vos voudrais vous";

/// Whether a folded word is one of them.
pub fn est_vide(form: &str) -> bool {
    static LISTE: LazyLock<Vec<&str>> = LazyLock::new(|| VIDES.split(' ').collect());
    LISTE.binary_search(&form).is_ok()
}

/// Whether the word at these bytes of a text says nothing there: « mettre en place » is not about places.
pub fn est_locution(text: &str, mot: &Range<usize>) -> bool {
    text.get(..mot.start).is_some_and(|before| before.ends_with(" en ")) && text[mot.clone()].eq_ignore_ascii_case("place")
}

/// The words of a text that say something.
pub fn mots_pleins(text: &str) -> Vec<&str> {
    mots(text).map(|r| &text[r]).filter(|m| !est_vide(&replie(m))).collect()
}

/// The small words inside a compound name.
const LIAISONS: [&str; 15] = ["a", "au", "aux", "de", "des", "du", "en", "et", "la", "le", "les", "lez", "pas", "sous", "sur"];

/// Nouns whose plural ends in x.
const PLURIELS_EN_X: [&str; 9] = ["lieux", "milieux", "jeux", "enjeux", "voeux", "neveux", "cheveux", "feux", "aveux"];

/// The words of a text, by their bytes: `l’`, `d'` and single letters left out, `104 550`, `R.S.A.`, `Pas-de-Calais` and the
/// `sur-Mer` of `Boulogne-sur-Mer` in one piece.
pub fn mots(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            at += text[at..].find(is_alphanumeric)?;
            let start = at;
            let rest = &text[start..];
            let piece = numero(rest).or_else(|| nombre(rest)).or_else(|| sigle_pointe(rest)).or_else(|| compose(text, start));
            at += piece.unwrap_or_else(|| mot(rest));
            // A single letter says nothing (an elision, a bullet); a digit may be the number of a fiche.
            let word = &text[start..at];
            if word.chars().nth(1).is_some() || word.starts_with(|c: char| c.is_ascii_digit()) {
                return Some(start..at);
            }
        }
    })
}

/// Letters and digits, with the marks that follow them.
fn mot(text: &str) -> usize {
    text.find(|c: char| !is_alphanumeric(c) && !('\u{300}'..='\u{36F}').contains(&c)).unwrap_or(text.len())
}

/// The length of a word with the small words that tie it to a compound name: who looks for Calais does not mean
/// `Pas-de-Calais`. One that begins the compound is tied only with another: not `sous-préfecture`.
fn compose(text: &str, start: usize) -> Option<usize> {
    let inside = text[..start].strip_suffix('-').is_some_and(|head| head.ends_with(is_alphanumeric));
    let mut end = start;
    let mut ties = 0;
    loop {
        let length = mot(&text[end..]);
        let next = text[end + length..].strip_prefix('-').filter(|t| t.starts_with(is_alphanumeric));
        if next.is_none() || length > 4 || !LIAISONS.contains(&fold(&text[end..end + length]).as_str()) {
            return (ties > usize::from(!inside)).then_some(end + length - start);
        }
        end += length + 1;
        ties += 1;
    }
}

/// The compound names of a text that have such a piece, written with capitals: `Boulogne-sur-Mer`.
pub fn composes(text: &str) -> impl Iterator<Item = &str> {
    let chains = text.split(|c: char| !is_alphanumeric(c) && c != '-').map(|c| c.trim_matches('-'));
    let names = chains.filter(|c| c.starts_with(char::is_uppercase) && c.matches('-').count() > 1);
    names.filter(|c| {
        let (_, last) = c.rsplit_once('-').unwrap_or_default();
        last.starts_with(char::is_uppercase) && mots(c).any(|piece| c[piece].contains('-'))
    })
}

/// The length of the number of an action: `3.2.2`, one digit at each level. A date is not one.
fn numero(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut end = 1;
    while digit(0) && bytes.get(end) == Some(&b'.') && digit(end + 1) {
        end += 2;
    }
    (end > 1 && !digit(end)).then_some(end)
}

/// The length of a number written with spaces or with decimals: `104 550,00`, `12,5`.
fn nombre(text: &str) -> Option<usize> {
    let digits = |t: &str| t.bytes().take_while(u8::is_ascii_digit).count();
    let head = digits(text);
    let mut end = head;
    if (1..=3).contains(&head) {
        while let Some(space) = text[end..].chars().next().filter(|c| matches!(*c, ' ' | NBSP | NNBSP)) {
            let next = end + space.len_utf8();
            if digits(&text[next..]) != 3 {
                break;
            }
            end = next + 3;
        }
    }
    let decimals = text[end..].strip_prefix(',').map_or(0, digits);
    if head > 0 && decimals > 0 {
        end += 1 + decimals;
    }
    (head > 0 && end > head).then_some(end)
}

/// The length of `R.S.A.`.
fn sigle_pointe(text: &str) -> Option<usize> {
    let mut end = 0;
    let mut letters = 0;
    for pair in text.as_bytes().chunks(2) {
        match pair {
            [c, b'.'] if c.is_ascii_uppercase() => (letters, end) = (letters + 1, end + 2),
            [c, next @ ..] if c.is_ascii_uppercase() && !next.first().is_some_and(|n| n.is_ascii_alphanumeric() || *n > 127) => {
                (letters, end) = (letters + 1, end + 1);
                break;
            }
            _ => break,
        }
    }
    (letters >= 2).then_some(end)
}

/// A word as the index writes it: lower case, no accents, œ → oe, no spaces or dots inside, no `,00`; the numbers of an action
/// are cut by commas.
pub fn replie(mot: &str) -> String {
    if numero(mot) == Some(mot.len()) {
        return mot.replace('.', ",");
    }
    if mot.starts_with(|c: char| c.is_ascii_digit()) && mot.contains([',', ' ', NBSP, NNBSP]) {
        let (whole, decimals) = mot.split_once(',').unwrap_or((mot, ""));
        let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
        return if decimals.bytes().all(|b| b == b'0') { whole } else { format!("{whole},{decimals}") };
    }
    let mut form = fold(mot);
    form.retain(|c| c != ' ');
    form
}

/// Whether a word is an acronym: two to six capitals and digits.
pub fn est_sigle(mot: &str) -> bool {
    let capitals = mot.chars().filter(|c| c.is_uppercase()).count();
    (2..=6).contains(&capitals) && mot.chars().all(|c| c.is_uppercase() || c.is_ascii_digit() || c == '.')
}

/// Words that the stemmer takes for forms of another: « loyer » is not « loi », nor « mère » « mer ».
const SEULS: [&str; 15] = [
    "aidant",
    "conseiller",
    "foyer",
    "isolation",
    "loyer",
    "marais",
    "mars",
    "mere",
    "placement",
    "repas",
    "repit",
    "usager",
    "via",
    "vie",
    "fois",
];

/// A word without its plural, and a participle without its feminine: « commissions », « confiées » → « confié ».
fn singulier<'m>(lower: &'m str, form: &str) -> &'m str {
    if SEULS.contains(&form) {
        return lower;
    }
    let singular = match lower.strip_suffix('x') {
        Some(singular) if PLURIELS_EN_X.contains(&form) => singular,
        _ => match lower.strip_suffix('s') {
            // « développerons » is a verb, « commissions » is not.
            Some(verb) if verb.ends_with("on") && !verb.ends_with("ion") => lower,
            Some(singular) if singular.len() >= 3 && !singular.ends_with('s') => singular,
            _ => lower,
        },
    };
    singular.strip_suffix('e').filter(|m| m.ends_with('é')).unwrap_or(singular)
}

/// What the forms of one word share: « élus » and « élue », « développement » and « développerons ». An acronym is alone.
pub fn racine(mot: &str) -> String {
    let form = replie(mot);
    if est_sigle(mot) {
        // In capitals, so that CAF is not the stem of « café ».
        return form.to_uppercase();
    }
    if form.starts_with(|c: char| c.is_ascii_digit()) {
        return form;
    }
    let lower = mot.to_lowercase().replace('œ', "oe").replace('æ', "ae");
    let lower = singulier(&lower, &form);
    let form = replie(lower);
    if SEULS.contains(&form.as_str()) {
        return format!("{form}.");
    }
    let stem = replie(&Stemmer::create(Algorithm::French).stem(lower));
    match stem.strip_suffix('s') {
        Some(singular) if singular.len() >= 3 && !singular.ends_with('s') => singular.to_owned(),
        _ if stem.is_empty() => form,
        _ => stem,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Texts and their words, folded: the browser tests put the same to the script.
    const VECTEURS: &str = include_str!("../../tests/recherche/mots.json");

    #[test]
    fn in_mettre_en_place_the_place_is_none() {
        let pleins = |text: &str| mots(text).filter(|m| !est_locution(text, m)).map(|m| text[m].to_owned()).collect::<Vec<_>>();
        assert_eq!(pleins("mettre en place dix places"), ["mettre", "en", "dix", "places"]);
        assert_eq!(pleins("Place du marché"), ["Place", "du", "marché"]);
    }

    #[test]
    fn texts_are_cut_and_folded_as_in_the_shared_examples() {
        let cases: Vec<(String, Vec<String>)> = serde_json::from_str(VECTEURS).unwrap();
        for (text, expected) in cases {
            let found: Vec<String> = mots(&text).map(|r| replie(&text[r])).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn forms_of_one_word_meet() {
        for forms in [
            &["élus", "élue", "élu", "élues"][..],
            &["développement", "développements", "développerons", "développer"],
            &["œuvre", "oeuvres", "Œuvres"],
            &["social", "sociaux", "sociale", "sociales"],
            &["lieu", "lieux"],
            &["bureau", "bureaux"],
            &["bénéficiaire", "bénéficiaires"],
            &["logement", "logements", "LOGEMENT"],
            &["104 550", "104550", "104\u{202F}550", "104\u{A0}550,00"],
            &["RSA", "R.S.A."],
            &["commission", "commissions"],
            &["confié", "confiés", "confiée", "confiées"],
            &["crédit", "crédits"],
            &["loyer", "loyers"],
            &["foyer", "foyers"],
            &["petit", "petits"],
            &["étranger", "étrangers"],
        ] {
            let stems: std::collections::BTreeSet<String> = forms.iter().map(|f| racine(f)).collect();
            assert_eq!(stems.len(), 1, "{forms:?} → {stems:?}");
        }
    }

    #[test]
    fn other_words_stay_apart() {
        for (a, b) in [
            ("PMI", "PMIS"),
            ("enfant", "enfer"),
            ("insertion", "insecte"),
            ("12", "125"),
            ("CAF", "café"),
            ("loyer", "loi"),
            ("foyer", "fois"),
            ("repas", "répit"),
            ("mère", "mer"),
            ("aidant", "aide"),
            ("placement", "place"),
        ] {
            assert_ne!(racine(a), racine(b), "{a} {b}");
        }
    }

    #[test]
    fn common_words_are_folded_sorted_and_unique() {
        let words: Vec<&str> = VIDES.split(' ').collect();
        assert!(words.windows(2).all(|w| w[0] < w[1]), "{words:?}");
        assert!(words.iter().all(|m| fold(m) == *m));
    }
}
