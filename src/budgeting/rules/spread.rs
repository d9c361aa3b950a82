//! Costs spread over supporters: whether a set of projects can be paid when nobody bears more than a given load, and if
//! not, which part of the set is too heavy for its supporters.
//!
//! It is a flow from projects to the ballots that support them, found by Dinic's algorithm in whole numbers of any size.
//! The answer is exact; where it starts from is not: the last answer is kept as shares in floating point, rounded down to
//! whole units that never exceed what is owed or what a ballot may bear, so that only the news has to find its way.

use std::ops::{AddAssign, Mul, SubAssign};

use num_bigint::{BigInt, BigUint};
use num_traits::{FromPrimitive, ToPrimitive, Zero};

use crate::budgeting::election::Election;
use crate::budgeting::exact::Rational;
use crate::budgeting::utility::Utilities;

/// Not reached by a search.
const FAR: u32 = u32::MAX;

/// Whole numbers in which a flow is counted.
trait Units:
    Clone
    + Ord
    + Zero
    + AddAssign
    + SubAssign
    + Mul<Output = Self>
    + FromPrimitive
    + ToPrimitive
    + for<'a> SubAssign<&'a Self>
{
}
impl Units for i64 {}
impl Units for i128 {}
impl Units for BigInt {}

/// Who supports what, as one list of edges between projects and ballots.
pub struct Spread<'a> {
    costs: &'a [BigUint],
    weights: Vec<u64>,
    /// First edge of each project, and the end.
    first: Vec<usize>,
    ballot: Vec<u32>,
    project: Vec<u32>,
    /// First place of each ballot in `edges_of_ballots`, and the end.
    first_of_ballot: Vec<usize>,
    edges_of_ballots: Vec<u32>,
}

impl<'a> Spread<'a> {
    /// The edges of an election; `costs` are whole numbers.
    pub fn new(election: &Election, utilities: &Utilities, costs: &'a [BigUint]) -> Spread<'a> {
        let (mut first, mut ballot, mut project) = (vec![0], Vec::new(), Vec::new());
        for (index, list) in utilities.supporters.iter().enumerate() {
            ballot.extend(list.iter().map(|supporter| supporter.ballot));
            project.resize(ballot.len(), index as u32);
            first.push(ballot.len());
        }
        let mut first_of_ballot = vec![0usize; election.ballots.len() + 1];
        for one in &ballot {
            first_of_ballot[*one as usize + 1] += 1;
        }
        for index in 1..first_of_ballot.len() {
            first_of_ballot[index] += first_of_ballot[index - 1];
        }
        let mut next = first_of_ballot.clone();
        let mut edges_of_ballots = vec![0; ballot.len()];
        for (edge, one) in ballot.iter().enumerate() {
            edges_of_ballots[next[*one as usize]] = edge as u32;
            next[*one as usize] += 1;
        }
        Spread {
            costs,
            weights: election.ballots.iter().map(|ballot| ballot.weight).collect(),
            first,
            ballot,
            project,
            first_of_ballot,
            edges_of_ballots,
        }
    }

    /// Number of edges.
    pub fn edges(&self) -> usize {
        self.ballot.len()
    }

    /// Number of ballots.
    pub fn ballots(&self) -> usize {
        self.weights.len()
    }

    /// The ballots that support a project.
    pub fn ballots_of(&self, project: usize) -> &[u32] {
        &self.ballot[self.first[project]..self.first[project + 1]]
    }

    /// Voters behind a ballot \[people\].
    pub fn weight(&self, ballot: u32) -> u64 {
        self.weights[ballot as usize]
    }

    /// What a part costs for each voter who supports any of it; `None` without supporters.
    pub fn ratio(&self, part: &[usize]) -> Option<Rational> {
        let mut counted = vec![false; self.weights.len()];
        let (mut cost, mut people) = (BigUint::zero(), 0u128);
        for project in part {
            cost += &self.costs[*project];
            for ballot in self.ballots_of(*project) {
                if !std::mem::replace(&mut counted[*ballot as usize], true) {
                    people += u128::from(self.weight(*ballot));
                }
            }
        }
        (people > 0).then(|| Rational::new(cost.into(), people.into()))
    }

    /// The part of a set that outweighs its supporters most when each voter bears at most `load`; `None` if the set can be
    /// paid. `shares` holds, for each edge, the part of the project's cost that the ballot's voters bear together: where
    /// the search starts, and what it found.
    pub fn too_heavy(&self, set: &[usize], load: &Rational, shares: &mut [f64]) -> Option<Vec<usize>> {
        let (each, part) = (load.numer(), load.denom());
        let owed = set
            .iter()
            .fold(BigUint::zero(), |sum, project| sum + &self.costs[*project]);
        let people: u128 = self.weights.iter().map(|weight| u128::from(*weight)).sum();
        let largest = (BigInt::from(owed) * part)
            .bits()
            .max((each * BigInt::from(people)).bits());
        if largest < 62 {
            self.search(set, shares, |number| number.to_i64().unwrap_or(i64::MAX), each, part)
        } else if largest < 126 {
            self.search(set, shares, |number| number.to_i128().unwrap_or(i128::MAX), each, part)
        } else {
            self.search(set, shares, BigInt::clone, each, part)
        }
    }

    fn search<T: Units>(
        &self,
        set: &[usize],
        shares: &mut [f64],
        units: impl Fn(&BigInt) -> T,
        each: &BigInt,
        part: &BigInt,
    ) -> Option<Vec<usize>> {
        let each = units(each);
        let room = |weight: &u64| each.clone() * T::from_u64(*weight).unwrap_or_else(T::zero);
        let mut flow = Flow {
            spread: self,
            set,
            sent: vec![T::zero(); self.edges()],
            room: self.weights.iter().map(room).collect(),
            owed: vec![T::zero(); self.costs.len()],
            far_project: vec![FAR; self.costs.len()],
            far_ballot: vec![FAR; self.weights.len()],
        };
        for project in set {
            flow.owed[*project] = units(&(BigInt::from(self.costs[*project].clone()) * part));
        }
        let owed: Vec<f64> = flow.owed.iter().map(|owed| owed.to_f64().unwrap_or(f64::MAX)).collect();
        flow.start(shares, &owed);
        while flow.measure() {
            flow.send_along_shortest();
        }
        for project in set {
            let edges = self.first[*project]..self.first[*project + 1];
            for (share, sent) in shares[edges.clone()].iter_mut().zip(&flow.sent[edges]) {
                let sent = sent.to_f64().unwrap_or(0.0);
                *share = if owed[*project] > 0.0 {
                    sent / owed[*project]
                } else {
                    0.0
                };
            }
        }
        let unpaid = set.iter().any(|project| !flow.owed[*project].is_zero());
        let heavy = set.iter().copied().filter(|project| flow.far_project[*project] != FAR);
        unpaid.then(|| heavy.collect())
    }
}

/// A flow on its way to being the greatest.
struct Flow<'a, T> {
    spread: &'a Spread<'a>,
    set: &'a [usize],
    /// What goes over each edge.
    sent: Vec<T>,
    /// What each ballot's voters can still bear.
    room: Vec<T>,
    /// What is still to be paid of each project.
    owed: Vec<T>,
    /// Steps from a project that is owed something.
    far_project: Vec<u32>,
    far_ballot: Vec<u32>,
}

