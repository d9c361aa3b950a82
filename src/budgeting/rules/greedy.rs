//! The rules of city halls: put projects in order once, take what fits.
//!
//! *greedy* orders by welfare per unit of cost (with cost satisfaction that is the number of votes) and skips what does
//! not fit; *greedy-no-skip* and *greedy-threshold* order by the published score and stop at the first misfit, or leave
//! out low scores. As in pabutools and in the official counts, projects without support come last and are funded if
//! money is left.

use num_traits::{Signed, Zero};

use crate::budgeting::election::{BallotType, Election};
use crate::budgeting::exact::{Rational, whole};
use crate::budgeting::explanation::so_many;
use crate::budgeting::gate::Gate;
use crate::budgeting::limits::Barrier;
use crate::budgeting::outcome::{Event, Outcome, Round};
use crate::budgeting::scores::{counted_scores, published_scores};
use crate::budgeting::tie::{Tie, TieOrder};
use crate::budgeting::utility::{Satisfaction, Utilities};

/// Cost by which cities mark a project that cannot be funded; `greedy-no-skip` passes over it without stopping.
const SENTINEL_COST: u64 = 999_999_999;

/// Welfare per unit of cost: infinite (`None`) for a free project with support.
pub fn density(election: &Election, utilities: &Utilities, project: usize) -> Option<Rational> {
    // Told as votes: parts of votes only where strengths have decimals, and the same order either way.
    let total = Rational::from_integer(utilities.total_value(election, project)) / whole(election.strength_scale);
    let cost = &election.projects[project].cost;
    if utilities.satisfaction == Satisfaction::Cost {
        // Cost × votes / cost: the votes, also in the limit of a free project.
        return Some(total);
    }
    let welfare = total * &utilities.unit[project];
    if cost.is_zero() {
        return if welfare.is_zero() { Some(welfare) } else { None };
    }
    Some(welfare / cost)
}

/// Greedy by welfare per unit of cost.
pub fn greedy(election: &Election, utilities: &Utilities, tie_order: TieOrder, rule: &'static str) -> Outcome {
    let measure = match utilities.satisfaction {
        Satisfaction::Cost => "votes",
        _ => "satisfaction per unit of cost",
    };
    let mut outcome = Outcome::new(rule, measure, tie_order);
    let scores: Vec<Option<Rational>> = (0..election.projects.len())
        .map(|project| density(election, utilities, project))
        .collect();
    // Infinite first; then high before low.
    let order = in_order(election, &scores, tie_order, &mut outcome.ties);
    complete(election, &order, &scores, &mut outcome);
    outcome
}

/// Whether more is said against a project than for it: then nobody's rule should fund it with money left over.
fn is_opposed(scores: &[Option<Rational>], project: usize) -> bool {
    scores[project].as_ref().is_some_and(Signed::is_negative)
}

/// Adds to an outcome, in the given order, whatever fits and is not in it yet.
pub fn complete(election: &Election, order: &[usize], scores: &[Option<Rational>], outcome: &mut Outcome) {
    let mut gate = Gate::new(election);
    outcome.funded.iter().for_each(|project| gate.fund(*project));
    let mut open: Vec<usize> = order
        .iter()
        .copied()
        .filter(|project| !outcome.funded.contains(project))
        .collect();
    open.retain(|project| !is_opposed(scores, *project));
    let mut turned_away = Vec::new();
    // A project that needs another waits for it, so the count starts again at the top whenever something was funded.
    loop {
        let mut bought = None;
        let mut waiting = Vec::new();
        for (place, project) in open.iter().copied().enumerate() {
            let cost = &election.projects[project].cost;
            let left = &election.budget - &outcome.cost;
            match gate.barrier(project) {
                Some(Barrier::Requires(_)) => waiting.push(project),
                Some(barrier) => {
                    outcome.bar(project, barrier);
                    turned_away.push(project);
                }
                None if *cost > left => outcome.refuse(project, left),
                None => {
                    gate.fund(project);
                    outcome.fund(project, cost, scores[project].clone().unwrap_or_else(Rational::zero));
                    if !waiting.is_empty() {
                        bought = Some(place);
                        break;
                    }
                }
            }
        }
        match bought {
            Some(place) => {
                waiting.extend(open.drain(place + 1..));
                open = waiting;
            }
            None => {
                for project in waiting {
                    if let Some(barrier) = gate.barrier(project) {
                        outcome.bar(project, barrier);
                    }
                }
                break;
            }
        }
    }
    for project in order.iter().copied().filter(|project| is_opposed(scores, *project)) {
        if let (Some(score), false) = (&scores[project], outcome.funded.contains(&project)) {
            let event = Event::Opposed { score: score.clone() };
            outcome.rounds.push(Round { project, event });
        }
    }
    if election.limits.leftover_beyond_ceilings {
        beyond_ceilings(election, &turned_away, scores, outcome);
    }
}

