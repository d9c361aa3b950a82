//! Which projects a cell of a ballot means, however people joined and named them: `3,7`, `3;7`, `3|7`, `3 7`, `[3, 7]`,
//! `A park; A pool`.
//!
//! A cell is first read as the format says. Only where that leaves something unknown, other marks and names are tried, and a
//! reading counts only if it is the one that leaves least unknown: nothing is guessed that the list of projects does not bear
//! out.

use std::collections::HashMap;

use super::letters::composed;
use crate::budgeting::election::Project;
use crate::budgeting::exact::write_rounded;
use crate::budgeting::explanation::with_thousands;

/// Marks by which people join what the format joins by commas.
const MARKS: [&str; 10] = [",", ";", "|", "\n", "\t", "/", "+", "&", " and ", " "];

/// Words before the number of a project.
const NUMBERED: [&str; 10] = [
    "project", "proposal", "option", "idea", "no", "nr", "number", "prosiect", "cynnig", "rhif",
];

/// A project named on a ballot, or words that name none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mention {
    /// Position of the project; `None` for one that the reader had to leave out.
    Known(Option<u32>),
    /// What was written.
    Unknown(String),
}

/// A cell read by other marks or names than the format's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// In the order of the cell.
    pub mentions: Vec<Mention>,
    /// The mark that joined them.
    pub mark: &'static str,
    /// Whether a project was named otherwise than by its identifier.
    pub by_name: bool,
    /// Whether another mark parts some of its items.
    mixed: bool,
    /// What is the title of one project, and as well those of several joined by the mark.
    pub either: Option<String>,
    /// Whether some items are bare numbers and others titles: the numbers may count the titles, or be what is given to them.
    pub numbers_beside_titles: bool,
}

impl Found {
    /// How many mentions name no project.
    pub fn unknown(&self) -> usize {
        self.mentions
            .iter()
            .filter(|mention| matches!(mention, Mention::Unknown(_)))
            .count()
    }
}

/// All the words by which projects may be named.
pub struct Names {
    ids: HashMap<String, Option<u32>>,
    /// Identifiers and titles in their simplest form; `None` where two projects share it.
    loose: HashMap<String, Option<Option<u32>>>,
}

impl Names {
    /// Identifiers of the file (with those of projects that were left out) and titles.
    pub fn new(positions: &HashMap<String, Option<u32>>, projects: &[Project]) -> Names {
        let mut loose: HashMap<String, Option<Option<u32>>> = HashMap::new();
        let mut add = |word: String, position: Option<u32>| {
            if !word.is_empty() {
                let held = loose.entry(word).or_insert(Some(position));
                if *held != Some(position) {
                    *held = None;
                }
            }
        };
        for (id, position) in positions {
            add(folded(id), *position);
            add(as_number(id), *position);
        }
        for (position, project) in projects.iter().enumerate() {
            let position = Some(position as u32);
            add(folded(&project.name), position);
            // `A park (12)` and `12 - A park`, as forms print their choices.
            if !project.name.is_empty() {
                for joined in [
                    format!("{} {}", project.id, project.name),
                    format!("{} - {}", project.id, project.name),
                    format!("{}: {}", project.id, project.name),
                    format!("{}. {}", project.id, project.name),
                    format!("{} ({})", project.name, project.id),
                ] {
                    add(folded(&joined), position);
                }
                // `A park (£1,200)` and `A park - £1200`, as forms tell what each costs.
                let cost = write_rounded(&project.cost, 0);
                for price in [cost.clone(), with_thousands(&cost)] {
                    for joined in [
                        format!("{} - £{price}", project.name),
                        format!("{} (£{price})", project.name),
                        format!("{}: £{price}", project.name),
                        format!("{} £{price}", project.name),
                    ] {
                        add(folded(&joined), position);
                    }
                }
            }
        }
        Names {
            ids: positions.clone(),
            loose,
        }
    }

    /// One item; the second part says whether it was found otherwise than by its identifier as written.
    pub fn one(&self, item: &str) -> Option<(Option<u32>, bool)> {
        let item = item.trim();
        if let Some(position) = self.ids.get(item) {
            return Some((*position, false));
        }
        let bare = item
            .trim_matches(|letter: char| matches!(letter, '"' | '\'' | '“' | '”' | '„' | '`' | '#'))
            .trim();
        if let Some(position) = self.ids.get(bare) {
            return Some((*position, true));
        }
        [folded(bare), as_number(bare)]
            .iter()
            .filter(|word| !word.is_empty())
            .find_map(|word| self.loose.get(word).copied().flatten())
            .or_else(|| self.by_number(bare))
            .map(|position| (position, true))
    }

