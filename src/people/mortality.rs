//! Life-table arithmetic: from death rates to probabilities, and from probabilities to life expectancy.
//!
//! Rates are central (deaths per person-year, m). A person counted at age x is on average x + ½ years old, so the
//! chance to die before being counted at x + 1 is 1 − L(x+1)/L(x), not the q(x) of somebody who turns x today; both are
//! needed, the first to move people, the second for life expectancy.

use crate::world::axes::AGES;

/// Probability of death between exact ages from a central rate; deaths fall on average half-way through the year.
#[inline]
pub fn probability(rate: f64) -> f64 {
    (rate / (1.0 + 0.5 * rate)).min(1.0)
}

/// Probability of death in the first year of life, when those who die live `death_age` years on average.
#[inline]
pub fn infant_probability(rate: f64, death_age: f64) -> f64 {
    (rate / (1.0 + (1.0 - death_age) * rate)).min(1.0)
}

/// Rates at 90, 91, …, 100 and over that together give the open group's rate, rising with age like `shape`.
pub fn spread_open_age(shape: &[f64], open_rate: f64) -> Vec<f64> {
    let rates: Vec<f64> = shape.iter().map(|p| p / (1.0 - 0.5 * p)).collect();
    let expectancy = |scale: f64| {
        let mut alive = 1.0;
        let mut years = 0.0;
        for rate in &rates[..rates.len() - 1] {
            let q = probability(rate * scale);
            years += alive * (1.0 - 0.5 * q);
            alive *= 1.0 - q;
        }
        years + alive / (rates[rates.len() - 1] * scale)
    };
    let mut scale = 1.0;
    // Life expectancy falls nearly in proportion to the scale, so this converges in a few rounds.
    for _ in 0..AGES {
        scale *= expectancy(scale) * open_rate;
    }
    rates.iter().map(|rate| rate * scale).collect()
}

/// Probability to die over the year for a newborn, then for people counted at each age.
pub fn yearly(q: &[f64], infant_death_age: f64, out: &mut [f64]) -> f64 {
    let lived_first = 1.0 - (1.0 - infant_death_age) * q[0];
    let last = q.len() - 1;
    for age in 0..last {
        let lived = if age == 0 { lived_first } else { 1.0 - 0.5 * q[age] };
        // The open age dies at a constant rate, so those reaching it live 1 − ½q of the year like others.
        out[age] = 1.0 - (1.0 - q[age]) * (1.0 - 0.5 * q[age + 1]) / lived;
    }
    out[last] = q[last];
    1.0 - lived_first
}

/// Period life expectancy at an age \[years\].
#[cfg(test)]
pub fn life_expectancy(q: &[f64], from: usize, infant_death_age: f64) -> f64 {
    years_lived(q, from, infant_death_age, |_| 1.0)
}

/// Years lived from an age on, each weighted by `worth(age)`: life expectancy, or healthy life expectancy by Sullivan's
/// method when the worth is the share in good health.
pub fn years_lived(q: &[f64], from: usize, infant_death_age: f64, worth: impl Fn(usize) -> f64) -> f64 {
    let mut alive = 1.0;
    let mut years = 0.0;
    let last = q.len() - 1;
    for (age, &q) in q.iter().enumerate().take(last).skip(from) {
        let lost = if age == 0 {
            (1.0 - infant_death_age) * q
        } else {
            0.5 * q
        };
        years += alive * (1.0 - lost) * worth(age);
        alive *= 1.0 - q;
    }
    // Constant rate from the open age on: m = q / (1 − ½q), expectancy 1 / m.
    years + alive * (1.0 / q[last].max(f64::MIN_POSITIVE) - 0.5) * worth(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spreading_the_open_age_keeps_its_life_expectancy() {
        let shape: Vec<f64> = (0..11).map(|age| 0.15 + 0.025 * f64::from(age)).collect();
        let rates = spread_open_age(&shape, 0.2);
        let q: Vec<f64> = rates.iter().map(|rate| probability(*rate)).collect();
        assert!((life_expectancy(&q, 0, 0.5) - 5.0).abs() < 1e-6);
        assert!(rates.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn with_a_constant_rate_everybody_lives_its_inverse() {
        let q = vec![probability(0.02); AGES];
        assert!((life_expectancy(&q, 0, 0.5) - 50.0).abs() < 1e-9);
    }

    #[test]
    fn deaths_over_the_years_that_a_cohort_lives_are_the_rate() {
        // Of those who die in the first year most die in its first weeks, and live little of it.
        for (rate, lived_by_the_dead) in [(0.004, 0.1), (0.004, 0.5), (0.2, 0.1)] {
            let q = infant_probability(rate, lived_by_the_dead);
            assert!((q / (1.0 - q + lived_by_the_dead * q) - rate).abs() < 1e-12);
        }
        assert!(infant_probability(0.2, 0.1) < infant_probability(0.2, 0.9));
    }
}
