//! Acronyms explained where a page uses them first.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{PartIx, Site};

/// The glossaries of a site: one per part that has one, in force there and below.
#[derive(Debug, Default)]
pub struct Glossaires<'a> {
    par_partie: BTreeMap<PartIx, BTreeMap<&'a str, &'a str>>,
}

impl<'a> Glossaires<'a> {
    /// Gathers the glossaries.
    pub fn new(site: &'a Site) -> Self {
        let entries =
            |c: &'a crate::model::Content| c.glossaire.iter().map(|(k, v)| (k.value.as_str(), v.value.as_str())).collect();
        let par_partie =
            site.iter().filter(|(_, p)| !p.content.glossaire.is_empty()).map(|(ix, p)| (ix, entries(&p.content))).collect();
        Self { par_partie }
    }

    /// The glossaries in force in a part, the nearest first.
    fn portee(&self, site: &Site, ix: PartIx) -> Vec<&BTreeMap<&'a str, &'a str>> {
        let above = site.ancestors(site.part(ix)).map(|(a, _)| a);
        std::iter::once(ix).chain(above).filter_map(|p| self.par_partie.get(&p)).collect()
    }

    /// The acronyms to explain on the page of a part.
    pub fn page(&self, site: &Site, ix: PartIx) -> Abreviations<'a, '_> {
        Abreviations { portee: self.portee(site, ix), vues: BTreeSet::new() }
    }
}

/// The acronyms of one page; each is explained once.
pub struct Abreviations<'a, 'g> {
    portee: Vec<&'g BTreeMap<&'a str, &'a str>>,
    vues: BTreeSet<String>,
}

impl Abreviations<'_, '_> {
    /// No glossary at all: for pages that are not parts.
    pub fn none() -> Self {
        Self { portee: Vec::new(), vues: BTreeSet::new() }
    }

    /// The meaning of a word, if it is an acronym of this page that was not explained yet.
    pub fn explain(&mut self, word: &str) -> Option<&str> {
        let sign = word.len() >= 2 && word.chars().filter(|c| c.is_uppercase() || c.is_ascii_digit()).count() >= 2;
        if !sign || self.portee.is_empty() || self.vues.contains(word) {
            return None;
        }
        let meaning = self.portee.iter().find_map(|g| g.get(word).copied())?;
        self.vues.insert(word.to_owned());
        Some(meaning)
    }
}
