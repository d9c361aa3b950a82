//! Columns and lines of tables that are no ballots: what would change the count is refused with its line, and what was passed
//! over is named in every output.

use crate::ballots::Right::{self, Funds, Refused};
use crate::ballots::{each_table, funded, hold, vote};

/// Four projects; 50,000 are there.
const PROJECTS: &str = "id,name,cost\nA,Park,30000\nB,Library,20000\nC,Clinic,25000\nD,Pool,40000\n";

fn each(cases: &[(&str, &[&str], Right)]) {
    each_table((PROJECTS, "50000"), cases);
}

/// Holds a table to be refused in these words.
fn refused(ballots: &str, options: &[&str], words: &[&str]) {
    let files = [("p.csv", PROJECTS.as_bytes().to_vec()), ("v.csv", ballots.into())];
    let mut arguments = vec!["v.csv", "--projects", "p.csv", "--budget", "50000"];
    arguments.extend(options);
    let told = match funded(&files, &arguments) {
        Ok(found) => panic!("{ballots}: counted, {found:?}"),
        Err(error) => error.to_string(),
    };
    for word in words {
        assert!(told.contains(word), "{ballots}: `{word}` is not in\n{told}");
    }
}

#[test]
fn a_first_column_of_how_many_cast_each_ballot_is_not_taken_for_who_voted() {
    for heading in [
        "Votes",
        "Count",
        "How many",
        "Number",
        "People",
        "Anzahl",
        "Copies",
        "No. of votes",
    ] {
        for lines in [
            "10,\"Park, Pool\"\n5,Library\n3,\"Park, Library\"\n",
            "10,\"Park, Pool\"\n5,Library\n5,\"Park, Library\"\n",
        ] {
            let table = format!("{heading},Choices\n{lines}");
            refused(&table, &[], &["v.csv line 1", heading, "`weight`"]);
        }
    }
    // Rising numbers may be those of lines under some headings and under others not.
    let rising = |heading: &str| format!("{heading},Choices\n1,\"Park, Pool\"\n5,Library\n30,\"Park, Library\"\n");
    each(&[
        (&rising("Votes"), &[], Refused(&["`Votes`", "`weight`"])),
        (&rising("How many"), &[], Refused(&["`How many`", "`weight`"])),
        (&rising("Number"), &[], Funds(&["A", "B"])),
        (&rising("Ballot no"), &[], Funds(&["A", "B"])),
        (&rising("Weight"), &[], Funds(&["B", "A"])),
        (
            "Count,Park,Library,Clinic,Pool\n10,x,,,x\n5,,x,,\n3,x,x,,\n",
            &[],
            Refused(&["v.csv line 1", "`Count`", "`weight`"]),
        ),
    ]);
}

#[test]
fn a_second_column_of_costs_that_says_otherwise_is_refused_and_one_that_says_the_same_is_not() {
    let count = |projects: &str| {
        let ballots = "voter,vote\n1,Park\n2,Pool\n";
        let files = [("p.csv", projects.as_bytes().to_vec()), ("v.csv", ballots.into())];
        funded(&files, &["v.csv", "--projects", "p.csv", "--budget", "50000"])
    };
    for heading in ["Total cost", "running costs", "Capital", "Price"] {
        let told = count(&format!(
            "id,name,cost,{heading}\nA,Park,\"£30,000\",\"£33,000\"\nB,Pool,20000,20000\n"
        ));
        let told = told.expect_err(heading).to_string();
        assert!(
            told.contains("p.csv line 1") && told.contains(&format!("`{heading}`")),
            "{told}"
        );
    }
    for alike in [
        "Total cost\nA,Park,30000,\"£30,000\"\nB,Pool,20000,20000\n",
        "Cost band\nA,Park,30000,high\nB,Pool,20000,low\n",
    ] {
        assert_eq!(count(&format!("id,name,cost,{alike}")).expect(alike), ["A", "B"]);
    }
}

#[test]
fn a_heading_below_the_first_line_is_refused_as_that_and_never_counted_as_a_ballot() {
    let marks = "v1,x,,x,\nv2,,x,,\nv3,x,x,,\n";
    for above in [
        "Results of the vote of 3 May,,,,\nVoter,Park,Library,Clinic,Pool\n",
        "Ward 3,,,,\nVoter,Park,Library,Clinic,\n",
        "Poll of May,,,,\nheld at the hall,,,,\nVoter,Park,Library,Clinic,Pool\n",
    ] {
        let table = format!("{above}{marks}");
        let line = format!("v.csv line {}", above.lines().count());
        for options in [&[][..], &["--repair"]] {
            refused(&table, options, &[&line, "heading of the table"]);
        }
    }
    let points = "Points of May,,,,\nVoter,Park,Library,Clinic,Pool\nv1,5,3,2,0\nv2,1,9,0,0\n";
    each(&[
        (
            points,
            &["--vote-type", "cumulative"],
            Refused(&["v.csv line 2", "heading of the table"]),
        ),
        (
            "Results,\nVoter,Choices\nv1,\"Park, Pool\"\nv2,Library\n",
            &[],
            Refused(&["v.csv line 2", "heading of the table"]),
        ),
        // A question above its answers heads one table with them.
        (
            "Voter,Which do you want?,,,\n,Park,Library,Clinic,Pool\nv1,x,,x,\nv2,,x,,\nv3,x,x,,\n",
            &[],
            Funds(&["A", "B"]),
        ),
        // A ballot of two choices is none, wherever it stands.
        (
            "Voter,A first,A second\nv1,Park,Library\nv2,Library,\nv3,Park,\n",
            &["--vote-type", "approval"],
            Funds(&["A", "B"]),
        ),
    ]);
}

