//! The whole answer to one question, for those who print it.

use rayon::prelude::*;

use super::curves::{At, Curves};
use super::partial::{Known, Partial};
use super::study::{self, Seen, StudyError};
use super::{Decision, Pair, Step, frontier};
use crate::analysis::given::Given;

/// Assumptions whose knowing is valued together.
#[derive(Clone, Debug, PartialEq)]
pub struct Subset {
    /// What it is called.
    pub name: String,
    /// Columns of the table of parameters.
    pub columns: Vec<usize>,
}

/// A study thought of.
#[derive(Clone, Debug, PartialEq)]
pub struct Study {
    /// The assumption's name.
    pub name: String,
    /// Its column.
    pub column: usize,
    /// People in it.
    pub people: usize,
    /// How it sees the assumption.
    pub seen: Seen,
}

/// Which options are compared two by two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// Every other with this one.
    EachAgainst(usize),
    /// This one with every other.
    OneAgainstEach(usize),
}

/// What is asked.
#[derive(Clone, Debug)]
pub struct Question {
    /// Worths of a unit of effect that are told.
    pub worths: Vec<f64>,
    /// Worths along which curves are drawn, in rising order.
    pub grid: Vec<f64>,
    /// Who is compared with whom.
    pub comparison: Comparison,
    /// Assumptions to be known.
    pub subsets: Vec<Subset>,
    /// Studies.
    pub studies: Vec<Study>,
}

/// What knowing something is worth, at each worth told.
#[derive(Clone, Debug, PartialEq)]
pub struct Learnt {
    /// What would be known.
    pub name: String,
    /// By worth.
    pub values: Vec<Known>,
}

/// The answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The options in all draws.
    pub decision: Decision,
    /// The frontier, and who is off it.
    pub steps: Vec<Step>,
    /// Options two by two.
    pub pairs: Vec<Pair>,
    /// At each worth told.
    pub at: Vec<At>,
    /// Along the grid.
    pub curves: Curves,
    /// Assumptions, the most valuable first.
    pub learnt: Vec<Learnt>,
    /// Studies, as asked.
    pub studies: Vec<Learnt>,
}

/// Why a study cannot be valued.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("--study {name}: {error}")]
pub struct StudyFailed {
    /// The assumption.
    pub name: String,
    /// Why.
    pub error: StudyError,
}

/// Answers.
pub fn answer(decision: Decision, parameters: Option<&Given>, question: &Question) -> Result<Answer, StudyFailed> {
    let (costs, effects) = (decision.mean_costs(), decision.mean_effects());
    let options = 0..decision.options.len();
    let pairs = match question.comparison {
        Comparison::EachAgainst(one) => options
            .filter(|other| *other != one)
            .map(|other| Pair::of(&decision, other, one))
            .collect(),
        Comparison::OneAgainstEach(one) => options
            .filter(|other| *other != one)
            .map(|other| Pair::of(&decision, one, other))
            .collect(),
    };
    let nets: Vec<Vec<Vec<f64>>> = question
        .worths
        .iter()
        .map(|worth| {
            (0..decision.options.len())
                .map(|at| decision.net_benefit(at, *worth))
                .collect()
        })
        .collect();
    let none = Vec::new();
    let columns = parameters.map_or(&none, |table| &table.columns);
    let mut learnt: Vec<Learnt> = question
        .subsets
        .par_iter()
        .map(|subset| {
            let draws: Vec<&[f64]> = subset.columns.iter().map(|at| columns[*at].as_slice()).collect();
            let partial = Partial::new(&draws);
            Learnt {
                name: subset.name.clone(),
                values: nets.iter().map(|nets| partial.value_of(nets)).collect(),
            }
        })
        .collect();
    let most = |one: &Learnt| one.values.iter().map(|known| known.value).fold(0.0, f64::max);
    learnt.sort_by(|a, b| most(b).total_cmp(&most(a)).then_with(|| a.name.cmp(&b.name)));
    let studies = question
        .studies
        .iter()
        .map(|one| {
            let value = |nets: &Vec<Vec<f64>>| study::value(nets, &columns[one.column], one.people, one.seen);
            let values: Result<Vec<Known>, StudyError> = nets.iter().map(value).collect();
            let name = format!("{} in {} people", one.name, one.people);
            values
                .map(|values| Learnt { name, values })
                .map_err(|error| StudyFailed {
                    name: one.name.clone(),
                    error,
                })
        })
        .collect::<Result<Vec<Learnt>, StudyFailed>>()?;
    Ok(Answer {
        steps: frontier(&costs, &effects),
        at: question.worths.iter().map(|worth| At::of(&decision, *worth)).collect(),
        curves: Curves::of(&decision, &question.grid),
        pairs,
        learnt,
        studies,
        decision,
    })
}
