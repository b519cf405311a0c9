//! The keys that only `document.md` has.

use crate::diagnostics::{Code, Diagnostic};
use crate::model::document::{Deliberation, DocumentInfo, Vote};
use crate::model::niveau::{Genre, Niveau};
use crate::text::date;

use super::budget;
use super::fields::{Diags, Fields};
use super::yaml::Node;

/// Reads them out of the front matter.
pub fn read(f: &mut Fields<'_, '_>) -> DocumentInfo {
    DocumentInfo {
        nature: f.string("nature_document"),
        collectivite: f.string("collectivite"),
        periode: periode(f),
        niveaux: f.each("niveaux", niveau),
        legende_priorites: f.text("legende_priorites"),
        deliberations: f.each("deliberations", deliberation),
    }
}

/// The first and last year; one year told twice is one.
fn periode(f: &mut Fields<'_, '_>) -> Vec<String> {
    let years = f.texts("periode");
    if let [first, .., last] = years.as_slice()
        && let Some((from, to)) = date::year(&first.value).zip(date::year(&last.value))
        && to < from
    {
        f.diags.push(
            Diagnostic::new(Code::ValeurInattendue, format!("la période finit ({to}) avant de commencer ({from})"))
                .at(last.span)
                .with_help("écrivez la première année, puis la dernière : [\"2025\", \"2029\"]"),
        );
    }
    let mut years: Vec<String> = years.into_iter().map(|t| t.value).collect();
    years.dedup();
    years
}

fn niveau(node: &Node, diags: &mut Diags) -> Option<Niveau> {
    let mut f = Fields::of(node, "un niveau", diags)?;
    let nature = f.required("nature");
    let base = nature
        .as_ref()
        .map(|n| Niveau::communs().into_iter().find(|c| c.nature == n.value).unwrap_or_else(|| Niveau::nouveau(&n.value)));
    let (singulier, pluriel, numerotation) = (f.string("singulier"), f.string("pluriel"), f.string("numerotation"));
    let genre = f.choice("genre", &[("m", Genre::Masculin), ("f", Genre::Feminin)]);
    let dans = f.yes_no("dans_les_identifiants");
    f.finish();
    let base = base?;
    Some(Niveau {
        singulier: singulier.unwrap_or(base.singulier),
        pluriel: pluriel.unwrap_or(base.pluriel),
        genre: genre.unwrap_or(base.genre),
        numerotation: numerotation.unwrap_or(base.numerotation),
        dans_les_identifiants: dans.unwrap_or(base.dans_les_identifiants),
        nature: base.nature,
    })
}

fn deliberation(node: &Node, diags: &mut Diags) -> Option<Deliberation> {
    let mut f = Fields::of(node, "une délibération", diags)?;
    let deliberation = Deliberation {
        span: f.span,
        collectivite: f.string("collectivite"),
        organe: f.string("organe"),
        date: f.date("date"),
        numero: f.string("numero"),
        objet: f.text("objet"),
        reception: f.date("reception"),
        publication: f.date("publication"),
        accuse_reception: f.string("accuse_reception"),
        decisions: f.texts("decisions"),
        vote: f.one("vote", vote),
        imputations: f.each("imputations", budget::imputation),
        ecart: f.text("ecart"),
    };
    f.finish();
    Some(deliberation)
}

fn vote(node: &Node, diags: &mut Diags) -> Option<Vote> {
    let mut f = Fields::of(node, "un vote", diags)?;
    let vote = Vote {
        span: Some(f.span),
        en_exercice: f.integer("en_exercice"),
        presents: f.integer("presents"),
        procurations: f.integer("procurations"),
        absents: f.integer("absents"),
        votants: f.integer("votants"),
        exprimes: f.integer("exprimes"),
        majorite: f.integer("majorite"),
        pour: f.integer("pour"),
        contre: f.integer("contre"),
        abstentions: f.integer("abstentions"),
        non_participants: f.integer("non_participants"),
    };
    f.finish();
    Some(vote)
}
