//! `carepool compare` of participatory budgets: what each funds, what it costs, and what it does.

use std::io::Write;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::format::{Failure, Format, rows};
use super::{FINE, believers};
use crate::analysis::robustness::Robustness;
use crate::measures::Handle;
use crate::process::money::spoken;
use crate::report::process::Unit;
use crate::report::{robustness as told, words};
use crate::results::{Request, Vouched};

/// Position of what was chosen among the worlds of a vote.
const CHOSEN: usize = 1;
/// The file that only the folder of a vote has.
const VOTE: &str = "vote.json";

/// Whether a folder holds a vote.
pub(super) fn is_vote(folder: &Path) -> bool {
    folder.join(VOTE).is_file()
}

/// What a folder's vote came to.
fn read(folder: &Vouched) -> Result<Value, Failure> {
    let path = folder.folder().join(VOTE);
    serde_json::from_str(&folder.text(VOTE)?)
        .map_err(|error| Failure::Refused(format!("{} cannot be read: {error}", path.display())))
}

/// A text of a vote; a vote without it was not written by this program.
fn text<'a>(value: &'a Value, key: &str, folder: &Path) -> Result<&'a str, Failure> {
    value[key].as_str().ok_or_else(|| {
        let path = folder.join(VOTE);
        Failure::Refused(format!("{} does not say `{key}`", path.display()))
    })
}

fn funded(vote: &Value) -> Vec<&str> {
    let list = vote["decided"]["funded"].as_array();
    list.into_iter().flatten().filter_map(Value::as_str).collect()
}

/// What is funded in part, with what each gets.
fn in_part(vote: &Value) -> impl Iterator<Item = (&str, &str)> {
    let list = vote["funded_in_part"].as_array().into_iter().flatten();
    list.filter_map(|one| Some((one["proposal"].as_str()?, one["amount"].as_str()?)))
}

