//! Registers: one entry per partner, funder, plan, public, territory, whatever the spelling of the sources.

use std::collections::BTreeMap;

use crate::diagnostics::Span;
use crate::text::fold::fold;

/// One entry of a register.
#[derive(Debug)]
pub struct Entree {
    pub id: String,
    pub nom: String,
    pub sigle: Option<String>,
    pub alias: Vec<String>,
    pub description: Option<String>,
    /// The unit of an indicator.
    pub unite: Option<String>,
    /// The sub-heading that an indicator comes under.
    pub bloc: Option<String>,
    pub span: Span,
}

/// A register with its look-up by any spelling.
#[derive(Debug, Default)]
pub struct Registre {
    /// Whether its file could not be read to its end: a name that is not here may be there.
    pub inacheve: bool,
    entrees: Vec<Entree>,
    par_nom: BTreeMap<String, usize>,
}

impl Registre {
    /// Adds an entry; answers with the spelling that another entry already has, and that entry's place.
    pub fn add(&mut self, entree: Entree) -> Result<(), (String, Span)> {
        let index = self.entrees.len();
        let names = [&entree.id, &entree.nom].into_iter().chain(&entree.sigle).chain(&entree.alias);
        let keys: Vec<(String, String)> = names.map(|n| (fold(n), n.clone())).filter(|(k, _)| !k.is_empty()).collect();
        for (key, name) in &keys {
            if let Some(other) = self.par_nom.get(key).and_then(|i| self.entrees.get(*i)) {
                return Err((name.clone(), other.span));
            }
        }
        self.par_nom.extend(keys.into_iter().map(|(k, _)| (k, index)));
        self.entrees.push(entree);
        Ok(())
    }

    /// The entry of that name, acronym or alias; « Nom (SIGLE) » is looked up by its name, then by its acronym.
    pub fn find(&self, name: &str) -> Option<&Entree> {
        let direct = |n: &str| self.par_nom.get(&fold(n)).and_then(|i| self.entrees.get(*i));
        direct(name).or_else(|| {
            let (head, tail) = name.split_once('(')?;
            direct(head).or_else(|| direct(tail.trim_end().trim_end_matches(')')))
        })
    }

    /// All entries, in the order of the file.
    pub fn entrees(&self) -> &[Entree] {
        &self.entrees
    }

    /// Every known spelling, folded, with its entry.
    pub fn noms(&self) -> impl Iterator<Item = (&str, &Entree)> {
        self.par_nom.iter().filter_map(|(n, i)| Some((n.as_str(), self.entrees.get(*i)?)))
    }

    /// Whether the site has such a register at all.
    pub fn is_empty(&self) -> bool {
        self.entrees.is_empty()
    }
}

/// All registers of a site.
#[derive(Debug, Default)]
pub struct Registres {
    pub partenaires: Registre,
    pub financeurs: Registre,
    pub plans: Registre,
    pub publics: Registre,
    pub territoires: Registre,
    /// The comparable indicators of territories.
    pub indicateurs: Registre,
    /// The words of readers, with those of the documents.
    pub lexique: Registre,
}
