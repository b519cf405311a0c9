//! The texts of a part as plain words: no markup, links by their words, cited figures by their value.

use std::ops::Deref;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Tag, TagEnd};

use crate::compte::Citation;
use crate::model::PartIx;
use crate::model::chiffre::{Demande, is_citation};
use crate::model::tableau::BLOCS;
use crate::render::mots::Commun;
use crate::text::amount::Lecture;
use crate::text::format::{euros, percent};
use crate::text::typography::french;
use crate::text::{markdown, squeeze};

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
        let mut out = String::with_capacity(text.len());
        let mut skip = false;
        for (event, _) in markdown::events(text) {
            match event {
                Event::Start(Tag::Link { link_type: LinkType::WikiLink { has_pothole: false }, dest_url, .. }) => {
                    out.push_str(&self.cible(&dest_url));
                    skip = true;
                }
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(name))) if BLOCS.contains(&name.as_ref()) => skip = true,
                Event::End(TagEnd::Link | TagEnd::CodeBlock) => skip = false,
                Event::Text(t) | Event::Code(t) if !skip => out.push_str(&t),
                Event::SoftBreak | Event::HardBreak => out.push(' '),
                Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::Heading(_)) => out.push(' '),
                _ => {}
            }
        }
        french(&squeeze(&out)).into_owned()
    }

    /// The words that the page shows for a bare `[[link]]`.
    fn cible(&self, target: &str) -> String {
        if is_citation(target) {
            let asked = Demande::parse(target);
            let found = asked.and_then(|d| self.summary.comptes.citation(self.site, self.part, &d));
            return match found {
                Some((_, Some(Citation::Montant { valeur, .. }))) => euros(valeur),
                Some((_, Some(Citation::Taux(taux)))) => percent(taux),
                _ => String::new(),
            };
        }
        let path = target.split_once('#').map_or(target, |(path, _)| path);
        let found = self.site.lookup(self.part, path);
        found.map_or_else(String::new, |ix| self.site.part(ix).titre().to_owned())
    }
}

/// An amount as its source prints it.
pub fn montant(lecture: &Lecture) -> String {
    match lecture {
        Lecture::Connu(m) => french(&m.imprime).into_owned(),
        Lecture::Absent(statut, _) => statut.label().to_owned(),
    }
}
