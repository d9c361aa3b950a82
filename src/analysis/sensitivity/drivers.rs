//! What drove a quantity, told from draws that are there already.

use nalgebra::{Cholesky, DMatrix};
use rayon::prelude::*;

use super::Index;
use super::given::first_order;
use super::together::groups;
use crate::analysis::ranks::{constant, correlation, ranks};
use crate::analysis::regression::Sparse;

/// One assumption, as a driver of a quantity.
#[derive(Clone, Debug, PartialEq)]
pub struct Driver {
    /// Its place among those given.
    pub assumption: usize,
    /// Rank correlation with the quantity (Spearman).
    pub rank: f64,
    /// The same freed of what all other assumptions do; nothing where there are too few draws to tell.
    pub partial: Option<f64>,
    /// First-order index: the share of the variance that knowing it would take away.
    pub first: Index,
    /// Share of the variance by sparse regression, its part in joint effects included; with the other drivers' they sum to R².
    /// Of assumptions that move together, each has the same part of what they do.
    pub share: f64,
    /// Other assumptions that move with it, so that the draws cannot tell them apart.
    pub with: Vec<usize>,
}

/// Whether partial correlations can be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Partials {
    /// They are.
    Told,
    /// There are too few draws for so many assumptions.
    Few,
    /// Some assumption follows from the others in every draw.
    Bound,
}

/// What drove a quantity.
#[derive(Clone, Debug, PartialEq)]
pub struct Drivers {
    /// Those that vary, the strongest first.
    pub drivers: Vec<Driver>,
    /// Whether partial correlations are told.
    pub partials: Partials,
    /// Share of the variance that the sparse regression explains.
    pub r_squared: f64,
    /// The same, each draw told without its own help.
    pub r_squared_left_out: f64,
    /// Share of the variance that is luck of sampling, where the same worlds were run twice.
    pub luck: Option<f64>,
    /// Draws.
    pub draws: usize,
}

/// Why nothing can be told.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Undriven {
    /// Too few draws.
    #[error("{draws} draw{} cannot tell what drives anything; expected: at least {LEAST}", if *.draws == 1 { "" } else { "s" })]
    Few {
        /// How many there are.
        draws: usize,
    },
    /// The quantity is the same in every draw.
    #[error("it is the same in every draw ({value}), so nothing drives it")]
    Constant {
        /// What it is.
        value: f64,
    },
    /// It is undefined in some.
    #[error("it is undefined in draw {draw}")]
    Undefined {
        /// The first.
        draw: usize,
    },
    /// No assumption varies.
    #[error("no assumption varies, so whatever spread there is, is luck")]
    Certain,
}

/// Draws below which nothing is told.
pub const LEAST: usize = 10;

