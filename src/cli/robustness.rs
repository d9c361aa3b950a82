//! `carepool robustness`: the same scenarios under every camp's beliefs, and the values at which their order turns.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::answer::asked_year;
use super::begin::{COMPARISON, hold, refuse_set_twice, refuse_to_replace, run_in, threads, unchanged};
use super::believers::{EFFORT, TOLD, ask, jobs};
use super::format::{Failure, Format, rows as print_rows};
use super::{FINE, report as remade};
use crate::analysis::robustness::{self, About, BELIEFS, Belief, Outcome, Question, Robustness, files};
use crate::budgeting::explanation::so_many;
use crate::measures::{Handle, Measure};
use crate::projection::Plan;
use crate::report::{beliefs, png, robustness as told, robustness_page as page_of, text, words};
use crate::results::{Additions, Owned, Request};
use crate::run::pool;
use crate::scenario::Catalogue;
use crate::world::Year;
use crate::world::command::shell;

/// What is asked unless said otherwise: draws under each belief, people, years.
const USUAL: (usize, usize, usize) = (100, 2_000, 11);
/// Flips printed before the rest is only counted.
const PRINTED: usize = 25;
/// Size of a PNG against its drawing.
const ZOOM: f32 = 1.5;

/// Whether a comparison holds whoever is right, and the values at which it turns.
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "Examples:\n  carepool robustness                                   the shipped comparison\n  \
    carepool robustness planned market --measure waiting_list --measure need_met\n  \
    carepool robustness --run outputs/first-run           add it to the report of a run\n  \
    carepool robustness england planned --lever governance.transaction_share   at which value do they change places?\n  \
    carepool robustness england my.toml --belief my-beliefs.toml --no-flips\n\n\
    Each scenario is projected as the evidence stands (neutral) and as an advocate of the market, one of planning and a\n\
    sceptic read it (scenarios/advocates/), with the same seed and the same luck. Then each disputed assumption is moved over\n\
    its range, all others at their medians, to find the values at which two scenarios change places."
)]
pub struct RobustnessArgs {
    /// Scenario files, or names of shipped scenarios; the others are compared with the first.
    #[arg(value_name = "SCENARIO", conflicts_with = "run")]
    pub scenarios: Vec<String>,
    /// Takes scenarios, overrides and seed from a run, and adds the answer to its folder and report.
    #[arg(long, value_name = "DIR")]
    pub run: Option<PathBuf>,
    /// One more set of beliefs: an assumption set; may be repeated.
    #[arg(long = "belief", value_name = "SET")]
    pub beliefs: Vec<String>,
    /// Measures to ask for; may be repeated [default: those that open a comparison].
    #[arg(long = "measure", value_name = "MEASURE")]
    pub measures: Vec<String>,
    /// Draws under each belief [default: 100].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(2..=100_000))]
    pub draws: Option<u32>,
    /// Simulated people [default: 2000].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(100..=1_000_000))]
    pub people: Option<u32>,
    /// The year that is told [default: the tenth after the base year, or the last].
    #[arg(long, value_name = "Y")]
    pub year: Option<u16>,
    /// Years, the base year included [default: 11].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100))]
    pub years: Option<u32>,
    /// Master seed [default: 1, or that of the run].
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// Overrides an assumption in every scenario and belief, as key=value, or key=value@2027 from a year on; may be repeated.
    #[arg(long = "set", value_name = "KEY=VALUE", conflicts_with = "run")]
    pub set: Vec<String>,
    /// Moves this assumption only; may be repeated [default: all that the camps dispute or the difference goes with].
    #[arg(long = "lever", value_name = "KEY", conflicts_with = "no_flips")]
    pub levers: Vec<String>,
    /// Leaves out the search for the values at which the order turns.
    #[arg(long)]
    pub no_flips: bool,
    /// Threads; the numbers are the same for any [default: as many as there are].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1024))]
    pub threads: Option<u32>,
    /// Folder of the tables and the page [default: outputs/robustness- and the names, or the run's].
    #[arg(long, value_name = "DIR", conflicts_with = "run")]
    pub out: Option<PathBuf>,
    /// Replaces another answer that is in the folder.
    #[arg(long)]
    pub overwrite: bool,
    /// Draws no PNG picture beside the SVG chart.
    #[arg(long)]
    pub no_png: bool,
    /// Form of what is printed.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// Asks; 0 when the answer is there.
pub fn run(args: &RobustnessArgs, catalogue: &Catalogue, out: &mut dyn Write) -> Result<u8, Failure> {
    refuse_set_twice(&args.set)?;
    let (request, of) = request(args, catalogue)?;
    let measures = asked(&args.measures)?;
    let jobs = jobs(&request, &args.beliefs, catalogue)?;
    let first = &jobs[0].1;
    if first.shape.scenarios.len() < 2 {
        return Err(Failure::Refused(
            "one scenario has nothing to be compared with: name two or more".to_string(),
        ));
    }
    let year = match asked_year(&first.shape.years, args.year)? {
        Some(year) => usize::from(year.0 - first.shape.years[0].0),
        None => (request.years - 1).min(TOLD),
    };
    let about = About {
        of,
        command: command(args, &request),
        scenarios: first.shape.scenarios.clone(),
        titles: first.titles(),
        fixed: first.fixed_beliefs(),
        against: About::within(&first.shown().map(Plan::place).collect::<Vec<_>>()),
        beliefs: jobs.iter().map(|(belief, _)| belief.clone()).collect(),
        draws: request.draws,
        people: request.people,
        year: first.shape.years[year].0,
        seed: request.seed,
        luck: EFFORT.luck,
        version: env!("CARGO_PKG_VERSION").to_string(),
    };
    let folder = folder(args, &about)?;
    let _held = hold(&folder)?;
    introduce(&about);
    let question = Question {
        measures,
        year,
        draws: request.draws,
    };
    let camps = BELIEFS.len() + args.beliefs.len();
    let scan = (!args.no_flips).then_some(args.levers.as_slice());
    let found = pool(threads(args.threads))?.install(|| ask(&jobs, camps, about, &question, scan, catalogue))?;
    write(&found, &folder, args)?;
    if args.run.is_some() {
        // The run's own pictures are as they were.
        remade::remake(&folder, Some(found.about.year), false)?;
    }
    match args.format {
        Format::Text => print(&found, &folder, args.run.is_some(), out)?,
        format => print_rows(out, format, &files::ROW_COLUMNS, &found.row_lines())?,
    }
    Ok(FINE)
}

/// What to project, and the identity of the run it belongs to.
fn request(args: &RobustnessArgs, catalogue: &Catalogue) -> Result<(Request, String), Failure> {
    let or = |given: Option<u32>, usual: usize| given.map_or(usual, |given| given as usize);
    let mut request = Request {
        scenarios: args.scenarios.clone(),
        set: Vec::new(),
        draws: or(args.draws, USUAL.0),
        people: or(args.people, USUAL.1),
        years: or(args.years, USUAL.2),
        seed: args.seed.unwrap_or(1),
        sampling: "sobol".to_string(),
        ..Request::default()
    };
    let mut of = String::new();
    if let Some(folder) = &args.run {
        let vouched = run_in(folder)?;
        unchanged(&vouched, catalogue)?;
        let manifest = vouched.manifest;
        request.scenarios = manifest.request.scenarios.clone();
        request.set = manifest.request.set.clone();
        request.assume = manifest.request.assume.clone();
        request.beside_base = manifest.request.beside_base;
        request.areas = manifest.request.areas.clone();
        request.seed = args.seed.unwrap_or(manifest.request.seed);
        request.years = or(args.years, manifest.request.years.min(USUAL.2));
        of = manifest.identity;
    } else if request.scenarios.is_empty() {
        request.scenarios = COMPARISON.map(str::to_string).to_vec();
    }
    request.set.extend(args.set.iter().cloned());
    Ok((request, of))
}

fn asked(names: &[String]) -> Result<Vec<&'static Measure>, Failure> {
    Ok(super::compare_arguments::asked(names)?
        .into_iter()
        .map(Handle::measure)
        .collect())
}

