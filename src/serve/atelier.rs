//! The site in memory: read again where it changed, its pages made when they are asked for.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use crate::diagnostics::{self, Count, Diagnostic};
use crate::loaded::Loaded;
use crate::render::data::Publication;
use crate::render::html::theme::Theme;
use crate::render::html::{self, Attente, Options, Rendu};
use crate::render::mots::Commun;
use crate::render::{File, data, search};
use crate::source::{Depot, hidden};

/// Reads a site, again and again.
pub struct Atelier {
    depot: Depot,
    theme: Option<PathBuf>,
    /// The same, as changes name it.
    theme_entier: Option<PathBuf>,
    base_url: Option<String>,
}

/// A site without errors, and what makes its pages.
pub struct Version {
    loaded: Loaded,
    theme: Theme,
    options: Options,
}

/// Why there is no version.
#[derive(Debug)]
pub struct Faute {
    /// For the terminal, with its colours.
    pub terminal: String,
    /// The same, plain.
    pub texte: String,
}

impl Atelier {
    /// The atelier of a site that nothing was read of yet.
    pub fn new(site: &Path, theme: Option<&Path>, base_url: Option<String>) -> Self {
        let theme_entier = theme.and_then(|theme| theme.canonicalize().ok());
        Self { depot: Depot::new(site), theme: theme.map(Path::to_path_buf), theme_entier, base_url }
    }

    /// Looks again at these files, or at all of them; whether something changed.
    pub fn relire(&mut self, changes: Option<&[PathBuf]>) -> bool {
        let Some(changes) = changes else {
            // What the theme says is not kept: it may have changed.
            return self.depot.relire() | self.theme.is_some();
        };
        let mut changed = false;
        for path in changes {
            if self.theme_entier.as_ref().is_some_and(|theme| path.starts_with(theme)) {
                // Templates are few: all of them are compiled again with each version.
                changed |= !path.file_name().is_some_and(|name| hidden(&name.to_string_lossy()));
                continue;
            }
            match self.depot.relire_un(path) {
                Some(other) => changed |= other,
                None => return self.depot.relire() || changed,
            }
        }
        changed
    }

    /// The site as its files are now, with what there is to say of it.
    ///
    /// # Errors
    /// Its sources or its theme have errors.
    pub fn charger(&mut self, color: bool) -> Result<(Version, String), Faute> {
        let mut loaded = Loaded::new(&mut self.depot, |_| ());
        let theme = if Count::of(&loaded.findings).fails(false) {
            None
        } else {
            let theme = Theme::load(self.theme.as_deref(), &loaded.site.config, &mut loaded.sources);
            theme.map_err(|faults| loaded.findings.extend(faults)).ok()
        };
        loaded.findings.extend(theme.iter().flat_map(Theme::inconnus).cloned());
        let dit = |color| diagnostics::text::render(&loaded.findings, &loaded.sources, color);
        let terminal = dit(color);
        match theme {
            Some(theme) => {
                let options = Options { base_url: self.base_url.clone(), ..Options::default() };
                Ok((Version { loaded, theme, options }, terminal))
            }
            None => {
                let errors: Vec<Diagnostic> =
                    loaded.findings.iter().filter(|d| Count::of(std::slice::from_ref(d)).fails(false)).cloned().collect();
                Err(Faute { terminal, texte: diagnostics::text::render(&errors, &loaded.sources, false) })
            }
        }
    }
}

/// Files by their path.
type Fichiers = BTreeMap<String, Vec<u8>>;

/// Where files are kept as they are made, in any order.
#[derive(Default)]
struct Panier(Mutex<Vec<File>>);

