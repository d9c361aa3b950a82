//! What every adult pays in a year in each world of a draw: the tax for health and care, and what care costs them themselves.
//!
//! Worlds share their luck, so an adult is the same person in all of them, and what they pay less in one than in another is
//! what they gain there in money. Tax is shared evenly among those of a fifth, as the table of taxes says and among the ages that
//! pay it; care is what the year took from this person. Where care at home is a matter of chance, those who have it and those who
//! have none are told apart: whoever has the luck to have it at a chance has it at every greater one. What an age
//! group pays for care is what the ledger says, so that gains and losses add up to the accounts; the sample says who of them.
//! The NHS's charges fall alike on all adults, money that programmes pay on all of one age group and deprivation fifth.

use std::collections::BTreeMap;

use super::draw::{Observer, draw};
use super::plans::Plans;
use super::year::{WorldState, YearError, YearParts};
use crate::economy::tax::{BySource, SOURCES, TaxSource};
use crate::people::{Person, Population};
use crate::scenario::Sampler;
use crate::world::axes::{AgeBand, BANDS, FIFTHS, SEXES};
use crate::world::cells::demographic;
use crate::world::group::{AGES, ByClass};
use crate::world::{Dimension, Group, Weight, YearRecord};

/// Age from which people pay taxes \[years\].
const ADULT: u8 = 18;

/// An adult, as they are in the first world.
#[derive(Clone, Debug, PartialEq)]
pub struct Purse {
    /// Real people they stand for \[people\].
    pub people: f64,
    /// Their age band, by index.
    pub band: usize,
    /// The groups they belong to, everybody apart: deprivation fifth, age, wealth fifth, income fifth.
    pub groups: [Group; 4],
    /// What they pay in each world in tax for health and care [£ a year].
    pub taxed: Vec<f64>,
    /// What programmes pay them in each world [£ a year].
    pub given: Vec<f64>,
    /// What they pay in each world in charges and for care that is bought [£ a year].
    pub care: Vec<f64>,
}

impl Purse {
    /// What they pay in a world in all, less what programmes pay them \[£ a year\].
    pub fn pays(&self, world: usize) -> f64 {
        self.taxed[world] + self.care[world] - self.given[world]
    }
}

/// Years that an adult lives in each age band from 18 on, by the mortality of one year: by deprivation fifth, everybody last \[years\].
pub type AdultYears = [[f64; BANDS]; FIFTHS + 1];

/// All adults of a draw, and how long an adult lives.
#[derive(Clone, Debug, PartialEq)]
pub struct Purses {
    /// The adults.
    pub all: Vec<Purse>,
    /// In the first world.
    pub adult_years: AdultYears,
}

/// A period life table from 18 on, of deaths by demographic cell and those who were there at the start of the year [raw weights].
fn adult_years(deaths: &[f64], before: &[u64]) -> AdultYears {
    let mut table = [[0.0; BANDS]; FIFTHS + 1];
    for (fifth, years) in table.iter_mut().enumerate() {
        let fifths = if fifth < FIFTHS { fifth..fifth + 1 } else { 0..FIFTHS };
        for sex in 0..SEXES {
            let mut alive = 1.0;
            for (band, years) in years.iter_mut().enumerate().skip(AgeBand::of(ADULT).index()) {
                let cells = fifths.clone().map(|fifth| demographic(band, sex, fifth));
                let died: f64 = cells.clone().map(|cell| deaths[cell]).sum();
                let there: f64 = cells.map(|cell| Weight::from_raw(before[cell]).people()).sum();
                let q = if there > 0.0 { (died / there).min(1.0) } else { 0.0 };
                let mut lived = 0.0;
                if band + 1 < BANDS {
                    for _ in AgeBand::STARTS[band]..AgeBand::STARTS[band + 1] {
                        lived += alive * (1.0 - 0.5 * q);
                        alive *= 1.0 - q;
                    }
                } else if q > 0.0 {
                    lived = alive * (1.0 / q - 0.5);
                }
                *years += lived / SEXES as f64;
            }
        }
    }
    table
}

