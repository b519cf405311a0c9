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
