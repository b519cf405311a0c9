//! Diagnostics for programs, as the contract has them.

use serde::Serialize;

use super::{Diagnostic, SourceMap};

/// One finding; lines and columns count from 1, columns in characters.
#[derive(Debug, Serialize)]
pub struct Finding<'a> {
    code: &'static str,
    severite: &'static str,
    message: &'a str,
    fichier: Option<&'a str>,
    ligne: Option<usize>,
    colonne: Option<usize>,
    aide: Option<&'a str>,
    reconnu: bool,
    raison: Option<&'a str>,
}

/// The findings as the contract's `diagnostics` array.
pub fn findings<'a>(list: &'a [Diagnostic], sources: &'a SourceMap) -> Vec<Finding<'a>> {
    list.iter()
        .map(|d| {
            let place = d.span.map(|s| sources.line_column(s));
            Finding {
                code: d.code.id(),
                severite: d.code.severity().name(),
                message: &d.message,
                fichier: d.span.map(|s| sources.path(s.file)),
                ligne: place.map(|p| p.0),
                colonne: place.map(|p| p.1),
                aide: d.help.as_deref(),
                reconnu: d.reconnu.is_some(),
                raison: d.reconnu.as_deref(),
            }
        })
        .collect()
}

/// `check --format json`: `{"diagnostics": […]}`.
pub fn render(list: &[Diagnostic], sources: &SourceMap) -> String {
    let mut text = format!("{:#}", serde_json::json!({ "diagnostics": findings(list, sources) }));
    text.push('\n');
    text
}
