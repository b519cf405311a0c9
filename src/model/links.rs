//! References between parts, resolved: links, anchors, `compte_dans`; loops refused.

mod sections;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diagnostics::{Code, Diagnostic, Span, Spanned};
use crate::text::fold::is_slug;
use crate::text::markdown::{WEB_HELP, is_web};
use crate::text::nearest;

use super::build::RESERVED;
use super::content::{LienEcrit, LienVers};
use super::site::{Cible, Lien, Part, PartIx, Site};
use sections::{CITED, Sections};

/// Resolves every reference of the site, in reading order.
pub fn resolve(site: &mut Site, diags: &mut Vec<Diagnostic>) {
    old_paths(site, diags);
    let mut resolver = Resolver { sections: Sections::new(site), conseils: Conseils::default(), a_citer: Vec::new(), diags };
    for i in 0..site.parts.len() {
        let ix = PartIx(i as u32);
        let content = Arc::clone(&site.parts[i].content);
        let liens = content.liens.iter().filter_map(|l| resolver.lien(site, ix, l.clone())).collect();
        let cited = resolver.texts(site, ix);
        site.parts[i].liens = liens;
        site.parts[i].cite_dans_texte = cited;
    }
    resolver.cited_places(site);
    cycles(site, diags);
}

/// What resolves the references of a site.
struct Resolver<'d> {
    sections: Sections,
    conseils: Conseils,
    /// References of parts to the places of their own page that are there only where another part names them.
    a_citer: Vec<(PartIx, String, Span)>,
    diags: &'d mut Vec<Diagnostic>,
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
    site.par_id.sort_unstable_keys();
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

