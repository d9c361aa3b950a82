//! From what was typed to what is asked: files read, names looked up.

use super::arguments::ValueArgs;
use crate::analysis::given::{Given, nearest};
use crate::analysis::numbering;
use crate::analysis::ranks;
use crate::analysis::repeated;
use crate::analysis::value::Decision;
use crate::analysis::value::answer::{Comparison, Question, Study, Subset};
use crate::analysis::value::decision::same_draws;
use crate::analysis::value::of_run::{self, Fair, Perspective, View};
use crate::analysis::value::pairing;
use crate::analysis::value::roles::{self, Role};
use crate::analysis::value::study::Seen;
use crate::cli::amount::amount;
use crate::cli::begin::run_in;
use crate::cli::format::Failure;
use crate::report::words;
use crate::results::Vouched;

/// Worths of a QALY told by default: what a QALY costs the NHS where its own money buys it (Claxton and others, *Health
/// Technology Assessment* 19(14), 2015), and the two between which NICE decided until 2025.
const WORTHS: [f64; 3] = [13_000.0, 20_000.0, 30_000.0];

/// Pounds in a million.
const MILLION: f64 = 1e6;

/// What is judged.
pub struct Subject {
    /// The options.
    pub decision: Decision,
    /// The assumptions, a column each.
    pub parameters: Option<Given>,
    /// How a run is seen, in words; nothing for files.
    pub seen: Option<String>,
    /// Health by deprivation fifth, if asked for.
    pub fair: Vec<Fair>,
    /// What was made of the tables that is not plain from them.
    pub notes: Vec<String>,
}

/// Reads what is judged.
pub fn subject(args: &ValueArgs) -> Result<Subject, Failure> {
    match args.given.as_slice() {
        [folder] if folder.is_dir() => of_folder(args),
        [folder, ..] if folder.is_dir() => Err(Failure::Refused(format!(
            "{} is a folder: one run is judged at a time, without other files; `carepool run A B` puts two scenarios in one run",
            folder.display()
        ))),
        _ => of_files(args),
    }
}

fn of_folder(args: &ValueArgs) -> Result<Subject, Failure> {
    let folder = &args.given[0];
    if args.population.is_some() {
        return Err(Failure::Refused(format!(
            "--population is for tables whose costs and effects are of one person: those of the run in {} are of all its people \
             and years already",
            folder.display()
        )));
    }
    let run = run_in(folder)?;
    let view = View {
        perspective: args.perspective.perspective(),
        cost_rate: args.discount_costs,
        health_rate: args.discount_health,
        horizon: args.horizon,
    };
    let decision = of_run::decision(&run, &view, of_run::compared(&run, args.area.as_deref())?)?;
    let table = match &args.parameters {
        Some(file) => Some(Given::read(file)?),
        // A run in which nothing is uncertain has none.
        None => Given::read_if_any(&run.path("parameters.csv")?)?,
    };
    let mut notes: Vec<String> = elsewhere(&run, args, &view, &decision)?.into_iter().collect();
    notes.extend(paid_to_people(&run, &view, &decision)?);
    let parameters = table
        .map(|table| held(table, &decision, Some(0), &mut notes))
        .transpose()?;
    let fair = match args.atkinson {
        Some(aversion) => of_run::fairness(&run, &view, aversion, &decision.options)?,
        None => Vec::new(),
    };
    let per_cent = |rate: f64| format!("{}%", crate::cli::format::short(rate * 100.0));
    let rates = if view.cost_rate == view.health_rate {
        format!("both discounted at {} a year", per_cent(view.cost_rate))
    } else {
        let (costs, health) = (per_cent(view.cost_rate), per_cent(view.health_rate));
        format!("costs discounted at {costs} a year and health at {health}")
    };
    let seen = format!(
        "Costs to {}, {}, {rates}",
        view.perspective.words(),
        of_run::span(&run.manifest, &view)?
    );
    Ok(Subject {
        decision,
        parameters,
        seen: Some(seen),
        fair,
        notes,
    })
}

