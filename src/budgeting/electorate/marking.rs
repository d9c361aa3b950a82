//! From what voters think projects are worth to what they write on the ballot.

use num_bigint::BigInt;
use num_traits::{One, Zero};

use super::voter::{Electorate, ElectorateError, Matrix};
use crate::budgeting::election::BallotType;
use crate::budgeting::exact::{Rational, approximate};

/// What is asked of voters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BallotKind {
    /// The projects they approve.
    #[default]
    Approval,
    /// The one they like best.
    ChooseOne,
    /// A score for each: the best one named gets the highest, others in proportion to their utility.
    Scoring,
    /// Points split in proportion to utility.
    Cumulative,
    /// Projects in order.
    Ordinal,
    /// Projects that together fit the budget.
    Knapsack,
}

impl BallotKind {
    /// All kinds.
    pub const ALL: [BallotKind; 6] = [
        BallotKind::Approval,
        BallotKind::ChooseOne,
        BallotKind::Scoring,
        BallotKind::Cumulative,
        BallotKind::Ordinal,
        BallotKind::Knapsack,
    ];
    /// The word for it in files.
    pub fn word(self) -> &'static str {
        match self {
            BallotKind::Knapsack => "knapsack",
            other => other.ballot_type().word(),
        }
    }
    /// The kind of ballot that rules see.
    pub fn ballot_type(self) -> BallotType {
        match self {
            BallotKind::Approval | BallotKind::Knapsack => BallotType::Approval,
            BallotKind::ChooseOne => BallotType::ChooseOne,
            BallotKind::Scoring => BallotType::Scoring,
            BallotKind::Cumulative => BallotType::Cumulative,
            BallotKind::Ordinal => BallotType::Ordinal,
        }
    }
}

/// Which projects a voter is willing to name.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Approve {
    /// The best, as many as the ballot has room for.
    #[default]
    Best,
    /// Those with at least this utility \[utility\].
    Above(f64),
    /// Those above the voter's own mean utility by at least this many of the voter's own standard deviations.
    AboveMean(f64),
}

impl Approve {
    /// The same with a line drawn higher, in the unit of the threshold.
    fn stricter(self, by: f64) -> Approve {
        match self {
            Approve::Best => Approve::Best,
            Approve::Above(bound) => Approve::Above(bound + by),
            Approve::AboveMean(spreads) => Approve::AboveMean(spreads + by),
        }
    }
}

/// In which order a knapsack is filled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KnapsackOrder {
    /// By utility.
    #[default]
    Utility,
    /// By utility per unit of cost.
    PerCost,
}

/// The form of the ballot.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BallotForm {
    /// What is asked.
    pub kind: BallotKind,
    /// Which projects a voter is willing to name.
    pub approve: Approve,
    /// Projects that must be named at least: a voter with fewer adds the next best \[projects\].
    pub min_length: usize,
    /// Projects that may be named at most; `None` for all \[projects\].
    pub max_length: Option<usize>,
    /// Points to split (cumulative) or highest score (scoring) \[points\], above 0 where there are points.
    pub points: i64,
    /// How a knapsack is filled.
    pub knapsack_order: KnapsackOrder,
}

impl BallotForm {
    /// Approval of those above the voter's own mean, of any length.
    pub fn approval() -> BallotForm {
        BallotForm {
            kind: BallotKind::Approval,
            approve: Approve::AboveMean(0.0),
            min_length: 0,
            max_length: None,
            points: 0,
            knapsack_order: KnapsackOrder::Utility,
        }
    }
    /// Checks that the numbers can be used.
    pub fn check(&self) -> Result<(), ElectorateError> {
        if let Approve::Above(bound) | Approve::AboveMean(bound) = self.approve {
            ElectorateError::bound("the threshold of approval", bound, |_| true, "a finite number")?;
        }
        if let Some(most) = self.max_length {
            let fine = |most| most >= self.min_length as f64 && most >= 1.0;
            ElectorateError::bound(
                "the greatest length of a ballot",
                most as f64,
                fine,
                "1 or more, and min_length or more",
            )?;
        }
        if self.kind.ballot_type().has_points() {
            ElectorateError::bound(
                "the points of a ballot",
                self.points as f64,
                |points| points >= 1.0,
                "1 or more",
            )?;
        }
        Ok(())
    }
}

/// What one voter writes down.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    /// Projects by position: in order of preference for ordinal ballots.
    pub projects: Vec<u32>,
    /// Points for each, where the ballot has them.
    pub points: Vec<i64>,
}

