//! The bytes of a `.pb` file and where its records lie: nothing is interpreted and nothing is lost.

use std::borrow::Cow;

/// Longest run of lines that a quoted cell may span; beyond it an open quote is taken for a stray character.
const MOST_LINES_IN_A_CELL: usize = 64;
/// Longest document [bytes]; what goes beyond is not read, and told as a problem.
pub const MOST_BYTES: usize = u32::MAX as usize - 1;

/// A part of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// Keys and values.
    Meta,
    /// One project a line.
    Projects,
    /// One voter a line.
    Votes,
}

impl Section {
    /// The word that opens it.
    pub fn word(self) -> &'static str {
        match self {
            Section::Meta => "META",
            Section::Projects => "PROJECTS",
            Section::Votes => "VOTES",
        }
    }
    fn from_line(line: &str) -> Option<Section> {
        // Nearly every line is a voter's: told by its first letter, before anything is trimmed.
        let first = *line.as_bytes().first()?;
        if first.is_ascii_alphanumeric() && !matches!(first, b'm' | b'M' | b'p' | b'P' | b'v' | b'V') {
            return None;
        }
        // Spreadsheets leave separators behind the word.
        let word = line.trim().trim_end_matches([';', ',', '\t']).trim_matches('"');
        [Section::Meta, Section::Projects, Section::Votes]
            .into_iter()
            .find(|section| section.word().eq_ignore_ascii_case(word))
    }
}

/// One record (a line, or several if a quoted cell spans them).
///
/// Places are 32 bits wide: there is one record for each voter, and a file of more than 4 GB is not taken (`MOST_BYTES`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record {
    start: u32,
    end: u32,
    /// Line where it begins, from 1.
    pub line: u32,
}

/// A file, its records and the marks of how it was written.
#[derive(Clone, Debug)]
pub struct Document {
    /// The bytes as they came, if they were not valid UTF-8.
    original: Option<Vec<u8>>,
    text: String,
    /// Whether they were UTF-16, as spreadsheets save "Unicode text".
    pub utf16: bool,
    /// Whether the file opens with a byte-order mark.
    pub byte_order_mark: bool,
    /// Character between cells.
    pub separator: u8,
    /// Column names of the three sections, each with the line of the heading (0 if the section is missing).
    heading: [Option<Record>; 3],
    records: [Vec<Record>; 3],
    /// Order and lines in which sections were opened.
    pub opened: Vec<(Section, u32)>,
    /// Lines before the first section that hold text.
    pub stray: Vec<u32>,
    /// Lines on which a quote is opened and never closed.
    pub open_quotes: Vec<u32>,
}

/// The text of bytes in UTF-16: with its mark, or where every other one of the first is nothing, as in text of few accents.
pub(super) fn from_utf16(bytes: &[u8]) -> Option<String> {
    let (skipped, order): (usize, fn([u8; 2]) -> u16) = match bytes {
        [0xff, 0xfe, _, _, ..] => (2, u16::from_le_bytes),
        [0xfe, 0xff, _, _, ..] => (2, u16::from_be_bytes),
        [1..=255, 0, 1..=255, 0, 1..=255, 0, ..] => (0, u16::from_le_bytes),
        [0, 1..=255, 0, 1..=255, 0, 1..=255, ..] => (0, u16::from_be_bytes),
        _ => return None,
    };
    let (pairs, _) = bytes[skipped..].as_chunks::<2>();
    let units: Vec<u16> = pairs.iter().map(|pair| order(*pair)).collect();
    Some(String::from_utf16_lossy(&units))
}

impl Document {
    /// Finds sections and records in any bytes. Of a document longer than four gigabytes no record is found.
    pub fn from_bytes(bytes: Vec<u8>) -> Document {
        let wide = from_utf16(&bytes);
        let utf16 = wide.is_some();
        let (original, text) = match wide {
            Some(text) => (Some(bytes), text),
            None => match String::from_utf8(bytes) {
                Ok(text) => (None, text),
                Err(wrong) => {
                    let text = String::from_utf8_lossy(wrong.as_bytes()).into_owned();
                    (Some(wrong.into_bytes()), text)
                }
            },
        };
        let byte_order_mark = text.starts_with('\u{feff}');
        let mut document = Document {
            original,
            text,
            utf16,
            byte_order_mark,
            separator: b';',
            heading: [None; 3],
            records: [Vec::new(), Vec::new(), Vec::new()],
            opened: Vec::new(),
            stray: Vec::new(),
            open_quotes: Vec::new(),
        };
        if !document.is_too_long() {
            document.separator = document.guess_separator();
            document.find_records();
        }
        document
    }