/// Money left over, given by score to projects that only a ceiling had turned away: some cities say so in their files.
fn beyond_ceilings(election: &Election, turned_away: &[usize], scores: &[Option<Rational>], outcome: &mut Outcome) {
    let mut added = 0;
    for project in turned_away.iter().copied() {
        let mut gate = Gate::new(election);
        outcome.funded.iter().for_each(|project| gate.fund(*project));
        let cost = &election.projects[project].cost;
        let only_ceiling = matches!(gate.barrier(project), None | Some(Barrier::Ceiling(_)));
        if only_ceiling && *cost <= &election.budget - &outcome.cost {
            outcome.fund(project, cost, scores[project].clone().unwrap_or_else(Rational::zero));
            added += 1;
        }
    }
    if added > 0 {
        outcome.notes.push(format!(
            "The file says that money left over goes to further projects by score: {added} {} added beyond the ceilings.",
            if added == 1 { "was" } else { "were" }
        ));
    }
}

/// Gives what is left to the first project that did not fit and that somebody named, if part funding is wanted; what comes after
/// it gets nothing.
pub fn fund_in_part(election: &Election, outcome: &mut Outcome) {
    let votes = election.votes();
    let misfit = outcome
        .rounds
        .iter()
        .position(|round| matches!(round.event, Event::DidNotFit { .. }) && votes[round.project] > 0);
    let Some(place) = misfit else { return };
    let after = outcome.rounds.split_off(place + 1);
    // What could not have been funded in any case stays told as that.
    let aside = |round: &Round| matches!(round.event, Event::TooLow { .. } | Event::Opposed { .. });
    outcome.rounds.extend(after.into_iter().filter(aside));
    let kept: Vec<usize> = outcome
        .rounds
        .iter()
        .filter(|round| matches!(round.event, Event::Funded { .. }))
        .map(|round| round.project)
        .collect();
    outcome.funded.retain(|project| kept.contains(project));
    outcome.cost = election.cost_of(&outcome.funded);
    let left = &election.budget - &outcome.cost;
    if left > Rational::zero() {
        outcome.partly.push((outcome.rounds[place].project, left));
    }
}

/// The completion by the greedy rule of an outcome that leaves money over.
pub fn complete_greedily(election: &Election, utilities: &Utilities, outcome: &mut Outcome) {
    let scores: Vec<Option<Rational>> = (0..election.projects.len())
        .map(|project| density(election, utilities, project))
        .collect();
    let mut ties = Vec::new();
    let order = in_order(election, &scores, outcome.tie_order, &mut ties);
    let before = outcome.funded.len();
    complete(election, &order, &scores, outcome);
    // Of the equal ones that were still open, those that not all fitted: there the order decided.
    for mut tie in ties {
        tie.among.retain(|project| !outcome.funded[..before].contains(project));
        let place = |project: &usize| outcome.funded.iter().position(|one| one == project);
        let first = tie.among.iter().filter_map(place).min();
        if let (Some(first), true) = (first, tie.among.iter().any(|project| place(project).is_none())) {
            tie.round = first + 1;
            outcome.ties.push(tie);
        }
    }
    if outcome.funded.len() > before {
        let added = outcome.funded.len() - before;
        outcome.notes.push(format!(
            "The last {} added with the money left over, by {}.",
            if added == 1 {
                "project was".to_owned()
            } else {
                format!("{added} projects were")
            },
            utilities.satisfaction.order_of_the_rest()
        ));
    }
}

