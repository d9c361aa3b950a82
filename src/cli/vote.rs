//! `carepool vote`: count a Pabulib file by any rule, and say why.

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use crate::budgeting::equal_shares::{Comparison, Completion, Pool, Preset, Start, Stop};
use crate::budgeting::exact::{parse_decimal, write_exact, write_rounded};
use crate::budgeting::explanation::{Verdict, explain, with_thousands};
use crate::budgeting::fairness::{Fairness, Grouping, fairness, groupings};
use crate::budgeting::margins::{cost_to_win, votes_to_win};
use crate::budgeting::pabulib::{self, Description, Problem, Reading, Severity};
use crate::budgeting::page::{Shown, page};
use crate::budgeting::rules::cumulative_transfer::Strength;
use crate::budgeting::rules::{Changes, Options, Rule, run as count};
use crate::budgeting::{Election, Outcome, Satisfaction, TieOrder, Utilities};

/// How results are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people, in the terminal.
    #[default]
    Text,
    /// For programmes.
    Json,
    /// For spreadsheets: one line for each project and rule.
    Csv,
    /// One self-contained page for people.
    Html,
}

/// Count ballots by a participatory-budgeting rule and explain the result.
#[derive(Args, Clone, Debug)]
#[command(after_help = "Examples:
  carepool vote town.pb                                   Equal Shares, explained
  carepool vote town.pb --rule all --format csv           all rules side by side
  carepool vote town.pb --completion add1 --preset pabulib
  carepool vote town.pb --rule greedy --format html > why.html
  carepool vote town.pb --describe
  carepool vote town.pb --check --strict                  problems of the file, with lines
  carepool vote ballots.csv --projects projects.csv --budget 50000")]
