//! The index of indicators: every one of them, document by document, with its last result and its objective.

use serde::Serialize;

use crate::diagnostics::Diagnostic;
use crate::model::indicateur::{Cellule, ColonneNature, Indicateur, Valeur};
use crate::model::{PartIx, Site};
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

/// The documents that have indicators.
pub fn documents(site: &Site) -> Vec<PartIx> {
    let has = |ix: &PartIx| site.subtree(*ix).any(|(_, p)| !p.content.indicateurs.is_empty());
    site.documents.iter().map(|d| d.racine).filter(has).collect()
}

#[derive(Debug, Serialize)]
struct Vue {
    documents: Vec<DocumentVue>,
    territoires: Option<Lien>,
}

#[derive(Debug, Serialize)]
struct DocumentVue {
    lien: Lien,
    reperes: Vec<String>,
}

/// `/indicateurs/`.
pub fn page(c: &Contexte<'_>) -> Result<File, Diagnostic> {
    let description = dit!(c, "Tous les indicateurs des documents : leurs derniers résultats, leurs objectifs, leurs fiches.");
    let mut page = c.page(URL, &dit!(c, "Indicateurs"), &description, Vec::new());
    page.fil = vec![c.accueil(&page)];
    page.ici = dit!(c, "Indicateurs");
    let document = |ix: PartIx| {
        let all: Vec<&Indicateur> = c.site.subtree(ix).flat_map(|(_, p)| &p.content.indicateurs).collect();
        let valued = all.iter().filter(|i| !i.cellules().is_empty()).count();
        let mut reperes = vec![count(all.len(), &dit!(c, "indicateur"), &dit!(c, "indicateurs"))];
        if valued > 0 {
            reperes.push(dit!(c, "dont {n} avec des valeurs", n = crate::text::format::number(valued.into())));
        }
        let mut lien = c.lien(&page, ix);
        lien.href = c.href(&page, &format!("{URL}{}/", c.site.part(ix).id));
        DocumentVue { lien, reperes }
    };
    let territoires = super::territoires::existe(c.site)
        .then(|| Lien { href: c.href(&page, super::territoires::URL), texte: dit!(c, "Comparer les territoires") });
    let vue = Vue { documents: documents(c.site).into_iter().map(document).collect(), territoires };
    super::super::page(c, "indicateurs.html", &page, &vue)
}

#[derive(Debug, Serialize)]
struct IndexVue {
    document: Lien,
    titre: String,
    /// « 12 objectifs atteints sur 20 évaluables ».
    bilan: Option<String>,
    branches: Vec<Branche>,
}

/// The indicators of one branch of a document.
#[derive(Debug, Serialize)]
struct Branche {
    ancre: String,
    titre: String,
    tableau: Option<Tableau>,
    /// By part: the indicators that have no value.
    listes: Vec<(Lien, Vec<String>)>,
}

/// `/indicateurs/execution-59-2022/`.
pub fn document(c: &Contexte<'_>, ix: PartIx) -> Result<File, Diagnostic> {
    let part = c.site.part(ix);
    let titre = french(&dit!(c, "Indicateurs : {titre}", titre = part.titre())).into_owned();
    let head = format!("{titre} | {}", c.site.document(part).info.collectivite.as_deref().unwrap_or(c.mots.dit(mot!("Parvis"))));
    let description =
        dit!(c, "Les indicateurs du document, avec leurs derniers résultats et leurs objectifs : {titre}.", titre = part.titre());
    let mut page = c.page(&format!("{URL}{}/", part.id), &head, &description, Vec::new());
    page.fil = vec![c.accueil(&page), Lien { href: c.href(&page, URL), texte: dit!(c, "Indicateurs") }];
    page.ici = french(part.titre_court()).into_owned();
    let branches = part.children.iter().copied().filter(|b| c.site.subtree(*b).any(|(_, p)| !p.content.indicateurs.is_empty()));
    let vue = IndexVue {
        document: c.lien(&page, ix),
        titre: french(part.titre_court()).into_owned(),
        bilan: bilan(c, ix),
        branches: branches.map(|b| branche(c, &page, b)).collect(),
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

fn branche(c: &Contexte<'_>, page: &Page, ix: PartIx) -> Branche {
    let mut tableau = Tableau { legende: dit!(c, "Derniers résultats, {partie}", partie = c.short(ix)), ..Tableau::default() };
    tableau.colonnes = vec![
        Colonne::mots(dit!(c, "Indicateur")),
        Colonne::mots(dit!(c, "Partie")),
        Colonne::mots(dit!(c, "Dernier résultat")),
        Colonne::mots(dit!(c, "Dernier objectif")),
        Colonne::mots(dit!(c, "Verdict")),
    ];
    let mut listes = Vec::new();
    for (at, part) in c.site.subtree(ix) {
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
    let last = cells.max_by_key(|v| v.colonne.periode.as_str());
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
