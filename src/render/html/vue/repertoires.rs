//! The repertories: pilots, partners, publics, places, external plans; an alphabetical index of each, and a page for what
//! several parts name.

use serde::Serialize;

use crate::diagnostics::Diagnostic;
use crate::model::PartIx;
use crate::render::File;
use crate::render::html::contexte::{Contexte, Lien, Page};
use crate::render::mots::Commun;
use crate::summary::Summary;
use crate::summary::repertoire::{Fiche, Repertoire, Role};
use crate::text::fold::fold;
use crate::text::format::count;
use crate::text::typography::french;

/// One alphabetical index.
#[derive(Debug, Clone, Copy)]
pub struct Index {
    pub url: &'static str,
    pub titre: &'static str,
    chapo: &'static str,
    /// Where the pages of its entries are.
    pub base: &'static str,
    /// Only what has this role.
    role: Option<Role>,
    part: Part,
}

/// What an index lists of its repertory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Tout,
    /// What several pages name, when the whole would be too long for one page.
    Connus,
    /// What is left by these.
    Autres,
}

/// The longest index on one page: beyond, what a single page names has an index of its own.
const LONG: usize = 500;

/// Every index, in the order of the site map.
pub const INDEX: [Index; 6] = [
    Index {
        url: "/pilotes/",
        titre: mot!("Pilotes"),
        chapo: mot!("Les directions et les services qui pilotent les actions, avec les fiches de chacun."),
        base: "/partenaires/",
        role: Some(Role::Pilote),
        part: Part::Tout,
    },
    Index {
        url: "/partenaires/",
        titre: mot!("Partenaires"),
        chapo: mot!("Ceux que les fiches donnent pour pilotes, partenaires ou financeurs, avec les pages où ils agissent."),
        base: "/partenaires/",
        role: None,
        part: Part::Connus,
    },
    Index {
        url: "/autres-partenaires/",
        titre: mot!("Autres partenaires"),
        chapo: mot!("Ceux qu’une seule page nomme : chaque nom y mène."),
        base: "/partenaires/",
        role: None,
        part: Part::Autres,
    },
    Index {
        url: "/publics/",
        titre: mot!("Publics"),
        chapo: mot!(
            "À qui s’adressent les actions : choisissez un public pour voir les pages qui le servent et celles dont un titre le nomme."
        ),
        base: "/publics/",
        role: None,
        part: Part::Tout,
    },
    Index {
        url: "/lieux/",
        titre: mot!("Lieux"),
        chapo: mot!("Les territoires, les villes et les quartiers que les documents nomment, avec les pages qui y agissent."),
        base: "/lieux/",
        role: None,
        part: Part::Tout,
    },
    Index {
        url: "/plans/",
        titre: mot!("Plans et schémas cités"),
        chapo: mot!("Les autres plans, schémas et stratégies auxquels les documents renvoient."),
        base: "/plans/",
        role: None,
        part: Part::Tout,
    },
];

/// Fewest parts that make a page of its own: what one part names leads to that part.
const MIN_PARTS: usize = 2;

fn a_sa_page(fiche: &Fiche) -> bool {
    fiche.parts().len() >= MIN_PARTS
}

impl Index {
    /// The repertory that it lists.
    fn repertoire<'s>(&self, summary: &'s Summary) -> &'s Repertoire {
        let r = &summary.repertoires;
        match self.base {
            "/publics/" => &r.publics,
            "/lieux/" => &r.lieux,
            "/plans/" => &r.plans,
            _ => &r.acteurs,
        }
    }

    fn lists(&self, fiche: &Fiche) -> bool {
        self.role.is_none_or(|role| fiche.has(role) || (role == Role::Pilote && fiche.has(Role::Copilote)))
    }

    /// What it lists.
    fn fiches<'s>(&self, summary: &'s Summary) -> Vec<&'s Fiche> {
        let mut fiches: Vec<&Fiche> = self.repertoire(summary).fiches.iter().filter(|f| self.lists(f)).collect();
        let long = fiches.len() > LONG;
        match self.part {
            Part::Connus if long => fiches.retain(|f| a_sa_page(f)),
            Part::Autres if long => fiches.retain(|f| !a_sa_page(f)),
            Part::Autres => fiches.clear(),
            Part::Tout | Part::Connus => {}
        }
        fiches
    }

    /// Whether there is anything to list.
    pub fn existe(&self, summary: &Summary) -> bool {
        !self.fiches(summary).is_empty()
    }
}

