//! The tables as one spreadsheet: a sheet that explains every column, then one sheet per table.
//!
//! Numbers are numbers, amounts with their two decimals; texts are texts, never formulas. The file says the date of the
//! sources, not that of the day: the same data make the same bytes.

use std::io;
use std::path::Path;

use rust_decimal::Decimal;
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, IgnoreError, Workbook, Worksheet, XlsxError,
};

use super::paquet;
use super::publication::Sortie;
use super::tables::champ::{Cellule, Colonne, Description, Genre};
use super::tables::{self, Fonds, Table};
use crate::text::format::machine_euros;

/// Most rows of a sheet below its head.
const LIGNES: usize = 1_048_575;
/// Most UTF-16 units of a cell; what is cut is whole in the CSV.
const CARACTERES: usize = 32_767;
const COUPE: &str = "… [suite dans le CSV]";
/// Most digits that a spreadsheet keeps of a number; longer ones are written as texts.
const CHIFFRES: usize = 15;

/// How hard the file is pressed, of 9: at 6, it is an eighth smaller and takes longer.
const COMPRESSION: u8 = 3;

/// The spreadsheet of the site. Its texts stand in their cells, for a table of all of them would fill the memory; rows wait in
/// the folder for drafts: a file without a name, in that of the system when there is no other.
///
/// # Errors
/// Those of the writer, and what the library refuses.
pub fn classeur(f: &Fonds<'_>, brouillons: Option<&Path>, out: &mut Sortie<'_>) -> io::Result<()> {
    relier(f, brouillons, out).map_err(io::Error::other)
}

/// How cells look.
struct Formats {
    titre: Format,
    tete: Format,
    texte: Format,
    euros: Format,
    entier: Format,
}

impl Formats {
    fn new() -> Self {
        let top = || Format::new().set_align(FormatAlign::Top);
        Self {
            titre: Format::new().set_bold().set_font_size(14),
            tete: Format::new()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Top)
                .set_background_color(Color::RGB(0xF3_EC_E0))
                .set_border_bottom(FormatBorder::Thin),
            texte: top(),
            euros: top().set_num_format("#,##0.00"),
            entier: top().set_num_format("0"),
        }
    }

    fn tous(&self) -> [&Format; 5] {
        let Self { titre, tete, texte, euros, entier } = self;
        [titre, tete, texte, euros, entier]
    }

    /// How a column looks: told once, not at each cell.
    fn de(&self, genre: Genre) -> &Format {
        match genre {
            Genre::Euros => &self.euros,
            Genre::Entier => &self.entier,
            Genre::Texte | Genre::Imprime | Genre::Nombre | Genre::Booleen | Genre::Date => &self.texte,
        }
    }
}

fn relier(f: &Fonds<'_>, brouillons: Option<&Path>, out: &mut Sortie<'_>) -> Result<(), XlsxError> {
    let config = &f.site.config;
    let mut workbook = Workbook::new();
    if let Some(folder) = brouillons {
        workbook.set_tempdir(folder)?;
    }
    workbook.set_zip_compression_level(COMPRESSION);
    let (year, month, day) = config.edition.map_or((2000, 1, 1), |d| d.first_day());
    // Spreadsheets know no day before 1900.
    let day = ExcelDateTime::from_ymd(year.max(1900), month, day)?;
    let editeur = config.editeur.as_deref().unwrap_or(&config.titre);
    let properties = DocProperties::new().set_title(paquet::titre(f)).set_author(editeur).set_creation_datetime(&day);
    workbook.set_properties(&properties);
    let formats = Formats::new();
    // Sheets are filled in parallel: styles take their numbers before.
    formats.tous().into_iter().for_each(|format| workbook.register_format(format));
    workbook.add_worksheet().set_name("Lisez-moi")?;
    for _ in 0..tables::NOMBRE {
        workbook.add_worksheet_with_constant_memory()?;
    }
    if let [lisez_moi, sheets @ ..] = workbook.worksheets_mut().as_mut_slice() {
        let filled = tables::reparties(f, sheets, |table, sheet| {
            let description = table.description;
            remplir(table, sheet, &formats).map(|()| description)
        });
        remplir_lisez_moi(f, &filled.into_iter().collect::<Result<Vec<_>, _>>()?, lisez_moi, &formats)?;
    }
    workbook.save_to_writer(out)
}

/// The sheet that explains the others.
fn remplir_lisez_moi(f: &Fonds<'_>, tables: &[&Description], sheet: &mut Worksheet, formats: &Formats) -> Result<(), XlsxError> {
    sheet.set_landscape();
    for (column, width) in [18u16, 30, 26, 18, 12, 90, 50].into_iter().enumerate() {
        sheet.set_column_width(column as u16, width)?;
    }
    sheet.write_string_with_format(0, 0, couper(&paquet::titre(f)), &formats.titre)?;
    let config = &f.site.config;
    let mut row = 1;
    let mut say = |text: String| -> Result<(), XlsxError> {
        sheet.write_string(row, 0, couper(&text))?;
        row += 1;
        Ok(())
    };
    say(paquet::description(f))?;
    if let Some(licence) = &config.licence {
        say(format!("Licence : {licence}."))?;
    }
    if let Some(edition) = config.edition {
        say(format!("Date des sources : {}.", edition.french()))?;
    }
    if let Some(base) = f.base {
        say(format!("Adresse : {base}/donnees/"))?;
    }
    say("Un montant vide n’est jamais zéro : la colonne « Statut » dit pourquoi il manque.".to_owned())?;
    row += 1;
    let heads = ["Feuille", "Colonne", "Nom dans le CSV", "Type", "Toujours remplie", "Description", "Valeurs possibles"];
    for (column, head) in heads.iter().enumerate() {
        sheet.write_string_with_format(row, column as u16, *head, &formats.tete)?;
    }
    for d in tables {
        row += 1;
        sheet.write_string(row, 0, d.nom)?;
        sheet.write_string(row, 1, d.titre)?;
        sheet.write_string(row, 5, d.description)?;
        for c in d.colonnes {
            row += 1;
            let filled = if c.requise { "oui" } else { "non" };
            let cells = [d.nom, c.titre, c.nom, c.genre.label(), filled, c.description, &(c.valeurs)().join(", ")];
            for (column, text) in cells.iter().enumerate() {
                sheet.write_string(row, column as u16, *text)?;
            }
        }
    }
    Ok(())
}

