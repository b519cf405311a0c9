//! Markdown to HTML: links resolved, acronyms explained, typography set, nothing raw let through.

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Tag, TagEnd};

use crate::compte::Citation;
use crate::model::PartIx;
use crate::model::chiffre::{Demande, is_citation};
use crate::model::content::SECTIONS;
use crate::model::tableau::BLOCS;
use crate::text::format::{euros, percent};
use crate::text::markdown::{self, Anchors};
use crate::text::typography::{Bloc, french};

use super::abreviations::Abreviations;
use super::contexte::{Contexte, Page};
use super::escape::{escape, push};

/// Writes the texts of one page.
pub struct Ecrivain<'c, 'a> {
    pub contexte: &'c Contexte<'a>,
    page: &'c Page,
    /// The part whose texts are written: its links are seen from there.
    part: Option<PartIx>,
    abreviations: Abreviations<'a, 'c>,
    ancres: Anchors,
}

/// A piece of a body.
pub enum Segment {
    Html(String),
    /// The place of the next table of the part.
    Figure,
}

impl<'c, 'a> Ecrivain<'c, 'a> {
    /// A writer for the page of a part, or for a page of the site.
    pub fn new(contexte: &'c Contexte<'a>, page: &'c Page, part: Option<PartIx>) -> Self {
        let abreviations = part.map_or_else(Abreviations::none, |ix| contexte.glossaires.page(contexte.site, ix));
        Self { contexte, page, part, abreviations, ancres: Anchors::new(&SECTIONS) }
    }

    /// A text without markup, set and escaped.
    pub fn texte(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len() + 16);
        self.words(&mut out, text, &mut Bloc::default());
        out
    }

    /// A link to a part, or to a section of its page.
    pub fn lien(&self, ix: PartIx, section: Option<&str>) -> String {
        let lien = self.contexte.lien(self.page, ix);
        let section = section.map_or_else(String::new, |s| format!("#{s}"));
        format!("<a href=\"{}{section}\">{}</a>", escape(&lien.href), escape(&lien.texte))
    }

    /// A link to a part, as another one speaks of it.
    pub fn lien_vu_de(&self, ici: PartIx, ix: PartIx) -> String {
        let lien = self.contexte.lien_vu_de(self.page, ici, ix);
        format!("<a href=\"{}\">{}</a>", escape(&lien.href), escape(&lien.texte))
    }

    /// A Markdown text as blocks.
    pub fn bloc(&mut self, text: &str) -> String {
        let events = markdown::joined(markdown::events(text).map(|(e, _)| e));
        self.html(&events)
    }

    /// A body cut at its blocks of figures.
    pub fn segments(&mut self, text: &str) -> Vec<Segment> {
        let events = markdown::joined(markdown::events(text).map(|(e, _)| e));
        let mut segments = Vec::new();
        let mut rest = events.as_slice();
        let is_figure = |e: &Event<'_>| matches!(e, Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(name))) if BLOCS.contains(&name.as_ref()));
        while let Some(at) = rest.iter().position(is_figure) {
            if at > 0 {
                segments.push(Segment::Html(self.html(&rest[..at])));
            }
            segments.push(Segment::Figure);
            let end = rest[at..].iter().position(|e| matches!(e, Event::End(TagEnd::CodeBlock)));
            rest = end.map_or(&[], |end| &rest[at + end + 1..]);
        }
        if !rest.is_empty() {
            segments.push(Segment::Html(self.html(rest)));
        }
        segments
    }

    /// A Markdown text for a cell or a list item: without `<p>` where it is one paragraph.
    pub fn ligne(&mut self, text: &str) -> String {
        self.html(&markdown::line(text))
    }

    fn html(&mut self, events: &[Event<'_>]) -> String {
        let mut out = String::new();
        // What closes the open links and headings, innermost last.
        let mut closing: Vec<String> = Vec::new();
        // A wikilink without words takes its target's title; its own words are skipped.
        let mut skip = false;
        // Code is shown as it was written.
        let mut code = false;
        let mut bloc = Bloc::default();
        for (i, event) in events.iter().enumerate() {
            if limits_a_block(event) {
                bloc = Bloc::default();
            }
            match event {
                Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                    let bare = matches!(link_type, LinkType::WikiLink { has_pothole: false });
                    let (open, label) = self.cible(dest_url, bare);
                    out.push_str(&open);
                    closing.push(if open.is_empty() { String::new() } else { "</a>".to_owned() });
                    if let Some(label) = label {
                        push(&mut out, &label);
                        bloc.passed(&label);
                        skip = true;
                    }
                }
                Event::End(TagEnd::Link) => {
                    out.push_str(&closing.pop().unwrap_or_default());
                    skip = false;
                }
                Event::Start(Tag::Heading { level, .. }) => {
                    let words = heading_words(&events[i..]);
                    let level = (*level as u8).clamp(2, 6);
                    let anchor = self.ancres.take(&words);
                    out.push_str(&format!("<h{level} id=\"{anchor}\">"));
                    closing.push(format!("</h{level}>"));
                }
                Event::End(TagEnd::Heading(_)) => out.push_str(&closing.pop().unwrap_or_default()),
                Event::Start(tag) => {
                    out.push_str(&open(tag));
                    code |= matches!(tag, Tag::CodeBlock(_));
                }
                Event::End(tag) => {
                    out.push_str(close(*tag));
                    code &= !matches!(tag, TagEnd::CodeBlock);
                }
                Event::Text(_) if skip => {}
                Event::Text(text) if code => push(&mut out, text),
                Event::Text(text) => self.words(&mut out, text, &mut bloc),
                Event::Code(code) => {
                    out.push_str("<code>");
                    push(&mut out, code);
                    out.push_str("</code>");
                    bloc.passed(code);
                }
                Event::SoftBreak => {
                    out.push(' ');
                    bloc.passed(" ");
                }
                Event::HardBreak => {
                    out.push_str("<br>");
                    bloc.line_break();
                }
                Event::Rule => out.push_str("<hr>"),
                // Refused by `source::prose`: such a source never comes here.
                _ => {}
            }
        }
        out
    }

    /// Words, set as a printer would, acronyms explained.
    fn words(&mut self, out: &mut String, text: &str, bloc: &mut Bloc) {
        let set = bloc.french(text);
        let mut rest: &str = &set;
        while let Some(start) = rest.find(|c: char| c.is_uppercase()) {
            let word_start = rest[..start].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
            let end = rest[start..].find(|c: char| !c.is_alphanumeric()).map_or(rest.len(), |n| start + n);
            push(out, &rest[..start]);
            let word = &rest[start..end];
            match self.abreviations.explain(word).filter(|_| word_start) {
                Some(meaning) => out.push_str(&format!("<abbr title=\"{}\">{}</abbr>", escape(&french(meaning)), escape(word))),
                None => push(out, word),
            }
            rest = &rest[end..];
        }
        push(out, rest);
    }

    /// The opening tag of a link, and the words to show when the source gives none.
    fn cible(&self, target: &str, bare: bool) -> (String, Option<String>) {
        if target.starts_with("https://") || target.starts_with("http://") {
            return (format!("<a href=\"{}\" rel=\"external\">", escape(target)), None);
        }
        if is_citation(target) {
            return self.chiffre(target);
        }
        let (path, anchor) = target.split_once('#').map_or((target, ""), |(p, a)| (p, a));
        let found = match (path.is_empty(), self.part) {
            (true, part) => part,
            (false, Some(part)) => self.contexte.site.lookup(part, path),
            (false, None) => self.contexte.site.find(path),
        };
        let Some(ix) = found else { return (String::new(), None) };
        let mut href = self.contexte.href(self.page, &self.contexte.site.part(ix).url());
        if !anchor.is_empty() {
            href.push('#');
            href.push_str(anchor);
        }
        (format!("<a href=\"{}\">", escape(&href)), bare.then(|| self.contexte.label(ix)))
    }
}

