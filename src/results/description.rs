//! What was run, in words and hashes: the manifest that lets anyone repeat it, and the circumstances beside it.
//!
//! The manifest is the same for the same run wherever and whenever it is made; time and machine stand apart in the run
//! info, so that a run's files can be compared byte for byte.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::world::Past;

/// One scenario of a run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ScenarioDescription {
    /// Name used in tables: the file's stem, `A#2` when repeated.
    pub name: String,
    /// Title for readers.
    pub title: String,
    /// What it does, in a sentence or two.
    pub description: String,
    /// The first year in which something is done otherwise than in the first scenario, if that is after the base year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub begins: Option<u16>,
    /// The place in which it happens, as a word for names of files; none for the country itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// The scenario of the run whose public money it is given, year by year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same_money_as: Option<String>,
    /// Money that it adds to the envelopes beyond the scenario that it is compared with, year by year \[£m\]; empty where none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub added: Vec<f64>,
}

impl ScenarioDescription {
    /// Where it happens, in words that a place can be asked for by.
    pub fn whereabouts(&self) -> &str {
        self.place.as_deref().unwrap_or("the country")
    }
}

/// With which scenario each is compared, by its position: with the first of its own place, so that a difference is what is done and
/// not who lives there. The first of each place is compared with the first of all; that difference is one of places.
pub fn against(places: &[Option<&str>]) -> Vec<usize> {
    let own = |at: usize| places.iter().position(|place| *place == places[at]).unwrap_or(0);
    (0..places.len())
        .map(|at| if own(at) == at { 0 } else { own(at) })
        .collect()
}

/// One thing that a scenario assumes otherwise than the first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The scenario's name.
    pub scenario: String,
    /// The lever's key.
    pub key: String,
    /// What the first scenario has.
    pub before: String,
    /// What this one has.
    pub after: String,
    /// What the lever is.
    pub meaning: String,
}

/// One assumption with its evidence.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assumption {
    /// The scenario's name.
    pub scenario: String,
    /// The lever's key.
    pub key: String,
    /// Value or distribution, as written.
    pub value: String,
    /// Unit.
    pub unit: String,
    /// What it is.
    pub meaning: String,
    /// Where it comes from.
    pub source: String,
    /// Where it can be read.
    pub url: String,
    /// `verified`, `recalled`, `judgement`, `published interval` or `published range`.
    pub confidence: String,
    /// What else to know.
    pub note: String,
    /// What disagrees.
    pub contrary: String,
    /// Which file set it.
    pub layer: String,
    /// Which reading of an effect is used, `shrunk` or `as_published`; empty where there is only one.
    #[serde(default)]
    pub reading: String,
    /// Whether the two readings of the effect are the same, so that it does not matter which is used.
    #[serde(default)]
    pub same_readings: bool,
    /// Ids of the rows of evidence it rests on, `; ` between them.
    #[serde(default)]
    pub evidence: String,
    /// What its interval is: `published interval`, `published range` or `our judgement`; empty if it has none.
    #[serde(default)]
    pub interval: String,
    /// When it was last checked.
    #[serde(default)]
    pub checked: String,
    /// The middle four fifths of what is sampled; empty if it is certain.
    #[serde(default)]
    pub spread: String,
    /// The claim that sets it, if one is switched on.
    #[serde(default)]
    pub claim: String,
}

/// What a report needs to know of a run besides its numbers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RunDescription {
    /// Title of the run.
    pub title: String,
    /// The scenarios, the one compared against first.
    pub scenarios: Vec<ScenarioDescription>,
    /// Master seed.
    pub seed: u64,
    /// Number of draws.
    pub draws: usize,
    /// Draws that were run again with other luck.
    pub luck_draws: usize,
    /// Simulated people.
    pub people: usize,
    /// First year projected (the base year).
    pub first_year: u16,
    /// Number of years.
    pub years: usize,
    /// Version of carepool.
    pub version: String,
    /// The command that repeats the run.
    pub command: String,
    /// What the scenarios assume otherwise than the first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Change>,
    /// What a reader should know of the scenarios' files.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// The assumptions, with sources.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assumptions: Vec<Assumption>,
    /// Standards that a measure is held to in the first scenario: name of the measure and the value.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub standards: Vec<(String, f64)>,
    /// What was published of measures before the first year, of the economy that the first scenario begins from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub past: Vec<Past>,
}

