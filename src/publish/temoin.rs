//! What the last publication was made from and what it wrote, so that one from the same things need not be made again.
//!
//! It stands in the output, in a file that holds no date: the sources, the theme, the options and the program are known by
//! one digest of all that they say. What it wrote is known to be untouched when the system says that none of it changed
//! since the witness itself was written: in doubt, all is made again.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::dossier::{MARK, is_kept};

/// Its name in the output, which hosts do not serve.
pub const TEMOIN: &str = ".parvis-temoin";

/// Longer than the steps of the clocks of file systems.
const PAS: Duration = Duration::from_millis(12);

/// A publication that was made.
#[derive(Debug, Serialize, Deserialize)]
pub struct Temoin {
    /// Of everything it was made from.
    cle: String,
    /// What was said of the sources.
    pub constats: String,
    /// Each file with its length, sorted.
    fichiers: Vec<(String, u64)>,
}

impl Temoin {
    /// The witness of `output`, where it still tells the truth: made from what `cle` names, nothing touched since.
    pub fn valable(output: &Path, cle: &str) -> Option<Self> {
        let place = output.join(TEMOIN);
        let depuis = changement(&place)?;
        let temoin: Self = serde_json::from_slice(&fs::read(&place).ok()?).ok()?;
        (temoin.cle == cle && temoin.intact(output, depuis)).then_some(temoin)
    }

    /// Writes the witness of a publication that has just been made. Without it, the next one is made whole: no fault.
    pub fn ecrire(output: &Path, cle: String, constats: String, chemins: BTreeSet<String>, attendre: bool) {
        let length = |chemin: String| {
            let meta = fs::symlink_metadata(output.join(&chemin)).ok()?;
            Some((chemin, meta.len()))
        };
        let Some(fichiers) = chemins.into_par_iter().map(length).collect::<Option<Vec<_>>>() else { return };
        let Ok(json) = serde_json::to_vec(&Self { cle, constats, fichiers }) else { return };
        if attendre {
            // What changes in the same instant cannot be told from what changed before.
            sleep(PAS);
        }
        let _ = fs::write(output.join(TEMOIN), json);
    }

    /// Takes the witness away, before anything is written.
    pub fn oter(output: &Path) {
        let _ = fs::remove_file(output.join(TEMOIN));
    }

    /// How many files there are.
    pub fn fichiers(&self) -> usize {
        self.fichiers.len()
    }

    /// Whether the output holds these files and no other, none of them touched since.
    fn intact(&self, output: &Path, depuis: (i64, i64)) -> bool {
        let avant = |path: &Path| changement(path).is_some_and(|change| change < depuis);
        let mut folders: BTreeSet<PathBuf> = BTreeSet::new();
        let mut heads: BTreeSet<&str> = BTreeSet::from([MARK]);
        for (chemin, _) in &self.fichiers {
            heads.extend(chemin.split('/').next());
            let mut up = Path::new(chemin).parent().filter(|up| !up.as_os_str().is_empty());
            while let Some(folder) = up.filter(|folder| folders.insert(output.join(folder))) {
                up = folder.parent().filter(|up| !up.as_os_str().is_empty());
            }
        }
        // The witness itself changes the output folder: what stands there is looked at by name.
        let Ok(top) = fs::read_dir(output) else { return false };
        let known = top
            .filter_map(Result::ok)
            .all(|entry| entry.file_name().to_str().is_some_and(|name| heads.contains(name)) || is_kept(&entry.path(), output));
        let folders: Vec<PathBuf> = folders.into_iter().collect();
        known
            && folders.par_iter().all(|folder| avant(folder) && folder.is_dir())
            && self.fichiers.par_iter().all(|(chemin, length)| {
                let path = output.join(chemin);
                fs::symlink_metadata(&path)
                    .is_ok_and(|m| m.is_file() && m.len() == *length && date(&m).is_some_and(|d| d < depuis))
            })
    }
}

/// The digest of all files below some folders, and of some words: what a publication is made from.
pub fn cle(dossiers: &[&Path], mots: &[String]) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(env!("PARVIS_EMPREINTE").as_bytes());
    for mot in mots {
        hasher.update(&(mot.len() as u64).to_le_bytes()).update(mot.as_bytes());
    }
    for dossier in dossiers {
        let entries = walkdir::WalkDir::new(dossier).sort_by_file_name().into_iter();
        // A file that cannot be read is known by its name: the build says what is wrong with it.
        let entries: Vec<walkdir::DirEntry> = entries.filter_map(Result::ok).filter(|e| !e.file_type().is_dir()).collect();
        let digest = |entry: &walkdir::DirEntry| {
            let text = entry.file_type().is_file().then(|| fs::read(entry.path()).ok()).flatten();
            text.map(|text| blake3::hash(&text))
        };
        let digests: Vec<Option<blake3::Hash>> = entries.par_iter().map(digest).collect();
        hasher.update(&(entries.len() as u64).to_le_bytes());
        for (entry, digest) in entries.iter().zip(digests) {
            let name = entry.path().strip_prefix(dossier).unwrap_or(entry.path()).as_os_str().as_encoded_bytes();
            hasher.update(&(name.len() as u64).to_le_bytes()).update(name);
            hasher.update(digest.as_ref().map_or(&[][..], |d| d.as_bytes().as_slice()));
        }
    }
    hasher.finalize().to_hex().to_string()
}

fn changement(path: &Path) -> Option<(i64, i64)> {
    date(&fs::symlink_metadata(path).ok()?)
}

/// When the system last saw a file change: its bytes, its name or its rights. Nobody sets this date.
#[cfg(unix)]
fn date(meta: &fs::Metadata) -> Option<(i64, i64)> {
    use std::os::unix::fs::MetadataExt;
    Some((meta.ctime(), meta.ctime_nsec()))
}

/// Other systems do not tell: everything is made again.
#[cfg(not(unix))]
fn date(_: &fs::Metadata) -> Option<(i64, i64)> {
    None
}
