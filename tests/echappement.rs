//! Whatever an author writes, a page shows it as words: nothing becomes markup.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on stops")]

mod commun;

use std::collections::BTreeSet;

use commun::html::{balises, desequilibre};
use commun::{arbre, chantier, ecrire, fixtures, parvis};

/// Words that would break a page that let them through, in a text or in an attribute.
const HOSTILE: &str = r#"<script>alert(1)</script> & "onclick=x' <i>é</i> &amp; </title></main>"#;

/// Every free text of a source, hostile; texts in Markdown hold it as code, where HTML is words too.
const FICHE: &str = r#"---
numero: {H}
titre: {H}
titre_court: {H}
titres_imprimes: [{titre: {H}, ou: {H}}]
resume: {M}
pilotes: [{H}]
copilotes: [{H}]
en_lien_avec: [{H}]
partenaires: [{H}]
co_financeurs: [{H}]
publics: [{H}]
territoires: [{H}]
calendrier: {debut: 2023, fin: 2022, duree: {H}, texte: {H}, ecart: {M}}
programme: {H}
parite: [etat, departement]
constats: {M}
enjeux: {M}
objectifs: {M}
actions:
  - numero: {H}
    titre: {H}
    texte: {M}
    etapes: [{M}]
    priorite: {H}
    avancement: {M}
    calendrier: {M}
    bilan: {M}
    partenaires: [{H}]
    montants: [{libelle: {H}, montant: "12 €", dont: [{libelle: {H}, montant: "1 €"}]}]
resultats_attendus: [{M}]
livrables: [{M}]
points_de_vigilance: [{M}]
indicateurs:
  - {H}
  - nom: {H}
    unite: {H}
    bloc: {H}
    note: {H}
    justification: {H}
    valeurs:
      ? {H}
      : {imprime: {H}, valeur: "3", note: {H}, detail: {{H}: {H}}, dont: {{H}: {H}}}
      bilan 2022: {H}
    sous_lignes: [{nom: {H}, valeurs: {bilan 2022: {H}}}]
budget:
  - exercice: "2024"
    nature: realise
    libelle: {H}
    total: "100 €"
    parts: {etat: "90 €"}
    programme: {H}
    detail: [{libelle: {H}, financeur: etat, montant: "90 €", note: {H}}]
    dont: [{libelle: {H}, montant: "1 €", pourcentage: "1 %", note: {H}}]
    note: {H}
    ecart: {M}
  - {exercice: "2024", nature: previsionnel, parts: {etat: "1 €", departement: "2 €"}, hors_parite: {M}}
depenses:
  exercice: "2024"
  lignes:
    - {H}
    - {libelle: {H}, montant: "12 €", note: {H}, dont: [{libelle: {H}, montant: "30 €"}]}
  ecart: {M}
donnees:
  - {indicateur: habitants, annee: {H}, valeur: {H}, evolution_periode: {H}, reference_annee: {H}, perimetres: [{nom: {H}, valeur: {H}, note: {H}}], note: {H}}
liens:
  - {vers: fiche-02, titre: {H}, precision: {H}, ecart: {M}}
  - {plan: pdalhpd, titre: {H}, precision: {H}}
  - {deliberation: {H}, titre: {H}}
  - {web: "https://exemple.fr/?a=1&b=\"c\"<d>", titre: {H}}
glossaire: {{H}: {H}, AAH: {H}}
definitions: {{H}: {M}}
bibliographie: [{M}]
sources_citees: [{M}]
notes: [{M}]
complet: non
ce_qui_manque: {M}
source: {fichier: {H}, pages: {H}}
---

{C} et l’AAH.

## {C}

```tableau
titre: {H}
colonnes: [{H}, {H}, "2024"]
unites: ["", {H}, ""]
lignes:
  - [{H}, "12", "3"]
  - [{H}, "13", {H}]
total: [{H}, "26", "3"]
source: {M}
note: {M}
ecart: {M}
graphique: barres
```

```graphique
titre: {H}
colonnes: [{H}, "2023", "2024"]
lignes:
  - [{H}, "12", "3"]
  - [{H}, "13", "4"]
graphique: courbes
```

```graphique
titre: {H}
colonnes: [{H}, {H}, {H}]
lignes: [[{H}, "12", "3"], [{H}, "13", "4"]]
graphique: empilees
```
"#;

/// A part whose euros are counted in the hostile one, so that its page and those above say so.
const DETAIL: &str = r#"---
titre: {H}
budget:
  - {exercice: "2024", nature: realise, total: "100 €", compte_dans: fiche-01}
  - {exercice: "2024", nature: previsionnel, total: "NC"}
---
"#;

const DOCUMENT: &str = r#"---
titre: {H}
nature_document: {H}
collectivite: {H}
periode: [{H}]
legende_priorites: {M}
niveaux: [{nature: fiche, singulier: {H}, pluriel: {H}, numerotation: {N}}]
deliberations:
  - {collectivite: {H}, organe: {H}, numero: {H}, objet: {M}, accuse_reception: {H}, decisions: [{M}], vote: {exprimes: 3, majorite: 9}, ecart: {M}, imputations: [{operation: {H}, enveloppe: {H}, imputation: {H}, libelle: {H}, autorise: "1 €", propose: "2 €", ecart: {M}}]}
