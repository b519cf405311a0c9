//! Markdown as Parvis reads it: which extensions, what an anchor is, what is refused.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};

use super::fold::slug;

/// The dialect: CommonMark, `[[wikilinks]]`; tables are read only to be refused.
pub fn options() -> Options {
    Options::ENABLE_WIKILINKS | Options::ENABLE_TABLES
}

/// The events of a text with their bytes.
pub fn events(text: &str) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    Parser::new_ext(text, options()).into_offset_iter()
}

/// Something of a text that other rooms want to know.
#[derive(Debug, PartialEq, Eq)]
pub enum Finding {
    /// A link: its target as written, and whether it is a `[[wikilink]]`.
    Link { target: String, wiki: bool },
    /// A heading: its level and the anchor it gets.
    Heading { level: u8, anchor: String },
    /// A fenced block: the name after the fence, and the bytes of its text.
    Bloc { nom: String, texte: Range<usize> },
    /// Raw HTML.
    Html,
    /// A GFM table.
    Table,
    /// An image.
    Image,
}

/// Everything of note in a text, in reading order.
pub fn scan(text: &str, anchors: &mut Anchors) -> Vec<(Finding, Range<usize>)> {
    // Most texts are plain: nothing to find without one of these.
    if !text.contains(['<', '[', '#', '|', '=', '-', '`', '~']) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut heading: Option<(u8, String, Range<usize>)> = None;
    let mut block = false;
    for (event, range) in events(text) {
        match event {
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                let wiki = matches!(link_type, LinkType::WikiLink { .. });
                found.push((Finding::Link { target: dest_url.into_string(), wiki }, range));
            }
            Event::Start(Tag::Heading { level, .. }) => heading = Some((level as u8, String::new(), range)),
            Event::End(TagEnd::Heading(_)) => {
                if let Some((level, words, range)) = heading.take() {
                    found.push((Finding::Heading { level, anchor: anchors.take(&words) }, range));
                }
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(nom))) => {
                found.push((Finding::Bloc { nom: nom.into_string(), texte: range.end..range.end }, range.clone()));
                block = true;
            }
            Event::End(TagEnd::CodeBlock) => block = false,
            Event::Text(_) if block => {
                if let Some((Finding::Bloc { texte, .. }, _)) = found.last_mut() {
                    *texte = texte.start.min(range.start)..range.end;
                }
            }
            Event::Text(t) | Event::Code(t) => {
                if let Some((_, words, _)) = &mut heading {
                    words.push_str(&t);
                }
            }
            // A block comes line by line, inline HTML tag by tag: one finding for each run and each line.
            Event::Html(_) | Event::InlineHtml(_) => match found.last_mut() {
                Some((Finding::Html, before)) if before.end == range.start || !text[before.end..range.start].contains('\n') => {
                    before.end = range.end;
                }
                _ => found.push((Finding::Html, range)),
            },
            Event::Start(Tag::Table(_)) => found.push((Finding::Table, range)),
            Event::Start(Tag::Image { .. }) => found.push((Finding::Image, range)),
            _ => {}
        }
    }
    found
}

/// The anchors of one page, each used once.
#[derive(Debug, Default)]
pub struct Anchors {
    /// The names of the page's own sections: taken, whether or not the page has them.
    reserved: &'static [&'static str],
    /// The anchors of headings.
    taken: BTreeSet<String>,
    /// For each base, the last suffix given.
    suffixes: BTreeMap<String, u32>,
}

impl Anchors {
    /// Anchors of a page whose sections have the names `reserved`.
    pub fn new(reserved: &'static [&'static str]) -> Self {
        Self { reserved, ..Self::default() }
    }

    /// A free anchor for these words.
    pub fn take(&mut self, words: &str) -> String {
        let base = match slug(words) {
            s if s.is_empty() => "section".to_owned(),
            s if is_of_the_page(&s) => format!("titre-{s}"),
            s => s,
        };
        let mut anchor = base.clone();
        let last = self.suffixes.entry(base.clone()).or_insert(1);
        while self.reserved.contains(&anchor.as_str()) || self.taken.contains(&anchor) {
            *last += 1;
            anchor = format!("{base}-{last}");
        }
        self.taken.insert(anchor.clone());
        anchor
    }

    /// The anchors of headings, sorted.
    pub fn taken(self) -> Vec<String> {
        self.taken.into_iter().collect()
    }
}

/// Whether an anchor has the form of those that pages make by themselves: of actions, of calculations, of groups of children, of
/// charts, of the frame of all pages.
fn is_of_the_page(anchor: &str) -> bool {
    let group = anchor.strip_prefix("contenu").is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit() || b == b'-'));
    let chart = anchor.starts_with("g-") && (anchor.ends_with("-t") || anchor.ends_with("-d"));
    let numbered = ["action-", "calcul-"].iter().any(|start| anchor.starts_with(start));
    group || chart || numbered || anchor == "contenu-principal"
}

/// A link of a text.
#[derive(Debug, PartialEq, Eq)]
pub struct Link {
    /// As written.
    pub target: String,
    /// Whether it has something to click on.
    pub has_words: bool,
    /// Its bytes.
    pub range: Range<usize>,
}

