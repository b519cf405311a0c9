//! Who the parts name, and in which role.

use crate::model::content::Nom;
use crate::model::registre::{Entree, Registre};

use super::Fonds;
use super::champ::{Id, Texte, sujet};

sujet! {
    /// A body, a public or a territory that a part names.
    Partenaire "partenaires" "Pilotes, partenaires, publics"
    "Qui chaque partie nomme, et à quel titre : pilotes, partenaires, co-financeurs, publics visés, territoires. Seulement ce que la partie dit elle-même, sans ce qu’elle tient de la partie au-dessus."
    cle ["id"]
    renvois ["partie" => "parties"."id"]
    id: Id<'a>, "Identifiant", "Nom de la ligne dans ce fichier ; il change si l’ordre des noms change.";
    partie: Id<'a>, "Partie", "Identifiant de la partie.";
    role: Id<'a>, "Rôle", "À quel titre elle le nomme.", roles;
    action: Option<Texte<'a>>, "Action", "Ancre de l’action qui le nomme ; vide quand c’est la partie.";
    nom: Id<'a>, "Nom écrit", "Le nom tel que la source l’écrit.";
    referentiel: Option<Texte<'a>>, "Identifiant au référentiel", "Identifiant commun à toutes les écritures du même nom ; vide quand le référentiel ne le connaît pas.";
    nom_referentiel: Option<Texte<'a>>, "Nom au référentiel", "Nom de référence.";
    sigle: Option<Texte<'a>>, "Sigle", "Sigle de référence.";
}

const ROLES: [&str; 7] = ["pilote", "copilote", "en_lien_avec", "partenaire", "co_financeur", "public", "territoire"];

fn roles() -> Vec<&'static str> {
    ROLES.to_vec()
}

/// The rows.
pub fn lignes<'a>(f: Fonds<'a>) -> impl Iterator<Item = Partenaire<'a>> {
    let r = &f.site.registres;
    f.site.iter().flat_map(move |(_, part)| {
        let mut rows = Vec::new();
        let c = &part.content;
        let lists: [(&[Nom], &'a Registre); 7] = [
            (&c.pilotes, &r.partenaires),
            (&c.copilotes, &r.partenaires),
            (&c.en_lien_avec, &r.partenaires),
            (&c.partenaires, &r.partenaires),
            (&c.co_financeurs, &r.partenaires),
            (&c.publics, &r.publics),
            (&c.territoires, &r.territoires),
        ];
        let own = ROLES.into_iter().zip(lists).flat_map(|(role, (names, r))| names.iter().map(move |n| (role, None, n, r)));
        let actions = c
            .actions
            .iter()
            .flat_map(|a| a.partenaires.iter().map(|n| ("partenaire", Some(a.ancre.as_str()), n, &r.partenaires)));
        let names = own.chain(actions).filter(|(_, _, n, _)| !n.value.trim().is_empty());
        for (i, (role, action, nom, registre)) in names.enumerate() {
            let entry: Option<&'a Entree> = registre.find(&nom.value);
            rows.push(Partenaire {
                id: format!("{}:{}", part.id, i + 1).into(),
                partie: part.id.as_str().into(),
                role: role.into(),
                action: action.map(Into::into),
                nom: nom.value.as_str().into(),
                referentiel: entry.map(|e| e.id.as_str().into()),
                nom_referentiel: entry.map(|e| e.nom.as_str().into()),
                sigle: entry.and_then(|e| e.sigle.as_deref()).map(Into::into),
            });
        }
        rows
    })
}
