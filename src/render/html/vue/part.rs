//! The page of a part: a document, a cahier, an orientation, a fiche, a page of text.

use serde::Serialize;

use crate::diagnostics::Diagnostic;
use crate::model::content::{Content, Nom, Prose};
use crate::model::{Part, PartIx};
use crate::render::File;
use crate::render::html::contexte::{Contexte, Lien, Page};
use crate::render::html::escape::escape;
use crate::render::html::prose::Ecrivain;
use crate::render::mots::budget::en_deux_mots;
use crate::render::mots::partie::{self, CHAMPS, Genre, PERDU, calendrier, legende_priorites, reperes};
use crate::text::format::{capitalised, count, octets};
use crate::text::typography::french;

use super::actions::{self, ActionVue};
use super::budget::{self, BudgetVue};
use super::deliberations::{self, DeliberationVue};
use super::figures::{self, Morceau};
use super::indicateurs::{self, IndicateursVue};
use super::liens::{self, LiensVue};
use super::repertoires;
use super::tableau::{Tableau, html};
use super::territoires;

/// Everything the template of a part shows; HTML is ready, empty means absent.
#[derive(Debug, Serialize)]
struct Vue {
    nature: String,
    numero: Option<String>,
    titre: String,
    variantes: Vec<String>,
    resume: String,
    en_clair: Vec<String>,
    incomplet: Option<String>,
    reperes: Vec<String>,
    pdf: Option<PdfVue>,
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
    citation: String,
    sommaire: Vec<Lien>,
    precedent: Option<Lien>,
    suivant: Option<Lien>,
}

/// The part on paper.
#[derive(Debug, Serialize)]
struct PdfVue {
    href: String,
    /// « PDF, 12 pages, 340 ko ».
    texte: String,
}

