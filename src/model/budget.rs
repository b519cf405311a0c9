//! Budget lines, exactly as printed.

use rust_decimal::Decimal;

use crate::diagnostics::{Span, Spanned};
use crate::text::amount::{Lecture, Statut};
use crate::text::number::Number;
use crate::text::somme::{Chiffre, Comparaison, comparer};

use super::Rare;

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
    /// The State's budget programme that pays its share.
    pub programme: Rare<Spanned<String>>,
    /// What the line, or the share of one funder, is made of.
    pub detail: Vec<SousMontant>,
    /// Subsets: never added to their whole.
    pub dont: Vec<SousMontant>,
    /// The part where these euros are already counted.
    pub compte_dans: Rare<Spanned<String>>,
    /// The part whose total this line prints again (`tout`: the part itself and all below it); checked, never counted.
    pub recapitule: Rare<Spanned<String>>,
    /// Why the rule of equal shares does not hold here.
    pub hors_parite: Rare<Spanned<String>>,
    pub note: Rare<Spanned<String>>,
    pub ecart: Rare<Spanned<String>>,
}

impl BudgetLine {
    /// Whether two lines are of the same exercice and nature.
    pub fn same_kind(&self, other: &Self) -> bool {
        self.exercice.value == other.exercice.value && self.nature == other.nature
    }

    /// The amount of the line: as printed, else the sum of its shares when all are known (a share « sans objet » is none); that
    /// sum too where it says more finely the same amount.
    ///
    /// # Errors
    /// Why there is no amount.
    pub fn total(&self) -> Result<Chiffre, Statut> {
        let shares = self.shares();
        let Some(total) = &self.total else { return shares };
        let printed = total.value.chiffre()?;
        // « 1,806 M€ » is « 903 250 € » twice, cut: the shares say it better.
        let finer = shares.ok().filter(|s| s.pas < printed.pas && matches!(comparer(printed, &[*s]), Comparaison::Arrondi(_)));
        Ok(finer.unwrap_or(printed))
    }

    /// The sum of the shares.
    fn shares(&self) -> Result<Chiffre, Statut> {
        let mut sum: Option<Chiffre> = None;
        for (_, share) in &self.parts {
            match share.value.chiffre() {
                Ok(amount) => sum = Some(sum.map_or(amount, |s| s + amount)),
                Err(Statut::SansObjet) => {}
                Err(statut) => return Err(statut),
            }
        }
        sum.ok_or(if self.parts.is_empty() { Statut::NonCommunique } else { Statut::SansObjet })
    }

    /// What is known of the amount of the line, in euros: all of it, else the sum of the shares that are given.
    ///
    /// # Errors
    /// Why nothing is known.
    pub fn au_moins(&self) -> Result<Decimal, Statut> {
        match self.total() {
            Ok(total) => Ok(total.valeur),
            Err(Statut::SansObjet) => Err(Statut::SansObjet),
            Err(statut) => {
                let known = self.parts.iter().filter_map(|(_, share)| share.value.connu().map(|m| m.valeur));
                known.reduce(|a, b| a + b).ok_or(statut)
            }
        }
    }

    /// The share of a funder, where the line has one.
    pub fn share(&self, funder: &str) -> Option<&Spanned<Lecture>> {
        self.parts.iter().find(|(key, _)| key.value == funder).map(|(_, share)| share)
    }

    /// What the State pays, in euros: its share, else the whole line when no share is given.
    pub fn state_share(&self) -> Option<Decimal> {
        match self.share(ETAT) {
            Some(share) => share.value.connu().map(|m| m.valeur),
            None if self.parts.is_empty() => self.total().ok().map(|t| t.valeur),
            None => None,
        }
    }
}

/// The State's identifier in the register of funders.
const ETAT: &str = "etat";

/// A labelled amount inside a line.
#[derive(Debug)]
pub struct SousMontant {
    pub libelle: String,
    pub montant: Spanned<Lecture>,
    /// The funder whose share it is part of; the whole line when absent.
    pub financeur: Option<Spanned<String>>,
    /// The percentage of the whole that the source prints beside it.
    pub pourcentage: Option<Spanned<Number>>,
    pub note: Option<Spanned<String>>,
}

/// What a part spends its money on.
#[derive(Debug)]
pub struct Depenses {
    pub span: Span,
    /// The year of these amounts, where the source says it.
    pub exercice: Option<Spanned<String>>,
    pub lignes: Vec<Depense>,
    pub ecart: Option<Spanned<String>>,
}

/// One nature of spending.
#[derive(Debug)]
pub struct Depense {
    pub libelle: Spanned<String>,
    pub montant: Option<Spanned<Lecture>>,
    pub dont: Vec<SousMontant>,
    pub note: Option<Spanned<String>>,
}

/// The amount that an assembly authorises, next to what it has already committed.
#[derive(Debug)]
pub struct Imputation {
    pub span: Span,
    pub operation: Option<String>,
    pub enveloppe: Option<String>,
    pub imputation: Option<String>,
    pub libelle: Option<String>,
    pub autorise: Option<Spanned<Lecture>>,
    pub contracte: Option<Spanned<Lecture>>,
    pub propose: Option<Spanned<Lecture>>,
    pub recette: Option<Spanned<Lecture>>,
    pub ecart: Option<Spanned<String>>,
}

macro_rules! natures {
    ($($name:ident $code:literal $label:expr)*) => {
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

            /// Whether these figures tell what was done, as against planned. « Participation effective » heads a column of
            /// forecasts, beside what was notified before.
            pub fn is_execution(self) -> bool {
                matches!(self, Self::Engage | Self::Realise)
            }

            /// The words for readers.
            pub fn label(self) -> &'static str {
                match self { $(Self::$name => $label),* }
            }
        }
    };
}

natures! {
    Estime "estime" mot!("estimé")
    Maximum "maximum" mot!("maximum")
    Previsionnel "previsionnel" mot!("prévisionnel")
    Avenant "avenant" mot!("avenant")
    PreNotifie "pre_notifie" mot!("pré-notifié")
    Notifie "notifie" mot!("notifié")
    Avance "avance" mot!("avance")
    Affecte "affecte" mot!("affecté")
    Engage "engage" mot!("engagé")
    Effectif "effectif" mot!("effectif")
    Realise "realise" mot!("réalisé")
    Report "report" mot!("report")
}
