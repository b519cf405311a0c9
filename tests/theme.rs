//! A second theme takes the place of the default one file by file, and its faults are told where they stand.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on stops")]

mod commun;

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use commun::constat::Constat;
use commun::html::{desequilibre, liens_casses, principal};
use commun::site::{construit, minimal, output};
use commun::{copier, ecrire, fixtures, parvis};

/// The small good site with the sober theme beside it.
fn sobre() -> TempDir {
    let site = minimal();
    copier(&fixtures().join("theme-sobre"), &site.path().join("theme"));
    site
}

/// The pages of a site that readers get, as text.
fn pages(site: &BTreeMap<String, Vec<u8>>) -> BTreeMap<&str, &str> {
    let html = site.iter().filter(|(chemin, _)| chemin.ends_with(".html"));
    html.map(|(chemin, octets)| (chemin.as_str(), std::str::from_utf8(octets).unwrap())).collect()
}

#[test]
fn every_page_carries_the_second_theme_and_keeps_its_content_and_its_links() {
    let site = sobre();
    parvis(site.path(), &["build", "--theme", "theme", "--strict"]).reussie();
    let (avec, defaut) = (output(&site), output(&construit()));
    let (sobres, pages) = (pages(&avec), pages(&defaut));
    assert!(sobres.keys().eq(pages.keys()), "les mêmes pages, aux mêmes adresses");
    // A page that moved is no page: it has no body of its own.
    let habillees = pages.iter().filter(|(_, page)| page.contains("id=\"contenu-principal\""));
    let mut nombre = 0;
    for (chemin, page) in habillees {
        let autre = sobres[chemin];
        nombre += 1;
        assert!(autre.contains("class=\"sobre\"") && autre.contains("Aller directement au texte"), "{chemin}");
        assert!(!autre.contains("Aller au contenu") && page.contains("Aller au contenu"), "{chemin}");
        // What is between the bars of the theme comes from the default templates.
        let contenu = |page: &str| principal(page).split_once('>').map(|(_, reste)| reste.to_owned());
        assert_eq!(contenu(autre), contenu(page), "{chemin}");
        assert_eq!(desequilibre(autre), None, "{chemin}");
    }
    assert!(nombre > 20, "{nombre} pages seulement");
    assert_eq!(liens_casses(&avec, false), Vec::<String>::new());
}

#[test]
fn the_second_theme_brings_its_style_and_leaves_the_other_files_as_they_are() {
    let site = sobre();
    parvis(site.path(), &["build", "--theme", "theme"]).reussie();
    let (avec, defaut) = (output(&site), output(&construit()));
    let style = |site: &BTreeMap<String, Vec<u8>>| {
        let mut feuilles = site.iter().filter(|(chemin, _)| chemin.ends_with(".css"));
        let (nom, octets) = feuilles.next().expect("a style sheet");
        assert!(feuilles.next().is_none(), "une seule feuille de style");
        (nom.clone(), String::from_utf8(octets.clone()).unwrap())
    };
    let ((nom, texte), (autre, _)) = (style(&avec), style(&defaut));
    assert!(texte.contains("--lien:#003f8a") && !texte.contains("--papier"), "{texte}");
    assert_ne!(nom, autre, "un autre contenu a un autre nom");
    assert!(avec["index.html"].windows(nom.len()).any(|w| w == nom.as_bytes()), "la page emploie {nom}");
    let restes = |site: &BTreeMap<String, Vec<u8>>| {
        let autres = site.iter().filter(|(c, _)| !c.ends_with(".html") && !c.ends_with(".css") && !c.starts_with(".parvis"));
        autres.map(|(c, o)| (c.clone(), o.clone())).collect::<BTreeMap<_, _>>()
    };
    let (a, b) = (restes(&avec), restes(&defaut));
    let differents: Vec<&String> = b.keys().filter(|c| a.get(*c) != b.get(*c)).collect();
    assert!(a.len() == b.len() && differents.is_empty(), "{differents:?}");
}

#[test]
fn a_theme_may_hold_one_template_alone_or_the_style_alone() {
    for (fichier, texte, cherche) in [
        ("gabarits/saut.html", "", None),
        ("gabarits/base.html", "", None),
        ("styles/parvis.css", "", None),
        ("gabarits/introuvable.html", "<!doctype html><title>Rien</title><p>Rien ici</p>", Some("Rien ici")),
    ] {
        let site = minimal();
        let sobre = std::fs::read_to_string(fixtures().join("theme-sobre").join(fichier)).unwrap_or_default();
        ecrire(site.path(), &format!("theme/{fichier}"), if texte.is_empty() { &sobre } else { texte });
        let sortie = parvis(site.path(), &["build", "--theme", "theme"]);
        match fichier {
            // It includes a file that this theme no longer has.
            "gabarits/base.html" => assert!(sortie.code(1).stderr.contains("« saut.html » n’existe pas")),
            "gabarits/saut.html" => assert!(sortie.reussie().stderr.contains("alerte[P007]")),
            _ => drop(sortie.reussie()),
        }
        if let Some(cherche) = cherche {
            assert!(commun::site::page(&site, "404.html").contains(cherche));
        }
    }
}

