//! Links: the title that the source prints against the title of the target.

use crate::diagnostics::{Code, Diagnostic, Span};
use crate::model::{Cible, Part, PartIx};
use crate::text::fold::fold;

use super::{Contexte, Diags, ECART, settle_saying};

/// A printed title is the target's own, case, accents and punctuation aside.
pub fn titres(c: &Contexte<'_>, _: PartIx, part: &Part, diags: &mut Diags) {
    for lien in &part.liens {
        let mut findings = Vec::new();
        if let (Cible::Partie(to, ancre), Some(printed)) = (&lien.cible, &lien.titre) {
            let target = c.site.part(*to);
            if target.titre().is_empty() {
                continue;
            }
            let variants = target.content.titres_imprimes.iter().map(|t| t.titre.value.as_str());
            // A link to an action may print the title of the action.
            let actions = target.content.actions.iter().filter(|a| Some(&a.ancre) == ancre.as_ref());
            let of_action = actions.filter_map(|a| a.titre.as_ref()).map(|t| t.value.as_str());
            let own = fold(&printed.value);
            if variants.chain([target.titre()]).chain(of_action).all(|title| fold(title) != own) {
                let message = format!("le lien imprime « {} », mais sa cible s’intitule « {} »", printed.value, target.titre());
                let mut diagnostic = Diagnostic::new(Code::TitreLienDifferent, message)
                    .at(printed.span)
                    .with_help("vérifiez la cible ; si la source imprime ce titre, ajoutez « ecart »");
                if let Some(titre) = &target.content.titre {
                    diagnostic = diagnostic.with_label(Span { ..titre.span }, "le titre de la cible");
                }
                findings.push(diagnostic);
            }
        }
        settle_saying(findings, lien.ecart.as_ref(), ECART, "le titre imprimé est celui de la cible", diags);
    }
}

/// What changed names a part that exists.
pub fn nouveautes(c: &Contexte<'_>, diags: &mut Diags) {
    for target in c.site.config.nouveautes.iter().filter_map(|n| n.vers.as_ref()) {
        if c.site.find(target.value.trim_matches('/')).is_none() {
            let help = c.site.proche(target.value.trim_matches('/')).map_or_else(
                || "écrivez l’identifiant entier d’une partie : pacte-62-2017-2022/autonomie".to_owned(),
                |id| format!("vouliez-vous dire « {id} » ?"),
            );
            diags.push(
                Diagnostic::new(Code::LienCasse, format!("le lien « {} » ne mène nulle part", target.value))
                    .at(target.span)
                    .with_help(help),
            );
        }
    }
}
