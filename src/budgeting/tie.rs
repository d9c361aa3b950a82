//! Ties: an order stated before the count, and a record of every decision that it took.

use super::election::Election;

/// How equal candidates are put in order. Each ends in the identifier, so that no tie is left to chance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TieOrder {
    /// Ascending identifiers compared as text (`10` before `2` before `9`), as pabutools does.
    #[default]
    Identifier,
    /// The order of the file, as cities do.
    File,
    /// The cheapest, then the one with most votes, as the Pabulib checker does.
    CheapestThenVotes,
    /// Most votes, then the cheapest.
    VotesThenCheapest,
}

impl TieOrder {
    /// The word for it in options and reports.
    pub fn word(self) -> &'static str {
        match self {
            TieOrder::Identifier => "identifier",
            TieOrder::File => "file",
            TieOrder::CheapestThenVotes => "cheapest-then-votes",
            TieOrder::VotesThenCheapest => "votes-then-cheapest",
        }
    }
    /// All orders.
    pub const ALL: [TieOrder; 4] = [
        TieOrder::Identifier,
        TieOrder::File,
        TieOrder::CheapestThenVotes,
        TieOrder::VotesThenCheapest,
    ];

    /// The rank of each project: lower goes first.
    pub fn ranks(self, election: &Election) -> Vec<u32> {
        let votes = election.votes();
        let projects = &election.projects;
        let mut order: Vec<usize> = (0..projects.len()).collect();
        order.sort_by(|&a, &b| {
            let by_cost = projects[a].cost.cmp(&projects[b].cost);
            let by_votes = votes[b].cmp(&votes[a]);
            let first = match self {
                TieOrder::Identifier => std::cmp::Ordering::Equal,
                TieOrder::File => a.cmp(&b),
                TieOrder::CheapestThenVotes => by_cost.then(by_votes),
                TieOrder::VotesThenCheapest => by_votes.then(by_cost),
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
    fn identifiers_are_compared_as_text() {
        let election = Election::approval(1, &[("9", 1), ("10", 1), ("2", 1)], &[]);
        assert_eq!(TieOrder::Identifier.ranks(&election), vec![2, 0, 1]);
        assert_eq!(TieOrder::File.ranks(&election), vec![0, 1, 2]);
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
