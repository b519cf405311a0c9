//! Everything Parvis has to say about the sources.
//!
//! In: findings of the other rooms, as [`Diagnostic`] values. Out: text with carets ([`text`]), JSON ([`json`]) or
//! SARIF ([`sarif`]). Invariant: a diagnostic is data; nothing is printed before all of them are collected and
//! [sorted](Diagnostics::finish), so two runs over the same sources say the same things in the same order.

mod code;
mod code_table;
pub mod json;
pub mod sarif;
mod span;
pub mod text;

pub use code::{Code, Severity};
pub use span::{FileId, SourceFile, SourceMap, Span, Spanned};

/// One finding about the sources, with the place it was seen at.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// What kind of finding this is; its explanation is `parvis explain CODE`.
    pub code: Code,
    /// One plain French sentence, without its final full stop.
    pub message: String,
    /// The place at fault; `None` only when there is no file to point into.
    pub span: Option<Span>,
    /// Words under the caret of the primary place.
    pub label: Option<String>,
    /// Other places that explain the finding.
    pub labels: Vec<(Span, String)>,
    /// What to do about it.
    pub help: Option<String>,
    /// The reason the author gave for keeping a contradiction of the source (`ecart:`).
    pub reconnu: Option<String>,
}

impl Diagnostic {
    /// A finding without a place; add one with [`Self::at`].
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: shortened(message.into()), span: None, label: None, labels: Vec::new(), help: None, reconnu: None }
    }

    /// Points at the place at fault.
    pub fn at(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }

    /// Words to print under the caret.
    pub fn labelled(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Another place that explains the finding.
    pub fn with_label(mut self, span: Span, label: impl Into<String>) -> Self {
        self.labels.push((span, label.into()));
        self
    }

    /// What the author can do.
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The author knows and says why.
    pub fn acknowledged(mut self, reason: impl Into<String>) -> Self {
        self.reconnu = Some(reason.into());
        self
    }

    /// How much it matters: a contradiction that the author acknowledged is only advice.
    pub fn severity(&self) -> Severity {
        if self.reconnu.is_some() { Severity::Conseil } else { self.code.severity() }
    }
}

/// Longest message, in characters: a value that a source holds by mistake is not told whole.
const MAX_MESSAGE: usize = 300;

fn shortened(message: String) -> String {
    match message.char_indices().nth(MAX_MESSAGE) {
        Some((end, _)) => format!("{}…", &message[..end]),
        None => message,
    }
}

/// Most findings that one file may have; a file with more is broken as a whole, and the last finding says so.
const MAX_PER_FILE: usize = 100;

/// Keeps the first findings of a file, in its own order, and says how many more there are.
pub fn cap(mut findings: Vec<Diagnostic>, file: FileId) -> Vec<Diagnostic> {
    if findings.len() <= MAX_PER_FILE {
        return findings;
    }
    findings.sort_by_key(|d| d.span.map(|s| (s.start, s.end)));
    let more = findings.len() - MAX_PER_FILE;
    findings.truncate(MAX_PER_FILE);
    let end = findings.last().and_then(|d| d.span).map_or(0, |s| s.end as usize);
    let message = format!("ce fichier a encore {more} autres problèmes, non détaillés");
    findings.push(
        Diagnostic::new(Code::TropDeProblemes, message)
            .at(Span::new(file, end, end))
            .with_help("corrigez d’abord ceux qui précèdent"),
    );
    findings
}

/// A growing list of findings; sorted once, at the end.
#[derive(Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Adds one finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Adds all findings of another list.
    pub fn extend(&mut self, other: impl IntoIterator<Item = Diagnostic>) {
        self.list.extend(other);
    }

    /// The findings in their final order: by file name, place, code, message.
    pub fn finish(mut self, sources: &SourceMap) -> Vec<Diagnostic> {
        self.list.sort_by(|a, b| {
            let key = |d: &Diagnostic| d.span.map(|s| (sources.path(s.file).to_owned(), s.start, s.end));
            key(a).cmp(&key(b)).then_with(|| a.code.id().cmp(b.code.id())).then_with(|| a.message.cmp(&b.message))
        });
        self.list
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<T: IntoIterator<Item = Diagnostic>>(&mut self, iter: T) {
        self.list.extend(iter);
    }
}

/// How many findings of each severity a list holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// Findings that make the build fail.
    pub erreurs: usize,
    /// Findings that make the build fail with `--strict`.
    pub alertes: usize,
    /// Advice.
    pub conseils: usize,
    /// Contradictions of the sources that an author acknowledged.
    pub reconnus: usize,
}

impl Count {
    /// Counts a list.
    pub fn of(list: &[Diagnostic]) -> Self {
        let mut count = Self::default();
        for d in list {
            match d.severity() {
                _ if d.reconnu.is_some() => count.reconnus += 1,
                Severity::Erreur => count.erreurs += 1,
                Severity::Alerte => count.alertes += 1,
                Severity::Conseil => count.conseils += 1,
            }
        }
        count
    }

    /// Whether the list stops a build.
    pub fn fails(&self, strict: bool) -> bool {
        self.erreurs > 0 || (strict && self.alertes > 0)
    }
}
