//! Ballot files as they come: damaged, shuffled, hostile, tiny. Whatever the bytes, the reader tells what is wrong and every
//! rule that can count does so within the budget.

use std::path::{Path, PathBuf};

use carepool::budgeting::equal_shares::Completion;
use carepool::budgeting::fairness::fairness;
use carepool::budgeting::pabulib::{self, Reading};
use carepool::budgeting::rules::cumulative_transfer::VARIANTS;
use carepool::budgeting::rules::official::official;
use carepool::budgeting::rules::{Options, Rule, run};
use carepool::budgeting::{Election, TieOrder};
use proptest::prelude::*;

fn reference(name: &str) -> Option<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let found = ["../shared", "../../shared"].into_iter().find_map(|shared| {
        let folder: PathBuf = root.join(shared).join("reference/participatory-budgeting/ballots");
        std::fs::read(folder.join(name)).ok()
    });
    if found.is_none() {
        eprintln!("skipped: no ../shared/reference/participatory-budgeting here");
    }
    found
}

/// Reads, checks, normalises, and counts by every rule; tells what was read.
fn endure(bytes: &[u8]) -> Reading {
    let reading = pabulib::read_bytes(bytes.to_vec(), false);
    assert_eq!(reading.document.bytes(), bytes);
    pabulib::check(&reading);
    pabulib::normalise(&reading.document);
    if let Some(election) = &reading.election {
        endure_rules(election);
    }
    reading
}

fn endure_rules(election: &Election) {
    for rule in Rule::ALL {
        let outcome = run(rule, election, &Options::default());
        assert!(outcome.cost <= election.budget, "{}", outcome.rule);
        let certified = fairness(election, &outcome).certificate;
        assert!(certified.is_none_or(|faults| faults.is_empty()), "{}", outcome.rule);
    }
    for (word, (strength, shortfall)) in VARIANTS {
        let options = Options {
            strength,
            shortfall,
            ..Options::default()
        };
        assert!(
            run(Rule::CumulativeTransfer, election, &options).cost <= election.budget,
            "{word}"
        );
    }
}

/// A small town, as a file.
const TOWN: &str = "META\nkey;value\ndescription;Our town\nnum_projects;4\nnum_votes;6\nbudget;100\nvote_type;approval\nrule;greedy\nPROJECTS\nproject_id;cost;votes;name;category\npark;60;4;A park;green\npool;50;3;A pool;sport\npath;20;3;\"A path; lit\";green\nhall;70;0;A hall;\nVOTES\nvoter_id;vote;age;sex\n1;park,path;30;F\n2;park,path;31;M\n3;park;70;F\n4;pool,park;20;M\n5;pool,path;21;F\n6;pool;22;M\n";

fn kinds(reading: &Reading) -> Vec<&'static str> {
    reading.problems.iter().map(|problem| problem.kind).collect()
}

#[test]
fn a_voter_who_votes_twice_is_found_in_files_of_any_order() {
    for (ids, twice) in [
        (["1", "2", "3", "4", "5", "6"], false),
        (["1", "2", "3", "4", "5", "5"], true),
        (["1", "2", "3", "4", "5", "1"], true),
        (["9", "8", "7", "6", "5", "9"], true),
        (["1", "01", "001", "2", "02", "002"], false),
        (["1", "b", "3", "c", "5", "3"], true),
        (["b", "1", "2", "3", "4", "b"], true),
        // Who gave no identifier is nobody in particular.
        (["", "1", "2", "3", "4", ""], false),
    ] {
        let mut text = TOWN.to_owned();
        for (old, new) in [
            "1;park,path;30",
            "2;park,path;31",
            "3;park;70",
            "4;pool,park",
            "5;pool,path",
            "6;pool;22",
        ]
        .iter()
        .zip(ids)
        {
            let rest = old.split_once(';').map_or("", |(_, rest)| rest);
            text = text.replace(&format!("\n{old}"), &format!("\n{new};{rest}"));
        }
        let reading = endure(text.as_bytes());
        assert_eq!(kinds(&reading).contains(&"voter-twice"), twice, "{ids:?}");
        // The later ballot counts.
        assert_eq!(
            reading.election.expect("an election").voters(),
            if twice { 5 } else { 6 }
        );
        assert_eq!(reading.record_of_voter.len(), if twice { 5 } else { 6 });
    }
}

