//! Recipes: what a case needs and a repository cannot hold.
//!
//! A `recette.txt` has one step a line:
//!
//! ```text
//! lien CHEMIN -> CIBLE      a symbolic link
//! latin1 CHEMIN             the file of the case, saved again in Latin-1
//! gros CHEMIN TAILLE        a file of that many bytes
//! prise CHEMIN              a socket: a special file that nobody can read, root included
//! ```

use std::fs;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::Path;

/// Applies a recipe, if there is one, to a copy of its case.
pub fn appliquer(recette: &Path, dossier: &Path) {
    let Ok(texte) = fs::read_to_string(recette) else { return };
    for ligne in texte.lines() {
        let mots: Vec<&str> = ligne.split(' ').collect();
        let place = |chemin: &str| {
            let place = dossier.join(chemin);
            fs::create_dir_all(place.parent().unwrap()).unwrap();
            place
        };
        match mots.as_slice() {
            ["lien", chemin, "->", cible] => symlink(cible, place(chemin)).unwrap(),
            ["latin1", chemin] => {
                let texte = fs::read_to_string(dossier.join(chemin)).unwrap();
                let octets: Vec<u8> = texte.chars().map(|c| u8::try_from(c).expect("a Latin-1 character")).collect();
                fs::write(dossier.join(chemin), octets).unwrap();
            }
            ["gros", chemin, taille] => {
                let octets = vec![b'a'; taille.parse().unwrap()];
                fs::write(place(chemin), octets).unwrap();
            }
            ["prise", chemin] => drop(UnixListener::bind(place(chemin)).unwrap()),
            _ => panic!("{} : étape inconnue « {ligne} »", recette.display()),
        }
    }
}
