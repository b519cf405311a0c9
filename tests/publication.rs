//! What the command says, and what it publishes beside the pages.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on stops")]

mod commun;

use std::fs;
use std::process::Command;

use commun::site::minimal;
use commun::{ecrire, parvis};

const FICHE: &str = "content/plan-2024/2-jeunesse/fiche-01.md";

#[test]
fn a_message_that_nobody_can_hear_is_no_panic() {
    let site = minimal();
    for (arguments, code) in
        [(&["build"][..], 0), (&["check", "--inconnu"], 2), (&["explain", "P999"], 2), (&["build", "--timings"], 0)]
    {
        let plein = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let statut =
            Command::new(env!("CARGO_BIN_EXE_parvis")).args(arguments).current_dir(site.path()).stderr(plein).status().unwrap();
        assert_eq!(statut.code(), Some(code), "{arguments:?}");
    }
}

#[test]
fn a_quiet_command_that_fails_says_what_makes_it_fail_and_nothing_else() {
    let site = minimal();
    // An error, a warning (two actions of one number) and advice (ranks without a legend).
    ecrire(site.path(), "content/autre/document.md", "---\ntitre: Autre\n---\n");
    let actions = "actions: [{numero: 1, titre: A, priorite: 1}, {numero: 1, titre: B}]";
    ecrire(site.path(), "content/autre/fiche-01.md", &format!("---\ntitre: Un\n{actions}\n---\n"));
    let alerte = parvis(site.path(), &["check", "--quiet", "--strict"]).code(1).stderr;
    assert!(alerte.contains("P210") && !alerte.contains("P212"), "{alerte}");
    ecrire(site.path(), FICHE, "---\nresume: sans titre\n---\n");
    for commande in [&["check", "--quiet"][..], &["build", "--quiet"], &["export", "--format", "json", "--quiet"]] {
        let dit = parvis(site.path(), commande).code(1).stderr;
        assert!(dit.contains("P105") && !dit.contains("P210") && !dit.contains("P212") && !dit.contains("conseil"), "{dit}");
    }
}

#[test]
fn the_templates_of_a_theme_keep_their_spaces_their_comments_and_their_preformatted_text() {
    let site = minimal();
    let gabarit = "<!doctype html>\n<title>Absente</title>\n{# deux\nlignes #}\n<p>Page\n<a href=\"./\">absente</a>\n<em>ici</em>\nbien.</p>\n<pre>\nun\n  deux\n</pre>\n";
    ecrire(site.path(), "theme/gabarits/introuvable.html", gabarit);
    parvis(site.path(), &["build", "--theme", "theme"]).reussie();
    let page = fs::read_to_string(site.path().join("output/404.html")).unwrap();
    assert!(page.contains("<p>Page\n<a href=\"./\">absente</a>\n<em>ici</em>\nbien.</p>"), "{page}");
    assert!(page.contains("<pre>\nun\n  deux\n</pre>") && !page.contains("lignes"), "{page}");
}

#[test]
fn a_theme_says_which_of_its_files_nothing_reads() {
    let site = minimal();
    for (chemin, texte) in [
        ("theme/styles/parvis.css", "body{}"),
        ("theme/gabarits/acueil.html", "faute de frappe"),
        ("theme/gabarits/introuvable.html", "{% include \"morceau.html\" %}"),
        ("theme/gabarits/morceau.html", "<p>Rien</p>"),
        ("theme/gabarits/.DS_Store", "\u{0}"),
        ("theme/.git/config", "[core]"),
        ("theme/LISEZMOI.txt", "À lire."),
    ] {
        ecrire(site.path(), chemin, texte);
    }
    fs::write(site.path().join("theme/styles/fond.png"), [0xff, 0xd8]).unwrap();
    let dit = parvis(site.path(), &["build", "--theme", "theme"]).reussie().stderr;
    assert_eq!(dit.matches("P007").count(), 3, "{dit}");
    for mots in ["« LISEZMOI.txt » du thème n’est pas lu", "styles/fond.png", "vouliez-vous dire « gabarits/accueil.html » ?"]
    {
        assert!(dit.contains(mots), "{mots} dans {dit}");
    }
    assert!(parvis(site.path(), &["build", "--theme", "theme", "--strict"]).code(1).stderr.contains("P007"));
}

#[test]
fn the_site_map_is_xml_whatever_the_address_of_the_site() {
    let site = minimal();
    parvis(site.path(), &["build", "--base-url", "https://exemple.fr/?a=1&b='<c>'"]).reussie();
    let plan = fs::read_to_string(site.path().join("output/sitemap.xml")).unwrap();
    assert!(plan.contains("<loc>https://exemple.fr/?a=1&amp;b=&apos;&lt;c&gt;&apos;/budget/</loc>"), "{plan}");
}