/// How a vote was computed, as far as its gains hang on it.
fn how(request: &Request) -> [(&'static str, String); 5] {
    let listed = |list: &[String]| {
        if list.is_empty() {
            "nothing".to_owned()
        } else {
            list.join(", ")
        }
    };
    [
        ("years projected", request.years.to_string()),
        ("place", listed(&request.areas)),
        ("set by hand", listed(&request.set)),
        ("draws and people", format!("{} and {}", request.draws, request.people)),
        ("seed", request.seed.to_string()),
    ]
}

/// Sets votes side by side; all folders must hold one.
pub(super) fn run(folders: &[PathBuf], format: Format, out: &mut dyn Write) -> Result<u8, Failure> {
    if let Some(other) = folders.iter().find(|folder| !is_vote(folder)) {
        return Err(Failure::Refused(format!(
            "{} holds no vote, and a vote can only be compared with another: compare two folders that `carepool budget` wrote",
            other.display()
        )));
    }
    let opened = folders.iter().map(|folder| Vouched::open(folder));
    let opened = opened.collect::<Result<Vec<_>, _>>()?;
    let votes = opened.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let mut table: Vec<Vec<String>> = Vec::new();
    let mut row = |what: &str, of: &dyn Fn(&Value, &Path) -> Result<String, Failure>| -> Result<(), Failure> {
        let mut cells = vec![what.to_owned()];
        for (vote, folder) in votes.iter().zip(folders) {
            cells.push(of(vote, folder)?);
        }
        table.push(cells);
        Ok(())
    };
    row("vote", &|vote, folder| Ok(text(vote, "title", folder)?.to_owned()))?;
    let amount = |value: &str, folder: &Path| {
        let read = value.parse::<f64>();
        read.map_err(|_| Failure::Refused(format!("{}: `{value}` is no amount", folder.join(VOTE).display())))
    };
    let pounds = |value: &str| value.parse::<f64>().map_or_else(|_| value.to_owned(), spoken);
    row("budget", &|vote, folder| Ok(pounds(text(vote, "budget", folder)?)))?;
    row("rule", &|vote, folder| {
        Ok(text(&vote["decided"], "rule", folder)?.to_owned())
    })?;
    row("cost of what is funded", &|vote, folder| {
        let mut cost = amount(text(&vote["decided"], "cost", folder)?, folder)?;
        for (_, part) in in_part(vote) {
            cost += amount(part, folder)?;
        }
        Ok(spoken(cost))
    })?;
    let mut ids: Vec<&str> = Vec::new();
    for vote in &votes {
        let known = vote["decided"]["explanation"].as_array().into_iter().flatten();
        for id in known.filter_map(|one| one["project"].as_str()) {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
    }
    for id in ids {
        row(id, &|vote, folder| {
            let mut on_ballot = vote["decided"]["explanation"].as_array().into_iter().flatten();
            let told = on_ballot.find(|one| one["project"].as_str() == Some(id));
            let part = in_part(vote).find(|(project, _)| *project == id);
            Ok(match (told, part) {
                (None, _) => "not on the ballot".to_owned(),
                (Some(_), _) if funded(vote).contains(&id) => "funded".to_owned(),
                (Some(told), Some((_, part))) => {
                    format!("in part, {} of {}", pounds(part), pounds(text(told, "cost", folder)?))
                }
                (Some(_), None) => "not funded".to_owned(),
            })
        })?;
    }
    for goal in ["access", "health", "fairness"] {
        let gap = |vote: &Value, folder: &Path| -> Result<Value, Failure> {
            let mut gaps = vote["gaps"].as_array().into_iter().flatten();
            let gap = gaps.find(|gap| gap["goal"] == goal).cloned();
            gap.ok_or_else(|| Failure::Refused(format!("{} tells no gain for {goal}", folder.display())))
        };
        let gained = |gap: &Value| gap["funded"]["p50"].as_f64();
        let gaps = votes.iter().zip(folders).map(|(vote, folder)| gap(vote, folder));
        let gaps = gaps.collect::<Result<Vec<_>, _>>()?;
        row(&format!("gain for {goal}, median"), &|vote, folder| {
            let gap = gap(vote, folder)?;
            let word = gap["unit"].as_str().unwrap_or_default();
            let measure = gap["measure"].as_str().unwrap_or_default();
            // Gains side by side are told in one unit.
            let alike = gaps.iter().filter(|other| other["unit"] == gap["unit"]);
            let unit = Unit::of(word, alike.filter_map(gained));
            Ok(match gained(&gap) {
                Some(gain) => format!("{} ({measure})", unit.change(gain)),
                None => "not a number".to_owned(),
            })
        })?;
    }
    let camps = opened.iter().map(believers::stored);
    let camps = camps.collect::<Result<Vec<_>, _>>()?;
    let mut asked: Vec<Handle> = Vec::new();
    for measure in camps.iter().flatten().flat_map(Robustness::measures) {
        if !asked.contains(&measure) {
            asked.push(measure);
        }
    }
    for measure in asked.into_iter().map(Handle::measure) {
        // Beside gains, which are turned so that more is better, these tell the measure itself.
        let wanted = told::wanted(measure).map_or(String::new(), |wanted| format!(" ({wanted})"));
        let mut cells = vec![format!("{}{wanted}, by what one believes", words::title(measure))];
        let strip = |found: &Option<Robustness>| told::strip(found.as_ref(), measure, CHOSEN);
        cells.extend(
            camps
                .iter()
                .map(|found| strip(found).unwrap_or_else(|| "not asked".to_owned())),
        );
        table.push(cells);
    }
    let settings: Vec<[(&str, String); 5]> = opened.iter().map(|run| how(&run.manifest.request)).collect();
    let mut unlike = Vec::new();
    for (at, (what, first)) in settings[0].iter().enumerate() {
        if settings.iter().any(|one| one[at].1 != *first) {
            unlike.push(*what);
            let mut cells = vec![(*what).to_owned()];
            cells.extend(settings.iter().map(|one| one[at].1.clone()));
            table.push(cells);
        }
    }
    let names: Vec<String> = folders.iter().map(|folder| folder.display().to_string()).collect();
    let header: Vec<&str> = std::iter::once("what")
        .chain(names.iter().map(String::as_str))
        .collect();
    let note = if votes.windows(2).any(|pair| pair[0]["process"] != pair[1]["process"]) {
        Some(
            "The votes are of different processes: their gains stand against different worlds and share no luck."
                .to_owned(),
        )
    } else {
        (!unlike.is_empty()).then(|| {
            format!(
                "The votes were computed with different settings ({}): their gains stand against different worlds and cannot be set beside one \
                 another.",
                unlike.join(", ")
            )
        })
    };
    if format != Format::Text {
        note.iter().for_each(|note| eprintln!("{note}"));
        rows(out, format, &header, &table)?;
        return Ok(FINE);
    }
    let widths: Vec<usize> = (0..header.len())
        .map(|at| {
            let cells = table.iter().map(|cells| cells[at].chars().count());
            cells.chain([header[at].chars().count()]).max().unwrap_or(0)
        })
        .collect();
    let line = |cells: &mut dyn Iterator<Item = &str>| -> String {
        let padded = cells.zip(&widths).map(|(cell, width)| {
            let missing = width.saturating_sub(cell.chars().count());
            format!("{cell}{}", " ".repeat(missing))
        });
        padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    writeln!(out, "{}", line(&mut header.iter().copied()))?;
    for cells in &table {
        writeln!(out, "{}", line(&mut cells.iter().map(String::as_str)))?;
    }
    for (folder, found) in folders.iter().zip(&camps) {
        if let Some(found) = found {
            writeln!(
                out,
                "\n{}: {}",
                folder.display(),
                told::strip_key_against(found, "funding nothing")
            )?;
        }
    }
    if let Some(note) = note {
        writeln!(out, "\n{note}")?;
    }
    Ok(FINE)
}
