//! A vote decided in phases: each has money of its own for its own proposals, and what it leaves is carried over to the next.
//!
//! ```text
//!  ballots ── phase 1: its money ──► funded, left over ─┐
//!          └─ phase 2: its money + what phase 1 left ───┴─► funded, left over ── …
//! ```
//!
//! People fill in one ballot paper; what they say of the projects of a phase is what is counted in it.

use super::contests::Contest;
use super::fields::Fields;
use super::money::{exact_pounds, spoken_exactly};
use super::proposal::Proposal;
use crate::budgeting::electorate::bootstrap::Bought;
use crate::budgeting::exact::{approximate, whole};
use crate::budgeting::limits::Limits;
use crate::budgeting::rules::{Options, Rule, run};
use crate::budgeting::{Ballot, Election, Outcome, Rational};
use crate::scenario::problem::{Fault, Problem, Problems};
use crate::scenario::tree::Value;
use crate::scenario::unit::parse_quantity;

/// A phase of a contest.
#[derive(Clone, Debug, PartialEq)]
pub struct Phase {
    /// Its number, from 1.
    pub number: usize,
    /// Its projects, by their place in the contest.
    pub places: Vec<usize>,
    /// Money of its own, what officials pinned paid [£].
    pub money: Rational,
}

/// Reads `phases = ["£1m", "£500,000"]`: the money of each, which together must be what the whole area decides about; and
/// checks that proposals name phases that are there.
pub(super) fn read(
    top: &Fields<'_>,
    proposals: &[Proposal],
    whole_area: Option<&Rational>,
    problems: &mut Problems,
) -> Vec<Rational> {
    let mut list = Vec::new();
    let entry = top.entry("phases");
    if let Some(entry) = entry {
        let items = match &entry.node.value {
            Value::Array(items) => items.as_slice(),
            _ => &[],
        };
        for item in items {
            let pounds = match &item.value {
                Value::Number(number) => Some(*number),
                Value::Text(text) => parse_quantity(text, "£").ok(),
                _ => None,
            };
            list.extend(pounds.filter(|pounds| (0.0..1e13).contains(pounds)).map(exact_pounds));
        }
        if list.len() != items.len() || list.len() < 2 {
            let fault = Fault::WrongKind {
                found: entry.node.value.found(),
                expected: "two or more sums, one for each phase, such as [\"£1m\", \"£500,000\"]".into(),
            };
            problems.push(Problem::at(fault, &entry.node.place, "phases"));
            list.clear();
        }
        let sum: Rational = list.iter().sum();
        if let Some(all) = whole_area.filter(|all| !list.is_empty() && sum != **all) {
            let fault = Fault::Joint(format!(
                "the phases have {} together, and there is {} to decide about (less what districts have of their own): make them equal",
                spoken_exactly(&sum),
                spoken_exactly(all)
            ));
            problems.push(Problem::at(fault, &entry.node.place, "phases"));
        }
    }
    let of = |id: &str| proposals.iter().find(|one| one.id == id);
    for proposal in proposals {
        let Some((number, place)) = &proposal.phase else {
            continue;
        };
        let key = format!("proposal.{}.phase", proposal.id);
        let mut wrong = |what: String| problems.push(Problem::at(Fault::Joint(what), place, &key));
        if entry.is_none() {
            wrong(
                "there are no phases: say the money of each at the top, `phases = [\"£1m\", \"£500,000\"]`".to_owned(),
            );
        } else if *number > list.len() && !list.is_empty() {
            wrong(format!("there are {} phases", list.len()));
        }
        if proposal.district.is_some() {
            wrong("districts decide in one go: only proposals of the whole area have a phase".to_owned());
        }
    }
    if let Some(entry) = entry {
        for (at, money) in list.iter().enumerate().filter(|(_, money)| **money > whole(0)) {
            // What a phase leaves goes to the next, so that it is for nothing only where no later one has a proposal either.
            let decides = |one: &Proposal| one.district.is_none() && one.phase_number() > at;
            if !proposals.iter().any(decides) {
                let fault = Fault::Joint(format!(
                    "phase {} has {}, and neither it nor a later one has a proposal: nobody would decide about that money",
                    at + 1,
                    spoken_exactly(money)
                ));
                let problem = Problem::at(fault, &entry.node.place, "phases");
                problems.push(problem.expecting(format!("`phase = {}` in a proposal, or no such phase", at + 1)));
            }
        }
    }
    for proposal in proposals.iter().filter(|_| list.len() > 1) {
        for needed in proposal.needs.iter().filter_map(|id| of(id)) {
            if needed.phase_number() != proposal.phase_number() {
                let key = format!("proposal.{}.needs", proposal.id);
                let fault = Fault::Joint(format!("needs `{}`, which another phase decides about", needed.id));
                problems.push(Problem::at(fault, &proposal.place, &key));
            }
        }
        let other = proposals.iter().find(|other| {
            proposal.one_of.is_some()
                && other.one_of == proposal.one_of
                && other.phase_number() != proposal.phase_number()
        });
        if let Some(other) = other {
            let key = format!("proposal.{}.one_of", proposal.id);
            let fault = Fault::Joint(format!("and `{}` are decided about in different phases", other.id));
            problems.push(Problem::at(fault, &proposal.place, &key));
        }
    }
    list
}

