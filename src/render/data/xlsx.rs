//! The tables as one spreadsheet (ECMA-376, SpreadsheetML): a sheet that explains every column, then one sheet per table.
//!
//! Numbers are numbers, amounts with their two decimals; texts are texts, never formulas. The file says the date of the
//! sources, not that of the day: the same data make the same bytes. Rows are written as they come and sheets in parallel:
//! the format is a few XML files in a ZIP, and a library that keeps every cell in memory took a third of a whole build.

use std::fmt::Write as _;
use std::io::{Cursor, Write};

use rust_decimal::Decimal;
use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::paquet;
use super::tables::champ::{Cellule, Colonne, Description, Genre};
use super::tables::{Fonds, Table};
use crate::diagnostics::{Code, Diagnostic};
use crate::text::format::machine_euros;

/// Most rows of a sheet below its head.
const LIGNES: usize = 1_048_575;
/// Most UTF-16 units of a cell; what is cut is whole in the CSV.
const CARACTERES: usize = 32_767;
const COUPE: &str = "… [suite dans le CSV]";
/// Most digits that a spreadsheet keeps of a number; longer ones are written as texts.
const CHIFFRES: usize = 15;

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const PRINCIPAL: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PAQUET_RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

/// How cells look: places in the list of [`STYLES`].
mod style {
    pub const SIMPLE: u8 = 0;
    pub const TITRE: u8 = 1;
    pub const TETE: u8 = 2;
    /// At the top of its row.
    pub const TEXTE: u8 = 3;
    pub const EUROS: u8 = 4;
    pub const ENTIER: u8 = 5;
}

const STYLES: &str = "<fonts count=\"3\"><font><sz val=\"11\"/><name val=\"Calibri\"/><family val=\"2\"/></font>\
    <font><b/><sz val=\"14\"/><name val=\"Calibri\"/><family val=\"2\"/></font>\
    <font><b/><sz val=\"11\"/><name val=\"Calibri\"/><family val=\"2\"/></font></fonts>\
    <fills count=\"3\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill>\
    <fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFF3ECE0\"/><bgColor indexed=\"64\"/></patternFill></fill></fills>\
    <borders count=\"2\"><border><left/><right/><top/><bottom/><diagonal/></border>\
    <border><left/><right/><top/><bottom style=\"thin\"><color auto=\"1\"/></bottom><diagonal/></border></borders>\
    <cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>\
    <cellXfs count=\"6\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>\
    <xf numFmtId=\"0\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyFont=\"1\"/>\
    <xf numFmtId=\"0\" fontId=\"2\" fillId=\"2\" borderId=\"1\" xfId=\"0\" applyFont=\"1\" applyFill=\"1\" applyBorder=\"1\" \
    applyAlignment=\"1\"><alignment vertical=\"top\" wrapText=\"1\"/></xf>\
    <xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyAlignment=\"1\"><alignment vertical=\"top\"/></xf>\
    <xf numFmtId=\"4\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\" applyAlignment=\"1\">\
    <alignment vertical=\"top\"/></xf>\
    <xf numFmtId=\"1\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\" applyAlignment=\"1\">\
    <alignment vertical=\"top\"/></xf></cellXfs>\
    <cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles>";

/// A sheet, packed.
pub struct Feuille {
    description: &'static Description,
    lignes: usize,
    zip: ZipResult<Vec<u8>>,
}

/// The spreadsheet of these sheets, which were packed each on its own.
///
/// # Errors
/// The archive cannot be made.
pub fn classeur(f: &Fonds<'_>, feuilles: Vec<Feuille>) -> Result<Vec<u8>, Diagnostic> {
    archive(f, feuilles)
        .map_err(|e| Diagnostic::new(Code::EcritureImpossible, format!("le classeur des données ne peut pas être écrit : {e}")))
}

fn archive(f: &Fonds<'_>, feuilles: Vec<Feuille>) -> ZipResult<Vec<u8>> {
    let mut files = autour(f, &feuilles);
    files.push(("xl/worksheets/sheet1.xml".to_owned(), lisez_moi(f, &feuilles)));
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for part in std::iter::once(emballer(&files)).chain(feuilles.into_iter().map(|feuille| feuille.zip)) {
        out.merge_archive(ZipArchive::new(Cursor::new(part?))?)?;
    }
    Ok(out.finish()?.into_inner())
}

/// Rows look alike: the fastest level makes them small enough. Without a date, the format has its first one.
fn options() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_level(Some(1)).last_modified_time(zip::DateTime::default())
}

fn emballer(files: &[(String, String)]) -> ZipResult<Vec<u8>> {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, xml) in files {
        out.start_file(name, options())?;
        out.write_all(xml.as_bytes())?;
    }
    Ok(out.finish()?.into_inner())
}

