//! Parvis: checked sources of social-policy plans to a cross-linked public site.
//!
//! ```text
//! sources on disk ─▶ source ─▶ model ─▶ check ─▶ summary ─▶ render ─▶ publish ─▶ output on disk
//!                    read,     resolved  rules,   budgets,   pages,    staged,
//!                    parse,    tree,     codes    backlinks, data      atomic
//!                    spans     ids                indexes
//! ```
//!
//! [`cli`] drives it, [`diagnostics`] speaks for all of it, [`text`] knows French. Data flows down, errors flow out as
//! values; no room reaches back.

pub mod check;
pub mod cli;
pub mod diagnostics;
pub mod model;
pub mod publish;
pub mod render;
pub mod source;
pub mod summary;
pub mod text;
