//! The same data as two tables (projects, ballots), for spreadsheets and statistics; and tables as spreadsheets and platforms
//! write them, read as if they were one file of the format.
//!
//! Columns are known by what people call them; exports of Decidim, CONSUL Democracy and the Stanford platform, which differ in
//! more than names, are made plain first (see [`super::platforms`]).

use super::amounts::read_amount;
use super::document::{Document, Section};
use super::findings::{Problem, Severity};
use super::layout::PROJECT_WORDS;
use super::left_out::left_out;
use super::letters::composed;
use super::platforms;
use super::read_back::READ_BACK;
use super::reader::read;
use super::reading::Reading;
use super::wishes::{Origin, Wishes};
use super::writer::cell;
use crate::budgeting::exact::Rational;

/// What people call the columns of a table of projects, first the format's own word.
const PROJECT_COLUMNS: [(&str, &[&str]); 10] = [
    (
        "project_id",
        &[
            "project_id",
            "id",
            "project id",
            "investment id",
            "ref",
            "reference",
            "number",
            "no",
            "no.",
            "nr",
            "code",
        ],
    ),
    (
        "cost",
        &[
            "cost",
            "price",
            "budget_amount",
            "budget amount",
            "amount",
            "budget",
            "estimated cost",
            "cost (£)",
            "cost £",
            "cost (gbp)",
            "cost (eur)",
            "cost (€)",
        ],
    ),
    (
        "name",
        &["name", "title", "project", "project name", "project title", "proposal"],
    ),
    ("votes", &["votes", "vote_count", "confirmed_votes", "ballots"]),
    ("score", &["score"]),
    (
        "category",
        &["category", "category/name/en", "category/name", "taxonomies"],
    ),
    (
        "neighborhood",
        &[
            "neighborhood",
            "neighbourhood",
            "heading",
            "heading name",
            "scope",
            "scope/name/en",
            "scope/name",
            "scope of operation",
            "area",
        ],
    ),
    ("selected", &["selected", "winner", "funded"]),
    ("description", &["description", "description/en"]),
    ("district", &["district"]),
];

/// What people call the columns of a table of ballots.
const BALLOT_COLUMNS: [(&str, &[&str]); 4] = [
    (
        "voter_id",
        &[
            "voter_id",
            "voter",
            "voter id",
            "user_id",
            "user id",
            "ballot_id",
            "ballot id",
            "decidim_order_id",
            "order_id",
            "pleidleisiwr",
            "wähler",
            "wähler-id",
            "wyborca",
            "głosujący",
            "électeur",
            "votant",
            "votante",
            "teilnehmer",
            "teilnehmerin",
            "participante",
        ],
    ),
    (
        "vote",
        &[
            "vote",
            "choices",
            "choice",
            "ballot",
            "votes",
            "project_ids",
            "chosen projects",
            "approved projects",
        ],
    ),
    (
        "project_id",
        &[
            "project_id",
            "investment_id",
            "decidim_project_id",
            "budget_investment_id",
        ],
    ),
    (
        "points",
        &["points", "tokens", "score", "scores", "pwyntiau", "punkte", "punkty"],
    ),
];

#[cfg(test)]
fn table(document: &Document, section: Section) -> String {
    let mut text = String::new();
    let columns: Vec<String> = document.columns(section).iter().map(|name| cell(name, ',')).collect();
    text.push_str(&columns.join(","));
    text.push('\n');
    for record in document.records(section) {
        let cells: Vec<String> = document.cells(*record).map(|content| cell(&content, ',')).collect();
        text.push_str(&cells.join(","));
        text.push('\n');
    }
    text
}

/// The `PROJECTS` section as CSV.
#[cfg(test)]
pub fn projects_to_csv(document: &Document) -> String {
    table(document, Section::Projects)
}

/// The `VOTES` section as CSV.
#[cfg(test)]
pub fn ballots_to_csv(document: &Document) -> String {
    table(document, Section::Votes)
}

