//! Lines of a spreadsheet that add up the others: they are nobody's ballot and no project.

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
        let number = |cell: &str| match super::layout::mark(cell) {
            Some(yes) => Some(f64::from(u8::from(yes))),
            None => cell.parse::<f64>().ok().filter(|number| number.is_finite()),
        };
        let numbers: Option<Vec<f64>> = cells.iter().map(|cell| number(cell)).collect();
        let Some(numbers) = numbers else { return false };
        self.sums.resize(numbers.len(), 0.0);
        // One or two lines add up to a third by chance.
        if self.lines >= 3 && self.sums == numbers && numbers.iter().any(|sum| *sum > 1.0) {
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
