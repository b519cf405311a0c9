//! Budgets in words: the lines of a part as printed, what its children spend, who pays, what is missing, what is drawn.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use crate::compte::{LigneRef, Manques, Role, Taux, Total};
use crate::model::budget::{BudgetLine, BudgetNature, SousMontant};
use crate::model::{PartIx, Site};
use crate::render::chart::{Barres, Figure, Serie, Titre};
use crate::text::NBSP;
use crate::text::amount::{Lecture, Statut};
use crate::text::format::{capitalised, euros, percent};
use crate::text::typography::french;

use super::Commun;
use super::dessins::{Dessin, Trace};
use super::pieces::{Dit, Piece, Tableau};

/// A funder: its identifier and its name.
pub type Financeur = (String, String);

// ————— One figure

/// An amount as read: its value, or the words of the source where it is approximate, rounded or missing.
pub fn lecture(lecture: &Lecture) -> Dit {
    match lecture {
        Lecture::Connu(m) if m.approximation.is_none() && m.pas <= Decimal::ONE => Dit::connu(euros(m.valeur)),
        Lecture::Connu(m) => Dit::connu(french(&m.imprime)),
        Lecture::Absent(statut, _) => Dit::absent(statut.label()),
    }
}

/// A total; the reason where there is none; « partiel » where some amounts are missing.
pub fn montant(total: &Total) -> Dit {
    match total.total {
        Some(amount) => Dit { precision: partiel(total.manquants() > 0), ..Dit::connu(euros(amount)) },
        None => Dit::absent(raisons(Some(&total.manques))),
    }
}

/// A funder's share of a total.
pub fn part(total: &Total, id: &str) -> Dit {
    match (total.parts.get(id), total.parts_manquantes.get(id)) {
        (Some(amount), missing) => Dit { precision: partiel(missing.is_some()), ..Dit::connu(euros(*amount)) },
        (None, Some(missing)) => Dit::absent(raisons(Some(missing))),
        (None, None) => Dit::absent("aucune"),
    }
}

fn partiel(yes: bool) -> Option<String> {
    yes.then(|| "partiel".to_owned())
}

/// Of what was planned, the share that was done.
pub fn taux(total: Option<&Total>) -> Dit {
    let taux = total.and_then(|t| t.taux.as_ref());
    Dit::ou(taux.map(|t| Dit::connu(percent(t.valeur))), "sans objet")
}

/// Why figures are missing: « non communiqué, illisible ».
pub fn raisons(missing: Option<&Manques>) -> String {
    let reasons: Vec<&str> = missing.into_iter().flat_map(BTreeMap::keys).map(|s| s.label()).collect();
    if reasons.is_empty() { Statut::SansObjet.label().to_owned() } else { reasons.join(", ") }
}

// ————— The words of a total

/// `Prévisionnel 2022`.
pub fn tete(total: &Total) -> String {
    format!("{} {}", capitalised(total.nature.label()), total.exercice)
}

/// The total of a part of the same exercice and nature as another.
pub fn pareil<'s>(c: &Commun<'s>, ix: PartIx, like: &Total) -> Option<&'s Total> {
    c.summary.comptes.total(ix, &like.exercice, like.nature)
}

/// The totals of a part.
pub fn totaux<'s>(c: &Commun<'s>, ix: PartIx) -> &'s [Total] {
    c.summary.comptes.totaux.get(&ix).map_or(&[], Vec::as_slice)
}

/// Funders, in the order of the register.
pub fn financeurs(site: &Site, ids: impl Iterator<Item = String>) -> Vec<Financeur> {
    let ids: BTreeSet<String> = ids.collect();
    let register = site.registres.financeurs.entrees();
    register.iter().filter(|e| ids.contains(&e.id)).map(|e| (e.id.clone(), french(&e.nom).into_owned())).collect()
}

/// The heads of the columns of funders.
pub fn tetes_des_parts(funders: &[Financeur]) -> impl Iterator<Item = String> {
    funders.iter().map(|(_, name)| format!("Part {name}"))
}