/// The text of a table, as spreadsheets save it: UTF-8 or UTF-16 with or without a mark, or the Latin alphabet of
/// old Windows programmes.
pub fn text_of(bytes: &[u8]) -> String {
    if let Some(text) = super::document::from_utf16(bytes) {
        return text;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|byte| windows_letter(*byte)).collect(),
    }
}

/// A letter of the Windows alphabet of Western Europe (code page 1252).
fn windows_letter(byte: u8) -> char {
    match byte {
        0x80 => '€',
        0x82 => '‚',
        0x84 => '„',
        0x85 => '…',
        0x8a => 'Š',
        0x8e => 'Ž',
        0x91 => '‘',
        0x92 => '’',
        0x93 => '“',
        0x94 => '”',
        0x96 => '–',
        0x97 => '—',
        0x9a => 'š',
        0x9e => 'ž',
        other => char::from(other),
    }
}

/// An election from two tables, a budget and a kind of ballot (`approval`, or a ranking where the table shows one, if nothing
/// is said). Lines of problems are those of the two tables.
pub fn from_csv(projects: &str, ballots: &str, budget: &str, vote_type: Option<&str>, wishes: &Wishes) -> Reading {
    let (projects, mut told) = Sheet::new(
        (projects, Section::Projects),
        &PROJECT_COLUMNS,
        platforms::projects,
        &[],
    );
    let costs = projects.titles_and_costs();
    let mut ranking = false;
    let (ballots, more) = Sheet::new(
        (ballots, Section::Votes),
        &BALLOT_COLUMNS,
        |rows| {
            let (told, ranks) = platforms::ballots(rows, &costs);
            ranking = ranks;
            told
        },
        &wishes.leave_out,
    );
    told.extend(more);
    let vote_type = vote_type.or(ranking.then_some("ordinal"));
    let mut text = String::from("META\nkey;value\n");
    let pairs = [("budget", Some(budget)), ("vote_type", vote_type)];
    for (key, value) in pairs.into_iter().filter_map(|(key, value)| Some((key, value?))) {
        text.push_str(&format!("{key};{}\n", cell(value, ';')));
    }
    let mut lines = vec![0; text.lines().count()];
    for (section, sheet) in [(Section::Projects, &projects), (Section::Votes, &ballots)] {
        text.push_str(section.word());
        text.push('\n');
        lines.push(0);
        for (line, row) in &sheet.rows {
            let row = row.join(";");
            lines.extend(std::iter::repeat_n(*line, row.matches('\n').count() + 1));
            text.push_str(&row);
            text.push('\n');
        }
    }
    let mut document = Document::from_bytes(text.into_bytes());
    document.relabel(&lines);
    let mut reading = read(document, wishes, Origin::Tables);
    // Whoever reads what was made of the table looks for the headings that stand in it.
    for problem in reading.problems.iter_mut().filter(|problem| problem.kind == READ_BACK) {
        for (own, original) in &ballots.renamed {
            problem.message = problem.message.replace(&format!("`{own}`"), &format!("`{original}`"));
        }
    }
    for problem in reading.problems.iter_mut().filter(|problem| problem.kind == "totals") {
        for (own, original) in &ballots.renamed {
            let named = format!("column `{own}`");
            problem.message = problem.message.replacen(&named, &format!("column `{original}`"), 1);
        }
    }
    reading.problems.extend(told);
    reading
}

/// A table with its columns under the format's names, each row with the line on which it begins.
struct Sheet {
    rows: Vec<(u32, Vec<String>)>,
    /// The format's names of columns, each with the heading that stands over it.
    renamed: Vec<(String, String)>,
}

