//! Reasons of rules in which voters pay from equal shares: could supporters pay at the start, who took their money, what was left.

use num_traits::Zero;

use super::Verdict;
use super::money::{a_vote, crowd_said, measured, money_said, voters};
use super::said::{Said, phrase};
use crate::budgeting::election::Election;
use crate::budgeting::exact::{Rational, whole, write_rounded};
use crate::budgeting::outcome::{Outcome, RaiseEnd};

/// Winners named one by one as those who took a loser's money; the others are put together.
const NAMED: usize = 3;

/// Of a project whose supporters were to pay from their shares: could they at the start, who took their money, what was left.
pub(super) fn short_of_money(
    election: &Election,
    outcome: &Outcome,
    verdict: &Verdict,
    start: &Rational,
    left: &Rational,
) -> Said {
    let project = &election.projects[verdict.project];
    let money = |amount: &Rational| money_said(amount, election);
    let cost = || money(&project.cost);
    let parts = whole(election.strength_scale.max(1));
    let share = outcome
        .prices
        .as_ref()
        .map(|prices| prices.endowment())
        .unwrap_or_default();
    let equal = &election.budget / whole(election.voters().max(1));
    let raised = outcome.raised.filter(|_| share > equal);
    let each = match raised {
        None => phrase("{0} each", [a_vote(&(&share * &parts), election)]),
        Some(end) => phrase(
            "{0} each (an equal part of the budget is {1}; {2})",
            [
                a_vote(&(&share * &parts), election),
                a_vote(&(&equal * &parts), election),
                until(end),
            ],
        ),
    };
    let gaining = if share.is_zero() { whole(0) } else { start / &share };
    let all = || crowd_said(election, verdict.people, verdict.votes);
    let named = if gaining == whole(verdict.votes) {
        phrase("named by {0}", [all()])
    } else {
        let gaining = gaining / &parts;
        let gaining = if election.strengths.is_empty() {
            voters(gaining.to_integer().try_into().unwrap_or(verdict.people))
        } else {
            measured(&write_rounded(&gaining, 6), "votes")
        };
        phrase("named by {0}, {1} of them gain from it", [all(), gaining])
    };
    let at_start = if *start < project.cost {
        phrase(
            "Not funded: {0}, whose shares of {1} come to {2}: less than its cost of {3} from the start.",
            [named, each, money(start), cost()],
        )
    } else {
        phrase(
            "Not funded: {0}. At the start their shares of {1} came to {2}, enough for its cost of {3}.",
            [named, each, money(start), cost()],
        )
    };
    Said::Row(vec![at_start, spent(election, outcome, verdict, left)])
}

/// How far shares were raised.
fn until(end: RaiseEnd) -> Said {
    match end {
        RaiseEnd::BeyondBudget => phrase(
            "shares were raised in steps until what they buy would have cost more than the budget",
            [],
        ),
        RaiseEnd::NothingFits => phrase(
            "shares were raised in steps until nothing more could be funded with what was left",
            [],
        ),
        RaiseEnd::NothingChanges => phrase(
            "shares were raised in steps until raising them further would have changed nothing",
            [],
        ),
        RaiseEnd::SpendsMost => phrase(
            "shares were raised from change to change, and of what they bought within the budget what spends most was kept",
            [],
        ),
    }
}

/// The project for which another had to wait, where that was funded only with money left over, when shares bought nothing more.
fn awaited(election: &Election, outcome: &Outcome, project: usize) -> Option<usize> {
    let prices = outcome.prices.as_ref()?;
    let by_shares = |one: usize| {
        election.projects[one].cost.is_zero()
            || prices
                .payments
                .iter()
                .any(|(paid, list)| *paid == one && !list.is_empty())
    };
    let mut awaited = election
        .limits
        .requires
        .iter()
        .filter(|(needing, _)| *needing == project);
    awaited
        .find(|(_, needed)| outcome.funded.contains(needed) && !by_shares(*needed))
        .map(|(_, needed)| *needed)
}

/// What the supporters' money went to, and what was left of it.
fn spent(election: &Election, outcome: &Outcome, verdict: &Verdict, left: &Rational) -> Said {
    let cost = &election.projects[verdict.project].cost;
    let money = |amount: &Rational| money_said(amount, election);
    let mut takers: Vec<&(usize, Rational)> = verdict.taken.iter().collect();
    takers.sort_by(|a, b| b.1.cmp(&a.1));
    let mut parts: Vec<Said> = takers
        .iter()
        .take(NAMED)
        .map(|(winner, amount)| {
            phrase(
                "{0} for {1}",
                [money(amount), election.projects[*winner].title().into()],
            )
        })
        .collect();
    if takers.len() > NAMED {
        let rest = takers[NAMED..].iter().fold(whole(0), |sum, (_, amount)| sum + amount);
        let number = takers.len() - NAMED;
        parts.push(if number == 1 {
            phrase("{0} for 1 other", [money(&rest)])
        } else {
            phrase("{0} for {1} others", [money(&rest), number.to_string().into()])
        });
    }
    let went = match parts.pop() {
        None => phrase("They paid for nothing else", []),
        Some(last) => match parts.into_iter().reduce(|all, next| phrase("{0}, {1}", [all, next])) {
            None => phrase("They paid {0}", [last]),
            Some(first) => phrase("They paid {0} and {1}", [first, last]),
        },
    };
    if let Some(needed) = awaited(election, outcome, verdict.project).filter(|_| left >= cost) {
        let title = || Said::from(election.projects[needed].title());
        phrase(
            "{0}; {1} of their shares was left at the end, which could not buy it: it may be funded only after {2}, and nobody's share paid for {3}.",
            [went, money(left), title(), title()],
        )
    } else if left >= cost {
        // Only rules that ask more than money leave what supporters could pay for.
        phrase(
            "{0}; {1} of their shares was left at the end: enough together, but not in equal parts, as this rule asks.",
            [went, money(left)],
        )
    } else {
        phrase("{0}; {1} of their shares was left at the end.", [went, money(left)])
    }
}
