//! Does it hold whoever is right? The same scenarios under different beliefs about what studies dispute.
//!
//! ```text
//!  scenarios × (belief × reading of the evidence) ── sample ──► rows: difference, sign, probability, rank
//!                                                                 └── verdicts: holds under every belief, or depends
//!  one belief at the middle, one assumption moved ── flips ──► the values at which two scenarios change places
//! ```
//!
//! Every belief is projected with the same seed and the same luck, so that what differs between two columns is belief
//! alone. A *flip* is a value of one assumption, all others at their medians, at which the order of two scenarios turns.
//! The program says that one scenario is better than another only where a [`Verdict`] allows it.

pub mod files;
pub mod flips;
pub mod levers;
pub mod rows;
pub mod sample;
pub mod turn;

use serde::{Deserialize, Serialize};

use crate::measures::Handle;
use crate::scenario::Problems;
use crate::scenario::problem::Fault;
pub use flips::{Flip, Outcome, flips};
pub use levers::levers;
pub use rows::{Row, Sign, Verdict, rows};
pub use sample::{Ended, Question, Sampled, sample};

/// The beliefs that every result is held against: name, and the assumption set that says it (none: as the files have it).
pub const BELIEFS: [(&str, Option<&str>); 4] = [
    ("neutral", None),
    ("market", Some("advocates/market.toml")),
    ("planning", Some("advocates/planning.toml")),
    ("sceptic", Some("advocates/sceptic.toml")),
];

/// The two readings of the evidence, and the key that chooses between them for all assumptions at once.
pub const READINGS: [&str; 2] = ["shrunk", "as_published"];
/// See [`READINGS`].
pub const READING_KEY: &str = "evidence.reading";

/// The readings of the evidence that a scenario can choose between, by whether it can be loaded with such a setting.
pub fn readings(load: &dyn Fn(&[String]) -> Result<(), Problems>) -> &'static [&'static str] {
    let unknown = |problems: Problems| {
        let mut faults = problems.0.into_iter().map(|problem| problem.fault);
        faults.any(|fault| matches!(fault, Fault::UnknownKey(_)))
    };
    if load(&[format!("{READING_KEY}={}", READINGS[1])]).is_err_and(unknown) {
        &[""]
    } else {
        &READINGS
    }
}

/// One way of seeing things.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Belief {
    /// Its name: `neutral`, `market`, …
    pub name: String,
    /// The reading of the evidence; empty where there is only one.
    pub reading: String,
}

impl Belief {
    /// In a word or two: `market, as published`.
    pub fn label(&self) -> String {
        if self.reading.is_empty() {
            self.name.clone()
        } else {
            format!("{}, {}", self.name, self.reading.replace('_', " "))
        }
    }
}

/// What was asked, for those who read the answer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct About {
    /// Identity of the run that it belongs to; empty if it stands alone.
    #[serde(default)]
    pub of: String,
    /// The command that repeats it.
    pub command: String,
    /// Names of the scenarios, the one compared against first.
    pub scenarios: Vec<String>,
    /// Their titles.
    pub titles: Vec<String>,
    /// With which scenario each is compared, by its position; empty where all are compared with the first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub against: Vec<usize>,
    /// The beliefs, the neutral one first.
    pub beliefs: Vec<Belief>,
    /// Draws under each belief.
    pub draws: usize,
    /// Simulated people.
    pub people: usize,
    /// The year that is told.
    pub year: u16,
    /// Master seed.
    pub seed: u64,
    /// Draws of luck at each value of a scanned assumption.
    pub luck: usize,
    /// Version of carepool.
    pub version: String,
    /// What is believed under every set, as `key=value`, since a file or the command line says so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fixed: Vec<String>,
}

impl About {
    /// That some of what the sets differ over is not theirs to say; nothing where all of it is.
    pub fn told_of_fixed(&self) -> Option<String> {
        (!self.fixed.is_empty()).then(|| {
            format!(
                "Under every set of beliefs {} holds, since a file or the command line says so, whatever the set believes.",
                self.fixed.join(", ")
            )
        })
    }

    /// With which scenario one is compared.
    pub fn against(&self, scenario: usize) -> usize {
        self.against.get(scenario).copied().unwrap_or(0)
    }
    /// The scenarios of a policy: those that are compared with an earlier one.
    pub fn compared(&self) -> impl Iterator<Item = usize> + '_ {
        (1..self.scenarios.len()).filter(|scenario| self.against(*scenario) != *scenario)
    }
    /// Who is compared with whom, where not all are compared with the first: the first of a place with itself.
    pub fn within(places: &[Option<&str>]) -> Vec<usize> {
        let own = |at: usize| places.iter().position(|place| *place == places[at]).unwrap_or(at);
        let within: Vec<usize> = (0..places.len()).map(own).collect();
        if within.iter().all(|base| *base == 0) {
            Vec::new()
        } else {
            within
        }
    }
}

/// The whole answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Robustness {
    /// What was asked.
    pub about: About,
    /// Every measure, scenario and belief.
    pub rows: Vec<Row>,
    /// Every scanned assumption, measure and pair of scenarios.
    pub flips: Vec<Flip>,
}

impl Robustness {
    /// What may be said of a scenario against the one that it is compared with on a measure; nothing if it was not asked. A belief under which the
    /// measure is not defined has no row and says neither yes nor no: then it depends.
    pub fn verdict(&self, measure: Handle, scenario: usize) -> Option<Verdict> {
        let signs: Vec<Option<Sign>> = (0..self.about.beliefs.len())
            .map(|belief| self.row(measure, scenario, belief).map(Row::sign))
            .collect();
        if signs.iter().all(Option::is_none) {
            return None;
        }
        let all: Option<Vec<Sign>> = signs.into_iter().collect();
        Some(all.map_or(Verdict::Depends, |signs| Verdict::of(signs.into_iter())))
    }

    /// Whether both readings of the evidence were tried.
    pub fn both_readings(&self) -> bool {
        READINGS
            .iter()
            .all(|reading| self.about.beliefs.iter().any(|belief| belief.reading == *reading))
    }

    /// The measures asked, in order.
    pub fn measures(&self) -> Vec<Handle> {
        let mut found: Vec<Handle> = Vec::new();
        for row in &self.rows {
            if !found.contains(&row.measure) {
                found.push(row.measure);
            }
        }
        found
    }

    /// The row of a measure, scenario and belief.
    pub fn row(&self, measure: Handle, scenario: usize, belief: usize) -> Option<&Row> {
        self.rows
            .iter()
            .find(|row| row.measure == measure && row.scenario == scenario && row.belief == belief)
    }
}
