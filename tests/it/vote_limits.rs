//! What stands in a file beside the budget counts: ceilings, thresholds, projects that exclude or need each other, money that
//! is left; and whatever a rule cannot honour is refused by name.

use std::path::{Path, PathBuf};

use carepool::budgeting::exact::whole;
use carepool::budgeting::limits::Ceiling;
use carepool::budgeting::rules::{Options, Rule, refusal, run};
use carepool::budgeting::{Election, pabulib};
use carepool::cli::vote::{VoteArgs, VoteError, run as command};
use clap::Parser;
use proptest::prelude::*;

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    args: VoteArgs,
}

/// What `carepool vote` answers, as JSON, to a Pabulib file of this content.
pub fn vote(content: &str, arguments: &[&str]) -> Result<serde_json::Value, VoteError> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("town.pb");
    std::fs::write(&path, content).expect("written");
    let mut words = vec!["vote".to_owned(), path.display().to_string()];
    words.extend(arguments.iter().map(|word| (*word).to_owned()));
    words.extend(["--format".to_owned(), "json".to_owned()]);
    let line = Line::try_parse_from(words).expect("arguments");
    let mut out = Vec::new();
    command(&line.args, &mut out)?;
    Ok(serde_json::from_slice(&out).expect("json"))
}

fn file(meta: &str, columns: &str, projects: &[&str], ballots: &[(usize, &str)]) -> String {
    let mut text =
        format!("META\nkey;value\nbudget;100\nvote_type;approval\n{meta}PROJECTS\nproject_id;cost;{columns}\n");
    projects.iter().for_each(|line| text.push_str(&format!("{line}\n")));
    text.push_str("VOTES\nvoter_id;vote\n");
    let mut voter = 0;
    for (number, ids) in ballots {
        for _ in 0..*number {
            voter += 1;
            text.push_str(&format!("{voter};{ids}\n"));
        }
    }
    text
}

/// A 60 (5 votes), B 40 (4), C 30 (3): A and B exclude each other.
fn exclusive() -> String {
    file(
        "",
        "excludes",
        &["A;60;B", "B;40;", "C;30;"],
        &[(5, "A"), (4, "B"), (3, "C")],
    )
}

#[test]
fn projects_that_exclude_each_other_are_never_funded_together() {
    let told = vote(&exclusive(), &["--rule", "greedy"]).expect("counted");
    assert_eq!(told["funded"], serde_json::json!(["A", "C"]));
    let why = told["explanation"][2]["text"].as_str().expect("a reason").to_owned();
    assert!(why.contains("only one of it and A (A) may be funded"), "{why}");
    let by_group = exclusive()
        .replace("excludes", "exclusive_group")
        .replace("A;60;B", "A;60;g")
        .replace("B;40;", "B;40;g");
    let by_key = exclusive()
        .replace("A;60;B", "A;60;")
        .replace("vote_type", "exclusive;A,B\nvote_type");
    let typed = exclusive().replace("A;60;B", "A;60;");
    for (text, more) in [(by_group, &[][..]), (by_key, &[]), (typed, &["--exclusive", "A,B"])] {
        for rule in Rule::ALL
            .iter()
            .map(|rule| rule.word())
            .filter(|word| !["knapsack", "cstv"].contains(word))
        {
            let arguments = [&["--rule", rule], more].concat();
            let told = vote(&text, &arguments).expect("counted");
            let funded = told["funded"].as_array().expect("a list");
            assert!(
                funded
                    .iter()
                    .filter(|id| ["A", "B"].contains(&id.as_str().unwrap_or("")))
                    .count()
                    <= 1,
                "{rule} {funded:?}"
            );
        }
        for rule in ["knapsack", "cstv"] {
            let arguments = [&["--rule", rule], more].concat();
            let error = vote(&text, &arguments).expect_err("it cannot");
            assert!(
                error.to_string().contains("projects that exclude each other") && error.to_string().contains(rule),
                "{error}"
            );
        }
    }
}

#[test]
fn ceilings_of_categories_and_neighbourhoods_are_kept() {
    let by_category = file(
        "categories;parks,sport\nbudget_per_category;50,100\n",
        "category",
        &["P1;40;parks", "P2;20;parks", "S;30;sport"],
        &[(5, "P1"), (4, "P2"), (3, "S")],
    );
    let by_place = by_category
        .replace("categories", "neighborhoods")
        .replace("per_category", "per_neighborhood")
        .replace(";category", ";neighborhood");
    let typed = by_category.replace("budget_per_category;50,100\n", "");
    for (text, more) in [
        (by_category, &[][..]),
        (by_place, &[]),
        (typed, &["--ceiling", "parks=50"]),
    ] {
        let arguments = [&["--rule", "greedy"][..], more].concat();
        let told = vote(&text, &arguments).expect("counted");
        assert_eq!(told["funded"], serde_json::json!(["P1", "S"]));
        let why = told["explanation"][2]["text"].as_str().expect("a reason").to_owned();
        assert!(
            why.contains("may get at most 50, of which 40 is spent, and it costs 20"),
            "{why}"
        );
    }
}

