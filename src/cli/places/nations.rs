//! England, Scotland, Wales and Northern Ireland beside one another: what is known of each, its law, and what the model makes of it.

use std::io::Write;

use clap::Parser;

use super::PlacesArgs;
use crate::cli::FINE;
use crate::cli::begin::threads;
use crate::cli::charge::{self, ChargeArgs};
use crate::cli::format::{Failure, Format, rows};
use crate::measures::{self, Handle};
use crate::results::{Request, tables::short};
use crate::run::{Job, pool};
use crate::scenario::{Assumption, Catalogue, Scenario};
use crate::world::Group;

/// The four, as scenarios and as people call them.
pub const NATIONS: [(&str, &str); 4] = [
    ("england", "England"),
    ("scotland", "Scotland"),
    ("wales", "Wales"),
    ("northern-ireland", "Northern Ireland"),
];

/// How a level is told.
#[derive(Clone, Copy)]
enum Told {
    /// As it is.
    Itself,
    /// For each person [£].
    PoundsAHead,
    /// For 1,000 people.
    PerThousand,
    /// In a hundred.
    Percent,
}

/// Levels at the start: lever, what it is, how it is told.
const LEVELS: [(&str, &str, Told); 13] = [
    ("people.base_births", "births for 1,000 people", Told::PerThousand),
    (
        "people.mortality_level",
        "mortality, times that of England's life table for the same deprivation",
        Told::Itself,
    ),
    (
        "people.residents",
        "residents of care homes of 65 and over, for 1,000 people",
        Told::PerThousand,
    ),
    ("funding.nhs.envelope", "NHS money a head, £ a year", Told::PoundsAHead),
    (
        "funding.council.gross_spending",
        "adult social care, gross, a head, £ a year",
        Told::PoundsAHead,
    ),
    (
        "services.planned.start_list",
        "waiting list for 1,000 people*",
        Told::PerThousand,
    ),
    (
        "services.planned.start_within_18",
        "of the list within 18 weeks, %*",
        Told::Percent,
    ),
    (
        "services.planned.start_over_52",
        "waiting over a year, for 1,000 people*",
        Told::PerThousand,
    ),
    (
        "services.base_activity.emergency_department",
        "A&E attendances for 1,000 people*",
        Told::PerThousand,
    ),
    (
        "services.urgent.base_four_hour",
        "A&E within four hours, %*",
        Told::Percent,
    ),
    ("services.urgent.base_beds", "beds for 1,000 people*", Told::PerThousand),
    ("services.urgent.base_occupancy", "beds occupied, %", Told::Percent),
    (
        "services.urgent.base_delayed",
        "patients fit to leave, for 1,000 people*",
        Told::PerThousand,
    ),
];
/// The law.
const LAW: [(&str, &str); 8] = [
    (
        "social_care.charging.upper_limit_care_home",
        "capital above which a resident pays in full, £",
    ),
    (
        "social_care.charging.lower_limit_care_home",
        "capital that counts for nothing, £",
    ),
    (
        "social_care.charging.most_at_home",
        "most that anybody pays for care at home, £ a week",
    ),
    (
        "social_care.charging.free_care.with_personal_care",
        "personal care at home free",
    ),
    (
        "social_care.charging.free_care.personal_payment",
        "paid for personal care to a resident, £ a week",
    ),
    (
        "social_care.charging.free_care.nursing_payment",
        "paid for nursing beside it, £ a week",
    ),
    (
        "social_care.charging.nhs_nursing_rate",
        "NHS or trust for nursing in a home, £ a week",
    ),
    (
        "social_care.charging.personal_expenses_allowance",
        "kept by a resident with public money, £ a week",
    ),
];
/// What the model makes of it: measure, for 1,000 people or as it is.
const MADE: [(Handle, bool); 10] = [
    (measures::POPULATION, false),
    (measures::DEATHS, true),
    (measures::LIFE_EXPECTANCY, false),
    (measures::HEALTHY_LIFE_EXPECTANCY, false),
    (measures::COST_PUBLIC, true),
    (measures::NEED_MET, false),
    (measures::CARE_USERS_PUBLIC, true),
    (measures::CARE_UNMET_PEOPLE, true),
    (measures::LIFETIME_CARE_OVER_100K, false),
    (measures::INEQUALITY_SLOPE, false),
];
/// Two people, as `carepool charge` is asked.
const PEOPLE: [(&str, &str); 2] = [
    (
        "A widow of 85 with a home of £250,000 and £60,000 saved, in a care home at £900 a week",
        "--age 85 --state-pension 221.20 --savings 60000 --home 250000 --place care-home --price 900",
    ),
    (
        "A man of 82 with £150 of a private pension, £12,000 saved and Attendance Allowance, with care at home for £330 a week",
        "--age 82 --state-pension 221.20 --private-pension 150 --disability-benefit aa-higher --savings 12000 --place home --price 330",
    ),
];
const LAWS: [&str; 4] = ["means_test", "scotland", "wales", "northern_ireland"];
/// The scenarios' sums above which a limit on charges is none.
const NO_LIMIT: f64 = 10_000.0;
const THOUSAND: f64 = 1000.0;
const MILLION: f64 = 1e6;
const PERCENT: f64 = 100.0;

