//! Which way each step of the services must go, and by how much where that can be said by hand: written from what the
//! step is for, not from how it is coded.

use super::feedback::{FeedbackLevers, HealthLink, feedback};
use super::fixture;
use super::need::Need;
use super::need_model::{NO_FACTORS, NeedModel, growth};
use super::planned::{Planned, PlannedLevers, PlannedYear};
use super::primary_care::PrimaryCare;
use super::queued::{Queued, QueuedLevers};
use super::signals::{Month, Monthly as _, Signals};
use super::tables::MONTHS;
use super::urgent::{Discharge, Urgent, UrgentLevers, UrgentYear, staffed_beds};
use super::working_age::WorkingAge;
use super::{ServicesLevers, ServicesState, YearInput};
use crate::world::access::Access;
use crate::world::axes::{AgeBand, FIFTHS};
use crate::world::cells::{Cells, demographic, state};
use crate::world::group::Group;
use crate::world::service::{QueuedService, SERVICES};
use crate::world::weight::Weight;
use crate::world::{ByService, Service};

/// Nothing out of the ordinary in the month before.
const CALM: Signals = Signals {
    planned_admissions: 0.0,
    cancelled: 0.0,
    diverted: 0.0,
    community_met: 1.0,
};

fn near(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-9 * one.abs().max(other.abs()).max(1.0)
}

/// Need of a year, alike in all fifths.
fn need_of(services: &[(Service, f64)]) -> Need {
    let mut need = Need::default();
    for (service, total) in services {
        need.total[*service] = *total;
        for fifth in 0..FIFTHS {
            need.by_group[*service][Group::imd(fifth)] = *total / FIFTHS as f64;
        }
    }
    need
}

fn sum(fifths: &[f64; FIFTHS]) -> f64 {
    fifths.iter().sum()
}

// Planned care.

/// Some years of planned care at the base year's referrals and a share of its capacity.
fn planned(change: impl Fn(&mut PlannedLevers), capacity: f64, years: usize) -> PlannedYear {
    let all = fixture::levers();
    let mut levers = all.planned;
    change(&mut levers);
    let mut planned = Planned::start(&levers, &[1.0; FIFTHS]);
    let admitted = levers.base_clock_starts * levers.admitted_share_of_starts;
    let need = need_of(&[
        (Service::PlannedOutpatient, levers.base_clock_starts - admitted),
        (Service::PlannedAdmitted, admitted),
    ]);
    let offered = all.base.by_service().map(|activity| activity * capacity);
    let mut year = PlannedYear::default();
    for _ in 0..years {
        for index in 0..MONTHS {
            let mut after = CALM;
            let month = Month {
                index,
                need: &need,
                asks: &crate::services::signals::AS_EVER,
                capacity: &offered,
                before: CALM,
            };
            planned.month(&month, &mut after);
        }
        year = planned.close_year();
    }
    year
}

#[test]
fn who_is_favoured_at_equal_waits_is_treated_more_and_waits_less() {
    let even = planned(|levers| levers.deprivation_tilt = 0.0, 1.0, 1);
    let (first, last) = (even.waiting()[0], even.waiting()[FIFTHS - 1]);
    assert!(
        first > last && first / last < 1.03,
        "but for those who leave for private care"
    );
    let least = planned(|levers| levers.deprivation_tilt = 0.4, 1.0, 2);
    assert!(
        least.waiting()[FIFTHS - 1] < least.waiting()[0],
        "the least deprived wait less"
    );
    let most = planned(|levers| levers.deprivation_tilt = -0.4, 1.0, 2);
    assert!(most.waiting()[0] < most.waiting()[FIFTHS - 1]);
}

#[test]
fn people_leave_for_private_care_once_they_have_waited_and_the_more_the_longer() {
    let left = |after: f64| sum(&planned(|levers| levers.private_after = after, 1.0, 1).private);
    assert!(left(10.0) > left(20.0) && left(20.0) > left(40.0) && left(40.0) > 0.0);
    assert!(left(104.0) < 1.0, "hardly anybody has waited so long");
    // A list that is kept short by capacity sends fewer than one that grows, at the same inclination.
    let years = |capacity: f64| sum(&planned(|_| (), capacity, 3).private);
    assert!(years(1.2) < years(1.0) && years(1.0) < years(0.8));
}