#[test]
fn the_image_of_shared_links_is_the_theme_s() {
    let site = minimal();
    ecrire(site.path(), "content/site.yaml", "titre: \"Plans\"\nurl: \"https://plans.example.fr\"\n");
    parvis(site.path(), &["build"]).reussie();
    let image = |site: &TempDir| {
        let page = commun::site::page(site, "index.html");
        let (_, reste) = page.split_once("og:image\" content=\"https://plans.example.fr/").expect("une image de partage");
        let chemin = reste.split('"').next().unwrap().to_owned();
        output(site)[&chemin].clone()
    };
    let defaut = image(&site);
    assert!(defaut.starts_with(b"\x89PNG"), "une image");
    ecrire(site.path(), "theme/images/partage.png", "une autre");
    parvis(site.path(), &["build", "--theme", "theme"]).reussie();
    assert_eq!(image(&site), b"une autre");
}

/// What `check --theme --format json` says of a theme that holds these files.
fn verdict(fichiers: &[(&str, &str)]) -> Vec<Value> {
    let site = minimal();
    for (chemin, texte) in fichiers {
        ecrire(site.path(), &format!("theme/{chemin}"), texte);
    }
    let json = parvis(site.path(), &["check", "--theme", "theme", "--format", "json"]).stdout;
    let build = parvis(site.path(), &["build", "--theme", "theme"]);
    let (constats, _) = Constat::du_json(&json);
    let connus = Constat::du_texte(&build.stderr);
    for constat in constats.iter().filter(|c| c.code.starts_with("P6")) {
        assert!(connus.contains(constat), "build ne dit pas {constat:?} mais {connus:?}");
    }
    let json: Value = serde_json::from_str(&json).unwrap();
    let liste = json["diagnostics"].as_array().unwrap();
    liste.iter().filter(|d| d["code"] == "P007" || d["code"].as_str().unwrap().starts_with("P6")).cloned().collect()
}

#[test]
fn the_faults_of_a_theme_have_a_file_a_line_and_a_column() {
    const PAGE: &str = "gabarits/introuvable.html";
    for (texte, place, message, aide) in [
        ("<p>\n<p>é {{ page.titre | capitales }}", (2, 22), "le filtre « capitales » n’existe pas", None),
        ("<p>\n<p>é {{ page.tire }}", (2, 14), "la valeur « tire » n’existe pas", Some("vouliez-vous dire « titre » ?")),
        ("{{ pages.titre }}", (1, 4), "la valeur « pages » n’existe pas", Some("vouliez-vous dire « page » ?")),
        ("<p>\n{% if page.titre %}\n<p>", (2, 1), "il s’arrête trop tôt", Some("n’est pas fermé")),
        ("<p>{% include \"rien.html\" %}", (1, 15), "le gabarit inclus « rien.html » n’existe pas", None),
        ("{% extends \"socle.html\" %}", (1, 13), "il étend « socle.html », qui n’existe pas", None),
        ("<p>{{ page.titre }", (1, 18), "le moteur de gabarits ne le comprend pas", Some("en anglais")),
    ] {
        let constats = verdict(&[(PAGE, texte)]);
        let [constat] = &constats[..] else { panic!("{texte} : {constats:?}") };
        assert_eq!(constat["code"], "P601");
        assert!(constat["message"].as_str().unwrap().ends_with(message), "{constat}");
        assert_eq!(constat["fichier"], format!("theme/{PAGE}"));
        assert_eq!((constat["ligne"].as_u64(), constat["colonne"].as_u64()), (Some(place.0), Some(place.1)), "{constat}");
        assert!(aide.is_none_or(|a| constat["aide"].as_str().is_some_and(|dit| dit.contains(a))), "{constat}");
    }
}

#[test]
fn a_file_that_no_theme_has_and_a_theme_without_folders_are_told() {
    let constats = verdict(&[("gabarits/acueil.html", "x"), ("style/parvis.css", "body{}"), ("scripts/recherche.js", "")]);
    let vus: Vec<(&str, &str)> = constats.iter().map(|c| (c["fichier"].as_str().unwrap(), c["aide"].as_str().unwrap())).collect();
    assert_eq!(
        vus,
        [
            ("theme/style/parvis.css", "vouliez-vous dire « styles/parvis.css » ?"),
            ("theme/gabarits/acueil.html", "vouliez-vous dire « gabarits/accueil.html » ?"),
        ]
    );
    let constats = verdict(&[("parvis.css", "body{}")]);
    assert_eq!(constats.len(), 1);
    assert_eq!((&constats[0]["code"], &constats[0]["fichier"]), (&Value::from("P602"), &Value::Null));
}

