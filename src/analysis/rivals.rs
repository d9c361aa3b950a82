//! Naive rivals: forecasts that need no model, and that a model must beat to be worth its trouble.
//!
//! Each goes on from what was known at its origin: the last value; the growth of the last five years; the last value for each
//! person aged 65 and over. Their intervals come from how much the published series itself has moved from year to year.

use super::discrepancy::{BELIEF_IN_ERRORS, Discrepancy};
use super::history::{Point, Scale, Series};
use super::score::Forecast;
use crate::scenario::inverse::normal_quantile;

/// Years over which growth is taken.
const GROWTH_YEARS: u16 = 5;
/// Quantiles that stand for a rival's forecast.
const QUANTILES: usize = 199;

/// A rival.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rival {
    /// As in the last known year.
    Last,
    /// As the last five known years would go on.
    Growth,
    /// As in the last known year for each person aged 65 and over.
    Older,
}

impl Rival {
    /// All three.
    pub const ALL: [Rival; 3] = [Rival::Last, Rival::Growth, Rival::Older];

    /// Its name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Rival::Last => "last value",
            Rival::Growth => "last five years' growth",
            Rival::Older => "older population",
        }
    }

    /// Its forecast on the scale of the series for `year`, from what stood published of a segment up to `origin`; nothing where it has none: too
    /// few years, or a share, which no number of people multiplies. `older` gives the people aged 65 and over of a year.
    pub fn forecast(
        self,
        series: &Series,
        known: &[&Point],
        origin: u16,
        year: u16,
        older: &dyn Fn(u16) -> Option<f64>,
    ) -> Option<Forecast> {
        let (middle, last) = self.middle(series, known, origin, year, older)?;
        let movement = Discrepancy {
            drift: self.usual_error(series, known, older),
            noise: 0.0,
            persistence: 0.0,
        };
        let sd = movement.spread(year - last);
        let sample = (1..=QUANTILES)
            .map(|rank| middle + sd * normal_quantile(rank as f64 / (QUANTILES + 1) as f64))
            .collect();
        Some(Forecast::new(sample))
    }

    /// The middle of its forecast, and the last year that it knows.
    fn middle(
        self,
        series: &Series,
        known: &[&Point],
        origin: u16,
        year: u16,
        older: &dyn Fn(u16) -> Option<f64>,
    ) -> Option<(f64, u16)> {
        let scale = series.scale;
        let last = known.iter().rev().find(|point| point.year <= origin)?;
        let level = scale.to(last.value);
        let ahead = f64::from(year.checked_sub(last.year)?);
        let middle = match self {
            Rival::Last => level,
            Rival::Growth => {
                let first = known
                    .iter()
                    .find(|point| point.year + GROWTH_YEARS >= last.year && point.year < last.year)?;
                let growth = (level - scale.to(first.value)) / f64::from(last.year - first.year);
                level + growth * ahead
            }
            Rival::Older if scale == Scale::Log => level + libm::log(older(year)? / older(last.year)?),
            Rival::Older => return None,
        };
        Some((middle, last.year))
    }

    /// Root mean square of its own errors a year ahead over what is known and of what is believed of the series' movement, noise included. The belief is
    /// as sure as it is for the model's drift, so that it counts as much as one or two errors do. Like the model's, it is taken over all years of calibration.
    fn usual_error(self, series: &Series, known: &[&Point], older: &dyn Fn(u16) -> Option<f64>) -> f64 {
        let errors: Vec<f64> = known
            .windows(2)
            .filter(|pair| pair[0].segment == pair[1].segment && pair[0].year + 1 == pair[1].year)
            .filter_map(|pair| {
                let (middle, _) = self.middle(series, known, pair[0].year, pair[1].year, older)?;
                Some(series.scale.to(pair[1].value) - middle)
            })
            .filter(|error| error.is_finite())
            .collect();
        let believed = series.believed.moves();
        let squares: f64 = errors.iter().map(|error| error * error).sum();
        libm::sqrt((believed * believed * BELIEF_IN_ERRORS + squares) / (BELIEF_IN_ERRORS + errors.len() as f64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::history::History;

    fn series() -> Series {
        let mut text = "measure,year,published,segment,basis,confidence,source\n".to_string();
        for (year, value) in [(2007, 100.0), (2008, 110.0), (2009, 118.0), (2010, 133.1)] {
            text += &format!("waiting_list,{year},{value},a,level,verified,s\n");
        }
        let scales =
            "measure,scale,noise,believed_drift,drift,persistence,group,why\nwaiting_list,log,0.01,0.03,,,,a\n";
        History::parse(&text, scales).unwrap().series.remove(0)
    }

    #[test]
    fn rivals_go_on_from_what_was_known() {
        let series = series();
        let known: Vec<&Point> = series.points.iter().collect();
        let older = |year: u16| Some(if year == 2010 { 10.0 } else { 11.0 });
        let at = |rival: Rival, origin| {
            let forecast = rival.forecast(&series, &known, origin, 2011, &older).unwrap();
            series.scale.from(forecast.quantile(0.5))
        };
        assert!((at(Rival::Last, 2010) - 133.1).abs() < 1e-6);
        assert!((at(Rival::Growth, 2010) - 146.41).abs() < 1e-6);
        assert!((at(Rival::Older, 2010) - 146.41).abs() < 1e-6);
        assert!((at(Rival::Last, 2009) - 118.0).abs() < 1e-6);
        assert!(Rival::Last.forecast(&series, &known, 2006, 2011, &older).is_none());
    }

    #[test]
    fn a_rival_is_as_wide_as_its_errors_and_what_is_believed_of_them_say_together() {
        let series = series();
        let known: Vec<&Point> = series.points.iter().collect();
        let older = |_| None;
        let usual = |count: usize| Rival::Last.usual_error(&series, &known[..count], &older);
        let believed = libm::sqrt(0.03 * 0.03 + 2.0 * 0.01 * 0.01);
        assert!((usual(1) / believed - 1.0).abs() < 1e-12);
        // One error of 9.5%, beside a belief of 3.3% that counts 1/(2 × 0.6²) errors.
        let weight = 1.0 / 0.72;
        let one = libm::pow(libm::log(1.1), 2.0);
        let both = libm::sqrt((weight * believed * believed + one) / (weight + 1.0));
        assert!((usual(2) / both - 1.0).abs() < 1e-12);
        assert!(
            usual(1) < usual(2) && usual(2) < usual(4),
            "the more, the nearer to its errors"
        );
    }
}
