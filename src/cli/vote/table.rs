//! All answers as one table for spreadsheets: a line for each project and rule.

use std::io::{self, Write};

use super::counted::Counted;
use crate::budgeting::Election;
use crate::budgeting::exact::{write_exact, write_rounded};

/// Writes the table.
pub(super) fn print(
    counted: &[Counted],
    election: &Election,
    repairs: &[String],
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record([
        "rule",
        "project_id",
        "name",
        "cost",
        "votes",
        "funded",
        "place",
        "effective_support",
        "lacked",
        "text",
        "repairs",
    ])?;
    let repairs = repairs.join("; ");
    for one in counted {
        for verdict in &one.verdicts {
            let project = &election.projects[verdict.project];
            table.write_record([
                one.outcome.rule,
                &project.id,
                &project.name,
                &write_exact(&project.cost),
                &verdict.votes.to_string(),
                if verdict.funded { "1" } else { "0" },
                &verdict.place.map(|place| place.to_string()).unwrap_or_default(),
                &verdict
                    .effective_support
                    .map(|support| support.to_string())
                    .unwrap_or_default(),
                &verdict
                    .lacked
                    .as_ref()
                    .map(|lacked| write_rounded(lacked, 6))
                    .unwrap_or_default(),
                &verdict.text,
                &repairs,
            ])?;
        }
    }
    table.flush()
}
