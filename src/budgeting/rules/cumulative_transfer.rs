//! Cumulative single transferable vote (Skowron, Slinko, Szufa, Talmon, 2020): voters give their share of the budget to
//! projects in proportion to their points; a project that collects its cost is funded and the surplus goes back to be
//! given to the donors' other projects; when none collects enough, the weakest is eliminated and its money goes on.
//!
//! Each voter has the same share of the budget, whatever the points add up to, and a donor's money always lies on the
//! projects still in the count in proportion to the points: so the state is one amount for each ballot. Amounts are kept
//! in 10⁻¹² of the currency and rounded down, as paper counts of transferable votes round, which bounds the work; what a
//! whole electorate loses so is below a millionth of a penny. Comparisons are exact in these units.

use num_bigint::{BigInt, BigUint};
use num_traits::{ToPrimitive, Zero};

use crate::budgeting::election::Election;
use crate::budgeting::exact::{Rational, whole};
use crate::budgeting::outcome::{Event, Outcome, Round};
use crate::budgeting::tie::{TieOrder, break_tie};
use crate::budgeting::utility::{Satisfaction, Utilities};

/// Units of money for each unit of currency.
const UNITS: u64 = 1_000_000_000_000;

/// How the strongest (to fund) and the weakest (to eliminate) are found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Strength {
    /// Money collected less the cost (EWT).
    #[default]
    Excess,
    /// Money collected for each unit of the cost (EWTC).
    Ratio,
    /// Money collected (EWTS).
    Support,
}

impl Strength {
    /// The name of the variant.
    pub fn word(self) -> &'static str {
        match self {
            Strength::Excess => "ewt",
            Strength::Ratio => "ewtc",
            Strength::Support => "ewts",
        }
    }
    fn of(self, collected: &Rational, cost: &Rational) -> Rational {
        match self {
            Strength::Excess => collected - cost,
            Strength::Ratio if cost.is_zero() => collected.clone(),
            Strength::Ratio => collected / cost,
            Strength::Support => collected.clone(),
        }
    }
}

/// Money of one ballot's voters and where it lies.
struct Donor {
    money: BigUint,
    weight: u64,
    /// Projects still in the count with the points given.
    wishes: Vec<(u32, u64)>,
    total: u128,
}

/// Elimination with transfers, then reverse eliminations with the money left.
pub fn cumulative_transfer(election: &Election, tie_order: TieOrder, strength: Strength) -> Outcome {
    let mut outcome = Outcome::new("cstv", "money collected [currency]", tie_order);
    outcome.options.push(("variant", strength.word().to_owned()));
    let voters = election.voters();
    if voters == 0 {
        return outcome;
    }
    let ranks = tie_order.ranks(election);
    let utilities = Utilities::new(
        election,
        match election.ballot_type {
            crate::budgeting::election::BallotType::Ordinal => Satisfaction::BordaFromOne,
            _ => Satisfaction::Points,
        },
    );
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
    let mut open: Vec<usize> = (0..election.projects.len()).collect();
    let mut eliminated = Vec::new();
    while !open.is_empty() {
        let collected = collect(&donors, election.projects.len());
        let amount = |project: usize| Rational::from_integer(BigInt::from(collected[project].clone())) / &unit;
        let left = &election.budget - &outcome.cost;
        let round = outcome.rounds.len() + 1;
        // Money rounded down may be short by one unit for each voter: that much is forgiven.
        let grace = whole(voters) * whole(election.projects.len() as u64 + 1) / &unit;
        let eligible: Vec<usize> = open
            .iter()
            .copied()
            .filter(|project| {
                let cost = &election.projects[*project].cost;
                !collected[*project].is_zero() && amount(*project) + &grace >= *cost && *cost <= left
            })
            .collect();
        let score = |project: &usize| strength.of(&amount(*project), &election.projects[*project].cost);
        if eligible.is_empty() {
            let Some(worst) = open.iter().map(score).min() else {
                break;
            };
            let tied: Vec<usize> = open.iter().copied().filter(|project| score(project) == worst).collect();
            // Of equally weak ones the last in tie order goes.
            let last = tied.iter().copied().max_by_key(|project| ranks[*project]);
            if tied.len() > 1 {
                let mut among = tied;
                among.sort_by_key(|project| ranks[*project]);
                outcome.ties.push(crate::budgeting::tie::Tie { round, among });
            }
            let Some(weakest) = last else { break };
            outcome.rounds.push(Round {
                project: weakest,
                event: Event::Eliminated {
                    support: amount(weakest),
                },
            });
            eliminated.push(weakest);
            open.retain(|project| *project != weakest);
            withdraw(&mut donors, &utilities, weakest);
            continue;
        }
        let Some(best) = eligible.iter().map(score).max() else {
            break;
        };
        let tied: Vec<usize> = eligible.into_iter().filter(|project| score(project) == best).collect();
        let Some(strongest) = break_tie(tied, &ranks, round, &mut outcome.ties) else {
            break;
        };
        pay(
            &mut donors,
            &utilities,
            strongest,
            &election.projects[strongest].cost,
            &amount(strongest),
        );
        outcome.fund(strongest, &election.projects[strongest].cost, amount(strongest));
        open.retain(|project| *project != strongest);
        withdraw(&mut donors, &utilities, strongest);
    }
    // Reverse eliminations: the last eliminated were the strongest of those that failed.
    let before = outcome.funded.len();
    for project in eliminated.into_iter().rev() {
        let cost = &election.projects[project].cost;
        if !utilities.supporters[project].is_empty() && *cost <= &election.budget - &outcome.cost {
            outcome.fund(project, cost, Rational::zero());
        }
    }
    if outcome.funded.len() > before {
        let added = outcome.funded.len() - before;
        outcome.notes.push(format!(
            "The last {added} were eliminated in the count and brought back by the money left."
        ));
    }
    outcome
}

