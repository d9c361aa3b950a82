//! Figures of a history that are out of step with the years beside them: a slip of a digit, another way of counting, or what happened.
//!
//! A tenfold figure is fitted to like any other, and the model moves towards it. No series of one way of counting goes to many times
//! its figure and back; where it goes there and stays, whoever publishes it has begun to count otherwise, which is what segments are for.
//! Beyond that it is refused; what is odd, and may be so, is told.

use super::history::{HISTORY, Series};
use crate::measures;
use crate::results::tables::short;
use crate::world::table::{Row, Table, TableError};

/// Times the figures of both years beside it, or the part of them, from which one is refused.
const SPIKE: f64 = 3.0;
/// Times the figure of the year before it, or the part of it, from which one is refused: a series of long waits has fallen to a fifth in a year.
const STEP: f64 = 6.0;
/// The same from which a figure is told. No figure of England's differs by so much from both beside it.
const ODD_SPIKE: f64 = 1.3;
/// And for the figure of the year before it; as much again for each year that is missing between them.
const ODD_STEP: f64 = 1.5;

/// A published figure and where it stands.
struct Figure<'a> {
    row: Row<'a>,
    year: u16,
    value: f64,
}

impl Figure<'_> {
    /// How many times as much it is as another.
    fn times(&self, other: &Figure) -> f64 {
        self.value / other.value
    }

    fn words(&self) -> String {
        format!("{} in {}", short(self.value), self.year)
    }
}

/// How far a ratio is from 1, whichever way.
fn apart(times: f64) -> f64 {
    times.max(1.0 / times)
}

/// How far one is from both beside it on the same side; 1 where it lies between them.
fn spike(before: &Figure, one: &Figure, after: &Figure) -> f64 {
    let (a, b) = (one.times(before), one.times(after));
    if (a > 1.0) == (b > 1.0) {
        apart(a).min(apart(b))
    } else {
        1.0
    }
}

/// Refuses the text of a history in which a figure cannot be in step with those beside it; what is odd in it is told, each with its line.
pub fn told(text: &str, all: &[Series]) -> Result<Vec<String>, TableError> {
    let table = Table::read_with_more(HISTORY, text, &["measure", "year", "published", "segment"])?;
    let mut told = Vec::new();
    for series in all {
        let mut segments: Vec<&str> = Vec::new();
        for point in &series.points {
            if !segments.contains(&point.segment.as_str()) {
                segments.push(&point.segment);
            }
        }
        for segment in segments {
            let name = series.measure.name();
            let mut figures = Vec::new();
            for row in table.rows() {
                if row.text("measure") == name && row.text("segment") == segment {
                    let (year, value) = (row.year("year")?.0, row.above_zero("published")?);
                    figures.push(Figure { row, year, value });
                }
            }
            figures.sort_by_key(|figure| figure.year);
            told.extend(of_segment(name, &figures)?);
        }
    }
    Ok(told)
}