/// A line of the page.
struct Line {
    section: &'static str,
    what: String,
    cells: Vec<String>,
}

/// Writes the page, or its rows.
pub(super) fn compare(args: &PlacesArgs, catalogue: &Catalogue, out: &mut dyn Write) -> Result<u8, Failure> {
    let scenarios = NATIONS
        .iter()
        .map(|(name, _)| Scenario::load(name, &[], catalogue))
        .collect::<Result<Vec<_>, _>>()?;
    let pool = pool(threads(args.threads))?;
    let made = pool.install(|| {
        let each = NATIONS.iter().map(|(name, _)| made(name, args, catalogue));
        each.collect::<Result<Vec<_>, Failure>>()
    })?;
    let mut lines = levels(&scenarios, catalogue, &made);
    lines.extend(law(&scenarios, catalogue));
    lines.extend(bills(catalogue)?);
    for (at, (measure, per_1000)) in MADE.iter().enumerate() {
        let about = measure.measure();
        lines.push(Line {
            section: "made",
            what: match per_1000 {
                true => format!("{}, for 1,000 people [{}]", about.title, about.unit),
                false => format!("{} [{}]", about.title, about.unit),
            },
            cells: made.iter().map(|nation| short(nation[at])).collect(),
        });
    }
    if args.format != Format::Text {
        let table: Vec<Vec<String>> = lines
            .iter()
            .map(|line| [&[line.section.to_owned(), line.what.clone()], &line.cells[..]].concat())
            .collect();
        let header = [&["section", "what"], &NATIONS.map(|nation| nation.0)[..]].concat();
        rows(out, args.format, &header, &table)?;
        return Ok(FINE);
    }
    page(&lines, &scenarios, args, out)?;
    Ok(FINE)
}

/// Means of the measures in the base year.
fn made(name: &str, args: &PlacesArgs, catalogue: &Catalogue) -> Result<Vec<f64>, Failure> {
    let job = Job::prepare(
        Request {
            scenarios: vec![name.to_owned()],
            draws: args.draws(),
            people: args.people(),
            years: 2,
            seed: args.seed(),
            sampling: "plain".to_owned(),
            ..Request::default()
        },
        catalogue,
    )?;
    let cube = job.collect(&())?;
    let (scenario, year) = (&cube.shape.scenarios[0], cube.shape.years[0]);
    let mean = |measure: Handle| {
        let values = cube.values(scenario, measure, Group::ALL, year).unwrap_or_default();
        values.iter().sum::<f64>() / values.len() as f64
    };
    let people = mean(measures::POPULATION);
    let told = MADE.iter().map(|(measure, per_1000)| match per_1000 {
        true => THOUSAND * mean(*measure) / people,
        false => mean(*measure),
    });
    Ok(told.collect())
}

fn assumption<'a>(scenario: &'a Scenario, key: &str) -> Option<&'a Assumption> {
    scenario.assumptions().iter().find(|one| one.key == key)
}

/// A lever's middle value in the base year.
fn value(scenario: &Scenario, catalogue: &Catalogue, key: &str) -> f64 {
    let mut values = Vec::new();
    scenario.central().values(scenario.start_year, &mut values);
    catalogue
        .index(key)
        .and_then(|at| values.get(at).copied())
        .unwrap_or(f64::NAN)
}

/// Where a level comes from, in a word.
fn origin(scenario: &Scenario, key: &str) -> &'static str {
    let Some(one) = assumption(scenario, key) else {
        return "England's";
    };
    let own = scenario.name == NATIONS[0].0 || one.place.contains(&format!("{}.toml", scenario.name));
    match (own, one.evidence("confidence")) {
        (false, _) => "England's",
        (true, "verified") => "published",
        (true, "recalled") => "recalled",
        (true, _) => "worked out",
    }
}

fn levels(scenarios: &[Scenario], catalogue: &Catalogue, made: &[Vec<f64>]) -> Vec<Line> {
    let one = |(key, what, told): &(&str, &str, Told)| Line {
        section: "level",
        what: (*what).to_owned(),
        cells: scenarios
            .iter()
            .zip(made)
            .map(|(scenario, made)| {
                let value = value(scenario, catalogue, key);
                let told = match told {
                    Told::Itself => value,
                    Told::PoundsAHead => value * MILLION / made[0],
                    Told::PerThousand => THOUSAND * value / made[0],
                    Told::Percent => PERCENT * value,
                };
                format!("{} ({})", short(told), origin(scenario, key))
            })
            .collect(),
    };
    LEVELS.iter().map(one).collect()
}

