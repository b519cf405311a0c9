//! What `parvis build` and `parvis export` leave on the disk.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on stops")]

mod commun;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::fs::{MetadataExt, symlink};
use std::path::Path;

use commun::html::liens_casses;
use commun::site::{construire, construit, minimal, output};
use commun::{arbre, chemins, copier, ecrire, parvis};

/// When every file was last written, in nanoseconds.
fn heures(dossier: &Path) -> BTreeMap<String, (i64, i64)> {
    let heure = |chemin: &String| fs::metadata(dossier.join(chemin)).map(|m| (m.mtime(), m.mtime_nsec())).expect("a file");
    chemins(dossier).into_iter().map(|chemin| (chemin.clone(), heure(&chemin))).collect()
}

#[test]
fn two_builds_give_the_same_bytes() {
    let (un, deux) = (construit(), construit());
    assert!(output(&un) == output(&deux), "deux constructions diffèrent");
    let sites = ["premier", "second"].map(|nom| un.path().join(nom));
    for (site, fils) in sites.iter().zip(["1", "7"]) {
        let sortie = std::process::Command::new(env!("CARGO_BIN_EXE_parvis"))
            .args(["build", "--output"])
            .arg(site)
            .current_dir(deux.path())
            .env("RAYON_NUM_THREADS", fils)
            .output()
            .expect("the binary runs");
        assert!(sortie.status.success());
    }
    assert!(arbre(&sites[0]) == arbre(&sites[1]), "le nombre de fils change la sortie");
}

#[test]
fn a_second_build_rewrites_nothing_and_says_so() {
    let site = construit();
    let dossier = site.path().join("output");
    let avant = heures(&dossier);
    let stderr = construire(site.path()).stderr;
    assert_eq!(heures(&dossier), avant);
    // The mark and the witness of the folder are no files of the site.
    assert!(stderr.contains(&format!("0 fichier écrit, {} inchangés, 0 retiré", avant.len() - 2)), "{stderr}");
}

#[test]
fn a_changed_source_rewrites_only_the_pages_that_show_it() {
    let site = construit();
    let dossier = site.path().join("output");
    let avant = heures(&dossier);
    let fiche = "content/plan-2024/2-jeunesse/fiche-01.md";
    let texte = fs::read_to_string(site.path().join(fiche)).unwrap();
    ecrire(site.path(), fiche, &texte.replace("La page 12", "La page 13"));
    construire(site.path());
    let apres = heures(&dossier);
    let changes = apres.iter().filter(|(c, h)| avant.get(*c) != Some(h)).map(|(c, _)| c.as_str());
    // The data hold the whole site, and their page says how much they weigh.
    let changes: BTreeSet<&str> = changes.filter(|c| !c.starts_with("donnees/") && *c != ".parvis-temoin").collect();
    assert_eq!(changes, BTreeSet::from(["ecarts/index.html", "plan-2024/jeunesse/fiche-01/index.html"]));
}

#[test]
fn a_removed_source_removes_its_page() {
    let site = construit();
    fs::remove_file(site.path().join("content/plan-2024/2-jeunesse/fiche-01.md")).unwrap();
    let stderr = construire(site.path()).stderr;
    // Its page, and what the search kept of it.
    assert!(stderr.contains("2 retirés."), "{stderr}");
    assert!(!site.path().join("output/plan-2024/jeunesse/fiche-01").exists());
    assert!(!site.path().join("output/recherche/textes/plan-2024/jeunesse/fiche-01.json").exists());
    assert!(site.path().join("output/plan-2024/jeunesse/index.html").exists());
    assert_eq!(liens_casses(&output(&site), false), Vec::<String>::new());
}

#[test]
fn a_source_with_an_error_leaves_the_last_good_output_untouched() {
    let site = construit();
    let (avant, dates) = (output(&site), heures(&site.path().join("output")));
    ecrire(site.path(), "content/plan-2024/2-jeunesse/fiche-02.md", "---\ntitre: \"Sans fin\nliens:\n");
    let sortie = parvis(site.path(), &["build"]).code(1);
    assert!(sortie.stderr.contains("la dernière bonne version reste en place"), "{}", sortie.stderr);
    assert!(output(&site) == avant);
    assert_eq!(heures(&site.path().join("output")), dates);
}

#[test]
fn a_broken_template_leaves_the_last_good_output_untouched() {
    let site = construit();
    let avant = output(&site);
    ecrire(site.path(), "theme/gabarits/glossaire.html", "{{ vue.nulle_part }}");
    parvis(site.path(), &["build", "--theme", "theme"]).code(1);
    assert!(output(&site) == avant);
}

#[test]
fn a_folder_with_foreign_files_is_refused_and_left_as_it_was() {
    let site = minimal();
    ecrire(site.path(), "output/photo.txt", "à garder");
    let avant = output(&site);
    assert!(parvis(site.path(), &["build"]).code(1).stderr.contains("P701"));
    assert!(output(&site) == avant);
}

#[test]
fn an_output_inside_the_sources_or_around_them_is_refused() {
    let site = minimal();
    symlink("content", site.path().join("raccourci")).unwrap();
    let avant = arbre(site.path());
    for sortie in ["content", "content/sortie", "content/plan-2024/a/b", "raccourci/sortie", ".", "content/../content/x"] {
        assert!(parvis(site.path(), &["build", "--output", sortie]).code(1).stderr.contains("P701"), "{sortie}");
        assert!(arbre(site.path()) == avant && !site.path().join(sortie).join(".parvis").exists(), "{sortie}");
    }
}

