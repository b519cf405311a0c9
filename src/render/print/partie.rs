//! A part on paper: its title, its « en bref », its sections.

use serde_json::{Value, json};

use crate::diagnostics::Spanned;
use crate::model::budget::Imputation;
use crate::model::content::{Action, Calendrier, Content, LienNature, MontantCite, Nom, Prose};
use crate::model::document::Deliberation;
use crate::model::{Cible, Part, PartIx};
use crate::text::NBSP;
use crate::text::amount::Lecture;
use crate::text::date::Date;
use crate::text::format::count;
use crate::text::typography::french;

use super::contexte::Contexte;
use super::riche::{Plume, absent, fort, petit, texte};
use super::tableau::{Case, Colonne, Ligne, Tableau};
use super::{budget, figures, indicateurs};

/// The part at its depth in the document: 0 for what the cover names, 1 for a chapter.
pub fn vue(c: &Contexte<'_>, ix: PartIx, profondeur: usize) -> Value {
    let part = c.site.part(ix);
    let plume = Plume { contexte: c, part: Some(ix) };
    let niveau = c.site.niveau(part);
    let info = c.site.document(part);
    let nature =
        niveau.map_or_else(|| info.info.nature.clone().unwrap_or_else(|| "document".to_owned()), |n| n.singulier.clone());
    let content = &part.content;
    json!({
        "id": part.id,
        "url": c.adresse(ix),
        "profondeur": profondeur,
        "genre": genre(c, part),
        "nature": french(&nature),
        "numero": c.numero(ix),
        "titre": french(part.titre()),
        "titre_court": french(part.titre_court()),
        "resume": content.resume.as_ref().map_or_else(Vec::new, |r| plume.bloc(&r.value)),
        "incomplet": content.incomplet.as_ref().map(|manque| match manque {
            Some(text) => plume.bloc(&text.value),
            None => vec![json!({ "t": "p", "c": ["Une partie de la source est perdue."] })],
        }),
        "reperes": reperes(c, ix),
        "en_bref": en_bref(c, part),
        "sections": sections(c, &plume, ix),
        "source": source(c, part),
    })
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

/// « 21 fiches », « 8 actions »: what the part holds.
fn reperes(c: &Contexte<'_>, ix: PartIx) -> Vec<String> {
    let site = c.site;
    let mut out = Vec::new();
    for niveau in site.document(site.part(ix)).niveaux.iter().filter(|n| n.nature != "page") {
        let n = site.subtree(ix).skip(1).filter(|(_, p)| site.nature(p) == niveau.nature).count();
        if n > 0 {
            out.push(count(n, &niveau.singulier, &niveau.pluriel));
        }
    }
    let actions = site.subtree(ix).map(|(_, p)| p.content.actions.len()).sum();
    if actions > 0 {
        out.push(count(actions, "action", "actions"));
    }
    out
}

fn en_bref(c: &Contexte<'_>, part: &Part) -> Vec<Value> {
    type Field = fn(&Content) -> &[Nom];
    let fields: [(&str, &str, Field, bool); 7] = [
        ("Pilote", "Pilotes", |p| &p.pilotes, true),
        ("Copilote", "Copilotes", |p| &p.copilotes, false),
        ("En lien avec", "En lien avec", |p| &p.en_lien_avec, false),
        ("Partenaire", "Partenaires", |p| &p.partenaires, false),
        ("Cofinanceur", "Cofinanceurs", |p| &p.co_financeurs, false),
        ("Public", "Publics", |p| &p.publics, true),
        ("Territoire", "Territoires", |p| &p.territoires, true),
    ];
    let mut out = Vec::new();
    for (un, plusieurs, field, inherits) in fields {
        let (names, from) = if inherits { c.site.inherited(part, field) } else { (field(&part.content), None) };
        if !names.is_empty() {
            let valeurs: Vec<Value> = names.iter().map(|n| texte(&n.value)).collect();
            let titre = if valeurs.len() > 1 { plusieurs } else { un };
            out.push(json!({ "titre": titre, "valeurs": valeurs, "herite": from.map(|p| french(p.titre_court())) }));
        }
    }
    let dates = part.content.calendrier.as_ref().map_or_else(Vec::new, calendrier);
    if !dates.is_empty() {
        out.push(json!({ "titre": "Calendrier", "valeurs": dates, "herite": null }));
    }
    out
}

fn calendrier(calendrier: &Calendrier) -> Vec<String> {
    let mut out = Vec::new();
    let day = |d: &Date| d.jour.is_some();
    out.extend(calendrier.debut.map(|d| format!("depuis {}{}", if day(&d) { "le\u{A0}" } else { "" }, d.french())));
    out.extend(calendrier.fin.map(|d| format!("jusqu’{}\u{A0}{}", if day(&d) { "au" } else { "en" }, d.french())));
    out.extend(calendrier.duree.as_ref().map(|d| french(&format!("durée : {}", d.value)).into_owned()));
    out.extend(calendrier.texte.as_ref().map(|t| french(t).into_owned()));
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
    let all: [(&str, Vec<Value>); 15] = [
        ("", figures::corps(c, plume, content)),
        ("Constats", prose(&content.constats)),
        ("Enjeux", prose(&content.enjeux)),
        ("Objectifs", prose(&content.objectifs)),
        ("Actions", actions(c, plume, part)),
        ("Résultats attendus", puces(&content.resultats)),
        ("Livrables", puces(&content.livrables)),
        ("Points de vigilance", puces(&content.vigilance)),
        ("Indicateurs", indicateurs::blocs(c, plume, ix)),
        ("Chiffres du territoire", figures::territoire(c, ix)),
        ("Budget", budget::blocs(c, plume, ix)),
        ("Liens", liens(c, plume, ix)),
        ("Délibérations", deliberations()),
        ("Définitions", definitions()),
        ("Bibliographie", [puces(&content.bibliographie), puces(&content.sources_citees)].concat()),
    ];
    let mut out: Vec<Value> = all
        .into_iter()
        .filter(|(_, blocs)| !blocs.is_empty())
        .map(|(titre, blocs)| json!({ "titre": titre, "blocs": blocs }))
        .collect();
    let notes = notes(c, plume, ix);
    if !notes.is_empty() {
        out.push(json!({ "titre": "Notes de l’éditeur", "blocs": [{ "t": "notes", "items": notes }] }));
    }
    out
}

fn actions(c: &Contexte<'_>, plume: &Plume<'_, '_>, part: &Part) -> Vec<Value> {
    if part.content.actions.is_empty() {
        return Vec::new();
    }
    let mut blocs = Vec::new();
    if part.content.actions.iter().any(|a| a.priorite.is_some()) {
        blocs.extend(
            c.site.document(part).info.legende_priorites.as_ref().map(|t| json!({ "t": "note", "c": plume.ligne(&t.value) })),
        );
    }
    let items: Vec<Value> = part.content.actions.iter().map(|a| action(plume, a)).collect();
    blocs.push(json!({ "t": "actions", "items": items }));
    blocs
}

fn action(plume: &Plume<'_, '_>, a: &Action) -> Value {
    let bloc = |p: &Option<Prose>| p.as_ref().map_or_else(Vec::new, |p| plume.bloc(&p.value));
    let priorite = a.priorite.as_ref().map(|p| &p.value);
    let mots = priorite.map(|p| match p.rangs.is_empty() {
        true => french(&p.imprimee).into_owned(),
        false => format!("Priorité{NBSP}{}", french(&p.imprimee)),
    });
    let mut suivi = vec![
        ("Avancement", bloc(&a.avancement)),
        ("Calendrier", bloc(&a.calendrier)),
        ("Bilan", bloc(&a.bilan)),
        ("Montants cités", a.montants.iter().map(|m| json!({ "t": "p", "c": [montant(m)] })).collect()),
    ];
    let partenaires: Vec<String> = a.partenaires.iter().map(|p| french(&p.value).into_owned()).collect();
    if !partenaires.is_empty() {
        suivi.push(("Partenaires", vec![json!({ "t": "p", "c": [partenaires.join(" ; ")] })]));
    }
    suivi.retain(|(_, blocs)| !blocs.is_empty());
    let etapes: Vec<Value> = a.etapes.iter().map(|e| Value::Array(plume.ligne(&e.value))).collect();
    json!({
        "numero": a.numero.as_ref().map(|n| &n.value),
        "titre": a.titre.as_ref().map_or_else(|| "Titre perdu dans la source".to_owned(), |t| french(&t.value).into_owned()),
        "priorite": mots,
        "rang": priorite.and_then(|p| p.rangs.first()),
        "texte": bloc(&a.texte),
        "etapes": etapes,
        "suivi": suivi,
    })
}

fn montant(m: &MontantCite) -> String {
    let libelle = m.libelle.as_ref().map_or_else(String::new, |l| format!("{}{NBSP}: ", french(l)));
    let dont = m.dont.iter().map(|d| {
        let words = d.libelle.as_ref().map_or_else(String::new, |l| format!(" ({})", french(l)));
        format!(", dont {}{words}", budget::mots(&d.montant.value))
    });
    format!("{libelle}{}{}", budget::mots(&m.montant.value), dont.collect::<String>())
}

/// The links of a part, grouped by where they lead, then the parts that name it.
fn liens(c: &Contexte<'_>, plume: &Plume<'_, '_>, ix: PartIx) -> Vec<Value> {
    let mut groupes: Vec<(String, Vec<Value>)> = Vec::new();
    for lien in &c.site.part(ix).liens {
        let mut precision = lien.precision.as_ref().map_or_else(String::new, |p| french(p).into_owned());
        let (titre, piece) = match &lien.cible {
            Cible::Partie(to, _) => (
                c.branche(*to).map_or_else(|| c.label_court(*to), |b| c.label_court(b)),
                plume.lien(*to, vec![json!(c.label(*to))]),
            ),
            Cible::Plan(id) => {
                let name = c.site.registres.plans.find(id).map_or(id.clone(), |e| match &e.sigle {
                    Some(sigle) if !e.nom.contains(sigle.as_str()) => format!("{} ({sigle})", e.nom),
                    _ => e.nom.clone(),
                });
                ("Autres plans et programmes".to_owned(), texte(&name))
            }
            Cible::Deliberation(number) => ("Délibérations".to_owned(), texte(&format!("Délibération {number}"))),
            Cible::Autre(words) => ("Autres liens".to_owned(), texte(words)),
            Cible::Web(url) => {
                let words = lien.titre.as_ref().map_or_else(|| json!(url), |t| texte(&t.value));
                ("Sur le web".to_owned(), json!({ "t": "lien", "url": url, "c": [words] }))
            }
        };
        // The printed words of a link outside the site say what it points at.
        if let (Cible::Plan(_) | Cible::Deliberation(_), Some(printed)) = (&lien.cible, &lien.titre) {
            let printed = french(&printed.value);
            precision = if precision.is_empty() { printed.into_owned() } else { format!("{precision} : {printed}") };
        }
        let mut item: Vec<Value> =
            nature(lien.nature).map(|n| json!({ "t": "em", "c": [format!("{n} ")] })).into_iter().collect();
        item.push(piece);
        if !precision.is_empty() {
            item.push(texte(&format!(" ({precision})")));
        }
        item.extend(lien.ecart.as_ref().map(|e| petit(vec![texte(&e.value)])));
        match groupes.iter_mut().find(|(t, _)| *t == titre) {
            Some((_, items)) => items.push(Value::Array(item)),
            None => groupes.push((titre, vec![Value::Array(item)])),
        }
    }
    // A link that goes both ways is printed once.
    let cites = |to: PartIx| c.site.part(ix).liens.iter().any(|l| matches!(l.cible, Cible::Partie(other, _) if other == to));
    let cite = c.summary.cite_par.get(&ix).into_iter().flatten().filter(|b| !cites(b.from));
    let cite: Vec<Value> = cite.map(|b| json!([plume.lien(b.from, vec![json!(c.avec_branche(b.from))])])).collect();
    if !cite.is_empty() {
        groupes.push(("Cité par".to_owned(), cite));
    }
    let bloc = |(titre, items)| json!({ "t": "liens", "titre": titre, "items": Value::Array(items) });
    groupes.into_iter().map(bloc).collect()
}

fn nature(nature: LienNature) -> Option<&'static str> {
    match nature {
        LienNature::Voir => None,
        LienNature::Prolonge => Some("prolonge"),
        LienNature::Remplace => Some("remplace"),
        LienNature::Modifie => Some("modifie"),
        LienNature::Succede => Some("succède à"),
        LienNature::Cadre => Some("s’inscrit dans"),
    }
}

