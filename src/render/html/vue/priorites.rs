//! The index of priorités: all actions by *ordre de priorité*.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::diagnostics::Diagnostic;
use crate::model::content::Priorite;
use crate::model::{PartIx, Site};
use crate::render::File;
use crate::render::html::Atelier;
use crate::render::html::contexte::{Contexte, Lien, Page};
use crate::render::mots::partie::TITRE_PERDU;
use crate::text::format::count;
use crate::text::typography::french;

/// The groups of the index, in order: the ranks, then the free mentions.
const RANGS: [Rang; 4] = [Rang::Rang(1), Rang::Rang(2), Rang::Rang(3), Rang::Autre];

/// A rank, or a free mention such as « Toute la durée du Pacte ».
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rang {
    Rang(u8),
    Autre,
}

impl Rang {
    fn contains(self, p: &Priorite) -> bool {
        match self {
            Self::Rang(r) => p.rangs.contains(&r),
            Self::Autre => p.rangs.is_empty(),
        }
    }

    fn url(self) -> String {
        match self {
            Self::Rang(r) => format!("/priorites/{r}/"),
            Self::Autre => "/priorites/autres/".to_owned(),
        }
    }

    fn titre(self, c: &Contexte<'_>) -> String {
        match self {
            Self::Rang(r) => dit!(c, "Actions de priorité\u{A0}{rang}", rang = r),
            Self::Autre => dit!(c, "Actions sans rang de priorité"),
        }
    }
}

#[derive(Debug, Serialize)]
struct IndexVue {
    rangs: Vec<RangVue>,
}

#[derive(Debug, Serialize)]
struct RangVue {
    lien: Lien,
    compte: String,
    branches: Vec<(Lien, String)>,
}

#[derive(Debug, Serialize)]
struct Vue {
    titre: String,
    compte: String,
    branches: Vec<Branche>,
    autres: Vec<Lien>,
}

#[derive(Debug, Serialize)]
struct Branche {
    ancre: String,
    titre: String,
    compte: String,
    teinte: usize,
    fiches: Vec<Fiche>,
}

#[derive(Debug, Serialize)]
struct Fiche {
    lien: Lien,
    actions: Vec<Action>,
}

#[derive(Debug, Serialize)]
struct Action {
    href: String,
    texte: String,
    /// The printed form, when the action has several ranks.
    imprimee: String,
}

/// The pages of the index.
pub fn pages<'a>() -> Vec<Atelier<'a>> {
    let mut pages: Vec<Atelier<'a>> = vec![Atelier::new("/priorites/", index)];
    pages.extend(RANGS.into_iter().map(|rang| Atelier::new(&rang.url(), move |c| page(c, rang))));
    pages
}

/// The parts that have actions of a rank, by branch of their document.
fn branches(site: &Site, rang: Rang) -> BTreeMap<PartIx, Vec<PartIx>> {
    let mut found: BTreeMap<PartIx, Vec<PartIx>> = BTreeMap::new();
    for (ix, part) in site.iter() {
        if part.content.actions.iter().any(|a| a.priorite.as_ref().is_some_and(|p| rang.contains(&p.value))) {
            let up: Vec<PartIx> = std::iter::once(ix).chain(site.ancestors(part).map(|(a, _)| a)).collect();
            let branch = if up.len() > 1 { up[up.len() - 2] } else { ix };
            found.entry(branch).or_default().push(ix);
        }
    }
    found
}

fn actions(site: &Site, ix: PartIx, rang: Rang) -> impl Iterator<Item = &crate::model::content::Action> {
    site.part(ix).content.actions.iter().filter(move |a| a.priorite.as_ref().is_some_and(|p| rang.contains(&p.value)))
}

fn counted(site: &Site, fiches: &[PartIx], rang: Rang) -> usize {
    fiches.iter().map(|f| actions(site, *f, rang).count()).sum()
}

fn index(c: &Contexte<'_>) -> Result<File, Diagnostic> {
    let description = dit!(c, "Toutes les actions des plans, rangées par ordre de priorité, puis par cahier.");
    let mut page = c.page("/priorites/", &dit!(c, "Priorités"), &description, Vec::new());
    page.fil = vec![c.accueil(&page)];
    page.ici = dit!(c, "Priorités");
    let compte = |n: usize| count(n, &dit!(c, "action"), &dit!(c, "actions"));
    let rangs = RANGS
        .into_iter()
        .map(|rang| {
            let branches = branches(c.site, rang);
            let total: usize = branches.values().map(|f| counted(c.site, f, rang)).sum();
            RangVue {
                lien: Lien { href: c.href(&page, &rang.url()), texte: rang.titre(c) },
                compte: compte(total),
                branches: branches
                    .iter()
                    .map(|(b, f)| (branch_link(c, &page, rang, *b), compte(counted(c.site, f, rang))))
                    .collect(),
            }
        })
        .collect();
    super::super::page(c, "priorites.html", &page, &IndexVue { rangs })
}

fn branch_link(c: &Contexte<'_>, page: &Page, rang: Rang, branch: PartIx) -> Lien {
    Lien { href: format!("{}#{}", c.href(page, &rang.url()), anchor(c.site, branch)), texte: c.label_court(branch) }
}

fn anchor(site: &Site, branch: PartIx) -> String {
    format!("partie-{}", site.part(branch).id.replace('/', "."))
}

fn page(c: &Contexte<'_>, rang: Rang) -> Result<File, Diagnostic> {
    let found = branches(c.site, rang);
    let total: usize = found.values().map(|f| counted(c.site, f, rang)).sum();
    let titre = rang.titre(c);
    let compte = |n: usize| count(n, &dit!(c, "action"), &dit!(c, "actions"));
    let description = dit!(c, "{titre} : {actions}, cahier par cahier.", titre = titre, actions = compte(total));
    let mut page = c.page(&rang.url(), &titre, &description, Vec::new());
    page.fil = vec![c.accueil(&page), Lien { href: c.href(&page, "/priorites/"), texte: dit!(c, "Priorités") }];
    page.ici = titre.clone();
    let vue = Vue {
        titre,
        compte: compte(total),
        branches: found
            .iter()
            .map(|(branch, fiches)| Branche {
                ancre: anchor(c.site, *branch),
                titre: c.label_court(*branch),
                compte: compte(counted(c.site, fiches, rang)),
                teinte: c.teinte(*branch),
                fiches: fiches.iter().map(|f| fiche(c, &page, *f, rang)).collect(),
            })
            .collect(),
        autres: RANGS
            .into_iter()
            .filter(|r| *r != rang)
            .map(|r| Lien { href: c.href(&page, &r.url()), texte: r.titre(c) })
            .collect(),
    };
    super::super::page(c, "priorite.html", &page, &vue)
}

fn fiche(c: &Contexte<'_>, page: &Page, ix: PartIx, rang: Rang) -> Fiche {
    let lien = c.lien(page, ix);
    let actions = actions(c.site, ix, rang)
        .map(|a| {
            let titre = a.titre.as_ref().map_or(c.mots.dit(TITRE_PERDU), |t| &t.value);
            let numero = a.numero.as_ref().map(|n| dit!(c, "Action\u{A0}{numero}", numero = n.value) + " : ").unwrap_or_default();
            let several = a.priorite.as_ref().filter(|p| p.value.rangs.len() != 1);
            Action {
                href: format!("{}#{}", lien.href, a.ancre),
                texte: french(&format!("{numero}{titre}")).into_owned(),
                imprimee: several.map_or_else(String::new, |p| french(&p.value.imprimee).into_owned()),
            }
        })
        .collect();
    Fiche { lien, actions }
}
