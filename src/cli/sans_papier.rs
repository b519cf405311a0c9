//! A program built without the feature `pdf`: it says so.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use crate::diagnostics::Diagnostic;
use crate::model::config::Sortes;
use crate::model::{PartIx, Site};
use crate::render::mots::Mots;
use crate::render::{File, Telechargement};

use super::args::PdfArgs;
use super::{Loaded, Output};

/// No PDF.
#[derive(Default)]
pub struct Imprimes {
    pub files: Vec<File>,
    pub par_partie: BTreeMap<PartIx, Telechargement>,
    pub findings: Vec<Diagnostic>,
}

/// What there is to say where some were asked for.
pub fn note(site: &Site, force: bool) -> Option<&'static str> {
    let papier = &site.config.papier;
    let asked = force || papier.sortes != Sortes::default() || !papier.dossiers.is_empty();
    asked.then_some("note : cette version de Parvis a été construite sans les PDF, aucun n’est fait (--no-default-features)\n")
}

/// Makes none, and says so where some were asked for.
pub fn imprimer(
    loaded: &mut Loaded,
    _: &Mots,
    _: Option<&Path>,
    _: Option<String>,
    force: bool,
    _: &Path,
) -> Result<Imprimes, Vec<Diagnostic>> {
    if let Some(note) = note(&loaded.site, force) {
        super::tell(note);
    }
    Ok(Imprimes::default())
}

/// Cannot.
pub fn pdf(_: &PdfArgs, _: &Output) -> ExitCode {
    super::tell("erreur : cette version de Parvis a été construite sans les PDF (--no-default-features)\n");
    ExitCode::from(2)
}
