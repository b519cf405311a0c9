//! What is said of a part as a whole: what it holds, who leads it, when, by which decision, from which pages.

use serde::Serialize;

use crate::diagnostics::Spanned;
use crate::model::budget::Imputation;
use crate::model::content::{Calendrier, Content, MontantCite, Nom, Priorite};
use crate::model::document::Deliberation;
use crate::model::{Part, PartIx, Site};
use crate::text::NBSP;
use crate::text::amount::Lecture;
use crate::text::format::{count, minuscule};
use crate::text::typography::french;

use super::Commun;
use super::budget::lecture;
use super::pieces::{Dit, Piece, Tableau};

/// What stands for a title that the source lost.
pub const TITRE_PERDU: &str = mot!("Titre perdu dans la source");
/// What is said of a part that lost something, where its editor does not say what.
pub const PERDU: &str = mot!("Une partie de la source est perdue.");

/// What kind of part it is: « fiche », « rapport ».
pub fn nature(c: &Commun<'_>, part: &Part) -> String {
    let document = || c.site.document(part).info.nature.clone().unwrap_or_else(|| dit!(c, "document"));
    c.site.niveau(part).map_or_else(document, |n| n.singulier.clone())
}

/// « 21 fiches », « 8 actions »: what the part holds.
pub fn reperes(c: &Commun<'_>, ix: PartIx) -> Vec<String> {
    let site = c.site;
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
        out.push(match named {
            true => count(actions, &dit!(c, "mesure"), &dit!(c, "mesures")),
            false => count(actions, &dit!(c, "action"), &dit!(c, "actions")),
        });
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
    Champ { titres: (mot!("Pilote"), mot!("Pilotes")), noms: |p| &p.pilotes, herite: true, genre: Genre::Acteurs },
    Champ { titres: (mot!("Copilote"), mot!("Copilotes")), noms: |p| &p.copilotes, herite: false, genre: Genre::Acteurs },
    Champ {
        titres: (mot!("En lien avec"), mot!("En lien avec")),
        noms: |p| &p.en_lien_avec,
        herite: false,
        genre: Genre::Acteurs,
    },
    Champ { titres: (mot!("Partenaire"), mot!("Partenaires")), noms: |p| &p.partenaires, herite: false, genre: Genre::Acteurs },
    Champ {
        titres: (mot!("Cofinanceur"), mot!("Cofinanceurs")),
        noms: |p| &p.co_financeurs,
        herite: false,
        genre: Genre::Acteurs,
    },
    Champ { titres: (mot!("Public"), mot!("Publics")), noms: |p| &p.publics, herite: true, genre: Genre::Publics },
    Champ {
        titres: (mot!("Territoire"), mot!("Territoires")),
        noms: |p| &p.territoires,
        herite: true,
        genre: Genre::Territoires,
    },
];

impl Champ {
    /// The names, and the part above that gives them where it is not the part itself.
    pub fn de<'s>(&self, site: &'s Site, part: &'s Part) -> (&'s [Nom], Option<&'s Part>) {
        if self.herite { site.inherited(part, self.noms) } else { ((self.noms)(&part.content), None) }
    }
}

/// When: « depuis le 1er janvier 2022 », « durée : 3 ans ».
pub fn calendrier(c: &Commun<'_>, calendrier: &Calendrier) -> Vec<String> {
    let mut out = Vec::new();
    out.extend(calendrier.debut.map(|d| match d.jour {
        Some(_) => dit!(c, "depuis le\u{A0}{date}", date = d.french()),
        None => dit!(c, "depuis {date}", date = d.french()),
    }));
    out.extend(calendrier.fin.map(|d| match d.jour {
        Some(_) => dit!(c, "jusqu’au\u{A0}{date}", date = d.french()),
        None => dit!(c, "jusqu’en\u{A0}{date}", date = d.french()),
    }));
    let duree = calendrier.duree.as_ref();
    out.extend(duree.map(|d| french(&dit!(c, "durée : {duree}", duree = minuscule(&d.value))).into_owned()));
    out.extend(calendrier.texte.as_ref().map(|t| french(t).into_owned()));
    out
}

/// What the ranks of priority of a part mean, where some action has one.
pub fn legende_priorites<'s>(c: &Commun<'s>, part: &Part) -> Option<Piece<'s>> {
    part.content.actions.iter().find(|a| a.priorite.is_some())?;
    Some(match &c.site.document(part).info.legende_priorites {
        Some(text) => Piece::Prose(&text.value),
        None => Piece::compose(dit!(c, "La source donne un ordre de priorité (1, 2 ou 3) sans en préciser le sens.")),
    })
}

/// « Priorité 2 et 3 », or the free words of the source.
pub fn priorite(c: &Commun<'_>, p: &Priorite) -> String {
    let imprimee = french(&p.imprimee);
    if p.rangs.is_empty() { imprimee.into_owned() } else { dit!(c, "Priorité\u{A0}{rangs}", rangs = imprimee) }
}

/// A sum named by an action.
#[derive(Debug, Serialize)]
pub struct MontantDit {
    pub libelle: String,
    pub montant: String,
    pub dont: Vec<MontantDit>,
}

/// A sum in words.
pub fn montant(c: &Commun<'_>, m: &MontantCite) -> MontantDit {
    MontantDit {
        libelle: m.libelle.as_ref().map_or_else(String::new, |l| french(l).into_owned()),
        montant: lecture(c, &m.montant.value).mots,
        dont: m.dont.iter().map(|m| montant(c, m)).collect(),
    }
}

