//! The page of a part: a document, a cahier, an orientation, a fiche, a page of text.

use serde::Serialize;

use crate::diagnostics::{Diagnostic, Spanned};
use crate::model::budget::Imputation;
use crate::model::content::{Calendrier, Content, Nom, Prose};
use crate::model::document::Deliberation;
use crate::model::{Part, PartIx};
use crate::render::File;
use crate::render::html::contexte::{Contexte, Lien, Page};
use crate::render::html::escape::escape;
use crate::render::html::prose::Ecrivain;
use crate::text::NBSP;
use crate::text::amount::Lecture;
use crate::text::date::Date;
use crate::text::format::count;
use crate::text::markdown::plain;
use crate::text::typography::french;

use super::actions::{self, ActionVue};
use super::budget::{self, BudgetVue};
use super::figures::{self, Morceau};
use super::indicateurs::{self, IndicateursVue};
use super::liens::{self, LiensVue};
use super::tableau::{Case, Colonne, Ligne, Tableau};
use super::repertoires;
use super::territoires;

/// Everything the template of a part shows; HTML is ready, empty means absent.
#[derive(Debug, Serialize)]
struct Vue {
    nature: String,
    numero: Option<String>,
    titre: String,
    variantes: Vec<String>,
    resume: String,
    incomplet: Option<String>,
    reperes: Vec<String>,
    en_bref: Vec<Bref>,
    corps: Vec<Morceau>,
    constats: String,
    enjeux: String,
    objectifs: String,
    actions: Vec<ActionVue>,
    legende_priorites: String,
    resultats: Vec<String>,
    livrables: Vec<String>,
    vigilance: Vec<String>,
    indicateurs: IndicateursVue,
    donnees: Vec<Tableau>,
    budget: Option<BudgetVue>,
    enfants: Vec<Groupe>,
    liens: LiensVue,
    deliberations: Vec<DeliberationVue>,
    glossaire: Vec<(String, String)>,
    definitions: Vec<(String, String)>,
    bibliographie: Vec<String>,
    sources_citees: Vec<String>,
    notes: Vec<String>,
    ecarts: Vec<EcartVue>,
    source: Option<String>,
    sommaire: Vec<Lien>,
    precedent: Option<Lien>,
    suivant: Option<Lien>,
}

/// One line of the « en bref » panel.
#[derive(Debug, Serialize)]
struct Bref {
    titre: &'static str,
    valeurs: Vec<Valeur>,
    /// Where the values come from, when they are inherited.
    herite: Option<String>,
}

/// A name, with the page that gathers what it does.
#[derive(Debug, Serialize)]
struct Valeur {
    texte: String,
    href: Option<String>,
}

/// The children of one nature.
#[derive(Debug, Serialize)]
struct Groupe {
    titre: String,
    cartes: Vec<Carte>,
}

/// A child as a card.
#[derive(Debug, Serialize)]
struct Carte {
    href: String,
    numero: Option<String>,
    titre: String,
    resume: String,
    reperes: Vec<String>,
    enfants: Vec<Lien>,
    teinte: usize,
}

#[derive(Debug, Serialize)]
struct EcartVue {
    constat: String,
    raison: String,
}

#[derive(Debug, Serialize)]
struct DeliberationVue {
    titre: String,
    objet: String,
    decisions: Vec<String>,
    dates: Vec<String>,
    vote: Vec<(String, String)>,
    imputations: Option<Tableau>,
}

