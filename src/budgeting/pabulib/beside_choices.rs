//! Columns beside those of choices that may be a choice too: `Forth` behind `First, Second, Third`, `Coice 3` behind `Choice 2`.
//!
//! Whoever filled such a column expects it to count, and its heading says nothing else: it is asked about and never passed over.

use super::choice_columns::{Choices, Meaning, number_of};
use super::findings::Findings;
use super::heading_words::{FREE, is_about_the_voter, names_places, words};
use super::layout::Look;
use super::marks::mark;
use super::persons::{is_no_person, numbers_papers};
use super::totals::names_a_sum;
use crate::budgeting::BallotType;
use crate::budgeting::election::Election;

/// How alike two headings are, from 0 to 1, of which one may be the other misspelt.
const ALIKE: f64 = 0.75;

impl Look<'_> {
    /// Whether a column beside those that are read as choices may be one: all that stands in it are projects, and its heading is like theirs
    /// or speaks of nothing else.
    fn may_be_a_choice(&self, column: usize, read: &[usize]) -> bool {
        let heading = &self.headings[column];
        let filled: Vec<&str> = self.cells(column).filter(|cell| !cell.is_empty()).collect();
        let names_projects = |cell: &&str| self.names.cell(cell).unknown() == 0;
        if filled.is_empty() || !filled.iter().all(names_projects) {
            return false;
        }
        const OF_PEOPLE: [&str; 8] = ["voter", "voters", "your", "my", "the", "of", "a", "in"];
        let said = words(heading);
        let titles: Vec<&String> = read.iter().map(|at| &self.headings[*at]).collect();
        let shares = titles.iter().flat_map(|title| words(title)).any(|word| {
            let counts = !OF_PEOPLE.contains(&word.as_str()) && word.parse::<u32>().is_err();
            counts && said.contains(&word)
        });
        let of_something_else = is_about_the_voter(heading)
            || is_no_person(heading)
            || numbers_papers(heading)
            || names_places(heading)
            || names_a_sum(heading)
            || said.first().is_some_and(|word| word == "how" || word == "rate")
            || said.iter().any(|word| FREE.contains(&word.as_str()));
        if shares {
            return true;
        }
        if of_something_else {
            return false;
        }
        let lower = heading.to_lowercase();
        let like = |title: &&String| strsim::normalized_damerau_levenshtein(&lower, &title.to_lowercase()) >= ALIKE;
        if titles.iter().any(like) {
            return true;
        }
        let numbers = self.is_of_numbers(column);
        let read_numbers = read.iter().all(|at| self.is_of_numbers(*at));
        let crosses = filled.iter().all(|cell| mark(cell).is_some());
        let mut lines = self.cells(column).enumerate();
        let numbers_lines = filled.len() > 2 && lines.all(|(at, cell)| cell.parse() == Ok(at + 1));
        // The first column says who voted where no other does.
        let is_the_voter = column == 0 && {
            let mut once = filled.clone();
            once.sort_unstable();
            once.dedup();
            once.len() == filled.len()
        };
        !crosses && !numbers_lines && !is_the_voter && !self.counts_choices(column, read) && (!numbers || read_numbers)
    }

    /// Whether a column says on every line how many of others are filled.
    fn counts_choices(&self, column: usize, read: &[usize]) -> bool {
        let filled = |line: usize| {
            let cells = read.iter().filter_map(|at| self.cells(*at).nth(line));
            cells.filter(|cell| !cell.is_empty()).count()
        };
        let mut lines = self.cells(column).enumerate();
        lines.all(|(line, cell)| cell.parse() == Ok(filled(line)))
    }

    /// Whether a column may hold further choices beside the only one that is read: it names projects, and on no line one that is named there.
    pub(super) fn may_be_another_choice(&self, column: usize, read: usize) -> bool {
        let mut pairs = self.cells(column).zip(self.cells(read));
        let apart = |(other, read): (&str, &str)| {
            let named = self.names.cell(read).mentions;
            !self.names.cell(other).mentions.iter().any(|one| named.contains(one))
        };
        pairs.all(apart) && self.may_be_a_choice(column, &[read])
    }
}

/// Asks about columns beside those of choices that name projects too; `open` are those of which nothing is known.
pub(super) fn choices_beside(look: &Look<'_>, read: &[usize], open: &[usize], line: u32, findings: &mut Findings) {
    let others = open.iter().copied().filter(|column| !read.contains(column));
    let others = others.filter(|column| {
        let of_crosses = || look.cells(*column).all(|cell| mark(cell).is_some());
        let heads_a_project = look.names.one(&look.headings[*column]).is_some();
        let second = look.may_be_a_second_ballot(*column) || look.may_be_a_choice(*column, read);
        second && !(heads_a_project && of_crosses())
    });
    let titles: Vec<&str> = others.map(|column| look.headings[column].as_str()).collect();
    if titles.is_empty() {
        return;
    }
    let message = format!(
        "column `{}` names projects too: is it a choice? Then call it like the others, with its number; if it is none, leave it out (it is not read)",
        titles.join("`, `")
    );
    findings.doubt(Some(line), "columns", message);
}

/// Asks about a number that is missing among those of ranked choices: `First choice, Third choice`, or none that is the first.
pub(super) fn tell_missing(look: &Look<'_>, found: &Choices, line: u32, election: &Election, findings: &mut Findings) {
    let ranked = found.meaning == Meaning::Ranked || election.ballot_type == BallotType::Ordinal;
    if !ranked || found.falling {
        return;
    }
    let headed = found.columns.iter().filter(|at| !look.headings[**at].is_empty());
    let titles: Vec<(&str, Option<u32>)> = headed
        .map(|at| (look.headings[*at].as_str(), number_of(&look.headings[*at])))
        .collect();
    let without = titles.iter().filter(|(_, number)| number.is_none()).count();
    let mut numbers: Vec<(u32, &str)> = titles
        .iter()
        .filter_map(|(title, number)| Some(((*number)?, *title)))
        .collect();
    numbers.sort_unstable();
    // A first one without a number is the first: `Favourite, 2nd favourite`, `Choice, Choice.1`.
    let before = if without == 1 { (1, titles[0].0) } else { (0, "") };
    let alike = numbers.windows(2).any(|pair| pair[0].0 == pair[1].0);
    if without > 1 || alike || numbers.is_empty() {
        return;
    }
    let steps = std::iter::once(before).chain(numbers.iter().copied());
    let steps: Vec<(u32, &str)> = steps.collect();
    let Some(pair) = steps.windows(2).find(|pair| pair[1].0 > pair[0].0 + 1) else {
        return;
    };
    let missing = pair[0].0 + 1;
    let after = if pair[0].1.is_empty() {
        format!("the choices begin with `{}`", pair[1].1)
    } else {
        format!("choice `{}` follows on `{}`", pair[1].1, pair[0].1)
    };
    let message = format!(
        "{after}, and none is number {missing}: does another column hold it, under a heading that says otherwise? Then call it like the others, with its number; if nobody was asked for it, number the choices from 1 on (those that are there are read one after the other)"
    );
    findings.doubt(Some(line), "choices", message);
}
