//! Where a value was written.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

/// A file of the site, by its place in the [`SourceMap`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A range of bytes in a source file. Invariant: both ends are character boundaries of that file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A range of bytes of a file.
    pub fn new(file: FileId, start: usize, end: usize) -> Self {
        // Files are at most a mebibyte (`source::read`), so the casts cannot truncate.
        Self { file, start: start as u32, end: end.max(start) as u32 }
    }
}

/// A value with the place it was written at.
#[derive(Clone, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Its place.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Pairs a value with its place.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

impl<T: fmt::Debug> fmt::Debug for Spanned<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

/// One source file as it was read.
#[derive(Debug, Clone, Default)]
pub struct SourceFile {
    /// Path from the site's folder, with `/`.
    pub path: Arc<str>,
    /// Its text; empty when it could not be read.
    pub text: Arc<str>,
}

/// All source files of a run, in the order they were read. A copy shares the texts.
#[derive(Debug, Clone, Default)]
pub struct SourceMap {
    files: Vec<SourceFile>,
}

impl SourceMap {
    /// Registers a file.
    pub fn add(&mut self, file: SourceFile) -> FileId {
        self.files.push(file);
        FileId(self.files.len() as u32 - 1)
    }

    /// Gives a file its text, once it is read.
    pub fn set_text(&mut self, id: FileId, text: String) {
        if let Some(file) = self.files.get_mut(id.0 as usize) {
            file.text = text.into();
        }
    }

    /// Forgets the texts of the other files.
    pub fn garder(&mut self, files: &BTreeSet<FileId>) {
        let others = self.files.iter_mut().enumerate().filter(|(i, _)| !files.contains(&FileId(*i as u32)));
        others.for_each(|(_, file)| file.text = Arc::default());
    }

    /// The path of a file, from the site's folder.
    pub fn path(&self, id: FileId) -> &str {
        self.files.get(id.0 as usize).map_or("", |f| &f.path)
    }

    /// The text of a file.
    pub fn text(&self, id: FileId) -> &str {
        self.files.get(id.0 as usize).map_or("", |f| &f.text)
    }

    /// The text that a span covers.
    pub fn slice(&self, span: Span) -> &str {
        self.text(span.file).get(span.start as usize..span.end as usize).unwrap_or("")
    }

    /// Line and column of a place, both from 1; columns count characters.
    pub fn line_column(&self, span: Span) -> (usize, usize) {
        let before = self.text(span.file).get(..span.start as usize).unwrap_or("");
        let line_start = before.rfind('\n').map_or(0, |i| i + 1);
        (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
    }
}
