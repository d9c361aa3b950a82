//! From the ballots of the room to a decision: a Pabulib file, counted by the same function as `vote` and `budget` count by.

use std::fmt::Write as _;

use super::ballot::{Form, Marks};
use super::codes::Secret;
use super::state::Room;
use crate::budgeting::electorate::BallotKind;
use crate::budgeting::exact::write_exact;
use crate::budgeting::pabulib::{self, Section};
use crate::budgeting::rules::official::official;
use crate::budgeting::rules::{Rule, winners};
use crate::budgeting::{Election, Rational};
use crate::process::again::rules;
use crate::process::ballot_file::{cell, comments, decided_by};
use crate::process::cast::Cast;
use crate::process::contests::contests;
use crate::process::count::{Counted, count as count_contests, refused};
use crate::process::outcome::{parts, proposals};
use crate::process::{Process, Voting};

/// What a vote of the room came to.
#[derive(Clone, Debug)]
pub struct Result {
    /// The ballots, as anybody can count them again.
    pub ballots: String,
    /// The rule that decides.
    pub decided: Counted,
    /// Other rules, beside it.
    pub others: Vec<Counted>,
    /// Rules that cannot be set beside it, and why.
    pub unable: Vec<String>,
    /// Positions of the proposals funded in full, ascending.
    pub funded: Vec<usize>,
    /// Positions of those that are paid in part, and how much [£].
    pub partly: Vec<(usize, Rational)>,
    /// The ballots as read back.
    pub cast: Cast,
}

impl Result {
    /// What is paid for a proposal of which only a part is [£].
    pub fn paid_in_part(&self, proposal: usize) -> Option<&Rational> {
        let found = self.partly.iter().find(|(at, _)| *at == proposal);
        found.map(|(_, amount)| amount)
    }

    /// The process with a proposal more for each part that is paid, and the positions of all that is funded, in full and in
    /// part: what was chosen, as worlds and files hold it.
    pub fn chosen(&self, process: &Process) -> (Process, Vec<usize>) {
        let (process, parts) = process.with_parts(&self.partly);
        (process, self.funded.iter().copied().chain(parts).collect())
    }

    /// The position, in the process, of the proposal of a project.
    pub fn proposal(&self, process: &Process, project: usize) -> Option<usize> {
        process.find(&self.cast.reading.election.as_ref()?.projects.get(project)?.id)
    }
}

/// The ballots that count in a vote, as a Pabulib file. Voters are called by their receipts, in the order of these, so that
/// each finds the own ballot and nobody learns who voted when.
pub fn ballots(process: &Process, form: &Form, secret: &Secret, room: &Room, round: u8) -> String {
    let mut list: Vec<(String, &Marks)> = room
        .counted(round)
        .into_iter()
        .map(|(card, version, marks)| (secret.receipt(round, card, version), marks))
        .collect();
    list.sort_by(|one, other| one.0.cmp(&other.0));
    let mut text = match &process.voting {
        Voting::Electorate(_) => fresh_heading(process, form, round, list.len()),
        Voting::Ballots { reading, .. } => filed_heading(process, &reading.document, round, list.len()),
    };
    let points = form.has_points();
    let districts = !form.districts.is_empty();
    text.push_str("VOTES\nvoter_id;vote");
    text.push_str(if points { ";points" } else { "" });
    text.push_str(if districts { ";district\n" } else { "\n" });
    for (receipt, marks) in list {
        let _ = write!(text, "{receipt};{}", cell(&marks.named.join(",")));
        if points {
            let given: Vec<String> = marks.points.iter().map(i64::to_string).collect();
            let _ = write!(text, ";{}", given.join(","));
        }
        if districts {
            let _ = write!(text, ";{}", cell(marks.district.as_deref().unwrap_or_default()));
        }
        text.push('\n');
    }
    text
}

/// The format's word for a rule that it has no name for.
const UNNAMED: &str = "unknown";

