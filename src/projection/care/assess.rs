//! The first half of the care pass: what need and law come to for everybody, before anybody knows the budgets.

use crate::people::{Person, Population};
use crate::world::axes::DEPENDENCIES;
use crate::world::event::Event;
use crate::world::{Dependency, Pence, Year};

use super::kinds::{KINDS, Kind, Means, kind_of, kinds};
use super::payment::{FullPayers, account_of, account_of_resident, circumstances, pay};
use super::sums::*;
use super::{CareTerms, WEEKS};

/// One in so many people with low dependency has their charges worked out.
const LOW_CHARGED: u32 = 8;

/// One person at home whose charge was worked out [£ a year, with council care].
#[derive(Clone, Copy, Debug)]
pub(super) struct HomeCase {
    pub person: u32,
    pub kind: u8,
    pub cell: u8,
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
    pub(super) kinds: Vec<Kind>,
    /// People at home by cell and kind.
    pub(super) at_home: Vec<[f64; KINDS]>,
    /// Those of them whose charge was not worked out, with their kind: they may still buy care.
    pub(super) uncharged: Vec<(u32, u8)>,
    pub(super) charged: Vec<HomeCase>,
    pub(super) residents: Vec<ResidentCase>,
    /// Sums of care homes by cell: money for them comes first, whatever is left for care at home.
    pub(super) homes: Vec<[f64; QUANTITIES]>,
    pub(super) totals: CareTotals,
    /// Gross cost of council care at home at the base threshold, by dependency, charges inside.
    pub home_by_dependency: [f64; DEPENDENCIES],
    /// Gross cost of council-supported care-home places, charges inside.
    pub care_home: f64,
    /// Charges at the base threshold.
    pub charges: f64,
    /// What reform costs councils against the law without it.
    pub entitlement: f64,
    /// Gross cost of council care, at home and in homes, had there been no reform.
    pub without_reform: f64,
    /// Of the gross cost, what reform only takes over from people who would have bought the same care.
    pub taken_over: f64,
}

impl Assessment {
    /// Gross cost of council care at home at the base threshold [£m].
    pub fn home(&self) -> f64 {
        self.home_by_dependency.iter().sum()
    }
}

/// Who pays in full for care at home, under the law and without its reform.
struct Laws<'a> {
    now: FullPayers<'a>,
    before: Option<FullPayers<'a>>,
    /// Whether reform made care at home free: then demand answers, and who would have paid in full is newly free.
    free: bool,
}

impl<'a> Laws<'a> {
    fn of(terms: &'a CareTerms) -> Laws<'a> {
        let now = FullPayers::under(terms.law);
        let before = terms.without.map(FullPayers::under);
        let free = before.is_some() && now.free;
        Laws { now, before, free }
    }
}

/// Assesses everybody in `care` (indices of people who may need it).
#[inline(never)]
pub fn assess(population: &Population, care: &[u32], terms: &CareTerms, out: &mut Assessment) {
    out.clear();
    let laws = Laws::of(terms);
    kinds(terms, laws.free, &mut out.kinds);
    for index in care {
        let person = &population.people[*index as usize];
        let people = population.counted(person);
        if people <= 0.0 {
            continue;
        }
        if person.in_care_home() {
            out.resident(*index, person, people, terms);
            continue;
        }
        out.person_at_home(*index, person, people, terms, &laws);
    }
    if terms.without.is_none() {
        out.without_reform = out.home() + out.care_home;
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
        self.home_by_dependency = [0.0; DEPENDENCIES];
        (self.care_home, self.charges, self.entitlement) = (0.0, 0.0, 0.0);
        (self.without_reform, self.taken_over) = (0.0, 0.0);
    }

    /// Adds somebody who lives at home, if they need care.
    fn person_at_home(&mut self, index: u32, person: &Person, people: f64, terms: &CareTerms, laws: &Laws) {
        let level = usize::from(person.dependency).min(DEPENDENCIES - 1);
        if level == Dependency::Independent as usize {
            return;
        }
        let capital = Pence::from_pounds(f64::from(person.capital));
        let rich = laws.now.include(capital, person);
        let was_rich = laws.before.is_some_and(|law| law.include(capital, person));
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
        // People with low dependency are many and have little council care, some thousandths of its cost: their charges
        // are worked out for a fixed few of them, who stand for the others in money (and only in money).
        let stands_for = if level != Dependency::Low as usize {
            1.0
        } else if person.id.is_multiple_of(LOW_CHARGED) {
            f64::from(LOW_CHARGED)
        } else {
            0.0
        };
        let terms_of = &self.kinds[kind];
        let (public, base_public) = (terms_of.public, terms_of.base_public);
        let compares = laws.before.is_some() && !was_rich && base_public > 0.0;
        if stands_for == 0.0 || (public == 0.0 && !compares) {
            self.uncharged.push((index, kind as u8));
            return;
        }
        let who = circumstances(person, &terms.benefit);
        let account = account_of(person, terms.law);
        let money = people / 1e6 * stands_for;
        let mut council = 0.0;
        if public > 0.0 {
            let paid = pay(&who, &terms_of.care, account, terms.law, terms.dying[0]);
            self.home_by_dependency[level] += money * public * (paid.council + paid.charge);
            self.charges += money * public * paid.charge;
            council = public * paid.council;
            self.charged.push(HomeCase {
                person: index,
                kind: kind as u8,
                cell: cell as u8,
                people,
                money,
                council: paid.council,
                nhs: paid.nhs,
                charge: paid.charge,
                own: paid.self_funded,
                wealth_spent: paid.wealth_spent,
                benefit_used: paid.benefit_used,
                metered: paid.metered,
                self_funding: paid.in_full,
            });
        } else {
            self.uncharged.push((index, kind as u8));
        }
        if let Some(without) = terms.without {
            let mut council_before = 0.0;
            if compares {
                let before = pay(&who, &self.kinds[kind].care, account, without, terms.dying[0]);
                council_before = base_public * before.council;
                self.without_reform += money * base_public * (before.council + before.charge);
            } else if was_rich {
                let kind = &self.kinds[kind];
                let hours = (terms.rules.self_funder_buys - kind.private).max(0.0) * kind.bought;
                self.taken_over += money * hours * f64::from(WEEKS) * terms.fees.home_care_hour;
            }
            self.entitlement += money * (council - council_before);
        }
    }

    /// Adds somebody who lives in a care home.
    fn resident(&mut self, index: u32, person: &Person, people: f64, terms: &CareTerms) {
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
        self.care_home += supported;
        self.charges += millions * paid.charge;
        if let Some(without) = terms.without {
            let before = pay(&who, &package, account, without, terms.dying[1]);
            self.entitlement += millions * (paid.council - before.council);
            self.without_reform += millions * (before.council + before.charge);
            self.taken_over += supported - millions * (before.council + before.charge);
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
