//! Words, tables and their cells before a medium sets them.

use std::borrow::Cow;

use crate::model::PartIx;

/// A value in words: a figure, or what stands where it does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dit {
    pub mots: String,
    /// The figure is missing: these words say why.
    pub absent: bool,
    /// « partiel », « entre 2010 et 2015 ».
    pub precision: Option<String>,
}

impl Dit {
    /// A figure.
    pub fn connu(mots: impl Into<String>) -> Self {
        Self { mots: mots.into(), absent: false, precision: None }
    }

    /// Why there is none.
    pub fn absent(mots: impl Into<String>) -> Self {
        Self { mots: mots.into(), absent: true, precision: None }
    }

    /// The value of a cell that the source leaves out.
    pub fn ou(found: Option<Self>, sinon: &str) -> Self {
        found.unwrap_or_else(|| Self::absent(sinon))
    }
}

/// A piece of a cell, of the head of a row, of a remark.
#[derive(Debug, Clone)]
pub enum Piece<'a> {
    /// Words that are set already.
    Mots(String),
    /// A text without markup, as the source has it.
    Texte(Cow<'a, str>),
    /// A Markdown text of the source.
    Prose(&'a str),
    Dit(Dit),
    /// « Écart : », then what the editor says of it.
    Ecart(&'a str),
    /// Small words below the others.
    Petit(Vec<Piece<'a>>),
    /// Small words beside the others, between brackets where nothing else sets them apart.
    Incise(String),
    /// The name of a part, which leads to it, or to a section of its page.
    Lien(PartIx, Option<&'static str>),
    /// « Objectif 2022 atteint ».
    Verdict {
        atteint: bool,
        mots: String,
    },
    /// The labelled figures of a cell.
    Details(Vec<Detail<'a>>),
}

impl<'a> Piece<'a> {
    /// A text of the source.
    pub fn texte(text: &'a str) -> Self {
        Self::Texte(Cow::Borrowed(text))
    }

    /// A text made of texts of the source.
    pub fn compose(text: String) -> Self {
        Self::Texte(Cow::Owned(text))
    }
}

/// A labelled figure inside a cell.
#[derive(Debug, Clone)]
pub struct Detail<'a> {
    /// « dont », where it is a part of the figure of the cell.
    pub dont: bool,
    pub libelle: &'a str,
    pub valeur: Vec<Piece<'a>>,
}

/// A table: a caption, heads, rows with a head of their own.
#[derive(Debug, Default)]
pub struct Tableau<'a> {
    pub legende: String,
    pub colonnes: Vec<Colonne>,
    pub lignes: Vec<Ligne<'a>>,
}

/// The head of a column; figures are set on the right.
#[derive(Debug)]
pub struct Colonne {
    pub texte: String,
    pub chiffres: bool,
}

/// A row.
#[derive(Debug, Default)]
pub struct Ligne<'a> {
    pub entete: Vec<Piece<'a>>,
    /// Empty where the row names those below it.
    pub cellules: Vec<Case<'a>>,
    /// The row that sums the others.
    pub total: bool,
    /// A row that details the one above it.
    pub sous: bool,
    /// Where a link can lead.
    pub ancre: Option<String>,
}

/// A cell.
#[derive(Debug)]
pub struct Case<'a> {
    pub pieces: Vec<Piece<'a>>,
    pub chiffres: bool,
}

impl<'a> Tableau<'a> {
    /// An empty table whose first column has the heads of the rows.
    pub fn nouveau(legende: impl Into<String>, premiere: impl Into<String>) -> Self {
        Self { legende: legende.into(), colonnes: vec![Colonne::mots(premiere)], lignes: Vec::new() }
    }

    /// Columns of figures.
    pub fn chiffres<T: Into<String>>(&mut self, tetes: impl IntoIterator<Item = T>) {
        self.colonnes.extend(tetes.into_iter().map(Colonne::chiffres));
    }

    /// A row of figures.
    pub fn ligne(&mut self, entete: Vec<Piece<'a>>, cellules: impl IntoIterator<Item = Dit>) -> &mut Ligne<'a> {
        let place = self.lignes.len();
        self.lignes.push(Ligne { entete, cellules: cellules.into_iter().map(Case::chiffre).collect(), ..Ligne::default() });
        &mut self.lignes[place]
    }

    /// A table with words in a cell is set on the left as a whole, its heads included: two figures side by side, one on the
    /// right and one on the left, would touch.
    pub fn aligner(&mut self) {
        let figures = self.lignes.iter().flat_map(|l| &l.cellules).all(|c| c.chiffres);
        self.colonnes.iter_mut().skip(1).for_each(|c| c.chiffres = figures);
        self.lignes.iter_mut().flat_map(|l| &mut l.cellules).for_each(|c| c.chiffres = figures);
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

impl Case<'_> {
    /// A figure, or the words that stand for it.
    pub fn chiffre(dit: Dit) -> Self {
        Self { pieces: vec![Piece::Dit(dit)], chiffres: true }
    }
}
