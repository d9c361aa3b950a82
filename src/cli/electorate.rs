//! `carepool electorate`: ballots made by a model of voting research, to try rules on.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use num_traits::ToPrimitive as _;

use super::format::{Failure, Format, rows};
use crate::budgeting::electorate::research::{
    CostRange, Culture, Generated, Near, Shape, Spread, WriteError, dispersion_of_norm,
};
use crate::budgeting::exact::{parse_decimal, whole, write_exact, write_rounded};
use crate::budgeting::explanation::{so_many, with_thousands};
use crate::budgeting::fairness::shares;
use crate::budgeting::rules::{Options, Rule, run as count};
use crate::budgeting::{BallotType, Election, Rational};
use crate::results::folder::beside;
use crate::scenario::problem::nearest;

/// Models of voting research.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Model {
    /// Each project approved with probability --share, independently
    Impartial,
    /// One central ballot; each project decided anew with probability --resample
    Resampling,
    /// As resampling, from --groups central ballots that share nothing
    Disjoint,
    /// One central ballot; each project that differs makes a ballot less likely by --noise
    Noise,
    /// Later voters copy earlier ones, the more so the larger --copies
    Urn,
    /// Voters and projects are points; the near are approved
    Euclidean,
    /// Rankings around a central one, with --dispersion or --norm
    Mallows,
    /// Projects of falling strength, each --ratio of the one before
    PlackettLuce,
    /// As urn, of rankings
    RankingUrn,
}

/// Makes an electorate of any size by a model of voting research, as a Pabulib file or counted at once.
#[derive(Args, Clone, Debug)]
#[command(after_help = "Examples:
  carepool electorate impartial --voters 1000 > town.pb
  carepool electorate euclidean --dimensions 2 --nearest 10 --nearest-sd 3 --output city.pb
  carepool electorate mallows --norm 0.5 --max-length 5 --voters 100000 --rule equal-shares,greedy
  carepool electorate resampling --share 0.2 --resample 0.4 | carepool vote - --rule phragmen
  carepool electorate disjoint --groups 4 --share 0.2 --rule all --format csv
The same seed makes the same ballots on any number of threads. Electorates of the simulated people belong to a process file.")]
pub struct ElectorateArgs {
    /// Model that ballots come from
    #[arg(value_enum)]
    pub model: Model,
    /// Voters
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u64).range(0..=100_000_000))]
    pub voters: u64,
    /// Projects
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub projects: u32,
    /// Money to spend; a third of what all projects cost, if not given
    #[arg(long)]
    pub budget: Option<String>,
    /// Seed of all chance
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Ballots: approval, choose-1, or ordinal for rankings (the default there)
    #[arg(long)]
    pub ballots: Option<String>,
    /// Projects kept on a ballot at most
    #[arg(long)]
    pub max_length: Option<usize>,
    /// Lowest cost of a project; 1000, or with --budget what makes all projects cost three times that
    #[arg(long)]
    pub cost_low: Option<u64>,
    /// Highest cost of a project; 50000, or with --budget what makes all projects cost three times that
    #[arg(long)]
    pub cost_high: Option<u64>,
    /// Draw costs evenly, not with many small ones
    #[arg(long)]
    pub even_costs: bool,
    /// Share of projects approved, or on the central ballot [default: 0.3]
    #[arg(long)]
    pub share: Option<f64>,
    /// Probability that a project is decided anew [default: 0.5]
    #[arg(long)]
    pub resample: Option<f64>,
    /// Central ballots that share nothing [default: 2]
    #[arg(long)]
    pub groups: Option<usize>,
    /// Factor for every project that differs from the central ballot, 0 to 1 [default: 0.2]
    #[arg(long)]
    pub noise: Option<f64>,
    /// Copies that an urn adds for each ballot drawn [default: 0.01]
    #[arg(long)]
    pub copies: Option<f64>,
    /// Dimensions of the map, 1 or 2 [default: 2]
    #[arg(long)]
    pub dimensions: Option<usize>,
    /// Draw places normally with this standard deviation, not evenly over the unit square
    #[arg(long)]
    pub spread: Option<f64>,
    /// Approve what is within this distance [default: 0.25]
    #[arg(long, conflicts_with = "nearest")]
    pub radius: Option<f64>,
    /// Approve so many of the nearest, on average
    #[arg(long)]
    pub nearest: Option<f64>,
    /// Standard deviation of that number [default: 0]
    #[arg(long, requires = "nearest")]
    pub nearest_sd: Option<f64>,
    /// Factor for every pair put the other way round, 0 (all agree) to 1 (anything goes) [default: 0.8]
    #[arg(long, conflicts_with = "norm")]
    pub dispersion: Option<f64>,
    /// Disagreement as a part of that of evenly drawn rankings, 0 to 1, whatever the number of projects
    #[arg(long)]
    pub norm: Option<f64>,
    /// Strength of each project as a part of the one before it [default: 0.8]
    #[arg(long)]
    pub ratio: Option<f64>,
    /// Count by these rules instead of writing the file: names as in `vote`, with commas, or all
    #[arg(long)]
    pub rule: Option<String>,
    /// Write the file here, not to standard output
    #[arg(long, conflicts_with = "rule")]
    pub output: Option<PathBuf>,
    /// Replace that file if it is there
    #[arg(long, requires = "output")]
    pub overwrite: bool,
    /// How counts are printed
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

