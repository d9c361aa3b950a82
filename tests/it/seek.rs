//! `carepool seek` against brute force, and what it cannot reach; `compare --attribute` to the penny.

use carepool::projection::catalogue;
use carepool::scenario::blended::section;
use carepool::scenario::{Sampler, Scenario};
use carepool::world::Year;
use serde_json::Value;
use tempfile::TempDir;

use super::cli::{self, carepool, stdout};

/// What a command prints as JSON, and whether it said yes.
fn document(args: &[&str]) -> (Value, bool) {
    cli::document(args[0], &args[1..])
}

fn refused(args: &[&str]) -> String {
    cli::refused("seek", args)
}

/// Growth of NHS money, as far as it may be moved.
const GROWTH: [&str; 6] = [
    "--year",
    "2031",
    "--lever",
    "funding.nhs.real_growth",
    "--between",
    "0:0.05",
];

const SIZE: [&str; 6] = ["--draws", "6", "--people", "200", "--seed", "4"];

#[test]
fn seek_agrees_with_brute_force_on_five_questions() {
    // Measure, lever, ends, and what share of the way from one end's response to the other the target lies.
    let questions = [
        ("cost_nhs", "funding.nhs.real_growth", (0.0, 0.06), 0.4),
        ("cost_nhs", "funding.nhs.real_growth", (-0.02, 0.02), 0.75),
        ("cost_public", "funding.council.real_growth", (0.0, 0.08), 0.5),
        ("waiting_list", "funding.nhs.real_growth", (0.0, 0.06), 0.5),
        ("cost_user_charges", "funding.council.real_growth", (0.0, 0.08), 0.3),
    ];
    // Both answer from the same draws, so that few are enough.
    let few = ["--draws", "3", "--people", "100", "--seed", "4"];
    for (measure, lever, (low, high), part) in questions {
        let between = format!("{low}:{high}");
        let common = ["--year", "2031", "--lever", lever, "--between", &between];
        // Brute force: a fine grid, all under the same luck, and a straight line between two neighbours.
        let all = ["seek", &format!("{measure}=0")];
        let (brute, _) = document(&[&all[..], &common, &few, &["--grid", "21"]].concat());
        let curve: Vec<(f64, f64)> = brute["tried"]
            .as_array()
            .expect("values")
            .iter()
            .map(|one| {
                (
                    one["at"].as_f64().expect("a value"),
                    one["response"].as_f64().expect("a response"),
                )
            })
            .collect();
        assert!(curve.len() >= 21);
        let (from, to) = (curve[0].1, curve[curve.len() - 1].1);
        let target = from + part * (to - from);
        let crossed = |pair: &&[(f64, f64)]| (pair[0].1 - target) * (pair[1].1 - target) <= 0.0;
        let at = |pair: &[(f64, f64)]| {
            let ((x, a), (y, b)) = (pair[0], pair[1]);
            if a == b {
                x
            } else {
                x + (y - x) * (target - a) / (b - a)
            }
        };
        let truth: Vec<f64> = curve.windows(2).filter(crossed).map(at).collect();
        let (found, yes) = document(&[&["seek", &format!("{measure}={target}")][..], &common, &few].concat());
        let solutions: Vec<f64> = found["solutions"]
            .as_array()
            .expect("values")
            .iter()
            .map(|one| one["at"].as_f64().expect("a value"))
            .collect();
        assert!(yes && !solutions.is_empty(), "{measure}: {found}");
        for one in &solutions {
            let near = truth
                .iter()
                .map(|other| (one - other).abs())
                .fold(f64::INFINITY, f64::min);
            assert!(
                near < 0.02 * (high - low),
                "{measure} by {lever}: {one} is none of {truth:?}"
            );
        }
    }
}

