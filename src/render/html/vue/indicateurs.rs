//! The indicators of a part: tables where they have values, lists where they are labels.

use serde::Serialize;

use crate::model::PartIx;
use crate::model::indicateur::{Cellule, Colonne as Entete, ColonneNature, Detail, Indicateur, Valeur};
use crate::render::chart::{Courbes, Figure, Serie, Titre, courbes};
use crate::render::html::contexte::{Contexte, Lien, Page};
use crate::render::html::escape::escape;
use crate::render::html::prose::Ecrivain;
use crate::summary::indicateurs::{self, Atteinte, Point};
use crate::text::NNBSP;
use crate::text::format::number;
use crate::text::typography::french;

use super::figures::GraphiqueVue;
use super::tableau::{Case, Colonne, Ligne, Tableau};

/// Longer cells are sentences: they are set on the left.
const MAX_FIGURE: usize = 24;

/// The section of indicators.
#[derive(Debug, Default, Serialize)]
pub struct IndicateursVue {
    tableaux: Vec<Tableau>,
    listes: Vec<Liste>,
    /// Results over the years, drawn.
    series: Vec<GraphiqueVue>,
}

/// Indicators without values, under the heading the source gives them.
#[derive(Debug, Serialize)]
struct Liste {
    bloc: String,
    noms: Vec<String>,
}

/// An indicator of the part, with the one that has its values: itself, or the one it shares.
struct Rang<'i> {
    indicateur: &'i Indicateur,
    valeurs: &'i Indicateur,
    /// The part that has the values, where it is another.
    ailleurs: Option<Lien>,
    atteinte: Option<(&'i str, Atteinte)>,
    /// Its place in the part, from 1.
    place: usize,
}

impl IndicateursVue {
    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.tableaux.is_empty() && self.listes.is_empty()
    }
}

/// The indicators of a part, block by block.
pub fn vue(c: &Contexte<'_>, page: &Page, w: &mut Ecrivain<'_, '_>, ix: PartIx) -> IndicateursVue {
    let mut vue = IndicateursVue::default();
    let part = c.site.part(ix);
    let rangs = part.content.indicateurs.iter().enumerate().map(|(i, indicateur)| {
        let shared = c.site.shared(ix, indicateur);
        let (home, valeurs) = shared.map_or((part, indicateur), |(home, other)| (c.site.part(home), other));
        let atteinte = indicateurs::atteinte(valeurs, indicateur.sens.or_else(|| c.site.sens(home, valeurs)));
        Rang { indicateur, valeurs, ailleurs: shared.map(|(at, _)| c.lien(page, at)), atteinte, place: i + 1 }
    });
    for (bloc, rows) in blocks(rangs) {
        let bloc = french(bloc).into_owned();
        let (tables, labels): (Vec<Rang<'_>>, Vec<Rang<'_>>) = rows.into_iter().partition(|r| has_values(r.valeurs));
        if !tables.is_empty() {
            vue.tableaux.push(table(w, &bloc, &tables));
            vue.series.extend(tables.iter().filter_map(|r| trace(ix, r)));
        }
        if !labels.is_empty() {
            vue.listes
                .push(Liste { bloc, noms: labels.iter().map(|r| etiquette(w, r.indicateur, r.ailleurs.as_ref())).collect() });
        }
    }
    vue
}

