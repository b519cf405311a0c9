//! The preview: what it shows is what a build writes, a fault leaves the last good site up, and it answers this machine only.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on stops")]

mod commun;

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use parvis::serve::{Atelier, Version, Vitrine};
use proptest::prelude::*;

use commun::site::minimal;
use commun::{arbre, ecrire, parvis};

/// A preview that runs, stopped when it is dropped.
struct Apercu {
    processus: Child,
    adresse: String,
}

impl Drop for Apercu {
    fn drop(&mut self) {
        let _ = self.processus.kill();
        let _ = self.processus.wait();
    }
}

/// An answer, as it came.
#[derive(Debug)]
struct Reponse {
    statut: u16,
    entetes: String,
    corps: String,
}

impl Apercu {
    fn lancer(site: &Path, plus: &[&str]) -> Self {
        let mut processus = Command::new(env!("CARGO_BIN_EXE_parvis"))
            .arg("serve")
            .arg(site)
            .args(["--port", "0", "--color", "never"])
            .args(plus)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lignes = BufReader::new(processus.stderr.take().unwrap()).lines();
        let annonce = lignes.next().unwrap().unwrap();
        let adresse = annonce.split("http://").nth(1).and_then(|a| a.split('/').next()).expect(&annonce).to_owned();
        // What it goes on to say is read, so that it never waits for its reader.
        std::thread::spawn(move || lignes.for_each(drop));
        let apercu = Self { processus, adresse };
        apercu.attendre("/", |r| r.statut != 503 || r.corps.contains("erreur"));
        apercu
    }

    fn demander(&self, methode: &str, chemin: &str, hote: &str) -> Reponse {
        let mut flux = TcpStream::connect(&self.adresse).unwrap();
        flux.set_read_timeout(Some(Duration::from_secs(40))).unwrap();
        write!(flux, "{methode} {chemin} HTTP/1.1\r\nHost: {hote}\r\nConnection: close\r\n\r\n").unwrap();
        let mut octets = Vec::new();
        flux.read_to_end(&mut octets).unwrap();
        let texte = String::from_utf8_lossy(&octets).into_owned();
        let (entetes, corps) = texte.split_once("\r\n\r\n").unwrap();
        let statut = entetes.split(' ').nth(1).unwrap().parse().unwrap();
        Reponse { statut, entetes: entetes.to_lowercase(), corps: corps.to_owned() }
    }

    fn lire(&self, chemin: &str) -> Reponse {
        self.demander("GET", chemin, "localhost")
    }

