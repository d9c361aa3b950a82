//! Columns of a table that nobody asked for, and that are not read: some would change what a line counts for.
//!
//! How many people cast a ballot, whether it is valid, whether it speaks for or against, how many points it gives: who writes
//! such a column expects it to count. It is refused with what to do. A column that is plainly about the voter is passed over
//! without a word; every other is named, so that nobody believes it counted.

use std::collections::BTreeMap;

use super::amounts::{Amount, read_amount};
use super::document::{Document, Record, Section};
use super::findings::{Findings, Severity};
use super::layout::Layout;
use super::marks::mark;
use super::mentions::unknown;
use super::persons::is_a_moment;
use super::points::roughly;
use super::strengths;
use crate::budgeting::election::{BallotType, Election};

/// The kind of problem by which columns are named that were not read.
pub const NOT_READ: &str = "not-read";

/// Words of a heading that says how many cast a ballot: it is made of these, and holds one of [`COUNTS`].
const BESIDE_COUNTS: [&str; 26] = [
    "group",
    "agreed",
    "present",
    "identical",
    "at",
    "table",
    "team",
    "of",
    "the",
    "how",
    "for",
    "cast",
    "received",
    "in",
    "favour",
    "total",
    "no",
    "by",
    "this",
    "vote",
    "ballot",
    "paper",
    "voter",
    "who",
    "voted",
    "sheet",
];
const COUNTS: [&str; 36] = [
    "size",
    "attendance",
    "headcount",
    "copies",
    "multiplicity",
    "households",
    "families",
    "respondents",
    "responses",
    "supporters",
    "signatures",
    "anzahl",
    "count",
    "counts",
    "number",
    "many",
    "times",
    "frequency",
    "freq",
    "n",
    "qty",
    "quantity",
    "votes",
    "ballots",
    "people",
    "persons",
    "voters",
    "papers",
    "tally",
    "residents",
    "attendees",
    "hands",
    "members",
    "weighting",
    "weight",
    "strength",
];
/// Of them, those that may as well say the number of a line.
const NUMBERS: [&str; 7] = ["n", "number", "no", "ballot", "voter", "paper", "sheet"];
/// Headings that say a line counts, and that it does not.
const VALID: [&str; 13] = [
    "valid",
    "validated",
    "validity",
    "eligible",
    "accepted",
    "verified",
    "counted",
    "approved",
    "confirmed",
    "include",
    "included",
    "admissible",
    "qualified",
];
const INVALID: [&str; 26] = [
    "invalid",
    "pending",
    "spam",
    "quarantined",
    "blocked",
    "void",
    "voided",
    "spoilt",
    "spoiled",
    "rejected",
    "reject",
    "duplicate",
    "withdrawn",
    "excluded",
    "exclude",
    "disqualified",
    "cancelled",
    "canceled",
    "deleted",
    "ineligible",
    "unfeasible",
    "infeasible",
    "refused",
    "declined",
    "discarded",
    "unverified",
];
/// The same of an answer, and of who gave it; a project may have been submitted by nobody.
const FINISHED: [&str; 7] = [
    "finished",
    "complete",
    "completed",
    "submitted",
    "submitdate",
    "resident",
    "consented",
];
const UNFINISHED: [&str; 4] = ["incomplete", "unfinished", "preview", "partial"];
/// The same of a project.
const ON_BALLOT: [&str; 8] = [
    "ballot",
    "vote",
    "shortlisted",
    "feasible",
    "deliverable",
    "viable",
    "active",
    "live",
];
const OFF_BALLOT: [&str; 6] = ["removed", "merged", "draft", "fail", "failed", "unviable"];
/// The same in two words.
const INVALID_PAIRS: [&str; 9] = [
    "on hold",
    "survey preview",
    "survey test",
    "not eligible",
    "not valid",
    "not counted",
    "not accepted",
    "not feasible",
    "not verified",
];
/// Headings that say for or against, and cells that say against.
const DIRECTION: [&str; 11] = [
    "support",
    "supports",
    "supported",
    "for",
    "against",
    "position",
    "stance",
    "agree",
    "favour",
    "favor",
    "oppose",
];
const AGAINST: [&str; 9] = [
    "against",
    "oppose",
    "opposed",
    "opposes",
    "object",
    "objects",
    "disagree",
    "strongly disagree",
    "nay",
];
/// Headings that say how much each project gets of a voter.
const POINTS: [&str; 12] = [
    "points", "point", "tokens", "score", "scores", "stars", "rating", "ratings", "rank", "ranks", "ranking", "credits",
];
/// Headings under which people write as they like.
const FREE: [&str; 12] = [
    "comment",
    "comments",
    "note",
    "notes",
    "reason",
    "reasons",
    "why",
    "feedback",
    "remarks",
    "message",
    "sylwadau",
    "description",
];
/// Headings that are plainly about the voter, or about when and how the answer came.
const ABOUT_THE_VOTER: [&str; 92] = [
    "age",
    "aged",
    "born",
    "birth",
    "dob",
    "sex",
    "gender",
    "pronoun",
    "pronouns",
    "district",
    "ward",
    "area",
    "postcode",
    "post",
    "zip",
    "name",
    "names",
    "surname",
    "forename",
    "email",
    "mail",
    "phone",
    "telephone",
    "mobile",
    "time",
    "timestamp",
    "date",
    "submitted",
    "ethnicity",
    "ethnic",
    "religion",
    "disability",
    "disabled",
    "language",
    "address",
    "street",
    "town",
    "village",
    "city",
    "county",
    "region",
    "country",
    "neighbourhood",
    "neighborhood",
    "borough",
    "parish",
    "constituency",
    "place",
    "lsoa",
    "uprn",
    "school",
    "class",
    "year",
    "years",
    "organisation",
    "organization",
    "group",
    "table",
    "household",
    "family",
    "children",
    "home",
    "house",
    "income",
    "education",
    "occupation",
    "job",
    "employment",
    "tenure",
    "nationality",
    "id",
    "ref",
    "reference",
    "voter",
    "user",
    "respondent",
    "response",
    "participant",
    "member",
    "username",
    "login",
    "ip",
    "device",
    "browser",
    "source",
    "consent",
    "newsletter",
    "oed",
    "rhyw",
    "enw",
    "created",
    "updated",
];

