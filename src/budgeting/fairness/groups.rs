//! Who the outcome serves: by age, sex, district and whatever else the file says about voters.
//!
//! Groups of fewer than ten voters are put together, so that nobody's ballot can be read off a table.

use std::collections::BTreeMap;

use crate::budgeting::election::Election;
use crate::budgeting::exact::{approximate, approximate_ratio};
use crate::budgeting::outcome::Outcome;
use crate::budgeting::pabulib::{Document, Section};

/// Smaller groups are put together.
const SMALLEST_GROUP: u64 = 10;
/// An attribute with more values than this is no grouping (identifiers, seconds).
const MOST_LEVELS: usize = 40;
/// Lower ends of the age bands.
const AGES: [u32; 8] = [0, 18, 25, 35, 45, 55, 65, 75];

/// One value of an attribute.
#[derive(Clone, Debug, PartialEq)]
pub struct Level {
    /// The value; `others` for small groups.
    pub name: String,
    /// Voters \[people\].
    pub voters: u64,
    /// Their part of all voters [0–1].
    pub share_of_voters: f64,
    /// Part of the money spent that serves them: each project's cost divided among those who named it [0–1].
    pub spent_for: f64,
    /// Part of the money that they paid, for rules in which voters pay [0–1].
    pub spent_by: Option<f64>,
    /// Part of them with no funded project on the ballot [0–1].
    pub with_nothing: f64,
    /// Mean number of funded projects on their ballots.
    pub mean_projects: f64,
}

/// One attribute.
#[derive(Clone, Debug, PartialEq)]
pub struct Grouping {
    /// Column of the file.
    pub attribute: String,
    /// Its values, in alphabetical order.
    pub levels: Vec<Level>,
}

fn level_name(attribute: &str, value: &str) -> String {
    let value = value.trim();
    if value.is_empty() {
        return "not told".to_owned();
    }
    if attribute.eq_ignore_ascii_case("age")
        && let Ok(age) = value.parse::<u32>()
    {
        let band = AGES.iter().rposition(|low| *low <= age).unwrap_or(0);
        return match AGES.get(band + 1) {
            Some(next) => format!("{:02}-{}", AGES[band], next - 1),
            None => format!("{}+", AGES[band]),
        };
    }
    value.to_owned()
}

