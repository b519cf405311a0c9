//! Acronyms and what they stand for: the glossaries of the parts, then the registers.

use std::collections::BTreeMap;

use crate::model::{PartIx, Site};
use crate::text::mots::{mots_pleins, racine, replie};

/// What every acronym of a site stands for.
#[derive(Debug, Default)]
pub struct Sigles<'a> {
    /// By part, in force there and below.
    par_partie: BTreeMap<PartIx, BTreeMap<String, &'a str>>,
    /// In force everywhere.
    partout: BTreeMap<String, &'a str>,
}

impl<'a> Sigles<'a> {
    /// Gathers the glossaries and the registers.
    pub fn new(site: &'a Site) -> Self {
        let mut sigles = Self::default();
        for (ix, part) in site.iter().filter(|(_, p)| !p.content.glossaire.is_empty()) {
            let entries = part.content.glossaire.iter().map(|(k, v)| (replie(&k.value), v.value.as_str()));
            sigles.par_partie.insert(ix, entries.collect());
        }
        let r = &site.registres;
        for register in [&r.partenaires, &r.financeurs, &r.plans, &r.publics, &r.territoires] {
            for entry in register.entrees() {
                if let Some(sigle) = entry.sigle.as_ref().filter(|s| **s != entry.nom) {
                    sigles.partout.entry(replie(sigle)).or_insert(&entry.nom);
                }
            }
        }
        sigles
    }

    /// What a folded acronym stands for in a part, or out of all of them: the nearest glossary says.
    pub fn sens(&self, site: &Site, ix: Option<PartIx>, sigle: &str) -> Option<&'a str> {
        let above = ix.into_iter().flat_map(|ix| site.ancestors(site.part(ix))).map(|(a, _)| a);
        let mut scopes = ix.into_iter().chain(above).filter_map(|p| self.par_partie.get(&p));
        scopes.find_map(|g| g.get(sigle).copied()).or_else(|| self.partout.get(sigle).copied())
    }

    /// Every acronym with its meanings, each once, in the order of the site; « Protection maternelle infantile » is that of
    /// « Protection maternelle et infantile ».
    pub fn tous(&self) -> BTreeMap<&str, Vec<&'a str>> {
        let mut all: BTreeMap<&str, Vec<&'a str>> = BTreeMap::new();
        let same = |a: &str, b: &str| {
            let stems = |t: &str| mots_pleins(t).into_iter().map(racine).collect::<Vec<_>>();
            stems(a) == stems(b)
        };
        for (sigle, sens) in self.par_partie.values().flatten().chain(&self.partout) {
            let list = all.entry(sigle).or_default();
            match list.iter_mut().find(|s| same(s, sens)) {
                // The longer one has its small words.
                Some(known) if sens.len() > known.len() => *known = sens,
                Some(_) => {}
                None => list.push(sens),
            }
        }
        all
    }
}