/// One world's people in the year asked about.
#[derive(Clone, Debug, Default)]
struct World {
    /// What care has cost each person so far at the end of the year before, by id [pence].
    before: BTreeMap<u32, i64>,
    /// What care cost each adult in the year, by id: the chance of having any, and the cost if so [£].
    care: BTreeMap<u32, (f64, f64)>,
    /// Taxes of the year [£m].
    tax: BySource,
    /// What each age group pays for care in charges and by itself, by the ledger, the NHS's charges apart [£m].
    care_of_age: [f64; AGES],
    /// The NHS's charges [£m].
    nhs_charges: f64,
    /// Money that programmes pay in the year, by age group and deprivation fifth [£m].
    transfers: ByClass,
}

/// Follows what people pay.
struct Follow {
    year: usize,
    worlds: Vec<World>,
    /// Adults of the first world.
    adults: Vec<Person>,
    /// People of the first world, children too, by age group and deprivation fifth \[people\].
    classes: ByClass,
    /// People of the first world at the end of the year before, by demographic cell [raw weights].
    before: Vec<u64>,
    /// How long adults of the first world live.
    adult_years: AdultYears,
}

fn age_group(age: u8) -> usize {
    Group::age(age).index() - Group::age(0).index()
}

fn fifth_of(index: u8) -> usize {
    usize::from(index).min(FIFTHS - 1)
}

/// Of somebody who paid so much for care in the mean of a chance of it in 255ths: that chance, and what it costs whoever has it.
fn chance_and_cost(paid: f64, in_255ths: u8) -> (f64, f64) {
    if paid > 0.0 {
        let chance = f64::from(in_255ths.max(1)) / 255.0;
        (chance, paid / chance)
    } else {
        (0.0, 0.0)
    }
}

impl Observer for Follow {
    fn year(&mut self, plan: usize, index: usize, record: &YearRecord, parts: &YearParts<'_>) {
        if plan == 0 && index + 1 == self.year {
            self.before.clone_from(&parts.people.population);
        }
        if index != self.year {
            return;
        }
        if plan == 0 && !self.before.is_empty() {
            self.adult_years = adult_years(&parts.people.deaths, &self.before);
        }
        let own = &mut self.worlds[plan];
        own.tax = parts.accounts.tax_paid;
        own.nhs_charges = parts.accounts.user_charges - parts.council.charges;
        let everybody = record.population[Group::ALL.index()];
        for (paid, group) in own.care_of_age.iter_mut().zip(Group::of(Dimension::Age)) {
            let at = group.index();
            // The NHS's stand among them by people.
            let nhs = own.nhs_charges * record.population[at] / everybody;
            *paid = (record.cost_user_charges[at] + record.cost_self_funded[at] - nhs).max(0.0);
        }
    }

    fn people(&mut self, plan: usize, index: usize, people: &Population, world: &WorldState) {
        let own = &mut self.worlds[plan];
        if index + 1 == self.year {
            own.before = people.people.iter().map(|person| (person.id, person.paid.0)).collect();
        }
        if index != self.year {
            return;
        }
        own.transfers = world.transfers_by_class();
        let adults = || people.people.iter().filter(|person| person.age >= ADULT);
        own.care = adults()
            .filter_map(|person| {
                let before = own.before.get(&person.id)?;
                let paid = (person.paid.0 - before) as f64 / 100.0;
                Some((person.id, chance_and_cost(paid, person.care_chance)))
            })
            .collect();
        if plan == 0 {
            self.adults = adults().copied().collect();
            for person in &people.people {
                self.classes[age_group(person.age)][fifth_of(person.fifth)] += person.weight.people();
            }
        }
    }
}

