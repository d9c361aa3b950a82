//! The sample's weights, where care is counted, brought to the cohort's counts.
//!
//! The sample says who among those in need is rich, owns a home or has paid for years; how many there are in need the
//! cohort knows without luck. So each year everybody in need counts as their weight times a factor, such that the sample
//! adds to the cohort by class of care (age, dependency, carer, stay in a care home), by deprivation fifth within dependency
//! and carer, and by sex within dependency: raking, also called iterative proportional fitting (Deming and Stephan 1940). The
//! weights themselves are left alone: a factor carried from year to year would give the weight of the frail who die to
//! the frail who are left.
//!
//! A class or cell with hardly anybody in the sample shares its factor with its neighbours, so that nobody of the
//! cohort is lost; residents of care homes always come out at the cohort's number.

use super::classes::{AGES_OF_CARE, CELLS, Class, PAIRS, Targets, cell};
use super::person::Person;
use super::population::Population;
use super::year::{AGE_GROUPS, PeopleYear};
use crate::people::flows::ROW;
use crate::world::Weight;
use crate::world::axes::{AgeBand, BANDS, FIFTHS, SEXES};
use crate::world::cells::demographic;
use crate::world::group::Group;

/// Simulated people who are enough to stand for a class by age or fifth alone.
const ENOUGH: u32 = 4;
/// Rounds of raking.
const ROUNDS: usize = 6;

impl Population {
    /// Brings those in care to the cohort's counts, and wealth fifths to the people of each age group.
    pub fn weigh(&mut self, targets: &Targets, out: &mut PeopleYear) {
        let mut sample = vec![0.0; CELLS];
        let mut counted = vec![0u32; CELLS];
        for index in &out.care {
            let person = &self.people[*index as usize];
            if let Some(class) = Class::of_person(person).filter(|_| person.weight > Weight::ZERO) {
                let at = cell(class, person);
                sample[at] += person.weight.people();
                counted[at] += 1;
            }
        }
        let margins = margins(&counted);
        let factors = &mut self.factors.0;
        factors.fill(1.0);
        for _ in 0..ROUNDS {
            for margin in &margins {
                rake(margin, &sample, &targets.people, factors);
            }
        }
        spread_wealth(out);
    }

    /// Real people for whom somebody stands where care is counted.
    #[inline]
    pub fn counted(&self, person: &Person) -> f64 {
        let factor = Class::of_person(person).map_or(1.0, |class| self.factors.0[cell(class, person)]);
        person.weight.people() * factor
    }
}

/// Scales the cells of each group so that the sample adds to the cohort.
fn rake(groups: &[Vec<usize>], sample: &[f64], targets: &[f64], factors: &mut [f64]) {
    for group in groups {
        let here: f64 = group.iter().map(|at| sample[*at] * factors[*at]).sum();
        let wanted: f64 = group.iter().map(|at| targets[*at]).sum();
        if here > 0.0 {
            group.iter().for_each(|at| factors[*at] *= wanted / here);
        }
    }
}

/// Cells of a kind at an age group, by sex and fifth.
fn of_class(kind: usize, age: usize) -> std::ops::Range<usize> {
    let class = kind * AGES_OF_CARE + age;
    class * ROW..(class + 1) * ROW
}

/// Cells of some kinds that a question about sex and fifth keeps.
fn of_kinds(kinds: &[usize], keep: impl Fn(usize, usize) -> bool) -> Vec<usize> {
    let cells = kinds
        .iter()
        .flat_map(|kind| (0..AGES_OF_CARE).flat_map(|age| of_class(*kind, age)));
    cells.filter(|at| keep(at % ROW / FIFTHS, at % FIFTHS)).collect()
}

/// The margins, the one that must come out exactly last: sex within dependency, fifths within kinds, and classes. Each
/// cell is in one group of each.
fn margins(counted: &[u32]) -> [Vec<Vec<usize>>; 3] {
    let [mut sexes, mut fifths, mut classes] = [const { Vec::new() }; 3];
    for pair in 0..PAIRS {
        let both = [2 * pair, 2 * pair + 1];
        let of_sex = |sex: usize| of_kinds(&both, |other, _| other == sex);
        join(counted, (0..SEXES).map(of_sex).collect(), &mut sexes);
        // Whether somebody has a carer decides how much care there is, so kinds go together only where one has nobody.
        let apart = both
            .iter()
            .all(|kind| people(counted, &of_kinds(&[*kind], |_, _| true)) > 0);
        let alike: &[&[usize]] = if apart { &[&both[..1], &both[1..]] } else { &[&both] };
        for kinds in alike {
            let of_fifth = |fifth: usize| of_kinds(kinds, |_, other| other == fifth);
            join(counted, (0..FIFTHS).map(of_fifth).collect(), &mut fifths);
            let of_age = |age: usize| kinds.iter().flat_map(|kind| of_class(*kind, age)).collect();
            join(counted, (0..AGES_OF_CARE).map(of_age).collect(), &mut classes);
        }
    }
    [sexes, fifths, classes]
}

