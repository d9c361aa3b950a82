//! The levels of a place: England's level, times what the place has of it, each with where it comes from.
//!
//! A level that a place has a table for is its *share* of England: of spending, of beds, of the list. Shares of councils, and
//! of boards, add to 1, so that places add to England in everything. What has no line here is England's for as many people.

use super::area::{Area, Kind};
use super::gazetteer::Gazetteer;
use super::known::{Board, Council};
use super::shares::BY_PEOPLE;
use crate::scenario::Scenario;
use crate::world::TableError;

/// Where a level comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Published for the place itself.
    Local,
    /// Worked out from what is known of its people or its neighbours.
    Derived,
}

impl Origin {
    /// The word for people.
    pub fn word(self) -> &'static str {
        match self {
            Origin::Local => "local",
            Origin::Derived => "derived",
        }
    }
}

/// One level of a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Level {
    /// The lever.
    pub key: &'static str,
    /// Its value, or its p10, p50 and p90 where England's is uncertain.
    pub value: Vec<f64>,
    /// How many times England's level a head it is, or how many times England's rate.
    pub ratio: f64,
    /// Whether it is an amount, so that the ratio is one a head.
    pub amount: bool,
    /// Where it comes from.
    pub origin: Origin,
    /// What it was made from.
    pub source: &'static str,
    /// Where that can be read; empty where it is worked out.
    pub url: &'static str,
}

const ONS: &str = "https://www.ons.gov.uk/peoplepopulationandcommunity/populationandmigration/populationestimates";
const OUTTURN: &str = "https://www.gov.uk/government/collections/local-authority-revenue-expenditure-and-financing";
const NEED: &str = "https://www.england.nhs.uk/allocations/";
const STATISTICS: &str = "https://www.england.nhs.uk/statistics/statistical-work-areas/";
const CQC: &str = "https://www.cqc.org.uk/about-us/transparency/using-cqc-data";

/// Six digits: what is written in a file is what is computed with.
fn rounded(value: f64) -> f64 {
    const DIGITS: i32 = 6;
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    let digits = (DIGITS - 1 - value.abs().log10().floor() as i32).clamp(0, 15) as usize;
    format!("{value:.digits$}").parse().unwrap_or(value)
}

/// A place against England, and the levels that come of it.
struct Making<'a> {
    england: &'a Scenario,
    people: f64,
    levels: Vec<Level>,
}

impl Making<'_> {
    /// England's value of a lever, or its p10, p50 and p90.
    fn of(&self, key: &str) -> Vec<f64> {
        let found = self.england.assumptions().iter().find(|one| one.key == key);
        match found.map(|one| (&one.distribution, one.number)) {
            Some((Some(distribution), _)) => [0.1, 0.5, 0.9].map(|u| distribution.quantile(u)).to_vec(),
            Some((None, Some(number))) => vec![number],
            _ => Vec::new(),
        }
    }
    fn level(
        &mut self,
        key: &'static str,
        amount: bool,
        of: impl Fn(f64) -> f64,
        origin: Origin,
        source: (&'static str, &'static str),
    ) {
        let england = self.of(key);
        let value: Vec<f64> = england.iter().map(|value| rounded(of(*value))).collect();
        let Some(middle) = value.get(value.len() / 2) else {
            return;
        };
        let usual = england[england.len() / 2] * if amount { self.people } else { 1.0 };
        // What is England's for as many people need not be said.
        let same = value.iter().zip(&england).all(|(value, england)| {
            let usual = england * if amount { self.people } else { 1.0 };
            (value - usual).abs() <= 1e-9 * usual.abs()
        });
        if same {
            return;
        }
        self.levels.push(Level {
            key,
            ratio: middle / usual,
            value,
            amount,
            origin,
            source: source.0,
            url: source.1,
        });
    }
    fn share(&mut self, keys: &[&'static str], share: f64, origin: Origin, source: (&'static str, &'static str)) {
        for key in keys {
            self.level(key, true, |england| england * share, origin, source);
        }
    }
}

