//! Worked examples of the analyst's methods with known answers: closed forms, and functions of the papers that brought them.

use std::fmt::Write as _;
use std::fs;

use carepool::analysis::attribution::split;
use carepool::analysis::sensitivity::{Function, morris};
use carepool::scenario::Sampler;
use carepool::scenario::inverse::normal_quantile;
use serde_json::Value;
use statrs::distribution::{Continuous, ContinuousCDF, Normal};
use tempfile::TempDir;

use super::cli;

fn document(command: &str, args: &[&str]) -> Value {
    let (told, yes) = cli::document(command, args);
    assert!(yes, "{args:?}: {told}");
    told
}

fn written(folder: &TempDir, name: &str, text: &str) -> String {
    let path = folder.path().join(name);
    fs::write(&path, text).expect("writes");
    path.display().to_string()
}

/// What a choice between nought and a normal quantity is worth above the better of the two taken blindly.
fn unit_loss(mean: f64, deviation: f64) -> f64 {
    let normal = Normal::standard();
    let at = mean / deviation;
    mean * normal.cdf(at) + deviation * normal.pdf(at) - mean.max(0.0)
}

#[test]
fn a_study_of_a_normal_mean_is_worth_its_closed_form_at_every_worth_and_size() {
    let folder = TempDir::new().expect("folder");
    // The second option brings p1, normal (1, 1), for p2, normal (0, 2). A study of n people who differ by 2 leaves an
    // expectation of p1 that is normal with variance 1 / (1 + 4/n) before it is done.
    let strata = 60;
    let quantiles: Vec<f64> = (0..strata)
        .map(|at| normal_quantile((f64::from(at) + 0.5) / f64::from(strata)))
        .collect();
    let mut tables = ["a,b\n".to_string(), "a,b\n".to_string(), "p1,p2\n".to_string()];
    for x in &quantiles {
        for y in &quantiles {
            let (p1, p2) = (1.0 + x, 2.0 * y);
            let _ = writeln!(tables[0], "0,{p2}");
            let _ = writeln!(tables[1], "0,{p1}");
            let _ = writeln!(tables[2], "{p1},{p2}");
        }
    }
    let names = ["costs.csv", "effects.csv", "parameters.csv"];
    let files: Vec<String> = names
        .iter()
        .zip(&tables)
        .map(|(name, text)| written(&folder, name, text))
        .collect();
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    let asked = [
        "--no-evppi",
        "--wtp",
        "1",
        "--wtp",
        "2",
        "--wtp",
        "3",
        "--study",
        "p1=4/2",
        "--study",
        "p1=40/2",
    ];
    let found = document("value", &[&files[..], &asked].concat());
    for (study, people) in [4.0, 40.0].into_iter().enumerate() {
        for (place, worth) in [1.0, 2.0, 3.0].into_iter().enumerate() {
            let deviation = worth / f64::sqrt(1.0 + 4.0 / people);
            let truth = unit_loss(worth, deviation);
            let one = &found["evsi"][study]["values"][place];
            let number = |name: &str| one[name].as_f64().expect("a number");
            let (value, error) = (number("value"), number("standard_error"));
            assert!(
                (value - truth).abs() < 3.0 * error + 0.015 * worth,
                "{people} people at {worth}: {value} ({error}), not {truth}"
            );
        }
    }
}

#[test]
fn the_best_choice_turns_where_the_frontier_has_its_ratios() {
    let folder = TempDir::new().expect("folder");
    let head = "E,D,C,B,A,UC\n";
    let costs = written(
        &folder,
        "costs.csv",
        &format!("{head}{0}\n{0}\n", "55000,35000,25000,10000,12000,5000"),
    );
    let effects = written(&folder, "effects.csv", &format!("{head}{0}\n{0}\n", "5,4,3,2,1.5,1"));
    // At a ratio itself both are worth the same, and the cheaper is chosen; the next worth of the grid turns.
    for (step, turns) in [
        (1.0, [5001.0, 12_501.0, 20_001.0]),
        (100.0, [5100.0, 12_600.0, 20_100.0]),
    ] {
        let grid = format!("0:30000:{step}");
        let found = document("value", &[&costs, &effects, "--grid", &grid]);
        let told: Vec<(f64, &str)> = found["kstar"]
            .as_array()
            .expect("turns")
            .iter()
            .map(|turn| {
                (
                    turn["worth"].as_f64().expect("a worth"),
                    turn["choice"].as_str().expect("a name"),
                )
            })
            .collect();
        let wanted: Vec<(f64, &str)> = turns.into_iter().zip(["B", "D", "E"]).collect();
        assert_eq!(told, wanted);
        // With one and the same outcome in every draw the best choice is best in all of them.
        let (worths, best) = (&found["curves"]["worth"], &found["curves"]["probability_best"]);
        let count = worths.as_array().expect("a grid").len();
        for at in (0..count).step_by(97) {
            let choice = found["curves"]["choice"][at].as_str().expect("a name");
            let worth = worths[at].as_f64().expect("a worth");
            if ![5000.0, 12_500.0, 20_000.0].contains(&worth) {
                assert_eq!(best[choice][at].as_f64(), Some(1.0), "{worth}");
            }
        }
    }
}

/// The function of Morris's paper of 1991 in twenty factors, its small coefficients of chance left at nought.
fn morris_function(x: &[f64]) -> f64 {
    let w: Vec<f64> = x
        .iter()
        .enumerate()
        .map(|(at, x)| match at {
            2 | 4 | 6 => 2.0 * (1.1 * x / (x + 0.1) - 0.5),
            _ => 2.0 * (x - 0.5),
        })
        .collect();
    let mut y: f64 = 20.0 * w[..10].iter().sum::<f64>();
    for i in 0..6 {
        for j in i + 1..6 {
            y -= 15.0 * w[i] * w[j];
            for l in j + 1..5 {
                y -= 10.0 * w[i] * w[j] * w[l];
            }
        }
    }
    y + 5.0 * w[0] * w[1] * w[2] * w[3]
}

