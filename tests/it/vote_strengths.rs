//! Voters who count for more or less than one, and votes in which too few took part.

use carepool::budgeting::exact::whole;
use carepool::budgeting::rules::{Options, Rule, refusal, run};
use carepool::budgeting::{Election, pabulib};

use serde_json::json;

use crate::vote_limits::vote;

const PROJECTS: &str = "PROJECTS\nproject_id;cost\nA;60\nB;40\nC;35\nD;25\n";
/// Ballots of many shapes, so that every rule has something to decide.
const BALLOTS: [&str; 9] = ["A", "A,B", "B,C", "C", "C,D", "D", "A,D", "B,D", "A,C,D"];

/// Ballots with strengths in quarters of a vote.
fn weighted(strengths: &[u32]) -> String {
    let mut text =
        format!("META\nkey;value\nbudget;100\nvote_type;approval\n{PROJECTS}VOTES\nvoter_id;vote;vote_strength\n");
    for (voter, (ballot, quarters)) in BALLOTS.iter().zip(strengths).enumerate() {
        text.push_str(&format!("{voter};{ballot};{}\n", f64::from(*quarters) / 4.0));
    }
    text
}

/// The same, each voter repeated.
fn repeated(times: &[u32]) -> String {
    let mut text = format!("META\nkey;value\nbudget;100\nvote_type;approval\n{PROJECTS}VOTES\nvoter_id;vote\n");
    for (voter, (ballot, times)) in BALLOTS.iter().zip(times).enumerate() {
        (0..*times).for_each(|time| text.push_str(&format!("{voter}-{time};{ballot}\n")));
    }
    text
}

fn election(text: &str) -> Election {
    let reading = pabulib::read_bytes(text.as_bytes().to_vec(), true);
    let election = reading.election;
    election.unwrap_or_else(|| panic!("{:?}", reading.problems))
}

fn lists() -> Vec<Vec<u32>> {
    (0..40u32)
        .map(|list| (0..9).map(|voter| (list * 7 + voter * (list % 5 + 3)) % 8).collect())
        .collect()
}

#[test]
fn under_every_rule_a_voter_of_strength_three_is_three_voters() {
    for strengths in lists() {
        let quarters: Vec<u32> = strengths.iter().map(|strength| 4 * strength).collect();
        let (one, other) = (election(&weighted(&quarters)), election(&repeated(&strengths)));
        for rule in Rule::ALL {
            let options = Options::default().for_people(rule);
            assert_eq!(refusal(rule, &one, &options), None);
            let (counted, again) = (run(rule, &one, &options), run(rule, &other, &options));
            assert_eq!(counted.funded, again.funded, "{} {strengths:?}", rule.word());
        }
    }
}

#[test]
fn parts_of_a_vote_count_exactly_and_a_step_stays_one_for_a_whole_vote() {
    let mut differ = 0;
    for quarters in lists() {
        let one = election(&weighted(&quarters));
        // Four times as many whole voters with four times the money are the same vote in another unit of money.
        let mut other = election(&repeated(&quarters));
        other.budget *= whole(4);
        other.projects.iter_mut().for_each(|project| project.cost *= whole(4));
        let heads = election(&repeated(&[1; 9]));
        for rule in Rule::ALL {
            let options = Options::default().for_people(rule);
            let counted = run(rule, &one, &options);
            assert_eq!(
                counted.funded,
                run(rule, &other, &options).funded,
                "{} {quarters:?}",
                rule.word()
            );
            differ += usize::from(counted.funded != run(rule, &heads, &options).funded);
        }
    }
    assert!(differ > 40, "strengths change hardly anything: {differ}");
}

