//! `carepool run`: scenarios projected over many draws, compared under the same luck, written to a folder.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use clap::Args;

use super::area::AreaArgs;
use super::begin::{COMPARISON, compute, hold, introduce, refuse_set_twice, refuse_to_replace, tell, threads};
use super::circumstances::Circumstances;
use super::finish::finish;
use super::format::Failure;
use super::progress::Bar;
use super::{FINE, answer, camps, memory, merge, report};
use crate::projection::plans::is_done;
use crate::results::{Destination, DrawStore, Request, Staging, destination};
use crate::run::{CHUNK, Job, pool};
use crate::scenario::Catalogue;
use crate::world::command::shell;

/// What is run unless said otherwise: draws, people, years (the base year and ten on, and five to see beyond them).
pub const USUAL: (usize, usize, usize) = (256, 5_000, 16);
/// The same with `--quick`.
const QUICK: (usize, usize, usize) = (32, 2_000, 11);

/// Project one or several scenarios; several are compared under the same luck.
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "Examples:\n  carepool run                                     the shipped comparison, to outputs/first-run\n  \
    carepool run england my.toml --quick             an answer in seconds\n  \
    carepool run england dilnot-cap free-personal-care --draws 1000 --out outputs/charging\n  \
    carepool run england --set pooling.share=60% --seed 7\n  \
    carepool run planned market --assume advocates/planning.toml    as an advocate of planning expects\n  \
    carepool run england free-personal-care --area Gloucestershire\n  \
    carepool run england --area Leeds,Bradford --quick              two places under the same luck\n  \
    carepool run england my.toml --shard 2/8 --out shard-2    (then: carepool merge shard-* --out outputs/all)"
)]
pub struct RunArgs {
    /// Scenario files, or names of shipped scenarios; the others are compared with the first.
    #[arg(value_name = "SCENARIO")]
    pub scenarios: Vec<String>,
    #[command(flatten)]
    pub place: AreaArgs,
    /// Draws of the uncertain assumptions [default: 256, with --quick 32].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub draws: Option<u32>,
    /// Simulated people [default: 5000, with --quick 2000].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(100..=10_000_000))]
    pub people: Option<u32>,
    /// Years, the base year included [default: 16, with --quick 11].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100))]
    pub years: Option<u32>,
    /// The year that the answer and the page tell [default: the tenth after the base year, or the last]; the tables hold all.
    #[arg(long, value_name = "Y", conflicts_with = "shard")]
    pub year: Option<u16>,
    /// Master seed: the same seed, the same numbers.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Threads; the numbers are the same for any [default: as many as there are].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1024))]
    pub threads: Option<u32>,
    /// Folder of the results [default: outputs/ and the names of the scenarios].
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Replaces a run that is in the folder.
    #[arg(long)]
    pub overwrite: bool,
    /// Overrides an assumption in every scenario of the run (of one alone: beside that scenario as it is), as key=value, or key=value@2027 from a year on; may be repeated.
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub set: Vec<String>,
    /// Believes an assumption set in every scenario: a file, or market, planning, sceptic; may be repeated.
    #[arg(long, value_name = "SET")]
    pub assume: Vec<String>,
    /// Few draws and people, for an answer in seconds.
    #[arg(long)]
    pub quick: bool,
    /// Also writes the groups (deprivation, age, sex, wealth, income) into draws.parquet.
    #[arg(long)]
    pub keep_groups: bool,
    /// Writes every measure, group and statistic into summary.csv and differences.csv too, as the Parquet tables always have them;
    /// otherwise they hold what opens in a spreadsheet.
    #[arg(long)]
    pub all_csv: bool,
    /// How the draws are spread; Sobol points, best in powers of two, need about half as many as plain ones.
    #[arg(long, value_name = "DESIGN", default_value = "sobol", value_parser = ["plain", "latin-hypercube", "sobol"])]
    pub sampling: String,
    /// Runs only every Nth chunk of draws, from the Ith; `carepool merge` puts the shards together.
    #[arg(long, value_name = "I/N", value_parser = shard)]
    pub shard: Option<(usize, usize)>,
    /// Draws no PNG pictures beside the SVG charts.
    #[arg(long)]
    pub no_png: bool,
}

/// Reads `I/N`.
fn shard(text: &str) -> Result<(usize, usize), String> {
    let parts = text
        .split_once('/')
        .and_then(|(i, n)| Some((i.parse().ok()?, n.parse().ok()?)));
    match parts {
        Some((i, n)) if i >= 1 && i <= n => Ok((i, n)),
        _ => Err("write I/N, with I from 1 to N: the third of eight shards is 3/8".to_string()),
    }
}

