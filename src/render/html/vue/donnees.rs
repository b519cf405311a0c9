//! The pages of the open data: what each file holds, what one may do with it, what each column says.

use serde::Serialize;
use serde_json::{Value, json};

use crate::diagnostics::Diagnostic;
use crate::render::File;
use crate::render::data::Licence;
use crate::render::data::publication::{CATALOGUE, Fichier, PAQUET};
use crate::render::data::tables::champ::Description;
use crate::render::html::contexte::{Contexte, Lien, Page};
use crate::render::html::escape::escape;
use crate::render::html::jsonld;
use crate::text::format::{count, octets};
use crate::text::typography::french;

use super::tableau::{Case, Colonne, Ligne, Tableau};

/// The address of the page.
pub const ADRESSE: &str = "/donnees/";
/// The address and the title of the page of the columns.
pub const COLONNES: (&str, &str) = ("/donnees/colonnes/", mot!("Les colonnes des tables"));

const TITRE: &str = mot!("Données ouvertes");

#[derive(Debug, Serialize)]
struct Vue {
    tables: Vec<FichierVue>,
    ensemble: Vec<FichierVue>,
    /// What describes the files for machines.
    descriptions: Vec<FichierVue>,
    licence: Option<Lien>,
    /// Whether that licence is one that lets anyone reuse the data.
    libre: bool,
    edition: Option<String>,
    citation: String,
    mentions: Lien,
    ecarts: Lien,
}

/// One file to download.
#[derive(Debug, Serialize)]
struct FichierVue {
    ancre: String,
    titre: String,
    description: String,
    nom: String,
    href: String,
    /// `CSV, 12 ko`.
    poids: String,
    lignes: Option<String>,
    /// What its columns say.
    colonnes: Option<Lien>,
}

/// `/donnees/`.
pub fn page(c: &Contexte<'_>) -> Result<File, Diagnostic> {
    let description = dit!(
        c,
        "Les budgets, les actions, les indicateurs et les sources du site en CSV, en JSON et pour tableur, avec l’explication de chaque colonne."
    );
    let mut page = c.page(ADRESSE, c.mots.dit(TITRE), &description, Vec::new());
    page.fil = vec![c.accueil(&page)];
    page.ici = c.mots.dit(TITRE).to_owned();
    let config = &c.site.config;
    let licence = Licence::lue(config.licence.as_deref());
    page.objets.extend(jeu(c, &page, licence.as_ref()));
    let (tables, ensemble): (Vec<&Fichier>, Vec<&Fichier>) = c.donnees.fichiers.iter().partition(|f| f.table.is_some());
    let all = |list: Vec<&Fichier>| list.into_iter().map(|f| fichier(c, &page, f)).collect();
    let about = |nom: &str, titre: String, description: String, format: &str, texte: &str| FichierVue {
        ancre: nom.replace('.', "-"),
        titre,
        description: french(&description).into_owned(),
        nom: nom.to_owned(),
        href: c.href(&page, &format!("{ADRESSE}{nom}")),
        poids: format!("{format}, {}", octets(texte.len())),
        lignes: None,
        colonnes: None,
    };
    let vue = Vue {
        tables: all(tables),
        ensemble: all(ensemble),
        descriptions: vec![
            about(
                PAQUET,
                dit!(c, "Description des tables"),
                dit!(
                    c,
                    "Le schéma de chaque table au format Data Package : types, clés, contraintes, empreinte de chaque fichier. Les outils qui le lisent contrôlent les tables d’eux-mêmes."
                ),
                "JSON",
                &c.donnees.paquet,
            ),
            about(
                CATALOGUE,
                dit!(c, "Notice pour les catalogues"),
                dit!(c, "Le jeu de données et ses fichiers au format DCAT, pour les portails qui les recensent."),
                "JSON-LD",
                &c.donnees.catalogue,
            ),
        ],
        licence: licence.as_ref().map(|l| Lien {
            href: l.adresse.map_or_else(|| c.href(&page, "/mentions-legales/"), str::to_owned),
            texte: french(&l.titre).into_owned(),
        }),
        libre: licence.as_ref().is_some_and(|l| l.adresse.is_some()),
        edition: config.edition.map(|d| d.french()),
        citation: citation(c, licence.as_ref()),
        mentions: Lien { href: c.href(&page, "/mentions-legales/"), texte: dit!(c, "Mentions légales") },
        ecarts: Lien { href: c.href(&page, "/ecarts/"), texte: dit!(c, "Écarts connus") },
    };
    super::super::page(c, "donnees.html", &page, &vue)
}

fn fichier(c: &Contexte<'_>, page: &Page, f: &Fichier) -> FichierVue {
    FichierVue {
        ancre: f.ancre(),
        titre: french(&f.titre).into_owned(),
        description: french(&f.description).into_owned(),
        nom: f.nom.clone(),
        href: c.href(page, &format!("{ADRESSE}{}", f.nom)),
        poids: format!("{}, {}", f.format.extension().to_uppercase(), octets(f.taille)),
        lignes: f.table.map(|(_, rows)| count(rows, &dit!(c, "ligne"), &dit!(c, "lignes"))),
        colonnes: f.table.map(|(d, _)| Lien {
            href: format!("{}#{}", c.href(page, COLONNES.0), f.ancre()),
            texte: dit!(
                c,
                "Ce que disent les {colonnes} de {table}",
                colonnes = count(d.colonnes.len(), &dit!(c, "colonne"), &dit!(c, "colonnes")),
                table = f.nom
            ),
        }),
    }
}