    /// Puts the lines of the files that this document was made of in place of its own: `lines` has one entry for each line
    /// of the document, 0 for what stands in no file.
    pub(super) fn relabel(&mut self, lines: &[u32]) {
        let theirs = |line: u32| lines.get(line as usize - 1).copied().unwrap_or(0);
        for record in self
            .heading
            .iter_mut()
            .flatten()
            .chain(self.records.iter_mut().flatten())
        {
            record.line = theirs(record.line);
        }
        for line in self.stray.iter_mut().chain(self.open_quotes.iter_mut()) {
            *line = theirs(*line);
        }
    }

    /// The bytes as they came.
    pub fn bytes(&self) -> &[u8] {
        self.original.as_deref().unwrap_or(self.text.as_bytes())
    }

    /// Whether it is too long for its records to be found.
    pub fn is_too_long(&self) -> bool {
        self.text.len() > MOST_BYTES
    }

    /// Whether the bytes were valid UTF-8, or UTF-16.
    pub fn is_utf8(&self) -> bool {
        self.original.is_none() || self.utf16
    }

    /// Records of a section, its heading left out.
    pub fn records(&self, section: Section) -> &[Record] {
        &self.records[section as usize]
    }

    /// The line of a section's heading.
    pub fn heading_line(&self, section: Section) -> Option<u32> {
        self.heading[section as usize].map(|record| record.line)
    }

    /// Column names of a section, trimmed, in their order.
    pub fn columns(&self, section: Section) -> Vec<String> {
        let heading = self.heading[section as usize];
        heading.map_or_else(Vec::new, |record| {
            self.cells(record).map(|cell| cell.trim().to_owned()).collect()
        })
    }

    /// Where a column stands, by name whatever its case.
    pub fn column(&self, section: Section, name: &str) -> Option<usize> {
        let heading = self.heading[section as usize]?;
        self.cells(heading)
            .position(|cell| cell.trim().eq_ignore_ascii_case(name))
    }

    /// The text of a record as written.
    pub fn raw(&self, record: Record) -> &str {
        self.text.get(record.start as usize..record.end as usize).unwrap_or("")
    }

