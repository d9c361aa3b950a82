//! What would reach it: the values of a lever at which a quantity comes to a target.
//!
//! The response is asked for on a grid first and never taken to be monotone: every stretch in which it passes the target is
//! narrowed down, and as many solutions are told as there are. All values are tried under the same luck, so that what moves the
//! response is the lever. Where one side of the target is wanted, a solution is a value that was tried and is on that side, and
//! the stretches on that side are told: what is there all along is reached too.

use crate::results::statistics::quantile;

/// The numbers of every draw at some values of the lever: value × draw. What cannot be run at a value has none.
pub type Ask<'a, E> = dyn FnMut(&[f64]) -> Result<Vec<Vec<f64>>, E> + 'a;

/// Share of the range within which a solution is found.
const CLOSE: f64 = 1e-5;
/// Rounds of narrowing at most.
const ROUNDS: usize = 24;
/// Share of a bracket that a guess keeps from its ends.
const EDGE: f64 = 0.02;

/// Which side of the target is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// At least.
    AtLeast,
    /// At most.
    AtMost,
    /// Neither: the response is to come to it.
    Exactly,
}

impl Side {
    /// Whether a distance from the target is on this side.
    pub fn holds(self, away: f64) -> bool {
        match self {
            Side::AtLeast => away >= 0.0,
            Side::AtMost => away <= 0.0,
            Side::Exactly => away == 0.0,
        }
    }
}

/// Of so many draws, how many are at least this share of them \[per cent\]. With few draws it is more than the share.
pub fn needed(draws: usize, per_cent: usize) -> usize {
    (draws * per_cent).div_ceil(100)
}

/// What so many of the draws reach: the least of the best `count`. A draw in which it is undefined reaches nothing.
pub fn reached_by(draws: &[f64], count: usize, side: Side) -> f64 {
    let mut sorted: Vec<f64> = draws.iter().copied().filter(|value| value.is_finite()).collect();
    if count == 0 || count > sorted.len() {
        return f64::NAN;
    }
    sorted.sort_unstable_by(f64::total_cmp);
    match side {
        Side::AtMost => sorted[count - 1],
        Side::AtLeast | Side::Exactly => sorted[sorted.len() - count],
    }
}

/// The median of the draws, those in which it is undefined counted among those that reach nothing: undefined where it falls among them.
pub fn median_reached(draws: &[f64], side: Side) -> f64 {
    let mut middle = [draws.len().div_ceil(2), draws.len() / 2 + 1].map(|count| reached_by(draws, count, side));
    middle.sort_unstable_by(f64::total_cmp);
    quantile(&middle, 0.5)
}

/// What is looked for.
pub struct Goal<'a> {
    /// The target.
    pub target: f64,
    /// Which side of it is wanted.
    pub side: Side,
    /// What of the draws comes to it: their median, or a tail.
    pub statistic: &'a (dyn Fn(&[f64]) -> f64 + Sync),
    /// Ends between which the lever may be.
    pub ends: (f64, f64),
    /// Values of the first look, the ends among them.
    pub grid: usize,
}

/// A value at which the target is reached.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Solution {
    /// The value.
    pub at: f64,
    /// Whether the response rises through the target there.
    pub rising: bool,
}

/// A value that was tried.
#[derive(Clone, Debug, PartialEq)]
pub struct Tried {
    /// The value of the lever.
    pub at: f64,
    /// The quantity in every draw; empty where it could not be run.
    pub draws: Vec<f64>,
    /// What of them is held against the target.
    pub response: f64,
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// Every value tried, in rising order.
    pub tried: Vec<Tried>,
    /// Values that reach the target, in rising order.
    pub solutions: Vec<Solution>,
    /// Whether the response goes one way all along the grid.
    pub monotone: bool,
    /// Values of the lever at which it could not be run.
    pub failed: Vec<f64>,
    /// Stretches of the lever on the side wanted, from and to, in rising order; of no side none.
    pub met: Vec<(f64, f64)>,
}

