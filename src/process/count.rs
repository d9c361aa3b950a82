//! Ballots, counted: by the rule that decides and by others beside it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};

use super::contests::{Contest, Contests, Entries};
use super::file::Process;
use super::phases::Decided;
use super::pool::Pool;
use super::proposal::Proposal;
use super::voting::Voting;
use super::worlds::WorldsError;
use crate::budgeting::electorate::{Attribute, Chance, Electorate, Poll, hold};
use crate::budgeting::equal_shares::Step;
use crate::budgeting::exact::{whole, write_exact};
use crate::budgeting::explanation::{Said, Verdict, explain, money, naming, phrase};
use crate::budgeting::fairness::{
    Fairness, Grouping, Violation, ejr_plus_up_to_one, fairness, groupings, justified_representation,
};
use crate::budgeting::pabulib::{self, Reading, Record, Section};
use crate::budgeting::recount::{self, Margin, MoneyWith, Wanted};
use crate::budgeting::rules::{Options, Rule, refusal, usual_satisfaction};
use crate::budgeting::{Election, Outcome, Project, Rational, Utilities};

/// Simulated voters may be many, and few of them tell what more would: margins are looked for among so many ballots.
const MOST_BALLOTS_FOR_MARGINS: usize = 20_000;

/// A rule's outcome and all that is said about it.
#[derive(Clone, Debug)]
pub struct Counted {
    /// The rule.
    pub rule: Rule,
    /// The decision.
    pub outcome: Outcome,
    /// One verdict for each project: funded first.
    pub verdicts: Vec<Verdict>,
    /// For each verdict of a loser: more voters of its own that would have won it, and the cost at which it would have won.
    pub margins: Vec<Option<Margin>>,
    /// Its fairness.
    pub fairness: Fairness,
    /// Whom it serves.
    pub groups: Vec<Grouping>,
    /// Purses that were decided about one by one.
    pub contests: Vec<Told>,
}

/// What one contest, or one phase of it, decided, its projects told by their position in the whole vote.
struct Part {
    /// For readers; empty where there is only one.
    title: String,
    /// What there was to decide about, with what was carried over, and who voted.
    election: Election,
    outcome: Outcome,
    /// Positions in the whole vote of the contest's projects.
    projects: Vec<usize>,
    verdicts: Vec<Verdict>,
    margins: Vec<Option<Margin>>,
}

/// Counts one contest, phase by phase.
fn decided(rule: Rule, options: &Options, contest: &Contest, margins: bool) -> Vec<Part> {
    let decided = contest.decide(rule, &contest.election, options).into_iter();
    decided.map(|one| part(rule, options, contest, one, margins)).collect()
}

/// Explains what was decided, and how far losers were from winning.
fn part(rule: Rule, options: &Options, contest: &Contest, decided: Decided, margins: bool) -> Part {
    let election = &decided.election;
    let mut outcome = decided.outcome;
    outcome.notes.extend(election.notes.iter().cloned());
    let satisfaction = options
        .satisfaction
        .unwrap_or_else(|| usual_satisfaction(rule, election));
    let mut verdicts = explain(election, &Utilities::new(election, satisfaction), &outcome);
    // There is more money in the whole vote than here.
    let of_a_part = decided.number > 0 || contest.of_a_part;
    let beyond = |verdict: &&mut Verdict| !verdict.funded && election.projects[verdict.project].cost > election.budget;
    for verdict in verdicts.iter_mut().filter(|_| of_a_part).filter(beyond) {
        let cost = money(&election.projects[verdict.project].cost, election).into();
        let there = money(&election.budget, election).into();
        verdict.tell(if decided.number > 0 {
            phrase(
                "Not funded: it costs {0}, more than the {1} of this phase.",
                [cost, there],
            )
        } else {
            phrase(
                "Not funded: it costs {0}, more than the {1} of this purse.",
                [cost, there],
            )
        });
    }
    let few = election.ballots.len() <= MOST_BALLOTS_FOR_MARGINS;
    let margins = if margins && few {
        // Who comes for a project of a later phase votes in the earlier ones as well.
        let known = Mutex::new(BTreeMap::new());
        let money: &MoneyWith<'_> = &|more| {
            let held = || known.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(money) = held().get(&more) {
                return Rational::clone(money);
            }
            let money = contest.money_with(decided.number, rule, options, more);
            held().insert(more, money.clone());
            money
        };
        let wanted = Wanted {
            costs: true,
            money: (decided.number > 1).then_some(money),
            done: &|| {},
        };
        recount::search(rule, election, options, &outcome, &mut verdicts, wanted)
    } else {
        vec![None; verdicts.len()]
    };
    Part {
        title: match (contest.title.as_str(), decided.number) {
            (title, 0) => title.to_owned(),
            ("", number) => format!("Phase {number}"),
            (title, number) => format!("{title}, phase {number}"),
        },
        outcome,
        projects: decided.places.iter().map(|place| contest.projects[*place]).collect(),
        verdicts,
        margins,
        election: decided.election,
    }
}

