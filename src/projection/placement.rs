//! Where people stand by wealth and income whom cells know only by age and neighbourhood.
//!
//! Need for the NHS, and what programmes pay, are known by age, sex and deprivation. Among people of one age group and
//! deprivation fifth they fall alike on all, as official accounts of benefits in kind have it; the sample of the base year
//! says how those people stand by wealth and by income. Children stand by income where the adults under 65 of
//! neighbourhoods like theirs stand: theirs is the income of their households.

use crate::people::Population;
use crate::world::Group;
use crate::world::axes::FIFTHS;
use crate::world::group::{AGES, ByClass, ByGroup};

/// Shares by wealth fifth and by income fifth.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Shares {
    wealth: [f64; FIFTHS],
    income: [f64; FIFTHS],
}

/// For each age group and deprivation fifth, how its people stand.
#[derive(Clone, Debug, PartialEq)]
pub struct Placement {
    classes: [[Shares; FIFTHS]; AGES],
}

/// Position of an age among the age groups.
fn age_group(age: u8) -> usize {
    Group::age(age).index() - Group::age(0).index()
}

/// Age groups of children and of adults under 65.
const CHILDREN: usize = 0;
/// See [`CHILDREN`].
const WORKING_AGE: usize = 1;

impl Placement {
    /// How a population stands.
    pub fn of(population: &Population) -> Placement {
        let mut counted = [[Shares::default(); FIFTHS]; AGES];
        for person in &population.people {
            let last = FIFTHS - 1;
            let class = &mut counted[age_group(person.age)][usize::from(person.fifth).min(last)];
            let people = person.weight.people();
            class.wealth[usize::from(person.wealth_fifth).min(last)] += people;
            class.income[usize::from(person.income_fifth).min(last)] += people;
        }
        let parents = counted[WORKING_AGE].map(|class| class.income);
        for (children, income) in counted[CHILDREN].iter_mut().zip(parents) {
            children.income = income;
        }
        // A class that the sample has nobody of stands as its age group does.
        let whole = counted.map(|fifths| {
            let mut all = Shares::default();
            for class in &fifths {
                for fifth in 0..FIFTHS {
                    all.wealth[fifth] += class.wealth[fifth];
                    all.income[fifth] += class.income[fifth];
                }
            }
            all
        });
        Placement {
            classes: std::array::from_fn(|age| {
                counted[age].map(|class| Shares {
                    wealth: parts(&class.wealth, &whole[age].wealth),
                    income: parts(&class.income, &whole[age].income),
                })
            }),
        }
    }

    /// A quantity by age group and deprivation fifth, by every group but the sexes, which stay nothing.
    pub fn by_group(&self, quantity: &ByClass) -> ByGroup {
        let mut groups = ByGroup::default();
        for (age, fifths) in quantity.iter().enumerate() {
            for (fifth, value) in fifths.iter().enumerate() {
                groups[Group::ALL] += value;
                groups[Group::imd(fifth)] += value;
                groups[Group::age(0).index() + age] += value;
            }
        }
        self.place(quantity, &mut groups);
        groups
    }

    /// Writes a quantity by wealth and by income.
    pub fn place(&self, quantity: &ByClass, groups: &mut ByGroup) {
        for at in 0..FIFTHS {
            let over = |share: &dyn Fn(&Shares) -> f64| -> f64 {
                let classes = self.classes.iter().flatten().zip(quantity.iter().flatten());
                classes.map(|(class, value)| value * share(class)).sum()
            };
            groups[Group::wealth(at)] = over(&|class| class.wealth[at]);
            groups[Group::income(at)] = over(&|class| class.income[at]);
        }
    }
}

/// Parts of a whole; of nothing the parts of another, and of nothing at all even ones.
fn parts(counted: &[f64; FIFTHS], otherwise: &[f64; FIFTHS]) -> [f64; FIFTHS] {
    let (all, other): (f64, f64) = (counted.iter().sum(), otherwise.iter().sum());
    if all > 0.0 {
        counted.map(|people| people / all)
    } else if other > 0.0 {
        otherwise.map(|people| people / other)
    } else {
        [1.0 / FIFTHS as f64; FIFTHS]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::fixture;

    #[test]
    fn what_is_placed_adds_up_in_every_ranking_and_poor_places_hold_more_of_the_poor() {
        let placement = Placement::of(&fixture::population(4_000));
        let mut quantity = ByClass::default();
        quantity[1][0] = 60.0;
        quantity[2][4] = 40.0;
        let groups = placement.by_group(&quantity);
        for ranking in [Group::imd as fn(usize) -> Group, Group::wealth, Group::income] {
            let sum: f64 = (0..FIFTHS).map(|fifth| groups[ranking(fifth)]).sum();
            assert!((sum - 100.0).abs() < 1e-9, "{sum}");
        }
        assert_eq!((groups[Group::age(40)], groups[Group::age(70)]), (60.0, 40.0));
        let of = |fifth: usize| {
            let mut quantity = ByClass::default();
            quantity[2][fifth] = 1.0;
            placement.by_group(&quantity)
        };
        let (poor, rich) = (of(0), of(4));
        assert!(poor[Group::wealth(0)] > rich[Group::wealth(0)] && poor[Group::wealth(4)] < rich[Group::wealth(4)]);
        // Children stand by income where adults of their neighbourhoods do.
        let of_age = |age: usize| {
            let mut quantity = ByClass::default();
            quantity[age][2] = 1.0;
            let groups = placement.by_group(&quantity);
            [0, 1, 2, 3, 4].map(|fifth| groups[Group::income(fifth)])
        };
        assert_eq!(of_age(0), of_age(1));
    }
}
