//! What a table is made of: cells, the types that make them, and the one description of each column.
//!
//! A table is declared once with [`sujet!`]: its struct, the names, titles and explanations of its columns. The CSV header,
//! the table schema, the page of the site and the head of the spreadsheet all come from that description.

use std::borrow::Cow;

use rust_decimal::Decimal;

use crate::text::date::Date;

/// A text, borrowed where the model has it.
pub type Texte<'a> = Cow<'a, str>;

/// One cell of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cellule<'a> {
    Vide,
    Texte(Texte<'a>),
    /// The form that the source prints: never a number, even when it looks like one.
    Imprime(Texte<'a>),
    Entier(u64),
    Nombre(Decimal),
    /// An exact amount, written with two decimals at least.
    Euros(Decimal),
    Booleen(bool),
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Genre {
    Texte,
    Imprime,
    Entier,
    Nombre,
    Euros,
    Booleen,
    /// `2022-11-24`, `2022-11` or `2022`.
    Date,
}

impl Genre {
    /// The word for readers.
    pub fn label(self) -> &'static str {
        match self {
            Self::Texte => "texte",
            Self::Imprime => "texte imprimé",
            Self::Entier => "nombre entier",
            Self::Nombre => "nombre",
            Self::Euros => "montant en euros",
            Self::Booleen => "oui ou non",
            Self::Date => "date",
        }
    }
}

/// One column: everything that is said of it, anywhere.
#[derive(Debug)]
pub struct Colonne {
    /// The name for machines, in the CSV header.
    pub nom: &'static str,
    pub titre: &'static str,
    pub description: &'static str,
    pub genre: Genre,
    /// Whether every row has a value.
    pub requise: bool,
    /// The only values it may take; empty when there is no such list.
    pub valeurs: fn() -> Vec<&'static str>,
}

/// A column whose values are those of a column of another table.
#[derive(Debug)]
pub struct Renvoi {
    pub champ: &'static str,
    pub table: &'static str,
    pub cible: &'static str,
}

/// Everything that is said of a table, but its rows.
#[derive(Debug)]
pub struct Description {
    /// The name of the file, without its extension, and of the resource.
    pub nom: &'static str,
    pub titre: &'static str,
    pub description: &'static str,
    /// The columns whose values name a row.
    pub cle: &'static [&'static str],
    pub renvois: &'static [Renvoi],
    pub colonnes: &'static [Colonne],
}

/// A row of a table.
pub trait Sujet<'a> {
    const DESCRIPTION: &'static Description;
    /// Its cells, in the order of the columns.
    fn cellules(self) -> Vec<Cellule<'a>>;
}

/// What a type says of its column.
pub trait Type {
    const GENRE: Genre;
    const REQUISE: bool;
}

/// A type that fills a cell.
pub trait Champ<'a>: Type {
    fn cellule(self) -> Cellule<'a>;
}

/// A text that is always there: an identifier, a year, a word of a list.
#[derive(Debug)]
pub struct Id<'a>(pub Texte<'a>);

/// The form that the source prints.
#[derive(Debug)]
pub struct Imprime<'a>(pub &'a str);

/// A number, written as it is.
#[derive(Debug)]
pub struct Nombre(pub Decimal);

/// An exact amount.
#[derive(Debug)]
pub struct Euros(pub Decimal);

impl<'a> From<&'a str> for Id<'a> {
    fn from(text: &'a str) -> Self {
        Self(Cow::Borrowed(text))
    }
}

impl From<String> for Id<'_> {
    fn from(text: String) -> Self {
        Self(Cow::Owned(text))
    }
}

/// A text without the blanks around it; nothing for no text. Line breaks are those of Unix.
fn net(text: Texte<'_>) -> Option<Texte<'_>> {
    let trimmed = text.trim_matches(crate::text::is_space);
    if trimmed.is_empty() {
        return None;
    }
    if trimmed.contains('\r') {
        return Some(Cow::Owned(trimmed.replace("\r\n", "\n").replace('\r', "\n")));
    }
    Some(if trimmed.len() == text.len() { text } else { Cow::Owned(trimmed.to_owned()) })
}

impl Type for Texte<'_> {
    const GENRE: Genre = Genre::Texte;
    const REQUISE: bool = false;
}

impl<'a> Champ<'a> for Texte<'a> {
    fn cellule(self) -> Cellule<'a> {
        net(self).map_or(Cellule::Vide, Cellule::Texte)
    }
}

