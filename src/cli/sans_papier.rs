//! A program built without the feature `pdf`: it says so.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use crate::diagnostics::Diagnostic;
use crate::model::PartIx;
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

/// Makes none.
pub fn imprimer(_: &mut Loaded, _: Option<&Path>, _: Option<String>, _: bool, _: &Path) -> Result<Imprimes, Vec<Diagnostic>> {
    Ok(Imprimes::default())
}

/// Cannot.
pub fn pdf(_: &PdfArgs, _: &Output) -> ExitCode {
    super::tell("erreur : cette version de Parvis a été construite sans les PDF (cargo build --features pdf)\n");
    ExitCode::from(2)
}
