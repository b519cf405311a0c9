//! French typography, for any run of plain text: spaces, guillemets, apostrophes, ordinals, accents on capitals.
//!
//! After the *Lexique des règles typographiques en usage à l’Imprimerie nationale*: a narrow no-break space before
//! « ; ! ? % € » and inside numbers, a no-break space before « : » and inside guillemets, a minus sign before a negative number.
//! Addresses are left alone.
//! Idempotent: a text that went through does not change any more.

use std::borrow::Cow;

use super::{NBSP, NNBSP, is_alphabetic, is_alphanumeric, is_space};

mod nombres;
mod words;

/// The text as a French printer would set it.
pub fn french(text: &str) -> Cow<'_, str> {
    Bloc::default().french(text)
}

/// A paragraph, an item or a heading that comes in several runs of text (around bold words, links, line breaks): what the
/// next run must know of those before it.
#[derive(Debug, Default)]
pub struct Bloc {
    /// Whether a straight quote waits for the one that closes it.
    open_quote: bool,
    /// The last character that was set.
    last: Option<char>,
    /// The last character that was not a space.
    last_mark: Option<char>,
}

impl Bloc {
    /// The next run of the block, set.
    pub fn french<'t>(&mut self, text: &'t str) -> Cow<'t, str> {
        let set = self.set(text);
        self.passed(&set);
        set
    }

    /// Takes note of a run that is shown as it is.
    pub fn passed(&mut self, shown: &str) {
        self.last = shown.chars().next_back().or(self.last);
        self.last_mark = shown.chars().rev().find(|c| !is_space(*c)).or(self.last_mark);
    }

    /// Takes note of a line break that its author asked for: a sentence can start after it.
    pub fn line_break(&mut self) {
        (self.last, self.last_mark) = (Some('\n'), Some('\n'));
    }

    fn set<'t>(&mut self, text: &'t str) -> Cow<'t, str> {
        self.set_but(text, words::settled)
    }

    /// Sets a text but for the words at the head of a rest that `settled` measures: they are copied.
    fn set_but<'t>(&mut self, text: &'t str, settled: impl Fn(&str) -> usize) -> Cow<'t, str> {
        if is_plain(text) {
            return Cow::Borrowed(text);
        }
        let addresses = text.contains("://") || text.contains("www.");
        let out = String::with_capacity(text.len() + 16);
        let mut setter = Setter { text, at: 0, out, bloc: self, addresses };
        while setter.at < text.len() {
            if !addresses && setter.at_word_start() {
                let words = &setter.rest()[..settled(setter.rest())];
                setter.out.push_str(words);
                setter.at += words.len();
            }
            setter.step();
        }
        let out = setter.out;
        if out == text { Cow::Borrowed(text) } else { Cow::Owned(out) }
    }
}

/// Whether a text has nothing that the pass could change: words in lower case, an initial capital, commas, hyphens.
fn is_plain(text: &str) -> bool {
    let marks = text.bytes().all(|b| b.is_ascii_alphabetic() || b == b',' || b == b'-' || b == b' ');
    marks && !text.contains(" -") && !text.contains(" ,") && !words::needs_repair(text)
}

struct Setter<'a, 'b> {
    text: &'a str,
    /// The next byte to set; always at a character.
    at: usize,
    out: String,
    /// The runs before this one.
    bloc: &'b mut Bloc,
    /// Whether the text holds addresses to leave alone.
    addresses: bool,
}

