//! From the parts of a year to its record: everything a measure can read, by group.
//!
//! Where a quantity is known only for everybody, its groups are split by what drives it (need, people), so that groups
//! add to the total; a measure says which groups it tells.

use crate::economy::workforce::Staffed;
use crate::services::ServicesYear;
use crate::world::axes::{BANDS, CONDITIONS, DEPENDENCIES, FIFTHS, SEXES};
use crate::world::cells::{STATES, demographic};
use crate::world::group::{ByClass, ByGroup, GROUPS, add_to_groups};
use crate::world::service::QueuedService;
use crate::world::{AgeBand, Dependency, Group, Service, Weight, YearRecord};

use super::year::{WorldState, YearParts};

/// Writes a year's record.
pub fn fill(world: &WorldState, parts: &YearParts, record: &mut YearRecord) {
    *record = YearRecord::default();
    let everybody = world.placement().by_group(&people_by_class(parts));
    people(world, parts, &everybody, record);
    parts.services.record(record);
    care(world, parts, record);
    money(world, parts, &everybody, record);
    record.need_met = need_met(parts, record);
}

fn people(world: &WorldState, parts: &YearParts, everybody: &ByGroup, record: &mut YearRecord) {
    let people = parts.people;
    record.population = people.population_by_group();
    for fifth in 0..FIFTHS {
        record.population[Group::income(fifth)] = everybody[Group::income(fifth)];
    }
    record.deaths = people.by_group(|cell| people.deaths[cell]);
    record.births[Group::ALL.index()] = people.births.iter().sum();
    for fifth in 0..FIFTHS {
        record.births[Group::imd(fifth).index()] = people.births[fifth];
    }
    for sex in 0..SEXES {
        record.births[Group::sex(sex).index()] = people.births_by_sex[sex];
    }
    record.life_expectancy = parts.health.life_expectancy();
    record.healthy_life_expectancy = parts.health.healthy_life_expectancy();
    let (added, everybody) = world.quality_of_life();
    record.qalys = world.utility.qalys(people);
    for (group, value) in record.qalys.iter_mut().enumerate() {
        *value += everybody * record.population[group];
    }
    for fifth in 0..FIFTHS {
        record.qalys[Group::wealth(fifth).index()] = 0.0;
        record.qalys[Group::income(fifth).index()] = 0.0;
    }
    for band in 0..BANDS {
        let age = AgeBand::from_index(band).start();
        for sex in 0..SEXES {
            for fifth in 0..FIFTHS {
                let cell = demographic(band, sex, fifth);
                let (mut several, mut dependent, mut better) = (0.0, 0.0, 0.0);
                let mut three = 0.0;
                let mut levels = [0.0; DEPENDENCIES];
                for (state, raw) in people.cells.states(cell).iter().enumerate() {
                    let count = Weight::from_raw(*raw).people();
                    let (conditions, dependency) = (state / DEPENDENCIES, state % DEPENDENCIES);
                    debug_assert!(conditions < CONDITIONS);
                    several += if conditions >= 2 { count } else { 0.0 };
                    three += if conditions >= 3 { count } else { 0.0 };
                    dependent += if dependency > 0 && age >= 65 { count } else { 0.0 };
                    levels[dependency] += count;
                    if let Some(table) = added {
                        let addition = f64::from(table[cell * STATES + state]);
                        better += count * world.utility.room_for(addition, cell, state);
                    }
                }
                add_to_groups(&mut record.multimorbid, age, sex, fifth, several);
                add_to_groups(&mut record.three_conditions, age, sex, fifth, three);
                add_to_groups(&mut record.dependent, age, sex, fifth, dependent);
                if age >= 65 {
                    let [low, medium] = [Dependency::Low, Dependency::Medium].map(|level| levels[level as usize]);
                    add_to_groups(&mut record.low_dependency, age, sex, fifth, low);
                    add_to_groups(&mut record.medium_dependency, age, sex, fifth, medium);
                }
                let high = levels[Dependency::High as usize];
                add_to_groups(&mut record.high_dependency, age, sex, fifth, high);
                add_to_groups(&mut record.qalys, age, sex, fifth, better);
            }
        }
    }
}

/// People by age group and deprivation fifth.
fn people_by_class(parts: &YearParts) -> ByClass {
    let mut classes = ByClass::default();
    for band in 0..BANDS {
        let age = Group::age(AgeBand::from_index(band).start()).index() - Group::age(0).index();
        for sex in 0..SEXES {
            for (fifth, people) in classes[age].iter_mut().enumerate() {
                *people += Weight::from_raw(parts.people.population[demographic(band, sex, fifth)]).people();
            }
        }
    }
    classes
}

