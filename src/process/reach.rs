//! What a price buys in a place of another size than the one that the file was written for.
//!
//! A proposal's price is in pounds; what it reaches is written as a share of those who may have it, in the place that the file
//! describes. Held in another place the pounds stay as they are, so shares must change: 2,000 people with telehealth are 6% of
//! those who may have it among 300,000 people, and 3% among 650,000. Were shares kept, the same million would work wonders in
//! a large county and next to none in a small borough.
//!
//! ```text
//!  coverage there = coverage in the file × people of that age, sex and deprivation in the file's place / the same there
//!  a lever that the file says is bought (`bought`) × people in the file's place / people there
//! ```
//!
//! What the model charges itself, a change of law, is left as it is: it costs what it costs there.

use super::money::scaled;
use super::proposal::Proposal;
use crate::projection::Tables;
use crate::scenario::problem::{Fault, Problem, Problems};
use crate::scenario::reading::GIVERS;
use crate::scenario::tree::{Node, Table, Value, find_mut};
use crate::scenario::{Catalogue, Scenario};
use crate::world::axes::{FIFTHS, SEXES, Sex};

/// Most that can be reached: everybody who may have it.
const EVERYBODY: f64 = 1.0;

/// Distributions every parameter of which is a value of what they are about.
const OF_SHARES: [&str; 6] = [
    "uniform",
    "triangular",
    "pert",
    "interval",
    "normal",
    "truncated_normal",
];

/// People of a place by age, sex and fifth.
#[derive(Clone, Debug)]
struct Crowd(Vec<[[f64; FIFTHS]; SEXES]>);

impl Crowd {
    fn of(scenario: &Scenario, catalogue: &Catalogue) -> Result<Crowd, Problems> {
        let tables = Tables::load(scenario).map_err(|error| Problem::new(Fault::Joint(error.to_string())))?;
        let mut values = Vec::new();
        scenario.central().values(scenario.start_year, &mut values);
        let size = catalogue.size().and_then(|key| catalogue.index(key));
        let size = size.and_then(|at| values.get(at).copied()).unwrap_or(1.0);
        let (people, shares) = (&tables.people.population, &tables.people.fifth_shares);
        let cell = |age: usize, sex: usize| shares[age][sex].map(|share| people[age][sex] * share * size);
        Ok(Crowd(
            (0..people.len())
                .map(|age| std::array::from_fn(|sex| cell(age, sex)))
                .collect(),
        ))
    }

    /// Those who may have a programme, as far as age, sex and deprivation say.
    fn may_have(&self, eligible: Option<&Table>) -> f64 {
        let of = |name: &str| {
            eligible
                .and_then(|table| table.get(name))
                .map(|entry| &entry.node.value)
        };
        let age_of = |name: &str| match of(name) {
            Some(Value::Number(number)) => Some(*number),
            _ => None,
        };
        let (youngest, oldest) = (age_of("min_age").unwrap_or(0.0), age_of("max_age").unwrap_or(f64::MAX));
        let listed = |name: &str, is: &dyn Fn(&Value) -> bool| match of(name) {
            Some(Value::Array(items)) => items.iter().any(|item| is(&item.value)),
            _ => true,
        };
        let sexes = Sex::ALL.map(|sex| {
            listed(
                "sexes",
                &|value| matches!(value, Value::Text(word) if word == sex.name()),
            )
        });
        let fifths: [bool; FIFTHS] = std::array::from_fn(|fifth| {
            listed(
                "fifths",
                &|value| matches!(value, Value::Number(number) if *number == (fifth + 1) as f64),
            )
        });
        let ages = self
            .0
            .iter()
            .enumerate()
            .filter(|(age, _)| (youngest..=oldest).contains(&(*age as f64)));
        let mut sum = 0.0;
        for (_, people) in ages {
            for (people, _) in people.iter().zip(sexes).filter(|(_, may)| *may) {
                sum += people
                    .iter()
                    .zip(fifths)
                    .filter(|(_, may)| *may)
                    .map(|(people, _)| people)
                    .sum::<f64>();
            }
        }
        sum
    }
}

/// The place that a process file was written for, and the one in which it is held.
#[derive(Clone, Debug)]
pub struct Reach {
    own: Crowd,
    there: Crowd,
}

impl Reach {
    /// From the scenarios in which nothing is funded.
    pub(super) fn between(own: &Scenario, there: &Scenario, catalogue: &Catalogue) -> Result<Reach, Problems> {
        Ok(Reach {
            own: Crowd::of(own, catalogue)?,
            there: Crowd::of(there, catalogue)?,
        })
    }

    /// How many times as large a share of them the same number of people is there; 0 where nobody may have it.
    fn times(&self, eligible: Option<&Table>) -> f64 {
        let there = self.there.may_have(eligible);
        if there > 0.0 {
            self.own.may_have(eligible) / there
        } else {
            0.0
        }
    }

    /// Brings what a proposal adopts to the place; what was brought is told as (what, share in the file, share there).
    pub(super) fn bring(&self, proposal: &Proposal, table: &mut Table, problems: &mut Problems) -> Vec<(f64, f64)> {
        let mut told = Vec::new();
        if !proposal.charged {
            return told;
        }
        if let Some(Value::Table(programmes)) = table.get_mut("programme").map(|entry| &mut entry.node.value) {
            for (name, programme) in programmes.iter_mut() {
                let Value::Table(programme) = &mut programme.node.value else {
                    continue;
                };
                let eligible = match programme.get("eligible").map(|entry| &entry.node.value) {
                    Some(Value::Table(eligible)) => Some(eligible.clone()),
                    _ => None,
                };
                let times = self.times(eligible.as_ref());
                if let Some(entry) = programme.get_mut("coverage") {
                    let key = format!("proposal.{}.patch.programme.{name}.coverage", proposal.id);
                    told.extend(brought(&mut entry.node, times, EVERYBODY, &key, problems));
                }
            }
        }
        let times = self.own.may_have(None) / self.there.may_have(None);
        for key in &proposal.bought {
            if let Some(node) = find_mut(table, key) {
                brought(node, times, f64::MAX, key, problems);
            }
        }
        told
    }
}

/// Multiplies what a node gives; a plain number is told before and after.
pub(super) fn brought(
    node: &mut Node,
    times: f64,
    most: f64,
    key: &str,
    problems: &mut Problems,
) -> Option<(f64, f64)> {
    match &mut node.value {
        Value::Number(_) | Value::Text(_) => {
            let own = plain(&scaled(node, 1.0, "share"))?;
            let there = (own * times).min(most);
            node.value = Value::Number(there);
            Some((own, there))
        }
        Value::Table(table) => {
            let (giver, entry) = GIVERS
                .iter()
                .find_map(|giver| Some((*giver, table.get(*giver)?.clone())))?;
            if ["value", "fixed"].contains(&giver) {
                let entry = table.get_mut(giver)?;
                return brought(&mut entry.node, times, most, key, problems);
            }
            // A distribution whose parameters are not all shares has no size to be brought to.
            if !OF_SHARES.contains(&giver) {
                let fault = Fault::Joint(format!(
                    "`{giver}` has no size that could be brought to another place: in a place of another size a share is one \
                     number, or a distribution of shares such as `triangular`"
                ));
                problems.push(Problem::at(fault, &entry.key, key));
                return None;
            }
            let node = scaled(&entry.node, times, "share");
            table.get_mut(giver)?.node = node;
            None
        }
        _ => None,
    }
}

fn plain(node: &Node) -> Option<f64> {
    match &node.value {
        Value::Number(number) => Some(*number),
        _ => None,
    }
}