    /// Asks until the answer is the right one.
    #[track_caller]
    fn attendre(&self, chemin: &str, voulue: impl Fn(&Reponse) -> bool) -> Reponse {
        let fin = Instant::now() + Duration::from_secs(20);
        loop {
            let reponse = self.lire(chemin);
            if voulue(&reponse) {
                return reponse;
            }
            assert!(Instant::now() < fin, "{chemin} : {reponse:?}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

const FICHE: &str = "content/plan-2024/methode.md";

fn fiche(titre: &str) -> String {
    format!("---\ntitre: {titre}\n---\n\nUne méthode.\n")
}

#[test]
fn pages_have_their_types_and_are_never_cached() {
    let site = minimal();
    let apercu = Apercu::lancer(site.path(), &[]);
    let accueil = apercu.lire("/");
    assert_eq!(accueil.statut, 200);
    assert!(accueil.entetes.contains("content-type: text/html; charset=utf-8"), "{}", accueil.entetes);
    assert!(accueil.entetes.contains("cache-control: no-store"), "{}", accueil.entetes);
    assert!(accueil.corps.contains("/.parvis/apercu.js"));
    for (chemin, mime) in [
        ("/donnees/parvis.json", "application/json"),
        ("/donnees/budget.csv", "text/csv"),
        ("/donnees/parvis.xlsx", "application/vnd.openxmlformats"),
        ("/recherche/index.json", "application/json"),
        ("/.parvis/apercu.js", "text/javascript"),
        ("/.parvis/apercu.css", "text/css"),
        ("/sitemap.xml", "application/xml"),
        ("/robots.txt", "text/plain"),
    ] {
        let reponse = apercu.lire(chemin);
        assert_eq!(reponse.statut, 200, "{chemin}");
        assert!(reponse.entetes.contains(&format!("content-type: {mime}")), "{chemin} : {}", reponse.entetes);
    }
    let page = apercu.lire("/plan-2024");
    assert_eq!(page.statut, 308);
    assert!(page.entetes.contains("location: /plan-2024/"), "{}", page.entetes);
    let perdue = apercu.lire("/nulle-part/");
    assert_eq!(perdue.statut, 404);
    assert!(perdue.corps.contains("Page introuvable"));
    let tete = apercu.demander("HEAD", "/", "localhost");
    assert_eq!((tete.statut, tete.corps.as_str()), (200, ""));
}

#[test]
fn only_this_machine_reads_and_only_the_site() {
    let site = minimal();
    ecrire(site.path(), "secret.txt", "à garder");
    let apercu = Apercu::lancer(site.path(), &[]);
    assert_eq!(apercu.demander("GET", "/", "exemple.fr").statut, 403);
    assert_eq!(apercu.demander("POST", "/", "localhost").statut, 405);
    for chemin in ["/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "//etc/passwd", "/content/site.yaml"] {
        let reponse = apercu.lire(chemin);
        assert!([400, 404].contains(&reponse.statut), "{chemin} : {}", reponse.statut);
        assert!(!reponse.corps.contains("à garder"));
    }
}

#[test]
fn an_edit_shows_and_a_fault_leaves_the_last_good_page() {
    let site = minimal();
    let apercu = Apercu::lancer(site.path(), &[]);
    // A page that waits for a change gets its answer when the change comes.
    let numero = apercu.lire("/").corps.split("data-numero=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    std::thread::scope(|s| {
        let attente = s.spawn(|| apercu.lire(&format!("/.parvis/attendre?numero={numero}")).corps);
        ecrire(site.path(), FICHE, &fiche("Avant"));
        assert_ne!(attente.join().unwrap(), numero);
    });
    apercu.attendre("/plan-2024/methode/", |r| r.corps.contains("Avant"));
    ecrire(site.path(), FICHE, "---\ntitre: [\n---\n");
    let fautive = apercu.attendre("/plan-2024/methode/", |r| r.corps.contains("parvis-panne"));
    assert!(fautive.statut == 200 && fautive.corps.contains("Avant") && fautive.corps.contains("methode.md:"), "{fautive:?}");
    ecrire(site.path(), FICHE, &fiche("Après"));
    let bonne = apercu.attendre("/plan-2024/methode/", |r| r.corps.contains("Après"));
    assert!(!bonne.corps.contains("parvis-panne"));
}

#[test]
fn editors_may_save_as_they_like() {
    let site = minimal();
    let apercu = Apercu::lancer(site.path(), &[]);
    let dossier = site.path().join("content/plan-2024");
    // A new file put in the place of the old one, with what editors leave beside it.
    ecrire(site.path(), "content/plan-2024/.methode.md.swp", "brouillon");
    ecrire(site.path(), "content/plan-2024/4913", "");
    fs::remove_file(dossier.join("4913")).unwrap();
    ecrire(site.path(), "content/plan-2024/.neuf", &fiche("Posée"));
    fs::rename(dossier.join(".neuf"), dossier.join("methode.md")).unwrap();
    apercu.attendre("/plan-2024/methode/", |r| r.corps.contains("Posée"));
    // A burst.
    for i in 0..200 {
        ecrire(site.path(), FICHE, &fiche(&format!("Rafale {i}.")));
    }
    apercu.attendre("/plan-2024/methode/", |r| r.corps.contains("Rafale 199."));
    // Another name, then gone.
    fs::rename(dossier.join("methode.md"), dossier.join("maniere.md")).unwrap();
    apercu.attendre("/plan-2024/maniere/", |r| r.corps.contains("Rafale 199."));
    assert_eq!(apercu.lire("/plan-2024/methode/").statut, 404);
    // A whole document comes and goes at once.
    ecrire(site.path(), "autre/document.md", &fiche("Venu d’ailleurs"));
    fs::rename(site.path().join("autre"), site.path().join("content/autre")).unwrap();
    apercu.attendre("/autre/", |r| r.corps.contains("Venu d’ailleurs"));
    fs::remove_dir_all(site.path().join("content/autre")).unwrap();
    apercu.attendre("/autre/", |r| r.statut == 404);
}

#[test]
fn a_theme_is_watched_too() {
    let site = minimal();
    let theme = tempfile::tempdir().unwrap();
    ecrire(theme.path(), "styles/parvis.css", "body{color:red}");
    let apercu = Apercu::lancer(site.path(), &["--theme", theme.path().to_str().unwrap()]);
    let style = |apercu: &Apercu| {
        let accueil = apercu.lire("/").corps;
        let chemin = accueil.split("href=\"./actifs/").nth(1).unwrap().split('"').next().unwrap().to_owned();
        apercu.lire(&format!("/actifs/{chemin}")).corps
    };
    assert_eq!(style(&apercu), "body{color:red}");
    ecrire(theme.path(), "styles/parvis.css", "body{color:blue}");
    let fin = Instant::now() + Duration::from_secs(20);
    while style(&apercu) != "body{color:blue}" {
        assert!(Instant::now() < fin);
    }
}

#[test]
fn a_site_that_is_broken_from_the_start_says_why() {
    let site = minimal();
    ecrire(site.path(), FICHE, "sans en-tête");
    let apercu = Apercu::lancer(site.path(), &[]);
    let page = apercu.lire("/");
    assert!(page.statut == 503 && page.corps.contains("methode.md:1") && page.corps.contains("apercu.js"), "{page:?}");
    fs::remove_file(site.path().join(FICHE)).unwrap();
    apercu.attendre("/", |r| r.statut == 200);
}

/// An edit of a site.
#[derive(Debug, Clone)]
enum Retouche {
    Ecrire(String, String),
    Oter(String),
    Deplacer(String, String),
}

/// Edits of what pages read from each other: titles, amounts, links, names, levels, registers, the site's own words, files
/// that come, go or get another name, and faults.
fn retouches() -> impl Strategy<Value = Retouche> {
    let chemin = prop_oneof![
        Just("plan-2024/methode.md"),
        Just("plan-2024/notice.md"),
        Just("plan-2024/1-enfance/orientation-1/fiche-01.md"),
        Just("plan-2024/1-enfance/orientation-1/fiche-09.md"),
        Just("plan-2024/2-jeunesse/fiche-02.md"),
        Just("plan-2024/2-jeunesse/cahier.md"),
        Just("autre/document.md"),
        Just("autre/fiche-01.md"),
    ]
    .prop_map(|c| format!("content/{c}"));
    let lien = prop_oneof![Just(""), Just("methode"), Just("enfance/fiche-01"), Just("jeunesse/fiche-02"), Just("autre")];
    let partie = (0..6u32, 0..4u64, lien, prop::option::of(prop_oneof![Just("CAF"), Just("Région"), Just("Caf")]), prop::bool::weighted(0.05)).prop_map(
        |(titre, montant, lien, partenaire, faute)| {
            let mut texte = format!("---\ntitre: Titre {titre}\n");
            if let Some(partenaire) = partenaire {
                texte.push_str(&format!("partenaires: [{partenaire}]\n"));
            }
            if montant > 0 {
                texte.push_str(&format!(
                    "budget:\n  - exercice: \"2024\"\n    nature: previsionnel\n    total: \"{montant}000 €\"\n    parts:\n      etat: \"{montant}000 €\"\n"
                ));
            }
            if faute {
                texte.push_str("inconnue: [\n");
            }
            texte.push_str("---\n\nUn texte");
            if !lien.is_empty() {
                texte.push_str(&format!(", voir [[{lien}]]"));
            }
            texte + ".\n"
        },
    );
    let site = (0..3u32).prop_map(|n| {
        Retouche::Ecrire(
            "content/site.yaml".to_owned(),
            format!("titre: \"Site {n}\"\nurl: https://exemple.fr\nedition: 2024-0{}-01\n", n + 1),
        )
    });
    let partenaires = (0..3u32).prop_map(|n| {
        let texte = format!("- id: caf\n  nom: Caisse {n}\n  alias: [CAF]\n");
        Retouche::Ecrire("content/referentiels/partenaires.yaml".to_owned(), texte)
    });
    let theme = (0..3u32).prop_map(|n| Retouche::Ecrire("theme/styles/parvis.css".to_owned(), format!("body{{margin:{n}px}}")));
    prop_oneof![
        8 => (chemin.clone(), partie).prop_map(|(c, t)| Retouche::Ecrire(c, t)),
        2 => chemin.clone().prop_map(Retouche::Oter),
        1 => (chemin.clone(), chemin).prop_map(|(de, vers)| Retouche::Deplacer(de, vers)),
        1 => site,
        1 => partenaires,
        1 => theme,
    ]
}

/// Does an edit; the files it touched.
fn faire(site: &Path, retouche: &Retouche) -> Vec<PathBuf> {
    match retouche {
        Retouche::Ecrire(chemin, texte) => {
            ecrire(site, chemin, texte);
            vec![site.join(chemin)]
        }
        Retouche::Oter(chemin) => {
            let _ = fs::remove_file(site.join(chemin));
            vec![site.join(chemin)]
        }
        Retouche::Deplacer(de, vers) => {
            if site.join(de).exists() {
                fs::create_dir_all(site.join(vers).parent().unwrap()).unwrap();
                fs::rename(site.join(de), site.join(vers)).unwrap();
            }
            vec![site.join(de), site.join(vers)]
        }
    }
}

/// What a version shows, for the files of a build.
fn vitrine(version: &Version, fichiers: &BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Vec<u8>> {
    let vitrine = Vitrine::new(version);
    let en_trop: Vec<&str> = vitrine.pages().filter(|page| !fichiers.contains_key(*page)).collect();
    assert!(en_trop.is_empty(), "{en_trop:?}");
    let lire = |chemin: &String| Some((chemin.clone(), vitrine.fichier(chemin)?.unwrap()));
    fichiers.keys().filter_map(lire).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 40, ..ProptestConfig::default() })]

    #[test]
    fn after_any_edits_the_preview_shows_what_a_build_writes(liste in prop::collection::vec(retouches(), 1..8)) {
        let site = minimal();
        ecrire(site.path(), "theme/styles/parvis.css", "body{}");
        let theme = site.path().join("theme");
        let mut atelier = Atelier::new(site.path(), Some(&theme), None);
        atelier.relire(None);
        prop_assert!(atelier.charger(false).is_ok());
        for retouche in &liste {
            let touches = faire(site.path(), retouche);
            atelier.relire(Some(&touches));
            let montre = atelier.charger(false);
            let sortie = parvis(site.path(), &["build", "--no-pdf", "--theme", "theme", "--output", "sortie"]);
            match montre {
                Ok((version, constats)) => {
                    prop_assert_eq!(sortie.code, 0, "{}", sortie.stderr);
                    prop_assert!(sortie.stderr.starts_with(&constats), "{}\n---\n{}", sortie.stderr, constats);
                    let mut fichiers = arbre(&site.path().join("sortie"));
                    fichiers.retain(|chemin, _| !chemin.starts_with(".parvis"));
                    let vus = vitrine(&version, &fichiers);
                    let autres: Vec<&String> = fichiers.iter().filter(|(c, o)| vus.get(*c) != Some(*o)).map(|(c, _)| c).collect();
                    prop_assert!(autres.is_empty(), "{autres:?}");
                }
                Err(faute) => {
                    prop_assert_eq!(sortie.code, 1);
                    prop_assert!(sortie.stderr.starts_with(&faute.terminal), "{}\n---\n{}", sortie.stderr, faute.terminal);
                }
            }
        }
    }
}