impl Follow {
    /// In which fifth of all adults each stands by wealth: what is taxed where wealth is.
    fn by_wealth(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.adults.len()).collect();
        order.sort_by(|a, b| {
            self.adults[*a]
                .wealth()
                .total_cmp(&self.adults[*b].wealth())
                .then(a.cmp(b))
        });
        let all: f64 = self.adults.iter().map(|person| person.weight.people()).sum();
        let mut below = 0.0;
        let mut fifths = vec![0; self.adults.len()];
        for at in order {
            let people = self.adults[at].weight.people();
            let middle = (below + people / 2.0) / all.max(f64::MIN_POSITIVE);
            fifths[at] = ((middle * FIFTHS as f64) as usize).min(FIFTHS - 1);
            below += people;
        }
        fifths
    }

    /// In a world, for each age group: what the care that the sample paid for is multiplied by to be what the ledger says, and
    /// what each adult pays of what the sample knows nothing of \[£ a year\].
    fn to_the_ledger(&self, world: &World) -> [(f64, f64); AGES] {
        let (mut sampled, mut adults) = ([0.0; AGES], [0.0; AGES]);
        for person in &self.adults {
            let (age, people) = (age_group(person.age), person.weight.people());
            adults[age] += people;
            let care = world.care.get(&person.id);
            sampled[age] += care.map_or(0.0, |(chance, cost)| people * chance * cost);
        }
        let all: f64 = adults.iter().sum();
        std::array::from_fn(|age| {
            let (paid, nhs) = (world.care_of_age[age] * 1e6, world.nhs_charges * 1e6 / all.max(1.0));
            if sampled[age] > 0.0 {
                (paid / sampled[age], nhs)
            } else {
                (1.0, nhs + paid / adults[age].max(1.0))
            }
        })
    }

    fn purses(&self, plans: &Plans) -> Vec<Purse> {
        let ledger: Vec<[(f64, f64); AGES]> = self.worlds.iter().map(|world| self.to_the_ledger(world)).collect();
        let by_wealth = self.by_wealth();
        let fifth = |source: TaxSource, at: usize| match source {
            TaxSource::WealthLevy => by_wealth[at],
            _ => fifth_of(self.adults[at].income_fifth),
        };
        // Pounds of each tax that an adult of each fifth pays, by world.
        let each: Vec<[[f64; FIFTHS]; SOURCES]> = plans
            .iter()
            .zip(&self.worlds)
            .map(|(plan, world)| {
                let economy = &plan.tables.economy;
                std::array::from_fn(|at| {
                    let source = TaxSource::ALL[at];
                    let [from, to] = economy.paying_ages[source];
                    let mut payers = [0.0; FIFTHS];
                    for (index, person) in self.adults.iter().enumerate() {
                        if (from..=to).contains(&person.age) {
                            payers[fifth(source, index)] += person.weight.people();
                        }
                    }
                    std::array::from_fn(|place| {
                        let yielded = world.tax[source] * economy.incidence[source][place] * 1e6;
                        if payers[place] > 0.0 {
                            yielded / payers[place]
                        } else {
                            0.0
                        }
                    })
                })
            })
            .collect();
        let known = |person: &Person| self.worlds.iter().all(|world| world.care.contains_key(&person.id));
        let mut purses = Vec::with_capacity(self.adults.len());
        for (at, person) in self.adults.iter().enumerate().filter(|(_, person)| known(person)) {
            let (age, imd) = (age_group(person.age), fifth_of(person.fifth));
            let taxed: Vec<f64> = plans
                .iter()
                .zip(&each)
                .map(|(plan, each)| {
                    let taxed = TaxSource::ALL.into_iter().filter(|source| {
                        let [from, to] = plan.tables.economy.paying_ages[*source];
                        (from..=to).contains(&person.age)
                    });
                    taxed.map(|source| each[source][fifth(source, at)]).sum()
                })
                .collect();
            let of_class = self.classes[age][imd].max(f64::MIN_POSITIVE);
            let worlds = self.worlds.iter();
            let given: Vec<f64> = worlds.map(|world| world.transfers[age][imd] * 1e6 / of_class).collect();
            let care: Vec<(f64, f64)> = self
                .worlds
                .iter()
                .zip(&ledger)
                .map(|(world, ledger)| {
                    let (chance, cost) = world.care[&person.id];
                    (chance, cost * ledger[age].0)
                })
                .collect();
            for (share, costs) in stretches(&care) {
                purses.push(Purse {
                    people: person.weight.people() * share,
                    band: AgeBand::of(person.age).index(),
                    taxed: taxed.clone(),
                    given: given.clone(),
                    groups: [
                        Group::imd(imd),
                        Group::age(person.age),
                        Group::wealth(fifth_of(person.wealth_fifth)),
                        Group::income(fifth_of(person.income_fifth)),
                    ],
                    care: ledger
                        .iter()
                        .zip(&costs)
                        .map(|(ledger, cost)| ledger[age].1 + cost)
                        .collect(),
                });
            }
        }
        purses
    }
}

