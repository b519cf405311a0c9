//! Budget lines of a front matter.

use crate::diagnostics::Spanned;
use crate::model::budget::{BudgetLine, BudgetNature};
use crate::text::amount::Lecture;

use super::fields::{Diags, Fields, montant};
use super::yaml::Node;

/// One item of `budget`.
pub fn line(node: &Node, diags: &mut Diags) -> Option<BudgetLine> {
    let mut f = Fields::of(node, "une ligne de budget", diags)?;
    let span = f.span;
    let exercice = f.required("exercice");
    let nature_present = f.required("nature").is_some();
    let nature = if nature_present { f.choice("nature", BudgetNature::ALL) } else { None };
    let total = f.one("total", montant);
    let parts = f.table("parts");
    let parts = parts.iter().filter_map(|(key, node)| Some((key.clone(), montant(node, f.diags)?))).collect();
    let (libelle, dont) = (f.string("libelle"), f.each("dont", dont));
    let (compte_dans, note, ecart) = (f.text("compte_dans"), f.text("note"), f.text("ecart"));
    f.finish();
    Some(BudgetLine { span, exercice: exercice?, nature: nature?, libelle, total, parts, dont, compte_dans, note, ecart })
}

fn dont(node: &Node, diags: &mut Diags) -> Option<(String, Spanned<Lecture>)> {
    let mut f = Fields::of(node, "un « dont »", diags)?;
    let (libelle, montant) = (f.required("libelle"), f.one("montant", montant));
    f.finish();
    Some((libelle?.value, montant?))
}
