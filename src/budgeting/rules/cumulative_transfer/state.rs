//! Where everybody's money lies while cumulative votes are counted.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use num_bigint::{BigInt, BigUint};
use num_traits::Zero;

use super::{Strength, UNITS};
use crate::budgeting::election::Election;
use crate::budgeting::exact::{Rational, whole};
use crate::budgeting::tie::TieOrder;
use crate::budgeting::utility::Utilities;

/// Money of one ballot's voters and where it lies.
pub(super) struct Donor {
    pub(super) money: BigUint,
    pub(super) weight: u64,
    /// Projects still in the count with the points given.
    pub(super) wishes: Vec<(u32, u64)>,
    pub(super) total: u128,
}

impl Donor {
    /// What lies on a project by these points, of all its voters.
    pub(super) fn on(&self, points: u64) -> BigUint {
        &self.money * points / self.total * self.weight
    }
}

/// A project's strength, and its rank so that among equals the first in tie order is the stronger.
type Key = (Rational, Reverse<u32>, usize);

/// The count so far. What lies on each project is kept up to date, so that a round costs what it changes and not what there is.
pub(super) struct State<'a> {
    election: &'a Election,
    pub(super) utilities: &'a Utilities,
    strength: Strength,
    pub(super) ranks: Vec<u32>,
    /// Units for each unit of currency.
    pub(super) unit: Rational,
    pub(super) donors: Vec<Donor>,
    /// Money lying on each project \[units\].
    collected: Vec<BigUint>,
    /// Money of its supporters, wherever it lies \[units\].
    within_reach: Vec<BigUint>,
    /// What a project must have collected \[units\]: its cost, less what rounding may have lost.
    needed: Vec<BigUint>,
    /// Projects in the count, and those of them that have collected enough, from the weakest to the strongest.
    standing: BTreeSet<Key>,
    enough: BTreeSet<Key>,
    keys: Vec<Option<Key>>,
    /// Strength of the weakest at the last look, and whether another has become as weak since.
    seen: Option<Rational>,
    joined: bool,
}

