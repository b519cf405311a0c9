//! Typed reading of a table: every key is asked for by name, what was not asked for is unknown.
//!
//! A reader never stops at the first problem: a wrong value is reported and read as absent.

use crate::diagnostics::{Code, Diagnostic, Span, Spanned};
use crate::model::Rare;
use crate::text::amount::{self, Lecture};
use crate::text::date::Date;
use crate::text::number::NumberError;
use crate::text::{nearest, squeeze};

use super::yaml::{Kind, Node};

/// The findings of a reader.
pub type Diags = Vec<Diagnostic>;

/// A table being read.
pub struct Fields<'a, 'd> {
    entries: &'a [(Spanned<String>, Node)],
    known: Vec<&'static str>,
    /// « une action »: for the messages.
    what: &'static str,
    /// The whole table.
    pub span: Span,
    /// Where the findings go.
    pub diags: &'d mut Diags,
}

/// The shape of a node, in French.
fn shape(node: &Node) -> &'static str {
    match node.kind {
        Kind::Scalar(_) => "un texte",
        Kind::Null => "rien",
        Kind::Seq(_) => "une liste",
        Kind::Map(_) => "un tableau de clés",
    }
}

/// Reports a value of the wrong shape.
pub fn wrong_type(node: &Node, expected: &str, diags: &mut Diags) {
    let attendu = if expected.starts_with("une ") { "attendue" } else { "attendu" };
    diags.push(
        Diagnostic::new(Code::MauvaisType, format!("{expected} est {attendu}, la source donne {}", shape(node)))
            .at(node.span)
            .labelled(format!("{expected} est {attendu} ici")),
    );
}

/// Adds to what was just told how to write it.
fn conseiller(diags: &mut Diags, help: String) {
    if let Some(told) = diags.pop() {
        diags.push(told.with_help(help));
    }
}

/// How a list of one key is written, after what the source has in its place.
fn en_liste(key: &str, text: &str) -> String {
    match text.strip_prefix('-') {
        Some(item) => format!("un tiret de liste est suivi d’une espace : « - {} »", item.trim_start()),
        None => format!("écrivez une liste, entre crochets : {key}: [{}]", text.trim()),
    }
}

/// How a table is written, for those that are often written as a text.
fn en_tableau(what: &str) -> Option<&'static str> {
    Some(match what {
        "un lien" => "écrivez « vers: » devant la cible : « - vers: fiche-03 »",
        "un calendrier" => "écrivez ses dates, ou ses mots : calendrier: {debut: 2025, fin: 2027} ou {texte: \"de 2025 à 2027\"}",
        "une source" => "écrivez où elle se trouve : source: {pages: \"12\"}",
        "une action" => "écrivez « titre: » devant son titre : « - titre: \"Former les équipes\" »",
        "un indicateur" => "écrivez « nom: » devant son nom : « - nom: \"Nombre de places\" »",
        "un dossier" => "écrivez son titre et ses parties : « - {titre: \"Commission\", parties: [plan/fiche-02]} »",
        "un niveau" => "écrivez sa nature : « - nature: orientation »",
        _ => return None,
    })
}

/// The text of a scalar, its surrounding spaces dropped.
pub fn scalar(node: &Node, diags: &mut Diags) -> Option<Spanned<String>> {
    match &node.kind {
        Kind::Scalar(text) => Some(Spanned::new(text.trim().to_owned(), node.span)),
        Kind::Null => None,
        _ => {
            wrong_type(node, "un texte", diags);
            None
        }
    }
}

/// An amount as printed, or the reason why it is not one.
pub fn montant(node: &Node, diags: &mut Diags) -> Option<Spanned<Lecture>> {
    let text = scalar(node, diags)?;
    match amount::parse(&text.value) {
        Ok(lecture) => Some(Spanned::new(lecture, text.span)),
        Err(error) => {
            let (code, why, help) = match error {
                NumberError::Ambiguous => (
                    Code::MontantAmbigu,
                    "peut se lire de deux façons",
                    "écrivez « 1 925 € » pour mille neuf cent vingt-cinq, « 1,93 € » pour des centimes, « 1,925 M€ » pour des millions",
                ),
                NumberError::TooLong => {
                    (Code::MontantIllisible, "a trop de chiffres pour être exact", "vérifiez le nombre de chiffres")
                }
                NumberError::NotANumber => (
                    Code::MontantIllisible,
                    "n’est pas un montant",
                    "écrivez-le comme il est imprimé (« 104 550 € », « 1,925 M€ »), ou NC, sans objet, à définir, illisible",
                ),
            };
            diags.push(Diagnostic::new(code, format!("« {} » {why}", text.value)).at(text.span).with_help(help));
            None
        }
    }
}

