//! Lines, cells and columns of tables of ballots that may be no ballot, no voter or more than one, by their shape rather than by one word;
//! and ordinary tables that look a little like them, which are counted without a question.

use crate::ballots::Right::{self, Funds, Refused};
use crate::ballots::{FOUR, counts, each_table, refused};

fn each(cases: &[(&str, &[&str], Right)]) {
    each_table((FOUR, "200"), cases);
}

const ORDINAL: &[&str] = &["--vote-type", "ordinal"];
const CUMULATIVE: &[&str] = &["--vote-type", "cumulative"];
const SCORING: &[&str] = &["--vote-type", "scoring"];
const APPROVAL: &[&str] = &["--vote-type", "approval"];

#[test]
fn a_cell_that_is_no_voter_is_asked_about_by_its_words_or_its_shape_and_names_are_not() {
    let names = "Voter,Vote\nAnn,\"Park, Road\"\nBob,Road\nCat,Pool\nDan,Road\n";
    for cell in [
        "Recount",
        "All projects",
        "Popular vote",
        "(Eve)",
        "*Eve",
        "Eve (under 16)",
        "1st",
    ] {
        refused(
            &format!("{names}{cell},Park\n"),
            &[],
            &["v.csv line 6", cell, "looks like no voter"],
        );
    }
    let papers = "Paper,Vote\n1,\"Park, Road\"\n2,Road\n3,Pool\n4,Road\n";
    for cell in ["Recount", "Answer key", "Ann"] {
        refused(
            &format!("{papers}{cell},Park\n"),
            &[],
            &["v.csv line 6", cell, "looks like no voter"],
        );
    }
    for cell in [
        "eve smith",
        "Anne-Marie O'Neil",
        "J. K. Lee",
        "Zoë de la Cruz",
        "Ann 2",
        "Robert (Bob) Ash",
        "-",
        "???",
    ] {
        counts(&format!("{names}{cell},Park\n"), &[], &["2", "1"]);
    }
}

#[test]
fn points_of_groups_are_those_of_many_people_whatever_the_groups_are_called() {
    let lines = |labels: [&str; 3]| {
        let [one, two, three] = labels;
        format!("Park,Road,Pool,Bench\n{one},14,23,7,1\n{two},31,12,9,4\n{three},5,18,22,6\n")
    };
    for (heading, labels) in [
        ("Table", ["1", "2", "3"]),
        ("Precinct", ["1", "2", "3"]),
        ("Name", ["Group A", "Group B", "Group C"]),
        ("Voter", ["Table 1", "Table 2", "Table 3"]),
        ("Voter", ["Online", "Paper", "Phone"]),
    ] {
        let table = format!("{heading},{}", lines(labels));
        refused(&table, CUMULATIVE, &["totals", heading, "together"]);
    }
    let long = "Ward,Project,Points\n1,Park,14\n1,Road,23\n2,Park,31\n2,Road,12\n";
    refused(long, CUMULATIVE, &["totals", "`Ward`"]);
    // Each table gives the same sum: one ballot each; and people may give as much as they like.
    counts(
        "Voter,Park,Road\nTable 1,60,40\nTable 2,30,70\nTable 3,50,50\n",
        CUMULATIVE,
        &["2", "1"],
    );
    counts(&format!("Name,{}", lines(["Ann", "Bob", "Cat"])), SCORING, &["2", "1"]);
}

#[test]
fn lines_of_one_voter_on_two_days_or_in_two_rounds_are_two_ballots() {
    for table in [
        "Timestamp,Voter,Project\n2024-05-01 10:00,Ann,Park\n2024-05-01 10:01,Ann,Pool\n2024-05-01 11:00,Bob,Road\n2024-05-03 09:00,Ann,Road\n",
        "Voter,Project,Submitted\nAnn,Park,01/05/2024\nAnn,Pool,01/05/2024\nBob,Road,01/05/2024\nAnn,Road,04/05/2024\n",
        "Voter,Round,Project\nAnn,1,Park\nAnn,1,Pool\nBob,1,Road\nAnn,2,Road\nBob,2,Road\n",
    ] {
        refused(table, &[], &["voter-twice", "`Ann`", "two ballots of one voter"]);
    }
    // Minutes apart, or as a platform notes when each line of one ballot was made.
    counts(
        "Timestamp,Voter,Project\n2024-05-01 10:00,Ann,Road\n2024-05-01 10:01,Ann,Pool\n2024-05-02 11:00,Bob,Road\n",
        &[],
        &["2", "3"],
    );
    counts(
        "ballot_id,investment_id,created_at\n7,2,2024-05-01 10:00\n7,3,2024-05-03 10:00\n8,2,2024-05-03 10:00\n",
        &[],
        &["2", "3"],
    );
}

