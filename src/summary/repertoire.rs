//! Who and what the parts name: partners and pilots, publics, external plans; each once, with the parts that name it.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use rayon::prelude::*;

use crate::model::content::Nom;
use crate::model::registre::{Entree, Registre};
use crate::model::{Cible, Part, PartIx, Site};
use crate::text::collation::compare;
use crate::text::fold::{fold, slug};

use super::evocations::Evocations;

/// What a part says of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    Pilote,
    Copilote,
    EnLien,
    Partenaire,
    Cofinanceur,
    Public,
    /// A title names the public, whatever the part says of whom it serves.
    Titre,
    Lieu,
    Plan,
}

impl Role {
    /// The heading of the parts that name it so.
    pub fn label(self) -> &'static str {
        match self {
            Self::Pilote => mot!("Pilote"),
            Self::Copilote => mot!("Copilote"),
            Self::EnLien => mot!("Agit en lien"),
            Self::Partenaire => mot!("Partenaire"),
            Self::Cofinanceur => mot!("Cofinance"),
            Self::Public => mot!("Public visé"),
            Self::Titre => mot!("Nommé dans un titre"),
            Self::Lieu => mot!("Agit ici"),
            Self::Plan => mot!("Plan cité"),
        }
    }
}

/// A name with everything that names it.
#[derive(Debug)]
pub struct Fiche {
    /// The identifier of the register, else the folded name: unique in its repertory.
    pub slug: String,
    pub nom: String,
    pub sigle: Option<String>,
    pub description: Option<String>,
    /// In reading order, each part once per role.
    pub citations: Vec<(Role, PartIx)>,
}

impl Fiche {
    /// The parts that name it, each once, in reading order.
    pub fn parts(&self) -> Vec<PartIx> {
        let mut parts: Vec<PartIx> = self.citations.iter().map(|(_, ix)| *ix).collect();
        parts.sort_unstable();
        parts.dedup();
        parts
    }

    /// Whether some part gives it that role.
    pub fn has(&self, role: Role) -> bool {
        self.citations.iter().any(|(r, _)| *r == role)
    }
}

/// A repertory in alphabetical order, with its look-up by any spelling.
#[derive(Debug, Default)]
pub struct Repertoire {
    pub fiches: Vec<Fiche>,
    par_nom: BTreeMap<String, usize>,
}

impl Repertoire {
    /// The entry that a name of the sources designates.
    pub fn find(&self, name: &str) -> Option<&Fiche> {
        self.fiches.get(*self.par_nom.get(&fold(name))?)
    }
}

/// The repertories of a site.
#[derive(Debug, Default)]
pub struct Repertoires {
    /// Pilots, partners, co-funders.
    pub acteurs: Repertoire,
    pub publics: Repertoire,
    /// Territories, towns, districts.
    pub lieux: Repertoire,
    pub plans: Repertoire,
}

/// Gathers them.
pub fn all(site: &Site) -> Repertoires {
    let mut acteurs = Recueil::new(&site.registres.partenaires);
    let mut publics = Recueil::new(&site.registres.publics);
    let mut lieux = Recueil::new(&site.registres.territoires);
    let mut plans = Recueil::new(&site.registres.plans);
    let evocations = Evocations::new(&site.registres.publics);
    let evoques: Vec<Vec<&Entree>> = site.parts.par_iter().map(|part| evoques(site, part, &evocations)).collect();
    for (ix, part) in site.iter() {
        for (role, name) in acteurs_de(part) {
            acteurs.cite(ix, role, name);
        }
        // A leaf serves the publics of the parts above it too, where they act.
        let leaf = part.children.is_empty();
        let served = if leaf { site.inherited(part, |c| &c.publics).0 } else { &part.content.publics };
        let places = if leaf { site.inherited(part, |c| &c.territoires).0 } else { &part.content.territoires };
        if !site.is_page(part) {
            served.iter().for_each(|p| publics.cite(ix, Role::Public, &p.value));
            places.iter().for_each(|p| lieux.cite(ix, Role::Lieu, &p.value));
        }
        evoques[ix.0 as usize].iter().for_each(|entree| publics.cite(ix, Role::Titre, &entree.nom));
        for lien in &part.liens {
            if let Cible::Plan(id) = &lien.cible {
                plans.cite(ix, Role::Plan, id);
            }
        }
    }
    Repertoires { acteurs: acteurs.finish(), publics: publics.finish(), lieux: lieux.finish(), plans: plans.finish() }
}

