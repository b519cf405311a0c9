//! The pages of the site: for each, the values that its template shows.

mod accueil;
mod actions;
mod budget;
mod deliberations;
pub mod donnees;
mod ecarts;
mod figures;
mod glossaire;
pub mod index_indicateurs;
mod indicateurs;
mod legal;
mod liens;
mod orientations;
mod part;
mod plan;
mod priorites;
mod recherche;
pub mod repertoires;
mod tableau;
pub mod territoires;
mod titres;

use super::Atelier;
use super::contexte::Contexte;
use super::rubriques::TITRES;
use crate::model::PartIx;

/// Every page of the site, ready to be made in parallel.
pub fn pages<'a>(contexte: &Contexte<'a>) -> Vec<Atelier<'a>> {
    let site = contexte.site;
    let id = |ix: PartIx| site.part(ix).id.as_str();
    let mut pages: Vec<Atelier<'a>> = vec![
        Atelier::new("/", accueil::page),
        Atelier::new("/orientations/", orientations::page),
        Atelier::new("/budget/", budget::site),
        Atelier::new("/glossaire/", glossaire::page),
        Atelier::new("/ecarts/", ecarts::page),
        Atelier::new(donnees::ADRESSE, donnees::page),
        Atelier::new(donnees::COLONNES.0, donnees::dictionnaire),
        Atelier::new("/mentions-legales/", legal::mentions),
        Atelier::new("/accessibilite/", legal::accessibilite),
        Atelier::new("/donnees-personnelles/", legal::donnees_personnelles),
        Atelier::new("/plan-du-site/", plan::page),
        Atelier::new("/recherche/", recherche::page),
        Atelier::new(TITRES, titres::page),
        Atelier::new("/404.html", plan::introuvable),
    ];
    pages.extend(priorites::pages());
    for document in site.documents.iter().filter(|d| contexte.summary.comptes.totaux.contains_key(&d.racine)) {
        let racine = document.racine;
        pages.push(Atelier::new(&format!("/budget/{}/", id(racine)), move |c| budget::document(c, racine)));
    }
    if !site.config.nouveautes.is_empty() {
        pages.push(Atelier::new("/nouveautes/", legal::nouveautes));
    }
    for index in repertoires::INDEX.into_iter().filter(|i| i.existe(contexte.summary)) {
        pages.push(Atelier::new(index.url, move |c| repertoires::index(c, index)));
    }
    for (index, slug) in repertoires::pages(contexte.summary) {
        pages.push(Atelier::new(&format!("{}{slug}/", index.base), move |c| repertoires::fiche(c, index, &slug)));
    }
    let with_indicators = index_indicateurs::pages(site);
    if !with_indicators.is_empty() {
        pages.push(Atelier::new(index_indicateurs::URL, index_indicateurs::page));
    }
    for ix in with_indicators {
        pages.push(Atelier::new(&index_indicateurs::url(site, ix), move |c| index_indicateurs::partie(c, ix)));
    }
    if territoires::existe(site) {
        pages.push(Atelier::new("/territoires/", territoires::page));
    }
    for id in territoires::indicateurs(site) {
        pages.push(Atelier::new(&format!("/territoires/{id}/"), move |c| territoires::indicateur(c, &id)));
    }
    for (ix, part) in site.iter() {
        pages.push(Atelier::new(&part.url(), move |c| part::page(c, ix)));
    }
    for (old, ix) in site.old_paths() {
        let old = old.to_owned();
        pages.push(Atelier::new(&format!("/{old}/"), move |c| plan::deplacee(c, &old, ix)));
    }
    pages
}
