//! YAML text to a tree in which every key and every value knows its place.
//!
//! Scalars stay text: a number is read from its characters by whoever knows what it means, never through a float.
//! Anchors, aliases, tags, second documents and deep nesting are refused, so a source can neither explode nor hide.

use std::collections::BTreeMap;

use granit_parser::{Event, Parser, ScalarStyle};

use crate::diagnostics::{Code, Diagnostic, FileId, Span, Spanned};

/// Deepest nesting of a source.
const MAX_DEPTH: usize = 32;

/// A YAML value and its place.
#[derive(Debug)]
pub struct Node {
    /// The value.
    pub kind: Kind,
    /// Its place.
    pub span: Span,
}

/// The three shapes of YAML.
#[derive(Debug)]
pub enum Kind {
    /// A text; a plain empty scalar is [`Kind::Null`].
    Scalar(String),
    /// A key without a value (`cle:`).
    Null,
    /// A list.
    Seq(Vec<Node>),
    /// A table, in the order written; keys are unique (repeats were reported and dropped).
    Map(Vec<(Spanned<String>, Node)>),
}

enum Frame {
    Seq(Vec<Node>, usize),
    Map {
        entries: Vec<(Spanned<String>, Node)>,
        seen: BTreeMap<String, Span>,
        key: Option<Spanned<String>>,
        start: usize,
        flow: bool,
    },
}

/// Parses one YAML document that starts at byte `base` of `file`.
///
/// Reports every problem it can; after a syntax error it keeps what was read before.
pub fn parse(text: &str, file: FileId, base: usize, diags: &mut Vec<Diagnostic>) -> Option<Node> {
    let mut reader = Reader { file, base, text, stack: Vec::new(), root: None, diags };
    let options = granit_parser::options! { emit_comments: false, emit_unresolved_aliases: true, emit_anchor_events: true };
    for next in Parser::new_from_str_with_options(text, options) {
        match next {
            Ok((event, span)) => {
                let range = span.byte_range().unwrap_or(0..0);
                if let Some(tag) = event.tag().and(span.tag_span()) {
                    let range = tag.byte_range().unwrap_or_else(|| range.clone());
                    reader.error(Code::BaliseRefusee, range, "une balise YAML n’a pas de sens ici", "retirez-la");
                }
                if reader.event(event, range).is_break() {
                    break;
                }
            }
            Err(error) => {
                let at = error.marker().byte_offset().unwrap_or(text.len());
                reader.syntax_error(at, &error.info());
                break;
            }
        }
    }
    reader.unwind()
}

