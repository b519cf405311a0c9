//! The open data: the tables say what the export says, the package describes them as they are, hostile texts do no harm.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on stops")]

mod commun;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use calamine::{Data, Reader, Xlsx, open_workbook};
use parvis::render::data::csv::lit;
use rust_decimal::Decimal;
use serde_json::Value;
use sha2::{Digest, Sha256};

use commun::site::{construire, construit, minimal, output, page};
use commun::{arbre, ecrire, parvis};

/// One row of a table, by the names of its columns.
type Rangee = BTreeMap<String, String>;

/// The rows of a table of a folder.
fn table(dossier: &Path, nom: &str) -> Vec<Rangee> {
    let mut lecteur = csv::Reader::from_path(dossier.join(format!("{nom}.csv"))).unwrap();
    let tetes: Vec<String> = lecteur.headers().unwrap().iter().map(str::to_owned).collect();
    let rangee = |r: csv::StringRecord| tetes.iter().cloned().zip(r.iter().map(|c| lit(c).to_owned())).collect();
    lecteur.records().map(|r| rangee(r.unwrap())).collect()
}

fn montant(texte: &str) -> Option<Decimal> {
    (!texte.is_empty()).then(|| texte.parse().expect("an amount is a number"))
}

/// The data of the real content, or of the small site.
fn exporter(site: &Path) -> tempfile::TempDir {
    let dossier = tempfile::tempdir().unwrap();
    let sortie = dossier.path().to_str().unwrap();
    parvis(site, &["export", "--format", "csv", "--output", sortie]).reussie();
    dossier
}

fn export_json(site: &Path) -> Value {
    serde_json::from_str(&parvis(site, &["export", "--format", "json"]).reussie().stdout).unwrap()
}

#[test]
fn the_lines_that_count_add_up_to_the_totals_of_the_export() {
    for site in [minimal().path(), Path::new(env!("CARGO_MANIFEST_DIR"))] {
        let (dossier, export) = (exporter(site), export_json(site));
        let mut sommes: BTreeMap<(String, String, String), Decimal> = BTreeMap::new();
        for l in table(dossier.path(), "budget").iter().filter(|l| l["compte"] == "oui") {
            let qui = if l["poste"] == "total" { "total".to_owned() } else { l["financeur"].clone() };
            if let Some(m) = montant(&l["montant"]) {
                *sommes.entry((l["exercice"].clone(), l["nature"].clone(), qui)).or_default() += m;
            }
        }
        let mut attendu = BTreeMap::new();
        let mot = |v: &Value| v.as_str().unwrap().to_owned();
        for b in export["ensemble"].as_array().unwrap() {
            let parts = b["parts"].as_object().unwrap().iter().map(|(k, v)| (k.clone(), v));
            for (qui, v) in parts.chain([("total".to_owned(), &b["total"])]).filter(|(_, v)| v.is_string()) {
                attendu.insert((mot(&b["exercice"]), mot(&b["nature"]), qui), montant(v.as_str().unwrap()).unwrap());
            }
        }
        assert!(!attendu.is_empty());
        assert_eq!(sommes, attendu, "{}", site.display());
    }
}

#[test]
fn a_line_has_one_name_in_every_format_and_totals_name_lines_that_are_there() {
    let entier = tempfile::tempdir().unwrap();
    let ligne = "- {exercice: \"2024\", nature: previsionnel, total: \"100 €\"}";
    ecrire(entier.path(), "content/plan/document.md", &format!("---\ntitre: Plan\nbudget:\n  {ligne}\n---\n"));
    for site in [entier.path(), minimal().path(), Path::new(env!("CARGO_MANIFEST_DIR"))] {
        let (dossier, export) = (exporter(site), export_json(site));
        let noms = |liste: &Value, champ: &str| -> BTreeSet<String> {
            let noms = liste.as_array().unwrap().iter().flat_map(|v| v[champ].as_array().unwrap());
            noms.map(|v| v.as_str().or(v["id"].as_str()).unwrap().to_owned()).collect()
        };
        let table: BTreeSet<String> =
            table(dossier.path(), "budget").into_iter().filter(|l| l["poste"] == "total").map(|l| l["id"].clone()).collect();
        let mut lignes = noms(&export["parties"], "budget");
        lignes.extend(noms(&export["documents"], "budget"));
        assert_eq!(table, lignes, "{}", site.display());
        let nommees = noms(&export["budgets"], "lignes");
        assert!(!nommees.is_empty() && nommees.is_subset(&lignes), "{}", site.display());
    }
}

