//! What a voter is taken to gain from a funded project.
//!
//! Every measure here is additive and of the form *unit of the project × value on the ballot*, which keeps the rules
//! exact and fast: prices are found per value and divided by the unit when projects are compared.

use num_bigint::BigInt;
use num_traits::{One, Zero};

use super::election::{BallotType, Election};
use super::exact::{Rational, approximate, whole};

/// A measure of satisfaction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Satisfaction {
    /// The cost of each funded project that the voter named.
    #[default]
    Cost,
    /// The number of funded projects that the voter named.
    Cardinality,
    /// The voter's points for each funded project (1 each where ballots carry none).
    Points,
    /// Ordinal ballots: projects ranked lower on the ballot; the last counts nothing (pabutools).
    Borda,
    /// As `Borda`, with 1 for the last project (the `score` of Pabulib, 3-2-1 of Kraków).
    BordaFromOne,
    /// As `BordaFromOne`, with as much for the first project of every ballot as a full ranking gives it: who ranks few loses
    /// nothing by it (the pessimistic model of truncated ballots of Baumeister and others, 2012).
    BordaFull,
    /// Cost per voter who named the project: effort spent on the voter.
    Effort,
    /// Square root of the cost, rounded to 10⁻⁹.
    CostSquareRoot,
    /// ln(1 + cost), rounded to 10⁻⁹.
    CostLogarithm,
    /// The share of the projects on the ballot that is funded.
    Share,
}

impl Satisfaction {
    /// All measures.
    pub const ALL: [Satisfaction; 10] = [
        Satisfaction::Cost,
        Satisfaction::Cardinality,
        Satisfaction::Points,
        Satisfaction::Borda,
        Satisfaction::BordaFromOne,
        Satisfaction::BordaFull,
        Satisfaction::Effort,
        Satisfaction::CostSquareRoot,
        Satisfaction::CostLogarithm,
        Satisfaction::Share,
    ];
    /// The word for it in options and reports.
    pub fn word(self) -> &'static str {
        match self {
            Satisfaction::Cost => "cost",
            Satisfaction::Cardinality => "cardinality",
            Satisfaction::Points => "points",
            Satisfaction::Borda => "borda",
            Satisfaction::BordaFromOne => "borda-from-one",
            Satisfaction::BordaFull => "borda-full",
            Satisfaction::Effort => "effort",
            Satisfaction::CostSquareRoot => "cost-sqrt",
            Satisfaction::CostLogarithm => "cost-log",
            Satisfaction::Share => "share",
        }
    }

    /// Why the measure means nothing on ballots of a kind, with one that does; nothing where it means something. Every measure that counts
    /// names alone does: points and places too are given to what is named.
    pub fn unsuited(self, kind: BallotType) -> Option<String> {
        let counts = match self {
            Satisfaction::Points if !kind.has_points() => "points",
            Satisfaction::Borda | Satisfaction::BordaFromOne | Satisfaction::BordaFull
                if kind != BallotType::Ordinal =>
            {
                "places of rankings"
            }
            _ => return None,
        };
        let instead = match kind {
            BallotType::Ordinal => "`borda-from-one` counts places",
            _ if kind.has_points() => "`points` counts what they give",
            _ => "`cardinality` counts 1 for each name",
        };
        Some(format!(
            "the satisfaction `{}` counts {counts}, and {} ballots hold none: {instead}",
            self.word(),
            kind.word()
        ))
    }

    /// By what the greedy rule goes that spends what Equal Shares leaves.
    pub fn order_of_the_rest(self) -> &'static str {
        match self {
            Satisfaction::Cost => "number of votes",
            Satisfaction::Cardinality => "votes for each unit of cost",
            Satisfaction::Points => "points for each unit of cost",
            Satisfaction::Borda | Satisfaction::BordaFromOne | Satisfaction::BordaFull => {
                "the points of their places on the ballots, for each unit of cost"
            }
            Satisfaction::Effort | Satisfaction::CostSquareRoot | Satisfaction::CostLogarithm | Satisfaction::Share => {
                "the satisfaction of those who named them, for each unit of cost"
            }
        }
    }
}

