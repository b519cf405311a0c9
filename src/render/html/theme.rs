//! The theme: templates and style sheet, the default one embedded, any file of it replaceable.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use tera::Tera;

use crate::diagnostics::{Code, Diagnostic, SourceMap, Span};
use crate::render::mots::{FICHIER as MOTS, Mots};
use crate::text::nearest;

mod faute;
mod mots;

use faute::{Fichiers, fault, inscrire};

/// The files of the default theme, by their path below `themes/defaut/`.
const DEFAUT: &[(&str, &str)] = &[
    ("gabarits/accessibilite.html", include_str!("../../../themes/defaut/gabarits/accessibilite.html")),
    ("gabarits/accueil.html", include_str!("../../../themes/defaut/gabarits/accueil.html")),
    ("gabarits/base.html", include_str!("../../../themes/defaut/gabarits/base.html")),
    ("gabarits/budget-document.html", include_str!("../../../themes/defaut/gabarits/budget-document.html")),
    ("gabarits/budget.html", include_str!("../../../themes/defaut/gabarits/budget.html")),
    ("gabarits/composants.html", include_str!("../../../themes/defaut/gabarits/composants.html")),
    ("gabarits/deplacee.html", include_str!("../../../themes/defaut/gabarits/deplacee.html")),
    ("gabarits/colonnes.html", include_str!("../../../themes/defaut/gabarits/colonnes.html")),
    ("gabarits/donnees.html", include_str!("../../../themes/defaut/gabarits/donnees.html")),
    ("gabarits/donnees-personnelles.html", include_str!("../../../themes/defaut/gabarits/donnees-personnelles.html")),
    ("gabarits/ecarts.html", include_str!("../../../themes/defaut/gabarits/ecarts.html")),
    ("gabarits/glossaire.html", include_str!("../../../themes/defaut/gabarits/glossaire.html")),
    ("gabarits/index-fiche.html", include_str!("../../../themes/defaut/gabarits/index-fiche.html")),
    ("gabarits/index.html", include_str!("../../../themes/defaut/gabarits/index.html")),
    ("gabarits/indicateurs-document.html", include_str!("../../../themes/defaut/gabarits/indicateurs-document.html")),
    ("gabarits/indicateurs.html", include_str!("../../../themes/defaut/gabarits/indicateurs.html")),
    ("gabarits/introuvable.html", include_str!("../../../themes/defaut/gabarits/introuvable.html")),
    ("gabarits/mentions-legales.html", include_str!("../../../themes/defaut/gabarits/mentions-legales.html")),
    ("gabarits/nouveautes.html", include_str!("../../../themes/defaut/gabarits/nouveautes.html")),
    ("gabarits/orientations.html", include_str!("../../../themes/defaut/gabarits/orientations.html")),
    ("gabarits/partie.html", include_str!("../../../themes/defaut/gabarits/partie.html")),
    ("gabarits/plan.html", include_str!("../../../themes/defaut/gabarits/plan.html")),
    ("gabarits/priorite.html", include_str!("../../../themes/defaut/gabarits/priorite.html")),
    ("gabarits/priorites.html", include_str!("../../../themes/defaut/gabarits/priorites.html")),
    ("gabarits/territoire-indicateur.html", include_str!("../../../themes/defaut/gabarits/territoire-indicateur.html")),
    ("gabarits/territoires.html", include_str!("../../../themes/defaut/gabarits/territoires.html")),
    ("gabarits/recherche.html", include_str!("../../../themes/defaut/gabarits/recherche.html")),
    ("scripts/recherche.js", include_str!("../../../themes/defaut/scripts/recherche.js")),
    ("styles/parvis.css", include_str!("../../../themes/defaut/styles/parvis.css")),
    // What a theme adds to the style sheet without copying it: a few colours.
    ("styles/ajouts.css", ""),
];

