//! A projection that answers while a lever moves.
//!
//! The baseline's draws are computed once and kept. A change of levers is computed for one future, then some, then all,
//! each beside the same future of the baseline, under the same luck. A picture of few draws is never a small run's own
//! level: it is the whole baseline moved by the paired difference, so that a rough answer does not contradict the final
//! one. What was computed for a question is kept; a newer question stops an older one.

use std::sync::Arc;

use rayon::prelude::*;

use crate::measures::{HEADLINES, Handle};
use crate::projection::{self, Engine, Money, Plans, PlansError, Shelf, YearError};
use crate::scenario::lookup;
use crate::scenario::source::Source;
use crate::scenario::{Catalogue, Design, Over, Problem, Problems, Sampler, Scenario};
use crate::world::{Group, Past, Year, YearRecord};

use super::answer::{Answer, Band, Cell, FIRM, Quality, middle_within};
use super::beliefs::{Beliefs, BeliefsError};
use super::board::Board;
use super::kept::{Kept, Row};
use super::lever::{Lever, LeverError, Setting, replaced};
use super::state::{State, StateError};

/// The name of the scenario file that levers make.
const FILE: &str = "levers.toml";
/// Futures that are computed together and kept, at least.
const PIECE: usize = 20;

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
    /// Nor can that be believed.
    #[error(transparent)]
    Beliefs(#[from] BeliefsError),
    /// The scenarios do not go together.
    #[error("{0}")]
    Bases(String),
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

impl From<Problem> for AskError {
    fn from(problem: Problem) -> AskError {
        AskError::Scenario(problem.into())
    }
}

/// How large a projection is, and by which luck it is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Simulated people.
    pub people: usize,
    /// Futures.
    pub draws: usize,
    /// Years, the base year included.
    pub years: usize,
    /// Master seed.
    pub seed: u64,
}

/// A scenario over which levers are moved.
#[derive(Clone, Debug)]
pub struct Base {
    /// Its name, as it was asked for.
    pub name: String,
    /// Its title.
    pub title: String,
    source: Source,
    scenario: Scenario,
}

impl Base {
    /// What levers set in place of what this scenario sets itself, in words.
    pub fn replaced(&self, moved: &[(&Lever, &Setting)]) -> Vec<String> {
        replaced(&self.scenario, moved)
    }
}

/// What is asked: what is done, and what is believed of it. The default is the first scenario with everything as now.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Question {
    /// The scenario over which levers are moved, by its place among those of the projection.
    pub base: usize,
    /// Where the levers stand.
    pub state: State,
    /// What is believed.
    pub beliefs: Beliefs,
}

impl Question {
    /// Whether it is the baseline of its beliefs.
    pub fn is_as_now(&self) -> bool {
        self.base == 0 && self.state.is_as_now()
    }
    /// What it is compared with: the first scenario with everything as now, under the same beliefs.
    #[must_use]
    pub fn as_now(&self) -> Question {
        Question {
            beliefs: self.beliefs.clone(),
            ..Question::default()
        }
    }
}

impl From<State> for Question {
    fn from(state: State) -> Question {
        Question {
            state,
            ..Question::default()
        }
    }
}

/// A projection whose baseline is kept.
#[derive(Debug)]
pub struct LiveProjection {
    board: Board,
    catalogue: Catalogue,
    bases: Vec<Base>,
    area: Option<Arc<Source>>,
    first: Scenario,
    past: Vec<Past>,
    shelf: Shelf,
    told: Vec<String>,
    measures: Vec<Handle>,
    years: Vec<Year>,
    size: Size,
    kept: Kept,
}

/// What of a file is words for readers.
const WORDS: [&str; 5] = ["title", "description", "source", "confidence", "note"];

/// The first key of which a scenario file says otherwise than another, apart from words; `extends` too.
fn written_otherwise(text: &str, other: &str) -> Option<String> {
    let (Ok(one), Ok(other)) = (text.parse::<toml::Table>(), other.parse::<toml::Table>()) else {
        return Some("(no scenario file)".to_owned());
    };
    differs(&one, &other)
}

