//! `carepool trace`: where one number of a run comes from, or where a difference between two of its scenarios does.
//!
//! The draw is run again from the run's manifest, and what it passed through is printed: the quantities the measure is
//! made of, what came and went in the year, the ledger's lines, each service's need, capacity, activity and price, what access
//! put back on need, and the assumptions as this draw sampled them.

mod against;
mod parts;
mod sampled;

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use self::parts::{Line, PARTS, Year as TracedYear};
use super::FINE;
use super::begin::run_in;
use super::format::{Failure, Format, rows, short};
use crate::analysis::given::nearest;
use crate::measures::{self, Measure};
use crate::projection::{YearParts, draw};
use crate::report::{text, words};
use crate::results::tables::number;
use crate::results::{Vouched, series};
use crate::run::Job;
use crate::scenario::Catalogue;
use crate::world::{Group, YearRecord};

/// Where a number of a run comes from.
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "Examples:\n  carepool trace outputs/first-run cost_nhs --year 2034\n  \
    carepool trace outputs/first-run waiting_list --year 2030 --draw 17 --scenario whole-person-care\n  \
    carepool trace outputs/first-run cost_public --year 2034 --against england     where a difference comes from\n  \
    carepool trace outputs/first-run gp_need_met --year 2034 --group imd=1 --format csv"
)]
pub struct TraceArgs {
    /// Folder of the run.
    #[arg(value_name = "RUN")]
    pub run: PathBuf,
    /// Name of the measure.
    #[arg(value_name = "MEASURE")]
    pub measure: String,
    /// The year.
    #[arg(long, value_name = "Y")]
    pub year: u16,
    /// Number of the draw, from 0 [default: 0, with --against the one whose difference is nearest to the median].
    #[arg(long, value_name = "D")]
    pub draw: Option<usize>,
    /// The scenario [default: the first, with --against the first other].
    #[arg(long, value_name = "S")]
    pub scenario: Option<String>,
    /// Traces the difference from this scenario of the run instead of a level.
    #[arg(long, value_name = "S")]
    pub against: Option<String>,
    /// The group.
    #[arg(long, value_name = "GROUP", default_value = "all")]
    pub group: String,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// What is traced, looked up in the run.
struct Asked<'a> {
    vouched: &'a Vouched,
    job: &'a Job,
    measure: &'static Measure,
    group: Group,
    year: u16,
    /// Position of the year in the run.
    place: usize,
}

/// Traces; 0 when the number was found again.
pub fn run(args: &TraceArgs, catalogue: &Catalogue, out: &mut dyn Write) -> Result<u8, Failure> {
    let vouched = run_in(&args.run)?;
    let manifest = &vouched.manifest;
    let measure = measures::find(&args.measure)?.measure();
    let group = Group::parse(&args.group)
        .filter(|group| measure.splits(*group))
        .ok_or_else(|| {
            let told: Vec<&str> = Group::every()
                .filter(|group| measure.splits(*group))
                .map(Group::name)
                .collect();
            Failure::Refused(format!(
                "{} is not told for a group `{}`; it is told for {}",
                measure.name,
                args.group,
                told.join(", ")
            ))
        })?;
    if args.draw.is_some_and(|draw| draw >= manifest.request.draws) {
        return Err(Failure::Refused(format!(
            "the run has draws 0 to {}",
            manifest.request.draws - 1
        )));
    }
    let job = Job::prepare(manifest.request.clone(), catalogue)?;
    for (name, hash) in &manifest.inputs {
        if job.inputs.get(name).is_none_or(|now| now != hash) {
            eprintln!("warning: {name} is not what it was when the run was made");
        }
    }
    if manifest.code != env!("CAREPOOL_CODE") {
        eprintln!("warning: the run was made by another version of the program");
    }
    let place = job
        .shape
        .years
        .iter()
        .position(|year| year.0 == args.year)
        .ok_or_else(|| {
            let years = &job.shape.years;
            Failure::Refused(format!(
                "the run has the years {} to {}",
                years[0],
                years[years.len() - 1]
            ))
        })?;
    let asked = Asked {
        vouched: &vouched,
        job: &job,
        measure,
        group,
        year: args.year,
        place,
    };
    if let Some(against) = &args.against {
        return against::run(args, &asked, against, out);
    }
    level(args, &asked, out)
}

