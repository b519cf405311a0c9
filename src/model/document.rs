//! What only a document says: its collectivity, its period, its levels, its deliberations.

use crate::diagnostics::{Span, Spanned};
use crate::text::date::Date;

use super::budget::Imputation;
use super::content::Prose;
use super::niveau::Niveau;

/// The extra fields of `document.md`.
#[derive(Debug, Default)]
pub struct DocumentInfo {
    /// « pacte », « rapport d’exécution »…
    pub nature: Option<String>,
    pub collectivite: Option<String>,
    /// First and last year.
    pub periode: Vec<String>,
    pub niveaux: Vec<Niveau>,
    /// What the ranks 1, 2, 3 of the actions mean, where the source says it.
    pub legende_priorites: Option<Prose>,
    pub deliberations: Vec<Deliberation>,
}

/// One decision of an assembly about the document.
#[derive(Debug)]
pub struct Deliberation {
    pub span: Span,
    pub collectivite: Option<String>,
    pub organe: Option<String>,
    pub date: Option<Date>,
    pub numero: Option<String>,
    pub objet: Option<Prose>,
    pub reception: Option<Date>,
    pub publication: Option<Date>,
    pub accuse_reception: Option<String>,
    pub decisions: Vec<Prose>,
    pub vote: Option<Vote>,
    /// The budget lines that the decision uses.
    pub imputations: Vec<Imputation>,
    pub ecart: Option<Spanned<String>>,
}

/// The figures of a vote, as printed.
#[derive(Debug, Default)]
pub struct Vote {
    pub span: Option<Span>,
    pub en_exercice: Option<u32>,
    pub presents: Option<u32>,
    pub procurations: Option<u32>,
    pub absents: Option<u32>,
    pub votants: Option<u32>,
    pub exprimes: Option<u32>,
    pub majorite: Option<u32>,
    pub pour: Option<u32>,
    pub contre: Option<u32>,
    pub abstentions: Option<u32>,
    pub non_participants: Option<u32>,
}
