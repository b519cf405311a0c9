//! The page of the known contradictions of the sources, and of what they lost.

use serde::Serialize;

use crate::diagnostics::{Code, Diagnostic};
use crate::model::PartIx;
use crate::render::File;
use crate::render::html::contexte::{Contexte, Lien};
use crate::render::html::prose::Ecrivain;
use crate::render::mots::partie::PERDU;
use crate::text::typography::french;

#[derive(Debug, Serialize)]
struct Vue {
    compte: String,
    groupes: Vec<Groupe>,
    incompletes: Vec<Incomplete>,
    notes: Vec<Notes>,
}

/// Contradictions of one kind.
#[derive(Debug, Serialize)]
struct Groupe {
    titre: String,
    ecarts: Vec<Ecart>,
}

#[derive(Debug, Serialize)]
struct Ecart {
    lien: Lien,
    constat: String,
    raison: String,
}

/// A part that lost something in the source.
#[derive(Debug, Serialize)]
struct Incomplete {
    lien: Lien,
    manque: String,
}

/// The editor's notes of a part.
#[derive(Debug, Serialize)]
struct Notes {
    lien: Lien,
    compte: String,
}

/// `/ecarts/`.
pub fn page(c: &Contexte<'_>) -> Result<File, Diagnostic> {
    let description = dit!(
        c,
        "Les contradictions des documents d’origine, relevées et expliquées : chiffres qui ne concordent pas, titres qui varient, pages perdues."
    );
    let titre = dit!(c, "Écarts connus");
    let mut page = c.page("/ecarts/", &titre, &description, Vec::new());
    page.fil = vec![c.accueil(&page)];
    page.ici = titre;
    let mut groupes: Vec<(Code, Vec<Ecart>)> = Vec::new();
    for (ix, ecarts) in &c.summary.ecarts {
        let mut w = Ecrivain::new(c, &page, Some(*ix));
        for e in ecarts {
            let ecart =
                Ecart { lien: c.lien_complet(&page, *ix), constat: french(&e.constat).into_owned(), raison: w.ligne(&e.raison) };
            match groupes.iter_mut().find(|(code, _)| *code == e.code) {
                Some((_, list)) => list.push(ecart),
                None => groupes.push((e.code, vec![ecart])),
            }
        }
    }
    groupes.sort_by_key(|(code, _)| *code);
    let incomplete = |(ix, part): (PartIx, &crate::model::Part)| {
        let manque = part.content.incomplet.as_ref()?;
        let words = manque.as_ref().map_or(c.mots.dit(PERDU), |m| &m.value);
        Some(Incomplete { lien: c.lien_complet(&page, ix), manque: Ecrivain::new(c, &page, Some(ix)).ligne(words) })
    };
    let notes = |(ix, part): (PartIx, &crate::model::Part)| {
        let n = part.content.notes.len();
        let mut lien = c.lien_complet(&page, ix);
        lien.href.push_str("#notes");
        (n > 0).then(|| Notes { lien, compte: crate::text::format::count(n, &dit!(c, "note"), &dit!(c, "notes")) })
    };
    let vue = Vue {
        compte: crate::text::format::count(groupes.iter().map(|(_, e)| e.len()).sum(), &dit!(c, "écart"), &dit!(c, "écarts")),
        groupes: groupes
            .into_iter()
            .map(|(code, ecarts)| Groupe { titre: french(code.info().title).into_owned(), ecarts })
            .collect(),
        incompletes: c.site.iter().filter_map(incomplete).collect(),
        notes: c.site.iter().filter_map(notes).collect(),
    };
    super::super::page(c, "ecarts.html", &page, &vue)
}
