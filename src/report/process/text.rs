//! The result in a terminal: what is funded and why, what it does, what would have done most.

use std::io::{self, Write};

use super::super::{robustness, words};
use super::{Ballot, CHOSEN, change, goal_words, in_words, middle};
use crate::budgeting::exact::approximate;
use crate::budgeting::explanation::so_many;
use crate::process::goals::over;
use crate::process::money::{spoken, spoken_exactly};
use crate::process::tables::expected_gain;

/// Prints it.
pub fn text(ballot: &Ballot<'_>, out: &mut dyn Write) -> io::Result<()> {
    let (process, outcome) = (ballot.process, ballot.outcome);
    writeln!(out, "{}\n", process.title)?;
    for sentence in process.told.iter().cloned().chain(sentences(ballot)) {
        wrapped(out, "  ", &sentence)?;
    }
    writeln!(out)?;
    for verdict in &outcome.decided.verdicts {
        let Some(at) = ballot.proposal(verdict) else { continue };
        let proposal = &process.proposals[at];
        writeln!(
            out,
            "{} {} ({}, {})",
            match (verdict.funded, ballot.paid_in_part(at)) {
                (true, _) => "[x]",
                (false, Some(_)) => "[~]",
                (false, None) => "[ ]",
            },
            proposal.title,
            proposal.id,
            match ballot.paid_in_part(at) {
                Some(amount) => format!("{} of {}", spoken_exactly(amount), spoken(proposal.pounds())),
                None => spoken(proposal.pounds()),
            }
        )?;
        wrapped(out, "      ", &verdict.text)?;
    }
    writeln!(out, "\nGain against funding nothing")?;
    for (at, gap) in outcome.gaps.iter().enumerate() {
        let unit = gap.goal.measure.unit;
        let told = |set: usize| middle(unit, &outcome.sets[set].goals[at].1);
        writeln!(
            out,
            "  {:<9} {} ({}): chosen {}; most among sets of proposals {} with {}",
            gap.goal.name,
            goal_words(gap.goal.measure),
            over(gap.goal.measure).words(),
            told(0),
            told(gap.best),
            if gap.best == 0 {
                "the same set".to_owned()
            } else {
                ballot.titles(&outcome.sets[gap.best].set)
            }
        )?;
        if let Some(as_now) = &outcome.same_money {
            writeln!(
                out,
                "            the same money, spent as now: {}",
                middle(unit, &as_now[at])
            )?;
        }
        if let Some(strip) = robustness::strip(ballot.run.robustness, gap.goal.measure, CHOSEN) {
            writeln!(out, "            by what one believes: {strip}")?;
        }
    }
    if let Some(found) = ballot.run.robustness {
        wrapped(out, "  ", &robustness::strip_key_against(found, "funding nothing"))?;
    }
    if let Some(first) = outcome.frequencies.often.first() {
        writeln!(
            out,
            "\nFunded in so many of {} ({}), by {}",
            so_many(outcome.frequencies.replicates as u64, "vote", "votes"),
            outcome.frequencies.how,
            first.rule.word()
        )?;
        for (proposal, frequency) in process.proposals.iter().zip(&first.frequencies) {
            writeln!(out, "  {:<28} {:>4.0}%", proposal.id, frequency.share * 100.0)?;
        }
    }
    Ok(())
}