#[test]
fn a_column_that_changes_what_a_line_counts_for_is_never_passed_over_in_silence() {
    each(&[
        (
            "Paper,Votes for,Number of ballots\n1,Park,10\n2,Clinic,1\n3,\"Clinic, Pool\",4\n",
            &[],
            Refused(&["v.csv line 1", "`Number of ballots`", "`weight`"]),
        ),
        (
            "voter,vote,votes\n1,Park,10\n2,Clinic,3\n3,Clinic,2\n",
            &[],
            Refused(&["`votes`", "`weight`"]),
        ),
        (
            "Name,Park,Library,Clinic,Pool,Number of people\nAnn,x,,x,,1\nTable 4,,x,,,12\n",
            &[],
            Refused(&["`Number of people`"]),
        ),
        (
            "Name,Vote,Votes cast\nAnn,Park,1\nTable 4,Library,12\n",
            &[],
            Refused(&["`Votes cast`"]),
        ),
        (
            "Name,Vote,How many hands\nAnn,Park,7\nTable 4,Library,12\n",
            &[],
            Refused(&["`How many hands`"]),
        ),
        (
            "Name,Park,Library,Clinic,Pool,Number of people\nAnn,4,,6,,1\nTable 4,,10,,,12\n",
            &["--vote-type", "cumulative"],
            Refused(&["`Number of people`"]),
        ),
        (
            "Name,Vote,Points\nAnn,\"Park,Library\",\"5,3\"\nBob,Clinic,8\n",
            &[],
            Refused(&["`Points`", "--vote-type cumulative"]),
        ),
        (
            "Name,Valid,Vote\nAnn,yes,Park\nBob,no,Clinic\nCat,no,Clinic\n",
            &[],
            Refused(&["v.csv line 3", "`Valid` says `no`"]),
        ),
        (
            "Name,Status,Vote\nAnn,accepted,Park\nBob,rejected - not resident,Clinic\nCat,withdrawn,Clinic\n",
            &[],
            Refused(&["v.csv line 3", "`Status`"]),
        ),
        (
            "Name,Vote,Void\nAnn,Park,\nBob,Library,void\nCat,Library,x\n",
            &[],
            Refused(&["v.csv line 3", "`Void`"]),
        ),
        (
            "Name,Checked by clerk,Vote\nAnn,,Park\nBob,Not eligible,Clinic\n",
            &[],
            Refused(&["v.csv line 3", "`Not eligible`"]),
        ),
        (
            "Name,Support,Park,Library,Clinic,Pool\nAnn,for,x,,,\nBob,against,,,x,\n",
            &[],
            Refused(&["v.csv line 3", "`Support` says `against`"]),
        ),
        // What says nothing against a line, or adds up its own crosses, is no reason to stop.
        (
            "Name,Vote,Number of ballots\nAnn,Park,1\nBob,Library,1\n",
            &[],
            Funds(&["A", "B"]),
        ),
        (
            "Name,Valid,Vote\nAnn,yes,Park\nBob,yes,Library\n",
            &[],
            Funds(&["A", "B"]),
        ),
        (
            "Name,Vote,Comments\nAnn,Park,void of ideas\nBob,Library,against the wall\n",
            &[],
            Funds(&["A", "B"]),
        ),
        (
            "Name,Park,Library,Clinic,Pool,Count\nAnn,x,x,,,2\nBob,x,,,,1\n",
            &[],
            Funds(&["A", "B"]),
        ),
        (
            "Name,Park,Library,Clinic,Pool,Points\nAnn,6,4,,,10\nBob,7,3,,,10\n",
            &["--vote-type", "cumulative"],
            Funds(&["A", "B"]),
        ),
        (
            "No,Name,Vote,People in household\n1,Ann,Park,4\n2,Bob,Library,2\n",
            &[],
            Funds(&["A", "B"]),
        ),
    ]);
    let rejected = PROJECTS
        .replace("cost\n", "cost,status\n")
        .replace("30000\n", "30000,rejected\n")
        .replace("000\n", "000,ok\n");
    let files = [("p.csv", rejected.into()), ("v.csv", b"Name,Vote\nAnn,Park\n".to_vec())];
    let found = funded(&files, &["v.csv", "--projects", "p.csv", "--budget", "50000"]);
    hold(
        "a project that is not on the ballot",
        found,
        &Refused(&["p.csv line 2", "`status` says `rejected`"]),
    );
}

/// What is told of a count of these files by greedy approval, with more said on the line.
fn counted(files: &[(&str, Vec<u8>)], more: &[&str]) -> String {
    let usual = ["v.csv", "--projects", "p.csv", "--budget", "50000", "--rule", "greedy"];
    let arguments: Vec<&str> = usual.into_iter().chain(more.iter().copied()).collect();
    vote(files, &arguments).expect("counted").1
}

#[test]
fn every_other_column_that_was_not_read_is_named_in_every_output() {
    let files = [
        ("p.csv", PROJECTS.as_bytes().to_vec()),
        (
            "v.csv",
            b"Name,Age,Vote,Colour of slip\nAnn,40,Park,red\nBob,50,Library,blue\n".to_vec(),
        ),
    ];
    for format in ["text", "json", "csv", "html"] {
        let told = counted(&files, &["--format", format]);
        assert!(told.contains("Colour of slip"), "{format}: {told}");
        // What is about the voter too: in one place it says who may vote, in another it does not.
        assert!(told.contains("`Age`"), "{format}: {told}");
    }
}

