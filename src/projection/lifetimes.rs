//! Lives of care from 65 to death: who comes to need how much, once per draw; what a law makes of it, each year.
//!
//! People of 65, sampled for the purpose, go up the ages under the base year's rates with luck of their own. In the
//! projection nobody dies by coin toss; a lifetime, though, has an end, so each life ends where its chance to be alive
//! falls below one uniform number: given the path of health, that is the distribution of the age at death. Every year's
//! law is then applied to the same lives, so that what differs between years and scenarios is law and price alone.
//!
//! Limits: rates are those of the base year, whatever prevention does to them later; stages are ordered by dependency, so
//! a recovery shortens a stage instead of standing between two.

use std::sync::{Mutex, PoisonError};

use crate::economy::charging::lifetime::STAGES;
use crate::economy::charging::{Career, Circumstances, Fees, Law, LifetimeSummary, Package, Stage, lifetime};
use crate::people::{
    Fit, Flows, PeopleLevers, PeopleYear, Person, Population, PopulationTables, RateFactors, Rates, advance,
};
use crate::services::social_care::SocialCareLevers;
use crate::world::axes::{DEPENDENCIES, FIFTHS};
use crate::world::group::{ByGroup, GROUPS, Group};
use crate::world::{Dependency, Even, Event, Luck, Pence, Year};

use super::care::circumstances;

/// Age at which a life begins to be followed.
const FROM: u8 = 65;
/// Longest life followed [years].
const LONGEST: u16 = 40;
const WEEKS: u32 = 52;

/// One life of care.
#[derive(Clone, Debug)]
struct Life {
    person: Person,
    weight: f64,
    /// Weeks at home by dependency, with and without a carer.
    at_home: [[u32; 2]; DEPENDENCIES],
    /// Weeks in a care home.
    in_home: u32,
    partner: bool,
    /// Uniform number that decides whether care at home is paid for.
    buys: f64,
    nursing: f64,
}

/// The lives of a draw, which its worlds share.
#[derive(Debug, Default)]
pub struct Lives {
    lives: Vec<Life>,
    /// What they come to under terms that a world has asked about: worlds that differ in other things ask the same.
    known: Mutex<Vec<(LifetimeTerms, LifetimeYear)>>,
}

/// What a life of care is charged by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LifetimeTerms {
    /// The law.
    pub law: Law,
    /// Prices of care.
    pub fees: Fees,
    /// Who has how much care.
    pub rules: SocialCareLevers,
    /// Attendance Allowance, lower and higher rate [£/week].
    pub benefit: [f64; 2],
    /// Share of residents in nursing homes.
    pub nursing_share: f64,
}

/// What a law makes of the cohort, by group.
#[derive(Clone, Copy, Debug)]
pub struct LifetimeYear {
    /// Share whose care costs them over the catastrophic amount.
    pub over: ByGroup,
    /// Mean share of wealth spent on care.
    pub wealth_spent: ByGroup,
    /// Mean cost of care, whoever pays [£].
    pub cost: ByGroup,
}

impl LifetimeYear {
    /// Nobody followed.
    pub fn none() -> LifetimeYear {
        LifetimeYear {
            over: [0.0; GROUPS],
            wealth_spent: [0.0; GROUPS],
            cost: [0.0; GROUPS],
        }
    }
}