    /// `Project 2`, `No. 2`, `project no 2`: a word that says that a number follows, and the number of a project.
    fn by_number(&self, item: &str) -> Option<Option<u32>> {
        let lower = item.to_lowercase();
        let mut words = lower.split(|letter: char| letter.is_whitespace() || matches!(letter, '.' | ':' | '#'));
        let number = words.next_back().filter(|word| !word.is_empty())?;
        let said: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
        let says = !said.is_empty() && said.len() <= 2 && said.iter().all(|word| NUMBERED.contains(word));
        if !says || !number.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let as_written = self.ids.get(number).copied();
        as_written.or_else(|| self.loose.get(&as_number(number)).copied().flatten())
    }

    /// The reading of a cell that leaves least unknown.
    pub fn cell(&self, cell: &str) -> Found {
        let bare = unbracketed(cell.trim());
        if let Some(found) = self.numbered_lines(bare) {
            return found;
        }
        let mut best: Option<Found> = None;
        for mark in MARKS {
            if mark != "," && !bare.contains(mark) {
                continue;
            }
            let found = self.by(bare, mark);
            let known = |found: &Found| found.mentions.len() - found.unknown();
            let rank = |found: &Found| (found.unknown(), found.mixed, std::cmp::Reverse(known(found)));
            let better = best.as_ref().is_none_or(|best| rank(&found) < rank(best));
            if better {
                let done = (found.unknown(), found.mixed) == (0, false);
                best = Some(found);
                if done {
                    break;
                }
            }
        }
        best.unwrap_or(Found {
            mentions: Vec::new(),
            mark: ",",
            by_name: false,
            mixed: false,
            either: None,
            numbers_beside_titles: false,
        })
    }

    /// A list whose lines are numbered from 1 on (`1. The pool`, `2. The park`): the numbers are no projects.
    fn numbered_lines(&self, cell: &str) -> Option<Found> {
        // Nearly every cell is one line.
        if !cell.contains('\n') {
            return None;
        }
        let lines: Vec<&str> = cell.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        if lines.len() < 2 {
            return None;
        }
        let title = |(at, line): (usize, &&str)| {
            let rest = line
                .strip_prefix(&(at + 1).to_string())?
                .strip_prefix(['.', ')', ':'])?
                .trim()
                .to_owned();
            self.one(&rest).map(|_| rest)
        };
        let titles: Option<Vec<String>> = lines.iter().enumerate().map(title).collect();
        Some(self.by(&titles?.join("\n"), "\n"))
    }

    fn by(&self, cell: &str, mark: &'static str) -> Found {
        let items: Vec<&str> = cell.split(mark).collect();
        let mut found = Found {
            mentions: Vec::new(),
            mark,
            by_name: false,
            mixed: false,
            either: None,
            numbers_beside_titles: false,
        };
        let (mut numbers, mut titles) = (false, false);
        let mut see = |item: &str, by_name: bool| {
            let bare = item.trim().trim_end_matches(['.', ')', ':']);
            let number = !bare.is_empty() && bare.chars().all(|letter| letter.is_ascii_digit());
            numbers |= number;
            // An identifier in other capitals (`a/4`) has few letters.
            titles |= by_name && !number && bare.chars().filter(|letter| letter.is_alphabetic()).count() >= 3;
        };
        let mut at = 0;
        while at < items.len() {
            if items[at].trim().is_empty() {
                at += 1;
                continue;
            }
            // A title may hold the mark itself: the longest run of items that is one.
            let longest = if mark == " " { at + 1 } else { items.len().min(at + 8) };
            let hit = (at + 1..=longest).rev().find_map(|end| {
                let joined = items[at..end].join(mark);
                self.one(&joined).map(|(position, by_name)| (end, position, by_name))
            });
            match hit {
                Some((end, position, by_name)) => {
                    if end > at + 1 && items[at..end].iter().all(|item| self.one(item).is_some()) {
                        found
                            .either
                            .get_or_insert_with(|| items[at..end].join(mark).trim().to_owned());
                    }
                    see(&items[at..end].join(mark), by_name);
                    found.mentions.push(Mention::Known(position));
                    found.by_name |= by_name;
                    at = end;
                }
                None => {
                    // Two marks in one cell: `1;2,3`.
                    let inner = MARKS
                        .iter()
                        .filter(|other| **other != mark && items[at].contains(**other))
                        .map(|other| {
                            items[at]
                                .split(*other)
                                .map(|item| Some((item, self.one(item)?)))
                                .collect::<Option<Vec<_>>>()
                        })
                        .find_map(|inner| inner);
                    match inner {
                        Some(inner) => {
                            found.mixed = true;
                            for (item, (position, by_name)) in inner {
                                see(item, by_name);
                                found.by_name |= by_name;
                                found.mentions.push(Mention::Known(position));
                            }
                        }
                        None => found.mentions.push(Mention::Unknown(items[at].trim().to_owned())),
                    }
                    at += 1;
                }
            }
        }
        found.numbers_beside_titles = numbers && titles;
        found
    }
}

