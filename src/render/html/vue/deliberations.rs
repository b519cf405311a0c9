//! The decisions of assemblies about a document: what was decided, when, by which vote, on which budget lines.

use serde::Serialize;

use crate::diagnostics::Spanned;
use crate::model::budget::Imputation;
use crate::model::document::Deliberation;
use crate::render::html::escape::escape;
use crate::render::html::prose::Ecrivain;
use crate::text::NBSP;
use crate::text::amount::Lecture;
use crate::text::date::Date;
use crate::text::typography::french;

use super::actions;
use super::tableau::{Case, Colonne, Ligne, Tableau};

/// A decision as the template shows it.
#[derive(Debug, Serialize)]
pub struct DeliberationVue {
    titre: String,
    objet: String,
    decisions: Vec<String>,
    dates: Vec<String>,
    vote: Vec<(String, String)>,
    imputations: Option<Tableau>,
}

/// The view of a decision.
pub fn vue(w: &mut Ecrivain<'_, '_>, d: &Deliberation) -> DeliberationVue {
    let mut titre = d.organe.clone().unwrap_or_else(|| "Délibération".to_owned());
    if let Some(collectivite) = &d.collectivite {
        titre = format!("{titre}, {collectivite}");
    }
    if let Some(date) = d.date {
        titre = format!("{titre}, {}", date.french());
    }
    let dated = |label: &str, date: Option<Date>| date.map(|d| format!("{label} le{NBSP}{}", d.french()));
    let mut dates: Vec<String> = d.numero.iter().map(|n| format!("n°{NBSP}{n}")).collect();
    dates.extend(dated("reçue en préfecture", d.reception));
    dates.extend(dated("publiée", d.publication));
    dates.extend(d.accuse_reception.iter().map(|a| french(&format!("accusé de réception : {a}")).into_owned()));
    let vote = d.vote.as_ref().map_or_else(Vec::new, |v| {
        [
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
        ]
        .into_iter()
        .filter_map(|(label, n)| Some((label.to_owned(), n?.to_string())))
        .collect()
    });
    DeliberationVue {
        titre: french(&titre).into_owned(),
        objet: d.objet.as_ref().map_or_else(String::new, |o| w.ligne(&o.value)),
        decisions: d.decisions.iter().map(|p| w.ligne(&p.value)).collect(),
        dates,
        vote,
        imputations: imputations(w, d),
    }
}

/// What the decision commits, against what was authorised.
fn imputations(w: &mut Ecrivain<'_, '_>, d: &Deliberation) -> Option<Tableau> {
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
    let mut tableau = Tableau { legende: "Imputations budgétaires".to_owned(), ..Tableau::default() };
    tableau.colonnes = vec![Colonne::mots("Opération")];
    tableau.colonnes.extend(columns.iter().map(|(head, _)| Colonne::chiffres(*head)));
    for i in &d.imputations {
        let words: Vec<&str> =
            [&i.operation, &i.enveloppe, &i.imputation, &i.libelle].into_iter().flatten().map(String::as_str).collect();
        let mut entete = w.texte(&words.join(", "));
        if let Some(ecart) = &i.ecart {
            entete.push_str(&format!(" <small><strong class=\"ecart\">Écart</strong>{NBSP}: {}</small>", w.ligne(&ecart.value)));
        }
        let absent = || "<span class=\"absent\">non renseigné</span>".to_owned();
        let cell = |f: &Amount| f(i).as_ref().map_or_else(absent, |a| escape(&actions::lecture(&a.value)));
        let cellules = columns.iter().map(|(_, f)| Case::chiffre(cell(f))).collect();
        tableau.lignes.push(Ligne { entete, cellules, ..Ligne::default() });
    }
    Some(tableau)
}
