//! A command line that cannot be understood, told in French.

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

/// One sentence, what to do, and where the help is.
pub fn explain(error: &Error) -> String {
    let word = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        Some(ContextValue::Strings(list)) => Some(list.join(", ")),
        _ => None,
    };
    let given = word(ContextKind::InvalidValue).unwrap_or_default();
    let argument = word(ContextKind::InvalidArg).unwrap_or_default();
    let sentence = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            format!("la commande « {} » n’existe pas", word(ContextKind::InvalidSubcommand).unwrap_or_default())
        }
        ErrorKind::UnknownArgument => format!("l’option « {argument} » n’existe pas"),
        ErrorKind::InvalidValue if given.is_empty() => format!("« {argument} » attend une valeur"),
        ErrorKind::InvalidValue => match word(ContextKind::ValidValue) {
            Some(valid) => format!("« {given} » n’est pas une valeur de « {argument} » ; les valeurs sont : {valid}"),
            None => format!("« {given} » n’est pas une valeur de « {argument} »"),
        },
        ErrorKind::ValueValidation => {
            let why = std::error::Error::source(error).map_or_else(String::new, |e| format!(" ; {e}"));
            format!("« {given} » n’est pas une valeur de « {argument} »{why}")
        }
        ErrorKind::MissingRequiredArgument => format!("il manque {argument}"),
        ErrorKind::ArgumentConflict => format!("« {argument} » est donné deux fois ou ne va pas avec une autre option"),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => "il manque une commande".to_owned(),
        _ => "la ligne de commande n’est pas comprise".to_owned(),
    };
    let near = word(ContextKind::SuggestedSubcommand)
        .or_else(|| word(ContextKind::SuggestedArg))
        .or_else(|| word(ContextKind::SuggestedValue));
    let near = near.map_or_else(String::new, |n| format!("\n  aide : vouliez-vous dire « {n} » ?"));
    format!("erreur : {sentence}{near}\n\nTapez « parvis --help » pour la liste des commandes et des options.")
}