    /// The cells of a record, quotes removed.
    pub fn cells(&self, record: Record) -> Cells<'_> {
        Cells {
            rest: Some(self.raw(record)),
            separator: self.separator,
        }
    }

    /// How many cells a record has.
    pub fn width(&self, record: Record) -> usize {
        let raw = self.raw(record).as_bytes();
        let (mut separators, mut quotes) = (0, 0);
        // Summed without a branch, so that the compiler can take many bytes at a time.
        for byte in raw {
            separators += usize::from(*byte == self.separator);
            quotes += usize::from(*byte == b'"');
        }
        if quotes == 0 {
            separators + 1
        } else {
            self.cells(record).count()
        }
    }

    /// A value of the `META` section, trimmed, by key whatever its case.
    pub fn meta(&self, key: &str) -> Option<(String, u32)> {
        self.records(Section::Meta).iter().find_map(|record| {
            let mut cells = self.cells(*record);
            let found = cells.next()?.trim().eq_ignore_ascii_case(key);
            found.then(|| (cells.next().unwrap_or_default().trim().to_owned(), record.line))
        })
    }

    /// The separator is what follows the first column name of a heading; `;` unless the headings say otherwise.
    fn guess_separator(&self) -> u8 {
        for line in self.text.lines().take(2000) {
            let line = line
                .trim_start_matches('\u{feff}')
                .trim_start()
                .trim_start_matches('"')
                .to_ascii_lowercase();
            for name in ["key", "project_id", "voter_id"] {
                let after = line.strip_prefix(name).map(|rest| rest.trim_start_matches('"'));
                match after.and_then(|rest| rest.bytes().next()) {
                    Some(byte @ (b';' | b',' | b'\t' | b'|')) => return byte,
                    _ => continue,
                }
            }
        }
        b';'
    }

    fn find_records(&mut self) {
        let text = std::mem::take(&mut self.text);
        let bytes = text.as_bytes();
        let mut position = if self.byte_order_mark { '\u{feff}'.len_utf8() } else { 0 };
        let (mut line, mut section) = (1u32, None);
        let mut heading_wanted = false;
        while position < bytes.len() {
            let first = line_end(bytes, position);
            let first_line = &text[position..first];
            if let Some(found) = Section::from_line(first_line).filter(|_| first_line.len() < 80) {
                section = Some(found);
                self.opened.push((found, line));
                heading_wanted = self.heading[found as usize].is_none();
                position = first + 1;
                line = line.saturating_add(1);
                continue;
            }
            let (end, lines) = self.record_end(bytes, position, first, line);
            let record_end = trim_carriage_return(bytes, position, end);
            let record = Record {
                start: position as u32,
                end: record_end as u32,
                line,
            };
            let blank = !bytes[position].is_ascii_graphic() && text[position..record_end].trim().is_empty();
            match section {
                Some(section) if !blank => {
                    if heading_wanted {
                        self.heading[section as usize] = Some(record);
                        heading_wanted = false;
                    } else {
                        self.records[section as usize].push(record);
                    }
                }
                None if !blank && self.stray.len() < 1000 => self.stray.push(line),
                _ => {}
            }
            position = end + 1;
            line = line.saturating_add(lines);
        }
        self.text = text;
    }

    /// Where a record ends that begins at `start` and whose first line ends at `first`; and how many lines it takes.
    fn record_end(&mut self, bytes: &[u8], start: usize, first: usize, line: u32) -> (usize, u32) {
        if !bytes[start..first].contains(&b'"') {
            return (first, 1);
        }
        let mut end = first;
        for lines in 1..=MOST_LINES_IN_A_CELL {
            if !quote_is_open(&bytes[start..end], self.separator) {
                return (end, lines as u32);
            }
            if end >= bytes.len() {
                break;
            }
            end = line_end(bytes, end + 1);
        }
        if self.open_quotes.len() < 1000 {
            self.open_quotes.push(line);
        }
        (first, 1)
    }
}

fn line_end(bytes: &[u8], start: usize) -> usize {
    const WORD: usize = 16;
    let mut place = start;
    // Sixteen bytes at a time: whether one of them ends the line is summed without a branch.
    while let Some(word) = bytes.get(place..place + WORD) {
        if word.iter().fold(false, |found, byte| found | (*byte == b'\n')) {
            break;
        }
        place += WORD;
    }
    bytes[place..]
        .iter()
        .position(|byte| *byte == b'\n')
        .map_or(bytes.len(), |length| place + length)
}

fn trim_carriage_return(bytes: &[u8], start: usize, end: usize) -> usize {
    if end > start && bytes[end - 1] == b'\r' {
        end - 1
    } else {
        end
    }
}

/// Whether the text ends inside a quoted cell.
fn quote_is_open(record: &[u8], separator: u8) -> bool {
    let (mut open, mut cell_start) = (false, true);
    let mut index = 0;
    while index < record.len() {
        let byte = record[index];
        if open {
            if byte == b'"' {
                if record.get(index + 1) == Some(&b'"') {
                    index += 1;
                } else {
                    open = false;
                }
            }
        } else if byte == b'"' && cell_start {
            open = true;
        }
        cell_start = !open && byte == separator;
        index += 1;
    }
    open
}

/// The cells of one record.
pub struct Cells<'a> {
    rest: Option<&'a str>,
    separator: u8,
}

impl<'a> Iterator for Cells<'a> {
    type Item = Cow<'a, str>;

    fn next(&mut self) -> Option<Cow<'a, str>> {
        let rest = self.rest?;
        if rest.starts_with('"')
            && let Some((cell, after)) = quoted_cell(rest, self.separator)
        {
            self.rest = after;
            return Some(cell);
        }
        match rest.as_bytes().iter().position(|byte| *byte == self.separator) {
            Some(end) => {
                self.rest = rest.get(end + 1..);
                Some(Cow::Borrowed(&rest[..end]))
            }
            None => {
                self.rest = None;
                Some(Cow::Borrowed(rest))
            }
        }
    }
}

