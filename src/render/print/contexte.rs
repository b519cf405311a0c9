//! What all pages of paper share: the words of the site, where it is published, the width of the drawings.

use std::collections::BTreeSet;
use std::ops::Deref;

use crate::model::PartIx;
use crate::render::mots::Commun;

/// The shared values, borrowed by every document.
pub struct Contexte<'a> {
    pub commun: &'a Commun<'a>,
    /// The public address of the site, without its final slash.
    pub base: Option<&'a str>,
    /// Pixels of the width that charts are drawn for: letters keep their size on a smaller sheet.
    pub largeur: u32,
    /// The parts that the document prints.
    pub imprimees: BTreeSet<PartIx>,
}

impl<'a> Deref for Contexte<'a> {
    type Target = Commun<'a>;

    fn deref(&self) -> &Commun<'a> {
        self.commun
    }
}

impl Contexte<'_> {
    /// The permanent address of a part, where the site has one.
    pub fn adresse(&self, ix: PartIx) -> Option<String> {
        self.base.map(|base| format!("{base}{}", self.site.part(ix).url()))
    }

    /// `Fiche n° 7 : Titre court (Jeunesse)`.
    pub fn nom_complet(&self, ix: PartIx) -> String {
        self.avec_branche(ix, self.label_court(ix))
    }
}
