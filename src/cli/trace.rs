//! `carepool trace`: where one number of a run comes from.
//!
//! The draw is run again from the run's manifest, and what it passed through is printed: the quantities the measure is
//! made of, the ledger's lines, each service's need, capacity and activity, what access put back on need, and the
//! assumptions as this draw sampled them.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::FINE;
use super::format::{Failure, Format, rows, short};
use crate::economy::ledger::{Account, Entry, Ledger};
use crate::measures::{self, Handle, Measure, POPULATION};
use crate::projection::{Trace, YearParts, draw};
use crate::report::{text, words};
use crate::results::{Vouched, draws};
use crate::run::Job;
use crate::scenario::Catalogue;
use crate::world::{Group, Service, YearRecord};

/// Where a number of a run comes from.
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "Examples:\n  carepool trace outputs/first-run cost_nhs --year 2034\n  \
    carepool trace outputs/first-run waiting_list --year 2030 --draw 17 --scenario whole-person-care\n  \
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
    /// Number of the draw, from 0.
    #[arg(long, value_name = "D", default_value_t = 0)]
    pub draw: usize,
    /// The scenario [default: the first].
    #[arg(long, value_name = "S")]
    pub scenario: Option<String>,
    /// The group.
    #[arg(long, value_name = "GROUP", default_value = "all")]
    pub group: String,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// One line of the answer: the part it belongs to, what, how much, unit, and what else is to be said.
type Line = [String; 5];

/// Assumptions that are printed for people: those farthest from their middle.
const SHOWN_ASSUMPTIONS: usize = 15;

