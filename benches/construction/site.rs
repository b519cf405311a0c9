//! A synthetic but realistic site: each fiche has 3 kB of prose, four actions, a four-year budget with two funders (planned
//! and done), five indicators over four years, and links; fiches stand in orientations of ten, in cahiers of a hundred.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

pub const YEARS: [u32; 4] = [2024, 2025, 2026, 2027];
pub const NATURES: [&str; 2] = ["previsionnel", "realise"];

/// What the prose is made of: sentences of such plans, with places for figures and for a commune.
const PHRASES: [&str; 16] = [
    "Le Département accompagne les familles dans leurs démarches : il informe, oriente et soutient.",
    "En {an}, {n} personnes ont été reçues, soit {p} % de plus que l’année précédente ; l’équipe a tenu {p} permanences à {v}.",
    "Les *professionnels* de {v} travaillent avec la **CAF**, les communes et les associations d’insertion.",
    "L’objectif est de prévenir les ruptures de parcours des jeunes sortant de l’aide sociale à l’enfance.",
    "Une convention signée en {an} prévoit {n} heures d’intervention auprès des publics les plus éloignés de l’emploi.",
    "À {v}, un accueil inconditionnel de proximité a été ouvert dans les locaux de la maison des solidarités.",
    "Le coût moyen d’un accompagnement s’établit à {n} € par bénéficiaire, dont {p} % à la charge de l’État.",
    "La coordination entre les services sociaux et médico-sociaux reste à renforcer sur le territoire de {v}.",
    "Des ateliers collectifs (budget, logement, mobilité) ont réuni {n} participants au cours de l’année {an}.",
    "Le référent de parcours veille à la cohérence des interventions et au respect du projet de la personne.",
    "Cette action s’inscrit dans la stratégie de prévention et de lutte contre la pauvreté.",
    "Les délais d’instruction des demandes sont passés de {p} à 30 jours depuis {an}.",
    "Un comité technique se réunit chaque trimestre à {v} pour suivre les indicateurs et ajuster le calendrier.",
    "Les travailleurs sociaux ont suivi {n} heures de formation à l’entretien motivationnel.",
    "Le repérage des fragilités repose sur les visites à domicile de la PMI et sur l’école.",
    "Faute de candidats, {p} postes n’ont pas été pourvus à {v} ; un nouvel appel est prévu en {an}.",
];

const VILLES: [&str; 12] = [
    "Arras",
    "Béthune",
    "Boulogne-sur-Mer",
    "Calais",
    "Hénin-Beaumont",
    "Lens",
    "Liévin",
    "Montreuil-sur-Mer",
    "Saint-Omer",
    "Saint-Pol-sur-Ternoise",
    "Étaples",
    "Bruay-la-Buissière",
];

const PARTENAIRES: [&str; 8] = [
    "CAF",
    "France Travail",
    "Missions locales",
    "Éducation nationale",
    "CPAM",
    "Agence régionale de santé",
    "Bailleurs sociaux",
    "Communes et CCAS",
];

/// What an indicator of a fiche counts in a year.
pub fn resultat(i: usize, k: usize, year: u32) -> usize {
    i % 1_000 + k * 10 + (i + 7 * k) * (year as usize % 100) % 89
}

/// Each funder's share of a fiche in a year, in euros.
pub fn budget(i: u64) -> u64 {
    10_000 + i * 37 % 90_000
}

/// What a year adds up to, planned or done, for `n` fiches.
pub fn total(n: usize) -> u64 {
    (0..n as u64).map(|i| budget(i) * 2).sum()
}

/// The orientations and cahiers of `n` fiches.
pub fn groups(n: usize) -> usize {
    n.div_ceil(10) + n.div_ceil(100)
}

/// Writes the sources of `n` fiches, in place of what was there.
pub fn generate(site: &Path, n: usize) -> io::Result<()> {
    let content = site.join("content");
    if content.exists() {
        fs::remove_dir_all(&content)?;
    }
    let plan = content.join("plan");
    fs::create_dir_all(content.join("referentiels"))?;
    fs::create_dir_all(&plan)?;
    fs::write(content.join("site.yaml"), "titre: \"Site d’essai\"\nurl: https://exemple.fr\n")?;
    fs::write(content.join("referentiels/financeurs.yaml"), "- id: etat\n  nom: État\n- id: departement\n  nom: Département\n")?;
    fs::write(
        plan.join("document.md"),
        "---\ntitre: Plan d’essai\nniveaux:\n  - nature: orientation\n    dans_les_identifiants: non\n  - nature: fiche\n---\n",
    )?;
    for i in 0..n {
        let (cahier, orientation) = (i / 100 + 1, i / 10 % 10 + 1);
        let dir = plan.join(format!("{cahier}-cahier-{cahier}/orientation-{orientation}"));
        if i % 10 == 0 {
            fs::create_dir_all(&dir)?;
            if orientation == 1 {
                let text = format!("---\nnumero: \"{cahier}\"\ntitre: Cahier numéro {cahier}\n---\n");
                fs::write(dir.join("../cahier.md"), text)?;
            }
            let head = format!("---\nnumero: \"{orientation}\"\ntitre: Orientation {orientation} du cahier {cahier}\n---\n");
            fs::write(dir.join("orientation.md"), head + "Ce que l’orientation vise.\n")?;
        }
        fs::write(dir.join(nom(i)), fiche(i, n, budget(i as u64)))?;
    }
    Ok(())
}