#[test]
fn lines_of_costs_of_bounds_and_of_sums_are_no_ballots_and_one_ballot_is_not_ten() {
    let points = &["--vote-type", "scoring"];
    each(&[
        (
            "Name,Park,Library,Clinic,Pool\nCost,30000,20000,25000,40000\nAnn,5,3,0,2\nBob,1,0,9,0\n",
            points,
            Refused(&["v.csv line 2", "costs"]),
        ),
        (
            "Name,Park,Library,Clinic,Pool\nAnn,5,3,0,2\n£,30000,20000,25000,40000\nBob,1,0,9,0\n",
            points,
            Refused(&["v.csv line 3", "costs"]),
        ),
        (
            "Name,Park,Library,Clinic,Pool\nMax,10,10,10,10\nAnn,5,3,0,2\nBob,1,0,9,0\n",
            points,
            Refused(&["v.csv line 2", "may be given"]),
        ),
        (
            "Name,Park,Library,Clinic,Pool\nMax,6,4,0,0\nAnn,5,3,0,2\n",
            points,
            Funds(&["A", "B"]),
        ),
        (
            "Name,Park,Library,Clinic,Pool\nAnn,5,3,0,2\nBob,1,0,9,0\nNorth,6,3,9,2\nCat,0,0,5,5\nDan,2,2,3,3\nSouth,2,2,8,8\n",
            points,
            Refused(&["v.csv line 4", "v.csv line 7", "sums of the lines above"]),
        ),
        (
            "Name,Park,Library,Clinic,Pool\nAnn,6,4,0,0\nBob,0,0,100,0\nCat,5,5,,\n",
            &["--vote-type", "cumulative"],
            Refused(&["v.csv line 3", "gives 100 points in all", "give 10"]),
        ),
        (
            "Name,Park,Library,Clinic,Pool\nAnn,4,3,2,1\nBob,10,8,6,1\nCat,1,9,,\n",
            &["--vote-type", "ordinal"],
            Refused(&["v.csv line 3", "rank 10", "v.csv line 4", "--vote-type scoring"]),
        ),
        (
            "Name,Park,Library,Clinic,Pool\nAnn,1,2,3,4\nBob,1,2,,\n",
            &["--vote-type", "ordinal"],
            Funds(&["A", "B"]),
        ),
    ]);
}

#[test]
fn a_line_for_each_project_is_one_ballot_a_voter_under_plain_headings_too() {
    each(&[
        (
            "Voter,Project\n1,Park\n2,Park\n2,Library\n3,Pool\n3,Clinic\n4,Library\n4,Park\n",
            &[],
            Funds(&["A", "B"]),
        ),
        (
            "Ref,Voter,Project\n1,b,Park\n2,a,Park\n3,a,Library\n4,c,Library\n",
            &[],
            Funds(&["A", "B"]),
        ),
        (
            "Voter,Project\n1,Park\n2,\"Park, Library\"\n2,Pool\n",
            &[],
            Refused(&["v.csv line 4", "voted on line 3 already"]),
        ),
        (
            "Voter,Vote\n1,Park\n2,Park\n2,Library\n",
            &[],
            Refused(&["v.csv line 4", "voted on line 3 already"]),
        ),
    ]);
}

#[test]
fn a_repair_takes_no_empty_box_or_word_against_a_project_for_a_vote() {
    for no in ["☐", "✗", "n/a", "Oppose", "Disagree", "-3"] {
        let ballots = format!("Name,Park,Library,Clinic,Pool\nAnn,{no},x,{no},{no}\nBob,{no},x,,\n");
        let files = [("p.csv", PROJECTS.as_bytes().to_vec()), ("v.csv", ballots.into_bytes())];
        let told = counted(&files, &["--repair", "--format", "csv"]);
        assert!(told.contains("greedy,B,Library,20000,2,"), "{no}: {told}");
        assert!(told.contains("greedy,A,Park,30000,0,"), "{no}: {told}");
    }
}

#[test]
fn a_table_without_a_column_for_a_project_says_so_and_what_nobody_named_is_told_as_that() {
    let files = [
        ("p.csv", PROJECTS.as_bytes().to_vec()),
        ("v.csv", b"Name,Park,Library,Clinic\nAnn,x,,\nBob,x,,x\n".to_vec()),
    ];
    for format in ["text", "json", "csv", "html"] {
        let told = counted(&files, &["--format", format]);
        assert!(told.contains("no column for project"), "{format}: {told}");
        assert!(told.contains("nobody named it"), "{format}: {told}");
        assert!(!told.contains("named by 0"), "{format}: {told}");
    }
}

#[test]
fn a_line_that_says_no_is_no_vote_for_what_it_names() {
    // Each voter is asked of each project: Park has one yes, Library two.
    for (heading, yes, no) in [
        ("Answer", "Yes", "No"),
        ("Selected", "1", "0"),
        ("Approve", "TRUE", "FALSE"),
        ("Ticked", "x", "0"),
        ("Value", "true", "false"),
        ("Ateb", "Ydw", "Nac ydw"),
        ("Points", "1", "0"),
        ("What do you say?", "yes", "no"),
    ] {
        let table = format!(
            "Voter,Project,{heading}\n1,Park,{no}\n1,Library,{yes}\n2,Park,{yes}\n2,Library,{yes}\n3,Park,{no}\n3,Library,{no}\n"
        );
        refused(&table, &["--vote-type", "approval"], &["v.csv line 2", heading]);
        // Without those lines it is counted.
        let kept: Vec<&str> = table
            .lines()
            .filter(|line| !line.ends_with(&format!(",{no}")))
            .collect();
        each(&[(&kept.join("\n"), &["--vote-type", "approval"], Funds(&["B", "A"]))]);
    }
    // What is true of the voter on every line is no answer.
    each(&[(
        "Voter,Project,Homeowner\n1,Park,no\n1,Library,no\n2,Library,yes\n3,Park,yes\n3,Library,yes\n",
        &[],
        Funds(&["B", "A"]),
    )]);
}