#[test]
fn what_cannot_be_reached_is_said_with_how_far_one_comes_and_more_confidence_takes_more() {
    let (found, yes) = document(&[&["seek", "cost_nhs=5000000"][..], &GROWTH, &SIZE].concat());
    let sentence = found["sentence"].as_str().expect("a sentence");
    assert!(
        !yes && sentence.contains("cannot be reached") && sentence.contains("It goes from"),
        "{sentence}"
    );
    let (level, _) = document(&[&["seek", "cost_nhs=0"][..], &GROWTH, &SIZE].concat());
    let middle = level["tried"][4]["p50"].as_f64().expect("a number");
    let target = format!("cost_nhs>={middle}");
    let at = |confidence: &str| {
        let (found, yes) = document(&[&["seek", &target][..], &GROWTH, &SIZE, &["--confidence", confidence]].concat());
        assert!(yes, "{found}");
        found["solutions"][0]["at"].as_f64().expect("a value")
    };
    assert!(at("80") > at("50"));
    // Of eight draws four fifths are 6.4: seven reach it at the value told, six do not.
    let eight = ["--draws", "8", "--people", "200", "--seed", "4", "--confidence", "80"];
    let (found, yes) = document(&[&["seek", &target][..], &GROWTH, &eight].concat());
    let one = &found["solutions"][0];
    assert!(yes && found["draws_needed"] == 7, "{found}");
    assert_eq!(one["reached_in"].as_f64(), Some(0.875));
    assert_eq!(found["reached_between"][0], serde_json::json!([one["at"], 0.05]));
    let sentence = found["sentence"].as_str().expect("a sentence");
    assert!(
        sentence.contains("7 of 8") && sentence.contains("or more"),
        "{sentence}"
    );
    // Run anew at that value, seven of the eight draws are there.
    let set = format!("{},{}", one["at"], one["at"].as_f64().expect("a value") + 1e-9).replace(',', ":");
    let again = [
        "--year",
        "2031",
        "--lever",
        "funding.nhs.real_growth",
        "--between",
        &set,
        "--grid",
        "3",
    ];
    let (again, _) = document(&[&["seek", &target][..], &again, &eight].concat());
    assert_eq!(again["reached_between"][0][0], one["at"]);
    // Each draw has a state, and what is there all along is reached.
    let states = |found: &Value| -> Vec<String> {
        let of = found["by_draw"].as_array().expect("draws").iter();
        of.map(|one| one["state"].as_str().expect("a word").to_string())
            .collect()
    };
    let passing = found["by_draw"].as_array().expect("draws").iter();
    let passing = passing.filter(|one| one["state"] == "at" && one["at"].is_number());
    let always = states(&found).iter().filter(|state| *state == "always").count();
    assert!(always < 8 && passing.count() + always == 8, "{}", found["by_draw"]);
    for (target, state, there) in [
        ("cost_nhs>=1000", "always", true),
        ("cost_nhs<=1000", "never", false),
        ("cost_nhs<=5000000", "always", true),
    ] {
        let (found, yes) = document(&[&["seek", target][..], &GROWTH, &SIZE].concat());
        assert_eq!((states(&found), yes), (vec![state.to_string(); 6], there), "{target}");
        let sentence = found["sentence"].as_str().expect("a sentence");
        assert_eq!(sentence.contains("at every value between"), there, "{sentence}");
    }
}

#[test]
fn words_that_name_nothing_are_answered_with_those_most_like_them() {
    let lever = ["--lever", "funding.nhs.real_growth"];
    let says = |target: &str, year: &str, more: &[&str], words: &str| {
        let error = refused(&[&[target, "--year", year][..], more].concat());
        assert!(error.contains(words), "{error}");
    };
    says("cost_nsh=3", "2030", &lever, "did you mean `cost_nhs`?");
    says("cost_nhs=3", "2024", &lever, "is not after the base year");
    says(
        "cost_nhs=3",
        "2030",
        &["--lever", "funding.nhs.real_grwth"],
        "did you mean `funding.nhs.real_growth`?",
    );
    says("cost_nhs=3", "2030", &["--lever", "governance.regime"], "is no number");
    says("within_18_weeks=92", "2030", &lever, "between 0 and 1");
    // What is done in the base year is fitted away: no value of it reaches anything.
    let addition = ["--lever", "funding.nhs.addition", "--from"];
    let fitted = "fitted to the base year 2024";
    says(
        "waiting_list<=5000000",
        "2030",
        &[&addition[..], &["2024"]].concat(),
        fitted,
    );
    says(
        "waiting_list<=5000000",
        "2030",
        &[&addition[..], &["2031"]].concat(),
        "changes nothing in 2030",
    );
    let split = [
        "--same-money",
        "£2bn",
        "--into",
        "planned_admitted,primary_care",
        "--from",
    ];
    says("need_met", "2030", &[&split[..], &["2024"]].concat(), fitted);
    says(
        "cost_nhs=3",
        "2030",
        &[&lever[..], &["--between", "0.1:0"]].concat(),
        "the lower first",
    );
    says(
        "cost_nhs=3",
        "2030",
        &[&lever[..], &["--between", "0:9"]].concat(),
        "lies between",
    );
    says(
        "cost_nhs=3",
        "2030",
        &[&lever[..], &["--confidence", "80"]].concat(),
        "neither better high nor low",
    );
}

