//! What must not change the outcome where limits, districts and phases hold: the order of voters and projects, their names, the
//! unit of money, how many times everybody stands in the file, and what nobody can have.

use std::collections::BTreeSet;

use carepool::budgeting::election::{Ballot, Project};
use carepool::budgeting::equal_shares::{Completion, Step};
use carepool::budgeting::exact::{Rational, whole};
use carepool::budgeting::limits::Ceiling;
use carepool::budgeting::lots::Lots;
use carepool::budgeting::roll::Roll;
use carepool::budgeting::rules::{Changes, Options, Rule, refusal, run};
use carepool::budgeting::{BallotType, Election, TieOrder};
use carepool::process::Process;
use carepool::process::contests::{Entries, contests};
use proptest::prelude::*;

use crate::budget::{HEAD, load};
use crate::vote_limits::limited;

/// The rules that keep to the limits of an election, each with the completions that concern it.
fn counts(election: &Election) -> Vec<(Rule, Options)> {
    let mut list = Vec::new();
    for rule in Rule::ALL {
        let completions: &[Completion] = match rule {
            Rule::EqualShares => &[Completion::None, Completion::Greedy, Completion::Add1u],
            _ => &[Completion::None],
        };
        for completion in completions {
            let options = Options {
                completion: Some(*completion),
                tie_order: Some(TieOrder::Identifier),
                ..Options::default()
            };
            if refusal(rule, election, &options).is_none() {
                list.push((rule, options));
            }
        }
    }
    list
}

fn funded(rule: Rule, election: &Election, options: &Options) -> BTreeSet<String> {
    let list = run(rule, election, options).funded.into_iter();
    list.map(|project| election.projects[project].id.clone()).collect()
}

/// The same election with its projects in another order: `order` has the old place of each new one.
fn reordered(election: &Election, order: &[usize]) -> Election {
    let new = |old: usize| {
        order
            .iter()
            .position(|one| *one == old)
            .expect("every project is there")
    };
    let all = |list: &[usize]| list.iter().map(|one| new(*one)).collect::<Vec<usize>>();
    let mut turned = election.clone();
    turned.projects = order.iter().map(|old| election.projects[*old].clone()).collect();
    turned.ballots = election
        .ballots
        .iter()
        .rev()
        .map(|ballot| {
            let mut projects: Vec<u32> = ballot.projects.iter().map(|one| new(*one as usize) as u32).collect();
            projects.sort_unstable();
            Ballot {
                projects,
                ..ballot.clone()
            }
        })
        .collect();
    let last = election.ballots.len() as u32;
    turned.ballot_of_voter = election
        .ballot_of_voter
        .iter()
        .map(|ballot| last - 1 - ballot)
        .collect();
    for ceiling in &mut turned.limits.ceilings {
        ceiling.projects = all(&ceiling.projects);
    }
    turned.limits.exclusive = election.limits.exclusive.iter().map(|group| all(group)).collect();
    turned.limits.requires = election
        .limits
        .requires
        .iter()
        .map(|(a, b)| (new(*a), new(*b)))
        .collect();
    turned
}

proptest! {
    #![proptest_config(ProptestConfig { cases: if cfg!(debug_assertions) { 40 } else { 2000 }, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_voters_and_projects_changes_nothing_under_limits(election in limited(), turn in 0usize..7) {
        let count = election.projects.len();
        let order: Vec<usize> = (0..count).rev().map(|place| (place + turn) % count).collect();
        let turned = reordered(&election, &order);
        for (rule, options) in counts(&election) {
            prop_assert_eq!(funded(rule, &election, &options), funded(rule, &turned, &options), "{:?}", rule);
        }
    }

    #[test]
    fn the_unit_of_money_changes_nothing_under_limits(election in limited(), pence in 2u64..500) {
        let factor = whole(pence) / whole(7);
        let mut scaled = election.clone();
        scaled.budget *= &factor;
        scaled.projects.iter_mut().for_each(|project| project.cost *= &factor);
        scaled.limits.ceilings.iter_mut().for_each(|ceiling| ceiling.most *= &factor);
        for (rule, options) in counts(&election) {
            let with_step = |step: &Rational| Options {
                terms: Changes { step: Some(Step::By(step.clone())), ..Changes::default() },
                ..options.clone()
            };
            let (one, other) = (funded(rule, &election, &with_step(&whole(1))), funded(rule, &scaled, &with_step(&factor)));
            prop_assert_eq!(one, other, "{:?}", rule);
        }
    }

    #[test]
    fn new_names_in_the_same_order_change_nothing_under_limits(election in limited()) {
        let mut named = election.clone();
        named.projects.iter_mut().for_each(|project| project.id = format!("a project called {}", project.id));
        for (rule, options) in counts(&election) {
            let (one, other) = (run(rule, &election, &options).funded, run(rule, &named, &options).funded);
            prop_assert_eq!(one, other, "{:?}", rule);
        }
    }

    #[test]
    fn everybody_twice_decides_the_same_under_limits(election in limited(), times in 2u64..5) {
        let mut more = election.clone();
        more.ballots.iter_mut().for_each(|ballot| ballot.weight *= times);
        let voters = more.ballot_of_voter.clone();
        (1..times).for_each(|_| more.ballot_of_voter.extend(&voters));
        if let Some(least) = &mut more.limits.least_votes {
            *least *= whole(times);
        }
        for (rule, options) in counts(&election) {
            // Shares rise by a sum for each voter: of twice as many voters by half of it.
            let with_step = |step: Rational| Options {
                terms: Changes { step: Some(Step::By(step)), ..Changes::default() },
                ..options.clone()
            };
            let (one, other) = (funded(rule, &election, &with_step(whole(1))), funded(rule, &more, &with_step(whole(1) / whole(times))));
            prop_assert_eq!(one, other, "{:?} {:?}", rule, options.completion);
        }
    }

    #[test]
    fn a_project_that_nobody_names_and_no_money_pays_changes_nothing(election in limited(), ceiling in 0u64..40) {
        let mut more = election.clone();
        let unused = more.projects.len();
        more.projects.push(Project::new("zz", &more.budget + whole(1)));
        more.limits.exclusive.push(vec![0, unused]);
        more.limits.requires.push((unused, 0));
        more.limits.ceilings.push(Ceiling { name: "of its own".to_owned(), most: whole(ceiling), projects: vec![unused] });
        for (rule, options) in counts(&more) {
            prop_assert_eq!(funded(rule, &election, &options), funded(rule, &more, &options), "{:?}", rule);
        }
    }
}

