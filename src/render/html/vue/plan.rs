//! The site map, the 404 page, and the pages that forward old addresses.

use serde::Serialize;

use crate::diagnostics::Diagnostic;
use crate::model::PartIx;
use crate::render::File;
use crate::render::html::contexte::{Contexte, Lien, Page};

use super::{index_indicateurs, repertoires, territoires};

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
}

/// `/plan-du-site/`.
pub fn page(c: &Contexte<'_>) -> Result<File, Diagnostic> {
    let mut page = c.page("/plan-du-site/", "Plan du site", "Toutes les pages du site, dans l’ordre des documents.", Vec::new());
    page.fil = vec![c.accueil(&page)];
    page.ici = "Plan du site".to_owned();
    let fixed = [
        ("/", "Accueil"),
        ("/recherche/", "Recherche"),
        ("/orientations/", "Orientations"),
        ("/priorites/", "Priorités"),
        ("/publics/", "Publics"),
        ("/territoires/", "Territoires"),
        ("/pilotes/", "Pilotes"),
        ("/partenaires/", "Partenaires"),
        ("/plans/", "Plans et schémas cités"),
        ("/indicateurs/", "Indicateurs"),
        ("/budget/", "Budgets"),
        ("/glossaire/", "Glossaire"),
        ("/ecarts/", "Écarts connus"),
        ("/donnees/", "Données ouvertes"),
        ("/nouveautes/", "Nouveautés"),
        ("/accessibilite/", "Accessibilité"),
        ("/donnees-personnelles/", "Données personnelles"),
        ("/mentions-legales/", "Mentions légales"),
    ];
    let general = |(url, texte): (&str, &str)| Noeud {
        lien: Lien { href: c.href(&page, url), texte: texte.to_owned() },
        enfants: en_dessous(c, &page, url),
    };
    let transversales = fixed.into_iter().filter(|(url, _)| c.has_page(url)).map(general).collect();
    let documents = c.site.documents.iter().map(|d| node(c, &page, d.racine)).collect();
    super::super::page(c, "plan.html", &page, &Vue { transversales, documents })
}

/// The pages below an index.
fn en_dessous(c: &Contexte<'_>, page: &Page, url: &str) -> Vec<Noeud> {
    let leaf = |(url, texte): (String, String)| Noeud { lien: Lien { href: c.href(page, &url), texte }, enfants: Vec::new() };
    let document = |ix: PartIx| (format!("{url}{}/", c.site.part(ix).id), c.label_court(ix));
    let pages: Vec<(String, String)> = match url {
        "/priorites/" => [("1", "Priorité\u{A0}1"), ("2", "Priorité\u{A0}2"), ("3", "Priorité\u{A0}3"), ("autres", "Sans rang")]
            .map(|(slug, texte)| (format!("{url}{slug}/"), texte.to_owned()))
            .to_vec(),
        "/budget/" => {
            let roots = c.site.documents.iter().map(|d| d.racine);
            roots.filter(|ix| c.summary.comptes.totaux.contains_key(ix)).map(document).collect()
        }
        "/indicateurs/" => index_indicateurs::documents(c.site).into_iter().map(document).collect(),
        "/territoires/" => territoires::pages(c),
        _ => repertoires::titres(c, url),
    };
    pages.into_iter().map(leaf).collect()
}

fn node(c: &Contexte<'_>, page: &Page, ix: PartIx) -> Noeud {
    Noeud { lien: c.lien(page, ix), enfants: c.site.part(ix).children.iter().map(|p| node(c, page, *p)).collect() }
}

/// `404.html`: served at any address, so its links start from the site's root.
pub fn introuvable(c: &Contexte<'_>) -> Result<File, Diagnostic> {
    let mut page = c.page("/", "Page introuvable", "Cette page n’existe pas ou a changé d’adresse.", Vec::new());
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
    page.fil = vec![Lien { href: root, texte: "Accueil".to_owned() }];
    page.ici = "Page introuvable".to_owned();
    super::super::page(c, "introuvable.html", &page, &())
}

/// The page at the old address of a part: it leads to the new one.
pub fn deplacee(c: &Contexte<'_>, old: &str, ix: PartIx) -> Result<File, Diagnostic> {
    let label = c.label(ix);
    let titre = format!("Page déplacée : {label} ({old})");
    let mut page = c.page(&format!("/{old}/"), &titre, &format!("Cette page a changé d’adresse : {label}."), Vec::new());
    page.canonique = c.base().map(|b| format!("{b}{}", c.site.part(ix).url()));
    page.fil = vec![c.accueil(&page)];
    page.ici = "Page déplacée".to_owned();
    let lien = c.lien(&page, ix);
    super::super::page(c, "deplacee.html", &page, &lien)
}
