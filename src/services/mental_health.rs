//! Secondary mental health care: people in contact against people in need.
//!
//! Some 3.3 million people were in contact in 2021/22 (NHS Digital, Mental Health Bulletin). Need counts those waiting or turned away besides;
//! how many is contested, so the share met in the base year is an uncertain lever.

use crate::world::axes::FIFTHS;
use crate::world::service::Service as Kind;

use super::service_queue::{QueueYear, ServiceQueue};
use super::signals::{Month, Service, Signals};

crate::levers! {
    /// Secondary mental health care: people in contact against people in need.
    pub struct MentalHealthLevers in "services.mental_health" {
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
pub struct MentalHealth {
    levers: MentalHealthLevers,
    weights: [f64; FIFTHS],
    queue: ServiceQueue,
    year: QueueYear,
}

impl MentalHealth {
    /// In balance at the base year's need by fifth.
    pub fn start(levers: &MentalHealthLevers, need: &[f64; FIFTHS]) -> MentalHealth {
        let mut service = MentalHealth {
            levers: *levers,
            weights: [1.0; FIFTHS],
            queue: ServiceQueue::in_balance(need, levers.base_share_met, levers.ask_again),
            year: QueueYear::default(),
        };
        service.set_levers(levers, &[1.0; FIFTHS]);
        service
    }
    /// Levers of a new year, and capacity per need by fifth against the base year's.
    pub fn set_levers(&mut self, levers: &MentalHealthLevers, allocation: &[f64; FIFTHS]) {
        self.levers = *levers;
        let tilted = super::primary_care::tilted(levers.deprivation_tilt);
        self.weights = std::array::from_fn(|fifth| tilted[fifth] * allocation[fifth]);
    }
}

impl Service for MentalHealth {
    type Year = QueueYear;

    fn month(&mut self, month: &Month, _after: &mut Signals) {
        let need = month.need.by_fifth(Kind::MentalHealth).map(|need| need * month.share());
        let capacity = month.capacity[Kind::MentalHealth.index()] * month.share();
        self.queue
            .month(&need, capacity, &self.weights, self.levers.ask_again, &mut self.year);
    }

    fn close_year(&mut self) -> QueueYear {
        std::mem::take(&mut self.year)
    }
}
