//! The links of a part, and the parts that name it.

use serde::Serialize;

use crate::model::{Cible, PartIx};
use crate::render::html::contexte::{Contexte, Lien, Page};
use crate::render::html::prose::Ecrivain;
use crate::render::mots::liens::{self, LienDit};

/// The section of links.
#[derive(Debug, Default, Serialize)]
pub struct LiensVue {
    groupes: Vec<Groupe>,
    cite_par: Vec<Lien>,
    /// The same action in an earlier document, and in a later one.
    avant: Vec<Lien>,
    apres: Vec<Lien>,
}

/// Links to one cahier, or to the plans and pages outside.
#[derive(Debug, Serialize)]
struct Groupe {
    titre: String,
    liens: Vec<LienVue>,
}

/// One link.
#[derive(Debug, Serialize)]
struct LienVue {
    href: Option<String>,
    texte: String,
    /// « prolonge », « remplace »…; empty for a plain « voir ».
    nature: String,
    precision: String,
    ecart: String,
}

impl LiensVue {
    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.groupes.is_empty() && self.cite_par.is_empty()
    }
}

/// The links of a part, grouped by where they lead.
pub fn vue(c: &Contexte<'_>, page: &Page, w: &mut Ecrivain<'_, '_>, ix: PartIx) -> LiensVue {
    let liens = liens::de(c, ix);
    let edition = |at: &PartIx| Lien { texte: c.avec_document(*at), ..c.lien(page, *at) };
    let groupes = liens
        .groupes
        .into_iter()
        .map(|g| Groupe { titre: g.titre, liens: g.liens.into_iter().map(|l| lien(c, page, w, ix, l)).collect() });
    LiensVue {
        groupes: groupes.collect(),
        cite_par: liens.cite_par.iter().map(|from| c.lien_vu_de(page, ix, *from)).collect(),
        avant: liens.avant.iter().map(edition).collect(),
        apres: liens.apres.iter().map(edition).collect(),
    }
}

fn lien(c: &Contexte<'_>, page: &Page, w: &mut Ecrivain<'_, '_>, ix: PartIx, l: LienDit<'_>) -> LienVue {
    let href = match l.cible {
        Cible::Partie(to, anchor) => {
            let anchor = anchor.as_ref().map_or_else(String::new, |a| format!("#{a}"));
            Some(format!("{}{anchor}", c.href(page, &c.site.part(*to).url())))
        }
        Cible::Plan(id) => super::repertoires::page_du_plan(c, page, id),
        Cible::Web(url) => Some(url.clone()),
        Cible::Deliberation(numero) => {
            let document = c.site.deliberation(c.site.part(ix), numero);
            document.map(|d| format!("{}#deliberations", c.href(page, &c.site.part(d).url())))
        }
        Cible::Autre(_) => None,
    };
    let ecart = l.ecart.map_or_else(String::new, |e| w.ligne(e));
    LienVue { href, texte: l.texte, nature: l.nature, precision: l.precision, ecart }
}