/// What one contest came to, for readers.
#[derive(Clone, Debug)]
pub struct Told {
    /// Its title; empty where there is only one.
    pub title: String,
    /// What there was to decide about [£].
    pub budget: Rational,
    /// What its funded projects cost [£].
    pub cost: Rational,
    /// People who voted in it.
    pub voters: u64,
    /// Its projects, as positions in the whole vote.
    pub projects: Vec<usize>,
}

/// Counts all contests of a vote by one rule.
pub fn count(rule: Rule, cast: &Cast, contests: &Contests, margins: bool) -> Result<Counted, WorldsError> {
    let whole = cast
        .reading
        .election
        .as_ref()
        .ok_or_else(|| WorldsError::Refused("there are no ballots".to_owned()))?;
    if let Some(why) = refused(rule, &cast.options, contests) {
        return Err(WorldsError::Refused(why));
    }
    let parts: Vec<Part> = contests
        .list
        .iter()
        .flat_map(|contest| decided(rule, &cast.options, contest, margins))
        .collect();
    let told = parts
        .iter()
        .map(|part| Told {
            title: part.title.clone(),
            budget: part.election.budget.clone(),
            cost: part.outcome.spent(),
            voters: part.election.people(),
            projects: part.projects.clone(),
        })
        .collect();
    let mut outcome = together(rule, whole, contests, &parts);
    let mut found = parts.iter().map(|part| recount::told(rule, &part.margins));
    outcome.notes.extend(found.find_map(|note| note).map(str::to_owned));
    let mut published = parts
        .iter()
        .map(|part| recount::told_of_published(rule, &part.election, &part.margins));
    outcome.notes.extend(published.find_map(|note| note).map(str::to_owned));
    let (mut verdicts, mut shown) = (Vec::new(), Vec::new());
    // The funded of all contests first, then the others; what is set aside with its own kind.
    let votes = whole.votes();
    let people = naming(whole, &whole.heads());
    for funded in [true, false] {
        for one in contests.aside.iter().filter(|one| one.funded == funded) {
            let mut verdict = Verdict {
                funded,
                votes: votes[one.project],
                people: people[one.project],
                ..Verdict::of(one.project)
            };
            verdict.tell(one.reason.clone());
            verdicts.push(verdict);
            shown.push(None);
        }
        for part in &parts {
            let of = part.verdicts.iter().zip(&part.margins);
            for (verdict, margin) in of.filter(|(verdict, _)| verdict.funded == funded) {
                let mut verdict = verdict.clone();
                verdict.project = part.projects[verdict.project];
                let taken = verdict.taken.iter_mut();
                taken.for_each(|(project, _)| *project = part.projects[*project]);
                if !part.title.is_empty() {
                    let said = std::mem::replace(&mut verdict.said, Said::Row(Vec::new()));
                    verdict.tell(phrase("{0}: {1}", [part.title.as_str().into(), said]));
                }
                verdicts.push(verdict);
                shown.push(margin.clone());
            }
        }
    }
    // Nobody is served by what the voters of another district decide.
    let heard = contests.elsewhere.as_ref().map_or(whole, |elsewhere| &elsewhere.heard);
    let mut fairness = fairness(heard, &outcome);
    if !contests.is_whole() {
        // A claim is one to the money of a purse, by those who vote about it.
        fairness.justified = claimed(&parts, justified_representation);
        fairness.ejr_plus = claimed(&parts, ejr_plus_up_to_one);
        fairness.claims = None;
    }
    Ok(Counted {
        rule,
        fairness,
        groups: groupings(&cast.reading.document, &cast.reading.record_of_voter, heard, &outcome),
        outcome,
        verdicts,
        margins: shown,
        contests: told,
    })
}

/// Claims that parts of a vote do not meet, of projects by their position in the whole vote.
fn claimed(parts: &[Part], unmet: impl Fn(&Election, &[usize]) -> Vec<Violation>) -> Vec<Violation> {
    let claims = parts.iter().flat_map(|part| {
        let of_part = unmet(&part.election, &part.outcome.funded).into_iter();
        of_part.map(|claim| Violation {
            project: part.projects[claim.project],
            ..claim
        })
    });
    claims.collect()
}

