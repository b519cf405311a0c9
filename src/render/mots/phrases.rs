//! The words that the site says of itself, and those that a theme says instead.
//!
//! A theme may hold `mots.yaml`: on the left a text as the site says it, on the right the one that takes its place, with the
//! same values between braces. Words keep their place, in templates and in the code, where `dit!` and `mot!` mark them;
//! `build.rs` lists them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{Display, Write as _};
use std::fs;
use std::path::Path;

use crate::diagnostics::{Code, Diagnostic, SourceFile, SourceMap, Spanned};
use crate::source;
use crate::text::typography::french;
use crate::text::{nearest, squeeze};

/// The file of a theme.
pub const FICHIER: &str = "mots.yaml";

/// Every text marked in the code, one a line.
const SITE: &str = include_str!(concat!(env!("OUT_DIR"), "/mots.txt"));

/// The words of a site: those of Parvis, but for what a theme says otherwise.
#[derive(Debug, Default)]
pub struct Mots {
    autres: BTreeMap<&'static str, Phrase>,
}

/// A text of a theme, cut at its values.
#[derive(Debug)]
pub struct Phrase {
    /// As it is where it has no value.
    texte: String,
    morceaux: Vec<Morceau>,
}

#[derive(Debug)]
enum Morceau {
    Texte(String),
    Valeur(String),
}

impl Morceau {
    /// The name of a value.
    fn valeur(&self) -> Option<&str> {
        match self {
            Self::Valeur(nom) => Some(nom),
            Self::Texte(_) => None,
        }
    }
}

impl Mots {
    /// The words of the theme in `folder`, over those of Parvis and of its `gabarits`; `sources` learns its file, to show what is
    /// wrong in it.
    ///
    /// # Errors
    /// All that is wrong in the file.
    pub fn load(
        folder: Option<&Path>,
        gabarits: impl Iterator<Item = &'static str>,
        sources: &mut SourceMap,
    ) -> Result<Self, Vec<Diagnostic>> {
        let Some(path) = folder.map(|folder| folder.join(FICHIER)).filter(|path| path.exists()) else {
            return Ok(Self::default());
        };
        let texte = fs::read_to_string(&path).map_err(|why| {
            let message = format!("le fichier « {FICHIER} » du thème ne peut pas être lu : {why}");
            vec![Diagnostic::new(Code::FichierIllisible, message)]
        })?;
        let shown = path.iter().map(|s| s.to_string_lossy()).collect::<Vec<_>>().join("/").replace("//", "/");
        let file = sources.add(SourceFile { path: shown.into(), text: texte.as_str().into() });
        let mut found = Vec::new();
        let mut mots = Self::default();
        let connus = connus(gabarits);
        for (mot, autre) in source::mots(&texte, file, &mut found) {
            match remplacement(&connus, &mot, &autre) {
                Ok(dits) => mots.autres.extend(dits),
                Err(fault) => found.push(fault),
            }
        }
        if found.is_empty() { Ok(mots) } else { Err(found) }
    }

    /// A text without values.
    pub fn dit(&self, mot: &'static str) -> &str {
        self.autre(mot).map_or(mot, |autre| &autre.texte)
    }

    /// A template of paper that says its texts, which stand alone between brackets, as the theme does.
    pub fn dans_typst(&self, gabarit: &str) -> String {
        self.autres.iter().fold(gabarit.to_owned(), |gabarit, (mot, autre)| {
            let texte = autre.texte.replace('\\', "\\\\").replace('"', "\\\"");
            gabarit.replace(&format!("[{mot}]"), &format!("[#\"{texte}\"]"))
        })
    }

    /// What a theme says instead of a text.
    pub fn autre(&self, mot: &str) -> Option<&Phrase> {
        self.autres.get(mot)
    }
}

impl Phrase {
    fn new(texte: String) -> Self {
        let mut morceaux = Vec::new();
        let mut reste = texte.as_str();
        while let Some((avant, (nom, apres))) = reste.split_once('{').and_then(|(a, b)| Some((a, b.split_once('}')?))) {
            morceaux.extend([Morceau::Texte(avant.to_owned()), Morceau::Valeur(nom.to_owned())]);
            reste = apres;
        }
        morceaux.push(Morceau::Texte(reste.to_owned()));
        Self { texte, morceaux }
    }