fn people(counted: &[u32], cells: &[usize]) -> u32 {
    cells.iter().map(|at| counted[*at]).sum()
}

/// Joins neighbours until each group has people enough; what is left over goes to the group before it.
fn join(counted: &[u32], neighbours: Vec<Vec<usize>>, groups: &mut Vec<Vec<usize>>) {
    let first = groups.len();
    let mut group = Vec::new();
    for cells in neighbours {
        group.extend(cells);
        if people(counted, &group) >= ENOUGH {
            groups.push(std::mem::take(&mut group));
        }
    }
    let somebody = people(counted, &group) > 0;
    match groups.len() {
        // Where nobody is left over to take a factor, the nearest need stands for them.
        before if before > first || (!somebody && before > 0) => groups[before - 1].extend(group),
        _ if group.is_empty() => {}
        _ => groups.push(group),
    }
}

/// Wealth fifths, counted in the sample, brought to the people of their age group to the unit.
fn spread_wealth(out: &mut PeopleYear) {
    let mut people = [0u64; AGE_GROUPS];
    for band in 0..BANDS {
        let group = Group::age(AgeBand::from_index(band).start()).index() - Group::age(0).index();
        for sex in 0..SEXES {
            for fifth in 0..FIFTHS {
                people[group] += out.population[demographic(band, sex, fifth)];
            }
        }
    }
    for (row, people) in out.wealth.iter_mut().zip(people) {
        let sampled: u64 = row.iter().sum();
        let (mut below, mut given) = (0u64, 0u64);
        for fifth in row.iter_mut() {
            below += *fifth;
            // Whole numbers throughout: the fifths of a group add to its people exactly.
            let reached = (u128::from(below) * u128::from(people) / u128::from(sampled.max(1))) as u64;
            *fifth = reached - given;
            given = reached;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::classes::KINDS;
    use super::*;
    use crate::people::{Cohort, RateFactors, Rates, fixture, observe};

    /// A sample of the base year, without those whom `lost` names, and its cohort.
    fn weighed(size: usize, lost: impl Fn(&Person) -> bool) -> (Population, Cohort, PeopleYear) {
        let (tables, levers, fit) = (fixture::tables(), fixture::levers(), fixture::fit());
        let rates = Rates::build(&tables, &fit, &levers, fixture::BASE_YEAR, &RateFactors::default());
        let mut cohort = Cohort::start(&fit, &levers, 1.0);
        let mut record = PeopleYear::default();
        cohort.observe(&rates, &mut record);
        let mut population = fixture::population(size);
        for person in population.people.iter_mut().filter(|person| lost(person)) {
            person.weight = Weight::ZERO;
        }
        observe(&population, &mut record);
        population.weigh(cohort.targets(), &mut record);
        (population, cohort, record)
    }

    fn counted(population: &Population, record: &PeopleYear, holds: impl Fn(&Person) -> bool) -> f64 {
        let people = record.care.iter().map(|at| &population.people[*at as usize]);
        people
            .filter(|person| holds(person))
            .map(|person| population.counted(person))
            .sum()
    }

    #[test]
    fn kinds_of_need_come_out_at_the_cohort_and_not_at_the_sample() {
        let (population, cohort, record) = weighed(3_000, |_| false);
        for kind in 0..KINDS {
            let wanted: f64 = of_kinds(&[kind], |_, _| true)
                .iter()
                .map(|at| cohort.targets().people[*at])
                .sum();
            let of_kind =
                |person: &Person| Class::of_person(person).is_some_and(|class| class.0 / AGES_OF_CARE == kind);
            let found = counted(&population, &record, of_kind);
            assert!((found / wanted - 1.0).abs() < 1e-6, "{kind}: {found} of {wanted}");
            let bare: f64 = population
                .people
                .iter()
                .filter(|person| person.age >= 65 && of_kind(person))
                .map(|person| person.weight.people())
                .sum();
            assert!((bare / wanted - 1.0).abs() > 1e-6, "the sample needs no weighing");
        }
    }

    #[test]
    fn nobody_of_the_cohort_is_lost_where_the_sample_has_nobody() {
        let wanted = |cohort: &Cohort| cohort.targets().total();
        let losses: [fn(&Person) -> bool; 4] = [
            |person| person.in_care_home() && person.age < 85,
            |person| person.in_care_home() && person.years_in_home == 0,
            |person| person.dependency == 3 && !person.has_carer && !person.in_care_home(),
            |person| person.dependency > 0 && person.sex == 1,
        ];
        for (number, lost) in losses.into_iter().enumerate() {
            let (population, cohort, record) = weighed(1_000, lost);
            let found = counted(&population, &record, |_| true);
            assert!((found / wanted(&cohort) - 1.0).abs() < 1e-6, "{number}: {found}");
        }
    }
}