/// Runs; 0 when the results are there, 130 when interrupted with what is done kept.
pub fn run(args: &RunArgs, catalogue: &Catalogue, out: &mut dyn Write) -> Result<u8, Failure> {
    refuse_set_twice(&args.set)?;
    let started = SystemTime::now();
    let job = Job::prepare(asked(args, catalogue), catalogue)?;
    let year = answer::asked_year(&job.shape.years, args.year)?;
    let pool = pool(threads(args.threads))?;
    tell(&pool.install(|| job.notes()));
    let wanted = args.out.clone().unwrap_or_else(|| usual_folder(args, &job));
    let how = Circumstances {
        started,
        threads: threads(args.threads),
        command: std::env::args().map(|word| shell(&word)).collect::<Vec<_>>().join(" "),
        resumed: 0,
        png: !args.no_png,
        year,
    };
    if let Some(part) = args.shard {
        return merge::shard(&job, part, &wanted, args.overwrite, &how, out);
    }
    refuse_to_replace(&wanted, args.overwrite)?;
    let _held = hold(&wanted)?;
    let (target, elsewhere) = match destination(&wanted, &job.identity, args.overwrite) {
        Destination::AlreadyThere(folder) => {
            eprintln!(
                "{} holds this very run already; here is its answer (--overwrite runs it again).",
                folder.display()
            );
            if args.year.is_some() {
                // The page of a run that is there tells another year until it is made again.
                report::remake(&folder, args.year, how.png)?;
            }
            answer::print_stored(&folder, args.year, out)?;
            return Ok(FINE);
        }
        Destination::Write { folder, instead_of } => {
            let elsewhere = instead_of.map(|taken| {
                format!(
                    "{} holds another run, so this one goes to {} (--overwrite replaces what is there).",
                    taken.display(),
                    folder.display()
                )
            });
            (folder, elsewhere)
        }
    };
    elsewhere.iter().for_each(|told| eprintln!("{told}"));
    memory::for_run(&job, how.threads)?;
    introduce(&job, &how);
    let staging = Staging::open(&target, &job.numbers)?;
    let store = DrawStore::open(&staging.parts(), job.numbers, job.shape.clone(), CHUNK)?;
    let resumed = pool.install(|| compute(&job, &store, &|_| true, &how.command))?;
    let how = Circumstances { resumed, ..how };
    let camps = pool.install(|| camps::beside(&job, year, catalogue))?;
    let bar = Bar::new(0, "writing");
    let done = pool.install(|| finish(&job, &store, camps.as_ref(), staging, args.overwrite, &how));
    bar.clear();
    let done = done?;
    eprintln!(
        "Done in {:.1} s.",
        started.elapsed().map_or(0.0, |time| time.as_secs_f64())
    );
    // What was said before a long run has scrolled away, and a script that reads the folder it named reads the older run.
    tell(&elsewhere.into_iter().collect::<Vec<_>>());
    answer::print_finished(&done, camps.as_ref(), &target, out)?;
    Ok(FINE)
}

/// What is asked for by what was typed.
pub fn asked(args: &RunArgs, catalogue: &Catalogue) -> Request {
    let (draws, people, years) = if args.quick { QUICK } else { USUAL };
    let or = |given: Option<u32>, usual: usize| given.map_or(usual, |given| given as usize);
    Request {
        scenarios: if args.scenarios.is_empty() {
            COMPARISON.map(str::to_string).to_vec()
        } else {
            args.scenarios.clone()
        },
        set: args.set.clone(),
        assume: args.assume.clone(),
        areas: args.place.area.clone(),
        draws: or(args.draws, draws),
        people: or(args.people, people),
        years: or(args.years, years),
        seed: args.seed,
        sampling: args.sampling.clone(),
        keep_groups: args.keep_groups,
        all_csv: args.all_csv,
        // What one scenario costs once something is set in it is told against what it was.
        beside_base: args.scenarios.len() == 1 && args.set.iter().any(|set| is_done(set, catalogue)),
    }
}

/// Where the results go unless said otherwise.
fn usual_folder(args: &RunArgs, job: &Job) -> PathBuf {
    const LONGEST: usize = 80;
    let mut name = if args.scenarios.is_empty() {
        "first-run".to_string()
    } else {
        job.shape.scenarios.join("-vs-").replace('#', "-")
    };
    // Several places are part of the names already.
    if let Some(slug) = job.place() {
        name = format!("{name}-{slug}");
    }
    Path::new("outputs").join(name.chars().take(LONGEST).collect::<String>())
}
