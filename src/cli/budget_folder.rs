//! The folder of a participatory budget: tables, ballots, charts, the page, the manifest.

use std::collections::BTreeMap;

use super::begin::tell_kept;
use super::circumstances::Circumstances;
use super::finish::LIMITS;
use super::format::{Failure, Format, rows};
use crate::analysis::robustness::Robustness;
use crate::budgeting::page::Language;
use crate::process::worlds::Wanted;
use crate::process::{Outcome, Process, Settings, Voting, tables};
use crate::report;
use crate::results::description::json;
use crate::results::owned::sha256_hex;
use crate::results::tables::{Extent, write_assumptions, write_differences, write_summary};
use crate::results::{Identity, Manifest, Request, RunDescription, ScenarioDescription, Staging, VoteRequest};
use crate::run::{assumed, notes};
use crate::world::command::shell;

/// Size of a PNG against its drawing.
pub(super) const ZOOM: f32 = 1.5;

/// The page in Welsh, where it is asked for.
pub(super) const WELSH_PAGE: &str = "report.cy.html";

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
                begins: begins(process, world, outcome),
                place: None,
                same_money_as: None,
                added: Vec::new(),
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
        standards: Vec::new(),
        past: Vec::new(),
        notes: notes(
            outcome.plans.iter().map(|plan| &plan.scenario),
            outcome.start.plus(settings.years.saturating_sub(1) as u16),
        ),
        assumptions,
    }
}

/// The first year in which a world does what its proposals say; a world with the money of another begins with that.
fn begins(process: &Process, world: &Wanted, outcome: &Outcome) -> Option<u16> {
    let set = match world.same_money_as {
        Some(other) => &outcome.worlds.get(other)?.set,
        None => &world.set,
    };
    let (process, _) = process.with_parts(&outcome.partly);
    let first = set
        .iter()
        .map(|proposal| process.proposals[*proposal].start_year)
        .min()?;
    Some(first).filter(|first| *first > outcome.start.0)
}

/// The command that repeats it.
pub fn command(process: &Process, settings: &Settings) -> String {
    let mut words = vec![
        format!("carepool budget {}", shell(&process.asked)),
        format!(
            "--draws {} --people {} --years {} --electorates {} --seed {}",
            settings.draws, settings.people, settings.years, settings.electorates, settings.seed
        ),
    ];
    words.extend(process.place().map(|code| format!("--area {code}")));
    words.extend(settings.overrides.iter().map(|set| format!("--set {}", shell(set))));
    words.extend((!settings.margins).then(|| "--no-margins".to_owned()));
    words.join(" ")
}

/// Writes everything and moves it into place.
pub fn write(
    process: &Process,
    outcome: &Outcome,
    camps: Option<&Robustness>,
    identity: &Identity,
    (staging, overwrite): (Staging, bool),
    (how, language): (&Circumstances, Language),
) -> Result<(), Failure> {
    let settings = &outcome.settings;
    let description = describe(process, outcome, command(process, settings));
    let run = report::Run {
        robustness: camps,
        ..report::Run::of(&description, &outcome.summary, &outcome.differences)
    };
    let ballot = report::process::Ballot {
        process,
        outcome,
        run: &run,
        language: Language::English,
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
    write_summary(&outcome.summary, Extent::Spreadsheet, &mut summary)?;
    files.push(("summary.csv", summary));
    let mut differences = Vec::new();
    write_differences(&outcome.differences, Extent::Spreadsheet, &mut differences)?;
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
    if language == Language::Welsh {
        let ballot = report::process::Ballot { language, ..ballot };
        let page = report::process::page(&ballot, &charts, &LIMITS.map(str::to_string));
        staging.write(WELSH_PAGE, page.as_bytes())?;
    }

    let mut manifest = Manifest {
        identity: identity.hex(),
        code: env!("CAREPOOL_CODE").to_owned(),
        request: Request {
            scenarios: vec![process.asked.clone()],
            set: settings.overrides.clone(),
            assume: Vec::new(),
            areas: process.place().into_iter().map(str::to_owned).collect(),
            draws: settings.draws,
            people: settings.people,
            years: settings.years,
            seed: settings.seed,
            sampling: "plain".to_owned(),
            ..Request::default()
        },
        run: description.clone(),
        inputs: inputs(process, outcome),
        vote: Some(VoteRequest {
            electorates: settings.electorates,
            margins: settings.margins,
        }),
        ..Manifest::default()
    };
    for (name, bytes) in &files {
        staging.write(name, bytes)?;
        manifest.outputs.insert((*name).to_owned(), sha256_hex(bytes));
    }
    staging.write("manifest.json", json(&manifest).as_bytes())?;
    staging.write("run-info.json", json(&how.info()).as_bytes())?;
    for (name, bytes) in camps.map(Robustness::files).transpose()?.unwrap_or_default() {
        staging.write(name, &bytes)?;
    }
    tell_kept(&staging.finish(overwrite)?);
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