/// An alphabetical index.
#[derive(Debug, Serialize)]
pub(super) struct Vue {
    pub titre: String,
    pub chapo: String,
    pub compte: String,
    /// The index of what this one leaves out.
    pub reste: Option<Lien>,
    pub lettres: Vec<Lettre>,
}

/// What starts with a letter.
#[derive(Debug, Serialize)]
pub(super) struct Lettre {
    lettre: String,
    entrees: Vec<Entree>,
}

#[derive(Debug, Serialize)]
pub(super) struct Entree {
    pub lien: Lien,
    pub sigle: Option<String>,
    /// How many pages name it, where there are several.
    pub compte: Option<String>,
}

impl Vue {
    /// Adds the next entry, in alphabetical order: `nom` says its letter.
    pub fn ajouter(&mut self, nom: &str, entree: Entree) {
        let lettre = fold(nom).chars().next().unwrap_or('#').to_uppercase().to_string();
        match self.lettres.last_mut().filter(|l| l.lettre == lettre) {
            Some(last) => last.entrees.push(entree),
            None => self.lettres.push(Lettre { lettre, entrees: vec![entree] }),
        }
    }
}

/// `/partenaires/`.
pub fn index(c: &Contexte<'_>, index: Index) -> Result<File, Diagnostic> {
    let (titre, chapo) = (c.mots.dit(index.titre), c.mots.dit(index.chapo));
    let mut page = c.page(index.url, titre, chapo, Vec::new());
    page.fil = vec![c.accueil(&page)];
    page.ici = titre.to_owned();
    let fiches = index.fiches(c.summary);
    let reste = INDEX.into_iter().find(|i| (index.part, i.part) == (Part::Connus, Part::Autres) && i.existe(c.summary));
    let reste = reste.map(|i| Lien {
        href: c.href(&page, i.url),
        texte: dit!(c, "{n} autres, qu’une seule page nomme", n = i.fiches(c.summary).len()),
    });
    if index.part == Part::Autres {
        let above = INDEX.into_iter().find(|i| i.url == index.base);
        page.fil.extend(above.map(|i| Lien { href: c.href(&page, i.url), texte: c.mots.dit(i.titre).to_owned() }));
    }
    let mut vue = Vue {
        titre: titre.to_owned(),
        chapo: french(chapo).into_owned(),
        compte: count(fiches.len(), &dit!(c, "entrée"), &dit!(c, "entrées")),
        reste,
        lettres: Vec::new(),
    };
    for fiche in fiches {
        let entree = Entree {
            lien: Lien { href: adresse(c, &page, index.base, fiche), texte: french(&fiche.nom).into_owned() },
            sigle: fiche.sigle.clone().filter(|s| *s != fiche.nom),
            compte: Some(fiche.parts().len()).filter(|n| *n > 1).map(|n| count(n, &dit!(c, "page"), &dit!(c, "pages"))),
        };
        vue.ajouter(&fiche.nom, entree);
    }
    super::super::page(c, "index.html", &page, &vue)
}

/// Where an entry leads: its page, or the only part that names it.
fn adresse(c: &Contexte<'_>, page: &Page, base: &str, fiche: &Fiche) -> String {
    match fiche.parts().as_slice() {
        [one] => c.href(page, &c.site.part(*one).url()),
        _ => c.href(page, &format!("{base}{}/", fiche.slug)),
    }
}

/// The address of the page of an actor or of a public, where it has one.
pub fn page_de(c: &Contexte<'_>, page: &Page, base: &str, name: &str) -> Option<String> {
    let r = &c.summary.repertoires;
    let fiche = match base {
        "/publics/" => r.publics.find(name)?,
        "/lieux/" => r.lieux.find(name)?,
        _ => r.acteurs.find(name)?,
    };
    a_sa_page(fiche).then(|| c.href(page, &format!("{base}{}/", fiche.slug)))
}

/// The address of the page of an external plan, where it has one.
pub fn page_du_plan(c: &Contexte<'_>, page: &Page, id: &str) -> Option<String> {
    let fiche = c.summary.repertoires.plans.find(id)?;
    a_sa_page(fiche).then(|| c.href(page, &format!("/plans/{}/", fiche.slug)))
}