/// The publics that the titles of a part and of its actions name, but those it says it serves.
fn evoques<'s>(site: &'s Site, part: &Part, evocations: &Evocations<'s>) -> Vec<&'s Entree> {
    if site.is_page(part) {
        return Vec::new();
    }
    let served = site.inherited(part, |c| &c.publics).0;
    let serves = |e: &Entree| served.iter().any(|p| site.registres.publics.find(&p.value).is_some_and(|o| o.id == e.id));
    let titles = part.content.actions.iter().filter_map(|a| a.titre.as_ref()).map(|t| t.value.as_str());
    let named = std::iter::once(part.titre()).chain(titles).flat_map(|t| evocations.dans(t));
    named.filter(|e| !serves(e)).collect()
}

/// The bodies that a part names itself.
fn acteurs_de(part: &Part) -> impl Iterator<Item = (Role, &str)> {
    let c = &part.content;
    let lists: [(Role, &Vec<Nom>); 5] = [
        (Role::Pilote, &c.pilotes),
        (Role::Copilote, &c.copilotes),
        (Role::EnLien, &c.en_lien_avec),
        (Role::Partenaire, &c.partenaires),
        (Role::Cofinanceur, &c.co_financeurs),
    ];
    let own = lists.into_iter().flat_map(|(role, names)| names.iter().map(move |n| (role, n.value.as_str())));
    own.chain(c.actions.iter().flat_map(|a| &a.partenaires).map(|n| (Role::Partenaire, n.value.as_str())))
}

/// A repertory being made.
struct Recueil<'s> {
    registre: &'s Registre,
    /// By slug.
    fiches: IndexMap<String, Fiche>,
    /// Each spelling that was met, to its place there; nothing for one that names nothing.
    vus: BTreeMap<&'s str, Option<usize>>,
    /// The same for folded spellings.
    noms: BTreeMap<String, usize>,
}

impl<'s> Recueil<'s> {
    fn new(registre: &'s Registre) -> Self {
        Self { registre, fiches: IndexMap::new(), vus: BTreeMap::new(), noms: BTreeMap::new() }
    }

    fn cite(&mut self, ix: PartIx, role: Role, name: &'s str) {
        let place = match self.vus.get(name) {
            Some(place) => *place,
            None => {
                let place = self.decouvrir(name);
                self.vus.insert(name, place);
                place
            }
        };
        let Some((_, fiche)) = place.and_then(|place| self.fiches.get_index_mut(place)) else { return };
        // Parts come in order: those that this one repeats are the last.
        if !fiche.citations.iter().rev().take_while(|(_, part)| *part == ix).any(|(r, _)| *r == role) {
            fiche.citations.push((role, ix));
        }
    }

    /// The place of what a spelling names, met for the first time.
    fn decouvrir(&mut self, name: &str) -> Option<usize> {
        let folded = Some(fold(name)).filter(|f| !f.is_empty())?;
        let entry = self.registre.find(name);
        let key = entry.map_or_else(|| slug(name), |e| e.id.clone());
        let known = self.fiches.entry(key);
        let place = known.index();
        let fiche = known.or_insert_with_key(|key| nouvelle(key, name, entry));
        // Of two spellings, that with a capital is a name; the register, where it knows the name, has said its own.
        if fiche.nom.starts_with(char::is_lowercase) && name.starts_with(char::is_uppercase) && entry.is_none() {
            name.clone_into(&mut fiche.nom);
        }
        self.noms.extend(entry.map(|e| (fold(&e.nom), place)));
        self.noms.insert(folded, place);
        Some(place)
    }

    fn finish(self) -> Repertoire {
        let mut fiches: Vec<(usize, Fiche)> = self.fiches.into_values().enumerate().collect();
        fiches.sort_by(|(_, a), (_, b)| compare(&a.nom, &b.nom).then_with(|| a.slug.cmp(&b.slug)));
        let mut places = vec![0; fiches.len()];
        for (place, (before, _)) in fiches.iter().enumerate() {
            places[*before] = place;
        }
        let par_nom = self.noms.into_iter().map(|(name, before)| (name, places[before])).collect();
        Repertoire { par_nom, fiches: fiches.into_iter().map(|(_, fiche)| fiche).collect() }
    }
}

fn nouvelle(slug: &str, name: &str, entry: Option<&Entree>) -> Fiche {
    Fiche {
        slug: slug.to_owned(),
        nom: entry.map_or(name, |e| &e.nom).to_owned(),
        sigle: entry.and_then(|e| e.sigle.clone()),
        description: entry.and_then(|e| e.description.clone()),
        citations: Vec::new(),
    }
}