/// How many amounts are missing, and why.
pub fn manques(total: &Total) -> Option<String> {
    let n = total.manquants();
    let verb = if n > 1 { "montants manquent" } else { "montant manque" };
    let reasons: Vec<String> = total
        .manques
        .iter()
        .map(|(statut, k)| if *k == n { statut.label().to_owned() } else { format!("{k}{NBSP}{}", statut.label()) })
        .collect();
    (n > 0).then(|| format!("{n}{NBSP}{verb} dans la source ({}){NBSP}: le total est partiel.", reasons.join(", ")))
}

/// What a rate is a share of; said with its amount where it is not the prévisionnel alone.
pub fn taux_de(taux: &Taux) -> String {
    match taux.avenants {
        false => "du prévisionnel".to_owned(),
        true => format!("de {}, prévisionnel et avenants", euros(taux.prevu)),
    }
}

/// What a total holds of each programme of the State.
pub fn programmes(total: &Total) -> impl Iterator<Item = (String, String)> {
    total.programmes.iter().map(|(p, amount)| (format!("Programme{NBSP}{p}"), euros(*amount)))
}

/// How many lines the rate leaves out.
pub fn sans_prevision(total: &Total) -> Option<String> {
    match total.taux.as_ref()?.sans_prevision {
        0 => None,
        1 => Some("Une ligne sans prévision n’entre pas dans ce taux.".to_owned()),
        n => Some(format!("{n}{NBSP}lignes sans prévision n’entrent pas dans ce taux.")),
    }
}

/// How the printed shares miss the printed totals of the lines that have both.
pub fn ecart_des_parts(site: &Site, total: &Total) -> Option<String> {
    let gap = |l: &LigneRef| -> Option<Decimal> {
        let line = l.line(site);
        let printed = line.total.as_ref()?.value.connu()?.valeur;
        let shares: Option<Decimal> = line.parts.iter().map(|(_, share)| share.value.connu().map(|m| m.valeur)).sum();
        (!line.parts.is_empty()).then_some(printed - shares?)
    };
    let gap: Decimal = total.lignes.iter().filter_map(gap).sum();
    let less = if gap.is_sign_positive() { "moins" } else { "plus" };
    let known = total.lignes.iter().any(|l| l.line(site).ecart.is_some());
    (known && !gap.is_zero()).then(|| format!("Telles qu’imprimées, les parts font {} de {less} que le total.", euros(gap.abs())))
}

/// « 17 505 016 € prévus en 2022 »: what was planned and what was done, in few words.
pub fn en_deux_mots(c: &Commun<'_>, ix: PartIx) -> Vec<String> {
    let words = |total: &Total| {
        let verb = match total.nature {
            BudgetNature::Previsionnel => "prévus",
            BudgetNature::Realise => "réalisés",
            BudgetNature::Engage => "engagés",
            _ => return None,
        };
        let partial = if total.manquants() > 0 { " (partiel)" } else { "" };
        Some(format!("{} {verb} en {}{partial}", euros(total.total?), total.exercice))
    };
    totaux(c, ix).iter().filter_map(words).collect()
}

// ————— The lines of a part

/// Lines that are counted in another part.
#[derive(Debug)]
pub struct Renvoi {
    /// « Ces montants », « Les montants de 2022, 2023 ».
    pub quoi: String,
    pub tout: PartIx,
}

impl Renvoi {
    /// The words between what is counted elsewhere and the name of that place, then after that name.
    pub const MOTS: (&'static str, &'static str) = (" sont déjà comptés dans ", "\u{A0}: ils ne s’ajoutent pas aux totaux.");
}

/// Which lines of a part are counted elsewhere: once for each place.
pub fn renvois(c: &Commun<'_>, ix: PartIx) -> Vec<Renvoi> {
    let own = c.summary.comptes.of(ix);
    let mut places: Vec<(PartIx, BTreeSet<&str>)> = Vec::new();
    for e in own.iter().filter(|e| e.role == Role::Comptee) {
        let Some(tout) = e.touts.first() else { continue };
        let exercice = e.ligne.line(c.site).exercice.value.as_str();
        match places.iter_mut().find(|(p, _)| p == tout) {
            Some((_, years)) => {
                years.insert(exercice);
            }
            None => places.push((*tout, BTreeSet::from([exercice]))),
        }
    }
    let everywhere = own.iter().all(|e| !e.touts.is_empty() || e.role != Role::Comptee);
    let quoi = |years: BTreeSet<&str>| match everywhere {
        true => "Ces montants".to_owned(),
        false => format!("Les montants de {}", years.into_iter().collect::<Vec<_>>().join(", ")),
    };
    places.into_iter().map(|(tout, years)| Renvoi { quoi: quoi(years), tout }).collect()
}

