//! Participatory budgeting: reference outcomes, metamorphic identities, hostile files.

use std::path::{Path, PathBuf};

use carepool::budgeting::election::Ballot;
use carepool::budgeting::equal_shares::count::count;
use carepool::budgeting::equal_shares::{Comparison, Completion, Market, Preset, SharesTerms, Step, equal_shares};
use carepool::budgeting::exact::{parse_decimal, whole, write_exact};
use carepool::budgeting::explanation::explain;
use carepool::budgeting::fairness::{ejr_plus_up_to_one, fairness};
use carepool::budgeting::price_system::verify;
use carepool::budgeting::rules::cumulative_transfer::VARIANTS;
use carepool::budgeting::rules::greedy::{complete_greedily, greedy};
use carepool::budgeting::rules::phragmen::phragmen;
use carepool::budgeting::rules::{Options, Rule, run};
use carepool::budgeting::{
    BallotType, Election, Outcome, Project, Rational, Satisfaction, TieOrder, Utilities, pabulib,
};
use carepool::cli::vote::{VoteArgs, VoteError, run as command};
use clap::Parser;
use proptest::prelude::*;

/// The folder of reference elections, if this machine has it.
fn reference() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/reference/participatory-budgeting");
    let also = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/reference/participatory-budgeting");
    let found = [folder, also].into_iter().find(|folder| folder.is_dir());
    if found.is_none() {
        eprintln!("skipped: no ../shared/reference/participatory-budgeting here");
    }
    found
}

/// Reads a file leniently and expects an election.
fn read(path: &Path) -> Election {
    let bytes = std::fs::read(path).expect("a readable file");
    let reading = pabulib::read_bytes(bytes.clone(), false);
    assert_eq!(reading.document.bytes(), bytes, "{path:?}");
    reading
        .election
        .unwrap_or_else(|| panic!("{path:?}: {:?}", reading.problems))
}

/// The outcome that a key of the reference results asks for.
fn outcome_for(election: &Election, key: &str) -> Option<Outcome> {
    let key = key.trim_end_matches("__plainprofile").trim_end_matches("__float");
    let words: Vec<&str> = key.splitn(3, '_').collect();
    let satisfaction = match words.get(1).copied() {
        Some("cost") => Satisfaction::Cost,
        Some("card") => Satisfaction::Cardinality,
        Some("points") => Satisfaction::Points,
        Some("borda") => Satisfaction::Borda,
        None => Satisfaction::Cardinality,
        Some(_) => return None,
    };
    let utilities = Utilities::new(election, satisfaction);
    let completion = match words.get(2).copied() {
        None | Some("then_greedy") => Completion::None,
        Some("add1") => Completion::Add1,
        Some("add1u") => Completion::Add1u,
        Some("inc1pct") => Completion::BudgetIncrease,
        Some(_) => return None,
    };
    Some(match words[0] {
        "greedy" => greedy(election, &utilities, TieOrder::Identifier, "greedy"),
        "phragmen" => phragmen(election, &utilities, TieOrder::Identifier),
        "mes" => {
            let terms = SharesTerms::preset(Preset::Pabutools, completion);
            let mut outcome = equal_shares(election, &utilities, &terms, false);
            if words.get(2) == Some(&"then_greedy") {
                complete_greedily(election, &utilities, &mut outcome);
            }
            outcome
        }
        _ => return None,
    })
}

fn ids(election: &Election, outcome: &Outcome) -> Vec<String> {
    outcome
        .funded
        .iter()
        .map(|project| election.projects[*project].id.clone())
        .collect()
}

