//! The identities that every run satisfies (house.md), each on every shipped scenario.
//!
//! Four of them are tested where they belong: threads, shards and resuming through the real binary, single levers in
//! `levers.rs`, signs of pure functions beside the functions, acceptability and value of information with the analyses.

use carepool::measures::{self, Measure};
use carepool::results::statistics::Stats;
use carepool::scenario::Scenario;
use carepool::world::group::GROUPS;
use carepool::world::{Group, Pence};

use crate::runs::{self, CATALOGUE, DRAWS, Kept, PEOPLE, Run, SHIPPED, YEARS, draws, england, lockstep};

/// Measures that compare the most deprived fifth with the least: where nobody lives in one of them there is nothing to compare.
const ACROSS_FIFTHS: [&str; 1] = ["emergency_admissions_ratio"];

/// Whether a year has nobody to tell a measure of: a fifth that no neighbourhood of the place is in, as in Northern Ireland.
fn of_nobody(now: &Kept, measure: &str, group: Group) -> bool {
    let empty = |group: Group| now.of("population", group) == 0.0;
    empty(group) || ACROSS_FIFTHS.contains(&measure) && (0..5).map(Group::imd).any(empty)
}

/// Calls `check` with a name for every scenario, draw and year.
fn every_year(check: impl Fn(&str, &[Kept], usize)) {
    for (name, shipped) in SHIPPED.iter() {
        for (number, years) in shipped.run.iter().enumerate() {
            for year in 0..years.len() {
                check(&format!("{name}, draw {number}, year {year}"), years, year);
            }
        }
    }
}

/// The first place where two runs differ in any bit.
fn difference(one: &Run, other: &Run) -> Option<String> {
    for (number, (left, right)) in one.iter().zip(other).enumerate() {
        for (year, (left, right)) in left.iter().zip(right).enumerate() {
            for (at, (a, b)) in left.values.iter().zip(&right.values).enumerate() {
                if a.to_bits() != b.to_bits() {
                    let (measure, group) = (measures::all()[at / GROUPS].name, at % GROUPS);
                    return Some(format!(
                        "draw {number}, year {year}, {measure}, group {group}: {a} and {b}"
                    ));
                }
            }
        }
    }
    None
}

#[test]
fn a_scenario_against_itself_differs_in_nothing() {
    for (name, shipped) in SHIPPED.iter() {
        assert_eq!(difference(&shipped.run, &shipped.again), None, "{name}");
    }
}

#[test]
fn a_world_alone_is_the_same_as_in_company() {
    for (name, shipped) in SHIPPED.iter() {
        assert_eq!(difference(&shipped.run, &shipped.alone), None, "{name}");
    }
}

#[test]
fn parts_add_up_to_totals() {
    every_year(|place, years, year| {
        for measure in measures::all().iter().filter(|measure| measure.is_total()) {
            let all = years[year].all(measure.name);
            for dimension in measure.groups {
                let of_groups: Vec<f64> = Group::every()
                    .filter(|group| group.dimension() == *dimension)
                    .map(|group| years[year].of(measure.name, group))
                    .collect();
                let parts: f64 = of_groups.iter().sum();
                // What groups gain and lose is nothing for all: rounding is to what they have, and not to that.
                let size: f64 = of_groups.iter().map(|part| part.abs()).sum();
                assert!(
                    (parts - all).abs() <= 1e-9 * size.max(1.0),
                    "{place}: {} by {dimension} is {parts}, for all {all}",
                    measure.name
                );
            }
        }
    });
}

#[test]
fn no_declared_split_is_left_empty() {
    every_year(|place, years, year| {
        assert_eq!(measures::unfilled(&years[year].record), [], "{place}");
    });
}

#[test]
fn the_ledger_closes_to_the_penny_and_is_what_the_measures_say() {
    every_year(|place, years, year| {
        let kept = &years[year];
        assert!(kept.closed, "{place}: an account holds money");
        assert_eq!(kept.trial_balance, Pence::ZERO, "{place}");
        let sectors = kept.all("cost_nhs") + kept.all("cost_council") + kept.all("cost_public_health");
        let public = kept.all("cost_public");
        assert!(
            (public - sectors).abs() < 1e-9 * public,
            "{place}: {public} is not the sum {sectors}"
        );
        let ledger = kept.ledger_public;
        assert!(
            (public - ledger).abs() < 1e-6 * public,
            "{place}: {public} is not the ledger's {ledger}"
        );
        let own = kept.all("cost_user_charges") + kept.all("cost_self_funded") + kept.all("cost_private_care");
        let total = public + own + kept.all("cost_outside");
        assert!(
            (kept.all("cost_total") - total).abs() < 1e-9 * total,
            "{place}: {total}"
        );
    });
}

