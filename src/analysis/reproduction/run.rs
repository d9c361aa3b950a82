//! Runs the scenarios that the figures need, one run per base year, and reads the figures draw by draw.

use std::collections::{BTreeMap, BTreeSet};

use super::figure::FigureError;
use super::published::{How, Published, Tolerance};
use crate::projection::year::YearError;
use crate::projection::{Engine, Money, Plans, PlansError, Progress, RunError, Shelf};
use crate::results::{Cube, Shape, Stats};
use crate::scenario::{Catalogue, Design, Over, Problems, Sampler, Scenario};
use crate::world::{Year, YearRecord};

/// How much is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Draws.
    pub draws: usize,
    /// Simulated people.
    pub people: usize,
    /// Master seed.
    pub seed: u64,
}

/// A published figure beside ours.
#[derive(Clone, Debug, PartialEq)]
pub struct Reproduced {
    /// What was published.
    pub published: Published,
    /// Ours: one in ten below, middle, one in ten above, in the published unit.
    pub ours: [f64; 3],
    /// The middle less what was published, in the published unit.
    pub difference: f64,
    /// Whether the middle is within what was asked; nothing where nothing was.
    pub within: Option<bool>,
}

/// Why the figures could not be had.
#[derive(Debug, thiserror::Error)]
pub enum ReproductionError {
    /// A scenario is wrong.
    #[error("{0}")]
    Scenario(#[from] Problems),
    /// The worlds do not make a run together.
    #[error("{0}")]
    Plans(#[from] PlansError),
    /// The books of a year did not close.
    #[error("{0}")]
    Year(YearError),
    /// A figure reads what the run did not keep.
    #[error(transparent)]
    Figure(#[from] FigureError),
    /// A year is asked for that is before the scenario's first.
    #[error("`{label}` asks for {year} of `{scenario}`, which starts in {start}")]
    TooEarly {
        /// The figure.
        label: String,
        /// The year.
        year: Year,
        /// The scenario.
        scenario: String,
        /// Its first year.
        start: Year,
    },
    /// A figure compares scenarios of different base years: they are not run together.
    #[error("`{label}` needs `{scenario}`, which does not start in {start} as its other scenarios do")]
    NotRun {
        /// The figure.
        label: String,
        /// The scenario.
        scenario: String,
        /// Base year of the others.
        start: Year,
    },
    /// Prices of a year that no deflator tells.
    #[error("`{label}` is in prices of {year}, which the deflator of `{scenario}` does not tell")]
    Prices {
        /// The figure.
        label: String,
        /// The year.
        year: Year,
        /// The scenario.
        scenario: String,
    },
    /// It was asked to stop.
    #[error("stopped")]
    Stopped,
}

/// Loads and runs what the rows need and gives each beside what was published, in the order of the rows.
pub fn reproduce(
    rows: &[Published],
    settings: Settings,
    catalogue: &Catalogue,
    progress: &dyn Progress,
) -> Result<Vec<Reproduced>, ReproductionError> {
    let mut loaded: BTreeMap<String, Scenario> = BTreeMap::new();
    let mut problems = Problems::default();
    let names: BTreeSet<&str> = rows.iter().flat_map(Published::needs).collect();
    for name in names {
        match Scenario::load(name, &[], catalogue) {
            Ok(scenario) => {
                loaded.insert(name.to_owned(), scenario);
            }
            Err(found) => problems.0.extend(found.0),
        }
    }
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let mut runs: BTreeMap<Year, Vec<&str>> = BTreeMap::new();
    for (name, scenario) in &loaded {
        runs.entry(scenario.start_year).or_default().push(name);
    }
    let shelf = Shelf::default();
    let mut done: Vec<Option<Reproduced>> = vec![None; rows.len()];
    for (start, names) in runs {
        let mine = |row: &&Published| row.needs().any(|name| names.contains(&name));
        let Some(last) = rows.iter().filter(mine).map(|row| row.year).max() else {
            continue;
        };
        for row in rows.iter().filter(mine) {
            if let Some(missing) = row.needs().find(|name| !names.contains(name)) {
                return Err(ReproductionError::NotRun {
                    label: row.label.clone(),
                    scenario: missing.to_owned(),
                    start,
                });
            }
        }
        if let Some(row) = rows
            .iter()
            .filter(mine)
            .find(|row| row.from.unwrap_or(row.year) < start)
        {
            return Err(ReproductionError::TooEarly {
                label: row.label.clone(),
                year: row.from.unwrap_or(row.year),
                scenario: row.scenarios.join(", "),
                start,
            });
        }
        let years = usize::from(last.0.saturating_sub(start.0)) + 1;
        let run = Run::of(&names, &loaded, (&shelf, catalogue), years, settings, progress)?;
        for (row, done) in rows.iter().zip(&mut done).filter(|(row, _)| mine(row)) {
            *done = Some(run.read(row)?);
        }
    }
    Ok(done.into_iter().flatten().collect())
}

/// The draws of all scenarios of one base year.
struct Run {
    plans: Plans,
    cube: Cube,
}

impl Run {
    fn of(
        names: &[&str],
        loaded: &BTreeMap<String, Scenario>,
        (shelf, catalogue): (&Shelf, &Catalogue),
        years: usize,
        settings: Settings,
        progress: &dyn Progress,
    ) -> Result<Run, ReproductionError> {
        let worlds = names
            .iter()
            .map(|name| (loaded[*name].clone(), Money::AsItSays(Over::default())))
            .collect();
        let plans = Plans::of(worlds, shelf, catalogue)?;
        let start = plans.first().map_or(Year(0), |plan| plan.scenario.start_year);
        let shape = Shape::new(
            names.iter().map(|name| (*name).to_owned()).collect(),
            (0..years).map(|index| start.plus(index as u16)).collect(),
        );
        let engine = Engine {
            plans,
            sampler: Sampler {
                seed: settings.seed,
                design: Design::Plain,
                draws: settings.draws as u64,
            },
            people: settings.people,
            years,
        };
        let observe = |scenario: usize, year: usize, record: &YearRecord, draw: &mut [f64]| {
            shape.observe(scenario, year, record, draw);
        };
        let draws = engine
            .draws(settings.draws, shape.cells(), &observe, progress)
            .map_err(|error| match error {
                RunError::Year(error) => ReproductionError::Year(error),
                RunError::Stopped => ReproductionError::Stopped,
                RunError::Keep(never) => match never {},
            })?;
        Ok(Run {
            plans: engine.plans,
            cube: Cube::new(shape, draws),
        })
    }

    /// A figure of these runs beside what was published.
    fn read(&self, row: &Published) -> Result<Reproduced, ReproductionError> {
        let prices = self.prices(row)?;
        let scale = row.scale() * prices;
        let values: Result<Vec<f64>, ReproductionError> = self
            .cube
            .draws
            .iter()
            .map(|draw| self.value(row, draw, scale))
            .collect();
        let values = values?;
        let stats = Stats::of(&values, &[], &mut Vec::new());
        let ours = [stats.p("p10"), stats.p("p50"), stats.p("p90")];
        let difference = ours[1] - row.published;
        let within = row.within.map(|within| match within {
            Tolerance::Share(share) => difference.abs() <= share * row.published.abs(),
            Tolerance::Points(points) => difference.abs() <= points,
        });
        Ok(Reproduced {
            published: row.clone(),
            ours,
            difference,
            within,
        })
    }

    /// What brings the scenario's pounds to those of the published figure.
    fn prices(&self, row: &Published) -> Result<f64, ReproductionError> {
        let Some(year) = row.price_year else { return Ok(1.0) };
        let at = self.scenario(row, &row.scenarios[0])?;
        let plan = &self.plans[at];
        let of = |year: Year| {
            let prices = plan.tables.economy.prices.of(year);
            prices
                .map(|prices| prices.smoothed)
                .ok_or_else(|| ReproductionError::Prices {
                    label: row.label.clone(),
                    year,
                    scenario: plan.name.clone(),
                })
        };
        Ok(of(year)? / of(plan.scenario.start_year)?)
    }

    /// Position of a scenario that a row names.
    fn scenario(&self, row: &Published, name: &str) -> Result<usize, ReproductionError> {
        let found = self.cube.shape.scenarios.iter().position(|known| known == name);
        found.ok_or_else(|| ReproductionError::NotRun {
            label: row.label.clone(),
            scenario: name.to_owned(),
            start: self.cube.shape.years.first().copied().unwrap_or(Year(0)),
        })
    }

    /// The figure in one draw, in the published unit.
    fn value(&self, row: &Published, draw: &[f64], scale: f64) -> Result<f64, ReproductionError> {
        let start = self.cube.shape.years.first().map_or(0, |year| year.0);
        let index = |year: Year| usize::from(year.0 - start);
        let at = |name: &str, year: Year| -> Result<f64, ReproductionError> {
            let scenario = self.scenario(row, name)?;
            Ok(scale * row.figure.value(&self.cube.shape, draw, scenario, index(year))?)
        };
        let own = &row.scenarios[0];
        let from = row.from.unwrap_or(row.year);
        let span = f64::from(row.year.0 - from.0);
        let against = row.against.as_deref().unwrap_or(own);
        Ok(match row.how {
            How::Level => at(own, row.year)?,
            How::Growth => 100.0 * (libm::pow(at(own, row.year)? / at(own, from)?, 1.0 / span) - 1.0),
            How::Change => 100.0 * (at(own, row.year)? / at(own, from)? - 1.0),
            How::Extra => at(own, row.year)? - at(against, row.year)?,
            How::ExtraShare => 100.0 * (at(own, row.year)? / at(against, row.year)? - 1.0),
            How::Gap => at(own, row.year)? - at(own, from)? * libm::pow(1.0 + row.budget, span),
            How::Order => {
                let years = from.0..=row.year.0;
                let (count, mut ordered) = (years.len() as f64, 0.0);
                for year in years {
                    let values: Result<Vec<f64>, _> = row.scenarios.iter().map(|name| at(name, Year(year))).collect();
                    if values?.windows(2).all(|pair| pair[0] < pair[1]) {
                        ordered += 1.0;
                    }
                }
                100.0 * ordered / count
            }
        })
    }
}
