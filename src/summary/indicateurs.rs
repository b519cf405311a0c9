//! What the values of an indicator say together: a series over the years, and whether its objective was reached.

use rust_decimal::Decimal;

use crate::model::indicateur::{ColonneNature, Indicateur, Sens, Valeur};
use crate::text::date;

/// Comparable results, year by year, with what was aimed at.
#[derive(Debug, PartialEq, Eq)]
pub struct Serie<'i> {
    pub unite: Option<&'i str>,
    /// Each year from the first to the last result, with the result and the objective where they are known.
    pub annees: Vec<Annee<'i>>,
}

/// One year of a series.
#[derive(Debug, PartialEq, Eq)]
pub struct Annee<'i> {
    pub annee: u16,
    pub bilan: Option<Point<'i>>,
    pub objectif: Option<Point<'i>>,
}

/// A value and the words that the source prints for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point<'i> {
    pub valeur: Decimal,
    pub imprime: &'i str,
}

/// Whether the last objective was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Atteinte {
    Atteint,
    NonAtteint,
    /// No figure to compare, another unit, or no direction declared.
    NonEvaluable,
}

impl Atteinte {
    /// The words for readers.
    pub fn label(self) -> &'static str {
        match self {
            Self::Atteint => mot!("objectif atteint"),
            Self::NonAtteint => mot!("objectif non atteint"),
            Self::NonEvaluable => mot!("non évaluable"),
        }
    }
}

/// The series of an indicator: numbers of whole years, of one unit. `None` with fewer than two results.
///
/// A result « au 30 novembre » is not one of a whole year, one « en première demande » is not one of the same thing: they
/// stay in the table.
pub fn serie(indicateur: &Indicateur) -> Option<Serie<'_>> {
    let whole_years = || indicateur.valeurs.iter().filter(|v| v.colonne.precision.is_none());
    let points = |natures: &'static [ColonneNature]| {
        whole_years()
            .filter(|v| natures.contains(&v.colonne.nature))
            .filter_map(|v| Some((date::year(&v.colonne.periode)?, point(v)?)))
    };
    let done: Vec<(u16, (Point<'_>, Option<&str>))> = points(&[ColonneNature::Bilan, ColonneNature::Situation]).collect();
    let unite = done.first()?.1.1;
    if done.len() < 2 || done.iter().any(|(_, (_, u))| *u != unite) {
        return None;
    }
    let goals: Vec<(u16, (Point<'_>, Option<&str>))> =
        points(&[ColonneNature::Objectif, ColonneNature::Cible]).filter(|(_, (_, u))| *u == unite).collect();
    let years = || done.iter().chain(&goals).map(|(year, _)| *year);
    let (first, last) = (years().min()?, years().max()?);
    // A year told twice (a situation and a result) cannot be one point.
    let once =
        |list: &[(u16, (Point<'_>, Option<&str>))]| list.iter().all(|(y, _)| list.iter().filter(|(z, _)| z == y).count() == 1);
    if !once(&done) || !once(&goals) || last - first > MAX_ANNEES {
        return None;
    }
    let at = |list: &Vec<(u16, (Point<'_>, Option<&str>))>, year: u16| list.iter().position(|(y, _)| *y == year);
    let annees = (first..=last)
        .map(|annee| Annee {
            annee,
            bilan: at(&done, annee).map(|i| done[i].1.0),
            objectif: at(&goals, annee).map(|i| goals[i].1.0),
        })
        .collect();
    Some(Serie { unite, annees })
}

/// Longest run of years that one chart shows.
const MAX_ANNEES: u16 = 30;

fn point(v: &Valeur) -> Option<(Point<'_>, Option<&str>)> {
    let (chiffre, unite) = v.cellule.chiffre().filter(|_| v.nu)?;
    Some((Point { valeur: chiffre.valeur, imprime: &v.imprime }, unite))
}

/// The last period that has an objective, and whether its result reaches it; `None` without any objective.
pub fn atteinte(indicateur: &Indicateur, sens: Option<Sens>) -> Option<(&str, Atteinte)> {
    let goals = indicateur.valeurs.iter().filter(|v| matches!(v.colonne.nature, ColonneNature::Objectif | ColonneNature::Cible));
    let goal = goals.max_by_key(|v| &*v.colonne.periode)?;
    let same = |v: &&Valeur| v.colonne.nature == ColonneNature::Bilan && v.colonne.periode == goal.colonne.periode;
    let verdict = || {
        let mut results = indicateur.valeurs.iter().filter(same);
        let (aim, aim_unit) = goal.cellule.chiffre()?;
        let (done, unit) = results.next()?.cellule.chiffre()?;
        let alone = results.next().is_none() && unit == aim_unit;
        let reached = match sens? {
            Sens::Hausse => done.valeur >= aim.valeur,
            Sens::Baisse => done.valeur <= aim.valeur,
        };
        alone.then_some(if reached { Atteinte::Atteint } else { Atteinte::NonAtteint })
    };
    Some((&goal.colonne.periode, verdict().unwrap_or(Atteinte::NonEvaluable)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::{FileId, Span};
    use crate::model::indicateur::Colonne;

    fn indicateur(cells: &[(&str, &str)]) -> Indicateur {
        let span = Span::new(FileId(0), 0, 0);
        let valeurs = cells
            .iter()
            .map(|(head, text)| Valeur {
                span,
                colonne: Colonne::parse(head),
                cellule: crate::source::cell(text, None),
                imprime: (*text).into(),
                nu: true,
                detail: Box::default(),
                note: None,
                ecart: None,
            })
            .collect();
        Indicateur {
            span,
            nom: "Visites".to_owned(),
            unite: None,
            bloc: None,
            note: None,
            justification: None,
            sens: None,
            partage: None,
            valeurs,
            sous_lignes: Vec::new(),
        }
    }

    #[test]
    fn a_series_holds_whole_years_of_one_unit() {
        let i =
            indicateur(&[("bilan 2019", "45"), ("bilan 2021", "50"), ("bilan 2022 (au 30/11)", "30"), ("objectif 2022", "60")]);
        let serie = serie(&i).expect("a series");
        let years: Vec<(u16, bool, bool)> =
            serie.annees.iter().map(|a| (a.annee, a.bilan.is_some(), a.objectif.is_some())).collect();
        assert_eq!(years, [(2019, true, false), (2020, false, false), (2021, true, false), (2022, false, true)]);
        assert_eq!(super::serie(&indicateur(&[("bilan 2019", "45"), ("bilan 2020", "50 %")])), None);
        assert_eq!(super::serie(&indicateur(&[("bilan 2019", "45"), ("bilan 2020", "ND")])), None);
    }

    #[test]
    fn an_objective_is_reached_in_the_declared_direction_only() {
        let i = indicateur(&[("objectif 2022", "60"), ("bilan 2022", "62")]);
        assert_eq!(atteinte(&i, Some(Sens::Hausse)), Some(("2022", Atteinte::Atteint)));
        assert_eq!(atteinte(&i, Some(Sens::Baisse)), Some(("2022", Atteinte::NonAtteint)));
        assert_eq!(atteinte(&i, None), Some(("2022", Atteinte::NonEvaluable)));
        assert_eq!(
            atteinte(&indicateur(&[("objectif 2022", "60"), ("bilan 2022", "ND")]), Some(Sens::Hausse)),
            Some(("2022", Atteinte::NonEvaluable))
        );
        assert_eq!(atteinte(&indicateur(&[("bilan 2022", "60")]), Some(Sens::Hausse)), None);
    }
}
