//! What is wrong with a file, as it is met.

use std::collections::BTreeMap;

use super::document::Section;

/// At most this many problems of one kind are told one by one.
const TOLD_OF_A_KIND: usize = 20;

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
        if *count <= TOLD_OF_A_KIND {
            self.problems.push(Problem {
                // A table of its own has no line for what stands in options.
                line: line.filter(|line| *line > 0),
                severity,
                kind,
                message,
                doubtful,
                section: line.and(self.section),
            });
        }
    }
    pub(super) fn finish(mut self) -> Vec<Problem> {
        for ((kind, doubtful), (count, severity)) in self.counts {
            if count > TOLD_OF_A_KIND {
                let message = format!("{} more of the kind `{kind}`", count - TOLD_OF_A_KIND);
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
