//! Easy words: sentences that everyone can read.

use crate::diagnostics::{Code, Diagnostic};
use crate::model::{Part, PartIx};

use super::{Contexte, Diags};

/// The most words of a sentence, from the European rules for easy-to-read texts: one idea, short.
const MAX_MOTS: usize = 18;

/// Each sentence of « en_clair » is short.
pub fn phrases(_: &Contexte<'_>, _: PartIx, part: &Part, diags: &mut Diags) {
    for phrase in &part.content.en_clair {
        let mots = phrase.value.split_whitespace().filter(|mot| mot.chars().any(char::is_alphanumeric)).count();
        if mots > MAX_MOTS {
            let message = format!("cette phrase d’« en_clair » a {mots} mots");
            let help = format!("coupez-la en deux : une idée par phrase, {MAX_MOTS} mots au plus");
            diags.push(Diagnostic::new(Code::PhraseLongue, message).at(phrase.span).with_help(help));
        }
    }
}
