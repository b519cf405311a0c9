//! What `parvis pdf` and `parvis build --pdf` print.
#![cfg(feature = "pdf")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on stops")]

mod commun;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use commun::site::{minimal, output, page};
use commun::{arbre, ecrire, parvis};
use serde_json::Value;

/// The words of a PDF, its spaces and line breaks made one; nothing where the machine cannot read PDFs.
fn mots(pdf: &Path) -> Option<String> {
    let sortie = Command::new("pdftotext").args(["-raw", "-enc", "UTF-8"]).arg(pdf).arg("-").output().ok()?;
    assert!(sortie.status.success(), "{} ne se lit pas", pdf.display());
    Some(serre(&String::from_utf8(sortie.stdout).unwrap()))
}

/// No space, no hyphenation: what is left are the letters and the figures.
fn serre(texte: &str) -> String {
    texte.replace("\u{AD}\n", "").replace("-\n", "").chars().filter(|c| !parvis::text::is_space(*c)).collect()
}

/// Every printed amount and value of the parts whose identifier starts so.
fn chiffres(site: &Path, debut: &str) -> BTreeSet<String> {
    let export: Value = serde_json::from_str(&parvis(site, &["export", "--format", "json"]).reussie().stdout).unwrap();
    let mut trouves = BTreeSet::new();
    let parties = export["parties"].as_array().unwrap().iter().filter(|p| p["id"].as_str().unwrap().starts_with(debut));
    for partie in parties {
        for ligne in partie["budget"].as_array().unwrap() {
            trouves.extend(ligne["total_imprime"].as_str().filter(|t| t.contains(|c: char| c.is_ascii_digit())).map(serre));
        }
        for valeur in partie["indicateurs"].as_array().unwrap().iter().flat_map(|i| i["valeurs"].as_array().unwrap()) {
            // A cell with a detail is printed as its value, then its detail.
            if valeur["detail"].as_array().is_none_or(Vec::is_empty) && valeur["statut"] == "ok" {
                trouves.extend(valeur["imprime"].as_str().map(serre));
            }
        }
    }
    trouves
}

#[test]
fn two_builds_print_the_same_bytes_and_the_second_prints_nothing() {
    let (un, deux) = (minimal(), minimal());
    for site in [&un, &deux] {
        ecrire(site.path(), "content/site.yaml", "titre: \"Plans\"\npdf: [documents, branches, fiches]\n");
        parvis(site.path(), &["build"]).reussie();
    }
    let avant = output(&un);
    assert!(avant == output(&deux), "deux impressions diffèrent");
    let pdf: Vec<&str> = avant.keys().map(String::as_str).filter(|c| c.ends_with(".pdf")).collect();
    assert!(pdf.contains(&"pdf/plan-2024.pdf") && pdf.contains(&"pdf/plan-2024_enfance.pdf"), "{pdf:?}");
    assert!(pdf.contains(&"pdf/plan-2024_enfance_fiche-01.pdf"), "{pdf:?}");
    let encore = parvis(un.path(), &["build"]).reussie().stderr;
    assert!(encore.contains("0 fichier écrit"), "{encore}");
    // A file that someone changed is printed again.
    ecrire(un.path(), "output/pdf/plan-2024.pdf", "autre chose");
    parvis(un.path(), &["build"]).reussie();
    assert!(output(&un) == avant);
    parvis(un.path(), &["build", "--no-pdf"]).reussie();
    assert!(output(&un).keys().all(|c| !c.ends_with(".pdf")));
}

#[test]
fn the_figures_on_paper_are_those_of_the_export() {
    let site = minimal();
    parvis(site.path(), &["pdf", "--output", "papier"]).reussie();
    let Some(texte) = mots(&site.path().join("papier/plan-2024.pdf")) else { return };
    let attendus = chiffres(site.path(), "plan-2024");
    assert!(attendus.len() > 5, "{attendus:?}");
    let manquants: Vec<&String> = attendus.iter().filter(|c| !texte.contains(*c)).collect();
    assert!(manquants.is_empty(), "{manquants:?}");
}

/// The sections of a page that paper prints too, word for word.
const SECTIONS: [&str; 11] = [
    "constats",
    "enjeux",
    "objectifs",
    "actions",
    "resultats",
    "livrables",
    "vigilance",
    "indicateurs",
    "donnees",
    "budget",
    "notes",
];

/// What a page says around its words, and paper by its place: the heads of columns that paper has not, a link to another page.
const CADRE: [&str; 4] = ["Précisions", "aucune", "écartconnu", "delasource"];

/// A run of words without what only a page says beside it.
fn propre(texte: &str) -> &str {
    let texte = texte.trim_end_matches(".C’estun").trim_end_matches("duprévisionnel");
    let apres = |debut: &str| texte.strip_prefix(debut).filter(|t| t.starts_with(|c: char| c.is_ascii_digit()));
    apres("Action").or_else(|| apres("Tauxd’exécution:")).unwrap_or(texte)
}

