//! Cells of tables that people open in a spreadsheet: a text that a spreadsheet would run as a formula is written as text, with
//! an apostrophe before it, and read back without. Numbers stay as they are.

use std::borrow::Cow;

/// Whether a spreadsheet would take the text for a formula: it begins as one, and is neither a number nor one with words after
/// it (`-0.24 to -0.05`).
fn would_run(text: &str) -> bool {
    let begins = text.trim_start().starts_with(['=', '+', '-', '@', '\t', '\r']);
    begins && text.trim().parse::<f64>().is_err() && !number_and_words(text)
}

fn number_and_words(text: &str) -> bool {
    text.split_once(' ').is_some_and(|(first, rest)| {
        let number = first.replace(',', "");
        number.trim_end_matches('%').parse::<f64>().is_ok()
            && rest.starts_with(|c: char| c.is_alphabetic())
            && !rest.contains(['(', '!', '|', '@', '=', '&', '*', '/', '^', '+'])
    })
}

/// The text as a cell that stays text.
pub fn inert(text: &str) -> Cow<'_, str> {
    if would_run(text) || (text.starts_with('\'') && would_run(text.trim_start_matches('\''))) {
        format!("'{text}").into()
    } else {
        text.into()
    }
}

/// A whole record of cells that stay text.
pub fn record<T: AsRef<str>>(cells: impl IntoIterator<Item = T>) -> impl Iterator<Item = String> {
    cells.into_iter().map(|cell| inert(cell.as_ref()).into_owned())
}

/// What was written by [`inert`].
pub fn restored(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if inert(text) == cell => text,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_run_is_text_and_numbers_are_numbers() {
        for formula in [
            "=1+1",
            "+1+cmd|' /C calc'!A0",
            "-2+3",
            "@SUM(A1)",
            "\t=1",
            " =1",
            "-",
            "=HYPERLINK(\"x\")",
            "-2 +cmd",
            "-1 to (A1)",
        ] {
            assert_eq!(inert(formula), format!("'{formula}"));
        }
        for plain in [
            "",
            "-5.25",
            "+3",
            "-1e-9",
            "1,5",
            "england",
            "a=b",
            "'quoted'",
            "−3",
            "-0.24 to -0.05",
            "-3% a year",
        ] {
            assert_eq!(inert(plain), plain);
        }
    }

    #[test]
    fn what_is_written_reads_back() {
        for text in ["=1+1", "'=1", "''=1", "-2", "plain", "'", "'tis", "-", ""] {
            assert_eq!(restored(&inert(text)), text);
        }
    }
}