/// What a theme is made of.
const DOSSIERS: [&str; 6] = ["gabarits", "styles", "scripts", "images", "imprime", "polices"];
/// The image that shared links show, 1 200 by 630 pixels.
const IMAGE: &str = "images/partage.png";
const IMAGE_PAR_DEFAUT: &[u8] = include_bytes!("../../../themes/defaut/images/partage.png");

/// Words, compiled templates, a style sheet, the script of the search and the image of shared links.
pub struct Theme {
    mots: Mots,
    tera: Tera,
    /// The templates as their authors wrote them, for the reports of faults.
    sources: Vec<Gabarit>,
    /// What every template knows.
    global: SiteGlobal,
    style: String,
    style_path: String,
    /// The files of the theme's folder, for the same reports.
    own: Fichiers,
    /// Those that nothing reads.
    inconnus: Vec<Diagnostic>,
    script: String,
    script_path: String,
    image: Vec<u8>,
    image_path: String,
}

/// The default script without its lines of comments: readers do not pay for them.
fn sans_commentaires(script: &str) -> String {
    let code = |line: &&str| !line.trim_start().starts_with("//") && !line.trim_start().starts_with("/**");
    script.lines().map(str::trim_start).filter(code).flat_map(|line| [line, "\n"]).collect()
}

impl Theme {
    /// The default theme, with the files of `folder` in place of its own; `sources` learns them, to show what is wrong in them.
    ///
    /// # Errors
    /// The folder is missing, a template does not parse, or words take the place of none.
    pub fn load(
        folder: Option<&Path>,
        site: &crate::model::SiteConfig,
        sources: &mut SourceMap,
    ) -> Result<Self, Vec<Diagnostic>> {
        let mut files: BTreeMap<String, String> =
            DEFAUT.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
        let mut own = Fichiers::new();
        let mut image = IMAGE_PAR_DEFAUT.to_vec();
        let mut over = |folder: &Path| overlay(folder, &mut files, &mut image, &mut own, sources);
        let inconnus = folder.map_or_else(|| Ok(Vec::new()), &mut over).map_err(|fault| vec![fault])?;
        let mots = Mots::load(folder, textes(), sources)?;
        let mut style = files.remove("styles/parvis.css").unwrap_or_default();
        style.push_str(&files.remove("styles/ajouts.css").unwrap_or_default());
        let script = files.remove("scripts/recherche.js").unwrap_or_default();
        let script = if own.contains_key("scripts/recherche.js") { script } else { sans_commentaires(&script) };
        let template = |(path, texte): (String, String)| {
            let defaut = DEFAUT.iter().any(|(name, text)| *name == path && *text == texte);
            let texte = if defaut { mots::avec(&mots, &texte) } else { texte };
            Some(Gabarit { nom: path.strip_prefix("gabarits/")?.to_owned(), texte, defaut })
        };
        let templates: Vec<Gabarit> = files.into_iter().filter_map(template).collect();
        let global = SiteGlobal::from(site);
        let tera = compile(&templates, &global, Gabarit::compact)
            .or_else(|_| compile(&templates, &global, Gabarit::as_written))
            .map_err(|e| vec![fault(&e, &own)])?;
        let digest = |bytes: &[u8]| blake3::hash(bytes).to_hex()[..10].to_owned();
        let style_path = format!("actifs/parvis-{}.css", digest(style.as_bytes()));
        let script_path = format!("actifs/recherche-{}.js", digest(script.as_bytes()));
        let image_path = format!("actifs/partage-{}.png", digest(&image));
        Ok(Self {
            mots,
            tera,
            sources: templates,
            own,
            global,
            style,
            style_path,
            script,
            script_path,
            image,
            image_path,
            inconnus,
        })
    }

