//! File names to natures, identifiers and order.

/// A file or folder name taken apart: `2-enfance-famille` → order 2, slug `enfance-famille`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name<'a> {
    /// The numbers that order it, the prefix first: 1, 1, 10 for `action-1-1-10`; 2 for `fiche-2b`.
    pub ordre: Vec<u64>,
    /// The name without its ordering prefix.
    pub slug: &'a str,
}

impl<'a> Name<'a> {
    /// Takes a name apart.
    pub fn parse(name: &'a str) -> Self {
        let ordre = name.split('-').filter_map(number).collect();
        let digits = leading_digits(name).len();
        let rest = name[digits..].strip_prefix('-');
        let slug = rest.filter(|s| digits > 0 && s.starts_with(|c: char| c.is_ascii_alphabetic())).unwrap_or(name);
        Self { ordre, slug }
    }

    /// The nature that the name says: `fiche-07-08` → `fiche`, and whether it had a number.
    pub fn nature(&self) -> (&'a str, bool) {
        let mut nature = self.slug;
        while let Some((head, tail)) = nature.rsplit_once('-') {
            if tail.is_empty() || !tail.bytes().all(|b| b.is_ascii_digit()) {
                break;
            }
            nature = head;
        }
        (nature, nature.len() < self.slug.len())
    }
}

fn leading_digits(text: &str) -> &str {
    &text[..text.bytes().take_while(u8::is_ascii_digit).count()]
}

/// The number that a piece of a name starts with; one too long to count comes after all others.
fn number(piece: &str) -> Option<u64> {
    let digits = leading_digits(piece);
    (!digits.is_empty()).then(|| digits.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::Name;

    #[test]
    fn names_say_order_identifier_and_nature() {
        for (name, ordre, slug, nature, numbered) in [
            ("2-enfance-famille", &[2][..], "enfance-famille", "enfance-famille", false),
            ("fiche-07-08", &[7, 8], "fiche-07-08", "fiche", true),
            ("orientation-1", &[1], "orientation-1", "orientation", true),
            ("cahier", &[], "cahier", "cahier", false),
            ("etat-des-lieux", &[], "etat-des-lieux", "etat-des-lieux", false),
            ("pacte-62-2017-2022", &[62, 2017, 2022], "pacte-62-2017-2022", "pacte", true),
            ("action-1-1-10", &[1, 1, 10], "action-1-1-10", "action", true),
            ("fiche-2b", &[2], "fiche-2b", "fiche-2b", false),
            ("bilan-co2", &[], "bilan-co2", "bilan-co2", false),
            ("2017", &[2017], "2017", "2017", false),
        ] {
            let n = Name::parse(name);
            assert_eq!((n.ordre.as_slice(), n.slug, n.nature()), (ordre, slug, (nature, numbered)), "{name}");
        }
    }
}
