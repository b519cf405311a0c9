//! One folder of `fixtures/diagnostics` is one case: a tiny site and, in `attendu.txt`, the exact words of Parvis about it.
//!
//! A case runs `parvis check`, or the arguments of its `commande.txt`. `PARVIS_BLESS=1 cargo test --test diagnostics`
//! rewrites the expected files; read them before you keep them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on stops")]

mod commun;

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use rayon::prelude::*;

use commun::constat::{self, Constat};
use commun::{Sortie, chantier, differences, fixtures, parvis};

/// A case, by the name of its folder: `P102-cle-proche`.
struct Cas {
    nom: String,
    dossier: PathBuf,
}

impl Cas {
    /// All cases, in the order of their names.
    fn tous() -> Vec<Self> {
        let racine = fixtures().join("diagnostics");
        let mut cas: Vec<Self> = fs::read_dir(&racine)
            .expect("the folder of the cases")
            .map(|e| e.expect("a case").path())
            .map(|dossier| Self { nom: dossier.file_name().unwrap_or_default().to_string_lossy().into_owned(), dossier })
            .collect();
        cas.sort_by(|a, b| a.nom.cmp(&b.nom));
        cas
    }

    /// The code that the case is about; `bon-…` and `reconnu-…` have none.
    fn code(&self) -> Option<&str> {
        self.nom.split('-').next().filter(|c| c.len() == 4 && c.starts_with('P') && c[1..].bytes().all(|b| b.is_ascii_digit()))
    }

    fn attendu(&self) -> PathBuf {
        self.dossier.join("attendu.txt")
    }

    fn commande(&self) -> String {
        fs::read_to_string(self.dossier.join("commande.txt")).unwrap_or_else(|_| "check".to_owned()).trim().to_owned()
    }

    /// The exit code, then all that is said on stderr.
    fn obtenu(&self) -> String {
        let site = chantier(&self.dossier);
        let commande = self.commande();
        let sortie = parvis(site.path(), &commande.split(' ').collect::<Vec<_>>());
        format!("sortie: {}\n{}", sortie.code, sortie.stderr)
    }
}

/// The codes that `parvis explain` lists.
fn codes() -> Vec<String> {
    let liste = parvis(&fixtures(), &["explain"]).reussie().stdout;
    liste.lines().filter_map(|l| l.split(' ').next()).map(str::to_owned).collect()
}

/// Whether the expected files are being rewritten.
fn bless() -> bool {
    std::env::var_os("PARVIS_BLESS").is_some()
}

#[test]
fn every_case_says_exactly_what_is_expected() {
    let fautes: Vec<String> = Cas::tous()
        .par_iter()
        // What paper says needs the feature that makes it.
        .filter(|cas| cfg!(feature = "pdf") || !matches!(cas.code(), Some("P603" | "P604")))
        .filter_map(|cas| {
            let obtenu = cas.obtenu();
            let attendu = fs::read_to_string(cas.attendu()).unwrap_or_default();
            if obtenu == attendu {
                return None;
            }
            if bless() {
                fs::write(cas.attendu(), &obtenu).expect("the expected file is written");
                return None;
            }
            Some(format!("=== {} (- attendu, + obtenu)\n{}", cas.nom, differences(&attendu, &obtenu)))
        })
        .collect();
    assert!(
        fautes.is_empty(),
        "{}\n\n{} cas en défaut ; si le nouveau texte est le bon : PARVIS_BLESS=1 cargo test --test diagnostics",
        fautes.join("\n\n"),
        fautes.len()
    );
}

#[test]
fn no_case_is_left_over() {
    if bless() {
        return;
    }
    let connus: BTreeSet<String> = codes().into_iter().collect();
    for cas in Cas::tous() {
        let nom = &cas.nom;
        assert!(cas.dossier.is_dir(), "{nom} n’est pas un dossier : un cas est un dossier");
        assert!(cas.attendu().is_file(), "{nom} n’a pas d’attendu.txt");
        assert!(fs::read_dir(&cas.dossier).expect("a folder").count() > 1, "{nom} n’a qu’un attendu.txt : il manque le site");
        let libre = ["bon-", "reconnu-", "plusieurs-"].iter().any(|p| nom.starts_with(p));
        assert!(
            libre || cas.code().is_some_and(|c| connus.contains(c)),
            "{nom} : le nom d’un cas commence par un code connu, bon-, reconnu- ou plusieurs-"
        );
    }
}

