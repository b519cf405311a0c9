//! The figures of the territory of a part.

use crate::model::PartIx;
use crate::model::donnee::{Donnee, Mesure};
use crate::model::registre::Entree;
use crate::text::fold::fold;
use crate::text::typography::french;

use super::Commun;
use super::pieces::{Dit, Piece};

/// The figures under one sub-heading.
#[derive(Debug)]
pub struct Bloc<'a> {
    pub titre: String,
    pub rangs: Vec<Rang<'a>>,
}

/// The heads of the columns of figures.
pub const TETES: [&str; 4] = ["Valeur", "Rang imprimé", "Évolution", "Département"];

/// A figure, with what it is compared with.
#[derive(Debug)]
pub struct Rang<'a> {
    pub indicateur: &'a Entree,
    pub annee: Option<&'a str>,
    /// In the order of [`TETES`].
    pub valeurs: [Dit; 4],
    pub remarques: Vec<Piece<'a>>,
}

/// The figures of a part, sub-heading by sub-heading.
pub fn blocs<'a>(c: &Commun<'a>, ix: PartIx) -> Vec<Bloc<'a>> {
    let site = c.site;
    let mut blocs: Vec<Bloc<'_>> = Vec::new();
    for d in &site.part(ix).content.donnees {
        let Some(indicateur) = site.registres.indicateurs.find(&d.indicateur.value) else { continue };
        let titre = french(indicateur.bloc.as_deref().unwrap_or("Indicateurs"));
        let rang = Rang {
            indicateur,
            annee: d.annee.as_deref(),
            valeurs: [mesure(&d.valeur), rang(d), evolution(d), mesure(&d.reference)],
            remarques: remarques(d),
        };
        match blocs.last_mut() {
            Some(bloc) if bloc.titre == titre => bloc.rangs.push(rang),
            _ => blocs.push(Bloc { titre: titre.into_owned(), rangs: vec![rang] }),
        }
    }
    blocs
}

/// The unit of an indicator, where neither its name nor the cells say it.
pub fn unite(e: &Entree) -> Option<&str> {
    e.unite.as_deref().filter(|u| !matches!(*u, "%" | "‰") && !fold(&e.nom).ends_with(&fold(u)))
}

/// A figure of a territory as printed.
pub fn mesure(m: &Option<Mesure>) -> Dit {
    Dit::ou(m.as_ref().map(|m| Dit::connu(french(&m.imprime))), NON_DONNE)
}

/// What stands where the source gives nothing.
pub const NON_DONNE: &str = "non donné";

/// The rank that the source prints.
pub fn rang(d: &Donnee) -> Dit {
    Dit::ou(d.rang.as_ref().map(|r| Dit::connu(format!("{}/{}", r.value.rang, r.value.sur))), NON_DONNE)
}

/// How the figure moved, and between which years.
pub fn evolution(d: &Donnee) -> Dit {
    let dit = mesure(&d.evolution);
    if dit.absent { dit } else { Dit { precision: d.evolution_periode.clone(), ..dit } }
}

/// The share, the former perimeters, the notes.
pub fn remarques(d: &Donnee) -> Vec<Piece<'_>> {
    let mut out: Vec<Piece<'_>> = Vec::new();
    out.extend(d.part.as_ref().map(|p| Piece::compose(format!("{} du total départemental", p.imprime))));
    for p in &d.perimetres {
        let figures: Vec<String> = [&p.valeur, &p.evolution].into_iter().flatten().map(|m| m.imprime.clone()).collect();
        out.push(Piece::compose(format!("ancien territoire {} : {}", p.nom, figures.join(", "))));
        out.extend(p.reste.as_ref().map(|n| Piece::Prose(&n.value)));
    }
    out.extend(d.note.as_ref().map(|n| Piece::Prose(&n.value)));
    out.extend(d.ecart.as_ref().map(|e| Piece::Ecart(&e.value)));
    out
}