---
"#;

const SITE: &str = r#"titre: {H}
sous_titre: {H}
editeur: {H}
licence: {H}
presentation: {H}
langue: {H}
"#;

/// The sources with the hostile words in their places.
fn hostile(modele: &str) -> String {
    let yaml = |texte: &str| format!("'{}'", texte.replace('\'', "''"));
    let code = format!("`{HOSTILE}`");
    modele
        .replace("{H}", &yaml(HOSTILE))
        .replace("{M}", &yaml(&code))
        .replace("{N}", &yaml(&format!("{HOSTILE} {{n}}")))
        .replace("{C}", &code)
}

#[test]
fn words_that_look_like_html_stay_words_on_every_page() {
    let site = tempfile::tempdir().unwrap();
    let registre = |id: &str| hostile(&format!("- {{id: {id}, nom: {{H}}, sigle: ZZ, description: {{H}}}}\n"));
    for (chemin, texte) in [
        ("content/site.yaml", hostile(SITE)),
        ("content/plan/document.md", hostile(DOCUMENT)),
        ("content/plan/fiche-01.md", hostile(FICHE)),
        ("content/plan/fiche-02.md", "---\ntitre: \"Deux\"\n---\n".to_owned()),
        ("content/referentiels/plans.yaml", registre("pdalhpd")),
        ("content/plan/fiche-03.md", hostile(DETAIL)),
        ("content/referentiels/financeurs.yaml", registre("etat") + "- {id: departement, nom: Département}\n"),
        ("content/referentiels/indicateurs.yaml", registre("habitants")),
        ("content/referentiels/territoires.yaml", registre("ici")),
    ] {
        ecrire(site.path(), chemin, &texte);
    }
    parvis(site.path(), &["build"]).reussie();
    let honnetes = vocabulaire(&chantier(&fixtures().join("site-minimal")));
    let hostiles = vocabulaire(&site);
    let nouveaux: Vec<&String> = hostiles.difference(&honnetes).filter(|n| !["code", "br"].contains(&n.as_str())).collect();
    assert!(nouveaux.is_empty(), "des mots sont devenus des balises ou des attributs : {nouveaux:?}");
    for (chemin, octets) in arbre(&site.path().join("output")).iter().filter(|(c, _)| c.ends_with(".html")) {
        assert_eq!(desequilibre(&String::from_utf8_lossy(octets)), None, "{chemin}");
    }
}

/// The names of the tags and attributes that the pages of a site use.
fn vocabulaire(site: &tempfile::TempDir) -> BTreeSet<String> {
    parvis(site.path(), &["build"]).reussie();
    arbre(&site.path().join("output"))
        .iter()
        .filter(|(chemin, _)| chemin.ends_with(".html"))
        .flat_map(|(_, octets)| balises(&String::from_utf8_lossy(octets)))
        .flat_map(|b| b.attributs.into_iter().map(|(nom, _)| nom).chain([b.nom]))
        .collect()
}

#[test]
fn an_address_with_a_script_never_reaches_a_page() {
    let lien = "'[ici](javascript://%0aalert(1))'";
    for (nom, source) in [
        ("résumé", format!("---\ntitre: Un\nresume: {lien}\n---\n")),
        ("note", format!("---\ntitre: Un\nnotes: [{lien}]\n---\n")),
        ("définition", format!("---\ntitre: Un\ndefinitions: {{a: {lien}}}\n---\n")),
        (
            "écart d’un budget",
            format!(
                "---\ntitre: Un\nbudget: [{{exercice: 2022, nature: realise, total: 9 €, parts: {{etat: 1 €}}, ecart: {lien}}}]\n---\n"
            ),
        ),
        ("écart d’un lien", format!("---\ntitre: Un\nliens: [{{vers: fiche-01, titre: Deux, ecart: {lien}}}]\n---\n")),
        (
            "écart d’une cellule",
            format!(
                "---\ntitre: Un\nindicateurs: [{{nom: a, valeurs: {{b: {{valeur: 3, detail: {{c: 1}}, ecart: {lien}}}}}}}]\n---\n"
            ),
        ),
        ("lien web", "---\ntitre: Un\nliens: [{web: 'javascript://%0aalert(1)'}]\n---\n".to_owned()),
    ] {
        let site = tempfile::tempdir().unwrap();
        ecrire(site.path(), "content/plan/document.md", "---\ntitre: Plan\n---\n");
        ecrire(site.path(), "content/plan/fiche-01.md", &source);
        ecrire(site.path(), "content/referentiels/financeurs.yaml", "- {id: etat, nom: État}\n");
        if parvis(site.path(), &["build"]).code != 0 {
            continue;
        }
        for (chemin, octets) in arbre(&site.path().join("output")) {
            assert!(!String::from_utf8_lossy(&octets).contains("javascript:"), "{nom} : {chemin} a un lien « javascript: »");
        }
    }
}