#[test]
fn answers_that_were_not_finished_or_only_tried_out_are_not_counted_in_silence() {
    for (heading, good, other) in [
        ("Finished", "True", "False"),
        ("Completed", "yes", "no"),
        ("submitdate", "2026-01-03 10:00", ""),
        ("Status", "IP Address", "Survey Preview"),
        ("Status", "Complete", "Incomplete"),
    ] {
        let table = format!("Voter,{heading},Choices\n1,{good},Park\n2,{other},Library\n3,{good},Park\n");
        refused(&table, &[], &["v.csv line 3", heading, "does not count"]);
        let all = format!("Voter,{heading},Choices\n1,{good},Park\n2,{good},Library\n3,{good},Park\n");
        each(&[(&all, &[], Funds(&["A", "B"]))]);
    }
}

#[test]
fn codes_for_no_answer_and_a_voter_who_gives_ten_times_what_others_do_are_asked_about() {
    let scoring: &[&str] = &["--vote-type", "scoring"];
    let cumulative: &[&str] = &["--vote-type", "cumulative"];
    let scores = |odd: &str| format!("Voter,Park,Library,Clinic,Pool\n1,8,3,2,1\n2,{odd},7,1,2\n3,9,2,6,1\n");
    refused(
        &scores("999"),
        scoring,
        &["v.csv line 3", "999 points", "code for no answer"],
    );
    refused(&scores("-99"), scoring, &["v.csv line 3", "-99 points"]);
    each(&[(&scores("10"), scoring, Funds(&["A", "B"]))]);
    let given =
        |last: &str| format!("Voter,Park,Library,Clinic,Pool\n1,60,40,,\n2,50,50,,\n3,,,100,\n4,10,,,\n5,{last},,,\n");
    refused(
        &given("1000"),
        cumulative,
        &["v.csv line 6", "1000 points in all", "most give 100"],
    );
    each(&[(&given("100"), cumulative, Funds(&["A", "B"]))]);
    // Of a scale to a hundred, 99 is a score.
    each(&[(
        "Voter,Park,Library,Clinic,Pool\n1,99,30,20,10\n2,80,70,10,20\n3,90,20,60,10\n",
        scoring,
        Funds(&["A", "B"]),
    )]);
}

#[test]
fn a_day_in_the_first_column_is_not_who_voted_and_an_answer_that_waits_or_was_thrown_out_is_asked_about() {
    // Three people, two of whom answered in the same minute: Park three times, and with 20,000 left the library.
    each(&[
        (
            "StartDate,Status,Choices\n2026-03-01 10:12:00,IP Address,\"Park, Library\"\n2026-03-01 10:12:00,IP Address,\"Park, Library\"\n2026-03-01 10:15:00,IP Address,Park\n",
            &[],
            Funds(&["A", "B"]),
        ),
        (
            "Begun,Choices\n01/03/2026 10:12,\"Park, Library\"\n01/03/2026 10:12,\"Park, Library\"\n3/1/26 9:05:11 AM,Park\n",
            &[],
            Funds(&["A", "B"]),
        ),
        (
            "voter,Status,Choices\n1,Approved,\"Park, Library\"\n2,Pending,Clinic\n",
            &[],
            Refused(&["v.csv line 3", "`Status`", "`Pending`"]),
        ),
        (
            "voter,Moderation,Choices\n1,,\"Park, Library\"\n2,Spam,Clinic\n",
            &[],
            Refused(&["v.csv line 3", "`Moderation`", "`Spam`"]),
        ),
        (
            "voter,Resident?,Choices\n1,Yes,\"Park, Library\"\n2,No,Clinic\n",
            &[],
            Refused(&["v.csv line 3", "`Resident?`", "`No`"]),
        ),
    ]);
}

#[test]
fn a_list_that_contradicts_the_columns_of_projects_beside_it_is_asked_about() {
    let agree = "voter,vote,Park,Library,Clinic,Pool\n1,\"Park, Library\",x,x,,\n2,Park,x,,,\n";
    each(&[
        (agree, &[], Funds(&["A", "B"])),
        (
            &agree.replace("2,Park,x,,,", "2,Park,x,,x,"),
            &[],
            Refused(&["v.csv line 3", "`vote`", "`Clinic`"]),
        ),
        (&agree.replace(",vote,", ",Wishes,"), &[], Funds(&["A", "B"])),
        (
            &agree
                .replace(",vote,", ",Wishes,")
                .replace("2,Park,x,,,", "2,Park,x,,x,"),
            &[],
            Refused(&["v.csv line 3", "`Wishes`", "`Clinic`"]),
        ),
    ]);
}

#[test]
fn numbers_of_voters_are_no_ballots_and_make_no_table_of_projects() {
    let count = |ballots: &str| {
        let projects = "id,name,cost\n1,Park,30000\n2,Library,20000\n3,Clinic,25000\n";
        let files = [("p.csv", projects.as_bytes().to_vec()), ("v.csv", ballots.into())];
        funded(&files, &["v.csv", "--projects", "p.csv", "--budget", "50000"])
    };
    for heading in ["Respondent", "Respondent ID", "Response ID", "ID"] {
        let found = count(&format!("{heading},Park,Library,Clinic\n1,x,x,\n2,x,,\n3,x,x,\n"));
        hold(heading, found, &Funds(&["1", "2"]));
    }
    // What is wrong is the headings of the columns, and not where the voters stand.
    let told = count("ID.name,Q1:1,Q1:2,Q1:3\n1,1,1,0\n2,1,0,0\n3,1,1,0\n")
        .expect_err("headings")
        .to_string();
    assert!(!told.contains("turn it over"), "{told}");
}

