//! `catalog.jsonld`: the data set for the catalogues that harvest it (DCAT-AP).

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::licence::Licence;
use super::paquet;
use super::publication::{Fichier, Format};
use super::tables::Fonds;

/// « Population et société », among the themes of the European Union.
const THEME: &str = "http://publications.europa.eu/resource/authority/data-theme/SOCI";
/// « Administrations publiques ».
const THEME_GOUVERNEMENT: &str = "http://publications.europa.eu/resource/authority/data-theme/GOVE";
/// The sources come when assemblies vote: at no fixed rhythm.
const IRREGULIER: &str = "http://publications.europa.eu/resource/authority/frequency/IRREG";
const FRANCAIS: &str = "http://publications.europa.eu/resource/authority/language/FRA";
const FRANCE: &str = "http://publications.europa.eu/resource/authority/country/FRA";

/// The catalogue of these files. Its addresses are absolute where the site has a public one.
pub fn json(f: &Fonds<'_>, fichiers: &[Fichier]) -> Value {
    let config = &f.site.config;
    let adresse = |nom: &str| f.base.map_or_else(|| nom.to_owned(), |base| format!("{base}/donnees/{nom}"));
    let page = f.base.map_or_else(|| "index.html".to_owned(), |base| format!("{base}/donnees/"));
    let licence = Licence::lue(config.licence.as_deref()).map(|l| match l.adresse {
        Some(address) => json!({ "@id": address }),
        None => json!({ "@type": "dct:LicenseDocument", "dct:title": l.titre }),
    });
    let publisher = json!({
        "@id": format!("{page}#editeur"),
        "@type": "foaf:Agent",
        "foaf:name": config.editeur.as_deref().unwrap_or(&config.titre),
    });
    let modified = config.edition.map(|d| {
        let (year, month, day) = d.first_day();
        json!({ "@type": "xsd:date", "@value": format!("{year:04}-{month:02}-{day:02}") })
    });
    let contact = config.mentions.contact.as_ref().map(|c| {
        let (key, id) = if c.contains('@') { ("vcard:hasEmail", format!("mailto:{c}")) } else { ("vcard:hasURL", c.clone()) };
        json!({ "@type": "vcard:Organization", "vcard:fn": config.editeur.as_deref().unwrap_or(&config.titre), key: { "@id": id } })
    });
    let distribution = |x: &Fichier| {
        sans_vide(json!({
            "@id": format!("{page}#{}", x.ancre()),
            "@type": "dcat:Distribution",
            "dct:title": x.titre,
            "dct:description": x.description,
            "dcat:accessURL": { "@id": page },
            "dcat:downloadURL": { "@id": adresse(&x.nom) },
            "dct:license": licence,
            "dct:format": { "@id": format!("http://publications.europa.eu/resource/authority/file-type/{}", x.format.sigle()) },
            "dcat:mediaType": { "@id": format!("https://www.iana.org/assignments/media-types/{}", x.format.mediatype()) },
            "dcat:byteSize": x.taille,
            "spdx:checksum": {
                "@type": "spdx:Checksum",
                "spdx:algorithm": { "@id": "spdx:checksumAlgorithm_sha256" },
                "spdx:checksumValue": x.sha256,
            },
        }))
    };
    let dataset = sans_vide(json!({
        "@id": format!("{page}#jeu"),
        "@type": "dcat:Dataset",
        "dct:title": paquet::titre(f),
        "dct:description": paquet::description(f),
        "dct:identifier": page,
        "dcat:landingPage": { "@id": page },
        "dct:publisher": publisher,
        "dcat:contactPoint": contact,
        "dcat:theme": [{ "@id": THEME }, { "@id": THEME_GOUVERNEMENT }],
        "dcat:keyword": paquet::MOTS_CLES,
        "dct:spatial": lieux(f),
        "dct:temporal": periode(f),
        "dct:accrualPeriodicity": { "@id": IRREGULIER },
        "dct:language": { "@id": FRANCAIS },
        "dct:modified": modified,
        "dct:license": licence,
        "dcat:distribution": fichiers.iter().map(distribution).collect::<Vec<_>>(),
    }));
    sans_vide(json!({
        "@context": contexte(),
        "@id": format!("{page}#catalogue"),
        "@type": "dcat:Catalog",
        "dct:title": paquet::titre(f),
        "dct:description": format!("Catalogue des données du site « {} ».", config.titre),
        "dct:publisher": { "@id": format!("{page}#editeur") },
        "dct:license": licence,
        "dct:language": { "@id": FRANCAIS },
        "dct:modified": modified,
        "foaf:homepage": { "@id": page },
        "dcat:dataset": dataset,
    }))
}

fn contexte() -> Value {
    json!({
        "dcat": "http://www.w3.org/ns/dcat#",
        "dct": "http://purl.org/dc/terms/",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "spdx": "http://spdx.org/rdf/terms#",
        "vcard": "http://www.w3.org/2006/vcard/ns#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    })
}

/// What is not known is not said.
fn sans_vide(mut value: Value) -> Value {
    if let Some(fields) = value.as_object_mut() {
        fields.retain(|_, v| !v.is_null());
    }
    value
}

/// The collectivities of the documents, and the country that they are in.
fn lieux(f: &Fonds<'_>) -> Value {
    let names: BTreeSet<&str> = f.site.documents.iter().filter_map(|d| d.info.collectivite.as_deref()).collect();
    let places = names.iter().map(|n| json!({ "@type": "dct:Location", "rdfs:label": n }));
    places.chain([json!({ "@id": FRANCE })]).collect()
}

/// From the first year of the documents to the last.
pub fn annees(f: &Fonds<'_>) -> Option<(String, String)> {
    let years = || f.site.documents.iter().flat_map(|d| &d.info.periode).filter(|y| crate::text::date::year(y).is_some());
    Some((years().min()?.clone(), years().max()?.clone()))
}

fn periode(f: &Fonds<'_>) -> Value {
    let year = |y: &str| json!({ "@type": "xsd:gYear", "@value": y });
    annees(f).map_or(Value::Null, |(first, last)| {
        let mut period = Map::new();
        period.insert("@type".to_owned(), json!("dct:PeriodOfTime"));
        period.insert("dcat:startDate".to_owned(), year(&first));
        period.insert("dcat:endDate".to_owned(), year(&last));
        Value::Object(period)
    })
}

impl Format {
    /// The name of the European table of file types.
    fn sigle(self) -> &'static str {
        match self {
            Self::Csv => "CSV",
            Self::Json => "JSON",
            Self::Xlsx => "XLSX",
        }
    }
}
