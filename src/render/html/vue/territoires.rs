//! Territories compared: a matrix of all indicators, one page per indicator, and the figures of one territory.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::diagnostics::Diagnostic;
use crate::model::donnee::{Donnee, Mesure};
use crate::model::registre::Entree;
use crate::model::{PartIx, Site};
use crate::render::File;
use crate::render::chart::{Barres, Figure, Serie, Titre, barres};
use crate::render::html::contexte::{Contexte, Lien, Page};
use crate::render::html::escape::escape;
use crate::render::html::prose::Ecrivain;
use crate::render::mots::pieces::Piece;
use crate::render::mots::territoire::{self, NON_DONNE, Rang, TETES, evolution, mesure, rang};
use crate::text::typography::french;

use super::figures::GraphiqueVue;
use super::tableau::{Case, Colonne, Ligne, Tableau, absent, dit, html};

/// The address of the comparison.
pub const URL: &str = "/territoires/";

/// A figure with its territory.
struct Valeur<'a> {
    territoire: &'a Entree,
    /// The part that gives it.
    part: PartIx,
    donnee: &'a Donnee,
}

/// An indicator with its figures, in the order of the territories.
struct SerieTerritoriale<'a> {
    indicateur: &'a Entree,
    valeurs: Vec<Valeur<'a>>,
}

/// The address of the part that presents a territory, where its figures are below one.
pub fn page_de(c: &Contexte<'_>, page: &Page, name: &str) -> Option<String> {
    let entry = c.site.registres.territoires.find(name)?;
    let diagnostic =
        c.site.iter().find(|(ix, p)| !p.content.donnees.is_empty() && c.site.territoire(*ix).is_some_and(|t| t.id == entry.id));
    let (ix, part) = diagnostic?;
    Some(c.href(page, &c.site.part(part.parent.unwrap_or(ix)).url()))
}

/// The territories that have figures, with the pages that present them.
pub fn liens(c: &Contexte<'_>, page: &Page) -> Vec<Lien> {
    let series = series(c.site);
    let lien =
        |(t, ix): (&Entree, PartIx)| Lien { href: c.href(page, &c.site.part(ix).url()), texte: french(&t.nom).into_owned() };
    territoires(c.site, &series).into_iter().map(lien).collect()
}

/// Whether the site has territorial figures.
pub fn existe(site: &Site) -> bool {
    site.parts.iter().any(|p| !p.content.donnees.is_empty())
}

/// The indicators that have figures, in the order of the register.
fn series(site: &Site) -> Vec<SerieTerritoriale<'_>> {
    let mut by_id: BTreeMap<&str, Vec<Valeur<'_>>> = BTreeMap::new();
    for (ix, part) in site.iter() {
        let Some(territoire) = site.territoire(ix) else { continue };
        for donnee in &part.content.donnees {
            by_id.entry(&donnee.indicateur.value).or_default().push(Valeur { territoire, part: ix, donnee });
        }
    }
    let entries = site.registres.indicateurs.entrees().iter();
    entries
        .filter_map(|indicateur| Some(SerieTerritoriale { indicateur, valeurs: by_id.remove(indicateur.id.as_str())? }))
        .collect()
}

/// The indicators that have a page of their own.
pub fn indicateurs(site: &Site) -> Vec<String> {
    series(site).into_iter().map(|s| s.indicateur.id.clone()).collect()
}

/// The addresses and the titles of these pages.
pub fn pages(site: &Site) -> Vec<(String, String)> {
    let page = |s: SerieTerritoriale<'_>| (format!("{URL}{}/", s.indicateur.id), french(&s.indicateur.nom).into_owned());
    series(site).into_iter().map(page).collect()
}

/// The territories that have figures, in the order of their first figure, with the part that presents each.
fn territoires<'a>(site: &'a Site, series: &[SerieTerritoriale<'a>]) -> Vec<(&'a Entree, PartIx)> {
    let mut found: Vec<(&Entree, PartIx)> = Vec::new();
    for v in series.iter().flat_map(|s| &s.valeurs) {
        if !found.iter().any(|(t, _)| t.id == v.territoire.id) {
            found.push((v.territoire, site.part(v.part).parent.unwrap_or(v.part)));
        }
    }
    found.sort_by_key(|(_, ix)| *ix);
    found
}

#[derive(Debug, Serialize)]
struct Vue {
    territoires: Vec<Lien>,
    sources: Vec<SourceVue>,
    blocs: Vec<Bloc>,
}

#[derive(Debug, Serialize)]
struct Bloc {
    titre: String,
    ancre: String,
    tableau: Tableau,
}

