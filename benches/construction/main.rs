//! Whole builds of synthetic sites, timed from outside: `cargo bench --bench construction -- 1000 10000`.
//!
//! Each fiche has 3 kB of prose, a four-year budget with two funders, five indicators and links; fiches stand in
//! orientations of ten and cahiers of a hundred. The result is checked (pages, totals), so that speed never comes from
//! work left out. Bars: a 1 000-fiche site in under a second on two cores; time per fiche within 1.3× up to 50 000.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

mod site;

fn main() -> io::Result<()> {
    let mut sizes: Vec<usize> = std::env::args().skip(1).filter_map(|a| a.parse().ok()).collect();
    if sizes.is_empty() {
        sizes.push(1_000);
    }
    println!("{:>8} {:>10} {:>12} {:>12} {:>10} {:>12}", "fiches", "pages", "build", "unchanged", "check", "µs/fiche");
    for n in sizes {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("site-{n}"));
        site::generate(&folder, n)?;
        let site = folder;
        let output = site.join("output");
        if output.exists() {
            fs::remove_dir_all(&output)?;
        }
        let build = time(&site, &["build"])?;
        let again = best(3, &site, &["build"])?;
        let check = best(3, &site, &["check"])?;
        let pages = verify(&site, n)?;
        let per = build.as_micros() / n as u128;
        println!("{n:>8} {pages:>10} {:>12} {:>12} {:>10} {per:>12}", ms(build), ms(again), ms(check));
    }
    Ok(())
}

fn ms(d: Duration) -> String {
    format!("{} ms", d.as_millis())
}

fn best(runs: usize, site: &Path, args: &[&str]) -> io::Result<Duration> {
    let times: io::Result<Vec<Duration>> = (0..runs).map(|_| time(site, args)).collect();
    Ok(times?.into_iter().min().unwrap_or_default())
}

fn time(site: &Path, args: &[&str]) -> io::Result<Duration> {
    let start = Instant::now();
    let status = Command::new(env!("CARGO_BIN_EXE_parvis")).args(args).arg(site).arg("--quiet").status()?;
    let spent = start.elapsed();
    if status.success() { Ok(spent) } else { Err(io::Error::other(format!("parvis {args:?} failed"))) }
}

/// Counts the pages and compares the total of the site with its own arithmetic.
fn verify(site: &Path, n: usize) -> io::Result<usize> {
    let pages = count_pages(&site.join("output"))?;
    let groups = site::groups(n);
    if pages < n + groups {
        return Err(io::Error::other(format!("{pages} pages for {n} fiches")));
    }
    let out = Command::new(env!("CARGO_BIN_EXE_parvis"))
        .args(["export", "--format", "json"])
        .arg(site)
        .stderr(Stdio::inherit())
        .output()?;
    let export: serde_json::Value = serde_json::from_slice(&out.stdout)?;
    let expected = format!("{}.00", site::total(n));
    let found = export["budgets"]
        .as_array()
        .into_iter()
        .flatten()
        .find(|b| b["perimetre"] == "plan" && b["exercice"] == "2024" && b["nature"] == "previsionnel");
    match found.map(|b| &b["total"]) {
        Some(total) if *total == expected => Ok(pages),
        other => Err(io::Error::other(format!("total {other:?}, expected {expected}"))),
    }
}

fn count_pages(dir: &Path) -> io::Result<usize> {
    let mut n = 0;
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            n += count_pages(&path)?;
        } else if path.extension().is_some_and(|e| e == "html") {
            n += 1;
        }
    }
    Ok(n)
}