/// That another option is best where what other budgets, users and carers pay counts too.
fn elsewhere(run: &Vouched, args: &ValueArgs, view: &View, decision: &Decision) -> Result<Option<String>, Failure> {
    if view.perspective == Perspective::Society {
        return Ok(None);
    }
    let wide = View {
        perspective: Perspective::Society,
        ..*view
    };
    let of_all = of_run::decision(run, &wide, of_run::compared(run, args.area.as_deref())?)?;
    let worths = if args.worths.is_empty() {
        WORTHS.to_vec()
    } else {
        args.worths.clone()
    };
    let best = |decision: &Decision, worth: f64| -> Option<String> {
        let (costs, effects) = (decision.mean_costs(), decision.mean_effects());
        let worth_of = |option: usize| worth * effects[option] - costs[option];
        let all = 0..decision.options.len();
        let best = all.max_by(|one, other| worth_of(*one).total_cmp(&worth_of(*other)))?;
        decision.options.get(best).cloned()
    };
    let other = worths.into_iter().find_map(|worth| {
        let (own, all) = (best(decision, worth)?, best(&of_all, worth)?);
        (own != all).then_some((worth, all))
    });
    Ok(other.map(|(worth, all)| {
        format!(
            "What other budgets, users and unpaid carers bear is not in these costs. Where it is (`--perspective society`), the largest net benefit at {} a QALY is that of {all}.",
            crate::process::money::spoken(worth)
        )
    }))
}

/// That programmes pay money to people, which is raised as tax and in no cost here, and how much that is.
fn paid_to_people(run: &Vouched, view: &View, decision: &Decision) -> Result<Option<String>, Failure> {
    let paid = of_run::paid_to_people(run, view, &decision.options)?;
    let told: Vec<String> = decision
        .options
        .iter()
        .zip(paid)
        .filter(|(_, pounds)| *pounds != 0.0)
        .map(|(option, pounds)| format!("{} under {option}", words::value("£m", pounds / MILLION)))
        .collect();
    let why = match view.perspective {
        Perspective::Society => "some pay it and others have it, so that to society as a whole it is no cost",
        Perspective::Nhs | Perspective::Public => {
            "it is in no budget of health and care; taxpayers who count it as a cost add it"
        }
    };
    Ok((!told.is_empty()).then(|| {
        format!(
            "Money that programmes pay to people is raised as tax and in none of these costs ({why}). It comes to {} over the years, \
             discounted as costs are.",
            told.join(", ")
        )
    }))
}

fn of_files(args: &ValueArgs) -> Result<Subject, Failure> {
    if args.atkinson.is_some() || args.horizon.is_some() || args.area.is_some() {
        return Err(Failure::Refused(
            "--atkinson, --horizon and --area are for a run's folder: a table of sums says neither who has the health nor when nor where"
                .to_string(),
        ));
    }
    let read = |file: &std::path::Path| Given::read(file).and_then(|table| table.at_least(2));
    let mut notes = Vec::new();
    let (decision, third, numbered) = match args.given.as_slice() {
        [both] => {
            let mut both = read(both)?;
            notes.extend(numbering::without_own_numbers(&mut both, &Decision::of_either));
            let numbered = both.numbered;
            (Decision::of_one(both)?, None, numbered)
        }
        [costs, effects, more @ ..] => {
            let (mut costs, mut effects) = (read(costs)?, read(effects)?);
            roles::in_place(&costs, Role::Costs)?;
            roles::in_place(&effects, Role::Effects)?;
            notes.extend(pairing::without_numbers(&mut costs, &mut effects)?);
            let numbered = costs.numbered.or(effects.numbered);
            let told = pairing::told(&costs, &effects);
            let decision = Decision::of(costs, effects)?;
            notes.extend(told);
            (decision, more.first(), numbered)
        }
        [] => return Err(Failure::Refused("nothing to judge".to_string())),
    };
    if let (Some(_), Some(third)) = (&args.parameters, third) {
        return Err(Failure::Refused(format!(
            "parameters are given twice: {} and --parameters",
            third.display()
        )));
    }
    let table = args
        .parameters
        .as_ref()
        .or(third)
        .map(|file| Given::read(file))
        .transpose()?;
    if let Some(table) = &table {
        roles::in_place(table, Role::Parameters)?;
    }
    let parameters = table
        .map(|table| held(table, &decision, numbered, &mut notes))
        .transpose()?;
    notes.extend(roles::doubt(&decision));
    let more = parameters.iter().flat_map(|table| &table.columns);
    let all: Vec<&[f64]> = decision
        .costs
        .iter()
        .chain(&decision.effects)
        .chain(more)
        .map(Vec::as_slice)
        .collect();
    notes.extend(repeated::told(&all, "these tables"));
    Ok(Subject {
        parameters,
        decision,
        seen: None,
        fair: Vec::new(),
        notes,
    })
}

