//! Community health: contacts against need.
//!
//! Some 73 million contacts in 2021/22 (King's Fund). Need met is a judgement, as lists hold over a million people; community care that falls
//! short keeps patients who could leave in hospital ([`super::urgent`]).

use crate::world::axes::FIFTHS;
use crate::world::service::Service as Kind;

use super::service_queue::{QueueYear, ServiceQueue};
use super::signals::{Month, Service, Signals};

crate::levers! {
    /// Community health: contacts against need.
    pub struct CommunityLevers in "services.community" {
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
pub struct Community {
    levers: CommunityLevers,
    weights: [f64; FIFTHS],
    queue: ServiceQueue,
    year: QueueYear,
}

impl Community {
    /// In balance at the base year's need by fifth.
    pub fn start(levers: &CommunityLevers, need: &[f64; FIFTHS]) -> Community {
        let mut service = Community {
            levers: *levers,
            weights: [1.0; FIFTHS],
            queue: ServiceQueue::in_balance(need, levers.base_share_met, levers.ask_again),
            year: QueueYear::default(),
        };
        service.set_levers(levers, &[1.0; FIFTHS]);
        service
    }
    /// Levers of a new year, and capacity per need by fifth against the base year's.
    pub fn set_levers(&mut self, levers: &CommunityLevers, allocation: &[f64; FIFTHS]) {
        self.levers = *levers;
        let tilted = super::primary_care::tilted(levers.deprivation_tilt);
        self.weights = std::array::from_fn(|fifth| tilted[fifth] * allocation[fifth]);
    }
}

impl Service for Community {
    type Year = QueueYear;

    fn month(&mut self, month: &Month, after: &mut Signals) {
        let need = month
            .need
            .by_fifth(Kind::CommunityHealth)
            .map(|need| need * month.share());
        let capacity = month.capacity[Kind::CommunityHealth.index()] * month.share();
        let before = self.year;
        self.queue
            .month(&need, capacity, &self.weights, self.levers.ask_again, &mut self.year);
        // Share of this month's need that was met, against the base year: what discharges wait for.
        let met: f64 = self
            .year
            .met
            .iter()
            .zip(&before.met)
            .map(|(now, then)| now - then)
            .sum();
        let need: f64 = need.iter().sum();
        let share = if need > 0.0 { met / need } else { 1.0 };
        after.community_met = share / self.levers.base_share_met;
    }

    fn close_year(&mut self) -> QueueYear {
        std::mem::take(&mut self.year)
    }
}
