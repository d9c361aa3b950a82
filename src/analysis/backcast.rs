//! The model against published history: forecasts, errors, coverage, and skill against rivals that need no model.
//!
//! In the years of calibration a draw's forecast is what the model has plus a drift that starts at nothing. After their last, the *origin*, what the
//! published values up to it say of the drift so far is known, so the forecast is what the model has, plus that, plus new drift, as wide about its middle as
//! earlier forecasts ought to have been ([`folds`](super::folds)). Nothing after that year is used. The origin is March 2016, or an earlier year for a [rolling origin](super::rolling).

use super::discrepancy::{Known, normal, walk};
use super::ensemble::{Ensemble, EnsembleError};
use super::history::{Basis, History, Point, Series};
use super::rivals::Rival;
use super::score::Forecast;
use crate::measures::Handle;
use crate::results::statistics::quantile;
use crate::scenario::Sampler;

/// Share of forecasts that the stated interval is to hold.
pub const INTERVAL: f64 = 0.8;

/// Which years a value belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// Up to the origin: the model was calibrated on them.
    Calibration,
    /// After: only forecast.
    Test,
}

impl Period {
    fn of(year: u16, origin: u16) -> Period {
        if year <= origin {
            Period::Calibration
        } else {
            Period::Test
        }
    }
    /// The word used in tables.
    pub fn word(self) -> &'static str {
        match self {
            Period::Calibration => "calibration",
            Period::Test => "test",
        }
    }
}

/// A measure in a year: what was published and what was forecast.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Name of the measure.
    pub measure: Handle,
    /// Financial year.
    pub year: u16,
    /// Published value, or for a segment compared by change the level it stands for; nothing where none is known.
    pub published: Option<f64>,
    /// Middle of the forecast.
    pub p50: f64,
    /// One in ten is below.
    pub p10: f64,
    /// One in ten is above.
    pub p90: f64,
    /// Segment of the series; empty without a published value.
    pub segment: String,
    /// How the segment is compared.
    pub basis: Option<Basis>,
    /// Calibration or test.
    pub period: Period,
    /// Forecasts of the rivals, in the order of [`Rival::ALL`].
    pub rivals: [Option<[f64; 3]>; 3],
}

impl Row {
    /// Middle of the forecast less the published value [unit of the measure].
    pub fn error(&self) -> Option<f64> {
        self.published.map(|published| self.p50 - published)
    }
    /// The same as a share of the published value.
    pub fn relative_error(&self) -> Option<f64> {
        self.published.map(|published| self.p50 / published - 1.0)
    }
    /// Whether the 80% interval holds the published value.
    pub fn held(&self) -> Option<bool> {
        self.published
            .map(|published| (self.p10..=self.p90).contains(&published))
    }
}

/// How a measure did over a period.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// Name of the measure.
    pub measure: Handle,
    /// Calibration or test.
    pub period: Period,
    /// Values scored.
    pub values: usize,
    /// Mean absolute error on the scale of the series: near a share of the value, or for shares of the odds.
    pub error: f64,
    /// Continuous ranked probability score.
    pub crps: f64,
    /// Share of values inside the 80% interval.
    pub coverage: f64,
    /// The rival with the lowest score.
    pub rival: Option<Rival>,
    /// Its mean absolute error.
    pub rival_error: f64,
    /// Its score.
    pub rival_crps: f64,
    /// Width of the model's 80% interval over the rival's, mean.
    pub width_ratio: f64,
    /// Mean width of the model's 80% interval, on the scale of the series.
    pub width: f64,
    /// Score and mean width of each rival, in the order of [`Rival::ALL`]; nothing where it does not forecast every value.
    pub rivals: [Option<(f64, f64)>; 3],
    /// Share of values on the right side of the first published one.
    pub direction: f64,
    /// Change over the period, modelled over published; nothing where hardly anything changed.
    pub change_ratio: Option<f64>,
}

impl Score {
    /// One less the score over the rival's: above 0 the model is worth its trouble.
    pub fn skill(&self) -> f64 {
        1.0 - self.crps / self.rival_crps.max(f64::MIN_POSITIVE)
    }
    /// The same by mean absolute error.
    pub fn error_skill(&self) -> f64 {
        1.0 - self.error / self.rival_error.max(f64::MIN_POSITIVE)
    }
}

/// The result.
#[derive(Clone, Debug, PartialEq)]
pub struct Backcast {
    /// Every measure in every year, in the order of the history.
    pub rows: Vec<Row>,
    /// Scores by measure and period, those of calibration first.
    pub scores: Vec<Score>,
}