fn refused(text: impl Into<String>) -> Failure {
    Failure::Refused(text.into())
}

impl ElectorateArgs {
    /// The culture, once it is sure that no option was given in vain.
    fn culture(&self) -> Result<Culture, Failure> {
        use Model::{Disjoint, Euclidean, Impartial, Mallows, Noise, PlackettLuce, RankingUrn, Resampling, Urn};
        let given = [
            (
                "share",
                self.share.is_some(),
                &[Impartial, Resampling, Disjoint, Noise, Urn] as &[Model],
            ),
            ("resample", self.resample.is_some(), &[Resampling, Disjoint]),
            ("groups", self.groups.is_some(), &[Disjoint]),
            ("noise", self.noise.is_some(), &[Noise]),
            ("copies", self.copies.is_some(), &[Urn, RankingUrn]),
            ("dimensions", self.dimensions.is_some(), &[Euclidean]),
            ("spread", self.spread.is_some(), &[Euclidean]),
            ("radius", self.radius.is_some(), &[Euclidean]),
            ("nearest", self.nearest.is_some(), &[Euclidean]),
            ("dispersion", self.dispersion.is_some(), &[Mallows]),
            ("norm", self.norm.is_some(), &[Mallows]),
            ("ratio", self.ratio.is_some(), &[PlackettLuce]),
        ];
        if let Some((option, _, of)) = given.iter().find(|(_, set, of)| *set && !of.contains(&self.model)) {
            let names: Vec<String> = of.iter().map(|model| word(*model)).collect();
            let (model, names) = (word(self.model), names.join(", "));
            return Err(refused(format!(
                "--{option} means nothing to `{model}`; it belongs to {names}"
            )));
        }
        let share = self.share.unwrap_or(0.3);
        let resample = self.resample.unwrap_or(0.5);
        let copies = self.copies.unwrap_or(0.01);
        Ok(match self.model {
            Impartial => Culture::Impartial { share },
            Resampling => Culture::Resampling { share, resample },
            Disjoint => Culture::Disjoint {
                share,
                resample,
                groups: self.groups.unwrap_or(2),
            },
            Noise => Culture::Noise {
                share,
                factor: self.noise.unwrap_or(0.2),
            },
            Urn => Culture::Urn { share, copies },
            RankingUrn => Culture::RankingUrn { copies },
            Euclidean => Culture::Euclidean {
                dimensions: self.dimensions.unwrap_or(2),
                spread: self.spread.map_or(Spread::Even, Spread::Normal),
                near: match self.nearest {
                    Some(mean) => Near::Number {
                        mean,
                        sd: self.nearest_sd.unwrap_or(0.0),
                    },
                    None => Near::Radius(self.radius.unwrap_or(0.25)),
                },
            },
            Mallows => Culture::Mallows {
                dispersion: match self.norm {
                    Some(norm) if !(0.0..=1.0).contains(&norm) => {
                        return Err(refused(format!("--norm is {norm}; it must be from 0 to 1")));
                    }
                    Some(norm) => dispersion_of_norm(self.projects as usize, norm),
                    None => self.dispersion.unwrap_or(0.8),
                },
            },
            PlackettLuce => Culture::PlackettLuce {
                ratio: self.ratio.unwrap_or(0.8),
            },
        })
    }

