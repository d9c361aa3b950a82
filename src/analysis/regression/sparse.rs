//! Many assumptions, few of which matter: terms are taken in one after the other, the one that explains most of what is left
//! first, while the next tells more than the best of so many by chance (extended Bayesian information criterion; Chen and
//! Chen, *Biometrika* 95, 2008).
//!
//! Terms are the assumption itself, how it bends (its square and cube, freed of the lower), and products of two among those
//! that lead. Shares of the variance are covariances of each assumption's terms with the whole, so that they sum to R² also
//! where assumptions go together.

use rayon::prelude::*;

use super::super::ranks;

/// Most terms taken in.
const MOST_TERMS: usize = 60;
/// Assumptions whose products are tried.
const LEADERS: usize = 12;
/// Columns whose remainder is below this share of themselves say nothing new.
const NEW: f64 = 1e-6;

/// One term: an assumption to a power, or two of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Term {
    /// An assumption and the power.
    Power(usize, usize),
    /// A product of two.
    Product(usize, usize),
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Sparse {
    /// The terms, in the order in which they were taken in.
    pub terms: Vec<Term>,
    /// What they expect in each draw, about the mean of the response.
    pub expected: Vec<f64>,
    /// Share of the variance explained, in the draws it was found in.
    pub r_squared: f64,
    /// The same told of each draw without its own help (leave one out).
    pub r_squared_left_out: f64,
    /// Share of the variance by assumption, in the order given; they sum to `r_squared`.
    pub shares: Vec<f64>,
    /// An orthonormal basis of what was taken in, for simulating how sure it is: term × draw.
    pub directions: Vec<Vec<f64>>,
    /// Variance of what is left over.
    pub variance: f64,
}

