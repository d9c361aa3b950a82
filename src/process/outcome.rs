//! The whole of it: effects of each proposal, the vote, the funded set, what the set does, and what would have done most.

use rayon::prelude::*;

use super::again::{Frequencies, Held, again, rules};
use super::contests::contests;
use super::count::{Cast, Counted, cast, count, refused};
use super::effects::{Kept, Projected, columns, mean, stats};
use super::file::{Process, Voting};
use super::gains::{GroupLevels, KINDS, kind};
use super::joint::{Gap, Joint, joint};
use super::money::Cost;
use super::patch::carrier;
use super::pool::{Expected, Found, Pool};
use super::proposal::Purse;
use super::stages::Stages;
use super::worlds::{Wanted, WorldsError, engine};
use crate::budgeting::{Election, Rational};
use crate::measures::{COST_PUBLIC, POPULATION};
use crate::projection::residents::Lived;
use crate::projection::{Plans, Progress, Shelf, lived, residents};
use crate::results::{Differences, Shape, Stats, Summary};
use crate::scenario::{Catalogue, Sampler};
use crate::world::{Group, Year};

/// How a process is computed.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Draws of the uncertain assumptions.
    pub draws: usize,
    /// Simulated people.
    pub people: usize,
    /// Years, the base year included.
    pub years: usize,
    /// Master seed.
    pub seed: u64,
    /// Electorates (or samples of real voters) over which the vote is repeated.
    pub electorates: usize,
    /// `key=value` laid over every world.
    pub overrides: Vec<String>,
    /// Whether to look for the votes and costs that would have won.
    pub margins: bool,
}

/// Draws in which people are followed one by one: enough for means, at a fraction of the time.
const FOLLOWED: usize = 24;

/// Minds by draws drawn anew over which repeated votes are spread: enough to tell how far a result hangs on the draws.
const MINDS: usize = 20;

/// What one proposal does alone.
#[derive(Clone, Debug)]
pub struct Alone {
    /// For each goal, gain against nothing; more is better.
    pub gains: Vec<Stats>,
    /// For each told measure, difference from nothing.
    pub differences: Vec<(Kept, Stats)>,
    /// Share of draws in which it costs more than its price.
    pub dearer: f64,
    /// What it costs a year [£]: 10%, 50% and 90% of draws lie below.
    pub cost: [f64; 3],
    /// Where the model charges it: what public spending is more in a year of full roll-out than with nothing funded [£].
    pub charged: Option<Stats>,
}

/// Everything that is told about a process.
#[derive(Debug)]
pub struct Outcome {
    /// How it was computed.
    pub settings: Settings,
    /// First projected year.
    pub start: Year,
    /// People in the base year.
    pub residents: f64,
    /// The ballots.
    pub cast: Cast,
    /// The rule that decides.
    pub decided: Counted,
    /// The rules beside it.
    pub others: Vec<Counted>,
    /// Funded proposals, ascending.
    pub funded: Vec<usize>,
    /// Proposals that are paid in part, and how much [£]: not among the funded.
    pub partly: Vec<(usize, Rational)>,
    /// What is left of the budget [£].
    pub left: Rational,
    /// Each proposal alone.
    pub alone: Vec<Alone>,
    /// What the model expects people to gain from each proposal; nothing where ballots come from a file.
    pub expected: Option<Expected>,
    /// Sets projected together: the funded one first.
    pub sets: Vec<Joint>,
    /// By goal.
    pub gaps: Vec<Gap>,
    /// What the funded set's money would do for each goal if services spent it as they spend theirs now; nothing where the
    /// set brings no new money.
    pub same_money: Option<Vec<Stats>>,
    /// Share of draws in which the funded set costs more than the budget.
    pub over_budget: f64,
    /// What the funded set costs more than the budget in those draws, on average [£].
    pub overspend: f64,
    /// The vote repeated.
    pub frequencies: Frequencies,
    /// Titles of the worlds in [`Outcome::summary`].
    pub worlds: Vec<Wanted>,
    /// Every measure: nothing, funded, and the same money spent as now.
    pub summary: Summary,
    /// Differences from nothing.
    pub differences: Differences,
    /// Plans of those worlds, for assumptions and inputs.
    pub plans: Plans,
}

impl Outcome {
    /// Whether a proposal is worse for all by the model: no group by age, area, sex or need gains from it on average or, where
    /// nobody is simulated, it is worse for every goal in nine draws of ten.
    pub fn worse_for_all(&self, proposal: usize) -> bool {
        match &self.expected {
            Some(expected) => expected.best_off[proposal] < 0.0,
            None => self.alone[proposal].gains.iter().all(|gain| gain.p("p90") < 0.0),
        }
    }