impl Type for &'_ str {
    const GENRE: Genre = Genre::Texte;
    const REQUISE: bool = false;
}

impl<'a> Champ<'a> for &'a str {
    fn cellule(self) -> Cellule<'a> {
        Cow::Borrowed(self).cellule()
    }
}

impl Type for Id<'_> {
    const GENRE: Genre = Genre::Texte;
    const REQUISE: bool = true;
}

impl<'a> Champ<'a> for Id<'a> {
    fn cellule(self) -> Cellule<'a> {
        self.0.cellule()
    }
}

impl Type for Imprime<'_> {
    const GENRE: Genre = Genre::Imprime;
    const REQUISE: bool = false;
}

impl<'a> Champ<'a> for Imprime<'a> {
    fn cellule(self) -> Cellule<'a> {
        net(Cow::Borrowed(self.0)).map_or(Cellule::Vide, Cellule::Imprime)
    }
}

impl Type for usize {
    const GENRE: Genre = Genre::Entier;
    const REQUISE: bool = true;
}

impl<'a> Champ<'a> for usize {
    fn cellule(self) -> Cellule<'a> {
        Cellule::Entier(self as u64)
    }
}

impl Type for bool {
    const GENRE: Genre = Genre::Booleen;
    const REQUISE: bool = true;
}

impl<'a> Champ<'a> for bool {
    fn cellule(self) -> Cellule<'a> {
        Cellule::Booleen(self)
    }
}

impl Type for Nombre {
    const GENRE: Genre = Genre::Nombre;
    const REQUISE: bool = true;
}

impl<'a> Champ<'a> for Nombre {
    fn cellule(self) -> Cellule<'a> {
        Cellule::Nombre(self.0)
    }
}

impl Type for Euros {
    const GENRE: Genre = Genre::Euros;
    const REQUISE: bool = true;
}

impl<'a> Champ<'a> for Euros {
    fn cellule(self) -> Cellule<'a> {
        Cellule::Euros(self.0)
    }
}

impl Type for Date {
    const GENRE: Genre = Genre::Date;
    const REQUISE: bool = true;
}

impl<'a> Champ<'a> for Date {
    fn cellule(self) -> Cellule<'a> {
        Cellule::Texte(Cow::Owned(self.iso()))
    }
}

impl<T: Type> Type for Option<T> {
    const GENRE: Genre = T::GENRE;
    const REQUISE: bool = false;
}

impl<'a, T: Champ<'a>> Champ<'a> for Option<T> {
    fn cellule(self) -> Cellule<'a> {
        self.map_or(Cellule::Vide, T::cellule)
    }
}

/// No list of values.
pub fn libre() -> Vec<&'static str> {
    Vec::new()
}

/// Declares a table: the struct of its rows, and all that is said of its columns.
macro_rules! sujet {
    (
        $(#[$doc:meta])*
        $nom:ident $fichier:literal $titre:literal $description:literal
        cle [$($cle:literal),*]
        renvois [$($champ:literal => $table:literal . $cible:literal),*]
        $($colonne:ident: $type:ty, $colonne_titre:literal, $colonne_description:literal $(, $valeurs:expr)?;)*
    ) => {
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $nom<'a> { $($colonne: $type),* }

        impl<'a> $crate::render::data::tables::champ::Sujet<'a> for $nom<'a> {
            const DESCRIPTION: &'static $crate::render::data::tables::champ::Description =
                &$crate::render::data::tables::champ::Description {
                    nom: $fichier,
                    titre: $titre,
                    description: $description,
                    cle: &[$($cle),*],
                    renvois: &[$($crate::render::data::tables::champ::Renvoi { champ: $champ, table: $table, cible: $cible }),*],
                    colonnes: &[$($crate::render::data::tables::champ::Colonne {
                        nom: stringify!($colonne),
                        titre: $colonne_titre,
                        description: $colonne_description,
                        genre: <$type as $crate::render::data::tables::champ::Type>::GENRE,
                        requise: <$type as $crate::render::data::tables::champ::Type>::REQUISE,
                        valeurs: $crate::render::data::tables::champ::sujet!(@valeurs $($valeurs)?),
                    }),*],
                };

            fn cellules(self) -> Vec<$crate::render::data::tables::champ::Cellule<'a>> {
                use $crate::render::data::tables::champ::Champ;
                vec![$(self.$colonne.cellule()),*]
            }
        }
    };
    (@valeurs) => { $crate::render::data::tables::champ::libre };
    (@valeurs $valeurs:expr) => { $valeurs };
}

pub(super) use sujet;
