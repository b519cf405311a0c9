//! Tables as templates show them: a caption, heads, rows with a head of their own.

use serde::Serialize;

/// A table.
#[derive(Debug, Default, Serialize)]
pub struct Tableau {
    pub legende: String,
    /// Words of the first column's head, then of the others.
    pub colonnes: Vec<Colonne>,
    pub lignes: Vec<Ligne>,
    /// The last row is a printed total that the rows do not make to the digit: units differ, or the source rounds or errs.
    pub total_imprime: bool,
}

/// The head of a column.
#[derive(Debug, Serialize)]
pub struct Colonne {
    pub texte: String,
    /// Figures are set on the right.
    pub chiffres: bool,
}

/// A row.
#[derive(Debug, Default, Serialize)]
pub struct Ligne {
    /// HTML of the row's head.
    pub entete: String,
    pub cellules: Vec<Case>,
    /// The row that sums the others.
    pub total: bool,
    /// A row that details the one above it.
    pub sous: bool,
    /// Where a link can lead.
    pub ancre: Option<String>,
}

/// A cell.
#[derive(Debug, Serialize)]
pub struct Case {
    pub html: String,
    pub chiffres: bool,
}

impl Colonne {
    /// A column of words.
    pub fn mots(texte: impl Into<String>) -> Self {
        Self { texte: texte.into(), chiffres: false }
    }

    /// A column of figures.
    pub fn chiffres(texte: impl Into<String>) -> Self {
        Self { texte: texte.into(), chiffres: true }
    }
}

impl Case {
    /// A figure.
    pub fn chiffre(html: impl Into<String>) -> Self {
        Self { html: html.into(), chiffres: true }
    }

    /// Words.
    pub fn mots(html: impl Into<String>) -> Self {
        Self { html: html.into(), chiffres: false }
    }
}