/// Finds what drives a quantity.
pub fn drivers(assumptions: &[&[f64]], quantity: &[f64], luck: Option<f64>) -> Result<Drivers, Undriven> {
    let draws = quantity.len();
    if draws < LEAST {
        return Err(Undriven::Few { draws });
    }
    if let Some(draw) = quantity.iter().position(|value| !value.is_finite()) {
        return Err(Undriven::Undefined { draw });
    }
    if constant(quantity) {
        return Err(Undriven::Constant { value: quantity[0] });
    }
    let varying: Vec<usize> = (0..assumptions.len())
        .filter(|at| !constant(assumptions[*at]))
        .collect();
    if varying.is_empty() {
        return Err(Undriven::Certain);
    }
    let columns: Vec<&[f64]> = varying.iter().map(|at| assumptions[*at]).collect();
    let order: Vec<Vec<f64>> = columns.par_iter().map(|values| ranks(values)).collect();
    let own = ranks(quantity);
    let with: Vec<f64> = order.par_iter().map(|ranks| correlation(ranks, &own)).collect();
    let first = first_order(&columns, quantity);
    // Of those that move together one stands for all, and what it does is shared among them.
    let groups = groups(&order);
    let leading: Vec<&[f64]> = groups.iter().map(|group| columns[group[0]]).collect();
    let leading_order: Vec<&[f64]> = groups.iter().map(|group| order[group[0]].as_slice()).collect();
    let (partial, partials) = match partial(&leading_order, &own) {
        Ok(partial) => (Some(partial), Partials::Told),
        Err(why) => (None, why),
    };
    let sparse = Sparse::new(&leading, quantity);
    let mut found: Vec<Driver> = Vec::with_capacity(varying.len());
    for (place, group) in groups.iter().enumerate() {
        for at in group {
            // Whoever goes against the one that stands for all has the other sign.
            let turned = if with[*at] * with[group[0]] < 0.0 { -1.0 } else { 1.0 };
            found.push(Driver {
                assumption: varying[*at],
                rank: with[*at],
                partial: partial.as_ref().map(|all| turned * all[place]),
                first: first[*at],
                share: sparse.shares[place] / group.len() as f64,
                with: group
                    .iter()
                    .filter(|other| *other != at)
                    .map(|other| varying[*other])
                    .collect(),
            });
        }
    }
    found.sort_by(|a, b| {
        let strength = |one: &Driver| (one.share, one.first.value);
        let (x, y) = (strength(a), strength(b));
        y.0.total_cmp(&x.0)
            .then(y.1.total_cmp(&x.1))
            .then(a.assumption.cmp(&b.assumption))
    });
    Ok(Drivers {
        drivers: found,
        partials,
        r_squared: sparse.r_squared,
        r_squared_left_out: sparse.r_squared_left_out,
        luck,
        draws,
    })
}

/// Draws beyond the number of assumptions that partial correlations need.
const SPARE: usize = 10;

/// Partial rank correlations: what is left of each when all others are known, from the inverse of the ranks' correlations.
fn partial(order: &[&[f64]], own: &[f64]) -> Result<Vec<f64>, Partials> {
    let (draws, count) = (own.len(), order.len());
    if draws < count + 1 + SPARE {
        return Err(Partials::Few);
    }
    let unit = |ranks: &[f64]| -> Vec<f64> {
        let middle = (draws - 1) as f64 / 2.0;
        let length = ranks.iter().map(|rank| (rank - middle).powi(2)).sum::<f64>().sqrt();
        ranks.iter().map(|rank| (rank - middle) / length).collect()
    };
    let columns: Vec<Vec<f64>> = order.iter().copied().chain([own]).map(unit).collect();
    let matrix = DMatrix::from_fn(draws, count + 1, |draw, column| columns[column][draw]);
    let inverse = Cholesky::new(matrix.tr_mul(&matrix)).ok_or(Partials::Bound)?.inverse();
    let last = count;
    let one = |at: usize| -inverse[(at, last)] / (inverse[(at, at)] * inverse[(last, last)]).sqrt();
    Ok((0..count).map(|at| one(at).clamp(-1.0, 1.0)).collect())
}

