//! The whole of it: effects of each proposal, the vote, the funded set, what the set does, and what would have done most.

use super::again::{Frequencies, Held, again, rules};
use super::alone::{Alone, alone, charged};
use super::cast::{Cast, cast};
use super::contests::contests;
use super::count::{Counted, count, refused};
use super::effects::{Projected, columns, mean};
use super::file::Process;
use super::gains::GroupLevels;
use super::joint::{Gap, Joint, joint};
use super::maker::{Maker, Settings, same_money};
use super::money::{Cost, spoken};
use super::patch::carrier;
use super::pool::{Expected, Found, Pool};
use super::proposal::Purse;
use super::stages::Stages;
use super::voting::Voting;
use super::worlds::{Wanted, WorldsError};
use crate::budgeting::{Election, Rational};
use crate::measures::POPULATION;
use crate::projection::{Plans, Progress, Shelf};
use crate::results::{Differences, Stats, Summary};
use crate::scenario::{Catalogue, Sampler};
use crate::world::{Group, Year};

/// Minds by draws drawn anew over which repeated votes are spread: enough to tell how far a result hangs on the draws.
const MINDS: usize = 20;

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
    let unspent = unspent(process, &singles, &funded, start)?;
    decided.outcome.notes.extend(unspent);
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
        &alone,
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

/// Part of the price of money for a service that may stay unspent without a word.
const UNSPENT: f64 = 0.1;

/// That money which was voted to a service finds nobody to do the work, and is not spent.
fn unspent(process: &Process, singles: &Projected, funded: &[usize], start: Year) -> Result<Vec<String>, WorldsError> {
    let mut told = Vec::new();
    for at in funded {
        let proposal = &process.proposals[*at];
        if proposal.into.is_none() || proposal.payer != Purse::Tax || !proposal.charged {
            continue;
        }
        let (price, spent) = (proposal.pounds(), mean(&charged(process, singles, *at, start)?));
        if price > 0.0 && spent < (1.0 - UNSPENT) * price {
            told.push(format!(
                "Of the {} a year for “{}”, {} are spent, in the mean of all futures: for the rest there is nobody to do the work.",
                spoken(price),
                proposal.title,
                spoken(spent.max(0.0))
            ));
        }
    }
    Ok(told)
}
