//! A table as CSV: UTF-8, comma, line feed, a header row, dots in numbers, dates of ISO 8601, quotes as RFC 4180 has them.
//!
//! A spreadsheet runs a text that starts like a formula. So:
//! - a text that starts with `=`, `+`, `-`, `@`, a tab or a return gets one straight apostrophe before it ([`neutralise`]),
//!   and [`lit`] takes it back;
//! - a printed form stands between guillemets, `« 1 234 € »`: it is a quotation, never a number, a date or a formula.

use std::borrow::Cow;
use std::io::{self, Write};

use super::tables::Table;
use super::tables::champ::Cellule;
use crate::text::NBSP;
use crate::text::format::machine_euros;

/// What a spreadsheet takes for the start of a formula.
const FORMULE: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// Writes a table; how many rows it has.
///
/// # Errors
/// Those of the writer.
pub fn ecrire(table: Table<'_>, out: &mut dyn Write) -> io::Result<usize> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(out);
    writer.write_record(table.description.colonnes.iter().map(|c| c.nom))?;
    let mut rows = 0;
    for row in table.lignes {
        rows += 1;
        for cell in &row {
            writer.write_field(texte(cell).as_bytes())?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer.flush()?;
    Ok(rows)
}

/// A cell as its characters.
pub fn texte<'c>(cellule: &'c Cellule<'_>) -> Cow<'c, str> {
    match cellule {
        Cellule::Vide => Cow::Borrowed(""),
        Cellule::Texte(text) => neutralise(text),
        Cellule::Imprime(text) => Cow::Owned(format!("«{NBSP}{text}{NBSP}»")),
        Cellule::Entier(n) => Cow::Owned(n.to_string()),
        Cellule::Nombre(value) => Cow::Owned(value.to_string()),
        Cellule::Euros(value) => Cow::Owned(machine_euros(*value)),
        Cellule::Booleen(true) => Cow::Borrowed("oui"),
        Cellule::Booleen(false) => Cow::Borrowed("non"),
    }
}

/// A text that no spreadsheet runs. Apostrophes already there are kept: the way back is never in doubt.
pub fn neutralise(text: &str) -> Cow<'_, str> {
    if text.trim_start_matches('\'').starts_with(FORMULE) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// The text that [`neutralise`] was given.
pub fn lit(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if text.trim_start_matches('\'').starts_with(FORMULE) => text,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::render::data::tables::champ::{Colonne, Description, Genre, libre};

    const COLONNE: Colonne =
        Colonne { nom: "texte", titre: "Texte", description: "Un texte.", genre: Genre::Texte, requise: false, valeurs: libre };
    static DESCRIPTION: Description = Description {
        nom: "essai",
        titre: "Essai",
        description: "Un essai.",
        cle: &[],
        renvois: &[],
        colonnes: &[COLONNE, Colonne { nom: "autre", ..COLONNE }],
    };

    fn aller_retour(rows: &[[&str; 2]]) -> Vec<Vec<String>> {
        let lignes = rows.iter().map(|r| r.iter().map(|t| Cellule::Texte(Cow::Owned((*t).to_owned()))).collect());
        let mut bytes = Vec::new();
        let count = ecrire(Table { description: &DESCRIPTION, lignes: Box::new(lignes) }, &mut bytes);
        assert_eq!(count.expect("memory takes all"), rows.len());
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        assert_eq!(reader.headers().expect("a header").iter().collect::<Vec<_>>(), ["texte", "autre"]);
        reader.records().map(|r| r.expect("a row").iter().map(|c| lit(c).to_owned()).collect()).collect()
    }

    #[test]
    fn hostile_texts_come_back_as_they_were_and_start_no_formula() {
        let rows = [
            ["=cmd|' /C calc'!A0", "@SUM(1)"],
            ["dit « \"oui\" », puis non", "deux\nlignes, une virgule"],
            ["'=1", "''"],
            ["-12", "+33 1"],
            ["\tretrait", "\rretour"],
        ];
        assert_eq!(aller_retour(&rows), rows.map(|r| r.map(str::to_owned).to_vec()));
        for text in rows.iter().flatten() {
            assert!(!neutralise(text).starts_with(FORMULE), "{text}");
        }
    }

    #[test]
    fn lines_end_with_a_line_feed_and_printed_forms_are_quotations() {
        let row = vec![Cellule::Imprime(Cow::Borrowed("= 12 €")), Cellule::Vide];
        let mut bytes = Vec::new();
        ecrire(Table { description: &DESCRIPTION, lignes: Box::new(std::iter::once(row)) }, &mut bytes)
            .expect("memory takes all");
        assert_eq!(String::from_utf8(bytes).expect("UTF-8"), "texte,autre\n«\u{A0}= 12 €\u{A0}»,\n");
    }

    proptest! {
        #[test]
        fn any_text_comes_back(a in "\\PC*|['=+@\\-\\n\",;]*", b in ".*") {
            let rows = [[a.as_str(), b.as_str()]];
            prop_assert_eq!(aller_retour(&rows), vec![vec![a.clone(), b.clone()]]);
        }
    }
}
