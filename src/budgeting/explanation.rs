//! Why each project was funded or not, in words that need no voting theory, and what it lacked.
//!
//! For rules in which voters pay, *effective support* follows the tool of equalshares.net: the largest share of a
//! project's cost that its supporters could have paid at the terms of any round, or with what was left at the end.
//! Percentages here are rounded for reading; decisions are not made from them.

use num_traits::{Signed, Zero};

use super::election::Election;
use super::exact::{Rational, approximate, whole, write_rounded};
use super::limits::{Barrier, Gate};
use super::outcome::{Event, Outcome};
use super::utility::Utilities;

/// Who paid for a funded project.
#[derive(Clone, Debug, PartialEq)]
pub struct Paid {
    /// Voters who paid something \[people\].
    pub voters: u64,
    /// Voters who paid the largest amount \[people\].
    pub in_full: u64,
    /// Largest amount of a voter \[currency\].
    pub most: Rational,
    /// Smallest amount of a voter who paid \[currency\].
    pub least: Rational,
}

/// What is to be said about one project.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// The project.
    pub project: usize,
    /// Whether it is funded.
    pub funded: bool,
    /// Its place among the funded, from 1.
    pub place: Option<usize>,
    /// Voters who named it \[people\].
    pub votes: u64,
    /// Who paid, for rules in which voters pay.
    pub paid: Option<Paid>,
    /// Largest share of its cost that its supporters could have paid [per cent, rounded down].
    pub effective_support: Option<u64>,
    /// Money its supporters had left at the end \[currency\], for rules in which voters pay.
    pub left_with_supporters: Option<Rational>,
    /// Money missing at the end, or when its turn came \[currency\].
    pub lacked: Option<Rational>,
    /// Told to people.
    pub text: String,
    /// The end of [`Verdict::text`] that estimates how many more supporters would have been needed; empty where nothing is
    /// estimated. It gives way to what a search finds: two numbers that answer one question are a contradiction to a reader.
    pub estimate: String,
}

impl Verdict {
    /// Nothing said yet about a project that no rule decided about.
    pub fn of(project: usize) -> Verdict {
        Verdict {
            project,
            funded: false,
            place: None,
            votes: 0,
            paid: None,
            effective_support: None,
            left_with_supporters: None,
            lacked: None,
            text: String::new(),
            estimate: String::new(),
        }
    }
    /// Tells of a loser what counting again found, in place of the estimate: new voters who name only it, and the cost at
    /// which it would have been funded; nothing where as many new voters as have voted, or no cost, are enough.
    pub fn searched(&mut self, election: &Election, votes: Option<u64>, cost: Option<&Rational>) {
        if self.funded {
            return;
        }
        let told = self.text.strip_suffix(self.estimate.as_str()).unwrap_or(&self.text);
        let cost = cost.filter(|cost| cost.is_positive());
        let price = money(&election.projects[self.project].cost, election);
        let cheaper = cost.map(|cost| format!("at a cost of {} instead of {price}", money(cost, election)));
        let found = match (votes, cheaper) {
            (Some(votes), cheaper) => format!(
                "Counted again, it is funded with {} more {} only it (the same budget, shared among more){}.",
                with_thousands(&votes.to_string()),
                if votes == 1 {
                    "voter who names"
                } else {
                    "voters who name"
                },
                cheaper.map_or(String::new(), |cheaper| format!(", or {cheaper}"))
            ),
            (None, Some(cheaper)) => format!(
                "Counted again, it is funded {cheaper}, but not with twice the voters, all new ones naming only it."
            ),
            (None, None) => {
                "Counted again, it is not funded at any cost, nor with twice the voters, all new ones naming only it."
                    .to_owned()
            }
        };
        self.text = format!("{told} {found}");
        self.estimate.clear();
    }
}

