//! What the sources say, resolved: one immutable [`Site`].
//!
//! In: the parts as `source` read them. Out: the tree with its identifiers, its registers and its links, every value with
//! its place. Invariant: a `Site` that was built without an error has no dangling reference.

pub mod budget;
mod build;
pub mod chiffre;
pub mod config;
pub mod content;
pub mod document;
pub mod donnee;
pub mod ids;
pub mod indicateur;
mod links;
pub mod niveau;
pub mod registre;
mod site;
pub mod tableau;

/// What few of many have: where there is none, it takes the room of an address.
pub type Rare<T> = Option<Box<T>>;

pub use build::build;
pub use config::SiteConfig;
pub use content::Content;
pub use site::{Cible, Document, Lien, Part, PartIx, Site};
