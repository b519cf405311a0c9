//! What is said of a site, whatever the medium: names, figures in words, tables, charts, and their order.
//!
//! In: the [`Site`](crate::model::Site) and its [`Summary`](crate::summary::Summary). Out: [`pieces`] that pages and paper
//! set each in its own way. Knows neither HTML nor the typesetter: what a reader learns from one, she learns from the other.

pub mod budget;
pub mod dessins;
pub mod figures;
pub mod indicateurs;
pub mod liens;
mod noms;
pub mod partie;
mod phrases;
pub mod pieces;
pub mod territoire;

pub use noms::Commun;
pub use phrases::{FICHIER, Mots};