#[test]
fn a_case_shows_its_code_and_no_other() {
    if bless() {
        return;
    }
    // P009 cuts a long list of other findings short: it never comes alone.
    for cas in Cas::tous().iter().filter(|c| c.code().is_some_and(|c| c != "P009")) {
        let attendu = fs::read_to_string(cas.attendu()).unwrap_or_default();
        let vus: BTreeSet<&str> = attendu.lines().filter_map(|l| constat::titre(l).map(|(_, code, _)| code)).collect();
        assert_eq!(vus, cas.code().into_iter().collect(), "{}", cas.nom);
    }
}

#[test]
fn every_code_has_a_case() {
    let vus: BTreeSet<String> = Cas::tous().iter().filter_map(|c| c.code().map(str::to_owned)).collect();
    let sans: Vec<String> = codes().into_iter().filter(|c| !vus.contains(c)).collect();
    assert!(sans.is_empty(), "codes sans cas dans tests/fixtures/diagnostics : {}", sans.join(", "));
}

#[test]
fn every_code_explains_itself() {
    let liste = parvis(&fixtures(), &["explain"]).reussie().stdout;
    for ligne in liste.lines() {
        let (code, titre) = (&ligne[..4], ligne.get(13..).unwrap_or("").trim());
        let texte = parvis(&fixtures(), &["explain", &code.to_lowercase()]).reussie().stdout;
        let (tete, corps) = texte.split_once("\n\n").unwrap_or((&texte, ""));
        assert!(tete.starts_with(code) && tete.lines().nth(1).is_some_and(|t| t.starts_with(titre)), "{code} : {tete}");
        assert!(corps.trim().chars().count() > 40, "{code} n’a pas d’explication : « {} »", corps.trim());
    }
}

#[test]
fn a_code_that_does_not_exist_is_a_misuse_with_a_suggestion() {
    let sortie = parvis(&fixtures(), &["explain", "P3044"]).code(2);
    assert!(sortie.stderr.contains("vouliez-vous dire P304"), "{}", sortie.stderr);
    assert!(sortie.stdout.is_empty());
}

/// Runs a command on a copy of a case.
fn cas(nom: &str, arguments: &[&str]) -> Sortie {
    parvis(chantier(&fixtures().join("diagnostics").join(nom)).path(), arguments)
}

#[test]
fn all_faults_of_all_files_are_told_in_one_run_always_in_the_same_order() {
    let premier = cas("plusieurs-fautes", &["check"]).code(1).stderr;
    let constats = Constat::du_texte(&premier);
    let codes: BTreeSet<&str> = constats.iter().map(|c| c.code.as_str()).collect();
    let fichiers: BTreeSet<&str> = constats.iter().filter_map(|c| c.place.as_ref()).map(|(f, ..)| f.as_str()).collect();
    assert!(codes.len() >= 8 && fichiers.len() >= 3, "{codes:?} dans {fichiers:?}");
    for _ in 0..4 {
        assert_eq!(cas("plusieurs-fautes", &["check"]).stderr, premier);
    }
}

#[test]
fn the_exit_code_is_0_without_errors_1_with_errors_2_for_a_misuse() {
    for (nom, arguments, code) in [
        ("bon-site", &["check"][..], 0),
        ("P210-action-en-double", &["check"], 0),
        ("P212-sans-legende", &["check"], 0),
        ("reconnu-P304-total", &["check"], 0),
        ("P304-millions", &["check"], 1),
        ("P304-millions", &["build"], 1),
        ("P304-millions", &["export", "--format", "json"], 1),
        ("P304-millions", &["check", "--format", "json"], 1),
        ("P304-millions", &["check", "--format", "sarif"], 1),
        ("P001-contenu-absent", &["check"], 1),
        ("bon-site", &["check", "--inconnu"], 2),
        ("bon-site", &["check", "--format", "xml"], 2),
        ("bon-site", &["construire"], 2),
        ("bon-site", &["export"], 2),
        ("bon-site", &[], 2),
    ] {
        let sortie = cas(nom, arguments);
        assert_eq!(sortie.code, code, "parvis {arguments:?} sur {nom}\n{}", sortie.stderr);
    }
}