#[test]
fn commas_of_two_kinds_in_one_column_of_costs_are_refused_and_a_name_of_who_submitted_is_no_verdict() {
    let count = |projects: &str| {
        let ballots = "voter,vote\n1,Park\n2,Pool\n";
        let files = [("p.csv", projects.as_bytes().to_vec()), ("v.csv", ballots.into())];
        funded(&files, &["v.csv", "--projects", "p.csv", "--budget", "50000"])
    };
    let told = count("id,name,cost\nA,Park,\"400,00\"\nB,Pool,\"30,500\"\n")
        .expect_err("two commas")
        .to_string();
    for word in ["p.csv line 3", "`30,500`", "`400,00`"] {
        assert!(told.contains(word), "{word}: {told}");
    }
    let of_one_kind = "id,name,cost\nA,Park,\"1,400.50\"\nB,Pool,\"30,500\"\n";
    hold("one kind", count(of_one_kind), &Funds(&["A", "B"]));
    let submitted = "id,name,cost,Submitted by\nA,Park,20000,Ann\nB,Pool,20000,\n";
    hold("submitted by", count(submitted), &Funds(&["A", "B"]));
    for (heading, good, bad) in [
        ("Status", "Approved", "Pending"),
        ("Status", "Ready", "On hold"),
        ("Status", "Ready", "Merged with 1"),
        ("On ballot", "Yes", "No"),
        ("Shortlisted", "Yes", "No"),
        ("Feasible?", "Y", "N"),
        ("Removed", "", "Yes"),
        ("Technical review", "Pass", "Fail"),
    ] {
        let told = count(&format!(
            "id,name,cost,{heading}\nA,Park,20000,{good}\nB,Pool,20000,{bad}\n"
        ));
        let told = told.expect_err(heading).to_string();
        assert!(
            told.contains("p.csv line 3") && told.contains(&format!("`{bad}`")),
            "{told}"
        );
    }
}

#[test]
fn a_column_of_pages_or_ages_whose_numbers_are_those_of_projects_is_not_taken_for_the_ballot() {
    let count = |ballots: &str| {
        let projects = "id,name,cost\n1,Park,30000\n2,Library,20000\n3,Clinic,25000\n";
        let files = [("p.csv", projects.as_bytes().to_vec()), ("v.csv", ballots.into())];
        funded(&files, &["v.csv", "--projects", "p.csv", "--budget", "50000"])
    };
    for heading in ["lastpage", "Age group", "People in household"] {
        let told = count(&format!("id,{heading},G01Q01\na,2,Yes\nb,2,No\nc,2,Yes\n")).expect_err(heading);
        let told = told.to_string();
        for word in ["v.csv line 1", heading] {
            assert!(told.contains(word), "{heading}: {told}");
        }
        assert!(told.to_lowercase().contains("call it `vote`"), "{heading}: {told}");
    }
    for heading in ["Chosen", "Your votes", "Which would you support?", "Projects"] {
        let found = count(&format!("id,{heading},Colour\na,\"1,2\",Red\nb,2,Blue\nc,2,Red\n"));
        hold(heading, found, &Funds(&["2", "1"]));
    }
}

#[test]
fn costs_beyond_what_a_file_says_and_a_scoring_that_is_not_there_are_told() {
    let file = "META\nkey;value\ndescription;d\ncountry;UK\nunit;u\ninstance;2026\nnum_projects;2\nnum_votes;2\nbudget;500\nvote_type;ordinal\nrule;greedy\ndate_begin;2026\ndate_end;2026\nmax_project_cost;200\nscoring_fn;plurality\nPROJECTS\nproject_id;cost\na;100\nb;300\nVOTES\nvoter_id;vote\n1;a,b\n2;b,a\n";
    let (code, told) = vote(&[("v.pb", file.into())], &["v.pb"]).expect("counted");
    assert_eq!(code, 0);
    for word in ["`max_project_cost` is 200", "project `b`", "`scoring_fn` is plurality"] {
        assert!(told.contains(word), "{word}: {told}");
    }
    let plain = file.replace(";200", ";300").replace("plurality", "Borda");
    let (_, told) = vote(&[("v.pb", plain.into())], &["v.pb"]).expect("counted");
    assert!(
        !told.contains("max_project_cost") && !told.contains("scoring_fn"),
        "{told}"
    );
}

#[test]
fn a_ballot_without_the_hour_at_which_others_were_handed_in_is_asked_about_and_a_date_of_birth_is_not() {
    for heading in [
        "checked_out_at",
        "EndDate",
        "datestamp",
        "Last action",
        "Completion time",
    ] {
        let table = |second: &str| {
            format!(
                "voter,{heading},Choices\n1,2026-03-01 10:12,\"Park, Library\"\n2,{second},Clinic\n3,2026-03-02 9:05,Park\n"
            )
        };
        each(&[
            (&table(""), &[], Refused(&["v.csv line 3", "not handed in"])),
            (&table("2026-03-01 10:15"), &[], Funds(&["A", "B"])),
        ]);
    }
    each(&[(
        "voter,Date of birth,Choices\n1,1/2/1980,\"Park, Library\"\n2,,Park\n",
        &[],
        Funds(&["A", "B"]),
    )]);
}

#[test]
fn a_price_with_a_comma_that_nobody_quoted_is_refused_in_tables_of_projects() {
    let count = |projects: &str| {
        let files = [
            ("p.csv", projects.as_bytes().to_vec()),
            ("v.csv", "voter,vote\n1,Park\n2,Road\n".into()),
        ];
        funded(&files, &["v.csv", "--projects", "p.csv", "--budget", "400"])
    };
    for line in ["2,Road,1,200", "2,Road,£1,200"] {
        let told = count(&format!("id,name,cost\n1,Park,300\n{line}\n"))
            .expect_err(line)
            .to_string();
        assert!(told.contains("p.csv line 3") && told.contains("quotes"), "{told}");
    }
    let file = |line: &str| format!("id,name,cost\n1,Park,300\n{line}\n");
    hold("quoted", count(&file("2,Road,\"1,200\"")), &Funds(&["1"]));
    hold("an empty cell", count(&file("2,Road,100,")), &Funds(&["1", "2"]));
}

