//! The same sources for Zola, with templates that do the work of those for [`hugo`](crate::hugo).

use std::fs;
use std::io;
use std::path::Path;

use crate::site::{self, NATURES, YEARS};

const CONFIG: &str = "base_url = 'https://exemple.fr'\ntitle = 'Site d’essai'\ndefault_language = 'fr'\nbuild_search_index = true\n\
    taxonomies = [{name = 'partenaires'}, {name = 'pilotes'}]\n[search]\nindex_format = 'fuse_json'\n\
    [markdown]\nsmart_punctuation = true\n";

const BASE: &str = include_str!("base.html");
const PAGE: &str = include_str!("page.html");

/// `PAGES` stands for the sums of the pages of a section, `TOTAUX` for the table of them.
const SECTION: &str = r#"{% extends "base.html" %}{% block titre %}{{ section.title }}{% endblock %}
{% block fil %}{% for a in section.ancestors %}{% set s = get_section(path=a, metadata_only=true) %}<li><a href="{{ s.permalink }}">{{ s.title }}</a></li>{% endfor %}{% endblock %}
{% block main %}<h1>{{ section.title }}</h1>{{ section.content | safe }}
ZEROS{% set pages = section.pages %}PAGES{% for chemin in section.subsections %}{% set un = get_section(path=chemin) %}{% set pages = un.pages %}PAGES{% for sous in un.subsections %}{% set deux = get_section(path=sous) %}{% set pages = deux.pages %}PAGES{% endfor %}{% endfor %}
<table>TOTAUX</table>
<ul>{% for chemin in section.subsections %}{% set s = get_section(path=chemin, metadata_only=true) %}<li><a href="{{ s.permalink }}">{{ s.title }}</a></li>{% endfor %}{% for p in section.pages %}<li><a href="{{ p.permalink }}">{{ p.title }}</a> {{ p.description }}</li>{% endfor %}</ul>{% endblock %}"#;

const ACCUEIL: &str = r#"{% extends "base.html" %}{% block titre %}Accueil{% endblock %}{% block main %}<h1>{{ config.title }}</h1><ul>{% for chemin in section.subsections %}{% set s = get_section(path=chemin, metadata_only=true) %}<li><a href="{{ s.permalink }}">{{ s.title }}</a></li>{% endfor %}</ul>{% endblock %}"#;

const NOMS: &str = r#"{% extends "base.html" %}{% block titre %}{{ taxonomy.name }}{% endblock %}{% block main %}<ul>{% for t in terms %}<li><a href="{{ t.permalink }}">{{ t.name }}</a></li>{% endfor %}</ul>{% endblock %}"#;

const NOM: &str = r#"{% extends "base.html" %}{% block titre %}{{ term.name }}{% endblock %}{% block main %}<ul>{% for p in term.pages %}<li><a href="{{ p.permalink }}">{{ p.title }}</a> {{ p.description }}</li>{% endfor %}</ul>{% endblock %}"#;

/// The template of a section, each sum of its own: `t_2024_previsionnel`.
fn section() -> String {
    let cles: Vec<(u32, &str)> = YEARS.iter().flat_map(|year| NATURES.map(|nature| (*year, nature))).collect();
    let zeros: String = cles.iter().map(|(y, n)| format!("{{% set_global t_{y}_{n} = 0 %}}")).collect();
    let sum = |(i, (y, n)): (usize, &(u32, &str))| {
        let test = if i == 0 { "if" } else { "elif" };
        format!(
            "{{% {test} b.exercice == {y} and b.nature == \"{n}\" %}}{{% set_global t_{y}_{n} = t_{y}_{n} + b.etat + b.departement %}}"
        )
    };
    let sums: String = cles.iter().enumerate().map(sum).collect();
    let pages = format!("{{% for p in pages %}}{{% for b in p.extra.budget %}}{sums}{{% endif %}}{{% endfor %}}{{% endfor %}}");
    let row = |(y, n): &(u32, &str)| {
        format!(
            "<tr><th>{y}-{n}</th><td data-total=\"{{{{ t_{y}_{n} }}}}\">{{{{ t_{y}_{n} | num_format(locale=\"fr\") }}}} €</td></tr>"
        )
    };
    let totaux: String = cles.iter().map(row).collect();
    SECTION.replace("ZEROS", &zeros).replace("PAGES", &pages).replace("TOTAUX", &totaux)
}

/// Writes the sources and the templates.
pub fn generate(folder: &Path, n: usize) -> io::Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    let templates = folder.join("templates");
    fs::create_dir_all(&templates)?;
    fs::write(folder.join("config.toml"), CONFIG)?;
    for (name, text) in [
        ("base.html", BASE),
        ("page.html", PAGE),
        ("section.html", &section()),
        ("index.html", ACCUEIL),
        ("taxonomy_list.html", NOMS),
        ("taxonomy_single.html", NOM),
    ] {
        fs::write(templates.join(name), text)?;
    }
    site::ranger(&folder.join("content/plan"), n, |title| format!("---\ntitle: {title}\nsort_by: slug\n---\n"), |i| fiche(i, n))
}

/// A fiche with the text of Parvis’s, its front matter in the words of Zola.
fn fiche(i: usize, n: usize) -> String {
    let source = site::fiche(i, n, site::budget(i as u64));
    let (entete, corps) = source.trim_start_matches("---\n").split_once("\n---\n").unwrap_or_default();
    let value = |key: &str| entete.lines().find_map(|l| l.strip_prefix(key)).unwrap_or_default();
    let mut out = format!(
        "---\ntitle: {}\ndescription: {}\ntaxonomies:\n  pilotes: {}\n  partenaires: {}\nextra:\n  actions:\n",
        value("titre: "),
        value("resume: "),
        value("pilotes: "),
        value("partenaires: ")
    );
    let actions = entete.lines().skip_while(|l| *l != "actions:").skip(1).take_while(|l| l.starts_with(' '));
    actions.for_each(|line| out.push_str(&format!("  {line}\n")));
    out.push_str(&site::chiffres(i, "  "));
    out.push_str(&format!("  liens: [\"{}\"]\n---\n", adresse((i * 7 + 1) % n)));
    let own = format!("[[cahier-{}/fiche-{:03}]]", i / 100 + 1, i % 100 + 1);
    out + &corps.replace(&own, &format!("[la fiche](@/{})", adresse(i)))
}

fn adresse(i: usize) -> String {
    format!("plan/cahier-{}/orientation-{}/fiche-{:03}.md", i / 100 + 1, i / 10 % 10 + 1, i % 100 + 1)
}
