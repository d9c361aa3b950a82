//! Amounts with units as they are typed to a command: `92%`, `0.92`, `4 million`, `£2bn`, `18 weeks`.
//!
//! All commands read them as scenarios are read, in the unit of what they are amounts of, and refuse what lies outside its
//! bounds: 70 for a share would be 7,000%, and nothing that is compared with it would ever be found.

use crate::cli::format::{Failure, short};
use crate::measures::Handle;
use crate::scenario::unit::{QuantityFault, parse_quantity};

/// Why a text is no amount of what it should be.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum AmountFault {
    /// No number.
    #[error("`{0}` is no number; commas stand before every three digits, and decimals after a point")]
    NotANumber(String),
    /// Another unit.
    #[error("`{text}` is in another unit; expected: {}", if .unit.is_empty() { "a plain number" } else { .unit })]
    WrongUnit {
        /// What was written.
        text: String,
        /// The unit wanted.
        unit: String,
    },
    /// Too little or too much.
    #[error("it cannot be {}: it lies {}{}", told(*.value, .unit), between(*.low, *.high, .unit),
        meant(*.value, .unit, *.high))]
    Beyond {
        /// The amount.
        value: f64,
        /// Its unit.
        unit: String,
        /// The least there can be.
        low: f64,
        /// The most there can be.
        high: f64,
    },
}

/// Whether an amount in this unit is told in per cent.
fn in_per_cent(unit: &str) -> bool {
    unit.split([' ', ',', '[', '(']).next() == Some("share") || unit == "per year"
}

/// An amount in its unit, in a few digits.
fn told(value: f64, unit: &str) -> String {
    match unit {
        "" => short(value),
        unit if in_per_cent(unit) => format!("{} ({}%)", short(value), short(value * 100.0)),
        unit => format!("{} {unit}", short(value)),
    }
}

/// Bounds in their unit.
fn between(low: f64, high: f64, unit: &str) -> String {
    match unit {
        unit if in_per_cent(unit) => format!(
            "between {} and {} ({}% and {}%)",
            short(low),
            short(high),
            short(low * 100.0),
            short(high * 100.0)
        ),
        unit => format!("between {} and {}", short(low), told(high, unit)),
    }
}

/// What somebody may have meant who wrote per cent without the sign.
fn meant(value: f64, unit: &str, high: f64) -> String {
    if in_per_cent(unit) && value > high && value <= 100.0 * high {
        let value = short(value);
        format!("; {value} per cent is written {value}%")
    } else {
        String::new()
    }
}

/// An amount in a unit; of an empty unit a plain number, which may be in per cent or in pounds.
pub fn amount(text: &str, unit: &str) -> Result<f64, AmountFault> {
    let read = match parse_quantity(text, unit) {
        Err(QuantityFault::WrongUnit) if unit.is_empty() => parse_quantity(text, "£"),
        read => read,
    };
    match read {
        Ok(value) if value.is_finite() => Ok(value),
        Ok(_) | Err(QuantityFault::NotANumber) => Err(AmountFault::NotANumber(text.trim().to_string())),
        Err(QuantityFault::WrongUnit) => Err(AmountFault::WrongUnit {
            text: text.trim().to_string(),
            unit: unit.to_string(),
        }),
    }
}

/// An amount in a unit, between two bounds.
pub fn within(text: &str, unit: &str, low: f64, high: f64) -> Result<f64, AmountFault> {
    let value = amount(text, unit)?;
    if (low..=high).contains(&value) {
        return Ok(value);
    }
    Err(AmountFault::Beyond {
        value,
        unit: unit.to_string(),
        low,
        high,
    })
}

/// An amount of a measure.
pub fn of_measure(measure: Handle, text: &str) -> Result<f64, Failure> {
    let (low, high) = measure.measure().bounds;
    within(text, measure.measure().unit, low, high).map_err(|fault| Failure::Refused(format!("{measure}: {fault}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measures::{WAITING_LIST, WITHIN_18_WEEKS};

    #[test]
    fn a_share_is_a_part_or_per_cent_and_never_seventy_times_the_whole() {
        assert_eq!(of_measure(WITHIN_18_WEEKS, "70%").expect("reads"), 0.7);
        assert_eq!(of_measure(WITHIN_18_WEEKS, " 0.70 ").expect("reads"), 0.7);
        assert_eq!(of_measure(WITHIN_18_WEEKS, "70 per cent").expect("reads"), 0.7);
        let error = of_measure(WITHIN_18_WEEKS, "70").expect_err("beyond").to_string();
        for words in [WITHIN_18_WEEKS.name(), "7,000%", "70 per cent is written 70%"] {
            assert!(error.contains(words), "{error}");
        }
    }

    #[test]
    fn amounts_have_the_unit_of_what_they_are_amounts_of() {
        for text in ["4,000,000", "4 million", "4e6", "4000000"] {
            assert_eq!(of_measure(WAITING_LIST, text).expect(text), 4e6, "{text}");
        }
        for (text, words) in [
            ("4%", "another unit; expected: pathways"),
            ("£4", "another unit"),
            ("1,5", "`1,5` is no number"),
            ("NaN", "is no number"),
            ("", "is no number"),
            ("-1", "it cannot be"),
        ] {
            let error = of_measure(WAITING_LIST, text).expect_err(text).to_string();
            assert!(error.contains(words), "{text}: {error}");
        }
        assert_eq!(amount("£2bn", "£m"), Ok(2000.0));
        assert_eq!(
            (amount("92%", ""), amount("£20k", ""), amount("1,000", "")),
            (Ok(0.92), Ok(2e4), Ok(1e3))
        );
        assert!(within("3.5", "per year", 0.0, 0.5).is_err_and(|fault| fault.to_string().contains("written 3.5%")));
    }
}
