//! Parvis: checked sources of social-policy plans to a cross-linked public site.
//!
//! ```text
//! sources on disk ─▶ source ─▶ model ─▶ compte ─▶ check ─▶ summary ─▶ render ─▶ publish ─▶ output on disk
//!                    read,     resolved  exact     rules,   backlinks, pages,    staged,
//!                    parse,    tree,     budgets   codes    indexes,   charts,   atomic
//!                    spans     ids                          series     data
//! ```
//!
//! [`serve`] shows it while it is written, [`cli`] drives it, [`diagnostics`] speaks for all of it, [`text`] knows French. Data flows down, errors flow out as
//! values; no room reaches back.

#[macro_use]
mod macros;

pub mod check;
pub mod cli;
pub mod compte;
pub mod diagnostics;
pub mod loaded;
pub mod model;
pub mod publish;
pub mod render;
pub mod serve;
pub mod source;
pub mod summary;
pub mod text;
