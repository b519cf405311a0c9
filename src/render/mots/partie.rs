//! What is said of a part as a whole: what it holds, who leads it, when, by which decision, from which pages.

use serde::Serialize;

use crate::diagnostics::Spanned;
use crate::model::budget::Imputation;
use crate::model::content::{Calendrier, Content, MontantCite, Nom, Priorite};
use crate::model::document::Deliberation;
use crate::model::{Part, PartIx, Site};
use crate::text::NBSP;
use crate::text::amount::Lecture;
use crate::text::date::Date;
use crate::text::format::{count, minuscule};
use crate::text::typography::french;

use super::budget::lecture;
use super::pieces::{Dit, Piece, Tableau};

/// What stands for a title that the source lost.
pub const TITRE_PERDU: &str = "Titre perdu dans la source";
/// What is said of a part that lost something, where its editor does not say what.
pub const PERDU: &str = "Une partie de la source est perdue.";

/// What kind of part it is: « fiche », « rapport ».
pub fn nature(site: &Site, part: &Part) -> String {
    let document = || site.document(part).info.nature.clone().unwrap_or_else(|| "document".to_owned());
    site.niveau(part).map_or_else(document, |n| n.singulier.clone())
}

/// « 21 fiches », « 8 actions »: what the part holds.
pub fn reperes(site: &Site, ix: PartIx) -> Vec<String> {
    let part = site.part(ix);
    let mut out = Vec::new();
    for niveau in &site.document(part).niveaux {
        let n = site.subtree(ix).skip(1).filter(|(_, p)| site.nature(p) == niveau.nature).count();
        if n > 0 && !niveau.is_page() {
            out.push(count(n, &niveau.singulier, &niveau.pluriel));
        }
    }
    let actions = site.subtree(ix).map(|(_, p)| p.content.actions.len()).sum();
    if actions > 0 {
        // Where a level is called « action », what its parts list is not.
        let named = site
            .document(part)
            .niveaux
            .iter()
            .any(|n| n.nature == "action" && site.subtree(ix).any(|(_, p)| site.nature(p) == n.nature));
        out.push(if named { count(actions, "mesure", "mesures") } else { count(actions, "action", "actions") });
    }
    out
}

/// A field of the « en bref » panel.
pub struct Champ {
    /// For one name, and for several.
    pub titres: (&'static str, &'static str),
    pub noms: fn(&Content) -> &[Nom],
    /// Whether what a part above says holds for those below.
    pub herite: bool,
    pub genre: Genre,
}

/// What the names of a field are of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Genre {
    Acteurs,
    Publics,
    Territoires,
}

/// The names that a part gives, or that hold for it.
pub const CHAMPS: [Champ; 7] = [
    Champ { titres: ("Pilote", "Pilotes"), noms: |p| &p.pilotes, herite: true, genre: Genre::Acteurs },
    Champ { titres: ("Copilote", "Copilotes"), noms: |p| &p.copilotes, herite: false, genre: Genre::Acteurs },
    Champ { titres: ("En lien avec", "En lien avec"), noms: |p| &p.en_lien_avec, herite: false, genre: Genre::Acteurs },
    Champ { titres: ("Partenaire", "Partenaires"), noms: |p| &p.partenaires, herite: false, genre: Genre::Acteurs },
    Champ { titres: ("Cofinanceur", "Cofinanceurs"), noms: |p| &p.co_financeurs, herite: false, genre: Genre::Acteurs },
    Champ { titres: ("Public", "Publics"), noms: |p| &p.publics, herite: true, genre: Genre::Publics },
    Champ { titres: ("Territoire", "Territoires"), noms: |p| &p.territoires, herite: true, genre: Genre::Territoires },
];

impl Champ {
    /// The names, and the part above that gives them where it is not the part itself.
    pub fn de<'s>(&self, site: &'s Site, part: &'s Part) -> (&'s [Nom], Option<&'s Part>) {
        if self.herite { site.inherited(part, self.noms) } else { ((self.noms)(&part.content), None) }
    }
}

/// When: « depuis le 1er janvier 2022 », « durée : 3 ans ».
pub fn calendrier(calendrier: &Calendrier) -> Vec<String> {
    let mut out = Vec::new();
    let day = |d: &Date| d.jour.is_some();
    out.extend(calendrier.debut.map(|d| format!("depuis {}{}", if day(&d) { "le\u{A0}" } else { "" }, d.french())));
    out.extend(calendrier.fin.map(|d| format!("jusqu’{}\u{A0}{}", if day(&d) { "au" } else { "en" }, d.french())));
    out.extend(calendrier.duree.as_ref().map(|d| french(&format!("durée : {}", minuscule(&d.value))).into_owned()));
    out.extend(calendrier.texte.as_ref().map(|t| french(t).into_owned()));
    out
}

/// What the ranks of priority of a part mean, where some action has one.
pub fn legende_priorites<'s>(site: &'s Site, part: &Part) -> Option<Piece<'s>> {
    part.content.actions.iter().find(|a| a.priorite.is_some())?;
    Some(match &site.document(part).info.legende_priorites {
        Some(text) => Piece::Prose(&text.value),
        None => Piece::texte("La source donne un ordre de priorité (1, 2 ou 3) sans en préciser le sens."),
    })
}

