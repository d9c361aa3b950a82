//! Capacity against need, where those not seen come back in part: the shape of general practice, mental health,
//! community health, dentistry and prescribing.
//!
//! In a month, new need joins those who asked again; capacity serves as many as it can; of the rest, a share asks again
//! next month and the others go without. A backlog therefore stays bounded and a one-month shock dies out by itself.

use crate::world::axes::FIFTHS;

/// A queue of unmet requests, by deprivation fifth.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceQueue {
    /// Requests carried to the next month (stock).
    pub backlog: [f64; FIFTHS],
}

/// A year of a service with a queue, by fifth.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct QueueYear {
    /// Need that arose, in the service's unit (flow).
    pub need: [f64; FIFTHS],
    /// Need that was met (flow).
    pub met: [f64; FIFTHS],
    /// Need that was given up or went elsewhere (flow).
    pub lost: [f64; FIFTHS],
}

impl QueueYear {
    /// Share of need met, all fifths [0 to 1]; 1 where nothing is needed.
    pub fn share_met(&self) -> f64 {
        let need: f64 = self.need.iter().sum();
        if need > 0.0 {
            (self.met.iter().sum::<f64>() / need).min(1.0)
        } else {
            1.0
        }
    }
    /// Share of need met by fifth [0 to 1].
    pub fn share_met_by_fifth(&self) -> [f64; FIFTHS] {
        std::array::from_fn(|fifth| {
            if self.need[fifth] > 0.0 {
                (self.met[fifth] / self.need[fifth]).min(1.0)
            } else {
                1.0
            }
        })
    }
}

impl ServiceQueue {
    /// Nobody waiting.
    pub fn new() -> ServiceQueue {
        ServiceQueue { backlog: [0.0; FIFTHS] }
    }
    /// The backlog that a service in balance carries when it meets `share` of a yearly `need` by fifth and a share
    /// `again` of the unmet asks again each month.
    pub fn in_balance(need: &[f64; FIFTHS], share: f64, again: f64) -> ServiceQueue {
        let months = 12.0;
        let missed = (1.0 - share).max(0.0) / months;
        // Each month's unmet is missed need plus those of earlier months who still ask: a geometric series.
        let stays = again / (1.0 - again).max(f64::MIN_POSITIVE);
        ServiceQueue {
            backlog: need.map(|need| need * missed * stays),
        }
    }
    /// One month: `need` arises, of which a share `asks` comes forward (a charge keeps the others away, in need as they are),
    /// `capacity` is offered, `weights` say how capacity is shared out over fifths, `again` is the share of the unmet that asks
    /// again. Capacity that a fifth does not need goes to the others. Adds to `year` and returns the need lost in the month.
    pub fn month(
        &mut self,
        need: &[f64; FIFTHS],
        asks: &[f64; FIFTHS],
        capacity: f64,
        weights: &[f64; FIFTHS],
        again: f64,
        year: &mut QueueYear,
    ) -> f64 {
        let asking: [f64; FIFTHS] = std::array::from_fn(|fifth| need[fifth] * asks[fifth] + self.backlog[fifth]);
        let met = fill(&asking, capacity, weights);
        let mut lost = 0.0;
        for fifth in 0..FIFTHS {
            let unmet = asking[fifth] - met[fifth];
            self.backlog[fifth] = unmet * again.clamp(0.0, 1.0);
            let stayed_away = need[fifth] * (1.0 - asks[fifth]).max(0.0);
            let gone = unmet - self.backlog[fifth] + stayed_away;
            year.need[fifth] += need[fifth];
            year.met[fifth] += met[fifth];
            year.lost[fifth] += gone;
            lost += gone;
        }
        lost
    }
}

impl Default for ServiceQueue {
    fn default() -> Self {
        ServiceQueue::new()
    }
}

/// Shares `capacity` out in proportion to asking × weight, nobody getting more than they ask for.
pub fn fill(asking: &[f64; FIFTHS], capacity: f64, weights: &[f64; FIFTHS]) -> [f64; FIFTHS] {
    let total: f64 = asking.iter().sum();
    if capacity >= total {
        return *asking;
    }
    let mut met = [0.0; FIFTHS];
    let mut left = capacity.max(0.0);
    for _ in 0..FIFTHS {
        let claim: f64 = (0..FIFTHS)
            .map(|fifth| (asking[fifth] - met[fifth]) * weights[fifth].max(0.0))
            .sum();
        if left <= 0.0 || claim <= 0.0 {
            break;
        }
        let mut used = 0.0;
        for fifth in 0..FIFTHS {
            let open = asking[fifth] - met[fifth];
            let given = (left * open * weights[fifth].max(0.0) / claim).min(open);
            met[fifth] += given;
            used += given;
        }
        left -= used;
    }
    met
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capacity_is_shared_by_weight_and_none_is_wasted_while_someone_asks() {
        let met = fill(&[10.0; FIFTHS], 25.0, &[1.0; FIFTHS]);
        assert_eq!(met, [5.0; FIFTHS]);
        let met = fill(&[10.0, 1.0, 1.0, 1.0, 1.0], 13.0, &[0.1, 1.0, 1.0, 1.0, 1.0]);
        assert!((met.iter().sum::<f64>() - 13.0).abs() < 1e-9);
        assert!(
            met.iter()
                .zip([10.0, 1.0, 1.0, 1.0, 1.0])
                .all(|(met, ask)| *met <= ask + 1e-12)
        );
    }

    #[test]
    fn a_shock_to_need_dies_out() {
        let mut calm = ServiceQueue::new();
        let mut shocked = ServiceQueue::new();
        let mut year = QueueYear::default();
        for month in 0..48 {
            let need = [10.0; FIFTHS];
            calm.month(&need, &[1.0; FIFTHS], 45.0, &[1.0; FIFTHS], 0.6, &mut year);
            let need = if month == 12 { [30.0; FIFTHS] } else { need };
            shocked.month(&need, &[1.0; FIFTHS], 45.0, &[1.0; FIFTHS], 0.6, &mut year);
        }
        assert!((calm.backlog[0] - shocked.backlog[0]).abs() < 1e-5);
    }

    #[test]
    fn a_queue_started_in_balance_stays_there() {
        let need = [120.0; FIFTHS];
        let mut queue = ServiceQueue::in_balance(&need, 0.9, 0.5);
        let before = queue.backlog[2];
        let mut year = QueueYear::default();
        queue.month(&[10.0; FIFTHS], &[1.0; FIFTHS], 45.0, &[1.0; FIFTHS], 0.5, &mut year);
        assert!(
            (queue.backlog[2] - before).abs() < 1e-9,
            "{before} {}",
            queue.backlog[2]
        );
        assert!((year.share_met() - 0.9).abs() < 1e-9);
    }
}
