//! Budget lines, exactly as printed.

use crate::diagnostics::{Span, Spanned};
use crate::text::amount::Lecture;

/// One line of a budget table.
#[derive(Debug)]
pub struct BudgetLine {
    pub span: Span,
    /// The year, or a period: `2022`, `2024-2027`.
    pub exercice: Spanned<String>,
    pub nature: BudgetNature,
    /// The words of the source.
    pub libelle: Option<String>,
    pub total: Option<Spanned<Lecture>>,
    /// By funder, in the order written; keys are identifiers of the register of funders.
    pub parts: Vec<(Spanned<String>, Spanned<Lecture>)>,
    /// Subsets: never added to their whole.
    pub dont: Vec<(String, Spanned<Lecture>)>,
    /// The part where these euros are already counted.
    pub compte_dans: Option<Spanned<String>>,
    pub note: Option<Spanned<String>>,
    pub ecart: Option<Spanned<String>>,
}

macro_rules! natures {
    ($($name:ident $code:literal $label:literal)*) => {
        /// What the figures of a line are.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs)] // The labels below are the meaning.
        pub enum BudgetNature { $($name),* }

        impl BudgetNature {
            /// Every nature with its word in the sources, in the order of a year's work.
            pub const ALL: &[(&str, Self)] = &[$(($code, Self::$name)),*];

            /// The word of the sources and of the export.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code),* }
            }

            /// The words for readers.
            pub fn label(self) -> &'static str {
                match self { $(Self::$name => $label),* }
            }
        }
    };
}

natures! {
    Estime "estime" "estimé"
    Maximum "maximum" "maximum"
    Previsionnel "previsionnel" "prévisionnel"
    Avenant "avenant" "avenant"
    PreNotifie "pre_notifie" "pré-notifié"
    Notifie "notifie" "notifié"
    Avance "avance" "avance"
    Affecte "affecte" "affecté"
    Engage "engage" "engagé"
    Effectif "effectif" "effectif"
    Realise "realise" "réalisé"
    Report "report" "report"
}