pub struct VoteArgs {
    /// Pabulib file (.pb), or a CSV table of ballots with --projects; `-` reads standard input
    pub file: PathBuf,
    /// Rule: greedy, greedy-no-skip, greedy-threshold, value-for-money, knapsack, phragmen, equal-shares,
    /// exact-equal-shares, bos, maximin-support, cstv, plurality, or all
    #[arg(long, default_value = "equal-shares")]
    pub rule: String,
    /// What a voter gains from a project: cost, cardinality, points, borda, borda-from-one, effort, cost-sqrt, cost-log,
    /// share
    #[arg(long)]
    pub satisfaction: Option<String>,
    /// How Equal Shares spends what is left: none, greedy, add1, add1u, budget-increase
    #[arg(long)]
    pub completion: Option<String>,
    /// Whose conventions the completion follows: pabutools, equalshares.net, pabulib
    #[arg(long)]
    pub preset: Option<String>,
    /// First endowment: exact, floor, exact-then-floor
    #[arg(long)]
    pub start: Option<String>,
    /// When raising endowments ends: exhaustive, infeasible
    #[arg(long)]
    pub stop: Option<String>,
    /// Projects asked whether they still fit: supported, all
    #[arg(long)]
    pub pool: Option<String>,
    /// Rise of the endowment at a time, in the currency
    #[arg(long)]
    pub step: Option<String>,
    /// Order of equal projects: identifier, file, cheapest-then-votes, votes-then-cheapest
    #[arg(long)]
    pub ties: Option<String>,
    /// Score that a project needs in greedy-threshold
    #[arg(long)]
    pub threshold: Option<String>,
    /// Keep Equal Shares only if voters prefer it to greedy: satisfaction, exclusion-ratio
    #[arg(long)]
    pub comparison: Option<String>,
    /// Exact Equal Shares: raise endowments to where something changes
    #[arg(long)]
    pub add_opt: bool,
    /// Variant of cstv: ewt, ewtc, ewts
    #[arg(long)]
    pub variant: Option<String>,
    /// Say what the file holds, and count nothing
    #[arg(long)]
    pub describe: bool,
    /// List the file's problems with their lines, and count nothing
    #[arg(long)]
    pub check: bool,
    /// Refuse a file with errors instead of repairing it
    #[arg(long)]
    pub strict: bool,
    /// Print the file in its plainest form, and count nothing
    #[arg(long)]
    pub normalise: bool,
    /// Add cost to win and votes to win of each project that lost (counts many times)
    #[arg(long)]
    pub margins: bool,
    /// Add every payment to the JSON, so that others can check it
    #[arg(long)]
    pub certificate: bool,
    /// CSV table of projects, when FILE is a CSV table of ballots
    #[arg(long)]
    pub projects: Option<PathBuf>,
    /// Budget, when FILE is a CSV table, or in place of the file's own
    #[arg(long)]
    pub budget: Option<String>,
    /// Kind of ballots, when FILE is a CSV table
    #[arg(long, default_value = "approval")]
    pub vote_type: String,
    /// How results are printed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// Why nothing could be counted.
#[derive(Debug, thiserror::Error)]
pub enum VoteError {
    /// The file cannot be read.
    #[error("cannot read {path}: {source}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The file has problems that leave no election.
    #[error("{path} holds no election that can be counted:\n{problems}")]
    Refused {
        /// The file.
        path: PathBuf,
        /// Its problems, one a line.
        problems: String,
    },
    /// A word that an option does not know.
    #[error("--{option} does not know `{found}`{}; it takes {allowed}", nearest.as_ref().map(|word| format!(" (did you mean `{word}`?)")).unwrap_or_default())]
    Word {
        /// The option.
        option: &'static str,
        /// What was given.
        found: String,
        /// The nearest word it knows.
        nearest: Option<String>,
        /// All words it knows.
        allowed: String,
    },
    /// The result cannot be written.
    #[error("cannot write the result: {0}")]
    Output(#[from] io::Error),
}

/// Looks a word up among those that an option takes.
fn choose<T: Copy>(option: &'static str, given: Option<&str>, all: &[(&str, T)]) -> Result<Option<T>, VoteError> {
    let Some(given) = given else { return Ok(None) };
    let wanted = given.trim().to_ascii_lowercase().replace('_', "-");
    if let Some((_, found)) = all.iter().find(|(word, _)| *word == wanted) {
        return Ok(Some(*found));
    }
    let near = all
        .iter()
        .map(|(word, _)| *word)
        .max_by(|a, b| strsim::jaro_winkler(a, &wanted).total_cmp(&strsim::jaro_winkler(b, &wanted)));
    Err(VoteError::Word {
        option,
        found: given.to_owned(),
        nearest: near
            .filter(|word| strsim::jaro_winkler(word, &wanted) > 0.75)
            .map(str::to_owned),
        allowed: all.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(", "),
    })
}

fn number(option: &'static str, given: Option<&str>) -> Result<Option<crate::budgeting::Rational>, VoteError> {
    match given {
        None => Ok(None),
        Some(text) => match parse_decimal(text).filter(|number| *number >= crate::budgeting::exact::whole(0)) {
            Some(number) => Ok(Some(number)),
            None => Err(VoteError::Word {
                option,
                found: text.to_owned(),
                nearest: None,
                allowed: "a number from 0 up, such as 1 or 0.5".to_owned(),
            }),
        },
    }
}

/// What was typed, checked.
fn options(args: &VoteArgs) -> Result<(Vec<Rule>, Options), VoteError> {
    let mut names: Vec<(&str, Option<Rule>)> = Rule::ALL.iter().map(|rule| (rule.word(), Some(*rule))).collect();
    names.push(("all", None));
    // Other names in use for the same rules.
    names.extend([
        ("mes", Some(Rule::EqualShares)),
        ("ees", Some(Rule::ExactEqualShares)),
        ("sequential-phragmen", Some(Rule::Phragmen)),
    ]);
    let rules = match choose("rule", Some(&args.rule), &names)?.flatten() {
        Some(rule) => vec![rule],
        None => Rule::ALL.to_vec(),
    };
    let satisfactions = Satisfaction::ALL.map(|measure| (measure.word(), measure));
    let completions = Completion::ALL.map(|completion| (completion.word(), completion));
    let presets = Preset::ALL.map(|preset| (preset.word(), preset));
    let orders = TieOrder::ALL.map(|order| (order.word(), order));
    let options = Options {
        satisfaction: choose("satisfaction", args.satisfaction.as_deref(), &satisfactions)?,
        completion: choose("completion", args.completion.as_deref(), &completions)?,
        preset: choose("preset", args.preset.as_deref(), &presets)?,
        terms: Changes {
            start: choose(
                "start",
                args.start.as_deref(),
                &[Start::Exact, Start::Floor, Start::ExactThenFloor].map(|start| (start.word(), start)),
            )?,
            stop: choose(
                "stop",
                args.stop.as_deref(),
                &[Stop::Exhaustive, Stop::Infeasible].map(|stop| (stop.word(), stop)),
            )?,
            pool: choose(
                "pool",
                args.pool.as_deref(),
                &[Pool::Supported, Pool::All].map(|pool| (pool.word(), pool)),
            )?,
            step: number("step", args.step.as_deref())?,
        },
        tie_order: choose("ties", args.ties.as_deref(), &orders)?,
        threshold: number("threshold", args.threshold.as_deref())?,
        comparison: choose(
            "comparison",
            args.comparison.as_deref(),
            &[
                ("satisfaction", Comparison::Satisfaction),
                ("exclusion-ratio", Comparison::ExclusionRatio),
            ],
        )?,
        add_opt: args.add_opt,
        strength: choose(
            "variant",
            args.variant.as_deref(),
            &[Strength::Excess, Strength::Ratio, Strength::Support].map(|strength| (strength.word(), strength)),
        )?
        .unwrap_or_default(),
    };
    Ok((rules, options))
}

fn bytes(path: &Path) -> Result<Vec<u8>, VoteError> {
    let unreadable = |source| VoteError::Unreadable {
        path: path.to_owned(),
        source,
    };
    if path == Path::new("-") {
        let mut all = Vec::new();
        io::stdin().lock().read_to_end(&mut all).map_err(unreadable)?;
        return Ok(all);
    }
    fs::read(path).map_err(unreadable)
}

fn read(args: &VoteArgs) -> Result<Reading, VoteError> {
    let content = bytes(&args.file)?;
    let mut reading = match &args.projects {
        Some(projects) => {
            let projects = String::from_utf8_lossy(&bytes(projects)?).into_owned();
            let ballots = String::from_utf8_lossy(&content).into_owned();
            let budget = args.budget.as_deref().unwrap_or("");
            pabulib::from_csv(&projects, &ballots, budget, &args.vote_type, args.strict)
        }
        None => pabulib::read_bytes(content, args.strict),
    };
    if let (Some(budget), Some(election)) = (number("budget", args.budget.as_deref())?, reading.election.as_mut()) {
        election.budget = budget;
    }
    Ok(reading)
}

fn told(problem: &Problem) -> String {
    let severity = match problem.severity {
        Severity::Warning => "warning",
        Severity::Error => "error",
        Severity::Fatal => "fatal",
    };
    match problem.line {
        Some(line) => format!("line {line}: {severity} [{}] {}", problem.kind, problem.message),
        None => format!("{severity} [{}] {}", problem.kind, problem.message),
    }
}

/// Approvals on distinct ballots × projects above which `all` leaves maximin support out.
const SLOW_FOR_FLOWS: u64 = 4_000_000;

/// Runs the command. 0: counted; 1: a check found errors; 2 is left to errors.
pub fn run(args: &VoteArgs, out: &mut dyn Write) -> Result<u8, VoteError> {
    let (rules, options) = options(args)?;
    let reading = read(args)?;
    if args.check {
        return print_check(args, &reading, out);
    }
    if args.normalise {
        out.write_all(pabulib::normalise(&reading.document).as_bytes())?;
        return Ok(0);
    }
    let Some(election) = &reading.election else {
        let problems = reading
            .problems
            .iter()
            .filter(|problem| problem.severity >= Severity::Error);
        let problems = problems
            .map(|problem| format!("  {}", told(problem)))
            .collect::<Vec<_>>()
            .join("\n");
        return Err(VoteError::Refused {
            path: args.file.clone(),
            problems,
        });
    };
    if args.describe {
        print_description(args, &pabulib::describe(election), election, out)?;
        return Ok(0);
    }
    // Its flows take minutes on a large electorate: there it is counted only when asked for by name.
    let approvals: u64 = election.ballots.iter().map(|ballot| ballot.projects.len() as u64).sum();
    let slow = approvals * election.projects.len() as u64 > SLOW_FOR_FLOWS;
    let mut rules = rules;
    if rules.len() > 1 && slow {
        rules.retain(|rule| *rule != Rule::MaximinSupport);
        eprintln!("maximin-support is left out of `all` on an electorate of this size; ask for it by name");
    }
    let counted: Vec<Counted> = rules
        .iter()
        .map(|rule| Counted::new(*rule, &reading, election, &options, args))
        .collect();
    match args.format {
        Format::Json => {
            let list: Vec<Value> = counted.iter().map(|one| one.json(election, args)).collect();
            let value = if args.rule.trim().eq_ignore_ascii_case("all") {
                Value::Array(list)
            } else {
                list.into_iter().next().unwrap_or_default()
            };
            serde_json::to_writer_pretty(&mut *out, &value).map_err(io::Error::from)?;
            writeln!(out)?;
        }
        Format::Csv => print_csv(&counted, election, out)?,
        Format::Html => {
            let shown: Vec<Shown<'_>> = counted
                .iter()
                .map(|one| Shown {
                    outcome: &one.outcome,
                    verdicts: &one.verdicts,
                    fairness: &one.fairness,
                    groups: &one.groups,
                })
                .collect();
            out.write_all(page(election, &shown).as_bytes())?;
        }
        Format::Text => {
            for (index, one) in counted.iter().enumerate() {
                if index > 0 {
                    writeln!(out)?;
                }
                one.text(election, out, counted.len() == 1)?;
            }
            let repaired = reading
                .problems
                .iter()
                .filter(|problem| problem.severity == Severity::Error)
                .count();
            if repaired > 0 {
                writeln!(
                    out,
                    "\nThe file has {repaired} problems that were repaired; `--check` lists them."
                )?;
            }
        }
    }
    Ok(0)
}

/// A rule's outcome and all that is said about it.
struct Counted {
    outcome: Outcome,
    verdicts: Vec<Verdict>,
    fairness: Fairness,
    groups: Vec<Grouping>,
    /// For each verdict of a loser: votes and cost to win.
    margins: Vec<Option<(Option<u64>, Option<String>)>>,
}

impl Counted {
    fn new(rule: Rule, reading: &Reading, election: &Election, options: &Options, args: &VoteArgs) -> Counted {
        let outcome = count(rule, election, options);
        let satisfaction = options.satisfaction.unwrap_or(match rule {
            Rule::ExactEqualShares | Rule::Phragmen => Satisfaction::Cardinality,
            _ => Satisfaction::Cost,
        });
        let verdicts = explain(election, &Utilities::new(election, satisfaction), &outcome);
        let margins = verdicts
            .iter()
            .map(|verdict| {
                (args.margins && !verdict.funded).then(|| {
                    let wins = |changed: &Election| count(rule, changed, options).funded.contains(&verdict.project);
                    (
                        votes_to_win(election, verdict.project, wins),
                        cost_to_win(election, verdict.project, wins).map(|cost| write_rounded(&cost, 2)),
                    )
                })
            })
            .collect();
        Counted {
            fairness: fairness(election, &outcome),
            groups: groupings(&reading.document, &reading.record_of_voter, election, &outcome),
            outcome,
            verdicts,
            margins,
        }
    }

