//! The same sources for Hugo, with templates that do the same work: the page of a fiche is that of Parvis (prose, cross links,
//! tables, charts, breadcrumbs, structured data), orientations and cahiers have their totals, partners their indexes, and there
//! is one file of texts to search. What Parvis does beyond that (checks, open data, typography, stems and excerpts of the search,
//! budgets of every part in those above) is not asked of it.

use std::fs;
use std::io;
use std::path::Path;

use crate::site;

const CONFIG: &str = "baseURL = 'https://exemple.fr/'\ntitle = 'Site d’essai'\nlocale = 'fr'\ndisableKinds = ['RSS']\n\
    [taxonomies]\npartenaire = 'partenaires'\npilote = 'pilotes'\n[outputs]\nhome = ['HTML', 'JSON']\n\
    [markup.goldmark.extensions.typographer]\ndisable = false\n";

const BASE: &str = include_str!("baseof.html");
const SINGLE: &str = include_str!("single.html");

const LIST: &str = r#"{{ define "main" }}<h1>{{ .Title }}</h1>{{ .Content }}
{{ if .IsBranch }}{{ $totaux := dict }}{{ range .RegularPagesRecursive }}{{ range .Params.budget }}{{ $cle := printf "%d-%s" .exercice .nature }}{{ $totaux = merge $totaux (dict $cle (add (index $totaux $cle | default 0) .etat .departement)) }}{{ end }}{{ end }}
<table>{{ range $k, $v := $totaux }}<tr><th>{{ $k }}</th><td data-total="{{ $v }}">{{ lang.FormatNumberCustom 2 $v "- , ." }} €</td></tr>{{ end }}</table>{{ end }}
<ul>{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ .Description }}</li>{{ end }}</ul>{{ end }}"#;

const HOME: &str = r#"{{ define "main" }}<h1>{{ .Title }}</h1><ul>{{ range .Sections }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>{{ end }}"#;

const SEARCH: &str = r#"[{{ range $i, $p := .Site.RegularPages }}{{ if $i }},{{ end }}{{ dict "url" $p.RelPermalink "titre" $p.Title "texte" $p.Plain | jsonify }}{{ end }}]"#;

/// Writes the sources and the templates.
pub fn generate(folder: &Path, n: usize) -> io::Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    let layouts = folder.join("layouts");
    fs::create_dir_all(layouts.join("_default"))?;
    fs::write(folder.join("hugo.toml"), CONFIG)?;
    for (name, text) in [
        ("_default/baseof.html", BASE),
        ("_default/single.html", SINGLE),
        ("_default/list.html", LIST),
        ("index.html", HOME),
        ("index.json", SEARCH),
    ] {
        fs::write(layouts.join(name), text)?;
    }
    site::ranger(&folder.join("content/plan"), n, |title| format!("---\ntitle: {title}\n---\n"), |i| fiche(i, n))
}

/// A fiche with the text of Parvis’s, its front matter in the words of Hugo.
fn fiche(i: usize, n: usize) -> String {
    let source = site::fiche(i, n, site::budget(i as u64));
    let (entete, corps) = source.trim_start_matches("---\n").split_once("\n---\n").unwrap_or_default();
    let mut out = String::from("---\n");
    for line in entete.lines().take_while(|l| !l.starts_with("indicateurs:")) {
        let line = line.replacen("titre: ", if line.starts_with("titre") { "title: " } else { "titre: " }, 1);
        out.push_str(&line.replacen("resume: ", "description: ", 1));
        out.push('\n');
    }
    out.push_str(&site::chiffres(i, ""));
    out.push_str(&format!("liens: [\"{}\"]\n---\n", adresse((i * 7 + 1) % n)));
    let own = format!("[[cahier-{}/fiche-{:03}]]", i / 100 + 1, i % 100 + 1);
    out + &corps.replace(&own, &format!("[la fiche]({{{{< relref \"{}\" >}}}})", adresse(i)))
}

fn adresse(i: usize) -> String {
    format!("/plan/cahier-{}/orientation-{}/fiche-{:03}", i / 100 + 1, i / 10 % 10 + 1, i % 100 + 1)
}
