//! Cells that stand where others say who voted and are no voter's: remarks, results, lines that explain others. They are told by their
//! words, or by their shape: among numbers of papers a word, among names a number or a remark in brackets.
//!
//! People write their names as they like (small letters, initials, hyphens, three words, a number behind two of one name), so that
//! names of any such shape are never asked about.

use std::collections::HashSet;

use super::heading_words::words;
use super::persons::{is_ditto, is_nobody, same_form};

/// Cells of the usual shape that there must be, and how many of them for each that is otherwise.
const USUAL: usize = 3;
/// Words of a note in the place of a voter's name, at most.
const MOST_WORDS: usize = 4;
/// Words of the vote itself: of what is counted, of those who count, of how it ended.
const OF_THE_VOTE: [&str; 29] = [
    "abstain",
    "abstained",
    "abstentions",
    "project",
    "projects",
    "prosiectau",
    "vote",
    "votes",
    "ballots",
    "result",
    "results",
    "recount",
    "popular",
    "answers",
    "answer",
    "winner",
    "winners",
    "funded",
    "options",
    "choices",
    "shortlist",
    "ranking",
    "staff",
    "officers",
    "everyone",
    "everybody",
    "everything",
    "summary",
    "proposals",
];

/// What a cell looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// Digits and what parts them.
    Number,
    /// Letters and digits in one: `V001`, `12b`.
    Code,
    /// Words and a number behind them: `Voter 7`, `Ann 2`.
    Numbered,
    /// An address of mail.
    Mail,
    /// Words without a digit.
    Words,
    /// Words with marks that stand in nobody's name.
    Marked,
    /// Nobody: a blank, a dash, `n/a`.
    Nothing,
}

fn shape(cell: &str) -> Shape {
    let digit = |letter: char| letter.is_ascii_digit();
    let letters = cell.chars().any(char::is_alphabetic);
    if is_nobody(&same_form(cell)) || !cell.chars().any(char::is_alphanumeric) {
        Shape::Nothing
    } else if cell.contains('@') && !cell.contains(' ') {
        Shape::Mail
    } else if letters && is_marked(cell) {
        Shape::Marked
    } else if !letters {
        Shape::Number
    } else if !cell.contains(digit) {
        Shape::Words
    } else {
        let parts: Vec<&str> = cell.split_whitespace().collect();
        let (last, others) = parts.split_last().unwrap_or((&"", &[]));
        let behind = last.trim_matches(['#', '(', ')', '.']).chars().all(digit);
        if behind && !others.is_empty() && !others.iter().any(|part| part.contains(digit)) {
            Shape::Numbered
        } else {
            Shape::Code
        }
    }
}

/// Whether marks stand in it that stand in nobody's name, or a remark in brackets: `*Dan`, `(Dan)`, `Dan (under 16)`. A nickname or a
/// name at birth is none.
fn is_marked(cell: &str) -> bool {
    let word = |text: &str| text.chars().any(char::is_alphabetic);
    let remark = |rest: &str| {
        let inner = rest.split([')', ']']).next().unwrap_or_default().trim();
        let first = words(inner).into_iter().next().unwrap_or_default();
        // A name at birth, the younger of two, how somebody wants to be spoken of.
        const KNOWN: [&str; 12] = [
            "née", "nee", "né", "geb", "jr", "sr", "she", "he", "they", "her", "him", "them",
        ];
        let known = KNOWN.contains(&first.as_str());
        !known && inner.starts_with(char::is_lowercase) && cell.starts_with(char::is_uppercase)
    };
    cell.contains(['*', '?', '!', '~', '=', '<', '>', '|', '%', '^'])
        || cell.starts_with(['(', '[']) && word(cell)
        || cell.split(['(', '[']).skip(1).any(remark)
}

/// What stands behind the digits with which a cell begins.
fn behind_digits(cell: &str) -> &str {
    cell.trim_start_matches(|letter: char| letter.is_ascii_digit())
}

/// Whether it is the place of something in an order: `1st`.
fn is_a_place(cell: &str) -> bool {
    let tail = behind_digits(cell);
    tail.len() < cell.len() && ["st", "nd", "rd", "th"].contains(&tail.to_lowercase().as_str())
}

