//! Tables as the template sets them: a caption, heads, rows with a head of their own.

use serde::Serialize;
use serde_json::Value;

use crate::render::mots::pieces;
use crate::text::NNBSP;

use super::riche::Plume;

/// A table.
#[derive(Debug, Default, Serialize)]
struct Tableau {
    /// Always « tableau »: what kind of block this is.
    t: &'static str,
    legende: String,
    colonnes: Vec<Colonne>,
    lignes: Vec<Ligne>,
    /// May go over the page; a small table stays whole.
    grand: bool,
}

/// The head of a column; figures are set on the right.
#[derive(Debug, Default, Serialize)]
struct Colonne {
    texte: String,
    chiffres: bool,
    /// Characters of the longest word, head included: what the column needs.
    mot: usize,
    /// Characters of the longest cell: what it would like.
    case: usize,
    /// Most decimals of its figures: the others are set on the same comma.
    decimales: usize,
}

/// A row.
#[derive(Debug, Default, Serialize)]
struct Ligne {
    entete: Vec<Value>,
    cellules: Vec<Case>,
    /// The row that sums the others.
    total: bool,
    /// A row that details the one above it.
    sous: bool,
    /// A row that may go over the page: its words would fill one.
    longue: bool,
}

/// A cell.
#[derive(Debug, Default, Serialize)]
struct Case {
    c: Vec<Value>,
    chiffres: bool,
    /// Decimals of a figure; nothing for words.
    decimales: Option<usize>,
}

/// A table as a block, if it has rows.
pub fn bloc(plume: &Plume<'_, '_>, t: &pieces::Tableau<'_>) -> Option<Value> {
    if t.lignes.is_empty() {
        return None;
    }
    let case = |c: &pieces::Case<'_>| Case { c: plume.pieces(&c.pieces), chiffres: c.chiffres, decimales: None };
    let ligne = |l: &pieces::Ligne<'_>| Ligne {
        entete: plume.pieces(&l.entete),
        cellules: l.cellules.iter().map(case).collect(),
        total: l.total,
        sous: l.sous,
        longue: false,
    };
    let colonne = |c: &pieces::Colonne| Colonne { texte: c.texte.clone(), chiffres: c.chiffres, ..Colonne::default() };
    let mut tableau = Tableau {
        t: "tableau",
        legende: t.legende.clone(),
        colonnes: t.colonnes.iter().map(colonne).collect(),
        lignes: t.lignes.iter().map(ligne).collect(),
        grand: false,
    };
    tableau.mesurer();
    serde_json::to_value(tableau).ok()
}

impl Tableau {
    /// Measures what the template needs to share the width out and to break the table.
    fn mesurer(&mut self) {
        for (i, colonne) in self.colonnes.iter_mut().enumerate() {
            let mut textes = Vec::new();
            for ligne in &mut self.lignes {
                match i.checked_sub(1) {
                    None if ligne.cellules.is_empty() => {}
                    None => textes.push(nu(&ligne.entete)),
                    Some(i) => {
                        let Some(case) = ligne.cellules.get_mut(i) else { continue };
                        let texte = nu(&case.c);
                        case.decimales = case.c.first().and_then(Value::as_str).filter(|_| case.chiffres).and_then(decimales);
                        colonne.decimales = colonne.decimales.max(case.decimales.unwrap_or(0));
                        ligne.longue |= texte.chars().count() > MAX_CASE;
                        textes.push(texte);
                    }
                }
            }
            let length = |t: &str| t.chars().count();
            colonne.case = textes.iter().map(|t| length(t)).max().unwrap_or(0);
            textes.push(colonne.texte.clone());
            // No-break spaces do not end a word.
            colonne.mot = textes.iter().flat_map(|t| t.split(' ')).map(length).max().unwrap_or(0);
        }
        let longest = |l: &Ligne| l.cellules.iter().map(|c| &c.c).chain([&l.entete]).map(|c| nu(c).chars().count()).max();
        let length: usize = self.lignes.iter().filter_map(longest).sum();
        self.grand = self.lignes.len() > MAX_LIGNES || length > MAX_MOTS || self.lignes.iter().any(|l| l.longue);
    }
}

/// What a table that stays whole may hold: rows, and characters of their longest cells.
const MAX_LIGNES: usize = 9;
const MAX_MOTS: usize = 700;
/// Longest cell whose row is never cut, in characters.
const MAX_CASE: usize = 1_200;

/// The bare words of a text.
fn nu(c: &[Value]) -> String {
    let mut out = String::new();
    for piece in c {
        match piece {
            Value::String(text) => out.push_str(text),
            Value::Array(list) => out.push_str(&nu(list)),
            Value::Object(map) => {
                if map.get("t").and_then(Value::as_str) == Some("petit") {
                    out.push(' ');
                }
                if let Some(Value::Array(list)) = map.get("c") {
                    out.push_str(&nu(list));
                }
            }
            _ => {}
        }
    }
    out
}

/// How many decimals a printed figure has: `163 342,80 €` has two; words have none to tell.
fn decimales(text: &str) -> Option<usize> {
    let rest = text.trim_start_matches(['−', '-']);
    let end = rest.find(|c: char| !(c.is_ascii_digit() || c == NNBSP)).unwrap_or(rest.len());
    let (whole, rest) = rest.split_at(end);
    if !whole.starts_with(|c: char| c.is_ascii_digit()) || rest.contains(|c: char| c.is_ascii_digit()) && !rest.starts_with(',') {
        return None;
    }
    let fraction = rest.strip_prefix(',').unwrap_or("");
    Some(fraction.chars().take_while(char::is_ascii_digit).count())
}

#[cfg(test)]
mod tests {
    use super::decimales;

    #[test]
    fn the_decimals_of_a_figure_are_counted() {
        for (text, n) in [
            ("163\u{202F}342,80\u{202F}€", Some(2)),
            ("104\u{202F}550\u{202F}€", Some(0)),
            ("−12,5\u{202F}%", Some(1)),
            ("non communiqué", None),
            ("45 en 2022", None),
        ] {
            assert_eq!(decimales(text), n, "{text}");
        }
    }
}
