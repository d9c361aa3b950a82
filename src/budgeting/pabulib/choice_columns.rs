//! Ballots with a column for each choice: `First choice, Second choice`, `Vote 1, Vote 2`, `1st preference, 2nd preference`.
//!
//! What the numbers mean decides who wins. *First*, *1st*, *preference*, *rank* and *priority* say an order; of *Vote 1* and
//! *Project 1* the numbers mean nothing; of *Choice 1* either may be meant, and then somebody must say which.

use super::document::{Document, Section};
use super::letters::plain;
use super::marks::mark;
use super::mentions::Names;
use super::ordinals::{makes_ordinal, ordinal_word};
use super::strangers::names_none;

/// What it means that one column stands before another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// The first is preferred.
    Ranked,
    /// Nothing.
    Unordered,
    /// One of the two.
    Unclear,
    /// The headings say how many points the project in their column gets.
    Points,
}

/// Columns that hold a choice each, in their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Choices {
    pub(super) columns: Vec<usize>,
    pub(super) meaning: Meaning,
    /// Whether the numbers of their headings fall from left to right, as points would.
    pub(super) falling: bool,
}

/// Words that say an order whatever stands beside them.
const ORDERED: [&str; 19] = [
    "rang",
    "reihenfolge",
    "platz",
    "miejsce",
    "preferencia",
    "preference",
    "preferences",
    "preferred",
    "pref",
    "rank",
    "ranked",
    "ranking",
    "priority",
    "favourite",
    "favorite",
    "place",
    "position",
    "blaenoriaeth",
    "ffefryn",
];
/// Words beside which a number only counts the slots of the form.
const SLOTS: [&str; 14] = [
    "vote",
    "votes",
    "project",
    "projects",
    "selection",
    "selected",
    "pick",
    "tick",
    "approval",
    "option",
    "item",
    "cross",
    "pleidlais",
    "prosiect",
];
/// Headings that say with their number how many points a choice gets.
const OF_POINTS: [&str; 7] = ["points", "score", "scores", "stars", "star", "tokens", "credits"];
/// More choices than this nobody asks for one by one.
const MOST_CHOICES: u32 = 40;

/// A heading taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Title {
    /// What is left of it without its number.
    rest: String,
    /// Its number; `None` where it has none.
    number: Option<u32>,
    meaning: Meaning,
}

/// Takes a heading apart; letters and digits that touch are parted (`choice1`, `1st`), accents are left out.
fn title(heading: &str) -> Title {
    let mut words: Vec<String> = Vec::new();
    let mut last = ' ';
    for letter in plain(heading).chars() {
        let kind = |letter: char| (letter.is_alphabetic(), letter.is_ascii_digit());
        if !letter.is_alphanumeric() {
            last = ' ';
            continue;
        }
        match words.last_mut() {
            Some(word) if last != ' ' && kind(last) == kind(letter) => word.push(letter),
            _ => words.push(letter.to_string()),
        }
        last = letter;
    }
    let mut found = Title {
        rest: String::new(),
        number: None,
        meaning: Meaning::Unclear,
    };
    let mut rest: Vec<&str> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let word = words[at].as_str();
        let ordinal = ordinal_word(word);
        let digits = word.parse::<u32>().ok().filter(|number| *number <= MOST_CHOICES);
        match (ordinal, digits) {
            (Some(place), _) if found.number.is_none() => {
                found.number = Some(place);
                found.meaning = Meaning::Ranked;
            }
            (_, Some(number)) if found.number.is_none() => {
                found.number = Some(number);
                if words.get(at + 1).is_some_and(|next| makes_ordinal(next)) {
                    found.meaning = Meaning::Ranked;
                    at += 1;
                }
            }
            // Welsh softens the word after some numbers.
            _ => rest.push(match word {
                "ddewis" => "dewis",
                "point" | "pt" | "pts" => "points",
                word => word,
            }),
        }
        at += 1;
    }
    if found.meaning != Meaning::Ranked {
        if rest.iter().any(|word| ORDERED.contains(word)) {
            found.meaning = Meaning::Ranked;
        } else if rest.last().is_some_and(|word| SLOTS.contains(word)) {
            found.meaning = Meaning::Unordered;
        }
    }
    found.rest = rest.join(" ");
    found
}