/// Why a rule cannot count some contest, for people; nothing if it can.
pub fn refused(rule: Rule, options: &Options, contests: &Contests) -> Option<String> {
    let mut why = contests
        .list
        .iter()
        .flat_map(Contest::parts)
        .filter_map(|one| refusal(rule, &one, options));
    why.next().map(|why| format!("{} {why}", rule.word()))
}

/// One decision from those of all contests.
fn together(rule: Rule, whole: &Election, contests: &Contests, parts: &[Part]) -> Outcome {
    if let ([part], true) = (parts, contests.aside.is_empty()) {
        // Nothing is split: the count says it all, prices included.
        return part.outcome.clone();
    }
    let first = parts.first().map(|part| &part.outcome);
    let mut outcome = Outcome::new(
        rule.word(),
        first.map_or("", |first| first.measure),
        first.map_or_else(Default::default, |first| first.tie_order),
    );
    if let Some(first) = first {
        outcome.options.clone_from(&first.options);
    }
    outcome
        .notes
        .extend(contests.elsewhere.as_ref().map(|elsewhere| elsewhere.told.clone()));
    for one in contests.aside.iter().filter(|one| one.funded) {
        outcome.funded.push(one.project);
        outcome.cost += &whole.projects[one.project].cost;
    }
    for part in parts {
        let of = |project: &usize| part.projects[*project];
        outcome.funded.extend(part.outcome.funded.iter().map(of));
        outcome.cost += &part.outcome.cost;
        let partly = part.outcome.partly.iter();
        outcome
            .partly
            .extend(partly.map(|(project, amount)| (of(project), amount.clone())));
        outcome.ties.extend(part.outcome.ties.iter().map(|tie| {
            let mut tie = tie.clone();
            tie.among
                .iter_mut()
                .for_each(|project| *project = part.projects[*project]);
            tie
        }));
        let notes = part.outcome.notes.iter();
        outcome.notes.extend(notes.map(|note| match part.title.as_str() {
            "" => note.clone(),
            title => format!("{title}: {note}"),
        }));
    }
    outcome
}

/// The projects of a simulated ballot.
pub(super) fn projects(process: &Process) -> Vec<Project> {
    process
        .proposals
        .iter()
        .map(|proposal| Project {
            name: proposal.title.clone(),
            categories: if proposal.category.is_empty() {
                Vec::new()
            } else {
                vec![proposal.category.clone()]
            },
            ..Project::new(&proposal.id, proposal.price.clone().unwrap_or_else(|| whole(0)))
        })
        .collect()
}

/// Ballots ready to be counted, and who cast them.
#[derive(Clone, Debug)]
pub struct Cast {
    /// As a Pabulib file.
    pub text: Vec<u8>,
    /// Read back from it.
    pub reading: Reading,
    /// The simulated vote, if there was one.
    pub poll: Option<Box<Poll>>,
    /// People for whom each ballot stands: the election to be counted is one of people, so that sums of money and numbers of
    /// supporters are those of people; 1 where the ballots are real.
    pub each: u64,
    /// For each entry of `ballot_of_voter`, the voter's district; empty where there are none.
    pub districts: Vec<Option<u16>>,
    /// How the rule counts: the process's options, and a step for completions where it gives none.
    pub options: Options,
}

impl Cast {
    /// Ballots of a file that were cast in this process, here or elsewhere, read with what may not be funded together.
    pub fn of_file(process: &Process, mut reading: Reading) -> Result<Cast, WorldsError> {
        // The file knows the year's own money; what was carried over from an earlier vote is the process's to add.
        if let Some(election) = &mut reading.election {
            election.budget.clone_from(&process.budget);
        }
        // Whoever voted decides how shares are raised, and not whether the process names the file: real ballots by a pound at a time.
        let options = match steps_said(&reading)? {
            Some(steps) => stepped(&process.counting.options, steps),
            None => process.counting.options.clone(),
        };
        Ok(Cast {
            text: reading.document.bytes().to_vec(),
            districts: districts_of(process, &reading)?,
            reading,
            poll: None,
            each: 1,
            options,
        })
    }

    /// What is known of each entry of the ballots.
    pub fn entries(&self) -> Entries<'_> {
        Entries {
            districts: &self.districts,
            votes: None,
        }
    }
}

