//! The anchors of the actions of a part.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{Code, Diagnostic};
use crate::model::Content;

/// Most actions of one part that are told to have the number of another.
const MAX_SAME_NUMBER: usize = 100;

/// Anchors of the actions: `action-3`, and `action-3-2` when the source numbers two of them 3.
pub fn anchors(content: &mut Content, diags: &mut Vec<Diagnostic>) {
    let mut taken = BTreeSet::new();
    // For each number, the last suffix given.
    let mut suffixes: BTreeMap<String, usize> = BTreeMap::new();
    let mut same = Vec::new();
    for (i, action) in content.actions.iter_mut().enumerate() {
        let number = action.numero.as_ref().map_or_else(|| (i + 1).to_string(), |n| crate::text::fold::slug(&n.value));
        let base = format!("action-{number}");
        action.ancre = base.clone();
        let n = suffixes.entry(base.clone()).or_insert(1);
        while !taken.insert(action.ancre.clone()) {
            *n += 1;
            action.ancre = format!("{base}-{n}");
        }
        if let Some(numero) = action.numero.as_ref().filter(|_| action.ancre != base) {
            same.push((numero, &action.ancre));
        }
    }
    for (i, (numero, ancre)) in same.iter().enumerate().take(MAX_SAME_NUMBER + 1) {
        let (message, help) = if i < MAX_SAME_NUMBER {
            let help = format!("si la source est ainsi, dites-le dans « notes » ; l’ancre sera #{ancre}");
            (format!("une autre action porte déjà le numéro {}", numero.value), help)
        } else {
            let message = format!("{} autres actions encore portent un numéro déjà pris", same.len() - i);
            (message, "corrigez d’abord celles qui précèdent".to_owned())
        };
        diags.push(Diagnostic::new(Code::ActionEnDouble, message).at(numero.span).with_help(help));
    }
}
