//! `site.yaml` and the registers of `referentiels/`.

use crate::diagnostics::{Code, Diagnostic, FileId};
use crate::model::SiteConfig;
use crate::model::config::{Accessibilite, Audit, Dossier, Mentions, Nouveaute, Papier, Securite, Sortes};
use crate::model::registre::{Entree, Registre, Registres};

use super::fields::{Diags, Fields, wrong_type};
use super::yaml::{self, Kind, Node};

/// Reads `site.yaml`.
pub fn site(text: &str, file: FileId, diags: &mut Diags) -> SiteConfig {
    let from = diags.len();
    let Some(node) = yaml::parse(text, file, 0, diags) else { return SiteConfig::default() };
    let Some(mut f) = Fields::of(&node, "site.yaml", diags) else { return SiteConfig::default() };
    let config = SiteConfig {
        titre: f.required("titre").map(|t| t.value).unwrap_or_default(),
        sous_titre: f.string("sous_titre"),
        editeur: f.string("editeur"),
        langue: f.string("langue").unwrap_or_else(|| "fr".to_owned()),
        url: address(&mut f),
        licence: f.string("licence"),
        presentation: f.string("presentation"),
        edition: f.date("edition"),
        mentions: f.one("mentions", mentions).unwrap_or_default(),
        accessibilite: f.one("accessibilite", accessibilite).unwrap_or_default(),
        donnees_personnelles: f.string("donnees_personnelles"),
        nouveautes: f.each("nouveautes", nouveaute),
        securite: f.one("securite", securite),
        contacts_autorises: f.texts("contacts_autorises").into_iter().map(|t| t.value).collect(),
        papier: Papier { sortes: sortes(&mut f), dossiers: f.each("dossiers", dossier) },
    };
    f.finish();
    yaml::forgive_missing(diags, from);
    config
}

fn strings(f: &mut Fields<'_, '_>, key: &'static str) -> Vec<String> {
    f.texts(key).into_iter().map(|t| t.value).collect()
}

fn mentions(node: &Node, diags: &mut Diags) -> Option<Mentions> {
    let mut f = Fields::of(node, "« mentions »", diags)?;
    let mentions = Mentions {
        adresse: f.string("adresse"),
        telephone: f.string("telephone"),
        directeur_publication: f.string("directeur_publication"),
        hebergeur: f.string("hebergeur"),
        hebergeur_adresse: f.string("hebergeur_adresse"),
        hebergeur_telephone: f.string("hebergeur_telephone"),
        contact: f.string("contact"),
        avertissement: f.string("avertissement"),
    };
    f.finish();
    Some(mentions)
}

fn accessibilite(node: &Node, diags: &mut Diags) -> Option<Accessibilite> {
    let mut f = Fields::of(node, "« accessibilite »", diags)?;
    let accessibilite = Accessibilite {
        audit: f.one("audit", audit),
        non_conformites: strings(&mut f, "non_conformites"),
        derogations: strings(&mut f, "derogations"),
        exemptions: strings(&mut f, "exemptions"),
        schema_pluriannuel: f.string("schema_pluriannuel"),
        plan_action: f.string("plan_action"),
        date: f.date("date"),
    };
    f.finish();
    Some(accessibilite)
}

fn audit(node: &Node, diags: &mut Diags) -> Option<Audit> {
    let mut f = Fields::of(node, "« audit »", diags)?;
    f.required("date");
    f.required("criteres_respectes");
    f.required("criteres_applicables");
    let (date, par) = (f.date("date"), f.string("par"));
    let (respectes, applicables) = (f.integer("criteres_respectes"), f.integer("criteres_applicables"));
    let (environnements, outils, pages) =
        (strings(&mut f, "environnements"), strings(&mut f, "outils"), strings(&mut f, "pages"));
    let audit = Audit {
        date: date?,
        par,
        criteres_respectes: respectes?,
        criteres_applicables: applicables?,
        environnements,
        outils,
        pages,
    };
    if audit.criteres_respectes > audit.criteres_applicables || audit.criteres_applicables == 0 {
        f.diags.push(
            Diagnostic::new(Code::ValeurInattendue, "un audit respecte au plus tous les critères applicables")
                .at(f.span)
                .with_help("vérifiez « criteres_respectes » et « criteres_applicables »"),
        );
    }
    f.finish();
    Some(audit)
}

fn nouveaute(node: &Node, diags: &mut Diags) -> Option<Nouveaute> {
    let mut f = Fields::of(node, "une nouveauté", diags)?;
    f.required("date");
    let (date, titre) = (f.date("date"), f.required("titre"));
    let (texte, vers) = (f.string("texte"), f.text("vers"));
    f.finish();
    Some(Nouveaute { date: date?, titre: titre?.value, texte, vers })
}

