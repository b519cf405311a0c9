//! The texts that templates say themselves: between two tags, and in the attributes that are read aloud.

use crate::render::html::escape::escape;
use crate::render::mots::Mots;

/// A stretch of a template.
#[derive(Debug, PartialEq, Eq)]
enum Bout<'t> {
    Code(&'t str),
    Texte(&'t str),
}

/// The attributes whose value is a text.
const LUS: [&str; 4] = [" aria-label=\"", " placeholder=\"", " title=\"", " alt=\""];

/// What ends each kind of tag of the template language.
const BALISES: [(&str, &str); 3] = [("{{", "}}"), ("{%", "%}"), ("{#", "#}")];

/// The texts of a template, without the spaces at their ends.
pub fn textes(gabarit: &str) -> impl Iterator<Item = &str> {
    let texte = |bout| match bout {
        Bout::Texte(texte) => Some(texte.trim()),
        Bout::Code(_) => None,
    };
    bouts(gabarit).into_iter().filter_map(texte).filter(|texte| texte.chars().filter(|c| c.is_alphabetic()).count() > 1)
}

/// A template that says its texts as the theme does.
pub fn avec(mots: &Mots, gabarit: &str) -> String {
    let dit = |bout: &Bout<'_>| match bout {
        Bout::Code(code) => (*code).to_owned(),
        Bout::Texte(texte) => match mots.autre(texte.trim()) {
            Some(autre) => texte.replace(texte.trim(), &escape(&autre.avec(&[])).replace('{', "&#123;")),
            None => (*texte).to_owned(),
        },
    };
    bouts(gabarit).iter().map(dit).collect()
}

/// Cuts a template, nothing left out.
fn bouts(gabarit: &str) -> Vec<Bout<'_>> {
    let mut out = Vec::new();
    let (mut debut, mut at) = (0, 0);
    while let Some(c) = gabarit[at..].chars().next() {
        let reste = &gabarit[at..];
        let code = match balise(reste) {
            Some(code) => code,
            None if c == '<' && reste[1..].starts_with(|c: char| c.is_ascii_alphabetic() || "/!".contains(c)) => element(reste),
            None => {
                at += c.len_utf8();
                continue;
            }
        };
        out.push(Bout::Texte(&gabarit[debut..at]));
        attributs(code, &mut out);
        at += code.len();
        debut = at;
    }
    out.push(Bout::Texte(&gabarit[debut..]));
    out
}

/// The tag of the template language that a text starts with.
fn balise(texte: &str) -> Option<&str> {
    let (_, fin) = BALISES.iter().find(|(debut, _)| texte.starts_with(debut))?;
    Some(texte.find(fin).map_or(texte, |at| &texte[..at + fin.len()]))
}

/// The HTML tag that a text starts with; what the template language puts inside may hold its quotes and its chevrons.
fn element(texte: &str) -> &str {
    let (mut at, mut cite) = (0, false);
    while let Some(c) = texte[at..].chars().next() {
        if let Some(balise) = balise(&texte[at..]) {
            at += balise.len();
            continue;
        }
        at += c.len_utf8();
        match c {
            '"' => cite = !cite,
            '>' if !cite => break,
            _ => {}
        }
    }
    &texte[..at]
}

/// Cuts a tag at the values that are read aloud.
fn attributs<'t>(code: &'t str, out: &mut Vec<Bout<'t>>) {
    let mut reste = code;
    while code.starts_with('<') {
        let lus = LUS.iter().filter_map(|nom| Some(reste.find(nom)? + nom.len()));
        let Some(debut) = lus.min() else { break };
        let fin = reste[debut..].find('"').map_or(reste.len(), |at| debut + at);
        out.push(Bout::Code(&reste[..debut]));
        let valeur = &reste[debut..fin];
        // One that the template makes is no text of its own.
        out.push(if valeur.contains('{') { Bout::Code(valeur) } else { Bout::Texte(valeur) });
        reste = &reste[fin..];
    }
    out.push(Bout::Code(reste));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_stand_between_tags_and_in_the_attributes_that_are_read() {
        let gabarit = "<p class=\"a\" aria-label=\"Fil\">Le {% if a > 1 %}grand{% endif %} <b{% if b > \"2\" %} title=\"x\"{% endif %}>\n  mot\n</b>{{ f(\"non\") }}</p>";
        assert_eq!(textes(gabarit).collect::<Vec<_>>(), ["Fil", "Le", "grand", "mot"]);
        let entier: String = bouts(gabarit).into_iter().map(|(Bout::Code(t) | Bout::Texte(t))| t).collect();
        assert_eq!(entier, gabarit);
    }
}
