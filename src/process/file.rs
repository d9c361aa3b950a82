//! The process file: proposals, a budget, who votes, the rule. Read twice over: raw tree in, checked process out.
//!
//! Proposals are kept in the order of their keys, so that the order in which they are written changes nothing.

use std::sync::Arc;

use super::counting::{self, Counting};
use super::districts::{self, District};
use super::electing;
use super::fields::Fields;
use super::goals::{self, Goal};
use super::keys;
use super::money::exact_pounds;
use super::phases;
use super::proposal::{self, Defaults, Proposal, Purse};
use super::reach::Reach;
use super::side_by_side;
use super::voting::{self, Voters, Voting};
use crate::budgeting::Rational;
use crate::budgeting::pabulib;
use crate::scenario::Catalogue;
use crate::scenario::layer::{Layer, Part};
use crate::scenario::lookup;
use crate::scenario::problem::{Fault, Place, Problem, Problems, nearest};
use crate::scenario::source::{EMBEDDED, Source};
use crate::scenario::tree::{self, Table};

/// Ending of process files.
pub const ENDING: &str = ".budget.toml";
/// Endings of files that hold ballots or projects, and no process.
const TABLES: [&str; 6] = ["csv", "tsv", "pb", "xlsx", "xls", "ods"];
/// Years projected unless the file says otherwise: the base year and ten on.
const YEARS: u64 = 11;
/// A process, checked.
#[derive(Clone, Debug)]
pub struct Process {
    /// Name: the file's name without its ending.
    pub name: String,
    /// Title.
    pub title: String,
    /// What it is about.
    pub description: String,
    /// What was asked for by that name: a path, or the name of a shipped process.
    pub asked: String,
    /// The file.
    pub file: Arc<Source>,
    /// The scenario on which everything stands.
    pub base: String,
    /// Where it is named.
    pub base_place: Option<Place>,
    /// Where its ballots are named.
    pub ballots_place: Option<Place>,
    /// Further settings of that scenario.
    pub settings: Option<Layer>,
    /// Whether it decides about money of the whole country, so that it can be held in no place of it.
    pub national: bool,
    /// The place of England in which it happens, if it is not as the file says.
    pub area: Option<Arc<Source>>,
    /// What a reader should know of that place: its people, money, list and beds.
    pub told: Vec<String>,
    /// What prices buy there.
    pub reach: Option<Arc<Reach>>,
    /// What there is to decide about a year [£].
    pub budget: Rational,
    /// Of that, what was carried over from an earlier vote [£].
    pub carried_over: Rational,
    /// Years projected, the base year included.
    pub years: usize,
    /// What "best" means.
    pub goals: [Goal; 3],
    /// The proposals, in the order of their keys.
    pub proposals: Vec<Proposal>,
    /// Keys of proposals that the file switches off.
    pub switched_off: Vec<String>,
    /// Districts that have a budget of their own; empty where all money is of the whole area.
    pub districts: Vec<District>,
    /// Money of each phase of the whole area's vote [£]; empty where it is decided in one go.
    pub phases: Vec<Rational>,
    /// Who votes.
    pub voting: Voting,
    /// The rule that decides, and its options.
    pub counting: Counting,
    /// Rules set beside it.
    pub compare: Vec<crate::budgeting::rules::Rule>,
    /// What a reader of the report should know about the file.
    pub notes: Vec<String>,
    /// Assumption sets that are believed: none in the vote itself, a camp's where it is asked what it makes of the result.
    pub assume: Vec<String>,
}

/// Names of the processes inside the program.
pub fn shipped() -> Vec<String> {
    let mut names: Vec<String> = EMBEDDED
        .files()
        .filter_map(|file| file.path().to_str()?.strip_suffix(ENDING).map(str::to_owned))
        .collect();
    names.sort();
    names
}

/// The file of a process: a path, or a name with the ending left out.
fn find(name: &str) -> Result<Source, Problem> {
    let ending = std::path::Path::new(name)
        .extension()
        .and_then(|ending| ending.to_str());
    if ending.is_some_and(|ending| TABLES.contains(&ending.to_ascii_lowercase().as_str())) {
        return Err(Problem::new(Fault::Joint(format!(
            "{name} is a table (of ballots or of projects), and this command wants a process file, which says what is voted on and \
             what it would change"
        )))
        .expecting(format!(
            "a file NAME{ENDING}; `carepool vote {name}` counts ballots alone (a CSV table with --projects PROJECTS.csv --budget AMOUNT)"
        )));
    }
    let full = if name.ends_with(".toml") {
        name.to_owned()
    } else {
        format!("{name}{ENDING}")
    };
    lookup::first(&full).map_err(|problem| {
        let names = shipped();
        problem.near(nearest(name, names.iter().map(String::as_str)))
    })
}