#[test]
fn a_share_that_leaves_each_week_leaves_fifty_two_times_a_year() {
    // Nobody joins and nobody is treated: what is left of a list after a year is (1 − hazard × weeks) month by month.
    let hazard = 0.004;
    let quiet = |levers: &mut PlannedLevers| {
        levers.removal_hazard = hazard;
        levers.removal_share = 0.0;
        levers.private_hazard = 0.0;
        levers.base_clock_starts = 1.0;
    };
    let start = fixture::levers().planned.start_list;
    let kept: f64 = super::tables::WEEKS.iter().map(|weeks| 1.0 - hazard * weeks).product();
    let left = sum(&planned(quiet, 0.0, 1).waiting());
    assert!((left / (start * kept) - 1.0).abs() < 1e-3, "{left} of {start}");
}

// Urgent care.

/// A year of urgent care at the base year's need, staffed by so many beds.
fn urgent(change: impl Fn(&mut UrgentLevers), beds: f64, discharge: Discharge, sanctions: f64) -> (UrgentYear, f64) {
    let all = fixture::levers();
    let mut levers = all.urgent;
    change(&mut levers);
    let base = all.base.by_service();
    let planned = base[Service::PlannedAdmitted];
    let mut urgent = Urgent::start(
        &levers,
        &fixture::tables().seasons,
        base[Service::EmergencyAdmission],
        planned,
    );
    urgent.set_levers(&levers, levers.base_beds * beds, discharge, sanctions);
    let need = need_of(&[
        (Service::EmergencyDepartment, base[Service::EmergencyDepartment]),
        (Service::EmergencyAdmission, base[Service::EmergencyAdmission]),
    ]);
    let mut cancelled = 0.0;
    for index in 0..MONTHS {
        let before = Signals {
            planned_admissions: planned / MONTHS as f64,
            ..CALM
        };
        let mut after = before;
        let month = Month {
            index,
            need: &need,
            asks: &crate::services::signals::AS_EVER,
            capacity: &base,
            before,
        };
        urgent.month(&month, &mut after);
        cancelled += after.cancelled / MONTHS as f64;
    }
    (urgent.close_year(), cancelled)
}

#[test]
fn fewer_beds_are_fuller_delay_more_admissions_and_cost_lives_by_the_published_ratio() {
    let base = urgent(|_| (), 1.0, Discharge::BASE, 0.0).0;
    let (few, many) = (
        urgent(|_| (), 0.95, Discharge::BASE, 0.0).0,
        urgent(|_| (), 1.05, Discharge::BASE, 0.0).0,
    );
    assert!(few.occupancy() > base.occupancy() && base.occupancy() > many.occupancy());
    assert!(few.four_hour() < base.four_hour() && base.four_hour() < many.four_hour());
    assert!(few.deaths_above_base > base.deaths_above_base && base.deaths_above_base > many.deaths_above_base);
    assert!(few.deaths_above_base > 0.0 && many.deaths_above_base < 0.0);
    // One death for each so many admissions delayed beyond the base year's.
    let levers = fixture::levers();
    let usual = levers.base.by_service()[Service::EmergencyAdmission] * levers.urgent.base_delayed_admissions;
    let seasons = sum_of_admissions(&few) / levers.base.by_service()[Service::EmergencyAdmission];
    let by_hand = (few.delayed_admissions - usual * seasons) / levers.urgent.delayed_admissions_per_death;
    assert!(
        near(few.deaths_above_base, by_hand),
        "{} {by_hand}",
        few.deaths_above_base
    );
}

fn sum_of_admissions(year: &UrgentYear) -> f64 {
    year.admissions.iter().sum()
}

#[test]
fn sanctions_remove_their_share_of_waits_over_four_hours() {
    let late = |sanctions: f64| 1.0 - urgent(|_| (), 1.0, Discharge::BASE, sanctions).0.four_hour();
    assert!((late(0.5) / late(0.0) - 0.5).abs() < 1e-9);
    assert!(late(1.0) < 1e-9);
}

#[test]
fn patients_fit_to_leave_hold_beds_that_planned_patients_lack() {
    // Nothing but the want of a bed cancels an operation here, and beds are short.
    let only_beds = |levers: &mut UrgentLevers| {
        levers.base_cancelled = 0.0;
        levers.cancel_slope = 0.0;
        levers.planned_overnight = 1.0;
    };
    let cancelled = |factor: f64| {
        let discharge = Discharge {
            factor,
            ..Discharge::BASE
        };
        urgent(only_beds, 0.93, discharge, 0.0).1
    };
    assert!(cancelled(1.0) > 0.0 && cancelled(2.0) > cancelled(1.0) && cancelled(0.0) < cancelled(1.0));
}

