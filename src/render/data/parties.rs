//! The parts of the export.

use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use super::tableaux;
use crate::compte::{self, Ecriture, Role};
use crate::diagnostics::Spanned;
use crate::model::budget::{Depense, Depenses, Imputation, SousMontant};
use crate::model::content::{Action, MontantCite, Nom, Prose};
use crate::model::indicateur::{Cellule, Detail, Indicateur, Sens, Valeur};
use crate::model::{Cible, Lien, Part, PartIx, Site};
use crate::summary::Summary;
use crate::text::amount::{Lecture, Statut};
use crate::text::format::machine_euros;

/// One part, with every field of the contract.
pub fn partie(site: &Site, summary: &Summary, ix: PartIx) -> Value {
    let part = site.part(ix);
    let c = &part.content;
    let mut indicateurs = Vec::new();
    c.indicateurs.iter().for_each(|i| indicateur(i, None, &mut indicateurs));
    let cite_par: Vec<&str> = summary.cite_par.get(&ix).into_iter().flatten().map(|b| site.part(b.from).id.as_str()).collect();
    let ecarts: Vec<Value> = summary
        .ecarts
        .get(&ix)
        .into_iter()
        .flatten()
        .map(|e| json!({ "code": e.code.id(), "constat": e.constat, "raison": e.raison }))
        .collect();
    let inherited = |field: fn(&crate::model::Content) -> &[Nom]| names(site.inherited(part, field).0);
    json!({
        "id": part.id,
        "document": site.part(site.document(part).racine).id,
        "parent": part.parent.map(|p| site.part(p).id.as_str()),
        "nature": site.nature(part),
        "numero": part.numero(),
        "titre": part.titre(),
        "titres_imprimes": c.titres_imprimes.iter().map(|t| t.titre.value.as_str()).collect::<Vec<_>>(),
        "url": part.url(),
        "complet": c.incomplet.is_none(),
        "ce_qui_manque": c.incomplet.as_ref().and_then(|m| m.as_ref()).map(|m| m.value.trim()),
        "resume": text(&c.resume),
        "en_clair": texts(&c.en_clair),
        "presentation": text(&c.corps),
        "pilotes": inherited(|c| &c.pilotes),
        "copilotes": names(&c.copilotes),
        "en_lien_avec": names(&c.en_lien_avec),
        "partenaires": names(&c.partenaires),
        "co_financeurs": names(&c.co_financeurs),
        "publics": inherited(|c| &c.publics),
        "territoires": inherited(|c| &c.territoires),
        "calendrier": c.calendrier.as_ref().map(|k| json!({
            "debut": k.debut.map(|d| d.iso()), "fin": k.fin.map(|d| d.iso()), "duree": k.duree.as_ref().map(|d| &d.value), "texte": k.texte,
            "ecart": k.ecart.as_ref().map(|e| &e.value),
        })),
        "constats": text(&c.constats),
        "enjeux": text(&c.enjeux),
        "objectifs": text(&c.objectifs),
        "actions": c.actions.iter().map(action).collect::<Vec<_>>(),
        "resultats": texts(&c.resultats),
        "livrables": texts(&c.livrables),
        "points_de_vigilance": texts(&c.vigilance),
        "indicateurs": indicateurs,
        "budget": summary.comptes.of(ix).iter().map(|e| ligne(site, e)).collect::<Vec<_>>(),
        "depenses": c.depenses.as_ref().map(depenses),
        "tableaux": c.tableaux.iter().map(tableaux::tableau).collect::<Vec<_>>(),
        "liens": part.liens.iter().map(|l| lien(site, l)).collect::<Vec<_>>(),
        "cite_par": cite_par,
        "ecarts": ecarts,
        "glossaire": pairs(&c.glossaire),
        "definitions": pairs(&c.definitions),
        "bibliographie": texts(&c.bibliographie),
        "sources_citees": texts(&c.sources_citees),
        "notes": texts(&c.notes),
        "source": source(site, part),
    })
}

/// A Markdown text, its outer blanks dropped.
fn text(prose: &Option<Prose>) -> Option<&str> {
    prose.as_ref().map(|p| p.value.trim())
}

/// A list of texts.
pub fn texts(list: &[Prose]) -> Vec<&str> {
    list.iter().map(|p| p.value.trim()).collect()
}