/// Whether codes begin with the same letters, or have no small ones: people's own names for themselves (`bob99`, `annie`) do neither.
fn are_of_one_kind(codes: &[&str]) -> bool {
    let start = |code: &str| {
        let letters = code.chars().take_while(|letter| !letter.is_ascii_digit());
        letters.flat_map(char::to_lowercase).collect::<String>()
    };
    let first = codes.first().map_or(String::new(), |code| start(code));
    !first.is_empty() && codes.iter().all(|code| start(code) == first)
        || codes.iter().all(|code| !code.chars().any(char::is_lowercase))
}

/// The first of the cells under a heading of voters whose shape is another than nearly all others have.
fn of_another_shape(cells: &[String]) -> Option<usize> {
    let shapes: Vec<Shape> = cells.iter().map(|cell| shape(cell)).collect();
    let of = |wanted: &[Shape]| -> Vec<&str> {
        let both = cells.iter().zip(&shapes);
        both.filter(|(_, shape)| wanted.contains(shape))
            .map(|(cell, _)| cell.as_str())
            .collect()
    };
    let (numbers, codes, numbered) = (of(&[Shape::Number]), of(&[Shape::Code]), of(&[Shape::Numbered]));
    let (mails, names) = (of(&[Shape::Mail]), of(&[Shape::Words]));
    let first = |odd: &dyn Fn(&str, Shape) -> bool, usual: usize| {
        let found: Vec<usize> = (0..cells.len()).filter(|at| odd(&cells[*at], shapes[*at])).collect();
        (usual >= USUAL && USUAL * found.len() <= usual).then(|| found.first().copied())?
    };
    let of_papers = |numbers: usize, codes: &[&str], number: Shape| {
        // A code without a digit is as long as others are.
        let lengths: HashSet<usize> = codes.iter().map(|code| code.chars().count()).collect();
        let like_a_code = |cell: &str| !cell.contains(char::is_whitespace) && lengths.contains(&cell.chars().count());
        let odd = |cell: &str, shape: Shape| match shape {
            Shape::Words => !like_a_code(cell),
            Shape::Marked => true,
            Shape::Numbered => number != Shape::Numbered && codes.is_empty(),
            Shape::Code => {
                number == Shape::Number
                    && codes.len() < numbers
                    && (is_a_place(cell) || behind_digits(cell).starts_with(' '))
            }
            Shape::Number | Shape::Mail | Shape::Nothing => false,
        };
        first(&odd, numbers + codes.len())
    };
    if numbers.len() + codes.len() > mails.len() + names.len() + numbered.len()
        && (numbers.len() > codes.len() || are_of_one_kind(&codes))
    {
        of_papers(numbers.len(), &codes, Shape::Number)
    } else if numbered.len() > mails.len() + names.len() && are_of_one_kind(&numbered) {
        of_papers(numbered.len(), &codes, Shape::Numbered)
    } else if mails.len() > names.len() + numbered.len() {
        first(
            &|_, shape| matches!(shape, Shape::Words | Shape::Marked | Shape::Numbered),
            mails.len(),
        )
    } else {
        // A house number stands before a street; `1st` before nothing.
        let odd = |cell: &str, shape: Shape| match shape {
            Shape::Marked | Shape::Number => true,
            Shape::Code => is_a_place(cell),
            _ => false,
        };
        first(&odd, names.len() + numbered.len())
    }
}

/// The first cell that speaks of the vote and not of a person (`Recount`, `All projects`), where the others do not.
fn of_the_vote(cells: &[String]) -> Option<usize> {
    let says = |cell: &String| {
        let said = words(cell);
        // Words that are names too, or parts of those of groups, stand alone or behind *all*.
        const NAMES_TOO: [&str; 6] = ["winner", "staff", "popular", "project", "projects", "officers"];
        let speaks = said.iter().any(|word| {
            OF_THE_VOTE.contains(&word.as_str()) && (said.len() == 1 || !NAMES_TOO.contains(&word.as_str()))
        });
        let of_all = said.len() > 1 && ["all", "most", "least"].contains(&said[0].as_str());
        (speaks || of_all)
            && said.len() <= MOST_WORDS
            && !cell.contains(|letter: char| letter.is_ascii_digit() || letter == '@')
    };
    let found: Vec<usize> = (0..cells.len()).filter(|at| says(&cells[*at])).collect();
    (USUAL * found.len() <= cells.len()).then(|| found.first().copied())?
}