    fn json(&self, election: &Election, args: &VoteArgs) -> Value {
        let id = |project: &usize| Value::String(election.projects[*project].id.clone());
        let ids = |list: &[usize]| Value::Array(list.iter().map(id).collect());
        let outcome = &self.outcome;
        let explanation: Vec<Value> = self
            .verdicts
            .iter()
            .zip(&self.margins)
            .map(|(verdict, margin)| {
                let project = &election.projects[verdict.project];
                let mut entry = json!({
                    "project": project.id,
                    "name": project.name,
                    "funded": verdict.funded,
                    "place": verdict.place,
                    "votes": verdict.votes,
                    "cost": write_exact(&project.cost),
                    "text": verdict.text,
                });
                if let Some(paid) = &verdict.paid {
                    entry["paid_by"] = json!({
                        "voters": paid.voters,
                        "in_full": paid.in_full,
                        "most": write_exact(&paid.most),
                        "least": write_exact(&paid.least),
                    });
                }
                if let Some(support) = verdict.effective_support {
                    entry["effective_support"] = json!(support);
                }
                if let Some(left) = &verdict.left_with_supporters {
                    entry["left_with_supporters"] = json!(write_rounded(left, 6));
                }
                if let Some(lacked) = &verdict.lacked {
                    entry["lacked"] = json!(write_rounded(lacked, 6));
                }
                if let Some((votes, cost)) = margin {
                    entry["votes_to_win"] = json!(votes);
                    entry["cost_to_win"] = json!(cost);
                }
                entry
            })
            .collect();
        let ties: Vec<Value> = outcome
            .ties
            .iter()
            .map(|tie| {
                json!({
                    "round": tie.round,
                    "among": ids(&tie.among),
                    "chosen": tie.among.first().map(id),
                    "by": outcome.tie_order.word(),
                })
            })
            .collect();
        let mut value = json!({
            "rule": outcome.rule,
            "funded": ids(&outcome.funded),
            "cost": write_exact(&outcome.cost),
            "budget": write_exact(&election.budget),
            "voters": election.voters(),
            "options": outcome.options.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect::<serde_json::Map<_, _>>(),
            "explanation": explanation,
            "ties": ties,
            "notes": outcome.notes,
            "fairness": fairness_json(&self.fairness, &self.groups, election),
        });
        if let (true, Some(prices)) = (args.certificate, &outcome.prices) {
            let payments: Vec<Value> = prices
                .payments
                .iter()
                .map(|(project, list)| {
                    let list: Vec<Value> = list
                        .iter()
                        .map(|(ballot, units)| json!([ballot, units.to_string()]))
                        .collect();
                    json!({"project": id(project), "payments": list})
                })
                .collect();
            value["certificate"] = json!({
                "meaning": "each voter holds `endowment` units; `payments` lists ballot number (voters in the order of the file: `ballot_of_voter`) and what each of its voters pays [units]; a unit is worth `unit` of the currency",
                "unit": prices.unit.to_string(),
                "endowment": prices.endowment.to_string(),
                "payments": payments,
                "ballot_of_voter": election.ballot_of_voter,
            });
        }
        value
    }

