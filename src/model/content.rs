//! The fields of a part, as its author wrote them.

use std::sync::Arc;

use crate::diagnostics::{Span, Spanned};
use crate::text::amount::Lecture;
use crate::text::date::Date;

use super::budget::{BudgetLine, Depenses};
use super::chiffre::ChiffreCite;
use super::document::DocumentInfo;
use super::donnee::Donnee;
use super::indicateur::{Indicateur, Sens};
use super::tableau::Tableau;

/// A text in Markdown, with the place of its source.
///
/// The span covers the text as it is written in the file; offsets inside it match the file only for the body of a part.
pub type Prose = Spanned<String>;

/// One person in charge, partner, public or territory, by the name the source gives.
pub type Nom = Spanned<String>;

/// The anchors of a part's own sections; headings of texts never take them.
pub const SECTIONS: [&str; 24] = [
    "en-clair",
    "contenu",
    "sommaire",
    "presentation",
    "en-bref",
    "constats",
    "enjeux",
    "objectifs",
    "actions",
    "resultats",
    "livrables",
    "vigilance",
    "indicateurs",
    "donnees",
    "budget",
    "liens",
    "cite-par",
    "glossaire",
    "definitions",
    "bibliographie",
    "sources",
    "notes",
    "ecarts",
    "deliberations",
];

/// Everything an author can say about a part. Absent fields print nothing.
#[derive(Debug, Default)]
pub struct Content {
    pub numero: Option<Spanned<String>>,
    /// Empty only after an error was reported.
    pub titre: Option<Spanned<String>>,
    pub titre_court: Option<String>,
    pub titres_imprimes: Vec<TitreImprime>,
    pub resume: Option<Prose>,
    /// The part in easy words, one short sentence per idea.
    pub en_clair: Vec<Prose>,
    pub pilotes: Vec<Nom>,
    pub copilotes: Vec<Nom>,
    pub en_lien_avec: Vec<Nom>,
    pub partenaires: Vec<Nom>,
    pub co_financeurs: Vec<Nom>,
    pub publics: Vec<Nom>,
    pub territoires: Vec<Nom>,
    pub calendrier: Option<Calendrier>,
    pub constats: Option<Prose>,
    pub enjeux: Option<Prose>,
    pub objectifs: Option<Prose>,
    pub actions: Vec<Action>,
    pub resultats: Vec<Prose>,
    pub livrables: Vec<Prose>,
    pub vigilance: Vec<Prose>,
    pub indicateurs: Vec<Indicateur>,
    pub budget: Vec<BudgetLine>,
    pub depenses: Option<Depenses>,
    /// The State's budget programme that pays its shares, here and below.
    pub programme: Option<Spanned<String>>,
    /// The funders that pay equal shares, here and below.
    pub parite: Vec<Spanned<String>>,
    /// The direction of the indicators, here and below, that do not declare one.
    pub sens_indicateurs: Option<Sens>,
    /// The comparable figures of the part's territory.
    pub donnees: Vec<Donnee>,
    /// The tables of the body, in reading order.
    pub tableaux: Vec<Tableau>,
    pub liens: Vec<LienEcrit>,
    pub glossaire: Vec<(Spanned<String>, Prose)>,
    pub definitions: Vec<(Spanned<String>, Prose)>,
    pub bibliographie: Vec<Prose>,
    pub sources_citees: Vec<Prose>,
    pub notes: Vec<Prose>,
    /// `complet: non`, with the sentence that says what is lost.
    pub incomplet: Option<Option<Prose>>,
    pub source: SourceRef,
    pub anciens_chemins: Vec<Spanned<String>>,
    pub ordre: Option<u32>,
    pub nature: Option<Spanned<String>>,
    /// The text below the front matter.
    pub corps: Option<Prose>,
    /// Only in `document.md`.
    pub document: Option<Arc<DocumentInfo>>,
    /// The links to parts that the texts hold, in reading order.
    pub liens_texte: Vec<LienTexte>,
    /// The computed figures that the texts cite.
    pub chiffres: Vec<ChiffreCite>,
    /// The anchors of the headings of the part's page, sorted.
    pub ancres: Vec<String>,
    /// Whether the source could not be read to its end: what seems to be missing may be there.
    pub illisible: bool,
}