/// Makes the page of a part.
pub fn page(c: &Contexte<'_>, ix: PartIx) -> Result<File, Diagnostic> {
    let part = c.site.part(ix);
    let content = &part.content;
    let mut page = c.page(&part.url(), &head_title(c, ix), &description(c, ix), Vec::new());
    page.fil = c.fil(&page, ix);
    page.ici = c.short(ix);
    page.teinte = c.teinte(ix);
    let mut w = Ecrivain::new(c, &page, Some(ix));
    let niveau = c.site.niveau(part);
    let info = c.site.document(part);
    let is_document = part.parent.is_none();
    let (precedent, suivant) = neighbours(c, &page, ix);
    let mut vue = Vue {
        nature: niveau.map_or_else(|| info.info.nature.clone().unwrap_or_else(|| "document".to_owned()), |n| n.singulier.clone()),
        numero: c.numero(ix),
        titre: french(part.titre()).into_owned(),
        variantes: Vec::new(),
        resume: optional(&mut w, &content.resume),
        incomplet: content.incomplet.as_ref().map(|manque| match manque {
            Some(text) => w.bloc(&text.value),
            None => "<p>Une partie de la source est perdue.</p>".to_owned(),
        }),
        reperes: reperes(c, ix),
        corps: figures::corps(&mut w, content),
        en_bref: en_bref(c, &page, part),
        constats: inherited_prose(c, &mut w, part, |p| &p.constats),
        enjeux: inherited_prose(c, &mut w, part, |p| &p.enjeux),
        objectifs: optional(&mut w, &content.objectifs),
        actions: actions::vues(&mut w, content),
        legende_priorites: legend(c, &mut w, part),
        resultats: list(&mut w, &content.resultats),
        livrables: list(&mut w, &content.livrables),
        vigilance: list(&mut w, &content.vigilance),
        indicateurs: indicateurs::vue(c, &page, &mut w, ix),
        donnees: territoires::de_la_partie(c, &page, ix),
        budget: budget::part(c, &page, ix),
        enfants: groups(c, &page, part),
        liens: liens::vue(c, &page, &mut w, ix),
        deliberations: if is_document {
            info.info.deliberations.iter().map(|d| deliberation(&mut w, d)).collect()
        } else {
            Vec::new()
        },
        glossaire: sorted_pairs(&content.glossaire),
        definitions: content.definitions.iter().map(|(k, v)| (french(&k.value).into_owned(), w.ligne(&v.value))).collect(),
        bibliographie: list(&mut w, &content.bibliographie),
        sources_citees: list(&mut w, &content.sources_citees),
        notes: list(&mut w, &content.notes),
        ecarts: c
            .summary
            .ecarts
            .get(&ix)
            .into_iter()
            .flatten()
            .map(|e| EcartVue { constat: french(&e.constat).into_owned(), raison: w.ligne(&e.raison) })
            .collect(),
        source: source(c, part),
        sommaire: Vec::new(),
        precedent,
        suivant,
    };
    vue.variantes = content
        .titres_imprimes
        .iter()
        .map(|t| match &t.ou {
            Some(ou) => format!("{} ({})", w.texte(&t.titre.value), w.texte(ou)),
            None => w.texte(&t.titre.value),
        })
        .collect();
    vue.sommaire = sommaire(&vue);
    super::super::page(c, "partie.html", &page, &vue)
}

fn optional(w: &mut Ecrivain<'_, '_>, prose: &Option<Prose>) -> String {
    prose.as_ref().map_or_else(String::new, |p| w.bloc(&p.value))
}

fn list(w: &mut Ecrivain<'_, '_>, items: &[Prose]) -> Vec<String> {
    items.iter().map(|p| w.ligne(&p.value)).collect()
}

/// Constats and enjeux hold for the parts below.
fn inherited_prose<'a>(
    c: &Contexte<'a>,
    w: &mut Ecrivain<'_, '_>,
    part: &'a Part,
    field: impl Fn(&'a Content) -> &'a Option<Prose>,
) -> String {
    let own = field(&part.content);
    // Only within a fiche and its details: the text of a cahier is not repeated on each of its fiches.
    let above =
        c.site.ancestors(part).take_while(|_| c.site.nature(part) == "detail").find_map(|(_, p)| field(&p.content).as_ref());
    own.as_ref().or(above).map_or_else(String::new, |p| w.bloc(&p.value))
}

fn legend(c: &Contexte<'_>, w: &mut Ecrivain<'_, '_>, part: &Part) -> String {
    if !part.content.actions.iter().any(|a| a.priorite.is_some()) {
        return String::new();
    }
    match &c.site.document(part).info.legende_priorites {
        Some(text) => w.ligne(&text.value),
        None => w.texte("La source donne un ordre de priorité (1, 2 ou 3) sans en préciser le sens."),
    }
}

/// `Fiche n° 7 : Titre | Cahier | Document`: unique, the most telling first.
fn head_title(c: &Contexte<'_>, ix: PartIx) -> String {
    let part = c.site.part(ix);
    let mut words = vec![c.label(ix)];
    // Numbers restart from branch to branch: every part above says its short name.
    let numbered = |p: &Part| c.site.niveau(p).is_some_and(|n| n.dans_les_identifiants);
    words.extend(
        c.site.ancestors(part).filter(|(_, p)| p.parent.is_none() || numbered(p)).map(|(_, p)| p.titre_court().to_owned()),
    );
    if part.parent.is_none() {
        words.extend(c.site.document(part).info.collectivite.clone());
    }
    words.join(" | ")
}

fn description(c: &Contexte<'_>, ix: PartIx) -> String {
    let part = c.site.part(ix);
    match &part.content.resume {
        Some(resume) => plain(&resume.value),
        None => {
            let above: Vec<String> = c.site.ancestors(part).map(|(_, p)| p.titre_court().to_owned()).collect();
            [vec![c.label(ix)], above].concat().join(", ")
        }
    }
}

