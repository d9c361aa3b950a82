//! `datapackage.json`: the tables described for machines (Frictionless Data Package).
//!
//! Every column of every table has a name, a type and a sentence; tables have their primary keys, sizes and hashes. Columns that
//! depend on the run (a scenario or an assumption each) are read from the head of the table itself.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use serde_json::{Value, json};

use super::{Error, RunDescription, dictionary, owned};

/// The package of a run; `resources` are the paths of the tables that were written in `folder`.
pub fn package(run: &RunDescription, name: &str, folder: &Path, resources: &[&str]) -> Result<Value, Error> {
    let mut described = Vec::new();
    for path in resources {
        described.extend(resource(folder, path)?);
    }
    Ok(json!({
        "profile": "data-package",
        "name": slug(name),
        "title": run.title,
        "description": format!("Monte Carlo projection of a health-and-care economy. {}", run.footer()),
        "version": run.version,
        "licenses": [{ "name": "OGL-UK-3.0", "title": "Contains public sector information licensed under the Open Government Licence v3.0" }],
        "resources": described,
    }))
}

/// A name as Frictionless wants it: lower case, digits, `-`, `_`, `.`.
fn slug(name: &str) -> String {
    let text: String = name
        .to_lowercase()
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || "-_.".contains(c) {
                c
            } else {
                '-'
            }
        })
        .collect();
    if text.is_empty() { "run".to_string() } else { text }
}

fn field(name: &str, kind: &str, about: &str) -> Value {
    json!({ "name": name, "type": kind, "description": about })
}

fn texts(columns: &[(&str, &str)]) -> Vec<Value> {
    columns
        .iter()
        .map(|(name, about)| field(name, "string", about))
        .collect()
}

/// Columns of `assumptions.csv`.
const ASSUMPTIONS: [(&str, &str); 17] = [
    ("scenario", "File stem of the scenario"),
    ("key", "Key of the assumption"),
    ("value", "Value or distribution as written"),
    ("unit", "Unit"),
    ("meaning", "What it is"),
    ("source", "Where it comes from"),
    ("url", "Where it can be read"),
    ("confidence", "How far it was checked"),
    ("note", "What else to know"),
    ("contrary", "What disagrees"),
    ("layer", "Which file set it"),
    (
        "reading",
        "Reading of an effect, shrunk or as_published; empty where there is only one",
    ),
    ("evidence", "Ids of the rows of evidence it rests on"),
    (
        "interval",
        "What its interval is: published interval, published range, our judgement",
    ),
    ("checked", "When it was last checked"),
    (
        "spread",
        "From its 10th to its 90th percentile, as sampled; empty if certain",
    ),
    ("claim", "The claim that sets it, which no study supports"),
];

/// Columns and primary key of a table of statistics.
fn statistics(difference: bool) -> (Vec<Value>, Vec<&'static str>) {
    let mut fields = vec![field("scenario", "string", "File stem of the scenario")];
    let mut key = vec!["scenario"];
    if difference {
        fields.push(field(
            "against",
            "string",
            "The scenario it is compared with, draw by draw",
        ));
        key.push("against");
    }
    fields.extend([
        field(
            "year",
            "integer",
            "Financial year, by the calendar year in which it begins",
        ),
        field("measure", "string", "Name of the output; measures.csv says what each is"),
        field("group", "string", "`all`, or dimension=level"),
        field(
            "statistic",
            "string",
            "mean, sd, mcse, quantiles, p_lower and p_equal (share of draws below and at nought), noise_share; nf_ without sampling noise",
        ),
        field("value", "number", "Value of the statistic; empty when undefined"),
        field("unit", "string", "Unit of the measure; money in base-year prices"),
    ]);
    key.extend(["year", "measure", "group", "statistic"]);
    (fields, key)
}

