//! Reasons, notes and errors of `vote` are true as they stand.

use crate::ballots::vote;

/// `carepool vote` of one file, in the terminal.
fn told(text: &str, options: &[&str]) -> String {
    let all: Vec<&str> = ["f.pb"].iter().chain(options).copied().collect();
    vote(&[("f.pb", text.as_bytes().to_vec())], &all).expect("counted").1
}

fn refused(text: &str, options: &[&str]) -> String {
    let all: Vec<&str> = ["f.pb"].iter().chain(options).copied().collect();
    vote(&[("f.pb", text.as_bytes().to_vec())], &all)
        .expect_err("refused")
        .to_string()
}

#[test]
fn a_rule_that_cannot_count_names_only_rules_that_can() {
    let against = "META\nkey;value\nbudget;1000\nvote_type;scoring\nmin_points;-1\nmax_points;1\nPROJECTS\nproject_id;cost\nA;400\nB;300\nVOTES\nvoter_id;vote;points\n1;A,B;1,-1\n2;A,B;1,-1\n";
    for rule in ["equal-shares", "phragmen", "exact-equal-shares"] {
        let error = refused(against, &["--rule", rule]);
        let (_, others) = error.split_once("choose another, such as ").expect("others");
        assert!(!others.contains("equal-shares") && others.contains("greedy"), "{error}");
        let named: Vec<&str> = others
            .split([' ', ','])
            .filter(|word| !["or", ""].contains(word))
            .collect();
        for other in named.iter().take(2) {
            assert!(told(against, &["--rule", other]).contains("funded: A"), "{other}");
        }
    }
    let needs = "META\nkey;value\nbudget;1000\nvote_type;approval\nPROJECTS\nproject_id;cost;requires\nA;400;\nB;300;A\nVOTES\nvoter_id;vote\n1;A,B\n";
    let error = refused(needs, &["--rule", "phragmen"]);
    assert!(
        error.contains("such as equal-shares or greedy, or pass over"),
        "{error}"
    );
}

#[test]
fn the_share_that_options_tell_is_that_of_the_text_where_voters_differ_in_strength() {
    let text = "META\nkey;value\nbudget;900\nvote_type;approval\nPROJECTS\nproject_id;cost\nA;400\nB;300\nC;500\nVOTES\nvoter_id;vote;vote_strength\n1;A,B;2\n2;A;0.5\n3;C;1\n4;C,B;1.5\n";
    // 900 for five votes.
    for rule in ["equal-shares", "exact-equal-shares"] {
        let mut options = vec!["--rule", rule];
        if rule == "equal-shares" {
            options.extend(["--completion", "none"]);
        }
        let plain = told(text, &options);
        assert!(plain.contains("180 a vote"), "{plain}");
        assert!(
            plain.contains("endowment=180 ") && plain.contains("endowment-of=one-vote"),
            "{plain}"
        );
    }
    let options = ["--completion", "none", "--format", "json", "--certificate"];
    let value: serde_json::Value = serde_json::from_str(&told(text, &options)).expect("json");
    assert_eq!(value["options"]["endowment"], "180");
    let meaning = value["certificate"]["meaning"].as_str().expect("a text");
    assert!(
        meaning.contains("each part of a vote (of which 2 are one vote"),
        "{meaning}"
    );
    let same = text
        .replace(";vote_strength", "")
        .replace(";2\n", "\n")
        .replace(";0.5", "");
    let same = same.replace(";1\n", "\n").replace(";1.5", "");
    assert!(!told(&same, &["--completion", "none"]).contains("endowment-of"));
}

/// Shares buy the path alone: what is left goes to the hall by votes, to the pool by votes for each unit of cost.
const REST: &str = "META\nkey;value\nbudget;100\nvote_type;approval\nPROJECTS\nproject_id;cost;name\n1;50;Park\n2;44;Pool\n3;30;Path\n4;60;Hall\nVOTES\nvoter_id;vote\n1;1,4\n2;2,4\n3;2,3\n4;3\n5;4\n6;1\n7;2\n8;3\n9;4\n10;\n";