/// Ballots of the process: those of its file, or a vote held among simulated people.
pub fn cast(process: &Process, pool: Option<&Pool>, seed: u64) -> Result<Cast, WorldsError> {
    match &process.voting {
        Voting::Ballots { reading, .. } => Cast::of_file(process, (**reading).clone()),
        Voting::Electorate(spec) => {
            let pool = pool.ok_or_else(|| WorldsError::Refused("no people to vote".to_owned()))?;
            let chance = Chance::new(seed, 0);
            let electorate = pool.electorate(&projects(process), &process.budget, spec.voters, 0, chance);
            let poll =
                hold(&electorate, &spec.regime, chance).map_err(|error| WorldsError::Refused(error.to_string()))?;
            let each = (pool.people_each(spec.voters).round() as u64).max(1);
            let text = write(process, &electorate, &poll, each).into_bytes();
            let mut reading = pabulib::read_bytes(text.clone(), false);
            if !reading.election.as_ref().is_some_and(|read| same(read, &poll.election)) {
                return Err(WorldsError::Refused(
                    "the simulated ballots cannot be read back as they were cast".to_owned(),
                ));
            }
            if let Some(election) = &mut reading.election {
                election.ballots.iter_mut().for_each(|ballot| ballot.weight *= each);
            }
            let options = stepped(&process.counting.options, STEPS);
            Ok(Cast {
                districts: districts_of(process, &reading)?,
                text,
                reading,
                poll: Some(Box::new(poll)),
                each,
                options,
            })
        }
    }
}

/// The district of each voter, from the column `district` of the ballots: its key or its title.
fn districts_of(process: &Process, reading: &Reading) -> Result<Vec<Option<u16>>, WorldsError> {
    if process.districts.is_empty() {
        return Ok(Vec::new());
    }
    let document = &reading.document;
    let records = document.records(Section::Votes);
    let known = |said: &str| {
        let said = said.trim().to_lowercase();
        let mut known = process.districts.iter();
        known.position(|one| one.id.to_lowercase() == said || one.title.to_lowercase() == said)
    };
    let cell = |record: &Record, column: usize| document.cells(*record).nth(column).unwrap_or_default();
    let Some(column) = document.column(Section::Votes, "district") else {
        let names = |column: &usize| {
            let mut cells = records.iter().map(|record| cell(record, *column));
            !records.is_empty()
                && cells.all(|cell| cell.trim().is_empty() || known(&cell).is_some())
                && records.iter().any(|record| known(&cell(record, *column)).is_some())
        };
        let columns = document.columns(Section::Votes);
        let other = (0..columns.len()).find(names).map_or(String::new(), |other| {
            format!(": `{}` names them, so call it `district`", columns[other])
        });
        return Err(WorldsError::Refused(format!(
            "line {}: the process has districts, but the ballots have no column `district` that says where voters live{other}",
            document.heading_line(Section::Votes).unwrap_or(1)
        )));
    };
    let mut found = Vec::with_capacity(reading.record_of_voter.len());
    for record in &reading.record_of_voter {
        let record = records.get(*record as usize);
        let said = record.map(|record| cell(record, column)).unwrap_or_default();
        let at = known(&said);
        if let (None, false, Some(record)) = (at, said.trim().is_empty(), record) {
            let ids: Vec<&str> = process.districts.iter().map(|one| one.id.as_str()).collect();
            return Err(WorldsError::Refused(format!(
                "line {}: the ballot names the district `{}`; the process knows {}",
                record.line,
                said.trim(),
                ids.join(", ")
            )));
        }
        found.push(at.map(|at| at as u16));
    }
    Ok(found)
}

/// Whether two elections ask and answer the same: budget, projects and prices, and every voter's ballot.
pub fn same(one: &Election, other: &Election) -> bool {
    let asked = |election: &Election| -> Vec<(String, Rational)> {
        let projects = election.projects.iter();
        projects
            .map(|project| (project.id.clone(), project.cost.clone()))
            .collect()
    };
    let answers = |election: &Election| -> Vec<Vec<(u32, Option<i64>)>> {
        let of = |ballot: &u32| {
            let ballot = &election.ballots[*ballot as usize];
            let projects = ballot.projects.iter().enumerate();
            projects
                .map(|(at, project)| (*project, ballot.points.get(at).copied()))
                .collect()
        };
        election.ballot_of_voter.iter().map(of).collect()
    };
    one.budget == other.budget
        && one.ballot_type == other.ballot_type
        && asked(one) == asked(other)
        && answers(one) == answers(other)
}

/// Steps in which the equal share of a simulated voter doubles where nothing says how far completions raise it at a time.
pub(super) const STEPS: u64 = 200;

