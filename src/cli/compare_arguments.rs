//! What may be asked of runs that are compared, and the measures that are meant.

use std::path::PathBuf;

use clap::Args;

use super::amount::within;
use super::format::Format;
use crate::measures::{self, HEADLINES, Handle, UnknownMeasure};

/// Differences between runs, paired draw by draw.
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "Examples:\n  carepool compare outputs/england outputs/mine\n  carepool compare outputs/a outputs/b --year 2040\n  \
    carepool compare outputs/a outputs/b --measure cost_public --measure waiting_list --format csv\n  \
    carepool compare outputs/a --attribute                      which sections of the bundle make the difference?\n  \
    carepool compare outputs/a --winners --more-than £500       who gains and who loses, in money?\n\n\
    Every scenario is compared with the first of the first run. Runs can be compared that have seed, people, sampling and\n\
    version in common; draws beyond those that all have are left out."
)]
pub struct CompareArgs {
    /// Folders of runs.
    #[arg(required = true, value_name = "RUN")]
    pub runs: Vec<PathBuf>,
    /// The year to compare in [default: the tenth after the base year, or the last that all have].
    #[arg(long, value_name = "Y")]
    pub year: Option<u16>,
    /// Measures to compare; may be repeated [default: those that open a comparison].
    #[arg(long = "measure", value_name = "MEASURE")]
    pub measures: Vec<String>,
    /// Splits the differences in one run over the sections in which its scenarios differ: every set of sections is run under the
    /// same luck, and each section given its part (Shapley), what it does alone and what it adds to all others.
    #[arg(long, group = "again")]
    pub attribute: bool,
    /// Who gains and who loses, in money: shares of adults by deprivation, income, wealth and age who pay less or more for health
    /// and care in one run's scenarios, and what it comes to.
    #[arg(long, conflicts_with = "attribute", group = "again")]
    pub winners: bool,
    /// What a gain or a loss must be more than to be counted by --winners, a year.
    #[arg(long, value_name = "POUNDS", default_value = "£100", requires = "winners", value_parser = pounds, allow_negative_numbers = true)]
    pub more_than: f64,
    /// Draws that are run again for --attribute or --winners [default: 40, or those of the run].
    #[arg(long, value_name = "N", requires = "again", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub draws: Option<u32>,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// Most that a limit of gains may be [£ a year].
const MOST: f64 = 1e9;

fn pounds(text: &str) -> Result<f64, String> {
    within(text, "£", 0.0, MOST).map_err(|fault| fault.to_string())
}

/// The measures named, or those that open a comparison.
pub fn asked(names: &[String]) -> Result<Vec<Handle>, UnknownMeasure> {
    if names.is_empty() {
        return Ok(HEADLINES.to_vec());
    }
    names.iter().map(|name| measures::find(name)).collect()
}
