//! Answers in the lessons are counted again; minutes in the scripts are those of the agenda.

use std::fs;
use std::path::Path;

use carepool::workshop::Step;
use carepool::{Options, Rule};

fn lesson(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("scenarios/lessons/{name}.md"));
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Set-off lines of a lesson.
fn set_off(text: &str) -> String {
    let lines = text.lines().filter_map(|line| line.strip_prefix("    "));
    lines.collect::<Vec<_>>().join("\n")
}

/// What stands in bold among the answers.
fn answers(text: &str) -> Vec<String> {
    let (_, answers) = text.split_once("## Answers").expect("answers");
    answers.split("**").skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn the_rules_fund_in_the_first_lesson_what_its_answers_say() {
    let text = lesson("lesson-1-rules");
    let election = carepool::read_ballots(set_off(&text).into_bytes(), false)
        .election
        .expect("an election");
    let funded = |rule: Rule| -> Vec<usize> {
        let mut funded = carepool::count(rule, &election, &Options::default()).funded;
        funded.sort_unstable();
        funded
    };
    let names = |funded: &[usize]| -> String {
        let ids = funded.iter().map(|at| election.projects[*at].id.as_str());
        ids.collect::<Vec<_>>().join(", ")
    };
    let with_nothing = |funded: &[usize]| {
        let served = |ballot: &&carepool::budgeting::Ballot| {
            ballot
                .projects
                .iter()
                .any(|project| funded.contains(&(*project as usize)))
        };
        let all: u64 = election.ballots.iter().map(|ballot| ballot.weight).sum();
        let served: u64 = election.ballots.iter().filter(served).map(|ballot| ballot.weight).sum();
        (all - served).to_string()
    };
    let (greedy, shares) = (funded(Rule::Greedy), funded(Rule::EqualShares));
    let found = [
        names(&greedy),
        names(&shares),
        with_nothing(&greedy),
        with_nothing(&shares),
    ];
    assert_eq!(answers(&text), found);
    // The commands of the sheet fund what its answers say.
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("neighbours.pb"), set_off(&text)).expect("written");
    let commands = text
        .split('`')
        .filter(|part| part.starts_with("carepool vote neighbours.pb"));
    let funded: Vec<String> = commands
        .map(|command| {
            let words = command.split(' ').skip(1).chain(["--format", "json"]);
            let told = crate::cli::stdout(crate::cli::carepool(folder.path()).args(words));
            let found: serde_json::Value = serde_json::from_str(&told).expect("JSON");
            let list = found["funded"].as_array().unwrap_or_else(|| panic!("{told}"));
            let mut ids: Vec<&str> = list.iter().filter_map(|one| one.as_str()).collect();
            ids.sort_by_key(|id| {
                ["road", "lights", "playground", "garden"]
                    .iter()
                    .position(|known| known == id)
            });
            ids.join(", ")
        })
        .collect();
    assert_eq!(funded, found[..2]);
}

#[test]
fn the_dots_of_the_second_lesson_say_what_its_answers_say() {
    let text = lesson("lesson-2-dots");
    let set_off = set_off(&text);
    let numbers = set_off.strip_prefix("gains: ").expect("the numbers");
    let mut gains: Vec<f64> = numbers.split(' ').map(|one| one.parse().expect("a number")).collect();
    gains.sort_by(f64::total_cmp);
    assert_eq!(gains.len(), 20);
    let count = |holds: fn(f64) -> bool| gains.iter().filter(|gain| holds(**gain)).count().to_string();
    let middle = (gains[9] + gains[10]) / 2.0;
    let found = [
        count(|gain| gain > 0.0),
        count(|gain| gain < 0.0),
        count(|gain| gain == 0.0),
        middle.to_string(),
    ];
    assert_eq!(answers(&text), found);
}

#[test]
fn the_scripts_give_every_step_the_minutes_of_the_agenda() {
    for (name, long) in [("script-90", true), ("script-45", false)] {
        let text = lesson(name);
        let rows: Vec<u32> = text
            .lines()
            .filter_map(|line| line.strip_prefix("| ")?.split('|').nth(1)?.trim().parse().ok())
            .collect();
        let meant: Vec<u32> = Step::ALL
            .iter()
            .map(|step| if long { step.minutes().0 } else { step.minutes().1 })
            .collect();
        assert_eq!(rows, meant, "{name}");
        assert_eq!(rows.iter().sum::<u32>(), if long { 90 } else { 45 });
    }
}
