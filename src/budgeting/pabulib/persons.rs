//! Who cast a ballot, and whether the same person stands in the file twice.
//!
//! The format has one column for it. Tables of forms have an address, a name, a member's number, and often a number of the
//! line besides: that line numbers differ says nothing where the address is the same.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::document::{Document, Section};
use super::heading_words::words;
use super::letters::composed;
use super::marks::{LOOKED_AT, mark};
use super::wishes::Origin;

/// How surely a column tells people apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// An address, a member's number.
    Person,
    /// The number of an answer or a line.
    Line,
    /// A name: two people may have it.
    Name,
}

/// Words of headings, each with what it tells apart.
fn kind(heading: &str) -> Option<Kind> {
    let plain: String = heading
        .chars()
        .map(|letter| if letter.is_alphanumeric() { letter } else { ' ' })
        .flat_map(char::to_lowercase)
        .collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    let holds = |list: &[&str]| words.iter().any(|word| list.contains(word));
    if words.is_empty()
        || holds(&[
            "neighbourhood",
            "neighborhood",
            "ward",
            "area",
            "district",
            "street",
            "project",
            "projects",
            "school",
            "language",
            "collector",
            "channel",
            "agent",
            "browser",
            "device",
            "postcode",
            "post",
            "zip",
            "date",
            "time",
            "timestamp",
            "organisation",
            "group",
            "town",
            "village",
            "vote",
            "votes",
            "stage",
            "status",
            "type",
            "kind",
            "class",
            "category",
            "level",
        ])
    {
        None
    } else if holds(&[
        "email",
        "mail",
        "emails",
        "ebost",
        "phone",
        "mobile",
        "telephone",
        "username",
        "user",
        "login",
        "member",
        "membership",
        "voter",
        "pleidleisiwr",
        "wähler",
        "wyborca",
        "resident",
        "pupil",
        "student",
        "passport",
        "voucher",
        "token",
        "card",
        "nhs",
    ]) {
        Some(Kind::Person)
    } else if words == ["who"]
        || (words.len() <= 3 || holds(&["your", "full"]))
            && holds(&[
                "name",
                "names",
                "surname",
                "forename",
                "enw",
                "cyfenw",
                "fullname",
                "imię",
                "nazwisko",
                "vorname",
                "nachname",
                "nom",
                "prénom",
                "nombre",
                "apellido",
                "apellidos",
                "naam",
            ])
    {
        Some(Kind::Name)
    } else if numbers_papers(heading)
        || words.len() <= 2
            && holds(&[
                "id",
                "respondent",
                "response",
                "submission",
                "participant",
                "code",
                "ballot",
                "paper",
                "no",
                "nr",
            ])
    {
        Some(Kind::Line)
    } else {
        None
    }
}

/// Whether a heading stands above numbers of papers or lines, whatever else has such numbers.
pub(super) fn numbers_papers(heading: &str) -> bool {
    const WORDS: [&str; 18] = [
        "ballot", "paper", "papers", "no", "nr", "number", "voter", "sheet", "form", "slip", "serial", "id", "ref",
        "line", "row", "entry", "of", "the",
    ];
    let all = words(heading);
    // `Ballot` alone may be the ballot itself.
    !all.is_empty() && all != ["ballot"] && all.iter().all(|word| WORDS.contains(&word.as_str()))
}

/// Whether a heading numbers what may hold the ballots of several people: a sheet, a form, a page. One ballot paper is one ballot.
pub(super) fn is_a_sheet(heading: &str) -> bool {
    let all = words(heading);
    let said = |known: &[&str]| all.iter().any(|word| known.contains(&word.as_str()));
    said(&["sheet", "form", "page", "batch"]) && !said(&["ballot", "paper"])
}

/// Whether a heading says who voted.
pub(super) fn is_person(heading: &str) -> bool {
    heading.eq_ignore_ascii_case("voter_id") || kind(heading).is_some()
}

/// Whether a heading stands above names of people, which two of them may share.
pub(super) fn is_name(heading: &str) -> bool {
    kind(heading) == Some(Kind::Name)
}

