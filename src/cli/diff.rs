//! `carepool diff`: what two scenarios assume differently.

use std::io::Write;

use clap::Args;

use super::format::{Failure, Format, paragraph, rows};
use crate::scenario::{Catalogue, Difference, Over, Scenario, difference};

/// What two scenarios assume differently.
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "Examples:\n  carepool diff england my.toml\n  carepool diff a.toml b.toml --format csv\n  \
    carepool diff england england --set pooling.share=60%   (the second with the change)\n  \
    carepool diff england england --assume market                    (what an advocate believes otherwise)"
)]
pub struct DiffArgs {
    /// The scenario to compare with.
    pub first: String,
    /// The scenario compared.
    pub second: String,
    /// Overrides an assumption of the second, as key=value, or key=value@2027 from a year on; may be repeated.
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub set: Vec<String>,
    /// Believes an assumption set in the second: a file, or market, planning, sceptic; may be repeated.
    #[arg(long, value_name = "SET")]
    pub assume: Vec<String>,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// Compares; 0 whether they differ or not.
pub fn run(args: &DiffArgs, catalogue: &Catalogue, out: &mut dyn Write) -> Result<u8, Failure> {
    crate::cli::begin::refuse_set_twice(&args.set)?;
    let first = Scenario::load(&args.first, &[], catalogue)?;
    let over = Over {
        assume: &args.assume,
        set: &args.set,
        ..Over::default()
    };
    let second = Scenario::load_assuming(&args.second, over, catalogue)?;
    let found = difference(&first, &second);
    match args.format {
        Format::Text => text(&found, &first, &second, out)?,
        format => {
            let header = [
                "key",
                "unit",
                "first",
                "second",
                "first_place",
                "second_place",
                "meaning",
            ];
            let table: Vec<Vec<String>> = found
                .into_iter()
                .map(|d| {
                    let (a, b) = (d.first.unwrap_or_default(), d.second.unwrap_or_default());
                    vec![d.key, d.unit, a, b, d.first_place, d.second_place, d.meaning]
                })
                .collect();
            rows(out, format, &header, &table)?;
        }
    }
    Ok(0)
}

/// For people; also printed after a run as "what you changed".
pub fn text(found: &[Difference], first: &Scenario, second: &Scenario, out: &mut dyn Write) -> std::io::Result<()> {
    let (a, b) = if first.name == second.name {
        ("first", "second")
    } else {
        (first.name.as_str(), second.name.as_str())
    };
    if found.is_empty() {
        return writeln!(out, "{a} and {b} assume the same.");
    }
    writeln!(
        out,
        "{} differs from {} in {} assumption{}:",
        second.title,
        first.title,
        found.len(),
        if found.len() == 1 { "" } else { "s" }
    )?;
    for one in found {
        let unit = if one.unit.is_empty() {
            String::new()
        } else {
            format!(" [{}]", one.unit)
        };
        writeln!(out, "\n{}{unit}", one.key)?;
        if !one.meaning.is_empty() {
            paragraph(out, "", &one.meaning)?;
        }
        for (label, value, place) in [(a, &one.first, &one.first_place), (b, &one.second, &one.second_place)] {
            let place = if place.is_empty() {
                String::new()
            } else {
                format!("  ({place})")
            };
            paragraph(
                out,
                label,
                &format!("{}{place}", value.as_deref().unwrap_or("not there")),
            )?;
        }
    }
    Ok(())
}