#[test]
fn what_changed_in_cost_is_told_in_parts_and_tax_pays_for_it() {
    every_year(|place, years, year| {
        let now = &years[year];
        let public = now.all("cost_public");
        let paid: f64 = now.all("tax_paid");
        // What is paid to people is raised too, and is no spending.
        let raised = public + now.all("transfers");
        assert!(
            (paid - raised).abs() < 1e-6 * public,
            "{place}: {paid} of tax for {public} of cost and what is paid to people, {raised} in all"
        );
        if year > 0 {
            let parts = now.all("change_volume") + now.all("change_price") - now.all("change_productivity");
            let change = public - years[year - 1].all("cost_public");
            assert!(
                (parts - change).abs() < 1e-6 * public,
                "{place}: {parts} in parts, {change} in all"
            );
        }
    });
}

#[test]
fn everybody_is_accounted_for() {
    every_year(|place, years, year| {
        if year == 0 {
            return;
        }
        let (before, now) = (&years[year - 1], &years[year]);
        let expected = before.all("population") + now.all("births") - now.all("deaths") + now.migrants;
        let people = now.all("population");
        // Weights are rounded to 1/65,536 of a person, a few times for each simulated one.
        let rounding = 1e-9 * people + 0.05;
        assert!(
            (people - expected).abs() < rounding,
            "{place}: {people} people, {expected} expected"
        );
    });
}

#[test]
fn every_pathway_is_accounted_for() {
    every_year(|place, years, year| {
        let now = &years[year];
        let bands = [
            "waiting_0_18",
            "waiting_18_26",
            "waiting_26_52",
            "waiting_52_65",
            "waiting_over_65",
        ];
        let list = now.all("waiting_list");
        let banded: f64 = bands.iter().map(|band| now.all(band)).sum();
        assert!(
            (banded - list).abs() < 1e-6 * list,
            "{place}: {banded} by weeks waited, {list} in all"
        );
        if year == 0 {
            return;
        }
        let starts = now.all("clock_starts");
        let ended: f64 = [
            "completed_outpatient",
            "completed_admitted",
            "removals",
            "left_for_private",
        ]
        .iter()
        .map(|name| now.all(name))
        .sum();
        let change = list - years[year - 1].all("waiting_list");
        assert!(
            (starts - ended - change).abs() < 1e-6 * starts,
            "{place}: {starts} started, {ended} ended, the list grew by {change}"
        );
    });
}

#[test]
fn nothing_is_negative_and_everything_within_its_bounds() {
    every_year(|place, years, year| {
        for (at, measure) in measures::all().iter().enumerate() {
            for group in Group::every().filter(|group| measure.splits(*group)) {
                let value = years[year].values[at * GROUPS + group.index()];
                let (low, high) = measure.bounds;
                if value.is_nan() && of_nobody(&years[year], measure.name, group) {
                    continue;
                }
                assert!(
                    (low..=high).contains(&value),
                    "{place}: {} for {} is {value}, not in {low} to {high}",
                    measure.name,
                    group.name()
                );
            }
        }
    });
}

