//! What takes long of places: every place runs, the errors of the method, the same budget in two places.
//!
//! `UPDATE_GOLDEN=1 cargo test --release --test it places_whole -- --include-ignored` writes the kept table and the guide anew.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::time::Instant;

use super::backcast::{output, root, rows};

const BEGIN: &str = "<!-- errors -->\n";
const END: &str = "<!-- end -->";

/// The kept errors as a table of the guide.
fn table(kept: &str) -> String {
    let mut text = "| published outcome | places | explained | error | error if everywhere were England | |\n|---|---:|---:|---:|---:|---|\n".to_owned();
    for row in rows(kept) {
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} {unit} | {} {unit} | {} |",
            row["outcome"],
            row["places"],
            row["explained"],
            row["error"],
            row["error_if_everywhere_is_england"],
            row["shown"],
            unit = row["unit"]
        );
    }
    text
}

fn between(guide: &str) -> &str {
    let begin = guide.find(BEGIN).expect("the beginning of the table") + BEGIN.len();
    let length = guide[begin..].find(END).expect("the end of the table");
    &guide[begin..begin + length]
}

#[test]
fn the_guide_to_places_shows_the_kept_errors() {
    let kept = fs::read_to_string(root().join("scenarios/places/errors.csv")).expect("the kept errors");
    let guide = fs::read_to_string(root().join("scenarios/places/README.md")).expect("the guide");
    assert_eq!(between(&guide), table(&kept));
}

#[test]
fn the_kept_errors_are_within_what_places_are_shown_for() {
    let kept = fs::read_to_string(root().join("scenarios/places/errors.csv")).expect("the kept errors");
    let found: BTreeMap<String, (f64, String)> = rows(&kept)
        .into_iter()
        .map(|row| {
            let explained = row["explained"].parse().expect("a number");
            (row["outcome"].clone(), (explained, row["shown"].clone()))
        })
        .collect();
    for (outcome, least) in [
        ("Life expectancy at birth", 0.6),
        ("Deaths for 1,000 people", 0.85),
        ("Emergency admissions for 1,000 people", 0.48),
    ] {
        assert!(found[outcome].0 >= least, "{outcome}: {}", found[outcome].0);
    }
    let (explained, shown) = &found["Weeks of council-paid care in care homes for each person of 65 and over"];
    assert!(*explained > 0.34 || shown == "with a warning", "{explained}: {shown}");
}

#[test]
#[ignore = "every council and board in its base year; writes the kept errors and the guide when UPDATE_GOLDEN is set"]
fn the_errors_of_the_method_can_be_found_again() {
    let made = output(&[
        "places",
        "--against",
        "-",
        "--draws",
        "8",
        "--people",
        "2000",
        "--format",
        "csv",
    ]);
    let path = root().join("scenarios/places/errors.csv");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, &made).expect("written");
        let readme = root().join("scenarios/places/README.md");
        let guide = fs::read_to_string(&readme).expect("the guide");
        let old = format!("{BEGIN}{}", between(&guide));
        fs::write(&readme, guide.replacen(&old, &format!("{BEGIN}{}", table(&made)), 1)).expect("written");
    }
    // To two digits: the last moves with every change of the model, and a place is told with two.
    let coarse = |text: &str| -> Vec<(String, String, i64)> {
        let rounded =
            |row: &BTreeMap<String, String>| (row["explained"].parse::<f64>().expect("a number") * 20.0).round() as i64;
        rows(text)
            .iter()
            .map(|row| (row["outcome"].clone(), row["shown"].clone(), rounded(row)))
            .collect()
    };
    assert_eq!(
        coarse(&fs::read_to_string(path).expect("the kept errors")),
        coarse(&made)
    );
}

#[test]
#[ignore = "195 places and nine regions: minutes"]
fn all_places_run_at_a_small_setting_without_a_number_that_is_none() {
    let folder = tempfile::tempdir().expect("a folder");
    let started = Instant::now();
    let mut places = 0;
    for kind in ["council", "icb", "region"] {
        let out = folder.path().join(kind);
        let out = out.display().to_string();
        output(&[
            "places",
            "--run",
            "free-personal-care",
            "--kind",
            kind,
            "--draws",
            "2",
            "--people",
            "400",
            "--after",
            "5",
            "--out",
            &out,
        ]);
        let text = fs::read_to_string(folder.path().join(kind).join("places.csv")).expect("the table");
        let table = rows(&text);
        places += table.len() / 2;
        for row in &table {
            for (column, cell) in row
                .iter()
                .filter(|(column, _)| !["code", "name", "region", "scenario"].contains(&column.as_str()))
            {
                // All of Scilly is in one fifth: there is no slope over fifths, and an empty cell says so.
                let none = cell.is_empty() && column == "inequality_slope" && row["name"] == "Isles of Scilly";
                assert!(
                    none || cell.parse::<f64>().is_ok_and(f64::is_finite),
                    "{} {column}: `{cell}`",
                    row["name"]
                );
            }
            assert!(row["population"].parse::<f64>().expect("a number") > 1_000.0, "{row:?}");
        }
        let map = fs::read_to_string(folder.path().join(kind).join("map.svg")).expect("the map");
        assert!(map.matches("<rect").count() >= table.len() / 2, "{kind}");
    }
    assert_eq!(places, 204);
    println!("{places} places in {} s", started.elapsed().as_secs());
}

/// What a budget of £12 million would do somewhere: the text of its answer and the table of what is funded.
fn held(area: &str) -> (String, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    let out_word = out.display().to_string();
    let text = output(&[
        "budget",
        "neighbourhood",
        "--area",
        area,
        "--draws",
        "20",
        "--people",
        "1000",
        "--electorates",
        "10",
        "--no-png",
        "--out",
        &out_word,
    ]);
    (text, fs::read_to_string(out.join("funded.csv")).expect("the funded"))
}

#[test]
#[ignore = "two participatory budgets in full: a minute"]
fn a_budget_of_twelve_million_pounds_differs_in_hackney_and_in_gloucestershire() {
    let (hackney, funded_there) = held("Hackney");
    let (county, funded_here) = held("Gloucestershire");
    for (text, own, not) in [
        (&hackney, "Hackney: 26", "Gloucestershire"),
        (&county, "Gloucestershire: 65", "Hackney"),
    ] {
        assert!(text.contains(own) && !text.contains(not), "{text}");
        for told in [
            "65 or older",
            "most deprived",
            "Money a year: £",
            "on the waiting list",
            " beds (",
            "A price buys as many",
        ] {
            assert!(text.contains(told), "{told}: {text}");
        }
        assert!(!text.contains("an area of some 300,000 people like England"), "{text}");
    }
    // Other voters, other choices.
    assert_ne!(funded_there, funded_here);
}
