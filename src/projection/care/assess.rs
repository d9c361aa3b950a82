//! The first half of the care pass: what need and law come to for everybody, before anybody knows the budgets.

use crate::economy::charging::Law;
use crate::people::{Person, Population};
use crate::world::axes::DEPENDENCIES;
use crate::world::event::Event;
use crate::world::{Dependency, Pence, Year};

use super::kinds::{CareKind, Freed, KINDS, Means, kind_of, kinds};
use super::payment::{FullPayers, account_of, account_of_resident, circumstances, pay};
use super::shadow::{AtHome, Place, ShadowCase, Shadows, Without};
use super::sums::*;
use super::{CareTerms, WEEKS};

/// One in so many people with low dependency has their charges worked out.
const LOW_CHARGED: u32 = 8;

/// One person at home whose charge was worked out [£ a year, with council care].
#[derive(Clone, Copy, Debug)]
pub(super) struct HomeCase {
    pub person: u32,
    pub kind: u8,
    pub cell: u16,
    pub people: f64,
    /// Millions of people for whom this one's money stands.
    pub money: f64,
    pub council: f64,
    pub nhs: f64,
    pub charge: f64,
    pub own: f64,
    pub wealth_spent: f64,
    pub benefit_used: f64,
    pub metered: Pence,
    pub self_funding: f64,
}

/// What a year in a care home takes from a resident [£].
#[derive(Clone, Copy, Debug)]
pub(super) struct ResidentCase {
    pub person: u32,
    pub wealth_spent: f64,
    pub paid: f64,
    pub metered: Pence,
}

/// What the law and need come to before budgets are set [£m].
#[derive(Clone, Debug, Default)]
pub struct Assessment {
    pub(super) kinds: Vec<CareKind>,
    /// People at home by cell and kind.
    pub(super) at_home: Vec<[f64; KINDS]>,
    /// Those of them whose charge was not worked out, with their kind: they may still buy care.
    pub(super) uncharged: Vec<(u32, u8)>,
    pub(super) charged: Vec<HomeCase>,
    pub(super) residents: Vec<ResidentCase>,
    /// Sums of care homes by cell: money for them comes first, whatever is left for care at home.
    pub(super) homes: Vec<[f64; QUANTITIES]>,
    pub(super) totals: CareTotals,
    /// What councils pay at the base threshold.
    pub bill: Bill,
    /// What councils would pay without reform for the same people, whose wealth it would have left as it would.
    pub without: Bill,
    /// Of the gross cost, what reform only takes over from people who would have bought the same care.
    pub taken_over: f64,
    pub(super) kinds_without: Vec<CareKind>,
    pub(super) shadows: Vec<ShadowCase>,
}

/// What councils pay for care under a law, if all of it is given, charges apart [£m].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bill {
    /// At home, by dependency.
    pub home: [f64; DEPENDENCIES],
    /// In care homes.
    pub care_home: f64,
    /// Users' charges at home, by dependency: on top.
    pub charges_home: [f64; DEPENDENCIES],
    /// Users' charges in care homes: on top.
    pub charges_care_home: f64,
    /// Older people with council care, if all of it is given \[people\].
    pub users: f64,
}

impl Bill {
    /// What councils pay where a share of care at home is reached, by dependency [£m].
    #[cfg(test)]
    pub fn reached(&self, share: &[f64; DEPENDENCIES]) -> f64 {
        let home = self.home.iter().zip(share).map(|(cost, share)| cost * share);
        self.care_home + home.sum::<f64>()
    }
    /// All care, charges inside [£m].
    pub fn gross(&self) -> f64 {
        let home: f64 = self.home.iter().chain(&self.charges_home).sum();
        home + self.care_home + self.charges_care_home
    }
    /// Users' charges [£m].
    pub fn charges(&self) -> f64 {
        self.charges_home.iter().sum::<f64>() + self.charges_care_home
    }
}

impl Assessment {
    /// Gross cost of council care at home at the base threshold, by dependency, charges inside [£m].
    pub fn home_by_dependency(&self) -> [f64; DEPENDENCIES] {
        std::array::from_fn(|level| self.bill.home[level] + self.bill.charges_home[level])
    }
    /// The same over all levels [£m].
    pub fn home(&self) -> f64 {
        self.home_by_dependency().iter().sum()
    }
    /// Gross cost of council-supported care-home places, charges inside [£m].
    #[cfg(test)]
    pub fn care_home(&self) -> f64 {
        self.bill.care_home + self.bill.charges_care_home
    }
}

/// The law in force and, where it is reformed, the law without reform.
struct Laws<'a> {
    now: FullPayers<'a>,
    without: Option<Without<'a>>,
    /// Whether reform made care at home free: then demand answers, and who would have paid in full is newly free.
    free: bool,
}

impl<'a> Laws<'a> {
    fn of(terms: &CareTerms<'a>, shadows: Option<&'a Shadows>) -> Laws<'a> {
        let now = FullPayers::under(terms.law);
        let without = terms
            .without
            .zip(shadows)
            .map(|(law, shadows)| Without::new(law, shadows));
        let free = without.is_some() && now.free;
        Laws { now, without, free }
    }
}

