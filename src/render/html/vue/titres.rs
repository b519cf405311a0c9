//! Every title of the documents, from A to Z: a way in that needs no script and no knowledge of the documents.

use crate::diagnostics::Diagnostic;
use crate::model::PartIx;
use crate::render::File;
use crate::render::html::contexte::{Contexte, Lien};
use crate::render::html::rubriques::TITRES;
use crate::text::collation::compare;
use crate::text::format::count;
use crate::text::typography::french;

use super::repertoires::{Entree, Vue};

/// `/titres/`.
pub fn page(c: &Contexte<'_>) -> Result<File, Diagnostic> {
    let (titre, chapo) = (dit!(c, "Tous les titres"), dit!(c, "Chaque page des documents par son titre, de A à Z."));
    let mut page = c.page(TITRES, &titre, &chapo, Vec::new());
    page.fil = vec![c.accueil(&page)];
    page.ici.clone_from(&titre);
    let mut titres: Vec<(String, String, PartIx)> =
        c.site.iter().map(|(ix, part)| (french(part.titre()).into_owned(), lieu(c, ix), ix)).collect();
    titres.sort_by(|a, b| compare(&a.0, &b.0).then_with(|| compare(&a.1, &b.1)).then(a.2.cmp(&b.2)));
    let compte = count(titres.len(), &dit!(c, "titre"), &dit!(c, "titres"));
    let mut vue = Vue { titre, chapo, compte, reste: None, lettres: Vec::new() };
    for (titre, lieu, ix) in titres {
        // A title says where it stands: many are called alike.
        let texte = if lieu.is_empty() { titre.clone() } else { format!("{titre} ({lieu})") };
        let lien = Lien { href: c.href(&page, &c.site.part(ix).url()), texte };
        vue.ajouter(&titre, Entree { lien, sigle: None, compte: None });
    }
    super::super::page(c, "index.html", &page, &vue)
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
