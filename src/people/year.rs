//! What one year of people leaves behind for the other rooms.

use crate::world::axes::{BANDS, DEPENDENCIES, FIFTHS, SEXES};
use crate::world::cells::{DEMOGRAPHIC, demographic};
use crate::world::group::{ByGroup, GROUPS};
use crate::world::{AgeBand, Cells, Group, Weight};

/// Age groups of [`Group::age`].
pub const AGE_GROUPS: usize = 4;

/// People and events of one year in one world, all but wealth and care from the expected cohort. Weights are raw units,
/// exact in any order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PeopleYear {
    /// People at the end of the year by demographic cell and health state (stock).
    pub cells: Cells,
    /// Deaths of the year by demographic cell at the start of the year, infants included \[people\] (flow).
    pub deaths: Vec<f64>,
    /// Deaths that the life table alone, without factors, would give the same people \[people\] (flow).
    pub deaths_expected: Vec<f64>,
    /// Live births by fifth \[people\] (flow).
    pub births: [f64; FIFTHS],
    /// Live births by sex \[people\] (flow).
    pub births_by_sex: [f64; SEXES],
    /// People by demographic cell [raw weights] (stock).
    pub population: Vec<u64>,
    /// People by age group (0-17, 18-64, 65-84, 85+) and wealth fifth [raw weights] (stock).
    pub wealth: [[u64; FIFTHS]; AGE_GROUPS],
    /// Permanent care-home residents aged 65 and over [raw weights] (stock).
    pub residents: u64,
    /// Of those, moved in during the year [raw weights] (flow).
    pub entrants: u64,
    /// Indices of simulated people aged 65 and over who are dependent or live in a care home.
    pub care: Vec<u32>,
    /// Net migrants of the year \[people\] (flow).
    pub migrants: f64,
}

impl PeopleYear {
    /// Sets everything to nothing, keeping the buffers.
    pub fn clear(&mut self) {
        self.cells.clear();
        self.deaths.clear();
        self.deaths.resize(DEMOGRAPHIC, 0.0);
        self.deaths_expected.clear();
        self.deaths_expected.resize(DEMOGRAPHIC, 0.0);
        self.population.clear();
        self.population.resize(DEMOGRAPHIC, 0);
        self.births = [0.0; FIFTHS];
        self.births_by_sex = [0.0; SEXES];
        self.residents = 0;
        self.entrants = 0;
        self.migrants = 0.0;
        self.clear_sample();
    }

    /// Sets what the sample tells to nothing.
    pub(super) fn clear_sample(&mut self) {
        self.wealth = [[0; FIFTHS]; AGE_GROUPS];
        self.care.clear();
    }

    /// Everybody \[people\].
    pub fn people(&self) -> f64 {
        Weight::from_raw(self.population.iter().sum()).people()
    }

    /// People aged 65 and over who need help, at home or in a care home \[people\].
    pub fn older_in_need(&self) -> f64 {
        let mut raw = 0;
        for band in (0..BANDS).filter(|band| AgeBand::from_index(*band).start() >= 65) {
            for sex in 0..SEXES {
                for fifth in 0..FIFTHS {
                    let states = self.cells.states(demographic(band, sex, fifth)).iter();
                    let in_need = |(state, _): &(usize, &u64)| state % DEPENDENCIES > 0;
                    raw += states.enumerate().filter(in_need).map(|(_, raw)| raw).sum::<u64>();
                }
            }
        }
        Weight::from_raw(raw).people()
    }

    /// People by group, wealth fifths included \[people\].
    pub fn population_by_group(&self) -> ByGroup {
        let mut groups = self.by_group(|cell| Weight::from_raw(self.population[cell]).people());
        for fifth in 0..FIFTHS {
            let raw = self.wealth.iter().map(|row| row[fifth]).sum();
            groups[Group::wealth(fifth).index()] = Weight::from_raw(raw).people();
        }
        groups
    }

    /// Adds a value by demographic cell over groups; wealth fifths stay 0, since cells do not know wealth.
    pub fn by_group(&self, value: impl Fn(usize) -> f64) -> ByGroup {
        let mut groups = [0.0; GROUPS];
        for band in 0..BANDS {
            let age = Group::age(AgeBand::from_index(band).start()).index();
            for sex in 0..SEXES {
                for fifth in 0..FIFTHS {
                    let value = value(demographic(band, sex, fifth));
                    for group in [
                        Group::ALL.index(),
                        Group::imd(fifth).index(),
                        age,
                        Group::sex(sex).index(),
                    ] {
                        groups[group] += value;
                    }
                }
            }
        }
        groups
    }
}
