//! `carepool budget`: a participatory budget from the proposals to what the choice would do.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use clap::Args;

use super::area::AreaArgs;
use super::begin::{hold, refuse_set_twice, refuse_to_replace, tell, threads};
use super::budget_folder::{WELSH_PAGE, command, write};
use super::circumstances::Circumstances;
use super::format::{Failure, Format, colour, problem_row, rows};
use super::progress::{self, Bar};
use super::vote::PageLanguage;
use super::{FINE, camps};
use crate::budgeting::explanation::so_many;
use crate::budgeting::page::Language;
use crate::process::outcome::go_on;
use crate::process::worlds::WorldsError;
use crate::process::{Process, Settings, Stages, Voters, Voting, money};
use crate::projection::{PlansError, Progress, Tables};
use crate::results::{Destination, Identity, Manifest, Staging, Vouched, destination};
use crate::run::{VERSION, notes, pool};
use crate::scenario::source::Source;
use crate::scenario::{Catalogue, Problems};
use crate::world::command::shell;

/// What is computed unless said otherwise: draws, people, electorates.
const USUAL: (usize, usize, usize) = (200, 2_000, 200);
/// The same with `--quick`.
const QUICK: (usize, usize, usize) = (20, 1_000, 30);

/// Hold a participatory budget: ballots or a simulated electorate, a rule, the funded set, and what it would do.
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "Examples:\n  carepool budget neighbourhood                    the shipped process of a council of 300,000\n  \
    carepool budget national --quick                 an answer in seconds\n  \
    carepool budget my.budget.toml --check           every mistake, with its line\n  \
    carepool budget neighbourhood --area Hackney     the same proposals put to the people of Hackney\n  \
    carepool budget my.budget.toml --seed 7 --out outputs/ours\n  \
    carepool budget neighbourhood --format csv       what is funded and why, for a spreadsheet"
)]
pub struct BudgetArgs {
    /// Process file (NAME.budget.toml), or the name of a shipped process.
    #[arg(value_name = "PROCESS")]
    pub process: String,
    #[command(flatten)]
    pub place: AreaArgs,
    /// Says everything that is wrong with the file, or what it holds, and computes nothing.
    #[arg(long)]
    pub check: bool,
    /// Draws of the uncertain assumptions [default: 200, with --quick 20].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub draws: Option<u32>,
    /// Simulated people [default: 2000, with --quick 1000].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(100..=1_000_000))]
    pub people: Option<u32>,
    /// Years, the base year included [default: as the file says].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(2..=60))]
    pub years: Option<u32>,
    /// Electorates over which the vote is repeated [default: 200, with --quick 30].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=100_000))]
    pub electorates: Option<u32>,
    /// Master seed: the same seed, the same numbers.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Threads; the numbers are the same for any [default: as many as there are].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1024))]
    pub threads: Option<u32>,
    /// Folder of the results [default: outputs/ and the name of the process].
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Replaces what is in the folder.
    #[arg(long)]
    pub overwrite: bool,
    /// Overrides an assumption in every world, as key=value, or key=value@2027 from a year on; may be repeated.
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub set: Vec<String>,
    /// Few draws, people and electorates, for an answer in seconds.
    #[arg(long)]
    pub quick: bool,
    /// Does not look for the votes and costs with which a project would have won.
    #[arg(long)]
    pub no_margins: bool,
    /// Draws no PNG pictures beside the SVG charts.
    #[arg(long)]
    pub no_png: bool,
    /// Language of a further page: cy writes report.cy.html, in Welsh, beside report.html.
    #[arg(long, value_enum)]
    pub language: Option<PageLanguage>,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

impl From<WorldsError> for Failure {
    fn from(error: WorldsError) -> Failure {
        match error {
            WorldsError::Problems(problems) => Failure::Problems(problems),
            WorldsError::Plans(error) => Failure::from(error),
            WorldsError::Year(error) => Failure::Year(error),
            WorldsError::Results(error) => Failure::Results(error),
            WorldsError::Stopped => Failure::Interrupted("\nInterrupted; nothing is kept.".to_owned()),
            WorldsError::Refused(what) => Failure::Refused(what),
        }
    }
}

/// Refuses a projection that ends before what is voted on begins.
fn refuse_too_short(process: &Process, catalogue: &Catalogue) -> Result<(), Failure> {
    let base = process.scenario(&[], &[], catalogue)?.start_year;
    let mut problems = Problems::default();
    process.starts_in_time(base.0, &mut problems);
    if problems.is_empty() {
        Ok(())
    } else {
        Err(Failure::Problems(problems))
    }
}

/// Runs; 0 when the results are there, 2 when the file is wrong.
pub fn run(args: &BudgetArgs, catalogue: &Catalogue, out: &mut dyn Write) -> Result<u8, Failure> {
    if args.check {
        let code = check(&args.process, &args.place, args.format, catalogue, out)?;
        if let (FINE, Some(years)) = (code, args.years) {
            let area = args.place.one(catalogue)?;
            let process = load(&args.process, area.as_ref(), &args.set, catalogue)?;
            refuse_too_short(&process.lasting(years as usize), catalogue)?;
        }
        return Ok(code);
    }
    refuse_set_twice(&args.set)?;
    let started = SystemTime::now();
    let area = args.place.one(catalogue)?;
    let process = load(&args.process, area.as_ref(), &args.set, catalogue)?;
    let (draws, people, electorates) = if args.quick { QUICK } else { USUAL };
    let or = |given: Option<u32>, usual: usize| given.map_or(usual, |given| given as usize);
    let settings = Settings {
        draws: or(args.draws, draws),
        people: or(args.people, people),
        years: or(args.years, process.years),
        seed: args.seed,
        electorates: or(args.electorates, electorates),
        overrides: args.set.clone(),
        margins: !args.no_margins,
    };
    let process = process.lasting(settings.years);
    refuse_too_short(&process, catalogue)?;
    let identity = identity(&process, &settings, catalogue)?;
    let everything: Vec<usize> = (0..process.proposals.len()).collect();
    let everything = process.scenario(&everything, &settings.overrides, catalogue)?;
    let last = everything.start_year.plus(settings.years.saturating_sub(1) as u16);
    tell(&notes(std::iter::once(&everything), last));
    tell(&process.notes);
    let usual = || {
        let place = area.as_ref().and_then(|area| area.is_made());
        Path::new("outputs").join(match place {
            Some(made) => format!("{}-{}", process.name, made.slug),
            None => process.name.clone(),
        })
    };
    let wanted = args.out.clone().unwrap_or_else(usual);
    refuse_to_replace(&wanted, args.overwrite)?;
    let _held = hold(&wanted)?;
    let language = args.language.unwrap_or_default().into();
    let mut overwrite = args.overwrite;
    let target = match destination(&wanted, &identity, args.overwrite) {
        Destination::AlreadyThere(folder) if language == Language::Welsh && !folder.join(WELSH_PAGE).is_file() => {
            eprintln!(
                "{} holds this very vote already, without its page in Welsh: it is held again to write that.",
                folder.display()
            );
            overwrite = true;
            folder
        }
        Destination::AlreadyThere(folder) => {
            eprintln!(
                "{} holds this very vote already; here is its answer (--overwrite holds it again).",
                folder.display()
            );
            return stored(&folder, args.format, out);
        }
        Destination::Write { folder, instead_of } => {
            if let Some(taken) = instead_of {
                eprintln!(
                    "{} holds something else, so this goes to {}.",
                    taken.display(),
                    folder.display()
                );
            }
            folder
        }
    };
    let how = Circumstances {
        started,
        threads: threads(args.threads),
        command: std::env::args().map(|word| shell(&word)).collect::<Vec<_>>().join(" "),
        resumed: 0,
        png: !args.no_png,
        year: None,
    };
    let job = Vote {
        process: &process,
        settings,
        identity,
        language,
    };
    job.hold(&target, overwrite, how, catalogue)?;
    eprintln!(
        "Done in {:.1} s.",
        started.elapsed().map_or(0.0, |time| time.as_secs_f64())
    );
    stored(&target, args.format, out)
}

/// A vote made ready to be held.
struct Vote<'a> {
    process: &'a Process,
    settings: Settings,
    identity: Identity,
    /// Language of the page that stands beside the English one.
    language: Language,
}

