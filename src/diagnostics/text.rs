//! Diagnostics for people: rustc's look, in French.

use std::fmt::Write as _;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Count, Diagnostic, Severity, SourceMap, Span};

/// Renders all findings, then a line that counts them. Acknowledged ones are only counted.
pub fn render(list: &[Diagnostic], sources: &SourceMap, color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let mut out = String::new();
    for d in list.iter().filter(|d| d.reconnu.is_none()) {
        let _ = writeln!(out, "{}\n", one(d, sources, &renderer));
    }
    if !color {
        out.retain(|c| c == '\n' || !c.is_control());
    }
    out.push_str(&summary(Count::of(list)));
    out.push('\n');
    out
}

/// « 2 erreurs, 1 alerte, 3 écarts reconnus ».
pub fn summary(count: Count) -> String {
    let parts: Vec<String> = [
        (count.erreurs, "erreur", "erreurs"),
        (count.alertes, "alerte", "alertes"),
        (count.conseils, "conseil", "conseils"),
        (count.reconnus, "écart reconnu", "écarts reconnus"),
    ]
    .into_iter()
    .filter(|(n, ..)| *n > 0)
    .map(|(n, one, many)| format!("{n} {}", if n > 1 { many } else { one }))
    .collect();
    if parts.is_empty() { "Aucun problème.".to_owned() } else { format!("{}.", parts.join(", ")) }
}

fn one(d: &Diagnostic, sources: &SourceMap, renderer: &Renderer) -> String {
    let level = match d.severity() {
        Severity::Erreur => Level::ERROR,
        Severity::Alerte => Level::WARNING,
        Severity::Conseil => Level::NOTE,
    }
    .with_name(d.severity().name());
    let title = level.primary_title(d.message.as_str()).id(d.code.id());
    let mut group = match d.span {
        None => Group::with_title(title),
        Some(span) if is_long(span, sources) => {
            let (line, column) = sources.line_column(span);
            title.element(Origin::path(sources.path(span.file)).line(line).char_column(column))
        }
        Some(span) => {
            let mut group = title.element(snippet(span, d, sources));
            // Places in other files come as snippets of their own.
            let mut others: Vec<_> = d.labels.iter().filter(|(s, _)| s.file != span.file).collect();
            others.sort_by_key(|(s, _)| *s);
            for (s, label) in others {
                group = group.element(
                    Snippet::source(sources.text(s.file))
                        .path(sources.path(s.file))
                        .annotation(AnnotationKind::Context.span(range(*s, sources)).label(label.as_str())),
                );
            }
            group
        }
    };
    if let Some(help) = &d.help {
        group = group.element(Level::HELP.with_name("aide").message(help.as_str()));
    }
    renderer.render(&[group])
}

fn snippet<'a>(span: Span, d: &'a Diagnostic, sources: &'a SourceMap) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let mut primary = AnnotationKind::Primary.span(range(span, sources));
    if let Some(label) = &d.label {
        primary = primary.label(label.as_str());
    }
    Snippet::source(sources.text(span.file)).path(sources.path(span.file)).annotation(primary).annotations(
        d.labels
            .iter()
            .filter(|(s, _)| s.file == span.file)
            .map(|(s, label)| AnnotationKind::Context.span(range(*s, sources)).label(label.as_str())),
    )
}

/// Longest line to print, in bytes; of a longer one only the place is told.
const MAX_LINE: usize = 2_000;

fn is_long(span: Span, sources: &SourceMap) -> bool {
    let text = sources.text(span.file);
    let at = (span.start as usize).min(text.len());
    let start = text[..at].rfind('\n').map_or(0, |i| i + 1);
    let end = text[at..].find('\n').map_or(text.len(), |i| at + i);
    end - start > MAX_LINE
}

/// The bytes to underline: of a place over several lines, only the first one.
fn range(span: Span, sources: &SourceMap) -> std::ops::Range<usize> {
    let text = sources.text(span.file);
    let start = (span.start as usize).min(text.len());
    let end = (span.end as usize).min(text.len());
    let first_line = text.get(start..end).and_then(|s| s.find('\n')).map_or(end, |i| start + i);
    start..first_line
}