#[test]
fn a_fault_that_a_theme_causes_in_a_default_template_names_both() {
    let site = minimal();
    ecrire(site.path(), "theme/gabarits/composants.html", "{% component tableau(t) %}{{ t.legende }}{% endcomponent tableau %}");
    let dit = parvis(Path::new(site.path()), &["build", "--theme", "theme"]).code(1).stderr;
    assert!(dit.contains("c’est un gabarit du thème par défaut") && dit.contains("le composant «"), "{dit}");
}

/// Words of the site, in the code and in the templates, with and without values.
const MOTS: &str = "\
\"Glossaire\": \"Les mots des plans\"
\"En bref\": \"L’essentiel <ici>\"
\"Total\": \"Somme\"
\"Qui finance, par exercice, {partie}\": \"{partie} : qui paie ?\"
\"Fil d’Ariane\": \"Où vous êtes\"
";

#[test]
fn a_theme_says_the_words_of_the_site_otherwise_and_leaves_those_of_the_sources() {
    let site = minimal();
    ecrire(site.path(), "theme/mots.yaml", MOTS);
    parvis(site.path(), &["build", "--theme", "theme", "--strict"]).reussie();
    let (avec, defaut) = (output(&site), output(&construit()));
    let (autres, pages) = (pages(&avec), pages(&defaut));
    assert!(autres.keys().eq(pages.keys()), "les mêmes pages, aux mêmes adresses");
    // A table of data has its own name, whatever the page of the same matter is called.
    let lues = |(chemin, _): &(&&str, &&str)| !chemin.starts_with("donnees/");
    let compte =
        |pages: &BTreeMap<&str, &str>, mots: &str| pages.iter().filter(lues).map(|(_, p)| p.matches(mots).count()).sum::<usize>();
    for (mot, autre) in [
        (">Glossaire<", ">Les mots des plans<"),
        (">En bref<", ">L’essentiel &lt;ici&gt;<"),
        (">Total<", ">Somme<"),
        ("<caption>Qui finance, par exercice, Plan", "qui paie\u{202F}?</caption>"),
        ("aria-label=\"Fil d’Ariane\"", "aria-label=\"Où vous êtes\""),
    ] {
        let (avant, apres) = (compte(&pages, mot), compte(&autres, autre));
        assert!(avant > 0 && compte(&autres, mot) == 0, "{mot} : {avant} fois, {} encore", compte(&autres, mot));
        assert!(apres >= avant, "{mot} : {avant} fois, {autre} : {apres} fois");
    }
    // The data are for programs: they keep their words.
    let donnees = |site: &BTreeMap<String, Vec<u8>>| {
        site.iter()
            .filter(|(c, _)| c.starts_with("donnees/") && c.ends_with(".csv"))
            .map(|(c, o)| (c.clone(), o.clone()))
            .collect()
    };
    let (a, b): (BTreeMap<_, _>, BTreeMap<_, _>) = (donnees(&avec), donnees(&defaut));
    assert!(a == b && !a.is_empty());
}

#[test]
fn every_fault_of_the_words_is_told_where_it_stands() {
    let constats = verdict(&[("mots.yaml", "\"Totl\": \"Somme\"\n\"Total\": \"Somme de {partie}\"\n\"Part {nom}\": \"Part\"\n")]);
    let vus: Vec<(u64, u64, &str)> = constats
        .iter()
        .map(|c| (c["ligne"].as_u64().unwrap(), c["colonne"].as_u64().unwrap(), c["aide"].as_str().unwrap()))
        .collect();
    assert_eq!(
        vus,
        [
            (1, 1, "vouliez-vous dire « Total » ?"),
            (2, 10, "ce texte n’a pas de valeur entre accolades"),
            (3, 15, "il faut exactement : {nom}"),
        ]
    );
    assert!(constats.iter().all(|c| c["code"] == "P605" && c["fichier"] == "theme/mots.yaml"));
}

#[test]
fn what_a_theme_adds_to_the_style_sheet_comes_after_it() {
    let site = minimal();
    let ajout = ":root{--t0:#003399}\n";
    ecrire(site.path(), "theme/styles/ajouts.css", ajout);
    parvis(site.path(), &["build", "--theme", "theme", "--strict"]).reussie();
    let feuille = |site: &BTreeMap<String, Vec<u8>>| {
        let (_, octets) = site.iter().find(|(c, _)| c.starts_with("actifs/parvis-")).unwrap();
        String::from_utf8(octets.clone()).unwrap()
    };
    assert_eq!(feuille(&output(&site)), feuille(&output(&construit())) + ajout);
}
