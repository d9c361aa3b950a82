//! Numbers by which a ballot counts for more or less than one, as people write them: `1.500` people, a strength of `0,75`.
//!
//! A mark before exactly three digits may part thousands or decimals. People come whole, so that `1,503` of them are thousands; of
//! strengths, which have decimals, the other cells of the column say what the mark means, or nobody knows and it is asked.

use super::amounts::{Amount, and_more, read_amount};
use super::findings::{Findings, Severity};
use super::wishes::Origin;
use crate::budgeting::exact::{Rational, parse_decimal, whole, write_exact};

/// What the numbers of a column count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counts {
    /// People who voted alike.
    People,
    /// Votes of one person.
    Votes,
}

/// What a column says about a mark in its numbers.
#[derive(Clone, Copy, Debug, Default)]
struct Said {
    /// Some cell holds it before decimals, and it can be nothing else there.
    decimals: bool,
    /// Some cell holds it before thousands.
    thousands: bool,
}

/// Reads the numbers of one column, and tells what is written otherwise than the format writes it.
pub(super) struct Judge {
    counts: Counts,
    origin: Origin,
    point: Said,
    comma: Said,
    first: Option<(u32, String, Rational)>,
    more: usize,
}

/// A number with one mark in it: its digits before and behind the mark.
fn parted(text: &str) -> Option<(char, &str, &str)> {
    let text = text.trim();
    let at = text.find(['.', ','])?;
    let (integer, rest) = text.split_at(at);
    let mark = rest.chars().next()?;
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let fraction = &rest[1..];
    (digits(integer) && digits(fraction) && !fraction.is_empty()).then_some((mark, integer, fraction))
}

/// Whether a mark with these digits round it may part thousands.
fn may_be_thousands(integer: &str, fraction: &str) -> bool {
    (1..=3).contains(&integer.len()) && !integer.starts_with('0') && fraction.len() == 3
}

/// Whether a mark before three digits can only part thousands, in a number of people.
fn surely_thousands(counts: Counts, fraction: &str) -> bool {
    counts == Counts::People && fraction != "000"
}

impl Judge {
    /// Of a column whose cells are these.
    pub(super) fn of(counts: Counts, origin: Origin, cells: impl Iterator<Item = String>) -> Judge {
        let mut judge = Judge {
            counts,
            origin,
            point: Said::default(),
            comma: Said::default(),
            first: None,
            more: 0,
        };
        for cell in cells {
            let Some((mark, integer, fraction)) = parted(&cell) else {
                continue;
            };
            let said = if mark == ',' {
                &mut judge.comma
            } else {
                &mut judge.point
            };
            if !may_be_thousands(integer, fraction) {
                said.decimals = true;
            } else if surely_thousands(counts, fraction) {
                said.thousands = true;
            }
        }
        judge
    }

    /// What a cell means.
    fn meaning(&self, text: &str) -> Option<Amount> {
        let Some((mark, integer, fraction)) = parted(text) else {
            return read_amount(text);
        };
        // No thousands begin with a nought, as in `0,125`.
        if !may_be_thousands(integer, fraction) {
            let comma = (mark == ',').then(|| parse_decimal(&format!("{integer}.{fraction}")));
            return comma.flatten().map(Amount::Rewritten).or_else(|| read_amount(text));
        }
        // A programme that writes the format writes decimals with a point.
        if mark == '.' && self.origin == Origin::File {
            return parse_decimal(text.trim()).map(Amount::Plain);
        }
        let said = if mark == ',' { self.comma } else { self.point };
        let decimal = parse_decimal(&format!("{integer}.{fraction}"))?;
        let thousands = parse_decimal(&format!("{integer}{fraction}"))?;
        // Nobody writes a person as `1,000`.
        let grouped =
            said.thousands || surely_thousands(self.counts, fraction) || mark == ',' && self.counts == Counts::People;
        Some(match (said.decimals, grouped) {
            (true, _) if mark == '.' => Amount::Plain(decimal),
            (true, _) => Amount::Rewritten(decimal),
            (false, true) => Amount::Rewritten(thousands),
            (false, false) => Amount::Doubtful(decimal),
        })
    }

    /// Reads a cell of the column `name`; nothing where it is no number.
    pub(super) fn read(&mut self, text: &str, name: &str, line: u32, findings: &mut Findings) -> Option<Rational> {
        match self.meaning(text)? {
            Amount::Plain(number) => Some(number),
            Amount::Rewritten(number) => {
                if self.first.is_none() {
                    self.first = Some((line, text.trim().to_owned(), number.clone()));
                } else {
                    self.more += 1;
                }
                Some(number)
            }
            Amount::Doubtful(number) => {
                let (decimal, thousands) = (write_exact(&number), write_exact(&(&number * whole(1000))));
                let message = format!(
                    "{name} `{}` may mean {decimal} or {thousands}: write {thousands} or {decimal} (read as {decimal})",
                    text.trim()
                );
                findings.doubt(Some(line), "strength", message);
                Some(number)
            }
        }
    }

    /// Tells what was read otherwise than it is written.
    pub(super) fn tell(self, name: &str, findings: &mut Findings) {
        let Some((line, text, number)) = self.first else { return };
        let message = format!(
            "{name} `{text}` is read as {}{}",
            write_exact(&number),
            and_more(self.more)
        );
        findings.tell(Some(line), Severity::Repaired, "strength", message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_mark_means_is_said_by_what_is_counted_and_by_the_other_cells_or_asked() {
        let meaning = |counts: Counts, cells: &[&str]| -> String {
            let judge = Judge::of(counts, Origin::Tables, cells.iter().map(|cell| (*cell).to_owned()));
            match judge.meaning(cells[0]) {
                Some(Amount::Doubtful(_)) => "?".to_owned(),
                Some(amount) => write_exact(&amount.number()),
                None => "none".to_owned(),
            }
        };
        for (counts, cells, wanted) in [
            (Counts::People, vec!["1.000", "600", "500"], "?"),
            (Counts::People, vec!["1.500", "600"], "1500"),
            (Counts::People, vec!["1.000", "1.503"], "1000"),
            (Counts::People, vec!["1,000", "600"], "1000"),
            (Counts::People, vec!["2.0"], "2"),
            (Counts::People, vec!["1.000", "2.0"], "1"),
            (Counts::People, vec!["1.234.567"], "1234567"),
            (Counts::Votes, vec!["1.000", "600"], "?"),
            (Counts::Votes, vec!["1,125", "2"], "?"),
            (Counts::Votes, vec!["1.125", "2"], "?"),
            (Counts::Votes, vec!["1,125", "0,75"], "1.125"),
            (Counts::Votes, vec!["1.000", "0.750"], "1"),
            (Counts::Votes, vec!["1,125", "0.75"], "?"),
            (Counts::Votes, vec!["0,125"], "0.125"),
            (Counts::Votes, vec!["1,5"], "1.5"),
            (Counts::Votes, vec!["50%"], "none"),
        ] {
            assert_eq!(meaning(counts, &cells), wanted, "{counts:?} {cells:?}");
        }
        let file = Judge::of(Counts::Votes, Origin::File, std::iter::once("1.125".to_owned()));
        assert!(matches!(file.meaning("1.125"), Some(Amount::Plain(_))));
    }
}