#[test]
fn a_ceiling_is_not_escaped_by_a_capital_letter_and_one_table_is_not_both() {
    let file = |other: &str| {
        format!(
            "META\nkey;value\ndescription;d\ncountry;UK\nunit;u\ninstance;2026\nnum_projects;3\nnum_votes;2\nbudget;1000\nvote_type;approval\nrule;greedy\ndate_begin;2026\ndate_end;2026\ncategories;green,grey\nbudget_per_category;400,500\nPROJECTS\nproject_id;cost;category\na;300;grey\nb;300;{other}\nc;100;green\nVOTES\nvoter_id;vote\n1;a,b\n2;b,a,c\n"
        )
    };
    let count = |text: String| funded(&[("v.pb", text.into_bytes())], &["v.pb"]);
    hold("alike", count(file("grey")), &Funds(&["a", "c"]));
    hold("another", count(file("black")), &Funds(&["a", "b", "c"]));
    for other in ["Grey", "grey ", "GREY"] {
        let told = count(file(other));
        if other.trim() == "grey" {
            hold(other, told, &Funds(&["a", "c"]));
        } else {
            let told = told.expect_err(other).to_string();
            assert!(
                told.contains(&format!("`{other}`")) && told.contains("left outside"),
                "{told}"
            );
        }
    }
    let projects = "id,name,cost,category\n1,Park,300,parks\n2,Road,300,Parks\n";
    let files = [
        ("p.csv", projects.into()),
        ("v.csv", "voter,vote\n1,Park\n2,Road\n".into()),
    ];
    let told = funded(
        &files,
        &[
            "v.csv",
            "--projects",
            "p.csv",
            "--budget",
            "1000",
            "--ceiling",
            "parks=300",
        ],
    );
    assert!(told.expect_err("a ceiling").to_string().contains("Parks"));
    let told = funded(&files, &["p.csv", "--projects", "p.csv", "--budget", "1000"]);
    assert!(told.expect_err("one table").to_string().contains("two tables"));
}

#[test]
fn a_line_that_says_in_the_place_of_a_name_that_it_is_no_ballot_is_asked_about() {
    let table = |name: &str| format!("Name,Park,Library,Clinic,Pool\nAnn,x,x,,\n{name},,,,x\nBob Test,x,,,\n");
    for name in [
        "Spoilt",
        "VOID",
        "Paper 7 (spoilt)",
        "Do not count",
        "TEST",
        "Example",
        "Max votes",
        "Cancelled",
    ] {
        let told = {
            let files = [
                ("p.csv", PROJECTS.as_bytes().to_vec()),
                ("v.csv", table(name).into_bytes()),
            ];
            funded(&files, &["v.csv", "--projects", "p.csv", "--budget", "50000"])
        };
        let told = told.expect_err(name).to_string();
        assert!(
            told.contains("v.csv line 3") && told.contains(&format!("`{name}`")),
            "{told}"
        );
    }
    each(&[(
        &table("Valentina Spam-Smith Jones of the Upper Road"),
        &[],
        Funds(&["A", "B"]),
    )]);
    each(&[(&table("Cara"), &[], Funds(&["A", "B"]))]);
}

#[test]
fn numbers_before_or_behind_titles_are_no_further_projects() {
    let count = |cell: &str| {
        let projects = "id,name,cost\n1,Park,200\n2,Road,200\n3,Pool,200\n";
        let ballots = format!("Voter,Vote\nAnn,\"{cell}\"\nBob,Road\n");
        let files = [("p.csv", projects.as_bytes().to_vec()), ("v.csv", ballots.into_bytes())];
        funded(&files, &["v.csv", "--projects", "p.csv", "--budget", "400"])
    };
    // Lines numbered from 1 on are a list.
    assert_eq!(count("1. Pool\n2. Road").expect("a numbered list"), ["2", "3"]);
    for cell in ["2. Pool\n1. Road", "1. Pool 2. Road", "Pool 1 Road 2", "Pool 2"] {
        let told = count(cell).expect_err(cell).to_string();
        assert!(
            told.contains("v.csv line 2") && told.contains("numbers stand beside titles"),
            "{told}"
        );
    }
    hold("titles", count("Pool, Road"), &Funds(&["2", "3"]));
    hold("numbers", count("3, 2"), &Funds(&["2", "3"]));
}

#[test]
fn the_first_column_of_projects_is_not_taken_for_their_identifier_where_another_may_be_it() {
    let count = |projects: &str| {
        let ballots = "Voter,Vote\nAnn,3\nBob,\"3,4\"\n";
        let files = [("p.csv", projects.as_bytes().to_vec()), ("v.csv", ballots.into())];
        funded(&files, &["v.csv", "--projects", "p.csv", "--budget", "400"])
    };
    for (heading, other) in [
        ("Row,Project no.,Title,Cost", "`Project no.` numbers them too"),
        ("ID,Ballot number,Title,Cost", "`Ballot number` numbers them too"),
        ("Order,Page,Title,Cost", "`Page` numbers them too"),
        ("Order,Title,Page,Cost", "`Order` may be something else"),
    ] {
        let mut projects = "\n1,4,Park,200\n2,3,Bench,200\n3,2,Road,200\n4,1,Pool,200\n".to_owned();
        if heading.ends_with("Page,Cost") {
            projects = "\n1,Park,9,200\n2,Bench,8,200\n3,Road,7,200\n4,Pool,6,200\n".to_owned();
        }
        let told = count(&format!("{heading}{projects}"));
        let told = told.expect_err(heading).to_string();
        assert!(told.contains("p.csv line 1") && told.contains(other), "{told}");
    }
    for heading in ["ID,Title,Cost", "No.,Title,Cost", "Project,Title,Cost"] {
        let found = count(&format!("{heading}\n1,Park,200\n2,Bench,200\n3,Road,200\n4,Pool,200\n"));
        hold(heading, found, &Funds(&["3", "4"]));
    }
    let votes = "Voter,1. Bench,2. Park,3. Pool\n1,x,,\n2,x,x,\n3,,x,\n";
    let projects = "id,name,cost\n1,Park,200\n2,Road,200\n3,Pool,200\n4,Bench,200\n";
    let files = [("p.csv", projects.as_bytes().to_vec()), ("v.csv", votes.into())];
    let told = funded(&files, &["v.csv", "--projects", "p.csv", "--budget", "400"]);
    assert!(
        !told
            .map_or_else(|error| error.to_string(), |_| String::new())
            .contains("turn it over")
    );
}

