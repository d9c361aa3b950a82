//! A run made ready: scenarios loaded and checked, tables read once, identity worked out.
//!
//! Two identities are kept apart. The *numbers* of a draw depend on the program, scenarios, data, seed, people and
//! years; the *run* depends on how many draws there are and which are written too. Chunks of draws carry the first, so
//! that a run broken off may be taken up with more or fewer draws; a folder of results carries the second.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::base_year;
use super::format::{Failure, short};
use crate::projection::{Engine, Plan, Tables};
use crate::results::{Assumption, Change, Identity, Request, RunDescription, ScenarioDescription, Shape};
use crate::scenario::evidence::IntervalKind;
use crate::scenario::{Catalogue, Design, Input, Library, Over, Sampler, Scenario, difference};
use crate::world::Year;

/// Draws in a chunk: small enough to lose little and to keep every thread busy to the end.
pub const CHUNK: usize = 20;
/// Version of the program, with the fingerprint of its source.
pub const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "+", env!("CAREPOOL_CODE"));

/// A run made ready.
#[derive(Debug)]
pub struct Job {
    /// What was asked for.
    pub request: Request,
    /// What computes it.
    pub engine: Engine,
    /// What the numbers are.
    pub shape: Shape,
    /// What a draw's numbers depend on.
    pub numbers: Identity,
    /// What the run's files depend on.
    pub identity: Identity,
    /// Every file read: name and SHA-256.
    pub inputs: BTreeMap<String, String>,
    /// Published figures of the base year, as a table; empty if there are none.
    pub published: String,
}

/// The design of a name used on the command line and in manifests.
pub fn design(name: &str) -> Option<Design> {
    match name {
        "plain" => Some(Design::Plain),
        "latin-hypercube" => Some(Design::LatinHypercube),
        "sobol" => Some(Design::Sobol),
        _ => None,
    }
}

impl Job {
    /// Loads and checks everything that a request names.
    pub fn prepare(request: Request, catalogue: &Catalogue) -> Result<Job, Failure> {
        let design =
            design(&request.sampling).ok_or_else(|| Failure::Refused(format!("no sampling `{}`", request.sampling)))?;
        let plans = plans(&request, catalogue)?;
        let sampler = Sampler {
            seed: request.seed,
            design,
            draws: request.draws as u64,
        };
        let engine = Engine {
            plans,
            sampler,
            people: request.people,
            years: request.years,
        };
        let shown = engine.shown();
        let Some(first) = shown.first().map(|at| &engine.plans[*at]) else {
            return Err(Failure::Refused("no scenario".to_string()));
        };
        let start = first.scenario.start_year;
        let last = usize::from(start.0) + request.years - 1;
        if last > usize::from(LAST_YEAR) {
            return Err(Failure::Refused(format!(
                "{} years from {start} end in {last}; the projection tables end before {LAST_YEAR}: ask for fewer --years",
                request.years
            )));
        }
        let years = (0..request.years).map(|index| start.plus(index as u16)).collect();
        let names = shown.iter().map(|at| engine.plans[*at].name.clone()).collect();
        let shape = Shape::new(names, years);
        let (published, extra) = base_year::published(&first.scenario);
        let mut inputs = BTreeMap::new();
        for plan in &engine.plans {
            let all = plan.scenario.inputs.iter().chain(&plan.tables.inputs).chain(&extra);
            // What was typed as --set stands in the request.
            for Input { name, sha256, origin } in all.filter(|input| input.origin != "command line") {
                let _ = origin;
                inputs.insert(name.clone(), sha256.clone());
            }
        }
        let mut text = format!(
            "carepool {VERSION}\nseed {}\npeople {}\nyears {}\nsampling {}\n",
            request.seed, request.people, request.years, request.sampling
        );
        if design == Design::LatinHypercube {
            text.push_str(&format!("strata {}\n", request.draws));
        }
        for plan in &engine.plans {
            let data: Vec<&str> = plan.tables.inputs.iter().map(|input| input.sha256.as_str()).collect();
            text.push_str(&format!(
                "scenario {} {} {:?} {} {}\n",
                plan.name,
                plan.scenario.hash(),
                plan.same_money_as,
                plan.shown,
                data.join(" ")
            ));
        }
        let numbers = Identity::of(&text);
        // Titles and sources are printed in the results, so files that differ in words only are another run.
        let files: Vec<String> = inputs.iter().map(|(name, hash)| format!("{name} {hash}")).collect();
        let identity = Identity::of(&format!(
            "{}\ndraws {}\ngroups {}\nset {:?}\n{}",
            numbers.hex(),
            request.draws,
            request.keep_groups,
            request.set,
            files.join("\n")
        ));
        Ok(Job {
            request,
            engine,
            shape,
            numbers,
            identity,
            inputs,
            published,
        })
    }

    /// Draws that are run again with other luck, to tell sampling noise from uncertainty.
    pub fn luck_draws(&self) -> usize {
        self.request.draws.min((self.request.draws / 10).max(20))
    }

