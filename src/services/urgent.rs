//! Urgent care: attendances, emergency admissions, beds, delays.
//!
//! Everyone who comes is seen and everyone who must be is admitted; what gives way is time. Bed days are emergency
//! admissions × stay, planned admissions × stay, and days of people fit to leave. Emergencies have the beds first. Occupancy over staffed beds decides the
//! share of attendances inside four hours (a logit falling with occupancy and with load on the department) and the share
//! of planned admissions cancelled. Delays are those of people with "no criteria to reside" (counted since 2021; the
//! delayed transfers of 2010 to 2020 are another measure): parts of them wait for home care, care homes and community
//! care, and grow as these meet less need. The rest is the hospital's own.
//!
//! Sources: NHS Improvement 2017 and Monitor 2015 (occupancy and four hours), Gaughan et al 2015 and Allan et al 2021 (care
//! supply and delays), Jones et al 2022 (deaths per delayed admission). Occupancy is cut at full: beds beyond it are
//! trolleys, which show in the four hours.

use crate::world::Service;
use crate::world::axes::FIFTHS;

use super::signals::{Month, Monthly, Signals};
use super::tables::{Seasons, WEEKS};

crate::levers! {
    /// Urgent care and beds.
    pub struct UrgentLevers in "services.urgent" {
        /// General and acute beds available in the base year.
        belief base_beds: f64 = "beds" in 0.1..=10000000.0,
        /// General and acute occupancy in the base year, mean.
        belief base_occupancy: f64 = "share" in 0.3..=1.0,
        /// Share of attendances within four hours in the base year, all types.
        belief base_four_hour: f64 = "share" in 0.05..=0.999,
        /// Overnight bed days per planned admission, day cases included.
        belief planned_stay: f64 = "days" in 0.0..=10.0,
        /// People fit to leave but still in hospital, per day, in the base year.
        belief base_delayed: f64 = "people" in 0.0..=1000000.0,
        /// Share of delays that wait for care at home.
        belief delay_home_care: f64 = "share" in 0.0..=1.0,
        /// Share of delays that wait for a care home.
        belief delay_care_home: f64 = "share" in 0.0..=1.0,
        /// Share of delays that wait for community health care.
        belief delay_community: f64 = "share" in 0.0..=1.0,
        /// Elasticity of these delays to the share of need that the care waited for meets (a positive number).
        belief delay_elasticity: f64 = "elasticity" in 0.0..=3.0,
        /// Fall of the logit of four-hour performance per percentage point of occupancy.
        belief occupancy_slope: f64 = "logit/point" in 0.0..=1.0,
        /// Fall of the logit of four-hour performance per unit of the log of attendances over capacity.
        belief load_slope: f64 = "logit" in 0.0..=20.0,
        /// Share of planned admissions cancelled for want of a bed in the base year.
        belief base_cancelled: f64 = "share" in 0.0..=0.5,
        /// Rise of the share cancelled per percentage point of occupancy.
        belief cancel_slope: f64 = "share/point" in 0.0..=0.1,
        /// Share of planned admissions that stay the night and cannot be done without a bed.
        belief planned_overnight: f64 = "share" in 0.0..=1.0,
        /// Share of a change in the volume of inpatient care that money and staff allow that becomes staffed beds.
        belief staffed_bed_response: f64 = "elasticity" in 0.0..=1.0,
        /// Size of the seasons: 1 as published, 0 none.
        belief season_amplitude: f64 = "ratio" in 0.0..=3.0,
        /// Share of emergency admissions that wait beyond 6 to 8 hours in A&E in the base year.
        belief base_delayed_admissions: f64 = "share" in 0.0..=1.0,
        /// Delayed admissions per extra death within 30 days.
        belief delayed_admissions_per_death: f64 = "admissions/death" in 20.0..=1000000.0,
    }
}

/// What care outside hospital does to discharges this year, and who provides.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Discharge {
    /// Share of need for home care met, against the base year \[ratio\].
    pub home_care: f64,
    /// Share of need for care homes met, against the base year \[ratio\].
    pub care_home: f64,
    /// What programmes and pooling do to delayed bed days \[ratio\].
    pub factor: f64,
}

impl Discharge {
    /// As in the base year.
    pub const BASE: Discharge = Discharge {
        home_care: 1.0,
        care_home: 1.0,
        factor: 1.0,
    };
}

