//! The levels of a document: their words are data, their behaviour is fixed.

use crate::text::NBSP;

/// Grammatical gender, for correct French sentences.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Genre {
    Masculin,
    Feminin,
}

/// One level of a document's tree.
#[derive(Debug, Clone)]
pub struct Niveau {
    /// The name in file names and in the export: `fiche`.
    pub nature: String,
    pub singulier: String,
    pub pluriel: String,
    pub genre: Genre,
    /// `Fiche n° {n}`; empty when parts of this level show no number.
    pub numerotation: String,
    /// Whether the parts below carry this part's name in their identifier.
    pub dans_les_identifiants: bool,
}

/// The level of plain pages of text: known to every document, counted by none.
pub const PAGE: &str = "page";

impl Niveau {
    /// Whether parts of this level are plain pages of text.
    pub fn is_page(&self) -> bool {
        self.nature == PAGE
    }

    /// The levels that every document knows without declaring them.
    pub fn communs() -> Vec<Self> {
        use Genre::{Feminin, Masculin};
        [
            ("cahier", "cahier", "cahiers", Masculin, "Cahier n° {n}"),
            ("axe", "axe", "axes", Masculin, "Axe {n}"),
            ("theme", "thème", "thèmes", Masculin, "Thème {n}"),
            ("volet", "volet", "volets", Masculin, "Volet {n}"),
            ("groupe", "groupe", "groupes", Masculin, ""),
            ("territoire", "territoire", "territoires", Masculin, ""),
            ("orientation", "orientation", "orientations", Feminin, "Orientation {n}"),
            ("defi", "défi", "défis", Masculin, "Défi n° {n}"),
            ("priorite", "priorité", "priorités", Feminin, "Priorité n° {n}"),
            ("fiche", "fiche", "fiches", Feminin, "Fiche n° {n}"),
            ("action", "action", "actions", Feminin, "Action {n}"),
            ("detail", "détail", "détails", Masculin, "Détail {n}"),
            (PAGE, "page", "pages", Feminin, ""),
        ]
        .into_iter()
        .map(|(nature, singulier, pluriel, genre, numerotation)| Self {
            nature: nature.to_owned(),
            singulier: singulier.to_owned(),
            pluriel: pluriel.to_owned(),
            genre,
            numerotation: numerotation.to_owned(),
            dans_les_identifiants: true,
        })
        .collect()
    }

    /// A level that a document declares by its name alone.
    pub fn nouveau(nature: &str) -> Self {
        Self {
            nature: nature.to_owned(),
            singulier: nature.to_owned(),
            pluriel: format!("{nature}s"),
            genre: Genre::Masculin,
            numerotation: String::new(),
            dans_les_identifiants: true,
        }
    }

    /// `Fiche n° 7`; `None` when there is no number to show.
    pub fn numbered(&self, numero: Option<&str>) -> Option<String> {
        let numero = numero?;
        if self.numerotation.is_empty() {
            return None;
        }
        // The number stays with its word.
        Some(self.numerotation.replace(" {n}", &format!("{NBSP}{numero}")).replace("{n}", numero))
    }
}
