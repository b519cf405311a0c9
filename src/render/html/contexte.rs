//! What every page shares: the site, its summary, the theme, the addresses.

use std::ops::Deref;

use serde::Serialize;

use crate::model::{PartIx, Site};
use crate::render::data::Publication;
use crate::render::mots::Commun;
use crate::summary::Summary;
use crate::text::typography::french;

use super::Options;
use super::abreviations::Glossaires;
use super::rubriques::{self, ACCESSIBILITE, PLAN, RUBRIQUES, Rubrique};
use super::theme::Theme;

/// The shared values of a rendering, borrowed by all pages.
pub struct Contexte<'a> {
    commun: Commun<'a>,
    /// The files of the open data.
    pub donnees: &'a Publication,
    pub theme: &'a Theme,
    pub options: &'a Options,
    pub glossaires: Glossaires<'a>,
    /// The pages that this site lacks.
    absentes: Vec<&'static str>,
}

impl<'a> Deref for Contexte<'a> {
    type Target = Commun<'a>;

    fn deref(&self) -> &Commun<'a> {
        &self.commun
    }
}

/// A link as templates show it.
#[derive(Debug, Clone, Serialize)]
pub struct Lien {
    pub href: String,
    pub texte: String,
}

/// What every template knows about its page.
#[derive(Debug, Default, Serialize)]
pub struct Page {
    /// Path of the file in the output.
    pub fichier: String,
    /// The `<title>`, unique in the site.
    pub titre: String,
    pub description: String,
    /// Absolute address, where the site has one.
    pub canonique: Option<String>,
    /// The address of the image that a shared link shows.
    pub partage: Option<String>,
    /// From the page up to the site's root: `../../`, `./` for the home page.
    pub racine: String,
    pub style: String,
    /// Where the search form leads.
    pub recherche: String,
    /// Breadcrumb, the page itself left out.
    pub fil: Vec<Lien>,
    /// Its own words at the end of the breadcrumb; empty on the home page.
    pub ici: String,
    pub menu: Vec<Entree>,
    pub pied: Vec<Entree>,
    /// Number of the accent colour, from 1; 0 for none.
    pub teinte: usize,
    /// The feed of changes, where there is one.
    pub flux: Option<String>,
    /// What the page says to machines beside where it stands.
    #[serde(skip)]
    pub objets: Vec<serde_json::Value>,
    /// The part that the page shows.
    #[serde(skip)]
    pub part: Option<PartIx>,
}

/// One entry of the main menu.
#[derive(Debug, Clone, Serialize)]
pub struct Entree {
    pub href: String,
    pub texte: String,
    pub courante: bool,
}

/// One way into the site.
#[derive(Debug, Clone, Serialize)]
pub struct Voie {
    pub lien: Lien,
    pub texte: String,
}

/// The pages of the main menu, and those of the footer; a site may lack some.
const MENU: [&str; 6] = ["/", "/orientations/", "/priorites/", "/territoires/", "/budget/", "/glossaire/"];
const PIED: [&str; 9] = [
    PLAN,
    "/indicateurs/",
    "/ecarts/",
    "/donnees/",
    "/glossaire/",
    "/nouveautes/",
    ACCESSIBILITE,
    "/donnees-personnelles/",
    "/mentions-legales/",
];

impl<'a> Contexte<'a> {
    /// Gathers what pages share.
    pub fn new(site: &'a Site, summary: &'a Summary, donnees: &'a Publication, theme: &'a Theme, options: &'a Options) -> Self {
        let absentes = RUBRIQUES.iter().map(|r| r.url).filter(|url| !rubriques::existe(site, summary, url));
        Self {
            commun: Commun::new(site, summary, theme.mots()),
            donnees,
            theme,
            options,
            glossaires: Glossaires::new(site),
            absentes: absentes.collect(),
        }
    }

    /// The public address of the site, without its final slash.
    pub fn base(&self) -> Option<&str> {
        self.options.base_url.as_deref().or(self.site.config.url.as_deref())
    }

