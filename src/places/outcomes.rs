//! Published outcomes of places beside what the model makes of them, and how far the method is off where they are known.

use std::collections::BTreeMap;

use super::area::{Area, Kind, shipped};
use super::gazetteer::Gazetteer;
use crate::measures::{self, Handle};
use crate::world::TableError;
use crate::world::table::Table;

/// What an outcome is counted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Per {
    /// Itself: years, shares.
    Nothing,
    /// Each person.
    Person,
    /// Each person of 65 and over.
    Older,
}

/// Age from which people are older \[years\].
const OLDER: usize = 65;

/// An outcome that is published for places.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outcome {
    /// Its column in a table of outcomes.
    pub column: &'static str,
    /// What it is, for people.
    pub label: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// The places it is published for.
    pub kind: Kind,
    /// The measure that tells it.
    pub measure: Handle,
    /// A measure that is taken from it, if one is.
    pub less: Option<Handle>,
    /// Multiplies the measure, once divided by people if it is one a head.
    pub times: f64,
    /// By what the measure is divided.
    pub per: Per,
    /// Whether what is published is a total, and is divided too.
    pub total: bool,
    /// Least share of the differences between places that the model must explain to be shown without a warning.
    pub least: f64,
    /// When it was.
    pub year: &'static str,
    /// Publisher and table.
    pub source: &'static str,
    /// The level published for England, against which places are told where only differences are compared.
    pub england: f64,
}

/// Every outcome that is published for places.
pub const OUTCOMES: [Outcome; 4] = [
    Outcome {
        column: "deaths_per_1000",
        label: "Deaths for 1,000 people",
        unit: "a year",
        kind: Kind::Council,
        measure: measures::DEATHS,
        less: None,
        times: 1e3,
        per: Per::Person,
        total: false,
        least: 0.0,
        year: "mid-2018 to mid-2019",
        source: "ONS, mid-2019 population estimates, components of change; of another year than the base year",
        england: 8.687,
    },
    Outcome {
        column: "life_expectancy_2021",
        label: "Life expectancy at birth",
        unit: "years",
        kind: Kind::Council,
        measure: measures::LIFE_EXPECTANCY,
        less: None,
        times: 1.0,
        per: Per::Nothing,
        total: false,
        least: 0.0,
        year: "2019 to 2021",
        source: "ONS, Health Index; in the years of the pandemic",
        england: 81.3,
    },
    Outcome {
        column: "emergency_residents_per_1000",
        label: "Emergency admissions for 1,000 people",
        unit: "a year",
        kind: Kind::Board,
        measure: measures::EMERGENCY_ADMISSIONS,
        less: None,
        times: 1e3,
        per: Per::Person,
        total: false,
        least: 0.0,
        year: "2023-24",
        source: "NHS England, A&E attendances and emergency admissions, by where patients of each trust live",
        england: 111.1,
    },
    Outcome {
        column: "care_home_weeks_2022_23",
        label: "Weeks of council-paid care in care homes for each person of 65 and over",
        unit: "a year",
        kind: Kind::Council,
        measure: measures::CARE_HOME_RESIDENTS,
        less: Some(measures::CARE_HOME_SELF_FUNDERS),
        times: 52.0,
        per: Per::Older,
        total: true,
        least: 0.34,
        year: "2022-23",
        source: "NHS England, Adult social care activity and finance report",
        england: 0.711,
    },
];

/// Published outcomes of one place or many: column, then code.
pub type Published = BTreeMap<&'static str, BTreeMap<String, f64>>;

/// Outcomes from a table whose columns bear their names, as `places/outcomes.csv`; other columns are passed over, and so are
/// places that are none and noughts, which stand for what was not returned.
pub fn published(gazetteer: &Gazetteer, file: &str, text: &str) -> Result<Published, TableError> {
    let table = Table::read_with_more(file, text, &["code"])?;
    let mut found = Published::new();
    for outcome in OUTCOMES.iter().filter(|outcome| table.has(outcome.column)) {
        let values = found.entry(outcome.column).or_default();
        for row in table.rows() {
            let Some(area) = gazetteer.areas.iter().find(|area| area.code == row.text("code")) else {
                continue;
            };
            if let Some(value) = row.optional_number(outcome.column)?.filter(|value| *value > 0.0) {
                let by = if outcome.total {
                    outcome.divisor(gazetteer, area)
                } else {
                    1.0
                };
                values.insert(area.code.clone(), value / by);
            }
        }
    }
    if found.is_empty() {
        let columns: Vec<&str> = OUTCOMES.iter().map(|outcome| outcome.column).collect();
        return Err(table.error_in_head("no column of an outcome", &format!("one of {}", columns.join(", "))));
    }
    Ok(found)
}

/// How the model does on an outcome, over all places for which it is published.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    /// The outcome.
    pub outcome: Outcome,
    /// Places.
    pub places: usize,
    /// Share of the squared differences from England's level that the model takes away: 1 is all, 0 no better than to say that
    /// everywhere is England.
    pub explained: f64,
    /// Root of the mean squared error, in the unit of the outcome.
    pub error: f64,
    /// The same, had everywhere been England.
    pub as_england: f64,
}

