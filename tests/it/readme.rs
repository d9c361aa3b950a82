//! The README is true: every command that it shows runs, and what it promises of `--check` holds.

use std::fs;
use std::path::Path;

use super::cli::{carepool, stdout};

/// The commands of the README's blocks, in their order, without what is said of them.
fn commands() -> Vec<Vec<String>> {
    let text = include_str!("../../README.md");
    let mut found = Vec::new();
    for block in text.split("```sh\n").skip(1) {
        let block = block.split("```").next().unwrap_or("");
        for line in block.lines() {
            let line = line.replace("cargo run --release -- run", "carepool run");
            let line = line
                .split("  #")
                .next()
                .unwrap_or("")
                .split(" > ")
                .next()
                .unwrap_or("")
                .trim();
            if let Some(words) = line.strip_prefix("carepool ") {
                found.push(as_a_shell_reads(words));
            }
        }
    }
    found
}

/// Words apart by spaces; what stands in double quotes is one word or part of one.
fn as_a_shell_reads(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quoted, mut begun) = (Vec::new(), String::new(), false, false);
    for letter in line.chars() {
        match letter {
            '"' => (quoted, begun) = (!quoted, true),
            space if space.is_whitespace() && !quoted => {
                if begun {
                    words.push(std::mem::take(&mut word));
                }
                begun = false;
            }
            letter => {
                word.push(letter);
                begun = true;
            }
        }
    }
    if begun {
        words.push(word);
    }
    words
}

/// The same command at a size for a test: fewer draws, people and years, and no pictures.
fn small(words: &[String]) -> Vec<String> {
    let more: &[&str] = match words[0].as_str() {
        "run" => &["--draws", "14", "--people", "200", "--years", "11", "--no-png"],
        "robustness" => &["--draws", "2", "--people", "150", "--no-flips", "--no-png"],
        "reproduce" => &["--draws", "2", "--people", "300"],
        "compare" if words.contains(&"--winners".to_owned()) => &["--draws", "2"],
        "backcast" => &["--draws", "10", "--people", "100"],
        "budget" if !words.contains(&"--check".to_owned()) => &[
            "--draws",
            "2",
            "--people",
            "150",
            "--years",
            "3",
            "--electorates",
            "2",
            "--no-png",
            "--no-margins",
        ],
        "electorate" => &["--voters", "200"],
        "explain" => &["--no-moves"],
        // It serves until it is stopped; that it opens is tested in `room/pages.rs`.
        "explore" | "workshop" => &["--help"],
        _ => &[],
    };
    // An option that the README gives and the test makes smaller stands once.
    let mut kept = Vec::new();
    let mut words = words.iter().peekable();
    while let Some(word) = words.next() {
        if more.contains(&word.as_str()) && word.starts_with("--") {
            if words.peek().is_some_and(|next| !next.starts_with("--")) {
                words.next();
            }
            continue;
        }
        if word != "--quick" {
            kept.push(word.clone());
        }
    }
    kept.extend(more.iter().map(|word| (*word).to_owned()));
    kept
}

#[test]
fn every_command_of_the_readme_runs_in_its_order() {
    let place = tempfile::tempdir().expect("temporary folder");
    let write = |name: &str, text: &str| fs::write(place.path().join(name), text).expect("writes");
    write(
        "ballots.pb",
        "META\nkey;value\ndescription;A street\nnum_projects;2\nnum_votes;3\nbudget;700000\nvote_type;approval\nrule;greedy\nPROJECTS\n\
         project_id;cost;votes\nnurses;400000;2\npay;700000;1\nVOTES\nvoter_id;vote\n1;nurses\n2;nurses\n3;pay\n",
    );
    write(
        "my.budget.toml",
        "title = \"A test\"\nbase = \"smallshire.toml\"\nyears = 2\nstart_year = 2025\nballots = \"ballots.pb\"\n\
         [proposal.nurses]\ncost = \"£400,000\"\ninto = \"community_health\"\npayer = \"nhs\"\n\
         [proposal.pay]\ncost = \"£700,000\"\ninto = \"council\"\n",
    );
    let commands = commands();
    assert!(commands.len() > 15, "{commands:?}");
    let every: Vec<&str> = commands.iter().map(|words| words[0].as_str()).collect();
    for wanted in [
        "run", "diff", "explain", "trace", "charge", "vote", "budget", "new", "check",
    ] {
        assert!(every.contains(&wanted), "the README shows no `carepool {wanted}`");
    }
    for words in &commands {
        let output = carepool(place.path()).args(small(words)).output().expect("runs");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "carepool {}: {said}", words.join(" "));
        assert!(!output.stdout.is_empty(), "carepool {} says nothing", words.join(" "));
    }
    assert!(place.path().join("outputs/first-run/report.html").exists());
    for file in [
        "summary.csv",
        "differences.csv",
        "draws.parquet",
        "assumptions.csv",
        "datapackage.json",
    ] {
        assert!(
            place.path().join("outputs/fpc").join(file).exists(),
            "{file} is promised"
        );
    }
}

