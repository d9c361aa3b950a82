//! The text of a scenario's file: where it stands, its lines, and its fingerprint.
//!
//! Whatever is told of a file later (a problem, an assumption's place, what a run was made of) is told from here, so a source
//! knows its name for people and the root inside which it may name others. Finding one is [`super::lookup`]'s.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use include_dir::{Dir, include_dir};
use sha2::{Digest, Sha256};

/// The scenarios and tables shipped inside the program.
pub static EMBEDDED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/scenarios");

/// A folder inside which files may name one another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Root {
    /// A folder on disk.
    Folder(PathBuf),
    /// The scenarios inside the program.
    Embedded,
    /// Typed on the command line, so beside nothing.
    CommandLine,
    /// Made in memory, with files of its own.
    Made(Arc<Made>),
}

/// A source that was made, not read: a place of England, with its tables.
#[derive(Clone)]
pub struct Made {
    /// The name of what was made, for people.
    pub name: String,
    /// The same as a word for names of files.
    pub slug: String,
    /// The code by which it is found again.
    pub code: String,
    /// What a reader of results should know of it: people, money, list, beds.
    pub facts: Vec<String>,
    /// Its files by path.
    pub files: BTreeMap<String, String>,
}

impl std::fmt::Debug for Made {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}", self.slug)
    }
}

impl PartialEq for Made {
    fn eq(&self, other: &Made) -> bool {
        self.slug == other.slug
    }
}

impl Eq for Made {}

/// A file that was read, or a `--set`.
#[derive(Clone, Debug)]
pub struct Source {
    /// The name shown to people.
    pub name: String,
    /// The root it stands in.
    pub root: Root,
    /// Its path below the root, with `/`.
    pub path: String,
    /// Its text.
    pub text: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// Byte at which each line starts.
    lines: Vec<usize>,
}

impl Source {
    /// From a text already at hand.
    pub fn new(name: &str, root: Root, path: &str, text: String) -> Source {
        let lines = std::iter::once(0)
            .chain(text.match_indices('\n').map(|(at, _)| at + 1))
            .collect();
        Source {
            name: name.to_string(),
            root,
            path: path.to_string(),
            sha256: sha256_hex(text.as_bytes()),
            text,
            lines,
        }
    }
    /// A text that was made, with the files that belong to it.
    pub fn made(made: Made, text: String) -> Source {
        let (name, path) = (format!("place:{}", made.slug), format!("{}.toml", made.slug));
        Source::new(&name, Root::Made(Arc::new(made)), &path, text)
    }
    /// What was made, if it was.
    pub fn is_made(&self) -> Option<&Made> {
        match &self.root {
            Root::Made(made) => Some(made),
            _ => None,
        }
    }
    /// Line and column (in characters) of a byte, both from 1.
    pub fn line_column(&self, at: usize) -> (usize, usize) {
        let at = self.boundary(at);
        let line = self.lines.partition_point(|start| *start <= at).max(1);
        let start = self.lines.get(line - 1).copied().unwrap_or(0);
        (
            line,
            self.text.get(start..at).map_or(1, |before| before.chars().count() + 1),
        )
    }
    /// The nearest character boundary at or before a byte.
    fn boundary(&self, at: usize) -> usize {
        let mut at = at.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }
    /// The line of a span, cut to a readable length: text, number of its line, and the span inside it.
    pub fn excerpt(&self, span: &Range<usize>) -> (String, usize, Range<usize>) {
        const LONGEST: usize = 160;
        let start = self.boundary(span.start);
        let (line, _) = self.line_column(start);
        let mut from = self.lines.get(line - 1).copied().unwrap_or(0).min(start);
        let line_end = self
            .lines
            .get(line)
            .map_or(self.text.len(), |next| next.saturating_sub(1))
            .max(start);
        if start - from > LONGEST {
            from = self.boundary(start - LONGEST / 4);
        }
        let to = self.boundary(line_end.min(from + 2 * LONGEST)).max(start);
        let end = self.boundary(span.end).clamp(start, to);
        // Control characters would disturb a terminal; each becomes one space, so that the marks stay in place.
        let cut = self.text.get(from..to).unwrap_or("").trim_end_matches('\r');
        let text: String = cut
            .chars()
            .map(|c| if c.is_control() && c.len_utf8() == 1 { ' ' } else { c })
            .collect();
        let length = text.len();
        let mark = (start - from).min(length)..(end - from).min(length);
        (text, line, mark)
    }
    /// Whether it is a file of the program, or the same bytes under its name in the folder that the program is built from.
    pub fn is_shipped(&self) -> bool {
        let same = |path: &str| {
            let file = EMBEDDED.get_file(path);
            file.is_some_and(|file| file.contents() == self.text.as_bytes())
        };
        match self.root {
            Root::Embedded => true,
            // A file beside the one that was named is known by its name in that folder.
            Root::Folder(_) => {
                let within = |path: &str| {
                    EMBEDDED
                        .dirs()
                        .any(|dir| same(&format!("{}/{path}", dir.path().display())))
                };
                let path = self.path.strip_prefix("scenarios/").unwrap_or(&self.path);
                same(&self.path) || same(path) || within(path)
            }
            Root::CommandLine | Root::Made(_) => false,
        }
    }
    /// Where it came from, in words.
    pub fn origin(&self) -> String {
        match self.root {
            Root::Folder(_) => "disk".to_string(),
            Root::Embedded => "embedded".to_string(),
            Root::CommandLine => "command line".to_string(),
            Root::Made(_) => "made".to_string(),
        }
    }
}

/// SHA-256 in hexadecimal.
pub fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_count_from_one_in_characters() {
        let source = Source::new("x", Root::Embedded, "x", "a = 1\n£ = 2\n".to_string());
        assert_eq!(source.line_column(0), (1, 1));
        assert_eq!(source.line_column(8), (2, 2));
        assert_eq!(source.line_column(usize::MAX), (3, 1));
    }
}
