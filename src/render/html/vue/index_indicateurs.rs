//! The index of indicators: every one of them, document by document, with its last result and its objective. What has too many
//! for one page has one for each of its branches.

use serde::Serialize;

use crate::diagnostics::Diagnostic;
use crate::model::indicateur::{Cellule, ColonneNature, Indicateur, Valeur};
use crate::model::{Part, PartIx, Site};
use crate::render::File;
use crate::render::html::contexte::{Contexte, Lien, Page};
use crate::render::html::escape::escape;
use crate::summary::indicateurs::{Atteinte, atteinte};
use crate::text::amount::Statut;
use crate::text::format::count;
use crate::text::typography::french;

use super::tableau::{Case, Colonne, Ligne, Tableau, absent};

/// The address of the index.
pub const URL: &str = "/indicateurs/";

/// Most indicators of one page.
const LONG: usize = 500;

/// How many indicators a part has, with those below it.
fn nombre(site: &Site, ix: PartIx) -> usize {
    site.subtree(ix).map(|(_, p)| p.content.indicateurs.len()).sum()
}

/// The parts right below one that have indicators.
fn branches(site: &Site, ix: PartIx) -> impl Iterator<Item = PartIx> {
    site.part(ix).children.iter().copied().filter(|b| nombre(site, *b) > 0)
}

/// The branches that have a page of their own.
fn pages_dessous(site: &Site, ix: PartIx) -> Vec<PartIx> {
    if nombre(site, ix) > LONG { branches(site, ix).collect() } else { Vec::new() }
}

/// The documents that have indicators.
pub fn documents(site: &Site) -> Vec<PartIx> {
    site.documents.iter().map(|d| d.racine).filter(|ix| nombre(site, *ix) > 0).collect()
}

/// The parts that have a page here, each document before its branches.
pub fn pages(site: &Site) -> Vec<PartIx> {
    fn ajoute(site: &Site, ix: PartIx, out: &mut Vec<PartIx>) {
        out.push(ix);
        pages_dessous(site, ix).into_iter().for_each(|b| ajoute(site, b, out));
    }
    let mut out = Vec::new();
    documents(site).into_iter().for_each(|ix| ajoute(site, ix, &mut out));
    out
}

/// The address of the page of a part.
pub fn url(site: &Site, ix: PartIx) -> String {
    format!("{URL}{}/", site.part(ix).id)
}

#[derive(Debug, Serialize)]
struct Vue {
    documents: Vec<Entree>,
    territoires: Option<Lien>,
}

/// A page of the index, as others lead to it.
#[derive(Debug, Serialize)]
struct Entree {
    lien: Lien,
    reperes: Vec<String>,
}

/// `/indicateurs/`.
pub fn page(c: &Contexte<'_>) -> Result<File, Diagnostic> {
    let description = dit!(c, "Tous les indicateurs des documents : leurs derniers résultats, leurs objectifs, leurs fiches.");
    let mut page = c.page(URL, &dit!(c, "Indicateurs"), &description, Vec::new());
    page.fil = vec![c.accueil(&page)];
    page.ici = dit!(c, "Indicateurs");
    let territoires = super::territoires::existe(c.site)
        .then(|| Lien { href: c.href(&page, super::territoires::URL), texte: dit!(c, "Comparer les territoires") });
    let vue = Vue { documents: documents(c.site).into_iter().map(|ix| entree(c, &page, ix)).collect(), territoires };
    super::super::page(c, "indicateurs.html", &page, &vue)
}

fn entree(c: &Contexte<'_>, page: &Page, ix: PartIx) -> Entree {
    let all: Vec<&Indicateur> = c.site.subtree(ix).flat_map(|(_, p)| &p.content.indicateurs).collect();
    let valued = all.iter().filter(|i| !i.cellules().is_empty()).count();
    let mut reperes = vec![count(all.len(), &dit!(c, "indicateur"), &dit!(c, "indicateurs"))];
    if valued > 0 {
        reperes.push(dit!(c, "dont {n} avec des valeurs", n = crate::text::format::number(valued.into())));
    }
    Entree { lien: Lien { href: c.href(page, &url(c.site, ix)), ..c.lien(page, ix) }, reperes }
}