#[test]
fn winners_and_their_order_equal_the_reference_outcomes() {
    let Some(folder) = reference() else { return };
    let mut compared = 0;
    let mut wrong = Vec::new();
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder.join("expected"))
        .expect("a folder")
        .flatten()
        .map(|entry| entry.path())
        .collect();
    files.sort();
    for path in files {
        let expected: serde_json::Value =
            serde_json::from_str(&std::fs::read_to_string(&path).expect("text")).expect("json");
        let election = read(&folder.join("ballots").join(expected["file"].as_str().expect("a name")));
        for (key, result) in expected["results"].as_object().expect("results") {
            if result["status"] != "ok" || key.ends_with("__float") {
                continue;
            }
            let Some(outcome) = outcome_for(&election, key) else {
                continue;
            };
            compared += 1;
            let mut found = ids(&election, &outcome);
            let field = if key.starts_with("phragmen") {
                "selected_sorted"
            } else {
                "selected_in_order"
            };
            if field == "selected_sorted" {
                found.sort();
            }
            let wanted: Vec<String> = result[field]
                .as_array()
                .expect("a list")
                .iter()
                .map(|id| id.as_str().unwrap_or("").to_owned())
                .collect();
            if found != wanted {
                wrong.push(format!(
                    "{} {key}:\n  found  {found:?}\n  wanted {wanted:?}",
                    path.display()
                ));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {compared} differ\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(compared > 100, "{compared}");
}

#[test]
fn payments_of_real_elections_are_certified() {
    let Some(folder) = reference() else { return };
    for name in [
        "Poland_Wieliczka_2023_Green_Budget.pb",
        "Netherlands_Assen_2024.pb",
        "Switzerland_Zurich_D5.pb",
    ] {
        let election = read(&folder.join("ballots").join(name));
        for satisfaction in [Satisfaction::Cost, Satisfaction::Cardinality, Satisfaction::Points] {
            let utilities = Utilities::new(&election, satisfaction);
            let outcome = equal_shares(
                &election,
                &utilities,
                &SharesTerms::preset(Preset::Pabutools, Completion::None),
                true,
            );
            let prices = outcome.prices.expect("a certificate");
            assert_eq!(
                verify(&election, &outcome.funded, &prices, true),
                vec![],
                "{name} {satisfaction:?}"
            );
        }
    }
}

#[test]
fn presets_give_the_official_outcomes_of_the_cities_that_used_equal_shares() {
    let Some(folder) = reference() else { return };
    let official = |name: &str| {
        let expected = std::fs::read_to_string(folder.join("expected").join(format!("{name}.json"))).expect("text");
        let expected: serde_json::Value = serde_json::from_str(&expected).expect("json");
        let list = expected["official_selected"].as_array().cloned().unwrap_or_default();
        list.iter()
            .map(|id| id.as_str().unwrap_or("").to_owned())
            .collect::<Vec<_>>()
    };
    let chosen = |name: &str, rule: Rule, options: &Options| {
        let election = read(&folder.join("ballots").join(format!("{name}.pb")));
        let outcome = run(rule, &election, options);
        let mut funded = ids(&election, &outcome);
        funded.sort();
        (funded, write_exact(&outcome.cost))
    };
    let add1 = |preset| Options {
        completion: Some(Completion::Add1),
        preset: Some(preset),
        ..Options::default()
    };
    for preset in Preset::ALL {
        for name in ["Netherlands_Assen_2024", "Poland_Swiecie_2023"] {
            assert_eq!(
                chosen(name, Rule::EqualShares, &add1(preset)).0,
                official(name),
                "{name} {preset:?}"
            );
        }
    }
    let wieliczka = "Poland_Wieliczka_2023_Green_Budget";
    let compared = Options {
        comparison: Some(Comparison::Satisfaction),
        ..add1(Preset::Pabulib)
    };
    assert_eq!(
        chosen(wieliczka, Rule::EqualShares, &compared),
        (official(wieliczka), "995079".to_owned())
    );
    assert_eq!(
        chosen(wieliczka, Rule::EqualShares, &add1(Preset::Pabutools)).1,
        "984579"
    );
    let amsterdam = "Netherlands_Amsterdam_252";
    let (funded, cost) = chosen(amsterdam, Rule::EqualShares, &add1(Preset::EqualSharesNet));
    assert_eq!((funded.len(), cost.as_str()), (34, "491300"));
    let wroclaw = "Poland_Wroclaw_2015_from_500";
    assert_eq!(
        chosen(wroclaw, Rule::GreedyNoSkip, &Options::default()).0,
        official(wroclaw)
    );
    let praga = "Poland_Warszawa_2020_Praga-Poludnie";
    assert_eq!(chosen(praga, Rule::Greedy, &Options::default()).0, official(praga));
}

#[test]
fn real_files_survive_truncation_at_every_kilobyte_and_normalising() {
    let Some(folder) = reference() else { return };
    for name in ["Switzerland_Zurich_D5.pb", "Poland_Swiecie_2023.pb"] {
        let bytes = std::fs::read(folder.join("ballots").join(name)).expect("a file");
        for end in (0..bytes.len()).step_by(997) {
            let reading = pabulib::read_bytes(bytes[..end].to_vec(), false);
            assert_eq!(reading.document.bytes(), &bytes[..end]);
            pabulib::check(&reading);
        }
        let first = pabulib::read_bytes(bytes.clone(), false);
        let clean = pabulib::normalise(&first.document);
        let second = pabulib::read_bytes(clean.into_bytes(), true);
        let (a, b) = (
            first.election.expect("read"),
            second.election.expect("strict reading of the normal form"),
        );
        assert_eq!(a.ballots, b.ballots);
        assert_eq!(a.projects, b.projects);
    }
}

/// Equal Shares as its definition reads: exact, no laziness, no filter, sorted supporters.
fn equal_shares_by_the_book(election: &Election, utilities: &Utilities, endowment: &Rational) -> Vec<usize> {
    let ranks = TieOrder::Identifier.ranks(election);
    let mut money = vec![endowment.clone(); election.ballots.len()];
    let mut open: Vec<usize> = (0..election.projects.len())
        .filter(|project| !utilities.supporters[*project].is_empty())
        .filter(|project| utilities.unit[*project] > whole(0) || election.projects[*project].cost == whole(0))
        .collect();
    open.sort_by_key(|project| ranks[*project]);
    let mut funded: Vec<usize> = open
        .iter()
        .copied()
        .filter(|project| election.projects[*project].cost == whole(0))
        .collect();
    open.retain(|project| election.projects[*project].cost > whole(0));
    loop {
        let mut best: Option<(Rational, usize)> = None;
        for project in &open {
            let mut supporters: Vec<(Rational, Rational, Rational)> = utilities.supporters[*project]
                .iter()
                .map(|supporter| {
                    let weight = whole(election.ballots[supporter.ballot as usize].weight);
                    (
                        money[supporter.ballot as usize].clone(),
                        &utilities.unit[*project] * whole(supporter.value),
                        weight,
                    )
                })
                .collect();
            supporters.sort_by_key(|supporter| &supporter.0 / &supporter.1);
            let mut left = election.projects[*project].cost.clone();
            let mut gain = supporters
                .iter()
                .fold(whole(0), |sum, (_, gain, weight)| sum + gain * weight);
            for (purse, own, weight) in supporters {
                let price = &left / &gain;
                if &price * &own <= purse {
                    if best.as_ref().is_none_or(|(lowest, _)| price < *lowest) {
                        best = Some((price, *project));
                    }
                    break;
                }
                left -= &purse * &weight;
                gain -= own * weight;
            }
        }
        let Some((price, project)) = best else { return funded };
        for supporter in &utilities.supporters[project] {
            let purse = &mut money[supporter.ballot as usize];
            let share = &price * &utilities.unit[project] * whole(supporter.value);
            *purse = if *purse > share { &*purse - share } else { whole(0) };
        }
        funded.push(project);
        open.retain(|other| *other != project);
    }
}

/// Sequential Phragmén as its definition reads.
fn phragmen_by_the_book(election: &Election) -> Vec<usize> {
    let ranks = TieOrder::Identifier.ranks(election);
    let named = election.supported_by();
    let mut loads = vec![whole(0); election.ballots.len()];
    let mut open: Vec<usize> = (0..election.projects.len())
        .filter(|project| election.projects[*project].cost <= election.budget)
        .collect();
    open.sort_by_key(|project| ranks[*project]);
    let mut funded = Vec::new();
    while !open.is_empty() {
        let load = |project: usize| {
            let weight = |ballot: &u32| whole(election.ballots[*ballot as usize].weight);
            let people = named[project].iter().fold(whole(0), |sum, ballot| sum + weight(ballot));
            let owed = named[project]
                .iter()
                .fold(election.projects[project].cost.clone(), |sum, ballot| {
                    sum + weight(ballot) * &loads[*ballot as usize]
                });
            (people > whole(0)).then(|| owed / people)
        };
        let all: Vec<Option<Rational>> = open.iter().map(|project| load(*project)).collect();
        let least = all.iter().flatten().min().cloned();
        let tied: Vec<usize> = open
            .iter()
            .zip(&all)
            .filter(|(_, load)| **load == least)
            .map(|(project, _)| *project)
            .collect();
        let left = &election.budget - election.cost_of(&funded);
        if tied.iter().any(|project| election.projects[*project].cost > left) {
            break;
        }
        if let Some(least) = least {
            named[tied[0]]
                .iter()
                .for_each(|ballot| loads[*ballot as usize] = least.clone());
        }
        funded.push(tied[0]);
        open.retain(|project| *project != tied[0]);
    }
    funded
}

/// Small elections with many ties, free and unaffordable projects, fractions of a unit, empty ballots.
fn elections() -> impl Strategy<Value = Election> {
    let cost = prop_oneof![6 => (1u64..25).prop_map(|cost| (cost, 1)), 1 => Just((0, 1)), 2 => (1u64..60, 2u64..8)];
    let projects = prop::collection::vec(cost, 1..8);
    let kinds = prop::sample::select(vec![BallotType::Approval, BallotType::Ordinal, BallotType::Cumulative]);
    (projects, kinds, 0u64..70)
        .prop_flat_map(|(costs, kind, budget)| {
            let count = costs.len() as u32;
            let ballot = (1u64..5, prop::collection::vec((0..count, 0i64..5), 0..6));
            (
                Just(costs),
                Just(kind),
                Just(budget),
                prop::collection::vec(ballot, 0..9),
            )
        })
        .prop_map(|(costs, kind, budget, ballots)| {
            let projects = costs
                .iter()
                .enumerate()
                // Identifiers whose order as text is not their order in the file.
                .map(|(index, (cost, part))| Project::new(&(12 - index).to_string(), whole(*cost) / whole(*part)))
                .collect();
            let mut election = Election::new(whole(budget), kind, projects);
            let mut roll = carepool::budgeting::roll::Roll::default();
            for (weight, marks) in ballots {
                for _ in 0..weight {
                    let (named, points) = marks.iter().copied().unzip();
                    roll.cast(&mut election, named, points);
                }
            }
            election
        })
}

fn all_outcomes(election: &Election, step: &Rational) -> Vec<Outcome> {
    let mut outcomes: Vec<Outcome> = Rule::ALL
        .iter()
        .map(|rule| run(*rule, election, &Options::default()))
        .collect();
    for preset in Preset::ALL {
        for completion in Completion::ALL {
            let mut options = Options {
                completion: Some(completion),
                preset: Some(preset),
                ..Options::default()
            };
            options.terms.start = Some(carepool::budgeting::equal_shares::Start::Exact);
            options.terms.step = (completion != Completion::BudgetIncrease).then(|| Step::By(step.clone()));
            outcomes.push(run(Rule::EqualShares, election, &options));
        }
    }
    for (_, (strength, shortfall)) in VARIANTS {
        let options = Options {
            strength,
            shortfall,
            ..Options::default()
        };
        outcomes.push(run(Rule::CumulativeTransfer, election, &options));
    }
    outcomes.push(run(
        Rule::ExactEqualShares,
        election,
        &Options {
            add_opt: true,
            ..Options::default()
        },
    ));
    outcomes
}

fn funded(outcomes: &[Outcome]) -> Vec<(String, Vec<usize>)> {
    let name = |outcome: &Outcome| {
        let told = outcome
            .options
            .iter()
            .filter(|(name, _)| ["completion", "preset", "stop"].contains(name));
        format!(
            "{} {:?}",
            outcome.rule,
            told.map(|(_, value)| value.as_str()).collect::<Vec<_>>()
        )
    };
    outcomes
        .iter()
        .map(|outcome| (name(outcome), outcome.funded.clone()))
        .collect()
}

fn only_sets(mut list: Vec<(String, Vec<usize>)>) -> Vec<Vec<usize>> {
    list.iter_mut().for_each(|(_, set)| set.sort_unstable());
    list.into_iter().map(|(_, set)| set).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: if cfg!(debug_assertions) { 40 } else { 1000 }, ..ProptestConfig::default() })]

    #[test]
    fn equal_shares_agrees_with_its_definition(election in elections()) {
        for satisfaction in Satisfaction::ALL {
            let utilities = Utilities::new(&election, satisfaction);
            let market = Market::new(&election, &utilities, TieOrder::Identifier);
            for part in [1u64, 2, 3] {
                let endowment = &election.budget * whole(part) / whole(election.voters().max(1));
                let scaled = &endowment * Rational::from_integer(market.scale.clone().into());
                let found = count(&market, &scaled, true);
                prop_assert_eq!(&found.funded, &equal_shares_by_the_book(&election, &utilities, &endowment));
                let certificate = found.certificate.expect("asked for");
                let paid: Vec<usize> = certificate.payments.iter().map(|(project, _)| *project).collect();
                prop_assert_eq!(verify(&election, &paid, &certificate, false), vec![]);
            }
        }
    }

    #[test]
    fn phragmen_agrees_with_its_definition(mut election in elections()) {
        election.ballots.iter_mut().for_each(|ballot| ballot.points.clear());
        election.ballot_type = BallotType::Approval;
        let outcome = run(Rule::Phragmen, &election, &Options::default());
        prop_assert_eq!(&outcome.funded, &phragmen_by_the_book(&election));
        if let Some(prices) = &outcome.prices {
            prop_assert_eq!(verify(&election, &outcome.funded, prices, false), vec![]);
        }
    }

    #[test]
    fn every_rule_ends_within_the_budget_and_explains_itself(election in elections()) {
        for outcome in all_outcomes(&election, &whole(1)) {
            prop_assert!(outcome.cost <= election.budget, "{}", outcome.rule);
            let mut once = outcome.funded.clone();
            once.sort_unstable();
            once.dedup();
            prop_assert_eq!(once.len(), outcome.funded.len());
            prop_assert_eq!(&outcome.cost, &election.cost_of(&outcome.funded));
            let fairness = fairness(&election, &outcome);
            prop_assert!(fairness.certificate.is_none_or(|faults| faults.is_empty()), "{}", outcome.rule);
            let verdicts = explain(&election, &Utilities::new(&election, Satisfaction::Cost), &outcome);
            prop_assert_eq!(verdicts.len(), election.projects.len());
        }
    }

    #[test]
    fn the_order_of_voters_changes_nothing(election in elections()) {
        let mut shuffled = election.clone();
        shuffled.ballots.reverse();
        let middle = shuffled.ballots.len() / 2;
        shuffled.ballots.rotate_left(middle);
        // Counted by two threads at once: no rule keeps anything outside its own count.
        let (one, other) = std::thread::scope(|scope| {
            let other = scope.spawn(|| funded(&all_outcomes(&shuffled, &whole(1))));
            (funded(&all_outcomes(&election, &whole(1))), other.join())
        });
        prop_assert_eq!(one, other.expect("counted"));
    }

    #[test]
    fn merging_identical_ballots_changes_nothing(election in elections()) {
        let mut split = election.clone();
        split.ballots = election
            .ballots
            .iter()
            .flat_map(|ballot| (0..ballot.weight).map(|_| Ballot { weight: 1, ..ballot.clone() }))
            .collect();
        split.ballot_of_voter = (0..split.ballots.len() as u32).collect();
        prop_assert_eq!(funded(&all_outcomes(&election, &whole(1))), funded(&all_outcomes(&split, &whole(1))));
    }

    #[test]
    fn a_cloned_electorate_decides_the_same(election in elections()) {
        let mut cloned = election.clone();
        cloned.ballots.iter_mut().for_each(|ballot| ballot.weight *= 3);
        // Three voters hold together what one held, so a step for each is a third. Amounts kept in 10⁻¹² of the
        // currency make cstv the one rule that is only nearly invariant.
        let strip = |outcomes: Vec<Outcome>| funded(&outcomes.into_iter().filter(|outcome| outcome.rule != "cstv").collect::<Vec<_>>());
        prop_assert_eq!(strip(all_outcomes(&election, &whole(1))), strip(all_outcomes(&cloned, &(whole(1) / whole(3)))));
    }

    #[test]
    fn the_unit_of_money_changes_nothing(election in elections()) {
        let factor = whole(700) / whole(9);
        let mut scaled = election.clone();
        scaled.budget *= &factor;
        scaled.projects.iter_mut().for_each(|project| project.cost *= &factor);
        let strip = |outcomes: Vec<Outcome>| funded(&outcomes.into_iter().filter(|outcome| outcome.rule != "cstv").collect::<Vec<_>>());
        prop_assert_eq!(strip(all_outcomes(&election, &whole(1))), strip(all_outcomes(&scaled, &factor)));
    }

    #[test]
    fn new_names_in_the_same_order_change_nothing(election in elections()) {
        let mut renamed = election.clone();
        renamed.projects.iter_mut().for_each(|project| project.id = format!("project {}!", project.id));
        prop_assert_eq!(funded(&all_outcomes(&election, &whole(1))), funded(&all_outcomes(&renamed, &whole(1))));
        // Positions are names too: reversing the file changes the order in which nothing but file-order ties are told.
        let last = election.projects.len() - 1;
        let mut reversed = election.clone();
        reversed.projects.reverse();
        for ballot in &mut reversed.ballots {
            ballot.projects.iter_mut().for_each(|project| *project = last as u32 - *project);
            if election.ballot_type != BallotType::Ordinal {
                ballot.projects.reverse();
                ballot.points.reverse();
            }
        }
        let options = Options { tie_order: Some(TieOrder::Identifier), ..Options::default() };
        let here: Vec<_> = Rule::ALL.iter().map(|rule| run(*rule, &election, &options)).collect();
        let there: Vec<_> = Rule::ALL.iter().map(|rule| run(*rule, &reversed, &options)).collect();
        let back: Vec<(String, Vec<usize>)> = funded(&there).into_iter().map(|(name, set)| (name, set.iter().map(|project| last - project).collect())).collect();
        prop_assert_eq!(only_sets(funded(&here)), only_sets(back));
    }

    #[test]
    fn equal_shares_leaves_no_claim_up_to_one_project(mut election in elections()) {
        election.ballot_type = BallotType::Approval;
        election.ballots.iter_mut().for_each(|ballot| ballot.points.clear());
        let outcome = run(Rule::EqualShares, &election, &Options::default());
        prop_assert_eq!(ejr_plus_up_to_one(&election, &outcome.funded), vec![]);
    }

    #[test]
    fn a_written_file_reads_back_as_the_same_election(election in elections()) {
        // Costs that no decimal can express are written as fractions, which the format does not know.
        prop_assume!(election.projects.iter().all(|project| !write_exact(&project.cost).contains('/')));
        let text = pabulib::write(&election);
        let reading = pabulib::read_bytes(text.clone().into_bytes(), false);
        prop_assert_eq!(reading.document.bytes(), text.as_bytes());
        let back = reading.election.expect("an election");
        prop_assert_eq!(back.ballots, election.ballots);
        prop_assert_eq!(back.ballot_of_voter, election.ballot_of_voter);
    }

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let reading = pabulib::read_bytes(bytes.clone(), false);
        prop_assert_eq!(reading.document.bytes(), &bytes[..]);
        pabulib::check(&reading);
        pabulib::normalise(&reading.document);
    }

    #[test]
    fn no_damage_to_a_good_file_makes_the_reader_panic(
        places in prop::collection::vec((0usize..1000, prop::sample::select(b";,\"\n\r\t0-9e.\xff \xef".to_vec())), 0..12),
        cut in 0usize..1000,
    ) {
        let mut bytes = TOWN.as_bytes().to_vec();
        for (place, byte) in places {
            let place = place % bytes.len();
            bytes[place] = byte;
        }
        bytes.truncate(cut.max(1));
        let reading = pabulib::read_bytes(bytes.clone(), false);
        prop_assert_eq!(reading.document.bytes(), &bytes[..]);
        pabulib::check(&reading);
        if let Some(election) = reading.election {
            for rule in Rule::ALL {
                prop_assert!(run(rule, &election, &Options::default()).cost <= election.budget);
            }
        }
    }
}

