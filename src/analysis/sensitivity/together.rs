//! Assumptions that move together: no draws can tell what one of them does from what the other does.
//!
//! A copy of a column, or the same in another unit, has the same ranks. A regression that has both gives what they do to
//! whichever comes first, and the other looks idle.

use crate::analysis::ranks::correlation;

/// Rank correlation from which two assumptions are one to the draws, whichever way they go.
const ONE: f64 = 0.99;
/// Draws by which most pairs are seen to go apart.
const LOOKED_AT: usize = 64;
/// Correlation in those below which two are not looked at any further.
const PERHAPS: f64 = 0.9;

/// Groups of columns, by place, whose ranks move together: each column is in one, most of them alone; first columns first.
pub fn groups(ranks: &[Vec<f64>]) -> Vec<Vec<usize>> {
    let draws = ranks.first().map_or(0, Vec::len);
    // Spread over all draws, which may be sorted.
    let step = (draws / LOOKED_AT).max(1);
    let some: Vec<Vec<f64>> = ranks
        .iter()
        .map(|column| column.iter().step_by(step).copied().collect())
        .collect();
    let mut found: Vec<Vec<usize>> = Vec::new();
    for at in 0..ranks.len() {
        let with = found.iter_mut().find(|group| {
            let first = group[0];
            correlation(&some[at], &some[first]).abs() > PERHAPS && correlation(&ranks[at], &ranks[first]).abs() > ONE
        });
        match with {
            Some(group) => group.push(at),
            None => found.push(vec![at]),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::ranks::{chance, ranks};

    #[test]
    fn copies_other_units_and_mirrors_are_one_and_what_merely_goes_along_is_not() {
        let of = |stream: u64| (0..500).map(|at| chance(stream, at)).collect::<Vec<f64>>();
        let (a, b) = (of(1), of(2));
        let all = [
            a.clone(),
            b.clone(),
            a.iter().map(|a| 100.0 * a).collect(),
            a.iter().map(|a| -a.powi(3)).collect(),
            a.iter().zip(&b).map(|(a, b)| a + 0.5 * b).collect(),
        ];
        let ranks: Vec<Vec<f64>> = all.iter().map(|column| ranks(column)).collect();
        assert_eq!(groups(&ranks), [vec![0, 2, 3], vec![1], vec![4]]);
    }
}