/// A ballot that supports a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Supporter {
    /// Position of the ballot in the election.
    pub ballot: u32,
    /// Value on the ballot, above 0; the gain is this times the project's unit.
    pub value: u64,
}

/// Who gains what from which project.
#[derive(Clone, Debug)]
pub struct Utilities {
    /// The measure.
    pub satisfaction: Satisfaction,
    /// For each project, the ballots with a gain above 0, in the order of the election.
    pub supporters: Vec<Vec<Supporter>>,
    /// For each project, the unit of gain (not negative).
    pub unit: Vec<Rational>,
    /// For each project, whether all supporters have the value 1.
    pub uniform: Vec<bool>,
}

impl Utilities {
    /// Gains under a measure.
    pub fn new(election: &Election, satisfaction: Satisfaction) -> Utilities {
        let count = election.projects.len();
        let mut supporters: Vec<Vec<Supporter>> = vec![Vec::new(); count];
        let mut votes = election.votes();
        let places = election.places();
        // Longest ballot length whose least common multiple is kept exact.
        let lengths = common_multiple(election.ballots.iter().map(|ballot| ballot.supported().count() as u64));
        for (index, ballot) in election.ballots.iter().enumerate() {
            let (length, supported) = (ballot.projects.len(), ballot.supported().count() as u64);
            for (place, project) in ballot.projects.iter().enumerate() {
                let points = ballot.points.get(place).copied();
                let value = match satisfaction {
                    // Naming a project counts, but giving it nothing is no support.
                    _ if points.is_some_and(|points| points <= 0) => 0,
                    Satisfaction::Points => points.map_or(1, i64::unsigned_abs),
                    Satisfaction::Borda if election.ballot_type == BallotType::Ordinal => (length - place - 1) as u64,
                    Satisfaction::BordaFromOne if election.ballot_type == BallotType::Ordinal => {
                        (length - place) as u64
                    }
                    Satisfaction::BordaFull if election.ballot_type == BallotType::Ordinal => (places - place) as u64,
                    Satisfaction::Share => lengths.1(supported),
                    _ => 1,
                };
                if value > 0 {
                    supporters[*project as usize].push(Supporter {
                        ballot: index as u32,
                        value,
                    });
                } else if points != Some(0) {
                    votes[*project as usize] -= ballot.weight;
                }
            }
        }
        let scale = Rational::from_integer(BigInt::from(election.points_scale));
        let unit = (0..count)
            .map(|project| {
                let cost = &election.projects[project].cost;
                match satisfaction {
                    Satisfaction::Cost => cost.clone(),
                    Satisfaction::Points if election.ballot_type.has_points() => Rational::one() / &scale,
                    Satisfaction::Effort if votes[project] > 0 => cost / whole(votes[project]),
                    Satisfaction::Effort => Rational::zero(),
                    Satisfaction::CostSquareRoot => nano(libm::sqrt(approximate(cost))),
                    Satisfaction::CostLogarithm => nano(libm::log1p(approximate(cost))),
                    Satisfaction::Share => Rational::one() / whole(lengths.0),
                    _ => Rational::one(),
                }
            })
            .collect();
        let uniform = supporters
            .iter()
            .map(|list| list.iter().all(|supporter| supporter.value == 1))
            .collect();
        Utilities {
            satisfaction,
            supporters,
            unit,
            uniform,
        }
    }

    /// Weighted sum of the values of a project's supporters.
    pub fn total_value(&self, election: &Election, project: usize) -> BigInt {
        // Weights are people and values below 2⁶⁴, so that 128 bits hold the sum.
        BigInt::from(self.supporters[project].iter().fold(0u128, |sum, supporter| {
            let weight = election.ballots[supporter.ballot as usize].weight;
            sum + u128::from(weight) * u128::from(supporter.value)
        }))
    }

    /// What each ballot gains from a set of projects.
    #[cfg(test)]
    pub fn gains(&self, election: &Election, projects: &[usize]) -> Vec<Rational> {
        let mut gains = vec![Rational::zero(); election.ballots.len()];
        for project in projects {
            for supporter in &self.supporters[*project] {
                gains[supporter.ballot as usize] += &self.unit[*project] * whole(supporter.value);
            }
        }
        gains
    }
}

