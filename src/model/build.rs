//! The parts as read, put into one tree.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostics::{Code, Diagnostic, FileId, Span};
use crate::source::{SourcePart, Sources};
use crate::text::fold::is_slug;
use crate::text::nearest;

use super::content::Content;
use super::ids::Name;
use super::links;
use super::niveau::{Niveau, PAGE};
use super::site::{Document, Part, PartIx, Site};

/// The node of one folder or file, before places are known.
struct Draft {
    file: FileId,
    niveau: Option<usize>,
    slug: String,
    /// Pages first, then by numbers, then by name.
    key: (bool, Vec<u64>, String),
    content: Arc<Content>,
    children: Vec<Draft>,
}

/// The first names of the addresses that the site itself uses.
pub(super) const RESERVED: &[&str] = &[
    "accessibilite",
    "actifs",
    "budget",
    "donnees",
    "donnees-personnelles",
    "ecarts",
    "glossaire",
    "indicateurs",
    "mentions-legales",
    "nouveautes",
    "orientations",
    "partenaires",
    "pilotes",
    "plan-du-site",
    "plans",
    "priorites",
    "publics",
    "recherche",
    "territoires",
];

/// Builds the site: the tree, the identifiers, then the links.
pub fn build(sources: Sources, diags: &mut Vec<Diagnostic>) -> Site {
    let mut folders: BTreeMap<String, Vec<SourcePart>> = BTreeMap::new();
    for part in sources.parts {
        folders.entry(part.path[0].clone()).or_default().push(part);
    }
    let mut site = Site { config: sources.config, registres: sources.registres, ..Site::default() };
    let mut drafts: Vec<(Draft, Vec<Niveau>)> =
        folders.into_iter().filter_map(|(name, parts)| document(&name, parts, diags)).collect();
    drafts.sort_by(|a, b| {
        (a.0.content.ordre.unwrap_or(u32::MAX), &a.0.slug).cmp(&(b.0.content.ordre.unwrap_or(u32::MAX), &b.0.slug))
    });
    if drafts.is_empty() && !diags.iter().any(|d| d.code == Code::ContenuAbsent) {
        diags.push(
            Diagnostic::new(Code::AucunDocument, "le site ne publie aucun document")
                .with_help("créez content/mon-document/document.md avec au moins un titre"),
        );
    }
    for (draft, niveaux) in drafts {
        let info = draft.content.document.clone().unwrap_or_default();
        let index = site.documents.len();
        let racine = PartIx(site.parts.len() as u32);
        site.documents.push(Document { racine, niveaux, info });
        place(draft, index, None, "", &mut site, diags);
    }
    if site.config.titre.is_empty() {
        // A folder without site.yaml still makes a site, named after its first document.
        site.config.titre = site.parts.first().map(|p| p.titre().to_owned()).unwrap_or_default();
    }
    links::resolve(&mut site, diags);
    site
}

/// One document folder to its tree.
fn document(folder: &str, mut parts: Vec<SourcePart>, diags: &mut Vec<Diagnostic>) -> Option<(Draft, Vec<Niveau>)> {
    let Some(root) = parts.iter().position(|p| p.path.len() == 2 && p.path[1] == "document") else {
        let first = parts.first().map(|p| Span::new(p.file, 0, 0));
        let mut diagnostic =
            Diagnostic::new(Code::PartieSansFichier, format!("le dossier « {folder} » n’a pas de fichier document.md"))
                .with_help(format!("créez content/{folder}/document.md avec au moins un titre"));
        diagnostic.span = first;
        diags.push(diagnostic);
        return None;
    };
    let root = parts.remove(root);
    let niveaux = niveaux(&root.content);
    let slug = Name::parse(folder).slug;
    check_slug(slug, root.file, diags);
    if RESERVED.contains(&slug) {
        diags.push(
            Diagnostic::new(Code::IdentifiantEnDouble, format!("l’adresse « /{slug}/ » est celle d’une page du site"))
                .at(Span::new(root.file, 0, 0))
                .with_help("renommez le dossier"),
        );
    }
    let mut draft = Draft {
        file: root.file,
        niveau: None,
        slug: slug.to_owned(),
        key: (true, Vec::new(), folder.to_owned()),
        content: root.content,
        children: Vec::new(),
    };
    let from = diags.len();
    draft.children = children(parts, 1, &niveaux, diags);
    if draft.content.illisible {
        // Its levels may be among what could not be read.
        let told = diags.split_off(from);
        diags.extend(told.into_iter().filter(|d| !matches!(d.code, Code::NatureInconnue | Code::PartieSansFichier)));
    }
    Some((draft, niveaux))
}

