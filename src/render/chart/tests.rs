//! Charts stay within their frame, say every figure, and let nothing through.

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::{Barres, Courbes, Figure, Serie, Titre, barres, courbes};

fn titre() -> Titre {
    Titre { id: "g".to_owned(), titre: "Titre".to_owned(), description: "Description".to_owned() }
}

fn figure(value: i64, scale: u32) -> Figure {
    let valeur = Decimal::new(value, scale);
    Figure { valeur, texte: format!("« {valeur} »") }
}

/// Bars of one series per row of `values`, one category per column; `None` where a figure is missing.
fn des_barres(values: &[Vec<Option<i64>>], empilees: bool) -> Barres {
    let serie = |(i, row): (usize, &Vec<Option<i64>>)| Serie {
        nom: format!("Série {i}"),
        valeurs: row.iter().map(|v| v.map(|v| figure(v, 2))).collect(),
    };
    let columns = values.first().map_or(0, Vec::len);
    Barres {
        titre: titre(),
        categories: (0..columns).map(|i| format!("Catégorie {i}")).collect(),
        series: values.iter().enumerate().map(serie).collect(),
        empilees,
        reference: None,
    }
}

fn des_courbes(values: &[Vec<Option<i64>>]) -> Courbes {
    let Barres { titre, categories, series, .. } = des_barres(values, false);
    Courbes { titre, categories, series, objectifs: Vec::new() }
}

/// The values of an attribute, of every element with that name and that class (any class for "").
fn attributs<'s>(svg: &'s str, element: &str, class: &str, name: &str) -> Vec<&'s str> {
    let open = format!("<{element} ");
    let of = |tag: &'s str, name: &str| tag.split_once(&format!(" {name}=\"")).and_then(|(_, rest)| rest.split('"').next());
    let tags = svg.match_indices(&open).filter_map(|(at, _)| svg.get(at..)?.split('>').next());
    tags.filter(|t| class.is_empty() || of(t, "class").is_some_and(|c| c.split(' ').any(|w| w == class)))
        .filter_map(|t| of(t, name))
        .collect()
}

/// A length in percent.
fn pourcents(text: &str) -> Decimal {
    text.trim_end_matches('%').parse().unwrap_or(Decimal::NEGATIVE_ONE)
}

/// The bars: where each starts and how wide it is.
fn rectangles(svg: &str) -> Vec<(Decimal, Decimal)> {
    let [x, width] = ["x", "width"].map(|name| attributs(svg, "rect", "", name));
    x.into_iter().map(pourcents).zip(width.into_iter().map(pourcents)).collect()
}

/// The words of every element with that class.
fn mots<'s>(svg: &'s str, class: &str) -> Vec<&'s str> {
    let open = format!("<text class=\"{class}\"");
    let tags = svg.match_indices(&open).filter_map(|(at, _)| svg.get(at..));
    tags.filter_map(|t| t.split_once('>')?.1.split_once("</text>")).map(|(words, _)| words).collect()
}

/// A hundredth of a percent: what rounding a length can add.
const ARRONDI: Decimal = Decimal::from_parts(2, 0, 0, false, 2);

fn tableau() -> impl Strategy<Value = Vec<Vec<Option<i64>>>> {
    let value = prop_oneof![Just(0i64), -100_000_000_000_000_000i64..100_000_000_000_000_000, -50i64..1_000];
    (1usize..4, 1usize..5).prop_flat_map(move |(rows, columns)| {
        prop::collection::vec(prop::collection::vec(prop::option::weighted(0.8, value.clone()), columns), rows)
    })
}

