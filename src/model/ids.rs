//! File names to natures, identifiers and order.

/// A file or folder name taken apart: `2-enfance-famille` → order 2, slug `enfance-famille`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name<'a> {
    /// The number that orders it: the prefix, else the first number in the name.
    pub ordre: Option<u32>,
    /// The name without its ordering prefix.
    pub slug: &'a str,
}

impl<'a> Name<'a> {
    /// Takes a name apart.
    pub fn parse(name: &'a str) -> Self {
        let digits = name.bytes().take_while(u8::is_ascii_digit).count();
        let rest = name[digits..].strip_prefix('-');
        if let Some(slug) = rest.filter(|s| digits > 0 && s.starts_with(|c: char| c.is_ascii_alphabetic())) {
            return Self { ordre: name[..digits].parse().ok(), slug };
        }
        let first = name.split('-').find(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit()));
        Self { ordre: first.and_then(|d| d.parse().ok()), slug: name }
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

#[cfg(test)]
mod tests {
    use super::Name;

    #[test]
    fn names_say_order_identifier_and_nature() {
        for (name, ordre, slug, nature, numbered) in [
            ("2-enfance-famille", Some(2), "enfance-famille", "enfance-famille", false),
            ("fiche-07-08", Some(7), "fiche-07-08", "fiche", true),
            ("orientation-1", Some(1), "orientation-1", "orientation", true),
            ("cahier", None, "cahier", "cahier", false),
            ("etat-des-lieux", None, "etat-des-lieux", "etat-des-lieux", false),
            ("pacte-62-2017-2022", Some(62), "pacte-62-2017-2022", "pacte", true),
            ("2017", Some(2017), "2017", "2017", false),
        ] {
            let n = Name::parse(name);
            assert_eq!((n.ordre, n.slug, n.nature()), (ordre, slug, (nature, numbered)), "{name}");
        }
    }
}