fn pairs(list: &[(Spanned<String>, Prose)]) -> Map<String, Value> {
    list.iter().map(|(k, v)| (k.value.clone(), json!(v.value.trim()))).collect()
}

fn names(list: &[Nom]) -> Vec<&str> {
    list.iter().map(|n| n.value.as_str()).collect()
}

/// Where a part comes from.
fn source(site: &Site, part: &Part) -> Value {
    let s = &part.content.source;
    json!({
        "fichier": site.source_file(part),
        "lignes": s.lignes.map(|(a, b)| [a, b]),
        "pages": s.pages,
    })
}

fn action(a: &Action) -> Value {
    let priorite = a.priorite.as_ref().map(|p| &p.value);
    json!({
        "numero": a.numero.as_ref().map(|n| &n.value),
        "titre": a.titre.as_ref().map(|t| &t.value),
        "ancre": a.ancre,
        "texte": text(&a.texte),
        "etapes": texts(&a.etapes),
        "priorite": priorite.map_or_else(Vec::new, |p| p.rangs.iter().map(u8::to_string).collect()),
        "priorite_imprimee": priorite.map(|p| &p.imprimee),
        "avancement": text(&a.avancement),
        "calendrier": text(&a.calendrier),
        "bilan": text(&a.bilan),
        "partenaires": names(&a.partenaires),
        "montants": a.montants.iter().map(montant_cite).collect::<Vec<_>>(),
    })
}

fn montant_cite(m: &MontantCite) -> Value {
    json!({
        "libelle": m.libelle,
        "montant": m.montant.value.connu().map(|x| machine_euros(x.valeur)),
        "imprime": m.montant.value.imprime(),
        "dont": m.dont.iter().map(montant_cite).collect::<Vec<_>>(),
    })
}

/// Indicators are flat: a sub-row names the row it details.
fn indicateur(i: &Indicateur, dont_de: Option<&str>, out: &mut Vec<Value>) {
    out.push(json!({
        "nom": i.nom,
        "unite": i.unite,
        "bloc": i.bloc,
        "note": i.note.as_ref().map(|n| &n.value),
        "justification": i.justification.as_ref().map(|j| &j.value),
        "sens": i.sens.map(Sens::code),
        "partage": i.partage.as_ref().map(|p| &p.value),
        "dont_de": dont_de,
        "valeurs": i.valeurs.iter().map(valeur).collect::<Vec<_>>(),
    }));
    i.sous_lignes.iter().for_each(|s| indicateur(s, Some(&i.nom), out));
}

fn valeur(v: &Valeur) -> Value {
    let (valeur, statut, unite) = cellule(&v.cellule);
    json!({
        "periode": v.colonne.periode,
        "nature": v.colonne.nature.code(),
        "precision": v.colonne.precision,
        "valeur": valeur,
        "unite": unite,
        "statut": statut,
        "imprime": v.imprime,
        "detail": v.detail.iter().map(detail).collect::<Vec<_>>(),
        "note": v.note.as_ref().map(|n| &n.value),
        "ecart": v.ecart.as_ref().map(|e| &e.value),
    })
}

fn detail(d: &Detail) -> Value {
    let (valeur, statut, _) = cellule(&d.cellule);
    json!({ "libelle": d.libelle, "valeur": valeur, "statut": statut, "imprime": d.imprime, "dont": d.dont })
}

/// A cell for machines: its number, its status, its unit.
pub fn cellule(c: &Cellule) -> (Option<String>, &'static str, Option<&str>) {
    match c {
        Cellule::Nombre { valeur, unite, .. } => (Some(plain(*valeur)), "ok", unite.as_deref()),
        Cellule::Absent(statut) => (None, statut.code(), None),
    }
}

/// A number for machines: a dot, no useless zero.
fn plain(value: Decimal) -> String {
    value.normalize().to_string()
}

fn sous_montant(d: &SousMontant) -> Value {
    json!({
        "libelle": d.libelle,
        "montant": d.montant.value.connu().map(|m| machine_euros(m.valeur)),
        "statut": d.montant.value.statut().map(Statut::code),
        "imprime": d.montant.value.imprime(),
        "financeur": d.financeur.as_ref().map(|f| &f.value),
        "pourcentage": d.pourcentage.as_ref().map(|p| plain(p.value.value)),
        "note": d.note.as_ref().map(|n| &n.value),
    })
}

