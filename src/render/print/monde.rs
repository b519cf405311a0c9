//! The typesetter and what it may see: the theme's templates and fonts, one document's data, nothing else.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, IntoValue, Label, Smart};
use typst::introspection::Introspector;
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::{LazyHash, PicoStr};
use typst::{Feature, Library, LibraryExt, World, WorldExt};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::diagnostics::{Code, Diagnostic};

use super::Pdf;
use super::dessins::STYLE;
use super::faute::{Faute, en_francais};
use super::theme::Theme;

/// The template that a document starts from, and the file of its data.
const PRINCIPAL: &str = "imprime/document.typ";
const DONNEES: &str = "donnees.json";
/// What the templates read in `sys.inputs`, and the label that ends a sheet.
const SERRE: &str = "serre";
const FIN: &str = "fin";
const GRAPHIQUES: &str = "imprime/graphiques.css";

/// What all documents share: loaded once, read by every thread.
pub struct Imprimerie {
    library: LazyHash<Library>,
    /// The same, that asks the templates to save room.
    library_serree: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    sources: BTreeMap<u16, (Source, String)>,
    principal: FileId,
    donnees: FileId,
    /// The style of the charts.
    css: String,
    /// Of everything that a document reads beside its data.
    empreinte: String,
}

impl Imprimerie {
    /// Loads a theme.
    ///
    /// # Errors
    /// A font is not one, or the main template is missing.
    pub fn nouvelle(theme: &Theme) -> Result<Self, Diagnostic> {
        let mut hash = blake3::Hasher::new();
        hash.update(env!("CARGO_PKG_VERSION").as_bytes());
        let mut fonts = Vec::new();
        for (path, bytes) in &theme.polices {
            hash.update(path.as_bytes()).update(bytes);
            let Some(font) = Font::new(Bytes::new(bytes.clone()), 0) else {
                return Err(Diagnostic::new(Code::GabaritImprime, format!("« {path} » n’est pas une police")));
            };
            fonts.push(font);
        }
        let mut sources = BTreeMap::new();
        for (path, texte) in &theme.textes {
            hash.update(path.as_bytes()).update(texte.texte.as_bytes());
            if path.ends_with(".typ") {
                let id = fichier(path)?;
                sources.insert(id.into_raw().get(), (Source::new(id, texte.texte.clone()), texte.chemin.clone()));
            }
        }
        let library = || Library::builder().with_features([Feature::A11yExtras].into_iter().collect());
        let inputs = [(SERRE.into(), true.into_value())].into_iter().collect();
        Ok(Self {
            library: LazyHash::new(library().build()),
            library_serree: LazyHash::new(library().with_inputs(inputs).build()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            sources,
            principal: fichier(PRINCIPAL)?,
            donnees: fichier(DONNEES)?,
            css: theme.textes.get(GRAPHIQUES).map_or_else(String::new, |t| t.texte.clone()),
            empreinte: hash.finalize().to_hex().to_string(),
        })
    }

    /// Makes the data printable: charts get their style, characters that no font has give way.
    ///
    /// Answers with the bytes that the template reads, and the characters that were lost.
    pub fn preparer(&self, mut donnees: Value) -> (Vec<u8>, BTreeSet<char>) {
        let mut lost = BTreeSet::new();
        self.nettoyer(&mut donnees, &mut lost);
        (donnees.to_string().into_bytes(), lost)
    }

    fn nettoyer(&self, value: &mut Value, lost: &mut BTreeSet<char>) {
        match value {
            Value::String(text) => {
                if text.chars().any(|c| !self.imprimable(c)) {
                    let swap = |c: char| {
                        if self.imprimable(c) {
                            return c;
                        }
                        lost.insert(c);
                        REMPLACANT
                    };
                    *text = text.chars().filter(|c| !c.is_control() || *c == '\n').map(swap).collect();
                }
                if text.contains(STYLE) {
                    *text = text.replacen(STYLE, &format!("<style>{}</style>", self.css), 1);
                }
            }
            Value::Array(list) => list.iter_mut().for_each(|v| self.nettoyer(v, lost)),
            Value::Object(map) => map.iter_mut().for_each(|(_, v)| self.nettoyer(v, lost)),
            _ => {}
        }
    }

    /// Whether some font draws the character, or nothing has to be drawn.
    fn imprimable(&self, c: char) -> bool {
        // Archives refuse private characters, even drawn.
        if matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFF}') || u32::from(c) >= 0xF_0000 {
            return false;
        }
        let invisible = matches!(c, ' '..='~' | '\n' | '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}');
        invisible || self.fonts.iter().any(|f| f.info().coverage.contains(c as u32))
    }

    /// The hash of all that a document reads: the same hash, the same PDF.
    pub fn empreinte(&self, donnees: &[u8]) -> String {
        let mut hash = blake3::Hasher::new();
        hash.update(self.empreinte.as_bytes()).update(donnees);
        hash.finalize().to_hex().to_string()
    }

    /// Sets and writes a document. `ident` names it for ever, whatever its text becomes; a long one, `seul` at work, writes with
    /// the memory of its making already free.
    ///
    /// # Errors
    /// The faults of the template, and what would make the file inaccessible (PDF/UA-1) or unfit for archives (PDF/A-2a).
    pub fn imprimer(&self, donnees: Vec<u8>, ident: &str, seul: bool) -> Result<Pdf, Vec<Faute>> {
        let mut monde = Monde { commun: self, donnees: Bytes::new(donnees), serre: false };
        let mut document = monde.composer()?;
        if fin_courte(&document) {
            monde.serre = true;
            let tight = monde.composer()?;
            if tight.pages().len() < document.pages().len() {
                document = tight;
            }
        }
        if seul {
            Self::oublier();
        }
        let refusal = |message: &str| vec![Faute { fichier: None, plage: 0..0, message: en_francais(message), aide: None }];
        let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]).map_err(|e| refusal(e.message().as_str()))?;
        let options = PdfOptions {
            ident: Smart::Custom(ident.to_owned()),
            creator: Smart::Custom(Some("Parvis".to_owned())),
            standards,
            ..PdfOptions::default()
        };
        let mut octets =
            typst_pdf::pdf(&document, &options).map_err(|list| list.iter().map(|d| monde.faute(d)).collect::<Vec<_>>())?;
        fins_de_flux(&mut octets);
        Ok(Pdf { octets, pages: document.pages().len() })
    }

    /// Forgets what was computed for the documents made so far, and for those being made: they would begin again.
    pub fn oublier() {
        typst::comemo::evict(0);
    }
}

