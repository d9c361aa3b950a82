//! Golden results beside the shipped scenarios: a changed number is seen, and the README's table is never typed.
//!
//! `UPDATE_GOLDEN=1 cargo test --release --test it golden -- --include-ignored` writes them anew; say in `CHANGELOG.md` why
//! they changed.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;

/// Scenarios of the table, the one compared against first.
pub const SCENARIOS: [&str; 18] = [
    "england",
    "england-same-money",
    "market",
    "planned",
    "pooled-budgets",
    "free-personal-care",
    "dilnot-cap",
    "free-at-end-of-life",
    "whole-person-care",
    "austerity",
    "growth-3-percent",
    "fully-engaged",
    "marmot",
    "personal-budgets",
    "waiting-guarantee",
    "community-shift",
    "staffing",
    "meeting-standards",
];

/// Measures whose golden values are kept.
const MEASURES: [&str; 14] = [
    "population",
    "deaths",
    "life_expectancy",
    "qalys",
    "waiting_list",
    "within_18_weeks",
    "ae_four_hour",
    "gp_need_met",
    "care_users_public",
    "care_unmet_people",
    "cost_public",
    "cost_council",
    "cost_self_funded",
    "lifetime_care_over_100k",
];

/// Columns of the README's table: measure, heading, divisor, decimals.
const COLUMNS: [(&str, &str, f64, usize); 7] = [
    ("cost_public", "public spending, £bn", 1e3, 1),
    ("cost_self_funded", "self-funded care, £bn", 1e3, 1),
    ("waiting_list", "waiting list, million", 1e6, 2),
    ("within_18_weeks", "within 18 weeks, %", 0.01, 1),
    ("ae_four_hour", "A&E within 4 hours, %", 0.01, 1),
    ("care_users_public", "council care users, thousand", 1e3, 0),
    ("life_expectancy", "life expectancy, years", 1.0, 2),
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn update() -> bool {
    std::env::var_os("UPDATE_GOLDEN").is_some()
}

fn run(arguments: &[&str], out: &Path) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_carepool"));
    command
        .current_dir(root())
        .arg("run")
        .args(SCENARIOS)
        .args(arguments)
        .args(["--no-png", "--all-csv"])
        .arg("--out")
        .arg(out);
    command.assert().success();
}

/// `(scenario, measure, statistic) → value` for everybody in a year of a table.
fn read(path: &Path, year: &str) -> BTreeMap<(String, String, String), f64> {
    let mut reader = csv::Reader::from_path(path).expect("a table");
    let header = reader.headers().expect("a header").clone();
    let at = |name: &str| header.iter().position(|column| column == name).expect("a column");
    let (scenario, when, measure, group) = (at("scenario"), at("year"), at("measure"), at("group"));
    let (statistic, value) = (at("statistic"), at("value"));
    let mut values = BTreeMap::new();
    for row in reader.records() {
        let row = row.expect("a row");
        if &row[when] == year && &row[group] == "all" {
            let key = (
                row[scenario].to_owned(),
                row[measure].to_owned(),
                row[statistic].to_owned(),
            );
            values.insert(key, row[value].parse().unwrap_or(f64::NAN));
        }
    }
    values
}

fn key(scenario: &str, measure: &str, statistic: &str) -> (String, String, String) {
    (scenario.to_owned(), measure.to_owned(), statistic.to_owned())
}

#[test]
fn every_shipped_scenario_gives_its_golden_results() {
    let place = tempfile::tempdir().expect("a folder");
    let out = place.path().join("small");
    run(
        &["--draws", "3", "--people", "500", "--years", "5", "--seed", "1"],
        &out,
    );
    let values = read(&out.join("summary.csv"), "2028");
    let mut text =
        String::from("# 3 draws, 500 people, 5 years, seed 1: means for everybody in 2028.\nscenario,measure,mean\n");
    for scenario in SCENARIOS {
        for measure in MEASURES {
            writeln!(text, "{scenario},{measure},{}", values[&key(scenario, measure, "mean")]).expect("text");
        }
    }
    let path = root().join("scenarios/golden/small.csv");
    if update() {
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(&path, &text).expect("written");
    }
    let golden = fs::read_to_string(&path).expect("scenarios/golden/small.csv");
    for (line, (now, kept)) in text.lines().zip(golden.lines()).enumerate().skip(2) {
        let (name, value) = now.rsplit_once(',').expect("a row");
        let (kept_name, kept_value) = kept.rsplit_once(',').expect("a row");
        assert_eq!(name, kept_name, "line {line}");
        let (value, kept): (f64, f64) = (value.parse().expect("a number"), kept_value.parse().expect("a number"));
        // Elsewhere than where they were made, platform mathematics may differ in the last digits.
        let same = (value - kept).abs() <= 1e-9 * kept.abs().max(1e-9);
        assert!(
            same,
            "{name} was {kept} and is {value}: say why in CHANGELOG.md and write it anew"
        );
    }
    assert_eq!(text.lines().count(), golden.lines().count());
}