fn depenses(d: &Depenses) -> Value {
    let line = |l: &Depense| {
        let montant = l.montant.as_ref().map(|m| &m.value);
        json!({
            "libelle": l.libelle.value,
            "montant": montant.and_then(|m| m.connu()).map(|m| machine_euros(m.valeur)),
            "imprime": montant.map(Lecture::imprime),
            "dont": l.dont.iter().map(sous_montant).collect::<Vec<_>>(),
            "note": l.note.as_ref().map(|n| &n.value),
        })
    };
    json!({
        "exercice": d.exercice.as_ref().map(|e| &e.value),
        "lignes": d.lignes.iter().map(line).collect::<Vec<_>>(),
        "ecart": d.ecart.as_ref().map(|e| &e.value),
    })
}

fn ligne(site: &Site, e: &Ecriture) -> Value {
    let (ix, l) = (e.ligne.part, e.ligne.line(site));
    let compte = e.role == Role::Comptee && e.touts.is_empty();
    let mut parts = Map::new();
    let mut statuts = Map::new();
    for (key, share) in &l.parts {
        match &share.value {
            Lecture::Connu(m) => parts.insert(key.value.clone(), json!(machine_euros(m.valeur))),
            Lecture::Absent(statut, _) => statuts.insert(key.value.clone(), json!(statut.code())),
        };
    }
    if let Err(statut) = l.total() {
        statuts.insert("total".to_owned(), json!(statut.code()));
    }
    let imprimes: Map<String, Value> = l.parts.iter().map(|(k, s)| (k.value.clone(), json!(s.value.imprime()))).collect();
    let whole = l.compte_dans.as_ref().and_then(|c| site.lookup(ix, &c.value));
    json!({
        "id": e.ligne.id(site),
        "exercice": l.exercice.value,
        "nature": l.nature.code(),
        "libelle": l.libelle,
        "total": l.total().ok().map(|c| machine_euros(c.valeur)),
        "total_imprime": l.total.as_ref().map(|t| t.value.imprime()),
        "parts": parts,
        "parts_imprimees": imprimes,
        "statuts": statuts,
        "programme": compte::programme(site, ix, l),
        "detail": l.detail.iter().map(sous_montant).collect::<Vec<_>>(),
        "dont": l.dont.iter().map(sous_montant).collect::<Vec<_>>(),
        "compte": compte,
        "recapitule": l.recapitule.as_ref().and_then(|r| compte::recapitulated(site, ix, &r.value)).map(|p| site.part(p).id.as_str()),
        "hors_parite": l.hors_parite.as_ref().map(|h| &h.value),
        "compte_dans": whole.map(|w| site.part(w).id.as_str()),
        "note": l.note.as_ref().map(|n| &n.value),
        "ecart": l.ecart.as_ref().map(|e| &e.value),
    })
}

/// What an assembly authorises.
pub fn imputation(i: &Imputation) -> Value {
    let amount = |a: &Option<Spanned<Lecture>>| a.as_ref().and_then(|a| a.value.connu()).map(|m| machine_euros(m.valeur));
    json!({
        "operation": i.operation, "enveloppe": i.enveloppe, "imputation": i.imputation, "libelle": i.libelle,
        "autorise": amount(&i.autorise), "contracte": amount(&i.contracte), "propose": amount(&i.propose),
        "recette": amount(&i.recette), "ecart": i.ecart.as_ref().map(|e| &e.value),
    })
}

fn lien(site: &Site, l: &Lien) -> Value {
    let (vers, ancre, plan, deliberation, web) = match &l.cible {
        Cible::Partie(ix, ancre) => (Some(site.part(*ix).id.as_str()), ancre.as_deref(), None, None, None),
        Cible::Plan(id) => (None, None, Some(id.as_str()), None, None),
        Cible::Deliberation(n) => (None, None, None, Some(n.as_str()), None),
        Cible::Web(url) => (None, None, None, None, Some(url.as_str())),
        Cible::Autre(_) => (None, None, None, None, None),
    };
    json!({
        "vers": vers,
        "ancre": ancre,
        "nature": l.nature.code(),
        "titre_imprime": l.titre.as_ref().map(|t| &t.value),
        "plan": plan,
        "precision": l.precision,
        "deliberation": deliberation,
        "web": web,
        "autre": if let Cible::Autre(words) = &l.cible { Some(words.as_str()) } else { None },
        "ecart": l.ecart.as_ref().map(|e| &e.value),
    })
}