#[derive(Debug, Serialize)]
struct IndexVue {
    /// The part whose indicators these are.
    partie: Lien,
    est_document: bool,
    titre: String,
    /// « 12 objectifs atteints sur 20 évaluables ».
    bilan: Option<String>,
    /// The branches that have a page of their own.
    pages: Vec<Entree>,
    branches: Vec<Branche>,
}

/// The indicators of one branch.
#[derive(Debug, Serialize)]
struct Branche {
    ancre: String,
    titre: String,
    tableau: Option<Tableau>,
    /// By part: the indicators that have no value.
    listes: Vec<(Lien, Vec<String>)>,
}

/// `/indicateurs/execution-59-2022/`; of a long document, `/indicateurs/schema-enfance/axe-2/` too.
pub fn partie(c: &Contexte<'_>, ix: PartIx) -> Result<File, Diagnostic> {
    let part = c.site.part(ix);
    let titre = french(&dit!(c, "Indicateurs : {titre}", titre = part.titre())).into_owned();
    let head = format!("{titre} | {}", c.site.document(part).info.collectivite.as_deref().unwrap_or(c.mots.dit(mot!("Parvis"))));
    let description =
        dit!(c, "Les indicateurs, avec leurs derniers résultats et leurs objectifs : {titre}.", titre = part.titre());
    let mut page = c.page(&url(c.site, ix), &head, &description, Vec::new());
    let above: Vec<PartIx> = c.site.ancestors(part).map(|(above, _)| above).collect();
    page.fil = vec![c.accueil(&page), Lien { href: c.href(&page, URL), texte: dit!(c, "Indicateurs") }];
    let crumb = |ix: &PartIx| Lien { href: c.href(&page, &url(c.site, *ix)), texte: c.short(*ix) };
    let crumbs: Vec<Lien> = above.iter().rev().map(crumb).collect();
    page.fil.extend(crumbs);
    page.ici = if above.is_empty() { french(part.titre_court()).into_owned() } else { c.short(ix) };
    let own = (!part.content.indicateurs.is_empty()).then(|| branche(c, &page, ix, std::iter::once((ix, part))));
    let below = pages_dessous(c.site, ix);
    let branches = match (below.is_empty(), above.is_empty()) {
        (false, _) => own.into_iter().collect(),
        (true, true) => own.into_iter().chain(branches(c.site, ix).map(|b| branche(c, &page, b, c.site.subtree(b)))).collect(),
        (true, false) => {
            let all = branche(c, &page, ix, c.site.subtree(ix));
            vec![Branche { titre: dit!(c, "Tous les indicateurs"), ..all }]
        }
    };
    let vue = IndexVue {
        partie: c.lien(&page, ix),
        est_document: above.is_empty(),
        titre: if above.is_empty() { french(part.titre_court()).into_owned() } else { c.label_court(ix) },
        bilan: bilan(c, ix),
        pages: below.into_iter().map(|b| entree(c, &page, b)).collect(),
        branches,
    };
    super::super::page(c, "indicateurs-document.html", &page, &vue)
}

/// How many objectives were reached, where that can be told.
fn bilan(c: &Contexte<'_>, ix: PartIx) -> Option<String> {
    let verdicts: Vec<Atteinte> = c
        .site
        .subtree(ix)
        .flat_map(|(_, p)| p.content.indicateurs.iter().map(move |i| (p, i)))
        .filter_map(|(p, i)| atteinte(i, c.site.sens(p, i)).map(|(_, a)| a))
        .collect();
    let reached = verdicts.iter().filter(|a| **a == Atteinte::Atteint).count();
    let told = verdicts.iter().filter(|a| **a != Atteinte::NonEvaluable).count();
    if verdicts.is_empty() {
        return None;
    }
    let rest = verdicts.len() - told;
    if told == 0 {
        let goals = count(rest, &dit!(c, "objectif n’a pas"), &dit!(c, "objectifs n’ont pas"));
        return Some(french(&dit!(c, "{objectifs} de résultat comparable.", objectifs = goals)).into_owned());
    }
    let words = count(reached, &dit!(c, "objectif atteint"), &dit!(c, "objectifs atteints"));
    let told = count(told, &dit!(c, "évaluable"), &dit!(c, "évaluables"));
    let rest = if rest > 0 {
        let autres = count(rest, &dit!(c, "autre n’a pas"), &dit!(c, "autres n’ont pas"));
        dit!(c, " ; {autres} de résultat comparable", autres = autres)
    } else {
        String::new()
    };
    Some(
        french(&dit!(c, "{atteints} sur {evaluables}{autres}.", atteints = words, evaluables = told, autres = rest)).into_owned(),
    )
}

