//! What a reader of the results should know of a scenario that is no error: values that act in no year, or not when they say.

use super::unit::spoken;
use super::year_path::YearPath;

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
