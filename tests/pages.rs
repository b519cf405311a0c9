//! What the pages of a site hold and where they lead.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on stops")]

mod commun;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use commun::html::{ancres, desequilibre, liens, liens_casses, principal};
use commun::site::{construire, construit, minimal, output, page};
use commun::{chemins, ecrire, parvis};

#[test]
fn every_link_of_every_page_leads_somewhere() {
    let site = construit();
    assert_eq!(liens_casses(&output(&site), false), Vec::<String>::new());
}

#[test]
fn a_local_site_names_every_file_so_that_it_reads_from_a_folder() {
    let site = minimal();
    parvis(site.path(), &["build", "--local"]).reussie();
    assert_eq!(liens_casses(&output(&site), true), Vec::<String>::new());
}

#[test]
fn a_base_url_replaces_that_of_the_site() {
    let site = minimal();
    parvis(site.path(), &["build", "--base-url", "https://departement.example.fr/plans/"]).reussie();
    let base = "https://departement.example.fr/plans";
    for (chemin, octets) in output(&site) {
        assert!(!String::from_utf8_lossy(&octets).contains("plans.example.org"), "{chemin} garde l’adresse de site.yaml");
    }
    let canonique = format!("{base}/plan-2024/enfance/fiche-01/");
    assert!(liens(&page(&site, "plan-2024/enfance/fiche-01/index.html")).contains(&canonique));
    assert!(page(&site, "sitemap.xml").contains(&format!("<loc>{canonique}</loc>")));
    assert!(page(&site, "robots.txt").contains(&format!("Sitemap: {base}/sitemap.xml")));
    assert!(liens(&page(&site, "404.html")).iter().any(|l| l == "/plans/glossaire/"), "la page 404 part de la racine du site");
    assert!(
        liens(&page(&site, "plan-2024/enfance/fiche-accueil/index.html")).contains(&canonique),
        "une page déplacée cède sa place"
    );
}

#[test]
fn a_base_url_that_is_not_an_address_is_refused() {
    for adresse in ["departement.fr", "javascript:alert(1)", "https://", "https://a b.fr"] {
        assert_ne!(parvis(minimal().path(), &["build", "--base-url", adresse]).code, 0, "{adresse}");
    }
}

#[test]
fn without_an_address_there_is_no_site_map_and_no_canonical_link() {
    let site = minimal();
    ecrire(site.path(), "content/site.yaml", "titre: \"Plans en clair\"\n");
    construire(site.path());
    assert!(!site.path().join("output/sitemap.xml").exists());
    assert!(!page(&site, "index.html").contains("canonical"));
}

#[test]
fn a_site_without_site_yaml_is_still_in_french_and_has_a_title() {
    let site = minimal();
    fs::remove_file(site.path().join("content/site.yaml")).unwrap();
    construire(site.path());
    let accueil = page(&site, "index.html");
    assert!(accueil.contains("<html lang=\"fr\">"), "{}", &accueil[..80]);
    assert!(!accueil.contains("<h1></h1>") && !accueil.contains("<title></title>"), "la page d’accueil n’a pas de titre");
}

#[test]
fn a_theme_replaces_only_the_files_it_holds() {
    let site = construit();
    let avant = output(&site);
    ecrire(site.path(), "theme/styles/parvis.css", "body { color: teal }\n");
    parvis(site.path(), &["build", "--theme", "theme"]).reussie();
    let apres = output(&site);
    let styles = |site: &BTreeMap<String, Vec<u8>>| site.keys().filter(|c| c.ends_with(".css")).cloned().collect::<Vec<_>>();
    assert_eq!(styles(&apres).len(), 1);
    assert_ne!(styles(&avant), styles(&apres), "le nom de la feuille de style suit son contenu");
    let accueil = |site: &BTreeMap<String, Vec<u8>>| principal(&String::from_utf8_lossy(&site["index.html"]));
    assert_eq!(accueil(&avant), accueil(&apres));
}

#[test]
fn what_a_single_page_names_leaves_an_index_that_would_be_too_long() {
    let site = minimal();
    let fiche = |n: u8, noms: &str| {
        let texte = format!("---\nnumero: \"{n}\"\ntitre: \"Fiche {n}\"\npartenaires: [{noms}]\n---\n");
        ecrire(site.path(), &format!("content/plan-2024/2-jeunesse/fiche-0{n}.md"), &texte);
    };
    let entrees = |chemin: &str| principal(&page(&site, chemin)).matches("<a href=\"../").count();
    let noms = |count: usize| (0..count).map(|n| format!("\"Club {n:03}\"")).collect::<Vec<_>>().join(", ");
    // The three of the site, and 497.
    fiche(8, &noms(497));
    fiche(9, "\"Club 000\", \"Club 001\"");
    construire(site.path());
    assert_eq!(entrees("partenaires/index.html"), 500);
    assert!(!site.path().join("output/autres-partenaires").exists());
    fiche(8, &noms(498));
    construire(site.path());
    let (connus, autres) = (page(&site, "partenaires/index.html"), page(&site, "autres-partenaires/index.html"));
    // Two names, and the way to the others.
    assert_eq!((entrees("partenaires/index.html"), entrees("autres-partenaires/index.html")), (3, 499));
    assert!(liens(&connus).iter().any(|l| l.ends_with("autres-partenaires/")) && connus.contains("499 autres"));
    assert!(liens(&connus).iter().any(|l| l.ends_with("partenaires/club-001/")));
    assert!(!autres.contains("Club 001") && autres.contains("Club 497"));
    assert_eq!(liens_casses(&output(&site), false), Vec::<String>::new());
}