/// The texts of a section of a page, one for each run of words between two tags; drawings, and calculations, which paper does
/// not repeat, left out.
fn textes(page: &str, section: &str) -> Vec<String> {
    let Some(debut) = page.find(&format!("aria-labelledby=\"{section}\"")) else { return Vec::new() };
    let fin = page[debut..].find("</section>").map_or(page.len(), |fin| debut + fin);
    let mut corps = page[debut..fin].split_once('>').expect("a tag ends").1.to_owned();
    if let Some(calculs) = corps.find("<h3>Les calculs, ligne à ligne") {
        corps.truncate(calculs);
    }
    for balise in ["svg", "figure"] {
        while let Some(ouvre) = corps.find(&format!("<{balise}")) {
            let ferme = format!("</{balise}>");
            let fin = corps[ouvre..].find(&ferme).expect("a tag is closed") + ouvre + ferme.len();
            corps.replace_range(ouvre..fin, "");
        }
    }
    let runs = corps.split('<').map(|run| run.split_once('>').map_or(run, |(_, words)| words));
    let words = runs.map(|t| serre(&commun::html::texte_de(t)).trim_matches(['(', ')', ':', '.']).to_owned());
    words
        .map(|t| propre(&t).to_owned())
        .filter(|t| t.len() > 1 && !t.starts_with("Lecalculde") && !CADRE.contains(&t.as_str()))
        .collect()
}

/// A plan where pages and paper have most to say: values and funders that are missing, indicators shared and divided, texts that
/// hold for the parts below.
fn riche() -> tempfile::TempDir {
    let site = minimal();
    let cahier = site.path().join("content/plan-2024/1-enfance/cahier.md");
    let texte = std::fs::read_to_string(&cahier).unwrap();
    let dit = "---\nconstats: \"Les familles se déplacent loin.\"\nenjeux: \"Venir à elles.\"\n";
    std::fs::write(&cahier, texte.replacen("---\n", dit, 1)).unwrap();
    let fiche = r#"---
numero: "4"
titre: "Écouter les jeunes"
calendrier: {debut: 2024, duree: "Trois ans"}
actions:
  - {numero: "1", titre: "Ouvrir une ligne", priorite: "1"}
livrables: ["Un annuaire"]
points_de_vigilance: ["Ne pas promettre."]
budget:
  - {exercice: "2026", nature: previsionnel, total: "9 000 €", parts: {etat: "9 000 €", caf: "non communiqué"}}
  - {exercice: "2026", nature: realise, total: "ND", parts: {etat: "7 500 €"}}
indicateurs:
  - nom: "Appels reçus"
    sous_lignes:
      - nom: "dont la nuit"
        sous_lignes: [{nom: "dont le samedi"}]
  - nom: "Jeunes rappelés"
    bloc: "Suites"
    sens: baisse
    valeurs: {objectif 2024: "40", bilan 2024: "25"}
---
"#;
    ecrire(site.path(), "content/plan-2024/1-enfance/orientation-1/fiche-04.md", fiche);
    site
}

#[test]
fn each_part_says_on_paper_what_its_page_says() {
    let site = riche();
    let export: Value = serde_json::from_str(&parvis(site.path(), &["export", "--format", "json"]).reussie().stdout).unwrap();
    let parties: Vec<&str> = export["parties"].as_array().unwrap().iter().map(|p| p["id"].as_str().unwrap()).collect();
    parvis(site.path(), &["build"]).reussie();
    let mut arguments = vec!["pdf", "--output", "feuilles"];
    parties.iter().for_each(|id| arguments.extend(["--part", id]));
    parvis(site.path(), &arguments).reussie();
    let (mut compares, mut manquants) = (0, Vec::new());
    for id in parties {
        let Some(papier) = mots(&site.path().join(format!("feuilles/{}.pdf", id.replace('/', "_")))) else { return };
        let html = page(&site, &format!("{id}/index.html"));
        for section in SECTIONS {
            let attendus = textes(&html, section);
            compares += attendus.len();
            manquants.extend(attendus.into_iter().filter(|t| !papier.contains(t)).map(|t| format!("{id}#{section} : {t}")));
        }
    }
    assert!(compares > 200, "{compares}");
    assert!(manquants.is_empty(), "{manquants:#?}");
}

