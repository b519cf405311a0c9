//! Tables of texts and figures of territories.

use serde_json::{Value, json};

use crate::model::donnee::{Donnee, Mesure};
use crate::model::registre::Entree;
use crate::model::tableau::{Rangee, Tableau};
use crate::model::{PartIx, Site};

use super::parties::cellule;

/// A table of a text.
pub fn tableau(t: &Tableau) -> Value {
    json!({
        "ancre": t.ancre,
        "titre": t.titre.value,
        "colonnes": t.colonnes,
        "unites": t.unites,
        "lignes": t.lignes.iter().map(rangee).collect::<Vec<_>>(),
        "total": t.total.as_ref().map(rangee),
        "source": t.source.as_ref().map(|s| &s.value),
        "note": t.note.as_ref().map(|n| &n.value),
        "ecart": t.ecart.as_ref().map(|e| &e.value),
    })
}

fn rangee(r: &Rangee) -> Value {
    let cells = r.cellules.iter().map(|c| {
        let (valeur, statut, unite) = cellule(&c.cellule);
        json!({ "valeur": valeur, "statut": statut, "unite": unite, "imprime": c.imprime })
    });
    json!({ "entete": r.entete, "cellules": cells.collect::<Vec<_>>() })
}

/// The territories of the register, each with its comparable figures, in reading order.
pub fn territoires(site: &Site) -> Vec<Value> {
    let of = |entry: &Entree| -> Vec<Value> {
        let parts = site.iter().filter(|(_, p)| !p.content.donnees.is_empty());
        let own = parts.filter(|(ix, _)| site.territoire(*ix).is_some_and(|t| t.id == entry.id));
        own.flat_map(|(ix, p)| p.content.donnees.iter().map(move |d| donnee(site, ix, d))).collect()
    };
    let entries = site.registres.territoires.entrees().iter();
    entries.map(|e| json!({ "id": e.id, "titre": e.nom, "indicateurs": of(e) })).collect()
}

fn donnee(site: &Site, ix: PartIx, d: &Donnee) -> Value {
    let entry = site.registres.indicateurs.find(&d.indicateur.value);
    let figure = |m: &Option<Mesure>| m.as_ref().and_then(|m| cellule(&m.cellule).0);
    let printed = |m: &Option<Mesure>| m.as_ref().map(|m| m.imprime.clone());
    let unit = d.valeur.as_ref().and_then(|m| cellule(&m.cellule).2);
    let perimetres: Vec<Value> = d
        .perimetres
        .iter()
        .map(|p| json!({ "nom": p.nom, "valeur": figure(&p.valeur), "imprime": printed(&p.valeur), "evolution": figure(&p.evolution), "note": p.reste.as_ref().map(|n| &n.value) }))
        .collect();
    json!({
        "id": d.indicateur.value,
        "nom": entry.map(|e| e.nom.as_str()),
        "bloc": entry.and_then(|e| e.bloc.as_deref()),
        "partie": site.part(ix).id,
        "annee": d.annee,
        "valeur": figure(&d.valeur),
        "imprime": printed(&d.valeur),
        "unite": unit.or_else(|| entry.and_then(|e| e.unite.as_deref())),
        "part": figure(&d.part),
        "rang": d.rang.as_ref().map(|r| format!("{}/{}", r.value.rang, r.value.sur)),
        "evolution": figure(&d.evolution),
        "evolution_imprimee": printed(&d.evolution),
        "evolution_periode": d.evolution_periode,
        "reference": figure(&d.reference),
        "reference_imprimee": printed(&d.reference),
        "reference_annee": d.reference_annee,
        "perimetres": perimetres,
        "note": d.note.as_ref().map(|n| &n.value),
        "ecart": d.ecart.as_ref().map(|e| &e.value),
    })
}
