//! The dossiers of `site.yaml` name parts that exist.

use crate::diagnostics::{Code, Diagnostic};

use super::{Contexte, Diags};

/// Every part of every dossier.
pub fn parties(c: &Contexte<'_>, diags: &mut Diags) {
    for partie in c.site.config.papier.dossiers.iter().flat_map(|d| &d.parties) {
        if c.site.find(&partie.value).is_some() {
            continue;
        }
        let message = format!("« {} » n’est l’identifiant d’aucune partie", partie.value);
        let near = c.site.proche(&partie.value);
        let help = near.map_or_else(
            || "un identifiant est le chemin des dossiers : pacte-2024/jeunesse/fiche-02".to_owned(),
            |id| format!("vouliez-vous dire « {id} » ?"),
        );
        diags.push(Diagnostic::new(Code::LienCasse, message).at(partie.span).with_help(help));
    }
}