#[test]
fn a_misuse_is_told_in_french() {
    for arguments in
        [&["check", "--inconnu"][..], &["check", "--format", "xml"], &["construire"], &["export"], &["build", "a", "b"]]
    {
        let stderr = cas("bon-site", arguments).code(2).stderr;
        for anglais in
            ["error:", "Usage:", "unexpected", "invalid", "unrecognized", "required", "For more information", "possible"]
        {
            assert!(!stderr.contains(anglais), "parvis {arguments:?} dit « {anglais} » :\n{stderr}");
        }
    }
    let aide = cas("bon-site", &["check", "--help"]).reussie().stdout;
    assert!(!aide.contains("ossible values") && aide.matches("Options:").count() < 2, "{aide}");
}

#[test]
fn strict_makes_warnings_fail_and_leaves_advice_and_acknowledged_ecarts_alone() {
    for (nom, code) in
        [("P210-action-en-double", 1), ("P310-autre-titre", 1), ("P212-sans-legende", 0), ("reconnu-P310-autre-titre", 0)]
    {
        assert_eq!(cas(nom, &["check", "--strict"]).code, code, "check --strict sur {nom}");
        let site = chantier(&fixtures().join("diagnostics").join(nom));
        assert_eq!(parvis(site.path(), &["build", "--strict"]).code, code, "build --strict sur {nom}");
        assert_eq!(site.path().join("output/index.html").exists(), code == 0, "{nom}");
    }
}

#[test]
fn quiet_says_only_what_makes_the_command_fail() {
    assert_eq!(cas("P210-action-en-double", &["check", "--quiet"]).reussie().stderr, "");
    assert_eq!(cas("bon-site", &["build", "--quiet"]).reussie().stderr, "");
    assert!(cas("P304-millions", &["check", "--quiet"]).code(1).stderr.contains("P304"));
}

#[test]
fn colours_come_only_when_they_are_asked_for() {
    assert!(!cas("P304-millions", &["check"]).stderr.contains('\u{1b}'));
    assert!(cas("P304-millions", &["check", "--color", "always"]).stderr.contains('\u{1b}'));
}

#[test]
fn json_and_sarif_say_what_the_text_says() {
    let cas: Vec<Cas> = Cas::tous().into_iter().filter(|c| c.commande() == "check").collect();
    cas.par_iter().for_each(|cas| {
        let site = chantier(&cas.dossier);
        let run = |arguments: &[&str]| parvis(site.path(), arguments);
        let (texte, json, sarif) = (run(&["check"]), run(&["check", "--format", "json"]), run(&["check", "--format", "sarif"]));
        assert_eq!((json.code, sarif.code), (texte.code, texte.code), "{}", cas.nom);
        assert_eq!((json.stderr.as_str(), sarif.stderr.as_str(), texte.stdout.as_str()), ("", "", ""), "{}", cas.nom);
        let attendus = Constat::du_texte(&texte.stderr);
        let reconnus = constat::reconnus(&texte.stderr);
        assert_eq!(Constat::du_json(&json.stdout), (attendus.clone(), reconnus), "{}", cas.nom);
        assert_eq!(Constat::du_sarif(&sarif.stdout), (attendus, reconnus), "{}", cas.nom);
    });
}

#[test]
fn sarif_names_files_by_relative_uris_and_counts_columns_in_characters() {
    for nom in ["P209-document", "P209-dossier-accentue", "P304-millions"] {
        let sarif: serde_json::Value = serde_json::from_str(&cas(nom, &["check", "--format", "sarif"]).stdout).expect("JSON");
        let run = &sarif["runs"][0];
        assert_eq!(run["columnKind"], "unicodeCodePoints", "{nom} : SARIF 2.1.0 § 3.14.17");
        let uri = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().expect("an address");
        assert!(uri.bytes().all(|b| b.is_ascii_graphic()), "{nom} : « {uri} » n’est pas une URI (RFC 3986)");
    }
}