fn deliberation(plume: &Plume<'_, '_>, d: &Deliberation) -> Value {
    let mut titre = d.organe.clone().unwrap_or_else(|| "Délibération".to_owned());
    if let Some(collectivite) = &d.collectivite {
        titre = format!("{titre}, {collectivite}");
    }
    if let Some(date) = d.date {
        titre = format!("{titre}, {}", date.french());
    }
    let dated = |label: &str, date: Option<Date>| date.map(|d| format!("{label} le{NBSP}{}", d.french()));
    let mut dates: Vec<String> = d.numero.iter().map(|n| format!("n°{NBSP}{n}")).collect();
    dates.extend(dated("reçue en préfecture", d.reception));
    dates.extend(dated("publiée", d.publication));
    dates.extend(d.accuse_reception.iter().map(|a| french(&format!("accusé de réception : {a}")).into_owned()));
    let vote = d.vote.as_ref().map_or_else(Vec::new, |v| {
        let figures = [
            ("Membres en exercice", v.en_exercice),
            ("Présents", v.presents),
            ("Procurations", v.procurations),
            ("Absents", v.absents),
            ("Votants", v.votants),
            ("Suffrages exprimés", v.exprimes),
            ("Majorité", v.majorite),
            ("Pour", v.pour),
            ("Contre", v.contre),
            ("Abstentions", v.abstentions),
            ("N’ont pas pris part au vote", v.non_participants),
        ];
        figures.into_iter().filter_map(|(label, n)| Some(format!("{label}{NBSP}: {}", n?))).collect::<Vec<_>>()
    });
    json!({
        "t": "deliberation",
        "titre": french(&titre),
        "objet": d.objet.as_ref().map_or_else(Vec::new, |o| plume.ligne(&o.value)),
        "decisions": d.decisions.iter().map(|x| plume.ligne(&x.value)).collect::<Vec<_>>(),
        "dates": dates.join(", "),
        "vote": vote.join(" ; "),
        "imputations": imputations(d),
    })
}