/// A table and what each of its columns says.
#[derive(Debug, Serialize)]
struct TableVue {
    ancre: String,
    titre: String,
    description: String,
    colonnes: Tableau,
}

/// `/donnees/colonnes/`.
pub fn dictionnaire(c: &Contexte<'_>) -> Result<File, Diagnostic> {
    let (url, titre) = (COLONNES.0, c.mots.dit(COLONNES.1));
    let description = dit!(c, "Table par table, le nom de chaque colonne, son type et ce qu’elle dit.");
    let mut page = c.page(url, titre, &description, Vec::new());
    page.fil = vec![c.accueil(&page), Lien { href: c.href(&page, ADRESSE), texte: c.mots.dit(TITRE).to_owned() }];
    page.ici = titre.to_owned();
    let table = |f: &Fichier| {
        let (description, _) = f.table?;
        let (titre, dit) = (french(&f.titre).into_owned(), french(&f.description).into_owned());
        Some(TableVue { ancre: f.ancre(), titre, description: dit, colonnes: colonnes(c, description) })
    };
    let tables: Vec<TableVue> = c.donnees.fichiers.iter().filter_map(table).collect();
    super::super::page(c, "colonnes.html", &page, &tables)
}

/// What each column holds.
fn colonnes(c: &Contexte<'_>, table: &Description) -> Tableau {
    let legende = french(&dit!(c, "Colonnes de la table « {table} »", table = table.titre)).into_owned();
    let heads = [dit!(c, "Colonne"), dit!(c, "Type"), dit!(c, "Ce qu’elle dit")].map(Colonne::mots);
    let lignes = table.colonnes.iter().map(|colonne| {
        let mut genre = colonne.genre.label().to_owned();
        if table.cle.contains(&colonne.nom) {
            genre.push_str(&dit!(c, ", clé"));
        } else if colonne.requise {
            genre.push_str(&dit!(c, ", toujours remplie"));
        }
        let mut dit = escape(&french(&format!("{} : {}", colonne.titre, colonne.description)));
        let valeurs = (colonne.valeurs)();
        if !valeurs.is_empty() {
            let codes: Vec<String> = valeurs.iter().map(|v| format!("<code>{v}</code>")).collect();
            dit.push_str(&format!(" {} {}.", escape(&french(&dit!(c, "Valeurs :"))), codes.join(", ")));
        }
        if let Some(renvoi) = table.renvois.iter().find(|r| r.champ == colonne.nom && r.table != table.nom) {
            let mots = escape(&dit!(c, "Renvoie à "));
            dit.push_str(&format!(" {mots}<a href=\"#{}-csv\"><code>{}</code></a>.", renvoi.table, renvoi.table));
        }
        let cellules = vec![Case::mots(genre), Case::mots(dit)];
        Ligne { entete: format!("<code>{}</code>", colonne.nom), cellules, ..Ligne::default() }
    });
    Tableau { legende, lignes: lignes.collect(), colonnes: heads.into(), ..Tableau::default() }
}

/// How to name the data where they are used.
fn citation(c: &Contexte<'_>, licence: Option<&Licence>) -> String {
    let config = &c.site.config;
    let mut words = vec![config.editeur.clone().unwrap_or_else(|| config.titre.clone()), c.donnees.titre.clone()];
    words.extend(config.edition.map(|d| dit!(c, "sources au {date}", date = d.french())));
    words.extend(c.base().map(|base| format!("{base}{ADRESSE}")));
    words.extend(licence.map(|l| l.titre.clone()));
    format!("{}.", french(&words.join(", ")))
}

/// The data set for search engines; its names are absolute, so only where the site has an address.
fn jeu(c: &Contexte<'_>, page: &Page, licence: Option<&Licence>) -> Option<Value> {
    let here = page.canonique.as_ref()?;
    let config = &c.site.config;
    let places: std::collections::BTreeSet<&str> =
        c.site.documents.iter().filter_map(|d| d.info.collectivite.as_deref()).collect();
    let download = |f: &Fichier| {
        json!({
            "@type": "DataDownload", "name": f.titre, "description": f.description, "contentUrl": format!("{here}{}", f.nom),
            "encodingFormat": f.format.mediatype(), "contentSize": format!("{} B", f.taille), "sha256": f.sha256,
        })
    };
    let mut jeu = json!({
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": c.donnees.titre,
        "description": c.donnees.description.chars().take(5000).collect::<String>(),
        "url": here,
        "inLanguage": config.langue,
        "isAccessibleForFree": true,
        "creator": jsonld::editeur(c),
        "publisher": jsonld::editeur(c),
        "license": licence.map(|l| l.adresse.unwrap_or(&l.titre)),
        "version": config.edition.map(|d| d.iso()),
        "dateModified": config.edition.map(|d| d.iso()),
        "keywords": crate::render::data::MOTS_CLES,
        "temporalCoverage": c.donnees.annees.as_ref().map(|(first, last)| format!("{first}/{last}")),
        "spatialCoverage": places.into_iter().collect::<Vec<_>>(),
        "distribution": c.donnees.fichiers.iter().map(download).collect::<Vec<_>>(),
    });
    if let Some(fields) = jeu.as_object_mut() {
        fields.retain(|_, v| !v.is_null());
    }
    Some(jeu)
}