/// One forecast and what it is held against.
struct Held {
    year: u16,
    truth: f64,
    model: Forecast,
    rivals: [Option<Forecast>; 3],
    /// Where the change that is forecast starts, in truth and as the forecaster has it: the last known value, or in the years of calibration the first
    /// of the segment and the model's middle then.
    from: (f64, f64),
}

/// Holds an ensemble against a history, of which the years up to `origin` are known to the forecaster; `older` gives the people aged 65 and over of a
/// year, for the rival that multiplies them.
pub fn backcast(
    ensemble: &Ensemble,
    history: &History,
    origin: u16,
    sampler: &Sampler,
    older: &dyn Fn(u16) -> Option<f64>,
) -> Result<Backcast, EnsembleError> {
    let mut result = Backcast {
        rows: Vec::new(),
        scores: Vec::new(),
    };
    for series in &history.series {
        let samples = Samples::new(series, ensemble, origin, sampler)?;
        let mut held: Vec<Held> = Vec::new();
        for year in ensemble.start..ensemble.start + ensemble.years as u16 {
            let points: Vec<&Point> = series.points.iter().filter(|point| point.year == year).collect();
            if points.is_empty() {
                let forecast = &samples.of(year, None);
                result.rows.push(row(
                    series,
                    year,
                    None,
                    forecast,
                    (origin, rivals_of(series, None, (ensemble.start, origin), year, older)),
                ));
            }
            for point in points {
                let forecast = &samples.of(year, Some(point));
                let modelled = |year: u16| ensemble.median(series.measure, year);
                let level = series.level(point, ensemble.start, modelled)?;
                let rivals = rivals_of(series, Some(point), (ensemble.start, origin), year, older);
                result.rows.push(row(
                    series,
                    year,
                    level.map(|level| (point, level)),
                    forecast,
                    (origin, rivals.clone()),
                ));
                let first = series.first(&point.segment, ensemble.start);
                if let (Some(level), Some(first)) = (level, first) {
                    // Rivals of a segment compared by change forecast the published numbers themselves: lift them to the model's level.
                    let lift = series.scale.to(level) - series.scale.to(point.value);
                    let of_segment = |known: &&Point| known.segment == point.segment && known.year <= origin;
                    let last = series.points.iter().rfind(of_segment).filter(|_| year > origin);
                    let from = match last {
                        Some(last) => [series.scale.to(last.value) + lift; 2].into(),
                        None => (
                            series.scale.to(first.value) + lift,
                            series.scale.to(modelled(first.year)?),
                        ),
                    };
                    held.push(Held {
                        year,
                        truth: series.scale.to(level),
                        model: Forecast::new(forecast.clone()),
                        rivals: rivals.map(|rival| rival.map(|rival| rival.moved(lift))),
                        from,
                    });
                }
            }
        }
        for period in [Period::Calibration, Period::Test] {
            result.scores.extend(score(series.measure, (period, origin), &held));
        }
    }
    result.scores.sort_by_key(|score| score.period == Period::Test);
    Ok(result)
}

/// Samples on the scale of the series.
struct Samples<'a> {
    series: &'a Series,
    /// What the model has, by year and draw.
    modelled: Vec<Vec<f64>>,
    /// The same with drift and noise, by year and draw: as anybody would have said at the start up to the origin, from what is known then after it.
    forecast: Vec<Vec<f64>>,
    /// Segments that are compared by change and began before the origin: their first year, and the change since it in the years after the origin.
    changes: Vec<(&'a str, u16, Vec<Vec<f64>>)>,
    start: u16,
    /// Years from the start up to the origin, the last of them included.
    told: usize,
}

