//! Numbers: their sign, their groups of thousands, their decimals, what follows them.

use super::{NBSP, NNBSP, Setter, is_alphanumeric, is_space, last_word, words};
use crate::text::date::MOIS;

/// The minus sign, which keyboards do not have.
pub(super) const MOINS: char = '\u{2212}';

impl Setter<'_, '_> {
    /// Whether the hyphen here is the sign of the number that follows. « 27 janvier -3 février » is a range, « jeunes -26 ans » a
    /// label: after a word, the number has decimals or a percent sign, or the word announces it.
    pub(super) fn is_minus(&self) -> bool {
        if !self.peek(1).is_some_and(|c| c.is_ascii_digit()) {
            return false;
        }
        let mark = self.out.chars().rev().find(|c| !is_space(*c)).or(self.bloc.last_mark);
        match self.before() {
            None | Some('(' | '\n') => true,
            Some(c) if is_space(c) && mark.is_some_and(char::is_alphabetic) => {
                let number = &self.rest()[1..];
                let after = number.trim_start_matches(|c: char| c.is_ascii_digit());
                let decimals = after.strip_prefix(',').is_some_and(|d| d.starts_with(|c: char| c.is_ascii_digit()));
                let measured = decimals || after.trim_start_matches(is_space).starts_with('%');
                measured || matches!(last_word(self.out.trim_end_matches(is_space)), "de" | "à" | "soit" | "est")
            }
            Some(c) if is_space(c) => !mark.is_some_and(|m| m.is_ascii_digit()),
            Some(_) => false,
        }
    }

    /// `12 %`, `3 €`: after a number, a narrow space.
    pub(super) fn unit_sign(&mut self, sign: char) {
        let before = self.out.trim_end_matches(is_space);
        if before.ends_with(|c: char| c.is_ascii_digit()) {
            let trimmed = before.len();
            self.out.truncate(trimmed);
            self.out.push(NNBSP);
        }
        self.emit(sign);
    }

    /// The space between two digits: a thousands separator where the groups allow it.
    pub(super) fn digit_gap(&self, unbreakable: bool) -> Option<char> {
        let group = self.run(|c| c.is_ascii_digit()).len();
        let head = self.out.chars().rev().take_while(char::is_ascii_digit).count();
        if group != 3 || head > 4 {
            return unbreakable.then_some(NBSP);
        }
        Some(if head <= 3 { NNBSP } else { NBSP })
    }

    /// Whether a unit of measure stands here as a whole word.
    pub(super) fn unit_follows(&self) -> bool {
        words::UNITS.contains(&self.run(|c| c.is_alphanumeric() || matches!(c, '€' | '²'))) || self.month_follows()
    }

    /// Whether a month stands here as a whole word.
    pub(super) fn month_follows(&self) -> bool {
        MOIS.contains(&self.run(char::is_alphanumeric))
    }

    /// `08 juillet` → `8 juillet`, `01 mai` → `1er mai`.
    fn day(&mut self, digits: &str) -> bool {
        let Some(day) = digits.strip_prefix('0').filter(|d| d.len() == 1 && *d != "0") else { return false };
        let word = self.rest().trim_start_matches(is_space);
        let month = &word[..word.find(|c: char| !c.is_alphabetic()).unwrap_or(word.len())];
        if word.len() == self.rest().len() || !MOIS.contains(&month) {
            return false;
        }
        self.out.push_str(if day == "1" { "1er" } else { day });
        true
    }

    /// A number: groups of thousands before a unit, ordinals, decimal commas before a unit.
    pub(super) fn number(&mut self) {
        let before = self.out.trim_end_matches(is_space).chars().next_back();
        let standalone = before.is_none_or(|p| !p.is_ascii_digit())
            && self.previous().is_none_or(|p| !is_alphanumeric(p) && !matches!(p, ',' | '.' | '/' | '-'));
        let digits = self.run(|c| c.is_ascii_digit());
        self.at += digits.len();
        // « en 2023 jeunes et familles »: a number that can be a year is left as it is, but before euros.
        let year = digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20")) && !self.euros_follow();
        if standalone && digits.len() >= 4 && !year && !digits.starts_with('0') && self.counted_noun_follows() {
            for (i, d) in digits.chars().enumerate() {
                if i > 0 && (digits.len() - i).is_multiple_of(3) {
                    self.out.push(NNBSP);
                }
                self.out.push(d);
            }
        } else if !(standalone && self.day(digits)) {
            self.out.push_str(digits);
        }
        self.decimal_point();
        self.ordinal(digits);
    }

    /// `15.5 %` → `15,5 %`.
    fn decimal_point(&mut self) {
        let Some(rest) = self.rest().strip_prefix('.') else { return };
        let decimals = rest.bytes().take_while(u8::is_ascii_digit).count();
        let unit = rest[decimals..].chars().find(|c| !is_space(*c));
        if (1..=2).contains(&decimals) && matches!(unit, Some('%' | '‰' | '€')) {
            self.out.push(',');
            self.out.push_str(&rest[..decimals]);
            self.at += 1 + decimals;
        }
    }

    /// `1ère` → `1re`, `2ème` → `2e`; « 2nde » is correct as it is.
    fn ordinal(&mut self, digits: &str) {
        let suffix = self.run(char::is_alphabetic);
        let short = match (digits, suffix) {
            ("1", "ère" | "ere" | "ière") => "re",
            ("1", "ères" | "eres" | "ières") => "res",
            ("1", "ier") => "er",
            (_, "ème" | "eme" | "ième") if digits != "1" => "e",
            (_, "èmes" | "emes" | "ièmes") => "es",
            _ => return,
        };
        self.out.push_str(short);
        self.at += suffix.len();
    }

    fn counted_noun_follows(&self) -> bool {
        let rest = self.rest();
        let decimals = rest.strip_prefix(',').filter(|r| r.starts_with(|c: char| c.is_ascii_digit()));
        let rest = decimals.map_or(rest, |r| r.trim_start_matches(|c: char| c.is_ascii_digit()));
        let word = rest.trim_start_matches(is_space);
        let spaced = word.len() < rest.len();
        let end = word.find(|c: char| !(c.is_alphanumeric() || c == '€')).unwrap_or(word.len());
        let word = &word[..end];
        words::COUNTED.contains(&word) && (spaced || word.ends_with('€'))
    }

    fn euros_follow(&self) -> bool {
        let word = self.rest().trim_start_matches(is_space);
        ["€", "k€", "M€", "euro"].iter().any(|unit| word.starts_with(unit))
    }
}
