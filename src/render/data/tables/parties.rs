//! The parts of the documents.

use crate::model::content::Nom;
use crate::model::{Content, PartIx};
use crate::text::date::Date;

use super::champ::{Id, Texte, sujet};
use super::mots::mots;
use super::{Fonds, liste};

sujet! {
    /// One part of a document; the document itself is one.
    Partie "parties" "Parties des documents"
    "Les cahiers, axes, orientations, fiches et autres parties de chaque document, dans l’ordre de lecture. Le document lui-même en est la première ligne."
    cle ["id"]
    renvois ["document" => "documents"."id", "parent" => "parties"."id"]
    id: Id<'a>, "Identifiant", "Nom stable de la partie, qui est aussi son adresse.";
    document: Id<'a>, "Document", "Identifiant du document.";
    parent: Option<Id<'a>>, "Partie au-dessus", "Identifiant de la partie qui la contient ; vide pour un document.";
    ordre: usize, "Ordre", "Rang dans l’ordre de lecture du site, à partir de 1.";
    profondeur: usize, "Profondeur", "Nombre de parties au-dessus d’elle : 0 pour un document.";
    nature: Id<'a>, "Nature", "Niveau de la partie : document, cahier, axe, orientation, fiche, action, page…";
    numero: Option<Texte<'a>>, "Numéro", "Numéro imprimé.";
    titre: Texte<'a>, "Titre", "Titre imprimé.";
    resume: Option<Texte<'a>>, "Résumé", "Résumé en texte simple.";
    pilotes: Texte<'a>, "Pilotes", "Qui pilote la partie, d’elle-même ou d’une partie au-dessus, séparés par « ; ».";
    publics: Texte<'a>, "Publics", "Publics visés, par la partie ou par une partie au-dessus, séparés par « ; ».";
    territoires: Texte<'a>, "Territoires", "Territoires concernés, par la partie ou par une partie au-dessus, séparés par « ; ».";
    debut: Option<Date>, "Début", "Date de début, connue à l’année, au mois ou au jour.";
    fin: Option<Date>, "Fin", "Date de fin, connue à l’année, au mois ou au jour.";
    calendrier: Option<Texte<'a>>, "Calendrier", "Calendrier tel que la source l’écrit.";
    actions: usize, "Nombre d’actions", "Nombre de lignes de la partie dans le fichier actions.";
    indicateurs: usize, "Nombre d’indicateurs", "Nombre d’indicateurs de la partie.";
    lignes_budget: usize, "Nombre de lignes de budget", "Nombre de lignes de budget de la partie.";
    complet: bool, "Complète", "« non » quand la source a perdu une partie du texte.";
    manque: Option<Texte<'a>>, "Ce qui manque", "Ce qui est perdu dans la source.";
    source_fichier: Option<Texte<'a>>, "Fichier source", "Nom du fichier de texte tiré du document d’origine.";
    source_lignes: Option<Texte<'a>>, "Lignes de la source", "Première et dernière ligne dans ce fichier.";
    source_pages: Option<Texte<'a>>, "Pages de la source", "Pages imprimées du document d’origine.";
    adresse: Texte<'a>, "Adresse", "Page de la partie sur le site.";
}

/// The rows.
pub fn lignes<'a>(f: Fonds<'a>) -> impl Iterator<Item = Partie<'a>> {
    f.site.iter().map(move |(ix, _)| partie(&f, ix))
}

fn partie<'a>(f: &Fonds<'a>, ix: PartIx) -> Partie<'a> {
    let site = f.site;
    let part = site.part(ix);
    let c = &part.content;
    let noms = |field: fn(&Content) -> &[Nom]| liste(site.inherited(part, field).0.iter().map(|n| n.value.as_str()));
    let calendrier = c.calendrier.as_ref();
    Partie {
        id: part.id.as_str().into(),
        document: site.part(site.document(part).racine).id.as_str().into(),
        parent: part.parent.map(|p| site.part(p).id.as_str().into()),
        ordre: ix.0 as usize + 1,
        profondeur: site.ancestors(part).count(),
        nature: site.nature(part).into(),
        numero: part.numero().map(Into::into),
        titre: part.titre().into(),
        resume: c.resume.as_ref().map(|r| mots(f, ix, &r.value)),
        pilotes: noms(|c| &c.pilotes),
        publics: noms(|c| &c.publics),
        territoires: noms(|c| &c.territoires),
        debut: calendrier.and_then(|k| k.debut),
        fin: calendrier.and_then(|k| k.fin),
        calendrier: calendrier.and_then(|k| k.texte.as_deref().or(k.duree.as_ref().map(|d| d.value.as_str()))).map(Into::into),
        actions: c.actions.len(),
        indicateurs: c.indicateurs.len(),
        lignes_budget: c.budget.len(),
        complet: c.incomplet.is_none(),
        manque: c.incomplet.as_ref().and_then(|m| m.as_ref()).map(|m| mots(f, ix, &m.value)),
        source_fichier: site.source_file(part).map(Into::into),
        source_lignes: f.lignes(part),
        source_pages: c.source.pages.as_deref().map(Into::into),
        adresse: f.adresse(&part.url()),
    }
}
