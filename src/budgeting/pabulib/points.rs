//! Points as people write them: `2.9`, `2,9`, `5 pts`, `2½`.
//!
//! The format knows one decimal point. A comma that can only be a decimal one is read as that and told; one that may stand
//! before thousands is a doubt. Nothing is cut off: a project that wins by 2.9 must not lose by 2.

use super::amounts::{Amount, and_more, read_amount};
use super::document::{Document, Record, Section};
use super::findings::{Findings, Severity};
use super::labels::labelled;
use super::marks::mark;
use super::wishes::Origin;
use crate::budgeting::exact::{Rational, approximate, parse_decimal, whole, write_exact};
use num_traits::ToPrimitive;

/// Points are kept as whole multiples of 1/`scale`; a finer one than this is rounded down.
pub(super) const FINEST_POINTS: i64 = 1_000_000;

/// Words behind a number of points that say nothing more.
const UNITS: [&str; 10] = [
    "points", "point", "pts.", "pts", "pt", "stars", "star", "credits", "tokens", "pwynt",
];
/// Fractions that are one letter, with what they are in decimals.
const FRACTIONS: [(char, &str); 3] = [('½', ".5"), ('¼', ".25"), ('¾', ".75")];

/// Reads points; `None` where they are no number.
pub(super) fn read_points(text: &str) -> Option<Amount> {
    let text = text.trim();
    let lower = text.to_lowercase();
    let unit = UNITS
        .iter()
        .find_map(|unit| lower.strip_suffix(unit))
        .filter(|rest| rest.ends_with(|last: char| last.is_ascii_digit() || last.is_whitespace() || is_fraction(last)));
    let bare = unit.map_or(lower.as_str(), str::trim_end);
    let rewritten = |amount: Amount| match amount {
        Amount::Plain(number) if unit.is_some() => Amount::Rewritten(number),
        other => other,
    };
    if let Some((integer, decimals)) = FRACTIONS
        .iter()
        .find_map(|(letter, decimals)| Some((bare.strip_suffix(*letter)?.trim_end(), decimals)))
    {
        return parse_decimal(&format!("{}{decimals}", if integer.is_empty() { "0" } else { integer }))
            .filter(|_| !integer.contains(['.', ',']))
            .map(Amount::Rewritten);
    }
    // A comma before three digits: of money it stands before thousands, of points it may be either.
    if let Some((integer, decimals)) = bare.split_once(',').filter(|_| bare.matches([',', '.']).count() == 1) {
        let unsigned = integer.trim_start_matches(['-', '−', '+']);
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if decimals.is_empty() || !digits(decimals) || !digits(unsigned) {
            return None;
        }
        let sign = if integer.starts_with(['-', '−']) { "-" } else { "" };
        let number = parse_decimal(&format!(
            "{sign}{}.{decimals}",
            if unsigned.is_empty() { "0" } else { unsigned }
        ))?;
        let thousands = decimals.len() == 3 && (1..=3).contains(&unsigned.len()) && !unsigned.starts_with('0');
        return Some(if thousands {
            Amount::Doubtful(number)
        } else {
            Amount::Rewritten(number)
        });
    }
    read_amount(bare).map(rewritten)
}

/// Reads points as forms write their scales too: `5 - Strongly support`. Where a cell may as well be a project's title (`1 - The pool`),
/// that has to be asked first.
pub(super) fn read_given(text: &str) -> Option<Amount> {
    let of_scale = || parse_decimal(labelled(text)?.0).map(Amount::Rewritten);
    read_points(text).or_else(of_scale)
}

fn is_fraction(letter: char) -> bool {
    FRACTIONS.iter().any(|(one, _)| *one == letter)
}

/// Points, or a mark as 1 or 0, for sums that need not be exact.
pub(super) fn roughly(cell: &str) -> Option<f64> {
    match mark(cell) {
        Some(yes) => Some(f64::from(u8::from(yes))),
        None => cell
            .parse()
            .ok()
            .filter(|number: &f64| number.is_finite())
            .or_else(|| read_points(cell).map(|amount| approximate(&amount.number()))),
    }
}

/// Points times the scale, if they are a number of a sensible size and nothing of it is cut off but what is finer than points
/// are kept.
pub(super) fn points_of(text: &str, scale: i64) -> Option<i64> {
    let text = text.trim();
    if let Ok(whole) = text.parse::<i64>() {
        return (whole.unsigned_abs() < 1_000_000_000_000).then(|| whole * scale);
    }
    let scaled = read_given(text)?.number() * whole(scale.unsigned_abs());
    if scale < FINEST_POINTS && !scaled.is_integer() {
        return None;
    }
    let scaled = scaled.floor().to_integer().to_i64()?;
    (scaled.unsigned_abs() < 1_000_000_000_000_000_000).then_some(scaled)
}

/// Why what stands where points should is none, and what to write.
pub(super) fn no_points(text: &str, of: &str) -> String {
    let part = text.trim().strip_suffix('%').map(str::trim);
    match part.filter(|part| read_points(part).is_some()) {
        Some(part) => format!(
            "`{text}`{of} is a part of the points and no number of them: write the number (`{part}` where each voter has 100 to give) on every line (read as 0)"
        ),
        None => format!("`{text}`{of} is no number of points below 10^12: read as 0"),
    }
}

/// The points of a list, joined by the mark that joins its projects, or by commas.
pub(super) fn items<'a>(list: &'a str, mark: &str) -> Vec<&'a str> {
    let mark = if list.contains(mark) { mark } else { "," };
    list.split(mark)
        .map(str::trim)
        .filter(|item| !item.is_empty())
        .collect()
}

