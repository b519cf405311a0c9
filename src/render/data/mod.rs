//! The site as data: the resolved model and the computed summaries, as JSON in the shape of the contract; the same as
//! tables, for CSV and for spreadsheets, with what describes them.

pub mod csv;
mod dcat;
mod licence;
mod paquet;
mod parties;
pub mod publication;
mod tableaux;
pub mod tables;
mod xlsx;

use std::io::{self, Write};

use rayon::prelude::*;
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use crate::compte::{Manques, ParNom, Total};
use crate::diagnostics::json::findings;
use crate::model::{Document, PartIx, Site};
use crate::summary::Summary;
use crate::text::format::machine_euros;

pub use licence::Licence;
pub use paquet::MOTS_CLES;
pub use publication::{Publication, Reception, Sortie, dossier_csv};
pub use tables::Fonds;
pub use xlsx::classeur;

/// `export --format json`: one element of each list a line, so that they are made in parallel and compared with ease. It is the
/// largest file of a site, so it is never whole in memory.
///
/// # Errors
/// Those of the writer.
pub fn json(f: &Fonds<'_>, out: &mut dyn Write) -> io::Result<()> {
    let Fonds { site, summary, findings: diagnostics, sources, .. } = *f;
    let totaux: Vec<(Option<PartIx>, &Total)> =
        summary.comptes.totaux.iter().flat_map(|(ix, list)| list.iter().map(|t| (Some(*ix), t))).collect();
    let parties: Vec<PartIx> = site.iter().filter(|(_, p)| p.parent.is_some()).map(|(ix, _)| ix).collect();
    let ensemble: Vec<(Option<PartIx>, &Total)> = summary.comptes.site.iter().map(|t| (None, t)).collect();
    write!(out, "{{\n\"site\": {}", json!({ "titre": site.config.titre }))?;
    liste(out, "documents", &site.documents, |d| document(site, summary, d).to_string())?;
    liste(out, "parties", &parties, |ix| parties::partie(site, summary, *ix).to_string())?;
    liste(out, "budgets", &totaux, |(ix, t)| budget(site, *ix, t).to_string())?;
    liste(out, "ensemble", &ensemble, |(ix, t)| budget(site, *ix, t).to_string())?;
    let reste = [
        ("territoires", json!(tableaux::territoires(site))),
        ("glossaire", json!(glossaire(site))),
        ("diagnostics", json!(findings(diagnostics, sources))),
    ];
    for (nom, valeur) in reste {
        write!(out, ",\n\"{nom}\": {valeur}")?;
    }
    out.write_all(b"\n}\n")
}

/// Adds a list to the export, its elements made in parallel, a few at a time.
fn liste<T: Sync>(out: &mut dyn Write, nom: &str, elements: &[T], texte: impl Fn(&T) -> String + Sync) -> io::Result<()> {
    write!(out, ",\n\"{nom}\": [")?;
    let mut entre = "\n";
    for quelques in elements.chunks(256) {
        for element in quelques.par_iter().map(&texte).collect::<Vec<String>>() {
            out.write_all(entre.as_bytes())?;
            out.write_all(element.as_bytes())?;
            entre = ",\n";
        }
    }
    out.write_all(b"\n]")
}

/// A document: what only it has, then all that any part has.
fn document(site: &Site, summary: &Summary, d: &Document) -> Value {
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
                "imputations": x.imputations.iter().map(parties::imputation).collect::<Vec<_>>(),
            })
        })
        .collect();
    let mut tout = json!({
        "id": part.id,
        "nature": d.info.nature,
        "titre": part.titre(),
        "collectivite": d.info.collectivite,
        "periode": d.info.periode,
        "url": part.url(),
        "deliberations": deliberations,
    });
    if let (Some(tout), Value::Object(partie)) = (tout.as_object_mut(), parties::partie(site, summary, d.racine)) {
        for (cle, valeur) in partie {
            tout.entry(cle).or_insert(valeur);
        }
    }
    tout
}

/// A computed total, with the name of every line it sums: each is whole in the budget of its part.
fn budget(site: &Site, perimetre: Option<PartIx>, t: &Total) -> Value {
    json!({
        "perimetre": perimetre.map(|ix| site.part(ix).id.as_str()),
        "exercice": t.exercice,
        "nature": t.nature.code(),
        "total": t.total.map(machine_euros),
        "parts": euros(&t.parts),
        "programmes": euros(&t.programmes),
        "manquants": t.manquants(),
        "manques": manques(&t.manques),
        "parts_manquantes": t.parts_manquantes.iter().map(|(k, m)| (k.clone(), manques(m))).collect::<Map<_, _>>(),
        "taux_execution": t.taux.as_ref().map(|r| format!("{:.2}", r.valeur)),
        "taux": t.taux.as_ref().map(|r| json!({
            "valeur": format!("{:.2}", r.valeur), "fait": machine_euros(r.fait), "prevu": machine_euros(r.prevu),
            "sans_prevision": r.sans_prevision, "sans_suite": r.sans_suite,
        })),
        "lignes": t.lignes.iter().map(|l| l.id(site)).collect::<Vec<_>>(),
    })
}

fn euros(amounts: &ParNom<Decimal>) -> Map<String, Value> {
    amounts.iter().map(|(k, v)| (k.clone(), json!(machine_euros(*v)))).collect()
}

fn manques(manques: &Manques) -> Value {
    json!(manques.iter().map(|(statut, n)| (statut.code().to_owned(), json!(n))).collect::<Map<_, _>>())
}

#[derive(serde::Serialize)]
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
