//! Folding: texts that a reader takes for the same become equal.

use deunicode::deunicode_char;

use super::is_alphanumeric;

/// Lower case, no accents, œ → oe, punctuation and spaces as one space: for names, titles and look-ups.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        // deunicode would spell the degree sign out.
        let c = if matches!(c, '°' | 'º') { ' ' } else { c };
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if is_alphanumeric(c) {
            // Some letters are spelt with marks, which have no place in an address.
            let spelt = deunicode_char(c).unwrap_or_default();
            out.extend(spelt.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()));
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    if out.ends_with(' ') {
        out.pop();
    }
    out
}

/// An anchor or an address: the folded text with hyphens.
pub fn slug(text: &str) -> String {
    fold(text).replace(' ', "-")
}

/// Whether a name can be an element of an address as it is: `fiche-01`.
pub fn is_slug(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with('-')
        && !name.ends_with('-')
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_look_the_same_fold_to_the_same() {
        assert_eq!(fold("Caisse d’Allocations  Familiales"), fold("caisse d'allocations familiales"));
        assert_eq!(fold("Cœur d’Ostrevant"), "coeur d ostrevant");
        assert!(is_slug(&slug("xʺˊhiddenˊy")));
        assert_eq!(slug("Fiche n° 12 : l’été"), "fiche-n-12-l-ete");
        assert!(is_slug("fiche-07-08") && !is_slug("Fiche-7") && !is_slug("-a") && !is_slug(""));
    }
}