/// What happens at a chance of its own in each world, as shares of people who fare alike in all of them, with the cost in each.
fn stretches(care: &[(f64, f64)]) -> Vec<(f64, Vec<f64>)> {
    let mut ends: Vec<f64> = care.iter().map(|(chance, _)| *chance).chain([0.0, 1.0]).collect();
    ends.sort_by(f64::total_cmp);
    ends.dedup();
    ends.windows(2)
        .map(|pair| {
            let cost = |(chance, cost): &(f64, f64)| if *chance >= pair[1] { *cost } else { 0.0 };
            (pair[1] - pair[0], care.iter().map(cost).collect())
        })
        .collect()
}

/// What every adult pays in the year at a place among those of a run, the base year being 0: of it nothing can be told, since
/// nothing has been decided before it.
pub fn purses(plans: &Plans, sampler: &Sampler, number: u64, people: usize, year: usize) -> Result<Purses, YearError> {
    let mut follow = Follow {
        year,
        worlds: vec![World::default(); plans.len()],
        adults: Vec::new(),
        classes: [[0.0; FIFTHS]; AGES],
        before: Vec::new(),
        adult_years: [[0.0; BANDS]; FIFTHS + 1],
    };
    draw(plans, sampler, number, 0, people, year + 1, &mut follow)?;
    Ok(Purses {
        all: follow.purses(plans),
        adult_years: follow.adult_years,
    })
}

#[cfg(test)]
mod tests {
    use super::{Purse, chance_and_cost, draw, purses, stretches};
    use crate::projection::year::YearParts;
    use crate::projection::{Money, Plans, Shelf, catalogue};
    use crate::scenario::{Over, Sampler, Scenario};
    use crate::world::axes::{AgeBand, FIFTHS};
    use crate::world::{Group, YearRecord};

    /// Mean of what more is paid in the second world, over those for whom something holds [£ a year], and how many they are.
    fn paid_more(purses: &[Purse], holds: impl Fn(&Purse) -> bool) -> (f64, f64) {
        let (mut more, mut people) = (0.0, 0.0);
        for purse in purses.iter().filter(|purse| holds(purse)) {
            more += purse.people * (purse.pays(1) - purse.pays(0));
            people += purse.people;
        }
        (more / people, people)
    }

    #[test]
    fn money_paid_to_people_is_in_the_purses_of_those_who_have_it_and_out_of_those_of_all_who_pay_for_it() {
        let catalogue = catalogue();
        let text = "extends = \"england.toml\"\n[programme.money]\ntitle = \"Money\"\n\
            eligible = { min_age = 18, max_age = 64, fifths = [1] }\ncoverage = 0.5\nstart_year = 2025\n\
            cost_per_person = 0.01\ntransfer_per_person = 1000\npayer = \"tax\"\nfidelity = 1\ncashable = 0\n";
        let worlds = ["extends = \"england.toml\"\n", text].map(|text| {
            let scenario = Scenario::from_text("money.toml", text, &[], &catalogue).expect("a scenario");
            (scenario, Money::AsItSays(Over::default()))
        });
        let plans = Plans::of(worlds.into(), &Shelf::default(), &catalogue).expect("plans");
        let purses = purses(&plans, &Sampler::plain(1), 0, 1_000, 1).expect("a draw").all;
        let of_age = |purse: &Purse| purse.groups[1] == Group::age(40);
        let has_it = |purse: &Purse| of_age(purse) && purse.groups[0] == Group::imd(0);
        let (mut told, half) = (0, 500.0);
        for income in 0..5 {
            let of = |purse: &Purse| purse.groups[3] == Group::income(income);
            let (with, there) = paid_more(&purses, |purse| of(purse) && has_it(purse));
            let (without, others) = paid_more(&purses, |purse| of(purse) && of_age(purse) && !has_it(purse));
            if there > 0.0 && others > 0.0 {
                // Half of them have £1,000, to the sampling error of how many they are; of the tax for it, those who earn as much pay alike.
                assert!(
                    (without - with - half).abs() < 0.04 * half,
                    "income {income}: {with} against {without}"
                );
                assert!(with < 0.0 && without > 0.0, "income {income}: {with} against {without}");
                told += 1;
            }
        }
        assert!(told >= 4, "{told} fifths of income");
        // What some have more, all together have paid: nothing is made or lost.
        let (mean, people) = paid_more(&purses, |_| true);
        let (_, having) = paid_more(&purses, has_it);
        let paid = half * having;
        assert!(
            (mean * people / paid).abs() < 0.03,
            "£{} m of £{} m",
            mean * people / 1e6,
            paid / 1e6
        );
    }