fn securite(node: &Node, diags: &mut Diags) -> Option<Securite> {
    let mut f = Fields::of(node, "« securite »", diags)?;
    f.required("expire");
    let (contact, expire) = (f.required("contact"), f.date("expire"));
    f.finish();
    Some(Securite { contact: contact?.value, expire: expire? })
}

/// `pdf: oui`, `pdf: non`, or a list of `documents`, `branches`, `fiches`.
fn sortes(f: &mut Fields<'_, '_>) -> Sortes {
    if !matches!(f.get("pdf"), Some(Node { kind: Kind::Seq(_), .. })) {
        return if f.yes_no("pdf") == Some(true) { Sortes::USUELLES } else { Sortes::default() };
    }
    let mut sortes = Sortes::default();
    for mot in f.texts("pdf") {
        match mot.value.as_str() {
            "documents" => sortes.documents = true,
            "branches" => sortes.branches = true,
            "fiches" => sortes.fiches = true,
            _ => f.unexpected(&mot, &["documents", "branches", "fiches"]),
        }
    }
    sortes
}

fn dossier(node: &Node, diags: &mut Diags) -> Option<Dossier> {
    let mut f = Fields::of(node, "un dossier", diags)?;
    let (titre, parties) = (f.required("titre"), f.texts("parties"));
    f.finish();
    Some(Dossier { titre: titre?, parties })
}

fn address(f: &mut Fields<'_, '_>) -> Option<String> {
    let url = f.text("url")?;
    if !url.value.starts_with("https://") && !url.value.starts_with("http://") {
        f.diags.push(
            Diagnostic::new(Code::AdresseRefusee, format!("« {} » n’est pas une adresse de site", url.value))
                .at(url.span)
                .with_help("écrivez l’adresse complète : https://www.exemple.fr"),
        );
        return None;
    }
    Some(url.value.trim_end_matches('/').to_owned())
}

/// The names of the files of `referentiels/`.
pub const REGISTERS: [&str; 7] = ["partenaires", "financeurs", "plans", "publics", "territoires", "indicateurs", "lexique"];

/// Reads one register into its place.
pub fn register(name: &str, text: &str, file: FileId, registres: &mut Registres, diags: &mut Diags) {
    let registre = match name {
        "partenaires" => &mut registres.partenaires,
        "financeurs" => &mut registres.financeurs,
        "plans" => &mut registres.plans,
        "publics" => &mut registres.publics,
        "territoires" => &mut registres.territoires,
        "indicateurs" => &mut registres.indicateurs,
        "lexique" => &mut registres.lexique,
        _ => return,
    };
    let from = diags.len();
    let node = yaml::parse(text, file, 0, diags);
    registre.inacheve = yaml::inacheve(diags, from);
    let Some(node) = node else { return };
    match &node.kind {
        Kind::Seq(items) => items.iter().for_each(|item| entry(item, registre, diags)),
        Kind::Null => {}
        _ => wrong_type(&node, "une liste", diags),
    }
    yaml::forgive_missing(diags, from);
}

fn entry(node: &Node, registre: &mut Registre, diags: &mut Diags) {
    let Some(mut f) = Fields::of(node, "une entrée de référentiel", diags) else { return };
    let span = f.span;
    let (id, nom) = (f.required("id"), f.required("nom"));
    let (sigle, description) = (f.string("sigle"), f.string("description"));
    let (unite, bloc) = (f.string("unite"), f.string("bloc"));
    let alias = f.texts("alias").into_iter().map(|t| t.value).collect();
    f.finish();
    let (Some(id), Some(nom)) = (id, nom) else { return };
    if !crate::text::fold::is_slug(&id.value) {
        diags.push(
            Diagnostic::new(Code::IdentifiantInvalide, format!("« {} » ne peut pas servir d’identifiant", id.value))
                .at(id.span)
                .with_help("lettres minuscules sans accent, chiffres et traits d’union"),
        );
        return;
    }
    let entree = Entree { id: id.value, nom: nom.value, sigle, alias, description, unite, bloc, span };
    if let Err((name, other)) = registre.add(entree) {
        diags.push(
            Diagnostic::new(Code::RegistreEnDouble, format!("« {name} » désigne déjà une autre entrée"))
                .at(span)
                .with_label(other, "l’autre entrée est ici")
                .with_help("un nom, un sigle ou un alias ne s’écrit que dans une seule entrée"),
        );
    }
}
