//! What stands in a column of a table that nobody asked for: whether it would change what a line counts for.

use std::collections::BTreeMap;

use num_traits::ToPrimitive as _;

use super::amounts::{Amount, read_amount};
use super::document::{Document, Section};
use super::heading_words::{ABOUT_THE_VOTER, FREE, POINTS, words};
use super::marks::mark;
use super::persons::is_a_moment;
use super::points::roughly;
use super::telling_words::{
    AGAINST, AGAINST_A_LINE, BESIDE_COUNTS, CHECKS, COUNTS, DIRECTION, FINISHED, INVALID, INVALID_PAIRS, NO_PROJECT,
    NO_VOTE, NUMBERS, OF_VOTERS, OFF_BALLOT, ON_BALLOT, REMARKS, UNFINISHED, VALID,
};
use crate::budgeting::exact::{Rational, whole};

/// Words of a note in the place of a voter's name, at most.
const MOST_WORDS: usize = 4;

/// A column that was not read.
pub(super) struct Column {
    pub(super) title: String,
    words: Vec<String>,
    pub(super) cells: Vec<String>,
    at: usize,
}

impl Column {
    /// The column of a section under a title.
    pub(super) fn of(document: &Document, section: Section, at: usize, title: &str) -> Column {
        let cells = document.records(section).iter().map(|record| {
            let cell = document.cells(*record).nth(at).unwrap_or_default();
            cell.trim().to_owned()
        });
        Column {
            title: title.to_owned(),
            words: words(title),
            cells: cells.collect(),
            at,
        }
    }

    pub(super) fn has(&self, list: &[&str]) -> bool {
        self.words.iter().any(|word| list.contains(&word.as_str()))
    }

    pub(super) fn said(&self) -> impl Iterator<Item = &str> {
        self.cells.iter().map(String::as_str).filter(|cell| !cell.is_empty())
    }