#[test]
fn the_order_in_which_what_is_left_is_spent_is_told() {
    // Hall 4 votes at 60, Pool 3 at 44, Path 3 at 30, Park 2 at 50: nobody's shares of 10 come to any cost but Path's, 30.
    for (satisfaction, order, last) in [
        ("cost", "number of votes", "funded: 3 4"),
        ("cardinality", "votes for each unit of cost", "funded: 3 2"),
        (
            "cost-sqrt",
            "the satisfaction of those who named them, for each unit of cost",
            "funded: 3 4",
        ),
    ] {
        let plain = told(REST, &["--satisfaction", satisfaction, "--completion", "greedy"]);
        assert!(plain.contains(last), "{satisfaction}: {plain}");
        assert!(
            plain.contains(&format!("added with the money left over, by {order}.")),
            "{plain}"
        );
        assert!(
            plain.contains(&format!(
                "Money left over went to projects by {order}: when its turn came,"
            )),
            "{plain}"
        );
        let none = told(REST, &["--satisfaction", satisfaction, "--completion", "none"]);
        assert!(
            none.contains(&format!("gives it to the projects that fit, by {order}.")),
            "{none}"
        );
    }
    let welsh = told(
        REST,
        &[
            "--satisfaction",
            "cardinality",
            "--completion",
            "greedy",
            "--format",
            "html",
            "--language",
            "cy",
        ],
    );
    assert!(
        welsh.contains("Aeth arian dros ben i brosiectau yn ôl pleidleisiau am bob uned o gost"),
        "{welsh}"
    );
}

#[test]
fn steps_of_the_page_say_why_a_project_was_passed_over() {
    let text = "META\nkey;value\nbudget;100\nvote_type;approval\nPROJECTS\nproject_id;cost;name;excludes;requires\nA;10;Park;;\nB;10;Pool;A;\nC;10;Path;;D\nD;200;Dome;;\nE;0;Free;;\nVOTES\nvoter_id;vote\n1;A,B,C,D\n2;A,B,C\n3;A\n";
    let page = told(text, &["--rule", "greedy", "--format", "html"]);
    for words in [
        "Free: nobody named it",
        "Pool: only one of it and Park may be funded",
        "Path: it needs Dome, which was not funded then",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains("stopped by a limit of the city"), "{page}");
    let welsh = told(text, &["--rule", "greedy", "--format", "html", "--language", "cy"]);
    assert!(welsh.contains("Free: ni enwodd neb ef"), "{welsh}");
}

#[test]
fn money_carried_over_is_told_to_be_added_to_each_of_several_files() {
    let one = "META\nkey;value\nbudget;100\nvote_type;approval\nPROJECTS\nproject_id;cost\nA;150\nVOTES\nvoter_id;vote\n1;A\n";
    let files = [("a.pb", one.as_bytes().to_vec()), ("b.pb", one.as_bytes().to_vec())];
    let both = ["a.pb", "b.pb", "--rule", "greedy", "--carried-over", "100"];
    let text = vote(&files, &both).expect("counted").1;
    assert!(
        text.contains("--carried-over 100 is added to the budget of each of the 2 files"),
        "{text}"
    );
    assert!(text.contains("300 of 400 spent"), "{text}");
    let json: Vec<&str> = both.iter().copied().chain(["--format", "json"]).collect();
    let text = vote(&files, &json).expect("counted").1;
    assert_eq!(
        text.matches("adds 100 to the budget of each of the 2 files").count(),
        2,
        "{text}"
    );
    let alone = vote(&files, &["a.pb", "--rule", "greedy", "--carried-over", "100"])
        .expect("counted")
        .1;
    assert!(!alone.contains("each of"), "{alone}");
}

#[test]
fn a_project_that_had_to_wait_for_one_that_shares_did_not_buy_is_told_so() {
    // Four voters with shares of 50 could pay for B (90); it waits for A (120), which no supporters can pay for.
    let text = "META\nkey;value\nbudget;200\nvote_type;approval\nPROJECTS\nproject_id;cost;name;requires\nA;120;Hall;\nB;90;Stage;A\nVOTES\nvoter_id;vote\n1;A,B\n2;A\n3;B\n4;B\n";
    let plain = told(text, &["--completion", "greedy"]);
    assert!(plain.contains("funded: A\n"), "{plain}");
    assert!(
        plain.contains("150 of their shares was left at the end, which could not buy it: it may be funded only after Hall, and nobody's share paid for Hall."),
        "{plain}"
    );
    assert!(!plain.contains("equal parts"), "{plain}");
    assert!(
        plain.contains("when its turn came, 80 was left and it costs 90."),
        "{plain}"
    );
}

#[test]
fn a_table_that_is_to_be_counted_by_a_process_is_told_how_to_become_a_file() {
    let files = [("v.csv", b"voter,vote\n1,nurses\n".to_vec())];
    let error = vote(&files, &["v.csv", "--process", "city"])
        .expect_err("a table")
        .to_string();
    assert!(
        error.contains("--normalise > ballots.pb") && error.contains("by a process"),
        "{error}"
    );
}
