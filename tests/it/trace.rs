//! `carepool trace --against`: a difference taken apart is the difference of the tables, to the last digit.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::cli::{carepool, refused, stdout};

/// A run of two scenarios with so many draws.
fn run(folder: &Path, draws: &str) -> String {
    let run = folder.join(format!("run-{draws}")).display().to_string();
    stdout(carepool(folder).args([
        "run",
        "england",
        "whole-person-care",
        "--draws",
        draws,
        "--people",
        "100",
        "--years",
        "3",
        "--no-png",
        "--out",
        run.as_str(),
    ]));
    run
}

/// Rows of a table printed as CSV: cells by name.
fn read(text: &str) -> Vec<std::collections::BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().expect("a header").clone();
    let row = |row: csv::StringRecord| {
        header
            .iter()
            .map(str::to_string)
            .zip(row.iter().map(str::to_string))
            .collect()
    };
    reader.records().map(|record| row(record.expect("a row"))).collect()
}

fn number(row: &std::collections::BTreeMap<String, String>, column: &str) -> f64 {
    row[column].parse().unwrap_or_else(|_| panic!("{column} of {row:?}"))
}

#[test]
fn a_traced_difference_is_that_of_the_tables_to_the_last_digit() {
    let folder = TempDir::new().expect("folder");
    // In a run of one draw the median of the tables is that draw.
    let run = run(folder.path(), "1");
    let differences = read(&fs::read_to_string(Path::new(&run).join("differences.csv")).expect("there"));
    for (measure, group) in [
        ("cost_nhs", "all"),
        ("waiting_list", "all"),
        ("need_met", "imd=1"),
        ("population", "all"),
    ] {
        let told = differences.iter().find(|row| {
            row["measure"] == measure && row["group"] == group && row["year"] == "2026" && row["statistic"] == "p50"
        });
        let told = number(told.expect("told"), "value");
        let traced = stdout(carepool(folder.path()).args([
            "trace",
            &run,
            measure,
            "--year",
            "2026",
            "--against",
            "england",
            "--group",
            group,
            "--draw",
            "0",
            "--format",
            "csv",
        ]));
        let traced = read(&traced);
        let value = traced.iter().find(|row| row["part"] == "value").expect("the value");
        assert_eq!(
            number(value, "difference").to_bits(),
            told.to_bits(),
            "{measure} of {group}"
        );
        // Every line is the difference of its two sides.
        for row in traced.iter().filter(|row| !row["value"].is_empty()) {
            assert_eq!(
                number(row, "difference"),
                number(row, "value") - number(row, "against"),
                "{row:?}"
            );
        }
        assert!(traced.iter().any(|row| row["part"] == "changed"));
    }
}

#[test]
fn what_came_and_went_makes_the_stock_and_groups_make_everybody() {
    let folder = TempDir::new().expect("folder");
    let run = run(folder.path(), "10");
    let trace = |measure: &str| {
        read(&stdout(carepool(folder.path()).args([
            "trace",
            &run,
            measure,
            "--year",
            "2026",
            "--against",
            "england",
            "--format",
            "csv",
        ])))
    };
    for (measure, close) in [("waiting_list", 1e-6), ("population", 1e-6)] {
        let rows = trace(measure);
        for column in ["value", "against", "difference"] {
            let whole = number(&rows[0], column);
            let size = number(&rows[0], "value");
            let flows: f64 = rows
                .iter()
                .filter(|row| row["part"] == "flow")
                .map(|row| number(row, column))
                .sum();
            assert!(
                (flows - whole).abs() <= close * size,
                "{measure}, {column}: {flows} {whole}"
            );
            let fifths: f64 = rows
                .iter()
                .filter(|row| row["part"] == "group" && row["what"].starts_with("imd="))
                .map(|row| number(row, column))
                .sum();
            assert!(
                (fifths - whole).abs() <= close * size,
                "{measure}, {column}: {fifths} {whole}"
            );
        }
    }
    // The most relevant line of a part stands first, and the assumptions that drive the difference are told.
    let rows = trace("cost_nhs");
    let sizes: Vec<f64> = rows
        .iter()
        .filter(|row| row["part"] == "ledger")
        .map(|row| number(row, "difference").abs())
        .collect();
    assert!(
        sizes.len() > 3 && sizes.windows(2).all(|pair| pair[0] >= pair[1]),
        "{sizes:?}"
    );
    assert!(
        rows.iter()
            .any(|row| row["part"] == "assumption" && row["more"].contains("rank correlation"))
    );
    let text =
        stdout(carepool(folder.path()).args(["trace", &run, "cost_nhs", "--year", "2026", "--against", "england"]));
    assert!(
        text.contains("this draw is the nearest to it") && text.contains("What the two assume differently"),
        "{text}"
    );
}

