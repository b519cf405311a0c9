//! A part on paper: its title, its « en bref », its sections.

use serde_json::{Value, json};

use crate::model::content::{Action, Content, Prose};
use crate::model::document::Deliberation;
use crate::model::{Cible, Part, PartIx};
use crate::render::mots::budget::en_deux_mots;
use crate::render::mots::liens::{self, Groupe, LienDit};
use crate::render::mots::partie::{self, CHAMPS, MontantDit, PERDU, TITRE_PERDU, calendrier, legende_priorites};
use crate::text::NBSP;
use crate::text::format::count;
use crate::text::typography::french;

use super::Format;
use super::contexte::Contexte;
use super::riche::{Plume, fort, petit, texte};
use super::tableau::bloc;
use super::{budget, figures};

/// The part at its depth in the document: 0 for what the cover names, 1 for a chapter.
pub fn vue(c: &Contexte<'_>, ix: PartIx, profondeur: usize) -> Value {
    let part = c.site.part(ix);
    let plume = Plume { contexte: c, part: Some(ix) };
    let content = &part.content;
    json!({
        "id": part.id,
        "url": c.adresse(ix),
        "profondeur": profondeur,
        "genre": genre(c, part),
        "nature": french(&partie::nature(c, part)),
        "numero": c.numero(ix),
        "titre": french(part.titre()),
        "titre_court": french(part.titre_court()),
        "resume": content.resume.as_ref().map_or_else(Vec::new, |r| plume.bloc(&r.value)),
        "en_clair": content.en_clair.iter().map(|p| Value::Array(plume.ligne(&p.value))).collect::<Vec<_>>(),
        "incomplet": content.incomplet.as_ref().map(|manque| match manque {
            Some(text) => plume.bloc(&text.value),
            None => vec![json!({ "t": "p", "c": [c.mots.dit(PERDU)] })],
        }),
        "reperes": reperes(c, ix),
        "editions": editions(c, &plume, ix),
        "en_bref": en_bref(c, part),
        "sections": sections(c, &plume, ix),
        "source": partie::source(c, part),
    })
}

/// Characters that a sheet may hold at most for two parts to share it: a short fiche follows the one before it.
fn place(format: Format) -> usize {
    match format {
        Format::A4 => 3_600,
        Format::A5 => 1_800,
    }
}

/// Whether a part surely stands on less than a sheet.
pub fn courte(vue: &Value, format: Format) -> bool {
    poids(vue).is_some_and(|n| n < place(format))
}

/// What a text takes, in characters; nothing can be told of a table or a drawing.
fn poids(value: &Value) -> Option<usize> {
    /// What the end of a paragraph and the space behind it take, and the note of a link.
    const BLOC: usize = 80;
    const NOTE: usize = 110;
    match value {
        Value::String(text) => Some(text.chars().count()),
        Value::Array(list) => list.iter().map(poids).sum(),
        Value::Object(map) => match map.get("t").and_then(Value::as_str) {
            Some("tableau" | "figure" | "graphique" | "graphiques" | "deliberation") => None,
            genre => {
                let dessous = map.iter().filter(|(key, _)| !matches!(key.as_str(), "t" | "id" | "url" | "p"));
                let plus = if genre == Some("lien") { NOTE } else { BLOC };
                dessous.map(|(_, v)| poids(v)).sum::<Option<usize>>().map(|n| n + plus)
            }
        },
        _ => Some(0),
    }
}

