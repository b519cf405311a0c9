//! What must never be published: bank details, personal telephone numbers and e-mail addresses.
//!
//! The raw text of a source is searched, so nothing hides in a key, a comment or a body.

use crate::diagnostics::{Code, Diagnostic, FileId, Span};

use super::fields::Diags;

/// Reports every bank account, telephone number and e-mail address that `allowed` does not name.
pub fn check(text: &str, file: FileId, allowed: &[String], diags: &mut Diags) {
    let normal = |t: &str| t.chars().filter(|c| c.is_alphanumeric() || *c == '@').collect::<String>().to_lowercase();
    let mut report = |code: Code, start: usize, end: usize, what: &str| {
        let found = normal(&text[start..end]);
        if allowed.iter().any(|a| normal(a) == found) {
            return;
        }
        let help = match code {
            Code::Iban => "retirez-le : des coordonnées bancaires ne se publient pas",
            _ => "retirez-le, ou nommez-le dans site.yaml à « contacts_autorises » s’il est public",
        };
        diags.push(
            Diagnostic::new(code, format!("{what} est écrit dans cette source")).at(Span::new(file, start, end)).with_help(help),
        );
    };
    for (start, word) in words(text) {
        if word.contains('@') && is_email(word) {
            report(Code::Courriel, start, start + word.len(), "un courriel");
        }
    }
    let bytes = text.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        let boundary = i == 0 || !bytes[i - 1].is_ascii_alphanumeric();
        let found = boundary
            .then(|| {
                iban(text, i)
                    .map(|e| (Code::Iban, e, "un IBAN"))
                    .or_else(|| telephone(text, i).map(|e| (Code::Telephone, e, "un numéro de téléphone")))
            })
            .flatten();
        match found {
            Some((code, end, what)) => {
                report(code, i, end, what);
                i = end;
            }
            None => i += 1,
        }
    }
}

/// Runs of characters that an e-mail address can have.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '@' | '.' | '_' | '-' | '+');
    let mut at = 0;
    text.split(move |c: char| !inside(c)).map(move |piece| {
        let start = text[at..].find(piece).map_or(at, |n| at + n);
        at = start + piece.len();
        let trimmed = piece.trim_matches(['.', '-']);
        (start + (piece.len() - piece.trim_start_matches(['.', '-']).len()), trimmed)
    })
}

fn is_email(word: &str) -> bool {
    word.split_once('@').is_some_and(|(user, host)| {
        !user.is_empty()
            && !host.contains('@')
            && host
                .rsplit_once('.')
                .is_some_and(|(name, top)| !name.is_empty() && top.len() >= 2 && top.bytes().all(|b| b.is_ascii_alphabetic()))
    })
}

/// The end of an IBAN (ISO 13616) that starts at `at`: two letters, digits, and a valid check (mod 97).
fn iban(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    if !(bytes.get(at)?.is_ascii_uppercase()
        && bytes.get(at + 1)?.is_ascii_uppercase()
        && bytes.get(at + 2)?.is_ascii_digit()
        && bytes.get(at + 3)?.is_ascii_digit())
    {
        return None;
    }
    let mut chars = String::new();
    let mut best = None;
    let mut end = at;
    while let Some(b) = bytes.get(end) {
        match b {
            b'A'..=b'Z' | b'0'..=b'9' => chars.push(char::from(*b)),
            b' ' => {}
            _ => break,
        }
        end += 1;
        if chars.len() > 34 {
            break;
        }
        let complete = bytes.get(end).is_none_or(|n| !n.is_ascii_alphanumeric());
        if chars.len() >= 15 && complete && mod97(&chars) == 1 {
            best = Some(end);
        }
    }
    best
}

fn mod97(iban: &str) -> u32 {
    iban[4..].chars().chain(iban[..4].chars()).fold(0, |rest, c| match c.to_digit(36) {
        Some(d @ 0..=9) => (rest * 10 + d) % 97,
        Some(d) => (rest * 100 + d) % 97,
        None => rest,
    })
}

/// The end of a French telephone number that starts at `at`: `03 21 00 00 00`, `03.21.00.00.00`, `+33 3 21 00 00 00`.
fn telephone(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut i, mut need): (usize, u32) = if bytes[at..].starts_with(b"+33") {
        (at + 3, 9)
    } else if bytes[at] == b'0' && bytes.get(at + 1).is_some_and(|b| (b'1'..=b'9').contains(b)) {
        (at + 1, 9)
    } else {
        return None;
    };
    let mut in_pair = need % 2;
    let mut separator = None;
    while need > 0 {
        let b = *bytes.get(i)?;
        if b.is_ascii_digit() {
            need -= 1;
            in_pair += 1;
        } else if matches!(b, b' ' | b'.' | b'-') && in_pair.is_multiple_of(2) | (need == 9) && separator.is_none_or(|s| s == b) {
            separator = Some(b);
        } else {
            return None;
        }
        i += 1;
    }
    bytes.get(i).is_none_or(|b| !b.is_ascii_alphanumeric()).then_some(i)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(text: &str) -> Vec<&'static str> {
        let mut diags = Vec::new();
        check(text, FileId(0), &["accueil@departement.fr".to_owned()], &mut diags);
        diags.iter().map(|d| d.code.id()).collect()
    }

    #[test]
    fn personal_data_is_found_wherever_it_hides() {
        assert_eq!(codes("IBAN FR14 2004 1010 0505 0001 3M02 606 du compte"), ["P501"]);
        assert_eq!(codes("tél. 03 21 00 00 00, ou 03.21.00.00.00 ou +33 3 21 00 00 00"), ["P502", "P502", "P502"]);
        assert_eq!(codes("écrire à jean.dupont@exemple.fr."), ["P503"]);
    }

    #[test]
    fn figures_and_public_contacts_are_left_alone() {
        assert!(codes("accueil@departement.fr").is_empty());
        for text in [
            "104 550 €, 0 €, 12 000 000 €",
            "059-225900018-20230515-317225-DE-1-1",
            "2020 2021",
            "FR14 2004 1010 0505 0001 3M02 607",
            "@mention",
            "0,5 et 01/02/2022",
        ] {
            assert!(codes(text).is_empty(), "{text}");
        }
    }
}
