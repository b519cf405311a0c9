//! What the site says of itself.

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
}
