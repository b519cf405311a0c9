//! Markdown texts to plain words: one line per paragraph, links replaced by their words, cited figures by their value.

use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

use crate::model::PartIx;
use crate::model::tableau::BLOCS;
use crate::render::clair::lien;
use crate::text::{markdown, squeeze};

use super::Fonds;
use super::champ::Texte;

/// The words of a text of a part.
pub fn mots<'a>(f: &Fonds<'a>, part: PartIx, text: &'a str) -> Texte<'a> {
    let text = text.trim();
    // Most texts are one plain line.
    if !text.contains(['[', '*', '_', '`', '#', '>', '<', '\\', '&', '\n', '\t'])
        && !text.starts_with(['-', '+', '=', '~', '|'])
        && !text.starts_with(|c: char| c.is_ascii_digit())
    {
        return text.into();
    }
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    // The words of a link are its own, or those of its target.
    let mut skip = false;
    // The tables of a text have a table of their own.
    let mut figure = false;
    for (event, _) in markdown::events(&markdown::in_words(text)) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(name))) => figure = BLOCS.contains(&name.as_ref()),
            Event::End(TagEnd::CodeBlock) => {
                figure = false;
                rompre(&mut lines, &mut line);
            }
            _ if figure => {}
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                if let Some(words) = lien(f.site, &f.summary.comptes, part, link_type, &dest_url) {
                    line.push_str(&words);
                    skip = true;
                }
            }
            Event::End(TagEnd::Link) => skip = false,
            Event::Start(Tag::Item) => {
                rompre(&mut lines, &mut line);
                line.push_str("– ");
            }
            Event::Text(t) | Event::Code(t) if !skip => line.push_str(&t),
            Event::SoftBreak => line.push(' '),
            Event::HardBreak | Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::Heading(_)) => rompre(&mut lines, &mut line),
            _ => {}
        }
    }
    rompre(&mut lines, &mut line);
    lines.join("\n").into()
}

fn rompre(lines: &mut Vec<String>, line: &mut String) {
    let words = squeeze(line);
    if !words.is_empty() && words != "–" {
        lines.push(words);
    }
    // « – » waits for the paragraph of its item.
    let bullet = line.as_str() == "– ";
    line.clear();
    if bullet {
        line.push_str("– ");
    }
}
