//! Sums of money as people write them: `£60,000`, `1.234,56 EUR`, `60 000 zł`.
//!
//! The format knows one decimal point and nothing else, and spreadsheets know their owner's country. What can mean only one
//! number is read as that number and told; what can mean two is read as the format reads it and told as a doubt. A comma
//! before exactly three digits is never a decimal comma: a project of 60,000 that is counted as one of 60 wins for nothing.

use crate::budgeting::exact::{Rational, parse_decimal};

/// A number and how sure the reading is.
#[derive(Clone, Debug, PartialEq)]
pub enum Amount {
    /// Written as the format wants it.
    Plain(Rational),
    /// Written otherwise, and it can mean nothing else.
    Rewritten(Rational),
    /// Written so that it may be a thousand times as much: the format's own reading.
    Doubtful(Rational),
}

/// Signs of money that may stand before or behind a number.
const SIGNS: [&str; 12] = ["£", "€", "$", "¥", "₹", "zł", "Ft", "Kč", "kr.", "kr", "Fr.", "p.a."];

/// Reads an amount; `None` where it is no number.
pub fn read_amount(text: &str) -> Option<Amount> {
    let text = text.trim();
    if let Some(number) = parse_decimal(text) {
        return Some(if looks_like_thousands(text) {
            Amount::Doubtful(number)
        } else {
            Amount::Plain(number)
        });
    }
    let (negative, bare) = without_money(text);
    let digits = without_gaps(bare)?;
    let plain = one_decimal_point(&digits)?;
    let number = parse_decimal(&plain).map(|number| if negative { -number } else { number })?;
    Some(
        if looks_like_thousands(&plain) && digits.matches(['.', ',']).count() == 1 && digits.contains('.') {
            Amount::Doubtful(number)
        } else {
            Amount::Rewritten(number)
        },
    )
}

/// How many more cells are read as one that is told.
pub(super) fn and_more(more: usize) -> String {
    match more {
        0 => String::new(),
        1 => " (and 1 more is read alike)".to_owned(),
        more => format!(" (and {more} more are read alike)"),
    }
}

/// What the comma of an amount that holds one is: decimal, or between thousands.
pub(super) fn has_decimal_comma(text: &str) -> Option<bool> {
    let (_, bare) = without_money(text.trim());
    let (whole, fraction) = bare.rsplit_once(',')?;
    read_amount(text)?;
    Some(fraction.len() != 3 && !fraction.contains('.') || whole.contains('.'))
}

impl Amount {
    /// The number, however it was written.
    pub fn number(self) -> Rational {
        match self {
            Amount::Plain(number) | Amount::Rewritten(number) | Amount::Doubtful(number) => number,
        }
    }
}

/// `60.000` and `12.500`: nobody writes a sum of money with a nought in its third decimal place.
fn looks_like_thousands(text: &str) -> bool {
    let unsigned = text.trim_start_matches(['-', '+']);
    let Some((integer, fraction)) = unsigned.split_once('.') else {
        return false;
    };
    (1..=3).contains(&integer.len())
        && !integer.starts_with('0')
        && integer.bytes().all(|byte| byte.is_ascii_digit())
        && fraction.len() == 3
        && fraction.bytes().all(|byte| byte.is_ascii_digit())
        && fraction.ends_with('0')
}

/// The number without signs and codes of money, and whether a minus stood before it.
fn without_money(text: &str) -> (bool, &str) {
    let mut rest = text.trim();
    let mut negative = false;
    loop {
        let before = rest;
        for sign in SIGNS {
            rest = rest.strip_prefix(sign).unwrap_or(rest).trim_start();
            rest = rest.strip_suffix(sign).unwrap_or(rest).trim_end();
        }
        if let Some(after) = rest.strip_prefix(['-', '−']) {
            negative = !negative;
            rest = after.trim_start();
        }
        // `60.000,-` and `60.–`: a dash in place of the pence.
        for dash in [",-", ".-", ",–", ".–", ",—", ".—"] {
            rest = rest.strip_suffix(dash).unwrap_or(rest);
        }
        let code = |part: &str| part.len() == 3 && part.bytes().all(|byte| byte.is_ascii_alphabetic());
        if rest.get(..3).is_some_and(code)
            && rest.len() > 3
            && !rest[3..].starts_with(|next: char| next.is_alphabetic())
        {
            rest = rest[3..].trim_start();
        }
        if let Some(at) = rest.len().checked_sub(3)
            && rest.get(at..).is_some_and(code)
            && at > 0
            && !rest[..at].ends_with(|last: char| last.is_alphabetic())
        {
            rest = rest[..at].trim_end();
        }
        if rest == before {
            return (negative, rest);
        }
    }
}

