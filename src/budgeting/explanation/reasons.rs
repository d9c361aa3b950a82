//! The sentences. Each figure is that of the count that decided: where shares were raised, of the raised shares.

use num_traits::Zero;

use super::Verdict;
use super::money::{a_vote, crowd_said, measured, money_said, voters, with_thousands};
use super::said::{Said, phrase};
use super::shares::short_of_money;
use crate::budgeting::election::Election;
use crate::budgeting::exact::{Rational, whole, write_exact, write_rounded};
use crate::budgeting::gate::Gate;
use crate::budgeting::limits::Barrier;
use crate::budgeting::outcome::{Event, Outcome};
use crate::budgeting::tie::TieOrder;
use crate::budgeting::utility::Utilities;

/// Why a project was funded or not.
pub(super) fn told(election: &Election, utilities: &Utilities, outcome: &Outcome, verdict: &Verdict) -> Said {
    let said = if verdict.funded {
        won(election, utilities, outcome, verdict)
    } else {
        lost(election, utilities, outcome, verdict)
    };
    match tied(election, outcome, verdict) {
        Some(tie) => Said::Row(vec![said, tie]),
        None => said,
    }
}

/// How many named it, and how many of them to speak against it.
fn named(election: &Election, verdict: &Verdict) -> Said {
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
    let all = crowd_said(election, verdict.people, verdict.votes);
    match against {
        0 if verdict.votes == 0 && listed(election, verdict.project) => phrase("nobody gave it anything", []),
        0 if verdict.votes == 0 => phrase("nobody named it", []),
        0 => phrase("named by {0}", [all]),
        against if against == verdict.people => phrase("named by {0}, against it", [all]),
        against => phrase(
            "named by {0}, {1} of them against it",
            [all, with_thousands(&against.to_string()).into()],
        ),
    }
}

/// Whether a project stands on some ballot, be it with no points.
fn listed(election: &Election, project: usize) -> bool {
    let mut ballots = election.ballots.iter();
    ballots.any(|ballot| ballot.projects.contains(&(project as u32)))
}

/// A number of votes, scores or the like.
fn number(amount: &Rational) -> Said {
    with_thousands(&write_rounded(amount, 2)).into()
}

/// What a rule compared, for readers.
fn compared(score: &Rational, measure: &'static str) -> Said {
    measured(&with_thousands(&write_rounded(score, 6)), measure)
}

fn won(election: &Election, utilities: &Utilities, outcome: &Outcome, verdict: &Verdict) -> Said {
    let project = &election.projects[verdict.project];
    let money = |amount: &Rational| money_said(amount, election);
    let cost = || money(&project.cost);
    let named = named(election, verdict);
    let chosen = outcome
        .rounds
        .iter()
        .find(|round| round.project == verdict.project && matches!(round.event, Event::Funded { .. }));
    let (Some(place), Some(Event::Funded { score })) = (verdict.place, chosen.map(|round| &round.event)) else {
        return phrase("Funded: {0}.", [named]);
    };
    let place = || Said::from(place.to_string());
    if project.cost.is_zero() {
        return match verdict.votes {
            0 => phrase(
                "Funded as number {0}: it costs nothing, and nobody named it.",
                [place()],
            ),
            votes => phrase(
                "Funded as number {0}: it costs nothing, and {1} named it.",
                [place(), crowd_said(election, verdict.people, votes)],
            ),
        };
    }
    let Some(paid) = &verdict.paid else {
        if outcome.prices.is_some() {
            return phrase(
                "Funded as number {0} with money left over: {1}, and its cost of {2} still fitted the budget. Nobody's share paid for it.",
                [place(), named, cost()],
            );
        }
        let funded = phrase("Funded as number {0}: {1}", [place(), named]);
        return unpaid(election, outcome, verdict, score, funded);
    };
    let other = paid.voters - paid.in_full;
    let (most, least) = (a_vote(&paid.most, election), a_vote(&paid.least, election));
    let full = if other == 0 {
        phrase("each paid {0}", [most])
    } else if outcome.rule == "equal-shares" && utilities.uniform[verdict.project] {
        phrase(
            "{0} paid {1} each, the other {2} all they had left (from {3})",
            [
                voters(paid.in_full),
                most,
                with_thousands(&other.to_string()).into(),
                least,
            ],
        )
    } else {
        phrase("from {0} to {1} each", [least, most])
    };
    phrase(
        "Funded as number {0}. Named by {1}; {2} of them bought it together for {3}: {4}.",
        [
            place(),
            crowd_said(election, verdict.people, verdict.votes),
            with_thousands(&paid.voters.to_string()).into(),
            cost(),
            full,
        ],
    )
}

