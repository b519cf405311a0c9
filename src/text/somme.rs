//! Sums compared within what the printed precision allows.

use std::ops::Add;

use rust_decimal::Decimal;

/// A figure and one unit of its last printed digit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chiffre {
    pub valeur: Decimal,
    pub pas: Decimal,
}

impl Add for Chiffre {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { valeur: self.valeur + other.valeur, pas: self.pas + other.pas }
    }
}

/// How a total stands to the sum of its parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparaison {
    /// Equal to the last digit.
    Exacte,
    /// Different, and rounding or truncation of the printed figures explains it.
    Arrondi(Decimal),
    /// Different beyond that; the difference is total − sum.
    Ecart(Decimal),
}

/// Compares a printed total with its printed parts.
///
/// Two ways of printing explain a difference `d = total − Σ parts`: all figures rounded to nearest
/// (`|d| ≤ (step of the total + Σ steps) / 2`), or all truncated (`−step of the total < d < Σ steps`).
pub fn comparer(total: Chiffre, parts: &[Chiffre]) -> Comparaison {
    let somme: Decimal = parts.iter().map(|p| p.valeur).sum();
    let difference = total.valeur - somme;
    if difference.is_zero() {
        return Comparaison::Exacte;
    }
    let pas: Decimal = parts.iter().map(|p| p.pas).sum();
    let rounded = difference.abs() * Decimal::TWO <= total.pas + pas;
    let truncated = -total.pas < difference && difference < pas;
    if rounded || truncated { Comparaison::Arrondi(difference) } else { Comparaison::Ecart(difference) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn chiffre(valeur: i64, pas: i64) -> Chiffre {
        Chiffre { valeur: Decimal::from(valeur), pas: Decimal::from(pas) }
    }

    #[test]
    fn the_two_lines_of_the_nord_report_and_the_truncated_millions() {
        let euro = |v| chiffre(v, 1);
        assert_eq!(comparer(euro(90_277), &[euro(45_139), euro(45_139)]), Comparaison::Arrondi(Decimal::from(-1)));
        assert_eq!(comparer(euro(268_376), &[euro(130_443), euro(130_443)]), Comparaison::Ecart(Decimal::from(7_490)));
        assert_eq!(comparer(euro(104_550), &[euro(52_275), euro(52_275)]), Comparaison::Exacte);
        assert_eq!(comparer(chiffre(5_382_000, 1_000), &[euro(5_382_500)]), Comparaison::Arrondi(Decimal::from(-500)));
    }

    proptest! {
        #[test]
        fn rounding_every_figure_is_never_an_ecart(cents in prop::collection::vec(0i64..100_000_000, 1..8)) {
            let round = |c: i64| chiffre((c + 50).div_euclid(100), 1);
            let parts: Vec<Chiffre> = cents.iter().map(|c| round(*c)).collect();
            let total = round(cents.iter().sum());
            prop_assert!(!matches!(comparer(total, &parts), Comparaison::Ecart(_)));
        }

        #[test]
        fn truncating_every_figure_is_never_an_ecart(cents in prop::collection::vec(0i64..100_000_000, 1..8)) {
            let parts: Vec<Chiffre> = cents.iter().map(|c| chiffre(c / 100, 1)).collect();
            let total = chiffre(cents.iter().sum::<i64>() / 100, 1);
            prop_assert!(!matches!(comparer(total, &parts), Comparaison::Ecart(_)));
        }

        #[test]
        fn a_difference_of_more_than_a_step_each_is_an_ecart(values in prop::collection::vec(0i64..1_000_000, 1..8), extra in 1i64..1_000) {
            let parts: Vec<Chiffre> = values.iter().map(|v| chiffre(*v, 1)).collect();
            let beyond = values.len() as i64 + extra;
            let total = chiffre(values.iter().sum::<i64>() + beyond, 1);
            prop_assert_eq!(comparer(total, &parts), Comparaison::Ecart(Decimal::from(beyond)));
        }
    }
}
