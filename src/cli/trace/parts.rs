//! What a number of one year is made of: quantities of the record, stocks and flows, the ledger, services, access, prices.

use crate::measures::{self, Handle, Measure, POPULATION};
use crate::projection::Trace;
use crate::world::{Group, Service, YearRecord};

use super::super::format::short;
use crate::economy::budgets::Budgets;
use crate::economy::ledger::{Account, Entry, Ledger};

/// A year of one world, and the year before it where there was one.
pub struct Year {
    /// The year's record.
    pub record: YearRecord,
    /// What the record does not hold.
    pub trace: Trace,
    /// The record of the year before; none in the base year.
    pub before: Option<YearRecord>,
}

/// One line of the answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The part it belongs to.
    pub part: &'static str,
    /// What it is.
    pub what: String,
    /// How much.
    pub value: f64,
    /// In what.
    pub unit: String,
    /// What else is to be said.
    pub more: String,
}

impl Line {
    /// A line.
    pub fn new(part: &'static str, what: impl Into<String>, value: f64, unit: &str, more: impl Into<String>) -> Line {
        Line {
            part,
            what: what.into(),
            value,
            unit: unit.to_string(),
            more: more.into(),
        }
    }
}

/// The parts in the order in which they are told, with what stands over them.
pub const PARTS: [(&str, &str); 8] = [
    ("made of", "Made of, in the year's record"),
    ("flow", "Stock of last year, and what came and went in the year"),
    ("group", "By group of people"),
    ("ledger", "Lines of the ledger"),
    ("service", "Services: activity, need, capacity, money"),
    (
        "price",
        "What one more unit of a service costs, and what its money pays besides",
    ),
    ("access", "Access, felt next year"),
    ("feedback", "What last year's access put on this year"),
];

/// What stands over a part: what is not told by group is everybody's, and says so.
pub fn heading(part: &str, title: &str, group: Group) -> String {
    let own = group == Group::ALL || ["value", "made of", "flow", super::sampled::PART].contains(&part);
    format!("{title}{}", if own { "" } else { " (of everybody)" })
}

/// Everything that stands behind a measure in a year; `quantities` are those of the record that it reads.
pub fn lines(measure: &Measure, group: Group, quantities: &[&'static str], year: &Year) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut record = year.record.clone();
    for (name, meaning, values) in record.quantities() {
        if quantities.contains(&name) {
            lines.push(Line::new(
                "made of",
                name,
                values[group.index()],
                "",
                meaning.replace('\\', "").trim(),
            ));
        }
    }
    lines.extend(flows(measure, group, quantities, year));
    if group == Group::ALL {
        lines.extend(groups(measure, &year.record));
    }
    lines.extend(ledger(&year.trace.ledger, measure));
    lines.extend(services(year));
    let (access, feedback) = (&year.trace.access, &year.trace.feedback);
    for (fifth, met) in access.primary_care.iter().enumerate() {
        let what = format!("primary_care[imd={}]", fifth + 1);
        lines.push(Line::new("access", what, *met, "share met", ""));
    }
    for (what, value, unit) in [
        ("community_health", access.community_health, "share met"),
        ("mental_health", access.mental_health, "share met"),
        ("care_need", access.care_need, "share met"),
        ("eligible_care", access.eligible_care, "share met"),
        ("wait_weeks", access.wait_weeks, "weeks"),
        ("four_hour", access.four_hour, "share"),
    ] {
        lines.push(Line::new("access", what, value, unit, "felt next year"));
    }
    for (what, value) in [
        ("mortality", feedback.mortality),
        ("dependency_onset", feedback.dependency_onset),
        ("condition_onset", feedback.condition_onset),
        ("care_home_entry", feedback.care_home_entry),
        ("quality_of_life", feedback.quality_of_life),
    ] {
        lines.push(Line::new("feedback", what, value, "factor", "from last year's access"));
    }
    lines
}

/// The quantities of a record that a measure reads: those whose change changes it.
pub fn read_by(measure: &Measure, group: Group, record: &YearRecord) -> Vec<&'static str> {
    let value = (measure.read)(record, group);
    let count = record.clone().quantities().len();
    let mut found = Vec::new();
    for at in 0..count {
        let mut changed = record.clone();
        let name = {
            let mut quantities = changed.quantities();
            let (name, _, values) = &mut quantities[at];
            // Down as well as up would be needed for a share that is held to 1; halving moves it either way.
            values
                .iter_mut()
                .for_each(|value| *value = if *value == 0.0 { 1.0 } else { *value / 2.0 });
            *name
        };
        if (measure.read)(&changed, group).to_bits() != value.to_bits() {
            found.push(name);
        }
    }
    found
}

