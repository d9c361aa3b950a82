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

/// So many voters, in words.
pub(super) fn voters(number: u64) -> String {
    if number == 1 {
        "1 voter".to_owned()
    } else {
        format!("{} voters", with_thousands(&number.to_string()))
    }
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
    fn thousands_are_grouped() {
        assert_eq!(with_thousands("1234567.5"), "1,234,567.5");
        assert_eq!(with_thousands("-999"), "-999");
        assert_eq!(with_thousands("1000"), "1,000");
    }
}
