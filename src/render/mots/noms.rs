//! What all renderers of words share: the site, its summary, the names of its parts.

use rayon::prelude::*;

use crate::model::{Part, PartIx, Site};
use crate::render::clair::clair;
use crate::summary::Summary;
use crate::text::amount::Statut;
use crate::text::typography::french;

use super::Mots;

/// The shared values, made once and borrowed by every page and every sheet.
pub struct Commun<'a> {
    pub site: &'a Site,
    pub summary: &'a Summary,
    /// What the site says of itself, for `dit!`.
    pub mots: &'a Mots,
    noms: Vec<Noms>,
}

/// The names of a part, set once.
#[derive(Debug)]
struct Noms {
    numero: Option<String>,
    label: String,
    label_court: String,
    titre_court: String,
}

impl<'a> Commun<'a> {
    /// Sets the names of all parts.
    pub fn new(site: &'a Site, summary: &'a Summary, mots: &'a Mots) -> Self {
        Self { site, summary, mots, noms: site.parts.par_iter().map(|p| noms(site, p)).collect() }
    }

    fn noms(&self, ix: PartIx) -> &Noms {
        &self.noms[ix.0 as usize]
    }

    /// `Fiche n° 7`, where the part has a number to show.
    pub fn numero(&self, ix: PartIx) -> Option<String> {
        self.noms(ix).numero.clone()
    }

    /// `Fiche n° 7 : Titre`.
    pub fn label(&self, ix: PartIx) -> String {
        self.noms(ix).label.clone()
    }

    /// `Fiche n° 7 : Titre court`.
    pub fn label_court(&self, ix: PartIx) -> String {
        self.noms(ix).label_court.clone()
    }

    /// The title for menus.
    pub fn titre_court(&self, ix: PartIx) -> &str {
        &self.noms(ix).titre_court
    }

    /// The shortest name of a part that still says which: its number, else its short title.
    pub fn short(&self, ix: PartIx) -> String {
        let noms = self.noms(ix);
        noms.numero.as_ref().unwrap_or(&noms.titre_court).clone()
    }

    /// What a part is about, in plain words.
    pub fn resume(&self, ix: PartIx) -> Option<String> {
        let resume = self.site.part(ix).content.resume.as_ref()?;
        Some(french(&clair(self.site, &self.summary.comptes, ix, &resume.value)).into_owned())
    }

    /// Why there is no figure: what the source says of it in words (« donnée non disponible »), else what its mark means.
    pub fn absence(&self, statut: Statut, imprime: &str) -> String {
        let dit = imprime.trim().to_lowercase();
        let phrase = dit.split(' ').filter(|mot| mot.starts_with(char::is_alphabetic)).count() > 1;
        let mots = phrase && Statut::parse(&dit) == Some(statut) && dit != statut.label();
        if mots { french(&dit).into_owned() } else { self.mots.dit(statut.label()).to_owned() }
    }

    /// The branch of its document that a part belongs to, or is: its cahier, its groupe; the root has none.
    pub fn branche(&self, ix: PartIx) -> Option<PartIx> {
        let site = self.site;
        let at_top = |p: &Part| p.parent.is_some_and(|up| site.part(up).parent.is_none());
        std::iter::once((ix, site.part(ix))).chain(site.ancestors(site.part(ix))).find(|(_, p)| at_top(p)).map(|(b, _)| b)
    }

    /// `Fiche n° 7 : Titre (Jeunesse)`: numbers restart from branch to branch.
    pub fn avec_branche(&self, ix: PartIx, nom: String) -> String {
        match self.branche(ix).filter(|b| *b != ix) {
            Some(branch) => format!("{nom} ({})", self.titre_court(branch)),
            None => nom,
        }
    }

    /// The same, as another part speaks of it: in another document, that document too.
    pub fn vu_de(&self, ici: PartIx, ix: PartIx, nom: String) -> String {
        let document = |ix: PartIx| self.site.document(self.site.part(ix)).racine;
        let racine = document(ix);
        if racine == document(ici) || racine == ix {
            return self.avec_branche(ix, nom);
        }
        let document = self.titre_court(racine);
        // « Bassin minier » before « Bassin minier 2023 » says nothing more.
        match self.branche(ix).filter(|b| *b != ix).map(|b| self.titre_court(b)).filter(|b| !document.starts_with(b)) {
            Some(branche) => format!("{nom} ({branche}, {document})"),
            None => format!("{nom} ({document})"),
        }
    }

    /// `Fiche n° 7 : Titre (Rapport 2022)`: the same action told by another document.
    pub fn avec_document(&self, ix: PartIx) -> String {
        let document = self.site.document(self.site.part(ix)).racine;
        if ix == document {
            self.titre_court(document).to_owned()
        } else {
            format!("{} ({})", self.label(ix), self.titre_court(document))
        }
    }
}

/// Sets the names of a part.
fn noms(site: &Site, part: &Part) -> Noms {
    let numero = site.niveau(part).and_then(|n| n.numbered(part.numero()));
    let titled = |titre: &str| match &numero {
        Some(numero) => french(&format!("{numero} : {titre}")).into_owned(),
        None => french(titre).into_owned(),
    };
    Noms {
        label: titled(part.titre()),
        label_court: titled(part.titre_court()),
        titre_court: french(part.titre_court()).into_owned(),
        numero,
    }
}