/// A small town, as a file.
const TOWN: &str = "META\nkey;value\ndescription;Our town\ncountry;England\nunit;Smallshire\ninstance;2025\nnum_projects;4\nnum_votes;6\nbudget;100\nvote_type;approval\nrule;greedy\ndate_begin;2025\ndate_end;2025\ncurrency;GBP\nPROJECTS\nproject_id;cost;votes;name;category\npark;60;4;A park;green\npool;50;3;A pool;sport\npath;20;3;\"A path; lit\";green\nhall;70;0;A hall;\nVOTES\nvoter_id;vote;age;sex\n1;park,path;30;F\n2;park,path;31;M\n3;park;70;F\n4;pool,park;20;M\n5;pool,path;21;F\n6;pool;22;M\n";

/// Parses a command line and runs it on a file with this content.
fn vote(content: &[u8], arguments: &[&str]) -> Result<(u8, String), VoteError> {
    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        args: VoteArgs,
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("town.pb");
    std::fs::write(&path, content).expect("written");
    let mut words = vec!["vote".to_owned(), path.display().to_string()];
    words.extend(arguments.iter().map(|word| (*word).to_owned()));
    let line = Line::try_parse_from(words).expect("arguments");
    let mut out = Vec::new();
    let code = command(&line.args, &mut out)?;
    Ok((code, String::from_utf8(out).expect("text")))
}

