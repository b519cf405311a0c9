//! The indicators of a part: tables where they have values, lists where they are labels, the results over the years.

use rust_decimal::Decimal;

use crate::model::PartIx;
use crate::model::indicateur::{Cellule, Colonne as Entete, ColonneNature, Indicateur, Valeur};
use crate::render::chart::{Courbes, Figure, Serie, Titre};
use crate::summary::indicateurs::{self, Atteinte, Point};
use crate::text::NNBSP;
use crate::text::amount::Statut;
use crate::text::format::number;
use crate::text::typography::french;

use super::Commun;
use super::dessins::{Dessin, Trace};
use super::pieces::{Case, Detail, Dit, Ligne, Piece, Tableau};

/// Longer cells are sentences: they are set on the left.
const MAX_FIGURE: usize = 24;
/// Fewest years that make a line worth drawing, objectives included.
const MIN_POINTS: usize = 3;

/// The indicators under one sub-heading of the source, which may be empty.
#[derive(Debug)]
pub struct Bloc<'a> {
    pub titre: String,
    pub tableau: Option<Tableau<'a>>,
    pub dessins: Vec<Dessin>,
    pub etiquettes: Vec<Etiquette<'a>>,
}

/// An indicator without values, and what the source divides it into.
#[derive(Debug)]
pub struct Etiquette<'a> {
    pub nom: Vec<Piece<'a>>,
    pub dessous: Vec<Etiquette<'a>>,
}

/// An indicator of the part, with the one that has its values: itself, or the one it shares.
#[derive(Debug)]
struct Rang<'a> {
    indicateur: &'a Indicateur,
    valeurs: &'a Indicateur,
    /// The part that has the values, where it is another.
    ailleurs: Option<PartIx>,
    atteinte: Option<(&'a str, Atteinte)>,
    /// Its place in the part, from 1.
    place: usize,
}

/// The indicators of a part, block by block, in the order of the source.
pub fn blocs<'a>(c: &Commun<'a>, ix: PartIx) -> Vec<Bloc<'a>> {
    let site = c.site;
    let part = site.part(ix);
    let rangs = part.content.indicateurs.iter().enumerate().map(|(i, indicateur)| {
        let (ailleurs, valeurs) = site.shared(ix, indicateur).map_or((None, indicateur), |(at, other)| (Some(at), other));
        let home = ailleurs.map_or(part, |at| site.part(at));
        let atteinte = indicateurs::atteinte(valeurs, indicateur.sens.or_else(|| site.sens(home, valeurs)));
        Rang { indicateur, valeurs, ailleurs, atteinte, place: i + 1 }
    });
    let mut groupes: Vec<(&str, Vec<Rang<'_>>)> = Vec::new();
    for rang in rangs {
        let bloc = rang.indicateur.bloc.as_deref().unwrap_or("");
        match groupes.iter_mut().find(|(b, _)| *b == bloc) {
            Some((_, rows)) => rows.push(rang),
            None => groupes.push((bloc, vec![rang])),
        }
    }
    groupes.into_iter().map(|(titre, rows)| bloc(c, ix, french(titre).into_owned(), rows)).collect()
}

fn bloc<'a>(c: &Commun<'_>, ix: PartIx, titre: String, rows: Vec<Rang<'a>>) -> Bloc<'a> {
    let (tables, labels): (Vec<Rang<'_>>, Vec<Rang<'_>>) = rows.into_iter().partition(|r| has_values(r.valeurs));
    Bloc {
        tableau: (!tables.is_empty()).then(|| tableau(c, &titre, &tables)),
        dessins: tables.iter().filter_map(|r| trace(c, ix, r)).collect(),
        etiquettes: labels.iter().map(|r| etiquette(c, r.indicateur, r.ailleurs)).collect(),
        titre,
    }
}

fn has_values(indicateur: &Indicateur) -> bool {
    !indicateur.valeurs.is_empty() || indicateur.sous_lignes.iter().any(has_values)
}