/// The links of a text, in reading order.
pub fn links(text: &str) -> Vec<Link> {
    if !text.contains(['[', '<']) {
        return Vec::new();
    }
    let mut found: Vec<Link> = Vec::new();
    let mut inside = false;
    for (event, range) in events(text) {
        match event {
            Event::Start(Tag::Link { dest_url, .. }) => {
                inside = true;
                found.push(Link { target: dest_url.into_string(), has_words: false, range });
            }
            Event::End(TagEnd::Link) => inside = false,
            Event::Text(words) | Event::Code(words) if inside => {
                if let Some(link) = found.last_mut() {
                    link.has_words |= words.chars().any(|c| !super::is_space(c));
                }
            }
            _ => {}
        }
    }
    found
}

/// How to write a web address.
pub const WEB_HELP: &str = "une adresse commence par https:// et n’a pas d’espace";

/// Whether an address has a scheme, a host and no space.
pub fn is_web(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    rest.is_some_and(|r| r.starts_with(char::is_alphanumeric) && !r.contains(|c: char| c.is_whitespace() || c.is_control()))
}

/// The plain words of a text: for descriptions, titles, search.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (event, _) in events(text) {
        match event {
            Event::Text(t) | Event::Code(t) => out.push_str(&t),
            Event::SoftBreak | Event::HardBreak => out.push(' '),
            Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::Heading(_)) => out.push(' '),
            _ => {}
        }
    }
    super::squeeze(&out)
}

/// The events of a cell or an item: those inside its paragraph, or all of them where it is more than one.
pub fn line(text: &str) -> Vec<Event<'_>> {
    let mut events = match in_words(text) {
        Cow::Borrowed(text) => joined(events(text).map(|(e, _)| e)),
        Cow::Owned(text) => joined(events(&text).map(|(e, _)| e.into_static())),
    };
    let paragraphs = events.iter().filter(|e| matches!(e, Event::Start(Tag::Paragraph))).count();
    if paragraphs == 1 && matches!(events.as_slice(), [Event::Start(Tag::Paragraph), .., Event::End(TagEnd::Paragraph)]) {
        events.pop();
        events.remove(0);
    }
    events
}

/// A text of one line is words: « + 2 539 jeunes » is not a list, « 2. Former » not an item, « # 3 » not a heading.
pub fn in_words(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    let number = text.bytes().take_while(u8::is_ascii_digit).count();
    let mark = match &text.as_bytes()[number..] {
        [b'.' | b')', ..] => number > 0,
        [b'+' | b'-' | b'#' | b'>', ..] | [b'*', b' ', ..] => number == 0,
        _ => false,
    };
    if mark && !text.contains('\n') { format!("{}\\{}", &text[..number], &text[number..]).into() } else { text.into() }
}

/// Text nodes split by the parser (around `[`, `_`…) joined again, so that typography sees whole sentences.
pub fn joined<'a>(events: impl Iterator<Item = Event<'a>>) -> Vec<Event<'a>> {
    let mut out: Vec<Event<'a>> = Vec::new();
    for event in events {
        match (out.last_mut(), event) {
            (Some(Event::Text(before)), Event::Text(text)) => *before = CowStr::from(format!("{before}{text}")),
            (_, event) => out.push(event),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_headings_and_what_is_refused_are_found() {
        let mut anchors = Anchors::new(&["budget"]);
        let found =
            scan("## Budget\n\nVoir [[fiche-02|la fiche]] et [là](https://a.fr).\n\n<b>non</b>\n\n| a |\n|---|\n", &mut anchors);
        let kinds: Vec<&Finding> = found.iter().map(|(f, _)| f).collect();
        assert_eq!(kinds[0], &Finding::Heading { level: 2, anchor: "budget-2".to_owned() });
        assert_eq!(kinds[1], &Finding::Link { target: "fiche-02".to_owned(), wiki: true });
        assert_eq!(kinds[2], &Finding::Link { target: "https://a.fr".to_owned(), wiki: false });
        assert!(kinds.contains(&&Finding::Html) && kinds.contains(&&Finding::Table));
    }

    #[test]
    fn no_heading_takes_an_anchor_of_the_page() {
        let mut anchors = Anchors::new(&["contenu", "budget"]);
        for (words, anchor) in [
            ("Action 1", "titre-action-1"),
            ("Action 1", "titre-action-1-2"),
            ("Titre action 1", "titre-action-1-3"),
            ("Contenu", "titre-contenu"),
            ("Contenu 2", "titre-contenu-2"),
            ("Contenu principal", "titre-contenu-principal"),
            ("Budget", "budget-2"),
            ("Actions menées", "actions-menees"),
            ("g a t", "titre-g-a-t"),
        ] {
            assert_eq!(anchors.take(words), anchor);
        }
    }

    #[test]
    fn links_without_words_are_known() {
        let links = links("[](a) [ ](b) [**&nbsp;**](c) [mot](d) [`x`](e) [[f]] [[g|]] <https://h.fr>");
        let bare: Vec<&str> = links.iter().filter(|l| !l.has_words).map(|l| l.target.as_str()).collect();
        assert_eq!(bare, ["a", "b", "c", "g"]);
        assert_eq!(links.len(), 8);
    }

    #[test]
    fn one_line_is_words() {
        for words in ["+ 2 539 jeunes", "- 3 %", "2. Former", "12) Loger", "# 3", "> 5 ans", "* sauf Lille"] {
            assert_eq!(line(words), [Event::Text(words.into())], "{words}");
        }
        assert_eq!(line("*mot*").len(), 3);
        assert!(matches!(line("- un\n- deux")[0], Event::Start(Tag::List(None))));
    }

    #[test]
    fn plain_words_keep_no_markup() {
        assert_eq!(plain("**Prévenir** et\n[agir](x)."), "Prévenir et agir.");
    }
}
