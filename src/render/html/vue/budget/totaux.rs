//! A computed total for readers: its shares, its rate, what it lacks, and the lines it sums.

use rust_decimal::Decimal;
use serde::Serialize;

use crate::compte::{LigneRef, Total};
use crate::model::PartIx;
use crate::model::budget::BudgetLine;
use crate::render::html::contexte::{Contexte, Lien, Page};
use crate::render::html::escape::escape;
use crate::render::mots::budget::{
    ecart_des_parts, financeurs, manques, montant, part, programmes, raisons, reserves_du_taux, taux_de, tete, tetes_des_parts,
};
use crate::render::mots::partie::source_courte;
use crate::render::mots::pieces::Dit;
use crate::text::amount::Statut;
use crate::text::fold::slug;
use crate::text::format::{euros, percent};
use crate::text::typography::french;

use super::super::tableau::{Case, Colonne, Ligne, Tableau, absent, dit};
use super::ancre;

/// A computed total with its derivation.
#[derive(Debug, Serialize)]
pub struct TotalVue {
    titre: String,
    montant: String,
    /// « 1 montant manque (non communiqué) : le total est partiel. »
    partiel: Option<String>,
    taux: Option<String>,
    /// « d’exécution », or « d’engagement ».
    taux_nom: String,
    /// « 2 lignes sans prévision n’entrent pas dans le taux. »
    /// « du prévisionnel », and of the avenants that count in it.
    taux_de: String,
    taux_note: Option<String>,
    /// The rate as the length of a bar out of 125, cut there.
    jauge: Option<String>,
    /// The address of the page of known écarts.
    ecarts: String,
    /// « Les parts font 7 490 € de moins que le total », where the source contradicts itself.
    ecart: Option<String>,
    parts: Vec<(String, String)>,
    programmes: Vec<(String, String)>,
    calcul: Lien,
}

/// What a total sums, line by line.
#[derive(Debug, Serialize)]
pub struct CalculVue {
    ancre: String,
    tableau: Tableau,
}

/// Whether a total sums more than one line: its part's page then shows how.
pub fn se_calcule(total: &Total) -> bool {
    total.lignes.len() > 1
}

/// Where, on the page of its part: a total of one line is that line.
fn ou_se_calcule(total: &Total) -> String {
    let nom = || slug(&format!("{} {}", total.nature.label(), total.exercice));
    if se_calcule(total) { format!("calcul-{}", nom()) } else { "budget".to_owned() }
}

/// The amount alone: what is missing is said beside it.
fn connu(c: &Contexte<'_>, total: &Total) -> String {
    dit(&Dit { precision: None, ..montant(c, total) })
}

/// The view of the total of a part.
pub fn vue(c: &Contexte<'_>, page: &Page, ix: PartIx, total: &Total) -> TotalVue {
    let funders = financeurs(c.site, total.financeurs());
    let engaged = total.nature == crate::model::budget::BudgetNature::Engage;
    let share = |id: &str| {
        let missing = total.parts_manquantes.get(id);
        match total.parts.get(id) {
            Some(amount) if missing.is_some() => format!("{}{}", euros(*amount), dit!(c, " (partiel)")),
            Some(amount) => euros(*amount),
            None => raisons(c, missing),
        }
    };
    TotalVue {
        titre: tete(c, total),
        montant: connu(c, total),
        partiel: manques(c, total),
        taux: total.taux.as_ref().map(|t| percent(t.valeur)),
        taux_nom: if engaged { dit!(c, "d’engagement") } else { dit!(c, "d’exécution") },
        taux_de: total.taux.as_ref().map_or_else(String::new, |t| taux_de(c, t)),
        taux_note: reserves_du_taux(c, total),
        jauge: total.taux.as_ref().map(|t| t.valeur.min(Decimal::from(125)).max(Decimal::ZERO).normalize().to_string()),
        ecarts: c.href(page, "/ecarts/"),
        ecart: ecart_des_parts(c, total),
        parts: funders.into_iter().map(|(id, name)| (name, share(&id))).collect(),
        programmes: programmes(c, total).collect(),
        calcul: Lien {
            href: format!("{}#{}", c.href(page, &c.site.part(ix).url()), ou_se_calcule(total)),
            texte: french(&dit!(c, "Le calcul de « {total} », ligne à ligne", total = tete(c, total))).into_owned(),
        },
    }
}

/// Above this many lines, a total is shown as the sum of those of the parts below, each shown on its own page.
const MAX_LIGNES: usize = 60;

