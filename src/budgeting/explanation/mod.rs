//! Why each project was funded or not, in words that need no voting theory, and what it lacked.
//!
//! For rules in which voters pay, *effective support* follows the tool of equalshares.net: the largest share of a
//! project's cost that its supporters could have paid at the terms of any round, or with what was left at the end.
//! Percentages here are rounded for reading; decisions are not made from them.

mod money;
mod reasons;
mod replay;
mod said;
mod shares;

use num_traits::Signed;

use super::election::Election;
use super::exact::{Rational, whole, write_exact};
use super::newcomer::Newcomer;
use super::outcome::{Event, Outcome};
use super::price_system::PriceSystem;
use super::utility::Utilities;
#[cfg(test)]
pub use money::MEASURES;
use money::money_said;
pub use money::{crowd, money, so_many, with_thousands};
use reasons::told;
pub use reasons::too_few_voters;
use replay::Replay;
pub use said::{Said, filled, phrase};

/// Who paid for a funded project.
#[derive(Clone, Debug, PartialEq)]
pub struct Paid {
    /// Voters who paid something \[people\].
    pub voters: u64,
    /// Voters who paid the largest amount \[people\].
    pub in_full: u64,
    /// Largest amount that a voter paid for a vote \[currency\]: all of it where voters weigh alike.
    pub most: Rational,
    /// Smallest amount for a vote of a voter who paid \[currency\].
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
    /// What the ballots that name it weigh together: people where all weigh alike, parts of votes otherwise.
    pub votes: u64,
    /// Voters who named it \[people\].
    pub people: u64,
    /// Who paid, for rules in which voters pay.
    pub paid: Option<Paid>,
    /// Largest share of its cost that its supporters could have paid [per cent, rounded down].
    pub effective_support: Option<u64>,
    /// Money its supporters had left at the end \[currency\], for rules in which voters pay.
    pub left_with_supporters: Option<Rational>,
    /// Money missing at the end, or when its turn came \[currency\].
    pub lacked: Option<Rational>,
    /// Money its supporters had at the start, all together \[currency\], for rules in which voters pay.
    pub at_start: Option<Rational>,
    /// Of a loser: what its supporters paid for each funded project \[currency\].
    pub taken: Vec<(usize, Rational)>,
    /// Told to people, in any language.
    pub said: Said,
    /// The same in English.
    pub text: String,
}

impl Verdict {
    /// Nothing said yet about a project that no rule decided about.
    pub fn of(project: usize) -> Verdict {
        Verdict {
            project,
            funded: false,
            place: None,
            votes: 0,
            people: 0,
            paid: None,
            effective_support: None,
            left_with_supporters: None,
            lacked: None,
            at_start: None,
            taken: Vec::new(),
            said: Said::Row(Vec::new()),
            text: String::new(),
        }
    }
    /// Tells this in place of what was told.
    pub fn tell(&mut self, said: Said) {
        self.text = said.english();
        self.said = said;
    }
    /// Tells this besides.
    fn add(&mut self, more: Said) {
        let before = std::mem::replace(&mut self.said, Said::Row(Vec::new()));
        self.tell(Said::Row(vec![before, more]));
    }
    /// Tells of a loser what counting again found: new voters of its own, and (if that was looked for) the cost at
    /// which it would have been funded; nothing where as many new voters as have voted, or no cost, are enough.
    pub fn searched(&mut self, election: &Election, votes: Option<u64>, newcomer: &Newcomer, cost: Looked<'_>) {
        if self.funded {
            return;
        }
        let price = || money_said(&election.projects[self.project].cost, election);
        let cheaper = match cost {
            Looked::For(Some(cost)) if cost.is_positive() => Some(phrase(
                "at a cost of {0} instead of {1}",
                [money_said(cost, election), price()],
            )),
            _ => None,
        };
        let shared = self.at_start.is_some();
        let found = match (votes, cheaper, cost) {
            (Some(votes), cheaper, _) => {
                let more = more_voters(votes, newcomer);
                match (shared, cheaper) {
                    (true, None) => phrase(
                        "Counted again, it is funded with {0} (the same budget, shared among more).",
                        [more],
                    ),
                    (true, Some(cheaper)) => phrase(
                        "Counted again, it is funded with {0} (the same budget, shared among more), or {1}.",
                        [more, cheaper],
                    ),
                    (false, None) => phrase("Counted again, it is funded with {0}.", [more]),
                    (false, Some(cheaper)) => phrase("Counted again, it is funded with {0}, or {1}.", [more, cheaper]),
                }
            }
            (None, Some(cheaper), _) => phrase(
                "Counted again, it is funded {0}, but not with twice the voters, all new ones {1}.",
                [cheaper, for_it(newcomer)],
            ),
            (None, None, Looked::For(_)) => phrase(
                "Counted again, it is not funded at any cost, nor with twice the voters, all new ones {0}.",
                [for_it(newcomer)],
            ),
            (None, None, Looked::Not) => phrase(
                "Counted again, it is not funded even with twice the voters, all new ones {0}.",
                [for_it(newcomer)],
            ),
        };
        self.add(found);
    }