/// Where points stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stand {
    /// Each in a cell of its own.
    Alone,
    /// Several in a cell, joined as projects are.
    Listed,
}

/// The smallest power of ten that makes all points whole, up to a millionth. What is read otherwise than the format writes it
/// is told, and of tables what may be a thousand times as much.
pub(super) fn scale(
    document: &Document,
    columns: &[usize],
    (stand, origin): (Stand, Origin),
    findings: &mut Findings,
) -> i64 {
    let mut scale = 1i64;
    let Some(last) = columns.iter().max() else { return scale };
    let mut read = Otherwise::default();
    for record in document.records(Section::Votes) {
        let raw = document.raw(*record);
        // Nearly every list is one of whole numbers joined by commas.
        if stand == Stand::Listed && !raw.contains(['.', '"', '|', ' ', '\t', '/', '+', '&', '½', '¼', '¾']) {
            continue;
        }
        for (_, cell) in document
            .cells(*record)
            .take(last + 1)
            .enumerate()
            .filter(|(column, _)| columns.contains(column))
        {
            let mut finer = |item: &str| {
                let Some(amount) = read_given(item) else { return };
                read.note(item, &amount, *record, origin, findings);
                let mut number = amount.number();
                let mut places = 0;
                while places < 6 && !number.is_integer() {
                    number *= whole(10);
                    places += 1;
                }
                scale = scale.max(10i64.pow(places)).min(FINEST_POINTS);
            };
            match stand {
                Stand::Alone => finer(&cell),
                Stand::Listed => {
                    let joined = [";", "|", "\n", "\t", "/", "+", "&", " and "];
                    let mark = joined.into_iter().find(|mark| cell.contains(mark));
                    // A blank joins only where nothing else does: `2, 3` and `2,9 3,1`.
                    let blanks = cell.contains(' ') && !cell.contains(", ");
                    items(&cell, mark.unwrap_or(if blanks { " " } else { "," }))
                        .into_iter()
                        .for_each(&mut finer);
                }
            }
        }
    }
    read.tell(findings);
    scale
}

/// Points that are written otherwise than the format writes them.
#[derive(Default)]
struct Otherwise {
    first: Option<(u32, String, Rational)>,
    more: usize,
}

impl Otherwise {
    fn note(&mut self, item: &str, amount: &Amount, record: Record, origin: Origin, findings: &mut Findings) {
        match amount {
            Amount::Plain(_) => {}
            Amount::Rewritten(number) if self.first.is_none() => {
                self.first = Some((record.line, item.trim().to_owned(), number.clone()));
            }
            Amount::Rewritten(_) => self.more += 1,
            // A programme that writes the format writes decimals with a point.
            Amount::Doubtful(_) if origin == Origin::File && !item.contains(',') => {}
            Amount::Doubtful(number) => {
                let (decimal, thousands) = (write_exact(number), write_exact(&(number * whole(1000))));
                let message = format!(
                    "points `{}` may mean {decimal} or {thousands}: write {decimal} or {thousands} (read as {decimal})",
                    item.trim()
                );
                findings.doubt(Some(record.line), "points", message);
            }
        }
    }

    fn tell(self, findings: &mut Findings) {
        let Some((line, text, number)) = self.first else { return };
        let message = format!(
            "points `{text}` are read as {}{}",
            write_exact(&number),
            and_more(self.more)
        );
        findings.tell(Some(line), Severity::Repaired, "points", message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_read_as_their_writer_meant_them_and_never_cut_off() {
        for (text, meant) in [
            ("2,9", "2.9"),
            ("-2,5", "-2.5"),
            (",5", "0.5"),
            ("0,345", "0.345"),
            ("2,9000", "2.9"),
            ("5 pts", "5"),
            ("5pts", "5"),
            ("4 Stars", "4"),
            ("2,5 points", "2.5"),
            ("½", "0.5"),
            ("2½", "2.5"),
            ("2 ¾", "2.75"),
            ("1 000", "1000"),
            ("1,000.5", "1000.5"),
            ("1.234,5", "1234.5"),
        ] {
            match read_points(text) {
                Some(Amount::Rewritten(number)) => assert_eq!(write_exact(&number), meant, "{text}"),
                other => panic!("{text}: {other:?}"),
            }
        }
        for (text, meant) in [("5 - Strongly support", "5"), ("Neutral (3)", "3")] {
            assert_eq!(read_points(text), None, "{text}");
            assert_eq!(
                read_given(text).map(|amount| write_exact(&amount.number())).as_deref(),
                Some(meant),
                "{text}"
            );
        }
        for text in ["2.9", "7", "-3", "0.125", "1e2"] {
            assert!(matches!(read_points(text), Some(Amount::Plain(_))), "{text}");
        }
        for text in ["1,000", "12,345", "1.000"] {
            assert!(matches!(read_points(text), Some(Amount::Doubtful(_))), "{text}");
        }
        for text in [
            "", "2,", "40%", "3/5", "x", "five", "points", "2,9,1", "2.5½", "restart",
        ] {
            assert_eq!(read_points(text), None, "{text}");
        }
        assert!(no_points("40 %", " for project `A`").contains("write the number (`40` where"));
        assert!(no_points("many%", "").contains("is no number of points"));
        assert_eq!(points_of("2,9", 10), Some(29));
        assert_eq!(points_of("2,9", 1), None, "too coarse a scale refuses and does not cut");
        assert_eq!(points_of("0,0000019", FINEST_POINTS), Some(1));
    }
}
