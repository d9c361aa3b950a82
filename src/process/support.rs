//! Who names which project: support by group of voters.

use super::cast::Cast;
use crate::budgeting::pabulib::Section;

/// An attribute with more values than this makes no chart.
const MOST_LEVELS: usize = 8;
/// Groups of fewer voters are left out, so that nobody's ballot can be read off.
const SMALLEST: u64 = 10;

/// Support by the levels of one attribute.
#[derive(Clone, Debug, PartialEq)]
pub struct Support {
    /// Column of the ballot file.
    pub attribute: String,
    /// Each level: its name, voters, and the part of them that names each project of the ballot.
    pub levels: Vec<(String, u64, Vec<f64>)>,
}

/// Support by every attribute of the ballots that has few values.
pub fn support(cast: &Cast) -> Vec<Support> {
    let Some(election) = &cast.reading.election else {
        return Vec::new();
    };
    let document = &cast.reading.document;
    let records = document.records(Section::Votes);
    let mut found = Vec::new();
    for (column, attribute) in document.columns(Section::Votes).into_iter().enumerate() {
        if ["voter_id", "vote", "points", ""].contains(&attribute.to_ascii_lowercase().as_str()) {
            continue;
        }
        let mut levels: Vec<(String, u64, Vec<u64>)> = Vec::new();
        for (record, ballot) in cast.reading.record_of_voter.iter().zip(&election.ballot_of_voter) {
            let Some(record) = records.get(*record as usize) else {
                continue;
            };
            let value = document
                .cells(*record)
                .nth(column)
                .unwrap_or_default()
                .trim()
                .to_owned();
            let place = match levels.iter().position(|(name, ..)| *name == value) {
                Some(place) => place,
                None if levels.len() > MOST_LEVELS => break,
                None => {
                    levels.push((value, 0, vec![0; election.projects.len()]));
                    levels.len() - 1
                }
            };
            levels[place].1 += 1;
            for project in &election.ballots[*ballot as usize].projects {
                levels[place].2[*project as usize] += 1;
            }
        }
        let few = levels.len() <= MOST_LEVELS;
        levels.retain(|(name, voters, _)| *voters >= SMALLEST && !name.is_empty());
        if !few || levels.len() < 2 {
            continue;
        }
        levels.sort_by(|a, b| a.0.cmp(&b.0));
        found.push(Support {
            attribute,
            levels: levels
                .into_iter()
                .map(|(name, voters, votes)| {
                    let shares = votes.into_iter().map(|votes| votes as f64 / voters as f64).collect();
                    (name, voters, shares)
                })
                .collect(),
        });
    }
    found
}