/// Where one draw alone comes to the target.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Own {
    /// At this value first.
    At {
        /// The value.
        at: f64,
        /// Whether it rises through the target there.
        rising: bool,
    },
    /// Nowhere: it is above the target at every value tried.
    Above,
    /// Nowhere: it is below the target at every value tried.
    Below,
    /// It is undefined at some value, and passes the target at no other.
    Undefined,
}

impl Found {
    /// Lowest and highest response within the ends, with the values of the lever.
    pub fn reach(&self) -> Option<((f64, f64), (f64, f64))> {
        let known = || self.tried.iter().filter(|one| one.response.is_finite());
        let low = known().min_by(|a, b| a.response.total_cmp(&b.response))?;
        let high = known().max_by(|a, b| a.response.total_cmp(&b.response))?;
        Some(((low.at, low.response), (high.at, high.response)))
    }

    /// For each draw the first value at which it alone comes to the target, straight between the values tried, or on which side
    /// of it it stays.
    pub fn by_draw(&self, target: f64) -> Vec<Own> {
        let known: Vec<&Tried> = self.tried.iter().filter(|one| !one.draws.is_empty()).collect();
        let draws = known.iter().map(|one| one.draws.len()).min().unwrap_or(0);
        let own = |draw: usize| {
            let away = |one: &Tried| one.draws[draw] - target;
            let passed = known.windows(2).find_map(|pair| {
                let (a, b) = (away(pair[0]), away(pair[1]));
                let at = crossing((pair[0].at, a), (pair[1].at, b))?;
                Some(Own::At { at, rising: b > a })
            });
            let all = |holds: fn(f64) -> bool| known.iter().all(|one| holds(away(one)));
            passed.unwrap_or(if all(|away| away >= 0.0) {
                Own::Above
            } else if all(|away| away <= 0.0) {
                Own::Below
            } else {
                Own::Undefined
            })
        };
        (0..draws).map(own).collect()
    }

    /// Values at which the goal is reached are there: solutions, or a stretch.
    pub fn reached(&self) -> bool {
        !self.solutions.is_empty() || !self.met.is_empty()
    }
}

/// Where a straight line between two points passes nought.
fn crossing((from, a): (f64, f64), (to, b): (f64, f64)) -> Option<f64> {
    if a == 0.0 {
        return Some(from);
    }
    if b == 0.0 {
        return Some(to);
    }
    ((a > 0.0) != (b > 0.0) && a.is_finite() && b.is_finite()).then(|| from + (to - from) * a / (a - b))
}

/// Neighbouring values on the side wanted, joined.
fn stretches(tried: &[Tried], goal: &Goal) -> Vec<(f64, f64)> {
    let mut met: Vec<(f64, f64)> = Vec::new();
    let mut before = false;
    for one in tried.iter().filter(|one| one.response.is_finite()) {
        let holds = goal.side.holds(one.response - goal.target);
        match met.last_mut() {
            Some(last) if holds && before => last.1 = one.at,
            _ if holds => met.push((one.at, one.at)),
            _ => {}
        }
        before = holds;
    }
    met
}

/// A stretch that passes the target.
struct Bracket {
    low: (f64, f64),
    high: (f64, f64),
    /// Weights of the ends under the Illinois rule.
    weight: (f64, f64),
}

impl Bracket {
    fn guess(&self) -> f64 {
        let (a, b) = (self.low.1 * self.weight.0, self.high.1 * self.weight.1);
        let (from, to) = (self.low.0, self.high.0);
        let margin = EDGE * (to - from);
        (from + (to - from) * a / (a - b)).clamp(from + margin, to - margin)
    }

    fn take(&mut self, at: f64, value: f64) {
        if value == 0.0 {
            (self.low, self.high) = ((at, 0.0), (at, 0.0));
        } else if (value > 0.0) == (self.low.1 > 0.0) {
            self.low = (at, value);
            self.weight = (1.0, self.weight.1 / 2.0);
        } else {
            self.high = (at, value);
            self.weight = (self.weight.0 / 2.0, 1.0);
        }
    }
}

