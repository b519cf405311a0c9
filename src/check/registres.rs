//! Registers: names that are probably an entry under another spelling; scales without a legend.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{Code, Diagnostic, Span};
use crate::model::registre::Registre;
use crate::model::{Part, PartIx};
use crate::text::fold::fold;

use super::{Contexte, Diags};

/// Shortest name that a spelling mistake can be told from another name in.
const MIN_LEN: usize = 8;

/// Most letters that differ between two spellings of one name.
const MAX_DISTANCE: usize = 2;

/// A name that is nearly a known one is probably the same body. Each spelling is looked up once for the site.
pub fn noms_proches(c: &Contexte<'_>, diags: &mut Diags) {
    let r = &c.site.registres;
    let proches = [Proches::new(&r.partenaires), Proches::new(&r.publics), Proches::new(&r.territoires)];
    let mut told: BTreeMap<(usize, String), Option<&str>> = BTreeMap::new();
    for (_, part) in c.site.iter() {
        let p = &part.content;
        let bodies = [&p.pilotes, &p.copilotes, &p.en_lien_avec, &p.partenaires, &p.co_financeurs];
        let names = bodies.into_iter().flatten().chain(p.actions.iter().flat_map(|a| &a.partenaires)).map(|n| (n, 0));
        let names = names.chain(p.publics.iter().map(|n| (n, 1))).chain(p.territoires.iter().map(|n| (n, 2)));
        for (name, register) in names {
            let near =
                *told.entry((register, fold(&name.value))).or_insert_with_key(|(_, folded)| proches[register].near(folded));
            if let Some(known) = near.filter(|_| proches[register].registre.find(&name.value).is_none()) {
                diags.push(
                    Diagnostic::new(Code::NomProche, format!("« {} » ressemble à « {known} »", name.value))
                        .at(name.span)
                        .with_help("si c’est le même, ajoutez cette écriture à ses alias"),
                );
            }
        }
    }
}

/// The parts of one level below a part have each a number of their own; pages of text are free.
pub fn numeros(c: &Contexte<'_>, _: PartIx, part: &Part, diags: &mut Diags) {
    let mut seen: BTreeMap<(Option<usize>, &str), Span> = BTreeMap::new();
    let numbered = part.children.iter().map(|ix| c.site.part(*ix)).filter(|p| c.site.nature(p) != "page");
    for child in numbered {
        let Some(numero) = &child.content.numero else { continue };
        if let Some(first) = seen.insert((child.niveau, &numero.value), numero.span) {
            let message = format!("le numéro « {} » est déjà celui d’une partie voisine", numero.value);
            diags.push(
                Diagnostic::new(Code::NumeroEnDouble, message)
                    .at(numero.span)
                    .with_label(first, "celui-ci")
                    .with_help("corrigez l’un des deux ; si la source numérote ainsi, dites-le dans « notes »"),
            );
        }
    }
}

/// The spellings of a register, by length: a name is only compared with those about as long.
struct Proches<'r> {
    registre: &'r Registre,
    par_longueur: BTreeMap<usize, Vec<(Lettres, &'r str, &'r str)>>,
}

impl<'r> Proches<'r> {
    fn new(registre: &'r Registre) -> Self {
        let mut par_longueur: BTreeMap<usize, Vec<(Lettres, &str, &str)>> = BTreeMap::new();
        for (known, entry) in registre.noms().filter(|(known, _)| known.len() >= MIN_LEN) {
            par_longueur.entry(known.len()).or_default().push((lettres(known), known, entry.nom.as_str()));
        }
        Self { registre, par_longueur }
    }

    /// The name of the entry that a folded spelling is nearly one of.
    fn near(&self, folded: &str) -> Option<&'r str> {
        if folded.len() < MIN_LEN {
            return None;
        }
        let lengths = folded.len() - MAX_DISTANCE..=folded.len() + MAX_DISTANCE;
        let candidates = self.par_longueur.range(lengths).flat_map(|(_, names)| names);
        let own = lettres(folded);
        candidates
            .filter(|(letters, ..)| ecart(letters, &own) <= 2 * MAX_DISTANCE)
            .filter(|(_, known, _)| digits(known) == digits(folded))
            .find(|(_, known, _)| strsim::osa_distance(known, folded) <= MAX_DISTANCE)
            .map(|(.., nom)| *nom)
    }
}

/// How many of each letter and digit a folded name has.
type Lettres = [u8; 37];

fn lettres(folded: &str) -> Lettres {
    let mut counts = [0u8; 37];
    for c in folded.chars() {
        let place = c.to_digit(36).map_or(36, |d| d as usize);
        counts[place] = counts[place].saturating_add(1);
    }
    counts
}

/// How much two names differ whatever the order of their letters: at most twice their distance, and far quicker to know.
fn ecart(a: &Lettres, b: &Lettres) -> usize {
    a.iter().zip(b).map(|(a, b)| usize::from(a.abs_diff(*b))).sum()
}

/// Another number is another body.
fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// A document that ranks its actions says what the ranks mean, or the site says that it does not.
pub fn legende(c: &Contexte<'_>, ix: PartIx, part: &Part, diags: &mut Diags) {
    let site = c.site;
    let document = site.document(part);
    if document.racine != ix || document.info.legende_priorites.is_some() {
        return;
    }
    let ranks: BTreeSet<u8> = site
        .subtree(ix)
        .flat_map(|(_, p)| &p.content.actions)
        .filter_map(|a| a.priorite.as_ref())
        .flat_map(|p| p.value.rangs.iter().copied())
        .collect();
    if !ranks.is_empty() && part.content.notes.is_empty() {
        let message = format!("« {} » classe ses actions par priorité sans dire ce que les rangs signifient", part.id);
        let mut diagnostic = Diagnostic::new(Code::LegendeInconnue, message)
            .with_help("si la source le dit, écrivez « legende_priorites » ; sinon dites dans « notes » qu’elle ne le dit pas");
        diagnostic.span = Some(part.content.titre.as_ref().map_or(Span::new(part.file, 0, 0), |t| t.span));
        diags.push(diagnostic);
    }
}
