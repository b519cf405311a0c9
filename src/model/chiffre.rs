//! Computed figures that a text cites: `[[montant: socle, 2022, realise]]`, `[[taux: socle, 2022]]`.

use crate::diagnostics::Span;

use super::budget::BudgetNature;

/// A citation with its place.
#[derive(Debug)]
pub struct ChiffreCite {
    /// As written between the brackets.
    pub texte: String,
    pub span: Span,
}

/// What a citation asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demande<'t> {
    /// The rate rather than the amount.
    pub taux: bool,
    /// A part, looked up like a link; `ici` is the part of the text.
    pub partie: &'t str,
    pub exercice: &'t str,
    pub nature: BudgetNature,
    /// One funder's share rather than the total.
    pub financeur: Option<&'t str>,
}

/// Whether the target of a `[[wikilink]]` cites a figure.
pub fn is_citation(target: &str) -> bool {
    target.split_once(':').is_some_and(|(word, _)| matches!(word.trim(), "montant" | "taux"))
}

impl<'t> Demande<'t> {
    /// Reads a citation; `None` when a field is missing or unknown.
    pub fn parse(text: &'t str) -> Option<Self> {
        let (word, rest) = text.split_once(':')?;
        let taux = word.trim() == "taux";
        let mut fields = rest.split(',').map(str::trim);
        let (partie, exercice) = (fields.next()?, fields.next()?);
        let nature = match fields.next() {
            Some(code) => BudgetNature::ALL.iter().find(|(c, _)| *c == code).map(|(_, n)| *n)?,
            None if taux => BudgetNature::Realise,
            None => return None,
        };
        let financeur = fields.next();
        let whole = fields.next().is_none() && !partie.is_empty() && !(taux && financeur.is_some());
        whole.then_some(Self { taux, partie, exercice, nature, financeur })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn citations_name_a_part_a_year_and_a_nature() {
        let share = Demande::parse("montant: socle, 2022, realise, etat").expect("a citation");
        assert_eq!(
            (share.partie, share.exercice, share.nature, share.financeur),
            ("socle", "2022", BudgetNature::Realise, Some("etat"))
        );
        assert!(Demande::parse("taux: socle, 2022").is_some_and(|d| d.taux));
        for text in ["montant: socle, 2022", "montant: socle", "montant: , 2022, realise", "taux: socle, 2022, realise, etat"] {
            assert_eq!(Demande::parse(text), None, "{text}");
        }
    }
}
