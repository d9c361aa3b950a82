//! Sums and numbers as people write them.

use super::said::{Said, phrase};
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

/// [`money`], as it stands in a sentence.
pub(super) fn money_said(amount: &Rational, election: &Election) -> Said {
    money(amount, election).into()
}

/// What is paid or held by each voter: for each vote, where voters differ in strength.
pub(super) fn a_vote(amount: &Rational, election: &Election) -> Said {
    if election.strengths.is_empty() {
        money_said(amount, election)
    } else {
        phrase("{0} a vote", [money_said(amount, election)])
    }
}

/// What rules compare (`Outcome::measure`), with the word for one of it.
pub const MEASURES: [(&str, &str); 16] = [
    ("votes", "vote"),
    ("points", "point"),
    ("first choices", "first choice"),
    (
        "points of its places on the ballots",
        "point of its places on the ballots",
    ),
    ("votes of its approvers", "vote of its approvers"),
    ("published score", "published score"),
    ("satisfaction", "satisfaction"),
    ("satisfaction per unit of cost", "satisfaction per unit of cost"),
    ("total satisfaction", "total satisfaction"),
    ("price per unit of satisfaction", "price per unit of satisfaction"),
    (
        "price per unit of satisfaction, raised by what was missing",
        "price per unit of satisfaction, raised by what was missing",
    ),
    (
        "greatest load of a voter after funding it [currency]",
        "greatest load of a voter after funding it [currency]",
    ),
    ("money collected [currency]", "money collected [currency]"),
    ("of the budget falling to it", "of the budget falling to it"),
    (
        "time at which its supporters could pay [currency each]",
        "time at which its supporters could pay [currency each]",
    ),
    ("what each payer pays [currency]", "what each payer pays [currency]"),
];

/// A rounded number of what a rule compares: of one vote or point, the word for one.
pub(super) fn measured(number: &str, measure: &'static str) -> Said {
    let one = matches!(number, "1" | "-1" | "−1");
    let word = MEASURES.iter().find(|(many, _)| one && *many == measure);
    let word = word.map_or(measure, |(_, word)| word);
    phrase("{0} {1}", [number.into(), Said::Phrase(word, Vec::new())])
}

/// So many voters.
pub(super) fn voters(number: u64) -> Said {
    let told = with_thousands(&number.to_string()).into();
    if number == 1 {
        phrase("{0} voter", [told])
    } else {
        phrase("{0} voters", [told])
    }
}

/// So many people, and what their ballots weigh together where that is another number: `3 voters with 7.5 votes`.
pub(super) fn crowd_said(election: &Election, people: u64, weight: u64) -> Said {
    if election.strengths.is_empty() {
        return voters(people);
    }
    let votes = with_thousands(&write_rounded(&election.whole_votes(weight), 6));
    phrase("{0} with {1}", [voters(people), measured(&votes, "votes")])
}

/// The same in English.
pub fn crowd(election: &Election, people: u64, weight: u64) -> String {
    crowd_said(election, people, weight).english()
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
            [0, 1, 2_000].map(|number| voters(number).english()),
            ["0 voters", "1 voter", "2,000 voters"]
        );
        assert_eq!(
            [measured("1", "points"), measured("-1", "votes")].map(|said| said.english()),
            ["1 point", "-1 vote"]
        );
        assert_eq!(
            [measured("1.5", "points"), measured("1", "balance")].map(|said| said.english()),
            ["1.5 points", "1 balance"]
        );
    }

    #[test]
    fn thousands_are_grouped() {
        assert_eq!(with_thousands("1234567.5"), "1,234,567.5");
        assert_eq!(with_thousands("-999"), "-999");
        assert_eq!(with_thousands("1000"), "1,000");
    }
}