impl<'a> Setter<'a, '_> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.rest().chars().nth(ahead)
    }

    /// The next characters for which `f` holds.
    fn run(&self, f: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        &rest[..rest.find(|c| !f(c)).unwrap_or(rest.len())]
    }

    /// The character set just before, in this run.
    fn previous(&self) -> Option<char> {
        self.out.chars().next_back()
    }

    /// The same, in this run or in those before it.
    fn before(&self) -> Option<char> {
        self.previous().or(self.bloc.last)
    }

    /// Sets `c` for the next character.
    fn emit(&mut self, c: char) {
        self.out.push(c);
        self.at += self.peek(0).map_or(0, char::len_utf8);
    }

    fn step(&mut self) {
        let Some(c) = self.peek(0) else { return };
        if self.addresses && self.at_word_start() && self.copy_address() {
            return;
        }
        match c {
            '\'' | '’' => self.emit('’'),
            '"' => self.straight_quote(),
            '«' => self.open_guillemet(),
            '»' => self.high_mark(NBSP, '»'),
            '.' if self.peek(1) == Some('.') && self.peek(2) == Some('.') => {
                self.out.push('…');
                self.at += "...".len();
            }
            ';' | '!' | '?' => self.high_mark_if_final(NNBSP, c),
            ':' => self.high_mark_if_final(NBSP, c),
            '%' | '‰' | '€' => self.unit_sign(c),
            '-' if self.is_minus() => self.emit(nombres::MOINS),
            c if is_space(c) => self.space(),
            c if c.is_ascii_digit() => self.number(),
            c if is_alphabetic(c) && self.at_word_start() => self.word(),
            c => self.emit(c),
        }
    }

    fn at_word_start(&self) -> bool {
        !self.before().is_some_and(is_alphanumeric)
    }

    /// An address is copied as it stands.
    fn copy_address(&mut self) -> bool {
        let word = self.run(|c| !is_space(c));
        if !(word.contains("://") || word.starts_with("www.")) {
            return false;
        }
        self.out.push_str(word);
        self.at += word.len();
        true
    }

    fn straight_quote(&mut self) {
        if self.bloc.open_quote {
            self.high_mark(NBSP, '»');
        } else {
            self.open_guillemet();
        }
        self.bloc.open_quote = !self.bloc.open_quote;
    }

    fn open_guillemet(&mut self) {
        self.emit('«');
        self.skip_spaces();
        self.out.push(NBSP);
    }

    fn skip_spaces(&mut self) {
        self.at += self.run(is_space).len();
    }

    /// Writes a mark that takes `space` before it, whatever was there.
    fn high_mark(&mut self, space: char, mark: char) {
        let trimmed = self.out.trim_end_matches(is_space).len();
        // At the head of a run, what ends the run before it decides; its space, if it has one, is set already.
        let before = self.out[..trimmed].chars().next_back().or(self.bloc.last);
        let bare = before.is_none_or(|c| matches!(c, '(' | '«') || is_space(c));
        if !bare || trimmed < self.out.len() {
            self.out.truncate(trimmed);
            self.out.push(space);
        }
        self.emit(mark);
    }

    /// The same, but only where the mark ends a word: not in `10:30`, `a;b` or `?!`.
    fn high_mark_if_final(&mut self, space: char, mark: char) {
        let after_space = self.before().is_some_and(is_space);
        let ends = self.peek(1).is_none_or(|n| is_space(n) || matches!(n, '»' | '"' | ')' | '!' | '?'));
        let after_mark = self.before().is_some_and(|p| matches!(p, ';' | '!' | '?' | ':' | '…' | '.' | '('));
        if (after_space || ends) && !after_mark && self.before().is_some() {
            self.high_mark(space, mark);
        } else {
            self.emit(mark);
        }
    }

    fn space(&mut self) {
        let c = self.peek(0).unwrap_or(' ');
        let start = self.at;
        self.skip_spaces();
        let next = self.peek(0);
        let unbreakable = matches!(c, NBSP | NNBSP);
        let glued = match (self.previous(), next) {
            // No space at all before a comma or a full stop that ends something: « les sites .gouv.fr » is something else.
            (Some(p), Some(',')) if !is_space(p) && p != '.' && !self.peek(1).is_some_and(|n| n.is_ascii_digit()) => return,
            (Some(p), Some('.')) if !is_space(p) && p != '.' && !self.peek(1).is_some_and(|n| is_alphanumeric(n) || n == '.') => {
                return;
            }
            (Some(p), Some(n)) if p.is_ascii_digit() && n.is_ascii_digit() => self.digit_gap(unbreakable),
            (Some(p), Some(n)) if p.is_ascii_digit() && n.is_alphabetic() && self.unit_follows() => Some(NBSP),
            (Some('r'), Some(_)) if last_word(&self.out) == "1er" && self.month_follows() => Some(NBSP),
            (Some('°'), Some(n)) if n.is_ascii_digit() => Some(NBSP),
            (Some(_), Some(n)) if n.is_ascii_digit() && words::takes_number(last_word(&self.out)) => Some(NBSP),
            (Some('.'), Some(n)) if n.is_uppercase() && matches!(last_word(&self.out), "M." | "MM.") => Some(NBSP),
            (Some(_), Some(n)) if n.is_uppercase() && matches!(last_word(&self.out), "Mme" | "Mmes" | "Dr" | "Me") => Some(NBSP),
            // A hyphen between two spaces is a dash.
            (Some(_), Some('-')) if self.peek(1).is_some_and(is_space) && !self.out.is_empty() => {
                self.out.push(NBSP);
                self.emit('–');
                return;
            }
            _ => unbreakable.then_some(c),
        };
        match glued {
            Some(space) => self.out.push(space),
            // Line breaks of the source and runs of spaces stay as they are: the renderer folds them.
            None => self.out.push_str(&self.text[start..self.at]),
        }
    }

    /// A word: accents on capitals, œ; « n° » takes a space.
    fn word(&mut self) {
        let word = self.run(is_alphabetic);
        self.at += word.len();
        if word == "A" && words::follows_capital_a(self.rest()) && self.starts_sentence() {
            self.out.push('À');
            return;
        }
        match words::repair(word) {
            Some(repaired) => self.out.push_str(&repaired),
            None => self.out.push_str(word),
        }
        if matches!(word, "n" | "N" | "nos" | "Nos")
            && self.peek(0) == Some('°')
            && self.peek(1).is_some_and(|c| c.is_ascii_digit())
        {
            self.emit('°');
            self.out.push(NBSP);
        }
    }

    fn starts_sentence(&self) -> bool {
        let before = self.out.trim_end_matches(is_space).chars().next_back().or(self.bloc.last_mark);
        before.is_none_or(|c| matches!(c, '.' | '!' | '?' | ':' | '–' | '•' | '\n'))
    }
}

