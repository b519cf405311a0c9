//! Marks of the texts that the site says of itself: `build.rs` lists what they hold, so that a theme can say it otherwise
//! (see [`render::mots::Mots`](crate::render::mots::Mots)).

/// What the site says, or its theme instead: a `String`. The first argument is whatever has the words of the site (`mots`);
/// values are named.
macro_rules! dit {
    ($c:expr, $texte:literal $(,)?) => {
        $c.mots.dit($texte).to_owned()
    };
    ($c:expr, $texte:literal, $($nom:ident = $valeur:expr),+ $(,)?) => {
        match $c.mots.autre($texte) {
            None => format!($texte, $($nom = $valeur),+),
            Some(autre) => autre.avec(&[$((stringify!($nom), &$valeur as &dyn std::fmt::Display)),+]),
        }
    };
}

/// A text that the site says further on, through `Mots::dit`.
macro_rules! mot {
    ($texte:literal) => {
        $texte
    };
}