/// All groupings that the votes' columns allow.
pub fn groupings(
    document: &Document,
    record_of_voter: &[u32],
    election: &Election,
    outcome: &Outcome,
) -> Vec<Grouping> {
    let columns = document.columns(Section::Votes);
    let records = document.records(Section::Votes);
    let parts = outcome.parts(election);
    let votes = election.votes();
    let given = outcome.given(election);
    let effort: Vec<f64> = given
        .iter()
        .zip(votes)
        .map(|(given, votes)| approximate(given) / votes.max(1) as f64)
        .collect();
    let served: Vec<(f64, f64)> = election
        .ballots
        .iter()
        .map(|ballot| {
            let named = || ballot.supported();
            (
                named().map(|project| effort[project]).sum(),
                named().map(|project| parts[project]).sum(),
            )
        })
        .collect();
    let mut paid = vec![0.0; election.ballots.len()];
    if let Some(prices) = &outcome.prices {
        let unit = approximate(&prices.unit);
        for (ballot, units) in prices.payments.iter().flat_map(|(_, list)| list) {
            paid[*ballot as usize] += approximate_ratio(units, &num_bigint::BigUint::from(1u8)) * unit;
        }
    }
    let spent: f64 = served
        .iter()
        .zip(&election.ballots)
        .map(|((sum, _), ballot)| sum * ballot.weight as f64)
        .sum();
    let total_paid: f64 = paid
        .iter()
        .zip(&election.ballots)
        .map(|(sum, ballot)| sum * ballot.weight as f64)
        .sum();
    // What each voter's ballot weighs: a strength, or an equal part of what all of the same ballot weigh together.
    let mut cast = vec![0u64; election.ballots.len()];
    election
        .ballot_of_voter
        .iter()
        .for_each(|ballot| cast[*ballot as usize] += 1);
    let weight = |voter: usize, ballot: usize| match election.strengths.get(voter) {
        Some(strength) => *strength as f64,
        None => election.ballots[ballot].weight as f64 / cast[ballot] as f64,
    };
    let mut groupings = Vec::new();
    for (column, attribute) in columns.iter().enumerate() {
        // What a ballot is, and what it weighs, says nothing of who cast it.
        let of_the_ballot = [
            "voter_id",
            "vote",
            "points",
            "weight",
            "vote_strength",
            "ballots_cast",
            "",
        ];
        if of_the_ballot.contains(&attribute.to_ascii_lowercase().as_str()) {
            continue;
        }
        // People, served, paid, with nothing, projects.
        let mut table: BTreeMap<String, (u64, f64, f64, u64, f64)> = BTreeMap::new();
        for (voter, (record, ballot)) in record_of_voter.iter().zip(&election.ballot_of_voter).enumerate() {
            let Some(record) = records.get(*record as usize) else {
                continue;
            };
            let value = document.cells(*record).nth(column).unwrap_or_default();
            let entry = table.entry(level_name(attribute, &value)).or_default();
            let (for_them, won) = served[*ballot as usize];
            entry.0 += 1;
            let weight = weight(voter, *ballot as usize);
            entry.1 += weight * for_them;
            entry.2 += weight * paid[*ballot as usize];
            entry.3 += u64::from(won == 0.0);
            entry.4 += won;
            if table.len() > 20 * MOST_LEVELS {
                break;
            }
        }
        let (small, mut levels): (Vec<_>, Vec<_>) = table.into_iter().partition(|(_, entry)| entry.0 < SMALLEST_GROUP);
        if levels.is_empty() || levels.len() + small.len() > MOST_LEVELS || levels.len() + small.len() < 2 {
            continue;
        }
        if !small.is_empty() {
            let mut others = (0, 0.0, 0.0, 0, 0.0);
            for (_, entry) in small {
                others = (
                    others.0 + entry.0,
                    others.1 + entry.1,
                    others.2 + entry.2,
                    others.3 + entry.3,
                    others.4 + entry.4,
                );
            }
            levels.push(("others".to_owned(), others));
        }
        let part = |number: f64, of: f64| if of > 0.0 { number / of } else { 0.0 };
        let levels = levels
            .into_iter()
            .map(|(name, (people, for_them, by_them, nothing, projects))| Level {
                name,
                voters: people,
                share_of_voters: part(people as f64, election.ballot_of_voter.len() as f64),
                spent_for: part(for_them, spent),
                spent_by: outcome.prices.as_ref().map(|_| part(by_them, total_paid)),
                with_nothing: part(nothing as f64, people as f64),
                mean_projects: part(projects, people as f64),
            })
            .collect();
        groupings.push(Grouping {
            attribute: attribute.clone(),
            levels,
        });
    }
    groupings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budgeting::pabulib::read_bytes;
    use crate::budgeting::rules::{Options, Rule, run};

    #[test]
    fn money_of_groups_adds_up_where_a_ballot_stands_for_many_or_weighs_more() {
        let of = |strength: &str, each: u64| {
            let mut text = String::from(
                "META\nkey;value\nbudget;10\nvote_type;approval\nPROJECTS\nproject_id;cost\na;4\nb;6\nVOTES\nvoter_id;vote;sex;vote_strength\n",
            );
            for voter in 0..40 {
                let (vote, sex, strength) = if voter % 2 == 0 {
                    ("a", "F", strength)
                } else {
                    ("b", "M", "1")
                };
                text.push_str(&format!("{voter};{vote};{sex};{strength}\n"));
            }
            let reading = read_bytes(text.into_bytes(), false);
            let mut election = reading.election.expect("an election");
            election.ballots.iter_mut().for_each(|ballot| ballot.weight *= each);
            let outcome = run(Rule::Greedy, &election, &Options::default());
            let groupings = groupings(&reading.document, &reading.record_of_voter, &election, &outcome);
            let levels = groupings[0].levels.iter().map(|level| level.spent_for);
            levels.collect::<Vec<f64>>()
        };
        for (strength, each) in [("1", 1), ("1", 190), ("3", 1)] {
            let found = of(strength, each);
            assert!(
                (found[0] - 0.4).abs() < 1e-9 && (found[1] - 0.6).abs() < 1e-9,
                "{strength} {each}: {found:?}"
            );
        }
    }

    #[test]
    fn shares_of_groups_add_up_and_small_groups_are_hidden() {
        let mut text = String::from(
            "META\nkey;value\nbudget;10\nvote_type;approval\nPROJECTS\nproject_id;cost\na;4\nb;6\nVOTES\nvoter_id;vote;sex;age\n",
        );
        for voter in 0..40 {
            let (vote, sex) = if voter % 3 == 0 {
                ("a", "F")
            } else {
                ("b,a", if voter == 1 { "O" } else { "M" })
            };
            text.push_str(&format!("{voter};{vote};{sex};{}\n", 20 + voter));
        }
        let reading = read_bytes(text.into_bytes(), false);
        let election = reading.election.expect("an election");
        let outcome = run(Rule::EqualShares, &election, &Options::default());
        let groupings = groupings(&reading.document, &reading.record_of_voter, &election, &outcome);
        let sex = groupings
            .iter()
            .find(|grouping| grouping.attribute == "sex")
            .expect("sex");
        let names: Vec<&str> = sex.levels.iter().map(|level| level.name.as_str()).collect();
        assert_eq!(names, ["F", "M", "others"]);
        for grouping in &groupings {
            let total: f64 = grouping.levels.iter().map(|level| level.spent_for).sum();
            assert!((total - 1.0).abs() < 1e-9, "{grouping:?}");
        }
    }
}
