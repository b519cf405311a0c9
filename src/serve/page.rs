//! What is answered at an address: a file of the site, with what a page needs to reload itself.

use crate::render::html::echapper;

use super::Vitrine;

/// An answer, ready to be sent.
#[derive(Debug, PartialEq, Eq)]
pub struct Faite {
    pub statut: u16,
    pub mime: &'static str,
    /// Where to go instead.
    pub vers: Option<String>,
    pub octets: Vec<u8>,
}

/// The folder of what only the preview has.
pub const APERCU: &str = ".parvis/";
const SCRIPT: &str = include_str!("apercu.js");
const STYLE: &str = include_str!("apercu.css");

/// Answers for a path below the root of the site.
pub fn repondre(vitrine: Option<&Vitrine<'_>>, panne: Option<&str>, chemin: &str, numero: &str) -> Faite {
    let propre = match chemin {
        ".parvis/apercu.js" => Some(SCRIPT),
        ".parvis/apercu.css" => Some(STYLE),
        _ => None,
    };
    if let Some(texte) = propre {
        return Faite { statut: 200, mime: mime(chemin), vers: None, octets: texte.as_bytes().to_vec() };
    }
    let Some(vitrine) = vitrine else {
        let texte = panne.unwrap_or("Le site est en cours de lecture.");
        return fautive(503, texte, numero);
    };
    let fichier = if chemin.is_empty() || chemin.ends_with('/') { format!("{chemin}index.html") } else { chemin.to_owned() };
    match vitrine.fichier(&fichier) {
        Some(Ok(octets)) => {
            let mime = mime(&fichier);
            let octets = if mime == HTML { animee(octets, panne, numero) } else { octets };
            Faite { statut: 200, mime, vers: None, octets }
        }
        Some(Err(faute)) => fautive(500, &vitrine.dire(&faute), numero),
        None if vitrine.pages().any(|page| page.strip_suffix("/index.html") == Some(chemin)) => {
            Faite { statut: 308, mime: HTML, vers: Some(format!("/{chemin}/")), octets: Vec::new() }
        }
        None => {
            let octets = match vitrine.fichier("404.html") {
                Some(Ok(octets)) => animee(octets, panne, numero),
                _ => Vec::new(),
            };
            Faite { statut: 404, mime: HTML, vers: None, octets }
        }
    }
}

const HTML: &str = "text/html; charset=utf-8";

/// The type of a file, by the end of its name.
fn mime(fichier: &str) -> &'static str {
    let name = fichier.rsplit('/').next().unwrap_or(fichier);
    match name.rsplit_once('.').map_or("", |(_, end)| end) {
        "html" => HTML,
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "jsonld" => "application/ld+json",
        "xml" => "application/xml",
        "csv" => "text/csv; charset=utf-8",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "svg" => "image/svg+xml",
        "pdf" => "application/pdf",
        _ => "text/plain; charset=utf-8",
    }
}

/// A page that reloads itself when the site changes, and says what is wrong meanwhile. The policy of the pages lets scripts
/// and styles of the same site in: nothing of it has to change.
fn animee(octets: Vec<u8>, panne: Option<&str>, numero: &str) -> Vec<u8> {
    let mut html = String::from_utf8(octets).unwrap_or_default();
    let at = html.rfind("</body>").unwrap_or(html.len());
    html.insert_str(at, &ajout(panne, numero));
    html.into_bytes()
}

fn ajout(panne: Option<&str>, numero: &str) -> String {
    let panne = panne.map_or_else(String::new, |texte| {
        format!(
            "<section class=\"parvis-panne\" role=\"alert\"><p>Cette page est celle de la dernière bonne version.</p><pre>{}</pre></section>",
            echapper(texte)
        )
    });
    format!(
        "<link rel=\"stylesheet\" href=\"/{APERCU}apercu.css\">{panne}<script src=\"/{APERCU}apercu.js\" data-numero=\"{numero}\" defer></script>"
    )
}

/// A page in place of one that cannot be made.
fn fautive(statut: u16, texte: &str, numero: &str) -> Faite {
    let html = format!(
        "<!doctype html><html lang=\"fr\"><head><meta charset=\"utf-8\"><title>Aperçu impossible</title></head><body><h1>Aperçu impossible</h1><pre class=\"parvis-faute\">{}</pre>{}</body></html>",
        echapper(texte),
        ajout(None, numero)
    );
    Faite { statut, mime: HTML, vers: None, octets: html.into_bytes() }
}
