//! Just enough HTML to ask a page what it links to and what it holds.

/// A start tag with its attributes, character references resolved.
#[derive(Debug)]
pub struct Balise {
    pub nom: String,
    pub attributs: Vec<(String, String)>,
    /// Whether it closes itself, as the marks of an SVG do: `<circle …/>`.
    pub fermee: bool,
}

impl Balise {
    /// The value of an attribute.
    pub fn attribut(&self, nom: &str) -> Option<&str> {
        self.attributs.iter().find(|(n, _)| n == nom).map(|(_, v)| v.as_str())
    }
}

/// The start tags of a page, in order.
pub fn balises(page: &str) -> Vec<Balise> {
    let mut trouvees = Vec::new();
    let mut reste = page;
    while let Some(debut) = reste.find('<') {
        reste = &reste[debut + 1..];
        if reste.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let (balise, suite) = balise(reste);
            reste = apres_titre(&balise, suite);
            trouvees.push(balise);
        }
    }
    trouvees
}

/// What follows a start tag; inside a title, `<` is a character like another.
fn apres_titre<'t>(balise: &Balise, suite: &'t str) -> &'t str {
    if balise.nom == "title" { &suite[suite.find("</title>").expect("a title ends")..] } else { suite }
}

fn balise(texte: &str) -> (Balise, &str) {
    let fin = texte.find([' ', '\n', '>', '/']).expect("a tag ends");
    let mut balise = Balise { nom: texte[..fin].to_owned(), attributs: Vec::new(), fermee: false };
    let mut reste = texte[fin..].trim_start_matches([' ', '\n', '/']);
    while !reste.starts_with('>') {
        let fin = reste.find([' ', '\n', '>', '=', '/']).expect("an attribute ends");
        let nom = reste[..fin].to_owned();
        reste = &reste[fin..];
        let mut valeur = String::new();
        if let Some(suite) = reste.strip_prefix('=') {
            let (brute, suite) = match suite.chars().next() {
                Some(g @ ('"' | '\'')) => suite[1..].split_once(g).expect("a quoted value ends"),
                _ => suite.split_at(suite.find([' ', '\n', '>']).expect("a value ends")),
            };
            (valeur, reste) = (texte_de(brute), suite);
        }
        balise.attributs.push((nom, valeur));
        reste = reste.trim_start_matches([' ', '\n', '/']);
    }
    balise.fermee = texte[..texte.len() - reste.len()].ends_with('/');
    (balise, &reste[1..])
}

/// The first end tag of a page that closes something else than what is open, or the first tag that nothing closes.
pub fn desequilibre(page: &str) -> Option<String> {
    const VIDES: [&str; 6] = ["meta", "link", "br", "hr", "img", "input"];
    let mut ouvertes: Vec<String> = Vec::new();
    let mut reste = page;
    while let Some(debut) = reste.find('<') {
        reste = &reste[debut + 1..];
        if let Some(fin) = reste.strip_prefix('/') {
            let nom = fin.split('>').next().unwrap_or("").trim();
            let ouverte = ouvertes.pop();
            if ouverte.as_deref() != Some(nom) {
                return Some(format!("</{nom}> ferme {ouverte:?}"));
            }
        } else if reste.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let (balise, suite) = balise(reste);
            reste = apres_titre(&balise, suite);
            if !balise.fermee && !VIDES.contains(&balise.nom.as_str()) {
                ouvertes.push(balise.nom);
            }
        }
    }
    ouvertes.pop().map(|nom| format!("<{nom}> n’est pas fermé"))
}

/// A text with its character references resolved.
pub fn texte_de(html: &str) -> String {
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#34;", "\""), ("&#39;", "'"), ("&#x27;", "'"), ("&amp;", "&")]
        .iter()
        .fold(html.to_owned(), |texte, (reference, signe)| texte.replace(reference, signe))
}

/// The `<main>` of a page, one tag a line.
pub fn principal(page: &str) -> String {
    let debut = page.find("<main").expect("a page has a main");
    let fin = page.find("</main>").map_or(page.len(), |fin| fin + "</main>".len());
    page[debut..fin].replace("><", ">\n<")
}

/// The identifiers of a page.
pub fn ancres(page: &str) -> Vec<String> {
    balises(page).iter().filter_map(|b| b.attribut("id")).map(str::to_owned).collect()
}

/// The addresses that a page links to, style sheet included.
pub fn liens(page: &str) -> Vec<String> {
    balises(page).iter().filter_map(|b| b.attribut("href").or(b.attribut("src"))).map(str::to_owned).collect()
}

/// The links of a site's pages that lead nowhere: no such file, or no such anchor in it.
///
/// Without `local`, an address that ends with `/` is served by its `index.html`.
pub fn liens_casses(site: &std::collections::BTreeMap<String, Vec<u8>>, local: bool) -> Vec<String> {
    let pages: std::collections::BTreeMap<&str, &str> = site
        .iter()
        .filter(|(chemin, _)| chemin.ends_with(".html"))
        .map(|(chemin, octets)| (chemin.as_str(), std::str::from_utf8(octets).expect("UTF-8")))
        .collect();
    let ancres: std::collections::BTreeMap<&str, Vec<String>> = pages.iter().map(|(c, p)| (*c, ancres(p))).collect();
    let mut casses = Vec::new();
    for (chemin, page) in pages.iter().filter(|(chemin, _)| **chemin != "404.html") {
        for lien in liens(page) {
            if ["https://", "http://", "data:", "mailto:", "tel:"].iter().any(|schema| lien.starts_with(schema)) {
                continue;
            }
            let (vers, ancre) = lien.split_once('#').map_or((lien.as_str(), None), |(v, a)| (v, Some(a)));
            let cible = if vers.is_empty() { Some((*chemin).to_owned()) } else { resoudre(chemin, vers, local) };
            let existe = cible.as_deref().is_some_and(|c| site.contains_key(c));
            let ancre_existe =
                ancre.is_none_or(|a| cible.as_deref().and_then(|c| ancres.get(c)).is_some_and(|l| l.iter().any(|x| x == a)));
            if !existe || !ancre_existe {
                casses.push(format!("{chemin} → {lien}"));
            }
        }
    }
    casses
}

/// The file that a relative address names, seen from a page; `None` outside the site.
fn resoudre(page: &str, lien: &str, local: bool) -> Option<String> {
    let mut dossiers: Vec<&str> = page.split('/').collect();
    dossiers.pop();
    for nom in lien.split('/') {
        match nom {
            "" | "." => {}
            ".." => drop(dossiers.pop()?),
            nom => dossiers.push(nom),
        }
    }
    let chemin = dossiers.join("/");
    let dossier = lien.ends_with('/') || lien.ends_with("..") || lien == ".";
    match (dossier, local) {
        (true, true) => None,
        (true, false) => Some(format!("{chemin}/index.html").trim_start_matches('/').to_owned()),
        (false, _) => Some(chemin),
    }
}