    fn text(&self, election: &Election, out: &mut dyn Write, reasons: bool) -> io::Result<()> {
        let outcome = &self.outcome;
        let shares = &self.fairness.shares;
        let money = |amount: &crate::budgeting::Rational| with_thousands(&write_rounded(amount, 2));
        if reasons && !election.title.is_empty() {
            writeln!(out, "{}", election.title)?;
        }
        writeln!(
            out,
            "{}: {} of {} projects, {} of {} {} spent, {} voters, {} with none of their projects funded",
            outcome.rule,
            outcome.funded.len(),
            election.projects.len(),
            money(&outcome.cost),
            money(&election.budget),
            election.currency,
            with_thousands(&shares.voters.to_string()),
            with_thousands(&shares.with_nothing.to_string()),
        )?;
        if let Some(rule) = Rule::from_word(outcome.rule) {
            writeln!(out, "  {}", rule.meaning())?;
        }
        let list: Vec<&str> = outcome
            .funded
            .iter()
            .map(|project| election.projects[*project].id.as_str())
            .collect();
        writeln!(
            out,
            "  funded: {}",
            if list.is_empty() {
                "nothing".to_owned()
            } else {
                list.join(" ")
            }
        )?;
        if !reasons {
            return Ok(());
        }
        for verdict in &self.verdicts {
            let project = &election.projects[verdict.project];
            writeln!(
                out,
                "\n{} {} ({})",
                if verdict.funded { "[x]" } else { "[ ]" },
                project.title(),
                project.id
            )?;
            writeln!(out, "    {}", verdict.text)?;
        }
        for (verdict, margin) in self.verdicts.iter().zip(&self.margins) {
            if let Some((votes, cost)) = margin {
                let votes = votes.map_or("no number of".to_owned(), |votes| votes.to_string());
                let cost = cost.as_ref().map_or("no cost".to_owned(), |cost| {
                    format!("a cost of {}", with_thousands(cost))
                });
                let id = &election.projects[verdict.project].id;
                writeln!(
                    out,
                    "\n{id} would have won with {votes} more voters of its own, or at {cost}."
                )?;
            }
        }
        writeln!(out)?;
        for note in &outcome.notes {
            writeln!(out, "note: {note}")?;
        }
        for tie in &outcome.ties {
            let among: Vec<&str> = tie
                .among
                .iter()
                .map(|project| election.projects[*project].id.as_str())
                .collect();
            writeln!(
                out,
                "tie at place {}: {} (decided by {})",
                tie.round,
                among.join(" = "),
                outcome.tie_order.word()
            )?;
        }
        let options: Vec<String> = outcome
            .options
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        writeln!(out, "options: {}", options.join(" "))?;
        writeln!(
            out,
            "fairness: {:.2} funded projects a voter, Gini {:.2}; JR {}; EJR+ up to one {}{}",
            shares.mean_projects,
            shares.gini_projects,
            holds(self.fairness.justified.is_empty()),
            holds(self.fairness.ejr_plus.is_empty()),
            match &self.fairness.certificate {
                Some(faults) if faults.is_empty() => "; payments checked",
                Some(_) => "; PAYMENTS FAULTY",
                None => "",
            }
        )
    }
}

fn holds(yes: bool) -> &'static str {
    if yes { "holds" } else { "is violated" }
}

fn fairness_json(fairness: &Fairness, groups: &[Grouping], election: &Election) -> Value {
    let shares = &fairness.shares;
    let ids = |list: &[usize]| {
        list.iter()
            .map(|project| election.projects[*project].id.clone())
            .collect::<Vec<_>>()
    };
    let violations = |list: &[crate::budgeting::fairness::Violation]| {
        list.iter()
            .map(|violation| {
                json!({
                    "project": election.projects[violation.project].id,
                    "group": violation.group,
                    "entitled": write_rounded(&violation.entitled, 6),
                    "would_have": write_rounded(&violation.would_have, 6),
                })
            })
            .collect::<Vec<_>>()
    };
    json!({
        "voters_with_nothing": shares.with_nothing,
        "share_with_nothing": shares.with_nothing as f64 / shares.voters.max(1) as f64,
        "mean_projects": shares.mean_projects,
        "mean_share_of_ballot": shares.mean_share_of_ballot,
        "mean_cost": shares.mean_cost,
        "gini_projects": shares.gini_projects,
        "gini_cost": shares.gini_cost,
        "gini_effort": shares.gini_effort,
        "histogram": shares.histogram,
        "fair_share_distance": shares.fair_share_distance,
        "fair_share_ratio": shares.fair_share_ratio,
        "share_of_budget_spent": shares.spent,
        "category_proportionality": fairness.categories.as_ref().map(|categories| categories.proportionality),
        "categories": fairness.categories.iter().flat_map(|categories| &categories.shares).map(|share| {
            json!({"category": share.name, "spent": share.spent, "asked": share.asked})
        }).collect::<Vec<_>>(),
        "justified_representation": violations(&fairness.justified),
        "ejr_plus_up_to_one": violations(&fairness.ejr_plus),
        "claims": fairness.claims.as_ref().map(|claims| json!({
            "ejr": claims.ejr.as_deref().map(ids),
            "ejr_up_to_one": claims.ejr_up_to_one.as_deref().map(ids),
            "pjr": claims.pjr.as_deref().map(ids),
            "core": claims.core.as_deref().map(ids),
        })),
        "certificate_verified": fairness.certificate.as_ref().map(Vec::is_empty),
        "priceable": fairness.priceable,
        "groups": groups.iter().map(|grouping| json!({
            "attribute": grouping.attribute,
            "levels": grouping.levels.iter().map(|level| json!({
                "level": level.name,
                "voters": level.voters,
                "share_of_voters": level.share_of_voters,
                "spent_for": level.spent_for,
                "spent_by": level.spent_by,
                "with_nothing": level.with_nothing,
                "mean_projects": level.mean_projects,
            })).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
    })
}

fn print_csv(counted: &[Counted], election: &Election, out: &mut dyn Write) -> io::Result<()> {
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
    ])?;
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
            ])?;
        }
    }
    table.flush()
}

