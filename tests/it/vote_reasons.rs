//! Reasons and claims of fairness, held against the ballots by programs that know nothing else: each figure of a sentence is
//! worked out again, and each axiom tried on every group of voters.

use std::path::{Path, PathBuf};

use carepool::budgeting::equal_shares::Completion;
use carepool::budgeting::exact::{Rational, parse_decimal, whole, write_rounded};
use carepool::budgeting::explanation::{Verdict, explain};
use carepool::budgeting::fairness::{claims, justified_representation};
use carepool::budgeting::rules::{Options, Rule, run, usual_satisfaction, winners};
use carepool::budgeting::{Election, Outcome, Utilities, pabulib};
use proptest::prelude::*;

pub fn elections() -> Vec<(String, Election)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let found = ["../shared", "../../shared"]
        .into_iter()
        .map(|shared| -> PathBuf { root.join(shared).join("reference/participatory-budgeting/ballots") });
    let Some(folder) = found.into_iter().find(|folder| folder.is_dir()) else {
        eprintln!("skipped: no ../shared/reference/participatory-budgeting here");
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("a folder")
        .flatten()
        .map(|entry| entry.path())
        .collect();
    paths.sort();
    let mut list = Vec::new();
    for path in paths {
        // Exact money by the book takes long on a hundred thousand names: the large ones are looked at in release builds.
        let bytes = std::fs::read(&path).expect("a file");
        if cfg!(debug_assertions) && bytes.len() > 50_000 {
            continue;
        }
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        list.push((name, pabulib::read_bytes(bytes, false).election.expect("an election")));
    }
    list
}

/// The money of each ballot's voters, by the book.
struct Book {
    /// Projects bought, in order.
    bought: Vec<usize>,
    /// Before each purchase.
    before: Vec<Vec<Rational>>,
    /// What each paid for it.
    paid: Vec<Vec<Rational>>,
    /// At the end.
    money: Vec<Rational>,
}

/// Buys the projects in this order with this much each: the poor pay what they have, the others in proportion to their gain.
fn book(election: &Election, utilities: &Utilities, endowment: &Rational, bought: Vec<usize>) -> Book {
    let mut money = vec![endowment.clone(); election.ballots.len()];
    let (mut before, mut paid) = (Vec::new(), Vec::new());
    for project in &bought {
        before.push(money.clone());
        let mut list: Vec<(usize, Rational, Rational)> = utilities.supporters[*project]
            .iter()
            .map(|supporter| {
                let weight = whole(election.ballots[supporter.ballot as usize].weight);
                (supporter.ballot as usize, whole(supporter.value), weight)
            })
            .collect();
        list.sort_by_key(|(ballot, value, _)| &money[*ballot] / value);
        let mut left = election.projects[*project].cost.clone();
        let mut gain = list
            .iter()
            .fold(whole(0), |sum, (_, value, weight)| sum + value * weight);
        let mut amounts = vec![whole(0); election.ballots.len()];
        for (ballot, value, weight) in list {
            let price = if gain > whole(0) { &left / &gain } else { whole(0) };
            let pays = (&price * &value).min(money[ballot].clone());
            left -= &pays * &weight;
            gain -= &value * &weight;
            money[ballot] -= &pays;
            amounts[ballot] = pays;
        }
        paid.push(amounts);
    }
    Book {
        bought,
        before,
        paid,
        money,
    }
}

/// The number that follows some words of a sentence.
pub fn after<'a>(text: &'a str, words: &str) -> Option<(Rational, &'a str)> {
    let rest = text.split_once(words)?.1;
    let end = rest
        .find(|letter: char| !letter.is_ascii_digit() && !matches!(letter, ',' | '.'))
        .unwrap_or(rest.len());
    let number = rest[..end].trim_end_matches(['.', ',']).replace(',', "");
    Some((parse_decimal(&number)?, &rest[end..]))
}

fn same(told: &Rational, true_value: &Rational, text: &str) {
    let rounded = parse_decimal(&write_rounded(true_value, 2)).expect("a decimal");
    assert_eq!(*told, rounded, "{text}");
}

