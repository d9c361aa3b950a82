//! How good a forecast given as a sample is: error of its middle, whether its interval holds the truth, and the
//! continuous ranked probability score, which rewards being near and being honest about it (Gneiting and Raftery 2007).

use crate::results::statistics::quantile;

/// A forecast of one value, as a sorted sample on the scale of its series.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    sorted: Vec<f64>,
}

impl Forecast {
    /// From a sample in any order.
    pub fn new(mut sample: Vec<f64>) -> Forecast {
        sample.sort_by(f64::total_cmp);
        Forecast { sorted: sample }
    }
    /// The same forecast moved along the scale.
    pub fn moved(mut self, by: f64) -> Forecast {
        self.sorted.iter_mut().for_each(|value| *value += by);
        self
    }
    /// A quantile.
    pub fn quantile(&self, p: f64) -> f64 {
        quantile(&self.sorted, p)
    }
    /// Distance of the middle from the truth.
    pub fn error(&self, truth: f64) -> f64 {
        self.quantile(0.5) - truth
    }
    /// Width of the interval that holds `share` of the sample in its middle.
    pub fn width(&self, share: f64) -> f64 {
        let tail = (1.0 - share) / 2.0;
        self.quantile(1.0 - tail) - self.quantile(tail)
    }
    /// Whether that interval holds the truth.
    pub fn holds(&self, truth: f64, share: f64) -> bool {
        let tail = (1.0 - share) / 2.0;
        (self.quantile(tail)..=self.quantile(1.0 - tail)).contains(&truth)
    }
    /// Continuous ranked probability score: mean distance to the truth less half the mean distance between two members; 0 is perfect.
    pub fn crps(&self, truth: f64) -> f64 {
        let count = self.sorted.len() as f64;
        let distance: f64 = self.sorted.iter().map(|value| (value - truth).abs()).sum::<f64>() / count;
        // Over all pairs, the i-th smallest of n is the larger one in i of them and the smaller one in n − 1 − i.
        let spread: f64 = self
            .sorted
            .iter()
            .enumerate()
            .map(|(rank, value)| value * (2.0 * rank as f64 + 1.0 - count))
            .sum();
        distance - spread / (count * count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certain_forecast_scores_its_distance() {
        assert!((Forecast::new(vec![3.0; 10]).crps(5.0) - 2.0).abs() < 1e-12);
    }

    #[test]
    fn the_score_is_the_one_of_the_definition() {
        let sample = vec![0.3, -1.0, 2.5, 0.9];
        let n = sample.len() as f64;
        let direct = sample.iter().map(|x| (x - 0.4f64).abs()).sum::<f64>() / n
            - sample
                .iter()
                .flat_map(|x| sample.iter().map(move |y| (x - y).abs()))
                .sum::<f64>()
                / (2.0 * n * n);
        assert!((Forecast::new(sample).crps(0.4) - direct).abs() < 1e-12);
    }

    #[test]
    fn being_needlessly_vague_costs() {
        let narrow = Forecast::new((-50..=50).map(|i| f64::from(i) / 100.0).collect());
        let wide = Forecast::new((-50..=50).map(|i| f64::from(i) / 10.0).collect());
        assert!(narrow.crps(0.1) < wide.crps(0.1));
        assert!(narrow.holds(0.1, 0.8) && wide.holds(3.0, 0.8) && !narrow.holds(3.0, 0.8));
    }
}
