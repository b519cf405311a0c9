//! Tables as templates show them: a caption, heads, rows with a head of their own.

use serde::Serialize;

use crate::render::html::escape::escape;
use crate::render::html::prose::Ecrivain;
use crate::render::mots::pieces::{self, Detail, Dit, Piece};
use crate::text::NBSP;

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

/// Sets a table.
pub fn tableau(w: &mut Ecrivain<'_, '_>, t: &pieces::Tableau<'_>) -> Tableau {
    let colonne = |c: &pieces::Colonne| Colonne { texte: c.texte.clone(), chiffres: c.chiffres };
    let ligne = |l: &pieces::Ligne<'_>| Ligne {
        entete: html(w, &l.entete),
        cellules: l.cellules.iter().map(|c| Case { html: html(w, &c.pieces), chiffres: c.chiffres }).collect(),
        total: l.total,
        sous: l.sous,
        ancre: l.ancre.clone(),
    };
    Tableau {
        legende: t.legende.clone(),
        colonnes: t.colonnes.iter().map(colonne).collect(),
        lignes: t.lignes.iter().map(ligne).collect(),
        total_imprime: false,
    }
}

/// Sets the pieces of a cell, one after the other.
pub fn html(w: &mut Ecrivain<'_, '_>, pieces: &[Piece<'_>]) -> String {
    pieces.iter().map(|p| piece(w, p)).collect()
}

fn piece(w: &mut Ecrivain<'_, '_>, p: &Piece<'_>) -> String {
    match p {
        Piece::Mots(words) => escape(words),
        Piece::Texte(text) => w.texte(text),
        Piece::Prose(text) => w.ligne(text),
        Piece::Dit(value) => dit(value),
        Piece::Ecart(text) => {
            format!("<strong class=\"ecart\">{}</strong>{NBSP}: {}", escape(&dit!(w.contexte, "Écart")), w.ligne(text))
        }
        Piece::Petit(inner) => format!(" <small>{}</small>", html(w, inner)),
        Piece::Incise(words) => format!(" <small>({})</small>", escape(words)),
        Piece::Lien(ix, section) => w.lien(*ix, *section),
        Piece::Verdict { atteint, mots } => {
            format!("<small class=\"{}\">{}</small>", if *atteint { "atteint" } else { "manque" }, escape(mots))
        }
        Piece::Details(list) => {
            let items: String = list.iter().map(|d| detail(w, d)).collect();
            format!("<ul class=\"detail\">{items}</ul>")
        }
    }
}

fn detail(w: &mut Ecrivain<'_, '_>, d: &Detail<'_>) -> String {
    let label = w.texte(d.libelle);
    let label = if d.dont { dit!(w.contexte, "dont {libelle}", libelle = label) } else { label };
    format!("<li><span>{label}{NBSP}:</span> <b>{}</b></li>", html(w, &d.valeur))
}

/// A value, or what stands where it is missing.
pub fn dit(d: &Dit) -> String {
    let words = if d.absent { absent(&d.mots) } else { escape(&d.mots) };
    match &d.precision {
        Some(precision) => format!("{words} <small>{}</small>", escape(precision)),
        None => words,
    }
}

/// What stands where a figure does not.
pub fn absent(words: &str) -> String {
    format!("<span class=\"absent\">{}</span>", escape(words))
}