/// Holds every figure of a verdict of Equal Shares against the ballots.
fn hold(
    election: &Election,
    utilities: &Utilities,
    outcome: &Outcome,
    book: &Book,
    verdict: &Verdict,
    end: Option<&str>,
) {
    let text = verdict
        .text
        .replace(&format!(" {}", election.currency), "")
        .replace('£', "");
    let project = verdict.project;
    let people = |pick: &dyn Fn(usize) -> bool| -> u64 {
        let ballots = election.ballots.iter().enumerate();
        ballots
            .filter(|(place, _)| pick(*place))
            .map(|(_, ballot)| ballot.weight)
            .sum()
    };
    let names = people(&|ballot| election.ballots[ballot].named().any(|one| one == project));
    if let Some((told, _)) = after(&text, "amed by ").filter(|_| names > 0) {
        assert_eq!(told, whole(names), "{text}");
    }
    let prices = outcome.prices.as_ref().expect("a certificate");
    let endowment = prices.endowment();
    let Book {
        bought,
        before,
        paid,
        money,
    } = book;
    let mut supporting = vec![false; election.ballots.len()];
    let own = &utilities.supporters[project];
    own.iter()
        .for_each(|supporter| supporting[supporter.ballot as usize] = true);
    let supports = |ballot: usize| supporting[ballot];
    let supporters = people(&supports);
    let cost = &election.projects[project].cost;
    if verdict.funded {
        match bought.iter().position(|other| *other == project) {
            None if *cost > whole(0) => assert!(text.contains("Nobody's share paid for it"), "{text}"),
            None => assert!(text.contains("it costs nothing"), "{text}"),
            Some(place) => {
                assert!(!text.contains("Nobody's share"), "{text}");
                let payers = people(&|ballot| paid[place][ballot] > whole(0));
                let (told, _) = after(&text, "; ").expect("payers");
                assert_eq!(told, whole(payers), "{text}");
                let most = paid[place].iter().max().expect("an amount");
                let full = people(&|ballot| paid[place][ballot] == *most);
                if let Some((told, _)) = after(&text, "each paid ") {
                    same(&told, most, &text);
                    assert_eq!(full, payers, "{text}");
                } else if let Some((told, rest)) = after(&text, "voters paid ").or(after(&text, "voter paid ")) {
                    same(&told, most, &text);
                    let (others, rest) = after(rest, "the other ").expect("others");
                    assert_eq!(others, whole(payers - full), "{text}");
                    let least = paid[place]
                        .iter()
                        .filter(|amount| **amount > whole(0))
                        .min()
                        .expect("an amount");
                    same(&after(rest, "(from ").expect("least").0, least, &text);
                    // They really had no more.
                    for (ballot, amount) in paid[place].iter().enumerate() {
                        assert!(
                            !supports(ballot) || amount == most || *amount == before[place][ballot],
                            "{text}"
                        );
                    }
                }
            }
        }
        return;
    }
    let Some((share, rest)) = after(&text, "hares of ") else {
        assert!(
            *cost > election.budget || names == 0 || text.contains("may be funded") || text.contains("at least"),
            "no figures: {text}"
        );
        return;
    };
    same(&share, &endowment, &text);
    let equal = &election.budget / whole(election.voters());
    assert_eq!(text.contains("shares were raised"), endowment > equal, "{text}");
    if let Some(end) = end {
        assert!(text.contains(end), "{end}: {text}");
    }
    let start = &endowment * whole(supporters);
    let (told, rest) = after(rest, "come to ")
        .or(after(rest, "came to "))
        .expect("what they had");
    same(&told, &start, &text);
    assert_eq!(text.contains("from the start"), start < *cost, "{text}");
    assert_eq!(text.contains("enough for its cost"), start >= *cost, "{text}");
    let left = (0..money.len())
        .filter(|ballot| supports(*ballot))
        .fold(whole(0), |sum, ballot| {
            sum + &money[ballot] * whole(election.ballots[ballot].weight)
        });
    let (spending, ending) = rest.split_once("; ").expect("what is left");
    let end = ending
        .find(|letter: char| !letter.is_ascii_digit() && !matches!(letter, ',' | '.'))
        .unwrap_or(ending.len());
    same(
        &parse_decimal(&ending[..end].replace(',', "")).expect("a number"),
        &left,
        &text,
    );
    assert!(left < *cost, "{text}");
    // Who took their money: the largest first, each worked out again.
    let taken = |place: usize| {
        (0..money.len())
            .filter(|ballot| supports(*ballot))
            .fold(whole(0), |sum, ballot| {
                sum + &paid[place][ballot] * whole(election.ballots[ballot].weight)
            })
    };
    let mut takers: Vec<(Rational, usize)> = (0..bought.len())
        .map(|place| (taken(place), bought[place]))
        .filter(|(sum, _)| *sum > whole(0))
        .collect();
    takers.sort_by(|a, b| b.0.cmp(&a.0));
    if takers.is_empty() {
        assert!(spending.contains("They paid for nothing else"), "{text}");
    }
    for (sum, winner) in takers.iter().take(3) {
        let words = format!("{} for {}", grouped(sum), election.projects[*winner].title());
        assert!(spending.contains(&words), "{words} is not in {text}");
    }
    let all = takers.iter().fold(whole(0), |sum, (amount, _)| sum + amount);
    assert_eq!(&start - &left, all, "{text}");
}