impl Asked<'_> {
    /// A scenario of the run: its name and its plan.
    fn scenario(&self, name: &str) -> Result<usize, Failure> {
        let plans = &self.job.engine.plans;
        let found = plans.iter().position(|plan| plan.shown && plan.name == name);
        found.ok_or_else(|| {
            let names = &self.job.shape.scenarios;
            let near = nearest(name, names.iter().map(String::as_str));
            let near = near.map(|near| format!("did you mean `{near}`? ")).unwrap_or_default();
            Failure::Refused(format!(
                "no scenario `{name}` in the run; {near}it has {}",
                names.join(", ")
            ))
        })
    }

    /// Runs a draw again up to the year asked for: that year of some plans, in their order.
    fn years(&self, plans: &[usize], number: usize) -> Result<Vec<TracedYear>, Failure> {
        let mut before: Vec<Option<YearRecord>> = vec![None; plans.len()];
        let mut found: Vec<Option<TracedYear>> = plans.iter().map(|_| None).collect();
        let mut observer = |at: usize, year: usize, record: &YearRecord, parts: &YearParts<'_>| {
            for (slot, _) in plans.iter().enumerate().filter(|(_, plan)| **plan == at) {
                if year + 1 == self.place {
                    before[slot] = Some(record.clone());
                } else if year == self.place {
                    found[slot] = Some(TracedYear {
                        record: record.clone(),
                        trace: parts.trace(),
                        before: before[slot].take(),
                    });
                }
            }
        };
        // Later years cannot reach back, so the draw is run up to the year asked for only.
        draw(
            &self.job.engine.plans,
            &self.job.engine.sampler,
            number as u64,
            0,
            self.job.request.people,
            self.place + 1,
            &mut observer,
        )?;
        let all: Option<Vec<TracedYear>> = found.into_iter().collect();
        all.ok_or_else(|| Failure::Refused("the year was not reached".to_string()))
    }

    /// The draws of the measure as the run's table has them; none where it does not keep the group.
    fn drawn(&self, scenario: &str) -> Result<Option<Vec<f64>>, Failure> {
        let path = self.vouched.path("draws.parquet")?;
        let table = series::read(&path, &[(self.measure.handle, self.group)])?;
        let of = table.get(scenario, self.measure.handle, self.group);
        Ok(of.and_then(|years| years.get(self.place)).cloned())
    }

    /// Says so where a number is not that of the run's table.
    fn hold(&self, scenario: &str, number: usize, value: f64) -> Result<(), Failure> {
        let then = self.drawn(scenario)?.and_then(|draws| draws.get(number).copied());
        if let Some(then) = then.filter(|then| then.to_bits() != value.to_bits() && !(then.is_nan() && value.is_nan()))
        {
            eprintln!(
                "warning: the run's table has {then} of {scenario}, not {value}: inputs or program have changed since"
            );
        }
        Ok(())
    }
}

fn level(args: &TraceArgs, asked: &Asked<'_>, out: &mut dyn Write) -> Result<u8, Failure> {
    let (measure, group) = (asked.measure, asked.group);
    let name = args
        .scenario
        .clone()
        .unwrap_or_else(|| asked.job.shape.scenarios[0].clone());
    let plan = asked.scenario(&name)?;
    let number = args.draw.unwrap_or_default();
    let year = asked
        .years(&[plan], number)?
        .pop()
        .ok_or_else(|| Failure::Refused("the year was not reached".to_string()))?;
    let value = measure.told_of(&year.record, group);
    asked.hold(&name, number, value)?;
    let quantities = parts::read_by(measure, group, &year.record);
    let mut lines = vec![Line::new("value", measure.name, value, measure.unit, measure.meaning)];
    lines.extend(parts::lines(measure, group, &quantities, &year));
    let sampled = sampled::farthest(asked.job, plan, number);
    let hidden = if args.format == Format::Text {
        sampled.len().saturating_sub(sampled::SHOWN)
    } else {
        0
    };
    lines.extend(sampled);
    lines.truncate(lines.len() - hidden);
    if args.format != Format::Text {
        let table: Vec<Vec<String>> = lines.iter().map(row).collect();
        rows(out, args.format, &["part", "what", "value", "unit", "more"], &table)?;
        return Ok(FINE);
    }
    writeln!(
        out,
        "{} ({}) in {}, {name}, draw {number}: {}\n{}",
        words::title(measure),
        group.name(),
        args.year,
        words::value(measure.unit, value),
        measure.meaning
    )?;
    let last = (
        sampled::PART,
        "Assumptions as sampled, those farthest from their middle first",
    );
    for (part, title) in PARTS.into_iter().chain([last]) {
        let mine: Vec<Vec<String>> = lines.iter().filter(|line| line.part == part).map(printed).collect();
        if !mine.is_empty() {
            writeln!(out, "\n{}", parts::heading(part, title, group))?;
            write!(out, "{}", text::aligned(&mine))?;
        }
    }
    if hidden > 0 {
        writeln!(out, "  and {hidden} nearer to their middle (--format csv prints all)")?;
    }
    Ok(FINE)
}

/// A line for programs.
fn row(line: &Line) -> Vec<String> {
    vec![
        line.part.to_string(),
        line.what.clone(),
        number(line.value),
        line.unit.clone(),
        line.more.clone(),
    ]
}

/// A number in few digits, or that there is none.
fn told(value: f64) -> String {
    if value.is_finite() {
        short(value)
    } else {
        "–".to_string()
    }
}

/// A line for people.
fn printed(line: &Line) -> Vec<String> {
    vec![
        format!("  {}", line.what),
        format!("{} {}", told(line.value), line.unit),
        line.more.clone(),
    ]
}
