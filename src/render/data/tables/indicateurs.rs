//! The values of indicators.

use std::borrow::Cow;

use crate::model::indicateur::{Cellule, ColonneNature, Detail, Indicateur, Sens, Valeur};
use crate::model::{Part, PartIx};

use super::Fonds;
use super::budget::statuts;
use super::champ::{Id, Imprime, Nombre, Texte, sujet};

sujet! {
    /// One value of an indicator, or one figure inside it.
    LigneIndicateur "indicateurs" "Valeurs des indicateurs"
    "Les indicateurs de suivi des fiches, une valeur par ligne. Un indicateur sans valeur a une ligne vide de chiffres ; les chiffres détaillés à l’intérieur d’une valeur ont chacun leur ligne."
    cle ["id"]
    renvois ["partie" => "parties"."id"]
    id: Id<'a>, "Identifiant", "Nom de la ligne dans ce fichier ; il change si les indicateurs de la partie changent d’ordre.";
    partie: Id<'a>, "Partie", "Identifiant de la partie.";
    indicateur: usize, "Rang de l’indicateur", "Rang de l’indicateur dans la partie, sous-lignes comprises.";
    nom: Texte<'a>, "Indicateur", "Nom de l’indicateur dans la source.";
    dont_de: Option<Texte<'a>>, "Sous-ligne de", "Nom de l’indicateur que cette sous-ligne détaille.";
    bloc: Option<Texte<'a>>, "Bloc", "Intertitre du tableau où se trouve l’indicateur.";
    sens: Option<Texte<'a>>, "Sens", "Le sens d’un progrès, là où il est déclaré : hausse ou baisse.", || vec!["hausse", "baisse"];
    nature: Option<Id<'a>>, "Nature", "Ce qu’est la valeur : bilan, objectif, cible, situation, autre.", natures;
    periode: Option<Texte<'a>>, "Période", "Année, semestre ou période de la valeur.";
    precision: Option<Texte<'a>>, "Précision", "Ce que la source précise sur la période, par exemple une date d’arrêt.";
    detail: Option<Texte<'a>>, "Détail", "Libellé du chiffre détaillé ; vide pour la valeur elle-même.";
    sous_ensemble: bool, "Sous-ensemble", "« oui » quand le chiffre détaillé est introduit par « dont » : il est compris dans la valeur sans la composer.";
    valeur: Option<Nombre>, "Valeur", "La valeur exacte ; vide quand il n’y a pas de nombre, ce qui n’est jamais zéro.";
    unite: Option<Texte<'a>>, "Unité", "Unité imprimée à côté du nombre, ou unité de l’indicateur.";
    statut: Option<Id<'a>>, "Statut", "« ok » pour un nombre ; sinon pourquoi il n’y en a pas.", statuts;
    imprime: Option<Imprime<'a>>, "Valeur imprimée", "La valeur telle que la source l’imprime.";
    partage: Option<Texte<'a>>, "Partagé avec", "Partie qui porte les valeurs de cet indicateur commun, telle que la source la nomme.";
    justification: Option<Texte<'a>>, "Justification", "Ce que la source dit de la distance entre l’objectif et le résultat.";
    note: Option<Texte<'a>>, "Note", "Note de la rédaction.";
    ecart: Option<Texte<'a>>, "Écart", "Ce qui ne concorde pas dans la source, expliqué.";
    adresse: Texte<'a>, "Adresse", "Indicateurs de la partie sur le site.";
}

fn natures() -> Vec<&'static str> {
    use ColonneNature::{Autre, Bilan, Cible, Objectif, Situation};
    [Bilan, Objectif, Cible, Situation, Autre].into_iter().map(ColonneNature::code).collect()
}

/// The rows.
pub fn lignes<'a>(f: Fonds<'a>) -> impl Iterator<Item = LigneIndicateur<'a>> {
    f.site.iter().flat_map(move |(ix, part)| {
        let (mut rang, mut rows) = (0, Vec::new());
        part.content.indicateurs.iter().for_each(|i| indicateur(&f, (ix, part), i, None, &mut rang, &mut rows));
        rows
    })
}