fn tableau<'a>(c: &Commun<'_>, bloc: &str, rows: &[Rang<'a>]) -> Tableau<'a> {
    let mut heads: Vec<&Entete> = Vec::new();
    rows.iter().for_each(|r| columns(r.valeurs, &mut heads));
    heads.sort_by_key(|h| (year(&h.periode), h.nature != ColonneNature::Objectif, h.nature));
    let legende = match bloc {
        "" => dit!(c, "Valeurs des indicateurs"),
        bloc => dit!(c, "Valeurs des indicateurs : {bloc}", bloc = bloc),
    };
    let mut tableau = Tableau::nouveau(french(&legende), dit!(c, "Indicateur"));
    tableau.chiffres(heads.iter().map(|h| french(&h.dite(c.mots.dit(h.nature.label()))).into_owned()));
    for r in rows {
        let ancre = Some(format!("indicateur-{}", r.place));
        let entete = entete(c, r.indicateur, r.ailleurs, r.atteinte);
        tableau.lignes.push(Ligne { entete, cellules: cases(c, r.valeurs, &heads), ancre, ..Ligne::default() });
        r.valeurs.sous_lignes.iter().for_each(|s| sous_ligne(c, s, &heads, &mut tableau.lignes));
    }
    tableau.aligner();
    tableau
}

/// The head of a row: the name, what the source remarks, where the values come from, whether the objective is reached.
fn entete<'a>(c: &Commun<'_>, i: &'a Indicateur, ailleurs: Option<PartIx>, atteinte: Option<(&str, Atteinte)>) -> Vec<Piece<'a>> {
    let mut out = vec![Piece::texte(&i.nom)];
    out.extend(i.note.iter().chain(&i.justification).map(|n| Piece::Petit(vec![Piece::Prose(&n.value)])));
    out.extend(
        ailleurs
            .map(|at| Piece::Petit(vec![Piece::Mots(dit!(c, "Indicateur partagé avec ")), Piece::Lien(at, Some("indicateurs"))])),
    );
    let verdict = match atteinte {
        Some((periode, Atteinte::Atteint)) => Some((true, dit!(c, "Objectif {periode} atteint", periode = periode))),
        Some((periode, Atteinte::NonAtteint)) => Some((false, dit!(c, "Objectif {periode} non atteint", periode = periode))),
        Some((_, Atteinte::NonEvaluable)) | None => None,
    };
    out.extend(verdict.map(|(atteint, mots)| Piece::Verdict { atteint, mots }));
    out
}

fn etiquette<'a>(c: &Commun<'_>, i: &'a Indicateur, ailleurs: Option<PartIx>) -> Etiquette<'a> {
    Etiquette { nom: entete(c, i, ailleurs, None), dessous: i.sous_lignes.iter().map(|s| etiquette(c, s, None)).collect() }
}

fn sous_ligne<'a>(c: &Commun<'_>, i: &'a Indicateur, heads: &[&Entete], lignes: &mut Vec<Ligne<'a>>) {
    lignes.push(Ligne { entete: entete(c, i, None, None), cellules: cases(c, i, heads), sous: true, ..Ligne::default() });
    i.sous_lignes.iter().for_each(|s| sous_ligne(c, s, heads, lignes));
}

/// The results over the years, with the objectives as marks.
fn trace(c: &Commun<'_>, ix: PartIx, r: &Rang<'_>) -> Option<Dessin> {
    let serie = indicateurs::serie(r.valeurs)?;
    if serie.annees.iter().filter(|a| a.bilan.is_some() || a.objectif.is_some()).count() < MIN_POINTS {
        return None;
    }
    let figure = |p: &Point<'_>| Figure { valeur: p.valeur, texte: french(p.imprime).into_owned() };
    let nom = french(&r.indicateur.nom).into_owned();
    let goals = serie.annees.iter().any(|a| a.objectif.is_some());
    let courbes = Courbes {
        titre: Titre {
            id: format!("g-i{}-{}", ix.0, r.place),
            titre: nom.clone(),
            description: dit!(c, "Les résultats par année ; le tableau au-dessus donne toutes les valeurs."),
        },
        categories: serie.annees.iter().map(|a| a.annee.to_string()).collect(),
        series: vec![Serie { nom: nom.clone(), valeurs: serie.annees.iter().map(|a| a.bilan.as_ref().map(figure)).collect() }],
        objectifs: serie.annees.iter().map(|a| a.objectif.as_ref().map(figure)).collect(),
    };
    let titre = if goals { dit!(c, "{nom} (cercles\u{A0}: objectifs)", nom = nom) } else { nom };
    Some(Dessin { titre, legende: Vec::new(), trace: Trace::Courbes(courbes) })
}