struct Reader<'a> {
    file: FileId,
    base: usize,
    text: &'a str,
    stack: Vec<Frame>,
    root: Option<Node>,
    diags: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.file, self.base + start, self.base + end)
    }

    fn error(&mut self, code: Code, range: std::ops::Range<usize>, message: &str, help: &str) {
        let span = self.span(range.start, range.end);
        self.diags.push(Diagnostic::new(code, message).at(span).with_help(help));
    }

    fn syntax_error(&mut self, at: usize, info: &str) {
        let at = floor_char_boundary(self.text, at);
        let at = open_quote(info, self.text, at).unwrap_or(at);
        let (message, help) = explain(info, self.text, at, if self.base == 0 { "du fichier" } else { "de l’en-tête" });
        let end = self.text[at..].chars().next().map_or(at, |c| at + c.len_utf8());
        self.error(Code::SyntaxeYaml, at..end, &message, &help);
    }

    fn event(&mut self, event: Event<'_>, range: std::ops::Range<usize>) -> std::ops::ControlFlow<()> {
        use std::ops::ControlFlow::{Break, Continue};
        match event {
            Event::DocumentStart(..) if self.root.is_some() => {
                let message = "un second document commence ici";
                self.error(Code::BaliseRefusee, range, message, "une source ne contient qu’un document YAML");
                return Break(());
            }
            Event::Anchor(..) => self.error(Code::AliasRefuse, range, "les ancres YAML sont refusées", "recopiez la valeur"),
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                self.error(Code::AliasRefuse, range.clone(), "les alias YAML sont refusés", "recopiez la valeur");
                let node = Node { kind: Kind::Null, span: self.span(range.start, range.end) };
                self.place(node);
            }
            Event::Scalar(value, style, ..) => {
                let span = self.span(range.start, range.end);
                let null = style == ScalarStyle::Plain && (value.is_empty() || value == "~");
                if style == ScalarStyle::Plain && !null {
                    self.sans_guillemets(&value, &range);
                }
                self.place(Node { kind: if null { Kind::Null } else { Kind::Scalar(value.into_owned()) }, span });
            }
            Event::SequenceStart(..) => return self.open(Frame::Seq(Vec::new(), range.start), range),
            Event::MappingStart(style, ..) => {
                let flow = style == granit_parser::StructureStyle::Flow;
                let frame = Frame::Map { entries: Vec::new(), seen: BTreeMap::new(), key: None, start: range.start, flow };
                return self.open(frame, range);
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(range.end),
            _ => {}
        }
        Continue(())
    }

    /// What an author of a text without quotes may not have meant.
    fn sans_guillemets(&mut self, value: &str, range: &std::ops::Range<usize>) {
        if value.starts_with(['“', '”', '„']) && value.ends_with(['“', '”']) {
            let help = "entourez la valeur de guillemets droits : \"…\"";
            self.error(Code::GuillemetsCourbes, range.clone(), "ces guillemets feraient partie de la valeur", help);
        }
        let after = self.text.get(range.end..).and_then(|rest| rest.lines().next()).unwrap_or("");
        let mark = after.trim_start();
        // A comment has a space after its mark: « #1 » has none.
        if mark.len() < after.len() && mark.strip_prefix('#').is_some_and(|t| t.starts_with(char::is_alphanumeric)) {
            let at = range.end + after.len() - mark.len();
            let message = format!("« {mark} » est pris pour un commentaire, et n’est pas lu");
            self.error(Code::DieseColle, at..range.end + after.len(), &message, "mettez tout le texte entre guillemets");
        }
    }

    fn open(&mut self, frame: Frame, range: std::ops::Range<usize>) -> std::ops::ControlFlow<()> {
        if self.stack.len() == MAX_DEPTH {
            self.error(
                Code::TropProfond,
                range.start..range.start + 1,
                "le YAML a plus de 32 niveaux imbriqués",
                "une fiche n’en demande que cinq ou six",
            );
            return std::ops::ControlFlow::Break(());
        }
        self.stack.push(frame);
        std::ops::ControlFlow::Continue(())
    }

    fn close(&mut self, end: usize) {
        let Some(frame) = self.stack.pop() else { return };
        let node = self.node_of(frame, end);
        self.place(node);
    }

    fn node_of(&self, frame: Frame, end: usize) -> Node {
        match frame {
            Frame::Seq(items, start) => Node { kind: Kind::Seq(items), span: self.span(start, end) },
            Frame::Map { entries, start, .. } => Node { kind: Kind::Map(entries), span: self.span(start, end) },
        }
    }

    /// Puts a finished value where it belongs: the list, the table (as key or value), or the root.
    fn place(&mut self, node: Node) {
        match self.stack.last_mut() {
            None => self.root = self.root.take().or(Some(node)),
            Some(Frame::Seq(items, _)) => items.push(node),
            Some(Frame::Map { entries, seen, key, flow, .. }) => match key.take() {
                None => match node.kind {
                    Kind::Scalar(text) => *key = Some(Spanned::new(text, node.span)),
                    _ => {
                        *key = Some(Spanned::new(String::new(), node.span));
                        self.diags.push(Diagnostic::new(Code::MauvaisType, "une clé doit être un texte").at(node.span));
                    }
                },
                Some(key) => {
                    // `{montant: 12,5 €}` reads as the two keys « montant » and « 5 € ».
                    if *flow && matches!(node.kind, Kind::Null) && key.value.starts_with(|c: char| c.is_ascii_digit()) {
                        self.diags.push(
                            Diagnostic::new(
                                Code::MontantEnFluxVirgule,
                                format!("« {} » est lu comme une clé : la virgule coupe le nombre", key.value),
                            )
                            .at(key.span)
                            .with_help("mettez le nombre entre guillemets, par exemple \"12,5 €\""),
                        );
                    } else if let Some(first) = seen.get(&key.value) {
                        self.diags.push(
                            Diagnostic::new(Code::CleEnDouble, format!("la clé « {} » est écrite deux fois", key.value))
                                .at(key.span)
                                .with_label(*first, "écrite ici une première fois")
                                .with_help("gardez une seule des deux valeurs"),
                        );
                    } else if !key.value.is_empty() {
                        seen.insert(key.value.clone(), key.span);
                        entries.push((key, node));
                    }
                }
            },
        }
    }

    /// What was read so far, when the text ended early.
    fn unwind(mut self) -> Option<Node> {
        while let Some(frame) = self.stack.pop() {
            let node = self.node_of(frame, self.text.len());
            self.place(node);
        }
        self.root.take()
    }
}

