//! What must never be published: bank details, personal telephone numbers and e-mail addresses.
//!
//! The raw text of a source is searched, so nothing hides in a key, a comment or a body.

use crate::diagnostics::{Code, Diagnostic, FileId, Span};
use crate::text::fold::fold;
use crate::text::is_space;

use super::fields::Diags;

/// Reports every bank account, telephone number and e-mail address that `allowed` does not name.
pub fn check(text: &str, file: FileId, allowed: &[String], diags: &mut Diags) {
    let normal = |t: &str| t.chars().filter(|c| c.is_alphanumeric() || *c == '@').collect::<String>().to_lowercase();
    let allowed: Vec<String> = allowed.iter().map(|a| normal(a)).collect();
    let mut found: Vec<(Finding, String)> = Vec::new();
    found.extend(search(text).into_iter().map(|f| (f, normal(&text[f.start..f.end]))));
    if text.contains(['&', '\\']) {
        // What the reader of the page sees, where a source writes it with references or escapes.
        let seen = decoded(text);
        let again = search(&seen.text).into_iter().map(|f| {
            let written = Finding { start: seen.places[f.start], end: seen.places[f.end], ..f };
            (written, normal(&seen.text[f.start..f.end]))
        });
        let known: Vec<(usize, usize)> = found.iter().map(|(f, _)| (f.start, f.end)).collect();
        let is_new = |f: &Finding| {
            let at = known.partition_point(|(_, end)| *end <= f.start);
            known.get(at).is_none_or(|(start, _)| *start >= f.end)
        };
        found.extend(again.filter(|(f, _)| is_new(f)));
    }
    for (f, _) in found.iter().filter(|(_, words)| !allowed.contains(words)) {
        let help = match f.code {
            Code::Iban => "retirez-le : des coordonnées bancaires ne se publient pas",
            _ => "retirez-le, ou nommez-le dans site.yaml à « contacts_autorises » s’il est public",
        };
        let message = format!("{} est écrit dans cette source", f.what);
        diags.push(Diagnostic::new(f.code, message).at(Span::new(file, f.start, f.end)).with_help(help));
    }
}

/// Something personal, and its bytes.
#[derive(Clone, Copy)]
struct Finding {
    code: Code,
    start: usize,
    end: usize,
    what: &'static str,
}

/// Everything personal in a text, in order.
fn search(text: &str) -> Vec<Finding> {
    let mut found = Vec::new();
    let words = text.contains('@').then(|| words(text));
    for (start, word) in words.into_iter().flatten() {
        if word.contains('@') && is_email(word) {
            found.push(Finding { code: Code::Courriel, start, end: start + word.len(), what: "un courriel" });
        }
    }
    let mut i = 0;
    let mut before = ' ';
    while let Some(c) = text[i..].chars().next() {
        let starts = !before.is_alphanumeric() && (c.is_ascii_digit() || c.is_ascii_uppercase() || c == '+');
        match starts.then(|| number(&text[i..])).flatten() {
            Some((code, length, _)) if code == Code::Telephone && is_code(&text[..i], &text[i..i + length]) => {
                i += length;
                before = '0';
            }
            Some((code, length, what)) => {
                found.push(Finding { code, start: i, end: i + length, what });
                i += length;
                before = ' ';
            }
            None => {
                i += c.len_utf8();
                before = c;
            }
        }
    }
    found.sort_by_key(|f| f.start);
    found
}

/// A bank account or a telephone number at the head of a text: its kind, its bytes, its name.
fn number(text: &str) -> Option<(Code, usize, &'static str)> {
    if text.starts_with(|c: char| c.is_ascii_uppercase()) {
        return iban(text).map(|n| (Code::Iban, n, "un IBAN"));
    }
    rib(text)
        .map(|n| (Code::Iban, n, "un RIB"))
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
    let mut at = 0;
    while let Some(c) = text[at..].chars().next().filter(|_| signs.len() <= most) {
        if c.is_ascii_uppercase() || c.is_ascii_digit() {
            at += 1;
            signs.push((c, at));
        } else {
            match gap(&text[at..]) {
                Some((' ', length)) => at += length,
                _ => break,
            }
        }
    }
    signs
}

/// Longest run of characters between two groups of one number.
const MAX_GAP: usize = 80;

