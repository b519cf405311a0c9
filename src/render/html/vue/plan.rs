//! The site map, the 404 page, and the pages that forward old addresses.

use serde::Serialize;

use crate::diagnostics::Diagnostic;
use crate::model::PartIx;
use crate::render::File;
use crate::render::html::contexte::{Contexte, Lien, Page};
use crate::render::html::rubriques::{self, PLAN, RUBRIQUES, Rubrique};

#[derive(Debug, Serialize)]
struct Vue {
    transversales: Vec<Noeud>,
    documents: Vec<Noeud>,
}

/// A page and the pages below it.
#[derive(Debug, Serialize)]
struct Noeud {
    lien: Lien,
    enfants: Vec<Noeud>,
    /// Whether these follow each other in one paragraph: a long list of leaves would hide the tree.
    suite: bool,
}

/// The longest list of leaves that is set as a list.
const LISTE: usize = 4;

impl Noeud {
    fn new(lien: Lien, enfants: Vec<Noeud>) -> Self {
        let suite = enfants.len() > LISTE && enfants.iter().all(|e| e.enfants.is_empty());
        Self { lien, enfants, suite }
    }
}

/// `/plan-du-site/`.
pub fn page(c: &Contexte<'_>) -> Result<File, Diagnostic> {
    let (titre, description) =
        (dit!(c, "Plan du site"), dit!(c, "Toutes les rubriques, puis toutes les pages des documents, dans leur ordre."));
    let mut page = c.page(PLAN, &titre, &description, Vec::new());
    page.fil = vec![c.accueil(&page)];
    page.ici = titre;
    let leaf = |(url, texte): (String, String)| Noeud::new(Lien { href: c.href(&page, &url), texte }, Vec::new());
    let below = |url: &str| rubriques::en_dessous(c, url).into_iter().map(leaf).collect();
    let general =
        |r: Rubrique| Noeud::new(Lien { href: c.href(&page, r.url), texte: c.mots.dit(r.titre).to_owned() }, below(r.url));
    let transversales = RUBRIQUES.into_iter().filter(|r| r.url != PLAN && c.has_page(r.url)).map(general).collect();
    let documents = c.site.documents.iter().map(|d| node(c, &page, d.racine)).collect();
    super::super::page(c, "plan.html", &page, &Vue { transversales, documents })
}

fn node(c: &Contexte<'_>, page: &Page, ix: PartIx) -> Noeud {
    Noeud::new(c.lien(page, ix), c.site.part(ix).children.iter().map(|p| node(c, page, *p)).collect())
}

/// `404.html`: served at any address, so its links start from the site's root.
pub fn introuvable(c: &Contexte<'_>) -> Result<File, Diagnostic> {
    let titre = dit!(c, "Page introuvable");
    let mut page = c.page("/", &titre, &dit!(c, "Cette page n’existe pas ou a changé d’adresse."), Vec::new());
    let root = c
        .base()
        .and_then(|b| b.split_once("://"))
        .and_then(|(_, rest)| rest.split_once('/'))
        .map_or_else(|| "/".to_owned(), |(_, path)| format!("/{path}/"));
    let absolute = |href: &str| format!("{root}{}", href.trim_start_matches("./"));
    for entry in page.menu.iter_mut().chain(&mut page.pied) {
        entry.href = absolute(&entry.href);
        entry.courante = false;
    }
    page.style = absolute(&page.style);
    page.recherche = absolute(&page.recherche);
    page.racine = root.clone();
    page.fichier = "404.html".to_owned();
    page.canonique = None;
    page.fil = vec![Lien { href: root, texte: dit!(c, "Accueil") }];
    page.ici = titre;
    super::super::page(c, "introuvable.html", &page, &())
}

/// The page at the old address of a part: it leads to the new one.
pub fn deplacee(c: &Contexte<'_>, old: &str, ix: PartIx) -> Result<File, Diagnostic> {
    let label = c.label(ix);
    let titre = dit!(c, "Page déplacée : {partie} ({ancienne})", partie = label, ancienne = old);
    let description = dit!(c, "Cette page a changé d’adresse : {partie}.", partie = label);
    let mut page = c.page(&format!("/{old}/"), &titre, &description, Vec::new());
    page.canonique = c.base().map(|b| format!("{b}{}", c.site.part(ix).url()));
    page.fil = vec![c.accueil(&page)];
    page.ici = dit!(c, "Page déplacée");
    let lien = c.lien(&page, ix);
    super::super::page(c, "deplacee.html", &page, &lien)
}
