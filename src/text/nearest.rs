//! Spelling mistakes: the known word that was probably meant.

use super::fold::fold;

/// The known word nearest to a misspelt one, if any is near.
pub fn nearest<'w>(word: &str, known: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    // Accents, case and separators do not count; another number is another thing, unless one digit slipped.
    let bare = |text: &str| fold(text).replace(' ', "");
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let folded = bare(word);
    let near = |k: &str| {
        let bare = bare(k);
        let distance = strsim::osa_distance(&folded, &bare);
        let most = if digits(word) == digits(k) { (bare.len() / 3).max(1) } else { 1 };
        (distance <= most || bare.starts_with(&folded) && folded.len() > 2).then_some(distance)
    };
    known
        .into_iter()
        .filter(|k| *k != word)
        .filter_map(|k| Some((near(k)?, k)))
        .min_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.cmp(b.1)))
        .map(|(_, k)| k)
}
