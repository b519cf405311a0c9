//! Whatever a source holds, Parvis says where it is wrong or accepts it; it never panics, and never takes long.
//!
//! `PROPTEST_RNG_SEED=n PROPTEST_CASES=m cargo test --test robustesse` looks further than the fixed seed of every day.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on stops")]

mod commun;
#[path = "robustesse/degats.rs"]
mod degats;

use std::fs;
use std::path::Path;

use parvis::compte::Comptes;
use parvis::diagnostics::{Code, Diagnostic, Diagnostics, SourceMap, Span, json, sarif, text};
use parvis::render::data;
use parvis::render::html::{self, theme::Theme};
use parvis::{check, model, source, summary};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::RngSeed;
use rayon::prelude::*;

use commun::html::desequilibre;
use commun::site::minimal;
use commun::{ecrire, parvis_qui_finit};
use degats::degat;

const FICHE: &str = "content/plan-2024/1-enfance/orientation-1/fiche-01.md";

const BUDGET: &str = "content/plan-2024/2-jeunesse/fiche-02.md";

/// The sources that are spoilt, one at a time.
const SOURCES: [&str; 7] = [
    FICHE,
    BUDGET,
    "content/plan-2024/etat-des-lieux.md",
    "content/plan-2024/document.md",
    "content/plan-2024/methode.md",
    "content/referentiels/partenaires.yaml",
    "content/site.yaml",
];

/// Reads, checks, tells and, where there is no error, exports and renders a site; says what does not hold.
fn eprouver(site: &Path, theme: &mut Option<Theme>) -> Result<(), String> {
    let (mut sources, mut trouves) = (SourceMap::default(), Vec::new());
    let lu = source::read(site, &mut sources, &mut trouves);
    let modele = model::build(lu, &mut trouves);
    let comptes = Comptes::new(&modele);
    check::run(&modele, &comptes, &mut trouves);
    let mut diagnostics = Diagnostics::default();
    diagnostics.extend(trouves);
    let constats = diagnostics.finish(&sources);
    constats.iter().try_for_each(|d| situe(d, &sources))?;
    let dit = text::render(&constats, &sources, false);
    if let Some(signe) = dit.chars().find(|c| c.is_ascii_control() && !matches!(c, '\n' | '\t')) {
        return Err(format!("le texte laisse passer {signe:?} vers le terminal"));
    }
    for forme in [json::render(&constats, &sources), sarif::render(&constats, &sources)] {
        serde_json::from_str::<serde_json::Value>(&forme).map_err(|e| e.to_string())?;
    }
    if parvis::diagnostics::Count::of(&constats).fails(false) {
        return Ok(());
    }
    let calculs = summary::compute(&modele, comptes, &constats);
    let theme =
        theme.get_or_insert_with(|| Theme::load(None, &modele.config, &mut SourceMap::default()).expect("the default theme"));
    let fonds = data::Fonds { site: &modele, summary: &calculs, findings: &constats, sources: &sources, base: None };
    let mut json = Vec::new();
    data::json(&fonds, &mut json).map_err(|e| e.to_string())?;
    serde_json::from_slice::<serde_json::Value>(&json).map_err(|e| e.to_string())?;
    let donnees = data::Publication::new(&fonds, &|_| Ok(())).map_err(|d| format!("les données refusent : {}", d.message))?;
    let rendu = html::render(&modele, &calculs, &donnees, theme, &html::Options::default());
    let fichiers = rendu.map_err(|fautes| format!("le rendu refuse : {}", fautes[0].message))?;
    fichiers.iter().filter(|f| f.path.ends_with(".html")).try_for_each(|f| {
        desequilibre(&String::from_utf8_lossy(&f.bytes)).map_or(Ok(()), |faute| Err(format!("{} : {faute}", f.path)))
    })
}

