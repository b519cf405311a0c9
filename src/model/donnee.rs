//! The comparable figures of territories.

use crate::diagnostics::{Span, Spanned};

use super::indicateur::Cellule;

/// One indicator of the register, as a source prints it for one territory.
#[derive(Debug)]
pub struct Donnee {
    pub span: Span,
    /// An identifier of the register of territorial indicators.
    pub indicateur: Spanned<String>,
    /// The year or the date of the value.
    pub annee: Option<String>,
    pub valeur: Option<Mesure>,
    /// The share of the département's total.
    pub part: Option<Mesure>,
    pub evolution: Option<Mesure>,
    pub evolution_periode: Option<String>,
    pub rang: Option<Spanned<Rang>>,
    /// The value of the département.
    pub reference: Option<Mesure>,
    /// Its year, where it is not that of the value.
    pub reference_annee: Option<String>,
    /// The former perimeters inside the territory.
    pub perimetres: Vec<Perimetre>,
    pub note: Option<Spanned<String>>,
    pub ecart: Option<Spanned<String>>,
}

/// A printed figure.
#[derive(Debug)]
pub struct Mesure {
    pub cellule: Cellule,
    /// The form of the source.
    pub imprime: String,
    pub span: Span,
}

/// A rank among comparable territories: 1 is the highest value, which is not always the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rang {
    pub rang: u32,
    pub sur: u32,
}

impl Rang {
    /// Reads `3/7`.
    pub fn parse(text: &str) -> Option<Self> {
        let (rang, sur) = text.split_once('/')?;
        let (rang, sur) = (rang.trim().parse().ok()?, sur.trim().parse().ok()?);
        (1 <= rang && rang <= sur).then_some(Self { rang, sur })
    }
}

/// The figures of a perimeter that the territory has replaced.
#[derive(Debug)]
pub struct Perimetre {
    pub nom: String,
    pub valeur: Option<Mesure>,
    pub evolution: Option<Mesure>,
    pub reste: Option<Spanned<String>>,
}
