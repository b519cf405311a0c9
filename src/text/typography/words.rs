//! The word lists of the typography pass.

use crate::text::{is_alphabetic, is_space};

/// Units, months and short nouns that stay with their number.
pub const UNITS: &[&str] = &[
    "km", "km²", "m²", "h", "min", "kg", "an", "ans", "mois", "jour", "jours", "ETP", "k€", "M€", "Md€", "euros", "heures",
    "points", "postes", "communes", "fiches", "actions",
];

/// Nouns before which a bare number is grouped.
pub const COUNTED: &[&str] = &[
    "€",
    "k€",
    "M€",
    "euros",
    "euro",
    "habitants",
    "personnes",
    "bénéficiaires",
    "ménages",
    "allocataires",
    "jeunes",
    "enfants",
    "familles",
    "places",
    "dossiers",
    "entreprises",
    "orientations",
    "reprises",
    "professionnels",
    "agents",
    "logements",
    "anomalies",
];

const CAPITALS: &[(&str, &str)] = &[
    ("Echange", "Échange"),
    ("Echanges", "Échanges"),
    ("Echéance", "Échéance"),
    ("Echéances", "Échéances"),
    ("Echéancier", "Échéancier"),
    ("Ecole", "École"),
    ("Ecoles", "Écoles"),
    ("Ecologie", "Écologie"),
    ("Ecologique", "Écologique"),
    ("Economie", "Économie"),
    ("Economique", "Économique"),
    ("Ecoute", "Écoute"),
    ("Ecrire", "Écrire"),
    ("Ecriture", "Écriture"),
    ("Educatif", "Éducatif"),
    ("Education", "Éducation"),
    ("Educative", "Éducative"),
    ("Educatives", "Éducatives"),
    ("Egalement", "Également"),
    ("Egalité", "Égalité"),
    ("Elaboration", "Élaboration"),
    ("Elaborer", "Élaborer"),
    ("Elargir", "Élargir"),
    ("Eligibilité", "Éligibilité"),
    ("Elu", "Élu"),
    ("Elus", "Élus"),
    ("Energie", "Énergie"),
    ("Energétique", "Énergétique"),
    ("Epargne", "Épargne"),
    ("Equipe", "Équipe"),
    ("Equipement", "Équipement"),
    ("Equipements", "Équipements"),
    ("Equipes", "Équipes"),
    ("Etablir", "Établir"),
    ("Etablissement", "Établissement"),
    ("Etablissements", "Établissements"),
    ("Etape", "Étape"),
    ("Etapes", "Étapes"),
    ("Etat", "État"),
    ("Etats", "États"),
    ("Etayage", "Étayage"),
    ("Etendre", "Étendre"),
    ("Etre", "Être"),
    ("Etude", "Étude"),
    ("Etudes", "Études"),
    ("Etudiants", "Étudiants"),
    ("Etudier", "Étudier"),
    ("Evaluation", "Évaluation"),
    ("Evaluations", "Évaluations"),
    ("Evaluer", "Évaluer"),
    ("Eviter", "Éviter"),
    ("Evolution", "Évolution"),
    ("Evolutions", "Évolutions"),
    ("Evènement", "Évènement"),
    ("Evénement", "Évènement"),
    ("Evénements", "Évènements"),
];

const LIGATURES: &[(&str, &str)] = &[
    ("oeuvre", "œuvre"),
    ("Oeuvre", "Œuvre"),
    ("coeur", "cœur"),
    ("Coeur", "Cœur"),
    ("soeur", "sœur"),
    ("Soeur", "Sœur"),
    ("voeu", "vœu"),
    ("Voeu", "Vœu"),
    ("noeud", "nœud"),
    ("Noeud", "Nœud"),
];

const AFTER_A: &[&str] =
    &["propos", "partir", "noter", "compter", "destination", "travers", "ce", "la", "l’", "l'", "titre", "terme", "défaut"];

/// The word as it should be spelt, when it should be spelt otherwise.
pub fn repair(word: &str) -> Option<String> {
    if word.starts_with('E') {
        let found = CAPITALS.binary_search_by(|(from, _)| from.cmp(&word));
        return found.ok().map(|i| CAPITALS[i].1.to_owned());
    }
    if !word.as_bytes().windows(2).any(|pair| matches!(pair, b"oe" | b"Oe")) {
        return None;
    }
    let (from, to) = LIGATURES.iter().find(|(from, _)| word.contains(from))?;
    Some(word.replace(from, to))
}

/// Whether a text without marks or digits still needs the pass.
pub fn needs_repair(text: &str) -> bool {
    (text.contains(['E', 'A', 'O']) || text.contains("oe"))
        && text.split(['-', ',', ' ']).any(|w| w == "A" || repair(w).is_some())
}

/// How many bytes of a text that starts with a word are whole words in lower case that the pass leaves as they are, with the
/// apostrophes, hyphens, commas and single spaces between them: most of any text.
pub fn settled(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut at, mut end) = (0, 0);
    loop {
        let start = at;
        loop {
            at += match bytes[at..] {
                [b'a'..=b'z', ..] => 1,
                // à to ÿ, but ÷.
                [0xC3, 0xA0..=0xB6 | 0xB8..=0xBF, ..] => 2,
                _ => break,
            };
        }
        let word = &bytes[start..at];
        let goes_on = |c: char| is_alphabetic(c) || c == '°';
        if word.is_empty() || text[at..].starts_with(goes_on) || word.windows(2).any(|pair| pair == b"oe") {
            return end;
        }
        end = at;
        at += match bytes[at..] {
            [b' ' | b'-', ..] => 1,
            [b',', b' ', ..] => 2,
            [0xE2, 0x80, 0x99, ..] => '’'.len_utf8(),
            _ => return end,
        };
    }
}

/// Words that stay with the number after them.
pub fn takes_number(word: &str) -> bool {
    matches!(
        word,
        // The letters of the articles of a code: « L 312-4 ».
        "L" | "L."
            | "R"
            | "R."
            | "D."
            | "art."
            | "article"
            | "p."
            | "page"
            | "pages"
            | "fiche"
            | "Fiche"
            | "fiches"
            | "Fiches"
            | "axe"
            | "Axe"
            | "annexe"
            | "Annexe"
            | "Action"
            | "action"
            | "Orientation"
            | "orientation"
            | "Cahier"
            | "cahier"
    )
}

/// « A » at the head of a sentence is « À » before these words.
pub fn follows_capital_a(rest: &str) -> bool {
    let tail = rest.trim_start_matches(is_space);
    tail.len() < rest.len() && AFTER_A.iter().any(|w| tail.strip_prefix(w).is_some_and(|t| !t.starts_with(char::is_alphabetic)))
}

#[cfg(test)]
#[test]
fn the_list_is_sorted_for_the_search() {
    let mut sorted = CAPITALS.to_vec();
    sorted.sort_unstable();
    for (word, repaired) in CAPITALS {
        assert_eq!(repair(word).as_deref(), Some(*repaired), "put {word} in order: {sorted:?}");
    }
}