/// A stock as it was a year ago, and what came and went since; of measures that read such a stock.
fn flows(measure: &Measure, group: Group, quantities: &[&'static str], year: &Year) -> Vec<Line> {
    let at = group.index();
    let record = &year.record;
    let line = |what: &str, value: f64, unit: &str, more: &str| Line::new("flow", what, value, unit, more);
    let mut lines = Vec::new();
    if quantities.iter().any(|name| name.starts_with("waiting_")) {
        if let Some(before) = &year.before {
            let what = "waiting_list a year ago";
            lines.push(line(what, before.waiting_list[at], "pathways", "at 31 March before"));
        }
        for (what, value, more) in [
            (
                measures::CLOCK_STARTS.name(),
                record.clock_starts[at],
                "came on the list",
            ),
            (
                measures::COMPLETED_OUTPATIENT.name(),
                -record.completed_outpatient[at],
                "treated without admission",
            ),
            (
                measures::COMPLETED_ADMITTED.name(),
                -record.completed_admitted[at],
                "treated with admission",
            ),
            (
                measures::REMOVALS.name(),
                -record.removals[at],
                "taken off the list without treatment",
            ),
            (
                measures::LEFT_FOR_PRIVATE.name(),
                -record.left_for_private[at],
                "left for private care",
            ),
        ] {
            lines.push(line(what, value, "pathways", more));
        }
    }
    if measure.handle == POPULATION && group == Group::ALL {
        if let Some(before) = &year.before {
            let what = "population a year ago";
            lines.push(line(what, before.population[at], "people", "at 31 March before"));
            lines.push(line(
                measures::BIRTHS.name(),
                record.births[at],
                "people",
                "born in the year",
            ));
            lines.push(line(
                measures::DEATHS.name(),
                -record.deaths[at],
                "people",
                "died in the year",
            ));
        }
        let more = "who came in the year, less those who left";
        lines.push(line("net_migrants", year.trace.migrants, "people", more));
    }
    lines
}

/// The measure itself for every group that it is told by.
fn groups(measure: &Measure, record: &YearRecord) -> Vec<Line> {
    Group::every()
        .filter(|group| *group != Group::ALL && measure.splits(*group))
        .map(|group| Line::new("group", group.name(), measure.told_of(record, group), measure.unit, ""))
        .collect()
}

fn services(year: &Year) -> Vec<Line> {
    let (record, trace) = (&year.record, &year.trace);
    let mut lines = Vec::new();
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
        lines.push(Line::new(
            "service",
            service.key(),
            record.activity[at],
            "activity",
            more,
        ));
    }
    for service in Service::ALL {
        let price = trace.budgets.exchange[service.index()].cost_per_unit() * 1e6;
        let more = money(&trace.budgets, service);
        lines.push(Line::new("price", service.key(), price, "£ a unit", more));
    }
    lines
}

/// Part of a service's money that is not worth a word.
const HARDLY: f64 = 5e-4;

/// What the money of a service pays, in words: the unit cost is that of one more unit, and what is paid whatever is done comes before it.
fn money(budgets: &Budgets, service: Service) -> String {
    let at = service.index();
    let (all, top) = (budgets.money[at], &budgets.off_the_top[at]);
    let units = budgets.capacity[at] * budgets.exchange[at].cost_per_unit();
    let shares = [
        (top.fixed, "costs that do not follow activity within the year"),
        (top.pfi, "PFI"),
        (top.transaction, "running the market or the plan"),
        (top.reorganisation, "reorganisation"),
        (top.agency, "agency staff and dearer hours"),
        (top.claims, "programmes, guarantees and other claims"),
        (budgets.underspend[at], "not spent, for want of staff"),
        (
            all - units - top.total() - budgets.underspend[at],
            "hospital work that its own money does not pay for, or pays for others",
        ),
    ];
    let told: Vec<String> = shares
        .into_iter()
        .filter(|(millions, _)| millions.abs() > HARDLY * all.abs())
        .map(|(millions, what)| format!("{} {what}", short(millions)))
        .collect();
    let units = match service {
        // The public money is shared out by need that is added up from the people; its units are a measure of its volume only.
        Service::HomeCare | Service::CareHome => {
            format!(
                "£m {} of public money: {} care, whose hours and weeks are counted person by person, whoever pays",
                short(all),
                short(units)
            )
        }
        _ => format!("£m {}: {} for units of capacity", short(all), short(units)),
    };
    std::iter::once(units).chain(told).collect::<Vec<_>>().join(", ")
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
fn ledger(ledger: &Ledger, measure: &Measure) -> Vec<Line> {
    let mut found: Vec<Line> = Vec::new();
    let entries: Vec<&Entry> = match account_of(measure.handle) {
        Some(account) => ledger.trace(account).collect(),
        None if measure.unit.starts_with('£') => ledger.entries().iter().collect(),
        None => return found,
    };
    for entry in entries {
        let what = format!("{} → {}", entry.from.key(), entry.to.key());
        let millions = entry.amount.millions();
        match found
            .iter_mut()
            .find(|line| line.what == what && line.more == entry.what)
        {
            Some(known) => known.value += millions,
            None => found.push(Line::new("ledger", what, millions, "£m", entry.what)),
        }
    }
    found
}