/// Projects by falling score, equal ones by rank.
pub fn by_falling(scores: &[Option<Rational>], ranks: &[u32]) -> Vec<usize> {
    let falling = |a: usize, b: usize| match (&scores[a], &scores[b]) {
        (None, None) => std::cmp::Ordering::Equal,
        (None, Some(_)) => std::cmp::Ordering::Less,
        (Some(_), None) => std::cmp::Ordering::Greater,
        (Some(a), Some(b)) => b.cmp(a),
    };
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|&a, &b| falling(a, b).then(ranks[a].cmp(&ranks[b])));
    order
}

/// Projects by falling score, equal ones by tie order. Equal neighbours are recorded as ties.
pub(super) fn in_order(
    election: &Election,
    scores: &[Option<Rational>],
    tie_order: TieOrder,
    ties: &mut Vec<Tie>,
) -> Vec<usize> {
    let order = by_falling(scores, &tie_order.ranks(election));
    let mut start = 0;
    while start < order.len() {
        let mut end = start + 1;
        while end < order.len() && scores[order[end]] == scores[order[start]] {
            end += 1;
        }
        if end - start > 1 {
            ties.push(Tie {
                round: start + 1,
                among: order[start..end].to_vec(),
            });
        }
        start = end;
    }
    order
}

/// Greedy by what the ballots add up to: points (less points against), or places of a ranking: the last of a ballot counts 1, or
/// with `whole_places` the first of every ballot as much as that of the longest.
pub fn greedy_by_score(election: &Election, tie_order: TieOrder, whole_places: bool) -> Outcome {
    let measure = if election.ballot_type == BallotType::Ordinal {
        "points of its places on the ballots"
    } else {
        "points"
    };
    let mut outcome = Outcome::new("greedy", measure, tie_order);
    let scores = counted_scores(election, whole_places);
    let order = in_order(election, &scores, tie_order, &mut outcome.ties);
    complete(election, &order, &scores, &mut outcome);
    outcome
}

/// Greedy by published score, stopping at the first project that does not fit.
pub fn greedy_no_skip(election: &Election, tie_order: TieOrder) -> Outcome {
    let mut outcome = Outcome::new("greedy-no-skip", "published score", tie_order);
    let scores: Vec<Option<Rational>> = published_scores(election).into_iter().map(Some).collect();
    let order = in_order(election, &scores, tie_order, &mut outcome.ties);
    let mut gate = Gate::new(election);
    for project in order {
        let cost = &election.projects[project].cost;
        let left = &election.budget - &outcome.cost;
        if let Some(barrier) = gate.barrier(project) {
            // What a limit turns away is no misfit of the budget: the count goes on.
            outcome.bar(project, barrier);
            continue;
        }
        if *cost <= left {
            gate.fund(project);
            outcome.fund(project, cost, scores[project].clone().unwrap_or_else(Rational::zero));
            continue;
        }
        outcome.refuse(project, left);
        if *cost != whole(SENTINEL_COST) {
            break;
        }
    }
    outcome
}

/// Part of the cost of the first misfit that must be there for it to be funded all the same, in the by-law of Poznań.
const POZNAN: (u64, u64) = (4, 5);

