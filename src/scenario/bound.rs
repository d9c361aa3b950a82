//! Levers that are bound together, held to what binds them in every year and in every draw.
//!
//! Each lever alone may be fine and the whole still be nonsense: a means test whose lower limit lies above the upper one,
//! shares of the envelope that add up to more than the envelope. It shows only once all layers are laid, may show only in a
//! later year (one limit grows, the other ends) or only in some draws. Since every command reads scenarios in one way, none
//! runs what another refuses.

use super::assumption::Assumption;
use super::catalogue::Catalogue;
use super::compiled::Scenario;
use super::design::Sampler;
use super::problem::{Fault, Problem, Problems};
use super::sampled::World;
use crate::world::{Rule, Year};

/// Years that are looked at: more than a run may have.
const YEARS: u16 = 100;
/// Draws that are looked at where what is bound is uncertain.
const DRAWS: u64 = 200;

/// Everything that breaks a rule, once for each.
pub(super) fn check(scenario: &Scenario, catalogue: &Catalogue, problems: &mut Problems) {
    let central = scenario.central();
    for rule in catalogue.rules() {
        let places: Vec<usize> = rule.keys().iter().filter_map(|key| catalogue.index(key)).collect();
        let years = if scenario.changes(&places) { YEARS } else { 1 };
        let found = in_some_year(rule, &places, &central, (scenario.start_year, years)).map(|(year, what)| {
            let base = year == scenario.start_year;
            if base { what } else { format!("in {year}, {what}") }
        });
        if let Some(text) = found.or_else(|| in_some_draw(rule, &places, years, scenario)) {
            problems.push(problem(rule, text, scenario));
        }
    }
}

fn in_some_year(rule: &Rule, places: &[usize], world: &World, (first, years): (Year, u16)) -> Option<(Year, String)> {
    let mut values = Vec::new();
    (0..years).find_map(|index| {
        let year = first.plus(index);
        world.values(year, &mut values);
        let own: Vec<f64> = places.iter().filter_map(|at| values.get(*at).copied()).collect();
        Some((year, rule.broken(&own)?))
    })
}

fn in_some_draw(rule: &Rule, places: &[usize], years: u16, scenario: &Scenario) -> Option<String> {
    let keys = rule.keys();
    let uncertain = |one: &&Assumption| keys.contains(&one.key.as_str()) && one.distribution.is_some();
    scenario.assumptions().iter().find(uncertain)?;
    let sampler = Sampler::plain(1);
    let broken: Vec<String> = scenario
        .worlds_for(places, &sampler, DRAWS)
        .filter_map(|world| in_some_year(rule, places, &world, (scenario.start_year, years)).map(|(_, what)| what))
        .collect();
    let example = broken.first()?;
    Some(format!(
        "in {} of {DRAWS} draws, such as this one: {example}",
        broken.len()
    ))
}

/// The problem, at the line that was written last: one's own file is more likely wrong than what lies beneath it.
fn problem(rule: &Rule, text: String, scenario: &Scenario) -> Problem {
    let keys = rule.keys();
    let layer = |one: &Assumption| {
        let file = one.place.rsplit_once(':').map_or("", |(file, _)| file);
        scenario.inputs.iter().position(|input| input.name == file)
    };
    let bound = scenario
        .assumptions()
        .iter()
        .filter(|one| keys.contains(&one.key.as_str()));
    let last = bound.max_by_key(|one| layer(one));
    let expected = match rule {
        Rule::Ordered { names, .. } => format!("{} no higher than {}, in every year and draw", names.0, names.1),
        Rule::Within { times, names, .. } => {
            format!(
                "{} no more than {times} times {}, in every year and draw",
                names.0, names.1
            )
        }
        Rule::LeftBy { names, .. } => format!("{} no more than {} leave, in every year and draw", names.0, names.1),
        Rule::SharesOf { .. } => "shares of one whole that add up to 100% or less, in every year and draw".to_string(),
    };
    Problem {
        place: last.and_then(|one| scenario.place_of(one)),
        key: last.map_or(String::new(), |one| one.key.clone()),
        ..Problem::new(Fault::Joint(text)).expecting(expected)
    }
}
