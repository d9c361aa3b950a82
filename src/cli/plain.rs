//! Standard output and error without control characters: a title that was typed, a file's name or a ballot may hold an
//! escape sequence, and a terminal would obey it.

use std::io::{self, Write};

/// What stands for a control character.
const SHOWN: &[u8] = "\u{fffd}".as_bytes();
/// The first byte of the control characters beyond ASCII (U+0080 to U+009F) in UTF-8.
const LEAD: u8 = 0xC2;

/// Passes text on; control characters other than the ends of lines and tabs become a sign that shows itself.
#[derive(Debug)]
pub struct Plain<W: Write> {
    inner: W,
    /// Whether the last byte may be the first half of a control character.
    lead: bool,
}

impl<W: Write> Plain<W> {
    /// Over a stream.
    pub fn new(inner: W) -> Plain<W> {
        Plain { inner, lead: false }
    }
}

impl<W: Write> Write for Plain<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut clean = Vec::with_capacity(bytes.len() + 2);
        for byte in bytes {
            if std::mem::take(&mut self.lead) {
                if (0x80..0xA0).contains(byte) {
                    clean.extend(SHOWN);
                    continue;
                }
                clean.push(LEAD);
            }
            match byte {
                b'\n' | b'\t' => clean.push(*byte),
                0..0x20 | 0x7F => clean.extend(SHOWN),
                &LEAD => self.lead = true,
                _ => clean.push(*byte),
            }
        }
        self.inner.write_all(&clean)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// A text for standard error.
pub fn plain(text: &str) -> String {
    let shown = |c: char| {
        if c.is_control() && c != '\n' && c != '\t' {
            '\u{fffd}'
        } else {
            c
        }
    };
    text.chars().map(shown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_escape_passes_however_it_is_cut() {
        let text = "a\u{1b}[31mb\u{9b}2Jc\r\u{7f}\u{0}é£−\tx\n";
        let right = "a\u{fffd}[31mb\u{fffd}2Jc\u{fffd}\u{fffd}\u{fffd}é£−\tx\n";
        assert_eq!(plain(text), right);
        for size in 1..6 {
            let mut out = Plain::new(Vec::new());
            for piece in text.as_bytes().chunks(size) {
                out.write_all(piece).expect("a vector takes all");
            }
            assert_eq!(
                String::from_utf8(out.inner).expect("text"),
                right,
                "in pieces of {size}"
            );
        }
    }
}
