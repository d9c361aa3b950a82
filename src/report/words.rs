//! Numbers and measures in plain English.

use crate::measures::Measure;

/// A short title for a measure.
pub fn title(measure: &Measure) -> String {
    measure.title.to_string()
}

/// Whether a written number is more than nought: has another digit than 0.
fn more_than_nought(text: &str) -> bool {
    text.contains(|digit: char| ('1'..='9').contains(&digit))
}

/// A text with the sign of the value it was made from; nothing but zeros needs no sign.
fn signed(value: f64, plus: bool, text: String) -> String {
    let sign = match (value > 0.0, more_than_nought(&text)) {
        (_, false) => "",
        (true, true) if plus => "+",
        (true, true) => "",
        (false, true) => "−",
    };
    format!("{sign}{text}")
}

/// A size with commas and so many decimals.
fn digits(size: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$}", size.abs());
    let (whole, rest) = text
        .split_once('.')
        .map_or((text.as_str(), None), |(whole, rest)| (whole, Some(rest)));
    let mut out = String::new();
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

/// A number with commas and so many decimals.
pub fn grouped(value: f64, decimals: usize) -> String {
    signed(value, false, digits(value, decimals))
}

/// About three significant digits of a size.
fn three(size: f64) -> String {
    if size == 0.0 {
        return "0".to_string();
    }
    // What rounds up to 100 is written without decimals, as 100 itself is.
    let decimals = if size >= 99.95 {
        0
    } else if size >= 9.995 {
        1
    } else {
        2
    };
    digits(size, decimals)
}

/// A count of something, all digits shown.
pub fn count(number: usize) -> String {
    digits(number as f64, 0)
}

/// A size with its unit; `places` for units that are told in tenths of a level and hundredths of a change.
fn sized(unit: &str, size: f64, places: usize) -> String {
    match unit {
        "£m" if size >= 999.5 => format!("£{} bn", three(size / 1000.0)),
        // What does not show in hundredths of a million is nothing among millions.
        "£m" if size < 0.005 => "£0".to_string(),
        "£m" => format!("£{} m", three(size)),
        "£" => format!("£{}", digits(size, 0)),
        "index" | "ratio" => digits(size, 3),
        _ if size >= 999_500.0 => format!("{} million {unit}", three(size / 1e6)),
        "years" | "weeks" => format!("{} {unit}", digits(size, places)),
        // There are no parts of people.
        "people" => format!("{} people", digits(size, 0)),
        _ => format!("{} {unit}", if size >= 99.95 { digits(size, 0) } else { three(size) }),
    }
}

/// A value with its unit: `£212 bn`, `7.41 million pathways`, `58.1%`.
pub fn value(unit: &str, value: f64) -> String {
    if value.is_nan() {
        return "not defined".to_string();
    }
    let text = match unit {
        "share" => format!("{}%", digits(value * 100.0, 1)),
        _ => sized(unit, value.abs(), 1),
    };
    signed(value, false, text)
}

/// A number that shows nothing but noughts has no sign: `£0`, not `−£0`.
pub fn unsigned_if_nought(text: String) -> String {
    if text.contains(|digit: char| ('1'..='9').contains(&digit)) {
        text
    } else {
        text.trim_start_matches(['−', '+']).to_owned()
    }
}

/// A difference with its sign: `+£1.20 bn`, `−3.1 points`; one too small to be seen in its digits has none.
pub fn difference(unit: &str, change: f64) -> String {
    if change.is_nan() {
        return "not defined".to_string();
    }
    let text = match unit {
        "share" => format!("{} points", digits(change * 100.0, 1)),
        _ => sized(unit, change.abs(), 2),
    };
    signed(change, true, text)
}

/// Whether a difference can be seen in the digits that are written.
pub fn visible(unit: &str, change: f64) -> bool {
    more_than_nought(&difference(unit, change))
}

/// A difference as a phrase: `£1.20 bn more than`, `3.1 points less than`, `the same as`.
pub fn compared(unit: &str, change: f64) -> String {
    let size = difference(unit, change.abs());
    let size = size.trim_start_matches('+');
    if !visible(unit, change) {
        return "about the same as".to_string();
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
        assert_eq!(compared("people", -12.0), "12 people fewer than");
        assert_eq!(grouped(-0.001, 1), "0.0");
        assert_eq!(grouped(10_000.0, 0), "10,000");
        assert_eq!(count(10_000), "10,000");
        for unit in ["£m", "£", "share", "index", "years", "people", "pathways"] {
            for change in [-1e-7, -0.0, 0.0, 1e-7] {
                let told = [value(unit, change), difference(unit, change)];
                assert!(told.iter().all(|told| !told.contains(['−', '-', '+'])), "{told:?}");
            }
        }
        assert_eq!(difference("£m", -0.004), "£0");
        assert_eq!(difference("£m", -0.006), "−£0.01 m");
        assert!(!visible("share", -0.0004) && visible("share", -0.0006));
        assert_eq!(probability(0.995), "over 99%");
    }
    #[test]
    fn no_sign_stands_before_a_printed_nought() {
        for unit in [
            "£m",
            "£",
            "share",
            "index",
            "ratio",
            "years",
            "weeks",
            "people",
            "pathways",
            "million hours",
        ] {
            for size in [0.0, 1e-12, 4e-7, 4e-5, 4e-4, 0.004, 0.04, 0.4, 4.0, 4e7] {
                for change in [size, -size] {
                    for text in [value(unit, change), difference(unit, change), grouped(change, 2)] {
                        let signed = text.starts_with(['−', '+', '-']);
                        assert!(!signed || more_than_nought(&text), "{unit} {change}: {text}");
                        assert!(!text.contains("− ") && !text.contains("+ "), "{text}");
                    }
                    // What can be seen has its sign.
                    assert_eq!(
                        difference(unit, change).starts_with(['−', '+']),
                        visible(unit, change),
                        "{unit} {change}"
                    );
                    assert_eq!(value(unit, -4e7).chars().next(), Some('−'), "{unit}");
                }
            }
        }
        assert_eq!(difference("£m", -0.001), "£0");
        assert_eq!(difference("share", -0.0001), "0.0 points");
        assert_eq!(value("£", -0.2), "£0");
    }

    #[test]
    fn what_rounds_up_is_written_as_what_it_rounds_to() {
        assert_eq!(value("£m", 99_960.0), "£100 bn");
        assert_eq!(value("£m", 9_996.0), "£10.0 bn");
        assert_eq!(value("£m", 999.6), "£1.00 bn");
        assert_eq!(value("people", 99.97), "100 people");
    }
}