impl<'a, 'd> Fields<'a, 'd> {
    /// Starts reading a table; anything else is reported.
    pub fn of(node: &'a Node, what: &'static str, diags: &'d mut Diags) -> Option<Self> {
        match &node.kind {
            Kind::Map(entries) => Some(Self { entries, known: Vec::new(), what, span: node.span, diags }),
            Kind::Null => None,
            _ => {
                wrong_type(node, "un tableau de clés", diags);
                if let Some(help) = en_tableau(what) {
                    conseiller(diags, help.to_owned());
                }
                None
            }
        }
    }

    /// The value of a key; absent and empty are the same.
    pub fn get(&mut self, key: &'static str) -> Option<&'a Node> {
        self.known.push(key);
        let node = self.entries.iter().find(|(k, _)| k.value == key).map(|(_, n)| n)?;
        (!matches!(node.kind, Kind::Null)).then_some(node)
    }

    /// A text.
    pub fn text(&mut self, key: &'static str) -> Option<Spanned<String>> {
        let node = self.get(key)?;
        scalar(node, self.diags).filter(|t| !t.value.is_empty())
    }

    /// A text that few have.
    pub fn rare(&mut self, key: &'static str) -> Rare<Spanned<String>> {
        self.text(key).map(Box::new)
    }

    /// A text whose place does not matter.
    pub fn string(&mut self, key: &'static str) -> Option<String> {
        self.text(key).map(|t| t.value)
    }

    /// A text that must be there.
    pub fn required(&mut self, key: &'static str) -> Option<Spanned<String>> {
        let found = self.text(key);
        let place = self.at_key(key);
        // A value of the wrong shape was told already.
        if found.is_none() && !place.is_some_and(|place| self.diags.iter().any(|d| d.span == Some(place))) {
            let at = place.unwrap_or(Span { end: self.span.start, ..self.span });
            self.diags.push(
                Diagnostic::new(Code::ValeurManquante, format!("« {key} » manque dans {}", self.what))
                    .at(at)
                    .with_help(format!("ajoutez une ligne « {key}: … »")),
            );
        }
        found
    }

    fn at_key(&self, key: &str) -> Option<Span> {
        self.entries.iter().find(|(k, _)| k.value == key).map(|(_, n)| n.span)
    }

    /// The items of a list.
    pub fn list(&mut self, key: &'static str) -> &'a [Node] {
        match self.get(key) {
            None => &[],
            Some(Node { kind: Kind::Seq(items), .. }) => items,
            Some(node) => {
                wrong_type(node, "une liste", self.diags);
                if let Kind::Scalar(text) = &node.kind {
                    conseiller(self.diags, en_liste(key, text));
                }
                &[]
            }
        }
    }

    /// A list of texts.
    pub fn texts(&mut self, key: &'static str) -> Vec<Spanned<String>> {
        let items = self.list(key);
        let mut found = Vec::with_capacity(items.len());
        found.extend(items.iter().filter_map(|n| scalar(n, self.diags)).filter(|t| !t.value.is_empty()));
        found
    }

    /// A list of things that `read` knows to read.
    pub fn each<T>(&mut self, key: &'static str, mut read: impl FnMut(&'a Node, &mut Diags) -> Option<T>) -> Vec<T> {
        let items = self.list(key);
        let mut found = Vec::with_capacity(items.len());
        found.extend(items.iter().filter_map(|n| read(n, self.diags)));
        found
    }

    /// One nested value.
    pub fn one<T>(&mut self, key: &'static str, read: impl FnOnce(&'a Node, &mut Diags) -> Option<T>) -> Option<T> {
        let node = self.get(key)?;
        read(node, self.diags)
    }

