//! The places that the page of a part has, beside its headings and its actions: what the page's template shows.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::model::content::{Calendrier, Content, Nom};
use crate::model::indicateur::Indicateur;
use crate::model::niveau::PAGE;
use crate::model::site::{Part, PartIx, Site};

/// The sections that a page has where another part names it.
pub const CITED: [&str; 2] = ["cite-par", "liens"];

/// The sections of all pages.
pub struct Sections {
    /// The parts with budget lines, in order.
    budgets: Vec<PartIx>,
    /// The parts that acknowledge a contradiction of the source.
    ecarts: BTreeSet<PartIx>,
}

impl Sections {
    /// Looks once at what is costly to look for from every link. The links of the parts are not resolved yet.
    pub fn new(site: &Site) -> Self {
        let budgets = site.iter().filter(|(_, p)| !p.content.budget.is_empty()).map(|(ix, _)| ix).collect();
        let ecarts =
            site.parts.par_iter().enumerate().filter(|(_, p)| has_ecart(site, p)).map(|(i, _)| PartIx(i as u32)).collect();
        Self { budgets, ecarts }
    }

    /// The sections of the page of a part, those that depend on who names it left out.
    pub fn of(&self, site: &Site, ix: PartIx) -> Vec<String> {
        let part = site.part(ix);
        let content = &part.content;
        let scope = site.range(ix);
        let next = self.budgets.partition_point(|b| b.0 < scope.start);
        let source = &content.source;
        let groups = groups(site, part);
        let present = [
            ("en-bref", en_bref(site, part)),
            ("presentation", content.corps.is_some() && groups > 0),
            ("constats", site.stated(part, |c| &c.constats).is_some()),
            ("enjeux", site.stated(part, |c| &c.enjeux).is_some()),
            ("contenu", groups > 0),
            ("budget", content.depenses.is_some() || self.budgets.get(next).is_some_and(|b| scope.contains(&b.0))),
            ("deliberations", part.parent.is_none() && !site.document(part).info.deliberations.is_empty()),
            ("notes", !content.titres_imprimes.is_empty() || self.ecarts.contains(&ix)),
            ("sources", source.fichier.is_some() || source.lignes.is_some() || source.pages.is_some()),
        ];
        let own = content.sections().into_iter();
        own.chain(present.into_iter().filter(|(_, here)| *here).map(|(name, _)| name))
            .map(str::to_owned)
            .chain((1..=groups).map(|n| format!("contenu-{n}")))
            .collect()
    }
}

/// How many groups the children make: one for each level.
fn groups(site: &Site, part: &Part) -> usize {
    let title = |child: &PartIx| site.niveau(site.part(*child)).map_or("", |n| if n.is_page() { PAGE } else { &n.pluriel });
    part.children.iter().map(title).collect::<BTreeSet<&str>>().len()
}

fn en_bref(site: &Site, part: &Part) -> bool {
    let c = &part.content;
    let own = [&c.copilotes, &c.en_lien_avec, &c.partenaires, &c.co_financeurs].iter().any(|names| !names.is_empty());
    let inherited: [fn(&Content) -> &[Nom]; 3] = [|c| &c.pilotes, |c| &c.publics, |c| &c.territoires];
    let when = |c: &Calendrier| c.debut.is_some() || c.fin.is_some() || c.duree.is_some() || c.texte.is_some();
    own || inherited.into_iter().any(|field| !site.inherited(part, field).0.is_empty()) || c.calendrier.as_ref().is_some_and(when)
}

fn has_ecart(site: &Site, part: &Part) -> bool {
    let c = &part.content;
    let deliberations = if part.parent.is_none() { &site.document(part).info.deliberations[..] } else { &[] };
    c.budget.iter().any(|l| l.ecart.is_some())
        || c.liens.iter().any(|l| l.ecart.is_some())
        || c.indicateurs.iter().flat_map(Indicateur::cellules).any(|v| v.ecart.is_some())
        || c.tableaux.iter().any(|t| t.ecart.is_some())
        || c.donnees.iter().any(|d| d.ecart.is_some())
        || c.depenses.as_ref().is_some_and(|d| d.ecart.is_some())
        || c.calendrier.as_ref().is_some_and(|k| k.ecart.is_some())
        || deliberations.iter().any(|d| d.ecart.is_some() || d.imputations.iter().any(|i| i.ecart.is_some()))
}
