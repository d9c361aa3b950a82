//! Everybody's money in floating point with one bound on its error: fast enough for a linear scan of add1, and honest
//! about what it cannot decide.
//!
//! The price λ of a project solves F(λ) = Σ w·min(b, λ·v) = cost. F is concave, so Newton's method from below climbs to
//! the solution in a few passes over the supporters, without sorting them. If every b is known within δ, F is known
//! within δ times the weight of those who pay all they have (the others pay λ·v whatever they own); dividing by the
//! weight of the others bounds the error of λ. Sums are taken in blocks, so that rounding grows with the square root of
//! the number of supporters rather than with it.

use super::market::Good;

/// Relative rounding of one operation, doubled for safety.
const ROUNDING: f64 = f64::EPSILON;
/// Supporters summed one after the other.
const BLOCK: usize = 64;
/// How little above a price a purse counts as near it (relative): a bound that lies closer needs no second look.
const BRINK: f64 = 1e-10;

/// Money of the voters behind each ballot [1/scale of the currency], in floating point.
pub struct Purses {
    /// Estimates, never below 0.
    pub money: Vec<f64>,
    /// No estimate is further from the truth than this.
    pub error: f64,
    /// Nobody ever has more.
    most: f64,
}

/// What the purses can say about a price.
pub enum Estimate {
    /// The supporters cannot pay together: certain.
    TooDear,
    /// The price for a value of 1 lies between these two: certain.
    Between(f64, f64),
    /// Rounding does not allow to say.
    Unknown,
}

/// Sums over supporters at a price.
#[derive(Default)]
struct Pass {
    /// Money of all.
    total: f64,
    /// Money of those who would pay all.
    paid_out: f64,
    /// Weight × value of the others.
    slope: f64,
    /// Weight of those who, within the error and at a price a little above, might pay all.
    near: f64,
    /// Weight × value of all but those.
    clear: f64,
}

impl Purses {
    /// Everybody with the same money.
    pub fn new(ballots: usize, endowment: f64) -> Purses {
        Purses {
            money: vec![endowment; ballots],
            error: endowment * ROUNDING,
            most: endowment,
        }
    }

    fn pass(&self, good: &Good, price: f64) -> Pass {
        if good.values.is_empty() {
            self.pass_over::<false>(good, price)
        } else {
            self.pass_over::<true>(good, price)
        }
    }

    /// Two supporters at a time: one addition need not wait for another. Weights and values are whole numbers, so that their sums
    /// are exact in any order.
    fn pass_over<const VALUED: bool>(&self, good: &Good, price: f64) -> Pass {
        let mut sums = Pass::default();
        let (mut gone, mut near_value, mut all_values) = (0.0, 0.0, 0.0);
        for start in (0..good.ballots.len()).step_by(BLOCK) {
            let end = (start + BLOCK).min(good.ballots.len());
            let (ballots, weights) = (&good.ballots[start..end], &good.weights[start..end]);
            let values: &[f64] = if VALUED { &good.float_values[start..end] } else { &[] };
            let mut lanes = [Lane::default(), Lane::default()];
            let (pairs, odd) = ballots.as_chunks::<2>();
            for (pair, two) in pairs.iter().enumerate() {
                let at = 2 * pair;
                for (lane, ballot) in two.iter().enumerate() {
                    let value = if VALUED { values[at + lane] } else { 1.0 };
                    let money = self.money[*ballot as usize];
                    lanes[lane].add::<VALUED>(money, weights[at + lane], value, price, self.error);
                }
            }
            for ballot in odd {
                let at = ballots.len() - 1;
                let value = if VALUED { values[at] } else { 1.0 };
                lanes[0].add::<VALUED>(self.money[*ballot as usize], weights[at], value, price, self.error);
            }
            let [one, two] = lanes;
            sums.total += one.total + two.total;
            sums.paid_out += one.paid_out + two.paid_out;
            gone += one.gone + two.gone;
            sums.near += one.near + two.near;
            if VALUED {
                near_value += one.near_value + two.near_value;
                all_values += one.value + two.value;
            }
        }
        if !VALUED {
            (near_value, all_values) = (sums.near, good.total_weight);
        }
        sums.slope = all_values - gone;
        sums.clear = all_values - near_value;
        sums
    }

    /// A price for a value of 1 that is certainly not above the true one, if supporters who pay no more than `price` certainly do
    /// not pay for the project; infinite if they cannot pay at all. Those who would pay all they have at `price` pay no more at
    /// any other, and the rest no more than their share: so what is missing tells how far the price must rise.
    pub fn dearer_than(&self, good: &Good, price: f64) -> Option<f64> {
        let pass = self.pass(good, price);
        let paid = pass.paid_out + price * pass.slope;
        let doubt = self.doubt(good, &pass, paid);
        if paid + doubt >= good.float_cost {
            return None;
        }
        if pass.slope <= 0.0 {
            return Some(f64::INFINITY);
        }
        Some(((good.float_cost - pass.paid_out - doubt) / pass.slope * (1.0 - 4.0 * ROUNDING)).max(price))
    }

    /// How far what supporters pay may be from what a pass found.
    fn doubt(&self, good: &Good, pass: &Pass, paid: f64) -> f64 {
        let relative = ROUNDING * (good.ballots.len() as f64 / BLOCK as f64 + BLOCK as f64 + 16.0);
        self.error * pass.near + 2.0 * relative * (paid + good.float_cost)
    }

