//! Texts to a tree that the template sets: data, never markup, so nothing that an author writes can be taken for a command.
//!
//! A text is a list of pieces: a string, or an object whose `t` says what it is (`fort`, `em`, `lien`, `p`, `liste`…).

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Tag, TagEnd};
use serde_json::{Value, json};

use crate::compte::Citation;
use crate::model::PartIx;
use crate::model::chiffre::{Demande, is_citation};
use crate::model::tableau::BLOCS;
use crate::render::mots::pieces::{Detail, Dit, Piece};
use crate::text::NBSP;
use crate::text::format::{euros, percent};
use crate::text::markdown;
use crate::text::typography::french;

use super::contexte::Contexte;

/// Writes the texts of one part.
pub struct Plume<'c, 'a> {
    pub contexte: &'c Contexte<'a>,
    /// Links are seen from there.
    pub part: Option<PartIx>,
}

/// A piece of a body.
pub enum Segment {
    Blocs(Vec<Value>),
    /// The place of the next table of the part.
    Figure,
}

/// A text without markup, set as a printer would.
pub fn texte(text: &str) -> Value {
    Value::String(french(text).into_owned())
}

/// Small words beside or below others.
pub fn petit(contenu: Vec<Value>) -> Value {
    json!({ "t": "petit", "c": contenu })
}

/// A value, or what stands where it is missing.
pub fn dit(d: &Dit) -> Vec<Value> {
    let words = if d.absent { json!({ "t": "absent", "c": [d.mots] }) } else { json!(d.mots) };
    [words].into_iter().chain(d.precision.iter().map(|p| petit(vec![json!(p)]))).collect()
}

/// Words that must be seen.
pub fn fort(words: impl Into<String>) -> Value {
    json!({ "t": "fort", "c": [words.into()] })
}

impl Plume<'_, '_> {
    /// A Markdown text as blocks.
    pub fn bloc(&self, text: &str) -> Vec<Value> {
        let events = markdown::joined(markdown::events(text).map(|(e, _)| e));
        self.arbre(&events)
    }

    /// A Markdown text as the words of a line; as blocks where it is more than a paragraph.
    pub fn ligne(&self, text: &str) -> Vec<Value> {
        self.arbre(&markdown::line(text))
    }

    /// A body cut at its blocks of figures.
    pub fn segments(&self, text: &str) -> Vec<Segment> {
        let events = markdown::joined(markdown::events(text).map(|(e, _)| e));
        let is_figure = |e: &Event<'_>| matches!(e, Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(name))) if BLOCS.contains(&name.as_ref()));
        let mut segments = Vec::new();
        let mut rest = events.as_slice();
        while let Some(at) = rest.iter().position(is_figure) {
            let (before, after) = rest.split_at(at);
            if !before.is_empty() {
                segments.push(Segment::Blocs(self.arbre(before)));
            }
            segments.push(Segment::Figure);
            let end = after.iter().position(|e| matches!(e, Event::End(TagEnd::CodeBlock)));
            rest = end.and_then(|end| after.get(end + 1..)).unwrap_or(&[]);
        }
        if !rest.is_empty() {
            segments.push(Segment::Blocs(self.arbre(rest)));
        }
        segments
    }

