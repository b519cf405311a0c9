//! The search: an index of every part, cut in small files that the page of the search asks for as a reader types.
//!
//! ```text
//! /recherche/index.json          the parts with their titles, places and facets; the common words; the letters of the files
//! /recherche/mots/pro.json       the words in « pro… »: their forms, the parts that have them, what acronyms stand for
//! /recherche/textes/ID.json      the sections of one part, for its excerpt
//! /recherche/vocabulaire.json    one form of each word, asked for when a word is found nowhere
//! ```

mod index;
mod lecture;
mod lexique;
mod lots;
mod postings;
mod sections;
mod sigles;
mod texte;
mod vocabulaire;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use serde_json::{Value, json};

use crate::model::{Document, Part, PartIx, Site};
use crate::render::mots::Commun;
use crate::render::{File, PageGenerale};
use crate::summary::repertoire::Role;
use crate::text::fold::fold;
use crate::text::mots::VIDES;
use crate::text::typography::french;

use lecture::Lecture;
use lexique::Lexique;
use postings::Postings;
use sections::{Ailleurs, Section};
use sigles::Sigles;
use texte::Lecteur;
use vocabulaire::Vocabulaire;

/// What the filter by nature calls a page that belongs to no document.
const RUBRIQUE: &str = mot!("rubrique du site");

/// The parts that were read one after the other.
#[derive(Default)]
struct Lu {
    lecture: Lecture,
    /// Those of the files of their texts.
    digests: Vec<blake3::Hash>,
}

/// Makes the index of a site, of its parts and of the pages that belong to no document, and hands its files over as they are
/// made. Returns a digest that changes when any of them does.
///
/// # Errors
/// A file cannot be handed over.
pub fn render<E: Send>(
    commun: &Commun<'_>,
    generales: &[PageGenerale],
    deposer: &(impl Fn(File) -> Result<(), E> + Sync),
) -> Result<String, E> {
    let site = commun.site;
    // A part is read, its texts are handed over, and only its words stay.
    let lire = |mut lu: Lu, i: u32| {
        let lecteur = Lecteur { commun, part: PartIx(i) };
        let sections = sections::sections(&lecteur);
        lu.lecture.page(mots(&sections::titres(&lecteur), &sections));
        let texts: Vec<[&str; 3]> = sections.iter().map(|s| [&*s.ancre, &*s.titre, &*s.texte]).collect();
        // Texts always make JSON.
        let json = serde_json::to_string(&texts).unwrap_or_default();
        lu.digests.push(poser(File::text(format!("recherche/textes/{}.json", site.part(PartIx(i)).id), json), deposer)?);
        Ok(lu)
    };
    let lus = (0..site.parts.len() as u32).into_par_iter().try_fold(Lu::default, lire).collect::<Result<Vec<Lu>, E>>()?;
    let mut lecture = Lecture::default();
    let mut textes: Vec<blake3::Hash> = Vec::with_capacity(site.parts.len());
    for lu in lus {
        lecture.joindre(lu.lecture);
        textes.extend(lu.digests);
    }
    for page in generales {
        let dessus = page.sous.and_then(|above| generales.get(above));
        lecture.page(mots(&sections::titres_generaux(page, dessus), &sections::generale(page)));
    }
    let Lecture { graphies, composes, pages, .. } = lecture;
    let sigles = Sigles::new(site);
    let mut vocabulaire = Vocabulaire::new(graphies);
    let lexique = Lexique::new(&site.registres.lexique, &mut vocabulaire);
    let index = index::index(site, &pages, &vocabulaire, &sigles, &lexique);
    drop(pages);
    let lots = lots::lots(&vocabulaire, &index.mots, &sigles, &lexique);
    let lettres = lots.keys().map(String::as_str).collect();
    let mut files = vec![
        json_file("index", &base(commun, generales, lettres, &composes, entrees(&lexique, &index.entrees))),
        json_file("vocabulaire", &json!(lots::mots(&vocabulaire, &index.mots))),
    ];
    files.extend(lots.iter().map(|(letters, words)| json_file(&format!("mots/{letters}"), words)));
    let files = files.into_par_iter().map(|file| poser(file, deposer)).collect::<Result<Vec<_>, E>>()?;
    let mut digest = blake3::Hasher::new();
    files.iter().chain(&textes).for_each(|one| {
        digest.update(one.as_bytes());
    });
    Ok(digest.finalize().to_hex()[..10].to_owned())
}

