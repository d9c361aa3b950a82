//! `--describe`: what a file holds.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::VoteError;
use super::arguments::{Format, VoteArgs};
use crate::budgeting::Election;
use crate::budgeting::exact::{write_exact, write_rounded};
use crate::budgeting::pabulib::Description;
use crate::results::cells::record;

/// Prints one line for each fact.
pub(super) fn print(
    args: &VoteArgs,
    description: &Description,
    election: &Election,
    out: &mut dyn Write,
) -> Result<(), VoteError> {
    let (low, high) = description.cost_range.clone().unwrap_or_default();
    let selected: Vec<&str> = description
        .selected
        .iter()
        .map(|project| election.projects[*project].id.as_str())
        .collect();
    let rows: Vec<(&str, Value)> = vec![
        ("title", json!(description.title)),
        ("vote_type", json!(description.ballot_type)),
        ("budget", json!(write_exact(&description.budget))),
        ("currency", json!(description.currency)),
        ("projects", json!(description.projects)),
        ("voters", json!(description.voters)),
        ("summed_strength", json!(write_exact(&description.summed_strength))),
        ("empty_ballots", json!(description.empty_ballots)),
        ("distinct_ballots", json!(description.distinct_ballots)),
        ("approvals", json!(description.approvals)),
        ("mean_ballot_length", json!(description.mean_length)),
        ("total_cost", json!(write_exact(&description.total_cost))),
        ("share_of_each_voter", json!(write_rounded(&description.share, 6))),
        ("cheapest", json!(write_exact(&low))),
        ("dearest", json!(write_exact(&high))),
        ("projects_without_support", json!(description.unsupported)),
        ("projects_over_budget", json!(description.too_dear)),
        ("officially_selected", json!(selected)),
    ];
    match args.format {
        Format::Json => {
            let object: serde_json::Map<String, Value> =
                rows.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
            serde_json::to_writer_pretty(&mut *out, &object).map_err(io::Error::from)?;
            writeln!(out)?;
        }
        format => {
            let mut table = csv::Writer::from_writer(Vec::new());
            for (key, value) in rows {
                let text = match value {
                    Value::String(text) => text,
                    Value::Array(list) => list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" "),
                    other => other.to_string(),
                };
                if format == Format::Csv {
                    table
                        .write_record(record([key, &text]))
                        .map_err(|error| VoteError::Output(error.into()))?;
                } else {
                    writeln!(out, "{:<26}{text}", key.replace('_', " "))?;
                }
            }
            out.write_all(&table.into_inner().unwrap_or_default())?;
        }
    }
    Ok(())
}
