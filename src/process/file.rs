//! The process file: proposals, a budget, who votes, the rule. Read twice over: raw tree in, checked process out.
//!
//! Proposals are kept in the order of their keys, so that the order in which they are written changes nothing.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::counting::{self, Counting};
use super::districts::{self, District};
use super::electing::{self, ElectorateSpec};
use super::fields::Fields;
use super::goals::{self, Goal};
use super::keys;
use super::money::exact_pounds;
use super::phases;
use super::proposal::{self, Defaults, Proposal, Purse};
use super::reach::Reach;
use crate::budgeting::Rational;
use crate::budgeting::electorate::Near;
use crate::budgeting::limits::{circle_of, circle_told, torn_of, torn_told};
use crate::budgeting::pabulib::{self, Reading};
use crate::scenario::Catalogue;
use crate::scenario::layer::{Layer, Part};
use crate::scenario::lookup;
use crate::scenario::problem::{Fault, Place, Problem, Problems, nearest};
use crate::scenario::source::{EMBEDDED, Source};
use crate::scenario::tree::{self, Table, Value};

/// Ending of process files.
pub const ENDING: &str = ".budget.toml";
/// Endings of files that hold ballots or projects, and no process.
const TABLES: [&str; 6] = ["csv", "tsv", "pb", "xlsx", "xls", "ods"];
/// Years projected unless the file says otherwise: the base year and ten on.
const YEARS: u64 = 11;
/// Whether a process file must say who votes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voters {
    /// It must.
    OfTheFile,
    /// It need not: a room votes, or ballots of another file are counted. What it says all the same is checked.
    Elsewhere,
}

/// Who votes.
#[derive(Clone, Debug)]
pub enum Voting {
    /// Ballots of a Pabulib file.
    Ballots {
        /// The file as named.
        name: String,
        /// What was read.
        reading: Box<Reading>,
        /// SHA-256 of its bytes.
        sha256: String,
    },
    /// Ballots of a simulated electorate.
    Electorate(Box<ElectorateSpec>),
}

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
    let voting = voting(file, &top, &start, voters, problems);
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
    if let Some(Voting::Ballots { reading, name, .. }) = &voting
        && let Some(election) = &reading.election
    {
        for (id, entry, _) in tables.iter().filter(|(id, ..)| switched_off.contains(&id.to_string())) {
            if election.projects.iter().any(|project| project.id == **id) {
                let fault = Fault::Joint(format!(
                    "`proposal.{id}` is switched off, and {name} has votes for it: a proposal that is out of the vote is `vetoed = \"why\"`"
                ));
                problems.push(Problem::at(fault, &entry.key, &format!("proposal.{id}")));
            }
        }
    }
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
            join(election, name, &mut proposals, defaults, &start, &mut notes, problems);
            notes.extend(repairs(&voting));
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
    if simulated && matches!(&voting, Some(Voting::Electorate(_))) {
        notes.extend(districts::told_of_the_rest(&districts));
    }
    standing(&proposals, problems);
    notes.extend(of_one_title(&proposals));
    notes.extend(far_from_their_price(&proposals));
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
        touching(&proposals, voting.as_ref(), problems);
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

/// That proposals have one title: on a ballot paper nobody can tell them apart.
fn of_one_title(proposals: &[Proposal]) -> Vec<String> {
    let mut by_title: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for proposal in proposals {
        let title = proposal.title.trim().to_lowercase();
        by_title.entry(title).or_default().push(&proposal.id);
    }
    let twice = by_title
        .into_iter()
        .filter(|(title, ids)| !title.is_empty() && ids.len() > 1);
    twice
        .map(|(title, ids)| {
            format!(
                "{} proposals have one title, “{title}” ({}): voters cannot tell them apart.",
                ids.len(),
                ids.join(", ")
            )
        })
        .collect()
}

/// That proposals cost the model another sum than the one at which they are voted on: a slip of the pen, more often than a belief.
fn far_from_their_price(proposals: &[Proposal]) -> Vec<String> {
    const TIMES: f64 = 2.0;
    let told = |proposal: &Proposal| {
        let price = proposal.price.as_ref().map(crate::budgeting::exact::approximate)?;
        let cost = proposal.cost.as_ref()?;
        let middle = cost.quantile(0.5);
        let apart = price > TIMES * cost.quantile(0.9) || price < cost.quantile(0.1) / TIMES;
        apart.then(|| {
            format!(
                "{} is voted on at {} and costs {} (`cost`), at the middle of what is believed.",
                proposal.title,
                super::money::spoken(price),
                super::money::spoken(middle)
            )
        })
    };
    proposals.iter().filter_map(told).collect()
}