fn fitted(funded: Said, cost: Said) -> Said {
    phrase("{0}; its cost of {1} fitted the money left.", [funded, cost])
}

/// Of a project that no voter's share paid for, by what it was chosen.
fn unpaid(election: &Election, outcome: &Outcome, verdict: &Verdict, score: &Rational, funded: Said) -> Said {
    let project = &election.projects[verdict.project];
    let money = |amount: &Rational| money_said(amount, election);
    let cost = money(&project.cost);
    match outcome.rule {
        "phragmen" => fitted(funded, cost),
        "pb-ear" => phrase(
            "{0}; the votes of those whose choices counted so far still weighed {1}, and its cost of {2} asks for {3} (its part of the budget, of all votes).",
            [funded, number(score), cost, number(&quota(election, &project.cost))],
        ),
        "fres" => phrase(
            "{0}; shares of its supporters paid all of its cost of {1}.",
            [funded, cost],
        ),
        "cstv" if score.is_zero() => phrase(
            "{0}; at the end of the count its cost of {1} fitted the money left.",
            [funded, cost],
        ),
        // Rounding in the count is below what is told.
        "cstv" if write_rounded(score, 2) == write_rounded(&project.cost, 2) || *score > project.cost => phrase(
            "{0}; {1} lay on it, enough for its cost of {2}.",
            [funded, money(score), cost],
        ),
        "cstv" => phrase(
            "{0}; {1} lay on it, and its supporters gave the rest of its cost of {2} from their other choices.",
            [funded, money(score), cost],
        ),
        // Votes are the voters who named it.
        _ if outcome.measure == "votes" && *score == election.whole_votes(verdict.votes) => fitted(funded, cost),
        _ if *score > Rational::zero() && write_rounded(score, 6) == "0" => fitted(funded, cost),
        "greedy-custom" if outcome.cost > election.budget && outcome.funded.last() == Some(&verdict.project) => {
            let left = &election.budget - (&outcome.cost - &project.cost);
            phrase(
                "{0}, {1}; {2} of its cost of {3} was left, and the city adds the rest.",
                [funded, compared(score, outcome.measure), money(&left), cost],
            )
        }
        _ => phrase(
            "{0}, {1}; its cost of {2} fitted the money left.",
            [funded, compared(score, outcome.measure), cost],
        ),
    }
}

/// Votes that a cost asks for where votes are spent in place of money: its part of the budget, of all votes.
fn quota(election: &Election, cost: &Rational) -> Rational {
    if election.budget.is_zero() {
        return Rational::zero();
    }
    cost * whole(election.voters()) / &election.budget / whole(election.strength_scale)
}

fn lost(election: &Election, utilities: &Utilities, outcome: &Outcome, verdict: &Verdict) -> Said {
    let project = &election.projects[verdict.project];
    let money = |amount: &Rational| money_said(amount, election);
    let cost = || money(&project.cost);
    let named = named(election, verdict);
    if let Some((_, amount)) = outcome.partly.iter().find(|(project, _)| *project == verdict.project) {
        return phrase(
            "Funded in part: {0}; it gets {1} of its cost of {2}.",
            [named, money(amount), cost()],
        );
    }
    if project.cost > election.budget {
        return phrase("Not funded: it costs {0}, more than the whole budget.", [cost()]);
    }
    if verdict.votes == 0 && listed(election, verdict.project) {
        return phrase("Not funded: nobody gave it anything.", []);
    }
    if verdict.votes == 0 {
        return phrase("Not funded: nobody named it.", []);
    }
    let named = phrase("Not funded: {0}", [named]);
    if let Some(why) = barred(election, outcome, verdict.project) {
        return phrase("{0}; {1}.", [named, why]);
    }
    let event = outcome
        .rounds
        .iter()
        .find(|round| round.project == verdict.project && !matches!(round.event, Event::Barred { .. }))
        .map(|round| &round.event);
    let shares = verdict.left_with_supporters.as_ref().zip(verdict.at_start.as_ref());
    if let (Some((left, start)), true) = (shares, outcome.rule != "phragmen") {
        let said = short_of_money(election, outcome, verdict, start, left);
        return match event {
            Some(Event::DidNotFit { left }) => Said::Row(vec![
                said,
                phrase(
                    "Money left over went to projects by {0}: when its turn came, {1} was left and it costs {2}.",
                    [
                        Said::Phrase(utilities.satisfaction.order_of_the_rest(), Vec::new()),
                        money(left),
                        cost(),
                    ],
                ),
            ]),
            _ => said,
        };
    }
    match event {
        Some(event) if told_by_event(event) => by_event(election, outcome, project.cost.clone(), event, named),
        _ => by_the_end(election, utilities, outcome, verdict, named),
    }
}

