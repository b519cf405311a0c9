//! The files of `/donnees/`: the tables as CSV, the same in one spreadsheet, the whole model as JSON, and what describes them.

use std::io::{self, Write};
use std::path::Path;

use sha2::{Digest, Sha256};

use super::tables::champ::Description;
use super::tables::{self, Fonds};
use super::{csv, dcat, paquet, xlsx};
use crate::diagnostics::{Code, Diagnostic};
use crate::render::File;

/// The folder of the data in the site.
pub const DOSSIER: &str = "donnees";
/// The file that describes the tables.
pub const PAQUET: &str = "datapackage.json";
/// The file for the catalogues that harvest data.
pub const CATALOGUE: &str = "catalog.jsonld";

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Csv,
    Json,
    Xlsx,
}

impl Format {
    /// The end of the name of a file.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Xlsx => "xlsx",
        }
    }

    /// The type of the web.
    pub fn mediatype(self) -> &'static str {
        match self {
            Self::Csv => "text/csv",
            Self::Json => "application/json",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

/// One file of data, as the others speak of it.
#[derive(Debug)]
pub struct Fichier {
    /// Its name in the folder.
    pub nom: String,
    pub titre: String,
    pub description: String,
    pub format: Format,
    /// How many bytes it has.
    pub taille: usize,
    /// Its digest, in hexadecimal.
    pub sha256: String,
    /// The table it holds, and how many rows.
    pub table: Option<(&'static Description, usize)>,
}

impl Fichier {
    /// Its place in the page of the data.
    pub fn ancre(&self) -> String {
        self.nom.replace('.', "-")
    }
}

/// Where the bytes of a file go.
pub type Sortie<'w> = dyn Write + Send + 'w;

/// Where files go as they are made.
pub trait Reception: Sync {
    /// Takes a file of the folder of data as `ecriture` writes it: some are larger than the memory should hold. What the writing
    /// returns comes back.
    ///
    /// # Errors
    /// It cannot be kept.
    fn recevoir<T>(&self, nom: &str, ecriture: impl FnOnce(&mut Sortie<'_>) -> io::Result<T>) -> Result<T, Diagnostic>;

    /// The folder where drafts that would fill the memory wait.
    fn brouillons(&self) -> Option<&Path> {
        None
    }
}

/// Files that stay in memory.
impl<F: Fn(File) -> Result<(), Diagnostic> + Sync> Reception for F {
    fn recevoir<T>(&self, nom: &str, ecriture: impl FnOnce(&mut Sortie<'_>) -> io::Result<T>) -> Result<T, Diagnostic> {
        let mut bytes = Vec::new();
        let refus = |e| Diagnostic::new(Code::EcritureImpossible, format!("« {nom} » ne peut pas être écrit : {e}"));
        let rendu = ecriture(&mut bytes).map_err(refus)?;
        self(File { path: format!("{DOSSIER}/{nom}"), bytes }).map(|()| rendu)
    }
}

/// What passes through to a file, counted and digested.
struct Passage<'w> {
    vers: &'w mut Sortie<'w>,
    taille: usize,
    digest: Sha256,
}

impl Write for Passage<'_> {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        let ecrits = self.vers.write(octets)?;
        self.digest.update(&octets[..ecrits]);
        self.taille += ecrits;
        Ok(ecrits)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.vers.flush()
    }
}

/// All data of a site, ready to be written.
#[derive(Debug)]
pub struct Publication {
    /// The tables, then the whole as a spreadsheet and as JSON.
    pub fichiers: Vec<Fichier>,
    /// The text of [`PAQUET`].
    pub paquet: String,
    /// The text of [`CATALOGUE`].
    pub catalogue: String,
    /// What the data set is, for the page of the data.
    pub titre: String,
    pub description: String,
    /// First and last year of the documents.
    pub annees: Option<(String, String)>,
}

impl Publication {
    /// No data: for what does not speak of them.
    pub const AUCUNE: &Self = &Self {
        fichiers: Vec::new(),
        paquet: String::new(),
        catalogue: String::new(),
        titre: String::new(),
        description: String::new(),
        annees: None,
    };

    /// Makes every file and hands it over as soon as it is made: together they are larger than the site.
    ///
    /// # Errors
    /// The spreadsheet cannot hold the data, or a file cannot be handed over.
    pub fn new(f: &Fonds<'_>, reception: &impl Reception) -> Result<Self, Diagnostic> {
        let poser = |nom: &str, texte: &str| reception.recevoir(nom, |w| w.write_all(texte.as_bytes()));
        let tables = || tables::toutes(f, |table| ecrire_table(reception, table));
        let classeur = || {
            let dit = [
                "parvis.xlsx",
                "Toutes les tables, pour tableur",
                "Les mêmes tables, une par feuille, avec une première feuille qui explique chaque colonne.",
            ];
            ecrire(reception, dit, Format::Xlsx, |w| xlsx::classeur(f, reception.brouillons(), w)).map(|(fichier, ())| fichier)
        };
        let modele = || {
            let dit = [
                "parvis.json",
                "Le modèle entier, pour programmes",
                "Tout ce que le site sait, avec les textes mis en forme, les délibérations, les calculs et les constats du contrôle.",
            ];
            ecrire(reception, dit, Format::Json, |w| super::json(f, w)).map(|(fichier, ())| fichier)
        };
        // The spreadsheet, pressed at the end by one thread, begins first.
        let (classeur, (tables, modele)) = rayon::join(classeur, || (tables(), modele()));
        let fichiers = tables.into_iter().chain([classeur, modele]).collect::<Result<Vec<Fichier>, _>>()?;
        let paquet = format!("{:#}\n", paquet::json(f, &fichiers));
        let catalogue = format!("{:#}\n", dcat::json(f, &fichiers));
        poser(PAQUET, &paquet)?;
        poser(CATALOGUE, &catalogue)?;
        let (titre, description) = (paquet::titre(f), paquet::description(f));
        Ok(Self { fichiers, paquet, catalogue, titre, description, annees: dcat::annees(f) })
    }
}

/// Has a file written, of which `dit` gives the name, the title and the description; what the writing returns comes back.
fn ecrire<T>(
    reception: &impl Reception,
    dit: [&str; 3],
    format: Format,
    ecriture: impl FnOnce(&mut Sortie<'_>) -> io::Result<T>,
) -> Result<(Fichier, T), Diagnostic> {
    let [nom, titre, description] = dit.map(str::to_owned);
    reception.recevoir(dit[0], |vers| {
        let mut passage = Passage { vers, taille: 0, digest: Sha256::new() };
        let rendu = ecriture(&mut passage)?;
        let sha256 = passage.digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Ok((Fichier { nom, titre, description, format, taille: passage.taille, sha256, table: None }, rendu))
    })
}

/// One table as a file of CSV.
fn ecrire_table(reception: &impl Reception, table: tables::Table<'_>) -> Result<Fichier, Diagnostic> {
    let d = table.description;
    let dit = [&format!("{}.csv", d.nom), d.titre, d.description];
    let (fichier, lignes) = ecrire(reception, dit, Format::Csv, |w| csv::ecrire(table, w))?;
    Ok(Fichier { table: Some((d, lignes)), ..fichier })
}

/// `export --format csv`: the tables and the package that describes them.
///
/// # Errors
/// A file cannot be handed over.
pub fn dossier_csv(f: &Fonds<'_>, reception: &impl Reception) -> Result<(), Diagnostic> {
    let tables = tables::toutes(f, |table| ecrire_table(reception, table));
    let fichiers = tables.into_iter().collect::<Result<Vec<Fichier>, _>>()?;
    let paquet = format!("{:#}\n", paquet::json(f, &fichiers));
    reception.recevoir(PAQUET, |w| w.write_all(paquet.as_bytes()))
}
