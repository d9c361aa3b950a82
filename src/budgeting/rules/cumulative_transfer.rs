//! Cumulative single transferable vote (Skowron, Slinko, Szufa, Talmon, 2020): voters give their share of the budget to
//! projects in proportion to their points; a project that collects its cost is funded and the surplus goes back to be
//! given to the donors' other projects; when none collects enough, either the weakest is eliminated and its money goes on,
//! or the strongest whose supporters could pay for it draws what it lacks from their other wishes, each giving the same
//! multiple of what was given (minimal transfers).
//!
//! Each voter has the same share of the budget, whatever the points add up to, and a donor's money always lies on the
//! projects still in the count in proportion to the points: so the state is one amount for each ballot. Amounts are kept
//! in 10⁻¹² of the currency and rounded down, as paper counts of transferable votes round, which bounds the work; what a
//! whole electorate loses so is below a millionth of a penny. Comparisons are exact in these units.

use num_bigint::{BigInt, BigUint};
use num_traits::Zero;

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
    /// Money collected less the cost (EWT, MT).
    #[default]
    Excess,
    /// Money collected for each unit of the cost (EWTC, MTC).
    Ratio,
    /// Money collected (EWTS, MTS).
    Support,
}

impl Strength {
    fn of(self, collected: &Rational, cost: &Rational) -> Rational {
        match self {
            Strength::Excess => collected - cost,
            Strength::Ratio if cost.is_zero() => collected.clone(),
            Strength::Ratio => collected / cost,
            Strength::Support => collected.clone(),
        }
    }
}

/// What is done when no project has collected its cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shortfall {
    /// The weakest is eliminated and its money goes to its donors' other projects; at the end the eliminated come back in
    /// reverse order while the money left lasts.
    #[default]
    Eliminate,
    /// The strongest project that its supporters could pay for is paid, by as little transfer as possible; at the end
    /// under-supported projects are accepted by strength while the money left lasts.
    Transfer,
}

/// The six variants by name.
pub const VARIANTS: [(&str, (Strength, Shortfall)); 6] = [
    ("ewt", (Strength::Excess, Shortfall::Eliminate)),
    ("ewtc", (Strength::Ratio, Shortfall::Eliminate)),
    ("ewts", (Strength::Support, Shortfall::Eliminate)),
    ("mt", (Strength::Excess, Shortfall::Transfer)),
    ("mtc", (Strength::Ratio, Shortfall::Transfer)),
    ("mts", (Strength::Support, Shortfall::Transfer)),
];

/// The name of a variant.
pub fn variant(strength: Strength, shortfall: Shortfall) -> &'static str {
    VARIANTS
        .iter()
        .find(|(_, pair)| *pair == (strength, shortfall))
        .map_or("ewt", |(word, _)| word)
}

/// Money of one ballot's voters and where it lies.
struct Donor {
    money: BigUint,
    weight: u64,
    /// Projects still in the count with the points given.
    wishes: Vec<(u32, u64)>,
    total: u128,
}