#[test]
fn the_best_split_of_a_sum_is_that_of_brute_force_and_costs_what_was_given() {
    let common = [
        "--year",
        "2027",
        "--same-money",
        "£4bn",
        "--into",
        "planned_admitted,dental_optical",
    ];
    let size = ["--draws", "2", "--people", "100", "--seed", "4"];
    for (measure, wrong) in [
        ("waiting_list", "dental_optical"),
        ("dental_access", "planned_admitted"),
    ] {
        let (found, yes) = document(&[&["seek", measure][..], &common, &size].concat());
        assert!(yes);
        // Brute force: of all splits tried, a lattice of ten steps among them, none is better than the one told.
        let wanted = if found["wanted"] == "highest" { 1.0 } else { -1.0 };
        let median = |one: &Value| wanted * one["p50"].as_f64().expect("a number");
        let (best, tried) = (&found["best"][0], found["tried"].as_array().expect("splits"));
        assert!(tried.len() > 11);
        assert!(tried.iter().all(|one| median(one) <= median(best)), "{measure}: {best}");
        let sum = |one: &Value, taker: &str| one["millions"][taker].as_f64().expect("a sum");
        let whole = sum(best, "planned_admitted") + sum(best, "dental_optical");
        assert!((whole - 4000.0).abs() < 1e-6, "{measure}: {best}");
        // All of it to the other service does less.
        let other = tried
            .iter()
            .find(|one| sum(one, wrong) == 4000.0)
            .expect("on the lattice");
        assert!(median(other) < median(best), "{measure}: {other} {best}");
    }
    let says = |target: &str, more: &[&str], words: &str| {
        let error = refused(&[&[target, "--year", "2030"][..], more].concat());
        assert!(error.contains(words), "{error}");
    };
    says("waiting_list=3", &common[2..], "the measure alone");
    says("cost_nhs", &common[2..], "--best highest or --best lowest");
    says(
        "need_met",
        &["--same-money", "£1bn", "--into", "dental"],
        "did you mean `dental_optical`?",
    );
    says(
        "need_met",
        &["--same-money", "£1bn", "--into", "nhs"],
        "2 to 6 services",
    );
    says(
        "need_met",
        &["--same-money", "-3", "--into", "nhs,council"],
        "above nothing",
    );
}

#[test]
fn a_difference_split_over_sections_sums_to_it_to_the_penny() {
    let folder = TempDir::new().expect("folder");
    let run = folder.path().join("run").display().to_string();
    stdout(carepool(folder.path()).args([
        "run",
        "england",
        "whole-person-care",
        "--draws",
        "6",
        "--people",
        "200",
        "--years",
        "5",
        "--out",
        run.as_str(),
        "--no-png",
    ]));
    let output = stdout(carepool(folder.path()).args([
        "compare",
        run.as_str(),
        "--attribute",
        "--measure",
        "cost_nhs",
        "--measure",
        "care_users_public",
        "--format",
        "json",
    ]));
    let rows: Vec<Value> = serde_json::from_str(&output).expect("JSON");
    let number = |row: &Value, name: &str| -> f64 {
        row[name]
            .as_str()
            .and_then(|text| text.parse().ok())
            .unwrap_or_else(|| panic!("{name} of {row}"))
    };
    for measure in ["cost_nhs", "care_users_public"] {
        let of: Vec<&Value> = rows.iter().filter(|row| row["measure"] == measure).collect();
        let (all, parts): (Vec<&Value>, Vec<&Value>) = of.into_iter().partition(|row| row["section"] == "all");
        assert!(parts.len() >= 3, "{measure}: {}", parts.len());
        // In pennies (of £ million), exactly.
        let pennies = |row: &Value| (number(row, "shapley") * 1e8).round() as i64;
        let sum: i64 = parts.iter().map(|row| pennies(row)).sum();
        if measure == "cost_nhs" {
            assert_eq!(sum, pennies(all[0]));
        }
        for row in &parts {
            assert!(
                number(row, "least") <= number(row, "shapley") + 1e-6
                    && number(row, "shapley") <= number(row, "most") + 1e-6
            );
        }
        // The whole is the difference of the run itself, as the comparison tells its mean.
        let told =
            stdout(carepool(folder.path()).args(["compare", run.as_str(), "--measure", measure, "--format", "json"]));
        let told: Vec<Value> = serde_json::from_str(&told).expect("JSON");
        let mean = told.iter().find(|row| row["statistic"] == "mean").expect("a mean");
        let (whole, mean) = (number(all[0], "shapley"), number(mean, "value"));
        assert!(
            (whole - mean).abs() <= 1e-6 * mean.abs().max(1.0),
            "{measure}: {whole} {mean}"
        );
    }
}