/// Whether an event says all of why a project lost.
fn told_by_event(event: &Event) -> bool {
    matches!(
        event,
        Event::Opposed { .. } | Event::TooLow { .. } | Event::DidNotFit { .. } | Event::Eliminated { .. }
    )
}

fn by_event(election: &Election, outcome: &Outcome, cost: Rational, event: &Event, named: Said) -> Said {
    let money = |amount: &Rational| money_said(amount, election);
    match event {
        Event::Opposed { score } => phrase(
            "{0}; more was said against it than for it ({1}).",
            [
                named,
                measured(&with_thousands(&write_rounded(score, 2)), outcome.measure),
            ],
        ),
        Event::TooLow { score, needed } if outcome.rule == "pb-ear" => phrase(
            "{0}; at the end their votes still weighed {1}, and its cost of {2} asks for {3} (its part of the budget, of all votes).",
            [named, number(score), money(&cost), number(needed)],
        ),
        Event::TooLow { score, needed } => phrase(
            "{0}; its score is {1}, and a project needs {2}.",
            [named, number(score), number(needed)],
        ),
        Event::DidNotFit { left } => phrase(
            "{0}; when its turn came, {1} was left and it costs {2}.",
            [named, money(left), money(&cost)],
        ),
        Event::Eliminated { support } => {
            let left = &election.budget - outcome.spent();
            phrase(
                "{0}; {1} lay on it when it was the weakest left; at the end {2} was left and it costs {3}.",
                [named, money(support), money(&left), money(&cost)],
            )
        }
        Event::Funded { .. } | Event::Barred { .. } => phrase("{0}.", [named]),
    }
}

