//! `parvis pdf`, and the PDFs of `parvis build`: what to print, what is printed already, where it goes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use rayon::prelude::*;
use serde_json::{Value, json};

use crate::diagnostics::{Code, Count, Diagnostic, SourceMap};
use crate::model::config::Sortes;
use crate::model::{PartIx, Site};
use crate::publish;
use crate::render::html;
use crate::render::mots::Mots;
use crate::render::print::theme::Theme;
use crate::render::print::{Commun, Faute, Format, Imprimerie, Objet, Options, Pdf, Produit, Sorte, donnees, produits};
use crate::render::{File, Telechargement};

use super::args::{PdfArgs, SheetFormat};
use super::timings::Timings;
use super::{Loaded, Output};

/// The folder of the PDFs in the output, and the file there that says what each was made of.
const DOSSIER: &str = "pdf";
const EMPREINTES: &str = ".empreintes.json";

/// The PDFs of a site, with what its pages say of them.
#[derive(Default)]
pub struct Imprimes {
    pub files: Vec<File>,
    pub par_partie: BTreeMap<PartIx, Telechargement>,
    pub findings: Vec<Diagnostic>,
}

/// What there is to say of a build that makes none: nothing.
pub fn note(_: &Site, _: bool) -> Option<&'static str> {
    None
}

/// The PDFs that a build makes.
///
/// # Errors
/// The faults of the print theme.
pub fn imprimer(
    loaded: &mut Loaded,
    mots: &Mots,
    theme: Option<&Path>,
    base_url: Option<String>,
    force: bool,
    output: &Path,
) -> Result<Imprimes, Vec<Diagnostic>> {
    let config = &loaded.site.config.papier;
    let sortes = if force && config.sortes == Sortes::default() { Sortes::USUELLES } else { config.sortes };
    let wanted = choisis(&loaded.site, sortes);
    if wanted.is_empty() {
        return Ok(Imprimes::default());
    }
    let options = Options { base_url, ..Options::default() };
    let imprimerie = Theme::load(theme, mots).and_then(|t| Imprimerie::nouvelle(&t)).map_err(|e| vec![e])?;
    let folder = output.join(DOSSIER);
    let mut cache = Cache::lire(&folder);
    let Tirage { mut files, empreintes, findings } = tout(loaded, mots, &imprimerie, &wanted, &options, &cache)?;
    cache.entrees = empreintes;
    let mut par_partie = BTreeMap::new();
    for produit in &wanted {
        if let (Objet::Partie(ix), Some(e)) = (&produit.objet, cache.entrees.get(&produit.fichier)) {
            let url = format!("/{DOSSIER}/{}", produit.fichier);
            par_partie.insert(*ix, Telechargement { url, pages: e.pages, octets: e.octets });
        }
    }
    files.push(File::text(EMPREINTES, cache.json()));
    for file in &mut files {
        file.path = format!("{DOSSIER}/{}", file.path);
    }
    Ok(Imprimes { files, par_partie, findings })
}

/// The documents that `site.yaml` asks for.
fn choisis(site: &Site, sortes: Sortes) -> Vec<Produit> {
    let kinds = [(sortes.documents, Sorte::Documents), (sortes.branches, Sorte::Branches), (sortes.fiches, Sorte::Fiches)];
    let mut out: Vec<Produit> = kinds.into_iter().filter(|(on, _)| *on).flat_map(|(_, sorte)| produits(site, sorte)).collect();
    for dossier in &site.config.papier.dossiers {
        let parties: Vec<PartIx> = dossier.parties.iter().filter_map(|p| site.find(&p.value)).collect();
        if !parties.is_empty() {
            out.push(Produit::dossier(&dossier.titre.value, parties));
        }
    }
    out
}

/// What printing everything gave.
struct Tirage {
    files: Vec<File>,
    empreintes: BTreeMap<String, Empreinte>,
    findings: Vec<Diagnostic>,
}