    /// What a reader should know of the scenarios' files: values that act in no year, or not in those that they name.
    pub fn notes(&self) -> Vec<String> {
        let last = self.shape.years.last().copied().unwrap_or(Year(0));
        notes(self.shown().map(|plan| &plan.scenario), last)
    }

    /// The scenarios in the results, in order.
    pub fn shown(&self) -> impl Iterator<Item = &Plan> {
        self.engine.plans.iter().filter(|plan| plan.shown)
    }

    /// The run in words, with its assumptions and their evidence.
    pub fn describe(&self) -> RunDescription {
        let request = &self.request;
        let shown: Vec<&Plan> = self.shown().collect();
        let titles: Vec<&str> = shown.iter().map(|plan| plan.scenario.title.as_str()).collect();
        let title = match titles.as_slice() {
            [first, others @ ..] if !others.is_empty() => format!("{first} against {}", others.join(" and ")),
            other => other.concat(),
        };
        let (assumptions, changes) = assumed(&shown);
        RunDescription {
            title,
            scenarios: shown
                .iter()
                .map(|plan| ScenarioDescription {
                    name: plan.name.clone(),
                    title: plan.scenario.title.clone(),
                    description: plan.scenario.description.clone(),
                })
                .collect(),
            seed: request.seed,
            draws: request.draws,
            luck_draws: self.luck_draws(),
            people: request.people,
            first_year: self.shape.years.first().map_or(0, |year| year.0),
            years: request.years,
            version: env!("CARGO_PKG_VERSION").to_string(),
            command: command(request),
            changes,
            notes: self.notes(),
            assumptions,
        }
    }
}

/// What is to be told of some scenarios in a run whose last year is this one, each thing once.
pub fn notes<'s>(scenarios: impl Iterator<Item = &'s Scenario>, last: Year) -> Vec<String> {
    let mut notes: Vec<String> = Vec::new();
    for note in scenarios.flat_map(|scenario| scenario.notes(last)) {
        if !notes.contains(&note) {
            notes.push(note);
        }
    }
    notes
}

/// Says notes to whoever started the command.
pub fn tell(notes: &[String]) {
    for note in notes {
        eprintln!("note: {note}");
    }
}

/// The last year that can be projected: the tables' rates are held after their own last year, but not for ever.
const LAST_YEAR: u16 = 2124;

/// The command that repeats a request, the same for a run, its resumption and its shards.
pub fn command(request: &Request) -> String {
    let mut words: Vec<String> = vec!["carepool".into(), "run".into()];
    words.extend(request.scenarios.iter().map(|name| shell(name)));
    words.push(format!(
        "--draws {} --people {} --years {} --seed {}",
        request.draws, request.people, request.years, request.seed
    ));
    if request.sampling != "plain" {
        words.push(format!("--sampling {}", request.sampling));
    }
    words.extend(request.set.iter().map(|set| format!("--set {}", shell(set))));
    words.extend(request.assume.iter().map(|name| format!("--assume {}", shell(name))));
    if request.keep_groups {
        words.push("--keep-groups".into());
    }
    words.join(" ")
}

/// A word as a shell takes it for one.
pub fn shell(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./=,:+@%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_string()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

/// What the first of some scenarios assumes and the others assume otherwise, with its evidence; and what they change.
pub fn assumed(plans: &[&Plan]) -> (Vec<Assumption>, Vec<Change>) {
    let (mut assumptions, mut changes) = (Vec::new(), Vec::new());
    for (index, plan) in plans.iter().enumerate() {
        let found = if index == 0 {
            Vec::new()
        } else {
            difference(&plans[0].scenario, &plan.scenario)
        };
        for assumption in plan.scenario.assumptions() {
            // Of later scenarios only what is their own: the rest is the first's.
            if index == 0 || found.iter().any(|change| change.key == assumption.key) {
                assumptions.push(evidence(&plan.name, assumption, &plan.scenario.evidence().library));
            }
        }
        changes.extend(found.into_iter().map(|one| Change {
            scenario: plan.name.clone(),
            key: one.key,
            before: one.first.unwrap_or_default(),
            after: one.second.unwrap_or_default(),
            meaning: one.meaning,
        }));
    }
    (assumptions, changes)
}

/// What the interval of an assumption is: what it says itself or, if it rests on a published range, what that is.
fn interval(assumption: &crate::scenario::Assumption, library: &Library) -> &'static str {
    if assumption.distribution.is_none() {
        return "";
    }
    match assumption.evidence("confidence") {
        "published interval" => "published interval",
        "published range" => "published range",
        _ => {
            let rows = assumption.backing.ids.iter().filter_map(|id| library.effects.get(id));
            let kinds = rows.filter_map(|row| row.interval).map(IntervalKind::word);
            // An effect is read from its rows; any other number only names them.
            let read = assumption
                .backing
                .effect
                .as_ref()
                .is_some_and(|effect| effect.unshrunk.is_empty());
            kinds.into_iter().next().filter(|_| read).unwrap_or("our judgement")
        }
    }
}

