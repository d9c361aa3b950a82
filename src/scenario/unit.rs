//! Quantities as people write them: `"£23,250"`, `"£1.5bn"`, `"18 weeks"`, `"3%"`, `"0.5 per year"`.
//!
//! A unit that is written is checked against the lever's own; it is never converted from one dimension to another, but
//! for scale (thousand, million, billion, per cent). A bare number is taken to be in the lever's unit; an amount with a
//! pound sign is pounds: `"£23,250"` of a lever in £m is 0.02325.

/// Why a text is not a quantity in the unit wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuantityFault {
    /// No number at its beginning, or a number that cannot be read.
    NotANumber,
    /// A number, but in another unit.
    WrongUnit,
}

/// A unit taken apart: whether it is money, how large its unit is, and the rest in a plain form.
#[derive(Debug, PartialEq)]
struct Unit {
    money: bool,
    scale: f64,
    percent: bool,
    rest: String,
}

/// Takes a unit apart. The words `thousand`, `million` and `billion` count anywhere; `k`, `m`, `bn` only at the front.
fn take_apart(text: &str) -> Unit {
    let mut text = text.trim().to_lowercase();
    if let Some(at) = text.find(['[', '(', ',', ';']) {
        text.truncate(at);
    }
    let money = text.starts_with('£') || text.starts_with("gbp");
    let text = text
        .trim_start_matches('£')
        .trim_start_matches("gbp")
        .trim_start()
        .to_string();
    let mut scale = 1.0;
    let mut percent = false;
    let mut rest = String::new();
    let text = text
        .replace('%', " percent ")
        .replace("per cent", "percent")
        .replace("/", " / ");
    for (index, word) in text.split_whitespace().enumerate() {
        match word {
            "thousand" => scale *= 1e3,
            "million" => scale *= 1e6,
            "billion" => scale *= 1e9,
            "k" if index == 0 => scale *= 1e3,
            "m" if index == 0 => scale *= 1e6,
            "bn" if index == 0 => scale *= 1e9,
            "percent" if index == 0 => percent = true,
            "pounds" | "pound" if index == 0 => {}
            "per" | "a" | "/" => rest.push('/'),
            "a.f." | "of" => {}
            word => {
                if !rest.is_empty() && !rest.ends_with('/') {
                    rest.push(' ');
                }
                rest.push_str(singular(word));
            }
        }
    }
    Unit {
        money,
        scale,
        percent,
        rest,
    }
}

fn singular(word: &str) -> &str {
    match word {
        "people" | "persons" => "person",
        "wk" | "wks" => "week",
        "yr" | "yrs" | "annum" => "year",
        word => word.strip_suffix('s').filter(|stem| stem.len() > 2).unwrap_or(word),
    }
}

/// Whether two spellings mean the same unit (`per week` and `/week`, `years` and `year`).
pub fn same_unit(a: &str, b: &str) -> bool {
    take_apart(a) == take_apart(b)
}

/// Whether a percentage may be written for a unit by its spelling.
pub fn in_hundredths(unit: &str) -> bool {
    takes_percent(&take_apart(unit))
}

/// Whether a percentage may be written for a unit: it may for pure numbers and rates, not for money or counts.
fn takes_percent(unit: &Unit) -> bool {
    const PURE: [&str; 20] = [
        "",
        "share",
        "ratio",
        "rate",
        "probability",
        "proportion",
        "fraction",
        "elasticity",
        "factor",
        "growth",
        "odd",
        "utility",
        "index",
        "multiplier",
        "coefficient",
        "relative",
        "weight",
        "correlation",
        "occupancy",
        "change",
    ];
    let first = unit.rest.split([' ', '/']).next().unwrap_or("");
    !unit.money && (unit.percent || PURE.contains(&first))
}

/// The number at the front of a text, and what follows it.
fn number_at_front(text: &str) -> Option<(f64, &str)> {
    let end = text
        .char_indices()
        .find(|(at, c)| {
            let exponent_sign =
                matches!(c, '+' | '-') && matches!(text.as_bytes().get(at.wrapping_sub(1)), Some(b'e' | b'E'));
            // An `e` belongs to the number only when digits follow it.
            let exponent = matches!(c, 'e' | 'E')
                && text[at + 1..]
                    .trim_start_matches(['+', '-'])
                    .starts_with(|next: char| next.is_ascii_digit());
            !(c.is_ascii_digit() || matches!(c, '.' | ',' | '_') || exponent || exponent_sign)
        })
        .map_or(text.len(), |(at, _)| at);
    let (digits, rest) = text.split_at(end);
    // Commas must stand at thousands: "1,5" is someone's decimal comma, and guessing would be a factor of ten wrong.
    let whole = digits.split('.').next().unwrap_or("");
    let groups: Vec<&str> = whole.split(',').collect();
    if groups.len() > 1
        && (groups[0].is_empty() || groups[0].len() > 3 || groups[1..].iter().any(|group| group.len() != 3))
    {
        return None;
    }
    if digits.split('.').skip(1).any(|part| part.contains(','))
        || !digits.starts_with(|c: char| c.is_ascii_digit() || c == '.')
    {
        return None;
    }
    let value: f64 = digits.replace([',', '_'], "").parse().ok()?;
    value.is_finite().then_some((value, rest))
}