#[test]
fn the_twenty_factors_of_morris_fall_into_his_three_kinds() {
    let design = morris::Design {
        paths: 200,
        levels: 4,
        seed: 3,
    };
    let factors: Vec<Vec<usize>> = (0..20).map(|at| vec![at]).collect();
    let Ok::<_, std::convert::Infallible>(found) = morris::effects(&Function(morris_function), 20, &factors, design);
    let effects = &found[0];
    // Factors 8 to 10 act straight and alone: twice their coefficient of 20 wherever they are moved.
    for one in &effects[7..10] {
        assert!((one.mu - 40.0).abs() < 1e-9 && (one.mu_star.value - 40.0).abs() < 1e-9 && one.sigma < 1e-9);
    }
    // Factor 7 is bent and in no joint term: on four levels its steps are 0 to 2/3 and 1/3 to 1, equally often.
    let bent = |x: f64| 40.0 * 1.1 * x / (x + 0.1);
    let steps = [bent(2.0 / 3.0) - bent(0.0), bent(1.0) - bent(1.0 / 3.0)].map(|step| step * 1.5);
    let seventh = &effects[6];
    let (mean, apart) = ((steps[0] + steps[1]) / 2.0, (steps[0] - steps[1]).abs() / 2.0);
    assert!((seventh.mu - mean).abs() < 0.2 * apart, "{seventh:?} {mean}");
    assert!((seventh.sigma - apart).abs() < 0.02 * apart, "{seventh:?} {apart}");
    // Factors 1 to 6 act together with others; 11 to 20 do nothing.
    for one in &effects[..6] {
        assert!(one.sigma > 15.0 && one.mu_star.value > 20.0, "{one:?}");
    }
    for one in &effects[10..] {
        assert!(one.mu_star.value.abs() < 1e-9 && one.sigma < 1e-9, "{one:?}");
    }
}

#[test]
fn a_box_of_two_assumptions_with_both_ends_is_found_with_its_coverage_and_density() {
    let folder = TempDir::new().expect("folder");
    let sampler = Sampler::plain(5);
    let mut text = "a,b,c,d,share\n".to_string();
    let mut cases = 0;
    for draw in 0..2000 {
        let u = ["a", "b", "c", "d"].map(|name| sampler.uniform(name, draw));
        let inside = (0.3..0.7).contains(&u[0]) && u[2] < 0.4;
        cases += u32::from(inside);
        // The share is 60 to 70 per cent inside the box, 80 to 90 outside.
        let share = if inside { 0.6 } else { 0.8 } + 0.1 * u[3];
        let _ = writeln!(text, "{},{},{},{},{share}", u[0], u[1], u[2], u[3]);
    }
    let table = written(&folder, "t.csv", &text);
    for limit in ["75%", "0.75", "75 per cent"] {
        let condition = format!("share < {limit}");
        let found = document(
            "sensitivity",
            &["--table", &table, "--where", &condition, "--ignore", "d"],
        );
        let told = found["sentence"].as_str().expect("a sentence");
        let share = f64::from(cases) / 20.0;
        assert!(told.starts_with(&format!("In {share:.1}% of 2000 draws")), "{told}");
        let rows = found["rows"].as_array().expect("rows");
        let first: Vec<&Value> = rows.iter().filter(|row| row["box"].as_f64() == Some(1.0)).collect();
        let of = |name: &str| *first.iter().find(|row| row["assumption"] == name).expect("named");
        let near = |row: &Value, end: &str, truth: f64| (row[end].as_f64().expect("an end") - truth).abs() < 0.04;
        assert_eq!(first.len(), 2, "{first:?}");
        assert!(near(of("a"), "low", 0.3) && near(of("a"), "high", 0.7), "{}", of("a"));
        assert!(of("c")["low"].is_null() && near(of("c"), "high", 0.4), "{}", of("c"));
        let number = |name: &str| of("a")[name].as_f64().expect("a number");
        assert!(number("coverage") > 0.9 && number("density") > 0.9, "{}", of("a"));
    }
}

#[test]
fn shapley_values_are_those_of_the_airport_and_of_the_gloves() {
    // A runway as long as the largest aeroplane needs: each pays its part of every stretch that it uses.
    let needs = [1.0, 2.0, 5.0, 9.0];
    let runway: Vec<f64> = (0..16u32)
        .map(|set| {
            (0..4)
                .filter(|at| set >> at & 1 == 1)
                .map(|at| needs[at as usize])
                .fold(0.0, f64::max)
        })
        .collect();
    let parts = split(4, &runway);
    let wanted = [1.0 / 4.0, 1.0 / 4.0 + 1.0 / 3.0, 1.0 / 4.0 + 1.0 / 3.0 + 3.0 / 2.0];
    for (part, truth) in parts.iter().zip(wanted.into_iter().chain([wanted[2] + 4.0])) {
        assert!((part.shapley - truth).abs() < 1e-12, "{} {truth}", part.shapley);
    }
    assert_eq!((parts[0].first, parts[0].last), (1.0, 0.0));
    // Two left gloves and a right one: a pair is worth 1.
    let gloves: Vec<f64> = (0..8u32)
        .map(|set| f64::from(u8::from(set & 4 == 4 && set & 3 != 0)))
        .collect();
    let parts = split(3, &gloves);
    for (part, truth) in parts.iter().zip([1.0 / 6.0, 1.0 / 6.0, 2.0 / 3.0]) {
        assert!((part.shapley - truth).abs() < 1e-12);
    }
}
