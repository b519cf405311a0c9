//! The figures of a text: its tables, drawn where their author asks.

use rust_decimal::Decimal;
use serde::Serialize;

use crate::model::content::Content;
use crate::model::tableau::{Rangee, Tableau as Source};
use crate::render::html::prose::{Ecrivain, Segment};
use crate::render::mots::dessins::Dessin;
use crate::render::mots::figures;

use super::tableau::{Tableau, tableau};

/// A piece of a body: some text, or a figure.
#[derive(Debug, Serialize)]
pub struct Morceau {
    html: String,
    figure: Option<FigureVue>,
}

/// A table with its chart and its credits.
#[derive(Debug, Serialize)]
pub struct FigureVue {
    ancre: String,
    tableau: Tableau,
    graphique: Option<GraphiqueVue>,
    /// The chart comes first, the table after it.
    graphique_d_abord: bool,
    source: Option<String>,
    note: Option<String>,
    ecart: Option<String>,
}

/// A chart and the words of its colours.
#[derive(Debug, Serialize)]
pub struct GraphiqueVue {
    pub svg: String,
    pub titre: String,
    /// The series, in the order of their colours; empty where the marks are labelled.
    pub legende: Vec<String>,
}

impl GraphiqueVue {
    /// Draws a chart, where there is something to draw.
    pub fn de(dessin: Dessin) -> Option<Self> {
        Some(Self { svg: dessin.svg()?, titre: dessin.titre, legende: dessin.legende })
    }
}

/// The body of a part, its blocks of figures drawn.
pub fn corps(w: &mut Ecrivain<'_, '_>, content: &Content) -> Vec<Morceau> {
    let Some(corps) = &content.corps else { return Vec::new() };
    let mut tables = content.tableaux.iter();
    let segments = w.segments(&corps.value);
    let morceau = |segment: Segment, w: &mut Ecrivain<'_, '_>| match segment {
        Segment::Html(html) => Some(Morceau { html, figure: None }),
        Segment::Figure => tables.next().map(|t| Morceau { html: String::new(), figure: Some(figure(w, t)) }),
    };
    let mut morceau = morceau;
    segments.into_iter().filter_map(|s| morceau(s, w)).collect()
}

fn figure(w: &mut Ecrivain<'_, '_>, t: &Source) -> FigureVue {
    FigureVue {
        ancre: t.ancre.clone(),
        tableau: Tableau { total_imprime: total_imprime(t), ..tableau(w, &figures::tableau(w.contexte, t)) },
        graphique: figures::dessin(w.contexte, t).and_then(GraphiqueVue::de),
        graphique_d_abord: t.graphique_d_abord,
        source: t.source.as_ref().map(|s| w.ligne(&s.value)),
        note: t.note.as_ref().map(|s| w.ligne(&s.value)),
        ecart: t.ecart.as_ref().map(|s| w.ligne(&s.value)),
    }
}

/// Whether the printed total of some column is not the plain sum of the figures above it.
fn total_imprime(t: &Source) -> bool {
    let Some(total) = &t.total else { return false };
    // Sub-totals are rows too: their sum is no sum of rows for who adds the table up.
    let sub = |l: &Rangee| crate::text::fold::fold(&l.entete).starts_with("sous total");
    t.ecart.is_some()
        || t.lignes.iter().any(sub)
        || total.cellules.iter().enumerate().any(|(i, c)| {
            let unit = c.cellule.chiffre().map(|(_, u)| u);
            let rows = t.lignes.iter().filter_map(|l| l.cellules.get(i)?.cellule.chiffre());
            unit.is_some_and(|unit| rows.clone().any(|(_, u)| u != unit))
                || c.cellule.chiffre().is_some_and(|(c, _)| c.valeur != rows.map(|(r, _)| r.valeur).sum::<Decimal>())
        })
}
