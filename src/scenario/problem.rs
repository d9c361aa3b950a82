//! Problems in a scenario: all of them, each with its file, line and key, what was found, what is allowed, and the
//! nearest thing that would have been right.
//!
//! A scenario is written by people under time pressure, so a check never stops at the first fault. A [`Problem`] keeps
//! its source text, so that it can be shown anywhere; it is rendered with an excerpt of the file for people and as
//! JSON for programs.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet, normalize_untrusted_str};

use super::source::Source;

/// A place in a file.
#[derive(Clone, Debug)]
pub struct Place {
    /// The file.
    pub source: Arc<Source>,
    /// Bytes of the file.
    pub span: Range<usize>,
}

impl Place {
    /// Line of the start, from 1.
    pub fn line(&self) -> usize {
        self.source.line_column(self.span.start).0
    }
    /// Column of the start in characters, from 1.
    pub fn column(&self) -> usize {
        self.source.line_column(self.span.start).1
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.source.name, self.line())
    }
}

/// What is wrong, without the place.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Fault {
    /// No such file in any of the places looked.
    #[error("no scenario file {name}; looked in {looked}")]
    NotFound {
        /// The name as given.
        name: String,
        /// Where it was looked for.
        looked: String,
    },
    /// The operating system refused.
    #[error("cannot read {name}: {reason}")]
    Unreadable {
        /// The file.
        name: String,
        /// What the system said.
        reason: String,
    },
    /// Larger than any honest scenario.
    #[error("{name} is larger than {limit} MiB: not a scenario file")]
    TooLarge {
        /// The file.
        name: String,
        /// The limit in MiB.
        limit: usize,
    },
    /// Not text.
    #[error("{name} is not a text file in UTF-8 (byte {at})")]
    NotText {
        /// The file.
        name: String,
        /// The first byte that is not text.
        at: usize,
    },
    /// A path that leaves the folder of the first file.
    #[error("{name} leads outside the folder of the scenario")]
    Escapes {
        /// The path as given.
        name: String,
    },
    /// Files that extend one another in a ring.
    #[error("files extend one another in a ring: {ring}")]
    Cycle {
        /// The ring, in order.
        ring: String,
    },
    /// Too many levels or files.
    #[error("nested too deeply, or too many files by `extends` (limit {limit})")]
    TooDeep {
        /// The limit.
        limit: usize,
    },
    /// Not TOML.
    #[error("not valid TOML: {0}")]
    Syntax(String),
    /// A key that nothing reads.
    #[error("unknown key `{key}`{more}", key = .0, more = instead(.0))]
    UnknownKey(String),
    /// A key that must be there.
    #[error("`{0}` is not set")]
    Missing(String),
    /// The wrong kind of value.
    #[error("{found} is not {expected}")]
    WrongKind {
        /// What was found.
        found: String,
        /// What may stand here.
        expected: String,
    },
    /// A word that is not in the list.
    #[error("`{0}` is not one of the words allowed")]
    UnknownWord(String),
    /// A number outside the bounds.
    #[error("{found} is outside {bounds}")]
    OutOfBounds {
        /// What was found.
        found: String,
        /// The bounds with the unit.
        bounds: String,
    },
    /// A quantity in another unit.
    #[error("{found} is in the wrong unit")]
    WrongUnit {
        /// What was found.
        found: String,
    },
    /// An effect that may be read as a change or as a ratio.
    #[error("{found} is unclear: a change, or a ratio of what was there before?")]
    UnclearEffect {
        /// What was found.
        found: String,
    },
    /// A distribution that cannot be.
    #[error("impossible distribution: {0}")]
    Distribution(String),
    /// A distribution with too much of itself outside the lever's bounds.
    #[error("{percent} of this distribution lies outside {bounds}")]
    MassOutside {
        /// The share of the mass outside.
        percent: String,
        /// The bounds with the unit.
        bounds: String,
    },
    /// A path over the years that cannot be.
    #[error("impossible path over the years: {0}")]
    Path(String),
    /// An assumption set that would change what is done.
    #[error("`{0}` is what is done, not what is believed: an assumption set may not set it; a scenario can")]
    Choice(String),
    /// An assumption set that would change where and with what one begins.
    #[error(
        "`{0}` is given with the place and its base year, not believed: an assumption set may not set it; a scenario can"
    )]
    Given(String),
    /// A character that is not to be seen, and that a terminal, a drawing or a table would obey or break at.
    #[error("a character that cannot be seen (U+{0:04X})")]
    Unseen(u32),
    /// Correlations or shares that do not fit together.
    #[error("{0}")]
    Joint(String),
    /// A `--set` that is not `key=value`.
    #[error("`--set {0}` is not of the form key=value")]
    Override(String),
    /// A file to be written that is already there, or cannot be written.
    #[error("{0}")]
    Write(String),
}