    /// The vote as it is held, repeated; nothing where it was not, or ballots are real.
    pub fn as_held(&self) -> Option<&Held> {
        self.frequencies.held.first()
    }
}

/// Carries a process out in memory.
#[cfg(feature = "internals")]
pub fn carry_out(
    process: &Process,
    settings: Settings,
    catalogue: &Catalogue,
    progress: &dyn Fn(&'static str, usize) -> Box<dyn Progress>,
) -> Result<Outcome, WorldsError> {
    go_on(process, settings, catalogue, progress, None)
}

/// Carries a process out; with stages, goes on from the draws that are kept.
pub fn go_on(
    process: &Process,
    settings: Settings,
    catalogue: &Catalogue,
    progress: &dyn Fn(&'static str, usize) -> Box<dyn Progress>,
    stages: Option<&Stages>,
) -> Result<Outcome, WorldsError> {
    // Whatever the file says, money is charged in every year that is projected.
    let process = &process.lasting(settings.years);
    let maker = Maker {
        process,
        settings: &settings,
        shelf: Shelf::default(),
        catalogue,
        stages,
    };
    let base = process.scenario(&[], &settings.overrides, catalogue)?;
    let (start, from) = (
        base.start_year,
        process.decided_from(&base).min(settings.years.saturating_sub(1)),
    );

    // Each proposal alone.
    let mut wanted = vec![Wanted::funded("nothing", "Nothing funded", &[])];
    for (index, proposal) in process.proposals.iter().enumerate() {
        wanted.push(Wanted::funded(&proposal.id, &proposal.title, &[index]));
    }
    let plans = maker.plans(&wanted)?;
    let costs = costs(process, &plans, &settings);
    let singles = maker.projected(
        "alone",
        plans.clone(),
        columns(&process.goals)?,
        progress("each proposal alone", settings.draws).as_ref(),
    )?;
    let alone = alone(process, &singles, &costs, (start, from))?;

    // The vote.
    let pool = match &process.voting {
        Voting::Electorate(spec) => {
            let (residents, lived) = maker.people(
                &plans,
                from,
                progress("people followed one by one", maker.followed()).as_ref(),
            )?;
            let levels = GroupLevels::new(&singles, from)?;
            let found = Found {
                residents: &residents,
                lived: &lived,
                levels: &levels,
                simulated: settings.people,
            };
            let paper = (process.proposals.as_slice(), process.districts.as_slice());
            Some(Pool::new(
                &found,
                spec,
                paper,
                settings.seed,
                settings.electorates.min(MINDS),
            ))
        }
        Voting::Ballots { .. } => None,
    };
    let cast = cast(process, pool.as_ref(), settings.seed)?;
    let election = cast
        .reading
        .election
        .as_ref()
        .ok_or_else(|| WorldsError::Refused("there are no ballots".to_owned()))?;
    let contests = contests(process, election, cast.entries())?;
    let mut decided = count(process.counting.rule, &cast, &contests, settings.margins)?;
    let mut others = Vec::new();
    for rule in rules(process).into_iter().skip(1) {
        // A rule that cannot keep to what the process asks is not set beside the one that does.
        match refused(rule, &cast.options, &contests) {
            Some(why) => decided.outcome.notes.push(format!("Not set beside it: {why}.")),
            None => others.push(count(rule, &cast, &contests, false)?),
        }
    }
    let funded = proposals(process, election, &decided.outcome.funded);
    let partly = parts(process, election, &decided.outcome.partly);
    let left = &process.budget - decided.outcome.spent();
    let frequencies = again(process, pool.as_ref(), &cast, settings.seed, settings.electorates)?;

    // What the funded set does, and what would have done most.
    let (chosen, added) = process.with_parts(&partly);
    let maker = Maker {
        process: &chosen,
        ..maker
    };
    let in_full_or_part: Vec<usize> = funded.iter().copied().chain(added).collect();
    let trio = trio(&chosen, &in_full_or_part);
    let plans = maker.plans(&trio)?;
    let (summary, differences) = maker.summary(
        plans.clone(),
        &trio,
        start,
        progress("what was chosen", settings.draws).as_ref(),
    )?;
    let together = joint(
        process,
        &maker,
        &singles,
        (&funded, &in_full_or_part, &partly),
        from,
        progress,
    )?;
    let budget = crate::budgeting::exact::approximate(&process.budget);
    let in_part: f64 = partly
        .iter()
        .map(|(_, amount)| crate::budgeting::exact::approximate(amount))
        .sum();
    let over: Vec<f64> = (0..settings.draws)
        .map(|draw| funded.iter().map(|proposal| costs[*proposal][draw]).sum::<f64>() + in_part - budget)
        .filter(|over| *over > budget * 1e-9)
        .collect();
    Ok(Outcome {
        start,
        residents: singles.series(0, 0, singles.told(POPULATION, Group::ALL)?)[0],
        expected: pool.as_ref().map(|pool| pool.expected().clone()),
        over_budget: over.len() as f64 / settings.draws.max(1) as f64,
        overspend: mean(&over),
        settings,
        cast,
        decided,
        others,
        funded,
        partly,
        left,
        alone,
        sets: together.sets,
        gaps: together.gaps,
        same_money: together.same_money,
        frequencies,
        worlds: trio,
        summary,
        differences,
        plans,
    })
}

/// Positions of proposals from positions of projects, ascending.
pub fn proposals(process: &Process, election: &Election, projects: &[usize]) -> Vec<usize> {
    let mut found: Vec<usize> = projects
        .iter()
        .filter_map(|project| process.find(&election.projects[*project].id))
        .collect();
    found.sort_unstable();
    found
}

/// Positions of proposals that are paid in part, from projects, and how much [£].
pub fn parts(process: &Process, election: &Election, partly: &[(usize, Rational)]) -> Vec<(usize, Rational)> {
    let of = |(project, amount): &(usize, Rational)| {
        let id = &election.projects[*project].id;
        Some((process.find(id)?, amount.clone()))
    };
    partly.iter().filter_map(of).collect()
}

/// Nothing, the funded set, and, where it is paid by new money, the same money spent as services spend theirs now.
pub fn trio(process: &Process, funded: &[usize]) -> Vec<Wanted> {
    let mut worlds = vec![
        Wanted::funded("nothing", "Nothing funded", &[]),
        Wanted::funded("funded", "What was chosen", funded),
    ];
    worlds.extend(same_money(process, funded));
    worlds
}

/// Nothing funded, but the public money of the second world.
pub(super) fn same_money(process: &Process, funded: &[usize]) -> Option<Wanted> {
    let new_money = funded
        .iter()
        .any(|at| process.proposals[*at].payer == Purse::Tax && process.proposals[*at].pounds() > 0.0);
    new_money.then(|| Wanted {
        same_money_as: Some(1),
        ..Wanted::funded("same-money", "The same money, spent as now", &[])
    })
}

/// What makes worlds and runs them.
pub(super) struct Maker<'a> {
    pub(super) process: &'a Process,
    pub(super) settings: &'a Settings,
    shelf: Shelf,
    catalogue: &'a Catalogue,
    stages: Option<&'a Stages>,
}

impl Maker<'_> {
    pub(super) fn plans(&self, wanted: &[Wanted]) -> Result<Plans, WorldsError> {
        self.process
            .plans(wanted, &self.settings.overrides, &self.shelf, self.catalogue)
    }

    /// Some worlds in every draw; kept on disk under the name of the stage, where that was asked for.
    pub(super) fn projected(
        &self,
        stage: &str,
        plans: Plans,
        columns: Vec<Kept>,
        progress: &dyn Progress,
    ) -> Result<Projected, WorldsError> {
        let engine = engine(plans, self.settings.seed, self.settings.people, self.settings.years);
        let draws = self.settings.draws;
        let Some(stages) = self.stages else {
            return Projected::run(&engine, draws, columns, progress);
        };
        Ok(Projected {
            worlds: engine.plans.len(),
            years: engine.years,
            draws: stages.draws(stage, &engine, draws, &columns, progress)?,
            columns,
        })
    }

    fn followed(&self) -> usize {
        self.settings.draws.min(FOLLOWED)
    }

    /// The people of the first draw, and what people of each kind live in each world of some draws.
    fn people(
        &self,
        plans: &Plans,
        from: usize,
        progress: &dyn Progress,
    ) -> Result<(Vec<crate::projection::Resident>, Vec<Lived>), WorldsError> {
        let sampler = Sampler::plain(self.settings.seed);
        let (people, years) = (self.settings.people, self.settings.years);
        let roll = residents(plans, &sampler, 0, people)?;
        let draws: Result<Vec<_>, _> = (0..self.followed() as u64)
            .into_par_iter()
            .map(|draw| {
                let one = lived(plans, &sampler, draw, (people, years, from), KINDS, &kind);
                progress.done(draw as usize);
                one
            })
            .collect();
        if progress.stop() {
            return Err(WorldsError::Stopped);
        }
        Ok((roll, draws?))
    }

    /// Every measure of some worlds, summarised.
    fn summary(
        &self,
        plans: Plans,
        worlds: &[Wanted],
        start: Year,
        progress: &dyn Progress,
    ) -> Result<(Summary, Differences), WorldsError> {
        let years = (0..self.settings.years).map(|index| start.plus(index as u16)).collect();
        let shape = Shape::new(worlds.iter().map(|world| world.name.clone()).collect(), years);
        let kept: Vec<Kept> = shape
            .columns
            .iter()
            .map(|column| Kept {
                measure: column.measure(),
                group: column.group,
            })
            .collect();
        let projected = self.projected("chosen", plans, kept, progress)?;
        let of = |cell: usize| -> Vec<f64> { projected.draws.iter().map(|draw| draw[cell]).collect() };
        let stats_of: Vec<Stats> = (0..shape.cells())
            .into_par_iter()
            .map(|cell| stats(&of(cell)))
            .collect();
        let mut later = shape.clone();
        let first_world = later.scenarios.remove(0);
        let against = vec![first_world; later.scenarios.len()];
        let first = shape.years.len() * shape.columns.len();
        let differences: Vec<Stats> = (0..later.cells())
            .into_par_iter()
            .map(|cell| {
                let (one, other) = (of(cell + first), of(cell % first));
                stats(
                    &one.iter()
                        .zip(&other)
                        .map(|(one, other)| one - other)
                        .collect::<Vec<f64>>(),
                )
            })
            .collect();
        let summary = Summary { shape, stats: stats_of };
        let summary_of_differences = Summary {
            shape: later,
            stats: differences,
        };
        Ok((
            summary,
            Differences {
                against,
                summary: summary_of_differences,
            },
        ))
    }
}