/// The last word of a text, its full stop included.
fn last_word(text: &str) -> &str {
    text.rsplit(|c: char| is_space(c) || c == '(' || c == '’').next().unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn typography_is_set() {
        for (from, to) in [
            ("l'aide : 12 % ; oui !", "l’aide\u{A0}: 12\u{202F}%\u{202F}; oui\u{202F}!"),
            ("Quoi? Oui: non", "Quoi\u{202F}? Oui\u{A0}: non"),
            ("\"sortie sèche\"", "«\u{A0}sortie sèche\u{A0}»"),
            ("«zéro»", "«\u{A0}zéro\u{A0}»"),
            ("1 234 567 habitants", "1\u{202F}234\u{202F}567 habitants"),
            ("1594 entreprises", "1\u{202F}594 entreprises"),
            ("En 2022, enfants et familles", "En 2022, enfants et familles"),
            ("Appel à projets 2023 jeunes", "Appel à projets 2023 jeunes"),
            ("2023 €", "2\u{202f}023\u{202f}€"),
            ("en 2022, 104 550 €", "en 2022, 104\u{202F}550\u{202F}€"),
            ("en 2019 350 personnes", "en 2019\u{A0}350 personnes"),
            ("100%", "100\u{202F}%"),
            ("15.5%", "15,5\u{202F}%"),
            ("15.1 jours", "15.1\u{A0}jours"),
            ("1ère, 2ème et 3èmes", "1re, 2e et 3es"),
            ("la 2nde, les 1ères", "la 2nde, les 1res"),
            ("les sites .gouv.fr , .fr et .org .", "les sites .gouv.fr, .fr et .org."),
            ("Fiche N°12 et n° 5", "Fiche N°\u{A0}12 et n°\u{A0}5"),
            ("Etat et oeuvre, Oeuvre", "État et œuvre, Œuvre"),
            ("A partir de 2020", "À partir de 2020"),
            ("plan A et A la fin", "plan A et A la fin"),
            ("etc...", "etc…"),
            ("mot , suite .", "mot, suite."),
            ("de 10:30 à 11:00", "de 10:30 à 11:00"),
            ("voir https://exemple.fr/a?b=c;d ici", "voir https://exemple.fr/a?b=c;d ici"),
            ("articles L 312-4 et R. 311-1", "articles L\u{A0}312-4 et R.\u{A0}311-1"),
            ("Mme DUPONT, M. PETIT", "Mme\u{A0}DUPONT, M.\u{A0}PETIT"),
            ("Douai - Valenciennes", "Douai\u{A0}– Valenciennes"),
            ("7,3 mois", "7,3\u{A0}mois"),
            ("-2,2 % et (-3 points)", "−2,2\u{202F}% et (−3\u{A0}points)"),
            ("soit -3, 2021 -2022, B-3, taux -3 %", "soit −3, 2021 -2022, B-3, taux −3\u{202F}%"),
            ("du 27 janvier -3 février, jeunes -26 ans", "du 27\u{A0}janvier -3\u{A0}février, jeunes -26\u{A0}ans"),
            ("le 08 juillet, 01 mai, 08 mars-15 mai", "le 8\u{A0}juillet, 1er\u{A0}mai, 8\u{A0}mars-15\u{A0}mai"),
            ("au 00 mai, code 08 et 08juin", "au 00\u{A0}mai, code 08 et 08juin"),
            (" : suite", "\u{A0}: suite"),
            ("quoi ?!", "quoi\u{202F}?!"),
        ] {
            assert_eq!(french(from), to, "{from}");
        }
    }

    #[test]
    fn the_runs_of_a_block_are_set_as_one_text() {
        for (runs, expected) in [
            (&["dit \"", "mot", "\" et \"autre", "\""][..], "dit «\u{A0}mot\u{A0}» et «\u{A0}autre\u{A0}»"),
            (&["\"un ", "deux", "\""], "«\u{A0}un deux\u{A0}»"),
            (&["Quoi", "? Rien", " : tout"], "Quoi\u{202F}? Rien\u{A0}: tout"),
            (&["le plan ", "B", " A la fin"], "le plan B A la fin"),
            (&["Fin. ", "A partir de là"], "Fin. À partir de là"),
        ] {
            let mut bloc = Bloc::default();
            assert_eq!(runs.iter().map(|r| bloc.french(r)).collect::<String>(), expected, "{runs:?}");
        }
    }

    proptest! {
        #[test]
        fn words_that_are_copied_are_those_that_nothing_changes(
            pieces in prop::collection::vec("[a-zàéçœ]{1,6}|[nN]os?|1er|oe|[AEO][a-z]{0,3}|[0-9]{1,4}|[-'’,.;:!?%€°«»\"() \u{A0}\u{202F}\u{301}]{1,2}", 0..14)
        ) {
            let text = pieces.concat();
            let slow = Bloc::default().set_but(&text, |_| 0).into_owned();
            prop_assert_eq!(french(&text), slow);
        }
    }

    #[test]
    fn plain_words_cost_nothing() {
        assert!(matches!(french("enfance"), Cow::Borrowed(_)));
    }

    /// What French sentences are made of, each with the spaces it usually comes with.
    const TOKENS: &[&str] = &[
        "l'aide ",
        "Etat ",
        "oeuvre",
        " 12",
        " 1 234 ",
        "2ème ",
        "n°5 ",
        "N° 12 ",
        "« ",
        " »",
        "«",
        "»",
        " : ",
        ": ",
        "fin ; ",
        " ! ",
        "? ",
        " % ",
        "% ",
        " € ",
        "€",
        " - ",
        "...",
        ", ",
        ". ",
        "A partir de ",
        "M. Petit",
        "https://a.fr/b?c=d ",
        "3,5",
        " 15.5",
        "1594 personnes",
        "\n",
        "(",
        ") ",
        "\u{A0}",
        "\u{202F}",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn setting_twice_changes_nothing(tokens in prop::collection::vec(prop::sample::select(TOKENS), 0..12)) {
            let text = tokens.concat();
            let once = french(&text).into_owned();
            prop_assert_eq!(french(&once).into_owned(), once.clone(), "from {:?}", text);
        }

        #[test]
        fn only_spaces_marks_and_accents_change(text in "[a-z0-9 ,;:!?%€]{0,60}") {
            let letters = |t: &str| t.chars().filter(|c| c.is_ascii_alphabetic()).collect::<String>();
            let set = french(&text).replace('œ', "oe");
            // Ordinals are shortened: the letters may only get fewer.
            prop_assert!(letters(&set).len() <= letters(&text).len());
        }
    }
}
