//! The stable codes of the diagnostics and what they mean.

pub use super::code_table::Code;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The build stops; the last good output stays.
    Erreur,
    /// Probably a mistake; fails only with `--strict`.
    Alerte,
    /// Worth knowing.
    Conseil,
}

impl Severity {
    /// The word of the messages and of the JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Erreur => "erreur",
            Self::Alerte => "alerte",
            Self::Conseil => "conseil",
        }
    }
}

/// What `parvis explain` tells about a code.
#[derive(Debug, Clone, Copy)]
pub struct Info {
    /// `P304`; never reused for something else.
    pub id: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// A short French title.
    pub title: &'static str,
    /// Why it is a problem and what to do, in French.
    pub explanation: &'static str,
}

impl Code {
    /// `P304`.
    pub fn id(self) -> &'static str {
        self.info().id
    }

    /// How much it matters, unless the author acknowledged it.
    pub fn severity(self) -> Severity {
        self.info().severity
    }

    /// The code of that name, in any case.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|c| c.id().eq_ignore_ascii_case(name.trim()))
    }

    /// Whether a contradiction of the source of this kind can be acknowledged with `ecart:`.
    pub fn acknowledgeable(self) -> bool {
        matches!(
            self,
            Code::TotalEcart
                | Code::TotalArrondi
                | Code::DetailEcart
                | Code::DontSuperieur
                | Code::IndicateurEcart
                | Code::VoteIncoherent
                | Code::TitreLienDifferent
                | Code::RecapitulatifEcart
                | Code::PariteEcart
                | Code::PourcentageEcart
                | Code::DepensesEcart
                | Code::ImputationDepassee
                | Code::CalendrierIncoherent
                | Code::PeriodeEcart
                | Code::TableauEcart
                | Code::RangIncoherent
                | Code::PartIncoherente
                | Code::PerimetreIncoherent
        )
    }
}