/// Rounded to 10⁻⁹: the stated meaning of measures that no fraction can express.
fn nano(number: f64) -> Rational {
    let nanos = (number * 1e9).round().clamp(0.0, 1e18) as u64;
    whole(nanos) / whole(1_000_000_000)
}

/// A common multiple L of the lengths and the share L / length; where L would not fit, shares are rounded to 2⁻⁵⁰.
fn common_multiple(lengths: impl Iterator<Item = u64>) -> (u64, impl Fn(u64) -> u64) {
    let mut multiple = 1u64;
    let mut fits = true;
    for length in lengths.filter(|length| *length > 0) {
        let (mut a, mut b) = (multiple, length);
        while b > 0 {
            (a, b) = (b, a % b);
        }
        match (multiple / a)
            .checked_mul(length)
            .filter(|multiple| *multiple < 1 << 50)
        {
            Some(next) => multiple = next,
            None => fits = false,
        }
    }
    let multiple = if fits { multiple } else { 1 << 50 };
    (multiple, move |length| multiple.checked_div(length).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::super::election::Project;
    use super::super::roll::Roll;
    use super::*;

    #[test]
    fn the_last_of_a_ranking_counts_nothing_in_one_borda_and_one_in_the_other() {
        let projects = vec![Project::new("a", whole(1)), Project::new("b", whole(2))];
        let mut election = Election::new(whole(2), BallotType::Ordinal, projects);
        Roll::default().cast(&mut election, vec![1, 0], Vec::new());
        let borda = Utilities::new(&election, Satisfaction::Borda);
        assert!(borda.supporters[0].is_empty());
        let from_one = Utilities::new(&election, Satisfaction::BordaFromOne);
        assert_eq!(from_one.supporters[1], vec![Supporter { ballot: 0, value: 2 }]);
    }

    #[test]
    fn the_first_of_a_short_ranking_counts_as_much_as_that_of_a_long_one_where_that_is_asked_for() {
        let projects = ["a", "b", "c"].map(|id| Project::new(id, whole(1))).to_vec();
        let mut election = Election::new(whole(2), BallotType::Ordinal, projects);
        let mut roll = Roll::default();
        roll.cast(&mut election, vec![1], Vec::new());
        roll.cast(&mut election, vec![2, 0], Vec::new());
        let values = |measure: Satisfaction| {
            let gains = Utilities::new(&election, measure);
            [0, 1, 2].map(|project| gains.supporters[project].iter().map(|one| one.value).sum::<u64>())
        };
        assert_eq!(values(Satisfaction::BordaFromOne), [1, 1, 2]);
        assert_eq!(values(Satisfaction::BordaFull), [2, 3, 3]);
    }

    #[test]
    fn measures_of_points_and_of_places_go_with_ballots_that_have_them_and_all_others_with_every_ballot() {
        use Satisfaction::{Borda, BordaFromOne, BordaFull, Points};
        for (kind, has_none) in [
            (BallotType::Approval, vec![Points, Borda, BordaFromOne, BordaFull]),
            (BallotType::ChooseOne, vec![Points, Borda, BordaFromOne, BordaFull]),
            (BallotType::Cumulative, vec![Borda, BordaFromOne, BordaFull]),
            (BallotType::Scoring, vec![Borda, BordaFromOne, BordaFull]),
            (BallotType::Ordinal, vec![Points]),
        ] {
            for measure in Satisfaction::ALL {
                let told = measure.unsuited(kind);
                assert_eq!(told.is_some(), has_none.contains(&measure), "{kind:?} {told:?}");
            }
        }
        assert_eq!(
            Borda.unsuited(BallotType::Scoring).as_deref(),
            Some(
                "the satisfaction `borda` counts places of rankings, and scoring ballots hold none: `points` counts what they give"
            )
        );
    }

    #[test]
    fn shares_of_a_ballot_add_up_to_one() {
        let election = Election::approval(
            9,
            &[("a", 1), ("b", 2), ("c", 3)],
            &[(1, &["a", "b", "c"]), (1, &["a", "b"])],
        );
        let share = Utilities::new(&election, Satisfaction::Share);
        assert_eq!(share.gains(&election, &[0, 1, 2]), vec![whole(1), whole(1)]);
    }
}
