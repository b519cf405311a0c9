//! Indicators: their names, and the cells of their tables as printed.

use rust_decimal::Decimal;

use crate::diagnostics::{Span, Spanned};
use crate::text::amount::Statut;
use crate::text::number::Pas;
use crate::text::somme::Chiffre;

use super::Rare;

/// Units of measure: a cell may print them beside its number, whatever the indicator. Other units are of things counted.
pub const MESURES: [&str; 13] = ["%", "‰", "€", "k€", "M€", "an", "ans", "mois", "semaines", "jour", "jours", "heures", "points"];

/// Whether a figure counts things, as against measures them: what is counted adds up to the unit.
pub fn is_count(figure: Chiffre, unit: Option<&str>) -> bool {
    figure.pas == Decimal::ONE && unit.is_none_or(|u| !MESURES.contains(&u))
}

/// One row of a table of indicators; without values it is a label, which is valid too.
#[derive(Debug)]
pub struct Indicateur {
    pub span: Span,
    pub nom: String,
    pub unite: Option<String>,
    /// The sub-heading of the table.
    pub bloc: Option<String>,
    pub note: Rare<Spanned<String>>,
    /// What the source says of the distance between objective and result.
    pub justification: Rare<Spanned<String>>,
    /// Which way is better, where it is known.
    pub sens: Option<Sens>,
    /// The part that has the values of this indicator, under the same name.
    pub partage: Rare<Spanned<String>>,
    pub valeurs: Vec<Valeur>,
    pub sous_lignes: Vec<Indicateur>,
}

/// Which way an indicator gets better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sens {
    /// More is better.
    Hausse,
    /// Less is better.
    Baisse,
}

impl Sens {
    /// The words of the sources.
    pub const ALL: [(&'static str, Self); 2] = [("hausse", Self::Hausse), ("baisse", Self::Baisse)];

    /// The word of the sources and of the export.
    pub fn code(self) -> &'static str {
        Self::ALL[self as usize].0
    }
}

/// One cell.
#[derive(Debug)]
pub struct Valeur {
    pub span: Span,
    pub colonne: Colonne,
    pub cellule: Cellule,
    /// The form of the source.
    pub imprime: Box<str>,
    /// Whether the source prints the number and its unit, and no word that qualifies them.
    pub nu: bool,
    pub detail: Box<[Detail]>,
    pub note: Rare<Spanned<String>>,
    pub ecart: Rare<Spanned<String>>,
}

impl Indicateur {
    /// Its cells, then those of its sub-rows.
    pub fn cellules(&self) -> Vec<&Valeur> {
        let below = self.sous_lignes.iter().flat_map(Self::cellules);
        self.valeurs.iter().chain(below).collect()
    }
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cellule {
    /// A number, one unit of its last printed digit, and the unit printed beside it.
    Nombre { valeur: Decimal, pas: Pas, unite: Option<Box<str>> },
    /// No number, for a reason ([`Statut::Texte`] when the cell is words).
    Absent(Statut),
}

impl Cellule {
    /// The figure with its precision and its unit, where there is one.
    pub fn chiffre(&self) -> Option<(Chiffre, Option<&str>)> {
        match self {
            Self::Nombre { valeur, pas, unite } => Some((Chiffre { valeur: *valeur, pas: pas.decimal() }, unite.as_deref())),
            Self::Absent(_) => None,
        }
    }
}

/// A labelled figure inside a cell.
#[derive(Debug)]
pub struct Detail {
    pub libelle: String,
    pub cellule: Cellule,
    pub imprime: String,
    /// Whether it is a subset (`dont`) rather than a share of the whole (`detail`).
    pub dont: bool,
    pub span: Span,
}

/// The head of a column: `bilan 2021 (au 01.11.21)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colonne {
    pub nature: ColonneNature,
    /// `2021`, `S1 2022`, `2021-2022`.
    pub periode: Box<str>,
    pub precision: Option<Box<str>>,
}

/// What the figures of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ColonneNature {
    Bilan,
    Objectif,
    Cible,
    Situation,
    Autre,
}

impl ColonneNature {
    /// The words that begin the key of a cell.
    pub const MOTS: [&str; 5] = ["bilan", "réalisé", "objectif", "cible", "situation"];

    /// The word for readers; empty where the period says all.
    pub fn label(self) -> &'static str {
        match self {
            Self::Bilan => mot!("Bilan"),
            Self::Objectif => mot!("Objectif"),
            Self::Cible => mot!("Cible"),
            Self::Situation => mot!("Situation"),
            Self::Autre => "",
        }
    }

    /// The word of the sources and of the export.
    pub fn code(self) -> &'static str {
        match self {
            Self::Bilan => "bilan",
            Self::Objectif => "objectif",
            Self::Cible => "cible",
            Self::Situation => "situation",
            Self::Autre => "autre",
        }
    }
}

impl Colonne {
    /// Reads the key of a cell.
    pub fn parse(key: &str) -> Self {
        let key = crate::text::squeeze(key);
        let (head, precision) = match key.strip_suffix(')').and_then(|k| k.rsplit_once('(')) {
            Some((head, precision)) => (head.trim().to_owned(), Some(precision.trim().to_owned())),
            None => (key, None),
        };
        let (first, rest) = head.split_once(' ').unwrap_or((&head, ""));
        let nature = match first.to_lowercase().as_str() {
            "bilan" | "réalisé" | "realise" => ColonneNature::Bilan,
            "objectif" => ColonneNature::Objectif,
            "cible" => ColonneNature::Cible,
            "situation" => ColonneNature::Situation,
            _ => ColonneNature::Autre,
        };
        let periode = if nature == ColonneNature::Autre { head.clone() } else { rest.to_owned() };
        Self { nature, periode: periode.into(), precision: precision.map(String::into_boxed_str) }
    }

    /// The head for readers: `Bilan 2021 (au 01.11.21)`.
    pub fn label(&self) -> String {
        self.dite(self.nature.label())
    }

    /// The same, with the word of a site for the nature.
    pub fn dite(&self, nature: &str) -> String {
        let precision = self.precision.as_ref().map_or(String::new(), |p| format!(" ({p})"));
        format!("{nature} {}{precision}", self.periode).trim().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_of_columns_are_read() {
        let c = Colonne::parse("bilan 2021 (au 01.11.21)");
        assert_eq!((c.nature, &*c.periode, c.precision.as_deref()), (ColonneNature::Bilan, "2021", Some("au 01.11.21")));
        assert_eq!(Colonne::parse("2020").nature, ColonneNature::Autre);
        assert_eq!(&*Colonne::parse("objectif S1 2022").periode, "S1 2022");
        assert_eq!(c.label(), "Bilan 2021 (au 01.11.21)");
    }
}