    /// The names of its values.
    fn valeurs(&self) -> BTreeSet<&str> {
        self.morceaux.iter().filter_map(Morceau::valeur).collect()
    }

    /// The text with its values.
    pub fn avec(&self, valeurs: &[(&str, &dyn Display)]) -> String {
        let mut out = String::with_capacity(self.texte.len());
        for morceau in &self.morceaux {
            match morceau {
                Morceau::Texte(texte) => out.push_str(texte),
                Morceau::Valeur(nom) => {
                    let valeur = valeurs.iter().find(|(n, _)| n == nom);
                    // Writing to a string cannot fail.
                    let _ = valeur.map(|(_, valeur)| write!(out, "{valeur}"));
                }
            }
        }
        out
    }
}

/// The texts of the site by what a person writes of them: one kind of space, none at the ends.
fn connus(gabarits: impl Iterator<Item = &'static str>) -> BTreeMap<String, BTreeSet<&'static str>> {
    let mut connus: BTreeMap<String, BTreeSet<&'static str>> = BTreeMap::new();
    for mot in SITE.lines().chain(gabarits) {
        connus.entry(squeeze(mot)).or_default().insert(mot);
    }
    connus
}

/// What a theme says instead of a text, for each form that the site has of it.
fn remplacement(
    connus: &BTreeMap<String, BTreeSet<&'static str>>,
    mot: &Spanned<String>,
    autre: &Spanned<String>,
) -> Result<Vec<(&'static str, Phrase)>, Diagnostic> {
    let cle = squeeze(&mot.value);
    let Some(formes) = connus.get(&cle) else {
        let help = match nearest(&cle, connus.keys().map(String::as_str)) {
            Some(near) => format!("vouliez-vous dire « {near} » ?"),
            None => "une clé est un texte du site, en entier, de balise en balise s’il est dans un gabarit".to_owned(),
        };
        return Err(Diagnostic::new(Code::MotDuTheme, format!("le site ne dit « {cle} » nulle part"))
            .at(mot.span)
            .with_help(help));
    };
    let texte = french(&squeeze(&autre.value)).into_owned();
    let (avant, apres) = (Phrase::new(cle), Phrase::new(texte));
    if avant.valeurs() != apres.valeurs() {
        let noms: Vec<String> = avant.valeurs().iter().map(|nom| format!("{{{nom}}}")).collect();
        let help = match noms.as_slice() {
            [] => "ce texte n’a pas de valeur entre accolades".to_owned(),
            noms => format!("il faut exactement : {}", noms.join(", ")),
        };
        let message = format!("« {} » n’a pas les valeurs du texte qu’il remplace", apres.texte);
        return Err(Diagnostic::new(Code::MotDuTheme, message).at(autre.span).with_help(help));
    }
    // Some texts go on from others, or are gone on from: they keep the spaces at their ends.
    let bords = |forme: &str| {
        let (debut, fin) = (forme.len() - forme.trim_start().len(), forme.trim_end().len());
        Phrase::new(format!("{}{}{}", &forme[..debut], apres.texte, &forme[fin..]))
    };
    Ok(formes.iter().map(|forme| (*forme, bords(forme))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_of_the_site_is_known_once() {
        let lignes: Vec<&str> = SITE.lines().collect();
        assert!(lignes.len() > 200 && lignes.is_sorted_by(|a, b| a < b), "{} textes", lignes.len());
        assert!(lignes.contains(&"Total"));
    }

    #[test]
    fn values_stand_where_the_theme_puts_them() {
        let phrase = Phrase::new("en {annee}, {n} lignes".to_owned());
        assert_eq!(phrase.avec(&[("n", &3), ("annee", &"2022")]), "en 2022, 3 lignes");
        assert_eq!(Phrase::new("sans valeur {".to_owned()).avec(&[]), "sans valeur {");
    }
}