/// How the template sets it: `page` of text, `branche` that holds others, or `fiche`.
fn genre(c: &Contexte<'_>, part: &Part) -> &'static str {
    let counted = |p: &PartIx| c.site.nature(c.site.part(*p)) != "page";
    match c.site.nature(part) {
        "page" => "page",
        "detail" => "detail",
        _ if part.children.iter().any(counted) && part.content.actions.is_empty() && !is_fiche(c, part) => "branche",
        _ => "fiche",
    }
}

/// A fiche with details is still a fiche.
fn is_fiche(c: &Contexte<'_>, part: &Part) -> bool {
    part.parent.is_some()
        && c.site.nature(part) != "page"
        && part.children.iter().all(|p| matches!(c.site.nature(c.site.part(*p)), "page" | "detail"))
}

/// What the part holds, and of a document what it costs.
fn reperes(c: &Contexte<'_>, ix: PartIx) -> Vec<String> {
    let budget = if c.site.part(ix).parent.is_none() { en_deux_mots(c, ix) } else { Vec::new() };
    partie::reperes(c, ix).into_iter().chain(budget).collect()
}

/// The same action in an earlier document, and in a later one.
fn editions(c: &Contexte<'_>, plume: &Plume<'_, '_>, ix: PartIx) -> Vec<Value> {
    let liens = liens::de(c, ix);
    let phrase = |mots: &str, at: &PartIx| json!([mots, plume.lien(*at, vec![json!(c.avec_document(*at))]), "."]);
    let avant = liens.avant.iter().map(|at| phrase(&dit!(c, "Fait suite à "), at));
    avant.chain(liens.apres.iter().map(|at| phrase(&dit!(c, "Se poursuit dans "), at))).collect()
}

fn en_bref(c: &Contexte<'_>, part: &Part) -> Vec<Value> {
    let mut out = Vec::new();
    for champ in &CHAMPS {
        let (names, from) = champ.de(c.site, part);
        let (un, plusieurs) = champ.titres;
        // What the document says of a whole branch, it says once.
        let said = from.is_some_and(|p| c.site.find(&p.id).is_some_and(|at| c.imprimees.contains(&at)));
        if !names.is_empty() && !said {
            let valeurs: Vec<Value> = names.iter().map(|n| texte(&n.value)).collect();
            let titre = c.mots.dit(if valeurs.len() > 1 { plusieurs } else { un });
            out.push(json!({ "titre": titre, "valeurs": valeurs, "herite": from.map(|p| french(p.titre_court())) }));
        }
    }
    let dates = part.content.calendrier.as_ref().map_or_else(Vec::new, |dates| calendrier(c, dates));
    if !dates.is_empty() {
        out.push(json!({ "titre": dit!(c, "Calendrier"), "valeurs": dates, "herite": null }));
    }
    out
}

fn sections(c: &Contexte<'_>, plume: &Plume<'_, '_>, ix: PartIx) -> Vec<Value> {
    let part = c.site.part(ix);
    let content = &part.content;
    let prose = |p: &Option<Prose>| p.as_ref().map_or_else(Vec::new, |p| plume.bloc(&p.value));
    let puces = |items: &[Prose]| -> Vec<Value> {
        let items: Vec<Value> = items.iter().map(|p| Value::Array(plume.ligne(&p.value))).collect();
        if items.is_empty() { items } else { vec![json!({ "t": "liste", "debut": null, "items": items })] }
    };
    let definitions = || -> Vec<Value> {
        let pairs: Vec<Value> =
            content.definitions.iter().map(|(k, v)| json!([french(&k.value), plume.ligne(&v.value)])).collect();
        if pairs.is_empty() { pairs } else { vec![json!({ "t": "definitions", "items": pairs })] }
    };
    let deliberations = || match part.parent {
        None => c.site.document(part).info.deliberations.iter().map(|d| deliberation(plume, d)).collect(),
        Some(_) => Vec::new(),
    };
    // What is beside the matter has smaller heads.
    let (corps, annexe) = (false, true);
    let all: [(String, bool, Vec<Value>); 15] = [
        (String::new(), corps, figures::corps(c, plume, content)),
        (dit!(c, "Constats"), corps, etabli(c, plume, part, |p| &p.constats)),
        (dit!(c, "Enjeux"), corps, etabli(c, plume, part, |p| &p.enjeux)),
        (dit!(c, "Objectifs"), corps, prose(&content.objectifs)),
        (dit!(c, "Actions"), corps, actions(c, plume, ix)),
        (dit!(c, "Résultats attendus"), corps, puces(&content.resultats)),
        (dit!(c, "Livrables"), corps, puces(&content.livrables)),
        (dit!(c, "Points de vigilance"), corps, puces(&content.vigilance)),
        (dit!(c, "Indicateurs"), corps, figures::indicateurs(c, plume, ix)),
        (dit!(c, "Chiffres du territoire"), corps, figures::territoire(c, plume, ix).into_iter().collect()),
        (dit!(c, "Budget"), corps, budget::blocs(c, plume, ix)),
        (dit!(c, "Liens"), annexe, renvois(c, plume, ix)),
        (dit!(c, "Délibérations"), corps, deliberations()),
        (dit!(c, "Définitions"), corps, definitions()),
        (dit!(c, "Bibliographie"), corps, [puces(&content.bibliographie), puces(&content.sources_citees)].concat()),
    ];
    let mut out: Vec<Value> = all
        .into_iter()
        .filter(|(_, _, blocs)| !blocs.is_empty())
        .map(|(titre, annexe, blocs)| json!({ "titre": titre, "annexe": annexe, "blocs": blocs }))
        .collect();
    let notes = notes(c, plume, ix);
    if !notes.is_empty() {
        out.push(
            json!({ "titre": dit!(c, "Notes de l’éditeur"), "annexe": annexe, "blocs": [{ "t": "notes", "items": notes }] }),
        );
    }
    out
}

/// Constats and enjeux hold for the parts below. Paper has them once, where they are stated; a part printed without that place
/// has them too, and says where they come from.
fn etabli<'a>(
    c: &Contexte<'a>,
    plume: &Plume<'_, '_>,
    part: &'a Part,
    field: impl Fn(&'a Content) -> &'a Option<Prose>,
) -> Vec<Value> {
    let Some((text, from)) = c.site.stated(part, field) else { return Vec::new() };
    if from.is_some_and(|at| c.imprimees.contains(&at)) {
        return Vec::new();
    }
    let mut blocs = plume.bloc(&text.value);
    blocs
        .extend(from.map(|at| json!({ "t": "note", "c": [dit!(c, "D’après "), plume.lien(at, vec![json!(c.label(at))]), "."] })));
    blocs
}

fn actions(c: &Contexte<'_>, plume: &Plume<'_, '_>, ix: PartIx) -> Vec<Value> {
    let part = c.site.part(ix);
    if part.content.actions.is_empty() {
        return Vec::new();
    }
    // A chapter says once what its ranks mean.
    let said = |before: &PartIx| c.branche(*before) == c.branche(ix) && legende_priorites(c, c.site.part(*before)).is_some();
    let legende = legende_priorites(c, part).filter(|_| !c.imprimees.range(..ix).any(said));
    let legende = legende.map(|p| json!({ "t": "note", "c": plume.pieces(&[p]) }));
    let mut blocs: Vec<Value> = legende.into_iter().collect();
    let items: Vec<Value> = part.content.actions.iter().map(|a| action(plume, ix, a)).collect();
    blocs.push(json!({ "t": "actions", "items": items }));
    blocs
}

fn action(plume: &Plume<'_, '_>, ix: PartIx, a: &Action) -> Value {
    let c = plume.contexte;
    let bloc = |p: &Option<Prose>| p.as_ref().map_or_else(Vec::new, |p| plume.bloc(&p.value));
    let priorite = a.priorite.as_ref().map(|p| &p.value);
    let mut suivi = vec![
        (dit!(c, "Avancement"), bloc(&a.avancement)),
        (dit!(c, "Calendrier"), bloc(&a.calendrier)),
        (dit!(c, "Bilan"), bloc(&a.bilan)),
        (
            dit!(c, "Montants cités"),
            a.montants.iter().map(|m| json!({ "t": "p", "c": [montant(c, &partie::montant(c, m))] })).collect(),
        ),
    ];
    let partenaires: Vec<String> = a.partenaires.iter().map(|p| french(&p.value).into_owned()).collect();
    if !partenaires.is_empty() {
        suivi.push((dit!(c, "Partenaires"), vec![json!({ "t": "p", "c": [partenaires.join(" ; ")] })]));
    }
    let citent: Vec<PartIx> = liens::citent(c, ix, a).collect();
    let items = cite_par(c, plume, ix, &citent).into_iter().map(|item| json!({ "t": "p", "c": item }));
    suivi.push((dit!(c, "Cité par"), items.collect()));
    suivi.retain(|(_, blocs)| !blocs.is_empty());
    let etapes: Vec<Value> = a.etapes.iter().map(|e| Value::Array(plume.ligne(&e.value))).collect();
    json!({
        "numero": a.numero.as_ref().map(|n| &n.value),
        "titre": a.titre.as_ref().map_or_else(|| c.mots.dit(TITRE_PERDU).to_owned(), |t| french(&t.value).into_owned()),
        "priorite": priorite.map(|p| partie::priorite(c, p)),
        "rang": priorite.and_then(|p| p.rangs.first()),
        "texte": bloc(&a.texte),
        "etapes": etapes,
        "suivi": suivi,
    })
}

fn montant(c: &Contexte<'_>, m: &MontantDit) -> String {
    let libelle = if m.libelle.is_empty() { String::new() } else { format!("{}{NBSP}: ", m.libelle) };
    let dont = |d: &MontantDit| {
        let words = if d.libelle.is_empty() { String::new() } else { format!(" ({})", d.libelle) };
        dit!(c, ", dont {montant}", montant = format!("{}{words}", d.montant))
    };
    format!("{libelle}{}{}", m.montant, m.dont.iter().map(dont).collect::<String>())
}

/// The links of a part, grouped by where they lead, then the parts that name it.
fn renvois(c: &Contexte<'_>, plume: &Plume<'_, '_>, ix: PartIx) -> Vec<Value> {
    let liens = liens::de(c, ix);
    // A link that goes both ways is printed once.
    let cites = |to: &PartIx| c.site.part(ix).liens.iter().any(|l| matches!(&l.cible, Cible::Partie(other, _) if other == to));
    // Who follows an action up is told there.
    let suit = |from: &PartIx| c.summary.actions_citees.get(&ix).is_some_and(|list| list.iter().any(|(_, at)| at == from));
    let cite: Vec<PartIx> = liens.cite_par.iter().copied().filter(|from| !cites(from) && !suit(from)).collect();
    let cite = (dit!(c, "Cité par"), cite_par(c, plume, ix, &cite));
    // A link to a whole cahier says its name: a sub-heading would say it twice.
    let whole = |l: &&LienDit<'_>| matches!(l.cible, Cible::Partie(to, _) if c.branche(*to).is_none_or(|b| b == *to));
    let entiers: Vec<Vec<Value>> = liens.groupes.iter().flat_map(|g| &g.liens).filter(whole).map(|l| lien(plume, l)).collect();
    let rest = |g: &Groupe<'_>| g.liens.iter().filter(|l| !whole(l)).map(|l| lien(plume, l)).collect();
    let groupes = liens.groupes.iter().map(|g| (g.titre.clone(), rest(g)));
    let groupes = [(String::new(), entiers)].into_iter().chain(groupes).chain([cite]).filter(|(_, items)| !items.is_empty());
    groupes.map(|(titre, items): (String, Vec<Vec<Value>>)| json!({ "t": "liens", "titre": titre, "items": items })).collect()
}

/// Most parts that are named one by one.
const MAX_CITE: usize = 6;

/// The parts that name this one. Many are told by their numbers and pages, branch by branch; those that the document does not
/// print are listed by the site.
fn cite_par(c: &Contexte<'_>, plume: &Plume<'_, '_>, ix: PartIx, from: &[PartIx]) -> Vec<Vec<Value>> {
    if from.len() <= MAX_CITE {
        return from.iter().map(|at| vec![plume.lien(*at, vec![json!(c.vu_de(ix, *at, c.label_court(*at)))])]).collect();
    }
    let (here, elsewhere): (Vec<PartIx>, Vec<PartIx>) = from.iter().partition(|at| c.imprimees.contains(at));
    let mut groupes: Vec<(PartIx, Vec<Value>)> = Vec::new();
    for at in here {
        let branche = c.branche(at).unwrap_or(at);
        let lien = plume.lien(at, vec![json!(c.short(at))]);
        match groupes.iter_mut().find(|(b, _)| *b == branche) {
            Some((_, item)) => item.extend([texte(" ; "), lien]),
            None => groupes.push((branche, vec![texte(&format!("{} : ", c.titre_court(branche))), lien])),
        }
    }
    let mut items: Vec<Vec<Value>> = groupes.into_iter().map(|(_, item)| item).collect();
    if !elsewhere.is_empty() {
        let parties = count(elsewhere.len(), &dit!(c, "partie"), &dit!(c, "parties"));
        let mots = vec![json!(dit!(c, "{parties} à lire en ligne", parties = parties))];
        let url = c.adresse(ix).map(|a| format!("{a}#cite-par"));
        items.push(vec![url.map_or_else(|| json!(mots), |url| json!({ "t": "lien", "url": url, "c": mots }))]);
    }
    items
}

fn lien(plume: &Plume<'_, '_>, l: &LienDit<'_>) -> Vec<Value> {
    let mots = vec![json!(l.texte)];
    let mut item: Vec<Value> = Vec::new();
    if !l.nature.is_empty() {
        item.push(json!({ "t": "em", "c": [format!("{} ", l.nature)] }));
    }
    match l.cible {
        Cible::Partie(to, _) => item.push(plume.lien(*to, mots)),
        Cible::Web(url) => item.push(json!({ "t": "lien", "url": url, "c": mots })),
        Cible::Deliberation(numero) => {
            let site = plume.contexte.site;
            match plume.part.and_then(|ix| site.deliberation(site.part(ix), numero)) {
                Some(document) => item.push(plume.lien(document, mots)),
                None => item.extend(mots),
            }
        }
        Cible::Plan(_) | Cible::Autre(_) => item.extend(mots),
    }
    if !l.precision.is_empty() {
        item.push(json!(format!(" ({})", l.precision)));
    }
    item.extend(l.ecart.map(|e| petit(plume.ligne(e))));
    item
}

fn deliberation(plume: &Plume<'_, '_>, d: &Deliberation) -> Value {
    let c = plume.contexte;
    let vote: Vec<String> = partie::vote(c, d).iter().map(|(label, n)| format!("{label}{NBSP}: {n}")).collect();
    json!({
        "t": "deliberation",
        "titre": partie::titre_de_deliberation(c, d),
        "objet": d.objet.as_ref().map_or_else(Vec::new, |o| plume.ligne(&o.value)),
        "decisions": d.decisions.iter().map(|x| plume.ligne(&x.value)).collect::<Vec<_>>(),
        "dates": partie::dates_de_deliberation(c, d).join(", "),
        "vote": vote.join(" ; "),
        "imputations": partie::imputations(c, d).and_then(|t| bloc(plume, &t)),
    })
}

/// The known contradictions, the other forms of the title, the notes of the editor.
fn notes(c: &Contexte<'_>, plume: &Plume<'_, '_>, ix: PartIx) -> Vec<Value> {
    let content = &c.site.part(ix).content;
    let ecarts = c.summary.ecarts.get(&ix).into_iter().flatten();
    let mut notes: Vec<Value> = ecarts
        .map(|e| {
            let head = vec![fort(dit!(c, "Écart")), texte(&format!(" : {}. ", e.constat))];
            Value::Array([head, plume.ligne(&e.raison)].concat())
        })
        .collect();
    notes.extend(content.titres_imprimes.iter().map(|t| {
        let ou = t.ou.as_ref().map_or_else(String::new, |ou| format!(" ({ou})"));
        json!([texte(&dit!(c, "La source imprime aussi ce titre ainsi : {titre}", titre = format!("{}{ou}", t.titre.value)))])
    }));
    notes.extend(content.notes.iter().map(|n| Value::Array(plume.ligne(&n.value))));
    notes
}
