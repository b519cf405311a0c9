//! What an author writes in a text, and what a page makes of it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on stops")]

mod commun;

use commun::{ecrire, parvis};
use tempfile::TempDir;

/// A site of one document with these parts, each by its path below the document and its source.
fn site(parties: &[(&str, &str)]) -> TempDir {
    let site = tempfile::tempdir().unwrap();
    ecrire(site.path(), "content/plan/document.md", "---\ntitre: Plan\n---\n");
    for (chemin, source) in parties {
        ecrire(site.path(), &format!("content/plan/{chemin}"), source);
    }
    site
}

/// The page of `fiche-01` whose body is `corps`.
fn page(corps: &str) -> String {
    let site = site(&[("fiche-01.md", &format!("---\ntitre: Un\n---\n\n{corps}\n"))]);
    parvis(site.path(), &["build"]).reussie();
    std::fs::read_to_string(site.path().join("output/plan/fiche-01/index.html")).unwrap()
}

#[test]
fn straight_quotes_around_bold_words_links_and_line_breaks_open_and_close() {
    let page = page(
        "Un \"**mot\" gras**, \"un *autre*\", \"deux\nlignes\" et [\"un](#suite) lien\".\n\nUn \" seul.\n\n- \"a\"\n- \"b\"\n\n## Suite",
    );
    for attendu in [
        "Un «\u{A0}<strong>mot\u{A0}» gras</strong>",
        "«\u{A0}un <em>autre</em>\u{A0}»,",
        "«\u{A0}deux lignes\u{A0}»",
        ">«\u{A0}un</a> lien\u{A0}».",
        "<li>«\u{A0}a\u{A0}»</li><li>«\u{A0}b\u{A0}»</li>",
    ] {
        assert!(page.contains(attendu), "{attendu} dans {page}");
    }
}

#[test]
fn code_is_shown_as_it_was_written() {
    let page = page("Le code `l'\"aide\" 12345 € : 2ème` et\n\n    l'\"aide\" ; 1ère\n\n```\noeuvre : \"x\"\n```");
    for attendu in ["<code>l'&quot;aide&quot; 12345 € : 2ème</code>", "l'&quot;aide&quot; ; 1ère", "oeuvre : &quot;x&quot;"] {
        assert!(page.contains(attendu), "{attendu} dans {page}");
    }
}

#[test]
fn parts_come_in_the_order_of_all_the_numbers_of_their_names() {
    let noms = ["fiche-1-1-10", "fiche-1-1-2", "fiche-1-2", "fiche-10", "fiche-2", "autre"];
    let fichiers: Vec<(String, String)> =
        noms.iter().map(|n| (format!("{n}.md"), format!("---\ntitre: \"Titre {n}\"\nnature: fiche\n---\n"))).collect();
    let site = site(&fichiers.iter().map(|(c, s)| (c.as_str(), s.as_str())).collect::<Vec<_>>());
    let export = parvis(site.path(), &["export", "--format", "json"]).reussie().stdout;
    let attendus = ["fiche-1-1-2", "fiche-1-1-10", "fiche-1-2", "fiche-2", "fiche-10", "autre"];
    let places: Vec<usize> = attendus.iter().map(|n| export.find(&format!("\"Titre {n}\"")).unwrap()).collect();
    assert!(places.is_sorted(), "{places:?}");
}

#[test]
fn no_place_of_a_page_has_the_name_of_another() {
    let corps =
        "## Action 1\n\n### Contenu principal\n\n### Contenu\n\n### Contenu 1\n\n### Ensemble\n\n### Action 1\n\n### g table t\n";
    let table = "```tableau\ntitre: Table\ncolonnes: [Année, Nombre]\nlignes: [[\"2022\", \"1\"], [\"2023\", \"2\"]]\ngraphique: barres\n```\n";
    let fiche = format!("---\ntitre: Un\nactions: [{{titre: Agir}}, {{titre: Agir}}]\n---\n\n{corps}\n{table}");
    let site = site(&[("fiche-01/fiche.md", &fiche), ("fiche-01/detail-01.md", "---\ntitre: Deux\n---\n")]);
    parvis(site.path(), &["build"]).reussie();
    let page = std::fs::read_to_string(site.path().join("output/plan/fiche-01/index.html")).unwrap();
    let mut ancres = commun::html::ancres(&page);
    for attendue in ["action-1", "titre-action-1", "contenu-1", "g-table-t"] {
        assert!(ancres.iter().any(|a| a == attendue), "{attendue} dans {ancres:?}");
    }
    ancres.sort();
    let doubles: Vec<&String> = ancres.windows(2).filter(|w| w[0] == w[1]).map(|w| &w[0]).collect();
    assert!(doubles.is_empty(), "{doubles:?}");
}