impl<'a> Samples<'a> {
    fn new(
        series: &'a Series,
        ensemble: &Ensemble,
        origin: u16,
        sampler: &Sampler,
    ) -> Result<Samples<'a>, EnsembleError> {
        let start = ensemble.start;
        let modelled = (0..ensemble.years)
            .map(|index| {
                let values = ensemble.values(series.measure, start + index as u16)?;
                Ok(values.into_iter().map(|value| series.scale.to(value)).collect())
            })
            .collect::<Result<Vec<Vec<f64>>, EnsembleError>>()?;
        let (name, span) = (series.measure.name(), ensemble.years as u16);
        let told = usize::from(origin + 1 - start).min(ensemble.years);
        let mut samples = Samples {
            series,
            forecast: modelled.clone(),
            modelled,
            changes: Vec::new(),
            start,
            told,
        };
        let noise = |year: u16, draw: u64| series.found.noise * normal(sampler, &format!("{name}, noise,"), year, draw);
        for draw in 0..ensemble.rows.len() {
            let drift = walk(sampler, name, series.found, start, span, draw as u64);
            for (index, sample) in samples.forecast.iter_mut().take(told).enumerate() {
                sample[draw] += drift[index] + noise(start + index as u16, draw as u64);
            }
        }
        // What was published after the last year that is run tells nothing here, before the origin or not.
        let end = start + told as u16;
        let inside = |point: &&Point| (start..end).contains(&point.year);
        let seen: Vec<&Point> = series.levels().filter(inside).collect();
        let levels = samples.ahead(&seen, None, name, sampler);
        for (sample, ahead) in samples.forecast.iter_mut().skip(told).zip(levels) {
            *sample = ahead;
        }
        for point in series.points.iter().filter(|point| point.basis == Basis::Change) {
            let first = series.first(&point.segment, start).map(|first| first.year);
            let Some(first) = first.filter(|first| *first == point.year && *first < end) else {
                continue;
            };
            let all = series.points.iter().filter(|other| other.segment == point.segment);
            let seen: Vec<&Point> = all.filter(inside).filter(|other| other.year > first).collect();
            let named = format!("{name}, {},", point.segment);
            let ahead = samples.ahead(&seen, Some(point), &named, sampler);
            samples.changes.push((&point.segment, first, ahead));
        }
        Ok(samples)
    }

    /// Years after the origin by draw, from the values seen of a segment: levels, or changes since its first value.
    fn ahead(&self, seen: &[&Point], first: Option<&Point>, name: &str, sampler: &Sampler) -> Vec<Vec<f64>> {
        let later: Vec<u16> = (self.told..self.modelled.len())
            .map(|index| self.start + index as u16)
            .collect();
        let since = first.map(|first| first.year);
        let drifted = |year: u16| since.map_or(year + 1 - self.start, |since| year - since);
        let years: Vec<u16> = seen.iter().map(|point| drifted(point.year)).collect();
        let wanted: Vec<u16> = later.iter().map(|year| drifted(*year)).collect();
        let known = Known::new(self.series.found, &years, &wanted, first.is_some());
        let base = first.map_or(0.0, |first| self.series.scale.to(first.value));
        let at = |year: u16, draw: usize| self.modelled[usize::from(year - self.start)][draw];
        let moved = |year: u16, draw: usize| at(year, draw) - since.map_or(0.0, |since| at(since, draw));
        let draws = self.modelled.first().map_or(0, Vec::len);
        let of_draw = |draw: usize| -> Vec<f64> {
            let chance = |what: &str, year: u16| normal(sampler, &format!("{name}{what}"), year, draw as u64);
            let differences: Vec<f64> = seen
                .iter()
                .map(|point| self.series.scale.to(point.value) - base - moved(point.year, draw))
                .collect();
            let chances: Vec<f64> = later.iter().map(|year| chance(" not yet known,", *year)).collect();
            let drift = known.guess(&differences) + known.open(&chances);
            let noise = |year: u16| self.series.found.noise * chance(" noise,", year);
            let years = later.iter().zip(drift.iter());
            years
                .map(|(year, drift)| moved(*year, draw) + drift + noise(*year))
                .collect()
        };
        let drawn: Vec<Vec<f64>> = (0..draws).map(of_draw).collect();
        (0..later.len())
            .map(|place| spread(drawn.iter().map(|years| years[place]).collect(), self.series.spread))
            .collect()
    }

    /// The forecast of a year; for a point compared by change, that of its change on the model's own level in the first year of its segment.
    fn of(&self, year: u16, point: Option<&Point>) -> Vec<f64> {
        let index = usize::from(year - self.start);
        let first = point
            .filter(|point| point.basis == Basis::Change)
            .and_then(|point| self.series.first(&point.segment, self.start))
            .filter(|first| first.year < year);
        let Some(first) = first else {
            return self.forecast[index].clone();
        };
        let then = usize::from(first.year - self.start);
        let mut base = self.modelled[then].clone();
        base.sort_by(f64::total_cmp);
        let level = quantile(&base, 0.5);
        let known = self.changes.iter().find(|(segment, _, _)| *segment == first.segment);
        if let Some((_, _, ahead)) = known.filter(|_| index >= self.told) {
            return ahead[index - self.told].iter().map(|change| level + change).collect();
        }
        self.forecast[index]
            .iter()
            .zip(&self.forecast[then])
            .map(|(now, then)| level + now - then)
            .collect()
    }
}

/// A sample so many times as wide about its middle.
fn spread(sample: Vec<f64>, times: f64) -> Vec<f64> {
    let mut sorted = sample.clone();
    sorted.sort_by(f64::total_cmp);
    let middle = quantile(&sorted, 0.5);
    sample.iter().map(|value| middle + times * (value - middle)).collect()
}

