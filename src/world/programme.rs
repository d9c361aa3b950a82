//! A programme: the general form of anything done for some people at some cost with some effect.
//!
//! A scenario file defines it (`[programme.NAME]`); sampling turns its distributions into the plain numbers below.

use super::axes::{FIFTHS, MAX_AGE, SEXES};
use super::effect::Effect;
use super::service::Service;
use super::year::Year;

/// Who is eligible: everybody who fits every line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Eligibility {
    /// Youngest age.
    pub min_age: u8,
    /// Oldest age.
    pub max_age: u8,
    /// Which sexes, by index.
    pub sexes: [bool; SEXES],
    /// Which deprivation fifths, most deprived first.
    pub fifths: [bool; FIFTHS],
    /// Fewest long-term conditions.
    pub min_conditions: u8,
    /// Lowest dependency, by index.
    pub min_dependency: u8,
}

impl Eligibility {
    /// Everybody.
    pub const ALL: Eligibility = Eligibility {
        min_age: 0,
        max_age: MAX_AGE,
        sexes: [true; SEXES],
        fifths: [true; FIFTHS],
        min_conditions: 0,
        min_dependency: 0,
    };
}

/// Whose budget pays for a programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Payer {
    /// The NHS envelope.
    Nhs,
    /// The councils' adult social care envelope.
    Council,
    /// The public-health envelope.
    PublicHealth,
    /// New public money, added to tax needed.
    Tax,
    /// Outside health and care (housing, transport, employers): counted as cost, not charged to an envelope.
    Outside,
}

/// One effect of a programme on those it reaches.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ProgrammeEffect {
    /// What it acts on.
    pub on: Effect,
    /// Ratio on those reached (an addition for quality of life), before fidelity.
    pub size: f64,
    /// Years from reaching a person to the full effect; it grows evenly until then.
    pub lag_years: f64,
    /// Share of the effect lost each further year.
    pub fade: f64,
}

/// A programme in one sampled world.
#[derive(Clone, Debug, PartialEq)]
pub struct Programme {
    /// Its key in the scenario file.
    pub name: String,
    /// Who may have it.
    pub eligible: Eligibility,
    /// Share of the eligible who are reached at full roll-out [0 to 1].
    pub coverage: f64,
    /// First year.
    pub start_year: Year,
    /// Years from start to full coverage (0 = at once).
    pub ramp_years: f64,
    /// Last year, if it ends.
    pub end_year: Option<Year>,
    /// Yearly cost per person reached [£].
    pub cost_per_person: f64,
    /// Yearly cost at full roll-out besides [£m].
    pub cost_total: f64,
    /// Who pays.
    pub payer: Payer,
    /// The NHS service that its money goes to, which does more with it; nothing where the money is spent on the programme itself.
    pub into: Option<Service>,
    /// Money paid to each person reached, from new tax [£ a year].
    pub transfer_per_person: f64,
    /// Effects on those reached.
    pub effects: Vec<ProgrammeEffect>,
    /// Share of the published effect that survives outside its trial [0 to 1].
    pub fidelity: f64,
    /// Share of what the activity avoided would have cost that goes back to the Treasury [0 to 1]; the rest stays with the
    /// services it was avoided in.
    pub cashable: f64,
}