impl Vote<'_> {
    /// Holds it, from what an interrupted one left, and puts its folder in place.
    fn hold(self, target: &Path, overwrite: bool, how: Circumstances, catalogue: &Catalogue) -> Result<(), Failure> {
        let (process, settings) = (self.process, self.settings);
        introduce(process, &settings);
        progress::listen();
        let bars =
            |doing: &'static str, draws: usize| -> Box<dyn Progress> { Box::new(Clearing(Bar::new(draws, doing))) };
        let pool = pool(how.threads)?;
        let staging = Staging::open(target, &self.identity)?;
        let stages = Stages::new(&staging.parts(), &self.identity);
        let held = pool.install(|| go_on(process, settings, catalogue, &bars, Some(&stages)));
        let outcome = held.map_err(|error| match error {
            WorldsError::Stopped => Failure::Interrupted(format!(
                "\nInterrupted. Every finished chunk of draws is kept; to go on from there:\n  {}",
                how.command
            )),
            error => error.into(),
        })?;
        let how = Circumstances {
            resumed: stages.there(),
            ..how
        };
        if how.resumed > 0 {
            eprintln!(
                "{} there from an earlier vote that was interrupted.",
                so_many(how.resumed as u64, "chunk of draws was", "chunks of draws were")
            );
        }
        let camps = pool.install(|| camps::of_vote(process, &outcome, &self.identity.hex(), catalogue))?;
        pool.install(|| {
            write(
                process,
                &outcome,
                camps.as_ref(),
                &self.identity,
                (staging, overwrite),
                (&how, self.language),
            )
        })
    }
}

