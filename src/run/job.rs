//! A run made ready: scenarios loaded and checked, tables read once, identity worked out.
//!
//! Two identities are kept apart. The *numbers* of a draw depend on the program, scenarios, data, seed, people and
//! years; the *run* depends on how many draws there are and which are written too. Chunks of draws carry the first, so
//! that a run broken off may be taken up with more or fewer draws; a folder of results carries the second.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::choices::Choices;
use super::error::{Error, LAST_YEAR};
use super::published::published;
use crate::places;
use crate::projection::plans::together;
use crate::projection::{Engine, Plan, Plans, PlansError, past};
use crate::projection::{chosen, tried};
use crate::results::description::{MOST, against};
use crate::results::{Identity, Request, Shape};
use crate::scenario::{Catalogue, Design, Input, Over, Sampler, Scenario};
use crate::world::{Past, Year};

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
    pub(crate) engine: Engine,
    /// What the numbers are.
    pub shape: Shape,
    /// What a draw's numbers depend on.
    pub(crate) numbers: Identity,
    /// What the run's files depend on.
    pub(crate) identity: Identity,
    /// Every file read: name and SHA-256.
    pub(crate) inputs: BTreeMap<String, String>,
    /// What a reader should know of the places in which it happens, if they are not the country.
    places: Vec<String>,
    /// Published figures of the base year, as a table; empty if there are none.
    pub(crate) published: String,
    /// What was published before the first year.
    pub(crate) past: Vec<Past>,
    /// What the charts mark of the scenarios' choices.
    pub(crate) choices: Choices,
    /// Levers of one's own that moved nothing when they were tried, once that was asked.
    tried: OnceLock<Vec<String>>,
}

/// The design of a name used on the command line and in manifests.
fn design(name: &str) -> Option<Design> {
    match name {
        "plain" => Some(Design::Plain),
        "latin-hypercube" => Some(Design::LatinHypercube),
        "sobol" => Some(Design::Sobol),
        _ => None,
    }
}

