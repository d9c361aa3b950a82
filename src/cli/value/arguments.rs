//! What can be asked of `carepool value`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::analysis::value::of_run::Perspective;
use crate::cli::amount::{amount, within};
use crate::cli::format::Format;

/// Whose costs count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Seen {
    /// The NHS.
    Nhs,
    /// NHS, councils and public health.
    #[default]
    Public,
    /// Everybody's money, and unpaid care at its replacement price.
    Society,
}

impl Seen {
    /// As the analysis knows it.
    pub fn perspective(self) -> Perspective {
        match self {
            Seen::Nhs => Perspective::Nhs,
            Seen::Public => Perspective::Public,
            Seen::Society => Perspective::Society,
        }
    }
}

/// Whether it is worth it, and what knowing more would be worth.
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "Examples:\n  carepool value outputs/first-run                                  a run of two or more scenarios\n  \
    carepool value outputs/first-run --perspective society --discount-health 1.5% --horizon 10\n  \
    carepool value costs.csv effects.csv parameters.csv --wtp 20000   any three tables: a column an option, a line a draw\n  \
    carepool value psa.csv --parameters p.csv --evppi beta.1.,beta.2. --study pi.1.=200 --format json\n\n\
    A table of both costs and effects has names such as c_new and e_new. A run's folder holds costs.csv, effects.csv and\n\
    parameters.csv in the same layout, which BCEA, dampack, voi, hesim and SAVI read (scenarios/README.md says how)."
)]
pub struct ValueArgs {
    /// A run's folder; or files: costs, effects and, if there is one, parameters; or one file of costs and effects.
    #[arg(required = true, num_args = 1..=3, value_name = "RUN|FILE")]
    pub given: Vec<PathBuf>,
    /// Table of parameters: a column each, a line a draw.
    #[arg(long, value_name = "FILE")]
    pub parameters: Option<PathBuf>,
    /// What a unit of effect (a QALY) is worth; may be repeated [default: 13000, what the NHS's own money buys; 20000; 30000].
    #[arg(long = "wtp", value_name = "POUNDS", value_parser = worth, allow_negative_numbers = true)]
    pub worths: Vec<f64>,
    /// Worths along which curves are drawn, as FROM:TO:STEP.
    #[arg(long, value_name = "FROM:TO:STEP", default_value = "0:50000:100", value_parser = grid)]
    pub grid: Grid,
    /// The option that each other is compared with [default: the first].
    #[arg(long, value_name = "OPTION", conflicts_with = "reference")]
    pub against: Option<String>,
    /// The option that is compared with each other, as BCEA's `ref`.
    #[arg(long, value_name = "OPTION")]
    pub reference: Option<String>,
    /// Assumptions whose knowing is valued, together if there are commas between; NAME* for all that begin so; may be repeated
    /// [default: each alone].
    #[arg(long = "evppi", value_name = "NAME[,NAME]")]
    pub evppi: Vec<String>,
    /// Leaves out what single assumptions are worth knowing.
    #[arg(long, conflicts_with = "evppi")]
    pub no_evppi: bool,
    /// A study of one assumption: so many people counted (a share), or people who differ by a standard deviation; may be
    /// repeated.
    #[arg(long = "study", value_name = "NAME=PEOPLE[/SD]")]
    pub studies: Vec<String>,
    /// People a year whom the decision concerns, to tell what information is worth for all of them, of tables about one person.
    /// A run is of all its people already, and refuses it.
    #[arg(long, value_name = "N", value_parser = more_than_nought)]
    pub population: Option<f64>,
    /// Years for which the decision holds, with --population.
    #[arg(long, value_name = "N", default_value_t = 10, requires = "population", value_parser = clap::value_parser!(u32).range(1..=200))]
    pub decision_years: u32,
    /// Whose costs count in a run.
    #[arg(long, value_enum, default_value_t)]
    pub perspective: Seen,
    /// The place whose scenarios are compared, of a run of several places.
    #[arg(long, value_name = "PLACE")]
    pub area: Option<String>,
    /// Discount rate of costs a year, in a run and for --population (the Green Book's by default).
    #[arg(long, value_name = "RATE", default_value = "3.5%", value_parser = rate)]
    pub discount_costs: f64,
    /// Discount rate of health a year, in a run; the Green Book has 1.5% too.
    #[arg(long, value_name = "RATE", default_value = "3.5%", value_parser = rate)]
    pub discount_health: f64,
    /// Years of a run that count, the base year included [default: all].
    #[arg(long, value_name = "N")]
    pub horizon: Option<usize>,
    /// Aversion to inequality (Atkinson's parameter): counts health for more in deprivation fifths that have fewer years in good
    /// health; 10.95 was found for England (Robson and others 2017). The run must have kept its groups.
    #[arg(long, value_name = "E", value_parser = not_below_nought)]
    pub atkinson: Option<f64>,
    /// Folder for charts and the table.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Form of what is printed.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// Worths from, to, by steps.
#[derive(Clone, Debug, PartialEq)]
pub struct Grid(pub Vec<f64>);

/// Most points of a grid.
const MOST_POINTS: f64 = 100_000.0;

/// A number that may be an amount of money.
fn number(text: &str) -> Result<f64, String> {
    amount(text, "").map_err(|fault| fault.to_string())
}

fn not_below_nought(text: &str) -> Result<f64, String> {
    let value = number(text)?;
    if value >= 0.0 {
        Ok(value)
    } else {
        Err(format!("{text} is below nought"))
    }
}

fn more_than_nought(text: &str) -> Result<f64, String> {
    let value = number(text)?;
    if value > 0.0 {
        Ok(value)
    } else {
        Err(format!("{text} is not above nought"))
    }
}

fn worth(text: &str) -> Result<f64, String> {
    let value = amount(text, "£").map_err(|fault| fault.to_string())?;
    if value >= 0.0 {
        Ok(value)
    } else {
        Err(format!("{text} is below nought"))
    }
}

fn rate(text: &str) -> Result<f64, String> {
    within(text, "per year", 0.0, 0.5).map_err(|fault| format!("{fault}; expected: a rate such as 3.5% or 0.035"))
}

fn grid(text: &str) -> Result<Grid, String> {
    let expected = || format!("`{text}`; expected: FROM:TO:STEP, such as 0:50000:100");
    let parts: Vec<f64> = text
        .split(':')
        .map(|part| amount(part, "£"))
        .collect::<Result<_, _>>()
        .map_err(|_| expected())?;
    let [from, to, step] = parts[..] else {
        return Err(expected());
    };
    if from < 0.0 || to < from || step <= 0.0 || (to - from) / step > MOST_POINTS {
        return Err(expected());
    }
    let count = ((to - from) / step + 1e-9).floor() as usize;
    Ok(Grid((0..=count).map(|at| from + at as f64 * step).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grid_has_its_ends_and_a_rate_is_a_share_or_per_cent() {
        assert_eq!(grid("0:1:0.25").expect("a grid").0, [0.0, 0.25, 0.5, 0.75, 1.0]);
        assert_eq!(grid("0:50000:100").expect("a grid").0.len(), 501);
        assert!(grid("5:1:1").is_err() && grid("0:1").is_err() && grid("0:1:0").is_err());
        assert_eq!((rate("3.5%"), rate("0.015")), (Ok(0.035), Ok(0.015)));
        assert!(rate("3.5").is_err() && rate("-1%").is_err());
        assert!(rate("3.5").is_err_and(|why| why.contains("is written 3.5%")));
        assert_eq!((worth("£20,000"), worth("£20k")), (Ok(20_000.0), Ok(20_000.0)));
        assert!(worth("20%").is_err() && worth("20,00").is_err());
        assert!(worth("NaN").is_err());
    }
}