fn differs(one: &toml::Table, other: &toml::Table) -> Option<String> {
    let keys = one.keys().chain(other.keys().filter(|key| !one.contains_key(*key)));
    let mut keys = keys.filter(|key| !WORDS.contains(&key.as_str()));
    keys.find_map(|key| match (one.get(key), other.get(key)) {
        (Some(toml::Value::Table(one)), Some(toml::Value::Table(other))) => {
            differs(one, other).map(|below| format!("{key}.{below}"))
        }
        (one, other) => (one != other).then(|| key.clone()),
    })
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
        let size = Size {
            people,
            draws,
            years,
            seed,
        };
        LiveProjection::over(&[base.to_string()], None, size, catalogue)
    }

    /// Over several scenarios, the first of which is the baseline; in a place, if one is told.
    pub fn over(
        names: &[String],
        area: Option<Arc<Source>>,
        size: Size,
        catalogue: &Catalogue,
    ) -> Result<LiveProjection, AskError> {
        let board = Board::shipped(catalogue)?;
        let (mut bases, mut first): (Vec<Base>, Option<Scenario>) = (Vec::new(), None);
        let mut worlds = Vec::new();
        for name in names {
            let over = Over {
                area: area.as_ref(),
                ..Over::default()
            };
            let scenario = Scenario::load_assuming(name, over, catalogue)?;
            if bases.iter().any(|base| base.name == *name) {
                return Err(AskError::Bases(format!("{name} is named twice: once is enough")));
            }
            bases.push(Base {
                name: name.clone(),
                title: scenario.title.clone(),
                source: lookup::first(name)?,
                scenario: scenario.clone(),
            });
            worlds.push((scenario.clone(), Money::AsItSays(over)));
            match &first {
                None => first = Some(scenario),
                Some(first) if first.start_year != scenario.start_year => {
                    return Err(AskError::Bases(format!(
                        "{} starts in {} and {name} in {}: scenarios that are compared start in the same year",
                        bases[0].name, first.start_year, scenario.start_year
                    )));
                }
                Some(_) => {}
            }
        }
        let first = first.ok_or_else(|| AskError::Bases("no scenario is named".to_string()))?;
        let shelf = Shelf::default();
        let mut told = Plans::of(worlds, &shelf, catalogue)?.told();
        if !first.believes.is_empty() {
            told.push(format!(
                "{} believes by itself what holds for all of this: {}",
                first.name,
                first.believes.words()
            ));
        }
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
            bases,
            area,
            shelf,
            told,
            measures,
            years: (0..size.years)
                .map(|index| first.start_year.plus(index as u16))
                .collect(),
            past: projection::past(&first).map_err(PlansError::from)?,
            first,
            size,
            kept: Kept::default(),
        })
    }

    /// The scenarios over which levers are moved, the baseline's first.
    pub fn bases(&self) -> &[Base] {
        &self.bases
    }
    /// The first scenario as it is, before levers and beliefs.
    pub fn first(&self) -> &Scenario {
        &self.first
    }
    /// The part of the country's sums that the first scenario's place has, by its people; nothing where it is the country.
    pub fn part_of_country(&self) -> Option<f64> {
        let mut values = Vec::new();
        self.first.central().values(self.first.start_year, &mut values);
        let part = values.get(self.catalogue.index(self.catalogue.size()?)?).copied()?;
        (part != 1.0).then_some(part)
    }
    /// What a reader should know of the scenarios' people and amounts.
    pub fn told(&self) -> &[String] {
        &self.told
    }
    /// What may be set and believed.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }
    /// How large it is.
    pub fn size(&self) -> Size {
        self.size
    }
    /// The standards that the first scenario is held to in its base year: measure and share.
    pub fn standards(&self) -> Vec<(Handle, f64)> {
        projection::standards(&self.first, self.first.start_year, &self.catalogue)
    }
    /// What was published of measures before the first year, of the economy that the first scenario begins from.
    pub fn past(&self) -> &[Past] {
        &self.past
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
    /// The scenario file of a state over the first scenario.
    pub fn scenario(&self, state: &State) -> Result<String, AskError> {
        self.file(&state.clone().into())
    }

    /// The scenario file of what is done and believed.
    pub fn file(&self, question: &Question) -> Result<String, AskError> {
        let base = self.base(question.base)?;
        let (state, beliefs) = (&question.state, &question.beliefs);
        Ok(state.believing(beliefs, &base.source.path, &self.board, &self.catalogue)?)
    }

    /// The question that a file of [`LiveProjection::file`] stands for.
    pub fn read_file(&self, text: &str) -> Result<Question, AskError> {
        let state = State::from_scenario(text, &self.board)?;
        let extended = super::state::extended(text).unwrap_or_default();
        let base = self.bases.iter().position(|base| base.source.path == extended);
        let base = base.ok_or_else(|| {
            let known: Vec<&str> = self.bases.iter().map(|base| base.name.as_str()).collect();
            AskError::Bases(format!(
                "the file moves levers over `{extended}`, and this page was opened over {}: open it over that scenario too",
                known.join(", ")
            ))
        })?;
        let question = Question {
            base,
            state,
            beliefs: Beliefs::read(text, &self.catalogue)?,
        };
        // What a reader added by hand no lever stands for, and a page that showed the levers alone would answer another question.
        match written_otherwise(text, &self.file(&question)?) {
            None => Ok(question),
            Some(key) => Err(AskError::Bases(format!(
                "the file says otherwise of `{key}` than its levers do (it was changed by hand, or written by another version): `carepool run \
                 {} FILE` computes it as it stands",
                self.base(base)?.name
            ))),
        }
    }

    fn base(&self, at: usize) -> Result<&Base, AskError> {
        self.bases
            .get(at)
            .ok_or_else(|| AskError::Bases(format!("there are {} scenarios, and no number {at}", self.bases.len())))
    }

    /// What the levers would do, by so many draws: none of them asks for the middle future alone.
    pub fn ask(&self, state: &State, draws: usize, newest: Newest) -> Result<Answer, AskError> {
        self.answer(&state.clone().into(), draws, newest)
    }

    /// The same of what is done over any of the scenarios, under any beliefs.
    pub fn answer(&self, question: &Question, draws: usize, newest: Newest) -> Result<Answer, AskError> {
        let draws = draws.min(self.size.draws);
        let as_now = question.as_now();
        // The change first: it is what was asked; the baseline is there but for the first question of all.
        let chosen = self.rows(question, draws, newest)?;
        let own = self.rows(&as_now, draws, newest)?;
        // However few futures are compared, the level is that of the whole baseline once it is there.
        let kept: Vec<Row> = self.kept.rows(&as_now).into_values().collect();
        let whole = if kept.len() == self.size.draws { &kept } else { &own };
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
                let share = |count: usize| count as f64 / own.len() as f64;
                let count = own.len() as f64;
                let mean = pairs().sum::<f64>() / count;
                let spread = pairs().map(|pair| (pair - mean).powi(2)).sum::<f64>() / (count - 1.0);
                cells.push(Cell {
                    measure: *measure,
                    year: *year,
                    baseline,
                    chosen: baseline.moved(from, to),
                    difference,
                    middle: middle_within(pairs().collect()),
                    mean: (mean, (spread / count).sqrt()),
                    level: chosen.iter().map(|row| row[cell]).sum::<f64>() / count,
                    higher: share(pairs().filter(|more| *more > 0.0).count()),
                    lower: share(pairs().filter(|more| *more < 0.0).count()),
                });
            }
        }
        Ok(Answer {
            quality: match draws {
                0 => Quality::First,
                some if some < self.size.draws.max(FIRM.0) || self.size.people < FIRM.1 => Quality::Rough,
                _ => Quality::Good,
            },
            draws: draws.max(1),
            is_last: draws >= self.size.draws,
            cells,
        })
    }

    /// Computes the baseline's draws, so that the first question finds them.
    pub fn warm(&self, newest: Newest) -> Result<(), AskError> {
        let as_now = Question::default();
        self.rows(&as_now, 0, newest)?;
        self.rows(&as_now, self.size.draws, newest).map(|_| ())
    }

    /// The most draws of which an answer can be given at once; nothing if not even the middle future is there.
    pub fn at_hand(&self, question: &Question) -> Option<usize> {
        self.kept.at_hand(question)
    }

    /// The first draws of a question, computed where they are not kept; of none, the middle future.
    fn rows(&self, question: &Question, draws: usize, newest: Newest) -> Result<Vec<Row>, AskError> {
        if draws == 0 {
            if let Some(middle) = self.kept.middle(question) {
                return Ok(vec![middle]);
            }
            let middle = self.middle(question, newest)?;
            self.kept.keep_middle(question, &middle);
            return Ok(vec![middle]);
        }
        let mut rows = self.kept.rows(question);
        let missing: Vec<usize> = (0..draws).filter(|number| !rows.contains_key(number)).collect();
        if !missing.is_empty() {
            let engine = self.engine(question, false)?;
            let one = |number: &usize| -> Result<(usize, Row), AskError> {
                Ok((*number, self.row(&engine, *number, newest)?))
            };
            // Piece by piece, so that what was computed is kept when nobody waits for the rest.
            let piece = PIECE.max(4 * rayon::current_num_threads());
            for piece in missing.chunks(piece) {
                let computed: Vec<(usize, Row)> = piece.par_iter().map(one).collect::<Result<_, _>>()?;
                self.kept.keep_rows(question, &computed);
                rows.extend(computed);
            }
        }
        Ok(rows.into_values().take(draws).collect())
    }

    fn engine(&self, question: &Question, middle: bool) -> Result<Engine, AskError> {
        let (assume, set) = question.beliefs.over();
        let over = Over {
            assume: &assume,
            set: &set,
            area: self.area.as_ref(),
        };
        let (base, text) = (self.base(question.base)?, self.file(question)?);
        let mut scenario = Scenario::from_text_beside(&base.source, FILE, &text, over, &self.catalogue)?;
        if middle {
            let names = scenario.uncertain().to_vec();
            let row = vec![0.5; names.len()];
            scenario = scenario.pinned(&names, vec![row]);
        }
        let worlds = vec![(scenario, Money::AsItSays(over))];
        Ok(Engine {
            plans: Plans::of(worlds, &self.shelf, &self.catalogue)?,
            sampler: Sampler {
                seed: self.size.seed,
                design: Design::Sobol,
                draws: self.size.draws as u64,
            },
            people: self.size.people,
            years: self.years.len(),
        })
    }

    fn middle(&self, question: &Question, newest: Newest) -> Result<Row, AskError> {
        let engine = self.engine(question, true)?;
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
