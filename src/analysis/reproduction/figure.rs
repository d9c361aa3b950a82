//! A figure that is read from a year's results: a sum of measures, or one sum over another.
//!
//! `care_cost_older + 0.5 * cost_nhs_transfer - care_charges_older`, `care_users_older_homes / care_users_older`,
//! `population[age=85+]`. Signs of a sum stand between spaces, since groups hold some of their own.

use crate::measures::{self, Handle, UnknownMeasure};
use crate::results::Shape;
use crate::world::Group;

/// Why a figure cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FigureError {
    /// No such measure.
    #[error(transparent)]
    Measure(#[from] UnknownMeasure),
    /// No such group, or the measure is not told for it.
    #[error("measure `{measure}` is not told for `{group}`")]
    Group {
        /// The measure.
        measure: String,
        /// What was written.
        group: String,
    },
    /// A run that did not keep a measure for a group.
    #[error("the run did not keep `{measure}` of {group}")]
    NotKept {
        /// The measure.
        measure: Handle,
        /// Whose.
        group: &'static str,
    },
    /// A term that is neither a measure nor a number times one.
    #[error("`{0}` is neither a measure nor a number times a measure")]
    Term(String),
}

/// One term: so many times a measure for a group.
#[derive(Clone, Debug, PartialEq)]
struct Term {
    times: f64,
    measure: Handle,
    group: Group,
}

/// A sum of terms, or one over another.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    above: Vec<Term>,
    below: Vec<Term>,
}

impl Figure {
    /// Reads a figure as it is written in the table.
    pub fn parse(text: &str) -> Result<Figure, FigureError> {
        let (above, below) = match text.split_once(" / ") {
            Some((above, below)) => (terms(above)?, terms(below)?),
            None => (terms(text)?, Vec::new()),
        };
        Ok(Figure { above, below })
    }

    /// The unit of its measures, where it is a sum of one unit.
    pub fn unit(&self) -> Option<&'static str> {
        let unit = self.above.first()?.measure.measure().unit;
        let one = self.above.iter().all(|term| term.measure.measure().unit == unit);
        (one && self.below.is_empty()).then_some(unit)
    }

    /// Its value in one draw of a run of this shape; an error where the run did not keep what it reads.
    pub fn value(&self, shape: &Shape, draw: &[f64], scenario: usize, year: usize) -> Result<f64, FigureError> {
        let sum = |terms: &[Term]| -> Result<f64, FigureError> {
            let mut sum = 0.0;
            for term in terms {
                let column = shape
                    .column(term.measure, term.group)
                    .ok_or_else(|| FigureError::NotKept {
                        measure: term.measure,
                        group: term.group.name(),
                    })?;
                sum += term.times * draw[shape.cell(scenario, year, column)];
            }
            Ok(sum)
        };
        let above = sum(&self.above)?;
        Ok(if self.below.is_empty() {
            above
        } else {
            above / sum(&self.below)?
        })
    }
}

fn terms(text: &str) -> Result<Vec<Term>, FigureError> {
    let mut found = Vec::new();
    let mut sign = 1.0;
    let mut words: Vec<&str> = Vec::new();
    for word in text.split_whitespace().chain(["+"]) {
        match word {
            "+" | "-" => {
                if !words.is_empty() {
                    found.push(term(sign, &words)?);
                }
                sign = if word == "-" { -1.0 } else { 1.0 };
                words.clear();
            }
            word => words.push(word),
        }
    }
    match found.is_empty() {
        true => Err(FigureError::Term(text.trim().to_owned())),
        false => Ok(found),
    }
}

fn term(sign: f64, words: &[&str]) -> Result<Term, FigureError> {
    let bad = || FigureError::Term(words.join(" "));
    let (times, name) = match words {
        [name] => (1.0, *name),
        [times, "*", name] => (times.parse::<f64>().map_err(|_| bad())?, *name),
        _ => return Err(bad()),
    };
    let (measure, group) = match name.strip_suffix(']').and_then(|rest| rest.split_once('[')) {
        Some((measure, group)) => (measure, Some(group)),
        None => (name, None),
    };
    let found = measures::find(measure)?;
    let told = match group {
        None => Some(Group::ALL),
        Some(group) => Group::parse(group).filter(|group| found.measure().splits(*group)),
    };
    Ok(Term {
        times: sign * times,
        measure: found,
        group: told.ok_or_else(|| FigureError::Group {
            measure: measure.to_owned(),
            group: group.unwrap_or("all").to_owned(),
        })?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measures::{COST_COUNCIL, COST_NHS, POPULATION};
    use crate::world::Year;

    #[test]
    fn a_sum_with_numbers_and_signs_over_another_is_what_it_says() {
        let shape = Shape::new(vec!["one".into()], vec![Year(2015)]);
        let mut draw = vec![0.0; shape.cells()];
        let mut set = |measure: Handle, group: &str, value: f64| {
            let column = shape
                .column(measure, Group::parse(group).expect("a group"))
                .expect("told");
            draw[shape.cell(0, 0, column)] = value;
        };
        set(COST_NHS, "all", 100.0);
        set(COST_COUNCIL, "all", 20.0);
        set(POPULATION, "age=85+", 5.0);
        let of = |text: &str| {
            Figure::parse(text)
                .expect("reads")
                .value(&shape, &draw, 0, 0)
                .expect("kept")
        };
        assert_eq!(of("cost_nhs - 0.5 * cost_council"), 90.0);
        assert_eq!(of("cost_nhs + cost_council / population[age=85+]"), 24.0);
        assert_eq!(of("-0.5 * cost_council"), -10.0);
        let narrow = Shape {
            columns: Vec::new(),
            ..shape.clone()
        };
        let error = Figure::parse("cost_nhs").expect("reads").value(&narrow, &draw, 0, 0);
        assert!(matches!(error, Err(FigureError::NotKept { .. })));
    }

    #[test]
    fn what_cannot_be_read_is_refused_with_the_nearest_name() {
        let wrong = Figure::parse("care_users_oldest").expect_err("unknown");
        assert!(wrong.to_string().contains("did you mean `care_users_older"), "{wrong}");
        assert!(matches!(
            Figure::parse("own_payments[wealth=1]"),
            Err(FigureError::Group { .. })
        ));
        for text in ["", "cost_nhs cost_council", "x * cost_nhs"] {
            assert!(matches!(Figure::parse(text), Err(FigureError::Term(_))), "{text}");
        }
    }
}
