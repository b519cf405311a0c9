//! The grammar of printed amounts of money. Exact: characters to `Decimal`, in euros.

use rust_decimal::Decimal;

use super::number::{self, NumberError, Pas, ThreeDecimals};
use super::somme::Chiffre;
use super::squeeze;

/// A known amount: its exact value, how precisely it was printed, and its printed form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Montant {
    /// Euros.
    pub valeur: Decimal,
    /// One unit of the last printed digit, in euros: `1000` for `1,925 M€`.
    pub pas: Pas,
    /// The form of the source.
    pub imprime: Box<str>,
    /// Whether words make it approximate: `environ`, `plus de`…
    pub approximatif: bool,
}

/// Why a figure is not there. None of these is zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Statut {
    /// NC, ND: the figure exists and was not given.
    NonCommunique,
    /// `-`, `/`: there is no such figure.
    SansObjet,
    /// To be decided.
    ADefinir,
    /// Lost in the source.
    Illisible,
    /// Words instead of a figure.
    Texte,
}

impl Statut {
    /// The word of the export.
    pub fn code(self) -> &'static str {
        match self {
            Self::NonCommunique => "nc",
            Self::SansObjet => "sans_objet",
            Self::ADefinir => "a_definir",
            Self::Illisible => "illisible",
            Self::Texte => "texte",
        }
    }

    /// The words for readers.
    pub fn label(self) -> &'static str {
        match self {
            Self::NonCommunique => mot!("non communiqué"),
            Self::SansObjet => mot!("sans objet"),
            Self::ADefinir => mot!("à définir"),
            Self::Illisible => mot!("illisible"),
            Self::Texte => mot!("texte"),
        }
    }

    /// The status that a printed text stands for.
    pub fn parse(text: &str) -> Option<Self> {
        let text = squeeze(text).to_lowercase();
        Some(match text.trim_end_matches(['€', '.']).trim_end() {
            "nc" | "n.c" | "nd" | "n.d" | "non communiqué" | "non disponible" | "donnée non disponible" | "non renseigné" => {
                Self::NonCommunique
            }
            "-" | "–" | "—" | "/" | "sans objet" | "so" => Self::SansObjet,
            "à définir" | "en cours de définition" | "à déterminer" => Self::ADefinir,
            "illisible" => Self::Illisible,
            _ => return None,
        })
    }
}

/// An amount as printed: known, or missing for a reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lecture {
    /// A value.
    Connu(Montant),
    /// No value; the printed words.
    Absent(Statut, Box<str>),
}

impl Lecture {
    /// The amount, where it is known.
    pub fn connu(&self) -> Option<&Montant> {
        match self {
            Self::Connu(m) => Some(m),
            Self::Absent(..) => None,
        }
    }

    /// The figure with its precision, or why it is missing.
    ///
    /// # Errors
    /// The reason why there is no figure.
    pub fn chiffre(&self) -> Result<Chiffre, Statut> {
        match self {
            Self::Connu(m) => Ok(Chiffre { valeur: m.valeur, pas: m.pas.decimal() }),
            Self::Absent(statut, _) => Err(*statut),
        }
    }

    /// Why the amount is missing, where it is.
    pub fn statut(&self) -> Option<Statut> {
        self.chiffre().err()
    }

    /// The form of the source.
    pub fn imprime(&self) -> &str {
        match self {
            Self::Connu(m) => &m.imprime,
            Self::Absent(_, text) => text,
        }
    }
}

/// Words before an amount that make it approximate.
const APPROXIMATIONS: [&str; 5] = ["environ", "plus de", "près de", "moins de", "jusqu’à"];

/// Units after a number, a longer one before those it ends with, with the power of ten they stand for.
const UNITS: [(&str, u32); 13] = [
    ("milliards d’euros", 9),
    ("milliard d’euros", 9),
    ("millions d’euros", 6),
    ("million d’euros", 6),
    ("euros", 0),
    ("euro", 0),
    ("md €", 9),
    ("md€", 9),
    ("m €", 6),
    ("m€", 6),
    ("k €", 3),
    ("k€", 3),
    ("€", 0),
];

