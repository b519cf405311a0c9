//! `datapackage.json`: the tables described for machines (Frictionless Data Package, Table Schema).

use serde_json::{Map, Value, json};

use super::licence::Licence;
use super::publication::Fichier;
use super::tables::Fonds;
use super::tables::champ::{Colonne, Description, Genre};
use crate::text::fold::slug;

/// Dates known to the year, the month or the day.
const DATE: &str = r"^\d{4}(-\d{2}(-\d{2})?)?$";

/// The package that describes these files.
pub fn json(f: &Fonds<'_>, fichiers: &[Fichier]) -> Value {
    let config = &f.site.config;
    let mut paquet = Map::new();
    let mut put = |key: &str, value: Value| paquet.insert(key.to_owned(), value);
    let name = slug(&config.titre);
    put("name", json!(if name.is_empty() { "parvis".to_owned() } else { name }));
    put("title", json!(titre(f)));
    put("description", json!(description(f)));
    if let Some(base) = f.base {
        put("homepage", json!(format!("{base}/donnees/")));
    }
    if let Some(licence) = Licence::lue(config.licence.as_deref()) {
        put("licenses", json!([licence.json()]));
    }
    if let Some(edition) = config.edition {
        let (year, month, day) = edition.first_day();
        put("version", json!(edition.iso()));
        put("created", json!(format!("{year:04}-{month:02}-{day:02}T00:00:00Z")));
    }
    put("sources", Value::Array(sources(f)));
    put("contributors", json!([{ "title": config.editeur.as_deref().unwrap_or(&config.titre), "role": "publisher" }]));
    put("keywords", json!(MOTS_CLES));
    put("resources", fichiers.iter().map(ressource).collect());
    Value::Object(paquet)
}

/// What the data are about.
pub const MOTS_CLES: [&str; 7] =
    ["solidarités", "action sociale", "département", "politiques publiques", "budget", "subventions", "indicateurs"];

/// The title of the data set.
pub fn titre(f: &Fonds<'_>) -> String {
    format!("Données ouvertes du site « {} »", f.site.config.titre.trim())
}

/// What the data set holds, in two sentences.
pub fn description(f: &Fonds<'_>) -> String {
    let titles: Vec<&str> = f.site.documents.iter().map(|d| f.site.part(d.racine).titre()).collect();
    format!(
        "Les fiches, les actions, les budgets ligne à ligne, les totaux calculés, les indicateurs et leurs sources, tirés de : {}. Les montants sont exacts, accompagnés de leur forme imprimée et de leur statut.",
        titles.join(" ; ")
    )
}

/// The documents that the data come from.
fn sources(f: &Fonds<'_>) -> Vec<Value> {
    let one = |d: &crate::model::Document| {
        let part = f.site.part(d.racine);
        let author = d.info.collectivite.as_deref().map_or_else(String::new, |c| format!(" ({c})"));
        let title = format!("{}{author}", part.titre());
        match f.base {
            Some(base) => json!({ "title": title, "path": format!("{base}{}", part.url()) }),
            None => json!({ "title": title }),
        }
    };
    f.site.documents.iter().map(one).collect()
}

fn ressource(fichier: &Fichier) -> Value {
    let mut value = json!({
        "name": slug(fichier.nom.trim_end_matches(".csv")),
        "title": fichier.titre,
        "description": fichier.description,
        "path": fichier.nom,
        "format": fichier.format.extension(),
        "mediatype": fichier.format.mediatype(),
        "encoding": "utf-8",
        "bytes": fichier.taille,
        "hash": format!("sha256:{}", fichier.sha256),
    });
    let Some(fields) = value.as_object_mut() else { return value };
    match fichier.table {
        Some((description, rows)) => {
            fields.insert("profile".to_owned(), json!("tabular-data-resource"));
            fields.insert("rowCount".to_owned(), json!(rows));
            fields.insert(
                "dialect".to_owned(),
                json!({ "delimiter": ",", "lineTerminator": "\n", "quoteChar": "\"", "doubleQuote": true, "header": true }),
            );
            fields.insert("schema".to_owned(), schema(description));
        }
        None => {
            fields.insert("type".to_owned(), json!("file"));
        }
    }
    value
}

/// The schema of a table.
pub fn schema(table: &Description) -> Value {
    let keys = table.renvois.iter().map(|r| {
        // A table that points into itself names itself by nothing.
        let resource = if r.table == table.nom { "" } else { r.table };
        json!({ "fields": [r.champ], "reference": { "resource": resource, "fields": [r.cible] } })
    });
    json!({
        "fields": table.colonnes.iter().map(champ).collect::<Vec<_>>(),
        "missingValues": [""],
        "primaryKey": table.cle,
        "foreignKeys": keys.collect::<Vec<_>>(),
    })
}

fn champ(colonne: &Colonne) -> Value {
    let mut contraintes = Map::new();
    if colonne.requise {
        contraintes.insert("required".to_owned(), json!(true));
    }
    let valeurs = (colonne.valeurs)();
    if !valeurs.is_empty() {
        contraintes.insert("enum".to_owned(), json!(valeurs));
    }
    if colonne.genre == Genre::Date {
        contraintes.insert("pattern".to_owned(), json!(DATE));
    }
    let mut champ = json!({
        "name": colonne.nom,
        "type": match colonne.genre {
            Genre::Texte | Genre::Imprime | Genre::Date => "string",
            Genre::Entier => "integer",
            Genre::Nombre | Genre::Euros => "number",
            Genre::Booleen => "boolean",
        },
        "title": colonne.titre,
        "description": colonne.description,
    });
    if let Some(fields) = champ.as_object_mut() {
        if colonne.genre == Genre::Booleen {
            fields.insert("trueValues".to_owned(), json!(["oui"]));
            fields.insert("falseValues".to_owned(), json!(["non"]));
        }
        if !contraintes.is_empty() {
            fields.insert("constraints".to_owned(), Value::Object(contraintes));
        }
    }
    champ
}
