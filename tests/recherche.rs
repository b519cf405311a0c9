//! What the search index of a site holds.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on stops")]

mod commun;

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use commun::site::{construire, construit, output};
use commun::{arbre, ecrire, parvis};

/// The files of an index, as the script of the page reads them.
struct Index(BTreeMap<String, Value>);

impl Index {
    fn lire(site: &BTreeMap<String, Vec<u8>>) -> Self {
        let files = site.iter().filter_map(|(path, bytes)| {
            let name = path.strip_prefix("recherche/")?.strip_suffix(".json")?;
            Some((name.to_owned(), serde_json::from_slice(bytes).expect("JSON")))
        });
        Self(files.collect())
    }

    /// The family of a folded word: its forms, its postings, what it stands for, what the lexicon adds.
    fn famille(&self, mot: &str) -> Option<Vec<Value>> {
        let lots: Vec<&str> = self.0["index"]["lots"].as_str().unwrap().split(' ').collect();
        let lot = (1..=mot.len().min(3)).rev().map(|n| &mot[..n]).find(|p| lots.contains(p))?;
        let familles = self.0[&format!("mots/{lot}")].as_array().expect("a list");
        let folded = |f: &str| parvis::text::mots::replie(f) == mot;
        familles.iter().find(|f| f[0].as_str().unwrap().split(' ').any(folded))?.as_array().cloned()
    }

    /// The identifiers of all pages: `/a` follows that of the page above, `./a` is beside it.
    fn ids(&self) -> Vec<String> {
        let index = &self.0["index"];
        let parts = index["parties"].as_array().expect("a list").iter().map(|p| (&p[2], &p[3]));
        let others = index["rubriques"].as_array().expect("a list").iter().map(|p| (&p[1], &p[2]));
        let mut ids: Vec<String> = Vec::new();
        for (nom, above) in parts.chain(others) {
            let nom = nom.as_str().expect("an identifier");
            let above = above.as_u64().map_or("", |i| &ids[i as usize]);
            ids.push(match nom.strip_prefix("./") {
                Some(beside) => format!("{}/{beside}", above.rsplit_once('/').expect("a page below another").0),
                None if nom.starts_with('/') => format!("{above}{nom}"),
                None => nom.to_owned(),
            });
        }
        ids
    }

    /// The identifiers of the parts that have a word, with the level of its weight.
    fn parties(&self, mot: &str) -> BTreeMap<String, u8> {
        let code = self.famille(mot).map_or_else(String::new, |f| f[1].as_str().unwrap().to_owned());
        let (mut out, mut ix, mut gap, ids) = (BTreeMap::new(), 0, String::new(), self.ids());
        for c in code.chars() {
            if c.is_ascii_uppercase() {
                ix += usize::from_str_radix(&format!("0{gap}"), 36).unwrap();
                out.insert(ids[ix].clone(), c as u8 - b'@');
                (ix, gap) = (ix + 1, String::new());
            } else {
                gap.push(c);
            }
        }
        out
    }
}

#[test]
fn words_of_titles_weigh_more_than_those_of_texts() {
    let index = Index::lire(&output(&construit()));
    let familles = index.parties("familles");
    let fiche = familles["plan-2024/enfance/fiche-01"];
    assert!(familles.iter().all(|(id, level)| id == "plan-2024/enfance/fiche-01" || *level <= fiche), "{familles:?}");
}

#[test]
fn pages_of_no_document_are_found_too() {
    let index = Index::lire(&output(&construit()));
    assert!(index.parties("glossaire").contains_key("glossaire"));
    assert!(index.parties("budgets").contains_key("budget/plan-2024"), "les pages d’une rubrique aussi");
    assert!(!index.ids().iter().any(|id| id == "nouveautes"), "le site n’a pas de nouveautés");
}

#[test]
fn an_acronym_brings_its_meaning() {
    let index = Index::lire(&output(&construit()));
    let pmi = index.famille("pmi").expect("PMI");
    assert_eq!(pmi[2..], ["protection maternelle et infantile"]);
    assert!(index.parties("pmi").contains_key("plan-2024/enfance/fiche-01"));
    assert!(index.parties("maternelle").contains_key("plan-2024/enfance/fiche-01"), "la fiche ne dit que « PMI »");
}

#[test]
fn the_words_of_readers_lead_to_those_of_the_documents() {
    let site = construit();
    ecrire(
        site.path(),
        "content/referentiels/lexique.yaml",
        "- id: mineurs\n  nom: \"Protection maternelle et infantile\"\n  alias: [\"bébé\", \"la santé des bébés\", \"zorglub\"]\n\
         - id: sans-texte\n  nom: \"Volcanologie\"\n  alias: [\"volcan\"]\n",
    );
    construire(site.path());
    let index = Index::lire(&output(&site));
    assert!(index.parties("bebe").contains_key("plan-2024/enfance/fiche-01"), "la fiche ne dit que « PMI »");
    let bebe = index.famille("bebe").expect("bébé");
    assert_eq!(bebe[2..], [serde_json::json!(["Protection maternelle et infantile"])]);
    assert!(index.famille("zorglub").is_some(), "un mot que nul texte n’a mène aux textes de son entrée");
    assert!(index.famille("volcan").is_none(), "une entrée sans texte ne mène nulle part");
}

#[test]
fn every_part_has_its_text_and_no_text_is_left_over() {
    let index = Index::lire(&output(&construit()));
    let parts = index.0["index"]["parties"].as_array().unwrap().len();
    let ids: Vec<String> = index.ids().iter().take(parts).map(|id| format!("textes/{id}")).collect();
    let mut textes: Vec<&String> = index.0.keys().filter(|k| k.starts_with("textes/")).collect();
    textes.sort_by_key(|t| ids.iter().position(|i| i == *t));
    assert_eq!(textes, ids.iter().collect::<Vec<_>>());
}

#[test]
fn the_index_of_the_shipped_content_is_found_and_is_small() {
    let sortie = tempfile::tempdir().unwrap();
    let dossier = sortie.path().join("site");
    let racine = Path::new(env!("CARGO_MANIFEST_DIR"));
    parvis(racine, &["build", "--no-pdf", "--quiet", "--output", dossier.to_str().unwrap()]).reussie();
    let site = arbre(&dossier);
    let index = Index::lire(&site);
    for (mot, page) in [
        ("pmi", "pacte-62-2017-2022/enfance-famille/fiche-01"),
        ("104550", "execution-59-2022/socle/fiche-03"),
        ("oeuvre", "pacte-62-2017-2022/territoires/artois/defi-2"),
        ("surendettement", "pacte-62-2017-2022/inclusion-durable/fiche-03"),
    ] {
        assert!(index.parties(mot).contains_key(page), "« {mot} » ne mène pas à {page}");
    }
    // Before compression, which divides it by four: what any word needs, and the longest file of words.
    let size = |prefix: &str| site.iter().filter(|(p, _)| p.starts_with(prefix)).map(|(_, b)| b.len()).max().unwrap_or(0);
    assert!(size("recherche/index.json") < 100_000, "{}", size("recherche/index.json"));
    assert!(size("recherche/mots/") < 30_000, "{}", size("recherche/mots/"));
    assert!(size("actifs/recherche-") <= 15_000, "{}", size("actifs/recherche-"));
}