impl Content {
    /// The sections that the part's page has for what its own file says.
    pub fn sections(&self) -> Vec<&'static str> {
        let present = [
            ("en-clair", !self.en_clair.is_empty()),
            ("constats", self.constats.is_some()),
            ("enjeux", self.enjeux.is_some()),
            ("objectifs", self.objectifs.is_some()),
            ("actions", !self.actions.is_empty()),
            ("resultats", !self.resultats.is_empty()),
            ("livrables", !self.livrables.is_empty()),
            ("vigilance", !self.vigilance.is_empty()),
            ("indicateurs", !self.indicateurs.is_empty()),
            ("donnees", !self.donnees.is_empty()),
            ("budget", !self.budget.is_empty()),
            ("liens", !self.liens.is_empty()),
            ("definitions", !self.definitions.is_empty()),
            ("glossaire", !self.glossaire.is_empty()),
            ("bibliographie", !self.bibliographie.is_empty() || !self.sources_citees.is_empty()),
            ("notes", !self.notes.is_empty()),
        ];
        present.into_iter().filter(|(_, here)| *here).map(|(name, _)| name).collect()
    }
}

/// A link to a part inside a text.
#[derive(Debug)]
pub struct LienTexte {
    /// As written: `fiche-02`, `jeunesse/fiche-02#action-3`.
    pub cible: String,
    pub span: Span,
}

impl Content {
    /// Every text of the part in the order of its page, and whether it is the body, which alone may have headings.
    pub fn proses(&self) -> impl Iterator<Item = (&Prose, bool)> {
        let actions = self
            .actions
            .iter()
            .flat_map(|a| a.texte.iter().chain(&a.etapes).chain(&a.avancement).chain(&a.calendrier).chain(&a.bilan));
        let lists = [
            &self.en_clair,
            &self.resultats,
            &self.livrables,
            &self.vigilance,
            &self.bibliographie,
            &self.sources_citees,
            &self.notes,
        ];
        let pairs = self.definitions.iter().map(|(_, text)| text);
        let document = self.document.iter().flat_map(|d| {
            let deliberations = d.deliberations.iter().flat_map(|x| {
                let imputations = x.imputations.iter().filter_map(|i| i.ecart.as_ref());
                x.objet.iter().chain(&x.decisions).chain(&x.ecart).chain(imputations)
            });
            d.legende_priorites.iter().chain(deliberations)
        });
        let ecarts =
            self.budget.iter().filter_map(|l| l.ecart.as_deref()).chain(self.liens.iter().filter_map(|l| l.ecart.as_ref()));
        let lines = self.budget.iter().filter_map(|l| l.hors_parite.as_deref());
        let figures = self.depenses.iter().filter_map(|d| d.ecart.as_ref());
        let figures = figures.chain(self.donnees.iter().filter_map(|d| d.ecart.as_ref()));
        let acknowledged = lines.chain(figures).chain(self.calendrier.iter().filter_map(|c| c.ecart.as_ref()));
        let cells = self.indicateurs.iter().flat_map(Indicateur::cellules).filter_map(|v| v.ecart.as_deref());
        let heads = self.resume.iter().chain(self.incomplet.iter().flatten());
        let blocks = self.constats.iter().chain(&self.enjeux).chain(&self.objectifs);
        heads
            .map(|p| (p, false))
            .chain(self.corps.iter().map(|p| (p, true)))
            .chain(blocks.chain(actions).chain(lists.into_iter().flatten()).map(|p| (p, false)))
            .chain(pairs.chain(document).chain(ecarts).chain(acknowledged).chain(cells).map(|p| (p, false)))
    }
}

/// A title that the source prints elsewhere for the same part.
#[derive(Debug)]
pub struct TitreImprime {
    pub titre: Spanned<String>,
    /// Where: « sommaire, p. 103 ».
    pub ou: Option<String>,
}

/// When something happens; any field may be missing.
#[derive(Debug)]
pub struct Calendrier {
    pub span: Span,
    pub debut: Option<Date>,
    pub fin: Option<Date>,
    pub duree: Option<Spanned<String>>,
    pub texte: Option<String>,
    pub ecart: Option<Spanned<String>>,
}

/// One action of a part.
#[derive(Debug, Default)]
pub struct Action {
    pub numero: Option<Spanned<String>>,
    pub titre: Option<Spanned<String>>,
    pub texte: Option<Prose>,
    pub etapes: Vec<Prose>,
    pub priorite: Option<Spanned<Priorite>>,
    pub avancement: Option<Prose>,
    pub calendrier: Option<Prose>,
    pub bilan: Option<Prose>,
    pub partenaires: Vec<Nom>,
    /// Sums named by the action; shown, never added.
    pub montants: Vec<MontantCite>,
    /// `action-3`; unique in the part (set by `model::build`).
    pub ancre: String,
}