/// Prints documents: long ones one at a time, for the memory; the others in parallel.
fn tout(
    loaded: &mut Loaded,
    mots: &Mots,
    imprimerie: &Imprimerie,
    wanted: &[Produit],
    options: &Options,
    cache: &Cache,
) -> Result<Tirage, Vec<Diagnostic>> {
    let site = &loaded.site;
    let commun = Commun::new(site, &loaded.summary, mots);
    let one = |produit: &Produit, seul: bool| -> (Essai, BTreeSet<char>) {
        let (octets, lost) = imprimerie.preparer(donnees(&commun, produit, options));
        let empreinte = imprimerie.empreinte(&octets);
        if let Some((pdf, known)) = cache.pdf(&produit.fichier, &empreinte) {
            return (Ok((pdf, known)), lost);
        }
        let printed = imprimerie.imprimer(octets, &produit.fichier, seul);
        (
            printed.map(|pdf| {
                let e = Empreinte::de(&pdf, empreinte);
                (pdf, e)
            }),
            lost,
        )
    };
    let is_long = |p: &&Produit| match &p.objet {
        Objet::Partie(ix) => site.subtree(*ix).count() > PARTIES_D_UN_LONG,
        Objet::Dossier { .. } => true,
    };
    let (longs, courts): (Vec<&Produit>, Vec<&Produit>) = wanted.iter().partition(is_long);
    let mut made = Vec::new();
    for produit in longs {
        made.push((produit, one(produit, true)));
        Imprimerie::oublier();
    }
    for batch in courts.chunks(LOT) {
        made.extend(batch.par_iter().map(|p| (*p, one(p, false))).collect::<Vec<_>>());
        Imprimerie::oublier();
    }
    let mut tirage = Tirage { files: Vec::new(), empreintes: BTreeMap::new(), findings: Vec::new() };
    let (mut fautes, mut perdus): (Vec<Faute>, BTreeSet<char>) = (Vec::new(), BTreeSet::new());
    for (produit, (result, lost)) in made {
        perdus.extend(lost);
        match result {
            Ok((pdf, empreinte)) => {
                tirage.files.push(File { path: produit.fichier.clone(), bytes: pdf.octets });
                tirage.empreintes.insert(produit.fichier.clone(), empreinte);
            }
            // One broken template breaks every document in the same way.
            Err(list) => list.into_iter().for_each(|f| {
                if !fautes.contains(&f) {
                    fautes.push(f);
                }
            }),
        }
    }
    if !perdus.is_empty() {
        let list: Vec<String> = perdus.iter().map(|c| format!("« {c} » (U+{:04X})", u32::from(*c))).collect();
        let what = if list.len() > 1 { "ces caractères n’ont" } else { "ce caractère n’a" };
        tirage.findings.push(
            Diagnostic::new(
                Code::CaractereSansDessin,
                format!("{what} pas de dessin dans les polices du thème : {}", list.join(", ")),
            )
            .with_help("le PDF imprime « ? » à leur place"),
        );
    }
    if fautes.is_empty() { Ok(tirage) } else { Err(diagnostics(fautes, &mut loaded.sources)) }
}

/// A document that was printed, or why it was not.
type Essai = Result<(Pdf, Empreinte), Vec<Faute>>;

/// More parts than that make a long document.
const PARTIES_D_UN_LONG: usize = 24;
/// Short documents made between two rests of the typesetter's memory.
const LOT: usize = 32;

fn diagnostics(fautes: Vec<Faute>, sources: &mut SourceMap) -> Vec<Diagnostic> {
    fautes.into_iter().map(|f| f.diagnostic(sources)).collect()
}

/// What a PDF was made of, and what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Empreinte {
    /// Of the data, the theme and the program.
    sources: String,
    /// Of the file.
    fichier: String,
    pages: usize,
    octets: usize,
}

impl Empreinte {
    fn de(pdf: &Pdf, sources: String) -> Self {
        let fichier = blake3::hash(&pdf.octets).to_hex().to_string();
        Self { sources, fichier, pages: pdf.pages, octets: pdf.octets.len() }
    }
}

/// The PDFs of the last build.
struct Cache<'p> {
    dossier: &'p Path,
    entrees: BTreeMap<String, Empreinte>,
}

impl<'p> Cache<'p> {
    /// Reads what the last build left; nothing, where it left nothing that can be read.
    fn lire(dossier: &'p Path) -> Self {
        let read = || -> Option<BTreeMap<String, Empreinte>> {
            let text = fs::read_to_string(dossier.join(EMPREINTES)).ok()?;
            let value: Value = serde_json::from_str(&text).ok()?;
            let entry = |(path, e): (&String, &Value)| {
                let word = |key: &str| e.get(key)?.as_str().map(str::to_owned);
                let size = |key: &str| usize::try_from(e.get(key)?.as_u64()?).ok();
                let e = Empreinte {
                    sources: word("sources")?,
                    fichier: word("fichier")?,
                    pages: size("pages")?,
                    octets: size("octets")?,
                };
                Some((path.clone(), e))
            };
            Some(value.as_object()?.iter().filter_map(entry).collect())
        };
        Self { dossier, entrees: read().unwrap_or_default() }
    }

    /// A PDF that would be made again with the same bytes, if the file is still what it was.
    fn pdf(&self, fichier: &str, sources: &str) -> Option<(Pdf, Empreinte)> {
        let e = self.entrees.get(fichier).filter(|e| e.sources == sources)?;
        let octets = fs::read(self.dossier.join(fichier)).ok()?;
        let intact = blake3::hash(&octets).to_hex().as_str() == e.fichier;
        intact.then(|| (Pdf { octets, pages: e.pages }, e.clone()))
    }