    /// Fills a template.
    ///
    /// # Errors
    /// The template uses something that does not exist.
    pub fn render(&self, template: &str, values: &tera::Context) -> Result<String, Diagnostic> {
        self.tera.render(template, values).map_err(|error| {
            // Told from the template as it was written.
            let written =
                compile(&self.sources, &self.global, Gabarit::as_written).and_then(|t| t.render(template, values).map(|_| ()));
            fault(written.as_ref().err().unwrap_or(&error), &self.own)
        })
    }

    /// The words of the site.
    pub fn mots(&self) -> &Mots {
        &self.mots
    }

    /// The files of the theme's folder that nothing reads, told.
    pub fn inconnus(&self) -> &[Diagnostic] {
        &self.inconnus
    }

    /// The style sheet.
    pub fn style(&self) -> &str {
        &self.style
    }

    /// Where the style sheet goes: named by its content, so that caches never lie.
    pub fn style_path(&self) -> &str {
        &self.style_path
    }

    /// The script of the search page.
    pub fn script(&self) -> &str {
        &self.script
    }

    /// Where it goes, named by its content too.
    pub fn script_path(&self) -> &str {
        &self.script_path
    }

    /// The image of shared links, with where it goes.
    pub fn image(&self) -> (&str, &[u8]) {
        (&self.image_path, &self.image)
    }
}

/// The texts that the templates of the default theme say themselves.
pub fn textes() -> impl Iterator<Item = &'static str> {
    DEFAUT.iter().filter(|(path, _)| path.ends_with(".html")).flat_map(|(_, text)| mots::textes(text))
}

/// A template.
struct Gabarit {
    nom: String,
    texte: String,
    /// Whether it is that of the default theme, but for its words.
    defaut: bool,
}

impl Gabarit {
    /// As its author wrote it.
    fn as_written(&self) -> String {
        self.texte.clone()
    }

    /// A template of the default theme without the line breaks and indents between its tags, so that every page is made
    /// compact; one of another theme as it is: its author may rely on the space that a line break makes.
    ///
    /// A line break beside a tag or a `{% %}` block is no space; elsewhere it is one. Lines keep their number: the breaks that
    /// go are made Tera comments, which the reports of errors count and the pages do not show.
    fn compact(&self) -> String {
        if !self.defaut {
            return self.as_written();
        }
        let mut out = String::with_capacity(self.texte.len());
        let mut before = ">";
        for (i, line) in self.texte.lines().enumerate() {
            let line = line.trim();
            if i > 0 {
                let closed = [">", "%}", "#}"].iter().any(|end| before.ends_with(end));
                let opens = ["<", "{%", "{#"].iter().any(|start| line.starts_with(start));
                out.push_str(if line.is_empty() || closed || opens { "{#\n#}" } else { " {#\n#}" });
            }
            out.push_str(line);
            if !line.is_empty() {
                before = line;
            }
        }
        out
    }
}

/// What templates know of the site as a whole.
#[derive(serde::Serialize)]
struct SiteGlobal {
    titre: String,
    editeur: Option<String>,
    langue: String,
    licence: Option<String>,
}

impl From<&crate::model::SiteConfig> for SiteGlobal {
    fn from(c: &crate::model::SiteConfig) -> Self {
        let set = |t: &String| crate::text::typography::french(t).into_owned();
        Self {
            titre: set(&c.titre),
            editeur: c.editeur.as_ref().map(set),
            langue: c.langue.clone(),
            licence: c.licence.as_ref().map(set),
        }
    }
}