/// An assumption with its evidence, for the report.
fn evidence(scenario: &str, assumption: &crate::scenario::Assumption, library: &Library) -> Assumption {
    let value = match assumption.years.as_str() {
        "" => assumption.text.clone(),
        years => format!("{years}: {}", assumption.text),
    };
    let say = |key: &str| assumption.evidence(key).to_string();
    Assumption {
        scenario: scenario.to_string(),
        key: assumption.key.clone(),
        value,
        unit: assumption.unit.clone(),
        meaning: assumption.meaning.clone(),
        source: say("source"),
        url: say("url"),
        confidence: say("confidence"),
        note: say("note"),
        contrary: say("contrary"),
        layer: assumption.place.clone(),
        reading: assumption
            .backing
            .effect
            .as_ref()
            .map_or(String::new(), |effect| effect.used.word().to_string()),
        same_readings: assumption
            .backing
            .effect
            .as_ref()
            .is_some_and(|effect| !effect.differs()),
        evidence: assumption.backing.ids.join("; "),
        interval: interval(assumption, library).to_string(),
        checked: say("checked"),
        spread: assumption.distribution.as_ref().map_or(String::new(), |distribution| {
            format!(
                "{} to {}",
                short(distribution.quantile(0.1)),
                short(distribution.quantile(0.9))
            )
        }),
        claim: assumption.backing.claim.as_ref().map_or(String::new(), |id| {
            let title = library.effects.get(id).map_or("", |row| row.title.as_str());
            format!("{id}: {title}")
        }),
    }
}

/// Loads the scenarios, and the reference of a comparator that is not among them.
fn plans(request: &Request, catalogue: &Catalogue) -> Result<Vec<Plan>, Failure> {
    let over = Over {
        assume: &request.assume,
        set: &request.set,
    };
    let mut loaded: Vec<Scenario> = Vec::new();
    let mut problems = crate::scenario::Problems::default();
    for name in &request.scenarios {
        match Scenario::load_assuming(name, over, catalogue) {
            Ok(scenario) => loaded.push(scenario),
            Err(found) => problems.0.extend(found.0),
        }
    }
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let mut names: Vec<String> = Vec::new();
    for scenario in &loaded {
        let before = loaded[..names.len()]
            .iter()
            .filter(|other| other.name == scenario.name)
            .count();
        names.push(match before {
            0 => scenario.name.clone(),
            before => format!("{}#{}", scenario.name, before + 1),
        });
    }
    let asked = loaded.len();
    let mut same_money: Vec<Option<usize>> = Vec::new();
    for at in 0..asked {
        let link = match loaded[at].reference(over, catalogue) {
            None => None,
            Some(reference) => {
                let reference = reference?;
                if reference.same_money_as.is_some() {
                    return Err(Failure::Refused(format!(
                        "{} takes its money from {}, which takes its own from another scenario: name one with money of its own in same_money_as",
                        loaded[at].name, reference.name
                    )));
                }
                let known = loaded
                    .iter()
                    .position(|other| other.name == reference.name && other.hash() == reference.hash());
                Some(known.unwrap_or_else(|| {
                    names.push(format!("{} (unseen)", reference.name));
                    loaded.push(reference);
                    loaded.len() - 1
                }))
            }
        };
        same_money.push(link);
    }
    same_money.resize(loaded.len(), None);
    let Some(start) = loaded.first().map(|scenario| scenario.start_year) else {
        return Err(Failure::Refused("no scenario".to_string()));
    };
    if let Some(other) = loaded.iter().find(|other| other.start_year != start) {
        return Err(Failure::Refused(format!(
            "{} starts in {start} and {} in {}: scenarios of one run are compared year by year, so their start_year must be the same",
            loaded[0].name, other.name, other.start_year
        )));
    }
    let mut tables: Vec<(Vec<Input>, Arc<Tables>)> = Vec::new();
    let mut plans = Vec::new();
    for (at, scenario) in loaded.into_iter().enumerate() {
        plans.push(Plan {
            tables: shared(&scenario, &mut tables)?,
            name: names[at].clone(),
            same_money_as: same_money[at],
            shown: at < asked,
            scenario,
        });
    }
    let year = |plan: &Plan| -> Year { plan.scenario.start_year };
    debug_assert!(plans.iter().all(|plan| year(plan) == start));
    Ok(plans)
}

/// The tables of a scenario; those already read are shared, which also tells the engine that worlds start alike.
fn shared(scenario: &Scenario, known: &mut Vec<(Vec<Input>, Arc<Tables>)>) -> Result<Arc<Tables>, Failure> {
    let tables = Tables::load(scenario)?;
    let same = |a: &[Input], b: &[Input]| a.iter().map(|i| &i.sha256).eq(b.iter().map(|i| &i.sha256));
    if let Some((_, found)) = known.iter().find(|(inputs, _)| same(inputs, &tables.inputs)) {
        return Ok(found.clone());
    }
    let tables = Arc::new(tables);
    known.push((tables.inputs.clone(), tables.clone()));
    Ok(tables)
}
