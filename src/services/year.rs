//! One year of all services: twelve months, each service reading the others' month before.
//!
//! ```text
//!   general practice ── diverted ──▶ A&E        community ── shortfall ──▶ delayed discharges
//!   beds ── cancelled ──▶ planned admissions ── in bed ──▶ beds
//! ```

use crate::world::access::Access;
use crate::world::axes::FIFTHS;
use crate::world::service::{ByQueued, ByService, QueuedService, SERVICES, Service};

use super::delivered::ServicesYear;
use super::levers::ServicesLevers;
use super::need::Need;
use super::planned::Planned;
use super::primary_care::PrimaryCare;
use super::queued::Queued;
use super::signals::{Asks, Month, Monthly, Signals};
use super::tables::{MONTHS, ServiceTables};
use super::urgent::{Discharge, Urgent};

/// An enforced limit on planned-care waits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Guarantee {
    /// The limit \[weeks\].
    pub weeks: f64,
    /// Share of the list that must be within it [0 to 1].
    pub share: f64,
    /// How far it is enforced [0 to 1].
    pub enforcement: f64,
}

/// What a year of services is given.
#[derive(Clone, Copy, Debug)]
pub struct YearInput<'a> {
    /// Need over the year.
    pub need: &'a Need,
    /// Share of those in need who ask for it, by service and fifth, against the base year's \[ratio\].
    pub asks: Asks,
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
    pub(super) signals: Signals,
}

impl ServicesState {
    /// At the start of the base year, whose need is `need`.
    pub fn start(tables: &ServiceTables, levers: &ServicesLevers, need: &Need) -> ServicesState {
        let planned = std::array::from_fn(|fifth| {
            need.by_fifth(Service::PlannedOutpatient)[fifth] + need.by_fifth(Service::PlannedAdmitted)[fifth]
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
            primary_care: PrimaryCare::start(&levers.primary_care, &need.by_fifth(Service::PrimaryCare)),
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
        self.planned
            .set_levers(&levers.planned, input.guarantee, input.private_care);
        self.urgent
            .set_levers(&levers.urgent, input.beds, input.discharge, input.four_hour_sanctions);
        self.primary_care.set_levers(&levers.primary_care, &input.gp_allocation);
        for (queued, levers) in self.queued.iter_mut().zip(&levers.queued) {
            queued.set_levers(levers, &input.other_allocation);
        }
        let mut capacity = input.capacity;
        // Base activity was delivered with base cancellations, so capacity is stated before cancellation.
        capacity[Service::PlannedAdmitted] /= 1.0 - levers.urgent.base_cancelled;
        for index in 0..MONTHS {
            let month = Month {
                index,
                need: input.need,
                asks: &input.asks,
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
        let queued = self.queued.each_mut().map(Monthly::close_year);
        let sum = |fifths: &[f64; FIFTHS]| fifths.iter().sum::<f64>();
        let mut activity = [0.0; SERVICES];
        for (kind, value) in [
            (Service::PrimaryCare, sum(&primary_care.met)),
            (Service::PlannedOutpatient, sum(&planned.outpatient)),
            (Service::PlannedAdmitted, sum(&planned.admitted)),
            (Service::EmergencyDepartment, sum(&urgent.attendances)),
            (Service::EmergencyAdmission, sum(&urgent.admissions)),
        ] {
            activity[kind] = value;
        }
        for service in QueuedService::ALL {
            activity[service.service()] = sum(&queued[service].met);
        }
        let (mut pressure, mut idle) = ([1.0; SERVICES], [0.0; SERVICES]);
        for (kind, which) in [(Service::PlannedOutpatient, 0), (Service::PlannedAdmitted, 1)] {
            pressure[kind] = planned.weeks_waiting[which];
            idle[kind] = planned.idle[which];
        }
        for kind in QueuedService::ALL
            .map(QueuedService::service)
            .into_iter()
            .chain([Service::PrimaryCare])
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