/// What is odd in the figures of one segment, years rising.
fn of_segment(name: &str, figures: &[Figure]) -> Result<Vec<String>, TableError> {
    let mut told = Vec::new();
    // The end of a list may empty and fill within a year: over a year's waits in England went from some three thousand to four hundred
    // thousand and more from March 2020 to March 2021.
    let of_a_tail = name == measures::OVER_52_WEEKS.name();
    let mut spikes: Vec<u16> = Vec::new();
    for beside in figures.windows(3) {
        let [before, one, after] = beside else { continue };
        let far = spike(before, one, after);
        if far >= SPIKE && !of_a_tail {
            let expected = format!(
                "a figure in step with the years beside it in its segment, {} and {}: if it is no slip of a digit, a segment of its own",
                before.words(),
                after.words()
            );
            return Err(one.row.error("published", &expected));
        }
        if far >= ODD_SPIKE {
            spikes.push(one.year);
            told.push(format!(
                "{HISTORY}, line {}: {name} is {}, out of step with the years beside it, {} and {}: is it a slip of a digit?",
                one.row.line(),
                one.words(),
                before.words(),
                after.words()
            ));
        }
    }
    for (at, pair) in figures.windows(2).enumerate() {
        let [before, after] = pair else { continue };
        let far = apart(after.times(before));
        // A first figure that no later one goes with is the one to be looked at.
        let first_alone = at == 0
            && figures
                .get(2)
                .is_some_and(|third| apart(third.times(after)) < ODD_STEP && far >= ODD_STEP);
        let years = i32::from(after.year - before.year);
        if far >= STEP.powi(years) && !of_a_tail {
            let (one, other) = if first_alone { (before, after) } else { (after, before) };
            let expected = format!(
                "a figure in step with the one beside it in its segment, {}: if it is no slip of a digit, but another way of counting, \
                 another segment",
                other.words()
            );
            return Err(one.row.error("published", &expected));
        }
        if far >= ODD_STEP.powi(years) && !spikes.contains(&before.year) && !spikes.contains(&after.year) {
            let row = if first_alone { before } else { after };
            told.push(format!(
                "{HISTORY}, line {}: {name} goes from {} to {}: if that is no slip of a digit, but another way of counting, it is another \
                 segment",
                row.row.line(),
                before.words(),
                after.words()
            ));
        }
    }
    Ok(told)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::history::History;

    const SCALES: &str =
        "measure,scale,noise,believed_drift,drift,persistence,group,why\nwaiting_list,log,0.01,0.03,,,list,a\n";

    /// Of figures of one segment from 2009 on.
    fn of(values: &[f64]) -> Result<Vec<String>, TableError> {
        let mut text = "measure,year,published,segment,basis,confidence,source\n".to_owned();
        for (year, value) in (2009..).zip(values) {
            text += &format!("waiting_list,{year},{value},RTT,level,verified,s\n");
        }
        let history = History::parse(&text, SCALES).expect("its unit is right");
        told(&text, &history.series)
    }

    #[test]
    fn a_slip_of_a_digit_is_refused_wherever_it_stands() {
        let usual = [2.4e6, 2.5e6, 2.4e6, 2.7e6, 3.1e6, 3.2e6, 3.7e6];
        assert_eq!(of(&usual), Ok(Vec::new()));
        for at in 0..usual.len() {
            for times in [10.0, 0.1] {
                let mut slipped = usual;
                slipped[at] *= times;
                let refused = of(&slipped).expect_err("a tenfold figure");
                assert_eq!(
                    (refused.line, refused.column.as_str()),
                    (at as u64 + 2, "published"),
                    "{refused}"
                );
                assert!(refused.expected.contains("segment"), "{refused}");
            }
        }
    }

    #[test]
    fn what_is_odd_is_told_with_its_line_and_once() {
        let told = of(&[2.4e6, 2.5e6, 3.6e6, 2.5e6, 2.6e6]).expect("it may be so");
        assert!(
            told.len() == 1 && told[0].contains("line 4") && told[0].contains("out of step"),
            "{told:?}"
        );
        let told = of(&[2.4e6, 2.5e6, 4.6e6, 4.5e6]).expect("it may be so");
        assert!(
            told.len() == 1 && told[0].contains("line 4: waiting_list goes from"),
            "{told:?}"
        );
        let told = of(&[4.6e6, 2.5e6, 2.6e6]).expect("it may be so");
        assert!(told.len() == 1 && told[0].contains("line 2"), "{told:?}");
    }

    #[test]
    fn nothing_is_compared_across_segments() {
        let text = "measure,year,published,segment,basis,confidence,source\nwaiting_list,2012,2700000,RTT,level,verified,s\n\
                    waiting_list,2013,27000000,other,level,verified,s\n";
        let history = History::parse(text, SCALES).expect("two segments");
        assert_eq!(told(text, &history.series), Ok(Vec::new()));
    }
}
