//! Rendered files to disk: staged, atomic, nothing rewritten that did not change, nothing left that is stale.
//!
//! In: the files of a rendering. Out: the output folder holds these and nothing else. Invariant: nothing outside the
//! output folder is touched, and a failure leaves the last good site in place.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use rayon::prelude::*;

use crate::diagnostics::{Code, Diagnostic};
use crate::render::File;

/// The file that says a folder was made by Parvis, so that it may be emptied. Its name is not served by usual hosts.
const MARK: &str = ".parvis";
/// New files wait here until all of them are written.
const STAGE: &str = ".parvis-en-cours";

/// What a publication did.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Report {
    pub ecrits: usize,
    pub inchanges: usize,
    pub retires: usize,
}

/// Makes `output` hold exactly `files`.
///
/// # Errors
/// The folder is not ours to write, or the system refuses.
pub fn publish(files: &[File], output: &Path, forbidden: &[PathBuf]) -> Result<Report, Diagnostic> {
    claim(output, forbidden)?;
    if let Some(file) = files.iter().find(|f| !is_inside(&f.path)) {
        return Err(Diagnostic::new(Code::SortieRefusee, format!("« {} » sort du dossier de sortie", file.path)));
    }
    let changed: Vec<&File> = files.par_iter().filter(|f| !same(&output.join(&f.path), &f.bytes)).collect();
    let stage = output.join(STAGE);
    write_all(&changed, &stage, output).map_err(|(path, error)| failure(&path, &error))?;
    let retires = sweep(files, output).map_err(|(path, error)| failure(&path, &error))?;
    Ok(Report { ecrits: changed.len(), inchanges: files.len() - changed.len(), retires })
}

/// Marks an output folder as ours, as [`publish`] does, before something is put into it.
///
/// # Errors
/// The folder is not ours to write, or the system refuses.
pub fn adopter(output: &Path, forbidden: &[PathBuf]) -> Result<(), Diagnostic> {
    claim(output, forbidden)
}

/// Puts files into a folder, whatever else it holds: each is replaced at once or left as it was.
///
/// # Errors
/// The system refuses.
pub fn deposer(files: &[File], folder: &Path) -> Result<(), Diagnostic> {
    let put = |file: &File| -> Result<(), Fault> {
        let to = folder.join(&file.path);
        let fault = |e| (to.clone(), e);
        let parent = to.parent().unwrap_or(folder);
        if !parent.as_os_str().is_empty() {
            fs::create_dir_all(parent).map_err(fault)?;
        }
        if same(&to, &file.bytes) {
            return Ok(());
        }
        let mut name = to.file_name().unwrap_or_default().to_os_string();
        name.push(".en-cours");
        let stage = to.with_file_name(name);
        fs::write(&stage, &file.bytes).map_err(fault)?;
        fs::rename(&stage, &to).map_err(|e| {
            let _ = fs::remove_file(&stage);
            fault(e)
        })
    };
    files.iter().try_for_each(put).map_err(|(path, error)| {
        Diagnostic::new(Code::EcritureImpossible, format!("« {} » ne peut pas être écrit : {error}", path.display()))
    })
}

fn failure(path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::new(Code::EcritureImpossible, format!("« {} » ne peut pas être écrit : {error}", path.display()))
        .with_help("la dernière bonne version du site est restée en place")
}

/// Checks that the folder is empty or ours, and marks it.
fn claim(output: &Path, forbidden: &[PathBuf]) -> Result<(), Diagnostic> {
    let refuse = |why: &str| {
        Diagnostic::new(Code::SortieRefusee, format!("« {} » ne peut pas servir de dossier de sortie : {why}", output.display()))
            .with_help("choisissez un dossier vide, ou celui d’une construction précédente")
    };
    let io = |error: io::Error| failure(output, &error);
    if fs::symlink_metadata(output).is_ok_and(|m| m.is_symlink() || !m.is_dir()) {
        return Err(refuse("ce n’est pas un dossier ordinaire"));
    }
    let existing = output.is_dir();
    // Below a folder that does not exist yet, `..` would be checked in one place and written in another.
    let climbs = output.components().any(|c| c == Component::ParentDir);
    if !existing && climbs && !output.parent().is_some_and(Path::is_dir) {
        return Err(refuse("« .. » suit un dossier qui n’existe pas"));
    }
    let marked = fs::symlink_metadata(output.join(MARK)).is_ok_and(|m| m.is_file());
    if existing && !marked && fs::read_dir(output).map_err(io)?.next().is_some() {
        return Err(refuse("il contient des fichiers que Parvis n’a pas écrits"));
    }
    // Checked before anything is created: neither inside the sources nor around them.
    let place = absolute(output);
    for sources in forbidden.iter().map(|p| absolute(p)) {
        if place.starts_with(&sources) || sources.starts_with(&place) {
            return Err(refuse("il contient les sources, ou s’y trouve"));
        }
    }
    fs::create_dir_all(output).map_err(io)?;
    if marked {
        return Ok(());
    }
    fs::write(output.join(MARK), "Ce dossier est écrit par Parvis ; ce qu’on y ajoute est effacé.\n").map_err(io)
}

