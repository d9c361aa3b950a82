//! Tables with a line for each project that a voter names: ranks are read, a line that stands there twice is told as that, and what
//! is written of such a table holds real ballots that count the same.

use crate::ballots::Right::{self, Funds, Refused};
use crate::ballots::{funded, hold, vote};

const PROJECTS: &str = "id,name,cost\nA,Park,400\nB,Trees,300\nC,Road,500\nD,Bench,100\n";

fn files(ballots: &str) -> [(&'static str, Vec<u8>); 2] {
    [("p.csv", PROJECTS.into()), ("v.csv", ballots.into())]
}

fn arguments<'a>(budget: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let mut all = vec!["v.csv", "--projects", "p.csv", "--budget", budget];
    all.extend(more);
    all
}

/// A is first twice and second never, D second twice and first once; the lines stand in another order.
const RANKS: &str = "Voter;Project;Rank\n1;D;2\n1;A;1\n2;D;2\n2;A;1\n3;D;1\n3;C;2\n";
const POINTS: &str = "Voter;Project;Points\n1;A;3\n1;D;2\n2;B;5\n3;D;5\n3;Road;1\n";
const NAMES: &str = "Voter;Project\n1;A\n1;D\n2;B\n3;D\n3;Road\n";

#[test]
fn a_column_of_ranks_is_the_ranking_and_not_the_order_of_lines() {
    let ordinal: &[&str] = &["--vote-type", "ordinal"];
    let other = |heading: &str| RANKS.replace("Rank", heading);
    let cases: Vec<(String, &[&str], Right)> = vec![
        // 2 + 2 = 4 places for A, 1 + 1 + 2 = 4 for D: the identifier decides, and nothing is left.
        (RANKS.to_owned(), ordinal, Funds(&["A"])),
        (other("Preference"), ordinal, Funds(&["A"])),
        (other("Priority order"), ordinal, Funds(&["A"])),
        (other("Blaenoriaeth"), ordinal, Funds(&["A"])),
        (
            other("voter's rank").replace("Project", "project_id"),
            ordinal,
            Funds(&["A"]),
        ),
        // Whoever writes ranks and says nothing of the kind of ballots means a ranking.
        (RANKS.to_owned(), &[], Funds(&["A"])),
        // Three name D and two A, if somebody says that the order means nothing.
        (RANKS.to_owned(), &["--vote-type", "approval"], Funds(&["D"])),
        (
            RANKS.replace("1;A;1", "1;A;2"),
            ordinal,
            Refused(&["v.csv line 3", "same rank 2", "line 2"]),
        ),
        (
            RANKS.replace("3;C;2", "3;C;9"),
            ordinal,
            Refused(&["v.csv line 7", "rank 9", "4 projects"]),
        ),
        (
            RANKS.replace("2;A;1", "2;A;1a"),
            ordinal,
            Refused(&["v.csv line 5", "`1a`", "no rank"]),
        ),
        (
            RANKS.replace("2;A;1", "2;A;"),
            ordinal,
            Refused(&["v.csv line 5", "`A` has no rank"]),
        ),
        (
            RANKS.replace("2;A;1", "2;A;0"),
            ordinal,
            Refused(&["v.csv line 5", "`0`"]),
        ),
        (
            other("Points"),
            ordinal,
            Refused(&["v.csv line 1", "`Points`", "call it `rank`"]),
        ),
        (
            other("Stars"),
            ordinal,
            Refused(&["v.csv line 1", "`Stars`", "call it `rank`"]),
        ),
        (
            RANKS.replace('\n', ";1\n").replace("Rank;1", "Rank;Preference"),
            ordinal,
            Refused(&["v.csv line 1", "`Rank`, `Preference`"]),
        ),
        (
            RANKS.to_owned(),
            &["--vote-type", "scoring"],
            Refused(&["need a column `points`"]),
        ),
    ];
    for (table, options, right) in cases {
        let found = funded(&files(&table), &arguments("400", options));
        hold(&format!("{table} {options:?}"), found, &right);
    }
    // Where there is no such column, the order of lines is all there is, and that is told.
    let told = vote(&files(NAMES), &arguments("400", ordinal)).expect("counted").1;
    assert!(
        told.contains("the order of each voter's lines is taken for the ranking"),
        "{told}"
    );
}