/// One verdict for each project: the funded in order, then the others by votes.
pub fn explain(election: &Election, utilities: &Utilities, outcome: &Outcome) -> Vec<Verdict> {
    let votes = election.votes();
    let replay = Replay::new(election, utilities, outcome);
    let mut order: Vec<usize> = outcome.funded.clone();
    let mut rest: Vec<usize> = (0..election.projects.len())
        .filter(|project| !outcome.funded.contains(project))
        .collect();
    rest.sort_by_key(|project| (std::cmp::Reverse(votes[*project]), *project));
    order.extend(rest);
    order
        .into_iter()
        .map(|project| {
            let mut verdict = Verdict {
                project,
                funded: outcome.funded.contains(&project),
                place: outcome
                    .funded
                    .iter()
                    .position(|other| *other == project)
                    .map(|place| place + 1),
                votes: votes[project],
                paid: replay.as_ref().and_then(|replay| replay.paid(election, project)),
                effective_support: replay.as_ref().map(|replay| replay.support[project]),
                left_with_supporters: replay.as_ref().map(|replay| replay.left[project].clone()),
                lacked: None,
                text: String::new(),
                estimate: String::new(),
            };
            verdict.lacked = lacked(election, outcome, &verdict);
            verdict.text = told(election, outcome, &verdict);
            verdict.estimate = estimate(election, &verdict);
            verdict.text.push_str(&verdict.estimate);
            verdict
        })
        .collect()
}

/// What a loser lacked in money, when its turn came or at the end.
fn lacked(election: &Election, outcome: &Outcome, verdict: &Verdict) -> Option<Rational> {
    if verdict.funded {
        return None;
    }
    let cost = &election.projects[verdict.project].cost;
    if let Some(left) = &verdict.left_with_supporters {
        return Some(cost - left).filter(Signed::is_positive);
    }
    let turned_away = outcome.rounds.iter().find_map(|round| match &round.event {
        Event::DidNotFit { left } if round.project == verdict.project => Some(cost - left),
        _ => None,
    });
    turned_away.filter(Signed::is_positive)
}

/// A sum of money for people: `£1,234.5` in pounds, `1,234.5 PLN` in others.
pub fn money(amount: &Rational, election: &Election) -> String {
    let number = with_thousands(&write_rounded(amount, 2));
    match election.currency.as_str() {
        "" => number,
        "GBP" => {
            // Pence are written in twos.
            let pence = number.split_once('.').is_some_and(|(_, pence)| pence.len() == 1);
            let number = if pence { format!("{number}0") } else { number };
            match number.strip_prefix('-') {
                Some(rest) => format!("−£{rest}"),
                None => format!("£{number}"),
            }
        }
        currency => format!("{number} {currency}"),
    }
}

