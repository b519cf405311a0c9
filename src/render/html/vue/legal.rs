//! The pages that the law asks for: legal notice, accessibility statement, personal data; and what changed.

use serde::Serialize;

use crate::diagnostics::Diagnostic;
use crate::model::config::{Conformite, SiteConfig};
use crate::render::File;
use crate::render::html::contexte::{Contexte, Lien, Page};
use crate::render::html::prose::Ecrivain;
use crate::text::format::percent;
use crate::text::typography::french;

fn set(text: &Option<String>) -> Option<String> {
    text.as_deref().map(|t| french(t).into_owned())
}

fn page_de(c: &Contexte<'_>, url: &str, titre: &str, description: &str) -> Page {
    let mut page = c.page(url, titre, description, Vec::new());
    page.fil = vec![c.accueil(&page)];
    page.ici = titre.to_owned();
    page
}

#[derive(Debug, Serialize)]
struct MentionsVue {
    avertissement: Option<String>,
    editeur: Option<String>,
    adresse: Option<String>,
    telephone: Option<String>,
    directeur: Option<String>,
    hebergeur: Option<String>,
    hebergeur_adresse: Option<String>,
    hebergeur_telephone: Option<String>,
    contact: Option<Contact>,
    licence: Option<String>,
    donnees: Lien,
    accessibilite: Lien,
}

/// Where to write: a mailbox or a form.
#[derive(Debug, Serialize)]
struct Contact {
    href: String,
    texte: String,
}

fn contact(config: &SiteConfig) -> Option<Contact> {
    let text = config.mentions.contact.as_ref()?;
    let href = if text.contains('@') { format!("mailto:{text}") } else { text.clone() };
    Some(Contact { href, texte: text.clone() })
}

/// `/mentions-legales/`.
pub fn mentions(c: &Contexte<'_>) -> Result<File, Diagnostic> {
    let page = page_de(
        c,
        "/mentions-legales/",
        &dit!(c, "Mentions légales"),
        &dit!(c, "Éditeur, hébergeur, licence et contact du site."),
    );
    let (config, m) = (&c.site.config, &c.site.config.mentions);
    let vue = MentionsVue {
        avertissement: set(&m.avertissement),
        editeur: set(&config.editeur),
        adresse: set(&m.adresse),
        telephone: set(&m.telephone),
        directeur: set(&m.directeur_publication),
        hebergeur: set(&m.hebergeur),
        hebergeur_adresse: set(&m.hebergeur_adresse),
        hebergeur_telephone: set(&m.hebergeur_telephone),
        contact: contact(config),
        licence: set(&config.licence),
        donnees: Lien { href: c.href(&page, "/donnees-personnelles/"), texte: dit!(c, "Données personnelles") },
        accessibilite: Lien { href: c.href(&page, "/accessibilite/"), texte: dit!(c, "Accessibilité") },
    };
    super::super::page(c, "mentions-legales.html", &page, &vue)
}

#[derive(Debug, Serialize)]
struct DonneesVue {
    texte: Option<String>,
    contact: Option<Contact>,
}

/// `/donnees-personnelles/`.
pub fn donnees_personnelles(c: &Contexte<'_>) -> Result<File, Diagnostic> {
    let page = page_de(
        c,
        "/donnees-personnelles/",
        &dit!(c, "Données personnelles"),
        &dit!(c, "Ce que le site fait, et surtout ne fait pas, de vos données."),
    );
    let config = &c.site.config;
    let texte = config.donnees_personnelles.as_deref().map(|t| Ecrivain::new(c, &page, None).bloc(t));
    let vue = DonneesVue { texte, contact: contact(config) };
    super::super::page(c, "donnees-personnelles.html", &page, &vue)
}

#[derive(Debug, Serialize)]
struct AccessibiliteVue {
    editeur: String,
    site: String,
    adresse: Option<String>,
    /// `totale`, `partielle`, `non`.
    etat: &'static str,
    label: String,
    audit: Option<AuditVue>,
    non_conformites: Vec<String>,
    derogations: Vec<String>,
    exemptions: Vec<String>,
    schema_pluriannuel: Option<String>,
    plan_action: Option<String>,
    date: Option<String>,
    contact: Option<Contact>,
}

