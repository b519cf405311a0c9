//! Charts on paper: the same drawings as on the site, with a size and with letters of their own.

use serde_json::{Value, json};

use crate::render::chart::{barres_sur, courbes};
use crate::render::mots::dessins::{Dessin, Trace};
use crate::text::typography::french;

use super::contexte::Contexte;

/// The place of the style sheet in a drawing: the template has it, the drawing does not.
pub const STYLE: &str = "<style/>";
/// Pixels that a letter takes.
const LETTRE: u32 = 7;
/// Narrowest lines that can be read, in pixels, and what keeps two of them apart.
const MIN_COURBES: u32 = 280;
const ECART: u32 = 24;

/// A chart over the width of the text.
pub fn bloc(c: &Contexte<'_>, dessin: &Dessin) -> Option<Value> {
    graphique(dessin, c.largeur)
}

/// Lines of few points, side by side where the sheet is wide enough.
pub fn cote_a_cote(c: &Contexte<'_>, dessins: &[Dessin]) -> Vec<Value> {
    let half = (c.largeur - ECART) / 2;
    if half < MIN_COURBES {
        return dessins.iter().filter_map(|d| bloc(c, d)).collect();
    }
    let drawn: Vec<Value> = dessins.iter().filter_map(|d| graphique(d, half)).collect();
    drawn.chunks(2).map(|pair| json!({ "t": "graphiques", "items": pair })).collect()
}

/// The drawing, what it says to those who do not see it, the words of its colours.
fn graphique(dessin: &Dessin, largeur: u32) -> Option<Value> {
    let (svg, dit) = match &dessin.trace {
        Trace::Barres(b) => (barres_sur(b, usize::try_from(largeur / LETTRE).ok()?)?, &b.titre),
        Trace::Courbes(c) => (courbes(c)?, &c.titre),
    };
    let (_, rest) = svg.split_once(" height=\"")?;
    let (hauteur, rest) = rest.split_once('"')?;
    let (_, trace) = rest.split_once("</desc>")?;
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {largeur} {hauteur}\" width=\"{largeur}\" height=\"{hauteur}\">{STYLE}{trace}"
    );
    let alt = format!("{}. {}", dessin.titre, french(&dit.description));
    Some(json!({ "t": "graphique", "svg": svg, "titre": dessin.titre, "alt": alt, "legende": dessin.legende }))
}
