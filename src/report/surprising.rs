//! What a reader of a run should look at twice before quoting it: results so far from where they began that a slip of the pen is
//! likelier than the policy, and money that was promised the same and is not spent.

use super::{Run, words};
use crate::measures::{COST_PUBLIC, HEADLINES, Handle, POPULATION};
use crate::world::{Group, Year};

/// Public spending against that of the scenario compared with, above which a slip is likelier than a policy: the NHS of England
/// doubled in the ten years of its fastest growth, all growth counted.
const LEAP: f64 = 1.5;
/// Share of the same money, and of what it is more or less than the first scenario's, that may stay unspent without a word.
const UNSPENT: f64 = 0.005;
const UNSPENT_OF_CHANGE: f64 = 0.01;
/// Share of the money that a scenario adds to the envelopes that may not show in spending without a word.
const NOT_SPENT_OF_ADDED: f64 = 0.1;

/// Share of a figure of the base year by which two scenarios may differ there without a word: a year's luck of other draws is less.
const APART: f64 = 0.01;
/// Figures that are told of such.
const TOLD_APART: usize = 3;

/// Sentences on such results.
pub fn sentences(run: &Run<'_>) -> Vec<String> {
    let (year, d) = (run.telling_year(), run.description);
    let spent_in = |scenario: usize, year| Some(run.summary.get(scenario, year, COST_PUBLIC, Group::ALL)?.p("p50"));
    let spent = |scenario: usize| spent_in(scenario, year);
    let mut told = Vec::new();
    for (scenario, base) in d.bases().into_iter().enumerate() {
        let Some(base) = base else { continue };
        let (name, against) = (d.scenario_title(scenario), d.compared_title(scenario));
        if moves_nothing(run, scenario) {
            told.push(format!(
                "“{name}” changes assumptions of “{against}”, and every measure is the same in every draw and year: what it sets may \
                 act only together with something else, or under another law (`carepool explain` tells of each key what it does)"
            ));
        }
        told.extend(already_apart(run, (scenario, base)));
        // The year that is told, or else the one that is farthest: money may be given and end again before.
        let ratio_in = |year| {
            let ratio = spent_in(scenario, year)? / spent_in(base, year)?;
            ratio.is_finite().then_some((year, ratio))
        };
        let far = |ratio: f64| (ratio.ln()).abs();
        let years = run.summary.shape.years.iter().filter_map(|year| ratio_in(*year));
        let farthest = years.max_by(|one, other| far(one.1).total_cmp(&far(other.1)));
        let leaps = |found: &(Year, f64)| !(1.0 / LEAP..=LEAP).contains(&found.1);
        if let Some((year, ratio)) = ratio_in(year).filter(leaps).or(farthest.filter(leaps)) {
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
    told.extend((0..d.scenarios.len()).filter_map(|scenario| not_spent(run, scenario)));
    let all = d.scenarios.iter().enumerate();
    for (scenario, giver) in all.filter_map(|(at, one)| Some((at, one.same_money_as.as_ref()?))) {
        let giver = d.scenarios.iter().position(|one| one.name == *giver);
        let Some((own, given)) = giver.and_then(|giver| spent(scenario).zip(spent(giver))) else {
            continue;
        };
        // Where the tables hold the difference it is that of each draw, whose median is not the difference of the two medians.
        let paired = (d.against()[scenario] == giver.unwrap_or(scenario))
            .then(|| run.change(scenario, year, COST_PUBLIC, Group::ALL))
            .flatten()
            .map(|stats| -stats.p("p50"))
            .filter(|less| less.is_finite());
        let (less, change) = (
            paired.unwrap_or(given - own),
            spent(d.against()[scenario]).map_or(0.0, |first| (given - first).abs()),
        );
        let of_medians = if paired.is_some() {
            ""
        } else {
            ", from the median of the one to the median of the other"
        };
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
                "“{name}” is given the same public money as “{giver}” and spends {} {way} in {}{of_medians}: money for which “{unspent}” has nobody to do \
                 the work, or nobody left waiting, is not spent",
                words::value(COST_PUBLIC.measure().unit, less.abs()),
                year.financial()
            ));
        }
    }
    told
}

