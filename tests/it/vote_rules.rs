//! Rules held against small programs that try everything, or follow a public tool word for word.

use carepool::budgeting::equal_shares::{Completion, Preset};
use carepool::budgeting::exact::{Rational, whole};
use carepool::budgeting::lots::Lots;
use carepool::budgeting::rules::cumulative_transfer::VARIANTS;
use carepool::budgeting::rules::irresolute::all_outcomes;
use carepool::budgeting::rules::{Options, Rule, refusal, run};
use carepool::budgeting::{Election, TieOrder};
use num_traits::{Signed, Zero};
use std::collections::BTreeSet;

/// Small elections in which ties are the rule and not the exception.
fn tied(seed: u64) -> Election {
    let mut lots = Lots::new(seed);
    let mut draw = move |end: u64| lots.below(end);
    let names = ["a", "b", "c", "d"];
    let count = 2 + draw(3) as usize;
    let projects: Vec<(&str, u64)> = names[..count].iter().map(|name| (*name, 2 + 2 * draw(3))).collect();
    let ballots: Vec<Vec<&str>> = (0..2 + draw(5))
        .map(|_| names[..count].iter().copied().filter(|_| draw(2) == 0).collect())
        .collect();
    let lists: Vec<(u64, &[&str])> = ballots.iter().map(|ballot| (1, ballot.as_slice())).collect();
    Election::approval(4 + 2 * draw(5), &projects, &lists)
}

/// All orders of so many things.
fn orders(count: usize) -> Vec<Vec<usize>> {
    if count == 0 {
        return vec![Vec::new()];
    }
    let mut list = Vec::new();
    for order in orders(count - 1) {
        for place in 0..=order.len() {
            let mut longer = order.clone();
            longer.insert(place, count - 1);
            list.push(longer);
        }
    }
    list
}

#[test]
fn all_outcomes_are_those_of_all_orders_of_equal_projects_under_every_rule() {
    let mut several = BTreeSet::new();
    for seed in 0..120 {
        let election = tied(seed);
        let mut cases: Vec<(Rule, Options)> = Rule::ALL
            .into_iter()
            .chain(Rule::BY_NAME)
            .map(|rule| (rule, Options::default()))
            .collect();
        cases.extend(VARIANTS.map(|(_, (strength, shortfall))| {
            let options = Options {
                strength,
                shortfall,
                ..Options::default()
            };
            (Rule::CumulativeTransfer, options)
        }));
        for completion in [Completion::Add1, Completion::Add1u, Completion::Greedy] {
            cases.push((
                Rule::EqualShares,
                Options {
                    completion: Some(completion),
                    ..Options::default()
                },
            ));
        }
        for (rule, options) in cases {
            if refusal(rule, &election, &options).is_some() {
                continue;
            }
            let found = all_outcomes(rule, &election, &options);
            assert!(found.complete);
            let mut tried = BTreeSet::new();
            for order in orders(election.projects.len()) {
                let mut listed = election.clone();
                listed.tie_list = order;
                let options = Options {
                    tie_order: Some(TieOrder::List),
                    ..options.clone()
                };
                let mut set = run(rule, &listed, &options).funded;
                set.sort_unstable();
                tried.insert(set);
            }
            assert_eq!(found.sets, tried, "{rule:?} {:?} seed {seed}", options.shortfall);
            if tried.len() > 1 {
                several.insert(rule.word());
            }
        }
    }
    // The comparison means something under every rule: each has ties that decide.
    for rule in Rule::ALL.into_iter().chain(Rule::BY_NAME) {
        assert!(several.contains(rule.word()), "{rule:?} had no tie that decided");
    }
}

/// The fixed-budget count of the public tool of equalshares.net (equalshares/equalshares-compute-tool,
/// `methodOfEqualSharesWorker.js`), followed step by step with exact numbers; equal ones go by name.
fn by_the_tool(election: &Election, each: &Rational) -> Vec<usize> {
    let approvers: Vec<Vec<usize>> = (0..election.projects.len())
        .map(|project| {
            let ballots = election.ballot_of_voter.iter().enumerate();
            let names = |ballot: u32| election.ballots[ballot as usize].projects.contains(&(project as u32));
            ballots
                .filter(|(_, ballot)| names(**ballot))
                .map(|(voter, _)| voter)
                .collect()
        })
        .collect();
    let mut purse = vec![each.clone(); election.ballot_of_voter.len()];
    let mut open: Vec<usize> = (0..approvers.len())
        .filter(|project| election.projects[*project].cost.is_positive() && !approvers[*project].is_empty())
        .collect();
    let mut winners = Vec::new();
    loop {
        let mut best: Option<(Rational, usize)> = None;
        let mut dear = Vec::new();
        for project in open.iter().copied() {
            let cost = &election.projects[project].cost;
            let behind = approvers[project]
                .iter()
                .fold(Rational::zero(), |sum, voter| sum + &purse[*voter]);
            if behind < *cost {
                dear.push(project);
                continue;
            }
            let mut purses: Vec<&Rational> = approvers[project].iter().map(|voter| &purse[*voter]).collect();
            purses.sort();
            let (mut paid, mut payers) = (Rational::zero(), purses.len() as u64);
            for money in purses {
                let most = (cost - &paid) / whole(payers);
                if most > *money {
                    paid += money;
                    payers -= 1;
                } else {
                    let votes = cost / most;
                    let better = best.as_ref().is_none_or(|(most, other)| {
                        votes > *most || votes == *most && election.projects[project].id < election.projects[*other].id
                    });
                    if better {
                        best = Some((votes, project));
                    }
                    break;
                }
            }
        }
        open.retain(|project| !dear.contains(project));
        let Some((votes, project)) = best else { return winners };
        winners.push(project);
        open.retain(|other| *other != project);
        let most = &election.projects[project].cost / votes;
        for voter in &approvers[project] {
            purse[*voter] = if purse[*voter] > most {
                &purse[*voter] - &most
            } else {
                Rational::zero()
            };
        }
    }
}