/// Refuses what proposals say of one another and cannot be: a need that is no proposal, one's own, of another district or among
/// one's own alternatives; alternatives of one; pinned and vetoed at once; two pinned alternatives.
fn standing(proposals: &[Proposal], problems: &mut Problems) {
    let place = |id: &str| proposals.iter().position(|other| other.id == id);
    let needs: Vec<(usize, usize)> = proposals
        .iter()
        .enumerate()
        .filter(|(_, one)| one.pinned.is_none())
        .flat_map(|(at, one)| one.needs.iter().filter_map(move |id| Some((at, place(id)?))))
        .collect();
    let mut wrong = |proposal: &Proposal, name: &str, what: String| {
        let key = format!("proposal.{}.{name}", proposal.id);
        problems.push(Problem::at(Fault::Joint(what), &proposal.place, &key));
    };
    if let Some(circle) = circle_of(&needs).filter(|circle| circle.len() > 1) {
        let ids: Vec<&str> = circle.iter().map(|at| proposals[*at].id.as_str()).collect();
        wrong(&proposals[circle[0]], "needs", circle_told(&ids));
    }
    let mut alternatives: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, one) in proposals.iter().enumerate().filter(|(_, one)| one.pinned.is_none()) {
        if let Some(group) = &one.one_of {
            alternatives.entry(group).or_default().push(at);
        }
    }
    let alternatives: Vec<Vec<usize>> = alternatives.into_values().collect();
    // That it needs one of its own alternatives is told below, with what to do.
    if let Some(torn) = torn_of(&needs, &alternatives).filter(|torn| torn[0] != torn[1]) {
        wrong(
            &proposals[torn[0]],
            "needs",
            torn_told(torn.map(|at| proposals[at].id.as_str())),
        );
    }
    for proposal in proposals {
        // Money is spent by the price, and a second time by what the patch adds.
        let adds = |section: &&&str| {
            let funding = proposal.patch.get("funding").map(|entry| &entry.node.value);
            let of = |name: &str| match funding {
                Some(Value::Table(table)) => table.get(name).map(|entry| &entry.node.value),
                _ => None,
            };
            matches!(of(section), Some(Value::Table(table)) if table.contains_key("addition"))
        };
        if let Some(section) = ["nhs", "council", "public_health"]
            .iter()
            .find(adds)
            .filter(|_| proposal.charged)
        {
            wrong(
                proposal,
                "patch",
                format!(
                    "adds money by `funding.{section}.addition`, and its own cost is charged besides, so that it would be spent twice: leave the addition \
                     out (`into` says where the money goes), or let the model charge it (`charge = \"model\"`)"
                ),
            );
        }
        for needed in &proposal.needs {
            match proposals.iter().find(|other| other.id == *needed) {
                None => {
                    let near = nearest(needed, proposals.iter().map(|other| other.id.as_str()));
                    let near = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
                    wrong(
                        proposal,
                        "needs",
                        format!("needs `{needed}`, which is no proposal{near}"),
                    );
                }
                Some(other) if other.id == proposal.id => {
                    wrong(proposal, "needs", "cannot need itself".to_owned());
                }
                Some(other) if other.district != proposal.district => {
                    wrong(
                        proposal,
                        "needs",
                        format!("needs `{needed}`, which another district decides about"),
                    );
                }
                Some(other) if other.one_of.is_some() && other.one_of == proposal.one_of => {
                    wrong(
                        proposal,
                        "needs",
                        format!("needs `{needed}`, of which it is an alternative"),
                    );
                }
                Some(other) if proposal.pinned.is_some() && other.pinned.is_none() => {
                    wrong(
                        proposal,
                        "pinned",
                        format!(
                            "is pinned and needs `{needed}`, which is not: pin that too, or let the vote decide about both"
                        ),
                    );
                }
                Some(_) => {}
            }
        }
        if proposal.pinned.is_some() && proposal.vetoed.is_some() {
            wrong(proposal, "pinned", "cannot be pinned and vetoed at once".to_owned());
        }
        let Some(group) = &proposal.one_of else { continue };
        let others: Vec<&Proposal> = proposals
            .iter()
            .filter(|other| other.id != proposal.id && other.one_of.as_ref() == Some(group))
            .collect();
        if others.is_empty() {
            wrong(
                proposal,
                "one_of",
                format!("is alone in `{group}`: an alternative needs another"),
            );
        }
        if let Some(other) = others.iter().find(|other| other.district != proposal.district) {
            wrong(
                proposal,
                "one_of",
                format!("and `{}` are decided about by different districts", other.id),
            );
        }
        if proposal.pinned.is_some() && others.iter().any(|other| other.pinned.is_some()) {
            wrong(proposal, "pinned", format!("two of `{group}` cannot both be pinned"));
        }
    }
}