/// The first cell under a heading of voters that is no voter's, by its words or by its shape.
pub(super) fn odd_voter(cells: &[String]) -> Option<usize> {
    of_the_vote(cells).or_else(|| of_another_shape(cells))
}

/// Cells that name nobody among others that do: `-`, `n/a`, `???`. A blank is told of elsewhere, and a sign that goes on asked about.
pub(super) fn unnamed(cells: &[String]) -> Vec<usize> {
    let nobody = |cell: &String| !cell.is_empty() && shape(cell) == Shape::Nothing && !is_ditto(&same_form(cell));
    let found: Vec<usize> = (0..cells.len()).filter(|at| nobody(&cells[*at])).collect();
    if 2 * found.len() < cells.len() {
        found
    } else {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn odd(cells: &[&str]) -> Option<String> {
        let cells: Vec<String> = cells.iter().map(|cell| (*cell).to_owned()).collect();
        odd_voter(&cells).map(|at| cells[at].clone())
    }

    #[test]
    fn a_cell_of_another_shape_than_nearly_all_others_is_no_voter() {
        for (others, strange) in [
            (
                &["1", "2", "3", "4"][..],
                &["Recount", "Answer key", "Table 3", "1st", "2 late", "(5)a", "Ann"][..],
            ),
            (&["V001", "V002", "V003", "V004"], &["Recount", "Model paper", "*V005"]),
            (&["Voter 1", "Voter 2", "Voter 3"], &["Recount", "Spare sheet"]),
            (&["a@x.org", "b@x.org", "c@x.org"], &["Recount", "Ann"]),
            (
                &["Ann", "Bob", "Cat", "Dan"],
                &[
                    "*Eve",
                    "(Eve)",
                    "Eve (under 16)",
                    "12",
                    "1st",
                    "Recount",
                    "All projects",
                    "Most popular",
                    "Eve?",
                ],
            ),
            (
                &["Ann Lee", "Bob Ash", "Cat Oak"],
                &["Popular vote", "Eve Elm (late)", "Staff"],
            ),
        ] {
            for one in strange {
                let all: Vec<&str> = others.iter().copied().chain([*one]).collect();
                assert_eq!(odd(&all).as_deref(), Some(*one), "{others:?}");
            }
            assert_eq!(odd(others), None);
        }
    }

    #[test]
    fn names_and_papers_of_any_usual_shape_are_not_asked_about() {
        for cells in [
            &[
                "Ann",
                "bob smith",
                "J. K. Jones",
                "Anne-Marie O'Neil",
                "Zoë de la Cruz",
                "Lee",
                "MÜLLER",
                "Smith, Ann",
            ][..],
            &["Ann 1", "Ann 2", "Bob", "Cat", "Dan", "Eve"],
            &[
                "Ann",
                "Bob",
                "Cat",
                "Robert (Bob) Ash",
                "Eve Elm (née Oak)",
                "Ann (South)",
                "Sam Elm (she/her)",
                "Kim Ash (they/them)",
                "Michael Winner",
            ],
            &[
                "Rose Cottage",
                "The Mill",
                "Ivy House",
                "12 High Street",
                "Youth Project",
            ],
            &["bob99", "cat_88", "dan77", "eve66", "annie"],
            &["101", "102", "102a", "103", "104"],
            &["AB12", "CD34", "EFGH", "J9K1"],
            &["07700 900123", "(07700) 900124", "+44 7700 900125", "07700900126"],
            &["Ann", "n/a", "-", "Bob", "Cat", "Dan", "Anonymous", "???"],
            &["Vote 1", "Vote 2", "Vote 3", "Vote 4"],
            &["Ann", "Recount"],
            &["101", "102", "Ann", "Bob", "103"],
        ] {
            assert_eq!(odd(cells), None, "{cells:?}");
        }
        let cells: Vec<String> = ["Ann", "-", "ditto", "", "Bob", "Cat", "???", "Dan"]
            .map(str::to_owned)
            .to_vec();
        assert_eq!(unnamed(&cells), [1, 6]);
    }
}