proptest! {
    #[test]
    fn no_bar_leaves_the_frame_and_every_figure_is_written(values in tableau()) {
        let Some(svg) = barres(&des_barres(&values, false)) else {
            prop_assert!(values.iter().flatten().flatten().all(|v| *v == 0));
            return Ok(());
        };
        let figures: Vec<i64> = values.iter().flatten().flatten().copied().collect();
        let bars = rectangles(&svg);
        prop_assert_eq!(bars.len(), figures.len());
        for (x, width) in &bars {
            prop_assert!(*x >= Decimal::ZERO && *width >= Decimal::ZERO && x + width <= Decimal::from(58) + ARRONDI, "{x} {width}");
        }
        let mut written: Vec<String> = mots(&svg, "valeur").into_iter().map(str::to_owned).collect();
        let mut expected: Vec<String> = figures.iter().map(|v| figure(*v, 2).texte).collect();
        written.sort();
        expected.sort();
        prop_assert_eq!(written, expected);
        prop_assert!(!svg.contains("NaN") && !svg.contains("inf"));
        // Bars of opposite signs meet at zero: what is above starts where what is below ends.
        let low = figures.iter().copied().min().unwrap_or(0).min(0);
        let zero = bars.iter().zip(columns(&values)).filter(|(_, v)| *v >= 0).map(|((x, _), _)| *x).max();
        let zero = zero.filter(|_| low < 0);
        for ((x, width), v) in bars.iter().zip(columns(&values)) {
            match zero {
                Some(zero) if v < 0 => prop_assert!((x + width - zero).abs() <= ARRONDI, "{x} + {width} ≠ {zero}"),
                None if low == 0 => prop_assert_eq!(*x, Decimal::ZERO),
                _ => {}
            }
        }
    }

    #[test]
    fn no_pile_leaves_the_frame(values in tableau()) {
        let negative = values.iter().flatten().flatten().any(|v| *v < 0);
        let Some(svg) = barres(&des_barres(&values, true)) else {
            prop_assert!(negative || values.iter().flatten().flatten().all(|v| *v == 0));
            return Ok(());
        };
        prop_assert!(!negative, "une part négative ne s’empile pas");
        for (x, width) in rectangles(&svg) {
            prop_assert!(x >= Decimal::ZERO && width >= Decimal::ZERO && x + width <= Decimal::ONE_HUNDRED + ARRONDI, "{x} {width}");
        }
    }

    #[test]
    fn no_point_leaves_the_frame(values in tableau()) {
        let Some(svg) = courbes(&des_courbes(&values)) else {
            let figures: Vec<i64> = values.iter().flatten().flatten().copied().collect();
            let flat = figures.windows(2).all(|pair| matches!(pair, [a, b] if a == b));
            prop_assert!(flat || values.iter().all(|row| row.len() < 2));
            return Ok(());
        };
        let (cx, cy) = (attributs(&svg, "circle", "", "cx"), attributs(&svg, "circle", "", "cy"));
        prop_assert_eq!(cx.len(), values.iter().flatten().flatten().count());
        for (x, y) in cx.into_iter().map(pourcents).zip(cy.into_iter().map(pourcents)) {
            prop_assert!((Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(&x), "{x}");
            prop_assert!((Decimal::from(22)..=Decimal::from(142)).contains(&y), "{y}");
        }
    }

    #[test]
    fn the_same_figures_are_always_drawn_with_the_same_bytes(values in tableau()) {
        prop_assert_eq!(barres(&des_barres(&values, false)), barres(&des_barres(&values, false)));
        prop_assert_eq!(barres(&des_barres(&values, true)), barres(&des_barres(&values, true)));
        prop_assert_eq!(courbes(&des_courbes(&values)), courbes(&des_courbes(&values)));
    }
}

/// The figures in the order of their bars: category by category, then series by series.
fn columns(values: &[Vec<Option<i64>>]) -> Vec<i64> {
    let columns = values.first().map_or(0, Vec::len);
    (0..columns).flat_map(|i| values.iter().filter_map(move |row| row[i])).collect()
}

#[test]
fn bars_start_at_zero_and_are_as_long_as_their_figures() {
    let svg = barres(&des_barres(&[vec![Some(10_000), Some(2_500)]], false)).unwrap_or_default();
    assert_eq!(attributs(&svg, "rect", "s1", "x"), ["0%", "0%"]);
    assert_eq!(attributs(&svg, "rect", "s1", "width"), ["58%", "14.5%"]);
    assert_eq!(attributs(&svg, "text", "valeur", "x"), ["58%", "14.5%"]);
}

#[test]
fn what_is_below_zero_goes_left_of_it() {
    let svg = barres(&des_barres(&[vec![Some(30_000), Some(-10_000)]], false)).unwrap_or_default();
    // Zero stands at a quarter of the 58 percents.
    assert_eq!(attributs(&svg, "rect", "s1", "x"), ["14.5%", "0%"]);
    assert_eq!(attributs(&svg, "rect", "s1", "width"), ["43.5%", "14.5%"]);
    assert_eq!(mots(&svg, "valeur"), ["« 300.00 »", "« -100.00 »"]);
    let curve = courbes(&des_courbes(&[vec![Some(30_000), Some(-10_000)]])).unwrap_or_default();
    assert_eq!(attributs(&curve, "circle", "s1", "cy"), ["22", "142"]);
    assert_eq!(attributs(&curve, "line", "base", "y1"), ["112"]);
}

#[test]
fn piles_share_the_whole_in_the_order_of_their_series() {
    let svg = barres(&des_barres(&[vec![Some(100)], vec![None], vec![Some(300)]], true)).unwrap_or_default();
    assert_eq!(rectangles(&svg), [(0, 25), (25, 75)].map(|(x, w)| (Decimal::from(x), Decimal::from(w))));
    assert_eq!(attributs(&svg, "rect", "", "class"), ["s1", "s3"], "une part absente garde sa couleur");
}

#[test]
fn a_missing_period_breaks_the_line_and_a_single_line_says_every_figure() {
    let svg = courbes(&des_courbes(&[vec![Some(100), Some(200), None, Some(300), Some(400)]])).unwrap_or_default();
    assert_eq!(attributs(&svg, "line", "trait", "x1"), ["8%", "65%"]);
    assert_eq!(mots(&svg, "point"), ["« 1.00 »", "« 2.00 »", "« 3.00 »", "« 4.00 »"]);
    let several = courbes(&des_courbes(&[vec![Some(100), Some(200)], vec![Some(300), None]])).unwrap_or_default();
    assert_eq!(mots(&several, "bout"), ["Série 0 « 2.00 »", "Série 1 « 3.00 »"]);
}

#[test]
fn neighbours_of_about_the_same_height_do_not_write_on_each_other() {
    let svg = courbes(&des_courbes(&[vec![Some(1000), Some(1001), Some(999), Some(2000)]])).unwrap_or_default();
    let heights = attributs(&svg, "text", "point", "y");
    assert_eq!(heights, ["72", "101.9", "72.1", "12"], "la deuxième valeur passe sous son point");
    let apart = courbes(&des_courbes(&[vec![Some(100), Some(2000), Some(100)]])).unwrap_or_default();
    assert_eq!(attributs(&apart, "text", "point", "y"), ["126", "12", "126"]);
}

#[test]
fn words_of_a_hollow_are_below_the_line() {
    let svg = courbes(&des_courbes(&[vec![Some(1500), Some(1000), Some(2000)]])).unwrap_or_default();
    assert_eq!(attributs(&svg, "text", "point", "y"), ["42", "102", "12"]);
    let on_the_ground = courbes(&des_courbes(&[vec![Some(1500), Some(0), Some(2000)]])).unwrap_or_default();
    assert_eq!(attributs(&on_the_ground, "text", "point", "y"), ["42", "132", "12"], "les périodes sont dessous");
}

#[test]
fn objectives_are_marks_and_references_are_lines() {
    let mut chart = des_courbes(&[vec![Some(100), Some(200)]]);
    chart.objectifs = vec![None, Some(figure(400, 2))];
    let svg = courbes(&chart).unwrap_or_default();
    assert_eq!(
        (attributs(&svg, "circle", "objectif", "cy"), attributs(&svg, "circle", "s1", "cy")),
        (vec!["22"], vec!["112", "82"])
    );
    let mut bars = des_barres(&[vec![Some(100)]], false);
    bars.reference = Some(figure(200, 2));
    let svg = barres(&bars).unwrap_or_default();
    assert_eq!(attributs(&svg, "line", "repere", "x1"), ["58%"]);
    assert_eq!((attributs(&svg, "rect", "s1", "width"), mots(&svg, "repere")), (vec!["29%"], vec!["« 2.00 »"]));
}

#[test]
fn there_is_no_chart_of_nothing() {
    for values in [vec![], vec![vec![]], vec![vec![None, None]], vec![vec![Some(0), Some(0)]]] {
        assert_eq!(barres(&des_barres(&values, false)), None, "{values:?}");
        assert_eq!(barres(&des_barres(&values, true)), None, "{values:?}");
        assert_eq!(courbes(&des_courbes(&values)), None, "{values:?}");
    }
    assert_eq!(courbes(&des_courbes(&[vec![Some(100)]])), None, "une seule période n’est pas une courbe");
    assert_eq!(barres(&des_barres(&[vec![Some(100)], vec![Some(-50)]], true)), None);
}

#[test]
fn words_stay_words() {
    const HOSTILE: &str = "<script>alert(1)</script> & </text></svg>";
    let mut bars = des_barres(&[vec![Some(100)], vec![Some(200)]], false);
    let mut curve = des_courbes(&[vec![Some(100), Some(50)], vec![Some(200), Some(70)]]);
    let hostile = || Figure { valeur: Decimal::ONE, texte: HOSTILE.to_owned() };
    bars.titre = Titre { id: "g".to_owned(), titre: HOSTILE.to_owned(), description: HOSTILE.to_owned() };
    curve.titre = bars.titre.clone();
    for series in [&mut bars.series, &mut curve.series] {
        for serie in series {
            serie.nom = HOSTILE.to_owned();
            serie.valeurs.iter_mut().for_each(|v| *v = Some(hostile()));
        }
    }
    bars.categories = vec![HOSTILE.to_owned()];
    curve.categories = vec![HOSTILE.to_owned(); 2];
    bars.reference = Some(hostile());
    curve.objectifs = vec![Some(Figure { valeur: Decimal::TWO, ..hostile() }); 2];
    let piles = Barres { empilees: true, ..bars.clone() };
    for svg in [barres(&bars), barres(&piles), courbes(&curve)].map(Option::unwrap_or_default) {
        assert!(svg.starts_with("<svg ") && svg.matches("</svg>").count() == 1 && !svg.contains("<script"), "{svg}");
        assert!(
            svg.contains("&lt;script&gt;") && !svg.replace("&amp;", "").replace("&lt;", "").replace("&gt;", "").contains('&')
        );
    }
}

#[test]
fn long_words_of_a_category_are_cut_between_words() {
    let mut bars = des_barres(&[vec![Some(100)]], false);
    bars.categories = vec!["Fiche n° 12 : Accompagner les familles vers le logement et l’emploi".to_owned()];
    let svg = barres(&bars).unwrap_or_default();
    let lines = mots(&svg, "categorie");
    assert_eq!(lines.join(" "), bars.categories[0]);
    assert!(lines.len() > 1 && lines.iter().all(|l| l.chars().count() <= 28), "{lines:?}");
}

#[test]
fn a_chart_names_itself_and_its_bytes_are_these() {
    let svg = barres(&des_barres(&[vec![Some(100)]], false)).unwrap_or_default();
    assert_eq!(
        svg,
        "<svg class=\"graphique barres\" role=\"img\" aria-labelledby=\"g-t g-d\" width=\"100%\" height=\"48\">\
         <title id=\"g-t\">Titre</title><desc id=\"g-d\">Description</desc>\
         <rect class=\"s1\" x=\"0%\" y=\"20\" width=\"58%\" height=\"14\"/>\
         <text class=\"categorie\" x=\"0\" y=\"14\">Catégorie 0</text>\
         <text class=\"valeur\" x=\"58%\" dx=\"6\" y=\"32\">« 1.00 »</text></svg>"
    );
}