fn indicateur<'a>(
    f: &Fonds<'a>,
    (ix, part): (PartIx, &'a Part),
    i: &'a Indicateur,
    dont_de: Option<&'a str>,
    rang: &mut usize,
    rows: &mut Vec<LigneIndicateur<'a>>,
) {
    *rang += 1;
    let base = |suffix: String| base(f, part, i, dont_de, *rang, suffix);
    if i.valeurs.is_empty() {
        rows.push(base(String::new()));
    }
    for (n, v) in i.valeurs.iter().enumerate() {
        let mut row = base(format!(".{}", n + 1));
        dire(&mut row, v);
        chiffre(&mut row, &v.cellule, &v.imprime, i);
        rows.push(row);
        for (k, d) in v.detail.iter().enumerate() {
            let mut row = base(format!(".{}.{}", n + 1, k + 1));
            dire(&mut row, v);
            detailler(&mut row, d, i);
            rows.push(row);
        }
    }
    for sub in &i.sous_lignes {
        indicateur(f, (ix, part), sub, Some(&i.nom), rang, rows);
    }
}

/// Which cell it is.
fn dire<'a>(row: &mut LigneIndicateur<'a>, v: &'a Valeur) {
    row.nature = Some(v.colonne.nature.code().into());
    row.periode = Some((&*v.colonne.periode).into());
    row.precision = v.colonne.precision.as_deref().map(Into::into);
    row.note = v.note.as_ref().map(|n| n.value.as_str().into()).or(row.note.take());
    row.ecart = v.ecart.as_ref().map(|e| e.value.as_str().into());
}

fn detailler<'a>(row: &mut LigneIndicateur<'a>, d: &'a Detail, i: &'a Indicateur) {
    row.detail = Some(d.libelle.as_str().into());
    row.sous_ensemble = d.dont;
    chiffre(row, &d.cellule, &d.imprime, i);
}

fn chiffre<'a>(row: &mut LigneIndicateur<'a>, cellule: &'a Cellule, imprime: &'a str, i: &'a Indicateur) {
    let (valeur, statut, unite) = lire(cellule);
    row.valeur = valeur;
    row.statut = Some(statut.into());
    row.unite = unite.or(i.unite.as_deref()).map(Into::into);
    row.imprime = Some(Imprime(imprime));
}

/// A cell as a number, a status and a unit.
pub fn lire(cellule: &Cellule) -> (Option<Nombre>, &'static str, Option<&str>) {
    match cellule {
        Cellule::Nombre { valeur, unite, .. } => (Some(Nombre(valeur.normalize())), "ok", unite.as_deref()),
        Cellule::Absent(statut) => (None, statut.code(), None),
    }
}

fn base<'a>(
    f: &Fonds<'a>,
    part: &'a Part,
    i: &'a Indicateur,
    dont_de: Option<&'a str>,
    rang: usize,
    suffix: String,
) -> LigneIndicateur<'a> {
    LigneIndicateur {
        id: format!("{}:{rang}{suffix}", part.id).into(),
        partie: part.id.as_str().into(),
        indicateur: rang,
        nom: Cow::Borrowed(&i.nom),
        dont_de: dont_de.map(Into::into),
        bloc: i.bloc.as_deref().map(Into::into),
        sens: f.site.sens(part, i).map(Sens::code).map(Into::into),
        nature: None,
        periode: None,
        precision: None,
        detail: None,
        sous_ensemble: false,
        valeur: None,
        unite: i.unite.as_deref().map(Into::into),
        statut: None,
        imprime: None,
        partage: i.partage.as_ref().map(|p| p.value.as_str().into()),
        justification: i.justification.as_ref().map(|j| j.value.as_str().into()),
        note: i.note.as_ref().map(|n| n.value.as_str().into()),
        ecart: None,
        adresse: f.adresse(&format!("{}#indicateurs", part.url())),
    }
}
