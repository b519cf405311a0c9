//! Ledgers made at random, the sites they make, and their sums worked out again in whole cents.

use std::collections::BTreeMap;
use std::sync::Arc;

use parvis::compte::Comptes;
use parvis::diagnostics::{FileId, Span, Spanned};
use parvis::model::budget::{BudgetLine, BudgetNature, SousMontant};
use parvis::model::{self, Content, PartIx, Site};
use parvis::source::{SourcePart, Sources};
use parvis::text::amount::{self, Lecture, Statut};
use parvis::text::format::euros;
use proptest::prelude::*;
use rust_decimal::{Decimal, RoundingStrategy};

/// The funders of the ledgers.
pub const FINANCEURS: [&str; 3] = ["etat", "departement", "caf"];

/// An amount: cents, or why there are none.
pub type Valeur = Result<i128, Statut>;

/// A line of a ledger.
#[derive(Debug, Clone)]
pub struct Ligne {
    pub exercice: String,
    pub nature: BudgetNature,
    pub total: Option<Valeur>,
    /// One per funder.
    pub parts: Vec<Option<Valeur>>,
}

impl Ligne {
    /// What the line is worth: its total, else its shares when all are known.
    pub fn montant(&self) -> Valeur {
        if let Some(total) = self.total {
            return total;
        }
        let parts: Vec<Valeur> = self.parts.iter().flatten().copied().collect();
        if parts.is_empty() {
            return Err(Statut::NonCommunique);
        }
        let parts: Vec<Valeur> = parts.into_iter().filter(|p| *p != Err(Statut::SansObjet)).collect();
        if parts.is_empty() {
            return Err(Statut::SansObjet);
        }
        parts.into_iter().sum()
    }

    /// The line of the model.
    pub fn ecrite(&self) -> BudgetLine {
        let part = |(funder, v): (&&str, &Option<Valeur>)| Some((mot(funder), imprime((*v)?)));
        BudgetLine {
            span: ICI,
            exercice: mot(&self.exercice),
            nature: self.nature,
            libelle: None,
            total: self.total.map(imprime),
            parts: FINANCEURS.iter().zip(&self.parts).filter_map(part).collect(),
            programme: None,
            detail: Vec::new(),
            dont: Vec::new(),
            compte_dans: None,
            recapitule: None,
            hors_parite: None,
            note: None,
            ecart: None,
        }
    }
}

const ICI: Span = Span { file: FileId(0), start: 0, end: 0 };

/// A word of a source.
pub fn mot(text: &str) -> Spanned<String> {
    Spanned::new(text.to_owned(), ICI)
}

/// An amount as a source prints it, read back.
pub fn imprime(valeur: Valeur) -> Spanned<Lecture> {
    let text = match valeur {
        Ok(cents) => euros(decimal(cents)),
        Err(statut) => statut.label().to_owned(),
    };
    Spanned::new(amount::parse(&text).unwrap_or_else(|e| panic!("{text} : {e:?}")), ICI)
}

/// A part of a line.
pub fn sous_montant(valeur: Valeur, financeur: Option<&str>) -> SousMontant {
    SousMontant {
        libelle: "poste".to_owned(),
        montant: imprime(valeur),
        financeur: financeur.map(mot),
        pourcentage: None,
        note: None,
    }
}

/// Cents to euros.
pub fn decimal(cents: i128) -> Decimal {
    Decimal::from_i128_with_scale(cents, 2).normalize()
}

/// The number of an axe, then of a fiche in it.
pub type Place = (usize, usize);

/// The fiches of a site, each with its lines.
pub type Livre = BTreeMap<Place, Vec<Ligne>>;

/// Every line, where it stands: its folder below the document, and the line of the model.
pub type Placees = Vec<(Vec<String>, BudgetLine)>;

/// The lines of a ledger, each fiche in a folder of its own.
pub fn placees(livre: &Livre) -> Placees {
    let lines = livre.iter().flat_map(|(k, lines)| lines.iter().map(move |l| (fiche(*k), l.ecrite())));
    lines.collect()
}

/// The folder of a fiche.
pub fn fiche((axe, fiche): Place) -> Vec<String> {
    vec![format!("axe-{axe}"), format!("fiche-{fiche}")]
}

