//! The search page: the form, the places of the results, and other ways in.

use serde::Serialize;

use crate::diagnostics::Diagnostic;
use crate::render::File;
use crate::render::html::contexte::{Contexte, Voie};

#[derive(Debug, Serialize)]
struct Vue {
    script: String,
    /// The folder of the index, seen from the page, and the version of its files.
    index: String,
    version: String,
    /// What ends an address: `index.html` on a site read from a folder.
    fin: &'static str,
    entrees: Vec<Voie>,
}

/// `/recherche/`.
pub fn page(c: &Contexte<'_>) -> Result<File, Diagnostic> {
    let description = dit!(c, "Chercher dans tous les documents : fiches, actions, indicateurs, budgets.");
    let mut page = c.page("/recherche/", &dit!(c, "Recherche"), &description, Vec::new());
    page.fil = vec![c.accueil(&page)];
    page.ici = dit!(c, "Recherche");
    let vue = Vue {
        script: format!("{}{}", page.racine, c.theme.script_path()),
        index: format!("{}recherche/", page.racine),
        version: c.options.recherche.clone(),
        fin: if c.options.local { "index.html" } else { "" },
        entrees: c.entrees(&page),
    };
    super::super::page(c, "recherche.html", &page, &vue)
}