/// A quoted cell at the start of `rest` and what follows its separator; `None` if the quote does not close properly.
fn quoted_cell(rest: &str, separator: u8) -> Option<(Cow<'_, str>, Option<&str>)> {
    let bytes = rest.as_bytes();
    let mut index = 1;
    let mut doubled = false;
    loop {
        match bytes.get(index)? {
            b'"' if bytes.get(index + 1) == Some(&b'"') => {
                doubled = true;
                index += 2;
            }
            b'"' => break,
            _ => index += 1,
        }
    }
    let inner = rest.get(1..index)?;
    let cell = if doubled {
        Cow::Owned(inner.replace("\"\"", "\""))
    } else {
        Cow::Borrowed(inner)
    };
    match bytes.get(index + 1) {
        None => Some((cell, None)),
        Some(byte) if *byte == separator => Some((cell, rest.get(index + 2..))),
        Some(_) => {
            // Text after the closing quote: the cell goes on to the separator, as lenient readers do.
            let end = bytes[index..]
                .iter()
                .position(|byte| *byte == separator)
                .map(|length| index + length);
            let tail = rest.get(index + 1..end.unwrap_or(rest.len()))?;
            let whole = Cow::Owned(format!("{cell}{tail}"));
            Some((whole, end.and_then(|end| rest.get(end + 1..))))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(line: &str) -> Vec<String> {
        Cells {
            rest: Some(line),
            separator: b';',
        }
        .map(Cow::into_owned)
        .collect()
    }

    #[test]
    fn cells_are_split_and_unquoted() {
        assert_eq!(cells("a;b;"), ["a", "b", ""]);
        assert_eq!(cells(r#""a;b";"say ""hi""";c"#), ["a;b", r#"say "hi""#, "c"]);
        assert_eq!(cells(r#""open;b"#), ["\"open", "b"]);
        assert_eq!(cells(r#""a"x;b"#), ["ax", "b"]);
        assert_eq!(cells(""), [""]);
    }

    #[test]
    fn sections_are_found_with_marks_quirks_and_lines() {
        let text = "\u{feff}meta;;\r\nkey;value\r\nbudget;10\r\n\r\nPROJECTS\r\nproject_id;cost;name\r\n1;5;\"two\r\nlines\"\r\nVotes\r\nvoter_id;vote\r\n7;1";
        let document = Document::from_bytes(text.as_bytes().to_vec());
        assert!(document.byte_order_mark);
        assert_eq!(document.meta("Budget"), Some(("10".to_owned(), 3)));
        let project = document.records(Section::Projects)[0];
        assert_eq!(document.cells(project).last().as_deref(), Some("two\r\nlines"));
        assert_eq!(document.records(Section::Votes)[0].line, 11);
        assert_eq!(document.bytes(), text.as_bytes());
    }

    #[test]
    fn what_a_spreadsheet_saves_as_unicode_text_is_read_with_its_mark_and_without() {
        let text = "META\nbudget;10\nPROJECTS\nproject_id;cost;name\n1;5;Łąka\n";
        let units = || text.encode_utf16();
        let little: Vec<u8> = units().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = units().flat_map(u16::to_be_bytes).collect();
        for bytes in [
            [&[0xff, 0xfe][..], &little].concat(),
            [&[0xfe, 0xff][..], &big].concat(),
            little,
            big,
        ] {
            let document = Document::from_bytes(bytes.clone());
            assert!(document.utf16 && document.is_utf8());
            let project = document.records(Section::Projects)[0];
            assert_eq!(document.cells(project).last().as_deref(), Some("Łąka"));
            assert_eq!(document.bytes(), bytes);
        }
    }

    #[test]
    fn any_bytes_are_accepted_and_kept() {
        for bytes in [
            &b""[..],
            b"\xff\xfe\x00",
            b"META\n\"",
            b"VOTES\n\"\"\"\n;;;\n\r\r\n",
            b"\n\n\n",
        ] {
            let document = Document::from_bytes(bytes.to_vec());
            assert_eq!(document.bytes(), bytes);
        }
    }
}
