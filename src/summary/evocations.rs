//! The names of a register as titles use them: « Soutenir les aidants » is about the public « Aidants ».

use std::collections::{BTreeMap, BTreeSet};

use crate::model::registre::{Entree, Registre};
use crate::text::fold::fold;
use crate::text::mots::{mots, mots_pleins, racine};

/// What every entry of a register is called, in stems.
#[derive(Debug)]
pub struct Evocations<'r> {
    /// By their first stem, the names that begin with it, the longest first.
    noms: BTreeMap<String, Vec<(Vec<String>, &'r Entree)>>,
    /// The first letters of these: a word without them begins no name, and need not be stemmed.
    tetes: BTreeSet<[u8; 2]>,
}

impl<'r> Evocations<'r> {
    /// Reads the names and the other spellings of a register.
    pub fn new(registre: &'r Registre) -> Self {
        let mut noms: BTreeMap<String, Vec<(Vec<String>, &Entree)>> = BTreeMap::new();
        for entree in registre.entrees() {
            for name in std::iter::once(&entree.nom).chain(&entree.alias) {
                let stems: Vec<String> = mots_pleins(name).into_iter().map(racine).collect();
                if let Some(first) = stems.first() {
                    noms.entry(first.clone()).or_default().push((stems, entree));
                }
            }
        }
        noms.values_mut().for_each(|list| list.sort_by_key(|(stems, _)| std::cmp::Reverse(stems.len())));
        let tetes = noms.keys().map(|stem| tete(stem)).collect();
        Self { noms, tetes }
    }

    /// The entries that a title names, each as often as it does: « jeunes enfants » are not « jeunes ».
    pub fn dans(&self, titre: &str) -> Vec<&'r Entree> {
        // Most titles name nothing: it shows at once.
        if !mots(titre).any(|mot| self.tetes.contains(&tete(&titre[mot]))) {
            return Vec::new();
        }
        let words = mots_pleins(titre);
        let begins = |name: &[String], at: usize| {
            let rest = words.get(at..at + name.len());
            rest.is_some_and(|rest| name.iter().zip(rest).all(|(stem, mot)| *stem == racine(mot)))
        };
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(mot) = words.get(at) {
            let names = self.tetes.contains(&tete(mot)).then(|| self.noms.get(&racine(mot))).flatten();
            let longest = names.into_iter().flatten().find(|(name, _)| begins(name, at));
            found.extend(longest.map(|(_, entree)| *entree));
            at += longest.map_or(1, |(name, _)| name.len());
        }
        found
    }
}

/// The first two letters of a word, folded.
fn tete(mot: &str) -> [u8; 2] {
    let mut tete = [0; 2];
    let mut places = tete.iter_mut();
    for c in mot.chars() {
        // Most letters are plain: to fold a text takes room of its own.
        let spelt = if c.is_ascii() { None } else { Some(fold(c.encode_utf8(&mut [0; 4]))) };
        let plain = c.is_ascii_alphanumeric().then(|| c.to_ascii_lowercase() as u8);
        for letter in plain.into_iter().chain(spelt.iter().flat_map(|s| s.bytes())) {
            match places.next() {
                Some(place) => *place = letter,
                None => return tete,
            }
        }
    }
    tete
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::{FileId, Span};

    fn registre(noms: &[(&str, &[&str])]) -> Registre {
        let mut out = Registre::default();
        for (nom, alias) in noms {
            let entree = Entree {
                id: nom.to_lowercase(),
                nom: (*nom).to_owned(),
                sigle: None,
                alias: alias.iter().map(|a| (*a).to_owned()).collect(),
                description: None,
                unite: None,
                bloc: None,
                span: Span::new(FileId(0), 0, 0),
            };
            assert!(out.add(entree).is_ok());
        }
        out
    }

    #[test]
    fn the_longest_name_is_the_one_that_a_title_means() {
        let registre = registre(&[("Jeunes", &[]), ("Jeunes enfants", &["Tout-petits"]), ("Aidants", &["Proches aidants"])]);
        let evocations = Evocations::new(&registre);
        let noms = |titre: &str| evocations.dans(titre).into_iter().map(|e| e.nom.as_str()).collect::<Vec<_>>();
        assert_eq!(noms("Accueillir le jeune enfant et les tout-petits"), ["Jeunes enfants", "Jeunes enfants"]);
        assert_eq!(noms("Aider un jeune proche aidant"), ["Jeunes", "Aidants"]);
        assert_eq!(noms("La jeunesse"), [""; 0]);
    }
}