/// `1234567.5` as `1,234,567.5`.
pub fn with_thousands(number: &str) -> String {
    let (sign, unsigned) = number.strip_prefix('-').map_or(("", number), |rest| ("-", rest));
    let (integer, fraction) = unsigned.split_once('.').map_or((unsigned, None), |(a, b)| (a, Some(b)));
    if integer.contains('/') {
        return number.to_owned();
    }
    let mut grouped = String::new();
    for (index, digit) in integer.chars().enumerate() {
        if index > 0 && (integer.len() - index) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    match fraction {
        Some(fraction) => format!("{sign}{grouped}.{fraction}"),
        None => format!("{sign}{grouped}"),
    }
}

fn voters(number: u64) -> String {
    if number == 1 {
        "1 voter".to_owned()
    } else {
        format!("{} voters", with_thousands(&number.to_string()))
    }
}

fn told(election: &Election, outcome: &Outcome, verdict: &Verdict) -> String {
    let project = &election.projects[verdict.project];
    let cost = money(&project.cost, election);
    let votes = voters(verdict.votes);
    let chosen = outcome
        .rounds
        .iter()
        .find(|round| round.project == verdict.project && matches!(round.event, Event::Funded { .. }));
    if let (Some(place), Some(round)) = (verdict.place, chosen) {
        let Event::Funded { score } = &round.event else {
            return String::new();
        };
        return match &verdict.paid {
            Some(paid) => {
                let full = if paid.in_full == paid.voters {
                    format!("each paid {}", money(&paid.most, election))
                } else {
                    format!(
                        "{} paid {} each, the other {} all they had left (from {})",
                        voters(paid.in_full),
                        money(&paid.most, election),
                        with_thousands(&(paid.voters - paid.in_full).to_string()),
                        money(&paid.least, election)
                    )
                };
                format!(
                    "Funded as number {place}. Named by {votes}; {} of them bought it together for {cost}: {full}.",
                    with_thousands(&paid.voters.to_string())
                )
            }
            None if outcome.prices.is_some() => format!(
                "Funded as number {place} with money left over: named by {votes}, and its cost of {cost} still fitted the budget."
            ),
            None => format!(
                "Funded as number {place}: named by {votes}, {} {}; its cost of {cost} fitted the money left.",
                with_thousands(&write_rounded(score, 6)),
                outcome.measure
            ),
        };
    }
    if project.cost > election.budget {
        return format!("Not funded: it costs {cost}, more than the whole budget.");
    }
    if verdict.votes == 0 {
        return "Not funded: nobody named it.".to_owned();
    }
    if let Some((_, amount)) = outcome.partly.iter().find(|(project, _)| *project == verdict.project) {
        return format!(
            "Funded in part: named by {votes}; it gets {} of its cost of {cost}.",
            money(amount, election)
        );
    }
    if let Some(why) = barred(election, outcome, verdict.project) {
        return format!("Not funded: named by {votes}; {why}.");
    }
    if let (Some(left), Some(support)) = (&verdict.left_with_supporters, verdict.effective_support) {
        let missing = verdict.lacked.clone().unwrap_or_else(Rational::zero);
        let share = &election.budget / whole(election.voters().max(1));
        if missing.is_zero() {
            return format!(
                "Not funded: named by {votes}. Its supporters had enough left, but it no longer fitted the budget."
            );
        }
        let full = &share * whole(verdict.votes);
        if full < project.cost {
            return format!(
                "Not funded: named by {votes}, too few for its cost: their full shares of {} each come to {}, and it costs {cost}. They had {} left \
                 at the end, so it lacked {}.",
                money(&share, election),
                money(&full, election),
                money(left, election),
                money(&missing, election)
            );
        }
        return format!(
            "Not funded: named by {votes}, who had spent part of their shares on other projects they named. At the round when they had most, they \
             could have paid {support}% of it. They had {} left at the end, and it costs {cost}, so it lacked {}.",
            money(left, election),
            money(&missing, election)
        );
    }
    let turned_away = outcome.rounds.iter().find_map(|round| match &round.event {
        Event::DidNotFit { left } if round.project == verdict.project => Some(format!(
            "when its turn came, {} was left and it costs {cost}",
            money(left, election)
        )),
        Event::Eliminated { support } if round.project == verdict.project => Some(format!(
            "its supporters' money came to {} when it was the weakest left, and it costs {cost}",
            money(support, election)
        )),
        _ => None,
    });
    match turned_away {
        Some(why) => format!("Not funded: named by {votes}; {why}."),
        None => format!(
            "Not funded: named by {votes}; the count ended, or others were preferred, before its cost of {cost} fitted."
        ),
    }
}

/// Which limit beside the budget a loser would break.
fn barred(election: &Election, outcome: &Outcome, project: usize) -> Option<String> {
    let mut gate = Gate::new(election);
    outcome.funded.iter().for_each(|project| gate.fund(*project));
    let title = |project: usize| {
        format!(
            "{} ({})",
            election.projects[project].title(),
            election.projects[project].id
        )
    };
    Some(match gate.barrier(project)? {
        Barrier::Ceiling(place) => {
            let ceiling = &election.limits.ceilings[place];
            let funded = outcome
                .funded
                .iter()
                .copied()
                .filter(|project| ceiling.projects.contains(project));
            let spent = election.cost_of(&funded.collect::<Vec<_>>());
            format!(
                "{} may get at most {}, of which {} is spent, and it costs {}",
                ceiling.name,
                money(&ceiling.most, election),
                money(&spent, election),
                money(&election.projects[project].cost, election)
            )
        }
        Barrier::Excluded(rival) => format!("only one of it and {} may be funded, and that one is", title(rival)),
        Barrier::Requires(needed) => format!(
            "it may be funded only together with {}, which is not funded",
            title(needed)
        ),
        Barrier::TooFewVotes => match (&election.limits.least_votes, &election.limits.least_score) {
            (Some(least), None) => format!("a project needs at least {} votes", write_rounded(least, 2)),
            (None, Some(least)) => format!("a project needs a score of at least {}", write_rounded(least, 2)),
            (Some(votes), Some(score)) => format!(
                "a project needs at least {} votes and a score of at least {}",
                write_rounded(votes, 2),
                write_rounded(score, 2)
            ),
            (None, None) => "it has too few votes".to_owned(),
        },
    })
}

/// Where a loser lacked money of its supporters: for how many unspent shares that money stands.
fn estimate(election: &Election, verdict: &Verdict) -> String {
    let dear = election.projects[verdict.project].cost > election.budget;
    let Some(lacked) = verdict.lacked.as_ref().filter(|_| !dear && verdict.votes > 0) else {
        return String::new();
    };
    if verdict.left_with_supporters.is_none() || !election.budget.is_positive() {
        return String::new();
    }
    let share = &election.budget / whole(election.voters().max(1));
    let more = (lacked / &share).ceil().to_integer();
    format!(
        " That is the unspent share, {} each, of about {} more supporters.",
        money(&share, election),
        with_thousands(&more.to_string())
    )
}

/// The count once more from its certificate, in floating point, for the percentages.
struct Replay {
    support: Vec<u64>,
    left: Vec<Rational>,
    paid: Vec<Option<Paid>>,
}

impl Replay {
    fn new(election: &Election, utilities: &Utilities, outcome: &Outcome) -> Option<Replay> {
        let prices = outcome.prices.as_ref()?;
        let unit = approximate(&prices.unit);
        let count = election.projects.len();
        let mut money = vec![approximate(&prices.endowment()); election.ballots.len()];
        let mut support = vec![0.0f64; count];
        let mut paid: Vec<Option<Paid>> = vec![None; count];
        let open = |project: usize| !outcome.funded.contains(&project);
        for (bought, list) in &prices.payments {
            // Terms of the round: the most that anybody paid for one unit of gain.
            let amounts: Vec<f64> = list
                .iter()
                .map(|(_, units)| super::exact::approximate_ratio(units, &num_bigint::BigUint::from(1u8)) * unit)
                .collect();
            let gain = approximate(&utilities.unit[*bought]);
            let values = &utilities.supporters[*bought];
            let terms = amounts
                .iter()
                .zip(list)
                .map(|(amount, (ballot, _))| {
                    let value = values
                        .binary_search_by_key(ballot, |supporter| supporter.ballot)
                        .map_or(1, |place| values[place].value);
                    amount / (value as f64 * gain)
                })
                .fold(0.0f64, f64::max);
            for project in (0..count).filter(|project| open(*project)) {
                let unit = approximate(&utilities.unit[project]);
                let could: f64 = utilities.supporters[project]
                    .iter()
                    .map(|supporter| {
                        let weight = election.ballots[supporter.ballot as usize].weight as f64;
                        weight * money[supporter.ballot as usize].min(terms * unit * supporter.value as f64)
                    })
                    .sum();
                support[project] = support[project].max(could / approximate(&election.projects[project].cost));
            }
            for ((ballot, _), amount) in list.iter().zip(&amounts) {
                let purse = &mut money[*ballot as usize];
                *purse = (*purse - amount).max(0.0);
            }
            let most = list.iter().map(|(_, units)| units).max();
            let least = list
                .iter()
                .map(|(_, units)| units)
                .filter(|units| !units.is_zero())
                .min();
            if let (Some(most), Some(least)) = (most, least) {
                let weight = |(ballot, _): &&(u32, num_bigint::BigUint)| election.ballots[*ballot as usize].weight;
                paid[*bought] = Some(Paid {
                    voters: list
                        .iter()
                        .filter(|(_, units)| !units.is_zero())
                        .map(|entry| weight(&entry))
                        .sum(),
                    in_full: list
                        .iter()
                        .filter(|(_, units)| units == most)
                        .map(|entry| weight(&entry))
                        .sum(),
                    most: Rational::from_integer(most.clone().into()) * &prices.unit,
                    least: Rational::from_integer(least.clone().into()) * &prices.unit,
                });
            }
        }
        let leftovers = prices.leftovers(election);
        let mut left = vec![Rational::zero(); count];
        for project in (0..count).filter(|project| open(*project)) {
            let sum = utilities.supporters[project]
                .iter()
                .fold(num_bigint::BigUint::zero(), |sum, supporter| {
                    sum + &leftovers[supporter.ballot as usize] * election.ballots[supporter.ballot as usize].weight
                });
            left[project] = Rational::from_integer(sum.into()) * &prices.unit;
            let cost = &election.projects[project].cost;
            if !cost.is_zero() {
                support[project] = support[project].max(approximate(&(&left[project] / cost)));
            }
        }
        let support = (0..count)
            .map(|project| {
                if open(project) {
                    (support[project] * 100.0 + 1e-9).floor().clamp(0.0, 1e9) as u64
                } else {
                    100
                }
            })
            .collect();
        Some(Replay { support, left, paid })
    }

    fn paid(&self, _election: &Election, project: usize) -> Option<Paid> {
        self.paid[project].clone()
    }
}

#[cfg(test)]
mod tests {
    use super::super::rules::{Options, Rule, run};
    use super::super::utility::Satisfaction;
    use super::*;

    #[test]
    fn a_loser_is_told_what_its_supporters_had_left() {
        let election = Election::approval(
            20,
            &[("park", 8), ("pool", 9), ("path", 3)],
            &[(6, &["park", "path"]), (3, &["pool"]), (1, &["pool", "park"])],
        );
        let outcome = run(Rule::EqualShares, &election, &Options::default());
        let verdicts = explain(&election, &Utilities::new(&election, Satisfaction::Cost), &outcome);
        let pool = verdicts
            .iter()
            .find(|verdict| verdict.project == 1)
            .expect("a verdict for each");
        assert!(!pool.funded);
        // Three untouched shares of 2 and what park left to the fourth: 2 − 8/7.
        assert_eq!(pool.left_with_supporters, Some(Rational::new(48.into(), 7.into())));
        assert_eq!(pool.effective_support, Some(76));
        assert!(
            pool.text.contains("their full shares of 2 each come to 8, and it costs 9. They had 6.86 left at the end, so it lacked 2.14."),
            "{}",
            pool.text
        );
        // 15/7 at 2 each.
        assert!(
            pool.text.ends_with("2 each, of about 2 more supporters."),
            "{}",
            pool.text
        );
        let mut searched = pool.clone();
        searched.searched(&election, Some(1), Some(&whole(6)));
        assert!(!searched.text.contains("about 2 more"), "{}", searched.text);
        assert!(
            searched.text.ends_with(
                "funded with 1 more voter who names only it (the same budget, shared among more), or at a cost of 6 instead of 9."
            ),
            "{}",
            searched.text
        );
        assert!(verdicts[0].text.contains("each paid 1.14"), "{}", verdicts[0].text);
    }

    #[test]
    fn every_project_has_a_reason_under_every_rule() {
        let election = Election::approval(
            10,
            &[("a", 6), ("b", 5), ("c", 11), ("d", 2), ("e", 0)],
            &[(4, &["a", "d"]), (3, &["b"]), (1, &["c", "a"]), (1, &[])],
        );
        for rule in Rule::ALL {
            let outcome = run(rule, &election, &Options::default());
            let verdicts = explain(&election, &Utilities::new(&election, Satisfaction::Cost), &outcome);
            assert_eq!(verdicts.len(), 5);
            assert!(
                verdicts.iter().all(|verdict| verdict.text.ends_with('.')),
                "{rule:?} {verdicts:?}"
            );
        }
    }

    #[test]
    fn pounds_are_written_as_people_write_them() {
        let mut election = Election::approval(10, &[("a", 1)], &[]);
        let sum = whole(1_234_567);
        assert_eq!(money(&sum, &election), "1,234,567");
        election.currency = "PLN".to_owned();
        assert_eq!(money(&sum, &election), "1,234,567 PLN");
        election.currency = "GBP".to_owned();
        assert_eq!(money(&sum, &election), "£1,234,567");
        assert_eq!(money(&(whole(1) / whole(2)), &election), "£0.50");
    }

    #[test]
    fn thousands_are_grouped() {
        assert_eq!(with_thousands("1234567.5"), "1,234,567.5");
        assert_eq!(with_thousands("-999"), "-999");
        assert_eq!(with_thousands("1000"), "1,000");
    }
}