/// Refuses proposals that touch people whom nobody can tell: without shares of parents there would be none.
fn touching(proposals: &[Proposal], voting: Option<&Voting>, problems: &mut Problems) {
    let Some(Voting::Electorate(spec)) = voting else {
        return;
    };
    for (near, word, shares) in [
        (Near::Parent, "parents", &spec.parents),
        (Near::Carer, "carers", &spec.carers),
    ] {
        let Some(proposal) = proposals.iter().find(|one| one.touches.contains(&near)) else {
            continue;
        };
        if shares.is_empty() {
            let key = format!("electorate.home.{word}");
            problems.push(
                Problem::at(Fault::Missing(key.clone()), &proposal.place, &key).expecting(format!(
                    "`{word}` under `[electorate.home]`: the part of each age group, eight shares from 0 to 1"
                )),
            );
        }
    }
}

/// First year of what is decided, unless the file says otherwise: the second after the base year of the shipped tables.
const DECISION_YEAR: u16 = 2026;

/// Ballots or an electorate: one of the two.
fn voting(
    file: &Arc<Source>,
    top: &Fields<'_>,
    start: &Place,
    voters: Voters,
    problems: &mut Problems,
) -> Option<Voting> {
    let electorate = top.table("electorate", problems);
    match (top.entry("ballots"), electorate) {
        (Some(entry), Some(_)) => {
            let fault = Fault::Joint("`ballots` and `[electorate]` both say who votes: one of them must go".into());
            problems.push(Problem::at(fault, &entry.key, "ballots"));
            None
        }
        (None, None) if voters == Voters::Elsewhere => {
            let nothing = Table::new();
            let spec = electing::read(&Fields::new(&nothing, "electorate"), problems);
            Some(Voting::Electorate(Box::new(spec)))
        }
        (None, None) => {
            let what = "who votes: `ballots = \"FILE.pb\"`, or a table `[electorate]` (`carepool workshop` needs neither: there the room votes)";
            top.missing("ballots", what, Some(start), problems);
            None
        }
        (None, Some(fields)) => Some(Voting::Electorate(Box::new(electing::read(&fields, problems)))),
        (Some(entry), None) => {
            let Value::Text(name) = &entry.node.value else {
                top.text("ballots", problems);
                return None;
            };
            let found = match lookup::data(file, name) {
                Ok(found) => found,
                Err(problem) => {
                    problems.push(no_ballots(problem, name, &entry.node.place));
                    return None;
                }
            };
            let sha256 = found.sha256.clone();
            let mut reading = pabulib::read_bytes(found.text.into_bytes(), false);
            if let Some(election) = reading.election.as_mut() {
                election.take_stated_limits();
            }
            // Nothing is decided on a repair that may change who wins.
            let asked_for = top.switch("repair", problems).unwrap_or(false);
            let doubts = !reading.doubts().is_empty() && !asked_for;
            if reading.document.opened.is_empty() && !reading.document.is_too_long() {
                let fault = Fault::Joint(format!(
                    "{name} is no Pabulib file: it has none of the lines META, PROJECTS and VOTES. If it is a table of ballots, make a \
                     Pabulib file of it first: `carepool vote {name} --projects PROJECTS.csv --budget AMOUNT --normalise > ballots.pb`, \
                     and name that here"
                ));
                problems.push(Problem::at(fault, &entry.node.place, "ballots"));
                return None;
            }
            if reading.is_hopeless() || doubts {
                let worst: Vec<String> = reading
                    .problems
                    .iter()
                    .filter(|problem| problem.severity >= pabulib::Severity::Error && (problem.doubtful || !doubts))
                    .map(|problem| match problem.line {
                        Some(line) => format!("line {line}: {}", problem.message),
                        None => problem.message.clone(),
                    })
                    .collect();
                let fault = Fault::Joint(format!(
                    "{name} holds no election that can be counted: {}{}",
                    worst.join("; "),
                    if doubts {
                        ". Mend these lines, or write `repair = true` beside `ballots` to count as each says"
                    } else {
                        ""
                    }
                ));
                problems.push(Problem::at(fault, &entry.node.place, "ballots"));
                return None;
            }
            Some(Voting::Ballots {
                name: name.clone(),
                reading: Box::new(reading),
                sha256,
            })
        }
    }
}