/// Whether a sheet to hand out ends in the upper half of a page that is not its first: its templates mark its end.
fn fin_courte(document: &PagedDocument) -> bool {
    let end = Label::new(PicoStr::intern(FIN)).and_then(|label| {
        let introspector = document.introspector();
        introspector.position(introspector.query_label(label).ok()?.location()?)
    });
    end.zip(document.pages().last())
        .is_some_and(|(end, page)| document.pages().len() > 1 && end.point.y + end.point.y < page.frame.height())
}

/// Makes the end of every stream plain. Compressed bytes may end with a carriage return, which a reader would take, with the
/// line feed that follows, for one end of line, and find the stream a byte too short (ISO 19005-2, 6.1.7.1).
fn fins_de_flux(octets: &mut [u8]) {
    const FIN: &[u8] = b"\r\nendstream";
    let places: Vec<usize> = octets.windows(FIN.len()).enumerate().filter(|(_, w)| *w == FIN).map(|(i, _)| i + 1).collect();
    for place in places {
        if let Some(octet) = octets.get_mut(place) {
            *octet = b'\r';
        }
    }
}

/// What stands for a character that cannot be printed.
const REMPLACANT: char = '?';

fn fichier(path: &str) -> Result<FileId, Diagnostic> {
    let path = VirtualPath::new(path)
        .map_err(|_| Diagnostic::new(Code::GabaritImprime, format!("« {path} » n’est pas un nom de fichier")))?;
    Ok(FileId::new(RootedPath::new(VirtualRoot::Project, path)))
}

/// One document seen by the typesetter.
struct Monde<'a> {
    commun: &'a Imprimerie,
    donnees: Bytes,
    /// Whether room is to be saved.
    serre: bool,
}

impl Monde<'_> {
    fn composer(&self) -> Result<PagedDocument, Vec<Faute>> {
        let compiled = typst::compile::<PagedDocument>(self);
        let document = compiled.output.map_err(|list| list.iter().map(|d| self.faute(d)).collect::<Vec<_>>())?;
        // A font that is missing, pages that do not settle: the sheet would not be the one that was drawn.
        if compiled.warnings.is_empty() { Ok(document) } else { Err(compiled.warnings.iter().map(|d| self.faute(d)).collect()) }
    }

    fn faute(&self, d: &SourceDiagnostic) -> Faute {
        let place = d.span.id().and_then(|id| {
            let (source, path) = self.commun.sources.get(&id.into_raw().get())?;
            Some(((path.clone(), source.text().to_owned()), self.range(d.span)?))
        });
        let (fichier, plage) = place.map_or((None, 0..0), |(fichier, plage)| (Some(fichier), plage));
        let mut aide: Vec<String> = d.hints.iter().map(|h| format!("le moteur de composition ajoute : {}", h.v)).collect();
        if fichier.is_none() {
            aide.push("la faute ne vient pas d’une ligne précise du gabarit".to_owned());
        }
        let aide = (!aide.is_empty()).then(|| aide.join(" ; "));
        Faute { fichier, plage, message: en_francais(&d.message), aide }
    }
}

impl World for Monde<'_> {
    fn library(&self) -> &LazyHash<Library> {
        if self.serre { &self.commun.library_serree } else { &self.commun.library }
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.commun.book
    }

    fn main(&self) -> FileId {
        self.commun.principal
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let found = self.commun.sources.get(&id.into_raw().get()).map(|(source, _)| source.clone());
        found.ok_or_else(|| FileError::NotFound(id.vpath().get_without_slash().into()))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.commun.donnees {
            return Ok(self.donnees.clone());
        }
        self.source(id).map(|s| Bytes::from_string(s.text().to_owned()))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.commun.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        // A clock makes two builds differ.
        None
    }
}