/// What stands between two groups of one number: spaces, perhaps with one mark, perhaps with one line break and what starts
/// the next line of a comment or of a quotation. The mark (a space where there is none), and the bytes.
fn gap(text: &str) -> Option<(char, usize)> {
    let (mut mark, mut lines) = (' ', 0);
    let mut end = 0;
    for (at, c) in text.char_indices() {
        match c {
            '\n' if lines == 1 => return None,
            '\n' => lines = 1,
            '.' | '-' | '/' if mark == ' ' && lines == 0 => mark = c,
            '#' | '>' if lines == 1 => {}
            c if is_space(c) => {}
            _ => break,
        }
        end = at + c.len_utf8();
        if end > MAX_GAP {
            return None;
        }
    }
    (end > 0).then_some((mark, end))
}

/// Whether nothing more of the same word follows.
fn ends(text: &str, at: usize) -> bool {
    !text[at..].starts_with(|c: char| c.is_alphanumeric())
}

/// The bytes of an IBAN (ISO 13616) at the head of a text: two letters, digits, and a valid check (mod 97).
fn iban(text: &str) -> Option<usize> {
    // Most words in capitals end here.
    let head = signs(text, 3);
    let head = head.get(..4)?;
    if !(head[0].0.is_ascii_uppercase()
        && head[1].0.is_ascii_uppercase()
        && head[2].0.is_ascii_digit()
        && head[3].0.is_ascii_digit())
    {
        return None;
    }
    let signs = signs(text, 34);
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
    if signs(text, 9).get(..10)?.iter().any(|(c, _)| !c.is_ascii_digit()) {
        return None;
    }
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
            let rest = &rest[gap(rest).map_or(0, |(_, length)| length)..];
            rest.strip_prefix("(0)").unwrap_or(rest).trim_start_matches(is_space)
        }
        None => text.strip_prefix('0')?,
    };
    if !rest.starts_with(|c: char| matches!(c, '1'..='9')) {
        return None;
    }
    let (mut digits, mut separator) = (String::from("0"), None);
    let mut at = text.len() - rest.len();
    while digits.len() < 10 {
        let c = text[at..].chars().next()?;
        if c.is_ascii_digit() {
            digits.push(c);
            at += 1;
            continue;
        }
        // Groups of two, with the same mark between them all.
        let (mark, length) = gap(&text[at..]).filter(|_| digits.len() % 2 == 0)?;
        if separator.is_some_and(|s| s != mark) {
            return None;
        }
        separator = Some(mark);
        at += length;
    }
    let counts = prefix.is_none() && is_progression(&digits);
    (ends(text, at) && !counts).then_some(at)
}

/// Whether the pairs of digits count: « les mois 01 02 03 04 05 » is no telephone number, nor is 0123456789.
fn is_progression(digits: &str) -> bool {
    let pairs: Vec<i32> = digits.as_bytes().chunks(2).map(|p| p.iter().fold(0, |n, d| n * 10 + i32::from(d - b'0'))).collect();
    let steps: Vec<i32> = pairs.windows(2).map(|w| w[1] - w[0]).collect();
    steps.iter().all(|s| *s == steps[0] && *s > 0)
}

/// Whether ten digits in one piece are a code, by what stands before them: `AE-0421456789`, « opération 0421456789 ».
fn is_code(before: &str, number: &str) -> bool {
    if !number.bytes().all(|b| b.is_ascii_digit()) {
        return false;
    }
    let joined = before.ends_with(['-', '_', '/']);
    let before = before.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '\n');
    let start =
        before.rfind(|c: char| !c.is_alphanumeric()).map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    let word = &before[start..];
    let name = fold(word);
    let calls = ["tel", "telephone", "portable", "mobile", "fax", "standard", "appel"].contains(&name.as_str());
    let codes = ["operation", "imputation", "enveloppe", "code", "reference", "ref"].contains(&name.as_str());
    codes || (joined && !calls && !word.is_empty() && !word.contains(char::is_lowercase))
}

/// A text as it is read, and the place in the source of each of its bytes.
struct Decoded {
    text: String,
    places: Vec<usize>,
}

/// The text with its HTML references and its escapes of YAML and Markdown resolved.
fn decoded(source: &str) -> Decoded {
    let mut out = Decoded { text: String::with_capacity(source.len()), places: Vec::with_capacity(source.len() + 1) };
    let mut at = 0;
    while let Some(c) = source[at..].chars().next() {
        let (seen, length) = match c {
            '&' => reference(&source[at..]),
            '\\' => escape(&source[at..]),
            _ => None,
        }
        .unwrap_or((Some(c), c.len_utf8()));
        out.text.extend(seen);
        out.places.resize(out.text.len(), at);
        at += length;
    }
    out.places.push(source.len());
    out
}

