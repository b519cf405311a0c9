//! The resolved site.

use std::sync::Arc;

use indexmap::IndexMap;

use crate::diagnostics::{FileId, Span, Spanned};
use crate::text::fold::fold;

use super::config::SiteConfig;
use super::content::{Action, Content, LienNature, Nom, Prose};
use super::document::DocumentInfo;
use super::indicateur::{Indicateur, Sens};
use super::niveau::Niveau;
use super::registre::{Entree, Registres};

/// A part, by its place in [`Site::parts`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartIx(pub u32);

/// A whole site, immutable once built.
#[derive(Debug, Default)]
pub struct Site {
    pub config: SiteConfig,
    pub registres: Registres,
    /// All parts, document by document, each before its children, in reading order.
    pub parts: Vec<Part>,
    pub documents: Vec<Document>,
    /// In alphabetical order once the site is built.
    pub(super) par_id: IndexMap<String, PartIx>,
}

/// One node of a document's tree; the root is the document itself.
#[derive(Debug)]
pub struct Part {
    /// `pacte-62-2017-2022/enfance-famille/fiche-01`: made of file names, never of titles.
    pub id: String,
    pub file: FileId,
    /// Its document, by its place in [`Site::documents`].
    pub document: usize,
    /// Its level, by its place in the document's [`Document::niveaux`]; the root has none.
    pub niveau: Option<usize>,
    pub parent: Option<PartIx>,
    pub children: Vec<PartIx>,
    /// As read: it is shared with the reader of the sources, which reads again only what changes.
    pub content: Arc<Content>,
    /// The links of the front matter, resolved, in the order written.
    pub liens: Vec<Lien>,
    /// The parts that the texts link to, in reading order, without repeats.
    pub cite_dans_texte: Vec<PartIx>,
}

/// A document.
#[derive(Debug)]
pub struct Document {
    pub racine: PartIx,
    pub niveaux: Vec<Niveau>,
    pub info: Arc<DocumentInfo>,
}

/// A link whose target exists.
#[derive(Debug)]
pub struct Lien {
    pub span: Span,
    pub cible: Cible,
    pub nature: LienNature,
    pub titre: Option<Spanned<String>>,
    pub precision: Option<String>,
    pub ecart: Option<Spanned<String>>,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cible {
    /// A part of the site, perhaps a place in its page.
    Partie(PartIx, Option<String>),
    /// An external plan, by its identifier in the register.
    Plan(String),
    /// A deliberation, by its number.
    Deliberation(String),
    /// A web page.
    Web(String),
    /// Something that has no page: its words.
    Autre(String),
}

impl Site {
    /// A part by its place.
    pub fn part(&self, ix: PartIx) -> &Part {
        &self.parts[ix.0 as usize]
    }

    /// A part by its identifier.
    pub fn find(&self, id: &str) -> Option<PartIx> {
        self.par_id.get(id).copied()
    }

    /// The document that gives the deliberation of that number, that of the part before the others.
    pub fn deliberation(&self, part: &Part, numero: &str) -> Option<PartIx> {
        let gives = |d: &&Document| d.info.deliberations.iter().any(|x| x.numero.as_deref() == Some(numero));
        std::iter::once(self.document(part)).chain(&self.documents).find(gives).map(|d| d.racine)
    }

    /// The identifier that was probably meant: one spelt alike, else the only one that ends alike.
    pub fn proche(&self, id: &str) -> Option<&str> {
        let ids = || self.parts.iter().map(|p| p.id.as_str());
        crate::text::nearest(id, ids()).or_else(|| {
            let last = id.rsplit('/').next()?;
            let first = id.split('/').next().filter(|first| *first != last);
            let mut ends =
                self.parts.iter().filter(|p| p.slug() == last && first.is_none_or(|f| p.id.split('/').next() == Some(f)));
            ends.next().filter(|_| ends.next().is_none()).map(|p| p.id.as_str())
        })
    }

    /// The identifiers that parts used to have, with the parts they lead to.
    pub fn old_paths(&self) -> impl Iterator<Item = (&str, PartIx)> {
        self.par_id.iter().filter(|(id, ix)| self.part(**ix).id != **id).map(|(id, ix)| (id.as_str(), *ix))
    }

    /// The part that `target` names, seen from another part: below it, then outwards, then in the whole site.
    pub fn lookup(&self, from: PartIx, target: &str) -> Option<PartIx> {
        let target = target.trim_matches('/');
        let part = self.part(from);
        let mut id = String::with_capacity(part.id.len() + target.len() + 1);
        let mut near = |scope: &str| {
            id.clear();
            id.extend([scope, "/", target]);
            self.find(&id)
        };
        near(&part.id).or_else(|| self.ancestors(part).find_map(|(_, p)| near(&p.id))).or_else(|| self.find(target))
    }

    /// All parts with their places, in reading order.
    pub fn iter(&self) -> impl Iterator<Item = (PartIx, &Part)> {
        self.parts.iter().enumerate().map(|(i, p)| (PartIx(i as u32), p))
    }

    /// The document of a part.
    pub fn document(&self, part: &Part) -> &Document {
        &self.documents[part.document]
    }

    /// The level of a part; the root of a document has none.
    pub fn niveau(&self, part: &Part) -> Option<&Niveau> {
        self.document(part).niveaux.get(part.niveau?)
    }

    /// `document`, `cahier`, `fiche`, `page`…
    pub fn nature(&self, part: &Part) -> &str {
        self.niveau(part).map_or("document", |n| &n.nature)
    }