fn remplir(table: Table<'_>, sheet: &mut Worksheet, formats: &Formats) -> Result<(), XlsxError> {
    let columns = table.description.colonnes;
    sheet.set_name(table.description.nom)?.set_landscape().set_freeze_panes(1, 0)?;
    for (i, column) in columns.iter().enumerate() {
        let i = i as u16;
        sheet.set_column_width(i, largeur(column))?.set_column_format(i, formats.de(column.genre))?;
        sheet.write_string_with_format(0, i, column.titre, &formats.tete)?;
    }
    let mut last_row = 0;
    for cells in table.lignes.take(LIGNES) {
        last_row += 1;
        for (c, cell) in cells.iter().enumerate() {
            ecrire_cellule(sheet, (last_row, c as u16), cell, formats)?;
        }
    }
    let words = |c: &Colonne| matches!(c.genre, Genre::Texte | Genre::Imprime | Genre::Date);
    for (i, _) in columns.iter().enumerate().filter(|(_, c)| words(c) && last_row > 0) {
        // « 2022 » and « 1/3 » are words here: no green corner says otherwise.
        sheet.ignore_error_range(1, i as u16, last_row, i as u16, IgnoreError::NumberStoredAsText)?;
    }
    if let Some(last) = columns.len().checked_sub(1) {
        sheet.autofilter(0, 0, last_row, last as u16)?;
    }
    Ok(())
}

/// Writes a cell; it looks as its column does, and a number too long for a spreadsheet as a text.
fn ecrire_cellule(sheet: &mut Worksheet, (row, column): (u32, u16), cell: &Cellule<'_>, f: &Formats) -> Result<(), XlsxError> {
    match cell {
        Cellule::Vide => {}
        Cellule::Texte(text) | Cellule::Imprime(text) => {
            sheet.write_string(row, column, couper(text))?;
        }
        Cellule::Entier(n) => {
            sheet.write(row, column, Decimal::from(*n))?;
        }
        Cellule::Nombre(value) | Cellule::Euros(value) if exact(*value) => {
            sheet.write(row, column, *value)?;
        }
        Cellule::Nombre(value) => {
            sheet.write_string_with_format(row, column, value.to_string(), &f.texte)?;
        }
        Cellule::Euros(value) => {
            sheet.write_string_with_format(row, column, machine_euros(*value), &f.texte)?;
        }
        Cellule::Booleen(yes) => {
            sheet.write_string(row, column, if *yes { "oui" } else { "non" })?;
        }
    }
    Ok(())
}

/// Whether a spreadsheet keeps every digit of a number.
fn exact(value: Decimal) -> bool {
    value.normalize().mantissa().unsigned_abs() < 10u128.pow(CHIFFRES as u32)
}

/// A text that fits in a cell.
fn couper(text: &str) -> String {
    if text.len() <= CARACTERES || text.encode_utf16().count() <= CARACTERES {
        return text.to_owned();
    }
    let mut room = CARACTERES.saturating_sub(COUPE.encode_utf16().count());
    let kept = text.chars().take_while(|c| {
        let fits = c.len_utf16() <= room;
        room = room.saturating_sub(c.len_utf16());
        fits
    });
    kept.chain(COUPE.chars()).collect()
}

/// The width of a column, in characters.
fn largeur(column: &Colonne) -> u16 {
    match (column.genre, column.nom) {
        (Genre::Texte, "id" | "partie" | "parent" | "document" | "perimetre" | "de" | "vers" | "adresse") => 34,
        (Genre::Texte, "titre" | "titre_court" | "nom" | "libelle" | "texte" | "constat" | "raison" | "resume" | "entete") => 50,
        (Genre::Texte, _) if (column.valeurs)().is_empty() => 24,
        (Genre::Texte | Genre::Imprime | Genre::Euros, _) => 18,
        (Genre::Entier | Genre::Nombre | Genre::Booleen | Genre::Date, _) => 14,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_to_what_a_cell_holds() {
        let long = "é".repeat(40_000);
        let cut = couper(&long);
        assert_eq!(cut.encode_utf16().count(), CARACTERES);
        assert!(cut.ends_with(COUPE));
        assert_eq!(couper("court"), "court");
    }

    #[test]
    fn a_number_too_long_for_a_spreadsheet_is_known() {
        assert!(exact(Decimal::new(123_456_789_012_345, 2)));
        assert!(!exact(Decimal::new(1_234_567_890_123_456, 2)));
    }
}