/// Holds the vote of a folder again, to make its page and drawings again. What its numbers hang on must be as it was.
pub fn again(folder: &Path, manifest: &Manifest, png: bool, catalogue: &Catalogue) -> Result<(), Failure> {
    let refused = |why: &str| {
        Failure::Refused(format!(
            "the report of the vote in {} cannot be made again: {why}. The folder is left as it is.",
            folder.display()
        ))
    };
    let (Some(name), Some(vote)) = (manifest.request.scenarios.first(), &manifest.vote) else {
        return Err(refused("its manifest does not say how the vote was held"));
    };
    let place = AreaArgs {
        area: manifest.request.areas.clone(),
    };
    let process = load(name, place.one(catalogue)?.as_ref(), &manifest.request.set, catalogue)
        .map_err(|problems| refused(&format!("its process file cannot be read ({problems})")))?;
    let settings = Settings {
        draws: manifest.request.draws,
        people: manifest.request.people,
        years: manifest.request.years,
        seed: manifest.request.seed,
        electorates: vote.electorates,
        overrides: manifest.request.set.clone(),
        margins: vote.margins,
    };
    let process = process.lasting(settings.years);
    let identity = identity(&process, &settings, catalogue)?;
    if identity.hex() != manifest.identity {
        return Err(refused(
            "the process file, what it rests on or this program has changed since; hold the vote again with `carepool budget`",
        ));
    }
    eprintln!("The page or a drawing is not there as it was written, so the vote is held again.");
    let how = Circumstances {
        started: SystemTime::now(),
        threads: threads(None),
        command: command(&process, &settings),
        resumed: 0,
        png,
        year: None,
    };
    let vote = Vote {
        process: &process,
        settings,
        identity,
        language: if folder.join(WELSH_PAGE).is_file() {
            Language::Welsh
        } else {
            Language::English
        },
    };
    vote.hold(folder, true, how, catalogue)
}

/// Says on standard error what is about to be decided.
fn introduce(process: &Process, settings: &Settings) {
    eprintln!(
        "{}: {}, {} a year to decide about. {} of {} over {}, seed {}.",
        process.title,
        so_many(process.proposals.len() as u64, "proposal", "proposals"),
        money::spoken_exactly(&process.budget),
        so_many(settings.draws as u64, "draw", "draws"),
        so_many(settings.people as u64, "person", "people"),
        so_many(settings.years as u64, "year", "years"),
        settings.seed
    );
}

/// A bar that goes away when its work is done.
struct Clearing(Bar);

impl Progress for Clearing {
    fn done(&self, draws: usize) {
        self.0.done(draws);
    }
    fn stop(&self) -> bool {
        self.0.stop()
    }
}

impl Drop for Clearing {
    fn drop(&mut self) {
        self.0.clear();
    }
}

/// A process, in a place of England if one is named, with overrides in all its worlds: what is to be told of its people and amounts
/// stands among its notes, and one whose people are another place's is refused.
pub fn load(
    name: &str,
    area: Option<&Arc<Source>>,
    overrides: &[String],
    catalogue: &Catalogue,
) -> Result<Process, Problems> {
    load_for(name, Voters::OfTheFile, area, overrides, catalogue)
}

