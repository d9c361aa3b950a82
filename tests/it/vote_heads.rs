//! What stands at the head of a ballot file and in options holds, or is refused: nothing of it is passed over in silence.

use crate::ballots::Right::{Funds, Refused};
use crate::ballots::{funded, hold, vote};

/// P 500 (4 votes), S 400 (4), R 300 (5), O 200 (3), B 100 (2): R, P and O are funded of 1,000.
const TOWN: &str = "META\nkey;value\ndescription;Town\ncountry;UK\nunit;Town\ninstance;2025\nnum_projects;5\nnum_votes;8\nbudget;1000\nvote_type;approval\nrule;greedy\ndate_begin;2025\ndate_end;2025\ncurrency;GBP\nPROJECTS\nproject_id;cost;category\nP;500;parks\nS;400;schools\nR;300;roads\nO;200;parks\nB;100;parks\nVOTES\nvoter_id;vote\n1;P,S,R\n2;P,R\n3;S,R\n4;P,O\n5;R,O,B\n6;S,R\n7;P,O\n8;S,B\n";

fn with(more: &str) -> Vec<u8> {
    TOWN.replace("currency;GBP\n", &format!("currency;GBP\n{more}\n"))
        .into_bytes()
}

#[test]
fn a_key_that_says_two_things_is_misspelt_or_no_key_is_refused_or_told_with_its_line() {
    let winners = Funds(&["R", "P", "O"]);
    for (more, right) in [
        (
            "budget;2000",
            Refused(&["line 15", "`budget` says `2000`", "on line 9 it says `1000`"]),
        ),
        ("vote_type;ordinal", Refused(&["line 15", "`vote_type` says `ordinal`"])),
        (
            "max_length;3\nMax_Length;2",
            Refused(&["line 16", "`Max_Length` says `2`", "line 15"]),
        ),
        (
            "min_project_vote;4",
            Refused(&["line 15", "did you mean `min_project_votes`"]),
        ),
        ("min project votes;4", Refused(&["line 15", "`min_project_votes`"])),
        ("max_lenght;2", Refused(&["line 15", "`max_length`"])),
        ("max_sum_costs;800", Refused(&["line 15", "`max_sum_cost`"])),
        ("over-limit;count", Refused(&["line 15", "`over_limit`"])),
        (
            "carried_over;500",
            Refused(&["line 15", "`carried_over`", "--carried-over"]),
        ),
        (
            "threshold;4",
            Refused(&["line 15", "`threshold`", "`min_project_score_threshold`"]),
        ),
        ("quorum;4", Refused(&["line 15", "`quorum`", "`min_turnout`"])),
        ("min_votes;4", Refused(&["line 15", "`min_project_votes`"])),
        (
            "categories;Parks,roads\nbudget_per_category;300,500",
            Refused(&["line 16", "category `Parks`", "`parks`"]),
        ),
        // The same once more, and what limits nothing.
        ("budget;1,000", winners),
        ("comment;one\ncomment;two", Funds(&["R", "P", "O"])),
        (
            "url;https://example.org\nnum_voters;900\nresidents;5000",
            Funds(&["R", "P", "O"]),
        ),
        ("min_project_votes;4", Funds(&["R", "P"])),
    ] {
        let files = [("f.pb", with(more))];
        hold(more, funded(&files, &["f.pb"]), &right);
        if matches!(right, Refused(_)) {
            let (code, told) = vote(&files, &["f.pb", "--check"]).expect("checked");
            assert_eq!(code, 1, "{told}");
            assert_eq!(
                funded(&files, &["f.pb", "--repair"]).expect("repaired")[0],
                "R",
                "{more}"
            );
        }
    }
    for format in ["text", "json", "csv", "html"] {
        let files = [("f.pb", with("url;https://example.org\nresidents;5000"))];
        let (code, told) = vote(&files, &["f.pb", "--format", format]).expect("counted");
        assert_eq!(code, 0);
        assert!(
            told.contains("`url`, `residents` are keys of META that are not known here"),
            "{format}: {told}"
        );
    }
}