/// Hands a file over; its digest.
fn poser<E>(file: File, deposer: &impl Fn(File) -> Result<(), E>) -> Result<blake3::Hash, E> {
    let digest = blake3::Hasher::new().update(file.path.as_bytes()).update(&file.bytes).finalize();
    deposer(file).map(|()| digest)
}

/// The texts of a page, each with what its words count.
fn mots<'t>(titres: &'t Ailleurs, sections: &'t [Section]) -> impl Iterator<Item = (&'t str, u32)> {
    let titres = titres.iter().map(|(text, poids)| (text.as_str(), *poids));
    titres.chain(sections.iter().flat_map(|s| [(s.titre.as_str(), s.poids_titre), (s.texte.as_str(), s.poids)]))
}

/// The entries of the lexicon that have expressions of several words: these, and the parts that are about the entry.
fn entrees(lexique: &Lexique<'_>, index: &[Postings]) -> Value {
    let entree = |(place, about): (usize, &Postings)| {
        let suites = lexique.suites(place);
        (!suites.is_empty() && !about.code().is_empty()).then(|| json!([suites.join("|"), about.code()]))
    };
    index.iter().enumerate().filter_map(entree).collect()
}

/// What names a page among the files, as the identifier of a part does.
fn nom(page: &PageGenerale) -> &str {
    page.url.trim_matches('/')
}

fn json_file(name: &str, value: &Value) -> File {
    File::text(format!("recherche/{name}.json"), value.to_string())
}

