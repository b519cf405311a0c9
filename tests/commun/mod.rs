//! What the tests share: a site put to work in a folder of its own, and the real binary run on it.
#![allow(dead_code, reason = "each test file uses its own share of these helpers")]

pub mod constat;
mod differences;
pub mod html;
mod recette;
pub mod site;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use tempfile::TempDir;

#[allow(unused_imports, reason = "as above")]
pub use differences::differences;

/// The folder of the fixtures.
pub fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

/// What a run of the binary gave.
#[derive(Debug, PartialEq, Eq)]
pub struct Sortie {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Sortie {
    /// The run, which had to succeed.
    #[track_caller]
    pub fn reussie(self) -> Self {
        assert_eq!(self.code, 0, "la commande a échoué :\n{}", self.stderr);
        self
    }

    /// The run, which had to end with this code.
    #[track_caller]
    pub fn code(self, attendu: i32) -> Self {
        assert_eq!(self.code, attendu, "stdout :\n{}\nstderr :\n{}", self.stdout, self.stderr);
        self
    }
}

/// Runs `parvis` in a folder, away from the user's settings.
pub fn parvis(dossier: &Path, arguments: &[&str]) -> Sortie {
    let sortie = Command::new(env!("CARGO_BIN_EXE_parvis"))
        .args(arguments)
        .current_dir(dossier)
        .env_remove("NO_COLOR")
        .env("LC_ALL", "C.UTF-8")
        .output()
        .expect("the binary runs");
    let texte = |octets: Vec<u8>| String::from_utf8(octets).expect("messages are UTF-8");
    let code = sortie.status.code().unwrap_or_else(|| panic!("parvis {arguments:?} was killed: {}", sortie.status));
    Sortie { code, stdout: texte(sortie.stdout), stderr: texte(sortie.stderr) }
}

/// What takes longer than this, on however busy a machine, would not have ended: a guard, not a measure.
const SANS_FIN: Duration = Duration::from_secs(60);

/// Runs `parvis` like [`parvis`], and kills it after a minute; `None` if it had to.
pub fn parvis_qui_finit(dossier: &Path, arguments: &[&str]) -> Option<Sortie> {
    let sorties = tempfile::tempdir().unwrap();
    let fichier = |nom: &str| fs::File::create(sorties.path().join(nom)).unwrap();
    let mut processus = Command::new(env!("CARGO_BIN_EXE_parvis"))
        .args(arguments)
        .current_dir(dossier)
        .stdout(fichier("stdout"))
        .stderr(fichier("stderr"))
        .spawn()
        .expect("the binary runs");
    let fin = Instant::now() + SANS_FIN;
    loop {
        if let Some(statut) = processus.try_wait().unwrap() {
            let texte = |nom: &str| fs::read_to_string(sorties.path().join(nom)).unwrap();
            let code = statut.code().unwrap_or_else(|| panic!("parvis {arguments:?} was killed: {statut}"));
            return Some(Sortie { code, stdout: texte("stdout"), stderr: texte("stderr") });
        }
        if Instant::now() > fin {
            processus.kill().unwrap();
            processus.wait().unwrap();
            return None;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// A copy of a fixture in a temporary folder, with what its `recette.txt` asks for.
pub fn chantier(fixture: &Path) -> TempDir {
    let dossier = tempfile::tempdir().expect("a temporary folder");
    copier(fixture, dossier.path());
    recette::appliquer(&fixture.join("recette.txt"), dossier.path());
    dossier
}

/// Copies a folder; the files that drive the tests stay behind.
pub fn copier(de: &Path, vers: &Path) {
    fs::create_dir_all(vers).unwrap();
    for entree in fs::read_dir(de).unwrap_or_else(|e| panic!("{} : {e}", de.display())) {
        let entree = entree.unwrap();
        let cible = vers.join(entree.file_name());
        if entree.file_type().unwrap().is_dir() {
            copier(&entree.path(), &cible);
        } else if !["attendu.txt", "commande.txt", "recette.txt"].iter().any(|n| entree.file_name() == *n) {
            fs::copy(entree.path(), cible).unwrap();
        }
    }
}

/// Writes a file below a folder, its own folders included.
pub fn ecrire(dossier: &Path, chemin: &str, texte: &str) {
    let fichier = dossier.join(chemin);
    fs::create_dir_all(fichier.parent().unwrap()).unwrap();
    fs::write(fichier, texte).unwrap();
}

/// Every file below a folder with its bytes (of a symbolic link, its target), by its path with `/`.
pub fn arbre(dossier: &Path) -> BTreeMap<String, Vec<u8>> {
    let octets = |chemin: &str| {
        let fichier = dossier.join(chemin);
        fs::read_link(&fichier).map_or_else(|_| fs::read(&fichier).unwrap(), |cible| cible.into_os_string().into_encoded_bytes())
    };
    chemins(dossier).into_iter().map(|chemin| (chemin.clone(), octets(&chemin))).collect()
}

/// The path of every file below a folder, sorted.
pub fn chemins(dossier: &Path) -> Vec<String> {
    let mut trouves = Vec::new();
    let mut a_voir = vec![dossier.to_path_buf()];
    while let Some(ici) = a_voir.pop() {
        for entree in fs::read_dir(&ici).unwrap().map(Result::unwrap) {
            if entree.file_type().unwrap().is_dir() {
                a_voir.push(entree.path());
            } else {
                trouves.push(entree.path().strip_prefix(dossier).unwrap().to_str().unwrap().to_owned());
            }
        }
    }
    trouves.sort();
    trouves
}
