//! Phragmén counted again with one project changed, without counting: all goes as it would without the project until it is
//! the first that can be paid, and then it is bought or the count ends. So one count without it tells of every cost and every
//! number of new voters whether it is funded.

use std::cmp::Ordering;

use num_traits::Zero;

use super::phragmen::{Turn, turns_without};
use crate::budgeting::election::Election;
use crate::budgeting::exact::whole;
use crate::budgeting::gate::Gate;
use crate::budgeting::tie::TieOrder;
use crate::budgeting::utility::Utilities;

/// A project and what it meets.
pub struct PhragmenAgain<'e> {
    election: &'e Election,
    project: usize,
    tie_order: TieOrder,
    turns: Vec<Turn>,
    /// What its supporters weigh.
    weight: u64,
    gate: Gate<'e>,
}

impl<'e> PhragmenAgain<'e> {
    /// Counts without the project.
    pub fn new(
        election: &'e Election,
        utilities: &Utilities,
        tie_order: TieOrder,
        project: usize,
    ) -> PhragmenAgain<'e> {
        let supporters = utilities.supporters[project].iter();
        PhragmenAgain {
            election,
            project,
            tie_order,
            turns: turns_without(election, utilities, tie_order, project),
            weight: supporters.map(|one| election.ballots[one.ballot as usize].weight).sum(),
            gate: Gate::new(election),
        }
    }

    /// Whether the project is funded in an election that differs in its cost and in new ballots that name only it; nothing where
    /// that has to be counted.
    pub fn wins(&self, changed: &Election) -> Option<bool> {
        let project = self.project;
        let mut weight = self.weight;
        for ballot in &changed.ballots[self.election.ballots.len()..] {
            let gives = ballot.points.first().is_none_or(|points| *points > 0);
            if ballot.projects != [project as u32] || !gives {
                return None;
            }
            weight += ballot.weight;
        }
        let cost = &changed.projects[project].cost;
        let gate = Gate::new(changed);
        if cost.is_zero() || weight == 0 || !gate.shuts_as(&self.gate, project) {
            return None;
        }
        if *cost > changed.budget || gate.barrier(project).is_some() {
            return Some(false);
        }
        for turn in &self.turns {
            if turn.held_back || turn.room.as_ref().is_some_and(|room| cost > room) {
                return Some(false);
            }
            let Some(time) = &turn.time else {
                return Some(*cost <= turn.left);
            };
            match (cost + &turn.paid).cmp(&(time * whole(weight))) {
                Ordering::Less => return Some(*cost <= turn.left),
                Ordering::Equal => {
                    let misfit = |other: &usize| changed.projects[*other].cost > turn.left;
                    if *cost > turn.left || turn.tied.iter().any(misfit) {
                        return Some(false);
                    }
                    let ranks = self.tie_order.ranks(changed);
                    if turn.tied.iter().all(|other| ranks[project] < ranks[*other]) {
                        return Some(true);
                    }
                }
                Ordering::Greater => {}
            }
        }
        // The count ended with another that did not fit.
        Some(false)
    }
}
