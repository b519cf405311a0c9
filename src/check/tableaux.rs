//! Tables in texts: the printed total of each column against its rows.

use crate::diagnostics::{Code, Diagnostic};
use crate::model::indicateur::is_count;
use crate::model::tableau::Tableau;
use crate::model::{Part, PartIx};
use crate::text::format::number;
use crate::text::somme::{Chiffre, Comparaison, comparer};

use super::{Contexte, Diags, settle};

/// The total row of every table.
pub fn totaux(_: &Contexte<'_>, _: PartIx, part: &Part, diags: &mut Diags) {
    for tableau in &part.content.tableaux {
        settle(tableau_findings(tableau), tableau.ecart.as_ref(), diags);
    }
}

fn tableau_findings(tableau: &Tableau) -> Vec<Diagnostic> {
    let Some(total) = &tableau.total else { return Vec::new() };
    let columns = total.cellules.iter().enumerate();
    columns
        .filter_map(|(i, cell)| {
            let (printed, unit) = cell.cellule.chiffre()?;
            // Rates do not add up, unless they are the shares of one whole.
            let shares = printed.valeur == rust_decimal::Decimal::ONE_HUNDRED;
            if matches!(unit, Some("%" | "‰")) && !shares {
                return None;
            }
            let rows: Option<Vec<(Chiffre, Option<&str>)>> =
                tableau.lignes.iter().map(|l| l.cellules.get(i)?.cellule.chiffre()).collect();
            let rows = rows.filter(|r| r.iter().all(|(_, u)| *u == unit))?;
            let rows: Vec<Chiffre> = rows.into_iter().map(|(c, _)| c).collect();
            let head = tableau.colonnes.get(i + 1).map_or("", String::as_str);
            let unit = unit.or(tableau.unites.get(i + 1).map(String::as_str).filter(|u| !u.is_empty()));
            let (code, difference, why) = match comparer(printed, &rows) {
                Comparaison::Exacte => return None,
                // What is counted is not rounded.
                Comparaison::Arrondi(d) if is_count(printed, unit) => (Code::TableauEcart, d, "alors que rien n’est arrondi"),
                Comparaison::Arrondi(d) => (Code::TotalArrondi, d, "par l’arrondi"),
                Comparaison::Ecart(d) => (Code::TableauEcart, d, "au-delà de l’arrondi"),
            };
            let sum = rows.iter().map(|c| c.valeur).sum();
            let message = format!(
                "colonne « {head} » : le total ({}) diffère de la somme des lignes ({}) de {}, {why}",
                number(printed.valeur),
                number(sum),
                number(difference.abs())
            );
            let help = "vérifiez la transcription ; si la source est ainsi, ajoutez « ecart » au tableau";
            Some(Diagnostic::new(code, message).at(cell.span).with_help(help))
        })
        .collect()
}