/// What was read in the ballots otherwise than it stands there, for readers of the report.
fn repairs(voting: &Option<Voting>) -> Vec<String> {
    let Some(Voting::Ballots { name, reading, .. }) = voting else {
        return Vec::new();
    };
    let told = |problem: &&pabulib::Problem| match problem.line {
        Some(line) => format!("{name}, line {line}: {}.", problem.message),
        None => format!("{name}: {}.", problem.message),
    };
    let passed_over = [
        pabulib::NOT_READ,
        pabulib::META_UNKNOWN,
        pabulib::NO_CEILING,
        pabulib::LEFTOVER,
        pabulib::PROJECT_COST,
        pabulib::SCORING,
    ];
    let warned = |problem: &&pabulib::Problem| problem.severity == pabulib::Severity::Warning;
    let not_read = reading
        .problems
        .iter()
        .filter(warned)
        .filter(|problem| passed_over.contains(&problem.kind));
    let tallies = pabulib::tallies_told(reading);
    let all = reading.repairs().into_iter().chain(not_read).chain(&tallies);
    all.map(|problem| told(&problem)).collect()
}

/// Why a ballots file cannot be read, in terms of ballots: the words for scenario files would send a reader elsewhere.
fn no_ballots(problem: Problem, name: &str, place: &Place) -> Problem {
    let (fault, expected) = match problem.fault {
        Fault::NotFound { looked, .. } => (
            Fault::Joint(format!(
                "no ballots file {name} for the key `ballots`; looked in {looked}"
            )),
            Some("the name of a Pabulib file (.pb) beside the process file"),
        ),
        Fault::Escapes { .. } => (
            Fault::Joint(format!(
                "the ballots file {name} lies outside the folder of the process file"
            )),
            Some("a name without a leading `/` or `..`: put a copy of the file beside the process file"),
        ),
        other => (other, None),
    };
    Problem {
        fault,
        place: Some(place.clone()),
        key: "ballots".to_owned(),
        expected: expected.map(str::to_owned).or(problem.expected),
        nearest: problem.nearest,
    }
}

/// Lays proposals beside the projects of a ballot file: every proposal is on the ballot, at the ballot's price.
fn join(
    election: &crate::budgeting::Election,
    name: &str,
    proposals: &mut Vec<Proposal>,
    defaults: Defaults,
    start: &Place,
    notes: &mut Vec<String>,
    problems: &mut Problems,
) {
    for proposal in proposals.iter_mut() {
        let Some(at) = election.find(&proposal.id) else {
            let ids = election.projects.iter().map(|project| project.id.as_str());
            let key = format!("proposal.{}", proposal.id);
            problems.push(
                Problem::at(Fault::UnknownWord(proposal.id.clone()), &proposal.place, &key)
                    .expecting(format!("the identifier of a project in {name}"))
                    .near(nearest(&proposal.id, ids)),
            );
            continue;
        };
        let cost = &election.projects[at].cost;
        match &proposal.price {
            Some(price) if price != cost => {
                let fault = Fault::Joint(format!(
                    "{name} prices it at {}: let one of the two go, or make them equal",
                    crate::budgeting::exact::write_exact(cost)
                ));
                problems.push(Problem::at(
                    fault,
                    &proposal.place,
                    &format!("proposal.{}.price", proposal.id),
                ));
            }
            _ => proposal.price = Some(cost.clone()),
        }
    }
    let mut unknown = Vec::new();
    for project in &election.projects {
        if !proposals.iter().any(|proposal| proposal.id == project.id) {
            unknown.push(project.title().to_owned());
            let proposal = Proposal::unknown(&project.id, project.title(), project.cost.clone(), defaults, start);
            proposals.push(proposal);
        }
    }
    proposals.sort_by(|a, b| a.id.cmp(&b.id));
    if !unknown.is_empty() {
        notes.push(format!(
            "Of {} project{} on the ballot the process file does not say what {} would change ({}): in the projection {} money and change nothing.",
            unknown.len(),
            if unknown.len() == 1 { "" } else { "s" },
            if unknown.len() == 1 { "it" } else { "they" },
            unknown.join("; "),
            if unknown.len() == 1 { "it costs" } else { "they cost" },
        ));
    }
}
