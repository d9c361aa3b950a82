//! A waiting list in weekly bins, by deprivation fifth: who waits how long, and who is next.
//!
//! Pathways age by weeks; some leave; capacity treats the rest. Who is treated is a mixture with stated shares:
//!
//! - *urgent* work goes to pathways in their first weeks (clinical priority, counted from referral);
//! - *random* work goes to everyone alike: thousands of separate lists (specialty × trust) are pooled here, and a short
//!   list in one place does not wait for a long one in another, which in the pooled list looks like jumping the queue;
//! - work *by turn* goes in proportion to (weeks waited) to a power: softer than strict order, for the same reason;
//! - an enforced *guarantee* takes from random work for those near its limit, until no more wait beyond it than its standard lets: nobody is sanctioned for the rest, and
//!   what it takes is missed by all others.
//!
//! Each share is spread over the list as it stands, so the mechanism has no scale of weeks of its own: a list three
//! times as long has the same shape stretched, which is what the published medians and 92nd percentiles show (ratio
//! 3.1 in 2012 and 3.2 in 2025). After List and Palmer's and Findlay's descriptions of NHS waiting lists.
//!
//! A step may be a month, and whoever joined in its last week had one chance in it to be treated where others had four. Pathways
//! of the step's own weeks are therefore open to treatment and leaving for the part of it in which they were there; without
//! that the front of a short list is too long, and its median by more than a week.
//!
//! A list is stored week by week with the fifths side by side, padded to an even number, because every pass goes over
//! all weeks and treats the fifths alike: the fifths then share instructions.

use crate::world::axes::FIFTHS;

/// Weekly bins 0 to 103 and one for 104 weeks and more.
pub const BINS: usize = 105;

/// Fifths side by side in memory, padded so that they fill pairs.
const LANES: usize = FIFTHS.next_multiple_of(2);

/// One value per fifth and padding.
type Lanes = [f64; LANES];

/// Share of capacity below which what is left unused is rounding.
const ROUNDING: f64 = f64::EPSILON * 100.0;

/// One value per weekly bin.
pub type ByWeek = [f64; BINS];

/// How capacity is shared out over a list.
#[derive(Clone, Copy, Debug)]
pub struct Priority {
    /// Share of capacity for pathways in their first weeks [0 to 1].
    pub urgent: f64,
    /// Share of capacity that goes to everyone alike, what a guarantee takes of it included [0 to 1].
    pub random: f64,
    /// An enforced guarantee, if there is one.
    pub guarantee: Option<Kept>,
    /// The first weeks in which urgent pathways are treated \[weeks\].
    pub urgent_weeks: usize,
    /// Weight of each week waited for work by turn.
    pub turn: ByWeek,
    /// Relative chance of treatment by fifth.
    pub tilt: [f64; FIFTHS],
}

/// What an enforced guarantee keeps of the work that goes to everyone alike for pathways at or near its limit: as much as its standard needs, and no more.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kept {
    /// The most that it may take, as a share of capacity [0 to 1].
    pub most: f64,
    /// The first week that counts as near the limit \[weeks\].
    pub from: usize,
    /// The limit \[weeks\].
    pub limit: usize,
    /// Share of the list that its standard lets wait beyond the limit [0 to 1].
    pub beyond: f64,
}

/// Halvings in which it is found how much a guarantee takes.
const HALVINGS: usize = 12;

/// What is shared out in a step, and over whom.
struct Open {
    /// Pathways that can be treated.
    capacity: f64,
    /// Everyone open to treatment, tilted.
    everyone: f64,
    /// The same × weight by turn.
    turn: f64,
}

/// A list of pathways waiting, by week waited and fifth.
#[derive(Clone, Debug, PartialEq)]
pub struct WaitingList {
    /// Pathways by weekly bin and fifth (stock); padding stays at zero.
    bins: [Lanes; BINS],
    /// Weeks of the last step, evenly over which the newest pathways joined; 0 before any \[weeks\].
    fresh: usize,
}