#[test]
fn what_looks_like_a_command_is_printed_as_text() {
    let site = minimal();
    let piege = "#panic(\"non\") $x$ *gras* @label \\u{41} #import \"/donnees.json\": x";
    let fiche =
        format!("---\ntitre: {piege:?}\nresume: '<script>alert(1)</script> #set page(width: 1pt) {{{{ 7 * 7 }}}}'\n---\n");
    let fiche = fiche.replace("<script>alert(1)</script>", "\\<script>alert(1)\\</script>");
    ecrire(site.path(), "content/plan-2024/2-jeunesse/fiche-09.md", &fiche);
    parvis(site.path(), &["pdf", "--part", "plan-2024/jeunesse/fiche-09", "--output", "un.pdf"]).reussie();
    let Some(texte) = mots(&site.path().join("un.pdf")) else { return };
    for mot in ["#panic(", "$x$", "*gras*", "@label", "#import", "<script>alert(1)</script>", "#setpage(width:1pt)", "{{7*7}}"] {
        assert!(texte.contains(mot), "{mot} manque dans {texte}");
    }
}

#[test]
fn several_parts_make_one_dossier_or_one_file_each() {
    let site = minimal();
    let parts = ["pdf", "--part", "plan-2024/enfance/fiche-01", "--part", "plan-2024/jeunesse"];
    parvis(site.path(), &[&parts[..], &["--output", "commission.pdf", "--titre", "Commission du 12 juin"]].concat()).reussie();
    parvis(site.path(), &[&parts[..], &["--output", "feuilles", "--format", "a5", "--livre"]].concat()).reussie();
    let feuilles: Vec<String> = arbre(&site.path().join("feuilles")).into_keys().collect();
    assert_eq!(feuilles, ["plan-2024_enfance_fiche-01.pdf", "plan-2024_jeunesse.pdf"]);
    if let Some(texte) = mots(&site.path().join("commission.pdf")) {
        assert!(texte.contains("Commissiondu12juin") && texte.contains("Accueillirlesfamilles"), "{texte}");
    }
    let inconnue = parvis(site.path(), &["pdf", "--part", "plan-2024/jeunes"]).code(2).stderr;
    assert!(inconnue.contains("vouliez-vous dire « plan-2024/jeunesse »"), "{inconnue}");
}

#[test]
fn a_page_offers_its_pdf_with_its_pages_and_its_size() {
    let site = minimal();
    parvis(site.path(), &["build", "--pdf"]).reussie();
    let html = page(&site, "plan-2024/enfance/index.html");
    let lien = html.split("<a ").find(|a| a.contains(".pdf\"")).expect("a link to the PDF");
    assert!(lien.contains("href=\"../../pdf/plan-2024_enfance.pdf\""), "{lien}");
    assert!(lien.contains("PDF, ") && lien.contains("\u{A0}pages, ") && lien.contains("\u{A0}ko"), "{lien}");
    assert!(commun::html::liens_casses(&output(&site), false).is_empty());
}

/// How many pages a fiche takes, by its number of paragraphs.
fn pages_d_une_fiche(site: &Path, paragraphes: usize, options: &[&str]) -> String {
    let texte = "Le Département accueille les familles et leur répond sans délai.\n\n".repeat(paragraphes);
    ecrire(site, "content/plan-2024/2-jeunesse/fiche-01.md", &format!("---\ntitre: \"Accueillir\"\n---\n\n{texte}"));
    let arguments = [&["pdf", "--part", "plan-2024/jeunesse/fiche-01"], options].concat();
    let dit = parvis(site, &arguments).reussie().stderr;
    dit.lines().last().unwrap().rsplit(", ").next().unwrap().to_owned()
}

#[test]
fn a_fiche_that_overflows_by_a_few_lines_is_set_tighter() {
    let site = minimal();
    // A theme that never saves room.
    let reglages = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/defaut/imprime/reglages.typ");
    let large = std::fs::read_to_string(reglages).unwrap().replace("#let serre = ", "#let serre = false\n#let autre = ");
    ecrire(site.path(), "large/imprime/reglages.typ", &large);
    let pages = |n: usize| (pages_d_une_fiche(site.path(), n, &[]), pages_d_une_fiche(site.path(), n, &["--theme", "large"]));
    let vus: Vec<(String, String)> = (34..58).step_by(3).map(pages).collect();
    let dit = |p: usize| format!("{p} page{}.", if p > 1 { "s" } else { "" });
    assert!(vus.contains(&(dit(1), dit(2))), "jamais une page au lieu de deux : {vus:?}");
    assert!(
        vus.contains(&(dit(1), dit(1))) && vus.contains(&(dit(2), dit(2))),
        "une fiche courte ou longue ne change pas : {vus:?}"
    );
}