/// The ballots of all voters, in their order; `strictness` says how much above the form's threshold each draws the line.
pub fn mark(electorate: &Electorate, utilities: &Matrix, form: &BallotForm, strictness: &[f64]) -> Vec<Mark> {
    let costs = Costs::new(electorate);
    (0..electorate.voters.len())
        .map(|voter| {
            let own = strictness.get(voter).copied().unwrap_or(0.0);
            let drawn = BallotForm {
                approve: form.approve.stricter(own),
                ..*form
            };
            let here = electorate.voters[voter].district;
            let mine = |project: &usize| electorate.about[*project].district.is_none_or(|own| own == here);
            let order = (0..electorate.projects.len()).filter(mine).collect();
            one(order, utilities.row(voter), &drawn, &costs)
        })
        .collect()
}

/// Costs brought to whole numbers of a common fraction of the currency, so that a knapsack is filled exactly.
struct Costs {
    whole: Vec<BigInt>,
    budget: BigInt,
    approximate: Vec<f64>,
}

impl Costs {
    fn new(electorate: &Electorate) -> Costs {
        let costs = || electorate.projects.iter().map(|project| &project.cost);
        let common = costs().chain([&electorate.budget]).fold(BigInt::one(), |all, cost| {
            // The least common multiple: a · (b / greatest common divisor), which a reduced fraction holds.
            let reduced = Rational::new(cost.denom().clone(), all.clone());
            all * reduced.numer()
        });
        let whole = |cost: &Rational| cost.numer() * (&common / cost.denom());
        Costs {
            whole: costs().map(whole).collect(),
            budget: whole(&electorate.budget),
            approximate: costs().map(approximate).collect(),
        }
    }
}

/// One voter's ballot; `order` holds the projects about which the voter may decide.
fn one(mut order: Vec<usize>, utilities: &[f64], form: &BallotForm, costs: &Costs) -> Mark {
    // Best first; equal ones in the order of the list.
    order.sort_by(|a, b| utilities[*b].total_cmp(&utilities[*a]).then(a.cmp(b)));
    let bound = match form.approve {
        Approve::Best => f64::NEG_INFINITY,
        Approve::Above(bound) => bound,
        Approve::AboveMean(spreads) => {
            let count = order.len().max(1) as f64;
            // Summed in the order of the list, so that the same ballot has the same mean however its voter ranks it.
            let mut own = order.clone();
            own.sort_unstable();
            let mean = own.iter().map(|project| utilities[*project]).sum::<f64>() / count;
            let from = |project: &usize| utilities[*project] - mean;
            let square = own.iter().map(|project| from(project) * from(project)).sum::<f64>() / count;
            mean + spreads * libm::sqrt(square)
        }
    };
    let willing = order.iter().take_while(|project| utilities[**project] >= bound).count();
    let most = match form.kind {
        BallotKind::ChooseOne => 1,
        _ => form.max_length.unwrap_or(usize::MAX),
    };
    order.truncate(willing.max(form.min_length).min(most));
    let mut points = Vec::new();
    match form.kind {
        BallotKind::Knapsack => order = fill(order, utilities, form.knapsack_order, costs),
        BallotKind::Scoring => points = scores(&order, utilities, form.points),
        BallotKind::Cumulative => points = split(&order, utilities, form.points),
        _ => {}
    }
    Mark {
        projects: order.into_iter().map(|project| project as u32).collect(),
        points,
    }
}

/// Takes what fits, in order.
fn fill(mut order: Vec<usize>, utilities: &[f64], by: KnapsackOrder, costs: &Costs) -> Vec<usize> {
    if by == KnapsackOrder::PerCost {
        // Nothing is better value than what costs nothing, and a loss is a loss whatever it costs.
        let value = |project: usize| match costs.approximate[project] {
            cost if cost > 0.0 => utilities[project] / cost,
            _ => f64::INFINITY,
        };
        order.sort_by(|a, b| value(*b).total_cmp(&value(*a)));
    }
    let mut spent = BigInt::zero();
    order.retain(|project| {
        let with = &spent + &costs.whole[*project];
        let fits = with <= costs.budget;
        if fits {
            spent = with;
        }
        fits
    });
    order
}

/// How much better each is than nothing, or than the worst where none is better than nothing.
fn worth(order: &[usize], utilities: &[f64]) -> Vec<f64> {
    let positive: Vec<f64> = order.iter().map(|project| utilities[*project].max(0.0)).collect();
    if positive.iter().any(|worth| *worth > 0.0) {
        return positive;
    }
    vec![1.0; order.len()]
}

/// Scores from the highest down to 0.
fn scores(order: &[usize], utilities: &[f64], highest: i64) -> Vec<i64> {
    let worth = worth(order, utilities);
    let best = worth.iter().copied().fold(0.0, f64::max);
    worth
        .iter()
        .map(|worth| (highest as f64 * worth / best).round() as i64)
        .collect()
}

