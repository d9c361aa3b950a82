//! Runs made for the question: one by one, two-way, Morris, Sobol.

use super::arguments::{Method, SensitivityArgs};
use super::told::Told;
use super::{Part, number, per_cent, picture, subject};
use crate::analysis::given::nearest;
use crate::analysis::robustness::{Ended, Question};
use crate::analysis::sensitivity::engine::{self, Asked, Output};
use crate::analysis::sensitivity::one_by_one::{self, Tornado};
use crate::analysis::sensitivity::{morris, sobol};
use crate::budgeting::explanation::so_many;
use crate::cli::begin::{run_in, threads};
use crate::cli::compare_arguments::asked;
use crate::cli::format::{Failure, short};
use crate::cli::progress::{self, Bar};
use crate::measures::{Handle, Measure};
use crate::projection::RunError;
use crate::report::words;
use crate::results::Request;
use crate::run::{Job, pool};
use crate::scenario::Catalogue;
use crate::world::Year;

/// Usual size of new runs: people, years.
const USUAL: (usize, usize) = (1_000, 11);
/// Ends to which Morris's grid is brought.
const MORRIS_ENDS: (f64, f64) = (0.05, 0.95);
/// Levels of Morris's grid.
const LEVELS: usize = 4;
/// Percentiles of a two-way table.
const TWO_WAY: [f64; 5] = [0.1, 0.3, 0.5, 0.7, 0.9];

/// A factor: its members among the names, and what it is called.
struct Factor {
    name: String,
    members: Vec<usize>,
}

fn request(args: &SensitivityArgs) -> Result<Request, Failure> {
    let or = |given: Option<u32>, usual: usize| given.map_or(usual, |given| given as usize);
    let mut request = Request {
        scenarios: args.given.clone(),
        draws: args.luck as usize,
        people: or(args.people, USUAL.0),
        years: or(args.years, USUAL.1),
        seed: args.seed.unwrap_or(1),
        sampling: "plain".to_string(),
        ..Request::default()
    };
    if let Some(folder) = subject::folder(args) {
        let manifest = run_in(folder)?.manifest;
        request.scenarios = manifest.request.scenarios;
        request.set = manifest.request.set;
        request.assume = manifest.request.assume;
        request.areas = manifest.request.areas;
        request.seed = args.seed.unwrap_or(manifest.request.seed);
        request.years = or(args.years, manifest.request.years.min(USUAL.1));
    }
    request.set.extend(args.set.iter().cloned());
    Ok(request)
}

/// Makes the runs.
pub fn find(args: &SensitivityArgs, method: Method, catalogue: &Catalogue) -> Result<Part, Failure> {
    let job = Job::prepare(request(args)?, catalogue)?;
    let engine = &job.engine;
    let names = engine::names(&engine.plans);
    let (tied, against) = engine::factors(&engine.plans, &names);
    let factors = factors(args, method, &names, &tied)?;
    let first = job.shape.years[0];
    let last = job.shape.years[job.shape.years.len() - 1];
    let year = args.year.map_or(Year(last.0.min(first.0 + 10)), Year);
    let place = job.shape.years.iter().position(|known| *known == year).ok_or_else(|| {
        Failure::Refused(format!(
            "the runs have no year {}; they go from {first} to {last}: --years makes them longer",
            year.0
        ))
    })?;
    let measures: Vec<&'static Measure> = asked(&args.measures)?.into_iter().map(Handle::measure).collect();
    let question = Question {
        measures: measures.clone(),
        year: place,
        draws: args.luck as usize,
    };
    let runs = match method {
        Method::OneByOne => 2 * factors.len() + 1,
        Method::TwoWay => TWO_WAY.len().pow(2),
        Method::Morris => args.paths as usize * (factors.len() + 1),
        Method::Sobol => sobol::runs(args.rows as usize, factors.len()),
    };
    progress::listen();
    eprintln!(
        "{} of {} over {}, {} moved…",
        so_many(
            (runs * engine.shown().len() * args.luck as usize) as u64,
            "world",
            "worlds"
        ),
        so_many(engine.people as u64, "simulated person", "simulated people"),
        so_many(engine.years as u64, "year", "years"),
        so_many(
            factors.iter().map(|factor| factor.members.len() as u64).sum(),
            "assumption",
            "assumptions"
        )
    );
    let bar = Bar::new(runs, "points");
    let asked = Asked {
        engine,
        question: &question,
        names,
        against,
        ends: if method == Method::Morris {
            MORRIS_ENDS
        } else {
            (0.0, 1.0)
        },
        progress: &bar,
    };
    let scenarios = &job.shape.scenarios;
    let told: Vec<Told> = asked
        .outputs()
        .iter()
        .map(|output| told(output, scenarios, &measures, year))
        .collect();
    let made = pool(threads(args.threads))?.install(|| make(args, method, &asked, &factors, &told));
    bar.clear();
    made
}

