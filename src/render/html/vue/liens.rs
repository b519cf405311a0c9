//! The links of a part, and the parts that name it.

use serde::Serialize;

use crate::model::content::LienNature;
use crate::model::{Cible, PartIx};
use crate::render::html::contexte::{Contexte, Lien, Page};
use crate::render::html::prose::Ecrivain;
use crate::text::typography::french;

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
    nature: &'static str,
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
    let mut groupes: Vec<Groupe> = Vec::new();
    for lien in &c.site.part(ix).liens {
        let (titre, href, texte) = match &lien.cible {
            Cible::Partie(to, anchor) => {
                let mut href = c.href(page, &c.site.part(*to).url());
                if let Some(anchor) = anchor {
                    href.push('#');
                    href.push_str(anchor);
                }
                (branch(c, *to), Some(href), c.label(*to))
            }
            Cible::Plan(id) => {
                let entry = c.site.registres.plans.find(id);
                let name = entry.map_or(id.clone(), |e| match &e.sigle {
                    Some(sigle) if !e.nom.contains(sigle.as_str()) => format!("{} ({sigle})", e.nom),
                    _ => e.nom.clone(),
                });
                let href = super::repertoires::page_du_plan(c, page, id);
                ("Autres plans et programmes".to_owned(), href, french(&name).into_owned())
            }
            Cible::Deliberation(number) => ("Délibérations".to_owned(), None, format!("Délibération {number}")),
            Cible::Autre(words) => ("Autres liens".to_owned(), None, french(words).into_owned()),
            Cible::Web(url) => {
                let texte = lien.titre.as_ref().map_or_else(|| url.clone(), |t| french(&t.value).into_owned());
                ("Sur le web".to_owned(), Some(url.clone()), texte)
            }
        };
        let mut precision = lien.precision.as_ref().map_or_else(String::new, |p| french(p).into_owned());
        // The printed words of a link outside the site say what it points at.
        if let (Cible::Plan(_) | Cible::Deliberation(_), Some(printed)) = (&lien.cible, &lien.titre) {
            let printed = french(&printed.value);
            precision = if precision.is_empty() { printed.into_owned() } else { format!("{precision} : {printed}") };
        }
        let vue = LienVue {
            href,
            texte,
            nature: nature(lien.nature),
            precision: french(&precision).into_owned(),
            ecart: lien.ecart.as_ref().map_or_else(String::new, |e| w.ligne(&e.value)),
        };
        match groupes.iter_mut().find(|g| g.titre == titre) {
            Some(groupe) => groupe.liens.push(vue),
            None => groupes.push(Groupe { titre, liens: vec![vue] }),
        }
    }
    let cite_par = c.summary.cite_par.get(&ix).into_iter().flatten().map(|b| c.lien_complet(page, b.from)).collect();
    let follows = |l: &&crate::model::Lien| l.nature.is_succession();
    let before = c.site.part(ix).liens.iter().filter(follows).filter_map(|l| match l.cible {
        Cible::Partie(to, _) => Some(to),
        _ => None,
    });
    let after = c.summary.cite_par.get(&ix).into_iter().flatten().filter(|b| b.nature.is_some_and(LienNature::is_succession));
    let edition = |at: PartIx| {
        let mut lien = c.lien(page, at);
        let document = c.site.document(c.site.part(at)).racine;
        lien.texte = if at == document {
            c.titre_court(document).to_owned()
        } else {
            format!("{} ({})", lien.texte, c.titre_court(document))
        };
        lien
    };
    LiensVue { groupes, cite_par, avant: before.map(edition).collect(), apres: after.map(|b| edition(b.from)).collect() }
}

/// The branch of the document that a part belongs to: « Cahier n° 2 : Enfance et famille ».
fn branch(c: &Contexte<'_>, ix: PartIx) -> String {
    let part = c.site.part(ix);
    let above: Vec<PartIx> = std::iter::once(ix).chain(c.site.ancestors(part).map(|(a, _)| a)).collect();
    match above.as_slice() {
        [.., branch, _] => c.label_court(*branch),
        [root] => c.label_court(*root),
        [] => String::new(),
    }
}

fn nature(nature: LienNature) -> &'static str {
    match nature {
        LienNature::Voir => "",
        LienNature::Prolonge => "prolonge",
        LienNature::Remplace => "remplace",
        LienNature::Modifie => "modifie",
        LienNature::Succede => "succède à",
        LienNature::Cadre => "s’inscrit dans",
    }
}