impl Sheet {
    /// `plain` brings the exports of platforms into the shape of a plain table, and tells what it left out.
    fn new(
        (text, section): (&str, Section),
        names: &[(&str, &[&str])],
        plain: impl FnOnce(&mut Vec<platforms::Row>) -> Vec<Problem>,
        leave_out: &[String],
    ) -> (Sheet, Vec<Problem>) {
        let text = text.trim_start_matches('\u{feff}');
        let mut rows: Vec<(u32, Vec<String>)> = Vec::new();
        let separator = separator(text, names);
        let mut swallowing = None;
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(separator)
            .from_reader(text.as_bytes());
        for record in reader.records().map_while(Result::ok) {
            // The reader gives the line on which it looked for the record: blank ones come before it.
            let start = record
                .position()
                .map_or((0, 0), |place| (place.byte() as usize, place.line() as u32));
            let skipped = text.as_bytes()[start.0.min(text.len())..]
                .iter()
                .take_while(|byte| matches!(byte, b'\n' | b'\r'));
            let line = start.1 + skipped.filter(|byte| **byte == b'\n').count() as u32;
            if record.iter().all(|content| content.trim().is_empty()) {
                continue;
            }
            let swallows = || {
                record
                    .iter()
                    .any(|content| holds_lines(content, separator, rows.first()))
            };
            swallowing = swallowing.or_else(|| swallows().then_some(line));
            let row: Vec<String> = record
                .iter()
                .map(|content| composed(content.trim()).into_owned())
                .collect();
            // Programmes name their separator in a first line of their own.
            if rows.is_empty() && row[0].to_ascii_lowercase().starts_with("sep=") {
                continue;
            }
            rows.push((line, row));
        }
        let mut told = plain(&mut rows);
        told.extend(left_out(&mut rows, leave_out, section));
        if let Some(line) = swallowing {
            told.push(Problem {
                line: Some(line),
                severity: Severity::Error,
                kind: "open-quote",
                message: "a quote is opened on this line, and whole lines of the table stand before it is closed: take the quote out, or close it (those lines are read as one cell)".to_owned(),
                doubtful: true,
                section: Some(section),
            });
        }
        let numbered = numbers_lines(&rows);
        let mut renamed = Vec::new();
        if let Some((_, heading)) = rows.first_mut() {
            let written = heading.clone();
            // Papers are numbered as they are typed.
            if numbered && heading[0].eq_ignore_ascii_case("ballot") && heading.len() > 1 {
                heading[0] = "ballot_id".to_owned();
            }
            rename(heading, names);
            let pairs = heading.iter().cloned().zip(written);
            renamed.extend(pairs.filter(|(own, written)| own != written));
        }
        for (_, row) in &mut rows {
            row.iter_mut().for_each(|content| *content = cell(content, ';'));
        }
        (Sheet { rows, renamed }, told)
    }

    /// Of a table of projects.
    fn titles_and_costs(&self) -> Vec<(String, Rational)> {
        let Some((_, heading)) = self.rows.first() else {
            return Vec::new();
        };
        let at = |name: &str| heading.iter().position(|title| title.eq_ignore_ascii_case(name));
        let (Some(name), Some(cost)) = (at("name").or(at("project_id")), at("cost")) else {
            return Vec::new();
        };
        let bare = |text: &String| text.trim_matches('"').replace("\"\"", "\"");
        let rows = self.rows.iter().skip(1);
        let pairs = rows.filter_map(|(_, row)| {
            let cost = read_amount(&bare(row.get(cost)?))?.number();
            Some((bare(row.get(name)?), cost))
        });
        pairs.collect()
    }
}

/// Whether a cell holds two further lines and more that have as many cells as the heading: a quote that nobody closed swallows the lines behind it.
fn holds_lines(content: &str, separator: u8, heading: Option<&(u32, Vec<String>)>) -> bool {
    let Some((_, heading)) = heading.filter(|(_, heading)| heading.len() > 1) else {
        return false;
    };
    let mark = char::from(separator);
    // A list in a sentence has a blank behind its commas, cells of a table have none.
    let full = |line: &&str| line.matches(mark).count() + 1 == heading.len() && !line.contains(&format!("{mark} "));
    content.contains('\n') && content.lines().skip(1).filter(full).count() >= 2
}