#[test]
fn json_has_the_names_that_others_rely_on() {
    let (code, text) = vote(TOWN.as_bytes(), &["--rule", "equal-shares", "--format", "json"]).expect("counted");
    assert_eq!(code, 0);
    let value: serde_json::Value = serde_json::from_str(&text).expect("json");
    assert_eq!(value["rule"], "equal-shares");
    assert_eq!(value["budget"], "100");
    assert_eq!(value["voters"], 6);
    assert_eq!(value["funded"], serde_json::json!(["park", "path"]));
    assert_eq!(value["cost"], "80");
    assert_eq!(value["explanation"].as_array().map(Vec::len), Some(4));
    assert_eq!(value["fairness"]["certificate_verified"], true);
    assert!(value["ties"].is_array());
    let (_, all) = vote(TOWN.as_bytes(), &["--rule", "all", "--format", "json"]).expect("counted");
    let all: serde_json::Value = serde_json::from_str(&all).expect("json");
    let names: Vec<&str> = all
        .as_array()
        .expect("an array")
        .iter()
        .filter_map(|one| one["rule"].as_str())
        .collect();
    assert_eq!(names, Rule::ALL.map(Rule::word));
}

#[test]
fn people_are_told_why_in_text_csv_and_a_page() {
    let (_, text) = vote(TOWN.as_bytes(), &["--margins"]).expect("counted");
    assert!(
        text.contains("A pool (pool)")
            && text.contains("for A park")
            && text.contains("of their shares was left at the end"),
        "{text}"
    );
    assert!(text.contains("Not funded: nobody named it."), "{text}");
    assert!(
        text.contains("Counted again, it is funded with 1 more voter who names only it"),
        "{text}"
    );
    let (_, csv) = vote(TOWN.as_bytes(), &["--rule", "all", "--format", "csv"]).expect("counted");
    assert_eq!(csv.lines().count(), 1 + 4 * Rule::ALL.len());
    let (_, page) = vote(TOWN.as_bytes(), &["--rule", "all", "--format", "html"]).expect("counted");
    assert!(
        page.contains("Rules side by side") && !page.contains("http:") && !page.contains("https"),
        "{page}"
    );
    let (_, described) = vote(TOWN.as_bytes(), &["--describe"]).expect("described");
    assert!(described.contains("distinct ballots"), "{described}");
    assert_eq!(
        vote(TOWN.as_bytes(), &["--check"]).expect("checked"),
        (0, "no problem found\n".to_owned())
    );
}