/// Values by fifth, padded with zeros.
fn padded(fifths: &[f64; FIFTHS]) -> Lanes {
    let mut lanes = [0.0; LANES];
    lanes[..FIFTHS].copy_from_slice(fifths);
    lanes
}

/// Values by fifth without padding.
fn unpadded(lanes: &Lanes) -> [f64; FIFTHS] {
    std::array::from_fn(|fifth| lanes[fifth])
}

/// Adds up weeks, by fifth.
fn sum(bins: &[Lanes]) -> Lanes {
    let mut sums = [0.0; LANES];
    for bin in bins {
        for lane in 0..LANES {
            sums[lane] += bin[lane];
        }
    }
    sums
}

/// Adds up fifths × weights.
fn weighted(lanes: &Lanes, weights: &Lanes) -> f64 {
    lanes.iter().zip(weights).map(|(value, weight)| value * weight).sum()
}

impl WaitingList {
    /// Nobody waiting.
    pub fn empty() -> WaitingList {
        WaitingList {
            bins: [[0.0; LANES]; BINS],
            fresh: 0,
        }
    }
    /// A list split over fifths by `shares` (adding to 1), each with the same weekly `shape`.
    pub fn from_shape(shape: &ByWeek, shares: &[f64; FIFTHS]) -> WaitingList {
        let shares = padded(shares);
        WaitingList {
            bins: shape.map(|pathways| shares.map(|share| pathways * share)),
            fresh: 0,
        }
    }
    /// Pathways of each fifth.
    pub fn by_fifth(&self) -> [f64; FIFTHS] {
        unpadded(&sum(&self.bins))
    }
    /// Everyone waiting.
    pub fn total(&self) -> f64 {
        self.by_fifth().iter().sum()
    }
    /// One fifth, by week.
    pub fn of_fifth(&self, fifth: usize) -> ByWeek {
        std::array::from_fn(|week| self.bins[week][fifth])
    }
    /// Everyone waiting, and the sum over them of the weeks waited so far, counted to the middle of the bin
    /// [weeks × pathways].
    pub fn waiting_and_waited(&self) -> (f64, f64) {
        let (mut all, mut waited) = ([0.0; LANES], [0.0; LANES]);
        for (week, bin) in self.bins.iter().enumerate() {
            let weeks = week as f64 + 0.5;
            for lane in 0..LANES {
                all[lane] += bin[lane];
                waited[lane] += bin[lane] * weeks;
            }
        }
        (all.iter().sum(), waited.iter().sum())
    }
    /// Part of the last step in which a week's bin was on the list [0 to 1].
    fn exposed(&self, week: usize) -> f64 {
        if week < self.fresh {
            (week as f64 + 0.5) / self.fresh as f64
        } else {
            1.0
        }
    }
    /// Everyone waits `weeks` longer and `starts` join evenly over these weeks.
    pub fn advance(&mut self, weeks: usize, starts: &[f64; FIFTHS]) {
        let weeks = weeks.clamp(1, BINS - 1);
        let oldest = sum(&self.bins[BINS - 1 - weeks..]);
        self.bins.copy_within(0..BINS - 1 - weeks, weeks);
        self.bins[BINS - 1] = oldest;
        self.bins[..weeks].fill(padded(starts).map(|starts| starts / weeks as f64));
        self.fresh = weeks;
    }
    /// Some leave untreated: `everywhere` is the share of every bin, and `by_wait` × `by_fifth` a further share, of those who were there all the
    /// step; of those who joined in it, half on average.
    /// Returns those who left for each of the two reasons, by fifth.
    pub fn leave(
        &mut self,
        everywhere: f64,
        by_wait: &ByWeek,
        by_fifth: &[f64; FIFTHS],
    ) -> ([f64; FIFTHS], [f64; FIFTHS]) {
        let everywhere = everywhere.clamp(0.0, 1.0);
        let by_fifth = padded(by_fifth).map(|share| share.max(0.0));
        let (mut all, mut private) = ([0.0; LANES], [0.0; LANES]);
        for (week, share) in by_wait.iter().enumerate() {
            let exposed = self.exposed(week);
            let (stays, share) = (1.0 - everywhere * exposed, share * exposed);
            let bin = &mut self.bins[week];
            for lane in 0..LANES {
                let pathways = bin[lane];
                all[lane] += pathways * exposed;
                let stayed = pathways * stays;
                let left = stayed * (share * by_fifth[lane]).min(1.0);
                private[lane] += left;
                bin[lane] = stayed - left;
            }
        }
        (unpadded(&all.map(|all| all * everywhere)), unpadded(&private))
    }
    /// Treats up to `capacity` pathways; returns those treated by fifth. Uses all of the capacity while anyone waits.
    pub fn treat(&mut self, capacity: f64, priority: &Priority) -> [f64; FIFTHS] {
        let capacity = capacity.max(0.0);
        let tilt = padded(&priority.tilt);
        let (mut all, mut open, mut turn) = ([0.0; LANES], [0.0; LANES], [0.0; LANES]);
        for (week, (bin, weight)) in self.bins.iter().zip(&priority.turn).enumerate() {
            let exposed = self.exposed(week);
            for lane in 0..LANES {
                let here = bin[lane] * exposed;
                all[lane] += bin[lane];
                open[lane] += here;
                turn[lane] += here * weight;
            }
        }
        if capacity >= all.iter().sum::<f64>() {
            *self = WaitingList::empty();
            return unpadded(&all);
        }
        let open = Open {
            capacity,
            everyone: weighted(&open, &tilt),
            turn: weighted(&turn, &tilt),
        };
        let kept = priority.guarantee.map_or(0.0, |kept| {
            self.kept(&open, priority, kept, all.iter().sum::<f64>() - capacity)
        });
        let chances = self.chances(&open, priority, kept);
        let stretch = self.stretch(capacity, &chances, &tilt);
        let mut treated = [0.0; LANES];
        let tilt = tilt.map(|tilt| tilt * stretch);
        for (bin, chance) in self.bins.iter_mut().zip(&chances) {
            for lane in 0..LANES {
                let now = bin[lane] * (chance * tilt[lane]).min(1.0);
                treated[lane] += now;
                bin[lane] -= now;
            }
        }
        // Where nearly everyone is treated, what the stretch has not found goes to everyone alike.
        let left = capacity - treated.iter().sum::<f64>();
        if left > capacity * ROUNDING {
            let share = (left / self.total().max(left)).min(1.0);
            for bin in &mut self.bins {
                for lane in 0..LANES {
                    treated[lane] += bin[lane] * share;
                    bin[lane] -= bin[lane] * share;
                }
            }
        }
        unpadded(&treated)
    }
    /// Those of some weeks' bins who are open to treatment in this step, by fifth.
    fn open(&self, weeks: std::ops::Range<usize>) -> Lanes {
        let mut sums = [0.0; LANES];
        for week in weeks {
            let exposed = self.exposed(week);
            for lane in 0..LANES {
                sums[lane] += self.bins[week][lane] * exposed;
            }
        }
        sums
    }
    /// Share of capacity that a guarantee takes, where `stay` pathways will be left: what keeps those beyond its limit to what its standard lets, if it can.
    fn kept(&self, open: &Open, priority: &Priority, kept: Kept, stay: f64) -> f64 {
        let late = &self.bins[kept.limit.min(BINS)..];
        let missed = |share: f64| {
            let chances = self.chances(open, priority, share);
            let stays = |(bin, chance): (&Lanes, &f64)| bin.iter().sum::<f64>() * (1.0 - chance).max(0.0);
            let left: f64 = late.iter().zip(&chances[BINS - late.len()..]).map(stays).sum();
            left > kept.beyond * stay
        };
        if !missed(0.0) {
            return 0.0;
        }
        let (mut low, mut high) = (0.0, kept.most);
        for _ in 0..HALVINGS {
            let middle = (low + high) / 2.0;
            if missed(middle) {
                low = middle;
            } else {
                high = middle;
            }
        }
        high
    }
    /// Chance of treatment in each week's bin when nobody's exceeds 1, where a guarantee takes the share `kept` of capacity: over everyone waiting it adds
    /// up to the capacity.
    fn chances(&self, open: &Open, priority: &Priority, kept: f64) -> ByWeek {
        let tilt = padded(&priority.tilt);
        let urgent_weeks = priority.urgent_weeks.min(BINS);
        let per = |share: f64, over: f64| {
            if over > 0.0 { open.capacity * share / over } else { 0.0 }
        };
        let urgent = per(priority.urgent, weighted(&self.open(0..urgent_weeks), &tilt));
        let random = per(priority.random - kept, open.everyone);
        let by_turn = per((1.0 - priority.urgent - priority.random).max(0.0), open.turn);
        let mut chances = priority.turn.map(|weight| random + by_turn * weight);
        for chance in &mut chances[..urgent_weeks] {
            *chance += urgent;
        }
        if let Some(guarantee) = priority.guarantee.filter(|_| kept > 0.0) {
            let near = guarantee.from.min(BINS);
            let guaranteed = per(kept, weighted(&self.open(near..BINS), &tilt));
            for chance in &mut chances[near..] {
                *chance += guaranteed;
            }
        }
        for week in 0..self.fresh {
            chances[week] *= self.exposed(week);
        }
        chances
    }
    /// How many times all chances must be taken so that capacity is used in full although none exceeds 1: what the bins
    /// that run dry cannot use goes to the others in proportion to their chances.
    fn stretch(&self, capacity: f64, chances: &ByWeek, tilt: &Lanes) -> f64 {
        let mut stretch = 1.0;
        let most = tilt.iter().copied().fold(0.0, f64::max);
        // The set of dry bins only grows; it is found in two or three rounds, mostly of the oldest bins alone.
        for _ in 0..BINS {
            let (mut dry, mut claim) = (0.0, 0.0);
            for (bin, chance) in self.bins.iter().zip(chances) {
                if chance * most * stretch <= 1.0 {
                    continue;
                }
                for lane in 0..LANES {
                    if chance * tilt[lane] * stretch > 1.0 {
                        dry += bin[lane];
                        claim += bin[lane] * chance * tilt[lane];
                    }
                }
            }
            let rest = capacity - claim;
            if rest <= capacity * ROUNDING {
                break;
            }
            let next = ((capacity - dry) / rest).max(stretch);
            if next - stretch <= stretch * f64::EPSILON {
                break;
            }
            stretch = next;
        }
        stretch
    }
}

