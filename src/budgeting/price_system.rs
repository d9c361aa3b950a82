//! A certificate for outcomes in which voters pay: every payment, so that a few lines of independent code can check them.
//!
//! Each voter holds the same endowment and pays only for projects supported; each funded project is paid exactly; nobody
//! pays for others. Where in addition no project left out could have been paid by the leftover money of its supporters,
//! the outcome is *priceable* (Peters, Pierczyński, Skowron, 2021). [`verify`] knows nothing of how payments were found.

use num_bigint::BigUint;
use num_traits::Zero;

use super::election::Election;
use super::exact::{Rational, whole};

/// For each funded project in the order chosen: the project, and what each voter behind a ballot pays \[units\].
pub type Payments = Vec<(usize, Vec<(u32, BigUint)>)>;

/// All payments as whole multiples of `unit`.
#[derive(Clone, Debug, PartialEq)]
pub struct PriceSystem {
    /// Value of one counted unit \[currency\].
    pub unit: Rational,
    /// Money of each voter \[units\].
    pub endowment: BigUint,
    /// For each funded project in the order chosen: the project, and what each voter behind a ballot pays \[units\].
    pub payments: Payments,
}

/// What is wrong with a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A voter pays more than the endowment.
    Overspent(u32),
    /// A voter pays for a project not named on the ballot.
    NotSupported(u32, usize),
    /// A project's payments do not add up to its cost.
    NotPaid(usize),
    /// A project is paid and not funded, or funded and not paid.
    WrongSet(usize),
    /// Leftover money of its supporters would pay for a project that was left out.
    Affordable(usize),
}

impl PriceSystem {
    /// Money of each voter \[currency\].
    pub fn endowment(&self) -> Rational {
        Rational::from_integer(self.endowment.clone().into()) * &self.unit
    }

    /// What each ballot's voters have left \[units\]; 0 where they overspent.
    pub fn leftovers(&self, election: &Election) -> Vec<BigUint> {
        let mut left = vec![self.endowment.clone(); election.ballots.len()];
        for (_, list) in &self.payments {
            for (ballot, amount) in list {
                let left = &mut left[*ballot as usize];
                *left = if &*left >= amount {
                    &*left - amount
                } else {
                    BigUint::zero()
                };
            }
        }
        left
    }
}

/// Checks a certificate against the ballots. `stable`: also that no project left out is affordable to its supporters.
pub fn verify(election: &Election, funded: &[usize], prices: &PriceSystem, stable: bool) -> Vec<Fault> {
    let mut faults = Vec::new();
    let supported = election.supported_by();
    let mut spent = vec![BigUint::zero(); election.ballots.len()];
    let amount = |units: BigUint| Rational::from_integer(units.into()) * &prices.unit;
    let mut paid = vec![false; election.projects.len()];
    for (project, list) in &prices.payments {
        let mut sum = BigUint::zero();
        for (ballot, units) in list {
            if supported[*project].binary_search(ballot).is_err() {
                faults.push(Fault::NotSupported(*ballot, *project));
            }
            spent[*ballot as usize] += units;
            sum += units * election.ballots[*ballot as usize].weight;
        }
        let twice = std::mem::replace(&mut paid[*project], true);
        if twice || amount(sum) != election.projects[*project].cost {
            faults.push(Fault::NotPaid(*project));
        }
    }
    for (ballot, units) in spent.iter().enumerate() {
        if units > &prices.endowment {
            faults.push(Fault::Overspent(ballot as u32));
        }
    }
    for (project, paid) in paid.iter().enumerate() {
        let funded = funded.contains(&project);
        let costs = election.projects[project].cost > whole(0);
        if *paid && !funded || !paid && funded && costs {
            faults.push(Fault::WrongSet(project));
        }
        if stable && !paid && !funded && costs {
            let left = supported[project].iter().fold(BigUint::zero(), |sum, ballot| {
                let units = if prices.endowment > spent[*ballot as usize] {
                    &prices.endowment - &spent[*ballot as usize]
                } else {
                    BigUint::zero()
                };
                sum + units * election.ballots[*ballot as usize].weight
            });
            // Equal Shares buys whatever can just be paid, so a leftover equal to the cost would also be a fault; the
            // definition of priceability allows it.
            if amount(left) > election.projects[project].cost {
                faults.push(Fault::Affordable(project));
            }
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(number: u32) -> BigUint {
        BigUint::from(number)
    }

    #[test]
    fn a_false_certificate_is_refused_with_the_reason() {
        let election = Election::approval(10, &[("a", 6), ("b", 4)], &[(1, &["a"]), (1, &["a", "b"])]);
        let good = PriceSystem {
            unit: whole(1),
            endowment: units(5),
            payments: vec![(0, vec![(0, units(3)), (1, units(3))])],
        };
        assert_eq!(verify(&election, &[0], &good, true), vec![]);
        let mut unsupported = good.clone();
        unsupported.payments = vec![(1, vec![(0, units(4))])];
        assert_eq!(
            verify(&election, &[1], &unsupported, false),
            vec![Fault::NotSupported(0, 1)]
        );
        let mut greedy = good.clone();
        greedy.payments = vec![(0, vec![(1, units(6))])];
        assert_eq!(verify(&election, &[0], &greedy, false), vec![Fault::Overspent(1)]);
        let mut short = good.clone();
        short.payments[0].1.pop();
        assert_eq!(verify(&election, &[0], &short, false), vec![Fault::NotPaid(0)]);
        assert_eq!(verify(&election, &[0, 1], &good, false), vec![Fault::WrongSet(1)]);
        let idle = PriceSystem {
            payments: Vec::new(),
            ..good
        };
        assert_eq!(
            verify(&election, &[], &idle, true),
            vec![Fault::Affordable(0), Fault::Affordable(1)]
        );
    }
}
