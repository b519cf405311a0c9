//! The small good site of `fixtures/site-minimal`, copied and built.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::{Sortie, arbre, chantier, fixtures, parvis};

/// A copy of the small good site.
pub fn minimal() -> TempDir {
    chantier(&fixtures().join("site-minimal"))
}

/// The small good site, built into its `output`.
pub fn construit() -> TempDir {
    let site = minimal();
    construire(site.path());
    site
}

/// Builds a site into its `output`.
pub fn construire(site: &Path) -> Sortie {
    parvis(site, &["build"]).reussie()
}

/// Every file of a site's `output`, but the witness of the last build, which changes with the sources.
pub fn output(site: &TempDir) -> BTreeMap<String, Vec<u8>> {
    let mut files = arbre(&site.path().join("output"));
    files.remove(".parvis-temoin");
    files
}

/// One file of a site's `output`.
pub fn page(site: &TempDir, chemin: &str) -> String {
    fs::read_to_string(site.path().join("output").join(chemin)).unwrap_or_else(|e| panic!("{chemin} : {e}"))
}
