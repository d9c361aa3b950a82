//! Reasons of rules in which voters pay from equal shares: could supporters pay at the start, who took their money, what was left.

use num_traits::Zero;

use super::Verdict;
use super::money::{money, voters};
use crate::budgeting::election::Election;
use crate::budgeting::exact::{Rational, whole};
use crate::budgeting::outcome::Outcome;

/// Winners named one by one as those who took a loser's money; the others are put together.
const NAMED: usize = 3;

/// Of a project whose supporters were to pay from their shares: could they at the start, who took their money, what was left.
pub(super) fn short_of_money(
    election: &Election,
    outcome: &Outcome,
    verdict: &Verdict,
    start: &Rational,
    left: &Rational,
) -> String {
    let project = &election.projects[verdict.project];
    let cost = money(&project.cost, election);
    let share = outcome
        .prices
        .as_ref()
        .map(|prices| prices.endowment())
        .unwrap_or_default();
    let equal = &election.budget / whole(election.voters().max(1));
    let raised = if share > equal {
        format!(
            " (an equal part of the budget is {}; shares were raised in steps until spending them would have gone beyond it)",
            money(&equal, election)
        )
    } else {
        String::new()
    };
    let supporters = if share.is_zero() { whole(0) } else { start / &share };
    let supporters = voters(supporters.to_integer().try_into().unwrap_or(verdict.votes));
    let named = if supporters == voters(verdict.votes) {
        format!("named by {supporters}")
    } else {
        format!("named by {}, {supporters} of them gain from it", voters(verdict.votes))
    };
    let at_start = if *start < project.cost {
        format!(
            "Not funded: {named}, whose shares of {} each{raised} come to {}: less than its cost of {cost} from the start.",
            money(&share, election),
            money(start, election)
        )
    } else {
        format!(
            "Not funded: {named}. At the start their shares of {} each{raised} came to {}, enough for its cost of {cost}.",
            money(&share, election),
            money(start, election)
        )
    };
    let mut takers: Vec<&(usize, Rational)> = verdict.taken.iter().collect();
    takers.sort_by(|a, b| b.1.cmp(&a.1));
    let mut parts: Vec<String> = takers
        .iter()
        .take(NAMED)
        .map(|(winner, amount)| format!("{} for {}", money(amount, election), election.projects[*winner].title()))
        .collect();
    if takers.len() > NAMED {
        let rest = takers[NAMED..].iter().fold(whole(0), |sum, (_, amount)| sum + amount);
        let number = takers.len() - NAMED;
        parts.push(format!(
            "{} for {number} other{}",
            money(&rest, election),
            if number == 1 { "" } else { "s" }
        ));
    }
    let spent = match parts.split_last() {
        None => " They paid for nothing else".to_owned(),
        Some((last, [])) => format!(" They paid {last}"),
        Some((last, first)) => format!(" They paid {} and {last}", first.join(", ")),
    };
    let end = if *left >= project.cost {
        // Only rules that ask more than money leave what supporters could pay for.
        format!(
            "; {} of their shares was left at the end: enough together, but not in equal parts, as this rule asks.",
            money(left, election)
        )
    } else {
        format!("; {} of their shares was left at the end.", money(left, election))
    };
    format!("{at_start}{spent}{end}")
}
