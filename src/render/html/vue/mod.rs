//! The pages of the site: for each, the values that its template shows.

mod accueil;
mod actions;
mod budget;
mod deliberations;
mod donnees;
mod ecarts;
mod figures;
mod glossaire;
mod index_indicateurs;
mod indicateurs;
mod legal;
mod liens;
mod orientations;
mod part;
mod plan;
mod priorites;
mod recherche;
mod repertoires;
mod tableau;
mod territoires;

use super::Atelier;
use super::contexte::Contexte;

/// Every page of the site, ready to be made in parallel.
pub fn pages<'a>(contexte: &Contexte<'a>) -> Vec<Atelier<'a>> {
    let mut pages: Vec<Atelier<'a>> = vec![
        Box::new(accueil::page),
        Box::new(orientations::page),
        Box::new(budget::site),
        Box::new(glossaire::page),
        Box::new(ecarts::page),
        Box::new(donnees::page),
        Box::new(legal::mentions),
        Box::new(legal::accessibilite),
        Box::new(legal::donnees_personnelles),
        Box::new(plan::page),
        Box::new(recherche::page),
        Box::new(plan::introuvable),
    ];
    pages.extend(priorites::pages());
    for document in contexte.site.documents.iter().filter(|d| contexte.summary.comptes.totaux.contains_key(&d.racine)) {
        let racine = document.racine;
        pages.push(Box::new(move |c| budget::document(c, racine)));
    }
    if !contexte.site.config.nouveautes.is_empty() {
        pages.push(Box::new(legal::nouveautes));
    }
    for index in repertoires::INDEX.into_iter().filter(|i| i.existe(contexte)) {
        pages.push(Box::new(move |c| repertoires::index(c, index)));
    }
    for (index, slug) in repertoires::pages(contexte) {
        pages.push(Box::new(move |c| repertoires::fiche(c, index, &slug)));
    }
    let with_indicators = index_indicateurs::documents(contexte.site);
    if !with_indicators.is_empty() {
        pages.push(Box::new(index_indicateurs::page));
    }
    for racine in with_indicators {
        pages.push(Box::new(move |c| index_indicateurs::document(c, racine)));
    }
    if territoires::existe(contexte.site) {
        pages.push(Box::new(territoires::page));
    }
    for id in territoires::indicateurs(contexte.site) {
        pages.push(Box::new(move |c| territoires::indicateur(c, &id)));
    }
    for (ix, _) in contexte.site.iter() {
        pages.push(Box::new(move |c| part::page(c, ix)));
    }
    for (old, ix) in contexte.site.old_paths() {
        let old = old.to_owned();
        pages.push(Box::new(move |c| plan::deplacee(c, &old, ix)));
    }
    pages
}