#[test]
fn money_left_goes_beyond_ceilings_only_where_the_file_says_so() {
    let text = file(
        "categories;parks\nbudget_per_category;50\nleftover_budget;Fund additional projects that fit within leftover budget ordered by score\n",
        "category",
        &["P1;40;parks", "P2;30;parks", "S;30;sport"],
        &[(5, "P1"), (4, "P2"), (3, "S")],
    );
    let told = vote(&text, &["--rule", "greedy"]).expect("counted");
    assert_eq!(told["funded"], serde_json::json!(["P1", "S", "P2"]));
    let error = vote(
        &text.replace("Fund additional", "Ask the mayor about"),
        &["--rule", "greedy"],
    )
    .expect_err("no rule known");
    assert!(
        error.to_string().contains("line 7") && error.to_string().contains("leftover_budget"),
        "{error}"
    );
}

#[test]
fn a_project_that_needs_another_waits_for_it() {
    let text = file(
        "",
        "requires",
        &["A;60;B", "B;30;", "C;30;A"],
        &[(5, "A"), (4, "B"), (6, "C")],
    );
    // C has most votes and waits for A, which waits for B; then only A fits.
    assert_eq!(
        vote(&text, &["--rule", "greedy"]).expect("counted")["funded"],
        serde_json::json!(["B", "A"])
    );
    let typed = text
        .replace(";B\n", ";\n")
        .replace(";A\n", ";\n")
        .replace("\n6;\n", "\n");
    let alone = vote(&typed, &["--rule", "greedy", "--requires", "A:B", "--fund-unnamed"]).expect("counted");
    assert_eq!(alone["funded"], serde_json::json!(["C", "B"]));
    // Bought later than its supporters could have paid, a project would make loads sink: that is refused by name.
    let error = vote(&text, &["--rule", "phragmen"]).expect_err("it cannot");
    assert!(error.to_string().contains("need another"), "{error}");
    for rule in ["equal-shares", "maximin-support", "bos", "exact-equal-shares"] {
        let told = vote(&text, &["--rule", rule]).expect("counted");
        let funded: Vec<&str> = told["funded"]
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(|id| id.as_str())
            .collect();
        assert!(!funded.contains(&"A") || funded.contains(&"B"), "{rule} {funded:?}");
        assert!(!funded.contains(&"C") || funded.contains(&"A"), "{rule} {funded:?}");
    }
}

#[test]
fn a_threshold_of_votes_or_score_holds_under_every_rule() {
    let text = file(
        "min_project_score_threshold;4\n",
        "name",
        &["A;60;", "B;40;", "C;30;"],
        &[(5, "A"), (4, "B"), (3, "C")],
    );
    for rule in Rule::ALL
        .iter()
        .map(|rule| rule.word())
        .filter(|word| !["knapsack", "cstv"].contains(word))
    {
        let told = vote(&text, &["--rule", rule]).expect("counted");
        assert!(
            !told["funded"]
                .as_array()
                .expect("a list")
                .contains(&serde_json::json!("C")),
            "{rule}"
        );
        let free = vote(&text, &["--rule", rule, "--ignore-limits", "--least-votes", "5"]).expect("counted");
        assert!(
            !free["funded"]
                .as_array()
                .expect("a list")
                .contains(&serde_json::json!("B")),
            "{rule}"
        );
    }
}

#[test]
fn the_next_project_is_funded_in_part_where_asked_for() {
    let text = file(
        "",
        "name",
        &["A;90;", "B;80;", "C;15;"],
        &[(5, "A"), (4, "B"), (1, "C")],
    );
    let told = vote(&text, &["--rule", "greedy", "--partial"]).expect("counted");
    assert_eq!(told["funded"], serde_json::json!(["A"]));
    assert_eq!(
        told["funded_in_part"],
        serde_json::json!([{"project": "B", "amount": "10", "cost": "80"}])
    );
    let error = vote(&text, &["--rule", "phragmen", "--partial"]).expect_err("it cannot");
    assert!(error.to_string().contains("--partial would change nothing"), "{error}");
}

