//! French on paper and on screen: numbers, amounts, dates, typography, alphabetical order, addresses.
//!
//! In: strings. Out: strings and exact values. Knows nothing of the model.

pub mod amount;
pub mod collation;
pub mod date;
pub mod fold;
pub mod format;
pub mod markdown;
pub mod mots;
mod nearest;
pub mod number;
pub mod somme;
pub mod typography;

pub use nearest::nearest;

/// U+202F, the narrow no-break space of numbers and of « ; ! ? ».
pub const NNBSP: char = '\u{202F}';
/// U+00A0, the no-break space of « : » and of the guillemets.
pub const NBSP: char = '\u{A0}';

/// Spaces of every kind that a PDF or an author may have used.
pub fn is_space(c: char) -> bool {
    if c.is_ascii() {
        return matches!(c, ' ' | '\t'..='\r');
    }
    c.is_whitespace() || matches!(c, NBSP | NNBSP | '\u{2000}'..='\u{200B}' | '\u{2060}' | '\u{FEFF}')
}

/// `char::is_alphanumeric`, told at once for the letters and the marks of French.
pub fn is_alphanumeric(c: char) -> bool {
    match c {
        '\0'..='\x7F' => c.is_ascii_alphanumeric(),
        'À'..='ÿ' => !matches!(c, '×' | '÷'),
        // General punctuation: spaces, quotes, dashes.
        '\u{2000}'..='\u{206F}' => false,
        _ => c.is_alphanumeric(),
    }
}

/// `char::is_alphabetic`, told at once for the letters and the marks of French.
pub fn is_alphabetic(c: char) -> bool {
    is_alphanumeric(c) && (c.is_ascii_alphabetic() || matches!(c, 'À'..='ÿ') || c.is_alphabetic())
}

/// The text with every run of spaces made one ordinary space, trimmed.
pub fn squeeze(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split(is_space).filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_is_told_at_once_is_what_unicode_says() {
        for c in '\0'..='\u{2FFF}' {
            assert_eq!(super::is_alphanumeric(c), c.is_alphanumeric(), "{c:?}");
        }
    }
}
