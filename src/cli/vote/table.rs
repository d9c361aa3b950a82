//! All answers as one table for spreadsheets: a line for each project and rule.

use std::io::{self, Write};

use super::Told;
use crate::budgeting::exact::{write_exact, write_rounded};
use crate::results::cells::record;

/// Writes the table; with the file in front where there are several.
pub(super) fn print(results: &[Told], alone: bool, out: &mut dyn Write) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    let heading = [
        "file",
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
        "gets",
    ];
    let first = usize::from(alone);
    table.write_record(&heading[first..])?;
    for result in results {
        let repairs = result.repairs.join("; ");
        let file = result.path.display().to_string();
        for one in &result.counted {
            for verdict in &one.verdicts {
                let project = &result.election.projects[verdict.project];
                let part = one.outcome.partly.iter().find(|(part, _)| *part == verdict.project);
                let gets = match part {
                    Some((_, amount)) => write_exact(amount),
                    None if verdict.funded => write_exact(&project.cost),
                    None => "0".to_owned(),
                };
                let row = [
                    file.as_str(),
                    one.outcome.rule,
                    &project.id,
                    &project.name,
                    &write_exact(&project.cost),
                    &write_exact(&result.election.whole_votes(verdict.votes)),
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
                    &gets,
                ];
                table.write_record(record(&row[first..]))?;
            }
        }
    }
    table.flush()
}