impl Ecrivain<'_, '_> {
    /// A computed figure, linked to the budget that it comes from.
    fn chiffre(&self, target: &str) -> (String, Option<String>) {
        let c = self.contexte;
        let found = self.part.zip(Demande::parse(target)).and_then(|(from, d)| c.summary.comptes.citation(c.site, from, &d));
        let Some((ix, Some(figure))) = found else { return (String::new(), None) };
        let words = match figure {
            Citation::Montant { valeur, partiel: false } => euros(valeur),
            Citation::Montant { valeur, partiel: true } => dit!(c, "au moins {montant}", montant = euros(valeur)),
            Citation::Taux(taux) => percent(taux),
        };
        let href = format!("{}#budget", c.href(self.page, &c.site.part(ix).url()));
        (format!("<a class=\"chiffre\" href=\"{}\">", escape(&href)), Some(words))
    }
}

/// Whether an event starts or ends a paragraph, an item, a heading… rather than words inside it.
fn limits_a_block(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => !matches!(tag, Tag::Link { .. } | Tag::Emphasis | Tag::Strong),
        Event::End(tag) => !matches!(tag, TagEnd::Link | TagEnd::Emphasis | TagEnd::Strong),
        Event::Rule => true,
        _ => false,
    }
}

/// The words of a heading, up to its end.
fn heading_words(events: &[Event<'_>]) -> String {
    let inside = events.iter().take_while(|e| !matches!(e, Event::End(TagEnd::Heading(_))));
    inside.filter_map(|e| if let Event::Text(t) | Event::Code(t) = e { Some(t.as_ref()) } else { None }).collect()
}

fn open(tag: &Tag<'_>) -> String {
    match tag {
        Tag::Paragraph => "<p>".to_owned(),
        Tag::BlockQuote(_) => "<blockquote>".to_owned(),
        Tag::CodeBlock(CodeBlockKind::Indented | CodeBlockKind::Fenced(_)) => "<pre><code>".to_owned(),
        Tag::List(None) => "<ul>".to_owned(),
        Tag::List(Some(1)) => "<ol>".to_owned(),
        Tag::List(Some(n)) => format!("<ol start=\"{n}\">"),
        Tag::Item => "<li>".to_owned(),
        Tag::Emphasis => "<em>".to_owned(),
        Tag::Strong => "<strong>".to_owned(),
        _ => String::new(),
    }
}

fn close(tag: TagEnd) -> &'static str {
    match tag {
        TagEnd::Paragraph => "</p>",
        TagEnd::BlockQuote(_) => "</blockquote>",
        TagEnd::CodeBlock => "</code></pre>",
        TagEnd::List(false) => "</ul>",
        TagEnd::List(true) => "</ol>",
        TagEnd::Item => "</li>",
        TagEnd::Emphasis => "</em>",
        TagEnd::Strong => "</strong>",
        _ => "",
    }
}
