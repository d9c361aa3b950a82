//! A projection that answers while a lever moves.
//!
//! The baseline's draws are computed once and kept. A change of levers is computed for one future, then some, then all,
//! each beside the same future of the baseline, under the same luck. A picture of few draws is never a small run's own
//! level: it is the whole baseline moved by the paired difference, so that a rough answer does not contradict the final
//! one. What was computed for a state is kept; a newer question stops an older one.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

use rayon::prelude::*;

use crate::measures::{HEADLINES, Handle};
use crate::projection::{Engine, Plans, PlansError, Shelf, YearError};
use crate::scenario::{Catalogue, Design, Over, Problems, Sampler, Scenario};
use crate::world::{Group, Year, YearRecord};

use super::answer::{Answer, Band, Cell, Quality};
use super::board::Board;
use super::lever::LeverError;
use super::state::{State, StateError};

/// States whose draws are kept; the one asked for least lately goes first.
const KEPT: usize = 64;

/// Asked again and again while an answer is worked out: whether nobody has asked something newer.
pub type Newest<'a> = &'a (dyn Fn() -> bool + Sync);

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// A lever's file is wrong.
    #[error(transparent)]
    Lever(#[from] LeverError),
    /// The levers cannot stand so.
    #[error(transparent)]
    State(#[from] StateError),
    /// What they say is no scenario.
    #[error("{0}")]
    Scenario(#[from] Problems),
    /// Or cannot be run.
    #[error(transparent)]
    Plans(#[from] PlansError),
    /// A year's books did not close.
    #[error(transparent)]
    Year(#[from] YearError),
    /// Somebody asked something newer.
    #[error("a newer question was asked")]
    Older,
}

/// One draw of one world: every measure in every year.
type Row = Arc<[f64]>;

/// Draws of one world.
#[derive(Debug, Default)]
struct Draws {
    /// The future in the middle of every assumption.
    middle: Option<Row>,
    /// By number of draw.
    rows: BTreeMap<usize, Row>,
    /// When it was last asked for.
    asked: u64,
}

/// A projection whose baseline is kept.
#[derive(Debug)]
pub struct LiveProjection {
    board: Board,
    catalogue: Catalogue,
    base: String,
    shelf: Shelf,
    measures: Vec<Handle>,
    years: Vec<Year>,
    people: usize,
    draws: usize,
    seed: u64,
    worlds: Mutex<BTreeMap<State, Draws>>,
    clock: AtomicU64,
}

impl LiveProjection {
    /// Over a scenario of this name: `draws` futures of `people` simulated people over `years` years.
    pub fn new(
        base: &str,
        people: usize,
        draws: usize,
        years: usize,
        seed: u64,
        catalogue: &Catalogue,
    ) -> Result<LiveProjection, AskError> {
        let board = Board::shipped(catalogue)?;
        let scenario = Scenario::load(base, &[], catalogue)?;
        let mut measures: Vec<Handle> = HEADLINES.to_vec();
        for lever in board.levers() {
            let looked_at = lever.measures().map_err(|what| LeverError {
                file: lever.name.clone(),
                what,
            })?;
            for handle in looked_at {
                if !measures.contains(&handle) {
                    measures.push(handle);
                }
            }
        }
        Ok(LiveProjection {
            board,
            catalogue: catalogue.clone(),
            base: base.to_string(),
            shelf: Shelf::default(),
            measures,
            years: (0..years).map(|index| scenario.start_year.plus(index as u16)).collect(),
            people,
            draws,
            seed,
            worlds: Mutex::default(),
            clock: AtomicU64::new(0),
        })
    }

    /// The levers.
    pub fn board(&self) -> &Board {
        &self.board
    }
    /// The measures told.
    pub fn measures(&self) -> &[Handle] {
        &self.measures
    }
    /// The years, the base year first.
    pub fn years(&self) -> &[Year] {
        &self.years
    }
    /// The scenario file of a state.
    pub fn scenario(&self, state: &State) -> Result<String, AskError> {
        Ok(state.scenario(&self.base, &self.board, &self.catalogue)?)
    }

    /// What the levers would do, by so many draws: none of them asks for the middle future alone.
    pub fn ask(&self, state: &State, draws: usize, newest: Newest) -> Result<Answer, AskError> {
        let draws = draws.min(self.draws);
        let as_now = State::default();
        // The change first: it is what was asked; the baseline is there but for the first question of all.
        let chosen = self.rows(state, draws, newest)?;
        let own = self.rows(&as_now, draws, newest)?;
        // However few futures are compared, the level is that of the whole baseline once it is there.
        let kept: Vec<Row> = self.kept(&as_now).into_values().collect();
        let whole = if kept.len() == self.draws { &kept } else { &own };
        let mut cells = Vec::with_capacity(self.measures.len() * self.years.len());
        for (column, measure) in self.measures.iter().enumerate() {
            for (at, year) in self.years.iter().enumerate() {
                let cell = at * self.measures.len() + column;
                let of = |rows: &[Row]| Band::of(rows.iter().map(|row| row[cell]).collect());
                let pairs = || chosen.iter().zip(&own).map(|(one, other)| one[cell] - other[cell]);
                let (Some(from), Some(to), Some(baseline), Some(difference)) =
                    (of(&own), of(&chosen), of(whole), Band::of(pairs().collect()))
                else {
                    continue;
                };
                let higher = pairs().filter(|more| *more > 0.0).count() as f64 / own.len() as f64;
                cells.push(Cell {
                    measure: *measure,
                    year: *year,
                    baseline,
                    chosen: baseline.moved(from, to),
                    difference,
                    higher,
                });
            }
        }
        Ok(Answer {
            quality: match draws {
                0 => Quality::First,
                some if some < self.draws => Quality::Rough,
                _ => Quality::Good,
            },
            draws: draws.max(1),
            cells,
        })
    }

    /// Computes the baseline's draws, so that the first question finds them.
    pub fn warm(&self, newest: Newest) -> Result<(), AskError> {
        let as_now = State::default();
        self.rows(&as_now, 0, newest)?;
        self.rows(&as_now, self.draws, newest).map(|_| ())
    }

    fn worlds(&self) -> MutexGuard<'_, BTreeMap<State, Draws>> {
        self.worlds.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    /// The draws that are kept of a state, by number.
    fn kept(&self, state: &State) -> BTreeMap<usize, Row> {
        let mut worlds = self.worlds();
        let Some(known) = worlds.get_mut(state) else {
            return BTreeMap::new();
        };
        known.asked = self.clock.fetch_add(1, Ordering::Relaxed);
        known.rows.clone()
    }

    /// The first draws of a state, computed where they are not kept; of none, the middle future.
    fn rows(&self, state: &State, draws: usize, newest: Newest) -> Result<Vec<Row>, AskError> {
        if draws == 0 {
            let kept = self.worlds().get(state).and_then(|known| known.middle.clone());
            if let Some(middle) = kept {
                return Ok(vec![middle]);
            }
            let middle = self.middle(state, newest)?;
            self.keep(state, |known| known.middle = Some(middle.clone()));
            return Ok(vec![middle]);
        }
        let mut rows = self.kept(state);
        let missing: Vec<usize> = (0..draws).filter(|number| !rows.contains_key(number)).collect();
        if !missing.is_empty() {
            let engine = self.engine(state, false)?;
            let one = |number: &usize| -> Result<(usize, Row), AskError> {
                Ok((*number, self.row(&engine, *number, newest)?))
            };
            let computed: Vec<(usize, Row)> = missing.par_iter().map(one).collect::<Result<_, _>>()?;
            self.keep(state, |known| known.rows.extend(computed.iter().cloned()));
            rows.extend(computed);
        }
        Ok(rows.into_values().take(draws).collect())
    }

    fn keep(&self, state: &State, change: impl FnOnce(&mut Draws)) {
        let mut worlds = self.worlds();
        let known = worlds.entry(state.clone()).or_default();
        known.asked = self.clock.fetch_add(1, Ordering::Relaxed);
        change(known);
        // The baseline stays: every answer needs it.
        if worlds.len() > KEPT {
            let oldest = worlds
                .iter()
                .filter(|(other, _)| !other.is_as_now() && *other != state)
                .min_by_key(|(_, known)| known.asked)
                .map(|(other, _)| other.clone());
            if let Some(oldest) = oldest {
                worlds.remove(&oldest);
            }
        }
    }

    fn engine(&self, state: &State, middle: bool) -> Result<Engine, AskError> {
        let text = self.scenario(state)?;
        let mut scenario = Scenario::from_text("levers.toml", &text, &[], &self.catalogue)?;
        if middle {
            let names = scenario.uncertain().to_vec();
            let row = vec![0.5; names.len()];
            scenario = scenario.pinned(&names, vec![row]);
        }
        let worlds = vec![(scenario, crate::projection::Money::AsItSays(Over::default()))];
        Ok(Engine {
            plans: Plans::of(worlds, &self.shelf, &self.catalogue)?,
            sampler: Sampler {
                seed: self.seed,
                design: Design::Sobol,
                draws: self.draws as u64,
            },
            people: self.people,
            years: self.years.len(),
        })
    }

    fn middle(&self, state: &State, newest: Newest) -> Result<Row, AskError> {
        let engine = self.engine(state, true)?;
        self.row(&engine, 0, newest)
    }

    /// One draw: every measure in every year.
    fn row(&self, engine: &Engine, number: usize, newest: Newest) -> Result<Row, AskError> {
        if !newest() {
            return Err(AskError::Older);
        }
        let cells = self.measures.len() * self.years.len();
        let observe = |_: usize, index: usize, record: &YearRecord, numbers: &mut [f64]| {
            for (column, handle) in self.measures.iter().enumerate() {
                numbers[index * self.measures.len() + column] = (handle.measure().read)(record, Group::ALL);
            }
        };
        Ok(engine.numbers(number as u64, 0, cells, &observe)?.into())
    }
}
