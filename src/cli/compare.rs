//! `carepool compare`: differences between runs, paired draw by draw.
//!
//! Draw 17 of two runs is the same world under the same luck when both have the same program, seed, people, design of
//! sampling and base year: then their difference is free of what both share. Otherwise draw 17 of one has nothing to
//! do with draw 17 of the other, and the command says so instead of printing intervals that mean nothing.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

use super::begin::unchanged;
use super::compare_arguments::{CompareArgs, asked};
use super::format::{Failure, Format, rows};
use super::{FINE, NO, attribute, camps, compare_votes, winners};
use crate::analysis::robustness::Robustness;
use crate::budgeting::explanation::so_many;
use crate::measures::{self, Handle};
use crate::projection::plans::is_done;
use crate::report::{findings, robustness, text, words};
use crate::results::{Manifest, Stats, Vouched, description, draws};
use crate::scenario::Catalogue;

/// Columns for programs.
const COLUMNS: [&str; 8] = [
    "scenario",
    "against",
    "year",
    "measure",
    "group",
    "statistic",
    "value",
    "unit",
];

/// Why two runs share no luck; nothing if they do.
fn unlike(a: &Manifest, b: &Manifest) -> Option<String> {
    let (x, y) = (&a.request, &b.request);
    let pair = |what: &str, a: &dyn std::fmt::Display, b: &dyn std::fmt::Display| Some(format!("{what} {a} and {b}"));
    if x.seed != y.seed {
        pair("their seeds are", &x.seed, &y.seed)
    } else if x.people != y.people {
        pair("their simulated people number", &x.people, &y.people)
    } else if x.sampling != y.sampling {
        pair("their samplings are", &x.sampling, &y.sampling)
    } else if x.sampling == "latin-hypercube" && x.draws != y.draws {
        pair("latin hypercubes of", &x.draws, &y.draws).map(|text| text + " draws have other strata")
    } else if a.run.first_year != b.run.first_year {
        pair("their base years are", &a.run.first_year, &b.run.first_year)
    } else if a.code != b.code {
        Some("they were made by different versions of the program".to_string())
    } else {
        None
    }
}

/// One compared scenario.
struct Compared {
    label: String,
    place: Option<String>,
    values: BTreeMap<Handle, Vec<f64>>,
}

impl Compared {
    /// The draws of a measure. A run that does not tell it has no draws of it, and no difference of nothing.
    fn told(&self, measure: Handle, year: u16) -> Result<&Vec<f64>, Failure> {
        self.values.get(&measure).ok_or_else(|| {
            let (label, name) = (&self.label, measure.name());
            Failure::Refused(format!("`{label}` has no draws of {name} in {year}"))
        })
    }
}

/// What the camps make of the comparison. They are asked of the same files only: where those have changed since, that is said
/// and the comparison stands without them.
fn believed(
    runs: &[Vouched],
    compared: &[Compared],
    asked: &[Handle],
    (base, year): (u16, u16),
    catalogue: &Catalogue,
) -> Result<Option<Robustness>, Failure> {
    for run in runs {
        if unchanged(run, catalogue).is_err() {
            eprintln!(
                "note: the camps are not asked: the files of {} (or this program) are not those that it was made with",
                run.folder().display()
            );
            return Ok(None);
        }
    }
    let requests: Vec<_> = runs.iter().map(|run| run.manifest.request.clone()).collect();
    let labels: Vec<String> = compared.iter().map(|one| one.label.clone()).collect();
    let places: Vec<Option<&str>> = compared.iter().map(|one| one.place.as_deref()).collect();
    let labels = (labels.as_slice(), places.as_slice());
    camps::across(&requests, labels, asked, (base, usize::from(year - base)), catalogue)
}

