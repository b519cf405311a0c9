//! What the site says of itself.

use crate::diagnostics::Spanned;
use crate::text::date::Date;

/// What `site.yaml` says about the site as a whole.
#[derive(Debug, Default)]
pub struct SiteConfig {
    pub titre: String,
    pub sous_titre: Option<String>,
    pub editeur: Option<String>,
    pub langue: String,
    /// The public address, without its final slash; absolute links need it.
    pub url: Option<String>,
    pub licence: Option<String>,
    pub presentation: Option<String>,
    /// The date of the sources: what stands for « today » in everything that the site writes.
    pub edition: Option<Date>,
    /// Public telephone numbers and addresses that may stand in the sources.
    pub contacts_autorises: Vec<String>,
    pub mentions: Mentions,
    pub accessibilite: Accessibilite,
    /// What the site does with personal data, in Markdown.
    pub donnees_personnelles: Option<String>,
    /// What changed, the last first.
    pub nouveautes: Vec<Nouveaute>,
    /// Where to report a security problem, and until when that holds (RFC 9116).
    pub securite: Option<Securite>,
    pub papier: Papier,
}

/// The legal notice (loi n° 2004-575, article 1-1).
#[derive(Debug, Default)]
pub struct Mentions {
    pub adresse: Option<String>,
    pub telephone: Option<String>,
    pub directeur_publication: Option<String>,
    pub hebergeur: Option<String>,
    pub hebergeur_adresse: Option<String>,
    pub hebergeur_telephone: Option<String>,
    /// An address of a form or of a public mailbox.
    pub contact: Option<String>,
    pub avertissement: Option<String>,
}

/// What the accessibility statement says (décret n° 2019-768, modèle de déclaration).
#[derive(Debug, Default)]
pub struct Accessibilite {
    pub audit: Option<Audit>,
    pub non_conformites: Vec<String>,
    pub derogations: Vec<String>,
    pub exemptions: Vec<String>,
    /// Addresses of the multi-year plan and of the plan of the year.
    pub schema_pluriannuel: Option<String>,
    pub plan_action: Option<String>,
    /// When the statement was made.
    pub date: Option<Date>,
}

/// The result of an audit against the RGAA.
#[derive(Debug)]
pub struct Audit {
    pub date: Date,
    pub par: Option<String>,
    pub criteres_respectes: u32,
    pub criteres_applicables: u32,
    pub environnements: Vec<String>,
    pub outils: Vec<String>,
    pub pages: Vec<String>,
}

/// What the law lets a site say of its accessibility.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Conformite {
    Totale,
    Partielle,
    Non,
}

impl Conformite {
    /// The word of the footer: « partiellement conforme ».
    pub fn label(self) -> &'static str {
        match self {
            Self::Totale => mot!("totalement conforme"),
            Self::Partielle => mot!("partiellement conforme"),
            Self::Non => mot!("non conforme"),
        }
    }
}

/// How long an audit holds, in years.
const VALIDITE: u16 = 3;

impl Accessibilite {
    /// 100 % of the criteria: total; half of them: partial; less, no audit, or one of more than three years: none.
    pub fn conformite(&self, edition: Option<Date>) -> Conformite {
        let Some(audit) = self.audit.as_ref().filter(|a| a.valide(edition)) else { return Conformite::Non };
        if audit.criteres_respectes >= audit.criteres_applicables {
            Conformite::Totale
        } else if audit.criteres_respectes.saturating_mul(2) >= audit.criteres_applicables {
            Conformite::Partielle
        } else {
            Conformite::Non
        }
    }
}

impl Audit {
    /// Whether it still holds at the date of the sources.
    pub fn valide(&self, edition: Option<Date>) -> bool {
        edition.is_none_or(|e| e.first_day() <= self.expire().last_day())
    }

    /// The day it ends to hold.
    pub fn expire(&self) -> Date {
        Date { annee: self.date.annee.saturating_add(VALIDITE), ..self.date }
    }
}

/// One change of the site.
#[derive(Debug)]
pub struct Nouveaute {
    pub date: Date,
    pub titre: String,
    pub texte: Option<String>,
    /// The part that changed.
    pub vers: Option<Spanned<String>>,
}

/// The contents of `security.txt`.
#[derive(Debug)]
pub struct Securite {
    pub contact: String,
    pub expire: Date,
}

/// The PDFs that a build makes.
#[derive(Debug, Default)]
pub struct Papier {
    pub sortes: Sortes,
    pub dossiers: Vec<Dossier>,
}

/// Which parts have a PDF.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Sortes {
    pub documents: bool,
    /// Parts that hold others: cahiers, orientations, territoires.
    pub branches: bool,
    pub fiches: bool,
}

impl Sortes {
    /// What « oui » asks for.
    pub const USUELLES: Self = Self { documents: true, branches: true, fiches: false };
}

/// A selection of parts printed together: « commission du 12 juin ».
#[derive(Debug)]
pub struct Dossier {
    pub titre: Spanned<String>,
    /// Identifiers.
    pub parties: Vec<Spanned<String>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        Date::parse(text).expect("a date")
    }

    fn audited(respected: u32) -> Accessibilite {
        let audit = Audit {
            date: date("2024-05-02"),
            par: None,
            criteres_respectes: respected,
            criteres_applicables: 60,
            environnements: Vec::new(),
            outils: Vec::new(),
            pages: Vec::new(),
        };
        Accessibilite { audit: Some(audit), ..Accessibilite::default() }
    }

    #[test]
    fn a_site_is_as_accessible_as_its_last_audit_says_for_three_years() {
        assert_eq!(Accessibilite::default().conformite(None), Conformite::Non);
        for (respected, state) in
            [(60, Conformite::Totale), (59, Conformite::Partielle), (30, Conformite::Partielle), (29, Conformite::Non)]
        {
            assert_eq!(audited(respected).conformite(Some(date("2026-11-22"))), state, "{respected}/60");
        }
        assert_eq!(audited(60).conformite(Some(date("2027-05-02"))), Conformite::Totale);
        assert_eq!(audited(60).conformite(Some(date("2027-05-03"))), Conformite::Non);
    }
}