/// A process file with so many mistakes, one a line, and the lines that they stand on.
const MISTAKES: &str = "title = \"A street\"
base = \"smallshire.toml\"
years = 500 # wrong: more than the model is run for
start_year = 2025
budget = \"£12 lemons\" # wrong
payer = \"nhss\" # wrong
colour = \"red\" # wrong: no such key

[proposal.nurses]
category = \"care\"
cost = \"£-400,000\" # wrong
into = \"community_healht\" # wrong

[proposal.pay]
cost = \"£700,000\"
into = \"council\"
needs = [\"nobody\"]

[proposal.patchy]
cost = \"£100,000\"
[proposal.patchy.patch.pooling]
shaer = 0.5 # wrong: a key of the model

[proposal.patchier]
cost = \"£100,000\"
[proposal.patchier.patch.governance]
regime = \"planed\" # wrong: a word of the model

[proposal.adopts]
cost = \"£10,000\"
adopt = \"falls\" # wrong

[proposal.late]
cost = \"£10,000\"
into = \"council\"
start_year = 1850 # wrong

[electorate]
voters = 2 # wrong
turnuot = 0.4 # wrong
[electorate.gain]
qaly_value = \"£70,000 a week\" # wrong
";

#[test]
fn every_mistake_of_a_process_file_is_told_with_its_line() {
    let place = tempfile::tempdir().expect("temporary folder");
    told(
        place.path(),
        "mine.budget.toml",
        MISTAKES,
        &["budget", "mine.budget.toml", "--check", "--format", "csv"],
        13,
    );
}

/// The same of a scenario: keys, units, bounds, words, years, distributions, programmes, shares.
const IN_A_SCENARIO: &str = "title = \"A street\"
extends = \"england.toml\"
same_money_as = 3 # wrong

[pooling]
shaer = 0.5 # wrong
share = \"18 weeks\" # wrong

[governance]
regime = \"planed\" # wrong

[services.standards]
wait_weeks = 1800 # wrong
wait_share = { uniform = [0.9, 0.7] } # wrong

[nothing.at.all] # wrong
x = 1

[workforce]
pay = \"lots\" # wrong

[programme.walks]
coverage = \"140%\" # wrong
costs = 3 # wrong
payer = \"nobody\" # wrong

[care]
scale = -1 # wrong

[funding]
nhs = { from = 1700, value = 3 } # wrong
";

#[test]
fn every_mistake_of_a_scenario_is_told_with_its_line() {
    let place = tempfile::tempdir().expect("temporary folder");
    told(
        place.path(),
        "mine.toml",
        IN_A_SCENARIO,
        &["check", "mine.toml", "--format", "csv"],
        13,
    );
}

/// Writes a file and checks that every line marked wrong is told; with at least so many of them.
fn told(place: &Path, name: &str, text: &str, words: &[&str], least: usize) {
    fs::write(place.join(name), text).expect("writes");
    let output = carepool(place).args(words).assert().code(2).get_output().stdout.clone();
    let table = String::from_utf8(output).expect("UTF-8");
    let mut rows = csv::Reader::from_reader(table.as_bytes());
    let lines: Vec<usize> = rows
        .records()
        .filter_map(|row| row.expect("a row").get(2)?.parse().ok())
        .collect();
    let wrong: Vec<usize> = text
        .lines()
        .enumerate()
        .filter(|(_, line)| line.contains("# wrong"))
        .map(|(at, _)| at + 1)
        .collect();
    assert!(wrong.len() >= least, "{} planted", wrong.len());
    for line in &wrong {
        assert!(lines.contains(line), "line {line} is not told:\n{table}");
    }
    // Nothing is called wrong that is not: every line told bears a mark, or is a section whose own line is at fault.
    for line in lines {
        let text = text.lines().nth(line - 1).unwrap_or("");
        assert!(
            wrong.contains(&line) || text.starts_with('[') || text.contains("needs"),
            "line {line}: {text}:\n{table}"
        );
    }
}

#[test]
fn what_the_registry_took_back_is_not_built_in() {
    // Advisories are published where this test cannot look; that a version was taken back ("yanked") stands in the registry's
    // index, of which cargo keeps the entries that it has read.
    let lock = include_str!("../../Cargo.lock");
    let home = std::env::var_os("CARGO_HOME").map(std::path::PathBuf::from);
    let home = home.or_else(|| std::env::home_dir().map(|home| home.join(".cargo")));
    let entries = home
        .map(|home| home.join("registry/index"))
        .and_then(|index| fs::read_dir(index).ok());
    let caches: Vec<_> = entries
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path().join(".cache"))
        .collect();
    let (mut looked_at, mut yanked) = (0, Vec::new());
    for package in lock.split("[[package]]").skip(1) {
        let field = |key: &str| {
            let line = package
                .lines()
                .find_map(|line| line.strip_prefix(key)?.strip_prefix(" = \""));
            line.map(|value| value.trim_end_matches('"').to_lowercase())
        };
        let (Some(name), Some(version), Some(_)) = (field("name"), field("version"), field("source")) else {
            continue;
        };
        let place = match name.len() {
            1 => format!("1/{name}"),
            2 => format!("2/{name}"),
            3 => format!("3/{}/{name}", &name[..1]),
            _ => format!("{}/{}/{name}", &name[..2], &name[2..4]),
        };
        let Some(bytes) = caches.iter().find_map(|cache| fs::read(cache.join(&place)).ok()) else {
            continue;
        };
        let entries = bytes.split(|byte| *byte == 0).filter_map(|piece| {
            serde_json::from_slice::<serde_json::Value>(piece)
                .ok()
                .filter(|entry| entry["vers"] == version)
        });
        for entry in entries {
            looked_at += 1;
            if entry["yanked"] == true {
                yanked.push(format!("{name} {version}"));
            }
        }
    }
    eprintln!("{looked_at} of the locked versions stand in the registry's index as it is kept here");
    assert!(yanked.is_empty(), "taken back by their authors: {yanked:?}");
}

