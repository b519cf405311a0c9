//! French alphabetical order.

use std::cmp::Ordering;
use std::sync::LazyLock;

use icu_collator::options::{AlternateHandling, CollatorOptions, Strength};
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};
use icu_locale_core::locale;

static FRENCH: LazyLock<Option<CollatorBorrowed<'static>>> = LazyLock::new(|| {
    let mut preferences = CollatorPreferences::from(locale!("fr"));
    preferences.numeric_ordering = Some(CollationNumericOrdering::True);
    let mut options = CollatorOptions::default();
    options.strength = Some(Strength::Tertiary);
    options.alternate_handling = Some(AlternateHandling::Shifted);
    Collator::try_new(preferences, options).ok()
});

/// Compares two texts as a French dictionary does; numbers inside by value; ties by bytes, so the order is total.
pub fn compare(a: &str, b: &str) -> Ordering {
    let order = FRENCH.as_ref().map_or(Ordering::Equal, |c| c.compare(a, b));
    order.then_with(|| a.cmp(b))
}

#[cfg(test)]
mod tests {
    use super::compare;

    #[test]
    fn french_order() {
        let mut words = ["ofre", "œuvre", "Orientation 10", "Orientation 2", "côté", "cote", "élu", "eau"];
        words.sort_by(|a, b| compare(a, b));
        assert_eq!(words, ["cote", "côté", "eau", "élu", "œuvre", "ofre", "Orientation 2", "Orientation 10"]);
    }
}
