//! Findings as the three forms of `parvis check` tell them, read back to be compared.

use serde_json::Value;

/// One finding that its author did not acknowledge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Constat {
    pub severite: String,
    pub code: String,
    pub message: String,
    /// File, line, column.
    pub place: Option<(String, u64, u64)>,
}

/// The severity, the code and the message of a title: `erreur[P102]: la clé…`.
pub fn titre(ligne: &str) -> Option<(&str, &str, &str)> {
    let (severite, reste) = ligne.split_once('[')?;
    let (code, message) = reste.split_once("]: ")?;
    ["erreur", "alerte", "conseil"].contains(&severite).then_some((severite, code, message))
}

/// How many acknowledged écarts the last line of a text counts.
pub fn reconnus(texte: &str) -> usize {
    let derniere = texte.lines().last().unwrap_or("");
    let compte = derniere.split(", ").find(|p| p.contains("reconnu")).and_then(|p| p.split(' ').next());
    compte.map_or(0, |n| n.parse().unwrap())
}

impl Constat {
    /// The findings of the text form.
    pub fn du_texte(texte: &str) -> Vec<Self> {
        let mut constats: Vec<Self> = Vec::new();
        for ligne in texte.lines() {
            if let Some((severite, code, message)) = titre(ligne) {
                let [severite, code, message] = [severite, code, message].map(str::to_owned);
                constats.push(Self { severite, code, message, place: None });
            } else if let (Some(place), Some(constat)) = (ligne.trim_start().strip_prefix("--> "), constats.last_mut()) {
                let mut morceaux = place.rsplitn(3, ':');
                let mut nombre = || morceaux.next().unwrap().parse().unwrap();
                let (colonne, numero) = (nombre(), nombre());
                constat.place = Some((morceaux.next().unwrap().to_owned(), numero, colonne));
            }
        }
        constats
    }

    /// The findings of the JSON form, and how many are acknowledged.
    pub fn du_json(texte: &str) -> (Vec<Self>, usize) {
        let json: Value = serde_json::from_str(texte).expect("JSON");
        let liste = json["diagnostics"].as_array().expect("an array");
        let (reconnus, autres): (Vec<&Value>, Vec<&Value>) = liste.iter().partition(|d| d["reconnu"] == true);
        let mot = |d: &Value, cle: &str| d[cle].as_str().unwrap().to_owned();
        let lire = |d: &Value| Self {
            severite: mot(d, "severite"),
            code: mot(d, "code"),
            message: mot(d, "message"),
            place: d["fichier"].as_str().map(|f| (f.to_owned(), d["ligne"].as_u64().unwrap(), d["colonne"].as_u64().unwrap())),
        };
        (autres.into_iter().map(lire).collect(), reconnus.len())
    }

    /// The findings of the SARIF form, and how many are suppressed. Every rule that is used is described.
    pub fn du_sarif(texte: &str) -> (Vec<Self>, usize) {
        let json: Value = serde_json::from_str(texte).expect("JSON");
        assert_eq!(json["version"], "2.1.0");
        let run = &json["runs"][0];
        let regles = run["tool"]["driver"]["rules"].as_array().expect("rules");
        let liste = run["results"].as_array().expect("results");
        let (reconnus, autres): (Vec<&Value>, Vec<&Value>) = liste.iter().partition(|r| r["suppressions"].is_array());
        let lire = |r: &Value| {
            assert!(regles.iter().any(|regle| regle["id"] == r["ruleId"]), "{} n’est pas décrit", r["ruleId"]);
            let lieu = &r["locations"][0]["physicalLocation"];
            let region = |cle: &str| lieu["region"][cle].as_u64().unwrap();
            Self {
                severite: match r["level"].as_str() {
                    Some("error") => "erreur",
                    Some("warning") => "alerte",
                    _ => "conseil",
                }
                .to_owned(),
                code: r["ruleId"].as_str().unwrap().to_owned(),
                message: r["message"]["text"].as_str().unwrap().to_owned(),
                place: lieu["artifactLocation"]["uri"]
                    .as_str()
                    .map(|uri| (decoder(uri), region("startLine"), region("startColumn"))),
            }
        };
        (autres.into_iter().map(lire).collect(), reconnus.len())
    }
}

/// A relative URI back to a path.
fn decoder(uri: &str) -> String {
    let mut octets = Vec::new();
    let mut reste = uri.as_bytes();
    while let Some((&premier, suite)) = reste.split_first() {
        let hexa = (premier == b'%').then(|| std::str::from_utf8(&suite[..2]).unwrap());
        octets.push(hexa.map_or(premier, |h| u8::from_str_radix(h, 16).unwrap()));
        reste = if hexa.is_some() { &suite[2..] } else { suite };
    }
    String::from_utf8(octets).unwrap()
}
