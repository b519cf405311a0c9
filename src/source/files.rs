//! The files of `content/`: which there are, and their text. Nothing outside that folder is read.

use std::fs;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::diagnostics::{Code, Diagnostic};

/// Largest source file, in bytes.
const MAX_SIZE: u64 = 1 << 20;

/// The text of a file, or why there is none.
pub type Lu = Result<String, Diagnostic>;

/// The files below a folder, by their path from it, one name per element; and the folders that could not be walked.
pub fn walk(root: &Path) -> (Vec<(Vec<String>, PathBuf)>, Vec<Diagnostic>) {
    let (mut found, mut faults) = (Vec::new(), Vec::new());
    if !root.is_dir() {
        return (found, faults);
    }
    let walk =
        WalkDir::new(root).sort_by_file_name().into_iter().filter_entry(|e| !hidden(e.file_name().to_string_lossy().as_ref()));
    for entry in walk {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) => {
                let Ok(relative) = entry.path().strip_prefix(root) else { continue };
                let path = relative.iter().map(|s| s.to_string_lossy().into_owned()).collect();
                found.push((path, entry.into_path()));
            }
            Err(error) => faults
                .push(Diagnostic::new(Code::FichierIllisible, format!("un dossier de content/ ne peut pas être lu : {error}"))),
        }
    }
    (found, faults)
}

/// Names that editors and systems leave behind.
pub fn hidden(name: &str) -> bool {
    name.starts_with('.') || name.ends_with('~') || name.ends_with(".swp") || (name.starts_with('#') && name.ends_with('#'))
}

/// Reads a file; a link is refused, wherever it leads.
pub fn read(path: &Path) -> Lu {
    let illisible = |why: String| Diagnostic::new(Code::FichierIllisible, why);
    let io = |e: std::io::Error| illisible(format!("le fichier ne peut pas être lu : {e}"));
    let meta = fs::symlink_metadata(path).map_err(io)?;
    if meta.is_symlink() {
        return Err(
            Diagnostic::new(Code::LienSymbolique, "un lien symbolique est refusé").with_help("copiez le fichier dans content/")
        );
    }
    if !meta.is_file() {
        return Err(illisible("ce n’est pas un fichier ordinaire".to_owned()));
    }
    if meta.len() > MAX_SIZE {
        let mib = meta.len().div_ceil(1 << 20);
        return Err(Diagnostic::new(Code::FichierTropGros, format!("le fichier dépasse 1 Mio (environ {mib} Mio)")));
    }
    let bytes = fs::read(path).map_err(io)?;
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..valid].iter().filter(|b| **b == b'\n').count() + 1;
        Diagnostic::new(Code::PasUtf8, format!("le fichier n’est pas en UTF-8 (premier octet fautif à la ligne {line})"))
    })
}