/// A sum that a text names, outside of any budget.
#[derive(Debug)]
pub struct MontantCite {
    pub libelle: Option<String>,
    pub montant: Spanned<Lecture>,
    pub dont: Vec<MontantCite>,
}

/// The printed *ordre de priorité*: a set of 1, 2, 3, or free words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Priorite {
    /// The form of the source.
    pub imprimee: String,
    /// The ranks, in ascending order; empty for a free mention.
    pub rangs: Vec<u8>,
}

impl Priorite {
    /// Reads `1`, `2 et 3`, `1-2`, `1/2`, `1 à 3`; anything else is a free mention.
    pub fn parse(text: &str) -> Self {
        let mut rangs = Vec::new();
        let mut range = false;
        for token in text.split_inclusive(|c: char| !c.is_ascii_digit()).flat_map(split_digit) {
            match token {
                Token::Rank(rank) => {
                    let from = if range { rangs.last().map_or(rank, |l: &u8| l + 1) } else { rank };
                    rangs.extend(from..=rank);
                    range = false;
                }
                Token::To => range = true,
                Token::And => {}
                Token::Other => return Self { imprimee: text.to_owned(), rangs: Vec::new() },
            }
        }
        rangs.sort_unstable();
        rangs.dedup();
        Self { imprimee: text.to_owned(), rangs }
    }
}

enum Token {
    Rank(u8),
    And,
    To,
    Other,
}

fn split_digit(piece: &str) -> Vec<Token> {
    let digits = piece.trim_end_matches(|c: char| !c.is_ascii_digit());
    let rest = &piece[digits.len()..];
    let mut tokens = Vec::new();
    match digits {
        "" => {}
        "1" | "2" | "3" => tokens.push(Token::Rank(digits.as_bytes()[0] - b'0')),
        _ => tokens.push(Token::Other),
    }
    tokens.push(match rest.trim() {
        "" | "e" | "t" | "," | "/" | ";" | "+" => Token::And,
        "-" | "–" | "à" => Token::To,
        _ => Token::Other,
    });
    tokens
}

/// A link as written; resolved into [`super::Lien`].
#[derive(Debug, Clone)]
pub struct LienEcrit {
    pub span: Span,
    pub vers: LienVers,
    pub nature: LienNature,
    /// The title that the source prints for the link.
    pub titre: Option<Spanned<String>>,
    pub precision: Option<String>,
    pub ecart: Option<Spanned<String>>,
}

/// Where a link goes.
#[derive(Debug, Clone)]
pub enum LienVers {
    Partie(Spanned<String>),
    Plan(Spanned<String>),
    Deliberation(Spanned<String>),
    Web(Spanned<String>),
    /// Something that has no page and no register: its words.
    Autre(Spanned<String>),
}

/// What a link means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LienNature {
    Voir,
    Prolonge,
    Remplace,
    Modifie,
    Succede,
    Cadre,
}

impl LienNature {
    /// The words of the sources, with their meaning.
    pub const ALL: [(&'static str, Self); 6] = [
        ("voir", Self::Voir),
        ("prolonge", Self::Prolonge),
        ("remplace", Self::Remplace),
        ("modifie", Self::Modifie),
        ("succede", Self::Succede),
        ("cadre", Self::Cadre),
    ];

    /// The word of the sources and of the export.
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|(_, n)| *n == self).map_or("voir", |(w, _)| w)
    }

    /// Whether a loop of such links is a contradiction.
    pub fn is_succession(self) -> bool {
        matches!(self, Self::Prolonge | Self::Remplace | Self::Succede)
    }
}

/// Where a part comes from.
#[derive(Debug, Clone, Default)]
pub struct SourceRef {
    pub fichier: Option<String>,
    /// First and last line.
    pub lignes: Option<(u32, u32)>,
    /// As printed: `97-98`.
    pub pages: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::Priorite;

    #[test]
    fn printed_priorities_become_sets() {
        for (text, rangs) in [
            ("1", vec![1]),
            ("2 et 3", vec![2, 3]),
            ("1-2", vec![1, 2]),
            ("1 - 3", vec![1, 2, 3]),
            ("1/2", vec![1, 2]),
            ("1, 2 et 3", vec![1, 2, 3]),
            ("Toute la durée du Pacte", vec![]),
            ("4", vec![]),
            ("12", vec![]),
        ] {
            assert_eq!(Priorite::parse(text).rangs, rangs, "{text}");
        }
    }
}
