//! The cells of the tables that texts hold.

use crate::model::Part;
use crate::model::tableau::{Rangee, Tableau};

use super::Fonds;
use super::budget::statuts;
use super::champ::{Id, Imprime, Nombre, Texte, sujet};
use super::indicateurs::lire;

sujet! {
    /// One cell.
    LigneTableau "tableaux" "Tableaux des textes"
    "Les tableaux de chiffres imprimés dans les textes, une cellule par ligne."
    cle ["partie", "tableau", "ligne", "colonne"]
    renvois ["partie" => "parties"."id"]
    partie: Id<'a>, "Partie", "Identifiant de la partie.";
    tableau: Id<'a>, "Tableau", "Ancre du tableau dans la page de la partie.";
    titre: Texte<'a>, "Titre du tableau", "Légende du tableau.";
    ligne: usize, "Rang de la ligne", "Rang de la ligne dans le tableau, à partir de 1.";
    entete: Texte<'a>, "Tête de ligne", "Ce que dit la première colonne.";
    colonne: usize, "Rang de la colonne", "Rang de la colonne de chiffres, à partir de 1.";
    colonne_titre: Texte<'a>, "Tête de colonne", "Titre de la colonne.";
    total: bool, "Ligne de total", "« oui » pour la ligne de total imprimée : à ne pas ajouter aux autres.";
    valeur: Option<Nombre>, "Valeur", "La valeur exacte ; vide quand il n’y a pas de nombre, ce qui n’est jamais zéro.";
    unite: Option<Texte<'a>>, "Unité", "Unité de la cellule, ou de sa colonne.";
    statut: Id<'a>, "Statut", "« ok » pour un nombre ; sinon pourquoi il n’y en a pas.", statuts;
    imprime: Option<Imprime<'a>>, "Valeur imprimée", "La cellule telle que la source l’imprime.";
    source: Option<Texte<'a>>, "Source du tableau", "La source que le document cite sous le tableau.";
    note: Option<Texte<'a>>, "Note", "Note sous le tableau.";
    ecart: Option<Texte<'a>>, "Écart", "Ce qui ne concorde pas dans la source, expliqué.";
    adresse: Texte<'a>, "Adresse", "Le tableau sur le site.";
}

/// The rows.
pub fn lignes<'a>(f: Fonds<'a>) -> impl Iterator<Item = LigneTableau<'a>> {
    f.site.iter().flat_map(move |(_, part)| {
        let mut rows = Vec::new();
        for t in &part.content.tableaux {
            let lines = t.lignes.iter().map(|r| (r, false)).chain(t.total.iter().map(|r| (r, true)));
            for (n, (rangee, total)) in lines.enumerate() {
                ligne(&f, (part, t), (n + 1, rangee, total), &mut rows);
            }
        }
        rows
    })
}

fn ligne<'a>(
    f: &Fonds<'a>,
    (part, t): (&'a Part, &'a Tableau),
    (n, rangee, total): (usize, &'a Rangee, bool),
    rows: &mut Vec<LigneTableau<'a>>,
) {
    for (k, case) in rangee.cellules.iter().enumerate() {
        let (valeur, statut, unite) = lire(&case.cellule);
        let column_unit = t.unites.get(k + 1).map(String::as_str).filter(|u| !u.is_empty());
        rows.push(LigneTableau {
            partie: part.id.as_str().into(),
            tableau: t.ancre.as_str().into(),
            titre: t.titre.value.as_str().into(),
            ligne: n,
            entete: rangee.entete.as_str().into(),
            colonne: k + 1,
            colonne_titre: t.colonnes.get(k + 1).map_or("", String::as_str).into(),
            total,
            valeur,
            unite: unite.or(column_unit).map(Into::into),
            statut: statut.into(),
            imprime: Some(Imprime(&case.imprime)),
            source: t.source.as_ref().map(|s| s.value.as_str().into()),
            note: t.note.as_ref().map(|s| s.value.as_str().into()),
            ecart: t.ecart.as_ref().map(|s| s.value.as_str().into()),
            adresse: f.adresse(&format!("{}#{}", part.url(), t.ancre)),
        });
    }
}
