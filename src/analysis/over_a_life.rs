//! What a change costs or saves somebody over an adult life, if people of every age lived as those of that age do in one year.
//!
//! Of one year the young pay tax and the old have care; over a life they are the same people. So what an adult pays more at each age is
//! weighted by the years that an adult lives at that age, by the year's own mortality: the method of a period life table, and like it
//! no forecast of anybody's life. Fifths by wealth are of people of one age, so that somebody may stay in theirs for life; fifths by own
//! income are not, since few are rich at 20 or at 90, and have no life of their own here.

use crate::projection::purses::{AdultYears, Purse};
use crate::world::axes::{BANDS, FIFTHS};
use crate::world::{Dimension, Group};

/// What a life in a group costs more in one scenario than in the first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Life {
    /// The group.
    pub group: Group,
    /// Years that an adult lives from 18 on \[years\].
    pub years: f64,
    /// What is paid more in tax for health and care, in prices of the base year and not discounted \[£ a life\].
    pub more_tax: f64,
    /// What is paid more in charges and for care that is bought, likewise \[£ a life\].
    pub more_care: f64,
    /// What programmes pay them more, likewise \[£ a life\].
    pub more_given: f64,
}

impl Life {
    /// What a life gains, less what it loses \[£ a life\].
    pub fn gain(&self) -> f64 {
        self.more_given - (self.more_tax + self.more_care)
    }
}

/// Groups that have a life of their own: everybody, deprivation fifths and wealth fifths.
pub fn groups() -> impl Iterator<Item = Group> {
    [Dimension::All, Dimension::Imd, Dimension::Wealth]
        .into_iter()
        .flat_map(Group::of)
}

/// Number of [`groups`].
const GROUPS: usize = 1 + 2 * FIFTHS;

/// Sums over adults of one age band.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Band {
    /// Adults \[people\].
    people: f64,
    /// What they pay more in tax, together [£ a year].
    tax: f64,
    /// What they pay more for care, together [£ a year].
    care: f64,
    /// What programmes pay them more, together [£ a year].
    given: f64,
}

/// Sums over draws, for one scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct LifeSums {
    bands: [[Band; BANDS]; GROUPS],
    years: [[f64; BANDS]; GROUPS],
    draws: f64,
}

impl LifeSums {
    /// Those of one draw: `world` is the place of the scenario among what purses pay.
    pub fn of(purses: &[Purse], world: usize, adult_years: &AdultYears) -> LifeSums {
        let mut sums = LifeSums {
            bands: [[Band::default(); BANDS]; GROUPS],
            years: [[0.0; BANDS]; GROUPS],
            draws: 1.0,
        };
        let groups: Vec<Group> = groups().collect();
        for (group, years) in groups.iter().zip(&mut sums.years) {
            let fifth = (0..FIFTHS).find(|fifth| Group::imd(*fifth) == *group);
            *years = adult_years[fifth.unwrap_or(FIFTHS)];
        }
        for purse in purses {
            let tax = purse.taxed[world] - purse.taxed[0];
            let given = purse.given[world] - purse.given[0];
            let care = purse.care[world] - purse.care[0];
            for (group, bands) in groups.iter().zip(&mut sums.bands) {
                if *group == Group::ALL || purse.groups.contains(group) {
                    let band = &mut bands[purse.band];
                    band.people += purse.people;
                    band.tax += purse.people * tax;
                    band.care += purse.people * care;
                    band.given += purse.people * given;
                }
            }
        }
        sums
    }

    /// Adds those of other draws.
    pub fn add(&mut self, other: &LifeSums) {
        self.draws += other.draws;
        for (own, others) in self.bands.iter_mut().flatten().zip(other.bands.iter().flatten()) {
            own.people += others.people;
            own.tax += others.tax;
            own.care += others.care;
            own.given += others.given;
        }
        for (own, others) in self.years.iter_mut().flatten().zip(other.years.iter().flatten()) {
            *own += others;
        }
    }

