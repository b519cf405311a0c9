//! Names the program by what it is made of: a build that was made by another one is not taken for up to date.

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
    Ok(())
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
