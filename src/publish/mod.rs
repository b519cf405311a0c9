//! Rendered files to disk: staged, then moved in together, nothing rewritten that did not change, nothing left that is stale.
//!
//! In: the files of a rendering. Out: the output folder holds these, and what its owner keeps there ([`is_kept`]). Invariant:
//! nothing outside the output folder is touched, one publication at a time writes there, and a failure puts the last good
//! site back in place, or says that it could not.

mod dossier;
mod journal;
mod temoin;

use std::collections::BTreeSet;
use std::fs::{self, File as DiskFile};
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rayon::prelude::*;

use crate::diagnostics::{Code, Diagnostic};
use crate::render::File;
use crate::render::data::publication::DOSSIER;
use crate::render::data::{Reception, Sortie};

use dossier::{MARK, claim, is_kept};
use journal::{Fault, Journal};

pub use temoin::{Temoin, cle};

/// New files wait here until all of them are written.
const STAGE: &str = ".parvis-en-cours";
/// Inside it, the files that the disk does not have, each at its place.
const NEW: &str = "nouveaux";
/// There too, what goes away waits.
const ASIDE: &str = "anciens";

/// What a publication did.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Report {
    pub ecrits: usize,
    pub inchanges: usize,
    pub retires: usize,
}

/// Why there was no publication.
#[derive(Debug)]
pub struct Failure {
    pub diagnostic: Diagnostic,
    /// Whether the site that was there before is still there, whole.
    pub intact: bool,
}

impl From<Diagnostic> for Failure {
    fn from(diagnostic: Diagnostic) -> Self {
        Self { diagnostic, intact: true }
    }
}

/// A publication under way: files are handed over in any order, from any thread, and wait beside their places until
/// [`Self::finir`] moves them all in. Dropped before that, it leaves the last site as it was.
pub struct Chantier {
    output: PathBuf,
    stage: PathBuf,
    /// Held until the end.
    _lock: DiskFile,
    /// Whether the folder was not there before.
    neuf: bool,
    /// Whether the stage holds what could not be put back.
    incomplet: bool,
    recus: Mutex<Recus>,
}

/// What was handed over.
#[derive(Default)]
struct Recus {
    chemins: BTreeSet<String>,
    /// How many of them are not on disk already, and wait in the stage.
    ecrits: usize,
}

impl Chantier {
    /// Starts a publication into `output`.
    ///
    /// # Errors
    /// The folder is not ours to write, another publication writes there, or the system refuses.
    pub fn ouvrir(output: &Path, forbidden: &[PathBuf]) -> Result<Self, Failure> {
        let neuf = !output.exists();
        let lock = claim(output, forbidden)?;
        let stage = output.join(STAGE);
        let chantier = Self {
            output: output.to_path_buf(),
            stage,
            _lock: lock,
            neuf,
            incomplet: false,
            recus: Mutex::new(Recus::default()),
        };
        prepare(&chantier.stage).map_err(|(path, error)| failure(&path, &error))?;
        Ok(chantier)
    }

    fn recus(&self) -> MutexGuard<'_, Recus> {
        self.recus.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes one file; it is written unless the disk has it already.
    ///
    /// # Errors
    /// Its path leaves the output folder, or the system refuses.
    pub fn deposer(&self, file: &File) -> Result<(), Diagnostic> {
        let to = self.place(&file.path)?;
        let connu = !self.neuf && same(&to, &file.bytes);
        if !connu {
            let staged = self.staged(&file.path);
            with_parent(&staged, |at| fs::write(at, &file.bytes)).map_err(|e| failure(&to, &e))?;
        }
        self.noter(file.path.clone(), connu);
        Ok(())
    }

    /// Where a file goes.
    fn place(&self, path: &str) -> Result<PathBuf, Diagnostic> {
        if !is_inside(path) {
            return Err(Diagnostic::new(Code::SortieRefusee, format!("« {path} » sort du dossier de sortie")));
        }
        Ok(self.output.join(path))
    }

    /// Where it waits until then.
    fn staged(&self, path: &str) -> PathBuf {
        self.stage.join(NEW).join(path)
    }

    /// Takes note of a file, and whether the disk has it already.
    fn noter(&self, path: String, connu: bool) {
        let mut recus = self.recus();
        recus.ecrits += usize::from(!connu);
        recus.chemins.insert(path);
    }