/// In how many steps a file says that a voter's share doubles: one of simulated ballots does.
fn steps_said(reading: &Reading) -> Result<Option<u64>, WorldsError> {
    let Some((word, line)) = reading.document.meta(pabulib::COMPLETION_STEPS) else {
        return Ok(None);
    };
    match word.trim().parse::<u64>() {
        Ok(steps) if steps > 0 => Ok(Some(steps)),
        _ => Err(WorldsError::Refused(format!(
            "line {line} of the ballots: `{}` says `{}`, and takes a whole number from 1, the steps in which a voter's share doubles",
            pabulib::COMPLETION_STEPS,
            word.trim()
        ))),
    }
}

/// A step for completions in proportion to a voter's share: of simulated voters there are as many as one likes, so a pound
/// a voter means nothing.
pub(super) fn stepped(options: &Options, steps: u64) -> Options {
    let mut options = options.clone();
    if options.completion.is_some() {
        options.terms.step.get_or_insert(Step::PartOfShare(steps));
    }
    options
}

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

/// A simulated vote as a Pabulib file, so that anyone can count it again.
fn write(process: &Process, electorate: &Electorate, poll: &Poll, each: u64) -> String {
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
            (stepped(&process.counting.options, STEPS).terms.step == Some(Step::PartOfShare(STEPS)))
                .then(|| (pabulib::COMPLETION_STEPS, STEPS.to_string())),
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

#[cfg(test)]
mod tests {
    use super::super::phases::Phase;
    use super::*;
    use crate::budgeting::equal_shares::Completion;
    use crate::budgeting::lots::Lots;
    use crate::budgeting::roll::Roll;
    use crate::budgeting::{Ballot, BallotType};

    /// Six proposals, the last three in a second phase.
    fn contest(seed: u64) -> Contest {
        let mut lots = Lots::new(seed);
        let mut draw = |end: u64| lots.below(end);
        let projects = (0..6).map(|at| Project::new(&format!("p{at}"), whole(1000 + draw(4000))));
        let mut election = Election::new(whole(9000), BallotType::Approval, projects.collect());
        let mut roll = Roll::default();
        for _ in 0..30 {
            let named = (0..6).filter(|_| draw(3) == 0).collect();
            roll.cast(&mut election, named, Vec::new());
        }
        election.limits.only_named = true;
        let phase = |number: usize, places: [usize; 3], money: u64| Phase {
            number,
            places: places.to_vec(),
            money: whole(money),
        };
        Contest {
            title: String::new(),
            projects: (0..6).collect(),
            phases: vec![phase(1, [0, 1, 2], 5000), phase(2, [3, 4, 5], 4000)],
            election,
            of_a_part: false,
        }
    }

    #[test]
    fn margins_of_a_later_phase_count_what_those_who_come_leave_of_the_earlier_ones() {
        let (mut held, mut other_money) = (0, 0);
        for seed in 0..60u64 {
            let rule = [Rule::EqualShares, Rule::Phragmen, Rule::Greedy][seed as usize % 3];
            let contest = contest(seed);
            let options = Options {
                completion: Some([Completion::None, Completion::Add1][seed as usize / 3 % 2]),
                ..Options::default()
            };
            let funded = |election: &Election| contest.bought(rule, election, &options).funded;
            for part in decided(rule, &options, &contest, true) {
                for (verdict, margin) in part.verdicts.iter().zip(&part.margins) {
                    let project = part.projects[verdict.project];
                    let Some(votes) = margin.as_ref().and_then(|margin| margin.votes) else {
                        continue;
                    };
                    let with = |more: u64| {
                        let mut changed = contest.election.clone();
                        changed.ballots.push(Ballot {
                            weight: more,
                            projects: vec![project as u32],
                            points: Vec::new(),
                        });
                        funded(&changed).contains(&project)
                    };
                    assert!(
                        with(votes) && (votes == 1 || !with(votes - 1)),
                        "{seed} {rule:?} {project} {votes}"
                    );
                    held += 1;
                    let later = project > 2 && contest.money_with(2, rule, &options, votes) != part.election.budget;
                    other_money += usize::from(later);
                    let Some(cost) = margin.as_ref().and_then(|margin| margin.cost.clone()) else {
                        continue;
                    };
                    let at = |cost: Rational| {
                        let mut changed = contest.election.clone();
                        changed.projects[project].cost = cost;
                        funded(&changed).contains(&project)
                    };
                    assert!(at(cost.clone()) && !at(cost + whole(1)), "{seed} {rule:?} {project}");
                }
            }
        }
        assert!(held > 60 && other_money > 3, "{held} {other_money}");
    }
}
