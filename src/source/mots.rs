//! `mots.yaml` of a theme: texts of the site, and what it says instead.

use crate::diagnostics::{FileId, Spanned};

use super::fields::{Diags, scalar, wrong_type};
use super::yaml::{self, Kind};

/// Reads the pairs, in the order of the file.
pub fn mots(text: &str, file: FileId, diags: &mut Diags) -> Vec<(Spanned<String>, Spanned<String>)> {
    let Some(node) = yaml::parse(text, file, 0, diags) else { return Vec::new() };
    match node.kind {
        Kind::Null => Vec::new(),
        Kind::Map(entries) => entries.into_iter().filter_map(|(mot, autre)| Some((mot, scalar(&autre, diags)?))).collect(),
        _ => {
            wrong_type(&node, "un tableau de clés", diags);
            Vec::new()
        }
    }
}