/// The files around the sheets: what they are, how they hang together, who made them.
fn autour(f: &Fonds<'_>, tables: &[Feuille]) -> Vec<(String, String)> {
    let n = tables.len() + 1;
    let types = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    let mut contenu = format!(
        "{XML}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"{types}.sheet.main+xml\"/><Override PartName=\"/xl/styles.xml\" ContentType=\"{types}.styles+xml\"/><Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>"
    );
    let (mut feuilles, mut noms, mut relations) = (String::new(), String::new(), String::new());
    for i in 1..=n {
        let table = i.checked_sub(2).and_then(|t| tables.get(t));
        let nom = table.map_or("Lisez-moi", |t| t.description.nom);
        let fichier = table.map_or("sheet1", |t| t.description.nom);
        let _ = write!(contenu, "<Override PartName=\"/xl/worksheets/{fichier}.xml\" ContentType=\"{types}.worksheet+xml\"/>");
        let _ = write!(feuilles, "<sheet name=\"{nom}\" sheetId=\"{i}\" r:id=\"rId{i}\"/>");
        let _ =
            write!(relations, "<Relationship Id=\"rId{i}\" Type=\"{RELATIONS}/worksheet\" Target=\"worksheets/{fichier}.xml\"/>");
        if let Some(table) = table {
            let zone = zone(0, table.description.colonnes.len(), table.lignes, "$");
            let _ = write!(
                noms,
                "<definedName name=\"_xlnm._FilterDatabase\" localSheetId=\"{}\" hidden=\"1\">{nom}!{zone}</definedName>",
                i - 1
            );
        }
    }
    contenu.push_str("</Types>");
    let _ = write!(relations, "<Relationship Id=\"rId{}\" Type=\"{RELATIONS}/styles\" Target=\"styles.xml\"/>", n + 1);
    let classeur = format!(
        "{XML}<workbook xmlns=\"{PRINCIPAL}\" xmlns:r=\"{RELATIONS}\"><sheets>{feuilles}</sheets><definedNames>{noms}</definedNames></workbook>"
    );
    let racine = format!(
        "{XML}<Relationships xmlns=\"{PAQUET_RELATIONS}\"><Relationship Id=\"rId1\" Type=\"{RELATIONS}/officeDocument\" Target=\"xl/workbook.xml\"/><Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/></Relationships>"
    );
    vec![
        ("[Content_Types].xml".to_owned(), contenu),
        ("_rels/.rels".to_owned(), racine),
        ("docProps/core.xml".to_owned(), proprietes(f)),
        ("xl/workbook.xml".to_owned(), classeur),
        (
            "xl/_rels/workbook.xml.rels".to_owned(),
            format!("{XML}<Relationships xmlns=\"{PAQUET_RELATIONS}\">{relations}</Relationships>"),
        ),
        ("xl/styles.xml".to_owned(), format!("{XML}<styleSheet xmlns=\"{PRINCIPAL}\">{STYLES}</styleSheet>")),
    ]
}

/// Who publishes, and when: the day of the sources.
fn proprietes(f: &Fonds<'_>) -> String {
    let config = &f.site.config;
    let (year, month, day) = config.edition.map_or((2000, 1, 1), |d| d.first_day());
    let mut out = format!(
        "{XML}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>"
    );
    echapper(&mut out, &paquet::titre(f));
    out.push_str("</dc:title><dc:creator>");
    echapper(&mut out, config.editeur.as_deref().unwrap_or(&config.titre));
    let jour = format!("{year:04}-{month:02}-{day:02}T00:00:00Z");
    for quand in ["created", "modified"] {
        let close = if quand == "created" { "</dc:creator>" } else { "" };
        let _ = write!(out, "{close}<dcterms:{quand} xsi:type=\"dcterms:W3CDTF\">{jour}</dcterms:{quand}>");
    }
    out + "</cp:coreProperties>"
}

/// The sheet that explains the others.
fn lisez_moi(f: &Fonds<'_>, tables: &[Feuille]) -> String {
    let mut rows = Rangees::default();
    rows.ligne(&[&paquet::titre(f)], style::TITRE);
    let config = &f.site.config;
    rows.ligne(&[&paquet::description(f)], style::SIMPLE);
    if let Some(licence) = &config.licence {
        rows.ligne(&[&format!("Licence : {licence}.")], style::SIMPLE);
    }
    if let Some(edition) = config.edition {
        rows.ligne(&[&format!("Date des sources : {}.", edition.french())], style::SIMPLE);
    }
    if let Some(base) = f.base {
        rows.ligne(&[&format!("Adresse : {base}/donnees/")], style::SIMPLE);
    }
    rows.ligne(&["Un montant vide n’est jamais zéro : la colonne « Statut » dit pourquoi il manque."], style::SIMPLE);
    rows.ligne(&[], style::SIMPLE);
    let heads = ["Feuille", "Colonne", "Nom dans le CSV", "Type", "Toujours remplie", "Description", "Valeurs possibles"];
    rows.ligne(&heads, style::TETE);
    for table in tables {
        let d = table.description;
        rows.ligne(&[d.nom, d.titre, "", "", "", d.description], style::SIMPLE);
        for c in d.colonnes {
            let filled = if c.requise { "oui" } else { "non" };
            let valeurs = (c.valeurs)().join(", ");
            rows.ligne(&[d.nom, c.titre, c.nom, c.genre.label(), filled, c.description, &valeurs], style::SIMPLE);
        }
    }
    debut([18, 30, 26, 18, 12, 90, 50].into_iter(), false) + &rows.xml + &fin(MARGES)
}

