//! The search: an index of every part, cut in small files that the page of the search asks for as a reader types.
//!
//! ```text
//! /recherche/index.json          the parts with their titles, places and facets; the common words; the letters of the files
//! /recherche/mots/pro.json       the words in « pro… »: their forms, the parts that have them, what acronyms stand for
//! /recherche/textes/ID.json      the sections of one part, for its excerpt
//! /recherche/vocabulaire.json    one form of each word, asked for when a word is found nowhere
//! ```

mod index;
mod lots;
mod sections;
mod sigles;
mod texte;
mod vocabulaire;

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde_json::{Value, json};

use crate::model::content::{Content, Nom};
use crate::model::{PartIx, Site};
use crate::render::File;
use crate::summary::Summary;
use crate::text::fold::fold;
use crate::text::mots::VIDES;
use crate::text::typography::french;

use sections::{Ailleurs, Section};
use sigles::Sigles;
use texte::Lecteur;
use vocabulaire::Vocabulaire;

/// The files of the search, with a digest that changes when any of them does.
#[derive(Debug)]
pub struct Recherche {
    pub files: Vec<File>,
    pub version: String,
}

/// What a reader can search of a part.
struct Notice {
    titres: Ailleurs,
    sections: Vec<Section>,
}

/// Makes the index of a site.
pub fn render(site: &Site, summary: &Summary) -> Recherche {
    let notices: Vec<Notice> = (0..site.parts.len() as u32)
        .into_par_iter()
        .map(|i| {
            let lecteur = Lecteur { site, summary, part: PartIx(i) };
            Notice { titres: sections::titres(&lecteur), sections: sections::sections(&lecteur) }
        })
        .collect();
    let sigles = Sigles::new(site);
    let textes: Vec<&str> = notices
        .iter()
        .flat_map(|n| {
            let titres = n.titres.iter().map(|(t, _)| t.as_str());
            titres.chain(n.sections.iter().flat_map(|s| [s.titre.as_str(), s.texte.as_str()]))
        })
        .collect();
    let vocabulaire = Vocabulaire::new(&textes);
    let index = index::index(site, &notices, &vocabulaire, &sigles);
    let lots = lots::lots(&vocabulaire, &index, &sigles);
    let mut files = vec![
        json_file("index", &base(site, summary, lots.keys().map(String::as_str).collect())),
        json_file("vocabulaire", &json!(lots::mots(&vocabulaire))),
    ];
    files.extend(lots.iter().map(|(letters, words)| json_file(&format!("mots/{letters}"), words)));
    files.par_extend(notices.par_iter().zip(&site.parts).map(|(notice, part)| {
        let sections: Vec<Value> = notice.sections.iter().map(|s| json!([s.ancre, s.titre, s.texte])).collect();
        json_file(&format!("textes/{}", part.id), &json!(sections))
    }));
    let mut digest = blake3::Hasher::new();
    for file in &files {
        digest.update(file.path.as_bytes()).update(&file.bytes);
    }
    Recherche { files, version: digest.finalize().to_hex()[..10].to_owned() }
}

fn json_file(name: &str, value: &Value) -> File {
    File::text(format!("recherche/{name}.json"), value.to_string())
}

/// The values of one facet, each once, in the order first met.
#[derive(Default)]
struct Facette {
    noms: Vec<String>,
    places: BTreeMap<String, usize>,
}

impl Facette {
    fn place(&mut self, nom: &str) -> usize {
        let next = self.noms.len();
        let place = *self.places.entry(fold(nom)).or_insert(next);
        if place == next {
            self.noms.push(french(nom).into_owned());
        }
        place
    }
}

/// What the page needs before any word: the parts and their facets.
fn base(site: &Site, summary: &Summary, lots: Vec<&str>) -> Value {
    let (mut natures, mut territoires, mut publics) = (Facette::default(), Facette::default(), Facette::default());
    let mut parties: Vec<Value> = Vec::with_capacity(site.parts.len());
    for (_, part) in site.iter() {
        let niveau = site.niveau(part);
        let nature = natures.place(niveau.map_or("document", |n| &n.singulier));
        let places = |facette: &mut Facette, field: fn(&Content) -> &[Nom], nom: &dyn Fn(&str) -> String| {
            let mut list: Vec<usize> = site.inherited(part, field).0.iter().map(|n| facette.place(&nom(&n.value))).collect();
            list.sort_unstable();
            list.dedup();
            list
        };
        let registered = |n: &str| site.registres.territoires.find(n).map_or_else(|| n.to_owned(), |e| e.nom.clone());
        let public = |n: &str| summary.repertoires.publics.find(n).map_or_else(|| n.to_owned(), |f| f.nom.clone());
        let mut fields = vec![
            json!(french(part.titre())),
            json!(niveau.and_then(|n| n.numbered(part.numero())).unwrap_or_default()),
            json!(part.id),
            json!(part.parent.map_or(-1, |p| i64::from(p.0))),
            json!(nature),
            json!(places(&mut territoires, |c| &c.territoires, &registered)),
            json!(places(&mut publics, |c| &c.publics, &public)),
        ];
        if part.titre_court() != part.titre() {
            fields.push(json!(french(part.titre_court())));
        }
        parties.push(Value::Array(fields));
    }
    json!({
        "vides": VIDES.join(" "),
        "lots": lots.join(" "),
        "natures": natures.noms,
        "territoires": territoires.noms,
        "publics": publics.noms,
        "parties": parties,
    })
}
