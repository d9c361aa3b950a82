//! What a reader of a run should look at twice before quoting it: results so far from where they began that a slip of the pen is
//! likelier than the policy, and money that was promised the same and is not spent.

use super::{Run, words};
use crate::measures::COST_PUBLIC;
use crate::world::Group;

/// Public spending against that of the scenario compared with, above which a slip is likelier than a policy: the NHS of England
/// doubled in the ten years of its fastest growth, all growth counted.
const LEAP: f64 = 1.5;
/// Share of the same money, and of what it is more or less than the first scenario's, that may stay unspent without a word.
const UNSPENT: f64 = 0.005;
const UNSPENT_OF_CHANGE: f64 = 0.01;

/// Sentences on such results.
pub fn sentences(run: &Run<'_>) -> Vec<String> {
    let (year, d) = (run.telling_year(), run.description);
    let spent = |scenario: usize| Some(run.summary.get(scenario, year, COST_PUBLIC, Group::ALL)?.p("p50"));
    let mut told = Vec::new();
    for (scenario, base) in d.bases().into_iter().enumerate() {
        let Some((own, first)) = base.and_then(|base| spent(scenario).zip(spent(base))) else {
            continue;
        };
        let (name, against) = (d.scenario_title(scenario), d.compared_title(scenario));
        let ratio = own / first;
        if ratio.is_finite() && !(1.0 / LEAP..=LEAP).contains(&ratio) {
            let place = match d.scenarios[scenario].place {
                Some(_) => {
                    ", and whether an amount of the country's was given to the place (the country's is written `£1bn national`)"
                }
                None => "",
            };
            told.push(format!(
                "Public spending under “{name}” is {} times that under “{against}” in {}: look whether its amounts are in the unit that was meant{place}",
                words::grouped(ratio, 1),
                year.financial()
            ));
        }
    }
    let all = d.scenarios.iter().enumerate();
    for (scenario, giver) in all.filter_map(|(at, one)| Some((at, one.same_money_as.as_ref()?))) {
        let giver = d.scenarios.iter().position(|one| one.name == *giver);
        let Some((own, given)) = giver.and_then(|giver| spent(scenario).zip(spent(giver))) else {
            continue;
        };
        let (less, change) = (
            given - own,
            spent(d.against()[scenario]).map_or(0.0, |first| (given - first).abs()),
        );
        let small = UNSPENT * given;
        let allowed = if change > small * UNSPENT_OF_CHANGE {
            small.min(UNSPENT_OF_CHANGE * change).max(small * UNSPENT_OF_CHANGE)
        } else {
            small
        };
        if less.abs() > allowed {
            let (name, giver) = (d.scenario_title(scenario), d.scenario_title(giver.unwrap_or(0)));
            let (way, unspent) = if less > 0.0 { ("less", name) } else { ("more", giver) };
            told.push(format!(
                "“{name}” is given the same public money as “{giver}” and spends {} {way} in {}: money for which “{unspent}” has nobody to do \
                 the work, or nobody left waiting, is not spent",
                words::value(COST_PUBLIC.measure().unit, less.abs()),
                year.financial()
            ));
        }
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::{Differences, RunDescription, ScenarioDescription, Shape, Summary};
    use crate::world::Year;

    /// What is said of two scenarios that spend so much in every draw, the second perhaps given the money of the first.
    fn said(spent: [f64; 2], same: bool) -> Vec<String> {
        let names = ["one", "other"].map(str::to_string);
        let mut summary = Summary::empty(Shape::new(names.to_vec(), vec![Year(2034)]));
        let column = summary.shape.column(COST_PUBLIC, Group::ALL).expect("a column");
        for (scenario, pounds) in spent.into_iter().enumerate() {
            let cell = summary.shape.cell(scenario, 0, column);
            summary.stats[cell].quantiles = [pounds; 7];
        }
        let scenario = |at: usize| ScenarioDescription {
            name: names[at].clone(),
            same_money_as: (same && at == 1).then(|| names[0].clone()),
            ..ScenarioDescription::default()
        };
        let description = RunDescription {
            scenarios: vec![scenario(0), scenario(1)],
            ..RunDescription::default()
        };
        let differences = Differences {
            against: vec![names[0].clone()],
            summary: Summary::empty(Shape::new(vec![names[1].clone()], vec![Year(2034)])),
        };
        sentences(&Run::of(&description, &summary, &differences))
    }

    #[test]
    fn money_that_no_country_spends_is_told_and_a_reform_is_not() {
        for (ratio, told) in [(1.0, false), (1.2, false), (0.8, false), (2.4, true), (0.5, true)] {
            let found = said([200.0, 200.0 * ratio], false);
            assert_eq!(!found.is_empty(), told, "{ratio}: {found:?}");
        }
        assert!(said([200.0, 480.0], false)[0].contains("is 2.4 times that under"));
    }

    #[test]
    fn the_same_money_that_is_not_spent_is_told_by_how_much() {
        assert!(said([200.0, 195.0], false).is_empty(), "another budget may be smaller");
        assert!(
            said([200e3, 199.5e3], true).is_empty(),
            "a quarter of a per cent is a few posts"
        );
        let found = said([200e3, 195e3], true);
        assert!(
            found.len() == 1 && found[0].contains("spends £5.00 bn less"),
            "{found:?}"
        );
    }
}