fn told(output: &Output, scenarios: &[String], measures: &[&'static Measure], year: Year) -> Told {
    let measure = measures[output.measure];
    let (name, title) = (&scenarios[output.scenario], words::title(measure));
    let difference = output.scenario > 0;
    let against = if difference {
        scenarios[0].clone()
    } else {
        String::new()
    };
    Told {
        words: if difference {
            format!("the difference that {name} makes to “{title}”, {}", year.financial())
        } else {
            format!("“{title}” in {name}, {}", year.financial())
        },
        key: [name.clone(), against, measure.name.to_string()],
        measure,
        difference,
    }
}

fn stopped(ended: Ended) -> Failure {
    match ended {
        RunError::Year(error) => Failure::Year(error),
        RunError::Keep(never) => match never {},
        RunError::Stopped => Failure::Interrupted("\nInterrupted; nothing is kept.".to_string()),
    }
}

/// The assumptions that keys stand for.
fn named(keys: &str, names: &[String]) -> Result<Vec<usize>, Failure> {
    let mut found = Vec::new();
    for key in keys.split(',').map(str::trim).filter(|key| !key.is_empty()) {
        let before = found.len();
        match key.strip_suffix('*') {
            Some(start) => found.extend((0..names.len()).filter(|at| names[*at].starts_with(start))),
            None => found.extend((0..names.len()).filter(|at| names[*at] == key)),
        }
        if found.len() == before {
            let near = nearest(key.trim_end_matches('*'), names.iter().map(String::as_str));
            let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            return Err(Failure::Refused(format!(
                "no uncertain assumption `{key}` in these scenarios{near}"
            )));
        }
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

fn factors(
    args: &SensitivityArgs,
    method: Method,
    names: &[String],
    tied: &[Vec<usize>],
) -> Result<Vec<Factor>, Failure> {
    let of = |members: Vec<usize>| Factor {
        name: members
            .iter()
            .map(|at| names[*at].as_str())
            .collect::<Vec<_>>()
            .join(" + "),
        members,
    };
    // Whoever is named brings along those that it is sampled with.
    let with_tied = |members: Vec<usize>| -> Vec<usize> {
        let mut all: Vec<usize> = members
            .iter()
            .flat_map(|at| {
                tied.iter()
                    .find(|group| group.contains(at))
                    .cloned()
                    .unwrap_or_else(|| vec![*at])
            })
            .collect();
        all.sort_unstable();
        all.dedup();
        all
    };
    if method == Method::TwoWay {
        let pair = args.pair.as_deref().unwrap_or_default();
        let keys: Vec<&str> = pair.split(',').map(str::trim).filter(|key| !key.is_empty()).collect();
        let [one, other] = keys[..] else {
            return Err(Failure::Refused("--method two-way needs --pair KEY,KEY".to_string()));
        };
        return [one, other]
            .into_iter()
            .map(|key| Ok(of(with_tied(named(key, names)?))))
            .collect();
    }
    let mut found: Vec<Factor> = Vec::new();
    let mut grouped: Vec<usize> = Vec::new();
    for keys in &args.groups {
        let members = with_tied(named(keys, names)?);
        if let Some(twice) = members.iter().find(|at| grouped.contains(at)) {
            return Err(Failure::Refused(format!("{} is in two groups", names[*twice])));
        }
        grouped.extend(&members);
        found.push(Factor {
            name: keys.clone(),
            members,
        });
    }
    let only = args.only.as_deref().map(|keys| named(keys, names)).transpose()?;
    let wanted = |at: &usize| only.as_ref().is_none_or(|only| only.contains(at)) && !grouped.contains(at);
    let alone = tied.iter().filter(|members| members.iter().any(wanted));
    let free = |members: &Vec<usize>| {
        members
            .iter()
            .copied()
            .filter(|at| !grouped.contains(at))
            .collect::<Vec<_>>()
    };
    found.extend(alone.map(|members| of(free(members))));
    if found.is_empty() {
        return Err(Failure::Refused(
            "nothing is uncertain in these scenarios: there is nothing to move".to_string(),
        ));
    }
    Ok(found)
}

fn make(
    args: &SensitivityArgs,
    method: Method,
    asked: &Asked,
    factors: &[Factor],
    told: &[Told],
) -> Result<Part, Failure> {
    let dimensions = asked.names.len();
    let members: Vec<Vec<usize>> = factors.iter().map(|factor| factor.members.clone()).collect();
    match method {
        Method::OneByOne => {
            let found = one_by_one::tornado(asked, dimensions, &members).map_err(stopped)?;
            let part = tornado(&found, factors, told, args.top);
            if let Some(folder) = &args.out {
                let names: Vec<&str> = factors.iter().map(|factor| factor.name.as_str()).collect();
                picture::tornado(folder, &found, &names, told, &part)?;
            }
            Ok(part)
        }
        Method::TwoWay => {
            let found = one_by_one::two_way(asked, dimensions, &members[0], &members[1], &TWO_WAY).map_err(stopped)?;
            Ok(two_way(&found, factors, told))
        }
        Method::Morris => {
            let design = morris::Design {
                paths: args.paths as usize,
                levels: LEVELS,
                seed: asked.engine.sampler.seed,
            };
            let found = morris::effects(asked, dimensions, &members, design).map_err(stopped)?;
            Ok(effects(&found, factors, told, args.top))
        }
        Method::Sobol => {
            let rows = args.rows as usize;
            let found =
                sobol::indices(asked, dimensions, &members, rows, asked.engine.sampler.seed).map_err(stopped)?;
            Ok(shares(&found, factors, told, args.top))
        }
    }
}

fn empty(columns: &[&'static str]) -> Part {
    Part {
        sentences: Vec::new(),
        tables: Vec::new(),
        columns: columns.to_vec(),
        rows: Vec::new(),
    }
}

/// A number in a measure's unit.
fn value(told: &Told, value: f64) -> String {
    if told.difference {
        words::difference(told.measure.unit, value)
    } else {
        words::value(told.measure.unit, value)
    }
}

fn more(lines: &mut Vec<Vec<String>>, all: usize, top: usize) {
    if all > top {
        lines.push(vec![format!("and {} more", all - top)]);
    }
}

fn tornado(found: &Tornado, factors: &[Factor], told: &[Told], top: usize) -> Part {
    let mut part = empty(&[
        "scenario",
        "against",
        "measure",
        "assumption",
        "at_p10",
        "at_medians",
        "at_p90",
        "swing",
    ]);
    for (output, what) in told.iter().enumerate() {
        let ordered = found.ordered(output);
        let centre = found.centre[output];
        let head = ["", "at its 10th percentile", "at its 90th percentile"]
            .map(str::to_string)
            .to_vec();
        let mut lines = vec![head];
        for (at, swing) in ordered.iter().enumerate() {
            let (low, high) = (swing.low[output], swing.high[output]);
            let name = &factors[swing.factor].name;
            if at < top {
                lines.push(vec![name.clone(), value(what, low), value(what, high)]);
            }
            let mut row = what.key.to_vec();
            row.push(name.clone());
            row.extend([low, centre, high, high - low].map(number));
            part.rows.push(row);
        }
        more(&mut lines, ordered.len(), top);
        part.sentences.push(match ordered.first() {
            Some(first) => {
                let (low, high) = (value(what, first.low[output]), value(what, first.high[output]));
                let span = if low == high {
                    "by less than is shown".to_string()
                } else {
                    format!("from {low} to {high}")
                };
                format!(
                    "Of {}, {} at all medians, {} moves most: {span} between its 10th and its 90th percentile.",
                    what.words,
                    value(what, centre),
                    factors[first.factor].name,
                )
            }
            None => format!("Nothing that was moved moves {}.", what.words),
        });
        let turning: Vec<&str> = ordered
            .iter()
            .filter(|swing| {
                let ends = [swing.low[output], centre, swing.high[output]];
                ends.iter().any(|end| *end > 0.0) && ends.iter().any(|end| *end < 0.0)
            })
            .map(|swing| factors[swing.factor].name.as_str())
            .collect();
        if what.difference && !ordered.is_empty() {
            part.sentences.push(if turning.is_empty() {
                format!(
                    "Of {} moved, none alone turns the sign of {} between its 10th and its 90th percentile.",
                    so_many(factors.len() as u64, "assumption", "assumptions"),
                    what.words
                )
            } else {
                format!(
                    "Alone, between its 10th and its 90th percentile, the sign of {} is turned by {}.",
                    what.words,
                    turning.join(", ")
                )
            });
        }
        part.tables.push((
            format!("{}: {} at all medians", capital(&what.words), value(what, centre)),
            lines,
        ));
    }
    part
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn two_way(found: &[Vec<Vec<f64>>], factors: &[Factor], told: &[Told]) -> Part {
    let mut part = empty(&[
        "scenario",
        "against",
        "measure",
        "first",
        "first_at",
        "second",
        "second_at",
        "value",
    ]);
    let per = |u: f64| format!("p{:.0}", u * 100.0);
    for (output, what) in told.iter().enumerate() {
        let mut lines = vec![vec![format!("{} ↓  {} →", factors[0].name, factors[1].name)]];
        lines[0].extend(TWO_WAY.map(per));
        for (one, by_other) in TWO_WAY.iter().zip(found) {
            let mut line = vec![per(*one)];
            for (other, outputs) in TWO_WAY.iter().zip(by_other) {
                line.push(value(what, outputs[output]));
                let mut row = what.key.to_vec();
                row.extend([
                    factors[0].name.clone(),
                    number(*one),
                    factors[1].name.clone(),
                    number(*other),
                ]);
                row.push(number(outputs[output]));
                part.rows.push(row);
            }
            lines.push(line);
        }
        let ends = |a: usize, b: usize| found[a][b][output];
        let last = TWO_WAY.len() - 1;
        let apart = (ends(last, last) - ends(0, last)) - (ends(last, 0) - ends(0, 0));
        let size = found
            .iter()
            .flatten()
            .map(|outputs| (outputs[output] - ends(0, 0)).abs())
            .fold(0.0, f64::max);
        let together = if apart.abs() <= 0.05 * size {
            "each acts alike wherever the other stands"
        } else {
            "what one does depends on where the other stands"
        };
        part.sentences.push(format!("Of {}: {together}.", what.words));
        part.tables.push((capital(&what.words), lines));
    }
    part
}

fn effects(found: &[Vec<morris::Effects>], factors: &[Factor], told: &[Told], top: usize) -> Part {
    let columns = [
        "scenario",
        "against",
        "measure",
        "assumption",
        "mu",
        "mu_star",
        "mu_star_low",
        "mu_star_high",
        "sigma",
    ];
    let mut part = empty(&columns);
    for (what, of) in told.iter().zip(found) {
        let mut order: Vec<usize> = (0..of.len()).collect();
        order.sort_by(|a, b| of[*b].mu_star.value.total_cmp(&of[*a].mu_star.value).then(a.cmp(b)));
        let mut lines = vec![
            ["", "mean size of effect (95% interval)", "mean effect", "spread"]
                .map(str::to_string)
                .to_vec(),
        ];
        for (place, at) in order.iter().enumerate() {
            let one = &of[*at];
            if place < top {
                lines.push(vec![
                    factors[*at].name.clone(),
                    format!(
                        "{} ({} to {})",
                        short(one.mu_star.value),
                        short(one.mu_star.low.max(0.0)),
                        short(one.mu_star.high)
                    ),
                    short(one.mu),
                    short(one.sigma),
                ]);
            }
            let mut row = what.key.to_vec();
            row.push(factors[*at].name.clone());
            row.extend([one.mu, one.mu_star.value, one.mu_star.low, one.mu_star.high, one.sigma].map(number));
            part.rows.push(row);
        }
        more(&mut lines, order.len(), top);
        let idle = of.iter().filter(|one| one.mu_star.value == 0.0).count();
        part.sentences.push(format!(
            "{} moves {} most; {} of {} assumptions do not move it at all.",
            factors[order[0]].name,
            what.words,
            idle,
            of.len()
        ));
        part.tables
            .push((format!("{} [{}]", capital(&what.words), what.measure.unit), lines));
    }
    part
}

fn shares(found: &[sobol::Sobol], factors: &[Factor], told: &[Told], top: usize) -> Part {
    let columns = [
        "scenario",
        "against",
        "measure",
        "assumption",
        "first",
        "first_low",
        "first_high",
        "total",
        "total_low",
        "total_high",
        "variance",
    ];
    let mut part = empty(&columns);
    for (what, of) in told.iter().zip(found) {
        let mut order: Vec<usize> = (0..of.factors.len()).collect();
        let total = |at: &usize| of.factors[*at].total.value;
        order.sort_by(|a, b| total(b).total_cmp(&total(a)).then(a.cmp(b)));
        let mut lines = vec![
            ["", "alone (95% interval)", "with others (95% interval)"]
                .map(str::to_string)
                .to_vec(),
        ];
        for (place, at) in order.iter().enumerate() {
            let one = &of.factors[*at];
            let tell = |index: &crate::analysis::sensitivity::Index| {
                format!(
                    "{} ({} to {})",
                    per_cent(index.value),
                    per_cent(index.low),
                    per_cent(index.high)
                )
            };
            if place < top {
                lines.push(vec![factors[*at].name.clone(), tell(&one.first), tell(&one.total)]);
            }
            let mut row = what.key.to_vec();
            row.push(factors[*at].name.clone());
            row.extend([one.first.value, one.first.low, one.first.high].map(number));
            row.extend([one.total.value, one.total.low, one.total.high, of.variance].map(number));
            part.rows.push(row);
        }
        more(&mut lines, order.len(), top);
        let alone: f64 = of.factors.iter().map(|one| one.first.value).sum();
        part.sentences.push(if of.variance > 0.0 {
            format!(
                "{} makes most of the variance of {}: {} alone and {} with others; all assumptions alone make {}.",
                factors[order[0]].name,
                what.words,
                per_cent(of.factors[order[0]].first.value),
                per_cent(of.factors[order[0]].total.value),
                per_cent(alone)
            )
        } else {
            format!("Nothing that was moved changes {}.", what.words)
        });
        part.tables.push((capital(&what.words), lines));
    }
    part
}