/// Every lever in four years and what programmes cost, in a draw.
fn values(scenario: &Scenario, draw: u64) -> Vec<f64> {
    let world = scenario.world(&Sampler::plain(3), draw);
    let mut all = Vec::new();
    for year in [2024, 2026, 2030, 2034] {
        let mut out = Vec::new();
        world.values(Year(year), &mut out);
        all.extend(out);
    }
    for programme in &world.programmes {
        all.extend([programme.coverage, programme.cost_per_person, programme.cost_total]);
    }
    all
}

#[test]
fn nothing_taken_is_oneself_all_taken_is_the_other_and_a_section_is_that_section() {
    let catalogue = catalogue();
    let load = |name: &str| Scenario::load(name, &[], &catalogue).expect("loads");
    let (england, whole) = (load("england"), load("whole-person-care"));
    for draw in 0..3 {
        let none = england.blended(&whole, &|_| false, &catalogue);
        assert_eq!(values(&none, draw), values(&england, draw));
        let all = england.blended(&whole, &|_| true, &catalogue);
        assert_eq!(values(&all, draw), values(&whole, draw));
        let pooled = england.blended(&whole, &|name| name == "pooling", &catalogue);
        let count = catalogue.specs().len();
        let (before, after, there) = (values(&england, draw), values(&pooled, draw), values(&whole, draw));
        for (lever, spec) in catalogue.specs().iter().enumerate() {
            let wanted = if section(spec.key) == "pooling" {
                &there
            } else {
                &before
            };
            for year in 0..4 {
                let at = year * count + lever;
                assert_eq!(after[at], wanted[at], "{}", spec.key);
            }
        }
        assert_ne!(before, after);
    }
}

#[test]
fn a_target_with_a_side_is_held_against_the_medians_of_the_table_and_another_share_stands_there_too() {
    let four = ["--draws", "4", "--people", "200", "--seed", "4", "--grid", "5"];
    let (level, _) = document(&[&["seek", "waiting_list=1"][..], &GROWTH, &four].concat());
    let median = |at: usize| level["tried"][at]["p50"].as_f64().expect("a number");
    let target = (median(1) + median(2)) / 2.0;
    let at = |sign: &str| {
        let (found, yes) = document(&[&["seek", &format!("waiting_list{sign}{target}")][..], &GROWTH, &four].concat());
        assert!(yes, "{found}");
        for one in found["tried"].as_array().expect("values") {
            assert_eq!(one["response"], one["p50"], "{one}");
        }
        let sentence = found["sentence"].as_str().expect("a sentence");
        assert!(sentence.contains("in the median of the draws"), "{sentence}");
        found["solutions"][0]["at"].as_f64().expect("a value")
    };
    let (equal, most) = (at("="), at("<="));
    assert!((equal - most).abs() < 1e-4 * 0.05, "{equal} {most}");
    // Half of four draws are two, of which the median is the mean of the second and the third: asked for half, two are enough.
    let half = ["--confidence", "50"];
    let (found, yes) = document(&[&["seek", &format!("waiting_list<={target}")][..], &GROWTH, &four, &half].concat());
    assert!(yes && found["draws_needed"] == 2, "{found}");
    let tried = found["tried"].as_array().expect("values");
    let above = |one: &&serde_json::Value| one["response"].as_f64() > one["p50"].as_f64();
    assert_eq!(tried.iter().filter(above).count(), 0, "{found}");
    assert!(tried.iter().any(|one| one["response"] != one["p50"]), "{found}");
    let first = &found["solutions"][0];
    assert_eq!(first["reached_in"].as_f64(), Some(0.5), "{found}");
    assert!(first["at"].as_f64().expect("a value") < most, "{found} {most}");
    let sentence = found["sentence"].as_str().expect("a sentence");
    assert!(sentence.contains("in 50% of the draws"), "{sentence}");
    let asked = format!("waiting_list<={target}");
    let command = [&["seek", &asked][..], &GROWTH, &four, &["--confidence", "75"]].concat();
    let text = stdout(carepool(&std::env::temp_dir()).args(command));
    assert!(
        text.contains("what 75% of the draws keep to") && text.contains("median"),
        "{text}"
    );
}
