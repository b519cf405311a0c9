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

/// The first letter in upper case.
pub fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// The first letter in lower case, unless the word is in capitals.
pub fn minuscule(text: &str) -> String {
    let mut chars = text.chars();
    match (chars.next(), chars.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => first.to_lowercase().chain(chars).collect(),
        _ => text.to_owned(),
    }
}

/// The size of a file, as hosts count it: `512 octets`, `12 ko`, `1,3 Mo`.
pub fn octets(n: usize) -> String {
    const KILO: usize = 1000;
    if n < KILO {
        return count(n, "octet", "octets");
    }
    if n < KILO * KILO {
        return format!("{}{NBSP}ko", number(Decimal::from(n.div_ceil(KILO))));
    }
    let tenths = Decimal::from(n.div_ceil(KILO * KILO / 10));
    let megas = tenths.checked_div(Decimal::TEN).unwrap_or(tenths).normalize();
    format!("{}{NBSP}Mo", number(megas))
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
        for (n, text) in [(512, "512\u{A0}octets"), (12_001, "13\u{A0}ko"), (1_250_000, "1,3\u{A0}Mo"), (2_000_000, "2\u{A0}Mo")]
        {
            assert_eq!(octets(n), text);
        }
    }

    proptest! {
        #[test]
        fn what_is_printed_reads_back(units in any::<i64>(), decimals in 0u32..=2) {
            // As far as amounts go: 10¹⁸ euros.
            let value = Decimal::new(units % 10i64.pow(18), decimals);
            let read = amount::parse(&euros(value)).expect("a printed amount is an amount");
            prop_assert_eq!(read.connu().map(|m| m.valeur), Some(value.normalize()));
        }
    }
}
