//! A service with capacity against need and a queue of those who ask again: community health, mental health, dentistry
//! and prescribing. They differ in what is counted and in their levers only, which stand in a file each.

use crate::world::axes::FIFTHS;
use crate::world::service::Service as Kind;

use super::primary_care::tilted;
use super::service_queue::{QueueYear, ServiceQueue};
use super::signals::{Month, Service, Signals};

/// What is set of such a service.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Terms {
    /// Share of need met in the base year [0 to 1].
    pub base_share_met: f64,
    /// Share of those not served who ask again next month [0 to 1].
    pub ask_again: f64,
    /// Chance of being served in the least against the most deprived fifth at equal need, less one.
    pub deprivation_tilt: f64,
}

/// The service between months.
#[derive(Clone, Debug)]
pub struct Queued {
    kind: Kind,
    terms: Terms,
    weights: [f64; FIFTHS],
    queue: ServiceQueue,
    year: QueueYear,
}

impl Queued {
    /// In balance at the base year's need by fifth.
    pub fn start(kind: Kind, terms: Terms, need: &[f64; FIFTHS]) -> Queued {
        let mut service = Queued {
            kind,
            terms,
            weights: [1.0; FIFTHS],
            queue: ServiceQueue::in_balance(need, terms.base_share_met, terms.ask_again),
            year: QueueYear::default(),
        };
        service.set_terms(terms, &[1.0; FIFTHS]);
        service
    }
    /// Terms of a new year, and capacity per need by fifth against the base year's.
    pub fn set_terms(&mut self, terms: Terms, allocation: &[f64; FIFTHS]) {
        self.terms = terms;
        let tilted = tilted(terms.deprivation_tilt);
        self.weights = std::array::from_fn(|fifth| tilted[fifth] * allocation[fifth]);
    }
}

impl Service for Queued {
    type Year = QueueYear;

    fn month(&mut self, month: &Month, after: &mut Signals) {
        let need = month.need.by_fifth(self.kind).map(|need| need * month.share());
        let capacity = month.capacity[self.kind.index()] * month.share();
        let before = self.year;
        self.queue.month(
            &need,
            &month.asks[self.kind.index()],
            capacity,
            &self.weights,
            self.terms.ask_again,
            &mut self.year,
        );
        if self.kind == Kind::CommunityHealth {
            // Share of this month's need that was met, against the base year: what discharges wait for.
            let served = self.year.met.iter().zip(&before.met);
            let met: f64 = served.map(|(now, then)| now - then).sum();
            let need: f64 = need.iter().sum();
            let share = if need > 0.0 { met / need } else { 1.0 };
            after.community_met = share / self.terms.base_share_met;
        }
    }

    fn close_year(&mut self) -> QueueYear {
        std::mem::take(&mut self.year)
    }
}