/// A line as its source prints it.
#[derive(Debug)]
pub struct LigneDite<'a> {
    pub nom: String,
    pub total: Dit,
    /// One for each funder of the part.
    pub parts: Vec<Dit>,
    /// What the source, or its editor, adds.
    pub precisions: Vec<Piece<'a>>,
    /// A total of the source: the lines above are its detail.
    pub recapitule: bool,
}

/// The printed lines of a part, and the funders they name.
pub fn lignes<'a>(c: &Commun<'a>, ix: PartIx) -> (Vec<Financeur>, Vec<LigneDite<'a>>) {
    let site = c.site;
    let budget = &site.part(ix).content.budget;
    let funders = financeurs(site, budget.iter().flat_map(|l| l.parts.iter().map(|(k, _)| k.value.clone())));
    let of = |found: Option<&crate::diagnostics::Spanned<Lecture>>| Dit::ou(found.map(|f| lecture(&f.value)), "non renseigné");
    let lignes = c.summary.comptes.of(ix).iter().map(|e| {
        let line = e.ligne.line(site);
        LigneDite {
            nom: line.libelle.clone().unwrap_or_else(|| format!("{} {}", capitalised(line.nature.label()), line.exercice.value)),
            total: of(line.total.as_ref()),
            parts: funders.iter().map(|(id, _)| of(line.share(id))).collect(),
            precisions: precisions(site, line),
            recapitule: e.role != Role::Comptee,
        }
    });
    let lignes = lignes.collect();
    (funders, lignes)
}

fn precisions<'a>(site: &Site, line: &'a BudgetLine) -> Vec<Piece<'a>> {
    let mut out: Vec<Piece<'_>> = line.note.iter().map(|n| Piece::Prose(&n.value)).collect();
    out.extend(line.programme.iter().map(|p| Piece::compose(format!("programme {} de l’État", p.value))));
    out.extend(line.detail.iter().map(|d| Piece::compose(sous_montant(site, d, ""))));
    out.extend(line.dont.iter().map(|d| Piece::compose(sous_montant(site, d, "dont "))));
    out.extend(line.recapitule.iter().map(|_| Piece::Mots("total imprimé, contrôlé, non additionné".to_owned())));
    out.extend(line.hors_parite.iter().map(|h| Piece::compose(format!("Hors parité : {}", h.value))));
    out.extend(line.ecart.iter().map(|e| Piece::Ecart(&e.value)));
    out
}

fn sous_montant(site: &Site, d: &SousMontant, dont: &str) -> String {
    let mut details: Vec<String> = Vec::new();
    if let Some(funder) = &d.financeur {
        let name = site.registres.financeurs.entrees().iter().find(|e| e.id == funder.value).map(|e| e.nom.as_str());
        details.push(format!("part {}", name.unwrap_or(&funder.value)));
    }
    details.extend(d.pourcentage.as_ref().map(|p| percent(p.value.value)));
    details.extend(d.note.as_ref().map(|n| n.value.clone()));
    let details = if details.is_empty() { String::new() } else { format!(" ({})", details.join(", ")) };
    format!("{dont}{} : {}{details}", d.libelle, lecture(&d.montant.value).mots)
}

/// The natures of spending: a table of those that have an amount, and the words of the others.
#[derive(Debug, Default)]
pub struct Depenses<'a> {
    pub tableau: Option<Tableau<'a>>,
    pub sans_montant: Vec<Vec<Piece<'a>>>,
}