/// A table of parameters, which must have the draws of the decision; these may be numbered from some first one on.
fn held(
    mut table: Given,
    decision: &Decision,
    numbered: Option<u8>,
    notes: &mut Vec<String>,
) -> Result<Given, Failure> {
    notes.extend(numbering::without_own_numbers(&mut table, &|_| false));
    let costs = Given {
        file: "the table of costs".to_string(),
        names: decision.options.clone(),
        columns: decision.costs.clone(),
        numbered,
    };
    same_draws(&costs, &table)?;
    Ok(table)
}

/// Looks up what is asked.
pub fn question(args: &ValueArgs, subject: &Subject) -> Result<Question, Failure> {
    let option = |name: &String| {
        let options = &subject.decision.options;
        options.iter().position(|known| known == name).ok_or_else(|| {
            let near = nearest(name, options.iter().map(String::as_str));
            let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            Failure::Refused(format!("no option `{name}`; there are {}{near}", options.join(", ")))
        })
    };
    let comparison = match (&args.reference, &args.against) {
        (Some(name), _) => Comparison::OneAgainstEach(option(name)?),
        (None, Some(name)) => Comparison::EachAgainst(option(name)?),
        (None, None) => Comparison::EachAgainst(0),
    };
    let mut worths = if args.worths.is_empty() {
        WORTHS.to_vec()
    } else {
        args.worths.clone()
    };
    worths.dedup();
    let needs = |what: &str| {
        let parameters = subject.parameters.as_ref();
        parameters.ok_or_else(|| Failure::Refused(format!("{what} needs a table of parameters: --parameters FILE")))
    };
    let mut subsets = Vec::new();
    for words in &args.evppi {
        subsets.push(subset(words, needs("--evppi")?)?);
    }
    if let (true, false, Some(table)) = (args.evppi.is_empty(), args.no_evppi, &subject.parameters) {
        let varying = (0..table.names.len()).filter(|at| !ranks::constant(&table.columns[*at]));
        subsets.extend(varying.map(|at| Subset {
            name: table.names[at].clone(),
            columns: vec![at],
        }));
    }
    let studies = args
        .studies
        .iter()
        .map(|words| study(words, needs("--study")?))
        .collect::<Result<Vec<Study>, Failure>>()?;
    Ok(Question {
        worths,
        grid: args.grid.0.clone(),
        comparison,
        subsets,
        studies,
    })
}

/// Assumptions named together.
fn subset(words: &str, table: &Given) -> Result<Subset, Failure> {
    let mut columns: Vec<usize> = Vec::new();
    for name in words.split(',').map(str::trim) {
        match name.strip_suffix('*') {
            Some(start) => {
                let before = columns.len();
                columns.extend((0..table.names.len()).filter(|at| table.names[*at].starts_with(start)));
                if columns.len() == before {
                    return Err(Failure::Refused(format!(
                        "{} has no column that begins with `{start}`",
                        table.file
                    )));
                }
            }
            None => columns.push(table.position(name)?),
        }
    }
    columns.sort_unstable();
    columns.dedup();
    Ok(Subset {
        name: words.to_string(),
        columns,
    })
}

fn study(words: &str, table: &Given) -> Result<Study, Failure> {
    let wrong = || {
        Failure::Refused(format!(
            "--study {words}; expected: NAME=PEOPLE for a share that is counted, or NAME=PEOPLE/SD for a mean, such as beta=200/1.5"
        ))
    };
    let (name, size) = words.rsplit_once('=').ok_or_else(wrong)?;
    let (people, spread) = match size.split_once('/') {
        Some((people, spread)) => (people, Some(amount(spread, "").map_err(|_| wrong())?)),
        None => (size, None),
    };
    Ok(Study {
        column: table.position(name.trim())?,
        name: name.trim().to_string(),
        people: people.trim().replace(',', "").parse().map_err(|_| wrong())?,
        seen: spread.map_or(Seen::Share, |spread| Seen::Mean { spread }),
    })
}