#[test]
fn sections_in_any_order_and_lines_in_any_order_hold_the_same_election() {
    let plain = endure(TOWN.as_bytes()).election.expect("an election");
    let parts: Vec<&str> = TOWN.split_inclusive('\n').collect();
    let votes = parts.iter().position(|line| *line == "VOTES\n").expect("a section");
    let projects = parts.iter().position(|line| *line == "PROJECTS\n").expect("a section");
    let turned = [&parts[votes..], &parts[projects..votes], &parts[..projects]]
        .concat()
        .concat();
    let reading = endure(turned.as_bytes());
    assert!(kinds(&reading).contains(&"section-order"));
    assert_eq!(reading.election.expect("an election").ballots, plain.ballots);
    let mut shuffled = parts.clone();
    shuffled[votes + 2..].reverse();
    let other = endure(shuffled.concat().as_bytes()).election.expect("an election");
    for rule in Rule::ALL {
        let funded = |election: &Election| run(rule, election, &Options::default()).funded;
        assert_eq!(funded(&plain), funded(&other), "{rule:?}");
    }
}

#[test]
fn marks_separators_and_encodings_of_other_programmes_are_read_or_refused_and_never_guessed_wrong() {
    let plain = endure(TOWN.as_bytes()).election.expect("an election");
    let tabs = TOWN.replace("\"A path; lit\"", "A path").replace(';', "\t");
    for text in [
        format!("\u{feff}{TOWN}"),
        TOWN.replace('\n', "\r\n"),
        tabs,
        TOWN.replace("META", "meta;;;"),
    ] {
        assert_eq!(
            endure(text.as_bytes()).election.expect("an election").ballots,
            plain.ballots
        );
    }
    // UTF-16, as spreadsheets save "Unicode text": both orders, with a mark and without.
    for (order, mark) in [
        (u16::to_le_bytes as fn(u16) -> [u8; 2], [0xff, 0xfe]),
        (u16::to_be_bytes, [0xfe, 0xff]),
    ] {
        let wide: Vec<u8> = TOWN.encode_utf16().flat_map(order).collect();
        for bytes in [[&mark[..], &wide].concat(), wide] {
            let reading = endure(&bytes);
            assert!(kinds(&reading).contains(&"encoding"));
            let election = reading.election.expect("an election");
            assert_eq!(
                (election.ballots, election.projects),
                (plain.ballots.clone(), plain.projects.clone())
            );
        }
    }
    // Two marks, a mark in the middle, Latin-1 and zero bytes.
    let latin = TOWN
        .replace("A pool", "\u{e4}")
        .chars()
        .map(|letter| letter as u8)
        .collect::<Vec<u8>>();
    let reading = endure(&latin);
    assert!(kinds(&reading).contains(&"encoding"));
    assert_eq!(reading.election.expect("an election").ballots, plain.ballots);
    endure(format!("\u{feff}\u{feff}{TOWN}").as_bytes());
    endure(TOWN.replace("VOTES", "\u{feff}VOTES").as_bytes());
    endure(TOWN.replace(',', "\0").as_bytes());
}