/// Looks for every value that reaches the goal.
pub fn seek<E>(goal: &Goal, ask: &mut Ask<'_, E>) -> Result<Found, E> {
    let (low, high) = goal.ends;
    let grid = goal.grid.max(2);
    let values: Vec<f64> = (0..grid)
        .map(|at| low + (high - low) * at as f64 / (grid - 1) as f64)
        .collect();
    let mut tried = told(goal, &values, ask(&values)?);
    let away = |one: &Tried| one.response - goal.target;
    let known: Vec<(f64, f64)> = tried
        .iter()
        .filter(|one| one.response.is_finite())
        .map(|one| (one.at, away(one)))
        .collect();
    let steps: Vec<f64> = known.windows(2).map(|pair| pair[1].1 - pair[0].1).collect();
    let monotone = steps.iter().all(|step| *step >= 0.0) || steps.iter().all(|step| *step <= 0.0);
    let mut solutions: Vec<Solution> = Vec::new();
    let mut brackets: Vec<Bracket> = Vec::new();
    for (place, pair) in known.windows(2).enumerate() {
        let (a, b) = (pair[0], pair[1]);
        if a.1 == 0.0 && place == 0 {
            solutions.push(Solution {
                at: a.0,
                rising: b.1 > 0.0,
            });
        }
        if b.1 == 0.0 {
            solutions.push(Solution {
                at: b.0,
                rising: a.1 < 0.0,
            });
        } else if a.1 != 0.0 && (a.1 > 0.0) != (b.1 > 0.0) {
            brackets.push(Bracket {
                low: a,
                high: b,
                weight: (1.0, 1.0),
            });
        }
    }
    let close = CLOSE * (high - low);
    for _ in 0..ROUNDS {
        let open: Vec<usize> = (0..brackets.len())
            .filter(|at| brackets[*at].high.0 - brackets[*at].low.0 > close)
            .collect();
        if open.is_empty() {
            break;
        }
        let guesses: Vec<f64> = open.iter().map(|at| brackets[*at].guess()).collect();
        let found = told(goal, &guesses, ask(&guesses)?);
        for (at, one) in open.iter().zip(&found) {
            if one.response.is_finite() {
                brackets[*at].take(one.at, away(one));
            } else {
                // It cannot be run there: the bracket is as close as it gets.
                let bracket = &mut brackets[*at];
                let end = if goal.side.holds(bracket.high.1) {
                    bracket.high
                } else {
                    bracket.low
                };
                let end = match goal.side {
                    Side::Exactly => (bracket.guess(), 0.0),
                    _ => end,
                };
                (bracket.low, bracket.high) = (end, end);
            }
        }
        tried.extend(found);
    }
    for bracket in &brackets {
        let at = match goal.side {
            Side::Exactly => crossing(bracket.low, bracket.high).unwrap_or(bracket.low.0),
            side if side.holds(bracket.low.1) => bracket.low.0,
            _ => bracket.high.0,
        };
        // What way it goes was seen at the ends it began with.
        let rising = known
            .iter()
            .rev()
            .find(|one| one.0 <= bracket.low.0)
            .is_some_and(|one| one.1 < 0.0);
        solutions.push(Solution { at, rising });
    }
    tried.sort_by(|a, b| a.at.total_cmp(&b.at));
    solutions.sort_by(|a, b| a.at.total_cmp(&b.at));
    Ok(Found {
        met: match goal.side {
            Side::Exactly => Vec::new(),
            _ => stretches(&tried, goal),
        },
        failed: tried
            .iter()
            .filter(|one| one.draws.is_empty())
            .map(|one| one.at)
            .collect(),
        tried,
        solutions,
        monotone,
    })
}