impl Lives {
    /// Follows so many people of 65 at home to death.
    pub fn follow(
        tables: &PopulationTables,
        fit: &Fit,
        levers: &PeopleLevers,
        luck: Luck,
        lives: usize,
        year: Year,
    ) -> Lives {
        let mut cohort = Population::of_age(usize::from(FROM), tables, fit, levers, luck, lives);
        cohort.people.retain(|person| !person.in_care_home());
        let even = Even::of(luck, Event::Lifetime);
        let mut lives: Vec<Life> = Vec::with_capacity(cohort.people.len());
        // Who is still alive: their place among the lives, and where their chance to be alive must not fall below.
        let mut alive: Vec<(usize, f64)> = Vec::with_capacity(cohort.people.len());
        for (index, person) in cohort.people.iter().enumerate() {
            let [end, buys, nursing, ..] = even.point(index as u64);
            alive.push((index, person.weight.people() * end));
            lives.push(Life {
                person: *person,
                weight: person.weight.people(),
                at_home: [[0; 2]; DEPENDENCIES],
                in_home: 0,
                partner: person.has_partner,
                buys,
                nursing,
            });
        }
        let rates = [Rates::build(tables, fit, levers, year, &RateFactors::default())];
        let flows = Flows::none();
        let mut worlds = [cohort];
        let mut record = [PeopleYear::default()];
        for year in 0..LONGEST {
            // Whoever has died is followed no further.
            let people = &mut worlds[0].people;
            let lives_on: Vec<bool> = people
                .iter()
                .zip(&alive)
                .map(|(person, (_, end))| person.weight.people() >= *end)
                .collect();
            let mut on = lives_on.iter();
            people.retain(|_| on.next() == Some(&true));
            let mut on = lives_on.iter();
            alive.retain(|_| on.next() == Some(&true));
            if alive.is_empty() {
                break;
            }
            for ((index, _), person) in alive.iter().zip(&worlds[0].people) {
                let life = &mut lives[*index];
                if person.in_care_home() {
                    life.in_home += WEEKS;
                } else {
                    let level = usize::from(person.dependency).min(DEPENDENCIES - 1);
                    life.at_home[level][usize::from(person.has_carer)] += WEEKS;
                    if level > 0 {
                        life.partner = person.has_partner;
                    }
                }
            }
            advance(&mut worlds, &rates, &[&flows], Year(1 + year), luck, &mut record);
        }
        Lives {
            lives,
            known: Mutex::default(),
        }
    }

    /// What a law makes of the cohort.
    pub fn under(&self, terms: &LifetimeTerms) -> LifetimeYear {
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, year)) = known().iter().find(|(asked, _)| asked == terms) {
            return *year;
        }
        let year = self.worked_out(terms);
        known().push((*terms, year));
        year
    }

    fn worked_out(&self, terms: &LifetimeTerms) -> LifetimeYear {
        let law = &terms.law;
        let mut all = LifetimeSummary::default();
        let mut by_wealth = [LifetimeSummary::default(); FIFTHS];
        let mut by_imd = [LifetimeSummary::default(); FIFTHS];
        for life in &self.lives {
            let split = lifetime(&life.career(terms), law);
            all.add(&split, life.weight, law);
            by_wealth[usize::from(life.person.wealth_fifth).min(FIFTHS - 1)].add(&split, life.weight, law);
            by_imd[usize::from(life.person.fifth).min(FIFTHS - 1)].add(&split, life.weight, law);
        }
        let mut year = LifetimeYear::none();
        let by_wealth = by_wealth.iter().enumerate();
        let by_imd = by_imd.iter().enumerate();
        let groups = by_wealth
            .map(|(fifth, sum)| (Group::wealth(fifth).index(), sum))
            .chain(by_imd.map(|(fifth, sum)| (Group::imd(fifth).index(), sum)));
        for (group, sum) in std::iter::once((Group::ALL.index(), &all)).chain(groups) {
            year.over[group] = sum.share_over();
            year.wealth_spent[group] = sum.mean_share_spent();
            year.cost[group] = sum.mean_cost();
        }
        year
    }
}

