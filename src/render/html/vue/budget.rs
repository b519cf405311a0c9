//! Budgets: the lines of a part as printed, the rollup of its children, and how each total comes about.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::diagnostics::Diagnostic;
use crate::model::budget::{BudgetLine, BudgetNature};
use crate::model::{Part, PartIx};
use crate::render::File;
use crate::render::html::contexte::{Contexte, Lien, Page};
use crate::render::html::escape::escape;
use crate::render::html::prose::Ecrivain;
use crate::summary::{Cellule, LigneRef, budget};
use crate::text::NBSP;
use crate::text::format::{count, euros, percent};
use crate::text::typography::french;

use super::actions::lecture;
use super::part::capitalised;
use super::tableau::{Case, Colonne, Ligne, Tableau};

/// The budget section of a part.
#[derive(Debug, Serialize)]
pub struct BudgetVue {
    /// The lines of the part itself.
    lignes: Option<Tableau>,
    /// Lines counted elsewhere, explained.
    avertissement: Option<String>,
    /// What the children spend.
    enfants: Option<Tableau>,
    totaux: Vec<Total>,
}

/// A computed total with its derivation.
#[derive(Debug, Serialize)]
struct Total {
    titre: String,
    montant: String,
    /// « 1 montant n’est pas communiqué : le total est partiel ».
    partiel: Option<String>,
    taux: Option<String>,
    /// The rate as the length of a bar out of 125, cut there.
    jauge: Option<String>,
    /// The address of the page of known écarts.
    ecarts: String,
    /// « Les parts font 7 490 € de moins que le total », where the source contradicts itself.
    ecart: Option<String>,
    parts: Vec<(String, String)>,
    lignes: Vec<LigneVue>,
}

/// One summed line.
#[derive(Debug, Serialize)]
struct LigneVue {
    href: String,
    texte: String,
    libelle: String,
    montant: String,
}

/// The budget section of a part, if it has one.
pub fn part(c: &Contexte<'_>, page: &Page, ix: PartIx) -> Option<BudgetVue> {
    let part = c.site.part(ix);
    let cells = c.summary.budgets.get(&ix)?;
    let whole = part.content.budget.iter().filter_map(|l| c.site.lookup(ix, &l.compte_dans.as_ref()?.value)).next();
    Some(BudgetVue {
        lignes: (!part.content.budget.is_empty()).then(|| lines(c, page, ix, part)),
        avertissement: whole.map(|w| {
            let lien = c.lien(page, w);
            format!(
                "Ces montants sont déjà comptés dans <a href=\"{}\">{}</a>\u{A0}: ils ne s’ajoutent pas aux totaux.",
                escape(&lien.href),
                escape(&lien.texte)
            )
        }),
        enfants: children(c, page, ix),
        totaux: cells.iter().filter(|cell| cell.lignes.len() > 1).map(|cell| total(c, page, ix, cell)).collect(),
    })
}

/// The printed lines of a part.
fn lines(c: &Contexte<'_>, page: &Page, ix: PartIx, part: &Part) -> Tableau {
    let mut w = Ecrivain::new(c, page, Some(ix));
    let funders = funders(part.content.budget.iter().flat_map(|l| l.parts.iter().map(|(k, _)| k.value.clone())), c);
    let notes = part.content.budget.iter().any(|l| l.note.is_some() || l.ecart.is_some() || !l.dont.is_empty());
    let mut tableau = Tableau { legende: format!("Budget, {}", c.short(ix)), ..Tableau::default() };
    tableau.colonnes = vec![Colonne::mots("Montant"), Colonne::chiffres("Total")];
    tableau.colonnes.extend(funders.iter().map(|(_, name)| Colonne::chiffres(format!("Part {name}"))));
    if notes {
        tableau.colonnes.push(Colonne::mots("Précisions"));
    }
    for line in &part.content.budget {
        let mut cellules = vec![Case::chiffre(line.total.as_ref().map_or_else(absent, |t| escape(&lecture(&t.value))))];
        for (id, _) in &funders {
            let share = line.parts.iter().find(|(k, _)| k.value == *id);
            cellules.push(Case::chiffre(share.map_or_else(absent, |(_, s)| escape(&lecture(&s.value)))));
        }
        if notes {
            cellules.push(Case::mots(remarks(&mut w, line)));
        }
        let name =
            line.libelle.clone().unwrap_or_else(|| format!("{} {}", capitalised(line.nature.label()), line.exercice.value));
        tableau.lignes.push(Ligne { entete: w.texte(&name), cellules, ..Ligne::default() });
    }
    tableau
}

/// A total for readers.
fn known(total: Option<Decimal>) -> String {
    total.map_or_else(|| "non communiqué".to_owned(), euros)
}

