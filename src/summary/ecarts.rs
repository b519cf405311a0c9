//! The acknowledged contradictions of the sources, for readers.

use std::collections::BTreeMap;

use crate::diagnostics::{Code, Diagnostic, FileId, Span};
use crate::model::{PartIx, Site};

/// A contradiction that an author acknowledged.
#[derive(Debug)]
pub struct Ecart {
    pub code: Code,
    /// What Parvis saw.
    pub constat: String,
    /// What the author says of it.
    pub raison: String,
    pub span: Option<Span>,
}

/// By part, in the order of its file.
pub fn by_part(site: &Site, diagnostics: &[Diagnostic]) -> BTreeMap<PartIx, Vec<Ecart>> {
    let files: BTreeMap<FileId, PartIx> = site.iter().map(|(ix, p)| (p.file, ix)).collect();
    let mut ecarts: BTreeMap<PartIx, Vec<Ecart>> = BTreeMap::new();
    for d in diagnostics {
        let (Some(raison), Some(ix)) = (&d.reconnu, d.span.and_then(|s| files.get(&s.file))) else { continue };
        let ecart = Ecart { code: d.code, constat: d.message.clone(), raison: raison.clone(), span: d.span };
        ecarts.entry(*ix).or_default().push(ecart);
    }
    ecarts
}
