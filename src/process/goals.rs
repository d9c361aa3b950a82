//! What "best" means: one measure each for access, health and fairness, and how years become one number.
//!
//! A share, wait or index is averaged over the years from the decision on; a yearly flow (deaths, life years) is summed; a
//! count at the year's end is that of the last year. Gains are turned so that more is better.

use super::fields::Fields;
use crate::measures::{self, Better, Handle, Measure, Taken};
use crate::scenario::problem::{Fault, Problem, Problems};

/// A goal: its name and the measure that tells it.
#[derive(Clone, Copy, Debug)]
pub struct Goal {
    /// `access`, `health` or `fairness`.
    pub name: &'static str,
    /// The measure.
    pub measure: &'static Measure,
}

/// How the years of a measure become one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    /// Mean of the years from the decision on.
    Mean,
    /// Sum of these years.
    Sum,
    /// The last year.
    Last,
}

impl Over {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Over::Mean => "mean of the years from the decision on",
            Over::Sum => "all years from the decision on together",
            Over::Last => "in the last year",
        }
    }
}

/// How a measure's years become one number.
pub fn over(measure: &Measure) -> Over {
    match (measure.unit, measure.kind) {
        ("share" | "index" | "ratio" | "weeks" | "years" | "percentage points" | "pence", _) => Over::Mean,
        (_, Taken::Flow) => Over::Sum,
        (_, Taken::Stock) => Over::Last,
    }
}

/// One number from a measure's years; `from` is the first year of the decision.
pub fn condensed(measure: &Measure, years: &[f64], from: usize) -> f64 {
    let decided = years.get(from..).unwrap_or(&[]);
    let sum: f64 = decided.iter().sum();
    match over(measure) {
        Over::Mean if decided.is_empty() => 0.0,
        Over::Mean => sum / decided.len() as f64,
        Over::Sum => sum,
        Over::Last => decided.last().copied().unwrap_or(0.0),
    }
}

impl Goal {
    /// 1 where more is better, −1 where less is.
    pub fn sign(&self) -> f64 {
        if self.measure.better == Better::Lower {
            -1.0
        } else {
            1.0
        }
    }
}

/// The goals unless a file says otherwise: need met over all services, life years in full health, how evenly need is met.
const USUAL: [(&str, Handle); 3] = [
    ("access", measures::NEED_MET),
    ("health", measures::QALYS),
    ("fairness", measures::INEQUALITY_SLOPE),
];

/// Reads `[goals]`.
pub(super) fn read(top: &Fields<'_>, problems: &mut Problems) -> [Goal; 3] {
    let fields = top.table("goals", problems);
    if let Some(fields) = &fields {
        fields.only(&USUAL.map(|(name, _)| name), problems);
    }
    USUAL.map(|(name, usual)| {
        let usual = usual.measure();
        let Some((word, place)) = fields
            .as_ref()
            .and_then(|fields| fields.texts(name, problems).into_iter().next())
        else {
            return Goal { name, measure: usual };
        };
        let told = measures::all()
            .iter()
            .filter(|measure| measure.better != Better::Neither);
        match measures::find(&word).map(Handle::measure) {
            Ok(measure) if measure.better != Better::Neither => Goal { name, measure },
            _ => {
                problems.push(
                    Problem::at(Fault::UnknownWord(word.clone()), place, &format!("goals.{name}"))
                        .expecting("a measure of which more, or less, is better (`carepool measures` lists them)")
                        .near(measures::nearest(&word, told).map(str::to_owned)),
                );
                Goal { name, measure: usual }
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_averaged_flows_summed_and_stocks_taken_at_the_end() {
        let years = [9.0, 9.0, 1.0, 2.0, 6.0];
        let of = |measure: Handle| condensed(measure.measure(), &years, 2);
        assert_eq!(of(measures::NEED_MET), 3.0);
        assert_eq!(of(measures::QALYS), 9.0);
        assert_eq!(of(measures::WAITING_LIST), 6.0);
    }
}
