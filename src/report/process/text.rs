//! The result in a terminal: what is funded and why, what it does, what would have done most.

use std::io::{self, Write};

use super::super::{robustness, words};
use super::{Ballot, CHOSEN, Unit, goal_words, in_words};
use crate::budgeting::exact::approximate;
use crate::budgeting::explanation::so_many;
use crate::budgeting::page::Language;
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
        let unit = ballot.unit(at);
        let told = |set: usize| unit.middle(&outcome.sets[set].goals[at].1);
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
                unit.middle(&as_now[at])
            )?;
        }
        if let Some(strip) = robustness::strip_of_gain(ballot.run.robustness, gap.goal.measure, CHOSEN) {
            writeln!(out, "            by what one believes: {strip}")?;
        }
    }
    if let Some(found) = ballot.run.robustness {
        wrapped(out, "  ", &robustness::strip_key_of_gains(found, "funding nothing"))?;
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
    let partly = outcome.partly.iter().map(|(at, amount)| {
        let one = &process.proposals[*at];
        let (paid, price) = (
            ballot.number(spoken_exactly(amount)),
            ballot.number(spoken(one.pounds())),
        );
        ballot.fill(" {0} is paid in part, {1} of {2};", &[one.short_title(), &paid, &price])
    });
    found.push(format!(
        "{}{} {}",
        count(ballot, &decided.cost),
        partly.collect::<String>(),
        if left > 0.0 {
            ballot.fill("{0} is left and stays unspent.", &[&ballot.number(spoken(left))])
        } else {
            ballot.fill("{0} is left.", &[&ballot.number(spoken(left))])
        }
    ));
    found.extend(voters(ballot));
    found.extend(purses(ballot));
    found.extend(worse(ballot));
    for at in 0..outcome.gaps.len() {
        found.push(gap(ballot, at));
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
        let (always, open) = (sure(0.9..f64::INFINITY), sure(0.2..0.9).join("; "));
        let always = always.join("; ");
        found.push(if always.is_empty() && open.is_empty() {
            ballot
                .say("If the vote were held again, no proposal would be sure of being funded, nor nearly.")
                .to_owned()
        } else if always.is_empty() {
            ballot.fill(
                "If the vote were held again, no proposal would be sure of being funded; it is open for {0}.",
                &[&open],
            )
        } else if open.is_empty() {
            ballot.fill(
                "If the vote were held again, {0} would be funded nearly every time.",
                &[&always],
            )
        } else {
            ballot.fill(
                "If the vote were held again, {0} would be funded nearly every time; it is open for {1}.",
                &[&always, &open],
            )
        });
    }
    if !outcome.frequencies.often.is_empty() && process.counting.options.partial {
        found.push(ballot.say("What is paid for in part is not counted there.").to_owned());
    }
    found.extend(how_usual(ballot));
    if outcome.over_budget > 0.0 {
        let (often, by) = (
            ballot.number(in_words(outcome.over_budget)),
            ballot.number(spoken(outcome.overspend)),
        );
        found.push(ballot.fill("Costs are uncertain: in {0} of the draws the funded set costs more than the budget once it is rolled out, by {1} a year on average in those draws.", &[&often, &by]));
    }
    // Notes are in English whatever the page's language, and stand there on their own.
    if ballot.language == Language::English {
        found.extend(process.notes.iter().cloned());
    }
    found
}

/// How many are funded, for how much of what there is.
fn count(ballot: &Ballot<'_>, cost: &crate::budgeting::Rational) -> String {
    let (process, funded) = (ballot.process, ballot.outcome.funded.len());
    let values = [
        funded.to_string(),
        process.proposals.len().to_string(),
        ballot.number(spoken_exactly(cost)),
        ballot.number(spoken_exactly(&process.budget)),
    ];
    let values = values.each_ref().map(String::as_str);
    if funded == 1 {
        ballot.fill(
            "{0} of {1} proposals is funded, for {2} a year of the {3} there is to decide about;",
            &values,
        )
    } else {
        ballot.fill(
            "{0} of {1} proposals are funded, for {2} a year of the {3} there is to decide about;",
            &values,
        )
    }
}

