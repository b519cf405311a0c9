//! The indicators of a part: tables where they have values, lists where they are labels.

use serde::Serialize;

use crate::model::PartIx;
use crate::render::html::contexte::Contexte;
use crate::render::html::prose::Ecrivain;
use crate::render::mots::indicateurs::{Etiquette, blocs};

use super::figures::GraphiqueVue;
use super::tableau::{Tableau, html, tableau};

/// The section of indicators.
#[derive(Debug, Default, Serialize)]
pub struct IndicateursVue {
    tableaux: Vec<Tableau>,
    listes: Vec<Liste>,
    /// Results over the years, drawn.
    series: Vec<GraphiqueVue>,
}

/// Indicators without values, under the heading the source gives them.
#[derive(Debug, Serialize)]
struct Liste {
    bloc: String,
    noms: Vec<String>,
}

impl IndicateursVue {
    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.tableaux.is_empty() && self.listes.is_empty()
    }
}

/// The indicators of a part, block by block.
pub fn vue(c: &Contexte<'_>, w: &mut Ecrivain<'_, '_>, ix: PartIx) -> IndicateursVue {
    let mut vue = IndicateursVue::default();
    for bloc in blocs(c, ix) {
        vue.tableaux.extend(bloc.tableau.map(|t| tableau(w, &t)));
        vue.series.extend(bloc.dessins.into_iter().filter_map(GraphiqueVue::de));
        if !bloc.etiquettes.is_empty() {
            vue.listes.push(Liste { noms: bloc.etiquettes.iter().map(|e| etiquette(w, e)).collect(), bloc: bloc.titre });
        }
    }
    vue
}

/// An indicator without values, and what the source divides it into.
fn etiquette(w: &mut Ecrivain<'_, '_>, e: &Etiquette<'_>) -> String {
    let nom = html(w, &e.nom);
    let items: String = e.dessous.iter().map(|d| format!("<li>{}</li>", etiquette(w, d))).collect();
    if items.is_empty() { nom } else { format!("{nom}<ul>{items}</ul>") }
}
