//! Reasons under the rules in which the figures are hardest to see through: exact Equal Shares, bounded overspending, the set
//! that pleases most, the lightest load, first choices only. Each is counted again from the ballots by a few lines that know
//! only its definition, and every figure told is held against that count.

use carepool::budgeting::election::BallotType;
use carepool::budgeting::exact::{Rational, approximate, whole};
use carepool::budgeting::explanation::Verdict;
use carepool::budgeting::rules::{Options, Rule, refusal};
use carepool::budgeting::{Election, TieOrder};

use crate::vote_reasons::after;
use crate::vote_reasons_of_rules::{explained, made, supporters, tells};

/// Elections that a rule can count.
fn countable(rule: Rule) -> Vec<(String, Election)> {
    let mut list = made();
    list.retain(|(_, election)| refusal(rule, election, &Options::default()).is_none());
    list
}

/// A voter: the ballot, and the money left.
type Purses = Vec<(usize, Rational)>;

/// One purse for each voter.
fn purses(election: &Election) -> Purses {
    let each = &election.budget / whole(election.voters().max(1));
    let ballots = election.ballots.iter().enumerate();
    ballots
        .flat_map(|(at, ballot)| std::iter::repeat_n((at, each.clone()), ballot.weight as usize))
        .collect()
}

/// What the supporters of a project have left together.
fn left_with(election: &Election, purses: &Purses, project: usize) -> Rational {
    let of = supporters(election, project);
    purses
        .iter()
        .filter(|(ballot, _)| of.contains(ballot))
        .map(|(_, money)| money)
        .sum()
}

/// Holds what is told of a loser whose supporters were to pay from their shares.
fn hold_shares(election: &Election, verdict: &Verdict, text: &str, at_start: &Purses, at_end: &Purses) -> usize {
    if !text.contains("whose shares of") && !text.contains("At the start their shares of") {
        return 0;
    }
    let (start, left) = (
        left_with(election, at_start, verdict.project),
        left_with(election, at_end, verdict.project),
    );
    let cost = &election.projects[verdict.project].cost;
    tells(
        text,
        "shares of ",
        approximate(&(&election.budget / whole(election.voters()))),
    );
    if text.contains("less than its cost") {
        tells(text, "come to ", approximate(&start));
        assert!(start < *cost, "{text}");
    } else {
        tells(text, "came to ", approximate(&start));
        assert!(start >= *cost, "{text}");
    }
    let end = text.split_once("; ").map(|(_, end)| end).expect("what was left");
    tells(&format!("; {end}"), "; ", approximate(&left));
    assert_eq!(
        text.contains("enough together, but not in equal parts"),
        left >= *cost,
        "{text}"
    );
    // Who took their money: what was paid for winners is what is missing.
    if let Some((_, paid)) = text.split_once("They paid ") {
        let mut rest = paid.split_once(';').map_or(paid, |(paid, _)| paid);
        let mut sum = whole(0);
        while let Some((amount, more)) = after(&format!(" {rest}"), " ") {
            sum += amount;
            match more.find(", ").or_else(|| more.find(" and ")) {
                Some(next) => {
                    rest = Box::leak(
                        more[next..]
                            .trim_start_matches([',', ' '])
                            .trim_start_matches("and ")
                            .to_owned()
                            .into_boxed_str(),
                    )
                }
                None => break,
            }
        }
        let missing = &start - &left;
        assert!(
            (approximate(&sum) - approximate(&missing)).abs() < 0.05,
            "{missing}: {text}"
        );
    } else {
        assert_eq!(start, left, "{text}");
    }
    1
}