/// Whether the first cells below the heading number their lines, or, where a line names one project, the papers of several lines.
fn numbers_lines(rows: &[(u32, Vec<String>)]) -> bool {
    let names_projects = |title: &String| PROJECT_WORDS.contains(&title.trim().to_lowercase().as_str());
    let several = rows
        .first()
        .is_some_and(|(_, heading)| heading.iter().any(names_projects));
    let number = |row: &(u32, Vec<String>)| row.1.first().and_then(|cell| cell.parse::<u64>().ok());
    let mut pairs = rows.get(1..).unwrap_or_default().windows(2).peekable();
    pairs.peek().is_some()
        && pairs.all(|pair| {
            let (one, next) = (number(&pair[0]), number(&pair[1]));
            one.is_some() && (one.map(|one| one + 1) == next || several && one == next)
        })
}

/// Columns under the names of the format; a column that has the format's own name keeps it to itself.
fn rename(heading: &mut [String], names: &[(&str, &[&str])]) {
    let folded: Vec<String> = heading.iter().map(|title| title.to_lowercase()).collect();
    for (own, others) in names {
        if folded.iter().any(|title| title == own) {
            continue;
        }
        // `votes` of a table of ballots is the ballot; a column that is another's own is not taken from it.
        let taken = |title: &str| names.iter().any(|(name, _)| *name == title);
        // `Choice, 2nd choice` and `Choice, Choice` are choices each, and not a ballot with something beside it.
        let alone = |title: &str| {
            let of_choices = *own == "vote" && title != "votes";
            !of_choices || folded.iter().filter(|other| other.contains(title)).count() == 1
        };
        let found = others.iter().find_map(|other| {
            folded
                .iter()
                .position(|title| title == other && !taken(title) && alone(title))
        });
        if let Some(at) = found {
            heading[at] = (*own).to_owned();
        }
    }
}

/// The character that cuts the heading into most columns with known names; of equals, into most columns.
fn separator(text: &str, names: &[(&str, &[&str])]) -> u8 {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or("");
    if let Some(named) = first.to_ascii_lowercase().strip_prefix("sep=") {
        return named.bytes().next().filter(u8::is_ascii).unwrap_or(b',');
    }
    let score = |mark: char| {
        let cells: Vec<String> = first
            .split(mark)
            .map(|title| title.trim().trim_matches('"').to_lowercase())
            .collect();
        let known = cells
            .iter()
            .filter(|title| names.iter().any(|(_, others)| others.contains(&title.as_str())));
        (known.count(), cells.len())
    };
    let marks = [',', ';', '\t', '|'];
    let best = marks
        .iter()
        .rev()
        .max_by_key(|mark| score(**mark))
        .copied()
        .unwrap_or(',');
    best as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_election_survives_the_way_through_two_tables() {
        let reading = from_csv(
            "project_id,cost,name\na,4,\"one, two; three\"\nb,5.50,x\n",
            "voter_id,vote\n1,\"a,b\"\n2,b\n",
            "10",
            None,
            &Wishes::default(),
        );
        let election = reading.election.expect("an election");
        assert_eq!(election.projects[0].name, "one, two; three");
        assert_eq!(election.votes(), vec![1, 2]);
        assert_eq!(
            projects_to_csv(&reading.document),
            "project_id,cost,name\na,4,\"one, two; three\"\nb,5.50,x\n"
        );
        assert_eq!(ballots_to_csv(&reading.document), "voter_id,vote\n1,\"a,b\"\n2,b\n");
    }

    #[test]
    fn problems_have_the_lines_of_the_tables_that_people_gave() {
        let reading = from_csv(
            "project_id;cost\n\na;4\nb;much\n",
            "voter_id;vote\n1;a\n\n2;\"x\"\n",
            "10",
            None,
            &Wishes::default(),
        );
        let at = |kind: &str| {
            let mut found = reading.problems.iter().filter(|problem| problem.kind == kind);
            found.next().map(|problem| (problem.section, problem.line))
        };
        assert_eq!(at("cost"), Some((Some(Section::Projects), Some(4))));
        assert_eq!(at("unknown-project"), Some((Some(Section::Votes), Some(4))));
    }

    #[test]
    fn tables_of_old_programmes_keep_their_letters() {
        assert_eq!(text_of(b"caf\xe9 \x80"), "café €");
        assert_eq!(text_of(&[0xff, 0xfe, b'a', 0, b'b', 0]), "ab");
    }
}
