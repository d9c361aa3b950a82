//! Voters, what they stand to gain, and the attributes by which they are told apart.

use super::about::About;
use crate::budgeting::election::Project;
use crate::budgeting::exact::{Rational, approximate};

/// Somebody who may vote.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Voter {
    /// Stable and unique: the address of the voter's chance.
    pub id: u64,
    /// Real people that the voter stands for \[people\], above 0.
    pub weight: f64,
    /// Age \[years\].
    pub age: u8,
    /// Index of the sex: 0 female, 1 male.
    pub sex: u8,
    /// Deprivation fifth by index: 0 most deprived to 4 least.
    pub fifth: u8,
    /// How the home is held: 0 owned outright, 1 mortgaged, 2 rented privately, 3 rented socially.
    pub tenure: u8,
    /// Long-term conditions, 4 for four and more.
    pub conditions: u8,
    /// Index of dependency: 0 independent, 1 low, 2 medium, 3 high.
    pub dependency: u8,
    /// Whether there are children at home.
    pub parent: bool,
    /// Whether the voter looks after somebody without pay.
    pub carer: bool,
    /// District by index; 0 for all where there are none.
    pub district: u16,
}

/// Something by which voters are grouped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Attribute {
    /// Age groups as polling reports them.
    Age,
    /// Sex.
    Sex,
    /// Deprivation fifth.
    Fifth,
    /// How the home is held.
    Tenure,
    /// Number of long-term conditions.
    Conditions,
    /// Need of help.
    Dependency,
}

/// First ages of the age groups.
const AGES: [u8; 8] = [0, 18, 25, 35, 45, 55, 65, 75];

impl Attribute {
    /// All attributes.
    pub const ALL: [Attribute; 6] = [
        Attribute::Age,
        Attribute::Sex,
        Attribute::Fifth,
        Attribute::Tenure,
        Attribute::Conditions,
        Attribute::Dependency,
    ];
    /// The word for it in files.
    pub fn word(self) -> &'static str {
        match self {
            Attribute::Age => "age",
            Attribute::Sex => "sex",
            Attribute::Fifth => "imd",
            Attribute::Tenure => "tenure",
            Attribute::Conditions => "conditions",
            Attribute::Dependency => "dependency",
        }
    }
    /// Names of its levels, in index order.
    pub fn levels(self) -> &'static [&'static str] {
        match self {
            Attribute::Age => &["0-17", "18-24", "25-34", "35-44", "45-54", "55-64", "65-74", "75+"],
            Attribute::Sex => &["female", "male"],
            Attribute::Fifth => &["1", "2", "3", "4", "5"],
            Attribute::Tenure => &["outright", "mortgage", "private-rent", "social-rent"],
            Attribute::Conditions => &["0", "1", "2", "3", "4+"],
            Attribute::Dependency => &["independent", "low", "medium", "high"],
        }
    }
    /// The level of a voter, below `levels().len()`.
    pub fn level(self, voter: &Voter) -> usize {
        let raw = match self {
            Attribute::Age => AGES.iter().rposition(|first| *first <= voter.age).unwrap_or(0),
            Attribute::Sex => voter.sex.into(),
            Attribute::Fifth => voter.fifth.into(),
            Attribute::Tenure => voter.tenure.into(),
            Attribute::Conditions => voter.conditions.into(),
            Attribute::Dependency => voter.dependency.into(),
        };
        raw.min(self.levels().len() - 1)
    }
}

/// Positions of voters in the order of their ids: sums taken so do not depend on the order of the list.
pub(super) fn by_id(voters: &[Voter]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..voters.len()).collect();
    order.sort_unstable_by_key(|index| voters[*index].id);
    order
}

/// Numbers for voters (rows) and projects (columns).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matrix {
    /// Projects.
    pub columns: usize,
    /// Row after row.
    pub values: Vec<f64>,
}

impl Matrix {
    /// All zeros.
    pub fn zeros(rows: usize, columns: usize) -> Matrix {
        Matrix {
            columns,
            values: vec![0.0; rows * columns],
        }
    }
    /// The numbers of one voter.
    pub fn row(&self, voter: usize) -> &[f64] {
        &self.values[voter * self.columns..(voter + 1) * self.columns]
    }
}

/// What each project does for others than the voter: one number per project.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Social {
    /// Mean gain over everybody, those without a vote included [unit of gain/person].
    pub everybody: Vec<f64>,
    /// Mean gain over the worse off, as the caller defines them [unit of gain/person].
    pub worse_off: Vec<f64>,
    /// Mean gain of children, in which those who have some at home share [unit of gain/person].
    pub children: Vec<f64>,
    /// Mean gain of people who need help, in which those who look after one share [unit of gain/person].
    pub helped: Vec<f64>,
}