#[test]
fn reasons_of_exact_equal_shares_are_true_of_the_ballots() {
    let (mut winners, mut losers) = (0, 0);
    for (name, election) in countable(Rule::ExactEqualShares) {
        let (outcome, told) = explained(&election, Rule::ExactEqualShares, &Options::default());
        let at_start = purses(&election);
        let mut money = at_start.clone();
        // The equal part that those pay who can, and who they are: the poorest drop out until each can pay as much as the others.
        let offer = |money: &Purses, project: usize| -> Option<(Rational, Vec<usize>)> {
            let of = supporters(&election, project);
            let mut able: Vec<usize> = (0..money.len()).filter(|voter| of.contains(&money[*voter].0)).collect();
            able.sort_by(|a, b| money[*b].1.cmp(&money[*a].1));
            while !able.is_empty() {
                let part = &election.projects[project].cost / whole(able.len() as u64);
                if able.last().is_some_and(|poorest| money[*poorest].1 >= part) {
                    return Some((part, able));
                }
                able.pop();
            }
            None
        };
        for project in &outcome.funded {
            let text = &told
                .iter()
                .find(|(verdict, _)| verdict.project == *project)
                .expect("told")
                .1;
            if election.projects[*project].cost == whole(0) {
                assert!(text.contains("it costs nothing"), "{text}");
                continue;
            }
            let (part, payers) = offer(&money, *project).unwrap_or_else(|| panic!("{name}: nobody can pay: {text}"));
            let open = (0..election.projects.len()).filter(|one| {
                !outcome.funded[..outcome.funded.iter().position(|other| other == project).expect("there")]
                    .contains(one)
                    && election.projects[*one].cost > whole(0)
            });
            let least = open.filter_map(|one| offer(&money, one)).map(|(part, _)| part).min();
            assert_eq!(Some(&part), least.as_ref(), "{name}: not the cheapest for each: {text}");
            let (number, _) = after(text, " voter; ")
                .or_else(|| after(text, " voters; "))
                .unwrap_or_else(|| panic!("{name}: no payers: {text}"));
            assert_eq!(number, whole(payers.len() as u64), "{name}: {text}");
            tells(text, "each paid ", approximate(&part));
            payers.iter().for_each(|voter| money[*voter].1 -= &part);
            winners += 1;
        }
        for (verdict, text) in told.iter().filter(|(verdict, _)| !verdict.funded) {
            assert!(
                offer(&money, verdict.project).is_none() || election.projects[verdict.project].cost == whole(0),
                "{name}: {text}"
            );
            losers += hold_shares(&election, verdict, text, &at_start, &money);
        }
    }
    assert!(winners > 60 && losers > 100, "{winners} {losers}");
}

/// For bounded overspending: the least λ/α² at which a project may be bought, with its price for a unit of gain.
fn best_offer(
    election: &Election,
    money: &Purses,
    project: usize,
    gain: impl Fn(usize) -> Rational,
) -> Option<(Rational, Rational)> {
    let cost = &election.projects[project].cost;
    let of: Vec<(Rational, Rational)> = money
        .iter()
        .map(|(ballot, left)| (gain(*ballot), left.clone()))
        .filter(|(gain, left)| *gain > whole(0) && *left > whole(0))
        .collect();
    let collected =
        |price: &Rational| -> Rational { of.iter().map(|(gain, left)| (price * gain).min(left.clone())).sum() };
    let mut prices: Vec<Rational> = of.iter().map(|(gain, left)| left / gain).collect();
    prices.sort();
    // Between two of these points the sum grows evenly, so that the price which collects just the cost is found.
    let mut exact = Vec::new();
    let mut below = (whole(0), whole(0));
    for price in &prices {
        let sum = collected(price);
        if below.1 <= *cost && *cost <= sum && sum > below.1 {
            exact.push(&below.0 + (cost - &below.1) * (price - &below.0) / (&sum - &below.1));
        }
        below = (price.clone(), sum);
    }
    prices.extend(exact);
    let offers = prices.into_iter().filter(|price| *price > whole(0)).map(|price| {
        let covered = (collected(&price) / cost).min(whole(1));
        (&price / (&covered * &covered), &price / &covered)
    });
    offers.min()
}

