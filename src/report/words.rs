//! Numbers and measures in plain English.

use crate::measures::Measure;

/// A short title for a measure.
pub fn title(measure: &Measure) -> String {
    measure.title.to_string()
}

/// A number with commas and so many decimals.
pub fn grouped(value: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$}", value.abs());
    let (whole, rest) = text
        .split_once('.')
        .map_or((text.as_str(), None), |(whole, rest)| (whole, Some(rest)));
    let mut out = String::new();
    // Nothing but zeros needs no sign.
    if value < 0.0 && text.chars().any(|c| c.is_ascii_digit() && c != '0') {
        out.push('−');
    }
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(rest) = rest {
        out.push('.');
        out.push_str(rest);
    }
    out
}

/// About three significant digits.
fn three(value: f64) -> String {
    let size = value.abs();
    if size == 0.0 {
        return "0".to_string();
    }
    grouped(
        value,
        if size >= 100.0 {
            0
        } else if size >= 10.0 {
            1
        } else {
            2
        },
    )
}

/// A value with its unit: `£212 bn`, `7.41 million pathways`, `58.1%`.
pub fn value(unit: &str, value: f64) -> String {
    if value.is_nan() {
        return "not defined".to_string();
    }
    let size = value.abs();
    let sign = if value < 0.0 { "−" } else { "" };
    let text = match unit {
        "£m" if size >= 999.5 => format!("{sign}£{} bn", three(size / 1000.0)),
        "£m" if size == 0.0 => "£0".to_string(),
        "£m" => format!("{sign}£{} m", three(size)),
        "£" => format!("{sign}£{}", grouped(size, 0)),
        "share" => format!("{}%", grouped(value * 100.0, 1)),
        "index" | "ratio" => grouped(value, 3),
        _ if size >= 999_500.0 => format!("{} million {unit}", three(value / 1e6)),
        "years" | "weeks" => format!("{} {unit}", grouped(value, 1)),
        _ => format!(
            "{} {unit}",
            if size >= 100.0 { grouped(value, 0) } else { three(value) }
        ),
    };
    unsigned_if_nought(text)
}

/// A number that shows nothing but noughts has no sign: `£0.00 m`, not `−£0.00 m`.
pub fn unsigned_if_nought(text: String) -> String {
    if text.contains(|digit: char| ('1'..='9').contains(&digit)) {
        text
    } else {
        text.trim_start_matches(['−', '+']).to_owned()
    }
}

/// A difference with its sign: `+£1.20 bn`, `−3.1 points`.
pub fn difference(unit: &str, change: f64) -> String {
    if change.is_nan() {
        return "not defined".to_string();
    }
    let sign = if change > 0.0 { "+" } else { "" };
    unsigned_if_nought(match unit {
        "share" => format!("{sign}{} points", grouped(change * 100.0, 1)),
        "years" | "weeks" => format!("{sign}{} {unit}", grouped(change, 2)),
        _ => format!("{sign}{}", value(unit, change)),
    })
}

/// Whether a difference can be seen in the digits that are written.
pub fn visible(unit: &str, change: f64) -> bool {
    difference(unit, change).contains(|digit: char| ('1'..='9').contains(&digit))
}

/// A difference as a phrase: `£1.20 bn more than`, `3.1 points less than`, `the same as`.
pub fn compared(unit: &str, change: f64) -> String {
    let size = difference(unit, change.abs());
    let size = size.trim_start_matches('+');
    if change == 0.0 {
        return "the same as".to_string();
    }
    let counted = !unit.starts_with('£') && !matches!(unit, "share" | "years" | "weeks" | "index" | "ratio");
    let word = match (change > 0.0, counted) {
        (true, _) => "more than",
        (false, true) => "fewer than",
        (false, false) => "less than",
    };
    format!("{size} {word}")
}

/// A probability for a reader: `82%`, `over 99%`, `under 1%`.
pub fn probability(share: f64) -> String {
    match share {
        share if share.is_nan() => "unknown".to_string(),
        0.0 => "0%".to_string(),
        1.0 => "100%".to_string(),
        share if share < 0.01 => "under 1%".to_string(),
        share if share > 0.99 => "over 99%".to_string(),
        share => format!("{}%", grouped(share * 100.0, 0)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_people_say_them() {
        assert_eq!(value("£m", 212_345.0), "£212 bn");
        assert_eq!(value("£m", -1_204.0), "−£1.20 bn");
        assert_eq!(value("pathways", 7_412_345.0), "7.41 million pathways");
        assert_eq!(value("share", 0.5812), "58.1%");
        assert_eq!(value("people", 41_234.0), "41,234 people");
        assert_eq!(difference("share", -0.0312), "−3.1 points");
        assert_eq!(compared("£m", 1_200.0), "£1.20 bn more than");
        assert_eq!(compared("people", -12.0), "12.0 people fewer than");
        assert_eq!(grouped(-0.001, 1), "0.0");
        for unit in ["£m", "£", "share", "index", "years", "people", "pathways"] {
            for change in [-1e-7, -0.0, 0.0, 1e-7] {
                let told = [value(unit, change), difference(unit, change)];
                assert!(told.iter().all(|told| !told.contains(['−', '-', '+'])), "{told:?}");
            }
        }
        assert_eq!(difference("£m", -0.004), "£0.00 m");
        assert_eq!(difference("£m", -0.006), "−£0.01 m");
        assert!(!visible("share", -0.0004) && visible("share", -0.0006));
        assert_eq!(probability(0.995), "over 99%");
    }
}
