//! The contradictions of the sources that authors acknowledged.

use super::Fonds;
use super::champ::{Id, Texte, sujet};
use super::mots::mots;

sujet! {
    /// One acknowledged contradiction.
    LigneEcart "ecarts" "Écarts connus"
    "Les contradictions des documents d’origine, relevées par le contrôle des sources et expliquées par la rédaction."
    cle ["id"]
    renvois ["partie" => "parties"."id"]
    id: Id<'a>, "Identifiant", "Nom de la ligne dans ce fichier ; il change si l’ordre des écarts change.";
    partie: Id<'a>, "Partie", "Identifiant de la partie.";
    code: Id<'a>, "Code", "Code de la règle que la source ne respecte pas.";
    regle: Texte<'a>, "Règle", "Ce que dit cette règle.";
    constat: Texte<'a>, "Constat", "Ce que le contrôle a vu.";
    raison: Texte<'a>, "Explication", "Ce que la rédaction en dit.";
    fichier: Option<Texte<'a>>, "Fichier", "Fichier de contenu où l’écart est reconnu.";
    ligne: Option<usize>, "Ligne", "Ligne de ce fichier.";
    adresse: Texte<'a>, "Adresse", "Page de la partie sur le site.";
}

/// The rows.
pub fn lignes<'a>(f: Fonds<'a>) -> impl Iterator<Item = LigneEcart<'a>> {
    f.summary.ecarts.iter().flat_map(move |(ix, ecarts)| {
        let part = f.site.part(*ix);
        ecarts.iter().enumerate().map(move |(n, e)| LigneEcart {
            id: format!("{}:{}", part.id, n + 1).into(),
            partie: part.id.as_str().into(),
            code: e.code.id().into(),
            regle: e.code.info().title.into(),
            constat: e.constat.as_str().into(),
            raison: mots(&f, *ix, &e.raison),
            fichier: e.span.map(|s| f.sources.path(s.file).into()),
            ligne: e.span.map(|s| f.sources.line_column(s).0),
            adresse: f.adresse(&part.url()),
        })
    })
}