    /// What was typed, checked.
    fn generated(&self) -> Result<Generated, Failure> {
        let culture = self.culture()?;
        let kinds = [BallotType::Approval, BallotType::ChooseOne, BallotType::Ordinal];
        let ballot_type = match self.ballots.as_deref() {
            None if culture.ranks() => BallotType::Ordinal,
            None => BallotType::Approval,
            Some(given) => {
                let words = kinds.map(BallotType::word);
                kinds
                    .into_iter()
                    .find(|kind| kind.word() == given)
                    .ok_or_else(|| unknown("ballots", given, &words))?
            }
        };
        let (low, high) = (self.cost_low.unwrap_or(COSTS.0), self.cost_high.unwrap_or(COSTS.1));
        if low > high {
            return Err(refused(format!(
                "--cost-low is {low} and --cost-high {high}; they are the wrong way round"
            )));
        }
        if let Some(nearest) = self.nearest.filter(|nearest| *nearest > f64::from(self.projects)) {
            return Err(refused(format!(
                "--nearest is {nearest}, and there are {} projects: nobody can approve more than all; give fewer, or more --projects",
                self.projects
            )));
        }
        if self.max_length == Some(0) {
            return Err(refused("--max-length is 0; ballots must have room for a project"));
        }
        // Rankings all of whose projects are approved would say nothing.
        if culture.ranks() && ballot_type == BallotType::Approval && self.max_length.is_none() {
            return Err(refused(
                "--ballots approval of rankings needs --max-length: how many from the top are approved",
            ));
        }
        let mut generated = Generated {
            culture,
            shape: Shape {
                ballot_type,
                max_length: self.max_length,
            },
            voters: self.voters,
            projects: self.projects as usize,
            costs: CostRange {
                low,
                high,
                many_small: !self.even_costs,
            },
            budget: whole(0),
            seed: self.seed,
        };
        generated.budget = match self.budget.as_deref() {
            Some(text) => parse_decimal(text)
                .filter(|budget| *budget >= whole(0))
                .ok_or_else(|| {
                    refused(format!(
                        "--budget is `{text}`; it must be a number from 0 up, such as 250000"
                    ))
                })?,
            None => {
                // Of a few projects a third of all may pay for none.
                let list = generated.project_list();
                let cheapest = list
                    .iter()
                    .map(|project| project.cost.clone())
                    .min()
                    .unwrap_or_default();
                (all_costs(&generated) / whole(3)).floor().max(cheapest)
            }
        };
        if self.budget.is_some() && self.cost_low.is_none() && self.cost_high.is_none() {
            generated.costs = in_proportion(&generated);
        }
        Ok(generated)
    }
}

/// Lowest and highest cost of a project where nothing is said [currency].
const COSTS: (u64, u64) = (1_000, 50_000);

/// Costs of the same spread, none above the budget, that come to three times the budget together; of fewer than six projects,
/// to half of it for each. As they are if there is no money.
fn in_proportion(generated: &Generated) -> CostRange {
    let Some(budget) = generated
        .budget
        .floor()
        .to_integer()
        .to_u64()
        .filter(|budget| *budget > 0)
    else {
        return generated.costs;
    };
    let wanted = whole(budget) * whole(6.min(generated.projects as u64)) / whole(2);
    let range = |factor: f64| {
        let scaled = |cost: u64| ((cost as f64 * factor).round() as u64).clamp(1, budget);
        CostRange {
            low: scaled(generated.costs.low),
            high: scaled(generated.costs.high),
            ..generated.costs
        }
    };
    let comes_to = |factor: f64| {
        let made = Generated {
            costs: range(factor),
            ..generated.clone()
        };
        all_costs(&made)
    };
    // Between costs of a pound each and costs of the whole budget each.
    let (mut low, mut high) = (0.0, budget as f64);
    for _ in 0..100 {
        let middle = if low == 0.0 { high / 16.0 } else { (low + high) / 2.0 };
        if comes_to(middle) > wanted {
            high = middle;
        } else {
            low = middle;
        }
    }
    range(low)
}

/// What all projects cost together.
fn all_costs(generated: &Generated) -> Rational {
    generated.project_list().iter().map(|project| &project.cost).sum()
}

fn word(model: Model) -> String {
    model
        .to_possible_value()
        .map(|value| value.get_name().to_owned())
        .unwrap_or_default()
}

