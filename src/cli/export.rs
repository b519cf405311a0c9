//! `parvis export`: the data of a site, without its pages.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;

use crate::diagnostics::{Code, Count, Diagnostic};
use crate::render::data::{self, Reception, Sortie};

use super::args::{ExportArgs, ExportFormat};
use super::timings::Timings;
use super::{Output, load, print_as};

/// Writes what was asked for, where it was asked for.
pub fn run(args: &ExportArgs, out: &Output) -> ExitCode {
    if args.format != ExportFormat::Json && args.output.is_none() {
        let what = if args.format == ExportFormat::Csv { "un dossier" } else { "un fichier" };
        eprintln!("erreur : ce format s’écrit dans {what} : ajoutez --output CHEMIN");
        return ExitCode::from(2);
    }
    let loaded = load(&args.site, &mut Timings::start());
    if Count::of(&loaded.findings).fails(false) {
        out.diagnostics(&loaded.findings, &loaded.sources, true, false);
        return ExitCode::FAILURE;
    }
    let fonds = loaded.fonds(None);
    let written = match (args.format, &args.output) {
        (ExportFormat::Json, Some(path)) => write(path, |w| data::json(&fonds, w)),
        (ExportFormat::Csv, Some(folder)) => {
            fs::create_dir_all(folder).map_err(|e| refused(folder, &e)).and_then(|()| data::dossier_csv(&fonds, &Dossier(folder)))
        }
        (ExportFormat::Xlsx, Some(path)) => workbook(path, &fonds),
        (_, None) => return print_as(|w| data::json(&fonds, w)),
    };
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            out.diagnostics(&[fault], &loaded.sources, true, false);
            ExitCode::FAILURE
        }
    }
}

/// A folder where files are written; its other files stay.
struct Dossier<'a>(&'a Path);

impl Reception for Dossier<'_> {
    fn recevoir<T>(&self, nom: &str, ecriture: impl FnOnce(&mut Sortie<'_>) -> io::Result<T>) -> Result<T, Diagnostic> {
        write(&self.0.join(nom), ecriture)
    }
}

/// Writes the spreadsheet; its drafts wait beside it.
fn workbook(path: &Path, fonds: &data::Fonds<'_>) -> Result<(), Diagnostic> {
    let beside = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::metadata(beside).map_err(|e| refused(path, &e))?;
    write(path, |w| data::classeur(fonds, Some(beside), w))
}

fn write<T>(path: &Path, ecriture: impl FnOnce(&mut Sortie<'_>) -> io::Result<T>) -> Result<T, Diagnostic> {
    let written = || {
        let mut out = BufWriter::new(fs::File::create(path)?);
        let rendu = ecriture(&mut out)?;
        out.flush().map(|()| rendu)
    };
    written().map_err(|e| refused(path, &e))
}

fn refused(path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::new(Code::EcritureImpossible, format!("« {} » ne peut pas être écrit : {error}", path.display()))
}
