//! What can be printed, and the data of each document of paper.

use serde_json::{Value, json};

use crate::model::document::Deliberation;
use crate::model::{PartIx, Site};
use crate::text::NBSP;
use crate::text::date::Date;
use crate::text::fold::{fold, slug};
use crate::text::format::capitalised;
use crate::text::typography::french;

use super::annexes;
use super::contexte::Contexte;
use super::partie;
use super::{Format, Options};

/// A document of paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Produit {
    /// Path of the file, from the folder of the PDFs.
    pub fichier: String,
    pub objet: Objet,
}

/// What a document of paper holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Objet {
    /// A part with everything below it.
    Partie(PartIx),
    /// Chosen parts, each with everything below it.
    Dossier { titre: String, parties: Vec<PartIx> },
}

impl Produit {
    /// The document of a part.
    pub fn partie(site: &Site, ix: PartIx) -> Self {
        // Identifiers have no underscore, so no two parts share a name.
        Self { fichier: format!("{}.pdf", site.part(ix).id.replace('/', "_")), objet: Objet::Partie(ix) }
    }

    /// A selection of parts.
    pub fn dossier(titre: &str, parties: Vec<PartIx>) -> Self {
        let nom = match slug(titre) {
            s if s.is_empty() => "dossier".to_owned(),
            s => s,
        };
        Self { fichier: format!("dossiers/{nom}.pdf"), objet: Objet::Dossier { titre: titre.to_owned(), parties } }
    }

    /// The parts to print, in reading order, each with its depth: 0 for the one that the cover names.
    pub fn parties(&self, site: &Site) -> Vec<(PartIx, usize)> {
        let depth = |ix: PartIx| site.ancestors(site.part(ix)).count();
        let below = |root: PartIx, base: usize| {
            let top = depth(root);
            site.subtree(root).map(move |(ix, _)| (ix, depth(ix) - top + base)).collect::<Vec<_>>()
        };
        match &self.objet {
            Objet::Partie(ix) => below(*ix, usize::from(is_sheet(site, *ix))),
            Objet::Dossier { parties, .. } => {
                // A part inside another chosen one is printed once.
                let inside = |ix: PartIx| parties.iter().any(|o| *o != ix && site.range(*o).contains(&ix.0));
                let mut roots: Vec<PartIx> = Vec::new();
                parties.iter().filter(|ix| !inside(**ix)).for_each(|ix| {
                    if !roots.contains(ix) {
                        roots.push(*ix);
                    }
                });
                roots.into_iter().flat_map(|root| below(root, 1)).collect()
            }
        }
    }
}

/// Whether a part is printed on sheets of its own, without a cover.
fn is_sheet(site: &Site, ix: PartIx) -> bool {
    let part = site.part(ix);
    part.parent.is_some() && part.children.iter().all(|p| matches!(site.nature(site.part(*p)), "page" | "detail"))
}

/// Which parts of a site are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sorte {
    Documents,
    /// Parts that hold others: cahiers, groupes, axes, orientations, territoires.
    Branches,
    Fiches,
}

/// The documents of paper of one kind, in reading order.
pub fn produits(site: &Site, sorte: Sorte) -> Vec<Produit> {
    let of_kind = |(ix, part): &(PartIx, &crate::model::Part)| match sorte {
        Sorte::Documents => part.parent.is_none(),
        Sorte::Branches => part.parent.is_some() && !is_sheet(site, *ix),
        Sorte::Fiches => is_sheet(site, *ix) && !matches!(site.nature(part), "page" | "detail"),
    };
    site.iter().filter(of_kind).map(|(ix, _)| Produit::partie(site, ix)).collect()
}

/// The data of a document, as its template reads them.
pub fn donnees(c: &Contexte<'_>, produit: &Produit, parties: &[(PartIx, usize)], options: &Options) -> Value {
    let ixs: Vec<PartIx> = parties.iter().map(|(ix, _)| *ix).collect();
    let vues: Vec<Value> = parties
        .iter()
        .map(|(ix, depth)| {
            let mut vue = partie::vue(c, *ix, *depth);
            let courte = partie::courte(&vue, options.format);
            if let Some(objet) = vue.as_object_mut() {
                objet.insert("courte".to_owned(), Value::Bool(courte));
                objet.insert("enfants".to_owned(), enfants(c, *ix));
            }
            vue
        })
        .collect();
    let feuille = matches!(&produit.objet, Objet::Partie(ix) if is_sheet(c.site, *ix));
    let glossaire = annexes::glossaire(c, &ixs, &vues);
    let index: Vec<Value> = if feuille {
        Vec::new()
    } else {
        let pilotes = annexes::index(c, &dit!(c, "Pilotes"), &ixs, &[|p| &p.pilotes, |p| &p.copilotes]);
        pilotes.into_iter().chain(annexes::index(c, &dit!(c, "Partenaires"), &ixs, &[|p| &p.partenaires])).collect()
    };
    let (ecarts, incompletes) = match feuille {
        true => (Vec::new(), Vec::new()),
        false => (annexes::ecarts(c, &ixs), annexes::incompletes(c, &ixs)),
    };
    json!({
        "meta": meta(c, produit, options, feuille),
        "parties": vues,
        "index": index,
        "glossaire": glossaire,
        "ecarts": ecarts,
        "incompletes": incompletes,
    })
}

/// The counted children of a part: the template prints them with their pages.
fn enfants(c: &Contexte<'_>, ix: PartIx) -> Value {
    let children = c.site.part(ix).children.iter().filter(|p| c.site.nature(c.site.part(**p)) != "page");
    let one = |p: &PartIx| json!({ "id": c.site.part(*p).id, "numero": c.numero(*p), "titre": french(c.site.part(*p).titre()) });
    Value::Array(children.map(one).collect())
}

