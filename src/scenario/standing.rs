//! What already stood in the base year, and what is done after it.
//!
//! The model is fitted to the base year, so a policy that held in it is absorbed by the fit: it costs nothing and changes
//! nothing. What a scenario *does* must therefore differ from the base from the first year after the base year, unless
//! the file says that it was already so. Three ways say so: the file describes a base year (it says `start_year` or
//! `data`, as the shipped bases do, or `already = true` at its top), as does every file that such a file extends; a section
//! or a value says `already = true`; or a value names the base year as its start. What is *believed* or *given* was true
//! in the base year too.

use super::base::base_year;
use super::distribution::Distribution;
use super::layer::{Layer, Part};
use super::note::Note;
use super::programme::{Figure, ProgrammeReading};
use super::reading::Given;
use super::walk::{Said, SaidGiven, Walk};
use super::year_path::YearPath;
use crate::world::{Effect, Eligibility, Nature, Payer};

/// Years ahead in which a value must differ from what it replaces to count as a change.
const AHEAD: u16 = 80;

/// That a base year is asked for above the file that names the tables of another.
fn other_tables(layers: &[Layer]) -> Option<Note> {
    let own: Vec<&Layer> = layers.iter().filter(|layer| layer.part != Part::Assumed).collect();
    let data = own.iter().rposition(|layer| layer.table.contains_key("data"))?;
    let asked = own
        .iter()
        .rposition(|layer| layer.table.contains_key("start_year"))
        .filter(|asked| *asked > data)?;
    let of = |layers: &[&Layer]| {
        layers
            .iter()
            .rev()
            .find_map(|layer| base_year(std::slice::from_ref(*layer)))
    };
    let (year, tables) = (of(&own[..=asked])?, of(&own[..=data])?);
    (year != tables).then(|| Note::OtherTables {
        year,
        tables,
        place: own[asked].table["start_year"].key.to_string(),
    })
}

/// The value in a year of a lever about which the layers say this; nothing if it is uncertain or not said.
fn value(stack: &[Said], year: u16) -> Option<f64> {
    stack.iter().try_fold(None, |below: Option<f64>, said| {
        let weight = said.path.weight(year);
        if weight <= 0.0 {
            return Some(below);
        }
        let target = match &said.given {
            SaidGiven::Given(Given::Number(number)) => *number,
            SaidGiven::Given(Given::ByYear(points)) => super::sampled::between(points, year, false),
            _ => return None,
        };
        Some(Some(below.map_or(target, |below| below + weight * (target - below))))
    })?
}

/// Times as far from the middle as nine in ten draws, beyond which one draw in a thousand is far out; of a normal it is 2.4.
const FAR_OUT: f64 = 8.0;

/// Where a distribution has a long tail, the values that nine draws in ten and all but one of a thousand do not pass.
fn long_tail(distribution: &Distribution) -> Option<(f64, f64)> {
    let middle = distribution.quantile(0.5);
    let sides =
        [(0.9, 0.999), (0.1, 0.001)].map(|(usual, far)| (distribution.quantile(usual), distribution.quantile(far)));
    sides
        .into_iter()
        .find(|(usual, far)| usual != &middle && (far - middle).abs() > FAR_OUT * (usual - middle).abs())
}

/// Whether what was laid over a stack leaves every year from the base year on as it was.
pub(super) fn unchanged(before: &[Said], after: &[Said], base: u16) -> bool {
    // The same distribution over the same one, of which both stand at one quantile.
    if let ([below], Some(said)) = (before, after.last())
        && let (SaidGiven::Given(Given::Uncertain(was, _)), SaidGiven::Given(Given::Uncertain(now, _))) =
            (&below.given, &said.given)
    {
        return below.path.always() && was == now;
    }
    let years = base..=base.saturating_add(AHEAD);
    let mut compared = years.map(|year| value(before, year).zip(value(after, year)));
    compared.all(|pair| pair.is_some_and(|(one, other)| one == other))
}

