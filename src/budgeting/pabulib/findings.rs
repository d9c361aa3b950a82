//! What is wrong with a file, as it is met.

use std::collections::BTreeMap;

use super::document::Section;

/// At most this many problems of one kind are told one by one.
const TOLD_OF_A_KIND: usize = 20;
/// Kinds that are the same on every line: one is told, and how many more there are.
const ALIKE: [&str; 1] = ["named"];

fn most_told(kind: &str) -> usize {
    if ALIKE.contains(&kind) { 1 } else { TOLD_OF_A_KIND }
}
/// Letters of a name or cell that a message repeats: more of them say nothing more.
const REPEATED: usize = 100;

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Odd, and harmless.
    Warning,
    /// Written otherwise than the format wants, and read as the only thing that it can mean: a strict reader refuses.
    Repaired,
    /// Against the format: a strict reader refuses, a lenient one repairs as the message says.
    Error,
    /// Nothing can be counted: no election can be made of the file, or nobody voted in it.
    Fatal,
}

/// Something wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Line, from 1; `None` if it concerns the file as a whole.
    pub line: Option<u32>,
    /// How bad.
    pub severity: Severity,
    /// A stable word for the kind.
    pub kind: &'static str,
    /// What was found, what was allowed, what was done.
    pub message: String,
    /// Whether what was done instead may change who wins: then nothing is counted unless the repair is asked for.
    pub doubtful: bool,
    /// Part of the file that the line belongs to; `None` if it concerns the file as a whole.
    pub section: Option<Section>,
}

/// A message in which long names and cells, which stand between marks, are cut.
fn shortened(message: &str) -> String {
    if message.len() <= REPEATED {
        return message.to_owned();
    }
    let cut = |part: &str| -> String {
        if part.chars().count() <= REPEATED {
            return part.to_owned();
        }
        part.chars().take(REPEATED).chain("…".chars()).collect()
    };
    let parts = message.split('`').enumerate();
    let parts: Vec<String> = parts
        .map(|(at, part)| if at % 2 == 1 { cut(part) } else { part.to_owned() })
        .collect();
    parts.join("`")
}

/// Problems as they are met, with a limit on how many of one kind are told.
#[derive(Default)]
pub(super) struct Findings {
    pub(super) problems: Vec<Problem>,
    counts: BTreeMap<(&'static str, bool), (usize, Severity)>,
    /// Part of the file that is being read.
    pub(super) section: Option<Section>,
}

impl Findings {
    pub(super) fn tell(&mut self, line: Option<u32>, severity: Severity, kind: &'static str, message: String) {
        self.put(line, severity, kind, message, false);
    }

    /// An error whose repair may change who wins.
    pub(super) fn doubt(&mut self, line: Option<u32>, kind: &'static str, message: String) {
        self.put(line, Severity::Error, kind, message, true);
    }

    fn put(&mut self, line: Option<u32>, severity: Severity, kind: &'static str, message: String, doubtful: bool) {
        let (count, _) = self.counts.entry((kind, doubtful)).or_insert((0, severity));
        *count += 1;
        if *count <= most_told(kind) {
            self.problems.push(Problem {
                // A table of its own has no line for what stands in options.
                line: line.filter(|line| *line > 0),
                severity,
                kind,
                message: shortened(&message),
                doubtful,
                section: line.and(self.section),
            });
        }
    }
    pub(super) fn finish(mut self) -> Vec<Problem> {
        for ((kind, doubtful), (count, severity)) in self.counts {
            if count > most_told(kind) {
                let message = format!("{} more of the kind `{kind}`", count - most_told(kind));
                self.problems.push(Problem {
                    line: None,
                    severity,
                    kind,
                    message,
                    doubtful,
                    section: None,
                });
            }
        }
        self.problems
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_is_cut_in_a_message_and_the_rest_of_it_stays() {
        let name = "é".repeat(5000);
        let told = shortened(&format!(
            "`{name}` is no project (did the voter mean `A`?): the mention is ignored"
        ));
        assert!(told.chars().count() < 200, "{told}");
        assert!(
            told.starts_with("`éé") && told.contains("é…` is no project (did the voter mean `A`?)"),
            "{told}"
        );
    }
}
