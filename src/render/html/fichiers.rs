//! The files around the pages: style sheet, script, security headers, robots, site map for engines.

use crate::render::File;

use super::contexte::Contexte;

/// Headers that a host can send with every file (for hosts that read `_headers`).
const HEADERS: &str = "/*\n  Content-Security-Policy: default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; upgrade-insecure-requests\n  Strict-Transport-Security: max-age=31536000; includeSubDomains\n  X-Content-Type-Options: nosniff\n  Referrer-Policy: no-referrer\n  Permissions-Policy: accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=()\n  Cross-Origin-Opener-Policy: same-origin\n  Cross-Origin-Resource-Policy: same-origin\n/actifs/*\n  Cache-Control: public, max-age=31536000, immutable\n";

/// Everything that is not a page.
pub fn all(c: &Contexte<'_>, pages: &[File]) -> Vec<File> {
    let mut files = vec![
        File::text(c.theme.style_path(), c.theme.style()),
        File::text(c.theme.script_path(), c.theme.script()),
        File::text("_headers", HEADERS),
    ];
    match c.base() {
        Some(base) => {
            files.push(File::text("robots.txt", format!("User-agent: *\nAllow: /\n\nSitemap: {base}/sitemap.xml\n")));
            files.push(File::text("sitemap.xml", sitemap(c, base, pages)));
        }
        None => files.push(File::text("robots.txt", "User-agent: *\nAllow: /\n")),
    }
    files
}

/// The addresses of all pages that are their own canonical one (sitemaps.org 0.9).
fn sitemap(c: &Contexte<'_>, base: &str, pages: &[File]) -> String {
    let moved: Vec<String> = c.site.old_paths().map(|(old, _)| format!("{old}/index.html")).collect();
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    let mut paths: Vec<&str> =
        pages.iter().map(|p| p.path.as_str()).filter(|p| *p != "404.html" && !moved.iter().any(|m| m == p)).collect();
    paths.sort_unstable();
    for path in paths {
        let url = path.strip_suffix("index.html").unwrap_or(path);
        out.push_str(&format!("<url><loc>{base}/{url}</loc></url>\n"));
    }
    out.push_str("</urlset>\n");
    out
}
