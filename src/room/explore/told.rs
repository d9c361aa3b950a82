//! What an answer says of a measure, in a sentence: what changed, against what, and how sure that is.

use crate::live::{Answer, Cell, Quality, Size};
use crate::measures::Handle;
use crate::report::words as numbers;
use crate::room::messages::Words;
use crate::world::Year;
use crate::world::past::PastPoint;

/// The year that sentences are about: the tenth after the base year, or the last.
pub fn telling_year(years: &[Year]) -> Year {
    years.get(10).or(years.last()).copied().unwrap_or(Year(0))
}

/// Three digits of a number: more would pretend to know more.
pub fn three(number: f64) -> f64 {
    if number == 0.0 || !number.is_finite() {
        return number;
    }
    let unit = 10f64.powf(number.abs().log10().floor() - 2.0);
    (number / unit).round() * unit
}

/// The change as a figure: `+£1.20 bn`; nothing where none can be seen.
pub fn change(cell: &Cell) -> Option<String> {
    let unit = cell.measure.measure().unit;
    numbers::visible(unit, cell.difference.p50).then(|| numbers::difference(unit, three(cell.difference.p50)))
}

/// The finding over a picture.
pub fn finding(cell: &Cell, changed: bool, words: Words) -> String {
    let measure = cell.measure.measure();
    let (title, year) = (measure.title, cell.year.financial());
    if !changed {
        let level = numbers::value(measure.unit, three(cell.baseline.p50));
        return words.tell(
            "finding-level",
            &[("measure", title), ("level", &level), ("year", &year)],
        );
    }
    match change(cell) {
        Some(change) => words.tell(
            "finding-change",
            &[("measure", title), ("change", &change), ("year", &year)],
        ),
        None => words.tell("finding-same", &[("measure", title), ("year", &year)]),
    }
}

/// The sentence under a picture.
pub fn sentence(cell: &Cell, answer: &Answer, changed: bool, words: Words) -> String {
    let unit = cell.measure.measure().unit;
    let value = |number: f64| numbers::value(unit, three(number));
    let difference = |number: f64| numbers::difference(unit, three(number));
    let year = cell.year.financial();
    let (now_low, now) = (value(cell.baseline.p10), value(cell.baseline.p50));
    let now_high = value(cell.baseline.p90);
    let known = answer.quality != Quality::First || now_low != now_high;
    let as_now = if known {
        words.tell(
            "sentence-now",
            &[("year", &year), ("now", &now), ("low", &now_low), ("high", &now_high)],
        )
    } else {
        words.tell("sentence-now-first", &[("year", &year), ("now", &now)])
    };
    if !changed {
        return as_now;
    }
    let middle = difference(cell.difference.p50);
    let visible = [cell.difference.p10, cell.difference.p50, cell.difference.p90]
        .iter()
        .any(|number| numbers::visible(unit, *number));
    let then = if !visible {
        words.say("sentence-same")
    } else if !numbers::visible(unit, cell.difference.p50) {
        // "£0" would read as a level.
        let (low, high) = (difference(cell.difference.p10), difference(cell.difference.p90));
        words.tell("sentence-middle-same", &[("low", &low), ("high", &high)])
    } else if answer.quality == Quality::First {
        words.tell("sentence-change-first", &[("change", &middle)])
    } else {
        let up = cell.difference.p50 > 0.0;
        let share = if up { cell.higher } else { cell.lower };
        let (low, high) = (difference(cell.difference.p10), difference(cell.difference.p90));
        let with = [
            ("change", middle.as_str()),
            ("low", low.as_str()),
            ("high", high.as_str()),
            ("share", &numbers::probability(share)),
        ];
        if up {
            words.tell("sentence-higher", &with)
        } else {
            words.tell("sentence-lower", &with)
        }
    };
    let sure = sure_of_middle(cell, answer, words).filter(|_| visible);
    let lines = apart(cell, words).filter(|_| visible);
    let all: Vec<String> = [Some(as_now), Some(then), sure, lines].into_iter().flatten().collect();
    all.join(" ")
}

