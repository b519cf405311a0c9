//! The links of a part, grouped by where they lead, and the parts that name it.

use crate::model::content::{Action, LienNature};
use crate::model::{Cible, PartIx};
use crate::text::typography::french;

use super::Commun;

/// What a part says of others, and others of it.
#[derive(Debug)]
pub struct Liens<'a> {
    pub groupes: Vec<Groupe<'a>>,
    pub cite_par: Vec<PartIx>,
    /// The same action in an earlier document, and in a later one.
    pub avant: Vec<PartIx>,
    pub apres: Vec<PartIx>,
}

/// Links to one cahier, or to the plans and pages outside.
#[derive(Debug)]
pub struct Groupe<'a> {
    pub titre: String,
    pub liens: Vec<LienDit<'a>>,
}

/// One link.
#[derive(Debug)]
pub struct LienDit<'a> {
    pub cible: &'a Cible,
    pub texte: String,
    /// « prolonge », « remplace »…; empty for a plain « voir ».
    pub nature: String,
    pub precision: String,
    pub ecart: Option<&'a str>,
}

/// The links of a part.
pub fn de<'a>(c: &Commun<'a>, ix: PartIx) -> Liens<'a> {
    let site = c.site;
    let mut groupes: Vec<Groupe<'_>> = Vec::new();
    for lien in &site.part(ix).liens {
        let (titre, texte) = match &lien.cible {
            Cible::Partie(to, ancre) => {
                let action = ancre.as_ref().and_then(|a| c.site.action(*to, a)).and_then(|a| a.numero.as_ref());
                let precise = action.map(|n| dit!(c, "{partie}, action\u{A0}{numero}", partie = c.label(*to), numero = n.value));
                (c.label_court(c.branche(*to).unwrap_or(*to)), precise.unwrap_or_else(|| c.label(*to)))
            }
            Cible::Plan(id) => (dit!(c, "Autres plans et programmes"), french(&plan(c, id)).into_owned()),
            Cible::Deliberation(number) => (dit!(c, "Délibérations"), dit!(c, "Délibération {numero}", numero = number)),
            Cible::Autre(words) => (dit!(c, "Autres liens"), french(words).into_owned()),
            Cible::Web(url) => {
                let texte = lien.titre.as_ref().map_or_else(|| url.clone(), |t| french(&t.value).into_owned());
                (dit!(c, "Sur le web"), texte)
            }
        };
        let mut precision = lien.precision.as_ref().map_or_else(String::new, |p| french(p).into_owned());
        // The printed words of a link outside the site say what it points at.
        if let (Cible::Plan(_) | Cible::Deliberation(_), Some(printed)) = (&lien.cible, &lien.titre) {
            let printed = french(&printed.value);
            precision = if precision.is_empty() { printed.into_owned() } else { format!("{precision} : {printed}") };
        }
        let dit = LienDit {
            cible: &lien.cible,
            texte,
            nature: nature(c, lien.nature),
            precision: french(&precision).into_owned(),
            ecart: lien.ecart.as_ref().map(|e| e.value.as_str()),
        };
        match groupes.iter_mut().find(|g| g.titre == titre) {
            Some(groupe) => groupe.liens.push(dit),
            None => groupes.push(Groupe { titre, liens: vec![dit] }),
        }
    }
    let back = c.summary.cite_par.get(&ix).map_or(&[][..], Vec::as_slice);
    let follows = |l: &&crate::model::Lien| l.nature.is_succession();
    let before = site.part(ix).liens.iter().filter(follows).filter_map(|l| match l.cible {
        Cible::Partie(to, _) => Some(to),
        _ => None,
    });
    let after = back.iter().filter(|b| b.nature.is_some_and(LienNature::is_succession));
    Liens {
        groupes,
        cite_par: back.iter().map(|b| b.from).collect(),
        avant: before.collect(),
        apres: after.map(|b| b.from).collect(),
    }
}

/// The parts that name an action of another.
pub fn citent<'a>(c: &Commun<'a>, ix: PartIx, action: &Action) -> impl Iterator<Item = PartIx> {
    let named = c.summary.actions_citees.get(&ix).into_iter().flatten();
    named.filter(|(ancre, _)| *ancre == action.ancre).map(|(_, from)| *from)
}

/// The name of a plan of the register, its acronym behind.
fn plan(c: &Commun<'_>, id: &str) -> String {
    c.site.registres.plans.find(id).map_or(id.to_owned(), |e| match &e.sigle {
        Some(sigle) if !e.nom.contains(sigle.as_str()) => format!("{} ({sigle})", e.nom),
        _ => e.nom.clone(),
    })
}

fn nature(c: &Commun<'_>, nature: LienNature) -> String {
    match nature {
        LienNature::Voir => String::new(),
        LienNature::Prolonge => dit!(c, "prolonge"),
        LienNature::Remplace => dit!(c, "remplace"),
        LienNature::Modifie => dit!(c, "modifie"),
        LienNature::Succede => dit!(c, "succède à"),
        LienNature::Cadre => dit!(c, "s’inscrit dans"),
    }
}
