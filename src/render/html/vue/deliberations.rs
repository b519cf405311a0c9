//! The decisions of assemblies about a document: what was decided, when, by which vote, on which budget lines.

use serde::Serialize;

use crate::model::document::Deliberation;
use crate::render::html::prose::Ecrivain;
use crate::render::mots::partie;

use super::tableau::{Tableau, tableau};

/// A decision as the template shows it.
#[derive(Debug, Serialize)]
pub struct DeliberationVue {
    titre: String,
    objet: String,
    decisions: Vec<String>,
    dates: Vec<String>,
    vote: Vec<(String, String)>,
    imputations: Option<Tableau>,
}

/// The view of a decision.
pub fn vue(w: &mut Ecrivain<'_, '_>, d: &Deliberation) -> DeliberationVue {
    let c = w.contexte;
    DeliberationVue {
        titre: partie::titre_de_deliberation(c, d),
        objet: d.objet.as_ref().map_or_else(String::new, |o| w.ligne(&o.value)),
        decisions: d.decisions.iter().map(|p| w.ligne(&p.value)).collect(),
        dates: partie::dates_de_deliberation(c, d),
        vote: partie::vote(c, d),
        imputations: partie::imputations(c, d).map(|t| tableau(w, &t)),
    }
}
