//! Rolling origin: a forecast from an earlier year, by a model that knows nothing later.
//!
//! Intervals that were fitted to the years they are scored on look better than they are. With an origin, say March 2014, the model is calibrated
//! anew to what had been published by then, its drifts and spreads are those found by then, and the years to March 2016 are forecast and scored. The years after
//! March 2016 stay out of it.

use super::calibration::{CalibrationError, Method, calibrate};
use super::history::{History, LAST_CALIBRATED};
use crate::projection::Plans;
use crate::projection::run::Progress;

/// Origins between the first year, which holds by definition, and the last one that leaves a year to forecast.
pub fn origins(start: u16) -> std::ops::RangeInclusive<u16> {
    start + 1..=LAST_CALIBRATED - 1
}

/// A scenario and its history as somebody at the origin would have had them.
#[derive(Debug)]
pub struct Origin {
    /// Worlds that go with what was known.
    pub plans: Plans,
    /// All published values, to score against, with the drifts found by then.
    pub history: History,
}

/// Calibrates to what was published up to the origin and nothing later.
pub fn known_by(
    plans: &Plans,
    history: &History,
    origin: u16,
    method: &Method,
    progress: &dyn Progress,
) -> Result<Origin, CalibrationError> {
    let calibrated = calibrate(plans, &history.until(origin), method, progress)?;
    Ok(Origin {
        plans: calibrated.posterior.pinned(plans),
        history: history.drifting(&calibrated.found),
    })
}
