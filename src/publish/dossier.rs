//! The output folder: whose it is, and what its owner keeps there.

use std::fs::{self, File as DiskFile, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

use super::failure;
use crate::diagnostics::{Code, Diagnostic};

/// The file that says a folder was made by Parvis, so that it may be emptied. Its name is not served by usual hosts.
pub const MARK: &str = ".parvis";
const MARK_WORDS: &str =
    "Ce dossier est écrit par Parvis ; ce qu’on y ajoute est effacé, sauf CNAME et ce dont le nom commence par un point.\n";

/// Checks that the folder is empty or ours, marks it, and keeps others from writing there as long as the mark is held.
pub fn claim(output: &Path, forbidden: &[PathBuf]) -> Result<DiskFile, Diagnostic> {
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
    if !marked {
        // Not through a link, and not over the mark of a publication that starts at the same time.
        match OpenOptions::new().write(true).create_new(true).open(output.join(MARK)) {
            Ok(mut mark) => mark.write_all(MARK_WORDS.as_bytes()).map_err(io)?,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(io(error)),
        }
    }
    let mark = DiskFile::open(output.join(MARK)).map_err(io)?;
    match mark.try_lock() {
        Err(TryLockError::WouldBlock) => Err(Diagnostic::new(
            Code::SortieRefusee,
            format!(
                "« {} » ne peut pas servir de dossier de sortie : une autre construction y écrit en ce moment",
                output.display()
            ),
        )
        .with_help("attendez qu’elle finisse, ou choisissez un autre dossier")),
        // A file system without locks is no reason to publish nothing.
        Ok(()) | Err(TryLockError::Error(_)) => Ok(mark),
    }
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

/// What the owner of an output folder keeps there: `.git`, `.nojekyll`, `.well-known`… and the domain name of some hosts.
pub fn is_kept(path: &Path, output: &Path) -> bool {
    let hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
    hidden || path == output.join("CNAME")
}