/// `/territoires/`.
pub fn page(c: &Contexte<'_>) -> Result<File, Diagnostic> {
    let description = dit!(c, "Les territoires côte à côte, indicateur par indicateur, avec la valeur du département.");
    let mut page = c.page(URL, &dit!(c, "Territoires"), &description, Vec::new());
    page.fil = vec![c.accueil(&page)];
    page.ici = dit!(c, "Territoires");
    let series = series(c.site);
    let territoires = territoires(c.site, &series);
    let sans_bloc = dit!(c, "Indicateurs");
    let mut blocs: Vec<(&str, Vec<&SerieTerritoriale<'_>>)> = Vec::new();
    for s in &series {
        let bloc = s.indicateur.bloc.as_deref().unwrap_or(&sans_bloc);
        match blocs.iter_mut().find(|(b, _)| *b == bloc) {
            Some((_, list)) => list.push(s),
            None => blocs.push((bloc, vec![s])),
        }
    }
    let lien =
        |(t, ix): &(&Entree, PartIx)| Lien { href: c.href(&page, &c.site.part(*ix).url()), texte: french(&t.nom).into_owned() };
    let vue = Vue {
        territoires: territoires.iter().map(lien).collect(),
        sources: sources(c, &page, &series),
        blocs: blocs
            .iter()
            .enumerate()
            .map(|(i, (titre, list))| Bloc {
                titre: french(titre).into_owned(),
                ancre: format!("bloc-{}", i + 1),
                tableau: matrice(c, &page, titre, list, &territoires),
            })
            .collect(),
    };
    super::super::page(c, "territoires.html", &page, &vue)
}

/// One row per indicator, one column per territory, the département last.
fn matrice(
    c: &Contexte<'_>,
    page: &Page,
    titre: &str,
    series: &[&SerieTerritoriale<'_>],
    territoires: &[(&Entree, PartIx)],
) -> Tableau {
    let legende = dit!(c, "Par territoire : {titre}", titre = titre);
    let mut tableau = Tableau { legende: french(&legende).into_owned(), ..Tableau::default() };
    tableau.colonnes.push(Colonne::mots(dit!(c, "Indicateur")));
    tableau.colonnes.extend(territoires.iter().map(|(t, _)| Colonne::chiffres(french(&t.nom))));
    tableau.colonnes.push(Colonne::chiffres(dit!(c, "Département")));
    for s in series {
        let href = c.href(page, &format!("{URL}{}/", s.indicateur.id));
        let years: Vec<&str> = s.valeurs.iter().filter_map(|v| v.donnee.annee.as_deref()).collect();
        let year = years
            .first()
            .filter(|y| years.iter().all(|o| o == *y))
            .map_or_else(String::new, |y| format!(" <small>{}</small>", escape(y)));
        let find = |id: &str| s.valeurs.iter().find(|v| v.territoire.id == id);
        let case = |(t, _): &(&Entree, PartIx)| Case::chiffre(find(&t.id).map_or_else(|| non_donne(c), |v| valeur(c, v, &href)));
        let mut cellules: Vec<Case> = territoires.iter().map(case).collect();
        let reference = s.valeurs.iter().find(|v| v.donnee.reference.is_some());
        cellules.push(Case::chiffre(reference.map_or_else(|| non_donne(c), |v| dit(&mesure(c, &v.donnee.reference)))));
        let entete =
            format!("<a href=\"{}\">{}</a>{}{year}", escape(&href), escape(&french(&s.indicateur.nom)), unite(s.indicateur));
        tableau.lignes.push(Ligne { entete, cellules, ..Ligne::default() });
    }
    tableau
}

/// A figure in the matrix; where something is said of it, a link leads to the words.
fn valeur(c: &Contexte<'_>, v: &Valeur<'_>, href: &str) -> String {
    let figure = dit(&mesure(c, &v.donnee.valeur));
    if v.donnee.note.is_none() && v.donnee.ecart.is_none() {
        return figure;
    }
    let (note, de_qui) = (dit!(c, "note"), dit!(c, "note, {territoire}", territoire = french(&v.territoire.nom)));
    let (href, note, de_qui) = (escape(href), escape(&note), escape(&de_qui));
    format!("{figure} <small><a href=\"{href}\" aria-label=\"{de_qui}\">{note}</a></small>")
}

/// A document that gives the figures, with the one who wrote it.
#[derive(Debug, Serialize)]
struct SourceVue {
    lien: Lien,
    collectivite: Option<String>,
}

fn sources(c: &Contexte<'_>, page: &Page, series: &[SerieTerritoriale<'_>]) -> Vec<SourceVue> {
    let parts = series.iter().flat_map(|s| &s.valeurs).map(|v| v.part);
    let documents: BTreeSet<PartIx> = parts.map(|ix| c.site.document(c.site.part(ix)).racine).collect();
    let source = |ix: PartIx| SourceVue {
        lien: c.lien(page, ix),
        collectivite: c.site.document(c.site.part(ix)).info.collectivite.as_deref().map(|t| french(t).into_owned()),
    };
    documents.into_iter().map(source).collect()
}

/// « (habitants) », where the cells do not print it.
fn unite(e: &Entree) -> String {
    territoire::unite(e).map_or_else(String::new, |u| format!(" <small>({})</small>", escape(u)))
}

fn non_donne(c: &Contexte<'_>) -> String {
    absent(c.mots.dit(NON_DONNE))
}

/// The page of one indicator.
#[derive(Debug, Serialize)]
struct IndicateurVue {
    titre: String,
    bloc: Option<String>,
    description: Option<String>,
    graphique: Option<GraphiqueVue>,
    tableau: Tableau,
    sources: Vec<SourceVue>,
    precedent: Option<Lien>,
    suivant: Option<Lien>,
}

/// `/territoires/population-totale/`.
pub fn indicateur(c: &Contexte<'_>, id: &str) -> Result<File, Diagnostic> {
    let all = series(c.site);
    let place = all.iter().position(|s| s.indicateur.id == id).unwrap_or(0);
    let s = &all[place];
    let nom = french(&s.indicateur.nom).into_owned();
    let description =
        dit!(c, "{nom}, territoire par territoire, avec la valeur du département, le rang et l’évolution.", nom = nom);
    let territoires = dit!(c, "Territoires");
    let mut page = c.page(&format!("{URL}{id}/"), &format!("{nom} | {territoires}"), &description, Vec::new());
    page.fil = vec![c.accueil(&page), Lien { href: c.href(&page, URL), texte: territoires }];
    page.ici = nom.clone();
    let near = |at: Option<usize>| {
        let other = all.get(at?)?.indicateur;
        Some(Lien { href: c.href(&page, &format!("{URL}{}/", other.id)), texte: french(&other.nom).into_owned() })
    };
    let mut w = Ecrivain::new(c, &page, None);
    let vue = IndicateurVue {
        bloc: s.indicateur.bloc.as_deref().map(|b| french(b).into_owned()),
        description: s.indicateur.description.as_deref().map(|d| w.ligne(d)),
        graphique: graphique(c, s, &nom),
        tableau: tableau(c, &page, s, &nom),
        sources: sources(c, &page, &all[place..=place]),
        precedent: near(place.checked_sub(1)),
        suivant: near(Some(place + 1)),
        titre: nom,
    };
    super::super::page(c, "territoire-indicateur.html", &page, &vue)
}

/// A figure to draw, and its unit.
fn figure(m: &Option<Mesure>) -> Option<(Figure, Option<&str>)> {
    let m = m.as_ref()?;
    let (chiffre, unit) = m.cellule.chiffre()?;
    Some((Figure { valeur: chiffre.valeur, texte: french(&m.imprime).into_owned() }, unit))
}

/// One bar per territory, the département as a line.
fn graphique(c: &Contexte<'_>, s: &SerieTerritoriale<'_>, nom: &str) -> Option<GraphiqueVue> {
    let values: Vec<Option<(Figure, Option<&str>)>> = s.valeurs.iter().map(|v| figure(&v.donnee.valeur)).collect();
    let unit = values.iter().flatten().map(|(_, u)| *u).next()?;
    if values.iter().flatten().any(|(_, u)| *u != unit) {
        return None;
    }
    let reference = s.valeurs.iter().find_map(|v| figure(&v.donnee.reference)).filter(|(_, u)| *u == unit).map(|(f, _)| f);
    let reference = reference.map(|f| Figure { texte: dit!(c, "┆ Département\u{A0}: {valeur}", valeur = f.texte), ..f });
    let b = Barres {
        titre: Titre {
            id: "g-territoires".to_owned(),
            titre: nom.to_owned(),
            description: dit!(
                c,
                "Une barre par territoire, à partir de zéro ; la ligne verticale est la valeur du département. Le tableau donne les mêmes valeurs."
            ),
        },
        categories: s.valeurs.iter().map(|v| french(&v.territoire.nom).into_owned()).collect(),
        series: vec![Serie { nom: nom.to_owned(), valeurs: values.into_iter().map(|v| v.map(|(f, _)| f)).collect() }],
        empilees: false,
        reference,
    };
    Some(GraphiqueVue { svg: barres(&b)?, titre: nom.to_owned(), legende: Vec::new() })
}

fn tableau(c: &Contexte<'_>, page: &Page, s: &SerieTerritoriale<'_>, nom: &str) -> Tableau {
    let mut tableau = Tableau { legende: nom.to_owned(), ..Tableau::default() };
    let all = || s.valeurs.iter().map(|v| v.donnee);
    let (ranked, moved) = (all().any(|d| d.rang.is_some()), all().any(|d| d.evolution.is_some()));
    tableau.colonnes =
        vec![Colonne::mots(dit!(c, "Territoire")), Colonne::mots(dit!(c, "Année")), Colonne::chiffres(dit!(c, "Valeur"))];
    if ranked {
        tableau.colonnes.push(Colonne::chiffres(dit!(c, "Rang imprimé")));
    }
    if moved {
        tableau.colonnes.push(Colonne::chiffres(dit!(c, "Évolution")));
    }
    let remarks: Vec<String> = s
        .valeurs
        .iter()
        .map(|v| remarques(&mut Ecrivain::new(c, page, Some(v.part)), &territoire::remarques(c, v.donnee)))
        .collect();
    let noted = remarks.iter().any(|r| !r.is_empty());
    if noted {
        tableau.colonnes.push(Colonne::mots(dit!(c, "Précisions")));
    }
    for (v, remarks) in s.valeurs.iter().zip(remarks) {
        let d = v.donnee;
        let href = c.href(page, &c.site.part(v.part).url());
        let entete = format!("<a href=\"{}\">{}</a>", escape(&href), escape(&french(&v.territoire.nom)));
        let year = d.annee.as_deref().map_or_else(|| non_donne(c), escape);
        let mut cellules = vec![Case::mots(year), Case::chiffre(dit(&mesure(c, &d.valeur)))];
        if ranked {
            cellules.push(Case::chiffre(dit(&rang(c, d))));
        }
        if moved {
            cellules.push(Case::chiffre(dit(&evolution(c, d))));
        }
        if noted {
            cellules.push(Case::mots(if remarks.is_empty() { absent(&dit!(c, "aucune")) } else { remarks }));
        }
        tableau.lignes.push(Ligne { entete, cellules, ..Ligne::default() });
    }
    if let Some(d) = all().find(|d| d.reference.is_some()) {
        let year = d.reference_annee.as_deref().or(d.annee.as_deref()).map_or_else(|| non_donne(c), escape);
        let mut cellules = vec![Case::mots(year), Case::chiffre(dit(&mesure(c, &d.reference)))];
        let sans_objet = absent(&dit!(c, "sans objet"));
        let others = tableau.colonnes.iter().skip(3);
        cellules.extend(others.map(|col| Case { html: sans_objet.clone(), chiffres: col.chiffres }));
        tableau.lignes.push(Ligne { entete: escape(&dit!(c, "Département")), cellules, total: true, ..Ligne::default() });
    }
    tableau
}

fn remarques(w: &mut Ecrivain<'_, '_>, pieces: &[Piece<'_>]) -> String {
    pieces.iter().map(|p| html(w, std::slice::from_ref(p))).collect::<Vec<_>>().join("<br>")
}

/// The figures of the territory of a part, sub-heading by sub-heading.
pub fn de_la_partie(c: &Contexte<'_>, page: &Page, ix: PartIx) -> Vec<Tableau> {
    let mut w = Ecrivain::new(c, page, Some(ix));
    let mut ligne = |r: &Rang<'_>| {
        let href = c.href(page, &format!("{URL}{}/", r.indicateur.id));
        let year = r.annee.map_or_else(String::new, |y| format!(" <small>{}</small>", escape(y)));
        let (nom, unite) = (escape(&french(&r.indicateur.nom)), unite(r.indicateur));
        let remarks = remarques(&mut w, &r.remarques);
        let mut cellules: Vec<Case> = r.valeurs.iter().map(|d| Case::chiffre(dit(d))).collect();
        cellules.push(Case::mots(if remarks.is_empty() { absent(&dit!(c, "aucune")) } else { remarks }));
        Ligne { entete: format!("<a href=\"{}\">{nom}</a>{unite}{year}", escape(&href)), cellules, ..Ligne::default() }
    };
    let mut tableau = |bloc: territoire::Bloc<'_>| {
        let mut colonnes = vec![Colonne::mots(dit!(c, "Indicateur"))];
        colonnes.extend(TETES.map(|tete| Colonne::chiffres(c.mots.dit(tete))));
        colonnes.push(Colonne::mots(dit!(c, "Précisions")));
        Tableau { legende: bloc.titre, colonnes, lignes: bloc.rangs.iter().map(&mut ligne).collect(), ..Tableau::default() }
    };
    territoire::blocs(c, ix).into_iter().map(&mut tableau).collect()
}
