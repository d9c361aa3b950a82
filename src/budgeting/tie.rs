//! Ties: how equal candidates are put in order, and a record of every decision that this order took.

use std::hash::{BuildHasher, Hasher};

use super::election::Election;
use super::quick_hash::QuickHash;

/// How equal candidates are put in order. Each ends in the identifier, so that every count gives one answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TieOrder {
    /// Ascending identifiers compared as text (`10` before `2` before `9`), as pabutools does.
    #[default]
    Identifier,
    /// Ascending identifiers, numbers in them compared as numbers (`2` before `9` before `10`).
    Natural,
    /// The order of the file, as cities do.
    File,
    /// The cheapest, then the one with most votes, as the Pabulib checker does.
    CheapestThenVotes,
    /// Most votes, then the cheapest.
    VotesThenCheapest,
    /// A lot drawn from this seed: anyone can draw it again.
    Lot(u64),
    /// The officials' own list (`Election::tie_list`); what is not on it comes after, by number.
    List,
}

impl TieOrder {
    /// The word for it in options and reports.
    pub fn word(self) -> &'static str {
        match self {
            TieOrder::Identifier => "identifier",
            TieOrder::Natural => "natural",
            TieOrder::File => "file",
            TieOrder::CheapestThenVotes => "cheapest-then-votes",
            TieOrder::VotesThenCheapest => "votes-then-cheapest",
            TieOrder::Lot(_) => "lot",
            TieOrder::List => "list",
        }
    }
    /// What it means, in words for people; of a lot without its seed.
    pub fn words(self) -> &'static str {
        match self {
            TieOrder::Identifier => "equal projects go by identifier, compared as text",
            TieOrder::Natural => "equal projects go by identifier, numbers as numbers",
            TieOrder::File => "equal projects go in the order of the file",
            TieOrder::CheapestThenVotes => "of equal projects the cheapest goes first, then the one with most votes",
            TieOrder::VotesThenCheapest => "of equal projects the one with most votes goes first, then the cheapest",
            TieOrder::Lot(_) => "equal projects go by lot",
            TieOrder::List => "equal projects go by the officials' list",
        }
    }
    /// Orders that need nothing but the file.
    pub const ALL: [TieOrder; 5] = [
        TieOrder::Identifier,
        TieOrder::Natural,
        TieOrder::File,
        TieOrder::CheapestThenVotes,
        TieOrder::VotesThenCheapest,
    ];

    /// The rank of each project: lower goes first.
    pub fn ranks(self, election: &Election) -> Vec<u32> {
        let votes = election.votes();
        let projects = &election.projects;
        let listed = |project: usize| {
            let place = election.tie_list.iter().position(|other| *other == project);
            place.unwrap_or(usize::MAX)
        };
        let mut order: Vec<usize> = (0..projects.len()).collect();
        order.sort_by(|&a, &b| {
            let by_cost = projects[a].cost.cmp(&projects[b].cost);
            let by_votes = votes[b].cmp(&votes[a]);
            let by_number = natural(&projects[a].id).cmp(&natural(&projects[b].id));
            let first = match self {
                TieOrder::Identifier => std::cmp::Ordering::Equal,
                TieOrder::Natural => by_number,
                TieOrder::File => a.cmp(&b),
                TieOrder::CheapestThenVotes => by_cost.then(by_votes),
                TieOrder::VotesThenCheapest => by_votes.then(by_cost),
                TieOrder::Lot(seed) => lot(seed, &projects[a].id).cmp(&lot(seed, &projects[b].id)),
                TieOrder::List => listed(a).cmp(&listed(b)).then(by_number),
            };
            first.then_with(|| projects[a].id.cmp(&projects[b].id))
        });
        let mut ranks = vec![0; projects.len()];
        for (rank, project) in order.into_iter().enumerate() {
            ranks[project] = rank as u32;
        }
        ranks
    }
}