#[test]
fn a_line_that_stands_there_twice_is_told_as_that_and_no_other() {
    let twice = format!("{POINTS}1;D;2\n");
    let scoring: &[&str] = &["--vote-type", "scoring"];
    // 7 points for D, 5 for B, 3 for A, which no longer fits.
    assert_eq!(
        funded(&files(POINTS), &arguments("700", scoring)).expect("counted"),
        ["D", "B"]
    );
    let error = funded(&files(&twice), &arguments("700", scoring))
        .expect_err("doubtful")
        .to_string();
    let lines: Vec<&str> = error.lines().filter(|line| line.contains("line ")).collect();
    assert!(
        matches!(lines.as_slice(), [one] if one.contains("v.csv line 7") && one.contains("on line 3 already, with the same `2`")),
        "{error}"
    );
    assert!(!error.contains("voted"), "{error}");
    let other = twice.replace("\n1;D;2\n2", "\n1;D;4\n2");
    hold(
        "other points",
        funded(&files(&other), &arguments("700", scoring)),
        &Refused(&["v.csv line 7", "with `4`, and here with `2`", "the first counts"]),
    );
    // Repaired, nothing but the second line is lost.
    let counted = |table: &str, more: &[&str]| {
        let mut all = arguments("700", scoring);
        all.extend(["--rule", "greedy", "--format", "json"]);
        all.extend(more);
        let text = vote(&files(table), &all).expect("counted").1;
        let value: serde_json::Value = serde_json::from_str(&text).expect("json");
        (
            value["funded"].clone(),
            value["explanation"].clone(),
            value["voters"].clone(),
        )
    };
    assert_eq!(counted(&twice, &["--repair"]), counted(POINTS, &[]));
    // A name that stands there twice is a name, and that is told with its line.
    let names = format!("{NAMES}1;D\n");
    assert_eq!(
        funded(&files(&names), &arguments("700", &[])).expect("counted"),
        ["D", "A"]
    );
    let told = vote(&files(&names), &arguments("700", &[])).expect("counted").1;
    assert!(
        told.contains("v.csv line 7") && told.contains("on line 3 already: it counts once"),
        "{told}"
    );
    // Whoever names one project on two lines and nothing else has voted twice.
    hold(
        "twice the same",
        funded(&files("Voter;Project\n1;A\n2;B\n2;B\n"), &arguments("700", &[])),
        &Refused(&["v.csv line 4", "voted on line 3 already"]),
    );
}

#[test]
fn such_a_table_is_written_as_ballots_that_count_the_same() {
    for (table, kind, ballots) in [
        (POINTS, "scoring", "voter_id;vote;points\n1;A,D;3,2\n2;B;5\n3;C,D;1,5\n"),
        (
            POINTS,
            "cumulative",
            "voter_id;vote;points\n1;A,D;3,2\n2;B;5\n3;C,D;1,5\n",
        ),
        (NAMES, "approval", "voter_id;vote\n1;A,D\n2;B\n3;C,D\n"),
        (RANKS, "ordinal", "voter_id;vote\n1;A,D\n2;A,D\n3;D,C\n"),
    ] {
        for stated in [true, false] {
            let kinds = ["--vote-type", kind];
            let kinds: &[&str] = if stated { &kinds } else { &[] };
            // Points are read only where somebody says that there are some.
            if !stated && table == POINTS {
                continue;
            }
            let mut asked = arguments("700", kinds);
            asked.push("--normalise");
            let written = vote(&files(table), &asked).expect("written").1;
            assert!(written.ends_with(&format!("VOTES\n{ballots}")), "{written}");
            assert!(written.contains(&format!("vote_type;{kind}\n")), "{written}");
            for rule in ["greedy", "equal-shares", "phragmen", "cstv"] {
                let options = ["--rule", rule, "--format", "json"];
                let counted = |files: &[(&str, Vec<u8>)], first: &[&str]| {
                    let all: Vec<&str> = first.iter().chain(&options).copied().collect();
                    let told = vote(files, &all).expect("counted").1;
                    let value: serde_json::Value = serde_json::from_str(&told).expect("json");
                    (value["funded"].clone(), value["voters"].clone())
                };
                let of_table = counted(&files(table), &arguments("700", kinds));
                let of_file = counted(&[("b.pb", written.clone().into_bytes())], &["b.pb"]);
                assert_eq!(of_table, of_file, "{rule} {written}");
            }
        }
    }
    // What is said of the voter goes with the ballot, where the voter's lines agree.
    let more = "Voter;Project;Points;Age;Sent\n1;A;3;40;9:00\n2;B;5;50;9:01\n1;D;2;40;9:02\n";
    let asked = arguments("700", &["--vote-type", "scoring", "--normalise"]);
    let written = vote(&files(more), &asked).expect("written").1;
    assert!(
        written.ends_with("VOTES\nvoter_id;vote;points;Age\n1;A,D;3,2;40\n2;B;5;50\n"),
        "{written}"
    );
    // Nothing is written of what is doubtful, before somebody says so.
    let error = vote(&files(&format!("{POINTS}1;D;2\n")), &asked).expect_err("doubtful");
    assert!(error.to_string().contains("v.csv line 7"), "{error}");
}