/// How to count the file again, for whoever has it.
fn again(process: &Process) -> String {
    format!(
        "carepool {}: votes of a room; `carepool vote THIS_FILE --process {}` counts them by the rule that decided",
        env!("CARGO_PKG_VERSION"),
        process.asked
    )
}

/// The format's name of the rule that decided, if it has one by which this file comes to the same decision.
fn named(decided: &Counted, counted: &Election) -> Option<&'static str> {
    // No name says that a part of a project is paid.
    if !decided.outcome.partly.is_empty() {
        return None;
    }
    let option = |name: &str| {
        let mut options = decided.outcome.options.iter();
        options
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value.as_str())
    };
    let compared = option("comparison").is_some();
    let word = match (decided.rule, option("completion"), compared) {
        (Rule::Greedy, ..) => "greedy",
        (Rule::GreedyNoSkip, ..) => "greedy-no-skip",
        (Rule::GreedyThreshold, ..) => "greedy-threshold",
        (Rule::EqualShares, Some("none"), false) => "equalshares",
        (Rule::EqualShares, Some("none"), true) => "equalshares-comparison",
        (Rule::EqualShares, Some("add1"), false) => "equalshares/add1",
        (Rule::EqualShares, Some("add1"), true) => "equalshares/add1-comparison",
        (Rule::EqualShares, Some("add1u"), false) => "equalshares/add1u",
        _ => return None,
    };
    let mut as_named = counted.clone();
    as_named.official_rule = word.to_owned();
    let official = official(&as_named)?;
    let mut funded = winners(official.rule, &as_named, &official.options);
    let mut own = decided.outcome.funded.clone();
    funded.sort_unstable();
    own.sort_unstable();
    (funded == own).then_some(word)
}

/// What a vote of a room is called in its file.
fn instance(process: &Process, round: u8) -> String {
    format!("{}, vote {round}", process.name)
}

/// Heading and projects of a process with ballots of its own kind.
fn fresh_heading(process: &Process, form: &Form, round: u8, votes: usize) -> String {
    let mut text = String::from("META\nkey;value\n");
    let mut pair = |key: &str, value: String| {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{key};{}", cell(&value));
    };
    pair("description", process.title.clone());
    pair("country", "United Kingdom".to_owned());
    pair("unit", "workshop".to_owned());
    pair("instance", instance(process, round));
    pair("num_projects", process.proposals.len().to_string());
    pair("num_votes", votes.to_string());
    pair("budget", write_exact(&process.budget));
    pair("vote_type", form.kind.ballot_type().word().to_owned());
    pair("rule", UNNAMED.to_owned());
    pair("currency", "GBP".to_owned());
    pair("comment", comments(process, &again(process)));
    if let Some(what) = decided_by(process) {
        pair(pabulib::PROCESS, what);
    }
    // Who counts this file elsewhere does not fund what nobody named either.
    if !process.counting.fund_unnamed {
        pair("min_project_votes", "1".to_owned());
    }
    if form.least > 0 {
        pair("min_length", form.least.to_string());
    }
    pair("max_length", form.most.to_string());
    match form.kind {
        BallotKind::Knapsack => pair("max_sum_cost", write_exact(&form.budget)),
        BallotKind::Cumulative => pair("max_sum_points", form.points.to_string()),
        BallotKind::Scoring => pair("max_points", form.points.to_string()),
        _ => {}
    }
    text.push_str("PROJECTS\nproject_id;cost;name;category\n");
    for proposal in &process.proposals {
        let _ = writeln!(
            text,
            "{};{};{};{}",
            cell(&proposal.id),
            proposal.price.as_ref().map(write_exact).unwrap_or_default(),
            cell(&proposal.title),
            cell(&proposal.category)
        );
    }
    text
}