/// What is to be told of a programme: its years, and whether it costs something and reaches somebody.
pub(super) fn of_programme(reading: &ProgrammeReading, base: u16) -> Vec<Note> {
    let (key, place) = (format!("programme.{}", reading.name), reading.place.to_string());
    let nothing = |figure: &Option<Figure>| match figure.as_ref().map(|figure| &figure.given) {
        None | Some(Given::Number(0.0)) => true,
        Some(Given::Uncertain(Distribution::Fixed(number), _)) => *number == 0.0,
        Some(_) => false,
    };
    let mut notes = Vec::new();
    if let (Some(service), false) = (reading.into, reading.effects.is_empty()) {
        notes.push(Note::Instead {
            key: key.clone(),
            into: service.key(),
            place: place.clone(),
        });
    }
    let narrowed = reading.eligible != Eligibility::ALL;
    for (on, ..) in reading.effects.iter().filter(|(on, ..)| narrowed && on.acts_on_all()) {
        notes.push(Note::OnAll {
            key: format!("{key}.effects.{}", on.key()),
            on: on.key(),
            place: place.clone(),
        });
    }
    if let Some(year) = reading.start {
        notes.push(of_year(key.clone(), year, base, place.clone()));
    }
    if let Some(Given::Number(ramp)) = reading.figures[1].as_ref().map(|figure| &figure.given) {
        let path = YearPath {
            start: reading.start,
            ramp: *ramp,
            end: reading.end,
            already: false,
        };
        notes.extend(unfinished(&path, &key, &place));
        notes.extend(growing(&path, &key, &place));
    }
    for (on, _, lag, _) in &reading.effects {
        if let (Some(Given::Number(lag)), Some(start)) = (lag.as_ref().map(|lag| &lag.given), reading.start) {
            notes.push(Note::Late {
                key: format!("the effect of {key} on {}", on.key()),
                start,
                lag: *lag,
                place: place.clone(),
            });
        }
    }
    // In a process the proposal's own cost is charged beside the programme.
    let charged_apart = reading.place.source.path.ends_with(".budget.toml");
    let [coverage, _, per_person, total, _, _, paid] = &reading.figures;
    if nothing(per_person) && nothing(total) && nothing(paid) && !charged_apart {
        let (key, place) = (key.clone(), place.clone());
        notes.push(Note::Costless { key, place });
    }
    if !charged_apart
        && reading.into.is_none()
        && nothing(paid)
        && reading.effects.iter().all(|effect| is_none(effect.0, &effect.1))
    {
        let (key, place) = (key.clone(), place.clone());
        notes.push(Note::Effectless { key, place });
    }
    if !nothing(paid) && reading.payer != Payer::Tax && nothing(per_person) && nothing(total) {
        let (key, place) = (key.clone(), place.clone());
        notes.push(Note::RaisedAsTax { key, place });
    }
    if nothing(coverage) {
        notes.push(Note::Unreached { key, place });
    }
    notes
}

/// Whether an effect is none, for certain.
fn is_none(on: Effect, size: &Figure) -> bool {
    let none = if on == Effect::QualityOfLife { 0.0 } else { 1.0 };
    match &size.given {
        Given::Number(number) => *number == none,
        Given::Uncertain(Distribution::Fixed(number), _) => *number == none,
        Given::Uncertain(..) | Given::ByYear(_) => false,
    }
}

/// That something ends before it is there in full.
fn unfinished(path: &YearPath, key: &str, place: &str) -> Option<Note> {
    let end = path.end?;
    let reached = path.weight(end);
    (path.start.is_some() && reached < 1.0).then(|| Note::Unfinished {
        key: key.to_string(),
        end,
        reached,
        place: place.to_string(),
    })
}

/// That something grows for years.
fn growing(path: &YearPath, key: &str, place: &str) -> Option<Note> {
    (path.start.is_some() && path.end.is_none() && path.ramp > 1.0).then(|| Note::Growing {
        key: key.to_string(),
        path: *path,
        place: place.to_string(),
    })
}

fn of_year(key: String, year: u16, base: u16, place: String) -> Note {
    if year < base {
        Note::BeforeBase { key, year, base, place }
    } else {
        Note::Begins { key, year, place }
    }
}

/// Money for one service alone.
const EARMARKED: &str = "funding.earmarked.";

