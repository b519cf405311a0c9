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
pub mod theme;
mod vue;

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::Serialize;

use crate::diagnostics::Diagnostic;
use crate::model::{PartIx, Site};
use crate::render::data::Publication;
use crate::render::{File, Telechargement};
use crate::summary::Summary;

use contexte::{Contexte, Page};
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

/// Renders every file of the website.
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
    let contexte = Contexte::new(site, summary, donnees, theme, options);
    let pages = vue::pages(&contexte);
    let rendered: Vec<Result<File, Diagnostic>> = pages.into_par_iter().map(|page| page(&contexte)).collect();
    let mut files = Vec::with_capacity(rendered.len() + 8);
    let mut faults: Vec<Diagnostic> = Vec::new();
    for result in rendered {
        match result {
            Ok(file) => files.push(file),
            // One broken template breaks many pages in the same way.
            Err(fault) if faults.iter().any(|f| f.message == fault.message) => {}
            Err(fault) => faults.push(fault),
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    files.extend(fichiers::all(&contexte, &files));
    files.extend(fichiers::donnees(donnees));
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// A page waiting to be made.
type Atelier<'a> = Box<dyn Fn(&Contexte<'_>) -> Result<File, Diagnostic> + Send + Sync + 'a>;

/// Fills a template with a view.
fn page(contexte: &Contexte<'_>, template: &str, page: &Page, vue: &impl Serialize) -> Result<File, Diagnostic> {
    let mut values = tera::Context::new();
    values.insert("page", page);
    values.insert("vue", vue);
    values.insert("jsonld", &jsonld::page(contexte, page));
    let html = contexte.theme.render(template, &values)?;
    Ok(File { path: page.fichier.clone(), bytes: minify::minify(html) })
}