/// What the money of a part is spent on.
pub fn depenses<'a>(c: &Commun<'a>, ix: PartIx) -> Depenses<'a> {
    let site = c.site;
    let Some(depenses) = &site.part(ix).content.depenses else { return Depenses::default() };
    let when = depenses.exercice.as_ref().map_or_else(String::new, |e| format!(" en {}", e.value));
    let mut tableau = Tableau::nouveau(french(&format!("Nature des dépenses{when}, {}", c.short(ix))), "Dépense");
    tableau.chiffres(["Montant"]);
    let mut sans_montant = Vec::new();
    for d in &depenses.lignes {
        let mut entete = vec![Piece::texte(&d.libelle.value)];
        entete.extend(d.note.iter().map(|n| Piece::Petit(vec![Piece::Prose(&n.value)])));
        let Some(amount) = &d.montant else {
            sans_montant.push(entete);
            continue;
        };
        tableau.ligne(entete, [lecture(&amount.value)]);
        for part in &d.dont {
            let entete = vec![Piece::compose(format!("dont {}", part.libelle))];
            tableau.ligne(entete, [lecture(&part.montant.value)]).sous = true;
        }
    }
    Depenses { tableau: (!tableau.lignes.is_empty()).then_some(tableau), sans_montant }
}

// ————— The totals in tables

/// Who pays what: one row per exercice and nature, one column per funder.
pub fn financement<'a>(c: &Commun<'a>, ix: PartIx) -> Tableau<'a> {
    let totals = totaux(c, ix);
    let funders = financeurs(c.site, totals.iter().flat_map(Total::financeurs));
    let rates = totals.iter().any(|t| t.taux.is_some());
    let mut tableau = Tableau::nouveau(format!("Qui finance, par exercice, {}", c.short(ix)), "Exercice et nature");
    tableau.chiffres(tetes_des_parts(&funders));
    tableau.chiffres(["Total"]);
    if rates {
        tableau.chiffres(["Taux d’exécution"]);
    }
    for total in totals {
        let shares = funders.iter().map(|(id, _)| part(total, id));
        let rate = rates.then(|| taux(Some(total)));
        tableau.ligne(vec![Piece::Mots(tete(total))], shares.chain([montant(total)]).chain(rate));
    }
    tableau
}

/// One row per child with a budget, one column per exercice and nature, and the total.
pub fn enfants<'a>(c: &Commun<'a>, ix: PartIx) -> Option<Tableau<'a>> {
    // The details of a fiche are its own budget told again: their table would count it twice.
    let own = c.summary.comptes.of(ix).iter().any(|e| e.role == Role::Comptee);
    let totals = totaux(c, ix);
    if own || totals.is_empty() {
        return None;
    }
    let mut tableau = Tableau::nouveau(format!("Budget de chaque partie, {}", c.short(ix)), "Partie");
    for total in totals {
        tableau.chiffres([tete(total)]);
        tableau.chiffres(total.taux.as_ref().map(|_| format!("Taux d’exécution {}", total.exercice)));
    }
    for child in avec_budget(c, ix) {
        let mut entete = vec![Piece::Lien(child, None)];
        entete.extend(deja_compte(c, totals, child).map(Piece::Incise));
        tableau.ligne(entete, rangee(totals, |t| pareil(c, child, t)));
    }
    if tableau.lignes.is_empty() {
        return None;
    }
    tableau.ligne(vec![Piece::Mots("Total".to_owned())], rangee(totals, Some)).total = true;
    Some(tableau)
}

/// The children of a part that have a budget.
pub fn avec_budget(c: &Commun<'_>, ix: PartIx) -> impl Iterator<Item = PartIx> {
    c.site.part(ix).children.iter().copied().filter(|p| c.summary.comptes.totaux.contains_key(p))
}

/// Whether some lines of a child are counted in another: then the rows do not add up to the total.
pub fn deja_compte(c: &Commun<'_>, totals: &[Total], child: PartIx) -> Option<String> {
    let elsewhere =
        |t: &&Total| pareil(c, child, t).is_some_and(|own| own.lignes.iter().any(|l| t.lignes.binary_search(l).is_err()));
    let years: BTreeSet<&str> = totals.iter().filter(elsewhere).map(|t| t.exercice.as_str()).collect();
    let years: Vec<&str> = years.into_iter().collect();
    (!years.is_empty()).then(|| format!("{}, déjà compté ailleurs", years.join(", ")))
}

fn rangee<'s>(columns: &'s [Total], find: impl Fn(&'s Total) -> Option<&'s Total>) -> Vec<Dit> {
    let mut out = Vec::new();
    for column in columns {
        let own = find(column);
        out.push(Dit::ou(own.map(montant), "aucun"));
        out.extend(column.taux.as_ref().map(|_| taux(own)));
    }
    out
}