/// Spaces and apostrophes between groups of three digits taken out; `None` where they stand elsewhere.
fn without_gaps(text: &str) -> Option<String> {
    let is_gap = |letter: char| letter.is_whitespace() || matches!(letter, '\'' | '’' | '\u{202f}' | '_');
    let mut parts = text.split(is_gap);
    let mut joined = parts.next()?.to_owned();
    for part in parts {
        let group = part.split(['.', ',']).next().unwrap_or("");
        let before = joined.bytes().rev().take_while(u8::is_ascii_digit).count();
        if group.len() != 3 || before == 0 || joined.contains(['.', ',']) {
            return None;
        }
        joined.push_str(part);
    }
    let sound = !joined.is_empty()
        && joined
            .chars()
            .all(|letter| letter.is_ascii_digit() || matches!(letter, '.' | ','));
    sound.then_some(joined)
}

/// Digits with points and commas as digits with at most one point.
fn one_decimal_point(text: &str) -> Option<String> {
    let grouped = |text: &str, mark: char| {
        let mut groups = text.split(mark);
        let first = groups.next().unwrap_or("");
        (1..=3).contains(&first.len()) && !first.starts_with('0') && groups.all(|group| group.len() == 3)
    };
    let (points, commas) = (text.matches('.').count(), text.matches(',').count());
    match (points, commas) {
        (0, 0) | (1, 0) => Some(text.to_owned()),
        (0, 1) => {
            let (integer, fraction) = text.split_once(',')?;
            if fraction.len() == 3 {
                grouped(text, ',').then(|| format!("{integer}{fraction}"))
            } else {
                (!fraction.is_empty()).then(|| format!("{integer}.{fraction}"))
            }
        }
        (0, _) => grouped(text, ',').then(|| text.replace(',', "")),
        (_, 0) => grouped(text, '.').then(|| text.replace('.', "")),
        _ => {
            // The mark that stands last, and once, is the decimal one.
            let last = text.rfind(['.', ','])?;
            let (decimal, group) = if text[last..].starts_with('.') {
                ('.', ',')
            } else {
                (',', '.')
            };
            let (integer, fraction) = (&text[..last], &text[last + 1..]);
            (text.matches(decimal).count() == 1 && grouped(integer, group))
                .then(|| format!("{}.{fraction}", integer.replace(group, "")))
        }
    }
}

/// A number of the file that nothing is told about.
pub(super) fn number(text: &str) -> Option<Rational> {
    read_amount(text).map(Amount::number)
}

/// The items of a cell that lists several.
pub(super) fn list(cell: &str) -> Vec<String> {
    cell.split(',')
        .map(str::trim)
        .filter(|item| !item.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budgeting::exact::write_exact;

    #[test]
    fn a_comma_is_decimal_or_parts_thousands() {
        for (text, decimal) in [
            ("400,00", Some(true)),
            ("1.234,5", Some(true)),
            ("300,500", Some(false)),
            ("£1,234.50", Some(false)),
            ("400", None),
            ("a,b", None),
        ] {
            assert_eq!(has_decimal_comma(text), decimal, "{text}");
        }
    }

    #[test]
    fn money_is_read_as_its_writer_meant_it() {
        for (text, meant) in [
            ("60,000", "60000"),
            ("£60,000", "60000"),
            ("£ 60,000.00", "60000"),
            ("60,000 GBP", "60000"),
            ("GBP 1,234,567.5", "1234567.5"),
            ("1.234.567", "1234567"),
            ("1.234,56 €", "1234.56"),
            ("60 000 zł", "60000"),
            ("60\u{a0}000,50", "60000.5"),
            ("60'000.-", "60000"),
            ("60.000,-", "60000"),
            ("12,5", "12.5"),
            ("12,50", "12.5"),
            ("-£5", "-5"),
            ("€100", "100"),
        ] {
            match read_amount(text) {
                Some(Amount::Rewritten(number)) => assert_eq!(write_exact(&number), meant, "{text}"),
                Some(Amount::Doubtful(number)) if text == "60.000,-" => assert_eq!(write_exact(&number), "60"),
                other => panic!("{text}: {other:?}"),
            }
        }
        for text in ["4000", "4000.0", "49.999", "0.500", "12.5", "1e3"] {
            assert!(matches!(read_amount(text), Some(Amount::Plain(_))), "{text}");
        }
        for text in ["60.000", "£12.500"] {
            assert!(matches!(read_amount(text), Some(Amount::Doubtful(_))), "{text}");
        }
        for text in [
            "",
            "much",
            "60k",
            "0,500",
            "1,00,000",
            "6 00",
            "1.2,3.4",
            "12,",
            "£",
            "1,2345,678",
            "ten pounds",
        ] {
            assert_eq!(read_amount(text), None, "{text}");
        }
    }
}