fn told(goal: &Goal, values: &[f64], draws: Vec<Vec<f64>>) -> Vec<Tried> {
    let one = |(at, draws): (&f64, Vec<f64>)| Tried {
        at: *at,
        response: if draws.is_empty() {
            f64::NAN
        } else {
            (goal.statistic)(&draws)
        },
        draws,
    };
    values.iter().zip(draws).map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::convert::Infallible;

    fn middle(draws: &[f64]) -> f64 {
        let mut sorted = draws.to_vec();
        sorted.sort_by(f64::total_cmp);
        sorted[sorted.len() / 2]
    }

    fn find(target: f64, ends: (f64, f64), function: &dyn Fn(f64) -> f64) -> (Found, usize) {
        let goal = Goal {
            target,
            side: Side::Exactly,
            statistic: &middle,
            ends,
            grid: 9,
        };
        let mut asked = 0;
        let mut ask = |values: &[f64]| {
            asked += values.len();
            Ok::<_, Infallible>(
                values
                    .iter()
                    .map(|x| [-1.0, 0.0, 1.0].map(|luck| function(*x) + 0.1 * luck).to_vec())
                    .collect(),
            )
        };
        let Ok(found) = seek(&goal, &mut ask);
        (found, asked)
    }

    #[test]
    fn one_solution_is_found_closely_in_few_questions() {
        for (target, function, truth) in [
            (2.0, (|x: f64| x * x) as fn(f64) -> f64, 2f64.sqrt()),
            (-0.3, |x| -x.sin(), 0.3f64.asin()),
            (20.0, |x| (2.0 * x).exp(), 20f64.ln() / 2.0),
        ] {
            let (found, asked) = find(target, (0.0, 1.6), &function);
            assert_eq!(found.solutions.len(), 1, "{found:?}");
            assert!(
                (found.solutions[0].at - truth).abs() < 1e-4 && asked <= 25,
                "{} {asked}",
                found.solutions[0].at
            );
            assert!(found.monotone);
        }
    }

    #[test]
    fn several_are_told_and_what_is_not_monotone_is_said() {
        let (found, _) = find(0.0, (0.0, 1.0), &|x| (x - 0.21) * (x - 0.56) * (x - 0.83));
        let at: Vec<f64> = found.solutions.iter().map(|one| one.at).collect();
        assert!(
            at.len() == 3 && at.iter().zip([0.21, 0.56, 0.83]).all(|(a, b)| (a - b).abs() < 1e-4),
            "{at:?}"
        );
        assert_eq!(
            found.solutions.iter().map(|one| one.rising).collect::<Vec<_>>(),
            [true, false, true]
        );
        assert!(!found.monotone);
    }

    #[test]
    fn what_is_out_of_reach_is_not_reached_and_the_reach_is_told() {
        let (found, asked) = find(5.0, (0.0, 2.0), &|x| 1.0 + x);
        assert!(found.solutions.is_empty() && asked == 9);
        assert_eq!(found.reach(), Some(((0.0, 1.0), (2.0, 3.0))));
        let (found, _) = find(3.0, (0.0, 2.0), &|x| 1.0 + x);
        assert_eq!(found.solutions, [Solution { at: 2.0, rising: true }]);
    }

    #[test]
    fn each_draw_has_its_own_value_and_one_that_cannot_be_run_is_passed_over() {
        let (found, _) = find(1.0, (0.0, 2.0), &|x| x);
        let own = found.by_draw(1.0);
        let near = |own: &Own, truth: f64| matches!(own, Own::At { at, rising: true } if (at - truth).abs() < 1e-3);
        assert!(
            own.iter().zip([1.1, 1.0, 0.9]).all(|(own, truth)| near(own, truth)),
            "{own:?}"
        );
        // With luck of a tenth, the lowest draw never comes to 2.05 and the highest is above −0.05 all along.
        assert_eq!(found.by_draw(2.05)[0], Own::Below);
        assert_eq!(found.by_draw(-0.05)[2], Own::Above);
        let goal = Goal {
            target: 1.0,
            side: Side::Exactly,
            statistic: &middle,
            ends: (0.0, 2.0),
            grid: 9,
        };
        let mut ask = |values: &[f64]| {
            Ok::<_, Infallible>(
                values
                    .iter()
                    .map(|x| if *x > 1.6 { Vec::new() } else { vec![*x] })
                    .collect(),
            )
        };
        let Ok(found) = seek(&goal, &mut ask);
        assert!(
            (found.solutions[0].at - 1.0).abs() < 1e-4 && found.failed.len() == 2,
            "{:?}",
            found.failed
        );
    }

    /// Eight draws that lie evenly around a rising or falling line, of which some share must be on the side wanted.
    fn of_eight(side: Side, per_cent: usize, target: f64, slope: f64) -> Found {
        let statistic = |draws: &[f64]| reached_by(draws, needed(draws.len(), per_cent), side);
        let goal = Goal {
            target,
            side,
            statistic: &statistic,
            ends: (0.0, 1.0),
            grid: 5,
        };
        let mut ask = |values: &[f64]| {
            let draws = |x: &f64| (0..8).map(|draw| slope * x + 0.05 * f64::from(draw)).collect();
            Ok::<_, Infallible>(values.iter().map(draws).collect())
        };
        let Ok(found) = seek(&goal, &mut ask);
        found
    }

    #[test]
    fn at_a_value_that_is_told_at_least_the_share_asked_for_is_on_the_side_wanted() {
        assert_eq!(needed(8, 80), 7);
        assert_eq!(
            (needed(10, 80), needed(8, 50), needed(7, 50), needed(1, 1)),
            (8, 4, 4, 1)
        );
        for side in [Side::AtLeast, Side::AtMost] {
            for slope in [1.0, -1.0] {
                for per_cent in [10, 50, 80, 90, 99] {
                    let target = 0.6 * slope + 0.1;
                    let found = of_eight(side, per_cent, target, slope);
                    assert_eq!(found.solutions.len(), 1, "{found:?}");
                    let at = found.solutions[0].at;
                    let told = found.tried.iter().find(|one| one.at == at).expect("it was tried");
                    let there = told.draws.iter().filter(|draw| side.holds(*draw - target)).count();
                    assert!(there * 100 >= per_cent * 8, "{side:?} {slope} {per_cent}: {there} of 8");
                    // And no further than that: the next draw is not quite there yet.
                    assert_eq!(there, needed(8, per_cent), "{side:?} {slope} {per_cent}");
                    let (from, to) = found.met[0];
                    assert!(found.met.len() == 1 && (from == at || to == at), "{:?} {at}", found.met);
                }
            }
        }
    }

    #[test]
    fn what_is_on_the_side_wanted_all_along_is_reached() {
        let found = of_eight(Side::AtMost, 80, 5.0, 1.0);
        assert!(found.solutions.is_empty() && found.reached());
        assert_eq!(found.met, [(0.0, 1.0)]);
        assert!(!of_eight(Side::AtLeast, 80, 5.0, 1.0).reached());
        // A draw in which it is undefined is not there.
        assert!(reached_by(&[1.0, f64::NAN], 2, Side::AtLeast).is_nan());
        assert_eq!(reached_by(&[1.0, f64::NAN, 3.0], 2, Side::AtLeast), 1.0);
        assert_eq!(reached_by(&[1.0, f64::NAN, 3.0], 2, Side::AtMost), 3.0);
    }

    #[test]
    fn half_of_the_draws_and_their_median_are_two_things_where_there_is_no_draw_in_the_middle() {
        let draws = [0.0, 6.0, 0.0, 6.0];
        for side in [Side::AtLeast, Side::AtMost] {
            assert_eq!(median_reached(&draws, side), 3.0);
            assert_eq!(median_reached(&[4.0, 1.0, 9.0], side), 4.0);
            assert_eq!(median_reached(&[7.0], side), 7.0);
        }
        assert_eq!(reached_by(&draws, needed(4, 50), Side::AtLeast), 6.0);
        assert_eq!(reached_by(&draws, needed(4, 50), Side::AtMost), 0.0);
        // A draw in which it is undefined lies on the side that is not wanted, whichever that is.
        let one_undefined = [f64::NAN, 3.0, 6.0, 7.0];
        assert_eq!(median_reached(&one_undefined, Side::AtLeast), 4.5);
        assert_eq!(median_reached(&one_undefined, Side::AtMost), 6.5);
        assert!(median_reached(&[f64::NAN, f64::NAN, 6.0, 7.0], Side::AtLeast).is_nan());
    }
}
