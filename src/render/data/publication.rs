//! The files of `/donnees/`: the tables as CSV, the same in one spreadsheet, the whole model as JSON, and what describes them.

use std::path::Path;

use sha2::{Digest, Sha256};

use super::tables::champ::Description;
use super::tables::{self, Fonds};
use super::{csv, dcat, paquet, xlsx};
use crate::diagnostics::Diagnostic;
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
    fn new(nom: String, titre: &str, description: &str, format: Format, octets: &[u8]) -> Self {
        let digest = Sha256::digest(octets);
        let sha256 = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        let (titre, description) = (titre.to_owned(), description.to_owned());
        Self { nom, titre, description, format, taille: octets.len(), sha256, table: None }
    }

    /// Its place in the page of the data.
    pub fn ancre(&self) -> String {
        self.nom.replace('.', "-")
    }
}

/// Where files go as they are made.
pub trait Reception: Sync {
    /// Takes a file.
    ///
    /// # Errors
    /// It cannot be kept.
    fn recevoir(&self, file: File) -> Result<(), Diagnostic>;

    /// The folder where drafts that would fill the memory wait.
    fn brouillons(&self) -> Option<&Path> {
        None
    }
}

impl<F: Fn(File) -> Result<(), Diagnostic> + Sync> Reception for F {
    fn recevoir(&self, file: File) -> Result<(), Diagnostic> {
        self(file)
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
    pub const VIDE: Self = Self {
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
        let poser = |nom: &str, octets: Vec<u8>| reception.recevoir(File { path: format!("{DOSSIER}/{nom}"), bytes: octets });
        let tables = || {
            tables::toutes(f, |table| {
                let (fichier, octets) = fichier(table);
                poser(&fichier.nom, octets).map(|()| fichier)
            })
        };
        let modele = || super::json(f.site, f.summary, f.findings, f.sources).into_bytes();
        // One thread fills the spreadsheet while the others write the rest.
        let (classeur, (tables, modele)) = rayon::join(|| xlsx::classeur(f, reception.brouillons()), || (tables(), modele()));
        let mut fichiers = tables.into_iter().collect::<Result<Vec<Fichier>, _>>()?;
        let mut ajouter = |nom: &str, titre: &str, description: &str, format: Format, octets: Vec<u8>| {
            fichiers.push(Fichier::new(nom.to_owned(), titre, description, format, &octets));
            poser(nom, octets)
        };
        ajouter(
            "parvis.xlsx",
            "Toutes les tables, pour tableur",
            "Les mêmes tables, une par feuille, avec une première feuille qui explique chaque colonne.",
            Format::Xlsx,
            classeur?,
        )?;
        ajouter(
            "parvis.json",
            "Le modèle entier, pour programmes",
            "Tout ce que le site sait, avec les textes mis en forme, les délibérations, les calculs et les constats du contrôle.",
            Format::Json,
            modele,
        )?;
        let paquet = format!("{:#}\n", paquet::json(f, &fichiers));
        let catalogue = format!("{:#}\n", dcat::json(f, &fichiers));
        poser(PAQUET, paquet.clone().into_bytes())?;
        poser(CATALOGUE, catalogue.clone().into_bytes())?;
        let (titre, description) = (paquet::titre(f), paquet::description(f));
        Ok(Self { fichiers, paquet, catalogue, titre, description, annees: dcat::annees(f) })
    }
}

/// One table as a file of CSV.
fn fichier(table: tables::Table<'_>) -> (Fichier, Vec<u8>) {
    let d = table.description;
    let (octets, lignes) = csv::ecrire(table);
    let mut fichier = Fichier::new(format!("{}.csv", d.nom), d.titre, d.description, Format::Csv, &octets);
    fichier.table = Some((d, lignes));
    (fichier, octets)
}

/// `export --format csv`: the tables and the package that describes them.
pub fn dossier_csv(f: &Fonds<'_>) -> Vec<File> {
    let (fichiers, octets): (Vec<Fichier>, Vec<Vec<u8>>) = tables::toutes(f, fichier).into_iter().unzip();
    let paquet = format!("{:#}\n", paquet::json(f, &fichiers));
    let tables = fichiers.into_iter().zip(octets).map(|(x, bytes)| File { path: x.nom, bytes });
    tables.chain([File::text(PAQUET, paquet)]).collect()
}
