//! Paper: PDF documents that an elected official can hold, annotate and cite.
//!
//! ```text
//! mots ─▶ produit (what, in which order) ─▶ partie, budget… (data) ─▶ monde (templates + fonts) ─▶ PDF
//! ```
//!
//! In: the words of the site ([`Commun`]). Out: bytes. Templates get data, never markup: nothing that an author writes can be
//! taken for a command. No clock, no disk, no network: the same sources give the same bytes. Every file conforms to PDF/UA-1
//! and PDF/A-2a, or is not made.

mod annexes;
mod budget;
mod contexte;
mod dessins;
mod faute;
mod figures;
mod monde;
mod partie;
mod produit;
mod riche;
mod tableau;
pub mod theme;

use serde_json::Value;

pub use crate::render::mots::Commun;
pub use faute::Faute;
pub use monde::Imprimerie;
pub use produit::{Objet, Produit, Sorte, produits};

/// The sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    #[default]
    A4,
    /// Half of it: two pages a sheet, for a booklet.
    A5,
}

impl Format {
    /// The word of the templates.
    pub fn nom(self) -> &'static str {
        match self {
            Self::A4 => "a4",
            Self::A5 => "a5",
        }
    }
}

/// How to print.
#[derive(Debug, Clone, Default)]
pub struct Options {
    pub format: Format,
    /// For both sides of bound sheets: chapters on right-hand pages, wide margins inside.
    pub livre: bool,
    /// The public address, when it is not that of `site.yaml`.
    pub base_url: Option<String>,
}

/// A printed document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pdf {
    pub octets: Vec<u8>,
    pub pages: usize,
}

/// The data of a document, for [`Imprimerie::preparer`].
pub fn donnees(commun: &Commun<'_>, produit: &Produit, options: &Options) -> Value {
    let base = options.base_url.as_deref().or(commun.site.config.url.as_deref());
    let parties = produit.parties(commun.site);
    let imprimees = parties.iter().map(|(ix, _)| *ix).collect();
    let contexte = contexte::Contexte { commun, base, largeur: produit::largeur(options.format), imprimees };
    produit::donnees(&contexte, produit, &parties, options)
}
