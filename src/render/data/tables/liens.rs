//! The links between parts, and to what is outside.

use crate::model::content::LienNature;
use crate::model::{Cible, Lien, Part};

use super::Fonds;
use super::champ::{Id, Texte, sujet};

sujet! {
    /// One link.
    LigneLien "liens" "Liens entre les parties"
    "Les renvois d’une partie à une autre, à un plan extérieur, à une délibération ou à une page du web."
    cle ["id"]
    renvois ["de" => "parties"."id", "vers" => "parties"."id"]
    id: Id<'a>, "Identifiant", "Nom de la ligne dans ce fichier ; il change si l’ordre des liens change.";
    de: Id<'a>, "De", "Identifiant de la partie qui renvoie.";
    nature: Id<'a>, "Nature", "Sens du lien : voir, prolonge, remplace, modifie, succede, cadre ; « texte » pour un renvoi dans le cours du texte.", natures;
    vers: Option<Id<'a>>, "Vers", "Identifiant de la partie visée.";
    ancre: Option<Texte<'a>>, "Ancre", "Place visée dans la page de cette partie.";
    plan: Option<Texte<'a>>, "Plan", "Identifiant du plan extérieur visé.";
    plan_nom: Option<Texte<'a>>, "Nom du plan", "Nom du plan dans le référentiel.";
    deliberation: Option<Texte<'a>>, "Délibération", "Numéro de la délibération visée.";
    web: Option<Texte<'a>>, "Page du web", "Adresse de la page visée.";
    autre: Option<Texte<'a>>, "Autre", "Les mots de la source, quand ce qu’elle vise n’a ni page ni référentiel.";
    titre_imprime: Option<Texte<'a>>, "Titre imprimé", "Le titre que la source donne à ce qu’elle vise.";
    precision: Option<Texte<'a>>, "Précision", "Ce que la source précise.";
    ecart: Option<Texte<'a>>, "Écart", "Ce qui ne concorde pas dans la source, expliqué.";
}

fn natures() -> Vec<&'static str> {
    LienNature::ALL.iter().map(|(code, _)| *code).chain(["texte"]).collect()
}

/// The rows.
pub fn lignes<'a>(f: Fonds<'a>) -> impl Iterator<Item = LigneLien<'a>> {
    f.site.iter().flat_map(move |(_, part)| {
        let mut rows = Vec::new();
        for (n, lien) in part.liens.iter().enumerate() {
            rows.push(ecrit(&f, part, n + 1, lien));
        }
        for (n, ix) in part.cite_dans_texte.iter().enumerate() {
            let mut row = base(part, part.liens.len() + n + 1, "texte");
            row.vers = Some(f.site.part(*ix).id.as_str().into());
            rows.push(row);
        }
        rows
    })
}

fn ecrit<'a>(f: &Fonds<'a>, part: &'a Part, n: usize, lien: &'a Lien) -> LigneLien<'a> {
    let mut row = base(part, n, lien.nature.code());
    match &lien.cible {
        Cible::Partie(ix, ancre) => {
            (row.vers, row.ancre) = (Some(f.site.part(*ix).id.as_str().into()), ancre.as_deref().map(Into::into));
        }
        Cible::Plan(id) => {
            row.plan = Some(id.as_str().into());
            row.plan_nom = f.site.registres.plans.find(id).map(|e| e.nom.as_str().into());
        }
        Cible::Deliberation(numero) => row.deliberation = Some(numero.as_str().into()),
        Cible::Web(url) => row.web = Some(url.as_str().into()),
        Cible::Autre(words) => row.autre = Some(words.as_str().into()),
    }
    row.titre_imprime = lien.titre.as_ref().map(|t| t.value.as_str().into());
    row.precision = lien.precision.as_deref().map(Into::into);
    row.ecart = lien.ecart.as_ref().map(|e| e.value.as_str().into());
    row
}

fn base<'a>(part: &'a Part, n: usize, nature: &'static str) -> LigneLien<'a> {
    LigneLien {
        id: format!("{}:{n}", part.id).into(),
        de: part.id.as_str().into(),
        nature: nature.into(),
        vers: None,
        ancre: None,
        plan: None,
        plan_nom: None,
        deliberation: None,
        web: None,
        autre: None,
        titre_imprime: None,
        precision: None,
        ecart: None,
    }
}