/// The number that a heading bears, as a figure or a word.
pub(super) fn number_of(heading: &str) -> Option<u32> {
    title(heading).number
}

/// Whether a heading says that what stands beneath it is put in order of preference.
pub(super) fn says_an_order(heading: &str) -> bool {
    /// Words of an order that say no place, without accents.
    const ORDERS: [&str; 28] = [
        "order",
        "ordered",
        "best",
        "trefn",
        "priorities",
        "rangfolge",
        "rangliste",
        "rangordnung",
        "prioritat",
        "prioritaten",
        "classement",
        "ordre",
        "priorite",
        "priorites",
        "kolejnosc",
        "priorytet",
        "priorytety",
        "clasificacion",
        "orden",
        "prioridad",
        "prioridades",
        "classifica",
        "graduatoria",
        "ordine",
        "priorita",
        "ordem",
        "volgorde",
        "rangorde",
    ];
    let words = title(heading).rest;
    words
        .split(' ')
        .any(|word| ORDERED.contains(&word) || ORDERS.contains(&word))
}

/// Whether a heading above a list says that what stands first in it is the first: `Most wanted first`.
pub(super) fn begins_an_order(heading: &str) -> bool {
    let found = title(heading);
    let last = heading.split_whitespace().next_back().map(title);
    found.meaning == Meaning::Ranked && last.is_some_and(|last| last.number == Some(1))
}

/// Whether a heading can only stand above ranks, where numbers stand below it.
pub(super) fn says_a_rank(heading: &str) -> bool {
    let words = title(heading).rest;
    let also_of_places = ["place", "position"];
    words
        .split(' ')
        .any(|word| ORDERED.contains(&word) && !also_of_places.contains(&word))
}

/// Whether a cell holds a number that may be a rank: `2`, `2nd`, `second`.
pub(super) fn like_a_rank(cell: &str) -> bool {
    title(cell).number.is_some()
}

/// The place that a cell gives to a project: `2`, `2nd`, `second`.
pub(super) fn rank(cell: &str) -> Option<i64> {
    cell.trim().parse().ok().or_else(|| ordinal(cell).map(i64::from))
}

/// The place that a cell says in so many letters (`2nd`, `second`), and so can mean nothing else.
pub(super) fn ordinal(cell: &str) -> Option<u32> {
    let found = title(cell);
    found
        .number
        .filter(|_| found.meaning == Meaning::Ranked && found.rest.is_empty())
}

/// Whether any cell of a column holds something: spreadsheets write empty columns behind the last.
fn holds_something(document: &Document, column: usize) -> bool {
    let mut records = document.records(Section::Votes).iter();
    records.any(|record| {
        document
            .cells(*record)
            .nth(column)
            .is_some_and(|cell| !cell.trim().is_empty())
    })
}

/// Whether a column without a heading may hold further choices of the one before it: it names projects in most of its cells, and not by
/// numbers where that one has their titles.
fn goes_on(document: &Document, names: &Names, headed: usize, column: usize) -> bool {
    let cells = |column: usize| {
        let records = document.records(Section::Votes).iter();
        let cells = records.map(move |record| document.cells(*record).nth(column).unwrap_or_default());
        cells
            .map(|cell| cell.trim().to_owned())
            .filter(|cell| !cell.is_empty() && !names_none(cell))
            .collect::<Vec<String>>()
    };
    let (first, further) = (cells(headed), cells(column));
    let naming = further.iter().filter(|cell| names.cell(cell).unknown() == 0).count();
    let number = |cell: &String| cell.parse::<u64>().is_ok();
    2 * naming > further.len()
        && (!further.iter().all(number) || 2 * first.iter().filter(|cell| number(cell)).count() > first.len())
}

