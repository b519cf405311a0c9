//! The site as tables: one module per subject, each with its typed rows and the description of its columns.
//!
//! In: the resolved site and its summary. Out: [`Table`]s, that CSV, spreadsheet, schema and page all read.

pub mod champ;

mod actions;
mod budget;
mod documents;
mod ecarts;
mod glossaire;
mod indicateurs;
mod liens;
mod mots;
mod partenaires;
mod parties;
mod tableaux;
mod territoires;
mod textes;
mod totaux;

use rayon::prelude::*;

use crate::diagnostics::{Diagnostic, SourceMap};
use crate::model::{Part, Site};
use crate::summary::Summary;

use champ::{Cellule, Description, Sujet, Texte};

/// What the exports read.
#[derive(Clone, Copy)]
pub struct Fonds<'a> {
    pub site: &'a Site,
    pub summary: &'a Summary,
    pub findings: &'a [Diagnostic],
    pub sources: &'a SourceMap,
    /// The public address of the site, without its final slash.
    pub base: Option<&'a str>,
}

impl<'a> Fonds<'a> {
    /// The address of a page: absolute where the site has a public address.
    fn adresse(&self, url: &str) -> Texte<'a> {
        format!("{}{url}", self.base.unwrap_or_default()).into()
    }

    /// The lines of the source file that a part comes from.
    fn lignes(&self, part: &Part) -> Option<Texte<'a>> {
        part.content.source.lignes.map(|(first, last)| format!("{first}-{last}").into())
    }
}

/// A table with its rows, each made when its turn comes: together they are larger than the model.
pub struct Table<'a> {
    pub description: &'static Description,
    pub lignes: Box<dyn Iterator<Item = Vec<Cellule<'a>>> + 'a>,
}

/// Puts the rows of a subject in a table.
fn table<'a, S: Sujet<'a> + 'a>(rows: impl Iterator<Item = S> + 'a) -> Table<'a> {
    Table { description: S::DESCRIPTION, lignes: Box::new(rows.map(S::cellules)) }
}

type Lecture<'a> = fn(Fonds<'a>) -> Table<'a>;

/// How many tables there are.
pub const NOMBRE: usize = 13;

/// The tables, in the order readers meet them.
fn lectures<'a>() -> [Lecture<'a>; NOMBRE] {
    [
        |f| table(documents::lignes(f)),
        |f| table(parties::lignes(f)),
        |f| table(actions::lignes(f)),
        |f| table(budget::lignes(f)),
        |f| table(totaux::lignes(f)),
        |f| table(indicateurs::lignes(f)),
        |f| table(territoires::lignes(f)),
        |f| table(partenaires::lignes(f)),
        |f| table(liens::lignes(f)),
        |f| table(tableaux::lignes(f)),
        |f| table(textes::lignes(f)),
        |f| table(glossaire::lignes(f)),
        |f| table(ecarts::lignes(f)),
    ]
}

/// Makes something of every table, in their order.
pub fn toutes<'a, T: Send>(f: &Fonds<'a>, faire: impl Fn(Table<'a>) -> T + Sync) -> Vec<T> {
    lectures().into_par_iter().with_max_len(1).map(|table| faire(table(*f))).collect()
}

/// The same, each with its place among as many.
pub fn reparties<'a, P: Send, T: Send>(f: &Fonds<'a>, places: &mut [P], faire: impl Fn(Table<'a>, &mut P) -> T + Sync) -> Vec<T> {
    lectures().into_par_iter().zip(places).with_max_len(1).map(|(table, place)| faire(table(*f), place)).collect()
}

/// Names in one cell, separated as a list is in French.
fn liste<'a>(names: impl Iterator<Item = &'a str>) -> Texte<'static> {
    names.collect::<Vec<_>>().join(" ; ").into()
}