#[cfg(test)]
impl Social {
    /// From the voters' own gains, where nothing is known of those without a vote; the worse off are the most deprived
    /// fifth, children those under 18, the helped those with any dependency. Where a group has no voter, everybody stands
    /// in for it: nothing better is known.
    pub fn of_voters(voters: &[Voter], own: &Matrix) -> Social {
        let order = by_id(voters);
        let mean = |belongs: &dyn Fn(&Voter) -> bool| {
            let mut sums = vec![0.0; own.columns];
            let mut people = 0.0;
            for index in order.iter().copied().filter(|index| belongs(&voters[*index])) {
                let voter = &voters[index];
                people += voter.weight;
                for (sum, gain) in sums.iter_mut().zip(own.row(index)) {
                    *sum += voter.weight * gain;
                }
            }
            if people > 0.0 {
                sums.iter_mut().for_each(|sum| *sum /= people);
            }
            (people > 0.0).then_some(sums)
        };
        let everybody = mean(&|_| true).unwrap_or_else(|| vec![0.0; own.columns]);
        let of = |belongs: &dyn Fn(&Voter) -> bool| mean(belongs).unwrap_or_else(|| everybody.clone());
        Social {
            worse_off: of(&|voter| voter.fifth == 0),
            children: of(&|voter| voter.age < 18),
            helped: of(&|voter| voter.dependency > 0),
            everybody,
        }
    }
}

/// Those who may vote, on what, and what each stands to gain.
#[derive(Clone, Debug)]
pub struct Electorate {
    /// Voters, ids unique.
    pub voters: Vec<Voter>,
    /// Projects with exact costs.
    pub projects: Vec<Project>,
    /// Money to spend \[currency\].
    pub budget: Rational,
    /// Own expected gain of each voter from each project [unit of gain, the caller's: £ or QALYs a person].
    pub own: Matrix,
    /// What others gain.
    pub social: Social,
    /// What each project is about.
    pub about: Vec<About>,
    /// People among whom costs are shared, for the cost per head that voters may mind \[people\], above 0.
    pub residents: f64,
}

/// Why an electorate or a regime cannot be used.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ElectorateError {
    /// Numbers of voters and projects do not fit together.
    #[error("{what} has {found} entries where {wanted} are needed")]
    Shape {
        /// What.
        what: &'static str,
        /// How many it has.
        found: usize,
        /// How many are needed.
        wanted: usize,
    },
    /// Two voters share an id, and with it their chance.
    #[error("voter id {0} occurs twice; ids are the address of a voter's chance and must be unique")]
    Twice(u64),
    /// A culture that does not give such ballots.
    #[error("the {culture} culture gives no {ballots} ballots")]
    Ballots {
        /// The culture.
        culture: &'static str,
        /// The ballots asked for.
        ballots: &'static str,
    },
    /// A number outside its bounds.
    #[error("{what} is {found}; it must be {wanted}")]
    Value {
        /// What.
        what: String,
        /// What was found.
        found: f64,
        /// What is allowed.
        wanted: &'static str,
    },
}

impl ElectorateError {
    /// Refuses a number that is not finite or not within bounds.
    pub(super) fn bound(
        what: &str,
        found: f64,
        fine: impl Fn(f64) -> bool,
        wanted: &'static str,
    ) -> Result<(), ElectorateError> {
        if found.is_finite() && fine(found) {
            return Ok(());
        }
        Err(ElectorateError::Value {
            what: what.to_owned(),
            found,
            wanted,
        })
    }
    /// Refuses a share outside 0 to 1.
    pub(super) fn share(what: &str, found: f64) -> Result<(), ElectorateError> {
        Self::bound(what, found, |share| (0.0..=1.0).contains(&share), "from 0 to 1")
    }
}

