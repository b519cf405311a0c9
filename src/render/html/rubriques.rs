//! The pages that belong to no document: one table, from which menus, ways in, site map and search take their words.

use crate::compte::Total;
use crate::model::{PartIx, Site};
use crate::render::PageGenerale;
use crate::render::mots::Commun;
use crate::render::mots::budget::{en_deux_mots, financeurs, tetes_des_parts, totaux};
use crate::summary::Summary;
use crate::text::typography::french;

use super::vue::{donnees, index_indicateurs, repertoires, territoires};

/// A page of the site itself.
#[derive(Debug, Clone, Copy)]
pub struct Rubrique {
    pub url: &'static str,
    pub titre: &'static str,
    /// As a way into the site: « Les budgets », and what readers find there. Empty for what nobody comes for.
    pub entree: &'static str,
    pub texte: &'static str,
}

const fn rubrique(url: &'static str, titre: &'static str, entree: &'static str, texte: &'static str) -> Rubrique {
    Rubrique { url, titre, entree, texte }
}

/// The accessibility statement: its link says how the site complies, as the law asks.
pub const ACCESSIBILITE: &str = "/accessibilite/";
/// The site map.
pub const PLAN: &str = "/plan-du-site/";

/// Every title, from A to Z.
pub const TITRES: &str = "/titres/";

/// Every such page, in the order of the site map.
pub const RUBRIQUES: [Rubrique; 21] = [
    rubrique("/", mot!("Accueil"), "", ""),
    rubrique("/recherche/", mot!("Recherche"), "", ""),
    rubrique(
        "/orientations/",
        mot!("Orientations"),
        mot!("Toutes les orientations"),
        mot!("Ce que chaque plan se donne pour but, fiche par fiche."),
    ),
    rubrique(
        "/priorites/",
        mot!("Priorités"),
        mot!("Toutes les actions par priorité"),
        mot!("De la plus urgente à la moins urgente."),
    ),
    rubrique(
        "/publics/",
        mot!("Publics"),
        mot!("Les publics"),
        mot!("Enfants, jeunes, familles, personnes âgées… À qui s’adressent les actions."),
    ),
    rubrique(
        "/territoires/",
        mot!("Territoires"),
        mot!("Les territoires"),
        mot!("Les mêmes chiffres, territoire par territoire."),
    ),
    rubrique(
        "/lieux/",
        mot!("Lieux"),
        mot!("Les lieux"),
        mot!("Les territoires, les villes et les quartiers que les documents nomment."),
    ),
    rubrique("/pilotes/", mot!("Pilotes"), mot!("Les pilotes"), mot!("Qui répond de chaque action.")),
    rubrique("/partenaires/", mot!("Partenaires"), mot!("Les partenaires"), mot!("Qui agit avec le Département.")),
    rubrique(
        "/plans/",
        mot!("Plans et schémas cités"),
        mot!("Les plans cités"),
        mot!("Les autres schémas auxquels les documents renvoient."),
    ),
    rubrique(
        "/indicateurs/",
        mot!("Indicateurs"),
        mot!("Les indicateurs"),
        mot!("Ce qui est mesuré, les résultats et les objectifs."),
    ),
    rubrique(
        "/budget/",
        mot!("Budgets"),
        mot!("Les budgets"),
        mot!("Le prévu, le réalisé, qui paie, et le calcul de chaque total."),
    ),
    rubrique(
        "/glossaire/",
        mot!("Glossaire"),
        mot!("Les sigles expliqués"),
        mot!("De A à Z, avec leur sens dans chaque partie."),
    ),
    rubrique(
        "/ecarts/",
        mot!("Écarts connus"),
        mot!("Les écarts connus"),
        mot!("Les chiffres qui ne concordent pas et les données manquantes des documents d’origine."),
    ),
    rubrique("/donnees/", mot!("Données ouvertes"), mot!("Les données ouvertes"), mot!("Tout le site en tables, à télécharger.")),
    rubrique("/nouveautes/", mot!("Nouveautés"), "", mot!("Ce qui a changé sur le site.")),
    rubrique(ACCESSIBILITE, mot!("Accessibilité"), "", mot!("Ce qui est accessible, ce qui ne l’est pas, et à qui le dire.")),
    rubrique("/donnees-personnelles/", mot!("Données personnelles"), "", mot!("Ce que le site sait de ses visiteurs.")),
    rubrique(
        "/mentions-legales/",
        mot!("Mentions légales"),
        "",
        mot!("Qui publie le site, qui l’héberge, comment écrire à l’éditeur."),
    ),
    rubrique(
        TITRES,
        mot!("Tous les titres"),
        mot!("Tous les titres"),
        mot!("Chaque page des documents par son titre, de A à Z."),
    ),
    rubrique(
        PLAN,
        mot!("Plan du site"),
        mot!("Le plan du site"),
        mot!("Toutes les rubriques, puis toutes les pages des documents, dans leur ordre."),
    ),
];

