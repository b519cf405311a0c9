//! From the files of `content/` to parts with spans.
//!
//! In: the site's folder. Out: [`Sources`]. Invariant: one bad file never hides the problems of the others; nothing
//! outside `content/` is read.

mod ancres;
mod budget;
pub mod config;
mod document;
mod donnee;
mod fields;
mod files;
mod indicateur;
mod mots;
mod part;
mod prose;
pub mod redaction;
mod tableau;
mod yaml;

pub use indicateur::cell;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use crate::diagnostics::{Code, Diagnostic, FileId, SourceFile, SourceMap, Span, Spanned, cap};
use crate::model::registre::Registres;
use crate::model::{Content, SiteConfig};

use files::{Lu, Refus};
use yaml::Kind;

pub use files::hidden;
pub use mots::mots;

/// One source file of a part.
#[derive(Debug, Clone)]
pub struct SourcePart {
    pub file: FileId,
    /// The folders from `content/`, then the name without `.md`.
    pub path: Vec<String>,
    pub content: Arc<Content>,
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
    let mut depot = Depot::new(site);
    depot.relire();
    let sources = depot.sources(diags);
    *map = depot.map;
    sources
}

/// The files of a site, kept with what was read of each, so that only what changes is read again.
#[derive(Debug)]
pub struct Depot {
    racine: PathBuf,
    map: SourceMap,
    /// By path from `content/`, one name per element: this is the order of a sorted walk.
    fichiers: BTreeMap<Vec<String>, Fichier>,
    /// Each path keeps its place in the map for as long as the depot lives, even when its file goes and comes back.
    ids: BTreeMap<Vec<String>, FileId>,
    /// The folders that could not be walked.
    dossiers: Vec<Diagnostic>,
    /// Under which contacts the files were read.
    contacts: Vec<String>,
}

/// A file of the depot.
#[derive(Debug)]
struct Fichier {
    id: FileId,
    /// Why its text could not be read.
    illisible: Option<Diagnostic>,
    /// What it says; nothing until it is asked for.
    lecture: Option<(Option<SourcePart>, Vec<Diagnostic>)>,
}

impl Depot {
    /// The depot of a site, empty.
    pub fn new(site: &Path) -> Self {
        Self {
            racine: site.join("content"),
            map: SourceMap::default(),
            fichiers: BTreeMap::new(),
            ids: BTreeMap::new(),
            dossiers: Vec::new(),
            contacts: Vec::new(),
        }
    }

    /// The texts of the files.
    pub fn map(&self) -> &SourceMap {
        &self.map
    }

    /// Looks at the whole of `content/` again; whether anything changed.
    pub fn relire(&mut self) -> bool {
        let (found, dossiers) = files::walk(&self.racine);
        let told = |list: &[Diagnostic]| list.iter().map(|d| d.message.clone()).collect::<Vec<_>>();
        let mut changed = told(&dossiers) != told(&self.dossiers);
        self.dossiers = dossiers;
        let read: Vec<(Vec<String>, Lu)> = found.into_par_iter().map(|(path, entry)| (path, files::read(&entry))).collect();
        let before = self.fichiers.len();
        let mut kept = std::mem::take(&mut self.fichiers);
        for (path, lu) in read {
            let old = kept.remove(&path);
            changed |= self.poser(path, lu, old);
        }
        for fichier in kept.into_values() {
            self.map.set_text(fichier.id, String::new());
            changed = true;
        }
        changed || before != self.fichiers.len()
    }