impl<'a> State<'a> {
    pub(super) fn new(
        election: &'a Election,
        utilities: &'a Utilities,
        strength: Strength,
        tie_order: TieOrder,
    ) -> State<'a> {
        let voters = election.voters().max(1);
        let unit = Rational::from_integer(BigInt::from(UNITS));
        let purse = (&election.budget / whole(voters) * &unit)
            .floor()
            .to_integer()
            .to_biguint()
            .unwrap_or_default();
        let mut donors: Vec<Donor> = election
            .ballots
            .iter()
            .map(|ballot| Donor {
                money: purse.clone(),
                weight: ballot.weight,
                wishes: Vec::new(),
                total: 0,
            })
            .collect();
        for (project, supporters) in utilities.supporters.iter().enumerate() {
            for supporter in supporters {
                let donor = &mut donors[supporter.ballot as usize];
                donor.wishes.push((project as u32, supporter.value));
                donor.total += u128::from(supporter.value);
            }
        }
        let count = election.projects.len();
        // Money rounded down may be short by one unit for each voter and round: that much is forgiven.
        let grace = BigUint::from(voters) * (count as u64 + 1);
        let needed = election.projects.iter().map(|project| {
            let cost = (&project.cost * &unit)
                .ceil()
                .to_integer()
                .to_biguint()
                .unwrap_or_default();
            if cost > grace { cost - &grace } else { BigUint::zero() }
        });
        let mut state = State {
            needed: needed.collect(),
            ranks: tie_order.ranks(election),
            collected: vec![BigUint::zero(); count],
            within_reach: vec![BigUint::zero(); count],
            standing: BTreeSet::new(),
            enough: BTreeSet::new(),
            keys: vec![None; count],
            seen: None,
            joined: false,
            election,
            utilities,
            strength,
            unit,
            donors,
        };
        for donor in &state.donors {
            for (project, points) in &donor.wishes {
                state.collected[*project as usize] += donor.on(*points);
                state.within_reach[*project as usize] += &donor.money * donor.weight;
            }
        }
        // What nobody supports can neither collect nor be funded, and its going changes nothing.
        for project in (0..count).filter(|project| !utilities.supporters[*project].is_empty()) {
            state.stand(project);
        }
        state
    }

    /// Money lying on a project \[currency\].
    pub(super) fn amount(&self, project: usize) -> Rational {
        Rational::from_integer(BigInt::from(self.collected[project].clone())) / &self.unit
    }

    pub(super) fn key(&self, project: usize) -> Key {
        let strength = self
            .strength
            .of(&self.amount(project), &self.election.projects[project].cost);
        (strength, Reverse(self.ranks[project]), project)
    }

    fn stand(&mut self, project: usize) {
        let key = self.key(project);
        if !self.collected[project].is_zero() && self.collected[project] >= self.needed[project] {
            self.enough.insert(key.clone());
        }
        self.joined |= self.seen.as_ref() == Some(&key.0);
        self.standing.insert(key.clone());
        self.keys[project] = Some(key);
    }

    fn leave(&mut self, project: usize) {
        if let Some(key) = self.keys[project].take() {
            self.standing.remove(&key);
            self.enough.remove(&key);
        }
    }

    /// Takes a project out of the count after `pay` has had its way with each supporter; the money of its donors lies on what
    /// is left of their wishes.
    pub(super) fn withdraw(&mut self, project: usize, mut pay: impl FnMut(&mut Donor, u64)) {
        self.leave(project);
        let utilities = self.utilities;
        let mut touched = Vec::new();
        for supporter in &utilities.supporters[project] {
            let donor = &mut self.donors[supporter.ballot as usize];
            for (other, points) in &donor.wishes {
                self.collected[*other as usize] -= donor.on(*points);
                self.within_reach[*other as usize] -= &donor.money * donor.weight;
            }
            pay(donor, supporter.value);
            donor.wishes.retain(|(other, _)| *other as usize != project);
            donor.total = donor.total.saturating_sub(u128::from(supporter.value));
            for (other, points) in &donor.wishes {
                self.collected[*other as usize] += donor.on(*points);
                self.within_reach[*other as usize] += &donor.money * donor.weight;
                touched.push(*other as usize);
            }
        }
        touched.sort_unstable();
        touched.dedup();
        for other in touched {
            if self.keys[other].as_ref().is_some_and(|old| *old != self.key(other)) {
                self.leave(other);
                self.stand(other);
            }
        }
    }

    /// The strongest of a list in which all that cannot be had any more is dropped for good, with all that are as strong.
    pub(super) fn strongest(&mut self, left: &Rational, reaching: bool) -> Vec<usize> {
        let mut best: Vec<usize> = Vec::new();
        let mut strength: Option<Rational> = None;
        let mut gone = Vec::new();
        let list = if reaching { &self.standing } else { &self.enough };
        for key in list.iter().rev() {
            if strength.as_ref().is_some_and(|strength| *strength != key.0) {
                break;
            }
            let project = key.2;
            // Money left, and money of supporters, only get less.
            let lost = self.election.projects[project].cost > *left
                || reaching
                    && (self.within_reach[project].is_zero() || self.within_reach[project] < self.needed[project]);
            if lost {
                gone.push(key.clone());
            } else {
                strength = Some(key.0.clone());
                best.push(project);
            }
        }
        for key in gone {
            if reaching {
                self.standing.remove(&key);
                // Its donors' money still lies on it: only choosing it is over.
                self.keys[key.2] = None;
            }
            self.enough.remove(&key);
        }
        best
    }

    /// The weakest, and all that are as weak where that is news: those left over from a look before are not told again.
    pub(super) fn weakest(&mut self) -> Option<(usize, Vec<usize>)> {
        let (worst, _, weakest) = self.standing.first()?.clone();
        let known = self.seen.as_ref() == Some(&worst) && !self.joined;
        let as_weak = self.standing.iter().take_while(|key| !known && key.0 == worst);
        let among = as_weak.map(|key| key.2).collect();
        if !known {
            self.seen = Some(worst);
            self.joined = false;
        }
        Some((weakest, among))
    }
}
