//! A bill on paper: the figures of all laws side by side, then how each is worked out.

use std::io::{self, Write};

use super::bill::{Bill, Phase};
use super::person::{Person, Place};
use super::words::{pounds, year};
use crate::economy::charging::steps::{Part, Step, WeekTold};
use crate::report::text::aligned;
use crate::world::Pence;

/// Weeks of a kind that are listed; the rest are said to follow.
const MOST_PHASES: usize = 6;

fn place(person: &Person) -> &'static str {
    match person.place {
        Some(Place::CareHome) => "in a care home",
        Some(Place::NursingHome) => "in a nursing home",
        Some(Place::Home) | None => "at home",
    }
}

fn weeks(phase: &Phase) -> String {
    match (phase.from, phase.to) {
        (from, to) if from == to => format!("week {from}"),
        (from, to) => format!("weeks {from} to {to}"),
    }
}

/// Prints the bills of a person.
pub fn print(person: &Person, bills: &[Bill], out: &mut dyn Write) -> io::Result<()> {
    let Some(first) = bills.first() else { return Ok(()) };
    let age = person.age.unwrap_or(0);
    let name = person.name.as_ref().map_or(String::new(), |name| format!("{name}: "));
    writeln!(out, "{name}aged {age}, {}, {}\n", place(person), year(first.year))?;
    let mut rows = vec![vec![String::new()]];
    rows[0].extend(bills.iter().map(|bill| bill.law.title.to_string()));
    let mut row = |what: &str, of: &dyn Fn(&Bill) -> Option<Pence>| {
        let cells: Vec<Option<Pence>> = bills.iter().map(of).collect();
        if cells.iter().any(Option::is_some) {
            let mut line = vec![what.to_string()];
            line.extend(cells.into_iter().map(|cell| cell.map_or("–".to_string(), pounds)));
            rows.push(line);
        }
    };
    let week = |bill: &Bill| bill.phases.first().copied();
    let positive = |amount: Pence| (amount > Pence::ZERO).then_some(amount);
    row("You pay in the first week", &|bill| week(bill).map(|phase| phase.own));
    row("The council pays", &|bill| week(bill).map(|phase| phase.council));
    row("The NHS pays", &|bill| week(bill).and_then(|phase| positive(phase.nhs)));
    row("Somebody else pays on top", &|bill| {
        week(bill).and_then(|phase| positive(phase.top_up))
    });
    let total = format!("You pay in {} weeks", first.weeks);
    row(&total, &|bill| Some(bill.own));
    row("  interest on what is deferred", &|bill| positive(bill.interest));
    row("  of all that, from savings", &|bill| positive(bill.from_savings));
    row("  and from the home", &|bill| positive(bill.from_home));
    row("The council pays in them", &|bill| Some(bill.council));
    row("The NHS pays in them", &|bill| positive(bill.nhs));
    row("Somebody else pays on top in them", &|bill| positive(bill.top_up));
    row("Savings left", &|bill| Some(bill.savings_left));
    row("Of the home left, debts paid", &|bill| {
        person.home.map(|_| bill.home_left)
    });
    row("Counted towards the cap", &|bill| bill.metered);
    row("Could be deferred at the start", &|bill| bill.deferrable);
    write!(out, "{}", aligned(&rows))?;
    for bill in bills {
        writeln!(out, "\n{}, how it is worked out", capital(bill.law.title))?;
        for (number, told) in &bill.told {
            if bill.told.len() > 1 {
                writeln!(out, "  From week {number}")?;
            }
            steps(told, out)?;
        }
        if bill.phases.len() > 1 {
            writeln!(out, "  Week by week, you pay")?;
            for phase in bill.phases.iter().take(MOST_PHASES) {
                writeln!(out, "    {:<44} {:>14}", weeks(phase), pounds(phase.own))?;
            }
            if let Some(last) = bill.phases.last().filter(|_| bill.phases.len() > MOST_PHASES) {
                let between = bill.phases.len() - MOST_PHASES - 1;
                if between > 0 {
                    writeln!(out, "    … {between} more steps …")?;
                }
                writeln!(out, "    {:<44} {:>14}", weeks(last), pounds(last.own))?;
            }
        }
        if let Some(week) = bill.cap_week {
            writeln!(out, "  The cap is reached in week {week}.")?;
        }
        for note in &bill.notes {
            writeln!(out, "  {note}")?;
        }
    }
    Ok(())
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

fn steps(told: &WeekTold, out: &mut dyn Write) -> io::Result<()> {
    let line = |what: &str, amount: Pence, why: &str, out: &mut dyn Write| {
        let why = if why.is_empty() {
            String::new()
        } else {
            format!("  ({why})")
        };
        writeln!(out, "    {what:<44} {:>14}{why}", pounds(amount))
    };
    let of = |part: Part| told.steps.iter().filter(move |step: &&Step| step.part == part);
    for step in of(Part::Capital) {
        line(step.what, step.amount, &step.why, out)?;
    }
    line("= capital that counts", told.capital, "", out)?;
    for step in of(Part::Limits) {
        line(step.what, step.amount, &step.why, out)?;
    }
    for step in of(Part::Income) {
        line(step.what, step.amount, &step.why, out)?;
    }
    let (left, why) = if told.left_for_care < Pence::ZERO {
        (Pence::ZERO, "income does not reach what is kept")
    } else {
        (told.left_for_care, "")
    };
    line("= what income can pay", left, why, out)?;
    for step in of(Part::Paid) {
        line(step.what, step.amount, &step.why, out)?;
    }
    Ok(())
}