impl Process {
    /// Reads and checks a process file.
    #[cfg(feature = "internals")]
    pub fn load(name: &str, catalogue: &Catalogue) -> Result<Process, Problems> {
        Process::load_for(name, Voters::OfTheFile, catalogue)
    }

    /// The same for a vote whose voters may stand outside the file.
    pub fn load_for(name: &str, voters: Voters, catalogue: &Catalogue) -> Result<Process, Problems> {
        let process = Process::from_source(find(name)?, voters, catalogue)?;
        Ok(Process {
            asked: name.to_owned(),
            ..process
        })
    }

    /// From a text, as if it were a file beside the shipped ones.
    #[cfg(feature = "internals")]
    pub fn from_text(name: &str, text: &str, catalogue: &Catalogue) -> Result<Process, Problems> {
        Process::from_source(
            Source::new(name, crate::scenario::source::Root::Embedded, name, text.to_owned()),
            Voters::OfTheFile,
            catalogue,
        )
    }

    fn from_source(file: Source, voters: Voters, catalogue: &Catalogue) -> Result<Process, Problems> {
        let file = Arc::new(file);
        let mut problems = Problems::default();
        let whole = tree::parse(&file, &mut problems);
        if !problems.is_empty() {
            return Err(problems.sorted());
        }
        let process = read(&file, &whole, voters, &mut problems);
        // What is wrong with one part hides nothing of the others: whoever mends the file sees everything at once.
        process.conflicts(&mut problems);
        // What is wrong with the file already would be told once more in other words.
        if problems.is_empty() {
            process.can_be_counted(&mut problems);
        }
        // Without a base, that alone is wrong with all that stands on it.
        if !process.base.is_empty() {
            process.fits(catalogue, &mut problems);
        }
        let problems = problems.each_once();
        if problems.is_empty() {
            Ok(process)
        } else {
            Err(problems.sorted())
        }
    }

    /// Refuses two proposals that set the same thing: which of them held would depend on their order.
    fn conflicts(&self, problems: &mut Problems) {
        let mut known: Vec<(String, &str)> = Vec::new();
        for proposal in &self.proposals {
            for (key, place) in proposal.sets() {
                let clash = |other: &str| {
                    other == key || key.starts_with(&format!("{other}.")) || other.starts_with(&format!("{key}."))
                };
                // Alternatives are never funded together.
                let apart = |id: &str| {
                    let other = self.find(id).and_then(|at| self.proposals[at].one_of.as_ref());
                    proposal.one_of.is_some() && proposal.one_of.as_ref() == other
                };
                if let Some((_, other)) = known.iter().find(|(other, id)| clash(other) && !apart(id)) {
                    let fault = Fault::Joint(format!(
                        "`{key}` is set by `{other}` too: funded together, which of the two would hold? Give each its own, make one proposal of both, or make them alternatives with the same `one_of`"
                    ));
                    problems.push(Problem::at(
                        fault,
                        &place,
                        &format!("proposal.{}.patch.{key}", proposal.id),
                    ));
                } else {
                    known.push((key.clone(), &proposal.id));
                }
            }
        }
    }

    /// Builds the scenario in which everything is funded: every mistake in any patch shows there.
    fn fits(&self, catalogue: &Catalogue, problems: &mut Problems) {
        for set in std::iter::once(Vec::new()).chain(self.trial_sets()) {
            match self.scenario(&set, &[], catalogue) {
                Ok(scenario) if set.is_empty() => self.starts_in_time(scenario.start_year.0, problems),
                Ok(_) => {}
                Err(found) => {
                    // What is wrong with the base is wrong with everything.
                    problems
                        .0
                        .extend(found.0.into_iter().map(|problem| self.placed(problem)));
                    return;
                }
            }
        }
        if self.counting.options.partial {
            self.can_be_had_in_part(catalogue, problems);
        }
    }

    /// Refuses proposals of which the part that a rule may pay could not be had.
    fn can_be_had_in_part(&self, catalogue: &Catalogue, problems: &mut Problems) {
        for at in 0..self.proposals.len() {
            let Some(price) = &self.proposals[at].price else {
                continue;
            };
            let half = price / crate::budgeting::exact::whole(2);
            let (process, added) = self.with_parts(&[(at, half)]);
            if let Err(found) = process.scenario(&added, &[], catalogue) {
                problems.0.extend(found.0);
            }
        }
    }

