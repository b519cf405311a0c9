//! Registers: names that are probably an entry under another spelling; scales without a legend.

use std::collections::BTreeSet;

use crate::diagnostics::{Code, Diagnostic, Span};
use crate::model::content::Nom;
use crate::model::registre::Registre;
use crate::model::{Part, PartIx, Site};
use crate::text::fold::fold;

use super::Diags;

/// Shortest name that a spelling mistake can be told from another name in.
const MIN_LEN: usize = 8;

/// A name that is nearly a known one is probably the same body.
pub fn noms_proches(site: &Site, _: PartIx, part: &Part, diags: &mut Diags) {
    let c = &part.content;
    let bodies = [&c.pilotes, &c.copilotes, &c.en_lien_avec, &c.partenaires, &c.co_financeurs];
    let r = &site.registres;
    let names = bodies.into_iter().flatten().map(|n| (n, &r.partenaires));
    let names = names.chain(c.actions.iter().flat_map(|a| &a.partenaires).map(|n| (n, &r.partenaires)));
    let names = names.chain(c.publics.iter().map(|n| (n, &r.publics))).chain(c.territoires.iter().map(|n| (n, &r.territoires)));
    for (name, register) in names {
        diags.extend(near(name, register));
    }
}

fn near(name: &Nom, register: &Registre) -> Option<Diagnostic> {
    if register.find(&name.value).is_some() {
        return None;
    }
    let folded = fold(&name.value);
    if folded.len() < MIN_LEN {
        return None;
    }
    let (_, entry) = register
        .noms()
        .filter(|(known, _)| known.len() >= MIN_LEN && known.len().abs_diff(folded.len()) <= 2)
        .find(|(known, _)| strsim::osa_distance(known, &folded) <= 2)?;
    Some(
        Diagnostic::new(Code::NomProche, format!("« {} » ressemble à « {} »", name.value, entry.nom))
            .at(name.span)
            .with_help("si c’est le même, ajoutez cette écriture à ses alias"),
    )
}

/// A document that ranks its actions says what the ranks mean, or the site says that it does not.
pub fn legende(site: &Site, ix: PartIx, part: &Part, diags: &mut Diags) {
    let document = site.document(part);
    if document.racine != ix || document.info.legende_priorites.is_some() {
        return;
    }
    let ranks: BTreeSet<u8> = site
        .subtree(ix)
        .flat_map(|(_, p)| &p.content.actions)
        .filter_map(|a| a.priorite.as_ref())
        .flat_map(|p| p.value.rangs.iter().copied())
        .collect();
    if !ranks.is_empty() && part.content.notes.is_empty() {
        let message = format!("« {} » classe ses actions par priorité sans dire ce que les rangs signifient", part.id);
        let mut diagnostic = Diagnostic::new(Code::LegendeInconnue, message)
            .with_help("si la source le dit, écrivez « legende_priorites » ; sinon dites dans « notes » qu’elle ne le dit pas");
        diagnostic.span = Some(part.content.titre.as_ref().map_or(Span::new(part.file, 0, 0), |t| t.span));
        diags.push(diagnostic);
    }
}
