//! From draws to files: everything in a run's folder, written in a staging folder that is then moved into place.

use rayon::prelude::*;

use super::base_year;
use super::begin::tell_kept;
use super::circumstances::Circumstances;
use super::format::Failure;
use crate::analysis::robustness::Robustness;
use crate::analysis::sensitivity::after_run::Assumptions;
use crate::analysis::sensitivity::{Driven, after_run};
use crate::measures::{COST_PUBLIC, Handle, QALYS};
use crate::report::{self, Chart};
use crate::results::description::json;
use crate::results::tables::Extent;
use crate::results::{
    Differences, DrawStore, Manifest, RunDescription, Series, Staging, Summary, dictionary, draws, owned, package, psa,
    statistics_table, summarise, tables,
};
use crate::run::Job;
use crate::world::{Group, Year};

/// What the model leaves out, as the report says it.
pub const LIMITS: [&str; 6] = [
    "It is a model of a whole country, or of a place made from what is published for it, with five groups of areas by deprivation: no map, no single hospital.",
    "Effects are as published, with their sign left open where studies disagree; what no study has measured is a judgement, and says so.",
    "With `closure = \"budget\"` public spending is given and access follows; with `closure = \"standards\"` access is given and spending follows. More money is not another way of running services: compare with the same money spent as now.",
    "The base year is fitted to published figures; the years after it rest on published rates and effects. How a model of this kind, calibrated to 2010 to 2016, does against history stands below.",
    "Waits by deprivation fifth, and wealth by age and fifth, are not fitted to data, for want of a published joint table.",
    "Intervals tell what the assumptions leave open, not what the model itself leaves out.",
];

/// Discount rate of costs and of health a year, for the matrices of sensitivity analysis (the Treasury's Green Book).
const DISCOUNT: f64 = 0.035;
/// Pounds in the unit of the tables, £ million.
const POUNDS: f64 = 1e6;
/// Size of a PNG against its drawing.
const ZOOM: f32 = 1.5;

/// Writes everything and moves it into place; gives what was run and its statistics.
pub fn finish(
    job: &Job,
    store: &DrawStore,
    camps: Option<&Robustness>,
    staging: Staging,
    overwrite: bool,
    how: &Circumstances,
) -> Result<Finished, Failure> {
    let draws = job.request.draws;
    let (summary, differences) = summarise(store, draws, job.luck_draws(), &job.against())?;
    let description = job.describe();
    let mut written: Vec<&str> = Vec::new();
    let mut put = |name: &'static str, bytes: &[u8]| -> Result<(), Failure> {
        staging.write(name, bytes)?;
        written.push(name);
        Ok(())
    };
    let extent = if job.request.all_csv {
        Extent::Everything
    } else {
        Extent::Spreadsheet
    };
    put(
        "summary.csv",
        &made(|out| tables::write_summary(&summary, extent, out))?,
    )?;
    put(
        "differences.csv",
        &made(|out| tables::write_differences(&differences, extent, out))?,
    )?;
    put("measures.csv", &made(|out| dictionary::write(out))?)?;
    put(
        "assumptions.csv",
        &made(|out| tables::write_assumptions(&description.assumptions, out))?,
    )?;
    for (name, measure, scale) in [("costs.csv", COST_PUBLIC, POUNDS), ("effects.csv", QALYS, 1.0)] {
        let mut rows = psa::discounted(store, draws, measure, DISCOUNT)?;
        rows.iter_mut().flatten().for_each(|value| *value *= scale);
        put(name, &made(|out| psa::write_matrix(&job.shape.scenarios, &rows, out))?)?;
    }
    let (names, rows) = parameters(job);
    let year = how.year.unwrap_or_else(|| report::usual_year(&summary));
    let driven = driven(
        job,
        store,
        (&summary, &differences),
        &description.bases(),
        year,
        (&names, &rows),
    )?;
    put("parameters.csv", &made(|out| psa::write_matrix(&names, &rows, out))?)?;
    let checks = base_year::checks(&job.published, &summary)?;
    if !checks.is_empty() {
        put("base-year.csv", &base_year::write(&checks)?)?;
    }
    let path = |name: &str| staging.folder().join(name);
    let against = Some(differences.against.as_slice());
    let (levels, (changes, singly)) = rayon::join(
        || statistics_table::write(&summary, None, &path("summary.parquet")),
        || {
            rayon::join(
                || statistics_table::write(&differences.summary, against, &path("differences.parquet")),
                || draws::write(store, draws, job.request.keep_groups, &path("draws.parquet")),
            )
        },
    );
    levels?;
    changes?;
    singly?;
    written.extend(["summary.parquet", "differences.parquet", "draws.parquet"]);
    // Not in the manifest: `carepool robustness --run` writes a fuller answer in their place.
    for (name, bytes) in camps.map(Robustness::files).transpose()?.unwrap_or_default() {
        staging.write(name, &bytes)?;
    }

    let run = report::Run {
        base_checks: &checks,
        robustness: camps,
        driven: &driven,
        year,
        ..report::Run::of(&description, &summary, &differences)
    };
    pictures(&run, how.png, &|name, bytes| Ok(staging.write(name, bytes)?))?;

    let mut manifest = Manifest {
        identity: job.identity.hex(),
        code: env!("CAREPOOL_CODE").to_string(),
        request: job.request.clone(),
        run: description.clone(),
        inputs: job.inputs.clone(),
        ..Manifest::default()
    };
    for name in &written {
        manifest
            .outputs
            .insert(name.to_string(), owned::sha256_of(&staging.folder().join(name))?);
    }
    staging.write("manifest.json", json(&manifest).as_bytes())?;
    staging.write(
        "datapackage.json",
        json(&package::package(
            &description,
            &folder_name(job),
            staging.folder(),
            &written,
        )?)
        .as_bytes(),
    )?;
    staging.write("run-info.json", json(&how.info()).as_bytes())?;
    tell_kept(&staging.finish(overwrite)?);
    Ok(Finished {
        description,
        summary,
        differences,
        driven,
        year,
    })
}

