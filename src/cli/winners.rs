//! `carepool compare RUN --winners`: who gains and who loses by a change, in money.

use std::io::Write;

use super::FINE;
use super::answer::asked_year;
use super::begin::{run_in, threads, unchanged};
use super::compare_arguments::CompareArgs;
use super::format::{Failure, Format, float, rows};
use super::progress::{self, Bar};
use crate::analysis::over_a_life::{Life, groups};
use crate::analysis::winners::{Fate, TOLD, Told, winners};
use crate::projection::RunError;
use crate::report::{text, words};
use crate::run::{Job, pool};
use crate::scenario::Catalogue;
use crate::world::{Dimension, Group, Year};

/// Draws that are run again for it, at most.
const DRAWS: usize = 40;
/// Columns for programs.
const COLUMNS: [&str; 17] = [
    "scenario",
    "against",
    "year",
    "group",
    "adults",
    "share_gaining",
    "share_gaining_p10",
    "share_gaining_p90",
    "share_losing",
    "gain_of_gainers",
    "loss_of_losers",
    "mean_gain",
    "adult_years",
    "life_more_tax",
    "life_more_care",
    "life_more_money_paid",
    "life_gain",
];

/// Tells it for each scenario of a run against the first.
pub fn run(args: &CompareArgs, limit: f64, catalogue: &Catalogue, out: &mut dyn Write) -> Result<u8, Failure> {
    let [folder] = args.runs.as_slice() else {
        return Err(Failure::Refused(
            "--winners takes one run of two or more scenarios".to_string(),
        ));
    };
    let vouched = run_in(folder)?;
    unchanged(&vouched, catalogue)?;
    let mut request = vouched.manifest.request;
    request.draws = request.draws.min(args.draws.map_or(DRAWS, |draws| draws as usize));
    let draws = request.draws;
    let job = Job::prepare(request, catalogue)?;
    let years = &job.shape.years;
    let (first, last) = (years[0], years[years.len() - 1]);
    let year = asked_year(years, args.year)?.unwrap_or(Year(last.0.min(first.0 + 10)));
    if year == first {
        return Err(Failure::Refused(format!(
            "{} is the base year, in which nothing has been decided yet: nobody gains and nobody loses",
            year.0
        )));
    }
    let plans: Vec<_> = job.engine.plans.shown().collect();
    if plans.len() < 2 {
        return Err(Failure::Refused(
            "the run has one scenario only: nobody gains or loses against it".to_string(),
        ));
    }
    if let Some(elsewhere) = plans.iter().find(|plan| plan.place() != plans[0].place()) {
        return Err(Failure::Refused(format!(
            "{} and {} are of different places, so nobody of one gains in the other",
            plans[0].name, elsewhere.name
        )));
    }
    // Files of other countries are no policy for this one, whatever they are called.
    let ours = &plans[0].tables.people.population;
    if let Some(other) = plans.iter().find(|plan| plan.tables.people.population != *ours) {
        return Err(Failure::Refused(format!(
            "{} and {} have other people, so nobody of one gains in the other",
            plans[0].name, other.name
        )));
    }
    progress::listen();
    let bar = Bar::new(draws, "draws");
    let place = usize::from(year.0 - first.0);
    let found = pool(threads(None))?.install(|| winners(&job.engine, place, draws, limit, &bar));
    bar.clear();
    let found = found.map_err(|ended| match ended {
        RunError::Year(error) => Failure::Year(error),
        RunError::Keep(never) => match never {},
        RunError::Stopped => Failure::Interrupted("\nInterrupted; nothing is kept.".to_string()),
    })?;
    let mut table = Vec::new();
    for (plan, told) in plans[1..].iter().zip(&found) {
        let names = (plans[0].name.as_str(), plan.name.as_str());
        if args.format == Format::Text {
            tell(names, year, limit, &told.fates, out)?;
            tell_lives(names, year, told, out)?;
        }
        for fate in &told.fates {
            let life = told.lives.iter().find(|life| life.group == fate.group);
            table.push(row(names, year, fate, life));
        }
    }
    if args.format == Format::Text {
        writeln!(
            out,
            "Means of {draws} draws. Counted is the money of adults: tax for health and care, charges, care that they buy, and what programmes\n\
             pay them; not the care that they have (`--measure net_benefit` is in the tables of the run, by the same groups). Over a life means\n\
             a life in which every age is like that of the year told, as long as the first scenario's mortality lets it last: in pounds of\n\
             {}, not discounted, and no forecast of anybody's. Whoever is in a fifth by wealth stays in it, and lives as long as all do;\n\
             a fifth by income is no life's, since few are rich at 20 or at 90. What care costs those who turn 65 is in the tables of the run\n\
             besides (lifetime_care_cost, wealth_spent_on_care).",
            first.financial()
        )?;
    } else {
        rows(out, args.format, &COLUMNS, &table)?;
    }
    Ok(FINE)
}

