//! The command line: drives the rooms, prints what they say.
//!
//! Exit codes: 0 done, 1 problems in the sources or the output, 2 misuse.

mod args;
mod export;
mod misuse;
#[cfg(feature = "pdf")]
mod papier;
#[cfg(not(feature = "pdf"))]
#[path = "sans_papier.rs"]
mod papier;
mod timings;

use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

use clap::Parser;
use rayon::prelude::*;

use crate::diagnostics::{self, Code, Count, Diagnostic, Severity, SourceMap};
use crate::loaded::Loaded;
use crate::publish::{self, Report, Temoin};
use crate::render::data::Publication;
use crate::render::html::{self, Attente, Options, Rendu};
use crate::render::mots::Commun;
use crate::render::{File, search};
use crate::serve;
use crate::source::Depot;

use args::{BuildArgs, CheckArgs, CheckFormat, Cli, Color, Command, ExplainArgs, ServeArgs};
use timings::{Timings, timed};

/// Runs the command of the process.
pub fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            if !error.use_stderr() {
                let _ = error.print();
                return ExitCode::SUCCESS;
            }
            tell(&format!("{}\n", misuse::explain(&error)));
            return ExitCode::from(2);
        }
    };
    let watched = !cli.quiet && io::stderr().is_terminal();
    let out = Output { quiet: cli.quiet, color: colors(cli.color), watched };
    match cli.command {
        Command::Build(args) => build(&args, &out),
        Command::Check(args) => checked(&args, &out),
        Command::Export(args) => export::run(&args, &out),
        Command::Pdf(args) => papier::pdf(&args, &out),
        Command::Serve(args) => apercu(&args, &out),
        Command::Explain(args) => explain(&args),
    }
}

fn colors(choice: Color) -> bool {
    match choice {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty()),
    }
}

/// Where messages go.
struct Output {
    quiet: bool,
    color: bool,
    /// Whether somebody reads as it goes.
    watched: bool,
}

impl Output {
    /// What the sources have, on stderr; with `--quiet`, only what makes the command fail.
    fn diagnostics(&self, list: &[Diagnostic], sources: &SourceMap, fails: bool, strict: bool) {
        let said = if !self.quiet {
            diagnostics::text::render(list, sources, self.color)
        } else if fails {
            let matters = |d: &&Diagnostic| match d.severity() {
                Severity::Erreur => true,
                Severity::Alerte => strict,
                Severity::Conseil => false,
            };
            let list: Vec<Diagnostic> = list.iter().filter(matters).cloned().collect();
            diagnostics::text::render(&list, sources, self.color)
        } else {
            return;
        };
        tell(&said);
    }

    /// A line on stderr.
    fn say(&self, line: &str) {
        if !self.quiet {
            tell(&format!("{line}\n"));
        }
    }
}