/// The sheet of a table, packed as its rows come.
pub fn feuille(table: &Table<'_>) -> Feuille {
    Feuille { description: table.description, lignes: lignes(table), zip: emballee(table) }
}

/// How much XML waits to be packed.
const ATTENTE: usize = 1 << 20;

fn emballee(table: &Table<'_>) -> ZipResult<Vec<u8>> {
    let columns = table.description.colonnes;
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    out.start_file(format!("xl/worksheets/{}.xml", table.description.nom), options())?;
    out.write_all(debut(columns.iter().map(largeur), true).as_bytes())?;
    let mut rows = Rangees::default();
    let titres: Vec<&str> = columns.iter().map(|c| c.titre).collect();
    rows.ligne(&titres, style::TETE);
    let lettres: Vec<String> = (0..columns.len()).map(lettres).collect();
    for cells in table.lignes.iter().take(LIGNES) {
        rows.ouvre();
        for (cell, lettres) in cells.iter().zip(&lettres) {
            rows.cellule(lettres, cell);
        }
        rows.ferme();
        if rows.xml.len() > ATTENTE {
            out.write_all(rows.xml.as_bytes())?;
            rows.xml.clear();
        }
    }
    out.write_all(rows.xml.as_bytes())?;
    out.write_all(fin(&apres(table, &lettres)).as_bytes())?;
    Ok(out.finish()?.into_inner())
}

/// What a sheet says after its rows: what its head sorts, and which texts look like numbers.
fn apres(table: &Table<'_>, lettres: &[String]) -> String {
    let columns = table.description.colonnes;
    let last = lignes(table);
    let mut apres = String::new();
    if !columns.is_empty() {
        let _ = write!(apres, "<autoFilter ref=\"{}\"/>", zone(0, columns.len(), last, ""));
    }
    apres.push_str(MARGES);
    // « 2022 » and « 1/3 » are words here: no green corner says otherwise.
    let words = |c: &Colonne| matches!(c.genre, Genre::Texte | Genre::Imprime | Genre::Date);
    let words: Vec<String> =
        columns.iter().zip(lettres).filter(|(c, _)| words(c)).map(|(_, l)| format!("{l}2:{l}{}", last + 1)).collect();
    if last > 0 && !words.is_empty() {
        let words = words.join(" ");
        let _ = write!(apres, "<ignoredErrors><ignoredError sqref=\"{words}\" numberStoredAsText=\"1\"/></ignoredErrors>");
    }
    apres
}

const MARGES: &str = "<pageMargins left=\"0.7\" right=\"0.7\" top=\"0.75\" bottom=\"0.75\" header=\"0.3\" footer=\"0.3\"/><pageSetup orientation=\"landscape\"/>";

/// What a sheet says before its rows; its head stays in sight where it has one.
fn debut(largeurs: impl Iterator<Item = u16>, tete: bool) -> String {
    let mut out = format!("{XML}<worksheet xmlns=\"{PRINCIPAL}\"><sheetViews><sheetView workbookViewId=\"0\">");
    if tete {
        out.push_str("<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>");
    }
    out.push_str("</sheetView></sheetViews><sheetFormatPr defaultRowHeight=\"15\"/><cols>");
    for (i, width) in (1..).zip(largeurs) {
        let _ = write!(out, "<col min=\"{i}\" max=\"{i}\" width=\"{width}\" customWidth=\"1\"/>");
    }
    out.push_str("</cols><sheetData>");
    out
}

fn fin(apres: &str) -> String {
    format!("</sheetData>{apres}</worksheet>")
}

/// The rows of a sheet, as XML.
#[derive(Default)]
struct Rangees {
    xml: String,
    n: usize,
    /// The same in digits.
    numero: String,
}

impl Rangees {
    fn ouvre(&mut self) {
        self.n += 1;
        self.numero = self.n.to_string();
        for piece in ["<row r=\"", &self.numero, "\">"] {
            self.xml.push_str(piece);
        }
    }

    /// The opening tag of a cell, left open.
    fn tete(&mut self, lettres: &str, style: u8) {
        for piece in ["<c r=\"", lettres, &self.numero, "\" s=\""] {
            self.xml.push_str(piece);
        }
        self.xml.push(char::from(b'0' + style));
        self.xml.push('"');
    }