/// The addresses of all pages of entries: the index they belong to and their slug.
pub fn pages(summary: &Summary) -> Vec<(Index, String)> {
    let own = INDEX.into_iter().filter(|i| i.url == i.base);
    own.flat_map(|index| {
        let fiches = index.repertoire(summary).fiches.iter().filter(|f| a_sa_page(f));
        fiches.map(|f| (index, f.slug.clone())).collect::<Vec<_>>()
    })
    .collect()
}

/// The addresses and the titles of the pages of an index.
pub fn titres(c: &Commun<'_>, url: &str) -> Vec<(String, String)> {
    let Some(index) = INDEX.into_iter().find(|i| i.url == url && i.base == url) else { return Vec::new() };
    let fiches = index.repertoire(c.summary).fiches.iter().filter(|f| a_sa_page(f));
    let pages = fiches.map(|f| (format!("{url}{}/", f.slug), french(&f.nom).into_owned()));
    let reste = INDEX.into_iter().find(|i| i.base == url && i.part == Part::Autres && i.existe(c.summary));
    reste.map(|i| (i.url.to_owned(), c.mots.dit(i.titre).to_owned())).into_iter().chain(pages).collect()
}

#[derive(Debug, Serialize)]
struct FicheVue {
    titre: String,
    surtitre: String,
    sigle: Option<String>,
    description: Option<String>,
    reperes: Vec<String>,
    roles: Vec<RoleVue>,
}

/// The parts that name it in one role, document by document.
#[derive(Debug, Serialize)]
struct RoleVue {
    titre: String,
    ancre: String,
    documents: Vec<(String, Vec<Lien>)>,
}

/// `/partenaires/caf/`.
pub fn fiche(c: &Contexte<'_>, index: Index, slug: &str) -> Result<File, Diagnostic> {
    let all = &index.repertoire(c.summary).fiches;
    let Some(fiche) = all.iter().find(|f| f.slug == slug) else { return self::index(c, index) };
    let nom = french(&fiche.nom).into_owned();
    let n = fiche.parts().len();
    let pages = count(n, &dit!(c, "page"), &dit!(c, "pages"));
    let description = dit!(c, "{nom}\u{A0}: {pages}, d’après les documents.", nom = nom, pages = pages);
    let surtitre = c.mots.dit(index.titre);
    let mut page = c.page(&format!("{}{slug}/", index.base), &format!("{nom} | {surtitre}"), &description, Vec::new());
    page.fil = vec![c.accueil(&page), Lien { href: c.href(&page, index.url), texte: surtitre.to_owned() }];
    page.ici.clone_from(&nom);
    let mut roles: Vec<Role> = fiche.citations.iter().map(|(role, _)| *role).collect();
    roles.sort_unstable();
    roles.dedup();
    let vue = FicheVue {
        surtitre: surtitre.to_owned(),
        sigle: fiche.sigle.clone().filter(|s| *s != fiche.nom),
        description: fiche.description.as_deref().map(|d| french(d).into_owned()),
        reperes: vec![count(n, &dit!(c, "page le nomme"), &dit!(c, "pages le nomment"))],
        roles: roles
            .into_iter()
            .map(|role| RoleVue {
                titre: c.mots.dit(role.label()).to_owned(),
                ancre: fold(role.label()).replace(' ', "-"),
                documents: par_document(c, &page, fiche.citations.iter().filter(|(r, _)| *r == role).map(|(_, ix)| *ix)),
            })
            .collect(),
        titre: nom,
    };
    super::super::page(c, "index-fiche.html", &page, &vue)
}

fn par_document(c: &Contexte<'_>, page: &Page, parts: impl Iterator<Item = PartIx>) -> Vec<(String, Vec<Lien>)> {
    let mut documents: Vec<(usize, Vec<Lien>)> = Vec::new();
    for ix in parts {
        let document = c.site.part(ix).document;
        let lien = c.lien_complet(page, ix);
        match documents.last_mut().filter(|(d, _)| *d == document) {
            Some((_, list)) => list.push(lien),
            None => documents.push((document, vec![lien])),
        }
    }
    let title = |d: usize| c.titre_court(c.site.documents[d].racine).to_owned();
    documents.into_iter().map(|(d, list)| (title(d), list)).collect()
}