/// Assesses everybody in `care` (indices of people who may need it); `shadows` are the purses without reform, where there
/// is one.
#[inline(never)]
pub fn assess(
    population: &Population,
    care: &[u32],
    terms: &CareTerms,
    shadows: Option<&Shadows>,
    out: &mut Assessment,
) {
    out.clear();
    let laws = Laws::of(terms, shadows);
    if laws.without.is_some() {
        kinds(terms, None, &mut out.kinds_without);
    }
    let freed = laws.free.then(|| Freed {
        answer: terms.free,
        spared: spared(population, care, terms, &laws, &out.kinds_without),
    });
    kinds(terms, freed, &mut out.kinds);
    for index in care {
        let person = &population.people[*index as usize];
        let people = population.counted(person);
        if people <= 0.0 {
            continue;
        }
        if person.in_care_home() {
            out.resident(*index, person, people, terms, &laws);
            continue;
        }
        out.person_at_home(*index, person, people, terms, &laws);
    }
    if laws.without.is_none() {
        out.without = out.bill;
    }
}

/// The share of the price of council care at home that its users no longer pay since it is free, by dependency: what the law
/// without reform would ask for the same packages less what this law asks, over their cost.
fn spared(
    population: &Population,
    care: &[u32],
    terms: &CareTerms,
    laws: &Laws,
    kinds_without: &[CareKind],
) -> [f64; DEPENDENCIES] {
    let (mut gross, mut less) = ([0.0; DEPENDENCIES], [0.0; DEPENDENCIES]);
    let Some(law) = laws.without.as_ref().filter(|_| terms.free.hours > 0.0) else {
        return less;
    };
    for index in care {
        let person = &population.people[*index as usize];
        let level = usize::from(person.dependency).min(DEPENDENCIES - 1);
        let people = population.counted(person) * stands_for(person, level);
        if people <= 0.0 || person.in_care_home() || level == Dependency::Independent as usize {
            continue;
        }
        let before = law.at_home(*index, person, level);
        let kind = &kinds_without[before.kind];
        if before.means != Means::Supported || kind.public == 0.0 {
            continue;
        }
        let own = |who: &Person, law: &Law| {
            let paid = pay(
                &circumstances(who, &terms.benefit),
                &kind.care,
                account_of(who, law),
                law,
                terms.dying[0],
            );
            (paid.charge + paid.self_funded, paid.gross)
        };
        let (then, cost) = own(&before.person, law.law);
        if then > 0.0 {
            less[level] += people * kind.public * (then - own(person, terms.law).0).max(0.0);
        }
        gross[level] += people * kind.public * cost;
    }
    std::array::from_fn(|level| {
        if gross[level] > 0.0 {
            less[level] / gross[level]
        } else {
            0.0
        }
    })
}

/// How many people of the same dependency a person stands for when charges are worked out.
///
/// People with low dependency are many and have little council care, some thousandths of its cost: their charges are worked
/// out for a fixed few of them, who stand for the others in money (and only in money).
fn stands_for(person: &Person, level: usize) -> f64 {
    if level != Dependency::Low as usize {
        1.0
    } else if person.id.is_multiple_of(LOW_CHARGED) {
        f64::from(LOW_CHARGED)
    } else {
        0.0
    }
}

impl Assessment {
    fn clear(&mut self) {
        self.uncharged.clear();
        self.charged.clear();
        self.residents.clear();
        self.at_home.clear();
        self.at_home.resize(CELLS, [0.0; KINDS]);
        self.homes.clear();
        self.homes.resize(CELLS, [0.0; QUANTITIES]);
        self.totals = CareTotals::default();
        (self.bill, self.without) = (Bill::default(), Bill::default());
        self.taken_over = 0.0;
        self.kinds_without.clear();
        self.shadows.clear();
    }

