//! Who has voted already, and what becomes of the ballots of those who stand in a file once more.

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::BuildHasher;

use super::persons::same_form;
use super::wishes::SameVoter;
use crate::budgeting::election::Election;
use crate::budgeting::quick_hash::{Places, QuickHash};

/// Ballots that are taken out again: those of people who stand in the file once more, and lines that are no ballots.
#[derive(Default)]
pub(super) struct Replaced {
    /// For the first record of a voter, the latest so far.
    latest: HashMap<u32, u32>,
    gone: Vec<u32>,
}

impl Replaced {
    /// The latest record of a voter so far, of whom the first is given.
    pub(super) fn latest(&self, first: u32) -> u32 {
        self.latest.get(&first).copied().unwrap_or(first)
    }

    /// Notes a further record of a voter, and which of them go.
    pub(super) fn again(&mut self, first: u32, record: u32, which: SameVoter) {
        let earlier = self.latest.insert(first, record).unwrap_or(first);
        match which {
            SameVoter::Refuse | SameVoter::Last => self.gone.push(earlier),
            SameVoter::First => self.gone.push(record),
            SameVoter::Each => {}
        }
    }

    /// Takes a record out.
    pub(super) fn out(&mut self, record: u32) {
        self.gone.push(record);
    }

    /// Takes them out of the election: what is left is as if they had never been cast. `records` are those of its voters.
    pub(super) fn take_out(mut self, election: &mut Election, records: &mut Vec<u32>) {
        if self.gone.is_empty() {
            return;
        }
        self.gone.sort_unstable();
        let cast = std::mem::take(&mut election.ballot_of_voter);
        let old = std::mem::take(&mut election.ballots);
        let before = std::mem::take(records);
        let mut moved: Vec<Option<u32>> = vec![None; old.len()];
        for (record, ballot) in before.into_iter().zip(cast) {
            if self.gone.binary_search(&record).is_ok() {
                continue;
            }
            let ballot = ballot as usize;
            let place = *moved[ballot].get_or_insert_with(|| {
                election.ballots.push(crate::budgeting::Ballot {
                    weight: 0,
                    ..old[ballot].clone()
                });
                election.ballots.len() as u32 - 1
            });
            election.ballots[place as usize].weight += 1;
            election.ballot_of_voter.push(place);
            records.push(record);
        }
    }
}

/// Which voters have voted, by the format's own column. Most files number voters upwards, and then the last number is all that
/// has to be known; from the first that breaks the row on, a table of hashes is kept.
#[derive(Default)]
pub(super) struct Known {
    last: Option<u64>,
    table: Option<Places>,
}

impl Known {
    /// The record of the same voter before this one.
    pub(super) fn before<'a>(
        &mut self,
        voter: &str,
        index: u32,
        voter_of: impl Fn(u32) -> Cow<'a, str>,
    ) -> Option<u32> {
        let table = match &mut self.table {
            Some(table) => table,
            None => {
                if let Some(number) = plain_number(voter)
                    && self.last.is_none_or(|last| last < number)
                {
                    self.last = Some(number);
                    return None;
                }
                let table = self.table.insert(Places::default());
                for earlier in 0..index {
                    table.find_or_add(QuickHash.hash_one(&*same_form(&voter_of(earlier))), earlier, |_| false);
                }
                table
            }
        };
        let wanted = same_form(voter);
        table.find_or_add(QuickHash.hash_one(&*wanted), index, |held| {
            same_form(&voter_of(held)) == wanted
        })
    }
}

/// A number written in the only way in which it can be: digits without a leading zero.
fn plain_number(text: &str) -> Option<u64> {
    let bytes = text.as_bytes();
    let plain = bytes.iter().all(u8::is_ascii_digit) && (bytes.len() == 1 || bytes.first() != Some(&b'0'));
    if plain { text.parse().ok() } else { None }
}