/// The site of some lines; folders that no line is in are still there when a deeper one is.
pub fn site(lines: Placees) -> Site {
    let mut folders: BTreeMap<Vec<String>, Vec<BudgetLine>> = BTreeMap::from([(Vec::new(), Vec::new())]);
    for (path, line) in lines {
        for n in 1..path.len() {
            folders.entry(path[..n].to_vec()).or_default();
        }
        folders.entry(path).or_default().push(line);
    }
    let part = |(folder, budget): (Vec<String>, Vec<BudgetLine>)| {
        let own = ["document", "axe", "fiche", "detail"][folder.len()];
        let path = ["plan".to_owned()].into_iter().chain(folder).chain([own.to_owned()]).collect();
        let document = (own == "document").then(Arc::default);
        SourcePart {
            file: FileId(0),
            path,
            content: Content { titre: Some(mot("Titre")), budget, document, ..Content::default() }.into(),
        }
    };
    let sources = Sources { parts: folders.into_iter().map(part).collect(), ..Sources::default() };
    let mut found = Vec::new();
    let site = model::build(sources, &mut found);
    assert!(found.is_empty(), "{found:?}");
    site
}

/// What a scope adds up to for one exercice and nature.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Somme {
    pub total: Option<Decimal>,
    pub parts: BTreeMap<String, Decimal>,
    pub manques: BTreeMap<Statut, usize>,
    pub taux: Option<Taux>,
}

/// A rate and what it leaves out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taux {
    pub valeur: Decimal,
    pub sans_prevision: usize,
    pub sans_suite: usize,
}

/// The totals of a site, by the identifier of the scope, the exercice and the nature.
pub type Totaux = BTreeMap<(String, String, BudgetNature), Somme>;

/// The totals that the engine finds.
pub fn totaux(site: &Site) -> Totaux {
    let comptes = Comptes::new(site);
    let scopes = comptes.totaux.iter().map(|(ix, totals)| (site.part(*ix).id.clone(), totals));
    let scopes = scopes.chain([("tout le site".to_owned(), &comptes.site)]);
    let somme = |t: &parvis::compte::Total| Somme {
        total: t.total.map(|v| v.normalize()),
        parts: t.parts.iter().map(|(k, v)| (k.clone(), v.normalize())).collect(),
        manques: t.manques.clone(),
        taux: t.taux.as_ref().map(|t| Taux {
            valeur: t.valeur.normalize(),
            sans_prevision: t.sans_prevision,
            sans_suite: t.sans_suite,
        }),
    };
    scopes.flat_map(|(id, totals)| totals.iter().map(move |t| ((id.clone(), t.exercice.clone(), t.nature), somme(t)))).collect()
}

/// The same, worked out in cents from the ledger: every line of a fiche counts in it, in its axe, in the plan, in the site.
pub fn attendus(livre: &Livre) -> Totaux {
    let mut scopes: BTreeMap<String, Vec<(&Place, &Ligne)>> = BTreeMap::new();
    for (k, lines) in livre.iter().filter(|(_, l)| !l.is_empty()) {
        let [axe, fiche] = [&fiche(*k)[..1], &fiche(*k)[..]].map(|f| format!("plan/{}", f.join("/")));
        for id in ["tout le site".to_owned(), "plan".to_owned(), axe, fiche] {
            scopes.entry(id).or_default().extend(lines.iter().map(|l| (k, l)));
        }
    }
    let mut sums = Totaux::new();
    for (id, lines) in &scopes {
        for (_, line) in lines {
            let sum = sums.entry((id.clone(), line.exercice.clone(), line.nature)).or_default();
            match line.montant() {
                Ok(cents) => sum.total = Some(sum.total.unwrap_or_default() + decimal(cents)),
                Err(Statut::SansObjet) => {}
                Err(statut) => {
                    *sum.manques.entry(statut).or_default() += 1;
                    // What is known of it counts all the same.
                    let known: Vec<i128> = line.parts.iter().flatten().filter_map(|p| p.ok()).collect();
                    if !known.is_empty() {
                        sum.total = Some(sum.total.unwrap_or_default() + decimal(known.iter().sum()));
                    }
                }
            }
            for (funder, part) in FINANCEURS.iter().zip(&line.parts) {
                if let Some(Ok(cents)) = part {
                    *sum.parts.entry((*funder).to_owned()).or_default() += decimal(*cents);
                }
            }
        }
    }
    for ((id, exercice, nature), sum) in &mut sums {
        sum.total = sum.total.map(|v| v.normalize());
        sum.parts.values_mut().for_each(|v| *v = v.normalize());
        sum.taux = nature.is_execution().then(|| taux(&scopes[id], exercice, *nature)).flatten();
    }
    sums
}

