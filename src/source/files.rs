//! The files of `content/`: which there are, and their text. Nothing outside that folder is read.

use std::fs;
use std::path::Path;

use walkdir::WalkDir;

use crate::diagnostics::{Code, Diagnostic, FileId, SourceFile, SourceMap, Span};

/// Largest source file, in bytes.
const MAX_SIZE: u64 = 1 << 20;

/// A file that was found, in the stable order of the walk.
#[derive(Debug)]
pub struct Found {
    /// Its place in the source map.
    pub id: FileId,
    /// Its path from `content/`, one name per element.
    pub path: Vec<String>,
    /// Whether its text was read.
    pub readable: bool,
}

/// Lists and reads `content/` below the site's folder.
pub fn read(site: &Path, sources: &mut SourceMap, diags: &mut Vec<Diagnostic>) -> Vec<Found> {
    let root = site.join("content");
    if !root.is_dir() {
        diags.push(
            Diagnostic::new(Code::ContenuAbsent, "ce dossier ne contient pas de dossier « content »")
                .with_help("placez-vous dans le dossier du site, ou donnez-le en argument : parvis build MON_SITE"),
        );
        return Vec::new();
    }
    let mut found = Vec::new();
    let walk =
        WalkDir::new(&root).sort_by_file_name().into_iter().filter_entry(|e| !hidden(e.file_name().to_string_lossy().as_ref()));
    for entry in walk {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                diags.push(Diagnostic::new(
                    Code::FichierIllisible,
                    format!("un dossier de content/ ne peut pas être lu : {error}"),
                ));
                continue;
            }
        };
        let Ok(relative) = entry.path().strip_prefix(&root) else { continue };
        let path: Vec<String> = relative.iter().map(|s| s.to_string_lossy().into_owned()).collect();
        if entry.file_type().is_dir() {
            continue;
        }
        let name = format!("content/{}", path.join("/"));
        let id = sources.add(SourceFile { path: name, text: String::new() });
        let at = Span::new(id, 0, 0);
        let readable = if entry.file_type().is_symlink() {
            diags.push(
                Diagnostic::new(Code::LienSymbolique, "un lien symbolique est refusé")
                    .at(at)
                    .with_help("copiez le fichier dans content/"),
            );
            false
        } else {
            match text(entry.path()) {
                Ok(text) => {
                    sources.set_text(id, text);
                    true
                }
                Err((code, message)) => {
                    diags.push(Diagnostic::new(code, message).at(at));
                    false
                }
            }
        };
        found.push(Found { id, path, readable });
    }
    found
}

/// Names that editors and systems leave behind.
fn hidden(name: &str) -> bool {
    name.starts_with('.') || name.ends_with('~') || name.ends_with(".swp") || (name.starts_with('#') && name.ends_with('#'))
}

fn text(path: &Path) -> Result<String, (Code, String)> {
    let io = |e: std::io::Error| (Code::FichierIllisible, format!("le fichier ne peut pas être lu : {e}"));
    let meta = fs::metadata(path).map_err(io)?;
    if !meta.is_file() {
        return Err((Code::FichierIllisible, "ce n’est pas un fichier ordinaire".to_owned()));
    }
    if meta.len() > MAX_SIZE {
        let mib = meta.len().div_ceil(1 << 20);
        return Err((Code::FichierTropGros, format!("le fichier dépasse 1 Mio (environ {mib} Mio)")));
    }
    let bytes = fs::read(path).map_err(io)?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text),
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let line = error.as_bytes()[..valid].iter().filter(|b| **b == b'\n').count() + 1;
            Err((Code::PasUtf8, format!("le fichier n’est pas en UTF-8 (premier octet fautif à la ligne {line})")))
        }
    }
}