/// Whether a cell under a heading of voters names nobody (`Anonymous`, `guest`, `not given`), in the form of [`same_form`]: lines
/// on which it stands may be of as many people.
pub(super) fn is_nobody(folded: &str) -> bool {
    const NOBODY: [&str; 33] = [
        "",
        "anonymous",
        "anon",
        "anon.",
        "anonymousanonymous",
        "anonymoususer",
        "anonymousvoter",
        "n/a",
        "na",
        "none",
        "null",
        "nil",
        "-",
        "--",
        "–",
        "?",
        "guest",
        "guestuser",
        "visitor",
        "unknown",
        "notknown",
        "notgiven",
        "notstated",
        "notsupplied",
        "notprovided",
        "noname",
        "nobody",
        "prefernottosay",
        "prefernottogive",
        "withheld",
        "redacted",
        "memberofthepublic",
        "dienw",
    ];
    NOBODY.contains(&folded) || is_ditto(folded)
}

/// Whether a cell says that what stands above it goes on, in the form of [`same_form`].
pub(super) fn is_ditto(folded: &str) -> bool {
    const DITTO: [&str; 12] = [
        "ditto",
        "do.",
        "same",
        "sameasabove",
        "asabove",
        "\"",
        "''",
        "〃",
        "↳",
        "(cont.)",
        "cont.",
        "(cont)",
    ];
    DITTO.contains(&folded)
}

/// Columns that say who cast a ballot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Identity {
    /// The columns: more than one where first name and surname stand apart.
    pub(super) columns: Vec<usize>,
    /// Their headings, for readers.
    pub(super) title: String,
}

