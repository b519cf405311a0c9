//! The actions of a part.

use serde::Serialize;

use crate::model::content::{Action, Content, MontantCite, Priorite};
use crate::render::html::prose::Ecrivain;
use crate::text::NBSP;
use crate::text::amount::Lecture;
use crate::text::format::euros;
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
    montants: Vec<MontantVue>,
}

/// A sum named by an action.
#[derive(Debug, Serialize)]
struct MontantVue {
    libelle: String,
    montant: String,
    dont: Vec<MontantVue>,
}

/// The actions of a part, in order.
pub fn vues(w: &mut Ecrivain<'_, '_>, content: &Content) -> Vec<ActionVue> {
    content.actions.iter().map(|a| vue(w, a)).collect()
}

fn vue(w: &mut Ecrivain<'_, '_>, action: &Action) -> ActionVue {
    let mut bloc = |prose: &Option<crate::model::content::Prose>| prose.as_ref().map_or_else(String::new, |p| w.bloc(&p.value));
    let (texte, avancement, calendrier, bilan) =
        (bloc(&action.texte), bloc(&action.avancement), bloc(&action.calendrier), bloc(&action.bilan));
    ActionVue {
        ancre: action.ancre.clone(),
        numero: action.numero.as_ref().map(|n| format!("Action{NBSP}{}", n.value)),
        titre: action.titre.as_ref().map_or_else(|| "Titre perdu dans la source".to_owned(), |t| french(&t.value).into_owned()),
        texte,
        etapes: action.etapes.iter().map(|e| w.ligne(&e.value)).collect(),
        priorite: action.priorite.as_ref().map(|p| priorite(&p.value)),
        avancement,
        calendrier,
        bilan,
        partenaires: action.partenaires.iter().map(|p| french(&p.value).into_owned()).collect(),
        montants: action.montants.iter().map(montant).collect(),
    }
}

/// « Priorité 2 et 3 », or the free words of the source.
pub fn priorite(p: &Priorite) -> String {
    if p.rangs.is_empty() { french(&p.imprimee).into_owned() } else { format!("Priorité{NBSP}{}", french(&p.imprimee)) }
}

fn montant(m: &MontantCite) -> MontantVue {
    MontantVue {
        libelle: m.libelle.as_ref().map_or_else(String::new, |l| french(l).into_owned()),
        montant: lecture(&m.montant.value),
        dont: m.dont.iter().map(montant).collect(),
    }
}

/// An amount for readers: its value, or the words of the source where it is approximate, rounded or missing.
pub fn lecture(lecture: &Lecture) -> String {
    match lecture {
        Lecture::Connu(m) if m.approximation.is_none() && m.pas <= rust_decimal::Decimal::ONE => euros(m.valeur),
        Lecture::Connu(m) => french(&m.imprime).into_owned(),
        Lecture::Absent(statut, _) => statut.label().to_owned(),
    }
}
