//! The files around the pages: style sheet, script, security headers, robots, site map for engines.

use std::collections::BTreeSet;

use crate::render::File;

use crate::model::config::Securite;
use crate::text::date::Date;
use crate::text::fold::slug;
use crate::text::markdown::plain;
use crate::text::typography::french;

use super::contexte::Contexte;
use super::escape::escape;

/// Headers that a host can send with every file (for hosts that read `_headers`).
const HEADERS: &str = "/*\n  Content-Security-Policy: default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; upgrade-insecure-requests\n  Strict-Transport-Security: max-age=31536000; includeSubDomains\n  X-Content-Type-Options: nosniff\n  Referrer-Policy: no-referrer\n  Permissions-Policy: accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=()\n  Cross-Origin-Opener-Policy: same-origin\n  Cross-Origin-Resource-Policy: same-origin\n/actifs/*\n  Cache-Control: public, max-age=31536000, immutable\n";

/// Everything that is not a page.
pub fn all<'p>(c: &Contexte<'_>, pages: impl Iterator<Item = &'p str>) -> Vec<File> {
    let (image_path, image) = c.theme.image();
    let mut files = vec![
        File::text(c.theme.style_path(), c.theme.style()),
        File::text(c.theme.script_path(), c.theme.script()),
        File { path: image_path.to_owned(), bytes: image.to_vec() },
        File::text("_headers", HEADERS),
    ];
    match c.base() {
        Some(base) => {
            files.push(File::text("robots.txt", format!("User-agent: *\nAllow: /\n\nSitemap: {base}/sitemap.xml\n")));
            files.push(File::text("sitemap.xml", sitemap(c, base, pages)));
        }
        None => files.push(File::text("robots.txt", "User-agent: *\nAllow: /\n")),
    }
    if !c.site.config.nouveautes.is_empty() {
        files.push(File::text("nouveautes.xml", flux(c)));
    }
    if let Some(securite) = &c.site.config.securite {
        files.push(File::text(".well-known/security.txt", securite_txt(c, securite)));
    }
    files
}

/// The addresses of all pages that are their own canonical one (sitemaps.org 0.9).
fn sitemap<'p>(c: &Contexte<'_>, base: &str, pages: impl Iterator<Item = &'p str>) -> String {
    let moved: BTreeSet<String> = c.site.old_paths().map(|(old, _)| format!("{old}/index.html")).collect();
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    let mut paths: Vec<&str> = pages.filter(|p| *p != "404.html" && !moved.contains(*p)).collect();
    paths.sort_unstable();
    for path in paths {
        let url = path.strip_suffix("index.html").unwrap_or(path);
        // The format wants apostrophes written as references too.
        let address = escape(&format!("{base}/{url}")).replace('\'', "&apos;");
        out.push_str(&format!("<url><loc>{address}</loc></url>\n"));
    }
    out.push_str("</urlset>\n");
    out
}

/// `security.txt` (RFC 9116).
fn securite_txt(c: &Contexte<'_>, s: &Securite) -> String {
    let contact =
        if s.contact.contains('@') && !s.contact.contains(':') { format!("mailto:{}", s.contact) } else { s.contact.clone() };
    let canonical = c.base().map_or_else(String::new, |b| format!("Canonical: {b}/.well-known/security.txt\n"));
    format!("Contact: {contact}\nExpires: {}T00:00:00Z\nPreferred-Languages: fr\n{canonical}", jour(&s.expire))
}

/// A day in full: the first of the month or of the year where the source says no more.
fn jour(date: &Date) -> String {
    let (year, month, day) = date.first_day();
    format!("{year:04}-{month:02}-{day:02}")
}

/// The feed of changes (Atom, RFC 4287). Entries are named by their date and title: a corrected text is the same entry.
pub fn flux(c: &Contexte<'_>) -> String {
    let base = c.base().unwrap_or("urn:parvis");
    let nouveautes = &c.site.config.nouveautes;
    let updated = nouveautes.iter().map(|n| jour(&n.date)).max().unwrap_or_default();
    let author = c.site.config.editeur.as_deref().unwrap_or(&c.site.config.titre);
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n<id>{base}/nouveautes/</id>\n<title>{}</title>\n<updated>{updated}T00:00:00Z</updated>\n<author><name>{}</name></author>\n<link rel=\"self\" href=\"{base}/nouveautes.xml\"/>\n<link href=\"{base}/nouveautes/\"/>\n",
        c.site.config.langue,
        escape(&french(&c.site.config.titre)),
        escape(&french(author))
    );
    for n in nouveautes {
        let part = n.vers.as_ref().and_then(|v| c.site.find(v.value.trim_matches('/')));
        let url = part.map_or_else(|| "/nouveautes/".to_owned(), |ix| c.site.part(ix).url());
        let text = n.texte.as_deref().map_or_else(String::new, |t| format!("<summary>{}</summary>", escape(&french(&plain(t)))));
        out.push_str(&format!(
            "<entry><id>{base}/nouveautes/#{}-{}</id><title>{}</title><updated>{}T00:00:00Z</updated><link href=\"{base}{}\"/>{text}</entry>\n",
            jour(&n.date),
            slug(&n.titre),
            escape(&french(&n.titre)),
            jour(&n.date),
            escape(&url)
        ));
    }
    out.push_str("</feed>\n");
    out
}