/// What a reader should know first.
pub fn sentences(ballot: &Ballot<'_>) -> Vec<String> {
    let (process, outcome) = (ballot.process, ballot.outcome);
    let mut found = Vec::new();
    let decided = &outcome.decided.outcome;
    let left = approximate(&outcome.left);
    found.push(format!(
        "{} of {} {} funded, for {} a year of the {} there is to decide about;{} {} is left{}.",
        outcome.funded.len(),
        so_many(process.proposals.len() as u64, "proposal", "proposals"),
        if outcome.funded.len() == 1 { "is" } else { "are" },
        spoken_exactly(&decided.cost),
        spoken_exactly(&process.budget),
        outcome
            .partly
            .iter()
            .map(|(at, amount)| {
                let one = &process.proposals[*at];
                format!(
                    " {} is paid in part, {} of {};",
                    one.short_title(),
                    spoken_exactly(amount),
                    spoken(one.pounds())
                )
            })
            .collect::<String>(),
        spoken(left),
        if left > 0.0 { " and stays unspent" } else { "" }
    ));
    let shares = &outcome.decided.fairness.shares;
    if shares.voters > 0 {
        let nobody = match shares.with_nothing {
            0 => "every one of them has named something that is funded".to_owned(),
            some => format!(
                "{} of them have named nothing that is funded ({})",
                words::grouped(some as f64, 0),
                in_words(some as f64 / shares.voters as f64)
            ),
        };
        let people = words::grouped(shares.voters as f64, 0);
        found.push(match &outcome.cast.poll {
            Some(poll) => format!(
                "{} simulated voters, who stand for {people} people, voted; {nobody}. Numbers of voters below are people: each \
                 simulated one counts for {}.",
                words::grouped(poll.election.ballot_of_voter.len() as f64, 0),
                words::grouped(outcome.cast.each as f64, 0),
            ),
            None => format!("{} voted; {nobody}.", so_many(shares.voters, "person", "people")),
        });
    }
    found.extend(purses(ballot));
    found.extend(worse(ballot));
    for (at, gap) in outcome.gaps.iter().enumerate() {
        let unit = gap.goal.measure.unit;
        let chosen = &outcome.sets[0].goals[at].1;
        let mut sentence = format!(
            "For {} ({}, {}) the chosen set makes a gain of {}",
            gap.goal.name,
            goal_words(gap.goal.measure),
            over(gap.goal.measure).words(),
            middle(unit, chosen)
        );
        if gap.best == 0 {
            sentence.push_str("; of all sets of proposals looked at, none does more.");
        } else {
            let best = &outcome.sets[gap.best];
            sentence.push_str(&format!(
                "; among sets of proposals within the budget {} would make the most, {}, more in {} of the draws.",
                ballot.titles(&best.set),
                middle(unit, &best.goals[at].1),
                in_words(gap.beats)
            ));
        }
        if let Some(as_now) = &outcome.same_money {
            let more = as_now[at].p("p50") > outcome.sets[gap.best].goals[at].1.p("p50");
            sentence.push_str(&format!(
                " Given to services as they are, the same money would make {}{}.",
                middle(unit, &as_now[at]),
                if more {
                    ": for this goal that does more than every set of proposals looked at"
                } else {
                    ""
                }
            ));
        }
        found.push(sentence);
    }
    if let Some(first) = outcome.frequencies.often.first() {
        let sure = |shares: std::ops::Range<f64>| {
            let list: Vec<&str> = process
                .proposals
                .iter()
                .zip(&first.frequencies)
                .filter(|(_, frequency)| shares.contains(&frequency.share))
                .map(|(proposal, _)| proposal.short_title())
                .collect();
            list
        };
        // From nine in ten on it is nearly every time; what is funded less than one time in five is left unsaid.
        let (always, open) = (sure(0.9..f64::INFINITY), sure(0.2..0.9));
        found.push(format!(
            "If the vote were held again, {} would be funded nearly every time{}.",
            if always.is_empty() {
                "nothing".to_owned()
            } else {
                always.join("; ")
            },
            if open.is_empty() {
                String::new()
            } else {
                format!("; it is open for {}", open.join("; "))
            }
        ));
    }
    found.extend(how_usual(ballot));
    if outcome.over_budget > 0.0 {
        found.push(format!(
            "Costs are uncertain: in {} of the draws the funded set costs more than the budget once it is rolled out, by {} a year on average in those draws.",
            in_words(outcome.over_budget),
            spoken(outcome.overspend)
        ));
    }
    found.extend(process.notes.iter().cloned());
    found
}

/// What each purse came to, where there are several.
fn purses(ballot: &Ballot<'_>) -> Option<String> {
    let contests = &ballot.outcome.decided.contests;
    let told: Vec<String> = contests
        .iter()
        .map(|one| {
            format!(
                "{}: {} voted on {}, and {} of {} is spent",
                one.title,
                so_many(one.voters, "person", "people"),
                so_many(one.projects.len() as u64, "proposal", "proposals"),
                spoken_exactly(&one.cost),
                spoken_exactly(&one.budget)
            )
        })
        .collect();
    (contests.len() > 1).then(|| format!("The vote has {} purses. {}.", contests.len(), told.join("; ")))
}

/// Proposals that win although, by the model, nobody is better off with them.
fn worse(ballot: &Ballot<'_>) -> Option<String> {
    let (process, outcome) = (ballot.process, ballot.outcome);
    let often = outcome.frequencies.often.first();
    // Funded in one vote of five is often enough to be warned of.
    let wins = |at: &usize| {
        let share = often
            .and_then(|often| often.frequencies.get(*at))
            .map_or(0.0, |frequency| frequency.share);
        ballot.is_funded(*at) || share >= 0.2
    };
    let found: Vec<&str> = (0..process.proposals.len())
        .filter(|at| outcome.worse_for_all(*at))
        .filter(wins)
        .map(|at| process.proposals[at].short_title())
        .collect();
    (!found.is_empty()).then(|| {
        format!(
            "Take care: by the model no group of people, by age, area, sex or need of help, gains on average from {}, and yet it is voted for: people like it for what the model does not see, or expect what it does not.",
            found.join("; ")
        )
    })
}

