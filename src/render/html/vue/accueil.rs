//! The home page.

use serde::Serialize;

use crate::diagnostics::Diagnostic;
use crate::model::PartIx;
use crate::render::File;
use crate::render::html::contexte::{Contexte, Lien, Page};
use crate::text::format::count;
use crate::text::markdown::plain;
use crate::text::typography::french;

use super::budget::en_deux_mots;

#[derive(Debug, Serialize)]
struct Vue {
    titre: String,
    sous_titre: Option<String>,
    presentation: Option<String>,
    documents: Vec<DocumentVue>,
    chiffres: Vec<(String, String)>,
}

/// A document as a large card.
#[derive(Debug, Serialize)]
struct DocumentVue {
    lien: Lien,
    nature: Option<String>,
    collectivite: Option<String>,
    resume: String,
    reperes: Vec<String>,
    branches: Vec<Branche>,
}

/// A cahier or a group, with its colour.
#[derive(Debug, Serialize)]
struct Branche {
    href: String,
    numero: Option<String>,
    titre: String,
    teinte: usize,
}

/// `/`.
pub fn page(c: &Contexte<'_>) -> Result<File, Diagnostic> {
    let config = &c.site.config;
    let description = config.presentation.as_deref().or(config.sous_titre.as_deref()).unwrap_or(&config.titre);
    let page = c.page("/", &config.titre, description, Vec::new());
    let vue = Vue {
        titre: french(&config.titre).into_owned(),
        sous_titre: config.sous_titre.as_deref().map(|t| french(t).into_owned()),
        presentation: config.presentation.as_deref().map(|t| french(t).into_owned()),
        documents: c.site.documents.iter().map(|d| document(c, &page, d.racine)).collect(),
        chiffres: chiffres(c),
    };
    super::super::page(c, "accueil.html", &page, &vue)
}

fn document(c: &Contexte<'_>, page: &Page, ix: PartIx) -> DocumentVue {
    let part = c.site.part(ix);
    let info = &c.site.document(part).info;
    let mut reperes: Vec<String> = match info.periode.as_slice() {
        [] => Vec::new(),
        [year] => vec![year.clone()],
        [first, .., last] => vec![format!("{first}–{last}")],
    };
    let leaves = c.site.subtree(ix).skip(1).filter(|(_, p)| matches!(c.site.nature(p), "fiche" | "priorite")).count();
    if leaves > 0 {
        reperes.push(count(leaves, "fiche", "fiches"));
    }
    reperes.extend(en_deux_mots(c, ix));
    let branches = part.children.iter().copied().filter(|b| c.site.nature(c.site.part(*b)) != "page");
    DocumentVue {
        lien: c.lien(page, ix),
        nature: info.nature.as_deref().map(super::part::capitalised),
        collectivite: info.collectivite.as_deref().map(|t| french(t).into_owned()),
        resume: part.content.resume.as_ref().map_or_else(String::new, |r| french(&plain(&r.value)).into_owned()),
        reperes,
        branches: branches
            .map(|b| Branche {
                href: c.href(page, &c.site.part(b).url()),
                numero: c.numero(b),
                titre: c.titre_court(b).to_owned(),
                teinte: c.teinte(b),
            })
            .collect(),
    }
}

/// What the site holds, in figures.
fn chiffres(c: &Contexte<'_>) -> Vec<(String, String)> {
    let parts = || c.site.parts.iter();
    let leaves = parts().filter(|p| matches!(c.site.nature(p), "fiche" | "priorite")).count();
    let figures = [
        (c.site.documents.len(), "document", "documents"),
        (leaves, "fiche", "fiches"),
        (parts().map(|p| p.content.actions.len()).sum(), "action", "actions"),
        (parts().map(|p| p.content.indicateurs.len()).sum(), "indicateur", "indicateurs"),
    ];
    let split = |(n, one, many): (usize, &str, &str)| {
        let words = count(n, one, many);
        words.split_once(crate::text::NBSP).map(|(a, b)| (a.to_owned(), b.to_owned()))
    };
    figures.into_iter().filter(|(n, ..)| *n > 0).filter_map(split).collect()
}
