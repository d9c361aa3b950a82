//! How an effect is written, so that nobody can take a change for a ratio.
//!
//! `"-7%"` is a change, `0.93` and `"×0.93"` the ratio that it leaves. `"7%"` is neither: read as a ratio it would be 93% less,
//! and `7`, meant as seven per cent, six hundred per cent more. Such a number is refused, with what may have been meant.

use super::problem::{Fault, Place, Problem};
use super::tree::Value;

/// Largest ratio that may be written as a plain number; above it the `×` is asked for.
const PLAIN: f64 = 2.0;

/// Smallest ratio that may be written as a plain number: a share of those reached, or of what was found, would be as small.
pub(super) const LEAST: f64 = 0.3;

/// A change that may have been meant [share].
pub(super) type Hint = f64;

/// A plain number: a ratio, if it is a likely one.
pub(super) fn plain(number: f64) -> Result<f64, Hint> {
    if (LEAST..=PLAIN).contains(&number) {
        Ok(number)
    } else if (0.0..LEAST).contains(&number) {
        Err(number)
    } else if number < 0.0 && number > -1.0 {
        Err(-number)
    } else {
        Err(number.abs() / 100.0)
    }
}

/// A text that was read as this number: a change with its sign and per cent, or a ratio.
pub(super) fn written(text: &str, number: f64) -> Result<f64, Hint> {
    let signed = text.trim().starts_with(['-', '+', '\u{2212}']);
    let percent = text.trim_end().ends_with(['%', 't']);
    match (signed, percent) {
        (true, true) => Ok(1.0 + number),
        (false, true) => Err(number.abs()),
        _ => plain(number),
    }
}

/// The ratio of a text such as `×0.93`.
pub(super) fn times(text: &str) -> Option<&str> {
    text.trim().strip_prefix(['×', 'x', '*']).map(str::trim)
}

/// The problem, with the ways in which it can be written.
pub(super) fn unclear(found: &Value, hint: Hint, place: &Place, key: &str) -> Problem {
    let round = |number: f64| (number * 1e6).round() / 1e6;
    let percent = round(hint * 100.0);
    let mut ways = if hint < 1.0 {
        let ratio = round(1.0 - hint);
        format!("`\"-{percent}%\"`, `{ratio}` or `\"×{ratio}\"` for {percent}% less, `\"+{percent}%\"` for more")
    } else {
        format!("`\"+{percent}%\"` for {percent}% more")
    };
    if let Value::Number(number) = found
        && (0.0..LEAST).contains(number)
    {
        let less = round(100.0 - percent);
        ways = format!("{ways}, `\"×{number}\"` or `\"-{less}%\"` for {less}% less");
    }
    if let Value::Number(number) = found
        && *number > PLAIN
    {
        ways = format!("{ways}, `\"×{number}\"` for {number} times as much");
    }
    let found = match found {
        Value::Text(text) => format!("\"{text}\""),
        Value::Number(number) => number.to_string(),
        other => other.found(),
    };
    Problem::at(Fault::UnclearEffect { found }, place, key).expecting(ways)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_and_a_ratio_are_told_apart_or_refused() {
        assert_eq!(written("-7%", -0.07), Ok(1.0 - 0.07));
        assert_eq!(written("+7%", 0.07), Ok(1.07));
        assert_eq!(written("\u{2212}7 per cent", -0.07), Ok(1.0 - 0.07));
        assert_eq!(written("7%", 0.07), Err(0.07));
        assert_eq!(written("0.93", 0.93), Ok(0.93));
        assert_eq!(
            (plain(0.93), plain(7.0), plain(-0.07)),
            (Ok(0.93), Err(0.07), Err(0.07))
        );
        assert_eq!(
            (times("×0.93"), times(" x 2"), times("0.93")),
            (Some("0.93"), Some("2"), None)
        );
    }
}
