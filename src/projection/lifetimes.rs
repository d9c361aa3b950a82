//! Lives of care from 65 to death: who comes to need how much, once per draw; what a law makes of it, each year.
//!
//! People of 65, sampled for the purpose, go up the ages under the base year's rates with luck of their own. In the
//! projection nobody dies by coin toss; a lifetime, though, has an end. Given the path of health, how many of those whom
//! somebody stands for die in each of its years is known, and a life that ends in one of them is the path until then: so
//! one path stands for many lives, each with its share (the expectation, where a coin would be noise). Only of the last
//! few a uniform number decides when they die, for nobody is followed to 105 who hardly anybody lives to be. Every year's
//! law is then applied to the same lives, so that what differs between years and scenarios is law and price alone.
//!
//! Limits: rates are those of the base year, whatever prevention does to them later; a year begun counts whole.

use std::sync::{Mutex, PoisonError};

use crate::economy::charging::{Circumstances, Fees, Law, LifetimeSummary, Living, Package, Stage};
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

/// Of those whom a path stands for, the last to die, who all do so in one year of it.
const LAST: f64 = 0.2;

/// One path of health from 65 on.
#[derive(Clone, Debug)]
struct Life {
    person: Person,
    /// Uniform number that decides whether care at home is paid for.
    buys: f64,
    nursing: f64,
    years: Vec<LifeYear>,
}

