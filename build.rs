//! Names the program by what it is made of: a build that was made by another one is not taken for up to date.
//! Lists the texts that the site says of itself, for themes that say them otherwise.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};

fn main() -> io::Result<()> {
    let mut hasher = DefaultHasher::new();
    for root in ["src", "themes", "Cargo.lock"] {
        println!("cargo::rerun-if-changed={root}");
        add(Path::new(root), &mut hasher)?;
    }
    println!("cargo::rustc-env=PARVIS_EMPREINTE={:016x}", hasher.finish());
    let mut mots = BTreeSet::new();
    relever(Path::new("src"), &mut mots)?;
    relever(Path::new("themes/defaut/imprime"), &mut mots)?;
    let liste: String = mots.iter().flat_map(|mot| [mot.as_str(), "\n"]).collect();
    fs::write(Path::new(&env::var_os("OUT_DIR").unwrap_or_default()).join("mots.txt"), liste)
}

/// Adds a file, or all files of a folder in the order of their names.
fn add(path: &Path, hasher: &mut DefaultHasher) -> io::Result<()> {
    if path.is_dir() {
        let mut inside = fs::read_dir(path)?.map(|e| e.map(|e| e.path())).collect::<io::Result<Vec<PathBuf>>>()?;
        inside.sort();
        return inside.iter().try_for_each(|p| add(p, hasher));
    }
    path.to_string_lossy().hash(hasher);
    // A package may come without its lock.
    fs::read(path).unwrap_or_default().hash(hasher);
    Ok(())
}

/// Gathers the texts that `dit!` and `mot!` mark in a file, and those that stand alone between the brackets of a template of
/// paper, or in all files of a folder.
fn relever(path: &Path, mots: &mut BTreeSet<String>) -> io::Result<()> {
    if path.is_dir() {
        return fs::read_dir(path)?.try_for_each(|entry| relever(&entry?.path(), mots));
    }
    let texte = fs::read_to_string(path)?;
    // What comments say of the marks is none.
    let code: String = texte.lines().filter(|l| !l.trim_start().starts_with("//")).flat_map(|l| [l, "\n"]).collect();
    for mark in ["dit!(", "mot!("] {
        for (at, _) in code.match_indices(mark) {
            let reste = &code[at + mark.len()..];
            mots.extend(reste.find('"').map(|quote| litteral(&reste[quote + 1..])));
        }
    }
    if path.extension().is_some_and(|e| e == "typ") {
        let crochets = code.split('[').skip(1).filter_map(|reste| reste.split_once(']'));
        let texte = |t: &&str| !t.contains(['#', '\\', '\n']) && t.chars().filter(|c| c.is_alphabetic()).count() > 2;
        mots.extend(crochets.map(|(t, _)| t).filter(texte).map(str::to_owned));
    }
    Ok(())
}

/// The text of a literal, from its first character to its closing quote.
fn litteral(code: &str) -> String {
    let (mut out, mut chars) = (String::new(), code.chars());
    while let Some(c) = chars.next().filter(|c| *c != '"') {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match chars.next() {
            // A no-break space and its like: `\u{A0}`.
            Some('u') => {
                let digits: String = chars.by_ref().skip(1).take_while(|c| *c != '}').collect();
                out.extend(u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32));
            }
            // A literal of several lines.
            Some('\n') => chars = chars.as_str().trim_start().chars(),
            escaped => out.extend(escaped),
        }
    }
    out
}