#[test]
fn a_second_column_that_names_projects_is_asked_about_whatever_the_first_is_called() {
    for other in ["Partner vote", "Final vote", "Second person"] {
        each(&[(
            &format!("Voter,Vote,{other}\n1,Park,Library\n2,Park,Clinic\n"),
            &[],
            Refused(&["v.csv line 1", "all name projects"]),
        )]);
    }
    each(&[(
        "Voter,Vote,Colour\n1,\"Park, Library\",Red\n2,Park,Blue\n",
        &[],
        Funds(&["A", "B"]),
    )]);
}

/// Three projects that cost as much, two of which can be had.
const THREE: &str = "id,name,cost\n1,Park,200\n2,Road,200\n3,Pool,200\n";

fn of_three(ballots: &str, more: &[&str]) -> Result<Vec<String>, String> {
    let files = [("p.csv", THREE.as_bytes().to_vec()), ("v.csv", ballots.into())];
    let mut arguments = vec!["v.csv", "--projects", "p.csv", "--budget", "400"];
    arguments.extend(more);
    funded(&files, &arguments).map_err(|error| error.to_string())
}

#[test]
fn numbers_of_likes_dots_and_responses_are_totals_and_no_ballots() {
    for heading in [
        "Title,Likes",
        "Option,Dots",
        "Answer Choices,Responses",
        "Vote,Total",
        "Scheme,Supports",
    ] {
        let told = of_three(&format!("{heading}\nPark,120\nRoad,200\nPool,90\n"), &[]).expect_err(heading);
        assert!(told.contains("these are totals"), "{told}");
    }
}

#[test]
fn days_places_and_pages_are_not_the_ballot_where_a_heading_says_which_is() {
    for ballots in [
        "Timestamp,Which one?\n1/1/2026 10:00,Pool\n1/2/2026 10:00,Pool\n1/3/2026 9:00,Road\n",
        "Name,Where do you live?,Vote for\nAnn,Park,Pool\nBob,Park,Pool\nCat,Road,Road\n",
    ] {
        match of_three(ballots, &[]) {
            Ok(funded) => assert_eq!(funded, ["3", "2"], "{ballots}"),
            Err(told) => assert!(told.contains("all name projects"), "{told}"),
        }
    }
}

#[test]
fn voters_over_joined_cells_two_projects_for_one_choice_and_two_sheets_of_one_vote_are_asked_about() {
    let told = of_three("Name,Vote\nAnn,Park\n,Road\nBob,Road\n,Pool\n", &[]).expect_err("joined cells");
    assert!(
        told.contains("v.csv line 3") && told.contains("goes on with the voter above"),
        "{told}"
    );
    let told =
        of_three("Voter,First choice,Second choice\n1,Pool;Park,Road\n2,Road,Pool\n", &[]).expect_err("two in one");
    assert!(
        told.contains("v.csv line 2") && told.contains("several projects"),
        "{told}"
    );
    let files = [
        ("p.csv", THREE.as_bytes().to_vec()),
        ("n.csv", "Voter,Vote\n1,Park\n".into()),
        ("s.csv", "Voter,Vote\n2,Park\n".into()),
    ];
    let told = vote(&files, &["n.csv", "s.csv", "--projects", "p.csv", "--budget", "400"]);
    assert!(
        told.err()
            .is_some_and(|error| error.to_string().contains("the whole budget"))
    );
}

#[test]
fn columns_of_projects_that_are_not_read_are_named() {
    let files = [
        (
            "p.csv",
            "id,name,cost,Match funding,Website\n1,Park,200,100,x.org\n2,Road,200,50,y.org\n".into(),
        ),
        ("v.csv", "Voter,Vote\n1,Park\n".into()),
    ];
    let (code, told) = vote(&files, &["v.csv", "--projects", "p.csv", "--budget", "400"]).expect("counted");
    assert_eq!(code, 0);
    assert!(
        told.contains("`Match funding` is not read") && !told.contains("Website"),
        "{told}"
    );
}