/// The indicators of these parts, as a section about `ix`.
fn branche<'p>(c: &Contexte<'_>, page: &Page, ix: PartIx, parts: impl Iterator<Item = (PartIx, &'p Part)>) -> Branche {
    let mut tableau = Tableau { legende: dit!(c, "Derniers résultats, {partie}", partie = c.short(ix)), ..Tableau::default() };
    tableau.colonnes = vec![
        Colonne::mots(dit!(c, "Indicateur")),
        Colonne::mots(dit!(c, "Partie")),
        Colonne::mots(dit!(c, "Dernier résultat")),
        Colonne::mots(dit!(c, "Dernier objectif")),
        Colonne::mots(dit!(c, "Verdict")),
    ];
    let mut listes = Vec::new();
    for (at, part) in parts {
        let lien = c.lien(page, at);
        let mut labels = Vec::new();
        for (n, i) in part.content.indicateurs.iter().enumerate() {
            let (home, values) = c.site.shared(at, i).map_or((part, i), |(home, other)| (c.site.part(home), other));
            if values.cellules().is_empty() {
                labels.push(french(&i.nom).into_owned());
                continue;
            }
            let href = format!("{}#indicateur-{}", lien.href, n + 1);
            let verdict = atteinte(values, i.sens.or_else(|| c.site.sens(home, values)));
            let cellules = vec![
                Case::mots(escape(&c.short(at))),
                Case::mots(dernier(c, values, &[ColonneNature::Bilan, ColonneNature::Situation, ColonneNature::Autre])),
                Case::mots(dernier(c, values, &[ColonneNature::Objectif, ColonneNature::Cible])),
                Case::mots(verdict.map_or_else(|| absent(&dit!(c, "sans objectif")), |(_, a)| escape(c.mots.dit(a.label())))),
            ];
            let entete = format!("<a href=\"{}\">{}</a>", escape(&href), escape(&french(&i.nom)));
            tableau.lignes.push(Ligne { entete, cellules, ..Ligne::default() });
        }
        if !labels.is_empty() {
            listes.push((lien, labels));
        }
    }
    Branche {
        ancre: format!("partie-{}", c.site.part(ix).slug()),
        titre: c.label(ix),
        tableau: (!tableau.lignes.is_empty()).then_some(tableau),
        listes,
    }
}

/// The last cell of some natures, in words: « 45 (2021) ».
fn dernier(c: &Contexte<'_>, i: &Indicateur, natures: &[ColonneNature]) -> String {
    let cells = i.valeurs.iter().filter(|v| natures.contains(&v.colonne.nature));
    let last = cells.max_by_key(|v| &*v.colonne.periode);
    let words = |v: &Valeur| {
        let text = match &v.cellule {
            Cellule::Absent(s) if *s != Statut::Texte => absent(&c.absence(*s, &v.imprime)),
            _ if v.imprime.is_empty() => absent(&dit!(c, "détaillé sur la fiche")),
            _ => escape(&french(&court(&v.imprime))),
        };
        format!("{text} <small>({})</small>", escape(&v.colonne.periode))
    };
    last.map_or_else(|| absent(&dit!(c, "aucun")), words)
}

/// Longest words of a cell, in characters: the rest is on the page of the part.
const MAX: usize = 60;

fn court(text: &str) -> String {
    match text.char_indices().nth(MAX) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}
