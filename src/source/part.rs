//! The front matter of a part to its [`Content`].

use std::sync::Arc;

use crate::diagnostics::{Code, Diagnostic, Spanned};
use crate::model::content::{
    Action, Calendrier, Content, LienEcrit, LienNature, LienVers, MontantCite, Priorite, Prose, SourceRef, TitreImprime,
};

use crate::model::indicateur::Sens;

use super::fields::{Diags, Fields, montant, scalar};
use super::yaml::{Kind, Node};
use super::{budget, document, donnee, indicateur};

/// Reads a front matter. `is_document` allows the keys of `document.md`.
pub fn read(node: &Node, is_document: bool, diags: &mut Diags) -> Content {
    let Some(mut f) = Fields::of(node, if is_document { "un document" } else { "une partie" }, diags) else {
        return Content::default();
    };
    let incomplet = (f.yes_no("complet") == Some(false)).then_some(());
    let manque = f.text("ce_qui_manque");
    if let (Some(manque), None) = (&manque, incomplet) {
        f.diags.push(
            Diagnostic::new(Code::ValeurInattendue, "« ce_qui_manque » ne va qu’avec « complet: non »")
                .at(manque.span)
                .with_help("ajoutez « complet: non », ou retirez la phrase"),
        );
    }
    let content = Content {
        titre: f.required("titre"),
        numero: f.text("numero"),
        titre_court: f.string("titre_court"),
        titres_imprimes: f.each("titres_imprimes", titre_imprime),
        resume: f.text("resume"),
        en_clair: f.texts("en_clair"),
        pilotes: f.texts("pilotes"),
        copilotes: f.texts("copilotes"),
        en_lien_avec: f.texts("en_lien_avec"),
        partenaires: f.texts("partenaires"),
        co_financeurs: f.texts("co_financeurs"),
        publics: f.texts("publics"),
        territoires: f.texts("territoires"),
        calendrier: f.one("calendrier", calendrier),
        constats: f.text("constats"),
        enjeux: f.text("enjeux"),
        objectifs: f.text("objectifs"),
        actions: f.each("actions", action),
        resultats: f.texts("resultats_attendus"),
        livrables: f.texts("livrables"),
        vigilance: f.texts("points_de_vigilance"),
        indicateurs: f.each("indicateurs", indicateur::read),
        budget: f.each("budget", budget::line),
        depenses: f.one("depenses", budget::depenses),
        programme: f.text("programme"),
        parite: f.texts("parite"),
        sens_indicateurs: f.choice("sens_indicateurs", &Sens::ALL),
        donnees: f.each("donnees", donnee::read),
        liens: liens(&mut f),
        glossaire: pairs(&mut f, "glossaire"),
        definitions: pairs(&mut f, "definitions"),
        bibliographie: f.texts("bibliographie"),
        sources_citees: f.texts("sources_citees"),
        notes: f.texts("notes"),
        incomplet: incomplet.map(|()| manque),
        source: f.one("source", source).unwrap_or_default(),
        anciens_chemins: f.texts("anciens_chemins"),
        ordre: f.integer("ordre"),
        nature: f.text("nature"),
        corps: None,
        document: is_document.then(|| Arc::new(document::read(&mut f))),
        ..Content::default()
    };
    f.finish();
    content
}

/// A table of words and their explanation.
fn pairs(f: &mut Fields<'_, '_>, key: &'static str) -> Vec<(Spanned<String>, Prose)> {
    let entries = f.table(key);
    entries.iter().filter_map(|(k, v)| Some((k.clone(), scalar(v, f.diags)?))).collect()
}

fn titre_imprime(node: &Node, diags: &mut Diags) -> Option<TitreImprime> {
    if let Kind::Scalar(_) = node.kind {
        return scalar(node, diags).map(|titre| TitreImprime { titre, ou: None });
    }
    let mut f = Fields::of(node, "un titre imprimé", diags)?;
    let (titre, ou) = (f.required("titre"), f.string("ou"));
    f.finish();
    Some(TitreImprime { titre: titre?, ou })
}

