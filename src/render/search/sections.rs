//! A part as the search sees it: its sections in the order of the page, each with its anchor, its words and their weight.

use crate::model::budget::{BudgetLine, SousMontant};
use crate::model::content::{Action, Content, MontantCite, Nom, Prose};
use crate::model::donnee::Donnee;
use crate::model::indicateur::Indicateur;
use crate::model::tableau::{Rangee, Tableau};
use crate::render::PageGenerale;
use crate::text::typography::french;

use super::texte::{Lecteur, montant};

/// A run of words on a page, set as they are there.
#[derive(Debug, Default)]
pub struct Section {
    /// Where a link can lead; empty for the top of the page.
    pub ancre: String,
    /// The heading of the section.
    pub titre: String,
    pub texte: String,
    /// What a word counts in the heading and in the text.
    pub poids_titre: u32,
    pub poids: u32,
}

/// Words that lead to a part without standing in a section of its page, with their weight.
pub type Ailleurs = Vec<(String, u32)>;

/// What a word counts, by its place.
mod poids {
    pub const TITRE: u32 = 24;
    pub const VARIANTE: u32 = 8;
    pub const RESUME: u32 = 8;
    pub const ACTION: u32 = 6;
    pub const NOM: u32 = 4;
    pub const LEGENDE: u32 = 4;
    pub const INDICATEUR: u32 = 3;
    pub const AU_DESSUS: u32 = 3;
    pub const LISTE: u32 = 3;
    pub const TEXTE: u32 = 2;
}

/// The words of a part: its titles and those of the parts above it.
pub fn titres(l: &Lecteur<'_>) -> Ailleurs {
    let part = l.site.part(l.part);
    let content = &part.content;
    let mut out = vec![(part.titre().to_owned(), poids::TITRE)];
    out.extend(content.titre_court.iter().map(|t| (t.clone(), poids::VARIANTE)));
    out.extend(content.titres_imprimes.iter().map(|t| (t.titre.value.clone(), poids::VARIANTE)));
    let niveau = l.site.niveau(part);
    out.extend(niveau.and_then(|n| n.numbered(part.numero())).map(|n| (n, poids::VARIANTE)));
    for (_, above) in l.site.ancestors(part) {
        out.push((above.titre().to_owned(), poids::AU_DESSUS));
        let niveau = l.site.niveau(above);
        out.extend(niveau.and_then(|n| n.numbered(above.numero())).map(|n| (n, poids::TEXTE)));
    }
    let info = &l.site.document(part).info;
    out.extend(info.collectivite.iter().chain(&info.nature).chain(&info.periode).map(|t| (t.clone(), poids::TEXTE)));
    out
}

/// The words of a page that belongs to no document, and of the one above it. One entry of a list says less than the list.
pub fn titres_generaux(page: &PageGenerale, dessus: Option<&PageGenerale>) -> Ailleurs {
    let own = if dessus.is_none() { poids::TITRE } else { poids::NOM };
    let above = dessus.map(|above| (above.titre.clone(), poids::TEXTE));
    std::iter::once((page.titre.clone(), own)).chain(above).collect()
}

/// Its only section.
pub fn generale(page: &PageGenerale) -> Vec<Section> {
    vec![Section { texte: page.texte.clone(), poids: poids::TEXTE, ..Section::default() }]
}

