//! Budgets: every line agrees with itself, with the lines it details or repeats, and with the rules of its document.

mod depenses;
mod lignes;
mod relations;

use std::collections::BTreeMap;
use std::fmt::Display;

use crate::compte::{LigneRef, Role};
use crate::diagnostics::{Code, Diagnostic, Spanned};
use crate::model::budget::BudgetLine;
use crate::model::{Part, PartIx, Site};
use crate::text::date;
use crate::text::fold::fold;
use crate::text::format::euros;
use crate::text::nearest;
use crate::text::somme::{Chiffre, Comparaison, comparer};

use super::{Contexte, Diags, settle, settle_saying};

pub use depenses::{depenses, imputations};
pub use relations::touts;

/// What to do about a contradiction.
const HELP: &str = "vérifiez la transcription ; si la source est ainsi, ajoutez « ecart » avec la raison";

/// What is found about each line.
type Findings = BTreeMap<LigneRef, Vec<Diagnostic>>;

/// Every funder that a part names belongs to the register.
pub fn financeurs(c: &Contexte<'_>, _: PartIx, part: &Part, diags: &mut Diags) {
    let content = &part.content;
    let inside = |l: &'_ BudgetLine| l.detail.iter().chain(&l.dont).filter_map(|d| d.financeur.clone()).collect::<Vec<_>>();
    let lines = content.budget.iter().flat_map(|l| l.parts.iter().map(|(k, _)| k.clone()).chain(inside(l)));
    let spent = content.depenses.iter().flat_map(|d| &d.lignes).flat_map(|d| &d.dont).filter_map(|d| d.financeur.clone());
    for key in lines.chain(spent).chain(content.parite.iter().cloned()) {
        diags.extend(unknown(c.site, &key));
    }
}

/// Every year is near the period of the document.
pub fn exercices(c: &Contexte<'_>, _: PartIx, part: &Part, diags: &mut Diags) {
    let periode = &c.site.document(part).info.periode;
    let Some((first, last)) = periode.first().zip(periode.last()).and_then(|(a, b)| date::year(a).zip(date::year(b))) else {
        return;
    };
    for line in &part.content.budget {
        let exercice = &line.exercice;
        let Some((from, to)) = date::year(&exercice.value).map(|y| (y, y)).or_else(|| date::years(&exercice.value)) else {
            continue;
        };
        if to + 1 < first || from > last + 1 {
            let message = format!("l’exercice {} est loin de la période du document ({})", exercice.value, periode.join("-"));
            diags.push(
                Diagnostic::new(Code::ExerciceHorsPeriode, message)
                    .at(exercice.span)
                    .with_help("vérifiez l’année, et la « periode » de document.md"),
            );
        }
    }
}

/// No two lines of a part are alike: they would be added up.
pub fn doubles(_: &Contexte<'_>, _: PartIx, part: &Part, diags: &mut Diags) {
    let counted = |l: &&BudgetLine| l.recapitule.is_none();
    let libelle = |l: &BudgetLine| l.libelle.as_deref().map(fold);
    let lines: Vec<&BudgetLine> = part.content.budget.iter().filter(counted).collect();
    for (i, line) in lines.iter().enumerate() {
        let alike = |other: &&&BudgetLine| {
            other.same_kind(line)
                && libelle(other) == libelle(line)
                && other.compte_dans == line.compte_dans
                && other.programme == line.programme
        };
        if let Some(first) = lines.iter().take(i).find(alike) {
            let message = format!("deux lignes « {} {} » semblables s’additionnent", line.nature.label(), line.exercice.value);
            diags.push(
                Diagnostic::new(Code::LigneEnDouble, message)
                    .at(line.exercice.span)
                    .with_label(first.exercice.span, "la première est ici")
                    .with_help("si ce sont deux montants distincts, donnez-leur un « libelle » ; sinon retirez l’une des deux"),
            );
        }
    }
}

fn unknown(site: &Site, key: &Spanned<String>) -> Option<Diagnostic> {
    let registre = &site.registres.financeurs;
    if registre.inacheve || registre.entrees().iter().any(|e| e.id == key.value) {
        return None;
    }
    let help = match nearest(&key.value, registre.entrees().iter().map(|e| e.id.as_str())) {
        Some(near) => format!("vouliez-vous dire « {near} » ? Sinon ajoutez-le à content/referentiels/financeurs.yaml"),
        None => "ajoutez-le à content/referentiels/financeurs.yaml".to_owned(),
    };
    let message = format!("le financeur « {} » n’est pas au référentiel", key.value);
    Some(Diagnostic::new(Code::FinanceurInconnu, message).at(key.span).with_help(help))
}

/// Every line of the site, settled once: an `ecart` answers for all that is found about its line.
pub fn toutes_les_lignes(c: &Contexte<'_>, diags: &mut Diags) {
    let mut relations = relations::all(c);
    for e in &c.comptes.ecritures {
        let line = e.ligne.line(c.site);
        let mut found = lignes::own(c.site, line);
        found.extend(relations.remove(&e.ligne).unwrap_or_default());
        // What is printed again is not judged again.
        let parity = lignes::parite(c.site, e.ligne.part, line).filter(|_| e.role == Role::Comptee);
        match (&line.hors_parite, parity) {
            (Some(why), Some(finding)) => {
                let aveu = ("hors_parite", "cette exemption");
                settle_saying(finding.into_iter().collect(), Some(why), aveu, "les parts sont égales", diags);
            }
            (_, parity) => found.extend(parity.flatten()),
        }
        settle(found, line.ecart.as_deref(), diags);
    }
}

/// The name of a funder, for readers too: écarts are published.
fn nom<'s>(site: &'s Site, id: &'s str) -> &'s str {
    site.registres.financeurs.entrees().iter().find(|e| e.id == id).map_or(id, |e| &e.nom)
}

/// Compares a printed figure with the figures it should be the sum of; `code` is what an écart is called, `what` begins the
/// sentence (« le total »), `of` ends it (« la somme de ses parts »).
fn compare(code: Code, printed: Chiffre, sum: Chiffre, what: &dyn Display, of: &str) -> Option<Diagnostic> {
    let (code, difference, why) = match comparer(printed, &[sum]) {
        Comparaison::Exacte => return None,
        Comparaison::Arrondi(d) => (Code::TotalArrondi, d, "par l’arrondi"),
        Comparaison::Ecart(d) => (code, d, "au-delà de l’arrondi"),
    };
    let message = format!(
        "{what} ({}) diffère de {of} ({}) de {}, {why}",
        euros(printed.valeur),
        euros(sum.valeur),
        euros(difference.abs())
    );
    Some(Diagnostic::new(code, message).with_help(HELP))
}
