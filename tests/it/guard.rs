//! What stands guard: results that cannot be, and folders whose content is no longer what was written.

use std::fs;
use std::path::Path;

use super::cli::{SMALL, carepool};

/// What a command said on standard error, and how it ended.
fn refused(folder: &Path, words: &[&str]) -> (i32, String) {
    let output = carepool(folder).args(words).output().expect("runs");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.code().unwrap_or(-1), said)
}

#[test]
fn spending_that_no_country_could_have_stops_the_run_with_measure_year_draw_and_what_was_set() {
    let place = tempfile::tempdir().expect("temporary folder");
    let set = "services.base_activity.planned_outpatient=1";
    let words = [
        &["run", "england", "meeting-standards", "--draws", "1", "--set", set],
        &SMALL[..],
    ]
    .concat();
    let (code, said) = refused(place.path(), &words);
    assert_eq!(code, 2, "{said}");
    for part in [
        "draw 0",
        "year 20",
        "cannot be",
        "services.base_activity.planned_outpatient = 1",
        "drawn: ",
    ] {
        assert!(said.contains(part), "no {part} in: {said}");
    }
    assert!(
        !place
            .path()
            .join("outputs")
            .join("england-vs-meeting-standards")
            .exists()
    );
}

#[test]
fn a_vote_over_a_changed_table_of_people_is_another_vote() {
    let place = tempfile::tempdir().expect("temporary folder");
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/england/population.csv");
    let table = place.path().join("here/population.csv");
    fs::create_dir(place.path().join("here")).expect("a folder");
    let people = fs::read_to_string(shipped).expect("a shipped table");
    fs::write(&table, &people).expect("writes");
    let process = "title = \"A test\"\nbase = \"mine.toml\"\nyears = 2\nstart_year = 2025\nbudget = \"£1m\"\n\
        [proposal.nurses]\ncategory = \"care\"\ncost = \"£400,000\"\ninto = \"community_health\"\npayer = \"nhs\"\n\
        [proposal.pay]\ncategory = \"care\"\ncost = \"£700,000\"\ninto = \"council\"\n\
        [electorate]\nvoters = 50\n[electorate.gain]\nqaly_value = \"£70,000\"\n";
    fs::write(place.path().join("a.budget.toml"), process).expect("writes");
    let mine = "extends = \"smallshire.toml\"\ndata = [\"here\", \"england\"]\n";
    fs::write(place.path().join("mine.toml"), mine).expect("writes");
    let hold = || {
        let words = [
            "budget",
            "a.budget.toml",
            "--draws",
            "1",
            "--people",
            "100",
            "--electorates",
            "0",
            "--no-png",
            "--no-margins",
            "--out",
            "o",
        ];
        let (code, said) = refused(place.path(), &words);
        assert_eq!(code, 0, "{said}");
        said.contains("holds this very vote already")
    };
    assert!(!hold(), "nothing is there");
    assert!(hold(), "the same again");
    fs::write(&table, people.replacen("\n30,", "\n30,1", 1)).expect("writes");
    assert!(!hold(), "another table of people");
}

#[test]
fn people_twice_as_many_as_the_place_is_large_are_refused_and_some_more_are_told() {
    let place = tempfile::tempdir().expect("temporary folder");
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/england/population.csv");
    let whole = fs::read_to_string(shipped).expect("a shipped table");
    fs::create_dir(place.path().join("here")).expect("a folder");
    let mine = "extends = \"england.toml\"\ndata = [\"here\", \"england\"]\n[care]\nscale = 0.01\n";
    fs::write(place.path().join("mine.toml"), mine).expect("writes");
    let check = |parts: f64, command: &[&str]| {
        let row = |line: &str| match line.split(',').map(str::parse::<f64>).collect::<Result<Vec<f64>, _>>() {
            Ok(row) => format!("{},{},{}", row[0], row[1] / parts, row[2] / parts),
            Err(_) => line.to_owned(),
        };
        let rows: Vec<String> = whole.lines().map(row).collect();
        fs::write(place.path().join("here/population.csv"), rows.join("\n")).expect("writes");
        let output = carepool(place.path()).args(command).output().expect("runs");
        let said = [output.stdout, output.stderr].concat();
        (output.status.code(), String::from_utf8_lossy(&said).into_owned())
    };
    let run = [
        "run",
        "mine.toml",
        "--draws",
        "1",
        "--people",
        "100",
        "--years",
        "1",
        "--no-png",
        "--out",
        "o",
    ];
    for parts in [50.0, 200.0] {
        for command in [&["check", "mine.toml"][..], &run] {
            let (code, said) = check(parts, command);
            assert_eq!(code, Some(2), "{parts}: {said}");
            assert!(
                said.contains("care.scale = 0.01 says") && said.contains("times as many people"),
                "{said}"
            );
            assert!(
                said.contains(if parts < 100.0 { "2.00 times" } else { "0.500 times" }),
                "{said}"
            );
        }
    }
    for command in [&["check", "mine.toml"][..], &run] {
        let (code, said) = check(85.0, command);
        assert_eq!(code, Some(0), "{said}");
        assert!(said.contains("1.18 times as many people"), "{said}");
    }
    let (code, said) = check(104.0, &["check", "mine.toml"]);
    assert!(code == Some(0) && !said.contains("as many people"), "{said}");
}
