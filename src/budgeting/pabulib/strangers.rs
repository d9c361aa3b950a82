//! Lines that name no project: empty ballots, or what somebody wrote below the table (`Counted by J Smith`, `Page 1 of 2`).
//!
//! An empty ballot counts: its voter has a share of the money and spends none of it. So a line of text must not pass for one,
//! nor an empty ballot be thrown away. A ballot says who cast it in the form in which the others do; a line of text does not.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::document::{Document, Record, Section};
use super::marks::mark;
use super::mentions::Names;

/// Other ballots by which the form of an identifier is known.
const LOOKED_AT: usize = 2_000;
/// Words that stand in sentences and in nobody's name.
const OF_SENTENCES: [&str; 36] = [
    "by", "on", "at", "of", "the", "and", "from", "to", "with", "is", "was", "were", "are", "has", "have", "this",
    "these", "counted", "checked", "signed", "verified", "printed", "exported", "end", "note", "notes", "page", "date",
    "source", "total", "please", "ballots", "votes", "officer", "gan", "yr",
];

/// The kind of problem by which empty ballots of a table are told: they count, and a reader should know which lines they are.
pub const EMPTY_BALLOT: &str = "empty-ballot";
/// The kind of problem by which ballots are told of which nobody says who cast them: they count too.
pub const BLANK_VOTER: &str = "voter-blank";

/// The cells of a record, unless they are there already.
pub(super) fn cells_of(document: &Document, record: Record, known: &[Cow<'_, str>]) -> Vec<String> {
    if known.is_empty() {
        document.cells(record).map(Cow::into_owned).collect()
    } else {
        known.iter().map(|cell| cell.to_string()).collect()
    }
}

/// Whether no cell of the ballot says anything.
pub(super) fn says_nothing(record: Record, document: &Document, ballot: InBallot<'_>) -> bool {
    let last = ballot.columns.iter().max().copied().unwrap_or(0);
    let mut cells = document.cells(record).take(last + 1).enumerate();
    cells.all(|(at, cell)| {
        !ballot.columns.contains(&at)
            || cell.trim().is_empty()
            || ballot.marks && mark(&cell) == Some(false)
            || ballot.none && names_none(&cell)
    })
}

/// What people write in the place of projects who want none of them.
const NONE: [&str; 17] = [
    "none",
    "none of the above",
    "none of these",
    "none of them",
    "none of these projects",
    "no project",
    "no projects",
    "no preference",
    "nothing",
    "nil",
    "n/a",
    "-",
    "–",
    "abstain",
    "abstained",
    "abstention",
    "dim un o r rhain",
];

/// Whether a cell for the projects that a voter names says that it is none of them, as forms offer it (`None of the above`).
pub(super) fn names_none(cell: &str) -> bool {
    // Nearly every cell is longer, or begins otherwise.
    let cell = cell.trim().trim_end_matches('.');
    cell.len() < 30 && NONE.contains(&cell.to_lowercase().as_str())
}

/// Whether no project is called by any word of [`NONE`].
pub(super) fn none_is_no_project(names: &Names) -> bool {
    NONE.iter().all(|word| names.one(word).is_none())
}

/// The columns that hold the ballot itself.
#[derive(Clone, Copy)]
pub(super) struct InBallot<'a> {
    pub(super) columns: &'a [usize],
    /// Whether they hold marks, of which some say no.
    pub(super) marks: bool,
    /// Whether `none` in them means that no project is named.
    pub(super) none: bool,
}

/// The forms in which those who named a project say who they are.
pub(super) struct Forms {
    seen: BTreeSet<String>,
    longest: usize,
    sentences: bool,
    /// Whether most of them fill more cells than the one that says who they are.
    fuller: bool,
    /// Whether any column says who voted.
    named: bool,
}

/// An identifier's form: its runs of digits and of letters, its marks, its blanks.
fn form(who: &str) -> String {
    let mut form = String::new();
    for letter in who.trim().chars() {
        let kind = match letter {
            letter if letter.is_numeric() => '0',
            letter if letter.is_alphabetic() => 'a',
            letter if letter.is_whitespace() => ' ',
            other => other,
        };
        if !form.ends_with(kind) {
            form.push(kind);
        }
    }
    form
}

fn words(who: &str) -> usize {
    who.split_whitespace().count()
}