/// Words of a note in the place of a voter's name, at most.
const MOST_WORDS: usize = 4;

fn words(text: &str) -> Vec<String> {
    text.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// Whether a heading is plainly about the voter.
pub(super) fn is_about_the_voter(title: &str) -> bool {
    words(title).iter().any(|word| ABOUT_THE_VOTER.contains(&word.as_str()))
}

/// Whether a heading speaks of points or ranks.
pub(super) fn says_points(title: &str) -> bool {
    words(title).iter().any(|word| POINTS.contains(&word.as_str()))
}

/// A column that was not read.
struct Column {
    title: String,
    words: Vec<String>,
    cells: Vec<String>,
    at: usize,
}

impl Column {
    fn has(&self, list: &[&str]) -> bool {
        self.words.iter().any(|word| list.contains(&word.as_str()))
    }

    fn said(&self) -> impl Iterator<Item = &str> {
        self.cells.iter().map(String::as_str).filter(|cell| !cell.is_empty())
    }

    /// Whether it says how many cast each ballot; `sums` are what a line of a table of projects adds up to.
    fn counts_together(&self, sums: Option<&[Vec<u64>]>) -> bool {
        let known = |word: &String| COUNTS.contains(&word.as_str()) || BESIDE_COUNTS.contains(&word.as_str());
        if !self.words.iter().all(known) || !self.has(&COUNTS) {
            return false;
        }
        let numbers: Vec<Option<u64>> = self.cells.iter().map(|cell| cell.parse().ok()).collect();
        // Numbers of lines: each is the next, or they stand first under a heading that may mean that, and rise.
        let steps = |fits: &dyn Fn(u64, u64) -> bool| {
            let mut pairs = numbers.windows(2);
            numbers.len() > 1 && pairs.all(|pair| pair[0].zip(pair[1]).is_some_and(|(one, next)| fits(one, next)))
        };
        let of_lines = self.at == 0 && self.words.iter().all(|word| NUMBERS.contains(&word.as_str()));
        if steps(&|one, next| next == one + 1) || of_lines && steps(&|one, next| next > one) {
            return false;
        }
        numbers.iter().enumerate().any(|(line, number)| {
            let added_up = |number: &u64| sums.is_some_and(|sums| sums[line].contains(number));
            number.as_ref().is_some_and(|number| *number != 1 && !added_up(number))
        })
    }

    /// The first line that it says does not count; `valid` and `invalid` are further words that say so.
    fn voids(&self, valid: &[&str], invalid: &[&str]) -> Option<usize> {
        if self.has(&FREE) {
            return None;
        }
        let void = |word: &String| INVALID.contains(&word.as_str()) || invalid.contains(&word.as_str());
        let says_void = |cell: &String| {
            let said = words(cell);
            let pair = said.iter().take(2).cloned().collect::<Vec<_>>().join(" ");
            said.first().is_some_and(void) || INVALID_PAIRS.contains(&pair.as_str())
        };
        let says_valid = self.has(&VALID) || self.has(valid);
        let negative = self.words.iter().any(void) || self.has(&["not"]) && says_valid;
        let some = |cell: &String| !cell.is_empty() && mark(cell) != Some(false);
        let any_valid = self.cells.iter().any(some);
        self.cells.iter().position(|cell| {
            says_void(cell)
                || negative && some(cell)
                || !negative && says_valid && !some(cell) && (any_valid || !cell.is_empty())
        })
    }

    /// The first line whose voter is called what no voter is: a spoilt paper, an example, a trial.
    fn is_nobody(&self) -> Option<usize> {
        const NOBODY: [&str; 7] = ["test", "testing", "example", "sample", "template", "blank", "unused"];
        const LIMITS: [&str; 4] = ["max votes", "maximum votes", "max points", "maximum points"];
        let says = |cell: &String| {
            let said = words(cell);
            let any_void = said.iter().any(|word| INVALID.contains(&word.as_str()));
            let all = said.join(" ");
            any_void && said.len() <= MOST_WORDS
                || said.first().is_some_and(|word| NOBODY.contains(&word.as_str())) && said.len() <= 2
                || all == "do not count"
                || LIMITS.contains(&all.as_str())
        };
        self.cells.iter().position(says)
    }

    /// The first line in which the day or hour at which an answer was given is missing, where the others have it.
    fn is_unfinished(&self) -> Option<usize> {
        const OF_PEOPLE: [&str; 5] = ["birth", "dob", "born", "joined", "since"];
        if self.has(&OF_PEOPLE) || self.said().next().is_none() || !self.said().all(is_a_moment) {
            return None;
        }
        self.cells.iter().position(String::is_empty)
    }

    /// Of a table with a line for each project that is asked about, the first line that says no to it; `voters` tells lines of one
    /// voter apart from others'. What is said of a voter is the same on all lines of the voter.
    fn declines(&self, voters: &[String]) -> Option<usize> {
        const ANSWERS: [&str; 14] = [
            "answer", "answers", "selected", "select", "approve", "approves", "ticked", "tick", "value", "choice",
            "chosen", "vote", "response", "ateb",
        ];
        let said = |cell: &String| match cell.to_lowercase().as_str() {
            "" => None,
            "ydw" | "hoffwn" => Some(true),
            "nac ydw" | "na hoffwn" => Some(false),
            _ => mark(cell),
        };
        let told: Vec<Option<bool>> = self.cells.iter().map(said).collect();
        let only_marks = self
            .cells
            .iter()
            .zip(&told)
            .all(|(cell, told)| cell.is_empty() || told.is_some());
        if !only_marks || self.has(&FREE) || !told.contains(&Some(true)) {
            return None;
        }
        let mut of: BTreeMap<&str, bool> = BTreeMap::new();
        let mut within = false;
        for (voter, told) in voters.iter().zip(&told) {
            if let Some(told) = told {
                within |= *of.entry(voter).or_insert(*told) != *told;
            }
        }
        (within || self.has(&ANSWERS)).then(|| told.iter().position(|told| *told == Some(false)))?
    }

    /// The first line that it says speaks against what it names.
    fn opposes(&self) -> Option<usize> {
        if self.has(&FREE) {
            return None;
        }
        let heading = self.has(&DIRECTION);
        let against = |cell: &String| {
            AGAINST.contains(&words(cell).join(" ").as_str())
                || heading && !cell.is_empty() && (mark(cell) == Some(false) || cell.starts_with('-'))
        };
        self.cells.iter().position(against)
    }

    /// Whether most of what stands in it are numbers or crosses, some above 0, and nothing says that they are about the voter.
    fn holds_points(&self) -> bool {
        let (mut all, mut numbers, mut some) = (0, 0, false);
        for cell in self.said() {
            let number = roughly(cell);
            all += 1;
            numbers += usize::from(number.is_some());
            some |= number.is_some_and(|number| number != 0.0);
        }
        some && 2 * numbers > all
            && !self.has(&ABOUT_THE_VOTER)
            && !self.has(&FREE)
            && !super::totals::names_a_sum(&self.title)
    }

    /// Whether each number in it is what its line gives to all projects together.
    fn adds_up(&self, given: &[f64]) -> bool {
        let mut lines = self.cells.iter().zip(given);
        lines.all(|(cell, given)| cell.is_empty() || roughly(cell).is_some_and(|sum| (sum - given).abs() < 1e-6))
    }

    /// Whether it gives numbers, or lists of them, under a heading of points.
    fn gives_points(&self, sums: Option<&[Vec<u64>]>) -> bool {
        let adds_up = |line: usize, cell: &str| {
            cell.parse()
                .is_ok_and(|number| sums.is_some_and(|sums| sums[line].contains(&number)))
        };
        let number = |item: &str| item.trim().parse::<f64>().is_ok();
        self.has(&POINTS)
            && self.said().all(|cell| {
                cell.split([',', ';', '|', ' '])
                    .filter(|one| !one.is_empty())
                    .all(number)
            })
            && self
                .cells
                .iter()
                .enumerate()
                .any(|(line, cell)| !cell.is_empty() && cell != "1" && cell != "0" && !adds_up(line, cell))
    }
}

/// Whether a question says that 1 is the good end of its scale (`1 = most wanted`), or a higher number is (`4 is best`).
fn best_end(heading: &str) -> Option<bool> {
    const GOOD: [&str; 8] = [
        "most",
        "best",
        "top",
        "highest",
        "favourite",
        "favorite",
        "first",
        "strongly",
    ];
    let words = words(heading);
    words.windows(2).enumerate().find_map(|(at, pair)| {
        let number: u32 = pair[0].parse().ok()?;
        let next = if ["is", "being", "means"].contains(&pair[1].as_str()) {
            words.get(at + 2)?
        } else {
            &pair[1]
        };
        GOOD.contains(&next.as_str()).then_some(number == 1)
    })
}

fn column(document: &Document, section: Section, at: usize, title: &str) -> Column {
    let cells = document.records(section).iter().map(|record| {
        let cell = document.cells(*record).nth(at).unwrap_or_default();
        cell.trim().to_owned()
    });
    Column {
        title: title.to_owned(),
        words: words(title),
        cells: cells.collect(),
        at,
    }
}

fn named(titles: &[String], findings: &mut Findings, line: Option<u32>) {
    if titles.is_empty() {
        return;
    }
    let message = format!(
        "{} `{}` {} not read: nothing in {} changed the count",
        if titles.len() == 1 { "column" } else { "columns" },
        titles.join("`, `"),
        if titles.len() == 1 { "is" } else { "are" },
        if titles.len() == 1 { "it" } else { "them" },
    );
    findings.tell(line, Severity::Warning, NOT_READ, message);
}

/// Tells of the columns of a table of ballots that were not read; `voters` are those that say who voted.
pub(super) fn of_ballots(
    document: &Document,
    layout: &Layout,
    voters: &[usize],
    election: &Election,
    findings: &mut Findings,
) {
    let line = document.heading_line(Section::Votes);
    let records = document.records(Section::Votes);
    let mut read = layout.columns();
    read.extend(document.column(Section::Votes, "voter_id"));
    read.extend(strengths::column(document, election).map(|(_, at)| at));
    read.extend(strengths::column_of_people(document, election));
    // What each line of a table of projects adds up to: its crosses, the projects that got something, its points.
    let table = matches!(layout, Layout::Table(_));
    let in_ballot = layout.columns();
    let sums: Option<Vec<Vec<u64>>> = table.then(|| {
        let sum = |record| {
            let cells: Vec<_> = document.cells(record).collect();
            let given = in_ballot
                .iter()
                .filter_map(|at| cells.get(*at))
                .map(|cell| cell.trim().to_owned());
            let (mut crosses, mut points) = (0, 0);
            for cell in given {
                let number = cell.parse().ok().or(mark(&cell).map(u64::from)).unwrap_or(0);
                crosses += u64::from(number > 0);
                points += number;
            }
            vec![crosses, points]
        };
        records.iter().map(|record| sum(*record)).collect()
    });
    let sums = sums.as_deref();
    let given: Vec<f64> = records
        .iter()
        .filter(|_| table)
        .map(|record| {
            let cells = document.cells(*record).enumerate();
            let given = cells.filter(|(at, _)| in_ballot.contains(at));
            given.filter_map(|(_, cell)| roughly(cell.trim())).sum()
        })
        .collect();
    let headings = document.columns(Section::Votes);
    let scale = in_ballot
        .iter()
        .find_map(|at| Some((at, best_end(headings.get(*at)?)?)));
    if let Some((at, one_is_best)) = scale
        && (one_is_best && election.ballot_type.has_points()
            || !one_is_best && election.ballot_type == BallotType::Ordinal)
    {
        let message = format!(
            "column `{}` says which end of its scale is the good one, and ballots that are {} count the other way: turn the numbers round, or say --vote-type {} (they are counted as they stand)",
            headings[*at],
            election.ballot_type.word(),
            if one_is_best { "ordinal" } else { "scoring" }
        );
        findings.doubt(line, "scale", message);
    }
    let stated = document.meta("vote_type").is_some();
    let line_by_line: Option<Vec<String>> = match layout {
        Layout::Long(columns) => {
            let cell = |record: &Record| {
                document
                    .cells(*record)
                    .nth(columns.voter)
                    .unwrap_or_default()
                    .trim()
                    .to_owned()
            };
            Some(records.iter().map(cell).collect())
        }
        _ => None,
    };
    let mut passed = Vec::new();
    for (at, title) in document.columns(Section::Votes).iter().enumerate() {
        if read.contains(&at) {
            continue;
        }
        let column = column(document, Section::Votes, at, title);
        let place = |place: usize| records.get(place).map(|record| record.line);
        let says_who = voters.contains(&at);
        if says_who && !column.counts_together(sums) {
            if let Some(first) = column.is_nobody() {
                let message = format!(
                    "`{}` stands where others say who voted, and looks like no voter: take the line out if it is none (it is counted)",
                    column.cells[first]
                );
                findings.doubt(place(first), "validity", message);
            }
            // Cells of one voter may have been joined over lines of one project each.
            let one_each = election.ballots.iter().all(|ballot| ballot.supported().count() <= 1);
            let blank = column.cells.iter().position(String::is_empty);
            if let (Some(first), true, true) = (blank, one_each, column.said().next().is_some()) {
                let message = format!(
                    "column `{title}` says who voted in other lines and nobody here: if the line goes on with the voter above, write the name again; if nobody is known, take the column out (it is counted as a voter of its own)"
                );
                findings.doubt(place(first), "voter", message);
            }
            continue;
        }
        if column.counts_together(sums) {
            let message = format!(
                "column `{title}` may say how many people cast each ballot: call it `{}`, and each line is so many voters; `weight`, if one voter counts so many times; `voter_id`, if it says who voted; or take it out (each line is counted once)",
                strengths::CAST
            );
            findings.doubt(line, "counted-together", message);
        } else if let Some(first) = column.voids(&FINISHED, &UNFINISHED) {
            let message = format!(
                "column `{title}` says `{}` here, which may mean that this ballot does not count: take out the lines that do not count, and then the column (every line is counted)",
                column.cells[first]
            );
            findings.doubt(place(first), "validity", message);
        } else if let Some(first) = column.is_unfinished() {
            let message = format!(
                "column `{title}` holds a day or an hour in other lines and none here, which may mean that this ballot was not handed in: take out the lines that do not count, or the column (every line is counted)"
            );
            findings.doubt(place(first), "validity", message);
        } else if let Some(first) = line_by_line.as_ref().and_then(|voters| column.declines(voters)) {
            let message = format!(
                "column `{title}` says `{}` here, which may mean that this voter does not want what the line names: take out the lines that say so, and then the column (every line is counted as a vote for its project)",
                column.cells[first]
            );
            findings.doubt(place(first), "against", message);
        } else if let Some(first) = column.opposes() {
            let message = format!(
                "column `{title}` says `{}` here, which may mean that this ballot speaks against what it names: take out such lines, or give them points below 0 (--vote-type scoring) in a column for each project (read as a ballot for them)",
                column.cells[first]
            );
            findings.doubt(place(first), "against", message);
        } else if !stated && !election.ballot_type.has_points() && column.gives_points(sums) {
            let message = format!(
                "column `{title}` gives numbers to what is named, and ballots are read as {}: say --vote-type cumulative or scoring with a column `points`, and they count; --vote-type {} if they shall not (they are not read)",
                election.ballot_type.word(),
                election.ballot_type.word()
            );
            findings.doubt(line, "points", message);
        } else if table && election.ballot_type.weighs() && column.holds_points() && !column.adds_up(&given) {
            let message = format!(
                "column `{title}` holds numbers like those given to projects: {}; write the project's identifier over it, or take the column out (it is not read)",
                unknown(title, &election.projects)
            );
            findings.doubt(line, "unknown-project", message);
        } else if column.said().next().is_some()
            && !column.has(&ABOUT_THE_VOTER)
            && !column.has(&FREE)
            && (!table || !super::totals::names_a_sum(title))
        {
            passed.push(if column.title.is_empty() {
                format!("column {}, without a heading", at + 1)
            } else {
                column.title
            });
        }
    }
    named(&passed, findings, line);
}

/// Tells of columns of a table of projects by which some may not be on the ballot at all.
pub(super) fn of_projects(document: &Document, findings: &mut Findings) {
    const READ: [&str; 11] = [
        "project_id",
        "cost",
        "name",
        "category",
        "neighborhood",
        "neighbourhood",
        "selected",
        "description",
        "district",
        "votes",
        "score",
    ];
    const WHERE_AND_WHO: [&str; 14] = [
        "url",
        "link",
        "website",
        "latitude",
        "longitude",
        "lat",
        "lon",
        "lng",
        "location",
        "image",
        "photo",
        "author",
        "contact",
        "summary",
    ];
    const COSTS: [&str; 9] = [
        "cost", "costs", "price", "prices", "amount", "total", "capital", "running", "expense",
    ];
    let records = document.records(Section::Projects);
    let read = document.column(Section::Projects, "cost");
    let costs = read.map(|at| column(document, Section::Projects, at, "cost").cells);
    let mut passed = Vec::new();
    for (at, title) in document.columns(Section::Projects).iter().enumerate() {
        if READ.contains(&title.to_lowercase().as_str()) {
            continue;
        }
        let column = column(document, Section::Projects, at, title);
        let of_limits = ["excludes", "requires", "exclusive_group"].contains(&title.to_lowercase().as_str());
        let plain = column.has(&WHERE_AND_WHO) || column.has(&FREE) || column.has(&ABOUT_THE_VOTER);
        if at > 0 && !of_limits && !plain && !title.is_empty() && column.said().next().is_some() {
            passed.push(title.clone());
        }
        if let Some(first) = column.voids(&ON_BALLOT, &OFF_BALLOT) {
            let message = format!(
                "column `{title}` says `{}` here, which may mean that this project is not on the ballot: take out the lines of such projects, and then the column (every project is counted)",
                column.cells[first]
            );
            findings.doubt(records.get(first).map(|record| record.line), "validity", message);
        }
        // Amounts that are not those that count, under a heading that might mean what a project costs.
        let number = |cell: &str| read_amount(cell).map(Amount::number);
        let otherwise = |costs: &Vec<String>| {
            let mut both = column.cells.iter().zip(costs);
            both.any(|(other, cost)| number(other).is_some_and(|other| Some(other) != number(cost)))
        };
        if column.has(&COSTS) && costs.as_ref().is_some_and(otherwise) {
            let message = format!(
                "column `{title}` holds amounts too, other than those of `cost`: which of them does a project cost? Call that one `cost`, and take the other out (`cost` is read)"
            );
            findings.doubt(document.heading_line(Section::Projects), "two-costs", message);
        }
    }
    named(&passed, findings, document.heading_line(Section::Projects));
}