/// Greedy by published score as Poznań counts: the first project that does not fit is still funded if at least four fifths
/// of its cost are left (the city adds the rest), and then the count ends.
pub fn greedy_custom(election: &Election, tie_order: TieOrder) -> Outcome {
    let mut outcome = greedy_no_skip(election, tie_order);
    outcome.rule = "greedy-custom";
    let misfit = outcome.rounds.last().and_then(|round| match &round.event {
        Event::DidNotFit { left } => Some((round.project, left.clone())),
        _ => None,
    });
    if let Some((project, left)) = misfit {
        let cost = &election.projects[project].cost;
        if left * whole(POZNAN.1) >= cost * whole(POZNAN.0) {
            outcome.rounds.pop();
            let score = published_scores(election).swap_remove(project);
            outcome.fund(project, cost, score);
            outcome.notes.push(format!(
                "`{}` did not fit, but at least 80% of its cost was left: the city adds {}.",
                election.projects[project].id,
                crate::budgeting::explanation::money(&(&outcome.cost - &election.budget), election)
            ));
        }
    }
    outcome
}

/// Greedy by published score among projects that reach a threshold, skipping what does not fit.
pub fn greedy_threshold(election: &Election, threshold: Option<&Rational>, tie_order: TieOrder) -> Outcome {
    let mut outcome = Outcome::new("greedy-threshold", "published score", tie_order);
    let threshold = threshold.or(election.score_threshold.as_ref());
    let zero = Rational::zero();
    let needed = threshold.unwrap_or(&zero);
    if threshold.is_none() {
        outcome
            .notes
            .push("The file sets no `min_project_score_threshold`: no project is left out for its score.".into());
    }
    let scores: Vec<Option<Rational>> = published_scores(election).into_iter().map(Some).collect();
    let mut order = in_order(election, &scores, tie_order, &mut outcome.ties);
    let reaches = |project: &usize| scores[*project].as_ref().is_some_and(|score| score >= needed);
    let low: Vec<usize> = order.iter().copied().filter(|project| !reaches(project)).collect();
    order.retain(reaches);
    complete(election, &order, &scores, &mut outcome);
    for project in low {
        let event = Event::TooLow {
            score: scores[project].clone().unwrap_or_default(),
            needed: needed.clone(),
        };
        outcome.rounds.push(Round { project, event });
    }
    outcome
        .options
        .push(("threshold", crate::budgeting::exact::write_exact(needed)));
    outcome
}

