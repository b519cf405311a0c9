//! A program built without the feature `pdf`: it says so.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use crate::diagnostics::Diagnostic;
use crate::model::PartIx;
use crate::model::config::Sortes;
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

/// Makes none, and says so where some were asked for.
pub fn imprimer(
    loaded: &mut Loaded,
    _: Option<&Path>,
    _: Option<String>,
    force: bool,
    _: &Path,
) -> Result<Imprimes, Vec<Diagnostic>> {
    let papier = &loaded.site.config.papier;
    if force || papier.sortes != Sortes::default() || !papier.dossiers.is_empty() {
        super::tell("note : cette version de Parvis a été construite sans les PDF, aucun n’est fait (--no-default-features)\n");
    }
    Ok(Imprimes::default())
}

/// Cannot.
pub fn pdf(_: &PdfArgs, _: &Output) -> ExitCode {
    super::tell("erreur : cette version de Parvis a été construite sans les PDF (--no-default-features)\n");
    ExitCode::from(2)
}
