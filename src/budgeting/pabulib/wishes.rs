//! What whoever counts has decided about ballots that may be read in more than one way.
//!
//! Unless something was decided, nothing is counted: a file in which a person stands twice, or a ballot names more than it may,
//! has no result before somebody says which.

/// Which ballot of a person counts who stands in the file more than once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SameVoter {
    /// None is counted before somebody decides.
    #[default]
    Refuse,
    /// The first.
    First,
    /// The last.
    Last,
    /// Each: they are different people of one name.
    Each,
}

impl SameVoter {
    /// Each with its word.
    pub const ALL: [(&'static str, SameVoter); 4] = [
        ("refuse", SameVoter::Refuse),
        ("first", SameVoter::First),
        ("last", SameVoter::Last),
        ("each", SameVoter::Each),
    ];
}

/// What becomes of a ballot that names more projects, or gives more points, than the file allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OverLimit {
    /// Nothing is counted before somebody decides.
    Refuse,
    /// It is void: not counted.
    SetAside,
    /// It counts as it stands.
    Count,
}

impl OverLimit {
    /// Each with its word.
    pub const ALL: [(&'static str, OverLimit); 3] = [
        ("refuse", OverLimit::Refuse),
        ("set-aside", OverLimit::SetAside),
        ("count", OverLimit::Count),
    ];

    /// By its word, in the spellings that files have.
    pub(super) fn from_word(word: &str) -> Option<OverLimit> {
        let wanted = word.trim().to_ascii_lowercase().replace(['_', ' '], "-");
        let found = OverLimit::ALL.iter().find(|(known, _)| *known == wanted);
        found.map(|(_, one)| *one).or(match wanted.as_str() {
            "void" | "invalid" => Some(OverLimit::SetAside),
            _ => None,
        })
    }
}

/// How a file is to be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wishes {
    /// Whether a file with anything that must be repaired makes no election.
    pub strict: bool,
    /// Which ballot counts of a person who stands in it twice.
    pub same_voter: SameVoter,
    /// What becomes of ballots beyond the file's own limits; nothing where the file is to say it (`over_limit`).
    pub over_limit: Option<OverLimit>,
    /// Columns of a table of ballots that are passed over: their headings, or their numbers from 1.
    pub leave_out: Vec<String>,
}

/// Where the sections come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A file of the format, which says of itself what it is.
    File,
    /// Tables of projects and ballots, put together here.
    Tables,
}
