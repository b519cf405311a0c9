//! The index of orientations: every document, its branches, their orientations and fiches.

use serde::Serialize;

use crate::diagnostics::Diagnostic;
use crate::model::PartIx;
use crate::render::File;
use crate::render::html::contexte::{Contexte, Lien, Page};

#[derive(Debug, Serialize)]
struct Vue {
    documents: Vec<DocumentVue>,
}

#[derive(Debug, Serialize)]
struct DocumentVue {
    lien: Lien,
    branches: Vec<Branche>,
}

#[derive(Debug, Serialize)]
struct Branche {
    ancre: String,
    lien: Lien,
    teinte: usize,
    orientations: Vec<Orientation>,
    /// The fiches of a branch without orientations.
    fiches: Vec<Lien>,
}

#[derive(Debug, Serialize)]
struct Orientation {
    lien: Lien,
    fiches: Vec<Lien>,
}

/// `/orientations/`.
pub fn page(c: &Contexte<'_>) -> Result<File, Diagnostic> {
    let description = dit!(c, "Toutes les orientations des plans et les fiches qu’elles regroupent, document par document.");
    let mut page = c.page("/orientations/", &dit!(c, "Orientations"), &description, Vec::new());
    page.fil = vec![c.accueil(&page)];
    page.ici = dit!(c, "Orientations");
    let documents = c
        .site
        .documents
        .iter()
        .map(|d| DocumentVue {
            lien: c.lien(&page, d.racine),
            branches: below(c, d.racine).into_iter().map(|b| branche(c, &page, b)).collect(),
        })
        .collect();
    super::super::page(c, "orientations.html", &page, &Vue { documents })
}

/// The children of a part, pages of text left out.
fn below(c: &Contexte<'_>, ix: PartIx) -> Vec<PartIx> {
    c.site.branches(ix).collect()
}

fn branche(c: &Contexte<'_>, page: &Page, ix: PartIx) -> Branche {
    let (groups, leaves): (Vec<PartIx>, Vec<PartIx>) = below(c, ix).into_iter().partition(|p| !c.site.is_leaf(*p));
    Branche {
        ancre: format!("partie-{}", c.site.part(ix).id.replace('/', ".")),
        lien: c.lien(page, ix),
        teinte: c.teinte(ix),
        orientations: groups
            .into_iter()
            .map(|o| Orientation { lien: c.lien(page, o), fiches: below(c, o).into_iter().map(|f| c.lien(page, f)).collect() })
            .collect(),
        fiches: leaves.into_iter().map(|f| c.lien(page, f)).collect(),
    }
}