/// That two scenarios of the same people differ in the base year already, before anything is done in either.
fn already_apart(run: &Run<'_>, (scenario, base): (usize, usize)) -> Option<String> {
    let [year, _, ..] = run.summary.shape.years.as_slice() else {
        return None;
    };
    let (d, year) = (run.description, *year);
    let middle = |scenario, measure| Some(run.summary.get(scenario, year, measure, Group::ALL)?.p("p50"));
    let apart = |measure: Handle| {
        let (own, other) = (middle(scenario, measure)?, middle(base, measure)?);
        ((own - other).abs() > APART * other.abs()).then_some((own, other))
    };
    if d.scenarios[scenario].place != d.scenarios[base].place || apart(POPULATION).is_some() {
        return None;
    }
    let told: Vec<String> = HEADLINES
        .into_iter()
        .filter_map(|measure| {
            let (own, other) = apart(measure)?;
            let (title, unit) = (measure.measure().title, measure.measure().unit);
            Some(format!(
                "{title}: {} against {}",
                words::value(unit, own),
                words::value(unit, other)
            ))
        })
        .take(TOLD_APART)
        .collect();
    (!told.is_empty()).then(|| {
        format!(
            "“{}” differs from “{}” in the base year already, {} ({}): it begins from other figures, so that what it differs by later is not \
             what is done in it",
            d.scenario_title(scenario),
            d.scenario_title(base),
            year.financial(),
            told.join("; ")
        )
    })
}

/// That a scenario adds money to the envelopes of which much is not spent.
fn not_spent(run: &Run<'_>, scenario: usize) -> Option<String> {
    let (year, d) = (run.telling_year(), run.description);
    let at = run.summary.shape.years.iter().position(|known| *known == year)?;
    let added = d.scenarios[scenario]
        .added
        .get(at)
        .copied()
        .filter(|added| *added > 0.0)?;
    let own = run.differences.summary.shape.scenarios.iter();
    let name = &d.scenarios[scenario].name;
    let compared = own.into_iter().position(|other| other == name)?;
    let more = run
        .differences
        .summary
        .get(compared, year, COST_PUBLIC, Group::ALL)?
        .p("p50");
    (more < added * (1.0 - NOT_SPENT_OF_ADDED)).then(|| {
        let unit = COST_PUBLIC.measure().unit;
        let spends = if more > 0.0 {
            format!("spends {} more", words::value(unit, more))
        } else {
            format!("spends {} less", words::value(unit, -more))
        };
        format!(
            "“{}” adds {} to the budgets of {} and {spends} than “{}”: money for which there is nobody to do the work is not spent, what is \
             spent buys dearer hours where posts are empty, and other choices of it may spend less",
            d.scenario_title(scenario),
            words::value(unit, added),
            year.financial(),
            d.compared_title(scenario)
        )
    })
}