    /// A problem with the base that has no place of its own (there is no such file) stands where the base is named.
    fn placed(&self, problem: Problem) -> Problem {
        if problem.place.is_some() {
            return problem;
        }
        Problem {
            place: self.base_place.clone(),
            key: if problem.key.is_empty() {
                "base".to_owned()
            } else {
                problem.key.clone()
            },
            ..problem
        }
    }

    /// Refuses what would start after the last projected year, or in the base year, to which the model is fitted with all that is
    /// done in it: it would be voted on and do nothing.
    pub fn starts_in_time(&self, base: u16, problems: &mut Problems) {
        let last = base.saturating_add(self.years.saturating_sub(1) as u16);
        let mut told: Vec<usize> = Vec::new();
        let in_time = |proposal: &&Proposal| proposal.start_year > base && proposal.start_year <= last;
        for proposal in self.proposals.iter().filter(|proposal| !in_time(proposal)) {
            let place = proposal.start_place.as_ref().unwrap_or(&proposal.place);
            // A year that holds for many proposals is wrong once.
            if told.contains(&place.span.start) {
                continue;
            }
            told.push(place.span.start);
            let fault = Fault::Joint(if proposal.start_year > last {
                format!(
                    "starts in {}, but the projection ends with {last}: it would do nothing",
                    proposal.start_year
                )
            } else {
                format!(
                    "starts in {}, and the model is fitted to {base}, the base year, with all that is done by then: it would change nothing",
                    proposal.start_year
                )
            });
            let key = format!("proposal.{}.start_year", proposal.id);
            let problem = Problem::at(fault, place, &key);
            problems.push(problem.expecting(format!(
                "a year from {} to {last}, or more `years` (now {})",
                base.saturating_add(1),
                self.years
            )));
        }
    }

    /// The proposal of a project's identifier.
    pub fn find(&self, id: &str) -> Option<usize> {
        self.proposals.iter().position(|proposal| proposal.id == id)
    }
}