    /// Lives by group; none of a group of which nobody at some age was among the simulated people.
    pub fn lives(&self) -> Vec<Life> {
        let of = |place: usize, group: Group| {
            let mut life = Life {
                group,
                years: 0.0,
                more_tax: 0.0,
                more_care: 0.0,
                more_given: 0.0,
            };
            for (band, years) in self.bands[place].iter().zip(&self.years[place]) {
                if *years == 0.0 {
                    continue;
                }
                if band.people <= 0.0 {
                    return None;
                }
                let years = years / self.draws;
                life.years += years;
                life.more_tax += years * band.tax / band.people;
                life.more_care += years * band.care / band.people;
                life.more_given += years * band.given / band.people;
            }
            Some(life)
        };
        groups()
            .enumerate()
            .filter_map(|(place, group)| of(place, group))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::axes::AgeBand;

    fn purse(age: u8, wealth: usize, taxed: [f64; 2], care: [f64; 2]) -> Purse {
        Purse {
            people: 10.0,
            band: AgeBand::of(age).index(),
            groups: [Group::imd(0), Group::age(age), Group::wealth(wealth), Group::income(0)],
            taxed: taxed.to_vec(),
            given: vec![0.0; 2],
            care: care.to_vec(),
        }
    }

    /// Forty years of work and ten of old age: £100 a year more in tax at work, £500 a year less for care when old.
    #[test]
    fn a_life_pays_what_each_age_pays_for_as_long_as_it_lasts() {
        let mut years: AdultYears = [[0.0; BANDS]; FIFTHS + 1];
        let (work, old) = (AgeBand::of(40).index(), AgeBand::of(80).index());
        for of in &mut years {
            (of[work], of[old]) = (40.0, 10.0);
        }
        years[0][old] = 5.0;
        let purses = [
            purse(40, 0, [1000.0, 1050.0], [0.0, 0.0]),
            purse(40, 4, [3000.0, 3150.0], [0.0, 0.0]),
            purse(80, 0, [0.0, 0.0], [600.0, 100.0]),
            purse(80, 4, [0.0, 0.0], [700.0, 200.0]),
        ];
        let mut sums = LifeSums::of(&purses, 1, &years);
        sums.add(&LifeSums::of(&purses, 1, &years));
        let lives = sums.lives();
        let of = |group: Group| *lives.iter().find(|life| life.group == group).expect("a life");
        let all = of(Group::ALL);
        assert_eq!(
            (all.years, all.more_tax, all.more_care, all.gain()),
            (50.0, 4000.0, -5000.0, 1000.0)
        );
        let poorest = of(Group::wealth(0));
        assert_eq!((poorest.more_tax, poorest.more_care), (2000.0, -5000.0));
        assert_eq!(of(Group::wealth(4)).more_tax, 6000.0);
        // What a programme pays is neither a saving on care nor less tax.
        let mut paid = purses.clone();
        for purse in &mut paid {
            purse.given[1] += 300.0;
        }
        let with_payments = LifeSums::of(&paid, 1, &years).lives();
        let all = with_payments
            .iter()
            .find(|life| life.group == Group::ALL)
            .expect("a life");
        assert_eq!(
            (all.more_tax, all.more_care, all.more_given, all.gain()),
            (4000.0, -5000.0, 15_000.0, 16_000.0)
        );
        // Who dies earlier has less of what comes late.
        let deprived = of(Group::imd(0));
        assert_eq!(
            (deprived.years, deprived.more_tax, deprived.more_care),
            (45.0, 4000.0, -2500.0)
        );
        // Nobody of the other fifths was there: nothing is said of them.
        assert_eq!(lives.len(), 4);
        let same = LifeSums::of(&purses, 0, &years).lives();
        assert!(same.iter().all(|life| life.gain() == 0.0 && life.more_tax == 0.0));
    }
}