/// The same for a vote whose voters may stand outside the file.
pub fn load_for(
    name: &str,
    voters: Voters,
    area: Option<&Arc<Source>>,
    overrides: &[String],
    catalogue: &Catalogue,
) -> Result<Process, Problems> {
    let process = Process::load_for(name, voters, catalogue)?;
    let mut process = match area {
        Some(area) => process.in_area(area, catalogue)?,
        None => process,
    };
    let told = process.told_of_people(overrides, catalogue)?;
    process.notes.extend(told);
    Ok(process)
}

/// Says what is wrong with a process file, or what it holds; 0 or 2.
pub fn check(
    name: &str,
    place: &AreaArgs,
    format: Format,
    catalogue: &Catalogue,
    out: &mut dyn Write,
) -> Result<u8, Failure> {
    let header = [
        "process", "file", "line", "column", "key", "message", "expected", "nearest",
    ];
    let area = place.one(catalogue)?;
    match load(name, area.as_ref(), &[], catalogue) {
        Ok(process) => {
            if format != Format::Text {
                rows(out, format, &header, &[])?;
                return Ok(FINE);
            }
            describe_file(&process, out)?;
            Ok(FINE)
        }
        Err(problems) => {
            if format == Format::Text {
                eprint!("{}", problems.render(colour()));
                let count = problems.0.len();
                eprintln!("{count} problem{}", if count == 1 { "" } else { "s" });
            } else {
                let table: Vec<Vec<String>> = problems.0.iter().map(|problem| problem_row(name, problem)).collect();
                rows(out, format, &header, &table)?;
            }
            Ok(super::BAD_INPUT)
        }
    }
}

/// What a process file holds, in a line or two.
pub fn describe_file(process: &Process, out: &mut dyn Write) -> Result<(), Failure> {
    let total: f64 = process.proposals.iter().map(crate::process::Proposal::pounds).sum();
    let silent = process
        .proposals
        .iter()
        .filter(|proposal| !proposal.has_effect())
        .count();
    writeln!(
        out,
        "{}: fine. {} ({} proposals for {} in all, {} a year to decide about, {}; {} decides)",
        process.name,
        process.title,
        process.proposals.len(),
        money::spoken(total),
        money::spoken_exactly(&process.budget),
        match &process.voting {
            Voting::Ballots { name, .. } => format!("ballots of {name}"),
            Voting::Electorate(spec) => format!("{} simulated voters", spec.voters),
        },
        process.counting.rule.word(),
    )?;
    if silent > 0 {
        writeln!(out, "  {silent} of the proposals change nothing in the model but money")?;
    }
    for note in &process.notes {
        writeln!(out, "  {note}")?;
    }
    Ok(())
}

/// What a folder of a process says, as it was asked for.
fn stored(folder: &Path, format: Format, out: &mut dyn Write) -> Result<u8, Failure> {
    let name = match format {
        Format::Text => "summary.txt",
        Format::Json => "vote.json",
        Format::Csv => "funded.csv",
    };
    out.write_all(Vouched::open(folder)?.text(name)?.as_bytes())?;
    if format == Format::Text {
        writeln!(out, "\nThe report: {}", folder.join("report.html").display())?;
    }
    Ok(FINE)
}

/// What the numbers depend on.
fn identity(process: &Process, settings: &Settings, catalogue: &Catalogue) -> Result<Identity, Failure> {
    let mut world = String::new();
    for set in process.trial_sets() {
        let scenario = process.scenario(&set, &settings.overrides, catalogue)?;
        let inputs: Vec<_> = scenario.inputs.iter().map(|input| &input.sha256).collect();
        world.push_str(&format!("world {} {inputs:?}\n", scenario.hash()));
    }
    let ballots = match &process.voting {
        Voting::Ballots { sha256, .. } => sha256.clone(),
        Voting::Electorate(_) => String::new(),
    };
    // The people, prices and rates on which everything stands.
    let base = process.scenario(&[], &settings.overrides, catalogue)?;
    let tables = Tables::load(&base).map_err(|error| Failure::from(PlansError::Tables(error)))?;
    let data: Vec<&str> = tables.inputs.iter().map(|input| input.sha256.as_str()).collect();
    Ok(Identity::of(&format!(
        "carepool {VERSION}\nbudget {}{}\nfile {}\nballots {ballots}\n{world}data {}\n{settings:?}",
        process.name,
        process
            .area
            .as_ref()
            .map_or(String::new(), |area| format!(" in {}", area.name)),
        process.file.sha256,
        data.join(" ")
    )))
}
