//! `carepool compare RUN --attribute`: a difference split over the sections in which two scenarios differ.

use std::io::Write;
use std::path::Path;

use super::FINE;
use super::begin::{run_in, unchanged};
use super::compare_arguments::{CompareArgs, asked};
use super::format::{Failure, Format, float, rows};
use super::progress::{self, Bar};
use crate::analysis::attribution::{MOST, Part, quantum, rounded, split};
use crate::analysis::robustness::{Question, sample};
use crate::budgeting::explanation::so_many;
use crate::measures::{Handle, Measure};
use crate::projection::{Engine, RunError};
use crate::report::{text as lines_of, words};
use crate::run::Job;
use crate::scenario::blended::section;
use crate::scenario::{Catalogue, Scenario, difference};
use crate::world::Year;

/// Draws that are run again for it, at most.
const DRAWS: usize = 40;
/// Columns for programs.
const COLUMNS: [&str; 10] = [
    "scenario", "against", "year", "measure", "section", "shapley", "first_in", "last_in", "least", "most",
];

/// What is not of any section: nothing can be attributed to it.
const WHOLE: [&str; 3] = ["start_year", "data", "same_money_as"];

/// Splits the differences of a run's scenarios from the first.
pub fn run(args: &CompareArgs, catalogue: &Catalogue, out: &mut dyn Write) -> Result<u8, Failure> {
    let [folder] = args.runs.as_slice() else {
        return Err(Failure::Refused(
            "--attribute takes one run of two or more scenarios".to_string(),
        ));
    };
    let vouched = run_in(folder)?;
    unchanged(&vouched, catalogue)?;
    let mut request = vouched.manifest.request;
    request.draws = request.draws.min(args.draws.map_or(DRAWS, |draws| draws as usize));
    let job = Job::prepare(request, catalogue)?;
    let years = &job.shape.years;
    let (first, last) = (years[0], years[years.len() - 1]);
    let year = args.year.map_or(Year(last.0.min(first.0 + 10)), Year);
    let place = years.iter().position(|known| *known == year).ok_or_else(|| {
        Failure::Refused(format!(
            "the run has no year {}; it goes from {first} to {last}",
            year.0
        ))
    })?;
    let measures: Vec<&'static Measure> = asked(&args.measures)?.into_iter().map(Handle::measure).collect();
    let question = Question {
        measures,
        year: place,
        draws: job.request.draws,
    };
    let shown = job.engine.plans.iter().enumerate().filter(|(_, plan)| plan.shown);
    let plans: Vec<_> = shown.collect();
    if plans.len() < 2 {
        return Err(Failure::Refused(
            "the run has one scenario only: there is no difference to split".to_string(),
        ));
    }
    let against = job.against();
    let pairs = plans.iter().zip(against).filter_map(|(other, base)| {
        let base = plans[base];
        (base.0 != other.0 && base.1.place() == other.1.place()).then_some((base, other.1))
    });
    let pairs: Vec<_> = pairs.collect();
    if pairs.is_empty() {
        return Err(Failure::Refused(
            "each place of the run has one scenario only: what places differ in is no policy, and is not split"
                .to_string(),
        ));
    }
    let mut table = Vec::new();
    progress::listen();
    for (base, other) in pairs {
        let found = attribute(&job, base.0, &other.scenario, &question, catalogue, folder)?;
        tell(
            args,
            &found,
            (&base.1.name, &other.name),
            &question,
            year,
            &mut table,
            out,
        )?;
    }
    if args.format != Format::Text {
        rows(out, args.format, &COLUMNS, &table)?;
    }
    Ok(FINE)
}

/// What was found for one scenario.
struct Found {
    sections: Vec<String>,
    /// By measure, by set: mean over the draws, as it is more than with nothing changed.
    values: Vec<Vec<f64>>,
}