impl RunDescription {
    /// With which scenario each is compared, by its position.
    pub fn against(&self) -> Vec<usize> {
        let places: Vec<Option<&str>> = self.scenarios.iter().map(|one| one.place.as_deref()).collect();
        against(&places)
    }
    /// The title of the scenario that one is compared with.
    pub fn compared_title(&self, scenario: usize) -> &str {
        self.scenario_title(self.against().get(scenario).copied().unwrap_or(0))
    }
    /// From which scenario each tells a change: none for the first of a place, whose difference from another place is no policy.
    pub fn bases(&self) -> Vec<Option<usize>> {
        let place = |at: usize| self.scenarios.get(at).map(|one| &one.place);
        let all = self.against().into_iter().enumerate();
        all.map(|(at, other)| (other != at && place(other) == place(at)).then_some(other))
            .collect()
    }
    /// Whether a scenario is the first of its place, so that its difference from any other is not what a policy does.
    pub fn first_of_place(&self, scenario: usize) -> bool {
        self.bases().get(scenario).copied().flatten().is_none()
    }
    /// The places of the run, each once.
    pub fn places(&self) -> Vec<&str> {
        let mut places: Vec<&str> = Vec::new();
        for place in self.scenarios.iter().map(ScenarioDescription::whereabouts) {
            if !places.contains(&place) {
                places.push(place);
            }
        }
        places
    }
    /// Whether the run is of more places than one.
    pub fn in_several_places(&self) -> bool {
        self.places().len() > 1
    }
    /// The line at the foot of every chart.
    pub fn footer(&self) -> String {
        let names: Vec<&str> = self.scenarios.iter().map(|scenario| scenario.name.as_str()).collect();
        format!(
            "{} · seed {} · {} draws · {} people · carepool {}",
            names.join(", "),
            self.seed,
            grouped(self.draws),
            grouped(self.people),
            self.version
        )
    }
    /// Title of a scenario, or its name when it has none.
    pub fn scenario_title(&self, index: usize) -> &str {
        self.scenarios.get(index).map_or("", |scenario| {
            if scenario.title.is_empty() {
                &scenario.name
            } else {
                &scenario.title
            }
        })
    }
}

/// A whole number with commas.
fn grouped(value: usize) -> String {
    let digits = value.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// What was asked for, so that a run can be made ready again from its folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// Scenarios as typed, the one compared against first.
    pub scenarios: Vec<String>,
    /// Overrides, `key=value`.
    pub set: Vec<String>,
    /// Assumption sets laid over every scenario.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assume: Vec<String>,
    /// Places of England in which the scenarios are run; the whole country if none is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub areas: Vec<String>,
    /// Number of draws.
    pub draws: usize,
    /// Simulated people.
    pub people: usize,
    /// Years, the base year included.
    pub years: usize,
    /// Master seed.
    pub seed: u64,
    /// How the draws are spread: `plain`, `latin-hypercube` or `sobol`.
    pub sampling: String,
    /// Whether the table of draws has the groups too.
    pub keep_groups: bool,
    /// Whether the tables that people open have everything, and not what fits a spreadsheet.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub all_csv: bool,
    /// Whether the one scenario is compared with itself before the overrides change what is done in it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub beside_base: bool,
}

/// Nothing yet, spread as runs are unless said otherwise.
impl Default for Request {
    fn default() -> Request {
        Request {
            scenarios: Vec::new(),
            set: Vec::new(),
            assume: Vec::new(),
            areas: Vec::new(),
            draws: 0,
            people: 0,
            years: 0,
            seed: 1,
            sampling: "sobol".to_string(),
            keep_groups: false,
            all_csv: false,
            beside_base: false,
        }
    }
}

