//! Sums and numbers as people write them.

use crate::budgeting::election::Election;
use crate::budgeting::exact::{Rational, write_rounded};

/// A sum of money for people: `£1,234.5` in pounds, `1,234.5 PLN` in others.
pub fn money(amount: &Rational, election: &Election) -> String {
    let number = with_thousands(&write_rounded(amount, 2));
    match election.currency.as_str() {
        "" => number,
        "GBP" => {
            // Pence are written in twos.
            let pence = number.split_once('.').is_some_and(|(_, pence)| pence.len() == 1);
            let number = if pence { format!("{number}0") } else { number };
            match number.strip_prefix('-') {
                Some(rest) => format!("−£{rest}"),
                None => format!("£{number}"),
            }
        }
        currency => format!("{number} {currency}"),
    }
}

/// `1234567.5` as `1,234,567.5`.
pub fn with_thousands(number: &str) -> String {
    let (sign, unsigned) = number.strip_prefix('-').map_or(("", number), |rest| ("-", rest));
    let (integer, fraction) = unsigned.split_once('.').map_or((unsigned, None), |(a, b)| (a, Some(b)));
    if integer.contains('/') {
        return number.to_owned();
    }
    let mut grouped = String::new();
    for (index, digit) in integer.chars().enumerate() {
        if index > 0 && (integer.len() - index) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    match fraction {
        Some(fraction) => format!("{sign}{grouped}.{fraction}"),
        None => format!("{sign}{grouped}"),
    }
}

/// A number of things, of which one is called otherwise than many: `1 vote`, `2,000 votes`.
pub fn so_many(number: u64, one: &str, many: &str) -> String {
    let word = if number == 1 { one } else { many };
    format!("{} {word}", with_thousands(&number.to_string()))
}

/// A rounded number of what a rule compares: of one vote or point, the word for one.
pub(super) fn measured(number: &str, measure: &str) -> String {
    if !matches!(number, "1" | "-1" | "−1") {
        return format!("{number} {measure}");
    }
    let one = ["votes", "points", "choices"]
        .iter()
        .fold(measure.to_owned(), |word, many| {
            word.replace(many, many.trim_end_matches('s'))
        });
    format!("{number} {one}")
}

/// So many voters, in words.
pub(super) fn voters(number: u64) -> String {
    so_many(number, "voter", "voters")
}

/// So many people, and what their ballots weigh together where that is another number: `3 voters with 7.5 votes`.
pub fn crowd(election: &Election, people: u64, weight: u64) -> String {
    if election.strengths.is_empty() {
        return voters(people);
    }
    let votes = with_thousands(&write_rounded(&election.whole_votes(weight), 6));
    let votes = measured(&votes, "votes");
    format!("{} with {votes}", voters(people))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budgeting::exact::whole;

    #[test]
    fn pounds_are_written_as_people_write_them() {
        let mut election = Election::approval(10, &[("a", 1)], &[]);
        let sum = whole(1_234_567);
        assert_eq!(money(&sum, &election), "1,234,567");
        election.currency = "PLN".to_owned();
        assert_eq!(money(&sum, &election), "1,234,567 PLN");
        election.currency = "GBP".to_owned();
        assert_eq!(money(&sum, &election), "£1,234,567");
        assert_eq!(money(&(whole(1) / whole(2)), &election), "£0.50");
    }

    #[test]
    fn one_thing_is_not_called_by_the_word_for_many() {
        assert_eq!(so_many(1, "person", "people"), "1 person");
        assert_eq!(
            (voters(0), voters(1), voters(2_000)),
            ("0 voters".into(), "1 voter".into(), "2,000 voters".into())
        );
        assert_eq!(
            (measured("1", "points"), measured("-1", "votes")),
            ("1 point".into(), "-1 vote".into())
        );
        assert_eq!(
            (measured("1.5", "points"), measured("1", "balance")),
            ("1.5 points".into(), "1 balance".into())
        );
    }

    #[test]
    fn thousands_are_grouped() {
        assert_eq!(with_thousands("1234567.5"), "1,234,567.5");
        assert_eq!(with_thousands("-999"), "-999");
        assert_eq!(with_thousands("1000"), "1,000");
    }
}
