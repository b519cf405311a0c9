//! Dates as the sources write them: `2022-11-24`, `2022-11`, `2022`.

use super::NBSP;

/// The months, in their order.
pub const MOIS: [&str; 12] =
    ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"];

/// A year, with a month and a day where they are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// Four digits.
    pub annee: u16,
    /// 1 to 12.
    pub mois: Option<u8>,
    /// 1 to 31, valid in that month.
    pub jour: Option<u8>,
}

impl Date {
    /// Reads `2022-11-24`, `2022-11` or `2022`; `None` for anything else, dates that do not exist included.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.trim().split('-');
        let part = |p: Option<&str>, len: usize| -> Option<Option<u16>> {
            match p {
                None => Some(None),
                Some(p) if p.len() == len && p.bytes().all(|b| b.is_ascii_digit()) => p.parse().ok().map(Some),
                Some(_) => None,
            }
        };
        let annee = part(parts.next(), 4)??;
        let mois = part(parts.next(), 2)?;
        let jour = part(parts.next(), 2)?;
        let last = |m: u16| match m {
            2 if annee.is_multiple_of(4) && (!annee.is_multiple_of(100) || annee.is_multiple_of(400)) => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        let valid = parts.next().is_none()
            && mois.is_none_or(|m| (1..=12).contains(&m))
            && jour.is_none_or(|j| mois.is_some_and(|m| (1..=last(m)).contains(&j)));
        valid.then_some(Self { annee, mois: mois.map(|m| m as u8), jour: jour.map(|j| j as u8) })
    }

    /// `24 novembre 2022`, `1er janvier 2019`, `novembre 2022`, `2022`.
    pub fn french(&self) -> String {
        match (self.mois, self.jour) {
            (Some(m), Some(j)) => {
                let jour = if j == 1 { "1er".to_owned() } else { j.to_string() };
                format!("{jour}{NBSP}{}{NBSP}{}", MOIS[usize::from(m) - 1], self.annee)
            }
            (Some(m), None) => format!("{}{NBSP}{}", MOIS[usize::from(m) - 1], self.annee),
            _ => self.annee.to_string(),
        }
    }

    /// The first day that the date can mean: year, month, day.
    pub fn first_day(&self) -> (u16, u8, u8) {
        (self.annee, self.mois.unwrap_or(1), self.jour.unwrap_or(1))
    }

    /// The last day that the date can mean: year, month, day.
    pub fn last_day(&self) -> (u16, u8, u8) {
        (self.annee, self.mois.unwrap_or(12), self.jour.unwrap_or(31))
    }

    /// `2022-11-24`.
    pub fn iso(&self) -> String {
        let mut out = format!("{:04}", self.annee);
        for part in [self.mois, self.jour].into_iter().flatten() {
            out.push_str(&format!("-{part:02}"));
        }
        out
    }
}

/// A four-digit year and nothing else.
pub fn year(text: &str) -> Option<u16> {
    (text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

/// The first and last year of a period: `2024-2027`.
pub fn years(text: &str) -> Option<(u16, u16)> {
    let (first, last) = text.split_once(['-', '–'])?;
    let (first, last) = (year(first.trim())?, year(last.trim())?);
    (first < last).then_some((first, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_that_exist_are_read_and_written() {
        let day = Date::parse("2019-01-01").expect("a date");
        assert_eq!(day.french(), "1er\u{A0}janvier\u{A0}2019");
        assert_eq!(day.iso(), "2019-01-01");
        assert_eq!(Date::parse("2022-11").map(|d| d.french()), Some("novembre\u{A0}2022".to_owned()));
        assert_eq!(Date::parse("2024-02-29").map(|d| d.iso()), Some("2024-02-29".to_owned()));
    }

    #[test]
    fn dates_that_do_not_exist_are_refused() {
        for text in ["", "2023-02-29", "2022-13", "2022-00", "24/11/2022", "2022-1-1", "2022-11-24-01", "20222"] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
    }
}