#[test]
fn carried_over_money_is_added_and_votes_against_are_weighed_or_refused() {
    let text = file("", "name", &["A;60;", "B;50;"], &[(2, "A,B"), (1, "A")]);
    assert_eq!(
        vote(&text, &["--rule", "greedy"]).expect("counted")["funded"],
        serde_json::json!(["A"])
    );
    let more = vote(&text, &["--rule", "greedy", "--carried-over", "10"]).expect("counted");
    assert_eq!(
        (more["funded"].clone(), more["budget"].clone()),
        (serde_json::json!(["A", "B"]), serde_json::json!("110"))
    );
    let against = "META\nkey;value\nbudget;100\nvote_type;scoring\nPROJECTS\nproject_id;cost\nA;60\nB;50\nC;10\nVOTES\nvoter_id;vote;points\n1;A,B,C;3,1,-1\n2;A,B,C;-4,1,1\n3;C;-1\n";
    assert_eq!(
        vote(against, &["--rule", "greedy"]).expect("counted")["funded"],
        serde_json::json!(["B"])
    );
    let error = vote(against, &["--rule", "equal-shares"]).expect_err("it cannot");
    assert!(
        error.to_string().contains("equal-shares cannot weigh votes against"),
        "{error}"
    );
}

#[test]
fn options_that_change_nothing_are_refused_with_what_would_look_at_them() {
    let text = file("", "name", &["A;60;", "B;50;"], &[(2, "A,B")]);
    for (arguments, option, rule) in [
        (
            &["--rule", "greedy", "--completion", "add1"][..],
            "--completion",
            "equal-shares",
        ),
        (
            &["--rule", "equal-shares", "--add-opt"],
            "--add-opt",
            "exact-equal-shares",
        ),
        (&["--rule", "phragmen", "--variant", "mt"], "--variant", "cstv"),
        (
            &["--rule", "plurality", "--satisfaction", "cost"],
            "--satisfaction",
            "greedy",
        ),
        (&["--completion", "none", "--step", "5"], "--step", "add1"),
    ] {
        let error = vote(&text, arguments).expect_err("refused").to_string();
        assert!(
            error.contains(&format!("{option} would change nothing")) && error.contains(rule),
            "{error}"
        );
    }
}

#[test]
fn what_costs_nothing_and_is_named_is_funded_by_every_rule() {
    let text = file(
        "",
        "name",
        &["D;50;", "E;30;", "B;0;"],
        &[(1, "D"), (1, "E"), (1, "B,D"), (1, "E,B")],
    );
    for rule in Rule::ALL {
        let told = vote(&text, &["--rule", rule.word()]).expect("counted");
        assert!(
            told["funded"]
                .as_array()
                .expect("a list")
                .contains(&serde_json::json!("B")),
            "{rule:?}: {told:#}"
        );
    }
}

#[test]
fn the_default_spends_what_is_left_and_says_what_it_added() {
    let text = file(
        "",
        "name",
        &["A;40;", "B;60;", "C;60;"],
        &[(6, "A"), (3, "B"), (1, "C")],
    );
    let told = vote(&text, &[]).expect("counted");
    assert_eq!(told["funded"], serde_json::json!(["A", "B"]));
    let notes = told["notes"].to_string();
    assert!(
        notes.contains("Equal Shares alone funds 1 project and leaves 60 of 100 unspent"),
        "{notes}"
    );
    assert_eq!(
        vote(&text, &["--completion", "none"]).expect("counted")["funded"],
        serde_json::json!(["A"])
    );
}

#[test]
fn points_and_ranks_count_where_ballots_have_them() {
    let points = "META\nkey;value\nbudget;60\nvote_type;cumulative\nPROJECTS\nproject_id;cost\nA;60\nB;50\nVOTES\nvoter_id;vote;points\n1;A,B;1,9\n2;A,B;1,9\n3;A;10\n";
    // A has more votes, B more points.
    assert_eq!(
        vote(points, &["--rule", "greedy"]).expect("counted")["funded"],
        serde_json::json!(["B"])
    );
    let ranks = "META\nkey;value\nbudget;60\nvote_type;ordinal\nPROJECTS\nproject_id;cost\nA;60\nB;50\nC;60\nVOTES\nvoter_id;vote\n1;B,C,A\n2;B,C,A\n3;A\n";
    assert_eq!(
        vote(ranks, &["--rule", "greedy"]).expect("counted")["funded"],
        serde_json::json!(["B"])
    );
    assert_eq!(
        vote(points, &["--rule", "equal-shares"]).expect("counted")["options"]["satisfaction"],
        "points"
    );
}

