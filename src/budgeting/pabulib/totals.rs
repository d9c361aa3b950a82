//! Lines of a spreadsheet that are nobody's ballot and no project: they add up others, or say what a project costs or how many
//! points may be given; and ballots that give so many points that they cannot be of the same kind as the others.

use std::collections::HashMap;

use super::document::{Document, Section};
use super::findings::Findings;
use super::points::roughly;
use crate::budgeting::election::Election;
use crate::budgeting::exact::{Rational, whole, write_exact};

/// Words by which people call them, in the languages of the files met.
const WORDS: [&str; 36] = [
    "total",
    "totals",
    "grand total",
    "sub total",
    "subtotal",
    "overall",
    "overall total",
    "sum",
    "sums",
    "count",
    "counts",
    "counted",
    "tally",
    "average",
    "mean",
    "percentage",
    "per cent",
    "all votes",
    "all voters",
    "total votes",
    "votes total",
    "total cost",
    "total voters",
    "total points",
    "number of votes",
    "no of votes",
    "votes cast",
    "votes received",
    "cyfanswm",
    "suma",
    "razem",
    "summe",
    "gesamt",
    "somme",
    "totaal",
    "totale",
];

/// Whether a cell calls its line a sum of others.
pub(super) fn names_a_sum(cell: &str) -> bool {
    // Nearly every cell begins otherwise: told by its first letter before anything is copied.
    let starts = cell.trim_start().bytes().next().map(|byte| byte.to_ascii_lowercase());
    if !matches!(
        starts,
        Some(b't' | b'g' | b's' | b'o' | b'c' | b'a' | b'm' | b'p' | b'v' | b'n' | b'r')
    ) {
        return false;
    }
    let plain: String = cell
        .chars()
        .map(|letter| if letter.is_alphabetic() { letter } else { ' ' })
        .flat_map(char::to_lowercase)
        .collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    WORDS.contains(&words.join(" ").as_str())
}

/// Columns as they are added up, line by line: a line that holds the sums of all above it is none of them.
#[derive(Default)]
pub(super) struct Running {
    sums: Vec<f64>,
    lines: usize,
}

impl Running {
    /// Whether the cells are the sums of the lines before; otherwise they are added to them.
    pub(super) fn is_sum(&mut self, cells: &[&str]) -> bool {
        let numbers: Option<Vec<f64>> = cells.iter().map(|cell| roughly(cell)).collect();
        let Some(numbers) = numbers else { return false };
        self.sums.resize(numbers.len(), 0.0);
        // One or two lines add up to a third by chance.
        if self.lines >= 3 && alike(&self.sums, &numbers) && numbers.iter().any(|sum| *sum > 1.0) {
            return true;
        }
        self.lines += 1;
        self.sums
            .iter_mut()
            .zip(&numbers)
            .for_each(|(sum, number)| *sum += number);
        false
    }
}

/// Whether two lines of numbers are the same: decimals do not add up exactly.
fn alike(one: &[f64], other: &[f64]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(a, b)| (a - b).abs() < 1e-6)
}

/// What a line of a table of projects is, if it is no ballot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Beside {
    /// The costs of the projects.
    Costs,
    /// What may be given at most or at least.
    Bounds,
    /// The sums of some lines above.
    Subtotal,
}

impl Beside {
    pub(super) fn message(self) -> &'static str {
        match self {
            Beside::Costs => {
                "this line looks like the projects' costs and not like a ballot: take it out (it is not counted)"
            }
            Beside::Bounds => {
                "this line looks like what may be given to each project and not like a ballot: take it out, or put another name to it (it is not counted)"
            }
            Beside::Subtotal => {
                "this line holds the sums of the lines above it and does not look like a ballot: take it out (it is not counted)"
            }
        }
    }
}