/// A year of a path.
#[derive(Clone, Copy, Debug)]
struct LifeYear {
    /// Real people who die in it, after whole 52 weeks.
    dying: f64,
    level: Dependency,
    in_home: bool,
    carer: bool,
    partner: bool,
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
        // Who is still alive: their place among the lives, of how many at 65, and how many are left when it ends.
        let mut alive: Vec<(usize, f64, f64)> = Vec::with_capacity(cohort.people.len());
        for (index, person) in cohort.people.iter().enumerate() {
            let [end, buys, nursing, ..] = even.point(index as u64);
            let last = person.weight.people() * LAST;
            alive.push((index, last, last * end));
            lives.push(Life {
                person: *person,
                buys,
                nursing,
                years: Vec::with_capacity(usize::from(LONGEST)),
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
                .map(|(person, (.., end))| person.weight.people() >= *end)
                .collect();
            let mut on = lives_on.iter();
            people.retain(|_| on.next() == Some(&true));
            let mut on = lives_on.iter();
            alive.retain(|_| on.next() == Some(&true));
            if alive.is_empty() {
                break;
            }
            for ((index, last, _), person) in alive.iter().zip(&worlds[0].people) {
                let years = &mut lives[*index].years;
                // All the last ones live until the path ends.
                let left = person.weight.people().max(*last);
                if let Some(before) = years.last_mut() {
                    before.dying -= left;
                }
                years.push(LifeYear {
                    dying: left,
                    level: Dependency::ALL[usize::from(person.dependency).min(DEPENDENCIES - 1)],
                    in_home: person.in_care_home(),
                    carer: person.has_carer,
                    partner: person.has_partner,
                });
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
        let offers = Offers::of(terms);
        let mut all = LifetimeSummary::default();
        let mut by_wealth = [LifetimeSummary::default(); FIFTHS];
        let mut by_imd = [LifetimeSummary::default(); FIFTHS];
        for life in &self.lives {
            let lives = life.under(terms, &offers);
            all.merge(&lives);
            by_wealth[usize::from(life.person.wealth_fifth).min(FIFTHS - 1)].merge(&lives);
            by_imd[usize::from(life.person.fifth).min(FIFTHS - 1)].merge(&lives);
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

/// Care at home as it is paid for: how likely it is, and what is had.
#[derive(Clone, Copy)]
struct Offer {
    chance: f64,
    care: Package,
}

/// What care is had under some terms.
struct Offers {
    /// At home: by level of need, whether somebody can care, whether it is bought by oneself.
    at_home: [[[Offer; 2]; 2]; DEPENDENCIES],
    /// In a care home: without nursing and with it.
    in_home: [Package; 2],
}

impl Offers {
    fn of(terms: &LifetimeTerms) -> Offers {
        let LifetimeTerms { law, fees, rules, .. } = terms;
        let offer = |level: usize, carer: usize, in_full: usize| {
            let (level, carer) = (Dependency::ALL[level], carer == 1);
            let need = rules.home_need(level, carer, 1.0);
            let (chance, hours) = if in_full == 1 && !law.free_personal_care_at_home {
                (rules.self_funder_buys, need.left() * rules.self_funder_share)
            } else {
                (rules.council_user(level, carer), rules.package(&need))
            };
            Offer {
                chance,
                care: fees.home_care(hours),
            }
        };
        let two = |level, carer| std::array::from_fn(|in_full| offer(level, carer, in_full));
        Offers {
            at_home: std::array::from_fn(|level| std::array::from_fn(|carer| two(level, carer))),
            in_home: [false, true].map(|nursing| fees.care_home(nursing, false)),
        }
    }
}

impl Life {
    /// All the lives that this path stands for, under some terms.
    fn under(&self, terms: &LifetimeTerms, offers: &Offers) -> LifetimeSummary {
        let mut person: Circumstances = circumstances(&self.person, &terms.benefit);
        person.age = FROM;
        let in_full = person.capital.0 > terms.law.limits_own_home.upper;
        let in_home = &offers.in_home[usize::from(self.nursing < terms.nursing_share)];
        let mut living = Living::of(&person, &terms.law);
        let mut lives = LifetimeSummary::default();
        let mut ended = living.at_death();
        for year in &self.years {
            if let Some(stage) = self.stage(year, terms, offers, (in_full, in_home)) {
                living.live(&stage);
                ended = living.at_death();
            }
            lives.add(&ended, year.dying, &terms.law);
        }
        lives
    }

    /// The paid care of a year, if there is any.
    fn stage(
        &self,
        year: &LifeYear,
        terms: &LifetimeTerms,
        offers: &Offers,
        (in_full, in_home): (bool, &Package),
    ) -> Option<Stage> {
        let stage = |care: Package, partner: bool, benefit: f64| Stage {
            weeks: WEEKS,
            care,
            partner_at_home: partner,
            disability_benefit: Pence::from_pounds(benefit),
        };
        if year.in_home {
            return Some(stage(*in_home, false, terms.benefit[1]));
        }
        if year.level == Dependency::Independent {
            return None;
        }
        let offer = &offers.at_home[year.level as usize][usize::from(year.carer)][usize::from(in_full)];
        let benefit = terms.benefit[usize::from(year.level == Dependency::High)];
        (self.buys < offer.chance).then(|| stage(offer.care, year.partner, benefit))
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

    /// England's law and prices of today, no home a nursing home.
    fn terms() -> LifetimeTerms {
        let scenario = Scenario::load("england", &[], &catalogue()).expect("England loads");
        let mut values = Vec::new();
        scenario.central().values(scenario.start_year, &mut values);
        let levers = Levers::of_place(&values);
        LifetimeTerms {
            law: Law::compile(&levers.charging, Indices::BASE),
            fees: Fees::compile(&levers.fees, 0.0, 1.0),
            rules: levers.services.social_care,
            benefit: [70.0, 110.0],
            nursing_share: 0.0,
        }
    }

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
            let ends = |life: &Life| life.years.iter().map(|year| year.dying).collect::<Vec<_>>();
            let of_sex: Vec<Vec<f64>> = of_sex().map(ends).collect();
            let years: f64 = of_sex
                .iter()
                .flat_map(|life| life.iter().enumerate().map(|(at, dying)| (at + 1) as f64 * dying))
                .sum();
            // A year begun counts whole, and who is 65 is so by half a year on average: the two even out.
            let mean = years / of_sex.iter().flatten().sum::<f64>();
            assert!(
                (mean - expected).abs() < 0.4,
                "sex {sex}: {mean} years, the table says {expected}"
            );
        }
    }

    #[test]
    fn who_has_somebody_to_care_for_them_has_fewer_hours_of_council_care() {
        let terms = terms();
        let offers = Offers::of(&terms);
        for level in [Dependency::Low, Dependency::Medium, Dependency::High] {
            let [alone, cared_for] = [0, 1].map(|carer| &offers.at_home[level as usize][carer][0]);
            assert!(alone.chance >= cared_for.chance);
            assert!(level != Dependency::High || alone.care.council_rate > cared_for.care.council_rate);
        }
    }

    /// A path whose people die after one, two and four years of a home, of which one is less than £100,000 and four are more.
    #[test]
    fn a_path_stands_for_a_life_of_each_length_in_proportion_to_who_dies_then() {
        let terms = terms();
        let year = |dying: f64| LifeYear {
            dying,
            level: Dependency::High,
            in_home: true,
            carer: false,
            partner: false,
        };
        let mut person = Person::newborn(1, 0, 0, 0, Weight::from_raw(Weight::ONE));
        person.capital = 500_000.0;
        let path = |dying: &[f64]| Life {
            person,
            buys: 0.0,
            nursing: 0.5,
            years: dying.iter().map(|dying| year(*dying)).collect(),
        };
        let offers = Offers::of(&terms);
        let all = path(&[5.0, 3.0, 0.0, 2.0]).under(&terms, &offers);
        let costs = |years: usize| {
            let mut dying = vec![0.0; years];
            dying[years - 1] = 1.0;
            path(&dying).under(&terms, &offers)
        };
        let [one, two, four] = [1, 2, 4].map(costs);
        let mean = 0.5 * one.mean_cost() + 0.3 * two.mean_cost() + 0.2 * four.mean_cost();
        assert!((all.mean_cost() / mean - 1.0).abs() < 1e-12);
        assert!((two.mean_cost() / one.mean_cost() - 2.0).abs() < 1e-12);
        assert_eq!((one.share_over(), four.share_over()), (0.0, 1.0));
        assert!((all.share_over() - 0.2 - 0.3 * two.share_over()).abs() < 1e-12);
    }
}