/// Brings a column to mean nought and length one; none where it does not vary.
fn unit(column: &[f64]) -> Option<Vec<f64>> {
    let mean = ranks::mean(column);
    let length = column.iter().map(|value| (value - mean).powi(2)).sum::<f64>().sqrt();
    (length > 1e-12 * (mean.abs() + 1e-300) * (column.len() as f64).sqrt())
        .then(|| column.iter().map(|value| (value - mean) / length).collect())
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

/// The powers of an assumption, each freed of the lower.
fn powers(values: &[f64]) -> Vec<Vec<f64>> {
    let Some(first) = unit(values) else { return Vec::new() };
    let mut found = vec![first];
    let scale = (values.len() as f64).sqrt();
    for power in 2..=3 {
        let raw: Vec<f64> = found[0].iter().map(|value| (value * scale).powi(power)).collect();
        let Some(mut next) = unit(&raw) else { break };
        for lower in &found {
            let along = dot(&next, lower);
            next.iter_mut()
                .zip(lower)
                .for_each(|(value, lower)| *value -= along * lower);
        }
        if dot(&next, &next) < NEW {
            break;
        }
        match unit(&next) {
            Some(next) => found.push(next),
            None => break,
        }
    }
    found
}

struct Candidate {
    term: Term,
    column: Vec<f64>,
    /// Squared length of what the terms taken in do not say already.
    new: f64,
}

impl Sparse {
    /// Takes in terms of some assumptions for a response.
    pub fn new(assumptions: &[&[f64]], response: &[f64]) -> Sparse {
        let count = response.len();
        let mean = ranks::mean(response);
        let mut left: Vec<f64> = response.iter().map(|value| value - mean).collect();
        let total = dot(&left, &left);
        let mut candidates: Vec<Candidate> = assumptions
            .par_iter()
            .enumerate()
            .flat_map_iter(|(at, values)| {
                powers(values)
                    .into_iter()
                    .enumerate()
                    .map(move |(power, column)| Candidate {
                        term: Term::Power(at, power + 1),
                        column,
                        new: 1.0,
                    })
            })
            .collect();
        let mut taken: Vec<(Term, Vec<f64>)> = Vec::new();
        let mut directions: Vec<Vec<f64>> = Vec::new();
        let most = MOST_TERMS.min(count / 5);
        let possible = candidates.len().max(1) as f64;
        let mut squares = total;
        let mut products_tried = false;
        while directions.len() < most && squares > total * 1e-12 {
            let best = candidates
                .par_iter()
                .enumerate()
                .filter(|(_, candidate)| candidate.new > NEW)
                .map(|(at, candidate)| (dot(&candidate.column, &left).powi(2) / candidate.new, at))
                .reduce_with(|a, b| if b.0 > a.0 || (b.0 == a.0 && b.1 < a.1) { b } else { a });
            let price = (count as f64).ln() + 2.0 * possible.ln();
            let worth = best.filter(|(gain, _)| {
                let after = (squares - gain).max(total * 1e-15);
                count as f64 * (squares / after).ln() > price
            });
            let Some((_, at)) = worth else {
                if products_tried {
                    break;
                }
                // No assumption alone tells more: now those that lead, two by two.
                products_tried = true;
                candidates.extend(products(&taken, assumptions, &directions));
                continue;
            };
            let candidate = candidates.swap_remove(at);
            let mut direction = candidate.column.clone();
            // Twice, for what rounding left the first time.
            for _ in 0..2 {
                for known in &directions {
                    let along = dot(&direction, known);
                    direction
                        .iter_mut()
                        .zip(known)
                        .for_each(|(value, known)| *value -= along * known);
                }
            }
            let length = dot(&direction, &direction).sqrt();
            if length * length < NEW {
                continue;
            }
            direction.iter_mut().for_each(|value| *value /= length);
            let gain = dot(&direction, &left);
            left.iter_mut()
                .zip(&direction)
                .for_each(|(value, along)| *value -= gain * along);
            squares = dot(&left, &left);
            candidates.par_iter_mut().for_each(|candidate| {
                candidate.new -= dot(&candidate.column, &direction).powi(2);
            });
            directions.push(direction);
            taken.push((candidate.term, candidate.column));
        }
        finish(assumptions.len(), response, mean, total, &left, taken, directions)
    }
}

/// Products of two of the assumptions taken in first, freed of what was taken in.
fn products(taken: &[(Term, Vec<f64>)], assumptions: &[&[f64]], directions: &[Vec<f64>]) -> Vec<Candidate> {
    let mut leaders: Vec<usize> = Vec::new();
    for (term, _) in taken {
        if let Term::Power(at, _) = term
            && !leaders.contains(at)
        {
            leaders.push(*at);
        }
    }
    leaders.truncate(LEADERS);
    let mut found = Vec::new();
    for (place, a) in leaders.iter().enumerate() {
        for b in &leaders[..place] {
            let (Some(x), Some(y)) = (unit(assumptions[*a]), unit(assumptions[*b])) else {
                continue;
            };
            let raw: Vec<f64> = x.iter().zip(&y).map(|(x, y)| x * y).collect();
            if let Some(column) = unit(&raw) {
                let said: f64 = directions.iter().map(|known| dot(&column, known).powi(2)).sum();
                found.push(Candidate {
                    term: Term::Product(*a, *b),
                    column,
                    new: 1.0 - said,
                });
            }
        }
    }
    found
}

fn finish(
    assumptions: usize,
    response: &[f64],
    mean: f64,
    total: f64,
    left: &[f64],
    taken: Vec<(Term, Vec<f64>)>,
    directions: Vec<Vec<f64>>,
) -> Sparse {
    let count = response.len();
    let expected: Vec<f64> = response
        .iter()
        .zip(left)
        .map(|(value, left)| value - mean - left)
        .collect();
    let mut shares = vec![0.0; assumptions];
    if total > 0.0 {
        // Coefficients of the terms themselves, from those of the directions: back substitution through their products.
        let size = taken.len();
        let triangle = |row: usize, column: usize| dot(&directions[row], &taken[column].1);
        let mut coefficients = vec![0.0; size];
        for row in (0..size).rev() {
            let later: f64 = (row + 1..size)
                .map(|column| triangle(row, column) * coefficients[column])
                .sum();
            coefficients[row] = (dot(&directions[row], &expected) - later) / triangle(row, row);
        }
        for ((term, column), coefficient) in taken.iter().zip(&coefficients) {
            let share = coefficient * dot(column, &expected) / total;
            match term {
                Term::Power(at, _) => shares[*at] += share,
                Term::Product(a, b) => {
                    shares[*a] += share / 2.0;
                    shares[*b] += share / 2.0;
                }
            }
        }
    }
    let squares = dot(left, left);
    let left_out: f64 = left
        .iter()
        .enumerate()
        .map(|(draw, left)| {
            let own = 1.0 / count as f64 + directions.iter().map(|along| along[draw].powi(2)).sum::<f64>();
            (left / (1.0 - own).max(1e-9)).powi(2)
        })
        .sum();
    let spread = (count as f64 / (count as f64 - 1.0)).powi(2);
    Sparse {
        r_squared: if total > 0.0 { 1.0 - squares / total } else { 0.0 },
        r_squared_left_out: if total > 0.0 {
            1.0 - left_out / (total * spread)
        } else {
            0.0
        },
        variance: squares / (count as f64 - directions.len() as f64 - 1.0).max(1.0),
        terms: taken.iter().map(|(term, _)| *term).collect(),
        expected,
        shares,
        directions,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draws(count: usize, assumptions: usize) -> Vec<Vec<f64>> {
        let one = |at: usize| (0..count).map(|draw| ranks::chance(at as u64, draw) - 0.5).collect();
        (0..assumptions).map(one).collect()
    }

    #[test]
    fn few_that_matter_are_found_among_many_and_their_shares_sum() {
        let x = draws(2000, 12);
        let columns: Vec<&[f64]> = x.iter().map(Vec::as_slice).collect();
        let y: Vec<f64> = (0..2000)
            .map(|at| 2.0 * x[3][at] + x[7][at] + 6.0 * x[3][at] * x[7][at] + 0.01 * ranks::chance(98, at))
            .collect();
        let found = Sparse::new(&columns, &y);
        assert!(
            found.r_squared > 0.999 && found.r_squared_left_out > 0.999,
            "{}",
            found.r_squared
        );
        assert_eq!(found.terms, [Term::Power(3, 1), Term::Power(7, 1), Term::Product(7, 3)]);
        // Var: 4/12, 1/12, 36/144.
        let all = 4.0 / 12.0 + 1.0 / 12.0 + 36.0 / 144.0;
        assert!((found.shares[3] - (4.0 / 12.0 + 18.0 / 144.0) / all).abs() < 0.03);
        assert!((found.shares[7] - (1.0 / 12.0 + 18.0 / 144.0) / all).abs() < 0.03);
        assert!((found.shares.iter().sum::<f64>() - found.r_squared).abs() < 1e-9);
    }

    #[test]
    fn noise_is_left_alone() {
        let x = draws(400, 12);
        let columns: Vec<&[f64]> = x.iter().map(Vec::as_slice).collect();
        let y: Vec<f64> = (0..400).map(|at| ranks::chance(99, at)).collect();
        let found = Sparse::new(&columns, &y);
        assert!(found.terms.is_empty() && found.r_squared == 0.0, "{:?}", found.terms);
    }
}
