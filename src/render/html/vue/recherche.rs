//! The search page: the form, the places of the results, and for readers without script every title from A to Z.

use serde::Serialize;

use crate::diagnostics::Diagnostic;
use crate::model::PartIx;
use crate::render::File;
use crate::render::html::contexte::{Contexte, Lien, Page, Voie};
use crate::text::collation::compare;
use crate::text::fold::fold;
use crate::text::typography::french;

#[derive(Debug, Serialize)]
struct Vue {
    script: String,
    /// The folder of the index, seen from the page, and the version of its files.
    index: String,
    version: String,
    /// What ends an address: `index.html` on a site read from a folder.
    fin: &'static str,
    entrees: Vec<Voie>,
    lettres: Vec<Lettre>,
}

#[derive(Debug, Serialize)]
struct Lettre {
    lettre: String,
    titres: Vec<Lien>,
}

/// `/recherche/`.
pub fn page(c: &Contexte<'_>) -> Result<File, Diagnostic> {
    let description = "Chercher dans tous les documents : fiches, actions, indicateurs, budgets.";
    let mut page = c.page("/recherche/", "Recherche", description, Vec::new());
    page.fil = vec![c.accueil(&page)];
    page.ici = "Recherche".to_owned();
    let vue = Vue {
        script: format!("{}{}", page.racine, c.theme.script_path()),
        index: format!("{}recherche/", page.racine),
        version: c.options.recherche.clone(),
        fin: if c.options.local { "index.html" } else { "" },
        entrees: c.entrees(&page),
        lettres: lettres(c, &page),
    };
    super::super::page(c, "recherche.html", &page, &vue)
}

/// Every part by its title, which says where it stands: many are called alike.
fn lettres(c: &Contexte<'_>, page: &Page) -> Vec<Lettre> {
    let mut titres: Vec<(String, String, PartIx)> =
        c.site.iter().map(|(ix, part)| (french(part.titre()).into_owned(), lieu(c, ix), ix)).collect();
    titres.sort_by(|a, b| compare(&a.0, &b.0).then_with(|| compare(&a.1, &b.1)).then(a.2.cmp(&b.2)));
    let mut lettres: Vec<Lettre> = Vec::new();
    for (titre, lieu, ix) in titres {
        let lettre = fold(&titre).chars().next().filter(char::is_ascii_alphabetic).unwrap_or('#').to_uppercase().to_string();
        let texte = if lieu.is_empty() { titre } else { format!("{titre} ({lieu})") };
        let lien = Lien { href: c.href(page, &c.site.part(ix).url()), texte };
        match lettres.last_mut().filter(|l| l.lettre == lettre) {
            Some(last) => last.titres.push(lien),
            None => lettres.push(Lettre { lettre, titres: vec![lien] }),
        }
    }
    lettres
}

/// « Fiche n° 3, Enfance et famille »: the number of a part and the branch or the document that it belongs to.
fn lieu(c: &Contexte<'_>, ix: PartIx) -> String {
    let above: Vec<PartIx> = c.site.ancestors(c.site.part(ix)).map(|(a, _)| a).collect();
    let branch = match above.as_slice() {
        [.., branch, _] => Some(*branch),
        [document] => Some(*document),
        [] => None,
    };
    let words = c.numero(ix).into_iter().chain(branch.map(|b| c.titre_court(b).to_owned()));
    words.collect::<Vec<_>>().join(", ")
}