#[test]
fn heads_that_would_change_who_wins_are_refused_with_their_line_and_what_to_write() {
    let points = TOWN
        .replace("voter_id;vote;age;sex", "voter_id;vote;points;sex")
        .replace("1;park,path;30;F", "1;park,path;3,1;F")
        .replace("2;park,path;31;M", "2;park,path;2,2;M")
        .replace("3;park;70;F", "3;park;4;F")
        .replace("4;pool,park;20;M", "4;pool,park;3,1;M")
        .replace("5;pool,path;21;F", "5;pool,path;4,0;F")
        .replace("6;pool;22;M", "6;pool;4;M");
    let told = |text: &str| {
        let reading = endure(text.as_bytes());
        let doubts: Vec<_> = reading
            .problems
            .into_iter()
            .filter(|problem| problem.doubtful)
            .collect();
        doubts
            .into_iter()
            .map(|one| (one.line, one.message))
            .collect::<Vec<_>>()
    };
    let scoring = points.replace("vote_type;approval", "vote_type;scoring");
    let with = |key: &str| scoring.replace("rule;greedy", &format!("rule;greedy\n{key}"));
    let of_town = |keys: &str| TOWN.replace("rule;greedy", &format!("rule;greedy\n{keys}"));
    let of_categories = |limits: &str| of_town(&format!("categories;green,sport\n{limits}"));
    let ones = points
        .replace("3,1", "1,1")
        .replace("2,2", "1,1")
        .replace("4,0", "1,1")
        .replace(";4;", ";1;");
    for right in [
        ones,
        points.replace("vote_type;approval", "vote_type;ordinal"),
        of_categories("max_length_per_category;2,1"),
        of_categories("max_sum_cost_per_category;70,60"),
        scoring.clone(),
        with("default_score;0"),
        with("default_score;None\nmin_length;None\nmin_project_score_threshold;nan"),
        with("min_project_score_threshold;2"),
        with("min_project_votes;3"),
        TOWN.replace("rule;greedy", "rule;greedy\ndefault_score;1"),
    ] {
        assert_eq!(told(&right), vec![], "{right}");
    }
    for (wrong, line, words) in [
        (with("default_score;1"), 9, "what a ballot does not name would get that"),
        (with("default_score;some"), 9, "or 0"),
        (
            with("min_project_score_threshold;a tenth"),
            9,
            "`a tenth`, which is no number",
        ),
        (with("min_project_votes;few"), 9, "`few`, which is no number"),
        (
            points.replace("vote_type;approval\n", ""),
            2,
            "write `vote_type;cumulative`",
        ),
    ] {
        let told = told(&wrong);
        let found = told
            .iter()
            .any(|(at, message)| *at == Some(line) && message.contains(words));
        assert!(found, "{words}: {told:?}");
    }
    // A threshold as people write numbers is held to.
    let threshold = |text: &str| {
        endure(with(text).as_bytes())
            .election
            .expect("an election")
            .score_threshold
    };
    let ten = threshold("min_project_score_threshold;10");
    assert!(ten.is_some() && threshold("min_project_score_threshold;10,0") == ten);
}

#[test]
fn costs_of_every_size_are_exact_or_refused() {
    for (cost, read) in [
        ("0", Some("0")),
        ("0.000000000001", Some("0.000000000001")),
        ("1e30", Some("1000000000000000000000000000000")),
        (
            "33.333333333333333333333333333333",
            Some("33.333333333333333333333333333333"),
        ),
        ("-1", None),
        ("1e999999999", None),
        ("NaN", None),
        ("inf", None),
        ("", None),
        ("0x10", None),
    ] {
        let reading = endure(TOWN.replace("hall;70", &format!("hall;{cost}")).as_bytes());
        let election = reading.election.expect("an election");
        let hall = election.find("hall").map(|hall| &election.projects[hall].cost);
        assert_eq!(
            hall.map(carepool::budgeting::exact::write_exact).as_deref(),
            read,
            "{cost}"
        );
    }
}

#[test]
fn the_smallest_elections_are_counted() {
    let one =
        "META\nkey;value\nbudget;5\nvote_type;choose-1\nPROJECTS\nproject_id;cost\na;5\nVOTES\nvoter_id;vote\n1;a\n";
    let reading = endure(one.as_bytes());
    let election = reading.election.expect("an election");
    for rule in Rule::ALL {
        assert_eq!(run(rule, &election, &Options::default()).funded, vec![0], "{rule:?}");
    }
    for text in [
        one.replace("1;a\n", ""),
        one.replace("1;a\n", "1;\n"),
        one.replace("budget;5", "budget;0"),
        one.replace("budget;5", "budget;0").replace("a;5", "a;0"),
        one.replace("VOTES\nvoter_id;vote\n1;a\n", ""),
    ] {
        assert!(endure(text.as_bytes()).election.is_some(), "{text}");
    }
}

#[test]
fn real_files_survive_shuffled_lines_swapped_separators_and_lost_pieces() {
    for name in [
        "Netherlands_Assen_2024.pb",
        "Switzerland_Zurich_D5.pb",
        "Switzerland_Zurich_S5R.pb",
        "Netherlands_Amsterdam_643.pb",
    ] {
        let Some(bytes) = reference(name) else { return };
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let mut lines: Vec<&str> = text.lines().collect();
        endure(text.replace(';', ",").as_bytes());
        endure(text.replace(',', ";").as_bytes());
        endure(text.replace(';', "").as_bytes());
        endure(text.replace('\n', "").as_bytes());
        endure(text.replace('\n', "\"\n").as_bytes());
        for step in [2, 3, 7] {
            let kept: Vec<&str> = lines.iter().copied().step_by(step).collect();
            endure(kept.join("\n").as_bytes());
        }
        lines.reverse();
        endure(lines.join("\n").as_bytes());
        endure(&bytes[..bytes.len() / 2]);
        endure(&bytes[bytes.len() / 3..]);
        endure(&[&bytes[..], &bytes[..]].concat());
    }
}