/// The process, whatever is wrong with it: of what cannot be read, nothing stands in its place.
fn read(file: &Arc<Source>, whole: &Table, voters: Voters, problems: &mut Problems) -> Process {
    let top = Fields::new(whole, "");
    top.only(&keys::TOP, problems);
    let start = Place {
        source: file.clone(),
        span: 0..0,
    };
    let base = match top.text("base", problems) {
        Some(base) => base,
        None => {
            if top.entry("base").is_none() {
                top.missing(
                    "base",
                    "the scenario that all this changes, such as \"england.toml\"",
                    Some(&start),
                    problems,
                );
            }
            String::new()
        }
    };
    let voting = voting::read(file, &top, &start, voters, problems);
    let defaults = Defaults {
        payer: top.word("payer", &Purse::WORDS, problems).unwrap_or(Purse::Tax),
        start_year: top.year("start_year", problems).unwrap_or(DECISION_YEAR),
        ramp_years: top.number("ramp_years", "years", (0.0, 50.0), problems).unwrap_or(0.0),
        priced_by_ballots: matches!(voting, Some(Voting::Ballots { .. })),
    };
    let tables = top.tables("proposal", problems);
    let is_off = |fields: &Fields<'_>| fields.switch("enabled", &mut Problems::default()) == Some(false);
    let switched_off: Vec<String> = tables
        .iter()
        .filter(|(_, _, fields)| is_off(fields))
        .map(|(id, ..)| id.to_string())
        .collect();
    voting::none_for_what_is_off(voting.as_ref(), &tables, &switched_off, problems);
    let mut proposals: Vec<Proposal> = tables
        .into_iter()
        .filter_map(|(id, entry, fields)| proposal::read(id, entry, &fields, defaults, problems))
        .collect();
    // Of nothing there is nothing to decide: a penny is the least.
    let stated = top.number("budget", "£", (0.01, 1e13), problems).map(exact_pounds);
    let mut notes = Vec::new();
    let mut budget_known = true;
    let cast = match &voting {
        Some(Voting::Ballots { reading, name, .. }) => reading.election.as_ref().map(|election| (election, name)),
        _ => None,
    };
    let budget = match cast {
        Some((election, name)) => {
            voting::join(election, name, &mut proposals, defaults, &start, &mut notes, problems);
            notes.extend(voting::repairs(&voting));
            if let (Some(stated), Some(entry)) = (&stated, top.entry("budget"))
                && *stated != election.budget
            {
                let fault = Fault::Joint(format!(
                    "{name} says the budget is {}: let one of the two go, or make them equal",
                    crate::budgeting::exact::write_exact(&election.budget)
                ));
                problems.push(Problem::at(fault, &entry.node.place, "budget"));
            }
            if election.budget <= crate::budgeting::exact::whole(0)
                && let Some(entry) = top.entry("ballots")
            {
                let fault = Fault::Joint(format!("{name} has a budget of 0: there is nothing to decide about"));
                problems.push(Problem::at(fault, &entry.node.place, "ballots"));
            }
            election.budget.clone()
        }
        None => match stated {
            Some(budget) => budget,
            None => {
                if top.entry("budget").is_none() && top.entry("ballots").is_none() {
                    top.missing("budget", "a sum a year, such as \"£12m\"", Some(&start), problems);
                }
                budget_known = false;
                crate::budgeting::exact::whole(0)
            }
        },
    };
    for proposal in &mut proposals {
        if proposal.start_place.is_none() {
            proposal.start_place = top.entry("start_year").map(|entry| entry.node.place.clone());
        }
    }
    if proposals.is_empty() && problems.is_empty() {
        top.missing(
            "proposal",
            "at least one table `[proposal.NAME]`",
            Some(&start),
            problems,
        );
    }
    let stem = file.path.rsplit('/').next().unwrap_or(&file.path);
    let settings = top.table("scenario", problems).map(|fields| Layer {
        part: Part::Scenario,
        source: file.clone(),
        table: fields.table.clone(),
        stands: false,
    });
    let name = stem
        .strip_suffix(ENDING)
        .unwrap_or(stem.strip_suffix(".toml").unwrap_or(stem))
        .to_owned();
    let districts = districts::read(&top, &proposals, problems);
    // Cast ballots say who lives where.
    let simulated = top.entry("electorate").is_some();
    if let Some(Voting::Electorate(spec)) = voting.as_ref().filter(|_| simulated) {
        notes.extend(districts::told_of_the_rest(&districts));
        notes.extend(electing::told_of_homes(spec));
    }
    side_by_side::standing(&proposals, problems);
    notes.extend(side_by_side::of_one_title(&proposals));
    notes.extend(side_by_side::far_from_their_price(&proposals));
    let carried_over = top.number("carried_over", "£", (0.0, 1e13), problems).map(exact_pounds);
    let (budget, carried) = match carried_over {
        Some(sum) => {
            notes.push(format!(
                "{} of the budget was carried over from an earlier vote.",
                super::money::spoken_exactly(&sum)
            ));
            (budget + &sum, sum)
        }
        None => (budget, crate::budgeting::exact::whole(0)),
    };
    let districts_have: Rational = districts.iter().map(|district| &district.budget).sum();
    if let (true, Some(entry)) = (budget_known && districts_have > budget, top.entry("district")) {
        let fault = Fault::Joint(format!(
            "the districts have {} together, more than the whole budget of {}",
            super::money::spoken_exactly(&districts_have),
            super::money::spoken_exactly(&budget)
        ));
        problems.push(Problem::at(fault, &entry.key, "district"));
    }
    let whole_area = &budget - &carried - &districts_have;
    let phases = phases::read(&top, &proposals, Some(&whole_area).filter(|_| budget_known), problems);
    // Nothing need be known of the homes of voters who are not simulated.
    if simulated {
        side_by_side::touching(&proposals, voting.as_ref(), problems);
    }
    let counting = counting::read(&top, problems);
    let compare = counting::compared(&top, problems);
    let goals = goals::read(&top, problems);
    Process {
        title: top.text("title", problems).unwrap_or_else(|| name.clone()),
        description: top.text("description", problems).unwrap_or_default(),
        asked: name.clone(),
        name,
        file: file.clone(),
        base,
        base_place: top.entry("base").map(|entry| entry.node.place.clone()),
        ballots_place: top.entry("ballots").map(|entry| entry.node.place.clone()),
        settings,
        national: top.switch("national", problems).unwrap_or(false),
        area: None,
        told: Vec::new(),
        reach: None,
        budget,
        carried_over: carried,
        years: top.whole("years", (2, 60), problems).unwrap_or(YEARS) as usize,
        goals,
        proposals,
        switched_off,
        districts,
        phases,
        voting: voting.unwrap_or_else(|| Voting::Ballots {
            name: String::new(),
            reading: Box::new(pabulib::read_bytes(Vec::new(), false)),
            sha256: String::new(),
        }),
        counting,
        compare,
        notes,
        assume: Vec::new(),
    }
}

/// First year of what is decided, unless the file says otherwise: the second after the base year of the shipped tables.
const DECISION_YEAR: u16 = 2026;