#[test]
fn a_column_that_is_a_slip_of_one_that_limits_is_refused() {
    let column = |name: &str, of_park: &str| {
        let text = TOWN
            .replace("project_id;cost;category", &format!("project_id;cost;category;{name}"))
            .replace("P;500;parks", &format!("P;500;parks;{of_park}"))
            .replace("S;400;schools", "S;400;schools;")
            .replace("R;300;roads", "R;300;roads;")
            .replace("O;200;parks", "O;200;parks;")
            .replace("B;100;parks", "B;100;parks;");
        [("f.pb", text.into_bytes())]
    };
    for (name, cell, meant) in [
        ("require", "S", "`requires`"),
        ("needs", "S", "`requires`"),
        ("exclude", "R", "`excludes`"),
        ("exclusive_groups", "x", "`exclusive_group`"),
    ] {
        let found = funded(&column(name, cell), &["f.pb"]);
        let told = found.expect_err("refused").to_string();
        assert!(
            ["line 16", name, meant].iter().all(|word| told.contains(word)),
            "{told}"
        );
    }
    for (name, cell) in [("needs", "a new fence"), ("require", ""), ("colour", "green")] {
        hold(name, funded(&column(name, cell), &["f.pb"]), &Funds(&["R", "P", "O"]));
    }
    // P waits for S, which no longer fits; then O and B.
    hold(
        "requires",
        funded(&column("requires", "S"), &["f.pb"]),
        &Funds(&["R", "S", "O", "B"]),
    );
}

#[test]
fn projects_that_wait_for_one_another_are_refused_wherever_that_is_said() {
    let plain = [("f.pb", TOWN.as_bytes().to_vec())];
    for (options, words) in [
        (
            &["f.pb", "--requires", "P:O", "--requires", "O:P"][..],
            &["`P` needs `O` needs `P`", "one project"][..],
        ),
        (
            &["f.pb", "--requires", "P:O", "--requires", "O:R", "--requires", "R:P"],
            &["needs", "one project"],
        ),
        (&["f.pb", "--requires", "P:P"], &["`P` may be funded only after itself"]),
    ] {
        let error = funded(&plain, options).expect_err("a circle").to_string();
        for word in words {
            assert!(error.contains(word), "{error}");
        }
    }
    let both = TOWN
        .replace("project_id;cost;category", "project_id;cost;category;requires")
        .replace("P;500;parks", "P;500;parks;O")
        .replace("O;200;parks", "O;200;parks;P")
        .replace("S;400;schools", "S;400;schools;")
        .replace("R;300;roads", "R;300;roads;")
        .replace("B;100;parks", "B;100;parks;");
    let files = [("f.pb", both.clone().into_bytes())];
    hold(
        "columns",
        funded(&files, &["f.pb"]),
        &Refused(&["line 17", "`P` needs `O` needs `P`", "one project"]),
    );
    let (code, told) = vote(&files, &["f.pb", "--check"]).expect("checked");
    assert!(code == 1 && told.contains("[circle]"), "{told}");
    // Half of a circle in the file, the other half typed.
    let half = [("f.pb", both.replace("O;200;parks;P", "O;200;parks;").into_bytes())];
    assert!(funded(&half, &["f.pb"]).is_ok());
    let error = funded(&half, &["f.pb", "--requires", "O:P"])
        .expect_err("a circle")
        .to_string();
    assert!(error.contains("one project"), "{error}");
}

