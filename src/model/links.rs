//! References between parts, resolved: links, anchors, `compte_dans`; loops refused.

use std::collections::BTreeMap;

use crate::diagnostics::{Code, Diagnostic, Span, Spanned};
use crate::source::nearest;
use crate::text::fold::is_slug;

use super::build::RESERVED;
use super::content::{LienEcrit, LienVers};
use super::site::{Cible, Lien, PartIx, Site};

/// Resolves every reference of the site, in reading order.
pub fn resolve(site: &mut Site, diags: &mut Vec<Diagnostic>) {
    old_paths(site, diags);
    for i in 0..site.parts.len() {
        let ix = PartIx(i as u32);
        let written = std::mem::take(&mut site.parts[i].content.liens);
        let liens = written.into_iter().filter_map(|l| lien(site, ix, l, diags)).collect();
        let cited = texts(site, ix, diags);
        site.parts[i].liens = liens;
        site.parts[i].cite_dans_texte = cited;
    }
    cycles(site, diags);
}

/// The identifiers that parts used to have lead to them too.
fn old_paths(site: &mut Site, diags: &mut Vec<Diagnostic>) {
    let mut old = BTreeMap::new();
    for (ix, part) in site.iter() {
        for path in &part.content.anciens_chemins {
            let id = path.value.trim_matches('/').to_owned();
            match old_path_fault(site, ix, &id, &old) {
                None => {
                    old.insert(id, ix);
                }
                Some((code, message, help)) => diags.push(Diagnostic::new(code, message).at(path.span).with_help(help)),
            }
        }
    }
    site.par_id.extend(old);
}

/// Why a part cannot have had an identifier.
fn old_path_fault(site: &Site, ix: PartIx, id: &str, old: &BTreeMap<String, PartIx>) -> Option<(Code, String, &'static str)> {
    if !id.split('/').all(is_slug) {
        let help = "lettres minuscules sans accent, chiffres et traits d’union : fiche-01";
        return Some((Code::IdentifiantInvalide, format!("« {id} » ne peut pas faire une adresse"), help));
    }
    if id.split('/').next().is_some_and(|first| RESERVED.contains(&first)) {
        return Some((Code::IdentifiantEnDouble, format!("l’adresse « /{id}/ » est celle d’une page du site"), "retirez-le"));
    }
    if site.part(ix).id == id {
        return Some((
            Code::IdentifiantEnDouble,
            format!("l’ancien chemin « {id} » est déjà celui de cette partie"),
            "retirez-le",
        ));
    }
    let taken = site.par_id.contains_key(id) || old.contains_key(id);
    let message = || format!("l’ancien chemin « {id} » est aussi celui d’une autre partie");
    taken.then(|| (Code::IdentifiantEnDouble, message(), "retirez-le, ou renommez l’autre partie"))
}

/// Resolves `fiche-02#action-3`.
fn reference(
    site: &Site,
    from: PartIx,
    target: &str,
    span: Span,
    diags: &mut Vec<Diagnostic>,
) -> Option<(PartIx, Option<String>)> {
    let (path, anchor) = target.split_once('#').map_or((target, None), |(p, a)| (p, Some(a)));
    let found = if path.is_empty() { Some(from) } else { site.lookup(from, path) };
    let Some(ix) = found else {
        diags.push(broken(site, from, path, span));
        return None;
    };
    if let Some(anchor) = anchor {
        let content = &site.part(ix).content;
        let sections = content.sections();
        if !content.ancres.has(anchor) && !sections.contains(&anchor) && !content.actions.iter().any(|a| a.ancre == anchor) {
            let actions = content.actions.iter().map(|a| a.ancre.as_str()).chain(content.ancres.iter()).chain(sections);
            let mut diagnostic =
                Diagnostic::new(Code::AncreCassee, format!("la page « {} » n’a pas d’ancre « {anchor} »", site.part(ix).id))
                    .at(span);
            if let Some(near) = nearest(anchor, actions) {
                diagnostic = diagnostic.with_help(format!("vouliez-vous dire « #{near} » ?"));
            }
            diags.push(diagnostic);
            return None;
        }
    }
    Some((ix, anchor.map(str::to_owned)))
}

fn broken(site: &Site, from: PartIx, path: &str, span: Span) -> Diagnostic {
    // The part itself is no suggestion.
    let own = site.part(from);
    let diagnostic = Diagnostic::new(Code::LienCasse, format!("le lien « {path} » ne mène nulle part")).at(span);
    let last = path.rsplit('/').next().unwrap_or(path);
    let near = nearest(path, site.par_id.keys().map(String::as_str).filter(|id| *id != own.id))
        .or_else(|| nearest(last, site.parts.iter().filter(|p| p.id != own.id).map(|p| p.slug())));
    match near {
        Some(near) => diagnostic.with_help(format!("vouliez-vous dire « {near} » ?")),
        None => diagnostic.with_help("une cible s’écrit comme son dossier : enfance-famille/fiche-03"),
    }
}

