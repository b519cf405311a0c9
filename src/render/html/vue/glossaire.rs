//! The glossary of the whole site, each acronym with the part where it has that meaning.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::diagnostics::Diagnostic;
use crate::model::PartIx;
use crate::render::File;
use crate::render::html::contexte::{Contexte, Lien};
use crate::text::collation::compare;
use crate::text::fold::fold;
use crate::text::typography::french;

#[derive(Debug, Serialize)]
struct Vue {
    lettres: Vec<Lettre>,
}

#[derive(Debug, Serialize)]
struct Lettre {
    lettre: String,
    entrees: Vec<Entree>,
}

#[derive(Debug, Serialize)]
struct Entree {
    sigle: String,
    sens: Vec<Sens>,
}

/// One meaning, and where it holds.
#[derive(Debug, Serialize)]
struct Sens {
    libelle: String,
    portees: Vec<Lien>,
}

/// The meanings of an acronym (the same words count once), each with the parts where it holds.
type Meanings = Vec<(String, Vec<PartIx>)>;

/// `/glossaire/`.
pub fn page(c: &Contexte<'_>) -> Result<File, Diagnostic> {
    let description = dit!(c, "Les sigles employés dans les documents, avec leur sens dans chaque partie.");
    let mut page = c.page("/glossaire/", &dit!(c, "Glossaire"), &description, Vec::new());
    page.fil = vec![c.accueil(&page)];
    page.ici = dit!(c, "Glossaire");
    let mut sigles: BTreeMap<String, Meanings> = BTreeMap::new();
    for (ix, part) in c.site.iter() {
        for (sigle, libelle) in &part.content.glossaire {
            let meanings = sigles.entry(sigle.value.clone()).or_default();
            match meanings.iter_mut().find(|(m, _)| fold(m) == fold(&libelle.value)) {
                Some((_, parts)) => parts.push(ix),
                None => meanings.push((libelle.value.clone(), vec![ix])),
            }
        }
    }
    let mut entries: Vec<(String, Meanings)> = sigles.into_iter().collect();
    entries.sort_by(|a, b| compare(&a.0, &b.0));
    let mut vue = Vue { lettres: Vec::new() };
    for (sigle, meanings) in entries {
        let lettre = fold(&sigle).chars().next().unwrap_or('#').to_uppercase().to_string();
        let scope = |ix: &PartIx| Lien { href: c.href(&page, &c.site.part(*ix).url()), texte: c.titre_court(*ix).to_owned() };
        let sens = meanings
            .iter()
            .map(|(m, parts)| Sens { libelle: french(m).into_owned(), portees: parts.iter().map(scope).collect() })
            .collect();
        let entree = Entree { sigle, sens };
        match vue.lettres.last_mut().filter(|l| l.lettre == lettre) {
            Some(last) => last.entrees.push(entree),
            None => vue.lettres.push(Lettre { lettre, entrees: vec![entree] }),
        }
    }
    super::super::page(c, "glossaire.html", &page, &vue)
}