/// Words on stderr; where nobody can hear them, the exit code still speaks.
fn tell(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Results on stdout; a closed pipe is the reader's choice.
fn print(text: &str) -> ExitCode {
    print_as(|out| out.write_all(text.as_bytes()))
}

/// The same for a text that is never whole in memory.
fn print_as(texte: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> ExitCode {
    let mut out = io::BufWriter::new(io::stdout().lock());
    match texte(&mut out).and_then(|()| out.flush()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

/// Reads, resolves, checks and sums up a site.
fn load(folder: &Path, timings: &mut Timings) -> Loaded {
    let mut depot = Depot::new(folder);
    depot.relire();
    let mut loaded = Loaded::new(&mut depot, |phase| timings.phase(phase));
    loaded.alleger();
    loaded
}

fn build(args: &BuildArgs, out: &Output) -> ExitCode {
    let mut timings = Timings::start_visible(out.watched);
    let output = args.output.clone().unwrap_or_else(|| args.site.join("output"));
    let cle = cle_de(args, out);
    if let Some(temoin) = Temoin::valable(&output, &cle) {
        timings.phase("empreinte");
        timings.hide();
        if !out.quiet {
            tell(&temoin.constats);
        }
        out.say(&bilan(&output, &Report { inchanges: temoin.fichiers(), ..Report::default() }));
        if args.timings {
            tell(&timings.table());
        }
        return ExitCode::SUCCESS;
    }
    timings.phase("empreinte");
    let mut loaded = load(&args.site, &mut timings);
    let fails = Count::of(&loaded.findings).fails(args.strict);
    let mut options = Options { base_url: args.base_url.clone(), local: args.local, ..Options::default() };
    let mut forbidden = vec![args.site.join("content")];
    forbidden.extend(args.theme.clone());
    let (mut intact, mut ignored) = (true, Vec::new());
    let published = if fails {
        None
    } else {
        let result =
            html::theme::Theme::load(args.theme.as_deref(), &loaded.site.config, &mut loaded.sources).and_then(|theme| {
                timings.phase("thème");
                ignored.extend_from_slice(theme.inconnus());
                if Count::of(&ignored).fails(args.strict) {
                    return Err(Vec::new());
                }
                let imprimes = if args.no_pdf {
                    papier::Imprimes::default()
                } else {
                    papier::imprimer(&mut loaded, theme.mots(), args.theme.as_deref(), args.base_url.clone(), args.pdf, &output)?
                };
                timings.phase("PDF");
                loaded.findings.extend(imprimes.findings);
                options.pdf = imprimes.par_partie;
                // Files go to disk as they are made: a large site never is in memory whole.
                let chantier = publish::Chantier::ouvrir(&output, &forbidden).map_err(|f| vec![f.diagnostic])?;
                let deposer = |files: Vec<File>| files.par_iter().try_for_each(|f| chantier.deposer(f)).map_err(|e| vec![e]);
                deposer(imprimes.files)?;
                let fonds = loaded.fonds(options.base_url.as_deref());
                let commun = Commun::new(&loaded.site, &loaded.summary, theme.mots());
                let deposer_un = |file: File| chantier.deposer(&file);
                let Loaded { site, summary, .. } = &loaded;
                // Data keep their threads busy longest: they begin first.
                let (donnees, (recherche, pages)) = rayon::join(
                    || timed(|| Publication::new(&fonds, &chantier).map_err(|e| vec![e])),
                    || {
                        let premieres = || {
                            let rendu = Rendu::new(site, summary, Publication::AUCUNE, &theme, &options);
                            rendu.pages(&[Attente::Rien], &deposer_un)
                        };
                        let cherchables = html::cherchables(&commun);
                        let recherche = || search::render(&commun, &cherchables, &deposer_un).map_err(|e| vec![e]);
                        rayon::join(|| timed(recherche), || timed(premieres))
                    },
                );
                timings.together([("données", donnees.1), ("recherche", recherche.1), ("pages", pages.1)]);
                let donnees = donnees.0?;
                options.recherche = recherche.0?;
                let rendu = Rendu::new(site, summary, &donnees, &theme, &options);
                let dernieres = rendu.pages(&[Attente::Donnees, Attente::Recherche], &deposer_un);
                let fautes: Vec<Diagnostic> = [pages.0, dernieres].into_iter().filter_map(Result::err).flatten().collect();
                if !fautes.is_empty() {
                    return Err(html::sans_repetition(fautes));
                }
                deposer(rendu.autour())?;
                chantier.finir().map_err(|failure| {
                    intact = failure.intact;
                    vec![failure.diagnostic]
                })
            });
        timings.phase("écriture");
        loaded.findings.extend(ignored);
        match result {
            Ok(report) => Some(report),
            Err(faults) => {
                loaded.findings.extend(faults);
                None
            }
        }
    };
    timings.hide();
    out.diagnostics(&loaded.findings, &loaded.sources, published.is_none(), args.strict);
    let Some((report, chemins)) = published else {
        if intact {
            out.say("Rien n’a été écrit : la dernière bonne version reste en place.");
        }
        return ExitCode::FAILURE;
    };
    let note = papier::note(&loaded.site, args.pdf).filter(|_| !args.no_pdf).unwrap_or_default();
    let constats = format!("{note}{}", diagnostics::text::render(&loaded.findings, &loaded.sources, out.color));
    Temoin::ecrire(&output, cle, constats, chemins, report.ecrits + report.retires > 0);
    out.say(&bilan(&output, &report));
    if args.timings {
        tell(&timings.table());
    }
    ExitCode::SUCCESS
}

/// The digest of everything that a build is made from.
fn cle_de(args: &BuildArgs, out: &Output) -> String {
    // Every option is named, so that a new one cannot be forgotten.
    let BuildArgs { site, output: _, theme, base_url, local, pdf, no_pdf, strict, timings: _ } = args;
    let options = format!(
        "{:?}",
        (theme, base_url, local, pdf, no_pdf, strict, out.color, cfg!(feature = "pdf"), cfg!(feature = "minify"))
    );
    let content = site.join("content");
    let mut folders = vec![content.as_path()];
    folders.extend(theme.as_deref());
    publish::cle(&folders, &[options])
}

/// What a build did, in a line.
fn bilan(output: &Path, report: &Report) -> String {
    let plural = |n: usize| if n > 1 { "s" } else { "" };
    format!(
        "Site construit dans {} : {} fichier{} écrit{}, {} inchangé{}, {} retiré{}.",
        output.display(),
        report.ecrits,
        plural(report.ecrits),
        plural(report.ecrits),
        report.inchanges,
        plural(report.inchanges),
        report.retires,
        plural(report.retires)
    )
}

fn checked(args: &CheckArgs, out: &Output) -> ExitCode {
    let mut loaded = load(&args.site, &mut Timings::start());
    if let Some(theme) = &args.theme {
        let found = theme_faults(theme, &mut loaded);
        loaded.findings.extend(found);
    }
    let fails = Count::of(&loaded.findings).fails(args.strict);
    let printed = match args.format {
        CheckFormat::Texte => {
            out.diagnostics(&loaded.findings, &loaded.sources, fails, args.strict);
            ExitCode::SUCCESS
        }
        CheckFormat::Json => print(&diagnostics::json::render(&loaded.findings, &loaded.sources)),
        CheckFormat::Sarif => print(&diagnostics::sarif::render(&loaded.findings, &loaded.sources)),
    };
    if fails { ExitCode::FAILURE } else { printed }
}

/// What is wrong with a theme: every page is made with it, none is kept.
fn theme_faults(folder: &Path, loaded: &mut Loaded) -> Vec<Diagnostic> {
    let theme = match html::theme::Theme::load(Some(folder), &loaded.site.config, &mut loaded.sources) {
        Ok(theme) => theme,
        Err(faults) => return faults,
    };
    let mut found = theme.inconnus().to_vec();
    let pages = Publication::new(&loaded.fonds(None), &|_: File| Ok(()))
        .map_err(|fault| vec![fault])
        .and_then(|donnees| html::render(&loaded.site, &loaded.summary, &donnees, &theme, &Options::default()));
    found.extend(pages.err().unwrap_or_default());
    found
}

fn apercu(args: &ServeArgs, out: &Output) -> ExitCode {
    let dire = |texte: &str| {
        if !out.quiet {
            tell(texte)
        }
    };
    match serve::servir(&args.site, args.theme.as_deref(), args.port, out.color, &dire) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tell(&format!("erreur : l’aperçu s’arrête : {error}\n"));
            ExitCode::FAILURE
        }
    }
}

fn explain(args: &ExplainArgs) -> ExitCode {
    let Some(name) = &args.code else {
        let lines: String =
            Code::ALL.iter().map(|c| format!("{}  {:<7}  {}\n", c.id(), c.severity().name(), c.info().title)).collect();
        return print(&lines);
    };
    match Code::parse(name) {
        Some(code) => {
            let info = code.info();
            print(&format!("{} ({})\n{}\n\n{}\n", info.id, info.severity.name(), info.title, info.explanation))
        }
        None => {
            let near = crate::text::nearest(name, Code::ALL.iter().map(|c| c.id()));
            let help = near.map_or_else(String::new, |n| format!(" ; vouliez-vous dire {n} ?"));
            tell(&format!("Le code « {name} » n’existe pas{help}\n"));
            ExitCode::from(2)
        }
    }
}