fn lien(site: &Site, from: PartIx, written: LienEcrit, diags: &mut Vec<Diagnostic>) -> Option<Lien> {
    let LienEcrit { span, vers, nature, titre, precision, ecart } = written;
    let cible = match vers {
        LienVers::Partie(target) => {
            let (ix, anchor) = reference(site, from, &target.value, target.span, diags)?;
            Cible::Partie(ix, anchor)
        }
        LienVers::Plan(name) => Cible::Plan(plan(site, &name, diags)?),
        LienVers::Deliberation(number) => Cible::Deliberation(number.value),
        LienVers::Web(url) => Cible::Web(web(&url, diags)?),
    };
    Some(Lien { span, cible, nature, titre, precision, ecart })
}

fn plan(site: &Site, name: &Spanned<String>, diags: &mut Vec<Diagnostic>) -> Option<String> {
    let plans = &site.registres.plans;
    if let Some(found) = plans.find(&name.value) {
        return Some(found.id.clone());
    }
    let near = nearest(&name.value, plans.entrees().iter().map(|e| e.id.as_str()));
    diags.push(
        Diagnostic::new(Code::PlanInconnu, format!("le plan « {} » n’est pas au référentiel", name.value))
            .at(name.span)
            .with_help(match near {
                Some(near) => format!("vouliez-vous dire « {near} » ? Sinon ajoutez-le à content/referentiels/plans.yaml"),
                None => "ajoutez-le, ou son alias, à content/referentiels/plans.yaml".to_owned(),
            }),
    );
    None
}

fn web(url: &Spanned<String>, diags: &mut Vec<Diagnostic>) -> Option<String> {
    let rest = url.value.strip_prefix("https://").or_else(|| url.value.strip_prefix("http://"));
    if rest.is_some_and(|r| !r.is_empty() && !r.contains(|c: char| c.is_whitespace() || c.is_control())) {
        return Some(url.value.clone());
    }
    diags.push(
        Diagnostic::new(Code::AdresseRefusee, format!("« {} » n’est pas une adresse web", url.value))
            .at(url.span)
            .with_help("une adresse commence par https:// et n’a pas d’espace"),
    );
    None
}

/// The parts that the texts of a part name.
fn texts(site: &Site, from: PartIx, diags: &mut Vec<Diagnostic>) -> Vec<PartIx> {
    let mut cited = Vec::new();
    let before = diags.len();
    for link in &site.part(from).content.liens_texte {
        let found = reference(site, from, &link.cible, link.span, diags);
        cited.extend(found.map(|(ix, _)| ix).filter(|ix| *ix != from && !cited.contains(ix)));
        if diags.len() - before >= MAX_BROKEN {
            let message = "ce texte a trop de liens fautifs : les suivants ne sont pas vérifiés";
            diags.push(
                Diagnostic::new(Code::TropDeProblemes, message).at(link.span).with_help("corrigez d’abord ceux qui précèdent"),
            );
            break;
        }
    }
    cited
}

/// Most broken links told for one part.
const MAX_BROKEN: usize = 100;

/// Loops of succession links and of `compte_dans`.
fn cycles(site: &Site, diags: &mut Vec<Diagnostic>) {
    let succession = edges(site, |ix| {
        let links = site.part(ix).liens.iter().filter(|l| l.nature.is_succession());
        links.filter_map(|l| if let Cible::Partie(to, _) = l.cible { Some((to, l.span)) } else { None }).collect()
    });
    report_cycles(site, &succession, "se succèdent en boucle", diags);
    let counted = edges(site, |ix| {
        let lines = site.part(ix).content.budget.iter().filter_map(|l| l.compte_dans.as_ref());
        lines.filter_map(|c| Some((site.lookup(ix, &c.value)?, c.span))).collect()
    });
    report_cycles(site, &counted, "se comptent l’une dans l’autre", diags);
}

type Edges = BTreeMap<PartIx, Vec<(PartIx, Span)>>;

fn edges(site: &Site, of: impl Fn(PartIx) -> Vec<(PartIx, Span)>) -> Edges {
    site.iter().map(|(ix, _)| (ix, of(ix))).filter(|(_, e)| !e.is_empty()).collect()
}

fn report_cycles(site: &Site, edges: &Edges, verb: &str, diags: &mut Vec<Diagnostic>) {
    // A node on a loop reaches itself; each loop is told once, from its first part.
    let mut told = std::collections::BTreeSet::new();
    for (&start, out) in edges {
        let mut stack: Vec<PartIx> = out.iter().map(|(to, _)| *to).collect();
        let mut seen = std::collections::BTreeSet::new();
        while let Some(ix) = stack.pop() {
            if seen.insert(ix) {
                stack.extend(edges.get(&ix).into_iter().flatten().map(|(to, _)| *to));
            }
        }
        if !seen.contains(&start) || told.contains(&start) {
            continue;
        }
        told.extend(seen.iter().copied());
        let (_, span) = out.iter().find(|(to, _)| *to == start || seen.contains(to)).copied().unwrap_or((start, out[0].1));
        diags.push(
            Diagnostic::new(Code::Cycle, format!("« {} » et ce qu’elle vise {verb}", site.part(start).id))
                .at(span)
                .with_help("retirez l’un des liens de la boucle"),
        );
    }
}