#[test]
fn the_city_s_own_rule_gives_the_city_s_own_decision() {
    let mut compared = 0;
    for name in [
        "Netherlands_Assen_2024",
        "Poland_Swiecie_2023",
        "Poland_Wieliczka_2023_Green_Budget",
        "Poland_Wroclaw_2015_from_500",
        "Poland_Warszawa_2020_Praga-Poludnie",
        "Netherlands_Amsterdam_166",
        "Netherlands_Amsterdam_252",
        "Netherlands_Amsterdam_643",
        "France_Toulouse_2022_17_-_Mirail-Universite_Reynerie_Bellefontaine",
    ] {
        let Some(bytes) = reference(&format!("{name}.pb")) else {
            return;
        };
        let election = pabulib::read_bytes(bytes, false).election.expect("an election");
        let selected = |project: &usize| election.projects[*project].selected == Some(1);
        let wanted: Vec<usize> = (0..election.projects.len()).filter(selected).collect();
        let Some(city) = official(&election).filter(|_| !wanted.is_empty()) else {
            continue;
        };
        let mut funded = run(city.rule, &election, &city.options).funded;
        funded.sort_unstable();
        assert_eq!(funded, wanted, "{name} by {}", city.typed);
        compared += 1;
    }
    assert!(compared >= 5, "{compared}");
}

/// Maximin support as its definition reads: of all parts of the set, the one that costs its supporters most.
fn maximin_by_the_book(election: &Election) -> Vec<usize> {
    use carepool::budgeting::exact::whole;
    let ranks = TieOrder::Identifier.ranks(election);
    let load = |set: &[usize]| {
        let parts = (1u32..1 << set.len()).filter_map(|mask| {
            let part: Vec<usize> = (0..set.len())
                .filter(|bit| mask >> bit & 1 == 1)
                .map(|bit| set[bit])
                .collect();
            let ballots = election.ballots.iter();
            let touched = ballots.filter(|ballot| {
                (0..ballot.projects.len()).any(|place| {
                    part.contains(&(ballot.projects[place] as usize))
                        && ballot.points.get(place).is_none_or(|points| *points > 0)
                })
            });
            let people: u64 = touched.map(|ballot| ballot.weight).sum();
            (people > 0).then(|| election.cost_of(&part) / whole(people))
        });
        parts.max()
    };
    let supported: Vec<usize> = (0..election.projects.len())
        .filter(|project| load(&[*project]).is_some())
        .collect();
    let mut funded: Vec<usize> = Vec::new();
    loop {
        let left = &election.budget - election.cost_of(&funded);
        let open = supported
            .iter()
            .copied()
            .filter(|project| !funded.contains(project) && election.projects[*project].cost <= left);
        let next = open.min_by_key(|project| {
            let mut set = funded.clone();
            set.push(*project);
            (load(&set), ranks[*project])
        });
        let Some(next) = next else { return funded };
        funded.push(next);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: if cfg!(debug_assertions) { 100 } else { 5000 }, ..ProptestConfig::default() })]

    #[test]
    fn maximin_support_agrees_with_its_definition(
        costs in prop::collection::vec(0u64..30, 1..7),
        ballots in prop::collection::vec((1u64..6, prop::collection::vec(0usize..7, 0..5)), 0..9),
        budget in 0u64..80,
    ) {
        let names: Vec<String> = (0..costs.len()).map(|index| (11 - index).to_string()).collect();
        let projects: Vec<(&str, u64)> = names.iter().map(String::as_str).zip(costs.iter().copied()).collect();
        let ballots: Vec<(u64, Vec<&str>)> = ballots
            .iter()
            .map(|(weight, named)| (*weight, named.iter().filter_map(|index| names.get(*index)).map(String::as_str).collect()))
            .collect();
        let ballots: Vec<(u64, &[&str])> = ballots.iter().map(|(weight, named)| (*weight, named.as_slice())).collect();
        let election = Election::approval(budget, &projects, &ballots);
        let options = Options { tie_order: Some(TieOrder::Identifier), ..Options::default() };
        prop_assert_eq!(run(Rule::MaximinSupport, &election, &options).funded, maximin_by_the_book(&election));
    }

    #[test]
    fn any_bytes_between_the_words_of_the_format_are_endured(
        pieces in prop::collection::vec(prop_oneof![
            3 => prop::sample::select(vec![
                "META\n", "PROJECTS\n", "VOTES\n", "key;value\n", "budget;", "vote_type;", "cumulative\n", "ordinal\n", "project_id;cost;votes;selected\n",
                "voter_id;vote;points\n", "a;5\n", "b;7;1;2\n", "a,b", "1;", "2;a,b;3,4\n", ";", ",", "\n", "\"", "\r\n", "-", "1e30", "0", "9999999999999999999999",
            ]).prop_map(|word| word.as_bytes().to_vec()),
            1 => prop::collection::vec(any::<u8>(), 0..6),
        ], 0..40),
    ) {
        endure(&pieces.concat());
    }

    #[test]
    fn an_election_drawn_from_nothing_but_chance_is_counted_by_every_rule(
        costs in prop::collection::vec(prop::sample::select(vec!["0", "1", "2.5", "7", "1e30", "0.001", "999999999", "100"]), 1..6),
        votes in prop::collection::vec(prop::collection::vec((0usize..7, -3i64..9), 0..6), 0..8),
        kind in prop::sample::select(vec!["approval", "choose-1", "ordinal", "cumulative", "scoring"]),
        budget in prop::sample::select(vec!["0", "1", "10", "10.5", "1000000", "1e31"]),
    ) {
        let mut text = format!("META\nkey;value\nbudget;{budget}\nvote_type;{kind}\nPROJECTS\nproject_id;cost\n");
        for (index, cost) in costs.iter().enumerate() {
            text.push_str(&format!("p{index};{cost}\n"));
        }
        text.push_str("VOTES\nvoter_id;vote;points\n");
        for (voter, vote) in votes.iter().enumerate() {
            let named: Vec<String> = vote.iter().map(|(project, _)| format!("p{project}")).collect();
            let points: Vec<String> = vote.iter().map(|(_, points)| points.to_string()).collect();
            text.push_str(&format!("{voter};{};{}\n", named.join(","), points.join(",")));
        }
        let reading = endure(text.as_bytes());
        let election = reading.election.expect("an election");
        let options = Options { completion: Some(Completion::Greedy), ..Options::default() };
        prop_assert!(run(Rule::EqualShares, &election, &options).cost <= election.budget);
    }
}