    /// The action of a part that has an anchor.
    pub fn action(&self, ix: PartIx, ancre: &str) -> Option<&Action> {
        self.part(ix).content.actions.iter().find(|a| a.ancre == ancre)
    }

    /// Whether a part is a plain page of text.
    pub fn is_page(&self, part: &Part) -> bool {
        self.niveau(part).is_some_and(Niveau::is_page)
    }

    /// The children of a part, pages of text left out.
    pub fn branches(&self, ix: PartIx) -> impl Iterator<Item = PartIx> {
        self.part(ix).children.iter().copied().filter(|child| !self.is_page(self.part(*child)))
    }

    /// Whether a part is what citizens read, print and cite: no document, no page of text, nothing but pages and details of
    /// itself below it.
    pub fn is_leaf(&self, ix: PartIx) -> bool {
        let part = self.part(ix);
        let is_detail = |p: &Part| self.nature(p) == "detail";
        part.parent.is_some()
            && !self.is_page(part)
            && !is_detail(part)
            && self.branches(ix).all(|child| is_detail(self.part(child)))
    }

    /// From the part's parent up to the document.
    pub fn ancestors(&self, part: &Part) -> impl Iterator<Item = (PartIx, &Part)> {
        let mut next = part.parent;
        std::iter::from_fn(move || {
            let ix = next?;
            let found = self.part(ix);
            next = found.parent;
            Some((ix, found))
        })
    }

    /// A part and everything below it, in reading order.
    pub fn subtree(&self, ix: PartIx) -> impl Iterator<Item = (PartIx, &Part)> {
        self.range(ix).map(|i| (PartIx(i), self.part(PartIx(i))))
    }

    /// The places of a part and of everything below it: parts are stored in preorder, a subtree is a run.
    pub fn range(&self, ix: PartIx) -> std::ops::Range<u32> {
        let mut last = ix;
        while let Some(child) = self.part(last).children.last() {
            last = *child;
        }
        ix.0..last.0 + 1
    }

    /// The part's own names, or those of the nearest part above that has some (with that part).
    pub fn inherited<'s>(&'s self, part: &'s Part, field: impl Fn(&'s Content) -> &'s [Nom]) -> (&'s [Nom], Option<&'s Part>) {
        let own = field(&part.content);
        if !own.is_empty() {
            return (own, None);
        }
        self.ancestors(part)
            .find_map(|(_, p)| Some((field(&p.content), Some(p))).filter(|(names, _)| !names.is_empty()))
            .unwrap_or((&[], None))
    }

    /// The text that a part states, or that the nearest part above states for those it holds (with that part). A document
    /// states nothing for its parts.
    pub fn stated<'s>(
        &'s self,
        part: &'s Part,
        field: impl Fn(&'s Content) -> &'s Option<Prose>,
    ) -> Option<(&'s Prose, Option<PartIx>)> {
        if let Some(own) = field(&part.content) {
            return Some((own, None));
        }
        self.ancestors(part).filter(|(_, p)| p.parent.is_some()).find_map(|(ix, p)| Some((field(&p.content).as_ref()?, Some(ix))))
    }

    /// The one territory of a part, its own or inherited, where the register knows it.
    pub fn territoire(&self, ix: PartIx) -> Option<&Entree> {
        match self.inherited(self.part(ix), |c| &c.territoires).0 {
            [one] => self.registres.territoires.find(&one.value),
            _ => None,
        }
    }

    /// Which way an indicator of a part gets better: its own word, else that of the part or of the nearest part above.
    pub fn sens(&self, part: &Part, indicateur: &Indicateur) -> Option<Sens> {
        let above = || self.ancestors(part).find_map(|(_, p)| p.content.sens_indicateurs);
        indicateur.sens.or(part.content.sens_indicateurs).or_else(above)
    }

    /// The part and the indicator that have the values of a shared indicator.
    pub fn shared<'s>(&'s self, from: PartIx, indicateur: &Indicateur) -> Option<(PartIx, &'s Indicateur)> {
        let ix = self.lookup(from, &indicateur.partage.as_ref()?.value)?;
        let name = fold(&indicateur.nom);
        let found = self.part(ix).content.indicateurs.iter().find(|i| i.partage.is_none() && fold(&i.nom) == name)?;
        Some((ix, found))
    }

    /// The seed file of a part: its own, or that of the nearest part above.
    pub fn source_file<'s>(&'s self, part: &'s Part) -> Option<&'s str> {
        let own = part.content.source.fichier.as_deref();
        own.or_else(|| self.ancestors(part).find_map(|(_, p)| p.content.source.fichier.as_deref()))
    }
}

impl Part {
    /// The title; empty only where an error was reported.
    pub fn titre(&self) -> &str {
        self.content.titre.as_ref().map_or("", |t| &t.value)
    }

    /// The title for menus.
    pub fn titre_court(&self) -> &str {
        self.content.titre_court.as_deref().unwrap_or_else(|| self.titre())
    }

    /// The printed number.
    pub fn numero(&self) -> Option<&str> {
        self.content.numero.as_ref().map(|n| n.value.as_str())
    }

    /// The last element of the identifier.
    pub fn slug(&self) -> &str {
        self.id.rsplit('/').next().unwrap_or(&self.id)
    }

    /// The address of the part's page.
    pub fn url(&self) -> String {
        format!("/{}/", self.id)
    }

    /// Whether pages below it are its children, of a level that readers count (pages of text excepted).
    pub fn is_leaf(&self) -> bool {
        self.children.is_empty()
    }
}