    fn ferme(&mut self) {
        self.xml.push_str("</row>");
    }

    /// A row of texts that look alike.
    fn ligne(&mut self, cells: &[&str], style: u8) {
        self.ouvre();
        for (i, text) in cells.iter().enumerate().filter(|(_, t)| !t.is_empty()) {
            self.texte(&lettres(i), text, style);
        }
        self.ferme();
    }

    fn cellule(&mut self, lettres: &str, cell: &Cellule<'_>) {
        match cell {
            Cellule::Vide => {}
            Cellule::Texte(text) | Cellule::Imprime(text) => self.texte(lettres, text, style::TEXTE),
            Cellule::Entier(n) => self.nombre(lettres, n, style::ENTIER),
            Cellule::Nombre(value) if exact(*value) => self.nombre(lettres, value, style::TEXTE),
            Cellule::Euros(value) if exact(*value) => self.nombre(lettres, value, style::EUROS),
            Cellule::Nombre(value) => self.texte(lettres, &value.to_string(), style::TEXTE),
            Cellule::Euros(value) => self.texte(lettres, &machine_euros(*value), style::TEXTE),
            Cellule::Booleen(yes) => self.texte(lettres, if *yes { "oui" } else { "non" }, style::TEXTE),
        }
    }

    fn texte(&mut self, lettres: &str, text: &str, style: u8) {
        self.tete(lettres, style);
        // Only spaces at the ends need to be told.
        let kept = if text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace) || text.contains('\n') {
            " xml:space=\"preserve\""
        } else {
            ""
        };
        for piece in [" t=\"inlineStr\"><is><t", kept, ">"] {
            self.xml.push_str(piece);
        }
        echapper(&mut self.xml, &couper(text));
        self.xml.push_str("</t></is></c>");
    }

    fn nombre(&mut self, lettres: &str, value: &impl std::fmt::Display, style: u8) {
        self.tete(lettres, style);
        let _ = write!(self.xml, "><v>{value}</v></c>");
    }
}

/// The rows of a table that its sheet has, its head left out.
fn lignes(table: &Table<'_>) -> usize {
    table.lignes.len().min(LIGNES)
}

/// A head and the rows below it, from a column on: `A1:C12`, or `$A$1:$C$12`.
fn zone(first: usize, columns: usize, rows: usize, fixe: &str) -> String {
    let last = lettres((first + columns).saturating_sub(1));
    format!("{fixe}{}{fixe}1:{fixe}{last}{fixe}{}", lettres(first), rows + 1)
}

/// The name of a column: A, B… Z, AA…
fn lettres(column: usize) -> String {
    let letter = |n: usize| char::from(b'A' + u8::try_from(n).unwrap_or(0));
    let last = letter(column % 26);
    match column / 26 {
        0 => last.to_string(),
        n => lettres(n - 1) + &last.to_string(),
    }
}

/// A text in XML; what XML cannot hold, and what looks like such an escape, is written `_x0007_`.
fn echapper(out: &mut String, text: &str) {
    let special = |b: u8| b < b' ' || matches!(b, b'&' | b'<' | b'>' | b'_' | 0xEF);
    if !text.bytes().any(special) {
        out.push_str(text);
        return;
    }
    for (i, c) in text.char_indices() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '_' if est_echappement(&text[i..]) => out.push_str("_x005F_"),
            '\t' | '\n' => out.push(c),
            '\u{FFFE}' | '\u{FFFF}' | '\0'..='\u{1F}' => {
                let _ = write!(out, "_x{:04X}_", u32::from(c));
            }
            c => out.push(c),
        }
    }
}

fn est_echappement(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 7 && bytes[1] == b'x' && bytes[6] == b'_' && bytes[2..6].iter().all(u8::is_ascii_hexdigit)
}

/// Whether a spreadsheet keeps every digit of a number.
fn exact(value: Decimal) -> bool {
    value.normalize().mantissa().unsigned_abs() < 10u128.pow(CHIFFRES as u32)
}

/// A text that fits in a cell.
fn couper(text: &str) -> std::borrow::Cow<'_, str> {
    if text.len() <= CARACTERES || text.encode_utf16().count() <= CARACTERES {
        return text.into();
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

    #[test]
    fn columns_have_the_names_of_spreadsheets() {
        assert_eq!([0, 25, 26, 51, 52, 701, 702].map(lettres), ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }

    #[test]
    fn what_xml_cannot_hold_is_escaped() {
        let mut out = String::new();
        echapper(&mut out, "a<b & c\u{7}\r_x0041_ _x");
        assert_eq!(out, "a&lt;b &amp; c_x0007__x000D__x005F_x0041_ _x");
    }
}