/// The same fiches in the folders that other generators read, with their own heads for those of a title.
pub fn ranger(plan: &Path, n: usize, tete: impl Fn(&str) -> String, fiche: impl Fn(usize) -> String) -> io::Result<()> {
    fs::create_dir_all(plan)?;
    fs::write(plan.join("_index.md"), tete("Plan d’essai"))?;
    for i in 0..n {
        let cahier = plan.join(format!("cahier-{}", i / 100 + 1));
        let orientation = cahier.join(format!("orientation-{}", i / 10 % 10 + 1));
        if i % 10 == 0 {
            fs::create_dir_all(&orientation)?;
            let text = tete(&format!("Orientation {}", i / 10 % 10 + 1)) + "Ce que l’orientation vise.\n";
            fs::write(orientation.join("_index.md"), text)?;
            if i % 100 == 0 {
                fs::write(cahier.join("_index.md"), tete(&format!("Cahier numéro {}", i / 100 + 1)))?;
            }
        }
        fs::write(orientation.join(nom(i)), fiche(i))?;
    }
    Ok(())
}

/// The indicators and the budget of a fiche as other generators read them, behind a margin.
pub fn chiffres(i: usize, marge: &str) -> String {
    let mut out = format!("{marge}indicateurs:\n");
    for k in 1..=5 {
        let _ = writeln!(out, "{marge}  - nom: \"Nombre de personnes accompagnées, volet {k}\"\n{marge}    valeurs:");
        for year in YEARS {
            let _ = writeln!(out, "{marge}      - {{annee: {year}, valeur: {}}}", resultat(i, k, year));
        }
    }
    let _ = writeln!(out, "{marge}budget:");
    let share = budget(i as u64);
    for year in YEARS {
        for nature in NATURES {
            let _ = writeln!(out, "{marge}  - {{exercice: {year}, nature: {nature}, etat: {share}, departement: {share}}}");
        }
    }
    out
}

/// The path of a fiche below `content/`.
pub fn chemin(i: usize) -> String {
    format!("plan/{0}-cahier-{0}/orientation-{1}/{2}", i / 100 + 1, i / 10 % 10 + 1, nom(i))
}

fn nom(i: usize) -> String {
    format!("fiche-{:03}.md", i % 100 + 1)
}

/// The source of a fiche, with the share of each funder.
pub fn fiche(i: usize, n: usize, share: u64) -> String {
    let mut hasard = Hasard(i as u64);
    let mut out = format!(
        "---\nnumero: \"{}\"\ntitre: \"Fiche {i} : accompagner les familles de {}\"\nresume: \"En deux phrases, la fiche {i}. Elle accompagne.\"\n",
        i % 100 + 1,
        hasard.parmi(&VILLES)
    );
    let partenaires: Vec<&str> = (0..3).map(|k| PARTENAIRES[(i + k * 3) % PARTENAIRES.len()]).collect();
    let _ = writeln!(out, "pilotes: [Direction de l’enfance]\npartenaires: [{}]\nactions:", partenaires.join(", "));
    for a in 1..=4 {
        let rang = a % 3 + 1;
        let _ = writeln!(out, "  - numero: \"{a}\"\n    titre: \"Mener l’action {a} de la fiche {i}\"\n    priorite: \"{rang}\"");
    }
    out.push_str("indicateurs:\n");
    for k in 1..=5 {
        let _ = writeln!(out, "  - nom: \"Nombre de personnes accompagnées, volet {k}\"\n    valeurs:");
        for year in YEARS {
            let _ = writeln!(out, "      bilan {year}: \"{}\"", resultat(i, k, year));
        }
    }
    out.push_str("budget:\n");
    for year in YEARS {
        for nature in NATURES {
            let total = share * 2;
            let _ = writeln!(
                out,
                "  - exercice: \"{year}\"\n    nature: {nature}\n    total: \"{total} €\"\n    parts:\n      etat: \"{share} €\"\n      departement: \"{share} €\""
            );
        }
    }
    let to = (i * 7 + 1) % n;
    let _ = writeln!(out, "liens:\n  - vers: cahier-{}/fiche-{:03}\n---\n", to / 100 + 1, to % 100 + 1);
    for p in 1..=6 {
        let _ = writeln!(out, "## Volet {p}\n\n{}", hasard.paragraphe(3));
        let _ = writeln!(
            out,
            "{} Voir [[cahier-{}/fiche-{:03}]].\n\n- premier accueil, sans rendez-vous ;\n- évaluation de la situation avec la personne ;\n- orientation vers le bon service.\n",
            hasard.phrase(),
            i / 100 + 1,
            i % 100 + 1
        );
    }
    out
}

/// Numbers that look drawn, the same at each run.
struct Hasard(u64);

impl Hasard {
    fn suivant(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below
    }

    fn parmi<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.suivant(list.len())]
    }

    fn phrase(&mut self) -> String {
        let phrase = self.parmi(&PHRASES);
        let (an, n) = (2019 + self.suivant(6), 100 + self.suivant(9_900));
        phrase
            .replace("{an}", &an.to_string())
            .replace("{n}", &n.to_string())
            .replace("{p}", &(3 + self.suivant(90)).to_string())
            .replace("{v}", self.parmi(&VILLES))
    }

    fn paragraphe(&mut self, phrases: usize) -> String {
        (0..phrases).map(|_| self.phrase() + "\n").collect()
    }
}
