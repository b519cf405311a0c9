//! The fenced blocks `tableau` and `graphique` of a body.

use crate::diagnostics::{Code, Diagnostic, FileId};
use crate::model::tableau::{Case, Graphique, Rangee, Tableau};
use crate::text::squeeze;

use super::fields::{Diags, Fields, scalar, wrong_type};
use super::indicateur::cell;
use super::yaml::{self, Kind, Node};

/// Reads a block: `yaml` is its text, which starts at byte `at` of the file; `offset` is its place in the body.
pub fn read(name: &str, yaml: &str, file: FileId, at: usize, offset: usize, diags: &mut Diags) -> Option<Tableau> {
    let node = yaml::parse(yaml, file, at, diags)?;
    let mut f = Fields::of(&node, "un tableau", diags)?;
    let span = f.span;
    let titre = f.required("titre");
    let colonnes: Vec<String> = f.texts("colonnes").into_iter().map(|c| c.value).collect();
    let unite = f.string("unite");
    let given: Vec<String> =
        f.list("unites").iter().map(|n| if let Kind::Scalar(s) = &n.kind { s.clone() } else { String::new() }).collect();
    let unites: Vec<String> = (0..colonnes.len())
        .map(|i| given.get(i).cloned().or_else(|| unite.clone().filter(|_| i > 0)).unwrap_or_default())
        .collect();
    let width = colonnes.len();
    let lignes = f.each("lignes", |n, d| rangee(n, &unites, width, d));
    let total = f.one("total", |n, d| rangee(n, &unites, width, d));
    let (source, note, ecart) = (f.text("source"), f.text("note"), f.text("ecart"));
    let graphique = f.choice("graphique", &Graphique::ALL);
    let graphique_d_abord = name == "graphique";
    if width < 2 || lignes.is_empty() {
        f.diags.push(
            Diagnostic::new(Code::TableauMalForme, "un tableau a au moins deux colonnes et une ligne")
                .at(f.span)
                .with_help("écrivez « colonnes » (la première nomme les lignes) et « lignes »"),
        );
    }
    f.finish();
    Some(Tableau {
        offset,
        span,
        ancre: String::new(),
        titre: titre?,
        colonnes,
        unites,
        lignes,
        total,
        source,
        note,
        ecart,
        graphique: graphique.or(graphique_d_abord.then_some(Graphique::Barres)),
        graphique_d_abord,
    })
}

/// `["Arrageois", "1 234", "ND"]`.
fn rangee(node: &Node, unites: &[String], width: usize, diags: &mut Diags) -> Option<Rangee> {
    let Kind::Seq(items) = &node.kind else {
        wrong_type(node, "une liste", diags);
        return None;
    };
    // Without columns, that is told once, not at each row.
    if width == 0 {
        return None;
    }
    if items.len() != width {
        let message = format!("cette ligne a {} cellules, le tableau a {width} colonnes", items.len());
        diags.push(Diagnostic::new(Code::TableauMalForme, message).at(node.span).with_help("une cellule vide s’écrit \"\""));
        return None;
    }
    let mut cells = items.iter().enumerate().map(|(i, n)| {
        let text = if let Kind::Null = n.kind { String::new() } else { scalar(n, diags)?.value };
        let unite = unites.get(i).map(String::as_str).filter(|u| !u.is_empty());
        Some(Case { span: n.span, cellule: cell(&text, unite), imprime: squeeze(&text) })
    });
    let head = cells.next()??;
    let cellules = cells.collect::<Option<Vec<Case>>>()?;
    Some(Rangee { span: node.span, entete: head.imprime, cellules })
}
