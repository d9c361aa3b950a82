//! What was made of a table of ballots is said back in every output, and shapes of tables that were once counted as what they are not.

use std::fs;

use crate::ballots::Right::{self, Funds, Refused};
use crate::ballots::{funded, hold};
use crate::cli::{carepool, stdout};

const PROJECTS: &str = "id,name,cost\n1,The pool,50000\n2,The park,30000\n3,The bus,40000\n";

fn each(cases: &[(&str, &[&str], Right)]) {
    for (ballots, options, right) in cases {
        let files = [("p.csv", PROJECTS.as_bytes().to_vec()), ("v.csv", (*ballots).into())];
        let mut arguments = vec!["v.csv", "--projects", "p.csv", "--budget", "80000"];
        arguments.extend(*options);
        hold(ballots, funded(&files, &arguments), right);
    }
}

/// What a count of a table prints.
fn told(ballots: &str, options: &[&str]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("p.csv"), PROJECTS).expect("written");
    fs::write(folder.path().join("v.csv"), ballots).expect("written");
    let mut command = carepool(folder.path());
    command.args(["vote", "v.csv", "--projects", "p.csv", "--budget", "80000"]);
    stdout(command.args(options))
}

#[test]
fn every_output_says_who_voted_what_the_ballot_is_and_how_one_line_was_read() {
    let table = "Ballot,Rank 1,Rank 2,Remarks\n1,The bus,The park,\n2,The pool,,\n";
    let read = [
        "column `Ballot` says who voted, columns `Rank 1`, `Rank 2` hold the ballot (each voter's ranking): 2 lines below the heading, 2 voters",
        "line 2: note [read-as] for instance, this line is read as: voter `1` puts `The bus` first, then `The park`",
    ];
    let page = |text: &str| text.replace("&#39;", "'");
    for format in ["text", "json", "csv", "html"] {
        let said = page(&told(table, &["--format", format]));
        for words in read {
            assert!(said.contains(words), "{format}: `{words}` is not in\n{said}");
        }
    }
    for (table, options, words) in [
        (
            "Name,The pool,The park\nAnn,,\nBob,3,2\n",
            &["--vote-type", "cumulative"][..],
            "voter `Bob` gives 3 to `The pool`, 2 to `The park`",
        ),
        (
            "Member no,Project\n7,The pool\n9,The bus\n7,The bus\n",
            &[],
            "3 lines below the heading, 2 voters; most lines of one voter: 2 (`7`)",
        ),
        (
            "Member no,Project\n7,The pool\n9,The bus\n7,The bus\n",
            &[],
            "with the other lines of its voter, this one is read as: voter `7` names `The pool`, `The bus`",
        ),
        (
            "Vote\nThe pool\nThe bus\n",
            &[],
            "no column says who voted, column `Vote` holds the ballot",
        ),
    ] {
        let said = told(table, options);
        assert!(said.contains(words), "{table}: `{words}` is not in\n{said}");
    }
}

#[test]
fn several_people_without_a_name_are_not_put_together_as_one() {
    for nobody in ["anonymous", "Guest", "Unknown", "N/A", "Not given", "Prefer not to say"] {
        let table = format!("Voter,Project\nAnn,The pool\nAnn,The park\n{nobody},The pool\n{nobody},The bus\n");
        each(&[(&table, &[], Refused(&["v.csv line 4", "may be several people"]))]);
    }
}

#[test]
fn scales_with_words_ticks_and_ordinals_are_read_as_their_writer_meant_them() {
    each(&[
        (
            "Name,The pool,The park,The bus\nAnn,5 - Strongly support,1 - Strongly oppose,3 - Neutral\nBob,4 - Support,2 - Oppose,3 - Neutral\n",
            &["--vote-type", "scoring"],
            Funds(&["1", "2"]),
        ),
        (
            "Name,The pool,The park,The bus\nAnn,1 - Strongly support,5 - Strongly oppose,3 - Neutral\n",
            &["--vote-type", "scoring"],
            Refused(&["v.csv line 1", "which end of its scale is the good one"]),
        ),
        (
            "Name,The pool,The park,The bus\nAnn,√,,\nBob,,,✔\u{fe0f}\nCid,√,,\n",
            &[],
            Funds(&["1"]),
        ),
        (
            "Name,The pool,The park,The bus\nAnn,3rd,1st,2nd\nBob,,2nd,1st\n",
            &[],
            Funds(&["2", "3"]),
        ),
        (
            "Name,The pool,The park,The bus\nAnn,third,first,2nd\n",
            &["--vote-type", "ordinal"],
            Funds(&["2", "3"]),
        ),
    ]);
}

