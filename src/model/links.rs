//! References between parts, resolved: links, anchors, `compte_dans`; loops refused.

use std::collections::BTreeMap;

use crate::diagnostics::{Code, Diagnostic, Span, Spanned};
use crate::text::fold::is_slug;
use crate::text::nearest;

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

/// Loops of succession links and of `compte_dans`; the latter go from lines to lines of the same exercice and nature.
fn cycles(site: &Site, diags: &mut Vec<Diagnostic>) {
    let mut succession = Graph::new();
    let mut counted = Graph::new();
    for (ix, part) in site.iter() {
        for lien in part.liens.iter().filter(|l| l.nature.is_succession()) {
            if let Cible::Partie(to, _) = lien.cible {
                succession.entry(ix).or_default().push((to, lien.span));
            }
        }
        for line in &part.content.budget {
            let Some(target) = &line.compte_dans else { continue };
            if let Some(to) = site.lookup(ix, &target.value) {
                let kind = (line.exercice.value.as_str(), line.nature);
                counted.entry((ix, kind)).or_default().push(((to, kind), target.span));
            }
        }
    }
    let told = loops(&succession).into_iter().map(|(ix, span)| (ix, span, "se succèdent en boucle"));
    let told = told.chain(loops(&counted).into_iter().map(|((ix, _), span)| (ix, span, "se comptent l’une dans l’autre")));
    for (ix, span, verb) in told {
        diags.push(
            Diagnostic::new(Code::Cycle, format!("« {} » et ce qu’elle vise {verb}", site.part(ix).id))
                .at(span)
                .with_help("retirez l’un des liens de la boucle"),
        );
    }
}

/// Edges with the place where each is written.
type Graph<K> = BTreeMap<K, Vec<(K, Span)>>;

/// The first node of each loop and the edge that leaves it (Tarjan's strongly connected components, without recursion).
fn loops<K: Ord + Copy>(graph: &Graph<K>) -> Vec<(K, Span)> {
    struct Visit {
        index: usize,
        low: usize,
        on_stack: bool,
    }
    let mut visits: BTreeMap<K, Visit> = BTreeMap::new();
    let (mut stack, mut found): (Vec<K>, Vec<(K, Span)>) = (Vec::new(), Vec::new());
    for &root in graph.keys() {
        // Each frame is a node and how many of its edges were followed.
        let mut path: Vec<(K, usize)> = if visits.contains_key(&root) { Vec::new() } else { vec![(root, 0)] };
        while let Some((node, edge)) = path.pop() {
            let index = visits.len();
            if edge == 0 {
                visits.insert(node, Visit { index, low: index, on_stack: true });
                stack.push(node);
            }
            let edges = graph.get(&node).map_or(&[][..], Vec::as_slice);
            if let Some((to, _)) = edges.get(edge) {
                path.push((node, edge + 1));
                match visits.get(to).map(|v| (v.index, v.on_stack)) {
                    None => path.push((*to, 0)),
                    Some((seen, true)) => lower(&mut visits, node, seen, |v, low| v.low = v.low.min(low)),
                    Some((_, false)) => {}
                }
                continue;
            }
            let Some((low, index)) = visits.get(&node).map(|v| (v.low, v.index)) else { continue };
            if let Some((above, _)) = path.last() {
                lower(&mut visits, *above, low, |v, low| v.low = v.low.min(low));
            }
            if low < index {
                continue;
            }
            let from = stack.iter().rposition(|k| *k == node).unwrap_or(0);
            let component = stack.split_off(from);
            for k in &component {
                lower(&mut visits, *k, 0, |v, _| v.on_stack = false);
            }
            let first = component.iter().min().copied().unwrap_or(node);
            let inside = graph.get(&first).and_then(|edges| edges.iter().find(|(to, _)| component.contains(to)));
            found.extend(inside.map(|(_, span)| (first, *span)));
        }
    }
    found.sort_by_key(|(k, _)| *k);
    return found;

    fn lower<K: Ord>(visits: &mut BTreeMap<K, Visit>, key: K, low: usize, change: impl Fn(&mut Visit, usize)) {
        if let Some(visit) = visits.get_mut(&key) {
            change(visit, low);
        }
    }
}