#[test]
fn beside_another_scenario_too_what_is_not_told_by_group_is_said_to_be_everybodys() {
    let folder = TempDir::new().expect("folder");
    let run = run(folder.path(), "2");
    let asked = [
        "trace",
        &run,
        "need_met",
        "--year",
        "2026",
        "--against",
        "england",
        "--draw",
        "1",
    ];
    let of = |more: &[&str]| stdout(carepool(folder.path()).args(asked).args(more));
    let services = "Services: activity, need, capacity, money";
    assert!(of(&[]).contains(&format!("{services}\n")));
    let of_group = of(&["--group", "imd=1"]);
    assert!(of_group.contains(&format!("{services} (of everybody)\n")), "{of_group}");
}

#[test]
fn what_is_not_told_by_group_is_said_to_be_everybodys_and_a_value_that_many_draws_share_has_no_percentile_of_its_own() {
    let folder = TempDir::new().expect("folder");
    let half = "title = \"Half\"\nextends = \"england.toml\"\n[governance]\ntransaction_share = { mixture = [ { weight = 0.6, fixed = 0.01 }, { weight = 0.4, fixed = 0.0 } ] }\n";
    fs::write(folder.path().join("half.toml"), half).expect("written");
    let small = [
        "--draws", "4", "--people", "100", "--years", "2", "--no-png", "--out", "run",
    ];
    stdout(carepool(folder.path()).args(["run", "half.toml"]).args(small));
    let traced = |more: &[&str]| {
        let asked = ["trace", "run", "need_met", "--year", "2025"];
        stdout(carepool(folder.path()).args(asked).args(more))
    };
    let everybody = "Services: activity, need, capacity, money";
    assert!(traced(&[]).contains(&format!("{everybody}\n")));
    assert!(traced(&["--group", "imd=1"]).contains(&format!("{everybody} (of everybody)\n")));
    for draw in ["0", "1", "2", "3"] {
        let rows = read(&traced(&["--draw", draw, "--format", "csv"]));
        let of = |row: &&std::collections::BTreeMap<String, String>| row["what"] == "governance.transaction_share";
        let row = rows.iter().find(of).expect("it is uncertain");
        let share = if number(row, "value") > 0.0 { "60%" } else { "40%" };
        assert!(
            row["more"].starts_with(&format!("the value of {share} of all draws")),
            "{row:?}"
        );
    }
}

#[test]
fn a_scenario_that_is_not_in_the_run_is_answered_with_the_nearest() {
    let folder = TempDir::new().expect("folder");
    let run = run(folder.path(), "1");
    let says = |more: &[&str], words: &str| {
        let error = refused(
            "trace",
            &[&[run.as_str(), "cost_nhs", "--year", "2026"][..], more].concat(),
        );
        assert!(error.contains(words), "{error}");
    };
    says(&["--against", "englnd"], "did you mean `england`?");
    says(
        &["--against", "england", "--scenario", "england"],
        "does not differ from itself",
    );
    says(
        &["--against", "england", "--group", "sex=male"],
        "it is told for all, imd=1",
    );
}

#[test]
fn the_money_of_a_service_is_taken_apart_until_nothing_is_left() {
    let folder = TempDir::new().expect("folder");
    let run = run(folder.path(), "2");
    let trace = |year: &str, scenario: &str| {
        let asked = [
            "trace",
            &run,
            "cost_nhs",
            "--year",
            year,
            "--scenario",
            scenario,
            "--format",
            "csv",
        ];
        read(&stdout(carepool(folder.path()).args(asked)))
    };
    let figure = |text: &str| -> f64 {
        let plain = text.replace(',', "").replace('−', "-");
        plain.parse().unwrap_or_else(|_| panic!("`{text}` is no number"))
    };
    for (year, scenario) in [("2024", "england"), ("2026", "england"), ("2026", "whole-person-care")] {
        let rows = trace(year, scenario);
        let prices: Vec<_> = rows.iter().filter(|row| row["part"] == "price").collect();
        assert_eq!(prices.len(), 12, "{rows:?}");
        for row in &prices {
            let (all, parts) = row["more"].split_once(": ").unwrap_or_else(|| panic!("{row:?}"));
            let all = figure(all.trim_start_matches("£m ").split(' ').next().expect("a figure"));
            let told: f64 = parts
                .split(", ")
                .filter_map(|part| part.split(' ').next())
                .filter(|first| first.contains(|c: char| c.is_ascii_digit()))
                .map(figure)
                .sum();
            // Four digits are written of each.
            assert!(
                (told - all).abs() <= 0.004 * all,
                "{year} {scenario}: {told} of {all}: {row:?}"
            );
        }
        let hospital = prices
            .iter()
            .find(|row| row["what"] == "planned_admitted")
            .expect("a service");
        assert!(
            hospital["more"].contains("costs that do not follow activity"),
            "{hospital:?}"
        );
    }
}
