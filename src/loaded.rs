//! A site that was read and checked, whatever was found: what every command starts from.

use crate::check;
use crate::compte::Comptes;
use crate::diagnostics::{Diagnostic, Diagnostics, SourceMap};
use crate::model::{self, Site};
use crate::render::data::Fonds;
use crate::source::Depot;
use crate::summary::{self, Summary};

/// The model, its summary, and what there is to say of them.
#[derive(Debug)]
pub struct Loaded {
    pub site: Site,
    pub summary: Summary,
    pub sources: SourceMap,
    pub findings: Vec<Diagnostic>,
}

impl Loaded {
    /// Resolves, checks and sums up what the depot holds; `phase` is told as each step ends.
    pub fn new(depot: &mut Depot, mut phase: impl FnMut(&'static str)) -> Self {
        let mut found = Vec::new();
        let read = depot.sources(&mut found);
        let sources = depot.map().clone();
        phase("lecture");
        let site = model::build(read, &mut found);
        phase("modèle");
        let comptes = Comptes::new(&site);
        phase("comptes");
        check::run(&site, &comptes, &mut found);
        let mut diagnostics = Diagnostics::default();
        diagnostics.extend(found);
        let findings = diagnostics.finish(&sources);
        phase("contrôle");
        let summary = summary::compute(&site, comptes, &findings);
        phase("index");
        Self { site, summary, sources, findings }
    }

    /// Forgets the texts of the sources that nothing is said of: they weigh a quarter of the model.
    pub fn alleger(&mut self) {
        let places = self.findings.iter().flat_map(|d| d.span.into_iter().chain(d.labels.iter().map(|(span, _)| *span)));
        self.sources.garder(&places.map(|span| span.file).collect());
    }

    /// What the exports read; the public address is that of the command, else that of the site.
    pub fn fonds<'a>(&'a self, base_url: Option<&'a str>) -> Fonds<'a> {
        Fonds {
            site: &self.site,
            summary: &self.summary,
            findings: &self.findings,
            sources: &self.sources,
            base: base_url.or(self.site.config.url.as_deref()),
        }
    }
}