    fn json(&self) -> String {
        let entry = |(path, e): (&String, &Empreinte)| {
            (path.clone(), json!({ "sources": e.sources, "fichier": e.fichier, "pages": e.pages, "octets": e.octets }))
        };
        let map: serde_json::Map<String, Value> = self.entrees.iter().map(entry).collect();
        format!("{:#}\n", Value::Object(map))
    }
}

/// `parvis pdf`.
pub fn pdf(args: &PdfArgs, out: &Output) -> ExitCode {
    let mut timings = Timings::start();
    let mut loaded = super::load(&args.site, &mut timings);
    if Count::of(&loaded.findings).fails(false) {
        out.diagnostics(&loaded.findings, &loaded.sources, true, false);
        return ExitCode::FAILURE;
    }
    let mut parties = Vec::new();
    for id in &args.parts {
        match loaded.site.find(id.trim_matches('/')) {
            Some(ix) => parties.push(ix),
            None => {
                let near = loaded.site.proche(id.trim_matches('/'));
                let help = near.map_or_else(String::new, |n| format!("\n  aide : vouliez-vous dire « {n} » ?"));
                super::tell(&format!("erreur : la partie « {id} » n’existe pas{help}\n"));
                return ExitCode::from(2);
            }
        }
    }
    match ecrire(args, &mut loaded, parties, &mut timings) {
        Ok((findings, report)) => {
            loaded.findings.extend(findings);
            out.diagnostics(&loaded.findings, &loaded.sources, false, false);
            out.say(&report);
            if args.timings {
                super::tell(&timings.table());
            }
            ExitCode::SUCCESS
        }
        Err(faults) => {
            loaded.findings.extend(faults);
            out.diagnostics(&loaded.findings, &loaded.sources, true, false);
            ExitCode::FAILURE
        }
    }
}

/// Prints what was asked for and writes it; answers with the words that say so.
fn ecrire(
    args: &PdfArgs,
    loaded: &mut Loaded,
    parties: Vec<PartIx>,
    timings: &mut Timings,
) -> Result<(Vec<Diagnostic>, String), Vec<Diagnostic>> {
    let format = match args.format {
        SheetFormat::A4 => Format::A4,
        SheetFormat::A5 => Format::A5,
    };
    let options = Options { format, livre: args.livre, base_url: args.base_url.clone() };
    let mots = Mots::load(args.theme.as_deref(), html::theme::textes(), &mut loaded.sources)?;
    let imprimerie = Theme::load(args.theme.as_deref(), &mots).and_then(|t| Imprimerie::nouvelle(&t)).map_err(|e| vec![e])?;
    timings.phase("thème");
    let parties = if parties.is_empty() { loaded.site.documents.iter().map(|d| d.racine).collect() } else { parties };
    // One file holds all that was asked for; a folder, a file for each part.
    let one_file = args.output.as_deref().filter(|p| p.extension().is_some_and(|e| e.eq_ignore_ascii_case("pdf")));
    let wanted: Vec<Produit> = match (one_file, parties.as_slice()) {
        (Some(_), [_, _, ..]) => {
            let titre = args.titre.clone().unwrap_or_else(|| "Dossier".to_owned());
            vec![Produit::dossier(&titre, parties)]
        }
        (_, list) => list.iter().map(|ix| Produit::partie(&loaded.site, *ix)).collect(),
    };
    let default = args.site.join("output").join(DOSSIER);
    let folder = match one_file {
        Some(path) => path.parent().unwrap_or(Path::new("")),
        None => args.output.as_deref().unwrap_or(&default),
    };
    let cache = Cache { dossier: folder, entrees: BTreeMap::new() };
    let mut tirage = tout(loaded, &mots, &imprimerie, &wanted, &options, &cache)?;
    timings.phase("PDF");
    if let (Some(name), [file]) = (one_file.and_then(Path::file_name), tirage.files.as_mut_slice()) {
        file.path = name.to_string_lossy().into_owned();
    }
    if args.output.is_none() {
        publish::adopter(&args.site.join("output"), &[args.site.join("content")]).map_err(|e| vec![e])?;
    }
    publish::deposer(&tirage.files, folder).map_err(|e| vec![e])?;
    timings.phase("écriture");
    let pages: usize = tirage.empreintes.values().map(|e| e.pages).sum();
    let n = tirage.files.len();
    let s = |n: usize| if n > 1 { "s" } else { "" };
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    Ok((tirage.findings, format!("{n} PDF écrit{} dans {}, {pages} page{}.", s(n), folder.display(), s(pages))))
}