/// Why shares were raised no further: looked for among what is left out, or counted with one unit of money more each.
fn end_of_raise(election: &Election, bought: &[usize], endowment: &Rational) -> Option<&'static str> {
    if *endowment <= &election.budget / whole(election.voters()) {
        return None;
    }
    let left = &election.budget - election.cost_of(bought);
    let fitting = |project: &usize| {
        let mut with = bought.to_vec();
        with.push(*project);
        !bought.contains(project)
            && election.projects[*project].cost <= left
            && election
                .ballots
                .iter()
                .any(|ballot| ballot.named().any(|one| one == *project))
            && election.limits.allow(election, &with)
    };
    if !(0..election.projects.len()).any(|project| fitting(&project)) {
        return Some("until nothing more could be funded with what was left");
    }
    let mut richer = election.clone();
    richer.budget = (endowment + whole(1) / whole(election.strength_scale)) * whole(election.voters());
    let alone = Options {
        completion: Some(Completion::None),
        ..Options::default()
    };
    let more = winners(Rule::EqualShares, &richer, &alone);
    assert!(election.cost_of(&more) > election.budget);
    Some("until what they buy would have cost more than the budget")
}

pub fn grouped(amount: &Rational) -> String {
    carepool::budgeting::explanation::with_thousands(&write_rounded(amount, 2))
}

#[test]
fn every_figure_of_every_reason_of_equal_shares_is_true_of_the_ballots() {
    let mut held = 0;
    for (name, election) in elections() {
        for completion in [
            Completion::None,
            Completion::Add1,
            Completion::Add1u,
            Completion::Greedy,
        ] {
            let options = Options {
                completion: Some(completion),
                ..Options::default()
            };
            let outcome = run(Rule::EqualShares, &election, &options);
            let utilities = Utilities::new(&election, usual_satisfaction(Rule::EqualShares, &election));
            eprintln!("{name} {completion:?}");
            let prices = outcome.prices.as_ref().expect("a certificate");
            let bought = prices.payments.iter().map(|(project, _)| *project).collect();
            let book = book(&election, &utilities, &prices.endowment(), bought);
            let end = end_of_raise(&election, &book.bought, &prices.endowment());
            for verdict in explain(&election, &utilities, &outcome) {
                hold(&election, &utilities, &outcome, &book, &verdict, end);
                held += 1;
            }
        }
    }
    assert!(held == 0 || held > 300, "{held}");
}

#[test]
fn the_number_of_supporters_needed_is_the_one_that_a_recount_finds() {
    use carepool::budgeting::margins::votes_to_win;
    let mut checked = 0;
    for (name, election) in elections()
        .into_iter()
        .filter(|(name, _)| name.contains("Assen") || name.contains("643") || name.contains("approval"))
    {
        let options = Options {
            completion: Some(Completion::Add1u),
            ..Options::default()
        };
        let losers: Vec<usize> = {
            let funded = run(Rule::EqualShares, &election, &options).funded;
            (0..election.projects.len())
                .filter(|project| !funded.contains(project))
                .collect()
        };
        for project in losers {
            let wins = |changed: &Election| run(Rule::EqualShares, changed, &options).funded.contains(&project);
            let Some(more) = votes_to_win(&election, project, 5, wins) else {
                continue;
            };
            for (number, won) in [(more, true), (more - 1, false)] {
                let mut changed = election.clone();
                if number > 0 {
                    changed.ballots.push(carepool::budgeting::Ballot {
                        weight: number,
                        projects: vec![project as u32],
                        points: Vec::new(),
                    });
                }
                assert_eq!(
                    run(Rule::EqualShares, &changed, &options).funded.contains(&project),
                    won,
                    "{name} {project} {number}"
                );
            }
            checked += 1;
        }
    }
    eprintln!("{checked} margins");
}

