//! The figures of a text, of its indicators and of a territory: tables, and what is drawn of them.

use serde_json::{Value, json};

use crate::model::PartIx;
use crate::model::content::Content;
use crate::model::tableau::Tableau as Source;
use crate::render::mots::figures;
use crate::render::mots::indicateurs::{self, Etiquette};
use crate::render::mots::pieces::{Colonne, Piece, Tableau};
use crate::render::mots::territoire::{self, Rang, TETES};

use super::contexte::Contexte;
use super::dessins;
use super::riche::{Plume, Segment, texte};
use super::tableau::bloc;

/// The body of a part, its blocks of figures in their places.
pub fn corps(c: &Contexte<'_>, plume: &Plume<'_, '_>, content: &Content) -> Vec<Value> {
    let Some(corps) = &content.corps else { return Vec::new() };
    let mut tables = content.tableaux.iter();
    let mut blocs = Vec::new();
    for segment in plume.segments(&corps.value) {
        match segment {
            Segment::Blocs(list) => blocs.extend(list),
            Segment::Figure => blocs.extend(tables.next().map(|t| figure(c, plume, t))),
        }
    }
    blocs
}

fn figure(c: &Contexte<'_>, plume: &Plume<'_, '_>, t: &Source) -> Value {
    let mut credits: Vec<Vec<Value>> = t.note.iter().map(|n| plume.ligne(&n.value)).collect();
    credits.extend(t.ecart.iter().map(|e| plume.pieces(&[Piece::Ecart(&e.value)])));
    credits.extend(t.source.iter().map(|s| [vec![texte(&dit!(c, "Source : "))], plume.ligne(&s.value)].concat()));
    let dessin = figures::dessin(c, t).and_then(|d| dessins::bloc(c, &d));
    json!({ "t": "figure", "tableau": bloc(plume, &figures::tableau(c, t)), "graphique": dessin, "credits": credits })
}

/// The section of indicators: tables where they have values, lists where they are labels.
pub fn indicateurs(c: &Contexte<'_>, plume: &Plume<'_, '_>, ix: PartIx) -> Vec<Value> {
    let mut out = Vec::new();
    for b in indicateurs::blocs(c, ix) {
        out.extend(b.tableau.and_then(|t| bloc(plume, &t)));
        out.extend(dessins::cote_a_cote(c, &b.dessins));
        if !b.etiquettes.is_empty() {
            if !b.titre.is_empty() {
                out.push(json!({ "t": "intertitre", "c": [b.titre] }));
            }
            out.push(etiquettes(plume, &b.etiquettes));
        }
    }
    out
}

/// Indicators without values, and what the source divides them into.
fn etiquettes(plume: &Plume<'_, '_>, list: &[Etiquette<'_>]) -> Value {
    let item = |e: &Etiquette<'_>| {
        let dessous = (!e.dessous.is_empty()).then(|| etiquettes(plume, &e.dessous));
        plume.pieces(&e.nom).into_iter().chain(dessous).collect::<Vec<_>>()
    };
    json!({ "t": "liste", "debut": null, "items": list.iter().map(item).collect::<Vec<_>>() })
}

/// The figures of the territory of a part: one table, whose sub-headings are rows.
pub fn territoire(c: &Contexte<'_>, plume: &Plume<'_, '_>, ix: PartIx) -> Option<Value> {
    let mut tableau = Tableau::nouveau(dit!(c, "Chiffres du territoire, {partie}", partie = c.short(ix)), dit!(c, "Indicateur"));
    tableau.colonnes.extend(TETES.map(|tete| Colonne::chiffres(c.mots.dit(tete))));
    for b in territoire::blocs(c, ix) {
        tableau.ligne(vec![Piece::Mots(b.titre)], []);
        for r in b.rangs {
            tableau.ligne(entete(&r), r.valeurs);
        }
    }
    bloc(plume, &tableau)
}

/// The indicator, its unit, its year, and what is added to its figures.
fn entete<'a>(r: &Rang<'a>) -> Vec<Piece<'a>> {
    let unite = territoire::unite(r.indicateur).map_or_else(String::new, |u| format!(" ({u})"));
    let annee = r.annee.map_or_else(String::new, |a| format!(", {a}"));
    let mut out = vec![Piece::compose(format!("{}{unite}{annee}", r.indicateur.nom))];
    out.extend(r.remarques.iter().map(|p| Piece::Petit(vec![p.clone()])));
    out
}
