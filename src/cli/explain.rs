//! `carepool explain`: an assumption, what it means, how sure it is, and where it comes from.

use std::io::Write;

use clap::Args;

use super::format::{Failure, Format, paragraph, rows, short};
use crate::scenario::problem::{Fault, nearest};
use crate::scenario::{Assumption, Catalogue, Problem, Scenario};

/// An assumption: meaning, unit, value or distribution, source, contrary evidence.
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "Examples:\n  carepool explain social_care.charging.upper_limit_care_home\n  \
    carepool explain social_care            (all that begins so)\n  carepool explain --search \"waiting list\"\n  \
    carepool explain --search growth --scenario my.toml --format csv"
)]
pub struct ExplainArgs {
    /// Key of an assumption, or the beginning of several.
    #[arg(required_unless_present = "search")]
    pub key: Option<String>,
    /// Words to look for in keys, meanings, sources and notes; all must occur.
    #[arg(long, value_name = "WORDS")]
    pub search: Option<String>,
    /// The scenario whose assumptions are meant.
    #[arg(long, default_value = "england.toml")]
    pub scenario: String,
    /// Overrides an assumption, as key=value; may be repeated.
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub set: Vec<String>,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// Explains; 0 if something was found, 2 if there is no such key, 1 if a search finds nothing.
pub fn run(args: &ExplainArgs, catalogue: &Catalogue, out: &mut dyn Write) -> Result<u8, Failure> {
    let scenario = Scenario::load(&args.scenario, &args.set, catalogue)?;
    let found: Vec<&Assumption> = scenario
        .assumptions()
        .iter()
        .filter(|assumption| matches_key(args, assumption) && matches_words(args, assumption))
        .collect();
    if found.is_empty() {
        let Some(key) = args.key.as_ref().filter(|_| args.search.is_none()) else {
            if args.format != Format::Text {
                rows(out, args.format, &HEADER, &[])?;
            }
            return Ok(1);
        };
        let keys = scenario.assumptions().iter().map(|assumption| assumption.key.as_str());
        let problem = Problem::new(Fault::UnknownKey(key.clone())).near(nearest(key, keys));
        return Err(problem
            .expecting("a key of this scenario (`carepool explain --search WORDS` looks for one)")
            .into());
    }
    if args.format == Format::Text {
        let brief = found.len() > 12;
        for (index, assumption) in found.iter().enumerate() {
            if brief {
                writeln!(out, "{} = {}{}", assumption.key, assumption.text, unit(assumption))?;
            } else {
                if index > 0 {
                    writeln!(out)?;
                }
                explain(assumption, out)?;
            }
        }
    } else {
        rows(
            out,
            args.format,
            &HEADER,
            &found.iter().map(|assumption| row(assumption)).collect::<Vec<_>>(),
        )?;
    }
    Ok(0)
}

fn matches_key(args: &ExplainArgs, assumption: &Assumption) -> bool {
    let Some(key) = &args.key else { return true };
    assumption.key == *key
        || assumption
            .key
            .strip_prefix(key.trim_end_matches('.'))
            .is_some_and(|rest| rest.starts_with('.'))
}

fn matches_words(args: &ExplainArgs, assumption: &Assumption) -> bool {
    let Some(words) = &args.search else { return true };
    let evidence = ["source", "note", "contrary"]
        .map(|key| assumption.evidence(key))
        .join(" ");
    let text = format!(
        "{} {} {evidence}",
        assumption.key.replace(['_', '.'], " "),
        assumption.meaning
    )
    .to_lowercase();
    let words = words.to_lowercase().replace(['_', '.'], " ");
    words.split_whitespace().all(|word| text.contains(word))
}

fn unit(assumption: &Assumption) -> String {
    let years = if assumption.years.is_empty() {
        String::new()
    } else {
        format!(" {}", assumption.years)
    };
    if assumption.unit.is_empty() {
        years
    } else {
        format!(" [{}]{years}", assumption.unit)
    }
}

fn explain(assumption: &Assumption, out: &mut dyn Write) -> Result<(), Failure> {
    writeln!(out, "{}", assumption.key)?;
    paragraph(out, "means", &assumption.meaning)?;
    paragraph(out, "allowed", &assumption.allowed)?;
    paragraph(out, "value", &format!("{}{}", assumption.text, unit(assumption)))?;
    if let Some(distribution) = &assumption.distribution {
        let at = |u| short(distribution.quantile(u));
        paragraph(
            out,
            "spread",
            &format!("p10 {}, p50 {}, p90 {}", at(0.1), at(0.5), at(0.9)),
        )?;
    }
    if let Some(remark) = &assumption.remark {
        paragraph(out, "fitted", remark)?;
    }
    for key in [
        "source",
        "url",
        "confidence",
        "contrary",
        "note",
        "checked",
        "price_year",
        "kind",
    ] {
        let text = assumption.evidence(key);
        if !text.is_empty() {
            paragraph(out, key, text)?;
        }
    }
    if assumption.evidence("source").is_empty() {
        paragraph(out, "source", "none given")?;
    }
    paragraph(out, "set in", &assumption.place)?;
    Ok(())
}

const HEADER: [&str; 17] = [
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
];

fn row(assumption: &Assumption) -> Vec<String> {
    let at = |u| assumption.quantile(u).map_or(String::new(), |value| value.to_string());
    let evidence = |key| assumption.evidence(key).to_string();
    vec![
        assumption.key.clone(),
        assumption.text.clone(),
        assumption.unit.clone(),
        assumption.allowed.clone(),
        assumption.years.clone(),
        at(0.1),
        at(0.5),
        at(0.9),
        assumption.meaning.clone(),
        evidence("source"),
        evidence("url"),
        evidence("confidence"),
        evidence("contrary"),
        evidence("note"),
        evidence("checked"),
        assumption.place.clone(),
        assumption.remark.clone().unwrap_or_default(),
    ]
}