fn is_sentence(who: &str) -> bool {
    let lower = who.to_lowercase();
    let mut words = lower.split(|letter: char| !letter.is_alphanumeric());
    words.any(|word| OF_SENTENCES.contains(&word))
}

impl Forms {
    /// `who` gives the name on a line; nothing where no column says who voted.
    pub(super) fn of(document: &Document, ballot: InBallot<'_>, who: &dyn Fn(Record) -> Option<String>) -> Forms {
        let mut forms = Forms {
            seen: BTreeSet::new(),
            longest: 0,
            sentences: false,
            fuller: false,
            named: false,
        };
        let (mut all, mut fuller) = (0usize, 0usize);
        for record in document.records(Section::Votes).iter().take(LOOKED_AT) {
            if says_nothing(*record, document, ballot) {
                continue;
            }
            all += 1;
            let beside = document.cells(*record).enumerate();
            let beside = beside.filter(|(at, cell)| !ballot.columns.contains(at) && !cell.trim().is_empty());
            fuller += usize::from(beside.count() > 1);
            let Some(who) = who(*record) else { continue };
            forms.named = true;
            if !who.trim().is_empty() {
                forms.longest = forms.longest.max(words(&who));
                forms.sentences |= is_sentence(&who);
                forms.seen.insert(form(&who));
            }
        }
        forms.fuller = 2 * fuller > all;
        forms
    }

    /// What a line that names no project says, if that is no voter's name: `who` is the cell that should say who voted.
    pub(super) fn stranger(&self, who: &str, cells: &[String]) -> Option<String> {
        let mut said = cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
        let first = said.next().unwrap_or_default().to_owned();
        let alone = said.next().is_none();
        if !self.named {
            return (alone && is_sentence(&first)).then_some(first);
        }
        if who.is_empty() {
            // Nobody is named and nothing is said: whatever stands there is no ballot.
            return Some(first);
        }
        if self.seen.is_empty() {
            return is_sentence(who).then(|| who.to_owned());
        }
        let known = self.seen.contains(&form(who));
        let lettered = self.seen.iter().any(|form| form.contains('a'));
        let text = !known && (words(who) > 1 || !lettered && !who.chars().any(|letter| letter.is_ascii_digit()));
        let strange = text && (self.longest == 1 || words(who) > self.longest)
            || is_sentence(who) && !self.sentences
            // Others say more of themselves than who they are.
            || !known && alone && self.fuller;
        strange.then(|| who.to_owned())
    }
}

/// What to do about a line with more cells than the heading: its cells stand under headings that are not theirs.
pub(super) fn beyond_heading(message: String) -> String {
    format!(
        "{message}: a decimal comma or a comma in a name splits a cell in two, so put such cells in quotes (what goes beyond is ignored)"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(voters: &[&str]) -> Forms {
        let mut text = String::from("VOTES\nvoter_id;vote\n");
        voters.iter().for_each(|voter| text.push_str(&format!("{voter};A\n")));
        let document = Document::from_bytes(text.into_bytes());
        let ballot = InBallot {
            columns: &[1],
            marks: false,
            none: false,
        };
        Forms::of(&document, ballot, &|record| {
            document.cells(record).next().map(|cell| cell.into_owned())
        })
    }

    #[test]
    fn a_sentence_below_the_table_is_no_voter_and_an_empty_ballot_is() {
        let stranger = |forms: &Forms, who: &str| forms.stranger(who, &[who.to_owned()]).is_some();
        let numbered = forms(&["V1", "V2", "V30"]);
        assert!(stranger(&numbered, "Counted by J Smith"));
        // A word may be a voter's code where codes have letters, and is none where all are numbers.
        assert!(!stranger(&numbered, "VX"));
        assert!(stranger(&forms(&["1", "2", "30"]), "END"));
        assert!(stranger(&numbered, ""));
        assert!(!stranger(&numbered, "V17"));
        let named = forms(&["Ann Lee", "Bob van Dyk", "Mary-Jane O'Neil"]);
        assert!(stranger(&named, "Counted by J Smith"));
        assert!(stranger(&named, "Page 1 of 2"));
        assert!(!stranger(&named, "Zoe Quill"));
        let addresses = forms(&["ann@x.org", "bob.b@y.org"]);
        assert!(stranger(&addresses, "Exported 3 May"));
        assert!(!stranger(&addresses, "zoe.q@z.org"));
    }
}