    /// The entries of a nested table, in the order written.
    pub fn table(&mut self, key: &'static str) -> &'a [(Spanned<String>, Node)] {
        match self.get(key) {
            None => &[],
            Some(Node { kind: Kind::Map(entries), .. }) => entries,
            Some(node) => {
                wrong_type(node, "un tableau de clés", self.diags);
                &[]
            }
        }
    }

    /// `oui` or `non` (`true` and `false` are understood).
    pub fn yes_no(&mut self, key: &'static str) -> Option<bool> {
        let text = self.text(key)?;
        match text.value.as_str() {
            "oui" | "true" => Some(true),
            "non" | "false" => Some(false),
            _ => {
                self.unexpected(&text, &["oui", "non"]);
                None
            }
        }
    }

    /// A whole number.
    pub fn integer(&mut self, key: &'static str) -> Option<u32> {
        let text = self.text(key)?;
        let digits = squeeze(&text.value).replace(' ', "");
        match digits.parse() {
            Ok(n) if digits.bytes().all(|b| b.is_ascii_digit()) => Some(n),
            _ => {
                let message = format!("« {} » n’est pas un nombre entier", text.value);
                self.diags.push(Diagnostic::new(Code::NombreIllisible, message).at(text.span));
                None
            }
        }
    }

    /// A date.
    pub fn date(&mut self, key: &'static str) -> Option<Date> {
        let text = self.text(key)?;
        let date = Date::parse(&text.value);
        if date.is_none() {
            self.diags.push(
                Diagnostic::new(Code::DateIllisible, format!("« {} » n’est pas une date", text.value))
                    .at(text.span)
                    .with_help("écrivez l’année, le mois et le jour : 2022-11-24"),
            );
        }
        date
    }

    /// One of a few words.
    pub fn choice<T: Copy>(&mut self, key: &'static str, choices: &[(&'static str, T)]) -> Option<T> {
        let text = self.text(key)?;
        let found = choices.iter().find(|(word, _)| *word == text.value).map(|(_, value)| *value);
        if found.is_none() {
            let words: Vec<&str> = choices.iter().map(|(w, _)| *w).collect();
            self.unexpected(&text, &words);
        }
        found
    }

    /// Reports a word that is not one of those.
    pub fn unexpected(&mut self, text: &Spanned<String>, words: &[&str]) {
        let near = nearest(&text.value, words.iter().copied());
        let help = match near {
            Some(word) => format!("vouliez-vous dire « {word} » ?"),
            None => format!("les valeurs permises sont : {}", words.join(", ")),
        };
        self.diags.push(
            Diagnostic::new(Code::ValeurInattendue, format!("« {} » n’est pas une valeur permise", text.value))
                .at(text.span)
                .with_help(help),
        );
    }

    /// Ends the reading: keys that nobody asked for are unknown.
    pub fn finish(self) {
        let unknown = self.entries.iter().filter(|(k, _)| !self.known.contains(&k.value.as_str()));
        for (i, (key, _)) in unknown.enumerate() {
            // A table of thousands of unknown keys is not a table of spelling mistakes.
            let near = if i < 100 { nearest(&key.value, self.known.iter().copied()) } else { None };
            let mut diagnostic =
                Diagnostic::new(Code::CleInconnue, format!("la clé « {} » n’existe pas dans {}", key.value, self.what))
                    .at(key.span);
            diagnostic = match near {
                Some(word) => diagnostic.with_help(format!("vouliez-vous dire « {word} » ?")),
                None => {
                    let mut known = self.known.clone();
                    known.sort_unstable();
                    known.dedup();
                    diagnostic.with_help(format!("les clés connues sont : {}", known.join(", ")))
                }
            };
            self.diags.push(diagnostic);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::FileId;
    use crate::source::yaml;

    #[test]
    fn a_missing_value_is_told_even_after_a_finding_without_a_place() {
        let mut diags = vec![Diagnostic::new(Code::FichierIllisible, "sans place")];
        let node = yaml::parse("autre: 1", FileId(0), 0, &mut diags).expect("a table");
        let mut fields = Fields::of(&node, "une partie", &mut diags).expect("a table");
        assert!(fields.required("titre").is_none());
        assert_eq!(diags.last().map(|d| d.code), Some(Code::ValeurManquante));
    }
}
