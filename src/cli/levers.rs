//! `carepool levers`: the levers of the debate in plain words, one page a lever, and the scenario file that moves them.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};

use super::FINE;
use super::format::{Failure, Format, rows};
use crate::live::{Board, Lever, Setting, State, replaced};
use crate::scenario::source::{Root, Source};
use crate::scenario::{Catalogue, Over, Scenario};
use crate::world::Year;

/// Levers of the debate in plain words, and the scenario file that moves them.
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "Examples:\n  carepool levers\n  carepool levers free-personal-care\n  \
    carepool levers free-personal-care=much who-pays-more=\"a levy on wealth\" > mine.toml\n  \
    carepool run england mine.toml"
)]
pub struct LeversArgs {
    /// Nothing for the list, the name of a lever for its page, or lever=setting, as many as wanted, for the scenario file that
    /// moves them.
    #[arg(value_name = "LEVER[=SETTING]")]
    pub levers: Vec<String>,
    /// The scenario over which levers are moved.
    #[arg(long, value_name = "SCENARIO", default_value = "england")]
    pub over: String,
    /// Form of a list or page.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// Answers; 2 where a lever or a setting does not exist or levers clash.
pub fn run(args: &LeversArgs, catalogue: &Catalogue, out: &mut dyn Write) -> Result<u8, Failure> {
    let refused = |error: &dyn std::fmt::Display| Failure::Refused(error.to_string());
    let board = Board::shipped(catalogue).map_err(|error| refused(&error))?;
    let moves = args.levers.iter().filter(|text| text.contains('=')).count();
    if moves > 0 {
        if moves < args.levers.len() {
            return Err(Failure::Refused(
                "name levers to read about them, or give each its setting (lever=setting), not both at once"
                    .to_string(),
            ));
        }
        let state = State::of(args.levers.iter().map(String::as_str), &board).map_err(|error| refused(&error))?;
        let text = state
            .scenario(&args.over, &board, catalogue)
            .map_err(|error| refused(&error))?;
        // No file is given that could not be read where it is written.
        let here = Source::new("here", Root::Folder(PathBuf::new()), "here", String::new());
        let name = "(the file of these levers)";
        if let Err(problems) = Scenario::from_text_beside(&here, name, &text, Over::default(), catalogue) {
            // A scenario that is not there is told as what was typed, with the nearest name.
            Scenario::load(&args.over, &[], catalogue)?;
            return Err(problems.into());
        }
        let moved = state.moved(&board).map_err(|error| refused(&error))?;
        for note in replaced(&Scenario::load(&args.over, &[], catalogue)?, &moved) {
            eprintln!("note: {note}");
        }
        write!(out, "{text}")?;
        return Ok(FINE);
    }
    let chosen: Vec<&Lever> = if args.levers.is_empty() {
        board.levers().iter().collect()
    } else {
        let found: Result<Vec<&Lever>, _> = args.levers.iter().map(|name| board.find(name)).collect();
        found.map_err(|error| refused(&error))?
    };
    match args.format {
        Format::Json => {
            let all: Vec<Value> = chosen.iter().map(|lever| object(lever)).collect();
            serde_json::to_writer_pretty(&mut *out, &all)?;
            writeln!(out)?;
        }
        Format::Csv => {
            let table: Vec<Vec<String>> = chosen.iter().flat_map(|lever| settings(lever)).collect();
            rows(out, Format::Csv, &HEADER, &table)?;
        }
        Format::Text if args.levers.is_empty() => list(&chosen, out)?,
        Format::Text => {
            for (at, lever) in chosen.iter().enumerate() {
                if at > 0 {
                    writeln!(out)?;
                }
                page(lever, out)?;
            }
        }
    }
    Ok(FINE)
}

const HEADER: [&str; 7] = ["lever", "title", "group", "setting", "word", "about", "sets"];

fn settings(lever: &Lever) -> Vec<Vec<String>> {
    let one = |(at, setting): (usize, &Setting)| {
        let mut sets: Vec<String> = setting
            .set
            .iter()
            .map(|(key, value)| format!("{key} = {value}"))
            .collect();
        sets.extend(setting.programmes.iter().map(|file| format!("extends {file}")));
        vec![
            lever.name.clone(),
            lever.title.clone(),
            lever.group.clone(),
            at.to_string(),
            setting.word.clone(),
            setting.about.clone(),
            sets.join("; "),
        ]
    };
    lever.settings.iter().enumerate().map(one).collect()
}

fn object(lever: &Lever) -> Value {
    let settings: Vec<Value> = lever
        .settings
        .iter()
        .map(|setting| {
            let set: Vec<String> = setting
                .set
                .iter()
                .map(|(key, value)| format!("{key} = {value}"))
                .collect();
            json!({"word": setting.word, "about": setting.about, "set": set, "programmes": setting.programmes})
        })
        .collect();
    json!({
        "lever": lever.name,
        "title": lever.title,
        "question": lever.question,
        "group": lever.group,
        "look_at": lever.look_at,
        "chain": lever.chain,
        "gains": lever.gains,
        "pays": lever.pays,
        "evidence": lever.evidence,
        "contrary": lever.contrary,
        "unknown": lever.unknown,
        "start_year": lever.start_year,
        "ramp_years": lever.ramp_years,
        "end_year": lever.end_year,
        "settings": settings,
    })
}

fn list(levers: &[&Lever], out: &mut dyn Write) -> std::io::Result<()> {
    let width = levers.iter().map(|lever| lever.name.len()).max().unwrap_or(0);
    let mut group = "";
    for lever in levers {
        if lever.group != group {
            if !group.is_empty() {
                writeln!(out)?;
            }
            group = &lever.group;
        }
        writeln!(out, "{:width$}  {}", lever.name, lever.question)?;
        let words: Vec<&str> = lever.settings.iter().map(|setting| setting.word.as_str()).collect();
        writeln!(out, "{:width$}    {}", "", words.join(" · "))?;
    }
    writeln!(
        out,
        "\ncarepool levers NAME tells one of them; carepool levers NAME=\"SETTING\" … writes the scenario file that moves them."
    )
}

fn page(lever: &Lever, out: &mut dyn Write) -> std::io::Result<()> {
    writeln!(out, "{}\n{}\n", lever.title, lever.question)?;
    for setting in &lever.settings {
        writeln!(out, "  {}: {}", setting.word, setting.about)?;
    }
    let ramp = lever.ramp_years.map_or(String::new(), |years| {
        format!(", amounts growing to their full size over {years} years")
    });
    let end = lever.end_year.map_or(String::new(), |year| {
        format!(", for the last time in {}", Year(year).financial())
    });
    writeln!(out, "  From April {}{ramp}{end}.\n", lever.start_year)?;
    writeln!(out, "What moves what")?;
    for (at, step) in lever.chain.iter().enumerate() {
        writeln!(out, "  {}. {step}", at + 1)?;
    }
    writeln!(out, "\nWho gains: {}\nWho pays: {}", lever.gains, lever.pays)?;
    if lever.evidence.is_empty() {
        writeln!(out, "Evidence: no study of this lever stands in the library.")?;
    } else {
        writeln!(
            out,
            "Evidence: {} (carepool explain ROW tells a row)",
            lever.evidence.join(", ")
        )?;
    }
    writeln!(out, "Against: {}\nNobody knows: {}", lever.contrary, lever.unknown)?;
    writeln!(out, "Look at: {}", lever.look_at.join(", "))
}