/// That words name no project, and what they may mean: a title that several projects share, or one that is nearly theirs.
pub(super) fn unknown(text: &str, projects: &[Project]) -> String {
    let wanted = folded(text);
    let called = projects.iter().filter(|project| folded(&project.name) == wanted);
    let ids: Vec<&str> = called.map(|project| project.id.as_str()).collect();
    if ids.len() > 1 {
        return format!(
            "{} projects are called `{text}`: write the identifier of the one that is meant (`{}`)",
            ids.len(),
            ids.join("`, `")
        );
    }
    let near = projects
        .iter()
        .take(2000)
        .map(|project| (strsim::jaro_winkler(&project.id, text), &project.id))
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .filter(|(likeness, _)| *likeness > 0.85);
    let near = near.map_or(String::new(), |(_, id)| format!(" (did the voter mean `{id}`?)"));
    format!("`{text}` is no project{near}")
}

/// Letters in one case and stored in one way, blanks as one, dashes and quotes as one kind.
fn folded(text: &str) -> String {
    let plain: String = composed(text)
        .chars()
        .flat_map(char::to_lowercase)
        .map(|letter| match letter {
            '–' | '—' | '‐' | '‑' => '-',
            '’' | '‘' => '\'',
            other => other,
        })
        .collect();
    plain
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .trim_end_matches('.')
        .to_owned()
}

/// What a spreadsheet makes of an identifier that looks like a number (`007` and `7.0` are 7); empty for others.
fn as_number(text: &str) -> String {
    let whole = text.trim().split_once(['.', ',']).map_or(text.trim(), |(whole, rest)| {
        if !rest.is_empty() && rest.bytes().all(|byte| byte == b'0') {
            whole
        } else {
            ""
        }
    });
    if whole.is_empty() || whole.len() > 30 || !whole.bytes().all(|byte| byte.is_ascii_digit()) {
        return String::new();
    }
    // A mark that no title holds keeps numbers and titles apart.
    format!("\u{1}{}", whole.trim_start_matches('0'))
}