/// The ways into the site, as the home page and the search page list them.
pub fn entrees() -> impl Iterator<Item = Rubrique> {
    RUBRIQUES.into_iter().filter(|r| !r.entree.is_empty())
}

/// Whether the site has that page.
pub fn existe(site: &Site, summary: &Summary, url: &str) -> bool {
    match url {
        "/territoires/" => territoires::existe(site),
        index_indicateurs::URL => !index_indicateurs::documents(site).is_empty(),
        "/nouveautes/" => !site.config.nouveautes.is_empty(),
        _ => repertoires::INDEX.into_iter().find(|i| i.url == url).is_none_or(|i| i.existe(summary)),
    }
}

/// What the search says of the budget of a document: whose it is, how much, by whom.
fn budget(c: &Commun<'_>, ix: PartIx) -> String {
    let funders = financeurs(c.site, totaux(c, ix).iter().flat_map(Total::financeurs));
    let mut texte = vec![dit!(c, "Le montant total, prévu et dépensé, année par année et financeur par financeur.")];
    texte.extend(c.site.document(c.site.part(ix)).info.collectivite.iter().map(|t| format!("{t}.")));
    texte.extend(Some(en_deux_mots(c, ix).join(", ")).filter(|dits| !dits.is_empty()).map(|dits| dits + "."));
    texte.extend(Some(tetes_des_parts(c, &funders).collect::<Vec<_>>().join(", ")).filter(|parts| !parts.is_empty()));
    french(&texte.join(" ")).into_owned()
}

/// The pages below one of them: address and title.
pub fn en_dessous(c: &Commun<'_>, url: &str) -> Vec<(String, String)> {
    let document = |ix: PartIx| (format!("{url}{}/", c.site.part(ix).id), c.label_court(ix));
    match url {
        "/priorites/" => ["1", "2", "3"]
            .map(|rang| (format!("{url}{rang}/"), dit!(c, "Priorité\u{A0}{rangs}", rangs = rang)))
            .into_iter()
            .chain([(format!("{url}autres/"), dit!(c, "Sans rang"))])
            .collect(),
        "/budget/" => {
            let roots = c.site.documents.iter().map(|d| d.racine);
            roots.filter(|ix| c.summary.comptes.totaux.contains_key(ix)).map(document).collect()
        }
        index_indicateurs::URL => index_indicateurs::pages(c.site).into_iter().map(document).collect(),
        "/territoires/" => territoires::pages(c.site),
        donnees::ADRESSE => vec![(donnees::COLONNES.0.to_owned(), c.mots.dit(donnees::COLONNES.1).to_owned())],
        _ => repertoires::titres(c, url),
    }
}

/// These pages and those below them, for the search.
pub fn cherchables(c: &Commun<'_>) -> Vec<PageGenerale> {
    let mut pages = Vec::new();
    let found = RUBRIQUES.into_iter().filter(|r| !r.texte.is_empty() && existe(c.site, c.summary, r.url));
    for rubrique in found {
        let (titre, texte) = (c.mots.dit(rubrique.titre).to_owned(), french(c.mots.dit(rubrique.texte)).into_owned());
        pages.push(PageGenerale { url: rubrique.url.to_owned(), titre, texte, sous: None });
        let sous = Some(pages.len() - 1);
        let texte = |url: &str| match rubrique.url {
            "/budget/" => c.site.find(url.trim_start_matches("/budget/").trim_end_matches('/')).map(|ix| budget(c, ix)),
            _ => None,
        };
        let below = en_dessous(c, rubrique.url).into_iter();
        pages.extend(below.map(|(url, titre)| PageGenerale { texte: texte(&url).unwrap_or_default(), url, titre, sous }));
    }
    pages
}