/// « pages 97–98, lignes 2030 à 2072 ».
pub fn source_courte(c: &Commun<'_>, part: &Part) -> Option<String> {
    let s = &part.content.source;
    let mut words: Vec<String> = Vec::new();
    if let Some(pages) = &s.pages {
        let imprimees = pages.replace('-', "–");
        words.push(match pages.contains(['-', ',', '–']) {
            true => dit!(c, "pages\u{A0}{pages}", pages = imprimees),
            false => dit!(c, "page\u{A0}{page}", page = imprimees),
        });
    }
    match s.lignes {
        Some((a, b)) if a == b => words.push(dit!(c, "ligne\u{A0}{ligne}", ligne = a)),
        Some((a, b)) => words.push(dit!(c, "lignes\u{A0}{debut} à\u{A0}{fin}", debut = a, fin = b)),
        None => {}
    }
    (!words.is_empty()).then(|| words.join(", "))
}

/// The same, with the file.
pub fn source(c: &Commun<'_>, part: &Part) -> Option<String> {
    let s = &part.content.source;
    if s.lignes.is_none() && s.pages.is_none() && s.fichier.is_none() {
        return None;
    }
    let file = c.site.source_file(part).map(|f| dit!(c, "fichier {fichier}", fichier = f));
    Some(source_courte(c, part).into_iter().chain(file).collect::<Vec<_>>().join(", "))
}

// ————— The decisions of assemblies

/// « Commission permanente, Département du Nord, 26 juin 2023 ».
pub fn titre_de_deliberation(c: &Commun<'_>, d: &Deliberation) -> String {
    let organe = d.organe.clone().unwrap_or_else(|| dit!(c, "Délibération"));
    let words: Vec<String> = [organe].into_iter().chain(d.collectivite.clone()).chain(d.date.map(|d| d.french())).collect();
    french(&words.join(", ")).into_owned()
}

/// Its number, when it was received and published.
pub fn dates_de_deliberation(c: &Commun<'_>, d: &Deliberation) -> Vec<String> {
    let mut dates: Vec<String> = d.numero.iter().map(|n| format!("n°{NBSP}{n}")).collect();
    dates.extend(d.reception.map(|d| dit!(c, "reçue en préfecture le\u{A0}{date}", date = d.french())));
    dates.extend(d.publication.map(|d| dit!(c, "publiée le\u{A0}{date}", date = d.french())));
    let accuse = d.accuse_reception.iter();
    dates.extend(accuse.map(|a| french(&dit!(c, "accusé de réception : {numero}", numero = a)).into_owned()));
    dates
}

/// The figures of its vote.
pub fn vote(c: &Commun<'_>, d: &Deliberation) -> Vec<(String, String)> {
    let Some(v) = &d.vote else { return Vec::new() };
    let figures = [
        (dit!(c, "Membres en exercice"), v.en_exercice),
        (dit!(c, "Présents"), v.presents),
        (dit!(c, "Procurations"), v.procurations),
        (dit!(c, "Absents"), v.absents),
        (dit!(c, "Votants"), v.votants),
        (dit!(c, "Suffrages exprimés"), v.exprimes),
        (dit!(c, "Majorité"), v.majorite),
        (dit!(c, "Pour"), v.pour),
        (dit!(c, "Contre"), v.contre),
        (dit!(c, "Abstentions"), v.abstentions),
        (dit!(c, "N’ont pas pris part au vote"), v.non_participants),
    ];
    figures.into_iter().filter_map(|(label, n)| Some((label, n?.to_string()))).collect()
}

/// What the decision commits, against what was authorised.
pub fn imputations<'a>(c: &Commun<'_>, d: &'a Deliberation) -> Option<Tableau<'a>> {
    if d.imputations.is_empty() {
        return None;
    }
    type Amount = fn(&Imputation) -> &Option<Spanned<Lecture>>;
    let columns: [(String, Amount); 4] = [
        (dit!(c, "Autorisé"), |i| &i.autorise),
        (dit!(c, "Déjà contracté"), |i| &i.contracte),
        (dit!(c, "Proposé"), |i| &i.propose),
        (dit!(c, "Recette"), |i| &i.recette),
    ];
    let columns: Vec<(String, Amount)> =
        columns.into_iter().filter(|(_, f)| d.imputations.iter().any(|i| f(i).is_some())).collect();
    let mut tableau = Tableau::nouveau(dit!(c, "Imputations budgétaires"), dit!(c, "Opération"));
    tableau.chiffres(columns.iter().map(|(head, _)| head.as_str()));
    for i in &d.imputations {
        let words: Vec<&str> =
            [&i.operation, &i.enveloppe, &i.imputation, &i.libelle].into_iter().flatten().map(String::as_str).collect();
        let mut entete = vec![Piece::compose(words.join(", "))];
        entete.extend(i.ecart.iter().map(|e| Piece::Petit(vec![Piece::Ecart(&e.value)])));
        let cell = |f: &Amount| Dit::ou(f(i).as_ref().map(|a| lecture(c, &a.value)), &dit!(c, "non renseigné"));
        tableau.ligne(entete, columns.iter().map(|(_, f)| cell(f)));
    }
    Some(tableau)
}