/// Where the answer goes: never over something else unasked.
fn folder(args: &RobustnessArgs, about: &About) -> Result<PathBuf, Failure> {
    if let Some(run) = &args.run {
        return Ok(run.clone());
    }
    const LONGEST: usize = 80;
    let folder = args.out.clone().unwrap_or_else(|| {
        let names: String = about
            .scenarios
            .join("-vs-")
            .replace('#', "-")
            .chars()
            .take(LONGEST)
            .collect();
        Path::new("outputs").join(format!("robustness-{names}"))
    });
    refuse_to_replace(&folder, false)?;
    let taken = std::fs::read_dir(&folder).is_ok_and(|mut entries| entries.next().is_some());
    let same = std::fs::read_to_string(folder.join(files::ABOUT))
        .ok()
        .and_then(|text| serde_json::from_str::<About>(&text).ok());
    match same {
        Some(old) if Owned::is_marked(&folder) && (old == *about || args.overwrite) => Ok(folder),
        Some(_) => Err(Failure::Refused(format!(
            "{} holds another answer; --overwrite replaces it, --out names another folder",
            folder.display()
        ))),
        None if taken || folder.is_file() => Err(Failure::Refused(format!(
            "{} holds something else; --out names another folder, and --run adds to the report of a run",
            folder.display()
        ))),
        None => Ok(folder),
    }
}

fn write(found: &Robustness, folder: &Path, args: &RobustnessArgs) -> Result<(), Failure> {
    let additions = if Owned::is_marked(folder) {
        Additions::to(folder)?
    } else {
        Additions::afresh(folder)
    };
    for (name, bytes) in found.files()? {
        additions.write(name, &bytes)?;
    }
    if let Some(chart) = beliefs::chart(found) {
        additions.write("charts/robustness.svg", chart.svg.as_bytes())?;
        if !args.no_png {
            let picture = png(&chart.svg, ZOOM).map_err(Failure::Refused)?;
            additions.write("charts/robustness.png", &picture)?;
        }
    }
    if args.run.is_none() {
        additions.write("report.html", page_of::page(found).as_bytes())?;
    }
    Ok(additions.finish()?)
}