/// Lines of a table of projects that are no ballots, by their record: told by what they are called and by their numbers.
pub(super) fn beside_ballots(
    document: &Document,
    columns: &[(usize, Option<u32>)],
    election: &Election,
) -> HashMap<u32, Beside> {
    const COSTS: [&str; 9] = [
        "cost",
        "costs",
        "price",
        "prices",
        "project cost",
        "cost of project",
        "budget",
        "amount",
        "cost gbp",
    ];
    const BOUNDS: [&str; 12] = [
        "max",
        "maximum",
        "min",
        "minimum",
        "limit",
        "out of",
        "max points",
        "maximum points",
        "min points",
        "possible",
        "points available",
        "most",
    ];
    let mut found = HashMap::new();
    let mut block: Vec<f64> = vec![0.0; columns.len()];
    let mut lines = 0;
    let mut pairs: Vec<u32> = Vec::new();
    let mut larger = false;
    for (index, record) in document.records(Section::Votes).iter().enumerate() {
        let cells: Vec<_> = document.cells(*record).collect();
        let cell = |at: usize| cells.get(at).map_or("", |cell| cell.trim());
        let called = |list: &[&str]| {
            let beside = (0..cells.len()).filter(|at| columns.iter().all(|(column, _)| column != at));
            beside.into_iter().any(|at| {
                let plain: String = cell(at)
                    .chars()
                    .map(|letter| if letter.is_alphanumeric() { letter } else { ' ' })
                    .flat_map(char::to_lowercase)
                    .collect();
                list.contains(&plain.split_whitespace().collect::<Vec<_>>().join(" ").as_str())
            })
        };
        let amounts = columns.iter().map(|(at, position)| {
            let amount = super::amounts::read_amount(cell(*at)).map(super::amounts::Amount::number);
            (
                amount,
                position.map(|position| &election.projects[position as usize].cost),
            )
        });
        let amounts: Vec<(Option<Rational>, Option<&Rational>)> = amounts.collect();
        let priced = amounts.iter().all(|(amount, cost)| amount.as_ref() == *cost) && columns.len() > 1;
        let same = amounts
            .windows(2)
            .all(|pair| pair[0].0.is_some() && pair[0].0 == pair[1].0);
        if called(&COSTS) || priced && amounts.iter().any(|(amount, _)| amount.as_ref() > Some(&whole(1))) {
            found.insert(index as u32, Beside::Costs);
            continue;
        }
        if called(&BOUNDS) && same && columns.len() > 1 {
            found.insert(index as u32, Beside::Bounds);
            continue;
        }
        let numbers: Option<Vec<f64>> = columns.iter().map(|(at, _)| roughly(cell(*at))).collect();
        let Some(numbers) = numbers else { continue };
        let several = numbers.iter().filter(|number| **number > 0.0).count() >= 2;
        if lines >= 2 && alike(&numbers, &block) && several && numbers.iter().any(|sum| *sum > 1.0) {
            // The sum of two may be chance; twice in one table it is none.
            if lines == 2 {
                pairs.push(index as u32);
            } else {
                larger = true;
                found.insert(index as u32, Beside::Subtotal);
            }
            (block, lines) = (vec![0.0; columns.len()], 0);
            continue;
        }
        lines += 1;
        block.iter_mut().zip(&numbers).for_each(|(sum, number)| *sum += number);
    }
    if pairs.len() >= 2 || larger {
        found.extend(pairs.into_iter().map(|index| (index, Beside::Subtotal)));
    }
    found
}

/// Tells of ballots that give at least twice what nearly all others give, who all give the same in total: one of them counts as
/// several.
pub(super) fn tell_unlike_totals(document: &Document, election: &Election, records: &[u32], findings: &mut Findings) {
    if !election.ballot_type.has_points()
        || ["max_sum_points", "max_points"]
            .iter()
            .any(|key| document.meta(key).is_some())
    {
        return;
    }
    let totals: Vec<i64> = election
        .ballots
        .iter()
        .map(|ballot| ballot.points.iter().sum())
        .collect();
    let of_voters: Vec<i64> = election
        .ballot_of_voter
        .iter()
        .map(|ballot| totals[*ballot as usize])
        .collect();
    let mut counts: HashMap<i64, usize> = HashMap::new();
    let filled = || of_voters.iter().filter(|total| **total > 0);
    filled().for_each(|total| *counts.entry(*total).or_default() += 1);
    // Parts of 1 beside points out of more.
    let one = election.points_scale;
    let parts = |ballot: &u32| {
        let points = &election.ballots[*ballot as usize].points;
        totals[*ballot as usize] == one && points.iter().any(|points| *points > 0 && *points < one)
    };
    let of_one = election.ballot_of_voter.iter().position(parts);
    let whole_points = of_voters.iter().filter(|total| **total >= 10 * one).count();
    if let Some(place) = of_one.filter(|_| 2 * whole_points >= of_voters.len()) {
        let line = records
            .get(place)
            .and_then(|record| document.records(Section::Votes).get(*record as usize))
            .map(|record| record.line);
        let message = "this ballot gives parts of 1, where others give 10 points and more in all: are they parts of the same points? Write points on every line (it is counted as it stands, and weighs next to nothing)";
        findings.doubt(line, "points-unlike", message.to_owned());
    }
    let Some((usual, most)) = counts.into_iter().max_by_key(|(total, count)| (*count, *total)) else {
        return;
    };
    let all = filled().count();
    // All but one, or nearly all of many.
    if most < 2 || most + 1 < all && most * 10 < all * 9 {
        return;
    }
    let points =
        |total: i64| write_exact(&(Rational::from_integer(total.into()) / whole(election.points_scale.unsigned_abs())));
    for (total, record) in of_voters.iter().zip(records) {
        if *total >= 2 * usual {
            let line = document
                .records(Section::Votes)
                .get(*record as usize)
                .map(|record| record.line);
            let message = format!(
                "this ballot gives {} points in all, where nearly all others give {}: it weighs as much as several of them: mend it or take it out (it is counted as it stands)",
                points(*total),
                points(usual)
            );
            findings.doubt(line, "points-unlike", message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_known_by_their_words_whatever_stands_around_them() {
        for word in ["Total", " TOTAL: ", "Grand total", "Sum", "Cyfanswm", "Votes (total)"] {
            assert!(names_a_sum(word), "{word}");
        }
        for word in [
            "",
            "7",
            "Totnes",
            "Sam",
            "Total Wellness Centre",
            "Mean Street",
            "Countess",
        ] {
            assert!(!names_a_sum(word), "{word}");
        }
    }

    #[test]
    fn a_line_of_the_sums_of_those_above_is_found_without_a_word() {
        let mut running = Running::default();
        for line in [["3", "1"], ["2", ""], ["4", "1"]] {
            assert!(!running.is_sum(&line));
        }
        assert!(running.is_sum(&["9", "2"]));
        assert!(!running.is_sum(&["9", "1"]));
    }
}
