//! `datapackage.json`: the tables described for machines (Frictionless Data Package).

use serde_json::{Value, json};

use super::RunDescription;

/// The package of a run; `resources` are the paths of the tables that were written.
pub fn package(run: &RunDescription, name: &str, resources: &[&str]) -> Value {
    json!({
        "profile": "data-package",
        "name": slug(name),
        "title": run.title,
        "description": format!("Monte Carlo projection of a health-and-care economy. {}", run.footer()),
        "version": run.version,
        "licenses": [{ "name": "OGL-UK-3.0", "title": "Contains public sector information licensed under the Open Government Licence v3.0" }],
        "resources": resources.iter().filter_map(|path| resource(path)).collect::<Vec<_>>(),
    })
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

fn resource(path: &str) -> Option<Value> {
    let statistics = |difference: bool| {
        let mut fields = vec![field("scenario", "string", "File stem of the scenario")];
        if difference {
            fields.push(field(
                "against",
                "string",
                "The scenario it is compared with, draw by draw",
            ));
        }
        fields.extend([
            field(
                "year",
                "integer",
                "Financial year, by the calendar year in which it begins",
            ),
            field(
                "measure",
                "string",
                "Name of the output; `carepool measures` lists them",
            ),
            field("group", "string", "`all`, or dimension=level"),
            field(
                "statistic",
                "string",
                "mean, sd, mcse, quantiles, noise_share; nf_ without sampling noise",
            ),
            field("value", "number", "Value of the statistic; empty when undefined"),
            field("unit", "string", "Unit of the measure; money in base-year prices"),
        ]);
        fields
    };
    let fields = match path {
        "summary.csv" => Some(statistics(false)),
        "differences.csv" => Some(statistics(true)),
        "assumptions.csv" => Some(
            [
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
            ]
            .map(|(name, about)| field(name, "string", about))
            .to_vec(),
        ),
        _ => None,
    };
    let name = slug(path.rsplit('/').next()?.split('.').next()?);
    let (format, media) = match path.rsplit('.').next()? {
        "csv" => ("csv", "text/csv"),
        "parquet" => ("parquet", "application/vnd.apache.parquet"),
        "json" => ("json", "application/json"),
        _ => return None,
    };
    let mut resource = json!({ "name": name, "path": path, "format": format, "mediatype": media });
    if format == "csv" {
        resource["encoding"] = json!("utf-8");
        resource["profile"] = json!(if fields.is_some() {
            "tabular-data-resource"
        } else {
            "data-resource"
        });
    }
    if let Some(fields) = fields {
        resource["schema"] = json!({ "fields": fields, "missingValues": [""] });
    }
    Some(resource)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_is_described_with_its_columns() {
        let run = RunDescription::default();
        let package = package(
            &run,
            "My Run",
            &["summary.csv", "differences.csv", "draws.parquet", "costs.csv"],
        );
        assert_eq!(package["name"], "my-run");
        let resources = package["resources"].as_array().expect("a list");
        assert_eq!(resources.len(), 4);
        assert_eq!(resources[1]["schema"]["fields"][1]["name"], "against");
    }
}
