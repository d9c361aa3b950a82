//! Bounded overspending (BOS Equal Shares, Papasotiropoulos and others, 2024): as Equal Shares, but a project may be
//! bought even if its supporters cannot quite pay for it, at a price that grows with what is missing. Little money is
//! left over, without a completion.
//!
//! For a project of cost c and a price λ per unit of gain, supporters collect Σ w·min(b, λ·u); α is the share of the cost
//! that this covers (at most 1). The project and λ with the least λ/α² are chosen, and all pay λ/α·u or what they have.
//! Between the points where a purse runs empty the objective has no minimum (its only stationary point is a maximum), so
//! looking at those points, and at the λ that collects exactly c, decides exactly.

use num_bigint::BigInt;
use num_traits::{One, Signed, Zero};

use crate::budgeting::election::Election;
use crate::budgeting::exact::{Rational, approximate, whole};
use crate::budgeting::outcome::Outcome;
use crate::budgeting::tie::{TieOrder, break_tie};
use crate::budgeting::utility::Utilities;

/// The best price for a project: objective λ/α², and ρ = λ/α.
struct Offer {
    objective: Rational,
    covered: Rational,
    price: Rational,
}

/// Bounded overspending with cost-proportional gains: for cost satisfaction u = cost, for points u = cost × points.
pub fn bounded_overspending(election: &Election, utilities: &Utilities, tie_order: TieOrder) -> Outcome {
    let mut outcome = Outcome::new("bos", "price per unit of satisfaction, raised by what was missing", tie_order);
    let voters = election.voters();
    if voters == 0 {
        return outcome;
    }
    let ranks = tie_order.ranks(election);
    let mut money = vec![&election.budget / whole(voters); election.ballots.len()];
    let mut floats: Vec<f64> = money.iter().map(approximate).collect();
    let mut open: Vec<usize> = (0..election.projects.len())
        .filter(|project| !utilities.supporters[*project].is_empty() && !election.projects[*project].cost.is_zero())
        .collect();
    loop {
        let left = &election.budget - &outcome.cost;
        open.retain(|project| election.projects[*project].cost <= left);
        let mut best: Option<Offer> = None;
        let mut tied: Vec<(usize, Offer)> = Vec::new();
        for project in &open {
            // The best conceivable objective: everybody pays in full. Skips exact work that cannot matter.
            let value: f64 = utilities.supporters[*project]
                .iter()
                .filter(|supporter| floats[supporter.ballot as usize] > 0.0)
                .map(|supporter| election.ballots[supporter.ballot as usize].weight as f64 * supporter.value as f64)
                .sum();
            let bound = 1.0 / (value * approximate(&utilities.unit[*project])) * approximate(&election.projects[*project].cost);
            if best.as_ref().is_some_and(|best| bound * (1.0 - 1e-9) > approximate(&best.objective)) {
                continue;
            }
            let Some(offer) = offer(election, utilities, *project, &money, &floats) else { continue };
            match best.as_ref().map_or(std::cmp::Ordering::Less, |best| offer.objective.cmp(&best.objective)) {
                std::cmp::Ordering::Less => {
                    best = Some(Offer {
                        objective: offer.objective.clone(),
                        covered: offer.covered.clone(),
                        price: offer.price.clone(),
                    });
                    tied = vec![(*project, offer)];
                }
                std::cmp::Ordering::Equal => tied.push((*project, offer)),
                std::cmp::Ordering::Greater => {}
            }
        }
        let round = outcome.funded.len() + 1;
        let among = tied.iter().map(|(project, _)| *project).collect();
        let Some(project) = break_tie(among, &ranks, round, &mut outcome.ties) else { break };
        let Some((_, offer)) = tied.into_iter().find(|(other, _)| *other == project) else { break };
        if !offer.covered.is_one() {
            outcome.notes.push(format!(
                "`{}` was bought although its supporters could pay only {}% of its cost.",
                election.projects[project].id,
                crate::budgeting::exact::write_rounded(&(&offer.covered * whole(100)), 1)
            ));
        }
        let share = &offer.price * &utilities.unit[project];
        for supporter in &utilities.supporters[project] {
            let purse = &mut money[supporter.ballot as usize];
            let after = &*purse - &share * whole(supporter.value);
            *purse = if after.is_positive() { after } else { Rational::zero() };
            floats[supporter.ballot as usize] = approximate(purse);
        }
        outcome.fund(project, &election.projects[project].cost, offer.price);
        open.retain(|other| *other != project);
    }
    outcome
}

/// The best price for one project, `None` if its supporters have no money.
fn offer(
    election: &Election,
    utilities: &Utilities,
    project: usize,
    money: &[Rational],
    floats: &[f64],
) -> Option<Offer> {
    let cost = &election.projects[project].cost;
    let unit = &utilities.unit[project];
    // Supporters with money by the price at which they run empty, merged where it is the same.
    let mut empty_at: Vec<(f64, u32, u64)> = utilities.supporters[project]
        .iter()
        .filter(|supporter| floats[supporter.ballot as usize] > 0.0)
        .map(|supporter| (floats[supporter.ballot as usize] / supporter.value as f64, supporter.ballot, supporter.value))
        .collect();
    empty_at.sort_by(|a, b| {
        if (a.0 - b.0).abs() > 1e-12 * a.0.max(b.0) {
            return a.0.total_cmp(&b.0);
        }
        (&money[a.1 as usize] * whole(b.2)).cmp(&(&money[b.1 as usize] * whole(a.2)))
    });
    let mut steps: Vec<(Rational, BigInt, Rational)> = Vec::new();
    for (_, ballot, value) in empty_at {
        let at = &money[ballot as usize] / whole(value);
        let weight = election.ballots[ballot as usize].weight;
        let slope = BigInt::from(u128::from(weight) * u128::from(value));
        let purse = &money[ballot as usize] * whole(weight);
        match steps.last_mut() {
            Some((last, slopes, purses)) if *last == at => {
                *slopes += slope;
                *purses += purse;
            }
            _ => steps.push((at, slope, purse)),
        }
    }
    let mut slope = steps.iter().fold(BigInt::zero(), |sum, (_, slope, _)| sum + slope);
    let mut emptied = Rational::zero();
    let mut best: Option<Offer> = None;
    let mut consider = |share: Rational, collected: Rational| {
        let covered = if collected < *cost { collected / cost } else { Rational::one() };
        let price = share / unit / &covered;
        let objective = &price / &covered;
        let better = best.as_ref().is_none_or(|best| {
            objective < best.objective || objective == best.objective && covered > best.covered
        });
        if better {
            best = Some(Offer { objective, covered, price });
        }
    };
    for (at, slopes, purses) in &steps {
        let collected = &emptied + at * Rational::from_integer(slope.clone());
        if collected >= *cost {
            let exact = (cost - &emptied) / Rational::from_integer(slope.clone());
            consider(exact, cost.clone());
            return best;
        }
        consider(at.clone(), collected);
        emptied += purses;
        slope -= slopes;
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budgeting::utility::Satisfaction;

    #[test]
    fn it_overspends_a_little_where_equal_shares_leaves_money() {
        // Two groups of five with 10 each to spend together; both projects cost 11 and 9.
        let election = Election::approval(20, &[("a", 11), ("b", 9)], &[(5, &["a"]), (5, &["b"])]);
        let utilities = Utilities::new(&election, Satisfaction::Cost);
        let outcome = bounded_overspending(&election, &utilities, TieOrder::Identifier);
        assert_eq!(outcome.funded.len(), 2);
        assert_eq!(outcome.cost, whole(20));
        assert_eq!(outcome.notes.len(), 1);
    }
}