/// The last character boundary at or before `at`.
fn floor_char_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The quote that was left open, when the scanner only saw it further down: the last one of a line above with an odd
/// number of them.
fn open_quote(info: &str, text: &str, at: usize) -> Option<usize> {
    if !info.to_ascii_lowercase().contains("quot") {
        return None;
    }
    let line_start = text[..at].rfind('\n').map_or(0, |i| i + 1);
    let mut end = line_start;
    for line in text[..line_start].split_inclusive('\n').rev() {
        end -= line.len();
        if !line.matches('"').count().is_multiple_of(2) {
            return line.rfind('"').map(|i| end + i);
        }
    }
    None
}

/// A French sentence and a help for a scanner error; its own words are kept for the rare ones. `whole` ends « la fin … ».
fn explain(info: &str, text: &str, at: usize, whole: &str) -> (String, String) {
    let line_start = text[..at].rfind('\n').map_or(0, |i| i + 1);
    let line = text[line_start..].lines().next().unwrap_or("");
    let low = info.to_ascii_lowercase();
    let indent = &line[..line.len() - line.trim_start().len()];
    let mark = text[at..].chars().next();
    let (message, help) = if indent.contains('\t') || low.contains("tab") {
        ("une tabulation sert de retrait", "en YAML le retrait se fait avec des espaces, deux par niveau".to_owned())
    } else if let Some(mark) = mark.filter(|_| low.contains("unexpected character") || low.contains("anchor or alias")) {
        let help = if mark == '*' {
            "une liste s’écrit avec des tirets : « - 60 recrutements » ; un texte qui commence par * se met entre guillemets"
        } else {
            "mettez le texte entre guillemets"
        };
        return (format!("un texte sans guillemets ne peut pas commencer par « {mark} »"), help.to_owned());
    } else if let Some(quote) = apres_un_guillemet(&line[..at - line_start], &line[at - line_start..]) {
        let help = if quote == '"' {
            "à l’intérieur d’un texte, écrivez « et » : titre: \"Le « mieux » vivre\""
        } else {
            "un texte qui a une apostrophe se met entre guillemets doubles : titre: \"L’adaptation\""
        };
        ("le texte continue après son guillemet fermant", help.to_owned())
    } else if low.contains("did not find expected ','") {
        (
            "une accolade ou un crochet n’est pas fermé avant cette ligne",
            "fermez-le par « } » ou « ] », ou ajoutez une virgule".to_owned(),
        )
    } else if low.contains("quoted") || low.contains("end of stream") || low.contains("unclosed") {
        ("un guillemet ou une accolade n’est pas fermé", format!("fermez-le avant la fin {whole}"))
    } else if low.contains("mapping values") && sans_espace(&text[..line_start]) {
        (
            "la ligne au-dessus n’a pas d’espace après son « : »",
            "écrivez une espace après le nom de la clé : titre: \"Adapter\"".to_owned(),
        )
    } else if low.contains("mapping values") || line.matches(": ").count() > 1 {
        (
            "ce « : » ne peut pas être là",
            "un texte qui contient « : » se met entre guillemets : titre: \"Axe 1 : prévenir\"".to_owned(),
        )
    } else if low.contains("indent") || low.contains("simple key") || low.contains("block") {
        (
            "le retrait ou la structure de cette ligne est irrégulier",
            "alignez les clés d’un même tableau ; une clé est suivie de « : » et d’une espace".to_owned(),
        )
    } else {
        return (
            format!("le YAML ne peut pas être lu ici (le lecteur dit : {info})"),
            "vérifiez les retraits, les guillemets et les « : »".to_owned(),
        );
    };
    (message.to_owned(), help)
}

/// Whether the last line of a text is a key stuck to its value: `titre:"Adapter"`.
fn sans_espace(above: &str) -> bool {
    let last = above.lines().next_back().unwrap_or("").trim_start();
    let (key, value) = last.split_once(':').unwrap_or((last, ""));
    !value.is_empty() && !value.starts_with(' ') && !key.is_empty() && key.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
}

/// The quote that closed a text just before a place of its line, where the text goes on to another such quote.
fn apres_un_guillemet(before: &str, after: &str) -> Option<char> {
    let quote = before.trim_end().chars().next_back().filter(|c| matches!(c, '"' | '\''))?;
    (before.matches(quote).count() == 2 && after.contains(quote)).then_some(quote)
}

/// Whether a text could not be read to its end, as its findings, from `from` on, tell.
pub fn inacheve(diags: &[Diagnostic], from: usize) -> bool {
    diags.iter().skip(from).any(|d| matches!(d.code, Code::SyntaxeYaml | Code::TropProfond))
}

/// After a text that could not be read to its end, what seems to be missing may stand in the unread rest: such findings,
/// from `from` on, are dropped.
pub fn forgive_missing(diags: &mut Vec<Diagnostic>, from: usize) {
    if inacheve(diags, from) {
        let mut i = 0;
        diags.retain(|d| {
            i += 1;
            i <= from || d.code != Code::ValeurManquante
        });
    }
}
