//! Prescribing in the community: items dispensed against items needed.
//!
//! Prescriptions are not queued for: what a budget does not cover falls on the next month in small part and is else not dispensed.

use crate::world::axes::FIFTHS;
use crate::world::service::Service as Kind;

use super::service_queue::{QueueYear, ServiceQueue};
use super::signals::{Month, Service, Signals};

crate::levers! {
    /// Prescribing in the community: items dispensed against items needed.
    pub struct PrescribingLevers in "services.prescribing" {
        /// Share of need met in the base year.
        base_share_met: f64 = "share" in 0.01..=1.0,
        /// Share of those not served who ask again next month; the others go without.
        ask_again: f64 = "share" in 0.0..=0.95,
        /// Chance of being served in the least against the most deprived fifth at equal need, less one.
        deprivation_tilt: f64 = "share" in -0.5..=1.0,
    }
}

/// The service between months.
#[derive(Clone, Debug)]
pub struct Prescribing {
    levers: PrescribingLevers,
    weights: [f64; FIFTHS],
    queue: ServiceQueue,
    year: QueueYear,
}

impl Prescribing {
    /// In balance at the base year's need by fifth.
    pub fn start(levers: &PrescribingLevers, need: &[f64; FIFTHS]) -> Prescribing {
        let mut service = Prescribing {
            levers: *levers,
            weights: [1.0; FIFTHS],
            queue: ServiceQueue::in_balance(need, levers.base_share_met, levers.ask_again),
            year: QueueYear::default(),
        };
        service.set_levers(levers, &[1.0; FIFTHS]);
        service
    }
    /// Levers of a new year, and capacity per need by fifth against the base year's.
    pub fn set_levers(&mut self, levers: &PrescribingLevers, allocation: &[f64; FIFTHS]) {
        self.levers = *levers;
        let tilted = super::primary_care::tilted(levers.deprivation_tilt);
        self.weights = std::array::from_fn(|fifth| tilted[fifth] * allocation[fifth]);
    }
}

impl Service for Prescribing {
    type Year = QueueYear;

    fn month(&mut self, month: &Month, _after: &mut Signals) {
        let need = month.need.by_fifth(Kind::Prescribing).map(|need| need * month.share());
        let capacity = month.capacity[Kind::Prescribing.index()] * month.share();
        self.queue
            .month(&need, capacity, &self.weights, self.levers.ask_again, &mut self.year);
    }

    fn close_year(&mut self) -> QueueYear {
        std::mem::take(&mut self.year)
    }
}
