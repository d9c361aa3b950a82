//! All services together, year upon year: the base year as published, shocks that die out, bounds at the extremes.

use super::delivered::ServicesYear;
use super::fixture;
use super::levers::ServicesLevers;
use super::need::Need;
use super::need_model::{NO_FACTORS, NeedModel};
use super::primary_care::PrimaryCare;
use super::urgent::Discharge;
use super::year::{Guarantee, ServicesState, YearInput};
use crate::world::axes::FIFTHS;
use crate::world::record::YearRecord;
use crate::world::service::{SERVICES, Service};

/// Share of emergencies in England's money for inpatient care, about.
const EMERGENCY_WEIGHT: f64 = 0.6;

struct World {
    levers: ServicesLevers,
    need: Need,
    state: ServicesState,
}

fn world() -> World {
    let levers = fixture::levers();
    let tables = fixture::tables();
    let (cells, deaths) = fixture::population(1.0);
    let model = NeedModel::new(&tables, &levers, &cells, &deaths);
    let need = model.need(&cells, &deaths, &[1.0; SERVICES], &NO_FACTORS);
    let state = ServicesState::start(&tables, &levers, &need);
    World { levers, need, state }
}

fn input<'a>(need: &'a Need, levers: &ServicesLevers) -> YearInput<'a> {
    YearInput {
        need,
        asks: super::signals::AS_EVER,
        capacity: levers.base.by_service(),
        beds: levers.urgent.base_beds,
        staffing: 0.93,
        discharge: Discharge::BASE,
        care_need: 0.8,
        eligible_care: 0.95,
        care_received: 1.0,
        gp_allocation: PrimaryCare::base_allocation(&levers.primary_care),
        other_allocation: [1.0; FIFTHS],
        guarantee: None,
        four_hour_sanctions: 0.0,
        private_care: 1.0,
    }
}

#[test]
fn the_base_year_reproduces_what_was_published() {
    let World {
        levers,
        need,
        mut state,
    } = world();
    let year = state.run_year(&input(&need, &levers), &levers);
    let base = levers.base.by_service();
    for service in &Service::ALL[..9] {
        let ratio = year.activity[*service] / base[*service];
        eprintln!("{} {:.0} {ratio:.4}", service.key(), year.activity[*service]);
        assert!((ratio - 1.0).abs() < 0.02, "{} {ratio}", service.key());
    }
    eprintln!(
        "occupancy {:.4} four hours {:.4} delayed {:.0} cancelled {:.0} deaths {:.0}",
        year.urgent.occupancy(),
        year.urgent.four_hour(),
        year.urgent.delayed,
        year.planned.cancelled,
        year.urgent.deaths_above_base
    );
    assert!((year.urgent.occupancy() / levers.urgent.base_occupancy - 1.0).abs() < 0.02);
    assert!((year.urgent.four_hour() / levers.urgent.base_four_hour - 1.0).abs() < 0.02);
    assert!((year.access.primary_care.iter().sum::<f64>() / 5.0 - levers.primary_care.base_share_met).abs() < 0.02);
    let mut record = YearRecord::default();
    year.record(&mut record);
    let list: f64 = record.waiting_list[1..6].iter().sum();
    assert!((list - record.waiting_list[0]).abs() < 1e-3);
    assert!((record.waiting_list[0] / 7_420_000.0 - 1.0).abs() < 0.02);
    assert!(record.emergency_admissions[6..10].iter().all(|value| *value > 0.0));
}

#[test]
fn a_one_month_shock_dies_out() {
    let World {
        levers,
        need,
        mut state,
    } = world();
    let mut shocked = state.clone();
    let calm = |state: &mut ServicesState| state.run_year(&input(&need, &levers), &levers);
    for _ in 0..2 {
        calm(&mut state);
        calm(&mut shocked);
    }
    shocked.signals.cancelled = 0.5;
    shocked.signals.diverted = 500_000.0;
    shocked.signals.community_met = 0.5;
    let first = (calm(&mut state), calm(&mut shocked));
    assert!(first.1.urgent.four_hour() < first.0.urgent.four_hour());
    let gap = |pair: &(ServicesYear, ServicesYear)| {
        pair.1.planned.waiting().iter().sum::<f64>() - pair.0.planned.waiting().iter().sum::<f64>()
    };
    // Referrals follow waits with a lag, so the gap may swing; each swing must be smaller than the one before.
    let mut largest = [0.0_f64; 4];
    for decade in &mut largest {
        for _ in 0..10 {
            let pair = (calm(&mut state), calm(&mut shocked));
            *decade = decade.max(gap(&pair).abs());
            assert!((pair.1.urgent.four_hour() - pair.0.urgent.four_hour()).abs() < 1e-2);
        }
    }
    eprintln!("first {:.0} then by decade {largest:.0?}", gap(&first));
    assert!(largest.windows(2).all(|pair| pair[1] < pair[0]), "{largest:?}");
    assert!(largest[3] < 0.01 * gap(&first).abs(), "{largest:?}");
}

