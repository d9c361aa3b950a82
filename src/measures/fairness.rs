//! How evenly access and health are spread over deprivation fifths.

use super::inequality::Gradient;
use super::{ALL_ONLY, measures};
use crate::world::axes::FIFTHS;
use crate::world::{Group, YearRecord};

/// A record's quantity over the deprivation fifths, with their populations.
fn over_fifths(record: &YearRecord, read: impl Fn(usize) -> f64) -> Gradient {
    let of = |read: &dyn Fn(usize) -> f64| -> [f64; FIFTHS] { std::array::from_fn(|i| read(Group::imd(i).index())) };
    Gradient {
        values: of(&read),
        people: of(&|group| record.population[group]),
    }
}

/// Need met over the fifths.
fn need_met(record: &YearRecord) -> Gradient {
    over_fifths(record, |group| record.need_met[group])
}

measures! { from super::money::FIRST + super::money::MEASURES.len();
    INEQUALITY_SLOPE = "inequality_slope", "Inequality of need met (slope index)",
        "share", Lower, Flow, ALL_ONLY, -2.0, 2.0, None,
        "Slope index of inequality of need met: the least deprived end less the most deprived end; 0 is even."
        => |r, _| need_met(r).slope();
    INEQUALITY_RELATIVE = "inequality_relative", "Inequality of need met (relative index)",
        "ratio", Lower, Flow, ALL_ONLY, -10.0, 10.0, None,
        "Relative index of inequality of need met: the slope over the mean." => |r, _| need_met(r).relative();
    INEQUALITY_CONCENTRATION = "inequality_concentration", "Inequality of need met (concentration index)",
        "index", Lower, Flow, ALL_ONLY, -1.0, 1.0, None,
        "Concentration index of need met over deprivation: above 0, the less deprived have more of it."
        => |r, _| need_met(r).concentration();
    GP_INEQUALITY_SLOPE = "gp_inequality_slope", "Inequality of general-practice need met",
        "share", Lower, Flow, ALL_ONLY, -2.0, 2.0, None,
        "Slope index of inequality of general-practice need met, least less most deprived."
        => |r, _| over_fifths(r, |g| super::share(r.gp_appointments[g], r.gp_need[g])).slope();
    LIFE_EXPECTANCY_SLOPE = "life_expectancy_slope", "Inequality of life expectancy",
        "years", Lower, Flow, ALL_ONLY, -60.0, 60.0, None,
        "Slope index of inequality of life expectancy at birth, least less most deprived."
        => |r, _| over_fifths(r, |g| r.life_expectancy[g]).slope();
    HEALTHY_LIFE_EXPECTANCY_SLOPE = "healthy_life_expectancy_slope", "Inequality of healthy life expectancy",
        "years", Lower, Flow, ALL_ONLY, -90.0, 90.0, None,
        "Slope index of inequality of healthy life expectancy at birth, least less most deprived."
        => |r, _| over_fifths(r, |g| r.healthy_life_expectancy[g]).slope();
    EMERGENCY_ADMISSIONS_RATIO = "emergency_admissions_ratio", "Emergency admissions, most over least deprived",
        "ratio", Lower, Flow, ALL_ONLY, 0.0, 100.0, None,
        "Emergency admissions per head, most deprived fifth over least deprived."
        => |r, _| {
            let rate = |i: usize| super::ratio(
                r.emergency_admissions[Group::imd(i).index()], r.population[Group::imd(i).index()]);
            super::ratio(rate(0), rate(FIFTHS - 1))
        };
}
