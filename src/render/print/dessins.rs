//! Charts on paper: the same drawings as on the site, with a size and with letters of their own.

use serde_json::{Value, json};

use crate::render::mots::dessins::Dessin;
use crate::text::typography::french;

use super::contexte::Contexte;

/// The place of the style sheet in a drawing: the template has it, the drawing does not.
pub const STYLE: &str = "<style/>";

/// A chart as a block: the drawing, what it says to those who do not see it, the words of its colours.
pub fn bloc(c: &Contexte<'_>, dessin: &Dessin) -> Option<Value> {
    let svg = dessin.svg()?;
    let (_, rest) = svg.split_once(" height=\"")?;
    let (hauteur, rest) = rest.split_once('"')?;
    let (_, trace) = rest.split_once("</desc>")?;
    let largeur = c.largeur;
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {largeur} {hauteur}\" width=\"{largeur}\" height=\"{hauteur}\">{STYLE}{trace}"
    );
    let alt = format!("{}. {}", dessin.titre, french(&dessin.dit().description));
    Some(json!({ "t": "graphique", "svg": svg, "titre": dessin.titre, "alt": alt, "legende": dessin.legende }))
}