/// One fault with its place, key, and advice.
#[derive(Clone, Debug)]
pub struct Problem {
    /// What is wrong.
    pub fault: Fault,
    /// Where, if it is in a file.
    pub place: Option<Place>,
    /// The key concerned, or nothing.
    pub key: String,
    /// What was expected: bounds, unit, words.
    pub expected: Option<String>,
    /// The nearest valid key or word.
    pub nearest: Option<String>,
}

impl Problem {
    /// A fault without a place.
    pub fn new(fault: Fault) -> Problem {
        Problem {
            fault,
            place: None,
            key: String::new(),
            expected: None,
            nearest: None,
        }
    }
    /// A fault at a place, about a key.
    pub fn at(fault: Fault, place: &Place, key: &str) -> Problem {
        Problem {
            place: Some(place.clone()),
            key: key.to_string(),
            ..Problem::new(fault)
        }
    }
    /// Says what was expected.
    pub fn expecting(mut self, expected: impl Into<String>) -> Problem {
        self.expected = Some(expected.into());
        self
    }
    /// Suggests the nearest right thing.
    pub fn near(mut self, nearest: Option<String>) -> Problem {
        self.nearest = nearest;
        self
    }
    /// With an excerpt of the file, as a compiler would show it.
    pub fn render(&self, colour: bool) -> String {
        let title = normalize_untrusted_str(&if self.key.is_empty() || self.fault.to_string().contains(&self.key) {
            self.fault.to_string()
        } else {
            format!("{}: {}", self.key, self.fault)
        });
        let mut group = Level::ERROR
            .primary_title(title)
            .elements(Vec::<annotate_snippets::Element>::new());
        let excerpt = self
            .place
            .as_ref()
            .map(|place| (place, place.source.excerpt(&place.span)));
        if let Some((place, (text, first_line, span))) = &excerpt {
            let annotation = AnnotationKind::Primary.span(span.clone());
            let snippet = Snippet::source(text.as_str())
                .line_start(*first_line)
                .path(place.source.name.as_str())
                .annotation(annotation);
            group = group.element(snippet);
        }
        let expected = self
            .expected
            .as_ref()
            .map(|text| normalize_untrusted_str(&format!("expected {text}")));
        if let Some(text) = expected {
            group = group.element(Level::NOTE.message(text));
        }
        if let Some(nearest) = &self.nearest {
            group = group.element(Level::HELP.message(format!("did you mean `{nearest}`?")));
        }
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
        renderer.render(&[group])
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = &self.place {
            write!(f, "{}:{}:{}: ", place.source.name, place.line(), place.column())?;
        }
        if !self.key.is_empty() && !self.fault.to_string().contains(&self.key) {
            write!(f, "{}: ", self.key)?;
        }
        write!(f, "{}", self.fault)?;
        if let Some(expected) = &self.expected {
            write!(f, "; expected {expected}")?;
        }
        if let Some(nearest) = &self.nearest {
            write!(f, "; did you mean `{nearest}`?")?;
        }
        Ok(())
    }
}

/// Problems that are shown before the rest is only counted.
pub const SHOWN: usize = 100;

/// Everything that is wrong with a scenario. Never empty when returned as an error.
#[derive(Clone, Debug, Default)]
pub struct Problems(pub Vec<Problem>);

