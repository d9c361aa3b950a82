//! Voters and projects as points: what is near is approved.

use super::{Culture, Near, Spread};
use crate::budgeting::electorate::chance::Chance;

/// A point; one-dimensional ones have 0 as the second number.
type Place = [f64; 2];

/// Places of projects.
pub(super) struct Map {
    dimensions: usize,
    spread: Spread,
    near: Near,
    projects: Vec<Place>,
}

impl Map {
    /// Places projects.
    pub(super) fn new(culture: Culture, projects: usize, chance: Chance) -> Map {
        let (dimensions, spread, near) = match culture {
            Culture::Euclidean {
                dimensions,
                spread,
                near,
            } => (dimensions, spread, near),
            _ => (1, Spread::Even, Near::Radius(0.0)),
        };
        let mut map = Map {
            dimensions,
            spread,
            near,
            projects: Vec::new(),
        };
        let chance = chance.named("project");
        map.projects = (0..projects as u64).map(|project| map.place(project, chance)).collect();
        map
    }

    fn place(&self, id: u64, chance: Chance) -> Place {
        let axis = |axis: usize| match self.spread {
            _ if axis >= self.dimensions => 0.0,
            Spread::Even => chance.uniform(id, axis as u64),
            Spread::Normal(sd) => 0.5 + sd * chance.normal(id, axis as u64),
        };
        [axis(0), axis(1)]
    }

    /// The projects that a voter approves, nearest first.
    pub(super) fn ballot(&self, voter: u64, chance: Chance, ballot: &mut Vec<u32>) {
        let here = self.place(voter, chance.named("voter"));
        let square = |(project, there): (usize, &Place)| {
            let (x, y) = (here[0] - there[0], here[1] - there[1]);
            (x * x + y * y, project as u32)
        };
        let mut near: Vec<(f64, u32)> = self.projects.iter().enumerate().map(square).collect();
        if let Near::Radius(radius) = self.near {
            near.retain(|(square, _)| *square <= radius * radius);
        }
        near.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        ballot.extend(near.into_iter().map(|(_, project)| project));
        if let Near::Number { mean, sd } = self.near {
            let number = mean + sd * chance.named("number").normal(voter, 0);
            ballot.truncate(number.round().max(1.0) as usize);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sets::tests::ballots;
    use super::*;

    fn share_near(dimensions: usize, spread: Spread, radius: f64) -> f64 {
        let culture = Culture::Euclidean {
            dimensions,
            spread,
            near: Near::Radius(radius),
        };
        // Projects share their voters and voters their projects, so that many of both are needed.
        let pairs = |seed| ballots(culture, 400, 400, seed).iter().map(Vec::len).sum::<usize>();
        (0..3).map(pairs).sum::<usize>() as f64 / (3.0 * 160_000.0)
    }

    #[test]
    fn on_a_line_the_near_are_as_many_as_the_closed_form_says() {
        let radius = 0.2;
        let found = share_near(1, Spread::Even, radius);
        assert!((found - (2.0 * radius - radius * radius)).abs() < 0.01, "{found}");
    }

    #[test]
    fn on_a_square_the_near_are_as_many_as_the_closed_form_says() {
        let r: f64 = 0.4;
        let found = share_near(2, Spread::Even, r);
        let expected = std::f64::consts::PI * r * r - 8.0 / 3.0 * r.powi(3) + r.powi(4) / 2.0;
        assert!((found - expected).abs() < 0.015, "{found} {expected}");
    }

    #[test]
    fn normal_points_on_a_plane_are_as_near_as_rayleigh_says() {
        let (sd, r) = (0.2, 0.25f64);
        let found = share_near(2, Spread::Normal(sd), r);
        let expected = 1.0 - (-r * r / (4.0 * sd * sd)).exp();
        assert!((found - expected).abs() < 0.02, "{found} {expected}");
    }

    #[test]
    fn the_number_approved_follows_its_distribution_and_is_never_none() {
        let culture = Culture::Euclidean {
            dimensions: 2,
            spread: Spread::Normal(0.2),
            near: Near::Number { mean: 10.0, sd: 3.0 },
        };
        let found = ballots(culture, 40, 3_000, 1);
        let mean = found.iter().map(Vec::len).sum::<usize>() as f64 / 3_000.0;
        assert!((mean - 10.0).abs() < 0.3, "{mean}");
        assert!(found.iter().all(|ballot| !ballot.is_empty()));
    }
}