#[test]
fn least_votes_and_scores_are_asked_of_whole_votes() {
    // A has 2.5 votes, B 2, in a file of halves.
    let text = "META\nkey;value\nbudget;100\nvote_type;approval\nmin_project_votes;2.5\nPROJECTS\nproject_id;cost;votes\nA;60;2\nB;40;3\nVOTES\nvoter_id;vote;vote_strength\n1;A;2\n2;A;0.5\n3;B;1\n4;B;0.5\n5;B;0.5\n";
    for rule in ["greedy", "equal-shares", "phragmen"] {
        let told = vote(text, &["--rule", rule]).expect("counted");
        assert_eq!(told["funded"], serde_json::json!(["A"]), "{rule}");
    }
    let told = vote(
        &text.replace("min_project_votes", "min_project_score_threshold"),
        &["--rule", "greedy-no-skip"],
    );
    assert_eq!(
        told.expect("counted")["funded"],
        serde_json::json!(["A"]),
        "the published number counts heads"
    );
}

#[test]
fn who_has_no_strength_is_not_counted_and_strengths_are_told() {
    let text = weighted(&[4, 0, 4, 2, 4, 4, 4, 4, 4]);
    let told = vote(&text, &["--rule", "greedy"]).expect("counted");
    assert_eq!((&told["voters"], &told["summed_strength"]), (&json!(8), &json!(7.5)));
    let notes = told["notes"].to_string();
    assert!(notes.contains("the votes of 8 people count as 7.5"), "{notes}");
    // C is named by voters 2 (half a vote: 3 of the list), 4 and 8: people and votes are two figures there too.
    let of = |id: &str| {
        let list = told["explanation"].as_array().expect("a list");
        let one = list.iter().find(|one| one["project"] == id).expect("told");
        (one["voters"].clone(), one["votes"].clone())
    };
    assert_eq!(of("A"), (json!(3), json!(3.0)));
    assert_eq!(of("C"), (json!(4), json!(3.5)));
    assert_eq!(told["fairness"]["histogram"].as_array().map(Vec::len), Some(3));
    let told_in_words = told["explanation"].to_string();
    assert!(told_in_words.contains("4 voters with 3.5 votes"), "{told_in_words}");
    let plain = vote(&weighted(&[4; 9]), &["--rule", "greedy"]).expect("counted");
    assert!(!plain["notes"].to_string().contains("strength"));
}

#[test]
fn a_strength_that_is_no_number_stops_the_count_with_its_line() {
    for wrong in ["-1", "much", "", "1000000"] {
        let text = weighted(&[4; 9]).replace("3;C;1\n", &format!("3;C;{wrong}\n"));
        let error = vote(&text, &[]).expect_err(wrong).to_string();
        assert!(
            error.contains("line 16") && error.contains("strength"),
            "{wrong}: {error}"
        );
    }
}

#[test]
fn strengths_are_written_and_read_back() {
    let one = election(&weighted(&[1, 2, 3, 4, 5, 6, 7, 8, 9]));
    let back = election(&pabulib::write(&one));
    assert_eq!(
        (back.ballots, back.strengths, back.strength_scale),
        (one.ballots, one.strengths, 4)
    );
}

#[test]
fn below_the_least_turnout_nothing_is_funded_under_any_rule_and_that_is_said() {
    let text = |least: &str| repeated(&[1; 9]).replace("vote_type", &format!("min_turnout;{least}\nvote_type"));
    for rule in Rule::ALL.into_iter().chain(Rule::BY_NAME) {
        let told = vote(&text("10"), &["--rule", rule.word()]).expect("counted");
        assert_eq!(told["funded"], serde_json::json!([]), "{}", rule.word());
        assert!(
            told["notes"].to_string().contains("9 people voted, and at least 10"),
            "{told}"
        );
        let why = told["explanation"][0]["text"].as_str().expect("a reason").to_owned();
        assert!(why.contains("at least 10 must vote"), "{}: {why}", rule.word());
        let met = vote(&text("9"), &["--rule", rule.word()]).expect("counted");
        let without = vote(&repeated(&[1; 9]), &["--rule", rule.word()]).expect("counted");
        assert_eq!(met["funded"], without["funded"], "{}", rule.word());
        assert!(met["funded"] != serde_json::json!([]));
    }
    // Heads are counted, not strengths.
    let heavy = weighted(&[40; 9]).replace("vote_type", "min_turnout;10\nvote_type");
    assert_eq!(vote(&heavy, &[]).expect("counted")["funded"], serde_json::json!([]));
    let passed = vote(&text("10"), &["--ignore-limits"]).expect("counted");
    assert!(passed["funded"] != serde_json::json!([]));
    for wrong in ["10%", "0.1", "half"] {
        let error = vote(&text(wrong), &[]).expect_err(wrong).to_string();
        assert!(
            error.contains("min_turnout") && error.contains("number of people"),
            "{wrong}: {error}"
        );
    }
}

