//! The home page.

use serde::Serialize;

use crate::diagnostics::Diagnostic;
use crate::model::PartIx;
use crate::render::File;
use crate::render::html::contexte::{Contexte, Lien, Page, Voie};
use crate::render::mots::budget::{en_deux_mots, par_document, sans_budget};
use crate::text::format::{capitalised, count};
use crate::text::typography::french;

use super::figures::GraphiqueVue;

#[derive(Debug, Serialize)]
struct Vue {
    titre: String,
    sous_titre: Option<String>,
    presentation: Option<String>,
    documents: Vec<DocumentVue>,
    argent: Option<Argent>,
    chiffres: Vec<(String, String)>,
    publics: Vec<Lien>,
    territoires: Vec<Lien>,
    entrees: Vec<Voie>,
}

/// What the documents spend, in one picture.
#[derive(Debug, Serialize)]
struct Argent {
    graphique: GraphiqueVue,
    /// Documents that print no budget.
    sans_budget: Vec<Lien>,
    budgets: String,
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
        argent: argent(c, &page),
        chiffres: chiffres(c),
        publics: publics(c, &page),
        territoires: lieux(c, &page),
        entrees: c.entrees(&page),
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
    let leaves = c.site.subtree(ix).filter(|(at, _)| c.site.is_leaf(*at)).count();
    if leaves > 0 {
        reperes.push(count(leaves, &dit!(c, "fiche"), &dit!(c, "fiches")));
    }
    reperes.extend(en_deux_mots(c, ix));
    let branches = c.site.branches(ix);
    DocumentVue {
        lien: c.lien(page, ix),
        nature: info.nature.as_deref().map(capitalised),
        collectivite: info.collectivite.as_deref().map(|t| french(t).into_owned()),
        resume: c.resume(ix).unwrap_or_default(),
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

fn argent(c: &Contexte<'_>, page: &Page) -> Option<Argent> {
    Some(Argent {
        graphique: GraphiqueVue::de(par_document(c)?)?,
        sans_budget: sans_budget(c).map(|ix| c.lien(page, ix)).collect(),
        budgets: c.href(page, "/budget/"),
    })
}

/// Most publics that the home page offers: the most cited.
const MAX_PUBLICS: usize = 12;

/// The publics that the most parts name, in alphabetical order.
fn publics(c: &Contexte<'_>, page: &Page) -> Vec<Lien> {
    let mut fiches: Vec<&crate::summary::repertoire::Fiche> = c.summary.repertoires.publics.fiches.iter().collect();
    fiches.sort_by_key(|f| std::cmp::Reverse(f.parts().len()));
    fiches.truncate(MAX_PUBLICS);
    fiches.sort_by(|a, b| crate::text::collation::compare(&a.nom, &b.nom));
    let lien =
        |nom: &str| Some(Lien { href: super::repertoires::page_de(c, page, "/publics/", nom)?, texte: french(nom).into_owned() });
    fiches.into_iter().filter_map(|f| lien(&f.nom)).collect()
}

/// The territories that have figures, and the places of the register that several pages name, in alphabetical order.
fn lieux(c: &Contexte<'_>, page: &Page) -> Vec<Lien> {
    let mut liens = super::territoires::liens(c, page);
    for entree in c.site.registres.territoires.entrees() {
        let nom = french(&entree.nom);
        let href = super::repertoires::page_de(c, page, "/lieux/", &entree.nom).filter(|_| liens.iter().all(|l| l.texte != nom));
        liens.extend(href.map(|href| Lien { href, texte: nom.into_owned() }));
    }
    liens.sort_by(|a, b| crate::text::collation::compare(&a.texte, &b.texte));
    liens
}

/// What the site holds, in figures.
fn chiffres(c: &Contexte<'_>) -> Vec<(String, String)> {
    let parts = || c.site.parts.iter();
    let leaves = c.site.iter().filter(|(at, _)| c.site.is_leaf(*at)).count();
    let figures = [
        (c.site.documents.len(), dit!(c, "document"), dit!(c, "documents")),
        (leaves, dit!(c, "fiche"), dit!(c, "fiches")),
        (parts().map(|p| p.content.actions.len()).sum(), dit!(c, "action"), dit!(c, "actions")),
        (parts().map(|p| p.content.indicateurs.len()).sum(), dit!(c, "indicateur"), dit!(c, "indicateurs")),
    ];
    let split = |(n, one, many): (usize, String, String)| {
        let words = count(n, &one, &many);
        words.split_once(crate::text::NBSP).map(|(a, b)| (a.to_owned(), b.to_owned()))
    };
    figures.into_iter().filter(|(n, ..)| *n > 0).filter_map(split).collect()
}
