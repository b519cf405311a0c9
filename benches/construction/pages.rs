//! The work that other generators do too: sources read and checked, pages and search made and written, no open data.

use std::io;
use std::path::Path;

use parvis::diagnostics::{Count, Diagnostic};
use parvis::loaded::Loaded;
use parvis::publish::Chantier;
use parvis::render::data::Publication;
use parvis::render::html::theme::Theme;
use parvis::render::html::{self, Attente, Options, Rendu};
use parvis::render::mots::Commun;
use parvis::render::search;
use parvis::source::Depot;

/// How the benchmark calls itself for this.
pub const COMMANDE: &str = "--pages";

/// Builds a site as the command does, without its open data.
pub fn construire(site: &Path, output: &Path) -> io::Result<()> {
    let refus = |faults: &[Diagnostic]| io::Error::other(format!("{faults:?}"));
    let mut depot = Depot::new(site);
    depot.relire();
    let mut loaded = Loaded::new(&mut depot, |_| ());
    loaded.alleger();
    if Count::of(&loaded.findings).fails(false) {
        return Err(refus(&loaded.findings));
    }
    let theme = Theme::load(None, &loaded.site.config, &mut loaded.sources).map_err(|faults| refus(&faults))?;
    let chantier = Chantier::ouvrir(output, &[site.join("content")]).map_err(|f| refus(&[f.diagnostic]))?;
    let commun = Commun::new(&loaded.site, &loaded.summary, theme.mots());
    let deposer = |file| chantier.deposer(&file);
    let recherche = search::render(&commun, &html::cherchables(&commun), &deposer).map_err(|fault| refus(&[fault]))?;
    let options = Options { recherche, ..Options::default() };
    let rendu = Rendu::new(&loaded.site, &loaded.summary, Publication::AUCUNE, &theme, &options);
    rendu.pages(&[Attente::Rien, Attente::Recherche], &deposer).map_err(|faults| refus(&faults))?;
    rendu.autour().into_iter().try_for_each(deposer).map_err(|fault| refus(&[fault]))?;
    chantier.finir().map(|_| ()).map_err(|f| refus(&[f.diagnostic]))
}