#[test]
fn a_sheet_that_holds_the_lines_of_several_people_is_not_who_voted() {
    // By sheets there would be two voters, who name Pool and Park twice and Road twice.
    let lines =
        "1,Pool\nAnn,1,Park\nBob,1,Pool\nCat,1,Pool\nDan,1,Bench\nEve,2,Road\nFay,2,Road\nFay,2,Park\nGus,2,Park\n";
    counts(&format!("Name,Sheet,Project\nAnn,{lines}"), &[], &["1", "3"]);
    // Names in two columns cannot be put together, and are asked about.
    refused(
        "Surname,First name,Sheet,Project\nLee,Ann,1,Pool\nLee,Ann,1,Park\nAsh,Bob,1,Pool\nOak,Eve,2,Road\nOak,Eve,2,Park\n",
        &[],
        &["voter-twice"],
    );
    // Lines of a voter may be numbered.
    counts(
        "Voter,Line,Project\nAnn,1,Park\nAnn,2,Road\nBob,1,Road\nCat,1,Road\nCat,2,Park\n",
        &[],
        &["2", "1"],
    );
}

#[test]
fn headings_that_speak_of_points_contradict_rankings() {
    let grid = |question: &str| {
        let heads: Vec<String> = ["Park", "Road", "Pool"]
            .map(|title| format!("{question} [{title}]"))
            .to_vec();
        format!("Voter,{}\nAnn,3,1,2\nBob,3,2,1\nCat,2,1,3\n", heads.join(","))
    };
    for question in [
        "Rate 1 (low) to 5 (high)",
        "Score each",
        "Points for",
        "Stars",
        "How much do you want it? 5 high",
    ] {
        refused(&grid(question), ORDINAL, &["scale", question, "--vote-type scoring"]);
    }
    refused(
        "Voter,Points for Park,Points for Road\nAnn,2,1\nBob,2,1\n",
        ORDINAL,
        &["scale"],
    );
    for question in ["Rank each", "Rate from 1 (best) to 3 (worst)"] {
        counts(&grid(question), ORDINAL, &["2", "3"]);
    }
    refused(
        "Voter,Score 1,Score 2\nAnn,Park,Road\nBob,Road,Pool\n",
        ORDINAL,
        &["points"],
    );
}

#[test]
fn a_column_without_a_heading_is_a_choice_only_where_it_goes_on_with_them() {
    refused(
        "Voter,Vote,,\nAnn,Park,3,\nBob,Road,1,\nCat,Road,2,\n",
        &[],
        &["column 3, without a heading", "people"],
    );
    counts(
        "Voter,Vote,,\nAnn,Pool,nice,\nBob,Road,,\nCat,Road,more trees,\n",
        &[],
        &["2", "3"],
    );
    counts(
        "Voter,Choice 1,\nAnn,Park,Pool\nBob,Road,Park\nCat,Road,Park\n",
        APPROVAL,
        &["1", "2"],
    );
}

#[test]
fn columns_by_which_a_line_may_not_count_or_count_more_are_asked_about_and_can_be_left_out() {
    let table = |heading: &str, usual: &str, other: &str| {
        format!("Voter,Vote,{heading}\nAnn,\"Park, Pool\",{usual}\nBob,Road,{other}\nCat,\"Park, Road\",{usual}\n")
    };
    for (heading, usual, other) in [
        ("Shares held", "1", "40"),
        ("Proxies", "1", "3"),
        ("Turnout", "12", "30"),
        ("Is test", "0", "1"),
        ("Bot", "No", "Yes"),
        ("Conflict of interest", "No", "Yes"),
        ("Voting member?", "Y", "N"),
        ("Role", "Member", "Observer (no vote)"),
        ("Type", "live", "test"),
        ("Present", "Yes", "No"),
    ] {
        let table = table(heading, usual, other);
        refused(&table, &[], &[heading, "--leave-out HEADING"]);
        counts(&table, &["--leave-out", heading], &["1", "2"]);
    }
    for (heading, usual, other) in [
        ("Age", "30", "41"),
        ("Are you over 16?", "Yes", "No"),
        ("Number of children", "2", "0"),
        ("How many live in your household?", "4", "2"),
        ("Carer", "No", "Yes"),
        ("Newsletter", "Yes", "No"),
        ("Test centre", "North", "South"),
    ] {
        counts(&table(heading, usual, other), &[], &["1", "2"]);
    }
    // A number beside groups of people is how many they were, whatever it is called.
    for heading in ["Children", "Pupils", "Household size"] {
        refused(
            &format!("Group,{heading},Vote\nA,20,\"Park, Road\"\nB,10,Road\nC,15,Pool\n"),
            &[],
            &["ballots_cast", heading],
        );
    }
    refused(
        &table("Age", "3", "4"),
        &["--leave-out", "Ages"],
        &["no column is called `Ages`", "`Age`"],
    );
}

