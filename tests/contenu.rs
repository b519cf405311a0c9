//! The content that ships with Parvis: sound, complete, exact to the cent.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on stops")]

mod commun;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

use commun::html::{desequilibre, liens_casses};
use commun::{arbre, parvis};

fn racine() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn export() -> Value {
    let texte = parvis(racine(), &["export", "--format", "json"]).reussie().stdout;
    serde_json::from_str(&texte).expect("the export is JSON")
}

fn liste<'v>(valeur: &'v Value, cle: &str) -> &'v [Value] {
    valeur[cle].as_array().unwrap_or_else(|| panic!("« {cle} » est une liste"))
}

/// The budget of a scope for 2022.
fn budget<'v>(export: &'v Value, perimetre: &str, nature: &str) -> &'v Value {
    let cellules = liste(export, "budgets").iter();
    let mut trouvees = cellules.filter(|b| b["perimetre"] == perimetre && b["exercice"] == "2022" && b["nature"] == nature);
    let cellule = trouvees.next().unwrap_or_else(|| panic!("pas de {nature} 2022 pour {perimetre}"));
    assert!(trouvees.next().is_none(), "deux cellules {nature} 2022 pour {perimetre}");
    cellule
}

/// Every budget line, by its name.
fn lignes_par_nom(export: &Value) -> BTreeMap<&str, &Value> {
    let parties = liste(export, "documents").iter().chain(liste(export, "parties"));
    let lignes = parties.flat_map(|p| liste(p, "budget"));
    lignes.map(|l| (l["id"].as_str().expect("a name"), l)).collect()
}

/// The lines that a total names.
fn lignes<'v>(par_nom: &BTreeMap<&str, &'v Value>, total: &Value) -> Vec<&'v Value> {
    liste(total, "lignes").iter().map(|id| par_nom[id.as_str().expect("a name")]).collect()
}

/// An amount of the export, in cents.
fn centimes(montant: &Value) -> i128 {
    let texte = montant.as_str().unwrap_or_else(|| panic!("{montant} n’est pas une chaîne"));
    let (euros, cents) = texte.split_once('.').unwrap_or_else(|| panic!("{texte} n’a pas de décimales"));
    let chiffres = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    assert!(chiffres(euros.trim_start_matches('-')) && chiffres(cents) && cents.len() == 2, "{texte} n’a pas deux décimales");
    format!("{euros}{cents}").parse().expect("a number of cents")
}

#[test]
fn the_shipped_content_has_no_fault_that_nobody_acknowledged() {
    let json = parvis(racine(), &["check", "--strict", "--format", "json"]).reussie().stdout;
    let json: Value = serde_json::from_str(&json).expect("JSON");
    for constat in liste(&json, "diagnostics") {
        assert_eq!(constat["reconnu"], true, "{constat:#}");
        assert!(constat["raison"].as_str().is_some_and(|r| r.chars().count() > 20), "une raison trop courte : {constat:#}");
    }
}

#[test]
fn the_cahiers_hold_all_their_fiches() {
    let export = export();
    let fiches = |branche: &str| {
        let prefixe = format!("pacte-62-2017-2022/{branche}/");
        liste(&export, "parties")
            .iter()
            .filter(|p| p["nature"] == "fiche" && p["id"].as_str().is_some_and(|id| id.starts_with(&prefixe)))
            .count()
    };
    assert_eq!(fiches("enfance-famille"), 21);
    assert_eq!(fiches("jeunesse"), 11);
}

#[test]
fn the_totals_of_the_nord_report_are_exact_to_the_cent() {
    let export = export();
    for (perimetre, nature, total, taux) in [
        ("execution-59-2022/socle", "previsionnel", "17505016.00", None),
        ("execution-59-2022/socle", "realise", "15499220.00", Some("88.54")),
        ("execution-59-2022/initiative", "previsionnel", "8825128.00", None),
        ("execution-59-2022/initiative", "realise", "10338895.00", Some("114.42")),
    ] {
        let cellule = budget(&export, perimetre, nature);
        assert_eq!(cellule["total"], total, "{perimetre} {nature}");
        assert_eq!(cellule["taux_execution"].as_str(), taux, "{perimetre} {nature}");
        assert_eq!(cellule["manquants"], 0, "{perimetre} {nature}");
    }
}

#[test]
fn fiches_7_and_8_are_counted_once() {
    let export = export();
    let par_nom = lignes_par_nom(&export);
    for (nature, total) in [("previsionnel", 437_751_200), ("realise", 540_874_400)] {
        let lignes = lignes(&par_nom, budget(&export, "execution-59-2022/initiative", nature));
        let siennes = lignes.into_iter().filter(|l| l["id"].as_str().is_some_and(|id| id.contains("/fiche-07-08")));
        let (details, siennes): (Vec<&Value>, Vec<&Value>) =
            siennes.partition(|l| l["id"].as_str().unwrap_or("").contains("/detail-"));
        assert!(details.is_empty(), "les volets sont déjà dans la fiche : {details:?}");
        assert_eq!(siennes.iter().map(|l| centimes(&l["total"])).sum::<i128>(), total);
    }
}