/// Its completions add1 (`integral`, `exhaustive`) and add1u; all affordable means no raising.
fn tool(election: &Election, completion: Completion) -> Vec<usize> {
    let voters = whole(election.ballot_of_voter.len() as u64);
    let cost = |set: &[usize]| election.cost_of(set);
    let every: Vec<usize> = (0..election.projects.len()).collect();
    let exact = &election.budget / &voters;
    let raises = matches!(completion, Completion::Add1 | Completion::Add1u) && cost(&every) > election.budget;
    let mut winners = if raises {
        let mut each = exact.floor();
        let mut winners = by_the_tool(election, &each);
        loop {
            let left = &election.budget - cost(&winners);
            let more = every
                .iter()
                .any(|one| !winners.contains(one) && election.projects[*one].cost <= left);
            // What nobody names would keep the public tool raising for ever.
            let supported = every
                .iter()
                .filter(|one| election.votes()[**one] > 0 && election.projects[**one].cost.is_positive());
            if !more || winners.len() == supported.count() {
                break;
            }
            each += whole(1);
            let next = by_the_tool(election, &each);
            if cost(&next) > election.budget {
                break;
            }
            winners = next;
        }
        winners
    } else {
        by_the_tool(election, &exact)
    };
    if matches!(completion, Completion::Greedy | Completion::Add1u) {
        let votes = election.votes();
        let mut order = every;
        order.sort_by(|a, b| {
            votes[*b]
                .cmp(&votes[*a])
                .then(election.projects[*a].id.cmp(&election.projects[*b].id))
        });
        for project in order {
            if !winners.contains(&project) && cost(&winners) + &election.projects[project].cost <= election.budget {
                winners.push(project);
            }
        }
    }
    winners
}

#[test]
fn the_preset_of_equalshares_net_is_what_its_public_tool_does() {
    let mut raised = 0;
    for seed in 0..600u64 {
        let mut election = tied(seed);
        // Whole shares rarely divide the budget: one to seven voters, a budget of odd sums.
        election.budget += whole(seed % 7);
        if election.voters() == 0 {
            continue;
        }
        for completion in [
            Completion::None,
            Completion::Greedy,
            Completion::Add1,
            Completion::Add1u,
        ] {
            let options = Options {
                completion: Some(completion),
                preset: Some(Preset::EqualSharesNet),
                ..Options::default()
            };
            let ours = run(Rule::EqualShares, &election, &options);
            assert_eq!(ours.funded, tool(&election, completion), "seed {seed} {completion:?}");
            raised += usize::from(ours.options.contains(&("start", "floor".to_owned())));
        }
    }
    assert!(raised > 300, "{raised}");
}

#[test]
fn what_everybody_names_and_the_budget_pays_is_funded_by_the_preset_of_equalshares_net_beside_another() {
    // Where a share is less than 1, the rounded one is nothing and the next would pay for both: there the tool funds neither.
    for (budget, voters) in [(10, 3), (100, 7), (8, 7), (999, 100)] {
        let names = (voters, ["a", "b"].as_slice());
        let election = Election::approval(budget, &[("a", budget), ("b", budget)], &[names, (1, &["a"])]);
        for completion in [Completion::Add1, Completion::Add1u] {
            let options = Options {
                completion: Some(completion),
                preset: Some(Preset::EqualSharesNet),
                ..Options::default()
            };
            assert_eq!(
                run(Rule::EqualShares, &election, &options).funded,
                [0],
                "{budget} {voters}"
            );
        }
    }
}