#[test]
fn options_that_would_be_passed_over_act_or_are_refused() {
    let files = |text: &str| [("f.pb", text.as_bytes().to_vec())];
    let twice = TOWN
        .replace("8;S,B", "1;O")
        .replace("num_votes;8", "num_votes;8\nresidents;9");
    let over = TOWN.replace("currency;GBP", "currency;GBP\nmax_length;2");
    for (text, options, words) in [
        (
            TOWN,
            &["--vote-type", "ordinal"][..],
            &["--vote-type would change nothing", "`vote_type` in META"][..],
        ),
        (TOWN, &["--step", "0"], &["--step", "`0`", "above 0"]),
        (TOWN, &["--normalise", "--margins"], &["--margins would change nothing"]),
        (
            TOWN,
            &["--check", "--carried-over", "5"],
            &["--carried-over would change nothing"],
        ),
        (
            TOWN,
            &["--normalise", "--budget", "5"],
            &["--budget would change nothing"],
        ),
        (
            TOWN,
            &["--normalise", "--format", "json"],
            &["--format would change nothing"],
        ),
        (
            &twice,
            &["--normalise", "--same-voter", "each"],
            &["--same-voter would change nothing"],
        ),
        (
            &over,
            &["--normalise", "--over-limit", "count"],
            &["--over-limit would change nothing", "over_limit;count"],
        ),
        (
            &over,
            &["--normalise", "--over-limit", "refuse"],
            &["allowed from any to 2"],
        ),
    ] {
        let all: Vec<&str> = ["f.pb"].iter().chain(options).copied().collect();
        let error = vote(&files(text), &all).expect_err("refused").to_string();
        for word in words {
            assert!(error.contains(word), "{options:?}: {error}");
        }
    }
    for (which, gone) in [("first", "1;O\n"), ("last", "1;P,S,R\n")] {
        let written = vote(&files(&twice), &["f.pb", "--normalise", "--same-voter", which])
            .expect("written")
            .1;
        assert!(
            !written.contains(gone) && written.contains("num_votes;7\n"),
            "{written}"
        );
        assert!(written.contains("residents;9\n"), "{written}");
        let counted = funded(&files(&written), &["f.pb"]).expect("counted");
        assert_eq!(
            counted,
            funded(&files(&twice), &["f.pb", "--same-voter", which]).expect("counted")
        );
    }
    let written = vote(&files(&over), &["f.pb", "--normalise", "--over-limit", "set-aside"])
        .expect("written")
        .1;
    assert!(
        written.contains("num_votes;6\n") && !written.contains("\n1;") && !written.contains("\n5;"),
        "{written}"
    );
    assert_eq!(
        funded(&files(&written), &["f.pb"]).expect("counted"),
        funded(&files(&over), &["f.pb", "--over-limit", "set-aside"]).expect("counted")
    );
}

#[test]
fn ballots_that_cost_more_than_they_may_are_void_where_somebody_says_so() {
    // Ballot 1 costs 1,200. Without it S has 3 votes, P 3, R 4, O 3.
    let text = TOWN.replace("currency;GBP", "currency;GBP\nmax_sum_cost;900");
    let files = |text: &str| [("f.pb", text.as_bytes().to_vec())];
    let voters = |text: &str, options: &[&str]| {
        let all: Vec<&str> = ["f.pb", "--rule", "greedy"].iter().chain(options).copied().collect();
        vote(&files(text), &all).map(|(_, told)| told)
    };
    let usual = voters(&text, &[]).expect("counted");
    assert!(
        usual.contains("8 voters") && usual.contains("cost 1200, allowed from any to 900"),
        "{usual}"
    );
    let aside = voters(&text, &["--over-limit", "set-aside"]).expect("counted");
    assert!(
        aside.contains("7 voters") && aside.contains("line 25") && aside.contains("is void"),
        "{aside}"
    );
    let said = text.replace("max_sum_cost", "over_limit;set_aside\nmax_sum_cost");
    assert!(voters(&said, &[]).expect("counted").contains("7 voters"));
    let error = voters(&text, &["--over-limit", "refuse"])
        .expect_err("refused")
        .to_string();
    assert!(
        error.contains("line 25") && error.contains("allowed from any to 900"),
        "{error}"
    );
    let counts = voters(&text, &["--over-limit", "count"]).expect("counted");
    assert!(
        counts.contains("8 voters") && counts.contains("allowed from any to 900"),
        "{counts}"
    );
}
