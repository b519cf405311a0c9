//! Budget arithmetic against sums worked out another way: exact, whatever the order, each euro once.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on stops")]

#[path = "comptes/grand_livre.rs"]
mod grand_livre;

use parvis::compte::{Comptes, Role};
use parvis::model::budget::BudgetNature;
use parvis::text::amount::{self, Statut};
use parvis::text::format::euros;
use parvis::text::somme::{Chiffre, Comparaison, comparer};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::RngSeed;
use rust_decimal::Decimal;

use grand_livre::{
    Ligne, Livre, attendus, decimal, fiche, hors_de, ligne, livre, mot, partie, placees, site, sous_montant, totaux, valeur,
};

fn reglages() -> ProptestConfig {
    let defaut = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    let du_jour = std::env::var_os("PROPTEST_RNG_SEED").is_none();
    if du_jour { ProptestConfig { cases: 200, rng_seed: RngSeed::Fixed(59), ..defaut } } else { defaut }
}

/// A line that is known to the cent, without shares.
fn simple(exercice: &str, nature: BudgetNature, cents: i128) -> Ligne {
    Ligne { exercice: exercice.to_owned(), nature, total: Some(Ok(cents)), parts: vec![None; 3] }
}

proptest! {
    #![proptest_config(reglages())]

    #[test]
    fn every_total_is_the_exact_sum_of_its_lines_with_what_it_lacks(livre in livre()) {
        prop_assert_eq!(totaux(&site(placees(&livre))), attendus(&livre));
    }

    #[test]
    fn the_order_of_the_lines_changes_no_total(livre in livre(), seeds in prop::collection::vec(any::<u64>(), 64)) {
        let expected = totaux(&site(placees(&livre)));
        let mut shuffled = livre.clone();
        let mut seeds = seeds.into_iter().cycle();
        shuffled.values_mut().for_each(|lines| lines.sort_by_cached_key(|_| seeds.next()));
        prop_assert_eq!(totaux(&site(placees(&shuffled))), expected);
    }

    #[test]
    fn a_dont_and_a_detail_change_no_total(livre in livre(), at in any::<Index>(), dont in valeur(), detail in valeur()) {
        let mut lines = placees(&livre);
        prop_assume!(!lines.is_empty());
        let at = at.index(lines.len());
        lines[at].1.dont.push(sous_montant(dont, None));
        lines[at].1.detail.push(sous_montant(detail, Some("etat")));
        prop_assert_eq!(totaux(&site(lines)), totaux(&site(placees(&livre))));
    }

    #[test]
    fn a_recapitulation_changes_no_total(livre in livre(), extra in ligne(), at in any::<Index>(), level in 0usize..3, all in any::<bool>()) {
        let mut lines = placees(&livre);
        prop_assume!(!lines.is_empty());
        let folder = lines[at.index(lines.len())].0.clone();
        let mut line = extra.ecrite();
        // Of itself, or of the plan seen from there.
        line.recapitule = Some(mot(if all { "tout" } else { "plan" }).into());
        lines.push((folder[..level].to_vec(), line));
        prop_assert_eq!(totaux(&site(lines)), totaux(&site(placees(&livre))));
    }

    #[test]
    fn the_total_of_a_period_beside_its_years_changes_no_total(livre in livre(), extra in ligne(), at in any::<Index>()) {
        let mut lines = placees(&livre);
        prop_assume!(!lines.is_empty());
        let (folder, like) = &lines[at.index(lines.len())];
        let line = Ligne { exercice: "2020-2026".to_owned(), nature: like.nature, ..extra }.ecrite();
        let folder = folder.clone();
        lines.push((folder, line));
        prop_assert_eq!(totaux(&site(lines)), totaux(&site(placees(&livre))));
    }

    #[test]
    fn a_child_counted_in_its_part_changes_no_total_but_its_own(livre in livre(), extra in ligne(), at in any::<Index>()) {
        let mut lines = placees(&livre);
        prop_assume!(!lines.is_empty());
        let (folder, like) = &lines[at.index(lines.len())];
        let mut line = Ligne { exercice: like.exercice.value.clone(), nature: like.nature, ..extra }.ecrite();
        line.compte_dans = Some(mot(folder.last().expect("a fiche")).into());
        let child: Vec<String> = folder.iter().cloned().chain(["detail-1".to_owned()]).collect();
        let id = format!("plan/{}", child.join("/"));
        lines.push((child, line));
        prop_assert_eq!(hors_de(totaux(&site(lines)), &id), totaux(&site(placees(&livre))));
    }

    #[test]
    fn what_is_sans_objet_never_makes_a_total_partial(livre in livre(), extra in ligne(), at in any::<Index>()) {
        let mut lines = placees(&livre);
        prop_assume!(!lines.is_empty());
        let (folder, like) = &lines[at.index(lines.len())];
        let line = Ligne { exercice: like.exercice.value.clone(), nature: like.nature, total: Some(Err(Statut::SansObjet)), ..extra };
        let folder = folder.clone();
        lines.push((folder, Ligne { parts: vec![None; 3], ..line }.ecrite()));
        let (with, without) = (totaux(&site(lines)), totaux(&site(placees(&livre))));
        for (scope, sum) in &without {
            let same = &with[scope];
            prop_assert_eq!((&same.total, &same.parts, &same.manques), (&sum.total, &sum.parts, &sum.manques));
        }
    }

    #[test]
    fn a_printed_amount_reads_back(cents in -99_999_999_999_999_999_999i128..=99_999_999_999_999_999_999, whole in any::<bool>()) {
        let cents = if whole { cents / 100 * 100 } else { cents };
        let printed = euros(decimal(cents));
        let read = amount::parse(&printed).expect("an amount");
        let read = read.connu().expect("a known amount");
        prop_assert_eq!(read.valeur, decimal(cents));
        prop_assert_eq!(euros(read.valeur), printed.clone());
        prop_assert_eq!(amount::parse(&read.imprime).expect("an amount").connu().map(|m| m.valeur), Some(read.valeur));
        prop_assert_eq!(read.pas.decimal(), if cents % 100 == 0 { Decimal::ONE } else { Decimal::new(1, 2) });
    }
}