/// Urgent care over one year.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct UrgentYear {
    /// Attendances by fifth (flow).
    pub attendances: [f64; FIFTHS],
    /// Attendances within four hours (flow), all fifths.
    pub within_four_hours: f64,
    /// Emergency admissions by fifth (flow).
    pub admissions: [f64; FIFTHS],
    /// Bed days occupied (flow).
    pub bed_days: f64,
    /// Bed days available and staffed (flow).
    pub available: f64,
    /// Bed days of people fit to leave (flow).
    pub delayed: f64,
    /// Emergency admissions delayed in A&E beyond 6 to 8 hours (flow).
    pub delayed_admissions: f64,
    /// Deaths that delays caused above the base year's (flow; below zero if there were fewer).
    pub deaths_above_base: f64,
}

impl UrgentYear {
    /// Mean occupancy [0 to 1].
    pub fn occupancy(&self) -> f64 {
        if self.available > 0.0 {
            (self.bed_days / self.available).min(1.0)
        } else {
            1.0
        }
    }
    /// Share of attendances within four hours [0 to 1].
    pub fn four_hour(&self) -> f64 {
        let all: f64 = self.attendances.iter().sum();
        if all > 0.0 { self.within_four_hours / all } else { 1.0 }
    }
}

/// Urgent care between months.
#[derive(Clone, Debug)]
pub struct Urgent {
    levers: UrgentLevers,
    seasons: Seasons,
    base_admissions: f64,
    base_planned: f64,
    beds: f64,
    discharge: Discharge,
    /// Share of waits over four hours that sanctions remove [0 to 1].
    sanctions: f64,
    year: UrgentYear,
}

impl Urgent {
    /// At the base year's emergency and planned admissions.
    pub fn start(levers: &UrgentLevers, seasons: &Seasons, admissions: f64, planned: f64) -> Urgent {
        Urgent {
            levers: *levers,
            seasons: *seasons,
            base_admissions: admissions,
            base_planned: planned,
            beds: levers.base_beds,
            discharge: Discharge::BASE,
            sanctions: 0.0,
            year: UrgentYear::default(),
        }
    }
    /// Levers, staffed beds and discharges of a new year, and the share of waits over four hours that sanctions remove.
    pub fn set_levers(&mut self, levers: &UrgentLevers, beds: f64, discharge: Discharge, sanctions: f64) {
        self.levers = *levers;
        self.sanctions = sanctions.clamp(0.0, 1.0);
        self.beds = beds.max(1.0);
        self.discharge = discharge;
    }
    /// Days per emergency admission that give the base year's occupancy.
    pub fn stay(&self) -> f64 {
        let levers = &self.levers;
        let days = 52.0 * 7.0;
        let occupied = levers.base_beds * levers.base_occupancy * days;
        let rest = levers.base_delayed * days + self.base_planned * levers.planned_stay;
        (occupied - rest).max(0.0) / self.base_admissions.max(1.0)
    }
    fn season(&self, series: &[f64], month: usize) -> f64 {
        (1.0 + (series[month % series.len()] - 1.0) * self.levers.season_amplitude).max(0.0)
    }
    /// Delayed bed days against the base year's \[ratio\].
    pub fn delays(&self, community_met: f64) -> f64 {
        let levers = &self.levers;
        let waiting = |share: f64, met: f64| {
            // Halving or doubling is as far as any study reaches.
            share * libm::pow(met.clamp(0.5, 2.0), -levers.delay_elasticity)
        };
        let own = 1.0 - levers.delay_home_care - levers.delay_care_home - levers.delay_community;
        let ratio = own.max(0.0)
            + waiting(levers.delay_home_care, self.discharge.home_care)
            + waiting(levers.delay_care_home, self.discharge.care_home)
            + waiting(levers.delay_community, community_met);
        (ratio * self.discharge.factor).max(0.0)
    }
}

/// Staffed beds: one stock for emergencies and planned care, at a volume of inpatient care of both that money and staff allow,
/// against the base year's.
pub fn staffed_beds(levers: &UrgentLevers, inpatient_volume: f64) -> f64 {
    levers.base_beds * libm::pow(inpatient_volume.max(f64::MIN_POSITIVE), levers.staffed_bed_response)
}

/// Share of attendances within four hours: a logit around the base year's.
fn four_hour(levers: &UrgentLevers, occupancy: f64, load: f64) -> f64 {
    let base = libm::log(levers.base_four_hour / (1.0 - levers.base_four_hour));
    let points = (occupancy - levers.base_occupancy) * 100.0;
    let logit = base - levers.occupancy_slope * points - levers.load_slope * libm::log(load.max(f64::MIN_POSITIVE));
    1.0 / (1.0 + libm::exp(-logit))
}

impl Monthly for Urgent {
    type Year = UrgentYear;