impl Electorate {
    /// Checks that numbers fit together.
    pub fn check(&self) -> Result<(), ElectorateError> {
        let (voters, projects) = (self.voters.len(), self.projects.len());
        for (what, found, wanted) in [
            ("own gains per voter", self.own.columns, projects),
            ("own gains", self.own.values.len(), voters * projects),
            ("gains of everybody", self.social.everybody.len(), projects),
            ("gains of the worse off", self.social.worse_off.len(), projects),
            ("gains of children", self.social.children.len(), projects),
            ("gains of those who need help", self.social.helped.len(), projects),
            ("what projects are about", self.about.len(), projects),
        ] {
            if found != wanted {
                return Err(ElectorateError::Shape { what, found, wanted });
            }
        }
        for gain in self
            .own
            .values
            .iter()
            .chain(&self.social.everybody)
            .chain(&self.social.worse_off)
            .chain(&self.social.children)
            .chain(&self.social.helped)
            .chain(self.about.iter().flat_map(|about| &about.stance))
        {
            ElectorateError::bound("a gain", *gain, |_| true, "a finite number")?;
        }
        ElectorateError::bound(
            "the number of residents",
            self.residents,
            |people| people > 0.0,
            "above 0",
        )?;
        for voter in &self.voters {
            let what = format!("the weight of voter {}", voter.id);
            ElectorateError::bound(&what, voter.weight, |weight| weight > 0.0, "above 0")?;
        }
        let mut ids: Vec<u64> = self.voters.iter().map(|voter| voter.id).collect();
        ids.sort_unstable();
        match ids.windows(2).find(|pair| pair[0] == pair[1]) {
            Some(pair) => Err(ElectorateError::Twice(pair[0])),
            None => Ok(()),
        }
    }
    /// Cost of each project per resident [currency/person].
    pub fn cost_per_head(&self) -> Vec<f64> {
        let costs = self.projects.iter().map(|project| approximate(&project.cost));
        costs.map(|cost| cost / self.residents).collect()
    }
}

#[cfg(test)]
pub(super) mod fixture {
    use super::*;
    use crate::budgeting::electorate::Chance;
    use crate::budgeting::exact::whole;

    /// A town of `count` voters with every attribute mixed, and four projects; gains rise with need.
    pub fn town(count: u64) -> Electorate {
        let chance = Chance::new(11, 0).named("town");
        let voters: Vec<Voter> = (0..count)
            .map(|id| Voter {
                id: 1000 + 7 * id,
                weight: 1.0,
                age: 18 + chance.below(75, id, 0) as u8,
                sex: chance.below(2, id, 1) as u8,
                fifth: chance.below(5, id, 2) as u8,
                tenure: chance.below(4, id, 3) as u8,
                conditions: chance.below(5, id, 4) as u8,
                dependency: chance.below(4, id, 5) as u8,
                parent: chance.below(4, id, 6) == 0,
                carer: chance.below(8, id, 7) == 0,
                district: 0,
            })
            .collect();
        let costs = [40_000, 25_000, 15_000, 60_000];
        let projects: Vec<Project> = costs
            .iter()
            .enumerate()
            .map(|(index, cost)| Project::new(&format!("p{}", index + 1), whole(*cost)))
            .collect();
        let mut own = Matrix::zeros(voters.len(), projects.len());
        for (index, voter) in voters.iter().enumerate() {
            let need = f64::from(voter.conditions) + f64::from(voter.dependency);
            let gains = [need, f64::from(4 - voter.fifth), f64::from(voter.age) / 30.0, 1.0];
            own.values[index * 4..index * 4 + 4].copy_from_slice(&gains);
        }
        let social = Social::of_voters(&voters, &own);
        Electorate {
            voters,
            projects,
            budget: whole(80_000),
            own,
            social,
            about: vec![About::default(); 4],
            residents: count as f64,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_cover_every_age_and_odd_indices_stay_within_bounds() {
        let mut voter = fixture::town(1).voters[0];
        let mut last = 0;
        for age in 0..=120 {
            voter.age = age;
            let level = Attribute::Age.level(&voter);
            assert!(level == last || level == last + 1);
            last = level;
        }
        assert_eq!(Attribute::Age.levels()[last], "75+");
        voter.tenure = 200;
        assert_eq!(Attribute::Tenure.level(&voter), 3);
    }

    #[test]
    fn numbers_that_do_not_fit_together_are_refused_with_their_name() {
        let fine = fixture::town(5);
        assert_eq!(fine.check(), Ok(()));
        let mut short = fine.clone();
        short.own.values.pop();
        assert!(matches!(
            short.check(),
            Err(ElectorateError::Shape { what: "own gains", .. })
        ));
        let mut twice = fine.clone();
        twice.voters[1].id = twice.voters[0].id;
        assert_eq!(twice.check(), Err(ElectorateError::Twice(twice.voters[0].id)));
        let mut endless = fine.clone();
        endless.own.values[3] = f64::NAN;
        assert!(matches!(endless.check(), Err(ElectorateError::Value { .. })));
        let mut nobody = fine;
        nobody.voters[2].weight = 0.0;
        assert!(
            nobody
                .check()
                .is_err_and(|error| error.to_string().contains("must be above 0"))
        );
    }
}
