//! The files of `content/`: which there are, and their text. Nothing outside that folder is read.

use std::fs;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::diagnostics::{Code, Diagnostic};

/// Largest source file, in bytes.
const MAX_SIZE: u64 = 1 << 20;

/// The text of a file, or why there is none.
pub type Lu = Result<String, Box<Refus>>;

/// Why a file is not read, and where: `texte` is what can be shown of it.
#[derive(Debug)]
pub struct Refus {
    pub diagnostic: Diagnostic,
    pub texte: String,
    pub octet: usize,
}

impl From<Diagnostic> for Box<Refus> {
    fn from(diagnostic: Diagnostic) -> Self {
        Self::new(Refus { diagnostic, texte: String::new(), octet: 0 })
    }
}

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

/// Reads a file; a link is refused, wherever it leads. Of what is no source, only the name counts.
pub fn read(path: &Path) -> Lu {
    let illisible = |why: String| Diagnostic::new(Code::FichierIllisible, why);
    let io = |e: std::io::Error| Box::<Refus>::from(illisible(format!("le fichier ne peut pas être lu : {e}")));
    let meta = fs::symlink_metadata(path).map_err(io)?;
    if meta.is_symlink() {
        return Err(Diagnostic::new(Code::LienSymbolique, "un lien symbolique est refusé")
            .with_help("copiez le fichier dans content/")
            .into());
    }
    if !meta.is_file() {
        return Err(illisible("ce n’est pas un fichier ordinaire".to_owned()).into());
    }
    if !path.extension().is_some_and(|e| e == "md" || e == "yaml") {
        return Ok(String::new());
    }
    if meta.len() > MAX_SIZE {
        let mib = meta.len().div_ceil(1 << 20);
        return Err(Diagnostic::new(Code::FichierTropGros, format!("le fichier dépasse 1 Mio (environ {mib} Mio)")).into());
    }
    let bytes = fs::read(path).map_err(io)?;
    String::from_utf8(bytes).map_err(|error| {
        let diagnostic = Diagnostic::new(Code::PasUtf8, "le fichier n’est pas en UTF-8 : ce caractère ne peut pas être lu")
            .with_help("enregistrez-le de nouveau avec l’encodage UTF-8, que l’éditeur propose dans « Enregistrer sous »");
        let octet = error.utf8_error().valid_up_to();
        Box::new(Refus { diagnostic, texte: String::from_utf8_lossy(error.as_bytes()).into_owned(), octet })
    })
}
