//! Headings of survey tools that stand in more lines than one: read as one line before anything else is.
//!
//! | tool | lines | what is done |
//! |---|---|---|
//! | Qualtrics | short names (`Q1_2`), questions (`Which? - Selected Choice - Park`), codes (`{"ImportId":"QID1_2"}`) | the line of questions is the heading |
//! | SurveyMonkey | questions, and under each of several answers the answer | an answer takes the place of its question |
//!
//! `Survey - Selected Choice - Park` is the column of Park.

use super::document::Section;
use super::findings::{Problem, Severity};
use super::marks::mark;
use super::platforms::Row;
use super::points::roughly;

/// Brings the heading into one line, and tells of it.
pub(super) fn joined(rows: &mut Vec<Row>) -> Option<Problem> {
    let what = if codes(rows) {
        "three lines of heading, as Qualtrics exports them"
    } else if answers_below(rows) {
        "two lines of heading, the questions and below them the answers, as SurveyMonkey exports them"
    } else {
        return None;
    };
    let line = rows.first().map(|(line, _)| *line);
    Some(Problem {
        line,
        severity: Severity::Repaired,
        kind: "heading",
        message: format!("{what}: read as one"),
        doubtful: false,
        section: Some(Section::Votes),
    })
}

/// Takes out the line of codes and that of short names.
fn codes(rows: &mut Vec<Row>) -> bool {
    let is_code = |cell: &String| cell.starts_with('{') && cell.contains("\"ImportId\"");
    let coded = |row: Option<&Row>| row.is_some_and(|(_, cells)| !cells.is_empty() && cells.iter().all(is_code));
    if !coded(rows.get(2)) {
        return false;
    }
    rows.remove(2);
    rows.remove(0);
    for title in &mut rows[0].1 {
        if let Some((_, answer)) = title.rsplit_once(" - Selected Choice - ") {
            *title = answer.to_owned();
        } else if let Some(question) = title.strip_suffix(" - Selected Choice") {
            *title = question.to_owned();
        }
    }
    true
}

/// Writes answers over the questions that they belong to, where the second line holds nothing else.
fn answers_below(rows: &mut Vec<Row>) -> bool {
    let (Some((_, first)), Some((_, second))) = (rows.first(), rows.get(1)) else {
        return false;
    };
    let cell = |cells: &[String], at: usize| cells.get(at).cloned().unwrap_or_default();
    let columns = first.len().max(second.len());
    let answered: Vec<usize> = (0..columns).filter(|at| !cell(second, *at).is_empty()).collect();
    let apart: Vec<usize> = (0..columns).filter(|at| cell(second, *at).is_empty()).collect();
    // Crosses and numbers are a ballot's.
    if answered
        .iter()
        .any(|at| mark(&cell(second, *at)).is_some() || roughly(&cell(second, *at)).is_some())
    {
        return false;
    }
    // Every column has a heading in one of the lines, some in the second alone, and what is apart says who answered and when.
    let unasked = answered.iter().filter(|at| cell(first, **at).is_empty()).count();
    if unasked == 0 || apart.is_empty() || apart.iter().any(|at| cell(first, *at).is_empty()) {
        return false;
    }
    // A first ballot without a name has titles too; but then others stand below them in the same column.
    let below = rows.get(2..).unwrap_or_default();
    let fits = |at: &usize| {
        let answer = cell(second, *at);
        let free = is_open(&answer);
        below.iter().all(|(_, cells)| {
            let given = cell(cells, *at);
            free || given == answer || mark(&given).is_some() || roughly(&given).is_some()
        })
    };
    let named = |at: usize| below.iter().filter(|(_, cells)| !cell(cells, at).is_empty()).count();
    let who = apart.iter().any(|at| 2 * named(*at) > below.len());
    if below.is_empty() || !who || !answered.iter().all(fits) {
        return false;
    }
    let merged = (0..columns).map(|at| {
        let (question, answer) = (cell(first, at), cell(second, at));
        if answer.is_empty() || is_open(&answer) && !question.is_empty() {
            question
        } else {
            answer
        }
    });
    let merged: Vec<String> = merged.collect();
    rows.remove(1);
    rows[0].1 = merged;
    true
}

/// Whether what stands below a question says only that anything may be answered.
fn is_open(answer: &str) -> bool {
    ["response", "open-ended response", "other (please specify)"].contains(&answer.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(lines: &[&[&str]]) -> Vec<Row> {
        let cells = |line: &&[&str]| line.iter().map(|cell| (*cell).to_owned()).collect();
        (1..).zip(lines.iter().map(cells)).collect()
    }

    fn heading(lines: &[&[&str]]) -> (Vec<String>, usize) {
        let mut rows = rows(lines);
        let told = joined(&mut rows);
        assert_eq!(told.is_some(), rows.len() < lines.len());
        (rows[0].1.clone(), rows.len())
    }

    #[test]
    fn headings_of_survey_tools_become_one_line() {
        let qualtrics: &[&[&str]] = &[
            &["ResponseId", "Q1_1", "Q1_2", "Q2"],
            &[
                "Response ID",
                "Which? - Selected Choice - Park",
                "Which? - Selected Choice - Road",
                "Ward?",
            ],
            &[
                "{\"ImportId\":\"_recordId\"}",
                "{\"ImportId\":\"QID1_1\"}",
                "{\"ImportId\":\"QID1_2\"}",
                "{\"ImportId\":\"QID2\"}",
            ],
            &["R_1", "1", "", "North"],
        ];
        assert_eq!(
            heading(qualtrics),
            (["Response ID", "Park", "Road", "Ward?"].map(str::to_owned).to_vec(), 2)
        );
        let monkey: &[&[&str]] = &[
            &["Respondent ID", "Which would you fund?", "", "Why?"],
            &["", "Park", "Road", "Open-Ended Response"],
            &["1001", "Park", "", "it is green"],
            &["1002", "", "Road", ""],
        ];
        assert_eq!(
            heading(monkey),
            (["Respondent ID", "Park", "Road", "Why?"].map(str::to_owned).to_vec(), 3)
        );
    }

    #[test]
    fn a_ballot_without_a_name_is_no_heading() {
        let joined_cells: &[&[&str]] = &[
            &["Name", "Choices", ""],
            &["", "Park", "Road"],
            &["Ann", "Road", "Park"],
        ];
        assert_eq!(heading(joined_cells).1, 3);
        let plain: &[&[&str]] = &[&["Name", "Park", "Road"], &["", "x", ""], &["Ann", "", "x"]];
        assert_eq!(heading(plain).1, 3);
        let blank: &[&[&str]] = &[
            &["Voter", "The pool", "The park", ""],
            &["", "1", "", "2"],
            &["Ann", "2", "1", ""],
        ];
        assert_eq!(heading(blank).1, 3);
    }
}
