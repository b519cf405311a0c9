//! What pages say to machines: schema.org in JSON-LD.

use serde_json::{Value, json};

use crate::model::PartIx;

use super::contexte::{Contexte, Page};

/// The blocks of a page: where it stands, and what it is. Nothing without a public address: schema.org names are absolute.
pub fn page(c: &Contexte<'_>, page: &Page) -> Option<String> {
    let base = c.base()?;
    let here = page.canonique.as_ref()?;
    let mut graph: Vec<Value> = Vec::new();
    if page.ici.is_empty() {
        graph.push(json!({
            "@context": "https://schema.org", "@type": "WebSite", "name": c.site.config.titre, "url": format!("{base}/"),
            "inLanguage": c.site.config.langue, "description": page.description, "publisher": editeur(c),
        }));
    } else {
        let crumbs = page.fil.iter().map(|l| (l.texte.as_str(), absolute(base, page, &l.href)));
        let crumbs = crumbs.chain([(page.ici.as_str(), here.clone())]).enumerate();
        let items: Vec<Value> =
            crumbs.map(|(i, (name, url))| json!({ "@type": "ListItem", "position": i + 1, "name": name, "item": url })).collect();
        graph.push(json!({ "@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items }));
    }
    graph.extend(page.part.map(|ix| part(c, base, ix, here)));
    graph.extend(page.objets.iter().cloned());
    // « </script> » in a title must not end the block.
    Some(Value::Array(graph).to_string().replace('<', "\\u003c"))
}

/// Who publishes the site.
pub fn editeur(c: &Contexte<'_>) -> Value {
    json!({ "@type": "Organization", "name": c.site.config.editeur.as_deref().unwrap_or(&c.site.config.titre) })
}

/// A link of a page, from the root of the web.
fn absolute(base: &str, page: &Page, href: &str) -> String {
    let path = href.strip_prefix(page.racine.as_str()).unwrap_or(href);
    format!("{base}/{}", path.trim_end_matches("index.html"))
}

/// A document is a report, a part of it is a part of that report.
fn part(c: &Contexte<'_>, base: &str, ix: PartIx, here: &str) -> Value {
    let part = c.site.part(ix);
    let document = c.site.document(part);
    let info = &document.info;
    let author = info.collectivite.as_deref().map(|name| json!({ "@type": "GovernmentOrganization", "name": name }));
    let mut value = json!({
        "@context": "https://schema.org",
        "@type": if part.parent.is_none() { "Report" } else { "CreativeWork" },
        "name": part.titre(),
        "url": here,
        "inLanguage": c.site.config.langue,
        "author": author,
        "publisher": editeur(c),
        "description": c.resume(ix),
        "dateModified": c.site.config.edition.map(|d| d.iso()),
        "temporalCoverage": (!info.periode.is_empty()).then(|| info.periode.join("/")),
    });
    if let (Some(fields), false) = (value.as_object_mut(), part.parent.is_none()) {
        let root = c.site.part(document.racine);
        let whole = json!({ "@type": "Report", "name": root.titre(), "url": format!("{base}{}", root.url()) });
        fields.insert("isPartOf".to_owned(), whole);
    }
    if let Some(fields) = value.as_object_mut() {
        fields.retain(|_, v| !v.is_null());
    }
    value
}
