//! Tables of figures inside a text: typed, checked, exported.

use crate::diagnostics::{Span, Spanned};

use super::indicateur::Cellule;

/// The names of the fenced blocks that hold a table.
pub const BLOCS: [&str; 2] = ["tableau", "graphique"];

/// A table of the body of a part.
#[derive(Debug)]
pub struct Tableau {
    /// The place of its block in the body, in bytes: the renderer finds it there.
    pub offset: usize,
    pub span: Span,
    pub ancre: String,
    /// The caption.
    pub titre: Spanned<String>,
    /// The heads; the first is that of the rows.
    pub colonnes: Vec<String>,
    /// One unit per column; empty where the figures have none.
    pub unites: Vec<String>,
    pub lignes: Vec<Rangee>,
    pub total: Option<Rangee>,
    pub source: Option<Spanned<String>>,
    pub note: Option<Spanned<String>>,
    pub ecart: Option<Spanned<String>>,
    pub graphique: Option<Graphique>,
    /// Whether the source printed a chart: then the chart comes first, the table after it.
    pub graphique_d_abord: bool,
}

/// A row: its head, then one cell per other column.
#[derive(Debug)]
pub struct Rangee {
    pub span: Span,
    pub entete: String,
    pub cellules: Vec<Case>,
}

/// A cell as printed.
#[derive(Debug)]
pub struct Case {
    pub span: Span,
    pub cellule: Cellule,
    pub imprime: String,
}

/// How a table is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Graphique {
    /// Bars, grouped by row.
    Barres,
    /// Bars piled on one another: the columns are shares of one whole.
    Empilees,
    /// One line per row; the columns are periods.
    Courbes,
}

impl Graphique {
    /// The words of the sources.
    pub const ALL: [(&'static str, Self); 3] =
        [("barres", Self::Barres), ("empilees", Self::Empilees), ("courbes", Self::Courbes)];
}
