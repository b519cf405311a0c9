//! The comparable figures of a territory, in a front matter.

use crate::diagnostics::{Code, Diagnostic, Spanned};
use crate::model::donnee::{Donnee, Mesure, Perimetre, Rang};
use crate::model::indicateur::Cellule;
use crate::text::{is_space, squeeze};

use super::fields::{Diags, Fields, scalar};
use super::indicateur::cell;
use super::yaml::Node;

/// One item of `donnees`.
pub fn read(node: &Node, diags: &mut Diags) -> Option<Donnee> {
    let mut f = Fields::of(node, "une donnée territoriale", diags)?;
    let span = f.span;
    let indicateur = f.required("indicateur");
    let donnee = Donnee {
        span,
        annee: f.string("annee"),
        valeur: f.one("valeur", mesure),
        part: f.one("part", mesure),
        evolution: f.one("evolution", mesure),
        evolution_periode: f.string("evolution_periode"),
        rang: f.one("rang", rang),
        reference: f.one("reference", mesure),
        reference_annee: f.string("reference_annee"),
        perimetres: f.each("perimetres", perimetre),
        note: f.text("note"),
        ecart: f.text("ecart"),
        indicateur: indicateur.clone().unwrap_or_else(|| Spanned::new(String::new(), span)),
    };
    f.finish();
    indicateur.map(|_| donnee)
}

fn mesure(node: &Node, diags: &mut Diags) -> Option<Mesure> {
    let text = scalar(node, diags)?;
    Some(Mesure { cellule: chiffre(&text.value), imprime: squeeze(&text.value), span: text.span })
}

/// A number, and the words after it as its unit: `69 places`.
fn chiffre(text: &str) -> Cellule {
    let plain = cell(text, None);
    let words = text.find(|c: char| c.is_alphabetic()).map(|at| text.split_at(at));
    match words {
        Some((number, unit)) if plain.chiffre().is_none() && number.ends_with(is_space) => cell(text, Some(unit.trim())),
        _ => plain,
    }
}

fn perimetre(node: &Node, diags: &mut Diags) -> Option<Perimetre> {
    let mut f = Fields::of(node, "un ancien périmètre", diags)?;
    let nom = f.required("nom");
    let (valeur, evolution, reste) = (f.one("valeur", mesure), f.one("evolution", mesure), f.text("note"));
    f.finish();
    Some(Perimetre { nom: nom?.value, valeur, evolution, reste })
}

fn rang(node: &Node, diags: &mut Diags) -> Option<Spanned<Rang>> {
    let text = scalar(node, diags)?;
    let rang = Rang::parse(&text.value);
    if rang.is_none() {
        let message = format!("« {} » n’est pas un rang", text.value);
        diags.push(Diagnostic::new(Code::NombreIllisible, message).at(text.span).with_help("écrivez-le ainsi : 3/7"));
    }
    rang.map(|r| Spanned::new(r, text.span))
}