/// Holds modelled outcomes against published ones. `modelled` gives the model's value by code, `england` the model's for England.
///
/// What is published is of other years than the model's first, so places are compared with England both times: a place whose
/// deaths are 1.2 times England's in the published year should have 1.2 times England's in the model.
pub fn held(
    outcome: Outcome,
    published: &BTreeMap<String, f64>,
    modelled: &BTreeMap<String, f64>,
    england: f64,
) -> Option<Held> {
    let pairs: Vec<(f64, f64)> = published
        .iter()
        .filter_map(|(code, known)| Some((*known, outcome.told(*modelled.get(code)?, england))))
        .collect();
    if pairs.is_empty() {
        return None;
    }
    let mean = |of: &dyn Fn(&(f64, f64)) -> f64| pairs.iter().map(of).sum::<f64>() / pairs.len() as f64;
    let error = mean(&|(known, model)| (known - model).powi(2));
    let spread = mean(&|(known, _)| (known - outcome.england).powi(2));
    Some(Held {
        outcome,
        places: pairs.len(),
        explained: 1.0 - error / spread,
        error: error.sqrt(),
        as_england: spread.sqrt(),
    })
}

impl Held {
    /// Whether the model may be shown for a place without saying that it does no better than to take everywhere for England.
    pub fn carries(&self) -> bool {
        self.explained > self.outcome.least
    }
}

impl Outcome {
    /// Whether the method does well enough on it to be shown without the sentence that it does no better.
    pub fn carries(&self, error: &MethodError) -> bool {
        error.explained > self.least
    }
    /// The model's value at the level of what is published.
    pub fn told(&self, model: f64, england: f64) -> f64 {
        match self.per {
            // Years are added and taken away, not multiplied.
            Per::Nothing => model - england + self.england,
            Per::Person | Per::Older => model / england * self.england,
        }
    }
    /// What a place's total is divided by.
    pub fn divisor(&self, gazetteer: &Gazetteer, area: &Area) -> f64 {
        let people = gazetteer.people(area);
        match self.per {
            Per::Nothing => 1.0,
            Per::Person => people.total(),
            Per::Older => people.people[OLDER..].iter().flatten().sum(),
        }
    }
    /// The figure of a table of published figures that tells it; nothing where it is not shown.
    pub fn figure(&self) -> Option<String> {
        match (self.per, self.less) {
            (Per::Nothing, None) => Some(self.measure.name().to_owned()),
            (Per::Person, None) => Some(format!("{} / {}", self.measure.name(), measures::POPULATION.name())),
            // Told with a warning, and not beside what was published.
            _ => None,
        }
    }
    /// By what the published value is divided to be that figure.
    pub fn shown_by(&self) -> f64 {
        self.times
    }
    /// The unit of that figure.
    pub fn unit_of_figure(&self) -> &'static str {
        match self.per {
            Per::Nothing => self.unit,
            _ => "ratio",
        }
    }
    /// The outcomes that are told for a kind of place: a region has none.
    pub fn of(kind: Kind) -> impl Iterator<Item = Outcome> {
        OUTCOMES.into_iter().filter(move |outcome| outcome.kind == kind)
    }
}

/// How far the method was off over all places for which an outcome is published, as the kept table says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MethodError {
    /// Places.
    pub places: usize,
    /// Share of the squared differences from England's level that the model takes away.
    pub explained: f64,
    /// Root of the mean squared error, in the unit of the outcome.
    pub error: f64,
}

/// Columns of the kept table, which `carepool places --against -` prints.
pub const COLUMNS_OF_ERRORS: [&str; 7] = [
    "outcome",
    "places",
    "explained",
    "error",
    "error_if_everywhere_is_england",
    "unit",
    "shown",
];

impl Gazetteer {
    /// How far the method is off on each outcome, by column.
    pub fn errors(&self) -> Result<BTreeMap<&'static str, MethodError>, TableError> {
        let table = shipped("errors.csv", &COLUMNS_OF_ERRORS)?;
        let mut errors = BTreeMap::new();
        for row in table.rows() {
            let outcome = OUTCOMES[row.one_of("outcome", &OUTCOMES.map(|outcome| outcome.label))?];
            let error = MethodError {
                places: row.whole("places", 1, self.areas.len())?,
                explained: row.number("explained")?,
                error: row.amount("error")?,
            };
            errors.insert(outcome.column, error);
        }
        Ok(errors)
    }

    /// The outcomes that were shipped.
    pub fn outcomes(&self) -> Result<Published, TableError> {
        let text = crate::scenario::source::EMBEDDED.get_file("places/outcomes.csv");
        published(
            self,
            "places/outcomes.csv",
            text.and_then(|file| file.contents_utf8()).unwrap_or_default(),
        )
    }
}
