//! Horizontal bars: one group per category, side by side or piled; a reference line where there is one.

use rust_decimal::Decimal;

use super::{Figure, Serie, Titre, cadre, classe, pourcent, texte};

/// Bars to draw.
#[derive(Debug, Clone)]
pub struct Barres {
    pub titre: Titre,
    pub categories: Vec<String>,
    pub series: Vec<Serie>,
    /// Piled on one another: the series are shares of the category, whose own words say the whole.
    pub empilees: bool,
    /// A value to compare with, and its words.
    pub reference: Option<Figure>,
}

/// Percents of the width that the longest bar takes: its figure stands behind it.
const LARGEUR: u32 = 58;
/// Pixels: the words of a category, a bar, the space after a group.
const LIGNE: u32 = 20;
const BARRE: u32 = 18;
const ESPACE: u32 = 10;

/// Draws them for any screen; `None` when there is nothing above or below zero.
pub fn barres(b: &Barres) -> Option<String> {
    barres_sur(b, TELEPHONE)
}

/// Draws them where a line of words holds `ligne` characters.
pub fn barres_sur(b: &Barres, ligne: usize) -> Option<String> {
    let zero = Decimal::ZERO;
    let reach =
        if b.empilees { sommes(b) } else { b.series.iter().flat_map(|s| s.valeurs.iter().flatten()).map(|f| f.valeur).collect() };
    let reference = b.reference.iter().map(|r| r.valeur);
    let (low, high) = reach.iter().copied().chain(reference).fold((zero, zero), |(l, h), v| (l.min(v), h.max(v)));
    let span = high - low;
    if span.is_zero() || (b.empilees && low < zero) {
        return None;
    }
    // Letters come last: they stand over the reference line.
    let (mut body, mut words) = (String::new(), String::new());
    let mut y = 0;
    for (i, category) in b.categories.iter().enumerate() {
        for line in lignes(category, ligne) {
            words.push_str(&format!("<text class=\"categorie\" x=\"0\" y=\"{}\">{}</text>", y + 14, texte(&line)));
            y += LIGNE;
        }
        if b.empilees {
            pile(&mut body, b, i, span, y);
            y += BARRE;
        } else {
            for (s, serie) in b.series.iter().enumerate() {
                if let Some(figure) = serie.valeurs.get(i).and_then(Option::as_ref) {
                    une(&mut body, &mut words, b, figure, &classe(s), (low, span), y);
                    y += BARRE;
                }
            }
        }
        y += ESPACE;
    }
    if let Some(reference) = &b.reference {
        let x = pourcent(reference.valeur - low, span, LARGEUR);
        body.push_str(&format!("<line class=\"repere\" x1=\"{x}\" x2=\"{x}\" y1=\"0\" y2=\"{y}\"/>"));
        for line in lignes(&reference.texte, ligne) {
            words.push_str(&format!("<text class=\"repere\" x=\"0\" y=\"{}\">{}</text>", y + 14, texte(&line)));
            y += LIGNE;
        }
    }
    body.push_str(&words);
    Some(cadre(&b.titre, "barres", y, &body))
}

/// What each category adds up to.
fn sommes(b: &Barres) -> Vec<Decimal> {
    let figure = |s: &Serie, i: usize| s.valeurs.get(i).and_then(Option::as_ref).map(|f| f.valeur);
    let negative = b.series.iter().flat_map(|s| s.valeurs.iter().flatten()).map(|f| f.valeur).filter(|v| v.is_sign_negative());
    let sums = (0..b.categories.len()).map(|i| b.series.iter().filter_map(|s| figure(s, i)).sum());
    sums.chain(negative).collect()
}

/// One bar and its figure.
fn une(
    body: &mut String,
    letters: &mut String,
    b: &Barres,
    figure: &Figure,
    class: &str,
    (low, span): (Decimal, Decimal),
    y: u32,
) {
    let (from, to) = (figure.valeur.min(Decimal::ZERO), figure.valeur.max(Decimal::ZERO));
    let (x, width) = (pourcent(from - low, span, LARGEUR), pourcent(to - from, span, LARGEUR));
    let end = pourcent(devant(b, to, span) - low, span, LARGEUR);
    let words = texte(&figure.texte);
    body.push_str(&format!("<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{}\"/>", BARRE - 4));
    letters.push_str(&format!("<text class=\"valeur\" x=\"{end}\" dx=\"6\" y=\"{}\">{words}</text>", y + 12));
}

/// Where the words of a bar begin: behind it, or behind the reference line where that would cross them.
fn devant(b: &Barres, end: Decimal, span: Decimal) -> Decimal {
    let near =
        |r: &Decimal| *r >= end && (*r - end).checked_mul(Decimal::from(LARGEUR)).is_some_and(|d| d < span * Decimal::from(MOTS));
    b.reference.as_ref().map(|r| r.valeur).filter(near).unwrap_or(end)
}

/// Percents of the width that the words of a bar may take.
const MOTS: u32 = 18;

/// The shares of a category, one after the other.
fn pile(body: &mut String, b: &Barres, i: usize, span: Decimal, y: u32) {
    let mut from = Decimal::ZERO;
    for (s, serie) in b.series.iter().enumerate() {
        let Some(figure) = serie.valeurs.get(i).and_then(Option::as_ref) else { continue };
        let (x, width) = (pourcent(from, span, 100), pourcent(figure.valeur, span, 100));
        body.push_str(&format!("<rect class=\"{}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{}\"/>", classe(s), BARRE - 2));
        from += figure.valeur;
    }
}

/// Most characters of a line of words on a telephone, in the widest of the usual letters.
const TELEPHONE: usize = 28;

/// The words of a category, cut where a line ends: letters of a chart do not flow.
fn lignes(category: &str, max: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in category.split(' ') {
        let line = lines.last_mut().filter(|l| l.is_empty() || l.chars().count() + word.chars().count() < max);
        match line {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) => {
                line.push(' ');
                line.push_str(word);
            }
            None => lines.push(word.to_owned()),
        }
    }
    lines
}