/// Reads an amount as printed.
///
/// # Errors
/// [`NumberError`] when the text is neither an amount nor a known reason for its absence, or reads two ways.
pub fn parse(text: &str) -> Result<Lecture, NumberError> {
    let imprime = squeeze(text);
    if let Some(statut) = Statut::parse(&imprime) {
        return Ok(Lecture::Absent(statut, imprime.into()));
    }
    let lower = imprime.to_lowercase().replace('\'', "’");
    let approximation = APPROXIMATIONS.iter().copied().find(|a| lower.starts_with(&format!("{a} ")));
    let rest = approximation.map_or(lower.as_str(), |a| lower[a.len()..].trim_start());
    let (digits, power) =
        UNITS.iter().find_map(|(unit, power)| rest.strip_suffix(unit).map(|d| (d.trim_end(), *power))).unwrap_or((rest, 0));
    // « 1.925 M€ » is either 1 925 millions or a little less than two.
    let dotted = digits.rsplit_once('.').is_some_and(|(_, last)| last.len() == 3 && last.bytes().all(|b| b.is_ascii_digit()));
    if power > 0 && dotted {
        return Err(NumberError::Ambiguous);
    }
    let three = if power == 0 { ThreeDecimals::Refused } else { ThreeDecimals::Decimals };
    let number = number::parse(digits, three)?;
    let valeur = scaled(number.value, power).ok_or(NumberError::TooLong)?;
    let pas = number.step.fois(power);
    // There is nothing smaller than a cent: « 12,3456 € » is something else, or a slip.
    if pas.decimal() < Decimal::new(1, 2) {
        return Err(NumberError::NotANumber);
    }
    // No budget comes near a million of millions of millions; sums of what does stay exact.
    if valeur.abs() >= Decimal::from(10u64.pow(18)) {
        return Err(NumberError::TooLong);
    }
    Ok(Lecture::Connu(Montant {
        valeur: valeur.normalize(),
        pas,
        imprime: imprime.into(),
        approximatif: approximation.is_some(),
    }))
}

/// The value times a power of ten; the decimal mark moves, no digit is lost.
fn scaled(value: Decimal, power: u32) -> Option<Decimal> {
    let decimals = value.scale().checked_sub(power);
    match decimals {
        Some(decimals) => Decimal::try_from_i128_with_scale(value.mantissa(), decimals).ok(),
        None => {
            let whole = value.mantissa().checked_mul(10i128.checked_pow(power - value.scale())?)?;
            Decimal::try_from_i128_with_scale(whole, 0).ok()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn euros(text: &str) -> Option<String> {
        parse(text).ok()?.connu().map(|m| format!("{} ±{}", m.valeur, m.pas.decimal()))
    }

    #[test]
    fn every_printed_form_of_the_sources_is_read() {
        for (text, expected) in [
            ("104 550 €", "104550 ±1"),
            ("163 342,80 €", "163342.8 ±0.01"),
            ("163 342.80 €", "163342.8 ±0.01"),
            ("500.000 €", "500000 ±1"),
            ("1,925 M€", "1925000 ±1000"),
            ("1, 806 M€", "1806000 ±1000"),
            ("7,226 M €", "7226000 ±1000"),
            ("7,7 M€", "7700000 ±100000"),
            ("500 k€", "500000 ±1000"),
            ("50k€", "50000 ±1000"),
            ("environ 1 970 000 €", "1970000 ±1"),
            ("plus de 3,5 M€", "3500000 ±100000"),
            ("- 12 €", "-12 ±1"),
            ("0 €", "0 ±1"),
            ("1894212€", "1894212 ±1"),
            ("1 euro", "1 ±1"),
            ("12,50 euros", "12.5 ±0.01"),
            ("1 million d'euros", "1000000 ±1000000"),
            ("1,5 million d’euros", "1500000 ±100000"),
            ("2 millions d'euros", "2000000 ±1000000"),
            ("1,2 Md€", "1200000000 ±100000000"),
            ("1,2 Md\u{A0}€", "1200000000 ±100000000"),
            ("3 milliards d'euros", "3000000000 ±1000000000"),
            ("1 milliard d’euros", "1000000000 ±1000000000"),
            ("7,7\u{202F}M€", "7700000 ±100000"),
            ("7,7M\u{202F}€", "7700000 ±100000"),
            ("500\u{2009}k\u{A0}€", "500000 ±1000"),
            ("jusqu'à 3 M€", "3000000 ±1000000"),
            ("1,92512345 M€", "1925123.45 ±0.01"),
            ("123456789,123456789 Md€", "123456789123456789 ±1"),
        ] {
            assert_eq!(euros(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn a_missing_amount_is_never_zero() {
        for (text, statut) in [
            ("- €", Statut::SansObjet),
            ("-", Statut::SansObjet),
            ("NC", Statut::NonCommunique),
            ("ND", Statut::NonCommunique),
            ("à définir", Statut::ADefinir),
            ("illisible", Statut::Illisible),
        ] {
            assert!(matches!(parse(text), Ok(Lecture::Absent(s, _)) if s == statut), "{text}");
        }
    }

    #[test]
    fn ambiguous_and_foreign_texts_are_refused() {
        assert_eq!(parse("1,925 €"), Err(NumberError::Ambiguous));
        assert_eq!(parse("1.925 M€"), Err(NumberError::Ambiguous));
        assert_eq!(parse("1.925 Md€"), Err(NumberError::Ambiguous));
        for text in [
            "",
            "12 centimes d’euros",
            "12,3456 €",
            "0,0001 €",
            "12,3400 euros",
            "1,925123456 M€",
            "0,0000001 k€",
            "douze euros",
            "12 $",
            "1e3 €",
            "1 402 9 €",
        ] {
            assert_eq!(parse(text), Err(NumberError::NotANumber), "{text}");
        }
    }
}
