//! Whether a year's results can be: the gate that a run's numbers pass before anything is made of them.
//!
//! Every lever has bounds, but assumptions that are each within theirs may together say what no world could: a unit
//! price of billions, a service without need, more patients than people. What comes of it is then no result, however many
//! figures it has. Each quantity of the record must be a number, and each measure lie within its declared bounds;
//! a ratio with nothing to divide by is undefined and passes. The first that does not stops the run.

use std::sync::LazyLock;

use crate::measures;
use crate::scenario::{Assumption, Catalogue, Sampler, Scenario};
use crate::world::{Group, YearRecord};

use super::levers::catalogue;

/// How far rounding may carry a sum over a bound, as a share of the width between the bounds.
const ROUNDING: f64 = 1e-9;
/// Assumptions that are named when a year is refused.
const NAMED: usize = 6;

/// A result outside what can be.
#[derive(Debug, thiserror::Error, PartialEq)]
#[error("`{measure}` of {group} is {value}, which cannot be: {expected}")]
pub struct Impossible {
    /// The measure, or the quantity of the record.
    pub measure: &'static str,
    /// Whose.
    pub group: &'static str,
    /// What came out.
    pub value: f64,
    /// What can be.
    pub expected: String,
}

/// A measure's place in the list of all, for a group that it is told for.
static TOLD: LazyLock<Vec<(usize, Group)>> = LazyLock::new(|| {
    let splits = |(at, measure): (usize, &'static measures::Measure)| {
        Group::every()
            .filter(|group| measure.splits(*group))
            .map(move |group| (at, group))
    };
    measures::all().iter().enumerate().flat_map(splits).collect()
});

/// Refuses the first result that cannot be.
pub fn possible(record: &mut YearRecord) -> Result<(), Impossible> {
    let whose = |group: Group| match group {
        Group::ALL => "everybody",
        group => group.name(),
    };
    for (name, _, values) in record.quantities() {
        if let Some(group) = Group::every().find(|group| !values[group.index()].is_finite()) {
            return Err(Impossible {
                measure: name,
                group: whose(group),
                value: values[group.index()],
                expected: "it must be a number".to_owned(),
            });
        }
    }
    let all = measures::all();
    for (at, group) in TOLD.iter() {
        let measure = &all[*at];
        let value = (measure.read)(record, *group);
        let (low, high) = measure.bounds;
        let slack = ROUNDING * (high - low);
        if value < low - slack || value > high + slack {
            return Err(Impossible {
                measure: measure.name,
                group: whose(*group),
                value,
                expected: format!("it lies between {low} and {high} {}", measure.unit),
            });
        }
    }
    Ok(())
}

/// The assumptions of a draw that stand farthest out, in words: what the command line or a file of the reader's own
/// puts nearest to the end of what a lever may be, then what was drawn from farthest out in its distribution.
pub fn farthest_out(scenario: &Scenario, sampler: &Sampler, draw: u64) -> Vec<String> {
    let catalogue = catalogue();
    let mut set: Vec<(f64, String)> = scenario
        .assumptions()
        .iter()
        .filter(|assumption| assumption.number.is_some())
        .filter_map(|assumption| {
            // What was typed comes before what stands in the file that was named; what lies beneath is not the reader's.
            let from = |name: &str| assumption.place.starts_with(name);
            let typed = from("--set");
            let words = format!("{} = {} ({})", assumption.key, assumption.text, assumption.place);
            let room = room_left(assumption, &catalogue);
            (typed || from(&scenario.file)).then_some((if typed { room - 1.0 } else { room }, words))
        })
        .collect();
    set.sort_by(|one, other| one.0.total_cmp(&other.0));
    let world = scenario.world(sampler, draw);
    let mut drawn: Vec<(f64, String)> = world
        .sampled()
        .filter_map(|(name, value)| {
            let assumption = scenario.assumptions().iter().find(|known| known.name == name)?;
            let below = assumption.distribution.as_ref()?.cdf(value);
            let words = format!(
                "{} = {value} (drawn: {:.1}% of {} lies below)",
                assumption.key,
                below * 100.0,
                assumption.text
            );
            Some((below.min(1.0 - below), words))
        })
        .collect();
    drawn.sort_by(|one, other| one.0.total_cmp(&other.0));
    let half = NAMED / 2;
    let own = set.len().min(NAMED - half.min(drawn.len()));
    let named = set.into_iter().take(own);
    named
        .chain(drawn.into_iter().take(NAMED - own))
        .map(|(_, words)| words)
        .collect()
}

/// How much room an assumption has to the nearer end of what its lever may be, as a share of the whole: in ratios where
/// the lever is above nothing, for a thousandth of the usual is as far out as a thousand times.
fn room_left(assumption: &Assumption, catalogue: &Catalogue) -> f64 {
    let (Some(spec), Some(value)) = (catalogue.get(&assumption.key), assumption.number) else {
        return 0.5;
    };
    let scale = |value: f64| if spec.low > 0.0 { value.ln() } else { value };
    let (low, high, value) = (scale(spec.low), scale(spec.high), scale(value));
    ((value - low).min(high - value) / (high - low)).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> YearRecord {
        YearRecord::default()
    }

    #[test]
    fn a_record_without_anything_that_cannot_be_passes() {
        assert_eq!(
            possible(&mut record()),
            Ok(()),
            "ratios of nothing are undefined, and pass"
        );
    }

    #[test]
    fn money_beyond_all_money_a_life_of_two_centuries_and_less_than_nobody_are_refused_by_name() {
        let refused = |change: &dyn Fn(&mut YearRecord)| {
            let mut record = record();
            change(&mut record);
            let found = possible(&mut record).expect_err("cannot be");
            (found.measure, found.group)
        };
        let imd = Group::imd(2);
        assert_eq!(
            refused(&|r| r.cost_nhs[0] = -4.9e10),
            (measures::COST_PUBLIC.name(), "everybody")
        );
        assert_eq!(
            refused(&|r| r.life_expectancy[0] = 200.0),
            (measures::LIFE_EXPECTANCY.name(), "everybody")
        );
        assert_eq!(
            refused(&|r| r.population[imd.index()] = -1e4),
            (measures::POPULATION.name(), "imd=3")
        );
        assert_eq!(
            refused(&|r| r.vacancy_rate[0] = 1.1),
            (measures::VACANCY_RATE.name(), "everybody")
        );
        assert_eq!(
            refused(&|r| r.births[0] = f64::NAN),
            (measures::BIRTHS.name(), "everybody")
        );
        assert_eq!(
            refused(&|r| r.deaths[imd.index()] = f64::INFINITY),
            (measures::DEATHS.name(), "imd=3")
        );
        // A year that spends more than the country earns.
        let spent = |r: &mut YearRecord| (r.gdp[0], r.cost_nhs[0]) = (1e6, 2e6);
        assert_eq!(refused(&spent), (measures::SHARE_OF_GDP.name(), "everybody"));
    }
}
