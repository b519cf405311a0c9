//! Moves inside a folder that can be undone: what goes away waits aside until all is done.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A path, and why it could not be written.
pub type Fault = (PathBuf, io::Error);

/// One change that was made.
enum Step {
    Moved { from: PathBuf, to: PathBuf },
    Removed(PathBuf),
}

/// The changes made so far, in order.
pub struct Journal {
    steps: Vec<Step>,
    /// Where what goes away waits.
    aside: PathBuf,
}

impl Journal {
    /// Nothing changed yet; what goes away will wait in `aside`, a folder that exists.
    pub fn new(aside: PathBuf) -> Self {
        Self { steps: Vec::new(), aside }
    }

    /// Moves a file or a folder to a free place.
    pub fn rename(&mut self, from: &Path, to: &Path) -> Result<(), Fault> {
        fs::rename(from, to).map_err(|e| (to.to_path_buf(), e))?;
        self.steps.push(Step::Moved { from: from.to_path_buf(), to: to.to_path_buf() });
        Ok(())
    }

    /// Takes a file, a link or a folder away.
    pub fn put_aside(&mut self, path: &Path) -> Result<(), Fault> {
        let to = self.aside.join(self.steps.len().to_string());
        fs::rename(path, &to).map_err(|e| (path.to_path_buf(), e))?;
        self.steps.push(Step::Moved { from: path.to_path_buf(), to });
        Ok(())
    }

    /// Removes an empty folder.
    pub fn remove(&mut self, folder: &Path) -> Result<(), Fault> {
        fs::remove_dir(folder).map_err(|e| (folder.to_path_buf(), e))?;
        self.steps.push(Step::Removed(folder.to_path_buf()));
        Ok(())
    }

    /// Puts everything back, the last change first; whether all of it went back.
    pub fn undo(self) -> bool {
        let undone = self.steps.iter().rev().map(|step| match step {
            Step::Moved { from, to } => fs::rename(to, from),
            Step::Removed(folder) => fs::create_dir(folder),
        });
        // One that fails is no reason to leave the others.
        undone.filter(Result::is_err).count() == 0
    }
}