/// « 21 fiches », « 8 actions »: what the part holds.
fn reperes(c: &Contexte<'_>, ix: PartIx) -> Vec<String> {
    let site = c.site;
    let part = site.part(ix);
    let mut out = Vec::new();
    for niveau in &site.document(part).niveaux {
        let n = site.subtree(ix).skip(1).filter(|(_, p)| site.nature(p) == niveau.nature).count();
        if n > 0 && niveau.nature != "page" {
            out.push(count(n, &niveau.singulier, &niveau.pluriel));
        }
    }
    let actions = site.subtree(ix).map(|(_, p)| p.content.actions.len()).sum();
    if actions > 0 {
        out.push(count(actions, "action", "actions"));
    }
    out
}

fn en_bref(c: &Contexte<'_>, page: &Page, part: &Part) -> Vec<Bref> {
    type Field = fn(&Content) -> &[Nom];
    let fields: [(&'static str, Field, bool, &str); 7] = [
        ("Pilotes", |p| &p.pilotes, true, "/partenaires/"),
        ("Copilotes", |p| &p.copilotes, false, "/partenaires/"),
        ("En lien avec", |p| &p.en_lien_avec, false, "/partenaires/"),
        ("Partenaires", |p| &p.partenaires, false, "/partenaires/"),
        ("Cofinanceurs", |p| &p.co_financeurs, false, "/partenaires/"),
        ("Publics", |p| &p.publics, true, "/publics/"),
        ("Territoires", |p| &p.territoires, true, "/territoires/"),
    ];
    let mut brefs: Vec<Bref> = Vec::new();
    for (titre, field, inherits, base) in fields {
        let (names, from) = if inherits { c.site.inherited(part, field) } else { (field(&part.content), None) };
        if names.is_empty() {
            continue;
        }
        let href = |name: &str| match base {
            "/territoires/" => territoires::page_de(c, page, name),
            base => repertoires::page_de(c, page, base, name),
        };
        let valeurs = names.iter().map(|n| Valeur { texte: french(&n.value).into_owned(), href: href(&n.value) }).collect();
        brefs.push(Bref { titre, valeurs, herite: from.map(|p| french(p.titre_court()).into_owned()) });
    }
    let dates = part.content.calendrier.as_ref().map_or_else(Vec::new, calendrier);
    if !dates.is_empty() {
        let valeurs = dates.into_iter().map(|texte| Valeur { texte, href: None }).collect();
        brefs.push(Bref { titre: "Calendrier", valeurs, herite: None });
    }
    brefs
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

/// The children, by nature, in reading order.
fn groups(c: &Contexte<'_>, page: &Page, part: &Part) -> Vec<Groupe> {
    let mut groups: Vec<Groupe> = Vec::new();
    for &child in &part.children {
        let niveau = c.site.niveau(c.site.part(child));
        let titre = niveau
            .map_or_else(String::new, |n| if n.nature == "page" { "À lire aussi".to_owned() } else { capitalised(&n.pluriel) });
        let carte = carte(c, page, child);
        match groups.iter_mut().find(|g| g.titre == titre) {
            Some(group) => group.cartes.push(carte),
            None => groups.push(Groupe { titre, cartes: vec![carte] }),
        }
    }
    // Pages of text are a complement: they come last.
    groups.sort_by_key(|g| g.titre == "À lire aussi");
    groups
}

fn carte(c: &Contexte<'_>, page: &Page, ix: PartIx) -> Carte {
    let part = c.site.part(ix);
    let resume = part.content.resume.as_ref().map_or_else(String::new, |r| french(&plain(&r.value)).into_owned());
    let inside = part.children.iter().filter(|p| c.site.nature(c.site.part(**p)) != "page");
    Carte {
        href: c.href(page, &part.url()),
        numero: c.numero(ix),
        titre: french(part.titre()).into_owned(),
        resume,
        reperes: reperes(c, ix),
        enfants: inside.map(|p| c.lien(page, *p)).collect(),
        teinte: c.teinte(ix),
    }
}

/// The first letter in upper case.
pub fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// « pages 97–98, lignes 2030 à 2072 ».
pub fn source_courte(part: &Part) -> Option<String> {
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
    (!words.is_empty()).then(|| words.join(", "))
}

/// The same, with the file.
fn source(c: &Contexte<'_>, part: &Part) -> Option<String> {
    let s = &part.content.source;
    if s.lignes.is_none() && s.pages.is_none() && s.fichier.is_none() {
        return None;
    }
    let file = c.site.source_file(part).map(|f| format!("fichier {f}"));
    Some(source_courte(part).into_iter().chain(file).collect::<Vec<_>>().join(", "))
}

fn deliberation(w: &mut Ecrivain<'_, '_>, d: &Deliberation) -> DeliberationVue {
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
        [
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
        ]
        .into_iter()
        .filter_map(|(label, n)| Some((label.to_owned(), n?.to_string())))
        .collect()
    });
    DeliberationVue {
        titre: french(&titre).into_owned(),
        objet: d.objet.as_ref().map_or_else(String::new, |o| w.ligne(&o.value)),
        decisions: list(w, &d.decisions),
        dates,
        vote,
        imputations: imputations(w, d),
    }
}

