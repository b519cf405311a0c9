//! The texts of the parts, as plain words.

use crate::model::content::{Content, Prose};

use super::Fonds;
use super::champ::{Id, Texte, sujet};
use super::mots::mots;

sujet! {
    /// One text of a part.
    LigneTexte "textes" "Textes"
    "Les textes de chaque partie, rubrique par rubrique, sans mise en forme : un paragraphe ou un élément de liste par ligne de la cellule. Le texte mis en forme est dans parvis.json."
    cle ["partie", "rubrique", "rang"]
    renvois ["partie" => "parties"."id"]
    partie: Id<'a>, "Partie", "Identifiant de la partie.";
    rubrique: Id<'a>, "Rubrique", "Rubrique de la partie.", rubriques;
    rang: usize, "Rang", "Rang du texte dans la rubrique, à partir de 1.";
    terme: Option<Texte<'a>>, "Terme", "Le terme expliqué, pour une définition.";
    texte: Texte<'a>, "Texte", "Le texte, en mots simples.";
}

fn rubriques() -> Vec<&'static str> {
    let mut names: Vec<&'static str> = blocs(&Content::default()).iter().map(|(name, _)| *name).collect();
    names.extend(listes(&Content::default()).iter().map(|(name, _)| *name));
    names.push("definitions");
    names
}

fn blocs(c: &Content) -> [(&'static str, &Option<Prose>); 4] {
    [("presentation", &c.corps), ("constats", &c.constats), ("enjeux", &c.enjeux), ("objectifs", &c.objectifs)]
}

fn listes(c: &Content) -> [(&'static str, &[Prose]); 7] {
    [
        ("en_clair", &c.en_clair),
        ("resultats", &c.resultats),
        ("livrables", &c.livrables),
        ("points_de_vigilance", &c.vigilance),
        ("bibliographie", &c.bibliographie),
        ("sources_citees", &c.sources_citees),
        ("notes", &c.notes),
    ]
}

/// The rows.
pub fn lignes<'a>(f: Fonds<'a>) -> impl Iterator<Item = LigneTexte<'a>> {
    f.site.iter().flat_map(move |(ix, part)| {
        let mut rows = Vec::new();
        let c = &part.content;
        let mut push = |rubrique: &'static str, rang: usize, terme: Option<&'a str>, text: &'a Prose| {
            let texte = mots(&f, ix, &text.value);
            if !texte.trim().is_empty() {
                let (partie, terme) = (part.id.as_str().into(), terme.map(Into::into));
                rows.push(LigneTexte { partie, rubrique: rubrique.into(), rang, terme, texte });
            }
        };
        for (rubrique, text) in blocs(c) {
            if let Some(text) = text {
                push(rubrique, 1, None, text);
            }
        }
        for (rubrique, list) in listes(c) {
            list.iter().enumerate().for_each(|(n, text)| push(rubrique, n + 1, None, text));
        }
        c.definitions.iter().enumerate().for_each(|(n, (term, text))| push("definitions", n + 1, Some(&term.value), text));
        rows
    })
}