#[test]
fn each_care_that_patients_wait_for_delays_its_own_part_of_them() {
    let levers = fixture::levers();
    let delays = |change: fn(&mut UrgentLevers), discharge: Discharge, community: f64| {
        let mut levers = levers.urgent;
        (levers.delay_home_care, levers.delay_care_home, levers.delay_community) = (0.0, 0.0, 0.0);
        levers.delay_elasticity = 1.0;
        change(&mut levers);
        let mut urgent = Urgent::start(&levers, &fixture::tables().seasons, 6e6, 4e6);
        urgent.set_levers(&levers, levers.base_beds, discharge, 0.0);
        urgent.delays(community)
    };
    let short = |home_care: f64, care_home: f64| Discharge {
        home_care,
        care_home,
        factor: 1.0,
    };
    // At an elasticity of one, half the care doubles the tenth of delays that wait for it.
    let home: fn(&mut UrgentLevers) = |levers| levers.delay_home_care = 0.1;
    let homes: fn(&mut UrgentLevers) = |levers| levers.delay_care_home = 0.1;
    let community: fn(&mut UrgentLevers) = |levers| levers.delay_community = 0.1;
    assert!(near(delays(home, short(0.5, 1.0), 1.0), 1.1));
    assert!(near(delays(home, short(1.0, 0.5), 0.5), 1.0));
    assert!(near(delays(homes, short(1.0, 0.5), 1.0), 1.1));
    assert!(near(delays(homes, short(0.5, 1.0), 0.5), 1.0));
    assert!(near(delays(community, short(1.0, 1.0), 0.5), 1.1));
    assert!(near(delays(community, short(0.5, 0.5), 1.0), 1.0));
}

#[test]
fn beds_follow_the_volume_of_care_as_far_as_they_are_said_to() {
    let mut levers = fixture::levers().urgent;
    for (response, times) in [(0.0, 1.0), (0.5, 1.1), (1.0, 1.21)] {
        levers.staffed_bed_response = response;
        assert!(near(staffed_beds(&levers, 1.21), levers.base_beds * times));
    }
}

// General practice and the services with a queue.

#[test]
fn whoever_cannot_see_a_doctor_comes_to_emergency_care_and_fewer_come_where_everybody_can() {
    let levers = fixture::levers();
    let base = levers.base.by_service()[Service::PrimaryCare];
    let need = need_of(&[(Service::PrimaryCare, base / levers.primary_care.base_share_met)]);
    let diverted = |capacity: f64| {
        let mut practice = PrimaryCare::start(&levers.primary_care, &need.by_fifth(Service::PrimaryCare));
        let mut offered = [0.0; SERVICES];
        offered[Service::PrimaryCare] = base * capacity;
        let mut after = CALM;
        for index in 0..MONTHS {
            let month = Month {
                index,
                need: &need,
                asks: &crate::services::signals::AS_EVER,
                capacity: &offered,
                before: CALM,
            };
            practice.month(&month, &mut after);
        }
        after.diverted
    };
    let usual = base / MONTHS as f64 * levers.primary_care.to_emergency;
    assert!(
        diverted(1.0).abs() < 0.01 * usual,
        "as in the base year: {}",
        diverted(1.0)
    );
    assert!(diverted(0.9) > 0.01 * usual && diverted(0.8) > diverted(0.9));
    assert!(diverted(1.2) < 0.0);
}

/// A year of a service with a queue, at its base year's need and capacity.
fn queued(which: QueuedService, allocation: &[f64; FIFTHS], capacity: f64) -> ([f64; FIFTHS], Signals) {
    let levers = QueuedLevers {
        base_share_met: 0.8,
        ask_again: 0.3,
        deprivation_tilt: 0.0,
    };
    let need = need_of(&[(which.service(), 1_000.0)]);
    let mut service = Queued::start(which, &levers, &need);
    service.set_levers(&levers, allocation);
    let mut offered = [0.0; SERVICES];
    offered[which.service()] = 800.0 * capacity;
    let mut after = CALM;
    for index in 0..MONTHS {
        let month = Month {
            index,
            need: &need,
            asks: &crate::services::signals::AS_EVER,
            capacity: &offered,
            before: CALM,
        };
        service.month(&month, &mut after);
    }
    (service.close_year().share_met_by_fifth(), after)
}