/// What each proposal costs a year at full roll-out, draw by draw [£]. What is charged is what was drawn for the scenario; of a
/// proposal that the model charges, the cost that its author expects is drawn here, by the same luck.
fn costs(process: &Process, plans: &Plans, settings: &Settings) -> Vec<Vec<f64>> {
    let sampler = Sampler::plain(settings.seed);
    process
        .proposals
        .iter()
        .zip(plans.iter().skip(1))
        .map(|(proposal, plan)| match &proposal.cost {
            None => vec![proposal.pounds(); settings.draws],
            Some(Cost::Known(pounds)) => vec![*pounds; settings.draws],
            Some(cost @ Cost::Uncertain { .. }) => {
                let name = format!("programme.{}.cost_total", carrier(&proposal.id));
                (0..settings.draws as u64)
                    .map(|draw| {
                        let world = plan.scenario.world(&sampler, draw);
                        let drawn = world.sampled().find(|(known, _)| *known == name);
                        match drawn {
                            Some((_, millions)) => millions * 1e6,
                            None => cost.quantile(sampler.uniform(&name, draw)),
                        }
                    })
                    .collect()
            }
        })
        .collect()
}

/// What public spending is more with one proposal than with nothing, in the mean of the years of its full roll-out (the last
/// year if there is none), draw by draw [£].
fn charged(process: &Process, singles: &Projected, at: usize, start: Year) -> Result<Vec<f64>, WorldsError> {
    let proposal = &process.proposals[at];
    let column = singles.told(COST_PUBLIC, Group::ALL)?;
    let full: Vec<usize> = (0..singles.years)
        .filter(|year| proposal.rolled_out(start.plus(*year as u16).0) >= 1.0)
        .collect();
    let last = singles.years.saturating_sub(1);
    let years = if full.is_empty() { vec![last] } else { full };
    let draws = 0..singles.draws.len();
    // Measures are in £ million.
    let pounds = draws.map(|draw| {
        let (with, without) = (singles.series(draw, at + 1, column), singles.series(draw, 0, column));
        let more: f64 = years.iter().map(|year| with[*year] - without[*year]).sum();
        1e6 * more / years.len() as f64
    });
    Ok(pounds.collect())
}