#[test]
fn reasons_of_bounded_overspending_are_true_of_the_ballots() {
    let (mut winners, mut losers) = (0, 0);
    for (name, election) in made()
        .into_iter()
        .filter(|(_, election)| election.ballot_type == BallotType::Approval)
    {
        let (outcome, told) = explained(&election, Rule::BoundedOverspending, &Options::default());
        if outcome.notes.iter().any(|note| note.contains("rounded")) {
            continue;
        }
        let mut money = purses(&election);
        // With approvals and what a project costs as gain, a unit of gain is a pound of the project.
        let gain = |project: usize| {
            let of = supporters(&election, project);
            let cost = election.projects[project].cost.clone();
            move |ballot: usize| if of.contains(&ballot) { cost.clone() } else { whole(0) }
        };
        let mut spent = whole(0);
        for (place, project) in outcome.funded.iter().enumerate() {
            let text = &told
                .iter()
                .find(|(verdict, _)| verdict.project == *project)
                .expect("told")
                .1;
            let cost = &election.projects[*project].cost;
            if *cost == whole(0) {
                continue;
            }
            let (objective, price) = best_offer(&election, &money, *project, gain(*project)).expect("an offer");
            let open = (0..election.projects.len()).filter(|one| {
                let cost = &election.projects[*one].cost;
                !outcome.funded[..place].contains(one) && *cost > whole(0) && *cost <= &election.budget - &spent
            });
            let least = open
                .filter_map(|one| best_offer(&election, &money, one, gain(one)))
                .map(|(least, _)| least)
                .min();
            assert_eq!(Some(&objective), least.as_ref(), "{name}: not the best offer: {text}");
            let gains = gain(*project);
            let mut paid: Vec<Rational> = Vec::new();
            for (ballot, left) in &mut money {
                let part = (&price * gains(*ballot)).min(left.clone());
                if part > whole(0) {
                    *left -= &part;
                    paid.push(part);
                }
            }
            let words = " price per unit of satisfaction, raised by what was missing";
            let (before, _) = text
                .split_once(words)
                .unwrap_or_else(|| panic!("{name}: no price: {text}"));
            let number = before.rsplit(' ').next().expect("a number").replace(',', "");
            let number: f64 = number.parse().expect("a number");
            assert!((number - approximate(&price)).abs() < 1e-5, "{name}: {price}: {text}");
            let paid: Rational = paid.iter().sum();
            assert!(paid <= *cost, "{name}: {paid} for {text}");
            spent += cost;
            winners += 1;
        }
        for (verdict, text) in told.iter().filter(|(verdict, _)| !verdict.funded) {
            let left = &election.budget - &spent;
            if text.contains("all their shares had gone to other projects") {
                assert_eq!(
                    left_with(&election, &money, verdict.project),
                    whole(0),
                    "{name}: {text}"
                );
                losers += 1;
            } else if text.contains("at the end ") {
                tells(text, "at the end ", approximate(&left));
                assert!(election.projects[verdict.project].cost > left, "{name}: {text}");
                losers += 1;
            }
        }
    }
    assert!(winners > 15 && losers > 5, "{winners} {losers}");
}

#[test]
fn no_set_pleases_more_than_the_one_that_reasons_of_the_knapsack_speak_of() {
    let mut told_of = 0;
    for (name, election) in countable(Rule::Knapsack) {
        let (outcome, told) = explained(&election, Rule::Knapsack, &Options::default());
        // What each project gives all its voters: its cost to each, its points, or its places from the last, by the ballots.
        let value = |project: usize| -> Rational {
            let ballots = election.ballots.iter().map(|ballot| {
                let Some(place) = ballot.projects.iter().position(|one| *one as usize == project) else {
                    return whole(0);
                };
                let each = match (election.ballot_type, ballot.points.get(place)) {
                    (_, Some(points)) => Rational::new((*points).max(0).into(), election.points_scale.into()),
                    (BallotType::Ordinal, None) => whole((ballot.projects.len() - place) as u64),
                    (_, None) => election.projects[project].cost.clone(),
                };
                each * whole(ballot.weight)
            });
            ballots.sum()
        };
        let values: Vec<Rational> = (0..election.projects.len()).map(value).collect();
        let worth = |set: &[usize]| -> Rational { set.iter().map(|one| &values[*one]).sum() };
        let count = election.projects.len();
        let best = (0u32..1 << count)
            .map(|mask| (0..count).filter(|bit| mask >> bit & 1 == 1).collect::<Vec<usize>>())
            .filter(|set| election.cost_of(set) <= election.budget)
            .map(|set| worth(&set))
            .max()
            .expect("the empty set");
        assert_eq!(worth(&outcome.funded), best, "{name}");
        let left = &election.budget - &outcome.cost;
        for (verdict, text) in told
            .iter()
            .filter(|(_, text)| text.contains("others satisfy voters more in total"))
        {
            tells(text, "beside them ", approximate(&left));
            assert!(election.projects[verdict.project].cost > left, "{name}: {text}");
            told_of += 1;
        }
    }
    assert!(told_of > 50, "{told_of}");
}