/// What the decision commits, against what was authorised.
fn imputations(d: &Deliberation) -> Option<Value> {
    type Amount = fn(&Imputation) -> &Option<Spanned<Lecture>>;
    let columns: [(&str, Amount); 4] = [
        ("Autorisé", |i| &i.autorise),
        ("Déjà contracté", |i| &i.contracte),
        ("Proposé", |i| &i.propose),
        ("Recette", |i| &i.recette),
    ];
    let columns: Vec<(&str, Amount)> =
        columns.into_iter().filter(|(_, f)| d.imputations.iter().any(|i| f(i).is_some())).collect();
    let mut tableau = Tableau::nouveau("Imputations budgétaires", "Opération");
    tableau.colonnes.extend(columns.iter().map(|(head, _)| Colonne::chiffres(*head)));
    for i in &d.imputations {
        let words: Vec<&str> =
            [&i.operation, &i.enveloppe, &i.imputation, &i.libelle].into_iter().flatten().map(String::as_str).collect();
        let mut entete = vec![texte(&words.join(", "))];
        entete.extend(i.ecart.as_ref().map(|e| petit(vec![fort("Écart"), texte(&format!(" : {}", e.value))])));
        let cell = |f: &Amount| f(i).as_ref().map_or_else(|| absent("non renseigné"), |a| budget::lecture(&a.value));
        let cellules = columns.iter().map(|(_, f)| Case::chiffre(cell(f))).collect();
        tableau.lignes.push(Ligne { entete, cellules, ..Ligne::default() });
    }
    tableau.bloc()
}