/// Says on standard error what is about to be asked.
fn introduce(about: &About) {
    let beliefs: Vec<String> = about.beliefs.iter().map(Belief::label).collect();
    eprintln!(
        "{} under {} ({}): {} of {}, told for {}, seed {}.",
        about.scenarios.join(", "),
        so_many(beliefs.len() as u64, "set of beliefs", "sets of beliefs"),
        beliefs.join("; "),
        so_many(about.draws as u64, "draw", "draws"),
        so_many(about.people as u64, "person", "people"),
        Year(about.year).financial(),
        about.seed
    );
    if let Some(fixed) = about.told_of_fixed() {
        eprintln!("note: {fixed}");
    }
}

/// The command that repeats it.
fn command(args: &RobustnessArgs, request: &Request) -> String {
    let mut words: Vec<String> = vec!["carepool robustness".to_string()];
    match &args.run {
        Some(folder) => words.push(format!("--run {}", shell(&folder.display().to_string()))),
        None => words.extend(request.scenarios.iter().map(|name| shell(name))),
    }
    words.push(format!(
        "--draws {} --people {} --years {} --seed {}",
        request.draws, request.people, request.years, request.seed
    ));
    words.extend(args.year.map(|year| format!("--year {year}")));
    words.extend(args.beliefs.iter().map(|set| format!("--belief {}", shell(set))));
    words.extend(args.measures.iter().map(|name| format!("--measure {}", shell(name))));
    words.extend(args.set.iter().map(|set| format!("--set {}", shell(set))));
    words.extend(args.levers.iter().map(|key| format!("--lever {}", shell(key))));
    words.extend(args.no_flips.then(|| "--no-flips".to_string()));
    words.join(" ")
}

fn print(found: &Robustness, folder: &Path, in_run: bool, out: &mut dyn Write) -> Result<(), Failure> {
    let about = &found.about;
    writeln!(
        out,
        "In {}, against {}: median difference under each set of beliefs (~ within twice its error)\n",
        Year(about.year).financial(),
        about.scenarios[0]
    )?;
    let mut names: Vec<&str> = Vec::new();
    for belief in &about.beliefs {
        if !names.contains(&belief.name.as_str()) {
            names.push(&belief.name);
        }
    }
    let mut head = vec![String::new()];
    head.extend(names.iter().map(|name| (*name).to_string()));
    let mut lines = vec![head];
    let readings = about.beliefs.len().div_ceil(names.len().max(1));
    for measure in found.measures().into_iter().map(Handle::measure) {
        for scenario in 1..about.scenarios.len() {
            let together = told::claim(Some(found), measure, scenario).unwrap_or_default();
            let title = words::title(measure);
            lines.push(vec![format!("{title}, {}: {together}", about.scenarios[scenario])]);
            for reading in 0..readings {
                let belief = reading * names.len();
                let mut line = vec![format!("  {}", about.beliefs[belief].reading.replace('_', " "))];
                line.extend((belief..belief + names.len()).map(|belief| {
                    found
                        .row(measure.handle, scenario, belief)
                        .map_or(String::new(), |row| match row.sign() {
                            robustness::Sign::Same => "no change".to_string(),
                            robustness::Sign::Unclear => {
                                format!("{} ~", words::difference(measure.unit, row.difference.p("p50")))
                            }
                            _ => words::difference(measure.unit, row.difference.p("p50")),
                        })
                }));
                lines.push(line);
            }
        }
    }
    // A line of words alone must not widen the first column.
    let columns: Vec<Vec<String>> = lines.iter().filter(|line| line.len() > 1).cloned().collect();
    let aligned = text::aligned(&columns);
    let mut drawn = aligned.lines();
    for line in &lines {
        match line.as_slice() {
            [words] => writeln!(out, "{words}")?,
            _ => writeln!(out, "{}", drawn.next().unwrap_or_default())?,
        }
    }
    let turning: Vec<_> = found
        .flips
        .iter()
        .filter(|flip| matches!(flip.outcome, Outcome::Flips(_)))
        .collect();
    if !found.flips.is_empty() {
        writeln!(out, "\n{}", told::scanned(found))?;
    }
    for flip in turning.iter().take(PRINTED) {
        let others = told::disagreeing(flip);
        let title = words::title(flip.measure.measure());
        writeln!(
            out,
            "  {title}, {} against {}: {} (now {}): {}{}",
            about.scenarios[flip.scenario],
            about.scenarios[flip.against],
            flip.lever.key,
            told::told(&flip.lever.unit, flip.lever.central),
            told::turning(found, flip),
            if others.is_empty() {
                String::new()
            } else {
                format!("; on the other side: {}", others.join(", "))
            }
        )?;
    }
    if turning.len() > PRINTED {
        writeln!(
            out,
            "  and {} more in {}",
            turning.len() - PRINTED,
            folder.join(files::FLIPS).display()
        )?;
    }
    let what = if in_run { "Report" } else { "Page" };
    writeln!(out, "\n{what}: {}", folder.join("report.html").display())?;
    Ok(())
}