/// The columns of `open` that hold a choice each, where there are at least two of one name and their cells name projects.
pub(super) fn choices(document: &Document, names: &Names, open: &[usize], looked_at: usize) -> Option<Choices> {
    let headings = document.columns(Section::Votes);
    let titles: Vec<(usize, Title)> = open.iter().map(|column| (*column, title(&headings[*column]))).collect();
    let mut rests: Vec<&str> = titles.iter().map(|(_, title)| title.rest.as_str()).collect();
    rests.sort_unstable();
    rests.dedup();
    let families = rests.iter().filter_map(|rest| {
        let mut family: Vec<&(usize, Title)> = titles.iter().filter(|(_, title)| title.rest == *rest).collect();
        // Blank headings go on with the choices that begin before them, as where cells of a heading were joined.
        let after = |column: usize| {
            titles
                .iter()
                .find(|(at, title)| *at == column + 1 && title.rest.is_empty())
        };
        while let Some(next) = family.last().and_then(|(column, _)| after(*column)) {
            if headings[next.0].is_empty()
                && !family.contains(&next)
                && holds_something(document, next.0)
                && goes_on(document, names, family[0].0, next.0)
            {
                family.push(next);
            } else {
                break;
            }
        }
        // `Choice, Choice.1`, as libraries write two columns of one name; the first of such has the format's own name by now.
        let first = family.first().map_or(0, |(column, _)| *column);
        let plain = titles
            .iter()
            .find(|(at, title)| at + 1 == first && title.number.is_none() && headings[*at] == "vote");
        if let (Some(plain), true) = (
            plain,
            family
                .first()
                .is_some_and(|(_, title)| title.number == Some(1) && title.rest == "choice"),
        ) {
            family.insert(0, plain);
        }
        let numbered = family.iter().any(|(_, title)| title.number.is_some());
        let alike = family.iter().all(|(_, title)| title.number.is_none());
        if family.len() < 2 || !(numbered || alike) || headings[family[0].0].is_empty() {
            return None;
        }
        let falling = numbered
            && family.len() > 1
            && family.windows(2).all(|pair| {
                let numbers = pair[0].1.number.zip(pair[1].1.number);
                numbers.is_some_and(|(one, next)| one > next)
            });
        // Blank headings go on with the last of the choices, whatever number this bears.
        family.sort_by_key(|(column, title)| (headings[*column].is_empty(), title.number, *column));
        let columns: Vec<usize> = family.iter().map(|(column, _)| *column).collect();
        let (mut naming, mut filled, mut marks) = (0, 0, 0);
        for record in document.records(Section::Votes).iter().take(looked_at) {
            let cells: Vec<_> = document.cells(*record).collect();
            for cell in columns.iter().filter_map(|column| cells.get(*column)) {
                let cell = cell.trim();
                let none = names_none(cell) && names.one(cell).is_none();
                if !cell.is_empty() && !none {
                    filled += 1;
                    naming += usize::from(names.cell(cell).unknown() == 0);
                    marks += usize::from(mark(cell).is_some());
                }
            }
        }
        // A table of crosses has no other cells, and may have numbered projects.
        let meaning = family.iter().map(|(_, title)| title.meaning);
        let meaning = match meaning.clone().find(|meaning| *meaning != Meaning::Unclear) {
            // Numbers that fall are asked about.
            _ if *rest == "points" || OF_POINTS.contains(rest) && !falling => Meaning::Points,
            Some(found) => found,
            None => Meaning::Unclear,
        };
        (2 * naming > filled && marks < filled).then_some((
            naming,
            Choices {
                columns,
                meaning,
                falling,
            },
        ))
    });
    families.max_by_key(|(naming, _)| *naming).map(|(_, choices)| choices)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_say_the_number_of_a_choice_and_whether_it_is_an_order() {
        for (heading, number, meaning) in [
            ("First choice", 1, Meaning::Ranked),
            ("What is your 2nd favourite project?", 2, Meaning::Ranked),
            ("3rd", 3, Meaning::Ranked),
            ("Preference 1", 1, Meaning::Ranked),
            ("rank_4", 4, Meaning::Ranked),
            ("Ail ddewis", 2, Meaning::Ranked),
            ("Cuarta opción", 4, Meaning::Ranked),
            ("Cinquie\u{300}me choix", 5, Meaning::Ranked),
            ("2ème préférence", 2, Meaning::Ranked),
            ("Vote 1", 1, Meaning::Unordered),
            ("Project2", 2, Meaning::Unordered),
            ("Choice 1", 1, Meaning::Unclear),
            ("Choice.1", 1, Meaning::Unclear),
        ] {
            let found = title(heading);
            assert_eq!((found.number, found.meaning), (Some(number), meaning), "{heading}");
        }
        assert_eq!(
            title("Choice"),
            Title {
                number: None,
                rest: "choice".to_owned(),
                meaning: Meaning::Unclear
            }
        );
        assert_eq!(title("First choice").rest, title("Third choice").rest);
    }
}