/// Whatever share is undefined is an empty cell.
fn number(value: f64) -> String {
    if value.is_finite() { float(value) } else { String::new() }
}

fn row((first, other): (&str, &str), year: Year, fate: &Fate, life: Option<&Life>) -> Vec<String> {
    let mut shares: Vec<f64> = fate.draws.iter().map(|one| one.gaining / one.people).collect();
    shares.sort_by(f64::total_cmp);
    let at = |part: f64| {
        let place = part * (shares.len() - 1) as f64;
        let (below, above) = (shares[place.floor() as usize], shares[place.ceil() as usize]);
        below + (above - below) * place.fract()
    };
    let mut row = vec![
        other.to_string(),
        first.to_string(),
        year.0.to_string(),
        fate.group.name().to_string(),
    ];
    row.extend(
        [
            fate.people(),
            fate.gaining(),
            at(0.1),
            at(0.9),
            fate.losing(),
            fate.gain_of_gainers(),
            fate.loss_of_losers(),
            fate.gain(),
        ]
        .map(number),
    );
    let of = |value: &dyn Fn(&Life) -> f64| life.map_or_else(String::new, |life| number(value(life)));
    row.extend([
        of(&|life| life.years),
        of(&|life| life.more_tax),
        of(&|life| life.more_care),
        of(&|life| life.more_given),
        of(&Life::gain),
    ]);
    row
}

/// The same over a life.
fn tell_lives((first, other): (&str, &str), year: Year, told: &Told, out: &mut dyn Write) -> Result<(), Failure> {
    writeln!(
        out,
        "Over a life from 18 on, if every age were as it is in {}: what somebody pays more by {other} than by {first}\n",
        year.financial()
    )?;
    let head = [
        "",
        "years",
        "more in tax",
        "more for care",
        "more paid to them",
        "gains in all",
    ];
    let mut lines = vec![head.map(str::to_string).to_vec()];
    for dimension in [Dimension::All, Dimension::Imd, Dimension::Wealth] {
        if dimension != Dimension::All {
            lines.push(vec![heading(dimension).to_string()]);
        }
        for life in told.lives.iter().filter(|life| life.group.dimension() == dimension) {
            let name = life.group.name();
            lines.push(vec![
                name.split_once('=')
                    .map_or("all adults".to_string(), |(_, name)| format!("  {name}")),
                format!("{:.1}", life.years),
                words::difference("£", life.more_tax),
                words::difference("£", life.more_care),
                words::difference("£", life.more_given),
                words::difference("£", life.gain()),
            ]);
        }
    }
    write!(out, "{}", text::aligned(&lines))?;
    let told = |group: &Group| told.lives.iter().any(|life| life.group == *group);
    let missing: Vec<&str> = groups().filter(|group| !told(group)).map(Group::name).collect();
    if !missing.is_empty() {
        writeln!(
            out,
            "Not told of {}: at some age nobody of them is among the simulated people (more --draws, or a run of more people)",
            missing.join(", ")
        )?;
    }
    writeln!(out)?;
    Ok(())
}

/// What a dimension is called above its groups.
fn heading(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::All => "",
        Dimension::Imd => "by deprivation (1: most deprived fifth)",
        Dimension::Income => "by own income (1: poorest fifth of adults)",
        Dimension::Wealth => "by wealth within an age (1: poorest fifth)",
        Dimension::Age => "by age",
        Dimension::Sex => "by sex",
    }
}

fn tell(
    (first, other): (&str, &str),
    year: Year,
    limit: f64,
    fates: &[Fate],
    out: &mut dyn Write,
) -> Result<(), Failure> {
    writeln!(
        out,
        "Who gains and who loses more than {} a year by {other} against {first} in {}\n",
        words::value("£", limit),
        year.financial()
    )?;
    let head = ["", "gain", "each of them", "lose", "each of them", "all, on average"];
    let mut lines = vec![head.map(str::to_string).to_vec()];
    let share = |part: f64| format!("{:.1}%", part * 100.0);
    let pounds = |value: f64| {
        if value.is_finite() {
            words::value("£", value)
        } else {
            String::new()
        }
    };
    for dimension in TOLD {
        if dimension != Dimension::All {
            lines.push(vec![heading(dimension).to_string()]);
        }
        for fate in fates.iter().filter(|fate| fate.group.dimension() == dimension) {
            let name = fate.group.name();
            let name = name.split_once('=').map_or("all adults", |(_, name)| name);
            lines.push(vec![
                if dimension == Dimension::All {
                    name.to_string()
                } else {
                    format!("  {name}")
                },
                share(fate.gaining()),
                pounds(fate.gain_of_gainers()),
                share(fate.losing()),
                pounds(fate.loss_of_losers()),
                words::difference("£", fate.gain()),
            ]);
        }
    }
    write!(out, "{}", text::aligned(&lines))?;
    writeln!(out)?;
    Ok(())
}
