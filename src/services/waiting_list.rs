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

/// Steps of a numerical search, at most: a handful is enough unless a list is as good as emptied.
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

/// Share of the list by which those beyond a guarantee's limit may differ from its standard.
const NEAR: f64 = 1e-6;

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
        unpadded(&self.take(capacity, &chances, &tilt))
    }
    /// Takes those treated off the list, by the chances of their weeks and the tilt of their fifths; returns them by fifth.
    fn take(&mut self, capacity: f64, chances: &ByWeek, tilt: &Lanes) -> Lanes {
        let mut treated = [0.0; LANES];
        for (bin, chance) in self.bins.iter_mut().zip(chances) {
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
        treated
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
        let tilt = padded(&priority.tilt);
        let late = kept.limit.min(BINS);
        // How many more than the standard lets will wait beyond the limit: whom treatment itself would leave there, so that the two cannot differ.
        let over = |share: f64| {
            let mut after = self.clone();
            after.take(open.capacity, &self.chances(open, priority, share), &tilt);
            sum(&after.bins[late..]).iter().sum::<f64>() - kept.beyond * stay
        };
        let near = stay * NEAR;
        let (mut low, mut over_low) = (0.0, over(0.0));
        if over_low <= near || kept.most <= 0.0 {
            return low;
        }
        let (mut high, mut over_high) = (kept.most, over(kept.most));
        if over_high >= -near {
            return high;
        }
        // The rule of false position. The value at an end that has stayed twice counts half, so that both ends move (the Illinois rule).
        let mut stayed = None;
        for _ in 0..STEPS {
            let middle = low + (high - low) * over_low / (over_low - over_high);
            let at = over(middle);
            if at.abs() <= near {
                return middle;
            }
            let above = at > 0.0;
            if above {
                (low, over_low) = (middle, at);
            } else {
                (high, over_high) = (middle, at);
            }
            if stayed == Some(above) {
                let end = if above { &mut over_high } else { &mut over_low };
                *end /= 2.0;
            }
            stayed = Some(above);
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
        self.stretched(open.capacity, &rates, &tilt)
    }
    /// Chances where all rates are taken as many times as it takes to use the capacity in full.
    fn stretched(&self, capacity: f64, rates: &ByWeek, tilt: &Lanes) -> ByWeek {
        let waiting: ByWeek = std::array::from_fn(|week| weighted(&self.bins[week], tilt));
        let (mut stretch, mut stay) = (1.0, [1.0; BINS]);
        // Newton's method from below: what is treated rises ever more slowly in the stretch, so that no step leads beyond the answer.
        for _ in 0..STEPS {
            let (mut treated, mut slope) = (0.0, 0.0);
            for ((waiting, rate), stay) in waiting.iter().zip(rates).zip(&mut stay) {
                *stay = libm::exp(-rate * stretch);
                let stays = waiting * *stay;
                treated += waiting - stays;
                slope += stays * rate;
            }
            let step = (capacity - treated) / slope;
            if step <= stretch * ROUNDING || slope <= capacity * ROUNDING {
                // Powers of e are most of the time that a list takes: those of the last step are those of the answer.
                return stay.map(|stay| 1.0 - stay);
            }
            stretch += step;
        }
        rates.map(|rate| 1.0 - libm::exp(-rate * stretch))
    }
}

#[cfg(test)]
mod tests;
