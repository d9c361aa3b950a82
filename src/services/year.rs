//! One year of all services: twelve months, each service reading the others' month before.
//!
//! ```text
//!   general practice ── diverted ──▶ A&E        community ── shortfall ──▶ delayed discharges
//!   beds ── cancelled ──▶ planned admissions ── in bed ──▶ beds
//! ```

use crate::world::access::Access;
use crate::world::axes::FIFTHS;
use crate::world::group::{ByGroup, GROUPS, Group};
use crate::world::record::YearRecord;
use crate::world::service::{ByQueued, ByService, QueuedService, SERVICES, Service as Kind};

use super::levers::ServicesLevers;
use super::need::Need;
use super::planned::{Planned, PlannedYear};
use super::primary_care::PrimaryCare;
use super::queued::Queued;
use super::service_queue::QueueYear;
use super::signals::{Month, Service, Signals};
use super::tables::{MONTHS, ServiceTables};
use super::urgent::{Discharge, Urgent, UrgentYear};

/// An enforced limit on planned-care waits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Guarantee {
    /// The limit \[weeks\].
    pub weeks: f64,
    /// How far it is enforced [0 to 1].
    pub enforcement: f64,
}

/// What a year of services is given.
#[derive(Clone, Copy, Debug)]
pub struct YearInput<'a> {
    /// Need over the year.
    pub need: &'a Need,
    /// Activity that money and staff can deliver, by service, in its unit.
    pub capacity: ByService,
    /// General and acute beds that are staffed, one stock for emergencies and planned care.
    pub beds: f64,
    /// Hospital posts filled against posts needed \[ratio\].
    pub staffing: f64,
    /// What care outside hospital does to discharges.
    pub discharge: Discharge,
    /// Share of older people's hours of help that someone gives [0 to 1]; handed through to [`Access`].
    pub care_need: f64,
    /// Share of eligible need for publicly arranged care that is met [0 to 1]; handed through.
    pub eligible_care: f64,
    /// Care received per needs-weighted person against the base year \[ratio\]; handed through.
    pub care_received: f64,
    /// General practice by fifth (1 = in proportion to need).
    pub gp_allocation: [f64; FIFTHS],
    /// Capacity per need of other services by fifth, against the base year's (1 = as then).
    pub other_allocation: [f64; FIFTHS],
    /// An enforced limit on planned waits, if there is one.
    pub guarantee: Option<Guarantee>,
    /// Share of waits over four hours in A&E that sanctions remove [0 to 1].
    pub four_hour_sanctions: f64,
    /// Leaving for private care against what the levers say \[ratio\].
    pub private_care: f64,
}

/// All services between years.
#[derive(Clone, Debug)]
pub struct ServicesState {
    planned: Planned,
    urgent: Urgent,
    primary_care: PrimaryCare,
    queued: ByQueued<Queued>,
    signals: Signals,
}

/// One year of all services.
#[derive(Clone, Debug, PartialEq)]
pub struct ServicesYear {
    /// Planned care by fifth.
    pub planned: PlannedYear,
    /// Urgent care.
    pub urgent: UrgentYear,
    /// General practice.
    pub primary_care: QueueYear,
    /// Mental health, community health, dentistry, prescribing.
    pub queued: ByQueued<QueueYear>,
    /// Activity delivered by service (flow); home care, care homes and public health are left at zero.
    pub activity: ByService,
    /// Activity that would have met need by service (flow).
    pub need: ByService,
    /// Need by group, kept to split what is known by fifth over age and sex.
    need_by_group: [ByGroup; SERVICES],
    /// What people met this year.
    pub access: Access,
    /// Pressure by service: weeks of referrals that wait, need over what was done, and nothing (1) where all who come are seen \[ratio\].
    pub pressure: ByService,
    /// Capacity that found nobody to use it, by service [share].
    pub idle: ByService,
}

impl ServicesState {
    /// At the start of the base year, whose need is `need`.
    pub fn start(tables: &ServiceTables, levers: &ServicesLevers, need: &Need) -> ServicesState {
        let planned = std::array::from_fn(|fifth| {
            need.by_fifth(Kind::PlannedOutpatient)[fifth] + need.by_fifth(Kind::PlannedAdmitted)[fifth]
        });
        let months = MONTHS as f64;
        ServicesState {
            planned: Planned::start(&levers.planned, &planned),
            urgent: Urgent::start(
                &levers.urgent,
                &tables.seasons,
                levers.base.emergency_admission,
                levers.base.planned_admitted,
            ),
            primary_care: PrimaryCare::start(&levers.primary_care, &need.by_fifth(Kind::PrimaryCare)),
            queued: QueuedService::ALL.map(|service| Queued::start(service, &levers.queued[service], need)),
            signals: Signals {
                planned_admissions: levers.base.planned_admitted / months,
                cancelled: levers.urgent.base_cancelled,
                diverted: 0.0,
                community_met: 1.0,
            },
        }
    }