/// What the simulated votes look like, to set beside real ones.
pub(super) fn shape(ballot: &Ballot<'_>) -> Option<String> {
    let held = ballot.outcome.as_held()?;
    let [top, spread, length, overlap] = held.shape.map(|[low, middle, high]| (low, middle, high));
    let per_cent = |(low, middle, high): (f64, f64, f64)| {
        format!("{:.0}% ({:.0}% to {:.0}%)", middle * 100.0, low * 100.0, high * 100.0)
    };
    let follows = held.follows_model.map_or(String::new(), |follows| {
        format!(
            " Support goes with the gain that the model expects by {follows:.2} (1: votes only ask the model, 0: they have nothing to do with it)."
        )
    });
    Some(format!(
        "What the simulated votes look like, beside real ones of this size (see scenarios/voters/README.md): the favourite is named by {}, support differs between proposals by {} about its mean, a ballot names {} of the proposals, and two ballots share {} of what either names.{follows}",
        per_cent(top),
        per_cent(spread),
        per_cent(length),
        per_cent(overlap)
    ))
}

/// How far the one vote that was counted is like those held again: a set that one electorate chose by a hair is one of many.
fn how_usual(ballot: &Ballot<'_>) -> Vec<String> {
    let (process, outcome) = (ballot.process, ballot.outcome);
    let Some(first) = outcome
        .frequencies
        .often
        .first()
        .filter(|often| !often.funded.is_empty())
    else {
        return Vec::new();
    };
    let votes = first.funded.len();
    let same = first
        .funded
        .iter()
        .filter(|funded| (0..process.proposals.len()).all(|at| funded.get(at) == Some(&ballot.is_funded(at))))
        .count() as f64
        / votes as f64;
    let share = |at: &usize| first.frequencies.get(*at).map_or(0.0, |frequency| frequency.share);
    let list = |found: &[usize]| -> String {
        let told = found.iter().map(|at| {
            let title = process.proposals[*at].short_title();
            format!("{title} in {:.0}%", share(at) * 100.0)
        });
        told.collect::<Vec<_>>().join("; ")
    };
    let (funded, refused): (Vec<usize>, Vec<usize>) =
        (0..process.proposals.len()).partition(|at| ballot.is_funded(*at));
    let shaky: Vec<usize> = funded.into_iter().filter(|at| share(at) < 0.5).collect();
    let missed: Vec<usize> = refused.into_iter().filter(|at| share(at) >= 0.5).collect();
    let mut sentence = if same >= 0.5 {
        format!(
            "This set is the usual one: of {votes} repeated votes, {} fund just it",
            in_words(same)
        )
    } else {
        format!(
            "This set is one of many: of {votes} repeated votes, {} fund just it",
            in_words(same)
        )
    };
    if !shaky.is_empty() {
        sentence.push_str(&format!(". Funded here, but in under half of them: {}", list(&shaky)));
    }
    if !missed.is_empty() {
        sentence.push_str(&format!(
            ". Refused here, but funded in half of them or more: {}",
            list(&missed)
        ));
    }
    let gains: Vec<String> = process
        .goals
        .iter()
        .enumerate()
        .map(|(at, goal)| {
            format!(
                "for {} {} instead of {}",
                goal.name,
                change(goal.measure.unit, expected_gain(outcome, first, at)),
                change(goal.measure.unit, outcome.sets[0].goals[at].0)
            )
        })
        .collect();
    sentence.push_str(&format!(
        ". The average vote gains {} (means of the sums of single effects).",
        gains.join(", ")
    ));
    let mut found = vec![sentence];
    if !shaky.is_empty() {
        let titles: Vec<&str> = shaky.iter().map(|at| process.proposals[*at].short_title()).collect();
        found.push(format!(
            "Take care: the result rests on {}, which most repeated votes refuse; another electorate would probably choose another set.",
            titles.join("; ")
        ));
    }
    found
}

fn wrapped(out: &mut dyn Write, indent: &str, text: &str) -> io::Result<()> {
    const WIDTH: usize = 96;
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() && indent.len() + line.chars().count() + word.chars().count() >= WIDTH {
            writeln!(out, "{indent}{line}")?;
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    writeln!(out, "{indent}{line}")
}
