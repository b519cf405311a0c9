//! Paper, timed from outside with the sources that ship: `cargo bench --bench papier`.
//!
//! A plain report ([`SIMPLE`]) says what the typesetter itself costs on this machine, in the same run; then the longest document, one
//! fiche, and all fiches of that document in one command. Bars: a long report of charts and references in 12 ms and 2.8 MB a
//! page, a fiche in 50 ms when they are printed together. Where GNU time is not installed, memory is « ? ».

use std::io;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::Value;

const PARVIS: &str = env!("CARGO_BIN_EXE_parvis");
const SITE: &str = env!("CARGO_MANIFEST_DIR");
/// The theme whose template is a plain report.
const SIMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/papier/simple");
/// Each line is the best of so many runs.
const FOIS: usize = 3;

fn main() -> io::Result<()> {
    let parties = parties()?;
    let documents = parties.iter().filter(|p| !p.contains('/'));
    let fiches_de = |document: &String| parties.iter().filter(|p| est_fiche(p) && p.starts_with(&format!("{document}/"))).count();
    let long = documents.max_by_key(|d| fiches_de(d)).ok_or_else(|| io::Error::other("no document"))?;
    let fiches: Vec<&str> =
        parties.iter().filter(|p| est_fiche(p) && p.starts_with(&format!("{long}/"))).map(String::as_str).collect();
    println!("{}", ["", "fichiers", "pages", "temps", "ms/page", "ms/fichier", "mémoire"].map(|h| format!("{h:>16}")).concat());
    ligne("rapport simple", &[long], &["--theme", SIMPLE])?;
    ligne("document", &[long], &[])?;
    ligne("une fiche", &fiches[..1], &[])?;
    ligne("ses fiches", &fiches, &[])
}

fn est_fiche(id: &str) -> bool {
    id.rsplit('/').next().is_some_and(|name| name.starts_with("fiche-"))
}

/// The identifiers of all parts and documents.
fn parties() -> io::Result<Vec<String>> {
    let out = Command::new(PARVIS).args(["export", SITE, "--format", "json"]).output()?;
    let site: Value = serde_json::from_slice(&out.stdout)?;
    let ids = |list: &str| {
        site[list].as_array().into_iter().flatten().filter_map(|p| p["id"].as_str().map(str::to_owned)).collect::<Vec<_>>()
    };
    Ok([ids("documents"), ids("parties")].concat())
}

/// Prints some parts and says what it took.
fn ligne(nom: &str, parties: &[&str], options: &[&str]) -> io::Result<()> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("papier");
    let mut best: Option<(Duration, usize)> = None;
    let mut memory = None;
    for _ in 0..FOIS {
        let measured = Path::new("/usr/bin/time").exists();
        let mut command = if measured { Command::new("/usr/bin/time") } else { Command::new(PARVIS) };
        if measured {
            command.args(["-f", "%M", PARVIS]);
        }
        command
            .arg("pdf")
            .args(parties.iter().flat_map(|id| ["--part", id]))
            .args(options)
            .arg("--output")
            .arg(&folder)
            .arg(SITE);
        let start = Instant::now();
        let out = command.output()?;
        let spent = start.elapsed();
        if !out.status.success() {
            return Err(io::Error::other(String::from_utf8_lossy(&out.stderr).into_owned()));
        }
        let said = String::from_utf8_lossy(&out.stderr);
        memory = said.lines().last().and_then(|l| l.trim().parse::<usize>().ok());
        let pages = pages(&said).ok_or_else(|| io::Error::other(format!("how many pages? {said}")))?;
        best = best.into_iter().chain([(spent, pages)]).min();
    }
    let (spent, pages) = best.unwrap_or_default();
    let per = |n: usize| format!("{:?}", spent.as_millis() / n.max(1) as u128);
    let cells = [
        nom.to_owned(),
        parties.len().to_string(),
        pages.to_string(),
        format!("{} ms", spent.as_millis()),
        per(pages),
        per(parties.len()),
        memory.map_or_else(|| "?".to_owned(), |kib| format!("{} Mo", kib * 1_024 / 1_000_000)),
    ];
    println!("{}", cells.map(|c| format!("{c:>16}")).concat());
    Ok(())
}

/// « 1 PDF écrit dans …, 311 pages. »
fn pages(said: &str) -> Option<usize> {
    let (before, _) = said.rsplit_once("page")?;
    let digits: String = before.rsplit(',').next()?.chars().filter(char::is_ascii_digit).collect();
    digits.parse().ok()
}