/// The heads of the columns, each once, in the order they are met.
fn columns<'i>(indicateur: &'i Indicateur, heads: &mut Vec<&'i Entete>) {
    for valeur in &indicateur.valeurs {
        if !heads.contains(&&valeur.colonne) {
            heads.push(&valeur.colonne);
        }
    }
    indicateur.sous_lignes.iter().for_each(|s| columns(s, heads));
}

/// The last year that a period names: columns go with time.
fn year(periode: &str) -> u32 {
    let digits = periode.split(|c: char| !c.is_ascii_digit()).filter(|d| d.len() == 4);
    digits.filter_map(|d| d.parse().ok()).max().unwrap_or(0)
}

fn cases<'a>(c: &Commun<'_>, i: &'a Indicateur, heads: &[&Entete]) -> Vec<Case<'a>> {
    let cell = |head: &&Entete| match i.valeurs.iter().find(|v| v.colonne == **head) {
        Some(valeur) => case(c, valeur),
        None => Case::chiffre(Dit::absent(dit!(c, "non renseigné"))),
    };
    heads.iter().map(cell).collect()
}

/// One cell: the value, then its labelled figures; the words of the source where it is words.
fn case<'a>(c: &Commun<'_>, valeur: &'a Valeur) -> Case<'a> {
    let mut pieces = match &valeur.cellule {
        Cellule::Nombre { .. } if valeur.detail.is_empty() && !valeur.imprime.is_empty() => vec![Piece::texte(&valeur.imprime)],
        Cellule::Absent(_) if !valeur.detail.is_empty() => Vec::new(),
        Cellule::Absent(statut) if *statut != Statut::Texte => {
            vec![Piece::Dit(Dit::absent(c.absence(*statut, &valeur.imprime)))]
        }
        cellule => mots(c, cellule, &valeur.imprime),
    };
    if !valeur.detail.is_empty() {
        let detail =
            valeur.detail.iter().map(|d| Detail { dont: d.dont, libelle: &d.libelle, valeur: mots(c, &d.cellule, &d.imprime) });
        pieces.push(Piece::Details(detail.collect()));
    }
    pieces.extend(valeur.note.iter().chain(&valeur.ecart).map(|n| Piece::Petit(vec![Piece::Prose(&n.value)])));
    let text = matches!(valeur.cellule, Cellule::Absent(Statut::Texte));
    let words = text || !valeur.detail.is_empty() || valeur.imprime.chars().count() > MAX_FIGURE;
    Case { pieces, chiffres: !words }
}

fn mots<'a>(c: &Commun<'_>, cellule: &'a Cellule, imprime: &'a str) -> Vec<Piece<'a>> {
    match cellule {
        Cellule::Nombre { valeur, unite, .. } => figure(*valeur, unite.as_deref()),
        Cellule::Absent(Statut::Texte) => vec![Piece::texte(imprime)],
        Cellule::Absent(statut) => vec![Piece::Mots(c.absence(*statut, imprime))],
    }
}

fn figure(value: Decimal, unite: Option<&str>) -> Vec<Piece<'_>> {
    match unite {
        Some(unite) => vec![Piece::Mots(format!("{}{NNBSP}", number(value))), Piece::texte(unite)],
        None => vec![Piece::Mots(number(value))],
    }
}