#[test]
fn people_are_never_counted_by_their_strength_in_text_json_csv_or_description() {
    // Five people, of strengths 5, 4, 3, 2 and 1: together 15.
    let mut text = format!("META\nkey;value\nbudget;100\nvote_type;approval\n{PROJECTS}VOTES\nvoter_id;vote;weight\n");
    for (voter, ballot) in ["A", "A,B", "B,C", "C", ""].iter().enumerate() {
        text.push_str(&format!("{voter};{ballot};{}\n", 5 - voter));
    }
    for rule in Rule::ALL {
        let told = vote(&text, &["--rule", rule.word()]).expect("counted");
        assert_eq!(
            (&told["voters"], &told["summed_strength"]),
            (&json!(5), &json!(15)),
            "{}",
            rule.word()
        );
        let histogram = told["fairness"]["histogram"].as_array().expect("a list").iter();
        assert_eq!(
            histogram.filter_map(serde_json::Value::as_u64).sum::<u64>(),
            5,
            "{}",
            rule.word()
        );
        for one in told["explanation"].as_array().expect("a list") {
            let (voters, votes) = match one["project"].as_str() {
                Some("A") => (2, 9),
                Some("B") => (2, 7),
                Some("C") => (2, 5),
                _ => (0, 0),
            };
            assert_eq!(
                (&one["voters"], &one["votes"]),
                (&json!(voters), &json!(votes)),
                "{}",
                rule.word()
            );
            if let Some(paid) = one.get("paid_by") {
                assert!(paid["voters"].as_u64() <= Some(2), "{}: {one}", rule.word());
            }
        }
    }
    let described = vote(&text, &["--describe"]).expect("described");
    assert_eq!(
        (&described["voters"], &described["summed_strength"]),
        (&json!(5), &json!("15"))
    );
    assert_eq!(
        (&described["approvals"], &described["empty_ballots"]),
        (&json!(6), &json!(1))
    );
}

#[test]
fn a_line_that_many_cast_is_as_many_voters() {
    let lines = |more: &str, cast: bool| {
        let counts = [3u32, 0, 2, 1, 4, 1, 2, 5, 1];
        let mut text = format!(
            "META\nkey;value\nbudget;100\nvote_type;approval\n{more}{PROJECTS}VOTES\nvoter_id;vote{}\n",
            if cast { ";ballots_cast" } else { "" }
        );
        for (voter, (ballot, count)) in BALLOTS.iter().zip(counts).enumerate() {
            if cast {
                text.push_str(&format!("{voter};{ballot};{count}\n"));
            } else {
                (0..count).for_each(|time| text.push_str(&format!("{voter}-{time};{ballot}\n")));
            }
        }
        election(&text)
    };
    let (together, apart) = (
        lines("num_votes;19\nmin_turnout;19\n", true),
        lines("min_turnout;19\n", false),
    );
    assert_eq!(together.people(), 19);
    assert_eq!(together.ballot_of_voter.len(), 19);
    assert_eq!(together.votes(), apart.votes());
    assert_eq!(together.heads(), apart.heads());
    for rule in Rule::ALL {
        let options = Options::default();
        if refusal(rule, &together, &options).is_none() {
            let (one, other) = (run(rule, &together, &options), run(rule, &apart, &options));
            assert_eq!(one.funded, other.funded, "{}", rule.word());
        }
    }
    // Parts of people, and more than there can be, are doubtful.
    for wrong in ["1.5", "-1", "many"] {
        let text = format!(
            "META\nkey;value\nbudget;100\nvote_type;approval\n{PROJECTS}VOTES\nvoter_id;vote;ballots_cast\n1;A;{wrong}\n"
        );
        let reading = pabulib::read_bytes(text.into_bytes(), false);
        assert!(!reading.doubts().is_empty(), "{wrong}");
    }
}
