//! The table of who may import whom, held against the `use crate::` lines of every file.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Room → rooms it may import.
fn allowed() -> BTreeMap<&'static str, &'static [&'static str]> {
    BTreeMap::from([
        ("world", &[] as &[_]),
        ("scenario", &["world"]),
        ("people", &["world"]),
        ("services", &["world"]),
        ("economy", &["world"]),
        ("measures", &["world"]),
        (
            "projection",
            &["world", "scenario", "people", "services", "economy", "measures"],
        ),
        // Places are layers of scenarios, made from tables; what is run in them is others' to say.
        ("places", &["world", "scenario", "measures"]),
        ("results", &["world", "measures"]),
        // From a request to numbers and their description; what is printed of them is cli's.
        (
            "run",
            &["world", "measures", "scenario", "places", "projection", "results"],
        ),
        ("analysis", &["world", "measures", "results", "scenario", "projection"]),
        // Levers in words and a projection that answers while they move; pages and commands ask it.
        ("live", &["world", "measures", "results", "scenario", "projection"]),
        ("budgeting", &["world"]),
        (
            "process",
            &["world", "budgeting", "scenario", "projection", "results", "measures"],
        ),
        // A process is told like a run: its outcome is what the report draws.
        (
            "report",
            &["world", "measures", "results", "analysis", "budgeting", "process"],
        ),
        // An afternoon in a room: events, ballots, counts, consequences; pages show it.
        (
            "workshop",
            &[
                "world",
                "measures",
                "results",
                "scenario",
                "projection",
                "analysis",
                "budgeting",
                "process",
            ],
        ),
        // Pages that a laptop serves: they ask the live projection and the workshop, judge signs as the analysis does, and draw with
        // the report's pens.
        (
            "room",
            &[
                "world",
                "measures",
                "scenario",
                "analysis",
                "live",
                "report",
                "process",
                "budgeting",
                "workshop",
            ],
        ),
        (
            "cli",
            &[
                "world",
                "scenario",
                "people",
                "services",
                "economy",
                "places",
                "measures",
                "projection",
                "results",
                "run",
                "live",
                "room",
                "analysis",
                "budgeting",
                "process",
                "report",
                "workshop",
            ],
        ),
    ])
}

pub fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
    files
}

/// Rooms named by `crate::room` outside comments, with the line.
fn imports(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let code = line.split("//").next().unwrap_or("");
        for part in code.split("crate::").skip(1) {
            // `crate::{levers, world::Year}` names a room at the head of each part.
            let names = match part.strip_prefix('{') {
                Some(list) => list.split('}').next().unwrap_or("").split(',').map(str::trim).collect(),
                None => vec![part],
            };
            for name in names {
                let room: String = name
                    .chars()
                    .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
                    .collect();
                found.push((number + 1, room));
            }
        }
    }
    found
}

#[test]
fn every_room_imports_only_what_the_table_allows() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let table = allowed();
    let mut breaches = Vec::new();
    for entry in fs::read_dir(&source).expect("src") {
        let path = entry.expect("an entry").path();
        if !path.is_dir() {
            continue;
        }
        let room = path
            .file_name()
            .and_then(|name| name.to_str())
            .expect("a name")
            .to_owned();
        let Some(may) = table.get(room.as_str()) else {
            panic!("src/{room} is not in the table: add it to allowed() and say why");
        };
        for file in rust_files(&path) {
            let text = fs::read_to_string(&file).expect("readable");
            for (line, other) in imports(&text) {
                let macro_or_own = other == room || ["levers", "lever_bundle", "choice"].contains(&other.as_str());
                if !macro_or_own && !may.contains(&other.as_str()) {
                    breaches.push(format!("{}:{line} imports {other}", file.display()));
                }
            }
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}
