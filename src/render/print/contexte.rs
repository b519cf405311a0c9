//! What all pages of paper share: the site, its summary, the names of its parts.

use crate::model::{Part, PartIx, Site};
use crate::summary::Summary;
use crate::text::typography::french;

/// The shared values, borrowed by every document.
pub struct Contexte<'a> {
    pub site: &'a Site,
    pub summary: &'a Summary,
    /// The public address of the site, without its final slash.
    pub base: Option<&'a str>,
    /// Pixels of the width that charts are drawn for.
    pub largeur: u32,
}

impl Contexte<'_> {
    /// `Fiche n° 7`, where the part has a number to show.
    pub fn numero(&self, ix: PartIx) -> Option<String> {
        let part = self.site.part(ix);
        self.site.niveau(part).and_then(|n| n.numbered(part.numero()))
    }

    fn nomme(&self, ix: PartIx, titre: &str) -> String {
        match self.numero(ix) {
            Some(numero) => french(&format!("{numero} : {titre}")).into_owned(),
            None => french(titre).into_owned(),
        }
    }

    /// `Fiche n° 7 : Titre`.
    pub fn label(&self, ix: PartIx) -> String {
        self.nomme(ix, self.site.part(ix).titre())
    }

    /// `Fiche n° 7 : Titre court`.
    pub fn label_court(&self, ix: PartIx) -> String {
        self.nomme(ix, self.site.part(ix).titre_court())
    }

    /// The shortest name that still says which: the number, else the short title.
    pub fn short(&self, ix: PartIx) -> String {
        self.numero(ix).unwrap_or_else(|| french(self.site.part(ix).titre_court()).into_owned())
    }

    /// `Fiche n° 7 (Jeunesse)`: numbers restart from branch to branch.
    pub fn avec_branche(&self, ix: PartIx) -> String {
        match self.branche(ix).filter(|b| *b != ix) {
            Some(branch) => format!("{} ({})", self.label_court(ix), french(self.site.part(branch).titre_court())),
            None => self.label_court(ix),
        }
    }

    /// The branch of its document that a part belongs to: its cahier, its groupe; the root has none.
    pub fn branche(&self, ix: PartIx) -> Option<PartIx> {
        let site = self.site;
        let at_top = |p: &Part| p.parent.is_some_and(|up| site.part(up).parent.is_none());
        std::iter::once((ix, site.part(ix))).chain(site.ancestors(site.part(ix))).find(|(_, p)| at_top(p)).map(|(b, _)| b)
    }

    /// The permanent address of a part, where the site has one.
    pub fn adresse(&self, ix: PartIx) -> Option<String> {
        self.base.map(|base| format!("{base}{}", self.site.part(ix).url()))
    }
}

/// The first letter in upper case.
pub fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}