#[test]
fn a_fifth_that_is_given_more_capacity_for_its_need_has_more_of_it_met() {
    let (even, _) = queued(QueuedService::MentalHealth, &[1.0; FIFTHS], 1.0);
    let (tilted, _) = queued(QueuedService::MentalHealth, &[1.2, 1.1, 1.0, 0.9, 0.8], 1.0);
    assert!(even.iter().all(|met| (met - 0.8).abs() < 1e-6), "{even:?}");
    assert!(tilted.windows(2).all(|pair| pair[0] > pair[1]), "{tilted:?}");
    assert!((sum(&tilted) - sum(&even)).abs() < 0.05, "none is made by that");
}

#[test]
fn discharges_are_told_how_far_community_care_is_from_the_base_year() {
    let met = |capacity: f64| {
        queued(QueuedService::CommunityHealth, &[1.0; FIFTHS], capacity)
            .1
            .community_met
    };
    assert!((met(1.0) - 1.0).abs() < 1e-6, "{}", met(1.0));
    assert!((met(0.5) - 0.5).abs() < 1e-6, "{}", met(0.5));
}

fn base_year<'n>(need: &'n Need, levers: &ServicesLevers) -> YearInput<'n> {
    YearInput {
        need,
        asks: crate::services::signals::AS_EVER,
        capacity: levers.base.by_service(),
        beds: levers.urgent.base_beds,
        staffing: 1.0,
        discharge: Discharge::BASE,
        care_need: 1.0,
        eligible_care: 1.0,
        care_received: 1.0,
        gp_allocation: PrimaryCare::base_allocation(&levers.primary_care),
        other_allocation: [1.0; FIFTHS],
        guarantee: None,
        four_hour_sanctions: 0.0,
        private_care: 1.0,
    }
}

#[test]
fn every_service_begins_in_balance_with_its_own_share_of_need_met() {
    let (levers, tables) = (fixture::levers(), fixture::tables());
    let (cells, deaths) = fixture::population(1.0);
    let need = NeedModel::new(&tables, &levers, &cells, &deaths).need(&cells, &deaths, &[1.0; SERVICES], &NO_FACTORS);
    let mut state = ServicesState::start(&tables, &levers, &need);
    let year = state.run_year(&base_year(&need, &levers), &levers);
    let practice = (year.primary_care.share_met(), levers.primary_care.base_share_met);
    let queued = QueuedService::ALL.map(|which| (year.queued[which].share_met(), levers.queued[which].base_share_met));
    for (met, base) in queued.into_iter().chain([practice]) {
        assert!((met - base).abs() < 1e-4, "{met} met, {base} in the base year");
    }
}

// Need.

#[test]
fn need_grows_by_its_rate_each_year_from_the_base_year_on() {
    let mut levers = fixture::levers().growth;
    levers.mental_health = 0.02;
    let after = |years: f64| growth(&levers, years)[Service::MentalHealth];
    assert_eq!(after(0.0), 1.0);
    assert!(near(after(1.0), 1.02) && near(after(10.0), 1.02_f64.powi(10)));
}

/// Need of a service where only the last year of life differs, by what kind of people die.
fn extra_of_dying(stage: usize, age: u8) -> f64 {
    let levers = ServicesLevers {
        need: super::levers::NeedLevers {
            last_year_strength: 1.0,
            ..fixture::levers().need
        },
        ..fixture::levers()
    };
    let mut tables = fixture::tables();
    let at = Service::EmergencyAdmission.index();
    tables.gradient[at].last_year = [1.0; 3];
    tables.gradient[at].last_year[stage] = 5.0;
    let (cells, deaths) = fixture::population(1.0);
    let model = NeedModel::new(&tables, &levers, &cells, &deaths);
    let need = |deaths: &[f64]| model.need(&cells, deaths, &[1.0; SERVICES], &NO_FACTORS).total[at];
    let mut more = deaths.clone();
    let band = AgeBand::of(age).index();
    more[demographic(band, 0, 2)] += 1_000.0;
    need(&more) - need(&deaths)
}

