//! What must never be published: bank details, personal telephone numbers and e-mail addresses.
//!
//! The raw text of a source is searched, so nothing hides in a key, a comment or a body.

use crate::diagnostics::{Code, Diagnostic, FileId, Span};
use crate::text::is_space;

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
    let mut i = 0;
    let mut before = ' ';
    while let Some(c) = text[i..].chars().next() {
        let starts = !before.is_alphanumeric() && (c.is_ascii_digit() || c.is_ascii_uppercase() || c == '+');
        match starts.then(|| number(&text[i..])).flatten() {
            Some((code, length, what)) => {
                report(code, i, i + length, what);
                i += length;
                before = ' ';
            }
            None => {
                i += c.len_utf8();
                before = c;
            }
        }
    }
}

/// A bank account or a telephone number at the head of a text: its kind, its bytes, its name.
fn number(text: &str) -> Option<(Code, usize, &'static str)> {
    iban(text)
        .map(|n| (Code::Iban, n, "un IBAN"))
        .or_else(|| rib(text).map(|n| (Code::Iban, n, "un RIB")))
        .or_else(|| telephone(text).map(|n| (Code::Telephone, n, "un numéro de téléphone")))
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

/// The letters and digits at the head of a text, spaces of any kind between them, each with the byte where it ends.
fn signs(text: &str, most: usize) -> Vec<(char, usize)> {
    let mut signs = Vec::new();
    for (at, c) in text.char_indices() {
        if c.is_ascii_uppercase() || c.is_ascii_digit() {
            signs.push((c, at + 1));
        } else if !is_space(c) || c == '\n' {
            break;
        }
        if signs.len() > most {
            break;
        }
    }
    signs
}

/// Whether nothing more of the same word follows.
fn ends(text: &str, at: usize) -> bool {
    !text[at..].starts_with(|c: char| c.is_alphanumeric())
}

/// The bytes of an IBAN (ISO 13616) at the head of a text: two letters, digits, and a valid check (mod 97).
fn iban(text: &str) -> Option<usize> {
    let signs = signs(text, 34);
    let head = signs.get(..4)?;
    if !(head[0].0.is_ascii_uppercase()
        && head[1].0.is_ascii_uppercase()
        && head[2].0.is_ascii_digit()
        && head[3].0.is_ascii_digit())
    {
        return None;
    }
    let lengths = (15..=signs.len().min(34)).rev();
    lengths
        .map(|n| &signs[..n])
        .find(|s| s.last().is_some_and(|l| ends(text, l.1)) && mod97(s) == 1)
        .and_then(|s| s.last())
        .map(|l| l.1)
}

fn mod97(iban: &[(char, usize)]) -> u32 {
    let turned = iban[4..].iter().chain(&iban[..4]);
    turned.fold(0, |rest, (c, _)| match c.to_digit(36) {
        Some(d @ 0..=9) => (rest * 10 + d) % 97,
        Some(d) => (rest * 100 + d) % 97,
        None => rest,
    })
}

/// The bytes of a French bank identity (RIB) at the head of a text: bank, branch, account and a valid key.
fn rib(text: &str) -> Option<usize> {
    let signs = signs(text, 23);
    let signs = signs.get(..23)?;
    let end = signs.last()?.1;
    let digits = |range: std::ops::Range<usize>| signs[range].iter().all(|(c, _)| c.is_ascii_digit());
    if !(digits(0..10) && digits(21..23) && ends(text, end)) {
        return None;
    }
    // Letters of the account stand for digits: A, J → 1; B, K, S → 2; … I, R, Z → 9.
    let value = |range: std::ops::Range<usize>| {
        signs[range].iter().fold(0u64, |n, (c, _)| {
            let digit = match c {
                'A'..='I' => *c as u64 - 'A' as u64 + 1,
                'J'..='R' => *c as u64 - 'J' as u64 + 1,
                'S'..='Z' => *c as u64 - 'S' as u64 + 2,
                c => u64::from(c.to_digit(10).unwrap_or(0)),
            };
            n * 10 + digit
        })
    };
    let (bank, branch, account, key) = (value(0..5), value(5..10), value(10..21), value(21..23));
    ((89 * bank + 15 * branch + 3 * account + key).is_multiple_of(97)).then_some(end)
}

/// The bytes of a French telephone number at the head of a text: `03 21 00 00 00`, `03.21.00.00.00`, `+33 (0)3 21 00 00 00`.
fn telephone(text: &str) -> Option<usize> {
    let prefix = ["+33", "0033"].into_iter().find_map(|p| text.strip_prefix(p));
    let rest = match prefix {
        Some(rest) => {
            let rest = rest.trim_start_matches(|c: char| is_space(c) || matches!(c, '.' | '-'));
            rest.strip_prefix("(0)").unwrap_or(rest).trim_start_matches(is_space)
        }
        None => text.strip_prefix('0')?,
    };
    if !rest.starts_with(|c: char| matches!(c, '1'..='9')) {
        return None;
    }
    let start = text.len() - rest.len();
    let (mut digits, mut separator) = (0, None);
    for (at, c) in rest.char_indices() {
        if c.is_ascii_digit() {
            digits += 1;
        } else if digits % 2 == 1 && digits < 9 && (is_space(c) || matches!(c, '.' | '-')) && separator.is_none_or(|s| s == c) {
            separator = Some(c);
        } else {
            return None;
        }
        if digits == 9 {
            let end = start + at + 1;
            return ends(text, end).then_some(end);
        }
    }
    None
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
        assert_eq!(
            codes("tél. 03\u{A0}21\u{A0}00\u{A0}00\u{A0}00, +33 (0)3 21 00 00 00, 0033 3 21 00 00 00"),
            ["P502", "P502", "P502"]
        );
        assert_eq!(codes("RIB : 20041 01005 0500013M026 06"), ["P501"]);
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