/// Traces; 0 when the number was found again.
pub fn run(args: &TraceArgs, catalogue: &Catalogue, out: &mut dyn Write) -> Result<u8, Failure> {
    let vouched = Vouched::open(&args.run)?;
    let manifest = &vouched.manifest;
    let measure = measures::find(&args.measure)?.measure();
    let group = Group::parse(&args.group)
        .filter(|group| measure.splits(*group))
        .ok_or_else(|| Failure::Refused(format!("{} is not told for a group `{}`", measure.name, args.group)))?;
    if args.draw >= manifest.request.draws {
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
    let name = args.scenario.clone().unwrap_or_else(|| job.shape.scenarios[0].clone());
    let plan = job
        .engine
        .plans
        .iter()
        .position(|plan| plan.shown && plan.name == name)
        .ok_or_else(|| {
            Failure::Refused(format!(
                "no scenario `{name}` in the run; it has {}",
                job.shape.scenarios.join(", ")
            ))
        })?;
    let index = job
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
    let mut found: Option<(YearRecord, Trace)> = None;
    let mut observer = |at: usize, year: usize, record: &YearRecord, parts: &YearParts<'_>| {
        if at == plan && year == index {
            found = Some((record.clone(), parts.trace()));
        }
    };
    // Later years cannot reach back, so the draw is run up to the year asked for only.
    draw(
        &job.engine.plans,
        &job.engine.sampler,
        args.draw as u64,
        0,
        job.request.people,
        index + 1,
        &mut observer,
    )?;
    let Some((record, trace)) = found else {
        return Err(Failure::Refused("the year was not reached".to_string()));
    };
    let value = (measure.read)(&record, group);
    if group == Group::ALL {
        let drawn = draws::read_year(&vouched.path("draws.parquet")?, args.year, &[measure.handle])?;
        let then = drawn
            .into_iter()
            .find(|row| row.scenario == name && row.draw == args.draw);
        if let Some(then) = then.filter(|then| then.value.to_bits() != value.to_bits()) {
            eprintln!(
                "warning: the run's table has {}, not {value}: inputs or program have changed since",
                then.value
            );
        }
    }
    let line = |part: &str, what: &str, value: f64, unit: &str, more: String| -> Line {
        [
            part.into(),
            what.into(),
            crate::results::tables::number(value),
            unit.into(),
            more,
        ]
    };
    let mut lines = vec![line(
        "value",
        measure.name,
        value,
        measure.unit,
        measure.meaning.to_string(),
    )];
    for (name, meaning, value) in made_of(measure, group, &record) {
        lines.push(line("made of", name, value, "", meaning.replace('\\', "")));
    }
    if measure.handle == POPULATION && group == Group::ALL {
        lines.push(line(
            "made of",
            "net_migrants",
            trace.migrants,
            "people",
            "who came in the year, less those who left".to_string(),
        ));
    }
    for (from, to, millions, what) in ledger(&trace.ledger, measure) {
        lines.push(line(
            "ledger",
            &format!("{from} → {to}"),
            millions,
            "£m",
            what.to_string(),
        ));
    }
    for service in Service::ALL {
        let at = service.index();
        // Care and public health are counted person by person or in money, not against a capacity in units.
        let more = match service {
            Service::HomeCare | Service::CareHome | Service::PublicHealth => {
                format!("need {}; £m {}", short(record.need[at]), short(trace.budgets.money[at]))
            }
            _ => format!(
                "need {}; capacity {}; £m {}",
                short(trace.need.total[at]),
                short(trace.budgets.capacity[at]),
                short(trace.budgets.money[at])
            ),
        };
        lines.push(line("service", service.key(), record.activity[at], "activity", more));
    }
    let (access, feedback) = (&trace.access, &trace.feedback);
    for (fifth, met) in access.primary_care.iter().enumerate() {
        lines.push(line(
            "access",
            &format!("primary_care[imd={}]", fifth + 1),
            *met,
            "share met",
            String::new(),
        ));
    }
    for (what, value, unit) in [
        ("community_health", access.community_health, "share met"),
        ("mental_health", access.mental_health, "share met"),
        ("care_need", access.care_need, "share met"),
        ("eligible_care", access.eligible_care, "share met"),
        ("wait_weeks", access.wait_weeks, "weeks"),
        ("four_hour", access.four_hour, "share"),
    ] {
        lines.push(line("access", what, value, unit, "felt next year".to_string()));
    }
    for (what, value) in [
        ("mortality", feedback.mortality),
        ("dependency_onset", feedback.dependency_onset),
        ("condition_onset", feedback.condition_onset),
        ("care_home_entry", feedback.care_home_entry),
        ("quality_of_life", feedback.quality_of_life),
    ] {
        lines.push(line(
            "feedback",
            what,
            value,
            "factor",
            "from last year's access".to_string(),
        ));
    }
    let scenario = &job.engine.plans[plan].scenario;
    let mut sampled: Vec<(f64, Line)> = Vec::new();
    for (name, value) in scenario.world(&job.engine.sampler, args.draw as u64).sampled() {
        let Some(about) = scenario.assumptions().iter().find(|one| one.name == name) else {
            continue;
        };
        let share = about
            .distribution
            .as_ref()
            .map_or(f64::NAN, |distribution| distribution.cdf(value));
        let more = format!(
            "percentile {}; {}",
            short((share * 100.0).round()),
            about.evidence("source")
        );
        sampled.push((
            (share - 0.5).abs(),
            line("assumption", &about.key, value, &about.unit, more),
        ));
    }
    sampled.sort_by(|a, b| b.0.total_cmp(&a.0));
    let hidden = if args.format == Format::Text {
        sampled.len().saturating_sub(SHOWN_ASSUMPTIONS)
    } else {
        0
    };
    lines.extend(sampled.drain(..).map(|one| one.1));
    lines.truncate(lines.len() - hidden);
    if args.format != Format::Text {
        let table: Vec<Vec<String>> = lines.iter().map(|line| line.to_vec()).collect();
        rows(out, args.format, &["part", "what", "value", "unit", "more"], &table)?;
        return Ok(FINE);
    }
    writeln!(
        out,
        "{} ({}) in {}, {name}, draw {}: {}\n{}",
        words::title(measure),
        group.name(),
        args.year,
        args.draw,
        words::value(measure.unit, value),
        measure.meaning
    )?;
    for (part, title) in [
        ("made of", "Made of, in the year's record"),
        ("ledger", "Lines of the ledger"),
        ("service", "Services: activity, need, capacity, money"),
        ("access", "Access, felt next year"),
        ("feedback", "What last year's access put on this year"),
        (
            "assumption",
            "Assumptions as sampled, those farthest from their middle first",
        ),
    ] {
        let mine: Vec<Vec<String>> = lines.iter().filter(|line| line[0] == part).map(printed).collect();
        if !mine.is_empty() {
            writeln!(out, "\n{title}")?;
            write!(out, "{}", text::aligned(&mine))?;
        }
    }
    if hidden > 0 {
        writeln!(out, "  and {hidden} nearer to their middle (--format csv prints all)")?;
    }
    Ok(FINE)
}

