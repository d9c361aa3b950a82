//! A waiting list in weekly bins, by deprivation fifth: who waits how long, and who is next.
//!
//! Pathways age by weeks; some leave; capacity treats the rest. Who is treated is a mixture with stated shares:
//!
//! - *urgent* work goes to pathways in their first weeks (clinical priority, counted from referral);
//! - *random* work goes to everyone alike: thousands of separate lists (specialty × trust) are pooled here, and a short
//!   list in one place does not wait for a long one in another, which in the pooled list looks like jumping the queue;
//! - work *by turn* goes in proportion to (weeks waited) to a power: softer than strict order, for the same reason.
//!
//! Each share is spread over the list as it stands, so the mechanism has no scale of weeks of its own: a list three
//! times as long has the same shape stretched, which is what the published medians and 92nd percentiles show (ratio
//! 3.1 in 2012 and 3.2 in 2025). After List and Palmer's and Findlay's descriptions of NHS waiting lists.

use crate::world::axes::FIFTHS;

/// Weekly bins 0 to 103 and one for 104 weeks and more.
pub const BINS: usize = 105;

/// Share of capacity below which what is left unused is rounding.
const ROUNDING: f64 = f64::EPSILON * 100.0;

/// One value per weekly bin.
pub type ByWeek = [f64; BINS];

/// How capacity is shared out over a list.
#[derive(Clone, Copy, Debug)]
pub struct Priority {
    /// Share of capacity for pathways in their first weeks [0 to 1].
    pub urgent: f64,
    /// Share of capacity that goes to everyone alike [0 to 1].
    pub random: f64,
    /// Share of capacity that an enforced guarantee keeps for pathways at or near its limit [0 to 1].
    pub guaranteed: f64,
    /// The first week that counts as near the limit [weeks].
    pub guaranteed_from: usize,
    /// The first weeks in which urgent pathways are treated [weeks].
    pub urgent_weeks: usize,
    /// Weight of each week waited for work by turn.
    pub turn: ByWeek,
    /// Relative chance of treatment by fifth.
    pub tilt: [f64; FIFTHS],
}

/// A list of pathways waiting, by fifth and week waited.
#[derive(Clone, Debug, PartialEq)]
pub struct WaitingList {
    /// Pathways by fifth and weekly bin (stock).
    pub waiting: [ByWeek; FIFTHS],
}

