//! Series over time: one line per row, a mark for each objective.

use std::fmt::Write as _;

use rust_decimal::{Decimal, RoundingStrategy};

use super::{Figure, Serie, Titre, cadre, classe, pourcent, texte};

/// Lines to draw.
#[derive(Debug, Clone)]
pub struct Courbes {
    pub titre: Titre,
    /// The periods, in time's order.
    pub categories: Vec<String>,
    pub series: Vec<Serie>,
    /// What was aimed at, by period: marks, never points of a line.
    pub objectifs: Vec<Option<Figure>>,
}

/// Percents of the width: the margin on the left, the run of the periods.
const MARGE: u32 = 8;
const LARGEUR: u32 = 76;
/// Pixels: the words above the highest point, the run of the values, the words of the periods.
const HAUT: u32 = 22;
const HAUTEUR: u32 = 120;
const BAS: u32 = 24;

/// Draws them; `None` with fewer than two periods, or where all figures are the same: the table says it.
pub fn courbes(c: &Courbes) -> Option<String> {
    let values: Vec<Decimal> =
        c.series.iter().flat_map(|s| s.valeurs.iter().flatten()).chain(c.objectifs.iter().flatten()).map(|f| f.valeur).collect();
    if c.categories.len() < 2 || values.iter().all(|v| Some(v) == values.first()) {
        return None;
    }
    let (low, high) = values.iter().fold((Decimal::ZERO, Decimal::ZERO), |(l, h), v| (l.min(*v), h.max(*v)));
    let span = high - low;
    let steps = Decimal::from(c.categories.len() - 1);
    let x = |i: usize| {
        pourcent(
            Decimal::from(i).checked_mul(Decimal::from(LARGEUR)).unwrap_or_default()
                + steps.checked_mul(Decimal::from(MARGE)).unwrap_or_default(),
            steps,
            1,
        )
    };
    let x: Vec<String> = (0..c.categories.len()).map(x).collect();
    let y = |value: Decimal| {
        let up = (value - low).checked_mul(Decimal::from(HAUTEUR)).and_then(|v| v.checked_div(span)).unwrap_or_default();
        (Decimal::from(HAUT + HAUTEUR) - up).round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero).normalize()
    };
    let mut body = format!("<line class=\"base\" x1=\"0\" x2=\"100%\" y1=\"{0}\" y2=\"{0}\"/>", y(Decimal::ZERO));
    let bottom = HAUT + HAUTEUR + BAS - 6;
    for (period, x) in c.categories.iter().zip(&x) {
        let _ = write!(body, "<text class=\"periode\" x=\"{x}\" y=\"{bottom}\">{}</text>", texte(period));
    }
    for (goal, x) in c.objectifs.iter().zip(&x) {
        if let Some(goal) = goal {
            let _ = write!(body, "<circle class=\"objectif\" cx=\"{x}\" cy=\"{}\" r=\"6\"/>", y(goal.valeur));
        }
    }
    let mut letters = Lettres::default();
    for (s, serie) in c.series.iter().enumerate() {
        ligne(&mut body, &mut letters, serie, &classe(s), c.series.len() > 1, &x, &y);
    }
    Some(cadre(&c.titre, "courbes", HAUT + HAUTEUR + BAS, &body))
}

/// One line: its segments, its points, its figures. A missing period breaks it.
fn ligne(
    body: &mut String,
    letters: &mut Lettres,
    serie: &Serie,
    class: &str,
    several: bool,
    x: &[String],
    y: &impl Fn(Decimal) -> Decimal,
) {
    let mut before: Option<(&Figure, &str, Decimal)> = None;
    let last = serie.valeurs.iter().rposition(Option::is_some);
    for (i, (figure, x)) in serie.valeurs.iter().zip(x).enumerate() {
        let Some(figure) = figure else {
            before = None;
            continue;
        };
        let y = y(figure.valeur);
        if let Some((_, x1, y1)) = before {
            let _ = write!(body, "<line class=\"trait {class}\" x1=\"{x1}\" y1=\"{y1}\" x2=\"{x}\" y2=\"{y}\"/>");
        }
        let _ = write!(body, "<circle class=\"{class}\" cx=\"{x}\" cy=\"{y}\" r=\"4\"/>");
        // With several lines, only their ends are written: the table has every figure.
        let words = match several {
            false => Some(("point", figure.texte.clone())),
            true if last == Some(i) => Some(("bout", format!("{} {}", serie.nom, figure.texte))),
            true => None,
        };
        if let Some((class, words)) = words {
            // In a hollow, the line goes up on both sides of the words above it.
            let next = serie.valeurs.get(i + 1).and_then(Option::as_ref);
            let hollow = before.is_some_and(|(b, ..)| b.valeur > figure.valeur) && next.is_some_and(|n| n.valeur > figure.valeur);
            let steps = if hollow { [20, -10, 36, -26] } else { [-10, 20, -26, 36] };
            let baseline = letters.place(x, !several, words.chars().count(), steps.map(|step| y + Decimal::from(step)));
            let _ = write!(body, "<text class=\"{class}\" x=\"{x}\" y=\"{baseline}\">{}</text>", texte(&words));
        }
        before = Some((figure, x, y));
    }
}

/// What is written already, on the narrowest screen: where letters begin and end, and their baseline.
#[derive(Default)]
struct Lettres(Vec<(Decimal, Decimal, Decimal)>);

/// Pixels, on that screen: the width of a chart, of a letter; the height of a line.
const ECRAN: u32 = 252;
const LETTRE: u32 = 9;
const LIGNE: u32 = 15;

impl Lettres {
    /// The baseline of words centred on `x`, or that end there: of those to try, the first where no other words are.
    fn place(&mut self, x: &str, centred: bool, count: usize, tries: [Decimal; 4]) -> Decimal {
        let percents: Decimal = x.trim_end_matches('%').parse().unwrap_or_default();
        let middle = percents * Decimal::from(ECRAN) / Decimal::ONE_HUNDRED;
        let width = Decimal::from(count) * Decimal::from(LETTRE);
        let right = if centred { middle + width / Decimal::TWO } else { middle };
        let left = right - width;
        let floor = Decimal::from(HAUT + HAUTEUR);
        let free = |baseline: &Decimal| {
            let close = |b: Decimal| (b - *baseline).abs() < Decimal::from(LIGNE);
            *baseline >= Decimal::TEN
                && *baseline <= floor
                && !self.0.iter().any(|(l, r, b)| *l < right && left < *r && close(*b))
        };
        let baseline = tries.into_iter().find(free).unwrap_or(tries[0]);
        self.0.push((left, right, baseline));
        baseline
    }
}