/// Tells a run of one scenario: its levels, there being nothing to compare with.
fn alone(args: &CompareArgs, only: &Compared, asked: &[Handle], year: u16, out: &mut dyn Write) -> Result<u8, Failure> {
    let (mut lines, mut table) = (vec![vec![String::new(), only.label.clone()]], Vec::new());
    for handle in asked.iter().copied() {
        if args.measures.is_empty() && !only.values.contains_key(&handle) {
            continue;
        }
        let measure = handle.measure();
        let stats = Stats::of(only.told(handle, year)?, &[], &mut Vec::new());
        lines.push(vec![words::title(measure), words::value(measure.unit, stats.p("p50"))]);
        lines.push(vec![String::new(), findings::interval(measure, &stats)]);
        for (statistic, value) in stats.named(false).filter(|(statistic, _)| *statistic != "noise_share") {
            table.push(vec![
                only.label.clone(),
                String::new(),
                year.to_string(),
                measure.name.to_string(),
                "all".to_string(),
                statistic.to_string(),
                crate::results::tables::number(value),
                measure.unit.to_string(),
            ]);
        }
    }
    if args.format == Format::Text {
        writeln!(
            out,
            "In {year}: {} (median; 80% of draws between); there is no other scenario to compare it with\n",
            only.label
        )?;
        write!(out, "{}", text::aligned(&lines))?;
    } else {
        rows(out, args.format, &COLUMNS, &table)?;
    }
    Ok(FINE)
}

/// That runs differ in what is believed, so that what a policy does cannot be told from what a belief does.
fn otherwise_believed(folders: &[PathBuf], manifests: &[&Manifest], catalogue: &Catalogue) -> Option<String> {
    let beliefs = |manifest: &Manifest| {
        let request = &manifest.request;
        let set = request.set.iter().filter(|set| !is_done(set, catalogue));
        let assumed = request.assume.iter().map(|name| format!("--assume {name}"));
        assumed.chain(set.map(|set| format!("--set {set}"))).collect::<Vec<_>>()
    };
    let of: Vec<Vec<String>> = manifests.iter().map(|manifest| beliefs(manifest)).collect();
    of.iter().any(|one| *one != of[0]).then(|| {
        let each = folders.iter().zip(&of).map(|(folder, of)| {
            let said = if of.is_empty() { "nothing of their own".to_string() } else { of.join(" ") };
            format!("{} ({said})", folder.display())
        });
        format!(
            "The runs assume different things beside what is done: {}. These differences are of beliefs and policies together; run the \
             scenarios under the same assumptions to see what a policy does.",
            each.collect::<Vec<_>>().join("; ")
        )
    })
}

/// That scenarios are of other people than the first, though they do not say that they are of another place: what differs between them
/// is then the place as well as the policy.
fn other_people(compared: &[Compared], people: &[Option<f64>]) -> Option<String> {
    const ALIKE: f64 = 0.1;
    let first = people.first().copied().flatten()?;
    let mut others = compared.iter().zip(people).skip(1);
    others.find_map(|(one, people)| {
        let people = (*people)?;
        let unlike = (people - first).abs() > ALIKE * first && one.place == compared[0].place;
        unlike.then(|| {
            format!(
                "{} is of {people:.0} people, {} of {first:.0}: what differs between them is the place as well as the policy.",
                one.label, compared[0].label
            )
        })
    })
}

/// That runs were made with other settings of what is done, which the names of their scenarios do not tell.
fn otherwise_set(folders: &[PathBuf], manifests: &[&Manifest], catalogue: &Catalogue) -> Option<String> {
    let done = |manifest: &Manifest| -> Vec<String> {
        let set = manifest.request.set.iter().filter(|set| is_done(set, catalogue));
        set.map(|set| format!("--set {set}")).collect()
    };
    let of: Vec<Vec<String>> = manifests.iter().map(|manifest| done(manifest)).collect();
    of.iter().any(|one| *one != of[0]).then(|| {
        let each = folders.iter().zip(&of).map(|(folder, of)| {
            let said = if of.is_empty() {
                "without".to_string()
            } else {
                of.join(" ")
            };
            format!("{} {said}", folder.display())
        });
        format!(
            "The runs were made with other settings, which are in these differences too: {}.",
            each.collect::<Vec<_>>().join("; ")
        )
    })
}

