//! The words of the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Parvis publie les plans de solidarité : des sources contrôlées, un site accessible, des budgets exacts.
#[derive(Debug, Parser)]
#[command(name = "parvis", version, about, disable_help_subcommand = true, help_template = HELP, next_help_heading = "Options")]
#[command(
    disable_help_flag = true,
    disable_version_flag = true,
    subcommand_help_heading = "Commandes",
    subcommand_value_name = "COMMANDE"
)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,

    /// Ne dit que les erreurs
    #[arg(long, global = true, help_heading = "Options communes")]
    pub quiet: bool,

    /// Couleurs des messages : auto (par défaut), always, never
    #[arg(
        long,
        global = true,
        help_heading = "Options communes",
        value_name = "QUAND",
        default_value = "auto",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub color: Color,

    /// Affiche cette aide
    #[arg(long, short = 'h', global = true, help_heading = "Options communes", action = clap::ArgAction::Help)]
    pub help: Option<bool>,

    /// Affiche la version
    #[arg(long, short = 'V', help_heading = "Options communes", action = clap::ArgAction::Version)]
    pub version: Option<bool>,
}

const HELP: &str = "{about}\n\nUsage : {usage}\n\n{all-args}\n";

/// When to colour messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// selon le terminal et NO_COLOR
    Auto,
    /// toujours
    Always,
    /// jamais
    Never,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Construit le site
    #[command(help_template = HELP)]
    Build(BuildArgs),
    /// Contrôle les sources, sans rien écrire
    #[command(help_template = HELP)]
    Check(CheckArgs),
    /// Exporte le modèle et les calculs
    #[command(help_template = HELP)]
    Export(ExportArgs),
    /// Fait des PDF à imprimer
    #[command(help_template = HELP)]
    Pdf(PdfArgs),
    /// Montre le site pendant qu’on l’écrit : chaque enregistrement recharge la page
    #[command(help_template = HELP)]
    Serve(ServeArgs),
    /// Explique un code de diagnostic
    #[command(help_template = HELP)]
    Explain(ExplainArgs),
}

/// `parvis build`.
#[derive(Debug, Args)]
pub struct BuildArgs {
    /// Le dossier du site, qui contient content/
    #[arg(default_value = ".", hide_default_value = true)]
    pub site: PathBuf,
    /// Le dossier à écrire (par défaut : output, dans le dossier du site)
    #[arg(long, value_name = "DOSSIER")]
    pub output: Option<PathBuf>,
    /// Un thème dont les fichiers remplacent ceux du thème par défaut
    #[arg(long, value_name = "DOSSIER")]
    pub theme: Option<PathBuf>,
    /// L’adresse publique du site, à la place de celle de site.yaml
    #[arg(long, value_name = "URL", value_parser = web_address)]
    pub base_url: Option<String>,
    /// Fait des liens qui se lisent sans serveur, depuis le dossier
    #[arg(long)]
    pub local: bool,
    /// Fait les PDF des documents et des branches, même si site.yaml n’en demande pas
    #[arg(long, conflicts_with = "no_pdf")]
    pub pdf: bool,
    /// Sans les PDF que demande site.yaml
    #[arg(long)]
    pub no_pdf: bool,
    /// Les alertes font échouer la construction
    #[arg(long)]
    pub strict: bool,
    /// Affiche la durée de chaque étape
    #[arg(long)]
    pub timings: bool,
}

/// An address that a site can have.
fn web_address(text: &str) -> Result<String, String> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    match rest {
        Some(host) if !host.is_empty() && !host.contains(|c: char| c.is_whitespace() || c == '"') => {
            Ok(text.trim_end_matches('/').to_owned())
        }
        _ => Err("écrivez l’adresse complète, par exemple https://www.exemple.fr".to_owned()),
    }
}

/// `parvis serve`.
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// Le dossier du site, qui contient content/
    #[arg(default_value = ".", hide_default_value = true)]
    pub site: PathBuf,
    /// Le port, sur cette machine seulement (par défaut : 8062 ; 0 : le premier qui est libre)
    #[arg(long, value_name = "N", default_value_t = 8062, hide_default_value = true)]
    pub port: u16,
    /// Un thème dont les fichiers remplacent ceux du thème par défaut
    #[arg(long, value_name = "DOSSIER")]
    pub theme: Option<PathBuf>,
}

/// `parvis check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Le dossier du site, qui contient content/
    #[arg(default_value = ".", hide_default_value = true)]
    pub site: PathBuf,
    /// La forme du résultat : texte (par défaut), json, sarif
    #[arg(long, value_name = "FORME", default_value = "texte", hide_default_value = true, hide_possible_values = true)]
    pub format: CheckFormat,
    /// Contrôle aussi ce thème
    #[arg(long, value_name = "DOSSIER")]
    pub theme: Option<PathBuf>,
    /// Les alertes comptent comme des erreurs
    #[arg(long)]
    pub strict: bool,
}

/// The forms of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// pour les personnes
    Texte,
    /// pour les programmes
    Json,
    /// pour les outils de relecture
    Sarif,
}

/// `parvis export`.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// Le dossier du site, qui contient content/
    #[arg(default_value = ".", hide_default_value = true)]
    pub site: PathBuf,
    /// La forme des données : json (le modèle entier), csv (un dossier de tables), xlsx (un classeur)
    #[arg(long, value_name = "FORME", hide_possible_values = true)]
    pub format: ExportFormat,
    /// Le fichier à écrire, ou le dossier pour csv (par défaut, pour json : la sortie standard)
    #[arg(long, value_name = "CHEMIN")]
    pub output: Option<PathBuf>,
}

/// `parvis pdf`.
#[derive(Debug, Args)]
pub struct PdfArgs {
    /// Le dossier du site, qui contient content/
    #[arg(default_value = ".", hide_default_value = true)]
    pub site: PathBuf,
    /// Une partie à imprimer, par son identifiant (par défaut : chaque document) ; se répète
    #[arg(long = "part", value_name = "PARTIE")]
    pub parts: Vec<String>,
    /// Le dossier à écrire (par défaut : output/pdf, dans le dossier du site), ou un fichier .pdf qui réunit les parties
    #[arg(long, value_name = "CHEMIN")]
    pub output: Option<PathBuf>,
    /// Le titre de la couverture, quand un fichier réunit plusieurs parties
    #[arg(long, value_name = "TITRE")]
    pub titre: Option<String>,
    /// La feuille : a4 (par défaut), ou a5, pour un livret
    #[arg(long, value_name = "FORMAT", default_value = "a4", hide_default_value = true, hide_possible_values = true)]
    pub format: SheetFormat,
    /// Pour un livre relié : chapitres à droite, marges en vis-à-vis
    #[arg(long)]
    pub livre: bool,
    /// Un thème dont les fichiers remplacent ceux du thème par défaut
    #[arg(long, value_name = "DOSSIER")]
    pub theme: Option<PathBuf>,
    /// L’adresse publique du site, à la place de celle de site.yaml
    #[arg(long, value_name = "URL", value_parser = web_address)]
    pub base_url: Option<String>,
    /// Affiche la durée de chaque étape
    #[arg(long)]
    pub timings: bool,
}

/// The sheets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SheetFormat {
    /// 210 × 297 mm
    A4,
    /// 148 × 210 mm
    A5,
}

/// The forms of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// le modèle entier
    Json,
    /// un dossier de tables
    Csv,
    /// un classeur
    Xlsx,
}

/// `parvis explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// Le code, par exemple P304 ; sans code, la liste de tous
    pub code: Option<String>,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        super::Cli::command().debug_assert();
    }
}