/// A list without the brackets that programmes put round it.
fn unbracketed(cell: &str) -> &str {
    for (open, close) in [('[', ']'), ('{', '}'), ('(', ')')] {
        if let Some(inner) = cell.strip_prefix(open).and_then(|rest| rest.strip_suffix(close)) {
            return inner.trim();
        }
    }
    cell
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budgeting::exact::whole;

    fn names() -> Names {
        let mut projects: Vec<Project> = ["1", "2", "03", "A/4"]
            .iter()
            .map(|id| Project::new(id, whole(1)))
            .collect();
        projects[0].name = "Bridge, lit".to_owned();
        projects[1].name = "The Pool".to_owned();
        let positions = projects
            .iter()
            .enumerate()
            .map(|(position, project)| (project.id.clone(), Some(position as u32)))
            .collect();
        Names::new(&positions, &projects)
    }

    #[test]
    fn cells_are_read_whatever_joins_and_names_the_projects() {
        let names = names();
        for (cell, wanted) in [
            ("1,2", vec![0, 1]),
            ("1;2", vec![0, 1]),
            ("1|2|03", vec![0, 1, 2]),
            ("2 1", vec![1, 0]),
            ("[\"1\", \"2\"]", vec![0, 1]),
            ("1;2,3", vec![0, 1, 2]),
            ("Bridge, lit, the pool", vec![0, 1]),
            ("bridge, lit; The  Pool", vec![0, 1]),
            ("1.0, 3", vec![0, 2]),
            ("a/4, 1", vec![3, 0]),
            ("A/4/1", vec![3, 0]),
            ("2 - The Pool; 1 - Bridge, lit", vec![1, 0]),
            ("1 and 2", vec![0, 1]),
            ("Project 2, Project 3", vec![1, 2]),
            ("No. 2; no 1", vec![1, 0]),
            ("project no. 2|Prosiect 1", vec![1, 0]),
            ("project #2", vec![1]),
        ] {
            let found = names.cell(cell);
            let wanted: Vec<Mention> = wanted.into_iter().map(|at| Mention::Known(Some(at))).collect();
            assert_eq!(found.mentions, wanted, "{cell}");
        }
        // Of as many unknown, the reading that knows most: `Other` is no project, and takes none with it.
        for cell in ["1;Other", "The Pool|Other|1", "1\nOther"] {
            let found = names.cell(cell);
            assert_eq!(found.unknown(), 1, "{cell}");
            assert!(found.mentions.contains(&Mention::Known(Some(0))), "{cell}");
        }
        // Lines that are numbered name what stands behind the numbers, whatever projects have these.
        let listed = names.cell("1. Bridge, lit\n2. The Pool");
        assert_eq!((listed.mentions.len(), listed.unknown()), (2, 0));
        assert_eq!(listed.mentions, names.cell("Bridge, lit\nThe Pool").mentions);
        // Numbers that may count what stands behind them, or be what is given to it.
        for cell in ["The Pool; 2", "1, The Pool", "1.;The Pool"] {
            assert!(names.cell(cell).numbers_beside_titles, "{cell}");
        }
        for cell in [
            "1,2",
            "the pool; Bridge, lit",
            "2 - The Pool; 1 - Bridge, lit",
            "a/4, 1",
            "Project 2, Project 3",
        ] {
            assert!(!names.cell(cell).numbers_beside_titles, "{cell}");
        }
        assert_eq!(names.cell("1;9").unknown(), 1);
        // A number that is nobody's, and one of something else.
        for cell in ["nothing", "Project 9", "Ward 2", "no", "No. two"] {
            assert!(names.cell(cell).unknown() > 0, "{cell}");
        }
        assert_eq!(names.cell("").mentions, vec![]);
    }

    #[test]
    fn a_title_that_holds_the_mark_is_one_where_another_mark_parts_the_cell_and_doubtful_where_its_parts_are_titles() {
        let projects: Vec<Project> = ["Park, north", "Park", "North", "Bench"]
            .into_iter()
            .enumerate()
            .map(|(at, title)| Project {
                name: title.to_owned(),
                ..Project::new(&(at + 1).to_string(), crate::budgeting::exact::whole(1))
            })
            .collect();
        let positions = projects
            .iter()
            .enumerate()
            .map(|(at, one)| (one.id.clone(), Some(at as u32)))
            .collect();
        let names = Names::new(&positions, &projects);
        let named = |cell: &str| names.cell(cell).mentions;
        let known = |list: &[u32]| list.iter().map(|at| Mention::Known(Some(*at))).collect::<Vec<_>>();
        assert_eq!(named("Park, north;Bench"), known(&[0, 3]));
        assert_eq!(named("Bench;Park, north"), known(&[3, 0]));
        assert_eq!(names.cell("Park, north;Bench").either, None);
        assert_eq!(named("Bench, Park"), known(&[3, 1]));
        assert!(names.cell("Park, north").either.is_some());
    }

    #[test]
    fn a_title_of_two_projects_names_none() {
        let mut projects = vec![Project::new("a", whole(1)), Project::new("b", whole(1))];
        projects
            .iter_mut()
            .for_each(|project| project.name = "Bench".to_owned());
        let positions = HashMap::from([("a".to_owned(), Some(0)), ("b".to_owned(), Some(1))]);
        assert_eq!(Names::new(&positions, &projects).cell("bench").unknown(), 1);
        let told = unknown("bench", &projects);
        assert!(
            told.starts_with("2 projects are called `bench`") && told.contains("`a`, `b`"),
            "{told}"
        );
    }
}