    /// Tells of a loser how many new voters would do by a formula, where counting again would take long.
    pub fn estimated(&mut self, votes: u64, newcomer: &Newcomer) {
        self.add(phrase(
            "By estimate, not by counting again, it needed about {0}.",
            [more_voters(votes, newcomer)],
        ));
    }
}

/// So many new voters.
fn more_voters(votes: u64, newcomer: &Newcomer) -> Said {
    let told = with_thousands(&votes.to_string()).into();
    match (newcomer, votes) {
        (Newcomer::Names, 1) => phrase("{0} more voter who names only it", [told]),
        (Newcomer::Names, _) => phrase("{0} more voters who name only it", [told]),
        (Newcomer::Gives(most), 1) => phrase("{0} more voter who gives only it {1}", [told, points(most)]),
        (Newcomer::Gives(most), _) => phrase("{0} more voters who give only it {1} each", [told, points(most)]),
        (Newcomer::RanksFirst, 1) => phrase(
            "{0} more voter who ranks it first and the weakest of the others next",
            [told],
        ),
        (Newcomer::RanksFirst, _) => phrase(
            "{0} more voters who rank it first and the weakest of the others next",
            [told],
        ),
    }
}

/// What all new voters do.
fn for_it(newcomer: &Newcomer) -> Said {
    match newcomer {
        Newcomer::Names => phrase("naming only it", []),
        Newcomer::Gives(most) => phrase("giving only it {0}, as much as a voter may", [points(most)]),
        Newcomer::RanksFirst => phrase("ranking it first", []),
    }
}

fn points(number: &Rational) -> Said {
    let told = with_thousands(&write_exact(number)).into();
    if *number == whole(1) {
        phrase("{0} point", [told])
    } else {
        phrase("{0} points", [told])
    }
}

/// Whether a cost was looked for at which a loser would have won, and which was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Looked<'a> {
    /// It was not.
    Not,
    /// It was; nothing if there is none.
    For(Option<&'a Rational>),
}

/// For each project, the people who name it, of those who cast each ballot.
pub fn naming(election: &Election, heads: &[u64]) -> Vec<u64> {
    let mut people = vec![0; election.projects.len()];
    for (ballot, heads) in election.ballots.iter().zip(heads) {
        ballot.named().for_each(|project| people[project] += heads);
    }
    people
}

/// One verdict for each project: the funded in order, then the others by votes.
pub fn explain(election: &Election, utilities: &Utilities, outcome: &Outcome) -> Vec<Verdict> {
    let votes = election.votes();
    let people = naming(election, &election.heads());
    let replay = Replay::new(election, utilities, outcome);
    let endowment = outcome.prices.as_ref().map(PriceSystem::endowment);
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
                people: people[project],
                paid: replay.as_ref().and_then(|replay| replay.paid[project].clone()),
                effective_support: replay.as_ref().map(|replay| replay.support[project]),
                left_with_supporters: replay.as_ref().map(|replay| replay.left[project].clone()),
                at_start: endowment
                    .as_ref()
                    .zip(replay.as_ref())
                    .map(|(share, replay)| share * whole(replay.weight[project])),
                taken: replay
                    .as_ref()
                    .map_or_else(Vec::new, |replay| replay.taken[project].clone()),
                ..Verdict::of(project)
            };
            verdict.lacked = lacked(election, outcome, &verdict);
            verdict.tell(told(election, utilities, outcome, &verdict));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budgeting::rules::{Options, Rule, run};
    use crate::budgeting::utility::Satisfaction;

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
        assert_eq!(
            pool.text,
            "Not funded: named by 4 voters, whose shares of 2 each come to 8: less than its cost of 9 from the start. They paid 1.14 for park; \
             6.86 of their shares was left at the end."
        );
        let mut searched = pool.clone();
        searched.searched(&election, Some(1), &Newcomer::Names, Looked::For(Some(&whole(6))));
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
        for rule in Rule::ALL.into_iter().chain(Rule::BY_NAME) {
            let outcome = run(rule, &election, &Options::default());
            let verdicts = explain(&election, &Utilities::new(&election, Satisfaction::Cost), &outcome);
            assert_eq!(verdicts.len(), 5);
            assert!(
                verdicts.iter().all(|verdict| verdict.text.ends_with('.')),
                "{rule:?} {verdicts:?}"
            );
        }
    }
}