impl Drivers {
    /// Groups of drivers that move together, the strongest first: each once.
    pub fn together(&self) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for one in self.drivers.iter().filter(|one| !one.with.is_empty()) {
            if !groups.iter().flatten().any(|known| *known == one.assumption) {
                let mut group = one.with.clone();
                group.push(one.assumption);
                group.sort_unstable();
                groups.push(group);
            }
        }
        groups
    }

    /// The fewest drivers that together explain at least so much of the variance; nothing if all of them do not.
    pub fn explaining(&self, share: f64) -> Option<&[Driver]> {
        let mut sum = 0.0;
        for (at, driver) in self.drivers.iter().enumerate() {
            if driver.share <= 0.0 {
                return None;
            }
            sum += driver.share;
            if sum >= share {
                return Some(&self.drivers[..=at]);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::ranks::chance;

    fn draws(count: usize) -> Vec<Vec<f64>> {
        (0..6)
            .map(|at| (0..count).map(|draw| chance(at, draw)).collect())
            .collect()
    }

    #[test]
    fn those_that_drive_it_come_first_and_a_follower_is_seen_through() {
        let mut x = draws(1500);
        // The third goes with the first and does nothing itself.
        x[2] = x[0].iter().zip(&x[2]).map(|(a, b)| a + 0.3 * b).collect();
        let columns: Vec<&[f64]> = x.iter().map(Vec::as_slice).collect();
        let y: Vec<f64> = (0..1500)
            .map(|at| 3.0 * x[0][at] - x[1][at] + 0.2 * chance(9, at))
            .collect();
        let found = drivers(&columns, &y, Some(0.1)).expect("driven");
        assert_eq!((found.drivers[0].assumption, found.drivers[1].assumption), (0, 1));
        let third = found.drivers.iter().find(|one| one.assumption == 2).expect("varies");
        assert!(
            third.rank > 0.8 && third.partial.expect("told").abs() < 0.1 && third.share.abs() < 0.02,
            "{third:?}"
        );
        assert!(found.drivers[1].rank < -0.2 && found.drivers[1].partial.expect("told") < -0.9);
        let sum: f64 = found.drivers.iter().map(|one| one.share).sum();
        assert!((sum - found.r_squared).abs() < 1e-9 && found.r_squared > 0.98);
        assert_eq!(found.explaining(0.5).map(<[Driver]>::len), Some(1));
        assert_eq!(found.explaining(0.999_999), None);
    }

    #[test]
    fn one_draw_constants_and_the_undefined_are_refused() {
        let x = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0];
        assert_eq!(drivers(&[&x[..1]], &[1.0], None), Err(Undriven::Few { draws: 1 }));
        assert_eq!(drivers(&[&x], &[2.0; 10], None), Err(Undriven::Constant { value: 2.0 }));
        assert_eq!(drivers(&[&[1.0; 10]], &x, None), Err(Undriven::Certain));
        let mut hole = x;
        hole[4] = f64::NAN;
        assert_eq!(drivers(&[&x], &hole, None), Err(Undriven::Undefined { draw: 4 }));
    }

    #[test]
    fn of_copies_neither_is_idle_and_what_they_do_is_shared() {
        let x = draws(400);
        let copy: Vec<f64> = x[0].iter().map(|value| -1000.0 * value).collect();
        let columns: [&[f64]; 3] = [&x[0], &copy, &x[1]];
        let y: Vec<f64> = (0..400).map(|at| 2.0 * x[0][at] + x[1][at] + 0.1 * x[5][at]).collect();
        let found = drivers(&columns, &y, None).expect("driven");
        let of = |assumption: usize| {
            found
                .drivers
                .iter()
                .find(|one| one.assumption == assumption)
                .expect("varies")
        };
        assert_eq!(of(0).share, of(1).share);
        assert!(
            (of(0).share - 0.4).abs() < 0.05 && (of(2).share - 0.2).abs() < 0.05,
            "{found:?}"
        );
        assert!((found.drivers.iter().map(|one| one.share).sum::<f64>() - found.r_squared).abs() < 1e-9);
        assert_eq!(found.partials, Partials::Told);
        assert!(of(0).partial.expect("told") > 0.9 && of(1).partial.expect("told") < -0.9);
        assert_eq!(found.together(), [vec![0, 1]]);
        assert_eq!((of(0).with.as_slice(), of(2).with.as_slice()), (&[1][..], &[][..]));
    }

    #[test]
    fn too_few_draws_tell_no_partial_correlations() {
        let x = draws(14);
        let columns: Vec<&[f64]> = x.iter().map(Vec::as_slice).collect();
        let found = drivers(&columns, &x[0], None).expect("driven");
        assert!(found.drivers.iter().all(|one| one.partial.is_none()) && found.partials == Partials::Few);
    }
}