fn attribute(
    job: &Job,
    base: usize,
    other: &Scenario,
    question: &Question,
    catalogue: &Catalogue,
    folder: &Path,
) -> Result<Found, Failure> {
    let first = &job.engine.plans[base].scenario;
    let changes = difference(first, other);
    if let Some(whole) = changes.iter().find(|change| WHOLE.contains(&change.key.as_str())) {
        return Err(Failure::Refused(format!(
            "{} differs from {} in {}, which belongs to no section: their difference cannot be split",
            other.name, first.name, whole.key
        )));
    }
    if first.same_money_as.is_some() {
        return Err(Failure::Refused(format!(
            "{} takes its money from another scenario: a difference from it cannot be split",
            first.name
        )));
    }
    let mut sections: Vec<String> = Vec::new();
    for change in &changes {
        let name = section(&change.key).to_string();
        // What binds assumptions goes with the assumptions.
        if !sections.contains(&name) && !change.key.starts_with("correlation of ") {
            sections.push(name);
        }
    }
    if sections.is_empty() {
        return Err(Failure::Refused(format!(
            "{} assumes the same as {}",
            other.name, first.name
        )));
    }
    if sections.len() > MOST {
        return Err(Failure::Refused(format!(
            "{} differs from {} in {} sections ({}), and every set of them would be run; expected: {MOST} or fewer",
            other.name,
            first.name,
            sections.len(),
            sections.join(", ")
        )));
    }
    let sets = 1usize << sections.len();
    eprintln!(
        "{}: {} of {} over {}…",
        folder.display(),
        so_many((sets * question.draws) as u64, "world", "worlds"),
        so_many(job.engine.people as u64, "simulated person", "simulated people"),
        so_many(job.engine.years as u64, "year", "years")
    );
    let alone = job.engine.plans.only(vec![base]);
    let plans = alone.copies(sets, |set, scenario| {
        let takes = |name: &str| {
            sections
                .iter()
                .position(|known| known == name)
                .is_some_and(|at| set >> at & 1 == 1)
        };
        scenario.blended(other, &takes, catalogue)
    });
    let engine = Engine {
        plans,
        sampler: job.engine.sampler,
        people: job.engine.people,
        years: job.engine.years,
    };
    let bar = Bar::new(question.draws, "draws");
    let sampled = sample(&engine, question, &bar);
    bar.clear();
    let sampled = sampled.map_err(|ended| match ended {
        RunError::Year(error) => Failure::Year(error),
        RunError::Keep(never) => match never {},
        RunError::Stopped => Failure::Interrupted("\nInterrupted; nothing is kept.".to_string()),
    })?;
    let values = (0..question.measures.len())
        .map(|measure| {
            (0..sets)
                .map(|set| {
                    let draws = sampled.difference(set, 0, measure);
                    draws.iter().sum::<f64>() / draws.len() as f64
                })
                .collect()
        })
        .collect();
    Ok(Found { sections, values })
}

fn tell(
    args: &CompareArgs,
    found: &Found,
    (first, other): (&str, &str),
    question: &Question,
    year: Year,
    table: &mut Vec<Vec<String>>,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let text = args.format == Format::Text;
    if text {
        writeln!(
            out,
            "Where the difference between {other} and {first} in {} comes from: means of {} draws, split over {}",
            year.financial(),
            question.draws,
            found.sections.join(", ")
        )?;
    }
    for (measure, values) in question.measures.iter().zip(&found.values) {
        let parts = split(found.sections.len(), values);
        let whole = values[values.len() - 1];
        if values.iter().all(|value| *value == 0.0) || !whole.is_finite() {
            continue;
        }
        let quantum = quantum(measure.handle, whole);
        let shapley: Vec<f64> = parts.iter().map(|part| part.shapley).collect();
        let (counts, total) = rounded(&shapley, whole, quantum);
        let mut put = |section: &str, count: i64, part: Option<&Part>| {
            let mut row = vec![
                other.to_string(),
                first.to_string(),
                year.0.to_string(),
                measure.name.to_string(),
            ];
            row.push(section.to_string());
            row.push(float(count as f64 * quantum));
            let beside = part.map(|part| [part.first, part.last, part.least, part.most].map(float));
            row.extend(beside.unwrap_or_default());
            table.push(row);
        };
        let mut order: Vec<usize> = (0..parts.len()).collect();
        order.sort_by(|a, b| shapley[*b].abs().total_cmp(&shapley[*a].abs()).then(a.cmp(b)));
        for at in &order {
            put(&found.sections[*at], counts[*at], Some(&parts[*at]));
        }
        put("all", total, None);
        if text {
            let tell = |value: f64| words::difference(measure.unit, value);
            writeln!(
                out,
                "\n{}: {}{}",
                words::title(measure),
                tell(whole),
                most(&found.sections, &shapley, whole, &|value| words::visible(
                    measure.unit,
                    value
                ))
            )?;
            let head = ["", "share of the difference", "alone", "added last", "in any order"];
            let mut lines = vec![head.map(str::to_string).to_vec()];
            for at in &order {
                let part = &parts[*at];
                lines.push(vec![
                    found.sections[*at].clone(),
                    tell(part.shapley),
                    tell(part.first),
                    tell(part.last),
                    format!("{} to {}", tell(part.least), tell(part.most)),
                ]);
            }
            lines.push(vec!["all".to_string(), tell(whole)]);
            write!(out, "{}", lines_of::aligned(&lines))?;
        }
    }
    Ok(())
}