impl WaitingList {
    /// Nobody waiting.
    pub fn empty() -> WaitingList {
        WaitingList {
            waiting: [[0.0; BINS]; FIFTHS],
        }
    }
    /// A list split over fifths by `shares` (adding to 1), each with the same weekly `shape`.
    pub fn from_shape(shape: &ByWeek, shares: &[f64; FIFTHS]) -> WaitingList {
        WaitingList {
            waiting: shares.map(|share| shape.map(|pathways| pathways * share)),
        }
    }
    /// Pathways of each fifth.
    pub fn by_fifth(&self) -> [f64; FIFTHS] {
        std::array::from_fn(|fifth| self.waiting[fifth].iter().sum())
    }
    /// Everyone waiting.
    pub fn total(&self) -> f64 {
        self.by_fifth().iter().sum()
    }
    /// All fifths together, by week.
    pub fn pooled(&self) -> ByWeek {
        let mut pooled = [0.0; BINS];
        for fifth in &self.waiting {
            for (sum, pathways) in pooled.iter_mut().zip(fifth) {
                *sum += pathways;
            }
        }
        pooled
    }
    /// Everyone waits `weeks` longer and `starts` join evenly over these weeks.
    pub fn advance(&mut self, weeks: usize, starts: &[f64; FIFTHS]) {
        let weeks = weeks.clamp(1, BINS - 1);
        for (list, starts) in self.waiting.iter_mut().zip(starts) {
            let oldest: f64 = list[BINS - 1 - weeks..].iter().sum();
            list.copy_within(0..BINS - 1 - weeks, weeks);
            list[BINS - 1] = oldest;
            list[..weeks].fill(starts / weeks as f64);
        }
    }
    /// Some leave untreated: `everywhere` is the share of every bin, and `by_wait` × `by_fifth` a further share.
    /// Returns those who left for each of the two reasons, by fifth.
    pub fn leave(
        &mut self,
        everywhere: f64,
        by_wait: &ByWeek,
        by_fifth: &[f64; FIFTHS],
    ) -> ([f64; FIFTHS], [f64; FIFTHS]) {
        let everywhere = everywhere.clamp(0.0, 1.0);
        let (mut removed, mut left) = ([0.0; FIFTHS], [0.0; FIFTHS]);
        for fifth in 0..FIFTHS {
            let (mut gone, mut private) = (0.0, 0.0);
            for (pathways, share) in self.waiting[fifth].iter_mut().zip(by_wait) {
                let one = *pathways * everywhere;
                let other = (*pathways - one) * (share * by_fifth[fifth]).clamp(0.0, 1.0);
                gone += one;
                private += other;
                *pathways -= one + other;
            }
            removed[fifth] = gone;
            left[fifth] = private;
        }
        (removed, left)
    }
    /// Treats up to `capacity` pathways; returns those treated by fifth. Uses all of the capacity while anyone waits.
    pub fn treat(&mut self, capacity: f64, priority: &Priority) -> [f64; FIFTHS] {
        let mut treated = [0.0; FIFTHS];
        let waiting = self.total();
        let mut left = capacity.max(0.0);
        if left >= waiting {
            treated = self.by_fifth();
            *self = WaitingList::empty();
            return treated;
        }
        // A pass spends what is left in proportion to priority; only where a bin runs dry does some remain for the next.
        for _ in 0..4 {
            if left <= capacity * ROUNDING {
                break;
            }
            let chances = self.chances(priority);
            for fifth in 0..FIFTHS {
                for (pathways, chance) in self.waiting[fifth].iter_mut().zip(&chances) {
                    let now = *pathways * (left * chance * priority.tilt[fifth]).min(1.0);
                    *pathways -= now;
                    treated[fifth] += now;
                }
            }
            left = capacity - treated.iter().sum::<f64>();
        }
        if left > capacity * ROUNDING {
            let share = (left / self.total().max(left)).min(1.0);
            for (list, treated) in self.waiting.iter_mut().zip(&mut treated) {
                for pathways in list.iter_mut() {
                    *treated += *pathways * share;
                    *pathways -= *pathways * share;
                }
            }
        }
        treated
    }
    /// Chance of treatment per unit of capacity in each week's bin; over everyone waiting it adds up to 1.
    fn chances(&self, priority: &Priority) -> ByWeek {
        let mut tilted = [0.0; BINS];
        for (fifth, tilt) in self.waiting.iter().zip(&priority.tilt) {
            for (sum, pathways) in tilted.iter_mut().zip(fifth) {
                *sum += pathways * tilt;
            }
        }
        let everyone: f64 = tilted.iter().sum();
        let early: f64 = tilted[..priority.urgent_weeks.min(BINS)].iter().sum();
        let turn: f64 = tilted
            .iter()
            .zip(&priority.turn)
            .map(|(pathways, weight)| pathways * weight)
            .sum();
        let per = |share: f64, over: f64| if over > 0.0 { share / over } else { 0.0 };
        let near: f64 = tilted[priority.guaranteed_from.min(BINS)..].iter().sum();
        let urgent = per(priority.urgent, early);
        let random = per(priority.random, everyone);
        let guaranteed = per(priority.guaranteed, near);
        let by_turn = per(
            (1.0 - priority.urgent - priority.random - priority.guaranteed).max(0.0),
            turn,
        );
        std::array::from_fn(|week| {
            let early = if week < priority.urgent_weeks { urgent } else { 0.0 };
            let late = if week >= priority.guaranteed_from {
                guaranteed
            } else {
                0.0
            };
            early + late + random + by_turn * priority.turn[week]
        })
    }
}

/// Pathways that have waited at least `from` and less than `to` weeks.
pub fn between(pooled: &ByWeek, from: usize, to: usize) -> f64 {
    pooled[from.min(BINS)..to.min(BINS)].iter().sum()
}

/// The wait that a share of the list has not exceeded [weeks], evenly spread inside a week; 0 for an empty list.
pub fn percentile(pooled: &ByWeek, share: f64) -> f64 {
    let target = pooled.iter().sum::<f64>() * share;
    let mut below = 0.0;
    for (week, pathways) in pooled.iter().enumerate() {
        if *pathways > 0.0 && below + pathways >= target {
            return week as f64 + (target - below) / pathways;
        }
        below += pathways;
    }
    0.0
}

/// Mean wait of those on the list [weeks]; 0 for an empty list.
pub fn mean_wait(pooled: &ByWeek) -> f64 {
    let total: f64 = pooled.iter().sum();
    if total <= 0.0 {
        return 0.0;
    }
    pooled
        .iter()
        .enumerate()
        .map(|(week, pathways)| (week as f64 + 0.5) * pathways)
        .sum::<f64>()
        / total
}

/// A smooth list from what is published about it: `total` pathways, of which `within_18` (share) wait under 18 weeks
/// and `over_52` (pathways) 52 or more, with `newest` pathways in the first week. Three geometric pieces, each starting
/// where the one before ends.
pub fn reconstruct(total: f64, within_18: f64, over_52: f64, newest: f64) -> ByWeek {
    const EDGES: [usize; 4] = [0, 18, 52, BINS];
    let early = total * within_18.clamp(0.0, 1.0);
    let late = over_52.clamp(0.0, total - early);
    let masses = [early, total - early - late, late];
    let mut shape = [0.0; BINS];
    let mut first = newest;
    for (piece, mass) in masses.into_iter().enumerate() {
        let bins = &mut shape[EDGES[piece]..EDGES[piece + 1]];
        let ratio = geometric_ratio(mass, first, bins.len());
        let mut level = 1.0;
        for bin in bins.iter_mut() {
            *bin = level;
            level *= ratio;
        }
        let sum: f64 = bins.iter().sum();
        for bin in bins.iter_mut() {
            *bin *= mass / sum;
        }
        first = bins[bins.len() - 1];
    }
    shape
}

