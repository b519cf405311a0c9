//! Charts: exact figures to inline SVG.
//!
//! In: labelled series. Out: an SVG that needs no script and no style of its own. Lengths are percentages of the width, heights
//! and letters are pixels: a chart is as readable on a telephone as on a poster. Bars start at zero, every figure is written
//! beside its mark, colours are classes of the theme (`s1`, `s2`…) and never the only bearer of meaning.

mod barres;
mod courbes;

use rust_decimal::{Decimal, RoundingStrategy};

use crate::text::typography::french;

#[cfg(feature = "pdf")]
pub use barres::barres_sur;
pub use barres::{Barres, barres};
pub use courbes::{Courbes, courbes};

/// One named row of figures, one per category.
#[derive(Debug, Clone)]
pub struct Serie {
    pub nom: String,
    pub valeurs: Vec<Option<Figure>>,
}

/// A figure and the words that say it.
#[derive(Debug, Clone)]
pub struct Figure {
    pub valeur: Decimal,
    /// As printed beside the mark: `104 550 €`.
    pub texte: String,
}

/// What every chart says of itself to those who do not see it.
#[derive(Debug, Clone)]
pub struct Titre {
    /// Unique in the page.
    pub id: String,
    pub titre: String,
    pub description: String,
}

/// How many colours a theme has for series.
const TEINTES: usize = 6;

/// The class of the series at `index`.
fn classe(index: usize) -> String {
    format!("s{}", index % TEINTES + 1)
}

/// `value / whole` as a percentage of `width` percents, with two decimals.
fn pourcent(value: Decimal, whole: Decimal, width: u32) -> String {
    let share = value.checked_mul(Decimal::from(width)).and_then(|v| v.checked_div(whole)).unwrap_or_default();
    format!("{}%", share.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero).normalize())
}

/// Characters that mean something in SVG.
fn texte(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The heights, in pixels, above which a chart is set smaller on paper: it must hold on a sheet.
const HAUTS: [(u32, &str); 2] = [(1_750, " geant"), (1_300, " haut")];

/// The frame of a chart.
fn cadre(titre: &Titre, genre: &str, height: u32, body: &str) -> String {
    let Titre { id, titre, description } = titre;
    let size = HAUTS.iter().find(|(above, _)| height > *above).map_or("", |(_, class)| class);
    format!(
        "<svg class=\"graphique {genre}{size}\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\" width=\"100%\" height=\"{height}\"><title id=\"{id}-t\">{}</title><desc id=\"{id}-d\">{}</desc>{body}</svg>",
        texte(&french(titre)),
        texte(&french(description))
    )
}

#[cfg(test)]
mod tests;