/// 100 × Σ done / Σ planned, over the fiches where something is planned; the avenant is planned where nothing else is.
fn taux(lines: &[(&Place, &Ligne)], exercice: &str, nature: BudgetNature) -> Option<Taux> {
    let mut fiches: BTreeMap<&Place, Vec<&Ligne>> = BTreeMap::new();
    for (k, line) in lines.iter().filter(|(_, l)| l.exercice == exercice) {
        fiches.entry(k).or_default().push(line);
    }
    let (mut planned, mut done): (Vec<Valeur>, Vec<Valeur>) = Default::default();
    let (mut without, mut alone) = (0, 0);
    for lines in fiches.values() {
        let of = |n: BudgetNature| -> Vec<Valeur> { lines.iter().filter(|l| l.nature == n).map(|l| l.montant()).collect() };
        let first = of(BudgetNature::Previsionnel);
        let base = if first.is_empty() { of(BudgetNature::Avenant) } else { first };
        let here = of(nature);
        if base.iter().any(|v| *v != Err(Statut::SansObjet)) {
            if here.is_empty() {
                alone += base.iter().filter(|v| **v != Err(Statut::SansObjet)).count();
            }
            planned.extend(base);
            done.extend(here);
        } else {
            without += here.len();
        }
    }
    if done.is_empty() {
        return None;
    }
    let sum = |v: Vec<Valeur>| v.into_iter().filter(|v| *v != Err(Statut::SansObjet)).sum::<Valeur>().ok();
    let (planned, done) = (sum(planned)?, sum(done)?);
    let rate = (planned > 0).then(|| decimal(done) * Decimal::ONE_HUNDRED / decimal(planned))?;
    let valeur = rate.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero).normalize();
    Some(Taux { valeur, sans_prevision: without, sans_suite: alone })
}

/// An amount, most often known.
pub fn valeur() -> impl Strategy<Value = Valeur> {
    let reasons = [Statut::NonCommunique, Statut::SansObjet, Statut::ADefinir, Statut::Illisible];
    prop_oneof![
        8 => (-2_000_000i128..1_000_000_000_000).prop_map(Ok),
        2 => prop::sample::select(reasons.to_vec()).prop_map(Err),
    ]
}

/// A line of a few natures and exercices, so that they meet.
pub fn ligne() -> impl Strategy<Value = Ligne> {
    let natures = [BudgetNature::Previsionnel, BudgetNature::Avenant, BudgetNature::Engage, BudgetNature::Realise];
    let parts = prop::collection::vec(prop::option::weighted(0.6, valeur()), FINANCEURS.len());
    (2022u16..2024, prop::sample::select(natures.to_vec()), prop::option::weighted(0.7, valeur()), parts)
        .prop_map(|(year, nature, total, parts)| Ligne { exercice: year.to_string(), nature, total, parts })
}

/// A ledger of a few fiches.
pub fn livre() -> impl Strategy<Value = Livre> {
    prop::collection::btree_map((1usize..4, 1usize..4), prop::collection::vec(ligne(), 0..6), 0..7)
}

/// The scopes of a site that hold no part of that identifier or below it.
pub fn hors_de(totals: Totaux, id: &str) -> Totaux {
    totals.into_iter().filter(|((scope, ..), _)| scope != id && !scope.starts_with(&format!("{id}/"))).collect()
}

/// A part by its folder.
pub fn partie(site: &Site, folder: &[String]) -> PartIx {
    let id = ["plan".to_owned()].into_iter().chain(folder.iter().cloned()).collect::<Vec<_>>().join("/");
    site.find(&id).unwrap_or_else(|| panic!("{id} n’existe pas"))
}