fn absent() -> String {
    "<span class=\"absent\">non renseigné</span>".to_owned()
}

fn remarks(w: &mut Ecrivain<'_, '_>, line: &BudgetLine) -> String {
    let mut words: Vec<String> = line.note.iter().map(|n| w.texte(&n.value)).collect();
    words.extend(line.dont.iter().map(|(label, amount)| w.texte(&format!("dont {label} : {}", lecture(&amount.value)))));
    words.extend(line.ecart.iter().map(|e| format!("<strong class=\"ecart\">Écart</strong>{NBSP}: {}", w.texte(&e.value))));
    if words.is_empty() { "<span class=\"absent\">aucune</span>".to_owned() } else { words.join("<br>") }
}

/// Identifiers and names of funders, in the order of the register.
fn funders(ids: impl Iterator<Item = String>, c: &Contexte<'_>) -> Vec<(String, String)> {
    let ids: BTreeSet<String> = ids.collect();
    let register = c.site.registres.financeurs.entrees();
    let known = register.iter().filter(|e| ids.contains(&e.id)).map(|e| (e.id.clone(), french(&e.nom).into_owned()));
    known.collect()
}

/// One row per child with a budget, one column per exercice and nature, and the total.
fn children(c: &Contexte<'_>, page: &Page, ix: PartIx) -> Option<Tableau> {
    let part = c.site.part(ix);
    // The details of a fiche are its own budget told again: their table would count it twice.
    if !part.content.budget.is_empty() {
        return None;
    }
    let cells = c.summary.budgets.get(&ix)?;
    let with_budget: Vec<PartIx> = part.children.iter().copied().filter(|p| c.summary.budgets.contains_key(p)).collect();
    if with_budget.is_empty() {
        return None;
    }
    let mut tableau = Tableau { legende: format!("Budget de chaque partie, {}", c.short(ix)), ..Tableau::default() };
    tableau.colonnes.push(Colonne::mots("Partie"));
    for cell in cells {
        tableau.colonnes.push(Colonne::chiffres(head(cell)));
        if cell.taux.is_some() {
            tableau.colonnes.push(Colonne::chiffres(format!("Taux d’exécution {}", cell.exercice)));
        }
    }
    for child in with_budget {
        let lien = c.lien(page, child);
        let own = c.summary.budgets.get(&child);
        let find = |cell: &Cellule| own.and_then(|o| o.iter().find(|x| x.exercice == cell.exercice && x.nature == cell.nature));
        tableau.lignes.push(Ligne {
            entete: format!("<a href=\"{}\">{}</a>", escape(&lien.href), escape(&lien.texte)),
            cellules: row(cells, find),
            ..Ligne::default()
        });
    }
    tableau.lignes.push(Ligne { entete: "Total".to_owned(), cellules: row(cells, Some), total: true, sous: false });
    Some(tableau)
}

fn head(cell: &Cellule) -> String {
    format!("{} {}", capitalised(cell.nature.label()), cell.exercice)
}

fn row<'s>(columns: &'s [Cellule], find: impl Fn(&'s Cellule) -> Option<&'s Cellule>) -> Vec<Case> {
    let mut out = Vec::new();
    for column in columns {
        let own = find(column);
        out.push(Case::chiffre(own.map_or_else(
            || "<span class=\"absent\">aucun</span>".to_owned(),
            |o| {
                if o.manquants > 0 { format!("{} <small>partiel</small>", known(o.total)) } else { known(o.total) }
            },
        )));
        if column.taux.is_some() {
            let taux = own.and_then(|o| o.taux);
            out.push(Case::chiffre(taux.map_or_else(|| "<span class=\"absent\">sans objet</span>".to_owned(), percent)));
        }
    }
    out
}

fn total(c: &Contexte<'_>, page: &Page, ix: PartIx, cell: &Cellule) -> Total {
    let funders = funders(cell.parts.keys().cloned(), c);
    let missing = |n: usize| {
        let verb = if n > 1 { "montants manquent" } else { "montant manque" };
        format!("{n}{NBSP}{verb} dans la source{NBSP}: le total est partiel.")
    };
    Total {
        titre: head(cell),
        montant: known(cell.total),
        partiel: (cell.manquants > 0).then(|| missing(cell.manquants)),
        taux: cell.taux.map(percent),
        jauge: cell.taux.map(|t| t.min(Decimal::from(125)).normalize().to_string()),
        ecarts: c.href(page, "/ecarts/"),
        parts: funders
            .into_iter()
            .map(|(id, name)| (name, euros(cell.parts.get(&id).copied().unwrap_or(Decimal::ZERO))))
            .collect(),
        ecart: shares_gap(c, cell),
        lignes: derivation(c, page, ix, cell),
    }
}