#[test]
fn indicators_too_many_for_one_page_have_one_for_each_branch() {
    let site = minimal();
    let fiches = |count: usize| {
        for n in [7, 8] {
            let noms: String = (0..count).map(|i| format!("  - \"Places {n}-{i:03}\"\n")).collect();
            let texte = format!("---\nnumero: \"{n}\"\ntitre: \"Fiche {n}\"\nindicateurs:\n{noms}---\n");
            ecrire(site.path(), &format!("content/plan-2024/2-jeunesse/fiche-0{n}.md"), &texte);
        }
        construire(site.path());
        assert_eq!(liens_casses(&output(&site), false), Vec::<String>::new());
    };
    let dites = |chemin: &str| principal(&page(&site, chemin)).matches(">Places ").count();
    fiches(200);
    assert_eq!(dites("indicateurs/plan-2024/index.html"), 400);
    assert!(!site.path().join("output/indicateurs/plan-2024/jeunesse").exists());
    fiches(300);
    let plan = page(&site, "indicateurs/plan-2024/index.html");
    assert_eq!(dites("indicateurs/plan-2024/index.html"), 0);
    assert!(
        liens(&plan).iter().any(|l| l.ends_with("plan-2024/jeunesse/")) && plan.contains(">602\u{A0}indicateurs"),
        "{}",
        principal(&plan)
    );
    // That branch has too many as well.
    assert_eq!(dites("indicateurs/plan-2024/jeunesse/index.html"), 0);
    assert_eq!(dites("indicateurs/plan-2024/jeunesse/fiche-08/index.html"), 300);
    assert!(principal(&page(&site, "indicateurs/plan-2024/enfance/index.html")).contains("Derniers résultats"));
    assert!(
        liens(&page(&site, "plan-du-site/index.html")).iter().any(|l| l.ends_with("indicateurs/plan-2024/jeunesse/fiche-08/"))
    );
}

/// A page without the digests of the files that it names: they change with every file, the page does not.
fn sans_empreintes(page: &str) -> String {
    let est_empreinte = |mot: &str| mot.len() == 10 && mot.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    let mots = page.split_inclusive(|c: char| !c.is_ascii_alphanumeric());
    mots.map(|mot| match mot.char_indices().next_back() {
        Some((fin, _)) if est_empreinte(&mot[..fin]) => format!("EMPREINTE{}", &mot[fin..]),
        _ => mot.to_owned(),
    })
    .collect()
}

