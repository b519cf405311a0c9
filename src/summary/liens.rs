//! Who names whom.

use std::collections::BTreeMap;

use crate::model::content::LienNature;
use crate::model::{Cible, PartIx, Site};

/// A link seen from its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backlink {
    pub from: PartIx,
    /// `None` when the name stands in a text.
    pub nature: Option<LienNature>,
}

/// For each part, the parts that link to it, in reading order, each once.
pub fn backlinks(site: &Site) -> BTreeMap<PartIx, Vec<Backlink>> {
    let mut found: BTreeMap<PartIx, Vec<Backlink>> = BTreeMap::new();
    for (from, part) in site.iter() {
        let links = part.liens.iter().filter_map(|l| match l.cible {
            Cible::Partie(to, _) => Some((to, Some(l.nature))),
            _ => None,
        });
        for (to, nature) in links.chain(part.cite_dans_texte.iter().map(|to| (*to, None))) {
            let list = found.entry(to).or_default();
            if to != from && !list.iter().any(|b| b.from == from) {
                list.push(Backlink { from, nature });
            }
        }
    }
    found.retain(|_, list| !list.is_empty());
    found
}

/// For each part whose actions others name, the anchors of these actions with the parts that name them, in reading order.
pub fn actions(site: &Site) -> BTreeMap<PartIx, Vec<(String, PartIx)>> {
    let mut found: BTreeMap<PartIx, Vec<(String, PartIx)>> = BTreeMap::new();
    for (from, part) in site.iter() {
        for lien in &part.liens {
            let Cible::Partie(to, Some(ancre)) = &lien.cible else { continue };
            if *to != from && site.action(*to, ancre).is_some() {
                let list = found.entry(*to).or_default();
                let named = (ancre.clone(), from);
                if !list.contains(&named) {
                    list.push(named);
                }
            }
        }
    }
    found
}