impl Identity {
    /// Who cast the ballot of some cells, in the form in which people are compared; empty where nobody is named.
    pub(super) fn of(&self, cells: &[Cow<'_, str>]) -> String {
        let folded = same_form(&self.written(cells)).into_owned();
        // Numbers of telephones and cards are the same however they are grouped.
        let digits: String = folded.chars().filter(char::is_ascii_digit).collect();
        let grouped = folded
            .chars()
            .all(|letter| letter.is_ascii_digit() || " -().+/".contains(letter));
        let folded = if grouped && digits.len() >= 7 { digits } else { folded };
        if is_nobody(&folded) { String::new() } else { folded }
    }

    /// Who cast it, as it stands in the cells.
    pub(super) fn written(&self, cells: &[Cow<'_, str>]) -> String {
        let parts = self.columns.iter().filter_map(|column| cells.get(*column));
        parts
            .map(|cell| cell.trim())
            .collect::<Vec<_>>()
            .join(" ")
            .trim()
            .to_owned()
    }
}

/// The columns among `open` that tell who voted, besides the format's own `voter_id`.
pub(super) fn identities(document: &Document, open: &[usize], has_voter: bool, origin: Origin) -> Vec<Identity> {
    let headings = document.columns(Section::Votes);
    // Answers of a survey, which files of the format carry, are no identities: there only an address is one.
    let asked = |column: usize| origin == Origin::Tables || headings[column].to_lowercase().contains("mail");
    let said = |column: usize| {
        let mut cells = document.records(Section::Votes).iter().take(LOOKED_AT);
        cells.any(|record| {
            let cell = document.cells(*record).nth(column);
            cell.is_some_and(|cell| mark(&cell).is_none())
        })
    };
    // A name in Spanish, and a number in French.
    let counts_people = |column: usize| {
        let heading = words(&headings[column]);
        let is_number = |record: &super::document::Record| {
            let cell = document.cells(*record).nth(column).unwrap_or_default();
            cell.trim().is_empty() || cell.trim().parse::<u64>().is_ok()
        };
        heading.iter().any(|word| word == "nombre")
            && (heading.iter().any(|word| word == "de" || word == "d")
                || document.records(Section::Votes).iter().all(is_number))
    };
    let of = |wanted: Kind| -> Vec<usize> {
        let fits = open.iter().copied();
        fits.filter(|column| kind(&headings[*column]) == Some(wanted) && asked(*column) && said(*column))
            .filter(|column| !counts_people(*column))
            .collect()
    };
    let one = |columns: Vec<usize>| Identity {
        title: columns
            .iter()
            .map(|at| headings[*at].as_str())
            .collect::<Vec<_>>()
            .join(", "),
        columns,
    };
    let mut found: Vec<Identity> = of(Kind::Person).into_iter().map(|at| one(vec![at])).collect();
    let sure = has_voter || !found.is_empty();
    // Sheets and forms hold several ballots where something else tells each line apart.
    let own = document.column(Section::Votes, "voter_id").filter(|_| has_voter);
    let lines = document.records(Section::Votes).len();
    let different = |at: usize| {
        let cells = document.records(Section::Votes).iter().map(|record| {
            let cell = document.cells(*record).nth(at).unwrap_or_default();
            same_form(&cell).into_owned()
        });
        cells.collect::<HashSet<String>>().len()
    };
    let numbered = of(Kind::Line);
    let others = numbered.len() + found.len() + usize::from(own.is_some()) > 1;
    let counts: Vec<(usize, usize)> = numbered
        .iter()
        .filter(|_| others)
        .map(|at| (*at, different(*at)))
        .collect();
    let apart = |other: usize| {
        let told = own
            .into_iter()
            .chain(found.iter().flat_map(|one| one.columns.iter().copied()));
        let mut told = told
            .map(different)
            .chain(counts.iter().filter(|(at, _)| *at != other).map(|(_, count)| *count));
        told.any(|count| count == lines)
    };
    let several: Vec<usize> = counts
        .iter()
        .filter(|(at, count)| is_a_sheet(&headings[*at]) && 2 * count <= lines && lines > 3 && apart(*at))
        .map(|(at, _)| *at)
        .collect();
    found.extend(
        numbered
            .into_iter()
            .filter(|at| !several.contains(at))
            .map(|at| one(vec![at])),
    );
    let names = of(Kind::Name);
    if !sure && !names.is_empty() {
        found.push(one(names));
    }
    found
}

/// Whether a heading says when, where or what, and so never who.
pub(super) fn is_no_person(heading: &str) -> bool {
    let plain = heading.to_lowercase();
    [
        "timestamp",
        "time",
        "date",
        "startdate",
        "enddate",
        "recordeddate",
        "submitdate",
        "age",
        "ward",
        "postcode",
        "gender",
        "sex",
        "district",
    ]
    .iter()
    .any(|word| {
        plain
            .split(|letter: char| !letter.is_alphanumeric())
            .any(|part| part == *word)
    })
}

/// Whether a column can say who voted: neither its heading nor all that stands in it speaks of a day or an hour.
pub(super) fn may_be_a_person(document: &Document, column: usize, heading: &str) -> bool {
    let mut said = document
        .records(Section::Votes)
        .iter()
        .take(LOOKED_AT)
        .filter_map(|record| document.cells(*record).nth(column))
        .filter(|cell| !cell.trim().is_empty())
        .peekable();
    !is_no_person(heading) && (said.peek().is_none() || !said.all(|cell| is_a_moment(cell.trim())))
}

/// `2026-03-01 10:12`, `01/03/2026`, `3/1/26 9:05:11 AM`: two of the marks that part days or hours, and no other word.
pub(super) fn is_a_moment(cell: &str) -> bool {
    let words = cell.split(|letter: char| !letter.is_ascii_alphabetic());
    let parts = |mark: char| cell.matches(mark).count();
    let day = parts('-') == 2 || parts('/') == 2 || parts('.') == 2;
    (day || parts(':') >= 1)
        && cell.starts_with(|first: char| first.is_ascii_digit())
        && words
            .filter(|word| !word.is_empty())
            .all(|word| ["AM", "PM", "T", "Z", "UTC", "GMT"].contains(&word.to_uppercase().as_str()))
}

/// Who was met so far, by the columns of [`identities`].
pub(super) struct Met {
    by: Vec<HashMap<String, u32>>,
}

impl Met {
    pub(super) fn new(identities: &[Identity]) -> Met {
        Met {
            by: vec![HashMap::new(); identities.len()],
        }
    }

    /// The first record of the same person, with the column that says so and what stands there.
    pub(super) fn before(
        &mut self,
        identities: &[Identity],
        cells: &[Cow<'_, str>],
        index: u32,
    ) -> Option<(u32, String, String)> {
        let mut found = None;
        for (known, identity) in self.by.iter_mut().zip(identities) {
            let who = identity.of(cells);
            if who.is_empty() {
                continue;
            }
            let first = *known.entry(who).or_insert(index);
            if first != index && found.is_none() {
                found = Some((first, identity.title.clone(), identity.written(cells)));
            }
        }
        found
    }
}

/// An identifier as it is compared: people write their own with and without capitals and blanks, telephones put their own apostrophes, and
/// accents are stored in two ways. Who is told apart by nothing else
/// is asked about, and never counted as two people without a word. Zeros in front are part of an identifier: `01` is not `1`.
pub(super) fn same_form(voter: &str) -> Cow<'_, str> {
    let bare = voter.trim();
    if bare
        .bytes()
        .all(|letter| letter.is_ascii_graphic() && !letter.is_ascii_uppercase())
    {
        return Cow::Borrowed(bare);
    }
    let whole = composed(bare);
    let letters = whole
        .chars()
        .filter(|letter| !letter.is_whitespace() && !is_unseen(*letter))
        .map(|letter| match letter {
            '’' | '‘' | '´' => '\'',
            '‐' | '‑' => '-',
            other => other,
        });
    Cow::Owned(letters.flat_map(char::to_lowercase).collect())
}

/// Letters that no reader sees: marks of byte order, joiners, soft hyphens.
fn is_unseen(letter: char) -> bool {
    matches!(letter, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{ad}')
}

/// How two spellings of one identifier are told; nothing where they are the same letter for letter.
pub(super) fn spelt_otherwise(first: &str, again: &str) -> Option<String> {
    let first = first.trim();
    let bare = |voter: &str| -> String {
        let letters = voter
            .chars()
            .filter(|letter| !letter.is_whitespace() && !is_unseen(*letter));
        letters.flat_map(char::to_lowercase).collect()
    };
    let but_for = if bare(first) == bare(again) {
        "capitals and blanks"
    } else {
        "how its letters and marks are stored or typed"
    };
    (first != again.trim()).then(|| format!(", as `{first}` (the same but for {but_for})"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_say_whether_they_tell_people_lines_or_names_apart() {
        for (heading, wanted) in [
            ("Email address", Some(Kind::Person)),
            ("E-mail", Some(Kind::Person)),
            ("Membership no.", Some(Kind::Person)),
            ("Your name", Some(Kind::Name)),
            ("Name", Some(Kind::Name)),
            ("ID", Some(Kind::Line)),
            ("Neighbourhood name", None),
            ("Project name", None),
            ("Timestamp", None),
            ("Age", None),
        ] {
            assert_eq!(kind(heading), wanted, "{heading}");
        }
    }

    #[test]
    fn an_address_is_the_same_whatever_its_capitals_and_anonymous_is_nobody() {
        let identity = Identity {
            columns: vec![0],
            title: "Email".to_owned(),
        };
        let of = |cell: &str| identity.of(&[Cow::Borrowed(cell)]);
        assert_eq!(of(" Ann@x.org"), of("ann@X.org "));
        // Whoever writes a number with another capital or blank is asked about, not counted twice.
        for same in ["A7", " a 7", "\u{feff}a7"] {
            assert_eq!(of("a7"), of(same), "{same}");
        }
        assert_eq!(of("José O’Neil"), of("Jose\u{301} O'Neil"));
        assert_ne!(of("José"), of("Jose"));
        for other in ["a70", "b7", "a-7", "7a", "a07"] {
            assert_ne!(of("a7"), of(other), "{other}");
        }
        assert_eq!(of("Anonymous"), "");
        assert_eq!(of("07700 900123"), of("(07700) 900-123"));
    }
}