fn unknown(option: &str, given: &str, words: &[&'static str]) -> Failure {
    let near = nearest(given, words.iter().copied());
    let near = near
        .map(|word| format!(" (did you mean `{word}`?)"))
        .unwrap_or_default();
    refused(format!(
        "--{option} does not know `{given}`{near}; it takes {}",
        words.join(", ")
    ))
}

fn rules(given: &str) -> Result<Vec<Rule>, Failure> {
    if given.trim().eq_ignore_ascii_case("all") {
        return Ok(Rule::ALL.to_vec());
    }
    let words: Vec<&'static str> = Rule::ALL.iter().map(|rule| rule.word()).collect();
    let one = |name: &str| Rule::from_word(name).ok_or_else(|| unknown("rule", name, &words));
    given.split(',').map(str::trim).map(one).collect()
}

/// Runs the command.
pub fn run(args: &ElectorateArgs, out: &mut dyn Write) -> Result<u8, Failure> {
    if let Some(path) = &args.output {
        super::begin::refuse_to_replace_file(path, args.overwrite)?;
    }
    let generated = args.generated()?;
    if let Some(given) = &args.rule {
        let rules = rules(given)?;
        let most = args.max_length.map_or(u64::from(args.projects), |most| most as u64);
        super::memory::for_ballots(args.voters, most.min(u64::from(args.projects)))?;
        let election = generated.election().map_err(|error| refused(error.to_string()))?;
        print_counts(&election, &rules, args.format, out)?;
        return Ok(super::FINE);
    }
    match &args.output {
        None => write(&generated, out)?,
        Some(path) => {
            // Written beside it first: a file that is there is whole.
            let unwritable = |error: io::Error| refused(format!("cannot write {}: {error}", path.display()));
            let _held = super::begin::hold(path)?;
            let part = beside(path, "part");
            let mut file = BufWriter::new(File::create(&part).map_err(unwritable)?);
            let written = write(&generated, &mut file).and_then(|()| Ok(file.flush()?));
            if let Err(failure) = written {
                let _ = std::fs::remove_file(&part);
                return Err(failure);
            }
            std::fs::rename(&part, path).map_err(unwritable)?;
        }
    }
    Ok(super::FINE)
}

fn write(generated: &Generated, out: &mut dyn Write) -> Result<(), Failure> {
    generated
        .write(|piece| out.write_all(piece.as_bytes()))
        .map_err(|error| match error {
            WriteError::Output(error) => Failure::from(error),
            WriteError::Culture(error) => refused(error.to_string()),
        })
}

fn print_counts(election: &Election, rules: &[Rule], format: Format, out: &mut dyn Write) -> Result<(), Failure> {
    let voters = election.voters();
    // As `vote` counts: what nobody named stays out.
    let mut election = election.clone();
    election.limits.only_named = true;
    let election = &election;
    if let Some(cheapest) = election.projects.iter().map(|project| &project.cost).min()
        && *cheapest > election.budget
    {
        eprintln!(
            "note: nothing can be funded: the cheapest project costs {}, and the budget is {}",
            with_thousands(&write_rounded(cheapest, 2)),
            with_thousands(&write_rounded(&election.budget, 2))
        );
    }
    let mut table = Vec::new();
    if format == Format::Text {
        writeln!(
            out,
            "{}: {}, {}, budget {}",
            election.title,
            so_many(voters, "voter", "voters"),
            so_many(election.projects.len() as u64, "project", "projects"),
            with_thousands(&write_rounded(&election.budget, 2)),
        )?;
    }
    for rule in rules {
        // As `vote` counts the file of the same electorate.
        let outcome = count(*rule, election, &Options::default().for_people(*rule));
        let shares = shares(election, &outcome);
        let ids: Vec<&str> = outcome
            .funded
            .iter()
            .map(|project| election.projects[*project].id.as_str())
            .collect();
        if format == Format::Text {
            writeln!(
                out,
                "{:19} {:>3} funded, {:>5.1}% of the budget spent, {:>5.1}% of voters with nothing: {}",
                rule.word(),
                ids.len(),
                100.0 * shares.spent,
                100.0 * shares.with_nothing as f64 / voters.max(1) as f64,
                ids.join(" "),
            )?;
        }
        table.push(vec![
            rule.word().to_owned(),
            ids.len().to_string(),
            write_exact(&outcome.cost),
            write_exact(&election.budget),
            voters.to_string(),
            shares.with_nothing.to_string(),
            ids.join(" "),
        ]);
    }
    if format == Format::Text {
        return Ok(());
    }
    let header = ["rule", "funded", "cost", "budget", "voters", "with_nothing", "projects"];
    rows(out, format, &header, &table)
}