impl<T: Units> Flow<'_, T> {
    fn give(&mut self, project: usize, edge: usize, wanted: T) {
        let ballot = self.spread.ballot[edge] as usize;
        let amount = wanted.min(self.owed[project].clone()).min(self.room[ballot].clone());
        self.owed[project] -= &amount;
        self.room[ballot] -= &amount;
        self.sent[edge] += amount;
    }

    /// The shares of last time, then what is left in proportion to room, then wherever there is room.
    fn start(&mut self, shares: &[f64], owed: &[f64]) {
        let whole = |amount: f64| T::from_f64(amount.floor()).filter(|units| *units > T::zero());
        let spread = self.spread;
        for &project in self.set {
            let first = spread.first[project];
            for (place, share) in shares[first..spread.first[project + 1]].iter().enumerate() {
                if let Some(wanted) = whole(share * owed[project]) {
                    self.give(project, first + place, wanted);
                }
            }
        }
        for &project in self.set {
            let edges = spread.first[project]..spread.first[project + 1];
            let room = |flow: &Self, edge: usize| flow.room[spread.ballot[edge] as usize].to_f64().unwrap_or(0.0);
            let all: f64 = edges.clone().map(|edge| room(self, edge)).sum();
            let part = (self.owed[project].to_f64().unwrap_or(0.0) / all).min(1.0);
            for edge in edges.clone() {
                if self.owed[project].is_zero() {
                    break;
                }
                if let Some(wanted) = whole(room(self, edge) * part) {
                    self.give(project, edge, wanted);
                }
            }
            for edge in edges {
                if self.owed[project].is_zero() {
                    break;
                }
                let wanted = self.owed[project].clone();
                self.give(project, edge, wanted);
            }
        }
    }

    /// Steps from unpaid projects to everything that they can reach; whether that includes a ballot with room.
    fn measure(&mut self) -> bool {
        let spread = self.spread;
        self.far_project.fill(FAR);
        self.far_ballot.fill(FAR);
        let mut queue: Vec<usize> = Vec::new();
        for &project in self.set {
            if !self.owed[project].is_zero() {
                self.far_project[project] = 0;
                queue.push(project);
            }
        }
        let (mut head, mut found) = (0, false);
        while let Some(&project) = queue.get(head) {
            head += 1;
            let far = self.far_project[project];
            for &ballot in spread.ballots_of(project) {
                let ballot = ballot as usize;
                if self.far_ballot[ballot] != FAR {
                    continue;
                }
                self.far_ballot[ballot] = far + 1;
                if !self.room[ballot].is_zero() {
                    found = true;
                    continue;
                }
                for &edge in spread.edges_of(ballot) {
                    let other = spread.project[edge as usize] as usize;
                    if self.far_project[other] == FAR && !self.sent[edge as usize].is_zero() {
                        self.far_project[other] = far + 2;
                        queue.push(other);
                    }
                }
            }
        }
        found
    }

    /// Sends as much as possible along ways that lead further at each step.
    fn send_along_shortest(&mut self) {
        let spread = self.spread;
        let mut next_of_project: Vec<usize> = spread.first.clone();
        let mut next_of_ballot: Vec<usize> = spread.first_of_ballot.clone();
        for &from in self.set {
            // Edges walked: forward to a ballot, back to a project that the ballot helps to pay, forward …
            let mut way: Vec<usize> = Vec::new();
            while !self.owed[from].is_zero() {
                if way.len().is_multiple_of(2) {
                    let project = way.last().map_or(from, |edge| spread.project[*edge] as usize);
                    let next = &mut next_of_project[project];
                    let far = self.far_project[project] + 1;
                    while *next < spread.first[project + 1] && self.far_ballot[spread.ballot[*next] as usize] != far {
                        *next += 1;
                    }
                    if *next < spread.first[project + 1] {
                        way.push(*next);
                    } else if let Some(back) = way.pop() {
                        next_of_ballot[spread.ballot[back] as usize] += 1;
                    } else {
                        break;
                    }
                    continue;
                }
                let Some(&last) = way.last() else { break };
                let ballot = spread.ballot[last] as usize;
                if !self.room[ballot].is_zero() {
                    self.send(from, ballot, &mut way);
                    continue;
                }
                let next = &mut next_of_ballot[ballot];
                let far = self.far_ballot[ballot] + 1;
                let end = spread.first_of_ballot[ballot + 1];
                while *next < end {
                    let edge = spread.edges_of_ballots[*next] as usize;
                    if self.far_project[spread.project[edge] as usize] == far && !self.sent[edge].is_zero() {
                        break;
                    }
                    *next += 1;
                }
                if *next < end {
                    way.push(spread.edges_of_ballots[*next] as usize);
                } else {
                    way.pop();
                    next_of_project[spread.project[last] as usize] += 1;
                }
            }
        }
    }

    /// Sends what a way can carry, and steps back to where it is used up.
    fn send(&mut self, from: usize, ballot: usize, way: &mut Vec<usize>) {
        let mut amount = self.owed[from].clone().min(self.room[ballot].clone());
        for edge in way.iter().skip(1).step_by(2) {
            amount = amount.min(self.sent[*edge].clone());
        }
        self.owed[from] -= &amount;
        self.room[ballot] -= &amount;
        let mut used_up = way.len();
        for (place, edge) in way.iter().enumerate().rev() {
            if place % 2 == 0 {
                self.sent[*edge] += amount.clone();
            } else {
                self.sent[*edge] -= &amount;
                if self.sent[*edge].is_zero() {
                    used_up = place;
                }
            }
        }
        way.truncate(used_up);
    }
}

