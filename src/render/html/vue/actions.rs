//! The actions of a part.

use serde::Serialize;

use crate::model::PartIx;
use crate::model::content::Action;
use crate::render::html::prose::Ecrivain;
use crate::render::mots::liens;
use crate::render::mots::partie::{MontantDit, TITRE_PERDU, montant, priorite};
use crate::text::typography::french;

/// An action, ready to show.
#[derive(Debug, Serialize)]
pub struct ActionVue {
    ancre: String,
    numero: Option<String>,
    titre: String,
    texte: String,
    etapes: Vec<String>,
    priorite: Option<String>,
    avancement: String,
    calendrier: String,
    bilan: String,
    partenaires: Vec<String>,
    montants: Vec<MontantDit>,
    cite_par: Vec<String>,
}

/// The actions of a part, in order.
pub fn vues(w: &mut Ecrivain<'_, '_>, ix: PartIx) -> Vec<ActionVue> {
    w.contexte.site.part(ix).content.actions.iter().map(|a| vue(w, ix, a)).collect()
}

fn vue(w: &mut Ecrivain<'_, '_>, ix: PartIx, action: &Action) -> ActionVue {
    let c = w.contexte;
    let mut bloc = |prose: &Option<crate::model::content::Prose>| prose.as_ref().map_or_else(String::new, |p| w.bloc(&p.value));
    let (texte, avancement, calendrier, bilan) =
        (bloc(&action.texte), bloc(&action.avancement), bloc(&action.calendrier), bloc(&action.bilan));
    ActionVue {
        ancre: action.ancre.clone(),
        numero: action.numero.as_ref().map(|n| dit!(c, "Action\u{A0}{numero}", numero = n.value)),
        titre: action.titre.as_ref().map_or_else(|| c.mots.dit(TITRE_PERDU).to_owned(), |t| french(&t.value).into_owned()),
        texte,
        etapes: action.etapes.iter().map(|e| w.ligne(&e.value)).collect(),
        priorite: action.priorite.as_ref().map(|p| priorite(c, &p.value)),
        avancement,
        calendrier,
        bilan,
        partenaires: action.partenaires.iter().map(|p| french(&p.value).into_owned()).collect(),
        montants: action.montants.iter().map(|m| montant(c, m)).collect(),
        cite_par: liens::citent(c, ix, action).map(|from| w.lien_vu_de(ix, from)).collect(),
    }
}
