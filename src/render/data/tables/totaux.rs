//! The computed totals: of the site, of each document, of each part.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::compte::{Manques, Total};
use crate::model::PartIx;

use super::Fonds;
use super::budget::natures;
use super::champ::{Euros, Id, Nombre, Texte, sujet};

sujet! {
    /// A computed sum, whole or of one funder or of one programme.
    LigneTotal "totaux" "Totaux calculés"
    "Les totaux du site, de chaque document et de chaque partie, par exercice et par nature, avec le taux d’exécution. Ils se recoupent : le total d’une partie est déjà dans celui de la partie au-dessus."
    cle ["id"]
    renvois ["perimetre" => "parties"."id"]
    id: Id<'a>, "Identifiant", "Nom du total : périmètre, exercice, nature, poste.";
    perimetre: Option<Id<'a>>, "Périmètre", "Identifiant de la partie qui est additionnée, avec tout ce qu’elle contient ; vide pour l’ensemble du site.";
    niveau: Id<'a>, "Niveau", "Nature du périmètre : site, document, cahier, fiche… À filtrer avant toute somme.";
    exercice: Id<'a>, "Exercice", "Année, ou période de plusieurs années.";
    nature: Id<'a>, "Nature", "Ce que sont les montants : estimés, prévus, notifiés, engagés, réalisés…", natures;
    poste: Id<'a>, "Poste", "« total » pour le tout, « part » pour un financeur, « programme » pour un programme de l’État.", || vec!["total", "part", "programme"];
    financeur: Option<Texte<'a>>, "Financeur", "Identifiant du financeur, pour une part.";
    financeur_nom: Option<Texte<'a>>, "Nom du financeur", "Nom du financeur dans le référentiel.";
    programme: Option<Texte<'a>>, "Programme de l’État", "Numéro du programme budgétaire de l’État, pour un programme.";
    montant: Option<Euros>, "Montant", "Somme exacte des montants connus, en euros, et des parts connues d’une ligne dont le montant manque ; vide quand rien n’est connu.";
    manquants: Option<usize>, "Montants manquants", "Nombre de montants qui manquent à la somme ; au-dessus de zéro, elle est partielle.";
    manques: Option<Texte<'a>>, "Pourquoi ils manquent", "Nombre de montants manquants par statut.";
    lignes: usize, "Lignes additionnées", "Nombre de lignes de budget dans le total.";
    taux: Option<Nombre>, "Taux d’exécution", "Réalisé rapporté au prévisionnel, en pourcentage à deux décimales ; vide quand il ne se calcule pas.";
    taux_fait: Option<Euros>, "Réalisé du taux", "Numérateur du taux, en euros.";
    taux_prevu: Option<Euros>, "Prévu du taux", "Dénominateur du taux, en euros.";
    adresse: Texte<'a>, "Adresse", "Page du site qui montre ce total et son calcul.";
}

/// The rows: the site first, then the parts in reading order.
pub fn lignes<'a>(f: Fonds<'a>) -> impl Iterator<Item = LigneTotal<'a>> {
    let comptes = &f.summary.comptes;
    let site = comptes.site.iter().map(|t| (None, t));
    let parts = comptes.totaux.iter().flat_map(|(ix, list)| list.iter().map(|t| (Some(*ix), t)));
    site.chain(parts).flat_map(move |(ix, t)| total(&f, ix, t))
}

fn total<'a>(f: &Fonds<'a>, ix: Option<PartIx>, t: &'a Total) -> Vec<LigneTotal<'a>> {
    let mut whole = base(f, ix, t, "total", None);
    whole.montant = t.total.map(Euros);
    whole.manquants = Some(t.manquants());
    whole.manques = manques(&t.manques);
    if let Some(rate) = &t.taux {
        let mut value = rate.valeur;
        value.rescale(2);
        (whole.taux, whole.taux_fait, whole.taux_prevu) = (Some(Nombre(value)), Some(Euros(rate.fait)), Some(Euros(rate.prevu)));
    }
    let mut rows = vec![whole];
    let funders: BTreeSet<&'a str> = t.parts.keys().chain(t.parts_manquantes.keys()).map(String::as_str).collect();
    for funder in funders {
        let mut part = base(f, ix, t, "part", Some(funder));
        let missing = t.parts_manquantes.get(funder);
        part.financeur = Some(funder.into());
        part.financeur_nom = f.site.registres.financeurs.find(funder).map(|e| e.nom.as_str().into());
        part.montant = t.parts.get(funder).map(|m: &Decimal| Euros(*m));
        part.manquants = Some(missing.map_or(0, |m| m.values().sum()));
        part.manques = missing.and_then(manques);
        rows.push(part);
    }
    for (programme, paid) in t.programmes.iter() {
        let mut row = base(f, ix, t, "programme", Some(programme));
        row.programme = Some(programme.as_str().into());
        row.montant = Some(Euros(*paid));
        rows.push(row);
    }
    rows
}

fn manques(manques: &Manques) -> Option<Texte<'static>> {
    let words: Vec<String> = manques.iter().map(|(statut, n)| format!("{} : {n}", statut.code())).collect();
    (!words.is_empty()).then(|| words.join(" ; ").into())
}

fn base<'a>(f: &Fonds<'a>, ix: Option<PartIx>, t: &'a Total, poste: &'static str, qui: Option<&str>) -> LigneTotal<'a> {
    let part = ix.map(|ix| f.site.part(ix));
    let scope = part.map_or("site", |p| p.id.as_str());
    let qui = qui.map_or_else(String::new, |q| format!("/{q}"));
    LigneTotal {
        id: format!("{scope}:{}:{}:{poste}{qui}", t.exercice, t.nature.code()).into(),
        perimetre: part.map(|p| p.id.as_str().into()),
        niveau: part.map_or("site", |p| f.site.nature(p)).into(),
        exercice: t.exercice.as_str().into(),
        nature: t.nature.code().into(),
        poste: poste.into(),
        financeur: None,
        financeur_nom: None,
        programme: None,
        montant: None,
        manquants: None,
        manques: None,
        lignes: t.lignes.len(),
        taux: None,
        taux_fait: None,
        taux_prevu: None,
        adresse: part.map_or_else(|| f.adresse("/budget/"), |p| f.adresse(&p.url())),
    }
}