    /// Pathways waiting that will end without, and with, admission.
    pub fn waiting(&self) -> [f64; 2] {
        self.planned.waiting()
    }
    /// Share of the list that has waited less than so many weeks [0 to 1].
    pub fn within(&self, weeks: f64) -> f64 {
        self.planned.within(weeks as usize)
    }
    /// Referrals that the present waits bring, against the base year's \[ratio\].
    pub fn referral_response(&self) -> f64 {
        self.planned.referral_response()
    }

    /// Runs a year.
    pub fn run_year(&mut self, input: &YearInput, levers: &ServicesLevers) -> ServicesYear {
        let guarantee = input.guarantee.map(|limit| (limit.weeks, limit.enforcement));
        self.planned.set_levers(&levers.planned, guarantee, input.private_care);
        self.urgent
            .set_levers(&levers.urgent, input.beds, input.discharge, input.four_hour_sanctions);
        self.primary_care.set_levers(&levers.primary_care, &input.gp_allocation);
        for (queued, levers) in self.queued.iter_mut().zip(&levers.queued) {
            queued.set_levers(levers, &input.other_allocation);
        }
        let mut capacity = input.capacity;
        // Base activity was delivered with base cancellations, so capacity is stated before cancellation.
        capacity[Kind::PlannedAdmitted] /= 1.0 - levers.urgent.base_cancelled;
        for index in 0..MONTHS {
            let month = Month {
                index,
                need: input.need,
                capacity: &capacity,
                before: self.signals,
            };
            let mut after = self.signals;
            self.primary_care.month(&month, &mut after);
            for queued in &mut self.queued {
                queued.month(&month, &mut after);
            }
            self.planned.month(&month, &mut after);
            self.urgent.month(&month, &mut after);
            self.signals = after;
        }
        self.close(input)
    }

    fn close(&mut self, input: &YearInput) -> ServicesYear {
        let planned = self.planned.close_year();
        let urgent = self.urgent.close_year();
        let primary_care = self.primary_care.close_year();
        let queued = self.queued.each_mut().map(Service::close_year);
        let sum = |fifths: &[f64; FIFTHS]| fifths.iter().sum::<f64>();
        let mut activity = [0.0; SERVICES];
        for (kind, value) in [
            (Kind::PrimaryCare, sum(&primary_care.met)),
            (Kind::PlannedOutpatient, sum(&planned.outpatient)),
            (Kind::PlannedAdmitted, sum(&planned.admitted)),
            (Kind::EmergencyDepartment, sum(&urgent.attendances)),
            (Kind::EmergencyAdmission, sum(&urgent.admissions)),
        ] {
            activity[kind] = value;
        }
        for service in QueuedService::ALL {
            activity[service.service()] = sum(&queued[service].met);
        }
        let (mut pressure, mut idle) = ([1.0; SERVICES], [0.0; SERVICES]);
        for (kind, which) in [(Kind::PlannedOutpatient, 0), (Kind::PlannedAdmitted, 1)] {
            pressure[kind] = planned.weeks_waiting[which];
            idle[kind] = planned.idle[which];
        }
        for kind in QueuedService::ALL
            .map(QueuedService::service)
            .into_iter()
            .chain([Kind::PrimaryCare])
        {
            if activity[kind] > 0.0 {
                pressure[kind] = input.need.total[kind] / activity[kind];
            }
            if input.capacity[kind] > 0.0 {
                idle[kind] = (1.0 - activity[kind] / input.capacity[kind]).max(0.0);
            }
        }
        let access = Access {
            primary_care: primary_care.share_met_by_fifth(),
            community_health: queued[QueuedService::CommunityHealth].share_met(),
            mental_health: queued[QueuedService::MentalHealth].share_met(),
            care_need: input.care_need,
            eligible_care: input.eligible_care,
            wait_weeks: planned.mean_wait,
            four_hour: urgent.four_hour(),
            staffing: input.staffing,
            care_received: input.care_received,
        };
        ServicesYear {
            planned,
            urgent,
            primary_care,
            queued,
            activity,
            need: input.need.total,
            need_by_group: input.need.by_group,
            access,
            pressure,
            idle,
        }
    }
}