/// A text as a number in the unit wanted.
pub fn parse_quantity(text: &str, wanted: &str) -> Result<f64, QuantityFault> {
    let text = text
        .trim()
        .replace(['\u{2212}', '\u{2013}'], "-")
        .replace('\u{a0}', " ");
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text.strip_prefix('+').unwrap_or(&text).trim_start()),
    };
    let (pounds, text) = text
        .strip_prefix('£')
        .map_or((false, text), |rest| (true, rest.trim_start()));
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) if pounds => (!negative, rest),
        _ => (negative, text),
    };
    let (number, unit) = number_at_front(text).ok_or(QuantityFault::NotANumber)?;
    let number = if negative { -number } else { number };
    let mut written = take_apart(unit);
    written.money |= pounds;
    let wanted = take_apart(wanted);
    let bare = !written.money && !written.percent && written.rest.is_empty();
    if bare && written.scale == 1.0 {
        return Ok(number);
    }
    if written.percent {
        // "3%" of a share, "3% per year" of a yearly rate; a unit that is itself in per cent needs no conversion.
        let fits = takes_percent(&wanted) && (written.rest.is_empty() || written.rest == wanted.rest);
        let scale = if wanted.percent { 1.0 } else { 0.01 };
        return if fits {
            Ok(if scale == 1.0 { number } else { number / 100.0 })
        } else {
            Err(QuantityFault::WrongUnit)
        };
    }
    // A scale alone ("1.5 million") takes the unit from the lever.
    let same = (written.money == wanted.money || bare)
        && (written.rest == wanted.rest || (written.rest.is_empty() && (bare || written.money)));
    if same && !wanted.percent {
        // One factor, up or down: a multiplication by a thousandth would leave dust in the last digit.
        Ok(if written.scale >= wanted.scale {
            number * (written.scale / wanted.scale)
        } else {
            number / (wanted.scale / written.scale)
        })
    } else {
        Err(QuantityFault::WrongUnit)
    }
}

/// A number with three digits that tell something.
pub fn spoken(value: f64) -> String {
    let digits = (2.0 - value.abs().max(f64::MIN_POSITIVE).log10().floor()).clamp(0.0, 6.0) as usize;
    format!("{value:.digits$}")
}

/// Word after an amount that is the whole country's.
pub const NATIONAL: &str = "national";

/// A text without the word `national` at its end; nothing if it does not end so.
pub(super) fn without_national(text: &str) -> Option<&str> {
    let rest = text.trim_end().strip_suffix(NATIONAL)?;
    rest.ends_with(char::is_whitespace).then(|| rest.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_are_read_as_people_write_them() {
        for (text, unit, value) in [
            ("£23,250", "£", 23_250.0),
            ("£1.5bn", "£", 1.5e9),
            ("£5m", "£", 5e6),
            ("£23,250", "£m", 0.02325),
            ("£5bn", "£m", 5000.0),
            ("£120m", "£m", 120.0),
            ("£23,250", "£m/year", 0.02325),
            ("£23,250", "£m, 2024/25 prices", 0.02325),
            ("23,250", "£m", 23_250.0),
            ("23250", "£m", 23_250.0),
            ("£1.5bn", "£m", 1500.0),
            ("£1.5 billion", "£ million", 1500.0),
            ("-£50m", "£m", -50.0),
            ("£200/week", "£/week", 200.0),
            ("£200 per week", "£/week", 200.0),
            ("£200", "£/week", 200.0),
            ("£1,234.50 a week", "£ per week", 1234.5),
            ("18 weeks", "weeks", 18.0),
            ("1 week", "weeks", 1.0),
            ("3 years", "years", 3.0),
            ("3%", "share", 0.03),
            ("\u{2212}3 per cent", "ratio", -0.03),
            ("3%", "per year", 0.03),
            ("3% per year", "per year", 0.03),
            ("3%", "%", 3.0),
            ("0.5 per year", "per year", 0.5),
            ("1.2 million hours", "million hours", 1.2),
            ("1.2 million", "people", 1.2e6),
            ("1bn", "£m", 1000.0),
            ("-2.5 million", "£m", -2.5),
            ("3k", "£", 3000.0),
            ("5e-3", "share", 0.005),
            ("0.7", "share", 0.7),
            ("40 hours/week", "hours per week", 40.0),
        ] {
            assert_eq!(parse_quantity(text, unit), Ok(value), "{text} in {unit}");
        }
    }

    #[test]
    fn another_unit_is_refused_not_converted() {
        for (text, unit) in [
            ("18 weeks", "years"),
            ("£5", "weeks"),
            ("5 weeks", "£"),
            ("3%", "£"),
            ("3%", "weeks"),
            ("£5/week", "£/year"),
            ("£5/week", "£"),
            ("3% per week", "per year"),
            ("4 people", "share"),
        ] {
            assert_eq!(
                parse_quantity(text, unit),
                Err(QuantityFault::WrongUnit),
                "{text} in {unit}"
            );
        }
        for text in [
            "",
            "abc",
            "1,5",
            "12,34,567",
            "£",
            "--3",
            "1.2.3",
            "e5",
            ".",
            "1e999",
            "é",
        ] {
            assert_eq!(parse_quantity(text, "share"), Err(QuantityFault::NotANumber), "{text}");
        }
    }
}
