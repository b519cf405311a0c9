//! How long each phase took, for `--timings`.

use std::time::{Duration, Instant};

/// A stopwatch with named laps.
pub struct Timings {
    last: Instant,
    laps: Vec<(&'static str, Duration)>,
}

impl Timings {
    /// Starts now.
    pub fn start() -> Self {
        Self { last: Instant::now(), laps: Vec::new() }
    }

    /// Ends a phase.
    pub fn phase(&mut self, name: &'static str) {
        let now = Instant::now();
        self.laps.push((name, now - self.last));
        self.last = now;
    }

    /// One line per phase, and the sum.
    pub fn table(&self) -> String {
        let total: Duration = self.laps.iter().map(|(_, d)| *d).sum();
        let line = |name: &str, d: Duration| format!("{name:<10} {:>8} ms\n", d.as_millis());
        let laps: String = self.laps.iter().map(|(n, d)| line(n, *d)).collect();
        laps + &line("total", total)
    }
}