impl Walk<'_> {
    /// Money that the named file adds beside what a file beneath it gives to one service: whoever writes the sum once more has
    /// both.
    fn on_top(&self, layers: &[Layer]) -> Option<Note> {
        let key = |index: usize| self.catalogue.specs()[index].key;
        let adds = |key: &str| key.starts_with(EARMARKED) || key.starts_with("funding.") && key.ends_with(".addition");
        let (index, here) = self
            .before
            .keys()
            .filter(|index| adds(key(**index)))
            .find_map(|index| Some((*index, self.said[*index].last().filter(|said| said.layer >= self.top)?)))?;
        let beneath = |said: &&Said| {
            let layer = &layers[said.layer];
            said.layer < self.top && layer.part == Part::Scenario && !layer.stands
        };
        let mut all = self.said.iter().enumerate();
        let (other, given) = all.find_map(|(other, stack)| {
            let given = stack.last().filter(beneath)?;
            let gives =
                key(other).starts_with(EARMARKED) && (1..AHEAD).any(|year| value(stack, self.base + year) != Some(0.0));
            gives.then_some((other, given))
        })?;
        Some(Note::OnTop {
            key: key(index).to_string(),
            place: here.place.to_string(),
            beneath: key(other).to_string(),
            text: given.text.clone(),
            beneath_place: given.place.to_string(),
        })
    }

    /// What is to be told of the named file and of what was typed.
    pub(super) fn notes(&self, layers: &[Layer]) -> Vec<Note> {
        let (mut notes, mut own) = (Vec::new(), Vec::new());
        let alone = layers.iter().filter(|layer| layer.part == Part::Scenario).count() == 1;
        let named = layers.get(self.top);
        for (index, (_, before)) in &self.before {
            let (spec, after) = (&self.catalogue.specs()[*index], &self.said[*index]);
            let Some(last) = after.last().filter(|said| said.layer >= self.top) else {
                continue;
            };
            let done = spec.nature == Nature::Choice;
            let typed = layers.get(last.layer).is_some_and(|layer| layer.part == Part::Set);
            let stands = layers.get(last.layer).is_some_and(|layer| layer.stands);
            let (key, place) = (spec.key.to_string(), last.place.to_string());
            if (done || typed) && !last.path.already && !stands && unchanged(before, after, self.base) {
                let text = last.text.clone();
                notes.push(Note::Same { key, text, place });
                continue;
            }
            if let SaidGiven::Given(Given::ByYear(points)) = &last.given
                && let Some((year, _)) = points.first().filter(|(year, _)| *year <= self.base)
                && done
                && !stands
                && !last.path.already
                && value(before, self.base) != value(after, self.base)
            {
                notes.push(Note::InBaseYear {
                    key: key.clone(),
                    year: *year,
                    base: self.base,
                    place: place.clone(),
                });
            }
            if let SaidGiven::Given(Given::Uncertain(distribution, _)) = &last.given
                && let Some(beyond) = long_tail(distribution)
            {
                let unit = spec.unit.to_string();
                let (key, place) = (key.clone(), place.clone());
                notes.push(Note::LongTail {
                    key,
                    unit,
                    beyond,
                    place,
                });
            }
            if let SaidGiven::Given(Given::ByYear(points)) = &last.given {
                let (years, path) = (last.path.idle(points), last.path);
                let (key, place) = (key.clone(), place.clone());
                notes.extend((!years.is_empty()).then_some(Note::Idle {
                    key,
                    years,
                    path,
                    place,
                }));
            }
            notes.extend(unfinished(&last.path, &key, &place));
            notes.extend(growing(&last.path, &key, &place));
            if let Some(year) = last.path.start {
                // What begins in the base year is fitted away; whoever means that it was already so says `already = true`.
                let absorbed = done && !stands && !last.path.already && year == self.base;
                notes.push(match absorbed {
                    true => Note::BeforeBase {
                        key,
                        year,
                        base: year,
                        place,
                    },
                    false => of_year(key, year, self.base, place),
                });
            } else if done
                && stands
                && !(last.path.already || alone || before.is_empty() || unchanged(before, after, self.base))
            {
                own.push(key);
            }
        }
        notes.extend(self.on_top(layers));
        notes.extend(other_tables(layers));
        notes.extend(self.laid_over(layers));
        // A file that says so means it; any other may have meant a reform.
        let meant = |layer: &Layer| layer.table.contains_key("already");
        if let (Some(layer), false) = (named, own.is_empty())
            && !meant(layer)
        {
            notes.push(Note::OwnBase {
                keys: own,
                base: self.base,
                file: layer.source.name.clone(),
            });
        }
        notes
    }
}
