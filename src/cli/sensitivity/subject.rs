//! Draws that are there: of a run's folder or of a table.

use std::path::Path;

use super::arguments::SensitivityArgs;
use crate::analysis::given::{Given, nearest};
use crate::analysis::numbering::without_own_numbers;
use crate::analysis::repeated::repeated;
use crate::cli::begin::run_in;
use crate::cli::compare_arguments::asked;
use crate::cli::format::Failure;
use crate::measures::Handle;
use crate::report::words;
use crate::results::{Manifest, Vouched, draws};
use crate::world::{Group, Year};

/// A quantity in every draw.
pub struct Quantity {
    /// For programs: scenario (empty of tables), what it is compared with, measure or column.
    pub key: [String; 3],
    /// For sentences.
    pub told: String,
    /// One number a draw.
    pub values: Vec<f64>,
    /// Share of its variance that is luck, where known.
    pub luck: Option<f64>,
}

/// Assumptions and quantities, draw by draw.
pub struct Drawn {
    /// Names of the assumptions.
    pub names: Vec<String>,
    /// By assumption, one number a draw.
    pub assumptions: Vec<Vec<f64>>,
    /// What is driven.
    pub quantities: Vec<Quantity>,
    /// What is to be known of the draws themselves.
    pub notes: Vec<String>,
}

/// The year that is told, of those of a run.
pub fn year(manifest: &Manifest, asked: Option<u16>) -> Result<u16, Failure> {
    let first = manifest.run.first_year;
    let last = first + manifest.request.years as u16 - 1;
    let year = asked.unwrap_or(last.min(first + 10));
    if (first..=last).contains(&year) {
        Ok(year)
    } else {
        Err(Failure::Refused(format!(
            "the run has no year {year}; it goes from {first} to {last}"
        )))
    }
}

/// A run's folder, if that is what was given.
pub fn folder(args: &SensitivityArgs) -> Option<&Path> {
    match args.given.as_slice() {
        [one] => Some(Path::new(one)).filter(|path| path.join("manifest.json").is_file()),
        _ => None,
    }
}

/// The parameters of a run; a run in which nothing is uncertain has none.
pub fn parameters(run: &Vouched) -> Result<Given, Failure> {
    let folder = run.folder();
    Given::read_if_any(&run.path("parameters.csv")?)?.ok_or_else(|| {
        Failure::Refused(format!(
            "nothing is uncertain in the run in {}: whatever spread it has is luck",
            folder.display()
        ))
    })
}

/// Reads a table.
pub fn of_table(args: &SensitivityArgs, file: &Path, outputs: &[String]) -> Result<Drawn, Failure> {
    let mut table = Given::read(file)?;
    // In a table of somebody's own a small `x` is a quantity; programs that number lines write `X`.
    let meant = |name: &str| name == "x" || outputs.iter().chain(&args.ignored).any(|asked| asked == name);
    for said in without_own_numbers(&mut table, &meant) {
        eprintln!("{said}");
    }
    let notes = repeated(&table).into_iter().collect();
    let (table, values) = table.split(outputs)?;
    let (table, _) = table.split(&args.ignored)?;
    let table = table.at_least(2)?;
    let quantities = outputs.iter().zip(values).map(|(name, values)| Quantity {
        key: [String::new(), String::new(), name.clone()],
        told: name.clone(),
        values,
        luck: None,
    });
    Ok(Drawn {
        quantities: quantities.collect(),
        names: table.names,
        assumptions: table.columns,
        notes,
    })
}

/// Reads a run's draws of some measures: the first scenario as it is, the others against it.
pub fn of_run(folder: &Path, year: u16, measures: &[Handle]) -> Result<Drawn, Failure> {
    let run = run_in(folder)?;
    let summary = run.summary()?;
    let differences = run.differences(&summary)?;
    let manifest = &run.manifest;
    let table = parameters(&run)?;
    let found = draws::read_year(&run.path("draws.parquet")?, year, measures)?;
    let values = |scenario: &str, measure: Handle| -> Result<Vec<f64>, Failure> {
        let of: Vec<f64> = found
            .iter()
            .filter(|one| one.scenario == scenario && one.measure == measure)
            .map(|one| one.value)
            .collect();
        if of.len() == table.rows() {
            return Ok(of);
        }
        Err(Failure::Refused(format!(
            "{} holds {} draws of {measure} in {scenario} and {} of the assumptions: it is damaged",
            folder.display(),
            of.len(),
            table.rows()
        )))
    };
    let mut quantities = Vec::new();
    for measure in measures {
        let bases = manifest.run.bases();
        let mut told: Vec<(String, Vec<f64>)> = Vec::new();
        for (at, scenario) in manifest.run.scenarios.iter().enumerate() {
            let own = values(&scenario.name, *measure)?;
            let title = words::title(measure.measure());
            let luck = |stats: Option<&crate::results::Stats>| {
                stats.map(|stats| stats.noise_share).filter(|share| share.is_finite())
            };
            match bases[at].and_then(|base| told.get(base)) {
                None => {
                    quantities.push(Quantity {
                        key: [scenario.name.clone(), String::new(), measure.name().to_string()],
                        told: format!("“{title}” in {}, {}", scenario.name, Year(year).financial()),
                        values: own.clone(),
                        luck: luck(summary.get(at, Year(year), *measure, Group::ALL)),
                    });
                }
                Some((name, base)) => quantities.push(Quantity {
                    key: [scenario.name.clone(), name.clone(), measure.name().to_string()],
                    told: format!(
                        "the difference that {} makes to “{title}”, {}",
                        scenario.name,
                        Year(year).financial()
                    ),
                    values: own.iter().zip(base).map(|(own, base)| own - base).collect(),
                    luck: luck(differences.get(at, Year(year), *measure, Group::ALL)),
                }),
            }
            told.push((scenario.name.clone(), own));
        }
    }
    Ok(Drawn {
        names: table.names,
        assumptions: table.columns,
        quantities,
        notes: Vec::new(),
    })
}

/// Reads what was given.
pub fn drawn(args: &SensitivityArgs) -> Result<Drawn, Failure> {
    if let Some(file) = &args.table {
        return of_table(args, file, &args.outputs);
    }
    let folder = needed(args)?;
    let manifest = run_in(folder)?.manifest;
    let year = year(&manifest, args.year)?;
    of_run(folder, year, &asked(&args.measures)?)
}

/// A run's folder, or why there is none.
pub fn needed(args: &SensitivityArgs) -> Result<&Path, Failure> {
    folder(args).ok_or_else(|| {
        let given = args.given.join(" ");
        Failure::Refused(format!(
            "{given} is no run's folder; draws that are there are read from one folder, and new runs of scenarios are made by --method one-by-one, two-way, morris or sobol"
        ))
    })
}

/// A scenario of a run by its name.
pub fn scenario(manifest: &Manifest, asked: Option<&String>) -> Result<String, Failure> {
    let names: Vec<&str> = manifest.run.scenarios.iter().map(|one| one.name.as_str()).collect();
    match asked {
        None => Ok(names.first().map(|name| (*name).to_string()).unwrap_or_default()),
        Some(name) if names.contains(&name.as_str()) => Ok(name.clone()),
        Some(name) => {
            let near = nearest(name, names.iter().copied());
            let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            Err(Failure::Refused(format!("no scenario `{name}` in the run{near}")))
        }
    }
}