impl Life {
    /// The stages of paid care: at home by rising dependency, then the care home.
    fn career(&self, terms: &LifetimeTerms) -> Career {
        let LifetimeTerms {
            law,
            fees,
            rules,
            benefit,
            nursing_share,
        } = terms;
        let mut person: Circumstances = circumstances(&self.person, benefit);
        person.age = FROM;
        let in_full = person.capital.0 > law.limits_own_home.upper;
        let mut stages = [None; STAGES];
        let mut next = 0;
        let mut put = |weeks: u32, care: Package, partner: bool, disability_benefit: f64| {
            if weeks > 0 && next < STAGES {
                stages[next] = Some(Stage {
                    weeks,
                    care,
                    partner_at_home: partner,
                    disability_benefit: Pence::from_pounds(disability_benefit),
                });
                next += 1;
            }
        };
        for level in [Dependency::Low, Dependency::Medium, Dependency::High] {
            let [alone, cared_for] = self.at_home[level as usize];
            let weeks = alone + cared_for;
            let carer = cared_for > alone;
            let need = rules.home_need(level, carer, 1.0);
            let (chance, hours) = if in_full && !law.free_personal_care_at_home {
                (rules.self_funder_buys, need.left() * rules.self_funder_share)
            } else {
                (rules.council_user(level, carer), rules.package(&need))
            };
            if self.buys < chance {
                let aided = benefit[usize::from(level == Dependency::High)];
                put(weeks, fees.home_care(hours), self.partner, aided);
            }
        }
        put(
            self.in_home,
            fees.care_home(self.nursing < *nursing_share, false),
            false,
            benefit[1],
        );
        debug_assert!(stages.iter().flatten().all(|stage| stage.weeks > 0));
        Career { person, stages }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::economy::charging::Indices;
    use crate::people::Person;
    use crate::projection::{Levers, catalogue};
    use crate::scenario::Scenario;
    use crate::world::Weight;

    #[test]
    fn lives_from_65_are_as_long_as_the_life_table_says() {
        let scenario = Scenario::load("england", &[], &catalogue()).expect("England loads");
        let tables = crate::projection::Tables::load(&scenario).expect("tables").people;
        let mut values = Vec::new();
        scenario.central().values(scenario.start_year, &mut values);
        let mut levers = Levers::of_place(&values).people;
        // The table as it is, of 2017 to 2019.
        levers.mortality_level = 1.0;
        let fit = Fit::new(&tables, &levers);
        let lives = Lives::follow(&tables, &fit, &levers, Luck::new(1, 0, 0), 4_000, scenario.start_year).lives;
        // Worked out by hand from the death rates of `life_table.csv`; ONS, National life tables: England, 2017 to 2019.
        for (sex, expected) in [21.35, 18.98].into_iter().enumerate() {
            let of_sex = || lives.iter().filter(|life| usize::from(life.person.sex) == sex);
            let weeks = |life: &Life| life.in_home + life.at_home.iter().flatten().sum::<u32>();
            let years: f64 = of_sex()
                .map(|life| life.weight * f64::from(weeks(life)) / f64::from(WEEKS))
                .sum();
            // A year begun counts whole, and who is 65 is so by half a year on average: the two even out.
            let mean = years / of_sex().map(|life| life.weight).sum::<f64>();
            assert!(
                (mean - expected).abs() < 0.4,
                "sex {sex}: {mean} years, the table says {expected}"
            );
        }
    }

    #[test]
    fn who_mostly_had_somebody_to_care_for_them_has_fewer_hours_of_council_care() {
        let scenario = Scenario::load("england", &[], &catalogue()).expect("England loads");
        let mut values = Vec::new();
        scenario.central().values(scenario.start_year, &mut values);
        let levers = Levers::of_place(&values);
        let terms = LifetimeTerms {
            law: Law::compile(&levers.charging, Indices::BASE),
            fees: Fees::compile(&levers.fees, 0.0, 1.0),
            rules: levers.services.social_care,
            benefit: [70.0, 110.0],
            nursing_share: 0.4,
        };
        let hours = |alone: u32, cared_for: u32| {
            let mut at_home = [[0; 2]; DEPENDENCIES];
            at_home[Dependency::High as usize] = [alone, cared_for];
            let life = Life {
                person: Person::newborn(1, 0, 0, 0, Weight::from_raw(Weight::ONE)),
                weight: 1.0,
                at_home,
                in_home: 0,
                partner: false,
                buys: 0.0,
                nursing: 0.5,
            };
            let career = life.career(&terms);
            let stage = career.stages[0].expect("care at home");
            assert_eq!(stage.weeks, alone + cared_for);
            stage.care.council_rate
        };
        assert!(hours(100, 4) > hours(4, 100));
    }
}