/// Money lying on each project [units].
fn collect(donors: &[Donor], projects: usize) -> Vec<BigUint> {
    let mut sums = vec![BigUint::zero(); projects];
    for donor in donors {
        for (project, points) in &donor.wishes {
            sums[*project as usize] += &donor.money * *points / donor.total * donor.weight;
        }
    }
    sums
}

/// Donors pay for a project in proportion to what they gave it; those with no other wish first, and in full.
fn pay(donors: &mut [Donor], utilities: &Utilities, project: usize, cost: &Rational, collected: &Rational) {
    let unit = Rational::from_integer(BigInt::from(UNITS));
    let on_it = |donor: &Donor, value: u64| &donor.money * value / donor.total;
    let mut bound = BigUint::zero();
    for supporter in &utilities.supporters[project] {
        let donor = &donors[supporter.ballot as usize];
        if donor.wishes.len() == 1 {
            bound += &donor.money * donor.weight;
        }
    }
    let bound = Rational::from_integer(BigInt::from(bound)) / &unit;
    let (rest, others) = (cost - &bound, collected - &bound);
    // Either the bound money is not enough and others pay a share, or it is and only a share of it is used.
    let (share_bound, share_others) = if rest > Rational::zero() && others > Rational::zero() {
        (whole(1), (rest / others).min(whole(1)))
    } else if bound > Rational::zero() {
        ((cost / &bound).min(whole(1)), Rational::zero())
    } else {
        (whole(1), whole(1))
    };
    for supporter in &utilities.supporters[project] {
        let donor = &mut donors[supporter.ballot as usize];
        let share = if donor.wishes.len() == 1 {
            &share_bound
        } else {
            &share_others
        };
        let given = on_it(donor, supporter.value);
        let (up, down) = (share.numer().magnitude(), share.denom().magnitude());
        let paid = (given * up / down).min(donor.money.clone());
        donor.money -= paid;
    }
}

/// Takes a project off the wishes of its donors; their money lies on what is left of them.
fn withdraw(donors: &mut [Donor], utilities: &Utilities, project: usize) {
    for supporter in &utilities.supporters[project] {
        let donor = &mut donors[supporter.ballot as usize];
        donor.wishes.retain(|(other, _)| *other as usize != project);
        donor.total = donor.total.saturating_sub(u128::from(supporter.value));
    }
}

/// Units as a whole number, for tests and reports.
pub fn units(number: &BigUint) -> Option<u64> {
    number.to_u64()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parties_get_their_share_and_money_of_the_eliminated_goes_on() {
        let election = Election::approval(
            6,
            &[("a1", 2), ("a2", 2), ("b1", 2), ("b2", 2)],
            &[(4, &["a1", "a2"]), (2, &["b1", "b2"])],
        );
        for strength in [Strength::Excess, Strength::Ratio, Strength::Support] {
            let mut funded = cumulative_transfer(&election, TieOrder::Identifier, strength).funded;
            funded.sort_unstable();
            assert_eq!(funded, vec![0, 1, 2], "{strength:?}");
        }
    }

    #[test]
    fn every_count_ends_within_the_budget() {
        let election = Election::approval(
            7,
            &[("a", 3), ("b", 0), ("c", 9), ("d", 5)],
            &[(2, &["a", "b", "c"]), (1, &[])],
        );
        let outcome = cumulative_transfer(&election, TieOrder::File, Strength::Excess);
        assert!(outcome.cost <= election.budget);
        assert!(outcome.funded.contains(&0));
    }
}
