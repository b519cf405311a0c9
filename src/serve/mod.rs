//! The site while it is being written: `parvis serve`.
//!
//! ```text
//! disk ─▶ veille ─▶ atelier ─▶ vitrine ─▶ http ─▶ browser
//!         what      reads it   makes      answers; a page waits there for the next version
//!         changed   again      pages
//! ```
//!
//! In: a site's folder. Out: its pages over HTTP, on this machine only. Only the files that change are read again; the
//! model is then made anew from what was read, and a page is made when it is asked for. Nothing is cached from one version
//! to the next, so what is shown is what `build` would write, PDFs left out. A fault leaves the last good site up.

mod atelier;
mod http;
mod page;
mod veille;

use std::fs;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::mpsc;
use std::time::Instant;

pub use atelier::{Atelier, Version, Vitrine};

/// What the thread of the pages is told.
enum Ordre {
    /// The site changed.
    Nouvelle(Box<Version>),
    /// The site cannot be made any more: why.
    Panne(String),
    /// A page is asked for.
    Demande { chemin: String, reponse: http::Reponse },
}

/// Serves a site until the process is stopped.
///
/// # Errors
/// The port is taken, or the system does not let files be watched.
pub fn servir(site: &Path, theme: Option<&Path>, port: u16, color: bool, dire: &dyn Fn(&str)) -> io::Result<()> {
    let ecoute = std::net::TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))?;
    let adresse = format!("http://{}", ecoute.local_addr()?);
    let (ordres, recus) = mpsc::channel();
    let numero = http::Numero::default();
    // What changes is told by its whole path.
    let site = &fs::canonicalize(site)?;
    let mut veille = veille::Veille::new(site, theme.map(fs::canonicalize).transpose()?.as_deref())?;
    let mut atelier = Atelier::new(site, theme, Some(adresse.clone()));

    let pages = numero.clone();
    std::thread::Builder::new().name("pages".to_owned()).spawn(move || montrer(&recus, &pages))?;
    let demandes = ordres.clone();
    std::thread::Builder::new().name("http".to_owned()).spawn(move || http::servir(ecoute, &demandes, &numero))?;

    dire(&format!("Aperçu : {adresse}/ (Ctrl+C pour arrêter)\n"));
    atelier.relire(None);
    let mut debut = Instant::now();
    let mut dits = String::new();
    loop {
        let ordre = match atelier.charger(color) {
            Ok((version, constats)) => {
                // What was said is not said again at each save.
                if constats != dits {
                    dire(&constats);
                }
                dits = constats;
                Ordre::Nouvelle(Box::new(version))
            }
            Err(faute) => {
                dire(&faute.terminal);
                dire("La dernière bonne version reste affichée.\n");
                dits.clear();
                Ordre::Panne(faute.texte)
            }
        };
        if ordres.send(ordre).is_err() {
            return Ok(());
        }
        dire(&format!("Relu en {} ms.\n", debut.elapsed().as_millis()));
        loop {
            let changes = veille.attendre()?;
            debut = Instant::now();
            if atelier.relire(changes.as_deref()) {
                break;
            }
        }
    }
}

/// Makes pages as they are asked for, with the last good version: what they share is made once for each.
fn montrer(ordres: &mpsc::Receiver<Ordre>, numero: &http::Numero) {
    let mut version: Option<Box<Version>> = None;
    let mut panne: Option<String> = None;
    loop {
        let vitrine = version.as_deref().map(Vitrine::new);
        let suivante = loop {
            match ordres.recv() {
                Err(_) => return,
                Ok(Ordre::Nouvelle(nouvelle)) => break nouvelle,
                Ok(Ordre::Panne(texte)) => {
                    panne = Some(texte);
                    numero.avancer();
                }
                Ok(Ordre::Demande { chemin, reponse }) => {
                    let faite = page::repondre(vitrine.as_ref(), panne.as_deref(), &chemin, &numero.lire());
                    // Who asked may have gone.
                    let _ = reponse.send(faite);
                }
            }
        };
        drop(vitrine);
        let ancienne = version.replace(suivante);
        panne = None;
        numero.avancer();
        // To forget a large site takes longer than to show a page.
        rayon::spawn(move || drop(ancienne));
    }
}