#[test]
fn the_last_year_of_life_counts_at_the_age_at_which_it_is_lived() {
    for (stage, of_stage, others) in [
        (0, [40, 64], [65, 84, 85, 95]),
        (1, [65, 84], [40, 64, 85, 95]),
        (2, [85, 95], [40, 64, 65, 84]),
    ] {
        for age in of_stage {
            assert!(extra_of_dying(stage, age) > 0.0, "{stage} {age}");
        }
        for age in others {
            assert!(extra_of_dying(stage, age).abs() < 1e-6, "{stage} {age}");
        }
    }
}

/// Users of working-age care among a thousand people of an age and fifth, against those of another.
fn users(ages: [u8; 2], fifths: [usize; 2]) -> f64 {
    let levers = fixture::levers().working_age;
    let mut both = Cells::default();
    let place = |which: usize| demographic(AgeBand::of(ages[which]).index(), 0, fifths[which]);
    let one_kind = |which: usize| {
        let mut cells = Cells::default();
        cells.add(place(which), state(0, 0), Weight::from_raw(1_000 * Weight::ONE));
        cells
    };
    for which in 0..2 {
        both.add(place(which), state(0, 0), Weight::from_raw(1_000 * Weight::ONE));
    }
    let base = WorkingAge::new(&levers, &both);
    let of = |which: usize| sum(&base.expected(&levers, &one_kind(which), 0.0).users);
    of(1) / of(0)
}

#[test]
fn care_at_working_age_rises_with_age_and_deprivation_by_the_ratios_that_are_set() {
    let levers = fixture::levers().working_age;
    assert!(near(users([18, 64], [2, 2]), levers.age_ratio));
    assert!(near(users([40, 40], [FIFTHS - 1, 0]), levers.deprivation_ratio));
}

// What access does to health and demand.

fn access() -> Access {
    Access {
        primary_care: [0.9; FIFTHS],
        community_health: 0.9,
        mental_health: 0.7,
        care_need: 0.8,
        eligible_care: 0.95,
        wait_weeks: 20.0,
        four_hour: 0.75,
        staffing: 0.9,
        care_received: 1.0,
    }
}

/// Only one path, at an elasticity of a tenth.
fn only(path: fn(&mut FeedbackLevers) -> &mut f64) -> FeedbackLevers {
    let mut levers = fixture::levers().feedback;
    levers.health_link = HealthLink::Structural;
    levers.limit = 0.5;
    for each in PATHS {
        *(each.lever)(&mut levers) = 0.0;
    }
    levers.wait_utility = 0.0;
    *path(&mut levers) = 0.1;
    levers
}

/// A path from access to health or demand.
struct Path {
    lever: fn(&mut FeedbackLevers) -> &mut f64,
    /// Makes the access that it starts from a tenth worse.
    worsen: fn(&mut Access),
    /// What it moves: emergency admissions, attendances, deaths, dependency, conditions, moves into a home.
    moves: &'static [usize],
}

const PATHS: &[Path] = &[
    path(
        |levers| &mut levers.primary_care_to_admissions,
        |now| now.primary_care = [0.81; FIFTHS],
        &[0],
    ),
    path(
        |levers| &mut levers.wait_to_emergency,
        |now| now.wait_weeks = 22.0,
        &[0, 1],
    ),
    path(
        |levers| &mut levers.wait_to_mortality,
        |now| now.wait_weeks = 22.0,
        &[2],
    ),
    path(
        |levers| &mut levers.care_to_admissions,
        |now| now.care_need = 0.72,
        &[0],
    ),
    path(
        |levers| &mut levers.care_to_dependency,
        |now| now.care_need = 0.72,
        &[3],
    ),
    path(|levers| &mut levers.care_to_care_home, |now| now.care_need = 0.72, &[5]),
    path(|levers| &mut levers.care_to_mortality, |now| now.care_need = 0.72, &[2]),
    path(
        |levers| &mut levers.community_to_admissions,
        |now| now.community_health = 0.81,
        &[0],
    ),
    path(
        |levers| &mut levers.mental_health_to_emergency,
        |now| now.mental_health = 0.63,
        &[1],
    ),
    path(
        |levers| &mut levers.mental_health_to_conditions,
        |now| now.mental_health = 0.63,
        &[4],
    ),
    path(
        |levers| &mut levers.four_hour_to_mortality,
        |now| now.four_hour = 0.65,
        &[2],
    ),
    path(
        |levers| &mut levers.staffing_to_mortality,
        |now| now.staffing = 0.81,
        &[2],
    ),
];