/// A line for people.
fn printed(line: &Line) -> Vec<String> {
    let value = line[2].parse::<f64>().map_or("–".to_string(), short);
    vec![
        format!("  {}", line[1]),
        format!("{value} {}", line[3]),
        line[4].trim().to_string(),
    ]
}

/// The quantities of a record that a measure reads: those whose change changes it.
fn made_of(measure: &Measure, group: Group, record: &YearRecord) -> Vec<(&'static str, &'static str, f64)> {
    let value = (measure.read)(record, group);
    let count = record.clone().quantities().len();
    let mut found = Vec::new();
    for at in 0..count {
        let mut changed = record.clone();
        let (name, meaning, own) = {
            let mut quantities = changed.quantities();
            let (name, meaning, values) = &mut quantities[at];
            let own = values[group.index()];
            // Down as well as up would be needed for a share that is held to 1; halving moves it either way.
            values
                .iter_mut()
                .for_each(|value| *value = if *value == 0.0 { 1.0 } else { *value / 2.0 });
            (*name, *meaning, own)
        };
        if (measure.read)(&changed, group).to_bits() != value.to_bits() {
            found.push((name, meaning, own));
        }
    }
    found
}

/// The account behind a cost measure, if its figure is read from one.
fn account_of(measure: Handle) -> Option<Account> {
    Some(match measure {
        measures::COST_NHS | measures::COST_NHS_TRANSFER => Account::Nhs,
        measures::COST_COUNCIL => Account::Councils,
        measures::COST_PUBLIC_HEALTH => Account::PublicHealth,
        measures::COST_USER_CHARGES => Account::Users,
        measures::COST_SELF_FUNDED => Account::SelfFunders,
        measures::COST_PRIVATE_CARE => Account::PrivatePatients,
        measures::COST_UNPAID_CARE => Account::UnpaidCare,
        measures::COST_DISABILITY_BENEFITS => Account::Households,
        measures::COST_TRANSACTION => Account::Administration,
        measures::COST_PFI => Account::PfiHolders,
        measures::COST_REORGANISATION => Account::Reorganisation,
        measures::COST_AGENCY => Account::Agency,
        measures::COST_OTHER_NHS => Account::OtherNhs,
        _ => return None,
    })
}

/// The ledger's lines behind a measure: those of its account, or all where it is no single account's; alike ones added up.
fn ledger(ledger: &Ledger, measure: &Measure) -> Vec<(String, String, f64, &'static str)> {
    let mut found: Vec<(String, String, f64, &'static str)> = Vec::new();
    let entries: Vec<&Entry> = match account_of(measure.handle) {
        Some(account) => ledger.trace(account).collect(),
        None if measure.unit.starts_with('£') => ledger.entries().iter().collect(),
        None => return found,
    };
    for entry in entries {
        let (from, to) = (entry.from.key(), entry.to.key());
        match found
            .iter_mut()
            .find(|(a, b, _, what)| *a == from && *b == to && *what == entry.what)
        {
            Some(known) => known.2 += entry.amount.millions(),
            None => found.push((from, to, entry.amount.millions(), entry.what)),
        }
    }
    found
}