#[test]
fn money_left_over_is_explained_with_what_would_spend_it_and_what_the_city_did() {
    let file = TOWN
        .replace("project_id;cost;votes", "project_id;cost;selected;votes")
        .replace("park;60;", "park;60;1;")
        .replace("pool;50;", "pool;50;0;")
        .replace("path;20;", "path;20;1;")
        .replace("hall;70;", "hall;70;0;")
        .replace("budget;100", "budget;130");
    for format in ["text", "html"] {
        let (_, told) = vote(file.as_bytes(), &["--completion", "none", "--format", format]).expect("counted");
        for words in [
            "50 GBP is left, and 1 project left out would fit",
            "no group of supporters can pay",
            "--completion add1",
            "counted by `greedy`",
            "--rule official",
            "It funded the same 2 projects.",
        ] {
            assert!(told.contains(words), "{words}: {told}");
        }
    }
    let (_, official) = vote(file.as_bytes(), &["--rule", "official", "--format", "json"]).expect("counted");
    let official: serde_json::Value = serde_json::from_str(&official).expect("json");
    assert_eq!(official["rule"], "greedy");
    assert_eq!(official["funded"], serde_json::json!(["park", "pool", "path"]));
    let none = file.replace("rule;greedy", "rule;greedy-custom");
    let error = vote(none.as_bytes(), &["--rule", "official"]).expect_err("not ours");
    assert!(error.to_string().contains("`greedy-custom`"), "{error}");
}

