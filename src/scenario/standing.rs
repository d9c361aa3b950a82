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
use super::programme::{Figure, ProgrammeReading};
use super::reading::{Given, YearPath};
use super::unit::spoken;
use super::walk::{Said, SaidGiven, Walk};
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

/// Something that a reader of the results should know: a value that acts in no year, or not when it says.
#[derive(Clone, Debug, PartialEq)]
pub enum Note {
    /// What is done begins before the base year.
    BeforeBase {
        /// The key.
        key: String,
        /// The year it says.
        year: u16,
        /// The base year.
        base: u16,
        /// Where it says so.
        place: String,
    },
    /// An effect on what is not counted by who has it, of a programme that is for some.
    OnAll {
        /// The key.
        key: String,
        /// What it acts on.
        on: &'static str,
        /// Where it says so.
        place: String,
    },
    /// Money paid to people by a programme of a payer who does not pay it.
    RaisedAsTax {
        /// The key.
        key: String,
        /// Where it says so.
        place: String,
    },
    /// A programme that the file of a base year begins with it: it is charged there, beside what the model is fitted to.
    Charged {
        /// The key.
        key: String,
        /// The base year.
        base: u16,
        /// Where it says so.
        place: String,
    },
    /// What is done begins in a year; told where that is after the last one.
    Begins {
        /// The key.
        key: String,
        /// The year it says.
        year: u16,
        /// Where it says so.
        place: String,
    },
    /// A value or a programme that ends while it still grows, so that it is never there in full.
    Unfinished {
        /// The key.
        key: String,
        /// Its last year.
        end: u16,
        /// How much of it is there in that year \[share\].
        reached: f64,
        /// Where it stands.
        place: String,
    },
    /// A value or a programme that grows for years; told where it is not there in full in the last one.
    Growing {
        /// The key.
        key: String,
        /// When it begins and how fast it grows.
        path: YearPath,
        /// Where it stands.
        place: String,
    },
    /// An effect of a programme that comes over years; told where it is not complete by the last one.
    Late {
        /// The programme and what it acts on.
        key: String,
        /// The programme's first year.
        start: u16,
        /// Years over which its effect comes \[years\].
        lag: f64,
        /// Where it stands.
        place: String,
    },
    /// What is done is given year by year from before the base year, in which it is then already more than nothing.
    InBaseYear {
        /// The key.
        key: String,
        /// The first year it names.
        year: u16,
        /// The base year.
        base: u16,
        /// Where it says so.
        place: String,
    },
    /// An uncertain value of which a few draws lie far beyond the others.
    LongTail {
        /// The key.
        key: String,
        /// Its unit.
        unit: String,
        /// Of a thousand draws nine hundred lie on this side of the first, and all but one on this side of the second.
        beyond: (f64, f64),
        /// Where it stands.
        place: String,
    },
    /// Money that is added beside what a file beneath gives to one service.
    OnTop {
        /// What is added here.
        key: String,
        /// Where it stands.
        place: String,
        /// What a file beneath gives.
        beneath: String,
        /// How much that is.
        text: String,
        /// Where that stands.
        beneath_place: String,
    },
    /// A value that is what it was without it.
    Same {
        /// The key.
        key: String,
        /// What it is.
        text: String,
        /// Where it stands.
        place: String,
    },
    /// A programme that nobody pays for.
    Costless {
        /// The programme.
        key: String,
        /// Where it stands.
        place: String,
    },
    /// A programme that does nothing for those whom it reaches.
    Effectless {
        /// The programme.
        key: String,
        /// Where it stands.
        place: String,
    },
    /// A programme that reaches nobody.
    Unreached {
        /// The programme.
        key: String,
        /// Where it stands.
        place: String,
    },
    /// A programme whose money goes to a service, so that what it would have done itself is not done.
    Instead {
        /// The programme.
        key: String,
        /// The service.
        into: &'static str,
        /// Where it stands.
        place: String,
    },
    /// A correlation between assumptions of which fewer than two are uncertain.
    Untied {
        /// What it is between.
        keys: String,
        /// Where it stands.
        place: String,
    },
    /// A base year without the tables of that year.
    OtherTables {
        /// The base year asked for.
        year: u16,
        /// That of the tables.
        tables: u16,
        /// Where it is asked for.
        place: String,
    },
    /// Points of a path that act in no year, since it begins after them or ends before.
    Idle {
        /// The key.
        key: String,
        /// Their years.
        years: Vec<u16>,
        /// When it holds.
        path: YearPath,
        /// Where it stands.
        place: String,
    },
    /// What one of two files side by side says over the other, in words.
    LaidOver(String),
    /// Choices that a file with a base year of its own takes for that year's.
    OwnBase {
        /// The keys.
        keys: Vec<String>,
        /// The base year.
        base: u16,
        /// The file.
        file: String,
    },
}

