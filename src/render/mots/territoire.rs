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
pub const TETES: [&str; 4] = [mot!("Valeur"), mot!("Rang imprimé"), mot!("Évolution"), mot!("Département")];

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
        let sans_bloc = || dit!(c, "Indicateurs");
        let titre = indicateur.bloc.as_deref().map_or_else(sans_bloc, |bloc| french(bloc).into_owned());
        let rang = Rang {
            indicateur,
            annee: d.annee.as_deref(),
            valeurs: [mesure(c, &d.valeur), rang(c, d), evolution(c, d), mesure(c, &d.reference)],
            remarques: remarques(c, d),
        };
        match blocs.last_mut() {
            Some(bloc) if bloc.titre == titre => bloc.rangs.push(rang),
            _ => blocs.push(Bloc { titre, rangs: vec![rang] }),
        }
    }
    blocs
}

/// The unit of an indicator, where neither its name nor the cells say it.
pub fn unite(e: &Entree) -> Option<&str> {
    e.unite.as_deref().filter(|u| !matches!(*u, "%" | "‰") && !fold(&e.nom).ends_with(&fold(u)))
}

/// A figure of a territory as printed.
pub fn mesure(c: &Commun<'_>, m: &Option<Mesure>) -> Dit {
    Dit::ou(m.as_ref().map(|m| Dit::connu(french(&m.imprime))), c.mots.dit(NON_DONNE))
}

/// What stands where the source gives nothing.
pub const NON_DONNE: &str = mot!("non donné");

/// The rank that the source prints.
pub fn rang(c: &Commun<'_>, d: &Donnee) -> Dit {
    Dit::ou(d.rang.as_ref().map(|r| Dit::connu(format!("{}/{}", r.value.rang, r.value.sur))), c.mots.dit(NON_DONNE))
}

/// How the figure moved, and between which years.
pub fn evolution(c: &Commun<'_>, d: &Donnee) -> Dit {
    let dit = mesure(c, &d.evolution);
    if dit.absent { dit } else { Dit { precision: d.evolution_periode.clone(), ..dit } }
}

/// The share, the former perimeters, the notes.
pub fn remarques<'a>(c: &Commun<'_>, d: &'a Donnee) -> Vec<Piece<'a>> {
    let mut out: Vec<Piece<'_>> = Vec::new();
    out.extend(d.part.as_ref().map(|p| Piece::compose(dit!(c, "{part} du total départemental", part = p.imprime))));
    for p in &d.perimetres {
        let figures: Vec<String> = [&p.valeur, &p.evolution].into_iter().flatten().map(|m| m.imprime.clone()).collect();
        let chiffres = figures.join(", ");
        out.push(Piece::compose(dit!(c, "ancien territoire {nom} : {chiffres}", nom = p.nom, chiffres = chiffres)));
        out.extend(p.reste.as_ref().map(|n| Piece::Prose(&n.value)));
    }
    out.extend(d.note.as_ref().map(|n| Piece::Prose(&n.value)));
    out.extend(d.ecart.as_ref().map(|e| Piece::Ecart(&e.value)));
    out
}