/// What was run, its statistics, and what drove it.
pub struct Finished {
    /// What was run.
    pub description: RunDescription,
    /// Statistics of every measure.
    pub summary: Summary,
    /// Differences from the first scenario.
    pub differences: Differences,
    /// What drove it.
    pub driven: Vec<Driven>,
    /// The year that is told.
    pub year: Year,
}

/// What drove the run in the year that is told.
fn driven(
    job: &Job,
    store: &DrawStore,
    (summary, differences): (&Summary, &Differences),
    bases: &[Option<usize>],
    year: Year,
    (names, rows): (&[String], &[Vec<f64>]),
) -> Result<Vec<Driven>, Failure> {
    let columns: Vec<Vec<f64>> = (0..names.len())
        .map(|column| rows.iter().map(|row| row[column]).collect())
        .collect();
    let place = job
        .shape
        .years
        .iter()
        .position(|known| *known == year)
        .unwrap_or_default();
    let assumptions = Assumptions {
        names,
        columns: columns.iter().map(Vec::as_slice).collect(),
    };
    let mut draws = |scenario: usize, measure: Handle| {
        let column = job.shape.column(measure, Group::ALL);
        let read = |column| store.column(Series::Run, scenario, place, column, job.request.draws);
        column.map(read).transpose()
    };
    Ok(after_run(
        (summary, differences),
        bases,
        year,
        &assumptions,
        &mut draws,
    )?)
}

/// Writes a file of a run: its name and bytes.
pub type WriteFile<'a> = dyn Fn(&str, &[u8]) -> Result<(), Failure> + Sync + 'a;

/// Draws charts and the page and hands each file to `write`.
pub fn pictures(run: &report::Run<'_>, png: bool, write: &WriteFile<'_>) -> Result<(), Failure> {
    let charts = report::charts(run);
    charts.par_iter().try_for_each(|chart: &Chart| {
        write(&format!("charts/{}.svg", chart.name), chart.svg.as_bytes())?;
        if png {
            let bytes =
                report::png(&chart.svg, ZOOM).map_err(|what| Failure::Refused(format!("{}: {what}", chart.name)))?;
            write(&format!("charts/{}.png", chart.name), &bytes)?;
        }
        Ok::<(), Failure>(())
    })?;
    write(
        "report.html",
        report::page(run, &charts, &LIMITS.map(str::to_string)).as_bytes(),
    )
}

/// A name for the data package: that of the scenarios, whatever the folder is called.
fn folder_name(job: &Job) -> String {
    job.shape.scenarios.join("-")
}

/// A table as bytes.
fn made(write: impl FnOnce(&mut dyn std::io::Write) -> std::io::Result<()>) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    write(&mut bytes)?;
    Ok(bytes)
}

/// What was sampled: a column for each uncertain assumption, under `key@scenario` where a scenario has its own.
fn parameters(job: &Job) -> (Vec<String>, Vec<Vec<f64>>) {
    let (sampler, draws) = (&job.engine.sampler, job.request.draws as u64);
    let plans: Vec<_> = job.shown().collect();
    // Which columns: shared assumptions have the same value in every draw, so two draws tell them from others.
    let probes: Vec<Vec<Vec<f64>>> = plans
        .iter()
        .map(|plan| {
            (0..2)
                .map(|draw| plan.scenario.world(sampler, draw).sampled().map(|one| one.1).collect())
                .collect()
        })
        .collect();
    let mut names: Vec<String> = Vec::new();
    let mut columns: Vec<(usize, usize)> = Vec::new();
    for (at, plan) in plans.iter().enumerate() {
        for (position, name) in plan.scenario.uncertain().iter().enumerate() {
            let probe = |at: usize, position: usize| [probes[at][0][position], probes[at][1][position]];
            let known = columns.iter().any(|(other, there)| {
                plans[*other].scenario.uncertain()[*there] == *name && probe(*other, *there) == probe(at, position)
            });
            if known {
                continue;
            }
            names.push(if names.contains(name) {
                format!("{name}@{}", plan.name)
            } else {
                name.clone()
            });
            columns.push((at, position));
        }
    }
    let rows = (0..draws)
        .into_par_iter()
        .map(|draw| {
            let sampled: Vec<Vec<f64>> = plans
                .iter()
                .map(|plan| plan.scenario.world(sampler, draw).sampled().map(|one| one.1).collect())
                .collect();
            columns.iter().map(|(at, position)| sampled[*at][*position]).collect()
        })
        .collect();
    (names, rows)
}
