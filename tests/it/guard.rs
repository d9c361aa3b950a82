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
