//! What a year of services was: activity, waits and access, and what its record says of them.

use crate::world::access::Access;
use crate::world::axes::FIFTHS;
use crate::world::group::{ByGroup, GROUPS, Group};
use crate::world::record::YearRecord;
use crate::world::service::{ByQueued, ByService, QueuedService, SERVICES, Service};

use super::planned::PlannedYear;
use super::service_queue::QueueYear;
use super::urgent::UrgentYear;

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
    pub(super) need_by_group: [ByGroup; SERVICES],
    /// What people met this year.
    pub access: Access,
    /// Pressure by service: weeks of referrals that wait, need over what was done, and nothing (1) where all who come are seen \[ratio\].
    pub pressure: ByService,
    /// Capacity that found nobody to use it, by service, as a share.
    pub idle: ByService,
}

impl ServicesYear {
    /// A quantity known by fifth, with age and sex in proportion to need of the services given.
    fn spread(&self, fifths: &[f64; FIFTHS], kinds: &[Service]) -> ByGroup {
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

    /// What each deprivation fifth received of a service, in its unit; of what the NHS does not do nothing.
    pub fn received(&self, service: Service) -> [f64; FIFTHS] {
        match service {
            Service::PrimaryCare => self.primary_care.met,
            Service::PlannedOutpatient => self.planned.outpatient,
            Service::PlannedAdmitted => self.planned.admitted,
            Service::EmergencyDepartment => self.urgent.attendances,
            Service::EmergencyAdmission => self.urgent.admissions,
            other => QueuedService::of(other).map_or([0.0; FIFTHS], |queued| self.queued[queued].met),
        }
    }

    /// Writes what services know into the year's record; groups of wealth and income are left as they are.
    pub fn record(&self, record: &mut YearRecord) {
        const PLANNED: [Service; 2] = [Service::PlannedOutpatient, Service::PlannedAdmitted];
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
        record.ae_attendances = self.spread(&urgent.attendances, &[Service::EmergencyDepartment]);
        let in_time = urgent.attendances.map(|attended| attended * urgent.four_hour());
        record.ae_within_four_hours = self.spread(&in_time, &[Service::EmergencyDepartment]);
        record.emergency_admissions = self.spread(&urgent.admissions, &[Service::EmergencyAdmission]);
        record.bed_occupancy = level(urgent.occupancy(), &[urgent.occupancy(); FIFTHS]);
        let delayed = super::signals::shares(&urgent.admissions).map(|share| share * urgent.delayed);
        record.delayed_bed_days = self.spread(&delayed, &[Service::CommunityHealth]);

        let one = |kind: Service| [kind];
        record.gp_appointments = self.spread(&self.primary_care.met, &one(Service::PrimaryCare));
        record.gp_need = self.spread(&self.primary_care.need, &one(Service::PrimaryCare));
        for service in QueuedService::ALL {
            let (year, kind) = (&self.queued[service], one(service.service()));
            record.queued[service].met = self.spread(&year.met, &kind);
            record.queued[service].need = self.spread(&year.need, &kind);
        }
        for service in Service::ALL {
            if !matches!(service, Service::HomeCare | Service::CareHome | Service::PublicHealth) {
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
        result[Group::income(fifth)] = 0.0;
    }
    result
}