#[test]
fn an_idle_programme_another_order_or_the_same_value_again_changes_no_bit() {
    let reference = draws(&lockstep([england(&[])]), 2, PEOPLE, YEARS);
    let read = |text: &str| {
        Scenario::from_text("test.toml", text, &[], &CATALOGUE)
            .unwrap_or_else(|problems| panic!("{}", problems.render(false)))
    };
    let idle = read(
        "extends = \"england.toml\"\n\
         [programme.idle]\ncoverage = 0\nstart_year = 2026\ncost_per_person = 100\npayer = \"nhs\"\nfidelity = 0.5\ncashable = 0.1\n\
         [programme.idle.effects]\nmortality = { normal = { mean = 0.9, sd = 0.01 } }\n",
    );
    let one = "[services.planned]\ndemand_elasticity = -0.1\n[funding.nhs]\nreal_growth = 0.02\n[care]\nnursing_share = 0.4\n";
    let other = "[care]\nnursing_share = 0.4\n[funding.nhs]\nreal_growth = 0.02\n[services.planned]\ndemand_elasticity = -0.1\n";
    let head = "extends = \"england.toml\"\n";
    let swapped = "extends = [\"assumptions/care.toml\", \"assumptions/charging.toml\", \"assumptions/economy.toml\", \
                   \"assumptions/services.toml\", \"assumptions/people.toml\", \"england.toml\"]\n";
    let run = |scenario: Scenario| draws(&lockstep([scenario]), 2, PEOPLE, YEARS);
    assert_eq!(
        difference(&reference[0], &run(idle)[0]),
        None,
        "a programme that reaches nobody"
    );
    assert_eq!(
        difference(&reference[0], &run(read(swapped))[0]),
        None,
        "files in another order"
    );
    let (one, other) = (read(&format!("{head}{one}")), read(&format!("{head}{other}")));
    assert_eq!(difference(&run(one)[0], &run(other)[0]), None, "keys in another order");
}

#[test]
fn twice_the_economy_has_twice_the_totals_and_the_same_rates() {
    for name in ["england", "whole-person-care", "market", "meeting-standards"] {
        let single = &SHIPPED[name].run;
        let plans = lockstep([runs::load(name, &["care.scale=2".to_owned()])]);
        let double = draws(&plans, 2, PEOPLE, YEARS).pop().expect("a run");
        for (number, (single, double)) in single.iter().zip(&double).enumerate() {
            for (year, (single, double)) in single.iter().zip(double).enumerate() {
                for (at, measure) in measures::all().iter().enumerate() {
                    let times = if measure.is_total() { 2.0 } else { 1.0 };
                    for group in Group::every().filter(|group| measure.splits(*group)) {
                        let value = |kept: &Kept| kept.values[at * GROUPS + group.index()];
                        let (one, two) = (value(single) * times, value(double));
                        assert!(
                            (one - two).abs() <= 1e-6 * one.abs().max(two.abs()) + scale_noise(measure),
                            "{name}, draw {number}, year {year}: {} for {} is {two} and should be {one}",
                            measure.name,
                            group.name()
                        );
                    }
                }
            }
        }
    }
}

/// What rounding of weights and pence leaves of a difference of large numbers, in the measure's own unit.
fn scale_noise(measure: &Measure) -> f64 {
    if measure.unit == "£m" || measure.name.ends_with("_per_head") {
        1e-2
    } else {
        1e-6
    }
}

#[test]
fn quantiles_are_in_order() {
    let mut scratch = Vec::new();
    for (name, shipped) in SHIPPED.iter() {
        for year in 0..YEARS {
            for at in 0..measures::all().len() {
                let values: Vec<f64> = shipped.run.iter().map(|draw| draw[year].values[at * GROUPS]).collect();
                let measure = measures::all()[at].name;
                if shipped
                    .run
                    .iter()
                    .all(|draw| of_nobody(&draw[year], measure, Group::ALL))
                {
                    assert!(
                        values.iter().all(|value| value.is_nan()),
                        "{name}, {measure}: {values:?}"
                    );
                    continue;
                }
                let stats = Stats::of(&values, &[], &mut scratch);
                assert!(stats.quantiles.is_sorted(), "{name}, {measure}: {:?}", stats.quantiles);
                let (low, high) = (stats.quantiles[0], stats.quantiles[stats.quantiles.len() - 1]);
                assert!(
                    low <= high && stats.sd >= 0.0 && !stats.mean.is_nan(),
                    "{name}, {measure}"
                );
            }
        }
    }
}

/// Mean of a measure over the draws of a run in a year.
fn mean(run: &Run, year: usize, name: &str) -> f64 {
    run.iter().map(|draw| draw[year].all(name)).sum::<f64>() / run.len() as f64
}

