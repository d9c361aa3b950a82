//! The assumptions of a draw: those that stand out in it, and those that drive a difference.

use super::super::format::{Failure, short};
use super::parts::Line;
use crate::analysis::given::Given;
use crate::analysis::sensitivity::drivers;
use crate::results::Vouched;
use crate::run::Job;

/// The part of the answer.
pub const PART: &str = "assumption";
/// Assumptions that are printed for people.
pub const SHOWN: usize = 15;

/// Every uncertain assumption of a scenario as a draw sampled it, those farthest from their middle first.
pub fn farthest(job: &Job, plan: usize, number: usize) -> Vec<Line> {
    let scenario = &job.engine.plans[plan].scenario;
    let mut sampled: Vec<(f64, Line)> = Vec::new();
    for (name, value) in scenario.world(&job.engine.sampler, number as u64).sampled() {
        let Some(about) = scenario.assumptions().iter().find(|one| one.name == name) else {
            continue;
        };
        let (below, upto) = about
            .distribution
            .as_ref()
            .map_or((f64::NAN, f64::NAN), |one| (one.cdf(value.next_down()), one.cdf(value)));
        let percent = |share: f64| short((share * 100.0).round());
        // A value that many draws share stands in the middle of them.
        let share = f64::midpoint(below, upto);
        let place = if upto - below >= 0.01 {
            format!("the value of {}% of all draws", percent(upto - below))
        } else {
            format!("percentile {}", percent(share))
        };
        let more = format!("{place}; {}", about.evidence("source"));
        let line = Line::new(PART, about.key.clone(), value, &about.unit, more);
        sampled.push(((share - 0.5).abs(), line));
    }
    sampled.sort_by(|a, b| b.0.total_cmp(&a.0));
    sampled.into_iter().map(|one| one.1).collect()
}

/// What drives a quantity over the draws of a run, with the values of one draw, the strongest first; or why that cannot be told.
pub fn driving(run: &Vouched, quantity: &[f64], number: usize) -> Result<Result<Vec<Line>, String>, Failure> {
    let Some(table) = Given::read_if_any(&run.path("parameters.csv")?)? else {
        return Ok(Err("nothing is uncertain in this run".to_string()));
    };
    let columns: Vec<&[f64]> = table.columns.iter().map(Vec::as_slice).collect();
    let found = match drivers(&columns, quantity, None) {
        Ok(found) => found,
        Err(why) => return Ok(Err(why.to_string())),
    };
    let line = |one: &crate::analysis::sensitivity::drivers::Driver| {
        let values = &table.columns[one.assumption];
        let value = values[number];
        let below = values.iter().filter(|other| **other < value).count();
        let more = format!(
            "share of the spread of this difference {:.1}%, rank correlation {}; higher than in {:.0}% of the draws",
            one.share * 100.0,
            format!("{:+.2}", one.rank).replace('-', "−"),
            100.0 * below as f64 / values.len() as f64
        );
        Line::new(
            PART,
            table.names[one.assumption].clone(),
            value,
            "",
            more.replace("-0.0%", "0.0%"),
        )
    };
    Ok(Ok(found.drivers.iter().map(line).collect()))
}
