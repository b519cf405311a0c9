//! The faults of a print template, in French, with their place.

use std::ops::Range;

use crate::diagnostics::{Code, Diagnostic, SourceFile, SourceMap, Span};

/// A fault of a template, or of the file that it would make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faute {
    /// The template and its text, where the place is known.
    pub fichier: Option<(String, String)>,
    pub plage: Range<usize>,
    pub message: String,
    pub aide: Option<String>,
}

impl Faute {
    /// The fault as every other diagnostic; its template becomes a source that carets can point into.
    pub fn diagnostic(self, sources: &mut SourceMap) -> Diagnostic {
        let mut diagnostic = Diagnostic::new(Code::GabaritImprime, self.message);
        if let Some((path, text)) = self.fichier {
            let end = self.plage.end.min(text.len());
            let start = self.plage.start.min(end);
            let file = sources.add(SourceFile { path: path.into(), text: text.into() });
            diagnostic = diagnostic.at(Span::new(file, start, end));
        }
        match self.aide {
            Some(aide) => diagnostic.with_help(aide),
            None => diagnostic,
        }
    }
}

/// What the typesetter says, in French where it is known.
pub fn en_francais(message: &str) -> String {
    // « PDF/A-2a, PDF/UA-1 error: missing alt text »
    if let Some((normes, rest)) = message.split_once(" error: ").filter(|(normes, _)| normes.starts_with("PDF/")) {
        return format!("le PDF ne serait pas conforme à {} : {}", normes.replace(", ", " et "), norme_en_francais(rest));
    }
    let known = [
        ("unknown variable: ", "le nom n’existe pas : "),
        ("unknown font family: ", "la police n’est pas dans le thème : "),
        ("dictionary does not contain key ", "les données n’ont pas cette clé : "),
        ("file not found", "le fichier n’existe pas dans le thème"),
        ("label ", "l’étiquette est introuvable : "),
        ("unexpected argument", "un argument est de trop"),
        ("missing argument: ", "il manque un argument : "),
        ("unclosed delimiter", "une parenthèse, un crochet ou une accolade n’est pas fermé"),
        ("unclosed string", "un guillemet n’est pas fermé"),
        ("layout did not converge", "les numéros de page ne se stabilisent pas"),
    ];
    let found = known.iter().find_map(|(start, french)| Some(format!("{french}{}", message.strip_prefix(start)?)));
    format!("le gabarit d’impression est fautif : {}", found.unwrap_or_else(|| message.to_owned()))
}

fn norme_en_francais(message: &str) -> String {
    let known = [
        ("missing alt text", "une image n’a pas de texte de remplacement"),
        ("missing document title", "le document n’a pas de titre"),
        ("missing document date", "le document n’a pas de date"),
        ("skipped from heading level", "un niveau de titre est sauté"),
        ("the first heading must be of level 1", "le premier titre n’est pas de niveau 1"),
        ("the text ", "un caractère n’a pas de dessin dans les polices du thème"),
    ];
    let found = known.iter().find(|(start, _)| message.starts_with(start));
    found.map_or_else(|| message.to_owned(), |(start, french)| format!("{french}{}", suite(message, start)))
}

/// What follows the known words, where it says more.
fn suite(message: &str, start: &str) -> String {
    let rest = message.get(start.len()..).unwrap_or("").trim();
    if rest.is_empty() { String::new() } else { format!(" ({rest})") }
}