// ————— The totals drawn

/// One bar per exercice and nature, made of the shares of the funders.
pub fn par_financeur(c: &Commun<'_>, ix: PartIx) -> Option<Dessin> {
    let totals: Vec<&Total> = totaux(c, ix).iter().filter(|t| t.total.is_some()).collect();
    let funders = financeurs(c.site, totals.iter().flat_map(|t| t.parts.keys().cloned()));
    let shares = |t: &Total| t.parts.values().sum::<Decimal>();
    // A source that contradicts itself cannot be drawn as shares of a whole.
    let coherent =
        totals.iter().all(|t| t.total.is_some_and(|whole| shares(t) <= whole) && t.parts.values().all(|p| !p.is_sign_negative()));
    if totals.len() < 2 || funders.is_empty() || !coherent {
        return None;
    }
    let figure = |v: Decimal| Figure { valeur: v, texte: euros(v) };
    let share = |t: &Total, id: &str| t.parts.get(id).copied().map(figure);
    let mut series: Vec<Serie> = funders
        .iter()
        .map(|(id, nom)| Serie { nom: nom.clone(), valeurs: totals.iter().map(|t| share(t, id)).collect() })
        .collect();
    // What the shares leave may be a rounding: a thousandth of the whole is not seen.
    let seen = |rest: Decimal, whole: Decimal| rest.checked_mul(Decimal::ONE_THOUSAND).is_none_or(|r| r > whole);
    let rest = |t: &&Total| t.total.map(|w| (w - shares(t), w)).filter(|(r, w)| seen(*r, *w)).map(|(r, _)| figure(r));
    let rests: Vec<Option<Figure>> = totals.iter().map(rest).collect();
    if rests.iter().any(Option::is_some) {
        series.push(Serie { nom: "Part non précisée".to_owned(), valeurs: rests });
    }
    let label = |t: &&Total| format!("{}{NBSP}: {}", tete(t), t.total.map_or_else(String::new, |v| au_trait(t, v)));
    let titre = format!("Qui finance, {}", c.short(ix));
    let legende = series.iter().map(|s| s.nom.clone()).collect();
    let description =
        "Une barre par exercice et nature de montant, partagée entre les financeurs ; le tableau donne tous les montants.";
    let barres = Barres {
        titre: Titre { id: format!("g-financeurs-{}", ix.0), titre: titre.clone(), description: description.to_owned() },
        categories: totals.iter().map(label).collect(),
        series,
        empilees: true,
        reference: None,
    };
    Some(Dessin { titre, legende, trace: Trace::Barres(barres) })
}

/// The documents that print no budget.
pub fn sans_budget<'c>(c: &'c Commun<'_>) -> impl Iterator<Item = PartIx> + 'c {
    c.site.documents.iter().map(|d| d.racine).filter(|ix| totaux(c, *ix).is_empty())
}

/// For each document, what was planned and what was done in the last exercice that tells what was done; else what was planned in
/// its first exercice. Documents of other years and other départements stand side by side and are never added.
pub fn par_document(c: &Commun<'_>) -> Option<Dessin> {
    let ligne = |ix: PartIx| {
        let totals = totaux(c, ix);
        let known = |t: &&Total| t.total.is_some();
        let done = totals.iter().rev().filter(known).find(|t| t.nature.is_execution());
        let forecast = |t: &&Total| {
            matches!(t.nature, BudgetNature::Previsionnel | BudgetNature::Estime) && done.is_none_or(|d| d.exercice == t.exercice)
        };
        let planned = totals.iter().filter(known).find(forecast);
        let exercice = &done.or(planned)?.exercice;
        let titre = c.titre_court(ix);
        let periode = &c.site.document(c.site.part(ix)).info.periode;
        let when = if periode.as_slice() == [exercice.clone()] { String::new() } else { format!(", en {exercice}") };
        // A telephone has no room for these words beside the marks.
        let natures: Vec<&str> = planned.into_iter().chain(done).map(|t| t.nature.label()).collect();
        Some((french(&format!("{titre}{when} : {}", natures.join(", "))).into_owned(), planned, done))
    };
    let lignes: Vec<(String, Option<&Total>, Option<&Total>)> = c.site.documents.iter().filter_map(|d| ligne(d.racine)).collect();
    if lignes.is_empty() {
        return None;
    }
    let figure =
        |t: Option<&Total>| t.and_then(|t| Some((t, t.total?))).map(|(t, v)| Figure { valeur: v, texte: au_trait(t, v) });
    let series = vec![
        Serie { nom: "prévu".to_owned(), valeurs: lignes.iter().map(|l| figure(l.1)).collect() },
        Serie { nom: "fait".to_owned(), valeurs: lignes.iter().map(|l| figure(l.2)).collect() },
    ];
    let titre = "Prévu et fait, document par document".to_owned();
    let description =
        "Des barres par document, à la même échelle, à partir de zéro ; chaque montant est écrit à côté de sa barre.";
    let barres = Barres {
        titre: Titre { id: "g-documents".to_owned(), titre: titre.clone(), description: description.to_owned() },
        categories: lignes.iter().map(|l| l.0.clone()).collect(),
        series,
        empilees: false,
        reference: None,
    };
    Some(Dessin { titre, legende: vec!["Prévu".to_owned(), "Fait".to_owned()], trace: Trace::Barres(barres) })
}