/// A finding points into a file that exists, at characters that exist, with words.
fn situe(d: &Diagnostic, sources: &SourceMap) -> Result<(), String> {
    let faute = |quoi: &str| Err(format!("{} « {} » : {quoi}", d.code.id(), d.message));
    let dans_le_texte = |s: &Span| {
        let (texte, debut, fin) = (sources.text(s.file), s.start as usize, s.end as usize);
        debut <= fin && fin <= texte.len() && texte.is_char_boundary(debut) && texte.is_char_boundary(fin)
    };
    match &d.span {
        None if !matches!(d.code, Code::AucunDocument | Code::ContenuAbsent) => return faute("sans place"),
        Some(s) if !dans_le_texte(s) => return faute("place hors du fichier"),
        _ => {}
    }
    if !d.labels.iter().all(|(s, _)| dans_le_texte(s)) {
        return faute("autre place hors du fichier");
    }
    if d.message.trim().is_empty() || d.message.ends_with('.') {
        return faute("le message est une phrase sans point final");
    }
    Ok(())
}

fn reglages() -> ProptestConfig {
    let defaut = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    let du_jour = std::env::var_os("PROPTEST_RNG_SEED").is_none();
    if du_jour { ProptestConfig { cases: 250, rng_seed: RngSeed::Fixed(62), ..defaut } } else { defaut }
}

#[test]
fn a_spoilt_source_is_told_where_it_is_wrong_or_accepted() {
    let site = minimal();
    let bons = SOURCES.map(|fichier| fs::read(site.path().join(fichier)).expect("a good source"));
    let theme = std::cell::RefCell::new(None);
    eprouver(site.path(), &mut theme.borrow_mut()).expect("the good site is good");
    // Half of the time the fiche, which holds the most.
    let quelle = prop_oneof![Just(0usize), 1..SOURCES.len()];
    proptest!(reglages(), |(quelle in quelle, degats in prop::collection::vec(degat(), 1..6))| {
        let (fichier, mut texte) = (SOURCES[quelle], bons[quelle].clone());
        degats.iter().for_each(|d| d.applique(&mut texte));
        fs::write(site.path().join(fichier), &texte).expect("written");
        let verdict = eprouver(site.path(), &mut theme.borrow_mut());
        fs::write(site.path().join(fichier), &bons[quelle]).expect("written");
        prop_assert!(verdict.is_ok(), "{}\n--- {fichier}\n{}", verdict.unwrap_err(), String::from_utf8_lossy(&texte));
    });
}

#[test]
fn any_value_in_any_field_is_told_where_it_is_wrong_or_accepted() {
    let site = minimal();
    let sources = [FICHE, BUDGET, "content/plan-2024/etat-des-lieux.md"];
    let bons = sources.map(|s| fs::read_to_string(site.path().join(s)).expect("a good source"));
    // Every line with a value, and where it stands.
    let lignes = |s: usize| bons[s].lines().enumerate().filter(|(_, l)| l.contains(": ")).map(move |(i, _)| (s, i));
    let avec_valeur: Vec<(usize, usize)> = (0..sources.len()).flat_map(lignes).collect();
    let valeurs = prop_oneof!["\\PC{0,30}", "[0-9 .,€kM%-]{1,20}", "(\\[|\\{|\"|'|&|\\*|!|:|,| |a|1){1,20}"];
    let theme = std::cell::RefCell::new(None);
    proptest!(reglages(), |(ligne in any::<Index>(), valeur in valeurs)| {
        let (s, i) = avec_valeur[ligne.index(avec_valeur.len())];
        let (cle, _) = bons[s].lines().nth(i).and_then(|l| l.split_once(": ")).expect("a key");
        let nouvelle = format!("{cle}: {valeur}");
        let texte: Vec<&str> = bons[s].lines().enumerate().map(|(n, l)| if n == i { nouvelle.as_str() } else { l }).collect();
        ecrire(site.path(), sources[s], &(texte.join("\n") + "\n"));
        let verdict = eprouver(site.path(), &mut theme.borrow_mut());
        ecrire(site.path(), sources[s], &bons[s]);
        prop_assert!(verdict.is_ok(), "{}\n{nouvelle}", verdict.unwrap_err());
    });
}

