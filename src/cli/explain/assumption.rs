//! An assumption: what it means and is, in both readings, and the evidence behind it.

use std::io::Write;

use super::super::format::{Failure, exact, paragraph, short};
use super::evidence::{Study, spread};
use crate::scenario::distribution::Distribution;
use crate::scenario::evidence::WhichReading;
use crate::scenario::{Assumption, Library};
use crate::world::Nature;

/// Its unit and years, behind a value.
pub fn unit(assumption: &Assumption) -> String {
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

/// The value as written, with what it comes to where it was written in a unit of its own ("£5bn" in £m).
fn value(assumption: &Assumption) -> String {
    match assumption.number {
        Some(number) if assumption.text.starts_with('"') && !assumption.unit.is_empty() => {
            format!("{} = {}{}", assumption.text, exact(number), unit(assumption))
        }
        _ => format!("{}{}", assumption.text, unit(assumption)),
    }
}

/// How a row counts here, where it counts with the other sign or in another unit than it was published.
fn conversion(assumption: &Assumption, library: &Library) -> Option<String> {
    let effect = assumption.backing.effect.as_ref()?;
    let row = assumption.backing.ids.iter().find_map(|id| library.effects.get(id))?;
    let ours = effect.as_published.quantile(0.5) - effect.no_effect;
    let theirs = row.as_published.as_ref()?.quantile(0.5) - row.no_effect?;
    let mut parts = Vec::new();
    if ours * theirs < 0.0 {
        parts.push("with the opposite sign".to_string());
    }
    if row.unit != assumption.unit && !row.unit.is_empty() {
        let here = if assumption.unit.is_empty() {
            "a number"
        } else {
            &assumption.unit
        };
        parts.push(format!("in another unit (the row: {}; here: {here})", row.unit));
    }
    (!parts.is_empty())
        .then(|| format!("counts here {}", parts.join(" and ")))
        .map(|text| format!("{} {text}", row.id))
}

/// For people.
pub fn explain(
    assumption: &Assumption,
    nature: Option<Nature>,
    library: &Library,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    writeln!(out, "{}", assumption.key)?;
    paragraph(out, "means", &assumption.meaning)?;
    if !assumption.allowed.is_empty() {
        paragraph(out, "allowed", &assumption.allowed)?;
    }
    if let Some(nature) = nature {
        paragraph(out, "says", nature.words())?;
    }
    paragraph(out, "value", &value(assumption))?;
    readings(assumption, out)?;
    if let Some(text) = conversion(assumption, library) {
        paragraph(out, "converted", &text)?;
    }
    if let Some(remark) = &assumption.remark {
        paragraph(out, "fitted", remark)?;
    }
    let backing = &assumption.backing;
    if let Some(claim) = &backing.claim {
        paragraph(
            out,
            "CLAIM",
            &format!("{claim} sets it, which no study supports: switched on by evidence.claims"),
        )?;
    }
    if let Some(choice) = &backing.choice {
        let name = crate::scenario::evidence::rules::typed(&choice.group);
        let others: Vec<&str> = choice
            .offered
            .iter()
            .filter(|id| **id != choice.id)
            .map(String::as_str)
            .collect();
        paragraph(
            out,
            "chosen",
            &format!(
                "{} of the group \"{}\"; instead: {} (evidence.alternatives.{name})",
                choice.id,
                choice.group,
                others.join(", ")
            ),
        )?;
    }
    if backing.claim.is_none() && !backing.claims.is_empty() {
        paragraph(
            out,
            "claims",
            &format!(
                "{} could set it (evidence.claims), off by default",
                backing.claims.join(", ")
            ),
        )?;
    }
    if let Some((low, high)) = backing.range {
        paragraph(out, "published", &format!("range {} to {}", short(low), short(high)))?;
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
    for id in &backing.ids {
        if let Some(study) = Study::of(library, id) {
            paragraph(out, "rests on", &study.line())?;
        }
    }
    Ok(())
}

/// Both readings, with the one used marked.
fn readings(assumption: &Assumption, out: &mut dyn Write) -> Result<(), Failure> {
    let Some(effect) = &assumption.backing.effect else {
        if let Some(distribution) = &assumption.distribution {
            paragraph(out, "spread", &spread(distribution))?;
        }
        if !assumption.evidence("unshrunk").is_empty() {
            paragraph(
                out,
                "readings",
                &format!("the same as published and shrunk: {}", assumption.evidence("unshrunk")),
            )?;
        }
        return Ok(());
    };
    let used = |reading| if effect.used == reading { " (used)" } else { "" };
    paragraph(
        out,
        "published",
        &format!("{}{}", spread(&effect.as_published), used(WhichReading::AsPublished)),
    )?;
    let why = if effect.unshrunk.is_empty() {
        let towards = match &effect.towards {
            Distribution::Fixed(none) if *none == effect.no_effect => format!("no effect, {}", short(*none)),
            towards => format!("the sceptical part ({})", spread(towards)),
        };
        format!("weight {} on {towards}, for: {}", short(effect.weight), effect.design)
    } else {
        format!("not shrunk: {}", effect.unshrunk)
    };
    paragraph(
        out,
        "shrunk",
        &format!("{}{}; {why}", spread(&effect.shrunk), used(WhichReading::Shrunk)),
    )?;
    if !effect.differs() {
        paragraph(out, "", "both readings are the same")?;
    }
    Ok(())
}

/// For programs.
pub fn row(assumption: &Assumption) -> Vec<String> {
    let at = |u| assumption.quantile(u).map_or(String::new(), exact);
    let evidence = |key| assumption.evidence(key).to_string();
    let effect = assumption.backing.effect.as_ref();
    let of = |distribution: Option<&Distribution>, u: f64| {
        distribution.map_or(String::new(), |distribution| exact(distribution.quantile(u)))
    };
    let (published, shrunk) = (effect.map(|e| &e.as_published), effect.map(|e| &e.shrunk));
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
        "assumption".to_string(),
        effect.map_or(String::new(), |effect| effect.used.word().to_string()),
        of(published, 0.1),
        of(published, 0.5),
        of(published, 0.9),
        of(shrunk, 0.1),
        of(shrunk, 0.5),
        of(shrunk, 0.9),
        effect.map_or(String::new(), |effect| effect.design.clone()),
        effect.map_or(String::new(), |effect| exact(effect.weight)),
        assumption.backing.ids.join("; "),
    ]
}
