//! Net moves between deprivation fifths.
//!
//! Fifths are fifths of *areas*, and people move between areas as they age: students and young workers into poorer
//! ones, families and the retired out of them. If nobody moved, the shares of fifths at an age would be those that the
//! cohort was born with, worn down by unequal death, and the age structure of fifths would drift away from the base
//! year's. Net moves are therefore read as what keeps the base year's shares of fifths by age and sex, at a strength that
//! is a lever. They scale weights, as net migration does: who arrives is like those who live there already.
//!
//! Moves come first in the year and aim at the shares that, after the year's deaths, stand at the next age. Each scales
//! people of the same age and sex among fifths, so the number of people is kept. They are worked out from the expected
//! cohort. Where a small place has not all fifths at an age, ages are taken together until it has.
//!
//! Limits: that the pattern of 2019 stays is an assumption, and so is that movers are as healthy as those who stay (in
//! fact the healthy move to better areas, which is part of the gradient that the base year shows).

use super::rates::Rates;
use super::stratum;
use crate::world::axes::{AGES, FIFTHS, SEXES};

/// Ages of one sex that are moved together.
#[derive(Clone, Copy)]
struct Window {
    from: usize,
    to: usize,
    own: [f64; FIFTHS],
    target: [f64; FIFTHS],
}

impl Window {
    fn at(age: usize) -> Window {
        Window {
            from: age,
            to: age,
            own: [0.0; FIFTHS],
            target: [0.0; FIFTHS],
        }
    }

    /// Adds the next age.
    fn widen(&mut self, people: &[f64], rates: &Rates, sex: usize) {
        let first = stratum(self.to, sex, 0);
        let next = stratum((self.to + 1).min(AGES - 1), sex, 0);
        let own = &people[first..][..FIFTHS];
        // More than half of the oldest may die, but no fifth is taken to lose more than half.
        let before = |fifth: usize| rates.fifth_share[next + fifth] / (1.0 - rates.death[first + fifth]).max(0.5);
        let wanted: [f64; FIFTHS] = std::array::from_fn(before);
        let scale = own.iter().sum::<f64>() / wanted.iter().sum::<f64>().max(f64::MIN_POSITIVE);
        for fifth in 0..FIFTHS {
            self.own[fifth] += own[fifth];
            self.target[fifth] += wanted[fifth] * scale;
        }
        self.to += 1;
    }

    /// Whether every fifth has at least a hundredth of the people: enough to stand for those who arrive.
    fn complete(&self) -> bool {
        let all: f64 = self.own.iter().sum();
        self.own.iter().all(|own| *own > 0.0 && own * 100.0 >= all)
    }

    fn join(&mut self, next: &Window) {
        self.to = next.to;
        for fifth in 0..FIFTHS {
            self.own[fifth] += next.own[fifth];
            self.target[fifth] += next.target[fifth];
        }
    }

    fn apply(&self, strength: f64, sex: usize, people: &mut [f64], factors: &mut [f64]) {
        if !self.complete() {
            return;
        }
        for fifth in 0..FIFTHS {
            let factor = 1.0 + strength * (self.target[fifth] / self.own[fifth] - 1.0);
            for age in self.from..self.to {
                factors[stratum(age, sex, fifth)] = factor;
                people[stratum(age, sex, fifth)] *= factor;
            }
        }
    }
}

/// Factors on people by stratum from a year's moves; `people` by stratum are moved.
pub fn moves(people: &mut [f64], rates: &Rates, factors: &mut [f64]) {
    factors.fill(1.0);
    if rates.moves == 0.0 {
        return;
    }
    for sex in 0..SEXES {
        let mut window = Window::at(0);
        let mut last: Option<Window> = None;
        for age in 0..AGES {
            window.widen(people, rates, sex);
            if window.complete() {
                if let Some(done) = last.replace(window) {
                    done.apply(rates.moves, sex, people, factors);
                }
                window = Window::at(age + 1);
            }
        }
        // The oldest ages, where few are left, join those before them.
        if let Some(mut last) = last {
            last.join(&window);
            last.apply(rates.moves, sex, people, factors);
        }
    }
}
