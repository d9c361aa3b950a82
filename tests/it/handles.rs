//! Measures are asked for by handle, so that one that does not exist does not compile: no file writes a name as text.

use std::fs;
use std::path::Path;

use carepool::measures;

use crate::rooms::rust_files;

/// Texts that are spelt like a measure and mean something else: (file's ending, text, what it is).
const OTHERS: [(&str, &str, &str); 29] = [
    (
        "pabulib/odd_voters.rs",
        "staff",
        "a word in the place of a voter's name",
    ),
    ("pabulib/meta_keys.rs", "population", "a key of a ballot file"),
    ("value/roles.rs", "qalys", "a word in a heading of somebody's table"),
    ("value/pairing.rs", "qalys", "a word in a heading of somebody's table"),
    ("places/known.rs", "over_52_weeks", "a column of the tables of places"),
    (
        "cli/value/arguments.rs",
        "population",
        "a flag: for how many people research is worth it",
    ),
    (
        "analysis/reproduction/figure.rs",
        "cost_nhs",
        "a figure as written in a table, in a test",
    ),
    (
        "analysis/reproduction/published.rs",
        "cost_public",
        "a figure as written in a table, in a test",
    ),
    (
        "analysis/reproduction/published.rs",
        "population",
        "a figure as written in a table, in a test",
    ),
    (
        "analysis/reproduction/published.rs",
        "unpaid_care_hours",
        "a figure as written in a table, in a test",
    ),
    (
        "analysis/reproduction/published.rs",
        "within_18_weeks",
        "a figure as written in a table, in a test",
    ),
    (
        "cli/sensitivity/corners.rs",
        "within_18_weeks",
        "what somebody types, in a test",
    ),
    ("cli/seek/goal.rs", "within_18_weeks", "what somebody types, in a test"),
    ("economy/tables.rs", "gdp", "a column of the table of deflators"),
    (
        "people/tables.rs",
        "births",
        "a column of the table of vital statistics",
    ),
    (
        "people/tables.rs",
        "deaths",
        "a column of the table of vital statistics",
    ),
    ("people/validation.rs", "dependent", "a state of a person"),
    ("people/cohort/tests.rs", "dependent", "a state of a person"),
    ("live/board.rs", "staff", "a group of levers"),
    ("room/explore/side.rs", "staff", "a group of levers"),
    ("process/patch.rs", "cost_total", "a field of a programme"),
    ("scenario/assumed.rs", "cost_total", "a field of a programme"),
    ("scenario/programme.rs", "cost_total", "a field of a programme"),
    (
        "services/tables.rs",
        "emergency_admissions",
        "a column of the table of use",
    ),
    ("world/effect.rs", "births", "a name of an effect"),
    ("world/plausible.rs", "gdp", "a column of the table of deflators"),
    (
        "world/plausible.rs",
        "emergency_admissions",
        "a column of the table of seasons",
    ),
    (
        "analysis/discrepancy.rs",
        "waiting_list",
        "any name, in a test of drifts",
    ),
    (
        "report/kept.rs",
        "waiting_list",
        "a line of a table, in a test of what is read back",
    ),
];

/// Texts of a line of code, comments apart.
fn texts(line: &str) -> impl Iterator<Item = &str> {
    let code = if line.trim_start().starts_with("//") { "" } else { line };
    code.split('"').skip(1).step_by(2)
}

/// Whether a text of a file is one of the others.
fn other(file: &str, text: &str) -> Option<usize> {
    OTHERS
        .iter()
        .position(|(ending, start, _)| file.ends_with(ending) && text.starts_with(start))
}

#[test]
fn no_file_asks_for_a_measure_by_its_name_as_text() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let names: Vec<&str> = measures::all().iter().map(|measure| measure.name).collect();
    let (mut found, mut met) = (Vec::new(), [false; OTHERS.len()]);
    for path in rust_files(&source) {
        let file = path.to_string_lossy().replace('\\', "/");
        if file.contains("src/measures/") {
            continue;
        }
        let text = fs::read_to_string(&path).expect("readable");
        for (number, line) in text.lines().enumerate() {
            for text in texts(line).filter(|text| names.contains(text)) {
                match other(&file, text) {
                    Some(at) => met[at] = true,
                    None => found.push(format!("{file}:{}: \"{text}\"", number + 1)),
                }
            }
        }
    }
    assert!(
        found.is_empty(),
        "ask by handle (`measures::NEED_MET`), or say in OTHERS what else the text is:\n{}",
        found.join("\n")
    );
    let idle: Vec<_> = OTHERS.iter().zip(met).filter(|(_, met)| !met).collect();
    assert!(idle.is_empty(), "no longer needed: {idle:?}");
}

#[test]
fn a_name_as_text_is_noticed_and_a_comment_is_not() {
    assert_eq!(
        texts(r#"let a = get("need_met", "all");"#).collect::<Vec<_>>(),
        ["need_met", "all"]
    );
    assert_eq!(texts(r#"    // as "need_met" is"#).count(), 0);
}