    /// Looks again at one file, known or new; `None` where only [`Self::relire`] can tell, else whether it changed.
    pub fn relire_un(&mut self, chemin: &Path) -> Option<bool> {
        let path: Vec<String> =
            chemin.strip_prefix(&self.racine).ok()?.iter().map(|s| s.to_string_lossy().into_owned()).collect();
        if path.iter().any(|name| files::hidden(name)) {
            return Some(false);
        }
        let kind = std::fs::symlink_metadata(chemin).ok();
        match kind {
            Some(kind) if !kind.is_dir() => {
                let old = self.fichiers.remove(&path);
                Some(self.poser(path, files::read(chemin), old))
            }
            None if self.fichiers.contains_key(&path) => {
                let gone = self.fichiers.remove(&path)?;
                self.map.set_text(gone.id, String::new());
                Some(true)
            }
            // A folder that went away, or a file that came and went meanwhile.
            None => {
                let inside = self.fichiers.range(path.clone()..).next().is_some_and(|(next, _)| next.starts_with(&path));
                if inside { None } else { Some(false) }
            }
            Some(_) => None,
        }
    }

    /// Puts a file in its place; whether it is another than before.
    fn poser(&mut self, path: Vec<String>, lu: Lu, old: Option<Fichier>) -> bool {
        let id = *self.ids.entry(path.clone()).or_insert_with(|| {
            self.map.add(SourceFile { path: format!("content/{}", path.join("/")).into(), ..SourceFile::default() })
        });
        let (text, illisible) = match lu {
            Ok(text) => (text, None),
            Err(refus) => {
                let Refus { diagnostic, texte, octet } = *refus;
                let end = texte.get(octet..).and_then(|rest| rest.chars().next()).map_or(octet, |c| octet + c.len_utf8());
                (texte, Some(diagnostic.at(Span::new(id, octet, end))))
            }
        };
        let same = |f: &Fichier| {
            self.map.text(id) == text && f.illisible.as_ref().map(|d| &d.message) == illisible.as_ref().map(|d| &d.message)
        };
        if let Some(old) = old
            && same(&old)
        {
            self.fichiers.insert(path, old);
            return false;
        }
        self.map.set_text(id, text);
        self.fichiers.insert(path, Fichier { id, illisible, lecture: None });
        true
    }

    /// What the files say, reporting every problem of every file.
    pub fn sources(&mut self, diags: &mut Vec<Diagnostic>) -> Sources {
        if !self.racine.is_dir() {
            diags.push(
                Diagnostic::new(Code::ContenuAbsent, "ce dossier ne contient pas de dossier « content »")
                    .with_help("placez-vous dans le dossier du site, ou donnez-le en argument : parvis build MON_SITE"),
            );
        }
        diags.extend(self.dossiers.iter().chain(self.fichiers.values().filter_map(|f| f.illisible.as_ref())).cloned());
        let map = &self.map;
        let mut sources = Sources::default();
        for (path, file) in self.fichiers.iter().filter(|(_, f)| f.illisible.is_none()) {
            match path.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
                ["site.yaml"] => sources.config = config::site(map.text(file.id), file.id, diags),
                ["referentiels", name] if register_name(name).is_some() => {
                    let register = register_name(name).unwrap_or("");
                    config::register(register, map.text(file.id), file.id, &mut sources.registres, diags);
                }
                _ => {}
            }
        }
        if sources.config.langue.is_empty() {
            "fr".clone_into(&mut sources.config.langue);
        }
        let allowed = &sources.config.contacts_autorises;
        let again = *allowed != self.contacts;
        self.contacts.clone_from(allowed);
        let mut to_read: Vec<(&Vec<String>, &mut Fichier)> =
            self.fichiers.iter_mut().filter(|(_, f)| f.illisible.is_none() && (again || f.lecture.is_none())).collect();
        to_read.par_iter_mut().for_each(|(path, file)| {
            let (part, findings) = read_one(path, file.id, map.text(file.id), allowed);
            file.lecture = Some((part, findings));
        });
        for (path, file) in &self.fichiers {
            if file.illisible.is_some() {
                sources.parts.extend(inconnue(path, file.id));
            } else if let Some((part, findings)) = &file.lecture {
                sources.parts.extend(part.clone());
                diags.extend_from_slice(findings);
            }
        }
        sources
    }
}