impl ServicesYear {
    /// A quantity known by fifth, with age and sex in proportion to need of the services given.
    fn spread(&self, fifths: &[f64; FIFTHS], kinds: &[Kind]) -> ByGroup {
        let mut result = [0.0; GROUPS];
        let total: f64 = fifths.iter().sum();
        result[Group::ALL] = total;
        for (fifth, value) in fifths.iter().enumerate() {
            result[Group::imd(fifth)] = *value;
        }
        let need = |group: usize| kinds.iter().map(|kind| self.need_by_group[*kind][group]).sum::<f64>();
        let all = need(Group::ALL.index());
        for group in Group::age(0).index()..Group::wealth(0).index() {
            result[group] = if all > 0.0 { total * need(group) / all } else { 0.0 };
        }
        result
    }

    /// Writes what services know into the year's record; wealth groups are left as they are.
    pub fn record(&self, record: &mut YearRecord) {
        const PLANNED: [Kind; 2] = [Kind::PlannedOutpatient, Kind::PlannedAdmitted];
        let planned = &self.planned;
        record.waiting_list = self.spread(&planned.waiting(), &PLANNED);
        record.waiting_0_18 = self.spread(&planned.bands[0], &PLANNED);
        record.waiting_18_26 = self.spread(&planned.bands[1], &PLANNED);
        record.waiting_26_52 = self.spread(&planned.bands[2], &PLANNED);
        record.waiting_52_65 = self.spread(&planned.bands[3], &PLANNED);
        record.waiting_over_65 = self.spread(&planned.bands[4], &PLANNED);
        record.median_wait = level(planned.median_all, &planned.median);
        record.p92_wait = level(planned.p92_all, &planned.p92);
        record.clock_starts = self.spread(&planned.starts, &PLANNED);
        record.completed_outpatient = self.spread(&planned.outpatient, &PLANNED[..1]);
        record.completed_admitted = self.spread(&planned.admitted, &PLANNED[1..]);
        record.removals = self.spread(&planned.removals, &PLANNED);
        record.left_for_private = self.spread(&planned.private, &PLANNED);
        let cancelled = super::signals::shares(&planned.admitted).map(|share| share * planned.cancelled);
        record.cancelled_operations = self.spread(&cancelled, &PLANNED[1..]);

        let urgent = &self.urgent;
        record.ae_attendances = self.spread(&urgent.attendances, &[Kind::EmergencyDepartment]);
        let in_time = urgent.attendances.map(|attended| attended * urgent.four_hour());
        record.ae_within_four_hours = self.spread(&in_time, &[Kind::EmergencyDepartment]);
        record.emergency_admissions = self.spread(&urgent.admissions, &[Kind::EmergencyAdmission]);
        record.bed_occupancy = level(urgent.occupancy(), &[urgent.occupancy(); FIFTHS]);
        let delayed = super::signals::shares(&urgent.admissions).map(|share| share * urgent.delayed);
        record.delayed_bed_days = self.spread(&delayed, &[Kind::CommunityHealth]);

        let one = |kind: Kind| [kind];
        record.gp_appointments = self.spread(&self.primary_care.met, &one(Kind::PrimaryCare));
        record.gp_need = self.spread(&self.primary_care.need, &one(Kind::PrimaryCare));
        for service in QueuedService::ALL {
            let (year, kind) = (&self.queued[service], one(service.service()));
            record.queued[service].met = self.spread(&year.met, &kind);
            record.queued[service].need = self.spread(&year.need, &kind);
        }
        for service in Kind::ALL {
            if !matches!(service, Kind::HomeCare | Kind::CareHome | Kind::PublicHealth) {
                record.activity[service] = self.activity[service];
                record.need[service] = self.need[service];
            }
        }
    }
}

/// A level (a wait, a share): everyone's for age and sex, each fifth's own.
fn level(all: f64, fifths: &[f64; FIFTHS]) -> ByGroup {
    let mut result = [all; GROUPS];
    for (fifth, value) in fifths.iter().enumerate() {
        result[Group::imd(fifth)] = *value;
    }
    for fifth in 0..FIFTHS {
        result[Group::wealth(fifth)] = 0.0;
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::services::fixture;
    use crate::services::need::{NO_FACTORS, NeedModel};

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
        for service in &Kind::ALL[..9] {
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
            input.capacity = super::super::standards::capacity_for_standards(&state, &need, &levers, EMERGENCY_WEIGHT);
            let against = |kind: Kind| input.capacity[kind] / levers.base.by_service()[kind];
            let volume = EMERGENCY_WEIGHT * against(Kind::EmergencyAdmission)
                + (1.0 - EMERGENCY_WEIGHT) * against(Kind::PlannedAdmitted);
            input.beds = super::super::urgent::staffed_beds(&levers.urgent, volume);
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
}
