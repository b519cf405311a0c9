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
    assert!(stderr.contains(&format!("0 fichier écrit, {} inchangés, 0 retiré", avant.len() - 1)), "{stderr}");
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
    let changes: BTreeSet<&str> = changes.filter(|c| !c.starts_with("donnees/")).collect();
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