#[test]
fn the_loop_of_access_and_demand_has_a_gain_below_one() {
    use crate::services::feedback::feedback;
    let World {
        levers,
        need,
        mut state,
    } = world();
    let base = state.clone().run_year(&input(&need, &levers), &levers).access;
    // Last year's access was a quarter worse everywhere: this year's must already be nearer to the base's.
    let mut worse = base;
    worse.primary_care = base.primary_care.map(|met| met * 0.75);
    worse.community_health *= 0.75;
    worse.mental_health *= 0.75;
    worse.care_need *= 0.75;
    worse.wait_weeks *= 1.25;
    worse.four_hour *= 0.75;
    let mut last = base.four_hour - worse.four_hour;
    let mut before = worse;
    for _ in 0..3 {
        let demand = feedback(&before, &base, &levers.feedback).demand;
        let mut more = need.clone();
        for service in 0..SERVICES {
            more.total[service] *= demand[service];
            for value in &mut more.by_group[service] {
                *value *= demand[service];
            }
        }
        let mut reference = state.clone();
        let year = state.run_year(&input(&more, &levers), &levers);
        let calm = reference.run_year(&input(&need, &levers), &levers);
        before = year.access;
        before.wait_weeks = base.wait_weeks + year.access.wait_weeks - calm.access.wait_weeks;
        let gap = calm.access.four_hour - year.access.four_hour;
        assert!(gap.abs() < 0.8 * last.abs().max(1e-6), "{gap} after {last}");
        last = gap;
    }
}

#[test]
fn measures_stay_in_bounds_at_extreme_capacity_and_need() {
    for scale in [0.0, 0.2, 1.0, 5.0] {
        let World {
            levers,
            mut need,
            mut state,
        } = world();
        for service in 0..SERVICES {
            need.total[service] *= scale;
            for value in &mut need.by_group[service] {
                *value *= scale;
            }
        }
        for capacity in [0.0, 0.5, 3.0] {
            let mut input = input(&need, &levers);
            input.capacity = input.capacity.map(|activity| activity * capacity);
            input.beds *= capacity.max(0.1);
            input.guarantee = Some(Guarantee {
                weeks: 18.0,
                share: 0.92,
                enforcement: 1.0,
            });
            let year = state.run_year(&input, &levers);
            let mut record = YearRecord::default();
            year.record(&mut record);
            for share in [
                year.urgent.occupancy(),
                year.urgent.four_hour(),
                year.access.community_health,
                year.access.mental_health,
            ] {
                assert!((0.0..=1.0).contains(&share), "{share}");
            }
            for value in record
                .waiting_list
                .iter()
                .chain(&record.removals)
                .chain(&record.gp_appointments)
            {
                assert!(value.is_finite() && *value >= -1e-6, "{value}");
            }
            assert!(year.access.wait_weeks <= 105.0);
        }
    }
}

#[test]
fn capacity_for_standards_meets_them() {
    let World {
        levers,
        need,
        mut state,
    } = world();
    let mut last = None;
    for _ in 0..(levers.standards.clear_years as usize + 4) {
        let mut input = input(&need, &levers);
        input.capacity = super::required::capacity_for_standards(&state, &need, &levers, EMERGENCY_WEIGHT);
        let against = |kind: Service| input.capacity[kind] / levers.base.by_service()[kind];
        let volume = EMERGENCY_WEIGHT * against(Service::EmergencyAdmission)
            + (1.0 - EMERGENCY_WEIGHT) * against(Service::PlannedAdmitted);
        input.beds = super::urgent::staffed_beds(&levers.urgent, volume);
        last = Some(state.run_year(&input, &levers));
    }
    let year = last.expect("at least one year was run");
    let list: f64 = year.planned.waiting().iter().sum();
    let within = year.planned.bands[0].iter().sum::<f64>() / list;
    eprintln!(
        "within {within} occupancy {} four {}",
        year.urgent.occupancy(),
        year.urgent.four_hour()
    );
    assert!(within >= 0.9, "{within}");
    assert!(year.access.primary_care.iter().all(|met| *met > 0.99));
    assert!(year.access.mental_health > 0.99 && year.access.community_health > 0.99);
    assert!(year.urgent.occupancy() <= levers.standards.occupancy + 0.005);
}
