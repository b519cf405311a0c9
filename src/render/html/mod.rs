//! The website: one page per part, indexes, budgets, and the files around them.
//!
//! Pages are made in parallel; each is a pure function of the site. Links are relative, so a site works below any path.

mod abreviations;
mod contexte;
mod escape;
mod fichiers;
mod jsonld;
mod minify;
mod prose;
mod rubriques;
pub mod theme;
mod vue;

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;
use serde::Serialize;

use crate::diagnostics::Diagnostic;
use crate::model::{PartIx, Site};
use crate::render::data::Publication;
use crate::render::{File, Telechargement};
use crate::summary::Summary;

use contexte::{Contexte, Page};
pub use escape::escape as echapper;
pub use rubriques::cherchables;
use theme::Theme;

/// How to render.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The public address, when it is not that of `site.yaml`.
    pub base_url: Option<String>,
    /// Links name `index.html`, so that the site reads from a folder without a server.
    pub local: bool,
    /// The version of the search index: its files change their address with it, so that caches never mix two of them.
    pub recherche: String,
    /// The PDFs that were made, by part.
    pub pdf: BTreeMap<PartIx, Telechargement>,
}

/// The website of a site: which files it has, each made when it is asked for.
pub struct Rendu<'a> {
    contexte: Contexte<'a>,
    pages: Vec<Atelier<'a>>,
}

impl<'a> Rendu<'a> {
    /// Gathers what pages share.
    pub fn new(site: &'a Site, summary: &'a Summary, donnees: &'a Publication, theme: &'a Theme, options: &'a Options) -> Self {
        let contexte = Contexte::new(site, summary, donnees, theme, options);
        let pages = vue::pages(&contexte);
        Self { contexte, pages }
    }

    /// The paths of the pages, in no order that matters.
    pub fn chemins(&self) -> impl Iterator<Item = &str> {
        self.pages.iter().map(|p| p.fichier.as_str())
    }

    /// One page, by its place in [`Self::chemins`]; nothing where there is none.
    pub fn page(&self, place: usize) -> Option<Result<File, Diagnostic>> {
        self.pages.get(place).map(|p| (p.faire)(&self.contexte))
    }

    /// The files around the pages.
    pub fn autour(&self) -> Vec<File> {
        fichiers::all(&self.contexte, self.chemins())
    }

    /// Makes the pages whose [`Attente`] is one of these, and hands each over as soon as it is made, so that a large site never
    /// is in memory whole.
    ///
    /// # Errors
    /// The faults of the theme's templates, or the first file that could not be handed over.
    pub fn pages(
        &self,
        attentes: &[Attente],
        remettre: &(impl Fn(File) -> Result<(), Diagnostic> + Sync),
    ) -> Result<(), Vec<Diagnostic>> {
        let pages = self.pages.par_iter().filter(|page| attentes.contains(&Attente::de(&page.fichier)));
        let made: Vec<Diagnostic> = pages.filter_map(|page| (page.faire)(&self.contexte).and_then(remettre).err()).collect();
        if made.is_empty() { Ok(()) } else { Err(sans_repetition(made)) }
    }
}

/// One broken template breaks many pages in the same way: it is told once.
pub fn sans_repetition(faults: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut told: Vec<Diagnostic> = Vec::new();
    for fault in faults {
        if !told.iter().any(|f| f.message == fault.message) {
            told.push(fault);
        }
    }
    told
}

/// What the site makes beside its pages, and without which a page cannot be made: all others can be made at the same time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attente {
    Rien,
    /// The files of the open data: their lengths and digests are told.
    Donnees,
    /// The version of the search index.
    Recherche,
}

impl Attente {
    /// What the page at a path of the output waits for.
    pub fn de(chemin: &str) -> Self {
        match chemin {
            "donnees/index.html" | "donnees/colonnes/index.html" => Self::Donnees,
            "recherche/index.html" => Self::Recherche,
            _ => Self::Rien,
        }
    }
}

/// Renders every page of the website and the files around them, sorted by path.
///
/// # Errors
/// The faults of the theme's templates.
pub fn render(
    site: &Site,
    summary: &Summary,
    donnees: &Publication,
    theme: &Theme,
    options: &Options,
) -> Result<Vec<File>, Vec<Diagnostic>> {
    let files = Mutex::new(Vec::new());
    let rendu = Rendu::new(site, summary, donnees, theme, options);
    rendu.pages(&[Attente::Rien, Attente::Donnees, Attente::Recherche], &|file| {
        files.lock().unwrap_or_else(PoisonError::into_inner).push(file);
        Ok(())
    })?;
    let mut files = files.into_inner().unwrap_or_else(PoisonError::into_inner);
    files.extend(rendu.autour());
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// What makes a page.
type Faire<'a> = dyn Fn(&Contexte<'_>) -> Result<File, Diagnostic> + Send + Sync + 'a;

/// A page waiting to be made.
struct Atelier<'a> {
    /// Its path in the output.
    fichier: String,
    faire: Box<Faire<'a>>,
}

impl<'a> Atelier<'a> {
    /// The page at an address of the site, such as `/budget/`.
    fn new(url: &str, faire: impl Fn(&Contexte<'_>) -> Result<File, Diagnostic> + Send + Sync + 'a) -> Self {
        let name = if url.ends_with('/') { "index.html" } else { "" };
        Self { fichier: format!("{}{name}", url.trim_start_matches('/')), faire: Box::new(faire) }
    }
}

/// Fills a template with a view.
fn page(contexte: &Contexte<'_>, template: &str, page: &Page, vue: &impl Serialize) -> Result<File, Diagnostic> {
    let mut values = tera::Context::new();
    values.insert("page", page);
    values.insert("vue", vue);
    values.insert("jsonld", &jsonld::page(contexte, page));
    let html = contexte.theme.render(template, &values)?;
    Ok(File { path: page.fichier.clone(), bytes: minify::minify(html) })
}
