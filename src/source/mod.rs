//! From the files of `content/` to parts with spans.
//!
//! In: the site's folder. Out: [`Sources`]. Invariant: one bad file never hides the problems of the others; nothing
//! outside `content/` is read.

mod budget;
pub mod config;
mod document;
mod donnee;
mod fields;
mod files;
mod indicateur;
mod part;
mod prose;
pub mod redaction;
mod tableau;
mod yaml;

pub use indicateur::cell;

use std::path::Path;

use rayon::prelude::*;

use crate::diagnostics::{Code, Diagnostic, FileId, SourceMap, Span, Spanned, cap};
use crate::model::registre::Registres;
use crate::model::{Content, SiteConfig};

use files::Found;

/// One source file of a part.
#[derive(Debug)]
pub struct SourcePart {
    pub file: FileId,
    /// The folders from `content/`, then the name without `.md`.
    pub path: Vec<String>,
    pub content: Content,
}

/// Everything that was read.
#[derive(Debug, Default)]
pub struct Sources {
    pub config: SiteConfig,
    pub registres: Registres,
    pub parts: Vec<SourcePart>,
}

/// Reads a site, reporting every problem of every file.
pub fn read(site: &Path, map: &mut SourceMap, diags: &mut Vec<Diagnostic>) -> Sources {
    let found = files::read(site, map, diags);
    let mut sources = Sources::default();
    for file in found.iter().filter(|f| f.readable) {
        let text = map.text(file.id);
        match file.path.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            ["site.yaml"] => sources.config = config::site(text, file.id, diags),
            ["referentiels", name] if register_name(name).is_some() => {
                config::register(register_name(name).unwrap_or(""), text, file.id, &mut sources.registres, diags);
            }
            _ => {}
        }
    }
    if sources.config.langue.is_empty() {
        "fr".clone_into(&mut sources.config.langue);
    }
    let allowed = &sources.config.contacts_autorises;
    let read: Vec<(Option<SourcePart>, Vec<Diagnostic>)> =
        found.par_iter().filter(|f| f.readable).map(|f| read_one(f, map, allowed)).collect();
    for ((part, findings), file) in read.into_iter().zip(found.iter().filter(|f| f.readable)) {
        sources.parts.extend(part);
        diags.extend(cap(findings, file.id));
    }
    sources
}

fn register_name(file: &str) -> Option<&str> {
    file.strip_suffix(".yaml").filter(|n| config::REGISTERS.contains(n))
}

fn read_one(file: &Found, map: &SourceMap, allowed: &[String]) -> (Option<SourcePart>, Vec<Diagnostic>) {
    let mut diags = Vec::new();
    let text = map.text(file.id);
    redaction::check(text, file.id, allowed, &mut diags);
    let names: Vec<&str> = file.path.iter().map(String::as_str).collect();
    let part = match names.as_slice() {
        ["site.yaml"] => None,
        ["referentiels", name] if register_name(name).is_some() => None,
        [_, .., name] if name.ends_with(".md") => Some(read_part(file, text, &mut diags)),
        _ => {
            diags.push(
                Diagnostic::new(Code::FichierIgnore, "ce fichier n’est pas une source : il n’est pas publié")
                    .at(Span::new(file.id, 0, 0))
                    .with_help("les sources sont site.yaml, les référentiels et les fichiers .md des dossiers de documents"),
            );
            None
        }
    };
    (part, diags)
}

fn read_part(file: &Found, text: &str, diags: &mut Vec<Diagnostic>) -> SourcePart {
    let mut path = file.path.clone();
    if let Some(last) = path.last_mut() {
        *last = last.trim_end_matches(".md").to_owned();
    }
    let is_document = path.len() == 2 && path[1] == "document";
    let content = match split(text) {
        Some((yaml_start, yaml_end, body_start)) => {
            let mut content = match yaml::parse(&text[yaml_start..yaml_end], file.id, yaml_start, diags) {
                Some(node) => part::read(&node, is_document, diags),
                None => {
                    if diags.is_empty() {
                        let message = "l’en-tête est vide : la partie n’a pas de titre";
                        diags.push(Diagnostic::new(Code::ValeurManquante, message).at(Span::new(file.id, 0, 3)));
                    }
                    Content::default()
                }
            };
            let body = &text[body_start..];
            if !body.trim().is_empty() {
                content.corps = Some(Spanned::new(body.to_owned(), Span::new(file.id, body_start, text.len())));
            }
            content
        }
        None => {
            let end = text.lines().next().map_or(0, str::len);
            diags.push(
                Diagnostic::new(Code::EnteteManquant, "l’en-tête YAML manque ou n’est pas fermé")
                    .at(Span::new(file.id, 0, end))
                    .with_help("commencez par une ligne « --- », les clés, puis une ligne « --- »"),
            );
            Content::default()
        }
    };
    yaml::forgive_missing(diags, 0);
    let mut content = content;
    prose::check(&mut content, text, diags);
    SourcePart { file: file.id, path, content }
}

/// Bytes of the front matter and of the body: `---`, YAML, `---`, body. A byte-order mark before it is skipped.
fn split(text: &str) -> Option<(usize, usize, usize)> {
    let start = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    let mut offset = start;
    let mut yaml_start = None;
    for line in text[start..].split_inclusive('\n') {
        let fence = line.trim_end() == "---";
        match yaml_start {
            None if fence => yaml_start = Some(offset + line.len()),
            None => return None,
            Some(from) if fence => return Some((from, offset, offset + line.len())),
            Some(_) => {}
        }
        offset += line.len();
    }
    None
}
