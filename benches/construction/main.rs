//! Whole builds of synthetic sites, timed from outside: `cargo bench --bench construction -- 1000 10000`.
//!
//! The sources are those of [`site`]. For each size: a first build, one that changes nothing, one after the edit of one
//! budget, a check, the memory at its peak, the floor (all sources read, the same bytes written), and a build of what other
//! generators make too ([`pages`]). Where Hugo or Zola is installed, the same texts are built with it in the same run, to pages
//! of the same weight. Results are checked (pages, totals), so that speed never comes from work left out. Bars: time per fiche within 1.3× from 1 000 to 50 000; nothing changed in 0.2 s at 10 000.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use rayon::prelude::*;

mod hugo;
mod pages;
mod site;
mod zola;

const PARVIS: &str = env!("CARGO_BIN_EXE_parvis");

/// That of the command.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> io::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if let [commande, site, output] = args.as_slice()
        && commande == pages::COMMANDE
    {
        return pages::construire(Path::new(site), Path::new(output));
    }
    let mut sizes: Vec<usize> = args.iter().filter_map(|a| a.parse().ok()).collect();
    if sizes.is_empty() {
        sizes.push(1_000);
    }
    let heads = [
        "fiches",
        "pages",
        "Mo",
        "build",
        "µs/fiche",
        "mémoire",
        "inchangé",
        "un budget",
        "check",
        "plancher",
        "sans data",
        "Hugo",
        "Zola",
    ];
    println!("{}", heads.map(|h| format!("{h:>10}")).concat());
    for n in sizes {
        println!("{}", row(n)?.map(|c| format!("{c:>10}")).concat());
    }
    Ok(())
}

/// One size, measured.
fn row(n: usize) -> io::Result<[String; 13]> {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("site-{n}"));
    site::generate(&folder, n)?;
    let corbeille = folder.join("corbeille");
    vider(&corbeille)?;
    fs::create_dir(&corbeille)?;
    let output = folder.join("output");
    jeter(&output, &corbeille)?;
    let build = time(&folder, &["build"])?;
    let peak = peak(&folder, &corbeille)?;
    let unchanged = (0..5).map(|_| time(&folder, &["build"])).collect::<io::Result<Vec<_>>>()?.into_iter().min();
    let pages = verify(&folder, n, site::total(n))?;
    let (floor, bytes) = floor(&folder, &corbeille)?;
    fs::write(folder.join("content").join(site::chemin(n / 2)), site::fiche(n / 2, n, 50_000))?;
    let edited = time(&folder, &["build"])?;
    verify(&folder, n, site::total(n) - 2 * site::budget(n as u64 / 2) + 100_000)?;
    let check = time(&folder, &["check"])?;
    let seules = seules(&folder, &corbeille, pages)?;
    let hugo = compare(n, "hugo", &["--quiet", "--source"], &[], hugo::generate)?;
    let zola = compare(n, "zola", &["--root"], &["build"], zola::generate)?;
    vider(&corbeille)?;
    Ok([
        n.to_string(),
        pages.to_string(),
        (bytes / 1_000_000).to_string(),
        ms(build),
        (build.as_micros() / n as u128).to_string(),
        peak.map_or_else(|| "?".to_owned(), |kib| format!("{} Mo", kib * 1_024 / 1_000_000)),
        ms(unchanged.unwrap_or_default()),
        ms(edited),
        ms(check),
        ms(floor),
        ms(seules),
        hugo.map_or_else(|| "absent".to_owned(), ms),
        zola.map_or_else(|| "absent".to_owned(), ms),
    ])
}

/// Puts a folder out of the way: files deleted just before a measure make the ones it writes dearer (ext4 looks at each of
/// their places before it takes another).
fn jeter(folder: &Path, corbeille: &Path) -> io::Result<()> {
    if !folder.exists() {
        return Ok(());
    }
    fs::rename(folder, corbeille.join(folder.file_name().unwrap_or_default()))
}

fn vider(corbeille: &Path) -> io::Result<()> {
    if corbeille.exists() { fs::remove_dir_all(corbeille) } else { Ok(()) }
}

fn ms(d: Duration) -> String {
    format!("{} ms", d.as_millis())
}

fn time(site: &Path, args: &[&str]) -> io::Result<Duration> {
    run(Command::new(PARVIS).args(args).arg(site).arg("--quiet"))
}

fn run(command: &mut Command) -> io::Result<Duration> {
    let start = Instant::now();
    let status = command.stdout(Stdio::null()).status()?;
    let spent = start.elapsed();
    if status.success() { Ok(spent) } else { Err(io::Error::other(format!("{command:?} failed"))) }
}