/// The sections of a part's page.
pub fn sections(l: &Lecteur<'_>) -> Vec<Section> {
    let content = &l.site.part(l.part).content;
    let prose = |p: &Option<Prose>| p.as_ref().map_or_else(String::new, |p| l.clair(&p.value));
    let liste = |list: &[Prose]| list.iter().map(|p| l.clair(&p.value)).collect::<Vec<_>>().join(" ; ");
    let simple = |ancre: &str, titre: &'static str, texte: String, poids: u32| Section {
        ancre: ancre.to_owned(),
        titre: french(l.mots.dit(titre)).into_owned(),
        texte: french(&texte).into_owned(),
        poids_titre: 0,
        poids,
    };
    // A text of its own is set already.
    let seul = |ancre: &str, titre: &'static str, texte: &Option<Prose>, poids: u32| Section {
        texte: prose(texte),
        ..simple(ancre, titre, String::new(), poids)
    };
    let mut out = vec![
        seul("", "", &content.resume, poids::RESUME),
        simple("en-clair", mot!("En clair"), liste(&content.en_clair), poids::RESUME),
        seul("", "", &content.corps, poids::TEXTE),
        seul("constats", mot!("Constats"), &content.constats, poids::TEXTE),
        seul("enjeux", mot!("Enjeux"), &content.enjeux, poids::TEXTE),
        seul("objectifs", mot!("Objectifs"), &content.objectifs, poids::LISTE),
        simple("en-bref", mot!("En bref"), en_bref(l, content), poids::NOM),
    ];
    out.extend(content.actions.iter().map(|a| action(l, a)));
    out.push(simple("resultats", mot!("Résultats attendus"), liste(&content.resultats), poids::LISTE));
    out.push(simple("livrables", mot!("Livrables"), liste(&content.livrables), poids::LISTE));
    out.push(simple("vigilance", mot!("Points de vigilance"), liste(&content.vigilance), poids::TEXTE));
    out.push(simple(
        "indicateurs",
        mot!("Indicateurs"),
        joined(content.indicateurs.iter().map(|i| indicateur(l, i))),
        poids::INDICATEUR,
    ));
    out.extend(content.tableaux.iter().map(tableau));
    out.push(simple(
        "donnees",
        mot!("Chiffres du territoire"),
        joined(content.donnees.iter().map(|d| donnee(l, d))),
        poids::TEXTE,
    ));
    out.push(simple("budget", mot!("Budget"), budget(l, content), poids::TEXTE));
    if l.site.part(l.part).parent.is_none() {
        let all = &l.site.document(l.site.part(l.part)).info.deliberations;
        let objets = joined(all.iter().flat_map(|d| d.objet.iter().chain(&d.decisions)).map(|p| l.clair(&p.value)));
        out.push(simple("deliberations", mot!("Délibérations"), objets, poids::TEXTE));
    }
    out.push(simple("notes", mot!("Notes de l’éditeur"), liste(&content.notes), poids::TEXTE));
    let pairs = |list: &[(Nom, Prose)]| joined(list.iter().map(|(k, v)| format!("{} : {}", k.value, l.clair(&v.value))));
    out.push(simple("definitions", mot!("Définitions"), pairs(&content.definitions), poids::LISTE));
    out.push(simple("glossaire", mot!("Glossaire"), pairs(&content.glossaire), poids::TEXTE));
    out.retain(|s| !s.texte.is_empty() || s.poids_titre > 0);
    out
}

fn joined(items: impl Iterator<Item = String>) -> String {
    items.filter(|i| !i.is_empty()).collect::<Vec<_>>().join(" ; ")
}

