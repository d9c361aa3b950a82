//! Where a function changes sign: every crossing on a grid, each narrowed down.
//!
//! The functions (differences between two scenarios, one for each measure) need not be monotone, and all of them come out of
//! the same expensive evaluation. So they are scanned together on one grid, and the points at which any bracket is to be
//! narrowed are evaluated together too. Narrowing is by false position with the Illinois rule, which halves the weight
//! of an end that stays: differences are close to straight inside a bracket, and three rounds are enough.

/// A change of sign.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Turn {
    /// Where.
    pub at: f64,
    /// Whether the function is negative before and positive after.
    pub rising: bool,
}

/// Values of every series at some points: `[point][series]`.
pub type Evaluate<'a, E> = dyn FnMut(&[f64]) -> Result<Vec<Vec<f64>>, E> + 'a;

/// Rounds of narrowing.
const ROUNDS: usize = 3;
/// Share of a bracket that a new point keeps from both ends.
const EDGE: f64 = 0.02;

struct Bracket {
    series: usize,
    low: (f64, f64),
    high: (f64, f64),
    /// Weights of the two ends under the Illinois rule.
    weight: (f64, f64),
    found: Option<f64>,
}

impl Bracket {
    fn guess(&self) -> f64 {
        let (a, b) = (self.low.1 * self.weight.0, self.high.1 * self.weight.1);
        let (from, to) = (self.low.0, self.high.0);
        let margin = EDGE * (to - from);
        ((from * b - to * a) / (b - a)).clamp(from + margin, to - margin)
    }

    fn take(&mut self, at: f64, value: f64) {
        if value == 0.0 {
            self.found = Some(at);
        } else if (value > 0.0) == (self.low.1 > 0.0) {
            self.low = (at, value);
            self.weight = (1.0, self.weight.1 / 2.0);
        } else {
            self.high = (at, value);
            self.weight = (self.weight.0 / 2.0, 1.0);
        }
    }

    fn turn(&self) -> Turn {
        let ((from, a), (to, b)) = (self.low, self.high);
        Turn {
            at: self.found.unwrap_or((from * b - to * a) / (b - a)),
            rising: self.high.1 > 0.0,
        }
    }
}

