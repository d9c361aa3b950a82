//! What can be asked of `carepool sensitivity`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::cli::format::Format;

/// How runs are made for the question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Method {
    /// Each assumption alone from its 10th to its 90th percentile, all others at their medians: the tornado.
    OneByOne,
    /// Two assumptions (--pair) over their percentiles together.
    TwoWay,
    /// Elementary effects along paths: which do nothing, which act alone, which with others.
    Morris,
    /// Shares of the variance, alone and with others, with intervals.
    Sobol,
}

/// What drove it: which assumptions, and how much of it is luck.
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "Examples:\n  carepool sensitivity outputs/first-run                       from the draws that are there\n  \
    carepool sensitivity outputs/first-run --measure waiting_list --year 2030 --format csv\n  \
    carepool sensitivity outputs/first-run --where \"within_18_weeks < 92%\"     in which corner the promise fails\n  \
    carepool sensitivity england market --method one-by-one --out outputs/tornado\n  \
    carepool sensitivity england --method sobol --only governance.*,funding.* --rows 256\n  \
    carepool sensitivity --table draws.csv --output y            any table: a column a quantity, a line a draw\n\n\
    Of two or more scenarios the first is told as it is, the others by their difference from it. Assumptions that are sampled\n\
    together are moved together."
)]
pub struct SensitivityArgs {
    /// A run's folder; or, with --method, scenarios.
    #[arg(
        value_name = "RUN|SCENARIO",
        conflicts_with = "table",
        required_unless_present = "table"
    )]
    pub given: Vec<String>,
    /// A table of draws: a column a quantity, a line a draw.
    #[arg(long, value_name = "FILE", requires = "output_or_where")]
    pub table: Option<PathBuf>,
    /// Column of the table that is driven; may be repeated. All others are taken for assumptions.
    #[arg(
        long = "output",
        value_name = "COLUMN",
        requires = "table",
        group = "output_or_where"
    )]
    pub outputs: Vec<String>,
    /// Column of the table that is neither; may be repeated.
    #[arg(long = "ignore", value_name = "COLUMN", requires = "table")]
    pub ignored: Vec<String>,
    /// Looks for the corner of the assumptions in which this holds, as MEASURE < VALUE (or <=, >, >=).
    #[arg(long = "where", value_name = "CONDITION", group = "output_or_where")]
    pub condition: Option<String>,
    /// Measures of a run; may be repeated [default: those that open a comparison].
    #[arg(long = "measure", value_name = "MEASURE", conflicts_with = "condition")]
    pub measures: Vec<String>,
    /// The year that is told [default: the tenth after the base year, or the last].
    #[arg(long, value_name = "Y")]
    pub year: Option<u16>,
    /// The scenario of --where [default: the first]; the year and draws are those of the run.
    #[arg(long, value_name = "NAME", requires = "condition")]
    pub scenario: Option<String>,
    /// Runs made for the question.
    #[arg(long, value_enum)]
    pub method: Option<Method>,
    /// Assumptions moved by --method: keys, or KEY* for all that begin so, commas between [default: all that are uncertain].
    #[arg(long, value_name = "KEY[,KEY]", requires = "method")]
    pub only: Option<String>,
    /// Assumptions moved together as one; may be repeated.
    #[arg(long = "group", value_name = "KEY,KEY", requires = "method")]
    pub groups: Vec<String>,
    /// The two assumptions of --method two-way.
    #[arg(long, value_name = "KEY,KEY", requires = "method")]
    pub pair: Option<String>,
    /// Paths of --method morris.
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u32).range(2..=100_000))]
    pub paths: u32,
    /// Rows of --method sobol; it runs rows × (assumptions + 2) worlds.
    #[arg(long, value_name = "N", default_value_t = 64, value_parser = clap::value_parser!(u32).range(16..=1_000_000))]
    pub rows: u32,
    /// Draws of luck that are averaged at each point.
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub luck: u32,
    /// Simulated people of new runs [default: 1000].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(100..=1_000_000))]
    pub people: Option<u32>,
    /// Years of new runs, the base year included [default: 11].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100))]
    pub years: Option<u32>,
    /// Master seed of new runs [default: 1, or that of the run].
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// Overrides an assumption in every scenario of new runs, as key=value or key=value@2027; may be repeated.
    #[arg(long = "set", value_name = "KEY=VALUE", requires = "method")]
    pub set: Vec<String>,
    /// Threads; the numbers are the same for any [default: as many as there are].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1024))]
    pub threads: Option<u32>,
    /// Folder for charts (tornado, scatter) and the table.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Assumptions listed before the rest is only counted.
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub top: usize,
    /// Form of what is printed.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}
