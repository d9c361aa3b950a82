//! What nobody named, what the file says beside the ballots, and names that mean two projects or none.

use serde_json::Value;

use crate::ballots::Right::{self, Funds, Refused};
use crate::ballots::{funded, hold, vote};

/// Six voters; nobody named the practice, and all four fit.
const UNNAMED: &str = "META\nkey;value\nbudget;3000000\nnum_projects;4\nnum_votes;3\nvote_type;approval\nrule;greedy\nPROJECTS\nproject_id;cost;name;selected\ndentists;300000;Dentists;1\nfalls;120000;Falls;1\ngp;1000000;GP;1\nmh;900000;MH;1\nVOTES\nvoter_id;vote\n1;dentists,falls\n2;dentists,mh\n3;dentists\n";

fn json(text: &str, arguments: &[&str]) -> Value {
    let mut all = vec!["v.pb"];
    all.extend(arguments);
    all.extend(["--format", "json"]);
    let (_, told) = vote(&[("v.pb", text.into())], &all).expect("counted");
    serde_json::from_str(&told).expect("json")
}

fn ids(value: &Value) -> Vec<&str> {
    let list = value["funded"].as_array().expect("a list");
    list.iter().filter_map(Value::as_str).collect()
}

#[test]
fn what_nobody_named_is_funded_only_where_that_is_asked_for_or_the_city_did() {
    let named = ["dentists", "falls", "mh"];
    for rule in [
        "greedy",
        "equal-shares",
        "greedy-no-skip",
        "value-for-money",
        "plurality",
    ] {
        let mut found = json(UNNAMED, &["--rule", rule]);
        let mut funded = ids(&found);
        funded.sort_unstable();
        assert_eq!(funded, named, "{rule}");
        let notes = found["notes"].take().to_string();
        assert!(
            notes.contains("`gp` would fit and nobody named it") && notes.contains("--fund-unnamed"),
            "{rule}: {notes}"
        );
    }
    let asked = json(UNNAMED, &["--rule", "greedy", "--fund-unnamed"]);
    assert_eq!(ids(&asked), ["dentists", "falls", "mh", "gp"]);
    assert!(
        asked["notes"].to_string().contains("although nobody named it"),
        "{}",
        asked["notes"]
    );
    // The city's own count, and what to type for it.
    let official = json(UNNAMED, &["--rule", "official"]);
    assert_eq!(ids(&official).len(), 4);
    let told = json(UNNAMED, &["--rule", "greedy"])["notes"].to_string();
    assert!(told.contains("--rule greedy --ties file --fund-unnamed"), "{told}");
    let typed = json(UNNAMED, &["--rule", "greedy", "--ties", "file", "--fund-unnamed"]);
    assert_eq!(ids(&typed), ids(&official));
}

#[test]
fn a_number_of_votes_that_the_ballots_do_not_bear_out_is_told_in_every_output() {
    let said = UNNAMED
        .replace("project_id;cost;name;selected", "project_id;cost;name;votes")
        .replace("Dentists;1", "Dentists;9")
        .replace("GP;1", "GP;0");
    for format in ["text", "json", "csv", "html"] {
        let (_, told) = vote(
            &[("v.pb", said.clone().into())],
            &["v.pb", "--rule", "greedy", "--format", format],
        )
        .expect("counted");
        assert!(
            told.contains("dentists") && told.contains("says 9, the ballots give 3"),
            "{format}: {told}"
        );
        // Falls and MH are right at 1, GP at nobody.
        assert!(!told.contains("and of others likewise"), "{told}");
    }
    let files = |votes: &str| {
        [
            (
                "p.csv",
                format!("id,name,cost,votes\nA,Park,100,{votes}\nB,Pool,100,1\n").into_bytes(),
            ),
            ("v.csv", b"voter_id,vote\n1,A\n2,A\n3,B\n".to_vec()),
        ]
    };
    let arguments = ["v.csv", "--projects", "p.csv", "--budget", "100", "--rule", "greedy"];
    let (_, told) = vote(&files("50"), &arguments).expect("counted");
    assert!(
        told.contains("p.csv line 2: warning [votes] `votes` of `A` says 50, the ballots give 2"),
        "{told}"
    );
    let (_, told) = vote(&files("2"), &arguments).expect("counted");
    assert!(!told.contains("the ballots give"), "{told}");
}