#[test]
fn links_inside_the_output_are_replaced_and_never_followed() {
    let site = construit();
    let attendu = output(&site);
    let ailleurs = tempfile::tempdir().unwrap();
    ecrire(ailleurs.path(), "prive.txt", "à garder");
    ecrire(ailleurs.path(), "dossier/index.html", "à garder");
    let avant = arbre(ailleurs.path());
    let place = |chemin: &str| site.path().join("output").join(chemin);
    fs::remove_file(place("index.html")).unwrap();
    symlink(ailleurs.path().join("prive.txt"), place("index.html")).unwrap();
    fs::remove_dir_all(place("plan-2024/methode")).unwrap();
    symlink(ailleurs.path().join("dossier"), place("plan-2024/methode")).unwrap();
    symlink(ailleurs.path(), place("en-trop")).unwrap();
    symlink(ailleurs.path(), place(".parvis-en-cours")).unwrap();
    construire(site.path());
    assert!(arbre(ailleurs.path()) == avant, "un fichier hors de la sortie a changé");
    assert!(output(&site) == attendu);
    assert!(!place("index.html").is_symlink() && !place("plan-2024/methode").is_symlink() && !place("en-trop").is_symlink());
}

#[test]
fn the_mark_of_the_output_is_not_written_through_a_link() {
    let site = construit();
    ecrire(site.path(), "prive.txt", "à garder");
    fs::remove_file(site.path().join("output/.parvis")).unwrap();
    symlink(site.path().join("prive.txt"), site.path().join("output/.parvis")).unwrap();
    parvis(site.path(), &["build"]);
    assert_eq!(fs::read_to_string(site.path().join("prive.txt")).unwrap(), "à garder");
}

#[test]
fn the_export_is_that_of_the_contract() {
    let site = minimal();
    let export = parvis(site.path(), &["export", "--format", "json"]).reussie().stdout;
    // One element a line in the file; here, one value a line.
    let lu: serde_json::Value = serde_json::from_str(&export).unwrap();
    insta::assert_snapshot!("export", format!("{lu:#}\n"));
    parvis(site.path(), &["export", "--format", "json", "--output", "export.json"]).reussie();
    assert_eq!(fs::read_to_string(site.path().join("export.json")).unwrap(), export);
}

#[test]
fn copies_of_a_site_export_the_same_wherever_they_are() {
    let (un, deux) = (minimal(), tempfile::tempdir().unwrap());
    copier(un.path(), &deux.path().join("plus/loin"));
    let depuis = |dossier: &Path, site: &str| parvis(dossier, &["export", site, "--format", "json"]).reussie().stdout;
    assert_eq!(depuis(un.path(), "."), depuis(deux.path(), "plus/loin"));
}

#[test]
fn a_build_of_unchanged_sources_is_known_and_says_the_same() {
    let site = construit();
    let temoin = site.path().join("output/.parvis-temoin");
    let ecrit = || fs::metadata(&temoin).unwrap().modified().unwrap();
    let avant = (ecrit(), output(&site));
    let reconnue = |options: &[&str]| {
        let sortie = parvis(site.path(), &[&["build", "--timings"], options].concat()).reussie();
        (!sortie.stderr.contains("lecture"), sortie.stderr)
    };
    let (sans_rien_faire, dit) = reconnue(&[]);
    assert!(sans_rien_faire && dit.starts_with("4 écarts reconnus.\n") && dit.contains("0 fichier écrit"), "{dit}");
    assert_eq!((ecrit(), output(&site)), avant);
    // Other options make another site.
    assert!(!reconnue(&["--base-url", "https://autre.fr"]).0);
    assert!(!reconnue(&[]).0 && reconnue(&[]).0);
    // What somebody did to the output is put right: a page that changed, even with the length and the date it had…
    let page = site.path().join("output/index.html");
    let (octets, date) = (fs::read(&page).unwrap(), fs::metadata(&page).unwrap().modified().unwrap());
    fs::write(&page, "x".repeat(octets.len())).unwrap();
    fs::File::options().write(true).open(&page).unwrap().set_modified(date).unwrap();
    assert!(!reconnue(&[]).0);
    assert!(output(&site) == avant.1 && reconnue(&[]).0);
    // … one that went, one that came, at the top or deeper.
    fs::remove_file(&page).unwrap();
    assert!(!reconnue(&[]).0);
    for chemin in ["output/intrus.html", "output/plan-2024/intrus.html", "output/intrus/index.html"] {
        ecrire(site.path(), chemin, "de trop");
        assert!(!reconnue(&[]).0, "{chemin}");
        assert!(output(&site) == avant.1, "{chemin}");
    }
    // A source that changed, with the length and the date it had.
    let source = site.path().join("content/site.yaml");
    let (texte, date) = (fs::read_to_string(&source).unwrap(), fs::metadata(&source).unwrap().modified().unwrap());
    fs::write(&source, texte.replace("clair", "rails")).unwrap();
    fs::File::options().write(true).open(&source).unwrap().set_modified(date).unwrap();
    assert!(!reconnue(&[]).0);
    assert!(page_de(&site).contains("Plans en rails"));
    // A source that is broken, then as it was: the last good build still stands.
    fs::write(&source, "titre: [").unwrap();
    parvis(site.path(), &["build"]).code(1);
    fs::write(&source, texte.replace("clair", "rails")).unwrap();
    assert!(reconnue(&[]).0);
}

fn page_de(site: &tempfile::TempDir) -> String {
    String::from_utf8(output(site)["index.html"].clone()).unwrap()
}
