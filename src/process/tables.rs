//! The tables of a process as text: what was funded, what each proposal does, how often each would be funded.

use serde_json::{Value, json};

use super::alone::sum_alone;
use super::count::Counted;
use super::file::Process;
use super::goals::over;
use super::outcome::Outcome;
use super::proposal::Proposal;
use crate::budgeting::Election;
use crate::budgeting::electorate::Shape;
use crate::budgeting::exact::{Rational, write_exact, write_rounded};
use crate::results::Stats;
use crate::results::tables::number;

/// A table: header and rows.
pub type Table = (Vec<&'static str>, Vec<Vec<String>>);

fn short(value: f64) -> String {
    number(value)
}

fn yes(value: bool) -> String {
    if value { "1" } else { "0" }.to_owned()
}

/// What a proposal is paid a year [£]: its price, the part that it gets, or nothing.
fn gets(proposal: &Proposal, funded: bool, part: Option<&(usize, Rational)>) -> String {
    match (funded, part) {
        (true, _) => proposal.price.as_ref().map(write_exact).unwrap_or_default(),
        (false, Some((_, amount))) => write_exact(amount),
        (false, None) => "0".to_owned(),
    }
}

/// `funded.csv`: one row for each proposal.
pub fn funded(process: &Process, outcome: &Outcome) -> Table {
    let header = vec![
        "proposal",
        "title",
        "category",
        "price",
        "payer",
        "votes",
        "funded",
        "place",
        "gets",
        "cost_p10",
        "cost_p50",
        "cost_p90",
        "p_dearer",
        "model_charges_p10",
        "model_charges_p50",
        "model_charges_p90",
        "votes_to_win",
        "cost_to_win",
        "why",
    ];
    let rows = process
        .proposals
        .iter()
        .enumerate()
        .filter_map(|(at, proposal)| {
            let election = outcome.cast.reading.election.as_ref()?;
            let project = election.find(&proposal.id)?;
            let place = outcome
                .decided
                .verdicts
                .iter()
                .position(|verdict| verdict.project == project)?;
            let verdict = &outcome.decided.verdicts[place];
            let margin = outcome.decided.margins.get(place).cloned().flatten();
            let alone = &outcome.alone[at];
            let charged = |name| {
                alone
                    .charged
                    .as_ref()
                    .map_or(String::new(), |stats| short(stats.p(name)))
            };
            Some(vec![
                proposal.id.clone(),
                proposal.title.clone(),
                proposal.category.clone(),
                proposal.price.as_ref().map(write_exact).unwrap_or_default(),
                proposal.payer.word().to_owned(),
                verdict.votes.to_string(),
                yes(verdict.funded),
                verdict.place.map(|place| place.to_string()).unwrap_or_default(),
                gets(
                    proposal,
                    verdict.funded,
                    outcome.partly.iter().find(|(part, _)| *part == at),
                ),
                short(alone.cost[0]),
                short(alone.cost[1]),
                short(alone.cost[2]),
                short(alone.dearer),
                charged("p10"),
                charged("p50"),
                charged("p90"),
                margin
                    .as_ref()
                    .and_then(|margin| margin.votes)
                    .map(|votes| votes.to_string())
                    .unwrap_or_default(),
                margin
                    .and_then(|margin| margin.cost)
                    .map(|cost| write_rounded(&cost, 2))
                    .unwrap_or_default(),
                verdict.text.clone(),
            ])
        })
        .collect();
    (header, rows)
}

fn rows_of(stats: &Stats) -> Vec<(&'static str, f64)> {
    let mut rows = vec![("mean", stats.mean), ("sd", stats.sd), ("mcse", stats.mcse)];
    rows.extend(["p10", "p50", "p90"].map(|name| (name, stats.p(name))));
    rows.push(("p_lower", stats.p_lower));
    rows.push(("p_equal", stats.p_equal));
    rows
}

/// `effects.csv`: each proposal alone and each set together, tidy.
pub fn effects(process: &Process, outcome: &Outcome) -> Table {
    let header = vec![
        "world",
        "proposals",
        "what",
        "measure",
        "over",
        "statistic",
        "value",
        "unit",
    ];
    let mut rows = Vec::new();
    let mut put = |world: &str, set: &str, what: &str, measure: &crate::measures::Measure, list: Vec<(&str, f64)>| {
        for (statistic, value) in list {
            rows.push(vec![
                world.to_owned(),
                set.to_owned(),
                what.to_owned(),
                measure.name.to_owned(),
                over(measure).words().to_owned(),
                statistic.to_owned(),
                short(value),
                measure.unit.to_owned(),
            ]);
        }
    };
    for (proposal, alone) in process.proposals.iter().zip(&outcome.alone) {
        for (goal, stats) in process.goals.iter().zip(&alone.gains) {
            let what = format!("gain for {}", goal.name);
            put("alone", &proposal.id, &what, goal.measure, rows_of(stats));
        }
        for (kept, stats) in &alone.differences {
            put("alone", &proposal.id, "difference", kept.measure, rows_of(stats));
        }
    }
    for (at, joint) in outcome.sets.iter().enumerate() {
        let ids = ids(process, &joint.set);
        let world = if at == 0 {
            "funded".to_owned()
        } else {
            format!("set-{at}")
        };
        let of_goals = process.goals.iter().zip(&joint.goals).zip(&joint.sums);
        for ((goal, (mean, stats)), sum) in of_goals {
            let mut list = vec![("sum_of_single", *sum), ("sum_of_single_mean", *mean)];
            list.extend(rows_of(stats));
            put(&world, &ids, &format!("gain for {}", goal.name), goal.measure, list);
        }
    }
    let funded = ids(process, &outcome.funded);
    for (goal, stats) in process.goals.iter().zip(outcome.same_money.iter().flatten()) {
        let what = format!("gain for {}", goal.name);
        put("same-money", &funded, &what, goal.measure, rows_of(stats));
    }
    (header, rows)
}

/// Keys of a set.
pub fn ids(process: &Process, set: &[usize]) -> String {
    let ids: Vec<&str> = set.iter().map(|at| process.proposals[*at].id.as_str()).collect();
    ids.join(" ")
}

/// `frequencies.csv`: how often each proposal is funded, by regime and rule.
pub fn frequencies(process: &Process, outcome: &Outcome) -> Table {
    let header = vec![
        "regime",
        "rule",
        "proposal",
        "share",
        "low",
        "high",
        "support_p50",
        "support_low",
        "support_high",
        "replicates",
    ];
    let mut rows = Vec::new();
    for often in &outcome.frequencies.often {
        for (proposal, frequency) in process.proposals.iter().zip(&often.frequencies) {
            rows.push(vec![
                often.regime.clone(),
                often.rule.word().to_owned(),
                proposal.id.clone(),
                short(frequency.share),
                short(frequency.low),
                short(frequency.high),
                short(frequency.support[0]),
                short(frequency.support[1]),
                short(frequency.support[2]),
                outcome.frequencies.replicates.to_string(),
            ]);
        }
    }
    (header, rows)
}

/// `regimes.csv`: what each regime and rule leads to, by sums of single effects.
pub fn regimes(process: &Process, outcome: &Outcome) -> Table {
    let header = vec![
        "regime",
        "rule",
        "turnout",
        "power_gini",
        "heaviest_ballot",
        "spent",
        "goal",
        "expected_gain",
        "unit",
    ];
    let mut rows = Vec::new();
    for often in &outcome.frequencies.often {
        let held = outcome.frequencies.held.iter().find(|held| held.regime == often.regime);
        for (at, goal) in process.goals.iter().enumerate() {
            let gain = expected_gain(outcome, often, at);
            rows.push(vec![
                often.regime.clone(),
                often.rule.word().to_owned(),
                held.map_or(String::new(), |held| short(held.turnout)),
                held.map_or(String::new(), |held| short(held.power_gini)),
                held.map_or(String::new(), |held| short(held.heaviest)),
                short(often.spent),
                goal.name.to_owned(),
                short(gain),
                goal.measure.unit.to_owned(),
            ]);
        }
    }
    (header, rows)
}

/// What the sets funded over many votes do for a goal on average, by sums of single effects; a part of a proposal does that
/// part of what the whole would. The median of the draws, as every figure that stands beside it.
pub fn expected_gain(outcome: &Outcome, often: &super::again::Often, goal: usize) -> f64 {
    let votes = often.funded.len().max(1) as f64;
    // How much of each proposal a vote funds on average.
    let mut parts = vec![0.0; outcome.alone.len()];
    for (funded, partly) in often.funded.iter().zip(&often.partly) {
        let whole = (0..funded.len()).filter(|at| funded[*at]).map(|at| (at, 1.0));
        for (at, part) in whole.chain(partly.iter().copied()) {
            parts[at] += part / votes;
        }
    }
    sum_alone(&outcome.alone, goal, parts.iter().copied().enumerate())
}

fn stats_json(stats: &Stats) -> Value {
    // What is not a number has no place in JSON.
    let finite = |value: f64| if value.is_finite() { json!(value) } else { Value::Null };
    json!({
        "mean": finite(stats.mean),
        "p10": finite(stats.p("p10")),
        "p50": finite(stats.p("p50")),
        "p90": finite(stats.p("p90")),
    })
}

fn counted_json(counted: &Counted, outcome: &Outcome) -> Value {
    let Some(election) = &outcome.cast.reading.election else {
        return Value::Null;
    };
    let ids = |list: &[usize]| {
        list.iter()
            .map(|at| election.projects[*at].id.clone())
            .collect::<Vec<_>>()
    };
    let shares = &counted.fairness.shares;
    json!({
        "rule": counted.outcome.rule,
        "funded": ids(&counted.outcome.funded),
        "cost": write_exact(&counted.outcome.cost),
        "budget": write_exact(&election.budget),
        "voters": election.people(),
        "options": counted.outcome.options.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect::<serde_json::Map<_, _>>(),
        "explanation": counted.verdicts.iter().zip(&counted.margins).map(|(verdict, margin)| {
            let mut entry = json!({
                "project": election.projects[verdict.project].id,
                "name": election.projects[verdict.project].name,
                "funded": verdict.funded,
                "place": verdict.place,
                "votes": votes_of(election, verdict.votes),
                "voters": verdict.people,
                "cost": write_exact(&election.projects[verdict.project].cost),
                "text": verdict.text,
            });
            if let Some(margin) = margin {
                entry["votes_to_win"] = json!(margin.votes);
                entry["cost_to_win"] = json!(margin.cost.as_ref().map(|cost| write_rounded(cost, 2)));
            }
            entry
        }).collect::<Vec<_>>(),
        "ties": counted.outcome.ties.iter().map(|tie| json!({
            "round": tie.round,
            "among": ids(&tie.among),
            "by": counted.outcome.tie_order.word(),
        })).collect::<Vec<_>>(),
        "notes": counted.outcome.notes,
        "voters_with_nothing": shares.with_nothing,
        "gini_projects": shares.gini_projects,
        "ejr_plus_up_to_one": counted.fairness.ejr_plus.len(),
        "certificate_verified": counted.fairness.certificate.as_ref().map(Vec::is_empty),
    })
}

/// Votes that a sum of ballots' weights makes: a whole number, or one with decimals where voters differ in strength.
pub fn votes_of(election: &Election, weight: u64) -> Value {
    match election.strength_scale {
        0 | 1 => json!(weight),
        parts => json!(weight as f64 / parts as f64),
    }
}

/// `vote.json`: the vote, the gap, and what the funded set does.
pub fn vote(process: &Process, outcome: &Outcome) -> Value {
    json!({
        "process": process.name,
        "title": process.title,
        "budget": write_exact(&process.budget),
        "left": write_exact(&outcome.left),
        "funded_in_part": outcome.partly.iter().map(|(at, amount)| json!({
            "proposal": process.proposals[*at].id,
            "amount": write_exact(amount),
        })).collect::<Vec<_>>(),
        "p_over_budget": outcome.over_budget,
        "voting": match &process.voting {
            super::Voting::Ballots { name, .. } => name.clone(),
            super::Voting::Electorate(_) => "simulated electorate".to_owned(),
        },
        "decided": counted_json(&outcome.decided, outcome),
        "simulated": outcome.cast.poll.as_ref().map(|poll| json!({
            "voters": poll.election.ballot_of_voter.len(),
            "people_each": outcome.cast.each,
        })),
        "shape": outcome.as_held().map(|held| {
            let figures = Shape::NAMES.iter().zip(&held.shape);
            let mut shape: serde_json::Map<String, Value> = figures
                .map(|(name, [low, middle, high])| ((*name).to_owned(), json!({"p10": low, "p50": middle, "p90": high})))
                .collect();
            shape.insert("follows_model".to_owned(), json!(held.follows_model));
            shape
        }),
        "worse_for_all": (0..process.proposals.len())
            .filter(|at| outcome.worse_for_all(*at))
            .map(|at| process.proposals[at].id.clone())
            .collect::<Vec<_>>(),
        "carried_over": write_exact(&process.carried_over),
        "contests": outcome.decided.contests.iter().map(|one| json!({
            "title": one.title,
            "budget": write_exact(&one.budget),
            "cost": write_exact(&one.cost),
            "voters": one.voters,
            "projects": one.projects.iter().filter_map(|at| {
                let election = outcome.cast.reading.election.as_ref()?;
                Some(election.projects[*at].id.clone())
            }).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "compared": outcome.others.iter().map(|one| counted_json(one, outcome)).collect::<Vec<_>>(),
        "gaps": outcome.gaps.iter().enumerate().map(|(at, gap)| {
            let best = &outcome.sets[gap.best];
            json!({
                "goal": gap.goal.name,
                "measure": gap.goal.measure.name,
                "unit": gap.goal.measure.unit,
                "over": over(gap.goal.measure).words(),
                "funded": stats_json(&outcome.sets[0].goals[at].1),
                "funded_sum_of_single": outcome.sets[0].sums[at],
                "funded_sum_of_single_mean": outcome.sets[0].goals[at].0,
                "best": best.set.iter().map(|at| process.proposals[*at].id.clone()).collect::<Vec<_>>(),
                "best_price": best.price,
                "best_gain": stats_json(&best.goals[at].1),
                "best_sum_of_single": best.sums[at],
                "best_sum_of_single_mean": best.goals[at].0,
                "p_best_does_more": gap.beats,
                "best_does_more": stats_json(&gap.more),
                "reached": gap.reached,
                "same_money_spent_as_now": outcome.same_money.as_ref().map(|goals| stats_json(&goals[at])),
            })
        }).collect::<Vec<_>>(),
        "notes": process.notes,
    })
}