#[test]
fn a_file_larger_than_allowed_is_refused_before_it_is_read() {
    let error = vote(&vec![b'x'; 1_000_001], &["--largest-file", "1"]).expect_err("too large");
    assert!(matches!(error, VoteError::TooLarge { megabytes: 1, .. }), "{error}");
    assert!(error.to_string().contains("--largest-file"), "{error}");
    assert!(vote(TOWN.as_bytes(), &["--largest-file", "1"]).is_ok());
}

#[test]
fn bad_files_are_told_apart_with_their_lines() {
    let cases: [(&str, String, &str); 14] = [
        (
            "byte-order mark and CRLF",
            format!("\u{feff}{}", TOWN.replace('\n', "\r\n")),
            "",
        ),
        (
            "commas",
            TOWN.replace("park,path", "park")
                .replace("pool,park", "park")
                .replace("pool,path", "path")
                .replace("\"A path; lit\"", "A path")
                .replace(';', ","),
            "separator",
        ),
        ("duplicate voter", TOWN.replace("\n2;park", "\n1;park"), "voter-twice"),
        ("duplicate project", TOWN.replace("hall;70", "park;70"), "project-twice"),
        ("unknown project", TOWN.replace("3;park;", "3;moon;"), "unknown-project"),
        ("negative cost", TOWN.replace("hall;70", "hall;-70"), "cost"),
        ("no cost", TOWN.replace("hall;70", "hall;much"), "cost"),
        ("zero cost", TOWN.replace("hall;70", "hall;0"), "cost-zero"),
        ("fraction", TOWN.replace("pool;50", "pool;49.999"), ""),
        ("huge cost", TOWN.replace("hall;70", "hall;1e30"), "cost-over-budget"),
        ("decimal comma", TOWN.replace("pool;50", "pool;50,5"), "number"),
        (
            "too long a ballot",
            TOWN.replace("currency;GBP", "max_length;1"),
            "length",
        ),
        ("wrong counts", TOWN.replace("num_votes;6", "num_votes;7"), "count"),
        (
            "no voters",
            TOWN.split("\n1;park").next().unwrap_or("").to_owned() + "\n",
            "no-voters",
        ),
    ];
    for (name, text, kind) in cases {
        let reading = pabulib::read_bytes(text.clone().into_bytes(), false);
        let problems = pabulib::check(&reading);
        assert!(
            kind.is_empty() || problems.iter().any(|problem| problem.kind == kind),
            "{name}: {problems:#?}"
        );
        let election = reading
            .election
            .unwrap_or_else(|| panic!("{name}: {:#?}", reading.problems));
        for rule in Rule::ALL {
            assert!(
                run(rule, &election, &Options::default()).cost <= election.budget,
                "{name} {rule:?}"
            );
        }
        // Nothing is counted on a repair that may change who wins, unless it is asked for.
        let doubtful = [
            "duplicate voter",
            "duplicate project",
            "unknown project",
            "negative cost",
            "no cost",
            "too long a ballot",
            "wrong counts",
            "no voters",
        ]
        .contains(&name);
        let arguments = ["--rule", "all", "--format", "json", "--repair"];
        assert_eq!(vote(text.as_bytes(), &arguments[..4]).is_err(), doubtful, "{name}");
        // Where nobody voted there is nothing to repair.
        assert_eq!(vote(text.as_bytes(), &arguments).is_ok(), name != "no voters", "{name}");
    }
}