/// How the printed shares miss the printed totals of the lines that have both.
fn shares_gap(c: &Contexte<'_>, cell: &Cellule) -> Option<String> {
    let gap = |l: &LigneRef| -> Option<Decimal> {
        let line = l.line(c.site);
        let printed = line.total.as_ref()?.value.connu()?.valeur;
        let shares: Option<Decimal> = line.parts.iter().map(|(_, share)| share.value.connu().map(|m| m.valeur)).sum();
        (!line.parts.is_empty()).then_some(printed - shares?)
    };
    let gap: Decimal = cell.lignes.iter().filter_map(gap).sum();
    let less = if gap.is_sign_positive() { "moins" } else { "plus" };
    let known = cell.lignes.iter().any(|l| l.line(c.site).ecart.is_some());
    (known && !gap.is_zero()).then(|| format!("Telles qu’imprimées, les parts font {} de {less} que le total.", euros(gap.abs())))
}

/// Above this many lines, a total unfolds to the subtotals of the parts below, each of which unfolds on its own page.
const MAX_LIGNES: usize = 60;

/// What a total sums: its lines, or the subtotals they come under.
fn derivation(c: &Contexte<'_>, page: &Page, ix: PartIx, cell: &Cellule) -> Vec<LigneVue> {
    let entry = |part: PartIx, libelle: String, montant: Option<Decimal>| {
        let lien = c.lien(page, part);
        let montant = montant.map_or_else(|| "montant manquant".to_owned(), euros);
        LigneVue { href: format!("{}#budget", lien.href), texte: lien.texte, libelle, montant }
    };
    let line = |l: &LigneRef| {
        let line = l.line(c.site);
        entry(l.part, line.libelle.as_ref().map_or_else(String::new, |l| french(l).into_owned()), budget::total(line))
    };
    if cell.lignes.len() <= MAX_LIGNES {
        return cell.lignes.iter().map(line).collect();
    }
    let own = cell.lignes.iter().filter(|l| l.part == ix).map(line);
    // Summed from the same lines, so that the subtotals make the total whatever is counted elsewhere.
    let below = c.site.part(ix).children.iter().filter_map(|child| {
        let inside = |part: PartIx| part == *child || c.site.ancestors(c.site.part(part)).any(|(a, _)| a == *child);
        let totals: Vec<Decimal> =
            cell.lignes.iter().filter(|l| inside(l.part)).filter_map(|l| budget::total(l.line(c.site))).collect();
        (!totals.is_empty()).then(|| entry(*child, head(cell), Some(totals.iter().sum())))
    });
    own.chain(below).collect()
}

/// The budget page of the site: one entry per document.
#[derive(Debug, Serialize)]
struct SiteVue {
    documents: Vec<DocumentVue>,
    sans_budget: Vec<Lien>,
}

#[derive(Debug, Serialize)]
struct DocumentVue {
    lien: Lien,
    detail: Lien,
    collectivite: Option<String>,
    totaux: Vec<Total>,
}

/// `/budget/`.
pub fn site(c: &Contexte<'_>) -> Result<File, Diagnostic> {
    let mut page =
        c.page("/budget/", "Budgets", "Les budgets de tous les documents, avec leur calcul ligne à ligne.", Vec::new());
    page.fil = vec![c.accueil(&page)];
    page.ici = "Budgets".to_owned();
    let mut vue = SiteVue { documents: Vec::new(), sans_budget: Vec::new() };
    for document in &c.site.documents {
        let ix = document.racine;
        match c.summary.budgets.get(&ix) {
            None => vue.sans_budget.push(c.lien(&page, ix)),
            Some(cells) => vue.documents.push(DocumentVue {
                lien: c.lien(&page, ix),
                detail: Lien {
                    href: c.href(&page, &format!("/budget/{}/", c.site.part(ix).id)),
                    texte: french(&format!("Tout le budget : {}", c.site.part(ix).titre_court())).into_owned(),
                },
                collectivite: document.info.collectivite.clone(),
                totaux: cells.iter().map(|cell| total(c, &page, ix, cell)).collect(),
            }),
        }
    }
    super::super::page(c, "budget.html", &page, &vue)
}

/// The budget page of a document.
#[derive(Debug, Serialize)]
struct BudgetDocumentVue {
    document: Lien,
    collectivite: Option<String>,
    totaux: Vec<Total>,
    branches: Vec<Branche>,
}

/// One branch of the document: its table and its totals.
#[derive(Debug, Serialize)]
struct Branche {
    ancre: String,
    lien: Lien,
    tableau: Option<Tableau>,
    financement: Option<Tableau>,
    totaux: Vec<Total>,
}

