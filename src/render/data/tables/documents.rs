//! The documents.

use super::Fonds;
use super::champ::{Id, Texte, sujet};
use super::mots::mots;

sujet! {
    /// One document.
    Document "documents" "Documents"
    "Les plans, pactes, conventions et rapports que le site publie, un par ligne."
    cle ["id"]
    renvois ["id" => "parties"."id"]
    id: Id<'a>, "Identifiant", "Nom stable du document, qui est aussi le début de son adresse.";
    nature: Texte<'a>, "Nature", "Ce qu’est le document : pacte, rapport d’exécution, convention…";
    titre: Texte<'a>, "Titre", "Titre imprimé sur le document.";
    titre_court: Texte<'a>, "Titre court", "Titre pour les menus et les listes.";
    collectivite: Option<Texte<'a>>, "Collectivité", "Collectivité qui a adopté le document.";
    debut: Option<Texte<'a>>, "Première année", "Première année de la période couverte.";
    fin: Option<Texte<'a>>, "Dernière année", "Dernière année de la période couverte.";
    resume: Option<Texte<'a>>, "Résumé", "Présentation du document en quelques phrases, en texte simple.";
    parties: usize, "Nombre de parties", "Nombre de parties du document dans le fichier parties.";
    deliberations: usize, "Nombre de délibérations", "Nombre de délibérations relevées au sujet du document (détaillées dans parvis.json).";
    source_fichier: Option<Texte<'a>>, "Fichier source", "Nom du fichier de texte tiré du document d’origine.";
    adresse: Texte<'a>, "Adresse", "Page du document sur le site.";
}

/// The rows.
pub fn lignes<'a>(f: Fonds<'a>) -> impl Iterator<Item = Document<'a>> {
    f.site.documents.iter().map(move |d| {
        let part = f.site.part(d.racine);
        Document {
            id: part.id.as_str().into(),
            nature: d.info.nature.as_deref().unwrap_or_default().into(),
            titre: part.titre().into(),
            titre_court: part.titre_court().into(),
            collectivite: d.info.collectivite.as_deref().map(Into::into),
            debut: d.info.periode.first().map(|y| y.as_str().into()),
            fin: d.info.periode.last().map(|y| y.as_str().into()),
            resume: part.content.resume.as_ref().map(|r| mots(&f, d.racine, &r.value)),
            parties: f.site.range(d.racine).len() - 1,
            deliberations: d.info.deliberations.len(),
            source_fichier: f.site.source_file(part).map(Into::into),
            adresse: f.adresse(&part.url()),
        }
    })
}