impl Programme {
    /// Share of the eligible reached in a year [0 to 1].
    pub fn reach(&self, year: Year) -> f64 {
        let since = f64::from(year.since(self.start_year));
        if since < 0.0 || self.end_year.is_some_and(|end| year > end) {
            0.0
        } else if self.ramp_years <= 0.0 {
            self.coverage
        } else {
            self.coverage * ((since + 1.0) / self.ramp_years).min(1.0)
        }
    }
    /// Share of the eligible in whom an effect that takes so many years is complete [0 to 1]. The effect of those reached first is
    /// oldest; the average reach over the lag is what has matured. Between two whole years lies what is between the two.
    pub fn matured(&self, lag_years: f64, year: Year) -> f64 {
        if lag_years <= 0.0 {
            return self.reach(year);
        }
        let after = |steps: i32| {
            (0..=steps).fold(0.0, |sum, back| {
                let then = i32::from(year.0) - back;
                sum + if then < 0 { 0.0 } else { self.reach(Year(then as u16)) }
            }) / f64::from(steps + 1)
        };
        let (whole, part) = (lag_years.floor(), lag_years.fract());
        if part == 0.0 {
            return after(whole as i32);
        }
        after(whole as i32) * (1.0 - part) + after(whole as i32 + 1) * part
    }
    /// The factor (or, for quality of life, the addition) that an effect has on the average eligible person in a year.
    pub fn factor(&self, effect: &ProgrammeEffect, year: Year) -> f64 {
        let since = f64::from(year.since(self.start_year));
        if since < 0.0 {
            return effect.on.null();
        }
        let matured = self.matured(effect.lag_years, year);
        let kept = (1.0 - effect.fade).max(0.0).powf((since - effect.lag_years).max(0.0));
        effect.on.null() + matured * self.fidelity * kept * (effect.size - effect.on.null())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::Effect;

    /// Everybody at once from 2026 on, an effect that halves, comes after so many years and fades by a tenth a year.
    fn halved(lag_years: f64) -> (Programme, ProgrammeEffect) {
        let effect = ProgrammeEffect {
            on: Effect::Mortality,
            size: 0.5,
            lag_years,
            fade: 0.1,
        };
        let programme = Programme {
            name: "test".into(),
            eligible: Eligibility {
                min_age: 0,
                max_age: 200,
                sexes: [true; 2],
                fifths: [true; 5],
                min_conditions: 0,
                min_dependency: 0,
            },
            coverage: 1.0,
            start_year: Year(2026),
            ramp_years: 0.0,
            end_year: None,
            cost_per_person: 0.0,
            cost_total: 0.0,
            payer: Payer::Nhs,
            into: None,
            transfer_per_person: 0.0,
            effects: vec![effect],
            fidelity: 0.8,
            cashable: 0.0,
        };
        (programme, effect)
    }

    #[test]
    fn an_effect_begins_in_its_year_at_its_fidelity_and_fades_from_then_on() {
        let (programme, effect) = halved(0.0);
        let factor = |year: u16| programme.factor(&effect, Year(year));
        assert_eq!(factor(2025), 1.0);
        assert!((factor(2026) - 0.6).abs() < 1e-12 && (factor(2028) - (1.0 - 0.4 * 0.81)).abs() < 1e-12);
    }

    #[test]
    fn part_of_a_year_of_lag_lies_between_the_whole_years_beside_it() {
        let (programme, _) = halved(0.0);
        for since in 0..6 {
            let matured = |lag: f64| programme.matured(lag, Year(2026 + since));
            for (lag, low, high) in [(0.25, 0.0, 1.0), (2.5, 2.0, 3.0), (3.999, 3.0, 4.0)] {
                let part = lag - low;
                let between = matured(low) * (1.0 - part) + matured(high) * part;
                assert!((matured(lag) - between).abs() < 1e-12, "{lag} after {since}");
            }
            // Who must wait longer has less of it, and nothing jumps.
            let lags: Vec<f64> = (0..=80).map(|step| matured(f64::from(step) / 20.0)).collect();
            let falls = lags.windows(2).map(|pair| pair[0] - pair[1]);
            assert!(falls.clone().all(|fall| (-1e-12..0.05).contains(&fall)), "{lags:?}");
        }
        let second = |lag: f64| programme.matured(lag, Year(2028));
        assert!(second(2.0) == 1.0 && second(3.0) == 0.75 && (second(2.5) - 0.875).abs() < 1e-12);
    }

    #[test]
    fn an_effect_that_comes_late_fades_only_once_it_has_come() {
        let (programme, effect) = halved(4.0);
        let factor = |year: u16| programme.factor(&effect, Year(year));
        assert!(factor(2026) > factor(2028) && factor(2028) > factor(2030));
        assert!(
            (factor(2030) - 0.6).abs() < 1e-12,
            "whole after four years: {}",
            factor(2030)
        );
        assert!((factor(2031) - (1.0 - 0.4 * 0.9)).abs() < 1e-12);
    }
}