/// That runs read tables that have the same names and hold something else.
fn other_tables(folders: &[PathBuf], manifests: &[&Manifest]) -> Option<String> {
    let first = manifests.first()?;
    let mut differing: Vec<String> = Vec::new();
    for (folder, manifest) in folders.iter().zip(manifests).skip(1) {
        let other = |name: &str, hash: &str| manifest.inputs.get(name).is_some_and(|there| there != hash);
        let tables = first.inputs.iter().filter(|(name, _)| name.ends_with(".csv"));
        let names = tables.filter(|(name, hash)| other(name, hash));
        let names: Vec<&str> = names.map(|(name, _)| name.as_str()).collect();
        if !names.is_empty() {
            differing.push(format!("{} ({})", folder.display(), names.join(", ")));
        }
    }
    (!differing.is_empty()).then(|| {
        format!(
            "Tables of the same names held something else when {} was made than when {} was: what they changed is in these differences too.",
            differing.join("; "),
            folders[0].display()
        )
    })
}

/// Compares; 0 when there is something to print, 1 when the runs share no luck, 2 when one cannot be read.
pub fn run(args: &CompareArgs, catalogue: &Catalogue, out: &mut dyn Write) -> Result<u8, Failure> {
    if args.attribute {
        return attribute::run(args, catalogue, out);
    }
    if args.winners {
        return winners::run(args, args.more_than, catalogue, out);
    }
    if args.runs.iter().any(|folder| compare_votes::is_vote(folder)) {
        if args.year.is_some() || !args.measures.is_empty() {
            return Err(Failure::Refused(
                "votes are compared by what they fund and what that does: --year and --measure are for runs"
                    .to_string(),
            ));
        }
        return compare_votes::run(&args.runs, args.format, out);
    }
    let runs = args.runs.iter().map(|folder| Vouched::open(folder));
    let runs = runs.collect::<Result<Vec<_>, _>>()?;
    let manifests: Vec<&Manifest> = runs.iter().map(|run| &run.manifest).collect();
    for (folder, manifest) in args.runs.iter().zip(&manifests).skip(1) {
        if let Some(why) = unlike(manifests[0], manifest) {
            eprintln!(
                "{} and {} cannot be compared draw by draw: {why}. Run them again in one command, or with the same settings.",
                args.runs[0].display(),
                folder.display()
            );
            return Ok(NO);
        }
    }
    let asked = asked(&args.measures)?;
    let draws = manifests
        .iter()
        .map(|manifest| manifest.request.draws)
        .min()
        .unwrap_or(0);
    let first_year = manifests[0].run.first_year;
    let years = manifests
        .iter()
        .map(|manifest| manifest.request.years)
        .min()
        .unwrap_or(1);
    let last = first_year + years as u16 - 1;
    let year = args.year.unwrap_or(last.min(first_year + 10));
    if year < first_year || year > last {
        return Err(Failure::Refused(format!(
            "the runs have {first_year} to {last} in common, not {year}"
        )));
    }
    let mut compared: Vec<Compared> = Vec::new();
    let mut people: Vec<Option<f64>> = Vec::new();
    for (folder, run) in args.runs.iter().zip(&runs) {
        let manifest = &run.manifest;
        let found = draws::read_year(&run.path("draws.parquet")?, year, &asked)?;
        let counted = draws::read_year(&run.path("draws.parquet")?, first_year, &[measures::POPULATION])?;
        let stem = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        for scenario in &manifest.run.scenarios {
            let mut values: BTreeMap<Handle, Vec<f64>> = BTreeMap::new();
            for one in found
                .iter()
                .filter(|one| one.scenario == scenario.name && one.draw < draws)
            {
                values.entry(one.measure).or_default().push(one.value);
            }
            people.push(
                counted
                    .iter()
                    .find(|one| one.scenario == scenario.name)
                    .map(|one| one.value),
            );
            let label = if args.runs.len() == 1 {
                scenario.name.clone()
            } else {
                format!("{stem}:{}", scenario.name)
            };
            compared.push(Compared {
                label,
                place: scenario.place.clone(),
                values,
            });
        }
    }
    let Some((against, others)) = compared.split_first() else {
        return Err(Failure::Refused("no scenario to compare".to_string()));
    };
    if others.is_empty() {
        return alone(args, against, &asked, year, out);
    }
    let places: Vec<Option<&str>> = compared.iter().map(|one| one.place.as_deref()).collect();
    let bases = description::against(&places);
    let several = places.iter().any(|place| *place != places[0]);
    let mixed = [
        other_people(&compared, &people),
        other_tables(&args.runs, &manifests),
        otherwise_set(&args.runs, &manifests, catalogue),
        otherwise_believed(&args.runs, &manifests, catalogue),
    ];
    let mixed: Vec<String> = mixed.into_iter().flatten().collect();
    let camps = believed(&runs, &compared, &asked, (first_year, year), catalogue)?;
    let mut lines = vec![vec![String::new(), against.label.clone()]];
    lines[0].extend(others.iter().map(|other| other.label.clone()));
    let mut table = Vec::new();
    let mut scratch = Vec::new();
    for handle in asked.iter().copied() {
        let measure = handle.measure();
        if args.measures.is_empty() && compared.iter().all(|one| !one.values.contains_key(&handle)) {
            // Runs of another version may not tell what nobody asked for by name.
            continue;
        }
        let first = against.told(handle, year)?;
        let own = Stats::of(first, &[], &mut scratch);
        let mut line = vec![words::title(measure), words::value(measure.unit, own.p("p50"))];
        let mut below = vec![String::new(), findings::interval(measure, &own)];
        let mut strips = vec!["    by what one believes".to_string(), String::new()];
        for (at, other) in others.iter().enumerate() {
            let strip = robustness::strip(camps.as_ref(), measure, at + 1).unwrap_or_default();
            if camps.is_some() && other.place == compared[bases[at + 1]].place {
                let claim = robustness::claim(camps.as_ref(), measure, at + 1).unwrap_or_default();
                table.push(vec![
                    other.label.clone(),
                    compared[bases[at + 1]].label.clone(),
                    year.to_string(),
                    measure.name.to_string(),
                    "all".to_string(),
                    "by_belief".to_string(),
                    claim,
                    String::new(),
                ]);
            }
            strips.push(strip);
            let theirs = other.told(handle, year)?;
            let base = &compared[bases[at + 1]];
            let paired: Vec<f64> = theirs
                .iter()
                .zip(base.told(handle, year)?)
                .map(|(a, b)| a - b)
                .collect();
            let stats = Stats::of(&paired, &[], &mut scratch);
            if stats.p_equal == 1.0 {
                line.push("no change".to_string());
                below.push(String::new());
            } else {
                let middle = words::difference(measure.unit, stats.p("p50"));
                line.push(if other.place == base.place {
                    format!("{middle} ({})", findings::likelihood_short(&stats))
                } else {
                    format!("{middle} from place to place")
                });
                below.push(findings::difference_interval(measure, &stats));
            }
            for (statistic, value) in stats.named(true).filter(|(statistic, _)| *statistic != "noise_share") {
                table.push(vec![
                    other.label.clone(),
                    base.label.clone(),
                    year.to_string(),
                    measure.name.to_string(),
                    "all".to_string(),
                    statistic.to_string(),
                    crate::results::tables::number(value),
                    measure.unit.to_string(),
                ]);
            }
        }
        lines.push(line);
        lines.push(below);
        if strips.iter().skip(2).any(|strip| !strip.is_empty()) {
            lines.push(strips);
        }
    }
    if args.format == Format::Text {
        writeln!(
            out,
            "In {year}, {} in common: {}, and how the others differ from {} (median; 80% of draws between)\n",
            so_many(draws as u64, "draw", "draws"),
            against.label,
            if several { "the first of their place" } else { "it" }
        )?;
        write!(out, "{}", text::aligned(&lines))?;
        if several {
            writeln!(out, "\n{}", findings::PLACES)?;
        }
        for mixed in &mixed {
            writeln!(out, "\n{mixed}")?;
        }
        if let Some(camps) = &camps {
            writeln!(out, "\n{}", robustness::strip_key(camps))?;
        }
    } else {
        mixed.iter().for_each(|mixed| eprintln!("{mixed}"));
        rows(out, args.format, &COLUMNS, &table)?;
    }
    Ok(FINE)
}
