//! What is wrong with a template, told in French and shown where it stands.

use std::collections::BTreeMap;

use tera::ErrorKind;

use crate::diagnostics::{Code, Diagnostic, FileId, SourceMap, Span};
use crate::text::nearest;

/// The files of a theme that were read from a folder, by their path below it.
pub type Fichiers = BTreeMap<String, (FileId, String)>;

/// Reads the files of a theme into the map of the sources.
pub fn inscrire(sources: &mut SourceMap, files: &mut Fichiers, path: &str, shown: String, text: &str) -> FileId {
    let id = sources.add(crate::diagnostics::SourceFile { path: shown.into(), text: text.into() });
    files.insert(path.to_owned(), (id, text.to_owned()));
    id
}

/// A template error as a diagnostic, at its place when the template is one of `files`.
pub fn fault(error: &tera::Error, files: &Fichiers) -> Diagnostic {
    let place = |template: &str, range: Option<std::ops::Range<usize>>| {
        let (id, text) = files.get(&format!("gabarits/{template}"))?;
        let range = range.filter(|r| text.get(r.clone()).is_some()).unwrap_or(0..0);
        Some(Span::new(*id, range.start, range.end))
    };
    let (template, what, help, span) = match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let (what, help) = words(report.message());
            let text = files.get(&format!("gabarits/{}", report.filename())).map_or("", |(_, text)| text);
            let range = if report.message() == FIN { ouverte(text) } else { report.span().range.clone() };
            (report.filename(), what, help, place(report.filename(), Some(range)))
        }
        ErrorKind::MissingParent { current, parent } => {
            let text = files.get(&format!("gabarits/{current}")).map_or("", |(_, text)| text);
            let range = text.find(parent.as_str()).map(|at| at..at + parent.len());
            (current.as_str(), format!("il étend « {parent} », qui n’existe pas"), None, place(current, range))
        }
        ErrorKind::CircularExtend { tpl, .. } => (tpl.as_str(), "il s’étend lui-même".to_owned(), None, place(tpl, None)),
        ErrorKind::CircularInclude { tpl, .. } => (tpl.as_str(), "il s’inclut lui-même".to_owned(), None, place(tpl, None)),
        // Several faults, one report after the other: the first of the theme's own files, else the first.
        ErrorKind::Msg(reports) => {
            let told: Vec<Rapport<'_>> = reports.split("\n\n").filter_map(rapport).collect();
            let own = told.iter().find(|r| files.contains_key(&format!("gabarits/{}", r.template)));
            let Some(report) = own.or(told.first()) else {
                return Diagnostic::new(Code::Gabarit, format!("le thème est fautif : {reports}"));
            };
            let (what, help) = words(report.message);
            let text = files.get(&format!("gabarits/{}", report.template)).map_or("", |(_, text)| text);
            (report.template, what, help, place(report.template, report.range(text)))
        }
        other => return Diagnostic::new(Code::Gabarit, format!("le thème est fautif : {other}")),
    };
    let mut found = Diagnostic::new(Code::Gabarit, format!("le gabarit « {template} » est fautif : {what}"));
    found.help = help;
    match span {
        Some(span) => found.at(span),
        // A template of the default theme, which one of another theme deprives of something: the engine shows the line.
        None => found.with_help(format!("c’est un gabarit du thème par défaut ; le moteur de gabarits dit :\n{error}")),
    }
}

/// What the engine says of a template that it read to its end without an end.
const FIN: &str = "Unexpected end of input";

/// The last block of a template that nothing closes, else its end.
fn ouverte(text: &str) -> std::ops::Range<usize> {
    let mut open = Vec::new();
    for (at, _) in text.match_indices("{%") {
        let tag = text[at..].find("%}").map_or(&text[at..], |end| &text[at..at + end + 2]);
        let word = tag[2..].trim_start_matches('-').split_whitespace().next().unwrap_or("");
        if ["if", "for", "block", "filter", "component"].contains(&word) {
            open.push(at..at + tag.len());
        } else if word.starts_with("end") {
            open.pop();
        }
    }
    let end = text.trim_end().len();
    open.pop().unwrap_or(end..end)
}

/// One report of the engine, read back from its words.
struct Rapport<'t> {
    message: &'t str,
    template: &'t str,
    /// Both from 1; columns count characters.
    line: usize,
    column: usize,
    /// How many characters are underlined.
    width: usize,
}

/// `error: …`, then `--> template:line:column`, then the line and its carets.
fn rapport(text: &str) -> Option<Rapport<'_>> {
    let message = text.lines().next()?.strip_prefix("error: ")?;
    let mut place = text.lines().find_map(|l| l.trim_start().strip_prefix("--> "))?.rsplitn(3, ':');
    let mut number = || place.next()?.parse::<usize>().ok();
    let (column, line) = (number()?, number()?);
    Some(Rapport { message, template: place.next()?, line, column, width: text.matches('^').count().max(1) })
}

impl Rapport<'_> {
    /// The bytes that it shows in the text of its template.
    fn range(&self, text: &str) -> Option<std::ops::Range<usize>> {
        let line = text.split_inclusive('\n').nth(self.line.checked_sub(1)?)?;
        let before: usize = text.split_inclusive('\n').take(self.line - 1).map(str::len).sum();
        let byte = |column: usize| line.char_indices().nth(column).map_or(line.trim_end().len(), |(at, _)| at);
        let start = self.column.checked_sub(1)?;
        Some(before + byte(start)..before + byte(start + self.width))
    }
}

/// What the engine says, in French where it is usual, and what to do about it.
fn words(message: &str) -> (String, Option<String>) {
    let quoted = message.split('`').nth(1).unwrap_or("");
    let known = || message.split_once("Available ").and_then(|(_, list)| list.split_once(": ")).map_or("", |(_, list)| list);
    let usual = [
        ("Unknown filter", "le filtre", "n’existe pas"),
        ("Unknown function", "la fonction", "n’existe pas"),
        ("Unknown test", "le test", "n’existe pas"),
        ("Unknown component", "le composant", "n’existe pas"),
        ("Unknown template", "le gabarit inclus", "n’existe pas"),
        ("Field", "la valeur", "n’existe pas"),
        ("Variable", "la valeur", "n’existe pas"),
        ("Block", "le bloc", "n’existe pas dans le gabarit étendu"),
    ];
    if message == FIN {
        let help = "une balise, un « if », un « for » ou un « block » n’est pas fermé";
        return ("il s’arrête trop tôt".to_owned(), Some(help.to_owned()));
    }
    match usual.iter().find(|(start, ..)| message.starts_with(start) && !quoted.is_empty()) {
        Some((_, what, then)) => {
            let help = match nearest(quoted, known().split(", ")) {
                Some(near) => Some(format!("vouliez-vous dire « {near} » ?")),
                None if !known().is_empty() => Some(format!("ici se trouvent : {}", known())),
                None => None,
            };
            (format!("{what} « {quoted} » {then}"), help)
        }
        None => ("le moteur de gabarits ne le comprend pas".to_owned(), Some(format!("ses mots, en anglais : {message}"))),
    }
}
