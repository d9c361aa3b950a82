//! `carepool charge`: what a person pays for care, and who pays the rest, with every step.
//!
//! The answer is the charging room's, the same law that projections charge the simulated by; here answers are put to it and
//! its steps are printed. Amounts are those of the year asked for, in that year's pounds.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};

use super::FINE;
use super::format::{Failure, Format, rows};
use crate::economy::charging::{Amounts, SchemeLevers};
use crate::projection::Levers;
use crate::scenario::{Catalogue, Scenario};
use crate::world::{Pence, Year};

mod beyond;
mod bill;
mod case;
mod law_of_year;
pub mod person;
mod savers;
pub mod table;
mod text;
mod top_up;
mod units;
mod unused;
mod words;

use bill::{Bill, BillError};
use person::{LAWS, Law, Person};

/// What a person pays for care, who pays the rest, and how it is worked out.
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "Examples:\n  carepool charge --age 85 --state-pension 209.67 --private-pension 25.81 --place care-home --price £694\n  \
    carepool charge --age 80 --state-pension 221.20 --disability-benefit aa-higher --place home --price 287.50 --disability-costs 20\n  \
    carepool charge --age 82 --state-pension 200 --savings £30,000 --home £250,000 --place nursing-home --price 1,400 \\\n    \
    --council-rate 1,000 --weeks 208 --scheme means_test,cap_2021,scotland\n  \
    carepool charge --table people.csv --format csv > bills.csv\n\n\
    Amounts are of the year asked for and in its pounds; caps and the limits that belong to them are as they were printed.\n\
    A council may decide otherwise in some things: tell its decisions by the flags below that heading. This is no advice:\n\
    councils assess, and what they ask for rests on papers that a program does not see."
)]
pub struct ChargeArgs {
    /// The person.
    #[command(flatten)]
    pub person: Person,
    /// Laws to work it out under, apart by commas, or `all` [default: means_test].
    #[arg(long, value_name = "LAW,…", value_delimiter = ',', help_heading = "The law")]
    pub scheme: Vec<String>,
    /// Table of many people, with the flags above as columns, --scheme among them; flags on the line hold for rows that say
    /// nothing else.
    #[arg(long, value_name = "FILE")]
    pub table: Option<PathBuf>,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

const HEADER: [&str; 24] = [
    "name",
    "scheme",
    "year",
    "pays_week",
    "council_week",
    "nhs_week",
    "top_up_week",
    "capital_counted",
    "left_for_care_week",
    "in_full",
    "pays_last_week",
    "weeks",
    "pays_weeks",
    "interest",
    "council_weeks",
    "nhs_weeks",
    "from_savings",
    "from_home",
    "savings_left",
    "home_left",
    "counted_towards_cap",
    "cap_week",
    "deferrable",
    "notes",
];

/// Answers; 0 with a bill, 2 where an answer is missing, wrong or contradicts another.
pub fn run(args: &ChargeArgs, catalogue: &Catalogue, out: &mut dyn Write) -> Result<u8, Failure> {
    let told = Laws::read(&args.scheme).map_err(Failure::Refused)?;
    let amounts = Amounts::shipped().map_err(|error| Failure::Refused(error.to_string()))?;
    let levers = shipped(catalogue)?;
    let people = match &args.table {
        None => vec![(String::new(), args.person.clone(), told)],
        Some(path) => table::read(path)?
            .into_iter()
            .map(|row| {
                (
                    format!("{}:{}: ", path.display(), row.line),
                    row.person.or(&args.person),
                    row.laws.unwrap_or_else(|| told.clone()),
                )
            })
            .collect(),
    };
    let mut answers: Vec<(Person, Vec<Bill>)> = Vec::new();
    let mut faults = Vec::new();
    for (place, person, asked) in people {
        match bills(&person, &asked, &amounts, &levers) {
            Ok(bills) => answers.push((person, bills)),
            Err(error) => faults.push(format!("{place}{error}")),
        }
    }
    if !faults.is_empty() {
        return Err(Failure::Refused(faults.join("\n")));
    }
    match args.format {
        Format::Text => {
            for (index, (person, bills)) in answers.iter().enumerate() {
                if index > 0 {
                    writeln!(out)?;
                }
                text::print(person, bills, out)?;
            }
        }
        Format::Csv => {
            let table: Vec<Vec<String>> = answers
                .iter()
                .flat_map(|(person, bills)| bills.iter().map(|bill| row(person, bill)))
                .collect();
            rows(out, Format::Csv, &HEADER, &table)?;
        }
        Format::Json => {
            let all: Vec<Value> = answers
                .iter()
                .flat_map(|(person, bills)| bills.iter().map(|bill| object(person, bill)))
                .collect();
            serde_json::to_writer_pretty(&mut *out, &all)?;
            writeln!(out)?;
        }
    }
    Ok(FINE)
}

/// The bills of a person. Of `all` laws, one that has no amounts of the year, or that needs more told, is left out, and the
/// first bill says so; a law that was asked for by name is an error instead.
fn bills(person: &Person, asked: &Laws, amounts: &Amounts, levers: &SchemeLevers) -> Result<Vec<Bill>, BillError> {
    let mut bills: Vec<Bill> = Vec::new();
    let mut left_out = Vec::new();
    for law in &asked.laws {
        match bill::bill(person, *law, amounts, levers) {
            Ok(bill) => bills.push(bill),
            Err(why @ (BillError::Amounts(_) | BillError::NotTold(_))) if asked.all && !bills.is_empty() => {
                left_out.push(format!("Left out: {}, as {why}.", law.title));
            }
            Err(why) => return Err(why),
        }
    }
    if let Some(first) = bills.first_mut() {
        first.notes.extend(left_out);
    }
    Ok(bills)
}

/// The laws asked for.
#[derive(Clone, Debug)]
pub struct Laws {
    /// Each once, in the order asked for.
    laws: Vec<Law>,
    /// Whether they are simply all.
    all: bool,
}

impl Laws {
    /// From the words for them; of none, the law as it is.
    fn read(words: &[String]) -> Result<Laws, String> {
        if words.is_empty() {
            return Ok(Laws {
                laws: vec![LAWS[0]],
                all: false,
            });
        }
        if words.iter().any(|word| word.trim() == "all") {
            return Ok(Laws {
                laws: LAWS.to_vec(),
                all: true,
            });
        }
        let mut laws: Vec<Law> = Vec::new();
        for word in words {
            let law = word
                .parse::<Law>()
                .map_err(|error| format!("no law `{word}`: {error}"))?;
            if !laws.contains(&law) {
                laws.push(law);
            }
        }
        Ok(Laws { laws, all: false })
    }
}

/// The levers of the shipped economy: what no year's table of amounts says, such as the terms of each proposal.
fn shipped(catalogue: &Catalogue) -> Result<SchemeLevers, Failure> {
    let scenario = Scenario::load("england", &[], catalogue)?;
    let mut values = Vec::new();
    scenario.central().values(Year(bill::YEAR), &mut values);
    Ok(Levers::of_place(&values).charging)
}

/// Pounds for programs: two digits, no comma.
fn plain(amount: Pence) -> String {
    format!("{:.2}", amount.pounds())
}

fn row(person: &Person, bill: &Bill) -> Vec<String> {
    let cells = object(person, bill);
    HEADER
        .iter()
        .map(|name| match &cells[*name] {
            Value::Null => String::new(),
            Value::String(text) => text.clone(),
            Value::Array(notes) => {
                let notes: Vec<&str> = notes.iter().filter_map(Value::as_str).collect();
                notes.join(" | ")
            }
            Value::Number(number) if number.is_f64() => plain(Pence::from_pounds(number.as_f64().unwrap_or(0.0))),
            other => other.to_string(),
        })
        .collect()
}

/// A bill for programs; amounts in pounds.
fn object(person: &Person, bill: &Bill) -> Value {
    let (Some(first), Some(last), Some((_, told))) = (bill.phases.first(), bill.phases.last(), bill.told.first())
    else {
        return Value::Null;
    };
    let money = |amount: Pence| json!(amount.pounds());
    let tellings: Vec<Value> = bill
        .told
        .iter()
        .map(|(week, told)| {
            let steps: Vec<Value> = told
                .steps
                .iter()
                .map(|step| {
                    json!({
                        "part": format!("{:?}", step.part).to_lowercase(),
                        "what": step.what,
                        "amount": money(step.amount),
                        "why": step.why,
                    })
                })
                .collect();
            json!({"from_week": week, "capital_counted": money(told.capital), "left_for_care_week": money(told.left_for_care), "in_full": told.in_full, "steps": steps})
        })
        .collect();
    let phases: Vec<Value> = bill
        .phases
        .iter()
        .map(|phase| {
            json!({"from": phase.from, "to": phase.to, "pays": money(phase.own), "council": money(phase.council), "nhs": money(phase.nhs), "top_up": money(phase.top_up)})
        })
        .collect();
    json!({
        "name": person.name,
        "scheme": bill.law.key,
        "year": words::year(bill.year),
        "pays_week": money(first.own),
        "council_week": money(first.council),
        "nhs_week": money(first.nhs),
        "top_up_week": money(first.top_up),
        "capital_counted": money(told.capital),
        "left_for_care_week": money(told.left_for_care),
        "in_full": told.in_full,
        "pays_last_week": money(last.own),
        "weeks": bill.weeks,
        "pays_weeks": money(bill.own),
        "interest": money(bill.interest),
        "council_weeks": money(bill.council),
        "nhs_weeks": money(bill.nhs),
        "top_up_weeks": money(bill.top_up),
        "from_savings": money(bill.from_savings),
        "from_home": money(bill.from_home),
        "savings_left": money(bill.savings_left),
        "home_left": money(bill.home_left),
        "counted_towards_cap": bill.metered.map(money),
        "cap_week": bill.cap_week,
        "deferrable": bill.deferrable.map(money),
        "phases": phases,
        "told": tellings,
        "notes": bill.notes,
    })
}
