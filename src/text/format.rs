//! Values to French text: `1 234 567,89 €`, `88,54 %`, `1 Mo`.

use rust_decimal::{Decimal, RoundingStrategy};

use super::{NBSP, NNBSP};

/// A number with narrow no-break spaces between thousands, a comma and a true minus: `−1 234,5`.
pub fn number(value: Decimal) -> String {
    let text = value.abs().to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut out = String::with_capacity(text.len() + 8);
    if value.is_sign_negative() && !value.is_zero() {
        out.push('−');
    }
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push(NNBSP);
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push(',');
        out.push_str(fraction);
    }
    out
}

/// Euros, with cents only where there are some: `104 550 €`, `163 342,80 €`.
pub fn euros(value: Decimal) -> String {
    let cents = value.normalize().scale() > 0;
    let mut value = value.normalize();
    if cents {
        value.rescale(value.scale().max(2));
    }
    format!("{}{NNBSP}€", number(value))
}

/// A rate in percent with at most two decimals, rounded half away from zero: `88,54 %`.
pub fn percent(value: Decimal) -> String {
    format!("{}{NNBSP}%", number(value.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero).normalize()))
}

/// A quantity and its noun: `1 fiche`, `32 fiches`, `0 fiche`.
pub fn count(n: usize, one: &str, many: &str) -> String {
    format!("{}{NBSP}{}", number(Decimal::from(n)), if n > 1 { many } else { one })
}

/// The size of a file: `340 ko`, `1,2 Mo` (thousands of bytes, as people count them).
pub fn bytes(n: usize) -> String {
    let tenths = |unit: usize| n.div_ceil(unit / 10);
    if n < 1_000_000 {
        return format!("{}{NBSP}ko", number(Decimal::from(n.div_ceil(1_000))));
    }
    format!("{}{NBSP}Mo", number(Decimal::new(i64::try_from(tenths(1_000_000)).unwrap_or(i64::MAX), 1).normalize()))
}

/// Money for machines: a dot and two decimals at least.
pub fn machine_euros(value: Decimal) -> String {
    let mut value = value.normalize();
    if value.scale() < 2 {
        value.rescale(2);
    }
    value.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::amount;
    use proptest::prelude::*;

    #[test]
    fn amounts_read_as_in_a_french_book() {
        assert_eq!(euros(Decimal::new(123_456_789, 2)), "1\u{202F}234\u{202F}567,89\u{202F}€");
        assert_eq!(euros(Decimal::new(104_550, 0)), "104\u{202F}550\u{202F}€");
        assert_eq!(euros(Decimal::new(-125, 1)), "−12,50\u{202F}€");
        assert_eq!(percent(Decimal::new(885_449, 4)), "88,54\u{202F}%");
        assert_eq!(count(1, "fiche", "fiches"), "1\u{A0}fiche");
    }

    proptest! {
        #[test]
        fn what_is_printed_reads_back(units in -1_000_000_000_000i64..1_000_000_000_000, cents in prop::bool::ANY) {
            let value = Decimal::new(units, if cents { 2 } else { 0 });
            let read = amount::parse(&euros(value)).expect("a printed amount is an amount");
            prop_assert_eq!(read.connu().map(|m| m.valeur), Some(value.normalize()));
        }
    }
}