#[test]
fn an_answer_that_differs_within_one_voter_says_something_of_the_project() {
    for (yes, no) in [
        ("up", "down"),
        ("in", "out"),
        ("x", "o"),
        ("vote", "unvote"),
        ("Strongly", "Not at all"),
    ] {
        let table = format!(
            "Voter,Project,Mark\nAnn,Park,{yes}\nAnn,Road,{no}\nBob,Park,{no}\nBob,Road,{yes}\nCat,Park,{yes}\nCat,Pool,{yes}\n"
        );
        refused(&table, &[], &["`Mark`", "line"]);
    }
    // What goes with the project says nothing of the voter.
    counts(
        "Voter,Project,Kind\nAnn,Park,Green\nAnn,Road,Transport\nBob,Park,Green\nBob,Road,Transport\nCat,Road,Transport\n",
        &[],
        &["2", "1"],
    );
    // A place under its German or French name.
    counts(
        "Voter,Project,Rang\nAnn,Park,2\nAnn,Road,1\nBob,Park,2\nBob,Road,1\n",
        ORDINAL,
        &["2", "1"],
    );
}

#[test]
fn questions_beside_columns_of_all_projects_are_no_projects() {
    let table = |marks: [&str; 4], heading: &str, answers: [&str; 2]| {
        let lines = marks.iter().zip(["Ann", "Bob", "Cat", "Dan"]).enumerate();
        let lines = lines.map(|(at, (marks, name))| format!("{name},{marks},{}\n", answers[at % 2]));
        format!("Name,Park,Road,Pool,Bench,{heading}\n{}", lines.collect::<String>())
    };
    let crosses = ["x,,x,", ",x,,", ",x,,x", "x,x,,"];
    let words = ["Yes,No,Yes,No", "No,Yes,No,No", "No,Yes,No,Yes", "Yes,Yes,No,No"];
    let points = ["2,3,0,1", "0,5,4,1", "4,3,2,1", "5,0,0,1"];
    for (heading, answers) in [
        ("GDPR consent", ["Yes", "Yes"]),
        ("Are you over 16?", ["Yes", "No"]),
        ("Newsletter", ["Yes", "No"]),
        ("Would you do this again?", ["Yes", "No"]),
    ] {
        counts(&table(crosses, heading, answers), &[], &["2", "1"]);
        counts(&table(words, heading, answers), &[], &["2", "1"]);
        counts(&table(points, heading, answers), SCORING, &["1", "2"]);
    }
    counts(
        &table(points, "How easy was it? (1-5)", ["3", "4"]),
        SCORING,
        &["1", "2"],
    );
    // What may be a project's title is asked about.
    refused(
        &table(crosses, "Skatepark", ["x", ""]),
        &[],
        &["`Skatepark` is no project"],
    );
}

#[test]
fn a_first_column_that_repeats_is_not_who_voted() {
    for heading in ["Table", "Teacher", "Method", "User Language"] {
        counts(
            &format!("{heading},Votes\nA,\"Park, Road\"\nB,Road\nA,Road\nB,Pool\nA,Road\nB,Park\n"),
            &[],
            &["2", "1"],
        );
    }
    // One name twice is a voter twice, and lines of one project may be those of one ballot.
    each(&[
        (
            "Tenant,Project\nA,Park\nA,Road\nA,Pool\nB,Road\nB,Pool\nB,Bench\n",
            &[],
            Refused(&["voter-twice", "line 2 already"]),
        ),
        (
            "Participant name,Votes\nAnn,Park\nBob,Road\nCat,Road\nAnn,Pool\n",
            &[],
            Refused(&["voter-twice", "line 2 already"]),
        ),
    ]);
}

#[test]
fn none_of_these_in_the_place_of_projects_is_an_empty_ballot() {
    for cell in ["none", "None of the above", "-", "n/a"] {
        let table = format!("Voter,Vote\nAnn,\"Park, Road\"\nBob,Road\nCat,Park\nZoe,{cell}\n");
        counts(&table, &[], &["1", "2"]);
    }
    each(&[
        (
            "Voter,Choice 1,Choice 2\nAnn,Park,Road\nBob,Road,none\nCat,none,none\n",
            APPROVAL,
            Funds(&["2", "1"]),
        ),
        (
            "Voter,Project\nAnn,Park\nAnn,Road\nBob,None\nCat,Road\n",
            &[],
            Funds(&["2", "1"]),
        ),
    ]);
}

