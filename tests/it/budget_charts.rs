//! The pictures of a budget held against its tables: what was chosen, what would do most, the same money spent as now.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::budget::HEAD;
use crate::cli::{carepool, stdout};

/// Two proposals of which one fits, paid for out of new tax or out of the NHS's own budget.
fn held(folder: &Path, payer: &str) -> Value {
    let head = "META\nkey;value\nnum_projects;2\nnum_votes;30\nbudget;1000000\nvote_type;approval\nrule;unknown\ncurrency;GBP\nPROJECTS\n\
        project_id;cost;name\ndentists;500000;Dentists\nnurses;700000;Nurses\nVOTES\nvoter_id;vote\n";
    let vote = |voter: u32| if voter.is_multiple_of(3) { "dentists" } else { "nurses" };
    let ballots: String = (0..30).map(|voter| format!("{voter};{}\n", vote(voter))).collect();
    fs::write(folder.join("town.pb"), format!("{head}{ballots}")).expect("written");
    let process = format!(
        "{HEAD}ballots = \"town.pb\"\n[rule]\nname = \"greedy\"\n\
         [proposal.dentists]\nprice = \"£500,000\"\ninto = \"dental_optical\"\npayer = \"{payer}\"\n\
         [proposal.nurses]\nprice = \"£700,000\"\ninto = \"community_health\"\npayer = \"{payer}\"\n"
    );
    fs::write(folder.join("p.budget.toml"), process).expect("written");
    stdout(carepool(folder).args([
        "budget",
        "p.budget.toml",
        "--draws",
        "4",
        "--people",
        "300",
        "--years",
        "4",
        "--electorates",
        "4",
        "--no-margins",
        "--no-png",
        "--overwrite",
        "--out",
        "out",
    ]));
    serde_json::from_slice(&fs::read(folder.join("out/vote.json")).expect("a vote")).expect("JSON")
}

/// Where a bar of the picture ends, and its interval, against the table.
#[test]
fn the_picture_of_the_gap_holds_the_three_bars_of_the_tables_and_says_where_one_is_missing() {
    let place = tempfile::tempdir().expect("a folder");
    let read = |name: &str| fs::read_to_string(place.path().join("out").join(name)).expect("a file");
    let vote = held(place.path(), "tax");
    let (drawing, table) = (read("charts/gap.svg"), read("effects.csv"));
    let goals = vote["gaps"].as_array().expect("goals");
    assert_eq!(drawing.matches("\nspent as now\n").count(), goals.len(), "{drawing}");
    for gap in goals {
        let goal = gap["goal"].as_str().expect("a goal");
        // The table has the rows of what the picture shows: the set, the sum of its proposals alone, the same money.
        for (world, kept) in [("funded", "funded"), ("same-money", "same_money_spent_as_now")] {
            for statistic in ["p10", "p50", "p90"] {
                let row = table
                    .lines()
                    .map(|line| line.split(',').collect::<Vec<_>>())
                    .find(|row| row[0] == world && row[2] == format!("gain for {goal}") && row[5] == statistic);
                let told: f64 = row.expect("a row")[6].parse().expect("a number");
                let kept = gap[kept][statistic].as_f64().expect("a number");
                assert!(
                    (told - kept).abs() <= 1e-9 * kept.abs().max(1e-9),
                    "{world} {goal} {statistic}: {told} {kept}"
                );
            }
        }
    }
    let page = read("report.html");
    assert!(!page.contains("brings no new money"));

    // Out of money that the NHS has already there is none that could be spent as now: said, and no bar of it.
    let vote = held(place.path(), "nhs");
    assert!(vote["gaps"][0]["same_money_spent_as_now"].is_null(), "{}", vote["gaps"]);
    assert!(!read("charts/gap.svg").contains("spent as now"));
    assert!(
        read("report.html")
            .contains("The chosen set brings no new money, so there is none that services could spend as now")
    );

    // Lines of other pictures are explained in them, with the part of other samples that they hold.
    assert!(read("charts/frequencies.svg").contains("line: where it would be in 98% of other samples"));
    assert_eq!(carepool::process::again::LEVEL, 0.98);
}
