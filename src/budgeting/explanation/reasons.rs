//! The sentences. Each figure is that of the count that decided: where shares were raised, of the raised shares.

use num_traits::Zero;

use super::Verdict;
use super::money::{crowd, measured, money, so_many, voters, with_thousands};
use super::shares::short_of_money;
use crate::budgeting::election::Election;
use crate::budgeting::exact::{Rational, whole, write_exact, write_rounded};
use crate::budgeting::gate::Gate;
use crate::budgeting::limits::Barrier;
use crate::budgeting::outcome::{Event, Outcome};
use crate::budgeting::utility::Utilities;

/// Why a project was funded or not.
pub(super) fn told(election: &Election, utilities: &Utilities, outcome: &Outcome, verdict: &Verdict) -> String {
    let mut text = if verdict.funded {
        won(election, utilities, outcome, verdict)
    } else {
        lost(election, utilities, outcome, verdict)
    };
    if let Some(tie) = tied(election, outcome, verdict) {
        text.push(' ');
        text.push_str(&tie);
    }
    text
}

/// How many named it, and how many of them to speak against it.
fn named(election: &Election, verdict: &Verdict) -> String {
    let heads = election.heads();
    let against: u64 = election
        .ballots
        .iter()
        .zip(&heads)
        .filter(|(ballot, _)| {
            let place = ballot.projects.iter().position(|one| *one as usize == verdict.project);
            place
                .and_then(|place| ballot.points.get(place))
                .is_some_and(|points| *points < 0)
        })
        .map(|(_, heads)| heads)
        .sum();
    let all = crowd(election, verdict.people, verdict.votes);
    match against {
        0 if verdict.votes == 0 => "nobody named it".to_owned(),
        0 => format!("named by {all}"),
        against if against == verdict.people => format!("named by {all}, against it"),
        against => format!(
            "named by {all}, {} of them against it",
            with_thousands(&against.to_string())
        ),
    }
}

/// A number of votes, scores or the like.
fn number(amount: &Rational) -> String {
    with_thousands(&write_rounded(amount, 2))
}