fn law(scenarios: &[Scenario], catalogue: &Catalogue) -> Vec<Line> {
    let cell = |scenario: &Scenario, key: &str| {
        let free = value(scenario, catalogue, "social_care.charging.free_care.with_personal_care") > 0.0;
        let value = value(scenario, catalogue, key);
        match key.rsplit('.').next().unwrap_or_default() {
            "with_personal_care" => if free { "yes" } else { "no" }.to_owned(),
            "personal_payment" | "nursing_payment" if !free => "none".to_owned(),
            "most_at_home" if value >= NO_LIMIT => "no limit".to_owned(),
            _ if value == 0.0 => "none".to_owned(),
            _ => short(value),
        }
    };
    let one = |(key, what): &(&str, &str)| Line {
        section: "law",
        what: (*what).to_owned(),
        cells: scenarios.iter().map(|scenario| cell(scenario, key)).collect(),
    };
    LAW.iter().map(one).collect()
}

/// The words of a bill, read as the command reads them.
#[derive(Parser)]
struct Asked {
    #[command(flatten)]
    charge: ChargeArgs,
}

/// What the two people pay a week under each law.
fn bills(catalogue: &Catalogue) -> Result<Vec<Line>, Failure> {
    let mut lines = Vec::new();
    for (who, words) in PEOPLE {
        let cells = LAWS.map(|law| week(words, law, catalogue));
        lines.push(Line {
            section: "bill",
            what: who.to_owned(),
            cells: cells.into_iter().collect::<Result<_, _>>()?,
        });
    }
    Ok(lines)
}

/// What one of them pays a week under a law; nothing where an amount of the year that it needs was not found.
fn week(words: &str, law: &str, catalogue: &Catalogue) -> Result<String, Failure> {
    let words = std::iter::once("charge").chain(words.split(' '));
    let asked = Asked::try_parse_from(words.chain(["--scheme", law, "--format", "csv"]));
    let asked = asked.map_err(|error| Failure::Refused(error.to_string()))?;
    let mut text = Vec::new();
    if charge::run(&asked.charge, catalogue, &mut text).is_err() {
        return Ok("not known".to_owned());
    }
    let mut table = csv::Reader::from_reader(text.as_slice());
    let at = table
        .headers()?
        .iter()
        .position(|name| name == "pays_week")
        .unwrap_or_default();
    let row = table.records().next().transpose()?;
    Ok(row
        .and_then(|row| row.get(at).map(|pounds| format!("£{pounds}")))
        .unwrap_or_default())
}

fn table(lines: &[Line], section: &str, head: &str, out: &mut dyn Write) -> Result<(), Failure> {
    writeln!(out, "| {head} | {} |", NATIONS.map(|nation| nation.1).join(" | "))?;
    writeln!(out, "|---|{}", "---:|".repeat(NATIONS.len()))?;
    for line in lines.iter().filter(|line| line.section == section) {
        writeln!(out, "| {} | {} |", line.what, line.cells.join(" | "))?;
    }
    writeln!(out)?;
    Ok(())
}

fn page(lines: &[Line], scenarios: &[Scenario], args: &PlacesArgs, out: &mut dyn Write) -> Result<(), Failure> {
    writeln!(
        out,
        "# Four nations\n\n\
         England, Scotland, Wales and Northern Ireland in 2024/25, each a scenario (`carepool run scotland`): its people, its law on who pays\n\
         for care, and as much of its money, lists and beds as is published. Written by `carepool places --nations --draws {} --people {}`.\n\n\
         ## What they start from\n\n\
         *published*: verified against the publisher's table; *recalled*: published, from memory; *worked out*: England's, times what is known of\n\
         the nation (its file says how); *England's*: nothing was found. What is marked * is not counted alike: read down a column, not along a row.\n",
        args.draws(),
        args.people()
    )?;
    table(lines, "level", "", out)?;
    writeln!(
        out,
        "Scotland counts people who wait for a first appointment or for treatment, Northern Ireland one of its two lists, Wales pathways over\n\
         53 weeks, England pathways from referral to treatment over 52. Beds are general and acute in England, acute in Scotland, acute and elderly in\n\
         Northern Ireland, a part of all beds in Wales. Scotland and Wales count fewer kinds of delay than England does.\n\n\
         ## Who pays for care\n"
    )?;
    table(lines, "law", "the law of 2024/25", out)?;
    writeln!(
        out,
        "What two people pay a week (`carepool charge --scheme {}`); *not known* where an amount of the year was not found:\n",
        LAWS.join(",")
    )?;
    table(lines, "bill", "", out)?;
    writeln!(
        out,
        "## What the model makes of it, 2024/25\n\n\
         A nation's people, deprivation, homes and law are its own; how illness, need and use follow from them is England's, so a difference that has\n\
         other roots does not show.\n"
    )?;
    table(lines, "made", "", out)?;
    writeln!(out, "## Sources\n")?;
    for (scenario, (_, nation)) in scenarios.iter().zip(NATIONS).skip(1) {
        writeln!(out, "{nation}:\n")?;
        for (key, what, _) in LEVELS.iter().filter(|(key, ..)| origin(scenario, key) != "England's") {
            let found = assumption(scenario, key).map_or("", |one| one.evidence("source"));
            writeln!(out, "- {} (`{key}`): {found}", what.trim_end_matches('*'))?;
        }
        writeln!(out)?;
    }
    Ok(())
}