/// The changes of sign of every series over a grid in rising order. `values[point][series]`; `evaluate` gives the same for
/// new points. Only `clear` points count as being on one side: a series that touches nothing, or wavers about it within its
/// noise, and turns back does not change sign. Values no further from nothing than `dead[series]` are nothing.
pub fn turns<E>(
    grid: &[f64],
    values: &[Vec<f64>],
    clear: &[Vec<bool>],
    dead: &[f64],
    evaluate: &mut Evaluate<'_, E>,
) -> Result<Vec<Vec<Turn>>, E> {
    let live = |value: f64, series: usize| if value.abs() <= dead[series] { 0.0 } else { value };
    let mut brackets: Vec<Bracket> = Vec::new();
    for series in 0..dead.len() {
        let mut before: Option<usize> = None;
        for point in 0..grid.len() {
            let value = live(values[point][series], series);
            if value == 0.0 || value.is_nan() || !clear[point][series] {
                continue;
            }
            if let Some(last) = before.filter(|last| (values[*last][series] > 0.0) != (value > 0.0)) {
                // Between them nothing but points at which there is no difference: the turn is in their middle.
                let between = last + 1..point;
                let flat = !between.is_empty() && between.into_iter().all(|at| live(values[at][series], series) == 0.0);
                brackets.push(Bracket {
                    series,
                    low: (grid[last], values[last][series]),
                    high: (grid[point], value),
                    weight: (1.0, 1.0),
                    found: flat.then(|| f64::midpoint(grid[last + 1], grid[point - 1])),
                });
            }
            before = Some(point);
        }
    }
    for _ in 0..ROUNDS {
        let mut points: Vec<f64> = brackets
            .iter()
            .filter(|b| b.found.is_none())
            .map(Bracket::guess)
            .collect();
        points.sort_by(f64::total_cmp);
        points.dedup();
        if points.is_empty() {
            break;
        }
        let found = evaluate(&points)?;
        for bracket in brackets.iter_mut().filter(|bracket| bracket.found.is_none()) {
            let guess = bracket.guess();
            if let Some(at) = points.iter().position(|point| *point == guess) {
                bracket.take(guess, live(found[at][bracket.series], bracket.series));
            }
        }
    }
    let mut all = vec![Vec::new(); dead.len()];
    for bracket in &brackets {
        all[bracket.series].push(bracket.turn());
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::convert::Infallible;

    fn find(functions: &[fn(f64) -> f64]) -> (Vec<Vec<Turn>>, usize) {
        let grid: Vec<f64> = (0..9).map(|i| f64::from(i) / 8.0).collect();
        let all = |points: &[f64]| -> Vec<Vec<f64>> {
            let at = |x: &f64| functions.iter().map(|f| f(*x)).collect();
            points.iter().map(at).collect()
        };
        let mut asked = 0;
        let mut evaluate = |points: &[f64]| {
            asked += points.len();
            Ok::<_, Infallible>(all(points))
        };
        let dead = vec![1e-12; functions.len()];
        let clear = vec![vec![true; functions.len()]; grid.len()];
        let Ok(found) = turns(&grid, &all(&grid), &clear, &dead, &mut evaluate);
        (found, asked)
    }

    #[test]
    fn every_crossing_of_a_wavy_function_is_found() {
        let (found, _) = find(&[|x| (x - 0.2) * (x - 0.55) * (x - 0.8)]);
        let at: Vec<f64> = found[0].iter().map(|turn| turn.at).collect();
        for (at, truth) in at.iter().zip([0.2, 0.55, 0.8]) {
            assert!((at - truth).abs() < 1e-3, "{at} {truth}");
        }
        let rising: Vec<bool> = found[0].iter().map(|turn| turn.rising).collect();
        assert_eq!(rising, [true, false, true]);
    }

    #[test]
    fn what_only_touches_nothing_does_not_turn_and_what_is_straight_is_exact() {
        let (found, asked) = find(&[
            |x| (x - 0.5).powi(2),
            |_| 1.0,
            |_| 0.0,
            |x| 3.0 * x - 1.0,
            |x| {
                if x < 0.3 {
                    -1.0
                } else if x < 0.7 {
                    0.0
                } else {
                    2.0
                }
            },
        ]);
        assert!(found[0].is_empty() && found[1].is_empty() && found[2].is_empty());
        assert!((found[3][0].at - 1.0 / 3.0).abs() < 1e-12 && found[3].len() == 1);
        assert!((found[4][0].at - 0.5).abs() < 0.13 && found[4].len() == 1, "{found:?}");
        assert!(asked <= 3, "a straight line is found at once: {asked}");
    }

    #[test]
    fn wavering_within_the_noise_is_no_turn() {
        let grid = [0.0, 1.0, 2.0, 3.0, 4.0];
        let values: Vec<Vec<f64>> = [5.0, -0.1, 0.1, -0.1, -4.0].map(|value| vec![value]).to_vec();
        let clear: Vec<Vec<bool>> = [true, false, false, false, true].map(|clear| vec![clear]).to_vec();
        let mut evaluate = |points: &[f64]| Ok::<_, Infallible>(points.iter().map(|x| vec![2.0 - x]).collect());
        let Ok(found) = turns(&grid, &values, &clear, &[0.0], &mut evaluate);
        assert_eq!(found[0].len(), 1);
        assert!((found[0][0].at - 2.0).abs() < 0.05 && !found[0][0].rising, "{found:?}");
    }

    #[test]
    fn a_step_is_bracketed() {
        let (found, _) = find(&[|x| if x < 0.43 { -1.0 } else { 5.0 }]);
        assert!((found[0][0].at - 0.43).abs() < 0.07, "{found:?}");
    }
}
