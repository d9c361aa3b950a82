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
//! Chances are rates within the step: a rate of 1 leaves a part in e of whom it acts on, and not nobody. Strict turn empties the end of a list, but a list
//! pooled from thousands never has an empty end, since some of them are slow: in March 2010, with 91% within 18 weeks, 18,494 of 2.4 million had
//! waited more than a year. Where chances were shares that reach 1, nobody on such a list waited beyond half a year, and on one a tenth
//! shorter all were within 18 weeks.
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

/// Steps after which a list is as good as emptied.
const STEPS: usize = 40;

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
const HALVINGS: usize = 8;

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
        let mut treated = [0.0; LANES];
        for (bin, chance) in self.bins.iter_mut().zip(&chances) {
            for lane in 0..LANES {
                let now = bin[lane] * (chance * tilt[lane]).min(1.0);
                treated[lane] += now;
                bin[lane] -= now;
            }
        }
        // Where nearly everyone is treated, what the chances have not found goes to everyone alike.
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
            let stays = |(bin, chance): (&Lanes, &f64)| bin.iter().sum::<f64>() * (1.0 - chance);
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
    /// Chance of treatment in each week's bin, where a guarantee takes the share `kept` of capacity.
    ///
    /// Rates add up to the capacity where they are low; all are as many times higher as it takes to use it in full.
    fn chances(&self, open: &Open, priority: &Priority, kept: f64) -> ByWeek {
        let tilt = padded(&priority.tilt);
        let urgent_weeks = priority.urgent_weeks.min(BINS);
        let per = |share: f64, over: f64| {
            if over > 0.0 { open.capacity * share / over } else { 0.0 }
        };
        let urgent = per(priority.urgent, weighted(&self.open(0..urgent_weeks), &tilt));
        let random = per(priority.random - kept, open.everyone);
        let by_turn = per((1.0 - priority.urgent - priority.random).max(0.0), open.turn);
        let mut rates = priority.turn.map(|weight| random + by_turn * weight);
        for rate in &mut rates[..urgent_weeks] {
            *rate += urgent;
        }
        if let Some(guarantee) = priority.guarantee.filter(|_| kept > 0.0) {
            let near = guarantee.from.min(BINS);
            let guaranteed = per(kept, weighted(&self.open(near..BINS), &tilt));
            for rate in &mut rates[near..] {
                *rate += guaranteed;
            }
        }
        for week in 0..self.fresh {
            rates[week] *= self.exposed(week);
        }
        let stretch = self.stretch(open.capacity, &rates, &tilt);
        rates.map(|rate| 1.0 - libm::exp(-rate * stretch))
    }
    /// How many times all rates must be taken so that the capacity is used in full.
    fn stretch(&self, capacity: f64, rates: &ByWeek, tilt: &Lanes) -> f64 {
        let waiting: ByWeek = std::array::from_fn(|week| weighted(&self.bins[week], tilt));
        let mut stretch = 1.0;
        // Newton's method from below: what is treated rises ever more slowly in the stretch, so that no step leads beyond the answer.
        for _ in 0..STEPS {
            let (mut treated, mut slope) = (0.0, 0.0);
            for (waiting, rate) in waiting.iter().zip(rates) {
                let stays = waiting * libm::exp(-rate * stretch);
                treated += waiting - stays;
                slope += stays * rate;
            }
            let step = (capacity - treated) / slope;
            if step <= stretch * ROUNDING || slope <= capacity * ROUNDING {
                break;
            }
            stretch += step;
        }
        stretch
    }
}

#[cfg(test)]
mod tests {
    use super::super::waits::{percentile, reconstruct};
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
    fn a_short_list_keeps_a_tail_however_steeply_work_goes_by_turn() {
        let priority = Priority {
            random: 0.8,
            turn: std::array::from_fn(|week| (week as f64 + 0.5).powi(6)),
            ..even()
        };
        for weeks in [1, 4] {
            let mut list = WaitingList::from_shape(&reconstruct(1_500.0, 0.95, 2.0, 300.0), &[0.2; FIFTHS]);
            for _ in 0..520 / weeks {
                list.advance(weeks, &[60.0 * weeks as f64; FIFTHS]);
                list.treat(300.0 * weeks as f64, &priority);
            }
            // The list holds five weeks of referrals.
            let beyond = list.bins[12..].iter().flatten().sum::<f64>() / list.total();
            assert!((0.004..0.05).contains(&beyond), "{weeks}: {beyond}");
        }
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
}