#[test]
fn a_scenario_with_something_set_is_told_beside_itself() {
    let place = tempfile::tempdir().expect("temporary folder");
    let run = |set: &[&str], out: &str| {
        let mut words = vec!["run", "england", "--draws", "4", "--out", out];
        words.extend(super::cli::SMALL);
        words.extend(set);
        stdout(carepool(place.path()).args(words))
    };
    // A choice: what it costs stands beside what there was.
    let told = run(&["--set", "social_care.charging.scheme=free_personal_care"], "free");
    assert!(
        told.contains("england-with-set changes 1 of england's assumptions"),
        "{told}"
    );
    assert!(told.contains("against the first"), "{told}");
    // What is believed holds in both, so that one world is told as before; and both hold where both are said.
    let told = run(&["--set", "evidence.reading=as_published"], "believed");
    assert!(!told.contains("england-with-set"), "{told}");
    let both = [
        "--set",
        "evidence.reading=as_published",
        "--set",
        "social_care.charging.scheme=free_personal_care",
    ];
    let told = run(&both, "both");
    assert!(
        told.contains("england-with-set changes 1 of england's assumptions"),
        "{told}"
    );
    // The command that repeats it stands in its folder, and gives the very run.
    let manifest = fs::read_to_string(place.path().join("free/manifest.json")).expect("there");
    let manifest: serde_json::Value = serde_json::from_str(&manifest).expect("reads");
    let command = manifest["run"]["command"].as_str().expect("a command");
    let words: Vec<&str> = command
        .split_whitespace()
        .skip(1)
        .chain(["--no-png", "--out", "again"])
        .collect();
    stdout(carepool(place.path()).args(words));
    super::cli::assert_same(&place.path().join("free"), &place.path().join("again"));
}
