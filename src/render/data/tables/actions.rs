//! The actions of the parts.

use super::champ::{Id, Texte, sujet};
use super::mots::mots;
use super::{Fonds, liste};

sujet! {
    /// One action.
    Action "actions" "Actions"
    "Les actions des fiches, avec leur ordre de priorité tel qu’il est imprimé et tel qu’il se lit."
    cle ["partie", "ancre"]
    renvois ["partie" => "parties"."id"]
    partie: Id<'a>, "Partie", "Identifiant de la partie qui porte l’action.";
    ancre: Id<'a>, "Ancre", "Place de l’action dans la page de la partie.";
    numero: Option<Texte<'a>>, "Numéro", "Numéro imprimé.";
    titre: Option<Texte<'a>>, "Titre", "Titre de l’action ; vide quand la source n’en donne pas.";
    texte: Option<Texte<'a>>, "Texte", "Description en texte simple.";
    etapes: Texte<'a>, "Étapes", "Étapes de l’action, une par ligne.";
    priorite_imprimee: Option<Texte<'a>>, "Ordre de priorité imprimé", "Ordre de priorité tel que la source l’écrit, par exemple « 1 et 2 ».";
    priorite_1: bool, "Priorité 1", "« oui » quand l’ordre de priorité contient le rang 1.";
    priorite_2: bool, "Priorité 2", "« oui » quand l’ordre de priorité contient le rang 2.";
    priorite_3: bool, "Priorité 3", "« oui » quand l’ordre de priorité contient le rang 3.";
    avancement: Option<Texte<'a>>, "Avancement", "État d’avancement, en texte simple.";
    calendrier: Option<Texte<'a>>, "Calendrier", "Calendrier de l’action, en texte simple.";
    bilan: Option<Texte<'a>>, "Bilan", "Bilan de l’action, en texte simple.";
    partenaires: Texte<'a>, "Partenaires", "Partenaires de l’action, séparés par « ; ».";
    adresse: Texte<'a>, "Adresse", "Page et place de l’action sur le site.";
}

/// The rows.
pub fn lignes<'a>(f: Fonds<'a>) -> impl Iterator<Item = Action<'a>> {
    f.site.iter().flat_map(move |(ix, part)| {
        part.content.actions.iter().map(move |a| {
            let text = |p: &'a Option<crate::model::content::Prose>| p.as_ref().map(|p| mots(&f, ix, &p.value));
            let priorite = a.priorite.as_ref().map(|p| &p.value);
            let rang = |n: u8| priorite.is_some_and(|p| p.rangs.contains(&n));
            Action {
                partie: part.id.as_str().into(),
                ancre: a.ancre.as_str().into(),
                numero: a.numero.as_ref().map(|n| n.value.as_str().into()),
                titre: a.titre.as_ref().map(|t| t.value.as_str().into()),
                texte: text(&a.texte),
                etapes: a.etapes.iter().map(|e| mots(&f, ix, &e.value)).collect::<Vec<_>>().join("\n").into(),
                priorite_imprimee: priorite.map(|p| p.imprimee.as_str().into()),
                priorite_1: rang(1),
                priorite_2: rang(2),
                priorite_3: rang(3),
                avancement: text(&a.avancement),
                calendrier: text(&a.calendrier),
                bilan: text(&a.bilan),
                partenaires: liste(a.partenaires.iter().map(|p| p.value.as_str())),
                adresse: f.adresse(&format!("{}#{}", part.url(), a.ancre)),
            }
        })
    })
}
