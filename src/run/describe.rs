//! A run in words: what was asked, what each scenario assumes on what evidence, and the command that repeats it.

use super::job::Job;
use crate::projection::Plan;
use crate::projection::decided_money;
use crate::results::description::against;
use crate::results::tables::short;
use crate::results::{Assumption, Change, Request, RunDescription, ScenarioDescription};
use crate::scenario::evidence::IntervalKind;
use crate::scenario::{Library, difference};
use crate::world::command::shell;

impl Job {
    /// The run in words, with its assumptions and their evidence.
    pub fn describe(&self) -> RunDescription {
        let request = &self.request;
        let shown: Vec<&Plan> = self.shown().collect();
        let titles = self.titles();
        let of_all = match titles.as_slice() {
            [first, others @ ..] if !others.is_empty() => format!("{first} against {}", others.join(" and ")),
            other => other.concat(),
        };
        let (assumptions, changes) = assumed(&shown);
        RunDescription {
            title: of_all,
            scenarios: self
                .beside()
                .zip(&self.choices.begins)
                .zip(&titles)
                .map(|(((plan, base), begins), title)| ScenarioDescription {
                    added: base.map_or_else(Vec::new, |base| {
                        decided_money::added(&plan.scenario, &base.scenario, &self.shape.years)
                    }),
                    name: plan.name.clone(),
                    title: title.clone(),
                    description: plan.scenario.description.clone(),
                    begins: begins.map(|year| year.0),
                    place: plan.place().map(str::to_string),
                    same_money_as: plan
                        .same_money_as
                        .and_then(|at| self.engine.plans.get(at))
                        .filter(|giver| giver.shown)
                        .map(|giver| giver.name.clone()),
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
            standards: self.choices.standards.clone(),
            past: self.past.clone(),
        }
    }
}

/// The command that repeats a request, the same for a run, its resumption and its shards.
pub fn command(request: &Request) -> String {
    let mut words: Vec<String> = vec!["carepool".into(), "run".into()];
    words.extend(request.scenarios.iter().map(|name| shell(name)));
    words.push(format!(
        "--draws {} --people {} --years {} --seed {}",
        request.draws, request.people, request.years, request.seed
    ));
    if request.sampling != "sobol" {
        words.push(format!("--sampling {}", request.sampling));
    }
    words.extend(request.areas.iter().map(|name| format!("--area {}", shell(name))));
    words.extend(request.set.iter().map(|set| format!("--set {}", shell(set))));
    words.extend(request.assume.iter().map(|name| format!("--assume {}", shell(name))));
    if request.all_csv {
        words.push("--all-csv".to_string());
    }
    if request.keep_groups {
        words.push("--keep-groups".into());
    }
    words.join(" ")
}

/// What the first of some scenarios assumes and the others assume otherwise, with its evidence; and what they change.
pub fn assumed(plans: &[&Plan]) -> (Vec<Assumption>, Vec<Change>) {
    let (mut assumptions, mut changes) = (Vec::new(), Vec::new());
    let against = against(&plans.iter().map(|plan| plan.place()).collect::<Vec<_>>());
    for (index, plan) in plans.iter().enumerate() {
        let found = if index == 0 {
            Vec::new()
        } else {
            difference(&plans[against[index]].scenario, &plan.scenario)
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