#[test]
fn a_box_longer_than_a_page_runs_over_the_next() {
    let site = minimal();
    let phrases: String = (1..=300).map(|n| format!("Le Département accueille la famille numéro {n}. ")).collect();
    let fiche = format!("---\ntitre: \"Accueillir\"\nresume: \"{phrases}\"\n---\n");
    ecrire(site.path(), "content/plan-2024/2-jeunesse/fiche-01.md", &fiche);
    let dit = parvis(site.path(), &["pdf", "--part", "plan-2024/jeunesse/fiche-01", "--output", "un.pdf"]).reussie().stderr;
    let pages = dit.lines().last().unwrap().rsplit(", ").next().unwrap();
    assert!(["4 pages.", "5 pages.", "6 pages."].contains(&pages), "{dit}");
    let Some(texte) = mots(&site.path().join("un.pdf")) else { return };
    for n in 1..=300 {
        assert!(texte.contains(&format!("numéro{n}.")), "la phrase {n} manque");
    }
}

#[test]
fn a_table_that_goes_on_says_its_title_again() {
    let site = minimal();
    let indicateurs: String = (1..=120)
        .map(|n| format!("  - nom: Familles du quartier {n}\n    valeurs: {{ bilan 2023: \"{n}\", bilan 2024: \"{n}\" }}\n"))
        .collect();
    let fiche = format!("---\ntitre: \"Accueillir\"\nindicateurs:\n{indicateurs}---\n");
    ecrire(site.path(), "content/plan-2024/2-jeunesse/fiche-01.md", &fiche);
    parvis(site.path(), &["pdf", "--part", "plan-2024/jeunesse/fiche-01", "--output", "un.pdf"]).reussie();
    let Some(texte) = mots(&site.path().join("un.pdf")) else { return };
    let (titres, suites) =
        (texte.matches("Valeursdesindicateurs").count(), texte.matches("Valeursdesindicateurs(suite)").count());
    assert!(suites > 0 && titres == suites + 1, "{titres} titres, {suites} suites");
    assert_eq!(texte.matches("IndicateurBilan2023").count(), titres, "les têtes des colonnes reviennent avec lui");
}

/// What `parvis pdf` says with one template of the theme replaced.
fn avec_gabarit(fichier: &str, texte: &str) -> String {
    let site = minimal();
    ecrire(site.path(), &format!("theme/imprime/{fichier}"), texte);
    parvis(site.path(), &["pdf", "--theme", "theme"]).code(1).stderr
}

#[test]
fn a_broken_template_is_located() {
    let stderr = avec_gabarit("annexes.typ", "#let annexes() = {\n  nulle-part\n}\n");
    assert!(stderr.contains("erreur[P603]: le gabarit d’impression est fautif : le nom n’existe pas : nulle-part"), "{stderr}");
    assert!(stderr.contains("theme/imprime/annexes.typ:2:3"), "{stderr}");
}

#[test]
fn an_inaccessible_document_is_refused_in_french() {
    let gabarit = "#set document(title: \"Un titre\", date: datetime(year: 2024, month: 1, day: 1))\n= Un titre\n\
                   #image(bytes(\"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>\"), format: \"svg\")\n";
    let stderr = avec_gabarit("document.typ", gabarit);
    assert!(stderr.contains("P603") && stderr.contains("ne serait pas conforme à PDF/A-2a et PDF/UA-1"), "{stderr}");
    assert!(stderr.contains("une image n’a pas de texte de remplacement"), "{stderr}");
    assert!(stderr.contains("document.typ:3:2"), "{stderr}");
    let sans_date = avec_gabarit("document.typ", "#set document(title: \"Un titre\")\n= Un titre\n");
    assert!(sans_date.contains("ne serait pas conforme à PDF/A-2a"), "{sans_date}");
}

#[test]
fn a_theme_says_the_words_of_paper_otherwise() {
    let site = minimal();
    let imprime = |options: &[&str]| {
        parvis(site.path(), &[&["pdf", "--output", "plan.pdf"], options].concat()).reussie();
        mots(&site.path().join("plan.pdf"))
    };
    ecrire(
        site.path(),
        "theme/mots.yaml",
        "\"Qui finance, par exercice, {partie}\": \"Qui paie, {partie}\"\n\"Total\": \"Somme\"\n\"Écarts connus\": \"Ce qui cloche\"\n",
    );
    let (Some(defaut), Some(autre)) = (imprime(&[]), imprime(&["--theme", "theme"])) else { return };
    assert!(defaut.contains("Quifinance,parexercice,Plan2024") && !autre.contains("Quifinance,parexercice"), "{autre}");
    assert!(
        autre.contains("Quipaie,Plan2024")
            && autre.contains("PartCAFSomme")
            && autre.contains("GlossaireCAF")
            && autre.contains("CequiclocheLessources"),
        "{autre}"
    );
    // Its faults are those that pages tell.
    ecrire(site.path(), "theme/mots.yaml", "\"Totl\": \"Somme\"\n");
    let dit = parvis(site.path(), &["pdf", "--output", "plan.pdf", "--theme", "theme"]).code(1).stderr;
    assert!(dit.contains("erreur[P605]") && dit.contains("theme/mots.yaml:1:1"), "{dit}");
}