/// Columns and primary key of a table.
fn fields(folder: &Path, path: &str) -> Result<(Vec<Value>, Vec<&'static str>), Error> {
    Ok(match path {
        "summary.csv" | "summary.parquet" => statistics(false),
        "differences.csv" | "differences.parquet" => statistics(true),
        "assumptions.csv" => (texts(&ASSUMPTIONS), Vec::new()),
        "measures.csv" => (texts(&dictionary::COLUMNS), vec!["measure"]),
        "draws.parquet" => (
            vec![
                field("scenario", "string", "File stem of the scenario"),
                field("draw", "integer", "Number of the draw, from 0"),
                field(
                    "year",
                    "integer",
                    "Financial year, by the calendar year in which it begins",
                ),
                field(
                    "measure",
                    "string",
                    "Name of the output; measures.csv says what each is",
                ),
                field("group", "string", "`all`, or dimension=level"),
                field("value", "number", "Value in this draw; NaN when undefined"),
            ],
            vec!["scenario", "draw", "year", "measure", "group"],
        ),
        "base-year.csv" => (
            head(folder, path)?
                .iter()
                .map(|name| match name.as_str() {
                    "published" => field(name, "number", "The published figure"),
                    "modelled" => field(
                        name,
                        "number",
                        "The same figure in the base year of the model, mean of the draws",
                    ),
                    "scaled_to" => field(
                        name,
                        "boolean",
                        "Whether the base year is scaled to it; if not it is a test",
                    ),
                    "label" => field(name, "string", "What the figure is"),
                    "unit" => field(name, "string", "Its unit"),
                    _ => field(name, "string", "Where it was published"),
                })
                .collect(),
            Vec::new(),
        ),
        _ => {
            let about = match path {
                "costs.csv" => "Cost to public budgets in this scenario, discounted sum over the years [£]",
                "effects.csv" => "Health in this scenario, discounted sum over the years [QALYs]",
                _ => "Value of this uncertain assumption in the draw; assumptions.csv has its unit and meaning",
            };
            let columns = head(folder, path)?;
            let described = columns.iter().enumerate().map(|(at, name)| match at {
                0 => field(name, "integer", "Number of the draw, from 0; the same in every table"),
                _ => field(name, "number", about),
            });
            (described.collect(), vec!["draw"])
        }
    })
}

/// Names in the first line of a table.
fn head(folder: &Path, path: &str) -> Result<Vec<String>, Error> {
    let path = folder.join(path);
    let file = File::open(&path).map_err(Error::io("read", &path))?;
    let mut line = Vec::new();
    BufReader::new(file)
        .read_until(b'\n', &mut line)
        .map_err(Error::io("read", &path))?;
    let mut table = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(line.as_slice());
    let names = table.records().next().and_then(Result::ok).unwrap_or_default();
    Ok(names.iter().map(str::to_string).collect())
}

fn resource(folder: &Path, path: &str) -> Result<Option<Value>, Error> {
    let (format, media) = match path.rsplit('.').next() {
        Some("csv") => ("csv", "text/csv"),
        Some("parquet") => ("parquet", "application/vnd.apache.parquet"),
        _ => return Ok(None),
    };
    let whole = folder.join(path);
    let bytes = whole.metadata().map_err(Error::io("read", &whole))?.len();
    let (fields, key) = fields(folder, path)?;
    // Names of resources are unique; the same table may stand in two forms.
    let name = match format {
        "parquet" if path != "draws.parquet" => slug(&path.replace('.', "-")),
        _ => slug(path.split('.').next().unwrap_or(path)),
    };
    let mut schema = json!({ "fields": fields, "missingValues": [""] });
    if !key.is_empty() {
        schema["primaryKey"] = json!(key);
    }
    let mut resource = json!({
        "name": name,
        "path": path,
        "format": format,
        "mediatype": media,
        "bytes": bytes,
        "hash": format!("sha256:{}", owned::sha256_of(&whole)?),
    });
    resource["schema"] = schema;
    if format == "csv" {
        resource["profile"] = json!("tabular-data-resource");
        resource["encoding"] = json!("utf-8");
    } else {
        // Readers of packages that know no Parquet would take it for a broken table.
        resource["profile"] = json!("data-resource");
        resource["type"] = json!("file");
    }
    Ok(Some(resource))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_of_every_table_is_described() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("writes");
        let tables = [
            ("summary.csv", "scenario,year,measure,group,statistic,value,unit\n"),
            (
                "differences.csv",
                "scenario,against,year,measure,group,statistic,value,unit\n",
            ),
            ("costs.csv", "draw,now,\"then, again\"\n0,1.0,2.0\n"),
            (
                "measures.csv",
                "measure,title,unit,better,kind,groups,of_which,meaning\n",
            ),
        ];
        for (name, text) in tables {
            write(name, text);
        }
        write("draws.parquet", "PAR1");
        let names: Vec<&str> = tables.iter().map(|(name, _)| *name).chain(["draws.parquet"]).collect();
        let run = RunDescription::default();
        let package = package(&run, "My Run", folder.path(), &names).expect("described");
        assert_eq!(package["name"], "my-run");
        let resources = package["resources"].as_array().expect("a list");
        assert_eq!(resources.len(), 5);
        for (resource, (name, text)) in resources.iter().zip(tables) {
            let described: Vec<&str> = resource["schema"]["fields"]
                .as_array()
                .expect("fields")
                .iter()
                .filter_map(|field| field["name"].as_str())
                .collect();
            let mut table = csv::Reader::from_reader(text.as_bytes());
            let head: Vec<String> = table.headers().expect("a head").iter().map(str::to_string).collect();
            assert_eq!(described, head, "{name}");
            assert_eq!(resource["bytes"], text.len());
            assert!(
                resource["schema"]["primaryKey"].is_array()
                    && resource["hash"].as_str().is_some_and(|hash| hash.len() == 71)
            );
        }
        assert_eq!(resources[4]["schema"]["fields"][1]["name"], "draw");
    }
}