#[test]
fn files_without_an_election_are_refused_and_words_are_suggested() {
    for text in [
        "",
        "hello",
        "META\nkey;value\nbudget;-5\nPROJECTS\nproject_id;cost\na;1\nVOTES\nvoter_id;vote\n",
        "META\nbudget;5\n",
        "\u{0}\u{0}",
    ] {
        let error = vote(text.as_bytes(), &[]).expect_err("refused");
        assert!(matches!(error, VoteError::Refused { .. }), "{error}");
    }
    let strict = vote(TOWN.replace("3;park;", "3;moon;").as_bytes(), &["--strict"]).expect_err("refused");
    assert!(
        strict.to_string().contains("line 25: error [unknown-project] `moon`"),
        "{strict}"
    );
    let word = vote(TOWN.as_bytes(), &["--rule", "fragmen"]).expect_err("no such rule");
    assert!(word.to_string().contains("did you mean `phragmen`"), "{word}");
}

#[test]
fn numbers_beyond_every_machine_word_are_counted_exactly() {
    let mut election = Election::approval(
        3,
        &[("a", 1), ("b", 2), ("c", 3)],
        &[(90_000, &["a", "b"]), (89_999, &["c"]), (1, &["b"])],
    );
    let huge = parse_decimal("1e30").expect("a number");
    election.budget *= &huge;
    election.projects.iter_mut().for_each(|project| project.cost *= &huge);
    for rule in Rule::ALL {
        let completion = Some(Completion::BudgetIncrease);
        let outcome = run(
            rule,
            &election,
            &Options {
                completion,
                ..Options::default()
            },
        );
        assert!(outcome.cost <= election.budget, "{rule:?}");
    }
}
