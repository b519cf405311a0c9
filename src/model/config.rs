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
    /// Public telephone numbers and addresses that may stand in the sources.
    pub contacts_autorises: Vec<String>,
    /// The date of this edition, for paper: a build reads no clock.
    pub edition: Option<Date>,
    pub papier: Papier,
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