/// Pages and search alone: as many pages but those of the columns of the data.
fn seules(site: &Path, corbeille: &Path, attendues: usize) -> io::Result<Duration> {
    let output = site.join("seules");
    let spent = run(Command::new(std::env::current_exe()?).arg(pages::COMMANDE).arg(site).arg(&output))?;
    let made = pages(&output)?;
    jeter(&output, corbeille)?;
    if made + 2 == attendues { Ok(spent) } else { Err(io::Error::other(format!("{made} pages, expected {attendues} but two"))) }
}

/// The memory of a build at its peak, in kibibytes, where GNU time is installed.
fn peak(site: &Path, corbeille: &Path) -> io::Result<Option<usize>> {
    let output = site.join("mesure");
    let out =
        Command::new("/usr/bin/time").args(["-f", "%M", PARVIS, "build", "--quiet", "--output"]).arg(&output).arg(site).output();
    jeter(&output, corbeille)?;
    let Ok(out) = out else { return Ok(None) };
    Ok(String::from_utf8_lossy(&out.stderr).lines().last().and_then(|l| l.trim().parse().ok()))
}

/// Reads all sources and writes the bytes of the output elsewhere, with all threads.
fn floor(site: &Path, corbeille: &Path) -> io::Result<(Duration, usize)> {
    let output = site.join("output");
    let made: Vec<(PathBuf, Vec<u8>)> =
        files(&output)?.into_par_iter().map(|p| fs::read(&p).map(|b| (p, b))).collect::<io::Result<_>>()?;
    let copy = site.join("plancher");
    let start = Instant::now();
    let read: usize = files(&site.join("content"))?.par_iter().map(|p| fs::read(p).map_or(0, |b| b.len())).sum();
    made.par_iter().try_for_each(|(path, bytes)| {
        let to = copy.join(path.strip_prefix(&output).unwrap_or(path));
        fs::create_dir_all(to.parent().unwrap_or(&copy))?;
        fs::write(to, bytes)
    })?;
    let spent = start.elapsed();
    jeter(&copy, corbeille)?;
    if read == 0 { Err(io::Error::other("no sources")) } else { Ok((spent, made.iter().map(|(_, b)| b.len()).sum())) }
}

/// Counts the pages and compares the total of the site with arithmetic of its own.
fn verify(site: &Path, n: usize, total: u64) -> io::Result<usize> {
    let pages = pages(&site.join("output"))?;
    if pages < n + site::groups(n) {
        return Err(io::Error::other(format!("{pages} pages for {n} fiches")));
    }
    let table = fs::read_to_string(site.join("output/donnees/totaux.csv"))?;
    let line = table.lines().find(|line| line.starts_with("plan:2024:previsionnel:total,"));
    match line.and_then(|line| line.split(',').nth(9)) {
        Some(found) if *found == format!("{total}.00") => Ok(pages),
        other => Err(io::Error::other(format!("total {other:?}, expected {total}"))),
    }
}

/// Another generator on the same texts, where it is installed: `avant` comes before the folder of its site, `apres` behind.
fn compare(
    n: usize,
    programme: &str,
    avant: &[&str],
    apres: &[&str],
    generate: fn(&Path, usize) -> io::Result<()>,
) -> io::Result<Option<Duration>> {
    if Command::new(programme).arg("--version").output().is_err() {
        return Ok(None);
    }
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{programme}-{n}"));
    generate(&folder, n)?;
    let spent = run(Command::new(programme).args(avant).arg(&folder).args(apres).stderr(Stdio::null()))?;
    let output = folder.join("public");
    let (pages, total) = (pages(&output)?, total(&output)?);
    if pages < n + site::groups(n) || total != Some(site::total(n)) {
        return Err(io::Error::other(format!("{programme}: {pages} pages, total {total:?}")));
    }
    Ok(Some(spent))
}

/// The total of 2024, planned, that the page of the plan of another generator shows.
fn total(output: &Path) -> io::Result<Option<u64>> {
    let page = fs::read_to_string(output.join("plan/index.html"))?;
    let found = page.split("<th>2024-previsionnel</th><td data-total=\"").nth(1);
    Ok(found.and_then(|rest| rest.split('"').next()).and_then(|n| n.parse().ok()))
}

fn pages(dir: &Path) -> io::Result<usize> {
    Ok(files(dir)?.iter().filter(|p| p.extension().is_some_and(|e| e == "html")).count())
}

fn files(dir: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut to_see = vec![dir.to_path_buf()];
    while let Some(here) = to_see.pop() {
        for entry in fs::read_dir(here)? {
            let entry = entry?;
            let list = if entry.file_type()?.is_dir() { &mut to_see } else { &mut found };
            list.push(entry.path());
        }
    }
    Ok(found)
}
