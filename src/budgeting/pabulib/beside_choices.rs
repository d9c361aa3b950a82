//! Columns beside those of choices that may be a choice too: `Forth` behind `First, Second, Third`, `Coice 3` behind `Choice 2`.
//!
//! Whoever filled such a column expects it to count, and its heading says nothing else: it is asked about and never passed over.

use super::choice_columns::{Choices, Meaning, number_of};
use super::findings::Findings;
use super::heading_words::{FREE, is_about_the_voter, names_places, words};
use super::layout::Look;
use super::marks::{LOOKED_AT, mark};
use super::ordinals::{in_english, ordinal_word};
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
        let filled = self.every(column).filter(|cell| !cell.is_empty());
        let filled: Vec<String> = filled.take(LOOKED_AT).collect();
        let naming = filled.iter().filter(|cell| self.names.cell(cell).unknown() == 0);
        if 2 * naming.count() <= filled.len() {
            return false;
        }
        const SMALL: [&str; 16] = [
            "voter", "voters", "your", "my", "the", "of", "a", "in", "no", "nr", "number", "num", "for", "to", "is",
            "which",
        ];
        const OF_CHOICES: [&str; 7] = ["choice", "vote", "project", "preference", "option", "rank", "priority"];
        let said = words(heading);
        let titles: Vec<&String> = read.iter().map(|at| &self.headings[*at]).collect();
        let shared: Vec<String> = titles
            .iter()
            .flat_map(|title| words(title))
            .filter(|word| !SMALL.contains(&word.as_str()) && word.parse::<u32>().is_err() && said.contains(word))
            .collect();
        let of_something_else = is_about_the_voter(heading)
            || is_no_person(heading)
            || numbers_papers(heading)
            || names_places(heading)
            || names_a_sum(heading)
            || said.first().is_some_and(|word| word == "how" || word == "rate")
            || said.iter().any(|word| FREE.contains(&word.as_str()));
        if shared.iter().any(|word| OF_CHOICES.contains(&word.as_str())) {
            return true;
        }
        if of_something_else {
            return false;
        }
        let lower = heading.to_lowercase();
        let like = |title: &&String| strsim::normalized_damerau_levenshtein(&lower, &title.to_lowercase()) >= ALIKE;
        if titles.iter().any(like) || said.iter().any(|word| is_like_an_ordinal(word)) {
            return true;
        }
        if !self.names_others(column, read) {
            return false;
        }
        if !shared.is_empty() {
            return true;
        }
        // A small number may be the number of a project, or of anything else that people are asked.
        if self.is_of_numbers(column) && !said.iter().any(|word| sounds_like_an_order(word)) {
            return false;
        }
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
        !crosses && !numbers_lines && !is_the_voter && !self.counts_choices(column, read)
    }

    /// Whether a column names, on nearly all lines where it and another are filled, projects that are not named there: nobody chooses one twice.
    fn names_others(&self, column: usize, read: &[usize]) -> bool {
        let (mut both, mut apart) = (0usize, 0usize);
        for at in read {
            for (other, cell) in self.cells(column).zip(self.cells(*at)) {
                if other.is_empty() || cell.is_empty() {
                    continue;
                }
                let named = self.names.cell(cell).mentions;
                both += 1;
                apart += usize::from(!self.names.cell(other).mentions.iter().any(|one| named.contains(one)));
            }
        }
        10 * apart >= 9 * both
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

/// Whether a word of a heading sounds as if it stood for one of several choices: a number with an ending, an ordinal, or what comes after
/// the others.
fn sounds_like_an_order(word: &str) -> bool {
    const AFTER: [&str; 13] = [
        "reserve",
        "also",
        "backup",
        "alternative",
        "then",
        "next",
        "last",
        "spare",
        "extra",
        "runner",
        "finally",
        "bonus",
        "other",
    ];
    let numbered = word.starts_with(|letter: char| letter.is_ascii_digit());
    numbered || AFTER.contains(&word) || is_like_an_ordinal(word)
}

/// Whether a word is an ordinal, or an English one misspelt.
fn is_like_an_ordinal(word: &str) -> bool {
    let like = |ordinal: &str| strsim::normalized_damerau_levenshtein(word, ordinal) >= ALIKE;
    ordinal_word(word).is_some() || in_english().any(like)
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