/// A project's number in a lot. It depends on the seed and the identifier alone, so that no order of lines can change it.
fn lot(seed: u64, id: &str) -> u64 {
    let mut hasher = QuickHash.build_hasher();
    hasher.write_u64(seed);
    hasher.write(id.as_bytes());
    // Mixed once more: the last step of the hash leaves neighbours near each other.
    hasher.write_u64(0x9E37_79B9_7F4A_7C15);
    hasher.write_u64(seed.rotate_left(32));
    hasher.finish()
}

/// An identifier cut into words and numbers, so that numbers compare as numbers.
fn natural(id: &str) -> Vec<(u8, u128, String)> {
    let mut parts: Vec<(u8, u128, String)> = Vec::new();
    let mut rest = id;
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits > 0 {
            let (number, after) = rest.split_at(digits);
            // A number too long for the machine goes after the others, by its text.
            match number.parse::<u128>() {
                Ok(value) => parts.push((0, value, String::new())),
                Err(_) => parts.push((1, digits as u128, number.to_owned())),
            }
            rest = after;
        } else {
            let letters = rest.find(|letter: char| letter.is_ascii_digit()).unwrap_or(rest.len());
            let (word, after) = rest.split_at(letters);
            parts.push((2, 0, word.to_owned()));
            rest = after;
        }
    }
    parts
}

/// A decision that the tie order took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tie {
    /// Round in which it arose, from 1.
    pub round: usize,
    /// The equal candidates, in tie order: the first was taken.
    pub among: Vec<usize>,
}

/// The first of equal candidates, remembered in `ties` if there was more than one.
pub fn break_tie(mut among: Vec<usize>, ranks: &[u32], round: usize, ties: &mut Vec<Tie>) -> Option<usize> {
    among.sort_by_key(|project| ranks[*project]);
    let first = among.first().copied();
    if among.len() > 1 {
        ties.push(Tie { round, among });
    }
    first
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_compared_as_text_or_as_people_count() {
        let election = Election::approval(1, &[("9", 1), ("10", 1), ("2", 1)], &[]);
        assert_eq!(TieOrder::Identifier.ranks(&election), vec![2, 0, 1]);
        assert_eq!(TieOrder::Natural.ranks(&election), vec![1, 2, 0]);
        assert_eq!(TieOrder::File.ranks(&election), vec![0, 1, 2]);
        let mixed = Election::approval(1, &[("A10", 1), ("A9", 1), ("B1", 1)], &[]);
        assert_eq!(TieOrder::Natural.ranks(&mixed), vec![1, 0, 2]);
    }

    #[test]
    fn a_lot_is_drawn_by_seed_and_identifier_and_every_order_comes_up() {
        let election = Election::approval(1, &[("a", 1), ("b", 1), ("c", 1)], &[]);
        let turned = Election::approval(1, &[("c", 1), ("b", 1), ("a", 1)], &[]);
        let mut seen = std::collections::BTreeMap::new();
        for seed in 0..6000 {
            let ranks = TieOrder::Lot(seed).ranks(&election);
            let back: Vec<u32> = TieOrder::Lot(seed).ranks(&turned).into_iter().rev().collect();
            assert_eq!(ranks, back);
            *seen.entry(ranks).or_insert(0) += 1;
        }
        assert_eq!(seen.len(), 6);
        assert!(seen.values().all(|times| (850..1150).contains(times)), "{seen:?}");
    }

    #[test]
    fn the_officials_list_goes_before_what_is_not_on_it() {
        let mut election = Election::approval(1, &[("1", 1), ("2", 1), ("3", 1)], &[]);
        election.tie_list = vec![2, 0];
        assert_eq!(TieOrder::List.ranks(&election), vec![1, 2, 0]);
    }

    #[test]
    fn every_tie_is_recorded_with_its_candidates() {
        let mut ties = Vec::new();
        assert_eq!(break_tie(vec![2, 0], &[5, 6, 1], 3, &mut ties), Some(2));
        assert_eq!(
            ties,
            vec![Tie {
                round: 3,
                among: vec![2, 0]
            }]
        );
    }
}