/// The known contradictions, the other forms of the title, the notes of the editor.
fn notes(c: &Contexte<'_>, plume: &Plume<'_, '_>, ix: PartIx) -> Vec<Value> {
    let content = &c.site.part(ix).content;
    let ecarts = c.summary.ecarts.get(&ix).into_iter().flatten();
    let mut notes: Vec<Value> = ecarts
        .map(|e| {
            let head = vec![fort("Écart"), texte(&format!(" : {}. ", e.constat))];
            Value::Array([head, plume.ligne(&e.raison)].concat())
        })
        .collect();
    notes.extend(content.titres_imprimes.iter().map(|t| {
        let ou = t.ou.as_ref().map_or_else(String::new, |ou| format!(" ({ou})"));
        json!([texte(&format!("La source imprime aussi ce titre ainsi : {}{ou}", t.titre.value))])
    }));
    notes.extend(content.notes.iter().map(|n| Value::Array(plume.ligne(&n.value))));
    notes
}

/// « pages 97–98, lignes 2030 à 2072, fichier … ».
fn source(c: &Contexte<'_>, part: &Part) -> Option<String> {
    let s = &part.content.source;
    let mut words: Vec<String> = Vec::new();
    if let Some(pages) = &s.pages {
        let several = pages.contains(['-', ',', '–']);
        words.push(format!("page{}{NBSP}{}", if several { "s" } else { "" }, pages.replace('-', "–")));
    }
    match s.lignes {
        Some((a, b)) if a == b => words.push(format!("ligne{NBSP}{a}")),
        Some((a, b)) => words.push(format!("lignes{NBSP}{a} à{NBSP}{b}")),
        None => {}
    }
    if words.is_empty() && s.fichier.is_none() {
        return None;
    }
    words.extend(c.site.source_file(part).map(|f| format!("fichier {f}")));
    Some(words.join(", "))
}
