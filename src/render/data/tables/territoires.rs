//! The comparable figures of territories.

use crate::model::donnee::{Donnee, Mesure};
use crate::model::registre::Entree;
use crate::model::{Part, PartIx};

use super::Fonds;
use super::champ::{Id, Imprime, Nombre, Texte, sujet};
use super::indicateurs::lire;

sujet! {
    /// One indicator for one territory, or for a former perimeter inside it.
    LigneTerritoire "territoires" "Chiffres des territoires"
    "Les indicateurs comparables de chaque territoire, tels que les diagnostics les impriment. Les anciens périmètres à l’intérieur d’un territoire ont chacun leur ligne."
    cle ["id"]
    renvois ["partie" => "parties"."id"]
    id: Id<'a>, "Identifiant", "Nom de la ligne dans ce fichier ; il change si les chiffres de la partie changent d’ordre.";
    territoire: Id<'a>, "Territoire", "Identifiant du territoire dans le référentiel.";
    territoire_nom: Texte<'a>, "Nom du territoire", "Nom du territoire.";
    perimetre: Option<Texte<'a>>, "Ancien périmètre", "Périmètre que le territoire a remplacé ; vide pour le territoire entier.";
    partie: Id<'a>, "Partie", "Identifiant de la partie qui imprime le chiffre.";
    indicateur: Id<'a>, "Indicateur", "Identifiant de l’indicateur dans le référentiel.";
    indicateur_nom: Option<Texte<'a>>, "Nom de l’indicateur", "Nom de l’indicateur.";
    bloc: Option<Texte<'a>>, "Bloc", "Famille de l’indicateur.";
    annee: Option<Texte<'a>>, "Année", "Année ou date de la valeur.";
    valeur: Option<Nombre>, "Valeur", "La valeur exacte ; vide quand elle n’est pas connue, ce qui n’est jamais zéro.";
    unite: Option<Texte<'a>>, "Unité", "Unité de la valeur.";
    imprime: Option<Imprime<'a>>, "Valeur imprimée", "La valeur telle que la source l’imprime.";
    part: Option<Nombre>, "Part du département", "Part dans le total du département, en pourcentage.";
    rang: Option<usize>, "Rang", "Rang parmi les territoires : 1 est la valeur la plus haute, qui n’est pas toujours la meilleure.";
    rang_sur: Option<usize>, "Nombre de territoires classés", "Nombre de territoires comparés par le rang.";
    evolution: Option<Nombre>, "Évolution", "Évolution imprimée, le plus souvent en pourcentage.";
    evolution_imprimee: Option<Imprime<'a>>, "Évolution imprimée", "L’évolution telle que la source l’imprime.";
    evolution_periode: Option<Texte<'a>>, "Période de l’évolution", "Années entre lesquelles l’évolution est mesurée.";
    reference: Option<Nombre>, "Valeur du département", "La même valeur pour le département entier.";
    reference_imprimee: Option<Imprime<'a>>, "Valeur du département imprimée", "Cette valeur telle que la source l’imprime.";
    reference_annee: Option<Texte<'a>>, "Année de la référence", "Son année, quand ce n’est pas celle de la valeur.";
    note: Option<Texte<'a>>, "Note", "Note de la rédaction.";
    ecart: Option<Texte<'a>>, "Écart", "Ce qui ne concorde pas dans la source, expliqué.";
    adresse: Texte<'a>, "Adresse", "Chiffres du territoire sur le site.";
}

/// The rows, in the order of the register, then of the sources.
pub fn lignes<'a>(f: Fonds<'a>) -> impl Iterator<Item = LigneTerritoire<'a>> {
    let with: Vec<(PartIx, &'a Part, &'a Entree)> = f
        .site
        .iter()
        .filter(|(_, p)| !p.content.donnees.is_empty())
        .filter_map(|(ix, p)| Some((ix, p, f.site.territoire(ix)?)))
        .collect();
    let mut rows = Vec::new();
    for entry in f.site.registres.territoires.entrees() {
        for (_, part, _) in with.iter().filter(|(_, _, t)| t.id == entry.id) {
            for (n, d) in part.content.donnees.iter().enumerate() {
                donnee(&f, part, entry, (n + 1, d), &mut rows);
            }
        }
    }
    rows.into_iter()
}

fn valeur(m: Option<&Mesure>) -> Option<Nombre> {
    m.and_then(|m| lire(&m.cellule).0)
}

fn imprime(m: Option<&Mesure>) -> Option<Imprime<'_>> {
    m.map(|m| Imprime(&m.imprime))
}

fn donnee<'a>(
    f: &Fonds<'a>,
    part: &'a Part,
    territoire: &'a Entree,
    (n, d): (usize, &'a Donnee),
    rows: &mut Vec<LigneTerritoire<'a>>,
) {
    let entry = f.site.registres.indicateurs.find(&d.indicateur.value);
    let unit = |m: Option<&'a Mesure>| m.and_then(|m| lire(&m.cellule).2).or(entry.and_then(|e| e.unite.as_deref()));
    let base = |suffix: String, m: Option<&'a Mesure>, evolution: Option<&'a Mesure>| LigneTerritoire {
        id: format!("{}:{n}{suffix}", part.id).into(),
        territoire: territoire.id.as_str().into(),
        territoire_nom: territoire.nom.as_str().into(),
        perimetre: None,
        partie: part.id.as_str().into(),
        indicateur: entry.map_or(d.indicateur.value.as_str(), |e| &e.id).into(),
        indicateur_nom: entry.map(|e| e.nom.as_str().into()),
        bloc: entry.and_then(|e| e.bloc.as_deref()).map(Into::into),
        annee: d.annee.as_deref().map(Into::into),
        valeur: valeur(m),
        unite: unit(m).map(Into::into),
        imprime: imprime(m),
        part: None,
        rang: None,
        rang_sur: None,
        evolution: valeur(evolution),
        evolution_imprimee: imprime(evolution),
        evolution_periode: d.evolution_periode.as_deref().filter(|_| evolution.is_some()).map(Into::into),
        reference: None,
        reference_imprimee: None,
        reference_annee: None,
        note: None,
        ecart: None,
        adresse: f.adresse(&format!("{}#donnees", part.url())),
    };
    let mut row = base(String::new(), d.valeur.as_ref(), d.evolution.as_ref());
    row.part = valeur(d.part.as_ref());
    (row.rang, row.rang_sur) = (d.rang.as_ref().map(|r| r.value.rang as usize), d.rang.as_ref().map(|r| r.value.sur as usize));
    (row.reference, row.reference_imprimee) = (valeur(d.reference.as_ref()), imprime(d.reference.as_ref()));
    row.reference_annee = d.reference_annee.as_deref().map(Into::into);
    row.note = d.note.as_ref().map(|n| n.value.as_str().into());
    row.ecart = d.ecart.as_ref().map(|e| e.value.as_str().into());
    rows.push(row);
    for (k, p) in d.perimetres.iter().enumerate() {
        let mut row = base(format!(".{}", k + 1), p.valeur.as_ref(), p.evolution.as_ref());
        row.perimetre = Some(p.nom.as_str().into());
        row.note = p.reste.as_ref().map(|n| n.value.as_str().into());
        rows.push(row);
    }
}
