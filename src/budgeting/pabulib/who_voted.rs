//! Which column says who voted, where a table does not call it by the format's own name.

use std::collections::{HashMap, HashSet};

use super::document::{Document, Section};
use super::findings::{Findings, Severity};
use super::heading_words::{is_a_group, is_about_the_voter, names_places, words};
use super::layout::Layout;
use super::persons::{Identity, identities, may_be_a_person, same_form};
use super::wishes::Origin;

/// Words of headings that say how people voted, by whom they were asked, in what language.
const WAYS: [&str; 14] = [
    "table",
    "teacher",
    "tutor",
    "method",
    "channel",
    "mode",
    "language",
    "consent",
    "collector",
    "device",
    "source",
    "class",
    "session",
    "form",
];

/// The format's own column of voters (or what stands first in its place), and others that tell people apart.
pub(super) fn who(document: &Document, layout: &Layout, origin: Origin) -> (Option<usize>, Vec<Identity>) {
    if document.heading_line(Section::Votes).is_none() {
        return (None, Vec::new());
    }
    let headings = document.columns(Section::Votes);
    let own = document.column(Section::Votes, "voter_id");
    let in_ballot = layout.columns();
    let open: Vec<usize> = (0..headings.len())
        .filter(|column| Some(*column) != own && !in_ballot.contains(column))
        .collect();
    let persons = identities(document, &open, own.is_some(), origin);
    let first = || match layout {
        Layout::Listed { .. } | Layout::Choices(_) if persons.is_empty() => {
            let first = headings
                .first()
                .is_some_and(|heading| may_be_a_person(document, 0, heading));
            // What is the same on most lines may be where or how they voted, and not who, where it is called so or looks so.
            let is_where_or_how = headings.first().is_some_and(|heading| {
                let said = words(heading);
                names_places(heading) || said.iter().any(|word| WAYS.contains(&word.as_str()))
            }) || document.records(Section::Votes).iter().all(|record| {
                let cell = document.cells(*record).next().unwrap_or_default();
                is_a_group(&cell)
            });
            let mut once = HashSet::new();
            let records = document.records(Section::Votes);
            let cells = records
                .iter()
                .map(|record| document.cells(*record).next().unwrap_or_default());
            cells.for_each(|cell| {
                once.insert(same_form(&cell).into_owned());
            });
            // Lines of one project each may be several of one ballot: whose they are must then be said.
            let repeats = is_where_or_how && names_several(document, layout) && 3 * once.len() <= records.len();
            (first && !repeats && !in_ballot.contains(&0)).then_some(0)
        }
        _ => None,
    };
    (own.or_else(first), persons)
}

/// Tells which column is taken to say who voted, where its heading does not say so.
pub(super) fn tell_who(document: &Document, voter_at: Option<usize>, findings: &mut Findings) {
    let headings = document.columns(Section::Votes);
    let Some(title) = voter_at.and_then(|at| headings.get(at)) else {
        return;
    };
    if title.eq_ignore_ascii_case("voter_id") || is_about_the_voter(title) {
        return;
    }
    let message = format!("no column is called `voter_id`: the first, `{title}`, is taken to say who voted");
    findings.tell(
        document.heading_line(Section::Votes),
        Severity::Repaired,
        "column",
        message,
    );
}

/// Whether lines are ballots of their own: there are columns of several choices or projects, or some cell lists several.
pub(super) fn names_several(document: &Document, layout: &Layout) -> bool {
    let Layout::Listed { vote, .. } = layout else {
        return true;
    };
    document.records(Section::Votes).iter().any(|record| {
        let cell = document.cells(*record).nth(*vote).unwrap_or_default();
        cell.trim().contains([',', ';', '|', '\n'])
    })
}

/// A number as a spreadsheet may have written it in another line: `007` and `7.0` are 7; nothing of other cells.
fn number_form(cell: &str) -> Option<&str> {
    let cell = cell.trim();
    let whole = match cell.split_once('.') {
        Some((whole, noughts)) if !noughts.is_empty() && noughts.bytes().all(|byte| byte == b'0') => whole,
        Some(_) => return None,
        None => cell,
    };
    let digits = !whole.is_empty() && whole.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| whole.trim_start_matches('0'))
}

/// Asks about voters of a table whose numbers differ in nothing but zeros: a spreadsheet takes those in front away and puts others behind.
/// `voters` are the columns that say who voted.
pub(super) fn tell_zeros_apart(document: &Document, voters: &[usize], findings: &mut Findings) {
    for at in voters {
        let mut met: HashMap<String, (String, u32)> = HashMap::new();
        for record in document.records(Section::Votes) {
            let cell = document.cells(*record).nth(*at).unwrap_or_default();
            let Some(number) = number_form(&cell) else { continue };
            let cell = cell.trim();
            let (first, line) = met
                .entry(number.to_owned())
                .or_insert_with(|| (cell.to_owned(), record.line));
            if first != cell {
                let message = format!(
                    "voter `{cell}` may be voter `{first}` of line {line}, whose number differs in zeros alone: write both alike if they are one person; if they are two, --same-voter each says so (they are counted as two)"
                );
                findings.doubt(Some(record.line), "voter-twice", message);
                break;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_alike_but_for_zeros_and_other_names_are_none() {
        for cell in ["7", "07", "007", "7.0", "07.00", " 7 "] {
            assert_eq!(number_form(cell), Some("7"), "{cell}");
        }
        for cell in ["", "7.5", "a7", "7-0", "1.2.0", "7."] {
            assert_eq!(number_form(cell), None, "{cell}");
        }
        assert_eq!(number_form("70"), Some("70"));
    }
}
