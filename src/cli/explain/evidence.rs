//! A row of evidence: a study's effect or a published figure, what was published, and which assumptions rest on it.

use std::io::Write;

use super::super::format::{Failure, exact, paragraph, short};
use super::all_words;
use crate::scenario::distribution::Distribution;
use crate::scenario::evidence::rows::Origin;
use crate::scenario::evidence::{EffectRow, FigureRow};
use crate::scenario::{Library, Scenario};

/// p10, p50 and p90 in words.
pub fn spread(distribution: &Distribution) -> String {
    let at = |u| short(distribution.quantile(u));
    format!("p10 {}, p50 {}, p90 {}", at(0.1), at(0.5), at(0.9))
}

/// A row of either kind.
#[derive(Clone, Copy, Debug)]
pub enum Study<'a> {
    /// A published effect.
    Effect(&'a EffectRow),
    /// A published figure.
    Figure(&'a FigureRow),
}

impl<'a> Study<'a> {
    /// The row of an id.
    pub fn of(library: &'a Library, id: &str) -> Option<Study<'a>> {
        let effect = library.effects.get(id).map(Study::Effect);
        effect.or_else(|| library.figures.get(id).map(Study::Figure))
    }
    /// Its id.
    pub fn id(&self) -> &'a str {
        match self {
            Study::Effect(row) => &row.id,
            Study::Figure(row) => &row.id,
        }
    }
    /// What it is.
    pub fn title(&self) -> &'a str {
        match self {
            Study::Effect(row) => &row.title,
            Study::Figure(row) => &row.title,
        }
    }
    fn origin(&self) -> &'a Origin {
        match self {
            Study::Effect(row) => &row.origin,
            Study::Figure(row) => &row.origin,
        }
    }
    /// The published value with its interval and unit.
    fn published(&self) -> String {
        let (value, low, high, unit) = match self {
            Study::Effect(row) => (row.value, row.low, row.high, &row.unit),
            Study::Figure(row) => (row.value, row.low, row.high, &row.unit),
        };
        let mut text = value.map_or(String::new(), short);
        if let (Some(low), Some(high)) = (low, high)
            && low < high
        {
            let kind = match self {
                Study::Effect(row) => row.interval.map_or(String::new(), |kind| format!(", {}", kind.word())),
                Study::Figure(_) => String::new(),
            };
            text += &format!(" ({} to {}{kind})", short(low), short(high));
        }
        if !unit.is_empty() {
            text += &format!(" [{unit}]");
        }
        text
    }
    /// In one line, for the assumption that rests on it.
    pub fn line(&self) -> String {
        let origin = self.origin();
        let mut parts = vec![format!("{} {}: {}", self.id(), self.title(), self.published())];
        if let Study::Effect(row) = self {
            parts.push(row.design.clone());
            if row.claim {
                parts.push("a CLAIM".to_string());
            }
        }
        parts.push(origin.source.clone());
        if !origin.year.is_empty() && !origin.source.contains(&origin.year) {
            parts.push(origin.year.clone());
        }
        if !origin.url.is_empty() {
            let opened = if origin.url_opened { "" } else { " (not opened)" };
            parts.push(format!("{}{opened}", origin.url));
        }
        if let Study::Effect(row) = self {
            parts.push(format!("contrary: {}", row.contrary));
        }
        parts.push(format!("{}, checked {}", origin.confidence, origin.checked));
        parts.join("; ")
    }
}

/// The rows meant by an id, or that hold all the words.
pub fn find<'a>(library: &'a Library, key: Option<&str>, search: Option<&str>) -> Vec<Study<'a>> {
    if let (Some(key), None) = (key, search) {
        return Study::of(library, key).into_iter().collect();
    }
    if key.is_some() || search.is_none() {
        return Vec::new();
    }
    let effects = library.effects.values().map(Study::Effect);
    effects
        .chain(library.figures.values().map(Study::Figure))
        .filter(|study| {
            let origin = study.origin();
            let contrary = match study {
                Study::Effect(row) => row.contrary.as_str(),
                Study::Figure(_) => "",
            };
            let text = [
                study.id(),
                study.title(),
                origin.source.as_str(),
                origin.note.as_str(),
                contrary,
            ]
            .join(" ");
            all_words(search, &text)
        })
        .collect()
}

