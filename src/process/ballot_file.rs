//! A vote of a process as a ballot file, so that anyone can count it again: what it says of the process, and the ballots of a simulated vote.

use std::fmt::Write as _;

use super::file::Process;
use super::proposal::Proposal;
use crate::budgeting::electorate::{Attribute, Electorate, Poll};
use crate::budgeting::equal_shares::Step;
use crate::budgeting::exact::{whole, write_exact};
use crate::budgeting::pabulib;
use crate::budgeting::rules::Options;

/// A cell of the ballot file.
pub fn cell(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if plain.contains([';', '"']) {
        format!("\"{}\"", plain.replace('"', "\"\""))
    } else {
        plain
    }
}

/// The key `comment` of the format: numbered sentences, with what officials decided about proposals and why.
pub fn comments(process: &Process, first: &str) -> String {
    let decided = process
        .proposals
        .iter()
        .filter_map(|one| match (&one.pinned, &one.vetoed) {
            (Some(why), _) => Some(format!(
                "{} is funded outside the vote, by decision of the officials: {why}",
                one.id
            )),
            (_, Some(why)) => Some(format!("{} was taken out of the vote by the officials: {why}", one.id)),
            _ => None,
        });
    let all = std::iter::once(first.to_owned()).chain(decided);
    let numbered = all.enumerate().map(|(at, sentence)| format!("#{}: {sentence}", at + 1));
    numbered.collect::<Vec<_>>().join(" ")
}

/// What decides in a process and cannot be read from its ballots; nothing where they say it all.
fn beyond_the_ballots(process: &Process) -> Vec<&'static str> {
    let any = |has: fn(&Proposal) -> bool| process.proposals.iter().any(has);
    let found = [
        (!process.districts.is_empty(), "districts with money of their own"),
        (!process.phases.is_empty(), "phases, each with its own money"),
        (
            any(|one| one.one_of.is_some()),
            "alternatives of which one at most is funded",
        ),
        (
            any(|one| !one.needs.is_empty()),
            "proposals that are funded only after others",
        ),
        (
            any(|one| one.pinned.is_some() || one.vetoed.is_some()),
            "proposals that officials fund or took out",
        ),
        (process.counting.quorum.is_some(), "a quorum"),
        (process.counting.options.threshold.is_some(), "a least score"),
        (process.carried_over > whole(0), "money carried over"),
    ];
    found
        .into_iter()
        .filter(|(holds, _)| *holds)
        .map(|(_, what)| what)
        .collect()
}

/// What the key `process` of META says, by which whoever counts the ballots alone learns that more decided than they hold.
pub fn decided_by(process: &Process) -> Option<String> {
    let found = beyond_the_ballots(process);
    (!found.is_empty()).then(|| format!("{}, with {}", process.asked, found.join("; ")))
}

/// A simulated vote as a Pabulib file, so that anyone can count it again; each voter stands for so many people, and `options` count it.
pub(super) fn write(
    process: &Process,
    (electorate, each): (&Electorate, u64),
    poll: &Poll,
    options: &Options,
) -> String {
    let election = &poll.election;
    let has_points = election.ballot_type.has_points();
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write!(
        text,
        "META\nkey;value\ndescription;{}\ncountry;United Kingdom\nunit;simulated\ninstance;{}\nnum_projects;{}\nnum_votes;{}\nbudget;{}\nvote_type;{}\nrule;unknown\ndate_begin;2026\ndate_end;2026\ncurrency;GBP\n{}comment;{}\nPROJECTS\nproject_id;cost;name;category\n",
        cell(&process.title),
        cell(&process.name),
        election.projects.len(),
        election.ballot_of_voter.len(),
        write_exact(&process.budget),
        election.ballot_type.word(),
        [
            decided_by(process).map(|what| (pabulib::PROCESS, cell(&what))),
            match options.terms.step {
                Some(Step::PartOfShare(steps)) => Some((pabulib::COMPLETION_STEPS, steps.to_string())),
                _ => None,
            },
        ]
        .into_iter()
        .flatten()
        .map(|(key, value)| format!("{key};{value}\n"))
        .collect::<String>(),
        cell(&comments(
            process,
            &format!("a simulated electorate: each voter stands for {each} people")
        )),
    );
    for project in &election.projects {
        let _ = writeln!(
            text,
            "{};{};{};{}",
            cell(&project.id),
            write_exact(&project.cost),
            cell(&project.name),
            cell(&project.categories.join(","))
        );
    }
    let mut columns: Vec<&str> = Attribute::ALL.iter().map(|attribute| attribute.word()).collect();
    if !process.districts.is_empty() {
        columns.push("district");
    }
    let _ = writeln!(
        text,
        "VOTES\nvoter_id;vote;{}{}",
        if has_points { "points;" } else { "" },
        columns.join(";")
    );
    for (ballot, at) in election.ballot_of_voter.iter().zip(&poll.voters) {
        let voter = &electorate.voters[*at as usize];
        let ballot = &election.ballots[*ballot as usize];
        let ids: Vec<String> = ballot
            .projects
            .iter()
            .map(|project| election.projects[*project as usize].id.clone())
            .collect();
        let points: Vec<String> = ballot.points.iter().map(i64::to_string).collect();
        let mut who: Vec<&str> = Attribute::ALL
            .iter()
            .map(|attribute| attribute.levels()[attribute.level(voter)])
            .collect();
        who.extend(
            process
                .districts
                .get(usize::from(voter.district))
                .map(|one| one.id.as_str()),
        );
        let points = if has_points {
            format!("{};", points.join(","))
        } else {
            String::new()
        };
        let _ = writeln!(text, "{};{};{points}{}", voter.id, ids.join(","), who.join(";"));
    }
    text
}