impl Job {
    /// Loads and checks everything that a request names.
    pub fn prepare(mut request: Request, catalogue: &Catalogue) -> Result<Job, Error> {
        let design = design(&request.sampling).ok_or_else(|| Error::Sampling(request.sampling.clone()))?;
        let (draws, people, years) = (request.draws, request.people, request.years);
        if draws == 0 || people == 0 || years == 0 {
            return Err(Error::Empty { draws, people, years });
        }
        if draws > MOST.0 || people > MOST.1 || years > MOST.2 {
            return Err(Error::TooLarge { draws, people, years });
        }
        let over = Over {
            assume: &request.assume,
            set: &request.set,
            ..Over::default()
        };
        let areas = places::layers(&request.areas, catalogue)?;
        let mut told = places::sentences(&request.areas, catalogue)?;
        let plans = match request.scenarios.as_slice() {
            // Several places are compared with one another, not each with itself.
            [only] if request.beside_base && areas.len() < 2 => {
                let area = areas.first();
                Plans::beside_base(only, Over { area, ..over }, catalogue)?
            }
            names => Plans::load_in(&areas, names, over, catalogue)?,
        };
        told.extend(plans.told());
        let own = together(plans.shown().map(|plan| &plan.scenario))?;
        if !own.is_empty() {
            told.push(format!(
                "every scenario of this run believes what {} does: {}",
                plans
                    .shown()
                    .find(|plan| plan.scenario.believes == own)
                    .map_or("one", |plan| plan.name.as_str()),
                own.words()
            ));
            let all = own.beneath(&request.assume, &request.set);
            (request.assume, request.set) = (all.assume, all.set);
        }
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
        let Some(first) = engine.plans.first() else {
            return Err(PlansError::None.into());
        };
        let start = first.scenario.start_year;
        let last = usize::from(start.0) + request.years - 1;
        if last > usize::from(LAST_YEAR) {
            return Err(Error::TooLong {
                years: request.years,
                start,
                last,
            });
        }
        let years = (0..request.years).map(|index| start.plus(index as u16)).collect();
        let names = engine.plans.shown().map(|plan| plan.name.clone()).collect();
        let shape = Shape::new(names, years);
        let (published, extra) = published(&first.scenario);
        let past = past(&first.scenario).map_err(PlansError::from)?;
        let mut inputs = BTreeMap::new();
        for plan in engine.plans.iter() {
            let all = plan.scenario.inputs.iter().chain(&plan.tables.inputs).chain(&extra);
            // What was typed as --set stands in the request.
            for Input { name, sha256, .. } in all.filter(|input| input.origin != "command line") {
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
        for plan in engine.plans.iter() {
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
            "{}\ndraws {}\ngroups {}\nset {:?}\n{}{}",
            numbers.hex(),
            request.draws,
            request.keep_groups,
            request.set,
            match request.areas.as_slice() {
                [] if request.all_csv => "all csv\n".to_string(),
                [] => String::new(),
                areas if request.all_csv => format!("areas {areas:?}\nall csv\n"),
                areas => format!("areas {areas:?}\n"),
            },
            files.join("\n")
        ));
        let choices = Choices::of(&engine.plans, &shape.years, catalogue);
        Ok(Job {
            request,
            engine,
            shape,
            numbers,
            identity,
            inputs,
            places: told,
            published,
            past,
            choices,
            tried: OnceLock::new(),
        })
    }

    /// Draws that are run again with other luck, to tell sampling noise from uncertainty.
    pub fn luck_draws(&self) -> usize {
        self.request.draws.min((self.request.draws / 10).max(20))
    }

    /// With which scenario each is compared, by its position in the results.
    pub fn against(&self) -> Vec<usize> {
        against(&self.shown().map(Plan::place).collect::<Vec<_>>())
    }

    /// Each scenario in the results, and the one of the same place from which it tells what a policy does.
    pub(crate) fn beside(&self) -> impl Iterator<Item = (&Plan, Option<&Plan>)> {
        let shown: Vec<&Plan> = self.shown().collect();
        let against = self.against();
        (0..shown.len()).map(move |at| {
            let (plan, base) = (shown[at], shown[against[at]]);
            (
                plan,
                (against[at] != at && base.place() == plan.place()).then_some(base),
            )
        })
    }

    /// What a reader should know of the scenarios' files: values that act in no year, or not in those that they name, and levers that moved
    /// nothing when they were tried.
    pub fn notes(&self) -> Vec<String> {
        let mut all = self.places.clone();
        all.extend(self.notes_of_scenarios());
        all.extend(self.notes_of_trials(&all));
        all
    }

    /// The same without what is told of the places themselves, and without trying anything out.
    pub fn notes_of_scenarios(&self) -> Vec<String> {
        let last = self.shape.years.last().copied().unwrap_or(Year(0));
        let mut all = Vec::new();
        all.extend(notes(self.shown().map(|plan| &plan.scenario), last));
        for (plan, base) in self.beside() {
            if let Some(base) = base.filter(|base| base.tables.people.population != plan.tables.people.population) {
                all.push(format!(
                    "{} has other people than {}: what differs between the two differs between places, and is not what a policy does",
                    plan.name, base.name
                ));
            }
            let base = base.map(|plan| &plan.scenario);
            let years = &self.shape.years;
            all.extend(chosen::told(&plan.name, &plan.scenario, &plan.tables, base, years));
        }
        all
    }

    /// Levers of one's own that move nothing when they are tried: small projections, run once.
    fn notes_of_trials(&self, known: &[String]) -> Vec<String> {
        let catalogue = crate::projection::catalogue();
        let told = || tried::told(&self.engine.plans, &self.shape.years, known, &catalogue);
        self.tried.get_or_init(told).clone()
    }

    /// The one place in which all of the run happens, as a word for names of files; nothing for the country or for several.
    pub fn place(&self) -> Option<&str> {
        let mut slugs = self.shown().map(Plan::place);
        let first = slugs.next()??;
        slugs.all(|slug| slug == Some(first)).then_some(first)
    }

    /// What is believed whoever is asked, as `key=value`: by a scenario's file (`believe`), or as typed.
    pub fn fixed_beliefs(&self) -> Vec<String> {
        let catalogue = crate::projection::catalogue();
        let believed = |text: &&String| {
            let key = text.split('=').next().unwrap_or_default().trim();
            catalogue.get(key).is_some_and(|spec| spec.nature.is_believed())
        };
        let by_files = self.shown().flat_map(|plan| &plan.scenario.believes.set);
        let mut all: Vec<String> = Vec::new();
        for text in by_files.chain(&self.request.set).filter(believed) {
            if !all.contains(text) {
                all.push(text.clone());
            }
        }
        all
    }

    /// Their titles: where two have the same, each with its name, so that no sentence is about either.
    pub fn titles(&self) -> Vec<String> {
        let alike = |title: &str| {
            self.shown()
                .filter(|plan| plan.scenario.title.trim() == title.trim())
                .count()
                > 1
        };
        self.shown()
            .map(|plan| match plan.scenario.title.as_str() {
                title if alike(title) => format!("{title} ({})", plan.name),
                title => title.to_owned(),
            })
            .collect()
    }

    /// The scenarios in the results, in order.
    pub(crate) fn shown(&self) -> impl Iterator<Item = &Plan> {
        self.engine.plans.shown()
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