    fn month(&mut self, month: &Month, after: &mut Signals) {
        let share = month.share();
        let days = WEEKS[month.index % WEEKS.len()] * 7.0;
        let busy = self.season(&self.seasons.attendances, month.index);
        let need = month
            .need
            .by_fifth(Service::EmergencyDepartment)
            .map(|need| need * share * busy);
        let usual: f64 = need.iter().sum();
        // Those whom general practice could not see come in proportion to where attendances come from.
        let extra = if usual > 0.0 {
            (1.0 + month.before.diverted / usual).clamp(0.5, 2.0)
        } else {
            1.0
        };
        let attendances = need.map(|need| need * extra);
        let arrived = usual * extra;

        let season = self.season(&self.seasons.admissions, month.index);
        let admissions = month
            .need
            .by_fifth(Service::EmergencyAdmission)
            .map(|need| need * share * season);
        let admitted: f64 = admissions.iter().sum();
        let stay = self.stay() * self.season(&self.seasons.stay, month.index);
        let volume = admitted / (self.base_admissions * share).max(f64::MIN_POSITIVE);
        let delayed = self.levers.base_delayed * days * volume * self.delays(month.before.community_met);
        let planned = month.before.planned_admissions / month_days(month.index) * days * self.levers.planned_stay;
        let available = self.beds * days;
        let needed = admitted * stay + delayed + planned;
        // Pressure may exceed full; people then wait on trolleys, and only beds can be occupied.
        let pressure = (needed / available.max(1.0)).min(2.0);

        // Departments staff for the season: load is measured against the usual month.
        let capacity = month.capacity[Service::EmergencyDepartment] * share * busy.max(0.5);
        let within = four_hour(&self.levers, pressure, arrived / capacity.max(1.0));
        let within = within + self.sanctions * (1.0 - within);
        let breach = (1.0 - within) / (1.0 - self.levers.base_four_hour);
        let late = admitted * (self.levers.base_delayed_admissions * breach).min(1.0);
        let usual_late = admitted * self.levers.base_delayed_admissions;

        for fifth in 0..FIFTHS {
            self.year.attendances[fifth] += attendances[fifth];
            self.year.admissions[fifth] += admissions[fifth];
        }
        self.year.within_four_hours += arrived * within;
        self.year.bed_days += needed.min(available);
        self.year.available += available;
        self.year.delayed += delayed;
        self.year.delayed_admissions += late;
        self.year.deaths_above_base += (late - usual_late) / self.levers.delayed_admissions_per_death;
        let over = (pressure - self.levers.base_occupancy) * 100.0;
        let usual = (self.levers.base_cancelled + self.levers.cancel_slope * over).clamp(0.0, 0.5);
        // Emergencies have the beds first: those who would stay the night for planned care have what is left, and no more.
        let wanted = month.capacity[Service::PlannedAdmitted] * share * self.levers.planned_stay;
        let left = (available - admitted * stay - delayed).max(0.0);
        let unbedded = if wanted > left { 1.0 - left / wanted } else { 0.0 };
        after.cancelled = usual.max(self.levers.planned_overnight * unbedded);
    }

    fn close_year(&mut self) -> UrgentYear {
        std::mem::take(&mut self.year)
    }
}

/// Days of the month before, in which the planned admissions that now lie in bed were counted.
fn month_days(month: usize) -> f64 {
    WEEKS[(month + WEEKS.len() - 1) % WEEKS.len()] * 7.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::services::fixture;

    #[test]
    fn fewer_are_seen_in_time_when_the_hospital_is_full() {
        let levers = fixture::levers().urgent;
        let mut last = 1.0;
        for step in 0..20 {
            let share = four_hour(&levers, 0.80 + step as f64 * 0.01, 1.0);
            assert!(share < last && share > 0.0);
            last = share;
        }
        assert!((four_hour(&levers, levers.base_occupancy, 1.0) - levers.base_four_hour).abs() < 1e-12);
        assert!(four_hour(&levers, levers.base_occupancy, 1.2) < levers.base_four_hour);
    }

    #[test]
    fn delays_grow_when_care_falls_short_and_never_below_the_hospitals_own() {
        let levers = fixture::levers();
        let mut urgent = Urgent::start(&levers.urgent, &fixture::tables().seasons, 6.3e6, 3.6e6);
        assert!((urgent.delays(1.0) - 1.0).abs() < 1e-12);
        urgent.discharge.home_care = 0.8;
        let less_home_care = urgent.delays(1.0);
        assert!(less_home_care > 1.0 && less_home_care < 1.3);
        urgent.discharge.care_home = 0.8;
        assert!(urgent.delays(0.8) > less_home_care);
        urgent.discharge.factor = 0.5;
        assert!(urgent.delays(0.8) < less_home_care);
    }
}