/// A long source made of one piece, well under the limit of a mebibyte.
fn plein(piece: &str) -> String {
    piece.repeat((256 << 10) / piece.len())
}

/// Checks a site whose fiche is `texte`: Parvis must end soon, and say it in a few screens.
fn finit_bientot(nom: &str, texte: &str) -> Result<(), String> {
    let site = minimal();
    ecrire(site.path(), FICHE, texte);
    let Some(sortie) = parvis_qui_finit(site.path(), &["check"]) else {
        return Err(format!("{nom} : pas fini en une minute"));
    };
    match sortie.stderr.len() {
        _ if ![0, 1].contains(&sortie.code) => Err(format!("{nom} : code de sortie {}", sortie.code)),
        octets if octets > 100_000 => Err(format!("{nom} : {octets} octets de messages")),
        _ => Ok(()),
    }
}

#[test]
fn a_file_made_to_explode_ends_soon_with_few_words() {
    let entete = |corps: String| format!("---\ntitre: \"Un\"\n---\n\n{corps}\n");
    let dans = |cle: &str, valeur: String| format!("---\ntitre: \"Un\"\n{cle}: {valeur}\n---\n");
    let bombe: String = (1..30).map(|i| format!("a{i}: &a{i} [*a{}, *a{}]\n", i - 1, i - 1)).collect();
    let cas = [
        ("bombe d’alias", format!("---\ntitre: \"Un\"\na0: &a0 [x, x]\n{bombe}---\n")),
        ("crochets", dans("pilotes", plein("["))),
        ("accolades", dans("calendrier", plein("{a: "))),
        ("tirets", dans("pilotes", format!("\n  {}", plein("- ")))),
        ("guillemets", dans("resume", plein("\""))),
        ("chiffres", dans("ordre", plein("9"))),
        ("montant", dans("budget", format!("[{{exercice: \"1\", nature: realise, total: \"{}\"}}]", plein("9")))),
        ("retraits", dans("resume", plein(" \n"))),
        (
            "clés inconnues",
            format!("---\ntitre: \"Un\"\n{}---\n", (0..20_000).map(|i| format!("cle{i}: 1\n")).collect::<String>()),
        ),
        ("citations", entete(plein("> "))),
        ("emphases", entete(plein("*a_"))),
        ("liens ouverts", entete(plein("[a]("))),
        ("liens cassés", entete(plein("[a](b)\n\n"))),
        ("doubles crochets", entete(plein("[["))),
        ("chevrons", entete(plein("<a"))),
        ("HTML", entete(plein("<br>\n\n"))),
        ("accents graves", entete(plein("`a``"))),
        ("arobases", entete(plein("a@"))),
        ("chiffres de téléphone", entete(plein("01 "))),
        ("lettres d’IBAN", entete(plein("FR14"))),
        ("titres", entete(plein("## a\n\n"))),
    ];
    let fautes: Vec<String> = cas.par_iter().filter_map(|(nom, texte)| finit_bientot(nom, texte).err()).collect();
    assert!(fautes.is_empty(), "{}", fautes.join("\n"));
}

#[test]
fn no_control_character_of_a_source_reaches_the_terminal() {
    let site = minimal();
    ecrire(site.path(), FICHE, "---\ntitre: \"Un\"\n\"\\e[31mcle\": 1\nordre: \"\\a\\u0085\\u009b31m\\x7f\"\n---\n");
    let stderr = parvis_qui_finit(site.path(), &["check"]).expect("an end").code(1).stderr;
    let passes: String = stderr.chars().filter(|c| c.is_control() && *c != '\n').flat_map(char::escape_unicode).collect();
    assert_eq!(passes, "");
}