    /// The frame of the page at `url`, such as `/budget/`.
    pub fn page(&self, url: &str, titre: &str, description: &str, fil: Vec<Lien>) -> Page {
        let depth = url.trim_matches('/').split('/').filter(|s| !s.is_empty()).count();
        let racine = if depth == 0 { "./".to_owned() } else { "../".repeat(depth) };
        let mut page = Page {
            fichier: format!("{}index.html", url.trim_start_matches('/')),
            titre: french(titre).into_owned(),
            description: french(description).into_owned(),
            canonique: self.base().map(|b| format!("{b}{url}")),
            partage: self.base().map(|b| format!("{b}/{}", self.theme.image().0)),
            racine,
            fil,
            ..Page::default()
        };
        page.flux = self.has_page("/nouveautes/").then(|| self.href(&page, "/nouveautes.xml"));
        page.style = format!("{}{}", page.racine, self.theme.style_path());
        page.recherche = self.href(&page, "/recherche/");
        let entries = |list: &[&str]| {
            let listed = list.iter().filter(|to| self.has_page(to)).filter_map(|to| RUBRIQUES.iter().find(|r| r.url == *to));
            listed.map(|r| self.entry(&page, url, r)).collect()
        };
        (page.menu, page.pied) = (entries(&MENU), entries(&PIED));
        page
    }

    /// Whether the site has that page of its own.
    pub fn has_page(&self, url: &str) -> bool {
        !self.absentes.contains(&url)
    }

    /// The ways into the site, where no search is needed.
    pub fn entrees(&self, page: &Page) -> Vec<Voie> {
        let present = rubriques::entrees().filter(|r| self.has_page(r.url));
        let voie = |r: Rubrique| {
            let lien = Lien { href: self.href(page, r.url), texte: french(self.mots.dit(r.entree)).into_owned() };
            Voie { lien, texte: french(self.mots.dit(r.texte)).into_owned() }
        };
        present.map(voie).collect()
    }

    fn entry(&self, page: &Page, url: &str, to: &Rubrique) -> Entree {
        let titre = self.mots.dit(to.titre);
        let texte = if to.url == ACCESSIBILITE {
            let config = &self.site.config;
            format!("{titre}\u{A0}: {}", self.mots.dit(config.accessibilite.conformite(config.edition).label()))
        } else {
            titre.to_owned()
        };
        Entree { href: self.href(page, to.url), texte, courante: url == to.url }
    }

    /// The relative address of `url` seen from a page.
    pub fn href(&self, page: &Page, url: &str) -> String {
        let file = if self.options.local && url.ends_with('/') { "index.html" } else { "" };
        format!("{}{}{file}", page.racine, url.trim_start_matches('/'))
    }

    /// A link to a part.
    pub fn lien(&self, page: &Page, ix: PartIx) -> Lien {
        Lien { href: self.href(page, &self.site.part(ix).url()), texte: self.label(ix) }
    }

    /// A link to a part that also says its branch: `Fiche n° 7 : Titre (Jeunesse)`.
    pub fn lien_complet(&self, page: &Page, ix: PartIx) -> Lien {
        let mut lien = self.lien(page, ix);
        lien.texte = self.avec_branche(ix, lien.texte);
        lien
    }

    /// A link to a part that another one speaks of.
    pub fn lien_vu_de(&self, page: &Page, ici: PartIx, ix: PartIx) -> Lien {
        let mut lien = self.lien(page, ix);
        lien.texte = self.vu_de(ici, ix, lien.texte);
        lien
    }

    /// The breadcrumb above a part: home, document, cahier…
    pub fn fil(&self, page: &Page, ix: PartIx) -> Vec<Lien> {
        let mut fil: Vec<Lien> = self
            .site
            .ancestors(self.site.part(ix))
            .map(|(a, p)| Lien { href: self.href(page, &p.url()), texte: self.crumb(a) })
            .collect();
        fil.push(self.accueil(page));
        fil.reverse();
        fil
    }

    /// A part in a breadcrumb: the branches of a document say their title, what is below them only their number.
    fn crumb(&self, ix: PartIx) -> String {
        let branch = self.site.part(ix).parent.is_some_and(|up| self.site.part(up).parent.is_none());
        if branch { self.label_court(ix) } else { self.short(ix) }
    }

    /// The link to the home page.
    pub fn accueil(&self, page: &Page) -> Lien {
        Lien { href: self.href(page, "/"), texte: dit!(self, "Accueil") }
    }

    /// The accent colour of a part: the rank of the branch it belongs to in its document, from 1.
    pub fn teinte(&self, ix: PartIx) -> usize {
        let Some(branch) = self.branche(ix) else { return 0 };
        let Some(up) = self.site.part(branch).parent else { return 0 };
        self.site.branches(up).enumerate().find(|(_, c)| *c == branch).map_or(0, |(i, _)| i % 6 + 1)
    }
}
