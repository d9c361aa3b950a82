//! What was made of a table of ballots is said back in every output, and shapes of tables that were once counted as what they are not.

use std::fs;

use crate::ballots::Right::{self, Funds, Refused};
use crate::ballots::{each_table, funded};
use crate::cli::{carepool, stdout};

const PROJECTS: &str = "id,name,cost\n1,The pool,50000\n2,The park,30000\n3,The bus,40000\n";

fn each(cases: &[(&str, &[&str], Right)]) {
    each_table((PROJECTS, "80000"), cases);
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
        // What is said of another scale says nothing of this one.
        (
            "Name,The pool,The park,How was it?\nAnn,5,1,1 - Excellent\nBob,4,2,5 - Poor\n",
            &["--vote-type", "scoring"],
            Funds(&["1", "2"]),
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

#[test]
fn lines_that_go_on_with_the_voter_above_or_stand_for_no_voter_are_asked_about() {
    each(&[
        // Merged cells: the voter stands on the first line only.
        (
            "Voter,Vote\nAnn,The pool\n,The park\nBob,The park\n,The bus\n",
            &[],
            Refused(&["v.csv line 3", "goes on with the voter above"]),
        ),
        (
            "voter_id,vote\n1,The pool\n,The park\n2,The park\n",
            &[],
            Refused(&["v.csv line 3", "goes on with the voter above"]),
        ),
        // Several at once are a ballot of their own, whoever cast it.
        (
            "Voter,Vote\nAnn,\"The pool, The park\"\n,\"The park, The pool\"\n",
            &[],
            Funds(&["1", "2"]),
        ),
    ]);
    for line in [
        "Rank,1,3,2",
        "Votes,2,0,1",
        "Funded?,Yes,No,No",
        "Project no.,1,2,3",
        "Position,1,3,2",
    ] {
        let table = format!("Voter,The pool,The park,The bus\nAnn,1,,1\nBob,1,,\n{line}\n");
        for options in [&["--vote-type", "scoring"][..], &[]] {
            let files = [
                ("p.csv", PROJECTS.as_bytes().to_vec()),
                ("v.csv", table.clone().into_bytes()),
            ];
            let mut arguments = vec!["v.csv", "--projects", "p.csv", "--budget", "80000"];
            arguments.extend(options);
            let told = funded(&files, &arguments).expect_err(&table).to_string();
            assert!(told.contains("v.csv line 4"), "{told}");
        }
    }
}

#[test]
fn totals_of_projects_are_no_ballots_in_whatever_way_they_are_written() {
    for table in [
        "Project,Tally\nThe pool,||||\nThe park,|||| ||\nThe bus,||\n",
        "Project,Count\nThe pool,IIII\nThe park,IIIIIII\nThe bus,II\n",
        "Projekt,Stimmen\nThe pool,4\nThe park,7\nThe bus,2\n",
        "Projekt,Liczba głosów\nThe pool,4\nThe park,7\nThe bus,2\n",
        "Project,In the hall\nThe pool,4\nThe park,7\nThe bus,12\n",
    ] {
        each(&[(table, &[], Refused(&["v.csv line 1", "these are totals"]))]);
    }
}

#[test]
fn headings_of_survey_tools_are_read_as_one_line() {
    let qualtrics = "ResponseId,Q1_1,Q1_2,Q1_3\nResponse ID,Which? - Selected Choice - The pool,Which? - Selected Choice - The park,Which? - Selected Choice - The bus\n\
        \"{\"\"ImportId\"\":\"\"_recordId\"\"}\",\"{\"\"ImportId\"\":\"\"QID1_1\"\"}\",\"{\"\"ImportId\"\":\"\"QID1_2\"\"}\",\"{\"\"ImportId\"\":\"\"QID1_3\"\"}\"\n\
        R_1,1,1,\nR_2,,1,\nR_3,,1,1\n";
    let monkey = "Respondent ID,Start Date,Please rank,,\n,,The pool,The park,The bus\n1001,05/01/2024,1,3,2\n1002,05/01/2024,2,3,1\n1003,06/01/2024,3,2,1\n";
    each(&[
        (qualtrics, &[], Funds(&["2", "1"])),
        (monkey, &["--vote-type", "ordinal"], Funds(&["3", "2"])),
        (
            "Votes,,\nThe pool,The park,\nThe park,,\nThe park,The bus,\n",
            &["--vote-type", "approval"],
            Funds(&["2", "1"]),
        ),
        (
            "Voter,Vote\nAnn,\"The pool, The park\"\nVoter,Vote\nBob,The park\n",
            &[],
            Refused(&["v.csv line 3", "repeats the heading"]),
        ),
        (
            "Voter,1,2,3\nAnn,The park,The pool,The bus\nBob,The bus,The park,\n",
            &[],
            Refused(&["v.csv line 1", "is the first preferred"]),
        ),
        (
            "Wähler;Projekt;Punkte\n1;The pool;3\n1;The park;1\n2;The park;2\n2;The bus;2\n",
            &["--vote-type", "cumulative"],
            Funds(&["1", "2"]),
        ),
        (
            "Wyborca,Pierwszy wybór,Drugi wybór\n1,The park,The pool\n2,The park,The bus\n",
            &["--vote-type", "ordinal"],
            Funds(&["2", "1"]),
        ),
    ]);
}

#[test]
fn a_question_that_asks_what_nobody_wants_is_no_ballot() {
    for question in [
        "Which project do you NOT want?",
        "Which should we drop?",
        "Your least favourite project",
        "Don't fund",
    ] {
        let table = format!("Voter,{question}\nAnn,The pool\nBob,The park\n");
        each(&[(
            &table,
            &[],
            Refused(&["v.csv line 1", "may ask what voters do not want"]),
        )]);
    }
    for question in [
        "Choose at least one project",
        "Vote (do not choose more than 3)",
        "Which projects?",
    ] {
        let table = format!("Voter,{question}\nAnn,The pool\nBob,The pool\n");
        each(&[(&table, &[], Funds(&["1"]))]);
    }
}

#[test]
fn a_limit_typed_twice_or_for_one_project_is_refused_and_titles_do() {
    let table = "Voter,Vote\nAnn,\"The pool, The park\"\nBob,The park\n";
    each(&[
        (table, &["--exclusive", "1,1"], Refused(&["--exclusive", "each once"])),
        (table, &["--exclusive", "The pool,the park"], Funds(&["2"])),
        (
            table,
            &["--ties", "list", "--tie-list", "1,2,1"],
            Refused(&["--tie-list", "each project once"]),
        ),
    ]);
    let projects = "id,name,cost,category\n1,The pool,50000,green\n2,The park,30000,green\n3,The bus,40000,\n";
    let files = [("p.csv", projects.into()), ("v.csv", table.into())];
    let told = funded(
        &files,
        &[
            "v.csv",
            "--projects",
            "p.csv",
            "--budget",
            "80000",
            "--ceiling",
            "green=100",
            "--ceiling",
            "green=200",
        ],
    );
    assert!(told.expect_err("twice").to_string().contains("once"));
}

#[test]
fn choices_in_any_heading_are_choices_and_numbers_that_fall_are_asked_about() {
    let choices = "1,The park,The pool,\n2,The park,The bus,\n3,The bus,The park,\n";
    for (heading, asked) in [
        ("Voter,Choice,2nd choice,3rd choice", false),
        ("Voter,Rank [1],Rank [2],Rank [3]", false),
        ("Voter,1,2,3", true),
        ("Voter,Choice,Choice2,Choice3", true),
        ("Voter,Choice,Choice,Choice", true),
    ] {
        let table = format!("{heading}\n{choices}");
        each(&[(&table, &["--vote-type", "ordinal"], Funds(&["2", "3"]))]);
        if asked {
            each(&[(&table, &[], Refused(&["v.csv line 1", "is the first preferred"]))]);
        }
    }
    for heading in [
        "Name,Score 3,Score 2,Score 1",
        "Name,Level 3,Level 2,Level 1",
        "Name,3x,2x,1x",
    ] {
        let table = format!("{heading}\nAnn,The pool,The park,The bus\nBob,The pool,The bus,The park\n");
        each(&[(
            &table,
            &["--vote-type", "ordinal"],
            Refused(&["v.csv line 1", "fall from left to right"]),
        )]);
    }
}

#[test]
fn a_question_says_how_many_may_be_named_and_more_than_one_is_no_limit() {
    let two = |question: &str| format!("Voter,\"{question}\"\nAnn,\"The pool, The park\"\nBob,The park\n");
    for question in [
        "Pick one or more projects",
        "Choose 1 or more",
        "Choose 1-3",
        "Choose one, two or three projects",
        "Vote for up to 2",
    ] {
        each(&[(&two(question), &[], Funds(&["2", "1"]))]);
    }
    for question in [
        "Choose no more than 1",
        "Which project (only one!)",
        "Single choice",
        "Pick one project",
    ] {
        each(&[(&two(question), &[], Refused(&["v.csv line 2", "lets a voter name 1"]))]);
    }
}

#[test]
fn points_that_people_gave_together_are_asked_about() {
    each(&[
        (
            "Voter,ballots_cast,The pool,The park,The bus\nA,10,10,30,10\nB,5,5,,20\n",
            &["--vote-type", "cumulative"],
            Refused(&["v.csv line 2", "the points of all of them together"]),
        ),
        (
            "Voter,ballots_cast,The pool,The park,The bus\nA,10,1,3,1\nB,5,1,,4\n",
            &["--vote-type", "cumulative"],
            Funds(&["2", "3"]),
        ),
    ]);
    for heading in ["Table", "Ward", "Polling place"] {
        let table = format!("{heading},The pool,The park\n1,70,30\n2,10,40\n3,20,20\n");
        each(&[(
            &table,
            &["--vote-type", "scoring"],
            Refused(&["v.csv line 1", "many people gave together"]),
        )]);
    }
    for heading in ["", "How", "Counter", "Lokal wyborczy"] {
        let table = format!("{heading},The pool,The park\nOnline,70,30\nPaper,10,40\n");
        each(&[(
            &table,
            &["--vote-type", "scoring"],
            Refused(&["v.csv line 1", "many people gave together"]),
        )]);
    }
}

#[test]
fn a_blank_heading_goes_on_after_the_choices_before_it_and_an_empty_column_is_none() {
    each(&[
        // The third choice, not the first.
        (
            "Voter,First choice,Second choice,\nAnn,The park,The bus,The pool\nBob,The park,The bus,The pool\n",
            &[],
            Funds(&["2", "3"]),
        ),
        (
            "Voter,Vote,,\nAnn,\"The pool, The park\",,\nBob,The park,,\n",
            &[],
            Funds(&["2", "1"]),
        ),
        (
            "Voter,Project,\nAnn,The pool,\nAnn,The park,\nBob,The park,\n",
            &[],
            Funds(&["2", "1"]),
        ),
    ]);
}

#[test]
fn every_project_beside_every_voter_is_no_vote_for_all_of_them() {
    for (yes, no) in [
        ("Selected", "Not selected"),
        ("Checked", "Unchecked"),
        ("x", ""),
        ("✓", "✗"),
        ("added", "removed"),
        ("Yes", ""),
    ] {
        for heading in ["Response", "Mark", "State"] {
            let table = format!(
                "Voter,Project,{heading}\nAnn,The pool,{yes}\nAnn,The park,{no}\nBob,The pool,{no}\nBob,The bus,{yes}\n"
            );
            each(&[(
                &table,
                &[],
                Refused(&["v.csv line 3", "does not want what the line names"]),
            )]);
        }
    }
}

#[test]
fn lines_of_one_voter_that_differ_in_the_voter_are_asked_about() {
    each(&[
        (
            "Voter,District,Project\n11,A,The pool\n11,A,The park\n11,B,The park\n12,B,The bus\n",
            &[],
            Refused(&["v.csv line 4", "voter `11`", "two people"]),
        ),
        // What goes with the project is no sign of another voter.
        (
            "Voter,Ward,Project\n11,North,The pool\n11,South,The park\n12,South,The park\n",
            &[],
            Funds(&["2", "1"]),
        ),
        (
            "Voter,Project,weight\nA,The pool,3\nA,The park,1\nB,The park,1\n",
            &[],
            Refused(&["v.csv line 3", "weight"]),
        ),
        (
            "Voter,Project\nAnn,The pool\nditto,The park\nBob,The park\n",
            &[],
            Refused(&["v.csv line 3", "goes on with the voter above"]),
        ),
        (
            "Voter,Vote\nAnn,\"The pool, The bus\"\nditto,The park\n",
            &[],
            Refused(&["v.csv line 3", "goes on with the voter above"]),
        ),
        (
            "What is your full name?,Vote\nAnn Lee,The pool\nAnn Lee,The park\n",
            &[],
            Refused(&["v.csv line 3", "voted on line 2 already"]),
        ),
    ]);
}

#[test]
fn two_columns_of_one_name_that_differ_are_asked_about() {
    let count = |projects: &str, ballots: &str| {
        let files = [("p.csv", projects.into()), ("v.csv", ballots.into())];
        funded(&files, &["v.csv", "--projects", "p.csv", "--budget", "300"])
    };
    let ballots = "Voter,Vote\nAnn,Park\nBob,Road\n";
    let told = count("id,name,cost,cost\n1,Park,100,200\n2,Road,100,100\n", ballots).expect_err("two costs");
    assert!(
        told.to_string().contains("p.csv line 2") && told.to_string().contains("`cost`"),
        "{told}"
    );
    assert!(count("id,name,cost,Cost\n1,Park,100,200\n2,Road,100,100\n", ballots).is_err());
    assert_eq!(
        count("id,name,cost,cost\n1,Park,100,100\n2,Road,100,100\n", ballots).expect("alike"),
        ["1", "2"]
    );
    let file = "META\nkey;value\nnum_projects;2\nnum_votes;2\nbudget;300\nvote_type;cumulative\nPROJECTS\nproject_id;cost\n1;100\n2;300\nVOTES\nvoter_id;vote;points;points\n1;1;5;1\n2;2;3;9\n";
    let told = funded(&[("v.pb", file.into())], &["v.pb"]).expect_err("two columns of points");
    assert!(
        told.to_string().contains("line 13") && told.to_string().contains("`points`"),
        "{told}"
    );
}

#[test]
fn what_voids_a_line_is_asked_about_where_it_stands_with_the_voter_or_beside_the_ballot() {
    for who in [
        "spoilt",
        "Dan VOID",
        "Not counted: Dan",
        "Dan (withdrawn)",
        "Test",
        "Example",
        "Winner",
        "Options",
    ] {
        let table = format!("Voter,Vote\nAnn,The pool\nBob,The park\n{who},The bus\n");
        each(&[(&table, &[], Refused(&["v.csv line 4"]))]);
    }
    for heading in [
        "In area",
        "Postcode OK",
        "Works in town",
        "Consent given",
        "Identity checked",
        "Signature match",
    ] {
        let table = format!("Voter,Vote,{heading}\nAnn,The pool,Yes\nBob,The park,No\n");
        each(&[(&table, &[], Refused(&["v.csv line 3"]))]);
    }
    // What is passed over is named, whatever it is about.
    let said = told(
        "Voter,Vote,Age,Ward,Comments\nAnn,The pool,30,North,lovely\nBob,The pool,50,South,\n",
        &[],
    );
    assert!(said.contains("`Age`, `Ward`, `Comments`"), "{said}");
}

#[test]
fn points_in_two_scales_swallowed_lines_and_numbers_of_either_kind_are_asked_about() {
    each(&[
        (
            "Voter,The pool,The park,The bus\nAnn,50,50,0\nBob,100,0,0\nCat,0,0.5,0.5\nDan,20,80,\n",
            &["--vote-type", "cumulative"],
            Refused(&["v.csv line 4", "parts of 1"]),
        ),
        (
            "Voter,Vote,Comment\nAnn,The pool,\"ok\nBob,The park,\nCat,The park,\nDan,The park,fine\"\nEve,The pool,\n",
            &[],
            Refused(&["v.csv line 2", "quote is opened"]),
        ),
        (
            "Voter,Item 1,Item 2,Item 3\n7,3,1,2\n8,3,1,2\n",
            &["--vote-type", "ordinal"],
            Refused(&["v.csv line 1", "`Rank 1`"]),
        ),
        (
            "Voter,Which? - The pool,Which? - The park,Which? - The bus\nAnn,x,,x\nBob,x,,\n",
            &[],
            Funds(&["1"]),
        ),
        ("Voter,A. The pool,B. The park\nAnn,x,\nBob,x,\n", &[], Funds(&["1"])),
        (
            "Voter,ballots_cast,The pool,The park,The bus\nA,3,x,,\nB,2,,x,\n",
            &[],
            Funds(&["1", "2"]),
        ),
    ]);
}

#[test]
fn running_numbers_and_numbered_lists_are_neither_points_nor_projects_nor_a_heading() {
    each(&[
        // A nameless column of running numbers, as spreadsheets write it: the first ballot is no second line of the heading.
        (
            ",The pool,The park,The bus\n0,x,,\n1,,,x\n2,,,x\n3,x,x,\n4,x,,\n",
            &[],
            Funds(&["1", "2"]),
        ),
        (
            ",The pool,The park,The bus\n1,5,3,0\n2,4,4,1\n3,5,0,2\n",
            &["--vote-type", "scoring"],
            Funds(&["1", "2"]),
        ),
        (
            "Voter,Vote\nAnn,\"1. The bus\n2. The park\"\nBob,\"1. The bus\n2. The park\"\n",
            &[],
            Funds(&["2", "3"]),
        ),
        (
            "Voter,First choice,\nAnn,The pool,The park\nBob,The park,The pool\nCat,The pool,\n",
            &[],
            Funds(&["1", "2"]),
        ),
        // Titles that begin with a number are titles.
        (
            "Voter,Rank [1],Rank [2]\nAnn,2 - The park,1 - The pool\nBob,2 - The park,3 - The bus\n",
            &[],
            Funds(&["2", "1"]),
        ),
        // A comment of several lines is one cell.
        (
            "Voter,Vote,Comment\nAnn,The pool,\"good, useful, cheap\nand near, I think, to all\nor most, really, of us\"\nBob,The pool,\n",
            &[],
            Funds(&["1"]),
        ),
        (
            "Voter,Vote,Vote\nAnn,The pool,The park\nBob,The park,\n",
            &["--vote-type", "approval"],
            Funds(&["2", "1"]),
        ),
        (
            "Voter,Project\nAnn,The pool\nditto,The park\nBob,The park\nBob,The bus\n",
            &[],
            Refused(&["v.csv line 3", "goes on with the voter above"]),
        ),
    ]);
}