/// What the decision commits, against what was authorised.
fn imputations(w: &mut Ecrivain<'_, '_>, d: &Deliberation) -> Option<Tableau> {
    if d.imputations.is_empty() {
        return None;
    }
    type Amount = fn(&Imputation) -> &Option<Spanned<Lecture>>;
    let columns: [(&str, Amount); 4] = [
        ("Autorisé", |i| &i.autorise),
        ("Déjà contracté", |i| &i.contracte),
        ("Proposé", |i| &i.propose),
        ("Recette", |i| &i.recette),
    ];
    let columns: Vec<(&str, Amount)> =
        columns.into_iter().filter(|(_, f)| d.imputations.iter().any(|i| f(i).is_some())).collect();
    let mut tableau = Tableau { legende: "Imputations budgétaires".to_owned(), ..Tableau::default() };
    tableau.colonnes = vec![Colonne::mots("Opération")];
    tableau.colonnes.extend(columns.iter().map(|(head, _)| Colonne::chiffres(*head)));
    for i in &d.imputations {
        let words: Vec<&str> =
            [&i.operation, &i.enveloppe, &i.imputation, &i.libelle].into_iter().flatten().map(String::as_str).collect();
        let mut entete = w.texte(&words.join(", "));
        if let Some(ecart) = &i.ecart {
            entete.push_str(&format!(" <small><strong class=\"ecart\">Écart</strong>{NBSP}: {}</small>", w.texte(&ecart.value)));
        }
        let absent = || "<span class=\"absent\">non renseigné</span>".to_owned();
        let cell = |f: &Amount| f(i).as_ref().map_or_else(absent, |a| escape(&actions::lecture(&a.value)));
        let cellules = columns.iter().map(|(_, f)| Case::chiffre(cell(f))).collect();
        tableau.lignes.push(Ligne { entete, cellules, ..Ligne::default() });
    }
    Some(tableau)
}

fn sorted_pairs(pairs: &[(crate::diagnostics::Spanned<String>, Prose)]) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = pairs.iter().map(|(k, v)| (k.value.clone(), french(&v.value).into_owned())).collect();
    out.sort_by(|a, b| crate::text::collation::compare(&a.0, &b.0));
    out
}

/// The sections that the page has, in its order.
fn sommaire(v: &Vue) -> Vec<Lien> {
    let sections: [(&str, &str, bool); 19] = [
        ("presentation", "Présentation", !v.corps.is_empty() && !v.enfants.is_empty()),
        ("constats", "Constats", !v.constats.is_empty()),
        ("enjeux", "Enjeux", !v.enjeux.is_empty()),
        ("objectifs", "Objectifs", !v.objectifs.is_empty()),
        ("contenu", "Contenu", !v.enfants.is_empty()),
        ("actions", "Actions", !v.actions.is_empty()),
        ("resultats", "Résultats attendus", !v.resultats.is_empty()),
        ("livrables", "Livrables", !v.livrables.is_empty()),
        ("vigilance", "Points de vigilance", !v.vigilance.is_empty()),
        ("indicateurs", "Indicateurs", !v.indicateurs.is_empty()),
        ("donnees", "Chiffres du territoire", !v.donnees.is_empty()),
        ("budget", "Budget", v.budget.is_some()),
        ("liens", "Liens", !v.liens.is_empty()),
        ("deliberations", "Délibérations", !v.deliberations.is_empty()),
        ("definitions", "Définitions", !v.definitions.is_empty()),
        ("glossaire", "Glossaire", !v.glossaire.is_empty()),
        ("bibliographie", "Bibliographie", !v.bibliographie.is_empty() || !v.sources_citees.is_empty()),
        ("notes", "Notes de l’éditeur", !v.notes.is_empty() || !v.ecarts.is_empty() || !v.variantes.is_empty()),
        ("sources", "Source", v.source.is_some()),
    ];
    let present = sections.into_iter().filter(|(_, _, present)| *present);
    present.map(|(id, texte, _)| Lien { href: format!("#{id}"), texte: texte.to_owned() }).collect()
}

/// The parts before and after, in reading order, within the document.
fn neighbours(c: &Contexte<'_>, page: &Page, ix: PartIx) -> (Option<Lien>, Option<Lien>) {
    let document = c.site.part(ix).document;
    let near = |ix: Option<u32>| {
        let ix = PartIx(ix?);
        let part = c.site.parts.get(ix.0 as usize).filter(|p| p.document == document)?;
        part.parent.is_some().then(|| Lien { href: c.href(page, &part.url()), texte: c.label_court(ix) })
    };
    (near(ix.0.checked_sub(1)), near(ix.0.checked_add(1)))
}
