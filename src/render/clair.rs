//! The plain words of the texts of a part: no markup, links by their words, cited figures by their value.

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Tag, TagEnd};

use crate::compte::{Citation, Comptes};
use crate::model::chiffre::{Demande, is_citation};
use crate::model::tableau::BLOCS;
use crate::model::{PartIx, Site};
use crate::text::format::{euros, percent};
use crate::text::{markdown, squeeze};

/// The words of a text of a part, on one line; its blocks of figures left out.
pub fn clair(site: &Site, comptes: &Comptes, part: PartIx, text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut skip = false;
    for (event, _) in markdown::events(text) {
        match event {
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                if let Some(words) = lien(site, comptes, part, link_type, &dest_url) {
                    out.push_str(&words);
                    skip = true;
                }
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(name))) if BLOCS.contains(&name.as_ref()) => skip = true,
            Event::End(TagEnd::Link | TagEnd::CodeBlock) => skip = false,
            Event::Text(t) | Event::Code(t) if !skip => out.push_str(&t),
            Event::SoftBreak | Event::HardBreak => out.push(' '),
            Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::Heading(_)) => out.push(' '),
            _ => {}
        }
    }
    squeeze(&out)
}

/// The words that stand for a link without words of its own: the figure it cites, or the title of the part it leads to.
pub fn lien(site: &Site, comptes: &Comptes, part: PartIx, genre: LinkType, vers: &str) -> Option<String> {
    if is_citation(vers) {
        let demande = Demande::parse(vers)?;
        return match comptes.citation(site, part, &demande)?.1? {
            Citation::Montant { valeur, partiel: false } => Some(euros(valeur)),
            Citation::Montant { valeur, partiel: true } => Some(format!("au moins {}", euros(valeur))),
            Citation::Taux(taux) => Some(percent(taux)),
        };
    }
    if !matches!(genre, LinkType::WikiLink { has_pothole: false }) {
        return None;
    }
    let path = vers.split_once('#').map_or(vers, |(path, _)| path);
    let found = if path.is_empty() { Some(part) } else { site.lookup(part, path) };
    found.map(|ix| site.part(ix).titre().to_owned())
}
