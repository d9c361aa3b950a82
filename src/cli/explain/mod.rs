//! `carepool explain`: where any number comes from: an assumption, a row of evidence, a date, a table.

use std::io::Write;

use clap::Args;

use super::area::AreaArgs;
use super::format::{Failure, Format, rows};
use crate::scenario::problem::{Fault, nearest};
use crate::scenario::{Assumption, Catalogue, Library, Over, Problem, Scenario};

mod assumption;
mod evidence;
mod moves;
mod tables;

/// Where a number comes from: an assumption, a row of evidence, a date, a table of data.
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "Examples:\n  carepool explain services.feedback.mortality_elasticity\n  \
    carepool explain social_care            (all that begins so)\n  \
    carepool explain A11                    (a study; also the id of a published figure)\n  \
    carepool explain england/population.csv (a table)\n  carepool explain --search \"waiting list\"\n  \
    carepool explain --search growth --scenario my.toml --format csv"
)]
pub struct ExplainArgs {
    /// Key of an assumption or the beginning of several, id of a row of evidence, or name of a table.
    #[arg(required_unless_present = "search")]
    pub key: Option<String>,
    /// Words to look for in keys, meanings, sources, notes and evidence; all must occur.
    #[arg(long, value_name = "WORDS")]
    pub search: Option<String>,
    /// The scenario whose assumptions are meant.
    #[arg(long, default_value = "england.toml")]
    pub scenario: String,
    /// Overrides an assumption, as key=value; may be repeated.
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub set: Vec<String>,
    #[command(flatten)]
    pub place: AreaArgs,
    /// Does not try out which outputs a single assumption moves (which runs a small projection twice).
    #[arg(long)]
    pub no_moves: bool,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// More than so many assumptions are listed in one line each.
const BRIEF: usize = 12;

/// Explains; 0 if something was found, 2 if there is no such key, 1 if a search finds nothing.
pub fn run(args: &ExplainArgs, catalogue: &Catalogue, out: &mut dyn Write) -> Result<u8, Failure> {
    crate::cli::begin::refuse_set_twice(&args.set)?;
    let area = args.place.one(catalogue)?;
    let over = Over {
        set: &args.set,
        area: area.as_ref(),
        ..Over::default()
    };
    let scenario = Scenario::load_assuming(&args.scenario, over, catalogue)?;
    let library = &scenario.evidence().library;
    let facts = scenario.facts();
    let all = || scenario.assumptions().iter().chain(&facts);
    let found: Vec<&Assumption> = all()
        .filter(|one| matches_key(args.key.as_deref(), one) && matches_words(args.search.as_deref(), one))
        .collect();
    let studies = evidence::find(library, args.key.as_deref(), args.search.as_deref());
    let table = match &args.key {
        Some(key) if found.is_empty() && studies.is_empty() && args.search.is_none() => tables::find(&scenario, key)?,
        _ => None,
    };
    if found.is_empty() && studies.is_empty() && table.is_none() {
        let Some(key) = args.key.as_ref().filter(|_| args.search.is_none()) else {
            if args.format != Format::Text {
                rows(out, args.format, &HEADER, &[])?;
            }
            let words = args.search.as_deref().unwrap_or_default();
            eprintln!(
                "nothing found: no assumption, study or figure of {} has \"{words}\" in its key, meaning, source or note",
                scenario.name
            );
            return Ok(1);
        };
        let keys = all().map(|one| one.key.as_str()).chain(studies_of(library));
        let problem = Problem::new(Fault::UnknownKey(key.clone())).near(nearest(key, keys));
        return Err(problem
            .expecting(
                "a key of this scenario, the id of a row of evidence or a table (`carepool explain --search WORDS` looks for one)",
            )
            .into());
    }
    if args.format != Format::Text {
        let mut table_rows: Vec<Vec<String>> = found.iter().map(|one| assumption::row(one)).collect();
        table_rows.extend(studies.iter().map(|study| evidence::row(study, library)));
        table_rows.extend(table.iter().map(tables::Table::row));
        rows(out, args.format, &HEADER, &table_rows)?;
        return Ok(0);
    }
    let brief = found.len() + studies.len() > BRIEF;
    for (index, one) in found.iter().enumerate() {
        if brief {
            writeln!(out, "{} = {}{}", one.key, one.text, assumption::unit(one))?;
            continue;
        }
        if index > 0 {
            writeln!(out)?;
        }
        assumption::explain(one, catalogue.nature(&one.key), library, out)?;
        if let ([_], false) = (found.as_slice(), args.no_moves) {
            moves::explain(args, one, catalogue, out)?;
        }
    }
    for (index, study) in studies.iter().enumerate() {
        if brief {
            writeln!(out, "{}: {}", study.id(), study.title())?;
            continue;
        }
        if index + found.len() > 0 {
            writeln!(out)?;
        }
        evidence::explain(study, &scenario, out)?;
    }
    if let Some(table) = table {
        table.explain(out)?;
    }
    Ok(0)
}

fn studies_of(library: &Library) -> impl Iterator<Item = &str> {
    library.effects.keys().chain(library.figures.keys()).map(String::as_str)
}

fn matches_key(key: Option<&str>, assumption: &Assumption) -> bool {
    let Some(key) = key else { return true };
    assumption.key == *key
        || assumption
            .key
            .strip_prefix(key.trim_end_matches('.'))
            .is_some_and(|rest| rest.starts_with('.'))
}

fn matches_words(search: Option<&str>, assumption: &Assumption) -> bool {
    let evidence = ["source", "note", "contrary", "evidence"]
        .map(|key| assumption.evidence(key))
        .join(" ");
    let text = format!(
        "{} {} {evidence}",
        assumption.key.replace(['_', '.'], " "),
        assumption.meaning
    );
    all_words(search, &text)
}

/// Whether all words that are looked for occur in a text.
fn all_words(search: Option<&str>, text: &str) -> bool {
    let Some(words) = search else { return true };
    let text = text.to_lowercase();
    let words = words.to_lowercase().replace(['_', '.'], " ");
    words.split_whitespace().all(|word| text.contains(word))
}

/// Columns of the tables for programs; the first seventeen have been there from the beginning.
const HEADER: [&str; 28] = [
    "key",
    "value",
    "unit",
    "allowed",
    "years",
    "p10",
    "p50",
    "p90",
    "meaning",
    "source",
    "url",
    "confidence",
    "contrary",
    "note",
    "checked",
    "place",
    "remark",
    "kind",
    "reading",
    "as_published_p10",
    "as_published_p50",
    "as_published_p90",
    "shrunk_p10",
    "shrunk_p50",
    "shrunk_p90",
    "design",
    "weight_on_no_effect",
    "evidence",
];
