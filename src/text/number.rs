//! The grammar of printed numbers: `24 308`, `17,4`, `163 342.80`, `500.000`. Exact: characters to `Decimal`.

use rust_decimal::Decimal;

use super::squeeze;

/// A number and how precisely it was printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number {
    /// Its value.
    pub value: Decimal,
    /// One unit of its last printed digit: `0.01` for `12,34`.
    pub step: Pas,
}

/// One unit of the last printed digit of a number: a power of ten, by its exponent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pas(i8);

impl Pas {
    /// `1`, that of a whole number.
    pub const UNITE: Self = Self(0);

    /// The unit of a figure in thousands or in millions, by the power of ten of these.
    pub fn fois(self, power: u32) -> Self {
        Self(self.0.saturating_add(power as i8))
    }

    /// Its value.
    pub fn decimal(self) -> Decimal {
        let scale = u32::from(self.0.unsigned_abs());
        if self.0 <= 0 { Decimal::new(1, scale) } else { Decimal::from(10u64.saturating_pow(scale)) }
    }
}

/// Why a text is not a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberError {
    /// It is something else.
    NotANumber,
    /// It can be read in two ways: `1.925,5`, `1,925` without a unit.
    Ambiguous,
    /// It has more digits than an exact decimal can hold.
    TooLong,
}

/// What a comma followed by three digits means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ThreeDecimals {
    /// Decimals, as in `1,925 M€`.
    Decimals,
    /// Two readings, as in `1,925 €`.
    Refused,
}

/// Reads a text that is a number and nothing else.
///
/// Groups of thousands are separated by spaces of any kind or by dots; the decimal mark is a comma, or a dot followed by
/// one or two digits. A dot followed by three digits separates thousands.
///
/// # Errors
/// [`NumberError`] says why the text is not one number.
pub fn parse(text: &str, three: ThreeDecimals) -> Result<Number, NumberError> {
    let text = squeeze(text);
    let (negative, digits) = match text.strip_prefix(['-', '−', '–']) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text.strip_prefix('+').unwrap_or(&text)),
    };
    let (whole, fraction) = split(digits, three)?;
    let whole = ungroup(whole)?;
    let number = compose(&whole, fraction)?;
    Ok(Number { value: if negative { -number.value } else { number.value }, step: number.step })
}

/// The whole part and the decimals.
fn split(digits: &str, three: ThreeDecimals) -> Result<(&str, &str), NumberError> {
    if let Some((whole, fraction)) = digits.split_once(',') {
        let fraction = fraction.trim_start();
        let plain = fraction.bytes().all(|b| b.is_ascii_digit()) && !fraction.is_empty();
        if !plain {
            return Err(NumberError::NotANumber);
        }
        return if fraction.len() == 3 && three == ThreeDecimals::Refused {
            Err(NumberError::Ambiguous)
        } else {
            Ok((whole, fraction))
        };
    }
    match digits.rsplit_once('.') {
        None => Ok((digits, "")),
        Some((whole, last)) if last.bytes().all(|b| b.is_ascii_digit()) && !last.is_empty() => match last.len() {
            1 | 2 => Ok((whole, last)),
            3 if !whole.starts_with('0') => Ok((digits, "")),
            _ => Err(NumberError::Ambiguous),
        },
        Some(_) => Err(NumberError::NotANumber),
    }
}

/// The digits of a whole part, its separators checked.
fn ungroup(whole: &str) -> Result<String, NumberError> {
    let separators: Vec<char> = whole.chars().filter(|c| !c.is_ascii_digit()).collect();
    if whole.is_empty() || !whole.starts_with(|c: char| c.is_ascii_digit()) || separators.iter().any(|c| !matches!(c, ' ' | '.'))
    {
        return Err(NumberError::NotANumber);
    }
    let Some(first) = separators.first() else { return Ok(whole.to_owned()) };
    if separators.iter().any(|c| c != first) {
        return Err(NumberError::Ambiguous);
    }
    let mut groups = whole.split(*first);
    let head = groups.next().unwrap_or("");
    if head.is_empty() || head.len() > 3 || !groups.all(|g| g.len() == 3) {
        return Err(NumberError::NotANumber);
    }
    Ok(whole.chars().filter(char::is_ascii_digit).collect())
}

/// Most digits of a number before its decimal mark, and after it: the sum of the hugest and of the tiniest fits a decimal's
/// 28 digits, so no sum loses any.
const MAX_WHOLE: usize = 18;
const MAX_DECIMALS: usize = 9;

fn compose(whole: &str, fraction: &str) -> Result<Number, NumberError> {
    let scale = u32::try_from(fraction.len()).map_err(|_| NumberError::TooLong)?;
    let whole = whole.trim_start_matches('0');
    if whole.len() > MAX_WHOLE || fraction.len() > MAX_DECIMALS {
        return Err(NumberError::TooLong);
    }
    let digits = format!("0{whole}{fraction}");
    let units: i128 = digits.parse().map_err(|_| NumberError::TooLong)?;
    let value = Decimal::try_from_i128_with_scale(units, scale).map_err(|_| NumberError::TooLong)?;
    // At most as many as [`MAX_DECIMALS`].
    Ok(Number { value, step: Pas(-(scale as i8)) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Result<String, NumberError> {
        parse(text, ThreeDecimals::Refused).map(|n| n.value.to_string())
    }

    #[test]
    fn french_and_machine_forms_are_read_exactly() {
        for (text, expected) in [
            ("45", "45"),
            ("24 308", "24308"),
            ("24\u{202F}308", "24308"),
            ("1\u{A0}234\u{A0}567,89", "1234567.89"),
            ("163 342.80", "163342.80"),
            ("500.000", "500000"),
            ("1.234.567", "1234567"),
            ("17,4", "17.4"),
            ("0,5", "0.5"),
            ("-12", "-12"),
            ("−3,20", "-3.20"),
            ("12345678901234567,89", "12345678901234567.89"),
        ] {
            assert_eq!(value(text).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_not_one_number_is_refused() {
        for text in ["", "1 402 9", "10 00", "12 %", "1e3", "1_000", "0x10", "45 139 €", "541 sur 2 258", "1,2,3", ",5", "5,"] {
            assert_eq!(value(text), Err(NumberError::NotANumber), "{text}");
        }
    }

    #[test]
    fn what_could_overflow_a_sum_is_refused() {
        assert_eq!(value("79228162514264337593543950335"), Err(NumberError::TooLong));
        assert_eq!(value("0,00000000000000000001"), Err(NumberError::TooLong));
    }

    #[test]
    fn a_huge_number_and_a_tiny_one_add_up_exactly() {
        let read = |text: &str| parse(text, ThreeDecimals::Decimals).map(|n| n.value);
        let (huge, tiny) = (read("999999999999999999").expect("a number"), read("0,000000001").expect("a number"));
        assert_eq!(huge + tiny - huge, tiny);
    }

    #[test]
    fn what_reads_two_ways_is_refused() {
        for text in ["1,925", "0.925", "1.92500", "1 234.567"] {
            assert_eq!(value(text), Err(NumberError::Ambiguous), "{text}");
        }
        assert!(parse("1,925", ThreeDecimals::Decimals).is_ok());
    }
}