/// A city of two districts, with three proposals of the whole area and two of each district; `top` and `more` are further lines
/// of the file, `east` and `west` what the districts are called.
fn city(budget: u64, top: &str, (east, west): (&str, &str), more: &str) -> Process {
    let mut text = format!(
        "{HEAD}budget = {budget}\n{top}[electorate]\nvoters = 20\n[electorate.gain]\nqaly_value = \"£70,000\"\n\
         [district.{east}]\nbudget = 60\npeople = 0.4\n[district.{west}]\nbudget = 70\npeople = 0.5\n{more}"
    );
    for (id, price, of) in [
        ("a1", 40, String::new()),
        ("a2", 50, String::new()),
        ("a3", 60, String::new()),
        ("e1", 30, format!("district = \"{east}\"\n")),
        ("e2", 45, format!("district = \"{east}\"\n")),
        ("w1", 35, format!("district = \"{west}\"\n")),
        ("w2", 50, format!("district = \"{west}\"\n")),
    ] {
        text.push_str(&format!(
            "[proposal.{id}]\nprice = {price}\ninto = \"dental_optical\"\n{of}"
        ));
    }
    load(&text)
}

/// A ballot for each of twenty voters, and the district each lives in, drawn by a fixed formula.
fn vote(seed: u64) -> Vec<(Vec<u32>, u16)> {
    let mut lots = Lots::from_state(seed.wrapping_mul(2_654_435_761).wrapping_add(12_345));
    let mut draw = move |end: u64| lots.below(end);
    (0..20)
        .map(|_| {
            let district = draw(2) as u16;
            let own = [3 + 2 * u32::from(district), 4 + 2 * u32::from(district)];
            let open = [0, 1, 2, own[0], own[1]];
            (open.into_iter().filter(|_| draw(5) < 2).collect(), district)
        })
        .collect()
}

/// What the city funds; `place` is the position of each district in the process.
fn decided(process: &Process, budget: u64, votes: &[(Vec<u32>, u16)], place: [u16; 2], rule: Rule) -> BTreeSet<String> {
    let projects = process
        .proposals
        .iter()
        .map(|one| Project::new(&one.id, one.price.clone().expect("a price")));
    let mut election = Election::new(whole(budget), BallotType::Approval, projects.collect());
    let mut roll = Roll::default();
    votes
        .iter()
        .for_each(|(named, _)| roll.cast(&mut election, named.clone(), Vec::new()));
    let districts: Vec<Option<u16>> = votes.iter().map(|(_, at)| Some(place[usize::from(*at)])).collect();
    let entries = Entries {
        districts: &districts,
        votes: None,
    };
    let options = Options {
        completion: Some(Completion::None),
        tie_order: Some(TieOrder::Identifier),
        ..Options::default()
    };
    let split = contests(process, &election, entries).expect("contests");
    let mut funded = BTreeSet::new();
    for contest in &split.list {
        let places = contest.bought(rule, &contest.election, &options).funded;
        funded.extend(
            places
                .into_iter()
                .map(|place| election.projects[contest.projects[place]].id.clone()),
        );
    }
    funded
}

#[test]
fn districts_decide_the_same_whatever_their_names_and_order_and_beside_one_that_has_no_proposals() {
    let names = ("east", "west");
    let plain = city(230, "", names, "");
    let unused = city(730, "", names, "[district.nowhere]\nbudget = 500\npeople = 0.1\n");
    let renamed = city(230, "", ("upper", "lower"), "");
    let phased = city(230, "phases = [100, 0]\n", names, "");
    assert_eq!(
        renamed.districts[0].id, "lower",
        "districts stand in the order of their keys"
    );
    let mut decisions = BTreeSet::new();
    for seed in 0..60 {
        let votes = vote(seed);
        for rule in [Rule::Greedy, Rule::EqualShares, Rule::Phragmen] {
            let found = decided(&plain, 230, &votes, [0, 1], rule);
            // `nowhere` stands between the two by its key.
            assert_eq!(
                found,
                decided(&unused, 730, &votes, [0, 2], rule),
                "an unused district, {seed} {rule:?}"
            );
            assert_eq!(
                found,
                decided(&renamed, 230, &votes, [1, 0], rule),
                "other names, {seed} {rule:?}"
            );
            assert_eq!(
                found,
                decided(&phased, 230, &votes, [0, 1], rule),
                "a second phase of nothing, {seed} {rule:?}"
            );
            let mut turned = votes.clone();
            turned.rotate_left(7);
            turned.reverse();
            assert_eq!(
                found,
                decided(&plain, 230, &turned, [0, 1], rule),
                "another order, {seed} {rule:?}"
            );
            let twice = [votes.clone(), votes.clone()].concat();
            assert_eq!(
                found,
                decided(&plain, 230, &twice, [0, 1], rule),
                "everybody twice, {seed} {rule:?}"
            );
            decisions.insert(found);
        }
    }
    assert!(decisions.len() > 20, "{}", decisions.len());
}