/// Puts the files of a folder over those of the default theme; tells those that are no part of a theme.
fn overlay(
    folder: &Path,
    files: &mut BTreeMap<String, String>,
    image: &mut Vec<u8>,
    own: &mut Fichiers,
    sources: &mut SourceMap,
) -> Result<Vec<Diagnostic>, Diagnostic> {
    if !DOSSIERS.iter().any(|d| folder.join(d).is_dir()) && !folder.join(MOTS).is_file() {
        return Err(Diagnostic::new(Code::ThemeAbsent, format!("« {} » n’est pas un thème", folder.display())).with_help(
            "un thème est un dossier qui contient « gabarits », « styles », « scripts », « images », « imprime » ou « polices », ou un fichier « mots.yaml »",
        ));
    }
    // What versions and file managers leave behind is nobody's file.
    let visible = |e: &walkdir::DirEntry| e.depth() == 0 || !e.file_name().as_encoded_bytes().starts_with(b".");
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().filter_entry(visible);
    let mut inconnus = Vec::new();
    for entry in entries.filter_map(Result::ok).filter(|e| e.file_type().is_file()) {
        let Ok(relative) = entry.path().strip_prefix(folder) else { continue };
        let path = relative.iter().map(|s| s.to_string_lossy()).collect::<Vec<_>>().join("/");
        // What is for paper is read with the PDFs, the words once for both.
        if path.starts_with("imprime/") || path.starts_with("polices/") || path == MOTS {
            continue;
        }
        let shown = entry.path().iter().map(|s| s.to_string_lossy()).collect::<Vec<_>>().join("/").replace("//", "/");
        if path == IMAGE {
            *image = fs::read(entry.path()).map_err(|e| {
                let id = inscrire(sources, own, &path, shown, "");
                illisible(&path, &e).at(Span::new(id, 0, 0))
            })?;
            continue;
        }
        // A theme may bring templates of its own, for its others to use.
        let known = DEFAUT.iter().any(|(name, _)| *name == path) || (path.starts_with("gabarits/") && path.ends_with(".html"));
        if !known {
            inconnus.push(unknown(&path).at(Span::new(inscrire(sources, own, &path, shown, ""), 0, 0)));
            continue;
        }
        let text = fs::read_to_string(entry.path());
        let id = inscrire(sources, own, &path, shown, text.as_deref().unwrap_or(""));
        let text = text.map_err(|e| illisible(&path, &e).at(Span::new(id, 0, 0)))?;
        files.insert(path, text);
    }
    let brought = files.keys().filter(|path| !DEFAUT.iter().any(|(name, _)| name == path));
    let unused = brought.filter(|path| !is_used(path, files));
    inconnus.extend(unused.map(|path| match own.get(path) {
        Some((id, _)) => unknown(path).at(Span::new(*id, 0, 0)),
        None => unknown(path),
    }));
    Ok(inconnus)
}

fn illisible(path: &str, why: &std::io::Error) -> Diagnostic {
    Diagnostic::new(Code::FichierIllisible, format!("le fichier « {path} » du thème ne peut pas être lu : {why}"))
}

/// Whether a template that the default theme does not have is named by another, or defines what others use.
fn is_used(path: &str, files: &BTreeMap<String, String>) -> bool {
    let name = path.trim_start_matches("gabarits/");
    let named = |(other, text): (&String, &String)| {
        other != path && (text.contains(&format!("\"{name}\"")) || text.contains(&format!("'{name}'")))
    };
    files.get(path).is_some_and(|text| text.contains("component ")) || files.iter().any(named)
}

fn unknown(path: &str) -> Diagnostic {
    let near = nearest(path, DEFAUT.iter().map(|(name, _)| *name).chain([IMAGE, MOTS]));
    let help = match near {
        Some(near) => format!("vouliez-vous dire « {near} » ?"),
        None => "un thème a des gabarits (gabarits/….html) et une feuille de style (styles/parvis.css)".to_owned(),
    };
    Diagnostic::new(Code::FichierIgnore, format!("le fichier « {path} » du thème n’est pas lu")).with_help(help)
}

/// Compiles templates in one of their forms.
fn compile(templates: &[Gabarit], global: &SiteGlobal, form: impl Fn(&Gabarit) -> String) -> tera::TeraResult<Tera> {
    let mut tera = Tera::new();
    tera.global_context().insert("site", global);
    tera.add_raw_templates(templates.iter().map(|t| (t.nom.as_str(), form(t))))?;
    Ok(tera)
}