/// Runs of indicators under the same sub-heading, in the order of the source.
fn blocks<'i>(rangs: impl Iterator<Item = Rang<'i>>) -> Vec<(&'i str, Vec<Rang<'i>>)> {
    let mut blocks: Vec<(&str, Vec<Rang<'_>>)> = Vec::new();
    for rang in rangs {
        let bloc = rang.indicateur.bloc.as_deref().unwrap_or("");
        match blocks.iter_mut().find(|(b, _)| *b == bloc) {
            Some((_, rows)) => rows.push(rang),
            None => blocks.push((bloc, vec![rang])),
        }
    }
    blocks
}

fn has_values(indicateur: &Indicateur) -> bool {
    !indicateur.valeurs.is_empty() || indicateur.sous_lignes.iter().any(has_values)
}

fn table(w: &mut Ecrivain<'_, '_>, bloc: &str, rows: &[Rang<'_>]) -> Tableau {
    let mut heads: Vec<&Entete> = Vec::new();
    rows.iter().for_each(|r| columns(r.valeurs, &mut heads));
    heads.sort_by_key(|h| (year(&h.periode), h.nature != ColonneNature::Objectif, h.nature));
    let mut tableau = Tableau {
        legende: if bloc.is_empty() {
            "Valeurs des indicateurs".to_owned()
        } else {
            french(&format!("Valeurs des indicateurs : {bloc}")).into_owned()
        },
        colonnes: vec![Colonne::mots("Indicateur")],
        ..Tableau::default()
    };
    tableau.colonnes.extend(heads.iter().map(|h| Colonne::chiffres(french(&h.label()))));
    for r in rows {
        let ancre = Some(format!("indicateur-{}", r.place));
        let entete = entete(w, r.indicateur, r.ailleurs.as_ref(), r.atteinte);
        tableau.lignes.push(Ligne { entete, cellules: cases(w, r.valeurs, &heads), ancre, ..Ligne::default() });
        r.valeurs.sous_lignes.iter().for_each(|s| sous_ligne(w, s, &heads, &mut tableau.lignes));
    }
    align(&mut tableau);
    tableau
}

/// The head of a row: the name, what the source remarks, where the values come from, whether the objective is reached.
fn entete(w: &mut Ecrivain<'_, '_>, i: &Indicateur, ailleurs: Option<&Lien>, atteinte: Option<(&str, Atteinte)>) -> String {
    let mut html = w.texte(&i.nom);
    for note in i.note.iter().chain(&i.justification) {
        html.push_str(&format!("<small>{}</small>", w.ligne(&note.value)));
    }
    if let Some(lien) = ailleurs {
        let (href, texte) = (escape(&lien.href), escape(&lien.texte));
        html.push_str(&format!("<small>Indicateur partagé avec <a href=\"{href}#indicateurs\">{texte}</a></small>"));
    }
    match atteinte {
        Some((periode, Atteinte::Atteint)) => {
            html.push_str(&format!("<small class=\"atteint\">Objectif {} atteint</small>", escape(periode)))
        }
        Some((periode, Atteinte::NonAtteint)) => {
            html.push_str(&format!("<small class=\"manque\">Objectif {} non atteint</small>", escape(periode)))
        }
        Some((_, Atteinte::NonEvaluable)) | None => {}
    }
    html
}

/// An indicator without values, and what the source divides it into.
fn etiquette(w: &mut Ecrivain<'_, '_>, i: &Indicateur, ailleurs: Option<&Lien>) -> String {
    let mut html = entete(w, i, ailleurs, None);
    if !i.sous_lignes.is_empty() {
        let items: String = i.sous_lignes.iter().map(|s| format!("<li>{}</li>", etiquette(w, s, None))).collect();
        html.push_str(&format!("<ul>{items}</ul>"));
    }
    html
}

fn sous_ligne(w: &mut Ecrivain<'_, '_>, i: &Indicateur, heads: &[&Entete], lignes: &mut Vec<Ligne>) {
    let entete = entete(w, i, None, None);
    lignes.push(Ligne { entete, cellules: cases(w, i, heads), sous: true, ..Ligne::default() });
    i.sous_lignes.iter().for_each(|s| sous_ligne(w, s, heads, lignes));
}

/// Fewest years that make a line worth drawing, objectives included.
const MIN_POINTS: usize = 3;

/// The results over the years, with the objectives as marks.
fn trace(ix: PartIx, r: &Rang<'_>) -> Option<GraphiqueVue> {
    let serie = indicateurs::serie(r.valeurs)?;
    if serie.annees.iter().filter(|a| a.bilan.is_some() || a.objectif.is_some()).count() < MIN_POINTS {
        return None;
    }
    let figure = |p: &Point<'_>| Figure { valeur: p.valeur, texte: french(p.imprime).into_owned() };
    let nom = french(&r.indicateur.nom).into_owned();
    let goals = serie.annees.iter().any(|a| a.objectif.is_some());
    let titre = Titre {
        id: format!("g-i{}-{}", ix.0, r.place),
        titre: nom.clone(),
        description: "Les résultats par année ; le tableau au-dessus donne toutes les valeurs.".to_owned(),
    };
    let courbe = Courbes {
        titre,
        categories: serie.annees.iter().map(|a| a.annee.to_string()).collect(),
        series: vec![Serie { nom: nom.clone(), valeurs: serie.annees.iter().map(|a| a.bilan.as_ref().map(figure)).collect() }],
        objectifs: serie.annees.iter().map(|a| a.objectif.as_ref().map(figure)).collect(),
    };
    let titre = if goals { format!("{nom} (cercles\u{A0}: objectifs)") } else { nom };
    Some(GraphiqueVue { svg: courbes(&courbe)?, titre, legende: Vec::new() })
}

/// A column with words in it is set on the left as a whole, its head included.
fn align(tableau: &mut Tableau) {
    for (i, colonne) in tableau.colonnes.iter_mut().skip(1).enumerate() {
        colonne.chiffres = tableau.lignes.iter().all(|l| l.cellules.get(i).is_none_or(|c| c.chiffres));
        let cells = tableau.lignes.iter_mut().filter_map(|l| l.cellules.get_mut(i));
        cells.for_each(|c| c.chiffres = colonne.chiffres);
    }
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

fn cases(w: &mut Ecrivain<'_, '_>, i: &Indicateur, heads: &[&Entete]) -> Vec<Case> {
    let cell = |head: &&Entete| match i.valeurs.iter().find(|v| v.colonne == **head) {
        Some(valeur) => case(w, valeur),
        None => Case::chiffre("<span class=\"absent\">non renseigné</span>"),
    };
    heads.iter().map(cell).collect()
}

/// One cell: the value, then its labelled figures; the words of the source where it is words.
fn case(w: &mut Ecrivain<'_, '_>, valeur: &Valeur) -> Case {
    let mut html = match &valeur.cellule {
        Cellule::Nombre { .. } if valeur.detail.is_empty() && !valeur.imprime.is_empty() => w.texte(&valeur.imprime),
        Cellule::Nombre { valeur: n, unite, .. } => figure(w, *n, unite.as_deref()),
        Cellule::Absent(_) if !valeur.detail.is_empty() => String::new(),
        Cellule::Absent(crate::text::amount::Statut::Texte) => w.texte(&valeur.imprime),
        Cellule::Absent(statut) => format!("<span class=\"absent\">{}</span>", statut.label()),
    };
    if !valeur.detail.is_empty() {
        let items: String = valeur.detail.iter().map(|d| format!("<li>{}</li>", detail(w, d))).collect();
        html = format!("{html}<ul class=\"detail\">{items}</ul>");
    }
    for note in valeur.note.iter().chain(&valeur.ecart) {
        html.push_str(&format!("<small>{}</small>", w.ligne(&note.value)));
    }
    let text = matches!(valeur.cellule, Cellule::Absent(crate::text::amount::Statut::Texte));
    let words = text || !valeur.detail.is_empty() || valeur.imprime.chars().count() > MAX_FIGURE;
    if words { Case::mots(html) } else { Case::chiffre(html) }
}

fn figure(w: &mut Ecrivain<'_, '_>, value: rust_decimal::Decimal, unite: Option<&str>) -> String {
    match unite {
        Some(unite) => format!("{}{NNBSP}{}", number(value), w.texte(unite)),
        None => number(value),
    }
}

fn detail(w: &mut Ecrivain<'_, '_>, d: &Detail) -> String {
    let label = w.texte(&d.libelle);
    let value = match &d.cellule {
        Cellule::Nombre { valeur, unite, .. } => figure(w, *valeur, unite.as_deref()),
        Cellule::Absent(crate::text::amount::Statut::Texte) => w.texte(&d.imprime),
        Cellule::Absent(statut) => statut.label().to_owned(),
    };
    let dont = if d.dont { "dont " } else { "" };
    format!("<span>{dont}{label}\u{A0}:</span> <b>{value}</b>")
}