/// The ratio of a geometric series of `terms` that starts at `first` and adds up to `sum`; held between 0 and 2.
fn geometric_ratio(sum: f64, first: f64, terms: usize) -> f64 {
    if first <= 0.0 {
        return 1.0;
    }
    let (mut low, mut high) = (0.0, 2.0);
    for _ in 0..60 {
        let middle: f64 = (low + high) * 0.5;
        let series = (0..terms)
            .fold((0.0, first), |(total, term), _| (total + term, term * middle))
            .0;
        if series < sum {
            low = middle;
        } else {
            high = middle;
        }
    }
    (low + high) * 0.5
}

#[cfg(test)]
mod tests {
    use super::*;

    fn even() -> Priority {
        Priority {
            urgent: 0.0,
            random: 1.0,
            guaranteed: 0.0,
            guaranteed_from: BINS,
            urgent_weeks: 4,
            turn: [1.0; BINS],
            tilt: [1.0; FIFTHS],
        }
    }

    #[test]
    fn an_overloaded_list_with_reneging_settles_where_queueing_theory_says() {
        // 30 join and 27 are treated a week, 1% leave a week: the list settles at 300, 10% leave, mean wait 10 weeks
        // (shared reference analysis.md, queues). The list length is counted just before treatment and leaving end a week.
        let mut list = WaitingList::empty();
        let (mut left, mut joined) = (0.0, 0.0);
        for week in 0..2000 {
            list.advance(1, &[6.0; FIFTHS]);
            list.treat(27.0, &even());
            let (gone, _) = list.leave(0.01, &[0.0; BINS], &[0.0; FIFTHS]);
            if week >= 1000 {
                joined += 30.0;
                left += gone.iter().sum::<f64>();
            }
        }
        assert!((list.total() - 300.0).abs() < 4.0, "{}", list.total());
        assert!((left / joined - 0.1).abs() < 1e-3, "{}", left / joined);
        // Little's law: mean time from joining to leaving or treatment.
        assert!((list.total() / 30.0 - 10.0).abs() < 0.15);
    }

    #[test]
    fn exponential_waits_with_92_per_cent_inside_18_weeks_have_the_known_size() {
        // Rate 0.1403183 a week, list 7.1266566 weeks of referrals.
        let rate: f64 = 0.140_318_3;
        let list: ByWeek = std::array::from_fn(|week| {
            let (start, end) = (week as f64, week as f64 + 1.0);
            ((-rate * start).exp() - (-rate * end).exp()) / rate
        });
        let total: f64 = list.iter().sum();
        assert!((total - 7.126_656_6).abs() < 1e-3);
        assert!((between(&list, 0, 18) / total - 0.92).abs() < 1e-4);
        assert!((percentile(&list, 0.92) - 18.0).abs() < 0.02);
    }

    #[test]
    fn capacity_is_used_in_full_and_nobody_waits_below_zero() {
        let priority = Priority {
            urgent: 0.3,
            random: 0.1,
            guaranteed: 0.1,
            guaranteed_from: 18,
            urgent_weeks: 2,
            turn: std::array::from_fn(|week| (week as f64).powi(4)),
            tilt: [0.5, 0.8, 1.0, 1.2, 1.5],
        };
        let mut list = WaitingList::from_shape(&reconstruct(1000.0, 0.9, 5.0, 80.0), &[0.2; FIFTHS]);
        for capacity in [10.0, 300.0, 600.0, 500.0] {
            let before = list.total();
            let treated: f64 = list.treat(capacity, &priority).iter().sum();
            assert!((treated - capacity.min(before)).abs() < 1e-6);
            assert!((before - treated - list.total()).abs() < 1e-6);
            assert!(list.waiting.iter().flatten().all(|pathways| *pathways >= 0.0));
        }
        assert_eq!(list.total(), 0.0);
    }

    #[test]
    fn a_reconstructed_list_has_the_published_figures() {
        let shape = reconstruct(7_540_000.0, 0.572, 309_300.0, 390_000.0);
        let total: f64 = shape.iter().sum();
        assert!((total - 7_540_000.0).abs() < 1.0);
        assert!((between(&shape, 0, 18) / total - 0.572).abs() < 1e-9);
        assert!((between(&shape, 52, BINS) - 309_300.0).abs() < 1e-3);
        assert!(shape.windows(2).all(|pair| pair[1] <= pair[0] * 1.02));
    }
}