#[test]
fn by_its_by_law_poznan_funds_what_four_fifths_are_left_for() {
    let text = |left: u64| {
        file(
            "rule;greedy-custom\nunit;Poznań\n",
            "name",
            &[&format!("A;{};", 100 - left), "B;50;", "C;1;"],
            &[(5, "A"), (4, "B"), (1, "C")],
        )
    };
    assert_eq!(
        vote(&text(40), &["--rule", "official"]).expect("counted")["funded"],
        serde_json::json!(["A", "B"])
    );
    assert_eq!(
        vote(&text(39), &["--rule", "official"]).expect("counted")["funded"],
        serde_json::json!(["A"])
    );
    let error = vote(&text(40).replace("Poznań", "Elsewhere"), &["--rule", "official"]).expect_err("another by-law");
    assert!(error.to_string().contains("`greedy-custom`"), "{error}");
}

#[test]
fn several_files_are_counted_apart_in_one_report() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut words = vec!["vote".to_owned()];
    for (name, text) in [
        ("city.pb", exclusive()),
        ("north.pb", file("", "name", &["N;70;"], &[(2, "N")])),
        ("bad.pb", "META".to_owned()),
    ] {
        let path = folder.path().join(name);
        std::fs::write(&path, text).expect("written");
        words.push(path.display().to_string());
    }
    words.extend(["--rule".to_owned(), "greedy".to_owned()]);
    let counted = |words: &[String]| {
        let line = Line::try_parse_from(words).expect("arguments");
        let mut out = Vec::new();
        let ended = command(&line.args, &mut out);
        (ended, String::from_utf8(out).expect("text"))
    };
    let (ended, text) = counted(&words);
    let error = ended.expect_err("one is bad").to_string();
    assert!(error.contains("1 of 3 files") && error.contains("bad.pb"), "{error}");
    assert!(text.contains("funded: A C") && text.contains("funded: N"), "{text}");
    assert!(
        text.contains("All 2 counts: 3 projects funded, 160 of 200 spent"),
        "{text}"
    );
    words.remove(3);
    for format in ["json", "csv", "html"] {
        words.extend(["--format".to_owned(), format.to_owned()]);
        let (ended, text) = counted(&words);
        assert_eq!(ended.expect("counted"), 0);
        assert!(format == "html" || text.contains("north.pb"), "{format}: {text}");
        assert!(text.matches("</html>").count() <= 1);
        words.truncate(words.len() - 2);
    }
}

#[test]
fn real_files_with_ceilings_are_counted_within_them() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let found = ["../shared", "../../shared"]
        .into_iter()
        .map(|shared| -> PathBuf { root.join(shared).join("reference/participatory-budgeting/ballots") });
    let Some(folder) = found.into_iter().find(|folder| folder.is_dir()) else {
        eprintln!("skipped: no ../shared/reference/participatory-budgeting here");
        return;
    };
    for (name, ceilings) in [("Netherlands_Amsterdam_252.pb", 3), ("Netherlands_Amsterdam_166.pb", 6)] {
        let bytes = std::fs::read(folder.join(name)).expect("a file");
        let mut election = pabulib::read_bytes(bytes, true).election.expect("an election");
        assert_eq!(election.stated.ceilings.len(), ceilings, "{name}");
        election.take_stated_limits();
        let official = carepool::budgeting::rules::official::official(&election).expect("a rule of ours");
        let outcome = run(official.rule, &election, &official.options);
        let without = Ceiling {
            name: String::new(),
            most: whole(0),
            projects: Vec::new(),
        };
        assert!(!election.limits.ceilings.contains(&without));
        if !election.limits.leftover_beyond_ceilings {
            assert!(election.limits.allow(&election, &outcome.funded), "{name}");
        }
        for rule in [Rule::EqualShares, Rule::Phragmen] {
            let outcome = run(rule, &election, &Options::default());
            assert!(outcome.funded.len() > 3);
            for ceiling in &election.limits.ceilings {
                let inside: Vec<usize> = outcome
                    .funded
                    .iter()
                    .copied()
                    .filter(|project| ceiling.projects.contains(project))
                    .collect();
                assert!(
                    election.cost_of(&inside) <= ceiling.most,
                    "{name} {rule:?} {}",
                    ceiling.name
                );
            }
        }
    }
}

