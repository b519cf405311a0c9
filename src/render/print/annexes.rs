//! What closes a document of paper: indexes, glossary, known écarts.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::diagnostics::Code;
use crate::model::PartIx;
use crate::model::content::{Content, Nom};
use crate::render::mots::partie::PERDU;
use crate::text::collation::compare;
use crate::text::fold::fold;
use crate::text::typography::french;

use super::contexte::Contexte;
use super::riche::Plume;

/// The index of a kind of names: each with the parts that give it, in reading order.
pub fn index(c: &Contexte<'_>, titre: &str, parties: &[PartIx], fields: &[fn(&Content) -> &[Nom]]) -> Option<Value> {
    // What a part has from one above it counts where that one is not printed.
    let printed: BTreeSet<&str> = parties.iter().map(|ix| c.site.part(*ix).id.as_str()).collect();
    let names = |ix: PartIx, field: fn(&Content) -> &[Nom]| match c.site.inherited(c.site.part(ix), field) {
        (names, from) if from.is_none_or(|p| !printed.contains(p.id.as_str())) => names,
        _ => &[],
    };
    let mut par_nom: BTreeMap<String, (String, Vec<PartIx>)> = BTreeMap::new();
    for ix in parties {
        for nom in fields.iter().flat_map(|field| names(*ix, *field)) {
            // One entry whatever the spelling, where the register knows the name.
            let entree = c.site.registres.partenaires.find(&nom.value);
            let (cle, nom) = entree.map_or_else(|| (fold(&nom.value), &nom.value), |e| (fold(&e.nom), &e.nom));
            let (_, list) = par_nom.entry(cle).or_insert_with(|| (french(nom).into_owned(), Vec::new()));
            if list.last() != Some(ix) {
                list.push(*ix);
            }
        }
    }
    let mut entrees: Vec<(String, Vec<PartIx>)> = par_nom.into_values().collect();
    entrees.sort_by(|a, b| compare(&a.0, &b.0));
    let ids = |list: Vec<PartIx>| list.into_iter().map(|ix| c.site.part(ix).id.clone()).collect::<Vec<_>>();
    let entrees: Vec<Value> = entrees.into_iter().map(|(nom, list)| json!({ "nom": nom, "parties": ids(list) })).collect();
    (!entrees.is_empty()).then(|| json!({ "titre": titre, "entrees": entrees }))
}

/// The meanings of an acronym, each with the parts where it holds.
type Sens<'a> = Vec<(&'a str, Vec<PartIx>)>;

/// The acronyms in force in some parts and used in their texts, each with its meanings and where they hold.
pub fn glossaire(c: &Contexte<'_>, parties: &[PartIx], textes: &[Value]) -> Vec<Value> {
    let mut mots = BTreeSet::new();
    textes.iter().for_each(|t| sigles(t, &mut mots));
    let mut portee: BTreeSet<PartIx> = parties.iter().copied().collect();
    portee.extend(parties.iter().flat_map(|ix| c.site.ancestors(c.site.part(*ix)).map(|(a, _)| a)));
    let mut par_sigle: BTreeMap<&str, Sens<'_>> = BTreeMap::new();
    for ix in portee {
        for (sigle, libelle) in &c.site.part(ix).content.glossaire {
            // « AEMO J » is two words of a text.
            let simple = sigle.value.chars().all(char::is_alphanumeric);
            if !mots.contains(&sigle.value) && (simple || !textes.iter().any(|t| contient(t, &sigle.value))) {
                continue;
            }
            let sens = par_sigle.entry(&sigle.value).or_default();
            match sens.iter_mut().find(|(m, _)| fold(m) == fold(&libelle.value)) {
                Some((_, list)) => list.push(ix),
                None => sens.push((&libelle.value, vec![ix])),
            }
        }
    }
    let mut entrees: Vec<(&str, Sens<'_>)> = par_sigle.into_iter().collect();
    entrees.sort_by(|a, b| compare(a.0, b.0));
    let sens = |several: bool, (mots, list): &(&str, Vec<PartIx>)| {
        // Where a meaning holds matters only to an acronym that has several.
        let portees: Vec<String> = if several { list.iter().map(|ix| c.short(*ix)).collect() } else { Vec::new() };
        json!({ "libelle": french(mots), "portees": portees })
    };
    entrees
        .iter()
        .map(|(sigle, list)| json!({ "sigle": sigle, "sens": list.iter().map(|s| sens(list.len() > 1, s)).collect::<Vec<_>>() }))
        .collect()
}

/// The words of a tree that may be acronyms.
fn sigles(value: &Value, mots: &mut BTreeSet<String>) {
    if let Value::String(text) = value {
        let words = text.split(|c: char| !c.is_alphanumeric());
        let is_sign = |w: &&str| w.chars().filter(|c| c.is_uppercase() || c.is_ascii_digit()).count() >= 2;
        mots.extend(words.filter(is_sign).map(str::to_owned));
    }
    dans(value).for_each(|v| sigles(v, mots));
}

/// Whether some text of a tree has these words.
fn contient(value: &Value, mots: &str) -> bool {
    value.as_str().is_some_and(|t| t.contains(mots)) || dans(value).any(|v| contient(v, mots))
}

/// What a value of a tree holds that is printed.
fn dans(value: &Value) -> Box<dyn Iterator<Item = &Value> + '_> {
    match value {
        Value::Array(list) => Box::new(list.iter()),
        Value::Object(map) => {
            Box::new(map.iter().filter(|(k, _)| !matches!(k.as_str(), "svg" | "url" | "p" | "id")).map(|(_, v)| v))
        }
        _ => Box::new(std::iter::empty()),
    }
}

/// The acknowledged contradictions of some parts, by kind.
pub fn ecarts(c: &Contexte<'_>, parties: &[PartIx]) -> Vec<Value> {
    let mut par_code: BTreeMap<Code, Vec<Value>> = BTreeMap::new();
    for ix in parties {
        let plume = Plume { contexte: c, part: Some(*ix) };
        for e in c.summary.ecarts.get(ix).into_iter().flatten() {
            par_code.entry(e.code).or_default().push(json!({
                "partie": plume.lien(*ix, vec![json!(c.nom_complet(*ix))]),
                "constat": french(&format!("{}.", e.constat)),
            }));
        }
    }
    par_code.into_iter().map(|(code, list)| json!({ "titre": french(code.info().title), "ecarts": list })).collect()
}

/// The parts that lost something in the source.
pub fn incompletes(c: &Contexte<'_>, parties: &[PartIx]) -> Vec<Value> {
    let one = |ix: &PartIx| {
        let manque = c.site.part(*ix).content.incomplet.as_ref()?;
        let words = manque.as_ref().map_or(c.mots.dit(PERDU), |m| &m.value);
        let plume = Plume { contexte: c, part: Some(*ix) };
        Some(json!({ "partie": plume.lien(*ix, vec![json!(c.nom_complet(*ix))]), "manque": plume.ligne(words) }))
    };
    parties.iter().filter_map(one).collect()
}