impl Resolver<'_> {
    /// Resolves `fiche-02#action-3`.
    fn reference(&mut self, site: &Site, from: PartIx, target: &str, span: Span) -> Option<(PartIx, Option<String>)> {
        let (path, anchor) = target.split_once('#').map_or((target, None), |(p, a)| (p, Some(a)));
        let found = if path.is_empty() { Some(from) } else { site.lookup(from, path) };
        let Some(ix) = found else {
            let broken = self.broken(site, from, path, span);
            self.diags.push(broken);
            return None;
        };
        if let Some(anchor) = anchor
            && !self.has(site, from, ix, anchor, span)
        {
            self.no_anchor(site, ix, anchor, span);
            return None;
        }
        Some((ix, anchor.map(str::to_owned)))
    }

    /// Whether the page of a part has an anchor.
    fn has(&mut self, site: &Site, from: PartIx, ix: PartIx, anchor: &str, span: Span) -> bool {
        let content = &site.part(ix).content;
        if content.illisible
            || content.ancres.iter().any(|a| a == anchor)
            || content.actions.iter().any(|a| a.ancre == anchor)
            || self.sections.of(site, ix).iter().any(|s| s == anchor)
        {
            return true;
        }
        let cited = CITED.contains(&anchor);
        // A part that another one names says so: this reference is enough, unless it comes from the part itself.
        if cited && from == ix {
            self.a_citer.push((ix, anchor.to_owned(), span));
        }
        cited
    }

    fn no_anchor(&mut self, site: &Site, ix: PartIx, anchor: &str, span: Span) {
        let part = site.part(ix);
        let sections = self.sections.of(site, ix);
        let actions = part.content.actions.iter().map(|a| a.ancre.as_str());
        let known: Vec<&str> =
            actions.chain(part.content.ancres.iter().map(String::as_str)).chain(sections.iter().map(String::as_str)).collect();
        let message = format!("la page « {} » n’a pas d’ancre « {anchor} »", part.id);
        let mut diagnostic = Diagnostic::new(Code::AncreCassee, message).at(span);
        if let Some(near) = self.conseils.nearest(anchor, known.len(), known) {
            diagnostic = diagnostic.with_help(format!("vouliez-vous dire « #{near} » ?"));
        }
        self.diags.push(diagnostic);
    }

    /// Once all references are resolved: the parts that name such a place of their own page are named by others.
    fn cited_places(&mut self, site: &Site) {
        let mut cited = BTreeSet::new();
        let named = |p: &Part| {
            p.liens
                .iter()
                .filter_map(|l| if let Cible::Partie(to, _) = l.cible { Some(to) } else { None })
                .chain(p.cite_dans_texte.iter().copied())
                .collect::<Vec<_>>()
        };
        if !self.a_citer.is_empty() {
            cited = site.iter().flat_map(|(from, p)| named(p).into_iter().filter(move |to| *to != from)).collect();
        }
        for (ix, anchor, span) in std::mem::take(&mut self.a_citer) {
            if !cited.contains(&ix) {
                self.no_anchor(site, ix, &anchor, span);
            }
        }
    }

    fn broken(&mut self, site: &Site, from: PartIx, path: &str, span: Span) -> Diagnostic {
        // The part itself is no suggestion.
        let own = site.part(from);
        let diagnostic = Diagnostic::new(Code::LienCasse, format!("le lien « {path} » ne mène nulle part")).at(span);
        let last = path.rsplit('/').next().unwrap_or(path);
        let ids = site.par_id.keys().map(String::as_str).filter(|id| *id != own.id);
        let slugs = site.parts.iter().filter(|p| p.id != own.id).map(|p| p.slug());
        let near =
            self.conseils.nearest(path, site.par_id.len(), ids).or_else(|| self.conseils.nearest(last, site.parts.len(), slugs));
        match near {
            Some(near) => diagnostic.with_help(format!("vouliez-vous dire « {near} » ?")),
            None => diagnostic.with_help("une cible s’écrit comme son dossier : enfance-famille/fiche-03"),
        }
    }

    fn lien(&mut self, site: &Site, from: PartIx, written: LienEcrit) -> Option<Lien> {
        let LienEcrit { span, vers, nature, titre, precision, ecart } = written;
        let cible = match vers {
            LienVers::Partie(target) => {
                let (ix, anchor) = self.reference(site, from, &target.value, target.span)?;
                Cible::Partie(ix, anchor)
            }
            LienVers::Plan(name) => Cible::Plan(self.plan(site, &name)?),
            LienVers::Deliberation(number) => Cible::Deliberation(number.value),
            LienVers::Autre(words) => Cible::Autre(words.value),
            LienVers::Web(url) => Cible::Web(web(&url, self.diags)?),
        };
        Some(Lien { span, cible, nature, titre, precision, ecart })
    }

    fn plan(&mut self, site: &Site, name: &Spanned<String>) -> Option<String> {
        let plans = &site.registres.plans;
        if let Some(found) = plans.find(&name.value) {
            return Some(found.id.clone());
        }
        if plans.inacheve {
            return None;
        }
        let entrees = plans.entrees();
        let near = self.conseils.nearest(&name.value, entrees.len(), entrees.iter().map(|e| e.id.as_str()));
        self.diags.push(
            Diagnostic::new(Code::PlanInconnu, format!("le plan « {} » n’est pas au référentiel", name.value))
                .at(name.span)
                .with_help(match near {
                    Some(near) => format!("vouliez-vous dire « {near} » ? Sinon ajoutez-le à content/referentiels/plans.yaml"),
                    None => "ajoutez-le, ou son alias, à content/referentiels/plans.yaml".to_owned(),
                }),
        );
        None
    }

    /// The parts that the texts of a part name.
    fn texts(&mut self, site: &Site, from: PartIx) -> Vec<PartIx> {
        let (mut cited, mut seen) = (Vec::new(), BTreeSet::from([from]));
        let before = self.diags.len();
        for link in &site.part(from).content.liens_texte {
            let found = self.reference(site, from, &link.cible, link.span);
            cited.extend(found.map(|(ix, _)| ix).filter(|ix| seen.insert(*ix)));
            if self.diags.len() - before >= MAX_BROKEN {
                let message = "ce texte a trop de liens fautifs : les suivants ne sont pas vérifiés";
                self.diags.push(
                    Diagnostic::new(Code::TropDeProblemes, message)
                        .at(link.span)
                        .with_help("corrigez d’abord ceux qui précèdent"),
                );
                break;
            }
        }
        cited
    }
}

/// Most broken links told for one part.
const MAX_BROKEN: usize = 100;

fn web(url: &Spanned<String>, diags: &mut Vec<Diagnostic>) -> Option<String> {
    if is_web(&url.value) {
        return Some(url.value.clone());
    }
    diags.push(
        Diagnostic::new(Code::AdresseRefusee, format!("« {} » n’est pas une adresse web", url.value))
            .at(url.span)
            .with_help(WEB_HELP),
    );
    None
}

/// The words that were probably meant, as long as looking for them does not take long: thousands of broken links are not
/// thousands of spelling mistakes.
struct Conseils {
    /// How many known words may still be compared.
    reste: usize,
}

impl Default for Conseils {
    fn default() -> Self {
        Self { reste: 200_000 }
    }
}

impl Conseils {
    /// The nearest of `many` known words.
    fn nearest<'w>(&mut self, word: &str, many: usize, known: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
        self.reste = self.reste.checked_sub(many)?;
        nearest(word, known)
    }
}

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
            let mut component = stack.split_off(from);
            component.sort_unstable();
            for k in &component {
                lower(&mut visits, *k, 0, |v, _| v.on_stack = false);
            }
            let first = component.first().copied().unwrap_or(node);
            let inside = graph.get(&first).and_then(|edges| edges.iter().find(|(to, _)| component.binary_search(to).is_ok()));
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
