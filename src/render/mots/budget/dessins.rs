//! The totals drawn: who pays, what each child and each document plans and does.

use rust_decimal::Decimal;

use super::{financeurs, pareil, tete, totaux};
use crate::compte::Total;
use crate::model::PartIx;
use crate::model::budget::BudgetNature;
use crate::render::chart::{Barres, Figure, Serie, Titre};
use crate::render::mots::Commun;
use crate::render::mots::dessins::Dessin;
use crate::text::NBSP;
use crate::text::format::{capitalised, euros};
use crate::text::typography::french;

/// One bar per exercice and nature, made of the shares of the funders.
pub fn par_financeur(c: &Commun<'_>, ix: PartIx) -> Option<Dessin> {
    let totals: Vec<&Total> = totaux(c, ix).iter().filter(|t| t.total.is_some()).collect();
    let funders = financeurs(c.site, totals.iter().flat_map(|t| t.parts.keys().cloned()));
    let shares = |t: &Total| t.parts.values().sum::<Decimal>();
    // A source that contradicts itself cannot be drawn as shares of a whole.
    let coherent =
        totals.iter().all(|t| t.total.is_some_and(|whole| shares(t) <= whole) && t.parts.values().all(|p| !p.is_sign_negative()));
    // Bars that are all alike say nothing that the table does not.
    let alike = totals.windows(2).all(|t| matches!(t, [a, b] if a.total == b.total && a.parts == b.parts));
    if totals.len() < 2 || funders.is_empty() || !coherent || alike {
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
        series.push(Serie { nom: dit!(c, "Part non précisée"), valeurs: rests });
    }
    let label = |t: &&Total| format!("{}{NBSP}: {}", tete(c, t), t.total.map_or_else(String::new, |v| au_trait(c, t, v)));
    let legende = series.iter().map(|s| s.nom.clone()).collect();
    let barres = Barres {
        titre: Titre {
            id: format!("g-financeurs-{}", ix.0),
            titre: dit!(c, "Qui finance, {partie}", partie = c.short(ix)),
            description: dit!(
                c,
                "Une barre par exercice et nature de montant, partagée entre les financeurs ; le tableau donne tous les montants."
            ),
        },
        categories: totals.iter().map(label).collect(),
        series,
        empilees: true,
        reference: None,
    };
    Some(Dessin::barres(barres, legende))
}

/// For each document, what was planned and what was done in the last exercice that tells what was done; else what was planned in
/// its first exercice. Documents of other years and other départements stand side by side and are never added.
pub fn par_document(c: &Commun<'_>) -> Option<Dessin> {
    let lignes: Vec<(String, [Option<Figure>; 2])> = c.site.documents.iter().filter_map(|d| prevu_et_fait(c, d.racine)).collect();
    if lignes.is_empty() {
        return None;
    }
    let noms = [dit!(c, "Prévu"), dit!(c, "Fait")];
    let serie = |(i, nom): (usize, &String)| Serie { nom: nom.clone(), valeurs: lignes.iter().map(|l| l.1[i].clone()).collect() };
    let barres = Barres {
        titre: Titre {
            id: "g-documents".to_owned(),
            titre: dit!(c, "Prévu et fait, document par document"),
            description: dit!(
                c,
                "Des barres par document, à la même échelle, à partir de zéro ; chaque montant est écrit à côté de sa barre."
            ),
        },
        series: noms.iter().enumerate().map(serie).collect(),
        categories: lignes.into_iter().map(|l| l.0).collect(),
        empilees: false,
        reference: None,
    };
    Some(Dessin::barres(barres, noms.into()))
}

/// The words and the bars of one document.
fn prevu_et_fait(c: &Commun<'_>, ix: PartIx) -> Option<(String, [Option<Figure>; 2])> {
    let totals = totaux(c, ix);
    let known = |t: &&Total| t.total.is_some();
    let done = totals.iter().rev().filter(known).find(|t| t.nature.is_execution());
    let forecast = |t: &&Total| {
        matches!(t.nature, BudgetNature::Previsionnel | BudgetNature::Estime) && done.is_none_or(|d| d.exercice == t.exercice)
    };
    let planned = totals.iter().filter(known).find(forecast);
    let exercice = &done.or(planned)?.exercice;
    let figure = |t: Option<&Total>| t.and_then(|t| Some(Figure { valeur: t.total?, texte: au_trait(c, t, t.total?) }));
    let mut natures: Vec<&str> = planned.into_iter().chain(done).map(|t| c.mots.dit(t.nature.label())).collect();
    let mut prevu = figure(planned);
    // What was done under an avenant was planned by it.
    if let Some(taux) = done.and_then(|d| d.taux.as_ref()).filter(|taux| taux.avenants) {
        prevu = Some(Figure { valeur: taux.prevu, texte: euros(taux.prevu) });
        natures.insert(usize::from(planned.is_some()), c.mots.dit(BudgetNature::Avenant.label()));
    }
    let periode = &c.site.document(c.site.part(ix)).info.periode;
    let when = if periode.as_slice() == [exercice.clone()] { String::new() } else { dit!(c, ", en {annee}", annee = exercice) };
    // A telephone has no room for the natures beside the marks.
    let words = format!("{}{when} : {}", c.titre_court(ix), natures.join(", "));
    Some((french(&words).into_owned(), [prevu, figure(done)]))
}

/// A total beside its mark, with the word that says it is partial.
fn au_trait(c: &Commun<'_>, total: &Total, amount: Decimal) -> String {
    let partiel = if total.manquants() > 0 { dit!(c, " (partiel)") } else { String::new() };
    format!("{}{partiel}", euros(amount))
}

/// Most children that one chart compares.
const MAX_ENFANTS: usize = 24;

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
        pareil(c, child, t).and_then(|o| Some((o, o.total?))).map(|(o, v)| Figure { valeur: v, texte: au_trait(c, o, v) })
    };
    let series = |t: &&Total| Serie {
        nom: c.mots.dit(t.nature.label()).to_owned(),
        valeurs: children.iter().map(|p| figure(t, *p)).collect(),
    };
    let (annee, partie) = (&first.exercice, c.short(ix));
    let titre = match done {
        Some(_) => dit!(c, "Prévu et fait en {annee}, {partie}", annee = annee, partie = partie),
        None => dit!(c, "Prévu en {annee}, {partie}", annee = annee, partie = partie),
    };
    let description = dit!(c, "Des barres par partie, à la même échelle, à partir de zéro ; le tableau donne tous les montants.");
    let barres = Barres {
        titre: Titre { id: format!("g-parties-{}", ix.0), titre: french(&titre).into_owned(), description },
        categories: children.iter().map(|p| c.label_court(*p)).collect(),
        series: shown.iter().map(series).collect(),
        empilees: false,
        reference: None,
    };
    let legende =
        if shown.len() > 1 { shown.iter().map(|t| capitalised(c.mots.dit(t.nature.label()))).collect() } else { Vec::new() };
    Some(Dessin::barres(barres, legende))
}
