//! What stands guard: results that cannot be, and folders whose content is no longer what was written.

use std::fs;
use std::path::Path;

use super::cli::carepool;

/// What a command said on standard error, and how it ended.
fn refused(folder: &Path, words: &[&str]) -> (i32, String) {
    let output = carepool(folder).args(words).output().expect("runs");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.code().unwrap_or(-1), said)
}

#[test]
fn what_no_country_could_have_stops_the_run_with_measure_year_draw_and_what_was_set() {
    let place = tempfile::tempdir().expect("temporary folder");
    let set = "services.non_demographic_growth.emergency_admission=0.1";
    let words = [
        &["run", "england", "meeting-standards", "--draws", "1", "--set", set],
        &["--people", "200", "--years", "16", "--no-png"][..],
    ]
    .concat();
    let (code, said) = refused(place.path(), &words);
    assert_eq!(code, 2, "{said}");
    for part in [
        "draw 0",
        "year 20",
        "emergency_admissions_per_1000",
        "cannot be",
        "services.non_demographic_growth.emergency_admission = 0.1",
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

/// A table of people with every number so many times as large.
fn times(table: &str, times: f64) -> String {
    let row = |line: &str| match line.split(',').map(str::parse::<f64>).collect::<Result<Vec<f64>, _>>() {
        Ok(row) => format!("{},{},{}", row[0], row[1] * times, row[2] * times),
        Err(_) => line.to_owned(),
    };
    table.lines().map(row).collect::<Vec<String>>().join("\n") + "\n"
}

/// A folder with a scenario of the county size, its table of people, a process over it and a table to hold it against.
fn county(parts: f64, more: &str) -> tempfile::TempDir {
    let place = tempfile::tempdir().expect("temporary folder");
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/england/population.csv");
    let people = fs::read_to_string(shipped).expect("a shipped table");
    fs::create_dir(place.path().join("here")).expect("a folder");
    fs::write(place.path().join("here/population.csv"), times(&people, 1.0 / parts)).expect("writes");
    let mine = format!("extends = \"england.toml\"\ndata = [\"here\", \"england\"]\n[care]\nscale = 0.01\n{more}");
    fs::write(place.path().join("mine.toml"), mine).expect("writes");
    let other = "extends = \"mine.toml\"\n[pooling]\nshare = 0.4\n";
    fs::write(place.path().join("other.toml"), other).expect("writes");
    let process = "title = \"A test\"\nbase = \"mine.toml\"\nyears = 2\nstart_year = 2025\nbudget = \"£1m\"\n\
        [proposal.nurses]\ncategory = \"care\"\ncost = \"£400,000\"\ninto = \"community_health\"\npayer = \"nhs\"\n\
        [proposal.pay]\ncategory = \"care\"\ncost = \"£700,000\"\ninto = \"council\"\n\
        [electorate]\nvoters = 50\n";
    fs::write(place.path().join("a.budget.toml"), process).expect("writes");
    place
}

/// Every command that draws worlds of a scenario, or says whether they can be drawn.
const DOORS: [&str; 15] = [
    "check mine.toml",
    "check a.budget.toml",
    "run mine.toml --draws 1 --people 100 --years 2 --no-png --out o",
    "run mine.toml other.toml --draws 1 --people 100 --years 2 --no-png --out o",
    "run england mine.toml --draws 1 --people 100 --years 2 --shard 1/1 --out o",
    "budget a.budget.toml --check",
    "budget a.budget.toml --draws 1 --people 100 --no-png --out o",
    "explore mine.toml --no-open --people 100 --draws 2 --port 8699",
    "explore england mine.toml --no-open --people 100 --draws 2 --port 8699",
    "workshop a.budget.toml --people 100 --draws 2 --port 8699 --folder o",
    "explain pooling.share --scenario mine.toml",
    "sensitivity mine.toml other.toml --method one-by-one --people 100",
    "seek need_met=90% --year 2026 --lever pooling.share --scenario mine.toml",
    "robustness mine.toml other.toml --draws 2 --people 100",
    "backcast mine.toml --draws 10 --people 100",
];

#[test]
fn another_place_s_people_or_a_slip_of_the_pen_in_an_amount_is_refused_at_every_door_alike() {
    let slip = "[services.base_activity]\nprimary_care = 900000000\n";
    for (parts, more, told) in [
        (50.0, "", "2.00 times as many people"),
        (100.0, slip, "appointments a head"),
    ] {
        let place = county(parts, more);
        for words in DOORS {
            let mut command = carepool(place.path());
            let output = command
                .args(words.split(' '))
                .timeout(std::time::Duration::from_secs(60))
                .output()
                .expect("runs");
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!(output.status.code(), Some(2), "{words:?}: {said}");
            assert!(said.contains(told), "{words:?}: no {told} in: {said}");
            // Of the slip, the line on which it stands.
            assert!(more.is_empty() || said.contains("mine.toml:6"), "{words:?}: {said}");
            assert!(!place.path().join("o").exists(), "{words:?}");
        }
    }
}

#[test]
fn people_that_nearly_fit_are_told_at_every_door_alike() {
    let place = county(85.0, "");
    for words in DOORS
        .iter()
        .filter(|words| ["check", "run", "budget"].iter().any(|door| words.starts_with(door)))
    {
        let output = carepool(place.path()).args(words.split(' ')).output().expect("runs");
        let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        assert_eq!(output.status.code(), Some(0), "{words:?}: {said}");
        assert!(said.contains("1.18 times as many people"), "{words:?}: {said}");
        let _ = fs::remove_dir_all(place.path().join("o"));
    }
}

#[test]
fn a_place_keeps_its_own_size_whoever_says_another() {
    let place = tempfile::tempdir().expect("temporary folder");
    let mine = "extends = \"england.toml\"\n[care]\nscale = 0.5\n";
    fs::write(place.path().join("half.toml"), mine).expect("writes");
    let run = [
        "--draws", "1", "--people", "100", "--years", "2", "--no-png", "--out", "o",
    ];
    for words in [
        [
            &["run", "england", "--area", "Leeds", "--set", "care.scale=0.5"][..],
            &run,
        ]
        .concat(),
        [&["run", "half.toml", "--area", "Leeds"][..], &run].concat(),
        vec!["check", "england", "--area", "Leeds", "--set", "care.scale=0.5"],
    ] {
        let (code, said) = refused(place.path(), &words);
        assert_eq!(code, 2, "{words:?}: {said}");
        assert!(
            said.contains("care.scale is the size of the place, and Leeds brings its own"),
            "{said}"
        );
        assert!(!place.path().join("o").exists());
    }
    // Half of England is a place of its own kind.
    let (code, said) = refused(place.path(), &["check", "half.toml"]);
    assert_eq!(code, 0, "{said}");
}

#[test]
fn a_vote_over_a_changed_table_of_people_is_another_vote() {
    let place = tempfile::tempdir().expect("temporary folder");
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/england/population.csv");
    let table = place.path().join("here/population.csv");
    fs::create_dir(place.path().join("here")).expect("a folder");
    let people = times(&fs::read_to_string(shipped).expect("a shipped table"), 0.001);
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
    // A table of another place is no table of this one: England's whole people are not Smallshire's.
    fs::write(&table, times(&people, 1000.0)).expect("writes");
    let (code, said) = refused(
        place.path(),
        &[
            "budget",
            "a.budget.toml",
            "--draws",
            "1",
            "--people",
            "100",
            "--out",
            "p",
        ],
    );
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("1000 times as many people"), "{said}");
    assert!(!place.path().join("p").exists());
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