/// What one phase came to.
pub struct Decided {
    /// Its number; 0 where the contest has no phases.
    pub number: usize,
    /// Its projects, by their place in the contest.
    pub places: Vec<usize>,
    /// What was counted: its money with what was carried over, its projects, its limits.
    pub election: Election,
    /// What was decided.
    pub outcome: Outcome,
}

impl Contest {
    /// Counts `election` (the contest's own, or its voters drawn anew) phase by phase.
    pub fn decide(&self, rule: Rule, election: &Election, options: &Options) -> Vec<Decided> {
        if self.phases.is_empty() {
            return vec![Decided {
                number: 0,
                places: (0..election.projects.len()).collect(),
                election: election.clone(),
                outcome: run(rule, election, options),
            }];
        }
        let mut carried = whole(0);
        let mut decided = Vec::new();
        for phase in &self.phases {
            let money = &phase.money + &carried;
            if phase.places.is_empty() {
                carried = money;
                continue;
            }
            let mut part = restricted(election, &phase.places, money);
            if carried > whole(0) {
                part.notes.push(format!(
                    "{} of the money of this phase was carried over from the one before.",
                    spoken_exactly(&carried)
                ));
            }
            let outcome = run(rule, &part, options);
            carried = &part.budget - outcome.spent();
            decided.push(Decided {
                number: phase.number,
                places: phase.places.clone(),
                election: part,
                outcome,
            });
        }
        decided
    }

    /// What a phase would have to decide about if more had voted, in the parts that make a vote, for projects of that phase
    /// alone: in the phases before it they have a voice and name nothing [£].
    pub fn money_with(&self, number: usize, rule: Rule, options: &Options, more: u64) -> Rational {
        let mut election = self.election.clone();
        election.ballots.push(Ballot {
            weight: more,
            projects: Vec::new(),
            points: Vec::new(),
        });
        let before = self.phases.iter().filter(|phase| phase.number < number);
        let carried = before.fold(whole(0), |carried, phase| {
            let money = &phase.money + &carried;
            if phase.places.is_empty() {
                return money;
            }
            let part = restricted(&election, &phase.places, money);
            let outcome = run(rule, &part, options);
            part.budget - outcome.spent()
        });
        let own = self.phases.iter().find(|phase| phase.number == number);
        carried + own.map_or_else(|| whole(0), |phase| phase.money.clone())
    }

    /// The projects that are funded in full and in part, by their place in the contest.
    pub fn bought(&self, rule: Rule, election: &Election, options: &Options) -> Bought {
        let mut bought = Bought::default();
        let mut add = |outcome: &Outcome, of: &dyn Fn(usize) -> usize| {
            bought.funded.extend(outcome.funded.iter().map(|place| of(*place)));
            let partly = outcome.partly.iter();
            bought
                .partly
                .extend(partly.map(|(place, amount)| (of(*place), approximate(amount))));
        };
        if self.phases.is_empty() {
            add(&run(rule, election, options), &|place| place);
        } else {
            for one in self.decide(rule, election, options) {
                add(&one.outcome, &|place| one.places[place]);
            }
        }
        bought
    }

    /// The parts that are counted one after the other, with their own money alone: whether a rule can count them.
    pub fn parts(&self) -> Vec<Election> {
        if self.phases.is_empty() {
            return vec![self.election.clone()];
        }
        let phases = self.phases.iter().filter(|phase| !phase.places.is_empty());
        phases
            .map(|phase| restricted(&self.election, &phase.places, phase.money.clone()))
            .collect()
    }
}