#[test]
fn ordinary_exports_are_read_without_a_question() {
    // A ticked cell holds the choice itself; tables, lines and answers have numbers as projects have.
    for ballots in [
        "Respondent,Park,Road,Pool\n1,,Road,Pool\n2,,Road,\n3,,Road,Pool\n",
        "Voter no.,Vote\n1,\"2,3\"\n2,2\n3,\"2,3\"\n",
        "Table,First choice,Second choice\n1,Road,Pool\n2,Road,Pool\n3,Pool,Road\n",
        "ID,Which project\n1,Road\n2,Road\n3,Pool\n",
        "No,Vote 1,Vote 2\n1,2,3\n2,2,3\n3,2,1\n",
        "Voter,Vote\n1,Road - £200;Pool (£200)\n2,Road £200\n",
    ] {
        assert_eq!(
            of_three(ballots, &[]).unwrap_or_else(|told| panic!("{ballots}: {told}")),
            ["2", "3"],
            "{ballots}"
        );
    }
    // An answer to another question is one where it says yes otherwise than projects are ticked.
    let other = "Name,Park,Road,Pool,Told the result?\nA,,x,x,Yes\nB,,x,,No\n";
    assert_eq!(of_three(other, &[]).expect("another question"), ["2", "3"]);
    // Or where it is a question, and every project has its column; what may be a title is asked about.
    let crosses = other.replace("Yes", "x").replace("No", "");
    assert_eq!(of_three(&crosses, &[]).expect("another question"), ["2", "3"]);
    let told = of_three(&crosses.replace("Told the result?", "Playground"), &[]).expect_err("a title");
    assert!(told.contains("take the column out if it is none"), "{told}");
    for ballots in [
        "Paper no.,Choices\n1,\"2,3\"\n2,2\n3,\"2,3\"\n",
        "Ballot number,Choices\n1,\"2,3\"\n2,2\n3,\"2,3\"\n",
        "Ballot,Project\n1,2\n1,3\n2,2\n3,2\n",
        "Ballot number,Project\n1,2\n1,3\n2,2\n3,2\n",
        "Serial,Project\n7,2\n7,3\n9,2\n8,2\n",
        "Name,Projects,Number of projects chosen\nA,\"2,3\",2\nB,2,1\n",
        "Name,Projects,Count\nA,\"2,3\",2\nB,2,1\n",
    ] {
        assert_eq!(
            of_three(ballots, &[]).unwrap_or_else(|told| panic!("{ballots}: {told}")),
            ["2", "3"],
            "{ballots}"
        );
    }
}

#[test]
fn numbers_of_papers_are_no_ballots_and_the_size_of_a_group_is_asked_about() {
    let ranks = |numbers: [u8; 3]| {
        let [one, two, three] = numbers;
        let table = format!("Ballot,Park,Road,Pool\n{one},2,1,3\n{two},3,1,2\n{three},1,2,3\n");
        of_three(&table, &["--vote-type", "ordinal"])
    };
    assert_eq!(ranks([1, 2, 3]).expect("numbered papers"), ["2", "1"]);
    // Numbers that do not follow one another may be projects'.
    let told = ranks([3, 1, 2]).expect_err("ranks");
    assert!(told.contains("which"), "{told}");
    for heading in [
        "Group size",
        "Number in group",
        "How many people agreed?",
        "Identical papers",
        "Attendance",
    ] {
        let told = of_three(&format!("{heading},Vote\n20,Park\n10,Road\n15,\"Road, Pool\"\n"), &[]).expect_err(heading);
        assert!(told.contains("how many people cast each ballot"), "{told}");
    }
}

#[test]
fn a_ballot_beyond_what_the_question_allows_is_asked_about() {
    for heading in [
        "Choose up to 2 projects",
        "Tick your top two",
        "Which projects? (max 2)",
        "Please select at most 2 options.",
    ] {
        let told = of_three(&format!("Voter,{heading}\nAnn,\"Road, Pool, Park\"\nBob,Road\n"), &[]).expect_err(heading);
        assert!(told.contains("v.csv line 2") && told.contains("names more"), "{told}");
        let found = of_three(&format!("Voter,{heading}\nAnn,\"Road, Pool\"\nBob,Road\n"), &[]);
        assert_eq!(found.unwrap_or_else(|told| panic!("{told}")), ["2", "3"]);
    }
}

#[test]
fn a_published_score_that_the_ballots_do_not_give_is_told() {
    let file = |score: u32| {
        format!(
            "META\nkey;value\ndescription;d\ncountry;UK\nunit;u\ninstance;2026\nnum_projects;2\nnum_votes;2\nbudget;100\nvote_type;cumulative\nrule;greedy\ndate_begin;2026\ndate_end;2026\nmax_sum_points;10\nPROJECTS\nproject_id;cost;score\na;100;{score}\nb;100;8\nVOTES\nvoter_id;vote;points\n1;a,b;6,4\n2;a,b;6,4\n"
        )
    };
    let told = |score: u32| {
        vote(&[("v.pb", file(score).into_bytes())], &["v.pb", "--rule", "official"])
            .expect("counted")
            .1
    };
    assert!(
        told(7).contains("`score` of `a` says 7, the ballots give 12"),
        "{}",
        told(7)
    );
    assert!(!told(12).contains("`score` of"), "{}", told(12));
}

#[test]
fn a_scale_whose_good_end_is_the_other_one_is_asked_about() {
    let table = |question: &str| {
        let of = |project: &str| format!("{question} [{project}]");
        format!(
            "Voter,\"{}\",\"{}\",\"{}\"\n1,1,2,5\n2,1,3,4\n",
            of("Park"),
            of("Road"),
            of("Pool")
        )
    };
    let wanted = "Score each, 1 = most wanted, 5 = least wanted";
    assert!(
        of_three(&table(wanted), &["--vote-type", "scoring"])
            .expect_err(wanted)
            .contains("--vote-type ordinal")
    );
    let rank = "Rank 1-4 (4 is best)";
    assert!(
        of_three(&table(rank), &["--vote-type", "ordinal"])
            .expect_err(rank)
            .contains("--vote-type scoring")
    );
    let found = of_three(&table("Score each, 5 = most wanted"), &["--vote-type", "scoring"]);
    assert_eq!(found.unwrap_or_else(|told| panic!("{told}")), ["3", "2"]);
}

#[test]
fn how_many_cast_a_ballot_and_what_it_weighs_are_no_groups_of_people() {
    let files = [
        ("p.csv", THREE.as_bytes().to_vec()),
        (
            "v.csv",
            "Vote,ballots_cast,Ward\nPark,20,East\nRoad,15,West\nPool,12,East\n".into(),
        ),
    ];
    let words = ["v.csv", "--projects", "p.csv", "--budget", "400", "--format", "json"];
    let (_, told) = vote(&files, &words).expect("counted");
    assert!(told.contains("Ward") && !told.contains("ballots_cast"), "{told}");
}