/// Counts by a variant; what money is left at the end goes to projects that fit.
pub fn cumulative_transfer(
    election: &Election,
    tie_order: TieOrder,
    strength: Strength,
    shortfall: Shortfall,
) -> Outcome {
    let mut outcome = Outcome::new("cstv", "money collected [currency]", tie_order);
    outcome
        .options
        .push(("variant", variant(strength, shortfall).to_owned()));
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
        if eligible.is_empty() && shortfall == Shortfall::Transfer {
            let within_reach = |project: &usize| {
                let cost = &election.projects[*project].cost;
                let lists = &utilities.supporters[*project];
                let all = lists.iter().fold(BigUint::zero(), |sum, supporter| {
                    let donor = &donors[supporter.ballot as usize];
                    sum + &donor.money * donor.weight
                });
                !all.is_zero() && *cost <= left && Rational::from_integer(BigInt::from(all)) / &unit + &grace >= *cost
            };
            let reached: Vec<usize> = open.iter().copied().filter(within_reach).collect();
            let Some(best) = reached.iter().map(score).max() else {
                break;
            };
            let tied: Vec<usize> = reached.into_iter().filter(|project| score(project) == best).collect();
            let Some(strongest) = break_tie(tied, &ranks, round, &mut outcome.ties) else {
                break;
            };
            let cost = &election.projects[strongest].cost;
            draw(&mut donors, &utilities, strongest, cost);
            outcome.fund(strongest, cost, amount(strongest));
            open.retain(|project| *project != strongest);
            withdraw(&mut donors, &utilities, strongest);
            continue;
        }
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
    // Reverse eliminations: the last eliminated were the strongest of those that failed. Where nothing was eliminated, the
    // projects still open, by strength.
    let before = outcome.funded.len();
    let collected = collect(&donors, election.projects.len());
    let mut failed: Vec<(Rational, usize)> = open
        .iter()
        .map(|project| {
            let amount = Rational::from_integer(BigInt::from(collected[*project].clone())) / &unit;
            (strength.of(&amount, &election.projects[*project].cost), *project)
        })
        .collect();
    failed.sort_by(|a, b| b.0.cmp(&a.0).then(ranks[a.1].cmp(&ranks[b.1])));
    for project in eliminated
        .into_iter()
        .rev()
        .chain(failed.into_iter().map(|(_, project)| project))
    {
        let cost = &election.projects[project].cost;
        if !utilities.supporters[project].is_empty() && *cost <= &election.budget - &outcome.cost {
            outcome.fund(project, cost, Rational::zero());
        }
    }
    if outcome.funded.len() > before {
        let added = outcome.funded.len() - before;
        outcome.notes.push(format!(
            "The last {added} {} the money left.",
            match shortfall {
                Shortfall::Eliminate => "were eliminated in the count and brought back by",
                Shortfall::Transfer => "had too little support and were accepted with",
            }
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

/// Donors pay for a project that has collected too little: each the same multiple of what was given to it, as far as the
/// money reaches, and the multiple is as small as it can be.
fn draw(donors: &mut [Donor], utilities: &Utilities, project: usize, cost: &Rational) {
    let mut supporters: Vec<(usize, BigUint)> = utilities.supporters[project]
        .iter()
        .map(|supporter| {
            let donor = &donors[supporter.ballot as usize];
            (supporter.ballot as usize, &donor.money * supporter.value / donor.total)
        })
        .filter(|(_, given)| !given.is_zero())
        .collect();
    // Those who run out of money at the smallest multiple first.
    supporters.sort_by(|a, b| (&donors[a.0].money * &b.1).cmp(&(&donors[b.0].money * &a.1)));
    let mut rest = cost * Rational::from_integer(BigInt::from(UNITS));
    let mut given: BigUint = supporters
        .iter()
        .map(|(donor, given)| given * donors[*donor].weight)
        .sum();
    let mut emptied = 0;
    for (index, own) in &supporters {
        let donor = &donors[*index];
        let whole = |number: &BigUint| Rational::from_integer(BigInt::from(number.clone()));
        if &rest * whole(own) <= whole(&donor.money) * whole(&given) {
            break;
        }
        rest -= whole(&(&donor.money * donor.weight));
        given -= own * donor.weight;
        emptied += 1;
    }
    let rest = rest.max(Rational::zero());
    for (place, (index, own)) in supporters.into_iter().enumerate() {
        let donor = &mut donors[index];
        let paid = if place < emptied || given.is_zero() {
            donor.money.clone()
        } else {
            own * rest.numer().magnitude() / (rest.denom().magnitude() * &given)
        };
        let paid = paid.min(donor.money.clone());
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
        for (word, (strength, shortfall)) in VARIANTS {
            let mut funded = cumulative_transfer(&election, TieOrder::Identifier, strength, shortfall).funded;
            funded.sort_unstable();
            assert_eq!(funded, vec![0, 1, 2], "{word}");
        }
    }

    #[test]
    fn minimal_transfers_draw_what_is_lacking_from_the_same_voters_other_wishes() {
        // Each voter has 3 and gives a 2 of it, and 1 to a project of their own.
        let projects = [("a", 5), ("b", 1), ("c", 2)].map(|(id, cost)| crate::budgeting::Project::new(id, whole(cost)));
        let kind = crate::budgeting::BallotType::Cumulative;
        let mut election = Election::new(whole(6), kind, projects.to_vec());
        let mut roll = crate::budgeting::election::Roll::default();
        roll.cast(&mut election, vec![0, 1], vec![2, 1]);
        roll.cast(&mut election, vec![0, 2], vec![2, 1]);
        let outcome = cumulative_transfer(&election, TieOrder::Identifier, Strength::Ratio, Shortfall::Transfer);
        // b was paid for first: its single donor's 1 is its cost. Then a: 2 of the 2 left to one voter, 3 of the other.
        assert_eq!(outcome.funded, vec![1, 0]);
        assert_eq!(outcome.cost, whole(6));
    }

    #[test]
    fn every_count_ends_within_the_budget() {
        let election = Election::approval(
            7,
            &[("a", 3), ("b", 0), ("c", 9), ("d", 5)],
            &[(2, &["a", "b", "c"]), (1, &[])],
        );
        let outcome = cumulative_transfer(&election, TieOrder::File, Strength::Excess, Shortfall::Eliminate);
        assert!(outcome.cost <= election.budget);
        assert!(outcome.funded.contains(&0));
    }
}
