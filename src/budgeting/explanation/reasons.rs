//! The sentences. Each figure is that of the count that decided: where shares were raised, of the raised shares.

use num_traits::Zero;

use super::Verdict;
use super::money::{money, voters, with_thousands};
use crate::budgeting::election::Election;
use crate::budgeting::exact::{Rational, whole, write_exact, write_rounded};
use crate::budgeting::limits::{Barrier, Gate};
use crate::budgeting::outcome::{Event, Outcome};
use crate::budgeting::utility::Utilities;

/// Winners named one by one as those who took a loser's money; the others are put together.
const NAMED: usize = 3;

/// Why a project was funded or not.
pub(super) fn told(election: &Election, utilities: &Utilities, outcome: &Outcome, verdict: &Verdict) -> String {
    let mut text = if verdict.funded {
        won(election, utilities, outcome, verdict)
    } else {
        lost(election, outcome, verdict)
    };
    if let Some(tie) = tied(election, outcome, verdict) {
        text.push(' ');
        text.push_str(&tie);
    }
    text
}

fn won(election: &Election, utilities: &Utilities, outcome: &Outcome, verdict: &Verdict) -> String {
    let project = &election.projects[verdict.project];
    let cost = money(&project.cost, election);
    let votes = voters(verdict.votes);
    let chosen = outcome
        .rounds
        .iter()
        .find(|round| round.project == verdict.project && matches!(round.event, Event::Funded { .. }));
    let (Some(place), Some(Event::Funded { score })) = (verdict.place, chosen.map(|round| &round.event)) else {
        return format!("Funded: named by {votes}.");
    };
    if project.cost.is_zero() {
        return format!("Funded as number {place}: it costs nothing, and {votes} named it.");
    }
    let Some(paid) = &verdict.paid else {
        return match &outcome.prices {
            Some(_) => format!(
                "Funded as number {place} with money left over: named by {votes}, and its cost of {cost} still fitted the budget. Nobody's share \
                 paid for it."
            ),
            None => format!(
                "Funded as number {place}: named by {votes}, {} {}; its cost of {cost} fitted the money left.",
                with_thousands(&write_rounded(score, 6)),
                outcome.measure
            ),
        };
    };
    let other = paid.voters - paid.in_full;
    let full = if other == 0 {
        format!("each paid {}", money(&paid.most, election))
    } else if outcome.rule == "equal-shares" && utilities.uniform[verdict.project] {
        format!(
            "{} paid {} each, the other {} all they had left (from {})",
            voters(paid.in_full),
            money(&paid.most, election),
            with_thousands(&other.to_string()),
            money(&paid.least, election)
        )
    } else {
        format!(
            "from {} to {} each",
            money(&paid.least, election),
            money(&paid.most, election)
        )
    };
    format!(
        "Funded as number {place}. Named by {votes}; {} of them bought it together for {cost}: {full}.",
        with_thousands(&paid.voters.to_string())
    )
}

fn lost(election: &Election, outcome: &Outcome, verdict: &Verdict) -> String {
    let project = &election.projects[verdict.project];
    let cost = money(&project.cost, election);
    let votes = voters(verdict.votes);
    if let Some((_, amount)) = outcome.partly.iter().find(|(project, _)| *project == verdict.project) {
        return format!(
            "Funded in part: named by {votes}; it gets {} of its cost of {cost}.",
            money(amount, election)
        );
    }
    if project.cost > election.budget {
        return format!("Not funded: it costs {cost}, more than the whole budget.");
    }
    if verdict.votes == 0 {
        return "Not funded: nobody named it.".to_owned();
    }
    if let Some(why) = barred(election, outcome, verdict.project) {
        return format!("Not funded: named by {votes}; {why}.");
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
    let shares = verdict.left_with_supporters.as_ref().zip(verdict.at_start.as_ref());
    match (shares, turned_away) {
        (Some((left, start)), turned_away) if outcome.rule != "phragmen" => {
            let mut text = short_of_money(election, outcome, verdict, start, left);
            if let Some(why) = turned_away {
                text.push_str(&format!(" Money left over went to other projects: {why}."));
            }
            text
        }
        (_, Some(why)) => format!("Not funded: named by {votes}; {why}."),
        (Some((left, _)), None) => format!(
            "Not funded: named by {votes}; when the count ended they had earned {} that was not spent, and it costs {cost}.",
            money(left, election)
        ),
        (None, None) => format!(
            "Not funded: named by {votes}; the count ended, or others were preferred, before its cost of {cost} fitted."
        ),
    }
}

/// Of a project whose supporters were to pay from their shares: could they at the start, who took their money, what was left.
fn short_of_money(
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

/// That a project stood exactly equal with others, if that decided whether it was funded.
fn tied(election: &Election, outcome: &Outcome, verdict: &Verdict) -> Option<String> {
    let tie = outcome.ties.iter().find(|tie| {
        let funded = |project: &usize| outcome.funded.contains(project);
        tie.among.contains(&verdict.project) && tie.among.iter().any(funded) && !tie.among.iter().all(funded)
    })?;
    let title = |project: &usize| {
        format!(
            "{} ({})",
            election.projects[*project].title(),
            election.projects[*project].id
        )
    };
    let others: Vec<String> = tie
        .among
        .iter()
        .filter(|project| **project != verdict.project)
        .map(title)
        .collect();
    let first = tie.among.first()?;
    Some(format!(
        "It stood exactly equal with {}; {} went first ({}).",
        others.join(", "),
        if *first == verdict.project {
            "it".to_owned()
        } else {
            title(first)
        },
        outcome.tie_order.meaning()
    ))
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
        Barrier::TooFewVoters => too_few_voters(election),
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

/// Why nothing at all is funded where too few people voted.
pub fn too_few_voters(election: &Election) -> String {
    let least = election
        .limits
        .least_voters
        .as_ref()
        .map(write_exact)
        .unwrap_or_default();
    format!(
        "{} people voted, and at least {} must vote for anything to be funded",
        with_thousands(&election.people().to_string()),
        with_thousands(&least)
    )
}