/// Of a project whose turn never came, or came to nothing.
fn by_the_end(election: &Election, utilities: &Utilities, outcome: &Outcome, verdict: &Verdict, named: Said) -> Said {
    let project = &election.projects[verdict.project];
    let money = |amount: &Rational| money_said(amount, election);
    let left = &election.budget - outcome.spent();
    match outcome.rule {
        rule if !by_halls(rule) && utilities.supporters[verdict.project].is_empty() => phrase(
            "{0}, but no ballot gives it anything by which this rule counts.",
            [named],
        ),
        "phragmen" => match &verdict.left_with_supporters {
            Some(left) => phrase(
                "{0}; when the last project was bought they had earned {1} that was not spent, and it costs {2}.",
                [named, money(left), money(&project.cost)],
            ),
            None => phrase(
                "{0}; the count ended before its supporters had earned its cost of {1}.",
                [named, money(&project.cost)],
            ),
        },
        "fres" => phrase(
            "{0}; all their shares had gone to other projects before they paid anything for it.",
            [named],
        ),
        "greedy-custom" if outcome.cost > election.budget => {
            let last = outcome.funded.last();
            phrase(
                "{0}; the count ended before its turn, with {1}, which took the last of the budget.",
                [named, last.map_or_else(|| "".into(), |last| title(election, *last))],
            )
        }
        "knapsack" if project.cost > left => phrase(
            "{0}; others satisfy voters more in total, and beside them {1} is left.",
            [named, money(&left)],
        ),
        "bos" if project.cost <= left => phrase("{0}; all their shares had gone to other projects.", [named]),
        rule => match ended_by(outcome) {
            Some(other) if rule != "cstv" => phrase(
                "{0}; the count ended before its turn, when {1} did not fit.",
                [named, title(election, other)],
            ),
            _ if project.cost > left => phrase(
                "{0}; at the end {1} was left and it costs {2}.",
                [named, money(&left), money(&project.cost)],
            ),
            _ => phrase(
                "{0}; others were preferred before its cost of {1} fitted.",
                [named, money(&project.cost)],
            ),
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
fn title(election: &Election, project: usize) -> Said {
    let project = &election.projects[project];
    format!("{} ({})", project.title(), project.id).into()
}

/// That a project stood exactly equal with others, if that decided whether it was funded.
fn tied(election: &Election, outcome: &Outcome, verdict: &Verdict) -> Option<Said> {
    let tie = outcome.ties.iter().find(|tie| {
        let funded = |project: &usize| outcome.funded.contains(project);
        tie.among.contains(&verdict.project) && tie.among.iter().any(funded) && !tie.among.iter().all(funded)
    })?;
    let others = tie
        .among
        .iter()
        .filter(|project| **project != verdict.project)
        .map(|project| title(election, *project))
        .reduce(|all, next| phrase("{0}, {1}", [all, next]))?;
    // Whoever stands first among equals may have had to wait for a project that it needs.
    let funded = outcome.funded.iter().find(|project| tie.among.contains(project));
    let first = funded.or(tie.among.first())?;
    let order = match outcome.tie_order {
        TieOrder::Lot(seed) => phrase(
            "equal projects go by lot, drawn with the seed {0}",
            [seed.to_string().into()],
        ),
        order => Said::Phrase(order.words(), Vec::new()),
    };
    // There it is ways of sharing out that are equal, and projects only by what falls to them.
    let shared_out = outcome.rule == "ordered-relax";
    Some(match (shared_out, *first == verdict.project) {
        (true, true) => phrase(
            "It was exactly as good a choice as {0}; it went first ({1}).",
            [others, order],
        ),
        (true, false) => phrase(
            "It was exactly as good a choice as {0}; {1} went first ({2}).",
            [others, title(election, *first), order],
        ),
        (false, true) => phrase("It stood exactly equal with {0}; it went first ({1}).", [others, order]),
        (false, false) => phrase(
            "It stood exactly equal with {0}; {1} went first ({2}).",
            [others, title(election, *first), order],
        ),
    })
}

/// Which limit beside the budget a loser would break.
fn barred(election: &Election, outcome: &Outcome, project: usize) -> Option<Said> {
    let mut gate = Gate::new(election);
    outcome.funded.iter().for_each(|project| gate.fund(*project));
    let money = |amount: &Rational| money_said(amount, election);
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
            phrase(
                "{0} may get at most {1}, of which {2} is spent, and it costs {3}",
                [
                    ceiling.name.as_str().into(),
                    money(&ceiling.most),
                    money(&spent),
                    money(&election.projects[project].cost),
                ],
            )
        }
        Barrier::Excluded(rival) => phrase("only one of it and {0} may be funded, and that one is", [title(rival)]),
        Barrier::Requires(needed) if outcome.partly.iter().any(|(part, _)| *part == needed) => phrase(
            "it may be funded only together with {0}, which is funded only in part",
            [title(needed)],
        ),
        Barrier::Requires(needed) => phrase(
            "it may be funded only together with {0}, which is not funded",
            [title(needed)],
        ),
        Barrier::TooFewVoters => too_few_voters_said(election),
        Barrier::TooFewVotes => {
            let votes = |least: &Rational| measured(&write_rounded(least, 2), "votes");
            let score = |least: &Rational| Said::from(write_rounded(least, 2));
            match (&election.limits.votes_needed(election), &election.limits.least_score) {
                (Some(least), None) => phrase("a project needs at least {0}", [votes(least)]),
                (None, Some(least)) => phrase("a project needs a score of at least {0}", [score(least)]),
                (Some(least), Some(mark)) => phrase(
                    "a project needs at least {0} and a score of at least {1}",
                    [votes(least), score(mark)],
                ),
                (None, None) => phrase("it has too few votes", []),
            }
        }
    })
}

fn too_few_voters_said(election: &Election) -> Said {
    let least = election
        .limits
        .least_voters
        .as_ref()
        .map(write_exact)
        .unwrap_or_default();
    let people = election.people();
    let told = [
        with_thousands(&people.to_string()).into(),
        with_thousands(&least).into(),
    ];
    if people == 1 {
        phrase(
            "{0} person voted, and at least {1} must vote for anything to be funded",
            told,
        )
    } else {
        phrase(
            "{0} people voted, and at least {1} must vote for anything to be funded",
            told,
        )
    }
}

/// That too few people took part for anything to be funded, in English.
pub fn too_few_voters(election: &Election) -> String {
    too_few_voters_said(election).english()
}