/// Adds a quantity of adults aged 18 to 64 that is known by fifth; the sexes take equal parts.
fn add_working_age(target: &mut ByGroup, fifths: &[f64; FIFTHS], scale: f64) {
    for (fifth, value) in fifths.iter().enumerate() {
        for sex in 0..SEXES {
            add_to_groups(target, 40, sex, fifth, value * scale / SEXES as f64);
        }
        // Adults with lifelong conditions have little wealth and live on benefits: the poorest two fifths take what they receive.
        for group in [Group::wealth(0), Group::wealth(1), Group::income(0), Group::income(1)] {
            target[group] += value * scale / 2.0;
        }
    }
}

fn care(world: &WorldState, parts: &YearParts, record: &mut YearRecord) {
    let older = world.care();
    let met = parts.working_age_met;
    let adults = &parts.working_age;
    record.care_users_public = older.users_public;
    add_working_age(&mut record.care_users_public, &adults.users, met);
    record.care_users_self_funded = older.users_self_funded;
    record.care_users_older_homes = whole(older.users_public_homes);
    record.care_home_residents = older.residents;
    add_working_age(&mut record.care_home_residents, &adults.residents, 1.0);
    record.care_home_self_funders = older.resident_self_funders;
    record.care_unmet_people = older.unmet;
    record.unpaid_care_hours = older.unpaid_hours;
    add_working_age(&mut record.unpaid_care_hours, &adults.unpaid_hours, 1.0);
    record.home_care_hours = older.home_hours;
    add_working_age(&mut record.home_care_hours, &adults.hours, met);
    record.care_hours_needed = older.hours_needed;
    record.care_hours_received = older.hours_received;
    record.activity[Service::HomeCare.index()] = parts.home_care[0];
    record.need[Service::HomeCare.index()] = parts.home_care[1];
    let weeks = record.care_home_residents[Group::ALL.index()] * 52.0;
    record.activity[Service::CareHome.index()] = weeks;
    record.need[Service::CareHome.index()] = weeks;
    record.lifetime_care_over_100k = parts.lifetime.over;
    record.wealth_spent_on_care = parts.lifetime.wealth_spent;
    record.lifetime_care_cost = parts.lifetime.cost;
}

/// Splits a total over groups like a pattern; a pattern of nothing gives nothing to any group.
fn like(total: f64, pattern: &ByGroup) -> ByGroup {
    let all = pattern[Group::ALL.index()];
    let mut split = [0.0; GROUPS];
    if all > 0.0 {
        for (target, part) in split.iter_mut().zip(pattern) {
            *target = total * part / all;
        }
    }
    split[Group::ALL.index()] = total;
    split
}

fn add(target: &mut ByGroup, more: &ByGroup) {
    target.iter_mut().zip(more).for_each(|(target, more)| *target += more);
}

/// A quantity that only the whole has.
fn whole(total: f64) -> ByGroup {
    let mut split = [0.0; GROUPS];
    split[Group::ALL.index()] = total;
    split
}

fn money(world: &WorldState, parts: &YearParts, everybody: &ByGroup, record: &mut YearRecord) {
    let (accounts, budgets) = (&parts.accounts, &parts.budgets);
    let older = world.care();

    let dearer = parts.dearer;
    record.care_cost_older = older.council.map(|cost| cost * dearer);
    record.care_cost_older_home = whole((older.gross - older.gross_homes) * dearer);
    record.care_charges_older = older.charges.map(|charge| charge * dearer);
    record.care_cost_working_age =
        whole(parts.working_age.cost.iter().sum::<f64>() * parts.working_age_met * world.price_of_care());
    record.care_cost_public = whole(accounts.cost_council + accounts.nhs_transfer);
    record.care_reform_cost = whole(parts.reform);
    let mut council = older.council;
    let adults: f64 = parts.working_age.cost.iter().sum();
    add_working_age(
        &mut council,
        &parts.working_age.cost,
        if adults > 0.0 { parts.working_age_met } else { 0.0 },
    );
    record.cost_council = like(accounts.cost_council, &council);
    // What the NHS passes to councils falls on those who have councils' care, all else on those who have the NHS's.
    let own = accounts.cost_nhs - accounts.nhs_transfer;
    record.cost_nhs = like(own, &nhs_care(world, parts));
    add(&mut record.cost_nhs, &like(accounts.nhs_transfer, &council));
    let sectors = accounts.cost_nhs + accounts.cost_council + accounts.cost_public_health;
    // Less than nothing where programmes save tax.
    let programmes = accounts.cost_public - sectors;
    record.cost_public_health = like(accounts.cost_public_health + programmes, everybody);
    record.cost_nhs_transfer = whole(accounts.nhs_transfer);
    record.cost_outside = whole(budgets.programmes.outside);
    record.transfers = world.transfers();

    // Charges: councils' by the care they are paid for, the NHS's by people.
    let mut charges = older.charges;
    let share = world.levers().services.working_age.charge_share;
    add_working_age(&mut charges, &parts.working_age.cost, share);
    let council_charges = like(parts.council.charges, &charges);
    record.cost_user_charges = council_charges;
    add(
        &mut record.cost_user_charges,
        &like(accounts.user_charges - parts.council.charges, everybody),
    );
    record.cost_self_funded = like(accounts.self_funded, &older.self_funded);
    record.cost_private_care = bought(accounts.private_care, &record.left_for_private);
    record.cost_disability_benefits = like(older.benefits[Group::ALL.index()], &older.benefits);
    let value = world.levers().join.unpaid_hour_value;
    record.cost_unpaid_care = record.unpaid_care_hours.map(|hours| hours * value);
    record.cost_transaction = whole(budgets.transaction);
    record.cost_planning = whole(budgets.planning);
    record.cost_pfi = whole(budgets.pfi);
    record.cost_reorganisation = whole(budgets.reorganisation);
    record.cost_agency = whole(budgets.agency);
    record.cost_private_margin = whole(budgets.private_margin);
    let tax = &world.levers().economy.tax;
    record.tax_pence = whole(tax.pence_on_basic_rate(accounts.tax_needed));
    record.tax_points = whole(tax.points_on_national_insurance(accounts.tax_needed));
    record.ae_delay_deaths = whole(parts.services.urgent.deaths_above_base);
    record.cost_other_nhs = whole(budgets.other_nhs);
    record.cost_of_standards = whole(parts.cost_of_standards);
    record.tax_needed = whole(accounts.tax_needed);
    record.tax_paid = parts.taxes;
    record.gdp = whole(budgets.gdp);
    record.staff = whole(budgets.staff[Staffed::Nhs].staff.filled);
    record.vacancy_rate = whole(budgets.staff[Staffed::Nhs].vacancy_rate);
    record.care_vacancy_rate = whole(budgets.staff[Staffed::Care].vacancy_rate);
    record.change_volume = whole(budgets.change.volume);
    record.change_price = whole(budgets.change.price);
    record.change_productivity = whole(budgets.change.productivity);
    record.activity[Service::PublicHealth.index()] = accounts.cost_public_health * 1e6;
    record.need[Service::PublicHealth.index()] = accounts.cost_public_health * 1e6;
}