    /// Moves the files in, and takes away what this publication did not make; the paths of all its files.
    ///
    /// # Errors
    /// The system refuses; what was moved is put back.
    pub fn finir(mut self) -> Result<(Report, BTreeSet<String>), Failure> {
        let recus = std::mem::take(&mut *self.recus());
        Temoin::oter(&self.output);
        let mut journal = Journal::new(self.stage.join(ASIDE));
        let moved = move_in(&self.stage.join(NEW), &self.output, &self.output, &mut journal)
            .and_then(|()| if self.neuf { Ok(0) } else { sweep(&recus.chemins, &self.output, &mut journal) });
        match moved {
            Ok(retires) => {
                let Recus { chemins, ecrits } = recus;
                Ok((Report { ecrits, inchanges: chemins.len() - ecrits, retires }, chemins))
            }
            Err((path, error)) => {
                let diagnostic = failure(&path, &error);
                if journal.undo() {
                    return Err(diagnostic.into());
                }
                self.incomplet = true;
                let help = "le site en place est incomplet : rendez le dossier inscriptible, puis relancez la construction";
                Err(Failure { diagnostic: diagnostic.with_help(help), intact: false })
            }
        }
    }
}

impl Reception for Chantier {
    fn recevoir<T>(&self, nom: &str, ecriture: impl FnOnce(&mut Sortie<'_>) -> io::Result<T>) -> Result<T, Diagnostic> {
        let path = format!("{DOSSIER}/{nom}");
        let to = self.place(&path)?;
        let draft = self.stage.join(nom.replace('/', "_"));
        let staging = || -> io::Result<T> {
            let mut out = BufWriter::with_capacity(1 << 16, DiskFile::create(&draft)?);
            let rendu = ecriture(&mut out)?;
            out.flush()?;
            let connu = identical(&draft, &to)?;
            if connu {
                fs::remove_file(&draft)?;
            } else {
                with_parent(&self.staged(&path), |at| fs::rename(&draft, at))?;
            }
            self.noter(path, connu);
            Ok(rendu)
        };
        staging().map_err(|e| failure(&to, &e))
    }

    fn brouillons(&self) -> Option<&Path> {
        Some(&self.stage)
    }
}

impl Drop for Chantier {
    fn drop(&mut self) {
        if self.incomplet {
            return;
        }
        // What stays of it is in nobody's way: the next publication removes it.
        let _ = fs::remove_dir_all(&self.stage);
        // A publication that came to nothing leaves no folder behind.
        if self.neuf && fs::read_dir(&self.output).is_ok_and(|entries| entries.count() == 1) {
            let _ = fs::remove_file(self.output.join(MARK));
            let _ = fs::remove_dir(&self.output);
        }
    }
}

/// Makes `output` hold exactly `files`, beside what its owner keeps there.
///
/// # Errors
/// Those of [`Chantier`].
pub fn publish(files: &[File], output: &Path, forbidden: &[PathBuf]) -> Result<Report, Failure> {
    if let Some(file) = files.iter().find(|f| !is_inside(&f.path)) {
        return Err(Diagnostic::new(Code::SortieRefusee, format!("« {} » sort du dossier de sortie", file.path)).into());
    }
    let chantier = Chantier::ouvrir(output, forbidden)?;
    files.par_iter().try_for_each(|file| chantier.deposer(file))?;
    chantier.finir().map(|(report, _)| report)
}

/// Marks an output folder as ours, as [`publish`] does, before something is put into it.
///
/// # Errors
/// The folder is not ours to write, or the system refuses.
pub fn adopter(output: &Path, forbidden: &[PathBuf]) -> Result<(), Diagnostic> {
    claim(output, forbidden).map(drop)
}

/// Puts files into a folder, whatever else it holds: each is replaced at once or left as it was.
///
/// # Errors
/// The system refuses.
pub fn deposer(files: &[File], folder: &Path) -> Result<(), Diagnostic> {
    let put = |file: &File| -> Result<(), Fault> {
        let to = folder.join(&file.path);
        let fault = |e| (to.clone(), e);
        let parent = to.parent().unwrap_or(folder);
        if !parent.as_os_str().is_empty() {
            fs::create_dir_all(parent).map_err(fault)?;
        }
        if same(&to, &file.bytes) {
            return Ok(());
        }
        let mut name = to.file_name().unwrap_or_default().to_os_string();
        name.push(".en-cours");
        let stage = to.with_file_name(name);
        fs::write(&stage, &file.bytes).map_err(fault)?;
        fs::rename(&stage, &to).map_err(|e| {
            let _ = fs::remove_file(&stage);
            fault(e)
        })
    };
    files.iter().try_for_each(put).map_err(|(path, error)| {
        Diagnostic::new(Code::EcritureImpossible, format!("« {} » ne peut pas être écrit : {error}", path.display()))
    })
}

fn failure(path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::new(Code::EcritureImpossible, format!("« {} » ne peut pas être écrit : {error}", path.display()))
        .with_help("la dernière bonne version du site est restée en place")
}

fn is_inside(path: &str) -> bool {
    !path.is_empty() && Path::new(path).components().all(|c| matches!(c, Component::Normal(_)))
}

/// Whether the file on disk is a plain file that holds these bytes already.
fn same(path: &Path, bytes: &[u8]) -> bool {
    fs::symlink_metadata(path).is_ok_and(|m| m.is_file() && m.len() == bytes.len() as u64)
        && fs::read(path).is_ok_and(|old| old == bytes)
}

/// Whether two files hold the same bytes, the second a plain file.
fn identical(draft: &Path, path: &Path) -> io::Result<bool> {
    if !fs::symlink_metadata(path).is_ok_and(|m| m.is_file()) || fs::metadata(path)?.len() != fs::metadata(draft)?.len() {
        return Ok(false);
    }
    let mut files = [BufReader::new(DiskFile::open(draft)?), BufReader::new(DiskFile::open(path)?)];
    loop {
        let [a, b] = &mut files;
        let (one, other) = (a.fill_buf()?, b.fill_buf()?);
        let n = one.len().min(other.len());
        if n == 0 || one[..n] != other[..n] {
            return Ok(one.is_empty() && other.is_empty());
        }
        a.consume(n);
        b.consume(n);
    }
}

/// An empty place for what is not moved in yet.
fn prepare(stage: &Path) -> Result<(), Fault> {
    let fault = |e| (stage.to_path_buf(), e);
    if fs::symlink_metadata(stage).is_ok_and(|m| m.is_dir()) {
        fs::remove_dir_all(stage).map_err(fault)?;
    } else if fs::symlink_metadata(stage).is_ok() {
        fs::remove_file(stage).map_err(fault)?;
    }
    [stage.to_path_buf(), stage.join(NEW), stage.join(ASIDE)].iter().try_for_each(fs::create_dir).map_err(fault)
}

/// Puts something at a path, in a folder made for it where there is none.
fn with_parent(path: &Path, put: impl Fn(&Path) -> io::Result<()>) -> io::Result<()> {
    match (put(path), path.parent()) {
        (Err(error), Some(folder)) if error.kind() == io::ErrorKind::NotFound => {
            fs::create_dir_all(folder)?;
            put(path)
        }
        (done, _) => done,
    }
}

/// Moves what a folder of the stage holds to its place, whole folders where there is none yet. A file or a link in the way
/// goes, so that nothing is written through it.
fn move_in(staged: &Path, place: &Path, output: &Path, journal: &mut Journal) -> Result<(), Fault> {
    let fault = |e| (staged.to_path_buf(), e);
    let mut entries = fs::read_dir(staged).and_then(Iterator::collect::<io::Result<Vec<_>>>).map_err(fault)?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let (from, to) = (entry.path(), place.join(entry.file_name()));
        match fs::symlink_metadata(&to) {
            Ok(there) if there.is_dir() && entry.file_type().map_err(fault)?.is_dir() => {
                move_in(&from, &to, output, journal)?;
                continue;
            }
            Ok(_) => give_way(&to, output, journal)?,
            Err(_) => {}
        }
        journal.rename(&from, &to)?;
    }
    Ok(())
}