#[test]
fn the_load_that_reasons_of_maximin_support_tell_is_the_greatest_of_any_part_of_what_is_funded() {
    let mut held = 0;
    for (name, election) in countable(Rule::MaximinSupport) {
        let (outcome, told) = explained(&election, Rule::MaximinSupport, &Options::default());
        let load = |set: &[usize]| -> Rational {
            let parts = (1u32..1 << set.len()).map(|mask| {
                let part: Vec<usize> = (0..set.len())
                    .filter(|bit| mask >> bit & 1 == 1)
                    .map(|bit| set[bit])
                    .collect();
                let touched = (0..election.ballots.len())
                    .filter(|ballot| part.iter().any(|one| supporters(&election, *one).contains(ballot)));
                let people: u64 = touched.map(|ballot| election.ballots[ballot].weight).sum();
                election.cost_of(&part) / whole(people.max(1))
            });
            parts.max().unwrap_or_else(|| whole(0))
        };
        for (place, project) in outcome.funded.iter().enumerate() {
            let text = &told
                .iter()
                .find(|(verdict, _)| verdict.project == *project)
                .expect("told")
                .1;
            let words = " greatest load of a voter";
            if let Some((before, _)) = text.split_once(words) {
                let number = before.rsplit(' ').next().expect("a number").replace(',', "");
                let number: f64 = number.parse().expect("a number");
                let truth = approximate(&load(&outcome.funded[..=place]));
                assert!((number - truth).abs() < 1e-5, "{name}: {truth}: {text}");
                held += 1;
            }
        }
    }
    assert!(held > 60, "{held}");
}

#[test]
fn first_choices_that_reasons_tell_are_those_of_the_ballots() {
    let mut held = 0;
    for (name, election) in made() {
        let options = Options {
            tie_order: Some(TieOrder::Identifier),
            ..Options::default()
        };
        let (_, told) = explained(&election, Rule::Plurality, &options);
        let firsts = |project: usize| -> u64 {
            let ballots = election.ballots.iter().filter(|ballot| {
                let first = match election.ballot_type {
                    BallotType::Ordinal => ballot.projects.first().copied(),
                    // Of points, the project with most; only one that is above all others is a first choice.
                    kind if kind.has_points() => {
                        let most = ballot.points.iter().max().copied().unwrap_or(0);
                        let mut top = ballot
                            .projects
                            .iter()
                            .zip(&ballot.points)
                            .filter(|(_, points)| **points == most);
                        top.next().map(|(one, _)| *one).filter(|_| top.next().is_none())
                    }
                    _ => ballot.projects.first().copied().filter(|_| ballot.projects.len() == 1),
                };
                first == Some(project as u32)
            });
            ballots.map(|ballot| ballot.weight).sum()
        };
        for (verdict, text) in told
            .iter()
            .filter(|_| matches!(election.ballot_type, BallotType::Ordinal | BallotType::ChooseOne))
        {
            if let Some((before, _)) = text.split_once(" first choice") {
                let number = before.rsplit(' ').next().expect("a number").replace(',', "");
                assert_eq!(
                    number.parse::<u64>().ok(),
                    Some(firsts(verdict.project)),
                    "{name}: {text}"
                );
                held += 1;
            }
        }
    }
    assert!(held > 20, "{held}");
}