#[test]
fn every_total_is_the_sum_of_the_lines_it_names() {
    let export = export();
    let par_nom = lignes_par_nom(&export);
    for cellule in liste(&export, "budgets") {
        let lignes = lignes(&par_nom, cellule);
        let connus: Vec<&Value> = lignes.into_iter().filter(|l| !l["total"].is_null()).collect();
        let somme: i128 = connus.iter().map(|l| centimes(&l["total"])).sum();
        // No amount is known: no total, which is not zero.
        let connus = connus.len();
        assert_eq!(cellule["total"].is_null(), connus == 0, "{} {}", cellule["perimetre"], cellule["nature"]);
        assert_eq!(
            somme,
            if connus == 0 { 0 } else { centimes(&cellule["total"]) },
            "{} {}",
            cellule["perimetre"],
            cellule["nature"]
        );
        for part in cellule["parts"].as_object().expect("shares").values() {
            centimes(part);
        }
    }
}

#[test]
fn figures_are_strings_and_no_float_is_anywhere() {
    fn nombres(valeur: &Value, chemin: &str) {
        match valeur {
            Value::Number(n) => assert!(n.is_u64(), "{chemin} : {n}"),
            Value::Array(liste) => liste.iter().for_each(|v| nombres(v, chemin)),
            Value::Object(table) => table.iter().for_each(|(cle, v)| nombres(v, &format!("{chemin}.{cle}"))),
            _ => {}
        }
    }
    let export = export();
    nombres(&export, "export");
    for partie in liste(&export, "parties") {
        for ligne in liste(partie, "budget") {
            let montants = ligne["parts"].as_object().expect("shares").values().chain([&ligne["total"]]);
            montants.filter(|m| !m.is_null()).for_each(|m| assert!(centimes(m) < i128::MAX));
        }
        for valeur in liste(partie, "indicateurs").iter().flat_map(|i| liste(i, "valeurs")) {
            let (nombre, statut) = (&valeur["valeur"], valeur["statut"].as_str().expect("a status"));
            assert_eq!(nombre.is_string(), statut == "ok", "{} : {valeur}", partie["id"]);
            let exact = |t: &str| t.trim_start_matches('-').bytes().all(|b| b.is_ascii_digit() || b == b'.');
            assert!(nombre.as_str().is_none_or(exact), "{nombre}");
            assert!(["ok", "nc", "sans_objet", "a_definir", "illisible", "texte"].contains(&statut), "{statut}");
        }
    }
}

#[test]
fn every_part_has_the_fields_of_the_contract_and_a_place_in_the_tree() {
    const CHAMPS: [&str; 18] = [
        "id",
        "document",
        "parent",
        "nature",
        "numero",
        "titre",
        "url",
        "complet",
        "pilotes",
        "partenaires",
        "publics",
        "territoires",
        "actions",
        "resultats",
        "indicateurs",
        "budget",
        "liens",
        "source",
    ];
    let export = export();
    let documents = liste(&export, "documents").iter().chain(liste(&export, "parties"));
    let ids: Vec<&str> = documents.filter_map(|p| p["id"].as_str()).collect();
    let connus: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), connus.len(), "un identifiant est pris deux fois");
    for partie in liste(&export, "parties") {
        let id = partie["id"].as_str().expect("an id");
        for champ in CHAMPS {
            assert!(partie.get(champ).is_some(), "{id} n’a pas « {champ} »");
        }
        assert_eq!(partie["url"], format!("/{id}/"));
        assert!(connus.contains(partie["parent"].as_str().expect("a parent")), "{id}");
        assert!(!partie["titre"].as_str().unwrap_or("").is_empty(), "{id} n’a pas de titre");
        for lien in liste(partie, "liens").iter().filter_map(|l| l["vers"].as_str()) {
            assert!(connus.contains(lien.split('#').next().unwrap_or(lien)), "{id} → {lien}");
        }
    }
}

#[test]
fn the_shipped_site_has_no_dead_link_and_closes_every_tag() {
    let sortie = tempfile::tempdir().expect("a temporary folder");
    let dossier = sortie.path().join("site");
    parvis(racine(), &["build", "--no-pdf", "--output", dossier.to_str().expect("UTF-8")]).reussie();
    let site = arbre(&dossier);
    assert_eq!(liens_casses(&site, false), Vec::<String>::new());
    for (chemin, octets) in site.iter().filter(|(c, _)| c.ends_with(".html")) {
        assert_eq!(desequilibre(&String::from_utf8_lossy(octets)), None, "{chemin}");
    }
}
