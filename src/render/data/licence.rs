//! The licence of the data, for machines.

use serde_json::{Value, json};

/// A licence that French administrations use, or the words of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Licence {
    /// The name that data portals know, or the folded words.
    pub nom: String,
    pub titre: String,
    pub adresse: Option<&'static str>,
}

impl Licence {
    /// The licence that `site.yaml` names; `None` when it names none: nothing is granted that the publisher did not grant.
    pub fn lue(texte: Option<&str>) -> Option<Self> {
        let titre = texte?.trim().to_owned();
        let words = crate::text::fold::fold(&titre);
        let (nom, adresse) = if words.contains("licence ouverte") || words.contains("etalab") {
            ("etalab-2.0".to_owned(), Some("https://www.etalab.gouv.fr/licence-ouverte-open-licence/"))
        } else if words.contains("odbl") || words.contains("open database") {
            ("ODbL-1.0".to_owned(), Some("https://opendatacommons.org/licenses/odbl/1-0/"))
        } else {
            (crate::text::fold::slug(&titre), None)
        };
        (!nom.is_empty()).then_some(Self { nom, titre, adresse })
    }

    /// As a Data Package has it.
    pub fn json(&self) -> Value {
        match self.adresse {
            Some(path) => json!({ "name": self.nom, "title": self.titre, "path": path }),
            None => json!({ "name": self.nom, "title": self.titre }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Licence;

    #[test]
    fn the_licences_of_the_law_are_known_by_their_names() {
        let nom = |text: &str| Licence::lue(Some(text)).map(|l| l.nom);
        assert_eq!(nom("Licence Ouverte 2.0").as_deref(), Some("etalab-2.0"));
        assert_eq!(nom("ODbL").as_deref(), Some("ODbL-1.0"));
        assert_eq!(nom("Tous droits réservés").as_deref(), Some("tous-droits-reserves"));
        assert_eq!(Licence::lue(None), None);
    }
}