/// A group of lines that one row of a derivation sums.
struct Terme {
    entete: String,
    lignes: Vec<LigneRef>,
}

/// What a total sums: its lines, or the subtotals they come under; one column per funder, so that shares are shown too.
pub fn calcul(c: &Contexte<'_>, page: &Page, ix: PartIx, total: &Total) -> CalculVue {
    let termes = if total.lignes.len() <= MAX_LIGNES {
        total.lignes.iter().map(|l| ligne(c, page, *l)).collect()
    } else {
        sous_totaux(c, page, ix, total)
    };
    let funders = financeurs(c.site, total.financeurs());
    let legende = dit!(c, "Calcul : {total}, {partie}", total = tete(c, total), partie = c.label_court(ix));
    let mut tableau = Tableau { legende: french(&legende).into_owned(), ..Tableau::default() };
    tableau.colonnes.push(Colonne::mots(dit!(c, "Ligne")));
    tableau.colonnes.extend(tetes_des_parts(c, &funders).map(Colonne::chiffres));
    tableau.colonnes.push(Colonne::chiffres(dit!(c, "Montant")));
    for terme in termes {
        let lines: Vec<&BudgetLine> = terme.lignes.iter().map(|l| l.line(c.site)).collect();
        let mut cellules: Vec<Case> = funders.iter().map(|(id, _)| Case::chiffre(somme(c, &lines, |l| part_de(l, id)))).collect();
        cellules.push(Case::chiffre(somme(c, &lines, |l| Some(l.au_moins()))));
        tableau.lignes.push(Ligne { entete: terme.entete, cellules, ..Ligne::default() });
    }
    let mut cellules: Vec<Case> = funders.iter().map(|(id, _)| Case::chiffre(dit(&part(c, total, id)))).collect();
    cellules.push(Case::chiffre(connu(c, total)));
    tableau.lignes.push(Ligne { entete: escape(&dit!(c, "Total")), cellules, total: true, ..Ligne::default() });
    CalculVue { ancre: ou_se_calcule(total), tableau }
}

/// A funder's share, where the line prints one.
fn part_de(line: &BudgetLine, funder: &str) -> Option<Result<Decimal, Statut>> {
    line.share(funder).map(|s| s.value.chiffre().map(|c| c.valeur))
}

/// The sum of what is known; why it is missing where nothing is.
fn somme(c: &Contexte<'_>, lines: &[&BudgetLine], figure: impl Fn(&BudgetLine) -> Option<Result<Decimal, Statut>>) -> String {
    let figures: Vec<Result<Decimal, Statut>> = lines.iter().filter_map(|l| figure(l)).collect();
    if figures.is_empty() {
        return absent(&dit!(c, "non renseigné"));
    }
    let known: Vec<Decimal> = figures.iter().filter_map(|f| f.ok()).collect();
    match figures.iter().find_map(|f| f.err()) {
        Some(statut) if known.is_empty() => absent(c.mots.dit(statut.label())),
        _ => euros(known.iter().sum()),
    }
}

/// A line with a link to its part and its place in the source.
fn ligne(c: &Contexte<'_>, page: &Page, l: LigneRef) -> Terme {
    let mut lien = c.lien(page, l.part);
    lien.href.push_str("#budget");
    let mut entete = ancre(&lien);
    let libelle = l.line(c.site).libelle.as_ref().map(|l| french(l).into_owned());
    let source = source_courte(c, c.site.part(l.part));
    let words: Vec<String> = libelle.into_iter().chain(source).collect();
    if !words.is_empty() {
        entete.push_str(&format!(" <small>{}</small>", escape(&words.join(", "))));
    }
    Terme { entete, lignes: vec![l] }
}

/// The subtotals of the children, of the same lines, so that they make the total whatever is counted elsewhere.
fn sous_totaux(c: &Contexte<'_>, page: &Page, ix: PartIx, total: &Total) -> Vec<Terme> {
    let own = total.lignes.iter().filter(|l| l.part == ix).map(|l| ligne(c, page, *l));
    let below = c.site.part(ix).children.iter().filter_map(|child| {
        let range = c.site.range(*child);
        let lignes: Vec<LigneRef> = total.lignes.iter().filter(|l| range.contains(&l.part.0)).copied().collect();
        let mut lien = c.lien(page, *child);
        lien.href.push_str("#budget");
        (!lignes.is_empty()).then(|| Terme { entete: ancre(&lien), lignes })
    });
    own.chain(below).collect()
}