/// NHS money by who has the care that it is spent on, each service by those who received it; what is spent outside them follows
/// the services' mix [£m].
fn nhs_care(world: &WorldState, parts: &YearParts) -> ByGroup {
    let mut classes = ByClass::default();
    for service in Service::ALL {
        if matches!(service, Service::HomeCare | Service::CareHome | Service::PublicHealth) {
            continue;
        }
        let need = &parts.need.by_class[service];
        let needed = |fifth: usize| need.iter().map(|fifths| fifths[fifth]).sum::<f64>();
        let mut received = parts.services.received(service);
        if received.iter().sum::<f64>() <= 0.0 {
            // Nothing is delivered: what is paid for is there for those who need it.
            received = std::array::from_fn(needed);
        }
        let all: f64 = received.iter().sum();
        for fifth in 0..FIFTHS {
            let needed = needed(fifth);
            if all <= 0.0 || needed <= 0.0 {
                continue;
            }
            let money = parts.budgets.money[service] * received[fifth] / all;
            for (class, need) in classes.iter_mut().zip(need) {
                class[fifth] += money * need[fifth] / needed;
            }
        }
    }
    world.placement().by_group(&classes)
}

/// Private care by who left the list for it; how they stand by wealth and income is not known.
fn bought(total: f64, left: &ByGroup) -> ByGroup {
    let mut split = like(total, left);
    for fifth in 0..FIFTHS {
        split[Group::wealth(fifth)] = 0.0;
        split[Group::income(fifth)] = 0.0;
    }
    split
}

/// Need met over the services, weighted by base-year money, by fifth where services tell it.
fn need_met(parts: &YearParts, record: &YearRecord) -> ByGroup {
    let services: &ServicesYear = &parts.services;
    let mut result = [0.0; GROUPS];
    let mut total = 0.0;
    for service in Service::ALL {
        let at = service.index();
        let weight = parts.weights[at];
        total += weight;
        let queue = match service {
            Service::PrimaryCare => Some(&services.primary_care),
            other => QueuedService::of(other).map(|queued| &services.queued[queued]),
        };
        result[Group::ALL.index()] += weight * parts.met[at];
        for fifth in 0..FIFTHS {
            let group = Group::imd(fifth).index();
            let of = |part: &ByGroup, all: &ByGroup| {
                if all[group] > 0.0 {
                    part[group] / all[group]
                } else {
                    1.0
                }
            };
            let met = match (queue, service) {
                (Some(queue), _) => queue.share_met_by_fifth()[fifth],
                (None, Service::PlannedOutpatient | Service::PlannedAdmitted) => {
                    of(&record.waiting_0_18, &record.waiting_list)
                }
                (None, Service::HomeCare) => of(&record.care_hours_received, &record.care_hours_needed).min(1.0),
                _ => parts.met[at],
            };
            result[group] += weight * met;
        }
    }
    result.map(|sum| {
        if total > 0.0 {
            (sum / total).clamp(0.0, 1.0)
        } else {
            0.0
        }
    })
}