/// A total beside its mark, with the word that says it is partial.
fn au_trait(total: &Total, amount: Decimal) -> String {
    format!("{}{}", euros(amount), if total.manquants() > 0 { " (partiel)" } else { "" })
}

/// Most children that one chart compares.
const MAX_ENFANTS: usize = 24;
/// Longest words of a bar, in characters: a long title gives way to its number.
const MAX_ETIQUETTE: usize = 68;

/// For each child, what was planned and what was done in the last exercice that has both; what was planned when nothing is told
/// of what was done.
pub fn par_enfant(c: &Commun<'_>, ix: PartIx) -> Option<Dessin> {
    let totals = totaux(c, ix);
    let part = c.site.part(ix);
    let planned = |exercice: &str| totals.iter().find(|t| t.exercice == exercice && t.nature == BudgetNature::Previsionnel);
    let known = |t: &&Total| part.children.iter().any(|p| pareil(c, *p, t).is_some_and(|o| o.total.is_some()));
    let done = totals.iter().rev().filter(known).find(|t| t.nature.is_execution() && planned(&t.exercice).is_some());
    let shown: Vec<&Total> = match done {
        Some(done) => planned(&done.exercice).into_iter().chain([done]).collect(),
        None => totals.iter().find(|t| t.nature == BudgetNature::Previsionnel).into_iter().collect(),
    };
    let first = shown.first()?;
    let children: Vec<PartIx> =
        part.children.iter().copied().filter(|p| shown.iter().any(|t| pareil(c, *p, t).is_some())).collect();
    if !(2..=MAX_ENFANTS).contains(&children.len()) {
        return None;
    }
    let figure = |t: &Total, child: PartIx| {
        pareil(c, child, t).and_then(|o| Some((o, o.total?))).map(|(o, v)| Figure { valeur: v, texte: au_trait(o, v) })
    };
    let series =
        |t: &&Total| Serie { nom: t.nature.label().to_owned(), valeurs: children.iter().map(|p| figure(t, *p)).collect() };
    let label = |p: &PartIx| {
        let long = c.label_court(*p);
        if long.chars().count() > MAX_ETIQUETTE { c.short(*p) } else { long }
    };
    let what = if done.is_some() { "Prévu et fait" } else { "Prévu" };
    let titre = french(&format!("{what} en {}, {}", first.exercice, c.short(ix))).into_owned();
    let description = "Des barres par partie, à la même échelle, à partir de zéro ; le tableau donne tous les montants.";
    let barres = Barres {
        titre: Titre { id: format!("g-parties-{}", ix.0), titre: titre.clone(), description: description.to_owned() },
        categories: children.iter().map(label).collect(),
        series: shown.iter().map(series).collect(),
        empilees: false,
        reference: None,
    };
    let legende = if shown.len() > 1 { shown.iter().map(|t| capitalised(t.nature.label())).collect() } else { Vec::new() };
    Some(Dessin { titre, legende, trace: Trace::Barres(barres) })
}