fn print_check(args: &VoteArgs, reading: &Reading, out: &mut dyn Write) -> Result<u8, VoteError> {
    let problems = pabulib::check(&reading.document);
    let worst = problems.iter().map(|problem| problem.severity).max();
    match args.format {
        Format::Json => {
            let list: Vec<Value> = problems
                .iter()
                .map(|problem| {
                    json!({
                        "line": problem.line,
                        "severity": format!("{:?}", problem.severity).to_lowercase(),
                        "kind": problem.kind,
                        "message": problem.message,
                    })
                })
                .collect();
            serde_json::to_writer_pretty(&mut *out, &list).map_err(io::Error::from)?;
            writeln!(out)?;
        }
        Format::Csv => {
            let mut table = csv::Writer::from_writer(&mut *out);
            let failed = |error: csv::Error| VoteError::Output(error.into());
            table
                .write_record(["line", "severity", "kind", "message"])
                .map_err(failed)?;
            for problem in &problems {
                let line = problem.line.map(|line| line.to_string()).unwrap_or_default();
                let severity = format!("{:?}", problem.severity).to_lowercase();
                table
                    .write_record([&line, &severity, problem.kind, &problem.message])
                    .map_err(failed)?;
            }
            table.flush()?;
        }
        Format::Text | Format::Html => {
            for problem in &problems {
                writeln!(out, "{}", told(problem))?;
            }
            if problems.is_empty() {
                writeln!(out, "no problem found")?;
            }
        }
    }
    let no = if args.strict {
        Severity::Warning
    } else {
        Severity::Error
    };
    Ok(u8::from(worst.is_some_and(|worst| worst >= no)))
}