/// `/budget/execution-59-2022/`.
pub fn document(c: &Contexte<'_>, ix: PartIx) -> Result<File, Diagnostic> {
    let part = c.site.part(ix);
    let titre = format!("Budget : {}", part.titre());
    let head = format!("{titre} | {}", c.site.document(part).info.collectivite.as_deref().unwrap_or("Parvis"));
    let description = format!("Prévisionnel et réalisé, part de chaque financeur, total de chaque partie : {}.", part.titre());
    let mut page = c.page(&format!("/budget/{}/", part.id), &head, &description, Vec::new());
    page.fil = vec![c.accueil(&page), Lien { href: c.href(&page, "/budget/"), texte: "Budgets".to_owned() }];
    page.ici = french(part.titre_court()).into_owned();
    let branches: Vec<PartIx> = part.children.iter().copied().filter(|p| c.summary.budgets.contains_key(p)).collect();
    let totals = |ix: PartIx| c.summary.budgets.get(&ix).into_iter().flatten().map(|cell| total(c, &page, ix, cell)).collect();
    let vue = BudgetDocumentVue {
        document: c.lien(&page, ix),
        collectivite: c.site.document(part).info.collectivite.clone(),
        totaux: totals(ix),
        branches: branches
            .into_iter()
            .map(|b| Branche {
                ancre: c.site.part(b).slug().to_owned(),
                lien: c.lien(&page, b),
                tableau: children(c, &page, b),
                financement: funding(c, &page, b),
                totaux: totals(b),
            })
            .collect(),
    };
    super::super::page(c, "budget-document.html", &page, &vue)
}

/// Who pays what, fiche by fiche: the réalisé, else the prévisionnel, of the last exercice.
fn funding(c: &Contexte<'_>, page: &Page, ix: PartIx) -> Option<Tableau> {
    let cells = c.summary.budgets.get(&ix)?;
    let cell = cells.iter().rev().find(|x| x.nature == BudgetNature::Realise).or_else(|| cells.last())?;
    let funders = funders(cell.parts.keys().cloned(), c);
    if funders.len() < 2 {
        return None;
    }
    let mut tableau = Tableau {
        legende: format!("Qui finance ({} {}), {}", cell.nature.label(), cell.exercice, c.short(ix)),
        ..Tableau::default()
    };
    tableau.colonnes.push(Colonne::mots("Partie"));
    tableau.colonnes.extend(funders.iter().map(|(_, name)| Colonne::chiffres(format!("Part {name}"))));
    tableau.colonnes.push(Colonne::chiffres("Total"));
    let share = |cell: Option<&Cellule>, id: &str| {
        let amount = cell.and_then(|x| x.parts.get(id));
        Case::chiffre(amount.map_or_else(|| "<span class=\"absent\">aucune</span>".to_owned(), |a| euros(*a)))
    };
    let figures = |own: Option<&Cellule>| {
        let mut cases: Vec<Case> = funders.iter().map(|(id, _)| share(own, id)).collect();
        cases.push(Case::chiffre(own.map_or_else(absent, |o| known(o.total))));
        cases
    };
    for &child in c.site.part(ix).children.iter().filter(|p| c.summary.budgets.contains_key(p)) {
        let own =
            c.summary.budgets.get(&child).and_then(|o| o.iter().find(|x| x.exercice == cell.exercice && x.nature == cell.nature));
        let lien = c.lien(page, child);
        tableau.lignes.push(Ligne {
            entete: format!("<a href=\"{}\">{}</a>", escape(&lien.href), escape(&lien.texte)),
            cellules: figures(own),
            ..Ligne::default()
        });
    }
    tableau.lignes.push(Ligne { entete: "Total".to_owned(), cellules: figures(Some(cell)), total: true, sous: false });
    Some(tableau)
}

/// « 17 505 016 € prévus » for cards: the prévisionnel and the réalisé of a part, in few words.
pub fn en_deux_mots(c: &Contexte<'_>, ix: PartIx) -> Vec<String> {
    let cells = c.summary.budgets.get(&ix).map_or(&[][..], |v| v);
    let said = |cell: &&Cellule| matches!(cell.nature, BudgetNature::Previsionnel | BudgetNature::Realise);
    let words = |cell: &Cellule| {
        let verb = if cell.nature == BudgetNature::Realise { "réalisés" } else { "prévus" };
        let partial = if cell.manquants > 0 { " (partiel)" } else { "" };
        Some(format!("{} {verb} en {}{partial}", euros(cell.total?), cell.exercice))
    };
    cells.iter().filter(said).filter_map(words).collect()
}

/// « 32 lignes » for the page of the known contradictions.
pub fn compte(n: usize) -> String {
    count(n, "écart", "écarts")
}