fn won(election: &Election, utilities: &Utilities, outcome: &Outcome, verdict: &Verdict) -> String {
    let project = &election.projects[verdict.project];
    let cost = money(&project.cost, election);
    let named = named(election, verdict);
    let chosen = outcome
        .rounds
        .iter()
        .find(|round| round.project == verdict.project && matches!(round.event, Event::Funded { .. }));
    let (Some(place), Some(Event::Funded { score })) = (verdict.place, chosen.map(|round| &round.event)) else {
        return format!("Funded: {named}.");
    };
    if project.cost.is_zero() {
        return format!(
            "Funded as number {place}: it costs nothing, and {} named it.",
            match verdict.votes {
                0 => "nobody".to_owned(),
                votes => crowd(election, verdict.people, votes),
            }
        );
    }
    let Some(paid) = &verdict.paid else {
        let funded = format!("Funded as number {place}: {named}");
        return match outcome.rule {
            _ if outcome.prices.is_some() => format!(
                "Funded as number {place} with money left over: {named}, and its cost of {cost} still fitted the budget. Nobody's share \
                 paid for it."
            ),
            "phragmen" => format!("{funded}; its cost of {cost} fitted the money left."),
            "pb-ear" => format!(
                "{funded}; the votes of those whose choices counted so far still weighed {}, and its cost of {cost} asks for {} (its part of \
                 the budget, of all votes).",
                number(score),
                number(&quota(election, &project.cost))
            ),
            "fres" => format!("{funded}; shares of its supporters paid all of its cost of {cost}."),
            "cstv" if score.is_zero() => {
                format!("{funded}; at the end of the count its cost of {cost} fitted the money left.")
            }
            // Rounding in the count is below what is told.
            "cstv" if write_rounded(score, 2) == write_rounded(&project.cost, 2) || *score > project.cost => {
                format!(
                    "{funded}; {} lay on it, enough for its cost of {cost}.",
                    money(score, election)
                )
            }
            "cstv" => format!(
                "{funded}; {} lay on it, and its supporters gave the rest of its cost of {cost} from their other choices.",
                money(score, election)
            ),
            // Votes are the voters who named it.
            _ if outcome.measure == "votes" && *score == election.whole_votes(verdict.votes) => {
                format!("{funded}; its cost of {cost} fitted the money left.")
            }
            _ if *score > Rational::zero() && write_rounded(score, 6) == "0" => {
                format!("{funded}; its cost of {cost} fitted the money left.")
            }
            "greedy-custom" if outcome.cost > election.budget && outcome.funded.last() == Some(&verdict.project) => {
                let left = &election.budget - (&outcome.cost - &project.cost);
                format!(
                    "{funded}, {}; {} of its cost of {cost} was left, and the city adds the rest.",
                    measured(&with_thousands(&write_rounded(score, 6)), outcome.measure),
                    money(&left, election)
                )
            }
            _ => format!(
                "{funded}, {}; its cost of {cost} fitted the money left.",
                measured(&with_thousands(&write_rounded(score, 6)), outcome.measure)
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
        "Funded as number {place}. Named by {}; {} of them bought it together for {cost}: {full}.",
        voters(verdict.votes),
        with_thousands(&paid.voters.to_string())
    )
}

/// Votes that a cost asks for where votes are spent in place of money: its part of the budget, of all votes.
fn quota(election: &Election, cost: &Rational) -> Rational {
    if election.budget.is_zero() {
        return Rational::zero();
    }
    cost * whole(election.voters()) / &election.budget / whole(election.strength_scale)
}

fn lost(election: &Election, utilities: &Utilities, outcome: &Outcome, verdict: &Verdict) -> String {
    let project = &election.projects[verdict.project];
    let cost = money(&project.cost, election);
    let named = named(election, verdict);
    if let Some((_, amount)) = outcome.partly.iter().find(|(project, _)| *project == verdict.project) {
        return format!(
            "Funded in part: {named}; it gets {} of its cost of {cost}.",
            money(amount, election)
        );
    }
    if project.cost > election.budget {
        return format!("Not funded: it costs {cost}, more than the whole budget.");
    }
    if verdict.votes == 0 {
        return "Not funded: nobody named it.".to_owned();
    }
    let named = format!("Not funded: {named}");
    if let Some(why) = barred(election, outcome, verdict.project) {
        return format!("{named}; {why}.");
    }
    let event = outcome
        .rounds
        .iter()
        .find(|round| round.project == verdict.project && !matches!(round.event, Event::Barred { .. }))
        .map(|round| &round.event);
    let shares = verdict.left_with_supporters.as_ref().zip(verdict.at_start.as_ref());
    if let (Some((left, start)), true) = (shares, outcome.rule != "phragmen") {
        let mut text = short_of_money(election, outcome, verdict, start, left);
        if let Some(Event::DidNotFit { left }) = event {
            text.push_str(&format!(
                " Money left over went to other projects: when its turn came, {} was left and it costs {cost}.",
                money(left, election)
            ));
        }
        return text;
    }
    let left = &election.budget - outcome.spent();
    let at_the_end = format!("at the end {} was left and it costs {cost}", money(&left, election));
    match (outcome.rule, event) {
        (_, Some(Event::Opposed { score })) => {
            format!(
                "{named}; more was said against it than for it ({}).",
                measured(&number(score), outcome.measure)
            )
        }
        ("pb-ear", Some(Event::TooLow { score, needed })) => format!(
            "{named}; at the end their votes still weighed {}, and its cost of {cost} asks for {} (its part of the budget, of all votes).",
            number(score),
            number(needed)
        ),
        (_, Some(Event::TooLow { score, needed })) => {
            format!(
                "{named}; its score is {}, and a project needs {}.",
                number(score),
                number(needed)
            )
        }
        (_, Some(Event::DidNotFit { left })) => format!(
            "{named}; when its turn came, {} was left and it costs {cost}.",
            money(left, election)
        ),
        (_, Some(Event::Eliminated { support })) => format!(
            "{named}; {} lay on it when it was the weakest left; {at_the_end}.",
            money(support, election)
        ),
        (rule, _) if !by_halls(rule) && utilities.supporters[verdict.project].is_empty() => {
            format!("{named}, but no ballot gives it anything by which this rule counts.")
        }
        ("phragmen", _) => match shares {
            Some((left, _)) => format!(
                "{named}; when the last project was bought they had earned {} that was not spent, and it costs {cost}.",
                money(left, election)
            ),
            None => format!("{named}; the count ended before its supporters had earned its cost of {cost}."),
        },
        ("fres", _) => {
            format!("{named}; all their shares had gone to other projects before they paid anything for it.")
        }
        ("greedy-custom", _) if outcome.cost > election.budget => format!(
            "{named}; the count ended before its turn, with {}, which took the last of the budget.",
            outcome
                .funded
                .last()
                .map_or(String::new(), |last| title(election, *last))
        ),
        ("knapsack", _) if project.cost > left => {
            format!(
                "{named}; others satisfy voters more in total, and beside them {} is left.",
                money(&left, election)
            )
        }
        ("bos", _) if project.cost <= left => format!("{named}; all their shares had gone to other projects."),
        _ => match ended_by(outcome) {
            Some(other) if outcome.rule != "cstv" => format!(
                "{named}; the count ended before its turn, when {} did not fit.",
                title(election, other)
            ),
            _ if project.cost > left => format!("{named}; {at_the_end}."),
            _ => format!("{named}; others were preferred before its cost of {cost} fitted."),
        },
    }
}

/// Whether a rule goes down a list by score, as city halls do: what nobody gains from has its turn there too.
fn by_halls(rule: &str) -> bool {
    rule.starts_with("greedy") || rule == "value-for-money" || rule == "plurality"
}

/// The project at which a count ended because it did not fit.
fn ended_by(outcome: &Outcome) -> Option<usize> {
    let ending = outcome
        .rounds
        .iter()
        .rfind(|round| !matches!(round.event, Event::TooLow { .. } | Event::Opposed { .. }))?;
    matches!(ending.event, Event::DidNotFit { .. }).then_some(ending.project)
}

/// A project by name and identifier.
fn title(election: &Election, project: usize) -> String {
    let project = &election.projects[project];
    format!("{} ({})", project.title(), project.id)
}

/// That a project stood exactly equal with others, if that decided whether it was funded.
fn tied(election: &Election, outcome: &Outcome, verdict: &Verdict) -> Option<String> {
    let tie = outcome.ties.iter().find(|tie| {
        let funded = |project: &usize| outcome.funded.contains(project);
        tie.among.contains(&verdict.project) && tie.among.iter().any(funded) && !tie.among.iter().all(funded)
    })?;
    let title = |project: &usize| title(election, *project);
    let others: Vec<String> = tie
        .among
        .iter()
        .filter(|project| **project != verdict.project)
        .map(title)
        .collect();
    let first = tie.among.first()?;
    Some(format!(
        "{} {}; {} went first ({}).",
        // There it is ways of sharing out that are equal, and projects only by what falls to them.
        if outcome.rule == "ordered-relax" {
            "It was exactly as good a choice as"
        } else {
            "It stood exactly equal with"
        },
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
    let title = |project: usize| title(election, project);
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
            "it may be funded only together with {}, which is {}",
            title(needed),
            if outcome.partly.iter().any(|(part, _)| *part == needed) {
                "funded only in part"
            } else {
                "not funded"
            }
        ),
        Barrier::TooFewVoters => too_few_voters(election),
        Barrier::TooFewVotes => match (&election.limits.votes_needed(election), &election.limits.least_score) {
            (Some(least), None) => format!(
                "a project needs at least {}",
                measured(&write_rounded(least, 2), "votes")
            ),
            (None, Some(least)) => format!("a project needs a score of at least {}", write_rounded(least, 2)),
            (Some(votes), Some(score)) => format!(
                "a project needs at least {} and a score of at least {}",
                measured(&write_rounded(votes, 2), "votes"),
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
        "{} voted, and at least {} must vote for anything to be funded",
        so_many(election.people(), "person", "people"),
        with_thousands(&least)
    )
}
