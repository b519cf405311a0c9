//! The print theme: templates, charts' style and fonts, the default ones embedded, any file of them replaceable.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::diagnostics::{Code, Diagnostic};
use crate::render::mots::Mots;

macro_rules! embedded {
    ($($path:literal)*) => { [$(($path, include_bytes!(concat!("../../../themes/defaut/", $path)).as_slice())),*] };
}

/// The files of the default theme, by their path below `themes/defaut/`.
const DEFAUT: [(&str, &[u8]); 13] = embedded! {
    "imprime/annexes.typ"
    "imprime/blocs.typ"
    "imprime/couverture.typ"
    "imprime/document.typ"
    "imprime/graphiques.css"
    "imprime/partie.typ"
    "imprime/reglages.typ"
    "polices/SourceSans3-Italic.ttf"
    "polices/SourceSans3-Regular.ttf"
    "polices/SourceSans3-SemiBold.ttf"
    "polices/SourceSerif4-Italic.ttf"
    "polices/SourceSerif4-Regular.ttf"
    "polices/SourceSerif4-SemiBold.ttf"
};

/// The files of a print theme.
#[derive(Debug)]
pub struct Theme {
    /// By path: `imprime/document.typ`.
    pub textes: BTreeMap<String, TexteDuTheme>,
    /// By path: `polices/…`.
    pub polices: BTreeMap<String, Vec<u8>>,
}

/// A template.
#[derive(Debug)]
pub struct TexteDuTheme {
    /// Where a person finds it.
    pub chemin: String,
    pub texte: String,
}

impl Theme {
    /// The default theme, which says `mots`, with the files of `folder` in place of its own.
    ///
    /// # Errors
    /// A file of the folder cannot be read.
    pub fn load(folder: Option<&Path>, mots: &Mots) -> Result<Self, Diagnostic> {
        let mut theme = Self { textes: BTreeMap::new(), polices: BTreeMap::new() };
        for (path, bytes) in DEFAUT {
            theme.add(path, format!("themes/defaut/{path}"), bytes.to_vec())?;
        }
        for gabarit in theme.textes.values_mut().filter(|t| t.chemin.ends_with(".typ")) {
            gabarit.texte = mots.dans_typst(&gabarit.texte);
        }
        let Some(folder) = folder else { return Ok(theme) };
        for sub in ["imprime", "polices"] {
            let files = walkdir::WalkDir::new(folder.join(sub)).sort_by_file_name().into_iter().filter_map(Result::ok);
            for entry in files.filter(|e| e.file_type().is_file()) {
                let Ok(relative) = entry.path().strip_prefix(folder) else { continue };
                let path = relative.iter().map(|s| s.to_string_lossy()).collect::<Vec<_>>().join("/");
                let bytes = fs::read(entry.path()).map_err(|e| unreadable(&path, &e.to_string()))?;
                theme.add(&path, entry.path().display().to_string(), bytes)?;
            }
        }
        Ok(theme)
    }

    fn add(&mut self, path: &str, chemin: String, bytes: Vec<u8>) -> Result<(), Diagnostic> {
        match Path::new(path).extension().and_then(|e| e.to_str()) {
            Some("typ" | "css") => {
                let texte = String::from_utf8(bytes).map_err(|_| unreadable(path, "il n’est pas en UTF-8"))?;
                self.textes.insert(path.to_owned(), TexteDuTheme { chemin, texte });
            }
            Some("ttf" | "otf") => {
                self.polices.insert(path.to_owned(), bytes);
            }
            // Licences, notes.
            _ => {}
        }
        Ok(())
    }
}

fn unreadable(path: &str, why: &str) -> Diagnostic {
    Diagnostic::new(Code::FichierIllisible, format!("le fichier « {path} » du thème ne peut pas être lu : {why}"))
}
