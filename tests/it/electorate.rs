//! Electorates from outside: files of any size, counted elsewhere or at once.

use std::fs;

use super::cli::{carepool, stdout};

#[test]
fn nobody_approves_more_of_the_nearest_than_there_are() {
    let folder = tempfile::tempdir().expect("a folder");
    let of = |nearest: &str| {
        let words = [
            "electorate",
            "euclidean",
            "--projects",
            "6",
            "--voters",
            "40",
            "--nearest",
            nearest,
        ];
        carepool(folder.path()).args(words).output().expect("runs")
    };
    let output = of("7");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("--nearest is 7, and there are 6 projects"), "{said}");
    assert_eq!(of("6").status.code(), Some(0));
}

#[test]
fn a_generated_file_has_no_errors_and_counts_as_it_does_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let words = [
        "electorate",
        "mallows",
        "--norm",
        "0.6",
        "--max-length",
        "4",
        "--voters",
        "400",
        "--projects",
        "9",
    ];
    let text = stdout(carepool(folder.path()).args(words));
    fs::write(folder.path().join("town.pb"), &text).expect("writes");
    // Warnings are fine (no currency, a project that costs more than the budget); errors are not.
    let check = carepool(folder.path())
        .args(["vote", "town.pb", "--check", "--strict"])
        .output()
        .expect("runs");
    let found = String::from_utf8_lossy(&check.stdout).into_owned();
    let only_currency = !found.lines().any(|line| !line.contains("[currency-missing]"));
    assert_eq!(check.status.code() == Some(0), only_currency, "{found}");
    let official = carepool(folder.path())
        .args(["vote", "town.pb", "--rule", "official"])
        .output();
    let said = String::from_utf8_lossy(&official.expect("runs").stderr).into_owned();
    assert!(
        said.contains("does not say by what rule its ballots were counted"),
        "{said}"
    );
    assert!(found.contains("no `currency`") && !found.contains("error ["), "{found}");
    let rules = ["--rule", "greedy,equal-shares,phragmen", "--format", "csv"];
    let at_once = stdout(carepool(folder.path()).args(words).args(rules));
    for line in at_once.lines().skip(1) {
        let rule = line.split(',').next().expect("a rule");
        let counted = stdout(carepool(folder.path()).args(["vote", "town.pb", "--rule", rule, "--format", "json"]));
        let counted: serde_json::Value = serde_json::from_str(&counted).expect("JSON");
        let funded: Vec<&str> = counted["funded"]
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(|id| id.as_str())
            .collect();
        assert_eq!(line.rsplit(',').next(), Some(funded.join(" ").as_str()), "{rule}");
    }
    assert_eq!(at_once.lines().count(), 4);
}

#[test]
fn the_same_seed_gives_the_same_file_and_another_seed_another() {
    let folder = tempfile::tempdir().expect("a folder");
    let make = |seed: &str, threads: &str| {
        let words = [
            "electorate",
            "urn",
            "--copies",
            "0.02",
            "--voters",
            "9000",
            "--seed",
            seed,
        ];
        stdout(carepool(folder.path()).env("RAYON_NUM_THREADS", threads).args(words))
    };
    assert_eq!(make("3", "1"), make("3", "2"));
    assert_ne!(make("3", "1"), make("4", "1"));
    let words = [
        "electorate",
        "urn",
        "--copies",
        "0.02",
        "--voters",
        "9000",
        "--seed",
        "3",
        "--output",
        "town.pb",
    ];
    carepool(folder.path()).args(words).assert().success();
    assert_eq!(
        fs::read_to_string(folder.path().join("town.pb")).expect("readable"),
        make("3", "2")
    );
}