/// An HTML character reference at the head of a text, and its bytes.
fn reference(text: &str) -> Option<(Option<char>, usize)> {
    let end = text.bytes().take(24).position(|b| b == b';')?;
    let name = &text[1..end];
    let code = match name.strip_prefix('#') {
        Some(hexa) if hexa.starts_with(['x', 'X']) => u32::from_str_radix(&hexa[1..], 16).ok()?,
        Some(digits) => digits.parse().ok()?,
        None => match name {
            "nbsp" | "NonBreakingSpace" | "ensp" | "emsp" | "thinsp" | "numsp" | "puncsp" | "hairsp" => 0xA0,
            "commat" => u32::from('@'),
            "period" => u32::from('.'),
            "sol" => u32::from('/'),
            "plus" => u32::from('+'),
            "hyphen" | "dash" => u32::from('-'),
            "lowbar" => u32::from('_'),
            "lpar" => u32::from('('),
            "rpar" => u32::from(')'),
            "Tab" | "NewLine" => u32::from(' '),
            _ => return None,
        },
    };
    Some((Some(char::from_u32(code)?), end + 1))
}

/// An escape of YAML or Markdown at the head of a text, and its bytes; one of a line break stands for nothing.
fn escape(text: &str) -> Option<(Option<char>, usize)> {
    let kind = text[1..].chars().next()?;
    let hexa = |digits: usize| {
        let code = text.get(2..2 + digits).and_then(|h| u32::from_str_radix(h, 16).ok())?;
        Some((Some(char::from_u32(code)?), 2 + digits))
    };
    match kind {
        'x' => hexa(2),
        'u' => hexa(4),
        'U' => hexa(8),
        'n' | 'r' | 'N' | 'L' | 'P' => Some((Some('\n'), 2)),
        't' | '_' => Some((Some(' '), 2)),
        '\n' => {
            let indent = text[2..].len() - text[2..].trim_start_matches([' ', '\t']).len();
            Some((None, 2 + indent))
        }
        c if c.is_ascii_punctuation() || c == ' ' => Some((Some(c), 2)),
        _ => None,
    }
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
    fn lines_marks_references_and_escapes_hide_nothing() {
        for text in [
            "tél. 03 21 00\n    00 00",
            "# tél. 03 21\n#   00 00 00",
            "> tél. 03.21.\n> 00.00.00",
            "03/21/00/00/00",
            "03 / 21 / 00 / 00 / 00",
            "tel-0321000000",
            "TEL/0321000000",
            "03&nbsp;21&nbsp;00&#160;00&#xA0;00",
            "&#48;3 21 00 00 00",
            "note: \"03\\u00a021\\_00\\x2000\\ 00\"",
            "note: \"appelez\\n03 21 00 00 00\"",
            "note: \"03 21 \\\n  00 00 00\"",
            "03\\.21\\.00\\.00\\.00",
        ] {
            assert_eq!(codes(text), ["P502"], "{text}");
        }
        assert_eq!(codes("IBAN FR14 2004 1010 0505\n    0001 3M02 606"), ["P501"]);
        assert_eq!(codes("# RIB : 20041 01005\n# 0500013M026 06"), ["P501"]);
        assert_eq!(codes("jean.dupont&#64;exemple.fr et marie\\x40exemple.fr"), ["P503", "P503"]);
        assert_eq!(codes("jean&commat;exemple.fr, 03 21 00 00 00, 03&nbsp;21 00 00 00"), ["P502", "P503", "P502"]);
    }

    #[test]
    fn the_place_of_what_is_hidden_is_that_of_the_source() {
        let mut diags = Vec::new();
        let text = "é &amp; 03&nbsp;21&nbsp;00&nbsp;00&nbsp;00 !";
        check(text, FileId(0), &[], &mut diags);
        let span = diags.first().and_then(|d| d.span).expect("a place");
        assert_eq!(&text[span.start as usize..span.end as usize], "03&nbsp;21&nbsp;00&nbsp;00&nbsp;00");
        let mut none = Vec::new();
        check(text, FileId(0), &["03 21 00 00 00".to_owned()], &mut none);
        assert!(none.is_empty());
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
            "les mois 01 02 03 04 05",
            "les mois 01 02 03 04 05 06 07 08 09 10 11 12",
            "les mois 03 06 09 12 15",
            "0123456789",
            "opération AE0321456789, AE-0321456789, 2023/AE/0321456789",
            "  - operation: \"0321456789\"",
            "code : 0321456789",
            "- 03\n- 21\n- 00\n- 00\n- 00",
            "03\n\n21\n\n00\n\n00\n\n00",
            "\\u00e9t\\u00e9 & co; &eacute;",
        ] {
            assert!(codes(text).is_empty(), "{text}");
        }
    }
}