/// The real path of a folder, even of one that does not exist yet.
fn absolute(path: &Path) -> PathBuf {
    let mut missing = Vec::new();
    let mut at = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    loop {
        if let Ok(real) = at.canonicalize() {
            return missing.iter().rev().fold(real, |p, name| p.join(name));
        }
        match (at.file_name().map(ToOwned::to_owned), at.parent().map(Path::to_path_buf)) {
            (Some(name), Some(up)) => {
                missing.push(name);
                at = up;
            }
            _ => return path.to_path_buf(),
        }
    }
}

fn is_inside(path: &str) -> bool {
    !path.is_empty() && Path::new(path).components().all(|c| matches!(c, Component::Normal(_)))
}

/// Whether the file on disk is a plain file that holds these bytes already.
fn same(path: &Path, bytes: &[u8]) -> bool {
    fs::symlink_metadata(path).is_ok_and(|m| m.is_file() && m.len() == bytes.len() as u64)
        && fs::read(path).is_ok_and(|old| old == bytes)
}

type Fault = (PathBuf, io::Error);

/// Writes all changed files beside their places, then moves them in.
fn write_all(changed: &[&File], stage: &Path, output: &Path) -> Result<(), Fault> {
    if fs::symlink_metadata(stage).is_ok() {
        fs::remove_dir_all(stage).map_err(|e| (stage.to_path_buf(), e))?;
    }
    if changed.is_empty() {
        return Ok(());
    }
    fs::create_dir(stage).map_err(|e| (stage.to_path_buf(), e))?;
    let staged = |i: usize| stage.join(i.to_string());
    let written: Result<(), Fault> = changed
        .par_iter()
        .enumerate()
        .try_for_each(|(i, f)| fs::write(staged(i), &f.bytes).map_err(|e| (output.join(&f.path), e)));
    let moved = written.and_then(|()| {
        let folders: BTreeSet<PathBuf> =
            changed.iter().filter_map(|f| output.join(&f.path).parent().map(Path::to_path_buf)).collect();
        folders.iter().try_for_each(|folder| make_folder(folder, output))?;
        changed.iter().enumerate().try_for_each(|(i, f)| {
            let to = output.join(&f.path);
            let fault = |e| (to.clone(), e);
            if fs::symlink_metadata(&to).is_ok_and(|m| m.is_dir()) {
                fs::remove_dir_all(&to).map_err(fault)?;
            }
            fs::rename(staged(i), &to).map_err(fault)
        })
    });
    fs::remove_dir_all(stage).map_err(|e| (stage.to_path_buf(), e)).and(moved)
}

/// Makes a folder below the output; a file or a link in the way is removed, so that nothing is written through it.
fn make_folder(folder: &Path, output: &Path) -> Result<(), Fault> {
    let Ok(relative) = folder.strip_prefix(output) else { return Ok(()) };
    let mut at = output.to_path_buf();
    for name in relative {
        at.push(name);
        match fs::symlink_metadata(&at) {
            Ok(m) if m.is_dir() => continue,
            Ok(_) => fs::remove_file(&at).map_err(|e| (at.clone(), e))?,
            Err(_) => {}
        }
        fs::create_dir(&at).map_err(|e| (at.clone(), e))?;
    }
    Ok(())
}

/// Removes every file that this publication did not make, then empty folders.
fn sweep(files: &[File], output: &Path) -> Result<usize, Fault> {
    let keep: BTreeSet<PathBuf> = files.iter().map(|f| output.join(&f.path)).chain([output.join(MARK)]).collect();
    let mut retires = 0;
    for entry in walkdir::WalkDir::new(output).min_depth(1).contents_first(true).into_iter().filter_map(Result::ok) {
        let path = entry.path();
        let fault = |e| (path.to_path_buf(), e);
        if entry.file_type().is_dir() {
            if fs::read_dir(path).map_err(fault)?.next().is_none() {
                fs::remove_dir(path).map_err(fault)?;
            }
        } else if !keep.contains(path) {
            fs::remove_file(path).map_err(fault)?;
            retires += 1;
        }
    }
    Ok(retires)
}
