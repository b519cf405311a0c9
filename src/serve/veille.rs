//! What changes on disk, as the system tells it: bursts come as one.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

/// A burst ends when nothing more comes for so long…
const CALME: Duration = Duration::from_millis(8);
/// … or when it has lasted so long.
const RAFALE: Duration = Duration::from_millis(200);
/// The system may miss what comes into a new folder before it watches it: all is looked at once more after so long.
const RELECTURE: Duration = Duration::from_millis(400);

/// Watches the sources and the theme of a site.
pub struct Veille {
    site: PathBuf,
    theme: Option<PathBuf>,
    watcher: RecommendedWatcher,
    events: mpsc::Receiver<notify::Result<Event>>,
    relecture: bool,
}

impl Veille {
    /// Starts to watch.
    ///
    /// # Errors
    /// The system does not let the folders be watched.
    pub fn new(site: &Path, theme: Option<&Path>) -> io::Result<Self> {
        let (tell, events) = mpsc::channel();
        let watcher = notify::recommended_watcher(tell).map_err(io::Error::other)?;
        let mut veille =
            Self { site: site.to_path_buf(), theme: theme.map(Path::to_path_buf), watcher, events, relecture: false };
        // The folder itself too: `content` may come later, or be put in the place of another.
        veille.watcher.watch(site, RecursiveMode::NonRecursive).map_err(io::Error::other)?;
        if let Some(theme) = theme {
            veille.watcher.watch(theme, RecursiveMode::Recursive).map_err(io::Error::other)?;
        }
        veille.suivre();
        Ok(veille)
    }

    /// Watches `content/` anew: it may be another folder than before.
    fn suivre(&mut self) {
        let content = self.site.join("content");
        let _ = self.watcher.unwatch(&content);
        // Where there is none, its absence is what the pages tell.
        let _ = self.watcher.watch(&content, RecursiveMode::Recursive);
    }

    /// Waits for changes: the files that may have changed, or nothing where any may have.
    ///
    /// # Errors
    /// The system does not watch any more.
    pub fn attendre(&mut self) -> io::Result<Option<Vec<PathBuf>>> {
        let content = self.site.join("content");
        loop {
            let mut changes = Vec::new();
            let first = if self.relecture {
                match self.events.recv_timeout(RELECTURE) {
                    Err(RecvTimeoutError::Timeout) => {
                        self.relecture = false;
                        return Ok(None);
                    }
                    other => other.map_err(io::Error::other)?,
                }
            } else {
                self.events.recv().map_err(io::Error::other)?
            };
            let start = Instant::now();
            let mut all = self.note(first, &mut changes);
            while start.elapsed() < RAFALE
                && let Ok(next) = self.events.recv_timeout(CALME)
            {
                all |= self.note(next, &mut changes);
            }
            changes.sort();
            changes.dedup();
            if changes.contains(&content) {
                self.suivre();
                all = true;
            }
            let watched =
                |path: &PathBuf| path.starts_with(&content) || self.theme.as_ref().is_some_and(|theme| path.starts_with(theme));
            changes.retain(watched);
            // A folder that comes, goes or gets another name says nothing of what is in it.
            all |= changes.iter().any(|path| path.is_dir());
            if all {
                self.relecture = true;
                return Ok(None);
            }
            if !changes.is_empty() {
                return Ok(Some(changes));
            }
        }
    }

    /// Takes note of an event; whether it means that anything may have changed.
    fn note(&self, event: notify::Result<Event>, changes: &mut Vec<PathBuf>) -> bool {
        match event {
            Ok(event) if event.need_rescan() => true,
            Ok(Event { kind: EventKind::Access(_), .. }) => false,
            Ok(event) => {
                changes.extend(event.paths);
                false
            }
            Err(_) => true,
        }
    }
}
