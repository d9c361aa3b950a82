//! NHS dentistry: people seen over the year against people who need to be.
//!
//! 40% of adults were seen in the 24 months to March 2024 against 49% before the pandemic (NAO 2024), and one adult in four has unmet need
//! (BDA 2024). Those not seen mostly pay privately or go without.

use crate::world::axes::FIFTHS;
use crate::world::service::Service as Kind;

use super::service_queue::{QueueYear, ServiceQueue};
use super::signals::{Month, Service, Signals};

crate::levers! {
    /// NHS dentistry: people seen over the year against people who need to be.
    pub struct DentalLevers in "services.dental" {
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
pub struct Dental {
    levers: DentalLevers,
    weights: [f64; FIFTHS],
    queue: ServiceQueue,
    year: QueueYear,
}

impl Dental {
    /// In balance at the base year's need by fifth.
    pub fn start(levers: &DentalLevers, need: &[f64; FIFTHS]) -> Dental {
        let mut service = Dental {
            levers: *levers,
            weights: [1.0; FIFTHS],
            queue: ServiceQueue::in_balance(need, levers.base_share_met, levers.ask_again),
            year: QueueYear::default(),
        };
        service.set_levers(levers, &[1.0; FIFTHS]);
        service
    }
    /// Levers of a new year, and capacity per need by fifth against the base year's.
    pub fn set_levers(&mut self, levers: &DentalLevers, allocation: &[f64; FIFTHS]) {
        self.levers = *levers;
        let tilted = super::primary_care::tilted(levers.deprivation_tilt);
        self.weights = std::array::from_fn(|fifth| tilted[fifth] * allocation[fifth]);
    }
}

impl Service for Dental {
    type Year = QueueYear;

    fn month(&mut self, month: &Month, _after: &mut Signals) {
        let need = month
            .need
            .by_fifth(Kind::DentalOptical)
            .map(|need| need * month.share());
        let capacity = month.capacity[Kind::DentalOptical.index()] * month.share();
        self.queue
            .month(&need, capacity, &self.weights, self.levers.ask_again, &mut self.year);
    }

    fn close_year(&mut self) -> QueueYear {
        std::mem::take(&mut self.year)
    }
}
