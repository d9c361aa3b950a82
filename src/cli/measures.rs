//! `carepool measures`: every output, its unit and its meaning.

use std::io::{self, Write};

use clap::Args;

use super::format::Format;
use crate::measures;

/// List every output with its unit, groups and meaning
#[derive(Args, Clone, Debug)]
#[command(after_help = "Examples:\n  carepool measures\n  carepool measures waiting\n  carepool measures --format csv")]
pub struct Measures {
    /// Show only measures whose name or meaning contains this
    pub contains: Option<String>,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

impl Measures {
    /// Prints the list.
    pub fn run(&self, out: &mut dyn Write) -> io::Result<()> {
        let wanted = self.contains.as_deref().unwrap_or("").to_lowercase();
        let chosen: Vec<&measures::Measure> = measures::all()
            .iter()
            .filter(|m| m.name.contains(&wanted) || m.meaning.to_lowercase().contains(&wanted))
            .collect();
        let groups = |measure: &measures::Measure| {
            std::iter::once("all")
                .chain(measure.groups.iter().map(|dimension| dimension.word()))
                .collect::<Vec<_>>()
                .join(" ")
        };
        match self.format {
            Format::Csv => {
                let mut table = csv::Writer::from_writer(out);
                table.write_record(["measure", "unit", "better", "groups", "meaning"])?;
                for m in chosen {
                    table.write_record([m.name, m.unit, m.better.word(), &groups(m), m.meaning])?;
                }
                table.flush()
            }
            Format::Json => {
                let rows: Vec<serde_json::Value> = chosen
                    .iter()
                    .map(|m| {
                        serde_json::json!({
                            "measure": m.name, "unit": m.unit, "better": m.better.word(),
                            "groups": groups(m), "meaning": m.meaning,
                        })
                    })
                    .collect();
                serde_json::to_writer_pretty(&mut *out, &rows)?;
                writeln!(out)
            }
            Format::Text => {
                let width = chosen.iter().map(|m| m.name.len()).max().unwrap_or(0);
                for m in chosen {
                    writeln!(out, "{:width$}  [{}] {}", m.name, m.unit, m.meaning)?;
                }
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_csv_has_the_promised_columns_and_every_measure() {
        let mut out = Vec::new();
        let command = Measures {
            contains: None,
            format: Format::Csv,
        };
        command.run(&mut out).expect("writes to memory");
        let text = String::from_utf8(out).expect("UTF-8");
        assert!(text.starts_with("measure,unit,better,groups,meaning\n"));
        assert_eq!(text.lines().count(), measures::all().len() + 1);
        assert!(text.contains("\nwithin_18_weeks,share,higher,all imd,"));
    }
}