/// The size of a place (its people over England's), and every level for which something is known of it.
pub fn levels(gazetteer: &Gazetteer, area: &Area, england: &Scenario) -> Result<(f64, Vec<Level>), TableError> {
    let shares = gazetteer.shares(area)?;
    let council_known = area.kind != Kind::Board;
    let by_council = if council_known { Origin::Local } else { Origin::Derived };
    let by_board = if council_known { Origin::Derived } else { Origin::Local };
    let council = |of: &dyn Fn(&Council) -> f64| shares.councils.council(of) / shares.england.council(of);
    let board = |of: &dyn Fn(&Board) -> f64| shares.councils.board(of) / shares.england.board(of);
    let size = rounded(shares.people);
    let mut making = Making {
        england,
        people: size,
        levels: Vec::new(),
    };
    let own_people = (
        "ONS, mid-year population estimates, mid-2023: people of the place aged 0",
        ONS,
    );
    making.share(
        &["people.base_births"],
        shares.own.newborn / shares.all.newborn,
        Origin::Local,
        own_people,
    );
    let moves = (
        "ONS, mid-2019 population estimates, components of change: its part of moves from abroad, and its own moves from and to the rest of England",
        ONS,
    );
    let internal = shares.councils.council(|one| one.net_internal);
    let all_internal = shares.england.council(|one| one.net_internal);
    // Where more left for abroad than came, in the one year that is known, none of those who come are taken to come there.
    let abroad = council(&|one| one.net_international.max(0.0));
    for key in ["people.base_year_net_migration", "people.net_migration"] {
        making.level(
            key,
            true,
            |england| abroad * (england - all_internal) + internal,
            by_council,
            moves,
        );
    }
    making.share(
        &["people.residents"],
        council(&|one| one.care_home_beds),
        by_council,
        ("CQC, care directory, June 2021: its part of places in care homes", CQC),
    );
    making.level(
        "people.mortality_level",
        false,
        |england| england * shares.mortality,
        Origin::Derived,
        (
            "NHS England, allocation tool 2025/26, need by avoidable deaths, against what the deprivation of its areas foretells (places/method.csv)",
            "",
        ),
    );
    making.share(
        &["funding.nhs.envelope"],
        shares.need,
        Origin::Local,
        (
            "NHS England, allocation tool 2025/26: need for core services of its people",
            NEED,
        ),
    );
    let outturn = (
        "MHCLG, Revenue outturn 2023-24: its part of councils' spending on adult social care",
        OUTTURN,
    );
    let spending = council(&|one| one.care_gross);
    making.share(&["funding.council.gross_spending"], spending, by_council, outturn);
    making.share(
        &[
            "funding.nhs.transfer_to_councils",
            "services.working_age.base_users",
            "services.working_age.base_cost",
            "services.working_age.base_residents",
            "workforce.care.staff",
        ],
        spending,
        Origin::Derived,
        (
            "In proportion to its council's spending on adult social care (MHCLG, Revenue outturn 2023-24)",
            "",
        ),
    );
    let charges = council(&|one| one.care_charges) / spending;
    making.level(
        "funding.council.charge_share",
        false,
        |england| england * charges,
        by_council,
        (
            "MHCLG, Revenue outturn 2023-24: fees and charges of its spending on adult social care",
            OUTTURN,
        ),
    );
    making.share(
        &["funding.public_health.grant", "services.base_activity.public_health"],
        council(&|one| one.public_health),
        by_council,
        (
            "MHCLG, Revenue outturn 2023-24: its part of spending on public health",
            OUTTURN,
        ),
    );
    for (key, service) in BY_PEOPLE {
        let share = shares.own.use_of[service] / shares.all.use_of[service];
        let source = (
            "Use by age, sex and deprivation of its own people (england/use_profiles.csv)",
            "",
        );
        making.share(&[key], share, Origin::Derived, source);
    }
    making.share(
        &["services.base_activity.emergency_admission"],
        shares.emergency,
        Origin::Derived,
        (
            "Use by age, sex and deprivation of its own people, half of the way to its need for hospital care (NHS England, allocation tool 2025/26; places/method.csv)",
            "",
        ),
    );
    let waits = "NHS England, Referral to treatment waiting times, 2023-24, by where hospitals are";
    let starts = board(&|one| one.clock_starts);
    making.share(
        &[
            "services.planned.base_clock_starts",
            "services.base_activity.planned_outpatient",
            "services.base_activity.planned_admitted",
        ],
        starts,
        by_board,
        (waits, STATISTICS),
    );
    making.share(
        &["services.planned.start_list"],
        board(&|one| one.list),
        by_board,
        (waits, STATISTICS),
    );
    making.share(
        &["services.planned.start_over_52"],
        board(&|one| one.over_52_weeks),
        by_board,
        (waits, STATISTICS),
    );
    let late = board(&|one| one.over_18_weeks) / board(&|one| one.list);
    making.level(
        "services.planned.start_within_18",
        false,
        |england| 1.0 - (1.0 - england) * late,
        by_board,
        (waits, STATISTICS),
    );
    let sitrep = "NHS England, urgent and emergency care situation reports, 2024-25, shared out by where patients live";
    making.share(
        &["services.urgent.base_beds"],
        board(&|one| one.beds),
        by_board,
        (sitrep, STATISTICS),
    );
    making.share(
        &["services.urgent.base_delayed"],
        board(&|one| one.delayed),
        by_board,
        ("NHS England, patients without criteria to reside, 2023-24", STATISTICS),
    );
    let slow = shares.councils.rate(|one| one.over_four_hours) / shares.england.rate(|one| one.over_four_hours);
    making.level(
        "services.urgent.base_four_hour",
        false,
        |england| 1.0 - (1.0 - england) * slow,
        by_board,
        (
            "NHS England, A&E attendances and emergency admissions, 2023-24, by where hospitals are",
            STATISTICS,
        ),
    );
    let staff: f64 = shares
        .councils
        .boards
        .iter()
        .map(|(one, weight, people)| weight * people * one.staff)
        .sum();
    let all_staff: f64 = shares
        .england
        .boards
        .iter()
        .map(|(one, weight, people)| weight * people * one.staff)
        .sum();
    making.share(
        &["workforce.staff"],
        staff / all_staff,
        by_board,
        (
            "NHS England, NHS workforce statistics 2023: acute staff for people of the board",
            STATISTICS,
        ),
    );
    Ok((size, making.levels))
}