    /// What all adults pay more is what the accounts say that people pay more, charges of the NHS included.
    #[test]
    fn purses_add_up_to_the_accounts() {
        let catalogue = catalogue();
        let reform = "extends = \"england.toml\"\n[social_care.charging]\nscheme = \"free_personal_care\"\n\
            [funding.charges]\ngp_fee = 20\n";
        let worlds = ["extends = \"england.toml\"\n", reform].map(|text| {
            let scenario = Scenario::from_text("reform.toml", text, &[], &catalogue).expect("a scenario");
            (scenario, Money::AsItSays(Over::default()))
        });
        let plans = Plans::of(worlds.into(), &Shelf::default(), &catalogue).expect("plans");
        let (sampler, all) = (Sampler::plain(1), Group::ALL.index());
        let purses = purses(&plans, &sampler, 0, 2_000, 4).expect("a draw");
        let adult_years = purses.adult_years;
        let purses = purses.all;
        let mut net_paid = [0.0; 2];
        let mut at_65 = [0.0; FIFTHS];
        let mut follow = |plan: usize, index: usize, record: &YearRecord, parts: &YearParts<'_>| {
            if index == 4 && plan == 0 {
                at_65 = std::array::from_fn(|fifth| parts.health.at_65.iter().map(|of| of[fifth]).sum::<f64>() / 2.0);
            }
            if index == 4 {
                let of = |amounts: &[f64]| amounts[all];
                net_paid[plan] = of(&record.tax_paid) + of(&record.cost_user_charges) + of(&record.cost_self_funded);
            }
        };
        draw(&plans, &sampler, 0, 0, 2_000, 5, &mut follow).expect("a draw");
        // Whoever lives to 65 lives as long from there on as the model's own life table says.
        let old = AgeBand::of(65).index();
        for (fifth, (years, told)) in adult_years.iter().zip(at_65).enumerate() {
            let (work, rest) = (years[..old].iter().sum::<f64>(), years[old..].iter().sum::<f64>());
            // Between 75 and 97 in a hundred adults live to 65, and nobody lives more than 47 years before.
            let reached = rest / told;
            assert!((0.75..0.97).contains(&reached), "fifth {fifth}: {reached}");
            assert!((43.0..47.0).contains(&work), "fifth {fifth}: {work}");
            let least = work - 47.0 * reached;
            assert!(
                least > 0.0 && least < 47.0 * (1.0 - reached),
                "fifth {fifth}: {work}, {reached}"
            );
        }
        for (world, told) in net_paid.into_iter().enumerate() {
            let paid: f64 = purses.iter().map(|purse| purse.people * purse.pays(world)).sum();
            assert!(
                (paid / 1e6 - told).abs() < 0.002 * told,
                "{} against {told}",
                paid / 1e6
            );
        }
        let more = |purse: &Purse| purse.people * (purse.pays(1) - purse.pays(0)) / 1e6;
        let (more, told) = (purses.iter().map(more).sum::<f64>(), net_paid[1] - net_paid[0]);
        assert!((more - told).abs() < 0.02 * told.abs(), "{more} against {told}");
    }

    #[test]
    fn chances_of_two_worlds_are_laid_over_one_another_and_keep_their_means() {
        let care = [(0.25, 800.0), (0.5, 100.0)];
        let found = stretches(&care);
        assert_eq!(
            found,
            [
                (0.25, vec![800.0, 100.0]),
                (0.25, vec![0.0, 100.0]),
                (0.5, vec![0.0, 0.0])
            ]
        );
        for (world, (chance, cost)) in care.iter().enumerate() {
            let mean: f64 = found.iter().map(|(share, costs)| share * costs[world]).sum();
            assert_eq!(mean, chance * cost);
        }
        assert_eq!(stretches(&[(1.0, 5.0), (0.0, 0.0)]), [(1.0, vec![5.0, 0.0])]);
    }

    #[test]
    fn care_at_one_chance_in_five_costs_whoever_has_it_five_times_its_mean() {
        let (chance, cost) = chance_and_cost(100.0, 51);
        assert!((chance - 0.2).abs() < 1e-12 && (cost - 500.0).abs() < 1e-9);
        assert_eq!(
            (chance_and_cost(100.0, 255), chance_and_cost(0.0, 51)),
            ((1.0, 100.0), (0.0, 0.0))
        );
    }
}