/// Points in proportion, by largest remainder, the better first.
fn split(order: &[usize], utilities: &[f64], points: i64) -> Vec<i64> {
    let worth = worth(order, utilities);
    let whole = super::raking::whole_weights(&worth, points.max(0) as u64);
    whole.into_iter().map(|points| points as i64).collect()
}

#[cfg(test)]
mod tests {
    use super::super::voter::fixture::town;
    use super::*;

    fn marked(utilities: &[f64], form: BallotForm) -> Mark {
        assert_eq!(form.check(), Ok(()));
        one((0..utilities.len()).collect(), utilities, &form, &Costs::new(&town(1)))
    }

    fn form(kind: BallotKind) -> BallotForm {
        BallotForm {
            kind,
            points: 10,
            ..BallotForm::approval()
        }
    }

    #[test]
    fn approval_keeps_to_its_threshold_and_to_the_lengths_allowed() {
        let utilities = [3.0, -1.0, 2.0, 0.5];
        let above = BallotForm {
            approve: Approve::Above(1.0),
            ..form(BallotKind::Approval)
        };
        assert_eq!(marked(&utilities, above).projects, vec![0, 2]);
        assert_eq!(
            marked(&utilities, BallotForm { min_length: 3, ..above }).projects,
            vec![0, 2, 3]
        );
        assert_eq!(
            marked(
                &utilities,
                BallotForm {
                    max_length: Some(1),
                    ..above
                }
            )
            .projects,
            vec![0]
        );
        let best = BallotForm {
            approve: Approve::Best,
            max_length: Some(3),
            ..above
        };
        assert_eq!(marked(&utilities, best).projects, vec![0, 2, 3]);
        // Mean 1.125, spread 1.516.
        assert_eq!(marked(&utilities, form(BallotKind::Approval)).projects, vec![0, 2]);
        let far = BallotForm {
            approve: Approve::AboveMean(1.0),
            ..above
        };
        assert_eq!(marked(&utilities, far).projects, vec![0]);
    }

    #[test]
    fn points_are_split_in_proportion_and_all_are_given() {
        let all = BallotForm {
            approve: Approve::Best,
            ..form(BallotKind::Cumulative)
        };
        let mark = marked(&[3.0, -1.0, 2.0, 1.0], all);
        assert_eq!((mark.projects, mark.points), (vec![0, 2, 3, 1], vec![5, 3, 2, 0]));
        // Where nothing is better than nothing, the least bad share equally.
        assert_eq!(marked(&[-3.0, -1.0, -2.0, -1.0], all).points.iter().sum::<i64>(), 10);
        let scoring = BallotForm {
            kind: BallotKind::Scoring,
            ..all
        };
        assert_eq!(marked(&[3.0, -1.0, 1.5, 1.0], scoring).points, vec![10, 5, 3, 0]);
    }

    #[test]
    fn a_ranking_is_in_order_and_one_choice_is_the_best() {
        let utilities = [0.1, 0.4, 0.2, 0.3];
        let ranking = BallotForm {
            approve: Approve::Best,
            max_length: Some(3),
            ..form(BallotKind::Ordinal)
        };
        assert_eq!(marked(&utilities, ranking).projects, vec![1, 3, 2]);
        assert_eq!(marked(&utilities, form(BallotKind::ChooseOne)).projects, vec![1]);
    }

    #[test]
    fn a_knapsack_never_costs_more_than_the_budget_and_skips_what_does_not_fit() {
        // Costs 40, 25, 15 and 60 thousand, budget 80.
        let pack = BallotForm {
            approve: Approve::Above(0.0),
            ..form(BallotKind::Knapsack)
        };
        assert_eq!(marked(&[2.0, 1.0, 3.0, 4.0], pack).projects, vec![3, 2]);
        assert_eq!(marked(&[2.0, 1.0, 3.0, -4.0], pack).projects, vec![2, 0, 1]);
        let by_value = BallotForm {
            knapsack_order: KnapsackOrder::PerCost,
            ..pack
        };
        assert_eq!(marked(&[4.0, 2.0, 3.0, 4.0], by_value).projects, vec![2, 0, 1]);
    }

    #[test]
    fn forms_that_contradict_themselves_are_refused() {
        let lengths = BallotForm {
            min_length: 3,
            max_length: Some(2),
            ..BallotForm::approval()
        };
        assert!(lengths.check().is_err());
        let pointless = BallotForm {
            points: 0,
            ..form(BallotKind::Cumulative)
        };
        assert!(
            pointless
                .check()
                .is_err_and(|error| error.to_string().contains("points"))
        );
    }
}