    /// The pieces of a cell, of the head of a row, of a remark.
    pub fn pieces(&self, pieces: &[Piece<'_>]) -> Vec<Value> {
        pieces.iter().flat_map(|p| self.piece(p)).collect()
    }

    fn piece(&self, p: &Piece<'_>) -> Vec<Value> {
        match p {
            Piece::Mots(words) => vec![json!(words)],
            Piece::Texte(text) => vec![texte(text)],
            Piece::Prose(text) => self.ligne(text),
            Piece::Dit(value) => dit(value),
            Piece::Ecart(text) => [vec![fort(dit!(self.contexte, "Écart")), texte(" : ")], self.ligne(text)].concat(),
            Piece::Petit(inner) => vec![petit(self.pieces(inner))],
            Piece::Incise(words) => vec![petit(vec![json!(words)])],
            Piece::Lien(ix, _) => vec![self.lien(*ix, vec![json!(self.contexte.label_court(*ix))])],
            Piece::Verdict { mots, .. } => vec![petit(vec![fort(mots)])],
            Piece::Details(list) => list.iter().map(|d| petit(self.detail(d))).collect(),
        }
    }

    fn detail(&self, d: &Detail<'_>) -> Vec<Value> {
        let libelle = french(d.libelle);
        let libelle = if d.dont { dit!(self.contexte, "dont {libelle}", libelle = libelle) } else { libelle.into_owned() };
        [vec![json!(format!("{libelle}{NBSP}: "))], self.pieces(&d.valeur)].concat()
    }

    /// A link to a part, wherever it is printed.
    pub fn lien(&self, ix: PartIx, contenu: Vec<Value>) -> Value {
        let mut lien = json!({ "t": "lien", "p": self.contexte.site.part(ix).id, "c": contenu });
        if let (Some(adresse), Some(objet)) = (self.contexte.adresse(ix), lien.as_object_mut()) {
            objet.insert("url".to_owned(), Value::String(adresse));
        }
        lien
    }

    fn arbre(&self, events: &[Event<'_>]) -> Vec<Value> {
        // What is open, innermost last: how it will be closed, and what it holds so far.
        let mut pile: Vec<(Ouvert, Vec<Value>)> = vec![(Ouvert::Rien, Vec::new())];
        let mut skip = false;
        for event in events {
            match event {
                Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                    let bare = matches!(link_type, LinkType::WikiLink { has_pothole: false });
                    let (ouvert, mots) = self.cible(dest_url, bare);
                    skip = mots.is_some();
                    pile.push((ouvert, mots.into_iter().map(Value::String).collect()));
                }
                Event::Start(tag) => pile.push((ouvrir(tag), Vec::new())),
                Event::End(_) => {
                    if matches!(event, Event::End(TagEnd::Link)) {
                        skip = false;
                    }
                    let Some((ouvert, contenu)) = pile.pop() else { continue };
                    let ferme = ouvert.fermer(contenu, self);
                    match pile.last_mut() {
                        Some((_, dessus)) => dessus.extend(ferme),
                        None => pile.push((Ouvert::Rien, ferme)),
                    }
                }
                Event::Text(_) if skip => {}
                Event::Text(text) => pousser(&mut pile, texte(text)),
                Event::Code(code) => pousser(&mut pile, json!({ "t": "code", "x": code.as_ref() })),
                Event::SoftBreak => pousser(&mut pile, json!(" ")),
                Event::HardBreak => pousser(&mut pile, json!({ "t": "br" })),
                Event::Rule => pousser(&mut pile, json!({ "t": "filet" })),
                // Refused by `source::prose`: such a source never comes here.
                _ => {}
            }
        }
        pile.into_iter().next().map_or_else(Vec::new, |(_, contenu)| contenu)
    }

    /// Where a link of a text leads, and the words to show when the source gives none.
    fn cible(&self, target: &str, bare: bool) -> (Ouvert, Option<String>) {
        let c = self.contexte;
        if target.starts_with("https://") || target.starts_with("http://") {
            return (Ouvert::Web(target.to_owned()), None);
        }
        if is_citation(target) {
            let found = self.part.zip(Demande::parse(target)).and_then(|(from, d)| c.summary.comptes.citation(c.site, from, &d));
            let Some((_, Some(figure))) = found else { return (Ouvert::Rien, None) };
            let words = match figure {
                Citation::Montant { valeur, partiel: false } => euros(valeur),
                Citation::Montant { valeur, partiel: true } => dit!(c, "au moins {montant}", montant = euros(valeur)),
                Citation::Taux(taux) => percent(taux),
            };
            return (Ouvert::Rien, Some(words));
        }
        let path = target.split_once('#').map_or(target, |(p, _)| p);
        let found = match (path.is_empty(), self.part) {
            (true, _) => None,
            (false, Some(part)) => c.site.lookup(part, path),
            (false, None) => c.site.find(path),
        };
        found.map_or((Ouvert::Rien, None), |ix| (Ouvert::Partie(ix), bare.then(|| c.label(ix))))
    }
}

/// A piece that is being written.
enum Ouvert {
    /// Its words stand in what is around it.
    Rien,
    Simple(&'static str),
    Titre(u8),
    Liste(Option<u64>),
    Element,
    Code,
    Web(String),
    Partie(PartIx),
}

impl Ouvert {
    fn fermer(self, contenu: Vec<Value>, plume: &Plume<'_, '_>) -> Vec<Value> {
        let one = match self {
            Self::Rien => return contenu,
            Self::Simple(nom) => json!({ "t": nom, "c": contenu }),
            Self::Titre(niveau) => json!({ "t": "titre", "n": niveau, "c": contenu }),
            Self::Liste(debut) => json!({ "t": "liste", "debut": debut, "items": contenu }),
            Self::Element => Value::Array(contenu),
            Self::Code => {
                let lines: String = contenu.iter().filter_map(Value::as_str).collect();
                json!({ "t": "bloc-code", "x": lines })
            }
            Self::Web(url) => json!({ "t": "lien", "url": url, "c": contenu }),
            Self::Partie(ix) => {
                let mut lien = plume.lien(ix, contenu);
                lien["phrase"] = Value::Bool(true);
                lien
            }
        };
        vec![one]
    }
}

fn ouvrir(tag: &Tag<'_>) -> Ouvert {
    match tag {
        Tag::Paragraph => Ouvert::Simple("p"),
        Tag::Heading { level, .. } => Ouvert::Titre((*level as u8).clamp(2, 6)),
        Tag::BlockQuote(_) => Ouvert::Simple("citation"),
        Tag::CodeBlock(_) => Ouvert::Code,
        Tag::List(debut) => Ouvert::Liste(*debut),
        Tag::Item => Ouvert::Element,
        Tag::Emphasis => Ouvert::Simple("em"),
        Tag::Strong => Ouvert::Simple("fort"),
        _ => Ouvert::Rien,
    }
}

fn pousser(pile: &mut [(Ouvert, Vec<Value>)], piece: Value) {
    if let Some((_, contenu)) = pile.last_mut() {
        contenu.push(piece);
    }
}