impl Spread<'_> {
    fn edges_of(&self, ballot: usize) -> &[u32] {
        &self.edges_of_ballots[self.first_of_ballot[ballot]..self.first_of_ballot[ballot + 1]]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budgeting::exact::whole;
    use crate::budgeting::utility::Satisfaction;

    #[test]
    fn a_set_can_be_paid_from_its_heaviest_ratio_on_in_numbers_of_every_size() {
        let election = Election::approval(
            100,
            &[("a", 6), ("b", 4), ("c", 2)],
            &[(1, &["a"]), (1, &["a", "b"]), (2, &["b", "c"])],
        );
        let utilities = Utilities::new(&election, Satisfaction::Cardinality);
        for size in ["1", "1e15", "1e40"] {
            let size = crate::budgeting::exact::parse_decimal(size).expect("a number");
            let factor = size.numer().magnitude().clone();
            let costs: Vec<BigUint> = [6u8, 4, 2].map(|cost| BigUint::from(cost) * &factor).to_vec();
            let spread = Spread::new(&election, &utilities, &costs);
            let mut shares = vec![0.0; spread.edges()];
            // All three cost 12 for 4 voters; a and b 10 for 4; a alone 6 for 2.
            let load = whole(3) * &size;
            assert_eq!(spread.too_heavy(&[0, 1, 2], &load, &mut shares), None);
            let less = &load - Rational::new(1.into(), 1000.into());
            let heavy = spread
                .too_heavy(&[0, 1, 2], &less, &mut shares)
                .expect("cannot be paid");
            assert_eq!(spread.ratio(&heavy), Some(load));
        }
    }
}