/// An election over some of its projects: ballots keep their places, and say what they say of these.
fn restricted(election: &Election, places: &[usize], budget: Rational) -> Election {
    let at = |project: usize| places.iter().position(|place| *place == project);
    let mut part = election.clone();
    part.budget = budget;
    part.projects = places.iter().map(|place| election.projects[*place].clone()).collect();
    part.ballots = election
        .ballots
        .iter()
        .map(|ballot| {
            let mut kept = Ballot {
                weight: ballot.weight,
                projects: Vec::new(),
                points: Vec::new(),
            };
            for (place, project) in ballot.projects.iter().enumerate() {
                if let Some(here) = at(*project as usize) {
                    kept.projects.push(here as u32);
                    kept.points.extend(ballot.points.get(place));
                }
            }
            kept
        })
        .collect();
    let limits = &election.limits;
    part.limits = Limits {
        exclusive: limits
            .exclusive
            .iter()
            .map(|group| group.iter().filter_map(|project| at(*project)).collect::<Vec<_>>())
            .filter(|group| group.len() > 1)
            .collect(),
        requires: limits
            .requires
            .iter()
            .filter_map(|(needing, needed)| Some((at(*needing)?, at(*needed)?)))
            .collect(),
        ..limits.clone()
    };
    part.tie_list = election.tie_list.iter().filter_map(|project| at(*project)).collect();
    part
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budgeting::equal_shares::Completion;

    fn contest() -> Contest {
        let election = Election::approval(
            100,
            &[("a", 40), ("b", 30), ("c", 70)],
            &[(6, &["a", "c"]), (4, &["b"]), (1, &["c"])],
        );
        let phase = |number: usize, places: &[usize], money: u64| Phase {
            number,
            places: places.to_vec(),
            money: whole(money),
        };
        Contest {
            title: String::new(),
            projects: vec![0, 1, 2],
            phases: vec![phase(1, &[0, 1], 60), phase(2, &[2], 40)],
            election,
            of_a_part: false,
        }
    }

    #[test]
    fn what_a_phase_leaves_is_money_of_the_next() {
        let mut contest = contest();
        let options = Options {
            completion: Some(Completion::None),
            ..Options::default()
        };
        // 60 buy a for 40; the 20 that are left make 60 of 40, which is not enough for c.
        let decided = contest.decide(Rule::Greedy, &contest.election, &options);
        assert_eq!(
            (decided[0].outcome.funded.len(), decided[1].election.budget.clone()),
            (1, whole(60))
        );
        assert_eq!(contest.bought(Rule::Greedy, &contest.election, &options).funded, [0]);
        contest.phases[1].money = whole(50);
        assert_eq!(contest.bought(Rule::Greedy, &contest.election, &options).funded, [0, 2]);
        assert!(
            decided[1]
                .election
                .notes
                .iter()
                .any(|note| note.contains("carried over"))
        );
    }

    #[test]
    fn what_is_paid_in_part_is_bought_too_under_its_place_in_the_contest() {
        let mut contest = contest();
        let options = Options {
            partial: true,
            ..Options::default()
        };
        // a takes 40 of 60; b gets the 20 that are left of its 30, and c the 40 of the second phase.
        let bought = contest.bought(Rule::Greedy, &contest.election, &options);
        assert_eq!((bought.funded, bought.partly), (vec![0], vec![(1, 20.0), (2, 40.0)]));
        contest.phases.clear();
        let bought = contest.bought(Rule::Greedy, &contest.election, &options);
        assert_eq!((bought.funded, bought.partly), (vec![2], vec![(0, 30.0)]));
    }

    #[test]
    fn a_phase_of_all_projects_and_all_money_counts_as_no_phases_do() {
        let mut contest = contest();
        contest.phases = vec![Phase {
            number: 1,
            places: vec![0, 1, 2],
            money: whole(100),
        }];
        for rule in [Rule::Greedy, Rule::EqualShares, Rule::Phragmen] {
            let one = contest.bought(rule, &contest.election, &Options::default()).funded;
            assert_eq!(
                one,
                run(rule, &contest.election, &Options::default()).funded,
                "{}",
                rule.word()
            );
        }
    }
}
