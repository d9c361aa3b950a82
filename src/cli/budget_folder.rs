//! The folder of a participatory budget: tables, ballots, charts, the page, the manifest.

use std::collections::BTreeMap;

use super::budget::BudgetArgs;
use super::finish::{Circumstances, LIMITS, sha256_of};
use super::format::{Failure, Format, rows};
use crate::process::{Outcome, Process, Settings, Voting, tables};
use crate::report;
use crate::results::description::json;
use crate::results::tables::{write_assumptions, write_differences, write_summary};
use crate::results::{Identity, Manifest, Request, RunDescription, ScenarioDescription, Staging};
use crate::run::{assumed, notes, shell};

/// Size of a PNG against its drawing.
pub(super) const ZOOM: f32 = 1.5;

/// What was run, in words, for the charts and the report.
fn describe(process: &Process, outcome: &Outcome, command: String) -> RunDescription {
    let (assumptions, changes) = assumed(&outcome.plans.iter().take(2).collect::<Vec<_>>());
    let settings = &outcome.settings;
    RunDescription {
        title: process.title.clone(),
        scenarios: outcome
            .worlds
            .iter()
            .map(|world| ScenarioDescription {
                name: world.name.clone(),
                title: world.title.clone(),
                description: String::new(),
            })
            .collect(),
        seed: settings.seed,
        draws: settings.draws,
        luck_draws: 0,
        people: settings.people,
        first_year: outcome.start.0,
        years: settings.years,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        command,
        changes,
        notes: notes(
            outcome.plans.iter().map(|plan| &plan.scenario),
            outcome.start.plus(settings.years.saturating_sub(1) as u16),
        ),
        assumptions,
    }
}

/// The command that repeats it.
fn command(args: &BudgetArgs, settings: &Settings) -> String {
    let mut words = vec![
        format!("carepool budget {}", shell(&args.process)),
        format!(
            "--draws {} --people {} --years {} --electorates {} --seed {}",
            settings.draws, settings.people, settings.years, settings.electorates, settings.seed
        ),
    ];
    words.extend(settings.overrides.iter().map(|set| format!("--set {}", shell(set))));
    words.join(" ")
}

/// Writes everything and moves it into place.
pub fn write(
    process: &Process,
    outcome: &Outcome,
    args: &BudgetArgs,
    identity: &Identity,
    staging: Staging,
    how: &Circumstances,
) -> Result<(), Failure> {
    let description = describe(process, outcome, command(args, &outcome.settings));
    let run = report::Run {
        description: &description,
        summary: &outcome.summary,
        differences: &outcome.differences,
        base_checks: &[],
        robustness: None,
    };
    let ballot = report::process::Ballot {
        process,
        outcome,
        run: &run,
    };
    let mut files: Vec<(&str, Vec<u8>)> = Vec::new();
    for (name, (header, table)) in [
        ("funded.csv", tables::funded(process, outcome)),
        ("effects.csv", tables::effects(process, outcome)),
        ("frequencies.csv", tables::frequencies(process, outcome)),
        ("regimes.csv", tables::regimes(process, outcome)),
    ] {
        let mut bytes = Vec::new();
        rows(&mut bytes, Format::Csv, &header, &table)?;
        files.push((name, bytes));
    }
    let mut summary = Vec::new();
    write_summary(&outcome.summary, &mut summary)?;
    files.push(("summary.csv", summary));
    let mut differences = Vec::new();
    write_differences(&outcome.differences, &mut differences)?;
    files.push(("differences.csv", differences));
    let mut assumptions = Vec::new();
    write_assumptions(&description.assumptions, &mut assumptions)?;
    files.push(("assumptions.csv", assumptions));
    files.push(("vote.json", json(&tables::vote(process, outcome)).into_bytes()));
    files.push(("ballots.pb", outcome.cast.text.clone()));
    let mut text = Vec::new();
    report::process::text(&ballot, &mut text)?;
    files.push(("summary.txt", text));

    let charts = report::process::charts(&ballot);
    for chart in &charts {
        staging.write(&format!("charts/{}.svg", chart.name), chart.svg.as_bytes())?;
        if how.png {
            let bytes =
                report::png(&chart.svg, ZOOM).map_err(|what| Failure::Refused(format!("{}: {what}", chart.name)))?;
            staging.write(&format!("charts/{}.png", chart.name), &bytes)?;
        }
    }
    let page = report::process::page(&ballot, &charts, &LIMITS.map(str::to_string));
    staging.write("report.html", page.as_bytes())?;

    let mut manifest = Manifest {
        identity: identity.hex(),
        code: env!("CAREPOOL_CODE").to_owned(),
        request: Request {
            scenarios: vec![args.process.clone()],
            set: args.set.clone(),
            assume: Vec::new(),
            areas: args.place.area.clone(),
            draws: outcome.settings.draws,
            people: outcome.settings.people,
            years: outcome.settings.years,
            seed: outcome.settings.seed,
            sampling: "plain".to_owned(),
            keep_groups: false,
        },
        run: description.clone(),
        inputs: inputs(process, outcome),
        ..Manifest::default()
    };
    for (name, bytes) in &files {
        staging.write(name, bytes)?;
        let hash = sha256_of(&staging.folder().join(name))?;
        manifest.outputs.insert((*name).to_owned(), hash);
    }
    staging.write("manifest.json", json(&manifest).as_bytes())?;
    staging.write("run-info.json", json(&how.info()).as_bytes())?;
    staging.finish(args.overwrite)?;
    Ok(())
}

/// Every file read: name and SHA-256.
fn inputs(process: &Process, outcome: &Outcome) -> BTreeMap<String, String> {
    let mut inputs = BTreeMap::new();
    for plan in outcome.plans.iter() {
        for input in plan.scenario.inputs.iter().chain(&plan.tables.inputs) {
            if input.origin != "command line" {
                inputs.insert(input.name.clone(), input.sha256.clone());
            }
        }
    }
    inputs.insert(process.file.name.clone(), process.file.sha256.clone());
    if let Voting::Ballots { name, sha256, .. } = &process.voting {
        inputs.insert(name.clone(), sha256.clone());
    }
    inputs
}
