//! Spending by category against what ballots ask for.

use std::collections::BTreeMap;

use crate::budgeting::election::Election;
use crate::budgeting::exact::approximate;
use crate::budgeting::outcome::Outcome;

/// One category. A project of two categories counts in both.
#[derive(Clone, Debug, PartialEq)]
pub struct CategoryShare {
    /// As the file writes it.
    pub name: String,
    /// Part of the money spent that went to it [0–1].
    pub spent: f64,
    /// Mean over voters of its part in the cost of the ballot [0–1].
    pub asked: f64,
}

/// All categories and one number for the whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Categories {
    /// By name.
    pub shares: Vec<CategoryShare>,
    /// exp(−mean squared difference): 1 if spending is as asked.
    pub proportionality: f64,
}

/// Compares spending with ballots; `None` if no project has a category.
pub fn categories(election: &Election, outcome: &Outcome) -> Option<Categories> {
    let costs: Vec<f64> = election
        .projects
        .iter()
        .map(|project| approximate(&project.cost))
        .collect();
    let mut table: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
    for project in &election.projects {
        for category in &project.categories {
            table.entry(category).or_default();
        }
    }
    if table.is_empty() {
        return None;
    }
    let mut add = |projects: &mut dyn Iterator<Item = usize>, money: &[f64], total: f64, weight: f64, asked: bool| {
        if total <= 0.0 {
            return;
        }
        for project in projects {
            for category in &election.projects[project].categories {
                let entry = table.entry(category).or_default();
                *(if asked { &mut entry.1 } else { &mut entry.0 }) += weight * money[project] / total;
            }
        }
    };
    let given: Vec<f64> = outcome.given(election).iter().map(approximate).collect();
    add(&mut (0..given.len()), &given, given.iter().sum(), 1.0, false);
    let voters: f64 = election
        .ballots
        .iter()
        .filter(|ballot| ballot.supported().next().is_some())
        .map(|ballot| ballot.weight as f64)
        .sum();
    for ballot in &election.ballots {
        let named = || ballot.supported();
        let total: f64 = named().map(|project| costs[project]).sum();
        add(&mut named(), &costs, total, ballot.weight as f64 / voters, true);
    }
    let shares: Vec<CategoryShare> = table
        .into_iter()
        .map(|(name, (spent, asked))| CategoryShare {
            name: name.to_owned(),
            spent,
            asked,
        })
        .collect();
    let square: f64 = shares
        .iter()
        .map(|share| (share.spent - share.asked).powi(2))
        .sum::<f64>()
        / shares.len() as f64;
    Some(Categories {
        shares,
        proportionality: libm::exp(-square),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(election: &Election, funded: &[usize], partly: &[(usize, u64)]) -> Option<Categories> {
        categories(election, &Outcome::made_up(election, funded, partly))
    }

    #[test]
    fn what_is_paid_in_part_is_spent_on_its_category() {
        let mut election = Election::approval(8, &[("a", 5), ("b", 5)], &[(1, &["a"]), (1, &["b"])]);
        election.projects[0].categories = vec!["green".to_owned()];
        election.projects[1].categories = vec!["sport".to_owned()];
        let found = of(&election, &[0], &[(1, 3)]).expect("categories");
        let spent: Vec<f64> = found.shares.iter().map(|share| share.spent).collect();
        assert!(
            (spent[0] - 0.625).abs() < 1e-12 && (spent[1] - 0.375).abs() < 1e-12,
            "{spent:?}"
        );
    }

    #[test]
    fn spending_as_asked_scores_one() {
        let mut election = Election::approval(10, &[("a", 5), ("b", 5)], &[(1, &["a"]), (1, &["b"])]);
        assert!(of(&election, &[0, 1], &[]).is_none());
        election.projects[0].categories = vec!["green".to_owned()];
        election.projects[1].categories = vec!["sport".to_owned()];
        let even = of(&election, &[0, 1], &[]).expect("categories");
        assert!((even.proportionality - 1.0).abs() < 1e-12);
        let one = of(&election, &[0], &[]).expect("categories");
        assert!((one.proportionality - libm::exp(-0.25)).abs() < 1e-12);
    }
}
