//! Services with capacity against need and a queue of those who ask again: community health, mental health, dentistry and
//! prescribing. They differ in what is counted and in the values of their levers only; what is known of each stands with its
//! name in [`QueuedService`].

use std::ops::{Index, IndexMut};

use crate::world::axes::FIFTHS;
use crate::world::service::Service as Kind;

use super::need::Need;
use super::primary_care::tilted;
use super::service_queue::{QueueYear, ServiceQueue};
use super::signals::{Month, Service, Signals};

/// Number of [`QueuedService`]s.
pub const QUEUED: usize = 4;

/// One value per [`QueuedService`], in index order.
pub type ByQueued<T> = [T; QUEUED];

/// A service that is queued for in this way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum QueuedService {
    /// Secondary mental health care: people in contact against people in need. Some 3.3 million people were in contact in
    /// 2021/22 (NHS Digital, Mental Health Bulletin). Need counts those waiting or turned away besides; how many is contested,
    /// so the share met in the base year is an uncertain lever.
    MentalHealth = 0,
    /// Community health: contacts against need. Some 73 million contacts in 2021/22 (King's Fund). Need met is a judgement, as
    /// lists hold over a million people; community care that falls short keeps patients who could leave in hospital
    /// ([`super::urgent`]).
    CommunityHealth = 1,
    /// NHS dentistry: people seen over the year against people who need to be. 40% of adults were seen in the 24 months to
    /// March 2024 against 49% before the pandemic (NAO 2024), and one adult in four has unmet need (BDA 2024). Those not seen
    /// mostly pay privately or go without.
    Dentistry = 2,
    /// Prescribing in the community: items dispensed against items needed. Prescriptions are not queued for: what a budget does
    /// not cover falls on the next month in small part and is else not dispensed.
    Prescribing = 3,
}

impl QueuedService {
    /// All, in index order, which is that of the tables of [`QueuedLevers`].
    pub const ALL: [QueuedService; QUEUED] = [
        QueuedService::MentalHealth,
        QueuedService::CommunityHealth,
        QueuedService::Dentistry,
        QueuedService::Prescribing,
    ];
    /// Its name among all services.
    pub const fn service(self) -> Kind {
        match self {
            QueuedService::MentalHealth => Kind::MentalHealth,
            QueuedService::CommunityHealth => Kind::CommunityHealth,
            QueuedService::Dentistry => Kind::DentalOptical,
            QueuedService::Prescribing => Kind::Prescribing,
        }
    }
    /// The one that a service is, if it is queued for in this way.
    pub fn of(service: Kind) -> Option<QueuedService> {
        QueuedService::ALL
            .into_iter()
            .find(|queued| queued.service() == service)
    }
}

impl<T> Index<QueuedService> for ByQueued<T> {
    type Output = T;
    #[inline]
    fn index(&self, at: QueuedService) -> &T {
        &self[at as usize]
    }
}

impl<T> IndexMut<QueuedService> for ByQueued<T> {
    #[inline]
    fn index_mut(&mut self, at: QueuedService) -> &mut T {
        &mut self[at as usize]
    }
}

crate::levers! {
    /// How far a service meets its need, and what those do whom it does not.
    pub struct QueuedLevers in each of [
        "services.mental_health" = "Mental health services",
        "services.community" = "Community health services",
        "services.dental" = "NHS dentistry",
        "services.prescribing" = "Prescribing in the community",
    ] {
        /// Share of need met in the base year.
        belief base_share_met: f64 = "share" in 0.01..=1.0,
        /// Share of those not served who ask again next month; the others go without.
        belief ask_again: f64 = "share" in 0.0..=0.95,
        /// Chance of being served in the least against the most deprived fifth at equal need, less one.
        belief deprivation_tilt: f64 = "share" in -0.5..=1.0,
    }
}

/// The service between months.
#[derive(Clone, Debug)]
pub struct Queued {
    service: QueuedService,
    levers: QueuedLevers,
    weights: [f64; FIFTHS],
    queue: ServiceQueue,
    year: QueueYear,
}

impl Queued {
    /// In balance at the base year's need by fifth.
    pub fn start(service: QueuedService, levers: &QueuedLevers, need: &Need) -> Queued {
        let need = need.by_fifth(service.service());
        let mut queued = Queued {
            service,
            levers: *levers,
            weights: [1.0; FIFTHS],
            queue: ServiceQueue::in_balance(&need, levers.base_share_met, levers.ask_again),
            year: QueueYear::default(),
        };
        queued.set_levers(levers, &[1.0; FIFTHS]);
        queued
    }
    /// Levers of a new year, and capacity per need by fifth against the base year's.
    pub fn set_levers(&mut self, levers: &QueuedLevers, allocation: &[f64; FIFTHS]) {
        self.levers = *levers;
        let tilted = tilted(levers.deprivation_tilt);
        self.weights = std::array::from_fn(|fifth| tilted[fifth] * allocation[fifth]);
    }
}

impl Service for Queued {
    type Year = QueueYear;

    fn month(&mut self, month: &Month, after: &mut Signals) {
        let service = self.service.service();
        let need = month.need.by_fifth(service).map(|need| need * month.share());
        let capacity = month.capacity[service] * month.share();
        let before = self.year;
        self.queue
            .month(&need, capacity, &self.weights, self.levers.ask_again, &mut self.year);
        if self.service == QueuedService::CommunityHealth {
            // Share of this month's need that was met, against the base year: what discharges wait for.
            let served = self.year.met.iter().zip(&before.met);
            let met: f64 = served.map(|(now, then)| now - then).sum();
            let need: f64 = need.iter().sum();
            let share = if need > 0.0 { met / need } else { 1.0 };
            after.community_met = share / self.levers.base_share_met;
        }
    }

    fn close_year(&mut self) -> QueueYear {
        std::mem::take(&mut self.year)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::Levers;

    #[test]
    fn a_service_reads_the_table_that_its_place_names() {
        let specs = <ByQueued<QueuedLevers> as Levers>::SPECS;
        let values: Vec<f64> = (0..specs.len()).map(|at| at as f64).collect();
        let all: ByQueued<QueuedLevers> = Levers::read(&values);
        for queued in QueuedService::ALL {
            let section = specs[all[queued].base_share_met as usize].section();
            let word = section.strip_prefix("services.").expect("a table of services");
            assert!(queued.service().key().starts_with(word), "{queued:?} reads {section}");
            assert_eq!(QueuedService::of(queued.service()), Some(queued));
        }
        assert_eq!(QueuedService::of(Kind::PrimaryCare), None);
    }
}
