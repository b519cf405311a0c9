//! Ways to spoil a source.

use proptest::prelude::*;
use proptest::sample::Index;

/// Pieces that trouble readers of YAML, of Markdown, of amounts, of text.
const PIEGES: [&str; 48] = [
    "\t",
    "\0",
    "\r",
    "\r\n",
    "\u{FEFF}",
    "\u{2028}",
    "\u{85}",
    "\u{1b}[31m",
    "\\e[31m",
    "\\u0000",
    "🦀",
    "é",
    "e\u{301}",
    "---\n",
    "...\n",
    "%YAML 1.2\n",
    "&a ",
    "*a",
    "!!str ",
    "!<tag:x> ",
    "<<: *a\n",
    "? ",
    ": ",
    ":\n",
    "- ",
    "\n",
    "\"",
    "'",
    "|\n",
    ">-\n",
    "# ",
    "{",
    "}",
    "[",
    "]",
    ",",
    "[[",
    "]]",
    "](x)",
    "<b>",
    "<!--",
    "```",
    "| a |\n|---|\n",
    "\\",
    "&amp;",
    "-99999999999999999999,9",
    "liens: [{vers: fiche-01, nature: remplace}]\n",
    "compte_dans: fiche-01\n",
];

/// One way to spoil a source; places are told as shares of its length, so that they hold after other spoilings.
#[derive(Debug, Clone)]
pub enum Degat {
    Retire(Index, usize),
    Insere(Index, Index),
    Octet(Index, u8),
    Tronque(Index),
    EchangeLignes(Index, Index),
    RepeteLigne(Index, usize),
    Imbrique(Index, &'static str, usize),
}

/// Any spoiling, the likely ones more often.
pub fn degat() -> impl Strategy<Value = Degat> {
    let ou = any::<Index>;
    prop_oneof![
        4 => (ou(), 1..40usize).prop_map(|(i, n)| Degat::Retire(i, n)),
        6 => (ou(), ou()).prop_map(|(i, p)| Degat::Insere(i, p)),
        2 => (ou(), any::<u8>()).prop_map(|(i, o)| Degat::Octet(i, o)),
        1 => ou().prop_map(Degat::Tronque),
        3 => (ou(), ou()).prop_map(|(a, b)| Degat::EchangeLignes(a, b)),
        2 => (ou(), 1..50usize).prop_map(|(i, n)| Degat::RepeteLigne(i, n)),
        1 => (ou(), prop::sample::select(vec!["[", "{a: ", "- ", "> ", "*", "[[", "<b>", "# ", "  "]), 1..400usize)
            .prop_map(|(i, s, n)| Degat::Imbrique(i, s, n)),
    ]
}

impl Degat {
    /// Spoils a text.
    pub fn applique(&self, texte: &mut Vec<u8>) {
        if texte.is_empty() {
            return;
        }
        let lignes = |t: &[u8]| t.split_inclusive(|o| *o == b'\n').map(<[u8]>::to_vec).collect::<Vec<_>>();
        // On a character boundary, so that most cases stay UTF-8; `Octet` alone breaks it.
        let place = |i: &Index, t: &[u8]| (0..=i.index(t.len())).rev().find(|p| t[*p] & 0xC0 != 0x80).unwrap_or(0);
        match self {
            Self::Retire(i, n) => {
                let debut = place(i, texte);
                let fin = (debut + n..=texte.len()).find(|p| texte.get(*p).is_none_or(|o| o & 0xC0 != 0x80));
                drop(texte.drain(debut..fin.unwrap_or(texte.len())));
            }
            Self::Insere(i, piege) => insere(texte, place(i, texte), piege.get(&PIEGES).as_bytes()),
            Self::Octet(i, octet) => *i.get_mut(texte) = *octet,
            Self::Tronque(i) => texte.truncate(place(i, texte)),
            Self::EchangeLignes(a, b) => {
                let mut l = lignes(texte);
                let (a, b) = (a.index(l.len()), b.index(l.len()));
                l.swap(a, b);
                *texte = l.concat();
            }
            Self::RepeteLigne(i, n) => {
                let mut l = lignes(texte);
                let i = i.index(l.len());
                l[i] = l[i].repeat(*n);
                *texte = l.concat();
            }
            Self::Imbrique(i, signe, n) => insere(texte, place(i, texte), signe.repeat(*n).as_bytes()),
        }
    }
}

fn insere(texte: &mut Vec<u8>, place: usize, octets: &[u8]) {
    texte.splice(place..place, octets.iter().copied());
}
