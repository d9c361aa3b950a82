//! The result in a terminal: what is funded and why, what it does, what would have done most.

use std::io::{self, Write};

use super::super::words;
use super::{Ballot, change, goal_words, in_words};
use crate::budgeting::exact::approximate;
use crate::process::goals::over;
use crate::process::money::{spoken, spoken_exactly};

/// Prints it.
pub fn text(ballot: &Ballot<'_>, out: &mut dyn Write) -> io::Result<()> {
    let (process, outcome) = (ballot.process, ballot.outcome);
    writeln!(out, "{}\n", process.title)?;
    for sentence in sentences(ballot) {
        wrapped(out, "  ", &sentence)?;
    }
    writeln!(out)?;
    for verdict in &outcome.decided.verdicts {
        let Some(at) = ballot.proposal(verdict) else { continue };
        let proposal = &process.proposals[at];
        writeln!(
            out,
            "{} {} ({}, {})",
            if verdict.funded { "[x]" } else { "[ ]" },
            proposal.title,
            proposal.id,
            spoken(proposal.pounds())
        )?;
        wrapped(out, "      ", &verdict.text)?;
    }
    writeln!(out, "\nGain against funding nothing")?;
    for (at, gap) in outcome.gaps.iter().enumerate() {
        let unit = gap.goal.measure.unit;
        let told = |set: usize| change(unit, outcome.sets[set].goals[at].1.mean);
        writeln!(
            out,
            "  {:<9} {} ({}): chosen {}; most {} with {}",
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
                change(unit, as_now[at].mean)
            )?;
        }
    }
    if let Some(first) = outcome.frequencies.often.first() {
        writeln!(
            out,
            "\nFunded in so many of {} votes ({}), by {}",
            outcome.frequencies.replicates,
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
        "{} of {} proposals are funded, for {} a year of the {} there is to decide about; {} is left{}.",
        outcome.funded.len(),
        process.proposals.len(),
        spoken_exactly(&decided.cost),
        spoken_exactly(&process.budget),
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
        let who = if outcome.cast.poll.is_some() {
            "simulated voters"
        } else {
            "people"
        };
        found.push(format!(
            "{} {who} voted; {nobody}.",
            words::grouped(shares.voters as f64, 0)
        ));
    }
    for (at, gap) in outcome.gaps.iter().enumerate() {
        let unit = gap.goal.measure.unit;
        let chosen = &outcome.sets[0].goals[at].1;
        let mut sentence = format!(
            "For {} ({}, {}) the chosen set makes a gain of {}",
            gap.goal.name,
            goal_words(gap.goal.measure),
            over(gap.goal.measure).words(),
            change(unit, chosen.mean)
        );
        if gap.best == 0 {
            sentence.push_str("; of all sets looked at, none does more.");
        } else {
            let best = &outcome.sets[gap.best];
            sentence.push_str(&format!(
                "; with the same money {} would make {}, more in {} of the draws.",
                ballot.titles(&best.set),
                change(unit, best.goals[at].1.mean),
                in_words(gap.beats)
            ));
        }
        if let Some(as_now) = &outcome.same_money {
            sentence.push_str(&format!(
                " Given to services as they are, the same money would make {}.",
                change(unit, as_now[at].mean)
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
