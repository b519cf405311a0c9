//! The site as data: the resolved model and the computed summaries, in the shape of the contract.

mod parties;

use serde::Serialize;
use serde_json::{Value, json};

use crate::diagnostics::{Diagnostic, SourceMap, json::findings};
use crate::model::{Document, PartIx, Site};
use crate::summary::{Cellule, Summary};
use crate::text::format::machine_euros;

/// `export --format json`, with a final line break.
pub fn json(site: &Site, summary: &Summary, diagnostics: &[Diagnostic], sources: &SourceMap) -> String {
    let documents: Vec<Value> = site.documents.iter().map(|d| document(site, d)).collect();
    let parties: Vec<Value> =
        site.iter().filter(|(_, p)| p.parent.is_some()).map(|(ix, _)| parties::partie(site, summary, ix)).collect();
    let budgets: Vec<Value> = summary.budgets.iter().flat_map(|(ix, cells)| cells.iter().map(|c| budget(site, *ix, c))).collect();
    let export = json!({
        "site": { "titre": site.config.titre },
        "documents": documents,
        "parties": parties,
        "budgets": budgets,
        "territoires": territoires(site),
        "glossaire": glossaire(site),
        "diagnostics": findings(diagnostics, sources),
    });
    format!("{export:#}\n")
}

fn document(site: &Site, d: &Document) -> Value {
    let part = site.part(d.racine);
    let vote = |v: &crate::model::document::Vote| {
        json!({
            "en_exercice": v.en_exercice, "presents": v.presents, "procurations": v.procurations, "absents": v.absents,
            "votants": v.votants, "exprimes": v.exprimes, "majorite": v.majorite, "pour": v.pour, "contre": v.contre,
            "abstentions": v.abstentions, "non_participants": v.non_participants,
        })
    };
    let deliberations: Vec<Value> = d
        .info
        .deliberations
        .iter()
        .map(|x| {
            json!({
                "collectivite": x.collectivite,
                "organe": x.organe,
                "date": x.date.map(|d| d.iso()),
                "numero": x.numero,
                "objet": x.objet.as_ref().map(|o| &o.value),
                "reception": x.reception.map(|d| d.iso()),
                "publication": x.publication.map(|d| d.iso()),
                "accuse_reception": x.accuse_reception,
                "decisions": parties::texts(&x.decisions),
                "vote": x.vote.as_ref().map(vote),
            })
        })
        .collect();
    json!({
        "id": part.id,
        "nature": d.info.nature,
        "titre": part.titre(),
        "collectivite": d.info.collectivite,
        "periode": d.info.periode,
        "url": part.url(),
        "resume": part.content.resume.as_ref().map(|r| r.value.trim()),
        "deliberations": deliberations,
        "notes": parties::texts(&part.content.notes),
        "source": parties::source(site, part),
    })
}

fn budget(site: &Site, ix: PartIx, c: &Cellule) -> Value {
    let parts: serde_json::Map<String, Value> = c.parts.iter().map(|(k, v)| (k.clone(), json!(machine_euros(*v)))).collect();
    let lignes: Vec<Value> = c
        .lignes
        .iter()
        .map(|l| {
            let line = l.line(site);
            json!({
                "partie": site.part(l.part).id,
                "libelle": line.libelle,
                "total": crate::summary::budget::total(line).map(machine_euros),
                "total_imprime": line.total.as_ref().map(|t| t.value.imprime()),
            })
        })
        .collect();
    json!({
        "perimetre": site.part(ix).id,
        "exercice": c.exercice,
        "nature": c.nature.code(),
        "total": c.total.map(machine_euros),
        "parts": parts,
        "manquants": c.manquants,
        "taux_execution": c.taux.map(|t| format!("{t:.2}")),
        "lignes": lignes,
    })
}

/// The territories of the register; their indicators come with the documents that give some.
fn territoires(site: &Site) -> Vec<Value> {
    let entries = site.registres.territoires.entrees().iter();
    entries.map(|e| json!({ "id": e.id, "titre": e.nom, "indicateurs": [] })).collect()
}

#[derive(Serialize)]
struct Sigle<'a> {
    sigle: &'a str,
    libelle: &'a str,
    portee: &'a str,
}

fn glossaire(site: &Site) -> Vec<Sigle<'_>> {
    site.iter()
        .flat_map(|(_, p)| p.content.glossaire.iter().map(|(k, v)| Sigle { sigle: &k.value, libelle: &v.value, portee: &p.id }))
        .collect()
}
