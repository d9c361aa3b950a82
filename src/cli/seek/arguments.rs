//! What can be asked of `carepool seek`.

use std::path::PathBuf;

use clap::Args;

use crate::cli::format::Format;

/// The value of a lever at which a measure reaches a target in a year.
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "Examples:\n  carepool seek within_18_weeks=92% --year 2032 --lever funding.nhs.real_growth\n  \
    carepool seek \"waiting_list<=4,000,000\" --year 2034 --lever funding.nhs.real_growth --confidence 80\n  \
    carepool seek care_unmet_people=2000000 --year 2030 --lever funding.council.real_growth --scenario my.toml --between 0:0.2\n  \
    carepool seek need_met=90% --year 2034 --lever funding.nhs.real_growth --lever funding.council.real_growth*2\n  \
    carepool seek need_met --year 2034 --same-money £2bn --into primary_care,planned_admitted,council     the best split of a sum\n\n\
    Every value is tried under the same luck. The response is looked at on a grid first, so that several solutions are found and\n\
    a response that turns is said to. The exit code is 1 where the target cannot be reached within the bounds."
)]
pub struct SeekArgs {
    /// The target: MEASURE=VALUE, or >= or <= to say which side is wanted; with --same-money the MEASURE alone.
    #[arg(value_name = "MEASURE=VALUE")]
    pub target: String,
    /// The year in which it is to be reached.
    #[arg(long, value_name = "Y")]
    pub year: u16,
    /// The lever that is moved; several are moved together, KEY*2 twice as far as the first.
    #[arg(long = "lever", value_name = "KEY", required_unless_present = "same_money")]
    pub levers: Vec<String>,
    /// Looks for the best split of this sum a year, such as £2bn, between the services of --into.
    #[arg(long, value_name = "SUM", requires = "into", allow_hyphen_values = true, conflicts_with_all = ["levers", "between", "out"])]
    pub same_money: Option<String>,
    /// Services or sectors that may have a part of the sum, commas between: two to six.
    #[arg(long, value_name = "SERVICE,SERVICE", value_delimiter = ',', requires = "same_money")]
    pub into: Vec<String>,
    /// Who pays the sum: tax is new money, the others have it already and give something else up.
    #[arg(long, value_name = "WHO", default_value = "tax", value_parser = ["tax", "nhs", "council", "public_health"])]
    pub payer: String,
    /// What of the measure is wanted with --same-money [default: what most readers would call better].
    #[arg(long, value_name = "END", value_parser = ["highest", "lowest"], requires = "same_money")]
    pub best: Option<String>,
    /// The scenario.
    #[arg(long, value_name = "SCENARIO", default_value = "england")]
    pub scenario: String,
    /// Share of the draws that must reach it, in per cent [default: their median is to reach it].
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u32).range(1..=99))]
    pub confidence: Option<u32>,
    /// The values between which the lever may be [default: its bounds].
    #[arg(long, value_name = "LOW:HIGH", allow_hyphen_values = true)]
    pub between: Option<String>,
    /// The year from which the lever has the value [default: what is decided begins after the base year, what is believed holds
    /// always].
    #[arg(long, value_name = "Y")]
    pub from: Option<u16>,
    /// Values of the first look, the ends among them.
    #[arg(long, value_name = "N", default_value_t = 9, value_parser = clap::value_parser!(u32).range(3..=1001))]
    pub grid: u32,
    /// Draws at each value.
    #[arg(long, value_name = "N", default_value_t = 40, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub draws: u32,
    /// Simulated people.
    #[arg(long, value_name = "N", default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(100..=1_000_000))]
    pub people: u32,
    /// Master seed.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Overrides an assumption, as key=value or key=value@2027; may be repeated.
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub set: Vec<String>,
    /// Believes an assumption set: a file, or market, planning, sceptic; may be repeated.
    #[arg(long, value_name = "SET")]
    pub assume: Vec<String>,
    /// Threads; the numbers are the same for any [default: as many as there are].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1024))]
    pub threads: Option<u32>,
    /// Folder for the curve and its table.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Form of what is printed.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}
