//! From the model to bytes: pure functions; nothing touches the disk but the drafts of the spreadsheet, where its caller says.
//!
//! In: the [`Site`](crate::model::Site) and its [`Summary`](crate::summary::Summary). Out: [`File`]s. The renderers are
//! siblings and know nothing of each other; all take the plain words of texts from `clair`, pages and paper what they say from one room, `mots`.

pub mod chart;
pub mod clair;
pub mod data;
pub mod html;
pub mod mots;
#[cfg(feature = "pdf")]
pub mod print;
pub mod search;

/// A PDF that a page offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Telechargement {
    /// From the root of the site: `/pdf/plan.pdf`.
    pub url: String,
    pub pages: usize,
    pub octets: usize,
}

/// A page that belongs to no document, as the search finds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageGenerale {
    /// From the root of the site: `/partenaires/caf/`.
    pub url: String,
    pub titre: String,
    /// What readers find there.
    pub texte: String,
    /// The place, in the list of these pages, of the one above it.
    pub sous: Option<usize>,
}

/// One file of the output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Path from the output folder, with `/`.
    pub path: String,
    pub bytes: Vec<u8>,
}

impl File {
    /// A file of text.
    pub fn text(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self { path: path.into(), bytes: text.into().into_bytes() }
    }
}
