//! Budget lines, spending and authorisations of a front matter.

use crate::diagnostics::{Code, Diagnostic, Spanned};
use crate::model::budget::{BudgetLine, BudgetNature, Depense, Depenses, Imputation, SousMontant};
use crate::text::date;
use crate::text::number::{self, Number, ThreeDecimals};

use super::fields::{Diags, Fields, montant, scalar};
use super::yaml::{Kind, Node};

/// One item of `budget`.
pub fn line(node: &Node, diags: &mut Diags) -> Option<BudgetLine> {
    let mut f = Fields::of(node, "une ligne de budget", diags)?;
    let span = f.span;
    let exercice = f.required("exercice");
    un_exercice(exercice.as_ref(), f.diags);
    let nature_present = f.required("nature").is_some();
    let nature = if nature_present { f.choice("nature", BudgetNature::ALL) } else { None };
    let total = f.one("total", montant);
    let shares = f.table("parts");
    let mut parts = Vec::with_capacity(shares.len());
    parts.extend(shares.iter().filter_map(|(key, node)| Some((key.clone(), montant(node, f.diags)?))));
    let (libelle, programme) = (f.string("libelle"), f.rare("programme"));
    let (detail, dont) = (f.each("detail", sous_montant), f.each("dont", sous_montant));
    let (compte_dans, mut recapitule, hors_parite) = (f.rare("compte_dans"), f.rare("recapitule"), f.rare("hors_parite"));
    let (note, ecart) = (f.rare("note"), f.rare("ecart"));
    if let (Some(_), Some(recap)) = (&compte_dans, &recapitule) {
        f.diags.push(
            Diagnostic::new(Code::ValeurInattendue, "une ligne est comptée ailleurs, ou récapitule : pas les deux")
                .at(recap.span)
                .with_help("gardez « compte_dans » pour un détail, « recapitule » pour un total imprimé une seconde fois"),
        );
        recapitule = None;
    }
    f.finish();
    Some(BudgetLine {
        span,
        exercice: exercice?,
        nature: nature?,
        libelle,
        total,
        parts,
        programme,
        detail,
        dont,
        compte_dans,
        recapitule,
        hors_parite,
        note,
        ecart,
    })
}

/// An exercice is a year, or a period.
fn un_exercice(exercice: Option<&Spanned<String>>, diags: &mut Diags) {
    if let Some(text) = exercice.filter(|e| date::year(&e.value).is_none() && date::years(&e.value).is_none()) {
        diags.push(
            Diagnostic::new(Code::DateIllisible, format!("« {} » n’est pas un exercice", text.value))
                .at(text.span)
                .with_help("écrivez une année, ou une période : \"2025\", \"2024-2027\""),
        );
    }
}

fn sous_montant(node: &Node, diags: &mut Diags) -> Option<SousMontant> {
    let mut f = Fields::of(node, "une composante d’un montant", diags)?;
    let (libelle, amount) = (f.required("libelle"), f.one("montant", montant));
    let (financeur, pourcentage, note) = (f.text("financeur"), f.one("pourcentage", percentage), f.text("note"));
    f.finish();
    Some(SousMontant { libelle: libelle?.value, montant: amount?, financeur, pourcentage, note })
}

/// `60 %`.
fn percentage(node: &Node, diags: &mut Diags) -> Option<Spanned<Number>> {
    let text = scalar(node, diags)?;
    let digits = text.value.trim_end_matches('%');
    match number::parse(digits, ThreeDecimals::Decimals) {
        Ok(number) => Some(Spanned::new(number, text.span)),
        Err(_) => {
            let message = format!("« {} » n’est pas un pourcentage", text.value);
            diags.push(Diagnostic::new(Code::NombreIllisible, message).at(text.span).with_help("écrivez-le ainsi : 60 %"));
            None
        }
    }
}

/// `depenses`.
pub fn depenses(node: &Node, diags: &mut Diags) -> Option<Depenses> {
    let mut f = Fields::of(node, "« depenses »", diags)?;
    let span = f.span;
    let (exercice, lignes, ecart) = (f.text("exercice"), f.each("lignes", depense), f.text("ecart"));
    un_exercice(exercice.as_ref(), f.diags);
    f.finish();
    Some(Depenses { span, exercice, lignes, ecart })
}

fn depense(node: &Node, diags: &mut Diags) -> Option<Depense> {
    if let Kind::Scalar(_) = node.kind {
        return scalar(node, diags).map(|libelle| Depense { libelle, montant: None, dont: Vec::new(), note: None });
    }
    let mut f = Fields::of(node, "une dépense", diags)?;
    let (libelle, amount, dont) = (f.required("libelle"), f.one("montant", montant), f.each("dont", sous_montant));
    let note = f.text("note");
    f.finish();
    Some(Depense { libelle: libelle?, montant: amount, dont, note })
}

/// One item of `imputations`.
pub fn imputation(node: &Node, diags: &mut Diags) -> Option<Imputation> {
    let mut f = Fields::of(node, "une imputation", diags)?;
    let imputation = Imputation {
        span: f.span,
        operation: f.string("operation"),
        enveloppe: f.string("enveloppe"),
        imputation: f.string("imputation"),
        libelle: f.string("libelle"),
        autorise: f.one("autorise", montant),
        contracte: f.one("contracte", montant),
        propose: f.one("propose", montant),
        recette: f.one("recette", montant),
        ecart: f.text("ecart"),
    };
    f.finish();
    Some(imputation)
}