/// Best corner of the sharing-out, found by trying every corner: unknowns are the money on each project and the least.
fn best_corner(election: &Election) -> (Rational, Vec<Rational>) {
    let votes = election.votes();
    let goods: Vec<usize> = (0..election.projects.len())
        .filter(|one| votes[*one] > 0 && election.projects[*one].cost <= election.budget)
        .collect();
    if goods.is_empty() {
        return (whole(0), vec![whole(0); election.projects.len()]);
    }
    let size = goods.len() + 1;
    // Each row: coefficients, and what they may come to at most.
    let mut rows: Vec<(Vec<Rational>, Rational)> = Vec::new();
    let row = |of: &dyn Fn(usize) -> i64| -> Vec<Rational> {
        (0..size).map(|at| Rational::from_integer(of(at).into())).collect()
    };
    rows.push((row(&|at| i64::from(at < goods.len())), election.budget.clone()));
    for (at, good) in goods.iter().enumerate() {
        rows.push((row(&|one| i64::from(one == at)), election.projects[*good].cost.clone()));
        rows.push((row(&|one| -i64::from(one == at)), whole(0)));
    }
    for ballot in &election.ballots {
        let named: Vec<usize> = (0..goods.len())
            .filter(|at| ballot.projects.contains(&(goods[*at] as u32)))
            .collect();
        if !named.is_empty() {
            rows.push((
                row(&|at| {
                    if at == goods.len() {
                        1
                    } else {
                        -i64::from(named.contains(&at))
                    }
                }),
                whole(0),
            ));
        }
    }
    rows.sort();
    rows.dedup();
    let mut best: Option<Vec<Rational>> = None;
    let mut chosen: Vec<usize> = (0..size).collect();
    loop {
        if let Some(point) = solve(&chosen.iter().map(|row| rows[*row].clone()).collect::<Vec<_>>()) {
            let inside = rows.iter().all(|(row, most)| {
                let sum = row.iter().zip(&point).fold(Rational::zero(), |sum, (a, b)| sum + a * b);
                sum <= *most
            });
            // The least, then the sum over all voters, then the projects by name.
            let value = |point: &Vec<Rational>| -> Vec<Rational> {
                let all = goods
                    .iter()
                    .zip(point)
                    .fold(Rational::zero(), |sum, (good, money)| sum + money * whole(votes[*good]));
                let mut value = vec![point[goods.len()].clone(), all];
                value.extend(point[..goods.len()].iter().cloned());
                value
            };
            if inside && best.as_ref().is_none_or(|best| value(&point) > value(best)) {
                best = Some(point);
            }
        }
        // The next choice of so many rows.
        let Some(at) = (0..size).rev().find(|at| chosen[*at] < rows.len() - size + at) else {
            break;
        };
        chosen[at] += 1;
        (at + 1..size).for_each(|after| chosen[after] = chosen[after - 1] + 1);
    }
    let point = best.expect("nothing for nobody is a corner");
    let mut money = vec![whole(0); election.projects.len()];
    goods
        .iter()
        .zip(&point)
        .for_each(|(good, own)| money[*good] = own.clone());
    (point[goods.len()].clone(), money)
}

/// Where these planes meet, if they meet in one point.
fn solve(rows: &[(Vec<Rational>, Rational)]) -> Option<Vec<Rational>> {
    let mut rows = rows.to_vec();
    let size = rows.len();
    for at in 0..size {
        let pivot = (at..size).find(|row| !rows[*row].0[at].is_zero())?;
        rows.swap(at, pivot);
        let (own, right) = rows[at].clone();
        for row in (0..size).filter(|row| *row != at) {
            let factor = &rows[row].0[at] / &own[at];
            if !factor.is_zero() {
                for (cell, coefficient) in rows[row].0.iter_mut().zip(&own) {
                    *cell -= &factor * coefficient;
                }
                rows[row].1 -= factor * &right;
            }
        }
    }
    Some((0..size).map(|at| &rows[at].1 / &rows[at].0[at]).collect())
}

#[test]
fn ordered_relaxation_takes_projects_by_the_best_of_all_corners() {
    for seed in 0..150 {
        let election = tied(seed);
        if election.votes().iter().all(|votes| *votes == 0) {
            continue;
        }
        let (least, money) = best_corner(&election);
        let outcome = run(Rule::OrderedRelaxation, &election, &Options::default());
        let told = carepool::budgeting::exact::write_exact(&least);
        assert!(
            outcome.options.contains(&("least", told)),
            "seed {seed}: {least} {:?}",
            outcome.options
        );
        let votes = election.votes();
        let mut order: Vec<usize> = (0..money.len()).filter(|one| votes[*one] > 0).collect();
        order.sort_by(|a, b| money[*b].cmp(&money[*a]).then(a.cmp(b)));
        let mut funded = Vec::new();
        for project in order
            .into_iter()
            .filter(|one| election.projects[*one].cost <= election.budget)
        {
            if election.cost_of(&funded) + &election.projects[project].cost > election.budget {
                break;
            }
            funded.push(project);
        }
        assert_eq!(outcome.funded, funded, "seed {seed} {money:?}");
    }
}
