//! Territorial figures: known indicators, ranks that follow the values, shares of their total.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::diagnostics::{Code, Diagnostic};
use crate::model::donnee::Donnee;
use crate::model::{Part, PartIx};
use crate::text::format::number;
use crate::text::nearest;
use crate::text::somme::{Chiffre, Comparaison, comparer};

use super::{Contexte, Diags, settle};

/// Each figure names an indicator of the register and belongs to one territory of the register.
pub fn referentiel(c: &Contexte<'_>, ix: PartIx, part: &Part, diags: &mut Diags) {
    let Some(first) = part.content.donnees.first() else { return };
    if c.site.territoire(ix).is_none() {
        diags.push(
            Diagnostic::new(Code::TerritoireInconnu, "ces données n’ont pas un territoire du référentiel")
                .at(first.span)
                .with_help("écrivez « territoires: [\"…\"] » avec un seul nom de content/referentiels/territoires.yaml"),
        );
    }
    let register = c.site.registres.indicateurs.entrees();
    for donnee in &part.content.donnees {
        let id = &donnee.indicateur;
        if register.iter().any(|e| e.id == id.value) {
            continue;
        }
        let help = match nearest(&id.value, register.iter().map(|e| e.id.as_str())) {
            Some(near) => format!("vouliez-vous dire « {near} » ?"),
            None => "ajoutez-le à content/referentiels/indicateurs.yaml".to_owned(),
        };
        let message = format!("l’indicateur « {} » n’est pas au référentiel", id.value);
        diags.push(Diagnostic::new(Code::IndicateurInconnu, message).at(id.span).with_help(help));
    }
}

/// Ranks and shares, over all territories at once.
pub fn comparaisons(c: &Contexte<'_>, diags: &mut Diags) {
    let mut series: BTreeMap<(&str, Option<&str>), Vec<&Donnee>> = BTreeMap::new();
    let donnees = || c.site.iter().flat_map(|(_, p)| &p.content.donnees);
    for d in donnees() {
        series.entry((&d.indicateur.value, d.annee.as_deref())).or_default().push(d);
    }
    for d in donnees() {
        let peers = &series[&(d.indicateur.value.as_str(), d.annee.as_deref())];
        let found = rang(d, peers).into_iter().chain(part(d, peers)).chain(perimetres(c, d));
        settle(found.collect(), d.ecart.as_ref(), diags);
    }
}

fn value(d: &Donnee) -> Option<Decimal> {
    d.valeur.as_ref()?.cellule.chiffre().map(|(c, _)| c.valeur)
}

/// The rank of a value, the highest first; equal values share theirs.
fn rang(d: &Donnee, peers: &[&Donnee]) -> Option<Diagnostic> {
    let printed = d.rang.as_ref()?;
    let own = value(d)?;
    let values: Option<Vec<Decimal>> = peers.iter().map(|p| value(p)).collect();
    let values = values.filter(|v| v.len() == printed.value.sur as usize)?;
    let above = values.iter().filter(|v| **v > own).count() as u32;
    let same = values.iter().filter(|v| **v == own).count() as u32;
    if (above + 1..=above + same).contains(&printed.value.rang) {
        return None;
    }
    let message = format!(
        "le rang imprimé est {}/{}, mais la valeur ({}) est la {}",
        printed.value.rang,
        printed.value.sur,
        number(own),
        if above == 0 { "plus haute".to_owned() } else { format!("{}e plus haute", above + 1) }
    );
    Some(Diagnostic::new(Code::RangIncoherent, message).at(printed.span).with_help(HELP))
}

/// The share of a value in the sum of all territories.
fn part(d: &Donnee, peers: &[&Donnee]) -> Option<Diagnostic> {
    let share = d.part.as_ref()?;
    let (printed, _) = share.cellule.chiffre()?;
    let own = value(d)?;
    let values: Option<Vec<Decimal>> = peers.iter().map(|p| value(p)).collect();
    let total: Decimal = values.filter(|v| v.len() > 2)?.iter().sum();
    let computed = own.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(total)?.round_dp(4);
    let exact = Chiffre { valeur: computed, pas: Decimal::new(1, 2) };
    let Comparaison::Ecart(_) = comparer(printed, &[exact]) else { return None };
    let message = format!("la part imprimée est {}, le calcul donne {}\u{202F}%", share.imprime, number(computed.round_dp(2)));
    Some(Diagnostic::new(Code::PartIncoherente, message).at(share.span).with_help(HELP))
}

/// A territory that replaces smaller ones: its rate is between theirs, its count is no more than their sum.
///
/// A part of a former perimeter may have left: a smaller count proves nothing.
fn perimetres(c: &Contexte<'_>, d: &Donnee) -> Option<Diagnostic> {
    let own = d.valeur.as_ref()?;
    let (whole, unit) = own.cellule.chiffre()?;
    let parts: Option<Vec<Chiffre>> = d.perimetres.iter().map(|p| p.valeur.as_ref()?.cellule.chiffre().map(|(c, _)| c)).collect();
    let parts = parts.filter(|p| p.len() > 1)?;
    let unit = unit.or_else(|| c.site.registres.indicateurs.find(&d.indicateur.value)?.unite.as_deref());
    let step = parts.iter().fold(whole.pas, |s, p| s.max(p.pas));
    let values = || parts.iter().map(|p| p.valeur);
    let (low, high, sum) = (values().min()?, values().max()?, values().sum::<Decimal>());
    let rate = matches!(unit, None | Some("%" | "‰"));
    let message = if rate && (whole.valeur < low - step || whole.valeur > high + step) {
        format!("la valeur ({}) n’est pas entre celles des anciens périmètres ({} et {})", own.imprime, number(low), number(high))
    } else if !rate && whole.valeur > sum + step {
        format!("la valeur ({}) dépasse la somme des anciens périmètres ({})", own.imprime, number(sum))
    } else {
        return None;
    };
    Some(Diagnostic::new(Code::PerimetreIncoherent, message).at(own.span).with_help(HELP))
}

const HELP: &str = "vérifiez la transcription ; si la source est ainsi, ajoutez « ecart » à la donnée";

/// Shared indicators name a part that has their values.
pub fn partages(c: &Contexte<'_>, ix: PartIx, content: &Part, diags: &mut Diags) {
    for indicateur in &content.content.indicateurs {
        let Some(target) = &indicateur.partage else { continue };
        if c.site.shared(ix, indicateur).is_none() {
            let message = format!("« {} » n’a pas d’indicateur « {} »", target.value, indicateur.nom);
            diags.push(
                Diagnostic::new(Code::PartageInconnu, message)
                    .at(target.span)
                    .with_help("visez la partie qui donne les valeurs, et gardez le même nom"),
            );
        }
    }
}
