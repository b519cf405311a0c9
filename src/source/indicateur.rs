//! Indicators of a front matter, down to the cells.

use crate::diagnostics::{Code, Diagnostic, Spanned};
use crate::model::indicateur::{Cellule, Colonne, ColonneNature, Detail, Indicateur, MESURES, Sens, Valeur};
use crate::text::amount::Statut;
use crate::text::number::{self, NumberError, ThreeDecimals};
use crate::text::{nearest, squeeze};

use super::fields::{Diags, Fields, scalar};
use super::yaml::{Kind, Node};

/// One item of `indicateurs`: a label alone, or a table.
pub fn read(node: &Node, diags: &mut Diags) -> Option<Indicateur> {
    if let Kind::Scalar(_) = node.kind {
        let nom = scalar(node, diags)?;
        return Some(Indicateur {
            span: nom.span,
            nom: nom.value,
            unite: None,
            bloc: None,
            note: None,
            justification: None,
            sens: None,
            partage: None,
            valeurs: Vec::new(),
            sous_lignes: Vec::new(),
        });
    }
    let mut f = Fields::of(node, "un indicateur", diags)?;
    let span = f.span;
    let nom = f.required("nom");
    let (unite, bloc, note) = (f.string("unite"), f.string("bloc"), f.rare("note"));
    let (justification, sens, partage) = (f.rare("justification"), f.choice("sens", &Sens::ALL), f.rare("partage"));
    let cells = f.table("valeurs");
    let valeurs = valeurs(cells, unite.as_deref(), f.diags);
    let sous_lignes = f.each("sous_lignes", read);
    f.finish();
    Some(Indicateur { span, nom: nom?.value, unite, bloc, note, justification, sens, partage, valeurs, sous_lignes })
}

/// The cells of an indicator; two keys that mean the same column would lose one of them.
fn valeurs(cells: &[(Spanned<String>, Node)], unite: Option<&str>, diags: &mut Diags) -> Vec<Valeur> {
    let mut found: Vec<Valeur> = Vec::new();
    for (key, cell) in cells {
        let Some(valeur) = valeur(key, cell, unite, diags) else { continue };
        match found.iter().find(|v| v.colonne == valeur.colonne) {
            Some(other) => diags.push(
                Diagnostic::new(Code::CleEnDouble, format!("« {} » désigne une colonne déjà écrite", key.value))
                    .at(key.span)
                    .with_label(other.span, "sa valeur est ici")
                    .with_help("précisez l’une des deux : bilan 2021 (au 01.11.21)"),
            ),
            None => found.push(valeur),
        }
    }
    found
}

/// « blian 2023 » is read as a column of its own: probably « bilan 2023 » is meant.
fn faute_de_frappe(key: &Spanned<String>, colonne: &Colonne, diags: &mut Diags) {
    let first = key.value.split_whitespace().next().unwrap_or("");
    if colonne.nature == ColonneNature::Autre
        && let Some(near) = nearest(&first.to_lowercase(), ColonneNature::MOTS)
    {
        diags.push(
            Diagnostic::new(Code::ColonneProche, format!("« {first} » n’est pas un genre de colonne connu"))
                .at(key.span)
                .with_help(format!("vouliez-vous dire « {near} » ? Sinon la colonne garde ce nom")),
        );
    }
}