/// Who voted, and how many of them have nothing.
fn voters(ballot: &Ballot<'_>) -> Option<String> {
    let outcome = ballot.outcome;
    let shares = &outcome.decided.fairness.shares;
    if shares.voters == 0 {
        return None;
    }
    let nobody = match shares.with_nothing {
        0 => ballot
            .say("every one of them has named something that is funded")
            .to_owned(),
        some => {
            let part = ballot.number(in_words(some as f64 / shares.voters as f64));
            let values = [words::grouped(some as f64, 0), part];
            let values = values.each_ref().map(String::as_str);
            match some {
                1 => ballot.fill("{0} of them has named nothing that is funded ({1})", &values),
                _ => ballot.fill("{0} of them have named nothing that is funded ({1})", &values),
            }
        }
    };
    let people = words::grouped(shares.voters as f64, 0);
    Some(match &outcome.cast.poll {
        Some(poll) => {
            let simulated = words::grouped(poll.election.ballot_of_voter.len() as f64, 0);
            let each = words::grouped(outcome.cast.each as f64, 0);
            ballot.fill("{0} simulated voters, who stand for {1} people, voted; {2}. Numbers of voters below are people: each simulated one counts for {3}.", &[&simulated, &people, &nobody, &each])
        }
        None if shares.voters == 1 => ballot.fill("1 person voted; {0}.", &[&nobody]),
        None => ballot.fill("{0} people voted; {1}.", &[&people, &nobody]),
    })
}

/// What the chosen set does for a goal, beside the set that does most and the same money spent as now.
fn gap(ballot: &Ballot<'_>, at: usize) -> String {
    let outcome = ballot.outcome;
    let gap = &outcome.gaps[at];
    let unit = ballot.unit(at);
    let told = |stats: &crate::results::Stats| ballot.number(unit.middle(stats));
    let chosen = [
        ballot.say(gap.goal.name),
        &goal_words(gap.goal.measure),
        ballot.say(over(gap.goal.measure).words()),
        &told(&outcome.sets[0].goals[at].1),
    ];
    let chosen = ballot.fill("For {0} ({1}, {2}) the chosen set makes a gain of {3}", &chosen);
    // Draw by draw, and beyond the error of so few draws: what is said to do more does.
    let does_more = |more: &crate::results::Stats| more.p("p50") > 0.0 && !more.within_error();
    let mut sentence = if gap.best != 0 && !does_more(&gap.more) {
        let best = &outcome.sets[gap.best];
        ballot.fill(
            "{0}; no set of proposals looked at does more, draw by draw and beyond the Monte Carlo error of the draws ({1} comes to {2}).",
            &[&chosen, &ballot.titles(&best.set), &told(&best.goals[at].1)],
        )
    } else if gap.best == 0 {
        ballot.fill("{0}; of all sets of proposals looked at, none does more.", &[&chosen])
    } else {
        let best = &outcome.sets[gap.best];
        let (titles, beats) = (ballot.titles(&best.set), ballot.number(in_words(gap.beats)));
        ballot.fill(
            "{0}; among sets of proposals within the budget {1} would make the most, {2}, more in {3} of the draws.",
            &[&chosen, &titles, &told(&best.goals[at].1), &beats],
        )
    };
    if let Some(as_now) = &outcome.same_money {
        let more = gap.as_now_more.as_ref().is_some_and(does_more);
        let made = told(&as_now[at]);
        sentence.push(' ');
        sentence.push_str(&if more {
            ballot.fill("Given to services as they are, the same money would make {0}: for this goal that does more than every set of proposals looked at.", &[&made])
        } else {
            ballot.fill("Given to services as they are, the same money would make {0}.", &[&made])
        });
    }
    if let Some(apart) = unlike_its_sum(ballot, at) {
        sentence.push(' ');
        sentence.push_str(&apart);
    }
    sentence
}

/// That what the chosen set does together is another thing than the sum of what its proposals do alone, where it is: the two stand on
/// one page, and a reader who sees the sum alone would be misled.
fn unlike_its_sum(ballot: &Ballot<'_>, at: usize) -> Option<String> {
    let chosen = &ballot.outcome.sets[0];
    let unit = ballot.unit(at);
    let sum = ballot.number(unit.change(chosen.sums[at]));
    let together = ballot.number(unit.middle(&chosen.goals[at].1));
    // Where both are written alike there is nothing to tell apart.
    (chosen.unlike_its_sum(at) && sum != together).then(|| {
        ballot.fill(
            "Added up one by one, the chosen proposals come to {0} for {1}; together they make {2}. It is together that they would be done: one changes what another can do, and where effects are small luck blurs them.",
            &[&sum, ballot.say(ballot.process.goals[at].name), &together],
        )
    })
}

