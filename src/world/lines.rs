//! The line of a file on which a record of a table begins, as an editor counts lines: whatever ends them, empty ones included.
//!
//! A reader of tables tells the byte from which it looked for a record. Before it lie what is left of the line end above, empty
//! lines and comments, which its own count of lines leaves out.

/// Counts the lines of a file; records are asked for in the order in which they stand.
#[derive(Clone, Debug)]
pub struct Lines<'a> {
    bytes: &'a [u8],
    /// Bytes counted so far.
    counted: usize,
    /// Line on which the next byte stands, from 1.
    line: u64,
}

impl<'a> Lines<'a> {
    /// Lines of a file that is at hand.
    pub fn of(bytes: &'a [u8]) -> Lines<'a> {
        Lines {
            bytes,
            counted: 0,
            line: 1,
        }
    }

    /// The line, from 1, on which the record begins that was looked for from a byte on; lines that begin with `comment` are
    /// no records.
    pub fn record(&mut self, from: u64, comment: Option<u8>) -> u64 {
        let from = usize::try_from(from).unwrap_or(self.bytes.len()).min(self.bytes.len());
        let mut begins = from;
        loop {
            let rest = &self.bytes[begins..];
            begins += rest.iter().take_while(|byte| b"\r\n".contains(byte)).count();
            let rest = &self.bytes[begins..];
            if rest.is_empty() || comment.is_none() || rest.first().copied() != comment {
                break;
            }
            // Readers of tables end a comment so.
            begins += rest.iter().take_while(|byte| **byte != b'\n').count();
        }
        while self.counted < begins {
            let ends = match self.bytes[self.counted] {
                b'\n' => true,
                // Of both together, the second ends the line.
                b'\r' => self.bytes.get(self.counted + 1) != Some(&b'\n'),
                _ => false,
            };
            self.line += u64::from(ends);
            self.counted += 1;
        }
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<u64> {
        let mut reader = csv::ReaderBuilder::new()
            .comment(Some(b'#'))
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        let mut lines = Lines::of(text.as_bytes());
        reader
            .records()
            .map(|record| {
                let record = record.expect("reads");
                lines.record(record.position().expect("a place").byte(), Some(b'#'))
            })
            .collect()
    }

    #[test]
    fn records_stand_on_the_lines_of_an_editor_whatever_ends_them() {
        let text = "a,b\n\n# so\n1,2\n\"x\ny\",3\n5,6";
        assert_eq!(lines(text), [1, 4, 5, 7]);
        assert_eq!(lines(&text.replace('\n', "\r\n")), [1, 4, 5, 7]);
        assert_eq!(lines("a,b\r\r1,2\r\"x\ry\",3\r5,6"), [1, 3, 4, 6]);
        assert_eq!(lines("\n\na\nb\n"), [3, 4]);
    }
}