/// Takes away what stands where a page goes, unless its owner keeps something in it.
fn give_way(path: &Path, output: &Path, journal: &mut Journal) -> Result<(), Fault> {
    // Of a link, only the link goes.
    let folder = fs::symlink_metadata(path).is_ok_and(|m| m.is_dir());
    let mut inside = walkdir::WalkDir::new(path).into_iter().filter_map(Result::ok);
    if folder && inside.any(|entry| is_kept(entry.path(), output)) {
        return Err((path.to_path_buf(), io::Error::other("ce qui y est n’a pas été écrit par Parvis")));
    }
    journal.put_aside(path)
}

/// Removes every file that this publication did not make, then empty folders; what is kept stays.
fn sweep(chemins: &BTreeSet<String>, output: &Path, journal: &mut Journal) -> Result<usize, Fault> {
    let pages: BTreeSet<PathBuf> = chemins.iter().map(|path| output.join(path)).collect();
    let mut retires = 0;
    let entries = walkdir::WalkDir::new(output).min_depth(1).into_iter().filter_entry(|e| !is_kept(e.path(), output));
    // A folder comes before what it holds: seen from the end, all that it holds has gone.
    let entries: Vec<walkdir::DirEntry> = entries.filter_map(Result::ok).collect();
    for entry in entries.iter().rev() {
        let path = entry.path();
        if entry.file_type().is_dir() {
            if fs::read_dir(path).map_err(|e| (path.to_path_buf(), e))?.next().is_none() {
                journal.remove(path)?;
            }
        } else if !pages.contains(path) {
            journal.put_aside(path)?;
            retires += 1;
        }
    }
    Ok(retires)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(path: &str) -> Option<String> {
        fs::read_to_string(path).ok()
    }

    #[test]
    fn a_publication_that_fails_half_way_puts_the_last_site_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let output = folder.path().join("sortie");
        let at = |path: &str| output.join(path).to_string_lossy().into_owned();
        let pages = ["a.html", "b/index.html", "c/index.html", "d/index.html"];
        publish(&pages.map(|path| File::text(path, "un")), &output, &[]).expect("published");
        fs::write(at("c/.garde"), "à moi").expect("written");
        let long = format!("e/{}.html", "x".repeat(300));
        for last in ["c", &long] {
            let files = ["a.html", "b", "d/f/index.html", last].map(|path| File::text(path, "deux"));
            let failed = publish(&files, &output, &[]).expect_err("a folder that stays, a name that no file system takes");
            assert!(failed.intact && failed.diagnostic.help.is_some_and(|h| h.contains("restée en place")));
            assert!(pages.iter().all(|path| text(&at(path)).as_deref() == Some("un")), "{last}");
            let mut left: Vec<_> = fs::read_dir(&output).expect("a folder").map(|e| e.expect("an entry").file_name()).collect();
            left.sort();
            assert_eq!(left, [MARK, "a.html", "b", "c", "d"]);
            assert!(!Path::new(&at("d/f")).exists(), "{last}");
        }
    }

    #[test]
    fn what_the_owner_of_the_folder_keeps_there_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        let output = folder.path().join("sortie");
        publish(&[File::text("a/index.html", "un")], &output, &[]).expect("published");
        let kept = [".git/config", ".nojekyll", ".well-known/security.txt", "CNAME", "a/.htaccess"];
        for path in kept.iter().chain(&["vieux.html", "vieux/CNAME"]) {
            let path = output.join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            fs::write(path, "à moi").expect("written");
        }
        let report = publish(&[File::text("b/index.html", "un")], &output, &[]).expect("published");
        assert_eq!(report.retires, 3);
        for path in kept {
            assert_eq!(fs::read_to_string(output.join(path)).ok().as_deref(), Some("à moi"), "{path}");
        }
        assert!(!output.join("vieux").exists() && !output.join("a/index.html").exists() && !output.join(STAGE).exists());
        // A folder that holds such a thing does not give way to a file.
        assert!(publish(&[File::text("a", "un fichier")], &output, &[]).is_err_and(|f| f.intact));
        assert!(output.join("a/.htaccess").exists() && output.join("b/index.html").exists());
    }

    #[test]
    fn two_publications_at_once_do_not_mix() {
        let folder = tempfile::tempdir().expect("a folder");
        let output = folder.path().join("sortie");
        publish(&[File::text("a.html", "un")], &output, &[]).expect("published");
        let other = DiskFile::open(output.join(MARK)).expect("the mark");
        other.lock().expect("a lock");
        let refused = publish(&[File::text("a.html", "deux")], &output, &[]).expect_err("another one writes");
        assert!(refused.intact && refused.diagnostic.message.contains("une autre construction"), "{refused:?}");
        assert_eq!(fs::read_to_string(output.join("a.html")).ok().as_deref(), Some("un"));
        drop(other);
        publish(&[File::text("a.html", "deux")], &output, &[]).expect("published");
    }
}
