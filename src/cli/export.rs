//! `parvis export`: the data of a site, without its pages.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use crate::diagnostics::{Code, Count, Diagnostic};
use crate::render::data;

use super::args::{ExportArgs, ExportFormat};
use super::timings::Timings;
use super::{Output, load, print};

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
    let json = || data::json(&loaded.site, &loaded.summary, &loaded.findings, &loaded.sources);
    let written = match (args.format, &args.output) {
        (ExportFormat::Json, Some(path)) => write(path, json().as_bytes()),
        (ExportFormat::Csv, Some(folder)) => folder_of(folder, &data::dossier_csv(&fonds)),
        (ExportFormat::Xlsx, Some(path)) => workbook(path, &fonds),
        (_, None) => return print(&json()),
    };
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            out.diagnostics(&[fault], &loaded.sources, true, false);
            ExitCode::FAILURE
        }
    }
}

/// Writes files in a folder, which is made if need be; other files of that folder stay.
fn folder_of(folder: &Path, files: &[crate::render::File]) -> Result<(), Diagnostic> {
    fs::create_dir_all(folder).map_err(|e| refused(folder, &e))?;
    files.iter().try_for_each(|file| write(&folder.join(&file.path), &file.bytes))
}

/// Writes the spreadsheet; its drafts wait beside it.
fn workbook(path: &Path, fonds: &data::Fonds<'_>) -> Result<(), Diagnostic> {
    let beside = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::metadata(beside).map_err(|e| refused(path, &e))?;
    data::classeur(fonds, Some(beside)).and_then(|bytes| write(path, &bytes))
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    fs::write(path, bytes).map_err(|e| refused(path, &e))
}

fn refused(path: &Path, error: &std::io::Error) -> Diagnostic {
    Diagnostic::new(Code::EcritureImpossible, format!("« {} » ne peut pas être écrit : {error}", path.display()))
}
