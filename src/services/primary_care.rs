//! General practice: appointments against need, by deprivation fifth.
//!
//! Practices in the most deprived fifth get some 7% less money per need-adjusted patient (Health Foundation, levers
//! F03), so an allocation by fifth (1 = in proportion to need) says how appointments are shared out. Of what is not met,
//! a part asks again next month, a part goes to A&E, the rest goes without. A quarter of A&E attendances followed a
//! failure to get an appointment (Cowling et al 2014), but the response to supply is small (levers G06 to G08). Only the
//! *deviation* from the base year's diversion is sent on: A&E's base already holds the rest.

use crate::world::Service;
use crate::world::axes::FIFTHS;

use super::service_queue::{QueueYear, ServiceQueue};
use super::signals::{AS_EVER, Month, Monthly, Signals};

crate::levers! {
    /// General practice.
    pub struct PrimaryCareLevers in "services.primary_care" {
        /// Share of need for appointments met in the base year.
        belief base_share_met: f64 = "share" in 0.01..=1.0,
        /// Share of those not served who ask again next month.
        belief ask_again: f64 = "share" in 0.0..=0.95,
        /// A&E attendances per appointment that is needed, not met and given up.
        belief to_emergency: f64 = "attendances/appointment" in 0.0..=1.0,
        /// Money per need-adjusted patient in the most deprived fifth against the least, less one, in the base year.
        belief base_allocation_gap: f64 = "share" in -0.5..=0.5,
    }
}

/// Weights by fifth, mean 1, of which the least deprived stands `tilt` above the most deprived.
pub fn tilted(tilt: f64) -> [f64; FIFTHS] {
    let steps = (FIFTHS - 1) as f64;
    std::array::from_fn(|fifth| (1.0 + tilt * (fifth as f64 / steps - 0.5)).max(0.0))
}

/// General practice between months.
#[derive(Clone, Debug)]
pub struct PrimaryCare {
    levers: PrimaryCareLevers,
    allocation: [f64; FIFTHS],
    queue: ServiceQueue,
    year: QueueYear,
}

impl PrimaryCare {
    /// In balance at the base year's need by fifth, with the base year's allocation.
    pub fn start(levers: &PrimaryCareLevers, need: &[f64; FIFTHS]) -> PrimaryCare {
        let mut queue = ServiceQueue::in_balance(need, levers.base_share_met, levers.ask_again);
        let weights = PrimaryCare::base_allocation(levers);
        // A few months at the base allocation bring the backlogs of the fifths into balance with it.
        let year_of: f64 = need.iter().sum::<f64>() * levers.base_share_met;
        let mut settled = QueueYear::default();
        for _ in 0..12 {
            let months = 12.0;
            queue.month(
                &need.map(|need| need / months),
                &AS_EVER[Service::PrimaryCare.index()],
                year_of / months,
                &weights,
                levers.ask_again,
                &mut settled,
            );
        }
        PrimaryCare {
            levers: *levers,
            allocation: weights,
            queue,
            year: QueueYear::default(),
        }
    }
    /// The allocation by fifth in the base year (1 = in proportion to need).
    pub fn base_allocation(levers: &PrimaryCareLevers) -> [f64; FIFTHS] {
        tilted(-levers.base_allocation_gap)
    }
    /// Levers and allocation by fifth (1 = in proportion to need) of a new year.
    pub fn set_levers(&mut self, levers: &PrimaryCareLevers, allocation: &[f64; FIFTHS]) {
        self.levers = *levers;
        self.allocation = *allocation;
    }
}

impl Monthly for PrimaryCare {
    type Year = QueueYear;

    fn month(&mut self, month: &Month, after: &mut Signals) {
        let need = month
            .need
            .by_fifth(Service::PrimaryCare)
            .map(|need| need * month.share());
        let capacity = month.capacity[Service::PrimaryCare] * month.share();
        let lost = self.queue.month(
            &need,
            &month.asks[Service::PrimaryCare.index()],
            capacity,
            &self.allocation,
            self.levers.ask_again,
            &mut self.year,
        );
        let usual = need.iter().sum::<f64>() * (1.0 - self.levers.base_share_met);
        after.diverted = (lost - usual) * self.levers.to_emergency;
    }

    fn close_year(&mut self) -> QueueYear {
        std::mem::take(&mut self.year)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::services::fixture;

    #[test]
    fn the_most_deprived_fifth_gets_the_published_gap_less() {
        let levers = fixture::levers().primary_care;
        let allocation = PrimaryCare::base_allocation(&levers);
        let gap = allocation[0] / allocation[4] - 1.0;
        assert!((gap + 0.07).abs() < 0.01, "{gap}");
        assert!((allocation.iter().sum::<f64>() - 5.0).abs() < 1e-12);
    }
}
