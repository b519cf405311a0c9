//! The texts of a part as plain words: no markup, links by their words, cited figures by their value.

use std::ops::Deref;

use crate::model::PartIx;
use crate::render::clair::clair;
use crate::render::mots::Commun;
use crate::text::amount::Lecture;
use crate::text::typography::french;

/// Reads the texts of one part.
pub struct Lecteur<'a> {
    pub commun: &'a Commun<'a>,
    pub part: PartIx,
}

impl<'a> Deref for Lecteur<'a> {
    type Target = Commun<'a>;

    fn deref(&self) -> &Commun<'a> {
        self.commun
    }
}

impl Lecteur<'_> {
    /// The words of a Markdown text, set as on the page; its blocks of figures left out.
    pub fn clair(&self, text: &str) -> String {
        french(&clair(self.site, &self.summary.comptes, self.part, text)).into_owned()
    }
}

/// An amount as the page tells it.
pub fn montant(c: &Commun<'_>, lecture: &Lecture) -> String {
    match lecture {
        Lecture::Connu(m) => french(&m.imprime).into_owned(),
        Lecture::Absent(statut, imprime) => c.absence(*statut, imprime),
    }
}