/// The levels of a document: its own, then the common ones it does not redefine.
fn niveaux(content: &Content) -> Vec<Niveau> {
    let mut niveaux = content.document.as_ref().map_or_else(Vec::new, |d| d.niveaux.clone());
    for commun in Niveau::communs() {
        if !niveaux.iter().any(|n| n.nature == commun.nature) {
            niveaux.push(commun);
        }
    }
    niveaux
}

/// The nodes of one folder, `depth` names below `content/`.
fn children(parts: Vec<SourcePart>, depth: usize, niveaux: &[Niveau], diags: &mut Vec<Diagnostic>) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let mut folders: BTreeMap<String, Vec<SourcePart>> = BTreeMap::new();
    for part in parts {
        if part.path.len() == depth + 1 {
            let name = part.path[depth].clone();
            drafts.push(node(&name, part, niveaux, diags));
        } else {
            folders.entry(part.path[depth].clone()).or_default().push(part);
        }
    }
    for (folder, mut parts) in folders {
        let describes = |p: &SourcePart| {
            p.path.len() == depth + 2 && p.path[depth + 1] != PAGE && niveaux.iter().any(|n| n.nature == p.path[depth + 1])
        };
        let mut draft = match parts.iter().position(describes) {
            Some(own) => {
                let own = parts.remove(own);
                let nature = own.path[depth + 1].clone();
                let mut draft = node(&folder, own, niveaux, diags);
                draft.niveau = draft.niveau.or_else(|| niveaux.iter().position(|n| n.nature == nature));
                draft
            }
            None => {
                missing(&folder, &parts, diags);
                let Some(first) = parts.first() else { continue };
                // What it contains is there all the same for what names it.
                let content = Content { illisible: true, ..Content::default() }.into();
                let path = first.path.iter().take(depth + 1).cloned().collect();
                node(&folder, SourcePart { file: first.file, path, content }, niveaux, &mut Vec::new())
            }
        };
        draft.key.0 = true;
        draft.children = children(parts, depth + 1, niveaux, diags);
        drafts.push(draft);
    }
    drafts.sort_by(|a, b| a.key.cmp(&b.key));
    drafts
}

fn missing(folder: &str, parts: &[SourcePart], diags: &mut Vec<Diagnostic>) {
    let at = parts.first().map(|p| Span::new(p.file, 0, 0));
    let mut diagnostic = Diagnostic::new(Code::PartieSansFichier, format!("le dossier « {folder} » ne dit pas ce qu’il est"))
        .with_help("ajoutez-y un fichier du nom de son niveau : cahier.md, orientation.md, groupe.md, fiche.md…");
    diagnostic.span = at;
    diags.push(diagnostic);
}

/// One file (or the file that describes a folder) to a node named `name`.
fn node(name: &str, part: SourcePart, niveaux: &[Niveau], diags: &mut Vec<Diagnostic>) -> Draft {
    let parsed = Name::parse(name);
    check_slug(parsed.slug, part.file, diags);
    let describes_folder = part.path.last().is_none_or(|l| l != name);
    let niveau = niveau(&parsed, &part, describes_folder, niveaux, diags);
    let is_page = niveau.and_then(|n| niveaux.get(n)).is_some_and(Niveau::is_page);
    let mut numbers = part.content.ordre.map_or(parsed.ordre, |ordre| vec![u64::from(ordre)]);
    if numbers.is_empty() {
        // What has no number comes last.
        numbers.push(u64::MAX);
    }
    Draft {
        file: part.file,
        niveau,
        slug: parsed.slug.to_owned(),
        key: (!is_page, numbers, parsed.slug.to_owned()),
        content: part.content,
        children: Vec::new(),
    }
}