/// The part of a file that cannot be read: what names it is not told to lead nowhere.
fn inconnue(path: &[String], file: FileId) -> Option<SourcePart> {
    let (dossier, name) = path.split_last().map(|(name, dossier)| (dossier, name))?;
    let name = name.strip_suffix(".md").filter(|_| !dossier.is_empty())?;
    let document = (path.len() == 2 && name == "document").then(Arc::default);
    let content = Content { document, illisible: true, ..Content::default() };
    let path = dossier.iter().cloned().chain([name.to_owned()]).collect();
    Some(SourcePart { file, path, content: Arc::new(content) })
}

fn register_name(file: &str) -> Option<&str> {
    file.strip_suffix(".yaml").filter(|n| config::REGISTERS.contains(n))
}

fn read_one(path: &[String], file: FileId, text: &str, allowed: &[String]) -> (Option<SourcePart>, Vec<Diagnostic>) {
    let mut diags = Vec::new();
    redaction::check(text, file, allowed, &mut diags);
    let names: Vec<&str> = path.iter().map(String::as_str).collect();
    let is_document = matches!(names.as_slice(), [_, "document.md"]);
    let content = match names.as_slice() {
        ["site.yaml"] => None,
        ["referentiels", name] if register_name(name).is_some() => None,
        [_, .., name] if name.ends_with(".md") => Some(read_part(is_document, file, text, &mut diags)),
        _ => {
            diags.push(
                Diagnostic::new(Code::FichierIgnore, "ce fichier n’est pas une source : il n’est pas publié")
                    .at(Span::new(file, 0, 0))
                    .with_help(match names.as_slice() {
                        ["site.yml"] => "renommez-le site.yaml",
                        [.., name] if name.ends_with(".yml") => "renommez-le en .yaml",
                        _ => "les sources sont site.yaml, les référentiels et les fichiers .md des dossiers de documents",
                    }),
            );
            None
        }
    };
    // These have limits of their own.
    let mut diags = cap(diags, file);
    let part = content.map(|mut content| {
        ancres::anchors(&mut content, &mut diags);
        prose::malformed(&content, &mut diags);
        let mut path = path.to_vec();
        if let Some(last) = path.last_mut() {
            *last = last.trim_end_matches(".md").to_owned();
        }
        SourcePart { file, path, content: Arc::new(content) }
    });
    (part, diags)
}

fn read_part(is_document: bool, file: FileId, text: &str, diags: &mut Vec<Diagnostic>) -> Content {
    let content = match split(text) {
        Some((yaml_start, yaml_end, body_start)) => {
            let mut content = match yaml::parse(&text[yaml_start..yaml_end], file, yaml_start, diags) {
                // What stands before a fault of syntax may not even be a table.
                Some(node) if !matches!(node.kind, Kind::Scalar(_)) || !yaml::inacheve(diags, 0) => {
                    part::read(&node, is_document, diags)
                }
                _ => {
                    if diags.is_empty() {
                        let message = "l’en-tête est vide : la partie n’a pas de titre";
                        diags.push(Diagnostic::new(Code::ValeurManquante, message).at(Span::new(file, 0, 3)));
                    }
                    Content::default()
                }
            };
            let body = &text[body_start..];
            if !body.trim().is_empty() {
                content.corps = Some(Spanned::new(body.to_owned(), Span::new(file, body_start, text.len())));
            }
            content
        }
        None => {
            let end = text.lines().next().map_or(0, str::len);
            diags.push(
                Diagnostic::new(Code::EnteteManquant, "l’en-tête YAML manque ou n’est pas fermé")
                    .at(Span::new(file, 0, end))
                    .with_help("commencez par une ligne « --- », les clés, puis une ligne « --- »"),
            );
            Content::default()
        }
    };
    let mut content = content;
    content.illisible = yaml::inacheve(diags, 0) || diags.iter().any(|d| d.code == Code::EnteteManquant);
    yaml::forgive_missing(diags, 0);
    prose::check(&mut content, text, diags);
    content
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
