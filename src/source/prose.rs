//! The Markdown of a part: what it links to, which anchors it makes, what it may not contain.

use std::ops::Range;

use crate::diagnostics::{Code, Diagnostic, Span};
use crate::model::chiffre::{ChiffreCite, is_citation};
use crate::model::content::{Content, LienTexte, Prose, SECTIONS};
use crate::model::tableau::{BLOCS, Tableau};
use crate::text::markdown::{Anchors, Finding, WEB_HELP, is_web, links, scan};

use super::fields::Diags;
use super::tableau;

/// Scans every text of a part; fills its links, its tables, its figures and its anchors.
pub fn check(content: &mut Content, file_text: &str, diags: &mut Diags) {
    let mut found =
        Trouve { anchors: Anchors::new(&SECTIONS), links: Vec::new(), tableaux: Vec::new(), chiffres: Vec::new(), file_text };
    for (prose, body) in content.proses() {
        found.scan(prose, body, diags);
    }
    let mut tableaux = std::mem::take(&mut found.tableaux);
    for tableau in &mut tableaux {
        tableau.ancre = found.anchors.take(&tableau.titre.value);
        for prose in tableau.source.iter().chain(&tableau.note).chain(&tableau.ecart) {
            found.scan(prose, false, diags);
        }
    }
    content.tableaux = tableaux;
    content.chiffres = found.chiffres;
    content.liens_texte = found.links;
    content.ancres = found.anchors.taken();
}

/// What the texts of a part hold.
struct Trouve<'t> {
    anchors: Anchors,
    links: Vec<LienTexte>,
    tableaux: Vec<Tableau>,
    chiffres: Vec<ChiffreCite>,
    file_text: &'t str,
}

impl Trouve<'_> {
    /// Reads one text; `body` is the one that may have headings and tables.
    fn scan(&mut self, prose: &Prose, body: bool, diags: &mut Diags) {
        let mut level = 1;
        for (finding, range) in scan(&prose.value, &mut self.anchors) {
            let span = place(prose, &range, self.file_text);
            match finding {
                Finding::Link { target, wiki } if wiki && is_citation(&target) => {
                    self.chiffres.push(ChiffreCite { texte: target, span });
                }
                Finding::Link { target, wiki } => link(target, wiki, span, &mut self.links, diags),
                Finding::Heading { level: found, .. } => {
                    heading(found, level, body, span, diags);
                    level = found.max(2);
                }
                Finding::Bloc { nom, texte } if BLOCS.contains(&nom.as_str()) => {
                    let alone = prose.value[..range.start].chars().next_back().is_none_or(|c| c == '\n');
                    if body && alone {
                        let at = prose.span.start as usize + texte.start;
                        let yaml = prose.value.get(texte).unwrap_or_default();
                        self.tableaux.extend(tableau::read(&nom, yaml, span.file, at, range.start, diags));
                    } else {
                        let help = "mettez-le dans le texte sous l’en-tête, au début d’une ligne";
                        refuse(Code::TableauMalForme, "ce bloc n’a pas sa place ici", help, span, diags);
                    }
                }
                Finding::Bloc { .. } => {}
                Finding::Html => refuse(
                    Code::HtmlRefuse,
                    "le HTML brut est refusé",
                    "écrivez en Markdown ; pour un chevron, mettez « \\< »",
                    span,
                    diags,
                ),
                Finding::Table => refuse(
                    Code::TableauMarkdown,
                    "un tableau Markdown n’a ni légende ni en-têtes de ligne",
                    "écrivez un bloc ```tableau ; les chiffres d’un budget ou d’un indicateur vont dans « budget » ou « indicateurs »",
                    span,
                    diags,
                ),
                Finding::Image => refuse(
                    Code::ImageRefusee,
                    "les images ne sont pas prises en charge",
                    "décrivez-la en une phrase",
                    span,
                    diags,
                ),
            }
        }
    }
}

fn refuse(code: Code, message: &str, help: &str, span: Span, diags: &mut Diags) {
    diags.push(Diagnostic::new(code, message).at(span).with_help(help));
}

fn heading(found: u8, before: u8, body: bool, span: Span, diags: &mut Diags) {
    if found == 1 || !body {
        let help = if body { "commencez à « ## »" } else { "les titres ne vont que dans le texte sous l’en-tête" };
        refuse(Code::TitreDeNiveauUn, "ce titre n’a pas sa place ici", help, span, diags);
    } else if found > before + 1 {
        let message = format!("un titre de niveau {found} suit un titre de niveau {before}");
        refuse(Code::SautDeTitre, &message, &format!("écrivez-le avec {} dièses", before + 1), span, diags);
    }
}

fn link(target: String, wiki: bool, span: Span, links: &mut Vec<LienTexte>, diags: &mut Diags) {
    let scheme = target
        .split_once(':')
        .map(|(s, _)| s)
        .filter(|s| !s.is_empty() && s.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'+'));
    match scheme {
        Some("https" | "http") if !wiki => {}
        Some(scheme) => refuse(
            Code::AdresseRefusee,
            &format!("un lien « {scheme}: » est refusé"),
            "un lien va vers une partie du site ou une adresse https://",
            span,
            diags,
        ),
        None => links.push(LienTexte { cible: target, span }),
    }
}

/// The place in the file of a range of a text: exact where the file holds the same bytes, else by its first line.
fn place(prose: &Prose, range: &Range<usize>, file_text: &str) -> Span {
    let start = prose.span.start as usize;
    let written = file_text.get(start..prose.span.end as usize).unwrap_or("");
    let piece = prose.value.get(range.clone()).unwrap_or("").lines().next().unwrap_or("").trim_end();
    let offset = if written.starts_with(prose.value.as_str()) { Some(range.start) } else { written.find(piece) };
    match offset {
        Some(offset) if !piece.is_empty() => Span::new(prose.span.file, start + offset, start + offset + piece.len()),
        _ => prose.span,
    }
}

/// Most faulty links told for one part.
const MAX_MALFORMED: usize = 100;

/// The links of a part's texts that nobody can click on, and the web addresses that lack their slashes.
pub fn malformed(content: &Content, diags: &mut Vec<Diagnostic>) {
    let links = content.proses().flat_map(|(prose, body)| links(&prose.value).into_iter().map(move |l| (prose, body, l)));
    let scheme = |target: &str| target.starts_with("https:") || target.starts_with("http:");
    let faults = links.filter_map(|(prose, body, link)| {
        let (message, help) = if scheme(&link.target) && !is_web(&link.target) {
            (format!("« {} » n’est pas une adresse web", link.target), WEB_HELP)
        } else if !link.has_words {
            let help = "écrivez les mots du lien entre les crochets : [la fiche](fiche-01)";
            (format!("le lien vers « {} » n’a pas de mots", link.target), help)
        } else {
            return None;
        };
        // The bytes of other texts are not those of the file.
        let start = prose.span.start as usize;
        let span = if body { Span::new(prose.span.file, start + link.range.start, start + link.range.end) } else { prose.span };
        Some(Diagnostic::new(Code::AdresseRefusee, message).at(span).with_help(help))
    });
    diags.extend(faults.take(MAX_MALFORMED));
}