/// Amounts as large and as fine as the sources may print them, in an order that never repeats.
fn millions() -> impl DoubleEndedIterator<Item = i128> + Clone {
    (0..1_000_000u64).map(|i| i128::from(i.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 1) * 10 + 9_999_999_999_999_999_999)
}

#[test]
fn a_million_amounts_add_up_to_the_cent_in_any_order() {
    let chiffre = |cents: i128| Chiffre { valeur: Decimal::from_i128_with_scale(cents, 2), pas: Decimal::new(1, 2) };
    let sum = |cents: &mut dyn Iterator<Item = i128>| cents.map(chiffre).reduce(|a, b| a + b).expect("amounts");
    let expected = Decimal::from_i128_with_scale(millions().sum(), 2);
    let (there, back) = (sum(&mut millions()), sum(&mut millions().rev()));
    let halves = sum(&mut millions().step_by(2)) + sum(&mut millions().skip(1).step_by(2));
    assert_eq!([there.valeur, back.valeur, halves.valeur], [expected; 3]);
    assert_eq!(there.pas, Decimal::from(10_000));
    let cents: Vec<Chiffre> = millions().map(chiffre).collect();
    let total = |more: i64| Chiffre { valeur: expected + Decimal::new(more, 2), pas: Decimal::ZERO };
    assert_eq!(comparer(total(0), &cents), Comparaison::Exacte);
    let beyond = comparer(total(2_000_000), &cents);
    assert_eq!(beyond, Comparaison::Ecart(Decimal::from(20_000)));
}

#[test]
fn the_finest_and_the_largest_amounts_still_add_up() {
    let read = |text: &str| amount::parse(text).ok().and_then(|l| l.connu().map(|m| m.valeur));
    let (large, fine) = (read("999 999 999 999 999 999 €").expect("a large amount"), read("0,01 €").expect("a fine amount"));
    let sum: Decimal = (0..1_000_000).map(|i| if i % 2 == 0 { large } else { fine }).sum();
    assert_eq!(sum.to_string(), "499999999999999999505000.00");
    for text in ["0,0001 €", "0,12345678901234567 €", "1 000 000 000 000 000 000 €"] {
        assert_eq!(read(text), None, "{text}");
    }
}

