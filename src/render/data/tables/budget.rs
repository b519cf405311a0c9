//! Budget lines: one row per total and one per share of a funder.

use crate::compte::{self, Ecriture, Role};
use crate::diagnostics::Spanned;
use crate::model::Rare;
use crate::model::budget::{BudgetLine, BudgetNature};
use crate::text::amount::{Lecture, Statut};

use super::Fonds;
use super::champ::{Euros, Id, Imprime, Texte, sujet};

sujet! {
    /// The total of a line, or the share of one funder in it.
    Budget "budget" "Lignes de budget"
    "Chaque ligne de budget imprimée : une ligne pour son total (poste « total »), puis une par financeur (poste « part »). Pour retrouver un total du site, additionner les montants d’un même poste, d’un même exercice et d’une même nature, là où « compte » dit « oui »."
    cle ["id"]
    renvois ["partie" => "parties"."id", "document" => "documents"."id", "compte_dans" => "parties"."id", "recapitule" => "parties"."id"]
    id: Id<'a>, "Identifiant", "Nom de la ligne dans ce fichier ; il change si les lignes de la partie changent d’ordre.";
    document: Id<'a>, "Document", "Identifiant du document.";
    partie: Id<'a>, "Partie", "Identifiant de la partie qui porte la ligne.";
    ligne: usize, "Ligne", "Rang de la ligne de budget dans la partie : il relie un total à ses parts.";
    exercice: Id<'a>, "Exercice", "Année, ou période de plusieurs années : 2022, 2024-2027.";
    nature: Id<'a>, "Nature", "Ce que sont les montants : estimés, prévus, notifiés, engagés, réalisés…", natures;
    poste: Id<'a>, "Poste", "« total » pour la ligne entière, « part » pour ce qu’apporte un financeur.", || vec!["total", "part"];
    financeur: Option<Texte<'a>>, "Financeur", "Identifiant du financeur de cette part ; vide pour un total.";
    financeur_nom: Option<Texte<'a>>, "Nom du financeur", "Nom du financeur dans le référentiel.";
    libelle: Option<Texte<'a>>, "Libellé", "Libellé de la ligne dans la source.";
    montant: Option<Euros>, "Montant", "Montant exact en euros ; vide quand il n’est pas connu, ce qui n’est jamais zéro.";
    montant_imprime: Option<Imprime<'a>>, "Montant imprimé", "Le montant tel que la source l’imprime.";
    statut: Id<'a>, "Statut", "« ok » quand le montant est connu ; sinon pourquoi il manque : nc (non communiqué), sans_objet, a_definir, illisible, texte.", statuts;
    calcule: bool, "Calculé", "« oui » quand la source n’imprime pas ce total : il est la somme des parts.";
    compte: bool, "Compté", "« oui » quand le montant entre dans les totaux ; « non » quand il récapitule d’autres lignes ou qu’il est déjà compté ailleurs.";
    compte_dans: Option<Id<'a>>, "Compté dans", "Partie où ce montant est déjà compté.";
    recapitule: Option<Id<'a>>, "Récapitule", "Partie dont cette ligne réimprime le total.";
    programme: Option<Texte<'a>>, "Programme de l’État", "Programme budgétaire de l’État qui paie sa part.";
    note: Option<Texte<'a>>, "Note", "Note de la rédaction.";
    ecart: Option<Texte<'a>>, "Écart", "Ce qui ne concorde pas dans la source, expliqué.";
    source_fichier: Option<Texte<'a>>, "Fichier source", "Nom du fichier de texte tiré du document d’origine.";
    source_lignes: Option<Texte<'a>>, "Lignes de la source", "Première et dernière ligne dans ce fichier.";
    source_pages: Option<Texte<'a>>, "Pages de la source", "Pages imprimées du document d’origine.";
    adresse: Texte<'a>, "Adresse", "Budget de la partie sur le site.";
}

/// The words of the natures of a line.
pub fn natures() -> Vec<&'static str> {
    BudgetNature::ALL.iter().map(|(code, _)| *code).collect()
}

/// « ok », and the words that say why there is no figure.
pub fn statuts() -> Vec<&'static str> {
    use Statut::{ADefinir, Illisible, NonCommunique, SansObjet, Texte};
    let absent = [NonCommunique, SansObjet, ADefinir, Illisible, Texte].into_iter().map(Statut::code);
    std::iter::once("ok").chain(absent).collect()
}

/// The rows.
pub fn lignes<'a>(f: Fonds<'a>) -> impl Iterator<Item = Budget<'a>> {
    f.summary.comptes.ecritures.iter().flat_map(move |e| ligne(&f, e))
}

fn ligne<'a>(f: &Fonds<'a>, e: &Ecriture) -> Vec<Budget<'a>> {
    let line: &'a BudgetLine = e.ligne.line(f.site);
    let printed = line.total.as_ref().map(|t| &t.value);
    let total = line.total();
    let mut whole = base(f, e, line, "total");
    whole.montant = total.ok().map(|t| Euros(t.valeur));
    whole.statut = total.map_or_else(Statut::code, |_| "ok").into();
    whole.montant_imprime = printed.map(|t| Imprime(t.imprime()));
    whole.calcule = printed.is_none() && total.is_ok();
    let mut rows = vec![whole];
    for (funder, share) in &line.parts {
        let mut part = base(f, e, line, "part");
        part.id = format!("{}/{}", part.id.0, funder.value).into();
        part.financeur = Some(funder.value.as_str().into());
        part.financeur_nom = f.site.registres.financeurs.find(&funder.value).map(|e| e.nom.as_str().into());
        part.montant = share.value.connu().map(|m| Euros(m.valeur));
        part.statut = statut(&share.value).into();
        part.montant_imprime = Some(Imprime(share.value.imprime()));
        rows.push(part);
    }
    rows
}

fn statut(lecture: &Lecture) -> &'static str {
    lecture.statut().map_or("ok", Statut::code)
}

/// What the rows of a line have in common.
fn base<'a>(f: &Fonds<'a>, e: &Ecriture, line: &'a BudgetLine, poste: &'static str) -> Budget<'a> {
    let (site, ix) = (f.site, e.ligne.part);
    let part = site.part(ix);
    let text = |t: &'a Rare<Spanned<String>>| t.as_ref().map(|t| t.value.as_str().into());
    let compte_dans = line.compte_dans.as_ref().and_then(|c| site.lookup(ix, &c.value));
    let recapitule = line.recapitule.as_ref().and_then(|r| compte::recapitulated(site, ix, &r.value));
    Budget {
        id: e.ligne.id(site).into(),
        document: site.part(site.document(part).racine).id.as_str().into(),
        partie: part.id.as_str().into(),
        ligne: e.ligne.index as usize + 1,
        exercice: line.exercice.value.as_str().into(),
        nature: line.nature.code().into(),
        poste: poste.into(),
        financeur: None,
        financeur_nom: None,
        libelle: line.libelle.as_deref().map(Into::into),
        montant: None,
        montant_imprime: None,
        statut: "ok".into(),
        calcule: false,
        compte: e.role == Role::Comptee && e.touts.is_empty(),
        compte_dans: compte_dans.map(|p| site.part(p).id.as_str().into()),
        recapitule: recapitule.map(|p| site.part(p).id.as_str().into()),
        programme: compte::programme(site, ix, line).map(Into::into),
        note: text(&line.note),
        ecart: text(&line.ecart),
        source_fichier: site.source_file(part).map(Into::into),
        source_lignes: f.lignes(part),
        source_pages: part.content.source.pages.as_deref().map(Into::into),
        adresse: f.adresse(&format!("{}#budget", part.url())),
    }
}