#[test]
fn options_that_mean_nothing_or_are_out_of_bounds_are_refused_by_name() {
    let folder = tempfile::tempdir().expect("a folder");
    for (words, told) in [
        (
            &["impartial", "--radius", "0.2"] as &[&str],
            "--radius means nothing to `impartial`; it belongs to euclidean",
        ),
        (
            &["impartial", "--share", "1.5"],
            "the share approved is 1.5; it must be from 0 to 1",
        ),
        (
            &["disjoint", "--groups", "9", "--share", "0.3"],
            "the share approved times the number of groups is 2.69",
        ),
        (&["mallows", "--norm", "2"], "--norm is 2; it must be from 0 to 1"),
        (
            &["impartial", "--ballots", "ordinal"],
            "the impartial culture gives no ordinal ballots",
        ),
        (
            &["mallows", "--ballots", "ordnal"],
            "--ballots does not know `ordnal` (did you mean `ordinal`?)",
        ),
        (&["mallows", "--ballots", "approval"], "needs --max-length"),
        (
            &["impartial", "--rule", "gredy"],
            "--rule does not know `gredy` (did you mean `greedy`?)",
        ),
        (
            &["impartial", "--budget", "much"],
            "--budget is `much`; it must be a number from 0 up",
        ),
        (
            &["impartial", "--cost-low", "9", "--cost-high", "3"],
            "the wrong way round",
        ),
    ] {
        let assert = carepool(folder.path()).arg("electorate").args(words).assert().code(2);
        let found = String::from_utf8_lossy(&assert.get_output().stderr).into_owned();
        assert!(found.contains(told), "{words:?}: {found}");
    }
}

#[test]
fn an_electorate_of_nobody_is_a_file_without_votes() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = stdout(carepool(folder.path()).args(["electorate", "noise", "--voters", "0"]));
    assert!(text.ends_with("VOTES\nvoter_id;vote\n"));
    let counted = stdout(carepool(folder.path()).args(["electorate", "noise", "--voters", "0", "--rule", "all"]));
    assert!(counted.contains("equal-shares"), "{counted}");
}

#[test]
fn made_projects_cost_what_a_stated_budget_can_choose_among() {
    let folder = tempfile::tempdir().expect("a folder");
    for (budget, projects) in [(1_000u64, 6usize), (40, 12), (2_500_000, 30), (100_000, 1)] {
        let (money, many) = (budget.to_string(), projects.to_string());
        let words = [
            "electorate",
            "mallows",
            "--voters",
            "50",
            "--budget",
            &money,
            "--projects",
            &many,
        ];
        let text = stdout(carepool(folder.path()).args(words));
        let listed = text
            .split("PROJECTS\n")
            .nth(1)
            .and_then(|rest| rest.split("VOTES\n").next())
            .expect("projects");
        let costs: Vec<u64> = listed
            .lines()
            .skip(1)
            .map(|line| {
                line.split(';')
                    .nth(1)
                    .and_then(|cost| cost.parse().ok())
                    .expect("a cost")
            })
            .collect();
        assert_eq!(costs.len(), projects);
        assert!(costs.iter().all(|cost| *cost <= budget), "{budget}: {costs:?}");
        let all: u64 = costs.iter().sum();
        let wanted = budget * 6.min(projects as u64) / 2;
        assert!(
            all * 5 > wanted * 4 && all * 5 < wanted * 6,
            "{budget}: {all}, {costs:?}"
        );
        let mut counted = carepool(folder.path());
        counted
            .args(words)
            .args(["--rule", "greedy,phragmen", "--format", "csv"]);
        for line in stdout(&mut counted).lines().skip(1) {
            let number = line.split(',').nth(1).and_then(|number| number.parse::<usize>().ok());
            assert!(number.is_some_and(|number| number > 0), "{budget}: {line}");
        }
    }
    // Whoever says what projects cost gets that, and why nothing is funded.
    let output = carepool(folder.path())
        .args([
            "electorate",
            "mallows",
            "--voters",
            "50",
            "--budget",
            "1000",
            "--cost-low",
            "2000",
            "--rule",
            "greedy",
        ])
        .output()
        .expect("runs");
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        told.contains("nothing can be funded: the cheapest project costs"),
        "{told}"
    );
}