fn valeur(key: &Spanned<String>, node: &Node, unite: Option<&str>, diags: &mut Diags) -> Option<Valeur> {
    let colonne = Colonne::parse(&key.value);
    faute_de_frappe(key, &colonne, diags);
    if let Kind::Scalar(_) = node.kind {
        let text = scalar(node, diags)?;
        let cellule = cell(&text.value, unite);
        return Some(Valeur {
            span: text.span,
            colonne,
            nu: cellule.chiffre().is_some(),
            cellule,
            imprime: squeeze(&text.value).into(),
            detail: Box::default(),
            note: None,
            ecart: None,
        });
    }
    let mut f = Fields::of(node, "une cellule d’indicateur", diags)?;
    let span = f.span;
    let stated = f.text("valeur");
    let imprime = f.string("imprime");
    let unite = f.string("unite").or_else(|| unite.map(str::to_owned));
    let (note, ecart) = (f.rare("note"), f.rare("ecart"));
    let mut detail = details(&mut f, "detail", false, unite.as_deref());
    detail.extend(details(&mut f, "dont", true, unite.as_deref()));
    let cellule = match &stated {
        None => Cellule::Absent(imprime.as_deref().and_then(Statut::parse).unwrap_or(Statut::Texte)),
        Some(text) => {
            let cellule = cell(&text.value, unite.as_deref());
            if cellule == Cellule::Absent(Statut::Texte) {
                let error = Diagnostic::new(Code::NombreIllisible, format!("« {} » n’est pas un nombre", text.value))
                    .at(text.span)
                    .with_help("« valeur » est un nombre seul, avec son unité éventuelle ; les mots vont dans « imprime »");
                f.diags.push(error);
            }
            cellule
        }
    };
    f.finish();
    let nu = cellule.chiffre().is_some() && imprime.as_deref().is_none_or(|i| cell(i, unite.as_deref()).chiffre().is_some());
    let imprime = imprime.or(stated.map(|s| s.value)).unwrap_or_default();
    Some(Valeur { span, colonne, cellule, imprime: squeeze(&imprime).into(), nu, detail: detail.into(), note, ecart })
}

fn details(f: &mut Fields<'_, '_>, key: &'static str, dont: bool, unite: Option<&str>) -> Vec<Detail> {
    let entries = f.table(key);
    let read = |(label, node): &(Spanned<String>, Node), diags: &mut Diags| {
        let text = scalar(node, diags)?;
        Some(Detail {
            libelle: label.value.clone(),
            cellule: cell(&text.value, unite),
            imprime: squeeze(&text.value),
            dont,
            span: text.span,
        })
    };
    entries.iter().filter_map(|e| read(e, f.diags)).collect()
}

/// What a cell written in one piece holds: a number only if it is nothing else.
pub fn cell(text: &str, unite: Option<&str>) -> Cellule {
    let text = squeeze(text);
    if let Some(statut) = Statut::parse(&text) {
        return Cellule::Absent(statut);
    }
    let read = |digits: &str, unite: Option<&str>| match number::parse(digits, ThreeDecimals::Decimals) {
        Ok(n) => Some(Cellule::Nombre { valeur: n.value, pas: n.step, unite: unite.map(Box::from) }),
        Err(NumberError::NotANumber | NumberError::Ambiguous | NumberError::TooLong) => None,
    };
    if let Some(found) = read(&text, None) {
        return found;
    }
    MESURES
        .into_iter()
        .chain(unite)
        .find_map(|u| {
            text.strip_suffix(u).filter(|d| !d.ends_with(char::is_alphabetic)).and_then(|d| read(d.trim_end(), Some(u)))
        })
        .unwrap_or(Cellule::Absent(Statut::Texte))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(text: &str, unite: Option<&str>) -> String {
        match cell(text, unite) {
            Cellule::Nombre { valeur, unite, .. } => format!("{valeur} {}", unite.unwrap_or_default()).trim().to_owned(),
            Cellule::Absent(statut) => statut.code().to_owned(),
        }
    }

    #[test]
    fn a_cell_is_a_number_only_if_it_is_nothing_else() {
        for (text, unite, expected) in [
            ("45", None, "45"),
            ("24 308", None, "24308"),
            ("100%", None, "100 %"),
            ("7,3 mois", None, "7.3 mois"),
            ("429 familles", Some("familles"), "429 familles"),
            ("429 familles", None, "texte"),
            ("541 sur 2 258", None, "texte"),
            ("1 402 90", None, "texte"),
            ("ND", None, "nc"),
            ("/", None, "sans_objet"),
            ("en cours de définition", None, "a_definir"),
            ("0", None, "0"),
        ] {
            assert_eq!(show(text, unite), expected, "{text}");
        }
    }
}