/// The choices of the filters, each once, with how many parts have it.
#[derive(Default)]
struct Choix {
    /// Filter, value in addresses, words, parts.
    liste: Vec<(&'static str, String, String, usize)>,
    places: BTreeMap<(&'static str, String), usize>,
}

impl Choix {
    /// Counts a part that has a value of a filter; `places` gets it once.
    fn ajoute(&mut self, filtre: &'static str, valeur: &str, nom: &str, places: &mut Vec<usize>) {
        let next = self.liste.len();
        let place = *self.places.entry((filtre, fold(valeur))).or_insert(next);
        if place == next {
            self.liste.push((filtre, valeur.to_owned(), french(nom).into_owned(), 0));
        }
        if !places.contains(&place) {
            places.push(place);
            self.liste[place].3 += 1;
        }
    }

    /// The commonest first; the new place of each.
    fn ordonne(&mut self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.liste.len()).collect();
        order.sort_by_key(|i| (std::cmp::Reverse(self.liste[*i].3), *i));
        let mut new = vec![0; order.len()];
        for (to, from) in order.iter().enumerate() {
            new[*from] = to;
        }
        self.liste = order.into_iter().map(|i| self.liste[i].clone()).collect();
        new
    }
}

/// What the page needs before any word: the parts, what the filters can choose, which files there are.
fn base(c: &Commun<'_>, generales: &[PageGenerale], lots: Vec<&str>, composes: &BTreeSet<String>, lexique: Value) -> Value {
    let (site, summary) = (c.site, c.summary);
    let mut choix = Choix::default();
    let mut nommes: BTreeMap<PartIx, Vec<&str>> = BTreeMap::new();
    for public in &summary.repertoires.publics.fiches {
        for (_, ix) in public.citations.iter().filter(|(role, _)| *role == Role::Titre) {
            nommes.entry(*ix).or_default().push(&public.nom);
        }
    }
    let mut places: Vec<Vec<usize>> = Vec::with_capacity(site.parts.len());
    for (ix, part) in site.iter() {
        let mut list = Vec::new();
        let root = site.part(site.document(part).racine);
        choix.ajoute("document", &root.id, &court(site, root), &mut list);
        let nature = site.niveau(part).map_or("document", |n| &n.singulier);
        choix.ajoute("nature", nature, nature, &mut list);
        for name in site.inherited(part, |c| &c.territoires).0 {
            let nom = site.registres.territoires.find(&name.value).map_or(&name.value, |e| &e.nom);
            choix.ajoute("territoire", nom, nom, &mut list);
        }
        for name in site.inherited(part, |c| &c.publics).0 {
            let nom = summary.repertoires.publics.find(&name.value).map_or(&name.value, |f| &f.nom);
            choix.ajoute("public", nom, nom, &mut list);
        }
        nommes.get(&ix).into_iter().flatten().for_each(|nom| choix.ajoute("public", nom, nom, &mut list));
        places.push(list);
    }
    let mut rubrique = Vec::new();
    choix.ajoute("nature", RUBRIQUE, c.mots.dit(RUBRIQUE), &mut rubrique);
    let new = choix.ordonne();
    let new_places = |places: &[usize]| places.iter().map(|i| new[*i]).collect::<Vec<usize>>();
    let parties = site.parts.iter().zip(&places).map(|(part, places)| {
        let places = new_places(places);
        let numero = site.niveau(part).and_then(|n| n.numbered(part.numero())).unwrap_or_default();
        let parent = part.parent.map_or(-1, |p| i64::from(p.0));
        let nom = relatif(&part.id, part.parent.map(|p| site.part(p).id.as_str()));
        let mut fields = vec![json!(french(part.titre())), json!(numero), json!(nom), json!(parent), json!(places)];
        let court = court(site, part);
        if court != part.titre() {
            fields.push(json!(french(&court)));
        }
        Value::Array(fields)
    });
    // Their texts are short: they come with the index.
    let rubriques = generales.iter().map(|page| match page.sous {
        None => json!([page.titre, nom(page), -1, page.texte]),
        Some(above) => {
            let nom = relatif(nom(page), Some(nom(&generales[above])));
            let mut fields = vec![json!(page.titre), json!(nom), json!(site.parts.len() + above)];
            fields.extend(Some(json!(page.texte)).filter(|_| !page.texte.is_empty()));
            Value::Array(fields)
        }
    });
    json!({
        "vides": VIDES,
        "composes": composes,
        "lexique": lexique,
        "lots": lots.join(" "),
        "choix": choix.liste.iter().map(|(filtre, valeur, nom, _)| json!([filtre, valeur, nom])).collect::<Vec<_>>(),
        "parties": parties.collect::<Vec<_>>(),
        "rubriques": rubriques.collect::<Vec<_>>(),
        "rubrique": new_places(&rubrique),
    })
}

/// `/fiche-01` below `plan/enfance`, `./fiche-01` beside it: what a name adds to that of the page above, whole elsewhere.
fn relatif<'n>(nom: &'n str, dessus: Option<&str>) -> Cow<'n, str> {
    let Some(above) = dessus else { return nom.into() };
    if let Some(rest) = nom.strip_prefix(above).filter(|rest| rest.starts_with('/')) {
        return rest.into();
    }
    let folder = above.rfind('/').map_or("", |end| &above[..=end]);
    match nom.strip_prefix(folder) {
        Some(rest) if !folder.is_empty() => format!("./{rest}").into(),
        _ => nom.into(),
    }
}

/// The short title of a part; of two documents with the same one, « Rapport 2022 (Département du Nord) ».
fn court(site: &Site, part: &Part) -> String {
    let title = part.titre_court();
    let alike = |d: &Document| site.part(d.racine).id != part.id && site.part(d.racine).titre_court() == title;
    match &site.document(part).info.collectivite {
        Some(place) if part.parent.is_none() && site.documents.iter().any(alike) => format!("{title} ({place})"),
        _ => title.to_owned(),
    }
}