#[test]
fn french_and_spanish_headings_are_choices_and_voters() {
    each(&[
        (
            "Votant,Choix 1,Choix 2\n1,Park,Road\n2,Road,Pool\n3,Road,Park\n",
            APPROVAL,
            Funds(&["2", "1"]),
        ),
        (
            "Nom,Premier choix,Deuxième choix\nAnn,Road,Park\nBob,Road,Park\n",
            &[],
            Funds(&["2", "1"]),
        ),
        (
            "Votante,Elección 1,Elección 2\n1,Park,Road\n2,Road,Pool\n3,Road,Park\n",
            APPROVAL,
            Funds(&["2", "1"]),
        ),
        (
            "Nombre,Primera opción,Segunda opción\nAnn,Road,Park\nBob,Road,Park\n",
            &[],
            Funds(&["2", "1"]),
        ),
        ("Votante,Proyecto\n1,Park\n1,Road\n2,Road\n", &[], Funds(&["2", "1"])),
    ]);
}

#[test]
fn a_column_is_left_out_by_a_heading_that_it_has_alone_or_by_its_number_among_those_left() {
    let park_twice = "Name,Park,Pool,Road,Park\nAnn,x,,x,\nBob,x,,,x\nCat,,x,,x\n";
    refused(
        park_twice,
        &["--leave-out", "Park"],
        &["columns 2 and 5 are all called `Park`", "say which by its number"],
    );
    // Without the last column Park has two votes, Pool and Road one each.
    counts(park_twice, &["--leave-out", "5"], &["1", "2"]);
    // Once one column is out, the others have the numbers that messages tell.
    let nameless = "Name,Age,Vote,\nAnn,30,Park,7\nBob,41,Road,5\nCat,52,Road,9\n";
    refused(nameless, &["--leave-out", "Age"], &["column 3, without a heading"]);
    counts(nameless, &["--leave-out", "Age", "--leave-out", "3"], &["2", "1"]);
    refused(nameless, &["--leave-out", "Aged"], &["no column is called `Aged`"]);
}

#[test]
fn who_comes_twice_is_asked_about_whatever_else_numbers_the_lines() {
    each(&[
        (
            "Delegate,Projects\nAnn,Park;Pool\nBob,Road\nAnn,Park;Pool\nBob,Park;Road\nAnn,Park\nAnn,Park\n",
            &[],
            Refused(&["voter-twice", "voter `Ann` voted on line 2 already"]),
        ),
        // One paper that was typed twice.
        (
            "Entry ID,Ballot paper,Vote\n11,501,Park;Pool\n12,501,Park;Pool\n13,502,Road\n14,503,Road\n",
            &[],
            Refused(&["voter-twice", "column `Ballot paper`"]),
        ),
        // One paper, the name on it spelt in two ways: three papers, and Road on two of them.
        (
            "Ballot paper,Name,Project\n7,Ann Lee,Park\n7,A. Lee,Pool\n7,Ann Lee,Road\n8,Bob,Road\n8,Bob,Pool\n9,Cat,Pool\n",
            &[],
            Funds(&["3", "2"]),
        ),
        // On which day is told whichever way round the moment is written.
        (
            "Name,When,Project\nAnn,10:05 01/05/2026,Park\nAnn,10:07 09/05/2026,Pool\nBob,11:00 01/05/2026,Road\n",
            &[],
            Refused(&["voter-twice", "two ballots of one voter"]),
        ),
    ]);
}

#[test]
fn numbers_of_people_in_french_are_asked_about_and_names_in_spanish_are_voters() {
    refused(
        "Groupe,Nombre,Projets\nA1,12,Park;Pool\nB2,7,Pool\nC3,30,Road\n",
        &[],
        &["Nombre", "ballots_cast"],
    );
    counts("Nombre,Proyecto\nAna,Park\nAna,Road\nBeto,Road\n", &[], &["2", "1"]);
}

#[test]
fn who_typed_a_line_and_what_a_heading_merely_holds_are_no_questions() {
    each(&[
        (
            "Name,Entered by,Project\nAnn,Jo,Park\nBob,Jo,Road\nCat,Kim,Road\nAnn,Kim,Pool\nBob,Kim,Park\nDan,Jo,Road\n",
            &[],
            Funds(&["2", "1"]),
        ),
        (
            "Name,Late opening?,Vote\nAnn,Yes,Park\nBob,No,Road\nCat,Yes,Road\n",
            &[],
            Funds(&["2", "1"]),
        ),
        (
            "Name,Vote\nSam Elm (she/her),Park\nMichael Winner,Road\nKim Oak,Road\nDan Ash,Road\n",
            &[],
            Funds(&["2", "1"]),
        ),
        // A title that begins like a question of age is a project that the list lacks.
        (
            "Name,Park,Pool,Road,Bench,Over-60s lunch club\nAnn,x,,,,x\nBob,,x,,,x\nCat,x,,,,x\n",
            &[],
            Refused(&["`Over-60s lunch club` is no project"]),
        ),
    ]);
}