/// Elections with ceilings, exclusions, needs and a least number of votes.
pub fn limited() -> impl Strategy<Value = Election> {
    let costs = prop::collection::vec(0u64..30, 3..7);
    let ballots = prop::collection::vec((1u64..6, prop::collection::vec(0usize..7, 0..5)), 1..9);
    let bounds = (
        0u64..60,
        prop::collection::vec(any::<bool>(), 7),
        prop::collection::vec((0usize..7, 0usize..7), 0..3),
        0u64..4,
    );
    (costs, ballots, 10u64..90, bounds).prop_map(|(costs, ballots, budget, (most, inside, pairs, least))| {
        let names: Vec<String> = (0..costs.len()).map(|index| format!("p{index}")).collect();
        let projects: Vec<(&str, u64)> = names.iter().map(String::as_str).zip(costs.iter().copied()).collect();
        let lists: Vec<(u64, Vec<&str>)> = ballots
            .iter()
            .map(|(weight, named)| {
                (
                    *weight,
                    named
                        .iter()
                        .filter_map(|index| names.get(*index))
                        .map(String::as_str)
                        .collect(),
                )
            })
            .collect();
        let lists: Vec<(u64, &[&str])> = lists
            .iter()
            .map(|(weight, named)| (*weight, named.as_slice()))
            .collect();
        let mut election = Election::approval(budget, &projects, &lists);
        let count = costs.len();
        election.limits.ceilings.push(Ceiling {
            name: "some".to_owned(),
            most: whole(most),
            projects: (0..count).filter(|project| inside[*project]).collect(),
        });
        for (place, (a, b)) in pairs
            .into_iter()
            .enumerate()
            .filter(|(_, (a, b))| a != b && *a < count && *b < count)
        {
            if place % 2 == 0 {
                election.limits.exclusive.push(vec![a, b]);
            } else {
                election.limits.requires.push((a, b));
            }
        }
        election.limits.least_votes = (least > 0).then(|| whole(least));
        election
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: if cfg!(debug_assertions) { 60 } else { 2000 }, ..ProptestConfig::default() })]

    #[test]
    fn no_rule_breaks_a_limit_that_it_does_not_refuse(election in limited()) {
        for rule in Rule::ALL {
            for completion in carepool::budgeting::equal_shares::Completion::ALL {
                let options = Options { completion: Some(completion), ..Options::default() };
                if refusal(rule, &election, &options).is_none() {
                    let outcome = run(rule, &election, &options);
                    prop_assert!(outcome.cost <= election.budget);
                    prop_assert!(election.limits.allow(&election, &outcome.funded), "{:?} {:?} {:?}", rule, completion, outcome.funded);
                }
                if rule != Rule::EqualShares {
                    break;
                }
            }
        }
    }

    #[test]
    fn limits_that_bind_nothing_change_nothing(mut election in limited()) {
        let everything: Vec<usize> = (0..election.projects.len()).collect();
        election.limits = Default::default();
        let mut wide = election.clone();
        wide.limits.ceilings.push(Ceiling { name: "all".to_owned(), most: election.cost_of(&everything), projects: everything });
        wide.limits.least_votes = Some(whole(0));
        for rule in Rule::ALL {
            if refusal(rule, &wide, &Options::default()).is_none() {
                let (a, b) = (run(rule, &election, &Options::default()), run(rule, &wide, &Options::default()));
                prop_assert_eq!(a.funded, b.funded, "{:?}", rule);
            }
        }
    }

    #[test]
    fn equal_shares_of_districts_in_one_file_are_those_of_districts_apart(one in limited(), other in limited()) {
        // Two districts that share nothing, with budgets in proportion to their voters, are one election.
        let (mut one, mut other) = (one, other);
        one.limits = Default::default();
        other.limits = Default::default();
        let share = whole(7);
        one.budget = &share * whole(one.voters());
        other.budget = &share * whole(other.voters());
        let mut both = one.clone();
        let shift = one.projects.len() as u32;
        both.budget = &one.budget + &other.budget;
        both.projects.extend(other.projects.iter().cloned().map(|mut project| { project.id = format!("q{}", project.id); project }));
        both.ballots.extend(other.ballots.iter().cloned().map(|mut ballot| {
            ballot.projects.iter_mut().for_each(|project| *project += shift);
            ballot
        }));
        let count = |election: &Election| {
            let mut funded = run(Rule::EqualShares, election, &Options::default()).funded;
            funded.sort_unstable();
            funded
        };
        let mut apart = count(&one);
        apart.extend(count(&other).into_iter().map(|project| project + shift as usize));
        prop_assert_eq!(count(&both), apart);
    }
}
