//! Tables as the template sets them: a caption, heads, rows with a head of their own.

use serde::Serialize;
use serde_json::Value;

/// A table.
#[derive(Debug, Default, Serialize)]
pub struct Tableau {
    /// Always « tableau »: what kind of block this is.
    t: &'static str,
    pub legende: String,
    pub colonnes: Vec<Colonne>,
    pub lignes: Vec<Ligne>,
}

/// The head of a column; figures are set on the right.
#[derive(Debug, Serialize)]
pub struct Colonne {
    pub texte: String,
    pub chiffres: bool,
}

/// A row.
#[derive(Debug, Default, Serialize)]
pub struct Ligne {
    pub entete: Vec<Value>,
    pub cellules: Vec<Case>,
    /// The row that sums the others.
    pub total: bool,
    /// A row that details the one above it.
    pub sous: bool,
}

/// A cell.
#[derive(Debug, Serialize)]
pub struct Case {
    pub c: Vec<Value>,
    pub chiffres: bool,
}

impl Tableau {
    /// An empty table whose first column has the heads of the rows.
    pub fn nouveau(legende: impl Into<String>, premiere: &str) -> Self {
        Self { t: "tableau", legende: legende.into(), colonnes: vec![Colonne::mots(premiere)], lignes: Vec::new() }
    }

    /// The block, if it has rows.
    pub fn bloc(self) -> Option<Value> {
        if self.lignes.is_empty() { None } else { serde_json::to_value(self).ok() }
    }

    /// A column with words in it is set on the left as a whole, its head included.
    pub fn aligner(&mut self) {
        for (i, colonne) in self.colonnes.iter_mut().skip(1).enumerate() {
            colonne.chiffres = self.lignes.iter().all(|l| l.cellules.get(i).is_none_or(|c| c.chiffres));
            let cells = self.lignes.iter_mut().filter_map(|l| l.cellules.get_mut(i));
            cells.for_each(|c| c.chiffres = colonne.chiffres);
        }
    }
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
    /// A figure, or the words that stand for it.
    pub fn chiffre(c: Value) -> Self {
        Self { c: vec![c], chiffres: true }
    }