impl Problems {
    /// Adds one.
    pub fn push(&mut self, problem: Problem) {
        self.0.push(problem);
    }
    /// The same with each told once, in the order of files and lines.
    #[must_use]
    pub fn each_once(self) -> Problems {
        let mut sorted = self.sorted();
        let key = |problem: &Problem| {
            let place = problem.place.as_ref();
            (
                place.map(|place| (place.source.name.clone(), place.span.clone())),
                problem.fault.clone(),
            )
        };
        sorted.0.dedup_by(|a, b| key(a) == key(b));
        sorted
    }
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    /// In the order of the files' names and lines, whatever order they were found in.
    pub fn sorted(mut self) -> Problems {
        self.0.sort_by_cached_key(|problem| {
            let place = problem.place.as_ref();
            (
                place.map(|p| p.source.name.clone()),
                place.map(|p| p.span.start),
                problem.key.clone(),
                problem.fault.to_string(),
            )
        });
        self
    }
    /// The first of them with excerpts, and how many there are besides; `colour` only for a terminal that wants it.
    pub fn render(&self, colour: bool) -> String {
        let shown = self.0.iter().take(SHOWN).map(|problem| problem.render(colour));
        let mut text = shown.collect::<Vec<_>>().join("\n\n");
        text.push('\n');
        if self.0.len() > SHOWN {
            let more = self.0.len() - SHOWN;
            text.push_str(&format!(
                "\nand {more} more problem{}\n",
                if more == 1 { "" } else { "s" }
            ));
        }
        text
    }
    /// Whether there are so many that hints no longer help whoever mends them.
    pub fn are_many(&self) -> bool {
        self.0.len() >= SHOWN
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Problems {
        Problems(vec![problem])
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.0.iter().take(SHOWN).enumerate() {
            if index > 0 {
                writeln!(f)?;
            }
            write!(f, "{problem}")?;
        }
        if self.0.len() > SHOWN {
            write!(f, "\nand {} more", self.0.len() - SHOWN)?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}

/// Whether two words share so many letters that they, or their last parts, can be near: far cheaper than how near they are.
fn may_be_near(typed: &str, word: &str) -> bool {
    let last = |text: &str| -> usize { text.rfind('.').map_or(0, |dot| dot + 1) };
    let share = |a: &[u8], b: &[u8]| {
        let mut letters = [0i32; 256];
        a.iter().for_each(|letter| letters[usize::from(*letter)] += 1);
        let common = b.iter().filter(|letter| {
            let left = &mut letters[usize::from(**letter)];
            *left -= 1;
            *left >= 0
        });
        // A letter that is not shared is a letter to be changed; bytes are never fewer than letters.
        common.count() as f64 / a.len().max(b.len()).max(1) as f64
    };
    let (a, b) = (typed.as_bytes(), word.as_bytes());
    // Letters of several bytes count more than one here, so that only plain words can be told apart by their bytes.
    !typed.is_ascii() || !word.is_ascii() || share(a, b) > 0.6 || share(&a[last(typed)..], &b[last(word)..]) * 0.9 > 0.6
}

/// The nearest of some words to what was typed, if it is near enough to be a slip.
pub fn nearest<'a>(typed: &str, words: impl IntoIterator<Item = &'a str>) -> Option<String> {
    if typed.len() > 200 {
        return None;
    }
    words
        .into_iter()
        .filter(|word| may_be_near(typed, word))
        .map(|word| {
            // The last part of a key counts by itself too: a right name in the wrong section is a common slip.
            let last = |text: &'a str| text.rsplit('.').next().unwrap_or(text);
            let whole = strsim::normalized_damerau_levenshtein(typed, word);
            let tail =
                strsim::normalized_damerau_levenshtein(typed.rsplit('.').next().unwrap_or(typed), last(word)) * 0.9;
            (whole.max(tail), word)
        })
        .filter(|(score, _)| *score > 0.6)
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)))
        .map(|(_, word)| word.to_string())
}

/// What to write in place of a key that some would expect to act, and that could only be passed over.
fn instead(key: &str) -> &'static str {
    match key.rsplit('.').next() {
        Some("price_year") => {
            ": amounts are in pounds of the base year, so turn those of another year into them (the `note` can say what was published)"
        }
        _ => "",
    }
}
