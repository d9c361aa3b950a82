//! Services with capacity against need and a queue of those who ask again: community health, mental health, dentistry and
//! prescribing. They differ in what is counted and in the values of their levers only; what is known of each stands with its
//! name in [`QueuedService`].

use crate::world::axes::FIFTHS;
use crate::world::service::QueuedService;

use super::need::Need;
use super::primary_care::tilted;
use super::service_queue::{QueueYear, ServiceQueue};
use super::signals::{AS_EVER, Month, Monthly, Signals};
use super::tables::MONTHS;

crate::levers! {
    /// How far a service meets its need, and what those do whom it does not; one table for each [`QueuedService`], in their order.
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
        queued.settle(&need);
        queued
    }
    /// A few months of the base year bring the backlogs of the fifths into balance with who is served first.
    fn settle(&mut self, need: &[f64; FIFTHS]) {
        let months = MONTHS as f64;
        let capacity = need.iter().sum::<f64>() * self.levers.base_share_met / months;
        let need = need.map(|need| need / months);
        let asks = &AS_EVER[self.service.service().index()];
        let mut unseen = QueueYear::default();
        for _ in 0..MONTHS {
            self.queue
                .month(&need, asks, capacity, &self.weights, self.levers.ask_again, &mut unseen);
        }
    }
    /// Levers of a new year, and capacity per need by fifth against the base year's.
    pub fn set_levers(&mut self, levers: &QueuedLevers, allocation: &[f64; FIFTHS]) {
        self.levers = *levers;
        let tilted = tilted(levers.deprivation_tilt);
        self.weights = std::array::from_fn(|fifth| tilted[fifth] * allocation[fifth]);
    }
}

impl Monthly for Queued {
    type Year = QueueYear;

    fn month(&mut self, month: &Month, after: &mut Signals) {
        let service = self.service.service();
        let need = month.need.by_fifth(service).map(|need| need * month.share());
        let capacity = month.capacity[service] * month.share();
        let before = self.year;
        self.queue.month(
            &need,
            &month.asks[service.index()],
            capacity,
            &self.weights,
            self.levers.ask_again,
            &mut self.year,
        );
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
    use crate::world::service::ByQueued;
    use crate::world::{Levers, Service};

    #[test]
    fn a_service_reads_the_table_that_its_place_names() {
        let specs = <ByQueued<QueuedLevers> as Levers>::SPECS;
        let values: Vec<f64> = (0..specs.len()).map(|at| at as f64).collect();
        let all: ByQueued<QueuedLevers> = Levers::read(&values);
        for queued in QueuedService::ALL {
            let section = specs[all[queued].base_share_met as usize].section();
            assert_eq!(section.strip_prefix("services."), Some(queued.word()));
            assert_eq!(QueuedService::of(queued.service()), Some(queued));
        }
        assert_eq!(QueuedService::of(Service::PrimaryCare), None);
    }
}