/// Heading and projects as the ballot file of the process has them, less what its own voters did.
fn filed_heading(process: &Process, document: &pabulib::Document, round: u8, votes: usize) -> String {
    let mut text = String::from("META\nkey;value\n");
    let (mut needs_rule, mut needs_comment) = (true, true);
    for record in document.records(Section::Meta) {
        let cells: Vec<String> = document.cells(*record).map(|cell| cell.trim().to_owned()).collect();
        let (Some(key), value) = (cells.first(), cells.get(1)) else {
            continue;
        };
        let value = match key.to_lowercase().as_str() {
            "num_votes" => votes.to_string(),
            // Nor are these its vote and its days.
            "description" => process.title.clone(),
            "instance" => instance(process, round),
            "date_begin" | "date_end" => continue,
            // Nor are these simulated voters.
            pabulib::COMPLETION_STEPS => continue,
            // By what its own voters were counted says nothing of the room.
            "rule" => {
                needs_rule = false;
                UNNAMED.to_owned()
            }
            "comment" => {
                needs_comment = false;
                format!("{} #{}", value.cloned().unwrap_or_default(), again(process))
            }
            _ => value.cloned().unwrap_or_default(),
        };
        let _ = writeln!(text, "{};{}", cell(key), cell(&value));
    }
    if needs_rule {
        let _ = writeln!(text, "rule;{UNNAMED}");
    }
    if needs_comment {
        let _ = writeln!(text, "comment;{}", cell(&comments(process, &again(process))));
    }
    if document.meta("min_project_votes").is_none() && !process.counting.fund_unnamed {
        text.push_str("min_project_votes;1\n");
    }
    let columns = document.columns(Section::Projects);
    let kept: Vec<usize> = (0..columns.len())
        .filter(|at| !["votes", "score", "selected"].contains(&columns[*at].to_lowercase().as_str()))
        .collect();
    let line = |cells: &[String]| -> String {
        let cells = kept.iter().map(|at| cell(cells.get(*at).map_or("", String::as_str)));
        cells.collect::<Vec<_>>().join(";")
    };
    let _ = writeln!(text, "PROJECTS\n{}", line(&columns));
    for record in document.records(Section::Projects) {
        let cells: Vec<String> = document.cells(*record).map(|cell| cell.trim().to_owned()).collect();
        let _ = writeln!(text, "{}", line(&cells));
    }
    text
}

/// Counts ballots as the process says, and by the rules that it sets beside its own.
pub fn count(process: &Process, ballots: String) -> std::result::Result<Result, String> {
    let mut reading = pabulib::read_bytes(ballots.clone().into_bytes(), false);
    // Nobody need have voted yet, and whoever did may have left the paper blank.
    let blank = |one: &&&pabulib::Problem| ["no-voters", "no-mentions"].contains(&one.kind);
    let repairs = reading.repairs();
    if let Some(wrong) = repairs.iter().find(|one| !blank(one)) {
        return Err(format!(
            "the room's ballots cannot be read back as they were cast: {}",
            wrong.message
        ));
    }
    let Some(election) = reading.election.as_mut() else {
        return Err("the room's ballots make no election".to_owned());
    };
    election.take_stated_limits();
    let election = election.clone();
    let told = |error: crate::process::worlds::WorldsError| error.to_string();
    let cast = Cast::of_file(process, reading).map_err(told)?;
    let split = contests(process, &election, cast.entries()).map_err(told)?;
    let decided = count_contests(process.counting.rule, &cast, &split, true).map_err(told)?;
    let ballots = match named(&decided, &election) {
        Some(word) => ballots.replacen(&format!("\nrule;{UNNAMED}\n"), &format!("\nrule;{word}\n"), 1),
        None => ballots,
    };
    let (mut others, mut unable) = (Vec::new(), Vec::new());
    for rule in rules(process).into_iter().skip(1) {
        match refused(rule, &cast.options, &split) {
            Some(why) => unable.push(why),
            None => others.push(count_contests(rule, &cast, &split, false).map_err(told)?),
        }
    }
    Ok(Result {
        funded: proposals(process, &election, &decided.outcome.funded),
        partly: parts(process, &election, &decided.outcome.partly),
        ballots,
        decided,
        others,
        unable,
        cast,
    })
}