/// One voice for each voter: the only, first or highest-scored project of the ballot; several that share the highest score share the
/// voice in equal parts. Approval ballots, which name no first choice, give each project named a voice, as block plurality does.
pub fn plurality(election: &Election, tie_order: TieOrder) -> Outcome {
    let mut outcome = Outcome::new("plurality", "first choices", tie_order);
    let mut voices = vec![Rational::zero(); election.projects.len()];
    let block = election.ballot_type == BallotType::Approval;
    if block {
        outcome
            .notes
            .push("Approval ballots name no first choice: every project named counts (block plurality).".into());
    }
    let mut shared = 0;
    for (ballot, heads) in election.ballots.iter().zip(election.heads()) {
        let chosen: Vec<u32> = if block {
            ballot.projects.clone()
        } else if ballot.points.is_empty() {
            ballot.projects.first().copied().into_iter().collect()
        } else {
            let best = ballot.points.iter().copied().max().filter(|most| *most > 0);
            let tied = ballot.projects.iter().zip(&ballot.points);
            tied.filter(|(_, points)| Some(**points) == best)
                .map(|(project, _)| *project)
                .collect()
        };
        let parts = if block { 1 } else { chosen.len().max(1) as u64 };
        shared += if parts > 1 { heads } else { 0 };
        for project in chosen {
            voices[project as usize] += whole(ballot.weight) / whole(parts);
        }
    }
    if shared > 0 {
        outcome.notes.push(format!(
            "{} the most points to several projects at once: the one first choice of such a ballot is shared among them in equal parts.",
            so_many(shared, "ballot gives", "ballots give")
        ));
    }
    let scale = whole(election.strength_scale);
    let scores: Vec<Option<Rational>> = voices.into_iter().map(|voices| Some(voices / &scale)).collect();
    let order = in_order(election, &scores, tie_order, &mut outcome.ties);
    complete(election, &order, &scores, &mut outcome);
    outcome
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budgeting::election::Project;

    fn town() -> Election {
        Election::approval(
            10,
            &[("big", 8), ("mid", 5), ("small", 2), ("none", 3)],
            &[(5, &["big"]), (4, &["mid", "small"]), (1, &["big", "mid"])],
        )
    }

    #[test]
    fn greedy_takes_by_votes_what_fits() {
        let election = town();
        let utilities = Utilities::new(&election, Satisfaction::Cost);
        let outcome = greedy(&election, &utilities, TieOrder::Identifier, "greedy");
        // big 6 votes, mid 5 does not fit, small 4 fits, none does not.
        assert_eq!(outcome.funded, vec![0, 2]);
        assert_eq!(outcome.cost, whole(10));
    }

    #[test]
    fn value_for_money_prefers_cheap_projects() {
        let election = town();
        let utilities = Utilities::new(&election, Satisfaction::Cardinality);
        // small 4/2, mid 5/5, big 6/8 does not fit, none fits with 3 left.
        assert_eq!(
            greedy(&election, &utilities, TieOrder::Identifier, "greedy").funded,
            vec![2, 1, 3]
        );
    }

    #[test]
    fn without_skipping_the_first_misfit_ends_the_count() {
        assert_eq!(greedy_no_skip(&town(), TieOrder::File).funded, vec![0]);
    }

    #[test]
    fn a_threshold_leaves_out_low_scores() {
        let threshold = whole(5);
        assert_eq!(
            greedy_threshold(&town(), Some(&threshold), TieOrder::File).funded,
            vec![0]
        );
    }

    #[test]
    fn plurality_counts_first_choices_only() {
        let projects = town().projects;
        let mut election = Election::new(whole(10), BallotType::Ordinal, projects);
        let mut roll = crate::budgeting::roll::Roll::default();
        roll.cast(&mut election, vec![1, 0], Vec::new());
        roll.cast(&mut election, vec![1, 0], Vec::new());
        roll.cast(&mut election, vec![0, 1], Vec::new());
        let outcome = plurality(&election, TieOrder::Identifier);
        assert_eq!(outcome.funded[0], 1);
    }

    #[test]
    fn equal_highest_scores_share_one_first_choice_whatever_the_order_of_projects() {
        for turned in [false, true] {
            let names: Vec<(&str, u64)> = vec![("park", 10), ("road", 10), ("pool", 10)];
            let mut projects: Vec<Project> = names.iter().map(|(id, cost)| Project::new(id, whole(*cost))).collect();
            if turned {
                projects.reverse();
            }
            let mut election = Election::new(whole(10), BallotType::Scoring, projects);
            let at = |id: &str| {
                names
                    .iter()
                    .position(|(name, _)| *name == id)
                    .map(|at| if turned { 2 - at } else { at })
            };
            let at = |id: &str| at(id).unwrap_or_default() as u32;
            let mut roll = crate::budgeting::roll::Roll::default();
            // Three share theirs among all, two have one: park 3/3, road 3/3 + 2.
            for _ in 0..3 {
                roll.cast(&mut election, vec![at("park"), at("road"), at("pool")], vec![5, 5, 5]);
            }
            for _ in 0..2 {
                roll.cast(&mut election, vec![at("road"), at("park")], vec![5, 4]);
            }
            let outcome = plurality(&election, TieOrder::File);
            assert_eq!(outcome.funded, vec![at("road") as usize], "{turned}");
            assert!(
                outcome.notes[0].starts_with("3 ballots give the most points"),
                "{:?}",
                outcome.notes
            );
        }
    }
}
