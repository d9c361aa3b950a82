//! `carepool check`: says everything that is wrong with scenario files, or that nothing is.

use std::io::Write;

use clap::Args;

use super::format::{Failure, Format, colour, rows};
use crate::scenario::{Catalogue, Problems, Scenario};

/// Validates scenario files.
#[derive(Args, Clone, Debug)]
#[command(after_help = "Examples:\n  carepool check my.toml\n  carepool check england my.toml --format json\n  \
    carepool check my.toml --set funding.nhs.real_growth=3%")]
pub struct CheckArgs {
    /// Scenario files, or names of shipped scenarios.
    #[arg(required = true, value_name = "SCENARIO")]
    pub scenarios: Vec<String>,
    /// Overrides an assumption, as key=value; may be repeated.
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub set: Vec<String>,
    /// Also lists the files each scenario is made of, and remarks on how distributions were fitted.
    #[arg(long, short)]
    pub verbose: bool,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// Checks; 0 if all is well, 2 if something is wrong.
pub fn run(args: &CheckArgs, catalogue: &Catalogue, out: &mut dyn Write) -> Result<u8, Failure> {
    let mut bad = Problems::default();
    let mut table = Vec::new();
    for name in &args.scenarios {
        match Scenario::load(name, &args.set, catalogue) {
            Ok(scenario) => {
                if args.format == Format::Text {
                    describe(&scenario, args.verbose, out)?;
                }
            }
            Err(problems) => {
                for problem in &problems.0 {
                    let place = problem.place.as_ref();
                    table.push(vec![
                        name.clone(),
                        place.map_or(String::new(), |place| place.source.name.clone()),
                        place.map_or(String::new(), |place| place.line().to_string()),
                        place.map_or(String::new(), |place| place.column().to_string()),
                        problem.key.clone(),
                        problem.fault.to_string(),
                        problem.expected.clone().unwrap_or_default(),
                        problem.nearest.clone().unwrap_or_default(),
                    ]);
                }
                bad.0.extend(problems.0);
            }
        }
    }
    if args.format != Format::Text {
        let header = ["scenario", "file", "line", "column", "key", "message", "expected", "nearest"];
        rows(out, args.format, &header, &table)?;
    } else if !bad.is_empty() {
        eprint!("{}", bad.render(colour()));
        eprintln!("{} problem{}", bad.0.len(), if bad.0.len() == 1 { "" } else { "s" });
    }
    Ok(if bad.is_empty() { 0 } else { 2 })
}

fn describe(scenario: &Scenario, verbose: bool, out: &mut dyn Write) -> Result<(), Failure> {
    let uncertain = scenario.uncertain().len();
    let programmes = scenario.programmes().len();
    writeln!(
        out,
        "{}: fine. {} ({} assumptions, {uncertain} uncertain, {programmes} programme{})",
        scenario.name,
        scenario.title,
        scenario.assumptions().len(),
        if programmes == 1 { "" } else { "s" }
    )?;
    if verbose {
        writeln!(out, "  content {}", scenario.hash())?;
        for input in &scenario.inputs {
            writeln!(out, "  from {} ({}, sha256 {})", input.name, input.origin, &input.sha256[..12.min(input.sha256.len())])?;
        }
        for assumption in scenario.assumptions() {
            if let Some(remark) = &assumption.remark {
                writeln!(out, "  {}: {remark}", assumption.key)?;
            }
        }
    }
    Ok(())
}