/// The level of a node: what it declares, else what its name says.
fn niveau(
    name: &Name<'_>,
    part: &SourcePart,
    describes_folder: bool,
    niveaux: &[Niveau],
    diags: &mut Vec<Diagnostic>,
) -> Option<usize> {
    let find = |nature: &str| niveaux.iter().position(|n| n.nature == nature);
    let unknown = |nature: &str, span: Span, diags: &mut Vec<Diagnostic>| {
        let near = nearest(nature, niveaux.iter().map(|n| n.nature.as_str()));
        let known: Vec<&str> = niveaux.iter().map(|n| n.nature.as_str()).collect();
        let help = match near {
            Some(near) => format!("vouliez-vous dire « {near} » ?"),
            None => format!("les niveaux connus sont : {}", known.join(", ")),
        };
        diags.push(
            Diagnostic::new(Code::NatureInconnue, format!("« {nature} » n’est pas un niveau de ce document"))
                .at(span)
                .with_help(help),
        );
    };
    if let Some(declared) = &part.content.nature {
        let found = find(&declared.value);
        if found.is_none() {
            unknown(&declared.value, declared.span, diags);
        }
        return found.or_else(|| find(PAGE));
    }
    if describes_folder {
        return None;
    }
    let (nature, numbered) = name.nature();
    match find(nature) {
        Some(found) => Some(found),
        None => {
            if numbered {
                unknown(nature, Span::new(part.file, 0, 0), diags);
            }
            find(PAGE)
        }
    }
}

fn check_slug(slug: &str, file: FileId, diags: &mut Vec<Diagnostic>) {
    if !is_slug(slug) {
        diags.push(
            Diagnostic::new(Code::IdentifiantInvalide, format!("« {slug} » ne peut pas faire une adresse"))
                .at(Span::new(file, 0, 0))
                .with_help("lettres minuscules sans accent, chiffres et traits d’union : fiche-01"),
        );
    }
}

/// Gives a draft and its children their places and identifiers, in preorder.
fn place(
    draft: Draft,
    document: usize,
    parent: Option<PartIx>,
    prefix: &str,
    site: &mut Site,
    diags: &mut Vec<Diagnostic>,
) -> PartIx {
    let Draft { file, niveau, slug, content, children, .. } = draft;
    let id = if prefix.is_empty() { slug } else { format!("{prefix}/{slug}") };
    let ix = PartIx(site.parts.len() as u32);
    if let Some(other) = site.par_id.get(&id).copied() {
        diags.push(
            Diagnostic::new(Code::IdentifiantEnDouble, format!("l’identifiant « {id} » est déjà pris"))
                .at(Span::new(file, 0, 0))
                .with_label(Span::new(site.part(other).file, 0, 0), "par ce fichier")
                .with_help("renommez l’un des deux fichiers"),
        );
    } else {
        site.par_id.insert(id.clone(), ix);
    }
    let in_ids = niveau.and_then(|n| site.documents[document].niveaux.get(n)).is_none_or(|n| n.dans_les_identifiants);
    let below = if in_ids { id.clone() } else { prefix.to_owned() };
    let part = Part {
        id,
        file,
        document,
        niveau,
        parent,
        children: Vec::new(),
        content,
        liens: Vec::new(),
        cite_dans_texte: Vec::new(),
    };
    site.parts.push(part);
    for child in children {
        let child = place(child, document, Some(ix), &below, site, diags);
        site.parts[ix.0 as usize].children.push(child);
    }
    ix
}