    /// Adds somebody who lives at home, if they need care.
    fn person_at_home(&mut self, index: u32, person: &Person, people: f64, terms: &CareTerms, laws: &Laws) {
        let level = usize::from(person.dependency).min(DEPENDENCIES - 1);
        if level == Dependency::Independent as usize {
            return;
        }
        let capital = Pence::from_pounds(f64::from(person.capital));
        let rich = laws.now.include(capital, person);
        let without = laws
            .without
            .as_ref()
            .map(|law| (law, law.at_home(index, person, level)));
        let was_rich = without
            .as_ref()
            .is_some_and(|(_, before)| before.means == Means::InFull);
        let means = if rich {
            Means::InFull
        } else if was_rich && laws.free {
            Means::NewlyFree
        } else {
            Means::Supported
        };
        let kind = kind_of(level, person.has_carer, means);
        let cell = cell_of(person);
        self.at_home[cell][kind] += people;
        let stands_for = stands_for(person, level);
        let millions = people / 1e6 * stands_for;
        if let Some((law, before)) = &without {
            self.without.users += people * self.kinds_without[before.kind].public;
            self.at_home_without(index, before, law, (level, millions), terms);
            if was_rich {
                let kind = &self.kinds[kind];
                let hours = (terms.rules.self_funder_buys - kind.private).max(0.0) * kind.bought;
                self.taken_over += millions * hours * f64::from(WEEKS) * terms.fees.home_care_hour;
            }
        }
        let public = self.kinds[kind].public;
        self.bill.users += people * public;
        if stands_for == 0.0 || public == 0.0 {
            self.uncharged.push((index, kind as u8));
            return;
        }
        let who = circumstances(person, &terms.benefit);
        let account = account_of(person, terms.law);
        let paid = pay(&who, &self.kinds[kind].care, account, terms.law, terms.dying[0]);
        self.bill.home[level] += millions * public * paid.council;
        self.bill.charges_home[level] += millions * public * paid.charge;
        self.charged.push(HomeCase {
            person: index,
            kind: kind as u8,
            cell: cell as u16,
            people,
            money: millions,
            council: paid.council,
            nhs: paid.nhs,
            charge: paid.charge,
            own: paid.self_funded,
            wealth_spent: paid.wealth_spent,
            benefit_used: paid.benefit_used,
            metered: paid.metered,
            self_funding: paid.in_full,
        });
    }

    /// Adds what the law without reform would have made of somebody who lives at home; `of` is their dependency and the
    /// millions of people for whom their money stands.
    fn at_home_without(&mut self, index: u32, before: &AtHome, law: &Without, of: (usize, f64), terms: &CareTerms) {
        let (level, millions) = of;
        let kind = &self.kinds_without[before.kind];
        let mut case = ShadowCase {
            person: index,
            place: Place::Home(before.kind as u8),
            wealth_spent: 0.0,
            metered: None,
        };
        if millions > 0.0 && kind.public > 0.0 {
            let who = circumstances(&before.person, &terms.benefit);
            let account = account_of(&before.person, law.law);
            let paid = pay(&who, &kind.care, account, law.law, terms.dying[0]);
            self.without.home[level] += millions * kind.public * paid.council;
            self.without.charges_home[level] += millions * kind.public * paid.charge;
            case.wealth_spent = paid.wealth_spent;
            case.metered = Some(paid.metered);
        }
        self.shadows.push(case);
    }

    /// Adds somebody who lives in a care home.
    fn resident(&mut self, index: u32, person: &Person, people: f64, terms: &CareTerms, laws: &Laws) {
        let who = circumstances(person, &terms.benefit);
        let (nursing, health) = terms.luck.person(u64::from(person.id)).pair(Year(0), Event::Timing);
        let package = terms.fees.care_home(
            f64::from(nursing) < terms.nursing_share,
            f64::from(health) < terms.continuing_healthcare_share,
        );
        let account = account_of_resident(person, &package, terms.law);
        let paid = pay(&who, &package, account, terms.law, terms.dying[1]);
        let millions = people / 1e6;
        let supported = millions * (paid.council + paid.charge);
        self.bill.care_home += millions * paid.council;
        self.bill.charges_care_home += millions * paid.charge;
        self.bill.users += people * (1.0 - paid.in_full);
        if let Some(without) = &laws.without {
            let spared = without.shadows.of(index, person);
            let who = circumstances(&spared, &terms.benefit);
            let account = account_of_resident(&spared, &package, without.law);
            let before = pay(&who, &package, account, without.law, terms.dying[1]);
            self.without.care_home += millions * before.council;
            self.without.charges_care_home += millions * before.charge;
            self.without.users += people * (1.0 - before.in_full);
            self.taken_over += supported - millions * (before.council + before.charge);
            self.shadows.push(ShadowCase {
                person: index,
                place: Place::CareHome,
                wealth_spent: before.wealth_spent,
                metered: Some(before.metered),
            });
        }
        let in_full = people * paid.in_full;
        let cell = &mut self.homes[cell_of(person)];
        cell[RESIDENTS] += people;
        cell[RESIDENT_SELF_FUNDERS] += in_full;
        cell[USERS_SELF_FUNDED] += in_full;
        // Those with NHS continuing healthcare are nobody's council users.
        if supported > 0.0 {
            cell[USERS_PUBLIC] += people - in_full;
            self.totals.users_homes += people - in_full;
        }
        cell[CHARGES] += millions * paid.charge;
        cell[SELF_FUNDED] += millions * paid.self_funded;
        cell[BENEFITS] += millions * paid.benefit_used;
        cell[COUNCIL] += millions * paid.council;
        self.totals.self_funded_homes += millions * paid.self_funded;
        self.totals.nhs += millions * paid.nhs;
        self.totals.gross += supported;
        self.totals.gross_homes += supported;
        self.residents.push(ResidentCase {
            person: index,
            wealth_spent: paid.wealth_spent,
            paid: paid.charge + paid.self_funded,
            metered: paid.metered,
        });
    }
}