    /// Whether it says how many cast each ballot; `sums` are what a line adds up to, where that is known.
    pub(super) fn counts_together<'s>(&self, sums: impl Fn() -> Option<&'s [Vec<u64>]>) -> bool {
        let known = |word: &String| COUNTS.contains(&word.as_str()) || BESIDE_COUNTS.contains(&word.as_str());
        if !self.words.iter().all(known) || !self.has(&COUNTS) {
            return false;
        }
        // Numbers of lines: each is the next, or they stand first under a heading that may mean that, and rise.
        let of_lines = self.at == 0 && self.words.iter().all(|word| NUMBERS.contains(&word.as_str()));
        if self.steps(|one, next| next == one + 1) || of_lines && self.steps(|one, next| next > one) {
            return false;
        }
        let added_up = |line: usize, number: &u64| sums().is_some_and(|sums| sums[line].contains(number));
        // However they are written: `1,500` people are no fewer than 1500.
        let numbers = self.cells.iter().map(|cell| read_amount(cell).map(Amount::number));
        let of_people = |number: &Rational| number.is_integer().then(|| number.to_integer().to_u64()).flatten();
        numbers.enumerate().any(|(line, number)| {
            let is_sum = |number: &Rational| of_people(number).is_some_and(|whole| added_up(line, &whole));
            number.is_some_and(|number| number != whole(1) && !is_sum(&number))
        })
    }

    /// Its number, from 1.
    pub(super) fn number(&self) -> usize {
        self.at + 1
    }

    /// Whether it holds whole numbers, some of them above 1, that do not number the lines and do not stand first.
    pub(super) fn counts_something(&self) -> bool {
        let numbers: Option<Vec<u64>> = self.said().map(|cell| cell.parse().ok()).collect();
        self.at > 0
            && numbers.is_some_and(|numbers| numbers.iter().any(|number| *number > 1))
            && !self.steps(|one, next| next == one + 1)
    }

    /// The first line that it says holds no ballot that counts.
    pub(super) fn voids_a_ballot(&self) -> Option<usize> {
        self.voids(&FINISHED, &UNFINISHED)
    }

    /// The first line that it says holds no project on the ballot.
    pub(super) fn voids_a_project(&self) -> Option<usize> {
        self.voids(&ON_BALLOT, &OFF_BALLOT)
    }

    /// The first title that says itself that its project is not on the ballot: `The park (withdrawn)`, `WITHDRAWN: the park`.
    pub(super) fn is_withdrawn(&self) -> Option<usize> {
        let void =
            |word: &str| REMARKS.contains(&word) || ["removed", "merged", "infeasible", "unfeasible"].contains(&word);
        let apart = |part: &str| {
            let said = words(part);
            !said.is_empty() && said.len() <= MOST_WORDS && said.iter().any(|word| void(word))
        };
        self.cells.iter().position(|cell| {
            let mut bracketed = cell.split(['(', '[']).skip(1);
            let brackets = bracketed.any(|rest| apart(rest.split([')', ']']).next().unwrap_or_default()));
            let parted = cell.split([':', '–', '—']).chain(cell.split(" - "));
            let parts: Vec<&str> = parted.collect();
            brackets
                || parts.len() > 2
                    && parts
                        .iter()
                        .any(|part| *part != cell && words(part).len() == 1 && apart(part))
        })
    }

    /// The first title of what is no project: `None of these`.
    pub(super) fn is_no_project(&self) -> Option<usize> {
        let said = |cell: &String| words(cell).join(" ");
        self.cells
            .iter()
            .position(|cell| NO_PROJECT.contains(&said(cell).as_str()))
    }

    /// The first line that it says does not count; `valid` and `invalid` are further words that say so.
    fn voids(&self, valid: &[&str], invalid: &[&str]) -> Option<usize> {
        let void = |word: &String| INVALID.contains(&word.as_str()) || invalid.contains(&word.as_str());
        // Of what people write as they like, only a remark of a few words is one about the ballot.
        if self.has(&FREE) {
            let remark = |cell: &String| {
                let said = words(cell);
                let all = said.join(" ");
                // A voter's own words are of the voter, or of what happened.
                let of_voter = said.iter().any(|word| OF_VOTERS.contains(&word.as_str()));
                let says = |word: &String| REMARKS.contains(&word.as_str());
                said.len() <= MOST_WORDS && !of_voter && said.iter().any(says)
                    || ["test", "testing", "prawf"].contains(&all.as_str())
                    || all.contains("do not count")
                    || all.contains("don t count")
                    || INVALID_PAIRS.contains(&all.as_str())
            };
            return self.cells.iter().position(remark);
        }
        let says_void = |cell: &String| {
            let said = words(cell);
            let pair = said.iter().take(2).cloned().collect::<Vec<_>>().join(" ");
            let anywhere = |pair: &[String]| NO_VOTE.contains(&format!("{} {}", pair[0], pair[1]).as_str());
            said.first().is_some_and(void)
                || INVALID_PAIRS.contains(&pair.as_str())
                || said.len() <= MOST_WORDS && said.windows(2).any(anywhere)
                || said == ["test"]
                || said == ["testing"]
        };
        let title = self.words.join(" ");
        // Consent to something else than the vote.
        const OF_OTHERS: [&str; 9] = [
            "photo",
            "photos",
            "filming",
            "images",
            "contact",
            "newsletter",
            "marketing",
            "updates",
            "email",
        ];
        let checks =
            self.has(&CHECKS) && !self.has(&OF_OTHERS) || ["in area", "in the area", "local"].contains(&title.as_str());
        let fails = |cell: &String| {
            mark(cell) == Some(false) && !cell.is_empty()
                || ["fail", "failed", "fails", "mismatch", "missing"].contains(&cell.to_lowercase().as_str())
        };
        let says_valid = self.has(&VALID) || self.has(valid);
        // Of what speaks against a line under other headings too, only a plain yes counts.
        // As the whole of what the heading says: a late opening is a project's.
        const BESIDE: [&str; 12] = [
            "is", "was", "received", "a", "an", "the", "ballot", "vote", "entry", "paper", "by", "check",
        ];
        let plain = |word: &String| AGAINST_A_LINE.contains(&word.as_str()) || BESIDE.contains(&word.as_str());
        let against_line = self.has(&AGAINST_A_LINE)
            && (self.words.iter().all(plain) || self.words.iter().any(|word| word == "of" || word == "officer"))
            && self.words.len() <= MOST_WORDS
            && self.cells.iter().all(|cell| mark(cell).is_some());
        let negative = self.words.iter().any(void) || self.has(&["not"]) && says_valid || against_line;
        let some = |cell: &String| !cell.is_empty() && mark(cell) != Some(false);
        let any_valid = self.cells.iter().any(some);
        self.cells.iter().position(|cell| {
            says_void(cell)
                || checks && fails(cell)
                || negative && some(cell)
                || !negative && says_valid && !some(cell) && (any_valid || !cell.is_empty())
        })
    }

    /// The first line whose voter is called what no voter is: a spoilt paper, an example, a trial.
    pub(super) fn is_no_voter(&self) -> Option<usize> {
        const NOBODY: [&str; 9] = [
            "test", "testing", "example", "sample", "template", "blank", "unused", "dummy", "xxx",
        ];
        const LIMITS: [&str; 4] = ["max votes", "maximum votes", "max points", "maximum points"];
        // What people write before a line of results, or of what is known of the projects.
        const OF_PROJECTS: [&str; 30] = [
            "rank",
            "ranking",
            "position",
            "order",
            "votes",
            "vote",
            "funded",
            "winner",
            "winners",
            "result",
            "results",
            "selected",
            "elected",
            "project",
            "projects",
            "project no",
            "project number",
            "project id",
            "project ref",
            "score",
            "scores",
            "points",
            "percent",
            "share",
            "yes",
            "no",
            "likes",
            "feasible",
            "option",
            "options",
        ];
        let says = |cell: &String| {
            let said = words(cell);
            let any_void = said.iter().any(|word| INVALID.contains(&word.as_str()));
            let all = said.join(" ");
            any_void && said.len() <= MOST_WORDS
                || all.starts_with("not counted")
                || said.len() > 1 && said[0] == "late"
                || said.first().is_some_and(|word| NOBODY.contains(&word.as_str())) && said.len() <= 2
                || all == "do not count"
                || OF_PROJECTS.contains(&all.as_str())
                || LIMITS.contains(&all.as_str())
        };
        self.cells.iter().position(says)
    }

    /// The first line in which the day or hour at which an answer was given is missing, where the others have it.
    pub(super) fn is_unfinished(&self) -> Option<usize> {
        const OF_PEOPLE: [&str; 5] = ["birth", "dob", "born", "joined", "since"];
        if self.has(&OF_PEOPLE) || self.said().next().is_none() || !self.said().all(is_a_moment) {
            return None;
        }
        self.cells.iter().position(String::is_empty)
    }

    /// Of a table with a line for each project that is asked about, the first line that says no to it; `voters` tells lines of one
    /// voter apart from others'. What is said of a voter is the same on all lines of the voter.
    pub(super) fn declines(&self, voters: &[String]) -> Option<usize> {
        const ANSWERS: [&str; 14] = [
            "answer", "answers", "selected", "select", "approve", "approves", "ticked", "tick", "value", "choice",
            "chosen", "vote", "response", "ateb",
        ];
        let told: Vec<Option<bool>> = self.cells.iter().map(|cell| answer(cell)).collect();
        let only_marks = self
            .cells
            .iter()
            .zip(&told)
            .all(|(cell, told)| cell.is_empty() || told.is_some());
        if !only_marks || self.has(&FREE) || !told.contains(&Some(true)) {
            return None;
        }
        // Where nobody says no, a blank beside a mark does.
        let blank_is_no = !told.contains(&Some(false));
        let told: Vec<Option<bool>> = told
            .into_iter()
            .map(|told| told.or(blank_is_no.then_some(false)))
            .collect();
        let mut of: BTreeMap<&str, bool> = BTreeMap::new();
        let mut within = false;
        for (voter, told) in voters.iter().zip(&told) {
            if let Some(told) = told {
                within |= *of.entry(voter).or_insert(*told) != *told;
            }
        }
        (within || self.has(&ANSWERS)).then(|| told.iter().position(|told| *told == Some(false)))?
    }

    /// Of a table with a line for each project, the first line on which it differs from an earlier line of the same voter, where it says one
    /// of a few things and does not go with the project: it answers something about the project.
    pub(super) fn answers_apart(&self, voters: &[String], projects: &[String]) -> Option<usize> {
        const FEW: usize = 4;
        let mut said: Vec<&str> = self.cells.iter().map(String::as_str).collect();
        said.sort_unstable();
        said.dedup();
        let few = (2..=FEW).contains(&said.len()) && self.cells.len() >= FEW;
        // Who typed a line in, and when, says nothing of the project.
        const OF_ENTRY: [&str; 9] = [
            "by",
            "clerk",
            "entered",
            "typed",
            "device",
            "collector",
            "day",
            "date",
            "name",
        ];
        if !few
            || self.has(&OF_ENTRY)
            || self.has(&FREE)
            || self.has(&POINTS)
            || self.said().any(is_a_moment)
            || self.steps(|one, next| next >= one)
        {
            return None;
        }
        let mut of_project: BTreeMap<&str, &str> = BTreeMap::new();
        let pairs = || projects.iter().zip(&self.cells);
        if pairs().all(|(project, cell)| *of_project.entry(project).or_insert(cell) == cell.as_str()) {
            return None;
        }
        // Lines of a voter may be numbered.
        let mut numbers: BTreeMap<&str, u64> = BTreeMap::new();
        let numbered = voters.iter().zip(&self.cells).all(|(voter, cell)| {
            let before = numbers.insert(voter, cell.parse().unwrap_or(0)).unwrap_or(0);
            cell.parse() == Ok(before + 1)
        });
        if numbered {
            return None;
        }
        let mut of_voter: BTreeMap<&str, &str> = BTreeMap::new();
        let mut both = voters.iter().zip(&self.cells);
        both.position(|(voter, cell)| *of_voter.entry(voter).or_insert(cell) != cell.as_str())
    }

    /// The first line that it says speaks against what it names.
    pub(super) fn opposes(&self) -> Option<usize> {
        if self.has(&FREE) {
            return None;
        }
        let heading = self.has(&DIRECTION);
        let against = |cell: &String| {
            AGAINST.contains(&words(cell).join(" ").as_str())
                || heading && !cell.is_empty() && (mark(cell) == Some(false) || cell.starts_with('-'))
        };
        self.cells.iter().position(against)
    }

    /// Whether most of what stands in it are numbers or crosses, some above 0, and nothing says that they are about the voter.
    pub(super) fn holds_points(&self) -> bool {
        let (mut all, mut numbers, mut some) = (0, 0, false);
        for cell in self.said() {
            let number = roughly(cell);
            all += 1;
            numbers += usize::from(number.is_some());
            some |= number.is_some_and(|number| number != 0.0);
        }
        some && 2 * numbers > all
            && !self.numbers_lines()
            && !self.has(&ABOUT_THE_VOTER)
            && !self.has(&FREE)
            && !super::totals::names_a_sum(&self.title)
    }

    /// Whether it numbers the lines: each cell is the one above and 1, and that on more lines than may be so by chance.
    fn numbers_lines(&self) -> bool {
        self.cells.len() > 2 && self.steps(|one, next| next == one + 1)
    }

    /// Whether it holds numbers, each of which fits the one above.
    fn steps(&self, fits: impl Fn(u64, u64) -> bool) -> bool {
        let number = |cell: &String| cell.parse::<u64>().ok();
        let fit = |pair: &[String]| {
            let both = number(&pair[0]).zip(number(&pair[1]));
            both.is_some_and(|(one, next)| fits(one, next))
        };
        self.cells.len() > 1 && self.cells.windows(2).all(fit)
    }

    /// Whether each number in it is what its line gives to all projects together.
    pub(super) fn adds_up(&self, given: &[f64]) -> bool {
        let mut lines = self.cells.iter().zip(given);
        lines.all(|(cell, given)| cell.is_empty() || roughly(cell).is_some_and(|sum| (sum - given).abs() < 1e-6))
    }

    /// Whether it gives numbers, or lists of them, under a heading of points.
    pub(super) fn gives_points<'s>(&self, sums: impl Fn() -> Option<&'s [Vec<u64>]>) -> bool {
        let adds_up = |line: usize, cell: &str| {
            cell.parse()
                .is_ok_and(|number| sums().is_some_and(|sums| sums[line].contains(&number)))
        };
        let number = |item: &str| item.trim().parse::<f64>().is_ok();
        self.has(&POINTS)
            && self.said().all(|cell| {
                cell.split([',', ';', '|', ' '])
                    .filter(|one| !one.is_empty())
                    .all(number)
            })
            && self
                .cells
                .iter()
                .enumerate()
                .any(|(line, cell)| !cell.is_empty() && cell != "1" && cell != "0" && !adds_up(line, cell))
    }
}

/// Whether an answer about one project is yes or no; nothing where it is blank or says something else.
fn answer(cell: &str) -> Option<bool> {
    let lower = cell.to_lowercase();
    let negated = |not: &&str| lower.strip_prefix(not).is_some_and(|rest| answer(rest) == Some(true));
    match lower.as_str() {
        "" => None,
        "ydw" | "hoffwn" | "selected" | "checked" | "ticked" | "chosen" | "voted" | "added" => Some(true),
        "nac ydw" | "na hoffwn" | "✗" | "✘" | "❌" | "blank" | "empty" | "removed" => Some(false),
        _ if ["not ", "not-", "un"].iter().any(negated) => Some(false),
        _ => mark(cell),
    }
}