/// What the cover, the running heads and the file's own metadata say.
fn meta(c: &Contexte<'_>, produit: &Produit, options: &Options, feuille: bool) -> Value {
    let config = &c.site.config;
    let set = |t: &String| french(t).into_owned();
    let mut meta = json!({
        "site": french(&config.titre),
        "editeur": config.editeur.as_ref().map(set),
        "licence": config.licence.as_ref().map(set),
        "langue": config.langue,
        "edition": config.edition.map(|d| d.french()),
        "date": date(c, produit),
        "base": c.base,
        "format": options.format.nom(),
        "livre": options.livre,
    });
    let propre = match &produit.objet {
        Objet::Partie(ix) => partie_meta(c, *ix, feuille),
        Objet::Dossier { titre, parties } => {
            let mut collectivites: Vec<String> = Vec::new();
            for nom in parties.iter().filter_map(|ix| c.site.document(c.site.part(*ix)).info.collectivite.as_ref().map(set)) {
                if !collectivites.contains(&nom) {
                    collectivites.push(nom);
                }
            }
            let choix: Vec<String> = parties.iter().map(|ix| c.nom_complet(*ix)).collect();
            json!({
                "genre": "dossier",
                "titre": french(titre),
                "court": french(titre),
                "surtitre": dit!(c, "Dossier"),
                "sous_titre": null,
                "collectivite": collectivites.join(", "),
                "description": choix.join(" ; "),
                "url": c.base,
            })
        }
    };
    if let (Some(meta), Value::Object(propre)) = (meta.as_object_mut(), propre) {
        meta.extend(propre);
    }
    meta
}

fn partie_meta(c: &Contexte<'_>, ix: PartIx, feuille: bool) -> Value {
    let part = c.site.part(ix);
    let document = c.site.document(part);
    let racine = c.site.part(document.racine);
    let info = &document.info;
    let is_document = part.parent.is_none();
    let titre = french(part.titre());
    let surtitre = if is_document {
        // « Convention » above « Convention Bassin minier » says it twice.
        let nature = info.nature.as_ref().map(|n| capitalised(&french(n)));
        nature.filter(|n| !fold(&titre).starts_with(&fold(n)))
    } else {
        // Numbers restart from branch to branch: a loose sheet says whose it is.
        let own = c.numero(ix).or_else(|| c.site.niveau(part).map(|n| capitalised(&n.singulier)));
        let above = territoire_au_dessus(c, ix).or_else(|| c.branche(ix).filter(|b| *b != ix));
        let words: Vec<String> = above.map(|a| c.titre_court(a).to_owned()).into_iter().chain(own).collect();
        (!words.is_empty()).then(|| words.join(" · "))
    };
    let periode = match info.periode.as_slice() {
        [one] => Some(one.clone()),
        [first, .., last] => Some(format!("{first}–{last}")),
        [] => None,
    };
    let resume = c.resume(ix).unwrap_or_else(|| c.label(ix));
    json!({
        "genre": if feuille { "fiche" } else if is_document { "document" } else { "branche" },
        "titre": titre,
        "court": c.titre_court(document.racine),
        "surtitre": surtitre,
        "sous_titre": (!is_document).then(|| french(racine.titre())),
        "collectivite": info.collectivite.as_ref().map(|t| french(t).into_owned()),
        "periode": periode,
        "deliberation": adoption(c, &info.deliberations),
        "source": c.site.source_file(part),
        "description": resume,
        "url": c.adresse(ix),
    })
}

/// The part above that presents the territory of a part: « Boulonnais » says more than « Territoires ».
fn territoire_au_dessus(c: &Contexte<'_>, ix: PartIx) -> Option<PartIx> {
    let nom = fold(&c.site.territoire(ix)?.nom);
    c.site.ancestors(c.site.part(ix)).find(|(_, p)| p.parent.is_some() && fold(p.titre()).contains(&nom)).map(|(a, _)| a)
}

/// The date that the file carries, which archives demand: that of the edition, else the last one that the sources give.
fn date(c: &Contexte<'_>, produit: &Produit) -> [u16; 3] {
    let first = match &produit.objet {
        Objet::Partie(ix) => Some(*ix),
        Objet::Dossier { parties, .. } => parties.first().copied(),
    };
    let info = first.map(|ix| &c.site.document(c.site.part(ix)).info);
    let decided = || info?.deliberations.iter().filter_map(|d| d.date).max();
    let begun = || Date::parse(info?.periode.first()?);
    let date = c.site.config.edition.or_else(decided).or_else(begun);
    date.map_or([2000, 1, 1], |d| {
        let (year, month, day) = d.first_day();
        [year, month.into(), day.into()]
    })
}

/// The decision that made the document: the one whose vote is told, else the first that has a number.
fn adoption(c: &Contexte<'_>, deliberations: &[Deliberation]) -> Option<String> {
    let found = deliberations.iter().find(|d| d.vote.is_some()).or_else(|| deliberations.iter().find(|d| d.numero.is_some()))?;
    let mut words = dit!(c, "Délibération");
    if let Some(numero) = &found.numero {
        words.push_str(&format!(" n°{NBSP}{numero}"));
    }
    if let Some(date) = found.date {
        words.push_str(&dit!(c, " du {date}", date = date.french()));
    }
    if let Some(organe) = &found.organe {
        words.push_str(&format!(", {organe}"));
    }
    Some(french(&words).into_owned())
}

/// Pixels that charts are drawn for.
pub fn largeur(format: Format) -> u32 {
    match format {
        Format::A4 => 620,
        Format::A5 => 440,
    }
}
