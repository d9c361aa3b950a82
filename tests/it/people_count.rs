//! How many people are simulated changes how sure an answer is, never what it is.

use carepool::measures::{self, HEADLINES, Handle};
use carepool::scenario::layers;
use carepool::world::Group;
use carepool::world::group::GROUPS;

use crate::runs::{Run, draws, load, lockstep};

/// Told besides the headlines: what the sample alone tells, and what it told wrongly when it was small.
const BESIDES: [Handle; 8] = [
    measures::LIFE_EXPECTANCY,
    measures::DEATHS,
    measures::POPULATION,
    measures::CARE_HOME_RESIDENTS,
    measures::CARE_HOME_SELF_FUNDERS,
    measures::CARE_USERS_SELF_FUNDED,
    measures::COST_SELF_FUNDED,
    measures::COST_USER_CHARGES,
];

/// Standard errors of paired luck that a difference may be apart: of some hundred measures one is four apart by chance.
const PAIRED: f64 = 5.0;

/// Values of a measure in the last year, by draw.
fn last(run: &Run, name: Handle) -> Vec<f64> {
    let at = name.index() * GROUPS + Group::ALL.index();
    run.iter().filter_map(|years| Some(years.last()?.values[at])).collect()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn variance(values: &[f64]) -> f64 {
    let mean = mean(values);
    values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / (values.len() - 1) as f64
}

/// Holds the measures of a shipped scenario with few and with many people against each other, draw by draw. Gives
/// what is further apart than twice the Monte Carlo error of the means, or than paired luck can explain.
fn apart(name: &str, number: u64, years: usize, (few, many): (usize, usize)) -> Vec<String> {
    let plans = lockstep([load(name, &[])]);
    let [few, many] = [few, many].map(|people| draws(&plans, number, people, years).pop().expect("a run"));
    let mut found = Vec::new();
    for name in HEADLINES.into_iter().chain(BESIDES) {
        let (small, large) = (last(&few, name), last(&many, name));
        let differences: Vec<f64> = small.iter().zip(&large).map(|(small, large)| small - large).collect();
        let error = ((variance(&small) + variance(&large)) / number as f64).sqrt();
        let luck = (variance(&differences) / number as f64).sqrt();
        let off = mean(&differences);
        let line = format!(
            "{name}: {:.5} with few people, {:.5} with many; {:.2} Monte Carlo errors, {:.1} of paired luck",
            mean(&small),
            mean(&large),
            off / error.max(f64::MIN_POSITIVE),
            off / luck.max(f64::MIN_POSITIVE),
        );
        println!("{line}");
        // A millionth of a unit is rounding in any measure: of a person, a share or a million pounds.
        let rounding = 1e-9 * mean(&large).abs() + 1e-6;
        if off.abs() > 2.0 * error + rounding || off.abs() > PAIRED * luck + rounding {
            found.push(line);
        }
    }
    found
}

#[test]
fn few_people_tell_the_same_as_many() {
    for name in ["england", "free-personal-care"] {
        let found = apart(name, 8, 7, (1_000, 4_000));
        assert!(found.is_empty(), "{name}:\n{}", found.join("\n"));
    }
}

#[test]
#[ignore = "every shipped scenario with 1,000 and with 20,000 people: minutes in release"]
fn few_people_tell_the_same_as_many_in_every_shipped_scenario() {
    let mut found = Vec::new();
    for name in layers::shipped() {
        let off = apart(&name, 100, 11, (1_000, 20_000));
        found.extend(off.into_iter().map(|line| format!("{name}: {line}")));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