/// That the lines of the picture stand otherwise apart than the change told, where they do by more than a tenth and the change is to be seen:
/// each line is the middle of its own futures, and the change the middle of what each future differs by from itself.
fn apart(cell: &Cell, words: Words) -> Option<String> {
    let unit = cell.measure.measure().unit;
    let (lines, change) = (cell.chosen.p50 - cell.baseline.p50, cell.difference.p50);
    let far = (lines - change).abs() > 0.1 * lines.abs().max(change.abs());
    let [lines, change] = [lines, change].map(|number| numbers::difference(unit, three(number)));
    // "£0" would read as a level.
    let told = far && lines != change && numbers::visible(unit, cell.difference.p50);
    told.then(|| {
        words.tell(
            "sentence-lines",
            &[("year", &cell.year.financial()), ("lines", &lines), ("change", &change)],
        )
    })
}

/// How far the middle of the difference may still be from what it is with more futures; nothing where there are enough.
fn sure_of_middle(cell: &Cell, answer: &Answer, words: Words) -> Option<String> {
    let unit = cell.measure.measure().unit;
    let (low, high) = cell.middle.filter(|_| answer.quality == Quality::Rough)?;
    let [low, high] = [low, high].map(|number| numbers::difference(unit, three(number)));
    Some(words.tell("sentence-middle", &[("low", &low), ("high", &high)]))
}

/// What was published before, in a sentence: the first year and the last.
pub fn published(handle: Handle, past: &[PastPoint], words: Words) -> Option<String> {
    let (first, last) = (past.first()?, past.last()?);
    let value = |point: &PastPoint| numbers::value(handle.measure().unit, three(point.value));
    let year = |point: &PastPoint| Year(point.year).financial();
    Some(words.tell(
        "published-from",
        &[
            ("first", &value(first)),
            ("from", &year(first)),
            ("last", &value(last)),
            ("to", &year(last)),
        ],
    ))
}

/// How sure the pictures are, in words.
pub fn quality(answer: &Answer, size: Size, words: Words) -> String {
    let (draws, of, people) = (
        answer.draws.to_string(),
        size.draws.to_string(),
        size.people.to_string(),
    );
    match answer.quality {
        Quality::First => words.say("quality-first"),
        Quality::Rough if answer.is_last => words.tell("quality-few", &[("draws", &draws), ("people", &people)]),
        Quality::Rough => words.tell("quality-rough", &[("draws", &draws), ("of", &of)]),
        Quality::Good => words.tell("quality-good", &[("draws", &draws)]),
    }
}

/// The cell of the telling year.
pub fn cell(answer: &Answer, handle: Handle, years: &[Year]) -> Option<Cell> {
    let cell = answer.cell(handle, telling_year(years))?;
    (cell.baseline.p50.is_finite() && cell.chosen.p50.is_finite()).then_some(*cell)
}

#[cfg(test)]
mod tests {
    use super::{Cell, apart, three};
    use crate::live::Band;
    use crate::measures::COST_PUBLIC;
    use crate::room::messages::{Language, Words};
    use crate::world::Year;

    #[test]
    fn lines_that_stand_otherwise_apart_than_the_change_told_say_so() {
        let band = |p50: f64| Band {
            p10: p50 - 5.0,
            p50,
            p90: p50 + 5.0,
        };
        let cell = |chosen: f64, change: f64| Cell {
            measure: COST_PUBLIC,
            year: Year(2034),
            baseline: band(100.0),
            chosen: band(chosen),
            difference: band(change),
            middle: None,
            mean: (change, 0.1),
            level: chosen,
            higher: 1.0,
            lower: 0.0,
        };
        let words = Words::of(Language::English);
        let told = apart(&cell(130.0, 20.0), words).expect("they differ");
        assert!(told.contains("+£30.0 m") && told.contains("+£20.0 m"), "{told}");
        assert!(told.contains("2034/35"), "{told}");
        assert_eq!(
            apart(&cell(130.0, 0.0), words),
            None,
            "a change of nothing is told as none"
        );
        assert_eq!(apart(&cell(120.0, 20.0), words), None);
        assert_eq!(apart(&cell(121.0, 20.0), words), None, "near enough");
        assert!(apart(&cell(98.0, 20.0), words).is_some(), "another sign");
    }

    #[test]
    fn three_digits_are_told() {
        for (number, told) in [
            (346_010.0, 346_000.0),
            (-132_506.0, -133_000.0),
            (0.0, 0.0),
            (999.9, 1_000.0),
            (1.236, 1.24),
        ] {
            assert!((three(number) - told).abs() < 1e-9, "{number}: {}", three(number));
        }
        assert!(three(f64::NAN).is_nan());
    }
}
