//! The files of `/donnees/`: the tables as CSV, the same in one spreadsheet, the whole model as JSON, and what describes them.

use rayon::prelude::*;
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

/// One file of data.
#[derive(Debug)]
pub struct Fichier {
    /// Its name in the folder.
    pub nom: String,
    pub titre: String,
    pub description: String,
    pub format: Format,
    octets: Vec<u8>,
    /// How many bytes it has.
    pub taille: usize,
    /// Its digest, in hexadecimal.
    pub sha256: String,
    /// The table it holds, and how many rows.
    pub table: Option<(&'static Description, usize)>,
}

impl Fichier {
    fn new(nom: String, titre: &str, description: &str, format: Format, octets: Vec<u8>) -> Self {
        let digest = Sha256::digest(&octets);
        let sha256 = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        Self {
            nom,
            titre: titre.to_owned(),
            description: description.to_owned(),
            format,
            taille: octets.len(),
            octets,
            sha256,
            table: None,
        }
    }

    /// Its place in the page of the data.
    pub fn ancre(&self) -> String {
        self.nom.replace('.', "-")
    }
}

/// All data of a site, ready to be written.
#[derive(Debug, Default)]
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
    /// Makes every file.
    ///
    /// # Errors
    /// The spreadsheet cannot hold the data.
    pub fn new(f: &Fonds<'_>) -> Result<Self, Diagnostic> {
        let tables = tables::toutes(f);
        let (mut fichiers, (tableur, modele)) = rayon::join(
            || tables.par_iter().map(fichier).collect::<Vec<Fichier>>(),
            || rayon::join(|| xlsx::ecrire(f, &tables), || super::json(f.site, f.summary, f.findings, f.sources)),
        );
        fichiers.push(Fichier::new(
            "parvis.xlsx".to_owned(),
            "Toutes les tables, pour tableur",
            "Les mêmes tables, une par feuille, avec une première feuille qui explique chaque colonne.",
            Format::Xlsx,
            tableur?,
        ));
        fichiers.push(Fichier::new(
            "parvis.json".to_owned(),
            "Le modèle entier, pour programmes",
            "Tout ce que le site sait, avec les textes mis en forme, les délibérations, les calculs et les constats du contrôle.",
            Format::Json,
            modele.into_bytes(),
        ));
        let paquet = format!("{:#}\n", paquet::json(f, &fichiers));
        let catalogue = format!("{:#}\n", dcat::json(f, &fichiers));
        let (titre, description) = (paquet::titre(f), paquet::description(f));
        Ok(Self { fichiers, paquet, catalogue, titre, description, annees: dcat::annees(f) })
    }
}

impl Publication {
    /// Takes the files of `/donnees/` out, to be written; what is said of them stays.
    pub fn prendre(&mut self) -> Vec<File> {
        let path = |name: &str| format!("{DOSSIER}/{name}");
        let octets = |f: &mut Fichier| File { path: path(&f.nom), bytes: std::mem::take(&mut f.octets) };
        let tables: Vec<File> = self.fichiers.iter_mut().map(octets).collect();
        let about = [(PAQUET, &self.paquet), (CATALOGUE, &self.catalogue)];
        tables.into_iter().chain(about.into_iter().map(|(name, text)| File::text(path(name), text.as_str()))).collect()
    }
}

/// One table as a file of CSV.
fn fichier(table: &tables::Table<'_>) -> Fichier {
    let d = table.description;
    let mut fichier = Fichier::new(format!("{}.csv", d.nom), d.titre, d.description, Format::Csv, csv::ecrire(table));
    fichier.table = Some((d, table.lignes.len()));
    fichier
}

/// `export --format csv`: the tables and the package that describes them.
pub fn dossier_csv(f: &Fonds<'_>) -> Vec<File> {
    let fichiers: Vec<Fichier> = tables::toutes(f).par_iter().map(fichier).collect();
    let paquet = format!("{:#}\n", paquet::json(f, &fichiers));
    let tables = fichiers.into_iter().map(|x| File { path: x.nom, bytes: x.octets });
    tables.chain([File::text(PAQUET, paquet)]).collect()
}

/// `export --format xlsx`.
///
/// # Errors
/// The spreadsheet cannot hold the data.
pub fn classeur(f: &Fonds<'_>) -> Result<Vec<u8>, Diagnostic> {
    xlsx::ecrire(f, &tables::toutes(f))
}
