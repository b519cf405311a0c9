//! How long each phase took, for `--timings`; which one runs, for who waits at a terminal.

use std::io::Write;
use std::time::{Duration, Instant};

use super::tell;

/// The phases of a build, in their order.
const PHASES: [&str; 12] = [
    "empreinte",
    "lecture",
    "modèle",
    "comptes",
    "contrôle",
    "index",
    "thème",
    "PDF",
    "données",
    "recherche",
    "pages",
    "écriture",
];

/// What a task makes, and how long it takes.
pub fn timed<T>(task: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    (task(), start.elapsed())
}

/// A stopwatch with named laps.
pub struct Timings {
    start: Instant,
    last: Instant,
    laps: Vec<(&'static str, Duration)>,
    /// Whether somebody watches: each phase is said in one line, which the next one takes the place of.
    visible: bool,
}

impl Timings {
    /// Starts now, in silence.
    pub fn start() -> Self {
        let now = Instant::now();
        Self { start: now, last: now, laps: Vec::new(), visible: false }
    }

    /// Starts now; where somebody watches, says which phase runs.
    pub fn start_visible(visible: bool) -> Self {
        let timings = Self { visible, ..Self::start() };
        timings.show(PHASES.first().copied());
        timings
    }

    /// Ends a phase.
    pub fn phase(&mut self, name: &'static str) {
        let now = Instant::now();
        self.together([(name, now - self.last)]);
    }

    /// Ends phases that ran at the same time.
    pub fn together<const N: usize>(&mut self, phases: [(&'static str, Duration); N]) {
        self.laps.extend(phases);
        self.last = Instant::now();
        let ended = self.laps.last().map_or("", |(name, _)| name);
        self.show(PHASES.iter().skip_while(|p| **p != ended).nth(1).copied());
    }

    fn show(&self, phase: Option<&str>) {
        if !self.visible {
            return;
        }
        match phase {
            Some(phase) => {
                let n = PHASES.iter().position(|p| *p == phase).map_or(0, |i| i + 1);
                tell(&format!("\r\x1b[K[{n}/{}] {phase}…", PHASES.len()));
            }
            None => tell("\r\x1b[K"),
        }
        let _ = std::io::stderr().flush();
    }

    /// Takes the line away, before anything else is said.
    pub fn hide(&mut self) {
        self.show(None);
        self.visible = false;
    }

    /// One line per phase, and the whole, which is less than their sum where some ran at the same time.
    pub fn table(&self) -> String {
        let total = self.last - self.start;
        let line = |name: &str, d: Duration| format!("{name:<12} {:>8} ms\n", d.as_millis());
        let laps: String = self.laps.iter().map(|(n, d)| line(n, *d)).collect();
        laps + &line("total", total)
    }
}
