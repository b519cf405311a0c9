//! The acronyms, each where it has that meaning.

use super::Fonds;
use super::champ::{Id, Texte, sujet};
use super::mots::mots;

sujet! {
    /// One meaning of an acronym.
    Sigle "glossaire" "Glossaire"
    "Les sigles, avec leur sens dans la partie qui les explique et dans ce qu’elle contient."
    cle ["portee", "sigle"]
    renvois ["portee" => "parties"."id"]
    sigle: Id<'a>, "Sigle", "Le sigle.";
    libelle: Texte<'a>, "Sens", "Ce qu’il veut dire.";
    portee: Id<'a>, "Portée", "Identifiant de la partie où il a ce sens.";
}

/// The rows.
pub fn lignes<'a>(f: Fonds<'a>) -> impl Iterator<Item = Sigle<'a>> {
    f.site.iter().flat_map(move |(ix, p)| {
        p.content.glossaire.iter().map(move |(sigle, libelle)| Sigle {
            sigle: sigle.value.as_str().into(),
            libelle: mots(&f, ix, &libelle.value),
            portee: p.id.as_str().into(),
        })
    })
}