#[test]
fn tables_that_are_no_ballots_or_two_tables_in_one_are_refused() {
    each(&[
        // Totals of places.
        (
            "Polling station,The pool,The park\nTown hall,12,33\nLibrary,22,13\n",
            &["--vote-type", "cumulative"],
            Refused(&["v.csv line 1", "`Polling station`", "voter_id"]),
        ),
        // A place that several lines share is where a voter lives.
        (
            "Ward,The pool,The park\nNorth,2,3\nSouth,2,1\nNorth,4,1\n",
            &["--vote-type", "cumulative"],
            Funds(&["1", "2"]),
        ),
        // Headings that are points.
        (
            "Name,3 points,2 points,1 point\nAnn,The pool,The park,The bus\n",
            &[],
            Refused(&["v.csv line 1", "how many points"]),
        ),
        // A second table with its columns in another order.
        (
            "Voter,The pool,The park,The bus\nAnn,1,,\nBob,,1,\nVoter,The bus,The park,The pool\nCid,1,,\n",
            &[],
            Refused(&["v.csv line 4", "second table"]),
        ),
        (
            "Who,What\nAnn,The pool\nBob,The park\nVoter,Vote\nCid,The bus\n",
            &[],
            Refused(&["v.csv line 4", "second table", "ballots stand above it"]),
        ),
        // Places, or projects?
        (
            "1,2,3\n2,3,1\n3,1,2\n",
            &["--vote-type", "ordinal"],
            Refused(&["v.csv line 1", "`Rank 1`"]),
        ),
        // The number of a project and its title are one mention.
        (
            "Voter,Project ID,Project\nAnn,1,The pool\nAnn,2,The park\nBob,3,The bus\n",
            &[],
            Funds(&["1", "2"]),
        ),
        // Numbers of which nobody says that they are votes are not counted, whatever is repaired.
        (
            "Paper,Age\n1,3\n2,2\n3,1\n",
            &["--repair"],
            Refused(&["holds numbers, and projects have such"]),
        ),
    ]);
}

#[test]
fn remarks_that_void_a_ballot_are_asked_about_and_other_remarks_are_not() {
    for remark in [
        "VOID - signed",
        "spoilt paper",
        "Duplicate of line 2",
        "do not count, left the area",
    ] {
        let table = format!("voter_id,vote,Comments\na,1,lovely\nb,3,{remark}\n");
        let table = table.replace(remark, &format!("\"{remark}\""));
        each(&[(
            &table,
            &[],
            Refused(&["v.csv line 3", "`Comments`", "every line is counted"]),
        )]);
    }
    let plain = "voter_id,vote,Comments\na,1,the bus was cancelled when I needed it most last year\nb,1,none\n";
    each(&[(plain, &[], Funds(&["1"]))]);
}

#[test]
fn a_project_that_says_itself_that_it_is_none_is_asked_about() {
    let count = |title: &str| {
        let projects = format!("id,name,cost\n1,The pool,50000\n2,{title},0\n");
        let files = [
            ("p.csv", projects.into_bytes()),
            ("v.csv", "voter_id,vote\na,1\nb,2\n".into()),
        ];
        funded(&files, &["v.csv", "--projects", "p.csv", "--budget", "80000"])
    };
    for title in [
        "The park (withdrawn)",
        "WITHDRAWN: the park",
        "The park - Withdrawn",
        "None of these",
        "None of the above",
        "Abstain",
    ] {
        let error = count(title).expect_err(title).to_string();
        assert!(error.contains("p.csv line 3") && error.contains(title), "{error}");
    }
    for title in [
        "The park (north)",
        "Road safety: crossings",
        "No more litter",
        "Withdrawal support - beds",
    ] {
        count(title).unwrap_or_else(|error| panic!("{title}: {error}"));
    }
}

#[test]
fn two_tables_of_ballots_are_refused_in_words_that_say_why() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in [
        ("p.csv", PROJECTS),
        ("a.csv", "voter,vote\na,1\n"),
        ("b.csv", "voter,vote\nb,2\n"),
    ] {
        fs::write(folder.path().join(name), text).expect("written");
    }
    let mut command = carepool(folder.path());
    command.args(["vote", "a.csv", "b.csv", "--projects", "p.csv", "--budget", "80000"]);
    let output = command.output().expect("runs");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("one file at a time, and 2 were given"), "{said}");
    assert!(!said.contains("would change nothing"), "{said}");
}