fn alone(
    process: &Process,
    singles: &Projected,
    costs: &[Vec<f64>],
    (start, from): (Year, usize),
) -> Result<Vec<Alone>, WorldsError> {
    let told: Vec<usize> = super::effects::TOLD
        .iter()
        .map(|measure| singles.told(*measure, Group::ALL))
        .collect::<Result<_, WorldsError>>()?;
    (0..process.proposals.len())
        .map(|at| {
            let proposal = &process.proposals[at];
            let price = proposal.pounds();
            let above = costs[at].iter().filter(|cost| **cost > price * (1.0 + 1e-9)).count();
            let spread = stats(&costs[at]);
            Ok(Alone {
                gains: process
                    .goals
                    .iter()
                    .map(|goal| Ok(stats(&singles.gains(goal, at + 1, from)?)))
                    .collect::<Result<_, WorldsError>>()?,
                differences: told
                    .iter()
                    .map(|column| {
                        (
                            singles.columns[*column],
                            stats(&singles.differences(at + 1, *column, from)),
                        )
                    })
                    .collect(),
                dearer: above as f64 / costs[at].len().max(1) as f64,
                cost: ["p10", "p50", "p90"].map(|name| spread.p(name)),
                charged: (!proposal.charged)
                    .then(|| charged(process, singles, at, start))
                    .transpose()?
                    .map(|draws| stats(&draws)),
            })
        })
        .collect()
}
