//! Charts before a medium draws them.

use crate::render::chart::{self, Barres, Courbes};

/// A chart, its title, the words of its colours.
#[derive(Debug)]
pub struct Dessin {
    pub titre: String,
    /// The series, in the order of their colours; empty where the marks are labelled.
    pub legende: Vec<String>,
    pub trace: Trace,
}

/// What is drawn.
#[derive(Debug)]
pub enum Trace {
    Barres(Barres),
    Courbes(Courbes),
}

impl Dessin {
    /// Bars, under their own title.
    pub fn barres(barres: Barres, legende: Vec<String>) -> Self {
        Self { titre: barres.titre.titre.clone(), legende, trace: Trace::Barres(barres) }
    }

    /// The drawing, where there is something to draw.
    pub fn svg(&self) -> Option<String> {
        match &self.trace {
            Trace::Barres(b) => chart::barres(b),
            Trace::Courbes(c) => chart::courbes(c),
        }
    }
}