/// Where a difference comes from, in words: its largest part, or the parts that pull it both ways. Of nothing that can be seen, nothing
/// is most.
fn most(sections: &[String], parts: &[f64], whole: f64, visible: &dyn Fn(f64) -> bool) -> String {
    if !visible(whole) {
        return String::new();
    }
    let mut all: Vec<(&str, f64)> = sections
        .iter()
        .zip(parts)
        .map(|(section, part)| (section.as_str(), part * whole.signum()))
        .collect();
    all.sort_by(|one, other| other.1.abs().total_cmp(&one.1.abs()));
    let Some(largest) = all.iter().map(|one| one.1.abs()).max_by(f64::total_cmp) else {
        return String::new();
    };
    // What is a tenth of the largest has a name, whichever way it goes.
    let named = |way: f64| -> Vec<&str> {
        let of = all.iter().filter(|one| one.1 * way > 0.1 * largest && visible(one.1));
        of.map(|one| one.0).collect()
    };
    let (ups, downs) = (named(1.0), named(-1.0));
    let others = if ups.len() + downs.len() < all.iter().filter(|one| visible(one.1)).count() {
        ", and the others"
    } else {
        ""
    };
    let joined = |names: &[&str]| match names {
        [names @ .., last] if !names.is_empty() => format!("{} and {last}", names.join(", ")),
        names => names.concat(),
    };
    let does = |names: &[&str]| if names.len() == 1 { "does" } else { "do" };
    match (ups.as_slice(), downs.as_slice()) {
        ([], _) => String::new(),
        (ups, downs) if !downs.is_empty() => format!(
            ": what {} {} less what {} {} the other way{others}",
            joined(ups),
            does(ups),
            joined(downs),
            does(downs)
        ),
        ([up, ..], _) if is_most(&all, whole) => format!(", most of it from {up}"),
        (ups, _) => format!(", from {}{others}", joined(ups)),
    }
}

/// Whether the first of some parts, largest first, is more than half of the whole, and no other half as large.
fn is_most(all: &[(&str, f64)], whole: f64) -> bool {
    let mut sizes = all.iter().map(|one| one.1);
    let (first, second) = (sizes.next().unwrap_or(0.0), sizes.next().unwrap_or(0.0));
    first > 0.5 * whole.abs() && second.abs() < 0.5 * first
}

#[cfg(test)]
mod tests {
    use super::most;

    #[test]
    fn the_part_that_pushes_the_other_way_is_not_most_of_a_difference() {
        let named = ["programme", "funding"].map(str::to_string);
        let told = |parts: &[f64], whole: f64| most(&named, parts, whole, &|value| value.abs() >= 1.0);
        assert_eq!(
            told(&[-50.0, 52.0], 2.0),
            ": what funding does less what programme does the other way"
        );
        assert_eq!(told(&[-50.0, 52.0], 2.0), told(&[50.0, -52.0], -2.0));
        assert_eq!(told(&[9.0, 1.0], 10.0), ", most of it from programme");
        assert_eq!(told(&[-9.0, -1.0], -10.0), ", most of it from programme");
        assert_eq!(told(&[5.0, 5.0], 10.0), ", from programme and funding");
        // A trifle is not named where a larger part is not.
        let four = ["programme", "care", "workforce", "prices"].map(str::to_string);
        let told_of = |parts: &[f64]| most(&four, parts, parts.iter().sum(), &|value| value.abs() >= 1.0);
        assert_eq!(
            told_of(&[-3293.0, -3156.0, 488.0, -168.0]),
            ": what programme and care do less what workforce does the other way, and the others"
        );
        assert_eq!(
            told_of(&[-3293.0, -3156.0, 200.0, -168.0]),
            ", from programme and care, and the others"
        );
        assert_eq!(told(&[0.2, 0.1], 0.3), "");
    }
}