/// « Pilotes : … Partenaires : … »: who acts, for whom, where, when.
fn en_bref(l: &Lecteur<'_>, content: &Content) -> String {
    let fields: [(&'static str, &[Nom]); 7] = [
        (mot!("Pilotes"), &content.pilotes),
        (mot!("Copilotes"), &content.copilotes),
        (mot!("En lien avec"), &content.en_lien_avec),
        (mot!("Partenaires"), &content.partenaires),
        (mot!("Cofinanceurs"), &content.co_financeurs),
        (mot!("Publics"), &content.publics),
        (mot!("Territoires"), &content.territoires),
    ];
    let present = fields.into_iter().filter(|(_, names)| !names.is_empty());
    let lines = present.map(|(head, names)| {
        let names: Vec<&str> = names.iter().map(|n| n.value.as_str()).collect();
        format!("{} : {}.", l.mots.dit(head), names.join(", "))
    });
    lines.collect::<Vec<_>>().join(" ")
}

fn action(l: &Lecteur<'_>, a: &Action) -> Section {
    let proses = a.texte.iter().chain(&a.etapes).chain(&a.avancement).chain(&a.calendrier).chain(&a.bilan);
    let mut texts: Vec<String> = proses.map(|p| l.clair(&p.value)).collect();
    texts.extend(a.partenaires.iter().map(|p| p.value.clone()));
    texts.extend(a.montants.iter().map(|m| cite(l, m)));
    let titre = a.titre.as_ref().map_or("", |t| t.value.as_str());
    Section {
        ancre: a.ancre.clone(),
        titre: match &a.numero {
            Some(n) => french(&format!("{} : {titre}", dit!(l, "Action\u{A0}{numero}", numero = n.value))).into_owned(),
            None => french(titre).into_owned(),
        },
        texte: french(&texts.join(" ")).into_owned(),
        poids_titre: poids::ACTION,
        poids: poids::TEXTE,
    }
}

fn cite(l: &Lecteur<'_>, m: &MontantCite) -> String {
    let below: String = m.dont.iter().map(|d| dit!(l, ", dont {montant}", montant = cite(l, d))).collect();
    match &m.libelle {
        Some(libelle) => format!("{libelle} : {}{below}", montant(l, &m.montant.value)),
        None => format!("{}{below}", montant(l, &m.montant.value)),
    }
}

/// « Visites à domicile : bilan 2021, 45 ; bilan 2022, 50 ».
fn indicateur(l: &Lecteur<'_>, i: &Indicateur) -> String {
    let cells = i.valeurs.iter().map(|v| format!("{}, {}", v.colonne.dite(l.mots.dit(v.colonne.nature.label())), v.imprime));
    let below = i.sous_lignes.iter().map(|i| indicateur(l, i));
    let cells = joined(cells.chain(below));
    if cells.is_empty() { i.nom.clone() } else { format!("{} : {cells}", i.nom) }
}

fn tableau(t: &Tableau) -> Section {
    let row = |r: &Rangee| {
        let cells: Vec<&str> = r.cellules.iter().map(|c| c.imprime.as_str()).collect();
        format!("{} : {}", r.entete, cells.join(", "))
    };
    let heads = t.colonnes.join(", ");
    Section {
        ancre: t.ancre.clone(),
        titre: french(&t.titre.value).into_owned(),
        texte: french(&joined(std::iter::once(heads).chain(t.lignes.iter().chain(&t.total).map(row)))).into_owned(),
        poids_titre: poids::LEGENDE,
        poids: poids::TEXTE,
    }
}

fn donnee(l: &Lecteur<'_>, d: &Donnee) -> String {
    let entry = l.site.registres.indicateurs.find(&d.indicateur.value);
    let nom = entry.map_or(d.indicateur.value.as_str(), |e| e.nom.as_str());
    let year = d.annee.as_ref().map_or_else(String::new, |a| format!(" ({a})"));
    let value = d.valeur.as_ref().map_or_else(String::new, |v| format!(" : {}", v.imprime));
    let reference = d.reference.as_ref().map_or_else(String::new, |v| format!(", {} {}", dit!(l, "Département"), v.imprime));
    format!("{nom}{year}{value}{reference}")
}

fn budget(l: &Lecteur<'_>, content: &Content) -> String {
    let lines = content.budget.iter().map(|line| ligne(l, line));
    let spent = content.depenses.iter().flat_map(|d| &d.lignes).map(|d| {
        let amount = d.montant.as_ref().map_or_else(String::new, |m| format!(" : {}", montant(l, &m.value)));
        format!("{}{amount}{}", d.libelle.value, sous(l, &d.dont))
    });
    joined(lines.chain(spent))
}

/// « 2022, réalisé : 104 550 € (État, 52 275 € ; Département, 52 275 €) ».
fn ligne(l: &Lecteur<'_>, line: &BudgetLine) -> String {
    let mut out = format!("{}, {}", line.exercice.value, l.mots.dit(line.nature.label()));
    if let Some(libelle) = &line.libelle {
        out.push_str(&format!(", {libelle}"));
    }
    if let Some(total) = &line.total {
        out.push_str(&format!(" : {}", montant(l, &total.value)));
    }
    let shares = line.parts.iter().map(|(funder, share)| {
        let nom = l.site.registres.financeurs.find(&funder.value).map_or(funder.value.as_str(), |e| e.nom.as_str());
        format!("{nom}, {}", montant(l, &share.value))
    });
    let shares = joined(shares);
    if !shares.is_empty() {
        out.push_str(&format!(" ({shares})"));
    }
    out + &sous(l, &line.detail) + &sous(l, &line.dont)
}

fn sous(l: &Lecteur<'_>, list: &[SousMontant]) -> String {
    list.iter().map(|s| format!(", {} : {}", s.libelle, montant(l, &s.montant.value))).collect()
}