impl Panier {
    /// Keeps a file: there is always room.
    fn prendre<E>(&self, file: File) -> Result<(), E> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(file);
        Ok(())
    }

    fn par_chemin(self) -> Fichiers {
        par_chemin(self.0.into_inner().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The files of a version, each made when it is asked for.
pub struct Vitrine<'v> {
    version: &'v Version,
    /// For the pages that wait for nothing.
    rendu: Rendu<'v>,
    places: BTreeMap<String, usize>,
    autour: OnceLock<Fichiers>,
    donnees: OnceLock<Result<(Publication, Fichiers), Diagnostic>>,
    recherche: OnceLock<(Options, Fichiers)>,
}

impl<'v> Vitrine<'v> {
    /// Gathers what the pages share.
    pub fn new(version: &'v Version) -> Self {
        let rendu = version.rendu(Publication::AUCUNE, &version.options);
        let places = rendu.chemins().enumerate().map(|(place, chemin)| (chemin.to_owned(), place)).collect();
        let (autour, donnees, recherche) = (OnceLock::new(), OnceLock::new(), OnceLock::new());
        Self { version, rendu, places, autour, donnees, recherche }
    }

    /// The file at a path of the output; nothing where a build writes none.
    pub fn fichier(&self, chemin: &str) -> Option<Result<Vec<u8>, Diagnostic>> {
        let de = |fichiers: &Fichiers| fichiers.get(chemin).cloned().map(Ok);
        if let Some(place) = self.places.get(chemin) {
            let page = match Attente::de(chemin) {
                Attente::Donnees => match self.donnees() {
                    Ok((donnees, _)) => self.version.rendu(donnees, &self.version.options).page(*place),
                    Err(fault) => return Some(Err(fault.clone())),
                },
                Attente::Recherche => self.version.rendu(Publication::AUCUNE, &self.recherche().0).page(*place),
                Attente::Rien => self.rendu.page(*place),
            };
            return page.map(|page| page.map(|file| file.bytes));
        }
        if chemin.starts_with("recherche/") {
            return de(&self.recherche().1);
        }
        if chemin.starts_with("donnees/") {
            return match self.donnees() {
                Ok((_, fichiers)) => de(fichiers),
                Err(fault) => Some(Err(fault.clone())),
            };
        }
        de(self.autour.get_or_init(|| par_chemin(self.rendu.autour())))
    }

    fn donnees(&self) -> &Result<(Publication, Fichiers), Diagnostic> {
        self.donnees.get_or_init(|| {
            let fonds = self.version.loaded.fonds(self.version.options.base_url.as_deref());
            let panier = Panier::default();
            let publication = data::Publication::new(&fonds, &|file| panier.prendre(file))?;
            Ok((publication, panier.par_chemin()))
        })
    }

    fn recherche(&self) -> &(Options, Fichiers) {
        self.recherche.get_or_init(|| {
            let Version { loaded: Loaded { site, summary, .. }, theme, .. } = self.version;
            let commun = Commun::new(site, summary, theme.mots());
            let panier = Panier::default();
            let Ok(recherche) = search::render(&commun, &html::cherchables(&commun), &|f| panier.prendre::<Infallible>(f));
            (Options { recherche, ..self.version.options.clone() }, panier.par_chemin())
        })
    }
}

impl Version {
    fn rendu<'v>(&'v self, donnees: &'v Publication, options: &'v Options) -> Rendu<'v> {
        Rendu::new(&self.loaded.site, &self.loaded.summary, donnees, &self.theme, options)
    }

    /// What a fault looks like.
    pub fn dire(&self, fault: &Diagnostic) -> String {
        diagnostics::text::render(std::slice::from_ref(fault), &self.loaded.sources, false)
    }
}

impl Vitrine<'_> {
    /// What a fault of a template looks like.
    pub fn dire(&self, fault: &Diagnostic) -> String {
        self.version.dire(fault)
    }

    /// The paths of the pages.
    pub fn pages(&self) -> impl Iterator<Item = &str> {
        self.places.keys().map(String::as_str)
    }
}

fn par_chemin(files: Vec<File>) -> Fichiers {
    files.into_iter().map(|file| (file.path, file.bytes)).collect()
}