fn print_description(
    args: &VoteArgs,
    description: &Description,
    election: &Election,
    out: &mut dyn Write,
) -> Result<(), VoteError> {
    let (low, high) = description.cost_range.clone().unwrap_or_default();
    let selected: Vec<&str> = description
        .selected
        .iter()
        .map(|project| election.projects[*project].id.as_str())
        .collect();
    let rows: Vec<(&str, Value)> = vec![
        ("title", json!(description.title)),
        ("vote_type", json!(description.ballot_type)),
        ("budget", json!(write_exact(&description.budget))),
        ("currency", json!(description.currency)),
        ("projects", json!(description.projects)),
        ("voters", json!(description.voters)),
        ("empty_ballots", json!(description.empty_ballots)),
        ("distinct_ballots", json!(description.distinct_ballots)),
        ("approvals", json!(description.approvals)),
        ("mean_ballot_length", json!(description.mean_length)),
        ("total_cost", json!(write_exact(&description.total_cost))),
        ("share_of_each_voter", json!(write_rounded(&description.share, 6))),
        ("cheapest", json!(write_exact(&low))),
        ("dearest", json!(write_exact(&high))),
        ("projects_without_support", json!(description.unsupported)),
        ("projects_over_budget", json!(description.too_dear)),
        ("officially_selected", json!(selected)),
    ];
    match args.format {
        Format::Json => {
            let object: serde_json::Map<String, Value> =
                rows.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
            serde_json::to_writer_pretty(&mut *out, &object).map_err(io::Error::from)?;
            writeln!(out)?;
        }
        format => {
            let mut table = csv::Writer::from_writer(Vec::new());
            for (key, value) in rows {
                let text = match value {
                    Value::String(text) => text,
                    Value::Array(list) => list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" "),
                    other => other.to_string(),
                };
                if format == Format::Csv {
                    table
                        .write_record([key, &text])
                        .map_err(|error| VoteError::Output(error.into()))?;
                } else {
                    writeln!(out, "{:<26}{text}", key.replace('_', " "))?;
                }
            }
            out.write_all(&table.into_inner().unwrap_or_default())?;
        }
    }
    Ok(())
}