    /// The most that supporters pay at a price, beyond any doubt, as a line above the truth at every price: what those pay who
    /// would pay all they have, and the weight of the others.
    pub fn most_paid(&self, good: &Good, price: f64) -> (f64, f64) {
        let pass = self.pass(good, price);
        if price.is_infinite() {
            let all = pass.total;
            return (all + self.doubt(good, &pass, all), 0.0);
        }
        let paid = pass.paid_out + price * pass.slope;
        (pass.paid_out + self.doubt(good, &pass, paid), pass.slope)
    }

    /// Whether at a price nobody certainly pays all that is left: then the price is the cost by the weight, whoever holds what.
    pub fn nobody_runs_out(&self, good: &Good, price: f64) -> bool {
        self.pass(good, price).near == 0.0
    }

    /// Bounds the price for a value of 1. `start` must be a lower bound of it; `hint` is where it was in a count much like this
    /// one, if there was any: it spares looks, whatever it is.
    pub fn estimate(&self, good: &Good, start: f64, hint: Option<f64>) -> Estimate {
        let cost = good.float_cost;
        let relative = ROUNDING * (good.ballots.len() as f64 / BLOCK as f64 + BLOCK as f64 + 16.0);
        let hint = hint.filter(|hint| *hint > start && hint.is_finite());
        let mut price = hint.unwrap_or(start);
        let mut pass = self.pass(good, price);
        let total = pass.total;
        let doubt = self.error * good.total_weight + relative * (total + cost);
        if total + doubt < cost {
            return Estimate::TooDear;
        }
        if total - doubt < cost || !total.is_finite() {
            return Estimate::Unknown;
        }
        if hint.is_some() {
            // From above, the next point is at the solution or below it, as from anywhere.
            let next = (cost - pass.paid_out) / pass.slope;
            if pass.slope <= 0.0 || next < price {
                price = if pass.slope > 0.0 { next.max(start) } else { start };
                pass = self.pass(good, price);
            }
        }
        // Up to where the purses as estimated pay the cost.
        let mut left = 200;
        loop {
            if pass.slope <= 0.0 || left == 0 {
                return Estimate::Unknown;
            }
            let next = (cost - pass.paid_out) / pass.slope;
            if next <= price * (1.0 + ROUNDING) {
                price = price.max(next);
                break;
            }
            price = next;
            pass = self.pass(good, price);
            left -= 1;
        }
        let rounding = 2.0 * relative * cost;
        let doubt = self.error * pass.near + rounding;
        let low = (price - doubt / pass.slope * (1.0 + relative)).max(start);
        // A little above, where they pay it beyond doubt. Those who are not near can pay a little more, and the others no less.
        if pass.clear > 0.0 {
            let lacking = (cost - (pass.paid_out + price * pass.slope)).abs();
            let further = (doubt + lacking) / pass.clear * (1.0 + relative) + 4.0 * ROUNDING * price;
            if further <= price * BRINK / 2.0 {
                return Estimate::Between(low, price + further);
            }
        }
        // Looked for, since beyond a purse that runs empty prices rise faster.
        let mut further = 2.0 * doubt / pass.slope + 4.0 * ROUNDING * price;
        for _ in 0..6 {
            let high = price + further;
            let above = self.pass(good, high);
            let paid = above.paid_out + high * above.slope;
            if paid - self.error * above.near - rounding >= cost && high.is_finite() {
                return Estimate::Between(low, high);
            }
            further *= 4.0;
        }
        Estimate::Unknown
    }

    /// Takes the payments for a project whose price lies between `low` and `high`.
    pub fn pay(&mut self, good: &Good, low: f64, high: f64) {
        let price = low + (high - low) / 2.0;
        // Without a branch, which could not be foretold.
        if good.values.is_empty() {
            for ballot in &good.ballots {
                let money = &mut self.money[*ballot as usize];
                *money = (*money - price).max(0.0);
            }
        } else {
            for (ballot, value) in good.ballots.iter().zip(&good.float_values) {
                let money = &mut self.money[*ballot as usize];
                *money = (*money - price * value).max(0.0);
            }
        }
        self.error += good.largest_value * (high - low) + ROUNDING * (self.most + good.largest_value * high);
    }
}

/// Sums over every other supporter.
#[derive(Default)]
struct Lane {
    total: f64,
    paid_out: f64,
    gone: f64,
    near: f64,
    near_value: f64,
    value: f64,
}

impl Lane {
    #[inline(always)]
    fn add<const VALUED: bool>(&mut self, money: f64, weight: f64, value: f64, price: f64, error: f64) {
        let share = if VALUED { price * value } else { price };
        let worth = if VALUED { weight * value } else { weight };
        let owned = weight * money;
        let all = money < share;
        let near = money < share * (1.0 + BRINK) + error;
        self.total += owned;
        self.paid_out += if all { owned } else { 0.0 };
        self.gone += if all { worth } else { 0.0 };
        self.near += if near { weight } else { 0.0 };
        if VALUED {
            self.near_value += if near { worth } else { 0.0 };
            self.value += worth;
        }
    }
}