#[test]
fn a_tie_is_told_to_winner_and_loser_with_what_decided_it() {
    use carepool::budgeting::TieOrder;
    let election = Election::approval(10, &[("a", 10), ("b", 10)], &[(2, &["a"]), (2, &["b"])]);
    for (order, words) in [
        (TieOrder::Identifier, "by identifier"),
        (TieOrder::File, "order of the file"),
        (TieOrder::Lot(7), "by lot, drawn with the seed 7"),
        (TieOrder::List, "the officials' list"),
    ] {
        for rule in [Rule::Greedy, Rule::Plurality] {
            let outcome = run(
                rule,
                &election,
                &Options {
                    tie_order: Some(order),
                    ..Options::default()
                },
            );
            let utilities = Utilities::new(&election, usual_satisfaction(rule, &election));
            for verdict in explain(&election, &utilities, &outcome) {
                let other = if verdict.project == 0 { "b (b)" } else { "a (a)" };
                assert!(
                    verdict.text.contains(&format!("exactly equal with {other}")),
                    "{}",
                    verdict.text
                );
                assert!(verdict.text.contains(words), "{}", verdict.text);
            }
        }
    }
}

/// The claims by definition: every set of projects, every group of voters one by one.
fn claims_by_the_book(election: &Election, funded: &[usize]) -> (bool, bool, bool) {
    let voters: Vec<usize> = election
        .ballots
        .iter()
        .flat_map(|ballot| {
            let set = ballot.supported().fold(0usize, |set, project| set | 1 << project);
            std::iter::repeat_n(set, ballot.weight as usize)
        })
        .collect();
    let count = election.projects.len();
    let won = funded.iter().fold(0usize, |set, project| set | 1 << project);
    let cost = |set: usize| election.cost_of(&(0..count).filter(|project| set >> project & 1 == 1).collect::<Vec<_>>());
    let (mut ejr, mut one, mut pjr) = (true, true, true);
    for set in 1..1usize << count {
        let price = cost(set);
        if price == whole(0) {
            continue;
        }
        for group in 1usize..1 << voters.len() {
            let members: Vec<usize> = (0..voters.len())
                .filter(|voter| group >> voter & 1 == 1)
                .map(|voter| voters[voter])
                .collect();
            let can_pay = &election.budget * whole(members.len() as u64) >= &price * whole(voters.len() as u64);
            if !can_pay || members.iter().any(|ballot| ballot & set != set) {
                continue;
            }
            let has = |ballot: usize| cost(ballot & won);
            ejr &= members.iter().any(|ballot| has(*ballot) >= price);
            let added = |ballot: usize| {
                (0..count).any(|project| set >> project & 1 == 1 && cost((ballot & won) | (1 << project)) >= price)
            };
            one &= members.iter().any(|ballot| has(*ballot) >= price || added(*ballot));
            let together = members.iter().fold(0, |set, ballot| set | ballot & won);
            pjr &= cost(together) >= price;
        }
    }
    (ejr, one, pjr)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: if cfg!(debug_assertions) { 300 } else { 6000 }, ..ProptestConfig::default() })]

    #[test]
    fn claims_of_fairness_hold_exactly_where_trying_every_group_says_so(
        costs in prop::collection::vec(1u64..8, 1..5),
        ballots in prop::collection::vec(prop::collection::vec(0usize..5, 0..4), 1..7),
        budget in 1u64..24,
        chosen in prop::collection::vec(any::<bool>(), 5),
    ) {
        let names: Vec<String> = (0..costs.len()).map(|index| format!("p{index}")).collect();
        let projects: Vec<(&str, u64)> = names.iter().map(String::as_str).zip(costs.iter().copied()).collect();
        let lists: Vec<Vec<&str>> = ballots
            .iter()
            .map(|named| named.iter().filter_map(|index| names.get(*index)).map(String::as_str).collect())
            .collect();
        let lists: Vec<(u64, &[&str])> = lists.iter().map(|named| (1, named.as_slice())).collect();
        let election = Election::approval(budget, &projects, &lists);
        let mut sets: Vec<Vec<usize>> = vec![(0..costs.len()).filter(|project| chosen[*project]).collect()];
        sets.push(run(Rule::EqualShares, &election, &Options::default()).funded);
        sets.push(run(Rule::Greedy, &election, &Options::default()).funded);
        for funded in sets {
            let found = claims(&election, &funded).expect("small");
            let (ejr, one, pjr) = claims_by_the_book(&election, &funded);
            prop_assert_eq!((found.ejr.is_none(), found.ejr_up_to_one.is_none(), found.pjr.is_none()), (ejr, one, pjr), "{:?}", funded);
            // Who keeps EJR keeps PJR, and who keeps PJR keeps JR.
            let jr = justified_representation(&election, &funded).is_empty();
            prop_assert!(found.ejr.is_some() || found.pjr.is_none());
            prop_assert!(found.pjr.is_some() || jr);
            prop_assert!(found.core.is_some() || found.ejr.is_none());
        }
    }
}