/// The README's table from the golden file.
fn table(golden: &str) -> String {
    let mut rows: BTreeMap<(&str, &str), Vec<f64>> = BTreeMap::new();
    for line in golden.lines().skip(2) {
        let cells: Vec<&str> = line.split(',').collect();
        let numbers = cells[2..].iter().map(|cell| cell.parse().expect("a number")).collect();
        rows.insert((cells[0], cells[1]), numbers);
    }
    let mut text = String::from("| scenario |");
    COLUMNS
        .iter()
        .for_each(|(_, heading, _, _)| write!(text, " {heading} |").expect("text"));
    text.push_str("\n|---|");
    COLUMNS.iter().for_each(|_| text.push_str("--:|"));
    text.push('\n');
    for scenario in SCENARIOS {
        write!(text, "| `{scenario}` |").expect("text");
        for (measure, _, divisor, decimals) in COLUMNS {
            let [p10, p50, p90] = rows[&(scenario, measure)][..] else {
                panic!("three numbers a row")
            };
            let show = |value: f64| {
                let shown = format!("{:.*}", decimals, value / divisor);
                let signed = if scenario == SCENARIOS[0] {
                    shown
                } else {
                    format!("{:+.*}", decimals, value / divisor)
                };
                signed.replace('-', "−")
            };
            write!(text, " {} ({} to {}) |", show(p50), show(p10), show(p90)).expect("text");
        }
        text.push('\n');
    }
    text
}

const BEGIN: &str = "<!-- table: year 10 -->\n";
const END: &str = "<!-- end -->";

#[test]
fn the_table_in_the_readme_is_that_of_the_golden_file() {
    let golden = fs::read_to_string(root().join("scenarios/golden/year-10.csv")).expect("scenarios/golden/year-10.csv");
    let readme = fs::read_to_string(root().join("README.md")).expect("README.md");
    let begin = readme.find(BEGIN).expect("the beginning of the table") + BEGIN.len();
    let end = readme.find(END).expect("the end of the table");
    assert_eq!(&readme[begin..end], table(&golden));
}

#[test]
#[ignore = "runs the first command of the README in full: seconds in a release build; writes the picture when UPDATE_GOLDEN is set"]
fn the_picture_of_the_readme_is_that_of_its_first_command() {
    let place = tempfile::tempdir().expect("a folder");
    let out = place.path().join("first-run");
    let mut command = Command::new(env!("CARGO_BIN_EXE_carepool"));
    command.args(["run", "--no-png", "--out"]).arg(&out).assert().success();
    let drawn = fs::read_to_string(out.join("charts/fan-waiting_list.svg")).expect("the chart");
    let path = root().join("scenarios/golden/first-run.svg");
    if update() {
        fs::write(&path, &drawn).expect("written");
    }
    let kept = fs::read_to_string(&path).expect("scenarios/golden/first-run.svg");
    assert!(
        drawn == kept,
        "the picture of the README is not what its first command draws: make it again"
    );
}

#[test]
#[ignore = "runs every scenario in full: minutes; writes the table of the README when UPDATE_GOLDEN is set"]
fn the_table_of_year_ten_can_be_made_again() {
    let place = tempfile::tempdir().expect("a folder");
    let out = place.path().join("full");
    run(
        &["--draws", "200", "--people", "5000", "--years", "11", "--seed", "1"],
        &out,
    );
    let (levels, changes) = (
        read(&out.join("summary.csv"), "2034"),
        read(&out.join("differences.csv"), "2034"),
    );
    let mut text = String::from(
        "# 200 draws, 5,000 people, seed 1: year 10 (2034/35). england as it is, the others against it, paired draw by draw.\n\
         scenario,measure,p10,p50,p90\n",
    );
    for scenario in SCENARIOS {
        let values = if scenario == SCENARIOS[0] { &levels } else { &changes };
        for (measure, ..) in COLUMNS {
            let [p10, p50, p90] = ["p10", "p50", "p90"].map(|statistic| values[&key(scenario, measure, statistic)]);
            writeln!(text, "{scenario},{measure},{p10},{p50},{p90}").expect("text");
        }
    }
    if update() {
        fs::write(root().join("scenarios/golden/year-10.csv"), &text).expect("written");
        let readme = fs::read_to_string(root().join("README.md")).expect("README.md");
        let begin = readme.find(BEGIN).expect("the beginning of the table") + BEGIN.len();
        let end = readme.find(END).expect("the end of the table");
        let renewed = format!("{}{}{}", &readme[..begin], table(&text), &readme[end..]);
        fs::write(root().join("README.md"), renewed).expect("written");
    }
    println!("{}", table(&text));
}