/// For people.
pub fn explain(study: &Study, scenario: &Scenario, out: &mut dyn Write) -> Result<(), Failure> {
    let (library, origin) = (&scenario.evidence().library, study.origin());
    writeln!(out, "{}", study.id())?;
    paragraph(out, "is", study.title())?;
    paragraph(out, "published", &study.published())?;
    if let Study::Effect(row) = study {
        effect(row, library, out)?;
    }
    paragraph(out, "source", &origin.source)?;
    if !origin.year.is_empty() {
        paragraph(out, "year", &origin.year)?;
    }
    if !origin.url.is_empty() {
        let opened = if origin.url_opened { "" } else { " (not opened by us)" };
        paragraph(out, "url", &format!("{}{opened}", origin.url))?;
    }
    if !origin.read_at.is_empty() {
        paragraph(out, "read at", &origin.read_at)?;
    }
    if !origin.secondhand.is_empty() {
        paragraph(out, "second-hand", &origin.secondhand)?;
    }
    paragraph(out, "confidence", &origin.confidence)?;
    if let Study::Effect(row) = study {
        paragraph(out, "contrary", &row.contrary)?;
    }
    if !origin.note.is_empty() {
        paragraph(out, "note", &origin.note)?;
    }
    paragraph(out, "checked", &origin.checked)?;
    let resting: Vec<String> = scenario
        .assumptions()
        .iter()
        .filter(|one| {
            let backing = &one.backing;
            let choice = backing.choice.iter().flat_map(|choice| &choice.offered);
            let mut ids = backing.ids.iter().chain(choice).chain(&backing.claims);
            ids.any(|id| id == study.id())
        })
        .map(|one| one.key.clone())
        .collect();
    if !resting.is_empty() {
        paragraph(out, "moves", &resting.join(", "))?;
    } else if let Study::Effect(row) = study {
        let elsewhere = format!("{} (in scenarios that have it)", row.moves.join(", "));
        let why = if row.why_unused.is_empty() {
            &elsewhere
        } else {
            &row.why_unused
        };
        paragraph(out, "moves", why)?;
    }
    let place = match study {
        Study::Effect(row) => &row.place,
        Study::Figure(row) => &row.place,
    };
    paragraph(out, "stands in", &place.to_string())?;
    Ok(())
}

fn effect(row: &EffectRow, library: &Library, out: &mut dyn Write) -> Result<(), Failure> {
    if let Some(distribution) = &row.as_published {
        paragraph(out, "read so", &format!("as published: {}", spread(distribution)))?;
    }
    // A claim is taken at its word or not at all: it has no shrunk reading.
    if let Some(distribution) = row.shrunk.as_ref().filter(|_| !row.claim) {
        paragraph(out, "", &format!("shrunk: {}", spread(distribution)))?;
    }
    if let Some(none) = row.no_effect {
        paragraph(out, "no effect", &short(none))?;
    }
    if let Some(design) = library.rules.designs.get(&row.design) {
        let own = row.shrink.unwrap_or(design.weight);
        let weight = match own == design.weight {
            _ if row.claim => String::new(),
            true => format!("; weight {} on no effect", short(design.weight)),
            false => format!(
                "; weight {} on no effect; here 0, since its interval already holds no effect",
                short(design.weight)
            ),
        };
        paragraph(out, "design", &format!("{}: {}{weight}", row.design, design.meaning))?;
    }
    if row.claim {
        paragraph(
            out,
            "CLAIM",
            "no study supports it: only switched on by name (evidence.claims), under a label",
        )?;
    }
    if !row.price_year.is_empty() {
        paragraph(out, "price year", &row.price_year)?;
    }
    if let Some(group) = library.rules.groups.get(&row.alternatives) {
        paragraph(
            out,
            "instead of",
            &format!(
                "{}; one of the group \"{}\" is used, by default {}",
                group
                    .members
                    .iter()
                    .filter(|id| **id != row.id)
                    .cloned()
                    .collect::<Vec<_>>()
                    .join(", "),
                group.name,
                group.default
            ),
        )?;
    }
    for (with, rho) in &row.correlated {
        paragraph(out, "drawn with", &format!("{with}, rank correlation {rho}"))?;
    }
    Ok(())
}

/// For programs.
pub fn row(study: &Study, library: &Library) -> Vec<String> {
    let origin = study.origin();
    let of = |distribution: Option<&Distribution>, u: f64| {
        distribution.map_or(String::new(), |distribution| exact(distribution.quantile(u)))
    };
    let (effect, unit, place) = match study {
        Study::Effect(row) => (Some(*row), &row.unit, &row.place),
        Study::Figure(row) => (None, &row.unit, &row.place),
    };
    let (published, shrunk) = (
        effect.and_then(|row| row.as_published.as_ref()),
        effect.filter(|row| !row.claim).and_then(|row| row.shrunk.as_ref()),
    );
    let design = effect.map_or("", |row| row.design.as_str());
    // What a run that relies on the row would use: the shrunk reading, or a claim at its word.
    let read = shrunk.or(published);
    let weight = effect.filter(|row| !row.claim).and_then(|row| {
        row.shrink
            .or_else(|| library.rules.designs.get(design).map(|one| one.weight))
    });
    vec![
        study.id().to_string(),
        study.published(),
        unit.clone(),
        String::new(),
        origin.year.clone(),
        of(read, 0.1),
        of(read, 0.5),
        of(read, 0.9),
        study.title().to_string(),
        origin.source.clone(),
        origin.url.clone(),
        origin.confidence.clone(),
        effect.map_or(String::new(), |row| row.contrary.clone()),
        origin.note.clone(),
        origin.checked.clone(),
        place.to_string(),
        effect.map_or(String::new(), |row| row.why_unused.clone()),
        if effect.is_some() { "effect" } else { "figure" }.to_string(),
        String::new(),
        of(published, 0.1),
        of(published, 0.5),
        of(published, 0.9),
        of(shrunk, 0.1),
        of(shrunk, 0.5),
        of(shrunk, 0.9),
        design.to_string(),
        weight.map_or(String::new(), exact),
        effect.map_or(String::new(), |row| row.moves.join("; ")),
    ]
}