fn calendrier(node: &Node, diags: &mut Diags) -> Option<Calendrier> {
    let mut f = Fields::of(node, "un calendrier", diags)?;
    let calendrier = Calendrier {
        span: f.span,
        debut: f.date("debut"),
        fin: f.date("fin"),
        duree: f.text("duree"),
        texte: f.string("texte"),
        ecart: f.text("ecart"),
    };
    f.finish();
    Some(calendrier)
}

fn action(node: &Node, diags: &mut Diags) -> Option<Action> {
    let mut f = Fields::of(node, "une action", diags)?;
    let (texte, etapes) = (f.text("texte"), f.texts("etapes"));
    // A lost first page can leave the steps of an action without their title.
    let lost = texte.is_some() || !etapes.is_empty();
    let action = Action {
        titre: if lost { f.text("titre") } else { f.required("titre") },
        numero: f.text("numero"),
        texte,
        etapes,
        priorite: f.text("priorite").map(|p| Spanned::new(Priorite::parse(&p.value), p.span)),
        avancement: f.text("avancement"),
        calendrier: f.text("calendrier"),
        bilan: f.text("bilan"),
        partenaires: f.texts("partenaires"),
        montants: f.each("montants", montant_cite),
        ancre: String::new(),
    };
    f.finish();
    Some(action)
}

fn montant_cite(node: &Node, diags: &mut Diags) -> Option<MontantCite> {
    let mut f = Fields::of(node, "un montant cité", diags)?;
    let (libelle, montant, dont) = (f.string("libelle"), f.one("montant", montant), f.each("dont", montant_cite));
    f.finish();
    Some(MontantCite { libelle, montant: montant?, dont })
}

/// `cadre`, then `liens`.
fn liens(f: &mut Fields<'_, '_>) -> Vec<LienEcrit> {
    let cadre = f.texts("cadre").into_iter().map(|vers| LienEcrit {
        span: vers.span,
        vers: LienVers::Partie(vers),
        nature: LienNature::Cadre,
        titre: None,
        precision: None,
        ecart: None,
    });
    cadre.collect::<Vec<_>>().into_iter().chain(f.each("liens", lien)).collect()
}

fn lien(node: &Node, diags: &mut Diags) -> Option<LienEcrit> {
    let mut f = Fields::of(node, "un lien", diags)?;
    let targets: Vec<LienVers> = [
        f.text("vers").map(LienVers::Partie),
        f.text("plan").map(LienVers::Plan),
        f.text("deliberation").map(LienVers::Deliberation),
        f.text("autre").map(LienVers::Autre),
        f.text("web").map(LienVers::Web),
    ]
    .into_iter()
    .flatten()
    .collect();
    let span = f.span;
    if targets.len() != 1 {
        let message = if targets.is_empty() { "ce lien ne dit pas où il va" } else { "ce lien va à plusieurs endroits" };
        f.diags.push(
            Diagnostic::new(Code::ValeurManquante, message)
                .at(span)
                .with_help("donnez une seule des clés vers, plan, deliberation, web, autre"),
        );
    }
    let nature = f.choice("nature", &LienNature::ALL).unwrap_or(LienNature::Voir);
    let (titre, precision, ecart) = (f.text("titre"), f.string("precision"), f.text("ecart"));
    f.finish();
    let vers = targets.into_iter().next()?;
    Some(LienEcrit { span, vers, nature, titre, precision, ecart })
}

/// `{fichier, lignes, pages}`.
fn source(node: &Node, diags: &mut Diags) -> Option<SourceRef> {
    let mut f = Fields::of(node, "une source", diags)?;
    let fichier = f.string("fichier");
    let lignes = f.text("lignes");
    let pages = f.string("pages");
    let range = lignes.as_ref().and_then(|l| line_range(&l.value));
    if let Some(l) = lignes.filter(|_| range.is_none()) {
        f.diags.push(
            Diagnostic::new(Code::NombreIllisible, format!("« {} » ne donne pas de lignes", l.value))
                .at(l.span)
                .with_help("écrivez la première et la dernière : 2030-2072"),
        );
    }
    f.finish();
    Some(SourceRef { fichier, lignes: range, pages })
}

fn line_range(text: &str) -> Option<(u32, u32)> {
    let (a, b) = text.split_once('-').unwrap_or((text, text));
    let (a, b) = (a.trim().parse().ok()?, b.trim().parse().ok()?);
    (a > 0 && a <= b).then_some((a, b))
}