impl Note {
    /// The note in words, if there is anything to tell of a run whose last year is this one.
    pub fn words(&self, last: u16) -> Option<String> {
        match self {
            Note::BeforeBase { key, year, base, place } => Some(format!(
                "{place}: {key} begins in {year}, {}: it is taken as already in force in {base}, to \
                 which the model is fitted, so that it changes little or nothing; a reform begins in {} or later",
                if year == base {
                    "the base year".to_string()
                } else {
                    format!("before the base year {base}")
                },
                base + 1
            )),
            Note::InBaseYear { key, year, base, place } => Some(format!(
                "{place}: {key} is given from {year} on, so that it is already in force in the base year {base}, to which the model is \
                 fitted: only what later years have beyond that changes anything; `by_year` of a reform begins with {} or later",
                base + 1
            )),
            Note::LongTail {
                key,
                unit,
                beyond: (usual, far),
                place,
            } => Some(format!(
                "{place}: {key} has a long tail: nine draws in ten lie {} {} {unit}, and one in a thousand lies beyond {}; means and \
                 totals hang on those few. If they are not meant, leave out such uneven quantiles or cut them off with `low` and `high`",
                if far > usual { "below" } else { "above" },
                spoken(*usual),
                spoken(*far)
            )),
            Note::OnTop {
                key,
                place,
                beneath,
                text,
                beneath_place,
            } => Some(format!(
                "{place}: {key} comes on top of {beneath} = {text} ({beneath_place}): what a file beneath gives to one service stays; \
                 set that too if it is to be another sum"
            )),
            Note::LaidOver(text) => Some(text.clone()),
            Note::Idle {
                key,
                years,
                path,
                place,
            } => {
                let years: Vec<String> = years.iter().map(u16::to_string).collect();
                Some(format!(
                    "{place}: what `by_year` of {key} says of {} acts in no year: it holds {} only, and otherwise what it was without it",
                    years.join(" and "),
                    path.words()
                ))
            }
            Note::OnAll { key, on, place } => Some(format!(
                "{place}: {key} acts on all of `{on}`, whoever is `eligible`: give its size as that on all of it where everybody eligible is reached"
            )),
            Note::RaisedAsTax { key, place } => Some(format!(
                "{place}: what {key} pays to people (`transfer_per_person`) is raised as tax, whoever its `payer` is"
            )),
            Note::Charged { key, base, place } => Some(format!(
                "{place}: {key} begins with the base year {base}: what it costs and does comes on top of the published money and use to \
                 which the model is fitted; `start_year = {}` if it is new",
                base + 1
            )),
            Note::Begins { key, year, place } => (*year > last).then(|| {
                format!(
                    "{place}: {key} begins in {year}, after the last year of the run, {last}: it changes nothing here"
                )
            }),
            Note::Unfinished {
                key,
                end,
                reached,
                place,
            } => Some(format!(
                "{place}: {key} ends in {end}, before its `ramp_years` are over: it reaches {}% of what is written and no more",
                (reached * 100.0).round()
            )),
            Note::Growing { key, path, place } => {
                let reached = path.weight(last);
                // One that ends or begins otherwise has a note of its own.
                (0.0 < reached && reached < 1.0).then(|| {
                    format!(
                        "{place}: {key} still grows in the last year of the run, {last}: it has come to {}% of what is written \
                         (`ramp_years = {}`)",
                        (reached * 100.0).round(),
                        path.ramp
                    )
                })
            }
            Note::Late {
                key,
                start,
                lag,
                place,
            } => (*start <= last && f64::from(*start) + lag > f64::from(last)).then(|| {
                format!(
                    "{place}: {key} comes over {lag} years (`lag_years`) from {start}, and is not yet whole in the last year of the run, {last}"
                )
            }),
            Note::Same { key, text, place } => Some(format!(
                "{place}: {key} is set to what it is without it, {text}: it changes nothing"
            )),
            Note::Costless { key, place } => Some(format!(
                "{place}: {key} costs nothing: `cost_per_person` and `cost_total` are left out or 0"
            )),
            Note::Effectless { key, place } => Some(format!(
                "{place}: {key} changes nothing for those whom it reaches: it has no `effects`, or none but of no change; it only costs"
            )),
            Note::Unreached { key, place } => Some(format!(
                "{place}: {key} reaches nobody: its `coverage` is 0, so it changes nothing"
            )),
            Note::Instead { key, into, place } => Some(format!(
                "{place}: the money of {key} goes to {into} instead (`into`): its own effects do not act"
            )),
            Note::Untied { keys, place } => Some(format!(
                "{place}: the correlation between {keys} does nothing here: fewer than two of them are uncertain"
            )),
            Note::OtherTables { year, tables, place } => Some(format!(
                "{place}: the run begins in {year}, with the people, money and prices of {tables}: no `data` of {year} is named. For a \
                 policy that begins in {year}, leave `start_year` out here and give it to the value itself"
            )),
            Note::OwnBase { keys, base, file } => Some(format!(
                "{file} has a base year of its own ({base}, from its `start_year` or `data`), so what it sets without a year is \
                 taken as already in force in {base} and not as a reform: {}; give it `start_year = {}` to make it one",
                keys.join(", "),
                base + 1
            )),
        }
    }
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