/// Pathways that have waited at least `from` and less than `to` weeks.
pub fn between(pooled: &ByWeek, from: usize, to: usize) -> f64 {
    pooled[from.min(BINS)..to.min(BINS)].iter().sum()
}

/// The wait that a share of the list has not exceeded \[weeks\], evenly spread inside a week; 0 for an empty list.
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

/// Mean wait of those on the list \[weeks\]; 0 for an empty list.
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
            guarantee: None,
            urgent_weeks: 4,
            turn: [1.0; BINS],
            tilt: [1.0; FIFTHS],
        }
    }

    #[test]
    fn an_overloaded_list_with_reneging_settles_where_queueing_theory_says() {
        // 30 join and 27 are treated a week, 1% leave a week: the list settles at 300, 10% leave, mean wait 10 weeks
        // (shared reference analysis.md, queues).
        let mut list = WaitingList::empty();
        let (mut left, mut joined) = (0.0, 0.0);
        for week in 0..2000 {
            list.advance(1, &[6.0; FIFTHS]);
            // Half of those who leave do so before as many as are treated in the step are off the list, and half after.
            let before: f64 = list.leave(0.005, &[0.0; BINS], &[0.0; FIFTHS]).0.iter().sum();
            list.treat(27.0, &even());
            let after: f64 = list.leave(0.005, &[0.0; BINS], &[0.0; FIFTHS]).0.iter().sum();
            if week >= 1000 {
                joined += 30.0;
                left += before + after;
            }
        }
        assert!((list.total() - 300.0).abs() < 4.0, "{}", list.total());
        assert!((left / joined - 0.1).abs() < 1e-3, "{}", left / joined);
        // Little's law: mean time from joining to leaving or treatment.
        assert!((list.total() / 30.0 - 10.0).abs() < 0.15);
    }

    #[test]
    fn a_list_stepped_by_the_month_has_the_shape_that_queueing_theory_says() {
        // As many are treated as join, 300 a week, alike for everybody: waits are exponential, of 7.5 weeks on average.
        let settled = |weeks: usize| {
            let mut list = WaitingList::from_shape(&reconstruct(2_250.0, 0.92, 5.0, 300.0), &[0.2; FIFTHS]);
            let joined = 300.0 * weeks as f64;
            for _ in 0..520 / weeks {
                list.advance(weeks, &[joined / 5.0; FIFTHS]);
                list.treat(joined, &even());
            }
            let mut all = [0.0; BINS];
            for fifth in 0..FIFTHS {
                for (sum, one) in all.iter_mut().zip(list.of_fifth(fifth)) {
                    *sum += one;
                }
            }
            (percentile(&all, 0.5), percentile(&all, 0.92))
        };
        let exact = (7.5 * std::f64::consts::LN_2, 7.5 * 12.5_f64.ln());
        for (weeks, within) in [(1, 0.01), (4, 0.03), (5, 0.04)] {
            let (median, p92) = settled(weeks);
            assert!((median / exact.0 - 1.0).abs() < within, "{weeks}: {median} {exact:?}");
            assert!((p92 / exact.1 - 1.0).abs() < within, "{weeks}: {p92} {exact:?}");
        }
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
            random: 0.2,
            guarantee: Some(Kept {
                most: 0.1,
                from: 18,
                limit: 18,
                beyond: 0.0,
            }),
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
            assert!(list.bins.iter().flatten().all(|pathways| *pathways >= 0.0));
        }
        assert_eq!(list.total(), 0.0);
    }

    #[test]
    fn a_guarantee_takes_what_its_standard_needs_and_no_more() {
        let beyond = |most: f64, may: f64| {
            let kept = Kept {
                most,
                from: 14,
                limit: 18,
                beyond: may,
            };
            let priority = Priority {
                guarantee: Some(kept),
                ..even()
            };
            let mut list = WaitingList::from_shape(&reconstruct(2_700.0, 0.88, 20.0, 300.0), &[0.2; FIFTHS]);
            for _ in 0..60 {
                list.advance(4, &[240.0; FIFTHS]);
                list.treat(1_200.0, &priority);
            }
            list.bins[18..].iter().flatten().sum::<f64>() / list.total()
        };
        let free = beyond(0.0, 0.08);
        assert!(free > 0.11, "{free}");
        for may in [0.04, 0.08] {
            assert!((beyond(0.9, may) - may).abs() < 0.001, "{}", beyond(0.9, may));
        }
        // One that may take little does what it can; one whose standard is met takes nothing.
        let weak = beyond(0.01, 0.04);
        assert!((0.06..free).contains(&weak), "{weak} {free}");
        assert_eq!(beyond(0.9, 0.5), free);
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

    #[test]
    fn whoever_is_in_their_fourth_week_has_waited_three_and_a_half_on_average() {
        let mut list = [0.0; BINS];
        list[3] = 10.0;
        assert_eq!((mean_wait(&list), percentile(&list, 0.5)), (3.5, 3.5));
        list[0] = 30.0;
        assert_eq!(mean_wait(&list), 1.25);
    }
}