#[test]
fn ballots_outside_the_limits_of_their_own_file_are_counted_and_told() {
    let place = tempfile::tempdir().expect("temporary folder");
    let file = |limits: &str| {
        format!(
            "META\nkey;value\nnum_projects;3\nnum_votes;3\nbudget;100\n{limits}\nPROJECTS\nproject_id;cost\ngarden;40\nhall;60\nbench;50\n\
             VOTES\nvoter_id;vote\n1;garden,hall\n2;hall\n3;bench\n"
        )
    };
    let count = |limits: &str| {
        std::fs::write(place.path().join("a.pb"), file(limits)).expect("writes");
        super::cli::stdout(super::cli::carepool(place.path()).args(["vote", "a.pb", "--rule", "greedy"]))
    };
    // Who names too much is not counted before somebody decides; who names too little, or too dear, is counted and told.
    for (broken, over) in [
        ("vote_type;choose-1", true),
        ("vote_type;approval\nmax_length;1", true),
        ("vote_type;approval\nmax_sum_cost;70", false),
        ("vote_type;approval\nmin_length;2", false),
    ] {
        std::fs::write(place.path().join("a.pb"), file(broken)).expect("writes");
        let mut command = super::cli::carepool(place.path());
        let run = command.args(["vote", "a.pb", "--rule", "greedy"]).assert();
        if over {
            let told = String::from_utf8_lossy(&run.code(2).get_output().stderr).into_owned();
            assert!(
                told.contains("line 1") && told.contains("--over-limit"),
                "{broken}: {told}"
            );
        } else {
            let told = String::from_utf8_lossy(&run.code(0).get_output().stdout).into_owned();
            assert!(
                told.contains("outside the limits that the file itself sets") && told.contains("line 1"),
                "{broken}: {told}"
            );
        }
    }
    for kept in [
        "vote_type;approval",
        "vote_type;approval\nmax_length;2",
        "vote_type;approval\nmax_sum_cost;100",
    ] {
        assert!(!count(kept).contains("outside the limits"), "{kept}");
    }
}