/// What each purse came to, where there are several.
fn purses(ballot: &Ballot<'_>) -> Option<String> {
    let contests = &ballot.outcome.decided.contests;
    let told: Vec<String> = contests
        .iter()
        .map(|one| {
            let values = [
                one.title.clone(),
                words::grouped(one.voters as f64, 0),
                one.projects.len().to_string(),
                ballot.number(spoken_exactly(&one.cost)),
                ballot.number(spoken_exactly(&one.budget)),
            ];
            let values = values.each_ref().map(String::as_str);
            match (one.voters, one.projects.len()) {
                (1, 1) => ballot.fill(
                    "{0}: {1} person voted on {2} proposal, and {3} of {4} is spent",
                    &values,
                ),
                (1, _) => ballot.fill(
                    "{0}: {1} person voted on {2} proposals, and {3} of {4} is spent",
                    &values,
                ),
                (_, 1) => ballot.fill(
                    "{0}: {1} people voted on {2} proposal, and {3} of {4} is spent",
                    &values,
                ),
                _ => ballot.fill(
                    "{0}: {1} people voted on {2} proposals, and {3} of {4} is spent",
                    &values,
                ),
            }
        })
        .collect();
    (contests.len() > 1).then(|| {
        ballot.fill(
            "The vote has {0} purses. {1}.",
            &[&contests.len().to_string(), &told.join("; ")],
        )
    })
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
        ballot.fill("Take care: by the model no group of people, by age, area, sex or need of help, gains on average from {0}, and yet it is voted for: people like it for what the model does not see, or expect what it does not.", &[&found.join("; ")])
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
            ballot.fill("{0} in {1}", &[title, &format!("{:.0}%", share(at) * 100.0)])
        });
        told.collect::<Vec<_>>().join("; ")
    };
    let (funded, refused): (Vec<usize>, Vec<usize>) =
        (0..process.proposals.len()).partition(|at| ballot.is_funded(*at));
    let shaky: Vec<usize> = funded.into_iter().filter(|at| share(at) < 0.5).collect();
    let missed: Vec<usize> = refused.into_iter().filter(|at| share(at) >= 0.5).collect();
    let just = [votes.to_string(), ballot.number(in_words(same))];
    let just = just.each_ref().map(String::as_str);
    let mut sentence = if same >= 0.5 {
        ballot.fill(
            "This set is the usual one: of {0} repeated votes, {1} fund just it",
            &just,
        )
    } else {
        ballot.fill(
            "This set is one of many: of {0} repeated votes, {1} fund just it",
            &just,
        )
    };
    if !shaky.is_empty() {
        sentence.push_str(&ballot.fill(". Funded here, but in under half of them: {0}", &[&list(&shaky)]));
    }
    if !missed.is_empty() {
        sentence.push_str(&ballot.fill(
            ". Refused here, but funded in half of them or more: {0}",
            &[&list(&missed)],
        ));
    }
    let gains: Vec<String> = process
        .goals
        .iter()
        .enumerate()
        .map(|(at, goal)| {
            let gains = [expected_gain(outcome, first, at), outcome.sets[0].sums[at]];
            let unit = Unit::of(goal.measure.unit, gains);
            let [repeated, chosen] = gains.map(|gain| ballot.number(unit.change(gain)));
            ballot.fill(
                "for {0} {1} instead of {2}",
                &[ballot.say(goal.name), &repeated, &chosen],
            )
        })
        .collect();
    sentence.push_str(&ballot.fill(
        ". The average vote gains {0} (sums of what each proposal does alone, which is not what a set does together).",
        &[&gains.join(", ")],
    ));
    let mut found = vec![sentence];
    if !shaky.is_empty() {
        let titles: Vec<&str> = shaky.iter().map(|at| process.proposals[*at].short_title()).collect();
        found.push(ballot.fill("Take care: the result rests on {0}, which most repeated votes refuse; another electorate would probably choose another set.", &[&titles.join("; ")]));
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