#[test]
fn the_computed_totals_are_those_of_the_export() {
    let site = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (dossier, export) = (exporter(site), export_json(site));
    let mot = |v: &Value| v.as_str().unwrap_or_default().to_owned();
    let attendu: BTreeSet<[String; 5]> = export["budgets"]
        .as_array()
        .unwrap()
        .iter()
        .chain(export["ensemble"].as_array().unwrap())
        .map(|b| ["perimetre", "exercice", "nature", "total", "taux_execution"].map(|k| mot(&b[k])))
        .collect();
    let lus: BTreeSet<[String; 5]> = table(dossier.path(), "totaux")
        .iter()
        .filter(|l| l["poste"] == "total")
        .map(|l| ["perimetre", "exercice", "nature", "montant", "taux"].map(|k| l[k].clone()))
        .collect();
    assert_eq!(lus, attendu);
}

/// Whether a cell is what its column says.
fn convient(champ: &Value, cellule: &str) -> bool {
    let contraintes = &champ["constraints"];
    if cellule.is_empty() {
        return contraintes["required"] != true;
    }
    let liste = contraintes["enum"].as_array();
    let dans_la_liste = liste.is_none_or(|l| l.iter().any(|v| v == cellule));
    dans_la_liste
        && match champ["type"].as_str().unwrap() {
            "integer" => cellule.parse::<u64>().is_ok(),
            "number" => cellule.parse::<Decimal>().is_ok(),
            "boolean" => ["oui", "non"].contains(&cellule),
            _ => cellule == cellule.trim(),
        }
}

#[test]
fn the_package_describes_every_table_as_it_is() {
    let site = construit();
    let dossier = site.path().join("output/donnees");
    let paquet: Value = serde_json::from_str(&fs::read_to_string(dossier.join("datapackage.json")).unwrap()).unwrap();
    assert_eq!(paquet["licenses"][0]["name"], "etalab-2.0");
    let ressources = paquet["resources"].as_array().unwrap();
    let mut colonnes: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
    for r in ressources {
        let octets = fs::read(dossier.join(r["path"].as_str().unwrap())).unwrap();
        let empreinte: String = Sha256::digest(&octets).iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(r["hash"], format!("sha256:{empreinte}"));
        assert_eq!(r["bytes"], octets.len());
        let (nom, Some(champs)) = (r["name"].as_str().unwrap(), r["schema"]["fields"].as_array()) else { continue };
        let rangees = table(&dossier, nom);
        assert_eq!(r["rowCount"], rangees.len(), "{nom}");
        let noms: Vec<&str> = champs.iter().map(|c| c["name"].as_str().unwrap()).collect();
        assert!(String::from_utf8(octets).unwrap().starts_with(&format!("{}\n", noms.join(","))), "{nom}");
        for champ in champs {
            assert!(["title", "description"].iter().all(|k| !champ[k].as_str().unwrap().is_empty()), "{nom} : {champ}");
            let cle = champ["name"].as_str().unwrap();
            for l in &rangees {
                assert!(convient(champ, &l[cle]), "{nom}.{cle} : « {} »", l[cle]);
                colonnes.entry((nom.to_owned(), cle.to_owned())).or_default().insert(l[cle].clone());
            }
        }
        let cle: Vec<&str> = r["schema"]["primaryKey"].as_array().unwrap().iter().map(|k| k.as_str().unwrap()).collect();
        let cles: BTreeSet<Vec<&str>> = rangees.iter().map(|l| cle.iter().map(|k| l[*k].as_str()).collect()).collect();
        assert_eq!(cles.len(), rangees.len(), "{nom} : deux lignes de même clé");
    }
    for r in ressources {
        for renvoi in r["schema"]["foreignKeys"].as_array().into_iter().flatten() {
            let nom = r["name"].as_str().unwrap().to_owned();
            let vers = Some(renvoi["reference"]["resource"].as_str().unwrap()).filter(|v| !v.is_empty()).unwrap_or(&nom);
            let champ = renvoi["fields"][0].as_str().unwrap().to_owned();
            let cible = (vers.to_owned(), renvoi["reference"]["fields"][0].as_str().unwrap().to_owned());
            let vide = BTreeSet::new();
            let valeurs = colonnes.get(&(nom.clone(), champ.clone())).unwrap_or(&vide);
            let perdues: Vec<&String> = valeurs.iter().filter(|v| !v.is_empty() && !colonnes[&cible].contains(*v)).collect();
            assert!(perdues.is_empty(), "{nom}.{champ} : {perdues:?}");
        }
    }
}