#[test]
fn names_of_two_projects_of_none_and_of_great_length_are_told_as_that() {
    let hold_all = |projects: &str, cases: Vec<(&'static str, String, Right)>| {
        for (name, ballots, right) in cases {
            let files = [("p.csv", projects.into()), ("v.csv", ballots.into_bytes())];
            hold(
                name,
                funded(&files, &["v.csv", "--projects", "p.csv", "--budget", "100"]),
                &right,
            );
        }
    };
    let twice = "id,name,cost\nA,Park,100\nB,Park,50\nC,Pool,50\n";
    hold_all(
        twice,
        vec![
            (
                "in a list",
                "voter_id,vote\n1,Park\n2,Pool\n".into(),
                Refused(&["v.csv line 2", "2 projects are called `Park`", "`A`, `B`"]),
            ),
            (
                "over a column",
                "Name,Park,Pool,C\nJo,x,,\nAl,x,x,\n".into(),
                Refused(&["2 projects are called `Park`"]),
            ),
            ("by identifier", "voter_id,vote\n1,A\n2,A\n".into(), Funds(&["A"])),
        ],
    );
    let plain = "id,name,cost\nA,Park,100\nB,Library,50\nC,Pool,50\n";
    hold_all(
        plain,
        vec![
            (
                "totals",
                "Project,Votes\nPark,120\nLibrary,80\nPool,50\n".into(),
                Refused(&["v.csv line 1", "these are totals"]),
            ),
            (
                "totals of two kinds",
                "Project,Cost,Online votes,Total votes\nPark,100,100,120\nLibrary,50,80,80\n".into(),
                Refused(&["these are totals"]),
            ),
            (
                "a line for each vote",
                "Name,Project voted for\nAnn,Park\nAnn,Library\nBob,Library\nCy,Library\n".into(),
                Funds(&["B"]),
            ),
            (
                "a line for each vote, by address",
                "Email,Project\nann@x.org,Park\nann@x.org,Library\nbob@x.org,Library\n".into(),
                Funds(&["B"]),
            ),
            (
                "one project a voter",
                "Name,Vote\nAnn,Park\nBob,Library\nCy,Library\n".into(),
                Funds(&["B"]),
            ),
        ],
    );
    let long = format!("voter_id,vote\n1,A\n2,{}\n", "x".repeat(5000));
    let files = [("p.csv", plain.into()), ("v.csv", long.into_bytes())];
    let told = vote(&files, &["v.csv", "--projects", "p.csv", "--budget", "100"])
        .expect_err("refused")
        .to_string();
    assert!(told.len() < 600 && told.contains("x…` is no project"), "{told}");
}

#[test]
fn two_lines_of_one_name_are_put_together_by_word_with_their_lines_and_kept_apart_where_people_say_how() {
    let projects = "id,name,cost\nA,Park,100\nB,Library,100\n";
    let counted = |ballots: &str| {
        let files = [("p.csv", projects.into()), ("v.csv", ballots.into())];
        vote(&files, &["v.csv", "--projects", "p.csv", "--budget", "100"]).expect("counted")
    };
    let (_, one) = counted("Name,Project voted for\nJ Smith,Park\nAnn,Library\nJ Smith,Library\n");
    for words in [
        "lines 2 and 4 are put together",
        "one `J Smith`",
        "`J Smith 1`, `J Smith 2`",
    ] {
        assert!(one.contains(words), "{words}: {one}");
    }
    let (_, two) = counted("Name,Project voted for\nJ Smith 1,Park\nAnn,Library\nJ Smith 2,Library\n");
    assert!(!two.contains("put together"), "{two}");
}