#[test]
fn the_places_that_a_link_may_name_are_on_the_page() {
    let site = commun::chantier(&commun::fixtures().join("diagnostics/bon-ancres-de-la-page"));
    parvis(site.path(), &["build"]).reussie();
    assert_eq!(commun::html::liens_casses(&commun::arbre(&site.path().join("output")), false), Vec::<String>::new());
}

#[test]
fn thousands_of_broken_links_or_of_actions_of_one_number_are_told_soon() {
    let fiches: Vec<(String, String)> = (0..3_000)
        .map(|i| (format!("fiche-{i}.md"), format!("---\ntitre: \"Fiche {i}\"\n---\n\nVoir [[fiche-{i}-perdue]].\n")))
        .collect();
    let liens = site(&fiches.iter().map(|(c, s)| (c.as_str(), s.as_str())).collect::<Vec<_>>());
    let actions = format!("---\ntitre: Un\nactions:\n{}---\n", "- {numero: \"3\", titre: Agir}\n".repeat(20_000));
    let actions = site(&[("fiche-01.md", &actions)]);
    for (site, compte) in [(liens, "3000 erreurs."), (actions, "101 alertes.")] {
        let sortie = commun::parvis_qui_finit(site.path(), &["check"]).expect("an end");
        assert!(sortie.stderr.ends_with(&format!("{compte}\n")), "{compte}");
    }
}

#[test]
fn a_summary_that_links_and_cites_reads_as_plain_words_wherever_it_is_told() {
    let resume = "Suit [[fiche-01]], avec [les *caisses*](https://exemple.fr/) et [[montant:fiche-01,2024,realise]].";
    let site = site(&[
        ("fiche-01.md", "---\ntitre: Accueillir\nbudget:\n  - {exercice: \"2024\", nature: realise, total: \"1 000 €\"}\n---\n"),
        ("fiche-02.md", &format!("---\ntitre: Suivre\nresume: \"{resume}\"\n---\n")),
    ]);
    parvis(site.path(), &["build"]).reussie();
    let lire = |chemin: &str| std::fs::read_to_string(site.path().join("output/plan").join(chemin)).unwrap();
    let clair = "Suit Accueillir, avec les caisses et 1\u{202F}000\u{202F}€.";
    assert!(lire("index.html").contains(clair), "la carte : {}", lire("index.html"));
    assert!(lire("fiche-02/index.html").contains(&format!("content=\"{clair}\"")), "la page : {}", lire("fiche-02/index.html"));
}

#[test]
fn a_missing_figure_is_told_in_the_words_of_its_source_and_a_mark_is_explained() {
    let valeurs = ["Donnée non disponible", "NC", "- €"].iter().zip(2022..).map(|(v, an)| format!("      bilan {an}: \"{v}\"\n"));
    let indicateurs = format!("indicateurs:\n  - nom: Places\n    valeurs:\n{}", valeurs.collect::<String>());
    let site = site(&[("fiche-01.md", &format!("---\ntitre: Un\n{indicateurs}---\n"))]);
    parvis(site.path(), &["build"]).reussie();
    let page = std::fs::read_to_string(site.path().join("output/plan/fiche-01/index.html")).unwrap();
    for attendu in ["donnée non disponible", "non communiqué", "sans objet"] {
        assert!(page.contains(&format!("<span class=\"absent\">{attendu}</span>")), "{attendu} dans {page}");
    }
}