/// One line of the « en bref » panel.
#[derive(Debug, Serialize)]
struct Bref {
    titre: String,
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

/// Makes the page of a part.
pub fn page(c: &Contexte<'_>, ix: PartIx) -> Result<File, Diagnostic> {
    let part = c.site.part(ix);
    let content = &part.content;
    let mut page = c.page(&part.url(), &head_title(c, ix), &description(c, ix), Vec::new());
    page.fil = c.fil(&page, ix);
    page.ici = c.short(ix);
    page.teinte = c.teinte(ix);
    page.part = Some(ix);
    let mut w = Ecrivain::new(c, &page, Some(ix));
    let info = c.site.document(part);
    let is_document = part.parent.is_none();
    let (precedent, suivant) = neighbours(c, &page, ix);
    let mut vue = Vue {
        nature: partie::nature(c, part),
        numero: c.numero(ix),
        titre: french(part.titre()).into_owned(),
        variantes: Vec::new(),
        resume: optional(&mut w, &content.resume),
        en_clair: list(&mut w, &content.en_clair),
        incomplet: content.incomplet.as_ref().map(|manque| match manque {
            Some(text) => w.bloc(&text.value),
            None => format!("<p>{}</p>", escape(c.mots.dit(PERDU))),
        }),
        reperes: reperes(c, ix).into_iter().chain(if is_document { en_deux_mots(c, ix) } else { Vec::new() }).collect(),
        pdf: pdf(c, &page, ix),
        corps: figures::corps(&mut w, content),
        en_bref: en_bref(c, &page, part),
        constats: stated(c, &mut w, part, |p| &p.constats),
        enjeux: stated(c, &mut w, part, |p| &p.enjeux),
        objectifs: optional(&mut w, &content.objectifs),
        actions: actions::vues(&mut w, ix),
        legende_priorites: legende_priorites(c, part).map_or_else(String::new, |p| html(&mut w, &[p])),
        resultats: list(&mut w, &content.resultats),
        livrables: list(&mut w, &content.livrables),
        vigilance: list(&mut w, &content.vigilance),
        indicateurs: indicateurs::vue(c, &mut w, ix),
        donnees: territoires::de_la_partie(c, &page, ix),
        budget: budget::part(c, &page, ix),
        enfants: groups(c, &page, part),
        liens: liens::vue(c, &page, &mut w, ix),
        deliberations: if is_document {
            info.info.deliberations.iter().map(|d| deliberations::vue(&mut w, d)).collect()
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
        source: partie::source(c, part),
        citation: citation(c, &page, ix),
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
    vue.sommaire = sommaire(c, &vue);
    super::super::page(c, "partie.html", &page, &vue)
}

fn pdf(c: &Contexte<'_>, page: &Page, ix: PartIx) -> Option<PdfVue> {
    let pdf = c.options.pdf.get(&ix)?;
    let pages = count(pdf.pages, &dit!(c, "page"), &dit!(c, "pages"));
    let texte = dit!(c, "PDF, {pages}, {taille}", pages = pages, taille = octets(pdf.octets));
    Some(PdfVue { href: c.href(page, &pdf.url), texte })
}

fn optional(w: &mut Ecrivain<'_, '_>, prose: &Option<Prose>) -> String {
    prose.as_ref().map_or_else(String::new, |p| w.bloc(&p.value))
}

fn list(w: &mut Ecrivain<'_, '_>, items: &[Prose]) -> Vec<String> {
    items.iter().map(|p| w.ligne(&p.value)).collect()
}

/// Constats and enjeux hold for the parts below: where they come from is said.
fn stated<'a>(
    c: &Contexte<'a>,
    w: &mut Ecrivain<'_, '_>,
    part: &'a Part,
    field: impl Fn(&'a Content) -> &'a Option<Prose>,
) -> String {
    let Some((text, from)) = c.site.stated(part, field) else { return String::new() };
    let text = w.bloc(&text.value);
    let Some(from) = from else { return text };
    format!("{text}<p class=\"aide\">{}{}.</p>", escape(&dit!(c, "D’après ")), w.lien(from, None))
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
    c.resume(ix).unwrap_or_else(|| {
        let above: Vec<String> = c.site.ancestors(c.site.part(ix)).map(|(_, p)| p.titre_court().to_owned()).collect();
        [vec![c.label(ix)], above].concat().join(", ")
    })
}

fn en_bref(c: &Contexte<'_>, page: &Page, part: &Part) -> Vec<Bref> {
    let href = |genre: Genre, name: &str| match genre {
        Genre::Acteurs => repertoires::page_de(c, page, "/partenaires/", name),
        Genre::Publics => repertoires::page_de(c, page, "/publics/", name),
        Genre::Territoires => territoires::page_de(c, page, name).or_else(|| repertoires::page_de(c, page, "/lieux/", name)),
    };
    let mut brefs: Vec<Bref> = Vec::new();
    for champ in &CHAMPS {
        let (names, from) = champ.de(c.site, part);
        let valeur = |n: &Nom| Valeur { texte: french(&n.value).into_owned(), href: href(champ.genre, &n.value) };
        if !names.is_empty() {
            let herite = from.map(|p| french(p.titre_court()).into_owned());
            brefs.push(Bref {
                titre: c.mots.dit(champ.titres.1).to_owned(),
                valeurs: names.iter().map(valeur).collect(),
                herite,
            });
        }
    }
    let dates = part.content.calendrier.as_ref().map_or_else(Vec::new, |dates| calendrier(c, dates));
    if !dates.is_empty() {
        let valeurs = dates.into_iter().map(|texte| Valeur { texte, href: None }).collect();
        brefs.push(Bref { titre: dit!(c, "Calendrier"), valeurs, herite: None });
    }
    brefs
}

/// The children, by nature, in reading order.
fn groups(c: &Contexte<'_>, page: &Page, part: &Part) -> Vec<Groupe> {
    let mut groups: Vec<Groupe> = Vec::new();
    let aussi = dit!(c, "À lire aussi");
    for &child in &part.children {
        let niveau = c.site.niveau(c.site.part(child));
        let titre = niveau.map_or_else(String::new, |n| if n.is_page() { aussi.clone() } else { capitalised(&n.pluriel) });
        let carte = carte(c, page, child);
        match groups.iter_mut().find(|g| g.titre == titre) {
            Some(group) => group.cartes.push(carte),
            None => groups.push(Groupe { titre, cartes: vec![carte] }),
        }
    }
    // Pages of text are a complement: they come last.
    groups.sort_by_key(|g| g.titre == aussi);
    groups
}

fn carte(c: &Contexte<'_>, page: &Page, ix: PartIx) -> Carte {
    let part = c.site.part(ix);
    let inside = c.site.branches(ix);
    Carte {
        href: c.href(page, &part.url()),
        numero: c.numero(ix),
        titre: french(part.titre()).into_owned(),
        resume: c.resume(ix).unwrap_or_default(),
        reperes: reperes(c, ix),
        enfants: inside.map(|p| c.lien(page, p)).collect(),
        teinte: c.teinte(ix),
    }
}

/// How to cite the page: « Titre », document, collectivité, site, date of the sources, address.
fn citation(c: &Contexte<'_>, page: &Page, ix: PartIx) -> String {
    let part = c.site.part(ix);
    let document = c.site.document(part);
    let mut words = vec![format!("« {} »", c.label(ix))];
    if part.parent.is_some() {
        words.push(c.site.part(document.racine).titre().to_owned());
    }
    words.extend(document.info.collectivite.clone());
    // The publisher is often the body of the document: once is enough.
    words.extend(c.site.config.editeur.clone().filter(|e| Some(e) != document.info.collectivite.as_ref()));
    words.extend(c.site.config.edition.map(|d| dit!(c, "édition du {date}", date = d.french())));
    let address = page.canonique.as_ref().map_or_else(String::new, |a| format!(", {a}"));
    format!("{}{address}", french(&words.join(", ")))
}

fn sorted_pairs(pairs: &[(crate::diagnostics::Spanned<String>, Prose)]) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = pairs.iter().map(|(k, v)| (k.value.clone(), french(&v.value).into_owned())).collect();
    out.sort_by(|a, b| crate::text::collation::compare(&a.0, &b.0));
    out
}

/// The sections that the page has, in its order.
fn sommaire(c: &Contexte<'_>, v: &Vue) -> Vec<Lien> {
    let sections: [(&str, &'static str, bool); 20] = [
        ("en-clair", mot!("En clair"), !v.en_clair.is_empty()),
        ("presentation", mot!("Présentation"), !v.corps.is_empty() && !v.enfants.is_empty()),
        ("constats", mot!("Constats"), !v.constats.is_empty()),
        ("enjeux", mot!("Enjeux"), !v.enjeux.is_empty()),
        ("objectifs", mot!("Objectifs"), !v.objectifs.is_empty()),
        ("contenu", mot!("Contenu"), !v.enfants.is_empty()),
        ("actions", mot!("Actions"), !v.actions.is_empty()),
        ("resultats", mot!("Résultats attendus"), !v.resultats.is_empty()),
        ("livrables", mot!("Livrables"), !v.livrables.is_empty()),
        ("vigilance", mot!("Points de vigilance"), !v.vigilance.is_empty()),
        ("indicateurs", mot!("Indicateurs"), !v.indicateurs.is_empty()),
        ("donnees", mot!("Chiffres du territoire"), !v.donnees.is_empty()),
        ("budget", mot!("Budget"), v.budget.is_some()),
        ("liens", mot!("Liens"), !v.liens.is_empty()),
        ("deliberations", mot!("Délibérations"), !v.deliberations.is_empty()),
        ("definitions", mot!("Définitions"), !v.definitions.is_empty()),
        ("glossaire", mot!("Glossaire"), !v.glossaire.is_empty()),
        ("bibliographie", mot!("Bibliographie"), !v.bibliographie.is_empty() || !v.sources_citees.is_empty()),
        ("notes", mot!("Notes de l’éditeur"), !v.notes.is_empty() || !v.ecarts.is_empty() || !v.variantes.is_empty()),
        ("sources", mot!("Source"), v.source.is_some()),
    ];
    let present = sections.into_iter().filter(|(_, _, present)| *present);
    present.map(|(id, texte, _)| Lien { href: format!("#{id}"), texte: c.mots.dit(texte).to_owned() }).collect()
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