const fn path(lever: fn(&mut FeedbackLevers) -> &mut f64, worsen: fn(&mut Access), moves: &'static [usize]) -> Path {
    Path { lever, worsen, moves }
}

#[test]
fn each_path_from_access_moves_what_it_names_by_its_elasticity_and_nothing_else() {
    for (number, path) in PATHS.iter().enumerate() {
        let levers = only(path.lever);
        let mut worse = access();
        (path.worsen)(&mut worse);
        let result = feedback(&worse, &access(), &levers);
        let moved = [
            result.demand[Service::EmergencyAdmission],
            result.demand[Service::EmergencyDepartment],
            result.mortality,
            result.dependency_onset,
            result.condition_onset,
            result.care_home_entry,
        ];
        for (at, ratio) in moved.iter().enumerate() {
            // A tenth of a tenth.
            let expected = if path.moves.contains(&at) { 1.01 } else { 1.0 };
            assert!((ratio - expected).abs() < 1e-9, "path {number}, {at}: {ratio}");
        }
        let others: ByService = result.demand;
        let still = |service: &Service| !matches!(service, Service::EmergencyAdmission | Service::EmergencyDepartment);
        assert!(Service::ALL.iter().filter(|s| still(s)).all(|s| others[*s] == 1.0));
        assert_eq!(result.quality_of_life, 0.0);
    }
}

#[test]
fn waiting_costs_quality_of_life_to_those_who_wait_only() {
    let mut levers = only(PATHS[0].lever);
    (levers.wait_utility, levers.share_waiting) = (0.002, 0.1);
    let mut longer = access();
    longer.wait_weeks += 5.0;
    // A tenth of the people lose two thousandths for each of five weeks.
    let lost = feedback(&longer, &access(), &levers).quality_of_life;
    assert!((lost + 0.001).abs() < 1e-12, "{lost}");
}

#[test]
fn how_long_a_list_would_take_is_told_in_weeks_of_those_who_join_it() {
    let levers = fixture::levers().planned;
    let year = planned(|_| (), 0.9, 2);
    let joined =
        [1.0 - levers.admitted_share_of_starts, levers.admitted_share_of_starts].map(|share| share * sum(&year.starts));
    let weeks = year.weeks_waiting.iter().zip(joined);
    let waiting: f64 = weeks.map(|(weeks, joined)| weeks * joined / 52.0).sum();
    assert!((waiting / sum(&year.waiting()) - 1.0).abs() < 1e-9);
}

#[test]
fn planned_patients_hold_beds_at_the_rate_a_day_at_which_they_came_in_the_month_before() {
    let levers = fixture::levers();
    let base = levers.base.by_service();
    // A month of four weeks after one of five, with beds for everybody.
    let month = 3;
    let days = [month - 1, month].map(|month| super::tables::WEEKS[month] * 7.0);
    assert!(days[0] > days[1]);
    let bed_days = |a_day: f64| {
        let mut urgent = Urgent::start(
            &levers.urgent,
            &fixture::tables().seasons,
            base[Service::EmergencyAdmission],
            base[Service::PlannedAdmitted],
        );
        urgent.set_levers(&levers.urgent, 10.0 * levers.urgent.base_beds, Discharge::BASE, 0.0);
        let before = Signals {
            planned_admissions: a_day * days[0],
            ..CALM
        };
        let need = need_of(&[(Service::EmergencyAdmission, base[Service::EmergencyAdmission])]);
        urgent.month(
            &Month {
                index: month,
                need: &need,
                asks: &crate::services::signals::AS_EVER,
                capacity: &base,
                before,
            },
            &mut before.clone(),
        );
        urgent.close_year().bed_days
    };
    let held = bed_days(1_000.0) - bed_days(0.0);
    assert!(near(held, 1_000.0 * days[1] * levers.urgent.planned_stay), "{held}");
}

#[test]
fn hours_of_help_at_working_age_are_those_of_a_week_in_every_week_of_the_year() {
    let mut levers = fixture::levers().working_age;
    (levers.base_users, levers.base_residents, levers.hours_per_user) = (300_000.0, 50_000.0, 20.0);
    let cells = fixture::population(1.0).0;
    let hours = sum(&WorkingAge::new(&levers, &cells).expected(&levers, &cells, 0.0).hours);
    assert!((hours - 250_000.0 * 20.0 * 52.0 / 1e6).abs() < 1e-6, "{hours}");
}