/// Whether a scenario assumes something otherwise than the one it is compared with, and no measure of any group knows of it.
fn moves_nothing(run: &Run<'_>, scenario: usize) -> bool {
    let d = run.description;
    let name = &d.scenarios[scenario].name;
    let shape = &run.differences.summary.shape;
    let Some(at) = shape.scenarios.iter().position(|other| other == name) else {
        return false;
    };
    let each = shape.cells_of(at);
    let mut compared = run.differences.summary.stats[each]
        .iter()
        .filter(|stats| stats.p_equal.is_finite())
        .peekable();
    d.changes.iter().any(|change| change.scenario == *name)
        && compared.peek().is_some()
        && compared.all(|stats| stats.p_equal == 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measures::WAITING_LIST;
    use crate::results::{Differences, RunDescription, ScenarioDescription, Shape, Summary};

    /// What is said of two scenarios that spend so much in every draw, the second perhaps given the money of the first.
    fn said(spent: [f64; 2], same: bool) -> Vec<String> {
        said_of_medians(spent, same, spent[1] - spent[0])
    }

    /// The same where these are the medians, and `apart` is the median of what the draws differ by.
    fn said_of_medians(spent: [f64; 2], same: bool, apart: f64) -> Vec<String> {
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
        let mut differences = Differences {
            against: vec![names[0].clone()],
            summary: Summary::empty(Shape::new(vec![names[1].clone()], vec![Year(2034)])),
        };
        let cell = differences.summary.shape.cell(0, 0, column);
        differences.summary.stats[cell].quantiles = [apart; 7];
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
    fn scenarios_that_begin_from_other_figures_are_told_and_those_that_part_later_are_not() {
        let names = ["one", "other"].map(str::to_string);
        let told = |lists: [[f64; 2]; 2]| {
            let mut summary = Summary::empty(Shape::new(names.to_vec(), vec![Year(2024), Year(2034)]));
            for (measure, of) in [(WAITING_LIST, lists), (COST_PUBLIC, [[200.0; 2]; 2])] {
                let column = summary.shape.column(measure, Group::ALL).expect("a column");
                for (scenario, years) in of.into_iter().enumerate() {
                    for (year, value) in years.into_iter().enumerate() {
                        let cell = summary.shape.cell(scenario, year, column);
                        summary.stats[cell].quantiles = [value; 7];
                    }
                }
            }
            let scenarios = names.iter().map(|name| ScenarioDescription {
                name: name.clone(),
                ..ScenarioDescription::default()
            });
            let description = RunDescription {
                scenarios: scenarios.collect(),
                ..RunDescription::default()
            };
            let differences = Differences {
                against: vec![names[0].clone()],
                summary: Summary::empty(Shape::new(vec![names[1].clone()], summary.shape.years.clone())),
            };
            sentences(&Run::of(&description, &summary, &differences)).concat()
        };
        assert_eq!(told([[7.4e6, 8e6], [7.4e6, 3e6]]), "");
        let found = told([[7.4e6, 8e6], [3.2e6, 3e6]]);
        assert!(
            found.contains("in the base year already, 2024/25")
                && found.contains("3.20 million")
                && found.contains("7.40 million"),
            "{found}"
        );
    }

    #[test]
    fn money_that_doubles_for_some_years_and_ends_before_the_year_that_is_told_is_told_with_its_year() {
        let names = ["one", "other"].map(str::to_string);
        let mut summary = Summary::empty(Shape::new(names.to_vec(), vec![Year(2026), Year(2028), Year(2034)]));
        let column = summary.shape.column(COST_PUBLIC, Group::ALL).expect("a column");
        for (scenario, spent) in [[200.0, 200.0, 200.0], [200.0, 400.0, 190.0]].into_iter().enumerate() {
            for (year, pounds) in spent.into_iter().enumerate() {
                let cell = summary.shape.cell(scenario, year, column);
                summary.stats[cell].quantiles = [pounds; 7];
            }
        }
        let description = RunDescription {
            scenarios: names
                .iter()
                .map(|name| ScenarioDescription {
                    name: name.clone(),
                    ..ScenarioDescription::default()
                })
                .collect(),
            ..RunDescription::default()
        };
        let differences = Differences {
            against: vec![names[0].clone()],
            summary: Summary::empty(Shape::new(vec![names[1].clone()], summary.shape.years.clone())),
        };
        let told = sentences(&Run::of(&description, &summary, &differences));
        assert!(
            told.len() == 1 && told[0].contains("2.0 times") && told[0].contains("2028/29"),
            "{told:?}"
        );
    }

    #[test]
    fn added_money_that_is_not_spent_is_told_by_how_much() {
        let told = |added: f64, more: f64| {
            let names = ["one", "other"].map(str::to_string);
            let mut summary = Summary::empty(Shape::new(vec![names[1].clone()], vec![Year(2034)]));
            let column = summary.shape.column(COST_PUBLIC, Group::ALL).expect("a column");
            let cell = summary.shape.cell(0, 0, column);
            summary.stats[cell].quantiles = [more; 7];
            let description = RunDescription {
                scenarios: vec![
                    ScenarioDescription {
                        name: names[0].clone(),
                        ..ScenarioDescription::default()
                    },
                    ScenarioDescription {
                        name: names[1].clone(),
                        title: "Other".to_string(),
                        added: vec![added],
                        ..ScenarioDescription::default()
                    },
                ],
                ..RunDescription::default()
            };
            let differences = Differences {
                against: vec![names[0].clone()],
                summary,
            };
            let empty = Summary::empty(Shape::new(names.to_vec(), vec![Year(2034)]));
            sentences(&Run::of(&description, &empty, &differences)).concat()
        };
        assert_eq!(told(9_000.0, 8_500.0), "");
        assert_eq!(told(-9_000.0, -9_000.0), "");
        let found = told(9_000.0, 3_790.0);
        assert!(
            found.contains("adds £9.00 bn") && found.contains("spends £3.79 bn more"),
            "{found}"
        );
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
            found.len() == 1 && found[0].contains("spends £5.00 bn less in 2034/35: money"),
            "{found:?}"
        );
        // What is told is the median of the differences, which stands in every table, and not the difference of the medians.
        let found = said_of_medians([200e3, 195e3], true, -3e3);
        assert!(
            found.len() == 1 && found[0].contains("spends £3.00 bn less"),
            "{found:?}"
        );
        assert!(said_of_medians([200e3, 195e3], true, -10.0).is_empty());
        let found = said_of_medians([200e3, 195e3], true, f64::NAN);
        assert!(
            found[0].contains("from the median of the one to the median of the other"),
            "{found:?}"
        );
    }
}
