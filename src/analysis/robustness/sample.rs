//! The one thing that is asked of a projection: some measures of one year, over some draws.

use crate::measures::Measure;
use crate::projection::{Engine, Progress, Unkept};
use crate::world::{Group, YearRecord};

/// Why it ended early.
pub type Ended = Unkept;

/// What is asked.
#[derive(Clone, Debug)]
pub struct Question {
    /// The measures.
    pub measures: Vec<&'static Measure>,
    /// Position of the year among the engine's years.
    pub year: usize,
    /// Draws.
    pub draws: usize,
}

/// The answer: a number for each draw, shown scenario and measure.
#[derive(Clone, Debug, PartialEq)]
pub struct Sampled {
    measures: usize,
    draws: Vec<Vec<f64>>,
}

impl Sampled {
    /// A measure of a scenario in every draw.
    pub fn of(&self, scenario: usize, measure: usize) -> Vec<f64> {
        let at = scenario * self.measures + measure;
        self.draws.iter().map(|draw| draw[at]).collect()
    }

    /// One scenario less another, draw by draw.
    pub fn difference(&self, scenario: usize, against: usize, measure: usize) -> Vec<f64> {
        let (a, b) = (scenario * self.measures + measure, against * self.measures + measure);
        self.draws.iter().map(|draw| draw[a] - draw[b]).collect()
    }

    /// Several answers to one question, of engines that share their luck, as one: their scenarios one after the other.
    pub fn side_by_side(parts: &[Sampled]) -> Sampled {
        let draws = parts.iter().map(|part| part.draws.len()).min().unwrap_or(0);
        Sampled {
            measures: parts.first().map_or(0, |part| part.measures),
            draws: (0..draws)
                .map(|draw| parts.iter().flat_map(|part| part.draws[draw].iter().copied()).collect())
                .collect(),
        }
    }

    /// From numbers at hand, for tests: draws of scenarios × measures.
    #[cfg(test)]
    pub fn from_draws(measures: usize, draws: Vec<Vec<f64>>) -> Sampled {
        Sampled { measures, draws }
    }
}

/// Asks an engine; the same numbers for any number of threads.
pub fn sample(engine: &Engine, question: &Question, progress: &dyn Progress) -> Result<Sampled, Ended> {
    let measures = question.measures.len();
    let observe = |scenario: usize, year: usize, record: &YearRecord, numbers: &mut [f64]| {
        if year == question.year {
            for (at, measure) in question.measures.iter().enumerate() {
                numbers[scenario * measures + at] = (measure.read)(record, Group::ALL);
            }
        }
    };
    let cells = engine.shown().len() * measures;
    Ok(Sampled {
        measures,
        draws: engine.draws(question.draws, cells, &observe, progress)?,
    })
}