#[derive(Debug, Serialize)]
struct AuditVue {
    date: String,
    expire: String,
    valide: bool,
    par: Option<String>,
    taux: String,
    criteres: String,
    environnements: Vec<String>,
    outils: Vec<String>,
    pages: Vec<String>,
}

/// `/accessibilite/`: the statement of the law's model, computed from the data of the audit.
pub fn accessibilite(c: &Contexte<'_>) -> Result<File, Diagnostic> {
    let page = page_de(c, "/accessibilite/", &dit!(c, "Accessibilité"), &dit!(c, "Déclaration d’accessibilité du site."));
    let config = &c.site.config;
    let a = &config.accessibilite;
    let etat = a.conformite(config.edition);
    let list = |texts: &[String]| texts.iter().map(|t| Ecrivain::new(c, &page, None).ligne(t)).collect();
    let audit = a.audit.as_ref().map(|audit| {
        let (kept, all) = (audit.criteres_respectes.into(), rust_decimal::Decimal::from(audit.criteres_applicables.max(1)));
        let hundred = rust_decimal::Decimal::ONE_HUNDRED;
        let taux = rust_decimal::Decimal::checked_mul(kept, hundred).and_then(|k| k.checked_div(all)).unwrap_or_default();
        AuditVue {
            date: audit.date.french(),
            expire: audit.expire().french(),
            valide: audit.valide(config.edition),
            par: set(&audit.par),
            taux: percent(taux),
            criteres: dit!(c, "{n} sur {tous}", n = audit.criteres_respectes, tous = audit.criteres_applicables),
            environnements: list(&audit.environnements),
            outils: list(&audit.outils),
            pages: list(&audit.pages),
        }
    });
    let date = a.date.or(a.audit.as_ref().map(|x| x.date)).or(config.edition);
    let vue = AccessibiliteVue {
        editeur: config.editeur.as_deref().map_or_else(|| dit!(c, "L’éditeur du site"), |e| french(e).into_owned()),
        site: french(&config.titre).into_owned(),
        adresse: c.base().map(str::to_owned),
        etat: match etat {
            Conformite::Totale => "totale",
            Conformite::Partielle => "partielle",
            Conformite::Non => "non",
        },
        label: c.mots.dit(etat.label()).to_owned(),
        audit,
        non_conformites: list(&a.non_conformites),
        derogations: list(&a.derogations),
        exemptions: list(&a.exemptions),
        schema_pluriannuel: a.schema_pluriannuel.clone(),
        plan_action: a.plan_action.clone(),
        date: date.map(|d| d.french()),
        contact: contact(config),
    };
    super::super::page(c, "accessibilite.html", &page, &vue)
}

#[derive(Debug, Serialize)]
struct NouveautesVue {
    nouveautes: Vec<NouveauteVue>,
    flux: String,
    /// « XML, 2 ko ».
    flux_format: String,
}

#[derive(Debug, Serialize)]
struct NouveauteVue {
    date: String,
    iso: String,
    titre: String,
    texte: Option<String>,
    lien: Option<Lien>,
}

/// `/nouveautes/`: what changed, the last first.
pub fn nouveautes(c: &Contexte<'_>) -> Result<File, Diagnostic> {
    let page = page_de(
        c,
        "/nouveautes/",
        &dit!(c, "Nouveautés"),
        &dit!(c, "Ce qui a changé sur le site, du plus récent au plus ancien."),
    );
    let nouveautes = &c.site.config.nouveautes;
    let one = |n: &crate::model::config::Nouveaute| NouveauteVue {
        date: n.date.french(),
        iso: n.date.iso(),
        titre: french(&n.titre).into_owned(),
        texte: n.texte.as_deref().map(|t| Ecrivain::new(c, &page, None).bloc(t)),
        lien: n.vers.as_ref().and_then(|v| c.site.find(v.value.trim_matches('/'))).map(|ix| c.lien(&page, ix)),
    };
    let flux_format = format!("XML, {}", crate::text::format::octets(super::super::fichiers::flux(c).len()));
    let vue =
        NouveautesVue { nouveautes: nouveautes.iter().map(one).collect(), flux: c.href(&page, "/nouveautes.xml"), flux_format };
    super::super::page(c, "nouveautes.html", &page, &vue)
}
