//! What stands beside the ballots of a table, and one person under two spellings: told with the line, never counted in silence.

use crate::ballots::Right::{Funds, Refused};
use crate::ballots::{THREE, each, funded, vote};

#[test]
fn a_line_of_text_below_the_ballots_is_refused_with_its_line_and_an_empty_ballot_counts() {
    each(vec![
        (
            "below a table",
            "Voter,Bridge,Pool,Bench\nV1,,1,\nV2,,1,1\nV3,,,1\nCounted by J Smith,,,\n",
            &[],
            Refused(&["v.csv line 5", "`Counted by J Smith`", "does not look like a ballot"]),
        ),
        (
            "below a table, without commas",
            "Voter,Bridge,Pool,Bench\nV1,,1,\nV2,,1,1\nV3,,,1\nCounted by J Smith\n",
            &[],
            Refused(&["v.csv line 5", "`Counted by J Smith`"]),
        ),
        (
            "below a table of names",
            "Name,Bridge,Pool,Bench\nAnn Lee,,1,\nBob Day,,1,1\nCy Fox,,,1\nSigned: J Smith,,,\n",
            &[],
            Refused(&["v.csv line 5", "`Signed: J Smith`"]),
        ),
        (
            "below a list",
            "voter_id,vote\n1,2\n2,\"2,3\"\n3,3\nPrinted 3 May,\n",
            &[],
            Refused(&["v.csv line 5", "`Printed 3 May`"]),
        ),
        (
            "below a line for each mention",
            "voter_id,project_id\n1,2\n2,2\n2,3\n3,3\nEnd of list,\n",
            &[],
            Refused(&["v.csv line 6", "`End of list`"]),
        ),
        (
            "in a column about the voter, and nobody named",
            "Voter,Ward,Bridge,Pool,Bench\nV1,East,,1,\nV2,West,,1,1\nV3,East,,,1\n,Checked,,,\n",
            &[],
            Refused(&["v.csv line 5", "`Checked`"]),
        ),
        (
            "above the ballots",
            "Voter,Bridge,Pool,Bench\nTick at most two,,,\nV1,,1,\nV2,,1,1\nV3,,,1\n",
            &[],
            Refused(&["v.csv line 2", "`Tick at most two`"]),
        ),
        (
            "not counted where repairs are asked for",
            "Voter,Bridge,Pool,Bench\nV1,,1,\nV2,,1,1\nV3,,,1\nCounted by J Smith,,,\n",
            &["--repair"],
            Funds(&["2", "3"]),
        ),
        (
            "an empty ballot",
            "Voter,Bridge,Pool,Bench\nV1,,1,\nV2,,1,1\nV3,,,1\nV4,,,\n",
            &[],
            Funds(&["2", "3"]),
        ),
    ]);
    // Where no column says who voted, a ballot with nothing but its time is empty, and a sentence is none.
    each(vec![
        (
            "a form without names",
            "Timestamp,Bridge,Pool,Bench\n2026-05-03 10:00,,1,\n2026-05-03 10:05,,1,1\n2026-05-03 10:09,,,1\n2026-05-03 11:00,,,\n",
            &[],
            Funds(&["2", "3"]),
        ),
        (
            "a sentence below a form without names",
            "Timestamp,Bridge,Pool,Bench\n2026-05-03 10:00,,1,\n2026-05-03 10:05,,1,1\nEnd of the form,,,\n",
            &[],
            Refused(&["v.csv line 4", "`End of the form`"]),
        ),
    ]);
    // An empty ballot is a voter, told by line.
    let files = [
        ("p.csv", THREE.as_bytes().to_vec()),
        (
            "v.csv",
            "Name,Bridge,Pool,Bench\nAnn Lee,,1,\nBob Day,,1,1\nCy Fox,0,0,0\n".into(),
        ),
    ];
    let arguments = ["v.csv", "--projects", "p.csv", "--budget", "100", "--format", "json"];
    let (_, text) = vote(&files, &arguments).expect("counted");
    let value: serde_json::Value = serde_json::from_str(&text).expect("json");
    assert_eq!(value["voters"], 3);
    let told = value["repairs"].to_string();
    assert!(
        told.contains("line 4") && told.contains("`Cy Fox` names no project"),
        "{told}"
    );
}

#[test]
fn a_voter_in_two_spellings_is_asked_about_like_any_other_who_stands_there_twice() {
    let two = |first: &str, again: &str| format!("voter_id,vote\n{first},1\nB2,2\n{again},3\n");
    for (first, again) in [
        ("A1", "a1"),
        ("A1", "\" A1 \""),
        ("A1", "A 1"),
        ("A1", "A1\u{a0}"),
        ("A1", "\u{200b}A1"),
        ("Ann@x.org", "ann@X.org"),
    ] {
        let files = [
            ("p.csv", THREE.as_bytes().to_vec()),
            ("v.csv", two(first, again).into()),
        ];
        let arguments = ["v.csv", "--projects", "p.csv", "--budget", "100"];
        let told = funded(&files, &arguments).expect_err(again).to_string();
        assert!(
            told.contains("v.csv line 4") && told.contains("voted on line 2 already"),
            "{again}: {told}"
        );
        let with = |which: &str| {
            let mut all = arguments.to_vec();
            all.extend(["--same-voter", which, "--format", "json"]);
            let (_, text) = vote(&files, &all).expect("counted");
            let value: serde_json::Value = serde_json::from_str(&text).expect("json");
            value["voters"].as_u64()
        };
        assert_eq!(
            (with("first"), with("last"), with("each")),
            (Some(2), Some(2), Some(3)),
            "{again}"
        );
    }
    for (first, again) in [("A1", "A10"), ("A1", "A01"), ("A1", "B1"), ("10", "1"), ("A-1", "A1-")] {
        let files = [
            ("p.csv", THREE.as_bytes().to_vec()),
            ("v.csv", two(first, again).into()),
        ];
        assert!(
            funded(&files, &["v.csv", "--projects", "p.csv", "--budget", "100"]).is_ok(),
            "{again}"
        );
    }
    each(vec![(
        "on lines for each mention",
        "voter_id,project_id\nA1,2\nB2,2\na1,3\n",
        &[],
        Refused(&["v.csv line 4", "voter `a1` stands on an earlier line, as `A1`"]),
    )]);
}

#[test]
fn a_heading_in_the_middle_and_totals_in_the_place_of_ballots_are_called_what_they_are() {
    each(vec![
        (
            "two pages joined",
            "Voter,Bridge,Pool,Bench\n1,x,,\n2,,x,x\nVoter,Bridge,Pool,Bench\n3,,x,\n",
            &[],
            Refused(&["v.csv line 4", "repeats the heading"]),
        ),
        (
            "two pages joined, mended as told",
            "Voter,Bridge,Pool,Bench\n1,x,,\n2,,x,x\nVoter,Bridge,Pool,Bench\n3,,x,\n",
            &["--repair"],
            Funds(&["2", "3"]),
        ),
        (
            "two lists joined",
            "voter_id,vote\n1,1\n2,\"2,3\"\nvoter_id,vote\n3,2\n",
            &[],
            Refused(&["v.csv line 4", "repeats the heading"]),
        ),
        (
            "totals",
            "Project,Votes\nBridge,12\nPool,20\nBench,9\n",
            &[],
            Refused(&["v.csv line 1", "these are totals"]),
        ),
    ]);
}