#[test]
fn every_kind_of_page_shows_what_its_snapshot_shows() {
    let site = construit();
    let kinds: BTreeMap<&str, &str> = BTreeMap::from([
        ("accueil", "index.html"),
        ("budget", "budget/index.html"),
        ("budget-document", "budget/plan-2024/index.html"),
        ("cahier", "plan-2024/enfance/index.html"),
        ("cahier-recapitule", "plan-2024/jeunesse/index.html"),
        ("chiffres", "plan-2024/etat-des-lieux/index.html"),
        ("deplacee", "plan-2024/enfance/fiche-accueil/index.html"),
        ("detail", "plan-2024/enfance/fiche-02/detail-01/index.html"),
        ("document", "plan-2024/index.html"),
        ("ecarts", "ecarts/index.html"),
        ("fiche", "plan-2024/enfance/fiche-01/index.html"),
        ("fiche-budget", "plan-2024/jeunesse/fiche-02/index.html"),
        ("fiche-a-volets", "plan-2024/enfance/fiche-02/index.html"),
        ("fiche-incomplete", "plan-2024/jeunesse/fiche-01/index.html"),
        ("glossaire", "glossaire/index.html"),
        ("indicateurs", "indicateurs/index.html"),
        ("indicateurs-document", "indicateurs/plan-2024/index.html"),
        ("introuvable", "404.html"),
        ("orientation", "plan-2024/enfance/orientation-1/index.html"),
        ("orientations", "orientations/index.html"),
        ("page", "plan-2024/methode/index.html"),
        ("partenaires", "partenaires/index.html"),
        ("plan-du-site", "plan-du-site/index.html"),
        ("priorite", "priorites/1/index.html"),
        ("priorite-autres", "priorites/autres/index.html"),
        ("priorites", "priorites/index.html"),
        ("recherche", "recherche/index.html"),
    ]);
    for (nom, chemin) in &kinds {
        insta::assert_snapshot!(*nom, sans_empreintes(&principal(&page(&site, chemin))));
    }
    let attendus: BTreeSet<String> = kinds.keys().map(|n| format!("pages__{n}.snap")).collect();
    let presents = chemins(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots"));
    let en_trop: Vec<&String> =
        presents.iter().filter(|n| n.ends_with(".snap") && n.starts_with("pages__") && !attendus.contains(*n)).collect();
    assert!(en_trop.is_empty(), "instantanés sans page : {en_trop:?}");
}

#[test]
fn every_page_closes_what_it_opens_and_names_each_place_once() {
    for (chemin, octets) in output(&construit()).iter().filter(|(c, _)| c.ends_with(".html")) {
        let page = String::from_utf8_lossy(octets);
        assert_eq!(desequilibre(&page), None, "{chemin}");
        let ancres = ancres(&page);
        assert_eq!(ancres.iter().collect::<BTreeSet<_>>().len(), ancres.len(), "{chemin} : {ancres:?}");
    }
}

#[test]
fn a_missing_amount_is_never_shown_as_zero() {
    let site = construit();
    // The only « réalisé » of this fiche is « NC ».
    let orientation = page(&site, "plan-2024/enfance/orientation-1/index.html");
    let ligne = orientation.split("<tr").skip(1).find(|l| l.contains("Protéger les enfants")).expect("the row of the fiche");
    assert!(!ligne.contains(">0"), "{ligne}");
}

#[test]
fn only_acknowledged_contradictions_are_called_ecarts() {
    let site = minimal();
    let fiche = "content/plan-2024/1-enfance/orientation-1/fiche-01.md";
    let texte = fs::read_to_string(site.path().join(fiche)).expect("a source");
    let sans_ecart: Vec<&str> = texte.lines().filter(|l| !l.contains("ecart:")).collect();
    ecrire(site.path(), fiche, &(sans_ecart.join("\n").replace("90 010 €", "90 000 €") + "\n"));
    construire(site.path());
    // Fiche 2 gives no shares: its total has none to differ from.
    for chemin in ["plan-2024/index.html", "budget/plan-2024/index.html", "budget/index.html"] {
        let main = principal(&page(&site, chemin));
        assert!(!main.to_lowercase().contains("écart connu"), "{chemin} annonce un écart que rien ne reconnaît");
    }
}

#[test]
fn a_date_without_a_day_or_a_month_is_read_as_one() {
    for (dates, phrase) in [
        ("{debut: 2024, fin: 2027}", "depuis 2024;jusqu’en 2027"),
        ("{debut: 2024-11, fin: 2027-06}", "depuis novembre 2024;jusqu’en juin 2027"),
        ("{debut: 2024-11-04, fin: 2027-06-30}", "depuis le 4 novembre 2024;jusqu’au 30 juin 2027"),
    ] {
        let site = minimal();
        ecrire(site.path(), "content/plan-2024/methode.md", &format!("---\ntitre: \"Un\"\ncalendrier: {dates}\n---\n"));
        construire(site.path());
        let main = principal(&page(&site, "plan-2024/methode/index.html")).replace(['\u{A0}', '\u{202F}'], " ");
        assert!(phrase.split(';').all(|p| main.contains(&format!("<li>{p}</li>"))), "{dates} : {main}");
    }
}

#[test]
fn an_action_says_which_parts_follow_it_up() {
    let site = minimal();
    let bilan =
        "---\nnumero: \"9\"\ntitre: \"Rendre compte\"\nliens:\n  - {vers: enfance/fiche-02#action-1, nature: prolonge}\n---\n";
    ecrire(site.path(), "content/plan-2024/2-jeunesse/fiche-09.md", bilan);
    construire(site.path());
    let bilan = page(&site, "plan-2024/jeunesse/fiche-09/index.html");
    let vers = "href=\"../../../plan-2024/enfance/fiche-02/#action-1\">";
    assert!(bilan.contains(&format!("{vers}Fiche n°\u{A0}2\u{A0}: Protéger les enfants, action\u{A0}1</a>")), "{bilan}");
    let fiche = page(&site, "plan-2024/enfance/fiche-02/index.html");
    let action = fiche.split("id=\"action-1\"").nth(1).and_then(|rest| rest.split("</li></ul>").next()).unwrap();
    assert!(action.contains("<dt>Cité par</dt>") && action.contains("Rendre compte"), "{action}");
}
