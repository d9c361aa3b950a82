//! What people take home as files: ballots that anybody can count again, the choice as a scenario, the list of counted
//! ballots in which each finds the own by its receipt.

use super::hall::Hall;
use crate::scenario::Problems;

/// A receipt and what its ballot said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The receipt.
    pub receipt: String,
    /// Whether the ballot was on paper.
    pub paper: bool,
    /// Keys of the proposals named, in the order of the ballot.
    pub named: Vec<String>,
    /// Points for each; empty where ballots carry none.
    pub points: Vec<i64>,
}

impl Hall {
    /// Every counted ballot of a vote under its receipt, in the order of the receipts.
    pub fn listed(&self, round: u8) -> Vec<Listed> {
        let mut list: Vec<Listed> = self.look(|room| {
            let counted = room.counted(round).into_iter();
            let listed = counted.map(|(card, version, marks)| Listed {
                receipt: self.secret.receipt(round, card, version),
                paper: version == 0,
                named: marks.named.clone(),
                points: marks.points.clone(),
            });
            listed.collect()
        });
        list.sort_by(|one, other| one.receipt.cmp(&other.receipt));
        list
    }

    /// The scenario file of what a vote chose; nothing before it was counted.
    pub fn scenario(&self, round: u8) -> Option<Result<String, Problems>> {
        let result = self.result(round)?.ok()?;
        let (process, chosen) = result.chosen(&self.process);
        Some(process.written(&chosen, self.catalogue()))
    }
}