const HOSTILE: &str = "=cmd|' /C calc'!A0, \"oui\"; +1";

#[test]
fn hostile_texts_come_back_whole_and_start_no_formula() {
    let site = minimal();
    let texte = HOSTILE.replace('"', "\\\"");
    let fichier = format!("---\ntitre: \"{texte}\"\nglossaire: {{\"@SI\": \"-1+1\"}}\nnotes: [\"Un, deux\\n\\ntrois\"]\n---\n");
    ecrire(site.path(), "content/plan-2024/methode.md", &fichier);
    let dossier = exporter(site.path());
    let ligne = |nom: &str, champ: &str, cle: &str| {
        table(dossier.path(), nom).into_iter().find(|l| l[champ].contains(cle)).unwrap_or_else(|| panic!("{nom} sans {cle}"))
    };
    assert_eq!(ligne("parties", "id", "methode")["titre"], HOSTILE);
    assert_eq!(ligne("glossaire", "sigle", "@SI")["libelle"], "-1+1");
    assert_eq!(ligne("textes", "texte", "trois")["texte"], "Un, deux\ntrois");
    for (chemin, octets) in arbre(dossier.path()).into_iter().filter(|(c, _)| c.ends_with(".csv")) {
        let mut lecteur = csv::Reader::from_reader(octets.as_slice());
        for cellule in lecteur.records().flat_map(|r| r.unwrap().iter().map(str::to_owned).collect::<Vec<_>>()) {
            let nombre = cellule.parse::<Decimal>().is_ok();
            assert!(nombre || !cellule.starts_with(['=', '+', '-', '@', '\t', '\r']), "{chemin} : {cellule}");
        }
    }
}

#[test]
fn the_workbook_opens_with_one_sheet_per_table_and_keeps_numbers_and_texts_apart() {
    let site = minimal();
    ecrire(site.path(), "content/plan-2024/methode.md", &format!("---\ntitre: \"{}\"\n---\n", HOSTILE.replace('"', "\\\"")));
    let dossier = exporter(site.path());
    let sortie = dossier.path().join("parvis.xlsx");
    parvis(site.path(), &["export", "--format", "xlsx", "--output", sortie.to_str().unwrap()]).reussie();
    let mut classeur: Xlsx<_> = open_workbook(&sortie).unwrap();
    let feuilles = classeur.sheet_names();
    assert_eq!(feuilles[0], "Lisez-moi");
    for nom in &feuilles[1..] {
        let rangees = classeur.worksheet_range(nom).unwrap();
        assert_eq!(rangees.height(), table(dossier.path(), nom).len() + 1, "{nom}");
    }
    let budget = classeur.worksheet_range("budget").unwrap();
    let tetes: Vec<String> = budget.rows().next().unwrap().iter().map(ToString::to_string).collect();
    let place = |tete: &str| tetes.iter().position(|t| t == tete).unwrap_or_else(|| panic!("{tetes:?}"));
    let premiere = budget.rows().nth(1).unwrap();
    assert!(matches!(premiere[place("Montant")], Data::Float(_)), "{:?}", premiere[place("Montant")]);
    assert!(matches!(premiere[place("Exercice")], Data::String(_)));
    let parties = classeur.worksheet_range("parties").unwrap();
    assert!(parties.rows().flatten().any(|c| *c == Data::String(HOSTILE.to_owned())));
    let formules = classeur.worksheet_formula("parties").unwrap();
    assert!(formules.used_cells().all(|(_, _, f)| f.is_empty()), "un texte est devenu une formule");
}