#[test]
fn a_large_ledger_adds_up_exactly_whatever_its_order() {
    let natures = [BudgetNature::Previsionnel, BudgetNature::Realise];
    let montant = |n: usize| (n as i128 * 7_919 % 1_000_003) * 100_003;
    // The same lines, the fiches and the lines of each in one order then in the other.
    let livre = |reversed: bool| -> Livre {
        let fiches = 100usize;
        let number = |i: usize| if reversed { fiches - 1 - i } else { i };
        let line = |f: usize, l: usize| simple(&(2018 + l % 5).to_string(), natures[l % 2], montant(number(f) * 250 + l));
        let lines = |f: usize| {
            let lines = (0..250).map(move |l| line(f, l));
            if reversed { lines.rev().collect() } else { lines.collect::<Vec<_>>() }
        };
        (0..fiches).map(|f| ((1, f), lines(f))).collect()
    };
    let (one, other) = (livre(false), livre(true));
    let expected = attendus(&one);
    let (found, back) = (totaux(&site(placees(&one))), totaux(&site(placees(&other))));
    assert_eq!(found, expected);
    let of_the_plan =
        |t: &grand_livre::Totaux| t.iter().filter(|(k, _)| k.0 == "plan").map(|(_, v)| v.clone()).collect::<Vec<_>>();
    assert_eq!(of_the_plan(&back), of_the_plan(&expected));
    assert_eq!(of_the_plan(&found).len(), 10);
}

/// The rate of an axe whose fiches have these lines.
fn taux(fiches: &[&[(BudgetNature, Result<i128, Statut>)]]) -> Option<(String, usize)> {
    let line = |(nature, v): &(BudgetNature, Result<i128, Statut>)| Ligne { total: Some(*v), ..simple("2022", *nature, 0) };
    let livre: Livre = fiches.iter().enumerate().map(|(i, lines)| ((1, i), lines.iter().map(line).collect())).collect();
    let found = totaux(&site(placees(&livre)));
    assert_eq!(found, attendus(&livre));
    let sum = found.get(&("plan/axe-1".to_owned(), "2022".to_owned(), BudgetNature::Realise))?;
    sum.taux.as_ref().map(|t| (t.valeur.to_string(), t.sans_prevision))
}

#[test]
fn a_rate_is_what_was_done_of_what_was_planned_where_something_was() {
    use BudgetNature::{Avenant as A, Previsionnel as P, Realise as R};
    let nc = Err(Statut::NonCommunique);
    let so = Err(Statut::SansObjet);
    for (fiches, expected) in [
        (vec![&[(P, Ok(300)), (R, Ok(100))][..], &[(P, Ok(300)), (R, Ok(200))]], Some(("50", 0))),
        (vec![&[(P, Ok(300)), (R, Ok(100))]], Some(("33.33", 0))),
        (vec![&[(P, Ok(800)), (R, Ok(1))]], Some(("0.13", 0))),
        // Lines without anything planned are left out, and counted.
        (vec![&[(P, Ok(300)), (R, Ok(300))], &[(R, Ok(900))], &[(R, nc)]], Some(("100", 2))),
        // An avenant stands in only where nothing else is planned.
        (vec![&[(P, Ok(300)), (A, Ok(600)), (R, Ok(300))]], Some(("100", 0))),
        (vec![&[(A, Ok(600)), (R, Ok(300))]], Some(("50", 0))),
        // A missing figure makes no rate, a figure that does not exist is no missing one.
        (vec![&[(P, Ok(300)), (R, Ok(300))], &[(P, nc)]], None),
        (vec![&[(P, Ok(300)), (R, Ok(300))], &[(P, Ok(300)), (R, nc)]], None),
        (vec![&[(P, Ok(300)), (R, so), (R, Ok(150))]], Some(("50", 0))),
        (vec![&[(P, so), (R, Ok(150))], &[(P, Ok(100)), (R, Ok(100))]], Some(("100", 1))),
        (vec![&[(P, Ok(0)), (R, Ok(150))]], None),
        (vec![&[(R, Ok(150))]], None),
        (vec![&[(P, Ok(150))]], None),
    ] {
        assert_eq!(taux(&fiches).as_ref().map(|(v, n)| (v.as_str(), *n)), expected, "{fiches:?}");
    }
}

#[test]
fn each_line_knows_its_role() {
    let years = [simple("2024", BudgetNature::Previsionnel, 100), simple("2024-2025", BudgetNature::Previsionnel, 300)];
    let mut lines: Vec<_> = years.iter().map(|l| (fiche((1, 1)), l.ecrite())).collect();
    let mut recap = simple("2024", BudgetNature::Previsionnel, 100).ecrite();
    recap.recapitule = Some(mot("tout").into());
    lines.push((vec!["axe-1".to_owned()], recap));
    let site = site(lines);
    let comptes = Comptes::new(&site);
    let roles = |folder: &[String]| comptes.of(partie(&site, folder)).iter().map(|e| e.role).collect::<Vec<_>>();
    assert_eq!(roles(&fiche((1, 1))), [Role::Comptee, Role::Periodique]);
    let axe = ["axe-1".to_owned()];
    assert_eq!(roles(&axe), [Role::Recapitulative(partie(&site, &axe))]);
}
