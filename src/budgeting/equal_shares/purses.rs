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

/// Money of the voters behind each ballot [1/scale of the currency], in floating point.
pub struct Purses {
    /// Estimates, never below 0.
    pub money: Vec<f64>,
    /// No estimate is further from the truth than this.
    pub error: f64,
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
struct Pass {
    /// Money of those who would pay all.
    paid_out: f64,
    /// Money of the others.
    others: f64,
    /// Weight × value of the others.
    slope: f64,
    /// Weight of those who, within the error, might pay all.
    near: f64,
}

impl Purses {
    /// Everybody with the same money.
    pub fn new(ballots: usize, endowment: f64) -> Purses {
        Purses {
            money: vec![endowment; ballots],
            error: endowment * ROUNDING,
        }
    }

    fn pass(&self, good: &Good, price: f64) -> Pass {
        let mut sums = Pass {
            paid_out: 0.0,
            others: 0.0,
            slope: 0.0,
            near: 0.0,
        };
        let error = self.error;
        if good.values.is_empty() {
            for (ballots, weights) in good.ballots.chunks(BLOCK).zip(good.weights.chunks(BLOCK)) {
                let (mut paid_out, mut others, mut slope, mut near) = (0.0, 0.0, 0.0, 0.0);
                for (ballot, weight) in ballots.iter().zip(weights) {
                    let money = self.money[*ballot as usize];
                    let all = money < price;
                    paid_out += if all { weight * money } else { 0.0 };
                    others += if all { 0.0 } else { weight * money };
                    slope += if all { 0.0 } else { *weight };
                    near += if money < price + error { *weight } else { 0.0 };
                }
                sums.add(paid_out, others, slope, near);
            }
        } else {
            let blocks = good
                .ballots
                .chunks(BLOCK)
                .zip(good.weights.chunks(BLOCK))
                .zip(good.float_values.chunks(BLOCK));
            for ((ballots, weights), values) in blocks {
                let (mut paid_out, mut others, mut slope, mut near) = (0.0, 0.0, 0.0, 0.0);
                for ((ballot, weight), value) in ballots.iter().zip(weights).zip(values) {
                    let money = self.money[*ballot as usize];
                    let share = price * value;
                    let all = money < share;
                    paid_out += if all { weight * money } else { 0.0 };
                    others += if all { 0.0 } else { weight * money };
                    slope += if all { 0.0 } else { weight * value };
                    near += if money < share + error { *weight } else { 0.0 };
                }
                sums.add(paid_out, others, slope, near);
            }
        }
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
            let all = pass.paid_out + pass.others;
            return (all + self.doubt(good, &pass, all), 0.0);
        }
        let paid = pass.paid_out + price * pass.slope;
        (pass.paid_out + self.doubt(good, &pass, paid), pass.slope)
    }

    /// Whether at a price nobody certainly pays all that is left: then the price is the cost by the weight, whoever holds what.
    pub fn nobody_runs_out(&self, good: &Good, price: f64) -> bool {
        self.pass(good, price).near == 0.0
    }

    /// Bounds the price for a value of 1. `start` must be a lower bound of it.
    pub fn estimate(&self, good: &Good, start: f64) -> Estimate {
        let cost = good.float_cost;
        let relative = ROUNDING * (good.ballots.len() as f64 / BLOCK as f64 + BLOCK as f64 + 16.0);
        let mut pass = self.pass(good, start);
        let total = pass.paid_out + pass.others;
        let doubt = self.error * good.total_weight + relative * (total + cost);
        if total + doubt < cost {
            return Estimate::TooDear;
        }
        if total - doubt < cost || !total.is_finite() {
            return Estimate::Unknown;
        }
        // Up to where the purses as estimated pay the cost.
        let mut price = start;
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
        // A little above, where they pay it beyond doubt: looked for, since beyond a purse that runs empty prices rise faster.
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
        let mut richest: f64 = 0.0;
        for (place, ballot) in good.ballots.iter().enumerate() {
            let share = if good.values.is_empty() {
                price
            } else {
                price * good.float_values[place]
            };
            let money = &mut self.money[*ballot as usize];
            richest = richest.max(*money);
            *money = if *money > share { *money - share } else { 0.0 };
        }
        self.error += good.largest_value * (high - low) + ROUNDING * (richest + good.largest_value * high);
    }
}

impl Pass {
    fn add(&mut self, paid_out: f64, others: f64, slope: f64, near: f64) {
        self.paid_out += paid_out;
        self.others += others;
        self.slope += slope;
        self.near += near;
    }
}
