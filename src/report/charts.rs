//! Which charts a run gets, in the order of the report.

use super::frame::Chart;
use super::{Run, bars, check, fans, gradient, waiting, who_pays};
use crate::measures::{self, Handle};

/// Measures that get a fan chart, and a difference chart where there is something to compare.
const FANNED: [Handle; 12] = [
    measures::COST_PUBLIC,
    measures::COST_TOTAL,
    measures::TAX_NEEDED,
    measures::WAITING_LIST,
    measures::WITHIN_18_WEEKS,
    measures::AE_FOUR_HOUR,
    measures::GP_NEED_MET,
    measures::CARE_UNMET_PEOPLE,
    measures::CARE_USERS_PUBLIC,
    measures::NEED_MET,
    measures::INEQUALITY_SLOPE,
    measures::HEALTHY_LIFE_EXPECTANCY,
];

/// All charts of a run, in the order of the report.
pub fn charts(run: &Run<'_>) -> Vec<Chart> {
    let mut found: Vec<Option<Chart>> = Vec::new();
    for measure in FANNED {
        found.push(fans::fan(run, measure));
        found.push(fans::difference(run, measure));
    }
    found.push(waiting::stack(run));
    found.push(bars::composition(run));
    found.extend(who_pays::charts(run));
    found.push(gradient::access(run, measures::NEED_MET));
    found.push(gradient::access(run, measures::GP_NEED_MET));
    found.push(gradient::access(run, measures::HEALTHY_LIFE_EXPECTANCY));
    found.push(check::chart(run));
    found.into_iter().flatten().collect()
}