/// The rivals' forecasts of a year, on the scale: up to the origin from the first year, after it from then.
fn rivals_of(
    series: &Series,
    point: Option<&Point>,
    (start, last): (u16, u16),
    year: u16,
    older: &dyn Fn(u16) -> Option<f64>,
) -> [Option<Forecast>; 3] {
    let known: Vec<&Point> = match point {
        Some(point) => series
            .points
            .iter()
            .filter(|known| known.segment == point.segment)
            .collect(),
        None => series.levels().collect(),
    };
    let known: Vec<&Point> = known.into_iter().filter(|known| known.year <= last).collect();
    let origin = match Period::of(year, last) {
        // The year before the base year is known too, but not for every measure: all rivals start from the first year.
        Period::Calibration => match known.iter().find(|known| known.year >= start) {
            Some(first) if first.year < year => first.year,
            _ => return [None, None, None],
        },
        Period::Test => last,
    };
    Rival::ALL.map(|rival| rival.forecast(series, &known, origin, year, older))
}

fn row(
    series: &Series,
    year: u16,
    published: Option<(&Point, f64)>,
    forecast: &[f64],
    (origin, rivals): (u16, [Option<Forecast>; 3]),
) -> Row {
    let mut sorted = forecast.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = |p: f64| series.scale.from(quantile(&sorted, p));
    Row {
        measure: series.measure,
        year,
        published: published.map(|(_, level)| level),
        p50: at(0.5),
        p10: at(0.1),
        p90: at(0.9),
        segment: published.map_or(String::new(), |(point, _)| point.segment.clone()),
        basis: published.map(|(point, _)| point.basis),
        period: Period::of(year, origin),
        rivals: rivals.map(|rival| rival.map(|rival| [0.5, 0.1, 0.9].map(|p| series.scale.from(rival.quantile(p))))),
    }
}

fn score(measure: Handle, (period, origin): (Period, u16), held: &[Held]) -> Option<Score> {
    let scored: Vec<&Held> = held
        .iter()
        .filter(|held| Period::of(held.year, origin) == period && held.rivals[0].is_some())
        .collect();
    let count = scored.len() as f64;
    if scored.is_empty() {
        return None;
    }
    let mean = |value: &dyn Fn(&Held) -> f64| scored.iter().map(|held| value(held)).sum::<f64>() / count;
    let rivals: [Option<(f64, f64)>; 3] = std::array::from_fn(|place| {
        let (mut crps, mut width) = (0.0, 0.0);
        for held in &scored {
            let rival = held.rivals[place].as_ref()?;
            crps += rival.crps(held.truth);
            width += rival.width(INTERVAL);
        }
        Some((crps / count, width / count))
    });
    let (mut rival, mut rival_crps) = (None, f64::INFINITY);
    for (place, candidate) in Rival::ALL.into_iter().enumerate() {
        if let Some((crps, _)) = rivals[place].filter(|(crps, _)| *crps < rival_crps) {
            (rival, rival_crps) = (Some((place, candidate)), crps);
        }
    }
    let of_rival = |held: &Held, value: &dyn Fn(&Forecast) -> f64| {
        rival
            .and_then(|(place, _)| held.rivals[place].as_ref())
            .map_or(f64::NAN, value)
    };
    let last = scored.last()?;
    let moved = (last.truth - last.from.0, last.model.quantile(0.5) - last.from.1);
    let direction = mean(&|held| {
        let (truly, modelled) = (held.truth - held.from.0, held.model.quantile(0.5) - held.from.1);
        f64::from(u8::from(truly * modelled >= 0.0))
    });
    Some(Score {
        measure,
        period,
        values: scored.len(),
        error: mean(&|held| held.model.error(held.truth).abs()),
        crps: mean(&|held| held.model.crps(held.truth)),
        coverage: mean(&|held| f64::from(u8::from(held.model.holds(held.truth, INTERVAL)))),
        rival: rival.map(|(_, rival)| rival),
        rival_error: mean(&|held| of_rival(held, &|rival| rival.error(held.truth).abs())),
        rival_crps,
        width: mean(&|held| held.model.width(INTERVAL)),
        rivals,
        width_ratio: mean(&|held| held.model.width(INTERVAL))
            / mean(&|held| of_rival(held, &|rival| rival.width(INTERVAL))),
        direction,
        change_ratio: (moved.0.abs() > 0.01).then(|| moved.1 / moved.0),
    })
}

impl Backcast {
    /// Share of all values of a period inside the 80% interval, and how many values there are; first years, where nothing is forecast, left out.
    pub fn coverage(&self, period: Period) -> Option<(f64, usize)> {
        let scored: Vec<&Score> = self.scores.iter().filter(|score| score.period == period).collect();
        let values: usize = scored.iter().map(|score| score.values).sum();
        let inside: f64 = scored.iter().map(|score| score.coverage * score.values as f64).sum();
        (values > 0).then(|| (inside / values as f64, values))
    }
}