#[test]
fn the_same_sources_make_the_same_data() {
    let site = minimal();
    let faire = |nom: &str| {
        parvis(site.path(), &["export", "--format", "csv", "--output", nom]).reussie();
        parvis(site.path(), &["export", "--format", "xlsx", "--output", &format!("{nom}/parvis.xlsx")]).reussie();
        arbre(&site.path().join(nom))
    };
    let un = faire("un");
    std::thread::sleep(std::time::Duration::from_millis(2100));
    assert!(un == faire("deux"), "deux exports diffèrent");
    construire(site.path());
    let publie = arbre(&site.path().join("output/donnees"));
    let differents: Vec<&String> =
        un.iter().filter(|(c, o)| *c != "datapackage.json" && publie.get(*c) != Some(*o)).map(|(c, _)| c).collect();
    assert!(differents.is_empty(), "le site publie d’autres données que l’export : {differents:?}");
}

#[test]
fn the_page_of_the_data_links_every_file_and_explains_every_column() {
    let site = construit();
    let donnees = page(&site, "donnees/index.html");
    let fichiers: Vec<String> = output(&site).into_keys().filter_map(|c| c.strip_prefix("donnees/").map(str::to_owned)).collect();
    for fichier in fichiers.iter().filter(|f| !f.ends_with("index.html")) {
        assert!(donnees.contains(&format!("href=\"../donnees/{fichier}\"")), "{fichier} n’est pas sur la page");
    }
    assert!(donnees.contains("href=\"../donnees/colonnes/#budget-csv\"") && donnees.contains("Licence Ouverte 2.0"));
    assert!(page(&site, "donnees/colonnes/index.html").contains("<code>montant_imprime</code>"));
    assert!(donnees.contains("\"@type\":\"Dataset\""));
    assert!(page(&site, "index.html").contains("href=\"./donnees/\""), "le pied de page ne mène pas aux données");
    assert!(page(&site, "budget/plan-2024/index.html").contains("donnees/#budget-csv"));
}

#[test]
fn a_site_without_an_address_or_a_licence_has_its_data_all_the_same() {
    let site = minimal();
    ecrire(site.path(), "content/site.yaml", "titre: \"Plans en clair\"\n");
    construire(site.path());
    let paquet: Value = serde_json::from_str(&page(&site, "donnees/datapackage.json")).unwrap();
    assert!(paquet["licenses"].is_null() && paquet["homepage"].is_null(), "rien n’est accordé que l’éditeur n’accorde");
    let catalogue: Value = serde_json::from_str(&page(&site, "donnees/catalog.jsonld")).unwrap();
    assert_eq!(catalogue["dcat:dataset"]["dcat:distribution"][0]["dcat:downloadURL"]["@id"], "documents.csv");
    assert!(page(&site, "donnees/index.html").contains("ne sont pas renseignées"));
    assert_eq!(table(&site.path().join("output/donnees"), "documents")[0]["adresse"], "/plan-2024/");
}

#[test]
fn tables_and_workbooks_need_a_place_to_be_written() {
    let site = minimal();
    for format in ["csv", "xlsx"] {
        let sortie = parvis(site.path(), &["export", "--format", format]).code(2);
        assert!(sortie.stderr.contains("--output"), "{}", sortie.stderr);
    }
}