#[test]
fn more_money_shortens_the_list_and_less_care_money_serves_fewer() {
    let sets: [&[&str]; 6] = [
        &[],
        &["funding.nhs.addition={ value = 5000, start_year = 2025 }"],
        &["funding.nhs.addition={ value = 10000, start_year = 2025 }"],
        &["funding.council.addition={ value = -2000, start_year = 2025 }"],
        &["funding.council.addition={ value = -5000, start_year = 2025 }"],
        &["funding.council.addition={ value = 2000, start_year = 2025 }"],
    ];
    let plans = lockstep(sets.iter().map(|set| england(set)));
    // Hours that nobody provides are told by few people.
    let worlds = draws(&plans, 2 * DRAWS, 3 * PEOPLE, YEARS);
    let year = YEARS - 1;
    let list = |world: usize| mean(&worlds[world], year, "waiting_list");
    assert!(
        list(1) < list(0) && list(2) < list(1),
        "{} {} {}",
        list(0),
        list(1),
        list(2)
    );
    let users = |world: usize| mean(&worlds[world], year, "care_users_public");
    assert!(
        users(3) < users(0) && users(4) < users(3),
        "{} {} {}",
        users(0),
        users(3),
        users(4)
    );
    assert!(users(5) >= users(0), "{} {}", users(0), users(5));
    let unmet = |world: usize| mean(&worlds[world], year, "care_hours_unmet");
    assert!(
        unmet(3) > unmet(0) && unmet(4) > unmet(3),
        "{} {} {}",
        unmet(0),
        unmet(3),
        unmet(4)
    );
}

#[test]
fn a_shock_of_one_year_dies_out() {
    let shock = "funding.nhs.addition={ by_year = { 2025 = 0, 2026 = 8000, 2027 = 0 } }";
    let plans = lockstep([england(&[]), england(&[shock])]);
    let worlds = draws(&plans, 2, 300, 13);
    for name in [
        "waiting_list",
        "cost_nhs",
        "emergency_admissions",
        "care_users_public",
        "staff",
        "need_met",
    ] {
        let gap = |year: usize| (mean(&worlds[1], year, name) / mean(&worlds[0], year, name) - 1.0).abs();
        // The list is a stock: of what a year's money took off it a fifth is left to be seen ten years after, at most.
        let left = if name == "waiting_list" { 0.25 * gap(2) } else { 0.02 };
        assert!(
            gap(12) < left,
            "{name}: {} ten years after, {} in the year",
            gap(12),
            gap(2)
        );
    }
    let gap = mean(&worlds[1], 2, "waiting_list") / mean(&worlds[0], 2, "waiting_list") - 1.0;
    assert!(gap < -0.005, "the shock is not felt: {gap}");
}

#[test]
fn an_assumption_given_as_an_interval_has_that_interval() {
    let mut found = 0;
    for name in [
        "england",
        "whole-person-care",
        "fully-engaged",
        "personal-budgets",
        "marmot",
    ] {
        let scenario = runs::load(name, &[]);
        for assumption in scenario.assumptions() {
            let Some(given) = interval(&assumption.text) else {
                continue;
            };
            let samples: Vec<f64> = {
                let quantile = |k: u32| {
                    assumption
                        .quantile((f64::from(k) + 0.5) / 4000.0)
                        .expect("it is uncertain")
                };
                (0..4000).map(quantile).collect()
            };
            assert!(
                samples.is_sorted(),
                "{name}: {} has a quantile function that falls",
                assumption.key
            );
            for (probability, expected) in given {
                let sampled = samples[(probability * 4000.0) as usize];
                let width = (given_width(&given) * 0.01).max(1e-12);
                assert!(
                    (sampled - expected).abs() <= width,
                    "{name}: {} at {probability} is {sampled}, given as {expected}",
                    assumption.key
                );
            }
            found += 1;
        }
    }
    assert!(found > 50, "only {found} intervals were found");
}

/// Width of a given interval.
fn given_width(given: &[(f64, f64); 3]) -> f64 {
    given[2].1 - given[0].1
}

/// The three quantiles of an interval in an assumption's one spelling.
fn interval(text: &str) -> Option<[(f64, f64); 3]> {
    let at = |key: &str| -> Option<f64> {
        let rest = text
            .split_once(&format!("{key} = "))
            .or_else(|| text.split_once(&format!("{key}=")))?
            .1;
        let number: String = rest
            .chars()
            .take_while(|c| c.is_ascii_digit() || matches!(c, '-' | '.' | 'e' | '_'))
            .collect();
        number.replace('_', "").parse().ok()
    };
    Some([(0.1, at("p10")?), (0.5, at("p50")?), (0.9, at("p90")?)])
}
