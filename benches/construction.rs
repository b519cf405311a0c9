//! Whole builds of synthetic sites, timed from outside: `cargo bench --bench construction -- 1000 10000`.
//!
//! Each fiche has 3 kB of prose, a four-year budget with two funders, five indicators and links; fiches stand in
//! orientations of ten and cahiers of a hundred. The result is checked (pages, totals), so that speed never comes from
//! work left out. Bars: a 1 000-fiche site in under a second on two cores; time per fiche within 1.3× up to 50 000.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const YEARS: [u32; 4] = [2024, 2025, 2026, 2027];

fn main() -> io::Result<()> {
    let mut sizes: Vec<usize> = std::env::args().skip(1).filter_map(|a| a.parse().ok()).collect();
    if sizes.is_empty() {
        sizes.push(1_000);
    }
    println!("{:>8} {:>10} {:>12} {:>12} {:>10} {:>12}", "fiches", "pages", "build", "unchanged", "check", "µs/fiche");
    for n in sizes {
        let site = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("site-{n}"));
        generate(&site, n)?;
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
    let groups = n.div_ceil(10) + n.div_ceil(100);
    if pages < n + groups {
        return Err(io::Error::other(format!("{pages} pages for {n} fiches")));
    }
    let out = Command::new(env!("CARGO_BIN_EXE_parvis"))
        .args(["export", "--format", "json"])
        .arg(site)
        .stderr(Stdio::inherit())
        .output()?;
    let export: serde_json::Value = serde_json::from_slice(&out.stdout)?;
    let expected = format!("{}.00", (0..n as u64).map(|i| budget(i) * 2).sum::<u64>());
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

/// Each funder's share of a fiche in a year, in euros.
fn budget(i: u64) -> u64 {
    10_000 + i * 37 % 90_000
}

fn generate(site: &Path, n: usize) -> io::Result<()> {
    let content = site.join("content");
    if content.exists() {
        fs::remove_dir_all(&content)?;
    }
    let plan = content.join("plan");
    fs::create_dir_all(content.join("referentiels"))?;
    fs::create_dir_all(&plan)?;
    fs::write(content.join("site.yaml"), "titre: \"Site d’essai\"\nurl: https://exemple.fr\n")?;
    fs::write(content.join("referentiels/financeurs.yaml"), "- id: etat\n  nom: État\n- id: departement\n  nom: Département\n")?;
    fs::write(
        plan.join("document.md"),
        "---\ntitre: Plan d’essai\nniveaux:\n  - nature: orientation\n    dans_les_identifiants: non\n  - nature: fiche\n---\n",
    )?;
    for i in 0..n {
        let (cahier, orientation) = (i / 100 + 1, i / 10 % 10 + 1);
        let dir = plan.join(format!("{cahier}-cahier-{cahier}/orientation-{orientation}"));
        if i % 100 == 0 {
            fs::create_dir_all(&dir)?;
            fs::write(dir.join("../cahier.md"), format!("---\nnumero: \"{cahier}\"\ntitre: Cahier numéro {cahier}\n---\n"))?;
        }
        if i % 10 == 0 {
            fs::create_dir_all(&dir)?;
            fs::write(
                dir.join("orientation.md"),
                format!(
                    "---\nnumero: \"{orientation}\"\ntitre: Orientation {orientation} du cahier {cahier}\n---\nCe que l’orientation vise.\n"
                ),
            )?;
        }
        fs::write(dir.join(format!("fiche-{:03}.md", i % 100 + 1)), fiche(i, n))?;
    }
    Ok(())
}

fn fiche(i: usize, n: usize) -> String {
    let mut out = format!(
        "---\nnumero: \"{}\"\ntitre: \"Fiche {i} : accompagner les familles\"\nresume: \"En deux phrases, la fiche {i}. Elle accompagne.\"\n",
        i % 100 + 1
    );
    out.push_str("pilotes: [Direction de l’enfance]\npartenaires: [CAF, Pôle emploi, Missions locales]\nactions:\n");
    for a in 1..=4 {
        let _ = write!(
            out,
            "  - numero: \"{a}\"\n    titre: \"Mener l’action {a} de la fiche {i}\"\n    priorite: \"{}\"\n",
            a % 3 + 1
        );
    }
    out.push_str("indicateurs:\n");
    for k in 1..=5 {
        let _ = writeln!(out, "  - nom: \"Nombre de personnes accompagnées, volet {k}\"\n    valeurs:");
        for year in YEARS {
            let _ = writeln!(out, "      bilan {year}: \"{}\"", i % 1_000 + k * 10);
        }
    }
    out.push_str("budget:\n");
    for year in YEARS {
        for nature in ["previsionnel", "realise"] {
            let share = budget(i as u64);
            let _ = write!(
                out,
                "  - exercice: \"{year}\"\n    nature: {nature}\n    total: \"{} €\"\n    parts:\n      etat: \"{share} €\"\n      departement: \"{share} €\"\n",
                share * 2
            );
        }
    }
    let to = (i * 7 + 1) % n;
    let _ = writeln!(out, "liens:\n  - vers: cahier-{}/fiche-{:03}\n---\n", to / 100 + 1, to % 100 + 1);
    for p in 1..=6 {
        let _ = writeln!(
            out,
            "## Volet {p}\n\nLe Département accompagne les familles dans leurs démarches : il informe, oriente et soutient. \
             En 2022, 1 250 personnes ont été reçues, soit 12 % de plus qu’en 2021 ; l’équipe a tenu 48 permanences. \
             Les *professionnels* travaillent avec la **CAF**, les communes et les associations, voir [[cahier-{}/fiche-{:03}]].\n\n\
             - premier accueil, sans rendez-vous ;\n- évaluation de la situation avec la personne ;\n- orientation vers le bon service.\n",
            i / 100 + 1,
            i % 100 + 1
        );
    }
    out
}