/// « Priorité 2 et 3 », or the free words of the source.
pub fn priorite(p: &Priorite) -> String {
    if p.rangs.is_empty() { french(&p.imprimee).into_owned() } else { format!("Priorité{NBSP}{}", french(&p.imprimee)) }
}

/// A sum named by an action.
#[derive(Debug, Serialize)]
pub struct MontantDit {
    pub libelle: String,
    pub montant: String,
    pub dont: Vec<MontantDit>,
}

/// A sum in words.
pub fn montant(m: &MontantCite) -> MontantDit {
    MontantDit {
        libelle: m.libelle.as_ref().map_or_else(String::new, |l| french(l).into_owned()),
        montant: lecture(&m.montant.value).mots,
        dont: m.dont.iter().map(montant).collect(),
    }
}

/// « pages 97–98, lignes 2030 à 2072 ».
pub fn source_courte(part: &Part) -> Option<String> {
    let s = &part.content.source;
    let mut words: Vec<String> = Vec::new();
    if let Some(pages) = &s.pages {
        let several = pages.contains(['-', ',', '–']);
        words.push(format!("page{}{NBSP}{}", if several { "s" } else { "" }, pages.replace('-', "–")));
    }
    match s.lignes {
        Some((a, b)) if a == b => words.push(format!("ligne{NBSP}{a}")),
        Some((a, b)) => words.push(format!("lignes{NBSP}{a} à{NBSP}{b}")),
        None => {}
    }
    (!words.is_empty()).then(|| words.join(", "))
}

/// The same, with the file.
pub fn source(site: &Site, part: &Part) -> Option<String> {
    let s = &part.content.source;
    if s.lignes.is_none() && s.pages.is_none() && s.fichier.is_none() {
        return None;
    }
    let file = site.source_file(part).map(|f| format!("fichier {f}"));
    Some(source_courte(part).into_iter().chain(file).collect::<Vec<_>>().join(", "))
}

// ————— The decisions of assemblies

/// « Commission permanente, Département du Nord, 26 juin 2023 ».
pub fn titre_de_deliberation(d: &Deliberation) -> String {
    let organe = d.organe.clone().unwrap_or_else(|| "Délibération".to_owned());
    let words: Vec<String> = [organe].into_iter().chain(d.collectivite.clone()).chain(d.date.map(|d| d.french())).collect();
    french(&words.join(", ")).into_owned()
}

/// Its number, when it was received and published.
pub fn dates_de_deliberation(d: &Deliberation) -> Vec<String> {
    let dated = |label: &str, date: Option<Date>| date.map(|d| format!("{label} le{NBSP}{}", d.french()));
    let mut dates: Vec<String> = d.numero.iter().map(|n| format!("n°{NBSP}{n}")).collect();
    dates.extend(dated("reçue en préfecture", d.reception));
    dates.extend(dated("publiée", d.publication));
    dates.extend(d.accuse_reception.iter().map(|a| french(&format!("accusé de réception : {a}")).into_owned()));
    dates
}

/// The figures of its vote.
pub fn vote(d: &Deliberation) -> Vec<(&'static str, String)> {
    let Some(v) = &d.vote else { return Vec::new() };
    let figures = [
        ("Membres en exercice", v.en_exercice),
        ("Présents", v.presents),
        ("Procurations", v.procurations),
        ("Absents", v.absents),
        ("Votants", v.votants),
        ("Suffrages exprimés", v.exprimes),
        ("Majorité", v.majorite),
        ("Pour", v.pour),
        ("Contre", v.contre),
        ("Abstentions", v.abstentions),
        ("N’ont pas pris part au vote", v.non_participants),
    ];
    figures.into_iter().filter_map(|(label, n)| Some((label, n?.to_string()))).collect()
}

/// What the decision commits, against what was authorised.
pub fn imputations(d: &Deliberation) -> Option<Tableau<'_>> {
    if d.imputations.is_empty() {
        return None;
    }
    type Amount = fn(&Imputation) -> &Option<Spanned<Lecture>>;
    let columns: [(&str, Amount); 4] = [
        ("Autorisé", |i| &i.autorise),
        ("Déjà contracté", |i| &i.contracte),
        ("Proposé", |i| &i.propose),
        ("Recette", |i| &i.recette),
    ];
    let columns: Vec<(&str, Amount)> =
        columns.into_iter().filter(|(_, f)| d.imputations.iter().any(|i| f(i).is_some())).collect();
    let mut tableau = Tableau::nouveau("Imputations budgétaires", "Opération");
    tableau.chiffres(columns.iter().map(|(head, _)| *head));
    for i in &d.imputations {
        let words: Vec<&str> =
            [&i.operation, &i.enveloppe, &i.imputation, &i.libelle].into_iter().flatten().map(String::as_str).collect();
        let mut entete = vec![Piece::compose(words.join(", "))];
        entete.extend(i.ecart.iter().map(|e| Piece::Petit(vec![Piece::Ecart(&e.value)])));
        let cell = |f: &Amount| Dit::ou(f(i).as_ref().map(|a| lecture(&a.value)), "non renseigné");
        tableau.ligne(entete, columns.iter().map(|(_, f)| cell(f)));
    }
    Some(tableau)
}