/// `manifest.json`: what was run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// Hash of all that determines the results: the same identity, the same bytes.
    pub identity: String,
    /// Fingerprint of the program's source: runs of other code share no luck that can be vouched for.
    #[serde(default)]
    pub code: String,
    /// What was asked for.
    #[serde(default)]
    pub request: Request,
    /// What was run.
    pub run: RunDescription,
    /// SHA-256 of every input, by name.
    pub inputs: BTreeMap<String, String>,
    /// SHA-256 of every table written, by name.
    #[serde(default)]
    pub outputs: BTreeMap<String, String>,
    /// What was asked for besides, where it was a vote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vote: Option<VoteRequest>,
}

/// What a vote is asked for besides a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VoteRequest {
    /// Electorates over which the vote is repeated.
    pub electorates: usize,
    /// Whether votes and costs were looked for with which a project would have won.
    pub margins: bool,
}

/// The most draws, simulated people and years of anything that is run.
pub const MOST: (usize, usize, usize) = (1_000_000, 10_000_000, 200);
/// Years in which a projection may begin.
const BEGINS: std::ops::RangeInclusive<u16> = 1900..=2200;

impl Manifest {
    /// Whether all sizes are possible; what is not, in words.
    pub fn possible(&self) -> Result<(), String> {
        let (request, run) = (&self.request, &self.run);
        for (what, value, most) in [
            ("draws", request.draws, MOST.0),
            ("people", request.people, MOST.1),
            ("years", request.years, MOST.2),
        ] {
            if value == 0 || value > most {
                return Err(format!("`{what}` is {value}; a run has 1 to {most}"));
            }
        }
        if (run.draws, run.people, run.years) != (request.draws, request.people, request.years) {
            return Err("what was asked for and what was run differ in draws, people or years".to_string());
        }
        if !BEGINS.contains(&run.first_year) {
            return Err(format!("no run begins in {}", run.first_year));
        }
        if run.luck_draws > run.draws {
            return Err(format!("{} of {} draws were run again", run.luck_draws, run.draws));
        }
        if run.scenarios.is_empty() || request.scenarios.is_empty() {
            return Err("it names no scenario".to_string());
        }
        if let Some(twice) = run.scenarios.iter().enumerate().find_map(|(at, one)| {
            let before = &run.scenarios[..at];
            before.iter().any(|other| other.name == one.name).then_some(&one.name)
        }) {
            return Err(format!("it names `{twice}` twice"));
        }
        Ok(())
    }
}

/// `run-info.json`: the circumstances, which differ from machine to machine.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RunInfo {
    /// When it began (UTC, ISO 8601).
    pub started: String,
    /// How long it took \[seconds\].
    pub seconds: f64,
    /// Threads used.
    pub threads: usize,
    /// Operating system and processor.
    pub machine: String,
    /// The command as typed.
    pub command: String,
    /// Chunks found from an earlier, interrupted run.
    pub resumed_chunks: usize,
}

/// Any of these as indented JSON with a line break at the end.
pub fn json<T: Serialize>(value: &T) -> String {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_else(|error| format!("{{\"error\": \"{error}\"}}"));
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_footer_says_what_is_needed_to_repeat_it() {
        let run = RunDescription {
            seed: 7,
            draws: 1000,
            people: 10_000,
            version: "0.1.0".into(),
            ..RunDescription::default()
        };
        assert!(
            run.footer()
                .ends_with("seed 7 · 1,000 draws · 10,000 people · carepool 0.1.0")
        );
        let manifest = Manifest {
            run,
            ..Manifest::default()
        };
        assert_eq!(
            serde_json::from_str::<Manifest>(&json(&manifest)).expect("reads"),
            manifest
        );
    }
}
